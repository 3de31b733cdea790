//! Allocation and cost centres: codes 6xx.

macro_rules! allocation {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// Pro rata is needed and not given.
            ProRataMissing { rule, step, days, period } = "E601"
            en "the receivers of step `{step}` of rule `{rule}` change in {period} ({days}), and \
                the rule does not say what then",
               "add to the rule `pro_rata = \"days\"`, `\"months\"`, `\"weight-days\"`, \
                   `\"weight-months\"` or `\"none\"`"
            de "die Empfänger von Schritt `{step}` der Regel `{rule}` wechseln im Zeitraum \
                {period} ({days}), und in der Regel ist nicht festgelegt, was dann gilt",
               "in der Regel `pro_rata = \"days\"`, `\"months\"`, `\"weight-days\"`, \
                   `\"weight-months\"` oder `\"none\"` ergänzen"

            /// A change inside a month under pro_rata = "months".
            CutInsideMonth { rule, step, day } = "E602"
            en "the receivers of step `{step}` of rule `{rule}` change on {day}, inside a month",
               "take `pro_rata = \"days\"`, or let the change fall on the first of a month"
            de "die Empfänger von Schritt `{step}` der Regel `{rule}` wechseln am {day}, mitten im \
                Monat",
               "`pro_rata = \"days\"` nehmen oder den Wechsel auf einen Monatsersten legen"

            /// A slice with money and nobody to bear it.
            NobodyPresent { rule, step, range, amount: Text } = "E603"
            en "nobody bears {amount} of step `{step}` of rule `{rule}` in {range}",
               "check who the step goes to and when (`member`, `participants`, group, `except`), \
                   and the period of the cost"
            de "niemand trägt {amount} aus Schritt `{step}` der Regel `{rule}` im Zeitraum {range}",
               "prüfen, an wen der Schritt wann geht (`member`, `participants`, Gruppe, `except`), \
                   und den Zeitraum der Kosten"

            /// Something is left after the last step.
            RestLeft { rule, pool, amount: Text } = "E604"
            en "{amount} is left after the last step of rule `{rule}` ({pool})",
               "end with a step `rest = true`, or correct the shares"
            de "{amount} bleiben nach dem letzten Schritt der Regel `{rule}` übrig ({pool})",
               "mit einem Schritt `rest = true` enden oder die Anteile berichtigen"

            /// Shares that add to more than the whole.
            BeyondWhole { rule, step, share: Text, left: Text } = "E605"
            en "the share of step `{step}` of rule `{rule}` is {share}, but only {left} is left",
               "the shares of a rule add to at most 100 %; for a part of what is left write `of = \
                   \"rest\"`"
            de "die Quote von Schritt `{step}` der Regel `{rule}` ist {share}, es verbleiben aber \
                nur {left}",
               "die Quoten einer Regel ergeben zusammen höchstens 100 %; für einen Teil des \
                   verbleibenden Betrags `of = \"rest\"` schreiben"

            /// A share of the total while what is left has the other sign.
            OppositeSign { rule, step, left: Text, total: Text } = "E606"
            en "step `{step}` of rule `{rule}` takes a share of the total {total}, but what is \
                left ({left}) has the opposite sign",
               "take `rest = true`, or put credits into a rule of their own"
            de "Schritt `{step}` der Regel `{rule}` verteilt eine Quote von {total}, aber der \
                verbleibende Betrag ({left}) hat das entgegengesetzte Vorzeichen",
               "`rest = true` nehmen oder Gutschriften in eine eigene Regel legen"

            /// A period that cuts a settlement period.
            FinerThanSettlement { period, settled: Text, whole } = "E607"
            en "the period {period} is not made of whole settlement periods (each {settled})",
               "take `{whole}`, or change `settled_per` in `[project]`"
            de "der Zeitraum {period} besteht nicht aus ganzen Abrechnungszeiträumen (je \
                {settled})",
               "`{whole}` nehmen oder `settled_per` in `[project]` ändern"

            /// A centre whose receivers have nothing of its driver.
            DriverZero { centre, range, amount: Text } = "E610"
            en "the driver of the cost centre `{centre}` is zero for every receiver that is open \
                in {range}, but {amount} arrives there",
               "give its receivers quantities, widen `to`, or change its place in `cascade.order`"
            de "die Bezugsgröße der Kostenstelle `{centre}` ist im Zeitraum {range} für jeden \
                Empfänger, an den noch weitergegeben werden darf, null, dort kommen aber {amount} \
                an",
               "den Empfängern Mengen geben, `to` erweitern oder ihre Stelle in `cascade.order` \
                   ändern"

            /// Centres that pass cost only to one another.
            CentreCircle { centres, range } = "E611"
            en "the cost on {centres} stays there in {range}: it is passed on nowhere else, and no \
                service would ever bear it",
               "let them give to a service or to a centre without a driver, too"
            de "die Kosten auf {centres} bleiben im Zeitraum {range} dort: sie werden nirgends \
                sonst weitergegeben, und keine Leistung trüge sie je",
               "auch an eine Leistung oder an eine Kostenstelle ohne Bezugsgröße abgeben lassen"

            /// A quantity for a period longer than the settlement period.
            CoarseDriver { centre, period, range } = "E612"
            en "the quantity for {period} is too coarse: the driver of `{centre}` counts {range}",
               "give it by settlement period or finer"
            de "die Menge für {period} ist zu grob: die Bezugsgröße von `{centre}` zählt {range}",
               "nach Abrechnungszeitraum oder feiner angeben"

            /// A receiver with less than nothing of a driver.
            NegativeDriver { centre, receiver, range, value: Text } = "E613"
            en "the driver of the cost centre `{centre}` is negative for `{receiver}` in {range}: \
                {value}",
               "correct the quantities; for `direct-cost`, credits must not exceed the cost"
            de "die Bezugsgröße der Kostenstelle `{centre}` ist im Zeitraum {range} für \
                `{receiver}` negativ: {value}",
               "Mengen berichtigen; bei `direct-cost` dürfen Gutschriften die Kosten nicht \
                   übersteigen"

            /// A cost over more years than anybody settles: nearly always a slip in a year.
            CostTooLong { period, years, most } = "E614"
            en "the cost is for {period}, {years} years; a cost is for at most {most}",
               "check the years; divide cost over so long a time among several rows"
            de "die Kosten gelten für {period}, {years} Jahre; Kosten gelten für höchstens {most}",
               "die Jahre prüfen; Kosten über so lange Zeit auf mehrere Zeilen verteilen"

            /// Floors that add to more than the step's sum.
            FloorsAboveSum { rule, step, pool, floors: Text, sum: Text, above: Text } = "E620"
            en "the floors of step `{step}` of rule `{rule}` add to {floors}, but only {sum} is to \
                be shared ({pool}): {above} cannot be placed",
               "lower the floors, or leave them out for some receivers"
            de "die Mindestbeträge von Schritt `{step}` der Regel `{rule}` ergeben zusammen \
                {floors}, zu verteilen sind aber nur {sum} ({pool}): {above} lassen sich nicht \
                unterbringen",
               "die Mindestbeträge senken oder für einzelne Empfänger streichen"

            /// Caps that add to less than the step's sum.
            CapsBelowSum { rule, step, pool, caps: Text, sum: Text, left: Text } = "E621"
            en "the caps of step `{step}` of rule `{rule}` leave room for {caps}, but {sum} is to \
                be shared ({pool}): {left} cannot be placed",
               "raise the caps, leave them out for some receivers, or limit the step by `at_most` \
                   and share what is left by a later step"
            de "die Höchstbeträge von Schritt `{step}` der Regel `{rule}` lassen zusammen {caps} \
                zu, zu verteilen sind aber {sum} ({pool}): {left} lassen sich nicht unterbringen",
               "die Höchstbeträge anheben, für einzelne Empfänger streichen oder den Schritt mit \
                   `at_most` begrenzen und das Übrige in einem späteren Schritt verteilen"

            /// A floor above the same party's cap.
            FloorAboveCap { rule, step, pool, party, floor: Text, cap: Text, above: Text } = "E622"
            en "in step `{step}` of rule `{rule}` the floor of `{party}` is {floor}, but its cap \
                {cap} ({pool}): {above} cannot be placed",
               "lower the floor or raise the cap; floors are raised and caps cut to the rounding \
                   unit"
            de "in Schritt `{step}` der Regel `{rule}` ist der Mindestbetrag von `{party}` \
                {floor}, der Höchstbetrag aber {cap} ({pool}): {above} lassen sich nicht \
                unterbringen",
               "den Mindestbetrag senken oder den Höchstbetrag anheben; Mindestbeträge werden auf \
                   die Rundungseinheit angehoben, Höchstbeträge auf sie gekürzt"

            /// Limits where slices of time have parts of both signs.
            LimitsOfBothSigns { rule, step, pool, party, part: Text } = "E623"
            en "`{party}` has a part of {part} in step `{step}` of rule `{rule}` ({pool}), against \
                the sign of the sum: floor and cap have no meaning there",
               "put credits into a rule of their own"
            de "`{party}` hat in Schritt `{step}` der Regel `{rule}` einen Teil von {part} \
                ({pool}), gegen das Vorzeichen der Summe: Mindest- und Höchstbetrag haben dort \
                keinen Sinn",
               "Gutschriften in eine eigene Regel legen"

            /// An entry of which a derivation needs a whole year.
            NotAWholeYear { entry, id } = "E630"
            en "the indexation `{id}` grows from year to year, but {entry} is not for a whole year",
               "give the entry a year as its period, or take it out of `indexation.{id}.costs`"
            de "die Fortschreibung `{id}` wächst von Jahr zu Jahr, aber {entry} gilt nicht für ein \
                ganzes Jahr",
               "der Position ein Jahr als Zeitraum geben oder sie aus `indexation.{id}.costs` \
                   nehmen"

            /// An own contribution of which nobody knows who made it.
            NobodyPaid { entry, id } = "E631"
            en "the credit `{id}` goes to whoever paid, but {entry} does not say who",
               "fill in `paid_by`, or take the entry out of `credit.{id}.costs`"
            de "die Gutschrift `{id}` steht dem zu, der gezahlt hat; bei {entry} fehlt diese \
                Angabe",
               "`paid_by` ausfüllen oder die Position aus `credit.{id}.costs` nehmen"

            /// A joiner that is there already.
            AlreadyThere { id, party, day } = "E632"
            en "`{party}` catches up by `{id}`, but belongs to the others already the day before \
                {day}",
               "correct `on`, `among` or the party's dates"
            de "für `{party}` ist die Nachholung `{id}` vorgesehen, der Beteiligte gehört aber \
                schon am Tag vor {day} zu den übrigen",
               "`on`, `among` oder die Daten des Beteiligten berichtigen"

            /// A catch-up with nobody to be credited.
            NobodyToCredit { id, day } = "E633"
            en "nobody is there on the day before {day} to whom the catch-up `{id}` could be \
                credited",
               "correct `on` or `among`"
            de "am Tag vor {day} ist niemand da, dem die Nachholung `{id}` gutgeschrieben werden \
                könnte",
               "`on` oder `among` berichtigen"

            /// A year for which an indexation has no rate.
            NoRateFor { id, year } = "E634"
            en "the indexation `{id}` has no rate for {year}",
               "add it to `indexation.{id}.rates`, `\"0 %\"` where nothing grows"
            de "die Fortschreibung `{id}` hat keinen Satz für {year}",
               "in `indexation.{id}.rates` ergänzen, `\"0 %\"`, wo nichts wächst"

            /// An indexation that starts from several years, so that a later year would have
            /// several figures.
            SeveralBaseYears { id, years } = "E635"
            en "the indexation `{id}` starts from several years: {years}",
               "let `indexation.{id}.costs` take one year: `from`, `to`"
            de "die Fortschreibung `{id}` geht von mehreren Jahren aus: {years}",
               "in `indexation.{id}.costs` auf ein Jahr einschränken: `from`, `to`"

            /// The sums of a run do not agree: a fault of the program.
            Imbalance { what, figures } = "E699"
            en "the sums do not agree in {what}: {figures}",
               "this is a fault of the program: please report it with the project"
            de "die Summen stimmen nicht überein in {what}: {figures}",
               "das ist ein Fehler des Programms: bitte mit dem Projekt melden"

            /// A sum below the minimum that is billed.
            BelowMinimum { party, rule, period, amount: Text, minimum: Text } = "N620"
            en "`{party}` is not billed {amount} of rule `{rule}` in {period}: below {minimum}",
               "nothing; the amount stays in the allocation and is listed under `not_billed`"
            de "`{party}` werden {amount} aus Regel `{rule}` im Zeitraum {period} nicht in \
                Rechnung gestellt: der Betrag liegt unter der Bagatellgrenze von {minimum}",
               "keine; der Betrag bleibt in der Verteilung und steht unter `not_billed`"

            /// A sum below the minimum that the others bear.
            BorneByOthers { party, rule, period, amount: Text, minimum: Text } = "N621"
            en "the others bear {amount} of `{party}` by rule `{rule}` in {period}: below \
                {minimum}",
               "nothing"
            de "{amount} von `{party}` aus Regel `{rule}` im Zeitraum {period} tragen die anderen: \
                der Betrag liegt unter der Bagatellgrenze von {minimum}",
               "keine"
        }
    };
}
