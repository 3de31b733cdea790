use std::collections::BTreeSet;

use clap::Args;

use crate::cli::exit;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::project::{Opened, scenarios};
use crate::cli::settings::Settings;
use crate::diag::{Diagnostic, Fault};
use crate::input::Session;
use crate::model::DateRange;
use crate::money::parse_amount;
use crate::report::{self, Basis, CorridorResult, SweepResult, accession_corridor};
use crate::scenario::{
    self, Against, Axis, AxisFault, AxisKind, Crossing, Failed, MOST_POINTS, Point,
};
use crate::text::{Lang, Phrase, Term, Text, term};

/// Let one or two variables run over their values; every point is a full, exact run
///
/// --vary PATH=FROM..TO:STEP or PATH=A,B,C sets a value of umlage.toml. A name without a dot is a
/// word for --set, which may hold it in braces: {w}, and {1-w} for what is left to one. --join
/// SERVICE=HE,RP,SL lets the first one, two, three … of these parties take part in a service (`*`:
/// in all, `members`: in the consortium) beside those that are not named; with --only alone. Shown
/// is what each party pays, its smallest and largest bill, and its course.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage scenario sweep --vary 'rule.efa.step.bund.share=0..50:5%'
  umlage scenario sweep --join wohngeld=HE,TH,RP,SL --party HE
  umlage scenario sweep --join wohngeld=HE,TH,RP,SL --every-order --party HE
  umlage scenario sweep --vary 'rule.efa.step.rest.key=equal,koenigstein-2019' --format csv
  umlage scenario sweep --vary w=0..1:1/10 --set 'key.mix.parts.a.weight={w}' --set \
  'key.mix.parts.b.weight={1-w}'
  umlage scenario sweep --vary 'rule.efa.step.bund.share=0..50:5%' --break-even HE --against \
  200000.00
  umlage scenario sweep --vary 'rule.r.step.a.share=0..50:5%' --break-even HE --against \
  rule.r.step.rest.key=equal")]
pub(super) struct Sweep {
    /// A variable: PATH=FROM..TO:STEP or PATH=A,B,C
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// Users that join one after another, beside those that are not named: SERVICE=HE,RP,…
    #[arg(long, value_name = "SERVICE=PARTIES")]
    join: Vec<String>,
    /// With --join: nobody but those named takes part
    #[arg(long, requires = "join")]
    only: bool,
    /// Run every set of the users of --join: the least and the most that a party pays over all
    /// orders of accession
    #[arg(long)]
    every_order: bool,
    /// Show only these parties, comma separated
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    party: Vec<String>,
    /// Find the exact value at which this party pays the same as under --against
    #[arg(long, value_name = "PARTY")]
    break_even: Option<String>,
    /// What --break-even is held against: an amount (an own solution), or settings PATH=VALUE;
    /// without it, the project as it is
    #[arg(long, value_name = "AMOUNT|PATH=VALUE", requires = "break_even")]
    against: Vec<String>,
}

