//! What the command line says.

macro_rules! command_line {
    ($($gathered:tt)*) => {
        gather! { $($gathered)*
            terms {
                NoShareMatches = "kein Anteil passt zu diesen Angaben", "no share matches";
                NoFigureMatches =
                    "zu dieser Auswahl gibt es keinen Betrag: anderen Beteiligten oder Zeitraum \
                        angeben",
                    "there is nothing to explain: name another party or period";
                Template = "Vorlage", "Template";
                Templates =
                    "Vorlagen für `umlage init --template NAME`",
                    "Templates for `umlage init --template NAME`";
                Comparing = "Vergleich wird berechnet …", "comparing …";
                FileBook = "bericht", "report";
                VerifyRecord = "Abweichende Angaben im Nachweis", "Statements of the record that \
                    differ";
                WhatMoved = "was", "What";
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
                    "Der Bericht ist überholt: Die Eingabedaten stimmen nicht mehr mit denen \
                        überein, aus denen er erstellt wurde.",
                    "The report no longer holds: the input is not the one that it was made from.";
                VerifyRecordDiffers =
                    "Der Bericht stimmt nicht mit dem Lauf überein: Die Eingabedaten sind \
                        unverändert, der Nachweis enthält aber andere Angaben als der wiederholte \
                        Lauf.",
                    "The report is not what the run gives: the input is the same, but the record \
                        says something else than the repeated run.";
                VerifyOutputDiffers =
                    "Dateien des Berichts wurden nachträglich verändert. Die Eingabedaten sind \
                        unverändert, und der wiederholte Lauf bestätigt den Nachweis.",
                    "Files of the report are not as they were written. The input is the same, and \
                        the repeated run gives what the record says.";
                VerifyNoneMoved =
                    "Kein Anteil und kein Saldo ändert sich.",
                    "No share and no balance changes.";
                VerifyCause = "Ursache", "Cause";
                FigureRead = "gelesener Wert", "figure read";
                VerifyRefused =
                    "Der Lauf lässt sich nicht wiederholen: Die Eingabedaten sind nicht mehr \
                        gültig (siehe Meldungen).",
                    "The run cannot be repeated: the input is refused now (see the messages).";
                VerifyLock = "Nachweis", "Record";
                VerifyOutputs = "Dateien des Berichts", "Files of the report";
                VerifyRepeated = "Neu erzeugt und verglichen", "Made anew and compared";
                VerifyMoved = "Wessen Betrag sich ändert", "Whose amount changes";
            }
            phrases {
                UnknownWay { way } =
                    "`--transfers {way}` gibt es nicht: `hub:HE`, `direct` oder `minimal`",
                    "there is no `--transfers {way}`: `hub:HE`, `direct` or `minimal`";
                OnlyParty { of } =
                    "zu `--of {of}` passen `--service`, `--rule` und `--step` nicht: nur `--party` \
                        und `--period`",
                    "`--service`, `--rule` and `--step` do not go with `--of {of}`: only `--party` \
                        and `--period`";
                VerifySame { inputs, outputs } =
                    "Keine Abweichung: {inputs} Eingabedateien und {outputs} Dateien des Berichts \
                        sind Byte für Byte unverändert, und der wiederholte Lauf erzeugt dieselben \
                        Dateien.",
                    "Nothing has changed: {inputs} input files and {outputs} files of the report \
                        are the same byte by byte, and the repeated run makes them alike.";
                VerifyAnew { changed, all } =
                    "{changed} von {all} Dateien weichen ab, weil auf jeder Seite der zugrunde \
                        liegende Lauf angegeben ist; `--format json` führt sie auf.",
                    "{changed} of {all} files come out otherwise, since every page names the run \
                        it comes from; `--format json` lists them.";
                OtherProgram { program } =
                    "Der Bericht wurde mit {program} erzeugt.",
                    "The report was made by {program}.";
                BadDayOption { day } =
                    "`--as-of {day}` ist kein Tag; möglich ist 2024-03-15",
                    "`--as-of {day}` is not a day; write 2024-03-15";
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
                    "in `{folder}` liegt `{file}`, das nicht zum Bericht gehört: zuerst \
                        verschieben oder löschen",
                    "`{folder}` holds `{file}`, which does not belong to the report: move or \
                        delete it first";
                NotAReport { folder, mark } =
                    "in `{folder}` liegt kein Bericht (`{mark}` fehlt); ein anderer Ordner wird \
                        nicht ersetzt",
                    "`{folder}` holds no report (no `{mark}`); another folder is not replaced";
                RecordUnreadable { folder, mark } =
                    "in `{folder}` liegt eine Datei `{mark}`, aber sie ist kein Nachweis, den \
                        umlage lesen kann; der Ordner wird nicht ersetzt. Einen anderen Ordner \
                        nennen, oder diesen verschieben oder löschen",
                    "`{folder}` holds a file `{mark}`, but it is no record that umlage can read; \
                        the folder is not replaced. Name another folder, or move or delete this \
                        one";
                OutputMissing { example } =
                    "wohin? Ordner nennen, etwa `{example}`",
                    "where to? name a folder, such as `{example}`";
                FileExists { file } =
                    "`{file}` gibt es schon; mit `--force` wird sie ersetzt",
                    "`{file}` exists; `--force` replaces it";
                BadPeriodOption { period } =
                    "`--period {period}` ist kein Zeitraum; möglich sind 2024, 2024-Q1, 2024-03, \
                        2024-03-15 oder 2024-01-01/2024-06-30",
                    "`--period {period}` is not a period; write 2024, 2024-Q1, 2024-03, 2024-03-15 \
                        or 2024-01-01/2024-06-30";
                UnknownDimension { name, known } =
                    "`--by` kennt `{name}` nicht; möglich: {known}",
                    "`--by` does not know `{name}`; possible: {known}";
                DoubledDimension { name } = "`--by` nennt `{name}` zweimal", "`--by` names \
                    `{name}` twice";
                UnknownTemplate { name, known } =
                    "keine Vorlage heißt `{name}`; möglich: {known}",
                    "there is no template `{name}`; possible: {known}";
                UnknownCommand { name } = "kein Befehl heißt `{name}`", "there is no command \
                    `{name}`";
                InitDone { title, option } =
                    "\nGeschrieben: {title}. Kosten und Nutzung darin sind illustrativ.\nWeiter \
                        mit:\n  umlage{option} check\n  umlage{option} allocate\n  umlage{option} \
                        explain --party HE",
                    "\nWritten: {title}. Its cost and usage are illustrative.\nNext:\n  \
                        umlage{option} check\n  umlage{option} allocate\n  umlage{option} explain \
                        --party HE";
            }
        }
    };
}
