//! Where files come from: a folder on disk, or memory.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Where files come from. Paths are relative to the project folder and use `/`.
pub trait Files: Sync {
    /// Reads a whole file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
    /// Opens a file to be read once, from its start to its end.
    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>>;
    /// Returns how many bytes a file has; what is no file on disk has more than any.
    fn size(&self, path: &str) -> u64;
    /// Tells whether there is such a file.
    fn exists(&self, path: &str) -> bool;
    /// Lists the files that match a glob pattern, sorted.
    fn matches(&self, pattern: &str) -> io::Result<Vec<String>>;
}

/// A file that is read whole has at most so many bytes.
pub(super) const MOST_BYTES: u64 = 512 << 20;

/// Why a path is not read, where the system itself sees nothing wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
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
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Error for Refused {}

impl Refused {
    /// Finds the reason in an error.
    pub(super) fn of(error: &io::Error) -> Option<Refused> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// The path that means standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// A folder on disk.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The project folder.
    pub root: PathBuf,
}

/// Files in memory, for tests and templates.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Files for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        read_whole(&self.root.join(path))
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>> {
        match path {
            STANDARD_INPUT => Ok(Box::new(io::stdin())),
            path => Ok(Box::new(open_regular(&self.root.join(path))?)),
        }
    }

    fn size(&self, path: &str) -> u64 {
        let about = std::fs::metadata(self.root.join(path));
        about.ok().filter(std::fs::Metadata::is_file).map_or(u64::MAX, |about| about.len())
    }

    fn exists(&self, path: &str) -> bool {
        path == STANDARD_INPUT || self.root.join(path).is_file()
    }

    fn matches(&self, pattern: &str) -> io::Result<Vec<String>> {
        let root = self.root.to_string_lossy();
        let full = Path::new(&glob::Pattern::escape(&root)).join(pattern);
        let mut found = Vec::new();
        for path in
            glob::glob_with(&full.to_string_lossy(), GLOB).map_err(|_| io::Error::other(Refused::Pattern))?
        {
            let path = path.map_err(io::Error::from)?;
            if path.is_file() {
                let relative = path.strip_prefix(&self.root).unwrap_or(&path);
                found.push(relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
            }
        }
        found.sort();
        Ok(found)
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    fn size(&self, path: &str) -> u64 {
        self.0.get(path).map_or(u64::MAX, |bytes| bytes.len() as u64)
    }

    fn exists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    fn matches(&self, pattern: &str) -> io::Result<Vec<String>> {
        let pattern = glob::Pattern::new(pattern).map_err(|_| io::Error::other(Refused::Pattern))?;
        Ok(self.0.keys().filter(|path| pattern.matches_with(path, GLOB)).cloned().collect())
    }
}

/// The files of a project without those outside its folder: nothing that is asked for by others leads out of it.
pub struct Fence<'f> {
    files: &'f dyn Files,
}

impl<'f> Fence<'f> {
    /// Keeps within the folder.
    pub fn around(files: &'f dyn Files) -> Fence<'f> {
        Fence { files }
    }

    fn within(path: &str) -> io::Result<&str> {
        use std::path::Component;
        let leads_out = |part: Component<'_>| !matches!(part, Component::Normal(_) | Component::CurDir);
        let is_outside = path == STANDARD_INPUT || Path::new(path).components().any(leads_out);
        if is_outside { Err(io::Error::other(Refused::Outside)) } else { Ok(path) }
    }
}

impl Files for Fence<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(Fence::within(path)?)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>> {
        self.files.open(Fence::within(path)?)
    }

    fn size(&self, path: &str) -> u64 {
        Fence::within(path).map_or(u64::MAX, |path| self.files.size(path))
    }

    fn exists(&self, path: &str) -> bool {
        Fence::within(path).is_ok_and(|path| self.files.exists(path))
    }

    fn matches(&self, pattern: &str) -> io::Result<Vec<String>> {
        self.files.matches(Fence::within(pattern)?)
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
pub(super) fn open_regular(path: &Path) -> io::Result<fs::File> {
    let about = fs::metadata(path).map_err(|error| {
        let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        if is_link { io::Error::other(Refused::DeadLink) } else { error }
    })?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        return Err(io::Error::other(Refused::Special));
    }
    fs::File::open(path)
}

/// A `*` stays within a folder, and names are taken as they are written on every system.
const GLOB: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_lets_nothing_out() {
        let names = ["a.csv", "usage/a.csv", "../a.csv", "usage/../../a.csv", "/etc/passwd", "-"];
        let memory = Memory(names.iter().map(|name| ((*name).to_owned(), b"x".to_vec())).collect());
        let fence = Fence::around(&memory);
        let seen = names.iter().filter(|name| fence.exists(name)).copied().collect::<Vec<_>>();
        assert_eq!(seen, ["a.csv", "usage/a.csv"]);
        for name in &names[2..] {
            assert_eq!(Refused::of(&fence.read(name).unwrap_err()), Some(Refused::Outside), "{name}");
            assert!(
                fence.open(name).is_err() && fence.matches(name).is_err() && fence.size(name) == u64::MAX
            );
        }
    }

    #[test]
    fn disk_and_memory_find_the_same_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("pro[j]ekt");
        std::fs::create_dir_all(root.join("usage/old")).unwrap();
        let mut memory = Memory::default();
        for path in ["usage/b.csv", "usage/a.csv", "usage/.hidden.csv", "usage/old/c.csv", "usage/x.txt"] {
            std::fs::write(root.join(path), path).unwrap();
            memory.0.insert(path.to_owned(), path.into());
        }
        let disk = Disk { root };
        for files in [&disk as &dyn Files, &memory] {
            assert_eq!(files.matches("usage/*.csv").unwrap(), ["usage/a.csv", "usage/b.csv"]);
            assert_eq!(files.matches("none/*").unwrap(), Vec::<String>::new());
            assert!(files.matches("usage/[").is_err());
            assert_eq!(files.read("usage/a.csv").unwrap(), b"usage/a.csv");
            assert!(files.exists("usage/a.csv") && !files.exists("usage") && !files.exists("no.csv"));
            assert!(files.read("no.csv").is_err());
        }
    }
}
