//! The books as postings, for other software: the report of `umlage export`.
//!
//! Every cost, share, payment, credit and transfer is a transaction whose postings add to nothing.
//! The account of a party and settlement period ends at the balance that `umlage settle` shows.
//! What only moves between periods or is proposed stands in pairs of plus and minus, so that no sum
//! over accounts counts it twice: all accounts of a party together are what it owes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::allocation::{Booked, Destination, Dimension};
use crate::analysis::settlement::{Account, CreditKind, Node, Settlement, Transfers};
use crate::model::{CostEntry, CostObject, DateRange, PartyIx, PaymentRow, Project};
use crate::money::Cents;
use crate::report::tables::label::{legal_basis, rule_title};
use crate::report::{Column, DataPart, Document, Layout, Row, Sheet, Value};
use crate::text::Lang;

/// What the journal is made of.
#[derive(Clone, Copy)]
pub struct Journal<'a> {
    /// The project.
    pub project: &'a Project,
    /// The accounts.
    pub settlement: &'a Settlement,
    /// The payments that settle the balances, where they are asked for.
    pub transfers: Option<&'a Transfers>,
}

/// Tells all postings, in the order of their days. The page is left to the journal formats.
pub fn journal(journal: Journal<'_>) -> Document<'_> {
    let data = move || {
        let over = crate::report::commands::scenario_show::facts(journal.project).into_iter();
        over.chain([DataPart::records("postings", journal.sheet())]).collect()
    };
    Document::new("umlage/journal/1", Lang::En, data, Vec::new)
}

/// A booking: its postings add to nothing.
struct Transaction {
    date: Date,
    /// What kind of booking it is: this orders those of a day.
    kind: BookingKind,
    description: String,
    document: String,
    tags: Tags,
    postings: Vec<(String, Cents, Option<PartyIx>)>,
}

/// The kinds of bookings in the order in which they are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum BookingKind {
    Cost,
    Passed,
    Share,
    Payment,
    Credit,
    Transfer,
}

impl BookingKind {
    const fn name(self) -> &'static str {
        match self {
            BookingKind::Cost => "cost",
            BookingKind::Passed => "passed-on",
            BookingKind::Share => "share",
            BookingKind::Payment => "payment",
            BookingKind::Credit => "credit",
            BookingKind::Transfer => "transfer",
        }
    }
}

/// What a booking belongs to.
#[derive(Clone, Default)]
struct Tags {
    period: String,
    rule: String,
    legal_basis: String,
    service: String,
}

