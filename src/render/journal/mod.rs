//! The books as plain-text accounting: journals that hledger and beancount read.

mod beancount;
mod hledger;

pub use beancount::Beancount;
pub use hledger::Hledger;

use super::{Csv, Renderer};
use crate::report::{Content, Document, Row, Value};

/// All formats of `umlage export`. To add one: a file here, a line in this slice.
pub const JOURNALS: &[&dyn Renderer] = &[&Hledger, &Beancount, &Csv::MACHINE];

/// Finds a format of `umlage export` by its name.
pub fn journal_renderer(name: &str) -> Option<&'static dyn Renderer> {
    JOURNALS.iter().copied().find(|renderer| renderer.name() == name)
}

/// Writes as comments what lies over the agreement: a journal of a what-if says so in its first
/// lines.
fn remarks(document: &Document<'_>) -> String {
    let said = document.data().into_iter().filter_map(|part| match (part.name, part.content) {
        ("scenario", Content::Fact(Value::List(all))) => Some(("scenario", all)),
        ("set", Content::Fact(Value::List(all))) => Some(("deviating from the agreement", all)),
        _ => None,
    });
    let line = |what: &str, value: &Value| format!("; {what}: {}\n", one_line(&value.plain()));
    said.flat_map(|(what, all)| all.iter().map(|value| line(what, value)).collect::<Vec<_>>())
        .collect()
}

/// A posting as it stands in the journal: the cells of its row, as machines read them.
#[derive(Clone)]
struct Posting {
    transaction: String,
    date: String,
    kind: String,
    description: String,
    document: String,
    account: String,
    amount: String,
    currency: String,
    party: String,
    period: String,
    rule: String,
    legal_basis: String,
    service: String,
}

impl Posting {
    fn of(row: &Row) -> Option<Posting> {
        let cells: Vec<String> = row.cells.iter().map(|cell| cell.value.plain()).collect();
        let cells: [String; 13] = cells.try_into().ok()?;
        let [
            transaction,
            date,
            kind,
            description,
            document,
            account,
            amount,
            currency,
            party,
            period,
            rule,
            legal_basis,
            service,
        ] = cells;
        Some(Posting {
            transaction,
            date,
            kind,
            description,
            document,
            account,
            amount,
            currency,
            party,
            period,
            rule,
            legal_basis,
            service,
        })
    }

    /// Lists what the transaction belongs to, by name; what is empty is left out.
    fn tags(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let tags = [
            ("kind", &self.kind),
            ("document", &self.document),
            ("period", &self.period),
            ("rule", &self.rule),
            ("legal_basis", &self.legal_basis),
            ("service", &self.service),
        ];
        tags.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.as_str()))
    }
}

/// Lists the postings of a document; those of a transaction stand together.
fn postings(document: &Document<'_>) -> Vec<Posting> {
    let mut postings = Vec::new();
    for part in document.data() {
        if let Content::Records(records) = part.content {
            records.each(&mut |row| postings.extend(Posting::of(row)));
        }
    }
    postings
}

/// Lists the accounts in order.
fn accounts(postings: &[Posting]) -> Vec<&str> {
    let mut accounts: Vec<&str> = postings.iter().map(|posting| posting.account.as_str()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// Makes one line of a text: control characters and line breaks become blanks.
fn one_line(text: &str) -> String {
    crate::text::clean(text)
        .chars()
        .map(|c| if c.is_control() || c == '\u{fffd}' { ' ' } else { c })
        .collect()
}
