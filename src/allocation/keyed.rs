//! What is to be told of the keys of a run: where another stood in, and who pays nothing because it has no row of use.

use std::collections::{BTreeMap, BTreeSet};

use super::{AllocationRun, Pool};
use crate::diag::{Diagnostic, Fault};
use crate::keys::{Asked, Noticed, StoodIn, WithoutUse};
use crate::model::{Key, KeyIx, Method, PartyIx, Project, RuleIx, ServiceIx, UsageScope};
use crate::source::Loc;
use crate::text::Text;

/// A finding names at most so many services and periods, and counts the rest.
const MOST_NAMED: usize = 5;

/// Whose key it is: the name of a rule or derivation, and the place that asks.
type Asker = (Option<RuleIx>, Text, Option<Loc>);

impl AllocationRun {
    /// Lists where another key stood in for one, and who pays nothing by a usage key because it has no row of use.
    pub fn key_findings(&self, project: &Project) -> Vec<Diagnostic> {
        key_findings(&self.noticed, &self.pools, project)
    }
}

/// The same of keys that were asked for themselves, or in the pools of a run.
pub fn key_findings(noticed: &Noticed, pools: &[Pool], project: &Project) -> Vec<Diagnostic> {
    let book = Book { pools, project };
    let mut stood_in: BTreeMap<(KeyIx, KeyIx, String), (Asker, BTreeSet<String>)> = BTreeMap::new();
    for StoodIn { key, instead, asked } in &noticed.stood_in {
        let asker = book.asker(asked);
        let place = (*key, *instead, asker.1.en.clone());
        stood_in.entry(place).or_insert((asker, BTreeSet::new())).1.insert(book.what(asked));
    }
    let mut without: BTreeMap<(KeyIx, PartyIx, String), (Asker, BTreeSet<String>)> = BTreeMap::new();
    for it in noticed.without_use.iter().filter(|it| !book.has_use(it)) {
        let asker = book.asker(&it.asked);
        let place = (it.key, it.party, asker.1.en.clone());
        without.entry(place).or_insert((asker, BTreeSet::new())).1.insert(book.what(&it.asked));
    }
    let stood_in = stood_in.into_iter().map(|((key, instead, _), (asker, what))| {
        let (key, fallback) = (project.key(key), project.key(instead).id.clone());
        let fault = Fault::OtherwiseTaken { key: key.id.clone(), fallback, what: told(&asker.1, &what) };
        at(Diagnostic::at(fault, key.loc), asker.2)
    });
    let without = without.into_iter().map(|((key, party, _), (asker, what))| {
        let (key, party) = (project.key(key), project.party(party).id.clone());
        let measure = measure(key).to_owned();
        let what = told(&asker.1, &what);
        at(Diagnostic::at(Fault::NoUseOf { party, key: key.id.clone(), measure, what }, key.loc), asker.2)
    });
    stood_in.chain(without).collect()
}

fn at(diagnostic: Diagnostic, step: Option<Loc>) -> Diagnostic {
    match step {
        Some(loc) => diagnostic.and_here(loc, "für diesen Schritt", "for this step"),
        None => diagnostic,
    }
}

/// Names who asked, and services and periods, of many the first.
fn told(asker: &Text, what: &BTreeSet<String>) -> Text {
    let named: Vec<&str> = what.iter().map(String::as_str).filter(|what| !what.is_empty()).collect();
    let more = named.len().saturating_sub(MOST_NAMED);
    let first = named[..named.len().saturating_sub(more)].join("; ");
    let (de, en) = match more {
        0 => (first.clone(), first),
        _ => (format!("{first} und {more} weitere"), format!("{first} and {more} more")),
    };
    let line = |asker: &str, what: String| match (asker.is_empty(), what.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(" ({what})"),
        (false, true) => format!(" ({asker})"),
        (false, false) => format!(" ({asker}: {what})"),
    };
    Text::new(line(&asker.de, de), line(&asker.en, en))
}

fn measure(key: &Key) -> &str {
    match &key.method {
        Method::Usage { measure, .. } => measure,
        _ => "",
    }
}

/// What places are looked up in.
struct Book<'a> {
    pools: &'a [Pool],
    project: &'a Project,
}

impl Book<'_> {
    fn pool(&self, asked: &Asked) -> Option<&Pool> {
        self.pools.get(asked.pool? as usize)
    }

    fn asker(&self, asked: &Asked) -> Asker {
        if let Some(derivation) = asked.derivation {
            let id = &self.project.derivation(derivation).id;
            return (None, Text::same(format!("`{id}`")), None);
        }
        let Some(pool) = self.pool(asked) else { return (None, Text::default(), None) };
        let rule = self.project.rule(pool.rule);
        let step = asked.step.and_then(|step| rule.steps.get(usize::from(step)));
        let (id, step_id) = (&rule.id, step.map(|step| step.id.as_str()).unwrap_or_default());
        let words =
            Text::new(format!("Regel `{id}`, Schritt `{step_id}`"), format!("rule `{id}`, step `{step_id}`"));
        (Some(pool.rule), words, step.map(|step| step.loc))
    }

    /// Names the service and the period.
    fn what(&self, asked: &Asked) -> String {
        let service = asked.service.map(|service| format!("`{}`", self.project.service(service).id));
        let time = self.pool(asked).map_or(asked.window, |pool| pool.period);
        let time = (time != crate::model::DateRange::ALWAYS).then(|| time.to_string());
        service.into_iter().chain(time).collect::<Vec<_>>().join(" ")
    }

    /// Tells whether a party has a row in some other part of the settlement period: then it is known that it has none here.
    fn has_use(&self, it: &WithoutUse) -> bool {
        let Method::Usage { measure, services, .. } = &self.project.key(it.key).method else { return false };
        let period = self.pool(&it.asked).map_or(it.asked.window, |pool| pool.period);
        let all = || (0..).map(ServiceIx).take(self.project.services.len());
        let services: Vec<ServiceIx> = match services {
            UsageScope::Pool => it.asked.service.into_iter().collect(),
            UsageScope::All => all().collect(),
            UsageScope::Listed(services) => services.iter().copied().collect(),
        };
        let mut rows = services.into_iter().flat_map(|service| self.project.usage_of(service, measure));
        rows.any(|(_, row)| row.party == it.party && row.period.intersect(&period).is_some())
    }
}
