use clap::Args;

use super::failure::{Failure, Outcome};
use super::project::Opened;
use super::settings::Settings;
use crate::allocation::{borne, passages};
use crate::model::{Cascade, CascadeMethod, CentreIx, Project};
use crate::report::{Variant, cascade, cascade_comparison};

/// With up to so many centres every order is compared.
const ALL_ORDERS: usize = 5;
/// With up to so many, the given order, its reverse and each centre first; with more, the first
/// two.
const EACH_FIRST: usize = 20;

/// Show how cost centres are emptied, and what other methods would give
///
/// Each centre with a driver: its own cost, what it received, and to whom it passes both on.
/// --compare shows what each service bears in the end by each method and, for step-down, by each
/// order of the centres; with more than five of them by the given order, its reverse and each
/// centre first, with more than twenty by the first two alone.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage centres                                       the cascade
  umlage centres --period 2024 --format csv            for machines
  umlage centres --compare                             what each method and order would give")]
pub(super) struct Centres {
    /// What each method and each order would give
    #[arg(long)]
    compare: bool,
}

impl Centres {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let opened = settings.open()?;
        let (project, lang) = (&opened.project, opened.ui.lang);
        if self.compare {
            let variants = variants(&opened, settings)?;
            settings.deliver(&cascade_comparison(project, &variants, lang))?;
        } else {
            let all =
                passages(project, settings.request()).map_err(|faults| opened.fail(faults))?;
            settings.deliver(&cascade(project, &all, lang))?;
        }
        settings.verdict(opened.has_findings())
    }
}

/// Runs every method, the ordered ones in every order; the project's own comes first.
fn variants(opened: &Opened, settings: &Settings) -> Result<Vec<Variant>, Failure> {
    let project = &opened.project;
    let Some(own) = &project.cascade else { return Ok(Vec::new()) };
    let own_order = if own.method.is_ordered() { own.order.clone() } else { Vec::new() };
    let first = borne(project, settings.request()).map_err(|faults| opened.fail(faults))?;
    let mut variants = vec![Variant { method: own.method, order: own_order, borne: Some(first) }];
    let start = if own.order.len() == with_driver(project).len() {
        own.order.clone()
    } else {
        with_driver(project)
    };
    for method in CascadeMethod::ALL {
        let orders = if method.is_ordered() { orders(&start) } else { vec![Vec::new()] };
        for order in orders {
            if variants[0].method == method && variants[0].order == order {
                continue;
            }
            let cascade = Cascade { method, order: order.clone(), loc: own.loc };
            let other = Project { cascade: Some(cascade), ..project.clone() };
            variants.push(Variant { method, order, borne: borne(&other, settings.request()).ok() });
        }
    }
    Ok(variants)
}

fn with_driver(project: &Project) -> Vec<CentreIx> {
    let numbered = (0..).map(CentreIx).zip(&project.centres);
    numbered.filter(|(_, centre)| centre.driver.is_some()).map(|(ix, _)| ix).collect()
}

/// Lists all orders; of many centres the given one, its reverse, and, unless they are too many,
/// each centre first.
fn orders(given: &[CentreIx]) -> Vec<Vec<CentreIx>> {
    if given.len() > ALL_ORDERS {
        let first = |centre: &CentreIx| {
            let others = given.iter().filter(|other| *other != centre);
            std::iter::once(centre).chain(others).copied().collect()
        };
        let mut orders = vec![given.to_vec(), given.iter().rev().copied().collect()];
        let firsts = if given.len() > EACH_FIRST { &[] } else { &given[1..] };
        orders.extend(firsts.iter().map(first));
        return orders;
    }
    let Some((first, others)) = given.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in orders(others) {
        for at in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(at, *first);
            all.push(longer);
        }
    }
    all.sort();
    all
}
