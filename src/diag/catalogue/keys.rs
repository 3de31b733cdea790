//! Distribution keys and statistics: codes 4xx.

macro_rules! keys {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// A statistic or edition that does not exist.
            MissingEdition { statistic, edition, known } = "E401"
            en "the statistic `{statistic}` has no edition `{edition}`",
               "take one of: {known}; or add the edition to statistics.csv"
            de "die Statistik `{statistic}` hat keinen Stand `{edition}`",
               "einen von diesen nehmen: {known}; oder den Stand in statistics.csv ergänzen"

            /// A statistic that does not exist at all.
            UnknownStatistic { statistic, known } = "E402"
            en "unknown statistic `{statistic}`", "take one of: {known}; or add it to \
                statistics.csv"
            de "unbekannte Statistik `{statistic}`",
               "eine von diesen nehmen: {known}; oder sie in statistics.csv ergänzen"

            /// A receiver without a value in the key.
            NoWeightFor { party, key } = "E403"
            en "the key `{key}` has no value for `{party}`",
               "add the value (`weights`, or a row in statistics.csv), `0` if it is to bear \
                   nothing; or leave the party out: `except` in the step, `--among` of `keys`"
            de "der Schlüssel `{key}` hat keinen Wert für `{party}`",
               "Wert ergänzen (`weights` oder eine Zeile in statistics.csv), `0`, wenn der \
                   Beteiligte nichts tragen soll; oder ihn ausnehmen: `except` im Schritt, \
                   `--among` bei `keys`"

            /// A weight below zero.
            NegativeWeight { party, key, value: Text } = "E404"
            en "the key `{key}` has a negative weight for `{party}`: {value}",
               "correct it; weights are zero or more"
            de "der Schlüssel `{key}` hat ein negatives Gewicht für `{party}`: {value}",
               "berichtigen; Gewichte sind null oder größer"

            /// All weights are zero, but there is money.
            AllWeightsZero { key, range: Text } = "E405"
            en "no receiver has a weight in the key `{key}`{range}: all are zero",
               "give a receiver a weight; for a usage key add the usage, or name a key for this \
                   case: `otherwise = \"equal\"`"
            de "kein Empfänger hat im Schlüssel `{key}`{range} ein Gewicht: alle sind null",
               "einem Empfänger ein Gewicht geben; bei einem Nutzungsschlüssel die Nutzung \
                   ergänzen oder einen Schlüssel für diesen Fall nennen: `otherwise = \"equal\"`"

            /// Percentages of a fixed key that do not add to 100.
            PercentSum { key, sum: Text } = "E406"
            en "the percentages of the key `{key}` add to {sum}, not to 100 %",
               "correct them, or write plain weights without %"
            de "die Prozentsätze des Schlüssels `{key}` ergeben {sum}, nicht 100 %",
               "berichtigen oder einfache Gewichte ohne % schreiben"

            /// A fixed key in which some weights have % and others do not.
            PercentMixed { key } = "E407"
            en "the key `{key}` mixes percentages and plain weights", "write all with % or none"
            de "der Schlüssel `{key}` mischt Prozentsätze und einfache Gewichte",
               "alle mit % schreiben oder keines"

            /// Weights of a mix that do not add to one.
            MixSum { key, sum } = "E408"
            en "the weights of the mix `{key}` add to {sum}, not to 1",
               "correct them; fractions such as `\"2/3\"` are exact"
            de "die Gewichte der Mischung `{key}` ergeben {sum}, nicht 1",
               "berichtigen; Brüche wie `\"2/3\"` sind genau"

            /// A key that needs itself.
            KeyCycle { key, way } = "E409"
            en "the key `{key}` leads back to itself: {way}", "let one of them name another key"
            de "der Schlüssel `{key}` führt auf sich selbst zurück: {way}",
               "in einem davon einen anderen Schlüssel angeben"

            /// A usage part in a key with `over`.
            OverUsage { key, without } = "E410"
            en "the key `{key}` has `{without}`, but counts usage",
               "take `{without}` out, or use a key that counts no usage"
            de "der Schlüssel `{key}` hat `{without}`, zählt aber Nutzung",
               "`{without}` streichen oder einen Schlüssel nehmen, der keine Nutzung zählt"

            /// A receiver outside the group of `over`.
            NotInOver { party, key, group } = "E411"
            en "`{party}` is not in the group `{group}` over which the key `{key}` is normalised",
               "add the party to the group, or take `over` out"
            de "`{party}` gehört nicht zur Gruppe `{group}`, über die der Schlüssel `{key}` \
                normiert wird",
               "den Beteiligten in die Gruppe aufnehmen oder `over` streichen"

            /// Usage rows that cannot be divided between slices of time.
            CoarseUsage { period, range } = "E412"
            en "the usage row for {period} is too coarse: the key counts the usage of {range}",
               "give the usage by month or day, so that each row lies wholly inside or wholly \
                   outside {range}"
            de "die Nutzungszeile für {period} ist zu grob: der Schlüssel zählt die Nutzung von \
                {range}",
               "Nutzung nach Monat oder Tag angeben, sodass jede Zeile ganz innerhalb oder ganz \
                   außerhalb von {range} liegt"

            /// Corrections that outweigh the usage.
            NegativeUsage { party, service, range: Text, sum: Text } = "E413"
            en "the usage of `{service}` by `{party}`{range} adds to {sum}",
               "corrections must not exceed the usage; check the negative rows"
            de "die Nutzung von `{service}` durch `{party}`{range} ergibt {sum}",
               "Korrekturen dürfen die Nutzung nicht übersteigen; negative Zeilen prüfen"

            /// A usage key asked for without a service.
            ServiceNeeded { key } = "E414"
            en "the key `{key}` counts the use of one service, but none is named", "add `--service \
                ID`"
            de "der Schlüssel `{key}` zählt die Nutzung einer Leistung, es ist aber keine genannt",
               "`--service KENNUNG` ergänzen"

            /// A key asked for with nobody to receive.
            NoReceiver { key } = "E415"
            en "nobody receives by the key `{key}`",
               "name the receivers: `--among HE,RP`; or check the dates of the members and \
                   `--period`"
            de "für den Schlüssel `{key}` gibt es keinen Empfänger",
               "Empfänger nennen: `--among HE,RP`; oder die Zeiträume der Mitgliedschaft und \
                   `--period` prüfen"

            /// No edition is in force by the rule of the key.
            NoEditionInForce { key, statistic, wanted: Text, known } = "E416"
            en "the key `{key}` finds no edition of `{statistic}` {wanted}",
               "there are: {known}; add the dates `valid_from` or `published` in statistics.csv, \
                   or name the `edition`"
            de "für den Schlüssel `{key}` gibt es keinen Stand von `{statistic}` {wanted}",
               "es gibt: {known}; in statistics.csv die Daten `valid_from` oder `published` \
                   ergänzen oder den Stand mit `edition` nennen"

            /// Several editions are in force by the rule of the key.
            SeveralEditions { key, statistic, wanted: Text, several } = "E417"
            en "the key `{key}` finds several editions of `{statistic}` {wanted}: {several}",
               "correct the dates in statistics.csv, or name the `edition`"
            de "für den Schlüssel `{key}` gibt es mehrere Stände von `{statistic}` {wanted}: \
                {several}",
               "die Daten in statistics.csv berichtigen oder den Stand mit `edition` nennen"

            /// A key whose weights depend on the settlement period, asked without one or for
            /// several.
            PeriodNeeded { key } = "E418"
            en "the key `{key}` depends on the settlement period", "name one: `--period 2024`"
            de "der Schlüssel `{key}` hängt vom Abrechnungszeitraum ab", "einen nennen: `--period \
                2024`"

            /// A year that is not on the path of a gliding key.
            NotOnPath { key, year, years } = "E419"
            en "the path of the key `{key}` does not say what holds in {year}; it has {years}",
               "add the year to `path`"
            de "im Übergang des Schlüssels `{key}` fehlt das Jahr {year}; angegeben sind: {years}",
               "das Jahr in `path` ergänzen"

            /// A ratio whose lower key is zero for a party.
            RatioByZero { key, denominator, party } = "E420"
            en "the key `{key}` divides by `{denominator}`, which is 0 for `{party}`",
               "correct the value, or leave the party out: `except`"
            de "der Schlüssel `{key}` teilt durch `{denominator}`; das ist 0 für `{party}`",
               "den Wert berichtigen oder den Beteiligten ausnehmen: `except`"

            /// Rows of an edition that give it different dates.
            EditionDates { what, first, value } = "E421"
            en "the edition {what} has two dates: {first} and {value}",
               "give every row of an edition the same date, or only one of them"
            de "der Stand {what} hat zwei Daten: {first} und {value}",
               "allen Zeilen eines Stands dasselbe Datum geben oder nur einer davon"

            /// A payment that cannot be divided between slices of time.
            CoarsePayment { period, range } = "E422"
            en "the payment for {period} reaches beyond {range}, whose payments the key counts",
               "leave `period` empty, so that the day of the payment counts, or give a time that \
                   lies wholly inside or wholly outside {range}"
            de "die Zahlung für {period} reicht über {range} hinaus, dessen Zahlungen der \
                Schlüssel zählt",
               "`period` leer lassen, sodass der Tag der Zahlung zählt, oder eine Zeit angeben, \
                   die ganz innerhalb oder ganz außerhalb von {range} liegt"

            /// One key, where several are compared.
            OneKeyAlone { key } = "E423"
            en "`--compare` names one key alone: `{key}`",
               "name at least two: `--compare koenigstein-2019,population-2022-12-31`"
            de "`--compare` nennt nur einen Schlüssel: `{key}`",
               "mindestens zwei nennen: `--compare koenigstein-2019,population-2022-12-31`"

            /// A reference or fallback that is not among the keys compared.
            NotCompared { option, key, known } = "E424"
            en "`{option}` names `{key}`, which is not one of the keys it chooses from",
               "name one of these: {known}; or add the key to `--compare`"
            de "`{option}` nennt `{key}`; das ist keiner der Schlüssel, die zur Wahl stehen",
               "einen von diesen nennen: {known}; oder den Schlüssel unter `--compare` ergänzen"

            /// A key built of keys over too many stages.
            KeyTooDeep { key, most } = "E425"
            en "the key `{key}` is built of keys over more than {most} stages", "build it in fewer \
                stages"
            de "der Schlüssel `{key}` ist über mehr als {most} Stufen aus Schlüsseln aufgebaut",
               "ihn in weniger Stufen aufbauen"

            /// A weight of more digits than the program carries.
            WeightTooLong { key, party, most } = "E426"
            en "the weight of `{party}` in the key `{key}` has more than {most} digits",
               "multiply fewer keys; `decimals` in a factor keeps its weights short"
            de "das Gewicht von `{party}` im Schlüssel `{key}` hat mehr als {most} Stellen",
               "weniger Schlüssel multiplizieren; `decimals` in einem Faktor hält dessen Gewichte \
                   kurz"

            /// Scenarios that build on each other over too many files.
            BaselinesTooDeep { scenario, most } = "E427"
            en "the scenario `{scenario}` is one of more than {most} that build on each other by \
                `baseline`",
               "lay fewer files over each other"
            de "das Szenario `{scenario}` ist eines von mehr als {most}, die mit `baseline` \
                aufeinander aufbauen",
               "weniger Dateien übereinanderlegen"

            /// A usage key that counts the use of the pool's service, where what is shared belongs
            /// to none.
            NoServiceToCount { key } = "E428"
            en "the key `{key}` counts the use of the service whose cost is shared, but what is \
                shared here belongs to no service",
               "tell the usage key which services it counts (`services = [\"*\"]` or a list), or \
                   take another key here"
            de "der Schlüssel `{key}` zählt die Nutzung der Leistung, deren Kosten verteilt \
                werden; was hier verteilt wird, gehört aber zu keiner",
               "im Nutzungsschlüssel angeben, welche Leistungen zählen (`services = [\"*\"]` oder \
                   eine Liste), oder hier einen anderen Schlüssel nehmen"

            /// A receiver without a row of the use by which it is to pay.
            NoUseOf { party, key, measure, what: Text } = "W402"
            en "`{party}` has no row of usage (measure `{measure}`), so the key `{key}` gives it \
                nothing{what}",
               "add the missing rows; if there was no use, say so with a row whose quantity is 0"
            de "`{party}` hat keine Nutzungszeile (Messgröße `{measure}`), also teilt ihm der \
                Schlüssel `{key}` nichts zu{what}",
               "fehlende Zeilen ergänzen; gab es keine Nutzung, eine Zeile mit der Menge 0 \
                   schreiben"

            /// A receiver without a row of the use up to which it is to pay.
            NoUseUnderCap { party, measure, what: Text } = "W403"
            en "`{party}` has no row of usage (measure `{measure}`), so its cap is 0 and others \
                bear its share{what}",
               "add the missing rows; if there was no use, say so with a row whose quantity is 0"
            de "`{party}` hat keine Nutzungszeile (Messgröße `{measure}`), daher ist sein \
                Höchstbetrag 0, und andere tragen seinen Anteil{what}",
               "fehlende Zeilen ergänzen; gab es keine Nutzung, eine Zeile mit der Menge 0 \
                   schreiben"

            /// A service in use without a row of the use by which a centre passes its cost on.
            NoUseForDriver { service, centre, measure, what: Text } = "W404"
            en "the service `{service}` has participants and no row of usage (measure \
                `{measure}`), so the cost centre `{centre}` passes nothing on to it{what}",
               "add the missing rows; if there was no use, say so with a row whose quantity is 0; \
                   if it does not use the centre, name those that do under `to`"
            de "die Leistung `{service}` hat Nachnutzer, aber keine Nutzungszeile (Messgröße \
                `{measure}`), also gibt ihr die Kostenstelle `{centre}` nichts weiter{what}",
               "fehlende Zeilen ergänzen; gab es keine Nutzung, eine Zeile mit der Menge 0 \
                   schreiben; nutzt sie die Kostenstelle nicht, unter `to` die nennen, die es tun"

            /// Percentages of a statistic or driver that are not a whole.
            PartsOfPercent { what, sum: Text } = "W405"
            en "the percentages of `{what}` add to {sum}, not to 100 %",
               "correct them; where they are meant to be parts of a larger whole, say so under \
                   `[files]`: `partial = true`"
            de "die Prozentsätze von `{what}` ergeben {sum}, nicht 100 %",
               "berichtigen; sollen sie Teile eines größeren Ganzen sein, dies unter `[files]` \
                   angeben: `partial = true`"

            /// A side of a comparison without cost.
            SideWithoutCost { sums: Text, why: Text } = "W406"
            en "a side of the comparison has no cost: {sums}; {why}",
               "choose periods (`--period`) and a status (`--status`) in which both sides have cost"
            de "eine Seite des Vergleichs hat keine Kosten: {sums}; {why}",
               "Zeiträume (`--period`) und Status (`--status`) wählen, in denen beide Seiten \
                   Kosten haben"

            /// Sides of a comparison that share different sums.
            UnequalCost { sums: Text, why: Text } = "W407"
            en "the sides of the comparison share different sums: {sums}; {why}",
               "nothing, if that is meant: the differences of the parties then hold the difference \
                   in cost, too"
            de "die Seiten des Vergleichs verteilen verschiedene Summen: {sums}; {why}",
               "keine, wenn das so gemeint ist: die Differenzen der Beteiligten enthalten dann \
                   auch den Unterschied der Kosten"

            /// A usage key whose fallback was taken.
            OtherwiseTaken { key, fallback, what: Text } = "N401"
            en "the receivers have no use that the key `{key}` counts{what}: the shares are those \
                of `{fallback}`",
               "nothing, unless usage is missing"
            de "die Empfänger haben keine Nutzung, die der Schlüssel `{key}` zählt{what}: verteilt \
                wird nach `{fallback}`",
               "keine, wenn keine Nutzung fehlt"

            /// A key on which there was no unanimous decision.
            NotUnanimous { key, fallback } = "N402"
            en "the key `{key}` was not decided unanimously: `{fallback}` stands in",
               "nothing; with `decision.unanimous = true` it holds itself"
            de "der Schlüssel `{key}` ist nicht einstimmig beschlossen: an seine Stelle tritt \
                `{fallback}`",
               "keine; mit `decision.unanimous = true` gilt er selbst"
        }
    };
}
