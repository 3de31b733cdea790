//! What a cell holds.

use std::sync::Arc;

use super::number::Unread;
use super::survey::Shown;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A number, in plain digits.
    Number(String),
    /// A number that is shown with words beside it, such as `TEUR`: a unit, where the number is
    /// money.
    Labelled(String, Arc<str>),
    /// What is shown of a number: a date, a percentage.
    Shown(String),
    /// A percentage, such as `40 %`.
    Percent(String),
    /// A number with more digits than the spreadsheet itself knows.
    TooLong(String),
    /// A number that is formatted as a date and is none.
    NoDate(String),
    /// True or false.
    Flag(bool),
    /// An error value, such as `#REF!`.
    Error(String),
}

impl Value {
    /// Returns the text of the cell.
    pub(crate) fn text(&self) -> &str {
        match self {
            Value::Empty | Value::Flag(_) => "",
            Value::Text(text)
            | Value::Number(text)
            | Value::Labelled(text, _)
            | Value::Shown(text)
            | Value::Percent(text)
            | Value::TooLong(text)
            | Value::NoDate(text)
            | Value::Error(text) => text,
        }
    }

    /// Tells whether there is anything.
    pub(crate) fn is_filled(&self) -> bool {
        match self {
            Value::Empty => false,
            Value::Text(text) => !text.trim().is_empty(),
            _ => true,
        }
    }

    /// Stands for a formula without a result in a cell that is not read, so that its row is not
    /// taken for an empty one.
    pub(crate) fn formula() -> Value {
        Value::Text("=".to_owned())
    }

    /// Puts a number beside what its format shows with it.
    pub(crate) fn beside(self, shown: Option<&Shown>) -> Value {
        match (self, shown) {
            (Value::Number(number), Some(Shown::Unit(unit))) => {
                Value::Shown(format!("{number} {unit}"))
            }
            (Value::Number(number), Some(Shown::Label(words))) => {
                Value::Labelled(number, Arc::clone(words))
            }
            (value, _) => value,
        }
    }

    /// Returns what a column holds: with its words where that is money.
    pub(super) fn in_column(self, is_money: bool) -> Value {
        match self {
            Value::Labelled(number, words) if is_money => Value::Shown(format!("{number} {words}")),
            Value::Labelled(number, _) => Value::Number(number),
            value => value,
        }
    }
}

impl From<Result<String, Unread>> for Value {
    fn from(number: Result<String, Unread>) -> Value {
        match number {
            Ok(number) => Value::Number(number),
            Err(Unread::TooLong(text)) => Value::TooLong(text),
            Err(Unread::NoNumber) => Value::Error(String::new()),
        }
    }
}
