//! The record of a run (Nachweis): `run.lock.json`. With it and the input anybody can repeat the
//! run and compare.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::source::hex;

/// The name of the record in the folder of a report.
pub const LOCK: &str = "run.lock.json";
/// The schema of the record.
const SCHEMA: &str = "umlage/lock/1";

/// What went into a run and what came out of it, but for the files that were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The program and its version.
    pub program: String,
    /// What was asked for.
    pub arguments: Arguments,
    /// Every file that was read.
    pub inputs: Vec<FileRecord>,
    /// Rows and amounts read, used and left out, and the control totals: as `umlage check` tells
    /// them.
    pub control: Value,
    /// Every value of umlage.toml and the layers over it, as it counts.
    pub settings: Vec<Setting>,
    /// The keys that were used, with edition and source.
    pub keys: Vec<UsedKey>,
    /// How each step rounds.
    pub rounding: Vec<StepRounding>,
    /// What each party bears, by settlement period.
    pub shares: Vec<PartyShare>,
    /// What each party still has to pay, by settlement period, where the project settles.
    pub balances: Vec<PartyShare>,
    /// The digest of the allocation: see [`super::digest`].
    pub allocation: String,
}

/// What was asked for: the options that change the result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arguments {
    /// `--period`.
    pub period: Option<String>,
    /// `--status`.
    pub status: String,
    /// `--scenario`, in order.
    pub scenario: Vec<String>,
    /// `--set`, in order.
    pub set: Vec<String>,
    /// The language of the documents.
    pub lang: String,
    /// `--for`.
    #[serde(rename = "for")]
    pub party: Option<String>,
    /// `--compare`, in order.
    pub compare: Vec<String>,
}

/// A file as it was read or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// Its path in the project, or its name in the folder of the report.
    pub file: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A value of umlage.toml.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its path.
    pub path: String,
    /// What it is.
    pub value: String,
    /// Where it is written.
    pub place: String,
}

/// A key that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsedKey {
    /// Its id.
    pub key: String,
    /// How its weights come about.
    pub method: String,
    /// The statistic and its editions, where it has them.
    pub edition: String,
    /// Where its figures come from.
    pub source: String,
}

/// How a step rounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRounding {
    /// The rule.
    pub rule: String,
    /// The step.
    pub step: String,
    /// To a multiple of what.
    pub unit: String,
    /// What happens to the difference.
    pub residue: String,
    /// How each share is rounded, where the residue does not say it.
    pub mode: Option<String>,
}

/// What a party bears, or still has to pay, in a settlement period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyShare {
    /// The settlement period.
    pub period: String,
    /// The party.
    pub party: String,
    /// Its share, or its balance.
    pub amount: String,
}

/// The record: a run, its digest, the files that were written, and the digest of all that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    schema: String,
    /// The run.
    pub run: Run,
    /// The digest of the run: it stands below every page.
    pub run_digest: String,
    /// The files that were written.
    pub outputs: Vec<FileRecord>,
    /// The digest of the record without this field.
    digest: String,
}

impl Run {
    /// Names the parts in which two runs differ; lists differ by their order, too.
    pub fn differences(&self, other: &Run) -> Vec<&'static str> {
        let parts = [
            ("program", self.program == other.program),
            ("arguments", self.arguments == other.arguments),
            ("inputs", self.inputs == other.inputs),
            ("control", self.control == other.control),
            ("settings", self.settings == other.settings),
            ("keys", self.keys == other.keys),
            ("rounding", self.rounding == other.rounding),
            ("shares", self.shares == other.shares),
            ("balances", self.balances == other.balances),
            ("allocation", self.allocation == other.allocation),
        ];
        parts.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect()
    }

    /// Returns the digest of the run.
    pub fn digest(&self) -> String {
        digest_of(self)
    }
}

impl FileRecord {
    /// Records a file by its bytes.
    pub fn of(file: impl Into<String>, bytes: &[u8]) -> FileRecord {
        FileRecord {
            file: file.into(),
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        }
    }
}

impl Lock {
    /// Makes the record of a run and its files.
    pub fn new(run: Run, outputs: Vec<FileRecord>) -> Lock {
        let run_digest = run.digest();
        let mut lock =
            Lock { schema: SCHEMA.to_owned(), run, run_digest, outputs, digest: String::new() };
        lock.digest = digest_of(&lock);
        lock
    }

    /// Writes the record.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Lists the files that a record names, even one that was altered; `None` where it is no
    /// record.
    pub fn names(bytes: &[u8]) -> Option<Vec<String>> {
        let lock: Lock = serde_json::from_slice(bytes).ok()?;
        Some(lock.outputs.into_iter().map(|output| output.file).collect())
    }

    /// Reads a record, and tells whether it is, to the last byte, what [`Lock::to_bytes`] writes;
    /// `None` where it is no record.
    pub fn read(bytes: &[u8]) -> Option<(Lock, bool)> {
        let lock: Lock = serde_json::from_slice(bytes).ok()?;
        let again = Lock::new(lock.run.clone(), lock.outputs.clone());
        let genuine = again == lock && lock.to_bytes() == bytes;
        Some((lock, genuine))
    }
}

/// The digest of the compact JSON of a value.
fn digest_of(value: &impl Serialize) -> String {
    format!("sha256:{}", hex(&Sha256::digest(serde_json::to_vec(value).unwrap_or_default())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> Lock {
        let run = Run {
            program: "umlage 0".to_owned(),
            arguments: Arguments { status: "actual".to_owned(), ..Arguments::default() },
            inputs: vec![FileRecord::of("umlage.toml", b"abc")],
            control: serde_json::json!({ "ok": true }),
            settings: Vec::new(),
            keys: Vec::new(),
            rounding: Vec::new(),
            shares: Vec::new(),
            balances: Vec::new(),
            allocation: "sha256:0".to_owned(),
        };
        Lock::new(run, vec![FileRecord::of("a.html", b"<p>")])
    }

    #[test]
    fn a_record_reads_as_it_was_written() {
        let bytes = lock().to_bytes();
        assert_eq!(Lock::read(&bytes), Some((lock(), true)));
    }

    fn is_genuine(bytes: &[u8]) -> bool {
        Lock::read(bytes).is_some_and(|(_, genuine)| genuine)
    }

    #[test]
    fn no_byte_of_a_record_can_change() {
        let bytes = lock().to_bytes();
        for at in 0..bytes.len() {
            for other in [bytes[at] ^ 1, b' ', b'0', b'"'] {
                let mut changed = bytes.clone();
                changed[at] = other;
                assert!(changed == bytes || !is_genuine(&changed), "byte {at}");
            }
        }
        assert!(!is_genuine(&[&bytes[..], b"\n"].concat()));
        assert!(!is_genuine(&bytes[..bytes.len() - 1]));
    }
}
