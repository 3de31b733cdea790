//! Cost centres for the oracle: section 1.5 of the contract, slow and exact.
//!
//! The cost of every centre is sent through the cascade by itself, one unit of it at a time: every method is
//! linear in the cost, so that the parts of all centres may be added up. The systems are solved by plain
//! elimination over exact fractions.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

use super::oracle::{
    CentreTo, Driver, Entry, Grain, Method, Refusal, Span, World, exact, largest_remainder, split_cents,
    whole,
};

/// What the centres give to a service, of one kind and in one settlement period.
pub struct Derived {
    /// The entry that rules select.
    pub entry: Entry,
    /// The days of each source and what it brings, exactly.
    sources: Vec<(Span, BigRational)>,
}

impl Derived {
    /// Its parts by quarter or month, each in its sources' days.
    ///
    /// "A derived entry lies in its sources' periods in proportion to what each brings; entries on centres are
    /// split over periods always by days." Only the first of the entries that stand for a part carries its cents,
    /// because the total of a pool is in cents.
    ///
    /// In a pool by quarter or month it is split as any other entry: "by months under `months` and `weight-months`
    /// where the entry covers whole months".
    pub fn parts(&self, grain: Grain, by_months: bool) -> Result<Vec<Entry>, Refusal> {
        let signs: BTreeSet<bool> = self.sources.iter().map(|(_, brought)| brought.is_negative()).collect();
        let same_days = self.sources.iter().all(|(span, _)| *span == self.sources[0].0);
        // Where it lies whose sources have both signs is open.
        if signs.len() > 1 && !same_days {
            return Err(Refusal::Undefined("sources of both signs".to_owned()));
        }
        let windows = self.entry.span.parts(grain);
        let located: Vec<Vec<(Span, BigRational)>> =
            windows.iter().map(|window| self.located(*window, by_months)).collect();
        let weight =
            |parts: &Vec<(Span, BigRational)>| parts.iter().map(|(_, part)| part.abs()).sum::<BigRational>();
        let weights: Vec<BigRational> = located.iter().map(weight).collect();
        if weights.iter().all(BigRational::is_zero) {
            return Ok(Vec::new());
        }
        let mut entries = Vec::new();
        for ((cents, weight), parts) in
            split_cents(&self.entry.cents, &weights).iter().zip(&weights).zip(located)
        {
            for (index, (span, part)) in parts.into_iter().enumerate() {
                let left = exact(cents) * part.abs() / weight;
                let cents = if index == 0 { cents.clone() } else { BigInt::zero() };
                let unrounded = left.clone();
                entries.push(Entry { span, cents, left, unrounded, ..self.entry.clone() });
            }
        }
        Ok(entries)
    }

    /// What its sources bring on the days of a window.
    fn located(&self, window: Span, by_months: bool) -> Vec<(Span, BigRational)> {
        let mut parts = Vec::new();
        for (span, brought) in &self.sources {
            if let Some(common) = span.meet(window) {
                let part = if by_months && span.covers_whole_months() {
                    common.month_count() / span.month_count()
                } else {
                    common.day_count() / span.day_count()
                };
                parts.push((common, brought * part));
            }
        }
        parts
    }
}

/// Empties the centres: "first, per settlement period and kind, exactly by the method over the receivers still
/// open; then **one** apportionment to cents over the services for all centres together."
pub fn derive(world: &World, on_centres: &[Entry], others: &[Entry]) -> Result<Vec<Derived>, Refusal> {
    let mut groups: BTreeMap<(Span, Option<String>), Vec<Entry>> = BTreeMap::new();
    for entry in on_centres {
        // "a filled `party` on such a centre is an error"
        if entry.party.is_some() {
            return Err(Refusal::PartyOnCentre(format!("{entry:?}")));
        }
        let spans = entry.span.parts(world.settled_per);
        let days: Vec<BigRational> = spans.iter().map(|span| span.day_count()).collect();
        for (span, cents) in spans.into_iter().zip(split_cents(&entry.cents, &days)) {
            let settlement = Span::around(world.settled_per, span.from);
            let part = Entry { span, cents, ..entry.clone() };
            groups.entry((settlement, entry.kind.clone())).or_default().push(part);
        }
    }
    let mut derived = Vec::new();
    for ((settlement, kind), sources) in groups {
        let sources: Vec<Entry> = sources.into_iter().filter(|source| !source.cents.is_zero()).collect();
        let mut sums: BTreeMap<Option<&String>, BigInt> = BTreeMap::new();
        for source in &sources {
            *sums.entry(source.centre.as_ref()).or_default() += &source.cents;
        }
        // Whether cost that cancels out arrives at its centre is open.
        if sums.values().any(BigInt::is_zero) {
            return Err(Refusal::Undefined("cost on a centre that cancels out".to_owned()));
        }
        let scene = Scene { world, settlement, on_centres, others };
        derived.extend(scene.given(kind.as_ref(), &sources)?);
    }
    Ok(derived)
}

