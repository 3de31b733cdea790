//! The agreement, umlage.toml and the layers over it: codes 2xx.

macro_rules! agreement {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// Text that is not TOML.
            TomlSyntax { reason: Text } = "E201"
            en "not valid TOML: {reason}",
               "correct the line; texts, dates, amounts and shares stand in quotation marks: \
                   `\"…\"`"
            de "kein gültiges TOML: {reason}",
               "Zeile berichtigen; Texte, Datumsangaben, Beträge und Anteile stehen in \
                   Anführungszeichen: `\"…\"`"

            /// A field that no table of this kind has.
            UnknownField { field, table } = "E202"
            en "unknown field `{field}` in `{table}`", "take it out, or write one of the known \
                fields"
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
               "eine Kennung hat höchstens 100 Zeichen, und zwar nur Buchstaben, Ziffern, `-`, `_` \
                   und `.`"

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
            en "the range ends ({to}) before it begins ({from})", "swap the dates or correct one \
                of them"
            de "der Zeitraum endet ({to}), bevor er beginnt ({from})",
               "die beiden Tage vertauschen oder einen berichtigen"

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
               "Kürzel (`HE`, `DE-HE`), AGS (`06`) oder vollen Namen schreiben, oder den \
                   Beteiligten in umlage.toml ergänzen: `[party.KENNUNG]`"

            /// A group that nobody knows.
            UnknownGroup { group } = "E213"
            en "unknown group `{group}`",
               "define it under `[group]`, or write a list of parties: `[\"HE\", \"RP\"]`"
            de "unbekannte Gruppe `{group}`",
               "unter `[group]` festlegen oder eine Liste von Beteiligten schreiben: `[\"HE\", \
                   \"RP\"]`"

            /// A service that nobody knows.
            UnknownService { service } = "E214"
            en "unknown service `{service}`",
               "correct the id, or add the service: `[service.ID]` in umlage.toml, or a row in \
                   services.csv"
            de "unbekannte Leistung `{service}`",
               "Kennung berichtigen oder die Leistung ergänzen: `[service.KENNUNG]` in umlage.toml \
                   oder eine Zeile in services.csv"

            /// A cost centre that nobody knows.
            UnknownCentre { centre } = "E215"
            en "unknown cost centre `{centre}`",
               "correct the id, or add the cost centre to umlage.toml: `[centre.ID]`"
            de "unbekannte Kostenstelle `{centre}`",
               "Kennung berichtigen oder die Kostenstelle in umlage.toml ergänzen: \
                   `[centre.KENNUNG]`"

            /// A key that nobody knows.
            UnknownKey { key } = "E216"
            en "unknown key `{key}`",
               "define it in umlage.toml (`[key.ID]`), or take a ready one: `umlage keys --list` \
                   shows them"
            de "unbekannter Schlüssel `{key}`",
               "in umlage.toml festlegen (`[key.KENNUNG]`) oder einen fertigen nehmen: `umlage \
                   keys --list` zeigt sie"

            /// A rule that nobody knows.
            UnknownRule { rule } = "E217"
            en "unknown rule `{rule}`", "write the id of a `[rule.…]` table"
            de "unbekannte Regel `{rule}`", "die Kennung einer `[rule.…]`-Tabelle schreiben"

            /// An id given twice.
            DuplicateId { list, id } = "E218"
            en "`{id}` stands twice in `{list}`", "give each its own id, or take one out"
            de "`{id}` steht zweimal in `{list}`", "jedem eine eigene Kennung geben oder eines \
                streichen"

            /// A text that is not a share.
            BadShare { field, value } = "E219"
            en "`{field}` is not a share: `{value}`",
               "write a percentage with a decimal point (`\"12.5 %\"`) or a fraction (`\"1/8\"`)"
            de "`{field}` ist kein Anteil: `{value}`",
               "einen Prozentsatz mit Dezimalpunkt (`\"12.5 %\"`) oder einen Bruch (`\"1/8\"`) \
                   schreiben"

            /// A share outside 0 to 100 %.
            ShareOutOfRange { field, value } = "E220"
            en "`{field}` must lie between 0 and 100 %, but is `{value}`", "correct the share"
            de "`{field}` muss zwischen 0 und 100 % liegen, ist aber `{value}`", "Anteil \
                berichtigen"

            /// A text that is not an amount.
            BadAmount { field, value } = "E221"
            en "`{field}` is not an amount: `{value}`",
               "write digits without a thousands mark and at most two decimals with a point: \
                   `\"25000.00\"`"
            de "`{field}` ist kein Betrag: `{value}`",
               "Ziffern ohne Tausenderzeichen und höchstens zwei Nachkommastellen mit Punkt \
                   schreiben: `\"25000.00\"`"

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
            en "`umlage.toml` has no rule", "add a `[rule.ID]` with `legal_basis`, `costs` and \
                steps"
            de "in `umlage.toml` steht keine Regel",
               "eine `[rule.KENNUNG]` mit `legal_basis`, `costs` und Schritten ergänzen"

            /// A --set whose path leads through a value.
            SettingPath { part } = "E228"
            en "the path of `--set` leads through `{part}`, which has nothing below it",
               "set it as a whole; only tables and lists of tables with an `id` have parts that \
                   can be set"
            de "der Pfad von `--set` führt durch `{part}`, darunter liegt aber nichts",
               "im Ganzen setzen; nur Tabellen und Listen von Tabellen mit `id` haben Teile, die \
                   sich setzen lassen"

            /// More of a kind than the program counts.
            TooMany { list, limit } = "E229"
            en "`{list}` has more than {limit} entries", "split the project"
            de "`{list}` hat mehr als {limit} Einträge", "das Projekt teilen"

            /// A text that is not a weight.
            BadWeight { field, value } = "E230"
            en "`{field}` is not a weight: `{value}`",
               "write a whole number (`5`), a decimal number with a point (`\"1.5\"`), a \
                   percentage (`\"40 %\"`) or a fraction (`\"2/3\"`)"
            de "`{field}` ist kein Gewicht: `{value}`",
               "eine ganze Zahl (`5`), eine Dezimalzahl mit Punkt (`\"1.5\"`), einen Prozentsatz \
                   (`\"40 %\"`) oder einen Bruch (`\"2/3\"`) schreiben"

            /// A receiver that is neither a service nor a cost centre.
            UnknownReceiver { receiver } = "E231"
            en "`{receiver}` is neither a service nor a cost centre",
               "correct the id, or add `[service.ID]` or `[centre.ID]` to umlage.toml"
            de "`{receiver}` ist weder Leistung noch Kostenstelle",
               "Kennung berichtigen oder `[service.KENNUNG]` oder `[centre.KENNUNG]` in \
                   umlage.toml ergänzen"

            /// A driver table of which drivers.csv has no row.
            UnknownDriver { driver } = "E232"
            en "drivers.csv has no row for the driver `{driver}`",
               "add rows with `{driver}` in the column `driver`, or correct the name"
            de "drivers.csv hat keine Zeile zur Bezugsgröße `{driver}`",
               "Zeilen mit `{driver}` in der Spalte `driver` ergänzen oder den Namen berichtigen"

            /// Centres with a driver, but no method.
            CascadeMissing { centre } = "E233"
            en "the cost centre `{centre}` has a driver, but nothing says by which method centres \
                are emptied",
               "add `[cascade]` with `method = \"direct\"`, `\"step-down\"`, \
                   `\"double-step-down\"` or `\"reciprocal\"`"
            de "die Kostenstelle `{centre}` hat eine Bezugsgröße, es ist aber nicht angegeben, \
                nach welchem Verfahren Kostenstellen entlastet werden",
               "`[cascade]` mit `method = \"direct\"`, `\"step-down\"`, `\"double-step-down\"` \
                   oder `\"reciprocal\"` ergänzen"

            /// An order in which a centre with a driver is missing.
            OrderIncomplete { centres } = "E234"
            en "`cascade.order` does not list every cost centre with a driver; missing: {centres}",
               "add them where they belong: the order decides who bears what"
            de "`cascade.order` nennt nicht jede Kostenstelle mit Bezugsgröße; es fehlen: \
                {centres}",
               "an der richtigen Stelle ergänzen: die Reihenfolge entscheidet, wer was trägt"

            /// A centre without a driver where only those with one may stand.
            NoDriver { centre, field } = "E235"
            en "`{field}` stands for the cost centre `{centre}`, which has no driver",
               "give it a `driver`, or take it out"
            de "`{field}` steht für die Kostenstelle `{centre}`, die keine Bezugsgröße hat",
               "bei der Kostenstelle `driver` ergänzen oder sie hier streichen"

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
               "einen Betrag (`\"25000.00\"`) oder einen Teil der Summe des Schritts (`\"22 %\"`) \
                   schreiben"

            /// A limit where nothing is shared among several by a key.
            LimitWithoutKey { field, step } = "E241"
            en "`{field}` cannot limit step `{step}`",
               "write `floor` and `cap` only where the step has `among` and `key`, and `at_most` \
                   only beside `share`, `rest` or `each`"
            de "`{field}` kann Schritt `{step}` nicht begrenzen",
               "`floor` und `cap` nur schreiben, wo der Schritt `among` und `key` hat, und \
                   `at_most` nur neben `share`, `rest` oder `each`"

            /// A limit for each unit of a measure of which there is no usage.
            UnknownMeasure { measure, known } = "E242"
            en "no usage has the measure `{measure}`", "write a measure that usage.csv has: {known}"
            de "in der Nutzung gibt es keine Messgröße `{measure}`", "eine Messgröße aus usage.csv \
                angeben: {known}"

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
               "on the left stands our name of the column, on the right that of the file or the \
                   value"
            de "`{field}`: `{column}` ist keine Spalte von `{table}`",
               "links steht der Spaltenname des Programms, rechts der Name in der Datei oder der \
                   Wert"

            /// A delimiter, decimal or thousands sign that cannot be one.
            BadMark { field, value } = "E261"
            en "`{field}` cannot be `{value}`",
               "write one character that is no letter, digit, quotation mark or sign of a number: \
                   `delimiter = \";\"`, `decimal = \",\"`, `thousands = \".\"`"
            de "`{field}` kann nicht `{value}` sein",
               "ein Zeichen schreiben, das weder Buchstabe noch Ziffer, Anführungs- oder \
                   Vorzeichen ist: `delimiter = \";\"`, `decimal = \",\"`, `thousands = \".\"`"

            /// A form of dates that is none.
            BadDateForm { value } = "E262"
            en "`{value}` is not a form of dates",
               "write day, month and a year of four digits in their order, as `TT.MM.JJJJ` or \
                   `DD/MM/YYYY`"
            de "`{value}` ist kein Datumsformat",
               "Tag, Monat und ein vierstelliges Jahr in ihrer Reihenfolge schreiben, etwa \
                   `TT.MM.JJJJ` oder `DD/MM/YYYY`"

            /// A number of a header row that is none.
            BadHeaderRow { field, value } = "E263"
            en "`{field}` is not the number of a line: `{value}`",
               "write the number of the line in which the names of the columns stand, counted from \
                   1: `header = 4`"
            de "`{field}` ist keine Zeilennummer: `{value}`",
               "die Nummer der Zeile schreiben, in der die Namen der Spalten stehen, gezählt ab 1: \
                   `header = 4`"

            /// One sign both for decimals and for thousands.
            SameMark { field, value } = "E264"
            en "`{field}`: decimals and thousands have the same sign `{value}`",
               "correct one of them; without `thousands` every usual sign but the decimal one \
                   parts thousands"
            de "`{field}`: Nachkommastellen und Tausender haben dasselbe Zeichen `{value}`",
               "eines berichtigen; ohne `thousands` trennt jedes übliche Zeichen außer dem \
                   Dezimalzeichen die Tausender"

            /// A scenario that is neither a file nor in the project's folder of scenarios.
            UnknownScenario { scenario } = "E270"
            en "there is no scenario `{scenario}`: no such file, and none of that name in \
                `scenarios`",
               "name a file, or a file of the folder `scenarios` with or without `.toml`"
            de "es gibt kein Szenario `{scenario}`: keine solche Datei und keine dieses Namens \
                unter `scenarios`",
               "eine Datei nennen oder eine aus dem Ordner `scenarios`, mit oder ohne `.toml`"

            /// A scenario that builds on itself.
            ScenarioCycle { scenario } = "E271"
            en "the scenario `{scenario}` builds on itself", "take one `baseline` out"
            de "das Szenario `{scenario}` baut auf sich selbst auf", "ein `baseline` streichen"

            /// A path under `remove` that leads to nothing.
            RemovesNothing { path } = "E272"
            en "`{path}` cannot be removed: there is no such thing",
               "correct the path, or take it out of `remove`; ids with dots stand in quotation \
                   marks"
            de "`{path}` kann nicht entfernt werden: das gibt es nicht",
               "Pfad berichtigen oder aus `remove` streichen; Kennungen mit Punkten stehen in \
                   Anführungszeichen"

            /// An `after` that names nothing in its list.
            AfterNothing { id } = "E273"
            en "`after` names `{id}`, which is not in this list",
               "name the id of an entry that stands there, or leave `after` out: new entries go to \
                   the end"
            de "`after` nennt `{id}`; diese Kennung steht nicht in der Liste",
               "die Kennung eines Eintrags nennen, der dort steht, oder `after` weglassen: Neues \
                   kommt ans Ende"

            /// A change, or the base year of a projection, that selects no row.
            SelectsNothing { table, what: Text } = "E274"
            en "no row of {table} is selected: {what}", "correct the selection"
            de "keine Zeile von {table} ist ausgewählt: {what}", "Auswahl berichtigen"

            /// A change that does not say what to do.
            ChangeMissing { table } = "E275"
            en "`{table}` does not say what to do with the rows",
               "add exactly one of `factor = \"1.08\"`, `add = \"1000.00\"`, `set = \"…\"`, `grow \
                   = \"3 %\"`"
            de "in `{table}` ist nicht angegeben, was mit den Zeilen geschehen soll",
               "genau eines ergänzen: `factor = \"1.08\"`, `add = \"1000.00\"`, `set = \"…\"`, \
                   `grow = \"3 %\"`"

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

            /// What a projection holds constant.
            HeldConstant { what: Text, years } = "N201"
            en "the projection {years} holds constant: {what}",
               "nothing; growth stands under `[projection]`, new editions and rows under \
                   `[[add.…]]`"
            de "die Hochrechnung {years} lässt unverändert: {what}",
               "keine; Wachstum steht unter `[projection]`, neue Stände und Zeilen unter \
                   `[[add.…]]`"

            /// Rows that reach beyond the base year of a projection and are not copied.
            NotCarried { rows, table, year } = "N202"
            en "rows of `{table}` that reach beyond {year} and are not copied: {rows}",
               "nothing, if they hold for the later years themselves"
            de "Zeilen von `{table}`, die über {year} hinausreichen und nicht kopiert werden: \
                {rows}",
               "keine, wenn sie selbst für die späteren Jahre gelten"

            /// A scenario file that says nothing but its head.
            EmptyScenario { scenario } = "N203"
            en "the scenario `{scenario}` changes nothing: it holds only its head", "nothing"
            de "das Szenario `{scenario}` ändert nichts: es enthält nur seinen Kopf", "keine"
        }
    };
}
