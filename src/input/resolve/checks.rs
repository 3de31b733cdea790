//! Checks over whole keys and rules: circles, usage where it cannot be, pools that need a service.
//!
//! Rules: rules.md#key-circle, rules.md#pool-mixing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diag::{Diagnostic, Fault, Needed};
use crate::input::faults::Faults;
use crate::model::{Key, KeyIx, Method, Receivers, Rule, RuleIx, Step};
use crate::text::Text;

/// The most stages of which a key is built: evaluating one calls for the evaluation of the next.
const MOST_STAGES: usize = 100;

/// Checks keys and rules that could be read; one that could not is `None`.
pub(super) fn check(keys: &[Option<Key>], rules: &[Option<Rule>], faults: &Faults) {
    let keys = Keys(keys);
    let named = Graph::of(keys.0.len(), |index| keys.named(index));
    let stages = named.stages();
    for cycle in named.cycles(&stages) {
        let mut members = cycle.iter().filter_map(|index| keys.0[*index].as_ref());
        let Some(first) = members.next() else { continue };
        let ids = std::iter::once(first).chain(members.clone()).chain([first]);
        let way = ids.map(|key| format!("`{}`", key.id)).collect::<Vec<_>>().join(" → ");
        let diagnostic = Diagnostic::at(Fault::KeyCycle { key: first.id.clone(), way }, first.loc);
        faults.push(members.fold(diagnostic, |diagnostic, key| diagnostic.and(key.loc)));
    }
    let deep =
        (0..keys.0.len()).find(|index| stages[*index] == Some(MOST_STAGES.saturating_add(1)));
    if let Some(key) = deep.and_then(|index| keys.0[index].as_ref()) {
        faults
            .at(Fault::KeyTooDeep { key: key.id.clone(), most: MOST_STAGES.to_string() }, key.loc);
    }
    overrides(rules, faults);
    for (index, key) in keys.0.iter().enumerate() {
        let Some(key) = key.as_ref().filter(|key| key.stands_in().is_none()) else { continue };
        let without = match &key.method {
            _ if key.over.is_some() => "over",
            Method::Complement { .. } | Method::Product { .. } | Method::Ratio { .. } => {
                key.method.name()
            }
            _ => continue,
        };
        if let Some(part) = keys.reach(index).into_iter().find(|part| part.counts_usage()) {
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
    let graph = Graph::of(rules.len(), goes_before);
    for cycle in graph.cycles(&graph.stages()) {
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
        faults.push(
            members
                .iter()
                .fold(Diagnostic::new(fault), |diagnostic, rule| diagnostic.and(rule.loc)),
        );
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
        if part.counts_pool_usage() {
            faults.push(
                Diagnostic::at(fault(format!("key.{}", part.id), Needed::Usage), step.loc)
                    .and(part.loc),
            );
        }
    }
}

/// The keys by number.
struct Keys<'k>(&'k [Option<Key>]);

impl<'k> Keys<'k> {
    /// Lists the keys that a key names, such as the parts of a mix, and the fallback of its
    /// decision in any case.
    fn named(&self, index: usize) -> Vec<usize> {
        self.0[index].as_ref().map(Key::keys).unwrap_or_default().into_iter().map(number).collect()
    }

    /// Lists a key with all by which it is evaluated.
    fn reach(&self, index: usize) -> Vec<&'k Key> {
        let mut seen = BTreeSet::from([index]);
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            let parts = self.0[index].as_ref().map(Key::evaluates).unwrap_or_default();
            open.extend(parts.into_iter().map(number).filter(|part| seen.insert(*part)));
        }
        seen.into_iter().filter_map(|index| self.0[index].as_ref()).collect()
    }
}

fn number(KeyIx(key): KeyIx) -> usize {
    usize::from(key)
}

/// Who leads to whom, by number.
struct Graph {
    next: Vec<Vec<usize>>,
}

impl Graph {
    fn of(len: usize, next: impl Fn(usize) -> Vec<usize>) -> Graph {
        Graph { next: (0..len).map(next).collect() }
    }

    /// Counts the stages under each number, itself included; `None` for what leads into a circle.
    fn stages(&self) -> Vec<Option<usize>> {
        let mut above: Vec<Vec<usize>> = vec![Vec::new(); self.next.len()];
        for (from, next) in self.next.iter().enumerate() {
            next.iter().for_each(|to| above[*to].push(from));
        }
        let mut waits: Vec<usize> = self.next.iter().map(Vec::len).collect();
        let mut stages = vec![None; self.next.len()];
        let mut open: Vec<usize> = (0..waits.len()).filter(|number| waits[*number] == 0).collect();
        while let Some(at) = open.pop() {
            let below = self.next[at].iter().filter_map(|next| stages[*next]).max();
            stages[at] = Some(below.map_or(1, |below: usize| below.saturating_add(1)));
            for from in &above[at] {
                waits[*from] = waits[*from].saturating_sub(1);
                if waits[*from] == 0 {
                    open.push(*from);
                }
            }
        }
        stages
    }

    /// Lists the circles, each once and from its smallest number on; `stages` says who leads into
    /// none.
    fn cycles(&self, stages: &[Option<usize>]) -> Vec<Vec<usize>> {
        let (mut found, mut known) = (Vec::new(), BTreeSet::new());
        for start in (0..self.next.len()).filter(|number| stages[*number].is_none()) {
            if !known.contains(&start)
                && let Some(cycle) = self.way_back(start)
            {
                known.extend(cycle.iter().copied());
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
