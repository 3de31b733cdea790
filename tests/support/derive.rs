//! Entries made of entries, for the oracle: indexation, surcharges, credits and catch-ups, from the
//! page on files.
//!
//! "None is a source of another derivation of the same stage …: indexation comes first, then cost
//! centres are emptied, then surcharges, credits and catch-ups are made." "An entry that is made
//! keeps service or centre, period, nature and budget title of its source." A surcharge keeps the
//! party, too.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::date;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

use super::cascade;
use super::oracle::{
    Among, Calendar, CatchUp, Credit, Entry, Indexation, Refusal, Selector, Span, Surcharge, World,
    elements, exact, half_up, largest_remainder, merged, party_order, shared_in, takes,
};
use super::weights::Scene;

/// All entries that rules see.
pub fn entries(world: &World) -> Result<Vec<Entry>, Refusal> {
    let mut booked = merged(world);
    let mut indexed = Vec::new();
    for indexation in &world.indexations {
        indexed.extend(grown(indexation, &chosen(&indexation.costs, &indexation.id, &booked)?)?);
    }
    booked.extend(indexed);
    let mut entries = cascade::emptied(world, booked)?;
    let mut made = Vec::new();
    for surcharge in &world.surcharges {
        let sources = chosen(&surcharge.costs, &surcharge.id, &entries)?;
        made.extend(sources.iter().map(|source| on_top(surcharge, source)));
    }
    for credit in &world.credits {
        for source in chosen(&credit.costs, &credit.id, &entries)? {
            made.push(credited(credit, &source)?);
        }
    }
    for catch_up in &world.catch_ups {
        made.extend(caught_up(world, catch_up, &entries)?);
    }
    entries.extend(made);
    Ok(entries)
}

/// The entries that a derivation takes.
fn chosen(costs: &Selector, id: &str, entries: &[Entry]) -> Result<Vec<Entry>, Refusal> {
    let mut chosen = Vec::new();
    for entry in entries {
        if takes(costs, id, entry)? {
            chosen.push(entry.clone());
        }
    }
    Ok(chosen)
}

/// What an entry passes on to one that is made of it.
fn heir(source: &Entry, kind: Option<&String>, cents: BigInt) -> Entry {
    let kind = kind.cloned().or_else(|| source.kind.clone());
    Entry { kind, party: None, paid_by: None, ..source.with(cents) }
}

/// Fortschreibung: "from an entry for a whole year the figures of the years after it. `rates`: the
/// growth by the year from which it holds; `until`: the last year; `from`: whether a year grows
/// from the unrounded or the rounded figure of the year before. The entries it takes are all of one
/// year."
fn grown(indexation: &Indexation, sources: &[Entry]) -> Result<Vec<Entry>, Refusal> {
    let mut made = Vec::new();
    let is_year = |span: Span| {
        span == Span { from: date(span.from.year(), 1, 1), to: date(span.from.year(), 12, 31) }
    };
    if sources.iter().any(|source| !is_year(source.span)) {
        return Err(Refusal::NotAYear(indexation.id.clone()));
    }
    let years: BTreeSet<i16> = sources.iter().map(|source| source.span.from.year()).collect();
    if years.len() > 1 {
        return Err(Refusal::TwoBaseYears(indexation.id.clone()));
    }
    for source in sources {
        let mut figure = exact(&source.cents);
        for year in source.span.from.year() + 1..=indexation.until {
            let rates = indexation.rates.iter().filter(|(from, _)| *from <= year);
            let rate = rates.max_by_key(|(from, _)| *from);
            let (_, rate) =
                rate.ok_or_else(|| Refusal::NoRate(format!("{} {year}", indexation.id)))?;
            figure *= BigRational::one() + rate;
            let cents = half_up(&figure);
            if indexation.rounded {
                figure = exact(&cents);
            }
            let span = Span { from: date(year, 1, 1), to: date(year, 12, 31) };
            made.push(heir(source, indexation.kind.as_ref(), cents).on(span));
        }
    }
    Ok(made)
}

/// What each stretch of days brings to what is made of an entry by a factor.
fn times(source: &Entry, factor: &BigRational) -> Vec<(Span, BigRational)> {
    source.lies.iter().map(|(span, brought)| (*span, brought * factor)).collect()
}

/// Zuschlag: "`rate` of each entry on top, half-up to the cent. `kind`: that of the source."
fn on_top(surcharge: &Surcharge, source: &Entry) -> Entry {
    let cents = half_up(&(exact(&source.cents) * &surcharge.rate));
    let lies = times(source, &surcharge.rate);
    Entry { party: source.party.clone(), lies, ..heir(source, surcharge.kind.as_ref(), cents) }
}

/// Gutschrift für Eigenleistungen: "for each entry the negative amount with `party` = its
/// `paid_by`."
fn credited(credit: &Credit, source: &Entry) -> Result<Entry, Refusal> {
    let payer = source.paid_by.clone().ok_or_else(|| Refusal::PaidByNobody(credit.id.clone()))?;
    let kind = credit.kind.clone().unwrap_or_else(|| "credit".to_owned());
    let lies = times(source, &-BigRational::one());
    Ok(Entry { party: Some(payer), lies, ..heir(source, Some(&kind), -source.cents.clone()) })
}

/// What the entries that are caught up as one sum have in common: service, centre, kind, nature and
/// budget title.
type Alike = [Option<String>; 5];

