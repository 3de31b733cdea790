//! The bytes of a file as text: UTF-8, else only the encoding that the layout names or a byte order
//! mark tells.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::reasons;
use crate::diag::{Diagnostic, Fault};
use crate::input::Files;
use crate::input::faults::Faults;
use crate::source::{SourceId, SourceMap, hex};
use crate::text::Text;

/// How a file may be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// UTF-8 and nothing else: umlage.toml.
    Utf8Only,
    /// UTF-8, or UTF-16 with a byte order mark.
    Unicode,
    /// Unicode, or else this encoding.
    Named(&'static Encoding),
}

/// The encodings that a layout may name.
pub(crate) const CHARSETS: [(&str, Charset); 3] = [
    ("utf-8", Charset::Unicode),
    ("windows-1252", Charset::Named(WINDOWS_1252)),
    ("iso-8859-15", Charset::Named(ISO_8859_15)),
];

/// Bytes as text.
pub(crate) struct Decoded<'b> {
    pub(crate) text: Cow<'b, str>,
    /// The encoding they were read in.
    pub(crate) encoding: &'static Encoding,
    /// Whether a byte order mark stood before them.
    pub(crate) mark: bool,
    /// Whether they hold characters beyond ASCII.
    beyond_ascii: bool,
}

/// Why bytes are not text.
pub(crate) enum Undecodable<'b> {
    /// UTF-16 without a mark, or damaged.
    Utf16(Text),
    /// Not UTF-8: the good bytes before, the first bad ones, and all without a mark.
    NotUtf8 { at: usize, bad: &'b [u8], content: &'b [u8] },
}

/// Reads bytes strictly: UTF-8 first, then a byte order mark of UTF-16, then what is named.
pub(crate) fn decode(bytes: &[u8], charset: Charset) -> Result<Decoded<'_>, Undecodable<'_>> {
    if let Some(encoding) = utf16(bytes) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(
            bytes.get(2..).unwrap_or_default(),
        );
        return match text {
            Some(text) if charset != Charset::Utf8Only => {
                Ok(Decoded { text, encoding, mark: true, beyond_ascii: true })
            }
            Some(_) => Err(Undecodable::Utf16(Text::new(
                "hier ist UTF-8 verlangt",
                "UTF-8 is needed here",
            ))),
            None => Err(Undecodable::Utf16(Text::new("beschädigt", "damaged"))),
        };
    }
    if looks_like_utf16(bytes) {
        let why = Text::new("ohne Bytereihenfolge-Marke (BOM)", "without a byte order mark");
        return Err(Undecodable::Utf16(why));
    }
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mark = content.len() < bytes.len();
    let beyond_ascii = !content.is_ascii();
    match (std::str::from_utf8(content), charset) {
        (Ok(text), _) => {
            Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8, mark, beyond_ascii })
        }
        (Err(_), Charset::Named(encoding)) if !mark => {
            let (text, _) = encoding.decode_without_bom_handling(content);
            Ok(Decoded { text, encoding, mark, beyond_ascii })
        }
        (Err(fault), _) => {
            let at = fault.valid_up_to();
            let bad = &content[at..content.len().min(at + fault.error_len().unwrap_or(3))];
            Err(Undecodable::NotUtf8 { at, bad, content })
        }
    }
}

/// Tells UTF-16 by its byte order mark.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Tells UTF-16 without a mark by the zero bytes of Latin letters.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [a, b, c, d, ..] => {
            (*a == 0) == (*c == 0) && (*b == 0) == (*d == 0) && (*a == 0) != (*b == 0)
        }
        _ => false,
    }
}

/// The encoding of old German files, where none is named and the bytes are not UTF-8: for a
/// suggestion only.
pub(crate) const WESTERN: Charset = Charset::Named(WINDOWS_1252);

/// Reads the bytes of a file.
pub(crate) fn bytes(files: &dyn Files, path: &str, faults: &Faults) -> Option<Vec<u8>> {
    match files.read(path) {
        Ok(bytes) => Some(bytes),
        Err(reason) => {
            faults.push(Diagnostic::new(reasons::unreadable(path, &reason)));
            None
        }
    }
}

