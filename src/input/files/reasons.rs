//! Why the system or the TOML parser refused, in the words of people; both speak English only.

use std::io;

use super::search::MOST_NAMES;
use super::system::{MOST_BYTES, Refused};
use crate::diag::Fault;
use crate::input::usage_stream::MOST_WINDOW;
use crate::text::{Lang, Text};

/// The fault of a file that is not read.
pub(crate) fn unreadable(file: &str, error: &io::Error) -> Fault {
    let file = file.to_owned();
    match Refused::of(error) {
        Some(Refused::TooLarge) => {
            Fault::FileTooLarge { file, limit: (MOST_BYTES >> 20).to_string() }
        }
        Some(Refused::Outside) => Fault::OutsideProject { file },
        Some(Refused::Damaged) => Fault::PackedUnreadable { file },
        Some(refused @ (Refused::Window(_) | Refused::Dictionary)) => {
            Fault::PackedOtherwise { file, reason: of_refused(refused) }
        }
        _ => Fault::FileUnreadable { file, reason: of_system(error) },
    }
}

/// Says why the system refused to read or write: never in its own words, which are English, and
/// never without a word.
pub fn of_system(error: &io::Error) -> Text {
    if let Some(refused) = Refused::of(error) {
        return of_refused(refused);
    }
    let words = of_kind(error.kind()).or_else(|| error.raw_os_error().and_then(of_number));
    match (words, error.raw_os_error()) {
        (Some((de, en)), _) => Text::new(de, en),
        (None, Some(number)) => Text::new(
            format!("das Betriebssystem meldet den Fehler {number}"),
            format!("the operating system reports error {number}"),
        ),
        (None, None) => {
            Text::new("das Betriebssystem lässt es nicht zu", "the operating system refuses")
        }
    }
}

fn of_refused(refused: Refused) -> Text {
    let (de, en) = match refused {
        Refused::Special => (
            "das ist keine gewöhnliche Datei, sondern etwa ein Gerät oder eine Pipe",
            "it is not a regular file, but perhaps a device or a pipe",
        ),
        Refused::DeadLink => (
            "die symbolische Verknüpfung führt ins Leere oder auf sich selbst",
            "the symbolic link leads nowhere or to itself",
        ),
        Refused::TooLarge => ("die Datei ist zu groß", "the file is too large"),
        Refused::Pattern => ("das Muster ist nicht gültig", "the pattern is not valid"),
        Refused::Outside => (
            "die Datei liegt nicht im Ordner des Projekts",
            "the file is not in the folder of the project",
        ),
        Refused::Name => {
            ("der Dateiname ist nicht in UTF-8 geschrieben", "its name is not written in UTF-8")
        }
        Refused::Damaged => ("der Inhalt ist beschädigt", "the content is damaged"),
        Refused::Dictionary => {
            ("zum Entpacken braucht es ein Wörterbuch", "a dictionary is needed to unpack it")
        }
        Refused::ManyNames => {
            let most = |lang: Lang| lang.count(MOST_NAMES as u64);
            return Text::new(
                format!("das Muster prüft mehr als {} Namen", most(Lang::De)),
                format!("the pattern looks at more than {} names", most(Lang::En)),
            );
        }
        Refused::Window(bytes) => {
            let (window, limit) = (bytes >> 20, MOST_WINDOW >> 20);
            return Text::new(
                format!("das Fenster ist {window} MiB groß, gelesen werden bis zu {limit} MiB"),
                format!("its window is {window} MiB, and at most {limit} MiB are read"),
            );
        }
    };
    Text::new(de, en)
}

fn of_kind(kind: io::ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        io::ErrorKind::NotFound => ("die Datei gibt es nicht", "there is no such file"),
        io::ErrorKind::PermissionDenied => {
            ("die Zugriffsrechte reichen nicht aus", "permission denied")
        }
        io::ErrorKind::IsADirectory => ("das ist ein Ordner", "it is a folder"),
        io::ErrorKind::NotADirectory => {
            ("ein Teil des Pfads ist kein Ordner", "a part of the path is no folder")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::WriteZero => {
            ("auf dem Datenträger ist kein Platz mehr", "no space is left on the device")
        }
        io::ErrorKind::QuotaExceeded => ("das Kontingent ist ausgeschöpft", "the quota is used up"),
        io::ErrorKind::FileTooLarge => ("die Datei wird zu groß", "the file grows too large"),
        io::ErrorKind::ReadOnlyFilesystem => {
            ("auf den Datenträger kann nicht geschrieben werden", "the file system is read-only")
        }
        io::ErrorKind::InvalidFilename => {
            ("der Dateiname ist zu lang", "the file name is too long")
        }
        io::ErrorKind::InvalidInput => (
            "der Name enthält ein unzulässiges Zeichen",
            "the name has a character that is not allowed",
        ),
        io::ErrorKind::AlreadyExists => ("es gibt sie schon", "it exists already"),
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            ("ein anderes Programm benutzt die Datei", "another program uses the file")
        }
        io::ErrorKind::CrossesDevices => (
            "Ziel und Zwischendatei liegen auf verschiedenen Datenträgern",
            "the file lies on another device",
        ),
        io::ErrorKind::OutOfMemory => {
            ("der Arbeitsspeicher reicht nicht", "memory does not suffice")
        }
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable => {
            ("das Netzlaufwerk antwortet nicht", "the network drive does not answer")
        }
        _ => return None,
    })
}

