//! Every fault there is: its stable code, its message and its remedy, in English and German.
//!
//! The code's letter tells the severity: `E` error, `W` finding, `N` note. The number's hundreds
//! tell the room: 1 project and files, 2 umlage.toml, 3 data files, 4 keys, 5 rules and pools, 6
//! allocation, 7 output and comparison, 8 settlement, budget and documents to hand in.

use super::Severity;
use crate::text::{Lang, Text};

/// What the registry knows of a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code, such as `E301`.
    pub code: &'static str,
    /// The name of the variant.
    pub name: &'static str,
    /// What it is about, from the doc comment.
    pub about: &'static str,
}

/// What fills a blank: raw text of the input, or words that differ by language.
trait Blank {
    /// Returns the words in one language.
    fn words(&self, lang: Lang) -> &str;
}

impl Blank for String {
    fn words(&self, _: Lang) -> &str {
        self
    }
}

impl Blank for Text {
    fn words(&self, lang: Lang) -> &str {
        self.get(lang)
    }
}

/// The type of a blank: a string unless `Text` is said.
macro_rules! blank {
    () => {
        String
    };
    (Text) => {
        Text
    };
}

macro_rules! faults {
    ($(
        $(#[doc = $about:literal])+
        $name:ident $({ $($field:ident $(: $type:ident)?),+ })? = $code:literal
        en $message_en:literal, $remedy_en:literal
        de $message_de:literal, $remedy_de:literal
    )+) => {
        /// A fault with what is needed to tell of it. The text of input is carried raw and
        /// neutralised when printed.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields are the blanks of the message below each \
            variant")]
        pub enum Fault {
            $( $(#[doc = $about])+ $name $({ $($field: blank!($($type)?)),+ })?, )+
        }

        /// All codes in order.
        pub const CODES: &[CodeInfo] = &[
            $( CodeInfo { code: $code, name: stringify!($name), about: concat!($($about),+) }, )+
        ];

        #[expect(unused_variables, reason = "a message or remedy need not use every field")]
        impl Fault {
            /// Returns the stable code.
            pub fn code(&self) -> &'static str {
                match self { $( Fault::$name $({ $($field),+ })? => $code, )+ }
            }

            /// Says what is wrong.
            pub fn message(&self, lang: Lang) -> String {
                match (self, lang) { $(
                    (Fault::$name $({ $($field),+ })?, Lang::En) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($message_en)
                    }
                    (Fault::$name $({ $($field),+ })?, Lang::De) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($message_de)
                    }
                )+ }
            }

            /// Says what is wrong but for the raw text of the input: what the same fault has in
            /// common in many rows.
            pub fn gist(&self) -> String {
                match self { $(
                    Fault::$name $({ $($field),+ })? => {
                        $( $( let $field = match stringify!($field) {
                            "value" | "example" | "entry" => "…",
                            _ => $field.words(Lang::En),
                        }; )+ )?
                        format!($message_en)
                    }
                )+ }
            }

            /// Says what to do.
            pub fn remedy(&self, lang: Lang) -> String {
                match (self, lang) { $(
                    (Fault::$name $({ $($field),+ })?, Lang::En) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($remedy_en)
                    }
                    (Fault::$name $({ $($field),+ })?, Lang::De) => {
                        $( $( let $field = $field.words(lang); )+ )?
                        format!($remedy_de)
                    }
                )+ }
            }
        }
    };
}

/// Notes that `--strict` counts like findings: another key than the agreed one shared.
pub const STRICT_NOTES: &[&str] = &["N401"];

impl Fault {
    /// Tells whether `--strict` counts it: findings, and the notes of [`STRICT_NOTES`].
    pub fn is_finding(&self) -> bool {
        self.severity() == Severity::Warning || STRICT_NOTES.contains(&self.code())
    }

    /// Returns how bad it is, by the letter of its code.
    pub fn severity(&self) -> Severity {
        match self.code().as_bytes().first() {
            Some(b'W') => Severity::Warning,
            Some(b'N') => Severity::Note,
            _ => Severity::Error,
        }
    }
}