impl Sweep {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        self.check()?;
        let against = self.against()?;
        let mut axes = self.axes()?;
        let files = settings.files().map_err(|unread| unread.say(settings.ui))?;
        let layers = scenarios(&files.root, &files, &settings.global.scenario)
            .map_err(|unread| unread.say(settings.ui))?;
        let work = Progress::start(term(Term::Reading, settings.ui.lang), settings.ui.quiet);
        let session = Session::open(&files, &layers);
        let plain: Vec<String> =
            settings.global.set.iter().filter(|text| !uses(text, &axes)).cloned().collect();
        let loaded = session.with(&[], &plain);
        drop(work);
        let mut opened = settings.opened(loaded).map_err(|unread| unread.say(settings.ui))?;
        opened.say();
        name_users(&opened, &mut axes)?;
        let sweep = scenario::Sweep {
            session: &session,
            settings: &settings.global.set,
            request: settings.request(),
            axes,
        };
        if self.every_order {
            self.corridor(&opened, &sweep, settings)?;
        } else {
            self.points(&mut opened, &sweep, settings, against)?;
        }
        settings.verdict(opened.has_findings())
    }

    /// Refuses options that do not go together.
    fn check(&self) -> Result<(), Failure> {
        let together = |options: &str| {
            Err(Failure::usage(&Phrase::NotTogether { options: options.to_owned() }))
        };
        match (self.vary.len(), self.join.len()) {
            (0, 0) => {
                Err(Failure::usage(&Phrase::OneNeeded { options: "--vary, --join".to_owned() }))
            }
            (a, b) if a + b > 2 => together("--vary, --vary, --vary"),
            (a, b) if self.every_order && (a, b) != (0, 1) => {
                together("--every-order, --vary, --join")
            }
            (a, b) if self.break_even.is_some() && (a, b) != (1, 0) => {
                together("--break-even, --join, --vary")
            }
            _ => Ok(()),
        }
    }

    /// Reads what the amount is held against; `None`: the project as it is.
    fn against(&self) -> Result<Option<Against>, Failure> {
        Ok(match &self.against[..] {
            [] => None,
            [amount] if !amount.contains('=') => {
                let bad = |_| Failure::usage(&Phrase::NoAmount { amount: amount.clone() });
                Some(Against::Amount(parse_amount(amount).map_err(bad)?))
            }
            further => Some(Against::Settings(further.to_vec())),
        })
    }

    fn axes(&self) -> Result<Vec<Axis>, Failure> {
        let vary =
            self.vary.iter().map(|text| Axis::parse(text).map_err(|fault| refuse(text, &fault)));
        let join = self.join.iter().map(|text| {
            let (name, parties) = Axis::parse_join(text).map_err(|fault| refuse(text, &fault))?;
            Ok(Axis { name, kind: AxisKind::Join { parties, only: self.only } })
        });
        vary.chain(join).collect()
    }

    fn points(
        &self,
        opened: &mut Opened,
        sweep: &scenario::Sweep<'_>,
        settings: &Settings,
        against: Option<Against>,
    ) -> Result<(), Failure> {
        let count = sweep.axes.iter().fold(1_usize, |all, axis| all.saturating_mul(axis.len()));
        if count > MOST_POINTS {
            return Err(too_many(count as u64));
        }
        let work =
            Progress::count(term(Term::Sweeping, opened.ui.lang), settings.ui.quiet, count as u64);
        let points = sweep.run(&|| work.tick()).map_err(|failed| say(*failed, opened))?;
        drop(work);
        let found = first_findings(sweep, &points, opened.ui.lang);
        opened.note(found);
        let crossings = self.crossings(opened, sweep, settings, against)?;
        let paid: BTreeSet<&str> = points
            .iter()
            .flat_map(|point| point.bill.keys().map(|(_, party)| party.as_str()))
            .collect();
        let parties = self.parties(opened, &paid)?;
        let basis = basis(
            opened,
            settings,
            points.iter().flat_map(|point| point.bill.keys()).map(|(period, _)| *period),
        );
        let result = SweepResult {
            basis: &basis,
            axes: &sweep.axes,
            points: &points,
            parties: &parties,
            crossings: crossings.as_ref().map(|(party, all)| (party.as_str(), all.as_slice())),
        };
        settings.deliver(&report::sweep(&result, opened.ui.lang))
    }

    fn crossings(
        &self,
        opened: &mut Opened,
        sweep: &scenario::Sweep<'_>,
        settings: &Settings,
        against: Option<Against>,
    ) -> Result<Option<(String, Vec<Crossing>)>, Failure> {
        let Some(text) = &self.break_even else { return Ok(None) };
        let party = opened.party(text).map_err(|fault| opened.refuse(fault))?;
        let id = opened.project.party(party).id.clone();
        let against = match against {
            Some(against) => against,
            None => Against::Amount(self.base_amount(opened, settings, &id)?),
        };
        let work = Progress::count(
            term(Term::Sweeping, opened.ui.lang),
            settings.ui.quiet,
            sweep.axes[0].len() as u64,
        );
        let found = scenario::crossings(sweep, &id, &against, &|| work.tick());
        drop(work);
        found.map(|crossings| Some((id, crossings))).map_err(|failed| say(*failed, opened))
    }

    /// What a party pays in the project as it is.
    fn base_amount(
        &self,
        opened: &mut Opened,
        settings: &Settings,
        id: &str,
    ) -> Result<crate::money::Cents, Failure> {
        let run = opened.allocate(settings.request())?;
        let own = run.shares.iter().filter(|share| opened.project.party(share.party).id == id);
        let sum = crate::money::Cents::sum(own.map(|share| share.amount.amount()));
        sum.ok_or_else(|| opened.refuse(Box::new(Diagnostic::new(Fault::AmountOverflow))))
    }

    fn corridor(
        &self,
        opened: &Opened,
        sweep: &scenario::Sweep<'_>,
        settings: &Settings,
    ) -> Result<(), Failure> {
        let [Axis { name, kind: AxisKind::Join { parties: users, only } }] = &sweep.axes[..] else {
            return Ok(());
        };
        let Some(count) = scenario::orders(users.len()) else { return Err(too_many(u64::MAX)) };
        let work = Progress::count(term(Term::Sweeping, opened.ui.lang), settings.ui.quiet, count);
        let corridor = scenario::corridor(sweep, name, users, *only, &|| work.tick());
        drop(work);
        let corridor = corridor.map_err(|failed| say(*failed, opened))?;
        let parties = self.parties(opened, &users.iter().map(String::as_str).collect())?;
        let basis = basis(opened, settings, []);
        let result = CorridorResult {
            basis: &basis,
            what: name,
            only: *only,
            corridor: &corridor,
            parties: &parties,
        };
        settings.deliver(&accession_corridor(&result, opened.ui.lang))
    }

    /// The parties to show, in project order: those asked for, else all that pay somewhere.
    fn parties(
        &self,
        opened: &Opened,
        paid: &BTreeSet<&str>,
    ) -> Result<Vec<(String, Text)>, Failure> {
        let wanted =
            self.party.iter().map(|text| opened.party(text).map_err(|fault| opened.refuse(fault)));
        let wanted = wanted.collect::<Result<BTreeSet<_>, Failure>>()?;
        let numbered = (0..).map(crate::model::PartyIx).zip(&opened.project.parties);
        let shown = numbered.filter(|(ix, party)| match wanted.is_empty() {
            true => paid.contains(party.id.as_str()),
            false => wanted.contains(ix),
        });
        Ok(shown.map(|(_, party)| (party.id.clone(), party.name.clone())).collect())
    }
}