/// Names of accounts: each id once, in letters, digits and hyphens, with a capital or digit first.
#[derive(Default)]
struct Accounts {
    names: BTreeMap<(&'static str, String), String>,
    taken: BTreeSet<(&'static str, String)>,
}

impl Accounts {
    /// Returns the part of an account's name that stands for an id of one kind.
    fn name(&mut self, kind: &'static str, id: &str) -> String {
        if let Some(name) = self.names.get(&(kind, id.to_owned())) {
            return name.clone();
        }
        let plain: String =
            id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let mut letters = plain.chars();
        let first =
            letters.next().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
        let base = match first {
            Some(first) => format!("{first}{}", letters.as_str()),
            None => format!("X{plain}"),
        };
        let mut name = base.clone();
        for number in 2_u32.. {
            if self.taken.insert((kind, name.clone())) {
                break;
            }
            name = format!("{base}-{number}");
        }
        self.names.insert((kind, id.to_owned()), name.clone());
        name
    }
}

/// The joint account.
const CASH: &str = "Assets:Joint-Account";

impl Journal<'_> {
    fn sheet(self) -> Sheet {
        let texts = [
            "transaction",
            "date",
            "kind",
            "description",
            "document",
            "account",
            "currency",
            "party",
            "period",
            "rule",
            "legal_basis",
            "service",
        ];
        let mut columns: Vec<Column> = texts.map(|name| Column::text(name, name)).into();
        columns.insert(6, Column::number("amount", "amount"));
        let mut rows = Vec::new();
        for (number, transaction) in (1..).zip(self.transactions()) {
            for (account, amount, party) in &transaction.postings {
                let party = party.map(|party| Value::text(&self.project.party(party).id));
                let Tags { period, rule, legal_basis, service } = &transaction.tags;
                rows.push(Row::plain([
                    Value::Count(number),
                    Value::Date(transaction.date.to_string()),
                    Value::word(transaction.kind.name()),
                    Value::text(&transaction.description),
                    Value::text(&transaction.document),
                    Value::text(account),
                    Value::Cents(*amount),
                    Value::text(&self.project.currency),
                    party.unwrap_or(Value::Empty),
                    Value::Date(period.clone()),
                    Value::text(rule),
                    Value::text(legal_basis),
                    Value::text(service),
                ]));
            }
        }
        Sheet { columns, rows, layout: Layout::List }
    }

    /// Lists the bookings, without postings of nothing, by day and kind.
    fn transactions(self) -> Vec<Transaction> {
        let mut accounts = Accounts::default();
        let mut all = self.costs(&mut accounts);
        all.extend(self.shares(&mut accounts));
        all.extend(self.payments(&mut accounts));
        all.extend(self.credits(&mut accounts));
        all.extend(self.transfers(&mut accounts));
        for transaction in &mut all {
            transaction.postings.retain(|(_, amount, _)| !amount.is_zero());
        }
        all.retain(|transaction| !transaction.postings.is_empty());
        all.sort_by_key(|transaction| (transaction.date, transaction.kind));
        all
    }

    fn has(self, period: DateRange) -> bool {
        self.settlement.periods.contains(&period)
    }

    /// The account of a party for a settlement period.
    fn of_party(self, party: PartyIx, period: DateRange, accounts: &mut Accounts) -> String {
        let party = accounts.name("party", &self.project.party(party).id);
        format!("Assets:Parties:{party}:{}", accounts.name("period", &period.to_string()))
    }

    /// The account of what a cost was incurred for.
    fn of_object(self, object: CostObject, accounts: &mut Accounts) -> String {
        match object {
            CostObject::Service(service) => {
                format!(
                    "Expenses:Services:{}",
                    accounts.name("service", &self.project.service(service).id)
                )
            }
            CostObject::Centre(centre) => {
                format!(
                    "Expenses:Centres:{}",
                    accounts.name("centre", &self.project.centre(centre).id)
                )
            }
        }
    }

    /// Each cost entry and settlement period: onto the service or centre, from the joint account or
    /// who paid it; derived entries from their centre, or from what makes them.
    fn costs(self, accounts: &mut Accounts) -> Vec<Transaction> {
        let run = &self.settlement.run;
        let mut sums: BTreeMap<(usize, DateRange), (Vec<Cents>, &Booked)> = BTreeMap::new();
        for booked in run.booked.iter().filter(|booked| self.has(booked.period)) {
            let sum = sums.entry((booked.entry, booked.period)).or_insert((Vec::new(), booked));
            sum.0.push(booked.amount.amount());
        }
        let mut all = Vec::new();
        for ((number, period), (amounts, booked)) in sums {
            let entry = &run.costs[number];
            let amount = crate::report::tables::amounts::sum(amounts);
            let (kind, to) = (kind_of(entry), self.of_object(entry.object, accounts));
            let from = self.source(entry, booked, accounts);
            let rule = self.rule_of(booked);
            let last = entry.period.intersect(&period).map_or(period.to, |part| part.to);
            all.push(Transaction {
                date: entry.due.filter(|_| period.covers(&entry.period)).unwrap_or(last),
                kind,
                description: describe(entry, self.project),
                document: entry
                    .document
                    .as_deref()
                    .or(entry.id.as_deref())
                    .unwrap_or_default()
                    .to_owned(),
                tags: Tags {
                    period: period.to_string(),
                    service: self.project.id_of(entry.object).to_owned(),
                    ..rule
                },
                postings: vec![(to, amount, None), (from.0, negated(amount), from.1)],
            });
        }
        all
    }

    /// From where the money of an entry comes.
    fn source(
        self,
        entry: &CostEntry,
        booked: &Booked,
        accounts: &mut Accounts,
    ) -> (String, Option<PartyIx>) {
        let passed = entry.made_by.is_none() && !entry.sources.is_empty();
        match (passed, entry.centre, entry.made_by, booked.paid_by) {
            (true, Some(centre), ..) => {
                (self.of_object(CostObject::Centre(centre), accounts), None)
            }
            (_, _, Some(_), _) => ("Equity:Derived".to_owned(), None),
            _ if matches!(booked.destination, Destination::NotShared(_)) => {
                ("Equity:Not-Shared".to_owned(), entry.paid_by)
            }
            (.., Some(party)) => (self.of_party(party, booked.period, accounts), Some(party)),
            _ => match entry.paid_by {
                Some(party) => {
                    let name = accounts.name("party", &self.project.party(party).id);
                    (format!("Equity:Own-Cost:{name}"), Some(party))
                }
                None => (CASH.to_owned(), None),
            },
        }
    }

    fn rule_of(self, booked: &Booked) -> Tags {
        let rule = match booked.destination {
            Destination::Pool(pool) => self.settlement.run.pools[pool as usize].rule,
            Destination::NotShared(rule) => rule,
            Destination::On => return Tags::default(),
        };
        let rule = self.project.rule(rule);
        Tags { rule: rule.id.clone(), legal_basis: rule.legal_basis.clone(), ..Tags::default() }
    }

    /// Each pool: shares onto the accounts of parties.
    fn shares(self, accounts: &mut Accounts) -> Vec<Transaction> {
        let run = &self.settlement.run;
        let mut by_pool: BTreeMap<u32, Vec<(PartyIx, u16, Cents)>> = BTreeMap::new();
        for share in &run.shares {
            let amount = share.amount.amount();
            by_pool.entry(share.pool).or_default().push((share.party, share.step, amount));
        }
        let mut all = Vec::new();
        for (number, shares) in by_pool {
            let pool = &run.pools[number as usize];
            if !self.has(pool.period) {
                continue;
            }
            let rule = self.project.rule(pool.rule);
            let service = match &pool.service {
                Dimension::Is(service) => self.project.service(*service).id.clone(),
                Dimension::Missing => "-".to_owned(),
                Dimension::Mixed => "*".to_owned(),
            };
            let income = format!("Income:Shares:{}", accounts.name("rule", &rule.id));
            let total =
                crate::report::tables::amounts::sum(shares.iter().map(|(.., amount)| *amount));
            let mut postings: Vec<_> = shares
                .into_iter()
                .map(|(party, _, amount)| {
                    (self.of_party(party, pool.period, accounts), amount, Some(party))
                })
                .collect();
            postings.push((income, negated(total), None));
            let tags = Tags {
                period: pool.window.to_string(),
                rule: rule.id.clone(),
                legal_basis: legal_basis(self.project, pool.rule, None).to_owned(),
                service,
            };
            let (description, document) = (rule_title(rule).to_owned(), String::new());
            all.push(Transaction {
                date: pool.window.to,
                kind: BookingKind::Share,
                description,
                document,
                tags,
                postings,
            });
        }
        all
    }

    /// Each payment: into the joint account.
    fn payments(self, accounts: &mut Accounts) -> Vec<Transaction> {
        let mut all = Vec::new();
        for payment in &self.project.payments {
            let period = self.project.settled_per.around(payment.time().from);
            if !self.has(period) {
                continue;
            }
            let own = match payment.is_interest() {
                true => "Income:Interest".to_owned(),
                false => self.of_party(payment.party, period, accounts),
            };
            all.push(Transaction {
                date: payment.date,
                kind: BookingKind::Payment,
                description: describe_payment(payment, self.project),
                document: payment.document.as_deref().unwrap_or_default().to_owned(),
                tags: Tags { period: period.to_string(), ..Tags::default() },
                postings: vec![
                    (CASH.to_owned(), payment.amount, None),
                    (own, negated(payment.amount), Some(payment.party)),
                ],
            });
        }
        all
    }

    /// Each credit of another period: onto the party's account, against an account of what is
    /// carried or left over.
    fn credits(self, accounts: &mut Accounts) -> Vec<Transaction> {
        let mut all = Vec::new();
        for account in self.settlement.accounts() {
            for credit in &account.credit_parts {
                let leftover = |number: u16| &self.project.leftovers[usize::from(number)];
                let (against, what, basis) = match credit.kind {
                    CreditKind::Carried => {
                        (self.carried(account, accounts), "carried".to_owned(), None)
                    }
                    CreditKind::LeftoverIn(number) | CreditKind::LeftoverOut(number) => {
                        let leftover = leftover(number);
                        let account =
                            format!("Equity:Leftovers:{}", accounts.name("leftover", &leftover.id));
                        (
                            account,
                            leftover.title.clone().unwrap_or(leftover.id.clone()),
                            Some(&leftover.legal_basis),
                        )
                    }
                };
                let amount = credit.amount.amount();
                let own = self.of_party(account.party, account.period, accounts);
                let tags = Tags {
                    period: account.period.to_string(),
                    legal_basis: basis.cloned().unwrap_or_default(),
                    ..Tags::default()
                };
                let date = if matches!(credit.kind, CreditKind::LeftoverOut(_)) {
                    account.period.to
                } else {
                    account.period.from
                };
                all.push(Transaction {
                    date,
                    kind: BookingKind::Credit,
                    description: what,
                    document: String::new(),
                    tags,
                    postings: vec![
                        (own, negated(amount), Some(account.party)),
                        (against, amount, Some(account.party)),
                    ],
                });
            }
        }
        all
    }

    /// Against what a carried balance is booked: within the party, or as the opening of books that
    /// begin later.
    fn carried(self, account: &Account, accounts: &mut Accounts) -> String {
        if self.settlement.periods.first() == Some(&account.period) {
            return "Equity:Carried".to_owned();
        }
        format!(
            "Assets:Parties:{}:Carried",
            accounts.name("party", &self.project.party(account.party).id)
        )
    }

    /// Each proposed payment, in accounts of its own: what one is to pay and another to get.
    fn transfers(self, accounts: &mut Accounts) -> Vec<Transaction> {
        let Some(transfers) = self.transfers else { return Vec::new() };
        let dues = self.settlement.accounts().filter_map(|account| account.due).max();
        let last = self.settlement.periods.last().map(|period| period.to);
        let Some(date) = dues.or(last) else { return Vec::new() };
        let mut end = |node: Node| match node {
            Node::Party(party) => {
                let name = accounts.name("party", &self.project.party(party).id);
                (format!("Assets:Transfers:{name}"), Some(party))
            }
            Node::Account => ("Assets:Transfers:Joint-Account".to_owned(), None),
        };
        let transfer = |it: &crate::analysis::settlement::Transfer| {
            let ((from, payer), (to, payee)) = (end(it.from), end(it.to));
            let amount = it.amount.amount();
            Transaction {
                date,
                kind: BookingKind::Transfer,
                description: "transfer".to_owned(),
                document: String::new(),
                tags: Tags::default(),
                postings: vec![(to, amount, payee), (from, negated(amount), payer)],
            }
        };
        transfers.list.iter().map(transfer).collect()
    }
}

fn kind_of(entry: &CostEntry) -> BookingKind {
    if entry.sources.is_empty() { BookingKind::Cost } else { BookingKind::Passed }
}

/// Turns the sign of an amount of a checked run.
fn negated(amount: Cents) -> Cents {
    match Cents::ZERO.checked_sub(amount) {
        Some(negated) => negated,
        None => unreachable!("an amount of a checked run has its negative"),
    }
}

fn describe(entry: &CostEntry, project: &Project) -> String {
    let parts =
        [entry.supplier.as_deref(), Some(project.id_of(entry.object)), entry.kind.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn describe_payment(payment: &PaymentRow, project: &Project) -> String {
    let purpose = payment.purpose.as_deref().unwrap_or("payment");
    format!("{} {purpose}", project.party(payment.party).id)
}
