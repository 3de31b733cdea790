//! The record of a run: what went in, what was set, and what came out.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::Ask;
use crate::allocation::AllocationRun;
use crate::analysis::party_sums;
use crate::analysis::settlement::{Account, Settlement};
use crate::audit::{
    Arguments, FileRecord, PartyShare, Run, Setting, StepRounding, UsedKey, digest,
};
use crate::cli::project::Opened;
use crate::cli::settings::Settings;
use crate::diag::Checked;
use crate::input::{InputRecorder, Layer};
use crate::model::{DateRange, PartyIx, Residue};
use crate::money::{Cents, Mode};
use crate::render::{Json, Medium, Renderer as _};
use crate::report::{CheckReport, Report as _, ReportFigures, used_keys};

/// Lists every file that was read: those of the project, and scenarios.
pub(super) fn inputs<'a>(
    witness: &InputRecorder<'_>,
    layers: impl Iterator<Item = &'a Layer>,
) -> Vec<FileRecord> {
    let mut inputs: BTreeMap<String, FileRecord> = BTreeMap::new();
    for layer in layers {
        inputs.insert(layer.name.clone(), FileRecord::of(&layer.name, &layer.bytes));
    }
    for (file, seen) in witness.seen() {
        inputs.insert(file.clone(), FileRecord { file, bytes: seen.bytes, sha256: seen.sha256 });
    }
    inputs.into_values().collect()
}

/// Records a run.
pub(super) fn run(
    opened: &Opened,
    figures: &ReportFigures,
    settings: &Settings,
    ask: &Ask,
    party: Option<PartyIx>,
    inputs: Vec<FileRecord>,
) -> Checked<Run> {
    let run = &figures.run;
    let material = opened.material(run, settings);
    let project = &opened.project;
    let control = Json.render(&CheckReport.document(material), Medium { width: 80, styled: false });
    let values = opened.values.iter().filter_map(|value| {
        let place = opened.sources.place(value.loc);
        Some(Setting { path: value.path.clone(), value: value.value.clone()?, place })
    });
    let keys = used_keys(project, run, &opened.sources).into_iter();
    Ok(Run {
        program: format!("umlage {}", env!("CARGO_PKG_VERSION")),
        arguments: Arguments {
            period: settings.period.map(|period| period.to_string()),
            status: settings.status.name().to_owned(),
            scenario: settings.global.scenario.clone(),
            set: settings.global.set.clone(),
            lang: opened.ui.lang.code().to_owned(),
            party: party.map(|party| project.party(party).id.clone()),
            compare: ask.compare.clone(),
        },
        inputs,
        control: serde_json::from_slice(&control).unwrap_or_default(),
        settings: values.collect(),
        keys: keys
            .map(|[key, method, edition, source]| UsedKey { key, method, edition, source })
            .collect(),
        rounding: rounding(opened, run),
        shares: shares(opened, run)?,
        balances: figures
            .settlement
            .as_ref()
            .map(|settlement| balances(opened, settlement))
            .unwrap_or_default(),
        allocation: digest(project, run),
    })
}

/// How the steps of the rules that took part round.
fn rounding(opened: &Opened, run: &AllocationRun) -> Vec<StepRounding> {
    let project = &opened.project;
    let rules: BTreeSet<_> = run.pools.iter().map(|pool| pool.rule).collect();
    let mut all = Vec::new();
    for rule in rules.into_iter().map(|rule| project.rule(rule)) {
        for step in &rule.steps {
            let named = |name: &str, mode: Option<Mode>| {
                (name.to_owned(), mode.map(|mode| mode.name().to_owned()))
            };
            let (residue, mode) = match step.rounding.residue {
                Residue::LargestRemainder => named("largest-remainder", None),
                Residue::LargestShare(mode) => named("largest-share", Some(mode)),
                Residue::To(party, mode) => {
                    named(&format!("to:{}", project.party(party).id), Some(mode))
                }
                Residue::Leave(mode) => named("leave", Some(mode)),
            };
            let unit = step.rounding.unit.plain();
            all.push(StepRounding {
                rule: rule.id.clone(),
                step: step.id.clone(),
                unit,
                residue,
                mode,
            });
        }
    }
    all
}

/// What each party bears, by settlement period.
fn shares(opened: &Opened, run: &AllocationRun) -> Checked<Vec<PartyShare>> {
    let share = |((period, party), amount): ((DateRange, PartyIx), Cents)| PartyShare {
        period: period.to_string(),
        party: opened.project.party(party).id.clone(),
        amount: amount.plain(),
    };
    Ok(party_sums(run)?.into_iter().map(share).collect())
}

/// What each party still has to pay, by settlement period.
fn balances(opened: &Opened, settlement: &Settlement) -> Vec<PartyShare> {
    let balance = |account: &Account| PartyShare {
        period: account.period.to_string(),
        party: opened.project.party(account.party).id.clone(),
        amount: account.balance.amount().plain(),
    };
    settlement.accounts().map(balance).collect()
}
