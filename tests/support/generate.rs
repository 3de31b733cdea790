//! Random worlds for comparing the engine with the oracle, and the project files that describe
//! them.
//!
//! [`world`] makes the same world from the same seed, rich in what tends to go wrong: ties, tiny
//! and huge sums, credits, receivers that come and go, nested keys, overlapping rules. It steers so
//! that most worlds can be shared out. [`files`] writes a world as a project; another shuffle seed
//! gives other rows orders and spellings of the same world. [`negated`] and [`scaled`] change a
//! world in a way whose effect on the result is known.

use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive as _;

use super::oracle::{
    ALL_LAENDER, Among, AsOf, AtMost, BUND, Cascade, CatchUp, Centre, CentreTo, CostRow, Credit,
    Decimal, DecimalsResidue, Driver, DriverRow, During, Edition, Element, Finish, Grain, Group,
    How, Indexation, Key, LAENDER, Limit, LimitValue, Method, Mode, Participants, Party,
    PaymentRow, Period, PoolBy, ProRata, Residue, Rounding, Rule, Selector, Service, Span,
    StatisticRow, Step, Surcharge, UsageRow, Whom, World, label, parts_of,
};

/// The kinds that entries may have.
const KINDS: [&str; 5] = ["a", "b", "c", "d", "e"];

/// Parties that are not built in.
const OTHERS: [&str; 4] = ["STADT-A", "KREIS-B", "ZV_C", "ANSTALT-1"];

/// The measures that usage rows may count.
const MEASURES: [&str; 2] = ["uses", "applications"];

/// In so many of a hundred worlds keys have decimals and multipliers.
const FINISHED: usize = 30;

/// In so many of a hundred worlds keys may be means or largest-of.
const DERIVED_KEYS: usize = 30;

/// So many of a hundred rules have steps with limits.
const LIMITED: usize = 15;

/// So many of a hundred rules have steps with a ceiling.
const CEILINGS: usize = 8;

/// In so many of a hundred worlds there are cost centres.
const CENTRES: usize = 20;

/// In so many of a hundred worlds entries are made of entries, each kind by itself.
const DERIVED: usize = 12;

/// In so many of a hundred worlds with cost centres there are surcharges.
const DERIVED_OF_CENTRES: usize = 35;

/// In so many of a hundred worlds somebody joins late and catches up.
const CATCH_UPS: usize = 14;

/// In so many of a hundred worlds with keys of keys one stands in for another.
const FALLBACKS: usize = 45;

/// So many of a hundred centres have the direct cost as driver.
const DIRECT_COST: usize = 15;

/// So many of a hundred rules have a least sum that is billed.
const MINIMUM: usize = 8;

/// In so many of a hundred worlds there are keys by payments.
const PAYMENTS: usize = 20;

/// The nature of what is indexed.
const INDEXED: &str = "grundbetrag";

/// The purposes of payments.
const PURPOSES: [&str; 2] = ["advance", "Umlage"];

/// The budget titles.
const TITLES: [&str; 2] = ["538 91", "0399"];

// ---------------------------------------------------------------- chance

/// A small random number generator (splitmix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Starts a generator.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// A number between two limits, both inclusive.
    pub fn between(&mut self, from: i128, to: i128) -> i128 {
        let width = u128::try_from(to - from).unwrap_or(0) + 1;
        from + i128::try_from(u128::from(self.next()) % width).unwrap_or(0)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// Puts a list into a random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }

    /// Some of several, at least one, in random order.
    pub fn some<T: Clone>(&mut self, choices: &[T]) -> Vec<T> {
        let mut list = choices.to_vec();
        self.shuffle(&mut list);
        list.truncate(1 + self.below(choices.len()));
        list
    }
}

/// A fraction.
fn ratio(numerator: i128, denominator: i128) -> BigRational {
    BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
}

// ---------------------------------------------------------------- the world

/// What the parts of a world have in common while it is made.
struct TableBuilder {
    /// Chance.
    random: Random,
    /// The first of two years.
    year: i16,
    /// The settlement period.
    settled_per: Grain,
    /// Whether receivers come and go.
    dated: bool,
    /// Whether they do so inside a month.
    ragged: bool,
    /// Whether entries may have a party.
    direct: bool,
    /// The parties that take part.
    cast: Vec<String>,
    /// Whether steps may name all Länder.
    all_laender: bool,
    /// The parties with a table.
    parties: Vec<Party>,
    /// The groups.
    groups: Vec<Group>,
    /// The services' ids.
    services: Vec<String>,
    /// The statistics with their editions.
    statistics: Vec<(String, String)>,
    /// The keys so far.
    keys: Vec<(String, Key)>,
    /// What is done to their weights.
    finishes: Vec<(String, Finish)>,
    /// The cost centres.
    centres: Vec<Centre>,
    /// Whether keys may be means or largest-of.
    derived_keys: bool,
}

/// Makes a random world.
pub fn world(seed: u64) -> World {
    let mut maker = TableBuilder::new(seed);
    maker.choose_cast();
    maker.make_tables();
    maker.make_groups();
    let services = maker.make_services();
    let statistics = maker.make_statistics();
    maker.make_keys();
    maker.make_finishes();
    let (cascade, drivers) = maker.make_centres();
    let mut rules = maker.make_rules();
    let indexations = maker.make_indexations();
    let surcharges = maker.make_surcharges();
    let credits = maker.make_credits(&mut rules);
    let catch_ups = maker.make_catch_ups(&mut rules);
    let mut costs = maker.make_costs(&rules);
    maker.add_paid_and_indexed(&mut costs, &credits, &indexations);
    let usage = maker.make_usage(&rules);
    let payments = maker.make_payments();
    World {
        settled_per: maker.settled_per,
        settlement_day: maker
            .random
            .chance(50)
            .then(|| maker.random.pick(&[(3, 31), (1, 15), (12, 1)])),
        parties: maker.parties,
        groups: maker.groups,
        services,
        keys: maker.keys,
        finishes: maker.finishes,
        surcharges,
        indexations,
        credits,
        catch_ups,
        centres: maker.centres,
        cascade,
        drivers,
        rules,
        costs,
        usage,
        payments,
        statistics,
    }
}

