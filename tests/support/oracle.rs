//! A slow, exact oracle for the allocation, written from the rule text alone.
//!
//! It reads a plain [`World`] and says who pays what, or with which kind of [`Refusal`] the run
//! must end. It follows the rules from rules.md#one-rule to rules.md#usage-counts sentence by
//! sentence: the sentence stands above the code that does it. Everything is an exact fraction until
//! the one rounding that the text asks for, every day is looked at by itself, and nothing is kept
//! for later use. Keys are in [`super::weights`], entries made of entries in [`super::derive`],
//! cost centres in [`super::cascade`]. It must never call the engine. Where the text leaves a case
//! open, it says [`Refusal::Undefined`] instead of guessing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};

use super::weights::Scene;
use super::{cascade, derive};

/// The built-in Länder in the built-in order; BUND is built in too and always last.
pub const LAENDER: [&str; 16] = [
    "BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH",
];

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
        /// In which edition.
        edition: Edition,
        /// Whether a negative value counts as zero.
        negative_is_zero: bool,
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
    /// What each has paid in, for some purposes or for all.
    Payments(Vec<String>),
    /// From one key to another over the years.
    Glide {
        /// The key at first.
        from: String,
        /// The key in the end.
        to: String,
        /// The part of the second in each year.
        path: Vec<(i16, BigRational)>,
    },
    /// The weights of another key among the others; some parties weigh as much as the largest of
    /// them.
    LargestOf {
        /// The key of the others.
        key: String,
        /// Those who weigh as much as the largest other.
        parties: Vec<String>,
    },
    /// The weights of another key; one party has what they miss of 1.
    Complement {
        /// The key of the others.
        key: String,
        /// Who has the rest.
        party: String,
    },
    /// The raw weights of other keys, multiplied.
    Product(Vec<String>),
    /// The raw weights of one key divided by those of another.
    Ratio(String, String),
    /// A weighted mix of other keys: key and weight of each part.
    Mix(Vec<(String, BigRational)>),
}

/// In which edition a statistic is taken.
#[derive(Clone, Debug)]
pub enum Edition {
    /// One by its name.
    Named(String),
    /// The mean of several.
    Mean(Vec<String>),
    /// The one in force.
    InForce(AsOf),
}

/// When an edition must be in force.
#[derive(Clone, Copy, Debug)]
pub enum AsOf {
    /// On the first day of the settlement period.
    PeriodStart,
    /// On the day of settlement.
    SettlementDay,
    /// On a day.
    Day(Date),
    /// It was published by the end of the year before the settlement period.
    PublishedYearBefore,
    /// It is that of the year two before the settlement period.
    YearMinusTwo,
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

/// What is done to the weights of a key, whatever its method.
#[derive(Clone, Debug, Default)]
pub struct Finish {
    /// Decimals to which percentages are rounded, and where the difference goes.
    pub decimals: Option<(u32, DecimalsResidue)>,
    /// Factors on the raw weights of some parties.
    pub multipliers: Vec<(String, BigRational)>,
    /// The group over which is normalised first.
    pub over: Option<String>,
    /// The key that stands in, because there was no unanimous decision.
    pub fallback: Option<String>,
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

/// A cost centre.
#[derive(Clone, Debug)]
pub struct Centre {
    /// The centre's id.
    pub id: String,
    /// How its cost is given on; absent: it is shared like a service.
    pub driver: Option<Driver>,
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
    /// Centres; absent: no restriction.
    pub centres: Option<Vec<String>>,
    /// Budget titles; absent: no restriction.
    pub budget_titles: Option<Vec<String>>,
    /// The entry's period lies within.
    pub during: During,
}

/// A dimension by which pools are formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PoolBy {
    /// One pool per service.
    Service,
    /// One pool per centre.
    Centre,
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
    /// From which sum on a party is billed, and whether the others bear what is below.
    pub minimum_billed: Option<(i128, bool)>,
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
    /// Who paid it for all.
    pub paid_by: Option<String>,
    /// The budget title.
    pub budget_title: Option<String>,
}

/// One row of `payments.csv`.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    /// The day of the payment.
    pub date: Date,
    /// Who paid.
    pub party: String,
    /// Cents; negative: paid back.
    pub cents: i128,
    /// For when; absent: the day.
    pub period: Option<Period>,
    /// What for.
    pub purpose: Option<String>,
}

/// A `[surcharge]` table.
#[derive(Clone, Debug)]
pub struct Surcharge {
    /// Its id.
    pub id: String,
    /// On which entries.
    pub costs: Selector,
    /// How much of each on top.
    pub rate: BigRational,
    /// The kind of what it makes; absent: that of the source.
    pub kind: Option<String>,
}

/// An `[indexation]` table.
#[derive(Clone, Debug)]
pub struct Indexation {
    /// Its id.
    pub id: String,
    /// From which entries.
    pub costs: Selector,
    /// The growth by the year from which it holds.
    pub rates: Vec<(i16, BigRational)>,
    /// The last year.
    pub until: i16,
    /// Whether a year grows from the rounded figure of the year before.
    pub rounded: bool,
    /// The kind of what it makes; absent: that of the source.
    pub kind: Option<String>,
}

/// A `[credit]` table.
#[derive(Clone, Debug)]
pub struct Credit {
    /// Its id.
    pub id: String,
    /// For which entries.
    pub costs: Selector,
    /// The kind of what it makes; absent: `credit`.
    pub kind: Option<String>,
}

