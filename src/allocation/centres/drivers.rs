//! What each receiver has of a centre's driver in a settlement period.
//!
//! Rules: rules.md#drivers.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Checked, Diagnostic, Fault};
use crate::keys::WithoutDriver;
use crate::model::{CentreIx, CostObject, DateRange, Driver, History, Project, ServiceIx, Targets};
use crate::money::Ratio;
use crate::source::Loc;
use crate::text::Text;
use crate::trace::{Exact, Figure, Money, Scope, Subject, Trace};

/// Receivers with what they have of a driver, in their order, those with nothing left out.
pub(super) type Quantities = Vec<(CostObject, Exact)>;

/// What the drivers of one settlement period are read from, and what is noted on the way.
pub(super) struct Reading<'a> {
    pub(super) project: &'a Project,
    /// The settlement period.
    pub(super) period: DateRange,
    /// All cost booked on each service and centre in the period, for `direct-cost`.
    pub(super) booked: &'a BTreeMap<CostObject, Exact>,
    pub(super) trace: &'a mut Trace,
    /// The rows of usage that were counted.
    pub(super) counted: &'a mut BTreeSet<usize>,
    /// Services in use without a row of a driver.
    pub(super) without: BTreeSet<WithoutDriver>,
}

impl Reading<'_> {
    /// Reads what the receivers of a centre have of its driver, and says what is wrong if one has
    /// less than nothing.
    pub(super) fn quantities(
        &mut self,
        centre: CentreIx,
        driver: &Driver,
    ) -> Checked<(Quantities, Option<Diagnostic>)> {
        let found = match driver {
            Driver::Equal => self.equal(centre),
            Driver::DirectCost => {
                let others = self.others(centre).into_iter();
                others
                    .filter_map(|object| Some((object, self.booked.get(&object)?.clone())))
                    .collect()
            }
            Driver::Usage(measure) => self.usage(centre, measure)?,
            Driver::Table(name) => self.table(centre, name)?,
            Driver::Fixed(weights) => {
                let may = |object: &&CostObject| self.may_receive(centre, **object);
                let chosen: Vec<CostObject> = weights.keys().filter(may).copied().collect();
                chosen
                    .into_iter()
                    .map(|object| {
                        let weight = &weights[&object];
                        (object, self.read(centre, object, &weight.value, &[weight.loc], None))
                    })
                    .collect()
            }
        };
        let negative = found.iter().find(|(_, quantity)| quantity.value().signum() < 0);
        let fault = negative
            .map(|(object, quantity)| self.negative(centre, driver, *object, quantity.value()));
        let found = found.into_iter().filter(|(_, quantity)| !quantity.value().is_zero());
        Ok((found.collect(), fault))
    }

    fn negative(
        &self,
        centre: CentreIx,
        driver: &Driver,
        object: CostObject,
        value: &Ratio,
    ) -> Diagnostic {
        let loc = self.project.centre(centre).driver.as_ref().map(|driver| driver.loc);
        let unit = if *driver == Driver::DirectCost { Ratio::new(1, 100) } else { Ratio::ONE };
        let fault = Fault::NegativeDriver {
            centre: self.project.centre(centre).id.clone(),
            receiver: self.project.id_of(object).to_owned(),
            range: self.period.to_string(),
            value: Text::number(&(value * &unit), 10),
        };
        Diagnostic::at(fault, loc.unwrap_or(Loc::Builtin("driver")))
    }

    fn may_receive(&self, centre: CentreIx, object: CostObject) -> bool {
        match &self.project.centre(centre).to {
            Targets::Services => matches!(object, CostObject::Service(_)),
            Targets::All => true,
            Targets::Listed(listed) => listed.contains(&object),
        }
    }

    /// Lists who may receive; the centre itself only where its own list names it.
    fn others(&self, centre: CentreIx) -> Vec<CostObject> {
        if let Targets::Listed(listed) = &self.project.centre(centre).to {
            return listed.clone();
        }
        let services =
            (0..).map(ServiceIx).map(CostObject::Service).take(self.project.services.len());
        let centres = (0..).map(CentreIx).map(CostObject::Centre).take(self.project.centres.len());
        let other = |object: &CostObject| {
            *object != CostObject::Centre(centre) && self.may_receive(centre, *object)
        };
        services.chain(centres).filter(other).collect()
    }

    fn equal(&mut self, centre: CentreIx) -> Quantities {
        let others = self.others(centre);
        let scope = self.scope(centre, None);
        let one = self.trace.at(scope).constant(Subject::Driver, Money::Number(Ratio::ONE));
        others.into_iter().map(|object| (object, one.clone())).collect()
    }

    fn usage(&mut self, centre: CentreIx, measure: &str) -> Checked<Quantities> {
        let project = self.project;
        let mut found = Vec::new();
        for object in self.others(centre) {
            let CostObject::Service(service) = object else { continue };
            let mut rows = Vec::new();
            for (number, row) in project.usage_of(service, measure) {
                if row.period.intersect(&self.period).is_none() {
                    continue;
                }
                if !self.period.covers(&row.period) {
                    return Err(self.too_coarse(centre, row.period, row.places.first().copied()));
                }
                self.counted.insert(number);
                let history = row.history.as_deref();
                rows.push(self.read(centre, object, &row.quantity, &row.places, history));
            }
            let is_in_use =
                !project.service(service).participants.on_any_day(&self.period).is_empty();
            if rows.is_empty() && is_in_use {
                self.without.insert(WithoutDriver { centre, service, period: self.period });
            }
            found.push((object, self.add_up(centre, object, rows)));
        }
        Ok(found)
    }

    fn table(&mut self, centre: CentreIx, name: &str) -> Checked<Quantities> {
        let mut found: BTreeMap<CostObject, Vec<Exact>> = BTreeMap::new();
        for row in self.project.drivers_of(name) {
            let outside = row.period.is_some_and(|period| period.intersect(&self.period).is_none());
            if outside || !self.may_receive(centre, row.receiver) {
                continue;
            }
            if let Some(period) = row.period.filter(|period| !self.period.covers(period)) {
                return Err(self.too_coarse(centre, period, Some(row.quantity.loc)));
            }
            let (quantity, history) = (&row.quantity, row.history.as_deref());
            let read = self.read(centre, row.receiver, &quantity.value, &[quantity.loc], history);
            found.entry(row.receiver).or_default().push(read);
        }
        Ok(found
            .into_iter()
            .map(|(object, rows)| (object, self.add_up(centre, object, rows)))
            .collect())
    }

    fn read(
        &mut self,
        centre: CentreIx,
        object: CostObject,
        value: &Ratio,
        places: &[Loc],
        history: Option<&History>,
    ) -> Exact {
        let (scope, value) = (self.scope(centre, Some(object)), Money::Number(value.clone()));
        let figure = Figure { subject: Subject::Driver, places, value, history };
        self.trace.at(scope).figure(&figure)
    }

    fn add_up(&mut self, centre: CentreIx, object: CostObject, rows: Vec<Exact>) -> Exact {
        let scope = self.scope(centre, Some(object));
        self.trace.at(scope).joined(Subject::Driver, rows)
    }

    fn scope(&self, centre: CentreIx, object: Option<CostObject>) -> Scope {
        Scope { centre: Some(centre), object, range: Some(self.period), ..Scope::default() }
    }

    fn too_coarse(&self, centre: CentreIx, period: DateRange, loc: Option<Loc>) -> Box<Diagnostic> {
        let fault = Fault::CoarseDriver {
            centre: self.project.centre(centre).id.clone(),
            period: period.to_string(),
            range: self.period.to_string(),
        };
        Box::new(loc.into_iter().fold(Diagnostic::new(fault), Diagnostic::and))
    }
}