/// What the standard library has no name for.
fn of_number(number: i32) -> Option<(&'static str, &'static str)> {
    if !cfg!(unix) {
        return None;
    }
    Some(match number {
        5 => (
            "der Datenträger meldet einen Lese- oder Schreibfehler",
            "the device reports a read or write error",
        ),
        9 => ("sie ist nicht zum Schreiben geöffnet", "it is not open for writing"),
        23 | 24 => ("es sind zu viele Dateien geöffnet", "too many files are open"),
        40 => (
            "die symbolischen Verknüpfungen führen im Kreis",
            "the symbolic links lead in a circle",
        ),
        _ => return None,
    })
}

/// Says what is wrong with a TOML text.
pub(crate) fn of_toml(message: &str) -> Text {
    let (description, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    if description.ends_with(" string") && matches!(expected, "`\"`" | "`'`") {
        return Text::new(
            "das Anführungszeichen wird nicht geschlossen",
            "the quotation mark is not closed",
        );
    }
    if description.ends_with(" string") && expected.contains("visible characters") {
        return Text::new(
            "ein Zeichen, das in einem Text nicht stehen kann",
            "a character that cannot stand in a text",
        );
    }
    let german =
        GERMAN.iter().find(|(english, _)| *english == description).map(|(_, german)| *german);
    let german = german.unwrap_or_else(|| match description {
        _ if description.starts_with("invalid date") || description.starts_with("invalid time") => {
            "dieses Datum gibt es nicht; ein Tag wird 2021-08-01 geschrieben"
        }
        _ if description.starts_with("cannot extend value") => {
            "ein Wert kann keine Felder unter sich haben"
        }
        _ => "hier steht etwas, das TOML nicht kennt",
    });
    let english = match description {
        "duplicate key" => "this name stands twice in the same table",
        "string values must be quoted" => "a text must stand in quotation marks",
        _ => message,
    };
    Text::new(german, english.replace('\n', " "))
}

/// What the parser says, and the same in German.
const GERMAN: &[(&str, &str)] = &[
    ("`_` may only go between digits", "`_` steht nur zwischen Ziffern"),
    ("cannot recurse further; max recursion depth met", "zu tief verschachtelt"),
    ("recursion limit", "zu tief verschachtelt"),
    ("carriage return must be followed by newline", "ein Wagenrücklauf ohne Zeilenende"),
    ("duplicate key", "dieser Name steht zweimal in derselben Tabelle"),
    ("extra `=`", "ein `=` zu viel"),
    ("extra assignment between key-value pairs", "ein `=` zu viel"),
    ("extra comma in array", "ein Komma zu viel in der Liste"),
    ("extra comma in inline table", "ein Komma zu viel in der Tabelle"),
    (
        "integers with a radix cannot be signed",
        "eine Zahl mit `0x`, `0o` oder `0b` hat kein Vorzeichen",
    ),
    ("invalid basic string", "kein gültiger Text in Anführungszeichen"),
    ("invalid boolean", "weder `true` noch `false`"),
    ("invalid comment character", "ein Zeichen, das in einem Kommentar nicht stehen kann"),
    ("invalid date-time", "kein gültiges Datum"),
    ("invalid float", "keine gültige Zahl"),
    ("invalid exponent", "keine gültige Zahl"),
    ("invalid fraction", "keine gültige Zahl"),
    ("invalid mantissa", "keine gültige Zahl"),
    ("invalid inline table element", "in der Tabelle steht etwas anderes als `Name = Wert`"),
    ("invalid integer number", "keine gültige Zahl"),
    ("invalid binary number", "keine gültige Zahl"),
    ("invalid octal number", "keine gültige Zahl"),
    ("invalid hexadecimal number", "keine gültige Zahl"),
    ("invalid key", "kein gültiger Name"),
    ("invalid key-value pair", "hier muss `Name = Wert` stehen"),
    ("invalid literal string", "kein gültiger Text in einfachen Anführungszeichen"),
    ("invalid multi-line basic string", "kein gültiger Text in dreifachen Anführungszeichen"),
    ("invalid multi-line literal string", "kein gültiger Text in dreifachen Anführungszeichen"),
    ("invalid string", "kein gültiger Text"),
    ("invalid table", "keine gültige Überschrift einer Tabelle"),
    ("invalid unquoted key", "ein Name mit solchen Zeichen steht in Anführungszeichen"),
    ("invalid value", "kein gültiger Wert"),
    ("key with no value", "auf den Namen folgt kein `=` mit einem Wert"),
    (
        "keys cannot be multi-line basic strings",
        "ein Name steht nicht in dreifachen Anführungszeichen",
    ),
    (
        "keys cannot be multi-line literal strings",
        "ein Name steht nicht in dreifachen Anführungszeichen",
    ),
    ("missing array opening", "es fehlt `[`"),
    ("missing assignment between key-value pairs", "es fehlt `=`"),
    ("missing comma between array elements", "es fehlt ein Komma in der Liste"),
    ("missing comma between key-value pairs", "es fehlt ein Komma in der Tabelle"),
    ("missing comment start", "ein Kommentar beginnt mit `#`"),
    (
        "missing escaped value",
        "nach `\\` fehlt ein Zeichen; ein `\\` selbst wird `\\\\` geschrieben",
    ),
    ("missing inline table opening", "es fehlt `{`"),
    ("missing key for inline table element", "in der Tabelle fehlt ein Name"),
    ("missing opening quote", "es fehlt das öffnende Anführungszeichen"),
    ("missing table open", "es fehlt `[`"),
    ("missing value", "es fehlt ein Wert"),
    ("missing value for key", "nach `=` fehlt ein Wert"),
    ("radix must be lowercase", "`0x`, `0o` und `0b` stehen klein"),
    ("redundant integer number prefix", "ein `0x`, `0o` oder `0b` zu viel"),
    ("redundant numeric sign", "ein Vorzeichen zu viel"),
    ("string values must be quoted", "ein Text muss in Anführungszeichen stehen"),
    ("too few unicode value digits", "nach `\\u` oder `\\U` fehlen Ziffern"),
    ("unclosed array", "die Liste wird nicht geschlossen; es fehlt `]`"),
    ("unclosed array table", "die Überschrift wird nicht geschlossen; es fehlt `]]`"),
    ("unclosed inline table", "die Tabelle wird nicht geschlossen; es fehlt `}`"),
    ("unclosed table", "die Überschrift wird nicht geschlossen; es fehlt `]`"),
    ("unexpected `=` in array", "ein `=` in einer Liste"),
    ("unexpected content", "hier muss die Zeile enden"),
    ("unexpected content between comment and newline", "hier muss die Zeile enden"),
    ("unexpected key or value", "vor einem neuen Namen oder Wert muss die Zeile enden"),
    (
        "unexpected leading zero",
        "eine Zahl beginnt nicht mit 0; eine Kennung steht in Anführungszeichen",
    ),
    ("unexpected sign", "ein Vorzeichen zu viel"),
    ("unquoted keys cannot be empty", "es fehlt ein Name"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_says_is_said_in_german() {
        for text in [
            "a = x",
            "a = 'x",
            "a = \"x",
            "a = \"\\q\"",
            "[a",
            "[[a]",
            "a = [1",
            "a = {b = 1",
            "a b = 1",
            "a =",
            "= 1",
            "a = 1 b",
            "a = 1\na = 2",
            "a = 1\n[a]",
            "a.b = 1\na.b.c = 2",
            "a = 01",
            "a = 1__0",
            "a = 2021-13-01",
            "a = [1 2]",
            "a = {b = 1 c = 2}",
            "a",
            "ä = 1",
            "a = tru",
            "a = 1.",
            "a = --1",
            "a = 0xg",
            "\u{1}",
            "a = \"\u{1}\"",
            "# \u{1}",
            "a = = 1",
            "[a]]",
            "[]",
            "a = [,]",
            "a = \"\"\"x",
        ] {
            let fault = toml::de::DeTable::parse(text).unwrap_err();
            let german = of_toml(fault.message()).de;
            assert!(!german.contains("TOML nicht kennt"), "{text}: {}", fault.message());
            assert!(fault.span().is_some(), "{text}: no place");
        }
    }
}
