use std::collections::BTreeSet;

use clap::Args;

use super::asked::{Asked, find};
use crate::allocation::Dimension;
use crate::analysis::key_comparison::{KeyBurdens, KeyComparison};
use crate::cli::failure::Failure;
use crate::cli::project::Opened;
use crate::cli::settings::Settings;
use crate::diag::{Checked, Diagnostic, Diagnostics, Fault};
use crate::keys;
use crate::model::{DateRange, HowMuch, KeyIx, Method, PartyIx, ServiceIx};
use crate::money::{Cents, parse_amount};
use crate::report::{Basis, CompareKeys, key_comparison};

/// How keys are compared.
#[derive(Args, Debug)]
pub(super) struct Compare {
    /// Compare keys: a comma list of at least two
    #[arg(long, value_name = "A,B")]
    compare: Option<String>,
    /// The agreed key, against which the others are held [default: the first]
    #[arg(long, value_name = "KEY", requires = "compare")]
    reference: Option<String>,
    /// The key that holds where there is no agreement [default: that of the decision on the agreed
    /// key, else, as an assumption, the first that counts usage]
    #[arg(long, value_name = "KEY", requires = "compare")]
    fallback: Option<String>,
    /// The sum to share [default: the cost of --service that rules share; else shares in percent]
    #[arg(long, value_name = "AMOUNT", requires = "compare", allow_negative_numbers = true)]
    amount: Option<String>,
}

/// What is compared.
pub(super) struct Chosen {
    /// The keys in the order in which they were named.
    pub(super) keys: Vec<KeyIx>,
    reference: usize,
    fallback: Option<usize>,
    /// Whether the command line or the decision on the reference says so.
    declared: bool,
    amount: Option<Cents>,
}

impl Compare {
    /// Finds what is to be compared; `None` where nothing is. All faults of the command line come
    /// together.
    pub(super) fn chosen(&self, opened: &Opened) -> Result<Option<Chosen>, Diagnostics> {
        let Some(list) = &self.compare else { return Ok(None) };
        let names: Vec<&str> = list.split(',').map(str::trim).collect();
        let mut faults = Diagnostics::default();
        let found = names.iter().map(|name| faults.keep(find(&opened.project, name)));
        let found: Vec<Option<KeyIx>> = found.collect();
        faults.extend(doubled(&names));
        if names.len() < 2 {
            faults.push(Diagnostic::new(Fault::OneKeyAlone { key: list.trim().to_owned() }));
        }
        let amount = self.amount.as_deref().and_then(|text| faults.keep(amount(text)));
        let reference = match &self.reference {
            None => Some(0),
            Some(name) => faults.keep(place("--reference", name, &names)),
        };
        let reference = reference.unwrap_or_default();
        let others: Vec<&str> = without(&names, reference);
        let fallback =
            self.fallback.as_ref().and_then(|name| faults.keep(place("--fallback", name, &others)));
        let keys: Vec<KeyIx> = found.into_iter().flatten().collect();
        if faults.has_errors() {
            return Err(faults);
        }
        let counts_usage = |place: &usize| {
            let key = opened.project.key(keys[*place]);
            *place != reference && matches!(key.method, Method::Usage { .. })
        };
        let decided =
            opened.project.key(keys[reference]).decision.as_ref().map(|decision| decision.fallback);
        let decided =
            (0..keys.len()).find(|place| *place != reference && Some(keys[*place]) == decided);
        let named =
            fallback.map(|place| if place < reference { place } else { place + 1 }).or(decided);
        let fallback = named.or_else(|| (0..keys.len()).find(counts_usage));
        Ok(Some(Chosen { keys, reference, fallback, declared: named.is_some(), amount }))
    }
}

/// Finds names that stand twice, each once.
fn doubled<'a>(names: &'a [&str]) -> impl Iterator<Item = Diagnostic> + 'a {
    let again = names.iter().enumerate().filter(|(at, name)| {
        let before = names[..*at].iter().filter(|other| other == name);
        before.count() == 1
    });
    again.map(|(_, name)| {
        Diagnostic::new(Fault::DuplicateId { id: (*name).to_owned(), list: "--compare".to_owned() })
    })
}

