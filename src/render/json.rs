//! The data of a document as one JSON object, in its own order. Amounts and fractions are strings:
//! they stay exact.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::renderer::{Medium, Renderer};
use crate::report::{Column, Content, Document, Records, Row, Value};

/// JSON.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Renderer for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let mut bytes = Vec::new();
        match serde_json::to_writer(&mut bytes, &Object(document)) {
            Ok(()) => bytes.push(b'\n'),
            Err(fault) => unreachable!("a document is always JSON: {fault}"),
        }
        bytes
    }
}

/// A whole document.
struct Object<'a, 'd>(&'a Document<'d>);

impl Serialize for Object<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", self.0.schema)?;
        for part in self.0.data() {
            match &part.content {
                Content::Fact(value) => map.serialize_entry(part.name, &Scalar(value))?,
                Content::Group(values) => map.serialize_entry(part.name, &Group(values))?,
                Content::Records(records) => map.serialize_entry(part.name, &Table(records))?,
            }
        }
        map.end()
    }
}

struct Group<'a>(&'a [(&'static str, Value)]);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Scalar(value))))
    }
}

struct Table<'a, 'd>(&'a Records<'d>);

impl Serialize for Table<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let mut result = Ok(());
        self.0.each(&mut |row| {
            if result.is_ok() {
                result = seq.serialize_element(&Record(&self.0.columns, row));
            }
        });
        result?;
        seq.end()
    }
}

/// A row by the names of its columns; what is empty is left out.
struct Record<'a>(&'a [Column], &'a Row);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = self.0.iter().zip(&self.1.cells);
        let filled = named.filter(|(_, cell)| cell.value != Value::Empty);
        serializer.collect_map(filled.map(|(column, cell)| (&column.name, Scalar(&cell.value))))
    }
}

struct Scalar<'a>(&'a Value);

impl Serialize for Scalar<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Empty => serializer.serialize_none(),
            Value::Count(count) => serializer.serialize_u64(*count),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::List(values) => {
                let mut seq = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    seq.serialize_element(&Scalar(value))?;
                }
                seq.end()
            }
            other => serializer.serialize_str(&other.plain()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Cents, Ratio};
    use crate::report::{DataPart, Layout, Sheet};
    use crate::text::Lang;

    #[test]
    fn order_is_kept_and_numbers_are_exact() {
        let data = || {
            let columns =
                vec![Column::text("z", ""), Column::number("a", ""), Column::text("inputs", "")];
            let list = Value::List(vec![Value::Count(1), Value::text("costs.csv:2:3")]);
            let rows = vec![
                Row::plain([Value::text("\u{202e}x\u{1b}"), Value::Cents(Cents::new(5)), list]),
                Row::plain([Value::Empty, Value::Fraction(Ratio::new(1, 3)), Value::Empty]),
            ];
            vec![
                DataPart::fact("flag", Value::Flag(true)),
                DataPart::records("rows", Sheet { columns, rows, layout: Layout::List }),
                DataPart {
                    name: "sums",
                    content: Content::Group(vec![("x", Value::Percent(Ratio::new(1, 2)))]),
                },
            ]
        };
        let document = Document::new("test/1", Lang::En, data, Vec::new);
        let text =
            String::from_utf8(Json.render(&document, Medium { width: 80, styled: false })).unwrap();
        assert_eq!(
            text,
            "{\"schema\":\"test/1\",\"flag\":true,\
             \"rows\":[{\"z\":\"\u{202e}x\\u001b\",\"a\":\"0.05\",\
             \"inputs\":[1,\"costs.csv:2:3\"]},{\"a\":\"1/3\"}],\"sums\":{\"x\":\"50\"}}\n"
        );
    }
}
