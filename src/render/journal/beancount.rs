//! A journal for beancount: <https://beancount.github.io/docs/beancount_language_syntax.html>.

use std::fmt::Write as _;

use super::{Posting, accounts, one_line, postings, remarks};
use crate::render::{Medium, Renderer};
use crate::report::Document;

/// `--to beancount`.
#[derive(Clone, Copy, Debug)]
pub struct Beancount;

impl Renderer for Beancount {
    fn name(&self) -> &'static str {
        "beancount"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let postings = postings(document);
        let mut out = remarks(document);
        if let Some(first) = postings.first() {
            let _ =
                writeln!(out, "option \"operating_currency\" \"{}\"", currency(&first.currency));
            for account in accounts(&postings) {
                let _ = writeln!(out, "{} open {account}", first.date);
            }
        }
        for transaction in postings.chunk_by(|a, b| a.transaction == b.transaction) {
            write(transaction, &mut out);
        }
        out.into_bytes()
    }
}

fn write(transaction: &[Posting], out: &mut String) {
    let Some(first) = transaction.first() else { return };
    let _ = writeln!(out, "\n{} * \"{}\"", first.date, text(&first.description));
    for (name, value) in first.tags() {
        let _ = writeln!(out, "  {name}: \"{}\"", text(value));
    }
    for posting in transaction {
        let _ = writeln!(
            out,
            "  {}  {} {}",
            posting.account,
            posting.amount,
            currency(&posting.currency)
        );
        if !posting.party.is_empty() {
            let _ = writeln!(out, "    party: \"{}\"", text(&posting.party));
        }
    }
}

fn text(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}

/// A currency by the rules of beancount: capitals and digits, at most 24; what cannot be written so
/// is XXX (ISO 4217: none).
fn currency(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    let fits =
        upper.len() <= 24 && upper.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let starts = upper.starts_with(|c: char| c.is_ascii_uppercase());
    if fits && starts && upper.len() >= 2 { upper } else { "XXX".to_owned() }
}