impl TableBuilder {
    /// Throws the dice for what the whole world has in common.
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let settled_per = random.pick(&[Grain::Year, Grain::Year, Grain::Quarter, Grain::Month]);
        let dated = random.chance(65);
        Self {
            year: i16::try_from(random.between(2022, 2024)).unwrap_or(2024),
            settled_per,
            dated,
            ragged: dated && random.chance(30),
            direct: random.chance(25),
            all_laender: random.chance(25),
            cast: Vec::new(),
            parties: Vec::new(),
            groups: Vec::new(),
            services: Vec::new(),
            statistics: Vec::new(),
            keys: Vec::new(),
            finishes: Vec::new(),
            centres: Vec::new(),
            derived_keys: random.chance(DERIVED_KEYS),
            random,
        }
    }

    /// Chooses 1 to 17 parties.
    fn choose_cast(&mut self) {
        let mut pool: Vec<String> = LAENDER.map(str::to_owned).to_vec();
        if self.random.chance(40) {
            pool.extend(OTHERS.map(str::to_owned));
        }
        if self.random.chance(60) {
            pool.push(BUND.to_owned());
        }
        self.random.shuffle(&mut pool);
        let small = self.random.chance(60);
        let count = self.random.between(1, if small { 5 } else { 17 });
        pool.truncate(usize::try_from(count).unwrap_or(1));
        self.cast = pool;
    }

    /// Gives some of the cast a table; parties that are not built in need one.
    fn make_tables(&mut self) {
        let percent = self.random.pick(&[0, 50, 100]);
        for id in self.cast.clone() {
            let own = OTHERS.contains(&id.as_str());
            if own || self.random.chance(percent) {
                let member = if self.random.chance(75) { self.durings() } else { Vec::new() };
                self.parties.push(Party { id, member });
            }
        }
        if self.random.chance(10) {
            let spare = self.random.pick(&LAENDER);
            if !self.parties.iter().any(|party| party.id == spare) {
                self.parties.push(Party { id: spare.to_owned(), member: Vec::new() });
            }
        }
    }

    /// One to three stretches of time that do not overlap.
    fn durings(&mut self) -> Vec<During> {
        if !self.dated || self.random.chance(50) {
            return vec![During::default()];
        }
        let mut cuts: Vec<Date> = (0..self.random.between(1, 4)).map(|_| self.cut()).collect();
        cuts.sort_unstable();
        cuts.dedup();
        // The stretches between the cuts are taken in turn; one with both neighbours is seamless.
        let seamless = self.random.chance(10);
        let mut taken = self.random.chance(50);
        let mut durings = Vec::new();
        let mut from = None;
        for cut in cuts {
            if taken || seamless {
                durings.push(During { from, to: Some(cut - 1.day()) });
            }
            taken = !taken;
            from = Some(cut);
        }
        if taken || seamless {
            durings.push(During { from, to: None });
        }
        durings
    }

    /// A day on which something begins.
    fn cut(&mut self) -> Date {
        let year = self.year + i16::from(self.random.chance(50));
        let month = self.random.pick(&[1_i8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 7, 8]);
        let day = if self.ragged && self.random.chance(60) {
            self.random.pick(&[2_i8, 10, 15, 16, 28])
        } else {
            1
        };
        date(year, month, day)
    }

    /// A list of elements; the first one is usually there all the time.
    fn elements(&mut self, parties: &[String]) -> Vec<Element> {
        let mut elements = Vec::new();
        for (index, party) in self.random.some(parties).into_iter().enumerate() {
            let always = index == 0 && self.random.chance(93);
            let durings = if always { vec![During::default()] } else { self.durings() };
            elements
                .extend(durings.into_iter().map(|during| Element { party: party.clone(), during }));
        }
        if elements.is_empty() {
            let party = self.random.pick(parties);
            elements.push(Element { party, during: During::default() });
        }
        elements
    }

    /// Makes up to three groups.
    fn make_groups(&mut self) {
        for index in 0..self.random.below(4) {
            let cast = self.cast.clone();
            let elements = self.elements(&cast);
            self.groups.push(Group { id: format!("gruppe-{}", index + 1), elements });
        }
    }

    /// Makes one to five services.
    fn make_services(&mut self) -> Vec<Service> {
        let mut ids = ["wohngeld", "s.1", "bafoeg-digital", "Elterngeld", "x_9"].to_vec();
        self.random.shuffle(&mut ids);
        ids.truncate(1 + self.random.below(5));
        let mut services = Vec::new();
        for id in ids {
            let cast = self.cast.clone();
            let participants = if !self.groups.is_empty() && self.random.chance(15) {
                Participants::Group(self.random.pick(&self.groups).id)
            } else {
                Participants::Elements(self.elements(&cast))
            };
            let in_agreement = self.random.chance(70);
            let in_file = self.random.chance(if in_agreement { 30 } else { 100 });
            let in_participation_file =
                in_file && matches!(participants, Participants::Elements(_));
            services.push(Service {
                id: id.to_owned(),
                in_agreement: in_agreement || !in_participation_file,
                in_participation_file,
                participants,
            });
        }
        let (mut first, mut second): (Vec<_>, Vec<_>) =
            services.into_iter().partition(|service| service.in_agreement);
        second.sort_by(|one, other| one.id.cmp(&other.id));
        first.append(&mut second);
        self.services = first.iter().map(|service| service.id.clone()).collect();
        first
    }

    /// Everybody who may ever be a receiver.
    fn universe(&self) -> Vec<String> {
        let mut all = self.cast.clone();
        if self.all_laender {
            all.extend(LAENDER.map(str::to_owned));
        }
        all.push(BUND.to_owned());
        all.sort();
        all.dedup();
        all
    }

    /// A list of positive or zero weights for the universe, often with ties.
    fn numbers(&mut self) -> Vec<(String, i128)> {
        let style = self.random.below(6);
        let mut numbers = Vec::new();
        for party in self.universe() {
            let number = match style {
                0 => 1,
                1 => self.random.between(1, 3),
                2 => self.random.between(0, 4),
                3 => self.random.between(1, 20_000_000),
                4 => self.random.between(1, 9_000_000_000_000_000_000),
                _ => self.random.pick(&[1, 7, 10, 1_000_000_000_000]),
            };
            numbers.push((party, number));
        }
        if numbers.iter().all(|(_, number)| *number == 0) {
            numbers[0].1 = 1;
        }
        numbers
    }

    /// Makes statistics that cover the universe.
    fn make_statistics(&mut self) -> Vec<StatisticRow> {
        let mut rows = Vec::new();
        for name in ["koepfe", "flaeche-km2", "umsatz"].iter().take(1 + self.random.below(3)) {
            let dated = self.random.chance(40);
            let below_zero = self.random.chance(5);
            for edition in ["2021", "2022-12-31", "2020"].iter().take(1 + self.random.below(3)) {
                self.statistics.push(((*name).to_owned(), (*edition).to_owned()));
                let scale = self.random.pick(&[0, 0, 1, 2, 4]);
                let gap = self.random.chance(3);
                let (valid_from, published) =
                    if dated { self.edition_days() } else { (None, None) };
                for (party, digits) in self.numbers() {
                    if gap && self.random.chance(20) {
                        continue;
                    }
                    let sign = if below_zero && self.random.chance(20) { -1 } else { 1 };
                    rows.push(StatisticRow {
                        statistic: (*name).to_owned(),
                        edition: (*edition).to_owned(),
                        party,
                        value: Decimal { digits: sign * digits, scale },
                        valid_from,
                        published,
                    });
                }
            }
        }
        rows
    }

    /// When an edition is in force and published; mostly before the first year.
    fn edition_days(&mut self) -> (Option<Date>, Option<Date>) {
        let year = self.year - i16::try_from(self.random.between(-1, 3)).unwrap_or(0);
        let month = i8::try_from(self.random.between(1, 12)).unwrap_or(1);
        let from = date(year, month, self.random.pick(&[1, 1, 15]));
        let published =
            self.random.chance(70).then(|| from - self.random.pick(&[30, 100, 400]).days());
        (self.random.chance(85).then_some(from), published)
    }

    /// Makes the keys: first those without parts, then mixes of them.
    fn make_keys(&mut self) {
        self.add_key("gleich", Key::Equal);
        for index in 0..2 + self.random.below(4) {
            let key = match self.random.below(6) {
                0 | 1 => self.fixed_key(),
                2 | 3 => self.statistic_key(),
                _ => self.usage_key(),
            };
            self.add_key(&format!("k{index}"), key);
        }
        if self.random.chance(PAYMENTS) {
            let purposes =
                if self.random.chance(60) { Vec::new() } else { self.random.some(&PURPOSES) };
            self.add_key(
                "zahlungen",
                Key::Payments(purposes.iter().map(|one| (*one).to_owned()).collect()),
            );
        }
        if self.derived_keys {
            self.add_derived_keys();
        }
        for index in 0..self.random.below(4) {
            let ids: Vec<String> = self.keys.iter().map(|(id, _)| id.clone()).collect();
            let parts = self.parts(&ids);
            self.add_key(&format!("mix{index}"), Key::Mix(parts));
        }
        if self.derived_keys && self.random.chance(FALLBACKS) {
            self.add_fallback();
        }
        let mut groups: Vec<String> = self.groups.iter().map(|group| group.id.clone()).collect();
        if self.all_laender {
            groups.push(ALL_LAENDER.to_owned());
        }
        for group in groups {
            if self.random.chance(65) {
                let without_usage = self.without_usage();
                let key = match self.random.below(4) {
                    0 => {
                        let id = self.random.pick(&without_usage);
                        self.keys
                            .iter()
                            .find(|(name, _)| *name == id)
                            .map_or(Key::Equal, |(_, key)| key.clone())
                    }
                    _ => Key::Mix(self.parts(&without_usage)),
                };
                let id = format!("ueber-{group}");
                self.finishes.push((id.clone(), Finish { over: Some(group), ..Finish::default() }));
                self.add_key(&id, key);
            }
        }
    }

    /// Adds means of editions, editions in force, and keys that are made of others in other ways
    /// than a mix.
    fn add_derived_keys(&mut self) {
        let mut editions: Vec<(String, Vec<String>)> = Vec::new();
        for (statistic, edition) in self.statistics.clone() {
            match editions.iter_mut().find(|(name, _)| *name == statistic) {
                Some((_, list)) => list.push(edition),
                None => editions.push((statistic, vec![edition])),
            }
        }
        for (statistic, editions) in editions {
            if self.random.chance(50) {
                let negative_is_zero = self.random.chance(60);
                let edition = Edition::Mean(editions);
                let id = format!("mittel-{statistic}");
                self.add_key(
                    &id,
                    Key::Statistic { statistic: statistic.clone(), edition, negative_is_zero },
                );
            }
            if self.random.chance(40) {
                let edition = Edition::InForce(self.as_of());
                let id = format!("geltend-{statistic}");
                self.add_key(&id, Key::Statistic { statistic, edition, negative_is_zero: true });
            }
        }
        let without_usage = self.without_usage();
        if self.random.chance(60) {
            let key = self.random.pick(&without_usage);
            let universe = self.universe();
            let mut parties = self.random.some(&universe);
            parties.truncate(1 + self.random.below(2));
            self.add_key("wie-der-groesste", Key::LargestOf { key, parties });
        }
        if self.random.chance(40) {
            let percent = Key::Fixed { percent: true, weights: self.percentages() };
            self.add_key("anteile", percent);
            let universe = self.universe();
            let party =
                if self.random.chance(70) { BUND.to_owned() } else { self.random.pick(&universe) };
            self.add_key("was-fehlt", Key::Complement { key: "anteile".to_owned(), party });
        }
        if self.random.chance(40) {
            let mut factors =
                vec![self.random.pick(&without_usage), self.random.pick(&without_usage)];
            factors.truncate(1 + self.random.below(2));
            self.add_key("produkt", Key::Product(factors));
        }
        if self.random.chance(40) {
            let (above, below) =
                (self.random.pick(&without_usage), self.random.pick(&without_usage));
            self.add_key("quotient", Key::Ratio(above, below));
        }
        if self.random.chance(50) {
            self.add_glide();
        }
    }

    /// When an edition must be in force.
    fn as_of(&mut self) -> AsOf {
        let day = date(self.year, 6, 30);
        self.random.pick(&[
            AsOf::PeriodStart,
            AsOf::SettlementDay,
            AsOf::Day(day),
            AsOf::PublishedYearBefore,
            AsOf::YearMinusTwo,
        ])
    }

    /// Adds a key that goes from one to another over the years.
    fn add_glide(&mut self) {
        let ids: Vec<String> = self.keys.iter().map(|(id, _)| id.clone()).collect();
        let (from, to) = (self.random.pick(&ids), self.random.pick(&ids));
        let years = i16::try_from(self.random.between(1, 4)).unwrap_or(1);
        let start = self.year - i16::from(self.random.chance(30));
        let mut path: Vec<(i16, BigRational)> = Vec::new();
        for step in 0..=years {
            path.push((start + step, ratio(i128::from(step), i128::from(years))));
        }
        if self.random.chance(5) {
            path.pop();
        }
        self.add_key("gleitend", Key::Glide { from, to, path });
    }

    /// Lets a key stand in for one that was added before.
    fn add_fallback(&mut self) {
        let plain =
            |(_, key): &&(String, Key)| matches!(key, Key::Fixed { .. } | Key::Statistic { .. });
        let plain: Vec<String> = self.keys.iter().filter(plain).map(|(id, _)| id.clone()).collect();
        let Some((id, _)) = self.keys.last().cloned() else {
            return;
        };
        let others: Vec<String> = plain.into_iter().filter(|other| *other != id).collect();
        if !others.is_empty() {
            let fallback = Some(self.random.pick(&others));
            self.finishes.push((id, Finish { fallback, ..Finish::default() }));
        }
    }

    /// Gives some keys decimals and multipliers.
    fn make_finishes(&mut self) {
        if !self.random.chance(FINISHED) {
            return;
        }
        for id in self.keys.iter().map(|(id, _)| id.clone()).collect::<Vec<String>>() {
            let mut finish = self.finish(&id);
            if self.random.chance(60) {
                let decimals = self.random.pick(&[0, 0, 1, 2, 2, 4, 5, 7, 20]);
                let residue = self.random.pick(&[
                    DecimalsResidue::Leave,
                    DecimalsResidue::Leave,
                    DecimalsResidue::LargestShare,
                    DecimalsResidue::LargestRemainder,
                ]);
                finish.decimals = Some((decimals, residue));
            }
            if self.random.chance(30) {
                let universe = self.universe();
                for party in self.random.some(&universe) {
                    let factor = self.random.pick(&[(135, 100), (1, 3), (2, 1), (7, 5), (1, 1)]);
                    finish.multipliers.push((party, ratio(factor.0, factor.1)));
                }
            }
            if finish.decimals.is_some() || !finish.multipliers.is_empty() {
                self.finishes.retain(|(name, _)| *name != id);
                self.finishes.push((id, finish));
            }
        }
    }

    /// What is done to the weights of a key so far.
    fn finish(&self, id: &str) -> Finish {
        let found = self.finishes.iter().find(|(name, _)| name == id);
        found.map(|(_, finish)| finish.clone()).unwrap_or_default()
    }

    /// Adds a key.
    fn add_key(&mut self, id: &str, key: Key) {
        self.keys.push((id.to_owned(), key));
    }

    /// A key of fixed weights, in whole numbers, percent or fractions.
    fn fixed_key(&mut self) -> Key {
        let numbers = self.numbers();
        let style = self.random.below(3);
        let percent = style == 1;
        let weights = match style {
            1 => self.percentages(),
            2 => {
                let mut weights = Vec::new();
                for (party, number) in numbers {
                    weights.push((party, ratio(number, self.random.pick(&[3, 7, 12, 999_983]))));
                }
                weights
            }
            _ => numbers.into_iter().map(|(party, number)| (party, ratio(number, 1))).collect(),
        };
        let mut weights: Vec<(String, BigRational)> = weights;
        if !percent && self.random.chance(4) {
            weights.pop();
        }
        self.random.shuffle(&mut weights);
        Key::Fixed { percent, weights }
    }

    /// Percentages with up to three decimals that add up to one hundred.
    fn percentages(&mut self) -> Vec<(String, BigRational)> {
        let whole = self.random.pick(&[100, 1_000, 100_000]);
        let parties = self.universe();
        let mut left = whole;
        let mut weights = Vec::new();
        for (index, party) in parties.iter().enumerate() {
            let others = i128::try_from(parties.len() - index).unwrap_or(1);
            let part = if others == 1 {
                left
            } else {
                self.random.between(0, left * 2 / others).min(left)
            };
            left -= part;
            weights.push((party.clone(), ratio(part, whole)));
        }
        weights
    }

    /// A key from a statistic.
    fn statistic_key(&mut self) -> Key {
        let (statistic, edition) = self.random.pick(&self.statistics);
        Key::Statistic {
            statistic,
            edition: Edition::Named(edition),
            negative_is_zero: self.random.chance(50),
        }
    }

    /// A key from usage.
    fn usage_key(&mut self) -> Key {
        let services = match self.random.below(10) {
            0..=5 => None,
            6 | 7 => Some(vec!["*".to_owned()]),
            _ => Some(self.random.some(&self.services)),
        };
        let ids: Vec<String> = self.keys.iter().map(|(id, _)| id.clone()).collect();
        let otherwise = self.random.chance(85).then(|| self.random.pick(&ids));
        Key::Usage { measure: self.random.pick(&MEASURES).to_owned(), otherwise, services }
    }

    /// Parts of a mix whose weights add up to one.
    fn parts(&mut self, ids: &[String]) -> Vec<(String, BigRational)> {
        let mut chosen = self.random.some(ids);
        chosen.truncate(3);
        let weights = match chosen.len() {
            1 => vec![ratio(1, 1)],
            2 => self.random.pick(&[
                vec![ratio(2, 3), ratio(1, 3)],
                vec![ratio(1, 2), ratio(1, 2)],
                vec![ratio(3, 100), ratio(97, 100)],
                vec![ratio(1, 7), ratio(6, 7)],
            ]),
            _ => self.random.pick(&[
                vec![ratio(1, 3), ratio(1, 3), ratio(1, 3)],
                vec![ratio(1, 2), ratio(1, 3), ratio(1, 6)],
                vec![ratio(125, 1000), ratio(125, 1000), ratio(3, 4)],
            ]),
        };
        chosen.into_iter().zip(weights).collect()
    }

    /// A key and all that it is made of, with what is done to them; or what stands in for it.
    fn leads_to(&self, id: &str) -> Vec<(Key, Finish)> {
        let finish = self.finish(id);
        if let Some(fallback) = &finish.fallback {
            return self.leads_to(fallback);
        }
        let Some((_, key)) = self.keys.iter().find(|(name, _)| name == id) else {
            return Vec::new();
        };
        let mut found = vec![(key.clone(), finish)];
        for part in parts_of(key) {
            found.extend(self.leads_to(part));
        }
        found
    }

    /// The ids of the keys of which all that they are made of is fit.
    fn keys_of(&self, fit: impl Fn(&(Key, Finish)) -> bool) -> Vec<String> {
        let ids = self.keys.iter().map(|(id, _)| id.clone());
        ids.filter(|id| self.leads_to(id).iter().all(&fit)).collect()
    }

    /// The ids of the keys that nowhere count usage and have no `over`.
    fn without_usage(&self) -> Vec<String> {
        self.keys_of(|(key, finish)| {
            !matches!(key, Key::Usage { .. } | Key::LargestOf { .. }) && finish.over.is_none()
        })
    }

    /// The ids of the keys that can do without a pool formed by service.
    fn without_service(&self) -> Vec<String> {
        self.keys_of(|(key, _)| !matches!(key, Key::Usage { services: None, .. }))
    }
}

