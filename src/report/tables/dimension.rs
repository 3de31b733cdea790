//! The dimensions by which shares are told: `--by`.

use crate::allocation::{AllocationRun, Dimension, Share};
use crate::model::{CentreIx, DateRange, PartyIx, Project, RuleIx, ServiceIx};

/// A dimension of the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DimensionName {
    /// The settlement period.
    Period,
    /// The rule.
    Rule,
    /// The service.
    Service,
    /// The cost centre.
    Centre,
    /// The cost kind.
    Kind,
    /// The step of the rule.
    Step,
    /// Who pays.
    Party,
}

impl DimensionName {
    /// All dimensions, in the order of the reference.
    pub const ALL: [DimensionName; 7] = [
        DimensionName::Period,
        DimensionName::Rule,
        DimensionName::Service,
        DimensionName::Centre,
        DimensionName::Kind,
        DimensionName::Step,
        DimensionName::Party,
    ];

    /// Returns the name used by `--by` and in headers.
    pub const fn name(self) -> &'static str {
        match self {
            DimensionName::Period => "period",
            DimensionName::Rule => "rule",
            DimensionName::Service => "service",
            DimensionName::Centre => "centre",
            DimensionName::Kind => "kind",
            DimensionName::Step => "step",
            DimensionName::Party => "party",
        }
    }
}

/// Why a text is not a list of dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByFault {
    /// No such dimension.
    Unknown(String),
    /// The same one twice.
    Doubled(&'static str),
}

/// Reads a comma list of dimensions.
pub fn parse_by(text: &str) -> Result<Vec<DimensionName>, ByFault> {
    let mut by = Vec::new();
    for name in text.split(',').map(str::trim) {
        let dimension = DimensionName::ALL.into_iter().find(|dimension| dimension.name() == name);
        let dimension = dimension.ok_or_else(|| ByFault::Unknown(name.to_owned()))?;
        if by.contains(&dimension) {
            return Err(ByFault::Doubled(dimension.name()));
        }
        by.push(dimension);
    }
    Ok(by)
}

/// A value of a dimension. Within one dimension the order is that of rules.md#grain: project order,
/// file order, time, text; `-` and `*` come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Coordinate {
    Period(DateRange),
    Rule(RuleIx),
    Service(Dimension<ServiceIx>),
    Centre(Dimension<CentreIx>),
    Kind(Dimension<String>),
    /// The rank decides the order, the id what is equal.
    Step {
        rank: usize,
        id: String,
    },
    Party(PartyIx),
}

/// Places shares in the dimensions asked for.
pub(crate) struct Grid<'a> {
    project: &'a Project,
    run: &'a AllocationRun,
    by: &'a [DimensionName],
    /// The ids of steps in the order in which they first occur in the file.
    step_ids: Vec<&'a str>,
}

impl<'a> Grid<'a> {
    pub(crate) fn new(
        project: &'a Project,
        run: &'a AllocationRun,
        by: &'a [DimensionName],
    ) -> Grid<'a> {
        let mut step_ids: Vec<&str> = Vec::new();
        for step in project.rules.iter().flat_map(|rule| &rule.steps) {
            if !step_ids.contains(&step.id.as_str()) {
                step_ids.push(&step.id);
            }
        }
        Grid { project, run, by, step_ids }
    }

    /// Returns the coordinates of a share, one for each dimension asked for.
    pub(crate) fn coordinates(&self, share: &Share) -> Vec<Coordinate> {
        self.by.iter().map(|name| self.coordinate(*name, share)).collect()
    }

    fn coordinate(&self, name: DimensionName, share: &Share) -> Coordinate {
        let pool = &self.run.pools[share.pool as usize];
        match name {
            DimensionName::Period => Coordinate::Period(pool.period),
            DimensionName::Rule => Coordinate::Rule(pool.rule),
            DimensionName::Service => Coordinate::Service(pool.service.clone()),
            DimensionName::Centre => Coordinate::Centre(pool.centre.clone()),
            DimensionName::Kind => Coordinate::Kind(pool.kind.clone()),
            DimensionName::Party => Coordinate::Party(share.party),
            DimensionName::Step => {
                let id = &self.project.rule(pool.rule).steps[usize::from(share.step)].id;
                Coordinate::Step { rank: self.rank(share, id), id: id.clone() }
            }
        }
    }

    /// Ranks a step: within its rule where the rule was named before it, else by where its id first
    /// occurs.
    fn rank(&self, share: &Share, id: &str) -> usize {
        let position = |name| self.by.iter().position(|by| *by == name);
        let rule_first = position(DimensionName::Rule)
            .is_some_and(|rule| position(DimensionName::Step).is_some_and(|step| rule < step));
        if rule_first {
            usize::from(share.step)
        } else {
            self.step_ids.iter().position(|known| *known == id).unwrap_or(usize::MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_is_a_list_of_known_dimensions_each_once() {
        assert_eq!(
            parse_by("party, service"),
            Ok(vec![DimensionName::Party, DimensionName::Service])
        );
        assert_eq!(parse_by("party,land"), Err(ByFault::Unknown("land".into())));
        assert_eq!(parse_by(""), Err(ByFault::Unknown(String::new())));
        assert_eq!(parse_by("step,party,step"), Err(ByFault::Doubled("step")));
    }
}
