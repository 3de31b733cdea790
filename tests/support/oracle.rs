//! A slow, exact oracle for the allocation, written from the rule text alone.
//!
//! It reads a plain [`World`] and says who pays what, or with which kind of [`Refusal`] the run must
//! end. It follows sections 1.2 to 1.4 of the contract sentence by sentence: the sentence stands above the
//! code that does it. Everything is an exact fraction until the one rounding that the text asks for, every
//! day is looked at by itself, and nothing is kept for later use. Cost centres are in
//! [`super::cascade`]. It must never call the engine. Where the text leaves a case open, it says
//! [`Refusal::Undefined`] instead of guessing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};

use super::cascade;

/// The built-in Länder in the built-in order; BUND is built in too and always last.
pub const LAENDER: [&str; 16] =
    ["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"];

/// The party that is always last.
pub const BUND: &str = "BUND";

/// The name of the one built-in group.
pub const ALL_LAENDER: &str = "all-laender";

/// A calendar unit, the finest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

/// A stretch of days, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// A period as a data file writes it, and the days it means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The days.
    pub span: Span,
    /// The text, for example `2024-Q1`.
    pub text: String,
}

/// An inclusive range of days that may be open at either end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct During {
    /// First day, or since always.
    pub from: Option<Date>,
    /// Last day, or for ever.
    pub to: Option<Date>,
}

/// One element of a group, a list or a service's participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The party.
    pub party: String,
    /// When it belongs to the list.
    pub during: During,
}

/// A `[party.X]` table.
#[derive(Clone, Debug)]
pub struct Party {
    /// The party's id.
    pub id: String,
    /// When it is a member; empty: never.
    pub member: Vec<During>,
}

/// A named list of parties.
#[derive(Clone, Debug)]
pub struct Group {
    /// The group's id.
    pub id: String,
    /// Its elements.
    pub elements: Vec<Element>,
}

/// Who takes part in a service.
#[derive(Clone, Debug)]
pub enum Participants {
    /// A list.
    Elements(Vec<Element>),
    /// The elements of a group.
    Group(String),
}

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The service's id.
    pub id: String,
    /// Whether it stands in the agreement; else in `services.csv`.
    pub in_agreement: bool,
    /// Whether its participants stand in `participation.csv`; else in the agreement.
    pub in_participation_file: bool,
    /// Who takes part.
    pub participants: Participants,
}

/// A number as a data file writes it: `digits` over ten to the power of `scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// All digits as one integer.
    pub digits: i128,
    /// How many of them stand behind the point.
    pub scale: u32,
}

/// A key: how much each receiver weighs.
#[derive(Clone, Debug)]
pub enum Key {
    /// Every receiver weighs the same.
    Equal,
    /// Weights written in the agreement.
    Fixed {
        /// Whether they are written in percent.
        percent: bool,
        /// The weights (in percent: 2/5 for 40 %).
        weights: Vec<(String, BigRational)>,
    },
    /// Weights from `statistics.csv`.
    Statistic {
        /// Name of the statistic.
        statistic: String,
        /// Its edition.
        edition: String,
    },
    /// Weights from `usage.csv`.
    Usage {
        /// The measure that counts.
        measure: String,
        /// The key that stands in where the receivers have no usage.
        otherwise: Option<String>,
        /// The services that count whatever the pool; `*` means all.
        services: Option<Vec<String>>,
    },
    /// The mean of several editions of a statistic.
    Mean {
        /// Name of the statistic.
        statistic: String,
        /// The editions.
        editions: Vec<String>,
    },
    /// The weights of another key among the others; some parties weigh as much as the largest of them.
    LargestOf {
        /// The key of the others.
        key: String,
        /// Those who weigh as much as the largest other.
        parties: Vec<String>,
    },
    /// A weighted mix of other keys.
    Mix {
        /// Key and weight of each part.
        parts: Vec<(String, BigRational)>,
        /// The group over which each part is normalised first.
        over: Option<String>,
    },
}

/// Where the difference goes that rounding percentages leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalsResidue {
    /// Stays.
    Leave,
    /// To the largest exact percentage.
    LargestShare,
    /// Unit by unit to the largest remainders.
    LargestRemainder,
}

/// What is done to the weights of a key in the end.
#[derive(Clone, Debug, Default)]
pub struct Finish {
    /// Decimals to which percentages are rounded, and where the difference goes.
    pub decimals: Option<(u32, DecimalsResidue)>,
    /// Factors on the raw weights of some parties.
    pub multipliers: Vec<(String, BigRational)>,
}

/// One limit of one share.
#[derive(Clone, Debug)]
pub enum LimitValue {
    /// Cents.
    Amount(i128),
    /// A part of the step's sum.
    Share(BigRational),
}

/// A `floor` or a `cap`.
#[derive(Clone, Debug)]
pub enum Limit {
    /// The same for everybody.
    All(LimitValue),
    /// One for each party named; none for the others.
    PerParty(Vec<(String, LimitValue)>),
    /// Cents for each unit of a measure.
    PerUnit(i128, String),
}

/// The most that a step takes.
#[derive(Clone, Debug)]
pub enum AtMost {
    /// Cents.
    Amount(i128),
    /// Cents for each unit of a measure.
    PerUnit(i128, String),
}

/// How a centre's cost is given on.
#[derive(Clone, Debug)]
pub enum Driver {
    /// The same to every receiver.
    Equal,
    /// By the cost booked on each receiver.
    DirectCost,
    /// By usage under a measure.
    Usage(String),
    /// By a table in `drivers.csv`.
    Table(String),
    /// By shares written in the agreement.
    Fixed(Vec<(String, BigRational)>),
}

/// To whom a centre gives its cost.
#[derive(Clone, Debug)]
pub enum CentreTo {
    /// All services.
    Services,
    /// All services and centres.
    All,
    /// The services and centres named.
    List(Vec<String>),
}

/// A cost centre with a driver.
#[derive(Clone, Debug)]
pub struct Centre {
    /// The centre's id.
    pub id: String,
    /// How its cost is given on.
    pub driver: Driver,
    /// To whom.
    pub to: CentreTo,
}

/// How the centres are emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Each at once over the services.
    Direct,
    /// One after the other.
    StepDown,
    /// One after the other, twice.
    DoubleStepDown,
    /// All at once.
    Reciprocal,
}

/// The `[cascade]` table.
#[derive(Clone, Debug)]
pub struct Cascade {
    /// The method.
    pub method: Method,
    /// The order of the centres.
    pub order: Vec<String>,
}

/// One row of `drivers.csv`.
#[derive(Clone, Debug)]
pub struct DriverRow {
    /// The driver.
    pub driver: String,
    /// The service or centre.
    pub receiver: String,
    /// How much.
    pub quantity: Decimal,
    /// When; absent on all rows of a driver or on none.
    pub period: Option<Period>,
}

/// Which entries a rule takes or a step is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    /// Services; absent: no restriction.
    pub services: Option<Vec<String>>,
    /// Kinds; absent: no restriction.
    pub kinds: Option<Vec<String>>,
    /// Natures; absent: no restriction.
    pub natures: Option<Vec<String>>,
    /// The entry's period lies within.
    pub during: During,
}

/// A dimension by which pools are formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PoolBy {
    /// One pool per service.
    Service,
    /// One pool per kind.
    Kind,
    /// One pool per quarter.
    Quarter,
    /// One pool per month.
    Month,
}

/// What happens where a receiver joins or leaves inside a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProRata {
    /// Slices, divided by days.
    Days,
    /// Slices, divided by months.
    Months,
    /// One slice; weights times the days present.
    WeightDays,
    /// One slice; weights times the months present.
    WeightMonths,
    /// Present on any day counts as the whole.
    None,
}

/// How a single share is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Half away from zero.
    HalfUp,
    /// Half to the even neighbour.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

/// What happens to the difference between the sum and the rounded shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Residue {
    /// Shared out unit by unit to the largest remainders.
    LargestRemainder,
    /// To the largest exact share.
    LargestShare,
    /// To the party named.
    To(String),
    /// Stays.
    Leave,
}

/// A `rounding` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// The unit in cents.
    pub unit: i128,
    /// How single shares are rounded; without meaning under [`Residue::LargestRemainder`].
    pub mode: Mode,
    /// Where the difference goes.
    pub residue: Residue,
}

/// How much a step takes.
#[derive(Clone, Debug)]
pub enum How {
    /// A share of the total or of what is left.
    Share {
        /// The share.
        share: BigRational,
        /// Whether it is one of what is left.
        of_rest: bool,
    },
    /// A fixed sum in cents.
    Amount(i128),
    /// A base amount in cents per receiver.
    Each(i128),
    /// All that is left.
    Rest,
    /// Entries with a party go to that party.
    Direct,
}

/// Among whom a step shares.
#[derive(Clone, Debug)]
pub enum Among {
    /// The members of the consortium.
    Members,
    /// Those who take part in the pool's service.
    Participants,
    /// A group.
    Group(String),
    /// A list written in the step.
    List(Vec<Element>),
}

/// To whom a step goes.
#[derive(Clone, Debug)]
pub enum Whom {
    /// One party.
    To(String),
    /// Several, by a key (none with `each`).
    Among(Among, Option<String>),
    /// The party named in the entry (`direct`).
    Named,
}

