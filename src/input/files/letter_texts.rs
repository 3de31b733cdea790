//! The logo and the texts of one's own for the documents to hand in (Vordrucke): the files that
//! `[report]` names.

use super::decode::{self, Charset};
use super::reasons;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::input::faults::Faults;
use crate::input::files::access::Files;
use crate::model::Project;
use crate::source::{Loc, SourceId, SourceMap, Sourced};

/// The texts that may be one's own; a file of each name with the ending `.txt`.
pub const TEXTS: [&str; 2] = ["opening", "closing"];

/// What the files hold.
#[derive(Clone, Debug, Default)]
pub struct LetterTemplates {
    /// The media type and the bytes of the logo.
    pub logo: Option<(&'static str, Vec<u8>)>,
    /// The texts that were found, by their name.
    pub texts: Vec<(&'static str, SourceId)>,
}

/// A logo has at most so many bytes.
pub(crate) const MOST_LOGO: u64 = 4 << 20;
/// A text of one's own has at most so many bytes.
pub(crate) const MOST_TEXT: u64 = 64 << 10;

/// Reads the files.
///
/// # Errors
/// A logo that cannot be read or is no picture, texts that cannot be read, a folder without any.
pub fn letter_templates(
    files: &dyn Files,
    project: &Project,
    sources: &mut SourceMap,
) -> Result<LetterTemplates, Diagnostics> {
    let faults = Faults::default();
    let logo = project.letterhead.logo.as_ref().and_then(|path| logo(files, path, &faults));
    let mut texts = Vec::new();
    if let Some(folder) = &project.letterhead.texts {
        let path = |name: &str| format!("{}/{name}.txt", folder.value.trim_end_matches('/'));
        let there: Vec<&'static str> =
            TEXTS.into_iter().filter(|name| files.exists(&path(name))).collect();
        if there.is_empty() {
            let known = TEXTS.map(|name| format!("`{name}.txt`")).join(", ");
            faults.push(Diagnostic::at(
                Fault::NoTexts { folder: folder.value.clone(), known },
                folder.loc,
            ));
        }
        for name in there {
            let path = path(name);
            if is_small(files, &path, MOST_TEXT, folder.loc, &faults) {
                let source = decode::open(files, &path, Charset::Unicode, sources, &faults);
                texts.extend(source.map(|source| (name, source)));
            }
        }
    }
    let diagnostics = faults.into_inner();
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(LetterTemplates { logo, texts }) }
}

/// Reads the logo.
fn logo(
    files: &dyn Files,
    logo: &Sourced<String>,
    faults: &Faults,
) -> Option<(&'static str, Vec<u8>)> {
    let Sourced { value: path, loc } = logo;
    if !is_small(files, path, MOST_LOGO, *loc, faults) {
        return None;
    }
    let bytes = files
        .read(path)
        .map_err(|error| faults.at(reasons::unreadable(path, &error), *loc))
        .ok()?;
    let media_type = media_type(&bytes);
    if media_type.is_none() {
        faults.at(Fault::NoPicture { file: path.clone() }, *loc);
    }
    media_type.map(|media_type| (media_type, bytes))
}

/// Makes sure that a file can be opened and is not too large.
fn is_small(files: &dyn Files, path: &str, most: u64, loc: Loc, faults: &Faults) -> bool {
    let limit = || {
        if most >= 1 << 20 { format!("{} MiB", most >> 20) } else { format!("{} KiB", most >> 10) }
    };
    let fault = match files.size(path) {
        Ok(size) if size <= most => return true,
        Ok(_) => Fault::StationeryTooLarge { file: path.to_owned(), limit: limit() },
        Err(error) => reasons::unreadable(path, &error),
    };
    faults.at(fault, loc);
    false
}

/// Tells a picture by its first bytes.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        _ => {
            let text = str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
            let is_svg =
                text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
            is_svg.then_some("image/svg+xml")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_by_its_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n"), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"\n<svg xmlns=''/>"), Some("image/svg+xml"));
        assert_eq!(media_type(b"<?xml version='1.0'?><svg/>"), Some("image/svg+xml"));
        assert_eq!(media_type(b"<html><svg/></html>"), None);
        assert_eq!(media_type(b"GIF89a"), None);
    }
}
