//! Native charts.

use rust_xlsxwriter::{self as xlsx, Chart, ChartLegendPosition, ChartType, Color, XlsxError};

use super::position::{head_of, short};
use super::text::cut;
use crate::report::{Worksheet, WorksheetChart};

/// The colours of the series, as RGB: they differ in lightness too.
const COLOURS: [u32; 4] = [0x1f_4e_79, 0xe0_8e_2b, 0x6a_9f_b5, 0x7a_7a_7a];
/// The most characters of a title.
const TITLE: usize = 255;
/// Pixels: of a row, a bar, what stands around the bars, a character.
const ROW: u32 = 20;
const BAR: u32 = 17;
const AROUND: u32 = 110;
/// Pixels: how high upright bars are with what stands around them.
const UPRIGHT: u32 = 440;
const CHARACTER: usize = 7;
/// The characters of a column that nobody made wider.
const USUAL: usize = 8;

/// Puts a chart below the table; returns the last row and the last column that it covers.
pub(super) fn insert(
    about: &WorksheetChart,
    worksheet: &Worksheet,
    name: &str,
    row: u32,
    widths: &[usize],
    sheet: &mut xlsx::Worksheet,
) -> Result<(u32, u16), XlsxError> {
    let head = head_of(worksheet);
    let (first, last) = (head + 1 + about.rows.0, head + 1 + about.rows.1);
    let is_single = about.series.len() == 1;
    // Programs differ in how they order the legend of lying bars; that of upright ones follows the
    // columns.
    let mut chart = Chart::new(if is_single { ChartType::Bar } else { ChartType::Column });
    for (index, column) in about.series.iter().enumerate() {
        let colour = Color::RGB(COLOURS[index % COLOURS.len()]);
        chart
            .add_series()
            .set_name((name, head, *column))
            .set_categories((name, first, about.labels, last, about.labels))
            .set_values((name, first, *column, last, *column))
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour)),
            );
    }
    // A title that began so would be taken for the address of a cell.
    chart.title().set_name(cut(about.title.trim_start_matches('='), TITLE).as_str());
    let bars = last.saturating_sub(first).saturating_add(1);
    let height = if is_single {
        // Bars stand in the order of the rows, from above.
        chart.x_axis().set_num_format("#,##0");
        chart.y_axis().set_reverse();
        chart.legend().set_hidden();
        bars.saturating_mul(BAR).saturating_add(AROUND).min(640)
    } else {
        chart.y_axis().set_num_format("#,##0");
        chart.legend().set_position(ChartLegendPosition::Bottom);
        UPRIGHT
    };
    let width = widths.iter().sum::<usize>().saturating_mul(CHARACTER).clamp(480, 640);
    chart.set_width(u32::from(short(width))).set_height(height);
    chart.set_alt_text(cut(&about.alternative, TITLE));
    // Beside the columns that each page repeats, so that none repeats a piece of the chart.
    sheet.insert_chart(row, worksheet.fixed, &chart)?;
    Ok((
        row.saturating_add(height / ROW).saturating_add(1),
        covered(width, worksheet.fixed, widths),
    ))
}

/// Returns the last column that something so many pixels wide covers from a column on; beyond the
/// table columns are of the usual width.
fn covered(width: usize, from: u16, widths: &[usize]) -> u16 {
    let (mut column, mut left) = (from, width);
    loop {
        let own =
            widths.get(usize::from(column)).copied().unwrap_or(USUAL).saturating_mul(CHARACTER);
        if own >= left {
            return column;
        }
        left = left.saturating_sub(own);
        column = column.saturating_add(1);
    }
}