// ---------------------------------------------------------------- rules

/// A selector by kinds.
fn by_kinds(kinds: &[&str]) -> Selector {
    let kinds = Some(kinds.iter().map(|kind| (*kind).to_owned()).collect());
    Selector { kinds, ..Selector::default() }
}

/// A selector by services.
fn by_services(services: &[String]) -> Selector {
    Selector { services: Some(services.to_vec()), ..Selector::default() }
}

impl TableBuilder {
    /// Makes rules that together usually cover everything once.
    fn make_rules(&mut self) -> Vec<Rule> {
        let mut rules = self.make_general_rules();
        let undriven: Vec<String> = self
            .centres
            .iter()
            .filter(|one| one.driver.is_none())
            .map(|one| one.id.clone())
            .collect();
        if !undriven.is_empty() {
            let others: Vec<String> = rules.iter().map(|rule| rule.id.clone()).collect();
            let others: Vec<&str> = others.iter().map(String::as_str).collect();
            let costs = Selector { centres: Some(undriven), ..Selector::default() };
            rules.push(self.rule_without("stellen", costs, &others, false));
        }
        rules
    }

    /// Makes one to three rules that together usually cover all cost of services once.
    fn make_general_rules(&mut self) -> Vec<Rule> {
        let first = self.services[0].clone();
        match self.random.below(10) {
            0..=3 => vec![self.rule("alles", Selector::default(), &[])],
            4 | 5 => vec![
                self.rule("ab", by_kinds(&["a", "b"]), &[]),
                self.rule("cde", by_kinds(&["c", "d", "e"]), &[]),
            ],
            6 => self.chain(&[first]),
            7 => {
                let rest = self.services[1..].to_vec();
                let mut rules = vec![self.rule("erste", by_services(&[first]), &[])];
                if !rest.is_empty() {
                    rules.push(self.rule("andere", by_services(&rest), &[]));
                }
                rules
            }
            8 => {
                let mut barred = self.rule("gesperrt", by_kinds(&["d"]), &["alles"]);
                barred.allocate = false;
                barred.steps.clear();
                vec![self.rule("alles", by_kinds(&["*"]), &[]), barred]
            }
            _ => {
                let turn = date(self.year + 1, 1, 1);
                let before = During { from: None, to: Some(turn - 1.day()) };
                let after = During { from: Some(turn), to: None };
                vec![
                    self.rule("alt", Selector { during: before, ..Selector::default() }, &[]),
                    self.rule("neu", Selector { during: after, ..Selector::default() }, &[]),
                ]
            }
        }
    }

    /// Makes a general rule, one that goes before it, and one that goes before both.
    fn chain(&mut self, services: &[String]) -> Vec<Rule> {
        let special = by_services(services);
        let mut narrow = special.clone();
        narrow.kinds = Some(vec!["a".to_owned(), "e".to_owned()]);
        vec![
            self.rule("allgemein", Selector::default(), &[]),
            self.rule("eng", narrow, &["besonders"]),
            self.rule("besonders", special, &["allgemein"]),
        ]
    }

    /// Makes a rule.
    fn rule(&mut self, id: &str, costs: Selector, overrides: &[&str]) -> Rule {
        self.rule_without(id, costs, overrides, true)
    }

    /// Makes a rule; one without services asks for none.
    fn rule_without(
        &mut self,
        id: &str,
        costs: Selector,
        overrides: &[&str],
        services: bool,
    ) -> Rule {
        let pool = self.random.chance(60).then(|| {
            let all =
                [PoolBy::Service, PoolBy::Centre, PoolBy::Kind, PoolBy::Quarter, PoolBy::Month];
            let mut by: Vec<PoolBy> = Vec::new();
            for (dimension, percent) in all.iter().zip([70, 20, 40, 25, 25]) {
                if self.random.chance(percent) {
                    by.push(*dimension);
                }
            }
            self.random.shuffle(&mut by);
            by
        });
        let pro_rata = self.pro_rata();
        let by_service = services && pool.as_ref().is_none_or(|by| by.contains(&PoolBy::Service));
        let rounding = self.random.chance(35).then(|| self.rounding());
        let mut steps = self.steps(by_service);
        if self.random.chance(LIMITED) {
            self.limit(&mut steps, by_service);
        }
        if self.random.chance(CEILINGS) {
            self.put_ceilings(&mut steps, by_service);
        }
        Rule {
            id: id.to_owned(),
            costs,
            overrides: overrides.iter().map(|id| (*id).to_owned()).collect(),
            allocate: true,
            pool,
            pro_rata,
            rounding,
            minimum_billed: self.minimum_billed(),
            steps,
        }
    }

    /// The least sum that is billed, and whether the others bear what is below.
    fn minimum_billed(&mut self) -> Option<(i128, bool)> {
        let amounts = [1, 1_000, 50_000, 1_000_000, 25_000_000];
        self.random.chance(MINIMUM).then(|| (self.random.pick(&amounts), self.random.chance(75)))
    }

    /// Gives floors and caps to the steps that share by a key.
    fn limit(&mut self, steps: &mut [Step], by_service: bool) {
        for step in steps {
            if !matches!(step.whom, Whom::Among(_, Some(_))) || !self.random.chance(60) {
                continue;
            }
            if self.random.chance(60) {
                let values = [
                    LimitValue::Amount(0),
                    LimitValue::Amount(1),
                    LimitValue::Amount(1_000),
                    LimitValue::Share(ratio(1, 100_000)),
                    LimitValue::Share(ratio(1, 100)),
                ];
                step.floor = Some(self.limit_by(&values, 60));
            }
            if self.random.chance(60) {
                let values = [
                    LimitValue::Amount(1_000),
                    LimitValue::Amount(123_456),
                    LimitValue::Share(ratio(1, 20)),
                    LimitValue::Share(ratio(22, 100)),
                    LimitValue::Share(ratio(1, 3)),
                    LimitValue::Share(ratio(6, 10)),
                ];
                step.cap = Some(self.limit_by(&values, 25));
            }
            if by_service && self.random.chance(60) {
                let cents = self.random.pick(&[3_000_000_000, 900_000_000_000]);
                step.cap = Some(Limit::PerUnit(cents, self.random.pick(&MEASURES).to_owned()));
            }
        }
    }

    /// One limit for all, or one for each of some parties.
    fn limit_by(&mut self, values: &[LimitValue], for_all: usize) -> Limit {
        if self.random.chance(for_all) {
            return Limit::All(self.random.pick(values));
        }
        let universe = self.universe();
        let parties = if self.random.chance(60) { &self.cast } else { &universe };
        let parties = self.random.some(parties);
        Limit::PerParty(
            parties.into_iter().map(|party| (party, self.random.pick(values))).collect(),
        )
    }

