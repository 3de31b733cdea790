//! Cells that umlage.toml says are left out of a sheet: `left_out = ["A8:G8"]`.

use std::collections::BTreeSet;

use super::area::{Area, Position};
use super::value::Value;
use crate::source::Sourced;

/// How much of a row is left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// No cell of the columns of the table.
    Nothing,
    /// Some of them.
    Part,
    /// All of them.
    Whole,
}

/// Follows which rows are left out, and whether every area leaves something out.
pub(crate) struct Aside<'a> {
    areas: &'a [Sourced<Area>],
    is_met: Vec<bool>,
    /// The columns of the table.
    columns: Vec<u32>,
    /// The rows that are left out, among those that are kept.
    pub(crate) rows: BTreeSet<usize>,
}

impl<'a> Aside<'a> {
    pub(crate) fn new(areas: &'a [Sourced<Area>]) -> Aside<'a> {
        Aside {
            areas,
            is_met: vec![false; areas.len()],
            columns: Vec::new(),
            rows: BTreeSet::new(),
        }
    }

    /// Takes in which columns are those of the table.
    pub(crate) fn header(&mut self, columns: Vec<u32>) {
        self.columns = columns;
    }

    /// Tells whether a cell that has a value is left out.
    pub(crate) fn covers(&mut self, at: Position) -> bool {
        let areas = self.areas.iter().zip(&mut self.is_met);
        areas.filter(|(area, _)| area.value.contains(at)).map(|(_, is_met)| *is_met = true).count()
            > 0
    }

    /// Tells how much of a row below or above the header is left out, by its cells that have a
    /// value: those in columns of the table, all where it has none there.
    pub(crate) fn row(&mut self, row: u32, cells: &[(u32, Value)]) -> Cover {
        if self.areas.is_empty() {
            return Cover::Nothing;
        }
        let covered: Vec<(u32, bool)> =
            cells.iter().map(|(column, _)| (*column, self.covers((row, *column)))).collect();
        let is_ours = |(column, _): &&(u32, bool)| self.columns.contains(column);
        let (mut inside, mut outside) = (0_u32, 0_u32);
        let has_ours = covered.iter().any(|cell| is_ours(&cell));
        for (_, is_covered) in covered.iter().filter(|cell| !has_ours || is_ours(cell)) {
            *(if *is_covered { &mut inside } else { &mut outside }) += 1;
        }
        match (inside, outside) {
            (0, _) => Cover::Nothing,
            (_, 0) => Cover::Whole,
            _ => Cover::Part,
        }
    }

    /// Returns the areas in which no cell has a value.
    pub(crate) fn idle(&self) -> Vec<Sourced<Area>> {
        let areas = self.areas.iter().zip(&self.is_met);
        areas.filter(|(_, is_met)| !**is_met).map(|(area, _)| area.clone()).collect()
    }
}
