//! What a field must hold, in the words of people, with an example to write.

use super::tree::{Node, Value};
use crate::diag::{Diagnostic, Fault};
use crate::money::{Ratio, parse_amount, parse_number};
use crate::text::Text;

/// What a field must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A date.
    Date,
    /// An amount.
    Amount,
    /// An amount, or a share of the step's sum.
    Limit,
    /// The unit of rounding.
    Unit,
    /// A percentage or fraction.
    Share,
    /// The weight of a party or of a part.
    Weight,
    /// A list.
    List,
    /// A list of texts, or all.
    Filter,
    /// A list of parties.
    Parties,
    /// A list of parties, or the name of a group.
    PartiesOrGroup,
    /// What `among` may say.
    Receivers,
    /// What `member` may say.
    Membership,
    /// A table.
    Table,
}

impl Shape {
    /// Reports that a node holds something else; a floating-point number where an exact one belongs
    /// has its own words.
    pub(crate) fn missed(self, field: String, node: &Node) -> Diagnostic {
        let fault = match &node.value {
            Value::Float(value) if self.is_exact() => {
                Fault::FloatValue { field, value: value.clone(), example: self.exact(value) }
            }
            _ => {
                let example = self.corrected(node).unwrap_or_else(|| self.example());
                Fault::WrongType { field, expected: self.words(), found: found(node), example }
            }
        };
        Diagnostic::at(fault, node.loc)
    }

    /// Tells whether a number can stand here, in quotation marks.
    fn is_exact(self) -> bool {
        matches!(
            self,
            Shape::Text | Shape::Amount | Shape::Limit | Shape::Unit | Shape::Share | Shape::Weight
        )
    }

    fn words(self) -> Text {
        let (de, en) = match self {
            Shape::Text => ("ein Text in Anführungszeichen", "a text in quotation marks"),
            Shape::Flag => ("`true` oder `false`", "`true` or `false`"),
            Shape::Date => ("ein Datum", "a date"),
            Shape::Amount => ("ein Betrag in Anführungszeichen", "an amount in quotation marks"),
            Shape::Limit => (
                "ein Betrag oder ein Anteil in Anführungszeichen",
                "an amount or a share in quotation marks",
            ),
            Shape::Unit => {
                ("eine Rundungseinheit in Anführungszeichen", "a rounding unit in quotation marks")
            }
            Shape::Share => ("ein Anteil in Anführungszeichen", "a share in quotation marks"),
            Shape::Weight => ("ein Gewicht", "a weight"),
            Shape::List => ("eine Liste", "a list"),
            Shape::Filter => ("eine Liste von Texten oder `\"*\"`", "a list of texts or `\"*\"`"),
            Shape::Parties => ("eine Liste von Beteiligten", "a list of parties"),
            Shape::PartiesOrGroup => (
                "eine Liste von Beteiligten oder der Name einer Gruppe",
                "a list of parties or the name of a group",
            ),
            Shape::Receivers => (
                "`members`, `participants`, der Name einer Gruppe oder eine Liste von Beteiligten",
                "`members`, `participants`, the name of a group or a list of parties",
            ),
            Shape::Membership => {
                ("`true` oder eine Liste von Zeiträumen", "`true` or a list of ranges")
            }
            Shape::Table => ("eine Tabelle", "a table"),
        };
        Text::new(de, en)
    }