    /// Gives ceilings to steps, seldom to the last one.
    fn put_ceilings(&mut self, steps: &mut [Step], by_service: bool) {
        let last = steps.len().saturating_sub(1);
        for (place, step) in steps.iter_mut().enumerate() {
            let fits = matches!(step.how, How::Share { .. } | How::Rest | How::Each(_));
            if !fits || !self.random.chance(if place == last { 5 } else { 60 }) {
                continue;
            }
            step.at_most = Some(if by_service && self.random.chance(30) {
                let cents = self.random.pick(&[1, 1_900, 10_000_000]);
                AtMost::PerUnit(cents, self.random.pick(&MEASURES).to_owned())
            } else {
                AtMost::Amount(self.random.pick(&[1, 1_000, 123_457, 2_500_000]))
            });
        }
    }

    /// Chooses what happens where receivers come and go.
    fn pro_rata(&mut self) -> Option<ProRata> {
        let missing = if self.dated { 6 } else { 50 };
        if self.random.chance(missing) {
            return None;
        }
        let months =
            if self.ragged && self.random.chance(75) { ProRata::Days } else { ProRata::Months };
        Some(self.random.pick(&[
            ProRata::Days,
            months,
            ProRata::WeightDays,
            ProRata::WeightMonths,
            ProRata::None,
        ]))
    }

    /// Makes a rounding table.
    fn rounding(&mut self) -> Rounding {
        let unit = self.random.pick(&[1, 1, 1, 5, 10, 100, 10_000]);
        let mode =
            self.random.pick(&[Mode::HalfUp, Mode::HalfEven, Mode::HalfEven, Mode::Down, Mode::Up]);
        let residue = match self.random.below(4) {
            0 => {
                return Rounding { unit, mode: Mode::HalfUp, residue: Residue::LargestRemainder };
            }
            1 => Residue::LargestShare,
            2 => {
                let universe = self.universe();
                Residue::To(self.random.pick(&universe))
            }
            _ => Residue::Leave,
        };
        Rounding { unit, mode, residue }
    }

    /// Makes the steps of a rule.
    fn steps(&mut self, by_service: bool) -> Vec<Step> {
        let mut steps = Vec::new();
        match self.random.below(20) {
            // Shares that make the whole, in sum or each of what is left.
            0..=3 => {
                let shares = self.random.pick(&[
                    vec![(1, 3), (1, 3), (1, 3)],
                    vec![(1, 2), (1, 4), (1, 4)],
                    vec![(1, 7), (2, 7), (4, 7)],
                    vec![(333, 1000), (333, 1000), (334, 1000)],
                    vec![(1, 1)],
                ]);
                for (index, (numerator, denominator)) in shares.into_iter().enumerate() {
                    let share = ratio(numerator, denominator);
                    let how = How::Share { share, of_rest: false };
                    steps.push(self.step(&format!("quote-{index}"), how, by_service));
                }
            }
            // A rest for some kinds, then one for the others.
            4 => {
                let mut narrow = self.step("eng", How::Rest, by_service);
                narrow.only = Some(by_kinds(&["a", "b", "c"]));
                steps.push(narrow);
                steps.push(self.step("rest", How::Rest, by_service));
            }
            // Usually a rest at the end of whatever comes before.
            dice => {
                for index in 0..self.random.below(4) {
                    let how = self.how();
                    steps.push(self.step(&format!("s{index}"), how, by_service));
                }
                let last = if dice == 19 { self.how() } else { How::Rest };
                let mut step = self.step("rest", last, by_service);
                if dice != 18 {
                    step.only = None;
                }
                steps.push(step);
            }
        }
        if self.direct && self.random.chance(95) {
            let place = self.random.below(steps.len() + 1);
            steps.insert(place, direct_step());
        }
        steps
    }

    /// Chooses how much a step takes that is not the last one.
    fn how(&mut self) -> How {
        match self.random.below(10) {
            0..=4 => {
                let (numerator, denominator) = self.random.pick(&[
                    (1, 4),
                    (1, 4),
                    (1, 3),
                    (1, 10),
                    (15, 1000),
                    (2, 7),
                    (1, 8),
                    (99, 100),
                ]);
                How::Share { share: ratio(numerator, denominator), of_rest: self.random.chance(40) }
            }
            5 | 6 => {
                let most = self.random.pick(&[3, 1_000, 10_000_000]);
                How::Amount(self.random.between(1, most))
            }
            7 | 8 => How::Each(self.random.pick(&[1, 7, 1_000, 33_333, 2_500_000])),
            _ => How::Rest,
        }
    }

    /// Makes a step with its receivers.
    fn step(&mut self, id: &str, how: How, by_service: bool) -> Step {
        let whom = self.whom(matches!(how, How::Each(_)), by_service);
        let except = if self.random.chance(12) && self.cast.len() > 2 {
            let mut except = self.random.some(&self.cast);
            except.truncate(1 + self.random.below(2));
            except
        } else {
            Vec::new()
        };
        let only = self.random.chance(12).then(|| {
            if self.random.chance(70) {
                by_kinds(&self.random.some(&KINDS))
            } else {
                by_services(&self.random.some(&self.services))
            }
        });
        let rounding = self.random.chance(20).then(|| self.rounding());
        let except = if matches!(whom, Whom::To(_)) { Vec::new() } else { except };
        Step {
            id: id.to_owned(),
            how,
            whom,
            except,
            only,
            rounding,
            floor: None,
            cap: None,
            at_most: None,
        }
    }

    /// Chooses the receivers and the key of a step.
    fn whom(&mut self, without_key: bool, by_service: bool) -> Whom {
        let members = self.parties.iter().any(|party| {
            party.member.first().is_some_and(|during| during.from.is_none() && during.to.is_none())
        });
        let mixing = self.random.chance(1);
        let among = match self.random.below(12) {
            0 | 1 => {
                let universe = self.universe();
                return Whom::To(self.random.pick(&universe));
            }
            2..=4 if members || self.random.chance(3) => Among::Members,
            5..=7 if by_service || mixing => Among::Participants,
            8 | 9 if !self.groups.is_empty() => Among::Group(self.random.pick(&self.groups).id),
            10 if self.all_laender => Among::Group(ALL_LAENDER.to_owned()),
            _ => {
                let cast = self.cast.clone();
                Among::List(self.elements(&cast))
            }
        };
        if without_key {
            return Whom::Among(among, None);
        }
        let mut keys = if by_service || mixing {
            self.keys.iter().map(|(id, _)| id.clone()).collect()
        } else {
            self.without_service()
        };
        if !self.random.chance(1) {
            keys.retain(|id| self.fits(id, &among));
        }
        let over: Vec<String> =
            keys.iter().filter(|id| id.starts_with("ueber-")).cloned().collect();
        let key = match self.random.below(10) {
            0 | 1 => "gleich".to_owned(),
            2..=5 if !over.is_empty() => self.random.pick(&over),
            _ => self.random.pick(&keys),
        };
        Whom::Among(among, Some(key))
    }

    /// Whether no group that a key normalises over leaves a receiver out.
    fn fits(&self, id: &str, among: &Among) -> bool {
        self.leads_to(id).iter().all(|(_, finish)| match (&finish.over, among) {
            (None, _) => true,
            (Some(over), Among::Group(group)) => over == group,
            (Some(over), Among::List(list)) => {
                list.iter().all(|element| self.group_has(over, &element.party))
            }
            (Some(_), Among::Members | Among::Participants) => false,
        })
    }

    /// Whether a group names a party at any time.
    fn group_has(&self, id: &str, party: &str) -> bool {
        if id == ALL_LAENDER {
            return LAENDER.contains(&party);
        }
        let mut groups = self.groups.iter().filter(|group| group.id == id);
        groups.any(|group| group.elements.iter().any(|element| element.party == party))
    }
}

/// The step by which entries go to the party they name.
fn direct_step() -> Step {
    Step {
        id: "direkt".to_owned(),
        how: How::Direct,
        whom: Whom::Named,
        except: Vec::new(),
        only: None,
        rounding: None,
        floor: None,
        cap: None,
        at_most: None,
    }
}

// ---------------------------------------------------------------- centres

impl TableBuilder {
    /// Makes up to four cost centres, how they are emptied, and their tables.
    fn make_centres(&mut self) -> (Option<Cascade>, Vec<DriverRow>) {
        if !self.random.chance(CENTRES) {
            return (None, Vec::new());
        }
        let mut ids = ["civento", "buero", "Rechenzentrum", "netz.1"].map(str::to_owned).to_vec();
        self.random.shuffle(&mut ids);
        ids.truncate(1 + self.random.below(4));
        let mut drivers = Vec::new();
        let undriven =
            if self.random.chance(35) { ids.len().min(1 + self.random.below(2)) } else { 0 };
        for (place, id) in ids.iter().enumerate() {
            let to = match self.random.below(10) {
                0..=4 => CentreTo::Services,
                5..=7 => CentreTo::All,
                _ => {
                    let mut list = self.random.some(&self.services);
                    list.extend(
                        ids.iter().filter(|other| *other != id && self.random.chance(40)).cloned(),
                    );
                    CentreTo::List(list)
                }
            };
            let driver = (place >= undriven).then(|| self.driver(id, &ids, &to, &mut drivers));
            self.centres.push(Centre { id: id.clone(), driver, to });
        }
        ids.drain(..undriven);
        if ids.is_empty() {
            return (None, drivers);
        }
        let method = self.random.pick(&[
            Method::Direct,
            Method::StepDown,
            Method::DoubleStepDown,
            Method::Reciprocal,
        ]);
        let mut order = ids;
        self.random.shuffle(&mut order);
        (Some(Cascade { method, order }), drivers)
    }

    /// Makes a centre's driver; a table's rows are added.
    fn driver(
        &mut self,
        id: &str,
        ids: &[String],
        to: &CentreTo,
        rows: &mut Vec<DriverRow>,
    ) -> Driver {
        let receivers: Vec<String> = match to {
            CentreTo::Services => self.services.clone(),
            CentreTo::All => self.services.iter().chain(ids).cloned().collect(),
            CentreTo::List(list) => list.clone(),
        };
        match self.random.below(10) {
            _ if self.random.chance(DIRECT_COST) => Driver::DirectCost,
            0 | 1 => Driver::Equal,
            2 => Driver::Usage(self.random.pick(&MEASURES).to_owned()),
            3 | 4 => {
                let mut left = 100;
                let others: Vec<String> =
                    receivers.into_iter().filter(|other| other != id).collect();
                let mut weights = Vec::new();
                for (place, other) in others.iter().enumerate() {
                    let part =
                        if place + 1 == others.len() { left } else { self.random.between(0, left) };
                    left -= part;
                    weights.push((other.clone(), ratio(part, 100)));
                }
                Driver::Fixed(weights)
            }
            _ => {
                let name = format!("tabelle-{id}");
                self.driver_rows(id, &name, &receivers, rows);
                Driver::Table(name)
            }
        }
    }

