//! Settlement over random years: accounts and calls against a slow calculation written from the
//! rules, sums that are kept between years, and payments that settle all balances.
//!
//! `UMLAGE_CASES=10000 cargo test --release --test main settlements -- --nocapture` runs the full
//! number.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use umlage::allocation::{Request, allocate};
use umlage::analysis::settlement::{
    Account, CreditKind, Node, Settlement, Way, calls, settle, transfers,
};
use umlage::diag::{Diagnostics, render};
use umlage::input::{Loaded, load};
use umlage::model::{DateRange, PartyIx, Project, Status, parse_period};
use umlage::text::Lang;

use crate::cases::umlage;
use crate::support::accounts::{self, Ledger, Shares, fewest};
use crate::support::books::{Books, By, books, euro};
use crate::support::generate::Random;
use crate::support::oracle::LAENDER;
use crate::support::run::{memory, rows};

/// How many random projects are tried; a few hundred unless the environment says more.
fn cases() -> u64 {
    std::env::var("UMLAGE_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300)
}

/// One random project, read.
struct Case {
    seed: u64,
    books: Books,
    loaded: Loaded,
}

/// What became of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Settled alike; so many years.
    Settled(usize),
    /// Refused by both.
    Refused,
    /// The allocation itself refuses: another test's matter.
    Unshared,
}

impl Case {
    fn of(seed: u64) -> Case {
        let books = books(seed);
        let loaded = load(&memory(&books.files()), &[]);
        let case = Case { seed, books, loaded };
        assert!(
            case.loaded.project.is_some(),
            "{}",
            case.fault("is not read", &case.loaded.diagnostics)
        );
        case
    }

    fn project(&self) -> &Project {
        self.loaded.project.as_ref().unwrap()
    }

    fn fault(&self, what: &str, faults: &Diagnostics) -> String {
        format!(
            "seed {} {what}:\n{}",
            self.seed,
            render(faults.iter(), &self.loaded.sources, Lang::En, false)
        )
    }

    fn range(&self, period: i32) -> DateRange {
        parse_period(&self.books.calendar.label(period)).unwrap()
    }

    fn party(&self, party: PartyIx) -> usize {
        let id = &self.project().party(party).id;
        self.books.parties.iter().position(|it| it == id).unwrap()
    }

    fn number(&self, period: DateRange) -> i32 {
        self.books.calendar.of(period.from)
    }

    /// The shares of every settlement period by itself; `None`: one cannot be shared.
    fn shares(&self, plan: bool) -> Option<Shares> {
        let status = if plan { Status::Plan } else { Status::Actual };
        let mut shares = Shares::new();
        for number in 0..4 {
            let period = Some(self.range(number));
            let run = allocate(self.project(), Request { period, status }).ok()?;
            for (key, cents) in rows(self.project(), &run) {
                let party = self.books.parties.iter().position(|it| *it == key.party).unwrap();
                *shares.entry(number).or_default().entry(party).or_insert(0) += cents;
            }
            if !run.periods.is_empty() {
                shares.entry(number).or_default();
            }
        }
        Some(shares)
    }

    /// Compares everything; the error says what differs.
    fn compare(&self) -> Result<Verdict, String> {
        let (Some(actual), Some(planned)) = (self.shares(false), self.shares(true)) else {
            return Ok(Verdict::Unshared);
        };
        let wrong = |what: &str| format!("seed {}: {what}", self.seed);
        let found = settle(self.project(), Request::default());
        let (ledger, settlement) = match (accounts::settle(&self.books, &actual, false), found) {
            (Ok(ledger), Ok(settlement)) => (ledger, settlement),
            (Err(code), Err(faults)) => {
                // Two leftovers of a period can be nobody's, one by shares and one by a key.
                let codes = if code == "E405" { ["E405", "E806"] } else { [code; 2] };
                let told = faults.iter().any(|fault| codes.contains(&fault.fault.code()));
                return if told { Ok(Verdict::Refused) } else { Err(self.fault(code, &faults)) };
            }
            (Err(code), Ok(_)) => return Err(wrong(&format!("{code} is not told"))),
            (Ok(_), Err(faults)) => return Err(self.fault("is refused", &faults)),
        };
        self.accounts(&ledger, &settlement, &ledger.found)?;
        self.kept(&settlement)?;
        for number in &ledger.found {
            let period = Some(self.range(*number));
            let one = settle(self.project(), Request { period, status: Status::Actual });
            let one = one.map_err(|faults| self.fault("is refused alone", &faults))?;
            self.accounts(&ledger, &one, &BTreeSet::from([*number]))?;
            self.settled(one)?;
        }
        let years = ledger.found.len();
        self.settled(settlement)?;
        self.called(&planned, &ledger)?;
        if let Ok(ledger) = accounts::settle(&self.books, &planned, true) {
            let plan = settle(self.project(), Request { period: None, status: Status::Plan });
            let plan = plan.map_err(|faults| self.fault("refuses the plan", &faults))?;
            self.accounts(&ledger, &plan, &ledger.found)?;
        }
        Ok(Verdict::Settled(years))
    }

