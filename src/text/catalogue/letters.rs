//! The words of the letters to the parties (Kostenabrechnung, Kostenplanung, Abruf).

macro_rules! letters {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                FilePlan = "planung", "plan";
                PlanSheet = "Planung", "Plan";
                Reference = "Aktenzeichen", "Reference";
                StatementResult = "Ergebnis", "Result";
                StatementShare = "Anteil an den Kosten", "Share of the cost";
                LessAdvances = "abzüglich Abschläge", "less advances";
                LessPaidForAll = "abzüglich Auslagen für alle", "less outlays for all parties";
                LessAfterSettlement =
                    "abzüglich Zahlungen nach der Abrechnung",
                    "less payments after the settlement";
                AfterSettlement = "Zahlungen nach der Abrechnung", "Payments after the settlement";
                ToSetOff = "zu verrechnen", "To be set off";
                LessCredits = "abzüglich Gutschriften", "less credits";
                LessCreditsNet =
                    "abzüglich Gutschriften, saldiert mit Belastungen",
                    "less credits, net of debits";
                PaidAlready = "bereits gezahlt", "Paid already";
                StillOpen = "offen", "Still open";
                PaymentReference = "Verwendungszweck", "Payment reference";
                AdvanceFor = "Abschlag", "advance";
                StatementLines = "Anteile im Einzelnen", "Shares one by one";
                ToShare = "zu verteilen", "To be shared";
                LineCost = "Kosten", "Cost";
                PartOfSum = "Ihr Anteil daran in %", "Your part of it in %";
                ProductMeans =
                    "Von den Kosten verteilt jeder Schritt die Summe unter „zu verteilen“. Diese \
                        Summe, multipliziert mit Ihrem Anteil daran und gerundet nach der Regel \
                        des Schritts (siehe Rechtsgrundlagen), ergibt den Anteil in der letzten \
                        Spalte.",
                    "Of the cost each step shares the sum under “To be shared”. That sum times \
                        your part of it, rounded by the rule of the step (see legal bases), is the \
                        share in the last column.";
                NoShareHere =
                    "In diesem Zeitraum entfällt kein Anteil auf Sie.",
                    "You have no share in this period.";
                KeyValues = "Schlüsselwerte", "Values of the keys";
                OwnWeight = "eigener Wert", "Own value";
                WeightOfAll = "Summe aller", "Sum of all";
                PaymentsAndCredits =
                    "Zahlungen, Auslagen und Gutschriften im Einzelnen",
                    "Payments, outlays and credits one by one";
                BankAccount = "Zahlungshinweise", "How to pay";
                GetsPaidBack =
                    "Die Erstattung wird überwiesen. Bitte teilen Sie Ihre Bankverbindung mit, \
                        soweit sie hier noch nicht vorliegt.",
                    "The refund is paid by transfer. Please let us have your bank details unless \
                        they are known here.";
                CallsGoTo =
                    "Bitte zahlen Sie die abgerufenen und nachgeforderten Beträge auf dieses \
                        Konto:",
                    "Please pay what is called or claimed into this account:";
                KeepsAccount =
                    "Sie führen das gemeinsame Konto. Ihre eigenen Beträge werden dort gebucht; \
                        eine Überweisung ist nicht nötig.",
                    "You keep the joint account. Your own amounts are booked there; no transfer is \
                        needed.";
                Contact = "Auskunft", "Contact";
                PlusDebits =
                    "zuzüglich Belastungen aus anderen oder für andere Zeiträume",
                    "plus debits from and into other periods";
                StatementAnnex =
                    "Anlage: Herleitung einzelner Anteile",
                    "Annex: how single shares come about";
                TimePart = "Zeitanteil", "Part of time";
                ProductWithTime =
                    "Ist ein Zeitanteil angegeben, ist zusätzlich mit ihm zu multiplizieren.",
                    "Where a part of time is given, multiply by it, too.";
            }
            phrases {
                InAnnex { number } = "Anlage Nr. {number}", "annex no. {number}";
                OpenTitle { period, party } =
                    "Vorläufige Kostenabrechnung {period}: {party}",
                    "Interim statement of cost {period}: {party}";
                PlanTitle { period, party } =
                    "Kostenplanung {period}: {party}",
                    "Planned cost {period}: {party}";
                StatementTitle { period, party } =
                    "Kostenabrechnung {period}: {party}",
                    "Statement of cost {period}: {party}";
                SetOffWith { period } =
                    "Verrechnung mit dem Abruf {period}",
                    "Set off against the calls {period}";
                SetOffIn { number, day } =
                    "abzüglich Verrechnung mit Abschlag {number}, fällig am {day}",
                    "less: set off against instalment {number}, due {day}";
                BoundLeftover { title, amount, period } =
                    "{title}: {amount} sind gebunden und mindern keinen Abruf; sie werden in der \
                        Abrechnung {period} gutgeschrieben.",
                    "{title}: {amount} is bound and lowers no call; it is credited in the \
                        settlement {period}.";
                InstalmentOfCalls { number, period, day } =
                    "Abschlag {number} des Abrufs {period} (fällig am {day})",
                    "instalment {number} of the calls {period} (due {day})";
                InstalmentsOfCalls { number, period, day } =
                    "den Abschlägen ab Nr. {number} des Abrufs {period} (erstmals fällig am {day})",
                    "the instalments from no. {number} of the calls {period} (first due {day})";
                DueTogether { day, amount, parts } =
                    "Am {day} sind zusammen {amount} fällig: {parts}.",
                    "Due on {day} in all: {amount} ({parts}).";
            }
        }
    };
}