/// Nachholung: "Of each service or centre and kind, the entries before `on` are added up, those of
/// each settlement period by the key of that period; the joiner's part, half-up to the cent, is
/// charged to it from `on` to the end of that settlement period, and credited to the others by
/// their weights in the key. Entries on both sides of `on` are an error." What an entry brings to a
/// settlement period is what is shared of it there.
fn caught_up(world: &World, catch_up: &CatchUp, entries: &[Entry]) -> Result<Vec<Entry>, Refusal> {
    let mut groups: BTreeMap<Alike, Vec<Entry>> = BTreeMap::new();
    for source in chosen(&catch_up.costs, &catch_up.id, entries)? {
        if source.span.from < catch_up.on && source.span.to >= catch_up.on {
            return Err(Refusal::SpansLimit(format!("{} {:?}", catch_up.id, source.span)));
        }
        if source.span.to < catch_up.on {
            let alike = [
                &source.service,
                &source.centre,
                &source.kind,
                &source.nature,
                &source.budget_title,
            ];
            groups.entry(alike.map(Clone::clone)).or_default().push(source);
        }
    }
    let mut made = Vec::new();
    for sources in groups.into_values() {
        made.extend(charged(world, catch_up, &sources)?);
    }
    Ok(made)
}

/// What the joiner bears of entries that are caught up as one sum, and what the others get.
fn charged(world: &World, catch_up: &CatchUp, sources: &[Entry]) -> Result<Vec<Entry>, Refusal> {
    // What one party alone bore was never shared; whether it is caught up is open.
    if sources.iter().any(|source| source.party.is_some()) {
        return Err(Refusal::Undefined("a catch-up of what one party bore".to_owned()));
    }
    let mut sums: BTreeMap<Span, BigInt> = BTreeMap::new();
    for source in sources {
        for (settlement, cents) in shared_in(world, source)? {
            *sums.entry(settlement).or_default() += cents;
        }
    }
    sums.retain(|_, sum| !sum.is_zero());
    let order = party_order(world);
    let mut charge = BigRational::zero();
    let mut credits: BTreeMap<usize, BigRational> = BTreeMap::new();
    for (settlement, sum) in &sums {
        let (joiner, others) =
            weighed(world, &order, catch_up, sources[0].service.as_deref(), *settlement)?;
        let of_others: BigRational = others.values().cloned().sum();
        let part = exact(sum) * &joiner / (&joiner + &of_others);
        if of_others.is_zero() {
            return Err(Refusal::Undefined("nobody bore what is caught up".to_owned()));
        }
        for (party, weight) in others {
            *credits.entry(party).or_default() += &part * weight / &of_others;
        }
        charge += part;
    }
    let cents = half_up(&charge);
    let has_both_signs = credits.values().any(BigRational::is_negative)
        && credits.values().any(BigRational::is_positive);
    if cents.is_zero() && !has_both_signs {
        return Ok(Vec::new());
    }
    // "Where some are charged and others credited, each has its own part turned round, and an equal
    // part of what rounding made of the whole."
    let parts = exact(&BigInt::from(credits.len()));
    let rounding = (exact(&cents) - &charge) / parts;
    let share = |(party, part): (usize, BigRational)| match has_both_signs {
        true => (party, part + &rounding),
        false => (party, part * exact(&cents) / &charge),
    };
    let shares = credits.into_iter().map(share).collect();
    let mut amounts = vec![(catch_up.party.clone(), cents.clone())];
    for (party, cents) in largest_remainder(&cents, &BigInt::one(), &shares) {
        amounts.push((order[party].clone(), -cents));
    }
    let end = Span::around(world.settled_per, catch_up.on).to;
    let kind = catch_up.kind.clone().unwrap_or_else(|| "catch-up".to_owned());
    let entry = |(party, cents): (String, BigInt)| {
        let made = heir(&sources[0], Some(&kind), cents).on(Span { from: catch_up.on, to: end });
        Entry { party: Some(party), ..made }
    };
    Ok(amounts.into_iter().map(entry).collect())
}

/// The weights of the joiner and of the others in a settlement period: "`among`: the others, as in
/// a step (default `members`), those who are there on the day before", and it as if it had been a
/// party from the start.
fn weighed(
    world: &World,
    order: &[String],
    catch_up: &CatchUp,
    service: Option<&str>,
    settlement: Span,
) -> Result<(BigRational, BTreeMap<usize, BigRational>), Refusal> {
    let place = |party: &String| order.iter().position(|name| name == party);
    let day = catch_up.on - 1.day();
    let there = elements(world, catch_up.among.as_ref().unwrap_or(&Among::Members), service)?;
    let there = there.iter().filter(|element| element.during.contains(day));
    let mut all: BTreeSet<usize> = there.filter_map(|element| place(&element.party)).collect();
    let joiner =
        place(&catch_up.party).ok_or_else(|| Refusal::BadAgreement(catch_up.party.clone()))?;
    if all.is_empty() {
        return Err(Refusal::NobodyToCredit(catch_up.id.clone()));
    }
    if !all.insert(joiner) {
        return Err(Refusal::JoinerIsThere(catch_up.id.clone()));
    }
    let calendar =
        Calendar { days: settlement.days().into_iter().map(|day| (day, all.clone())).collect() };
    let scene = Scene {
        world,
        order,
        calendar: &calendar,
        pro_rata: None,
        service,
        settlement,
        window: settlement,
        span: settlement,
        place: format!("{} {settlement:?}", catch_up.id),
    };
    let receivers: Vec<usize> = all.into_iter().collect();
    let weights = scene.weights(&catch_up.key, &receivers, true)?;
    let weights = scene.normalised(&weights)?;
    let mut weights: BTreeMap<usize, BigRational> = receivers.into_iter().zip(weights).collect();
    let own = weights.remove(&joiner).unwrap_or_else(BigRational::zero);
    Ok((own, weights))
}
