//! The words of the allocation and of cost centres.

macro_rules! allocation {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                NothingShared =
                    "Es ist nichts zu verteilen: alle Kosten sind von der Umlage ausgenommen.",
                    "There is nothing to share out: all cost is excluded from sharing.";
                MixedMark = "* = nicht danach getrennt", "* = not kept apart by it";
                MissingMark = "- = ohne Angabe", "- = none given";
                StandsIn = "an seiner Stelle gilt", "Stands in";
                MethodDirect = "Anbauverfahren", "direct method";
                MethodStepDown = "Stufenleiterverfahren", "step-down";
                MethodDoubleStepDown = "zweifaches Stufenleiterverfahren", "double step-down";
                MethodReciprocal = "Gleichungsverfahren", "reciprocal method";
                NoDrivers = "Keine Kostenstelle hat eine Bezugsgröße.", "No cost centre has a \
                    driver.";
                CascadeRounded =
                    "Jeder Betrag ist für sich kaufmännisch gerundet; gerechnet wird mit genauen \
                        Brüchen.",
                    "Each amount is rounded half up by itself; the calculation uses exact \
                        fractions.";
                Pass = "Durchgang", "Pass";
                OwnCost = "eigene Kosten", "Own cost";
                Received = "empfangen", "Received";
                PassedTo = "gibt weiter an", "Passes on to";
                Receiver = "Empfänger", "Receiver";
                Order = "Reihenfolge", "Order";
                DifferenceToOwn = "Differenz zum Projekt", "Against the project";
                SharesOfParties = "Anteile der Beteiligten", "Shares of the parties";
            }
            phrases {
                NoCost { period } =
                    "Im Zeitraum {period} gibt es keine Kosten.",
                    "There is no cost in {period}.";
                NotPossible { what } =
                    "Mit diesen Bezugsgrößen nicht möglich: {what}.",
                    "Not possible with these drivers: {what}.";
            }
        }
    };
}
