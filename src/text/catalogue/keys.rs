//! The words of distribution keys and their comparison.

macro_rules! keys {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                KeyComparison = "Verteilungsschlüssel im Vergleich", "Distribution keys compared";
                SharesOnly =
                    "Anteile in Prozent, Differenzen in Prozentpunkten; `--amount` rechnet mit \
                        einem Betrag.",
                    "Shares in percent, differences in percentage points; `--amount` takes an \
                        amount.";
                Effect = "Wirkung", "Effect";
                BearsMore = "Mehrbelastung", "pays more";
                BearsLess = "Entlastung", "pays less";
                BearsTheSame = "unverändert", "unchanged";
                Shifted = "verschoben", "shifted";
                KeyEffects = "Wie viele mehr oder weniger tragen", "How many pay more or less";
                LeastAndMost = "Kleinste und größte Belastung", "Least and most";
                Least = "am wenigsten", "least";
                Most = "am meisten", "most";
                UnderKey = "nach", "under";
                BargainingRange = "Verhandlungsspielraum", "Bargaining range";
                RangeFrom = "von", "from";
                RangeTo = "bis", "to";
                WithoutAgreement = "ohne Einigung", "without agreement";
                ByAgreement = "Einigung", "agreement";
                Gains = "Vorteil", "gains";
                Loses = "Nachteil", "loses";
                Statistic = "Statistik", "Statistic";
                AsOfPeriodStart = "am ersten Tag des Zeitraums", "on the first day of the period";
                AsOfSettlementDay = "am Tag der Abrechnung", "on the day of settlement";
                AsOfPublished =
                    "zuletzt bis Ende des Vorjahres veröffentlicht",
                    "last published by the end of the year before";
                AsOfYearMinusTwo = "des vorletzten Jahres", "of the year before last";
                BuiltIn = "eingebaut", "Built in";
                KeyPayments = "nach den Einzahlungen", "by what was paid in";
                KeyEqual = "zu gleichen Teilen", "in equal parts";
                KeyFixed = "nach vereinbarten Gewichten", "by agreed weights";
                RoundedPercentage = "gerundeter Prozentsatz", "Rounded percentage";
            }
            phrases {
                ComparedSum { amount, currency } =
                    "Umlagemasse: {amount} {currency}",
                    "Pool: {amount} {currency}";
                ComparedCost { amount, currency, service, period } =
                    "Umlagemasse: {amount} {currency}, Kosten der Leistung {service}, {period}",
                    "Pool: {amount} {currency}, cost of the service {service}, {period}";
                KeyLegend { label, key, how } = "{label} = {key}, {how}", "{label} = {key}, {how}";
                KeyReference { label } = "Maßstab: {label}", "Reference: {label}";
                KeyAgainst { label, reference } =
                    "{label} gegen {reference}",
                    "{label} against {reference}";
                DifferenceAgainst { reference } =
                    "Differenz zu {reference} (über null: Mehrbelastung, unter null: Entlastung)",
                    "Difference to {reference} (above zero: pays more, below zero: pays less)";
                PercentAgainst { reference } =
                    "Differenz zu {reference} in Prozent",
                    "Difference to {reference} in percent";
                BargainingAbout { reference, fallback, gain, same, lose } =
                    "Vereinbart ist {reference}; ohne Einigung gilt {fallback}. Durch die Einigung \
                        im Vorteil: {gain}, im Nachteil: {lose}, unverändert: {same}.",
                    "{reference} is agreed; without agreement {fallback} holds. By the agreement \
                        {gain} gain, {lose} lose, {same} pay the same.";
                BargainingAssumed { reference, fallback, gain, same, lose } =
                    "Annahme: Vereinbart wird {reference}, ohne Einigung gilt {fallback}; dies ist \
                        nicht festgelegt; mit `--reference` und `--fallback` lassen sich andere \
                        Schlüssel angeben. Durch die Einigung im Vorteil: {gain}, im Nachteil: \
                        {lose}, unverändert: {same}.",
                    "Assumed: {reference} is agreed, and without agreement {fallback} holds; \
                        nobody has laid that down, `--reference` and `--fallback` name others. By \
                        the agreement {gain} gain, {lose} lose, {same} pay the same.";
                KeyStatistic { statistic, edition } =
                    "nach der Statistik {statistic}, Stand {edition}",
                    "by the statistic {statistic}, as of {edition}";
                KeyMean { statistic, editions } =
                    "nach dem Mittel der Statistik {statistic}, Stände {editions}",
                    "by the mean of the statistic {statistic}, editions {editions}";
                KeyInForce { statistic, rule } =
                    "nach der Statistik {statistic}, jeweils geltender Stand ({rule})",
                    "by the statistic {statistic}, the edition in force ({rule})";
                KeyLargestOf { key, parties } =
                    "nach {key}; so viel wie der größte andere: {parties}",
                    "by {key}; as much as the largest other: {parties}";
                KeyComplement { key, party } =
                    "nach {key}; den Rest bis 1 trägt: {party}",
                    "by {key}; the rest up to 1 is borne by: {party}";
                KeyGlide { from, to, path } =
                    "gleitend von {from} zu {to} ({path})",
                    "gliding from {from} to {to} ({path})";
                KeyMultipliers { factors } = "; gewichtet: {factors}", "; weighted: {factors}";
                KeyDecimals { places } =
                    "; Prozentsätze auf {places} Nachkommastellen gerundet",
                    "; percentages rounded to {places} decimals";
                KeyNotUnanimous { fallback, basis } =
                    "; nicht einstimmig beschlossen, es gilt {fallback}{basis}",
                    "; not decided unanimously, {fallback} holds{basis}";
                KeyUsage { measure } =
                    "nach tatsächlicher Nutzung ({measure})",
                    "by actual use ({measure})";
                KeyMix { parts } = "gemischt: {parts}", "mixed: {parts}";
                KeyOver { group } =
                    "zuerst über {group} gebildet, dann auf die Empfänger umgerechnet",
                    "first over {group}, then rescaled to the receivers";
            }
        }
    };
}