/// Reads a file as text and takes it into the map of sources.
pub(crate) fn open(
    files: &dyn Files,
    path: &str,
    charset: Charset,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<SourceId> {
    take(&bytes(files, path, faults)?, path, charset, sources, faults)
}

/// Takes bytes into the map of sources as text, with a note where they are not UTF-8.
pub(crate) fn take(
    bytes: &[u8],
    path: &str,
    charset: Charset,
    sources: &mut SourceMap,
    faults: &Faults,
) -> Option<SourceId> {
    let file = path.to_owned();
    if !is_text(bytes, path, faults) {
        return None;
    }
    match decode(bytes, charset) {
        Ok(Decoded { text, encoding, beyond_ascii, .. }) => {
            let expected = match charset {
                Charset::Named(named) => named,
                Charset::Utf8Only | Charset::Unicode => UTF_8,
            };
            if beyond_ascii && (encoding != UTF_8 || expected != UTF_8) {
                faults.push(Diagnostic::new(Fault::Decoded {
                    file,
                    encoding: name(encoding).to_owned(),
                }));
            }
            Some(sources.add(path, text.into_owned(), bytes))
        }
        Err(Undecodable::Utf16(why)) => {
            faults.push(Diagnostic::new(Fault::Utf16 { file, why }));
            None
        }
        Err(Undecodable::NotUtf8 { at, bad, content }) => {
            let source = sources.add(path, String::from_utf8_lossy(content).into_owned(), bytes);
            let loc = sources.loc(source, at..at + '\u{fffd}'.len_utf8());
            let fault = Diagnostic::at(Fault::NotUtf8 { file, bytes: hex(bad) }, loc);
            faults.push(match charset {
                Charset::Utf8Only => fault,
                Charset::Unicode | Charset::Named(_) => fault.note(
                    "eine Datei in Windows-1252 braucht unter `[files]` ein `encoding \
                        = \"windows-1252\"`",
                    "a file in Windows-1252 needs `encoding = \"windows-1252\"` under `[files]`",
                ),
            });
            None
        }
    }
}

/// Tells files of other programs by their first bytes, and reports them.
pub(crate) fn is_text(bytes: &[u8], path: &str, faults: &Faults) -> bool {
    let what = no_text(bytes);
    if let Some(what) = &what {
        faults.push(Diagnostic::new(Fault::NotText {
            file: path.to_owned(),
            what: what.clone(),
            how: readable(path),
        }));
    }
    what.is_none()
}

/// Says how a file that is no text can be read, or looked into.
fn readable(path: &str) -> Text {
    let ends_with =
        |endings: &[&str]| endings.iter().any(|ending| path.to_lowercase().ends_with(ending));
    if ends_with(&[".xlsx", ".xlsm", ".ods"]) {
        return Text::new(
            "zum Ansehen als CSV speichern; unter `[files]` eingetragen, wird die Datei gelesen, \
                wie sie ist: `umlage check` \
             zeigt, was darin steht",
            "to look into it, save it as CSV; named under `[files]`, the file is read as it is: \
                `umlage check` shows what is in \
             it",
        );
    }
    if ends_with(&[".gz", ".zst"]) {
        return Text::new(
            "entpacken; gepackt gelesen wird nur die Nutzung, und sie nur ohne `header`, `set`, \
                `where`, `party.ags`, \
             `encoding` und `format = \"genesis\"`",
            "unpack it; packed files are read of usage alone, without `header`, `set`, `where`, \
                `party.ags`, `encoding` and \
             `format = \"genesis\"`",
        );
    }
    Text::new(
        "entpacken oder der Datei ihre wahre Endung geben: gelesen werden Arbeitsmappen als \
            .xlsx, .xlsm und .ods, gepackte \
         Nutzungsdaten als .csv.gz und .csv.zst",
        "unpack it, or give it its true ending: workbooks are read as .xlsx, .xlsm and .ods, \
            packed usage as .csv.gz and \
         .csv.zst",
    )
}

/// Says what a file is that is no text.
fn no_text(bytes: &[u8]) -> Option<Text> {
    let (de, en) = match bytes {
        [b'P', b'K', 3, 4, ..] => {
            ("ein ZIP-Archiv oder eine Arbeitsmappe", "a ZIP archive or a workbook")
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            ("eine Arbeitsmappe im alten Format .xls", "a workbook in the old format .xls")
        }
        [0x1f, 0x8b, ..] => ("mit gzip gepackt", "packed by gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => ("mit Zstandard gepackt", "packed by Zstandard"),
        [b'%', b'P', b'D', b'F', b'-', ..] => ("ein PDF-Dokument", "a PDF document"),
        _ => return None,
    };
    Some(Text::new(de, en))
}

/// Names an encoding as people do.
pub(crate) fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1252" => "Windows-1252",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], charset: Charset) -> Result<(String, &'static str), &'static str> {
        match decode(bytes, charset) {
            Ok(decoded) => Ok((decoded.text.into_owned(), name(decoded.encoding))),
            Err(Undecodable::Utf16(_)) => Err("E106"),
            Err(Undecodable::NotUtf8 { .. }) => Err("E105"),
        }
    }

    #[test]
    fn utf_8_comes_first_and_nothing_is_guessed() {
        let (western, euro) = (Charset::Named(WINDOWS_1252), Charset::Named(ISO_8859_15));
        let good = |text: &str, encoding| Ok((text.to_owned(), encoding));
        assert_eq!(read("ä€".as_bytes(), western), good("ä€", "UTF-8"));
        assert_eq!(read(b"\xe4\x80", western), good("ä€", "Windows-1252"));
        assert_eq!(read(b"\xe4\xa4", euro), good("ä€", "ISO-8859-15"));
        assert_eq!(read(b"\xe4\x80", Charset::Unicode), Err("E105"));
        assert_eq!(read(b"\xef\xbb\xbfa\xe4", western), Err("E105"));
        assert_eq!(read(b"\xff\xfea\0\xac\x20", Charset::Unicode), good("a€", "UTF-16LE"));
        assert_eq!(read(b"\xfe\xff\0a\x20\xac", Charset::Unicode), good("a€", "UTF-16BE"));
        assert_eq!(read(b"\xff\xfea\0\xac\x20", Charset::Utf8Only), Err("E106"));
        assert_eq!(read(b"\xff\xfea", Charset::Unicode), Err("E106"));
        assert_eq!(read(b"\xff\xfe\0\xd8a\0", Charset::Unicode), Err("E106"));
        assert_eq!(read(b"a\0b\0", western), Err("E106"));
    }
}