faults! {
    /// No umlage.toml here or above.
    ProjectNotFound { place: Text } = "E101"
    en "{place}",
       "name the folder of the project with `-C DIR`, or write a project with `umlage init`"
    de "{place}",
       "den Ordner des Projekts mit `-C ORDNER` nennen oder mit `umlage init` ein Projekt anlegen"

    /// A file that the project names cannot be read.
    FileUnreadable { file, reason: Text } = "E102"
    en "cannot read `{file}`: {reason}",
       "mend the path, the link or the permissions; if the file is not wanted, take it or its \
           line out"
    de "`{file}` ist nicht lesbar: {reason}",
       "Pfad, Verknüpfung oder Zugriffsrechte berichtigen; wird die Datei nicht gebraucht, sie \
           oder ihre Zeile entfernen"

    /// A pattern under `[files]` that matches no file.
    NoFileMatches { pattern } = "E103"
    en "no file matches `{pattern}`", "correct the pattern, or take the line out"
    de "keine Datei passt zu `{pattern}`", "Muster berichtigen oder die Zeile streichen"

    /// A project without cost data.
    CostsMissing { why: Text } = "E104"
    en "the project has no cost data: {why}",
       "write the file, or name another under `[files]`: `costs = \"…\"`"
    de "das Projekt hat keine Kostendaten: {why}",
       "Datei anlegen oder unter `[files]` eine andere nennen: `costs = \"…\"`"

    /// Bytes that are not UTF-8.
    NotUtf8 { file, bytes } = "E105"
    en "`{file}` is not UTF-8: the marked place holds {bytes} in hexadecimal",
       "save the file as UTF-8: in Excel as \"CSV UTF-8\", in an editor with the encoding UTF-8"
    de "`{file}` ist nicht UTF-8: an der markierten Stelle steht hexadezimal {bytes}",
       "Datei als UTF-8 speichern: in Excel als „CSV UTF-8“, in einem Editor mit der Codierung \
           UTF-8"

    /// A file in UTF-16 without a byte order mark, or a damaged one.
    Utf16 { file, why: Text } = "E106"
    en "`{file}` is UTF-16, but {why}",
       "save the file as UTF-8: in Excel as \"CSV UTF-8\", in an editor with the encoding UTF-8"
    de "`{file}` ist UTF-16, aber {why}",
       "Datei als UTF-8 speichern: in Excel als „CSV UTF-8“, in einem Editor mit der Codierung \
           UTF-8"

    /// A NUL byte, another control character, or an invisible character in a name.
    ControlCharacter { character } = "E107"
    en "an invisible character in the text: {character}",
       "delete the character and type the text anew; where there are many, the file may be \
           damaged or not a text file"
    de "ein unsichtbares Zeichen im Text: {character}",
       "Zeichen löschen und den Text neu eingeben; sind es viele, ist die Datei womöglich \
           beschädigt oder keine Textdatei"

    /// A file without any line.
    FileEmpty { file } = "E108"
    en "`{file}` is empty", "a data file has one header row and at least one data row"
    de "`{file}` ist leer", "eine Datendatei hat eine Kopfzeile und mindestens eine Datenzeile"

    /// A file with nothing below its header.
    HeaderOnly { file } = "E109"
    en "`{file}` has a header but no data row", "add the rows, or take the file away"
    de "`{file}` hat eine Kopfzeile, aber keine Datenzeile",
       "Zeilen ergänzen oder die Datei entfernen"

    /// A folder named with -C that holds no umlage.toml.
    NotAProject { folder, why: Text } = "E110"
    en "`{folder}` is not a project folder: {why}",
       "name the folder that holds `umlage.toml`; without `-C` it is searched upward"
    de "`{folder}` ist kein Projektordner: {why}",
       "den Ordner nennen, in dem `umlage.toml` liegt; ohne `-C` wird nach oben gesucht"

    /// A row of a text file that does not end.
    RowTooLong { limit } = "E111"
    en "the row is longer than {limit}",
       "make sure that the file is a table with line ends, and that every quotation mark is closed"
    de "die Zeile ist länger als {limit}",
       "prüfen, ob die Datei eine Tabelle mit Zeilenenden ist und jedes Anführungszeichen \
           geschlossen ist"

    /// A data file that is not text: packed, or of another program.
    NotText { file, what: Text, how: Text } = "E112"
    en "`{file}` is not a text file: it is {what}", "{how}"
    de "`{file}` ist keine Textdatei, sondern {what}", "{how}"

    /// A file that is too large to be read whole.
    FileTooLarge { file, limit } = "E113"
    en "`{file}` has more than {limit} MiB, and is not read",
       "split it over several files, `costs = \"costs-*.csv\"`; usage files may be larger where \
           their layout has only signs and names of columns"
    de "`{file}` hat mehr als {limit} MiB und wird nicht gelesen",
       "auf mehrere Dateien verteilen, `costs = \"kosten-*.csv\"`; Nutzungsdaten dürfen größer \
           sein, wenn ihre Beschreibung nur Zeichen und Spaltennamen nennt"

    /// A packed file that cannot be unpacked.
    PackedUnreadable { file } = "E114"
    en "`{file}` cannot be unpacked: it is damaged, cut off, or not packed at all",
       "pack it anew, or give it its true ending"
    de "`{file}` lässt sich nicht entpacken: beschädigt, abgeschnitten oder gar nicht gepackt",
       "neu packen oder der Datei ihre wahre Endung geben"

    /// A file that is not a workbook, a damaged one, one with a password, or one in a format that
    /// is not read.
    WorkbookUnreadable { file, reason: Text } = "E115"
    en "`{file}` cannot be read as a workbook: {reason}",
       "open it in Excel or LibreOffice and save it as .xlsx or .ods, without a password"
    de "`{file}` ist nicht als Arbeitsmappe lesbar: {reason}",
       "in Excel oder LibreOffice öffnen und ohne Kennwort als .xlsx oder .ods speichern"

    /// A workbook beyond the limits, or with parts that no spreadsheet program writes.
    WorkbookBeyondLimits { file, reason: Text } = "E116"
    en "`{file}` is not opened: {reason}",
       "copy the data into a new workbook, or save the sheet as CSV"
    de "`{file}` wird nicht geöffnet: {reason}",
       "Daten in eine neue Arbeitsmappe kopieren oder das Blatt als CSV speichern"

    /// Several files that could be the one that is taken by default.
    SeveralCandidates { table, files: Text, first } = "E117"
    en "there are {files}, and it is not said which one holds the data",
       "name one under `[files]`: `{table} = \"{first}\"`; or move the others away"
    de "es gibt {files}, und es ist nicht gesagt, welche Datei gilt",
       "eine unter `[files]` nennen: `{table} = \"{first}\"`; oder die anderen entfernen"

    /// A workbook with several sheets of which none is named.
    SeveralSheets { file, sheets, first } = "E118"
    en "`{file}` has several sheets with data: {sheets}",
       "name one under `[files]`: `{{ path = \"{file}\", sheet = \"{first}\" }}`"
    de "`{file}` hat mehrere Blätter mit Daten: {sheets}",
       "eines unter `[files]` nennen: `{{ path = \"{file}\", sheet = \"{first}\" }}`"

    /// A sheet that the workbook does not have.
    UnknownSheet { file, sheet, sheets } = "E119"
    en "`{file}` has no sheet `{sheet}`", "take one of: {sheets}"
    de "`{file}` hat kein Blatt `{sheet}`", "eines von diesen nehmen: {sheets}"

    /// A packed file that is sound, but packed in a way that is not read.
    PackedOtherwise { file, reason: Text } = "E120"
    en "`{file}` is not unpacked: {reason}",
       "pack it anew as a usual .gz or .zst, such as by `zstd -10`, without `--long` and without \
           a dictionary"
    de "`{file}` wird nicht entpackt: {reason}",
       "neu packen, als übliche .gz oder .zst, etwa mit `zstd -10`, ohne `--long` und ohne \
           Wörterbuch"

    /// A logo or a folder of texts that lies outside of the project.
    StationeryOutside { field, value } = "E121"
    en "`{value}` lies outside of the project folder",
       "copy it into the project folder and name it from there: `{field} = \"…\"`"
    de "`{value}` liegt außerhalb des Projektordners",
       "in den Projektordner kopieren und von dort aus nennen: `{field} = \"…\"`"

    /// A logo or a text of one's own that is too large.
    StationeryTooLarge { file, limit } = "E122"
    en "`{file}` has more than {limit}", "use a smaller file: it becomes part of every letter"
    de "`{file}` hat mehr als {limit}",
       "eine kleinere Datei verwenden: sie wird Teil jedes Schreibens"

    /// A row of a text file that has too many fields.
    RowTooWide { limit: Text } = "E123"
    en "the row has more than {limit} fields",
       "make sure that the file is a table with line ends and the right delimiter; take out \
           columns that are not needed"
    de "die Zeile hat mehr als {limit} Felder",
       "prüfen, ob die Datei eine Tabelle mit Zeilenenden und dem richtigen Trennzeichen ist; \
           nicht benötigte Spalten entfernen"

    /// Text that is not TOML.
    TomlSyntax { reason: Text } = "E201"
    en "not valid TOML: {reason}",
       "correct the line; texts, dates, amounts and shares stand in quotation marks: `\"…\"`"
    de "kein gültiges TOML: {reason}",
       "Zeile berichtigen; Texte, Daten, Beträge und Anteile stehen in Anführungszeichen: `\"…\"`"

    /// A field that no table of this kind has.
    UnknownField { field, table } = "E202"
    en "unknown field `{field}` in `{table}`", "take it out, or write one of the known fields"
    de "unbekanntes Feld `{field}` in `{table}`",
       "streichen oder eines der bekannten Felder schreiben"

    /// A value of the wrong type.
    WrongType { field, expected: Text, found: Text, example: Text } = "E203"
    en "`{field}` must be {expected}, but is {found}", "write {example}"
    de "`{field}` muss {expected} sein, ist aber {found}", "{example} schreiben"

    /// A float where exact numbers are needed.
    FloatValue { field, value, example: Text } = "E204"
    en "`{field}` is a floating-point number, which is never exact: `{value}`",
       "write it in quotation marks: {example}"
    de "`{field}` ist eine Gleitkommazahl, und die ist nie genau: `{value}`",
       "in Anführungszeichen schreiben: {example}"

    /// A field that must be there.
    MissingField { field, table } = "E205"
    en "`{table}` has no `{field}`", "add `{field} = …`"
    de "in `{table}` fehlt `{field}`", "`{field} = …` ergänzen"

    /// A value outside a closed list.
    UnknownValue { field, value, known } = "E206"
    en "`{value}` is not a value of `{field}`", "write one of: {known}"
    de "`{value}` ist kein Wert von `{field}`", "einen dieser Werte schreiben: {known}"

    /// An id with characters that ids do not have.
    BadId { id } = "E207"
    en "`{id}` is not an id",
       "an id has at most 100 letters, digits, `-`, `_` and `.`, and nothing else"
    de "`{id}` ist keine Kennung",
       "eine Kennung hat höchstens 100 Zeichen, und zwar nur Buchstaben, Ziffern, `-`, `_` und `.`"

    /// An id or name that has another meaning already.
    ReservedId { id, meaning: Text } = "E208"
    en "`{id}` is taken: {meaning}", "choose another"
    de "`{id}` ist vergeben: {meaning}", "etwas anderes wählen"

    /// A date that cannot be read.
    BadDate { value, example } = "E209"
    en "`{value}` is not a date", "write it like this: `{example}`"
    de "`{value}` ist kein Datum", "so schreiben: `{example}`"

    /// A range that ends before it begins.
    DatesBackwards { from, to } = "E210"
    en "the range ends ({to}) before it begins ({from})", "swap the dates or correct one of them"
    de "der Zeitraum endet ({to}), bevor er beginnt ({from})",
       "Daten tauschen oder eines berichtigen"

    /// A party in two ranges of one list that share days.
    OverlappingRanges { party, list } = "E211"
    en "`{party}` stands twice in `{list}` for the same days",
       "take one out, or let the first range end before the second begins"
    de "`{party}` steht für dieselben Tage zweimal in `{list}`",
       "eines streichen oder den ersten Zeitraum enden lassen, bevor der zweite beginnt"

    /// A party that nobody knows.
    UnknownParty { party } = "E212"
    en "unknown party `{party}`",
       "write a code (`HE`, `DE-HE`), an AGS (`06`) or the full name, or add the party to \
           umlage.toml: `[party.ID]`"
    de "unbekannter Beteiligter `{party}`",
       "Kürzel (`HE`, `DE-HE`), AGS (`06`) oder vollen Namen schreiben, oder den Beteiligten in \
           umlage.toml ergänzen: `[party.KENNUNG]`"

    /// A group that nobody knows.
    UnknownGroup { group } = "E213"
    en "unknown group `{group}`",
       "define it under `[group]`, or write a list of parties: `[\"HE\", \"RP\"]`"
    de "unbekannte Gruppe `{group}`",
       "unter `[group]` festlegen oder eine Liste von Beteiligten schreiben: `[\"HE\", \"RP\"]`"

    /// A service that nobody knows.
    UnknownService { service } = "E214"
    en "unknown service `{service}`",
       "correct the id, or add the service: `[service.ID]` in umlage.toml, or a row in services.csv"
    de "unbekannte Leistung `{service}`",
       "Kennung berichtigen oder die Leistung ergänzen: `[service.KENNUNG]` in umlage.toml oder \
           eine Zeile in services.csv"

    /// A cost centre that nobody knows.
    UnknownCentre { centre } = "E215"
    en "unknown cost centre `{centre}`",
       "correct the id, or add the cost centre to umlage.toml: `[centre.ID]`"
    de "unbekannte Kostenstelle `{centre}`",
       "Kennung berichtigen oder die Kostenstelle in umlage.toml ergänzen: `[centre.KENNUNG]`"

    /// A key that nobody knows.
    UnknownKey { key } = "E216"
    en "unknown key `{key}`",
       "define it in umlage.toml (`[key.ID]`), or take a ready one: `umlage keys --list` shows them"
    de "unbekannter Schlüssel `{key}`",
       "in umlage.toml festlegen (`[key.KENNUNG]`) oder einen fertigen nehmen: `umlage keys \
           --list` zeigt sie"

    /// A rule that nobody knows.
    UnknownRule { rule } = "E217"
    en "unknown rule `{rule}`", "write the id of a `[rule.…]` table"
    de "unbekannte Regel `{rule}`", "die Kennung einer `[rule.…]`-Tabelle schreiben"

    /// An id given twice.
    DuplicateId { list, id } = "E218"
    en "`{id}` stands twice in `{list}`", "give each its own id, or take one out"
    de "`{id}` steht zweimal in `{list}`", "jedem eine eigene Kennung geben oder eines streichen"

    /// A text that is not a share.
    BadShare { field, value } = "E219"
    en "`{field}` is not a share: `{value}`",
       "write a percentage with a decimal point (`\"12.5 %\"`) or a fraction (`\"1/8\"`)"
    de "`{field}` ist kein Anteil: `{value}`",
       "einen Prozentsatz mit Dezimalpunkt (`\"12.5 %\"`) oder einen Bruch (`\"1/8\"`) schreiben"

    /// A share outside 0 to 100 %.
    ShareOutOfRange { field, value } = "E220"
    en "`{field}` must lie between 0 and 100 %, but is `{value}`", "correct the share"
    de "`{field}` muss zwischen 0 und 100 % liegen, ist aber `{value}`", "Anteil berichtigen"

    /// A text that is not an amount.
    BadAmount { field, value } = "E221"
    en "`{field}` is not an amount: `{value}`",
       "write digits without a thousands mark and at most two decimals with a point: `\"25000.00\"`"
    de "`{field}` ist kein Betrag: `{value}`",
       "Ziffern ohne Tausenderzeichen und höchstens zwei Nachkommastellen mit Punkt schreiben: \
           `\"25000.00\"`"

    /// A negative amount where a rule needs a positive one.
    NegativeAmount { field, value } = "E222"
    en "`{field}` must not be negative, but is `{value}`",
       "write the amount without a sign; where cost is negative, it is subtracted by itself"
    de "`{field}` darf nicht negativ sein, ist aber `{value}`",
       "Betrag ohne Vorzeichen schreiben; bei negativen Kosten kehrt es sich von selbst um"

    /// Fields of which one must be there, and none is.
    NoneOf { table, fields } = "E223"
    en "`{table}` has none of {fields}", "add exactly one of them"
    de "in `{table}` steht keines von {fields}", "genau eines davon ergänzen"

    /// Fields that exclude each other.
    NotTogether { field, other } = "E224"
    en "`{field}` cannot stand beside `{other}`", "take one of them out"
    de "`{field}` kann nicht neben `{other}` stehen", "eines davon streichen"

    /// A rounding unit that is not a multiple of a cent.
    BadUnit { value } = "E225"
    en "the rounding unit `{value}` is not a positive multiple of one cent",
       "write a unit such as `\"0.01\"`, `\"1.00\"` or `\"100.00\"`"
    de "die Rundungseinheit `{value}` ist kein positives Vielfaches eines Cents",
       "eine Einheit wie `\"0.01\"`, `\"1.00\"` oder `\"100.00\"` schreiben"

    /// A --set without path or value.
    BadSetting { setting } = "E226"
    en "`--set {setting}` is not a path and a value",
       "write `--set path=value`, such as `--set 'rule.x.step.bund.share=35 %'`"
    de "`--set {setting}` ist kein Pfad mit Wert",
       "`--set Pfad=Wert` schreiben, etwa `--set 'rule.x.step.bund.share=35 %'`"

    /// A project without a rule.
    NoRule = "E227"
    en "`umlage.toml` has no rule", "add a `[rule.ID]` with `legal_basis`, `costs` and steps"
    de "in `umlage.toml` steht keine Regel",
       "eine `[rule.KENNUNG]` mit `legal_basis`, `costs` und Schritten ergänzen"

    /// A --set whose path leads through a value.
    SettingPath { part } = "E228"
    en "the path of `--set` leads through `{part}`, which has nothing below it",
       "set it as a whole; only tables and lists of tables with an `id` have parts that can be set"
    de "der Pfad von `--set` führt durch `{part}`, darunter liegt aber nichts",
       "im Ganzen setzen; nur Tabellen und Listen von Tabellen mit `id` haben Teile, die sich \
           setzen lassen"

    /// More of a kind than the program counts.
    TooMany { list, limit } = "E229"
    en "`{list}` has more than {limit} entries", "split the project"
    de "`{list}` hat mehr als {limit} Einträge", "das Projekt teilen"

    /// A text that is not a weight.
    BadWeight { field, value } = "E230"
    en "`{field}` is not a weight: `{value}`",
       "write a whole number (`5`), a decimal number with a point (`\"1.5\"`), a percentage \
           (`\"40 %\"`) or a fraction (`\"2/3\"`)"
    de "`{field}` ist kein Gewicht: `{value}`",
       "eine ganze Zahl (`5`), eine Dezimalzahl mit Punkt (`\"1.5\"`), einen Prozentsatz (`\"40 \
           %\"`) oder einen Bruch (`\"2/3\"`) schreiben"

    /// A receiver that is neither a service nor a cost centre.
    UnknownReceiver { receiver } = "E231"
    en "`{receiver}` is neither a service nor a cost centre",
       "correct the id, or add `[service.ID]` or `[centre.ID]` to umlage.toml"
    de "`{receiver}` ist weder Leistung noch Kostenstelle",
       "Kennung berichtigen oder `[service.KENNUNG]` oder `[centre.KENNUNG]` in umlage.toml \
           ergänzen"

    /// A driver table of which drivers.csv has no row.
    UnknownDriver { driver } = "E232"
    en "drivers.csv has no row for the driver `{driver}`",
       "add rows with `{driver}` in the column `driver`, or correct the name"
    de "drivers.csv hat keine Zeile zur Bezugsgröße `{driver}`",
       "Zeilen mit `{driver}` in der Spalte `driver` ergänzen oder den Namen berichtigen"

    /// Centres with a driver, but no method.
    CascadeMissing { centre } = "E233"
    en "the cost centre `{centre}` has a driver, but nothing says by which method centres are \
        emptied",
       "add `[cascade]` with `method = \"direct\"`, `\"step-down\"`, `\"double-step-down\"` or \
           `\"reciprocal\"`"
    de "die Kostenstelle `{centre}` hat eine Bezugsgröße, aber nichts sagt, nach welchem \
        Verfahren Kostenstellen entlastet werden",
       "`[cascade]` mit `method = \"direct\"`, `\"step-down\"`, `\"double-step-down\"` oder \
           `\"reciprocal\"` ergänzen"

    /// An order in which a centre with a driver is missing.
    OrderIncomplete { centres } = "E234"
    en "`cascade.order` does not list every cost centre with a driver; missing: {centres}",
       "add them where they belong: the order decides who bears what"
    de "`cascade.order` nennt nicht jede Kostenstelle mit Bezugsgröße; es fehlen: {centres}",
       "an der richtigen Stelle ergänzen: die Reihenfolge entscheidet, wer was trägt"

    /// A centre without a driver where only those with one may stand.
    NoDriver { centre, field } = "E235"
    en "`{field}` stands for the cost centre `{centre}`, which has no driver",
       "give it a `driver`, or take it out"
    de "`{field}` steht für die Kostenstelle `{centre}`, die keine Bezugsgröße hat",
       "ihr einen `driver` geben oder streichen"

    /// An id that is both a service and a cost centre, where either may stand.
    AmbiguousReceiver { receiver } = "E236"
    en "`{receiver}` is a service and a cost centre", "give one of them another id"
    de "`{receiver}` ist sowohl Leistung als auch Kostenstelle",
       "einer von beiden eine andere Kennung geben"

    /// A limit that is neither an amount nor a share.
    BadLimit { field, value } = "E240"
    en "`{field}` is neither an amount nor a share: `{value}`",
       "write an amount (`\"25000.00\"`) or a part of the step's sum (`\"22 %\"`)"
    de "`{field}` ist weder ein Betrag noch ein Anteil: `{value}`",
       "einen Betrag (`\"25000.00\"`) oder einen Teil der Summe des Schritts (`\"22 %\"`) schreiben"

    /// A limit where nothing is shared among several by a key.
    LimitWithoutKey { field, step } = "E241"
    en "`{field}` cannot limit step `{step}`",
       "write `floor` and `cap` only where the step has `among` and `key`, and `at_most` only \
           beside `share`, `rest` or `each`"
    de "`{field}` kann Schritt `{step}` nicht begrenzen",
       "`floor` und `cap` nur schreiben, wo der Schritt `among` und `key` hat, und `at_most` nur \
           neben `share`, `rest` oder `each`"

    /// A limit for each unit of a measure of which there is no usage.
    UnknownMeasure { measure, known } = "E242"
    en "no usage has the measure `{measure}`", "write a measure that usage.csv has: {known}"
    de "keine Nutzung hat das Maß `{measure}`", "ein Maß schreiben, das usage.csv hat: {known}"

    /// A number of decimals that is none.
    BadDecimals { field, value } = "E245"
    en "`{field}` is not a number of decimals: `{value}`",
       "write a whole number from 0 to 20, such as `5`"
    de "`{field}` ist keine Zahl von Nachkommastellen: `{value}`",
       "eine ganze Zahl von 0 bis 20 schreiben, etwa `5`"

    /// A text that is not a month and a day.
    BadMonthDay { value, how: Text } = "E246"
    en "`{value}` is not a month and a day", "{how}: `\"03-31\"`"
    de "`{value}` ist kein Monat mit Tag", "{how}: `\"03-31\"`"

    /// A name that several services or several centres have.
    AmbiguousName { name, ids } = "E247"
    en "`{name}` is the name of several: {ids}", "write the id of the one that is meant"
    de "`{name}` heißen mehrere: {ids}", "die Kennung schreiben, die gemeint ist"

    /// A text where a year belongs.
    BadYear { field, value } = "E250"
    en "`{field}` is not a year: `{value}`", "write the year with four digits: `2024`"
    de "`{field}` ist kein Jahr: `{value}`", "das Jahr mit vier Ziffern schreiben: `2024`"

    /// An indexation that ends before it begins.
    EndsTooEarly { id, until, first } = "E251"
    en "the indexation `{id}` ends in {until}, but its first rate holds from {first} on",
       "let `until` be {first} or later"
    de "die Fortschreibung `{id}` endet {until}, ihr erster Satz gilt aber erst ab {first}",
       "`until` auf {first} oder später setzen"

    /// A name under `columns` or `set` that is no column of the table.
    NotAColumn { field, column, table } = "E260"
    en "`{field}`: `{column}` is not a column of `{table}`",
       "on the left stands our name of the column, on the right that of the file or the value"
    de "`{field}`: `{column}` ist keine Spalte von `{table}`",
       "links steht unser Name der Spalte, rechts der Name in der Datei oder der Wert"

    /// A delimiter, decimal or thousands sign that cannot be one.
    BadMark { field, value } = "E261"
    en "`{field}` cannot be `{value}`",
       "write one character that is no letter, digit, quotation mark or sign of a number: \
           `delimiter = \";\"`, `decimal = \",\"`, `thousands = \".\"`"
    de "`{field}` kann nicht `{value}` sein",
       "ein Zeichen schreiben, das weder Buchstabe noch Ziffer, Anführungs- oder Vorzeichen ist: \
           `delimiter = \";\"`, `decimal = \",\"`, `thousands = \".\"`"

    /// A form of dates that is none.
    BadDateForm { value } = "E262"
    en "`{value}` is not a form of dates",
       "write day, month and a year of four digits in their order, as `TT.MM.JJJJ` or `DD/MM/YYYY`"
    de "`{value}` ist keine Form von Daten",
       "Tag, Monat und ein vierstelliges Jahr in ihrer Reihenfolge schreiben, etwa `TT.MM.JJJJ` \
           oder `DD/MM/YYYY`"

    /// A number of a header row that is none.
    BadHeaderRow { field, value } = "E263"
    en "`{field}` is not the number of a line: `{value}`",
       "write the number of the line in which the names of the columns stand, counted from 1: \
           `header = 4`"
    de "`{field}` ist keine Zeilennummer: `{value}`",
       "die Nummer der Zeile schreiben, in der die Namen der Spalten stehen, gezählt ab 1: \
           `header = 4`"

    /// One sign both for decimals and for thousands.
    SameMark { field, value } = "E264"
    en "`{field}`: decimals and thousands have the same sign `{value}`",
       "correct one of them; without `thousands` every usual sign but the decimal one parts \
           thousands"
    de "`{field}`: Nachkommastellen und Tausender haben dasselbe Zeichen `{value}`",
       "eines berichtigen; ohne `thousands` trennt jedes übliche Zeichen außer dem Dezimalzeichen \
           die Tausender"

    /// A scenario that is neither a file nor in the project's folder of scenarios.
    UnknownScenario { scenario } = "E270"
    en "there is no scenario `{scenario}`: no such file, and none of that name in `scenarios`",
       "name a file, or a file of the folder `scenarios` with or without `.toml`"
    de "es gibt kein Szenario `{scenario}`: keine solche Datei und keine dieses Namens unter \
        `scenarios`",
       "eine Datei nennen oder eine aus dem Ordner `scenarios`, mit oder ohne `.toml`"

    /// A scenario that builds on itself.
    ScenarioCycle { scenario } = "E271"
    en "the scenario `{scenario}` builds on itself", "take one `baseline` out"
    de "das Szenario `{scenario}` baut auf sich selbst auf", "ein `baseline` streichen"

    /// A path under `remove` that leads to nothing.
    RemovesNothing { path } = "E272"
    en "`{path}` cannot be removed: there is no such thing",
       "correct the path, or take it out of `remove`; ids with dots stand in quotation marks"
    de "`{path}` kann nicht entfernt werden: das gibt es nicht",
       "Pfad berichtigen oder aus `remove` streichen; Kennungen mit Punkten stehen in \
           Anführungszeichen"

    /// An `after` that names nothing in its list.
    AfterNothing { id } = "E273"
    en "`after` names `{id}`, which is not in this list",
       "name the id of an entry that stands there, or leave `after` out: new entries go to the end"
    de "`after` nennt `{id}`, was nicht in dieser Liste steht",
       "die Kennung eines Eintrags nennen, der dort steht, oder `after` weglassen: Neues kommt \
           ans Ende"

    /// A change, or the base year of a projection, that selects no row.
    SelectsNothing { table, what: Text } = "E274"
    en "no row of {table} is selected: {what}", "correct the selection"
    de "keine Zeile von {table} ist ausgewählt: {what}", "Auswahl berichtigen"

    /// A change that does not say what to do.
    ChangeMissing { table } = "E275"
    en "`{table}` does not say what to do with the rows",
       "add exactly one of `factor = \"1.08\"`, `add = \"1000.00\"`, `set = \"…\"`, `grow = \"3 \
           %\"`"
    de "`{table}` sagt nicht, was mit den Zeilen geschehen soll",
       "genau eines ergänzen: `factor = \"1.08\"`, `add = \"1000.00\"`, `set = \"…\"`, `grow \
           = \"3 %\"`"

    /// A number of a change that cannot be read, or lies where it cannot.
    BadChangeValue { field, value, example: Text } = "E276"
    en "`{field}` cannot be `{value}`", "write {example}"
    de "`{field}` kann nicht `{value}` sein", "{example} schreiben"

    /// A row that lies only in part in the time of a change.
    ChangeSpansRow { period: Text, limits } = "E277"
    en "{period} does not lie as a whole within or outside {limits}",
       "select by other columns, change the limits, or split the row"
    de "{period} liegt weder ganz in noch ganz außerhalb von {limits}",
       "nach anderen Spalten auswählen, die Grenzen ändern oder die Zeile aufteilen"

    /// What belongs in a scenario, in umlage.toml.
    ScenarioOnly { field } = "E278"
    en "`{field}` belongs in a scenario file, not in `umlage.toml`",
       "write it into `scenarios/NAME.toml` with a `title`"
    de "`{field}` gehört in eine Szenariodatei, nicht in `umlage.toml`",
       "in `scenarios/NAME.toml` mit einem `title` schreiben"

    /// A projection whose last year is not after its base year, or far away.
    ProjectionYears { base, to } = "E279"
    en "the projection goes from {base} to {to}",
       "write 1 to 100 years: `years = 5`, or a later year: `to = \"2029\"`"
    de "die Hochrechnung reicht von {base} bis {to}",
       "1 bis 100 Jahre schreiben: `years = 5`, oder ein späteres Jahr: `to = \"2029\"`"

    /// A quote that is opened and never closed.
    UnclosedQuote = "E301"
    en "a quotation mark is opened here and never closed",
       "close it, or take it out; inside a field in quotation marks each one is doubled: `\"\"`"
    de "hier öffnet ein Anführungszeichen, das nicht geschlossen wird",
       "schließen oder streichen; in einem Feld mit Anführungszeichen wird jedes verdoppelt: `\"\"`"

    /// Text between a closing quote and the next comma.
    TextAfterQuote { text } = "E302"
    en "text after the closing quotation mark: `{text}`",
       "put the whole field in quotation marks and double those inside: `\"a \"\"b\"\" c\"`"
    de "Text nach dem schließenden Anführungszeichen: `{text}`",
       "das ganze Feld in Anführungszeichen setzen und die inneren verdoppeln: `\"a \"\"b\"\" c\"`"

    /// A row with more or fewer fields than the header.
    FieldCount { found, expected } = "E303"
    en "this row and the header differ in their number of fields: {found} here, {expected} in the \
        header",
       "add or take out separators; a text with a separator in it stands in quotation marks"
    de "diese Zeile und die Kopfzeile haben verschieden viele Felder: hier {found}, in der \
        Kopfzeile {expected}",
       "Trennzeichen ergänzen oder streichen; ein Text mit Trennzeichen steht in Anführungszeichen"

    /// A required column that the header does not have.
    MissingColumn { columns: Text, file } = "E304"
    en "`{file}` has no {columns}",
       "add what is missing, or say under `[files]` what it is called there (`columns`) or what \
           it holds in every row (`set`)"
    de "in `{file}` {columns}",
       "das Fehlende ergänzen oder unter `[files]` sagen, wie es in der Datei heißt (`columns`) \
           oder was in jeder Zeile gilt (`set`)"

    /// A file with one column that looks like another delimiter.
    WrongDelimiter { file, delimiter: Text, ours: Text, entry } = "E305"
    en "`{file}` seems to be separated by {delimiter}, not by {ours}",
       "say so under `[files]` in umlage.toml: `{entry}`; `umlage preview` shows what is in a file"
    de "`{file}` ist anscheinend durch {delimiter} getrennt, nicht durch {ours}",
       "das unter `[files]` in umlage.toml sagen: `{entry}`; `umlage preview` zeigt, was in einer \
           Datei steht"

    /// Columns that stand twice in the header.
    DuplicateColumn { columns: Text } = "E306"
    en "{columns}",
       "rename or delete one of them; of two tables side by side on a sheet, name the cells of \
           one with `range`"
    de "{columns}",
       "eine davon umbenennen oder löschen; von zwei Tabellen nebeneinander auf einem Blatt die \
           Zellen der einen mit `range` nennen"

    /// A required field that is empty, or a row of empty fields.
    EmptyField { what: Text } = "E307"
    en "{what} is empty", "fill it in, or delete the row"
    de "{what} ist leer", "ausfüllen oder die Zeile löschen"

    /// A text that is not a period.
    BadPeriod { value, day: Text } = "E308"
    en "`{value}` is not a period",
       "write `2024`, `2024-Q1`, `2024-03`, `2024-03-15` or `2024-01-01/2024-06-30`{day}"
    de "`{value}` ist kein Zeitraum",
       "`2024`, `2024-Q1`, `2024-03`, `2024-03-15` oder `2024-01-01/2024-06-30` schreiben{day}"

    /// An amount with more than two decimals.
    SubCentAmount { value, how: Text } = "E309"
    en "the amount `{value}` has more than two decimals", "write whole cents{how}"
    de "der Betrag `{value}` hat mehr als zwei Nachkommastellen", "ganze Cent schreiben{how}"

    /// A text that is not a number.
    BadNumber { column, value, how: Text } = "E310"
    en "`{column}` is not a number: `{value}`", "{how}"
    de "`{column}` ist keine Zahl: `{value}`", "{how}"

    /// A number with more digits than can be carried exactly.
    NumberTooLarge { value } = "E311"
    en "the number `{value}` is too large to be carried exactly",
       "amounts have at most 15 digits before the point, other numbers 28 in all"
    de "die Zahl `{value}` ist zu groß, um genau geführt zu werden",
       "Beträge haben höchstens 15 Stellen vor dem Punkt, andere Zahlen insgesamt 28"

    /// A cost id that stands twice.
    DuplicateCostId { id } = "E312"
    en "the id `{id}` stands at two costs", "take one row out, or give it its own id"
    de "die Kennung `{id}` steht bei zwei Kosten",
       "eine Zeile streichen oder ihr eine eigene Kennung geben"

    /// A key that stands twice in statistics, drivers, services or budget.
    DuplicateRow { key } = "E313"
    en "a second row for `{key}`", "take one of the rows out"
    de "eine zweite Zeile für `{key}`", "eine der Zeilen streichen"

    /// A cost row with both a service and a centre.
    ServiceAndCentre { service, centre } = "E314"
    en "a cost is for a service or a centre, but here for the service `{service}` and the centre \
        `{centre}`",
       "empty one of the fields `service` and `centre`, or write two rows"
    de "Kosten sind für eine Leistung oder eine Kostenstelle, hier aber für die Leistung \
        `{service}` und die Kostenstelle `{centre}`",
       "eines der Felder `service` und `centre` leeren oder zwei Zeilen schreiben"

    /// A project's statistic that would change a built-in value.
    BuiltinChanged { what, builtin: Text, value: Text } = "E315"
    en "`{what}` is built in as {builtin}, but is {value} here",
       "correct the value, or, if it is to change, write under `[files]`: `statistics = {{ path \
           = \"statistics.csv\", replace = true }}`"
    de "`{what}` ist als {builtin} eingebaut, ist hier aber {value}",
       "Wert berichtigen oder, falls er sich ändern soll, unter `[files]` schreiben: `statistics \
           = {{ path = \"statistics.csv\", replace = true }}`"

    /// A LeiKa key that is not 14 digits.
    BadLeika { value } = "E316"
    en "`{value}` is not a LeiKa key",
       "write its 14 digits; format the column as text, so that no digit is lost"
    de "`{value}` ist kein LeiKa-Schlüssel",
       "seine 14 Ziffern schreiben; die Spalte als Text formatieren, damit keine verloren geht"

    /// Amounts whose sum does not fit.
    AmountOverflow = "E317"
    en "the amounts add up to more than can be carried",
       "check the amounts for a misplaced decimal point"
    de "die Beträge ergeben mehr, als geführt werden kann",
       "Beträge auf ein verrutschtes Dezimalzeichen prüfen"

    /// A cost row with neither a service nor a centre.
    NoCostObject = "E318"
    en "the cost has neither a service nor a centre",
       "fill in one of the fields `service` and `centre`"
    de "die Kosten haben weder eine Leistung noch eine Kostenstelle",
       "eines der Felder `service` und `centre` ausfüllen"

    /// A quotation mark inside a field that does not begin with one.
    QuoteInField = "E319"
    en "a quotation mark inside a field that does not begin with one",
       "put the whole field in quotation marks and double those inside: `\"a \"\"b\"\" c\"`"
    de "Anführungszeichen in einem Feld, das nicht mit einem beginnt",
       "das ganze Feld in Anführungszeichen setzen und die inneren verdoppeln: `\"a \"\"b\"\" c\"`"

    /// A file with so many faults that reading on helps nobody.
    ManyFaults { file, limit } = "E320"
    en "`{file}` has more than {limit} faults; what follows is not checked",
       "correct those shown first; often they have one cause"
    de "`{file}` hat mehr als {limit} Fehler; was folgt, ist nicht geprüft",
       "zuerst die gezeigten beheben; oft haben sie eine gemeinsame Ursache"

    /// Two columns whose headings are swapped.
    ColumnsSwapped { first, second, entry } = "E321"
    en "the columns `{first}` and `{second}` are swapped: each holds what belongs into the other",
       "swap their names in the header, or say under `[files]`: `{entry}`"
    de "die Spalten `{first}` und `{second}` sind vertauscht: in jeder steht, was in die andere \
        gehört",
       "ihre Namen in der Kopfzeile tauschen oder unter `[files]` sagen: `{entry}`"

    /// A header below other lines, such as a title.
    HeaderElsewhere { file, row, entry } = "E322"
    en "the names of the columns of `{file}` do not stand in the first line, but in line {row}",
       "delete the lines above, or say under `[files]`: `{entry}`"
    de "die Namen der Spalten stehen in `{file}` nicht in der ersten Zeile, sondern in Zeile {row}",
       "die Zeilen darüber löschen oder unter `[files]` sagen: `{entry}`"

    /// A text that stands in tables for none or for all.
    ReservedText { column, value } = "E323"
    en "`{column}` cannot be `{value}`: in tables `-` stands for none and `*` for all",
       "leave the field empty where there is none, or write a word"
    de "`{column}` kann nicht `{value}` sein: in Tabellen steht `-` für keine und `*` für alle",
       "das Feld leer lassen, wenn es nichts gibt, oder ein Wort schreiben"

    /// A driver with periods in some rows only.
    DriverPeriods { driver } = "E330"
    en "some rows of the driver `{driver}` have a period and some do not",
       "fill `period` in all of them or in none"
    de "manche Zeilen der Bezugsgröße `{driver}` haben einen Zeitraum, manche nicht",
       "`period` in allen füllen oder in keiner"

    /// Cost for one party on a centre that is emptied.
    PartyOnCentre { party, centre } = "E331"
    en "the cost is for `{party}` alone, but the cost centre `{centre}` passes its cost on to all",
       "empty `party`, or book the cost on a service or on a centre without a driver"
    de "die Kosten sind für `{party}` allein, aber die Kostenstelle `{centre}` gibt ihre Kosten \
        an alle weiter",
       "`party` leeren oder die Kosten auf eine Leistung oder eine Kostenstelle ohne Bezugsgröße \
           buchen"

    /// Values of a statistic or driver of which some are percentages.
    SomePercent { name } = "E332"
    en "some values of `{name}` are percentages and some are not",
       "write `%` behind all of them or behind none; built-in statistics other than `koenigstein` \
           have no percentages"
    de "manche Werte von `{name}` sind Prozentangaben, manche nicht",
       "`%` hinter alle schreiben oder hinter keinen; eingebaute Statistiken außer `koenigstein` \
           haben keine Prozentangaben"

    /// A quantity that may be thousands or have three decimals.
    TwoReadings { column, value } = "E333"
    en "`{column}` is `{value}`, which may have a thousands mark or three decimals",
       "say under `[files]` how the file writes numbers: `decimal = \".\"` where the point is the \
           decimal sign, `decimal = \",\"` or `format = \"de\"` where it parts thousands"
    de "`{column}` ist `{value}`: das kann ein Tausenderzeichen sein oder drei Nachkommastellen",
       "unter `[files]` sagen, wie die Datei Zahlen schreibt: `decimal = \".\"`, wenn der Punkt \
           das Dezimalzeichen ist, `decimal = \",\"` oder `format = \"de\"`, wenn er Tausender \
           trennt"

    /// A range of cells that cannot be read.
    BadRange { value } = "E340"
    en "`{value}` is not a range of cells",
       "write the first and the last cell: `range = \"A3:H200\"`"
    de "`{value}` ist kein Zellbereich", "erste und letzte Zelle angeben: `range = \"A3:H200\"`"

    /// Merged cells among the data.
    MergedCells { cells } = "E341"
    en "the cells {cells} are merged: which of them the value is for cannot be told",
       "take the merging back and fill every cell; titles above the header: leave them out with \
           `range = \"A3:H200\"`"
    de "die Zellen {cells} sind verbunden: für welche von ihnen der Wert gilt, ist nicht zu \
        erkennen",
       "Verbindung aufheben und jede Zelle füllen; Titel über der Kopfzeile mit `range \
           = \"A3:H200\"` auslassen"

    /// A cell with an error value.
    ErrorCell { cell, value } = "E342"
    en "the cell {cell} holds the error `{value}`", "mend the formula or write the value"
    de "die Zelle {cell} enthält den Fehler `{value}`", "Formel berichtigen oder den Wert eintragen"

    /// A formula whose result is not stored.
    NoCachedValue { cell } = "E343"
    en "the result of the formula in {cell} is not stored",
       "open the workbook in Excel or LibreOffice, let it calculate, and save it"
    de "das Ergebnis der Formel in {cell} ist nicht gespeichert",
       "Arbeitsmappe in Excel oder LibreOffice öffnen, neu berechnen lassen und speichern"

    /// A cell that is true or false.
    FlagCell { cell, value } = "E344"
    en "the cell {cell} is the truth value {value}", "write a text or a number"
    de "die Zelle {cell} ist der Wahrheitswert {value}", "einen Text oder eine Zahl eintragen"

    /// A number in a column whose leading zeros count.
    NumberForText { column, value } = "E345"
    en "`{column}` is the number {value} in this cell, and a number loses leading zeros",
       "format the column as text and type the value anew, with its leading zeros"
    de "`{column}` ist in dieser Zelle die Zahl {value}, und eine Zahl verliert führende Nullen",
       "Spalte als Text formatieren und den Wert neu eingeben, mit führenden Nullen"

    /// A number where a date belongs.
    SerialDate { column, value } = "E346"
    en "`{column}` is the bare number {value}, perhaps a date without a date format",
       "format the cell as a date, or write it as text: `2024-03-15`"
    de "`{column}` ist die bloße Zahl {value}, vielleicht ein Datum ohne Datumsformat",
       "Zelle als Datum formatieren oder als Text schreiben: `2024-03-15`"

    /// A sheet or text file with exactly as many rows as some programs can hold.
    FullSheet { rows } = "E347"
    en "there are exactly {rows} rows, where some programs cut data off",
       "check that nothing is missing, and split the data over several files"
    de "es sind genau {rows} Zeilen; an dieser Grenze schneiden manche Programme ab",
       "prüfen, ob etwas fehlt, und die Daten auf mehrere Dateien verteilen"

    /// A filled cell beside the table.
    CellOutside { cell } = "E349"
    en "the cell {cell} is filled but has no column in the header",
       "give the column a name, delete the cell, or leave it out with `range = \"A3:H200\"`"
    de "die Zelle {cell} ist gefüllt, hat aber keine Spalte in der Kopfzeile",
       "der Spalte einen Namen geben, die Zelle löschen oder mit `range = \"A3:H200\"` auslassen"

    /// A column that umlage.toml sets and the file has, too.
    SetColumnInFile { column, file } = "E350"
    en "`{file}` has the column `{column}`, which umlage.toml sets",
       "take it out of `set`, or give the column of the file another name there"
    de "`{file}` hat die Spalte `{column}`, die umlage.toml festsetzt",
       "aus `set` streichen oder der Spalte in der Datei einen anderen Namen geben"

    /// A text that is not the key of a municipality.
    BadMunicipality { value } = "E351"
    en "`{value}` is not a municipality key",
       "write the AGS with 8 digits (a district with 5, a Land with 2) or the ARS with 12; format \
           the column as text, so that no leading zero is lost"
    de "`{value}` ist kein Gemeindeschlüssel",
       "den AGS mit 8 Ziffern (Kreis 5, Land 2) oder den ARS mit 12 Ziffern schreiben; die Spalte \
           als Text formatieren, damit keine führende Null verloren geht"

    /// A row of totals that does not agree with the rows.
    ControlTotal { column, total: Text, sum: Text, rows: Text } = "E352"
    en "this total of `{column}` is {total}; read: {rows}, together {sum}",
       "look for the row that is missing, twice or wrong; a total of other rows is deleted, or \
           left out by `where`"
    de "diese Summe von `{column}` ist {total}; gelesen: {rows}, zusammen {sum}",
       "die fehlende, doppelte oder falsche Zeile suchen; eine Summe anderer Zeilen löschen oder \
           mit `where` auslassen"

    /// A header row that the file does not have.
    HeaderBeyond { file, row } = "E353"
    en "`{file}` has no header in line {row}",
       "correct `header` under `[files]`: it is the number of the line with the names of the \
           columns; `umlage preview` shows it"
    de "`{file}` hat in Zeile {row} keine Kopfzeile",
       "`header` unter `[files]` berichtigen: es ist die Nummer der Zeile mit den Namen der \
           Spalten; `umlage preview` zeigt sie"

    /// A field of a layout that no file of the table has a use for.
    UselessField { field, file, what: Text } = "E354"
    en "`{field}` is for {what} and says nothing about `{file}`",
       "delete it, or name a file for which it counts"
    de "`{field}` ist für {what} und besagt nichts für `{file}`",
       "streichen oder eine Datei nennen, für die es gilt"

    /// A cell that is formatted as a date and holds a number that is none.
    NoDateInCell { cell, value } = "E355"
    en "the cell {cell} is formatted as a date, but its number `{value}` is none",
       "write the date anew, such as `2024-03-15`, or format the cell as a number"
    de "die Zelle {cell} ist als Datum formatiert, aber ihre Zahl `{value}` ist keines",
       "das Datum neu eingeben, etwa `2024-03-15`, oder die Zelle als Zahl formatieren"

    /// A row of a sheet of which only some cells are left out on purpose.
    RowPartlyLeftOut { sheet, row } = "E356"
    en "`left_out` names only some cells of row {row} of the sheet `{sheet}`",
       "name all cells of the row that stand in columns of the table, or none"
    de "`left_out` nennt nur einen Teil der Zellen in Zeile {row} des Blatts `{sheet}`",
       "alle Zellen der Zeile nennen, die in Spalten der Tabelle stehen, oder keine"

    /// A sheet that is read and left out at once.
    ReadSheetLeftOut { file, sheet } = "E357"
    en "the sheet `{sheet}` of `{file}` is read, but named under `left_out`",
       "take it out of `left_out`, or name another one with `sheet`"
    de "das Blatt `{sheet}` in `{file}` wird gelesen, steht aber unter `left_out`",
       "unter `left_out` streichen oder mit `sheet` ein anderes nennen"

    /// A statistic or edition that does not exist.
    MissingEdition { statistic, edition, known } = "E401"
    en "the statistic `{statistic}` has no edition `{edition}`",
       "take one of: {known}; or add the edition to statistics.csv"
    de "die Statistik `{statistic}` hat keinen Stand `{edition}`",
       "einen von diesen nehmen: {known}; oder den Stand in statistics.csv ergänzen"

    /// A statistic that does not exist at all.
    UnknownStatistic { statistic, known } = "E402"
    en "unknown statistic `{statistic}`", "take one of: {known}; or add it to statistics.csv"
    de "unbekannte Statistik `{statistic}`",
       "eine von diesen nehmen: {known}; oder sie in statistics.csv ergänzen"

    /// A receiver without a value in the key.
    NoWeightFor { party, key } = "E403"
    en "the key `{key}` has no value for `{party}`",
       "add the value (`weights`, or a row in statistics.csv), `0` if it is to bear nothing; or \
           leave the party out: `except` in the step, `--among` of `keys`"
    de "der Schlüssel `{key}` hat keinen Wert für `{party}`",
       "Wert ergänzen (`weights` oder eine Zeile in statistics.csv), `0`, wenn er nichts tragen \
           soll; oder den Beteiligten weglassen: `except` im Schritt, `--among` bei `keys`"

    /// A weight below zero.
    NegativeWeight { party, key, value: Text } = "E404"
    en "the key `{key}` has a negative weight for `{party}`: {value}",
       "correct it; weights are zero or more"
    de "der Schlüssel `{key}` hat ein negatives Gewicht für `{party}`: {value}",
       "berichtigen; Gewichte sind null oder größer"

    /// All weights are zero, but there is money.
    AllWeightsZero { key, range: Text } = "E405"
    en "no receiver has a weight in the key `{key}`{range}: all are zero",
       "give a receiver a weight; for a usage key add the usage, or name a key for this case: \
           `otherwise = \"equal\"`"
    de "kein Empfänger hat im Schlüssel `{key}`{range} ein Gewicht: alle sind null",
       "einem Empfänger ein Gewicht geben; bei einem Nutzungsschlüssel die Nutzung ergänzen oder \
           einen Schlüssel für diesen Fall nennen: `otherwise = \"equal\"`"

    /// Percentages of a fixed key that do not add to 100.
    PercentSum { key, sum: Text } = "E406"
    en "the percentages of the key `{key}` add to {sum}, not to 100 %",
       "correct them, or write plain weights without %"
    de "die Prozentsätze des Schlüssels `{key}` ergeben {sum}, nicht 100 %",
       "berichtigen oder einfache Gewichte ohne % schreiben"

    /// A fixed key in which some weights have % and others do not.
    PercentMixed { key } = "E407"
    en "the key `{key}` mixes percentages and plain weights", "write all with % or none"
    de "der Schlüssel `{key}` mischt Prozentsätze und einfache Gewichte",
       "alle mit % schreiben oder keines"

    /// Weights of a mix that do not add to one.
    MixSum { key, sum } = "E408"
    en "the weights of the mix `{key}` add to {sum}, not to 1",
       "correct them; fractions such as `\"2/3\"` are exact"
    de "die Gewichte der Mischung `{key}` ergeben {sum}, nicht 1",
       "berichtigen; Brüche wie `\"2/3\"` sind genau"

    /// A key that needs itself.
    KeyCycle { key, way } = "E409"
    en "the key `{key}` leads back to itself: {way}", "let one of them name another key"
    de "der Schlüssel `{key}` führt auf sich selbst zurück: {way}",
       "einen davon einen anderen Schlüssel nennen lassen"

    /// A usage part in a key with `over`.
    OverUsage { key, without } = "E410"
    en "the key `{key}` has `{without}`, but counts usage",
       "take `{without}` out, or use a key that counts no usage"
    de "der Schlüssel `{key}` hat `{without}`, zählt aber Nutzung",
       "`{without}` streichen oder einen Schlüssel nehmen, der keine Nutzung zählt"

    /// A receiver outside the group of `over`.
    NotInOver { party, key, group } = "E411"
    en "`{party}` is not in the group `{group}` over which the key `{key}` is normalised",
       "add the party to the group, or take `over` out"
    de "`{party}` gehört nicht zur Gruppe `{group}`, über die der Schlüssel `{key}` normiert wird",
       "den Beteiligten in die Gruppe aufnehmen oder `over` streichen"

    /// Usage rows that cannot be divided between slices of time.
    CoarseUsage { period, range } = "E412"
    en "the usage row for {period} is too coarse: the key counts the usage of {range}",
       "give the usage by month or day, so that each row lies wholly inside or wholly outside \
           {range}"
    de "die Nutzungszeile für {period} ist zu grob: der Schlüssel zählt die Nutzung von {range}",
       "Nutzung nach Monat oder Tag angeben, sodass jede Zeile ganz innerhalb oder ganz außerhalb \
           von {range} liegt"

    /// Corrections that outweigh the usage.
    NegativeUsage { party, service, range: Text, sum: Text } = "E413"
    en "the usage of `{service}` by `{party}`{range} adds to {sum}",
       "corrections must not exceed the usage; check the negative rows"
    de "die Nutzung von `{service}` durch `{party}`{range} ergibt {sum}",
       "Korrekturen dürfen die Nutzung nicht übersteigen; negative Zeilen prüfen"

    /// A usage key asked for without a service.
    ServiceNeeded { key } = "E414"
    en "the key `{key}` counts the use of one service, but none is named", "add `--service ID`"
    de "der Schlüssel `{key}` zählt die Nutzung einer Leistung, es ist aber keine genannt",
       "`--service KENNUNG` ergänzen"

    /// A key asked for with nobody to receive.
    NoReceiver { key } = "E415"
    en "nobody receives by the key `{key}`",
       "name the receivers: `--among HE,RP`; or check the dates of the members and `--period`"
    de "niemand empfängt nach dem Schlüssel `{key}`",
       "Empfänger nennen: `--among HE,RP`; oder die Daten der Mitglieder und `--period` prüfen"

    /// No edition is in force by the rule of the key.
    NoEditionInForce { key, statistic, wanted: Text, known } = "E416"
    en "the key `{key}` finds no edition of `{statistic}` {wanted}",
       "there are: {known}; add the dates `valid_from` or `published` in statistics.csv, or name \
           the `edition`"
    de "der Schlüssel `{key}` findet keinen Stand von `{statistic}` {wanted}",
       "es gibt: {known}; in statistics.csv die Daten `valid_from` oder `published` ergänzen oder \
           den Stand mit `edition` nennen"

    /// Several editions are in force by the rule of the key.
    SeveralEditions { key, statistic, wanted: Text, several } = "E417"
    en "the key `{key}` finds several editions of `{statistic}` {wanted}: {several}",
       "correct the dates in statistics.csv, or name the `edition`"
    de "der Schlüssel `{key}` findet mehrere Stände von `{statistic}` {wanted}: {several}",
       "die Daten in statistics.csv berichtigen oder den Stand mit `edition` nennen"

    /// A key whose weights depend on the settlement period, asked without one or for several.
    PeriodNeeded { key } = "E418"
    en "the key `{key}` depends on the settlement period", "name one: `--period 2024`"
    de "der Schlüssel `{key}` hängt vom Abrechnungszeitraum ab", "einen nennen: `--period 2024`"

    /// A year that is not on the path of a gliding key.
    NotOnPath { key, year, years } = "E419"
    en "the path of the key `{key}` does not say what holds in {year}; it has {years}",
       "add the year to `path`"
    de "der Weg des Schlüssels `{key}` sagt nicht, was {year} gilt; er hat {years}",
       "das Jahr in `path` ergänzen"

    /// A ratio whose lower key is zero for a party.
    RatioByZero { key, denominator, party } = "E420"
    en "the key `{key}` divides by `{denominator}`, which is 0 for `{party}`",
       "correct the value, or leave the party out: `except`"
    de "der Schlüssel `{key}` teilt durch `{denominator}`; das ist 0 für `{party}`",
       "den Wert berichtigen oder den Beteiligten ausnehmen: `except`"

    /// Rows of an edition that give it different dates.
    EditionDates { what, first, value } = "E421"
    en "the edition {what} has two dates: {first} and {value}",
       "give every row of an edition the same date, or only one of them"
    de "der Stand {what} hat zwei Daten: {first} und {value}",
       "allen Zeilen eines Stands dasselbe Datum geben oder nur einer davon"

    /// A payment that cannot be divided between slices of time.
    CoarsePayment { period, range } = "E422"
    en "the payment for {period} reaches beyond {range}, whose payments the key counts",
       "leave `period` empty, so that the day of the payment counts, or give a time that lies \
           wholly inside or wholly outside {range}"
    de "die Zahlung für {period} reicht über {range} hinaus, dessen Zahlungen der Schlüssel zählt",
       "`period` leer lassen, sodass der Tag der Zahlung zählt, oder eine Zeit angeben, die ganz \
           innerhalb oder ganz außerhalb von {range} liegt"

    /// One key, where several are compared.
    OneKeyAlone { key } = "E423"
    en "`--compare` names one key alone: `{key}`",
       "name at least two: `--compare koenigstein-2019,population-2022-12-31`"
    de "`--compare` nennt nur einen Schlüssel: `{key}`",
       "mindestens zwei nennen: `--compare koenigstein-2019,population-2022-12-31`"

    /// A reference or fallback that is not among the keys compared.
    NotCompared { option, key, known } = "E424"
    en "`{option}` names `{key}`, which is not one of the keys it chooses from",
       "name one of these: {known}; or add the key to `--compare`"
    de "`{option}` nennt `{key}`; das ist keiner der Schlüssel, die zur Wahl stehen",
       "einen von diesen nennen: {known}; oder den Schlüssel unter `--compare` ergänzen"

    /// A key built of keys over too many stages.
    KeyTooDeep { key, most } = "E425"
    en "the key `{key}` is built of keys over more than {most} stages", "build it in fewer stages"
    de "der Schlüssel `{key}` ist über mehr als {most} Stufen aus Schlüsseln aufgebaut",
       "ihn in weniger Stufen aufbauen"

    /// A weight of more digits than the program carries.
    WeightTooLong { key, party, most } = "E426"
    en "the weight of `{party}` in the key `{key}` has more than {most} digits",
       "multiply fewer keys; `decimals` in a factor keeps its weights short"
    de "das Gewicht von `{party}` im Schlüssel `{key}` hat mehr als {most} Stellen",
       "weniger Schlüssel multiplizieren; `decimals` in einem Faktor hält dessen Gewichte kurz"

    /// Scenarios that build on each other over too many files.
    BaselinesTooDeep { scenario, most } = "E427"
    en "the scenario `{scenario}` is one of more than {most} that build on each other by \
        `baseline`",
       "lay fewer files over each other"
    de "das Szenario `{scenario}` ist eines von mehr als {most}, die mit `baseline` aufeinander \
        aufbauen",
       "weniger Dateien übereinanderlegen"

    /// A usage key that counts the use of the pool's service, where what is shared belongs to none.
    NoServiceToCount { key } = "E428"
    en "the key `{key}` counts the use of the service whose cost is shared, but what is shared \
        here belongs to no service",
       "tell the usage key which services it counts (`services = [\"*\"]` or a list), or take \
           another key here"
    de "der Schlüssel `{key}` zählt die Nutzung der Leistung, deren Kosten verteilt werden; was \
        hier verteilt wird, gehört aber zu keiner",
       "dem Nutzungsschlüssel sagen, welche Leistungen er zählt (`services = [\"*\"]` oder eine \
           Liste), oder hier einen anderen Schlüssel nehmen"

    /// A cost entry that no rule takes.
    NotCovered { entry } = "E501"
    en "no rule covers the cost {entry}",
       "widen the `costs` of a rule, or add one; for cost that may not be shared, one with \
           `allocate = false`"
    de "keine Regel erfasst die Kosten {entry}",
       "`costs` einer Regel erweitern oder eine ergänzen; für nicht umlagefähige Kosten eine mit \
           `allocate = false`"

    /// A cost entry that two rules take.
    TwoRules { entry, rules } = "E502"
    en "more than one rule takes the cost {entry}: {rules}",
       "narrow the `costs` of one, or write into the one that goes first: `overrides = [\"…\"]`"
    de "mehr als eine Regel erfasst die Kosten {entry}: {rules}",
       "`costs` der einen einschränken oder in die, die vorgeht, schreiben: `overrides = [\"…\"]`"

    /// Rules that override each other.
    MutualOverrides { rules: Text } = "E503"
    en "{rules}", "take one `overrides` out"
    de "{rules}", "ein `overrides` streichen"

    /// An entry that lies only partly within the dates of a rule.
    SpansLimit { entry, limit, whose: Text } = "E504"
    en "the cost {entry} lies on both sides of the limit `{limit}` of {whose}",
       "split the row in two at that date, or move the limit"
    de "die Kosten {entry} liegen auf beiden Seiten der Grenze `{limit}` {whose}",
       "die Zeile an diesem Tag in zwei teilen oder die Grenze verschieben"

    /// An entry with a party under a rule without `direct`.
    PartyWithoutDirect { entry, party, rule } = "E505"
    en "the cost {entry} names the party `{party}`, but the rule `{rule}` has no `direct` step \
        for it",
       "add a step with `direct = true` to the rule, or empty `party` in the row"
    de "die Kosten {entry} nennen den Beteiligten `{party}`, aber die Regel `{rule}` hat keinen \
        Schritt `direct` dafür",
       "in der Regel einen Schritt mit `direct = true` ergänzen oder `party` in der Zeile leeren"

    /// Participants or usage of a pool that is not formed by service.
    PoolMixing { what, rule, other: Text } = "E506"
    en "`{what}` needs a service, but the pools of the rule `{rule}` are not formed by service",
       "add `\"service\"` to `pool`, or {other}"
    de "`{what}` braucht eine Leistung, aber die Umlagemassen der Regel `{rule}` sind nicht nach \
        Leistung gebildet",
       "`\"service\"` in `pool` ergänzen oder {other}"

    /// A pool of centres under a rule that needs services.
    NoService { what, rule, centre, other: Text } = "E507"
    en "`{what}` needs a service, but the rule `{rule}` also takes the cost of the centre \
        `{centre}`",
       "let the rule take services only (`costs = {{ services = [\"*\"] }}`), or {other}"
    de "`{what}` braucht eine Leistung, aber die Regel `{rule}` erfasst auch Kosten der \
        Kostenstelle `{centre}`",
       "die Regel nur Leistungen erfassen lassen (`costs = {{ services = [\"*\"] }}`) oder {other}"

    /// A step without a key for several receivers.
    KeyNeeded { step } = "E508"
    en "the step `{step}` goes to several parties and has no key",
       "add `key = \"…\"`; `umlage keys --list` shows those that are ready"
    de "der Schritt `{step}` geht an mehrere Beteiligte und hat keinen Schlüssel",
       "`key = \"…\"` ergänzen; `umlage keys --list` zeigt die fertigen"

    /// A rule that shares but has no step.
    NoSteps { rule, table } = "E509"
    en "the rule `{rule}` has no step",
       "add `[[{table}]]`, or write `allocate = false` if its cost may not be shared"
    de "die Regel `{rule}` hat keinen Schritt",
       "`[[{table}]]` ergänzen oder, wenn ihre Kosten nicht umgelegt werden dürfen, `allocate = \
           false` schreiben"

    /// Pro rata is needed and not given.
    ProRataMissing { rule, step, days, period } = "E601"
    en "the receivers of step `{step}` of rule `{rule}` change in {period} ({days}), and the rule \
        does not say what then",
       "add to the rule `pro_rata = \"days\"`, `\"months\"`, `\"weight-days\"`, \
           `\"weight-months\"` or `\"none\"`"
    de "die Empfänger von Schritt `{step}` der Regel `{rule}` wechseln im Zeitraum {period} \
        ({days}), und die Regel sagt nicht, was dann gilt",
       "in der Regel `pro_rata = \"days\"`, `\"months\"`, `\"weight-days\"`, `\"weight-months\"` \
           oder `\"none\"` ergänzen"

    /// A change inside a month under pro_rata = "months".
    CutInsideMonth { rule, step, day } = "E602"
    en "the receivers of step `{step}` of rule `{rule}` change on {day}, inside a month",
       "take `pro_rata = \"days\"`, or let the change fall on the first of a month"
    de "die Empfänger von Schritt `{step}` der Regel `{rule}` wechseln am {day}, mitten im Monat",
       "`pro_rata = \"days\"` nehmen oder den Wechsel auf einen Monatsersten legen"

    /// A slice with money and nobody to bear it.
    NobodyPresent { rule, step, range, amount: Text } = "E603"
    en "nobody bears {amount} of step `{step}` of rule `{rule}` in {range}",
       "check who the step goes to and when (`member`, `participants`, group, `except`), and the \
           period of the cost"
    de "niemand trägt {amount} aus Schritt `{step}` der Regel `{rule}` im Zeitraum {range}",
       "prüfen, an wen der Schritt wann geht (`member`, `participants`, Gruppe, `except`), und \
           den Zeitraum der Kosten"

    /// Something is left after the last step.
    RestLeft { rule, pool, amount: Text } = "E604"
    en "{amount} is left after the last step of rule `{rule}` ({pool})",
       "end with a step `rest = true`, or correct the shares"
    de "{amount} bleiben nach dem letzten Schritt der Regel `{rule}` übrig ({pool})",
       "mit einem Schritt `rest = true` enden oder die Anteile berichtigen"

    /// Shares that add to more than the whole.
    BeyondWhole { rule, step, share: Text, left: Text } = "E605"
    en "the share of step `{step}` of rule `{rule}` is {share}, but only {left} is left",
       "the shares of a rule add to at most 100 %; for a part of what is left write `of = \"rest\"`"
    de "der Anteil von Schritt `{step}` der Regel `{rule}` ist {share}, übrig sind aber nur {left}",
       "die Anteile einer Regel ergeben höchstens 100 %; für einen Teil des Übrigen `of \
           = \"rest\"` schreiben"

    /// A share of the total while what is left has the other sign.
    OppositeSign { rule, step, left: Text, total: Text } = "E606"
    en "step `{step}` of rule `{rule}` takes a share of the total {total}, but what is left \
        ({left}) has the opposite sign",
       "take `rest = true`, or put credits into a rule of their own"
    de "Schritt `{step}` der Regel `{rule}` nimmt einen Anteil an {total}, aber der Rest ({left}) \
        hat das andere Vorzeichen",
       "`rest = true` nehmen oder Gutschriften in eine eigene Regel legen"

    /// A period that cuts a settlement period.
    FinerThanSettlement { period, settled: Text, whole } = "E607"
    en "the period {period} is not made of whole settlement periods (each {settled})",
       "take `{whole}`, or change `settled_per` in `[project]`"
    de "der Zeitraum {period} besteht nicht aus ganzen Abrechnungszeiträumen (je {settled})",
       "`{whole}` nehmen oder `settled_per` in `[project]` ändern"

    /// A centre whose receivers have nothing of its driver.
    DriverZero { centre, range, amount: Text } = "E610"
    en "the driver of the cost centre `{centre}` is zero for every receiver that is open in \
        {range}, but {amount} arrives there",
       "give its receivers quantities, widen `to`, or change its place in `cascade.order`"
    de "die Bezugsgröße der Kostenstelle `{centre}` ist im Zeitraum {range} für jeden offenen \
        Empfänger null, dort kommen aber {amount} an",
       "den Empfängern Mengen geben, `to` erweitern oder ihre Stelle in `cascade.order` ändern"

    /// Centres that pass cost only to one another.
    CentreCircle { centres, range } = "E611"
    en "the cost on {centres} stays there in {range}: it is passed on nowhere else, and no \
        service would ever bear it",
       "let them give to a service or to a centre without a driver, too"
    de "die Kosten auf {centres} bleiben im Zeitraum {range} dort: sie werden nirgends sonst \
        weitergegeben, und keine Leistung trüge sie je",
       "auch an eine Leistung oder an eine Kostenstelle ohne Bezugsgröße abgeben lassen"

    /// A quantity for a period longer than the settlement period.
    CoarseDriver { centre, period, range } = "E612"
    en "the quantity for {period} is too coarse: the driver of `{centre}` counts {range}",
       "give it by settlement period or finer"
    de "die Menge für {period} ist zu grob: die Bezugsgröße von `{centre}` zählt {range}",
       "nach Abrechnungszeitraum oder feiner angeben"

    /// A receiver with less than nothing of a driver.
    NegativeDriver { centre, receiver, range, value: Text } = "E613"
    en "the driver of the cost centre `{centre}` is negative for `{receiver}` in {range}: {value}",
       "correct the quantities; for `direct-cost`, credits must not exceed the cost"
    de "die Bezugsgröße der Kostenstelle `{centre}` ist im Zeitraum {range} für `{receiver}` \
        negativ: {value}",
       "Mengen berichtigen; bei `direct-cost` dürfen Gutschriften die Kosten nicht übersteigen"

    /// A cost over more years than anybody settles: nearly always a slip in a year.
    CostTooLong { period, years, most } = "E614"
    en "the cost is for {period}, {years} years; a cost is for at most {most}",
       "check the years; divide cost over so long a time among several rows"
    de "die Kosten gelten für {period}, {years} Jahre; Kosten gelten für höchstens {most}",
       "die Jahre prüfen; Kosten über so lange Zeit auf mehrere Zeilen verteilen"

    /// Floors that add to more than the step's sum.
    FloorsAboveSum { rule, step, pool, floors: Text, sum: Text, above: Text } = "E620"
    en "the floors of step `{step}` of rule `{rule}` add to {floors}, but only {sum} is to be \
        shared ({pool}): {above} cannot be placed",
       "lower the floors, or leave them out for some receivers"
    de "die Mindestbeträge von Schritt `{step}` der Regel `{rule}` ergeben zusammen {floors}, zu \
        verteilen sind aber nur {sum} ({pool}): {above} lassen sich nicht unterbringen",
       "die Mindestbeträge senken oder für einzelne Empfänger streichen"

    /// Caps that add to less than the step's sum.
    CapsBelowSum { rule, step, pool, caps: Text, sum: Text, left: Text } = "E621"
    en "the caps of step `{step}` of rule `{rule}` leave room for {caps}, but {sum} is to be \
        shared ({pool}): {left} cannot be placed",
       "raise the caps, leave them out for some receivers, or limit the step by `at_most` and \
           share what is left by a later step"
    de "die Höchstbeträge von Schritt `{step}` der Regel `{rule}` lassen zusammen {caps} zu, zu \
        verteilen sind aber {sum} ({pool}): {left} lassen sich nicht unterbringen",
       "die Höchstbeträge anheben, für einzelne Empfänger streichen oder den Schritt mit \
           `at_most` begrenzen und das Übrige in einem späteren Schritt verteilen"

    /// A floor above the same party's cap.
    FloorAboveCap { rule, step, pool, party, floor: Text, cap: Text, above: Text } = "E622"
    en "in step `{step}` of rule `{rule}` the floor of `{party}` is {floor}, but its cap {cap} \
        ({pool}): {above} cannot be placed",
       "lower the floor or raise the cap; floors are raised and caps cut to the rounding unit"
    de "in Schritt `{step}` der Regel `{rule}` ist der Mindestbetrag von `{party}` {floor}, der \
        Höchstbetrag aber {cap} ({pool}): {above} lassen sich nicht unterbringen",
       "den Mindestbetrag senken oder den Höchstbetrag anheben; Mindestbeträge werden auf die \
           Rundungseinheit angehoben, Höchstbeträge auf sie gekürzt"

    /// Limits where slices of time have parts of both signs.
    LimitsOfBothSigns { rule, step, pool, party, part: Text } = "E623"
    en "`{party}` has a part of {part} in step `{step}` of rule `{rule}` ({pool}), against the \
        sign of the sum: floor and cap have no meaning there",
       "put credits into a rule of their own"
    de "`{party}` hat in Schritt `{step}` der Regel `{rule}` einen Teil von {part} ({pool}), \
        gegen das Vorzeichen der Summe: Mindest- und Höchstbetrag haben dort keinen Sinn",
       "Gutschriften in eine eigene Regel legen"

    /// An entry of which a derivation needs a whole year.
    NotAWholeYear { entry, id } = "E630"
    en "the indexation `{id}` grows from year to year, but {entry} is not for a whole year",
       "give the entry a year as its period, or take it out of `indexation.{id}.costs`"
    de "die Fortschreibung `{id}` wächst von Jahr zu Jahr, aber {entry} gilt nicht für ein ganzes \
        Jahr",
       "der Position ein Jahr als Zeitraum geben oder sie aus `indexation.{id}.costs` nehmen"

    /// An own contribution of which nobody knows who made it.
    NobodyPaid { entry, id } = "E631"
    en "the credit `{id}` goes to whoever paid, but {entry} does not say who",
       "fill in `paid_by`, or take the entry out of `credit.{id}.costs`"
    de "die Gutschrift `{id}` geht an den, der bezahlt hat, aber {entry} sagt nicht, wer",
       "`paid_by` ausfüllen oder die Position aus `credit.{id}.costs` nehmen"

    /// A joiner that is there already.
    AlreadyThere { id, party, day } = "E632"
    en "`{party}` catches up by `{id}`, but belongs to the others already the day before {day}",
       "correct `on`, `among` or the party's dates"
    de "`{party}` holt nach `{id}` nach, gehört aber schon am Tag vor {day} zu den anderen",
       "`on`, `among` oder die Daten des Beteiligten berichtigen"

    /// A catch-up with nobody to be credited.
    NobodyToCredit { id, day } = "E633"
    en "nobody is there on the day before {day} to whom the catch-up `{id}` could be credited",
       "correct `on` or `among`"
    de "am Tag vor {day} ist niemand da, dem die Nachholung `{id}` gutgeschrieben werden könnte",
       "`on` oder `among` berichtigen"

    /// A year for which an indexation has no rate.
    NoRateFor { id, year } = "E634"
    en "the indexation `{id}` has no rate for {year}",
       "add it to `indexation.{id}.rates`, `\"0 %\"` where nothing grows"
    de "die Fortschreibung `{id}` hat keinen Satz für {year}",
       "in `indexation.{id}.rates` ergänzen, `\"0 %\"`, wo nichts wächst"

    /// An indexation that starts from several years, so that a later year would have several
    /// figures.
    SeveralBaseYears { id, years } = "E635"
    en "the indexation `{id}` starts from several years: {years}",
       "let `indexation.{id}.costs` take one year: `from`, `to`"
    de "die Fortschreibung `{id}` geht von mehreren Jahren aus: {years}",
       "in `indexation.{id}.costs` auf ein Jahr einschränken: `from`, `to`"

    /// The sums of a run do not agree: a fault of the program.
    Imbalance { what, figures } = "E699"
    en "the sums do not agree in {what}: {figures}",
       "this is a fault of the program: please report it with the project"
    de "die Summen stimmen nicht überein in {what}: {figures}",
       "das ist ein Fehler des Programms: bitte mit dem Projekt melden"

    /// Two periods of unequal length that are to be compared.
    PeriodsOfUnequalLength { first, first_months, second, second_months } = "E701"
    en "`{first}` and `{second}` are not equally long: {first_months} and {second_months} months",
       "compare periods of equal length, such as `umlage changes 2023 2024`"
    de "`{first}` und `{second}` sind nicht gleich lang: {first_months} und {second_months} Monate",
       "gleich lange Zeiträume vergleichen, etwa `umlage changes 2023 2024`"

    /// A period that is to be compared with a scenario.
    PeriodBesideScenario { first, second } = "E702"
    en "of `{first}` and `{second}` one is a period and the other is not",
       "compare two periods (`umlage changes 2023 2024`) or two scenarios (`umlage changes base \
           sachsen --period 2024`)"
    de "von `{first}` und `{second}` ist eines ein Zeitraum und das andere nicht",
       "zwei Zeiträume vergleichen (`umlage changes 2023 2024`) oder zwei Szenarien (`umlage \
           changes base sachsen --period 2024`)"

    /// `--period` beside two periods that are to be compared.
    PeriodBesidePeriods { period } = "E703"
    en "`--period {period}` stands beside two periods",
       "leave out `--period`: the two periods to be compared say what is selected"
    de "`--period {period}` steht neben zwei Zeiträumen",
       "`--period` weglassen: die beiden Zeiträume des Vergleichs sagen, was gewählt ist"

    /// A table with more rows than a sheet of a workbook has.
    TooManyRows { table, rows, limit } = "E705"
    en "the table `{table}` needs {rows} rows, and a sheet of a workbook has {limit}",
       "write it with `--format csv`, which holds any number; or narrow it with `--period` or a \
           coarser `--by`"
    de "die Tabelle `{table}` braucht {rows} Zeilen, ein Blatt einer Arbeitsmappe hat {limit}",
       "mit `--format csv` schreiben, das jede Zahl fasst; oder mit `--period` oder einem \
           gröberen `--by` eingrenzen"

    /// A table with more columns than a sheet of a workbook has.
    TooManyColumns { table, columns, limit } = "E706"
    en "the table `{table}` needs {columns} columns, and a sheet of a workbook has {limit}",
       "write it with `--format csv`, which holds any number; or have the long dimension in rows: \
           `--by service,party`"
    de "die Tabelle `{table}` braucht {columns} Spalten, ein Blatt einer Arbeitsmappe hat {limit}",
       "mit `--format csv` schreiben, das jede Zahl fasst; oder was viele Werte hat in die Zeilen \
           nehmen: `--by service,party`"

    /// A number that a change or growth of a scenario makes too large.
    ResultTooLarge { before: Text, after: Text } = "E707"
    en "this makes `{after}` of `{before}`, which is too large",
       "take a smaller factor, number or growth"
    de "das macht aus `{before}` die Zahl `{after}`, und die ist zu groß",
       "einen kleineren Faktor, Zuschlag oder Zuwachs nehmen"

    /// Instalments whose parts are not the whole.
    InstalmentSum { sum: Text, how: Text } = "E801"
    en "the shares that the instalments take add to {sum}", "{how}"
    de "die Teile, die die Abschläge nehmen, ergeben zusammen {sum}", "{how}"

    /// An instalment that is not there.
    NoSuchInstalment { number, count } = "E802"
    en "there is no instalment {number} in a year: `[calls]` has {count}",
       "name one from 1 to {count}"
    de "einen {number}. Abschlag im Jahr gibt es nicht: `[calls]` hat {count}",
       "einen von 1 bis {count} nennen"

    /// A period that is no settlement period.
    NoSettlementPeriod { period, whole } = "E803"
    en "`{period}` is not one settlement period", "name one, such as `{whole}`"
    de "`{period}` ist nicht ein Abrechnungszeitraum", "einen nennen, etwa `{whole}`"

    /// A leftover that goes into an earlier period.
    LeftoverBackwards { id, from, into } = "E804"
    en "the leftover `{id}` of {from} goes into {into}, which is not later",
       "name a later settlement period under `into`, or leave it out: then it is the next one"
    de "der Rest `{id}` aus {from} geht in {into}, was nicht später ist",
       "unter `into` einen späteren Abrechnungszeitraum nennen oder es weglassen: dann ist es der \
           nächste"

    /// A leftover that can no longer be used.
    LeftoverExpired { id, until, into } = "E805"
    en "the leftover `{id}` can be used until {until}, before {into} begins",
       "say under `until` how long it can be used, by consent of the finance ministry, or use it \
           earlier"
    de "der Rest `{id}` ist bis {until} verfügbar, also vor Beginn von {into} verfallen",
       "unter `until` sagen, wie lange er mit Einwilligung des Finanzministeriums verfügbar ist, \
           oder ihn früher verwenden"

    /// A leftover that is shared by what is nothing.
    LeftoverOfNobody { id, period } = "E806"
    en "the leftover `{id}` is nobody's: in {period} nothing was borne or paid in by which it \
        could be shared",
       "name a key under `by`, or what is each party's under `parts`"
    de "der Rest `{id}` gehört niemandem: in {period} wurde nichts getragen oder eingezahlt, \
        wonach er zu teilen wäre",
       "unter `by` einen Schlüssel nennen oder unter `parts`, was jedem gehört"

    /// A payment for several settlement periods.
    PaymentTooCoarse { period, whole } = "E807"
    en "this payment is for {period}, which is more than one settlement period",
       "split it: one row for each settlement period, such as `{whole}`"
    de "diese Zahlung ist für {period}, also für mehr als einen Abrechnungszeitraum",
       "aufteilen: eine Zeile je Abrechnungszeitraum, etwa `{whole}`"

    /// A payment of somebody who owes nothing and does not belong.
    PaymentOfStranger { party, period, amount: Text } = "E808"
    en "`{party}` paid {amount} for {period} and has no share in it: it is no member and takes \
        part in nothing",
       "correct `party` or `period`; where it was paid by mistake, add the row that pays it back"
    de "`{party}` hat {amount} für {period} eingezahlt und trägt dort nichts: weder Mitglied noch \
        nachnutzend",
       "`party` oder `period` berichtigen; bei einem Versehen die Zeile ergänzen, mit der es \
           zurückgezahlt wird"

    /// One document number on two payments.
    DocumentTwice { document } = "E809"
    en "two payments have the document `{document}`",
       "delete the row that was entered twice, or correct its number; parts of one payment must \
           differ in `period` or `purpose`"
    de "zwei Zahlungen haben den Beleg `{document}`",
       "die doppelt erfasste Zeile löschen oder ihre Nummer berichtigen; Teile einer Zahlung \
           müssen sich in `period` oder `purpose` unterscheiden"

    /// A payment of which nobody knows what it is for.
    PaymentForNothing { date } = "E810"
    en "this payment has no `period`, and {date} lies in no settlement period that has cost",
       "fill `period`: the settlement period for which it was paid"
    de "diese Zahlung hat kein `period`, und {date} liegt in keinem Abrechnungszeitraum mit Kosten",
       "`period` ausfüllen: den Abrechnungszeitraum, für den gezahlt wurde"

    /// A record whose options ask for a file outside the folder of the project.
    OutsideProject { file } = "E811"
    en "the options of the record ask for `{file}`, which is not in the folder of the project",
       "where the record comes from somebody you trust, `umlage verify --outside` reads it"
    de "die Optionen des Nachweises verlangen `{file}`, und das liegt nicht im Ordner des Projekts",
       "stammt der Nachweis aus vertrauenswürdiger Hand, liest `umlage verify --outside` die Datei"

    /// A commitment appropriation for the budget year itself or an earlier one.
    CommitmentNotLater { year, ve_year } = "E851"
    en "the commitment appropriation for {ve_year} stands in the budget of {year}: it must be for \
        a later year",
       "correct `ve_year`; what is bound and due in {year} itself stands under `committed`"
    de "die Verpflichtungsermächtigung für {ve_year} steht im Haushalt {year}: sie muss für ein \
        späteres Jahr gelten",
       "`ve_year` berichtigen; was im Jahr {year} selbst gebunden und fällig ist, steht unter \
           `committed`"

    /// More bound for a later year than was granted.
    CommitmentOverdrawn { year, used: Text, granted: Text } = "E852"
    en "of the commitment appropriation for {year} {used} is used, but only {granted} is granted",
       "correct `ve_used` or `ve_amount`"
    de "von der Verpflichtungsermächtigung für {year} sind {used} in Anspruch genommen, bewilligt \
        sind aber nur {granted}",
       "`ve_used` oder `ve_amount` berichtigen"

    /// A commitment appropriation without a year.
    CommitmentWithoutYear { column } = "E853"
    en "`{column}` stands without `ve_year`",
       "write into `ve_year` for which later year it is; one row for each year"
    de "`{column}` steht ohne `ve_year`",
       "in `ve_year` schreiben, für welches spätere Jahr es gilt; je Jahr eine Zeile"

    /// Cover by a title that the budget of the year does not have.
    CoverUnknown { title, year } = "E854"
    en "`{title}` may draw on this title, but is not in the budget of {year}",
       "write chapter and title as in the budget, `0399/538 92`, the title alone in the same \
           chapter, several separated by `;`; or add the title"
    de "`{title}` darf aus diesem Titel schöpfen, steht aber nicht im Haushalt {year}",
       "Kapitel und Titel wie im Haushalt schreiben, `0399/538 92`, im selben Kapitel nur den \
           Titel, mehrere durch `;` getrennt; oder den Titel ergänzen"

    /// A title that covers itself.
    CoversItself { title } = "E855"
    en "`{title}` stands in its own `cover`",
       "name the other titles that may draw on it, or leave the field empty"
    de "`{title}` steht in der eigenen Spalte `cover`",
       "die anderen Titel nennen, die daraus schöpfen dürfen, oder das Feld leer lassen"

    /// Two names for one title in a year.
    TwoNamesOfTitle { title, name, other } = "E856"
    en "`{title}` is called `{other}` here, but `{name}` in another row of the same year",
       "write the same name into both rows, or leave it empty in one"
    de "`{title}` heißt hier `{other}`, in einer anderen Zeile desselben Jahres aber `{name}`",
       "in beiden Zeilen denselben Namen schreiben oder ihn in einer leer lassen"

    /// Cost on a title that the budget of its year lacks.
    TitleNotInBudget { title, year } = "E857"
    en "the budget of {year} has no title `{title}`, but this cost is due in that year",
       "correct chapter, title or `due` of the cost, or add a row to the budget, with `0.00` \
           where nothing was appropriated"
    de "der Haushalt {year} hat keinen Titel `{title}`, doch diese Kosten sind in jenem Jahr \
        fällig",
       "Kapitel, Titel oder `due` der Kosten berichtigen oder eine Zeile im Haushalt ergänzen, \
           mit `0.00`, wo nichts veranschlagt ist"

    /// A negative amount in the budget that has no sign.
    NegativeBudget { column, value: Text } = "E858"
    en "`{column}` must not be negative, but is {value}",
       "write it without a sign; what lowers the appropriation stands under `adjusted`"
    de "`{column}` darf nicht negativ sein, ist aber {value}",
       "ohne Vorzeichen schreiben; was den Ansatz mindert, steht unter `adjusted`"

    /// An appropriation in more than one row of a title and year.
    AppropriatedTwice { title, year } = "E859"
    en "`{title}` has an appropriation other than zero in two rows of {year}: they would be added \
        up",
       "write the whole appropriation into one row and `0.00` as `amount` into the others"
    de "`{title}` hat {year} in zwei Zeilen einen Ansatz ungleich null: beide würden \
        zusammengezählt",
       "den ganzen Ansatz in eine Zeile schreiben, in die anderen unter `amount` `0.00`"

    /// A project without budget data, asked for its budget.
    NoBudget = "E860"
    en "the project has no budget",
       "write budget.csv (`year`, `budget_chapter`, `budget_title`, `amount`), or name another \
           file under `[files]`: `budget = \"…\"`"
    de "das Projekt hat keinen Haushalt",
       "budget.csv anlegen (`year`, `budget_chapter`, `budget_title`, `amount`) oder unter \
           `[files]` eine andere Datei nennen: `budget = \"…\"`"

    /// A period that is not made of budget years.
    NotBudgetYears { period, whole } = "E861"
    en "`--period {period}`: a budget is kept by calendar years",
       "select whole years: `--period {whole}`"
    de "`--period {period}`: ein Haushalt gilt für Kalenderjahre",
       "ganze Jahre wählen: `--period {whole}`"

    /// A logo that is no picture.
    NoPicture { file } = "E870"
    en "`{file}` is no picture", "use a file in the format SVG, PNG or JPEG"
    de "`{file}` ist kein Bild", "eine Datei im Format SVG, PNG oder JPEG verwenden"

    /// A folder of texts that holds none.
    NoTexts { folder, known } = "E871"
    en "there is no text in `{folder}`", "write one of {known} there, or leave out `texts`"
    de "in `{folder}` liegt kein Text", "dort {known} anlegen oder `texts` weglassen"

    /// A text with something in braces that cannot be filled in.
    BadText { reason: Text, remedy: Text } = "E872"
    en "this text cannot be filled in: {reason}", "{remedy}"
    de "dieser Text lässt sich nicht ausfüllen: {reason}", "{remedy}"

    /// What a projection holds constant.
    HeldConstant { what: Text, years } = "N201"
    en "the projection {years} holds constant: {what}",
       "nothing; growth stands under `[projection]`, new editions and rows under `[[add.…]]`"
    de "die Hochrechnung {years} hält fest: {what}",
       "keine; Wachstum steht unter `[projection]`, neue Stände und Zeilen unter `[[add.…]]`"

    /// Rows that reach beyond the base year of a projection and are not copied.
    NotCarried { rows, table, year } = "N202"
    en "rows of `{table}` that reach beyond {year} and are not copied: {rows}",
       "nothing, if they hold for the later years themselves"
    de "Zeilen von `{table}`, die über {year} hinausreichen und nicht kopiert werden: {rows}",
       "keine, wenn sie selbst für die späteren Jahre gelten"

    /// A scenario file that says nothing but its head.
    EmptyScenario { scenario } = "N203"
    en "the scenario `{scenario}` changes nothing: it holds only its head", "nothing"
    de "das Szenario `{scenario}` ändert nichts: es enthält nur seinen Kopf", "keine"

    /// Columns that the program does not know.
    ColumnIgnored { column: Text, file } = "N301"
    en "{column} of `{file}` is ignored", "nothing, unless it is misspelt"
    de "{column} in `{file}` wird nicht beachtet", "keine, wenn sie nicht falsch geschrieben ist"

    /// A sep= line, as Excel writes it.
    SepLine { file } = "N302"
    en "the line `sep=` of `{file}` is skipped", "nothing"
    de "die Zeile `sep=` in `{file}` wird übersprungen", "keine"

    /// Formula cells, taken by their stored results.
    FormulaCells { sheet, count } = "N303"
    en "cells of the sheet `{sheet}` with formulas: {count}; their stored results are taken",
       "nothing, if the workbook was calculated before it was saved"
    de "Zellen mit Formeln im Blatt `{sheet}`: {count}; es gelten die gespeicherten Ergebnisse",
       "keine, wenn die Arbeitsmappe vor dem Speichern berechnet wurde"

    /// Hidden rows, which are read as others.
    HiddenRows { sheet, rows: Text, hidden } = "N304"
    en "sheet `{sheet}`: {rows}, {hidden} of them hidden; all are read",
       "nothing, if the hidden rows are meant too; else delete them"
    de "Blatt `{sheet}`: {rows}, davon {hidden} ausgeblendet; alle werden gelesen",
       "keine, wenn auch die ausgeblendeten gemeint sind; sonst löschen"

    /// Hidden columns, which are read as others.
    HiddenColumns { sheet, columns } = "N305"
    en "sheet `{sheet}`: hidden columns, which are read: {columns}",
       "nothing, if they are meant too"
    de "Blatt `{sheet}`: ausgeblendete Spalten, die gelesen werden: {columns}",
       "keine, wenn auch sie gemeint sind"

    /// A hidden sheet that is read.
    HiddenSheet { sheet } = "N306"
    en "sheet `{sheet}` is hidden and is read",
       "nothing, if it is meant; otherwise name another one with `sheet`"
    de "das Blatt `{sheet}` ist ausgeblendet und wird gelesen",
       "keine, wenn es gemeint ist; sonst mit `sheet` ein anderes nennen"

    /// Filled cells beside the range of a sheet.
    CellsBeside { cells: Text, first } = "N307"
    en "beside `range` and not read: {cells}, from {first} on",
       "nothing, if they do not belong to the table; otherwise extend `range`"
    de "neben `range` und nicht gelesen: {cells}, ab {first}",
       "keine, wenn sie nicht zur Tabelle gehören; sonst `range` erweitern"

    /// Filled rows outside the range of a sheet that hold no value of the table.
    LinesBeside { rows: Text } = "N308"
    en "outside `range`, without values of the table: {rows}",
       "nothing, if they do not belong to the table; otherwise extend `range`"
    de "außerhalb von `range`, ohne Werte der Tabelle: {rows}",
       "keine, wenn sie nicht zur Tabelle gehören; sonst `range` erweitern"

    /// Sheets that are not read and hold no table like the one that is.
    SheetsUnread { sheets: Text } = "N309"
    en "sheets that are not read: {sheets}",
       "nothing, if they do not belong to the table; `left_out` with their names says so"
    de "nicht gelesene Blätter: {sheets}",
       "keine, wenn sie nicht zur Tabelle gehören; `left_out` mit ihren Namen besagt das"

    /// A file that was read in an encoding other than UTF-8, or in UTF-8 although another is named.
    Decoded { file, encoding } = "N310"
    en "`{file}` is read as {encoding}", "nothing"
    de "`{file}` ist als {encoding} gelesen", "keine"

    /// Numbers with the minus sign behind.
    TrailingMinus { file, numbers: Text } = "N311"
    en "{numbers} in `{file}` with the minus sign behind, read as negative", "nothing"
    de "{numbers} in `{file}` mit dem Minuszeichen am Ende, als negativ gelesen", "keine"

    /// Numbers in parentheses.
    InParentheses { file, numbers: Text } = "N312"
    en "{numbers} in `{file}` in parentheses, read as negative", "nothing"
    de "{numbers} in `{file}` in Klammern, als negativ gelesen", "keine"

    /// Numbers with a minus sign that is not that of the keyboard.
    OtherMinus { file, numbers: Text } = "N313"
    en "{numbers} in `{file}` with a dash or mathematical minus sign, read as negative", "nothing"
    de "{numbers} in `{file}` mit Gedankenstrich oder mathematischem Minuszeichen, als negativ \
        gelesen",
       "keine"

    /// The sign of statistical offices for nothing there.
    NothingThere { file, numbers: Text } = "N314"
    en "{numbers} in `{file}` written as `-`, nothing there, read as 0", "nothing"
    de "{numbers} in `{file}` als `-` geschrieben, nichts vorhanden, als 0 gelesen", "keine"

    /// A zero of statistical offices, which may stand for less than half of the last digit.
    LessThanHalf { file, numbers: Text } = "N315"
    en "{numbers} in `{file}` written as 0: in official tables less than half of the last digit, \
        but more than nothing",
       "nothing, unless the small weight matters: then take a table with more digits"
    de "{numbers} in `{file}` als 0 geschrieben: in amtlichen Tabellen weniger als die Hälfte der \
        letzten Stelle, aber mehr als nichts",
       "keine, wenn es auf das kleine Gewicht nicht ankommt: sonst eine Tabelle mit mehr Stellen \
           nehmen"

    /// Rows of totals, left out.
    TotalRow { file, rows: Text } = "N316"
    en "{rows} of totals in `{file}` left out; a figure there is compared with the sum of the rows",
       "nothing"
    de "{rows} mit Summen in `{file}` ausgelassen; eine Zahl dort wird mit der Summe der Zeilen \
        verglichen",
       "keine"

    /// Numbers of official tables with a letter that tells their quality.
    QualityLetter { file, numbers: Text, letter: Text } = "N317"
    en "{numbers} in `{file}` with the quality letter {letter}",
       "nothing, unless final figures are to be had"
    de "{numbers} in `{file}` mit dem Qualitätskennzeichen {letter}",
       "keine, wenn es keine endgültigen Werte gibt"

    /// Numbers of official tables in parentheses, which are not negative there.
    UncertainNumber { file, numbers: Text } = "N318"
    en "{numbers} in `{file}` in parentheses: in official tables a value of limited certainty, \
        read without them",
       "nothing, unless a more certain table is to be had"
    de "{numbers} in `{file}` in Klammern: in amtlichen Tabellen ein Wert mit eingeschränkter \
        Aussage, ohne sie gelesen",
       "keine, wenn es keine sicherere Tabelle gibt"

    /// A usage key whose fallback was taken.
    OtherwiseTaken { key, fallback, what: Text } = "N401"
    en "the receivers have no use that the key `{key}` counts{what}: the shares are those of \
        `{fallback}`",
       "nothing, unless usage is missing"
    de "die Empfänger haben keine Nutzung, die der Schlüssel `{key}` zählt{what}: die Anteile \
        sind die von `{fallback}`",
       "keine, wenn keine Nutzung fehlt"

    /// A key on which there was no unanimous decision.
    NotUnanimous { key, fallback } = "N402"
    en "the key `{key}` was not decided unanimously: `{fallback}` stands in",
       "nothing; with `decision.unanimous = true` it holds itself"
    de "der Schlüssel `{key}` ist nicht einstimmig beschlossen: an seine Stelle tritt `{fallback}`",
       "nichts; mit `decision.unanimous = true` gilt er selbst"

    /// A sum below the minimum that is billed.
    BelowMinimum { party, rule, period, amount: Text, minimum: Text } = "N620"
    en "`{party}` is not billed {amount} of rule `{rule}` in {period}: below {minimum}",
       "nothing; the amount stays in the allocation and is listed under `not_billed`"
    de "`{party}` werden {amount} aus Regel `{rule}` im Zeitraum {period} nicht in Rechnung \
        gestellt: weniger als {minimum}",
       "keine; der Betrag bleibt in der Verteilung und steht unter `not_billed`"

    /// A sum below the minimum that the others bear.
    BorneByOthers { party, rule, period, amount: Text, minimum: Text } = "N621"
    en "the others bear {amount} of `{party}` by rule `{rule}` in {period}: below {minimum}",
       "nothing"
    de "{amount} von `{party}` aus Regel `{rule}` im Zeitraum {period} tragen die anderen: \
        weniger als {minimum}",
       "keine"

    /// Cost without chapter or title.
    CostWithoutTitle { year, rows: Text, amount: Text } = "N851"
    en "{rows} due in {year} without chapter or title, together {amount}: they stand in the line \
        `-`",
       "nothing, if they are in no budget; else fill in `budget_chapter` and `budget_title`"
    de "{rows}, fällig {year}, ohne Kapitel oder Titel, zusammen {amount}: Zeile `-`",
       "keine, wenn sie in keinem Haushalt stehen; sonst `budget_chapter` und `budget_title` \
           ausfüllen"

    /// Cost due in years that have no budget.
    CostOutsideBudget { year, rows: Text, amount: Text } = "N852"
    en "{rows} due in {year}, together {amount}: there is no budget of {year}",
       "nothing, if that year is not kept here; else add its titles to the budget"
    de "{rows}, fällig {year}, zusammen {amount}: es gibt keinen Haushalt {year}",
       "keine, wenn jenes Jahr hier nicht geführt wird; sonst seine Titel im Haushalt ergänzen"

    /// Two files of a table that are the same, byte for byte.
    SameContent { file, other } = "W101"
    en "`{file}` is the same as `{other}`, byte for byte, and both are counted",
       "if it is a copy, take it out of the folder or name the files one by one under `[files]`; \
           if both are meant, write `repeated = \"add\"` beside their `path`"
    de "`{file}` gleicht `{other}` Byte für Byte, und beide zählen",
       "eine Kopie aus dem Ordner nehmen oder die Dateien unter `[files]` einzeln nennen; sind \
           beide gemeint, neben ihren `path` `repeated = \"add\"` schreiben"

    /// A value of a layer that holds already.
    SameValue { value } = "W201"
    en "{value} holds already: this line changes nothing",
       "take the line out, or write another value"
    de "{value} gilt schon: diese Zeile ändert nichts",
       "Zeile streichen oder einen anderen Wert schreiben"

    /// A change that leaves all rows as they are.
    ChangesNothing { rows, table } = "W202"
    en "the change leaves all selected rows of `{table}` as they are: {rows}",
       "take it out, or write another value"
    de "die Änderung lässt alle ausgewählten Zeilen von `{table}`, wie sie sind: {rows}",
       "streichen oder einen anderen Wert schreiben"

    /// Use that no key counted.
    UsageNotCounted { rows: Text, service, measure, party } = "W301"
    en "no key counts {rows} of `{service}` by `{party}` (measure `{measure}`)",
       "check the dates of the participants, the service and the measure, or take the rows out"
    de "kein Schlüssel zählt {rows} zu `{service}` von `{party}` (Messgröße `{measure}`)",
       "Daten der Nachnutzer, Leistung und Messgröße prüfen oder die Zeilen streichen"

    /// A platform fee that may already be in the cost of operation: Beschluss 2021/24, no. 1 c.
    CountedTwice { entry, other, same: Text } = "W302"
    en "the platform fee {entry} may already be contained in {other}: {same}",
       "kind c is eligible only as far as it is not in kind a: take one of the rows out, or set \
           the amount right"
    de "das Plattformentgelt {entry} ist vielleicht schon in {other} enthalten: {same}",
       "Kostenart c zählt nur, soweit sie nicht in Kostenart a steckt: eine der Zeilen streichen \
           oder den Betrag berichtigen"

    /// Two rows of cost that are alike in everything.
    CostRowTwice { document } = "W303"
    en "two rows of cost are alike in every column, even in the document `{document}`",
       "delete the row that was entered twice; where both are right, tell them apart by `note`"
    de "zwei Kostenzeilen gleichen sich in allen Spalten, auch im Beleg `{document}`",
       "die doppelt erfasste Zeile löschen; sind beide richtig, durch `note` unterscheiden"

    /// Rows of usage that repeat others.
    RepeatedUsage { rows: Text, file } = "W305"
    en "in `{file}` {rows} another in every column, and both are counted",
       "if they came in twice, delete them; if they are meant, write under `[files]`: `usage = {{ \
           path = \"{file}\", repeated = \"add\" }}`"
    de "in `{file}` {rows} eine andere in allen Spalten, und beide zählen",
       "doppelt gelieferte Zeilen löschen; sind sie gemeint, unter `[files]` schreiben: `usage = \
           {{ path = \"{file}\", repeated = \"add\" }}`"

    /// Rows beside the table that read as rows of it.
    RowsBeside { place: Text, rows: Text, sum: Text, how: Text } = "W306"
    en "{place} are left out: {rows}{sum}", "if they belong to the table, {how}"
    de "{place} sind ausgelassen: {rows}{sum}", "gehören sie zur Tabelle, {how}"

    /// A sheet that holds the same table as the one that is read.
    OtherSheet { hidden: Text, sheet, rows: Text, sum: Text } = "W307"
    en "the {hidden}sheet `{sheet}` holds the same table and is left out: {rows}{sum}",
       "if it is the one that is meant, name it with `sheet`; if it is left out on purpose, say \
           so: `left_out = [\"{sheet}\"]`"
    de "das {hidden}Blatt `{sheet}` enthält die gleiche Tabelle und ist ausgelassen: {rows}{sum}",
       "ist dieses Blatt gemeint, mit `sheet` nennen; bleibt es mit Absicht außen vor, `left_out \
           = [\"{sheet}\"]` angeben"

    /// A column of the table that stands outside the range of a sheet.
    ColumnBeside { column, cell } = "W308"
    en "the column `{column}` stands outside `range`, in {cell}, and is not read",
       "extend `range` so that it is read; or give the column another name in the sheet"
    de "die Spalte `{column}` steht außerhalb von `range`, in {cell}, und wird nicht gelesen",
       "`range` so erweitern, dass sie gelesen wird; oder die Spalte im Blatt anders nennen"

    /// Cells that are left out on purpose, of which none has a value.
    NothingLeftOut { cells, file } = "W309"
    en "`{cells}` under `left_out` leaves nothing out: no cell there has a value in `{file}`",
       "correct the cells, or delete them under `left_out`"
    de "`{cells}` unter `left_out` lässt nichts aus: dort ist in `{file}` keine Zelle gefüllt",
       "die Zellen berichtigen oder unter `left_out` streichen"

    /// A receiver without a row of the use by which it is to pay.
    NoUseOf { party, key, measure, what: Text } = "W402"
    en "`{party}` has no row of usage (measure `{measure}`), so the key `{key}` gives it \
        nothing{what}",
       "add the missing rows; if there was no use, say so with a row whose quantity is 0"
    de "`{party}` hat keine Nutzungszeile (Messgröße `{measure}`), also teilt ihm der Schlüssel \
        `{key}` nichts zu{what}",
       "fehlende Zeilen ergänzen; gab es keine Nutzung, eine Zeile mit der Menge 0 schreiben"

    /// A receiver without a row of the use up to which it is to pay.
    NoUseUnderCap { party, measure, what: Text } = "W403"
    en "`{party}` has no row of usage (measure `{measure}`), so its cap is 0 and others bear its \
        share{what}",
       "add the missing rows; if there was no use, say so with a row whose quantity is 0"
    de "`{party}` hat keine Nutzungszeile (Messgröße `{measure}`), also liegt seine Obergrenze \
        bei 0 und andere tragen seinen Anteil{what}",
       "fehlende Zeilen ergänzen; gab es keine Nutzung, eine Zeile mit der Menge 0 schreiben"

    /// A service in use without a row of the use by which a centre passes its cost on.
    NoUseForDriver { service, centre, measure, what: Text } = "W404"
    en "the service `{service}` has participants and no row of usage (measure `{measure}`), so \
        the cost centre `{centre}` passes nothing on to it{what}",
       "add the missing rows; if there was no use, say so with a row whose quantity is 0; if it \
           does not use the centre, name those that do under `to`"
    de "die Leistung `{service}` hat Nachnutzer, aber keine Nutzungszeile (Messgröße \
        `{measure}`), also gibt ihr die Kostenstelle `{centre}` nichts weiter{what}",
       "fehlende Zeilen ergänzen; gab es keine Nutzung, eine Zeile mit der Menge 0 schreiben; \
           nutzt sie die Kostenstelle nicht, unter `to` die nennen, die es tun"

    /// Percentages of a statistic or driver that are not a whole.
    PartsOfPercent { what, sum: Text } = "W405"
    en "the percentages of `{what}` add to {sum}, not to 100 %",
       "correct them; where they are meant to be parts of a larger whole, say so under `[files]`: \
           `partial = true`"
    de "die Prozentsätze von `{what}` ergeben {sum}, nicht 100 %",
       "berichtigen; sollen sie Teile eines größeren Ganzen sein, das unter `[files]` sagen: \
           `partial = true`"

    /// A side of a comparison without cost.
    SideWithoutCost { sums: Text, why: Text } = "W406"
    en "a side of the comparison has no cost: {sums}; {why}",
       "choose periods (`--period`) and a status (`--status`) in which both sides have cost"
    de "eine Seite des Vergleichs hat keine Kosten: {sums}; {why}",
       "Zeiträume (`--period`) und Stand (`--status`) wählen, in denen beide Seiten Kosten haben"

    /// Sides of a comparison that share different sums.
    UnequalCost { sums: Text, why: Text } = "W407"
    en "the sides of the comparison share different sums: {sums}; {why}",
       "nothing, if that is meant: the differences of the parties then hold the difference in \
           cost, too"
    de "die Seiten des Vergleichs verteilen verschiedene Summen: {sums}; {why}",
       "keine, wenn das so gemeint ist: die Differenzen der Beteiligten enthalten dann auch den \
           Unterschied der Kosten"

    /// A scenario that is named twice.
    ScenarioTwice { scenario } = "W703"
    en "the scenario `{scenario}` is named twice: it lies over the agreement once",
       "name it once; to double an effect, write it into the scenario"
    de "das Szenario `{scenario}` ist zweimal genannt: es liegt einmal über der Vereinbarung",
       "einmal nennen; eine doppelte Wirkung gehört ins Szenario selbst"

    /// Payments without a period.
    PaymentWithoutPeriod { rows: Text, period } = "W801"
    en "without `period`: {rows}, counted for {period} by the day of payment",
       "fill `period`: a payment in January may settle the year before"
    de "ohne `period`: {rows}, nach dem Zahlungstag für {period} gezählt",
       "`period` ausfüllen: eine Zahlung im Januar kann das Vorjahr abschließen"

    /// Cost that somebody paid and that is not shared.
    OutlayNotShared { party, amount: Text } = "W802"
    en "`{party}` paid {amount} that is not shared: it gets no credit for it",
       "nothing, if it bears that itself; else let a rule share it"
    de "`{party}` hat {amount} verauslagt, die nicht umgelegt werden: dafür gibt es keine \
        Gutschrift",
       "keine, wenn es das selbst trägt; sonst eine Regel umlegen lassen"

    /// No plan from which advances could be called.
    NothingPlanned { period } = "W803"
    en "there is no planned cost in {period}: nothing can be called",
       "add cost with `status` = `plan`"
    de "in {period} sind keine Kosten geplant: es gibt nichts abzurufen",
       "Kosten mit `status` = `plan` ergänzen"

    /// Leftovers that are more than what is left of their period.
    LeftoverTooLarge { period, amount: Text, left: Text } = "W804"
    en "leftovers of {amount} are taken out of {period}, but only {left} is left of it",
       "correct the amount, or enter what is still paid for {period}: what is missing is claimed \
           from the parties"
    de "aus {period} werden Restmittel von {amount} entnommen, übrig sind dort aber nur {left}",
       "Betrag berichtigen oder noch ausstehende Zahlungen für {period} erfassen: was fehlt, wird \
           von den Beteiligten nachgefordert"

    /// A balance that goes from period to period though nothing can use it up.
    CarriedAgain { party, period, amount: Text } = "W805"
    en "`{party}` bears nothing in {period}, and its balance of {amount} is carried once more",
       "pay a credit back, or let a debt be paid: add the row for {period} to the payments, below \
           zero where money is paid back"
    de "`{party}` trägt {period} nichts, und der Saldo von {amount} wird noch einmal vorgetragen",
       "Guthaben auszahlen oder Nachforderung zahlen lassen: die Zahlung für {period} erfassen, \
           mit Minus, wenn Geld zurückgeht"

    /// A payment for a period without any cost.
    PaymentForEmptyPeriod { rows: Text, period } = "W806"
    en "{rows} for {period}, which has neither cost nor plan",
       "correct `period`, or add the cost or plan of {period}"
    de "{rows} für {period}: dort gibt es weder Kosten noch Plan",
       "`period` berichtigen oder Kosten oder Plan für {period} ergänzen"

    /// A payment whose purpose speaks of interest and that settles a share all the same.
    NearlyInterest { rows: Text, purpose } = "W807"
    en "purpose `{purpose}`: {rows}, taken for an advance and not for interest",
       "where it is interest, write `interest` or `Zinsen` alone; else nothing"
    de "Zweck `{purpose}`: {rows}, als Abschlag gezählt und nicht als Zinsen",
       "wenn es Zinsen sind, nur `Zinsen` oder `Verzugszinsen` schreiben; sonst keine"

    /// A letter that asks for money on a day before its own date.
    DueBeforeLetter { what: Text, due, date } = "W808"
    en "{what} due on {due}, before the date of the letters ({date})",
       "set `date` under `[report]` to the day on which the letters are sent; where that is \
           right, give more time with `days` under `[settlement]` or a later instalment"
    de "{what} fällig am {due}, vor dem Datum der Schreiben ({date})",
       "`date` unter `[report]` auf den Tag des Versands setzen; stimmt er, mit `days` unter \
           `[settlement]` oder einer späteren Rate mehr Zeit lassen"

    /// More spent than a title may spend, even with what others give.
    BudgetExceeded { title, year, spent: Text, available: Text, over: Text } = "W851"
    en "title `{title}` is overspent in {year}: {spent} of {available}; {over} is not covered by \
        other titles either",
       "raise `adjusted` or `amount`, name titles under `cover` that it may draw on, or correct \
           the cost"
    de "Titel `{title}` ist {year} überschritten: {spent} von {available}; {over} sind auch durch \
        andere Titel nicht gedeckt",
       "`adjusted` oder `amount` erhöhen, bei anderen Titeln unter `cover` Deckung zulassen oder \
           die Kosten berichtigen"

    /// Use of a title above `[budget] warn`.
    BudgetNearlySpent { title, year, used: Text, warn: Text } = "W852"
    en "title `{title}` is used to {used} in {year}: more than {warn}",
       "nothing; `[budget] warn` sets from where on this is told"
    de "Titel `{title}` ist {year} zu {used} ausgeschöpft: mehr als {warn}",
       "keine; `[budget] warn` legt fest, ab wann das gemeldet wird"

    /// More spent and committed than a title may spend, even with what others can give.
    BudgetOvercommitted {
        title, year, spent: Text, committed: Text, available: Text, over: Text
    } = "W853"
    en "title `{title}` is overcommitted in {year}: {spent} spent and {committed} committed of \
        {available}; other titles cannot cover {over} of it",
       "raise `adjusted` or `amount`, let other titles cover it under `cover`, or correct \
           `committed`"
    de "Titel `{title}`: {year} sind {spent} ausgegeben und {committed} festgelegt, verfügbar \
        sind {available}; {over} können auch andere Titel nicht decken",
       "`adjusted` oder `amount` erhöhen, bei anderen Titeln unter `cover` Deckung zulassen oder \
           `committed` berichtigen"

    /// A title from which more overpayments were deducted than was spent on it in the year.
    DeductedTooMuch { title, year, deducted: Text, paid: Text } = "W854"
    en "overpayments of {deducted} are deducted from title `{title}` in {year}, but only {paid} \
        was spent on it",
       "what comes back for a year whose books are closed is income: give such rows a nature that \
           `[budget] overpayments` does not name, or the due date of the year that is still open"
    de "vom Titel `{title}` sind {year} Überzahlungen von {deducted} abgesetzt, ausgegeben sind \
        aber nur {paid}",
       "Rückzahlungen für ein abgeschlossenes Jahr sind Einnahmen: solchen Zeilen unter `nature` \
           etwas anderes geben, als `[budget] overpayments` nennt, oder das Fälligkeitsdatum des \
           noch offenen Jahres"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order_within_their_letter() {
        for letter in ["E", "W", "N"] {
            let codes: Vec<_> =
                CODES.iter().map(|c| c.code).filter(|c| c.starts_with(letter)).collect();
            assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        }
        assert!(CODES.iter().all(|c| c.code.len() == 4 && !c.about.trim().is_empty()));
    }
}
