//! A project and its files: codes 1xx.

macro_rules! files {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// No umlage.toml here or above.
            ProjectNotFound { place: Text } = "E101"
            en "{place}",
               "name the folder of the project with `-C DIR`, or write a project with `umlage init`"
            de "{place}",
               "den Ordner des Projekts mit `-C ORDNER` nennen oder mit `umlage init` ein Projekt \
                   anlegen"

            /// A file that the project names cannot be read.
            FileUnreadable { file, reason: Text } = "E102"
            en "cannot read `{file}`: {reason}",
               "mend the path, the link or the permissions; if the file is not wanted, take it or \
                   its line out"
            de "`{file}` ist nicht lesbar: {reason}",
               "Pfad, Verknüpfung oder Zugriffsrechte berichtigen; wird die Datei nicht gebraucht, \
                   sie oder ihre Zeile entfernen"

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
               "save the file as UTF-8: in Excel as \"CSV UTF-8\", in an editor with the encoding \
                   UTF-8"
            de "`{file}` ist nicht UTF-8: an der markierten Stelle steht hexadezimal {bytes}",
               "Datei als UTF-8 speichern: in Excel als „CSV UTF-8“, in einem Editor mit der \
                   Codierung UTF-8"

            /// A file in UTF-16 without a byte order mark, or a damaged one.
            Utf16 { file, why: Text } = "E106"
            en "`{file}` is UTF-16, but {why}",
               "save the file as UTF-8: in Excel as \"CSV UTF-8\", in an editor with the encoding \
                   UTF-8"
            de "`{file}` ist UTF-16, aber {why}",
               "Datei als UTF-8 speichern: in Excel als „CSV UTF-8“, in einem Editor mit der \
                   Codierung UTF-8"

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
            de "`{file}` ist leer", "eine Datendatei hat eine Kopfzeile und mindestens eine \
                Datenzeile"

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
               "make sure that the file is a table with line ends, and that every quotation mark \
                   is closed"
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
               "split it over several files, `costs = \"costs-*.csv\"`; usage files may be larger \
                   where their layout has only signs and names of columns"
            de "`{file}` hat mehr als {limit} MiB und wird nicht gelesen",
               "auf mehrere Dateien verteilen, `costs = \"kosten-*.csv\"`; Nutzungsdaten dürfen \
                   größer sein, wenn ihre Beschreibung nur Zeichen und Spaltennamen nennt"

            /// A packed file that cannot be unpacked.
            PackedUnreadable { file } = "E114"
            en "`{file}` cannot be unpacked: it is damaged, cut off, or not packed at all",
               "pack it anew, or give it its true ending"
            de "`{file}` lässt sich nicht entpacken: beschädigt, abgeschnitten oder gar nicht \
                gepackt",
               "neu packen oder der Datei ihre wahre Endung geben"

            /// A file that is not a workbook, a damaged one, one with a password, or one in a
            /// format that is not read.
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
            de "vorhanden sind {files}; es ist nicht angegeben, welche Datei gilt",
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
               "pack it anew as a usual .gz or .zst, such as by `zstd -10`, without `--long` and \
                   without a dictionary"
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
            en "`{file}` has more than {limit}", "use a smaller file: it becomes part of every \
                letter"
            de "`{file}` hat mehr als {limit}",
               "eine kleinere Datei verwenden: sie wird Teil jedes Schreibens"

            /// A row of a text file that has too many fields.
            RowTooWide { limit: Text } = "E123"
            en "the row has more than {limit} fields",
               "make sure that the file is a table with line ends and the right delimiter; take \
                   out columns that are not needed"
            de "die Zeile hat mehr als {limit} Felder",
               "prüfen, ob die Datei eine Tabelle mit Zeilenenden und dem richtigen Trennzeichen \
                   ist; nicht benötigte Spalten entfernen"

            /// Two files of a table that are the same, byte for byte.
            SameContent { file, other } = "W101"
            en "`{file}` is the same as `{other}`, byte for byte, and both are counted",
               "if it is a copy, take it out of the folder or name the files one by one under \
                   `[files]`; if both are meant, write `repeated = \"add\"` beside their `path`"
            de "`{file}` gleicht `{other}` Byte für Byte, und beide zählen",
               "eine Kopie aus dem Ordner nehmen oder die Dateien unter `[files]` einzeln nennen; \
                   sind beide gemeint, neben ihren `path` `repeated = \"add\"` schreiben"
        }
    };
}
