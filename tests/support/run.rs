//! Runs the library on a project in memory.

use std::collections::BTreeMap;

use umlage::allocation::{AllocationRun, Dimension, Pool, Request, allocate};
use umlage::diag::{Severity, render};
use umlage::input::{Memory, load};
use umlage::model::Project;
use umlage::text::Lang;

use super::oracle::RowKey;

/// Makes a project folder in memory.
pub fn memory(files: &[(String, String)]) -> Memory {
    Memory(files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect())
}

/// Reads and allocates; the error is the text a person would see.
pub fn run(files: &[(String, String)]) -> Result<(Project, AllocationRun), String> {
    let loaded = load(&memory(files), &[]);
    let Some(project) = loaded.project else {
        let errors = loaded.diagnostics.iter().filter(|d| d.severity() == Severity::Error);
        return Err(render(errors, &loaded.sources, Lang::En, false));
    };
    match allocate(&project, Request::default()) {
        Ok(run) => Ok((project, run)),
        Err(faults) => Err(render(faults.iter(), &loaded.sources, Lang::En, false)),
    }
}

/// The shares of a run at the grain of the digest, in cents.
pub fn rows(project: &Project, run: &AllocationRun) -> BTreeMap<RowKey, i128> {
    let mut rows = BTreeMap::new();
    for share in &run.shares {
        let pool = &run.pools[share.pool as usize];
        let rule = project.rule(pool.rule);
        let key = RowKey {
            period: pool.period.to_string(),
            rule: rule.id.clone(),
            service: service(project, pool),
            kind: kind(pool),
            step: rule.steps[usize::from(share.step)].id.clone(),
            party: project.party(share.party).id.clone(),
        };
        *rows.entry(key).or_insert(0) += share.amount.amount().get();
    }
    rows
}

fn service(project: &Project, pool: &Pool) -> String {
    match &pool.service {
        Dimension::Is(service) => project.service(*service).id.clone(),
        Dimension::Missing => "-".to_owned(),
        Dimension::Mixed => "*".to_owned(),
    }
}

fn kind(pool: &Pool) -> String {
    match &pool.kind {
        Dimension::Is(kind) => kind.clone(),
        Dimension::Missing => "-".to_owned(),
        Dimension::Mixed => "*".to_owned(),
    }
}
