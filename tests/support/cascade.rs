//! Cost centres for the oracle: rules.md#cascade and those after it, slow and exact.
//!
//! The cost of every centre is sent through the cascade by itself, one unit of it at a time: every
//! method is linear in the cost, so that the parts of all centres may be added up. The systems are
//! solved by plain elimination over exact fractions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

use super::oracle::{
    Centre, CentreTo, Driver, Entry, Method, Refusal, Span, World, earlier_first, exact,
    largest_remainder, selects, shared_in, split, whole,
};

/// What a final receiver gets of one source.
type Brought<'a> = (&'a Entry, BigRational);

/// The centres whose cost is given on.
fn driven(world: &World) -> impl Iterator<Item = &Centre> {
    world.centres.iter().filter(|centre| centre.driver.is_some())
}

/// The services, then the centres that are shared like services.
fn final_receivers(world: &World) -> Vec<String> {
    let centres = world
        .centres
        .iter()
        .filter(|centre| centre.driver.is_none())
        .map(|centre| centre.id.clone());
    world.services.iter().map(|service| service.id.clone()).chain(centres).collect()
}

/// Empties the centres that have a driver: "first, per settlement period and kind, exactly by the
/// method over the receivers still open; then **one** apportionment to cents over the services for
/// all centres together."
pub fn emptied(world: &World, booked: Vec<Entry>) -> Result<Vec<Entry>, Refusal> {
    let on_driven =
        |entry: &Entry| driven(world).any(|centre| Some(&centre.id) == entry.centre.as_ref());
    let (on_centres, others): (Vec<Entry>, Vec<Entry>) = booked.into_iter().partition(on_driven);
    let mut groups: BTreeMap<(Span, Option<String>), Vec<Entry>> = BTreeMap::new();
    for entry in &on_centres {
        // "a filled `party` on such a centre is an error"
        if entry.party.is_some() {
            return Err(Refusal::PartyOnCentre(format!("{entry:?}")));
        }
        // "entries on centres are split over periods always by days"
        for part in split(world.settled_per, false, entry)? {
            let settlement = Span::around(world.settled_per, part.span.from);
            groups.entry((settlement, entry.kind.clone())).or_default().push(part);
        }
    }
    let mut entries = Vec::new();
    for ((settlement, kind), mut sources) in groups {
        // "Cost on a centre whose rows cancel out to the cent at the same time brings nothing
        // anywhere."
        let mut sums: BTreeMap<(Option<String>, Span), BigInt> = BTreeMap::new();
        for source in &sources {
            *sums.entry((source.centre.clone(), source.span)).or_default() += &source.cents;
        }
        sources.retain(|source| {
            let brings =
                sums.iter().any(|((centre, _), sum)| *centre == source.centre && !sum.is_zero());
            !source.cents.is_zero() && brings
        });
        let scene = Scene { world, settlement, on_centres: &on_centres, others: &others };
        entries.extend(scene.given(kind.as_ref(), &sources)?);
    }
    entries.extend(others);
    Ok(entries)
}

/// Usage of a service by everybody in some days, where that of nobody may be negative.
pub fn usage_of_each(
    world: &World,
    measure: &str,
    service: &str,
    span: Span,
) -> Result<BigRational, Refusal> {
    let all = usage_of(world, measure, service, span);
    let mut sums: BTreeMap<&str, BigRational> = BTreeMap::new();
    for row in world.usage.iter().filter(|row| row.measure == measure && row.service == service) {
        if row.period.span.within(span) {
            *sums.entry(&row.party).or_insert_with(BigRational::zero) += row.quantity.value();
        }
    }
    let negative = all.is_ok() && sums.values().any(BigRational::is_negative);
    if negative { Err(Refusal::NegativeUsage(service.to_owned())) } else { all }
}

