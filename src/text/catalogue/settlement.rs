//! The words of settlement and calls.

macro_rules! settlement {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                PaidForAll = "Auslagen", "Paid for all";
                Credits = "Gutschriften", "Credits";
                OutcomeEven = "ausgeglichen", "settled";
                OutcomeRefund = "Erstattung", "refund";
                OutcomeDebtCarried =
                    "Nachforderung, wird mit dem nächsten Abruf erhoben",
                    "claim, collected with the next call";
                OutcomeCreditCarried =
                    "Guthaben, wird mit dem nächsten Abruf verrechnet",
                    "credit, set off against the next call";
                OutcomeOpen = "vorläufig", "provisional";
                NothingToSettle =
                    "Es gibt nichts abzurechnen: keine Kosten und keine Zahlungen.",
                    "There is nothing to settle: no cost and no payments.";
                NothingToCall = "Es gibt nichts abzurufen.", "There is nothing to call.";
                Leftovers = "Restmittel", "Leftovers";
                Leftover = "Rest", "Leftover";
                LeftoverFrom = "aus", "From";
                LeftoverInto = "nach", "Into";
                LeftoverKind = "Art", "Kind";
                LeftoverUntil = "verfügbar bis", "Available until";
                LeftoverAge = "Alter", "Age";
                LeftoverBound = "gebunden", "bound";
                LeftoverFree = "ungebunden", "unbound";
                LateInterest = "Verzugszinsen auf verspätete Abschläge", "Interest on late \
                    advances";
                NothingLate = "Kein Abschlag kam zu spät.", "No advance came late.";
                DaysLate = "Tage", "Days";
                Transfers = "Ausgleichszahlungen", "Transfers";
                TransfersDirect =
                    "Jeder Beteiligte zahlt an diejenigen, die Auslagen für ihn hatten, und den \
                        Rest an das gemeinsame Konto.",
                    "Everybody pays those who laid out money for it, and the joint account the \
                        rest.";
                NotMovedNow =
                    "Was jetzt nicht gezahlt wird, wird über das gemeinsame Konto abgewickelt: Ein \
                        Guthaben, das stehen bleibt, ist dort einzuzahlen.",
                    "What is not paid now goes through the joint account: whoever leaves a credit \
                        standing pays it in there.";
                TransfersMinimal =
                    "So wenige Zahlungen wie möglich; mit weniger geht es nachweislich nicht.",
                    "As few payments as possible; fewer are proven impossible.";
                TransfersNotProven =
                    "Wenige Zahlungen; dass es nicht mit weniger geht, ist bei so vielen \
                        Beteiligten nicht nachgewiesen.",
                    "Few payments; with so many parties it is not proven that fewer are \
                        impossible.";
                NoTransfers = "Es ist nichts zu zahlen.", "There is nothing to be paid.";
                TransferFrom = "von", "From";
                TransferTo = "an", "To";
                JointAccount = "gemeinsames Konto", "joint account";
                NetPays = "zahlt", "Pays";
                NetGets = "erhält", "Gets";
                NetAfter = "danach", "After";
                PlannedShare = "Anteil am Plan", "Planned share";
                LeftoverCredit = "Restmittel, gutgeschrieben", "Leftover, credited";
                LeftoverDebit =
                    "Restmittel, in einen späteren Zeitraum übertragen",
                    "Leftover, carried into a later period";
                InstalmentNumber = "Nr. Abschlag", "No. of instalment";
            }
            phrases {
                SettlementAbout { period, status, currency } =
                    "Abrechnung {period}, {status}, Beträge in {currency}",
                    "Settlement {period}, {status}, amounts in {currency}";
                CallsAbout { period, currency } =
                    "Abruf {period} nach dem Plan, Beträge in {currency}",
                    "Calls {period} by the plan, amounts in {currency}";
                DueOn { what, day } = "{what}, fällig {day}", "{what}, due {day}";
                ThroughHub { hub } =
                    "Alle Zahlungen gehen über ein Konto: {hub}.",
                    "All payments go through one account: {hub}.";
                CarriedFrom { period } = "Vortrag aus {period}", "Carried from {period}";
                BelowThreshold { outcome, amount } =
                    "{outcome} (unter der Bagatellgrenze von {amount})",
                    "{outcome} (below the threshold of {amount})";
                BalanceCarried { period } =
                    "Guthaben (+) oder Fehlbetrag (−) aus {period}",
                    "Credit (+) or shortfall (−) of {period}";
            }
        }
    };
}