/// One step of a rule.
#[derive(Clone, Debug)]
pub struct Step {
    /// The step's id.
    pub id: String,
    /// How much.
    pub how: How,
    /// To whom.
    pub whom: Whom,
    /// Parties left out.
    pub except: Vec<String>,
    /// The entries it is narrowed to.
    pub only: Option<Selector>,
    /// Its own rounding.
    pub rounding: Option<Rounding>,
    /// The least that a share may be.
    pub floor: Option<Limit>,
    /// The most that a share may be.
    pub cap: Option<Limit>,
    /// The most that the step takes.
    pub at_most: Option<AtMost>,
}

/// One rule of the agreement.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The rule's id.
    pub id: String,
    /// Which entries it takes.
    pub costs: Selector,
    /// Rules before which it goes.
    pub overrides: Vec<String>,
    /// False: the cost may not be shared.
    pub allocate: bool,
    /// How pools are formed; absent: by service.
    pub pool: Option<Vec<PoolBy>>,
    /// What happens where a receiver joins or leaves.
    pub pro_rata: Option<ProRata>,
    /// The rounding of its steps.
    pub rounding: Option<Rounding>,
    /// The steps in order.
    pub steps: Vec<Step>,
}

/// One row of `costs.csv`.
#[derive(Clone, Debug)]
pub struct CostRow {
    /// When the cost arose.
    pub period: Period,
    /// Cents.
    pub cents: i128,
    /// The service; empty where it is booked on a centre.
    pub service: String,
    /// The centre on which it is booked.
    pub centre: Option<String>,
    /// An id of its own.
    pub id: Option<String>,
    /// The kind.
    pub kind: Option<String>,
    /// The nature.
    pub nature: Option<String>,
    /// The party to which it goes directly.
    pub party: Option<String>,
}

/// One row of `usage.csv`.
#[derive(Clone, Debug)]
pub struct UsageRow {
    /// When.
    pub period: Period,
    /// Of which service.
    pub service: String,
    /// By whom.
    pub party: String,
    /// How much.
    pub quantity: Decimal,
    /// What was counted.
    pub measure: String,
}

/// One row of `statistics.csv`.
#[derive(Clone, Debug)]
pub struct StatisticRow {
    /// Name of the statistic.
    pub statistic: String,
    /// Its edition.
    pub edition: String,
    /// The party.
    pub party: String,
    /// The value.
    pub value: Decimal,
}

/// A whole project as plain data.
#[derive(Clone, Debug)]
pub struct World {
    /// The settlement period.
    pub settled_per: Grain,
    /// Parties with a `[party]` table in file order; all others are the built-in ones.
    pub parties: Vec<Party>,
    /// Groups besides the built-in one.
    pub groups: Vec<Group>,
    /// Services: those of the agreement in file order, then those of `services.csv` by id.
    pub services: Vec<Service>,
    /// Keys with their ids.
    pub keys: Vec<(String, Key)>,
    /// What is done to the weights of some keys in the end.
    pub finishes: Vec<(String, Finish)>,
    /// Cost centres, all with a driver.
    pub centres: Vec<Centre>,
    /// How they are emptied; absent where there are none.
    pub cascade: Option<Cascade>,
    /// Driver rows.
    pub drivers: Vec<DriverRow>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Cost rows.
    pub costs: Vec<CostRow>,
    /// Usage rows.
    pub usage: Vec<UsageRow>,
    /// Statistics rows.
    pub statistics: Vec<StatisticRow>,
}

/// What one figure of the result belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowKey {
    /// Label of the settlement period.
    pub period: String,
    /// Rule id.
    pub rule: String,
    /// Service id, `*` where the pool is not formed by it.
    pub service: String,
    /// Kind, `*` where the pool is not formed by it, `-` where it is missing.
    pub kind: String,
    /// Step id.
    pub step: String,
    /// Party id.
    pub party: String,
}

/// The result of a run; all sums in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Who pays what, zero amounts included.
    pub rows: BTreeMap<RowKey, i128>,
    /// All cost.
    pub cost: i128,
    /// What the rows add up to.
    pub allocated: i128,
    /// What rounding left.
    pub residue: i128,
    /// Cost that may not be shared.
    pub not_shared: i128,
}

/// Why a run must end without a result; the text says where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A name that nothing defines, or weights that do not add up: the world itself is wrong.
    BadAgreement(String),
    /// No rule takes the entry.
    NotCovered(String),
    /// Two rules take the entry.
    TwoRules(String),
    /// An entry spans the `from` or `to` of a rule.
    SpansLimit(String),
    /// Rules override each other.
    MutualOverride(String),
    /// Participants or usage of a pool that is not formed by service.
    PoolMixing(String),
    /// Shares take more than the whole.
    SharesBeyondWhole(String),
    /// A share of the total where what is left has the opposite sign.
    OppositeSign(String),
    /// Something is left after the last step.
    RestLeft(String),
    /// A sum to share, but every weight is zero.
    AllWeightsZero(String),
    /// A receiver without a weight.
    MissingWeight(String),
    /// A receiver outside the group of `over`.
    OutsideOver(String),
    /// Usage inside a mix with `over`.
    UsageInOver(String),
    /// A sum to share, but nobody to bear it.
    NobodyPresent(String),
    /// Receivers change and the rule does not say what then.
    ProRataMissing(String),
    /// Receivers change inside a month under `months`.
    CutInsideMonth(String),
    /// A usage row that is too coarse.
    CoarseUsage(String),
    /// A negative sum of usage.
    NegativeUsage(String),
    /// An entry with a party, but no `direct` step.
    PartyWithoutDirect(String),
    /// Floors above or caps below the sum, or a floor above the same party's cap.
    Limits(String),
    /// An entry with a party on a centre.
    PartyOnCentre(String),
    /// Cost arrives at a centre whose receivers sum to zero.
    DriverZero(String),
    /// The system has no solution.
    Singular(String),
    /// The text does not say what happens: no refusal, but nothing to compare either.
    Undefined(String),
}

impl Refusal {
    /// Names the kind without the details, for counting.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BadAgreement(_) => "BadAgreement",
            Self::NotCovered(_) => "NotCovered",
            Self::TwoRules(_) => "TwoRules",
            Self::SpansLimit(_) => "SpansLimit",
            Self::MutualOverride(_) => "MutualOverride",
            Self::PoolMixing(_) => "PoolMixing",
            Self::SharesBeyondWhole(_) => "SharesBeyondWhole",
            Self::OppositeSign(_) => "OppositeSign",
            Self::RestLeft(_) => "RestLeft",
            Self::AllWeightsZero(_) => "AllWeightsZero",
            Self::MissingWeight(_) => "MissingWeight",
            Self::OutsideOver(_) => "OutsideOver",
            Self::UsageInOver(_) => "UsageInOver",
            Self::NobodyPresent(_) => "NobodyPresent",
            Self::ProRataMissing(_) => "ProRataMissing",
            Self::CutInsideMonth(_) => "CutInsideMonth",
            Self::CoarseUsage(_) => "CoarseUsage",
            Self::NegativeUsage(_) => "NegativeUsage",
            Self::PartyWithoutDirect(_) => "PartyWithoutDirect",
            Self::Limits(_) => "Limits",
            Self::PartyOnCentre(_) => "PartyOnCentre",
            Self::DriverZero(_) => "DriverZero",
            Self::Singular(_) => "Singular",
            Self::Undefined(_) => "Undefined",
        }
    }
}

// ---------------------------------------------------------------- calendar

impl Span {
    /// The calendar unit in which a day lies.
    pub fn around(grain: Grain, day: Date) -> Self {
        let (year, month) = (day.year(), day.month());
        let (first, last) = match grain {
            Grain::Month => (month, month),
            Grain::Quarter => {
                let first = (month - 1) / 3 * 3 + 1;
                (first, first + 2)
            }
            Grain::Year => (1, 12),
        };
        Self { from: date(year, first, 1), to: date(year, last, 1).last_of_month() }
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether all its days lie in another.
    pub fn within(self, other: Self) -> bool {
        other.from <= self.from && self.to <= other.to
    }

    /// The days it has in common with another.
    pub fn meet(self, other: Self) -> Option<Self> {
        let meet = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (meet.from <= meet.to).then_some(meet)
    }

    /// All its days.
    pub fn days(self) -> Vec<Date> {
        let mut days = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            days.push(day);
            day += 1.day();
        }
        days
    }

    /// The number of its days.
    pub fn day_count(self) -> BigRational {
        whole(i128::from((self.to - self.from).get_days()) + 1)
    }

    /// The number of its months: "a part of a month counts its days over that month's days".
    pub fn month_count(self) -> BigRational {
        let mut count = BigRational::zero();
        for month in self.parts(Grain::Month) {
            count += month.day_count() / Self::around(Grain::Month, month.from).day_count();
        }
        count
    }

    /// The parts into which calendar units cut it, the earliest first.
    pub fn parts(self, grain: Grain) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = Self::around(grain, from).to.min(self.to);
            parts.push(Self { from, to });
            from = to + 1.day();
        }
        parts
    }

    /// Whether it begins with the first and ends with the last day of a month.
    pub fn covers_whole_months(self) -> bool {
        self.from == self.from.first_of_month() && self.to == self.to.last_of_month()
    }
}

