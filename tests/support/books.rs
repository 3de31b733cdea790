//! Random books of a consortium over a chain of settlement periods: cost, payments, and the terms
//! of calls, settlement and leftovers; and the project files that describe them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::generate::Random;
use super::oracle::{BUND, LAENDER};

/// The settlement periods, numbered from the first of a year; earlier ones have negative numbers.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// The year in which number 0 begins.
    pub year: i16,
    /// The months of a settlement period: 12 or 3.
    pub months: i32,
}

impl Calendar {
    /// The first day of a period.
    pub fn from(&self, number: i32) -> Date {
        date(self.year, 1, 1) + (number * self.months).months()
    }

    /// The last day of a period.
    pub fn to(&self, number: i32) -> Date {
        self.from(number + 1).yesterday().unwrap()
    }

    /// The period of a day.
    pub fn of(&self, day: Date) -> i32 {
        let months = i32::from(day.year() - self.year) * 12 + i32::from(day.month()) - 1;
        months.div_euclid(self.months)
    }

    /// How a period is written.
    pub fn label(&self, number: i32) -> String {
        let from = self.from(number);
        match self.months {
            12 => format!("{}", from.year()),
            _ => format!("{}-Q{}", from.year(), (from.month() + 2) / 3),
        }
    }
}

/// A row of cost.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The service or centre: `a` and `b`, `c` (passed on) and `o` (not passed on).
    pub object: &'static str,
    /// `a`: shared, `d`: direct, `n`: not shared, `e`: shared with a credit.
    pub kind: &'static str,
    /// In cents.
    pub amount: i128,
    /// Planned, not actual.
    pub plan: bool,
    /// Whose it is, of kind `d`.
    pub party: Option<usize>,
    /// Who paid it for all.
    pub paid_by: Option<usize>,
}

/// A row of payments.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Its day.
    pub day: Date,
    /// Who paid.
    pub party: usize,
    /// In cents.
    pub amount: i128,
    /// For which period; `None`: not said.
    pub period: Option<i32>,
    /// Of interest.
    pub interest: bool,
    /// Its document.
    pub document: String,
}

/// What an instalment takes.
#[derive(Clone, Debug)]
pub enum Takes {
    /// An equal part.
    Equal,
    /// A fraction of the share.
    Share(i128, i128),
    /// A fixed sum.
    Amount(i128),
    /// A fixed sum of each party.
    Amounts(BTreeMap<usize, i128>),
}

/// By what a leftover is shared.
#[derive(Clone, Debug)]
pub enum By {
    /// By the shares of its period.
    Shares,
    /// By the payments of its period.
    Payments,
    /// By the key `g`.
    Key,
    /// From books that are not kept here.
    Parts(BTreeMap<usize, i128>),
}

/// A leftover.
#[derive(Clone, Debug)]
pub struct Leftover {
    /// The period it comes from.
    pub from: i32,
    /// The period it goes into.
    pub into: i32,
    /// In cents.
    pub amount: i128,
    /// Whose it is.
    pub by: By,
    /// Not set off against calls.
    pub bound: bool,
}

/// When a due day that is no workday moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workdays {
    /// It does not.
    Stay,
    /// To the next.
    Next,
    /// To the one before.
    Previous,
}

/// All that a project of this kind says.
#[derive(Clone, Debug)]
pub struct Books {
    /// Its settlement periods.
    pub calendar: Calendar,
    /// The parties in their order, the Bund last.
    pub parties: Vec<&'static str>,
    /// From which day each is a member; `None`: never.
    pub member: Vec<Option<Date>>,
    /// The cost.
    pub costs: Vec<Cost>,
    /// The pools of shared cost are formed by month.
    pub by_month: bool,
    /// Shared cost leaves a rounding residue.
    pub leaves: bool,
    /// The Bund takes a part of shared cost first.
    pub bund: bool,
    /// The weights of the key of shares, then those of leftovers.
    pub weights: [Vec<i128>; 2],
    /// The payments.
    pub payments: Vec<Payment>,
    /// The instalments by month and day, in order of the year.
    pub instalments: Vec<(i8, i8, Takes)>,
    /// What happens to due days.
    pub workdays: Workdays,
    /// The last closed period.
    pub closed: Option<i32>,
    /// Claims are carried, refunds are carried.
    pub carry: [bool; 2],
    /// Smaller balances are carried.
    pub threshold: Option<i128>,
    /// With which instalment carried balances are settled.
    pub instalment: Option<usize>,
    /// The day of settlement and the days until balances are due.
    pub due: (Option<(i8, i8)>, i64),
    /// Who keeps the joint account.
    pub account: Option<usize>,
    /// The leftovers.
    pub leftovers: Vec<Leftover>,
}

