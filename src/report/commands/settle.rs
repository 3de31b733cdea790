//! Advances against shares: the report of `umlage settle`, and of the payments that settle the
//! balances.

use crate::analysis::settlement::{
    Account, CreditKind, Late, Node, Settlement, Transfer, Transfers, Way,
};
use crate::model::{DateRange, Leftover, Project, Status};
use crate::report::tables::amounts::{less, sum};
use crate::report::tables::label::{Names, day, status_word, stretches};
use crate::report::tables::record_table::{Reader, RecordTable};
use crate::report::tables::settlement::{self as tables, AMOUNTS};
use crate::report::tables::settlement_words::outcome_words;
use crate::report::{
    Block, Cell, Column, Content, DataPart, Document, ExplainedFigure, Layout, Row, Sheet, Value,
};
use crate::text::{Lang, Phrase, Term, term};
use crate::trace::Traced;

/// What the report is made of.
#[derive(Clone, Copy)]
pub struct SettlementReport<'a> {
    /// The project.
    pub project: &'a Project,
    /// The accounts.
    pub settlement: &'a Settlement,
    /// The payments that settle the balances, where they are asked for.
    pub transfers: Option<(Way, &'a Transfers)>,
    /// Actual or planned cost.
    pub status: Status,
    /// The language of the page.
    pub lang: Lang,
}

/// Tells what each party still has to pay, and who pays whom.
pub fn settlement<'a>(report: SettlementReport<'a>) -> Document<'a> {
    Document::new("umlage/settlement/1", report.lang, move || report.data(), move || report.page())
}