/// Usage of a service by everybody in some days, where that of nobody may be negative.
pub fn usage_of_each(
    world: &World,
    measure: &str,
    service: &str,
    span: Span,
) -> Result<BigRational, Refusal> {
    let all = usage_of(world, measure, service, span);
    let mut sums: BTreeMap<&str, BigRational> = BTreeMap::new();
    for row in world.usage.iter().filter(|row| row.measure == measure && row.service == service) {
        if row.period.span.within(span) {
            *sums.entry(&row.party).or_insert_with(BigRational::zero) += row.quantity.value();
        }
    }
    let negative = all.is_ok() && sums.values().any(BigRational::is_negative);
    if negative { Err(Refusal::NegativeUsage(service.to_owned())) } else { all }
}

/// Usage of a service by everybody in some days.
pub fn usage_of(world: &World, measure: &str, service: &str, span: Span) -> Result<BigRational, Refusal> {
    let mut sum = BigRational::zero();
    for row in world.usage.iter().filter(|row| row.measure == measure && row.service == service) {
        if row.period.span.meet(span).is_none() {
            continue;
        }
        if !row.period.span.within(span) {
            return Err(Refusal::CoarseUsage(format!("{row:?}")));
        }
        sum += row.quantity.value();
    }
    if sum.is_negative() { Err(Refusal::NegativeUsage(service.to_owned())) } else { Ok(sum) }
}

/// The cascade of one settlement period.
struct Scene<'a> {
    /// The world.
    world: &'a World,
    /// The period.
    settlement: Span,
    /// All entries on centres.
    on_centres: &'a [Entry],
    /// All other entries.
    others: &'a [Entry],
}