    fn example(self) -> Text {
        let (de, en) = match self {
            Shape::Text => ("`\"…\"`", "`\"…\"`"),
            Shape::Flag => ("`true` oder `false`", "`true` or `false`"),
            Shape::Date => ("`\"2021-08-01\"`", "`\"2021-08-01\"`"),
            Shape::Amount => ("`\"25000.00\"`", "`\"25000.00\"`"),
            Shape::Limit => ("`\"25000.00\"` oder `\"22 %\"`", "`\"25000.00\"` or `\"22 %\"`"),
            Shape::Unit => ("`\"0.01\"`", "`\"0.01\"`"),
            Shape::Share => ("`\"25 %\"` oder `\"1/4\"`", "`\"25 %\"` or `\"1/4\"`"),
            Shape::Weight => (
                "`5`, `\"1.5\"`, `\"40 %\"` oder `\"2/3\"`",
                "`5`, `\"1.5\"`, `\"40 %\"` or `\"2/3\"`",
            ),
            Shape::List => ("`[…, …]`", "`[…, …]`"),
            Shape::Filter => ("`[\"…\", \"…\"]`", "`[\"…\", \"…\"]`"),
            Shape::Parties => ("`[\"HE\", \"RP\"]`", "`[\"HE\", \"RP\"]`"),
            Shape::PartiesOrGroup | Shape::Receivers => (
                "`[\"HE\", \"RP\"]` oder `\"all-laender\"`",
                "`[\"HE\", \"RP\"]` or `\"all-laender\"`",
            ),
            Shape::Membership => (
                "`true` oder `[{ from = \"2021-08-01\" }]`",
                "`true` or `[{ from = \"2021-08-01\" }]`",
            ),
            Shape::Table => ("`{ … = … }`", "`{ … = … }`"),
        };
        Text::new(de, en)
    }

    /// Writes what a node holds as it should have been written, where only quotation marks or
    /// brackets are missing or too many.
    fn corrected(self, node: &Node) -> Option<Text> {
        let exact = self.is_exact() && self != Shape::Weight;
        match (self, &node.value) {
            (_, Value::Integer(number)) if exact => Some(self.exact(&number.to_string())),
            (Shape::Text, Value::Date(date)) => Some(Text::same(format!("`\"{date}\"`"))),
            (Shape::List | Shape::Filter | Shape::Parties, Value::Text(text)) => {
                Some(Text::same(format!("`[\"{text}\"]`")))
            }
            (Shape::Flag, Value::Text(text)) if matches!(&**text, "true" | "false") => {
                Some(Text::same(format!("`{text}`")))
            }
            _ => None,
        }
    }

    /// Writes a floating-point number as it should have been written, where that can be told, else
    /// an example.
    fn exact(self, float: &str) -> Text {
        let quoted = |text: &str| Text::same(format!("`\"{text}\"`"));
        match (self, parse_number(float)) {
            (Shape::Text, _) => quoted(float),
            (Shape::Amount | Shape::Limit | Shape::Unit, Ok(_)) if parse_amount(float).is_ok() => {
                quoted(float)
            }
            (Shape::Weight, Ok(_)) => quoted(float),
            (Shape::Share, Ok(number)) => {
                let number = Ratio::from(number);
                let percent = if number > Ratio::ONE || !float.contains('.') {
                    number
                } else {
                    &number * &Ratio::from(100)
                };
                quoted(&format!("{} %", percent.decimal(28).0))
            }
            _ => self.example(),
        }
    }
}

/// Tells what a node holds.
fn found(node: &Node) -> Text {
    match &node.value {
        Value::List(_) => Text::new("eine Liste", "a list"),
        Value::Table(_) => Text::new("eine Tabelle", "a table"),
        Value::Float(_) | Value::Integer(_) | Value::Text(_) | Value::Flag(_) | Value::Date(_) => {
            Text::same(format!("`{}`", node.shown()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_is_shown_as_it_should_be_written() {
        let written = |shape: Shape, float: &str| shape.exact(float).en;
        assert_eq!(written(Shape::Amount, "25000.0"), "`\"25000.0\"`");
        assert_eq!(written(Shape::Amount, "0.125"), "`\"25000.00\"`");
        assert_eq!(written(Shape::Amount, "1e3"), "`\"25000.00\"`");
        assert_eq!(written(Shape::Share, "0.25"), "`\"25 %\"`");
        assert_eq!(written(Shape::Share, "12.5"), "`\"12.5 %\"`");
        assert_eq!(written(Shape::Weight, "1.5"), "`\"1.5\"`");
        assert_eq!(written(Shape::Weight, "nan"), Shape::Weight.example().en);
    }
}