/// A number from 0 to below a limit.
fn below(random: &mut Random, limit: i32) -> i32 {
    i32::try_from(random.between(0, i128::from(limit) - 1)).unwrap()
}

/// Makes the books of a seed.
pub fn books(seed: u64) -> Books {
    let mut random = Random::new(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
    let random = &mut random;
    let calendar = Calendar {
        year: random.pick(&[2020, 2021, 2022, 2023, 2024]),
        months: if random.chance(75) { 12 } else { 3 },
    };
    let periods = 1 + below(random, 4);
    let mut parties = LAENDER.to_vec();
    random.shuffle(&mut parties);
    parties.truncate(2 + random.below(6));
    parties.push(BUND);
    let laender = parties.len() - 1;
    let member = (0..parties.len()).map(|party| match party {
        0 => Some(date(2000, 1, 1)),
        _ if party == laender => None,
        _ if random.chance(10) => None,
        _ if random.chance(15) => {
            let joins = calendar.from(below(random, 4));
            Some(if random.chance(50) { joins } else { joins + below(random, 80).days() })
        }
        _ => Some(date(2000, 1, 1)),
    });
    let member: Vec<Option<Date>> = member.collect();
    let largest = random.pick(&[9, 1000, 100_000, 50_000_000, 9_000_000_000]);
    let mut weight = || {
        let some = |random: &mut Random| random.pick(&[1, 1, 2, 3, 7, 19, 12345]);
        (0..parties.len())
            .map(|party| if party == 0 || random.chance(90) { some(random) } else { 0 })
            .collect()
    };
    let weights = [weight(), weight()];
    let costs = costs(random, &calendar, (periods, laender), largest);
    let payments = payments(random, &calendar, (periods, laender, &member), largest);
    let carry = [random.chance(35), random.chance(45)];
    let threshold = random.chance(35).then(|| random.between(0, largest / 2));
    let (instalments, workdays) = instalments(random, laender, largest);
    let count = instalments.len().max(1);
    Books {
        calendar,
        member,
        by_month: random.chance(15),
        leaves: random.chance(25),
        bund: random.chance(35),
        weights,
        costs,
        payments,
        workdays,
        closed: random.chance(45).then(|| below(random, 4) - 1),
        carry,
        threshold,
        instalment: random.chance(40).then(|| 1 + random.below(count)),
        due: (random.chance(50).then_some((3, 31)), random.pick(&[0, 0, 30])),
        account: random.chance(50).then(|| random.below(laender)),
        leftovers: leftovers(random, (periods, laender), largest),
        instalments,
        parties,
    }
}

fn costs(
    random: &mut Random,
    calendar: &Calendar,
    (periods, laender): (i32, usize),
    largest: i128,
) -> Vec<Cost> {
    let mut costs = Vec::new();
    for _ in 0..2 + random.below(14) {
        let first = below(random, periods);
        let last = if random.chance(70) { first } else { first + below(random, periods - first) };
        let (mut from, mut to) = (calendar.from(first), calendar.to(last));
        if random.chance(30) {
            from += below(random, 30).days();
            to -= below(random, 30).days();
        }
        let kind = random.pick(&["a", "a", "a", "a", "d", "n", "e"]);
        let object = match kind {
            "a" => random.pick(&["a", "b", "c", "o"]),
            _ => random.pick(&["a", "b"]),
        };
        let negative = random.chance(15);
        let amount = random.between(0, largest) * if negative { -1 } else { 1 };
        let pays = kind == "e" || random.chance(35);
        costs.push(Cost {
            from,
            to,
            object,
            kind,
            amount,
            plan: random.chance(40),
            party: (kind == "d").then(|| random.below(laender)),
            paid_by: pays.then(|| random.below(laender)),
        });
    }
    costs
}

fn payments(
    random: &mut Random,
    calendar: &Calendar,
    (periods, laender, member): (i32, usize, &[Option<Date>]),
    largest: i128,
) -> Vec<Payment> {
    let mut payments: Vec<Payment> = Vec::new();
    for number in 0..random.below(20) {
        let period = below(random, periods);
        let days = (calendar.to(period) - calendar.from(period)).get_days();
        let mut party = random.below(laender);
        if member[party].is_none() && random.chance(80) {
            party = 0;
        }
        let says = random.chance(85);
        // A part comes when the period is settled, or on the day of settlement.
        let late = match random.below(10) {
            0 | 1 if says => below(random, 3 * days),
            _ => 0,
        };
        let day = calendar.from(period) + (below(random, days + 1) + late).days();
        let amount = random.between(-largest / 4, largest);
        let document = format!("Z-{number}");
        let payment = Payment {
            day,
            party,
            amount,
            period: says.then_some(period),
            interest: random.chance(5),
            document,
        };
        if random.chance(10) {
            // A part of it stands in a row of its own.
            let document = format!("{}-T", payment.document);
            payments.push(Payment {
                amount: random.between(1, largest),
                document,
                ..payment.clone()
            });
        }
        if random.chance(8) {
            let document = format!("{}-R", payment.document);
            payments.push(Payment { amount: -payment.amount, document, ..payment.clone() });
        }
        payments.push(payment);
    }
    if random.chance(2) {
        let (day, document) = (calendar.from(periods + 3), "Z-X".to_owned());
        payments.push(Payment {
            day,
            party: 0,
            amount: 1,
            period: None,
            interest: false,
            document,
        });
    }
    payments
}

fn instalments(
    random: &mut Random,
    laender: usize,
    largest: i128,
) -> (Vec<(i8, i8, Takes)>, Workdays) {
    let workdays = random.pick(&[Workdays::Stay, Workdays::Next, Workdays::Previous]);
    let days: &[(i8, i8)] = match random.below(6) {
        0 => &[],
        1 => &[(1, 1)],
        2 => &[(1, 1), (7, 1)],
        3 => &[(1, 15), (4, 15), (7, 15), (10, 15)],
        4 => &[(2, 29), (5, 1), (10, 3)],
        _ => &[
            (1, 1),
            (2, 1),
            (3, 1),
            (4, 1),
            (5, 1),
            (6, 1),
            (7, 1),
            (8, 1),
            (9, 1),
            (10, 1),
            (11, 1),
            (12, 1),
        ],
    };
    // Shares are parts of a whole that one equal part, or the last share, fills up.
    let (count, mut left) = (days.len(), 12_i128);
    let mut takes: Vec<Takes> = days.iter().map(|_| Takes::Equal).collect();
    match random.below(3) {
        0 => {}
        1 => {
            for take in takes.iter_mut().take(count.saturating_sub(1)) {
                let part = random.between(0, left);
                if random.chance(70) {
                    *take = Takes::Share(part, 12);
                    left -= part;
                }
            }
            if random.chance(40) && equal_parts(&takes) == 1 {
                let last = takes.iter_mut().find(|take| matches!(take, Takes::Equal));
                last.into_iter().for_each(|last| *last = Takes::Share(left, 12));
            }
        }
        _ => {
            for take in &mut takes {
                *take = match random.below(3) {
                    0 => Takes::Amount(random.between(0, largest / 3)),
                    1 => Takes::Amounts(
                        (0..laender).map(|party| (party, random.between(0, largest / 3))).collect(),
                    ),
                    _ => Takes::Equal,
                };
            }
            if let (Some(last), 0) = (takes.iter().rposition(|_| true), equal_parts(&takes)) {
                takes[last] = Takes::Equal;
            }
        }
    }
    let with = days.iter().zip(takes).map(|((month, day), takes)| (*month, *day, takes));
    (with.collect(), workdays)
}

fn equal_parts(takes: &[Takes]) -> usize {
    takes.iter().filter(|take| matches!(take, Takes::Equal)).count()
}

fn leftovers(
    random: &mut Random,
    (periods, laender): (i32, usize),
    largest: i128,
) -> Vec<Leftover> {
    let mut leftovers = Vec::new();
    for _ in 0..random.pick(&[0, 0, 0, 1, 1, 2, 3]) {
        let from = below(random, periods);
        let into = from + 1 + below(random, 3);
        let by = match random.below(4) {
            0 => By::Shares,
            1 => By::Payments,
            2 => By::Key,
            _ => By::Parts(
                (0..laender).map(|party| (party, random.between(0, largest / 5))).collect(),
            ),
        };
        let from = if matches!(by, By::Parts(_)) { from - below(random, 3) } else { from };
        leftovers.push(Leftover {
            from,
            into,
            amount: random.between(0, largest / 3),
            by,
            bound: random.chance(40),
        });
    }
    leftovers
}

/// Writes cents with two decimals.
pub fn euro(cents: i128) -> String {
    let (sign, size) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

impl Books {
    /// The files of the project.
    pub fn files(&self) -> Vec<(String, String)> {
        let file = |name: &str, text: String| (name.to_owned(), text);
        let mut files =
            vec![file("umlage.toml", self.agreement()), file("costs.csv", self.cost_rows())];
        if !self.payments.is_empty() {
            files.push(file("payments.csv", self.payment_rows()));
        }
        files
    }

    fn named(&self, party: Option<usize>) -> &'static str {
        party.map_or("", |party| self.parties[party])
    }

    fn cost_rows(&self) -> String {
        let mut text = "period,service,centre,kind,amount,status,party,paid_by\n".to_owned();
        for cost in &self.costs {
            let (service, centre) = if matches!(cost.object, "a" | "b") {
                (cost.object, "")
            } else {
                ("", cost.object)
            };
            let status = if cost.plan { "plan" } else { "actual" };
            let (party, paid_by) = (self.named(cost.party), self.named(cost.paid_by));
            let (from, to, amount) = (cost.from, cost.to, euro(cost.amount));
            writeln!(
                text,
                "{from}/{to},{service},{centre},{},{amount},{status},{party},{paid_by}",
                cost.kind
            )
            .unwrap();
        }
        text
    }

    fn payment_rows(&self) -> String {
        let mut text = "date,party,amount,period,purpose,document\n".to_owned();
        for payment in &self.payments {
            let period =
                payment.period.map(|period| self.calendar.label(period)).unwrap_or_default();
            let purpose = if payment.interest { "Zinsen" } else { "Abschlag" };
            let (party, amount) = (self.parties[payment.party], euro(payment.amount));
            writeln!(
                text,
                "{},{party},{amount},{period},{purpose},{}",
                payment.day, payment.document
            )
            .unwrap();
        }
        text
    }

    fn agreement(&self) -> String {
        let per = if self.calendar.months == 12 { "year" } else { "quarter" };
        let mut text = format!("[project]\ntitle = \"Verbund\"\nsettled_per = \"{per}\"\n");
        if let Some((month, day)) = self.due.0 {
            writeln!(text, "settlement_day = \"{month:02}-{day:02}\"").unwrap();
        }
        for (party, member) in self.parties.iter().zip(&self.member).take(self.parties.len() - 1) {
            writeln!(text, "[party.{party}]").unwrap();
            if let Some(from) = member {
                writeln!(text, "member = [{{ from = \"{}\" }}]", from).unwrap();
            }
        }
        text.push_str(
            "[service.a]\n[service.b]\n[centre.o]\n[centre.c]\ndriver = { fixed = { a = 2, b = 1 \
                } }\n",
        );
        text.push_str("[cascade]\nmethod = \"direct\"\n");
        for (name, weights) in ["k", "g"].iter().zip(&self.weights) {
            let list = self
                .parties
                .iter()
                .zip(weights)
                .map(|(party, weight)| format!("{party} = {weight}"));
            let list = list.collect::<Vec<_>>().join(", ");
            writeln!(text, "[key.{name}]\nmethod = \"fixed\"\nweights = {{ {list} }}").unwrap();
        }
        self.rules(&mut text);
        self.calls(&mut text);
        self.settlement(&mut text);
        self.leftover_tables(&mut text);
        text
    }

    fn rules(&self, text: &mut String) {
        let pool = if self.by_month { "pool = [\"service\", \"month\"]\n" } else { "" };
        let rounding = if self.leaves { "rounding = { residue = \"leave\" }\n" } else { "" };
        let basis = "legal_basis = \"Vertrag\"\n";
        writeln!(
            text,
            "[rule.alle]\n{basis}costs = {{ kinds = [\"a\", \"e\"] }}\npro_rata = \"days\"\n\
                {pool}{rounding}"
        )
        .unwrap();
        if self.bund {
            text.push_str("[[rule.alle.step]]\nid = \"bund\"\nshare = \"25 %\"\nto = \"BUND\"\n");
        }
        text.push_str(
            "[[rule.alle.step]]\nid = \"rest\"\nrest = true\namong = \"members\"\nkey = \"k\"\n",
        );
        writeln!(text, "[rule.eigene]\n{basis}costs = {{ kinds = [\"d\", \"credit\"] }}").unwrap();
        text.push_str("[[rule.eigene.step]]\nid = \"direkt\"\ndirect = true\n");
        writeln!(text, "[rule.nicht]\n{basis}costs = {{ kinds = [\"n\"] }}\nallocate = false")
            .unwrap();
        writeln!(text, "[credit.leistung]\n{basis}costs = {{ kinds = [\"e\"] }}").unwrap();
    }

    fn calls(&self, text: &mut String) {
        text.push_str("[calls]\n");
        match self.workdays {
            Workdays::Stay => {}
            Workdays::Next => text.push_str("workdays = \"next\"\n"),
            Workdays::Previous => text.push_str("workdays = \"previous\"\n"),
        }
        let list: Vec<String> = self
            .instalments
            .iter()
            .map(|(month, day, takes)| {
                let due = format!("due = \"{month:02}-{day:02}\"");
                match takes {
                    Takes::Equal => format!("\"{month:02}-{day:02}\""),
                    Takes::Share(part, whole) => format!("{{ {due}, share = \"{part}/{whole}\" }}"),
                    Takes::Amount(amount) => format!("{{ {due}, amount = \"{}\" }}", euro(*amount)),
                    Takes::Amounts(amounts) => {
                        format!("{{ {due}, amounts = {} }}", self.by_party(amounts))
                    }
                }
            })
            .collect();
        if !list.is_empty() {
            writeln!(text, "instalments = [{}]", list.join(", ")).unwrap();
        }
    }

    fn by_party(&self, amounts: &BTreeMap<usize, i128>) -> String {
        let list = amounts
            .iter()
            .map(|(party, cents)| format!("{} = \"{}\"", self.parties[*party], euro(*cents)));
        format!("{{ {} }}", list.collect::<Vec<_>>().join(", "))
    }

    fn settlement(&self, text: &mut String) {
        text.push_str("[settlement]\n");
        let way = |carries: bool| if carries { "carry" } else { "pay" };
        writeln!(text, "claims = \"{}\"\nsurplus = \"{}\"", way(self.carry[0]), way(self.carry[1]))
            .unwrap();
        if let Some(closed) = self.closed {
            writeln!(text, "closed = \"{}\"", self.calendar.label(closed)).unwrap();
        }
        if let Some(threshold) = self.threshold {
            writeln!(text, "threshold = \"{}\"", euro(threshold)).unwrap();
        }
        if let Some(instalment) = self.instalment {
            writeln!(text, "instalment = {instalment}").unwrap();
        }
        if let Some(account) = self.account {
            writeln!(text, "account = \"{}\"", self.parties[account]).unwrap();
        }
        writeln!(text, "days = {}", self.due.1).unwrap();
    }

    fn leftover_tables(&self, text: &mut String) {
        for (number, leftover) in self.leftovers.iter().enumerate() {
            let (from, into) =
                (self.calendar.label(leftover.from), self.calendar.label(leftover.into));
            writeln!(text, "[leftover.r{number}]\nlegal_basis = \"Beschluss\"\nfrom = \"{from}\"")
                .unwrap();
            if leftover.into != leftover.from + 1 {
                writeln!(text, "into = \"{into}\"\nuntil = \"2099-12-31\"").unwrap();
            }
            writeln!(text, "bound = {}", leftover.bound).unwrap();
            match &leftover.by {
                By::Parts(parts) => writeln!(text, "parts = {}", self.by_party(parts)).unwrap(),
                by => writeln!(text, "amount = \"{}\"", euro(leftover.amount))
                    .map(|()| match by {
                        By::Payments => text.push_str("by = \"payments\"\n"),
                        By::Key => text.push_str("by = \"g\"\n"),
                        _ => {}
                    })
                    .unwrap(),
            }
        }
    }
}