impl<'a> SettlementReport<'a> {
    fn data(self) -> Vec<DataPart<'a>> {
        let several = self.settlement.periods.len() > 1;
        let mut parts = vec![
            DataPart::fact("project", Value::text(&self.project.title)),
            DataPart::fact("currency", Value::text(&self.project.currency)),
            DataPart::fact("status", Value::word(self.status.name())),
            DataPart::fact(
                "legal_basis",
                Value::of(self.project.settlement.legal_basis.as_ref(), Value::text),
            ),
        ];
        parts.extend(crate::report::commands::scenario_show::facts(self.project));
        if let Some((way, transfers)) = self.transfers {
            parts.push(DataPart::records(
                "transfers",
                self.transfer_sheet(transfers, machine(self.project)),
            ));
            parts.push(DataPart::fact("way", Value::word(way_name(self.project, way))));
            parts.extend(
                transfers.proven.map(|proven| DataPart::fact("proven", Value::Flag(proven))),
            );
        }
        let machine = Reader::machine(self.project);
        let accounts = |columns: &[&str]| {
            tables::accounts(&machine).select(columns).sheet(self.settlement.accounts())
        };
        let rows = ["period", "party", "share", "advances", "paid_for_all", "credits", "balance"];
        parts.push(DataPart::records("rows", accounts(&rows[usize::from(!several)..])));
        parts.push(DataPart { name: "totals", content: Content::Group(self.totals()) });
        parts.push(DataPart::records("outcomes", accounts(&["period", "party", "outcome", "due"])));
        parts.push(DataPart::records("credits", self.credits()));
        parts.push(DataPart::records(
            "leftovers",
            self.unspent_funds(&machine).sheet(self.touching()),
        ));
        parts.push(DataPart::records(
            "interest",
            tables::interest(&machine).sheet(&self.settlement.late),
        ));
        parts
    }

    fn totals(self) -> Vec<(&'static str, Value)> {
        let sum = |amount: fn(&Account) -> Traced| {
            sum(self.settlement.accounts().map(|account| amount(account).amount()))
        };
        AMOUNTS.map(|(name, _, amount)| (name, Value::Cents(sum(amount)))).into()
    }

    /// What the credits are made of.
    fn credits(self) -> Sheet {
        let texts = ["period", "party", "kind", "leftover"].map(|name| Column::text(name, name));
        let columns = texts.into_iter().chain([Column::number("amount", "amount")]).collect();
        let mut rows = Vec::new();
        for account in self.settlement.accounts() {
            for credit in &account.credit_parts {
                let (kind, leftover) = match credit.kind {
                    CreditKind::Carried => ("carried", None),
                    CreditKind::LeftoverIn(number) => ("leftover-in", Some(number)),
                    CreditKind::LeftoverOut(number) => ("leftover-out", Some(number)),
                };
                let leftover =
                    leftover.map(|number| &self.project.leftovers[usize::from(number)].id);
                let cells = [
                    Value::Date(account.period.to_string()),
                    Value::text(&self.project.party(account.party).id),
                    Value::word(kind),
                    Value::of(leftover, Value::text),
                ];
                let cells = cells.into_iter().map(Cell::from).chain([Cell::from(credit.amount)]);
                rows.push(Row::plain(cells));
            }
        }
        Sheet { columns, rows, layout: Layout::List }
    }

    /// The unspent funds that leave, enter or wait in the periods, with age and expiry.
    fn unspent_funds<'r>(self, reader: &'r Reader<'_>) -> RecordTable<'r, &'r Leftover>
    where
        'a: 'r,
    {
        tables::unspent_funds(reader, self.project, self.settlement)
    }

    fn touching(self) -> impl Iterator<Item = &'a Leftover> {
        let periods = &self.settlement.periods;
        let touches = move |leftover: &&Leftover| {
            periods.iter().any(|period| leftover.from <= *period && *period <= leftover.into)
        };
        self.project.leftovers.iter().filter(touches)
    }

    fn page(self) -> Vec<Block> {
        let lang = self.lang;
        let mut page = vec![Block::Title(self.project.title.clone())];
        page.extend(crate::report::commands::scenario_show::about(self.project, lang));
        let periods = &self.settlement.periods;
        if periods.is_empty() {
            page.push(Block::Paragraph(term(Term::NothingToSettle, lang).to_owned()));
            return page;
        }
        page.push(Block::Paragraph(
            Phrase::SettlementAbout {
                period: stretches(periods, lang),
                status: status_word(self.status, lang).to_owned(),
                currency: self.project.currency.clone(),
            }
            .get(lang),
        ));
        if let Some(basis) = &self.project.settlement.legal_basis {
            page.push(Block::Paragraph(format!("{}: {basis}", term(Term::LegalBasis, lang))));
        }
        for period in &self.settlement.periods {
            if periods.len() > 1 {
                page.push(Block::Heading(period.to_string()));
            }
            page.push(Block::Sheet(self.accounts_of(*period)));
            page.push(Block::Sheet(self.outcomes_of(*period)));
        }
        page.push(Block::Paragraph(term(Term::BalanceMeans, lang).to_owned()));
        self.leftover_page(&mut page);
        self.interest_page(&mut page);
        self.transfer_page(&mut page);
        page
    }

    fn accounts_of(self, period: DateRange) -> Sheet {
        let lang = self.lang;
        let accounts: Vec<&Account> =
            self.settlement.accounts().filter(|account| account.period == period).collect();
        // A column in which nothing stands is left out, but share and balance never.
        let says = |amount: fn(&Account) -> Traced| {
            accounts.iter().any(|it| !amount(it).amount().is_zero())
        };
        let shown: Vec<_> = AMOUNTS
            .into_iter()
            .filter(|(name, _, amount)| matches!(*name, "share" | "balance") || says(*amount))
            .collect();
        let reader = Reader::people(self.project, lang);
        let names = std::iter::once("party").chain(shown.iter().map(|(name, ..)| *name));
        let table = tables::accounts(&reader).select(&names.collect::<Vec<_>>());
        let mut sheet = table.sheet(accounts.iter().copied());
        let sums =
            shown.iter().map(|(.., amount)| sum(accounts.iter().map(|it| amount(it).amount())));
        let total =
            std::iter::once(Value::text(term(Term::Total, lang))).chain(sums.map(Value::Cents));
        sheet.rows.push(Row::total(total));
        Sheet { layout: Layout::Cross, ..sheet }
    }

    /// What becomes of each balance.
    fn outcomes_of(self, period: DateRange) -> Sheet {
        let lang = self.lang;
        let columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("balance", term(Term::AccountBalance, lang)),
            Column::text("outcome", term(Term::OutcomeOf, lang)),
        ];
        let names = Names::new(self.project, lang);
        let row = |account: &Account| {
            Row::plain(vec![
                Value::text(names.party(account.party)).into(),
                Cell::from(account.balance),
                Value::text(outcome_words(self.project, account, lang)).into(),
            ])
        };
        let own = self.settlement.accounts().filter(|account| account.period == period);
        Sheet { columns, rows: own.map(row).collect(), layout: Layout::List }
    }

    fn leftover_page(self, page: &mut Vec<Block>) {
        let lang = self.lang;
        let leftovers: Vec<_> = self.touching().collect();
        if leftovers.is_empty() {
            return;
        }
        page.push(Block::Heading(term(Term::Leftovers, lang).to_owned()));
        let reader = Reader::people(self.project, lang);
        let columns = ["leftover", "from", "into", "amount", "bound", "until", "age"];
        let sheet = self.unspent_funds(&reader).select(&columns).sheet(leftovers);
        page.push(Block::Sheet(sheet));
    }

    fn interest_page(self, page: &mut Vec<Block>) {
        let lang = self.lang;
        if self.project.settlement.interest.is_none() {
            return;
        }
        page.push(Block::Heading(term(Term::LateInterest, lang).to_owned()));
        if self.settlement.late.is_empty() {
            page.push(Block::Paragraph(term(Term::NothingLate, lang).to_owned()));
            return;
        }
        let reader = Reader::people(self.project, lang);
        let columns = ["party", "due", "paid", "days", "amount", "interest"];
        let mut sheet = tables::interest(&reader).select(&columns).sheet(&self.settlement.late);
        let all = sum(self.settlement.late.iter().map(|late| late.interest.amount()));
        let blank = || Value::Empty;
        let total = Value::text(term(Term::Total, lang));
        sheet.rows.push(Row::total([total, blank(), blank(), blank(), blank(), Value::Cents(all)]));
        page.push(Block::Sheet(sheet));
    }

    fn transfer_page(self, page: &mut Vec<Block>) {
        let lang = self.lang;
        let Some((way, transfers)) = self.transfers else { return };
        page.push(Block::Heading(term(Term::Transfers, lang).to_owned()));
        let how = match way {
            Way::Hub(party) => {
                Phrase::ThroughHub { hub: Names::new(self.project, lang).party(party) }.get(lang)
            }
            Way::Direct => term(Term::TransfersDirect, lang).to_owned(),
            Way::Minimal if transfers.proven == Some(true) => {
                term(Term::TransfersMinimal, lang).to_owned()
            }
            Way::Minimal => term(Term::TransfersNotProven, lang).to_owned(),
        };
        page.push(Block::Paragraph(how));
        let stays =
            |account: &Account| account.due.is_none() && !account.balance.amount().is_zero();
        if way == Way::Direct && self.settlement.accounts().any(stays) {
            page.push(Block::Paragraph(term(Term::NotMovedNow, lang).to_owned()));
        }
        let name = |node: Node| match node {
            Node::Party(party) => Value::text(Names::new(self.project, lang).party(party)),
            Node::Account => Value::text(term(Term::JointAccount, lang)),
        };
        if transfers.list.is_empty() {
            page.push(Block::Paragraph(term(Term::NoTransfers, lang).to_owned()));
            return;
        }
        let mut sheet = self.transfer_sheet(transfers, name);
        let titles = [Term::TransferFrom, Term::TransferTo, Term::Amount];
        sheet
            .columns
            .iter_mut()
            .zip(titles)
            .for_each(|(column, title)| column.title = term(title, lang).into());
        page.push(Block::Sheet(sheet));
        page.push(Block::Sheet(self.before_and_after(transfers, name)));
    }

    fn transfer_sheet(self, transfers: &Transfers, name: impl Fn(Node) -> Value) -> Sheet {
        let columns = vec![
            Column::text("from", "from"),
            Column::text("to", "to"),
            Column::number("amount", "amount"),
        ];
        let rows = transfers.list.iter().map(|transfer| {
            Row::plain(vec![
                name(transfer.from).into(),
                name(transfer.to).into(),
                Cell::from(transfer.amount),
            ])
        });
        Sheet { columns, rows: rows.collect(), layout: Layout::List }
    }

    /// What each has to pay before, pays, gets, and has to pay after.
    fn before_and_after(self, transfers: &Transfers, name: impl Fn(Node) -> Value) -> Sheet {
        let lang = self.lang;
        let columns = vec![
            Column::text("party", term(Term::Party, lang)),
            Column::number("before", term(Term::NetBefore, lang)),
            Column::number("pays", term(Term::NetPays, lang)),
            Column::number("gets", term(Term::NetGets, lang)),
            Column::number("after", term(Term::NetAfter, lang)),
        ];
        let rows = transfers.nets.iter().map(|(node, net)| {
            let paid = |by: fn(&crate::analysis::settlement::Transfer) -> Node| {
                sum(transfers.list.iter().filter(|it| by(it) == *node).map(|it| it.amount.amount()))
            };
            let (pays, gets) = (paid(|it| it.from), paid(|it| it.to));
            let after = sum([less(net.amount(), pays), gets]);
            let cells = [net.amount(), pays, gets, after].map(Value::Cents);
            Row::plain(std::iter::once(name(*node)).chain(cells))
        });
        Sheet { columns, rows: rows.collect(), layout: Layout::List }
    }
}