    /// Every account, figure by figure.
    fn accounts(
        &self,
        ledger: &Ledger,
        found: &Settlement,
        periods: &BTreeSet<i32>,
    ) -> Result<(), String> {
        let name = |(period, party): (i32, usize)| {
            format!("{} {}", self.books.calendar.label(period), self.books.parties[party])
        };
        let expected: BTreeMap<String, accounts::Account> = ledger
            .accounts
            .iter()
            .filter(|((period, _), _)| periods.contains(period))
            .map(|(key, account)| (name(*key), account.clone()))
            .collect();
        let own = |it: &Account| {
            let figures = [it.share, it.advances, it.paid_for_all, it.credits, it.balance];
            let figures = figures.map(|figure| figure.amount().get());
            let key = (self.number(it.period), self.party(it.party));
            (name(key), accounts::Account { figures, outcome: it.outcome.name(), due: it.due })
        };
        let own: BTreeMap<String, accounts::Account> = found.accounts().map(own).collect();
        self.same("accounts", &expected, &own)
    }

    fn same<T: PartialEq + std::fmt::Debug>(
        &self,
        what: &str,
        expected: &BTreeMap<String, T>,
        found: &BTreeMap<String, T>,
    ) -> Result<(), String> {
        let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        let differs = |key: &&&String| expected.get(**key) != found.get(**key);
        let list = keys.iter().filter(differs).map(|key| {
            format!("{key}: by the rules {:?}, engine {:?}", expected.get(*key), found.get(*key))
        });
        let list: Vec<String> = list.take(6).collect();
        if list.is_empty() {
            Ok(())
        } else {
            Err(format!("seed {} {what}:\n{}", self.seed, list.join("\n")))
        }
    }

    /// No cent comes about or is lost between periods.
    fn kept(&self, settlement: &Settlement) -> Result<(), String> {
        let wrong = |what: String| Err(format!("seed {}: {what}", self.seed));
        let mut open: BTreeMap<PartyIx, i128> = BTreeMap::new();
        let mut carried: BTreeMap<(i32, PartyIx), i128> = BTreeMap::new();
        let mut moved: BTreeMap<(u16, PartyIx), i128> = BTreeMap::new();
        let last = settlement.chain.iter().map(|account| self.number(account.period)).max();
        for account in &settlement.chain {
            let number = self.number(account.period);
            let money = [account.advances, account.paid_for_all].map(|it| it.amount().get());
            let owed = open.entry(account.party).or_insert(0);
            *owed += account.share.amount().get() - money.iter().sum::<i128>();
            for part in &account.credit_parts {
                let cents = part.amount.amount().get();
                match part.kind {
                    CreditKind::Carried => {
                        *carried.entry((number, account.party)).or_insert(0) += cents
                    }
                    CreditKind::LeftoverIn(it) | CreditKind::LeftoverOut(it) => {
                        *owed -= cents;
                        *moved.entry((it, account.party)).or_insert(0) += cents;
                    }
                }
            }
            // What is not carried on is still to be paid, and the last is carried to nobody here.
            if account.outcome.name() == "carried" && Some(number) != last {
                *carried.entry((number + 1, account.party)).or_insert(0) +=
                    account.balance.amount().get();
            } else {
                *owed -= account.balance.amount().get();
            }
        }
        if let Some((key, cents)) = carried.iter().find(|(_, cents)| **cents != 0) {
            return wrong(format!("{key:?}: {cents} are carried and not taken over"));
        }
        if let Some((party, cents)) = open.iter().find(|(_, cents)| **cents != 0) {
            return wrong(format!(
                "{party:?}: shares less money, credits and balances leave {cents}"
            ));
        }
        for ((number, party), cents) in moved {
            let leftover = &self.books.leftovers[usize::from(number)];
            let given = match &leftover.by {
                By::Parts(parts) => parts.get(&self.party(party)).copied().unwrap_or(0),
                _ => 0,
            };
            if cents != given {
                return wrong(format!("leftover {number} gives {party:?} {cents}, not {given}"));
            }
        }
        Ok(())
    }

