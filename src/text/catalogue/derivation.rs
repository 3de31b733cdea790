//! The words of a derivation.

macro_rules! derivation {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                SubjectChange = "Änderung", "Change";
                SubjectChanged = "Geändert durch das Szenario", "Changed by the scenario";
                AllParties = "Alle Beteiligten", "All parties";
                AllThatIsLeft = "der gesamte verbleibende Betrag", "all that is left";
                AtMostLeft =
                    "der festgelegte Betrag, höchstens der verbleibende Betrag",
                    "the amount laid down, at most what is left";
                AtMostCeiling =
                    "höchstens der Betrag, den der Schritt nehmen darf",
                    "at most what the step may take";
                RaisedToFloor = "auf den Mindestbetrag angehoben", "raised to the floor";
                CutToCap = "auf den Höchstbetrag gekürzt", "cut to the cap";
                WithinLimits = "unverändert, innerhalb der Grenzen", "unchanged, within the limits";
                OthersRaised = "ebenso angehoben", "raised as well";
                OthersCut = "ebenso gekürzt", "cut as well";
                LargestRemainder = "Restverteilung nach Hare/Niemeyer", "largest remainder";
                LargestShare = "Rundungsdifferenz an den größten Anteil", "difference to the \
                    largest share";
                ResidueTo =
                    "Rundungsdifferenz an einen bestimmten Beteiligten",
                    "difference to a named party";
                ResidueLeave = "Rundungsdifferenz bleibt als Rundungsrest", "difference stays";
                HalfUp = "kaufmännisch gerundet", "rounded half up";
                HalfEven = "zur geraden Ziffer gerundet", "rounded half to even";
                Down = "abgerundet", "rounded down";
                Up = "aufgerundet", "rounded up";
                SubjectEntry = "Kostenposition", "Cost entry";
                SubjectDriver = "Bezugsgröße", "Driver";
                SubjectDriverSum = "Summe der Bezugsgröße", "Sum of the driver";
                SubjectPassed = "Weitergegebener Teil", "Part passed on";
                SubjectReaches = "Endanteil", "Part that ends there";
                SubjectBooked = "Gebuchte Kosten", "Cost booked";
                SubjectDerived = "Genauer Teil", "Exact part";
                SubjectBrought = "Anteil der Quellen im Zeitraum", "What the sources bring in the \
                    period";
                SubjectEntryPart = "Teil einer Kostenposition", "Part of a cost entry";
                SubjectTime = "Zeit", "Time";
                SubjectDays = "Tage", "Days";
                SubjectMonths = "Monate", "Months";
                SubjectTotal = "Umlagemasse", "Pool";
                SubjectLeft = "verbleibender Betrag", "Left";
                SubjectAmount = "Betrag nach der Regel", "Amount by the rule";
                SubjectSliceSum = "Summe des Zeitabschnitts", "Sum of the slice";
                SubjectFraction = "Bruchteil", "Fraction";
                SubjectPresence = "Zeitanteil", "Part present,";
                SubjectMultiplier = "Vervielfacher", "Multiplier,";
                SubjectBase = "Sockelbetrag", "Base amount,";
                SubjectBaseSum = "Summe der Sockelbeträge", "Sum of base amounts";
                SubjectSliceTotal = "Kosten im Zeitabschnitt", "Cost within the slice";
                SubjectMade = "abgeleitete Kostenposition", "Derived cost entry";
                SubjectSurcharge = "Zuschlag", "Surcharge";
                SubjectIndexation = "Fortschreibung", "Indexation";
                SubjectCredit = "Gutschrift", "Credit";
                SubjectCatchUp = "Nachholung", "Catch-up";
                SubjectGrowth = "Wachstumsfaktor", "Growth factor";
                SubjectWeight = "Gewicht", "Weight,";
                SubjectPercent = "Prozentsatz", "Percentage,";
                SubjectWeighted = "gewichteter Schlüsselanteil", "Weighted part of the key,";
                SubjectNormalWeight = "Schlüsselanteil", "Part of the key,";
                SubjectUse = "Nutzung", "Use,";
                SubjectFloorOfRule = "Mindestbetrag nach der Regel", "Floor by the rule";
                SubjectCapOfRule = "Höchstbetrag nach der Regel", "Cap by the rule";
                SubjectLimitedShare = "begrenzter Anteil", "Limited share,";
                SubjectFloor = "Mindestbetrag", "Floor,";
                SubjectCap = "Höchstbetrag", "Cap,";
                SubjectExactShare = "genauer Anteil", "Exact share,";
                SubjectShare = "Anteil", "Share,";
                SubjectFigure = "Betrag", "Figure";
                SubjectOutlay = "Auslage", "Paid for all";
                SubjectCreditOfPeriod = "Gutschrift", "Credit";
                SubjectBalance = "Saldo", "Balance";
                SubjectOwed = "noch zu zahlen", "To be paid,";
                SubjectGets = "noch zu erhalten", "To be received,";
                SubjectGetsAccount = "noch zu erhalten", "To be received";
                SubjectTransfer = "Ausgleichszahlung", "Transfer";
                SubjectRate = "Zinssatz", "Rate of interest";
                RuleAndStep = "Regel: Schritt", "Rule: step";
            }
            phrases {
                Solved { centres } =
                    "Lösung des Gleichungssystems von {centres} Kostenstellen aus diesen Teilen",
                    "solution of the system of equations of {centres} cost centres with these \
                        parts";
                FigureOf { who, what, amount } = "{who}, {what}: {amount}", "{who}, {what}: \
                    {amount}";
                SumOfShares { count } = "die Summe aus {count} Anteilen", "the sum of {count} \
                    shares";
                MoreShares { count } =
                    "… und {count} weitere Anteile. Mit `--service`, `--rule`, `--step` oder \
                        `--period` eingrenzen; `--format json` hat alle.",
                    "… and {count} more shares. Narrow down by `--service`, `--rule`, `--step` or \
                        `--period`; `--format json` has all.";
                SeeExplain { options } =
                    "siehe `umlage explain {options}`",
                    "see `umlage explain {options}`";
                See { number } = "siehe [{number}]", "see [{number}]";
                InsteadOf { new, old } = "{new} statt {old}", "{new} instead of {old}";
                SumOf { count } = "Summe aus {count} Werten", "sum of {count} values";
                ByKey { key } = "nach {key}", "by {key}";
                LargestOf { values } = "größter Wert aus {values}", "largest of {values}";
                LargestOfValues { count } = "größter von {count} Werten", "largest of {count} \
                    values";
                Decimals { places } = "{places} Nachkommastellen", "{places} decimals";
                NothingPaid { who, what, amount, others } =
                    "{who}, {what}: {amount}, weil die anderen {others} tragen (Bagatellgrenze).",
                    "{who}, {what}: {amount}, because the others bear {others} (below the minimum \
                        billed).";
                TimesFactor { what, factor } =
                    "{what} × {factor}; so verteilt sich, was andere wegen ihrer Grenzen mehr oder \
                        weniger tragen",
                    "{what} × {factor}; so what others bear more or less for their limits is \
                        shared";
                Rounded { unit, mode } = "{mode} auf {unit}", "{mode} to {unit}";
                RoundingShare { change } = ", dazu {change}", ", then {change}";
            }
        }
    };
}
