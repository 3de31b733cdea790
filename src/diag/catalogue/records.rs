//! Data files and their rows: codes 3xx.

macro_rules! records {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// A quote that is opened and never closed.
            UnclosedQuote = "E301"
            en "a quotation mark is opened here and never closed",
               "close it, or take it out; inside a field in quotation marks each one is doubled: \
                   `\"\"`"
            de "hier öffnet ein Anführungszeichen, das nicht geschlossen wird",
               "schließen oder streichen; in einem Feld mit Anführungszeichen wird jedes \
                   verdoppelt: `\"\"`"

            /// Text between a closing quote and the next comma.
            TextAfterQuote { text } = "E302"
            en "text after the closing quotation mark: `{text}`",
               "put the whole field in quotation marks and double those inside: `\"a \"\"b\"\" c\"`"
            de "Text nach dem schließenden Anführungszeichen: `{text}`",
               "das ganze Feld in Anführungszeichen setzen und die inneren verdoppeln: `\"a \
                   \"\"b\"\" c\"`"

            /// A row with more or fewer fields than the header.
            FieldCount { found, expected } = "E303"
            en "this row and the header differ in their number of fields: {found} here, {expected} \
                in the header",
               "add or take out separators; a text with a separator in it stands in quotation marks"
            de "diese Zeile und die Kopfzeile haben verschieden viele Felder: hier {found}, in der \
                Kopfzeile {expected}",
               "Trennzeichen ergänzen oder streichen; ein Text mit Trennzeichen steht in \
                   Anführungszeichen"

            /// A required column that the header does not have.
            MissingColumn { columns: Text, file } = "E304"
            en "`{file}` has no {columns}",
               "add what is missing, or say under `[files]` what it is called there (`columns`) or \
                   what it holds in every row (`set`)"
            de "in `{file}` {columns}",
               "das Fehlende ergänzen oder unter `[files]` angeben, wie es in der Datei heißt \
                   (`columns`) oder was in jeder Zeile gilt (`set`)"

            /// A file with one column that looks like another delimiter.
            WrongDelimiter { file, delimiter: Text, ours: Text, entry } = "E305"
            en "`{file}` seems to be separated by {delimiter}, not by {ours}",
               "say so under `[files]` in umlage.toml: `{entry}`; `umlage preview` shows what is \
                   in a file"
            de "`{file}` ist anscheinend durch {delimiter} getrennt, nicht durch {ours}",
               "dies unter `[files]` in umlage.toml angeben: `{entry}`; `umlage preview` zeigt, \
                   was in einer Datei steht"

            /// Columns that stand twice in the header.
            DuplicateColumn { columns: Text } = "E306"
            en "{columns}",
               "rename or delete one of them; of two tables side by side on a sheet, name the \
                   cells of one with `range`"
            de "{columns}",
               "eine davon umbenennen oder löschen; von zwei Tabellen nebeneinander auf einem \
                   Blatt die Zellen der einen mit `range` nennen"

            /// A required field that is empty, or a row of empty fields.
            EmptyField { what: Text } = "E307"
            en "{what} is empty", "fill it in, or delete the row"
            de "{what} ist leer", "ausfüllen oder die Zeile löschen"

            /// A text that is not a period.
            BadPeriod { value, day: Text } = "E308"
            en "`{value}` is not a period",
               "write `2024`, `2024-Q1`, `2024-03`, `2024-03-15` or `2024-01-01/2024-06-30`{day}"
            de "`{value}` ist kein Zeitraum",
               "`2024`, `2024-Q1`, `2024-03`, `2024-03-15` oder `2024-01-01/2024-06-30` \
                   schreiben{day}"

            /// An amount with more than two decimals.
            SubCentAmount { value, how: Text } = "E309"
            en "the amount `{value}` has more than two decimals", "write whole cents{how}"
            de "der Betrag `{value}` hat mehr als zwei Nachkommastellen", "ganze Cent \
                schreiben{how}"

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
            en "a cost is for a service or a centre, but here for the service `{service}` and the \
                centre `{centre}`",
               "empty one of the fields `service` and `centre`, or write two rows"
            de "Kosten sind für eine Leistung oder eine Kostenstelle, hier aber für die Leistung \
                `{service}` und die Kostenstelle `{centre}`",
               "eines der Felder `service` und `centre` leeren oder zwei Zeilen schreiben"

            /// A project's statistic that would change a built-in value.
            BuiltinChanged { what, builtin: Text, value: Text } = "E315"
            en "`{what}` is built in as {builtin}, but is {value} here",
               "correct the value, or, if it is to change, write under `[files]`: `statistics = {{ \
                   path = \"statistics.csv\", replace = true }}`"
            de "`{what}` ist als {builtin} eingebaut, ist hier aber {value}",
               "Wert berichtigen oder, falls er sich ändern soll, unter `[files]` schreiben: \
                   `statistics = {{ path = \"statistics.csv\", replace = true }}`"

            /// A LeiKa key that is not 14 digits.
            BadLeika { value } = "E316"
            en "`{value}` is not a LeiKa key",
               "write its 14 digits; format the column as text, so that no digit is lost"
            de "`{value}` ist kein LeiKa-Schlüssel",
               "seine 14 Ziffern schreiben; die Spalte als Text formatieren, damit keine verloren \
                   geht"

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
               "das ganze Feld in Anführungszeichen setzen und die inneren verdoppeln: `\"a \
                   \"\"b\"\" c\"`"

            /// A file with so many faults that reading on helps nobody.
            ManyFaults { file, limit } = "E320"
            en "`{file}` has more than {limit} faults; what follows is not checked",
               "correct those shown first; often they have one cause"
            de "`{file}` hat mehr als {limit} Fehler; was folgt, ist nicht geprüft",
               "zuerst die gezeigten beheben; oft haben sie eine gemeinsame Ursache"

            /// Two columns whose headings are swapped.
            ColumnsSwapped { first, second, entry } = "E321"
            en "the columns `{first}` and `{second}` are swapped: each holds what belongs into the \
                other",
               "swap their names in the header, or say under `[files]`: `{entry}`"
            de "die Spalten `{first}` und `{second}` sind vertauscht: in jeder steht, was in die \
                andere gehört",
               "ihre Namen in der Kopfzeile tauschen oder unter `[files]` angeben: `{entry}`"

            /// A header below other lines, such as a title.
            HeaderElsewhere { file, row, entry } = "E322"
            en "the names of the columns of `{file}` do not stand in the first line, but in line \
                {row}",
               "delete the lines above, or say under `[files]`: `{entry}`"
            de "die Namen der Spalten stehen in `{file}` nicht in der ersten Zeile, sondern in \
                Zeile {row}",
               "die Zeilen darüber löschen oder unter `[files]` angeben: `{entry}`"

            /// A text that stands in tables for none or for all.
            ReservedText { column, value } = "E323"
            en "`{column}` cannot be `{value}`: in tables `-` stands for none and `*` for all",
               "leave the field empty where there is none, or write a word"
            de "`{column}` kann nicht `{value}` sein: in Tabellen steht `-` für keine und `*` für \
                alle",
               "das Feld leer lassen, wenn es nichts gibt, oder ein Wort schreiben"

            /// A driver with periods in some rows only.
            DriverPeriods { driver } = "E330"
            en "some rows of the driver `{driver}` have a period and some do not",
               "fill `period` in all of them or in none"
            de "manche Zeilen der Bezugsgröße `{driver}` haben einen Zeitraum, manche nicht",
               "`period` in allen füllen oder in keiner"

            /// Cost for one party on a centre that is emptied.
            PartyOnCentre { party, centre } = "E331"
            en "the cost is for `{party}` alone, but the cost centre `{centre}` passes its cost on \
                to all",
               "empty `party`, or book the cost on a service or on a centre without a driver"
            de "die Kosten sind für `{party}` allein, aber die Kostenstelle `{centre}` gibt ihre \
                Kosten an alle weiter",
               "`party` leeren oder die Kosten auf eine Leistung oder eine Kostenstelle ohne \
                   Bezugsgröße buchen"

            /// Values of a statistic or driver of which some are percentages.
            SomePercent { name } = "E332"
            en "some values of `{name}` are percentages and some are not",
               "write `%` behind all of them or behind none; built-in statistics other than \
                   `koenigstein` have no percentages"
            de "manche Werte von `{name}` sind Prozentangaben, manche nicht",
               "`%` hinter alle schreiben oder hinter keinen; eingebaute Statistiken außer \
                   `koenigstein` haben keine Prozentangaben"

            /// A quantity that may be thousands or have three decimals.
            TwoReadings { column, value } = "E333"
            en "`{column}` is `{value}`, which may have a thousands mark or three decimals",
               "say under `[files]` how the file writes numbers: `decimal = \".\"` where the point \
                   is the decimal sign, `decimal = \",\"` or `format = \"de\"` where it parts \
                   thousands"
            de "`{column}` ist `{value}`: das kann ein Tausenderzeichen sein oder drei \
                Nachkommastellen",
               "unter `[files]` angeben, wie Zahlen in der Datei geschrieben sind: `decimal = \
                   \".\"`, wenn der Punkt das Dezimalzeichen ist, `decimal = \",\"` oder `format = \
                   \"de\"`, wenn er Tausender trennt"

            /// A range of cells that cannot be read.
            BadRange { value } = "E340"
            en "`{value}` is not a range of cells",
               "write the first and the last cell: `range = \"A3:H200\"`"
            de "`{value}` ist kein Zellbereich", "erste und letzte Zelle angeben: `range = \
                \"A3:H200\"`"

            /// Merged cells among the data.
            MergedCells { cells } = "E341"
            en "the cells {cells} are merged: which of them the value is for cannot be told",
               "take the merging back and fill every cell; titles above the header: leave them out \
                   with `range = \"A3:H200\"`"
            de "die Zellen {cells} sind verbunden: für welche von ihnen der Wert gilt, ist nicht \
                zu erkennen",
               "Verbindung aufheben und jede Zelle füllen; Titel über der Kopfzeile mit `range = \
                   \"A3:H200\"` auslassen"

            /// A cell with an error value.
            ErrorCell { cell, value } = "E342"
            en "the cell {cell} holds the error `{value}`", "mend the formula or write the value"
            de "die Zelle {cell} enthält den Fehler `{value}`", "Formel berichtigen oder den Wert \
                eintragen"

            /// A formula whose result is not stored.
            NoCachedValue { cell } = "E343"
            en "the result of the formula in {cell} is not stored",
               "open the workbook in Excel or LibreOffice, let it calculate, and save it"
            de "das Ergebnis der Formel in {cell} ist nicht gespeichert",
               "Arbeitsmappe in Excel oder LibreOffice öffnen, neu berechnen lassen und speichern"

            /// A cell that is true or false.
            FlagCell { cell, value } = "E344"
            en "the cell {cell} is the truth value {value}", "write a text or a number"
            de "die Zelle {cell} ist der Wahrheitswert {value}", "einen Text oder eine Zahl \
                eintragen"

            /// A number in a column whose leading zeros count.
            NumberForText { column, value } = "E345"
            en "`{column}` is the number {value} in this cell, and a number loses leading zeros",
               "format the column as text and type the value anew, with its leading zeros"
            de "`{column}` ist in dieser Zelle die Zahl {value}, und eine Zahl verliert führende \
                Nullen",
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
               "der Spalte einen Namen geben, die Zelle löschen oder mit `range = \"A3:H200\"` \
                   auslassen"

            /// A column that umlage.toml sets and the file has, too.
            SetColumnInFile { column, file } = "E350"
            en "`{file}` has the column `{column}`, which umlage.toml sets",
               "take it out of `set`, or give the column of the file another name there"
            de "`{file}` hat die Spalte `{column}`, die umlage.toml festsetzt",
               "aus `set` streichen oder der Spalte in der Datei einen anderen Namen geben"

            /// A text that is not the key of a municipality.
            BadMunicipality { value } = "E351"
            en "`{value}` is not a municipality key",
               "write the AGS with 8 digits (a district with 5, a Land with 2) or the ARS with 12; \
                   format the column as text, so that no leading zero is lost"
            de "`{value}` ist kein Gemeindeschlüssel",
               "den AGS mit 8 Ziffern (Kreis 5, Land 2) oder den ARS mit 12 Ziffern schreiben; die \
                   Spalte als Text formatieren, damit keine führende Null verloren geht"

            /// A row of totals that does not agree with the rows.
            ControlTotal { column, total: Text, sum: Text, rows: Text } = "E352"
            en "this total of `{column}` is {total}; read: {rows}, together {sum}",
               "look for the row that is missing, twice or wrong; a total of other rows is \
                   deleted, or left out by `where`"
            de "diese Summe von `{column}` ist {total}; gelesen: {rows}, zusammen {sum}",
               "die fehlende, doppelte oder falsche Zeile suchen; eine Summe anderer Zeilen \
                   löschen oder mit `where` auslassen"

            /// A header row that the file does not have.
            HeaderBeyond { file, row } = "E353"
            en "`{file}` has no header in line {row}",
               "correct `header` under `[files]`: it is the number of the line with the names of \
                   the columns; `umlage preview` shows it"
            de "`{file}` hat in Zeile {row} keine Kopfzeile",
               "`header` unter `[files]` berichtigen: es ist die Nummer der Zeile mit den Namen \
                   der Spalten; `umlage preview` zeigt sie"

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

            /// Use that no key counted.
            UsageNotCounted { rows: Text, service, measure, party } = "W301"
            en "no key counts {rows} of `{service}` by `{party}` (measure `{measure}`)",
               "check the dates of the participants, the service and the measure, or take the rows \
                   out"
            de "kein Schlüssel zählt {rows} zu `{service}` von `{party}` (Messgröße `{measure}`)",
               "Zeiträume der Nachnutzung, Leistung und Messgröße prüfen oder die Zeilen streichen"

            /// A platform fee that may already be in the cost of operation: Beschluss 2021/24, no.
            /// 1 c.
            CountedTwice { entry, other, same: Text } = "W302"
            en "the platform fee {entry} may already be contained in {other}: {same}",
               "kind c is eligible only as far as it is not in kind a: take one of the rows out, \
                   or set the amount right"
            de "das Plattformentgelt {entry} ist vielleicht schon in {other} enthalten: {same}",
               "Kostenart c ist nur umlagefähig, soweit sie nicht in Kostenart a enthalten ist: \
                   eine der Zeilen streichen oder den Betrag berichtigen"

            /// Two rows of cost that are alike in everything.
            CostRowTwice { document } = "W303"
            en "two rows of cost are alike in every column, even in the document `{document}`",
               "delete the row that was entered twice; where both are right, tell them apart by \
                   `note`"
            de "zwei Kostenzeilen gleichen sich in allen Spalten, auch im Beleg `{document}`",
               "die doppelt erfasste Zeile löschen; sind beide richtig, durch `note` unterscheiden"

            /// Rows of usage that repeat others.
            RepeatedUsage { rows: Text, file } = "W305"
            en "in `{file}` {rows} another in every column, and both are counted",
               "if they came in twice, delete them; if they are meant, write under `[files]`: \
                   `usage = {{ path = \"{file}\", repeated = \"add\" }}`"
            de "in `{file}` {rows} eine andere in allen Spalten, und beide zählen",
               "doppelt gelieferte Zeilen löschen; sind sie gemeint, unter `[files]` schreiben: \
                   `usage = {{ path = \"{file}\", repeated = \"add\" }}`"

            /// Rows beside the table that read as rows of it.
            RowsBeside { place: Text, rows: Text, sum: Text, how: Text } = "W306"
            en "{place} are left out: {rows}{sum}", "if they belong to the table, {how}"
            de "{place} sind ausgelassen: {rows}{sum}", "gehören sie zur Tabelle, {how}"

            /// A sheet that holds the same table as the one that is read.
            OtherSheet { hidden: Text, sheet, rows: Text, sum: Text } = "W307"
            en "the {hidden}sheet `{sheet}` holds the same table and is left out: {rows}{sum}",
               "if it is the one that is meant, name it with `sheet`; if it is left out on \
                   purpose, say so: `left_out = [\"{sheet}\"]`"
            de "das {hidden}Blatt `{sheet}` enthält die gleiche Tabelle und ist ausgelassen: \
                {rows}{sum}",
               "ist dieses Blatt gemeint, mit `sheet` nennen; wird es absichtlich nicht gelesen, \
                   `left_out = [\"{sheet}\"]` angeben"

            /// A column of the table that stands outside the range of a sheet.
            ColumnBeside { column, cell } = "W308"
            en "the column `{column}` stands outside `range`, in {cell}, and is not read",
               "extend `range` so that it is read; or give the column another name in the sheet"
            de "die Spalte `{column}` steht außerhalb von `range`, in {cell}, und wird nicht \
                gelesen",
               "`range` so erweitern, dass sie gelesen wird; oder die Spalte im Blatt anders nennen"

            /// Cells that are left out on purpose, of which none has a value.
            NothingLeftOut { cells, file } = "W309"
            en "`{cells}` under `left_out` leaves nothing out: no cell there has a value in \
                `{file}`",
               "correct the cells, or delete them under `left_out`"
            de "`{cells}` unter `left_out` lässt nichts aus: dort ist in `{file}` keine Zelle \
                gefüllt",
               "die Zellen berichtigen oder unter `left_out` streichen"

            /// Columns that the program does not know.
            ColumnIgnored { column: Text, file } = "N301"
            en "{column} of `{file}` is ignored", "nothing, unless it is misspelt"
            de "{column} in `{file}` wird nicht beachtet", "keine, wenn sie nicht falsch \
                geschrieben ist"

            /// A sep= line, as Excel writes it.
            SepLine { file } = "N302"
            en "the line `sep=` of `{file}` is skipped", "nothing"
            de "die Zeile `sep=` in `{file}` wird übersprungen", "keine"

            /// Formula cells, taken by their stored results.
            FormulaCells { sheet, count } = "N303"
            en "cells of the sheet `{sheet}` with formulas: {count}; their stored results are \
                taken",
               "nothing, if the workbook was calculated before it was saved"
            de "Zellen mit Formeln im Blatt `{sheet}`: {count}; es gelten die gespeicherten \
                Ergebnisse",
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

            /// A file that was read in an encoding other than UTF-8, or in UTF-8 although another
            /// is named.
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
            en "{numbers} in `{file}` with a dash or mathematical minus sign, read as negative",
               "nothing"
            de "{numbers} in `{file}` mit Gedankenstrich oder mathematischem Minuszeichen, als \
                negativ gelesen",
               "keine"

            /// The sign of statistical offices for nothing there.
            NothingThere { file, numbers: Text } = "N314"
            en "{numbers} in `{file}` written as `-`, nothing there, read as 0", "nothing"
            de "{numbers} in `{file}` als `-` geschrieben, nichts vorhanden, als 0 gelesen", "keine"

            /// A zero of statistical offices, which may stand for less than half of the last digit.
            LessThanHalf { file, numbers: Text } = "N315"
            en "{numbers} in `{file}` written as 0: in official tables less than half of the last \
                digit, but more than nothing",
               "nothing, unless the small weight matters: then take a table with more digits"
            de "{numbers} in `{file}` als 0 geschrieben: in amtlichen Tabellen weniger als die \
                Hälfte der letzten Stelle, aber mehr als nichts",
               "keine, wenn es auf das kleine Gewicht nicht ankommt: sonst eine Tabelle mit mehr \
                   Stellen nehmen"

            /// Rows of totals, left out.
            TotalRow { file, rows: Text } = "N316"
            en "{rows} of totals in `{file}` left out; a figure there is compared with the sum of \
                the rows",
               "nothing"
            de "{rows} mit Summen in `{file}` ausgelassen; eine Zahl dort wird mit der Summe der \
                Zeilen verglichen",
               "keine"

            /// Numbers of official tables with a letter that tells their quality.
            QualityLetter { file, numbers: Text, letter: Text } = "N317"
            en "{numbers} in `{file}` with the quality letter {letter}",
               "nothing, unless final figures are to be had"
            de "{numbers} in `{file}` mit dem Qualitätskennzeichen {letter}",
               "keine, wenn es keine endgültigen Werte gibt"

            /// Numbers of official tables in parentheses, which are not negative there.
            UncertainNumber { file, numbers: Text } = "N318"
            en "{numbers} in `{file}` in parentheses: in official tables a value of limited \
                certainty, read without them",
               "nothing, unless a more certain table is to be had"
            de "{numbers} in `{file}` in Klammern: in amtlichen Tabellen ein Wert mit \
                eingeschränkter Aussage, ohne sie gelesen",
               "keine, wenn es keine sicherere Tabelle gibt"
        }
    };
}
