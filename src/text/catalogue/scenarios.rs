//! The words of scenarios.

macro_rules! scenarios {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                Path = "Pfad", "Path";
                Value = "Wert", "Value";
                From = "aus", "from";
                Hides = "verdeckt", "hides";
                Removed = "(entfernt)", "(removed)";
                DoneToRows = "Daten", "Data";
                RowsChanged = "geändert", "changed";
                RowsAdded = "neu", "new";
                RowsProjected = "hochgerechnet", "projected";
                NothingLayered =
                    "Weder ein Szenario noch eine Einstellung ändert einen Wert aus umlage.toml; \
                        `--all` zeigt alle Werte.",
                    "Nothing lies over umlage.toml that changes a value; `--all` shows all values.";
                DifferenceToBase = "Differenz zur Ausgangslage", "Difference to the base";
                DifferenceByPeriod =
                    "Differenz zur Ausgangslage nach Zeiträumen",
                    "Difference to the base by period";
                Rank = "Rang", "Rank";
                Others = "Übrige", "Others";
                PerInhabitant = "je Einwohner", "per inhabitant";
                Smallest = "kleinster Betrag", "smallest";
                Largest = "größter Betrag", "largest";
                At = "bei", "at";
                With = "zusammen mit", "together with";
                Course = "Verlauf", "course";
                Users = "Nachnutzer", "users";
                NoBreakEven =
                    "Zwischen den Werten wechselt das Vorzeichen der Differenz nicht.",
                    "Between the values the difference does not change its sign.";
                Sweeping = "Varianten werden berechnet …", "running the variants …";
                NoCostToCompare =
                    "Keine der Seiten hat Kosten; es gibt nichts zu vergleichen.",
                    "None of the sides has cost; there is nothing to compare.";
                OnlyThese = "nur", "only";
                BaseAndScenarios = "Ausgangslage und Szenarien", "Base and scenarios";
            }
            phrases {
                ComparedWith { base } = "Ausgangslage: {base}", "Base: {base}";
                ScenarioLegend { label, title } = "{label} = {title}", "{label} = {title}";
                UnchangedPeriods { title, periods } =
                    "Das Szenario „{title}“ ändert für {periods} nichts: Jeder Betrag ist auf den \
                        Cent derselbe.",
                    "The scenario “{title}” changes nothing in {periods}: every amount is the same \
                        to the cent.";
                SameLinesOfServices { title, periods } =
                    "{title}: die Leistungen kosten in {periods} dasselbe, aber die Beteiligten \
                        zahlen anderes (zu sehen ohne `--by service`)",
                    "{title}: the services cost the same in {periods}, but the parties pay other \
                        amounts (seen without `--by service`)";
                SameLinesOfParties { title, periods } =
                    "{title}: die Beteiligten zahlen in {periods} zusammen dasselbe, aber für \
                        andere Leistungen (zu sehen mit `--by service`)",
                    "{title}: the parties pay the same in all in {periods}, but for other services \
                        (seen with `--by service`)";
                PerCase { measure } = "je Fall ({measure})", "per case ({measure})";
                PerCases { count, measure } =
                    "je {count} Fälle ({measure})",
                    "per {count} cases ({measure})";
                PerInhabitants { count } = "je {count} Einwohner", "per {count} inhabitants";
                AxisValues { name, count, first, last } =
                    "{name}: {count} Werte von {first} bis {last}",
                    "{name}: {count} values from {first} to {last}";
                AxisJoin { name, count } =
                    "{name}: bis zu {count} kommen in der genannten Reihenfolge hinzu; wer nicht \
                        genannt ist, bleibt unverändert",
                    "{name}: up to {count} join in the order given; those not named stay as they \
                        are";
                AxisJoinOnly { name, count } =
                    "{name}: nur die Genannten, bis zu {count} in der genannten Reihenfolge; sonst \
                        nimmt niemand teil",
                    "{name}: only those named, up to {count} in the order given; nobody else takes \
                        part";
                AllOrders { name } =
                    "{name}: was ein Beteiligter zahlt, wenn n der Genannten beigetreten sind, \
                        über alle Reihenfolgen des Beitritts; wer nicht genannt ist, bleibt \
                        unverändert",
                    "{name}: what a party pays when n of those named have joined, over all orders \
                        of accession; those not named stay as they are";
                AllOrdersOnly { name } =
                    "{name}: was ein Beteiligter unter n Nachnutzern zahlt, über alle Reihenfolgen \
                        des Beitritts; außer den Genannten nimmt niemand teil",
                    "{name}: what a party pays among n users, over all orders of accession; nobody \
                        but those named takes part";
                BreakEvenOf { party } = "Gleichstand: {party}", "Break-even: {party}";
                BreakEvenAt { at, amount, against } =
                    "bei {at}: {amount} gegen {against}",
                    "at {at}: {amount} against {against}";
                BreakEvenBetween { from, to, amount, against } =
                    "zwischen {from} und {to}: {amount} gegen {against}",
                    "between {from} and {to}: {amount} against {against}";
                AxisWithoutValue { axis } =
                    "`{axis}` hat keinen Namen oder keine Werte; zum Beispiel `--vary \
                        rule.r.step.s.share=0..50:5%` oder `--join wohngeld=HE,RP`",
                    "`{axis}` has no name or no values; for example `--vary \
                        rule.r.step.s.share=0..50:5%` or `--join wohngeld=HE,RP`";
                AxisRange { range } =
                    "`{range}` ist kein Bereich VON..BIS:SCHRITT, in dem der Schritt von der einen \
                        zur anderen Zahl führt, wie `0..50:5%` oder `0..1:1/10`",
                    "`{range}` is no range FROM..TO:STEP in which the step leads from one number \
                        to the other, such as `0..50:5%` or `0..1:1/10`";
                AxisTooMany { axis } =
                    "`{axis}` hat mehr als 100.000 Werte",
                    "`{axis}` has more than 100,000 values";
                AxisDoubled { axis, value } =
                    "`{axis}` nennt `{value}` zweimal",
                    "`{axis}` names `{value}` twice";
                NoAmount { amount } =
                    "`--against {amount}` ist weder ein Betrag wie 1000.00 noch eine Einstellung \
                        PFAD=WERT",
                    "`--against {amount}` is neither an amount such as 1000.00 nor a setting \
                        PATH=VALUE";
                TooManyPoints { count, most } =
                    "{count} Läufe sind zu viele; höchstens {most}",
                    "{count} runs are too many; at most {most}";
                AtPoint { point } = "bei {point}", "at {point}";
                OneNeeded { options } =
                    "{options}: eines davon ist nötig",
                    "{options}: one of these is needed";
                NotTogether { options } = "{options} gehen nicht zusammen", "{options} do not go \
                    together";
                WhichMeasure { known } =
                    "`--per case` erfordert `--measure`; vorhandene Messgrößen: {known}",
                    "`--per case` needs `--measure`; usage has: {known}";
                UnderScenario { titles } = "Szenario: {titles}", "Scenario: {titles}";
                Deviating { settings } =
                    "Abweichend von der Vereinbarung: {settings}",
                    "Deviating from the agreement: {settings}";
                Deviation { path, value, instead } =
                    "{path} = {value} (statt {instead})",
                    "{path} = {value} (instead of {instead})";
            }
        }
    };
}