fn without<'a>(names: &[&'a str], place: usize) -> Vec<&'a str> {
    let numbered = names.iter().enumerate();
    numbered.filter(|(at, _)| *at != place).map(|(_, name)| *name).collect()
}

/// Finds a name among some of the keys that are compared.
fn place(option: &str, name: &str, among: &[&str]) -> Checked<usize> {
    among.iter().position(|other| *other == name.trim()).ok_or_else(|| {
        let (option, key) = (option.to_owned(), name.to_owned());
        Box::new(Diagnostic::new(Fault::NotCompared { option, key, known: among.join(", ") }))
    })
}

fn amount(text: &str) -> Checked<Cents> {
    parse_amount(text).map_err(|_| {
        let fault = Fault::BadAmount { field: "--amount".to_owned(), value: text.to_owned() };
        Box::new(Diagnostic::new(fault))
    })
}

impl Chosen {
    /// Shares the sum by each key, and prints the comparison.
    pub(super) fn deliver(
        self,
        opened: &mut Opened,
        settings: &Settings,
        asked: &Asked,
        receivers: &BTreeSet<PartyIx>,
    ) -> Result<(), Failure> {
        let cost = match (self.amount, asked.service) {
            (None, Some(service)) => cost(opened, settings, service)?,
            _ => None,
        };
        let sum = self.amount.or(cost);
        let window = asked.period.unwrap_or(DateRange::ALWAYS);
        let mut faults = Diagnostics::default();
        let mut burdens = Vec::new();
        for key in self.keys {
            let found = keys::shares(&opened.project, key, receivers, asked.service, window);
            let Some(found) = faults.keep(found) else { continue };
            opened.note_keys(&found.noticed);
            let shares = found.shares.into_iter().map(|(_, share)| share).collect();
            let overflow = || Box::new(Diagnostic::new(Fault::AmountOverflow));
            burdens.extend(faults.keep(KeyBurdens::new(key, shares, sum).ok_or_else(overflow)));
        }
        if faults.has_errors() {
            return Err(opened.fail(faults));
        }
        let comparison = KeyComparison {
            receivers: receivers.iter().copied().collect(),
            sum,
            keys: burdens,
            reference: self.reference,
            fallback: self.fallback,
        };
        let cost_of = cost.and(asked.service).map(|service| (service, window));
        let basis = Basis {
            project: &opened.project,
            periods: asked.period.into_iter().collect(),
            status: cost_of.map(|_| settings.status),
        };
        let compare = CompareKeys {
            project: &opened.project,
            comparison: &comparison,
            basis: &basis,
            declared: self.declared,
            cost_of,
        };
        settings.deliver(&key_comparison(compare, opened.ui.lang))
    }
}

/// Adds up what rules share of a service's cost in the selected period, without what goes to one
/// party directly; `None` where no pool is formed by the service.
fn cost(
    opened: &mut Opened,
    settings: &Settings,
    service: ServiceIx,
) -> Result<Option<Cents>, Failure> {
    if opened.project.rules.is_empty() {
        return Ok(None);
    }
    let run = opened.allocate(settings.request())?;
    let own = |pool: &usize| run.pools[*pool].service == Dimension::Is(service);
    let pools: Vec<usize> = (0..run.pools.len()).filter(own).collect();
    if pools.is_empty() {
        return Ok(None);
    }
    let direct = run.shares.iter().filter(|share| {
        let pool = share.pool as usize;
        let steps = &opened.project.rule(run.pools[pool].rule).steps;
        own(&pool) && matches!(steps[usize::from(share.step)].how_much, HowMuch::Direct)
    });
    let direct = Cents::sum(direct.map(|share| share.amount.amount()));
    let whole = Cents::sum(pools.into_iter().map(|pool| run.pools[pool].cost));
    let shared = whole.zip(direct).and_then(|(whole, direct)| whole.checked_sub(direct));
    let overflow = || opened.refuse(Box::new(Diagnostic::new(Fault::AmountOverflow)));
    shared.map(Some).ok_or_else(overflow)
}