    /// Transfers of every way settle the balances, and the fewest are the fewest.
    fn settled(&self, mut settlement: Settlement) -> Result<(), String> {
        let moves = |account: &&Account| matches!(account.outcome.name(), "claim" | "refund");
        let mut balances: BTreeMap<usize, i128> = BTreeMap::new();
        for account in settlement.accounts().filter(moves) {
            *balances.entry(self.party(account.party)).or_insert(0) +=
                account.balance.amount().get();
        }
        let hub = self.books.costs.len() % (self.books.parties.len() - 1);
        let ix = |party: usize| self.project().find_party(self.books.parties[party]).unwrap();
        for way in [Way::Hub(ix(hub)), Way::Direct, Way::Minimal] {
            let keeper = if let Way::Hub(_) = way { Some(hub) } else { self.books.account };
            let mut nets = balances.clone();
            nets.retain(|party, _| Some(*party) != keeper);
            let rest: i128 = nets.values().sum();
            // The account has the number after all parties.
            let account = self.books.parties.len();
            nets.insert(keeper.unwrap_or(account), -rest);
            nets.retain(|_, net| *net != 0);
            let found = transfers(self.project(), &mut settlement, way);
            let found = found.map_err(|faults| self.fault("has no transfers", &faults))?;
            let end = |node: Node| match node {
                Node::Party(party) => self.party(party),
                Node::Account => account,
            };
            let mut left = nets.clone();
            for transfer in &found.list {
                let cents = transfer.amount.amount().get();
                if cents <= 0 || transfer.from == transfer.to {
                    return Err(format!("seed {}: {way:?} has {transfer:?}", self.seed));
                }
                *left.entry(end(transfer.from)).or_insert(0) -= cents;
                *left.entry(end(transfer.to)).or_insert(0) += cents;
                if matches!(way, Way::Hub(_))
                    && ![transfer.from, transfer.to].map(end).contains(&hub)
                {
                    return Err(format!("seed {}: {transfer:?} is not through the hub", self.seed));
                }
            }
            let open = left.iter().find(|(_, cents)| **cents != 0);
            let nets: Vec<i128> = nets.into_values().collect();
            let is_least = !matches!(way, Way::Minimal)
                || (found.list.len(), found.proven) == (fewest(&nets), Some(true));
            if open.is_some() || !is_least {
                let count = found.list.len();
                return Err(format!(
                    "seed {}: {way:?} {count} payments for {nets:?}, open {open:?}",
                    self.seed
                ));
            }
        }
        Ok(())
    }

    /// Every call, figure by figure.
    fn called(&self, planned: &Shares, ledger: &Ledger) -> Result<(), String> {
        let name = |(period, party, number): (i32, usize, usize)| {
            format!("{} {} {number}", self.books.calendar.label(period), self.books.parties[party])
        };
        let expected: BTreeMap<String, accounts::Call> =
            accounts::calls(&self.books, planned, ledger)
                .into_iter()
                .map(|(key, call)| (name(key), call))
                .collect();
        let request = Request { period: None, status: Status::Plan };
        let found = calls(self.project(), request)
            .map_err(|faults| self.fault("is not called", &faults))?;
        let mut own = BTreeMap::new();
        for call in &found.calls {
            let key = (self.number(call.period), self.party(call.party), usize::from(call.number));
            let [part, set_off, amount] =
                [call.instalment, call.set_off, call.amount].map(|figure| figure.amount().get());
            own.insert(name(key), (call.due, part, set_off, amount));
        }
        self.same("calls", &expected, &own)
    }
}

