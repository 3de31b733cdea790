//! The sums of the keys of a file, by the numbers of their words.

use rustc_hash::FxHashMap;

use super::number::MICRO;
use crate::model::PartyIx;
use crate::money::Ratio;

/// The numbers of period, service, party and measure.
pub(crate) type Numbers = [u32; 4];

/// What the rows of one key add to, in millionths, and where they stand.
#[derive(Clone, Copy, Default)]
struct Sum {
    millionths: i64,
    rows: Rows,
}

/// The lines of the first and the last of some rows, and their number.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) count: u32,
}

impl Default for Rows {
    fn default() -> Rows {
        Rows { first: u32::MAX, last: 0, count: 0 }
    }
}

impl Rows {
    /// Counts in other rows.
    pub(crate) fn take(&mut self, other: Rows) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.count = self.count.saturating_add(other.count);
    }
}

/// A row that is still to be added: where, how much, its line.
#[derive(Clone, Copy)]
struct Pending {
    cell: u32,
    line: u32,
    millionths: i64,
}

/// Tables by period and measure, as long as there are few; and single cells for all other keys.
pub(crate) struct Cells {
    services: usize,
    parties: usize,
    /// By period, then measure: where a table begins, counted from 1; 0 for none yet.
    tables: Vec<u32>,
    /// Keys without table.
    singles: FxHashMap<Numbers, u32>,
    /// In a table by service, then party.
    sums: Vec<Sum>,
    /// What the strict reader read, and what has no room in a sum.
    more: FxHashMap<u32, Ratio>,
    /// Adding up many rows in one go lets the processor fetch their sums side by side.
    pending: Vec<Pending>,
}

/// All tables together have at most so many cells.
const MOST_CELLS: usize = 1 << 20;
/// So many measures have tables.
const MEASURES: usize = 16;
/// So many rows are added up in one go.
const BATCH: usize = 512;

impl Cells {
    pub(crate) fn new(services: usize, last_party: Option<&PartyIx>) -> Cells {
        Cells {
            services,
            parties: last_party.map_or(0, |party| usize::from(party.0) + 1),
            tables: Vec::new(),
            singles: FxHashMap::default(),
            sums: Vec::new(),
            more: FxHashMap::default(),
            pending: Vec::with_capacity(BATCH),
        }
    }

    /// Finds the cell of a key, or begins one.
    #[inline]
    pub(crate) fn find(&mut self, numbers: Numbers) -> Option<u32> {
        let [period, service, party, measure] = numbers.map(|number| number as usize);
        let begins = self.tables.get(period.wrapping_mul(MEASURES).wrapping_add(measure)).copied();
        match begins {
            Some(begins)
                if begins > 0
                    && measure < MEASURES
                    && service < self.services
                    && party < self.parties =>
            {
                let inside = service.wrapping_mul(self.parties).wrapping_add(party);
                Some(begins.wrapping_sub(1).wrapping_add(u32::try_from(inside).ok()?))
            }
            _ => self.begin(numbers),
        }
    }

    /// Finds the single cell of a key; begins a table where there is room for one.
    fn begin(&mut self, numbers: Numbers) -> Option<u32> {
        let [period, service, party, measure] = numbers.map(|number| number as usize);
        let next = u32::try_from(self.sums.len()).ok()?;
        let size = self.services.saturating_mul(self.parties);
        let fits = measure < MEASURES && service < self.services && party < self.parties;
        if fits
            && !self.singles.contains_key(&numbers)
            && self.sums.len().saturating_add(size) <= MOST_CELLS
        {
            let place = period * MEASURES + measure;
            if self.tables.len() <= place {
                self.tables.resize(place + 1, 0);
            }
            self.tables[place] = next.checked_add(1)?;
            self.sums.resize(self.sums.len() + size, Sum::default());
            return self.find(numbers);
        }
        let cell = *self.singles.entry(numbers).or_insert(next);
        if cell == next {
            self.sums.push(Sum::default());
        }
        Some(cell)
    }

    /// Adds an ordinary row to a cell.
    #[inline]
    pub(crate) fn add(&mut self, cell: u32, millionths: i64, line: u32) {
        self.pending.push(Pending { cell, line, millionths });
        if self.pending.len() >= BATCH {
            self.add_up();
        }
    }

    fn add_up(&mut self) {
        for Pending { cell, line, millionths } in self.pending.drain(..) {
            let sum = &mut self.sums[cell as usize];
            sum.rows.take(Rows { first: line, last: line, count: 1 });
            match sum.millionths.checked_add(millionths) {
                Some(all) => sum.millionths = all,
                None => more(&mut self.more, cell, &Ratio::new(millionths.into(), MICRO.into())),
            }
        }
    }

    /// Adds a row of any quantity to a cell.
    pub(crate) fn add_exact(&mut self, cell: u32, quantity: &Ratio, line: u32) {
        self.sums[cell as usize].rows.take(Rows { first: line, last: line, count: 1 });
        more(&mut self.more, cell, quantity);
    }

    /// Returns every key that has rows with its exact sum, in no particular order.
    pub(crate) fn finish(mut self) -> Vec<(Numbers, Ratio, Rows)> {
        self.add_up();
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let mut found = Vec::new();
        let mut keep = |numbers: Numbers, cell: u32| {
            let sum = &self.sums[cell as usize];
            if sum.rows.count > 0 {
                let parts = Ratio::new(sum.millionths.into(), MICRO.into());
                let value = self.more.get(&cell).map_or(parts.clone(), |more| more + &parts);
                found.push((numbers, value, sum.rows));
            }
        };
        for (place, begins) in self.tables.iter().enumerate().filter(|(_, begins)| **begins != 0) {
            for inside in 0..self.services * self.parties {
                let (service, party) =
                    (number(inside / self.parties), number(inside % self.parties));
                let numbers = [number(place / MEASURES), service, party, number(place % MEASURES)];
                keep(numbers, begins - 1 + number(inside));
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "the keys are sorted where they are merged")]
        for (numbers, cell) in &self.singles {
            keep(*numbers, *cell);
        }
        found
    }
}

fn more(all: &mut FxHashMap<u32, Ratio>, cell: u32, quantity: &Ratio) {
    let sum = all.entry(cell).or_insert(Ratio::ZERO);
    *sum = &*sum + quantity;
}
