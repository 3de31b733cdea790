//! What is to be told of the keys of a run: where another stood in, and who pays nothing because it
//! has no row of use.

use std::collections::{BTreeMap, BTreeSet};

use super::{AllocationRun, Pool};
use crate::diag::{Diagnostic, Fault};
use crate::keys::{Asked, Counter, Noticed, StoodIn, WithoutUse};
use crate::model::{
    CentreIx, Driver, Key, KeyIx, Limit, Method, PartyIx, PerUnit, Project, ServiceIx, Step,
    UsageScope,
};
use crate::text::Text;

/// A finding names at most so many services and periods, and counts the rest.
const MOST_NAMED: usize = 5;

/// Who asks for use.
struct Asker<'a> {
    /// The rule and step, or the derivation, in words.
    words: Text,
    /// The step, where it is one.
    step: Option<&'a Step>,
}

impl<'a> Asker<'a> {
    /// Adds the step that asks.
    fn at(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.step {
            Some(step) => diagnostic.and_here(step.loc, "für diesen Schritt", "for this step"),
            None => diagnostic,
        }
    }

    /// The cap by use of the step.
    fn cap(&self) -> Option<&'a PerUnit> {
        match &self.step?.cap.as_ref()?.value {
            Limit::PerUnit(per_unit) => Some(per_unit),
            _ => None,
        }
    }
}

impl AllocationRun {
    /// Lists where another key stood in for one, and who pays nothing by a usage key because it has
    /// no row of use.
    pub fn key_findings(&self, project: &Project) -> Vec<Diagnostic> {
        key_findings(&self.noticed, &self.pools, project)
    }
}

/// The same of keys that were asked for themselves, or in the pools of a run.
pub fn key_findings(noticed: &Noticed, pools: &[Pool], project: &Project) -> Vec<Diagnostic> {
    let book = Book { pools, project };
    let mut stood_in: BTreeMap<(KeyIx, KeyIx, String), (Asker<'_>, BTreeSet<String>)> =
        BTreeMap::new();
    for StoodIn { key, instead, asked } in &noticed.stood_in {
        let asker = book.asker(asked);
        let place = (*key, *instead, asker.words.en.clone());
        stood_in.entry(place).or_insert((asker, BTreeSet::new())).1.insert(book.what(asked));
    }
    let mut without: BTreeMap<(Counter, PartyIx, String), (Asker<'_>, BTreeSet<String>)> =
        BTreeMap::new();
    for it in
        noticed.without_use.iter().filter(|it| !book.has_use(it) && !noticed.is_told_by_a_key(it))
    {
        let asker = book.asker(&it.asked);
        let place = (it.counter, it.party, asker.words.en.clone());
        without.entry(place).or_insert((asker, BTreeSet::new())).1.insert(book.what(&it.asked));
    }
    let stood_in = stood_in.into_iter().map(|((key, instead, _), (asker, what))| {
        let (key, fallback) = (project.key(key), project.key(instead).id.clone());
        let fault = Fault::OtherwiseTaken {
            key: key.id.clone(),
            fallback,
            what: told(&asker.words, &what),
        };
        asker.at(Diagnostic::at(fault, key.loc))
    });
    let without = without.into_iter().map(|((counter, party, _), (asker, what))| {
        let (party, what) = (project.party(party).id.clone(), told(&asker.words, &what));
        match counter {
            Counter::Key(key) => {
                let (key, measure) = (project.key(key), measure(project.key(key)).to_owned());
                let fault = Fault::NoUseOf { party, key: key.id.clone(), measure, what };
                asker.at(Diagnostic::at(fault, key.loc))
            }
            Counter::Cap => {
                let cap = asker.cap().map(|cap| &cap.measure);
                let measure = cap.map(|measure| measure.value.clone()).unwrap_or_default();
                let fault = Diagnostic::new(Fault::NoUseUnderCap { party, measure, what });
                asker.at(cap.iter().fold(fault, |fault, measure| fault.and(measure.loc)))
            }
        }
    });
    stood_in.chain(without).chain(without_driver(noticed, project)).collect()
}

/// The findings on services to which a centre passes nothing on, because they have no row of the
/// use that counts.
fn without_driver(noticed: &Noticed, project: &Project) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(CentreIx, ServiceIx), BTreeSet<String>> = BTreeMap::new();
    for it in &noticed.without_driver {
        found.entry((it.centre, it.service)).or_default().insert(it.period.to_string());
    }
    let told = |((centre, service), periods): ((CentreIx, ServiceIx), BTreeSet<String>)| {
        let centre = project.centre(centre);
        let driver = centre.driver.as_ref()?;
        let Driver::Usage(measure) = &driver.value else { return None };
        let fault = Fault::NoUseForDriver {
            service: project.service(service).id.clone(),
            centre: centre.id.clone(),
            measure: measure.clone(),
            what: told(&Text::default(), &periods),
        };
        Some(Diagnostic::at(fault, driver.loc))
    };
    found.into_iter().filter_map(told).collect()
}

/// Names who asked, and services and periods, of many the first.
fn told(asker: &Text, what: &BTreeSet<String>) -> Text {
    let named: Vec<&str> =
        what.iter().map(String::as_str).filter(|what| !what.is_empty()).collect();
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

    fn asker(&self, asked: &Asked) -> Asker<'_> {
        if let Some(derivation) = asked.derivation {
            let id = &self.project.derivation(derivation).id;
            return Asker { words: Text::same(format!("`{id}`")), step: None };
        }
        let Some(pool) = self.pool(asked) else {
            return Asker { words: Text::default(), step: None };
        };
        let rule = self.project.rule(pool.rule);
        let step = asked.step.and_then(|step| rule.steps.get(usize::from(step)));
        let (id, step_id) = (&rule.id, step.map(|step| step.id.as_str()).unwrap_or_default());
        let words = Text::new(
            format!("Regel `{id}`, Schritt `{step_id}`"),
            format!("rule `{id}`, step `{step_id}`"),
        );
        Asker { words, step }
    }

    /// Names the service and the period.
    fn what(&self, asked: &Asked) -> String {
        let service =
            asked.service.map(|service| format!("`{}`", self.project.service(service).id));
        let time = self.pool(asked).map_or(asked.window, |pool| pool.period);
        let time = (time != crate::model::DateRange::ALWAYS).then(|| time.to_string());
        service.into_iter().chain(time).collect::<Vec<_>>().join(" ")
    }

    /// Tells whether a party has a row in some other part of the settlement period: then it is
    /// known that it has none here.
    fn has_use(&self, it: &WithoutUse) -> bool {
        let period = self.pool(&it.asked).map_or(it.asked.window, |pool| pool.period);
        let all = || (0..).map(ServiceIx).take(self.project.services.len());
        let (measure, services) = match it.counter {
            Counter::Cap => match self.asker(&it.asked).cap() {
                Some(cap) => (&cap.measure.value, &UsageScope::Pool),
                None => return false,
            },
            Counter::Key(key) => match &self.project.key(key).method {
                Method::Usage { measure, services, .. } => (measure, services),
                _ => return false,
            },
        };
        let services: Vec<ServiceIx> = match services {
            UsageScope::Pool => it.asked.service.into_iter().collect(),
            UsageScope::All => all().collect(),
            UsageScope::Listed(services) => services.iter().copied().collect(),
        };
        let mut rows =
            services.into_iter().flat_map(|service| self.project.usage_of(service, measure));
        rows.any(|(_, row)| row.party == it.party && row.period.intersect(&period).is_some())
    }
}
