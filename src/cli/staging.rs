//! What is written aside, and taken away again where a run is broken off.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tempfile::{Builder, NamedTempFile, TempDir};

/// The paths of what lies aside.
static ASIDE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn aside() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    ASIDE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The folder in which a path lies.
pub(super) fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A file or folder that lies aside until it gets its name; it is taken away with its owner.
pub(super) struct Staged<T> {
    pub(super) what: T,
    pub(super) noted: Noted,
}

/// That something lies aside is noted until this is dropped.
pub(super) struct Noted(PathBuf);

impl Staged<NamedTempFile> {
    /// Makes a file in a folder.
    pub(super) fn file(folder: &Path) -> io::Result<Staged<NamedTempFile>> {
        let make = |builder: &mut Builder<'_, '_>| {
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                builder.permissions(fs::Permissions::from_mode(0o666));
            }
            builder.tempfile_in(folder)
        };
        Staged::make(make, NamedTempFile::path)
    }
}

impl Staged<TempDir> {
    /// Makes a folder in a folder.
    pub(super) fn folder(folder: &Path) -> io::Result<Staged<TempDir>> {
        Staged::make(|builder: &mut Builder<'_, '_>| builder.tempdir_in(folder), TempDir::path)
    }
}

impl<T> Staged<T> {
    fn make(
        make: impl FnOnce(&mut Builder<'_, '_>) -> io::Result<T>,
        path: fn(&T) -> &Path,
    ) -> io::Result<Self> {
        watch();
        let mut builder = Builder::new();
        builder.prefix(".umlage-").suffix(".part");
        // Nobody may break off between the making and the note of it.
        let mut all = aside();
        let what = make(&mut builder).map_err(without_path)?;
        let path = path(&what).to_owned();
        all.insert(path.clone());
        Ok(Staged { what, noted: Noted(path) })
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        aside().remove(&self.0);
    }
}

/// The name of what lies aside is random and must not show in a message.
fn without_path(error: io::Error) -> io::Error {
    let inner =
        error.get_ref().and_then(|inner| inner.source()).and_then(|source| source.downcast_ref());
    let code = inner.and_then(io::Error::raw_os_error).or_else(|| error.raw_os_error());
    code.map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// From now on a run that is broken off (Ctrl-C, `kill`, a closed terminal) takes away what lies
/// aside and then ends as it would have.
#[cfg(unix)]
fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                // Held to the end: what is to be made from now on waits.
                let all = aside();
                all.iter().for_each(|path| take_away(path));
                let _ = emulate_default_handler(signal);
            }
        };
        let _ = std::thread::Builder::new().spawn(wait);
    });
}

#[cfg(not(unix))]
fn watch() {}

/// Takes away a file or folder, while another thread may still write into it.
#[cfg(unix)]
fn take_away(path: &Path) {
    const TRIES: u8 = 20;
    for _ in 0..TRIES {
        let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        if gone.is_ok() || fs::symlink_metadata(path).is_err() {
            return;
        }
    }
}