impl Scene<'_> {
    /// What the services get of entries of one kind.
    fn given(&self, kind: Option<&String>, sources: &[Entry]) -> Result<Vec<Derived>, Refusal> {
        let services: Vec<String> = self.world.services.iter().map(|service| service.id.clone()).collect();
        let mut brought: Vec<Vec<(&Entry, BigRational)>> = vec![Vec::new(); services.len()];
        for source in sources {
            let centre = source.centre.as_deref().unwrap_or_default();
            let parts = self.sent(centre)?;
            let all: BigRational = parts.values().cloned().sum();
            assert!(all.is_one(), "the oracle's own cascade leaks: {centre} gives {all}");
            for (service, list) in services.iter().zip(&mut brought) {
                if let Some(part) = parts.get(service)
                    && !part.is_zero()
                {
                    list.push((source, exact(&source.cents) * part));
                }
            }
        }
        let shares: BTreeMap<usize, BigRational> =
            brought.iter().map(|list| list.iter().map(|(_, part)| part.clone()).sum()).enumerate().collect();
        let sum: BigInt = sources.iter().map(|source| source.cents.clone()).sum();
        let cents = largest_remainder(&sum, &BigInt::one(), &shares);
        let mut derived = Vec::new();
        for ((index, cents), sources) in cents.into_iter().zip(brought) {
            for (cents, sources) in self.by_centre(&cents, &sources) {
                let entry = Entry {
                    span: self.settlement,
                    left: exact(&cents),
                    unrounded: exact(&cents),
                    cents,
                    service: services[index].clone(),
                    centre: None,
                    kind: kind.cloned(),
                    nature: None,
                    party: None,
                };
                derived.push(Derived { entry, sources });
            }
        }
        Ok(derived)
    }

    /// "`centre` names the one on which the cost was booked": what a service gets is one entry for each of them.
    fn by_centre(
        &self,
        cents: &BigInt,
        sources: &[(&Entry, BigRational)],
    ) -> Vec<(BigInt, Vec<(Span, BigRational)>)> {
        let mut parts: BTreeMap<usize, Vec<(Span, BigRational)>> = BTreeMap::new();
        for (source, brought) in sources {
            let place = self.world.centres.iter().position(|one| Some(&one.id) == source.centre.as_ref());
            parts.entry(place.unwrap_or_default()).or_default().push((source.span, brought.clone()));
        }
        let shares =
            parts.iter().map(|(place, list)| (*place, list.iter().map(|(_, part)| part.clone()).sum()));
        let shares: BTreeMap<usize, BigRational> = shares.collect();
        let cents = largest_remainder(cents, &BigInt::one(), &shares);
        cents.into_values().zip(parts.into_values()).collect()
    }

    /// The part that each service gets in the end of one unit of a centre's cost.
    fn sent(&self, centre: &str) -> Result<BTreeMap<String, BigRational>, Refusal> {
        let cascade = self.world.cascade.as_ref();
        let cascade = cascade.ok_or_else(|| Refusal::BadAgreement("no cascade".to_owned()))?;
        let start: BTreeMap<String, BigRational> = [(centre.to_owned(), BigRational::one())].into();
        match cascade.method {
            Method::Direct => self.direct(start),
            Method::StepDown => self.step_down(start, &cascade.order),
            Method::DoubleStepDown => self.double_step_down(start, &cascade.order),
            Method::Reciprocal => self.reciprocal(centre),
        }
    }

    /// Anbauverfahren: every centre gives at once to the services.
    fn direct(
        &self,
        mut held: BTreeMap<String, BigRational>,
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        for centre in &self.world.centres {
            self.give(&mut held, &centre.id, &|receiver| !self.is_centre(receiver))?;
        }
        Ok(held)
    }

    /// Stufenleiter: in order; a centre that has given is closed.
    fn step_down(
        &self,
        mut held: BTreeMap<String, BigRational>,
        order: &[String],
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        for (place, centre) in order.iter().enumerate() {
            self.give(&mut held, centre, &|receiver| {
                !order[..=place].iter().any(|closed| closed == receiver)
            })?;
        }
        held.retain(|_, part| !part.is_zero());
        Ok(held)
    }

    /// "in the first pass each centre, in order, gives its own and received cost to all other receivers, closed
    /// centres too; the second pass goes forward only."
    fn double_step_down(
        &self,
        mut held: BTreeMap<String, BigRational>,
        order: &[String],
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        for centre in order {
            self.give(&mut held, centre, &|receiver| receiver != centre)?;
        }
        self.step_down(held, order)
    }

    /// Gives all that a centre holds to those of its receivers that are open.
    ///
    /// "A driver whose receivers sum to zero is an error if cost arrives at its centre".
    fn give(
        &self,
        held: &mut BTreeMap<String, BigRational>,
        centre: &str,
        open: &dyn Fn(&str) -> bool,
    ) -> Result<(), Refusal> {
        let Some(sum) = held.remove(centre).filter(|sum| !sum.is_zero()) else {
            return Ok(());
        };
        for (receiver, part) in self.parts(centre, open)? {
            *held.entry(receiver).or_insert_with(BigRational::zero) += part * &sum;
        }
        Ok(())
    }

    /// Gleichungsverfahren: x = own + what all centres that can be reached give, with itself.
    fn reciprocal(&self, from: &str) -> Result<BTreeMap<String, BigRational>, Refusal> {
        let mut given: BTreeMap<String, BTreeMap<String, BigRational>> = BTreeMap::new();
        let mut open = vec![from.to_owned()];
        while let Some(centre) = open.pop() {
            if given.contains_key(&centre) {
                continue;
            }
            let parts = self.parts(&centre, &|_| true)?;
            let next = parts.iter().filter(|(id, part)| self.is_centre(id) && !part.is_zero());
            open.extend(next.map(|(id, _)| id.clone()));
            given.insert(centre, parts);
        }
        let centres: Vec<String> = given.keys().cloned().collect();
        let part = |giver: &String, receiver: &String| -> BigRational {
            given[giver].get(receiver).cloned().unwrap_or_else(BigRational::zero)
        };
        let mut rows: Vec<Vec<BigRational>> = Vec::new();
        for row in &centres {
            let own = |one: &String| whole(i128::from(one == row));
            let mut line: Vec<BigRational> =
                centres.iter().map(|column| own(column) - part(column, row)).collect();
            line.push(whole(i128::from(row == from)));
            rows.push(line);
        }
        let held = eliminate(rows).ok_or_else(|| Refusal::Singular(format!("{centres:?}")))?;
        let mut result = BTreeMap::new();
        for service in &self.world.services {
            let sum = centres.iter().zip(&held).map(|(centre, sum)| part(centre, &service.id) * sum).sum();
            result.insert(service.id.clone(), sum);
        }
        Ok(result)
    }

    /// Whether an id is one of a centre with a driver.
    fn is_centre(&self, id: &str) -> bool {
        self.world.centres.iter().any(|centre| centre.id == id)
    }

    /// The parts in which a centre gives to those of its receivers that are open.
    fn parts(&self, id: &str, open: &dyn Fn(&str) -> bool) -> Result<BTreeMap<String, BigRational>, Refusal> {
        let centre = self.world.centres.iter().find(|centre| centre.id == id);
        let centre = centre.ok_or_else(|| Refusal::BadAgreement(format!("no centre {id}")))?;
        let services = self.world.services.iter().map(|service| service.id.clone());
        let receivers: Vec<String> = match &centre.to {
            CentreTo::Services => services.collect(),
            CentreTo::All => services.chain(self.world.centres.iter().map(|one| one.id.clone())).collect(),
            CentreTo::List(list) => list.clone(),
        };
        let mut weights = BTreeMap::new();
        for receiver in receivers.into_iter().filter(|receiver| open(receiver)) {
            // "itself where the table names it"
            if receiver == id && !matches!(centre.driver, Driver::Table(_)) {
                continue;
            }
            let weight = self.weight(&centre.driver, &receiver)?;
            weights.insert(receiver, weight);
        }
        let all: BigRational = weights.values().cloned().sum();
        if all.is_zero() {
            return Err(Refusal::DriverZero(id.to_owned()));
        }
        if weights.values().any(BigRational::is_negative) {
            return Err(Refusal::Undefined(format!("negative weight of {id}")));
        }
        Ok(weights.into_iter().map(|(receiver, weight)| (receiver, weight / &all)).collect())
    }

    /// How much one receiver weighs.
    fn weight(&self, driver: &Driver, receiver: &str) -> Result<BigRational, Refusal> {
        match driver {
            Driver::Equal => Ok(BigRational::one()),
            Driver::Fixed(list) => {
                let named = list.iter().find(|(name, _)| name == receiver);
                Ok(named.map_or_else(BigRational::zero, |(_, weight)| weight.clone()))
            }
            // "a usage driver counts all usage of the service."
            Driver::Usage(_) if self.is_centre(receiver) => Ok(BigRational::zero()),
            Driver::Usage(measure) => usage_of(self.world, measure, receiver, self.settlement),
            Driver::Table(name) => self.tabled(name, receiver),
            Driver::DirectCost => self.booked(receiver),
        }
    }

    /// The quantity of a receiver in `drivers.csv`.
    fn tabled(&self, name: &str, receiver: &str) -> Result<BigRational, Refusal> {
        let mut sum = BigRational::zero();
        for row in self.world.drivers.iter().filter(|row| row.driver == name && row.receiver == receiver) {
            match &row.period {
                Some(period) if period.span.meet(self.settlement).is_none() => continue,
                Some(period) if !period.span.within(self.settlement) => {
                    return Err(Refusal::Undefined(format!("{row:?} is too coarse")));
                }
                _ => sum += row.quantity.value(),
            }
        }
        Ok(sum)
    }

    /// "`"direct-cost"` is all cost booked on the receiver in the settlement period"
    fn booked(&self, receiver: &str) -> Result<BigRational, Refusal> {
        let mut sum = BigRational::zero();
        for entry in self.on_centres.iter().chain(self.others) {
            let on = entry.centre.as_deref().unwrap_or(&entry.service);
            if on != receiver || entry.span.meet(self.settlement).is_none() {
                continue;
            }
            // Whether the part of a longer entry is one of cents, of days or of months is open.
            if !entry.span.within(self.settlement) {
                return Err(Refusal::Undefined(format!("{entry:?} spans settlement periods")));
            }
            sum += exact(&entry.cents);
        }
        Ok(sum)
    }
}

/// Solves a system by elimination; the last column is the right side. None: it has no single solution.
fn eliminate(mut rows: Vec<Vec<BigRational>>) -> Option<Vec<BigRational>> {
    for column in 0..rows.len() {
        let pivot = (column..rows.len()).find(|row| !rows[*row][column].is_zero())?;
        rows.swap(column, pivot);
        let head = rows[column][column].clone();
        for value in &mut rows[column] {
            *value /= &head;
        }
        let line = rows[column].clone();
        for (place, row) in rows.iter_mut().enumerate() {
            let factor = row[column].clone();
            if place == column || factor.is_zero() {
                continue;
            }
            for (value, above) in row.iter_mut().zip(&line) {
                *value -= above * &factor;
            }
        }
    }
    rows.into_iter().map(|row| row.last().cloned()).collect()
}