/// The label of a settlement period: `2024`, `2024-Q1`, `2024-03`.
pub fn label(grain: Grain, day: Date) -> String {
    match grain {
        Grain::Month => format!("{}-{:02}", day.year(), day.month()),
        Grain::Quarter => format!("{}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        Grain::Year => format!("{}", day.year()),
    }
}

impl During {
    /// "`from` and `to` dates are inclusive."
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

// ---------------------------------------------------------------- numbers

/// A whole number as an exact fraction.
pub fn whole(number: i128) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

/// A big whole number as an exact fraction.
pub fn exact(number: &BigInt) -> BigRational {
    BigRational::from_integer(number.clone())
}

/// Rounds to a whole number, half away from zero.
pub fn half_up(value: &BigRational) -> BigInt {
    rounded(value, Mode::HalfUp)
}

/// Rounds to a whole number.
///
/// "`half-up`, the default, away from zero; `half-even`; `down` towards zero; `up`": worked on the size
/// and given the sign back, because a negative sum is the exact mirror.
fn rounded(value: &BigRational, mode: Mode) -> BigInt {
    let size = value.abs();
    let floor = size.floor().to_integer();
    let over = &size - exact(&floor);
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let odd = (&floor % BigInt::from(2)).is_one();
    let raise = match mode {
        Mode::HalfUp => over >= half,
        Mode::HalfEven => over > half || (over == half && odd),
        Mode::Down => false,
        Mode::Up => !over.is_zero(),
    };
    let size = if raise { floor + BigInt::one() } else { floor };
    if value.is_negative() { -size } else { size }
}

/// Cents as the result keeps them.
fn cents(value: &BigInt) -> i128 {
    value.to_i128().expect("sums in a test world fit into 128 bits")
}

impl Decimal {
    /// The exact value.
    pub fn value(self) -> BigRational {
        BigRational::new(BigInt::from(self.digits), BigInt::from(10).pow(self.scale))
    }
}

// ---------------------------------------------------------------- looking things up

/// All parties in order.
///
/// "Parties: those in umlage.toml in file order, then the other built-in ones in the order above; BUND
/// always last."
pub fn party_order(world: &World) -> Vec<String> {
    let mut order: Vec<String> =
        world.parties.iter().map(|party| party.id.clone()).filter(|id| id != BUND).collect();
    for land in LAENDER {
        if !order.iter().any(|id| id == land) {
            order.push(land.to_owned());
        }
    }
    order.push(BUND.to_owned());
    order
}

/// Finds a key.
fn key<'a>(world: &'a World, id: &str) -> Result<&'a Key, Refusal> {
    let found = world.keys.iter().find(|(name, _)| name == id);
    found.map(|(_, key)| key).ok_or_else(|| Refusal::BadAgreement(format!("no key {id}")))
}

/// The elements of a group.
fn group(world: &World, id: &str) -> Result<Vec<Element>, Refusal> {
    if id == ALL_LAENDER {
        let always = During::default();
        return Ok(LAENDER.map(|land| Element { party: land.to_owned(), during: always }).to_vec());
    }
    let found = world.groups.iter().find(|group| group.id == id);
    let found = found.ok_or_else(|| Refusal::BadAgreement(format!("no group {id}")))?;
    Ok(found.elements.clone())
}

/// The elements of a service's participants.
fn participants(world: &World, id: &str) -> Result<Vec<Element>, Refusal> {
    let found = world.services.iter().find(|service| service.id == id);
    let found = found.ok_or_else(|| Refusal::BadAgreement(format!("no service {id}")))?;
    match &found.participants {
        Participants::Elements(elements) => Ok(elements.clone()),
        Participants::Group(id) => group(world, id),
    }
}

/// The dimensions by which a rule's pools are formed: "`service` (default)".
fn pool_by(rule: &Rule) -> Vec<PoolBy> {
    rule.pool.clone().unwrap_or_else(|| vec![PoolBy::Service])
}

// ---------------------------------------------------------------- the agreement itself

/// Refuses what is wrong whatever the data.
fn check_agreement(world: &World) -> Result<(), Refusal> {
    for rule in &world.rules {
        if overridden_by(world, rule).contains(&rule.id) {
            return Err(Refusal::MutualOverride(rule.id.clone()));
        }
        if rule.allocate && !pool_by(rule).contains(&PoolBy::Service) {
            check_pool_mixing(world, rule)?;
        }
    }
    for (id, key) in &world.keys {
        check_key(world, id, key)?;
    }
    Ok(())
}

/// "In a pool not formed by service, `among = "participants"` and a usage key without `services` are errors
/// ("pool mixing")."
fn check_pool_mixing(world: &World, rule: &Rule) -> Result<(), Refusal> {
    for step in &rule.steps {
        let Whom::Among(among, id) = &step.whom else {
            continue;
        };
        let by_key = match id {
            Some(id) => {
                leaves(world, id)?.iter().any(|leaf| matches!(leaf, Key::Usage { services: None, .. }))
            }
            None => false,
        };
        if matches!(among, Among::Participants) || by_key {
            return Err(Refusal::PoolMixing(format!("{}.{}", rule.id, step.id)));
        }
    }
    Ok(())
}

/// The keys at the ends of a key: itself, its `otherwise`, and those of its parts.
fn leaves(world: &World, id: &str) -> Result<Vec<Key>, Refusal> {
    let here = key(world, id)?;
    let mut found = vec![here.clone()];
    match here {
        Key::Usage { otherwise: Some(other), .. } => found.extend(leaves(world, other)?),
        Key::LargestOf { key, .. } => found.extend(leaves(world, key)?),
        Key::Mix { parts, .. } => {
            for (part, _) in parts {
                found.extend(leaves(world, part)?);
            }
        }
        _ => {}
    }
    Ok(found)
}

/// "Fixed weights given in % add to 100 %", "weights add to exactly 1", "`over` … takes no usage parts".
fn check_key(world: &World, id: &str, key: &Key) -> Result<(), Refusal> {
    let sum = |weights: &[(String, BigRational)]| -> BigRational {
        weights.iter().map(|(_, weight)| weight.clone()).sum()
    };
    match key {
        Key::Fixed { percent: true, weights } if !sum(weights).is_one() => {
            Err(Refusal::BadAgreement(format!("percentages of {id}")))
        }
        Key::Mix { parts, .. } if !sum(parts).is_one() => {
            Err(Refusal::BadAgreement(format!("weights of {id}")))
        }
        Key::Mix { over: Some(_), .. }
            if leaves(world, id)?.iter().any(|leaf| matches!(leaf, Key::Usage { .. })) =>
        {
            Err(Refusal::UsageInOver(id.to_owned()))
        }
        _ => Ok(()),
    }
}

// ---------------------------------------------------------------- which rule takes an entry

/// A cost entry, or the part of one that lies in a pool.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its days.
    pub span: Span,
    /// Its cents.
    pub cents: BigInt,
    /// Its service.
    pub service: String,
    /// The centre on which it is booked.
    pub centre: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// Its nature.
    pub nature: Option<String>,
    /// The party to which it goes directly.
    pub party: Option<String>,
    /// What is left of it, exactly.
    pub left: BigRational,
    /// What would be left if no earlier share had been rounded.
    pub unrounded: BigRational,
}

/// All entries: "Rows with equal keys are added up in usage, costs and payments".
pub fn merged(world: &World) -> Vec<Entry> {
    let mut rows: Vec<CostRow> = Vec::new();
    for row in &world.costs {
        let same = |other: &&mut CostRow| {
            row.id.is_none()
                && other.id.is_none()
                && other.period.span == row.period.span
                && (&other.service, &other.centre, &other.kind, &other.nature, &other.party)
                    == (&row.service, &row.centre, &row.kind, &row.nature, &row.party)
        };
        match rows.iter_mut().find(same) {
            Some(other) => other.cents += row.cents,
            None => rows.push(row.clone()),
        }
    }
    let entry = |row: &CostRow| Entry {
        span: row.period.span,
        cents: BigInt::from(row.cents),
        service: row.service.clone(),
        centre: row.centre.clone(),
        kind: row.kind.clone(),
        nature: row.nature.clone(),
        party: row.party.clone(),
        left: whole(row.cents),
        unrounded: whole(row.cents),
    };
    rows.iter().map(entry).collect()
}

/// "lists; `"*"` all; absent: no restriction; an entry without a kind matches only where `kinds` is absent"
fn listed(list: Option<&Vec<String>>, value: Option<&str>) -> bool {
    match (list, value) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(list), Some(value)) => list.iter().any(|name| name == "*" || name == value),
    }
}

/// Whether an entry has the service, kind and nature asked for.
fn selects(selector: &Selector, entry: &Entry) -> bool {
    listed(selector.services.as_ref(), Some(&entry.service))
        && listed(selector.kinds.as_ref(), entry.kind.as_deref())
        && listed(selector.natures.as_ref(), entry.nature.as_deref())
}

/// Whether a rule takes an entry if no other does.
///
/// "`from`/`to` (the entry's period lies within; an entry that spans the limit is an error naming the
/// remedy)"
fn takes(rule: &Rule, entry: &Entry) -> Result<bool, Refusal> {
    if !selects(&rule.costs, entry) {
        return Ok(false);
    }
    let inside = entry.span.days().into_iter().filter(|day| rule.costs.during.contains(*day));
    match inside.count() {
        0 => Ok(false),
        count if count == entry.span.days().len() => Ok(true),
        _ => Err(Refusal::SpansLimit(format!("{} {:?}", rule.id, entry.span))),
    }
}