/// A `[catch_up]` table.
#[derive(Clone, Debug)]
pub struct CatchUp {
    /// Its id.
    pub id: String,
    /// Of which entries.
    pub costs: Selector,
    /// Who joins.
    pub party: String,
    /// The day on which it joins.
    pub on: Date,
    /// By which key.
    pub key: String,
    /// The others; absent: the members.
    pub among: Option<Among>,
    /// The kind of what it makes; absent: `catch-up`.
    pub kind: Option<String>,
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
    /// From when on its edition is in force.
    pub valid_from: Option<Date>,
    /// When its edition was published.
    pub published: Option<Date>,
}

/// A whole project as plain data.
#[derive(Clone, Debug)]
pub struct World {
    /// The settlement period.
    pub settled_per: Grain,
    /// Month and day of settlement in the year after the settlement period; absent: the day after
    /// it.
    pub settlement_day: Option<(i8, i8)>,
    /// Parties with a `[party]` table in file order; all others are the built-in ones.
    pub parties: Vec<Party>,
    /// Groups besides the built-in one.
    pub groups: Vec<Group>,
    /// Services: those of the agreement in file order, then those of `services.csv` by id.
    pub services: Vec<Service>,
    /// Keys with their ids.
    pub keys: Vec<(String, Key)>,
    /// What is done to the weights of some keys.
    pub finishes: Vec<(String, Finish)>,
    /// Surcharges.
    pub surcharges: Vec<Surcharge>,
    /// Indexations.
    pub indexations: Vec<Indexation>,
    /// Credits.
    pub credits: Vec<Credit>,
    /// Catch-ups.
    pub catch_ups: Vec<CatchUp>,
    /// Cost centres.
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
    /// Payment rows.
    pub payments: Vec<PaymentRow>,
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
    /// A weight below zero.
    NegativeWeight(String),
    /// No edition is in force.
    NoEdition(String),
    /// Two editions are in force.
    TwoEditions(String),
    /// A year that is not on a path.
    YearNotInPath(String),
    /// A ratio to nothing.
    DivisionByZero(String),
    /// A payment that reaches beyond the time that counts.
    CoarsePayment(String),
    /// Limits where parts have both signs.
    LimitsOfBothSigns(String),
    /// A driver's quantity that reaches beyond the settlement period.
    CoarseDriver(String),
    /// A driver's quantity below zero.
    NegativeDriver(String),
    /// An indexed entry that is not for a whole year.
    NotAYear(String),
    /// A year for which an indexation has no rate.
    NoRate(String),
    /// An indexation that starts from several years.
    TwoBaseYears(String),
    /// A credit for an entry of which nobody says who paid it.
    PaidByNobody(String),
    /// A joiner that belongs to the others already.
    JoinerIsThere(String),
    /// A catch-up that nobody can be credited.
    NobodyToCredit(String),
    /// A pool without a service, where participants or its own usage are asked for.
    NeedsService(String),
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
            Self::NegativeWeight(_) => "NegativeWeight",
            Self::NoEdition(_) => "NoEdition",
            Self::TwoEditions(_) => "TwoEditions",
            Self::YearNotInPath(_) => "YearNotInPath",
            Self::DivisionByZero(_) => "DivisionByZero",
            Self::CoarsePayment(_) => "CoarsePayment",
            Self::LimitsOfBothSigns(_) => "LimitsOfBothSigns",
            Self::CoarseDriver(_) => "CoarseDriver",
            Self::NegativeDriver(_) => "NegativeDriver",
            Self::NotAYear(_) => "NotAYear",
            Self::NoRate(_) => "NoRate",
            Self::TwoBaseYears(_) => "TwoBaseYears",
            Self::PaidByNobody(_) => "PaidByNobody",
            Self::JoinerIsThere(_) => "JoinerIsThere",
            Self::NobodyToCredit(_) => "NobodyToCredit",
            Self::NeedsService(_) => "NeedsService",
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
/// "`half-up`, the default, away from zero; `half-even`; `down` towards zero; `up`": worked on the
/// size and given the sign back, because a negative sum is the exact mirror.
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
/// "Parties: those in umlage.toml in file order, then the other built-in ones in the order above;
/// BUND always last."
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
pub fn key<'a>(world: &'a World, id: &str) -> Result<&'a Key, Refusal> {
    let found = world.keys.iter().find(|(name, _)| name == id);
    found.map(|(_, key)| key).ok_or_else(|| Refusal::BadAgreement(format!("no key {id}")))
}

/// What is done to the weights of a key.
pub fn finish(world: &World, id: &str) -> Finish {
    let found = world.finishes.iter().find(|(name, _)| name == id);
    found.map(|(_, finish)| finish.clone()).unwrap_or_default()
}

