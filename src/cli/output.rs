//! Files are written aside and renamed, so that nobody ever meets half of one.
//!
//! Rules: rules.md#whole-files.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempDir};

use super::failure::{Failure, refused};
use super::staging::{Staged, folder_of};
use crate::text::Phrase;

/// Writes a file whole. An existing one is replaced only with `force`.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    let target = check(path, force)?;
    stage(&target, bytes)
        .and_then(|file| publish(file, &target, force))
        .map_err(|e| fault(path, &e))
}

/// Checks that a path may be written; returns where, behind a symbolic link.
pub(super) fn check(path: &Path, force: bool) -> Result<PathBuf, Failure> {
    let file = path.display().to_string();
    if path.file_name().is_none() {
        return Err(Failure::files(&Phrase::NotAFile { file }));
    }
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(Failure::files(&Phrase::NotAFile { file })),
        Ok(_) if !force => Err(Failure::files(&Phrase::FileExists { file })),
        Ok(_) => fs::canonicalize(path).map_err(|error| Failure::write(path, &error.into())),
        Err(_) if fs::symlink_metadata(path).is_ok() => {
            Err(Failure::files(&Phrase::NotAFile { file }))
        }
        Err(_) => Ok(path.to_owned()),
    }
}

/// Which files a folder may hold that is replaced: those that its `mark` names, and the mark
/// itself.
pub(super) struct Replaceable {
    /// The file without which a folder is not replaced.
    pub(super) mark: &'static str,
    /// Reads the names from its bytes; `None` where it is something else.
    pub(super) names: fn(&[u8]) -> Option<Vec<String>>,
}

/// Writes a folder of files whole: nobody ever meets a part of it. An existing folder is replaced
/// only with `force`, and only where it holds nothing else; an empty one is taken.
pub(super) fn write_folder(
    path: &Path,
    files: &[(String, Vec<u8>)],
    own: &Replaceable,
    force: bool,
) -> Result<(), Failure> {
    let replaces = check_folder(path, own, force)?;
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let staged = stage_folder(&target, files).map_err(|error| Failure::write(path, &error))?;
    publish_folder(staged, &target, replaces).map_err(|error| fault(path, &error))
}

/// Checks that a folder may be written; tells whether it replaces one that holds files.
pub(super) fn check_folder(path: &Path, own: &Replaceable, force: bool) -> Result<bool, Failure> {
    let folder = path.display().to_string();
    if path.file_name().is_none() {
        return Err(Failure::files(&Phrase::NotAFolder { folder }));
    }
    let entries: Vec<String> = match fs::read_dir(path) {
        Ok(entries) => {
            entries.flatten().map(|it| it.file_name().to_string_lossy().into_owned()).collect()
        }
        Err(error) if fs::symlink_metadata(path).is_err() => {
            let has_room = folder_of(path).is_dir();
            return if has_room { Ok(false) } else { Err(Failure::write(path, &error.into())) };
        }
        Err(_) => return Err(Failure::files(&Phrase::NotAFolder { folder })),
    };
    if entries.is_empty() {
        return Ok(false);
    }
    if !force {
        return Err(Failure::files(&Phrase::FolderExists { folder }));
    }
    let mark = own.mark.to_owned();
    if !entries.contains(&mark) {
        return Err(Failure::files(&Phrase::NotAReport { folder, mark }));
    }
    let Some(known) = fs::read(path.join(own.mark)).ok().and_then(|bytes| (own.names)(&bytes))
    else {
        return Err(Failure::files(&Phrase::RecordUnreadable { folder, mark }));
    };
    match entries.into_iter().find(|name| name != own.mark && !known.contains(name)) {
        Some(file) => Err(Failure::files(&Phrase::ForeignFile { folder, file })),
        None => Ok(true),
    }
}

/// Writes the files into a folder beside the target and onto the disk.
fn stage_folder(target: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<Staged<TempDir>> {
    let staged = Staged::folder(folder_of(target))?;
    let path = staged.what.path();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    for (name, bytes) in files {
        let mut file = File::create_new(path.join(name))?;
        file.write_all(bytes).and_then(|()| file.flush())?;
        file.sync_all()?;
    }
    File::open(path).and_then(|folder| folder.sync_all())?;
    Ok(staged)
}

/// Gives a staged folder its name; one that it replaces is taken away in the same moment.
fn publish_folder(staged: Staged<TempDir>, target: &Path, replaces: bool) -> anyhow::Result<()> {
    if replaces {
        exchange(staged.what.path(), target)?;
    } else {
        fs::rename(staged.what.path(), target)?;
        let _ = staged.what.keep();
    }
    sync_folder(target);
    Ok(())
}

/// Lets two folders change their names; what is then in the first is cleared away by its owner.
#[cfg(target_os = "linux")]
fn exchange(staged: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, staged, CWD, target, RenameFlags::EXCHANGE)?)
}

/// Where folders cannot change names in one moment, the old one is put aside first.
#[cfg(not(target_os = "linux"))]
fn exchange(staged: &Path, target: &Path) -> io::Result<()> {
    let aside = staged.with_extension("old");
    fs::rename(target, &aside)?;
    fs::rename(staged, target).inspect_err(|_| drop(fs::rename(&aside, target)))?;
    fs::rename(&aside, staged)
}

/// Writes the bytes into a file beside the target and onto the disk.
pub(super) fn stage(target: &Path, bytes: &[u8]) -> anyhow::Result<Staged<NamedTempFile>> {
    let mut staged = Staged::file(folder_of(target))?;
    let file = staged.what.as_file_mut();
    file.write_all(bytes).and_then(|()| file.flush())?;
    file.sync_all()?;
    Ok(staged)
}

/// Gives a staged file its name.
pub(super) fn publish(
    staged: Staged<NamedTempFile>,
    target: &Path,
    force: bool,
) -> anyhow::Result<()> {
    let Staged { what: file, noted } = staged;
    if force {
        if let Ok(old) = fs::metadata(target) {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.persist(target)?;
    } else {
        file.persist_noclobber(target)?;
    }
    drop(noted);
    sync_folder(target);
    Ok(())
}

/// Brings the new name onto the disk, where the system can; the file itself is there already.
fn sync_folder(target: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder_of(target))
    {
        let _ = folder.sync_all();
    }
}

fn fault(path: &Path, error: &anyhow::Error) -> Failure {
    match refused(error).map(io::Error::kind) {
        Some(io::ErrorKind::AlreadyExists) => {
            Failure::files(&Phrase::FileExists { file: path.display().to_string() })
        }
        _ => Failure::write(path, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit;

    #[test]
    fn an_existing_file_is_replaced_only_by_force_and_never_in_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        write(&path, b"one", false).unwrap();
        assert_eq!(write(&path, b"two", false).unwrap_err().exit, exit::FILES);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_or_a_missing_folder_is_no_place_for_a_file() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write(folder.path(), b"x", true).unwrap_err().exit, exit::FILES);
        assert_eq!(
            write(&folder.path().join("no/out"), b"x", false).unwrap_err().exit,
            exit::FILES
        );
    }
}
