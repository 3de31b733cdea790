//! What the system has at a path, and the way it is opened.

use std::error::Error;
use std::io::{self, Read as _};
use std::path::Path;
use std::{fmt, fs};

/// Why a file is not read, where the system itself sees nothing wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// A pipe, a device or a socket: reading might never end.
    Special,
    /// A symbolic link that leads nowhere or to itself.
    DeadLink,
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// A pattern that is none.
    Pattern,
    /// Outside the folder of the project, where nothing outside is to be read.
    Outside,
    /// A pattern that looks at more than [`search::MOST_NAMES`] names.
    ManyNames,
    /// A name that is no UTF-8, so that nobody can write it under `[files]`.
    Name,
    /// Packed content that is damaged, cut off, or none.
    Damaged,
    /// Packed with a window of so many bytes, which is too large.
    Window(u64),
    /// Packed with a dictionary that lies elsewhere.
    Dictionary,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Error for Refused {}

impl Refused {
    /// Finds the reason in an error.
    pub(crate) fn of(error: &io::Error) -> Option<Refused> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// Tells whether there is anything at a path. What cannot be looked at counts as being there, so
/// that reading it says why.
pub(crate) fn is_there(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => true,
        Err(error) => !matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidInput
        ),
    }
}

/// Reads a file whole, but nothing that is no file, and no more than the limit.
///
/// # Errors
/// A file that cannot be read, is none, or is too large.
pub fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    let file = open_regular(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    if size <= MOST_BYTES {
        file.take(MOST_BYTES.saturating_add(1)).read_to_end(&mut bytes)?;
    }
    let is_too_large = size.max(bytes.len() as u64) > MOST_BYTES;
    if is_too_large { Err(io::Error::other(Refused::TooLarge)) } else { Ok(bytes) }
}

/// Opens a file, through symbolic links, but nothing else: opening a pipe might wait for ever.
pub(crate) fn open_regular(path: &Path) -> io::Result<fs::File> {
    let about = look_at(path)?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        return Err(Refused::Special.into());
    }
    fs::File::open(path)
}

/// Looks at what a path leads to.
pub(crate) fn look_at(path: &Path) -> io::Result<fs::Metadata> {
    fs::metadata(path).map_err(|error| {
        let is_link = || fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        let is_dead = is_circle(&error) || (error.kind() == io::ErrorKind::NotFound && is_link());
        if is_dead { Refused::DeadLink.into() } else { error }
    })
}

/// Tells a link that leads to itself.
#[cfg(target_os = "linux")]
fn is_circle(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

#[cfg(not(target_os = "linux"))]
fn is_circle(_: &io::Error) -> bool {
    false
}

/// A file that is read whole has at most so many bytes.
pub(crate) const MOST_BYTES: u64 = 512 << 20;
