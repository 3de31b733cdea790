//! Headings, terms and sentences. One place for both languages; the glossary in `docs/glossary.md`
//! has the same terms.

use super::Lang;

macro_rules! catalogue {
    (
        terms { $( $term:ident = $term_de:literal, $term_en:literal; )+ }
        phrases { $(
            $phrase:ident { $($blank:ident),+ } = $phrase_de:literal, $phrase_en:literal;
        )+ }
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
        #[expect(missing_docs, reason = "the fields are the blanks of the sentence beside each in \
            the catalogue")]
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
        Kind = "Kostenart", "Cost kind";
        Step = "Schritt", "Step";
        Party = "Beteiligter", "Party";
        Actual = "Ist", "actual";
        Plan = "Plan", "plan";
        Yes = "ja", "yes";
        No = "nein", "no";
        LegalBases = "Rechtsgrundlagen", "Legal bases";
        Balance =
            "Probe: Kosten = verteilt + Rundungsrest + nicht umgelegt",
            "Check: Cost = allocated + residue + not shared";
        Cost = "Kosten", "Cost";
        Allocated = "verteilt", "allocated";
        Residue = "Rundungsrest", "residue";
        NotShared = "nicht umgelegt", "not shared";
        NothingShared =
            "Es ist nichts zu verteilen: alle Kosten sind von der Umlage ausgenommen.",
            "There is nothing to share out: all cost is excluded from sharing.";
        MixedMark = "* = nicht danach getrennt", "* = not kept apart by it";
        MissingMark = "- = ohne Angabe", "- = none given";
        BelowMinimum = "Bagatellgrenze", "Below the minimum billed";
        SharePercent = "Anteil in %", "Share in %";
        Fraction = "Bruch", "Fraction";
        Key = "Schlüssel", "Key";
        Keys = "Verteilungsschlüssel", "Distribution keys";
        KeyComparison = "Verteilungsschlüssel im Vergleich", "Distribution keys compared";
        SharesOnly =
            "Anteile in Prozent, Differenzen in Prozentpunkten; `--amount` rechnet mit einem \
                Betrag.",
            "Shares in percent, differences in percentage points; `--amount` takes an amount.";
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
        AsOfPeriodStart = "am ersten Tag des Zeitraums", "on the first day of the period";
        AsOfSettlementDay = "am Tag der Abrechnung", "on the day of settlement";
        AsOfPublished =
            "zuletzt bis Ende des Vorjahres veröffentlicht",
            "last published by the end of the year before";
        AsOfYearMinusTwo = "des vorletzten Jahres", "of the year before last";
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
        NothingLayered =
            "Über umlage.toml liegt nichts, was einen Wert ändert; `--all` zeigt alle Werte.",
            "Nothing lies over umlage.toml that changes a value; `--all` shows all values.";
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
        RowsWithoutAmount = "ohne lesbaren Betrag", "without a readable amount";
        AmountRead = "Betrag gelesen", "Amount read";
        AmountUsed = "Betrag verwendet", "Amount used";
        LeftOut = "Ausgelassen", "Left out";
        Used = "verwendet", "used";
        OtherStatus =
            "anderer Status (Ist oder Plan, siehe --status)",
            "other status (actual or plan, see --status)";
        OtherPeriod = "außerhalb des Zeitraums", "outside the period";
        PartOutside =
            "der Teil verwendeter Zeilen, der außerhalb des Zeitraums liegt",
            "the part of used rows that lies outside the period";
        ChangedByScenario =
            "vom Szenario geändert: gelesen weniger verwendet",
            "changed by the scenario: read less used";
        OtherSettlement = "für einen anderen Abrechnungszeitraum", "for another settlement period";
        PaymentOfInterest = "Zinsen; sie begleichen keinen Anteil", "interest; it settles no share";
        OtherBudgetYear = "anderes Haushaltsjahr", "other budget year";
        OtherMeasure = "kein Schlüssel zählt diese Messgröße", "no key counts this measure";
        UsageWithoutCost =
            "die Leistung hat im Zeitraum keine Kosten",
            "the service has no cost in the period";
        UsageUncounted =
            "nicht benötigt: der Beteiligte ist dann kein Empfänger, oder die Kosten der Leistung \
                werden nach anderen Schlüsseln geteilt",
            "not needed: the party is no receiver then, or the cost of the service is shared by \
                other keys";
        UsageQuantities =
            "Mengen der Nutzung und ihr Verbleib",
            "Quantities of usage and what became of them";
        AllThatWasRead = "gelesen", "read";
        Measure = "Messgröße", "Measure";
        Quantity = "Menge", "Quantity";
        NoShareMatches = "kein Anteil passt zu diesen Angaben", "no share matches";
        LegalBasis = "Rechtsgrundlage", "Legal basis";
        AllParties = "Alle Beteiligten", "All parties";
        AllThatIsLeft = "alles, was noch übrig ist", "all that is left";
        AtMostLeft =
            "der festgelegte Betrag, höchstens was noch übrig ist",
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
        LargestShare = "Rundungsdifferenz an den größten Anteil", "difference to the largest share";
        ResidueTo =
            "Rundungsdifferenz an einen bestimmten Beteiligten",
            "difference to a named party";
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
        CascadeRounded =
            "Jeder Betrag ist für sich kaufmännisch gerundet; gerechnet wird mit genauen Brüchen.",
            "Each amount is rounded half up by itself; the calculation uses exact fractions.";
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
        DifferenceByPeriod =
            "Differenz zur Ausgangslage nach Zeiträumen",
            "Difference to the base by period";
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
        NoBreakEven =
            "Zwischen den Werten wechselt das Vorzeichen der Differenz nicht.",
            "Between the values the difference does not change its sign.";
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
        SubjectMultiplier = "Faktor", "Multiplier,";
        SubjectBase = "Sockelbetrag", "Base amount,";
        SubjectBaseSum = "Summe der Sockelbeträge", "Sum of base amounts";
        SubjectSliceTotal = "Kosten in der Zeitscheibe", "Cost within the slice";
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
        SubjectWeightSum = "Summe der Gewichte", "Sum of weights";
        SubjectUse = "Nutzung", "Use,";
        SubjectFloorOfRule = "Mindestbetrag nach der Regel", "Floor by the rule";
        SubjectCapOfRule = "Höchstbetrag nach der Regel", "Cap by the rule";
        SubjectLimitedShare = "begrenzter Anteil", "Limited share,";
        SubjectFloor = "Mindestbetrag", "Floor,";
        SubjectCap = "Höchstbetrag", "Cap,";
        SubjectExactShare = "genauer Anteil", "Exact share,";
        SubjectShare = "Anteil", "Share,";
        SubjectFigure = "Betrag", "Figure";
        Share = "Anteil", "Share";
        Advances = "Abschläge", "Advances";
        PaidForAll = "verauslagt", "Paid for all";
        Credits = "Gutschriften", "Credits";
        AccountBalance = "Saldo", "Balance";
        OutcomeOf = "Ergebnis", "Outcome";
        OutcomeEven = "ausgeglichen", "settled";
        OutcomeClaim = "Nachforderung", "additional claim";
        OutcomeRefund = "Erstattung", "refund";
        OutcomeDebtCarried =
            "Nachforderung, wird mit dem nächsten Abruf erhoben",
            "claim, collected with the next call";
        OutcomeCreditCarried =
            "Guthaben, wird mit dem nächsten Abruf verrechnet",
            "credit, set off against the next call";
        OutcomeOpen = "vorläufig", "provisional";
        BalanceMeans =
            "Saldo = Anteil − Abschläge − verauslagt − Gutschriften; positiv: noch zu zahlen.",
            "Balance = share − advances − paid for all − credits; positive: still to be paid.";
        NothingToSettle =
            "Es gibt nichts abzurechnen: keine Kosten und keine Zahlungen.",
            "There is nothing to settle: no cost and no payments.";
        NothingToList = "Nichts.", "Nothing.";
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
        LateInterest = "Zinsen auf verspätete Abschläge", "Interest on late advances";
        NothingLate = "Kein Abschlag kam zu spät.", "No advance came late.";
        Due = "fällig", "Due";
        PaidOn = "gezahlt", "Paid";
        DaysLate = "Tage", "Days";
        Transfers = "Ausgleichszahlungen", "Transfers";
        TransfersDirect =
            "Jeder zahlt denen, die für ihn verauslagt haben; dem gemeinsamen Konto den Rest.",
            "Everybody pays those who laid out money for it, and the joint account the rest.";
        NotMovedNow =
            "Was jetzt nicht gezahlt wird, läuft über das gemeinsame Konto: wer ein Guthaben \
                stehen lässt, zahlt es dort ein.",
            "What is not paid now goes through the joint account: whoever leaves a credit \
                standing pays it in there.";
        TransfersMinimal =
            "So wenige Zahlungen wie möglich; mit weniger geht es nachweislich nicht.",
            "As few payments as possible; fewer are proven impossible.";
        TransfersNotProven =
            "Wenige Zahlungen; dass es nicht mit weniger geht, ist bei so vielen Beteiligten \
                nicht nachgewiesen.",
            "Few payments; with so many parties it is not proven that fewer are impossible.";
        NoTransfers = "Es ist nichts zu zahlen.", "There is nothing to be paid.";
        TransferFrom = "von", "From";
        TransferTo = "an", "To";
        JointAccount = "gemeinsames Konto", "joint account";
        NetBefore = "zu zahlen", "To be paid";
        NetPays = "zahlt", "Pays";
        NetGets = "erhält", "Gets";
        NetAfter = "danach", "After";
        SetOffHow = "Was verrechnet wird", "What is set off";
        PlannedShare = "Anteil am Plan", "Planned share";
        Called = "abgerufen", "Called";
        NoFigureMatches =
            "Dazu gibt es nichts: anderen Beteiligten oder Zeitraum nennen",
            "there is nothing to explain: name another party or period";
        SubjectPayment = "Eingezahlt", "Paid in";
        SubjectOutlay = "Verauslagt", "Paid for all";
        SubjectCreditOfPeriod = "Gutschrift", "Credit";
        SubjectBalance = "Saldo", "Balance";
        SubjectInstalment = "Abschlag", "Instalment";
        SubjectSetOff = "Verrechnet", "Set off";
        SubjectCall = "Abruf", "Call";
        SubjectOwed = "noch zu zahlen", "To be paid,";
        SubjectGets = "noch zu erhalten", "To be received,";
        SubjectGetsAccount = "noch zu erhalten", "To be received";
        SubjectTransfer = "Ausgleichszahlung", "Transfer";
        SubjectRate = "Zinssatz", "Rate of interest";
        SubjectInterest = "Zinsen", "Interest";
        Template = "Vorlage", "Template";
        Templates =
            "Vorlagen für `umlage init --template NAME`",
            "Templates for `umlage init --template NAME`";
        Title = "Titel", "Title";
        Description = "Beschreibung", "Description";
        FirstRows = "Die ersten Zeilen", "The first rows";
        SuggestedEntry = "Vorschlag für umlage.toml", "Suggestion for umlage.toml";
        AmbiguousNumbers =
            "Zahlen wie 1.080 lassen sich hier auf zwei Arten lesen, und keine andere Zahl \
                entscheidet es: im Eintrag `decimal = \",\"` oder `decimal = \".\"` ergänzen.",
            "Numbers such as 1.080 can be read in two ways here, and no other number decides it: \
                add `decimal = \",\"` or `decimal = \".\"` to the entry.";
        WithMark = "mit Bytereihenfolge-Marke", "with byte order mark";
        Semicolon = "Semikolon", "semicolon";
        Comma = "Komma", "comma";
        Tabulator = "Tabulator", "tabulator";
        NoLineEnds = "keine", "none";
        NoTableFits =
            "Kein Vorschlag für umlage.toml: keine Spalte passt zu einer Tabelle. Die Namen der \
                Spalten stehen unter `columns`, was überall gleich ist, unter `set`.",
            "No suggestion for umlage.toml: no column fits a table. The names of the columns go \
                under `columns`, what is the same everywhere under `set`.";
        NoDelimiter =
            "keines, das jeder Zeile gleich viele Felder gibt",
            "none that gives every row as many fields";
        ColumnOfFile = "Spalte", "Column";
        ColumnType = "Typ", "Type";
        Filled = "gefüllt", "Filled";
        ControlSum = "Kontrollsumme", "Control sum";
        TakenAs = "gelesen als", "Taken as";
        TypeEmpty = "leer", "empty";
        TypeMunicipality = "Gemeindeschlüssel", "municipality key";
        TypeDate = "Datum JJJJ-MM-TT", "date YYYY-MM-DD";
        TypeGermanDate = "Datum TT.MM.JJJJ", "date DD.MM.YYYY";
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
        ChangesLegend =
            "Nach der Reihe: eine Ursache nach der anderen, in der Reihenfolge der Dokumentation. \
                Reihenfolgefrei: im Mittel über alle Reihenfolgen (Shapley). Beides summiert sich \
                auf den Cent zur Differenz.",
            "Stated order: one cause after another, in the order of the documentation. \
                Order-free: on average over all orders (Shapley). Both add up to the difference, \
                to the cent.";
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
        BudgetDeducted = "abgesetzte Überzahlungen", "Overpayments deducted";
        Remaining = "verbleibend", "Remaining";
        UsedPercent = "ausgeschöpft in %", "Used in %";
        ForecastLine = "linear nach Tagen", "Straight line";
        ForecastTooEarly =
            "Linear nach Tagen wird erst hochgerechnet, wenn ein Viertel des Jahres vorbei ist: \
                Vorher stünden wenige Rechnungen für das ganze Jahr.",
            "A straight line is drawn only once a quarter of the year is over: before that a few \
                invoices would stand for the whole year.";
        ForecastUneven =
            "Linear nach Tagen setzt gleichmäßige Ausgaben voraus; wo Rechnungen stoßweise \
                kommen, sagt der Verlauf des Vorjahres mehr.",
            "A straight line supposes even spending; where invoices come in lumps, the pattern of \
                the year before tells more.";
        ForecastNoSum =
            "Wo die Summe fehlt, fehlt der Wert eines Titels, sodass sie zu niedrig wäre: Im \
                Vorjahr war bis zu diesem Tag auf ihm nichts fällig.",
            "Where a sum is missing, so is the value of a title, and it would be too low: in the \
                year before, nothing was due on it by that day.";
        ForecastPattern = "Verlauf des Vorjahres", "Last year's pattern";
        ForecastCommitted = "Ist und Festlegung", "Spent and committed";
        YearsSideBySide = "Jahre nebeneinander", "Years side by side";
        Commitments = "Verpflichtungsermächtigungen", "Commitment appropriations";
        BudgetYear = "Haushaltsjahr", "Budget year";
        DueIn = "fällig", "Due";
        Granted = "bewilligt", "Granted";
        CommitmentUsed = "in Anspruch genommen", "Used";
        CommitmentOpen = "offen", "Open";
        BudgetReconciliation =
            "Überleitung: vom Jahr der Fälligkeit zum Jahr der Leistung",
            "Reconciliation: from the year of payment to the year of service";
        BookedNet = "Ist abzüglich Einnahmen", "Spent less income";
        ForOtherPeriods = "davon für andere Jahre", "Of it for other years";
        DueElsewhere = "in anderen Jahren fällig", "Due in other years";
        CostOfYear = "Kosten des Jahres", "Cost of the year";
        ClaimedSum = "Nachforderung", "Additional claim";
        RefundedSum = "Erstattung", "Refund";
        OwnBudgets =
            "Was die eigenen Haushalte der Beteiligten brauchen",
            "What each party's own budget must hold";
        FileOverview = "uebersicht", "overview";
        FileStatement = "abrechnung", "statement";
        FileKeys = "schluessel", "keys";
        FileCalls = "abruf", "calls";
        FileBudget = "haushalt", "budget";
        FileComparison = "szenarien", "scenarios";
        FileEvidence = "pruefung", "audit";
        FileBook = "bericht", "report";
        OverviewSheet = "Übersicht", "Overview";
        FilePlan = "planung", "plan";
        StatementSheet = "Abrechnung", "Statement";
        PlanSheet = "Planung", "Plan";
        KeySheet = "Schlüsselblatt", "Key sheet";
        CallSheet = "Abruf der Abschläge", "Calls for advances";
        BudgetSheet = "Haushaltsrechnung", "Budget account";
        ComparisonSheet = "Vergleich mit Szenarien", "Comparison with scenarios";
        EvidenceSheet = "Prüfblatt", "Audit sheet";
        Reference = "Aktenzeichen", "Reference";
        Date = "Datum", "Date";
        StatementResult = "Ergebnis", "Result";
        StatementShare = "Anteil an den Kosten", "Share of the cost";
        LessAdvances = "abzüglich Abschläge", "less advances";
        LessPaidForAll = "abzüglich Auslagen für alle", "less outlays for all parties";
        LessAfterSettlement =
            "abzüglich Zahlungen nach der Abrechnung",
            "less payments after the settlement";
        AfterSettlement = "Zahlungen nach der Abrechnung", "Payments after the settlement";
        Outlays = "Auslagen für alle", "Outlays for all parties";
        CreditsAndDebits =
            "Gutschriften und Lasten aus anderen und in andere Zeiträume",
            "Credits and debits from and into other periods";
        PaymentKindNumber = "Nr. Art", "No. of kind";
        PaymentKind = "Art", "Kind";
        ToSetOff = "zu verrechnen", "To be set off";
        LeftToSetOff = "bleibt für spätere Abrufe", "Left for later calls";
        SetOffMeans =
            "Ein Guthaben (+) mindert den Abruf, ein Fehlbetrag (−) erhöht ihn. Was mit einer \
                Rate verrechnet ist, wird abgezogen, bis nichts mehr bleibt.",
            "A credit (+) lowers the call, a shortfall (−) raises it. What is set off against an \
                instalment is taken away, until nothing is left.";
        LessCredits = "abzüglich Gutschriften", "less credits";
        LessCreditsNet =
            "abzüglich Gutschriften nach Abzug der Lasten",
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
            "Von den Kosten verteilt jeder Schritt die Summe unter „zu verteilen“. Diese Summe \
                mal Ihr Anteil daran, gerundet nach der Regel des Schritts (siehe \
                Rechtsgrundlagen), ist der Anteil in der letzten Spalte.",
            "Of the cost each step shares the sum under “To be shared”. That sum times your part \
                of it, rounded by the rule of the step (see legal bases), is the share in the \
                last column.";
        NoShareHere =
            "In diesem Zeitraum entfällt kein Anteil auf Sie.",
            "You have no share in this period.";
        ChangeAgainstBefore =
            "Veränderung gegenüber dem Vorzeitraum",
            "Change against the period before";
        KeyValues = "Schlüsselwerte", "Values of the keys";
        OwnWeight = "eigener Wert", "Own value";
        WeightOfAll = "Summe aller", "Sum of all";
        PaymentsAndCredits =
            "Zahlungen, Auslagen und Gutschriften im Einzelnen",
            "Payments, outlays and credits one by one";
        Item = "Vorgang", "Item";
        DocumentNumber = "Beleg", "Document";
        Supplier = "Lieferant", "Supplier";
        RuleAndStep = "Regel: Schritt", "Rule: step";
        RoundedPercentage = "gerundeter Prozentsatz", "Rounded percentage";
        LeftoverCredit = "Restmittel, gutgeschrieben", "Leftover, credited";
        LeftoverDebit =
            "Restmittel, in einen späteren Zeitraum übertragen",
            "Leftover, carried into a later period";
        BankAccount = "Zahlungsweg", "How to pay";
        GetsPaidBack =
            "Die Erstattung wird überwiesen. Bitte teilen Sie Ihre Bankverbindung mit, soweit sie \
                hier noch nicht vorliegt.",
            "The refund is paid by transfer. Please let us have your bank details unless they are \
                known here.";
        CallsGoTo =
            "Was abgerufen oder nachgefordert wird, zahlen Sie bitte auf dieses Konto:",
            "Please pay what is called or claimed into this account:";
        KeepsAccount =
            "Sie führen das gemeinsame Konto. Ihre eigenen Beträge werden dort gebucht; eine \
                Überweisung ist nicht nötig.",
            "You keep the joint account. Your own amounts are booked there; no transfer is needed.";
        Contact = "Auskunft", "Contact";
        NoKeyUsed = "Kein Schlüssel wurde verwendet.", "No key was used.";
        SeveralServices = "mehrere Leistungen", "Several services";
        WithoutKind = "ohne Kostenart", "Without kind";
        FlowOfCost = "Wie die Kosten fließen", "How the cost flows";
        OtherDocuments = "Weitere Dokumente dieses Berichts", "Other documents of this report";
        CostRows = "Kostenzeilen und ihr Verbleib", "Cost rows and what became of them";
        SharesByService = "Anteile nach Leistungen", "Shares by service";
        PaymentRows = "Zahlungen und ihr Verbleib", "Payments and what became of them";
        BudgetRows = "Haushaltszeilen und ihr Verbleib", "Budget rows and what became of them";
        UsageRowsLeftOut = "Ausgelassene Zeilen der Nutzung", "Usage rows left out";
        TableServices = "Leistungen", "Services";
        TableParticipation = "Teilnahme", "Participation";
        TableUsage = "Nutzung", "Usage";
        TableDrivers = "Bezugsgrößen", "Drivers";
        TableStatistics = "Statistik", "Statistics";
        TablePayments = "Zahlungen", "Payments";
        TableBudget = "Haushalt", "Budget";
        NoCostToCompare =
            "Keine der Seiten hat Kosten; es gibt nichts zu vergleichen.",
            "None of the sides has cost; there is nothing to compare.";
        OnlyThese = "nur", "only";
        Place = "Fundstelle", "Place";
        BecameOf = "Verbleib", "What became of it";
        PlusDebits =
            "zuzüglich Lasten aus anderen und in andere Zeiträume",
            "plus debits from and into other periods";
        RoundHalfUp = "kaufmännisch gerundet", "rounded half up";
        RoundHalfEven = "zur geraden Ziffer gerundet", "rounded half to even";
        RoundDown = "abgerundet", "rounded down";
        RoundUp = "aufgerundet", "rounded up";
        ResidueLargestRemainder =
            "abgeschnitten, fehlende Einheiten an die größten Reste (Hare/Niemeyer)",
            "cut off, missing units to the largest remainders (Hare/Niemeyer)";
        ResidueLargestShare =
            "Differenz an den größten Anteil",
            "the difference to the largest share";
        DifferenceGoesTo = "Differenz an:", "the difference to:";
        DifferenceStays = "Differenz bleibt als Rundungsrest", "the difference stays as residue";
        StatementAnnex =
            "Anlage: Herleitung einzelner Anteile",
            "Annex: how single shares come about";
        TimePart = "Zeitanteil", "Part of time";
        ProductWithTime =
            "Wo ein Zeitanteil steht, ist auch mit ihm malzunehmen.",
            "Where a part of time is given, multiply by it, too.";
        TimeByDays =
            "Zeitanteil: nach Tagen; wer hinzukommt oder ausscheidet, trägt nur an den Kosten der \
                Tage mit, an denen er beteiligt ist",
            "Part of time: by days; whoever joins or leaves shares in the cost of its own days \
                only";
        TimeByMonths =
            "Zeitanteil: nach Monaten; wer hinzukommt oder ausscheidet, trägt nur an den Kosten \
                der Monate mit, in denen er beteiligt ist",
            "Part of time: by months; whoever joins or leaves shares in the cost of its own \
                months only";
        TimeInWeightByDays =
            "Zeitanteil: der Wert eines jeden zählt zu dem Teil der Tage, an denen er beteiligt \
                ist",
            "Part of time: the value of each counts by the part of the days on which it takes part";
        TimeInWeightByMonths =
            "Zeitanteil: der Wert eines jeden zählt zu dem Teil der Monate, in denen er beteiligt \
                ist",
            "Part of time: the value of each counts by the part of the months in which it takes \
                part";
        TimeNotCounted =
            "Zeitanteil: keiner; wer an einem Tag beteiligt ist, zählt für die ganze Zeit",
            "Part of time: none; whoever takes part on one day counts for the whole time";
        TakesAll = "verteilt werden die Kosten im Ganzen", "shares all of the cost";
        TakesRest =
            "verteilt wird der Rest, den die Schritte davor übrig lassen",
            "shares the rest that the steps before leave";
        TakesDirect =
            "Kosten, die einem Beteiligten zugeordnet sind, trägt dieser allein",
            "cost that belongs to one party is borne by that party alone";
        OnlyOfItsCost =
            "; gemeint sind nur die Kosten, für die der Schritt gilt",
            "; of the cost that the step is about only";
        EachMember = "je Mitglied", "for each member";
        EachParticipant = "je nachnutzendem Beteiligten", "for each participant";
        EachReceiver = "je Beteiligten dieses Schritts", "for each party of this step";
        CountedHere = "davon im Zeitraum", "Of it in the period";
        VerifyRecord = "Abweichende Angaben im Nachweis", "Statements of the record that differ";
        WhatMoved = "was", "What";
        FileShares = "anteile", "shares";
        RunDigest = "Lauf", "run";
        StateSame = "unverändert", "same";
        StateChanged = "geändert", "changed";
        StateMissing = "fehlt", "missing";
        StateNew = "neu, im Nachweis nicht verzeichnet", "new, not in the record";
        StateLink =
            "nur eine Verknüpfung auf eine Datei an anderer Stelle",
            "only a link to a file elsewhere";
        StateOutside =
            "liegt nicht im Ordner und wird nicht gelesen",
            "not in the folder, and not read";
        StateUnread = "wird vom Lauf nicht gelesen", "not read by the run";
        VerifyTitle = "Prüfung des Berichts", "Verification of the report";
        VerifyInputDiffers =
            "Der Bericht gilt nicht mehr: die Eingabe ist nicht mehr die, aus der er entstanden \
                ist.",
            "The report no longer holds: the input is not the one that it was made from.";
        VerifyRecordDiffers =
            "Der Bericht ist nicht, was der Lauf ergibt: die Eingabe ist dieselbe, aber der \
                Nachweis sagt etwas anderes als der wiederholte Lauf.",
            "The report is not what the run gives: the input is the same, but the record says \
                something else than the repeated run.";
        VerifyOutputDiffers =
            "Dateien des Berichts sind nicht mehr, wie sie geschrieben wurden. Die Eingabe ist \
                dieselbe, und der wiederholte Lauf ergibt, was im Nachweis steht.",
            "Files of the report are not as they were written. The input is the same, and the \
                repeated run gives what the record says.";
        VerifyNoneMoved =
            "Kein Anteil und kein Saldo ändert sich.",
            "No share and no balance changes.";
        VerifyCause = "Ursache", "Cause";
        FigureRead = "gelesener Wert", "figure read";
        VerifyRefused =
            "Der Lauf lässt sich nicht wiederholen: die Eingabe wird jetzt zurückgewiesen (siehe \
                die Meldungen).",
            "The run cannot be repeated: the input is refused now (see the messages).";
        VerifyLock = "Nachweis", "Record";
        VerifyOutputs = "Dateien des Berichts", "Files of the report";
        VerifyRepeated = "Neu erzeugt und verglichen", "Made anew and compared";
        VerifyMoved = "Wessen Betrag sich ändert", "Whose amount changes";
        UseStatement = "Verwendungsnachweis", "Statement of use";
        PageWord = "Seite", "Page";
        PageOf = "von", "of";
        LeafTable = "Tabelle", "Table";
        LeafOverview = "1 Übersicht", "1 Overview";
        LeafChange = "1a Veränderung", "1a Change";
        LeafComparison = "1b Szenarien", "1b Scenarios";
        LeafShares = "2 Anteile", "2 Shares";
        LeafPools = "3 Umlagemassen", "3 Pools";
        LeafSettlement = "4 Abrechnung", "4 Settlement";
        LeafPayments = "4a Zahlungen", "4a Payments";
        LeafCalls = "5 Abruf", "5 Calls";
        LeafSetOff = "5a Verrechnung", "5a Set off";
        LeafKeys = "6 Schlüssel", "6 Keys";
        LeafBudget = "7 Haushalt", "7 Budget";
        LeafFiles = "8 Dateien", "8 Files";
        LeafLeftOut = "8a Ausgelassen", "8a Left out";
        LeafEntries = "8b Kostenzeilen", "8b Cost rows";
        LeafFindings = "8c Feststellungen", "8c Findings";
        LeafControl = "8d Kontrollsummen", "8d Control totals";
        LeafTrace = "9 Rechenweg", "9 Trace";
        LeafTraceSettlement = "9a Rechenweg Abrechnung", "9a Trace of the settlement";
        LeafTraceCalls = "9b Rechenweg Abruf", "9b Trace of the calls";
        TitleOverview = "Übersicht: wer zahlt was", "Overview: who pays what";
        TitleShares = "Anteile nach Schritten", "Shares by step";
        TitlePools = "Umlagemassen und Schritte", "Pools and steps";
        TitlePayments = "Zahlungen, Auslagen und Gutschriften", "Payments, outlays and credits";
        TitleSettlement = "Abrechnung", "Settlement";
        TitleFiles = "Gelesene Dateien", "Files read";
        TitleEntries = "Kostenzeilen und ihr Verbleib", "Cost rows and what became of them";
        TitleFindings = "Feststellungen", "Findings";
        TitleControl = "Kontrollsummen", "Control totals";
        TitleTrace = "Rechenweg", "Trace";
        NumberWord = "Nr.", "No.";
        WeightHead = "Gewicht", "Weight";
        StatusHead = "Ist/Plan", "Actual/plan";
        Chapter = "Kapitel", "Chapter";
        Purpose = "Zweckbestimmung", "Purpose";
        Figure = "Kennzahl", "Figure";
        PartyNumber = "Nr. Beteiligter", "No. of party";
        ServiceNumber = "Nr. Leistung", "No. of service";
        BudgetLineNumber = "Nr. Haushaltszeile", "No. of budget line";
        UsedForHead = "verwendet für", "Used for";
        RoundingHead = "Rundung", "Rounding";
        PoolNumber = "Nr. Umlagemasse", "No. of pool";
        PoolCost = "Kosten der Umlagemasse", "Cost of the pool";
        StepNumber = "Nr. Schritt", "No. of step";
        TraceNumber = "Nr. im Rechenweg", "No. in the trace";
        AccountNumber = "Nr. Konto", "No. of account";
        ExactAmount = "genauer Anteil", "Exact share";
        CutToCent = "gerundet", "Rounded";
        CentAdded = "Differenz dazu", "Difference added";
        RoundingEffect = "Rundungswirkung in Cent", "Rounding effect in cents";
        SharesBarTitle = "Anteile der Beteiligten", "Shares of the parties";
        SharesSum = "Summe der Anteile", "Sum of shares";
        OperationRead = "gelesen", "read";
        OperationConstant = "fester Wert", "constant";
        OperationDays = "Tage", "days";
        OperationMonths = "Monate", "months";
        OperationSum = "Summe", "sum";
        OperationDifference = "Differenz", "difference";
        OperationProduct = "Produkt", "product";
        OperationLargest = "größter Wert", "largest";
        OperationReplace = "Ersatz", "replace";
        OperationQuotient = "Quotient", "quotient";
        OperationPortion = "Anteil", "portion";
        OperationRound = "Rundung", "round";
        OperationAtMost = "höchstens", "at most";
        OperationLimit = "Grenzen", "limits";
        OperationSolve = "Gleichungen", "equations";
        OperationApportion = "Aufteilung", "apportionment";
        OperationWord = "Rechenart", "Operation";
        SubjectHead = "Gegenstand", "Subject";
        InputsHead = "aus Schritten oder Stellen", "From steps or places";
        ExactHead = "genau (Bruch)", "Exact (fraction)";
        ValueHead = "Wert", "Value";
        RoundedHead = "gerundet", "Rounded";
        PlaceHead = "Stelle", "Place";
        PartHead = "davon im Zeitraum", "Of it in the period";
        FateHead = "Verbleib", "What became of it";
        FateNumber = "Nr. Verbleib", "No. of fate";
        FatePool = "verteilt", "shared";
        FatePassed = "Kostenstelle, weitergegeben", "cost centre, passed on";
        ReasonHead = "Grund", "Reason";
        SeverityHead = "Art", "Kind";
        Message = "Meldung", "Message";
        Remedy = "Abhilfe", "Remedy";
        SeverityError = "Fehler", "error";
        SeverityFinding = "Feststellung", "finding";
        SeverityNote = "Hinweis", "note";
        InstalmentNumber = "Nr. Abschlag", "No. of instalment";
        ControlIs = "gerechnet", "Calculated";
        ControlShould = "aus dem Lauf", "From the run";
        PartsShared = "Kostenzeilen: verteilt", "Cost rows: shared";
        PartsNotShared = "Kostenzeilen: nicht umgelegt", "Cost rows: not shared";
        NoteOverview =
            "Jede Zelle summiert die Anteile des Blatts 2 mit den Nummern ihrer Zeile und Spalte.",
            "Each cell adds up the shares of sheet 2 with the numbers of its row and column.";
        NoteShares =
            "Genauer Anteil = Summe des Schritts × Gewicht ÷ Summe der Gewichte. Anteil = \
                gerundet + Differenz dazu; wie ein Schritt rundet, steht im Blatt der \
                Umlagemassen. Wo der genaue Anteil anders entsteht, kommt er aus Blatt 9 \
                „Rechenweg“, ein Klick führt dorthin.",
            "Exact share = sum of the step × weight ÷ sum of weights. Share = rounded + \
                difference added; how a step rounds stands on the sheet of pools. Where the exact \
                share comes about otherwise, it comes from sheet 9 “Trace”, a click leads there.";
        NoteForScreen =
            "Gedruckt wird von diesem Blatt nur der Kopf; wer die Zeilen auf Papier braucht, hebt \
                den Druckbereich auf.",
            "Only the head of this sheet is printed; whoever needs the rows on paper clears the \
                print area.";
        NothingBefore =
            "Kein Vergleich mit dem Vorzeitraum: Ein Teil von ihm hat keine Kosten, oder er lässt \
                sich nicht verteilen.",
            "No comparison with the period before: a part of it has no cost, or it cannot be \
                shared.";
        NoteChange =
            "Die Beträge des Vorzeitraums leitet sein eigener Bericht her.",
            "The amounts of the period before are derived in its own report.";
        NoteComparison =
            "Die Beträge eines Szenarios leitet ein Bericht mit --scenario her.",
            "The amounts of a scenario are derived in a report with --scenario.";
        NoteTrace =
            "Jede Zeile ist ein Schritt; die Zahlen unter „aus Schritten“ sind Nummern früherer \
                Schritte, dieselben wie in trace.json (Abrechnung: trace-settlement.json, Abruf: \
                trace-calls.json). Die Rechenarten erklärt docs/reference/trace.md.",
            "Each row is a step; the numbers under “from steps” are those of earlier steps, the \
                same as in trace.json (settlement: trace-settlement.json, calls: \
                trace-calls.json). The operations are explained in docs/reference/trace.md.";
        NoteTraceShares =
            "Was ein Anteil mit Summe, Gewicht und Rundung ganz herleitet, steht als Zeile im \
                Blatt der Anteile und wird hier nicht wiederholt; seine Nummer steht dort in der \
                letzten Spalte.",
            "What a share derives in full with sum, weight and rounding stands as a row on the \
                sheet of shares and is not repeated here; its number is there in the last column.";
        NoteConstants =
            "Die Werte sind fest eingetragen: Dieses Blatt hat mehr als 200.000 Schritte und \
                darum keine Formeln.",
            "The values are constants: this sheet has more than 200,000 steps and therefore no \
                formulas.";
        NoteOneParty =
            "Dieses Blatt zeigt nur die Zeilen des Beteiligten dieses Berichts.",
            "This sheet shows only the rows of the party of this report.";
        SkipToContent = "Zum Inhalt", "Skip to the content";
        Chart = "Diagramm", "Chart";
        Table = "Tabelle", "Table";
        BaseAndScenarios = "Ausgangslage und Szenarien", "Base and scenarios";
        DifferenceByParty = "Differenz je Beteiligten", "Difference by party";
        SharesOfParties = "Anteile der Beteiligten", "Shares of the parties";
    }
    phrases {
        TakesShare { part } = "verteilt werden {part} der Kosten", "shares {part} of the cost";
        TakesShareOfRest { part } =
            "verteilt werden {part} dessen, was die Schritte davor übrig lassen",
            "shares {part} of what the steps before leave";
        TakesAmount { amount } =
            "verteilt wird ein fester Betrag von {amount}",
            "shares a fixed amount of {amount}";
        TakesEach { amount, whom } =
            "fester Betrag von {amount} {whom}",
            "a fixed amount of {amount} {whom}";
        TakesAtMost { amount } = ", höchstens {amount}", ", {amount} at most";
        TakesAtMostPerUnit { amount, measure } =
            ", höchstens {amount} je Einheit ({measure})",
            ", {amount} for each unit at most ({measure})";
        InAnnex { number } = "Anlage Nr. {number}", "annex no. {number}";
        UsageFigures { measure, files } =
            "Nutzungszahlen ({measure}), Datei {files}",
            "usage figures ({measure}), file {files}";
        BarsAlternative { title, count, most, least } =
            "Balkendiagramm: {title}, {count} Zeilen. Größter Betrag: {most}; kleinster: {least}. \
                Alle Beträge stehen in der Tabelle.",
            "Bar chart: {title}, {count} rows. Largest amount: {most}; smallest: {least}. All \
                amounts are in the table.";
        CurvesAlternative { title, axis, count, curves } =
            "Kurven: {title}, {count} Werte von {axis}. Vom ersten zum letzten Wert: {curves}. \
                Alle Beträge stehen in der Tabelle.",
            "Curves: {title}, {count} values of {axis}. From the first to the last value: \
                {curves}. All amounts are in the table.";
        CourseFromTo { name, from, to } = "{name} {from} bis {to}", "{name} {from} to {to}";
        CourseBy { axis } = "Verlauf nach {axis}", "Course by {axis}";
        WidestCourses { title, count } =
            "{title} (die {count} mit der größten Spanne)",
            "{title} (the {count} with the widest span)";
        OthersJoined { count, names } = "Übrige ({count}): {names}", "Others ({count}): {names}";
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
        UnknownWay { way } =
            "`--transfers {way}` gibt es nicht: `hub:HE`, `direct` oder `minimal`",
            "there is no `--transfers {way}`: `hub:HE`, `direct` or `minimal`";
        OnlyParty { of } =
            "zu `--of {of}` passen `--service`, `--rule` und `--step` nicht: nur `--party` und \
                `--period`",
            "`--service`, `--rule` and `--step` do not go with `--of {of}`: only `--party` and \
                `--period`";
        BudgetOfOtherYears { known } =
            "Für den gewählten Zeitraum gibt es keinen Haushalt; vorhanden sind: {known}.",
            "There is no budget for the selected period; there are: {known}.";
        BudgetAbout { years, currency } =
            "Haushaltsrechnung {years}, Beträge in {currency}. Ausgaben zählen im Jahr ihrer \
                Fälligkeit, brutto.",
            "Budget account {years}, amounts in {currency}. Cost counts in the year in which it \
                is due, gross.";
        BudgetYearOf { year } = "Haushaltsjahr {year}", "Budget year {year}";
        CoverGiven { from, to, amount } =
            "Deckung: {from} gibt {to} {amount}",
            "Cover: {from} gives {to} {amount}";
        PercentRounded { places } =
            "Prozentwerte sind auf {places} Nachkommastellen gerundet; gerechnet wird mit den \
                genauen Brüchen.",
            "Percentages are rounded to {places} decimals; the calculation uses the exact \
                fractions.";
        OpenTitle { period, party } =
            "Vorläufige Kostenabrechnung {period}: {party}",
            "Interim statement of cost {period}: {party}";
        PlanTitle { period, party } =
            "Kostenplanung {period}: {party}",
            "Planned cost {period}: {party}";
        StatementTitle { period, party } =
            "Kostenabrechnung {period}: {party}",
            "Statement of cost {period}: {party}";
        RoundingEffect { cents } =
            "Die Summen unter „zu verteilen“ sind auf ganze Cent gerundet. Die Rundung der \
                Anteile daran verändert die Summe Ihrer Anteile um {cents} Cent.",
            "The sums under “To be shared” are rounded to whole cents. Rounding the shares in \
                them changes the sum of your shares by {cents} cents.";
        ChangeAlternative { before, now, old, new } =
            "Balken für {before} und {now}: zusammen {old} und {new}. Die Zahlen stehen in der \
                Tabelle darunter.",
            "Bars for {before} and {now}: {old} and {new} in all. The figures stand in the table \
                below.";
        FlowAlternative { kinds, total } =
            "Flussbild von den Kostenarten ({kinds}) über die Leistungen zu den Beteiligten, \
                zusammen {total}. Die Kostenarten stehen in der Tabelle darunter, Leistungen und \
                Beteiligte in den Tabellen am Anfang dieser Seite.",
            "Flow diagram from cost kinds ({kinds}) through services to parties, {total} in all. \
                The cost kinds stand in the table below, services and parties in the tables at \
                the top of this page.";
        FlowNotDrawn { from, to, count, amount } =
            "Nicht gezeichnet sind Beträge unter null, etwa Gutschriften, von {from} zu {to} \
                (Anzahl: {count}), zusammen {amount}. In den Summen sind sie enthalten.",
            "Amounts below zero, such as credits, are not drawn, from {from} to {to} (number: \
                {count}), {amount} in all. The sums include them.";
        SetOffWith { period } =
            "Verrechnung mit dem Abruf {period}",
            "Set off against the calls {period}";
        SetOffIn { number, day } =
            "abzüglich: mit Rate {number} verrechnet, fällig {day}",
            "less: set off against instalment {number}, due {day}";
        BoundLeftover { title, amount, period } =
            "{title}: {amount} sind gebunden und mindern keinen Abruf; sie werden in der \
                Abrechnung {period} gutgeschrieben.",
            "{title}: {amount} is bound and lowers no call; it is credited in the settlement \
                {period}.";
        CarriedFrom { period } = "Vortrag aus {period}", "Carried from {period}";
        BelowThreshold { outcome, amount } =
            "{outcome} (unter der Bagatellgrenze von {amount})",
            "{outcome} (below the threshold of {amount})";
        InstalmentOfCalls { number, period, day } =
            "Rate {number} des Abrufs {period} (fällig {day})",
            "instalment {number} of the calls {period} (due {day})";
        InstalmentsOfCalls { number, period, day } =
            "den Raten ab Nr. {number} des Abrufs {period} (zuerst fällig {day})",
            "the instalments from no. {number} of the calls {period} (first due {day})";
        DueTogether { day, amount, parts } =
            "Am {day} sind zusammen {amount} fällig: {parts}.",
            "Due on {day} in all: {amount} ({parts}).";
        BalanceCarried { period } =
            "Guthaben (+) oder Fehlbetrag (−) aus {period}",
            "Credit (+) or shortfall (−) of {period}";
        VerifySame { inputs, outputs } =
            "Nichts hat sich geändert: {inputs} Eingabedateien und {outputs} Dateien des Berichts \
                sind Byte für Byte dieselben, und der wiederholte Lauf erzeugt sie ebenso.",
            "Nothing has changed: {inputs} input files and {outputs} files of the report are the \
                same byte by byte, and the repeated run makes them alike.";
        VerifyAnew { changed, all } =
            "{changed} von {all} Dateien werden anders, weil jede Seite den Lauf nennt, aus dem \
                sie stammt; `--format json` nennt sie.",
            "{changed} of {all} files come out otherwise, since every page names the run it comes \
                from; `--format json` lists them.";
        OtherProgram { program } =
            "Der Bericht wurde mit {program} erzeugt.",
            "The report was made by {program}.";
        StepRounds { unit, how } = "Rundung auf {unit}: {how}", "Rounding to {unit}: {how}";
        UsageLeftOut { reason, count, first, last } =
            "{reason}: {count} Zeilen, von {first} bis {last}",
            "{reason}: {count} rows, from {first} to {last}";
        UsedFor { of } = "Verwendet für: {of}", "Used for: {of}";
        ForecastAsOf { day } =
            "Hochrechnung zum Jahresende, Stand {day}",
            "Forecast to the end of the year, as of {day}";
        ReconciledWith { year, allocated, cost, made } =
            "Kosten der Verteilung {year}: {allocated} = {cost} aus Kostenpositionen + {made} aus \
                Zuschlägen, Gutschriften, Fortschreibungen und Nachholungen",
            "Cost of the allocation {year}: {allocated} = {cost} of cost entries + {made} of \
                surcharges, credits, indexations and catch-ups";
        SpentIn { year } = "Ist {year}", "Spent {year}";
        BadDayOption { day } =
            "`--as-of {day}` ist kein Tag; möglich ist 2024-03-15",
            "`--as-of {day}` is not a day; write 2024-03-15";
        PreviewAbout { encoding, line_ends, delimiter, header, rows, columns } =
            "Codierung {encoding}, Zeilenenden {line_ends}, Trennzeichen: {delimiter}. Kopfzeile: \
                Zeile {header}, Zeilen darunter: {rows}, Spalten: {columns}.",
            "Encoding {encoding}, line ends {line_ends}, delimiter: {delimiter}. Header: line \
                {header}, rows below it: {rows}, columns: {columns}.";
        TotalsNotCounted { rows } =
            "{rows} mit Summen: in den Kontrollsummen nicht mitgezählt.",
            "{rows} of totals: not counted in the control sums.";
        LinesBelow { lines } =
            "{lines} unter der Tabelle: vor dem Einlesen löschen, sie gehören zu keiner Spalte.",
            "{lines} below the table: delete them before the file is read, they belong to no \
                column.";
        ColumnsToName { table, columns } =
            "Für `{table}` fehlen noch: {columns}. Sie stehen in einer Spalte mit anderem Namen \
                (`columns`) oder sind überall gleich (`set`).",
            "Still missing for `{table}`: {columns}. They stand in a column of another name \
                (`columns`) or are the same everywhere (`set`).";
        AllocationAbout { period, status, currency } =
            "Kostenverteilung {period}, {status}, Beträge in {currency}",
            "Allocation {period}, {status}, amounts in {currency}";
        NoCost { period } =
            "Im Zeitraum {period} gibt es keine Kosten.",
            "There is no cost in {period}.";
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
            "Vereinbart ist {reference}; ohne Einigung gilt {fallback}. Durch die Einigung im \
                Vorteil: {gain}, im Nachteil: {lose}, unverändert: {same}.",
            "{reference} is agreed; without agreement {fallback} holds. By the agreement {gain} \
                gain, {lose} lose, {same} pay the same.";
        BargainingAssumed { reference, fallback, gain, same, lose } =
            "Annahme: Vereinbart wird {reference}, ohne Einigung gilt {fallback}; das hat niemand \
                festgelegt, `--reference` und `--fallback` nennen andere. Durch die Einigung im \
                Vorteil: {gain}, im Nachteil: {lose}, unverändert: {same}.",
            "Assumed: {reference} is agreed, and without agreement {fallback} holds; nobody has \
                laid that down, `--reference` and `--fallback` name others. By the agreement \
                {gain} gain, {lose} lose, {same} pay the same.";
        NotPossible { what } =
            "Mit diesen Bezugsgrößen nicht möglich: {what}.",
            "Not possible with these drivers: {what}.";
        Solved { centres } =
            "Lösung des Gleichungssystems von {centres} Kostenstellen aus diesen Teilen",
            "solution of the system of equations of {centres} cost centres with these parts";
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
        LeftOutRows { file, rows, reason } = "{file}: {rows}, {reason}", "{file}: {rows}, {reason}";
        RowsOfAmount { rows, amount } = "{rows} über {amount}", "{rows} of {amount}";
        RowsUnread { rows } = "{rows} ohne lesbaren Betrag", "{rows} without a readable amount";
        RowsAnd { rows, others } = "{rows} und {others}", "{rows} and {others}";
        Verdict { errors, findings, notes } =
            "Fehler: {errors}, Feststellungen: {findings}, Hinweise: {notes}",
            "Errors: {errors}, findings: {findings}, notes: {notes}";
        FigureOf { who, what, amount } = "{who}, {what}: {amount}", "{who}, {what}: {amount}";
        SumOfShares { count } = "die Summe aus {count} Anteilen", "the sum of {count} shares";
        MoreShares { count } =
            "… und {count} weitere Anteile. Mit `--service`, `--rule`, `--step` oder `--period` \
                eingrenzen; `--format json` hat alle.",
            "… and {count} more shares. Narrow down by `--service`, `--rule`, `--step` or \
                `--period`; `--format json` has all.";
        SeeExplain { options } =
            "siehe `umlage explain {options}`",
            "see `umlage explain {options}`";
        See { number } = "siehe [{number}]", "see [{number}]";
        AndMore { count } =
            "… und {count} weitere (alle mit `--format json`)",
            "… and {count} more (all with `--format json`)";
        AndMorePlaces { count } = "und {count} weitere Stellen", "and {count} more places";
        AmountsIn { currency } = "Beträge in {currency}", "amounts in {currency}";
        ComparedWith { base } = "Ausgangslage: {base}", "Base: {base}";
        ScenarioLegend { label, title } = "{label} = {title}", "{label} = {title}";
        UnchangedPeriods { title, periods } =
            "Das Szenario „{title}“ ändert für {periods} nichts: Jeder Betrag ist auf den Cent \
                derselbe.",
            "The scenario “{title}” changes nothing in {periods}: every amount is the same to the \
                cent.";
        SameLinesOfServices { title, periods } =
            "{title}: die Leistungen kosten in {periods} dasselbe, aber die Beteiligten zahlen \
                anderes (zu sehen ohne `--by service`)",
            "{title}: the services cost the same in {periods}, but the parties pay other amounts \
                (seen without `--by service`)";
        SameLinesOfParties { title, periods } =
            "{title}: die Beteiligten zahlen in {periods} zusammen dasselbe, aber für andere \
                Leistungen (zu sehen mit `--by service`)",
            "{title}: the parties pay the same in all in {periods}, but for other services (seen \
                with `--by service`)";
        PerCase { measure } = "je Fall ({measure})", "per case ({measure})";
        PerCases { count, measure } =
            "je {count} Fälle ({measure})",
            "per {count} cases ({measure})";
        PerInhabitants { count } = "je {count} Einwohner", "per {count} inhabitants";
        AxisValues { name, count, first, last } =
            "{name}: {count} Werte von {first} bis {last}",
            "{name}: {count} values from {first} to {last}";
        AxisJoin { name, count } =
            "{name}: bis zu {count} kommen in der genannten Reihenfolge hinzu; wer nicht genannt \
                ist, bleibt dabei",
            "{name}: up to {count} join in the order given; those not named stay as they are";
        AxisJoinOnly { name, count } =
            "{name}: nur die Genannten, bis zu {count} in der genannten Reihenfolge; sonst nimmt \
                niemand teil",
            "{name}: only those named, up to {count} in the order given; nobody else takes part";
        AllOrders { name } =
            "{name}: was ein Beteiligter zahlt, wenn n der Genannten beigetreten sind, über alle \
                Reihenfolgen des Beitritts; wer nicht genannt ist, bleibt dabei",
            "{name}: what a party pays when n of those named have joined, over all orders of \
                accession; those not named stay as they are";
        AllOrdersOnly { name } =
            "{name}: was ein Beteiligter unter n Nachnutzern zahlt, über alle Reihenfolgen des \
                Beitritts; außer den Genannten nimmt niemand teil",
            "{name}: what a party pays among n users, over all orders of accession; nobody but \
                those named takes part";
        BreakEvenOf { party } = "Gleichstand: {party}", "Break-even: {party}";
        BreakEvenAt { at, amount, against } =
            "bei {at}: {amount} gegen {against}",
            "at {at}: {amount} against {against}";
        BreakEvenBetween { from, to, amount, against } =
            "zwischen {from} und {to}: {amount} gegen {against}",
            "between {from} and {to}: {amount} against {against}";
        AxisWithoutValue { axis } =
            "`{axis}` hat keinen Namen oder keine Werte; zum Beispiel `--vary \
                rule.r.step.s.share=0..50:5%` oder `--join wohngeld=HE,RP`",
            "`{axis}` has no name or no values; for example `--vary rule.r.step.s.share=0..50:5%` \
                or `--join wohngeld=HE,RP`";
        AxisRange { range } =
            "`{range}` ist kein Bereich VON..BIS:SCHRITT, in dem der Schritt von der einen zur \
                anderen Zahl führt, wie `0..50:5%` oder `0..1:1/10`",
            "`{range}` is no range FROM..TO:STEP in which the step leads from one number to the \
                other, such as `0..50:5%` or `0..1:1/10`";
        AxisTooMany { axis } =
            "`{axis}` hat mehr als 100.000 Werte",
            "`{axis}` has more than 100,000 values";
        AxisDoubled { axis, value } =
            "`{axis}` nennt `{value}` zweimal",
            "`{axis}` names `{value}` twice";
        NoAmount { amount } =
            "`--against {amount}` ist weder ein Betrag wie 1000.00 noch eine Einstellung PFAD=WERT",
            "`--against {amount}` is neither an amount such as 1000.00 nor a setting PATH=VALUE";
        TooManyPoints { count, most } =
            "{count} Läufe sind zu viele; höchstens {most}",
            "{count} runs are too many; at most {most}";
        AtPoint { point } = "bei {point}", "at {point}";
        OneNeeded { options } =
            "{options}: eines davon ist nötig",
            "{options}: one of these is needed";
        NotTogether { options } = "{options} gehen nicht zusammen", "{options} do not go together";
        WhichMeasure { known } =
            "`--per case` braucht `--measure`; die Nutzung kennt: {known}",
            "`--per case` needs `--measure`; usage has: {known}";
        UnderScenario { titles } = "Szenario: {titles}", "Scenario: {titles}";
        Deviating { settings } =
            "Abweichend von der Vereinbarung: {settings}",
            "Deviating from the agreement: {settings}";
        Deviation { path, value, instead } =
            "{path} = {value} (statt {instead})",
            "{path} = {value} (instead of {instead})";
        StoodIn { key, instead, how, of } =
            "statt {key} gilt {instead} ({how}), weil die Empfänger keine Nutzung haben: {of}",
            "{instead} applies instead of {key} ({how}), because the receivers have no use: {of}";
        InsteadOf { new, old } = "{new} statt {old}", "{new} instead of {old}";
        SumOf { count } = "Summe aus {count} Werten", "sum of {count} values";
        ByKey { key } = "nach {key}", "by {key}";
        FromTo { from, to } = "{from} bis {to}", "{from} to {to}";
        LargestOf { values } = "größter Wert aus {values}", "largest of {values}";
        LargestOfValues { count } = "größter von {count} Werten", "largest of {count} values";
        Decimals { places } = "{places} Nachkommastellen", "{places} decimals";
        NotBilled { party, amount } =
            "{party}: {amount} werden nicht in Rechnung gestellt",
            "{party}: {amount} is not billed";
        NothingPaid { who, what, amount, others } =
            "{who}, {what}: {amount}, weil die anderen {others} tragen (Bagatellgrenze).",
            "{who}, {what}: {amount}, because the others bear {others} (below the minimum billed).";
        BorneByOthers { party, amount } =
            "{party}: {amount} tragen die anderen",
            "{party}: {amount} is borne by the others";
        TimesFactor { what, factor } =
            "{what} × {factor}; so verteilt sich, was andere wegen ihrer Grenzen mehr oder \
                weniger tragen",
            "{what} × {factor}; so what others bear more or less for their limits is shared";
        Rounded { unit, mode } = "{mode} auf {unit}", "{mode} to {unit}";
        RoundingShare { change } = ", dazu {change}", ", then {change}";
        ChangesAbout { from, to, basis } =
            "Änderungen von {from} zu {to}; {basis}",
            "Changes from {from} to {to}; {basis}";
        SumsOfSides { from, before, to, after, currency } =
            "Verteilte Kosten: {from} {before} {currency}, {to} {after} {currency}.",
            "Cost shared: {from} {before} {currency}, {to} {after} {currency}.";
        ChangedBy { who, change, parts } =
            "{who}: {change}, davon {parts}.",
            "{who}: {change}, of which {parts}.";
        Unchanged { who, amount } = "{who}: unverändert {amount}.", "{who}: unchanged at {amount}.";
        NotSeparable { causes, code, message } =
            "Nicht zu trennen: {causes}. Eine Mischung beider Seiten lässt sich nicht verteilen \
                ({code}: {message}).",
            "Not separable: {causes}. A mixture of both sides cannot be shared ({code}: \
                {message}).";
        CannotWrite { file, reason } =
            "`{file}` lässt sich nicht schreiben: {reason}",
            "cannot write `{file}`: {reason}";
        CannotPrint { reason } =
            "die Ausgabe lässt sich nicht schreiben: {reason}",
            "cannot write the output: {reason}";
        CannotRead { file, reason } =
            "`{file}` lässt sich nicht lesen: {reason}",
            "cannot read `{file}`: {reason}";
        NoSuchFolder { folder } =
            "den Ordner `{folder}` gibt es nicht; zuerst anlegen oder einen anderen nennen",
            "there is no folder `{folder}`; create it first, or name another";
        NotAFile { file } =
            "`{file}` ist keine Datei, die geschrieben werden kann",
            "`{file}` is not a file that can be written";
        NotAFolder { folder } =
            "`{folder}` ist kein Ordner, der geschrieben werden kann",
            "`{folder}` is not a folder that can be written";
        FolderExists { folder } =
            "`{folder}` gibt es schon; mit `--force` wird der Bericht darin ersetzt",
            "`{folder}` exists; `--force` replaces the report in it";
        ForeignFile { folder, file } =
            "in `{folder}` liegt `{file}`, das nicht zum Bericht gehört: zuerst verschieben oder \
                löschen",
            "`{folder}` holds `{file}`, which does not belong to the report: move or delete it \
                first";
        NotAReport { folder, mark } =
            "in `{folder}` liegt kein Bericht (`{mark}` fehlt); ein anderer Ordner wird nicht \
                ersetzt",
            "`{folder}` holds no report (no `{mark}`); another folder is not replaced";
        RecordUnreadable { folder, mark } =
            "in `{folder}` liegt eine Datei `{mark}`, aber sie ist kein Nachweis, den umlage \
                lesen kann; der Ordner wird nicht ersetzt. Einen anderen Ordner nennen, oder \
                diesen verschieben oder löschen",
            "`{folder}` holds a file `{mark}`, but it is no record that umlage can read; the \
                folder is not replaced. Name another folder, or move or delete this one";
        OutputMissing { example } =
            "wohin? Ordner nennen, etwa `{example}`",
            "where to? name a folder, such as `{example}`";
        FileExists { file } =
            "`{file}` gibt es schon; mit `--force` wird sie ersetzt",
            "`{file}` exists; `--force` replaces it";
        BadPeriodOption { period } =
            "`--period {period}` ist kein Zeitraum; möglich sind 2024, 2024-Q1, 2024-03, \
                2024-03-15 oder 2024-01-01/2024-06-30",
            "`--period {period}` is not a period; write 2024, 2024-Q1, 2024-03, 2024-03-15 or \
                2024-01-01/2024-06-30";
        UnknownDimension { name, known } =
            "`--by` kennt `{name}` nicht; möglich: {known}",
            "`--by` does not know `{name}`; possible: {known}";
        DoubledDimension { name } = "`--by` nennt `{name}` zweimal", "`--by` names `{name}` twice";
        UnknownTemplate { name, known } =
            "keine Vorlage heißt `{name}`; möglich: {known}",
            "there is no template `{name}`; possible: {known}";
        UnknownCommand { name } = "kein Befehl heißt `{name}`", "there is no command `{name}`";
        RowsCut { shown, all } =
            "Gezeigt sind {shown} von {all} Zeilen: mehr fasst eine Arbeitsmappe nicht.",
            "Shown are {shown} of {all} rows: a workbook holds no more.";
        InitDone { title, option } =
            "\nGeschrieben: {title}. Kosten und Nutzung darin sind illustrativ.\nWeiter mit:\n  \
                umlage{option} check\n  umlage{option} allocate\n  umlage{option} explain --party \
                HE",
            "\nWritten: {title}. Its cost and usage are illustrative.\nNext:\n  umlage{option} \
                check\n  umlage{option} allocate\n  umlage{option} explain --party HE";
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