/// All rules before which a rule goes: "works along a chain; mutual: error".
fn overridden_by(world: &World, rule: &Rule) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = rule.overrides.clone();
    while let Some(id) = open.pop() {
        if found.insert(id.clone()) {
            let next = world.rules.iter().filter(|other| other.id == id);
            open.extend(next.flat_map(|other| other.overrides.clone()));
        }
    }
    found
}

/// "Exactly one. … None: error `not covered`. Two: error that shows both, unless one says `overrides`."
fn rule_of<'a>(world: &'a World, entry: &Entry) -> Result<&'a Rule, Refusal> {
    let mut candidates = Vec::new();
    for rule in &world.rules {
        if takes(rule, entry)? {
            candidates.push(rule);
        }
    }
    if candidates.is_empty() {
        return Err(Refusal::NotCovered(format!("{entry:?}")));
    }
    let first = candidates.iter().copied().find(|rule| {
        let behind = overridden_by(world, rule);
        candidates.iter().all(|other| other.id == rule.id || behind.contains(&other.id))
    });
    first.ok_or_else(|| Refusal::TwoRules(format!("{entry:?}")))
}

// ---------------------------------------------------------------- pools

/// What is shared out as one sum.
struct Pool<'a> {
    /// The rule.
    rule: &'a Rule,
    /// The settlement period.
    settlement: Span,
    /// The settlement period, or the quarter or month by which the pool is formed.
    window: Span,
    /// The service, if it is formed by it.
    service: Option<String>,
    /// Service as shown.
    service_label: String,
    /// Kind as shown.
    kind_label: String,
    /// Its entries.
    entries: Vec<Entry>,
}

/// The finest parts a rule needs: settlement periods, or quarters or months inside them.
fn finest(world: &World, rule: &Rule) -> Grain {
    let mut grain = world.settled_per;
    for by in pool_by(rule) {
        match by {
            PoolBy::Quarter => grain = grain.min(Grain::Quarter),
            PoolBy::Month => grain = grain.min(Grain::Month),
            PoolBy::Service | PoolBy::Kind => {}
        }
    }
    grain
}

/// Whether a rule counts months.
fn by_months(rule: &Rule) -> bool {
    matches!(rule.pro_rata, Some(ProRata::Months | ProRata::WeightMonths))
}

/// Splits an entry over the parts it needs.
///
/// "An entry over several settlement periods (or quarters/months of the pool) is split in one step into the
/// finest parts needed, by days in cents …; by months under `months` and `weight-months` where the entry
/// covers whole months."
fn split(world: &World, rule: &Rule, entry: &Entry) -> Vec<Entry> {
    let parts = entry.span.parts(finest(world, rule));
    let by_months = by_months(rule) && entry.span.covers_whole_months();
    let weights: Vec<BigRational> =
        parts.iter().map(|part| if by_months { part.month_count() } else { part.day_count() }).collect();
    let amounts = split_cents(&entry.cents, &weights);
    let part = |(span, cents): (&Span, &BigInt)| Entry {
        span: *span,
        cents: cents.clone(),
        left: exact(cents),
        unrounded: exact(cents),
        ..entry.clone()
    };
    parts.iter().zip(&amounts).map(part).collect()
}

/// "in cents, largest remainder, ties to the earlier part, mirrored in sign"
pub fn split_cents(sum: &BigInt, weights: &[BigRational]) -> Vec<BigInt> {
    let size = exact(&sum.abs());
    let all: BigRational = weights.iter().cloned().sum();
    let shares: Vec<BigRational> = weights.iter().map(|weight| &size * weight / &all).collect();
    let mut parts: Vec<BigInt> = shares.iter().map(|share| share.floor().to_integer()).collect();
    let mut missing = sum.abs() - parts.iter().sum::<BigInt>();
    let mut turn: Vec<usize> = (0..shares.len()).collect();
    // A stable sort: the earlier part stays first where remainders are equal.
    turn.sort_by_key(|index| -shares[*index].fract());
    for index in turn {
        if missing.is_positive() {
            parts[index] += BigInt::one();
            missing -= BigInt::one();
        }
    }
    let sign = sum.signum();
    parts.into_iter().map(|part| part * &sign).collect()
}

/// Puts an entry's part into its pool.
///
/// "the entries of one rule, one settlement period and, by `pool = [..]`, one each of `service` (default),
/// `centre`, `kind`, `quarter`, `month`; `pool = []` is all together."
fn put<'a>(world: &World, rule: &'a Rule, entry: Entry, pools: &mut BTreeMap<[String; 5], Pool<'a>>) {
    let by = pool_by(rule);
    let settlement = Span::around(world.settled_per, entry.span.from);
    let window = Span::around(finest(world, rule), entry.span.from);
    let service = by.contains(&PoolBy::Service).then(|| entry.service.clone());
    let service_label = service.clone().unwrap_or_else(|| "*".to_owned());
    let kind_label = if by.contains(&PoolBy::Kind) {
        entry.kind.clone().unwrap_or_else(|| "-".to_owned())
    } else {
        "*".to_owned()
    };
    let name = [
        settlement.from.to_string(),
        rule.id.clone(),
        service_label.clone(),
        kind_label.clone(),
        window.from.to_string(),
    ];
    let pool = pools.entry(name).or_insert_with(|| Pool {
        rule,
        settlement,
        window,
        service,
        service_label,
        kind_label,
        entries: Vec::new(),
    });
    pool.entries.push(entry);
}

/// Shares out all cost of a world.
pub fn allocate(world: &World) -> Result<Outcome, Refusal> {
    check_agreement(world)?;
    let mut outcome = Outcome::default();
    let mut pools = BTreeMap::new();
    let (booked_on_centres, entries): (Vec<Entry>, Vec<Entry>) =
        merged(world).into_iter().partition(|entry| entry.centre.is_some());
    for derived in cascade::derive(world, &booked_on_centres, &entries)? {
        outcome.cost += cents(&derived.entry.cents);
        let rule = rule_of(world, &derived.entry)?;
        if !rule.allocate {
            outcome.not_shared += cents(&derived.entry.cents);
            continue;
        }
        for part in derived.parts(finest(world, rule), by_months(rule))? {
            put(world, rule, part, &mut pools);
        }
    }
    for entry in entries {
        outcome.cost += cents(&entry.cents);
        let rule = rule_of(world, &entry)?;
        // "`allocate = false` reports cost that may not be shared and leaves it out (`not_shared`)."
        if !rule.allocate {
            outcome.not_shared += cents(&entry.cents);
            continue;
        }
        for part in split(world, rule, &entry) {
            put(world, rule, part, &mut pools);
        }
    }
    for pool in pools.into_values() {
        share_out(world, pool, &mut outcome)?;
    }
    Ok(outcome)
}

/// Runs the steps of a pool in order.
fn share_out(world: &World, mut pool: Pool<'_>, outcome: &mut Outcome) -> Result<(), Refusal> {
    let order = party_order(world);
    for (step, party, amount) in take_direct(&mut pool)? {
        book(world, &pool, &step, &party, &amount, outcome);
    }
    for step in pool.rule.steps.iter().filter(|step| !matches!(step.how, How::Direct)) {
        let result = run_step(world, &order, &pool, step)?;
        let mut shared = BigInt::zero();
        for (party, amount) in &result.shares {
            shared += amount;
            book(world, &pool, &step.id, &order[*party], amount, outcome);
        }
        // "What is left of the pool falls by the step's sum, however its shares were rounded: a residue is
        // never passed to a later step."
        outcome.residue += cents(&(&result.take.sum - shared));
        draw(&mut pool, step, &result.take);
    }
    // "After the last step nothing may be left, or the run fails and says how much."
    let left: BigRational = pool.entries.iter().map(|entry| entry.left.clone()).sum();
    if left.is_zero() { Ok(()) } else { Err(Refusal::RestLeft(format!("{left} {}", place(&pool, "")))) }
}

/// Adds an amount to a row.
fn book(world: &World, pool: &Pool<'_>, step: &str, party: &str, amount: &BigInt, outcome: &mut Outcome) {
    let row = RowKey {
        period: label(world.settled_per, pool.settlement.from),
        rule: pool.rule.id.clone(),
        service: pool.service_label.clone(),
        kind: pool.kind_label.clone(),
        step: step.to_owned(),
        party: party.to_owned(),
    };
    *outcome.rows.entry(row).or_insert(0) += cents(amount);
    outcome.allocated += cents(amount);
}

/// Says where something happened.
fn place(pool: &Pool<'_>, step: &str) -> String {
    format!("{}.{step} {} {} from {}", pool.rule.id, pool.service_label, pool.kind_label, pool.window.from)
}

