//! Headings, terms and sentences. One place for both languages; the glossary in `docs/glossary.md` has the same
//! terms.

use super::Lang;

macro_rules! catalogue {
    (
        terms { $( $term:ident = $term_de:literal, $term_en:literal; )+ }
        phrases { $( $phrase:ident { $($blank:ident),+ } = $phrase_de:literal, $phrase_en:literal; )+ }
    ) => {
        /// A heading or term that people read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the words themselves stand beside each in the catalogue")]
        pub enum Term { $( $term, )+ }

        /// Returns a term in a language.
        pub const fn term(term: Term, lang: Lang) -> &'static str {
            match (term, lang) {
                $( (Term::$term, Lang::De) => $term_de, (Term::$term, Lang::En) => $term_en, )+
            }
        }

        /// A sentence with blanks that people read.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the fields are the blanks of the sentence beside each in the catalogue")]
        pub enum Phrase { $( $phrase { $($blank: String),+ }, )+ }

        impl Phrase {
            /// Returns the sentence in a language.
            pub fn get(&self, lang: Lang) -> String {
                match (self, lang) { $(
                    (Phrase::$phrase { $($blank),+ }, Lang::De) => format!($phrase_de),
                    (Phrase::$phrase { $($blank),+ }, Lang::En) => format!($phrase_en),
                )+ }
            }
        }

        #[cfg(test)]
        const TERMS: &[(&str, &str)] = &[ $( ($term_de, $term_en), )+ ];
    };
}

