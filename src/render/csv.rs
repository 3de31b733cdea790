//! The main table as CSV: for machines, and for Excel in German.
//!
//! Rules: rules.md#machine-formats.

use super::renderer::{Medium, Renderer};
use crate::report::{Content, Document, Records, Value};
use crate::text::guarded;

/// CSV by RFC 4180.
#[derive(Clone, Copy, Debug)]
pub struct Csv {
    german: bool,
}

impl Csv {
    /// For machines: comma, decimal point, LF; nothing is altered.
    pub const MACHINE: Csv = Csv { german: false };
    /// For Excel in German: semicolon, decimal comma, byte order mark, CRLF; what Excel would take
    /// for a formula, another number or a date gets an apostrophe.
    pub const GERMAN: Csv = Csv { german: true };
}

impl Renderer for Csv {
    fn name(&self) -> &'static str {
        if self.german { "csv-de" } else { "csv" }
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let tables = document.data().into_iter().filter_map(|part| match part.content {
            Content::Records(records) => Some(records),
            _ => None,
        });
        let text = tables.take(1).map(|records| self.table(&records)).collect::<String>();
        if self.german { format!("\u{feff}{text}").into_bytes() } else { text.into_bytes() }
    }
}

impl Csv {
    fn table(self, records: &Records<'_>) -> String {
        let mut out = String::new();
        self.line(records.columns.iter().map(|column| self.guarded(&column.name)), &mut out);
        records.each(&mut |row| {
            self.line(row.cells.iter().map(|cell| self.field(&cell.value)), &mut out)
        });
        out
    }

    fn line(self, fields: impl Iterator<Item = String>, out: &mut String) {
        let (separator, end) = if self.german { (";", "\r\n") } else { (",", "\n") };
        for (index, field) in fields.enumerate() {
            if index > 0 {
                out.push_str(separator);
            }
            out.push_str(&quoted(field, separator));
        }
        out.push_str(end);
    }

    fn field(self, value: &Value) -> String {
        match value {
            Value::Text(text) => self.guarded(text),
            Value::Cents(_) | Value::Percent(_) | Value::Points(_) if self.german => {
                value.plain().replace('.', ",")
            }
            Value::Fraction(_) => self.guarded(&value.plain()),
            // Excel takes a month for its first day; whole days and years stay what they are.
            Value::Date(text) if text.len() == "2024-03".len() => self.guarded(text),
            Value::List(values) => {
                values.iter().map(|v| self.field(v)).collect::<Vec<_>>().join(" ")
            }
            other => other.plain(),
        }
    }

    /// Keeps Excel from changing text, or running it as a formula (CWE-1236). Only there: machines
    /// get what was read.
    fn guarded(self, text: &str) -> String {
        if self.german { guarded(text) } else { text.to_owned() }
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
    use crate::report::{Column, DataPart, Layout, Row, Sheet};
    use crate::text::Lang;

    fn data() -> Vec<DataPart<'static>> {
        let columns = vec![Column::text("kind", "Art"), Column::number("amount", "Betrag")];
        let rows = vec![
            Row::plain([Value::text("=1+1"), Value::Cents(Cents::new(-123_456))]),
            Row::plain([Value::text("a;\"b\","), Value::Percent(Ratio::new(1, 8))]),
            Row::plain([Value::word("-"), Value::Empty]),
            Row::plain([Value::text("0399"), Value::Fraction(Ratio::new(1, 12))]),
            Row::plain([Value::Date("2024-03".to_owned()), Value::Date("2024-03-15".to_owned())]),
        ];
        vec![DataPart::records("rows", Sheet { columns, rows, layout: Layout::List })]
    }

    fn render(format: Csv) -> String {
        String::from_utf8(format.render(
            &Document::new("test", Lang::De, data, Vec::new),
            Medium { width: 80, styled: false },
        ))
        .unwrap()
    }

    #[test]
    fn machines_get_what_was_read() {
        assert_eq!(
            render(Csv::MACHINE),
            "kind,amount\n=1+1,-1234.56\n\"a;\"\"b\"\",\",12.5\n-,\n0399,1/12\n2024-03,2024-03-15\n"
        );
    }

    #[test]
    fn excel_gets_numbers_in_german_and_no_formulas() {
        let expected = "\u{feff}kind;amount\r\n'=1+1;-1234,56\r\n\"a;\"\"b\"\",\";12,5\r\n-;\r\n\
            '0399;'1/12\r\n'2024-03;2024-03-15\r\n";
        assert_eq!(render(Csv::GERMAN), expected);
    }
}
