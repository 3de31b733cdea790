//! The words of the budget account.

macro_rules! budget {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                BudgetPlanned = "Plan", "Planned";
                BudgetDeducted = "abgesetzte Überzahlungen", "Overpayments deducted";
                ForecastLine = "linear nach Tagen", "Straight line";
                ForecastTooEarly =
                    "Linear nach Tagen wird erst hochgerechnet, wenn ein Viertel des Jahres vorbei \
                        ist: Vorher stünden wenige Rechnungen für das ganze Jahr.",
                    "A straight line is drawn only once a quarter of the year is over: before that \
                        a few invoices would stand for the whole year.";
                ForecastUneven =
                    "Linear nach Tagen setzt gleichmäßige Ausgaben voraus; wo Rechnungen stoßweise \
                        kommen, sagt der Verlauf des Vorjahres mehr.",
                    "A straight line supposes even spending; where invoices come in lumps, the \
                        pattern of the year before tells more.";
                ForecastNoSum =
                    "Wo die Summe fehlt, fehlt der Wert eines Titels, sodass sie zu niedrig wäre: \
                        Im Vorjahr war bis zu diesem Tag auf ihm nichts fällig.",
                    "Where a sum is missing, so is the value of a title, and it would be too low: \
                        in the year before, nothing was due on it by that day.";
                ForecastPattern = "Verlauf des Vorjahres", "Last year's pattern";
                ForecastCommitted = "Ist und Festlegung", "Spent and committed";
                YearsSideBySide = "Jahre nebeneinander", "Years side by side";
                Commitments = "Verpflichtungsermächtigungen", "Commitment appropriations";
                DueIn = "fällig", "Due";
                Granted = "bewilligt", "Granted";
                CommitmentUsed = "in Anspruch genommen", "Used";
                CommitmentOpen = "offen", "Open";
                BudgetReconciliation =
                    "Überleitung: vom Jahr der Fälligkeit zum Jahr der Leistung",
                    "Reconciliation: from the year of payment to the year of service";
                BookedNet = "Ist abzüglich Einnahmen", "Spent less income";
                ForOtherPeriods = "davon für andere Jahre", "Of it for other years";
                DueElsewhere = "in anderen Jahren fällig", "Due in other years";
                CostOfYear = "Kosten des Jahres", "Cost of the year";
                ClaimedSum = "Nachforderung", "Additional claim";
                RefundedSum = "Erstattung", "Refund";
                OwnBudgets =
                    "Was die eigenen Haushalte der Beteiligten brauchen",
                    "What each party's own budget must hold";
                UseStatement = "Verwendungsnachweis", "Statement of use";
            }
            phrases {
                BudgetOfOtherYears { known } =
                    "Für den gewählten Zeitraum gibt es keinen Haushalt; vorhanden sind: {known}.",
                    "There is no budget for the selected period; there are: {known}.";
                BudgetAbout { years, currency } =
                    "Haushaltsrechnung {years}, Beträge in {currency}. Ausgaben zählen im Jahr \
                        ihrer Fälligkeit, brutto.",
                    "Budget account {years}, amounts in {currency}. Cost counts in the year in \
                        which it is due, gross.";
                BudgetYearOf { year } = "Haushaltsjahr {year}", "Budget year {year}";
                CoverGiven { from, to, amount } =
                    "Deckung: {from} gibt {to} {amount}",
                    "Cover: {from} gives {to} {amount}";
                ForecastAsOf { day } =
                    "Hochrechnung zum Jahresende, Stand {day}",
                    "Forecast to the end of the year, as of {day}";
                ReconciledWith { year, allocated, cost, made } =
                    "Kosten der Verteilung {year}: {allocated} = {cost} aus Kostenpositionen + \
                        {made} aus Zuschlägen, Gutschriften, Fortschreibungen und Nachholungen",
                    "Cost of the allocation {year}: {allocated} = {cost} of cost entries + {made} \
                        of surcharges, credits, indexations and catch-ups";
                SpentIn { year } = "Ist {year}", "Spent {year}";
            }
        }
    };
}
