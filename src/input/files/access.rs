//! Where files come from: a folder on disk, or memory.
//!
//! Rules: rules.md#files-there.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::search::{self, Matches};
use super::system::{Refused, is_there, open_regular, read_whole};

/// Where files come from. Paths are relative to the project folder and use `/`.
pub trait Files: Sync {
    /// Reads a whole file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
    /// Opens a file to be read once, from its start to its end.
    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>>;
    /// Returns how many bytes a file has, or why it cannot be opened.
    fn size(&self, path: &str) -> io::Result<u64>;
    /// Tells whether there is anything of this name: what cannot be read is there all the same.
    fn exists(&self, path: &str) -> bool;
    /// Tells which file a path leads to.
    fn identity(&self, path: &str) -> Identity;
    /// Lists what matches a glob pattern, sorted.
    fn matches(&self, pattern: &str) -> io::Result<Matches>;
}

/// Which file a path leads to, through links and over other folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The same for every path to one file.
    pub file: FileId,
    /// Whether the path is the file's own, without a link or a way round.
    pub is_direct: bool,
}

/// What tells a file from every other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileId {
    /// Its own path.
    Path(PathBuf),
    /// The device and the number on it, of a file with several names (hard links).
    Node(u64, u64),
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> io::Error {
        io::Error::other(refused)
    }
}

/// The path that means standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

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

    fn size(&self, path: &str) -> io::Result<u64> {
        open_regular(&self.root.join(path))?.metadata().map(|about| about.len())
    }

    fn exists(&self, path: &str) -> bool {
        is_there(&self.root.join(path))
    }

    fn identity(&self, path: &str) -> Identity {
        let named = self.root.join(path);
        let Ok(own) = named.canonicalize() else {
            return Identity { file: FileId::Path(named), is_direct: false };
        };
        let is_relative = !Path::new(path).is_absolute();
        let is_direct =
            is_relative && self.root.canonicalize().is_ok_and(|root| root.join(path) == own);
        Identity { file: node(&own).unwrap_or(FileId::Path(own)), is_direct }
    }

    fn matches(&self, pattern: &str) -> io::Result<Matches> {
        search::find(&self.root, pattern)
    }
}

/// Returns device and number of a file that has several names.
#[cfg(unix)]
fn node(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;
    let about = fs::metadata(path).ok()?;
    (about.nlink() > 1).then(|| FileId::Node(about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn node(_: &Path) -> Option<FileId> {
    None
}

impl Files for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn io::Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        self.0
            .get(path)
            .map(|bytes| bytes.len() as u64)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn exists(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    fn identity(&self, path: &str) -> Identity {
        Identity { file: FileId::Path(PathBuf::from(shortest(path))), is_direct: true }
    }

    fn matches(&self, pattern: &str) -> io::Result<Matches> {
        search::among(self.0.keys(), pattern)
    }
}

/// Writes a path without empty parts and `.`, with `/`.
pub(crate) fn plain(path: &str) -> String {
    let root = if path.starts_with('/') { "/" } else { "" };
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    format!("{root}{}", parts.collect::<Vec<_>>().join("/"))
}

/// Writes a path in its shortest form: also without `..` behind a name.
pub(crate) fn shortest(path: &str) -> String {
    let path = plain(path);
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match parts.last() {
            Some(last) if part == ".." && !matches!(*last, "" | "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Tells a path that leads out of the project folder.
pub(crate) fn is_outside(path: &str) -> bool {
    let short = shortest(path);
    Path::new(&short).has_root()
        || Path::new(&short).is_absolute()
        || short.split('/').next() == Some("..")
}

/// The files of a project without those outside its folder: nothing that is asked for by others
/// leads out of it.
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
        let leads_out =
            |part: Component<'_>| !matches!(part, Component::Normal(_) | Component::CurDir);
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

    fn size(&self, path: &str) -> io::Result<u64> {
        self.files.size(Fence::within(path)?)
    }

    fn exists(&self, path: &str) -> bool {
        Fence::within(path).is_ok_and(|path| self.files.exists(path))
    }

    fn identity(&self, path: &str) -> Identity {
        match Fence::within(path) {
            Ok(path) => self.files.identity(path),
            Err(_) => Identity { file: FileId::Path(PathBuf::from(path)), is_direct: false },
        }
    }

    fn matches(&self, pattern: &str) -> io::Result<Matches> {
        self.files.matches(Fence::within(pattern)?)
    }
}

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
            assert_eq!(
                Refused::of(&fence.read(name).unwrap_err()),
                Some(Refused::Outside),
                "{name}"
            );
            assert!(
                fence.open(name).is_err()
                    && fence.matches(name).is_err()
                    && fence.size(name).is_err()
            );
        }
    }

    #[test]
    fn disk_and_memory_find_the_same_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("pro[j]ekt");
        std::fs::create_dir_all(root.join("usage/old")).unwrap();
        let mut memory = Memory::default();
        for path in
            ["usage/b.csv", "usage/a.csv", "usage/.hidden.csv", "usage/old/c.csv", "usage/x.txt"]
        {
            std::fs::write(root.join(path), path).unwrap();
            memory.0.insert(path.to_owned(), path.into());
        }
        let disk = Disk { root };
        for files in [&disk as &dyn Files, &memory] {
            let paths = |pattern| files.matches(pattern).unwrap().paths;
            assert_eq!(paths("usage/*.csv"), ["usage/a.csv", "usage/b.csv"]);
            assert_eq!(paths("**/*.csv"), ["usage/a.csv", "usage/b.csv", "usage/old/c.csv"]);
            assert_eq!(paths("*/ol[ad]/c.csv"), ["usage/old/c.csv"]);
            assert_eq!(paths("usage/.*"), ["usage/.hidden.csv"]);
            assert_eq!(paths("none/*"), Vec::<String>::new());
            assert!(files.matches("usage/[").is_err());
            assert_eq!(files.read("usage/a.csv").unwrap(), b"usage/a.csv");
            assert!(files.exists("usage/a.csv") && !files.exists("no.csv"));
            assert!(files.read("no.csv").is_err());
        }
    }
}