/// Tells what was found at points, each once, with the first point.
fn first_findings(sweep: &scenario::Sweep<'_>, points: &[Point], lang: Lang) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::new();
    for point in points {
        for finding in &point.findings {
            if all.iter().all(|known| known.fault != finding.fault) {
                let at = Phrase::AtPoint { point: sweep.labels(&point.at).join(", ") }.get(lang);
                all.push(finding.clone().note(at.clone(), at));
            }
        }
    }
    all
}

/// On what the figures rest: the period asked for, by the command line or the project, else those
/// that have cost.
fn basis<'a>(
    opened: &'a Opened,
    settings: &Settings,
    with_cost: impl IntoIterator<Item = DateRange>,
) -> Basis<'a> {
    let selected = settings.period.or(opened.project.period);
    Basis::new(&opened.project, selected, with_cost, Some(settings.status))
}

/// Tells whether a setting holds a variable in braces.
fn uses(setting: &str, axes: &[Axis]) -> bool {
    axes.iter().any(|axis| {
        setting.contains(&format!("{{{}}}", axis.name))
            || setting.contains(&format!("{{1-{}}}", axis.name))
    })
}

/// Makes ids of the users that join, each once, and checks where they join.
fn name_users(opened: &Opened, axes: &mut [Axis]) -> Result<(), Failure> {
    for axis in axes {
        let AxisKind::Join { parties: users, .. } = &mut axis.kind else { continue };
        if !matches!(axis.name.as_str(), "*" | "members") {
            opened.service(&axis.name).map_err(|fault| opened.refuse(fault))?;
        }
        let mut ids: Vec<String> = Vec::new();
        for user in users.iter() {
            let party = opened.party(user).map_err(|fault| opened.refuse(fault))?;
            let id = opened.project.party(party).id.clone();
            if ids.contains(&id) {
                return Err(refuse(&axis.name, &AxisFault::Doubled(id)));
            }
            ids.push(id);
        }
        *users = ids;
    }
    Ok(())
}

fn refuse(axis: &str, fault: &AxisFault) -> Failure {
    let axis = axis.to_owned();
    Failure::usage(&match fault {
        AxisFault::NoValue => Phrase::AxisWithoutValue { axis },
        AxisFault::BadRange(range) => Phrase::AxisRange { range: range.clone() },
        AxisFault::TooMany => Phrase::AxisTooMany { axis },
        AxisFault::Doubled(value) => Phrase::AxisDoubled { axis, value: value.clone() },
    })
}

fn too_many(count: u64) -> Failure {
    Failure::usage(&Phrase::TooManyPoints {
        count: count.to_string(),
        most: MOST_POINTS.to_string(),
    })
}

/// Says why a point could not be run, and which one.
fn say(failed: Failed, opened: &Opened) -> Failure {
    opened.ui.diagnostics(&failed.diagnostics.into_sorted(), &failed.sources);
    let message = Phrase::AtPoint { point: failed.at.join(", ") };
    Failure { exit: exit::INVALID, ..Failure::usage(&message) }
}
