//! Proof of what was calculated: the digest of a run, and the record of a report.
//!
//! Rules: rules.md#digest.

mod causes;
mod lock;

pub use causes::{Cause, Stated, causes};
pub use lock::{
    Arguments, FileRecord, LOCK, Lock, PartyShare, Run, Setting, StepRounding, UsedKey,
};

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::allocation::{AllocationRun, Dimension, Share};
use crate::model::Project;
use crate::source::hex;

/// Returns the digest of a run: `sha256:` and the hash of the sorted lines
/// `period|rule|service|kind|step|party|cents` at full grain, followed by the totals.
///
/// It does not depend on language, file names, layouts or the order of rows.
pub fn digest(project: &Project, run: &AllocationRun) -> String {
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for share in &run.shares {
        let sum = sums.entry(grain(project, run, share)).or_default();
        *sum = sum.saturating_add(share.amount.amount().get());
    }
    let mut lines: Vec<String> =
        sums.iter().map(|(grain, cents)| format!("{grain}|{cents}\n")).collect();
    lines.sort();
    let mut text = lines.concat();
    let totals = &run.totals;
    for (name, amount) in [
        ("cost", totals.cost),
        ("allocated", totals.allocated),
        ("residue", totals.residue),
        ("not_shared", totals.not_shared),
    ] {
        let _ = writeln!(text, "{name}|{}", amount.get());
    }
    format!("sha256:{}", hex(&Sha256::digest(text)))
}

fn grain(project: &Project, run: &AllocationRun, share: &Share) -> String {
    let pool = &run.pools[share.pool as usize];
    let rule = project.rule(pool.rule);
    let service = mark(&pool.service, |ix| &project.service(*ix).id);
    let kind = mark(&pool.kind, |kind| kind);
    let step = &rule.steps[usize::from(share.step)].id;
    format!("{}|{}|{service}|{kind}|{step}|{}", pool.period, rule.id, project.party(share.party).id)
}

fn mark<'a, T>(dimension: &'a Dimension<T>, id: impl FnOnce(&'a T) -> &'a String) -> &'a str {
    match dimension {
        Dimension::Is(value) => id(value),
        Dimension::Missing => "-",
        Dimension::Mixed => "*",
    }
}
