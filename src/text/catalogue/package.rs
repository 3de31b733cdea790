//! The words of the package: overview, key sheet, audit sheet and workbook.

macro_rules! package {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                RowsWithoutAmount = "ohne lesbaren Betrag", "without a readable amount";
                NothingToList = "Nichts.", "Nothing.";
                FileOverview = "uebersicht", "overview";
                FileKeys = "schluessel", "keys";
                FileCalls = "abruf", "calls";
                FileBudget = "haushalt", "budget";
                FileComparison = "szenarien", "scenarios";
                FileEvidence = "pruefung", "audit";
                OverviewSheet = "Übersicht", "Overview";
                KeySheet = "Schlüsselblatt", "Key sheet";
                BudgetSheet = "Haushaltsrechnung", "Budget account";
                ComparisonSheet = "Vergleich mit Szenarien", "Comparison with scenarios";
                EvidenceSheet = "Prüfblatt", "Audit sheet";
                PaymentKindNumber = "Nr. Art", "No. of kind";
                Supplier = "Lieferant", "Supplier";
                NoKeyUsed = "Kein Schlüssel wurde verwendet.", "No key was used.";
                WithoutKind = "ohne Kostenart", "Without kind";
                FlowOfCost = "Kostenfluss", "How the cost flows";
                CostRows = "Kostenzeilen und ihr Verbleib", "Cost rows and what became of them";
                SharesByService = "Anteile nach Leistungen", "Shares by service";
                PaymentRows = "Zahlungen und ihr Verbleib", "Payments and what became of them";
                BudgetRows = "Haushaltszeilen und ihr Verbleib", "Budget rows and what became of \
                    them";
                UsageRowsLeftOut = "Ausgelassene Zeilen der Nutzung", "Usage rows left out";
                CountedHere = "davon im Zeitraum", "Of it in the period";
                FileShares = "anteile", "shares";
                LeafOverview = "1 Übersicht", "1 Overview";
                LeafChange = "1a Veränderung", "1a Change";
                LeafComparison = "1b Szenarien", "1b Scenarios";
                LeafShares = "2 Anteile", "2 Shares";
                LeafPools = "3 Umlagemassen", "3 Pools";
                LeafSettlement = "4 Abrechnung", "4 Settlement";
                LeafPayments = "4a Zahlungen", "4a Payments";
                LeafCalls = "5 Abruf", "5 Calls";
                LeafSetOff = "5a Verrechnung", "5a Set off";
                LeafKeys = "6 Schlüssel", "6 Keys";
                LeafBudget = "7 Haushalt", "7 Budget";
                LeafFiles = "8 Dateien", "8 Files";
                LeafLeftOut = "8a Ausgelassen", "8a Left out";
                LeafEntries = "8b Kostenzeilen", "8b Cost rows";
                LeafFindings = "8c Feststellungen", "8c Findings";
                LeafControl = "8d Kontrollsummen", "8d Control totals";
                LeafTrace = "9 Rechenweg", "9 Trace";
                LeafTraceSettlement = "9a Rechenweg Abrechnung", "9a Trace of the settlement";
                LeafTraceCalls = "9b Rechenweg Abruf", "9b Trace of the calls";
                TitleOverview = "Übersicht: wer zahlt was", "Overview: who pays what";
                TitleShares = "Anteile nach Schritten", "Shares by step";
                TitlePools = "Umlagemassen und Schritte", "Pools and steps";
                TitlePayments = "Zahlungen, Auslagen und Gutschriften", "Payments, outlays and \
                    credits";
                TitleSettlement = "Abrechnung", "Settlement";
                TitleFiles = "Gelesene Dateien", "Files read";
                TitleEntries = "Kostenzeilen und ihr Verbleib", "Cost rows and what became of them";
                TitleFindings = "Feststellungen", "Findings";
                TitleControl = "Kontrollsummen", "Control totals";
                TitleTrace = "Rechenweg", "Trace";
                StatusHead = "Ist/Plan", "Actual/plan";
                Purpose = "Zweckbestimmung", "Purpose";
                Figure = "Kennzahl", "Figure";
                PartyNumber = "Nr. Beteiligter", "No. of party";
                ServiceNumber = "Nr. Leistung", "No. of service";
                BudgetLineNumber = "Nr. Haushaltszeile", "No. of budget line";
                UsedForHead = "verwendet für", "Used for";
                RoundingHead = "Rundung", "Rounding";
                PoolNumber = "Nr. Umlagemasse", "No. of pool";
                PoolCost = "Kosten der Umlagemasse", "Cost of the pool";
                StepNumber = "Nr. Schritt", "No. of step";
                TraceNumber = "Nr. im Rechenweg", "No. in the trace";
                AccountNumber = "Nr. Konto", "No. of account";
                ExactAmount = "genauer Anteil", "Exact share";
                CutToCent = "gerundet", "Rounded";
                CentAdded = "Differenz dazu", "Difference added";
                SharesBarTitle = "Anteile der Beteiligten", "Shares of the parties";
                SharesSum = "Summe der Anteile", "Sum of shares";
                OperationRead = "gelesen", "read";
                OperationConstant = "fester Wert", "constant";
                OperationDays = "Tage", "days";
                OperationMonths = "Monate", "months";
                OperationSum = "Summe", "sum";
                OperationDifference = "Differenz", "difference";
                OperationProduct = "Produkt", "product";
                OperationLargest = "größter Wert", "largest";
                OperationReplace = "Ersatz", "replace";
                OperationQuotient = "Quotient", "quotient";
                OperationPortion = "Anteil", "portion";
                OperationRound = "Rundung", "round";
                OperationAtMost = "höchstens", "at most";
                OperationLimit = "Grenzen", "limits";
                OperationSolve = "Gleichungen", "equations";
                OperationApportion = "Aufteilung", "apportionment";
                OperationWord = "Rechenart", "Operation";
                SubjectHead = "Gegenstand", "Subject";
                InputsHead = "aus Schritten oder Fundstellen", "From steps or places";
                ExactHead = "genau (Bruch)", "Exact (fraction)";
                ValueHead = "Wert", "Value";
                RoundedHead = "gerundet", "Rounded";
                PlaceHead = "Fundstelle", "Place";
                PartHead = "davon im Zeitraum", "Of it in the period";
                FateHead = "Verbleib", "What became of it";
                FateNumber = "Nr. Verbleib", "No. of fate";
                ReasonHead = "Grund", "Reason";
                SeverityHead = "Art", "Kind";
                Message = "Meldung", "Message";
                Remedy = "Abhilfe", "Remedy";
                SeverityError = "Fehler", "error";
                SeverityFinding = "Feststellung", "finding";
                SeverityNote = "Hinweis", "note";
                ControlIs = "gerechnet", "Calculated";
                ControlShould = "aus dem Lauf", "From the run";
                PartsShared = "Kostenzeilen: verteilt", "Cost rows: shared";
                PartsNotShared = "Kostenzeilen: nicht umgelegt", "Cost rows: not shared";
                NoteOverview =
                    "Jede Zelle summiert die Anteile des Blatts 2 mit den Nummern ihrer Zeile und \
                        Spalte.",
                    "Each cell adds up the shares of sheet 2 with the numbers of its row and \
                        column.";
                NoteShares =
                    "Genauer Anteil = Summe des Schritts × Gewicht ÷ Summe der Gewichte. Anteil = \
                        gerundet + Differenz dazu; wie ein Schritt rundet, steht im Blatt der \
                        Umlagemassen. Wo der genaue Anteil anders entsteht, kommt er aus Blatt 9 \
                        „Rechenweg“, ein Klick führt dorthin.",
                    "Exact share = sum of the step × weight ÷ sum of weights. Share = rounded + \
                        difference added; how a step rounds stands on the sheet of pools. Where \
                        the exact share comes about otherwise, it comes from sheet 9 “Trace”, a \
                        click leads there.";
                NoteForScreen =
                    "Gedruckt wird von diesem Blatt nur der Kopf; wer die Zeilen auf Papier \
                        braucht, hebt den Druckbereich auf.",
                    "Only the head of this sheet is printed; whoever needs the rows on paper \
                        clears the print area.";
                NothingBefore =
                    "Kein Vergleich mit dem Vorzeitraum: Ein Teil von ihm hat keine Kosten, oder \
                        er lässt sich nicht verteilen.",
                    "No comparison with the period before: a part of it has no cost, or it cannot \
                        be shared.";
                NoteChange =
                    "Die Herleitung der Beträge des Vorzeitraums enthält der Bericht für diesen \
                        Zeitraum.",
                    "The amounts of the period before are derived in its own report.";
                NoteComparison =
                    "Die Herleitung der Beträge eines Szenarios enthält ein mit --scenario \
                        erstellter Bericht.",
                    "The amounts of a scenario are derived in a report with --scenario.";
                NoteTrace =
                    "Jede Zeile ist ein Schritt; die Zahlen unter „aus Schritten oder Fundstellen“ \
                        sind Nummern früherer Schritte, dieselben wie in trace.json (Abrechnung: \
                        trace-settlement.json, Abruf: trace-calls.json). Die Rechenarten erklärt \
                        docs/reference/trace.md.",
                    "Each row is a step; the numbers under “from steps” are those of earlier \
                        steps, the same as in trace.json (settlement: trace-settlement.json, \
                        calls: trace-calls.json). The operations are explained in \
                        docs/reference/trace.md.";
                NoteTraceShares =
                    "Ein Anteil, der sich vollständig aus Summe, Gewicht und Rundung ergibt, steht \
                        als Zeile im Blatt der Anteile und wird hier nicht wiederholt; seine \
                        Nummer steht dort in der letzten Spalte.",
                    "What a share derives in full with sum, weight and rounding stands as a row on \
                        the sheet of shares and is not repeated here; its number is there in the \
                        last column.";
                NoteConstants =
                    "Die Werte sind fest eingetragen: Dieses Blatt hat mehr als 200.000 Schritte \
                        und darum keine Formeln.",
                    "The values are constants: this sheet has more than 200,000 steps and \
                        therefore no formulas.";
                NoteOneParty =
                    "Dieses Blatt zeigt nur die Zeilen des Beteiligten dieses Berichts.",
                    "This sheet shows only the rows of the party of this report.";
            }
            phrases {
                FlowAlternative { kinds, total } =
                    "Flussbild von den Kostenarten ({kinds}) über die Leistungen zu den \
                        Beteiligten, zusammen {total}. Die Kostenarten stehen in der Tabelle \
                        darunter, Leistungen und Beteiligte in den Tabellen am Anfang dieser \
                        Seite.",
                    "Flow diagram from cost kinds ({kinds}) through services to parties, {total} \
                        in all. The cost kinds stand in the table below, services and parties in \
                        the tables at the top of this page.";
                FlowNotDrawn { from, to, count, amount } =
                    "Nicht gezeichnet sind Beträge unter null, etwa Gutschriften, von {from} zu \
                        {to} (Anzahl: {count}), zusammen {amount}. In den Summen sind sie \
                        enthalten.",
                    "Amounts below zero, such as credits, are not drawn, from {from} to {to} \
                        (number: {count}), {amount} in all. The sums include them.";
                UsageLeftOut { reason, count, first, last } =
                    "{reason}: {count} Zeilen, von {first} bis {last}",
                    "{reason}: {count} rows, from {first} to {last}";
                UsedFor { of } = "Verwendet für: {of}", "Used for: {of}";
                RowsCut { shown, all } =
                    "Gezeigt sind {shown} von {all} Zeilen: mehr fasst eine Arbeitsmappe nicht.",
                    "Shown are {shown} of {all} rows: a workbook holds no more.";
            }
        }
    };
}
