//! Keys for the oracle: how much each receiver weighs, from the pages on files and keys, slow and
//! exact.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::oracle::{
    AsOf, Calendar, DecimalsResidue, Edition, Finish, Key, ProRata, Refusal, Span, UsageRow, World,
    exact, finish, first_by, group, half_up, key, largest_remainder, whole,
};

/// Where a key is asked for its weights.
pub struct Scene<'a> {
    /// The world.
    pub world: &'a World,
    /// The parties in order.
    pub order: &'a [String],
    /// The receivers.
    pub calendar: &'a Calendar,
    /// What happens where they come and go.
    pub pro_rata: Option<ProRata>,
    /// The service whose usage counts.
    pub service: Option<&'a str>,
    /// The settlement period.
    pub settlement: Span,
    /// The time of the pool.
    pub window: Span,
    /// The days whose usage counts.
    pub span: Span,
    /// Where the scene plays, in words.
    pub place: String,
}

/// One weight for each receiver.
type Weights = Result<Vec<BigRational>, Refusal>;

impl Scene<'_> {
    /// Says where the scene plays.
    pub fn at(&self, what: &str) -> String {
        format!("{what} in {}", self.place)
    }

    /// Shares that add up to one.
    ///
    /// "all weights zero is an error unless the sum to share is zero"
    pub fn normalised(&self, weights: &[BigRational]) -> Weights {
        let all: BigRational = weights.iter().cloned().sum();
        if all.is_zero() {
            return Err(Refusal::AllWeightsZero(self.at("weights")));
        }
        Ok(weights.iter().map(|weight| weight / &all).collect())
    }

    /// "the weights of equal, fixed and statistic keys (also inside mixes) … are multiplied by the
    /// part of the settlement period present; usage is not."
    pub fn presence(&self, party: usize, wanted: bool) -> BigRational {
        match self.pro_rata {
            Some(ProRata::WeightDays) if wanted => self.calendar.part_present(party, false),
            Some(ProRata::WeightMonths) if wanted => self.calendar.part_present(party, true),
            _ => BigRational::one(),
        }
    }

    /// The weights of a key; `present` says whether the part present is to be multiplied in.
    ///
    /// "The `fallback` stands in wherever the key is used, with all that belongs to it." Likewise
    /// `otherwise`: decimals and multipliers of a usage key are its own. "rescaled percentages
    /// rounded half-up to 5 decimals; they then act as weights". "The part present is applied
    /// before percentages are rounded by `decimals`."
    pub fn weights(&self, id: &str, receivers: &[usize], present: bool) -> Weights {
        let finish = finish(self.world, id);
        if let Some(fallback) = &finish.fallback {
            return self.weights(fallback, receivers, present);
        }
        if let Key::Usage { measure, otherwise: Some(other), services } = key(self.world, id)?
            && self.usage(measure, services.as_ref(), receivers)?.iter().all(BigRational::is_zero)
        {
            return self.weights(other, receivers, present);
        }
        let weights = match &finish.over {
            None => self.raw_weights(id, &finish, receivers, present)?,
            Some(over) => self.over(id, &finish, over, receivers, present)?,
        };
        match finish.decimals {
            Some((decimals, residue)) if weights.iter().any(|weight| !weight.is_zero()) => {
                Ok(percentages(&self.normalised(&weights)?, decimals, residue))
            }
            _ => Ok(weights),
        }
    }

    /// "`over`: normalise over this group first, then rescale to the receivers". "`over` ignores
    /// dates". "For which every party of the group needs a weight".
    fn over(
        &self,
        id: &str,
        finish: &Finish,
        over: &str,
        receivers: &[usize],
        present: bool,
    ) -> Weights {
        let elements = group(self.world, over)?;
        let inside =
            |party: &usize| elements.iter().any(|element| element.party == self.order[*party]);
        if let Some(outside) = receivers.iter().find(|party| !inside(party)) {
            return Err(Refusal::OutsideOver(self.at(&self.order[*outside])));
        }
        let members: Vec<usize> = (0..self.order.len()).filter(inside).collect();
        let shares = self.normalised(&self.raw_weights(id, finish, &members, false)?)?;
        let shares: BTreeMap<usize, BigRational> = members.into_iter().zip(shares).collect();
        Ok(receivers.iter().map(|party| &shares[party] * self.presence(*party, present)).collect())
    }

    /// "`multipliers` multiplies the raw weight of a party, before `over`; whoever is absent keeps
    /// its weight."
    fn raw_weights(
        &self,
        id: &str,
        finish: &Finish,
        receivers: &[usize],
        present: bool,
    ) -> Weights {
        let mut weights = self.by_method(id, receivers, present)?;
        for (party, weight) in receivers.iter().zip(&mut weights) {
            let named = finish.multipliers.iter().find(|(name, _)| *name == self.order[*party]);
            if let Some((_, factor)) = named {
                *weight *= factor;
            }
        }
        Ok(weights)
    }

    /// The weights as the method of a key says.
    fn by_method(&self, id: &str, receivers: &[usize], present: bool) -> Weights {
        match key(self.world, id)? {
            Key::Equal => self.with_presence(receivers, present, |_| Ok(BigRational::one())),
            Key::Fixed { weights, .. } => self.with_presence(receivers, present, |name| {
                let named = weights.iter().find(|(party, _)| party == name);
                named.map(|(_, weight)| weight.clone()).ok_or_else(|| self.missing(id, name))
            }),
            Key::Statistic { statistic, edition, negative_is_zero } => {
                let editions = self.editions(statistic, edition)?;
                self.with_presence(receivers, present, |name| {
                    let value = mean(self.world, statistic, &editions, name);
                    let value = value.ok_or_else(|| self.missing(id, name))?;
                    match value.is_negative() {
                        true if *negative_is_zero => Ok(BigRational::zero()),
                        true => Err(Refusal::NegativeWeight(self.at(&format!("{id}: {name}")))),
                        false => Ok(value),
                    }
                })
            }
            Key::Usage { measure, services, .. } => {
                self.usage(measure, services.as_ref(), receivers)
            }
            Key::Payments(purposes) => {
                receivers.iter().map(|party| self.paid(purposes, *party)).collect()
            }
            Key::Mix(parts) => self.mixed(parts, receivers, present),
            Key::Glide { from, to, path } => {
                let part = self.part_on_path(path)?;
                let parts = [(from.clone(), BigRational::one() - &part), (to.clone(), part)];
                self.mixed(&parts, receivers, present)
            }
            Key::LargestOf { key, parties } => self.largest_of(key, parties, receivers, present),
            // "The part present is applied once, to the result."
            Key::Complement { key, party } => {
                let weights = self.complement(key, party, receivers)?;
                Ok(self.times_presence(weights, receivers, present))
            }
            Key::Product(factors) => {
                let mut weights = vec![BigRational::one(); receivers.len()];
                for factor in factors {
                    for (product, weight) in
                        weights.iter_mut().zip(self.weights(factor, receivers, false)?)
                    {
                        *product *= weight;
                    }
                }
                Ok(self.times_presence(weights, receivers, present))
            }
            Key::Ratio(numerator, denominator) => {
                let mut weights = self.weights(numerator, receivers, false)?;
                for (weight, below) in
                    weights.iter_mut().zip(self.weights(denominator, receivers, false)?)
                {
                    if below.is_zero() {
                        return Err(Refusal::DivisionByZero(self.at(denominator)));
                    }
                    *weight /= below;
                }
                Ok(self.times_presence(weights, receivers, present))
            }
        }
    }

    /// "A receiver missing in `fixed` or in a statistic is an error".
    fn missing(&self, id: &str, name: &str) -> Refusal {
        Refusal::MissingWeight(self.at(&format!("{id}: {name}")))
    }

    /// A weight for each receiver by its name, times the part present.
    fn with_presence(
        &self,
        receivers: &[usize],
        present: bool,
        value: impl Fn(&str) -> Result<BigRational, Refusal>,
    ) -> Weights {
        let weights: Weights = receivers.iter().map(|party| value(&self.order[*party])).collect();
        Ok(self.times_presence(weights?, receivers, present))
    }

    /// Weights times the part present.
    fn times_presence(
        &self,
        weights: Vec<BigRational>,
        receivers: &[usize],
        present: bool,
    ) -> Vec<BigRational> {
        let parts = receivers.iter().map(|party| self.presence(*party, present));
        weights.into_iter().zip(parts).map(|(weight, part)| weight * part).collect()
    }

    /// The editions whose mean counts: those named, or the one in force.
    fn editions(&self, statistic: &str, edition: &Edition) -> Result<Vec<String>, Refusal> {
        match edition {
            Edition::Named(edition) => Ok(vec![edition.clone()]),
            Edition::Mean(editions) => Ok(editions.clone()),
            Edition::InForce(as_of) => Ok(vec![self.in_force(statistic, *as_of)?]),
        }
    }

    /// The edition in force; "where no edition is found … ; two at once are an error".
    fn in_force(&self, statistic: &str, as_of: AsOf) -> Result<String, Refusal> {
        let rows = self.world.statistics.iter().filter(|row| row.statistic == statistic);
        let mut dated: BTreeMap<Date, BTreeSet<String>> = BTreeMap::new();
        for row in rows {
            let day = match as_of {
                AsOf::PublishedYearBefore => row.published,
                AsOf::YearMinusTwo => self.in_year_minus_two(&row.edition),
                _ => row.valid_from,
            };
            if let Some(day) = day.filter(|day| *day <= self.last_day(as_of)) {
                dated.entry(day).or_default().insert(row.edition.clone());
            }
        }
        let (_, mut latest) =
            dated.pop_last().ok_or_else(|| Refusal::NoEdition(self.at(statistic)))?;
        match (latest.len(), latest.pop_first()) {
            (1, Some(edition)) => Ok(edition),
            _ => Err(Refusal::TwoEditions(self.at(statistic))),
        }
    }

    /// "that of the year two before the settlement period, by its label: `2022`, or the one date in
    /// that year".
    fn in_year_minus_two(&self, edition: &str) -> Option<Date> {
        let year = self.settlement.from.year() - 2;
        edition.starts_with(&year.to_string()).then(|| date(year, 1, 1))
    }

    /// The last day that counts.
    fn last_day(&self, as_of: AsOf) -> Date {
        match as_of {
            AsOf::PeriodStart => self.settlement.from,
            // "`settlement_day` of `[project]`, in the year after the end of the settlement period,
            // else the day after"
            AsOf::SettlementDay => match self.world.settlement_day {
                Some((month, day)) => date(self.settlement.to.year() + 1, month, day),
                None => self.settlement.to + 1.day(),
            },
            AsOf::Day(day) => day,
            AsOf::PublishedYearBefore => date(self.settlement.from.year() - 1, 12, 31),
            AsOf::YearMinusTwo => Date::MAX,
        }
    }

    /// "each part normalised over the receivers, then weighted". "A part of a mix with the weight
    /// zero is not evaluated."
    fn mixed(
        &self,
        parts: &[(String, BigRational)],
        receivers: &[usize],
        present: bool,
    ) -> Weights {
        let mut mixed = vec![BigRational::zero(); receivers.len()];
        for (id, weight) in parts.iter().filter(|(_, weight)| !weight.is_zero()) {
            let part = self.normalised(&self.weights(id, receivers, present)?)?;
            for (sum, share) in mixed.iter_mut().zip(part) {
                *sum += share * weight;
            }
        }
        Ok(mixed)
    }

    /// "The year is that of the pool's window. … A year that is not in the path is an error, except
    /// before a first year with 0 % and after a last year with 100 %."
    fn part_on_path(&self, path: &[(i16, BigRational)]) -> Result<BigRational, Refusal> {
        let year = self.window.from.year();
        let first = path.iter().min_by_key(|(year, _)| *year);
        let last = path.iter().max_by_key(|(year, _)| *year);
        if let Some((_, part)) = path.iter().find(|(named, _)| *named == year) {
            return Ok(part.clone());
        }
        match (first, last) {
            (Some((first, part)), _) if year < *first && part.is_zero() => Ok(BigRational::zero()),
            (_, Some((last, part))) if year > *last && part.is_one() => Ok(BigRational::one()),
            _ => Err(Refusal::YearNotInPath(self.at(&year.to_string()))),
        }
    }

    /// "weights of `key` among the other receivers; each of `parties` that receives gets the
    /// largest of these". "Where weights count by the part present, the others' weights have it in
    /// them, and the largest is multiplied by the party's own."
    fn largest_of(
        &self,
        key: &str,
        parties: &[String],
        receivers: &[usize],
        present: bool,
    ) -> Weights {
        let named = |party: &usize| parties.contains(&self.order[*party]);
        let others: Vec<usize> = receivers.iter().copied().filter(|party| !named(party)).collect();
        if others.is_empty() {
            return Err(Refusal::Undefined(self.at(key)));
        }
        let weights: BTreeMap<usize, BigRational> =
            others.iter().copied().zip(self.weights(key, &others, present)?).collect();
        let largest = weights.values().max().cloned().unwrap_or_else(BigRational::zero);
        let weight = |party: &usize| {
            weights.get(party).cloned().unwrap_or_else(|| &largest * self.presence(*party, present))
        };
        Ok(receivers.iter().map(weight).collect())
    }

    /// "The weights of the others are those of `key`, as they are; `party`, where it receives, gets
    /// 1 less their sum. What would be below zero is an error."
    fn complement(&self, key: &str, party: &str, receivers: &[usize]) -> Weights {
        let others: Vec<usize> =
            receivers.iter().copied().filter(|receiver| self.order[*receiver] != party).collect();
        if others.is_empty() {
            return Err(Refusal::Undefined(self.at(key)));
        }
        let weights: BTreeMap<usize, BigRational> =
            others.iter().copied().zip(self.weights(key, &others, false)?).collect();
        let rest = BigRational::one() - weights.values().sum::<BigRational>();
        if rest.is_negative() && others.len() < receivers.len() {
            return Err(Refusal::NegativeWeight(self.at(key)));
        }
        Ok(receivers.iter().map(|party| weights.get(party).unwrap_or(&rest).clone()).collect())
    }

    /// The usage of each receiver.
    ///
    /// "A usage key counts the usage of the pool's service(s) in the slice. Rows too coarse for
    /// slice or settlement period are an error that names the remedy, whoever the row's party is. …
    /// Negative rows are corrections; a negative sum is an error."
    pub fn usage(
        &self,
        measure: &str,
        services: Option<&Vec<String>>,
        receivers: &[usize],
    ) -> Weights {
        let mut usage = vec![BigRational::zero(); receivers.len()];
        if services.is_none() && self.service.is_none() {
            return Err(Refusal::NeedsService(self.at(measure)));
        }
        for row in self.world.usage.iter().filter(|row| row.measure == measure) {
            let counts = match services {
                Some(list) => list.iter().any(|name| name == "*" || *name == row.service),
                None => self.service == Some(row.service.as_str()),
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
        let days = match self.pro_rata {
            Some(ProRata::None) => self.settlement,
            _ => row.period.span,
        };
        self.calendar.has(party, days)
    }

    /// "what a receiver paid in in the time that usage would be counted of, less what was paid
    /// back. A payment counts where its `period`, else its day, lies; one that reaches beyond that
    /// time is an error."
    fn paid(&self, purposes: &[String], party: usize) -> Result<BigRational, Refusal> {
        let mut sum = BigRational::zero();
        for row in self.world.payments.iter().filter(|row| row.party == self.order[party]) {
            let purpose = row.purpose.clone().unwrap_or_default();
            let span = row
                .period
                .as_ref()
                .map_or(Span { from: row.date, to: row.date }, |period| period.span);
            if !(purposes.is_empty() || purposes.contains(&purpose))
                || span.meet(self.span).is_none()
            {
                continue;
            }
            if !span.within(self.span) {
                return Err(Refusal::CoarsePayment(self.at(&format!("{row:?}"))));
            }
            sum += whole(row.cents);
        }
        if sum.is_negative() {
            return Err(Refusal::NegativeWeight(self.at(&self.order[party])));
        }
        Ok(sum)
    }
}

/// "takes the exact mean of several"; nothing where one has no value.
fn mean(world: &World, statistic: &str, editions: &[String], party: &str) -> Option<BigRational> {
    let mut sum = BigRational::zero();
    for edition in editions {
        let row = world.statistics.iter().find(|row| {
            (row.statistic.as_str(), &row.edition, row.party.as_str())
                == (statistic, edition, party)
        });
        sum += row?.value.value();
    }
    (!editions.is_empty()).then(|| sum / BigRational::from_integer(BigInt::from(editions.len())))
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
