//! Which files a pattern under `[files]` means. Nothing that matches is passed over: what cannot be
//! looked at, and names that are no text, are told.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::system::{Refused, is_there, look_at};

/// A pattern looks at no more names than this.
pub(crate) const MOST_NAMES: usize = 1_000_000;

/// What a pattern found.
#[derive(Debug, Default)]
pub struct Matches {
    /// Files, or what stands in the place of one, relative to the project folder and sorted.
    pub paths: Vec<String>,
    /// What may match and cannot be looked at, with the reason.
    pub unread: Vec<(String, io::Error)>,
}

/// A `*` stays within a folder, and names are taken as they are written on every system.
const OPTIONS: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// Reads a pattern.
fn read(pattern: &str) -> io::Result<glob::Pattern> {
    glob::Pattern::new(pattern).map_err(|_| Refused::Pattern.into())
}

/// Tells whether a name has signs with a meaning in patterns.
pub(crate) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '['])
}

/// Lists the paths among some that match.
pub(crate) fn among<'p>(
    paths: impl Iterator<Item = &'p String>,
    pattern: &str,
) -> io::Result<Matches> {
    let pattern = read(pattern)?;
    let paths = paths.filter(|path| pattern.matches_with(path, OPTIONS)).cloned().collect();
    Ok(Matches { paths, unread: Vec::new() })
}

/// Lists the files below a folder that match. A folder that several links lead to is searched once,
/// so that the search ends where links go round in circles.
pub(crate) fn find(root: &Path, pattern: &str) -> io::Result<Matches> {
    read(pattern)?;
    let parts = pattern
        .split('/')
        .filter(|part| !part.is_empty())
        .map(part)
        .collect::<io::Result<Vec<_>>>()?;
    let start = if pattern.starts_with('/') { PathBuf::from("/") } else { root.to_owned() };
    let mut search =
        Search { parts, seen: BTreeSet::new(), looked_at: 0, found: Matches::default() };
    let name = if pattern.starts_with('/') { "/" } else { "" };
    search.folder(&start, name, 0)?;
    let Matches { mut paths, mut unread } = search.found;
    paths.sort();
    paths.dedup();
    unread.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(Matches { paths, unread })
}

/// A part of a pattern, between slashes.
enum Part {
    /// `**`: any number of folders.
    Folders,
    /// A name as it is written.
    Name(String),
    /// Names of a form.
    Names(glob::Pattern),
}

fn part(text: &str) -> io::Result<Part> {
    Ok(match text {
        "**" => Part::Folders,
        name if is_pattern(name) => Part::Names(read(name)?),
        name => Part::Name(name.to_owned()),
    })
}

/// What a name in a folder is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Folder,
    /// A file, or what stands in the place of one.
    File,
    /// A symbolic link; those come last, so that a file is found under its own name first.
    Link,
}

/// A search that is going on.
struct Search {
    parts: Vec<Part>,
    /// The folders that were searched, each with the part that was searched for.
    seen: BTreeSet<(usize, PathBuf)>,
    looked_at: usize,
    found: Matches,
}

impl Search {
    /// Searches a folder for the parts from one on. `name` is what the folder is called in the
    /// result, with a slash behind.
    fn folder(&mut self, folder: &Path, name: &str, at: usize) -> io::Result<()> {
        let Some(part) = self.parts.get(at) else { return Ok(()) };
        let is_last = at + 1 == self.parts.len();
        if let Part::Name(next) = part {
            let (path, name) = (folder.join(next), format!("{name}{next}"));
            if !is_last {
                return self.enter(&path, &name, at + 1);
            }
            self.found.paths.extend(is_there(&path).then_some(name));
            return Ok(());
        }
        let own = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if !self.seen.insert((at, own)) {
            return Ok(());
        }
        if matches!(part, Part::Folders) && !is_last {
            self.folder(folder, name, at + 1)?;
        }
        for (kind, entry) in self.entries(folder, name)? {
            let (path, shown) = (folder.join(&entry), entry.to_string_lossy());
            let inner = format!("{name}{shown}");
            let is_folders = matches!(self.parts[at], Part::Folders);
            if !self.fits(at, &shown) {
                continue;
            }
            if entry.to_str().is_none() && (is_last || kind != Kind::File) {
                self.found.unread.push((inner, Refused::Name.into()));
            } else if is_folders {
                self.below(&path, inner, kind, at)?;
            } else if !is_last && kind != Kind::File {
                self.enter(&path, &inner, at + 1)?;
            } else if is_last && (!is_folder(&path, kind) || has_ending(&shown, &self.parts[at])) {
                self.found.paths.push(inner);
            }
        }
        Ok(())
    }

