//! Draws a laid-out table.

use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Row, TableStyle, Width,
};

use super::grid::{GAP, Grid};
use crate::render::Medium;

/// Makes a line bold where the medium allows it.
pub(super) fn bold(text: &str, medium: Medium) -> String {
    if medium.styled { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Draws the table as lines: header, rule, rows, and a rule above each total.
pub(super) fn draw(grid: &Grid, medium: Medium) -> Vec<String> {
    let mut table = comfy_table::Table::new();
    table.load_style(TableStyle::new()).set_content_arrangement(ContentArrangement::Disabled);
    if medium.styled {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    if grid.header.iter().any(|title| !title.is_empty()) {
        table.add_row(row(&grid.header, grid, true));
        table.add_row(rule(grid));
    }
    for line in &grid.rows {
        if line.total {
            table.add_row(rule(grid));
        }
        table.add_row(row(&line.cells, grid, line.total));
    }
    let last = grid.widths.len().saturating_sub(1);
    for (index, column) in table.column_iter_mut().enumerate() {
        let gap = if index == last { 0 } else { GAP };
        let width = u16::try_from(grid.widths[index] + gap).unwrap_or(u16::MAX);
        column.set_padding((0, u16::try_from(gap).unwrap_or(0)));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    table.lines().collect()
}

fn row(cells: &[String], grid: &Grid, strong: bool) -> Row {
    let cells = cells.iter().zip(&grid.numeric).map(|(text, numeric)| {
        let alignment = if *numeric { CellAlignment::Right } else { CellAlignment::Left };
        let cell = Cell::new(text).set_alignment(alignment);
        if strong { cell.add_attribute(Attribute::Bold) } else { cell }
    });
    Row::from(cells.collect::<Vec<_>>())
}

fn rule(grid: &Grid) -> Row {
    Row::from(grid.widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>())
}
