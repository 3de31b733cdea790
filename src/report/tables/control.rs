//! The control totals of a run, and the sums below the minimum that is billed.

use crate::allocation::{NotBilled, Totals};
use crate::model::Below;
use crate::money::Cents;
use crate::report::tables::label::party_name;
use crate::report::{Block, Material, Value};
use crate::text::{Lang, Phrase, Term, term};

/// Says what became of a sum below the minimum that is billed.
pub(crate) fn below_minimum(small: &NotBilled, material: &Material<'_>) -> String {
    let (project, lang) = (material.project, material.lang);
    let amount = format!("{} {}", lang.amount(small.amount), project.currency);
    let party = party_name(project, small.party, lang);
    match small.below {
        Below::List => Phrase::NotBilled { party, amount }.get(lang),
        Below::Rest => Phrase::BorneByOthers { party, amount }.get(lang),
    }
}

pub(crate) fn totals(totals: &Totals) -> Vec<(&'static str, Value)> {
    vec![
        ("cost", Value::Cents(totals.cost)),
        ("allocated", Value::Cents(totals.allocated)),
        ("residue", Value::Cents(totals.residue)),
        ("not_shared", Value::Cents(totals.not_shared)),
    ]
}

/// Writes the control line with its figures.
pub(crate) fn balance(totals: &Totals, lang: Lang) -> Block {
    let figure =
        |word: Term, amount: Cents| format!("{} {}", term(word, lang), lang.amount(amount));
    Block::Terms(vec![
        figure(Term::Cost, totals.cost),
        format!("= {}", figure(Term::Allocated, totals.allocated)),
        format!("+ {}", figure(Term::Residue, totals.residue)),
        format!("+ {}", figure(Term::NotShared, totals.not_shared)),
    ])
}
