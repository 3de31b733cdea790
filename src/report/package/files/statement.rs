//! The statement of one party (Kostenabrechnung): what it bears, by which rule and with which
//! values, what it has paid, and what is still to be paid.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocation::{AllocationRun, Dimension, Share};
use crate::analysis::settlement::{Account, Outcome, Settlement};
use crate::model::{CostObject, HowMuch, KeyIx, PartyIx, RuleIx, Status};
use crate::money::{Cents, Ratio};
use crate::report::derivation::derivation_lines;
use crate::report::derivation::weights::{Counted, counted, is_plain, own_part};
use crate::report::package::input::{Package, is_open};
use crate::report::package::letter_texts::{Blanks, TextFault, fill};
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::key_words::{key_title, named_and_described};
use crate::report::tables::label::{
    Names, day, legal_basis, period_words, rounding_words, rule_title, status_word, step_title,
    takes_words, time_words,
};
use crate::report::tables::origin::Origin;
use crate::report::tables::settlement_words::below_threshold;
use crate::report::tables::stood_in;
use crate::report::{
    Block, Chart, Column, Drawing, Emphasis, ExplainedFigure, Layout, Line, Material, Row, Sheet,
    Value,
};
use crate::text::{Phrase, Term, term};
use crate::trace::Subject;

mod lines;
mod money;
mod payment;
mod product;

/// The names that the texts of a statement may use. The last ones say which case it is: `yes`, or
/// empty.
pub const BLANKS: [&str; 25] = [
    "party",
    "id",
    "project",
    "period",
    "currency",
    "share",
    "advances",
    "paid_for_all",
    "credits",
    "balance",
    "amount",
    "called",
    "due",
    "reference",
    "claim",
    "refund",
    "carried",
    "open",
    "even",
    "plan",
    "in_favour",
    "keeps_account",
    "no_cost",
    "threshold",
    "instalment",
];

/// Returns the name of a statement's file: from the party's id alone, which has letters, digits,
/// `-`, `_` and `.`; ids that differ only in case get a number, for systems that do not tell them
/// apart.
pub(crate) fn file_name(
    package: &Package<'_>,
    party: PartyIx,
    taken: &mut BTreeSet<String>,
) -> String {
    let Material { project, lang, .. } = package.input.material;
    let word = of_status(package, Term::FileStatement, Term::FilePlan);
    let base = format!("{}-{}", term(word, lang), project.party(party).id);
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or(base)
}

/// Returns the title of a statement in lists.
pub(crate) fn title(package: &Package<'_>, party: PartyIx) -> String {
    let Material { project, lang, .. } = package.input.material;
    let word = of_status(package, Term::StatementSheet, Term::PlanSheet);
    format!("{}: {}", term(word, lang), Names::new(project, lang).party(party))
}

/// Returns one word for actual cost and another for planned cost: a plan settles nothing.
fn of_status(package: &Package<'_>, actual: Term, plan: Term) -> Term {
    match package.input.material.status {
        Status::Actual => actual,
        Status::Plan => plan,
    }
}

/// Makes the page.
pub(crate) fn page(
    package: &Package<'_>,
    party: PartyIx,
) -> Result<Vec<Block>, (&'static str, TextFault)> {
    let statement = Statement::of(package, party);
    let mut page = statement.head();
    page.extend(paragraphs("opening", &package.texts.opening, &statement.blanks)?);
    page.extend(statement.account());
    page.extend(statement.lines());
    page.extend(statement.change());
    page.extend(statement.rules());
    page.extend(statement.values());
    page.extend(statement.money());
    page.extend(statement.calls());
    page.extend(statement.bank());
    page.extend(paragraphs("closing", &package.texts.closing, &statement.blanks)?);
    page.extend(statement.annex());
    Ok(page)
}

fn paragraphs(
    name: &'static str,
    text: &str,
    blanks: &Blanks,
) -> Result<Vec<Block>, (&'static str, TextFault)> {
    let filled = fill(text, blanks).map_err(|fault| (name, fault))?;
    Ok(filled.into_iter().map(Block::Paragraph).collect())
}