#[test]
fn random_years_are_settled_as_the_rules_say_and_no_cent_is_lost() {
    let count = cases();
    let results: Vec<Result<Verdict, String>> =
        (0..count).into_par_iter().map(|seed| Case::of(seed).compare()).collect();
    let faults: Vec<&String> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    let years: usize = results
        .iter()
        .map(|it| if let Ok(Verdict::Settled(years)) = it { *years } else { 0 })
        .sum();
    let number = |verdict| results.iter().filter(|result| **result == Ok(verdict)).count();
    let [refused, unshared] = [Verdict::Refused, Verdict::Unshared].map(number);
    println!(
        "{count} projects: {years} settlement periods alike, {refused} projects refused by both, \
            {unshared} unshared, {} differ",
        faults.len()
    );
    let shown: Vec<&str> = faults.iter().take(5).map(|fault| fault.as_str()).collect();
    assert!(faults.is_empty(), "{} of {count} differ:\n{}", faults.len(), shown.join("\n"));
    assert!(years as u64 > count, "too few years: {years}");
    assert!((unshared as u64) < count / 10, "too many are not shared: {unshared}");
}

/// A year of twenty parties that pay for one another, row by row: 51 rows whose balances fall into
/// groups that add up to zero. One of each group has the sum of the others, who have ten million
/// euros and different powers of three in cents: so by balanced ternary no other parties add up to
/// zero, and the fewest payments are the parties less the groups.
struct Planted {
    parties: Vec<String>,
    balances: Vec<i128>,
    least: usize,
    rows: Vec<(usize, usize, i128)>,
}

fn planted(groups: &[usize], seed: u64) -> Planted {
    let mut random = Random::new(seed);
    let others = (1..=4).map(|number| format!("KREIS-{number}"));
    let mut parties: Vec<String> =
        LAENDER.iter().map(|land| (*land).to_owned()).chain(others).collect();
    random.shuffle(&mut parties);
    let mut rows: Vec<(usize, usize, i128)> = Vec::new();
    let (mut next, mut power) = (0, 1);
    for (number, size) in groups.iter().enumerate() {
        let sum = next;
        for one in next + 1..next + size {
            let cents = 1_000_000_000 + power;
            rows.push(if number % 2 == 0 { (one, sum, cents) } else { (sum, one, cents) });
            power *= 3;
        }
        next += size;
    }
    assert_eq!(next, parties.len());
    let mut balances = vec![0; parties.len()];
    for (party, paid_by, cents) in &rows {
        balances[*party] += cents;
        balances[*paid_by] -= cents;
    }
    // What goes round in a circle changes no balance.
    while rows.len() < 51 {
        let mut circle: Vec<usize> = (0..parties.len()).collect();
        random.shuffle(&mut circle);
        circle.truncate(if 51 - rows.len() == 2 || 51 - rows.len() == 4 { 2 } else { 3 });
        let cents = random.between(1, 20_000_000);
        let ends = circle.iter().zip(circle.iter().cycle().skip(1));
        rows.extend(ends.map(|(party, paid_by)| (*party, *paid_by, cents)));
    }
    assert_eq!(rows.len(), 51);
    random.shuffle(&mut rows);
    Planted { least: parties.len() - groups.len(), parties, balances, rows }
}