/// The elements of a group.
pub fn group(world: &World, id: &str) -> Result<Vec<Element>, Refusal> {
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

/// "In a pool not formed by service, `among = "participants"` and a usage key without `services`
/// are errors ("pool mixing")."
fn check_pool_mixing(world: &World, rule: &Rule) -> Result<(), Refusal> {
    for step in &rule.steps {
        let Whom::Among(among, id) = &step.whom else {
            continue;
        };
        let by_key = match id {
            Some(id) => leaves(world, id)?
                .iter()
                .any(|leaf| matches!(leaf, Key::Usage { services: None, .. })),
            None => false,
        };
        if matches!(among, Among::Participants) || by_key {
            return Err(Refusal::PoolMixing(format!("{}.{}", rule.id, step.id)));
        }
    }
    Ok(())
}

/// What a key leads to: itself and the keys that it is made of, or what stands in for it.
///
/// "The `fallback` stands in wherever the key is used, with all that belongs to it."
fn leaves(world: &World, id: &str) -> Result<Vec<Key>, Refusal> {
    if let Some(fallback) = finish(world, id).fallback {
        return leaves(world, &fallback);
    }
    let here = key(world, id)?;
    let mut found = vec![here.clone()];
    for part in parts_of(here) {
        found.extend(leaves(world, part)?);
    }
    Ok(found)
}

/// The keys that a key names, but for what stands in for it.
pub fn parts_of(key: &Key) -> Vec<&String> {
    match key {
        Key::Usage { otherwise, .. } => otherwise.iter().collect(),
        Key::LargestOf { key, .. } | Key::Complement { key, .. } => vec![key],
        Key::Mix(parts) => parts.iter().map(|(part, _)| part).collect(),
        Key::Glide { from, to, .. } => vec![from, to],
        Key::Product(factors) => factors.iter().collect(),
        Key::Ratio(numerator, denominator) => vec![numerator, denominator],
        Key::Equal | Key::Fixed { .. } | Key::Statistic { .. } | Key::Payments(_) => Vec::new(),
    }
}

/// "Fixed weights given in % add to 100 %", "weights add to exactly 1", "`over` … takes no usage
/// parts"; of products, ratios and complements: "usage cannot be counted".
fn check_key(world: &World, id: &str, key: &Key) -> Result<(), Refusal> {
    let sum = |weights: &[(String, BigRational)]| -> BigRational {
        weights.iter().map(|(_, weight)| weight.clone()).sum()
    };
    let raw = matches!(key, Key::Product(_) | Key::Ratio(..) | Key::Complement { .. });
    let finish = finish(world, id);
    match key {
        Key::Fixed { percent: true, weights } if !sum(weights).is_one() => {
            Err(Refusal::BadAgreement(format!("percentages of {id}")))
        }
        // "A negative value is an error" where one edition is named, whether money asks for it or
        // not; of several the mean counts, where it is asked for.
        Key::Statistic { statistic, negative_is_zero: false, edition } => {
            let named = match edition {
                Edition::Named(edition) => Some(edition),
                Edition::Mean(editions) => editions.first().filter(|_| editions.len() == 1),
                Edition::InForce(_) => None,
            };
            let mut rows = world.statistics.iter().filter(|row| row.statistic == *statistic);
            match rows.any(|row| Some(&row.edition) == named && row.value.digits < 0) {
                true => Err(Refusal::NegativeWeight(id.to_owned())),
                false => Ok(()),
            }
        }
        Key::Mix(parts) if !sum(parts).is_one() => {
            Err(Refusal::BadAgreement(format!("weights of {id}")))
        }
        _ if (raw || finish.over.is_some())
            && leaves(world, id)?.iter().any(|leaf| matches!(leaf, Key::Usage { .. })) =>
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
    pub service: Option<String>,
    /// The centre on which it is booked.
    pub centre: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// Its nature.
    pub nature: Option<String>,
    /// Its budget title.
    pub budget_title: Option<String>,
    /// The party to which it goes directly.
    pub party: Option<String>,
    /// Who paid it for all.
    pub paid_by: Option<String>,
    /// Where it lies: stretches of days, and what lies in each in proportion to the others.
    pub lies: Vec<(Span, BigRational)>,
    /// What is left of it, exactly.
    pub left: BigRational,
    /// What would be left if no earlier share had been rounded.
    pub unrounded: BigRational,
}

impl Entry {
    /// Whether some of its stretches of days bring cost and others credits.
    pub fn has_both_signs(&self) -> bool {
        let sum = |span: &Span| -> BigRational {
            self.lies.iter().filter(|(other, _)| other == span).map(|(_, part)| part.clone()).sum()
        };
        let sums: Vec<BigRational> = self.lies.iter().map(|(span, _)| sum(span)).collect();
        sums.iter().any(BigRational::is_positive) && sums.iter().any(BigRational::is_negative)
    }

    /// The same entry with another sum.
    pub fn with(&self, cents: BigInt) -> Self {
        Self { left: exact(&cents), unrounded: exact(&cents), cents, ..self.clone() }
    }

    /// The same entry in other days, evenly.
    pub fn on(&self, span: Span) -> Self {
        Self { span, lies: vec![(span, BigRational::one())], ..self.clone() }
    }
}

/// All entries: "Rows alike in every column but the amount are one entry; a row with an `id` is
/// always alone."
pub fn merged(world: &World) -> Vec<Entry> {
    let mut rows: Vec<CostRow> = Vec::new();
    for row in &world.costs {
        let same = |other: &&mut CostRow| {
            row.id.is_none()
                && other.id.is_none()
                && other.period.span == row.period.span
                && (&other.service, &other.centre, &other.kind, &other.nature)
                    == (&row.service, &row.centre, &row.kind, &row.nature)
                && (&other.party, &other.paid_by, &other.budget_title)
                    == (&row.party, &row.paid_by, &row.budget_title)
        };
        match rows.iter_mut().find(same) {
            Some(other) => other.cents += row.cents,
            None => rows.push(row.clone()),
        }
    }
    let entry = |row: &CostRow| Entry {
        span: row.period.span,
        cents: BigInt::from(row.cents),
        service: row.centre.is_none().then(|| row.service.clone()),
        centre: row.centre.clone(),
        kind: row.kind.clone(),
        nature: row.nature.clone(),
        budget_title: row.budget_title.clone(),
        party: row.party.clone(),
        paid_by: row.paid_by.clone(),
        lies: vec![(row.period.span, BigRational::one())],
        left: whole(row.cents),
        unrounded: whole(row.cents),
    };
    rows.iter().map(entry).collect()
}

/// "lists; `"*"` all; absent: no restriction; an entry without a kind matches only where `kinds` is
/// absent"
fn listed(list: Option<&Vec<String>>, value: Option<&str>) -> bool {
    match (list, value) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(list), Some(value)) => list.iter().any(|name| name == "*" || name == value),
    }
}