/// Takes the direct entries out of a pool: step, party and cents of each.
///
/// "entries whose `party` is filled go to that party and leave the pool **before** its total is formed,
/// wherever the step stands. Without such a step a filled `party` is an error". An entry of zero cents gives
/// no row, because no money was taken.
fn take_direct(pool: &mut Pool<'_>) -> Result<Vec<(String, String, BigInt)>, Refusal> {
    let mut direct = Vec::new();
    let mut others = Vec::new();
    for entry in std::mem::take(&mut pool.entries) {
        let Some(party) = entry.party.clone() else {
            others.push(entry);
            continue;
        };
        let step = pool.rule.steps.iter().find(|step| {
            matches!(step.how, How::Direct) && step.only.as_ref().is_none_or(|only| selects(only, &entry))
        });
        let step = step.ok_or_else(|| Refusal::PartyWithoutDirect(place(pool, "")))?;
        if !entry.cents.is_zero() {
            direct.push((step.id.clone(), party, entry.cents));
        }
    }
    pool.entries = others;
    Ok(direct)
}

// ---------------------------------------------------------------- how much

/// What a step takes.
struct Take {
    /// Whole cents.
    sum: BigInt,
    /// The exact fraction it takes of what is left of every entry.
    fraction: BigRational,
    /// What it takes of the unrounded rest; absent: everything.
    unrounded: Option<BigRational>,
}

impl Take {
    /// A step that takes nothing.
    fn nothing() -> Self {
        Self { sum: BigInt::zero(), fraction: BigRational::zero(), unrounded: Some(BigRational::zero()) }
    }
}

/// The sums of the entries a step looks at.
struct Sums {
    /// The total as it was before the first step.
    total: BigInt,
    /// What is left, exactly.
    left: BigRational,
    /// What is left, in cents.
    left_cents: BigInt,
    /// What would be left if no earlier share had been rounded.
    unrounded: BigRational,
}

/// "`only` … narrows a step to those entries: total and rest are then theirs (`rest` half-up to the cent)"
fn in_reach(step: &Step, entry: &Entry) -> bool {
    step.only.as_ref().is_none_or(|only| selects(only, entry))
}

/// Adds up the entries in a step's reach.
fn sums(pool: &Pool<'_>, step: &Step) -> Sums {
    let reach: Vec<&Entry> = pool.entries.iter().filter(|entry| in_reach(step, entry)).collect();
    let left: BigRational = reach.iter().map(|entry| entry.left.clone()).sum();
    Sums {
        total: reach.iter().map(|entry| entry.cents.clone()).sum(),
        left_cents: half_up(&left),
        left,
        unrounded: reach.iter().map(|entry| entry.unrounded.clone()).sum(),
    }
}

/// Takes a step's sum out of the entries.
///
/// "it draws from them in proportion to what is left of each"
fn draw(pool: &mut Pool<'_>, step: &Step, take: &Take) {
    let unrounded = sums(pool, step).unrounded;
    for entry in pool.entries.iter_mut().filter(|entry| in_reach(step, entry)) {
        let part = &entry.left * &take.fraction;
        entry.left -= part;
        match &take.unrounded {
            None => entry.unrounded = BigRational::zero(),
            Some(_) if unrounded.is_zero() => {}
            Some(sum) => {
                let part = &entry.unrounded * sum / &unrounded;
                entry.unrounded -= part;
            }
        }
    }
}

/// Says how much a step takes; `each` is the exact sum of the base amounts, for `each` steps.
fn how_much(world: &World, pool: &Pool<'_>, step: &Step, each: &BigRational) -> Result<Take, Refusal> {
    let sums = sums(pool, step);
    if let How::Rest = step.how {
        return cut_to_most(world, pool, step, take_rest(&sums));
    }
    // "With a total of zero, `rest` takes each slice as it is and the other steps take nothing."
    if sums.total.is_zero() {
        return Ok(Take::nothing());
    }
    // "If what is left has the opposite sign of the total, `amount` and `each` take nothing, `share` of the
    // total is an error, `rest` takes it as it is."
    let opposite = (&sums.total * &sums.left_cents).is_negative();
    let (sum, unrounded) = match &step.how {
        How::Share { of_rest: false, .. } if opposite => {
            return Err(Refusal::OppositeSign(place(pool, &step.id)));
        }
        How::Amount(_) | How::Each(_) if opposite => return Ok(Take::nothing()),
        How::Share { share, of_rest } => {
            share_sum(&sums, share, *of_rest).ok_or_else(|| match step.at_most {
                // Whether the share or what the ceiling leaves of it must lie within the whole is open.
                Some(_) => Refusal::Undefined(place(pool, &step.id)),
                None => Refusal::SharesBeyondWhole(place(pool, &step.id)),
            })?
        }
        // "a fixed sum per pool, at most what is left."
        How::Amount(amount) => at_most_left(&sums, &whole(*amount)),
        // "the sum half-up to the cent; if together more than is left, what is left is shared in proportion."
        How::Each(_) => at_most_left(&sums, each),
        How::Rest | How::Direct => return Ok(Take::nothing()),
    };
    let fraction = if sums.left.is_zero() { BigRational::zero() } else { exact(&sum) / &sums.left };
    cut_to_most(world, pool, step, Take { sum, fraction, unrounded: Some(unrounded) })
}

/// "the step takes at most this sum"; "under `rest` what is above stays for later steps." A step that takes
/// nothing asks for no usage.
fn cut_to_most(world: &World, pool: &Pool<'_>, step: &Step, take: Take) -> Result<Take, Refusal> {
    if take.sum.is_zero() {
        return Ok(take);
    }
    match at_most(world, pool, step)? {
        Some(most) if take.sum.abs() > most => {
            let sum = most * take.sum.signum();
            let fraction = exact(&sum) / sums(pool, step).left;
            Ok(Take { unrounded: Some(exact(&sum)), sum, fraction })
        }
        _ => Ok(take),
    }
}

/// The ceiling of a step in cents: an amount, or so much for all usage of the pool's service in the window.
fn at_most(world: &World, pool: &Pool<'_>, step: &Step) -> Result<Option<BigInt>, Refusal> {
    match &step.at_most {
        None => Ok(None),
        Some(AtMost::Amount(cents)) => Ok(Some(BigInt::from(*cents))),
        Some(AtMost::PerUnit(cents, measure)) => {
            let service = pool.service.as_ref().ok_or_else(|| Refusal::PoolMixing(place(pool, &step.id)))?;
            let usage = cascade::usage_of_each(world, measure, service, pool.window)?;
            let most = usage * whole(*cents);
            if !most.is_integer() {
                return Err(Refusal::Undefined("a ceiling of parts of a cent".to_owned()));
            }
            Ok(Some(most.to_integer()))
        }
    }
}

/// "`rest = true`: all that is left."
fn take_rest(sums: &Sums) -> Take {
    let fraction =
        if sums.left.is_zero() { BigRational::one() } else { exact(&sums.left_cents) / &sums.left };
    Take { sum: sums.left_cents.clone(), fraction, unrounded: None }
}

/// The sum of a share, rounded and unrounded; absent where it goes beyond the whole.
///
/// "of the pool's total, or with `of = "rest"` of what is left at that moment, in cents; rounded half-up to
/// the cent. One that, counted in exact fractions (earlier shares unrounded), leaves nothing takes exactly
/// what is left. A rounded share is cut to what is left; shares beyond the whole are an error."
fn share_sum(sums: &Sums, share: &BigRational, of_rest: bool) -> Option<(BigInt, BigRational)> {
    let (base, direction) = if of_rest {
        (exact(&sums.left_cents), sums.unrounded.signum())
    } else {
        (exact(&sums.total), exact(&sums.total.signum()))
    };
    let unrounded = share * if of_rest { &sums.unrounded } else { &base };
    if unrounded == sums.unrounded {
        return Some((sums.left_cents.clone(), unrounded));
    }
    if &unrounded * &direction > &sums.unrounded * &direction {
        return None;
    }
    let sum = half_up(&(share * &base));
    let cut = if sum.abs() > sums.left_cents.abs() { sums.left_cents.clone() } else { sum };
    Some((cut, unrounded))
}

/// A wanted sum in the direction of the total, but no more than is left; and the same unrounded.
fn at_most_left(sums: &Sums, wanted: &BigRational) -> (BigInt, BigRational) {
    if *wanted > exact(&sums.left_cents.abs()) {
        return (sums.left_cents.clone(), exact(&sums.left_cents));
    }
    let sign = sums.total.signum();
    (half_up(wanted) * &sign, wanted * exact(&sign))
}

// ---------------------------------------------------------------- to whom

/// The receivers of a step, day by day over the settlement period.
struct Calendar {
    /// Each day and those who bear the step on it, as places in the order of parties.
    days: Vec<(Date, BTreeSet<usize>)>,
}

impl Calendar {
    /// Whether the receivers are the same on every day.
    fn constant(&self) -> bool {
        self.days.windows(2).all(|pair| pair[0].1 == pair[1].1)
    }

    /// Everyone who is a receiver on any day.
    fn anyone(&self) -> BTreeSet<usize> {
        self.days.iter().flat_map(|(_, receivers)| receivers.iter().copied()).collect()
    }

    /// Whether a party is a receiver on a day of a span.
    fn has(&self, party: usize, span: Span) -> bool {
        self.days.iter().any(|(day, receivers)| span.contains(*day) && receivers.contains(&party))
    }

    /// The stretches of a span in which the receivers do not change.
    fn runs(&self, span: Span) -> Vec<(Span, BTreeSet<usize>)> {
        let mut runs: Vec<(Span, BTreeSet<usize>)> = Vec::new();
        for (day, receivers) in self.days.iter().filter(|(day, _)| span.contains(*day)) {
            match runs.last_mut() {
                Some((run, same)) if same == receivers => run.to = *day,
                _ => runs.push((Span { from: *day, to: *day }, receivers.clone())),
            }
        }
        runs
    }

