//! How a table finds its place in a given width: as it is, turned, cut between columns, or as a
//! list.

use super::grid::{Grid, GridRow};
use crate::report::Layout;

/// Below this width a cross table that does not fit becomes a list.
const NARROW: usize = 60;

/// The width that the first column keeps in a table that is cut, where its texts have it.
const FIRST: usize = 28;
/// Blanks that stay at the start of a cell.
const INDENT: &str = "\u{a0}\u{a0}";

/// Lays a table out as one or several that fit the width.
pub(super) fn arrange(grid: Grid, layout: Layout, width: usize) -> Vec<Grid> {
    if let Some(fitted) = grid.clone().fit(width) {
        return vec![fitted];
    }
    match layout {
        Layout::List => vec![records(&grid, width)],
        Layout::Cross | Layout::Beside => cross(&grid, width, layout == Layout::Cross),
    }
}

fn cross(grid: &Grid, width: usize, totals: bool) -> Vec<Grid> {
    let turned = grid.turned(totals);
    if let Some(fitted) = turned.clone().fit(width) {
        return vec![fitted];
    }
    if width < NARROW {
        return vec![if totals { outline(grid, width) } else { records(grid, width) }];
    }
    let cut =
        |grid: &Grid| if totals { cut(grid, width, usize::MAX) } else { cut_evenly(grid, width) };
    let (straight, turned) = (cut(grid), cut(&turned));
    // The first dimension stands down as asked, unless that makes the page more than twice as long.
    if straight.len() > turned.len() * 2 { turned } else { straight }
}

/// Cuts into blocks of as many columns each, where that takes no more blocks.
fn cut_evenly(grid: &Grid, width: usize) -> Vec<Grid> {
    let blocks = cut(grid, width, usize::MAX);
    let columns = grid.header.len() - 1;
    let even = cut(grid, width, columns.div_ceil(blocks.len().max(1)));
    if even.len() > blocks.len() { blocks } else { even }
}

/// Cuts a table between columns into blocks of at most so many; each repeats the first column, the
/// last has the total.
fn cut(grid: &Grid, width: usize, most: usize) -> Vec<Grid> {
    let grid = Grid { first: FIRST, ..grid.clone() };
    let columns = grid.header.len();
    let mut blocks = Vec::new();
    let mut start = 1;
    while start < columns {
        let mut end = start + 1;
        let mut block = fit_or_squeeze(grid.only(start..end), width);
        while end < columns
            && end - start < most
            && let Some(wider) = grid.only(start..end + 1).fit(width)
        {
            block = wider;
            end += 1;
        }
        blocks.push(block);
        start = end;
    }
    blocks
}

fn fit_or_squeeze(grid: Grid, width: usize) -> Grid {
    grid.clone().fit(width).unwrap_or_else(|| grid.squeeze())
}

/// Writes a cross table as a list of two columns: each row with its total, its parts indented
/// below.
fn outline(grid: &Grid, width: usize) -> Grid {
    let last = grid.header.len() - 1;
    let mut rows = Vec::new();
    for row in &grid.rows {
        rows.push(GridRow {
            cells: vec![row.cells[0].clone(), row.cells[last].clone()],
            total: row.total,
        });
        let parts = (1..last).filter(|column| !row.total && !row.cells[*column].is_empty());
        rows.extend(parts.map(|column| GridRow {
            cells: vec![format!("{INDENT}{}", grid.header[column]), row.cells[column].clone()],
            total: false,
        }));
    }
    let header = vec![grid.header[0].clone(), grid.header[last].clone()];
    fit_or_squeeze(
        Grid { header, rows, numeric: vec![false, true], widths: Vec::new(), first: 0 },
        width,
    )
}