/// Whether an entry has what is asked for, whenever it lies.
pub fn selects(selector: &Selector, entry: &Entry) -> bool {
    listed(selector.services.as_ref(), entry.service.as_deref())
        && listed(selector.centres.as_ref(), entry.centre.as_deref())
        && listed(selector.kinds.as_ref(), entry.kind.as_deref())
        && listed(selector.natures.as_ref(), entry.nature.as_deref())
        && listed(selector.budget_titles.as_ref(), entry.budget_title.as_deref())
}

/// Whether a selector takes an entry.
///
/// "`from`/`to` (the entry's period lies within; an entry that spans the limit is an error naming
/// the remedy)"
pub fn takes(costs: &Selector, whose: &str, entry: &Entry) -> Result<bool, Refusal> {
    if !selects(costs, entry) {
        return Ok(false);
    }
    if costs.during == During::default() {
        return Ok(true);
    }
    let inside = entry.span.days().into_iter().filter(|day| costs.during.contains(*day));
    match inside.count() {
        0 => Ok(false),
        count if count == entry.span.days().len() => Ok(true),
        _ => Err(Refusal::SpansLimit(format!("{whose} {:?}", entry.span))),
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

/// "Exactly one. … None: error `not covered`. Two: error that shows both, unless one says
/// `overrides`."
pub fn rule_of<'a>(world: &'a World, entry: &Entry) -> Result<&'a Rule, Refusal> {
    let mut candidates = Vec::new();
    for rule in &world.rules {
        if takes(&rule.costs, &rule.id, entry)? {
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
#[derive(Clone)]
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
            PoolBy::Service | PoolBy::Centre | PoolBy::Kind => {}
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
/// "An entry over several settlement periods (or quarters/months of the pool) is split in one step
/// into the finest parts needed, by days in cents …; by months under `months` and `weight-months`
/// where the entry covers whole months." "A derived entry lies in its sources' periods in
/// proportion to what each brings." Only the first of the entries that stand for a part carries its
/// cents, because the total of a pool is in cents.
pub fn split(grain: Grain, by_months: bool, entry: &Entry) -> Result<Vec<Entry>, Refusal> {
    // "Entries on cost centres are split over periods by days, whatever `pro_rata` says."
    let by_months = by_months && entry.service.is_some();
    let windows = entry.span.parts(grain);
    let located: Vec<Vec<(Span, BigRational)>> =
        windows.iter().map(|window| located(entry, *window, by_months)).collect();
    if entry.has_both_signs() {
        return Ok(exactly(entry, &windows, located, by_months));
    }
    let weights: Vec<BigRational> = located
        .iter()
        .map(|parts| parts.iter().map(|(_, part)| part.abs()).sum::<BigRational>())
        .collect();
    if weights.iter().all(BigRational::is_zero) {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for ((cents, weight), parts) in
        split_cents(&entry.cents, &weights).iter().zip(&weights).zip(located)
    {
        for (index, (span, part)) in parts.into_iter().enumerate() {
            let left = exact(cents) * part.abs() / weight;
            let cents = if index == 0 { cents.clone() } else { BigInt::zero() };
            entries.push(Entry { cents, unrounded: left.clone(), left, ..entry.on(span) });
        }
    }
    Ok(entries)
}

/// "Where cost and credits lie at different times, each time has exactly what was brought there;
/// what rounding made of the whole lies evenly."
fn exactly(
    entry: &Entry,
    windows: &[Span],
    located: Vec<Vec<(Span, BigRational)>>,
    by_months: bool,
) -> Vec<Entry> {
    let length = |span: Span| if by_months { span.month_count() } else { span.day_count() };
    let sum = |parts: &[(Span, BigRational)]| {
        parts.iter().map(|(_, part)| part.clone()).sum::<BigRational>()
    };
    let inside: Vec<Span> = windows
        .iter()
        .map(|window| entry.span.meet(*window).expect("a window of the entry"))
        .collect();
    let rounding =
        exact(&entry.cents) - located.iter().map(|parts| sum(parts)).sum::<BigRational>();
    let shares = located.iter().zip(&inside).enumerate().map(|(place, (parts, span))| {
        (place, sum(parts) + &rounding * length(*span) / length(entry.span))
    });
    let amounts = earlier_first(&entry.cents, &shares.collect::<Vec<_>>());
    let mut entries = Vec::new();
    for ((cents, mut parts), span) in amounts.into_iter().zip(located).zip(inside) {
        let rest = exact(&cents) - sum(&parts);
        parts.push((span, rest));
        for (index, (span, left)) in parts.into_iter().enumerate() {
            let cents = if index == 0 { cents.clone() } else { BigInt::zero() };
            entries.push(Entry { cents, unrounded: left.clone(), left, ..entry.on(span) });
        }
    }
    entries
}

/// What lies on the days of a window: an entry divided by days, or by months as far as it covers
/// whole ones.
fn located(entry: &Entry, window: Span, by_months: bool) -> Vec<(Span, BigRational)> {
    let mut parts = Vec::new();
    for (span, brought) in &entry.lies {
        if let Some(common) = span.meet(window) {
            let part = if by_months && span.covers_whole_months() {
                common.month_count() / span.month_count()
            } else {
                common.day_count() / span.day_count()
            };
            parts.push((common, brought * part));
        }
    }
    parts
}

/// What of an entry is shared in each settlement period: "split in one step" as the rule says that
/// takes it, by days where none does.
pub fn shared_in(world: &World, entry: &Entry) -> Result<BTreeMap<Span, BigInt>, Refusal> {
    let (grain, months) = match rule_of(world, entry) {
        Ok(rule) => (finest(world, rule), by_months(rule)),
        Err(Refusal::NotCovered(_)) => (world.settled_per, false),
        Err(refusal) => return Err(refusal),
    };
    let mut sums = BTreeMap::new();
    for part in split(grain, months, entry)? {
        let settlement = Span::around(world.settled_per, part.span.from);
        *sums.entry(settlement).or_insert_with(BigInt::zero) += part.cents;
    }
    Ok(sums)
}

/// Cents of exact parts of both signs: "cut towards zero", then a cent each to the largest
/// remainders, equal ones to the earlier.
pub fn earlier_first(sum: &BigInt, shares: &[(usize, BigRational)]) -> Vec<BigInt> {
    let mut parts: Vec<BigInt> =
        shares.iter().map(|(_, share)| share.trunc().to_integer()).collect();
    let missing = sum - parts.iter().sum::<BigInt>();
    let sign = exact(&missing.signum());
    let mut turn: Vec<usize> = (0..shares.len()).collect();
    turn.sort_by_key(|index| -(shares[*index].1.fract() * &sign));
    let count = usize::try_from(missing.abs()).expect("a cent for each part at most");
    for index in turn.into_iter().take(count) {
        parts[index] += missing.signum();
    }
    parts
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
/// "the entries of one rule, one settlement period and, by `pool = [..]`, one each of `service`
/// (default), `centre`, `kind`, `quarter`, `month`; `pool = []` is all together." A centre's
/// "`service` shows `-`".
fn put<'a>(
    world: &World,
    rule: &'a Rule,
    entry: Entry,
    pools: &mut BTreeMap<[String; 6], Pool<'a>>,
) {
    let by = pool_by(rule);
    let settlement = Span::around(world.settled_per, entry.span.from);
    let window = Span::around(finest(world, rule), entry.span.from);
    let label = |dimension: PoolBy, value: &Option<String>| match value {
        _ if !by.contains(&dimension) => "*".to_owned(),
        Some(value) => value.clone(),
        None => "-".to_owned(),
    };
    let service = entry.service.clone().filter(|_| by.contains(&PoolBy::Service));
    let service_label = label(PoolBy::Service, &entry.service);
    let kind_label = label(PoolBy::Kind, &entry.kind);
    let name = [
        settlement.from.to_string(),
        rule.id.clone(),
        service_label.clone(),
        label(PoolBy::Centre, &entry.centre),
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
    for entry in derive::entries(world)? {
        outcome.cost += cents(&entry.cents);
        let rule = rule_of(world, &entry)?;
        // "`allocate = false` reports cost that may not be shared and leaves it out
        // (`not_shared`)."
        if !rule.allocate {
            outcome.not_shared += cents(&entry.cents);
            continue;
        }
        for part in split(finest(world, rule), by_months(rule), &entry)? {
            put(world, rule, part, &mut pools);
        }
    }
    let order = party_order(world);
    let mut results = Vec::new();
    for pool in pools.values() {
        results.push(share_out(world, &order, pool.clone(), &BTreeSet::new())?);
    }
    let pools: Vec<Pool<'_>> = pools.into_values().collect();
    bill(world, &order, &pools, &mut results)?;
    for (pool, result) in pools.iter().zip(&results) {
        outcome.residue += cents(&result.residue);
        for (step, party, amount) in &result.shares {
            book(world, pool, step, party, amount, &mut outcome);
        }
    }
    Ok(outcome)
}

/// `minimum_billed`: "It looks at what a party bears by the rule in one settlement period, over all
/// pools."
///
/// "a sum that is not zero and smaller in size … `"list"` stays where it is. `"rest"`: is borne by
/// the others: the pools of that rule and period in which the party bears something are shared once
/// more without it, as if it stood in `except`. Steps with `to` and `direct` stay. A pool that
/// nobody else can bear stays as it was." "All parties below the minimum are left out together, and
/// each pool is shared once more."
fn bill(
    world: &World,
    order: &[String],
    pools: &[Pool<'_>],
    results: &mut [PoolResult],
) -> Result<(), Refusal> {
    let mut borne: BTreeMap<(&str, Span), BTreeMap<String, BigInt>> = BTreeMap::new();
    for (pool, result) in pools.iter().zip(results.iter()) {
        let sums = borne.entry((&pool.rule.id, pool.settlement)).or_default();
        for (_, party, amount) in &result.shares {
            *sums.entry(party.clone()).or_default() += amount;
        }
    }
    for (pool, result) in pools.iter().zip(results) {
        let Some((minimum, true)) = pool.rule.minimum_billed else {
            continue;
        };
        let sums = &borne[&(pool.rule.id.as_str(), pool.settlement)];
        let below = |sum: &BigInt| !sum.is_zero() && sum.abs() < BigInt::from(minimum);
        let small: BTreeSet<String> =
            sums.iter().filter(|(_, sum)| below(sum)).map(|(party, _)| party.clone()).collect();
        let bears = |(_, party, amount): &(String, String, BigInt)| {
            !amount.is_zero() && small.contains(party)
        };
        if !result.shares.iter().any(bears) {
            continue;
        }
        match share_out(world, order, pool.clone(), &small) {
            Ok(again) => *result = again,
            Err(Refusal::Undefined(why)) => return Err(Refusal::Undefined(why)),
            Err(_) => {}
        }
    }
    Ok(())
}

/// What became of a pool.
struct PoolResult {
    /// Step, party and cents.
    shares: Vec<(String, String, BigInt)>,
    /// What rounding left.
    residue: BigInt,
}

/// Runs the steps of a pool in order; some parties are left out.
fn share_out(
    world: &World,
    order: &[String],
    mut pool: Pool<'_>,
    without: &BTreeSet<String>,
) -> Result<PoolResult, Refusal> {
    let mut done = PoolResult { shares: take_direct(&mut pool)?, residue: BigInt::zero() };
    for step in pool.rule.steps.iter().filter(|step| !matches!(step.how, How::Direct)) {
        let mut step = step.clone();
        step.except.extend(without.iter().filter(|_| !matches!(step.whom, Whom::To(_))).cloned());
        let result = run_step(world, order, &pool, &step)?;
        let mut shared = BigInt::zero();
        for (party, amount) in result.shares {
            shared += &amount;
            done.shares.push((step.id.clone(), order[party].clone(), amount));
        }
        // "What is left of the pool falls by the step's sum, however its shares were rounded: a
        // residue is never passed to a later step."
        done.residue += &result.take.sum - shared;
        draw(&mut pool, &step, &result.take);
    }
    // "After the last step nothing may be left, or the run fails and says how much."
    let left: BigRational = pool.entries.iter().map(|entry| entry.left.clone()).sum();
    if left.is_zero() {
        Ok(done)
    } else {
        Err(Refusal::RestLeft(format!("{left} {}", place(&pool, ""))))
    }
}

/// Adds an amount to a row.
fn book(
    world: &World,
    pool: &Pool<'_>,
    step: &str,
    party: &str,
    amount: &BigInt,
    outcome: &mut Outcome,
) {
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
    format!(
        "{}.{step} {} {} from {}",
        pool.rule.id, pool.service_label, pool.kind_label, pool.window.from
    )
}

/// Takes the direct entries out of a pool: step, party and cents of each.
///
/// "entries whose `party` is filled go to that party and leave the pool **before** its total is
/// formed, wherever the step stands. Without such a step a filled `party` is an error". An entry of
/// zero cents gives no row, because no money was taken.
fn take_direct(pool: &mut Pool<'_>) -> Result<Vec<(String, String, BigInt)>, Refusal> {
    let mut direct = Vec::new();
    let mut others = Vec::new();
    for entry in std::mem::take(&mut pool.entries) {
        let Some(party) = entry.party.clone() else {
            others.push(entry);
            continue;
        };
        let step = pool.rule.steps.iter().find(|step| {
            matches!(step.how, How::Direct)
                && step.only.as_ref().is_none_or(|only| selects(only, &entry))
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
        Self {
            sum: BigInt::zero(),
            fraction: BigRational::zero(),
            unrounded: Some(BigRational::zero()),
        }
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

/// "`only` … narrows a step to those entries: total and rest are then theirs (`rest` half-up to the
/// cent)"
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
fn how_much(
    world: &World,
    pool: &Pool<'_>,
    step: &Step,
    each: &BigRational,
) -> Result<Take, Refusal> {
    let sums = sums(pool, step);
    if let How::Rest = step.how {
        return cut_to_most(world, pool, step, take_rest(&sums));
    }
    // "With a total of zero, `rest` takes each slice as it is and the other steps take nothing."
    if sums.total.is_zero() {
        return Ok(Take::nothing());
    }
    // "If what is left has the opposite sign of the total, `amount` and `each` take nothing,
    // `share` of the total is an error, `rest` takes it as it is."
    let opposite = (&sums.total * &sums.left_cents).is_negative();
    let (sum, unrounded) = match &step.how {
        How::Share { of_rest: false, .. } if opposite => {
            return Err(Refusal::OppositeSign(place(pool, &step.id)));
        }
        How::Amount(_) | How::Each(_) if opposite => return Ok(Take::nothing()),
        How::Share { share, of_rest } => {
            share_sum(&sums, share, *of_rest).ok_or_else(|| match step.at_most {
                // Whether the share or what the ceiling leaves of it must lie within the whole is
                // open.
                Some(_) => Refusal::Undefined(place(pool, &step.id)),
                None => Refusal::SharesBeyondWhole(place(pool, &step.id)),
            })?
        }
        // "a fixed sum per pool, at most what is left."
        How::Amount(amount) => at_most_left(&sums, &whole(*amount)),
        // "the sum half-up to the cent; if together more than is left, what is left is shared in
        // proportion."
        How::Each(_) => at_most_left(&sums, each),
        How::Rest | How::Direct => return Ok(Take::nothing()),
    };
    let fraction = if sums.left.is_zero() { BigRational::zero() } else { exact(&sum) / &sums.left };
    cut_to_most(world, pool, step, Take { sum, fraction, unrounded: Some(unrounded) })
}

/// "the step takes at most this sum"; "under `rest` what is above stays for later steps." A step
/// that takes nothing asks for no usage.
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

/// The ceiling of a step in cents: an amount, or so much for all usage of the pool's service in the
/// window.
fn at_most(world: &World, pool: &Pool<'_>, step: &Step) -> Result<Option<BigInt>, Refusal> {
    match &step.at_most {
        None => Ok(None),
        Some(AtMost::Amount(cents)) => Ok(Some(BigInt::from(*cents))),
        Some(AtMost::PerUnit(cents, measure)) => {
            let service = pool
                .service
                .as_ref()
                .ok_or_else(|| Refusal::NeedsService(place(pool, &step.id)))?;
            let usage = cascade::usage_of_each(world, measure, service, pool.window)?;
            // "`at_most` is cut down to the cent."
            Ok(Some((usage * whole(*cents)).floor().to_integer()))
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
/// "of the pool's total, or with `of = "rest"` of what is left at that moment, in cents; rounded
/// half-up to the cent. One that, counted in exact fractions (earlier shares unrounded), leaves
/// nothing takes exactly what is left. A rounded share is cut to what is left; shares beyond the
/// whole are an error."
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
pub struct Calendar {
    /// Each day and those who bear the step on it, as places in the order of parties.
    pub days: Vec<(Date, BTreeSet<usize>)>,
}

impl Calendar {
    /// Whether the receivers are the same on every day.
    pub fn constant(&self) -> bool {
        self.days.windows(2).all(|pair| pair[0].1 == pair[1].1)
    }

    /// Everyone who is a receiver on any day.
    fn anyone(&self) -> BTreeSet<usize> {
        self.days.iter().flat_map(|(_, receivers)| receivers.iter().copied()).collect()
    }

    /// Whether a party is a receiver on a day of a span.
    pub fn has(&self, party: usize, span: Span) -> bool {
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
    /// By months, every month counts the same, and a part of it "counts its days over that month's
    /// days".
    pub fn part_present(&self, party: usize, by_months: bool) -> BigRational {
        let all: Vec<&(Date, BTreeSet<usize>)> = self.days.iter().collect();
        if !by_months {
            return Self::part_of(&all, party);
        }
        let months: BTreeSet<Span> =
            all.iter().map(|(day, _)| Span::around(Grain::Month, *day)).collect();
        let mut present = BigRational::zero();
        for month in &months {
            let days: Vec<_> =
                all.iter().copied().filter(|(day, _)| month.contains(*day)).collect();
            present += Self::part_of(&days, party);
        }
        present / BigRational::from_integer(BigInt::from(months.len()))
    }
}

/// Finds the receivers of every day.
///
/// "exactly one of `to = "HE"`, `among = ..` …, less `except = [..]` … A group, list or `to` names
/// parties whatever their membership."
fn calendar(
    world: &World,
    order: &[String],
    pool: &Pool<'_>,
    step: &Step,
) -> Result<Calendar, Refusal> {
    let elements = match &step.whom {
        Whom::To(party) => vec![Element { party: party.clone(), during: During::default() }],
        Whom::Among(among, _) => elements(world, among, pool.service.as_deref())?,
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

/// Who is meant, and when: "`members`: who is a member that day. `participants`: who takes part in
/// the pool's service that day, member or not."
pub fn elements(
    world: &World,
    among: &Among,
    service: Option<&str>,
) -> Result<Vec<Element>, Refusal> {
    match among {
        Among::Members => {
            let of = |party: &Party| -> Vec<Element> {
                let element =
                    |during: &During| Element { party: party.id.clone(), during: *during };
                party.member.iter().map(element).collect()
            };
            Ok(world.parties.iter().flat_map(of).collect())
        }
        Among::Participants => match service {
            Some(service) => participants(world, service),
            None => Err(Refusal::NeedsService("participants".to_owned())),
        },
        Among::Group(id) => group(world, id),
        Among::List(elements) => Ok(elements.clone()),
    }
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
fn run_step(
    world: &World,
    order: &[String],
    pool: &Pool<'_>,
    step: &Step,
) -> Result<StepResult, Refusal> {
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
        let scene = scene(world, order, pool, step, &calendar, slice.span);
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
    let scene = scene(world, order, pool, step, &calendar, pool.window);
    let shares = limits::limited(&scene, pool, step, &take.sum, shares)?;
    let shares = round_shares(order, pool, step, &take.sum, &shares);
    Ok(StepResult { take, shares })
}

/// Runs an `each` step: one distribution without slices.
///
/// "`each`: a base amount per receiver, multiplied by the part of the settlement period present
/// (not under `none`)"
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
/// "Pro rata …: needed only where a receiver joins or leaves inside a period; missing there is an
/// error". "`weight-days`, `weight-months`: one slice". "`none`: present on any day counts as the
/// whole."
fn slices(
    pool: &Pool<'_>,
    step: &Step,
    calendar: &Calendar,
    take: &Take,
) -> Result<Vec<Slice>, Refusal> {
    let sliced = !matches!(
        pool.rule.pro_rata,
        Some(ProRata::WeightDays | ProRata::WeightMonths | ProRata::None)
    );
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

/// "`days`, `months`: a step's time is cut where its own receivers change. An entry lies in the
/// slices of its own period; one that spans a cut is divided by days or months … Every slice gives
/// the step the same exact fraction of what is left of it"
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

/// Where a key of a step is asked for its weights.
fn scene<'a>(
    world: &'a World,
    order: &'a [String],
    pool: &'a Pool<'_>,
    step: &Step,
    calendar: &'a Calendar,
    span: Span,
) -> Scene<'a> {
    Scene {
        world,
        order,
        calendar,
        pro_rata: pool.rule.pro_rata,
        service: pool.service.as_deref(),
        settlement: pool.settlement,
        window: pool.window,
        span,
        place: place(pool, &step.id),
    }
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
    /// "With slices, the parts added over the slices stand for the weights." "A negative … step
    /// gives exactly the mirrored result."
    pub(super) fn limited(
        scene: &Scene<'_>,
        pool: &Pool<'_>,
        step: &Step,
        sum: &BigInt,
        shares: BTreeMap<usize, BigRational>,
    ) -> Result<BTreeMap<usize, BigRational>, Refusal> {
        // "A sum of zero is not limited."
        if (step.floor.is_none() && step.cap.is_none()) || shares.is_empty() || sum.is_zero() {
            return Ok(shares);
        }
        let sign = exact(&sum.signum());
        // "Parts against the sign of the sum are an error."
        if shares.values().any(|share| (share * &sign).is_negative()) {
            return Err(Refusal::LimitsOfBothSigns(place(pool, &step.id)));
        }
        let mut bounds = Vec::new();
        for (party, share) in &shares {
            let floor =
                bound(scene, step.floor.as_ref(), *party, sum)?.unwrap_or_else(BigRational::zero);
            let cap = bound(scene, step.cap.as_ref(), *party, sum)?;
            let unit = unit(pool, step);
            // "Caps are cut down and floors raised to the unit."
            let floor = (floor / &unit).ceil() * &unit;
            let cap = cap.map(|cap| (cap / &unit).floor() * &unit);
            if cap.as_ref().is_some_and(|cap| floor > *cap) {
                return Err(Refusal::Limits(place(pool, &step.id)));
            }
            bounds.push(Bounds { weight: share.abs(), floor, cap });
        }
        let solved = solve(&bounds, &exact(&sum.abs()))
            .ok_or_else(|| Refusal::Limits(place(pool, &step.id)))?;
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
        // "Under `weight-days` and `weight-months` amounts and parts of the sum are multiplied by
        // the part present; use is not."
        let present = scene.presence(party, true);
        let cents = |value: &LimitValue| match value {
            LimitValue::Amount(cents) => &present * whole(*cents),
            LimitValue::Share(share) => &present * share * exact(&sum.abs()),
        };
        match limit {
            None => Ok(None),
            Some(Limit::All(value)) => Ok(Some(cents(value))),
            Some(Limit::PerParty(list)) => {
                let named = list.iter().find(|(name, _)| *name == scene.order[party]);
                Ok(named.map(|(_, value)| cents(value)))
            }
            Some(Limit::PerUnit(amount, measure)) => {
                if scene.service.is_none() {
                    return Err(Refusal::NeedsService(scene.at("a cap for each unit")));
                }
                Ok(Some(&scene.usage(measure, None, &[party])?[0] * whole(*amount)))
            }
        }
    }

    /// Finds the one λ: between two neighbouring values at which a share meets a limit the sum is
    /// linear in λ.
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
/// "on a rule (for all its steps) or a step (replaces the rule's as a whole); for `to` and `each`
/// too"
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
    // "each share is rounded by `mode` …; the difference goes to the largest exact share, to that
    // party, or stays."
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
pub fn first_by<T: Ord>(
    shares: &BTreeMap<usize, BigRational>,
    value: impl Fn(usize) -> T,
) -> Option<usize> {
    let mut best: Option<usize> = None;
    for party in shares.keys() {
        if best.is_none_or(|best| value(*party) > value(best)) {
            best = Some(*party);
        }
    }
    best
}

/// "shares of the whole sum are cut towards zero to the unit; missing units go one by one to the
/// largest remainders, units too many come off the most negative; ties: larger exact share in size,
/// then order." "What is below a unit above 0.01 stays as residue".
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
        let next =
            first_by(&waiting, |party| (remainder(party) * exact(&sign), shares[&party].abs()));
        let Some(next) = next else { break };
        waiting.remove(&next);
        *units.entry(next).or_insert_with(BigInt::zero) += &sign;
        missing -= sign;
    }
    units.into_iter().map(|(party, count)| (party, count * unit)).collect()
}