    /// The part of some of the days on which a party is a receiver.
    fn part_of(days: &[&(Date, BTreeSet<usize>)], party: usize) -> BigRational {
        let present = days.iter().filter(|(_, receivers)| receivers.contains(&party)).count();
        BigRational::new(BigInt::from(present), BigInt::from(days.len()))
    }

    /// The part of the settlement period in which a party is a receiver, by days or by months.
    ///
    /// By months, every month counts the same, and a part of it "counts its days over that month's days".
    fn part_present(&self, party: usize, by_months: bool) -> BigRational {
        let all: Vec<&(Date, BTreeSet<usize>)> = self.days.iter().collect();
        if !by_months {
            return Self::part_of(&all, party);
        }
        let months: BTreeSet<Span> = all.iter().map(|(day, _)| Span::around(Grain::Month, *day)).collect();
        let mut present = BigRational::zero();
        for month in &months {
            let days: Vec<_> = all.iter().copied().filter(|(day, _)| month.contains(*day)).collect();
            present += Self::part_of(&days, party);
        }
        present / BigRational::from_integer(BigInt::from(months.len()))
    }
}

/// Finds the receivers of every day.
///
/// "exactly one of `to = "HE"`, `among = ..` …, less `except = [..]` … `members`: who is a member that day.
/// `participants`: who takes part in the pool's service that day, member or not. A group, list or `to` names
/// parties whatever their membership."
fn calendar(world: &World, order: &[String], pool: &Pool<'_>, step: &Step) -> Result<Calendar, Refusal> {
    let elements = match &step.whom {
        Whom::To(party) => vec![Element { party: party.clone(), during: During::default() }],
        Whom::Among(Among::Members, _) => world
            .parties
            .iter()
            .flat_map(|party| {
                party.member.iter().map(|during| Element { party: party.id.clone(), during: *during })
            })
            .collect(),
        Whom::Among(Among::Participants, _) => match &pool.service {
            Some(service) => participants(world, service)?,
            None => return Err(Refusal::PoolMixing(place(pool, &step.id))),
        },
        Whom::Among(Among::Group(id), _) => group(world, id)?,
        Whom::Among(Among::List(elements), _) => elements.clone(),
        Whom::Named => Vec::new(),
    };
    let receivers = |day: Date| -> BTreeSet<usize> {
        let there = elements.iter().filter(|element| element.during.contains(day));
        let bear = there.filter(|element| !step.except.contains(&element.party));
        bear.filter_map(|element| order.iter().position(|party| *party == element.party)).collect()
    };
    let days = pool.settlement.days().into_iter().map(|day| (day, receivers(day))).collect();
    Ok(Calendar { days })
}

// ---------------------------------------------------------------- one step

/// What a step did.
struct StepResult {
    /// What it took.
    take: Take,
    /// Who bears how many cents of it.
    shares: BTreeMap<usize, BigInt>,
}

/// A stretch of time with its receivers and the exact sum they share.
struct Slice {
    /// The days whose usage counts.
    span: Span,
    /// Those who bear it.
    receivers: BTreeSet<usize>,
    /// The exact sum.
    sum: BigRational,
}

/// Runs one step on a pool.
fn run_step(world: &World, order: &[String], pool: &Pool<'_>, step: &Step) -> Result<StepResult, Refusal> {
    let calendar = calendar(world, order, pool, step)?;
    if let How::Each(base) = step.how {
        return run_each(world, order, pool, step, &calendar, base);
    }
    let take = how_much(world, pool, step, &BigRational::zero())?;
    let mut shares = BTreeMap::new();
    for slice in slices(pool, step, &calendar, &take)? {
        // "A slice with a sum to share but nobody to bear it is an error naming dates and entries."
        if slice.receivers.is_empty() {
            return Err(Refusal::NobodyPresent(place(pool, &step.id)));
        }
        let scene = Scene { world, order, pool, calendar: &calendar, span: slice.span };
        let receivers: Vec<usize> = slice.receivers.iter().copied().collect();
        let weights = match &step.whom {
            Whom::Among(_, Some(id)) => scene.weights(id, &receivers, true)?,
            _ => vec![BigRational::one(); receivers.len()],
        };
        // "a receiver's exact parts are added over the slices, then rounded once."
        for (party, part) in receivers.iter().zip(scene.normalised(&weights)?) {
            *shares.entry(*party).or_insert_with(BigRational::zero) += part * &slice.sum;
        }
    }
    let scene = Scene { world, order, pool, calendar: &calendar, span: pool.window };
    let shares = limits::limited(&scene, step, &take.sum, shares)?;
    let shares = round_shares(order, pool, step, &take.sum, &shares);
    Ok(StepResult { take, shares })
}

/// Runs an `each` step: one distribution without slices.
///
/// "`each`: a base amount per receiver, multiplied by the part of the settlement period present (not under
/// `none`)"
fn run_each(
    world: &World,
    order: &[String],
    pool: &Pool<'_>,
    step: &Step,
    calendar: &Calendar,
    base: i128,
) -> Result<StepResult, Refusal> {
    let sums = sums(pool, step);
    let something = base != 0 && (&sums.total * &sums.left_cents).is_positive();
    if something && !calendar.constant() && pool.rule.pro_rata.is_none() {
        return Err(Refusal::ProRataMissing(place(pool, &step.id)));
    }
    let part = |party: usize| match pool.rule.pro_rata {
        Some(ProRata::Days | ProRata::WeightDays) => calendar.part_present(party, false),
        Some(ProRata::Months | ProRata::WeightMonths) => calendar.part_present(party, true),
        Some(ProRata::None) | None => BigRational::one(),
    };
    let weights: BTreeMap<usize, BigRational> =
        calendar.anyone().into_iter().map(|party| (party, part(party) * whole(base))).collect();
    let all: BigRational = weights.values().cloned().sum();
    let take = how_much(world, pool, step, &all)?;
    if take.sum.is_zero() {
        return Ok(StepResult { take, shares: BTreeMap::new() });
    }
    let sum = exact(&take.sum);
    let shares = weights.iter().map(|(party, weight)| (*party, &sum * weight / &all)).collect();
    let shares = round_shares(order, pool, step, &take.sum, &shares);
    Ok(StepResult { take, shares })
}

/// The slices from which a step takes money.
///
/// "Pro rata …: needed only where a receiver joins or leaves inside a period; missing there is an error".
/// "`weight-days`, `weight-months`: one slice". "`none`: present on any day counts as the whole."
fn slices(pool: &Pool<'_>, step: &Step, calendar: &Calendar, take: &Take) -> Result<Vec<Slice>, Refusal> {
    let sliced =
        !matches!(pool.rule.pro_rata, Some(ProRata::WeightDays | ProRata::WeightMonths | ProRata::None));
    let mut slices = if sliced && !calendar.constant() {
        slices_in_time(pool, step, calendar, take)
    } else {
        let sum = sums(pool, step).left * &take.fraction;
        vec![Slice { span: pool.window, receivers: calendar.anyone(), sum }]
    };
    let cuts: Vec<Date> = slices.iter().skip(1).map(|slice| slice.span.from).collect();
    slices.retain(|slice| !slice.sum.is_zero());
    if slices.is_empty() {
        return Ok(slices);
    }
    if pool.rule.pro_rata.is_none() && !calendar.constant() {
        return Err(Refusal::ProRataMissing(place(pool, &step.id)));
    }
    // "a cut inside a month is an error under `months`"
    if pool.rule.pro_rata == Some(ProRata::Months) && cuts.iter().any(|cut| cut.day() != 1) {
        return Err(Refusal::CutInsideMonth(place(pool, &step.id)));
    }
    Ok(slices)
}

/// "`days`, `months`: a step's time is cut where its own receivers change. An entry lies in the slices of its
/// own period; one that spans a cut is divided by days or months … Every slice gives the step the same exact
/// fraction of what is left of it"
fn slices_in_time(pool: &Pool<'_>, step: &Step, calendar: &Calendar, take: &Take) -> Vec<Slice> {
    let length = |span: Span| match pool.rule.pro_rata {
        Some(ProRata::Months) => span.month_count(),
        _ => span.day_count(),
    };
    let mut slices = Vec::new();
    for (span, receivers) in calendar.runs(pool.window) {
        let mut sum = BigRational::zero();
        for entry in pool.entries.iter().filter(|entry| in_reach(step, entry)) {
            if let Some(common) = entry.span.meet(span) {
                sum += &entry.left * &take.fraction * length(common) / length(entry.span);
            }
        }
        slices.push(Slice { span, receivers, sum });
    }
    slices
}

// ---------------------------------------------------------------- keys

/// Where a key is asked for its weights.
struct Scene<'a> {
    /// The world.
    world: &'a World,
    /// The parties in order.
    order: &'a [String],
    /// The pool.
    pool: &'a Pool<'a>,
    /// The step's receivers.
    calendar: &'a Calendar,
    /// The days whose usage counts.
    span: Span,
}