    /// Goes on below a `**`; where nothing follows, it stands for the files, too.
    fn below(&mut self, path: &Path, name: String, kind: Kind, at: usize) -> io::Result<()> {
        let is_last = at + 1 == self.parts.len();
        match kind {
            Kind::File if is_last => self.found.paths.push(name),
            Kind::File => {}
            Kind::Folder => self.enter(path, &name, at)?,
            Kind::Link => match look_at(path) {
                Ok(about) if about.is_dir() => self.enter(path, &name, at)?,
                Ok(_) if !is_last => {}
                Ok(_) => self.found.paths.push(name),
                // It may be a folder with files that match.
                Err(reason) => self.found.unread.push((name, reason)),
            },
        }
        Ok(())
    }

    /// Searches a folder, if it is one.
    fn enter(&mut self, path: &Path, name: &str, at: usize) -> io::Result<()> {
        match look_at(path) {
            Ok(about) if about.is_dir() => self.folder(path, &format!("{name}/"), at),
            Ok(_) => Ok(()),
            Err(reason) if is_missing(&reason) => Ok(()),
            Err(reason) => {
                self.found.unread.push((name.to_owned(), reason));
                Ok(())
            }
        }
    }

    /// Tells whether a name fits a part; hidden ones only fit where the part says so.
    fn fits(&self, at: usize, name: &str) -> bool {
        match &self.parts[at] {
            Part::Folders => !name.starts_with('.'),
            Part::Name(own) => own == name,
            Part::Names(pattern) => pattern.matches_with(name, OPTIONS),
        }
    }

    /// Lists the names in a folder in their order, links last.
    fn entries(
        &mut self,
        folder: &Path,
        name: &str,
    ) -> io::Result<Vec<(Kind, std::ffi::OsString)>> {
        let mut names = Vec::new();
        let listed = fs::read_dir(folder).and_then(|entries| {
            for entry in entries {
                let entry = entry?;
                self.looked_at += 1;
                if self.looked_at > MOST_NAMES {
                    return Err(Refused::ManyNames.into());
                }
                let kind = match entry.file_type()? {
                    kind if kind.is_symlink() => Kind::Link,
                    kind if kind.is_dir() => Kind::Folder,
                    _ => Kind::File,
                };
                names.push((kind, entry.file_name()));
            }
            Ok(())
        });
        match listed {
            Ok(()) => {}
            Err(reason) if Refused::of(&reason).is_some() => return Err(reason),
            Err(reason) => {
                let name = name.trim_end_matches('/');
                self.found
                    .unread
                    .push((if name.is_empty() { "." } else { name }.to_owned(), reason));
            }
        }
        names.sort_by(|(one, own), (other, name)| {
            (*one == Kind::Link, own).cmp(&(*other == Kind::Link, name))
        });
        Ok(names)
    }
}

/// Tells a folder, or a link to one.
fn is_folder(path: &Path, kind: Kind) -> bool {
    kind == Kind::Folder || (kind == Kind::Link && path.is_dir())
}

fn is_missing(reason: &io::Error) -> bool {
    matches!(reason.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Tells a folder that has the ending a pattern asks for, such as `.csv`: it stands in the place of
/// a file.
fn has_ending(name: &str, part: &Part) -> bool {
    let ending = |text: &str| {
        Path::new(text).extension().and_then(|ending| ending.to_str().map(str::to_owned))
    };
    match part {
        Part::Names(pattern) => {
            ending(pattern.as_str()).is_some_and(|own| ending(name) == Some(own))
        }
        Part::Name(_) | Part::Folders => false,
    }
}
