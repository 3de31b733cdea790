//! The logo and the texts of one's own for the documents to hand in (Vordrucke): the files that `[report]` names.

use super::decode::{self, Charset};
use super::faults::Faults;
use super::files::Files;
use super::reasons;
use crate::diag::{Diagnostic, Diagnostics, Fault};
use crate::model::Project;
use crate::source::{SourceId, SourceMap};

/// The texts that may be one's own; a file of each name with the ending `.txt`.
pub const TEXTS: [&str; 2] = ["opening", "closing"];

/// What the files hold.
#[derive(Clone, Debug, Default)]
pub struct Stationery {
    /// The media type and the bytes of the logo.
    pub logo: Option<(&'static str, Vec<u8>)>,
    /// The texts that were found, by their name.
    pub texts: Vec<(&'static str, SourceId)>,
}

/// Reads the files.
///
/// # Errors
/// A logo that cannot be read or is no picture, texts that cannot be read, a folder without any.
pub fn stationery(
    files: &dyn Files,
    project: &Project,
    sources: &mut SourceMap,
) -> Result<Stationery, Diagnostics> {
    let faults = Faults::default();
    let logo = project.letterhead.logo.as_ref().and_then(|logo| {
        let bytes = match files.read(&logo.value) {
            Ok(bytes) => bytes,
            Err(error) => {
                faults.at(reasons::unreadable(&logo.value, &error), logo.loc);
                return None;
            }
        };
        let media_type = media_type(&bytes);
        if media_type.is_none() {
            faults.at(Fault::NoPicture { file: logo.value.clone() }, logo.loc);
        }
        media_type.map(|media_type| (media_type, bytes))
    });
    let mut texts = Vec::new();
    if let Some(folder) = &project.letterhead.texts {
        for name in TEXTS {
            let path = format!("{}/{name}.txt", folder.value.trim_end_matches('/'));
            if files.exists(&path) {
                let source = decode::open(files, &path, Charset::Unicode, sources, &faults);
                texts.extend(source.map(|source| (name, source)));
            }
        }
        if texts.is_empty() {
            let known = TEXTS.map(|name| format!("`{name}.txt`")).join(", ");
            faults.push(Diagnostic::at(Fault::NoTexts { folder: folder.value.clone(), known }, folder.loc));
        }
    }
    let diagnostics = faults.into_inner();
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(Stationery { logo, texts }) }
}

/// Tells a picture by its first bytes.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        _ => {
            let text = str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
            let is_svg = text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
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