    /// The rows of a table: for each receiver, for the centre itself only sometimes.
    fn driver_rows(
        &mut self,
        id: &str,
        name: &str,
        receivers: &[String],
        rows: &mut Vec<DriverRow>,
    ) {
        let itself = self.random.chance(40);
        let mut periods = vec![None];
        if self.random.chance(40) {
            let all = Span { from: date(self.year, 1, 1), to: date(self.year + 3, 12, 31) };
            let coarser = if self.random.chance(4) { Grain::Year } else { self.settled_per };
            let grain =
                self.random.pick(&[self.settled_per, Grain::Quarter, Grain::Month]).min(coarser);
            periods = all.parts(grain).iter().map(|part| Some(named(grain, part.from))).collect();
        }
        let scale = self.random.pick(&[0, 0, 2]);
        for period in periods {
            for receiver in receivers.iter().filter(|receiver| itself || receiver.as_str() != id) {
                rows.push(DriverRow {
                    driver: name.to_owned(),
                    receiver: receiver.clone(),
                    quantity: Decimal {
                        digits: self.random.pick(&[0, 1, 1, 2, 3, 10, 170, 999_983]),
                        scale,
                    },
                    period: period.clone(),
                });
            }
        }
    }
}

// ---------------------------------------------------------------- data

/// A named period around a day.
fn named(grain: Grain, day: Date) -> Period {
    Period { span: Span::around(grain, day), text: label(grain, day) }
}

impl TableBuilder {
    /// A day in one of the two years.
    fn day(&mut self) -> Date {
        let month = i8::try_from(self.random.between(1, 12)).unwrap_or(1);
        let day = i8::try_from(self.random.between(1, 28)).unwrap_or(1);
        date(self.year + i16::from(self.random.chance(35)), month, day)
    }

    /// A period for a cost row.
    fn period(&mut self) -> Period {
        let day = self.day();
        match self.random.below(20) {
            0 => Period { span: Span { from: day, to: day }, text: day.to_string() },
            1..=4 => named(Grain::Month, day),
            5..=8 => named(Grain::Quarter, day),
            9..=14 => named(Grain::Year, day),
            dice => {
                let (from, to) = if dice < 18 || !self.random.chance(70) {
                    let months = self.random.pick(&[2, 4, 5, 9, 14]);
                    let from = day.first_of_month();
                    (from, (from + months.months()) - 1.day())
                } else {
                    (day, day + self.random.pick(&[10, 40, 100, 300]).days())
                };
                Period { span: Span { from, to }, text: format!("{from}/{to}") }
            }
        }
    }

    /// An amount in cents.
    fn amount(&mut self, style: usize) -> i128 {
        let size = match style {
            0 => self.random.between(1, 20),
            1 => self.random.between(1, 99) * 100,
            2 => self.random.between(100_000_000, 100_000_000_000_000),
            _ => self.random.between(1, 30_000_000),
        };
        if self.random.chance(12) { -size } else { size }
    }

    /// Makes cost rows.
    fn make_costs(&mut self, rules: &[Rule]) -> Vec<CostRow> {
        let narrow =
            rules.len() > 1 && rules.iter().any(|rule| rule.id == "ab" || rule.id == "gesperrt");
        let turned = rules.iter().any(|rule| rule.id == "alt");
        let style = self.random.below(6);
        let credits = self.random.chance(8);
        let mut rows: Vec<CostRow> = Vec::new();
        for number in 0..1 + self.random.below(8) {
            let own_style = if self.random.chance(80) { style } else { self.random.below(6) };
            let mut row = self.cost_row(number, own_style, narrow);
            // Entries that span the limit between two rules stay rare.
            while turned
                && row.period.span.from.year() != row.period.span.to.year()
                && self.random.chance(97)
            {
                row.period = self.period();
            }
            if credits {
                row.cents = -row.cents.abs();
            }
            if !self.centres.is_empty() && self.random.chance(40) {
                self.book_on_centre(&mut row);
            }
            rows.push(row);
        }
        self.add_twins(&mut rows);
        rows
    }

    /// Moves a cost row to a centre.
    fn book_on_centre(&mut self, row: &mut CostRow) {
        let centre = self.random.pick(&self.centres);
        row.service = String::new();
        row.nature = None;
        if centre.driver.is_some() && !self.random.chance(2) {
            row.party = None;
        }
        row.centre = Some(centre.id);
    }

    /// Makes a cost row.
    fn cost_row(&mut self, number: usize, style: usize, with_kind: bool) -> CostRow {
        let kind = (self.random.chance(70) || (with_kind && self.random.chance(98)))
            .then(|| self.random.pick(&KINDS).to_owned());
        let party = (self.direct && self.random.chance(20)).then(|| {
            let universe = self.universe();
            self.random.pick(&universe)
        });
        // Direct entries stay large, so that none of their parts is zero.
        let style = if party.is_some() { 2 } else { style };
        CostRow {
            period: self.period(),
            cents: self.amount(style),
            service: self.random.pick(&self.services),
            centre: None,
            id: self.random.chance(30).then(|| format!("R-{number:03}")),
            kind,
            nature: self
                .random
                .chance(15)
                .then(|| self.random.pick(&["staff", "consulting"]).to_owned()),
            party,
            paid_by: None,
            budget_title: self.random.chance(15).then(|| self.random.pick(&TITLES).to_owned()),
        }
    }

    /// Adds rows with equal keys, zero amounts, and credits that undo an entry in another month.
    fn add_twins(&mut self, rows: &mut Vec<CostRow>) {
        if self.random.chance(20) {
            let mut twin = self.random.pick(rows);
            twin.id = None;
            twin.cents = self.amount(0);
            rows.push(twin.clone());
            twin.cents = self.amount(0);
            rows.push(twin);
        }
        if self.random.chance(5) {
            let mut nothing = self.random.pick(rows);
            nothing.id = None;
            nothing.cents = 0;
            rows.push(nothing);
        }
        let original = self.random.pick(rows);
        if self.random.chance(15) && original.party.is_none() && original.centre.is_none() {
            let mut undone = original;
            undone.id = None;
            undone.cents = -undone.cents + if self.random.chance(70) { 0 } else { 1 };
            let spans = [Grain::Month, Grain::Quarter, Grain::Year];
            undone.period = named(self.random.pick(&spans), undone.period.span.to);
            rows.push(undone);
        }
    }

    /// The coarsest grain of usage that no rule finds too coarse.
    fn usage_grain(&self, rules: &[Rule]) -> Option<Grain> {
        let mut grain = self.settled_per;
        for rule in rules {
            let by = rule.pool.clone().unwrap_or_default();
            if by.contains(&PoolBy::Quarter) {
                grain = grain.min(Grain::Quarter);
            }
            if by.contains(&PoolBy::Month) {
                grain = grain.min(Grain::Month);
            }
            if self.dated && matches!(rule.pro_rata, Some(ProRata::Days | ProRata::Months)) {
                grain = Grain::Month;
            }
        }
        let days = |rule: &Rule| rule.pro_rata == Some(ProRata::Days);
        if self.ragged && rules.iter().any(days) { None } else { Some(grain) }
    }

    /// Makes usage rows.
    fn make_usage(&mut self, rules: &[Rule]) -> Vec<UsageRow> {
        let coarsest = self.usage_grain(rules);
        let careless = self.random.chance(5);
        let parties = self.universe();
        let mut rows = Vec::new();
        for _ in 0..self.random.pick(&[10, 60, 200]) {
            let day = self.day();
            let grain = self.random.pick(&[
                None,
                Some(Grain::Month),
                Some(Grain::Quarter),
                Some(Grain::Year),
            ]);
            let grain = if careless { grain } else { grain.min(coarsest) };
            let period = match grain {
                Some(grain) => named(grain, day),
                None => Period { span: Span { from: day, to: day }, text: day.to_string() },
            };
            let scale = u32::from(self.random.chance(10)) * 2;
            rows.push(UsageRow {
                period,
                service: self.random.pick(&self.services),
                party: self.random.pick(&parties),
                quantity: Decimal {
                    digits: self.random.pick(&[1, 1, 2, 5, 17, 400, 1_000_003]),
                    scale,
                },
                measure: self.random.pick(&MEASURES).to_owned(),
            });
            if self.random.chance(6) {
                self.correct(&mut rows);
            }
        }
        rows
    }

    /// Adds a negative row behind the last one, of at most its size but for rare cases.
    fn correct(&mut self, rows: &mut Vec<UsageRow>) {
        let Some(mut row) = rows.last().cloned() else {
            return;
        };
        let most = row.quantity.digits;
        let size = if self.random.chance(3) { most + 1 } else { self.random.between(1, most) };
        row.quantity.digits = -size;
        rows.push(row);
    }
}

// ---------------------------------------------------------------- entries made of entries

impl TableBuilder {
    /// A selector of some entries, often of all.
    fn some_costs(&mut self) -> Selector {
        match self.random.below(6) {
            0 | 1 => Selector::default(),
            2 => by_services(&self.random.some(&self.services)),
            3 => Selector { natures: Some(vec!["staff".to_owned()]), ..Selector::default() },
            4 => {
                Selector { budget_titles: Some(vec![TITLES[0].to_owned()]), ..Selector::default() }
            }
            _ => by_kinds(&self.random.some(&KINDS)),
        }
    }

    /// Makes percentages on top.
    fn make_surcharges(&mut self) -> Vec<Surcharge> {
        let mut surcharges = Vec::new();
        let percent = if self.centres.is_empty() { DERIVED } else { DERIVED_OF_CENTRES };
        let count = if self.random.chance(percent) { 1 + self.random.below(2) } else { 0 };
        for index in 0..count {
            let (numerator, denominator) =
                self.random.pick(&[(15, 1000), (1, 10), (1, 3), (1, 1), (7, 100_000)]);
            surcharges.push(Surcharge {
                id: format!("zuschlag-{index}"),
                costs: self.some_costs(),
                rate: ratio(numerator, denominator),
                kind: self.random.chance(40).then(|| self.random.pick(&KINDS).to_owned()),
            });
        }
        surcharges
    }

    /// Makes figures of later years.
    fn make_indexations(&mut self) -> Vec<Indexation> {
        if !self.random.chance(DERIVED) {
            return Vec::new();
        }
        let costs = Selector { natures: Some(vec![INDEXED.to_owned()]), ..Selector::default() };
        let rates = [(18, 1000), (1, 7), (0, 1), (1, 10)];
        let mut growth = Vec::new();
        for offset in [0, 1, 2] {
            if offset == 0 || self.random.chance(40) {
                let (numerator, denominator) = self.random.pick(&rates);
                growth.push((self.year + offset, ratio(numerator, denominator)));
            }
        }
        if growth.len() > 1 && self.random.chance(3) {
            growth.remove(0);
        }
        vec![Indexation {
            id: "wachstum".to_owned(),
            costs,
            rates: growth,
            until: self.year + self.random.pick(&[1, 1, 1, 2, 3]),
            rounded: self.random.chance(50),
            kind: self.random.chance(20).then(|| self.random.pick(&KINDS).to_owned()),
        }]
    }

    /// A rule for what entries are made with a party, before all others.
    fn add_rule_for(&mut self, kind: &str, rules: &mut Vec<Rule>) {
        let others: Vec<String> = rules.iter().map(|rule| rule.id.clone()).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let mut rule = self.rule(&format!("fuer-{kind}"), by_kinds(&[kind]), &others);
        rule.steps = vec![direct_step()];
        rules.push(rule);
    }