/// Writes a list whose columns do not fit as records: one line for each value, a gap between two
/// records.
fn records(grid: &Grid, width: usize) -> Grid {
    let mut rows = Vec::new();
    for (index, row) in grid.rows.iter().enumerate() {
        if index > 0 && !row.total {
            rows.push(GridRow { cells: vec![String::new(), String::new()], total: false });
        }
        let filled = grid.header.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
        let lines: Vec<GridRow> = filled
            .map(|(name, cell)| GridRow { cells: vec![name.clone(), cell.clone()], total: false })
            .collect();
        if row.total {
            let amount = row.cells.last().cloned().unwrap_or_default();
            rows.push(GridRow { cells: vec![row.cells[0].clone(), amount], total: true });
        } else {
            rows.extend(lines);
        }
    }
    let header = vec![String::new(), String::new()];
    fit_or_squeeze(
        Grid { header, rows, numeric: vec![false, false], widths: Vec::new(), first: 0 },
        width,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parties down, `services` services across; every amount takes 12 columns.
    fn table(parties: usize, services: usize) -> Grid {
        let amount = "1.234.567,89".to_owned();
        let mut header = vec!["Beteiligter".to_owned()];
        header.extend((0..services).map(|index| format!("Leistung {index}")));
        header.push("Summe".to_owned());
        let rows = (0..=parties).map(|index| {
            let name = if index == parties { "Summe".to_owned() } else { format!("Land {index}") };
            let cells =
                std::iter::once(name).chain(std::iter::repeat_n(amount.clone(), services + 1));
            GridRow { cells: cells.collect(), total: index == parties }
        });
        let mut numeric = vec![true; services + 2];
        numeric[0] = false;
        Grid { header, rows: rows.collect(), numeric, widths: Vec::new(), first: 0 }
    }

    fn width_of(grid: &Grid) -> usize {
        grid.widths.iter().sum::<usize>() + 2 * (grid.widths.len() - 1)
    }

    #[test]
    fn a_table_that_fits_stays_as_it_is() {
        let blocks = arrange(table(4, 3), Layout::Cross, 80);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].header[1], "Leistung 0");
    }

    #[test]
    fn a_wide_table_is_turned_where_that_fits() {
        let blocks = arrange(table(3, 13), Layout::Cross, 80);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].header[1], "Land 0");
        assert_eq!(blocks[0].header[4], "Summe");
        assert!(
            blocks[0].rows.last().unwrap().total
                && blocks[0].rows.last().unwrap().cells[0] == "Summe"
        );
    }

    #[test]
    fn what_fits_neither_way_is_cut_between_columns() {
        let blocks = arrange(table(16, 13), Layout::Cross, 80);
        assert!(blocks.len() > 1);
        assert!(
            blocks.iter().all(|block| block.header[0] == "Beteiligter" && width_of(block) <= 80)
        );
        assert_eq!(blocks.last().unwrap().header.last().unwrap(), "Summe");
        let columns: usize = blocks.iter().map(|block| block.header.len() - 1).sum();
        assert_eq!(columns, 14);
    }

    #[test]
    fn columns_beside_each_other_are_cut_evenly_and_the_last_is_no_total() {
        let blocks = arrange(table(16, 6), Layout::Beside, 80);
        let columns: Vec<usize> = blocks.iter().map(|block| block.header.len() - 1).collect();
        assert_eq!(columns, [4, 3], "five fit beside the names, but two would stand alone");
        let turned = arrange(table(3, 13), Layout::Beside, 80);
        assert!(turned.len() == 1 && turned[0].rows.iter().all(|row| !row.total));
        assert_eq!(arrange(table(16, 13), Layout::Beside, 50)[0].header, ["", ""]);
    }

    #[test]
    fn a_narrow_terminal_gets_a_list() {
        let blocks = arrange(table(16, 13), Layout::Cross, 50);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].header.len(), 2);
        assert_eq!(blocks[0].rows.len(), 16 * 14 + 1);
    }

    #[test]
    fn numbers_are_never_broken() {
        for width in [10, 20, 40, 60, 80, 120] {
            for grid in arrange(table(5, 9), Layout::Cross, width) {
                let numbers =
                    grid.widths.iter().zip(&grid.numeric).filter(|(_, numeric)| **numeric);
                assert!(numbers.into_iter().all(|(width, _)| *width >= 12), "{width}");
            }
        }
    }

    #[test]
    fn a_list_that_does_not_fit_becomes_records() {
        let blocks = arrange(table(2, 9), Layout::List, 80);
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].header, ["", ""]);
    }
}