impl Scene<'_> {
    /// Says where the scene plays.
    fn at(&self, what: &str) -> String {
        format!("{what} in {}", place(self.pool, ""))
    }

    /// Shares that add up to one.
    ///
    /// "all weights zero is an error unless the sum to share is zero"
    fn normalised(&self, weights: &[BigRational]) -> Result<Vec<BigRational>, Refusal> {
        let all: BigRational = weights.iter().cloned().sum();
        if all.is_zero() {
            return Err(Refusal::AllWeightsZero(self.at("weights")));
        }
        Ok(weights.iter().map(|weight| weight / &all).collect())
    }

    /// "the weights of equal, fixed and statistic keys (also inside mixes) … are multiplied by the part of
    /// the settlement period present; usage is not."
    fn presence(&self, party: usize, wanted: bool) -> BigRational {
        match self.pool.rule.pro_rata {
            Some(ProRata::WeightDays) if wanted => self.calendar.part_present(party, false),
            Some(ProRata::WeightMonths) if wanted => self.calendar.part_present(party, true),
            _ => BigRational::one(),
        }
    }

    /// The weights of a key; `present` says whether the part present is to be multiplied in.
    ///
    /// "raw weight × multiplier; absent party: 1". "rescaled percentages rounded half-up to 5 decimals; they
    /// then act as weights". "The part present is applied before percentages are rounded by `decimals`."
    fn weights(&self, id: &str, receivers: &[usize], present: bool) -> Result<Vec<BigRational>, Refusal> {
        let mut weights = self.raw_weights(id, receivers, present)?;
        let Some((_, finish)) = self.world.finishes.iter().find(|(name, _)| name == id) else {
            return Ok(weights);
        };
        for (party, weight) in receivers.iter().zip(&mut weights) {
            let named = finish.multipliers.iter().find(|(name, _)| *name == self.order[*party]);
            if let Some((_, factor)) = named {
                *weight *= factor;
            }
        }
        match finish.decimals {
            Some((decimals, residue)) if weights.iter().any(|weight| !weight.is_zero()) => {
                Ok(percentages(&self.normalised(&weights)?, decimals, residue))
            }
            _ => Ok(weights),
        }
    }

    /// The weights of a key before its multipliers and decimals.
    fn raw_weights(&self, id: &str, receivers: &[usize], present: bool) -> Result<Vec<BigRational>, Refusal> {
        match key(self.world, id)? {
            Key::Equal => Ok(receivers.iter().map(|party| self.presence(*party, present)).collect()),
            Key::Fixed { weights, .. } => {
                let value = |party: &str| {
                    weights.iter().find(|(name, _)| name == party).map(|(_, weight)| weight.clone())
                };
                self.looked_up(id, receivers, present, value)
            }
            Key::Statistic { statistic, edition } => {
                let value = |party: &str| {
                    let row = self.world.statistics.iter().find(|row| {
                        (&row.statistic, &row.edition, row.party.as_str()) == (statistic, edition, party)
                    });
                    row.map(|row| row.value.value())
                };
                self.looked_up(id, receivers, present, value)
            }
            Key::Usage { measure, otherwise, services } => {
                let usage = self.usage(measure, services.as_ref(), receivers)?;
                match otherwise {
                    Some(other) if usage.iter().all(BigRational::is_zero) => {
                        self.weights(other, receivers, present)
                    }
                    _ => Ok(usage),
                }
            }
            Key::Mean { statistic, editions } => {
                let value = |party: &str| {
                    let mut sum = BigRational::zero();
                    for edition in editions {
                        let row = self.world.statistics.iter().find(|row| {
                            (&row.statistic, &row.edition, row.party.as_str()) == (statistic, edition, party)
                        });
                        sum += row?.value.value();
                    }
                    Some(sum / BigRational::from_integer(BigInt::from(editions.len())))
                };
                self.looked_up(id, receivers, present, value)
            }
            Key::LargestOf { key, parties } => self.largest_of(key, parties, receivers, present),
            Key::Mix { parts, over: None } => self.mixed(parts, receivers, present),
            Key::Mix { parts, over: Some(id) } => self.mixed_over(parts, id, receivers, present),
        }
    }

    /// "weights of `key` among the other receivers; each of `parties` that receives gets the largest of these"
    ///
    /// What the part present does to the largest weight is open.
    fn largest_of(
        &self,
        key: &str,
        parties: &[String],
        receivers: &[usize],
        present: bool,
    ) -> Result<Vec<BigRational>, Refusal> {
        let named = |party: &usize| parties.contains(&self.order[*party]);
        let others: Vec<usize> = receivers.iter().copied().filter(|party| !named(party)).collect();
        let weighted = matches!(self.pool.rule.pro_rata, Some(ProRata::WeightDays | ProRata::WeightMonths));
        if others.is_empty() || (weighted && present && !self.calendar.constant()) {
            return Err(Refusal::Undefined(self.at(key)));
        }
        let weights = self.weights(key, &others, present)?;
        let largest = weights.iter().max().cloned().unwrap_or_else(BigRational::zero);
        let weight = |party: &usize| {
            let found = others.iter().zip(&weights).find(|(other, _)| *other == party);
            found.map_or_else(|| largest.clone(), |(_, weight)| weight.clone())
        };
        Ok(receivers.iter().map(weight).collect())
    }

    /// "A receiver missing in `fixed` or in a statistic is an error"
    fn looked_up(
        &self,
        id: &str,
        receivers: &[usize],
        present: bool,
        value: impl Fn(&str) -> Option<BigRational>,
    ) -> Result<Vec<BigRational>, Refusal> {
        let mut weights = Vec::new();
        for party in receivers {
            let name = &self.order[*party];
            let weight =
                value(name).ok_or_else(|| Refusal::MissingWeight(self.at(&format!("{id}: {name}"))))?;
            weights.push(weight * self.presence(*party, present));
        }
        Ok(weights)
    }

    /// "each part normalised over the receivers, then weighted"
    fn mixed(
        &self,
        parts: &[(String, BigRational)],
        receivers: &[usize],
        present: bool,
    ) -> Result<Vec<BigRational>, Refusal> {
        let mut mixed = vec![BigRational::zero(); receivers.len()];
        for (id, weight) in parts.iter().filter(|(_, weight)| !weight.is_zero()) {
            let part = self.normalised(&self.weights(id, receivers, present)?)?;
            for (sum, share) in mixed.iter_mut().zip(part) {
                *sum += share * weight;
            }
        }
        Ok(mixed)
    }

    /// "`over`: normalise over this group first, then rescale to the receivers". "`over` ignores dates".
    fn mixed_over(
        &self,
        parts: &[(String, BigRational)],
        over: &str,
        receivers: &[usize],
        present: bool,
    ) -> Result<Vec<BigRational>, Refusal> {
        let elements = group(self.world, over)?;
        let inside = |party: &usize| elements.iter().any(|element| element.party == self.order[*party]);
        if let Some(outside) = receivers.iter().find(|party| !inside(party)) {
            return Err(Refusal::OutsideOver(self.at(&self.order[*outside])));
        }
        let members: Vec<usize> = (0..self.order.len()).filter(inside).collect();
        let mixed = self.mixed(parts, &members, false)?;
        let share = |party: &usize| -> BigRational {
            let found = members.iter().zip(&mixed).find(|(member, _)| *member == party);
            found.map_or_else(BigRational::zero, |(_, share)| share.clone())
        };
        Ok(receivers.iter().map(|party| share(party) * self.presence(*party, present)).collect())
    }

    /// The usage of each receiver.
    ///
    /// "A usage key counts the usage of the pool's service(s) in the slice. Rows too coarse for slice or
    /// settlement period are an error that names the remedy, whoever the row's party is. … Negative rows are
    /// corrections; a negative sum is an error."
    fn usage(
        &self,
        measure: &str,
        services: Option<&Vec<String>>,
        receivers: &[usize],
    ) -> Result<Vec<BigRational>, Refusal> {
        let mut usage = vec![BigRational::zero(); receivers.len()];
        for row in self.world.usage.iter().filter(|row| row.measure == measure) {
            let counts = match services {
                Some(list) => list.iter().any(|name| name == "*" || *name == row.service),
                None => self.pool.service.as_ref() == Some(&row.service),
            };
            if !counts || row.period.span.meet(self.span).is_none() {
                continue;
            }
            if !row.period.span.within(self.span) {
                return Err(Refusal::CoarseUsage(self.at(&format!("{row:?}"))));
            }
            for (party, sum) in receivers.iter().zip(&mut usage) {
                if self.order[*party] == row.party && self.row_counts(*party, row) {
                    *sum += row.quantity.value();
                }
            }
        }
        if usage.iter().any(|sum| sum.is_negative()) {
            return Err(Refusal::NegativeUsage(self.at(measure)));
        }
        Ok(usage)
    }

    /// "A row counts if its party is a receiver on one of its days (under `none`: in the period)"
    fn row_counts(&self, party: usize, row: &UsageRow) -> bool {
        let days = match self.pool.rule.pro_rata {
            Some(ProRata::None) => self.pool.settlement,
            _ => row.period.span,
        };
        self.calendar.has(party, days)
    }
}

