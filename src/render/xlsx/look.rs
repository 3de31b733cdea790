//! How cells look: number formats, borders, the styles of title, notes and head.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::money::Ratio;
use crate::report::{Emphasis, Value};
use crate::text::Lang;

/// The colour of lines and of the head, as RGB.
const LINE: u32 = 0x8a_94_9e;
const HEAD: u32 = 0xe8_ec_f0;
const LINK: u32 = 0x1f_4e_79;
const FAINT: u32 = 0x50_58_60;

/// How a value is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CellFormat {
    Text,
    Cents,
    Percent,
    /// A percentage in a column of which none has more than one decimal.
    Tenths,
    Points,
    Number,
    Count,
    Day,
}

/// The formats of a workbook.
pub(super) struct Look {
    pub(super) title: Format,
    pub(super) note: Format,
    pub(super) head: Format,
    pub(super) number_head: Format,
    pub(super) footer: Format,
    cells: Vec<Format>,
    indented: Vec<Format>,
}

const FORMATS: [CellFormat; 8] = [
    CellFormat::Text,
    CellFormat::Cents,
    CellFormat::Percent,
    CellFormat::Tenths,
    CellFormat::Points,
    CellFormat::Number,
    CellFormat::Count,
    CellFormat::Day,
];
/// The deepest indentation.
const DEEP: u8 = 15;

impl Look {
    pub(super) fn new(lang: Lang) -> Look {
        let plain = || Format::new().set_font_name("Calibri").set_font_size(10);
        let head = plain()
            .set_bold()
            .set_background_color(HEAD)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_color(LINE)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        let mut cells = Vec::new();
        for kind in FORMATS {
            for linked in [false, true] {
                for total in [false, true] {
                    cells.push(cell(plain(), kind, linked, total, lang));
                }
            }
        }
        let text = |total| cell(plain(), CellFormat::Text, false, total, lang);
        let indented =
            (0..=DEEP).flat_map(|depth| [false, true].map(|total| text(total).set_indent(depth)));
        Look {
            title: plain().set_bold().set_font_size(14),
            note: plain().set_text_wrap().set_align(FormatAlign::Top),
            head: head.clone(),
            number_head: head.set_align(FormatAlign::Right),
            footer: plain().set_font_size(8).set_font_color(FAINT),
            cells,
            indented: indented.collect(),
        }
    }

    /// Returns the format of a cell; a number keeps a gap to the text on its right.
    pub(super) fn cell(&self, kind: CellFormat, linked: bool, emphasis: Emphasis) -> &Format {
        let total = usize::from(emphasis == Emphasis::Total);
        &self.cells[(kind as usize * 2 + usize::from(linked)) * 2 + total]
    }

    /// Returns the format of an indented text.
    pub(super) fn indented(&self, depth: u8, emphasis: Emphasis) -> &Format {
        &self.indented[usize::from(depth.min(DEEP)) * 2 + usize::from(emphasis == Emphasis::Total)]
    }
}

fn cell(plain: Format, kind: CellFormat, linked: bool, total: bool, lang: Lang) -> Format {
    let mut format = plain.set_align(FormatAlign::Top);
    format = match kind {
        CellFormat::Text => format.set_text_wrap(),
        CellFormat::Cents => format.set_num_format("#,##0.00_)"),
        CellFormat::Percent => format.set_num_format("0.00### %_)"),
        CellFormat::Tenths => format.set_num_format("0.0 %_)"),
        CellFormat::Points => format.set_num_format("+0.00###_);-0.00###_);0.00_)"),
        CellFormat::Number => format.set_num_format("#,##0.00########_)"),
        CellFormat::Count => format.set_num_format("#,##0_)"),
        CellFormat::Day if lang == Lang::De => format.set_num_format("dd.mm.yyyy"),
        CellFormat::Day => format.set_num_format("yyyy-mm-dd"),
    };
    if linked {
        format = format.set_font_color(LINK);
    }
    if total {
        format = format.set_bold().set_border_top(FormatBorder::Thin).set_border_color(LINE);
    }
    format
}

/// Tells whether no percentage has more than one decimal, as those that are rounded to it.
pub(super) fn is_tenths<'v>(mut values: impl Iterator<Item = &'v Value>) -> bool {
    let thousand = Ratio::from(1000);
    values.all(|value| !matches!(value, Value::Percent(part) if !(part * &thousand).is_integer()))
}

/// Tells how a value is shown; a fraction in a column of text is text.
pub(super) const fn cell_format(value: &Value, numeric: bool, tenths: bool) -> CellFormat {
    match value {
        Value::Percent(_) if tenths => CellFormat::Tenths,
        Value::Cents(_) => CellFormat::Cents,
        Value::Percent(_) => CellFormat::Percent,
        Value::Points(_) => CellFormat::Points,
        Value::Fraction(_) if numeric => CellFormat::Number,
        Value::Count(_) => CellFormat::Count,
        _ => CellFormat::Text,
    }
}
