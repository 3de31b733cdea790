//! Settlement, budget and documents that are handed in: codes 8xx.

macro_rules! settlement {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            /// Instalments whose parts are not the whole.
            InstalmentSum { sum: Text, how: Text } = "E801"
            en "the shares that the instalments take add to {sum}", "{how}"
            de "die Teile der Abschläge ergeben zusammen {sum}", "{how}"

            /// An instalment that is not there.
            NoSuchInstalment { number, count } = "E802"
            en "there is no instalment {number} in a year: `[calls]` has {count}",
               "name one from 1 to {count}"
            de "einen {number}. Abschlag im Jahr gibt es nicht: `[calls]` hat {count}",
               "einen von 1 bis {count} nennen"

            /// A period that is no settlement period.
            NoSettlementPeriod { period, whole } = "E803"
            en "`{period}` is not one settlement period", "name one, such as `{whole}`"
            de "`{period}` ist kein einzelner Abrechnungszeitraum", "einen nennen, etwa `{whole}`"

            /// A leftover that goes into an earlier period.
            LeftoverBackwards { id, from, into } = "E804"
            en "the leftover `{id}` of {from} goes into {into}, which is not later",
               "name a later settlement period under `into`, or leave it out: then it is the next \
                   one"
            de "die Restmittel `{id}` aus {from} sollen nach {into} übertragen werden; das ist \
                kein späterer Zeitraum",
               "unter `into` einen späteren Abrechnungszeitraum nennen oder es weglassen: dann ist \
                   es der nächste"

            /// A leftover that can no longer be used.
            LeftoverExpired { id, until, into } = "E805"
            en "the leftover `{id}` can be used until {until}, before {into} begins",
               "say under `until` how long it can be used, by consent of the finance ministry, or \
                   use it earlier"
            de "die Restmittel `{id}` sind nur bis {until} verfügbar und verfallen damit vor \
                Beginn von {into}",
               "unter `until` angeben, bis wann sie mit Einwilligung des Finanzministeriums \
                   verfügbar sind, oder sie früher verwenden"

            /// A leftover that is shared by what is nothing.
            LeftoverOfNobody { id, period } = "E806"
            en "the leftover `{id}` is nobody's: in {period} nothing was borne or paid in by which \
                it could be shared",
               "name a key under `by`, or what is each party's under `parts`"
            de "die Restmittel `{id}` lassen sich nicht aufteilen: für {period} wurde nichts \
                getragen oder eingezahlt",
               "unter `by` einen Schlüssel nennen oder unter `parts`, was jedem gehört"

            /// A payment for several settlement periods.
            PaymentTooCoarse { period, whole } = "E807"
            en "this payment is for {period}, which is more than one settlement period",
               "split it: one row for each settlement period, such as `{whole}`"
            de "diese Zahlung ist für {period}, also für mehr als einen Abrechnungszeitraum",
               "aufteilen: eine Zeile je Abrechnungszeitraum, etwa `{whole}`"

            /// A payment of somebody who owes nothing and does not belong.
            PaymentOfStranger { party, period, amount: Text } = "E808"
            en "`{party}` paid {amount} for {period} and has no share in it: it is no member and \
                takes part in nothing",
               "correct `party` or `period`; where it was paid by mistake, add the row that pays \
                   it back"
            de "`{party}` hat {amount} für {period} eingezahlt, hat dafür aber keinen Anteil: der \
                Beteiligte ist weder Mitglied noch Nachnutzer",
               "`party` oder `period` berichtigen; bei einem Versehen die Zeile ergänzen, mit der \
                   es zurückgezahlt wird"

            /// One document number on two payments.
            DocumentTwice { document } = "E809"
            en "two payments have the document `{document}`",
               "delete the row that was entered twice, or correct its number; parts of one payment \
                   must differ in `period` or `purpose`"
            de "zwei Zahlungen haben den Beleg `{document}`",
               "die doppelt erfasste Zeile löschen oder ihre Nummer berichtigen; Teile einer \
                   Zahlung müssen sich in `period` oder `purpose` unterscheiden"

            /// A payment of which nobody knows what it is for.
            PaymentForNothing { date } = "E810"
            en "this payment has no `period`, and {date} lies in no settlement period that has \
                cost",
               "fill `period`: the settlement period for which it was paid"
            de "diese Zahlung hat kein `period`, und {date} liegt in keinem Abrechnungszeitraum \
                mit Kosten",
               "`period` ausfüllen: den Abrechnungszeitraum, für den gezahlt wurde"

            /// A record whose options ask for a file outside the folder of the project.
            OutsideProject { file } = "E811"
            en "the options of the record ask for `{file}`, which is not in the folder of the \
                project",
               "where the record comes from somebody you trust, `umlage verify --outside` reads it"
            de "die Optionen des Nachweises verlangen `{file}`, und das liegt nicht im Ordner des \
                Projekts",
               "stammt der Nachweis aus vertrauenswürdiger Hand, liest `umlage verify --outside` \
                   die Datei"

            /// A commitment appropriation for the budget year itself or an earlier one.
            CommitmentNotLater { year, ve_year } = "E851"
            en "the commitment appropriation for {ve_year} stands in the budget of {year}: it must \
                be for a later year",
               "correct `ve_year`; what is bound and due in {year} itself stands under `committed`"
            de "die Verpflichtungsermächtigung für {ve_year} steht im Haushalt {year}: sie muss \
                für ein späteres Jahr gelten",
               "`ve_year` berichtigen; was im Jahr {year} selbst gebunden und fällig ist, steht \
                   unter `committed`"

            /// More bound for a later year than was granted.
            CommitmentOverdrawn { year, used: Text, granted: Text } = "E852"
            en "of the commitment appropriation for {year} {used} is used, but only {granted} is \
                granted",
               "correct `ve_used` or `ve_amount`"
            de "von der Verpflichtungsermächtigung für {year} sind {used} in Anspruch genommen, \
                bewilligt sind aber nur {granted}",
               "`ve_used` oder `ve_amount` berichtigen"

            /// A commitment appropriation without a year.
            CommitmentWithoutYear { column } = "E853"
            en "`{column}` stands without `ve_year`",
               "write into `ve_year` for which later year it is; one row for each year"
            de "`{column}` steht ohne `ve_year`",
               "in `ve_year` schreiben, für welches spätere Jahr es gilt; je Jahr eine Zeile"

            /// Cover by a title that the budget of the year does not have.
            CoverUnknown { title, year } = "E854"
            en "`{title}` may draw on this title, but is not in the budget of {year}",
               "write chapter and title as in the budget, `0399/538 92`, the title alone in the \
                   same chapter, several separated by `;`; or add the title"
            de "`{title}` ist hier als deckungsberechtigt angegeben, steht aber nicht im Haushalt \
                {year}",
               "Kapitel und Titel wie im Haushalt schreiben, `0399/538 92`, im selben Kapitel nur \
                   den Titel, mehrere durch `;` getrennt; oder den Titel ergänzen"

            /// A title that covers itself.
            CoversItself { title } = "E855"
            en "`{title}` stands in its own `cover`",
               "name the other titles that may draw on it, or leave the field empty"
            de "`{title}` steht in der eigenen Spalte `cover`",
               "die deckungsberechtigten Titel nennen oder das Feld leer lassen"

            /// Two names for one title in a year.
            TwoNamesOfTitle { title, name, other } = "E856"
            en "`{title}` is called `{other}` here, but `{name}` in another row of the same year",
               "write the same name into both rows, or leave it empty in one"
            de "die Zweckbestimmung von `{title}` lautet hier `{other}`, in einer anderen Zeile \
                desselben Jahres aber `{name}`",
               "in beiden Zeilen dieselbe Zweckbestimmung angeben oder sie in einer leer lassen"

            /// Cost on a title that the budget of its year lacks.
            TitleNotInBudget { title, year } = "E857"
            en "the budget of {year} has no title `{title}`, but this cost is due in that year",
               "correct chapter, title or `due` of the cost, or add a row to the budget, with \
                   `0.00` where nothing was appropriated"
            de "der Haushalt {year} hat keinen Titel `{title}`, doch diese Kosten sind in jenem \
                Jahr fällig",
               "Kapitel, Titel oder `due` der Kosten berichtigen oder eine Zeile im Haushalt \
                   ergänzen, mit `0.00`, wo nichts veranschlagt ist"

            /// A negative amount in the budget that has no sign.
            NegativeBudget { column, value: Text } = "E858"
            en "`{column}` must not be negative, but is {value}",
               "write it without a sign; what lowers the appropriation stands under `adjusted`"
            de "`{column}` darf nicht negativ sein, ist aber {value}",
               "ohne Vorzeichen schreiben; was den Ansatz mindert, steht unter `adjusted`"

            /// An appropriation in more than one row of a title and year.
            AppropriatedTwice { title, year } = "E859"
            en "`{title}` has an appropriation other than zero in two rows of {year}: they would \
                be added up",
               "write the whole appropriation into one row and `0.00` as `amount` into the others"
            de "`{title}` hat {year} in zwei Zeilen einen Ansatz ungleich null: beide würden \
                zusammengezählt",
               "den ganzen Ansatz in eine Zeile schreiben, in die anderen unter `amount` `0.00`"

            /// A project without budget data, asked for its budget.
            NoBudget = "E860"
            en "the project has no budget",
               "write budget.csv (`year`, `budget_chapter`, `budget_title`, `amount`), or name \
                   another file under `[files]`: `budget = \"…\"`"
            de "das Projekt hat keinen Haushalt",
               "budget.csv anlegen (`year`, `budget_chapter`, `budget_title`, `amount`) oder unter \
                   `[files]` eine andere Datei nennen: `budget = \"…\"`"

            /// A period that is not made of budget years.
            NotBudgetYears { period, whole } = "E861"
            en "`--period {period}`: a budget is kept by calendar years",
               "select whole years: `--period {whole}`"
            de "`--period {period}`: ein Haushalt gilt für Kalenderjahre",
               "ganze Jahre wählen: `--period {whole}`"

            /// A logo that is no picture.
            NoPicture { file } = "E870"
            en "`{file}` is no picture", "use a file in the format SVG, PNG or JPEG"
            de "`{file}` ist kein Bild", "eine Datei im Format SVG, PNG oder JPEG verwenden"

            /// A folder of texts that holds none.
            NoTexts { folder, known } = "E871"
            en "there is no text in `{folder}`", "write one of {known} there, or leave out `texts`"
            de "in `{folder}` liegt kein Text", "dort {known} anlegen oder `texts` weglassen"

            /// A text with something in braces that cannot be filled in.
            BadText { reason: Text, remedy: Text } = "E872"
            en "this text cannot be filled in: {reason}", "{remedy}"
            de "dieser Text lässt sich nicht ausfüllen: {reason}", "{remedy}"

            /// Payments without a period.
            PaymentWithoutPeriod { rows: Text, period } = "W801"
            en "without `period`: {rows}, counted for {period} by the day of payment",
               "fill `period`: a payment in January may settle the year before"
            de "ohne `period`: {rows}, nach dem Zahlungstag für {period} gezählt",
               "`period` ausfüllen: eine Zahlung im Januar kann das Vorjahr abschließen"

            /// Cost that somebody paid and that is not shared.
            OutlayNotShared { party, amount: Text } = "W802"
            en "`{party}` paid {amount} that is not shared: it gets no credit for it",
               "nothing, if it bears that itself; else let a rule share it"
            de "`{party}` hat {amount} verauslagt, die nicht umgelegt werden: dafür gibt es keine \
                Gutschrift",
               "keine, wenn der Beteiligte sie selbst trägt; sonst eine Regel ergänzen, die sie \
                   umlegt"

            /// No plan from which advances could be called.
            NothingPlanned { period } = "W803"
            en "there is no planned cost in {period}: nothing can be called",
               "add cost with `status` = `plan`"
            de "in {period} sind keine Kosten geplant: es gibt nichts abzurufen",
               "Kosten mit `status` = `plan` ergänzen"

            /// Leftovers that are more than what is left of their period.
            LeftoverTooLarge { period, amount: Text, left: Text } = "W804"
            en "leftovers of {amount} are taken out of {period}, but only {left} is left of it",
               "correct the amount, or enter what is still paid for {period}: what is missing is \
                   claimed from the parties"
            de "aus {period} werden Restmittel von {amount} entnommen, übrig sind dort aber nur \
                {left}",
               "Betrag berichtigen oder noch ausstehende Zahlungen für {period} erfassen: was \
                   fehlt, wird von den Beteiligten nachgefordert"

            /// A balance that goes from period to period though nothing can use it up.
            CarriedAgain { party, period, amount: Text } = "W805"
            en "`{party}` bears nothing in {period}, and its balance of {amount} is carried once \
                more",
               "pay a credit back, or let a debt be paid: add the row for {period} to the \
                   payments, below zero where money is paid back"
            de "`{party}` hat für {period} keinen Anteil, und der Saldo von {amount} wird noch \
                einmal vorgetragen",
               "Guthaben auszahlen oder Nachforderung zahlen lassen: die Zahlung für {period} \
                   erfassen, eine Rückzahlung mit negativem Betrag"

            /// A payment for a period without any cost.
            PaymentForEmptyPeriod { rows: Text, period } = "W806"
            en "{rows} for {period}, which has neither cost nor plan",
               "correct `period`, or add the cost or plan of {period}"
            de "{rows} für {period}: dort gibt es weder Kosten noch Plan",
               "`period` berichtigen oder Kosten oder Plan für {period} ergänzen"

            /// A payment whose purpose speaks of interest and that settles a share all the same.
            NearlyInterest { rows: Text, purpose } = "W807"
            en "purpose `{purpose}`: {rows}, taken for an advance and not for interest",
               "where it is interest, write `interest` or `Zinsen` alone; else nothing"
            de "Zweck `{purpose}`: {rows}, als Abschlag gezählt und nicht als Zinsen",
               "wenn es Zinsen sind, nur `Zinsen` oder `Verzugszinsen` schreiben; sonst keine"

            /// A letter that asks for money on a day before its own date.
            DueBeforeLetter { what: Text, due, date } = "W808"
            en "{what} due on {due}, before the date of the letters ({date})",
               "set `date` under `[report]` to the day on which the letters are sent; where that \
                   is right, give more time with `days` under `[settlement]` or a later instalment"
            de "{what} fällig am {due}, vor dem Datum der Schreiben ({date})",
               "`date` unter `[report]` auf den Tag des Versands setzen; stimmt das Datum, mit \
                   `days` unter `[settlement]` oder einem späteren Abschlag mehr Zeit lassen"

            /// More spent than a title may spend, even with what others give.
            BudgetExceeded { title, year, spent: Text, available: Text, over: Text } = "W851"
            en "title `{title}` is overspent in {year}: {spent} of {available}; {over} is not \
                covered by other titles either",
               "raise `adjusted` or `amount`, name titles under `cover` that it may draw on, or \
                   correct the cost"
            de "Titel `{title}` ist {year} überschritten: ausgegeben {spent}, verfügbar \
                {available}; {over} sind auch durch Deckung aus anderen Titeln nicht gedeckt",
               "`adjusted` oder `amount` erhöhen, bei anderen Titeln unter `cover` Deckung \
                   zulassen oder die Kosten berichtigen"

            /// Use of a title above `[budget] warn`.
            BudgetNearlySpent { title, year, used: Text, warn: Text } = "W852"
            en "title `{title}` is used to {used} in {year}: more than {warn}",
               "nothing; `[budget] warn` sets from where on this is told"
            de "Titel `{title}` ist {year} zu {used} ausgeschöpft: mehr als {warn}",
               "keine; `[budget] warn` legt fest, ab wann das gemeldet wird"

            /// More spent and committed than a title may spend, even with what others can give.
            BudgetOvercommitted {
                title, year, spent: Text, committed: Text, available: Text, over: Text
            } = "W853"
            en "title `{title}` is overcommitted in {year}: {spent} spent and {committed} \
                committed of {available}; other titles cannot cover {over} of it",
               "raise `adjusted` or `amount`, let other titles cover it under `cover`, or correct \
                   `committed`"
            de "Titel `{title}`: {year} sind {spent} ausgegeben und {committed} festgelegt, \
                verfügbar sind {available}; {over} können auch andere Titel nicht decken",
               "`adjusted` oder `amount` erhöhen, bei anderen Titeln unter `cover` Deckung \
                   zulassen oder `committed` berichtigen"

            /// A title from which more overpayments were deducted than was spent on it in the year.
            DeductedTooMuch { title, year, deducted: Text, paid: Text } = "W854"
            en "overpayments of {deducted} are deducted from title `{title}` in {year}, but only \
                {paid} was spent on it",
               "what comes back for a year whose books are closed is income: give such rows a \
                   nature that `[budget] overpayments` does not name, or the due date of the year \
                   that is still open"
            de "vom Titel `{title}` sind {year} Überzahlungen von {deducted} abgesetzt, ausgegeben \
                sind aber nur {paid}",
               "Rückzahlungen für ein abgeschlossenes Jahr sind Einnahmen: solchen Zeilen unter \
                   `nature` etwas anderes geben, als `[budget] overpayments` nennt, oder das \
                   Fälligkeitsdatum des noch offenen Jahres"

            /// Cost without chapter or title.
            CostWithoutTitle { year, rows: Text, amount: Text } = "N851"
            en "{rows} due in {year} without chapter or title, together {amount}: they stand in \
                the line `-`",
               "nothing, if they are in no budget; else fill in `budget_chapter` and `budget_title`"
            de "{rows}, fällig {year}, ohne Kapitel oder Titel, zusammen {amount}: Zeile `-`",
               "keine, wenn sie in keinem Haushalt stehen; sonst `budget_chapter` und \
                   `budget_title` ausfüllen"

            /// Cost due in years that have no budget.
            CostOutsideBudget { year, rows: Text, amount: Text } = "N852"
            en "{rows} due in {year}, together {amount}: there is no budget of {year}",
               "nothing, if that year is not kept here; else add its titles to the budget"
            de "{rows}, fällig {year}, zusammen {amount}: es gibt keinen Haushalt {year}",
               "keine, wenn jenes Jahr hier nicht geführt wird; sonst seine Titel im Haushalt \
                   ergänzen"
        }
    };
}