struct Statement<'h, 'a> {
    package: &'h Package<'a>,
    material: Material<'a>,
    party: PartyIx,
    names: Names<'a>,
    shares: Vec<&'a Share>,
    accounts: Vec<&'a Account>,
    blanks: Blanks,
}

impl<'h, 'a> Statement<'h, 'a> {
    fn of(package: &'h Package<'a>, party: PartyIx) -> Statement<'h, 'a> {
        let material = package.input.material;
        let shares = material.run.shares.iter().filter(|share| share.party == party).collect();
        let accounts = package.input.settlement.into_iter().flat_map(Settlement::accounts);
        let mut statement = Statement {
            package,
            material,
            party,
            names: Names::new(material.project, material.lang),
            shares,
            accounts: accounts.filter(|account| account.party == party).collect(),
            blanks: Blanks::new(),
        };
        statement.blanks = statement.blanks();
        statement
    }

    fn word(&self, word: Term) -> String {
        term(word, self.material.lang).to_owned()
    }

    fn heading(&self, word: Term) -> Block {
        Block::Heading(self.word(word))
    }

    fn total(&self) -> Cents {
        sum(self.shares.iter().map(|share| share.amount.amount()))
    }

    fn blanks(&self) -> Blanks {
        let Material { project, run, lang, .. } = self.material;
        let mut blanks: Blanks = BLANKS.iter().map(|name| (*name, String::new())).collect();
        let money = |of: fn(&Account) -> Cents| {
            lang.amount(sum(self.accounts.iter().map(|account| of(account))))
        };
        let party = project.party(self.party);
        blanks.insert("party", party.name.get(lang).to_owned());
        blanks.insert("id", party.id.clone());
        blanks.insert("project", project.title.clone());
        blanks.insert("period", period_words(project, run, lang));
        blanks.insert("currency", project.currency.clone());
        blanks.insert("share", lang.amount(self.total()));
        blanks.insert("reference", project.letterhead.reference.clone().unwrap_or_default());
        if !self.accounts.is_empty() {
            blanks.insert("advances", money(|account| account.advances.amount()));
            blanks.insert("paid_for_all", money(|account| account.paid_for_all.amount()));
            blanks.insert("credits", money(|account| account.credits.amount()));
        }
        let mut say = |name: &'static str, is_so: bool| {
            blanks.insert(name, if is_so { "yes".to_owned() } else { String::new() });
        };
        say("plan", self.material.status == Status::Plan);
        say("no_cost", is_open(self.package) && run.booked.is_empty());
        say("keeps_account", self.keeps_account());
        if let [account] = self.accounts[..] {
            let balance = account.balance.amount();
            say("in_favour", balance.signum() < 0);
            say(account.outcome.name(), true);
            let size = less(Cents::ZERO, balance).max(balance);
            let told = if account.outcome == Outcome::Refund { size } else { balance };
            blanks.insert("balance", lang.amount(told));
            blanks.insert("amount", lang.amount(size));
            let threshold = below_threshold(project, account).map(|least| lang.amount(least));
            blanks.insert("threshold", threshold.unwrap_or_default());
            blanks.insert("instalment", self.set_off_in(account.period).unwrap_or_default());
            blanks.insert("due", account.due.map(|due| day(due, lang)).unwrap_or_default());
        }
        let called = sum(self.called().map(|call| call.amount.amount()));
        if !called.is_zero() {
            blanks.insert("called", lang.amount(called));
        }
        blanks
    }

    /// Who writes to whom, and about what.
    fn head(&self) -> Vec<Block> {
        let Material { project, run, lang, .. } = self.material;
        let letterhead = &project.letterhead;
        let mut head: Vec<Block> =
            self.package.logo.cloned().map(Block::Logo).into_iter().collect();
        let addressed = letterhead.recipients.get(&self.party).cloned();
        let name = || vec![project.party(self.party).name.get(lang).to_owned()];
        let references = [
            letterhead
                .reference
                .as_ref()
                .map(|text| format!("{}: {text}", term(Term::Reference, lang))),
            letterhead
                .date
                .as_ref()
                .map(|date| format!("{}: {}", term(Term::Date, lang), day(date.value, lang))),
        ];
        let references: Vec<String> = references.into_iter().flatten().collect();
        let blocks = [letterhead.sender.clone(), addressed.unwrap_or_else(name), references];
        head.extend(blocks.into_iter().filter(|lines| !lines.is_empty()).map(Block::Address));
        let period = period_words(project, run, lang);
        let party = self.names.party(self.party);
        let title = match self.material.status {
            Status::Actual if self.comes_to(Outcome::Open) => {
                Phrase::OpenTitle { period: period.clone(), party }
            }
            Status::Actual => Phrase::StatementTitle { period: period.clone(), party },
            Status::Plan => Phrase::PlanTitle { period: period.clone(), party },
        };
        head.push(Block::Title(title.get(lang)));
        head.push(Block::Paragraph(project.title.clone()));
        let about = Phrase::AllocationAbout {
            period,
            status: status_word(self.material.status, lang).to_owned(),
            currency: project.currency.clone(),
        };
        head.push(Block::Paragraph(about.get(lang)));
        head.extend(crate::report::commands::scenario_show::about(project, lang));
        head
    }

    fn has_several_times(&self) -> bool {
        let time = |share: &&Share| self.material.run.pools[share.pool as usize].window;
        let mut times = self.shares.iter().map(time);
        let first = times.next();
        times.any(|time| Some(time) != first)
    }

    /// Returns the shares in the order of their rows.
    fn ordered(&self, timed: bool) -> Vec<&'a Share> {
        let mut shares = self.shares.clone();
        if timed {
            let pools = &self.material.run.pools;
            shares.sort_by_cached_key(|share| {
                let pool = &pools[share.pool as usize];
                let object = (pool.service.clone(), pool.centre.clone());
                (object, pool.rule, share.step, pool.kind.clone(), pool.window)
            });
        }
        shares
    }

    /// Names the service or centre of a share, or all of them where its pool holds several.
    fn object(&self, share: &Share) -> String {
        let run = self.material.run;
        let pool = &run.pools[share.pool as usize];
        match (pool.object(), &pool.service) {
            (Some(object), _) => self.names.object(object),
            (None, Dimension::Mixed) => {
                let objects: BTreeSet<String> =
                    entries(run, share.pool).map(|entry| self.names.object(entry.object)).collect();
                objects.into_iter().collect::<Vec<_>>().join(", ")
            }
            (None, _) => "-".to_owned(),
        }
    }

    /// The change against the period before, by service.
    fn change(&self) -> Vec<Block> {
        let before = self.package.input.before.filter(|_| !is_open(self.package));
        let Some(before) = before else { return Vec::new() };
        let (project, lang) = (self.material.project, self.material.lang);
        let [old, new] = [before, self.material.run].map(|run| by_object(run, self.party));
        let objects: BTreeSet<_> = old.keys().chain(new.keys()).cloned().collect();
        let name = |object: &Option<CostObject>| match object {
            Some(object) => self.names.object(*object),
            None => term(Term::SeveralServices, lang).to_owned(),
        };
        let figure = |sums: &BTreeMap<_, Cents>, object| sums.get(object).copied();
        let bars = objects
            .iter()
            .map(|object| (name(object), vec![figure(&old, object), figure(&new, object)]));
        let labels = [before, self.material.run].map(|run| period_words(project, run, lang));
        let mut rows: Vec<Row> = Vec::new();
        let row = |name: String, old: Cents, new: Cents| {
            let difference = Value::of(new.checked_sub(old), Value::Cents);
            [Value::text(name), Value::Cents(old), Value::Cents(new), difference]
        };
        for object in &objects {
            let [old, new] = [&old, &new].map(|sums| figure(sums, object).unwrap_or_default());
            rows.push(Row::plain(row(name(object), old, new)));
        }
        let [all_old, all_new] = [&old, &new].map(|sums| sum(sums.values().copied()));
        rows.push(Row::total(row(self.word(Term::Total), all_old, all_new)));
        let columns = vec![
            Column::text("service", term(Term::Service, lang)),
            Column::number("before", labels[0].clone()),
            Column::number("now", labels[1].clone()),
            Column::number("difference", term(Term::Difference, lang)),
        ];
        let title = self.word(Term::ChangeAgainstBefore);
        let alternative = Phrase::ChangeAlternative {
            before: labels[0].clone(),
            now: labels[1].clone(),
            old: lang.amount(all_old),
            new: lang.amount(all_new),
        };
        vec![
            Block::Heading(title.clone()),
            Block::Chart(Chart {
                title,
                alternative: alternative.get(lang),
                drawing: Drawing::Bars { series: labels.into(), bars: bars.collect() },
            }),
            Block::Sheet(Sheet { columns, rows, layout: Layout::List }),
        ]
    }

    /// The rules by which the party bears cost, with their legal bases and keys.
    fn rules(&self) -> Vec<Block> {
        let Material { project, run, .. } = self.material;
        let used: BTreeSet<(RuleIx, u16)> = self
            .shares
            .iter()
            .map(|share| (run.pools[share.pool as usize].rule, share.step))
            .collect();
        let line = |depth, text, emphasis| Line { depth, text, emphasis };
        let pools: BTreeSet<u32> = self.shares.iter().map(|share| share.pool).collect();
        let mut lines = Vec::new();
        let mut above = None;
        for (ix, number) in used {
            let rule = project.rule(ix);
            if above != Some(ix) {
                let text = format!("{}: {}", rule_title(rule), rule.legal_basis);
                lines.push(line(0, text, Emphasis::Total));
                let time = time_words(rule, self.material.lang);
                lines.extend(time.map(|time| line(1, time.to_owned(), Emphasis::Plain)));
                above = Some(ix);
            }
            let step = &rule.steps[usize::from(number)];
            let basis = step.legal_basis.is_some().then(|| legal_basis(project, ix, Some(number)));
            let text = match basis {
                Some(basis) => format!("{}: {basis}", step_title(step)),
                None => step_title(step).to_owned(),
            };
            lines.push(line(1, text, Emphasis::Plain));
            lines.push(line(
                2,
                takes_words(project, rule, step, self.material.lang),
                Emphasis::Plain,
            ));
            if step.how_much != HowMuch::Direct {
                lines.push(line(
                    2,
                    rounding_words(project, step, self.material.lang),
                    Emphasis::Plain,
                ));
            }
            lines.extend(step.key.map(|key| line(2, self.key(key), Emphasis::Plain)));
            let stood_in = stood_in::lines(&self.material, |it, pool| {
                pool.rule == ix
                    && it.asked.step == Some(number)
                    && it.asked.pool.is_some_and(|pool| pools.contains(&pool))
            });
            lines.extend(stood_in.into_iter().map(|text| line(2, text, Emphasis::Plain)));
        }
        if lines.is_empty() {
            Vec::new()
        } else {
            vec![self.heading(Term::LegalBases), Block::Tree(lines)]
        }
    }

    /// Says by which key a step shares.
    fn key(&self, key: KeyIx) -> String {
        let (project, lang) = (self.material.project, self.material.lang);
        let about = project.key(key);
        format!("{}: {}", term(Term::Key, lang), named_and_described(project, about, lang))
    }

    /// Lists the shares whose exact part is not one weight of a sum in a part of time that is told:
    /// times cut, limits, several keys, and what goes to one party as it is.
    fn annexed(&self) -> Vec<&'a Share> {
        let (project, trace) = (self.material.project, &self.material.run.trace);
        let is_told = |share: &&Share| {
            let by_presence = |one: &Counted| {
                trace
                    .steps_of(one.weight)
                    .iter()
                    .any(|step| trace.step(*step).subject == Subject::ActiveFraction)
            };
            let is_plain = |part| {
                is_plain(project, trace, part)
                    && !counted(project, trace, part).iter().any(by_presence)
            };
            own_part(trace, share.amount.step()).is_some_and(is_plain)
                && !product::has_other_time(trace, share.amount.step())
        };
        self.ordered(self.has_several_times()).into_iter().filter(|share| !is_told(share)).collect()
    }

    /// How those shares come about, one by one.
    fn annex(&self) -> Vec<Block> {
        let Material { project, run, lang, .. } = self.material;
        let timed = self.has_several_times();
        let figure = |(number, share): (usize, &Share)| {
            let pool = &run.pools[share.pool as usize];
            let rule = project.rule(pool.rule);
            let step = step_title(&rule.steps[usize::from(share.step)]);
            let time = if timed {
                format!(", {}", lang.dates(&pool.window.to_string()))
            } else {
                String::new()
            };
            let number = format!("{} {number}", term(Term::NumberWord, lang));
            let title =
                format!("{number}: {}{time}, {}: {step}", self.object(share), rule_title(rule));
            ExplainedFigure { title, amount: share.amount }
        };
        let special: Vec<ExplainedFigure> = (1..).zip(self.annexed()).map(figure).collect();
        if special.is_empty() {
            return Vec::new();
        }
        let mut annex = vec![self.heading(Term::StatementAnnex)];
        for (figure, lines) in special.iter().zip(derivation_lines(&special, &self.material)) {
            let amount = lang.amount(figure.amount.amount());
            annex
                .push(Block::Paragraph(format!("{}: {amount} {}", figure.title, project.currency)));
            annex.push(Block::Tree(lines));
        }
        annex
    }

    /// The values of the keys for this party, with edition and source.
    fn values(&self) -> Vec<Block> {
        let (project, lang, trace) =
            (self.material.project, self.material.lang, &self.material.run.trace);
        let mut found: BTreeSet<(KeyIx, String, Origin, Ratio, Ratio)> = BTreeSet::new();
        for share in &self.shares {
            let part = own_part(trace, share.amount.step());
            for one in part.into_iter().flat_map(|part| counted(project, trace, part)) {
                let (key, weight, all) =
                    (one.key, &trace.step(one.weight).value, &trace.step(one.all).value);
                let counts = project.counts_pool_usage(key);
                let of = if counts { self.object(share) } else { String::new() };
                let pool = &self.material.run.pools[share.pool as usize];
                let origin = Origin::of(key, pool, one.range, &self.material);
                found.insert((key, of, origin, weight.clone(), all.clone()));
            }
        }
        if found.is_empty() {
            return Vec::new();
        }
        let columns = vec![
            Column::text("key", term(Term::Key, lang)),
            Column::text("edition", term(Term::Edition, lang)),
            Column::number("weight", term(Term::OwnWeight, lang)),
            Column::number("sum", term(Term::WeightOfAll, lang)),
            Column::number("part", term(Term::SharePercent, lang)),
            Column::text("source", term(Term::Source, lang)),
        ];
        let written = |value: &Ratio| Value::text(lang.number(&value.decimal(10).0));
        let rows = found.into_iter().map(|(key, of, origin, weight, all)| {
            let title = key_title(project, project.key(key), lang);
            Row::plain([
                Value::text(if of.is_empty() { title } else { format!("{title}: {of}") }),
                Value::text(origin.editions()),
                written(&weight),
                written(&all),
                Value::of(weight.checked_div(&all), Value::Percent),
                Value::text(origin.sources()),
            ])
        });
        let sheet = Sheet { columns, rows: rows.collect(), layout: Layout::List };
        vec![self.heading(Term::KeyValues), Block::Sheet(sheet)]
    }
}

/// Lists the cost kinds of a pool.
fn kinds(run: &AllocationRun, pool: u32) -> String {
    listed(entries(run, pool).filter_map(|entry| entry.kind.as_deref()))
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

fn entries(run: &AllocationRun, pool: u32) -> impl Iterator<Item = &crate::model::CostEntry> {
    let own = run
        .booked
        .iter()
        .filter(move |booked| booked.destination == crate::allocation::Destination::Pool(pool));
    own.map(|booked| &run.costs[booked.entry])
}

/// Adds up the shares of a party by service or centre; `None` for pools that hold several.
fn by_object(run: &AllocationRun, party: PartyIx) -> BTreeMap<Option<CostObject>, Cents> {
    let mut sums: BTreeMap<Option<CostObject>, Vec<Cents>> = BTreeMap::new();
    for share in run.shares.iter().filter(|share| share.party == party) {
        let pool = &run.pools[share.pool as usize];
        sums.entry(pool.object()).or_default().push(share.amount.amount());
    }
    sums.into_iter().map(|(object, amounts)| (object, sum(amounts))).collect()
}