/// Usage of a service by everybody in some days.
pub fn usage_of(
    world: &World,
    measure: &str,
    service: &str,
    span: Span,
) -> Result<BigRational, Refusal> {
    let mut sum = BigRational::zero();
    for row in world.usage.iter().filter(|row| row.measure == measure && row.service == service) {
        if row.period.span.meet(span).is_none() {
            continue;
        }
        if !row.period.span.within(span) {
            return Err(Refusal::CoarseUsage(format!("{row:?}")));
        }
        sum += row.quantity.value();
    }
    if sum.is_negative() { Err(Refusal::NegativeUsage(service.to_owned())) } else { Ok(sum) }
}

/// The cascade of one settlement period.
struct Scene<'a> {
    /// The world.
    world: &'a World,
    /// The period.
    settlement: Span,
    /// All entries on centres.
    on_centres: &'a [Entry],
    /// All other entries.
    others: &'a [Entry],
}

impl Scene<'_> {
    /// What the final receivers get of entries of one kind.
    fn given(&self, kind: Option<&String>, sources: &[Entry]) -> Result<Vec<Entry>, Refusal> {
        let receivers = final_receivers(self.world);
        let mut brought: Vec<Vec<Brought<'_>>> = vec![Vec::new(); receivers.len()];
        for source in sources {
            let centre = source.centre.as_deref().unwrap_or_default();
            let parts = self.sent(centre)?;
            let all: BigRational = parts.values().cloned().sum();
            assert!(all.is_one(), "the oracle's own cascade leaks: {centre} gives {all}");
            for (receiver, list) in receivers.iter().zip(&mut brought) {
                if let Some(part) = parts.get(receiver)
                    && !part.is_zero()
                {
                    list.push((source, exact(&source.cents) * part));
                }
            }
        }
        let shares: BTreeMap<usize, BigRational> = brought
            .iter()
            .map(|list| list.iter().map(|(_, part)| part.clone()).sum())
            .enumerate()
            .collect();
        let sum: BigInt = sources.iter().map(|source| source.cents.clone()).sum();
        let cents = largest_remainder(&sum, &BigInt::one(), &shares);
        let mut derived = Vec::new();
        for ((index, cents), sources) in cents.into_iter().zip(&brought) {
            let is_service =
                self.world.services.iter().any(|service| service.id == receivers[index]);
            for (cents, booked_on, sources) in self.by_centre(&cents, sources) {
                // "A centre without a driver that receives gets its entries under its own name in
                // `centre`."
                let (service, centre) = match is_service {
                    true => (Some(receivers[index].clone()), booked_on),
                    false => (None, receivers[index].clone()),
                };
                derived.extend(
                    self.cut(&derived_entry(service, centre, kind, cents, &sources), &sources),
                );
            }
        }
        Ok(derived)
    }

    /// "Where a rule or derivation that takes a derived entry otherwise takes cost from a day or up
    /// to one, it is one entry for each side", and one for each source that lies on both.
    fn cut(&self, entry: &Entry, sources: &[Brought<'_>]) -> Vec<Entry> {
        let days = limits(self.world, entry);
        let mut sides: BTreeMap<(usize, usize), Vec<Brought<'_>>> = BTreeMap::new();
        for (source, brought) in sources {
            let passed = |day: Date| days.iter().filter(|limit| **limit <= day).count();
            let side = (passed(source.span.from), passed(source.span.to));
            sides.entry(side).or_default().push((source, brought.clone()));
        }
        let sums = sides.values().map(|list| list.iter().map(|(_, part)| part.clone()).sum());
        let shares: Vec<(usize, BigRational)> = sums.enumerate().collect();
        let cents = if sides.len() == 1 {
            vec![entry.cents.clone()]
        } else {
            earlier_first(&entry.cents, &shares)
        };
        let side = |(cents, list): (BigInt, &Vec<Brought<'_>>)| {
            let centre = entry.centre.clone().unwrap_or_default();
            derived_entry(entry.service.clone(), centre, entry.kind.as_ref(), cents, list)
        };
        cents.into_iter().zip(sides.values()).map(side).collect()
    }

    /// "`centre` names the one on which the cost was booked": what a receiver gets is one entry for
    /// each of them.
    fn by_centre<'b>(
        &self,
        cents: &BigInt,
        sources: &[Brought<'b>],
    ) -> Vec<(BigInt, String, Vec<Brought<'b>>)> {
        let mut parts: BTreeMap<usize, Vec<Brought<'b>>> = BTreeMap::new();
        for (source, brought) in sources {
            let place =
                self.world.centres.iter().position(|one| Some(&one.id) == source.centre.as_ref());
            parts.entry(place.unwrap_or_default()).or_default().push((source, brought.clone()));
        }
        let shares = parts
            .iter()
            .map(|(place, list)| (*place, list.iter().map(|(_, part)| part.clone()).sum()));
        let shares: BTreeMap<usize, BigRational> = shares.collect();
        let cents = largest_remainder(cents, &BigInt::one(), &shares);
        let entry = |((place, cents), (_, list)): ((usize, BigInt), (usize, Vec<Brought<'b>>))| {
            (cents, self.world.centres[place].id.clone(), list)
        };
        cents.into_iter().zip(parts).map(entry).collect()
    }

    /// The part that each final receiver gets in the end of one unit of a centre's cost.
    fn sent(&self, centre: &str) -> Result<BTreeMap<String, BigRational>, Refusal> {
        let cascade = self.world.cascade.as_ref();
        let cascade = cascade.ok_or_else(|| Refusal::BadAgreement("no cascade".to_owned()))?;
        let start: BTreeMap<String, BigRational> = [(centre.to_owned(), BigRational::one())].into();
        match cascade.method {
            Method::Direct => self.direct(start),
            Method::StepDown => self.step_down(start, &cascade.order),
            Method::DoubleStepDown => self.double_step_down(start, &cascade.order),
            Method::Reciprocal => self.reciprocal(centre),
        }
    }

    /// Anbauverfahren: every centre gives at once to the final receivers.
    fn direct(
        &self,
        mut held: BTreeMap<String, BigRational>,
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        for centre in driven(self.world) {
            self.give(&mut held, &centre.id, &|receiver| !self.is_driven(receiver))?;
        }
        Ok(held)
    }

    /// Stufenleiter: in order; a centre that has given is closed.
    fn step_down(
        &self,
        mut held: BTreeMap<String, BigRational>,
        order: &[String],
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        for (place, centre) in order.iter().enumerate() {
            self.give(&mut held, centre, &|receiver| {
                !order[..=place].iter().any(|closed| closed == receiver)
            })?;
        }
        held.retain(|_, part| !part.is_zero());
        Ok(held)
    }

    /// "in the first pass each centre, in order, gives its own and received cost to all other
    /// receivers, closed centres too; the second pass goes forward only."
    fn double_step_down(
        &self,
        mut held: BTreeMap<String, BigRational>,
        order: &[String],
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        for centre in order {
            self.give(&mut held, centre, &|receiver| receiver != centre)?;
        }
        self.step_down(held, order)
    }

    /// Gives all that a centre holds to those of its receivers that are open.
    ///
    /// "A driver whose receivers sum to zero is an error if cost arrives at its centre".
    fn give(
        &self,
        held: &mut BTreeMap<String, BigRational>,
        centre: &str,
        open: &dyn Fn(&str) -> bool,
    ) -> Result<(), Refusal> {
        let Some(sum) = held.remove(centre).filter(|sum| !sum.is_zero()) else {
            return Ok(());
        };
        for (receiver, part) in self.parts(centre, open)? {
            *held.entry(receiver).or_insert_with(BigRational::zero) += part * &sum;
        }
        Ok(())
    }

    /// Gleichungsverfahren: x = own + what all centres that can be reached give, with itself.
    fn reciprocal(&self, from: &str) -> Result<BTreeMap<String, BigRational>, Refusal> {
        let mut given: BTreeMap<String, BTreeMap<String, BigRational>> = BTreeMap::new();
        let mut open = vec![from.to_owned()];
        while let Some(centre) = open.pop() {
            if given.contains_key(&centre) {
                continue;
            }
            let parts = self.parts(&centre, &|_| true)?;
            let next = parts.iter().filter(|(id, part)| self.is_driven(id) && !part.is_zero());
            open.extend(next.map(|(id, _)| id.clone()));
            given.insert(centre, parts);
        }
        let centres: Vec<String> = given.keys().cloned().collect();
        let part = |giver: &String, receiver: &String| -> BigRational {
            given[giver].get(receiver).cloned().unwrap_or_else(BigRational::zero)
        };
        let mut rows: Vec<Vec<BigRational>> = Vec::new();
        for row in &centres {
            let own = |one: &String| whole(i128::from(one == row));
            let mut line: Vec<BigRational> =
                centres.iter().map(|column| own(column) - part(column, row)).collect();
            line.push(whole(i128::from(row == from)));
            rows.push(line);
        }
        let held = eliminate(rows).ok_or_else(|| Refusal::Singular(format!("{centres:?}")))?;
        let mut result = BTreeMap::new();
        for receiver in final_receivers(self.world) {
            let sum =
                centres.iter().zip(&held).map(|(centre, sum)| part(centre, &receiver) * sum).sum();
            result.insert(receiver, sum);
        }
        Ok(result)
    }

    /// Whether an id is one of a centre with a driver.
    fn is_driven(&self, id: &str) -> bool {
        driven(self.world).any(|centre| centre.id == id)
    }

    /// The parts in which a centre gives to those of its receivers that are open.
    fn parts(
        &self,
        id: &str,
        open: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, BigRational>, Refusal> {
        let centre = self.world.centres.iter().find(|centre| centre.id == id);
        let centre = centre.ok_or_else(|| Refusal::BadAgreement(format!("no centre {id}")))?;
        let driver = centre.driver.as_ref();
        let driver = driver.ok_or_else(|| Refusal::BadAgreement(format!("no driver of {id}")))?;
        let services = self.world.services.iter().map(|service| service.id.clone());
        let receivers: Vec<String> = match &centre.to {
            CentreTo::Services => services.collect(),
            CentreTo::All => {
                services.chain(self.world.centres.iter().map(|one| one.id.clone())).collect()
            }
            CentreTo::List(list) => list.clone(),
        };
        let mut weights = BTreeMap::new();
        for receiver in receivers.into_iter().filter(|receiver| open(receiver)) {
            // "itself where the table names it"
            if receiver == id && !matches!(driver, Driver::Table(_)) {
                continue;
            }
            let weight = self.weight(driver, &receiver)?;
            weights.insert(receiver, weight);
        }
        // "a negative quantity only where its receiver is still open". "A driver `direct-cost` on
        // whose open receivers credits alone are booked passes cost on in proportion to these. Cost
        // and credits side by side give no proportion."
        let credits_alone =
            matches!(driver, Driver::DirectCost) && !weights.values().any(BigRational::is_positive);
        if weights.values().any(BigRational::is_negative) && !credits_alone {
            return Err(Refusal::NegativeDriver(id.to_owned()));
        }
        let all: BigRational = weights.values().cloned().sum();
        if all.is_zero() {
            return Err(Refusal::DriverZero(id.to_owned()));
        }
        Ok(weights.into_iter().map(|(receiver, weight)| (receiver, weight / &all)).collect())
    }

    /// How much one receiver weighs.
    fn weight(&self, driver: &Driver, receiver: &str) -> Result<BigRational, Refusal> {
        match driver {
            Driver::Equal => Ok(BigRational::one()),
            Driver::Fixed(list) => {
                let named = list.iter().find(|(name, _)| name == receiver);
                Ok(named.map_or_else(BigRational::zero, |(_, weight)| weight.clone()))
            }
            // "a usage driver counts all usage of the service."
            Driver::Usage(_) if self.world.centres.iter().any(|centre| centre.id == receiver) => {
                Ok(BigRational::zero())
            }
            Driver::Usage(measure) => usage_of(self.world, measure, receiver, self.settlement),
            Driver::Table(name) => self.tabled(name, receiver),
            Driver::DirectCost => self.booked(receiver),
        }
    }

    /// The quantity of a receiver in `drivers.csv`.
    fn tabled(&self, name: &str, receiver: &str) -> Result<BigRational, Refusal> {
        let mut sum = BigRational::zero();
        for row in
            self.world.drivers.iter().filter(|row| row.driver == name && row.receiver == receiver)
        {
            match &row.period {
                Some(period) if period.span.meet(self.settlement).is_none() => continue,
                Some(period) if !period.span.within(self.settlement) => {
                    return Err(Refusal::CoarseDriver(format!("{row:?}")));
                }
                _ => sum += row.quantity.value(),
            }
        }
        Ok(sum)
    }

    /// "`"direct-cost"` is all cost booked on the receiver in the settlement period": what is
    /// shared of it there, or, on a centre that is emptied, what is passed on.
    fn booked(&self, receiver: &str) -> Result<BigRational, Refusal> {
        let mut sum = BigRational::zero();
        let is_on = |entry: &&Entry| {
            entry.service.as_ref().or(entry.centre.as_ref()).is_some_and(|on| on == receiver)
        };
        for entry in self.on_centres.iter().filter(is_on) {
            for part in split(self.world.settled_per, false, entry)? {
                if part.span.within(self.settlement) {
                    sum += exact(&part.cents);
                }
            }
        }
        for entry in self.others.iter().filter(is_on) {
            if let Some(cents) = shared_in(self.world, entry)?.get(&self.settlement) {
                sum += exact(cents);
            }
        }
        Ok(sum)
    }
}

/// The days inside an entry on which a rule or derivation begins or ceases to take it.
fn limits(world: &World, entry: &Entry) -> BTreeSet<Date> {
    let rules = world.rules.iter().map(|rule| &rule.costs);
    let surcharges = world.surcharges.iter().map(|it| &it.costs);
    let credits = world.credits.iter().map(|it| &it.costs);
    let indexations = world.indexations.iter().map(|it| &it.costs);
    let catch_ups = world.catch_ups.iter().map(|it| &it.costs);
    let all = rules.chain(surcharges).chain(credits).chain(indexations).chain(catch_ups);
    let mut days: BTreeSet<Date> = BTreeSet::new();
    for selector in all.filter(|selector| selects(selector, entry)) {
        days.extend(selector.during.from);
        days.extend(selector.during.to.map(|to| to + 1.day()));
    }
    days.extend(world.catch_ups.iter().filter(|it| selects(&it.costs, entry)).map(|it| it.on));
    days.retain(|day| entry.span.from < *day && *day <= entry.span.to);
    days
}

/// What is made of the cost of one centre: "derived entries with service, kind, period and sources
/// (no nature, supplier or party)". It lies "in its sources' periods in proportion to what each
/// brings".
fn derived_entry(
    service: Option<String>,
    centre: String,
    kind: Option<&String>,
    cents: BigInt,
    sources: &[Brought<'_>],
) -> Entry {
    let lies: Vec<(Span, BigRational)> =
        sources.iter().map(|(source, brought)| (source.span, brought.clone())).collect();
    let days = lies.iter().map(|(span, _)| *span);
    let hull =
        |one: Span, other: Span| Span { from: one.from.min(other.from), to: one.to.max(other.to) };
    let span = days.reduce(hull).expect("a derived entry has sources");
    Entry {
        span,
        left: exact(&cents),
        unrounded: exact(&cents),
        cents,
        service,
        centre: Some(centre),
        kind: kind.cloned(),
        nature: None,
        budget_title: None,
        party: None,
        paid_by: None,
        lies,
    }
}

/// Solves a system by elimination; the last column is the right side. None: it has no single
/// solution.
fn eliminate(mut rows: Vec<Vec<BigRational>>) -> Option<Vec<BigRational>> {
    for column in 0..rows.len() {
        let pivot = (column..rows.len()).find(|row| !rows[*row][column].is_zero())?;
        rows.swap(column, pivot);
        let head = rows[column][column].clone();
        for value in &mut rows[column] {
            *value /= &head;
        }
        let line = rows[column].clone();
        for (place, row) in rows.iter_mut().enumerate() {
            let factor = row[column].clone();
            if place == column || factor.is_zero() {
                continue;
            }
            for (value, above) in row.iter_mut().zip(&line) {
                *value -= above * &factor;
            }
        }
    }
    rows.into_iter().map(|row| row.last().cloned()).collect()
}
