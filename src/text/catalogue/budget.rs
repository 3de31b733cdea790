//! The words of the budget account.

macro_rules! budget {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                BudgetPlanned = "Plan", "Planned";
                BudgetDeducted = "abgesetzte Überzahlungen", "Overpayments deducted";
                ForecastLine = "linear nach Tagen", "Straight line";
                ForecastTooEarly =
                    "Linear nach Tagen wird erst hochgerechnet, wenn ein Viertel des Jahres \
                        abgelaufen ist: Vorher würde von wenigen Rechnungen auf das ganze Jahr \
                        geschlossen.",
                    "A straight line is drawn only once a quarter of the year is over: before that \
                        a few invoices would stand for the whole year.";
                ForecastUneven =
                    "Linear nach Tagen setzt gleichmäßige Ausgaben voraus; gehen Rechnungen \
                        unregelmäßig ein, ist der Verlauf des Vorjahres aussagekräftiger.",
                    "A straight line supposes even spending; where invoices come in lumps, the \
                        pattern of the year before tells more.";
                ForecastNoSum =
                    "Eine Summe fehlt, wenn bei einem Titel im Vorjahr bis zu diesem Tag nichts \
                        fällig war: Sein Wert fehlt dann, und die Summe wäre zu niedrig.",
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
                    "Überleitung: vom Jahr der Fälligkeit zum Jahr, für das die Kosten entstanden \
                        sind",
                    "Reconciliation: from the year of payment to the year of service";
                BookedNet = "Ist abzüglich Einnahmen", "Spent less income";
                ForOtherPeriods = "davon für andere Jahre", "Of it for other years";
                DueElsewhere = "in anderen Jahren fällig", "Due in other years";
                CostOfYear = "Kosten des Jahres", "Cost of the year";
                ClaimedSum = "Nachforderung", "Additional claim";
                RefundedSum = "Erstattung", "Refund";
                OwnBudgets =
                    "Mittelbedarf in den Haushalten der Beteiligten",
                    "What each party's own budget must hold";
                UseStatement = "Verwendungsnachweis", "Statement of use";
            }
            phrases {
                BudgetOfOtherYears { known } =
                    "Für den gewählten Zeitraum gibt es keinen Haushalt; vorhanden sind: {known}.",
                    "There is no budget for the selected period; there are: {known}.";
                BudgetAbout { years, currency } =
                    "Haushaltsrechnung {years}, Beträge in {currency}. Ausgaben sind brutto im \
                        Jahr ihrer Fälligkeit nachgewiesen.",
                    "Budget account {years}, amounts in {currency}. Cost counts in the year in \
                        which it is due, gross.";
                BudgetYearOf { year } = "Haushaltsjahr {year}", "Budget year {year}";
                CoverGiven { from, to, amount } =
                    "Deckung: {amount} aus {from} zugunsten von {to}",
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