impl Planted {
    fn write(&self, folder: &Path, payments: &str) {
        let list =
            self.parties.iter().map(|party| format!("\"{party}\"")).collect::<Vec<_>>().join(", ");
        let mut text = String::new();
        self.parties.iter().for_each(|party| writeln!(text, "[party.{party}]").unwrap());
        write!(text, "[service.s]\nparticipants = [{list}]\n[rule.r]\nlegal_basis = \"Vertrag\"\n")
            .unwrap();
        text.push_str("[[rule.r.step]]\nid = \"direkt\"\ndirect = true\n");
        let mut costs = "period,service,amount,party,paid_by,id\n".to_owned();
        for (number, (party, paid_by, cents)) in self.rows.iter().enumerate() {
            let [party, paid_by] = [party, paid_by].map(|party| &self.parties[*party]);
            writeln!(costs, "2024,s,{},{party},{paid_by},r{number}", euro(*cents)).unwrap();
        }
        fs::write(folder.join("umlage.toml"), text).unwrap();
        fs::write(folder.join("costs.csv"), costs).unwrap();
        if !payments.is_empty() {
            let payments = format!("date,party,amount,period\n{payments}");
            fs::write(folder.join("payments.csv"), payments).unwrap();
        }
    }

    /// How many payments it takes if the largest debt always goes to the largest claim.
    fn greedy(&self) -> usize {
        let mut left = self.balances.clone();
        let mut payments = 0;
        loop {
            let debtor = (0..left.len()).max_by_key(|party| left[*party]).unwrap();
            let creditor = (0..left.len()).min_by_key(|party| left[*party]).unwrap();
            if left[debtor] == 0 {
                return payments;
            }
            let cents = left[debtor].min(-left[creditor]);
            left[debtor] -= cents;
            left[creditor] += cents;
            payments += 1;
        }
    }

    /// The payments of a way as they are printed.
    fn printed(&self, folder: &Path, way: &str) -> Vec<String> {
        let csv = umlage(folder, &["settle", "--transfers", way, "--format", "csv", "-q"]);
        csv.lines().skip(1).map(str::to_owned).collect()
    }
}

/// Reads an amount with two decimals.
fn cents(text: &str) -> i128 {
    text.replace('.', "").parse().unwrap()
}

#[test]
fn fifty_one_rows_among_twenty_parties_are_settled_in_the_fewest_payments() {
    let known: [(&[usize], usize, bool); 4] = [
        (&[5, 5, 5, 5], 16, true),
        (&[2, 3, 3, 3, 3, 3, 3], 13, true),
        (&[2; 10], 10, false),
        (&[20], 19, false),
    ];
    for (seed, (groups, least, greedy_needs_more)) in (0..).zip(known) {
        let planted = planted(groups, seed);
        assert_eq!(
            (planted.least, planted.greedy() > least),
            (least, greedy_needs_more),
            "{groups:?}"
        );
        let folder = tempfile::tempdir().unwrap();
        planted.write(folder.path(), "");
        let csv = umlage(folder.path(), &["settle", "--format", "csv"]);
        for row in csv.lines().skip(1) {
            let party = planted
                .parties
                .iter()
                .position(|party| row.starts_with(&format!("{party},")))
                .unwrap();
            assert_eq!(cents(row.rsplit(',').next().unwrap()), planted.balances[party], "{row}");
        }
        let minimal = planted.printed(folder.path(), "minimal");
        assert_eq!(minimal.len(), least, "{groups:?}");
        assert_eq!(planted.printed(folder.path(), "hub:HE").len(), 19);
        for way in ["minimal", "direct", "hub:HE"] {
            let mut left = planted.balances.clone();
            for row in planted.printed(folder.path(), way) {
                let fields: Vec<&str> = row.split(',').collect();
                let at =
                    |name: &str| planted.parties.iter().position(|party| party == name).unwrap();
                left[at(fields[0])] -= cents(fields[2]);
                left[at(fields[1])] += cents(fields[2]);
            }
            assert!(left.iter().all(|cents| *cents == 0), "{way}: {left:?}");
        }
        // One of them arrives: the others stay.
        for paid in [0, least / 2, least - 1] {
            let fields: Vec<&str> = minimal[paid].split(',').collect();
            let (from, to, amount) = (fields[0], fields[1], fields[2]);
            planted.write(
                folder.path(),
                &format!("2024-12-30,{from},{amount},2024\n2024-12-30,{to},-{amount},2024\n"),
            );
            let mut rest = minimal.clone();
            rest.remove(paid);
            assert_eq!(planted.printed(folder.path(), "minimal"), rest);
        }
    }
}