catalogue! {
    terms {
        Total = "Summe", "Total";
        Amount = "Betrag", "Amount";
        Period = "Zeitraum", "Period";
        Rule = "Regel", "Rule";
        Service = "Leistung", "Service";
        Centre = "Kostenstelle", "Cost centre";
        Kind = "Kostenart", "Kind";
        Step = "Schritt", "Step";
        Party = "Beteiligter", "Party";
        Actual = "Ist", "actual";
        Plan = "Plan", "plan";
        Yes = "ja", "yes";
        No = "nein", "no";
        LegalBases = "Rechtsgrundlagen", "Legal bases";
        Balance = "Probe: Kosten = verteilt + Rundungsrest + nicht umgelegt", "Check: Cost = allocated + residue + not shared";
        Cost = "Kosten", "Cost";
        Allocated = "verteilt", "allocated";
        Residue = "Rundungsrest", "residue";
        NotShared = "nicht umgelegt", "not shared";
        NothingShared = "Es ist nichts zu verteilen: alle Kosten sind von der Umlage ausgenommen.", "There is nothing to share out: all cost is excluded from sharing.";
        MixedMark = "* = nicht danach getrennt", "* = not kept apart by it";
        MissingMark = "- = ohne Angabe", "- = none given";
        BelowMinimum = "Bagatellgrenze", "Below the minimum billed";
        SharePercent = "Anteil in %", "Share in %";
        Fraction = "Bruch", "Fraction";
        Key = "Schlüssel", "Key";
        Keys = "Verteilungsschlüssel", "Distribution keys";
        KeyComparison = "Verteilungsschlüssel im Vergleich", "Distribution keys compared";
        SharesOnly = "Anteile in Prozent, Differenzen in Prozentpunkten; `--amount` rechnet mit einem Betrag.", "Shares in percent, differences in percentage points; `--amount` takes an amount.";
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
        BargainingRange = "Verhandlungsspanne", "Bargaining range";
        RangeFrom = "von", "from";
        RangeTo = "bis", "to";
        WithoutAgreement = "ohne Einigung", "without agreement";
        ByAgreement = "Einigung", "agreement";
        Gains = "Vorteil", "gains";
        Loses = "Nachteil", "loses";
        Method = "Verfahren", "Method";
        Statistic = "Statistik", "Statistic";
        Edition = "Stand", "Edition";
        Reading = "liest die Daten …", "reading the data …";
        Allocating = "verteilt die Kosten …", "sharing the cost …";
        Path = "Pfad", "Path";
        Value = "Wert", "Value";
        From = "aus", "from";
        Hides = "verdeckt", "hides";
        Removed = "(entfernt)", "(removed)";
        DoneToRows = "Daten", "Data";
        Before = "vorher", "before";
        After = "nachher", "after";
        RowsChanged = "geändert", "changed";
        RowsAdded = "neu", "new";
        RowsProjected = "hochgerechnet", "projected";
        NothingLayered = "Über umlage.toml liegt nichts, was einen Wert ändert; `--all` zeigt alle Werte.", "Nothing lies over umlage.toml that changes a value; `--all` shows all values.";
        SubjectChange = "Änderung", "Change";
        SubjectChanged = "Geändert durch das Szenario", "Changed by the scenario";
        Source = "Quelle", "Source";
        BuiltIn = "eingebaut", "Built in";
        StandsIn = "an seiner Stelle gilt", "Stands in";
        KeyPayments = "nach den Einzahlungen", "by what was paid in";
        KeyEqual = "zu gleichen Teilen", "in equal parts";
        KeyFixed = "nach vereinbarten Gewichten", "by agreed weights";
        File = "Datei", "File";
        FileKind = "Inhalt", "Table";
        RowsRead = "Zeilen", "Rows";
        RowsUsed = "verwendet", "used";
        RowsLeftOut = "ausgelassen", "left out";
        AmountRead = "Betrag gelesen", "Amount read";
        AmountUsed = "Betrag verwendet", "Amount used";
        LeftOut = "Ausgelassen", "Left out";
        Used = "verwendet", "used";
        OtherStatus = "anderer Status (Ist oder Plan, siehe --status)", "other status (actual or plan, see --status)";
        OtherPeriod = "außerhalb des Zeitraums", "outside the period";
        UsageUncounted = "kein Schlüssel zählt sie: der Beteiligte ist dann kein Empfänger, die Leistung hat dann keine Kosten, oder kein Schlüssel fragt danach", "no key counts them: the party is no receiver then, the service has no cost then, or no key asks for it";
        NoShareMatches = "kein Anteil passt zu diesen Angaben", "no share matches";
        LegalBasis = "Rechtsgrundlage", "Legal basis";
        AllParties = "Alle Beteiligten", "All parties";
        AllThatIsLeft = "alles, was noch übrig ist", "all that is left";
        AtMostLeft = "der festgelegte Betrag, höchstens was noch übrig ist", "the amount laid down, at most what is left";
        AtMostCeiling = "höchstens der Betrag, den der Schritt nehmen darf", "at most what the step may take";
        RaisedToFloor = "auf den Mindestbetrag angehoben", "raised to the floor";
        CutToCap = "auf den Höchstbetrag gekürzt", "cut to the cap";
        WithinLimits = "unverändert, innerhalb der Grenzen", "unchanged, within the limits";
        OthersRaised = "ebenso angehoben", "raised as well";
        OthersCut = "ebenso gekürzt", "cut as well";
        LargestRemainder = "Restverteilung nach Hare/Niemeyer", "largest remainder";
        LargestShare = "Rundungsdifferenz an den größten Anteil", "difference to the largest share";
        ResidueTo = "Rundungsdifferenz an einen bestimmten Beteiligten", "difference to a named party";
        ResidueLeave = "Rundungsdifferenz bleibt stehen", "difference stays";
        HalfUp = "kaufmännisch gerundet", "rounded half up";
        HalfEven = "zur geraden Ziffer gerundet", "rounded half to even";
        Down = "abgerundet", "rounded down";
        Up = "aufgerundet", "rounded up";
        SubjectEntry = "Kostenposition", "Cost entry";
        MethodDirect = "Anbauverfahren", "direct method";
        MethodStepDown = "Stufenleiterverfahren", "step-down";
        MethodDoubleStepDown = "zweifaches Stufenleiterverfahren", "double step-down";
        MethodReciprocal = "Gleichungsverfahren", "reciprocal method";
        NoDrivers = "Keine Kostenstelle hat eine Bezugsgröße.", "No cost centre has a driver.";
        CascadeRounded = "Jeder Betrag ist für sich kaufmännisch gerundet; gerechnet wird mit genauen Brüchen.", "Each amount is rounded half up by itself; the calculation uses exact fractions.";
        Pass = "Durchgang", "Pass";
        OwnCost = "eigene Kosten", "Own cost";
        Received = "empfangen", "Received";
        PassedTo = "gibt weiter an", "Passes on to";
        Receiver = "Empfänger", "Receiver";
        Order = "Reihenfolge", "Order";
        Base = "Ausgangslage", "Base";
        Scenario = "Szenario", "Scenario";
        Difference = "Differenz", "Difference";
        DifferenceToBase = "Differenz zur Ausgangslage", "Difference to the base";
        DifferenceByPeriod = "Differenz zur Ausgangslage nach Zeiträumen", "Difference to the base by period";
        Rank = "Rang", "Rank";
        Others = "Übrige", "Others";
        AllPeriods = "Alle Zeiträume", "All periods";
        PerInhabitant = "je Einwohner", "per inhabitant";
        Smallest = "kleinster Betrag", "smallest";
        Largest = "größter Betrag", "largest";
        At = "bei", "at";
        With = "zusammen mit", "together with";
        Course = "Verlauf", "course";
        Users = "Nachnutzer", "users";
        NoBreakEven = "Zwischen den Werten wechselt das Vorzeichen der Differenz nicht.", "Between the values the difference does not change its sign.";
        Sweeping = "rechnet die Varianten …", "running the variants …";
        DifferenceToOwn = "Differenz zum Projekt", "Against the project";
        SubjectDriver = "Bezugsgröße", "Driver";
        SubjectDriverSum = "Summe der Bezugsgröße", "Sum of the driver";
        SubjectPassed = "Weitergegebener Teil", "Part passed on";
        SubjectReaches = "Endanteil", "Part that ends there";
        SubjectBooked = "Gebuchte Kosten", "Cost booked";
        SubjectDerived = "Genauer Teil", "Exact part";
        SubjectBrought = "Anteil der Quellen im Zeitraum", "What the sources bring in the period";
        SubjectEntryPart = "Teil einer Kostenposition", "Part of a cost entry";
        SubjectTime = "Zeit", "Time";
        SubjectDays = "Tage", "Days";
        SubjectMonths = "Monate", "Months";
        SubjectTotal = "Umlagemasse", "Pool";
        SubjectLeft = "noch übrig", "Left";
        SubjectAmount = "Betrag nach der Regel", "Amount by the rule";
        SubjectQuota = "Quote", "Quota";
        SubjectStepSum = "Summe für den Schritt", "Sum of the step";
        SubjectSliceSum = "Summe der Zeitscheibe", "Sum of the slice";
        SubjectFraction = "Bruchteil", "Fraction";
        SubjectPresence = "zeitlicher Anteil", "Part present,";
        SubjectMultiplier = "Faktor", "Multiplier of";
        SubjectBase = "Sockelbetrag", "Base amount of";
        SubjectBaseSum = "Summe der Sockelbeträge", "Sum of base amounts";
        SubjectSliceTotal = "Kosten in der Zeitscheibe", "Cost within the slice";
        SubjectMade = "abgeleitete Kostenposition", "Derived cost entry";
        SubjectSurcharge = "Zuschlag", "Surcharge";
        SubjectIndexation = "Fortschreibung", "Indexation";
        SubjectCredit = "Gutschrift", "Credit";
        SubjectCatchUp = "Nachholung", "Catch-up";
        SubjectGrowth = "Wachstumsfaktor", "Growth factor";
        SubjectWeight = "Gewicht", "Weight of";
        SubjectPercent = "Prozentsatz", "Percentage of";
        SubjectWeighted = "gewichteter Schlüsselanteil", "Weighted part of the key,";
        SubjectNormalWeight = "Schlüsselanteil", "Part of the key,";
        SubjectWeightSum = "Summe der Gewichte", "Sum of weights";
        SubjectUse = "Nutzung", "Use by";
        SubjectFloorOfRule = "Mindestbetrag nach der Regel", "Floor by the rule";
        SubjectCapOfRule = "Höchstbetrag nach der Regel", "Cap by the rule";
        SubjectLimitedShare = "begrenzter Anteil", "Limited share of";
        SubjectFloor = "Mindestbetrag", "Floor of";
        SubjectCap = "Höchstbetrag", "Cap of";
        SubjectExactShare = "genauer Anteil", "Exact share of";
        SubjectShare = "Anteil", "Share of";
        SubjectFigure = "Betrag", "Figure";
        Share = "Anteil", "Share";
        Advances = "Abschläge", "Advances";
        PaidForAll = "verauslagt", "Paid for all";
        Credits = "Gutschriften", "Credits";
        AccountBalance = "Saldo", "Balance";
        OutcomeOf = "Ergebnis", "Outcome";
        OutcomeEven = "ausgeglichen", "even";
        OutcomeClaim = "Nachforderung", "additional claim";
        OutcomeRefund = "Erstattung", "refund";
        OutcomeDebtCarried = "Nachforderung in den nächsten Abruf", "claim carried into the next calls";
        OutcomeCreditCarried = "Guthaben in den nächsten Abruf", "credit carried into the next calls";
        OutcomeOpen = "vorläufig", "open";
        BalanceMeans = "Saldo = Anteil − Abschläge − verauslagt − Gutschriften; positiv: noch zu zahlen.", "Balance = share − advances − paid for all − credits; positive: still to be paid.";
        NothingToSettle = "Es gibt nichts abzurechnen: keine Kosten und keine Zahlungen.", "There is nothing to settle: no cost and no payments.";
        NothingToCall = "Es gibt nichts abzurufen.", "There is nothing to call.";
        Leftovers = "Restmittel", "Leftovers";
        Leftover = "Rest", "Leftover";
        LeftoverFrom = "aus", "from";
        LeftoverInto = "nach", "into";
        LeftoverKind = "Art", "Kind";
        LeftoverUntil = "verfügbar bis", "available until";
        LeftoverAge = "Alter", "Age";
        LeftoverBound = "gebunden", "bound";
        LeftoverFree = "ungebunden", "unbound";
        LateInterest = "Zinsen auf verspätete Abschläge", "Interest on late advances";
        NothingLate = "Kein Abschlag kam zu spät.", "No advance came late.";
        Due = "fällig", "Due";
        PaidOn = "gezahlt", "Paid";
        DaysLate = "Tage", "Days";
        Transfers = "Ausgleichszahlungen", "Transfers";
        TransfersDirect = "Jeder zahlt denen, die für ihn verauslagt haben; dem gemeinsamen Konto den Rest.", "Everybody pays those who laid out money for it, and the joint account the rest.";
        NotMovedNow = "Was jetzt nicht gezahlt wird, läuft über das gemeinsame Konto: wer ein Guthaben stehen lässt, zahlt es dort ein.", "What is not paid now goes through the joint account: whoever leaves a credit standing pays it in there.";
        TransfersMinimal = "So wenige Zahlungen wie möglich; mit weniger geht es nachweislich nicht.", "As few payments as possible; fewer are proven impossible.";
        TransfersNotProven = "Wenige Zahlungen; dass es nicht mit weniger geht, ist bei so vielen Beteiligten nicht nachgewiesen.", "Few payments; with so many parties it is not proven that fewer are impossible.";
        NoTransfers = "Es ist nichts zu zahlen.", "There is nothing to be paid.";
        TransferFrom = "von", "from";
        TransferTo = "an", "to";
        JointAccount = "gemeinsames Konto", "joint account";
        NetBefore = "zu zahlen", "To be paid";
        NetPays = "zahlt", "Pays";
        NetGets = "erhält", "Gets";
        NetAfter = "danach", "After";
        SetOffHow = "Was verrechnet wird", "What is set off";
        PlannedShare = "Anteil am Plan", "Planned share";
        Called = "abgerufen", "Called";
        NoFigureMatches = "Dazu gibt es nichts: anderen Beteiligten oder Zeitraum nennen", "there is nothing to explain: name another party or period";
        SubjectPayment = "Eingezahlt", "Paid in";
        SubjectOutlay = "Verauslagt", "Paid for all";
        SubjectCreditOfPeriod = "Gutschrift", "Credit";
        SubjectBalance = "Saldo", "Balance";
        SubjectInstalment = "Abschlag", "Instalment";
        SubjectSetOff = "Verrechnet", "Set off";
        SubjectCall = "Abruf", "Call";
        SubjectOwed = "noch zu zahlen", "To be paid by";
        SubjectGets = "noch zu erhalten", "To be received by";
        SubjectGetsAccount = "noch zu erhalten", "To be received";
        SubjectTransfer = "Ausgleichszahlung", "Transfer";
        SubjectRate = "Zinssatz", "Rate of interest";
        SubjectInterest = "Zinsen", "Interest";
        Template = "Vorlage", "Template";
        Templates = "Vorlagen für `umlage init --template NAME`", "Templates for `umlage init --template NAME`";
        Title = "Titel", "Title";
        Description = "Beschreibung", "Description";
        FirstRows = "Die ersten Zeilen", "The first rows";
        SuggestedEntry = "Vorschlag für umlage.toml", "Suggestion for umlage.toml";
        AmbiguousNumbers = "Zahlen wie 1.080 lassen sich hier auf zwei Arten lesen, und keine andere Zahl entscheidet es: im Eintrag `decimal = \",\"` oder `decimal = \".\"` ergänzen.", "Numbers such as 1.080 can be read in two ways here, and no other number decides it: add `decimal = \",\"` or `decimal = \".\"` to the entry.";
        WithMark = "mit Bytereihenfolge-Marke", "with byte order mark";
        Semicolon = "Semikolon", "semicolon";
        Comma = "Komma", "comma";
        Tabulator = "Tabulator", "tabulator";
        NoDelimiter = "keines, das jeder Zeile gleich viele Felder gibt", "none that gives every row as many fields";
        ColumnOfFile = "Spalte", "Column";
        ColumnType = "Typ", "Type";
        Filled = "gefüllt", "Filled";
        ControlSum = "Kontrollsumme", "Control sum";
        TakenAs = "gelesen als", "Taken as";
        TypeEmpty = "leer", "empty";
        TypeMunicipality = "Gemeindeschlüssel", "municipality key";
        TypeDate = "Datum 2021-08-01", "date 2021-08-01";
        TypeGermanDate = "Datum 01.08.2021", "date 01.08.2021";
        TypeNumber = "Zahl", "number";
        TypePointNumber = "Zahl mit Dezimalpunkt", "number, decimal point";
        TypeCommaNumber = "Zahl mit Dezimalkomma", "number, decimal comma";
        TypeAmbiguousNumber = "Zahl mit zwei Lesarten", "number with two readings";
        TypeText = "Text", "text";
        Comparing = "vergleicht …", "comparing …";
        Cause = "Ursache", "Cause";
        StatedOrder = "nach der Reihe", "Stated order";
        OrderFree = "reihenfolgefrei", "Order-free";
        ChangesInWords = "In Worten (reihenfolgefrei)", "In words (order-free)";
        ChangesLegend = "Nach der Reihe: eine Ursache nach der anderen, in der Reihenfolge der Dokumentation. Reihenfolgefrei: im Mittel über alle Reihenfolgen (Shapley). Beides summiert sich auf den Cent zur Differenz.", "Stated order: one cause after another, in the order of the documentation. Order-free: on average over all orders (Shapley). Both add up to the difference, to the cent.";
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
        Appropriation = "Ansatz", "Appropriation";
        CarriedIn = "Ausgaberest", "Carried in";
        Adjusted = "Nachtrag, Deckung", "Adjusted";
        Available = "verfügbares Soll", "Available";
        CommittedSum = "Festlegung", "Committed";
        BudgetPlanned = "Plan", "Planned";
        BudgetSpent = "Ist", "Spent";
        BudgetIncome = "Einnahmen", "Income";
        Remaining = "verbleibend", "Remaining";
        UsedPercent = "ausgeschöpft in %", "Used in %";
        ForecastLine = "linear nach Tagen", "Straight line";
        ForecastPattern = "Verlauf des Vorjahres", "Last year's pattern";
        ForecastCommitted = "Ist und Festlegung", "Spent and committed";
        YearsSideBySide = "Jahre nebeneinander", "Years side by side";
        Commitments = "Verpflichtungsermächtigungen", "Commitment appropriations";
        BudgetYear = "Haushaltsjahr", "Budget year";
        DueIn = "fällig", "Due";
        Granted = "bewilligt", "Granted";
        CommitmentUsed = "in Anspruch genommen", "Used";
        CommitmentOpen = "offen", "Open";
        BudgetReconciliation = "Überleitung: vom Jahr der Fälligkeit zum Jahr der Leistung", "Reconciliation: from the year of payment to the year of service";
        BookedNet = "Ist abzüglich Einnahmen", "Spent less income";
        ForOtherPeriods = "davon für andere Jahre", "Of it for other years";
        DueElsewhere = "in anderen Jahren fällig", "Due in other years";
        CostOfYear = "Kosten des Jahres", "Cost of the year";
        OwnBudgets = "Was die eigenen Haushalte der Beteiligten brauchen", "What each party's own budget must hold";
        UseStatement = "Verwendungsnachweis", "Statement of use";
    }
    phrases {
        SettlementAbout { period, status, currency } = "Abrechnung {period}, {status}, Beträge in {currency}", "Settlement {period}, {status}, amounts in {currency}";
        CallsAbout { period, currency } = "Abruf {period} nach dem Plan, Beträge in {currency}", "Calls {period} by the plan, amounts in {currency}";
        DueOn { what, day } = "{what}, fällig {day}", "{what}, due {day}";
        ThroughHub { hub } = "Alle Zahlungen gehen über {hub}.", "All payments go through {hub}.";
        UnknownWay { way } = "`--transfers {way}` gibt es nicht: `hub:HE`, `direct` oder `minimal`", "there is no `--transfers {way}`: `hub:HE`, `direct` or `minimal`";
        OnlyParty { of } = "zu `--of {of}` passen `--service`, `--rule` und `--step` nicht: nur `--party` und `--period`", "`--service`, `--rule` and `--step` do not go with `--of {of}`: only `--party` and `--period`";
        BudgetAbout { years, currency } = "Haushaltsrechnung {years}, Beträge in {currency}. Ausgaben zählen im Jahr ihrer Fälligkeit, brutto.", "Budget account {years}, amounts in {currency}. Cost counts in the year in which it is due, gross.";
        BudgetYearOf { year } = "Haushaltsjahr {year}", "Budget year {year}";
        CoverGiven { from, to, amount } = "Deckung: {from} gibt {to} {amount}", "Cover: {from} gives {to} {amount}";
        ForecastAsOf { day } = "Hochrechnung zum Jahresende, Stand {day}", "Forecast to the end of the year, as of {day}";
        ReconciledWith { year, allocated, cost, made } = "Kosten der Verteilung {year}: {allocated} = {cost} aus Kostenpositionen + {made} aus Zuschlägen, Gutschriften, Fortschreibungen und Nachholungen", "Cost of the allocation {year}: {allocated} = {cost} of cost entries + {made} of surcharges, credits, indexations and catch-ups";
        SpentIn { year } = "Ist {year}", "Spent {year}";
        BadDayOption { day } = "`--as-of {day}` ist kein Tag; möglich ist 2024-03-15", "`--as-of {day}` is not a day; write 2024-03-15";
        PreviewAbout { encoding, line_ends, delimiter, header, rows, columns } = "Codierung {encoding}, Zeilenenden {line_ends}, Trennzeichen: {delimiter}. Kopfzeile: Zeile {header}, Zeilen darunter: {rows}, Spalten: {columns}.", "Encoding {encoding}, line ends {line_ends}, delimiter: {delimiter}. Header: line {header}, rows below it: {rows}, columns: {columns}.";
        ColumnsToName { table, columns } = "Für `{table}` fehlen noch: {columns}. Sie stehen in einer Spalte mit anderem Namen (`columns`) oder sind überall gleich (`set`).", "Still missing for `{table}`: {columns}. They stand in a column of another name (`columns`) or are the same everywhere (`set`).";
        AllocationAbout { period, status, currency } = "Kostenverteilung {period}, {status}, Beträge in {currency}", "Allocation {period}, {status}, amounts in {currency}";
        NoCost { period } = "Im Zeitraum {period} gibt es keine Kosten.", "There is no cost in {period}.";
        ComparedSum { amount, currency } = "Umlagemasse: {amount} {currency}", "Pool: {amount} {currency}";
        ComparedCost { amount, currency, service, period } = "Umlagemasse: {amount} {currency}, Kosten der Leistung {service}, {period}", "Pool: {amount} {currency}, cost of the service {service}, {period}";
        KeyLegend { label, key, how } = "{label} = {key}, {how}", "{label} = {key}, {how}";
        KeyReference { label } = "Maßstab: {label}", "Reference: {label}";
        KeyAgainst { label, reference } = "{label} gegen {reference}", "{label} against {reference}";
        DifferenceAgainst { reference } = "Differenz zu {reference} (über null: Mehrbelastung, unter null: Entlastung)", "Difference to {reference} (above zero: pays more, below zero: pays less)";
        PercentAgainst { reference } = "Differenz zu {reference} in Prozent", "Difference to {reference} in percent";
        BargainingAbout { reference, fallback, gain, same, lose } = "Vereinbart ist {reference}; ohne Einigung gilt {fallback}. Durch die Einigung im Vorteil: {gain}, im Nachteil: {lose}, unverändert: {same}.", "{reference} is agreed; without agreement {fallback} holds. By the agreement {gain} gain, {lose} lose, {same} pay the same.";
        NotPossible { what } = "Mit diesen Bezugsgrößen nicht möglich: {what}.", "Not possible with these drivers: {what}.";
        Solved { centres } = "Lösung des Gleichungssystems von {centres} Kostenstellen aus diesen Teilen", "solution of the system of equations of {centres} cost centres with these parts";
        KeyStatistic { statistic, edition } = "nach der Statistik {statistic}, Stand {edition}", "by the statistic {statistic}, edition {edition}";
        KeyMean { statistic, editions } = "nach dem Mittel der Statistik {statistic}, Stände {editions}", "by the mean of the statistic {statistic}, editions {editions}";
        KeyInForce { statistic, rule } = "nach der Statistik {statistic}, jeweils geltender Stand ({rule})", "by the statistic {statistic}, the edition in force ({rule})";
        KeyLargestOf { key, parties } = "nach {key}; {parties} so viel wie der größte andere", "by {key}; {parties} as much as the largest other";
        KeyComplement { key, party } = "nach {key}; {party} trägt den Rest bis 1", "by {key}; {party} bears the rest up to 1";
        KeyGlide { from, to } = "gleitend von {from} zu {to}", "gliding from {from} to {to}";
        KeyMultipliers { factors } = "; gewichtet: {factors}", "; weighted: {factors}";
        KeyDecimals { places } = "; Prozentsätze auf {places} Nachkommastellen gerundet", "; percentages rounded to {places} decimals";
        KeyNotUnanimous { fallback, basis } = "; nicht einstimmig beschlossen, es gilt {fallback}{basis}", "; not decided unanimously, {fallback} holds{basis}";
        KeyUsage { measure } = "nach tatsächlicher Nutzung ({measure})", "by actual use ({measure})";
        KeyMix { parts } = "gemischt: {parts}", "mixed: {parts}";
        KeyOver { group } = "zuerst über {group} gebildet, dann auf die Empfänger umgerechnet", "first over {group}, then rescaled to the receivers";
        LeftOutRows { file, rows, reason } = "{file}: {rows}, {reason}", "{file}: {rows}, {reason}";
        LeftOutAmount { file, rows, amount, reason } = "{file}: {rows} über {amount}, {reason}", "{file}: {rows} of {amount}, {reason}";
        Verdict { errors, findings, notes } = "Fehler: {errors}, Feststellungen: {findings}, Hinweise: {notes}", "Errors: {errors}, findings: {findings}, notes: {notes}";
        FigureOf { who, what, amount } = "{who}, {what}: {amount}", "{who}, {what}: {amount}";
        SumOfShares { count } = "die Summe aus {count} Anteilen", "the sum of {count} shares";
        MoreShares { count } = "… und {count} weitere Anteile. Mit `--service`, `--rule`, `--step` oder `--period` eingrenzen; `--format json` hat alle.", "… and {count} more shares. Narrow down by `--service`, `--rule`, `--step` or `--period`; `--format json` has all.";
        SeeExplain { options } = "siehe `umlage explain {options}`", "see `umlage explain {options}`";
        See { number } = "siehe [{number}]", "see [{number}]";
        AndMore { count } = "… und {count} weitere (alle mit `--format json`)", "… and {count} more (all with `--format json`)";
        AndMorePlaces { count } = "und {count} weitere Stellen", "and {count} more places";
        ComparedWith { base } = "Ausgangslage: {base}", "Base: {base}";
        ScenarioLegend { label, title } = "{label} = {title}", "{label} = {title}";
        UnchangedPeriods { title, periods } = "{title}: auf den Cent unverändert in {periods}", "{title}: the same to the cent in {periods}";
        PerCase { measure } = "je Fall ({measure})", "per case ({measure})";
        AxisValues { name, count, first, last } = "{name}: {count} Werte von {first} bis {last}", "{name}: {count} values from {first} to {last}";
        AxisJoin { name, count } = "{name}: bis zu {count} Nachnutzer in der genannten Reihenfolge", "{name}: up to {count} users in the order given";
        AllOrders { name } = "{name}: was ein Beteiligter unter n Nachnutzern zahlt, über alle Reihenfolgen des Beitritts", "{name}: what a party pays among n users, over all orders of accession";
        BreakEvenOf { party } = "Gleichstand für {party}", "Break-even of {party}";
        BreakEvenAt { at, amount, against } = "bei {at}: {amount} gegen {against}", "at {at}: {amount} against {against}";
        BreakEvenBetween { from, to, amount, against } = "zwischen {from} und {to}: {amount} gegen {against}", "between {from} and {to}: {amount} against {against}";
        AxisWithoutValue { axis } = "`{axis}` hat keinen Namen oder keine Werte; zum Beispiel `--vary rule.r.step.s.share=0..50:5%` oder `--join wohngeld=HE,RP`", "`{axis}` has no name or no values; for example `--vary rule.r.step.s.share=0..50:5%` or `--join wohngeld=HE,RP`";
        AxisRange { range } = "`{range}` ist kein Bereich VON..BIS:SCHRITT, in dem der Schritt von der einen zur anderen Zahl führt, wie `0..50:5%` oder `0..1:1/10`", "`{range}` is no range FROM..TO:STEP in which the step leads from one number to the other, such as `0..50:5%` or `0..1:1/10`";
        AxisTooMany { axis } = "`{axis}` hat mehr als 100.000 Werte", "`{axis}` has more than 100,000 values";
        AxisDoubled { axis, value } = "`{axis}` nennt `{value}` zweimal", "`{axis}` names `{value}` twice";
        NoAmount { amount } = "`--against {amount}` ist weder ein Betrag wie 1000.00 noch eine Einstellung PFAD=WERT", "`--against {amount}` is neither an amount such as 1000.00 nor a setting PATH=VALUE";
        TooManyPoints { count, most } = "{count} Läufe sind zu viele; höchstens {most}", "{count} runs are too many; at most {most}";
        AtPoint { point } = "bei {point}", "at {point}";
        NotTogether { options } = "{options} gehen nicht zusammen", "{options} do not go together";
        WhichMeasure { known } = "`--per case` braucht `--measure`; die Nutzung kennt: {known}", "`--per case` needs `--measure`; usage has: {known}";
        UnderScenario { titles } = "Szenario: {titles}", "Scenario: {titles}";
        InsteadOf { new, old } = "{new} statt {old}", "{new} instead of {old}";
        SumOf { count } = "Summe aus {count} Werten", "sum of {count} values";
        ByKey { key } = "nach {key}", "by {key}";
        FromTo { from, to } = "{from} bis {to}", "{from} to {to}";
        LargestOf { values } = "größter Wert aus {values}", "largest of {values}";
        LargestOfValues { count } = "größter von {count} Werten", "largest of {count} values";
        Decimals { places } = "{places} Nachkommastellen", "{places} decimals";
        NotBilled { party, amount } = "{party}: {amount} werden nicht in Rechnung gestellt", "{party}: {amount} is not billed";
        NothingPaid { who, what, amount, others } = "{who}, {what}: {amount}, weil die anderen {others} tragen (Bagatellgrenze).", "{who}, {what}: {amount}, because the others bear {others} (below the minimum billed).";
        BorneByOthers { party, amount } = "{party}: {amount} tragen die anderen", "{party}: {amount} is borne by the others";
        TimesFactor { factor } = "Gewicht × {factor}; so verteilt sich, was andere wegen ihrer Grenzen mehr oder weniger tragen", "weight × {factor}; so what others bear more or less for their limits is shared";
        Rounded { unit, mode } = "{mode} auf {unit}", "{mode} to {unit}";
        RoundingShare { change } = ", dazu {change}", ", then {change}";
        ChangesAbout { from, to, status, currency } = "Änderungen von {from} zu {to}, {status}Beträge in {currency}", "Changes from {from} to {to}, {status}amounts in {currency}";
        ChangedBy { who, change, parts } = "{who}: {change}, davon {parts}.", "{who}: {change}, of which {parts}.";
        Unchanged { who, amount } = "{who}: unverändert {amount}.", "{who}: unchanged at {amount}.";
        NotSeparable { causes, code, message } = "Nicht zu trennen: {causes}. Eine Mischung beider Seiten lässt sich nicht verteilen ({code}: {message}).", "Not separable: {causes}. A mixture of both sides cannot be shared ({code}: {message}).";
        CannotWrite { file, reason } = "`{file}` lässt sich nicht schreiben: {reason}", "cannot write `{file}`: {reason}";
        CannotPrint { reason } = "die Ausgabe lässt sich nicht schreiben: {reason}", "cannot write the output: {reason}";
        CannotRead { file, reason } = "`{file}` lässt sich nicht lesen: {reason}", "cannot read `{file}`: {reason}";
        NotAFile { file } = "`{file}` ist keine Datei, die geschrieben werden kann", "`{file}` is not a file that can be written";
        FileExists { file } = "`{file}` gibt es schon; mit `--force` wird sie ersetzt", "`{file}` exists; `--force` replaces it";
        BadPeriodOption { period } = "`--period {period}` ist kein Zeitraum; möglich sind 2024, 2024-Q1, 2024-03, 2024-03-15 oder 2024-01-01/2024-06-30", "`--period {period}` is not a period; write 2024, 2024-Q1, 2024-03, 2024-03-15 or 2024-01-01/2024-06-30";
        UnknownDimension { name, known } = "`--by` kennt `{name}` nicht; möglich: {known}", "`--by` does not know `{name}`; possible: {known}";
        DoubledDimension { name } = "`--by` nennt `{name}` zweimal", "`--by` names `{name}` twice";
        UnknownTemplate { name, known } = "keine Vorlage heißt `{name}`; möglich: {known}", "there is no template `{name}`; possible: {known}";
        UnknownCommand { name } = "kein Befehl heißt `{name}`", "there is no command `{name}`";
        InitDone { title, option } = "\nGeschrieben: {title}. Kosten und Nutzung darin sind illustrativ.\nWeiter mit:\n  umlage{option} check\n  umlage{option} allocate\n  umlage{option} explain --party HE", "\nWritten: {title}. Its cost and usage are illustrative.\nNext:\n  umlage{option} check\n  umlage{option} allocate\n  umlage{option} explain --party HE";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_words_in_both_languages() {
        assert!(TERMS.iter().all(|(de, en)| !de.trim().is_empty() && !en.trim().is_empty()));
        assert_eq!(term(Term::Total, Lang::De), "Summe");
    }
}
