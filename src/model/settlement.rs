//! How money is called in and accounted for: instalments, settlement, leftovers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{DateRange, KeyIx, PartyIx};
use crate::money::{Cents, Ratio};
use crate::source::{Loc, Sourced};

/// How advances are called in (Mittelabruf): `[calls]`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Calls {
    /// What it rests on (Rechtsgrundlage).
    pub legal_basis: Option<String>,
    /// The instalments (Abschläge) of a year by their day; none: one for each settlement period, on
    /// its first day.
    pub instalments: Vec<Instalment>,
    /// What happens to a due date that is no workday.
    pub workdays: Workdays,
}

/// One instalment of a year (Abschlag, Rate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instalment {
    /// Month and day on which it is due.
    pub due: (i8, i8),
    /// How much of a party's share it takes.
    pub takes: Takes,
    /// Where it is written.
    pub loc: Loc,
}

/// How much of a party's share an instalment takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// An equal part of what the others leave.
    Equal,
    /// A part of the share.
    Share(Sourced<Ratio>),
    /// A fixed sum for each party, at most what is left.
    Amount(Sourced<Cents>),
    /// A fixed sum for each party named, at most what is left; nothing for the others.
    Amounts(BTreeMap<PartyIx, Sourced<Cents>>),
}

/// What happens to a due date on a Saturday, a Sunday or a public holiday of all Länder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Workdays {
    /// It stays as it is written.
    #[default]
    AsWritten,
    /// The next workday takes its place (BGB § 193).
    Next,
    /// The workday before takes its place.
    Previous,
}

/// What becomes of the difference between advances and share: `[settlement]`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SettlementTerms {
    /// What it rests on (Rechtsgrundlage).
    pub legal_basis: Option<String>,
    /// Who keeps the joint account (Kassenführung).
    pub account: Option<PartyIx>,
    /// The last day that is closed (Jahresabschluss): later settlement periods are open; `None`:
    /// none is.
    pub closed: Option<Date>,
    /// What becomes of what is still to be paid (Nachforderung).
    pub claims: Handling,
    /// What becomes of what was paid too much (Überzahlung).
    pub surplus: Handling,
    /// With which instalment of the next calls what is carried is settled, from 1; `None`: the
    /// first.
    pub instalment: Option<u16>,
    /// How many days after the day of settlement a balance is due.
    pub days: u16,
    /// Below this size no balance is moved: it is carried (Kleinbetrag).
    pub threshold: Option<Sourced<Cents>>,
    /// Interest for a year on advances that come late.
    pub interest: Option<Sourced<Ratio>>,
}

/// What becomes of a balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Handling {
    /// It is paid: claimed, or paid back.
    #[default]
    Pay,
    /// It goes into the next settlement period.
    Carry,
}

/// Money of a settlement period that is not used up (Restmittel): `[leftover.ID]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Its id.
    pub id: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What it rests on (Rechtsgrundlage).
    pub legal_basis: String,
    /// The settlement period it comes from.
    pub from: DateRange,
    /// The settlement period it goes into.
    pub into: DateRange,
    /// Whether it is bound to a purpose (gebunden): it then lowers no call.
    pub bound: bool,
    /// The last day on which it can be used.
    pub until: Date,
    /// Whose it is.
    pub split: LeftoverSplit,
    /// Where it is defined.
    pub loc: Loc,
}

/// Whose a leftover is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftoverSplit {
    /// A sum, in proportion to the shares of the period it comes from: by the keys of that year.
    Shares(Sourced<Cents>),
    /// A sum, in proportion to what each paid in for the period it comes from, up to its day of
    /// settlement.
    Payments(Sourced<Cents>),
    /// A sum, by a key among those who have a share in the period it comes from.
    Key(Sourced<Cents>, KeyIx),
    /// What is each party's, known from elsewhere: it is a credit in the later period and nothing
    /// in the earlier one.
    Parts(BTreeMap<PartyIx, Sourced<Cents>>),
}