fn machine(project: &Project) -> impl Fn(Node) -> Value {
    move |node| match node {
        Node::Party(party) => Value::text(&project.party(party).id),
        Node::Account => Value::word("account"),
    }
}

fn way_name(project: &Project, way: Way) -> String {
    match way {
        Way::Hub(party) => format!("hub:{}", project.party(party).id),
        Way::Direct => "direct".to_owned(),
        Way::Minimal => "minimal".to_owned(),
    }
}

/// Names the balance of an account.
pub fn balance_figure(account: &Account, project: &Project, lang: Lang) -> ExplainedFigure {
    let party = Names::new(project, lang).party(account.party);
    let what = term(Term::AccountBalance, lang);
    let title =
        format!("{what} {party}, {} ({})", account.period, outcome_words(project, account, lang));
    ExplainedFigure { title, amount: account.balance }
}

/// Names the interest on a part of an instalment that came late.
pub fn interest_figure(late: &Late, project: &Project, lang: Lang) -> ExplainedFigure {
    let party = Names::new(project, lang).party(late.party);
    let what = format!("{} {party}, {}", term(Term::SubjectInterest, lang), late.period);
    let title = Phrase::DueOn { what, day: day(late.due, lang) }.get(lang);
    ExplainedFigure { title, amount: late.interest }
}

/// Names a payment that settles balances.
pub fn transfer_figure(transfer: &Transfer, project: &Project, lang: Lang) -> ExplainedFigure {
    let name = |node: Node| match node {
        Node::Party(party) => Names::new(project, lang).party(party),
        Node::Account => term(Term::JointAccount, lang).to_owned(),
    };
    let title = format!("{} → {}", name(transfer.from), name(transfer.to));
    ExplainedFigure { title, amount: transfer.amount }
}
