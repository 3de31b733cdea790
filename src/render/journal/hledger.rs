//! A journal for hledger: <https://hledger.org/hledger.html#journal>.

use std::fmt::Write as _;

use super::{Posting, accounts, one_line, postings, remarks};
use crate::render::{Medium, Renderer};
use crate::report::Document;

/// `--to hledger`.
#[derive(Clone, Copy, Debug)]
pub struct Hledger;

impl Renderer for Hledger {
    fn name(&self) -> &'static str {
        "hledger"
    }

    fn render(&self, document: &Document<'_>, _medium: Medium) -> Vec<u8> {
        let postings = postings(document);
        let mut out = remarks(document);
        out.push_str("decimal-mark .\n");
        if let Some(first) = postings.first() {
            let _ = writeln!(out, "commodity 1000.00 {}", commodity(&first.currency));
        }
        for account in accounts(&postings) {
            let _ = writeln!(out, "account {account}");
        }
        for transaction in postings.chunk_by(|a, b| a.transaction == b.transaction) {
            write(transaction, &mut out);
        }
        out.into_bytes()
    }
}

fn write(transaction: &[Posting], out: &mut String) {
    let Some(first) = transaction.first() else { return };
    let _ = writeln!(out, "\n{} * {}", first.date, value(&first.description).trim());
    for (name, text) in first.tags() {
        let _ = writeln!(out, "    ; {name}:{}", value(text).trim());
    }
    for posting in transaction {
        let currency = commodity(&posting.currency);
        let _ = write!(out, "    {}  {} {currency}", posting.account, posting.amount);
        let party = value(&posting.party);
        let tag = if party.is_empty() { String::new() } else { format!("  ; party:{party}") };
        let _ = writeln!(out, "{tag}");
    }
}

/// A text in which nothing ends it: a comma ends a tag, a semicolon begins a comment, a bar parts
/// the payee.
fn value(text: &str) -> String {
    one_line(text).replace([',', ';', '|'], " ")
}

/// A currency with other signs than letters stands in quotation marks.
fn commodity(currency: &str) -> String {
    let plain = !currency.is_empty() && currency.chars().all(char::is_alphabetic);
    if plain {
        currency.to_owned()
    } else {
        format!("\"{}\"", one_line(currency).replace(['"', ';'], " "))
    }
}
