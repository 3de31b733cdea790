//! The words of the causes of change.

macro_rules! changes {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                Cause = "Ursache", "Cause";
                StatedOrder = "in fester Reihenfolge", "Stated order";
                OrderFree = "reihenfolgeunabhängig", "Order-free";
                ChangesInWords = "In Worten (reihenfolgeunabhängig)", "In words (order-free)";
                ChangesLegend =
                    "In fester Reihenfolge: eine Ursache nach der anderen, wie in der \
                        Dokumentation festgelegt. Reihenfolgeunabhängig: Mittel über alle \
                        Reihenfolgen (Shapley-Wert). Beide ergeben centgenau die Differenz.",
                    "Stated order: one cause after another, in the order of the documentation. \
                        Order-free: on average over all orders (Shapley). Both add up to the \
                        difference, to the cent.";
                PaysOnNeitherSide = "zahlt auf keiner der beiden Seiten", "pays on neither side";
                CauseCostLevel = "Kostenniveau", "cost level";
                CauseServices = "neue und entfallene Leistungen", "new and ended services";
                CauseUsage = "Nutzung", "usage";
                CauseKeyData = "Schlüsseldaten", "key data";
                CauseKeyOrRule = "Schlüssel oder Regel", "key or rule";
                CauseMembers = "Mitglieder und Nachnutzer", "members and participants";
                CauseLimits = "Mindest- und Höchstbeträge", "limits";
                CauseCalendar = "Kalender", "calendar";
                CauseRounding = "Rundung", "rounding";
                AllCauses = "alle Ursachen zusammen", "all causes together";
                DifferenceByParty = "Differenz je Beteiligten", "Difference by party";
            }
            phrases {
                ChangesAbout { from, to, basis } =
                    "Änderungen von {from} zu {to}; {basis}",
                    "Changes from {from} to {to}; {basis}";
                SumsOfSides { from, before, to, after, currency } =
                    "Verteilte Kosten: {from} {before} {currency}, {to} {after} {currency}.",
                    "Cost shared: {from} {before} {currency}, {to} {after} {currency}.";
                ChangedBy { who, change, parts } =
                    "{who}: {change}, davon {parts}.",
                    "{who}: {change}, of which {parts}.";
                Unchanged { who, amount } = "{who}: unverändert {amount}.", "{who}: unchanged at \
                    {amount}.";
                NotSeparable { causes, code, message } =
                    "Nicht zu trennen: {causes}. Eine Mischung beider Seiten lässt sich nicht \
                        verteilen ({code}: {message}).",
                    "Not separable: {causes}. A mixture of both sides cannot be shared ({code}: \
                        {message}).";
            }
        }
    };
}
