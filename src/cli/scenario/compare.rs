use clap::{Args, ValueEnum};

use crate::allocation::AllocationRun;
use crate::analysis::{self, Bill, Line, Per, Side, Sort};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::project::{Opened, scenarios};
use crate::cli::settings::Settings;
use crate::input::{Layer, Session};
use crate::model::Project;
use crate::report::{self, scenario_comparison};
use crate::text::{Phrase, Term, term};

/// Set scenarios beside the project: what each party pays, and the difference
///
/// The base is the project itself, or the scenario named by --base. What --scenario and --set say
/// lies under all sides.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  umlage scenario compare sachsen                      one scenario against the project
  umlage scenario compare bund-0 bund-35 --base bund-25
  umlage scenario compare sachsen --per inhabitant --sort difference
  umlage scenario compare sachsen --by service --per case --measure Anträge
  umlage scenario compare sachsen thueringen --format csv -o vergleich.csv")]
pub(super) struct Compare {
    /// Scenarios: files, or names in the folder scenarios
    #[arg(value_name = "FILE", required = true)]
    scenarios: Vec<String>,
    /// The scenario that the others are held against, instead of the project itself
    #[arg(long, value_name = "FILE")]
    base: Option<String>,
    /// What the rows are
    #[arg(long, value_enum, default_value_t = By::Party)]
    by: By,
    /// Show the amounts divided by this, too
    #[arg(long, value_enum)]
    per: Option<Unit>,
    /// The measure of usage that --per case counts; needed where usage has several
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Sort the rows by this under the first scenario, the largest first
    #[arg(long, value_enum, value_name = "COLUMN")]
    sort: Option<Column>,
    /// Show only these rows: parties or services, comma separated; the others are one sum
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    only: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Parties
    Party,
    /// Services
    Service,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// Cases: usage of the party or service
    Case,
    /// Inhabitants
    Inhabitant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Column {
    /// What is paid under the scenario
    Amount,
    /// What the scenario adds
    Difference,
    /// What it adds in percent
    Percent,
}

impl Compare {
    pub(super) fn run(&self, settings: &Settings) -> Outcome {
        let files = settings.files().map_err(|unread| unread.say(settings.ui))?;
        let read = |names: &[String]| {
            scenarios(&files.root, &files, names).map_err(|unread| unread.say(settings.ui))
        };
        let below = read(&settings.global.scenario)?;
        let base = read(self.base.as_slice())?;
        let layers = read(&self.scenarios)?;
        let work = Progress::start(term(Term::Allocating, settings.ui.lang), settings.ui.quiet);
        let session = Session::open(&files, &below);
        let mut opened = open(settings, &session, &base)?;
        drop(work);
        opened.say();
        let per = self.per(&opened)?;
        let only = self.only(&opened)?;
        let run = opened.allocate(settings.request())?;
        opened.note_findings(&run);
        let first = self.side(&opened, &run, per.as_ref(), base.first())?;
        let (mut sides, mut findings) = (Vec::new(), opened.has_findings());
        for layer in &layers {
            let mut other = open(settings, &session, std::slice::from_ref(layer))?;
            other.say_what_is_new(&opened);
            let own = other.allocate(settings.request())?;
            other.note_findings(&own);
            let found = other.held_against(&opened, &run, &own, settings.request());
            other.note(found);
            sides.push(self.side(&other, &own, per.as_ref(), Some(layer))?);
            findings |= other.has_findings();
        }
        let sort = match self.sort {
            None => Sort::Order,
            Some(Column::Amount) => Sort::Amount,
            Some(Column::Difference) => Sort::Difference,
            Some(Column::Percent) => Sort::Percent,
        };
        let comparison = analysis::compare(first, sides, sort, &only);
        let selected = settings.period.or(opened.project.period);
        let periods = comparison.periods.iter().copied();
        let basis = report::Basis::new(&opened.project, selected, periods, Some(settings.status));
        let compare = report::Compare {
            comparison: &comparison,
            basis: &basis,
            line: self.line(),
            per: per.as_ref(),
        };
        settings.deliver(&scenario_comparison(&compare, opened.ui.lang))?;
        settings.verdict(findings)
    }

    const fn line(&self) -> Line {
        match self.by {
            By::Party => Line::Party,
            By::Service => Line::Service,
        }
    }

    /// Adds up one side.
    fn side(
        &self,
        opened: &Opened,
        run: &AllocationRun,
        per: Option<&Per>,
        layer: Option<&Layer>,
    ) -> Result<Side, Failure> {
        let project = &opened.project;
        let title = side_title(project, layer);
        let bill =
            Bill::of(project, run, self.line(), per).map_err(|fault| opened.refuse(fault))?;
        Ok(Side { name: layer.map(stem).unwrap_or_default(), title, bill })
    }

    /// Finds what amounts are divided by; a measure must be named where usage has several.
    fn per(&self, opened: &Opened) -> Result<Option<Per>, Failure> {
        let measures: std::collections::BTreeSet<&str> =
            opened.project.usage.iter().map(|row| &*row.measure).collect();
        let known = || measures.iter().copied().collect::<Vec<_>>().join(", ");
        match (self.per, &self.measure) {
            (None, _) => Ok(None),
            (Some(Unit::Inhabitant), _) => Ok(Some(Per::Inhabitant)),
            (Some(Unit::Case), Some(measure)) if measures.contains(measure.as_str()) => {
                Ok(Some(Per::Case(measure.clone())))
            }
            (Some(Unit::Case), None) if measures.len() == 1 => Ok(Some(Per::Case(known()))),
            (Some(Unit::Case), _) => Err(Failure::usage(&Phrase::WhichMeasure { known: known() })),
        }
    }

    /// Makes ids of the rows that are to be shown.
    fn only(&self, opened: &Opened) -> Result<Vec<String>, Failure> {
        let id = |text: &String| match self.by {
            By::Party => opened.party(text).map(|party| opened.project.party(party).id.clone()),
            By::Service => {
                opened.service(text).map(|service| opened.project.service(service).id.clone())
            }
        };
        self.only.iter().map(|text| id(text).map_err(|fault| opened.refuse(fault))).collect()
    }
}

/// Reads a side.
fn open(settings: &Settings, session: &Session<'_>, layers: &[Layer]) -> Result<Opened, Failure> {
    settings
        .opened(session.with(layers, &settings.global.set))
        .map_err(|unread| unread.say(settings.ui))
}

/// The title of a side: that of its scenario; of a base without one, the titles of what lies under
/// all sides, else that of the project.
pub(in crate::cli) fn side_title(project: &Project, layer: Option<&Layer>) -> String {
    let titles: Vec<&str> =
        project.scenarios.iter().map(|scenario| scenario.title.as_str()).collect();
    match (titles.last(), layer) {
        (Some(own), Some(_)) => (*own).to_owned(),
        (Some(_), None) => titles.join(" + "),
        (None, _) => project.title.clone(),
    }
}

/// The name of a scenario for machines: its file without folder and ending.
pub(in crate::cli) fn stem(layer: &Layer) -> String {
    let path = std::path::Path::new(&layer.name);
    path.file_stem().map_or_else(|| layer.name.clone(), |stem| stem.to_string_lossy().into_owned())
}