    /// Makes credits for what was paid for all.
    fn make_credits(&mut self, rules: &mut Vec<Rule>) -> Vec<Credit> {
        if !self.random.chance(DERIVED) {
            return Vec::new();
        }
        let costs = Selector { natures: Some(vec!["staff".to_owned()]), ..Selector::default() };
        let kind =
            (self.direct && self.random.chance(50)).then(|| self.random.pick(&KINDS).to_owned());
        if kind.is_none() {
            self.add_rule_for("credit", rules);
        }
        vec![Credit { id: "eigenleistung".to_owned(), costs, kind }]
    }

    /// Makes what a late joiner pays.
    fn make_catch_ups(&mut self, rules: &mut Vec<Rule>) -> Vec<CatchUp> {
        if !self.random.chance(CATCH_UPS) || self.cast.len() < 2 {
            return Vec::new();
        }
        let turn = date(self.year + 1, 1, 1);
        let on = if self.random.chance(70) { turn } else { self.cut() };
        let (joiner, others) = (self.cast[0].clone(), self.cast[1..].to_vec());
        let among = match self.random.below(8) {
            0 => None,
            1 => Some(Among::Participants),
            _ => Some(Among::List(self.elements(&others))),
        };
        let keys = match self.random.below(4) {
            0 => self.without_service(),
            _ => self.keys_of(|(_, finish)| finish.over.is_none()),
        };
        let kind =
            (self.direct && self.random.chance(50)).then(|| self.random.pick(&KINDS).to_owned());
        if kind.is_none() {
            self.add_rule_for("catch-up", rules);
        }
        vec![CatchUp {
            id: "beitritt".to_owned(),
            costs: self.some_costs(),
            party: joiner,
            on,
            key: self.random.pick(&keys),
            among,
            kind,
        }]
    }

    /// Says of some rows who paid them, and adds rows that are indexed.
    fn add_paid_and_indexed(
        &mut self,
        rows: &mut Vec<CostRow>,
        credits: &[Credit],
        indexations: &[Indexation],
    ) {
        let paid = if credits.is_empty() { 5 } else { 50 };
        for row in rows.iter_mut() {
            let credited = !credits.is_empty() && row.nature.as_deref() == Some("staff");
            if self.random.chance(if credited { 97 } else { paid }) {
                row.paid_by = Some(self.random.pick(&self.cast));
                let on_service = row.centre.is_none();
                if on_service && self.random.chance(paid) && row.nature.is_none() {
                    row.nature = Some("staff".to_owned());
                }
            }
        }
        if indexations.is_empty() {
            return;
        }
        for _ in 0..1 + self.random.below(2) {
            let mut row = self.random.pick(rows);
            row.id = None;
            row.party = None;
            row.nature = Some(INDEXED.to_owned());
            let grain = if self.random.chance(97) { Grain::Year } else { Grain::Quarter };
            row.period = named(grain, date(self.year, 1, 1));
            rows.push(row);
        }
    }

    /// Makes payments where a key counts them.
    fn make_payments(&mut self) -> Vec<PaymentRow> {
        let mut rows = Vec::new();
        if !self.keys.iter().any(|(_, key)| matches!(key, Key::Payments(_))) {
            return rows;
        }
        let parties = self.universe();
        for _ in 0..self.random.pick(&[10, 40]) {
            let date = self.day();
            let period = self.random.chance(15).then(|| {
                named(self.random.pick(&[Grain::Month, Grain::Month, self.settled_per]), date)
            });
            rows.push(PaymentRow {
                date,
                party: self.random.pick(&parties),
                cents: if self.random.chance(4) {
                    -self.random.between(1, 500)
                } else {
                    self.random.between(1, 9_000_000)
                },
                period,
                purpose: self.random.chance(70).then(|| self.random.pick(&PURPOSES).to_owned()),
            });
        }
        rows
    }
}

// ---------------------------------------------------------------- variants

/// The same world with every amount negated: every figure of the result is the mirror image.
pub fn negated(world: &World) -> World {
    let mut mirrored = world.clone();
    for row in &mut mirrored.costs {
        row.cents = -row.cents;
    }
    mirrored
}

/// The same world with all statistics, usage, payments and fixed weights not in percent multiplied:
/// the result is the same. Where something hangs on the size of a weight, the world stays as it is.
pub fn scaled(world: &World, factor: u32) -> World {
    let mut scaled = world.clone();
    for row in &mut scaled.drivers {
        row.quantity.digits *= i128::from(factor);
    }
    // What is so much for each unit of usage grows with it, and so does the part of a complement in
    // what is left of 1.
    let by_size = |step: &Step| {
        matches!(step.cap, Some(Limit::PerUnit(..)))
            || matches!(step.at_most, Some(AtMost::PerUnit(..)))
    };
    let steps = world.rules.iter().flat_map(|rule| &rule.steps);
    let complement = world.keys.iter().any(|(_, key)| matches!(key, Key::Complement { .. }));
    if complement || steps.into_iter().any(by_size) {
        return world.clone();
    }
    for row in &mut scaled.statistics {
        row.value.digits *= i128::from(factor);
    }
    for row in &mut scaled.usage {
        row.quantity.digits *= i128::from(factor);
    }
    for row in &mut scaled.payments {
        row.cents *= i128::from(factor);
    }
    for (_, key) in &mut scaled.keys {
        if let Key::Fixed { percent: false, weights } = key {
            for (_, weight) in weights {
                *weight *= ratio(i128::from(factor), 1);
            }
        }
    }
    scaled
}

// ---------------------------------------------------------------- files

/// Writes a world as the files of a project: names and contents.
///
/// Shuffle seed 0 keeps the rows as they are; every other one shuffles data rows, writes dates and
/// shares in one or the other spelling, and here and there breaks a row without an id into two that
/// are added up again.
pub fn files(world: &World, shuffle_seed: u64) -> Vec<(String, String)> {
    let mut random = Random::new(shuffle_seed);
    let plain = shuffle_seed == 0;
    let mut writer = Writer { text: String::new(), random: (!plain).then_some(random.clone()) };
    writer.agreement(world);
    let mut files = vec![("umlage.toml".to_owned(), writer.text)];
    let tables = [
        ("costs.csv", COST_HEADER, cost_lines(world, &mut random, plain)),
        ("drivers.csv", driver_header(world), driver_lines(world)),
        ("services.csv", "service,name", service_lines(world)),
        ("participation.csv", "service,party,from,to", participation_lines(world)),
        (
            "usage.csv",
            "period,service,party,quantity,measure",
            usage_lines(world, &mut random, plain),
        ),
        ("statistics.csv", statistic_header(world), statistic_lines(world)),
        ("payments.csv", "date,party,amount,period,purpose", payment_lines(world)),
    ];
    for (name, header, mut lines) in tables {
        if !plain {
            random.shuffle(&mut lines);
        }
        if !lines.is_empty() || name == "costs.csv" {
            files.push((name.to_owned(), format!("{header}\n{}", lines.concat())));
        }
    }
    files
}

/// The columns of `costs.csv`.
const COST_HEADER: &str = "period,amount,service,centre,id,kind,nature,party,paid_by,budget_title";

/// Breaks a number into two of the same sign that are not zero.
fn broken(number: i128, random: &mut Random) -> Option<(i128, i128)> {
    if number.abs() < 2 || !random.chance(10) {
        return None;
    }
    let part = random.between(1, number.abs() - 1) * number.signum();
    Some((part, number - part))
}

/// The lines of `costs.csv`.
fn cost_lines(world: &World, random: &mut Random, plain: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &world.costs {
        let mut line = |cents: i128| {
            let fields = [
                &row.centre,
                &row.id,
                &row.kind,
                &row.nature,
                &row.party,
                &row.paid_by,
                &row.budget_title,
            ];
            let fields = fields.map(|field| field.as_deref().unwrap_or_default()).join(",");
            lines.push(format!("{},{},{},{fields}\n", row.period.text, amount(cents), row.service));
        };
        let parts = if plain || row.id.is_some() { None } else { broken(row.cents, random) };
        match parts {
            Some((one, other)) => {
                line(one);
                line(other);
            }
            None => line(row.cents),
        }
    }
    lines
}

/// The header of `drivers.csv`.
fn driver_header(world: &World) -> &'static str {
    if world.drivers.iter().any(|row| row.period.is_some()) {
        "driver,receiver,quantity,period"
    } else {
        "driver,receiver,quantity"
    }
}

/// The lines of `drivers.csv`.
fn driver_lines(world: &World) -> Vec<String> {
    let dated = world.drivers.iter().any(|row| row.period.is_some());
    let line = |row: &DriverRow| {
        let period = row.period.as_ref().map(|period| period.text.as_str()).unwrap_or_default();
        let comma = if dated { "," } else { "" };
        format!("{},{},{}{comma}{period}\n", row.driver, row.receiver, decimal(row.quantity))
    };
    world.drivers.iter().map(line).collect()
}

/// The lines of `usage.csv`.
fn usage_lines(world: &World, random: &mut Random, plain: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &world.usage {
        let mut line = |digits: i128| {
            let quantity = decimal(Decimal { digits, ..row.quantity });
            lines.push(format!(
                "{},{},{},{quantity},{}\n",
                row.period.text, row.service, row.party, row.measure
            ));
        };
        let parts = if plain { None } else { broken(row.quantity.digits, random) };
        match parts {
            Some((one, other)) => {
                line(one);
                line(other);
            }
            None => line(row.quantity.digits),
        }
    }
    lines
}

/// The lines of `services.csv`.
fn service_lines(world: &World) -> Vec<String> {
    let services = world.services.iter().filter(|service| !service.in_agreement);
    services.map(|service| format!("{0},Leistung {0}\n", service.id)).collect()
}

/// The lines of `participation.csv`.
fn participation_lines(world: &World) -> Vec<String> {
    let mut lines = Vec::new();
    for service in world.services.iter().filter(|service| service.in_participation_file) {
        if let Participants::Elements(elements) = &service.participants {
            for Element { party, during } in elements {
                let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                lines.push(format!(
                    "{},{party},{},{}\n",
                    service.id,
                    day(during.from),
                    day(during.to)
                ));
            }
        }
    }
    lines
}

/// The header of `statistics.csv`.
fn statistic_header(world: &World) -> &'static str {
    if world.statistics.iter().any(|row| row.valid_from.is_some() || row.published.is_some()) {
        "statistic,edition,party,value,valid_from,published"
    } else {
        "statistic,edition,party,value"
    }
}

/// The lines of `statistics.csv`.
fn statistic_lines(world: &World) -> Vec<String> {
    let dated = statistic_header(world).ends_with("published");
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let line = |row: &StatisticRow| {
        let days = if dated {
            format!(",{},{}", day(row.valid_from), day(row.published))
        } else {
            String::new()
        };
        format!("{},{},{},{}{days}\n", row.statistic, row.edition, row.party, decimal(row.value))
    };
    world.statistics.iter().map(line).collect()
}

