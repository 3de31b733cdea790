//! Words that stand on several pages.

macro_rules! common {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                Total = "Summe", "Total";
                Amount = "Betrag", "Amount";
                Period = "Zeitraum", "Period";
                Rule = "Regel", "Rule";
                Service = "Leistung", "Service";
                Centre = "Kostenstelle", "Cost centre";
                Kind = "Kostenart", "Cost kind";
                Step = "Schritt", "Step";
                Party = "Beteiligter", "Party";
                Actual = "Ist", "actual";
                Plan = "Plan", "plan";
                Yes = "ja", "yes";
                No = "nein", "no";
                LegalBases = "Rechtsgrundlagen", "Legal bases";
                Balance =
                    "Probe: Kosten = verteilt + Rundungsrest + nicht umgelegt",
                    "Check: Cost = allocated + residue + not shared";
                Cost = "Kosten", "Cost";
                Allocated = "verteilt", "allocated";
                Residue = "Rundungsrest", "residue";
                NotShared = "nicht umgelegt", "not shared";
                BelowMinimum = "Bagatellgrenze", "Below the minimum billed";
                SharePercent = "Anteil in %", "Share in %";
                Fraction = "Bruch", "Fraction";
                Key = "Schlüssel", "Key";
                Keys = "Verteilungsschlüssel", "Distribution keys";
                Method = "Verfahren", "Method";
                Edition = "Stand", "Edition";
                Reading = "Daten werden gelesen …", "reading the data …";
                Allocating = "Kosten werden verteilt …", "sharing the cost …";
                Before = "vorher", "before";
                After = "nachher", "after";
                Source = "Quelle", "Source";
                File = "Datei", "File";
                FileKind = "Inhalt", "Table";
                RowsRead = "Zeilen", "Rows";
                RowsUsed = "verwendet", "used";
                RowsLeftOut = "ausgelassen", "left out";
                AmountRead = "Betrag gelesen", "Amount read";
                AmountUsed = "Betrag verwendet", "Amount used";
                LeftOut = "Ausgelassen", "Left out";
                Measure = "Messgröße", "Measure";
                Quantity = "Menge", "Quantity";
                LegalBasis = "Rechtsgrundlage", "Legal basis";
                Base = "Ausgangslage", "Base";
                Scenario = "Szenario", "Scenario";
                Difference = "Differenz", "Difference";
                AllPeriods = "Alle Zeiträume", "All periods";
                SubjectQuota = "Quote", "Quota";
                SubjectStepSum = "Summe für den Schritt", "Sum of the step";
                SubjectWeightSum = "Summe der Gewichte", "Sum of weights";
                Share = "Anteil", "Share";
                Advances = "Abschläge", "Advances";
                AccountBalance = "Saldo", "Balance";
                OutcomeOf = "Ergebnis", "Outcome";
                OutcomeClaim = "Nachforderung", "additional claim";
                BalanceMeans =
                    "Saldo = Anteil − Abschläge − Auslagen − Gutschriften; positiv: noch zu \
                        zahlen, negativ: zu viel gezahlt.",
                    "Balance = share − advances − paid for all − credits; positive: still to be \
                        paid.";
                Due = "fällig", "Due";
                PaidOn = "gezahlt", "Paid";
                NetBefore = "zu zahlen", "To be paid";
                SetOffHow = "Was verrechnet wird", "What is set off";
                Called = "abgerufen", "Called";
                SubjectPayment = "Einzahlung", "Paid in";
                SubjectInstalment = "Abschlag", "Instalment";
                SubjectSetOff = "Verrechnung", "Set off";
                SubjectCall = "Abruf", "Call";
                SubjectInterest = "Zinsen", "Interest";
                Title = "Titel", "Title";
                Description = "Beschreibung", "Description";
                Appropriation = "Ansatz", "Appropriation";
                CarriedIn = "Ausgaberest", "Carried in";
                Adjusted = "Nachtrag, Deckung", "Adjusted";
                Available = "verfügbares Soll", "Available";
                CommittedSum = "Festlegung", "Committed";
                BudgetSpent = "Ist", "Spent";
                BudgetIncome = "Einnahmen", "Income";
                Remaining = "verbleibend", "Remaining";
                UsedPercent = "ausgeschöpft in %", "Used in %";
                BudgetYear = "Haushaltsjahr", "Budget year";
                FileStatement = "abrechnung", "statement";
                StatementSheet = "Abrechnung", "Statement";
                CallSheet = "Abruf der Abschläge", "Calls for advances";
                Date = "Datum", "Date";
                Outlays = "Auslagen für alle", "Outlays for all parties";
                CreditsAndDebits =
                    "Gutschriften und Belastungen aus anderen oder für andere Zeiträume",
                    "Credits and debits from and into other periods";
                PaymentKind = "Art", "Kind";
                LeftToSetOff = "bleibt für spätere Abrufe", "Left for later calls";
                SetOffMeans =
                    "Ein Guthaben (+) mindert den Abruf, ein Fehlbetrag (−) erhöht ihn. Mit einem \
                        Abschlag verrechnete Beträge werden abgezogen, bis kein Rest verbleibt.",
                    "A credit (+) lowers the call, a shortfall (−) raises it. What is set off \
                        against an instalment is taken away, until nothing is left.";
                ChangeAgainstBefore =
                    "Veränderung gegenüber dem Vorzeitraum",
                    "Change against the period before";
                Item = "Vorgang", "Item";
                DocumentNumber = "Beleg", "Document";
                SeveralServices = "mehrere Leistungen", "Several services";
                OtherDocuments = "Weitere Dokumente dieses Berichts", "Other documents of this \
                    report";
                Place = "Fundstelle", "Place";
                BecameOf = "Verbleib", "What became of it";
                RoundHalfUp = "kaufmännisch gerundet", "rounded half up";
                RoundHalfEven = "zur geraden Ziffer gerundet", "rounded half to even";
                RoundDown = "abgerundet", "rounded down";
                RoundUp = "aufgerundet", "rounded up";
                ResidueLargestRemainder =
                    "abgeschnitten; fehlende Einheiten entfallen auf die größten Reste (Verfahren \
                        Hare/Niemeyer)",
                    "cut off, missing units to the largest remainders (Hare/Niemeyer)";
                ResidueLargestShare =
                    "Differenz an den größten Anteil",
                    "the difference to the largest share";
                DifferenceGoesTo = "Differenz an:", "the difference to:";
                DifferenceStays = "Differenz bleibt als Rundungsrest", "the difference stays as \
                    residue";
                TimeByDays =
                    "Zeitanteil: nach Tagen; wer hinzukommt oder ausscheidet, trägt nur an den \
                        Kosten der Tage mit, an denen er beteiligt ist",
                    "Part of time: by days; whoever joins or leaves shares in the cost of its own \
                        days only";
                TimeByMonths =
                    "Zeitanteil: nach Monaten; wer hinzukommt oder ausscheidet, trägt nur an den \
                        Kosten der Monate mit, in denen er beteiligt ist",
                    "Part of time: by months; whoever joins or leaves shares in the cost of its \
                        own months only";
                TimeInWeightByDays =
                    "Zeitanteil: der Wert eines jeden zählt zu dem Teil der Tage, an denen er \
                        beteiligt ist",
                    "Part of time: the value of each counts by the part of the days on which it \
                        takes part";
                TimeInWeightByMonths =
                    "Zeitanteil: der Wert eines jeden zählt zu dem Teil der Monate, in denen er \
                        beteiligt ist",
                    "Part of time: the value of each counts by the part of the months in which it \
                        takes part";
                TimeNotCounted =
                    "Zeitanteil: keiner; wer auch nur an einem Tag beteiligt ist, zählt für die \
                        gesamte Zeit",
                    "Part of time: none; whoever takes part on one day counts for the whole time";
                TakesAll = "verteilt werden die Kosten im Ganzen", "shares all of the cost";
                TakesRest =
                    "verteilt wird der nach den vorhergehenden Schritten verbleibende Betrag",
                    "shares the rest that the steps before leave";
                TakesDirect =
                    "Kosten, die einem Beteiligten zugeordnet sind, trägt dieser allein",
                    "cost that belongs to one party is borne by that party alone";
                OnlyOfItsCost =
                    "; gemeint sind nur die Kosten, für die der Schritt gilt",
                    "; of the cost that the step is about only";
                EachMember = "je Mitglied", "for each member";
                EachParticipant = "je nachnutzendem Beteiligten", "for each participant";
                EachReceiver = "je Beteiligten dieses Schritts", "for each party of this step";
                PageWord = "Seite", "Page";
                PageOf = "von", "of";
                LeafTable = "Tabelle", "Table";
                NumberWord = "Nr.", "No.";
                WeightHead = "Gewicht", "Weight";
                Chapter = "Kapitel", "Chapter";
                RoundingEffect = "Rundungswirkung in Cent", "Rounding effect in cents";
                SkipToContent = "Zum Inhalt", "Skip to the content";
                Chart = "Diagramm", "Chart";
                Table = "Tabelle", "Table";
            }
            phrases {
                TakesShare { part } = "verteilt werden {part} der Kosten", "shares {part} of the \
                    cost";
                TakesShareOfRest { part } =
                    "verteilt werden {part} des nach den vorhergehenden Schritten verbleibenden \
                        Betrags",
                    "shares {part} of what the steps before leave";
                TakesAmount { amount } =
                    "verteilt wird ein fester Betrag von {amount}",
                    "shares a fixed amount of {amount}";
                TakesEach { amount, whom } =
                    "fester Betrag von {amount} {whom}",
                    "a fixed amount of {amount} {whom}";
                TakesAtMost { amount } = ", höchstens {amount}", ", {amount} at most";
                TakesAtMostPerUnit { amount, measure } =
                    ", höchstens {amount} je Einheit ({measure})",
                    ", {amount} for each unit at most ({measure})";
                UsageFigures { measure, files } =
                    "Nutzungszahlen ({measure}), Datei {files}",
                    "usage figures ({measure}), file {files}";
                PercentRounded { places } =
                    "Prozentwerte sind auf {places} Nachkommastellen gerundet; gerechnet wird mit \
                        den genauen Brüchen.",
                    "Percentages are rounded to {places} decimals; the calculation uses the exact \
                        fractions.";
                RoundingEffect { cents } =
                    "Die Summen unter „zu verteilen“ sind auf ganze Cent gerundet. Die Rundung der \
                        Anteile daran verändert die Summe Ihrer Anteile um {cents} Cent.",
                    "The sums under “To be shared” are rounded to whole cents. Rounding the shares \
                        in them changes the sum of your shares by {cents} cents.";
                ChangeAlternative { before, now, old, new } =
                    "Balken für {before} und {now}: zusammen {old} und {new}. Die Zahlen stehen in \
                        der Tabelle darunter.",
                    "Bars for {before} and {now}: {old} and {new} in all. The figures stand in the \
                        table below.";
                StepRounds { unit, how } = "Rundung auf {unit}: {how}", "Rounding to {unit}: {how}";
                AllocationAbout { period, status, currency } =
                    "Kostenverteilung {period}, {status}, Beträge in {currency}",
                    "Allocation {period}, {status}, amounts in {currency}";
                AndMore { count } =
                    "… und {count} weitere (alle mit `--format json`)",
                    "… and {count} more (all with `--format json`)";
                AndMorePlaces { count } = "und {count} weitere Stellen", "and {count} more places";
                AmountsIn { currency } = "Beträge in {currency}", "amounts in {currency}";
                StoodIn { key, instead, how, of } =
                    "statt {key} gilt {instead} ({how}), weil die Empfänger keine Nutzung haben: \
                        {of}",
                    "{instead} applies instead of {key} ({how}), because the receivers have no \
                        use: {of}";
                FromTo { from, to } = "{from} bis {to}", "{from} to {to}";
            }
        }
    };
}
