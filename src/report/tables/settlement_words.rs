//! What becomes of balances and unspent funds, in words.

use super::label::day;
use crate::analysis::settlement::{Account, CreditKind, Outcome};
use crate::model::{DateRange, Handling, Project};
use crate::money::Cents;
use crate::text::{Lang, Phrase, Term, term};

/// Says where a credit of an account comes from.
pub(crate) fn credit_words(
    project: &Project,
    period: DateRange,
    kind: CreditKind,
    lang: Lang,
) -> String {
    let (word, leftover) = match kind {
        CreditKind::Carried => {
            return Phrase::CarriedFrom { period: before(project, period) }.get(lang);
        }
        CreditKind::LeftoverIn(number) => (Term::LeftoverCredit, number),
        CreditKind::LeftoverOut(number) => (Term::LeftoverDebit, number),
    };
    format!("{}: {}", term(word, lang), leftover_title(project, leftover))
}

/// Names the settlement period before another.
pub(crate) fn before(project: &Project, period: DateRange) -> String {
    let before = period.from.yesterday().ok().map(|day| project.settled_per.around(day));
    before.map(|period| period.to_string()).unwrap_or_default()
}

/// Names what becomes of a balance.
pub(crate) fn outcome_word(account: &Account, lang: Lang) -> &'static str {
    let word = match account.outcome {
        Outcome::Even => Term::OutcomeEven,
        Outcome::Claim => Term::OutcomeClaim,
        Outcome::Refund => Term::OutcomeRefund,
        Outcome::Carried if account.balance.amount().signum() > 0 => Term::OutcomeDebtCarried,
        Outcome::Carried => Term::OutcomeCreditCarried,
        Outcome::Open => Term::OutcomeOpen,
    };
    term(word, lang)
}

/// Says what becomes of a balance, and when.
pub(crate) fn outcome_words(project: &Project, account: &Account, lang: Lang) -> String {
    let word = outcome_word(account, lang).to_owned();
    match (account.due, below_threshold(project, account)) {
        (Some(due), _) => Phrase::DueOn { what: word, day: day(due, lang) }.get(lang),
        (None, Some(least)) => {
            let amount = format!("{} {}", lang.amount(least), project.currency);
            Phrase::BelowThreshold { outcome: word, amount }.get(lang)
        }
        (None, None) => word,
    }
}

/// Returns the threshold for which alone a balance is carried and not moved.
pub(crate) fn below_threshold(project: &Project, account: &Account) -> Option<Cents> {
    let terms = &project.settlement;
    let handling = if account.balance.amount().signum() > 0 { terms.claims } else { terms.surplus };
    let is_small = account.outcome == Outcome::Carried && handling == Handling::Pay;
    terms.threshold.as_ref().filter(|_| is_small).map(|least| least.value)
}

/// Says what is set off: the balance that is carried, with its period, or a leftover.
pub(crate) fn credit_title(
    project: &Project,
    period: DateRange,
    kind: CreditKind,
    lang: Lang,
) -> String {
    match kind {
        CreditKind::LeftoverIn(number) | CreditKind::LeftoverOut(number) => {
            leftover_title(project, number).to_owned()
        }
        CreditKind::Carried => Phrase::BalanceCarried { period: before(project, period) }.get(lang),
    }
}

/// Names a leftover by its title, else by its id.
pub(crate) fn leftover_title(project: &Project, number: u16) -> &str {
    let leftover = &project.leftovers[usize::from(number)];
    leftover.title.as_ref().unwrap_or(&leftover.id)
}
