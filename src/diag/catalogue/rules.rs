//! Rules, steps and pools: codes 5xx.

macro_rules! rules {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// A cost entry that no rule takes.
            NotCovered { entry } = "E501"
            en "no rule covers the cost {entry}",
               "widen the `costs` of a rule, or add one; for cost that may not be shared, one with \
                   `allocate = false`"
            de "keine Regel erfasst die Kosten {entry}",
               "`costs` einer Regel erweitern oder eine ergänzen; für nicht umlagefähige Kosten \
                   eine mit `allocate = false`"

            /// A cost entry that two rules take.
            TwoRules { entry, rules } = "E502"
            en "more than one rule takes the cost {entry}: {rules}",
               "narrow the `costs` of one, or write into the one that goes first: `overrides = \
                   [\"…\"]`"
            de "mehr als eine Regel erfasst die Kosten {entry}: {rules}",
               "`costs` der einen einschränken oder in der vorgehenden Regel ergänzen: `overrides \
                   = [\"…\"]`"

            /// Rules that override each other.
            MutualOverrides { rules: Text } = "E503"
            en "{rules}", "take one `overrides` out"
            de "{rules}", "ein `overrides` streichen"

            /// An entry that lies only partly within the dates of a rule.
            SpansLimit { entry, limit, whose: Text } = "E504"
            en "the cost {entry} lies on both sides of the limit `{limit}` of {whose}",
               "split the row in two at that date, or move the limit"
            de "die Kosten {entry} liegen auf beiden Seiten der Grenze `{limit}` {whose}",
               "die Zeile an diesem Tag in zwei teilen oder die Grenze verschieben"

            /// An entry with a party under a rule without `direct`.
            PartyWithoutDirect { entry, party, rule } = "E505"
            en "the cost {entry} names the party `{party}`, but the rule `{rule}` has no `direct` \
                step for it",
               "add a step with `direct = true` to the rule, or empty `party` in the row"
            de "die Kosten {entry} nennen den Beteiligten `{party}`, aber die Regel `{rule}` hat \
                keinen Schritt `direct` dafür",
               "in der Regel einen Schritt mit `direct = true` ergänzen oder `party` in der Zeile \
                   leeren"

            /// Participants or usage of a pool that is not formed by service.
            PoolMixing { what, rule, other: Text } = "E506"
            en "`{what}` needs a service, but the pools of the rule `{rule}` are not formed by \
                service",
               "add `\"service\"` to `pool`, or {other}"
            de "`{what}` braucht eine Leistung, aber die Umlagemassen der Regel `{rule}` sind \
                nicht nach Leistung gebildet",
               "`\"service\"` in `pool` ergänzen oder {other}"

            /// A pool of centres under a rule that needs services.
            NoService { what, rule, centre, other: Text } = "E507"
            en "`{what}` needs a service, but the rule `{rule}` also takes the cost of the centre \
                `{centre}`",
               "let the rule take services only (`costs = {{ services = [\"*\"] }}`), or {other}"
            de "`{what}` braucht eine Leistung, aber die Regel `{rule}` erfasst auch Kosten der \
                Kostenstelle `{centre}`",
               "die Regel nur Leistungen erfassen lassen (`costs = {{ services = [\"*\"] }}`) oder \
                   {other}"

            /// A step without a key for several receivers.
            KeyNeeded { step } = "E508"
            en "the step `{step}` goes to several parties and has no key",
               "add `key = \"…\"`; `umlage keys --list` shows those that are ready"
            de "der Schritt `{step}` geht an mehrere Beteiligte und hat keinen Schlüssel",
               "`key = \"…\"` ergänzen; `umlage keys --list` zeigt die fertigen"

            /// A rule that shares but has no step.
            NoSteps { rule, table } = "E509"
            en "the rule `{rule}` has no step",
               "add `[[{table}]]`, or write `allocate = false` if its cost may not be shared"
            de "die Regel `{rule}` hat keinen Schritt",
               "`[[{table}]]` ergänzen oder, wenn ihre Kosten nicht umgelegt werden dürfen, \
                   `allocate = false` schreiben"
        }
    };
}