/// The lines of `payments.csv`.
fn payment_lines(world: &World) -> Vec<String> {
    let line = |row: &PaymentRow| {
        let period = row.period.as_ref().map(|period| period.text.as_str()).unwrap_or_default();
        let purpose = row.purpose.as_deref().unwrap_or_default();
        format!("{},{},{},{period},{purpose}\n", row.date, row.party, amount(row.cents))
    };
    world.payments.iter().map(line).collect()
}

/// Cents with a decimal point and two decimals.
pub fn amount(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// A decimal number as text.
fn decimal(number: Decimal) -> String {
    if number.scale == 0 {
        return number.digits.to_string();
    }
    let width = usize::try_from(number.scale).unwrap_or(0) + 1;
    let digits = format!("{:0width$}", number.digits.abs());
    let (whole, fraction) = digits.split_at(digits.len() + 1 - width);
    let sign = if number.digits < 0 { "-" } else { "" };
    format!("{sign}{whole}.{fraction}")
}

/// Writes `umlage.toml`.
struct Writer {
    /// The text so far.
    text: String,
    /// Chance for spellings; absent: always the first spelling.
    random: Option<Random>,
}

/// An id as part of a TOML path.
fn bare(id: &str) -> String {
    if id.contains('.') { format!("\"{id}\"") } else { id.to_owned() }
}

/// A TOML list of strings.
fn strings(list: &[String]) -> String {
    let quoted: Vec<String> = list.iter().map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

impl Writer {
    /// Adds a line.
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Whether to use the second spelling.
    fn other(&mut self) -> bool {
        self.random.as_mut().is_some_and(|random| random.chance(50))
    }

    /// A date as a string or a TOML date.
    fn day(&mut self, day: Date) -> String {
        if self.other() { day.to_string() } else { format!("\"{day}\"") }
    }

    /// The fields `from` and `to`.
    fn during(&mut self, during: During) -> Vec<String> {
        let mut fields = Vec::new();
        if let Some(from) = during.from {
            fields.push(format!("from = {}", self.day(from)));
        }
        if let Some(to) = during.to {
            fields.push(format!("to = {}", self.day(to)));
        }
        fields
    }

    /// A list of parties, some of them dated.
    fn elements(&mut self, elements: &[Element]) -> String {
        let mut items = Vec::new();
        for Element { party, during } in elements {
            let fields = self.during(*during);
            if fields.is_empty() {
                items.push(format!("\"{party}\""));
            } else {
                items.push(format!("{{ party = \"{party}\", {} }}", fields.join(", ")));
            }
        }
        format!("[{}]", items.join(", "))
    }

    /// A share in percent where that ends, else as a fraction.
    fn share(&mut self, share: &BigRational) -> String {
        match percent(share) {
            Some(percent) if share.is_integer() || !self.other() => format!("\"{percent} %\""),
            _ => format!("\"{}/{}\"", share.numer(), share.denom()),
        }
    }

    /// Writes the whole agreement.
    fn agreement(&mut self, world: &World) {
        let settled_per = match world.settled_per {
            Grain::Year => "year",
            Grain::Quarter => "quarter",
            Grain::Month => "month",
        };
        self.line(&format!(
            "[project]\ntitle = \"Zufall\"\ncurrency = \"EUR\"\nsettled_per = \"{settled_per}\""
        ));
        if let Some((month, day)) = world.settlement_day {
            self.line(&format!("settlement_day = \"{month:02}-{day:02}\""));
        }
        self.line("");
        for party in &world.parties {
            self.party(party);
        }
        if !world.groups.is_empty() {
            self.line("[group]");
        }
        for group in &world.groups {
            let elements = self.elements(&group.elements);
            self.line(&format!("{} = {elements}", bare(&group.id)));
        }
        self.line("");
        for service in &world.services {
            self.service(service);
        }
        self.centres(world);
        self.derivations(world);
        let mut keys: Vec<&(String, Key)> = world.keys.iter().collect();
        if let Some(random) = &mut self.random {
            random.shuffle(&mut keys);
        }
        for (id, key) in keys {
            self.key(id, key);
            if let Some((_, finish)) = world.finishes.iter().find(|(name, _)| name == id) {
                self.finish(finish);
            }
            self.line("");
        }
        for rule in &world.rules {
            self.rule(rule);
        }
    }

    /// Writes a party.
    fn party(&mut self, party: &Party) {
        self.line(&format!("[party.{}]", bare(&party.id)));
        if !LAENDER.contains(&party.id.as_str()) && party.id != BUND {
            self.line(&format!("name = \"Träger {}\"\nkind = \"municipality\"", party.id));
        }
        if party.member == [During::default()] {
            self.line("member = true");
        } else if !party.member.is_empty() {
            let mut ranges = Vec::new();
            for during in &party.member {
                ranges.push(format!("{{ {} }}", self.during(*during).join(", ")));
            }
            self.line(&format!("member = [{}]", ranges.join(", ")));
        }
        self.line("");
    }

    /// Writes a service.
    fn service(&mut self, service: &Service) {
        if !service.in_agreement {
            return;
        }
        self.line(&format!("[service.{}]\nname = \"Leistung {}\"", bare(&service.id), service.id));
        match &service.participants {
            Participants::Group(id) => self.line(&format!("participants = \"{id}\"")),
            Participants::Elements(elements) if !service.in_participation_file => {
                let elements = self.elements(elements);
                self.line(&format!("participants = {elements}"));
            }
            Participants::Elements(_) => {}
        }
        self.line("");
    }

    /// Writes a key.
    fn key(&mut self, id: &str, key: &Key) {
        self.line(&format!("[key.{}]", bare(id)));
        match key {
            Key::Equal => self.line("method = \"equal\""),
            Key::Fixed { percent, weights } => self.fixed(*percent, weights),
            Key::Statistic { statistic, edition, negative_is_zero } => {
                self.line(&format!("method = \"statistic\"\nstatistic = \"{statistic}\""));
                self.edition(edition);
                if *negative_is_zero {
                    self.line("negative = \"zero\"");
                }
            }
            Key::Usage { measure, otherwise, services } => {
                self.line(&format!("method = \"usage\"\nmeasure = \"{measure}\""));
                if let Some(other) = otherwise {
                    self.line(&format!("otherwise = \"{other}\""));
                }
                if let Some(list) = services {
                    self.line(&format!("services = {}", strings(list)));
                }
            }
            Key::Payments(purposes) => {
                self.line("method = \"payments\"");
                if !purposes.is_empty() {
                    self.line(&format!("purposes = {}", strings(purposes)));
                }
            }
            _ => self.compound(key),
        }
    }

    /// Writes the edition of a statistic.
    fn edition(&mut self, edition: &Edition) {
        match edition {
            Edition::Named(edition) => self.line(&format!("edition = \"{edition}\"")),
            Edition::Mean(editions) => self.line(&format!("editions = {}", strings(editions))),
            Edition::InForce(as_of) => {
                let when = match as_of {
                    AsOf::PeriodStart => "period-start".to_owned(),
                    AsOf::SettlementDay => "settlement-day".to_owned(),
                    AsOf::Day(day) => day.to_string(),
                    AsOf::PublishedYearBefore => "published-year-before".to_owned(),
                    AsOf::YearMinusTwo => "year-minus-two".to_owned(),
                };
                self.line(&format!("edition = \"in-force\"\nas_of = \"{when}\""));
            }
        }
    }

    /// Writes a key that is made of others.
    fn compound(&mut self, key: &Key) {
        match key {
            Key::Mix(parts) => {
                let mut items = Vec::new();
                for (key, weight) in parts {
                    items.push(format!("{{ key = \"{key}\", weight = {} }}", self.share(weight)));
                }
                self.line(&format!("method = \"mix\"\nparts = [{}]", items.join(", ")));
            }
            Key::Glide { from, to, path } => {
                let mut items = Vec::new();
                for (year, part) in path {
                    items.push(format!("{year} = {}", self.share(part)));
                }
                let path = items.join(", ");
                self.line(&format!(
                    "method = \"glide\"\nfrom = \"{from}\"\nto = \"{to}\"\npath = {{ {path} }}"
                ));
            }
            Key::LargestOf { key, parties } => self.line(&format!(
                "method = \"largest-of\"\nkey = \"{key}\"\nparties = {}",
                strings(parties)
            )),
            Key::Complement { key, party } => {
                self.line(&format!(
                    "method = \"complement\"\nkey = \"{key}\"\nparty = \"{party}\""
                ));
            }
            Key::Product(factors) => {
                self.line(&format!("method = \"product\"\nfactors = {}", strings(factors)))
            }
            Key::Ratio(above, below) => self.line(&format!(
                "method = \"ratio\"\nnumerator = \"{above}\"\ndenominator = \"{below}\""
            )),
            Key::Equal
            | Key::Fixed { .. }
            | Key::Statistic { .. }
            | Key::Usage { .. }
            | Key::Payments(_) => {}
        }
    }

    /// Writes what is done to the weights of a key.
    fn finish(&mut self, finish: &Finish) {
        if let Some(over) = &finish.over {
            self.line(&format!("over = \"{over}\""));
        }
        if let Some(fallback) = &finish.fallback {
            let basis = "legal_basis = \"Beschluss 1\"";
            self.line(&format!(
                "decision = {{ unanimous = false, fallback = \"{fallback}\", {basis} }}"
            ));
        }
        if let Some((decimals, residue)) = finish.decimals {
            self.line(&format!("decimals = {decimals}"));
            let residue = match residue {
                DecimalsResidue::Leave => "leave",
                DecimalsResidue::LargestShare => "largest-share",
                DecimalsResidue::LargestRemainder => "largest-remainder",
            };
            if residue != "leave" || self.other() {
                self.line(&format!("decimals_residue = \"{residue}\""));
            }
        }
        if !finish.multipliers.is_empty() {
            let mut items = Vec::new();
            for (party, factor) in &finish.multipliers {
                items.push(format!("{} = {}", bare(party), self.share(factor)));
            }
            self.line(&format!("multipliers = {{ {} }}", items.join(", ")));
        }
    }

    /// Writes what makes entries of entries, in any order.
    fn derivations(&mut self, world: &World) {
        let mut tables: Vec<String> = Vec::new();
        for surcharge in &world.surcharges {
            let rate = self.share(&surcharge.rate);
            let more = format!("rate = {rate}\n");
            tables.push(self.derivation(
                "surcharge",
                &surcharge.id,
                &surcharge.costs,
                &more,
                surcharge.kind.as_ref(),
            ));
        }
        for indexation in &world.indexations {
            let mut rates = Vec::new();
            for (year, rate) in &indexation.rates {
                rates.push(format!("{year} = {}", self.share(rate)));
            }
            let from = if indexation.rounded { "from = \"rounded\"\n" } else { "" };
            let more =
                format!("rates = {{ {} }}\nuntil = {}\n{from}", rates.join(", "), indexation.until);
            tables.push(self.derivation(
                "indexation",
                &indexation.id,
                &indexation.costs,
                &more,
                indexation.kind.as_ref(),
            ));
        }
        for credit in &world.credits {
            tables.push(self.derivation(
                "credit",
                &credit.id,
                &credit.costs,
                "",
                credit.kind.as_ref(),
            ));
        }
        for catch_up in &world.catch_ups {
            let among = match &catch_up.among {
                None => String::new(),
                Some(among) => format!("among = {}\n", self.receivers(among)),
            };
            let day = self.day(catch_up.on);
            let (party, key) = (&catch_up.party, &catch_up.key);
            let more = format!("party = \"{party}\"\non = {day}\nkey = \"{key}\"\n{among}");
            tables.push(self.derivation(
                "catch_up",
                &catch_up.id,
                &catch_up.costs,
                &more,
                catch_up.kind.as_ref(),
            ));
        }
        if let Some(random) = &mut self.random {
            random.shuffle(&mut tables);
        }
        self.line(&tables.concat());
    }

    /// The table of a derivation.
    fn derivation(
        &mut self,
        table: &str,
        id: &str,
        costs: &Selector,
        more: &str,
        kind: Option<&String>,
    ) -> String {
        let costs = self.selector(costs);
        let costs = if costs == "{  }" { String::new() } else { format!("costs = {costs}\n") };
        let kind = kind.map(|kind| format!("kind = \"{kind}\"\n")).unwrap_or_default();
        format!("[{table}.{}]\nlegal_basis = \"Beschluss 1\"\n{costs}{more}{kind}\n", bare(id))
    }

    /// Writes the cost centres and the cascade.
    fn centres(&mut self, world: &World) {
        for centre in &world.centres {
            self.line(&format!("[centre.{}]\nname = \"Stelle {}\"", bare(&centre.id), centre.id));
            let Some(driver) = &centre.driver else {
                self.line("");
                continue;
            };
            let driver = match driver {
                Driver::Equal => "\"equal\"".to_owned(),
                Driver::DirectCost => "\"direct-cost\"".to_owned(),
                Driver::Usage(measure) => format!("{{ usage = \"{measure}\" }}"),
                Driver::Table(name) => format!("{{ table = \"{name}\" }}"),
                Driver::Fixed(weights) => {
                    let mut items = Vec::new();
                    for (receiver, weight) in weights {
                        items.push(format!(
                            "{} = \"{} %\"",
                            bare(receiver),
                            percent(weight).unwrap_or_default()
                        ));
                    }
                    format!("{{ fixed = {{ {} }} }}", items.join(", "))
                }
            };
            self.line(&format!("driver = {driver}"));
            match &centre.to {
                CentreTo::Services if !self.other() => {}
                CentreTo::Services => self.line("to = \"services\""),
                CentreTo::All => self.line("to = \"all\""),
                CentreTo::List(list) => self.line(&format!("to = {}", strings(list))),
            }
            self.line("");
        }
        if let Some(cascade) = &world.cascade {
            let method = match cascade.method {
                Method::Direct => "direct",
                Method::StepDown => "step-down",
                Method::DoubleStepDown => "double-step-down",
                Method::Reciprocal => "reciprocal",
            };
            self.line(&format!("[cascade]\nmethod = \"{method}\""));
            let needed = matches!(cascade.method, Method::StepDown | Method::DoubleStepDown);
            if needed || self.other() {
                self.line(&format!("order = {}", strings(&cascade.order)));
            }
            self.line("");
        }
    }

    /// Writes fixed weights.
    fn fixed(&mut self, in_percent: bool, weights: &[(String, BigRational)]) {
        let mut items = Vec::new();
        for (party, weight) in weights {
            let value = match (in_percent, weight.to_integer().to_i64()) {
                (true, _) => format!("\"{} %\"", percent(weight).unwrap_or_default()),
                (false, Some(number)) if weight.is_integer() => number.to_string(),
                (false, _) => format!("\"{}/{}\"", weight.numer(), weight.denom()),
            };
            items.push(format!("{} = {value}", bare(party)));
        }
        self.line(&format!("method = \"fixed\"\nweights = {{ {} }}", items.join(", ")));
    }

    /// The fields of a selector as an inline table.
    fn selector(&mut self, selector: &Selector) -> String {
        let lists = [
            ("services", &selector.services),
            ("centres", &selector.centres),
            ("kinds", &selector.kinds),
            ("natures", &selector.natures),
            ("budget_titles", &selector.budget_titles),
        ];
        let mut fields: Vec<String> = Vec::new();
        for (name, list) in lists {
            if let Some(list) = list {
                fields.push(format!("{name} = {}", strings(list)));
            }
        }
        fields.extend(self.during(selector.during));
        format!("{{ {} }}", fields.join(", "))
    }

    /// Writes a rule.
    fn rule(&mut self, rule: &Rule) {
        self.line(&format!(
            "[rule.{}]\ntitle = \"Regel {}\"\nlegal_basis = \"Beschluss 1\"",
            rule.id, rule.id
        ));
        let costs = self.selector(&rule.costs);
        if costs != "{  }" {
            self.line(&format!("costs = {costs}"));
        }
        if !rule.overrides.is_empty() {
            self.line(&format!("overrides = {}", strings(&rule.overrides)));
        }
        if !rule.allocate {
            self.line("allocate = false\n");
            return;
        }
        if let Some(by) = &rule.pool {
            let names = by.iter().map(|by| match by {
                PoolBy::Service => "service".to_owned(),
                PoolBy::Centre => "centre".to_owned(),
                PoolBy::Kind => "kind".to_owned(),
                PoolBy::Quarter => "quarter".to_owned(),
                PoolBy::Month => "month".to_owned(),
            });
            let names: Vec<String> = names.collect();
            self.line(&format!("pool = {}", strings(&names)));
        }
        if let Some(pro_rata) = rule.pro_rata {
            let name = match pro_rata {
                ProRata::Days => "days",
                ProRata::Months => "months",
                ProRata::WeightDays => "weight-days",
                ProRata::WeightMonths => "weight-months",
                ProRata::None => "none",
            };
            self.line(&format!("pro_rata = \"{name}\""));
        }
        if let Some((cents, by_others)) = rule.minimum_billed {
            let amount = amount(cents);
            match by_others {
                true => self.line(&format!(
                    "minimum_billed = {{ amount = \"{amount}\", below = \"rest\" }}"
                )),
                false => self.line(&format!("minimum_billed = \"{amount}\"")),
            }
        }
        self.rounding(rule.rounding.as_ref());
        for step in &rule.steps {
            self.line(&format!("[[rule.{}.step]]", rule.id));
            self.step(step);
        }
        self.line("");
    }

    /// Writes a rounding table.
    fn rounding(&mut self, rounding: Option<&Rounding>) {
        let Some(Rounding { unit, mode, residue }) = rounding else {
            return;
        };
        let mut text = format!("rounding = {{ unit = \"{}\"", amount(*unit));
        let mode = match mode {
            Mode::HalfUp => "half-up",
            Mode::HalfEven => "half-even",
            Mode::Down => "down",
            Mode::Up => "up",
        };
        // "`mode` beside it is an error": largest remainders have none.
        let residue = match residue {
            Residue::LargestRemainder => "largest-remainder".to_owned(),
            Residue::LargestShare => "largest-share".to_owned(),
            Residue::To(party) => format!("to:{party}"),
            Residue::Leave => "leave".to_owned(),
        };
        if residue == "largest-remainder" {
            // It is the default: it may be left out.
            if self.other() {
                let _ = write!(text, ", residue = \"{residue}\"");
            }
        } else {
            let _ = write!(text, ", mode = \"{mode}\", residue = \"{residue}\"");
        }
        self.line(&format!("{text} }}"));
    }

    /// Writes a step.
    fn step(&mut self, step: &Step) {
        self.line(&format!("id = \"{}\"", step.id));
        match &step.how {
            How::Share { share, of_rest } => {
                let share = self.share(share);
                self.line(&format!("share = {share}"));
                if *of_rest {
                    self.line("of = \"rest\"");
                }
            }
            How::Amount(cents) => self.line(&format!("amount = \"{}\"", amount(*cents))),
            How::Each(cents) => self.line(&format!("each = \"{}\"", amount(*cents))),
            How::Rest => self.line("rest = true"),
            How::Direct => self.line("direct = true"),
        }
        match &step.whom {
            Whom::To(party) => self.line(&format!("to = \"{party}\"")),
            Whom::Among(among, key) => self.among(among, key.as_deref()),
            Whom::Named => {}
        }
        if !step.except.is_empty() {
            self.line(&format!("except = {}", strings(&step.except)));
        }
        if let Some(only) = &step.only {
            let only = self.selector(only);
            self.line(&format!("only = {only}"));
        }
        self.rounding(step.rounding.as_ref());
        self.limits(step);
    }

    /// Writes the limits of a step.
    fn limits(&mut self, step: &Step) {
        for (name, limit) in [("floor", &step.floor), ("cap", &step.cap)] {
            let text = match limit {
                None => continue,
                Some(Limit::All(value)) => self.limit_value(value),
                Some(Limit::PerUnit(cents, measure)) => {
                    format!("{{ per_unit = \"{}\", measure = \"{measure}\" }}", amount(*cents))
                }
                Some(Limit::PerParty(list)) => {
                    let mut items = Vec::new();
                    for (party, value) in list {
                        items.push(format!("{} = {}", bare(party), self.limit_value(value)));
                    }
                    format!("{{ {} }}", items.join(", "))
                }
            };
            self.line(&format!("{name} = {text}"));
        }
        match &step.at_most {
            None => {}
            Some(AtMost::Amount(cents)) => self.line(&format!("at_most = \"{}\"", amount(*cents))),
            Some(AtMost::PerUnit(cents, measure)) => self.line(&format!(
                "at_most = {{ per_unit = \"{}\", measure = \"{measure}\" }}",
                amount(*cents)
            )),
        }
    }

    /// An amount or a share.
    fn limit_value(&mut self, value: &LimitValue) -> String {
        match value {
            LimitValue::Amount(cents) => format!("\"{}\"", amount(*cents)),
            LimitValue::Share(share) => self.share(share),
        }
    }

    /// Writes receivers and key.
    fn among(&mut self, among: &Among, key: Option<&str>) {
        let receivers = self.receivers(among);
        self.line(&format!("among = {receivers}"));
        if let Some(key) = key {
            self.line(&format!("key = \"{key}\""));
        }
    }

    /// The receivers as a value.
    fn receivers(&mut self, among: &Among) -> String {
        match among {
            Among::Members => "\"members\"".to_owned(),
            Among::Participants => "\"participants\"".to_owned(),
            Among::Group(id) => format!("\"{id}\""),
            Among::List(elements) => self.elements(elements),
        }
    }
}

/// A fraction in percent, where that ends within ten decimals.
fn percent(share: &BigRational) -> Option<String> {
    let mut number = share * ratio(100, 1);
    let mut scale = 0;
    while !number.is_integer() {
        number *= ratio(10, 1);
        scale += 1;
        if scale > 10 {
            return None;
        }
    }
    let digits = number.to_integer().to_i128()?;
    Some(decimal(Decimal { digits, scale }))
}
