//! The words of the check report and of the preview.

macro_rules! check {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                Used = "verwendet", "used";
                OtherStatus =
                    "anderer Status (Ist oder Plan, siehe --status)",
                    "other status (actual or plan, see --status)";
                OtherPeriod = "außerhalb des Zeitraums", "outside the period";
                PartOutside =
                    "der Teil verwendeter Zeilen, der außerhalb des Zeitraums liegt",
                    "the part of used rows that lies outside the period";
                ChangedByScenario =
                    "vom Szenario geändert: gelesen weniger verwendet",
                    "changed by the scenario: read less used";
                OtherSettlement = "für einen anderen Abrechnungszeitraum", "for another settlement \
                    period";
                PaymentOfInterest = "Zinsen; sie begleichen keinen Anteil", "interest; it settles \
                    no share";
                OtherBudgetYear = "anderes Haushaltsjahr", "other budget year";
                OtherMeasure = "kein Schlüssel zählt diese Messgröße", "no key counts this measure";
                UsageWithoutCost =
                    "die Leistung hat im Zeitraum keine Kosten",
                    "the service has no cost in the period";
                UsageUncounted =
                    "nicht benötigt: der Beteiligte ist in dieser Zeit kein Empfänger, oder die \
                        Kosten der Leistung werden nach anderen Schlüsseln verteilt",
                    "not needed: the party is no receiver then, or the cost of the service is \
                        shared by other keys";
                UsageQuantities =
                    "Mengen der Nutzung und ihr Verbleib",
                    "Quantities of usage and what became of them";
                AllThatWasRead = "gelesen", "read";
                FirstRows = "Die ersten Zeilen", "The first rows";
                SuggestedEntry = "Vorschlag für umlage.toml", "Suggestion for umlage.toml";
                AmbiguousNumbers =
                    "Zahlen wie 1.080 lassen sich hier auf zwei Arten lesen, und keine andere Zahl \
                        entscheidet es: im Eintrag `decimal = \",\"` oder `decimal = \".\"` \
                        ergänzen.",
                    "Numbers such as 1.080 can be read in two ways here, and no other number \
                        decides it: add `decimal = \",\"` or `decimal = \".\"` to the entry.";
                WithMark = "mit Bytereihenfolge-Marke", "with byte order mark";
                Semicolon = "Semikolon", "semicolon";
                Comma = "Komma", "comma";
                Tabulator = "Tabulator", "tabulator";
                NoLineEnds = "keine", "none";
                NoTableFits =
                    "Kein Vorschlag für umlage.toml: keine Spalte passt zu einer Tabelle. Die \
                        Namen der Spalten stehen unter `columns`, was überall gleich ist, unter \
                        `set`.",
                    "No suggestion for umlage.toml: no column fits a table. The names of the \
                        columns go under `columns`, what is the same everywhere under `set`.";
                NoDelimiter =
                    "keines, das jeder Zeile gleich viele Felder gibt",
                    "none that gives every row as many fields";
                ColumnOfFile = "Spalte", "Column";
                ColumnType = "Typ", "Type";
                Filled = "gefüllt", "Filled";
                ControlSum = "Kontrollsumme", "Control sum";
                TakenAs = "gelesen als", "Taken as";
                TypeEmpty = "leer", "empty";
                TypeMunicipality = "Gemeindeschlüssel", "municipality key";
                TypeDate = "Datum JJJJ-MM-TT", "date YYYY-MM-DD";
                TypeGermanDate = "Datum TT.MM.JJJJ", "date DD.MM.YYYY";
                TypeNumber = "Zahl", "number";
                TypePointNumber = "Zahl mit Dezimalpunkt", "number, decimal point";
                TypeCommaNumber = "Zahl mit Dezimalkomma", "number, decimal comma";
                TypeAmbiguousNumber = "Zahl mit zwei Lesarten", "number with two readings";
                TypeText = "Text", "text";
                TableServices = "Leistungen", "Services";
                TableParticipation = "Teilnahme", "Participation";
                TableUsage = "Nutzung", "Usage";
                TableDrivers = "Bezugsgrößen", "Drivers";
                TableStatistics = "Statistik", "Statistics";
                TablePayments = "Zahlungen", "Payments";
                TableBudget = "Haushalt", "Budget";
                FatePool = "verteilt", "shared";
                FatePassed = "Kostenstelle, weitergegeben", "cost centre, passed on";
            }
            phrases {
                PreviewAbout { encoding, line_ends, delimiter, header, rows, columns } =
                    "Codierung {encoding}, Zeilenenden {line_ends}, Trennzeichen: {delimiter}. \
                        Kopfzeile: Zeile {header}, Zeilen darunter: {rows}, Spalten: {columns}.",
                    "Encoding {encoding}, line ends {line_ends}, delimiter: {delimiter}. Header: \
                        line {header}, rows below it: {rows}, columns: {columns}.";
                TotalsNotCounted { rows } =
                    "{rows} mit Summen: in den Kontrollsummen nicht mitgezählt.",
                    "{rows} of totals: not counted in the control sums.";
                LinesBelow { lines } =
                    "{lines} unter der Tabelle: vor dem Einlesen löschen, sie gehören zu keiner \
                        Spalte.",
                    "{lines} below the table: delete them before the file is read, they belong to \
                        no column.";
                ColumnsToName { table, columns } =
                    "Für `{table}` fehlen noch: {columns}. Sie stehen in einer Spalte mit anderem \
                        Namen (`columns`) oder sind überall gleich (`set`).",
                    "Still missing for `{table}`: {columns}. They stand in a column of another \
                        name (`columns`) or are the same everywhere (`set`).";
                LeftOutRows { file, rows, reason } = "{file}: {rows}, {reason}", "{file}: {rows}, \
                    {reason}";
                RowsOfAmount { rows, amount } = "{rows} über {amount}", "{rows} of {amount}";
                RowsUnread { rows } = "{rows} ohne lesbaren Betrag", "{rows} without a readable \
                    amount";
                RowsAnd { rows, others } = "{rows} und {others}", "{rows} and {others}";
                Verdict { errors, findings, notes } =
                    "Fehler: {errors}, Feststellungen: {findings}, Hinweise: {notes}",
                    "Errors: {errors}, findings: {findings}, notes: {notes}";
                NotBilled { party, amount } =
                    "{party}: {amount} werden nicht in Rechnung gestellt",
                    "{party}: {amount} is not billed";
                BorneByOthers { party, amount } =
                    "{party}: {amount} tragen die anderen",
                    "{party}: {amount} is borne by the others";
            }
        }
    };
}
