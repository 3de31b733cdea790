//! Output and comparison: codes 7xx.

macro_rules! output {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// Two periods of unequal length that are to be compared.
            PeriodsOfUnequalLength { first, first_months, second, second_months } = "E701"
            en "`{first}` and `{second}` are not equally long: {first_months} and {second_months} \
                months",
               "compare periods of equal length, such as `umlage changes 2023 2024`"
            de "`{first}` und `{second}` sind nicht gleich lang: {first_months} und \
                {second_months} Monate",
               "gleich lange Zeiträume vergleichen, etwa `umlage changes 2023 2024`"

            /// A period that is to be compared with a scenario.
            PeriodBesideScenario { first, second } = "E702"
            en "of `{first}` and `{second}` one is a period and the other is not",
               "compare two periods (`umlage changes 2023 2024`) or two scenarios (`umlage changes \
                   base sachsen --period 2024`)"
            de "von `{first}` und `{second}` ist eines ein Zeitraum und das andere nicht",
               "zwei Zeiträume vergleichen (`umlage changes 2023 2024`) oder zwei Szenarien \
                   (`umlage changes base sachsen --period 2024`)"

            /// `--period` beside two periods that are to be compared.
            PeriodBesidePeriods { period } = "E703"
            en "`--period {period}` stands beside two periods",
               "leave out `--period`: the two periods to be compared say what is selected"
            de "`--period {period}` steht neben zwei Zeiträumen",
               "`--period` weglassen: die beiden Zeiträume des Vergleichs sagen, was gewählt ist"

            /// A table with more rows than a sheet of a workbook has.
            TooManyRows { table, rows, limit } = "E705"
            en "the table `{table}` needs {rows} rows, and a sheet of a workbook has {limit}",
               "write it with `--format csv`, which holds any number; or narrow it with `--period` \
                   or a coarser `--by`"
            de "die Tabelle `{table}` braucht {rows} Zeilen, ein Blatt einer Arbeitsmappe hat \
                {limit}",
               "mit `--format csv` schreiben, das jede Zahl fasst; oder mit `--period` oder einem \
                   gröberen `--by` eingrenzen"

            /// A table with more columns than a sheet of a workbook has.
            TooManyColumns { table, columns, limit } = "E706"
            en "the table `{table}` needs {columns} columns, and a sheet of a workbook has {limit}",
               "write it with `--format csv`, which holds any number; or have the long dimension \
                   in rows: `--by service,party`"
            de "die Tabelle `{table}` braucht {columns} Spalten, ein Blatt einer Arbeitsmappe hat \
                {limit}",
               "mit `--format csv` schreiben, das jede Zahl fasst; oder was viele Werte hat in die \
                   Zeilen nehmen: `--by service,party`"

            /// A number that a change or growth of a scenario makes too large.
            ResultTooLarge { before: Text, after: Text } = "E707"
            en "this makes `{after}` of `{before}`, which is too large",
               "take a smaller factor, number or growth"
            de "das macht aus `{before}` die Zahl `{after}`, und die ist zu groß",
               "einen kleineren Faktor, Zuschlag oder Zuwachs nehmen"

            /// A scenario that is named twice.
            ScenarioTwice { scenario } = "W703"
            en "the scenario `{scenario}` is named twice: it lies over the agreement once",
               "name it once; to double an effect, write it into the scenario"
            de "das Szenario `{scenario}` ist zweimal genannt: es liegt einmal über der \
                Vereinbarung",
               "einmal nennen; eine doppelte Wirkung gehört ins Szenario selbst"
        }
    };
}
