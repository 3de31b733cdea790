use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use clap::Args;

use super::failure::{Failure, Outcome};
use super::report::{Ask, Made, make};
use super::settings::Settings;
use super::{exit, staging};
use crate::audit::{Arguments, FileRecord, LOCK, Lock, PartyShare, causes};
use crate::input::{Disk, Fence, Files, digest_of_file, read_whole};
use crate::model::{Status, parse_period};
use crate::money::parse_amount;
use crate::report::{Checked, Moved, State, Verification, verification};
use crate::text::{Lang, Phrase};

/// Prove that a report has not changed: repeat its run and compare, byte by byte
///
/// Compared are the record itself, the files of the report, the files that were read, and
/// everything that the run makes anew. First comes the cause of a change, then whose amount it
/// changes, then the files. Exits 0 where nothing has changed, else 1.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage -C demo verify bericht                        the report in this folder
  umlage -C demo verify bericht/run.lock.json          the same by its record
  umlage -C demo verify bericht --format json          for machines")]
pub(super) struct Verify {
    /// The folder of the report, or the record in it
    #[arg(value_name = "LOCK")]
    lock: PathBuf,
    /// Also read what the options of the record name outside the folder of the project: for records
    /// of people you trust
    #[arg(long)]
    outside: bool,
}

impl Verify {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let path = if self.lock.is_dir() { self.lock.join(LOCK) } else { self.lock.clone() };
        let bytes = read_whole(&path).map_err(|error| unreadable(&path, &error))?;
        let mut found = Verification::default();
        let name = path
            .file_name()
            .map_or_else(|| LOCK.to_owned(), |name| name.to_string_lossy().into_owned());
        let lock = Lock::read(&bytes);
        let is_genuine = lock.as_ref().is_some_and(|(_, genuine)| *genuine);
        let state = if is_genuine { State::Same } else { State::Changed };
        found.files.push(Checked { file: name, part: "lock", state });
        // What an altered record says is still compared: it shows what it was altered for.
        if let Some((lock, _)) = lock {
            self.compare(&lock, &path, settings, &mut found)?;
        }
        let is_same = found.is_same();
        settings.deliver(&verification(&found, settings.ui.lang))?;
        Ok(if is_same { exit::DONE } else { exit::FINDING })
    }

    fn compare(
        &self,
        lock: &Lock,
        path: &Path,
        settings: &Settings,
        found: &mut Verification,
    ) -> Result<(), Failure> {
        let outputs = outputs(&lock.outputs, path).map_err(|error| unreadable(path, &error))?;
        let disk = settings.files().map_err(|unread| unread.say(settings.ui))?;
        found.program = (lock.run.program != format!("umlage {}", env!("CARGO_PKG_VERSION")))
            .then(|| lock.run.program.clone());
        match again(&lock.run.arguments, settings, self.outside) {
            Ok(made) => {
                found.files.extend(inputs(&lock.run.inputs, &made.run.inputs));
                repeated(lock, &made, found);
                found.causes = self.causes(lock, &made, path, &outputs);
            }
            // Its faults have been said.
            Err(failure) if failure.exit == exit::INVALID => {
                found.is_refused = true;
                found.files.extend(lock.run.inputs.iter().map(|input| on_disk(&disk, input)));
            }
            Err(failure) => return Err(failure),
        }
        found.files.extend(outputs);
        Ok(())
    }

    /// Finds the settings and rows behind a change; the derivations of a report serve where they
    /// are as they were written.
    fn causes(
        &self,
        lock: &Lock,
        made: &Made,
        path: &Path,
        outputs: &[Checked],
    ) -> Vec<crate::audit::Cause> {
        if lock.run.inputs == made.run.inputs {
            return Vec::new();
        }
        let is_whole =
            |name: &str| outputs.iter().any(|it| it.file == name && it.state == State::Same);
        let derivations =
            made.files.iter().filter(|(name, _)| name.starts_with("trace") && is_whole(name));
        let pairs: Vec<(Vec<u8>, &[u8])> = derivations
            .filter_map(|(name, now)| {
                Some((read_whole(&path.with_file_name(name)).ok()?, now.as_slice()))
            })
            .collect();
        let pairs: Vec<(&[u8], &[u8])> =
            pairs.iter().map(|(before, now)| (before.as_slice(), *now)).collect();
        causes(&lock.run, &made.run, &pairs)
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let file = path.display().to_string();
    Failure::system(exit::INVALID, error, |reason| Phrase::CannotRead {
        file: file.clone(),
        reason,
    })
}

/// Compares the files of the report with the record. A file outside its folder is not looked at.
fn outputs(recorded: &[FileRecord], lock: &Path) -> io::Result<Vec<Checked>> {
    let folder = staging::folder_of(lock);
    let mut all: Vec<Checked> = recorded
        .iter()
        .map(|record| Checked {
            file: record.file.clone(),
            part: "output",
            state: output_state(folder, record),
        })
        .collect();
    let known: BTreeSet<&str> = recorded.iter().map(|output| output.file.as_str()).collect();
    let mut others = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if Some(name.as_os_str()) != lock.file_name() && !known.contains(&*name.to_string_lossy()) {
            others.push(name.to_string_lossy().into_owned());
        }
    }
    others.sort();
    all.extend(others.into_iter().map(|file| Checked { file, part: "output", state: State::New }));
    Ok(all)
}