/// Percentages rounded to so many decimals.
fn percentages(parts: &[BigRational], decimals: u32, residue: DecimalsResidue) -> Vec<BigRational> {
    // One unit is the last decimal of a percentage.
    let whole = BigInt::from(100) * BigInt::from(10).pow(decimals);
    let exact_units: BTreeMap<usize, BigRational> =
        parts.iter().map(|part| part * exact(&whole)).enumerate().collect();
    let mut units: BTreeMap<usize, BigInt> =
        exact_units.iter().map(|(place, units)| (*place, half_up(units))).collect();
    match residue {
        DecimalsResidue::Leave => {}
        DecimalsResidue::LargestShare => {
            let difference = whole - units.values().sum::<BigInt>();
            let largest = first_by(&exact_units, |place| exact_units[&place].clone());
            if let Some(largest) = largest {
                *units.entry(largest).or_insert_with(BigInt::zero) += difference;
            }
        }
        DecimalsResidue::LargestRemainder => {
            units = largest_remainder(&whole, &BigInt::one(), &exact_units);
        }
    }
    units.values().map(exact).collect()
}

// ---------------------------------------------------------------- limits

mod limits {
    //! "share = weight × λ, raised to `floor`, cut to `cap`, with one λ so that the sum fits".

    use super::*;

    /// The limits of one receiver.
    struct Bounds {
        /// The exact part by which the weights stand.
        weight: BigRational,
        /// The least.
        floor: BigRational,
        /// The most; absent: no limit.
        cap: Option<BigRational>,
    }

    impl Bounds {
        /// weight × λ, raised to the floor, cut to the cap.
        fn at(&self, lambda: &BigRational) -> BigRational {
            let raised = (&self.weight * lambda).max(self.floor.clone());
            match &self.cap {
                Some(cap) if *cap < raised => cap.clone(),
                _ => raised,
            }
        }
    }

    /// Puts exact shares between their limits.
    ///
    /// "With slices, the parts added over the slices stand for the weights." "A negative … step gives exactly
    /// the mirrored result."
    pub(super) fn limited(
        scene: &Scene<'_>,
        step: &Step,
        sum: &BigInt,
        shares: BTreeMap<usize, BigRational>,
    ) -> Result<BTreeMap<usize, BigRational>, Refusal> {
        let pool = scene.pool;
        if (step.floor.is_none() && step.cap.is_none()) || shares.is_empty() {
            return Ok(shares);
        }
        let sign = exact(&sum.signum());
        // What weights of both signs, or limits of nothing, would give is open.
        if sum.is_zero() || shares.values().any(|share| (share * &sign).is_negative()) {
            return Err(Refusal::Undefined(place(pool, &step.id)));
        }
        let mut bounds = Vec::new();
        for (party, share) in &shares {
            let part = scene.presence(*party, true);
            let floor = bound(scene, step.floor.as_ref(), *party, sum)?.unwrap_or_else(BigRational::zero);
            let cap = bound(scene, step.cap.as_ref(), *party, sum)?;
            let unit = unit(pool, step);
            // "Caps are cut down and floors raised to the unit."
            let floor = (floor * &part / &unit).ceil() * &unit;
            let cap = cap.map(|cap| (cap * &part / &unit).floor() * &unit);
            if cap.as_ref().is_some_and(|cap| floor > *cap) {
                return Err(Refusal::Limits(place(pool, &step.id)));
            }
            bounds.push(Bounds { weight: share.abs(), floor, cap });
        }
        let solved =
            solve(&bounds, &exact(&sum.abs())).ok_or_else(|| Refusal::Limits(place(pool, &step.id)))?;
        Ok(shares.keys().copied().zip(solved.into_iter().map(|share| share * &sign)).collect())
    }

    /// The rounding unit of a step in cents.
    fn unit(pool: &Pool<'_>, step: &Step) -> BigRational {
        let rounding = step.rounding.as_ref().or(pool.rule.rounding.as_ref());
        whole(rounding.map_or(1, |rounding| rounding.unit))
    }

    /// A limit of one party in cents: "an amount, or % of the step's sum; one value or per party."
    fn bound(
        scene: &Scene<'_>,
        limit: Option<&Limit>,
        party: usize,
        sum: &BigInt,
    ) -> Result<Option<BigRational>, Refusal> {
        let cents = |value: &LimitValue| match value {
            LimitValue::Amount(cents) => whole(*cents),
            LimitValue::Share(share) => share * exact(&sum.abs()),
        };
        match limit {
            None => Ok(None),
            Some(Limit::All(value)) => Ok(Some(cents(value))),
            Some(Limit::PerParty(list)) => {
                let named = list.iter().find(|(name, _)| *name == scene.order[party]);
                Ok(named.map(|(_, value)| cents(value)))
            }
            Some(Limit::PerUnit(amount, measure)) => {
                let weighted =
                    matches!(scene.pool.rule.pro_rata, Some(ProRata::WeightDays | ProRata::WeightMonths));
                // Whether the part present is in the usage already is open.
                if weighted && !scene.calendar.constant() {
                    return Err(Refusal::Undefined(scene.at("a cap for each unit")));
                }
                let usage = scene.usage(measure, None, &[party])?;
                Ok(Some(&usage[0] * whole(*amount)))
            }
        }
    }

    /// Finds the one λ: between two neighbouring values at which a share meets a limit the sum is linear in λ.
    fn solve(bounds: &[Bounds], sum: &BigRational) -> Option<Vec<BigRational>> {
        let together =
            |lambda: &BigRational| -> BigRational { bounds.iter().map(|one| one.at(lambda)).sum() };
        let mut turns = vec![BigRational::zero()];
        for one in bounds.iter().filter(|one| one.weight.is_positive()) {
            turns.push(&one.floor / &one.weight);
            turns.extend(one.cap.as_ref().map(|cap| cap / &one.weight));
        }
        turns.sort();
        turns.push(turns.last()? + BigRational::one());
        let last = turns.len() - 2;
        for (place, pair) in turns.windows(2).enumerate() {
            let (low, high) = (together(&pair[0]), together(&pair[1]));
            if low > *sum {
                return None;
            }
            if *sum == low {
                return Some(bounds.iter().map(|one| one.at(&pair[0])).collect());
            }
            if *sum <= high || (place == last && high > low) {
                let lambda = &pair[0] + (sum - &low) * (&pair[1] - &pair[0]) / (&high - &low);
                return Some(bounds.iter().map(|one| one.at(&lambda)).collect());
            }
        }
        None
    }
}

// ---------------------------------------------------------------- rounding

/// Rounds the exact shares of a step's sum.
///
/// "on a rule (for all its steps) or a step (replaces the rule's as a whole); for `to` and `each` too"
fn round_shares(
    order: &[String],
    pool: &Pool<'_>,
    step: &Step,
    sum: &BigInt,
    shares: &BTreeMap<usize, BigRational>,
) -> BTreeMap<usize, BigInt> {
    let default = Rounding { unit: 1, mode: Mode::HalfUp, residue: Residue::LargestRemainder };
    let rounding = step.rounding.as_ref().or(pool.rule.rounding.as_ref()).unwrap_or(&default);
    let unit = BigInt::from(rounding.unit);
    if rounding.residue == Residue::LargestRemainder {
        return largest_remainder(sum, &unit, shares);
    }
    // "each share is rounded by `mode` …; the difference goes to the largest exact share, to that party, or
    // stays."
    let mut result: BTreeMap<usize, BigInt> = shares
        .iter()
        .map(|(party, share)| (*party, rounded(&(share / exact(&unit)), rounding.mode) * &unit))
        .collect();
    let difference = sum - result.values().sum::<BigInt>();
    let heir = match &rounding.residue {
        Residue::LargestShare => first_by(shares, |party| shares[&party].abs()),
        Residue::To(name) => order.iter().position(|party| party == name),
        Residue::Leave | Residue::LargestRemainder => None,
    };
    if let Some(heir) = heir
        && !shares.is_empty()
        && !difference.is_zero()
    {
        *result.entry(heir).or_insert_with(BigInt::zero) += difference;
    }
    result
}

/// The party with the largest value; ties: order.
fn first_by<T: Ord>(shares: &BTreeMap<usize, BigRational>, value: impl Fn(usize) -> T) -> Option<usize> {
    let mut best: Option<usize> = None;
    for party in shares.keys() {
        if best.is_none_or(|best| value(*party) > value(best)) {
            best = Some(*party);
        }
    }
    best
}

/// "shares of the whole sum are cut towards zero to the unit; missing units go one by one to the largest
/// remainders, units too many come off the most negative; ties: larger exact share in size, then order."
/// "What is below a unit above 0.01 stays as residue".
pub fn largest_remainder(
    sum: &BigInt,
    unit: &BigInt,
    shares: &BTreeMap<usize, BigRational>,
) -> BTreeMap<usize, BigInt> {
    let mut units: BTreeMap<usize, BigInt> = BTreeMap::new();
    let mut waiting = shares.clone();
    for (party, share) in shares {
        units.insert(*party, (share / exact(unit)).trunc().to_integer());
    }
    let remainder = |party: usize| (&shares[&party] / exact(unit)).fract();
    let mut missing = sum / unit - units.values().sum::<BigInt>();
    while !missing.is_zero() {
        let sign = missing.signum();
        let next = first_by(&waiting, |party| (remainder(party) * exact(&sign), shares[&party].abs()));
        let Some(next) = next else { break };
        waiting.remove(&next);
        *units.entry(next).or_insert_with(BigInt::zero) += &sign;
        missing -= sign;
    }
    units.into_iter().map(|(party, count)| (party, count * unit)).collect()
}
