//! What is checked before a workbook is read: how large it becomes, and that it defines no
//! entities.

use std::io::{BufReader, Cursor, Read};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::limits::{MOST_PACKED, MOST_PARTS, MOST_RATIO, MOST_SHARED, MOST_UNPACKED, SMALL_PART};
use super::refused::{beyond, damaged, unreadable};
use crate::diag::Checked;
use crate::text::Text;

/// How a compound file begins: an old or a password-protected workbook.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How the entry of a part in the directory of an archive begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Checks a workbook before anything is made of it.
pub(crate) fn check(file: &str, bytes: &[u8]) -> Checked<()> {
    if bytes.starts_with(COMPOUND) {
        return Err(unreadable(
            file,
            Text::new(
                "sie ist mit einem Kennwort geschützt oder im alten Format .xls",
                "it is protected by a password or in the old format .xls",
            ),
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Err(unreadable(
            file,
            Text::new("der Inhalt ist keine Arbeitsmappe", "the content is not a workbook"),
        ));
    }
    if bytes.len() > MOST_PACKED {
        let limit = MOST_PACKED >> 20;
        return Err(beyond(file, format!("mehr als {limit} MB"), format!("more than {limit} MB")));
    }
    let parts =
        bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).take(MOST_PARTS + 1).count();
    if parts > MOST_PARTS {
        return Err(beyond(
            file,
            format!("mehr als {MOST_PARTS} Teile"),
            format!("more than {MOST_PARTS} parts"),
        ));
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|reason| damaged(file, reason))?;
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        left = left
            .checked_sub(part(file, &mut archive, index, left)?)
            .ok_or_else(|| too_large(file))?;
    }
    Ok(())
}

fn too_large(file: &str) -> Box<crate::diag::Diagnostic> {
    let limit = MOST_UNPACKED >> 20;
    beyond(
        file,
        format!("entpackt mehr als {limit} MB; womöglich eine Zip-Bombe"),
        format!("more than {limit} MB unpacked; perhaps a zip bomb"),
    )
}

/// Unpacks a part without keeping it, and returns its true size.
fn part(
    file: &str,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
) -> Checked<u64> {
    let raw = archive.by_index_raw(index).map_err(|reason| damaged(file, reason))?;
    let name = raw.name().map_err(|reason| damaged(file, reason))?.to_ascii_lowercase();
    let packed = raw.compressed_size();
    if raw.encrypted() {
        return Err(locked(file));
    }
    drop(raw);
    let entry = archive.by_index(index).map_err(|reason| damaged(file, reason))?;
    let limit = left.min(packed.saturating_mul(MOST_RATIO).max(SMALL_PART));
    let mut content = BufReader::new(Counted { inner: entry, read: 0, limit });
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    let texts = if is_xml { prolog(file, &mut content) } else { Ok(None) };
    let drained = std::io::copy(&mut content, &mut std::io::sink());
    let size = content.get_ref().read;
    if size > left {
        return Err(too_large(file));
    }
    if size > limit {
        return Err(beyond(
            file,
            format!(
                "ein Teil ist über {MOST_RATIO}-mal so groß wie verpackt; womöglich eine Zip-Bombe"
            ),
            format!(
                "a part is more than {MOST_RATIO} times as large as packed; perhaps a zip bomb"
            ),
        ));
    }
    drained.map_err(|reason| damaged(file, reason))?;
    let texts = texts?;
    if name.ends_with("sharedstrings.xml") {
        shared(file, size, texts)?;
    }
    Ok(size)
}

/// Checks the part with the texts that cells share: its size, and that it does not claim more texts
/// than it has bytes, for which calamine would make room.
fn shared(file: &str, size: u64, texts: Option<u64>) -> Checked<()> {
    if size > MOST_SHARED {
        let limit = MOST_SHARED >> 20;
        return Err(beyond(
            file,
            format!("die Texte der Zellen sind größer als {limit} MB"),
            format!("the texts of the cells are larger than {limit} MB"),
        ));
    }
    match texts {
        Some(texts) if texts <= size => Ok(()),
        _ => Err(damaged(file, "sharedStrings.xml")),
    }
}

/// The fault of a workbook with a password.
pub(crate) fn locked(file: &str) -> Box<crate::diag::Diagnostic> {
    unreadable(
        file,
        Text::new("sie ist mit einem Kennwort geschützt", "it is protected by a password"),
    )
}

/// Reads an XML part up to its first element: it must not define a document type, with which
/// entities come. Returns how many shared texts it claims, where it is such a part.
fn prolog(file: &str, content: &mut impl std::io::BufRead) -> Checked<Option<u64>> {
    let mut reader = quick_xml::Reader::from_reader(content);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::DocType(_)) => {
                return Err(beyond(
                    file,
                    "eine DOCTYPE-Angabe, wie sie keine Tabellenkalkulation schreibt",
                    "a DOCTYPE, which no spreadsheet program writes",
                ));
            }
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let is_shared = element.local_name().as_ref() == "sst";
                let texts = match element.try_get_attribute("uniqueCount") {
                    Ok(None) => 0,
                    Ok(Some(count)) => count.value.parse().unwrap_or(u64::MAX),
                    Err(_) => u64::MAX,
                };
                return Ok(is_shared.then_some(texts));
            }
            Ok(Event::Eof) => return Ok(None),
            Ok(_) => {}
            Err(reason) => return Err(damaged(file, reason)),
        }
    }
}

/// Counts what is read, and ends one byte behind a limit.
struct Counted<R> {
    inner: R,
    read: u64,
    limit: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read > self.limit {
            return Ok(0);
        }
        let count = self.inner.read(buffer)?;
        self.read = self.read.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }
}
