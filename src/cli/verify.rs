use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit;
use super::failure::{Failure, Outcome};
use super::report::{Ask, Made, make};
use super::settings::Settings;
use crate::audit::{Arguments, FileRecord, LOCK, Lock, PartyShare};
use crate::input::digest_of_file;
use crate::model::{Status, parse_period};
use crate::money::parse_amount;
use crate::report::{Checked, Moved, State, Verification, verification};
use crate::text::{Lang, Phrase};

/// Prove that a report has not changed: repeat its run and compare, byte by byte
///
/// Compared are the record itself, the files of the report, the files that were read, and everything that the run makes anew.
/// What has changed is named, and which amounts it changes. Exits 0 where nothing has changed, else 1.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage -C demo verify bericht/run.lock.json
  umlage -C demo verify bericht/run.lock.json --format json")]
pub(super) struct Verify {
    /// The record in the folder of the report
    #[arg(value_name = "LOCK")]
    lock: PathBuf,
}

impl Verify {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let bytes = fs::read(&self.lock).map_err(|error| {
            let file = self.lock.display().to_string();
            Failure {
                exit: exit::INVALID,
                ..Failure::files(&Phrase::CannotRead { file, reason: error.to_string() })
            }
        })?;
        let mut found = Verification::default();
        let name =
            self.lock.file_name().map_or_else(|| LOCK.to_owned(), |name| name.to_string_lossy().into_owned());
        let lock = Lock::read(&bytes);
        let is_genuine = lock.as_ref().is_some_and(|(_, genuine)| *genuine);
        let state = if is_genuine { State::Same } else { State::Changed };
        found.files.push(Checked { file: name, part: "lock", state });
        // What an altered record says is still compared: it shows what it was altered for.
        if let Some((lock, _)) = lock {
            self.compare(&lock, settings, &mut found)?;
        }
        let is_same = found.is_same();
        settings.deliver(&verification(&found, settings.ui.lang))?;
        Ok(if is_same { exit::DONE } else { exit::FINDING })
    }

    fn compare(&self, lock: &Lock, settings: &Settings, found: &mut Verification) -> Result<(), Failure> {
        let folder = match self.lock.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        found.files.extend(outputs(folder, &lock.outputs, &self.lock));
        let root = settings.files().map_err(|unread| unread.say(settings.ui))?.root;
        for input in &lock.run.inputs {
            let (in_project, here) = (root.join(&input.file), PathBuf::from(&input.file));
            let path = if in_project.is_file() { in_project } else { here };
            let state = state(&path, input);
            found.files.push(Checked { file: input.file.clone(), part: "input", state });
        }
        found.program = (lock.run.program != format!("umlage {}", env!("CARGO_PKG_VERSION")))
            .then(|| lock.run.program.clone());
        match again(&lock.run.arguments, settings) {
            Ok(made) => repeated(lock, &made, found),
            // Its faults have been said.
            Err(failure) if failure.exit == exit::INVALID => found.is_refused = true,
            Err(failure) => return Err(failure),
        }
        Ok(())
    }
}

/// Compares the files of the report with the record.
fn outputs(folder: &Path, recorded: &[FileRecord], lock: &Path) -> Vec<Checked> {
    let mut all: Vec<Checked> = recorded
        .iter()
        .map(|output| {
            let state = state(&folder.join(&output.file), output);
            Checked { file: output.file.clone(), part: "output", state }
        })
        .collect();
    let known: BTreeSet<&str> = recorded.iter().map(|output| output.file.as_str()).collect();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut others: Vec<String> = entries
        .filter(|entry| Some(entry.file_name().as_os_str()) != lock.file_name())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !known.contains(name.as_str()))
        .collect();
    others.sort();
    all.extend(others.into_iter().map(|file| Checked { file, part: "output", state: State::New }));
    all
}

/// Compares a file with its record.
fn state(path: &Path, record: &FileRecord) -> State {
    match digest_of_file(path) {
        Ok(seen) if seen.bytes == record.bytes && seen.sha256 == record.sha256 => State::Same,
        Ok(_) => State::Changed,
        Err(_) => State::Missing,
    }
}

/// Makes the report once more, as it was asked for.
fn again(arguments: &Arguments, settings: &Settings) -> Result<Made, Failure> {
    let mut global = settings.global.clone();
    global.scenario.clone_from(&arguments.scenario);
    global.set.clone_from(&arguments.set);
    global.lang = Lang::parse(&arguments.lang);
    let again = Settings {
        global,
        period: arguments.period.as_deref().and_then(|period| parse_period(period).ok()),
        status: if arguments.status == Status::Plan.name() { Status::Plan } else { Status::Actual },
        ui: settings.ui,
    };
    make(&again, &Ask { party: arguments.party.clone(), compare: arguments.compare.clone() })
}

/// Compares what the run makes anew with what is recorded.
fn repeated(lock: &Lock, made: &Made, found: &mut Verification) {
    let recorded: BTreeSet<&str> = lock.run.inputs.iter().map(|input| input.file.as_str()).collect();
    for input in made.run.inputs.iter().filter(|input| !recorded.contains(input.file.as_str())) {
        found.files.push(Checked { file: input.file.clone(), part: "input", state: State::New });
    }
    let now: BTreeMap<String, FileRecord> =
        made.outputs().into_iter().map(|output| (output.file.clone(), output)).collect();
    let before: BTreeMap<&str, &FileRecord> =
        lock.outputs.iter().map(|output| (output.file.as_str(), output)).collect();
    for (file, output) in &before {
        let state = match now.get(*file) {
            Some(made) if made == *output => State::Same,
            Some(_) => State::Changed,
            None => State::Missing,
        };
        found.files.push(Checked { file: (*file).to_owned(), part: "repeated", state });
    }
    for file in now.keys().filter(|file| !before.contains_key(file.as_str())) {
        found.files.push(Checked { file: file.clone(), part: "repeated", state: State::New });
    }
    for part in lock.run.differences(&made.run) {
        found.files.push(Checked { file: part.to_owned(), part: "record", state: State::Changed });
    }
    found.moved = moved("share", &lock.run.shares, &made.run.shares);
    found.moved.extend(moved("balance", &lock.run.balances, &made.run.balances));
}

/// Lists the shares or balances that are not what they were.
fn moved(what: &'static str, before: &[PartyShare], now: &[PartyShare]) -> Vec<Moved> {
    let by_key = |shares: &[PartyShare]| -> BTreeMap<(String, String), String> {
        let entry = |share: &PartyShare| ((share.period.clone(), share.party.clone()), share.amount.clone());
        shares.iter().map(entry).collect()
    };
    let (before, now) = (by_key(before), by_key(now));
    let keys: BTreeSet<_> = before.keys().chain(now.keys()).collect();
    let amount = |shares: &BTreeMap<(String, String), String>, key: &(String, String)| {
        shares.get(key).and_then(|amount| parse_amount(amount).ok()).unwrap_or_default()
    };
    let moves = keys.into_iter().filter(|key| before.get(*key) != now.get(*key)).map(|key| Moved {
        what,
        period: key.0.clone(),
        party: key.1.clone(),
        before: amount(&before, key),
        now: amount(&now, key),
    });
    moves.collect()
}
