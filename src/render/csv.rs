//! The main table as CSV: for machines, and for Excel in German.

use super::{Medium, Renderer};
use crate::report::{Document, Sheet, Value};

/// CSV by RFC 4180.
#[derive(Clone, Copy, Debug)]
pub struct Csv {
    german: bool,
}

impl Csv {
    /// For machines: comma, decimal point, LF; nothing is altered.
    pub const MACHINE: Csv = Csv { german: false };
    /// For Excel in German: semicolon, decimal comma, byte order mark, CRLF; text that Excel would take for a
    /// formula gets an apostrophe.
    pub const GERMAN: Csv = Csv { german: true };
}

impl Renderer for Csv {
    fn name(&self) -> &'static str {
        if self.german { "csv-de" } else { "csv" }
    }

    fn render(&self, document: &Document, _medium: Medium) -> Vec<u8> {
        let Some(sheet) = document.main_sheet() else { return Vec::new() };
        let text = self.sheet(sheet);
        if self.german { format!("\u{feff}{text}").into_bytes() } else { text.into_bytes() }
    }
}

impl Csv {
    fn sheet(self, sheet: &Sheet) -> String {
        let header = sheet.columns.iter().map(|column| self.guarded(&column.name)).collect();
        let rows =
            sheet.rows.iter().map(|row| row.cells.iter().map(|cell| self.field(&cell.value)).collect());
        let separator = if self.german { ";" } else { "," };
        let end = if self.german { "\r\n" } else { "\n" };
        let mut out = String::new();
        for fields in std::iter::once(header).chain(rows) {
            let fields: Vec<String> = fields;
            let quoted: Vec<String> = fields.into_iter().map(|field| quoted(field, separator)).collect();
            out.push_str(&quoted.join(separator));
            out.push_str(end);
        }
        out
    }

    fn field(self, value: &Value) -> String {
        match value {
            Value::Text(text) => self.guarded(text),
            Value::Cents(_) | Value::Percent(_) | Value::Points(_) if self.german => {
                value.plain().replace('.', ",")
            }
            Value::List(values) => values.iter().map(|v| self.field(v)).collect::<Vec<_>>().join(" "),
            other => other.plain(),
        }
    }

    /// Keeps Excel from taking free text for a formula (CWE-1236). Only there: machines get what was read.
    fn guarded(self, text: &str) -> String {
        let trigger = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
        if self.german && trigger { format!("'{text}") } else { text.to_owned() }
    }
}

/// Quotes a field where RFC 4180 asks for it.
fn quoted(field: String, separator: &str) -> String {
    let needed = field.contains(separator) || field.contains(['"', '\n', '\r']);
    if needed { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Cents, Ratio};
    use crate::report::{Column, Layout, Part, Row};
    use crate::text::Lang;

    fn document() -> Document {
        let columns = vec![Column::text("kind", "Art"), Column::number("amount", "Betrag")];
        let rows = vec![
            Row::plain([Value::text("=1+1"), Value::Cents(Cents::new(-123_456))]),
            Row::plain([Value::text("a;\"b\","), Value::Percent(Ratio::new(1, 8))]),
            Row::plain([Value::word("-"), Value::Empty]),
        ];
        let sheet = Sheet { columns, rows, layout: Layout::List };
        Document { schema: "test", lang: Lang::De, data: vec![Part::sheet("rows", sheet)], page: Vec::new() }
    }

    fn render(format: Csv) -> String {
        String::from_utf8(format.render(&document(), Medium { width: 80, styled: false })).unwrap()
    }

    #[test]
    fn machines_get_what_was_read() {
        assert_eq!(render(Csv::MACHINE), "kind,amount\n=1+1,-1234.56\n\"a;\"\"b\"\",\",12.5\n-,\n");
    }

    #[test]
    fn excel_gets_numbers_in_german_and_no_formulas() {
        let expected = "\u{feff}kind;amount\r\n'=1+1;-1234,56\r\n\"a;\"\"b\"\",\";12,5\r\n-;\r\n";
        assert_eq!(render(Csv::GERMAN), expected);
    }
}