fn output_state(folder: &Path, record: &FileRecord) -> State {
    let mut parts = Path::new(&record.file).components();
    if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
        return State::Outside;
    }
    match fs::symlink_metadata(folder.join(&record.file)) {
        Ok(about) if about.is_symlink() => State::Link,
        _ => state(&Disk { root: folder.to_owned() }, record),
    }
}

/// Compares a file with its record.
fn state(files: &dyn Files, record: &FileRecord) -> State {
    match digest_of_file(files, &record.file) {
        Ok(seen) if seen.bytes == record.bytes && seen.sha256 == record.sha256 => State::Same,
        Ok(_) => State::Changed,
        Err(_) => State::Missing,
    }
}

/// Compares an input with its record where the run cannot be repeated; only within the project.
fn on_disk(disk: &Disk, record: &FileRecord) -> Checked {
    let fence = Fence::around(disk);
    let state = if fence.exists(&record.file) || !disk.exists(&record.file) {
        state(&fence, record)
    } else {
        State::Outside
    };
    Checked { file: record.file.clone(), part: "input", state }
}

/// Compares the inputs of the record with what the repeated run has read; nothing is read because
/// the record names it.
fn inputs(recorded: &[FileRecord], read: &[FileRecord]) -> Vec<Checked> {
    let checked =
        |file: &FileRecord, state| Checked { file: file.file.clone(), part: "input", state };
    let mut all: Vec<Checked> = recorded
        .iter()
        .map(|record| match read.iter().find(|now| now.file == record.file) {
            Some(now) if now == record => checked(record, State::Same),
            Some(_) => checked(record, State::Changed),
            None => checked(record, State::Unread),
        })
        .collect();
    let is_new = |now: &&FileRecord| recorded.iter().all(|record| record.file != now.file);
    all.extend(read.iter().filter(is_new).map(|now| checked(now, State::New)));
    all
}

/// Makes the report once more, as it was asked for.
fn again(arguments: &Arguments, settings: &Settings, outside: bool) -> Result<Made, Failure> {
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
    // Without options of the record the run reads what the project itself names, as every command
    // does.
    let has_options = [&arguments.scenario, &arguments.set, &arguments.compare]
        .iter()
        .any(|list| !list.is_empty());
    let ask = Ask {
        party: arguments.party.clone(),
        compare: arguments.compare.clone(),
        stay_within: has_options && !outside,
    };
    make(&again, &ask)
}

/// Compares what the run makes anew with what is recorded.
fn repeated(lock: &Lock, made: &Made, found: &mut Verification) {
    let outputs = made.outputs();
    let now: BTreeMap<&str, &FileRecord> =
        outputs.iter().map(|output| (output.file.as_str(), output)).collect();
    let before: BTreeMap<&str, &FileRecord> =
        lock.outputs.iter().map(|output| (output.file.as_str(), output)).collect();
    let names: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    for file in names {
        let state = match (before.get(file), now.get(file)) {
            (Some(before), Some(now)) if before == now => State::Same,
            (Some(_), Some(_)) => State::Changed,
            (Some(_), None) => State::Missing,
            (None, _) => State::New,
        };
        found.files.push(Checked { file: file.to_owned(), part: "repeated", state });
    }
    let mut differing = lock.run.differences(&made.run);
    if lock.outputs != outputs {
        differing.push("outputs");
    }
    let record =
        |part: &str| Checked { file: part.to_owned(), part: "record", state: State::Changed };
    found.files.extend(differing.into_iter().map(record));
    found.moved = moved("share", &lock.run.shares, &made.run.shares);
    found.moved.extend(moved("balance", &lock.run.balances, &made.run.balances));
}

/// Amounts by period and party, in the order of the list: a party may stand in it twice.
type Amounts<'a> = BTreeMap<(&'a str, &'a str), Vec<&'a str>>;

/// Lists the shares or balances that are not what they were.
fn moved(what: &'static str, before: &[PartyShare], now: &[PartyShare]) -> Vec<Moved> {
    fn amounts(shares: &[PartyShare]) -> Amounts<'_> {
        let mut all = Amounts::new();
        for share in shares {
            all.entry((&share.period, &share.party)).or_default().push(&share.amount);
        }
        all
    }
    let (before, now) = (amounts(before), amounts(now));
    let keys: BTreeSet<_> = before.keys().chain(now.keys()).copied().collect();
    let mut all = Vec::new();
    for (period, party) in keys {
        let [was, is] = [&before, &now]
            .map(|side| side.get(&(period, party)).map(Vec::as_slice).unwrap_or_default());
        for at in 0..was.len().max(is.len()) {
            let (was, is) = (was.get(at), is.get(at));
            if was != is {
                let [before, now] = [was, is]
                    .map(|text| text.and_then(|text| parse_amount(text).ok()).unwrap_or_default());
                all.push(Moved {
                    what,
                    period: period.to_owned(),
                    party: party.to_owned(),
                    before,
                    now,
                });
            }
        }
    }
    all
}
