//! Checks over whole keys and rules: circles, usage where it cannot be, pools that need a service.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diag::{Diagnostic, Fault, Needed};
use crate::input::faults::Faults;
use crate::model::{Key, KeyIx, Method, Receivers, Rule, RuleIx, Step, UsageScope};
use crate::text::Text;

/// Checks keys and rules that could be read; one that could not is `None`.
pub(super) fn check(keys: &[Option<Key>], rules: &[Option<Rule>], faults: &Faults) {
    let keys = Keys(keys);
    let cycles = Graph::of(keys.0.len(), |index| keys.parts(index)).cycles();
    for cycle in &cycles {
        let mut members = cycle.iter().filter_map(|index| keys.0[*index].as_ref());
        let Some(first) = members.next() else { continue };
        let ids = std::iter::once(first).chain(members.clone()).chain([first]);
        let way = ids.map(|key| format!("`{}`", key.id)).collect::<Vec<_>>().join(" → ");
        let diagnostic = Diagnostic::at(Fault::KeyCycle { key: first.id.clone(), way }, first.loc);
        faults.push(members.fold(diagnostic, |diagnostic, key| diagnostic.and(key.loc)));
    }
    overrides(rules, faults);
    for (index, key) in keys.0.iter().enumerate() {
        let Some(key) = key else { continue };
        let without = match &key.method {
            _ if key.over.is_some() => "over",
            Method::Complement { .. } | Method::Product { .. } | Method::Ratio { .. } => key.method.name(),
            _ => continue,
        };
        let mut parts = keys.reach(index).into_iter();
        if let Some(part) = parts.find(|part| matches!(part.method, Method::Usage { .. })) {
            let (id, without) = (key.id.clone(), without.to_owned());
            let fault = Diagnostic::at(Fault::OverUsage { key: id, without }, key.loc);
            faults.push(if part.id == key.id {
                fault
            } else {
                fault.and_here(part.loc, "dieser Teil zählt Nutzung", "this part counts usage")
            });
        }
    }
    for key in keys.0.iter().flatten() {
        if let Some(decision) = key.decision.as_ref().filter(|decision| !decision.unanimous) {
            let fallback = keys.0[usize::from(decision.fallback.0)].as_ref();
            let fallback = fallback.map(|fallback| fallback.id.clone()).unwrap_or_default();
            faults.at(Fault::NotUnanimous { key: key.id.clone(), fallback }, key.loc);
        }
    }
    for rule in rules.iter().flatten().filter(|rule| !rule.pool.service) {
        for step in &rule.steps {
            pool_mixing(rule, step, &keys, faults);
        }
    }
}

/// Reports rules that go before each other in a circle.
fn overrides(rules: &[Option<Rule>], faults: &Faults) {
    let goes_before = |index: usize| {
        let rule = rules[index].as_ref();
        rule.map_or_else(Vec::new, |rule| {
            rule.overrides.iter().map(|RuleIx(other)| usize::from(*other)).collect()
        })
    };
    for cycle in Graph::of(rules.len(), goes_before).cycles() {
        let members: Vec<&Rule> = cycle.iter().filter_map(|index| rules[*index].as_ref()).collect();
        let names: Vec<String> = members.iter().map(|rule| format!("`{}`", rule.id)).collect();
        let names = names.join(", ");
        let rules = match members.len() {
            1 => Text::new(
                format!("die Regel {names} geht sich selbst vor"),
                format!("the rule {names} overrides itself"),
            ),
            _ => Text::new(
                format!("die Regeln {names} gehen einander vor"),
                format!("the rules {names} override each other"),
            ),
        };
        let fault = Fault::MutualOverrides { rules };
        faults.push(members.iter().fold(Diagnostic::new(fault), |diagnostic, rule| diagnostic.and(rule.loc)));
    }
}

/// Reports what needs the pool's service where pools are not formed by service.
fn pool_mixing(rule: &Rule, step: &Step, keys: &Keys<'_>, faults: &Faults) {
    let fault = |what: String, needed: Needed| Fault::PoolMixing {
        what,
        rule: rule.id.clone(),
        other: needed.other(),
    };
    if matches!(step.receivers, Some(Receivers::Participants)) {
        faults.at(fault("among = \"participants\"".to_owned(), Needed::Participants), step.loc);
    }
    let Some(KeyIx(key)) = step.key else { return };
    for part in keys.reach(usize::from(key)) {
        if matches!(part.method, Method::Usage { services: UsageScope::Pool, .. }) {
            faults.push(
                Diagnostic::at(fault(format!("key.{}", part.id), Needed::Usage), step.loc).and(part.loc),
            );
        }
    }
}

/// The keys by number.
struct Keys<'k>(&'k [Option<Key>]);

impl<'k> Keys<'k> {
    /// Lists the keys that a key names, such as the parts of a mix.
    fn parts(&self, index: usize) -> Vec<usize> {
        let named = self.0[index].as_ref().map(Key::keys).unwrap_or_default();
        named.into_iter().map(|KeyIx(key)| usize::from(key)).collect()
    }

    /// Lists a key with all that it leads to.
    fn reach(&self, index: usize) -> Vec<&'k Key> {
        let mut seen = BTreeSet::from([index]);
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            open.extend(self.parts(index).into_iter().filter(|part| seen.insert(*part)));
        }
        seen.into_iter().filter_map(|index| self.0[index].as_ref()).collect()
    }
}

/// Who leads to whom, by number.
struct Graph {
    next: Vec<Vec<usize>>,
}

impl Graph {
    fn of(len: usize, next: impl Fn(usize) -> Vec<usize>) -> Graph {
        Graph { next: (0..len).map(next).collect() }
    }

    /// Lists the circles, each once and from its smallest number on.
    fn cycles(&self) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        for start in 0..self.next.len() {
            let known = found.iter().any(|cycle| cycle.contains(&start));
            if !known && let Some(cycle) = self.way_back(start) {
                found.push(cycle);
            }
        }
        found
    }

    /// Finds a shortest way from a number back to itself.
    fn way_back(&self, start: usize) -> Option<Vec<usize>> {
        let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            for next in &self.next[at] {
                if *next == start {
                    let back = |at: &usize| came_from.get(at).copied();
                    let mut way: Vec<usize> = std::iter::successors(Some(at), back).collect();
                    way.reverse();
                    return Some(way);
                }
                came_from.entry(*next).or_insert_with(|| {
                    open.push_back(*next);
                    at
                });
            }
        }
        None
    }
}
