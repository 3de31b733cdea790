//! The rows of the data files: read once for the names they use, and made into the tables of a
//! project with what scenarios add, carry on and change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::registry;
use super::sources::DataFiles;
use crate::input::builtin::{self, Statistics};
use crate::input::config::fields::Fields;
use crate::input::config::tree::{self, Node};
use crate::input::edits::added::Added;
use crate::input::edits::change::{self, Change};
use crate::input::edits::projection::Projection;
use crate::input::faults::{Faults, Said};
use crate::input::names::directory::Directory;
use crate::input::tables::{
    self, BudgetRow, CostLine, DriverLine, Figure, ParticipationRow, PaymentLine, TableFiles,
    UsageSums,
};
use crate::input::{Files, usage_stream};
use crate::model::{
    BudgetLine, CentreIx, CostEntry, DriverRow, PartyIx, PaymentRow, Project, ReadCount, RowEffect,
    RowEffectKind, Service, ServiceIx, UsageRow,
};
use crate::money::Ratio;
use crate::source::{Loc, SourceMap};

/// So many sets of rows are kept for trees with other names.
const KEPT: usize = 16;

/// The data files of a tree, opened, and what was read from them.
pub(crate) struct RowCache<'f> {
    pub(crate) files: &'f dyn Files,
    data: DataFiles,
    /// `[files]`, by which they were opened.
    node: Option<Node>,
    said: Said,
    services: OnceLock<Arc<ServiceRows>>,
    /// What was read, for each meaning of the names.
    read: Mutex<Vec<Arc<Read>>>,
}

/// The rows of services.csv, with their count and what was said.
type ServiceRows = (Vec<Service>, Vec<ReadCount>, Said);

/// What the names in data files mean.
#[derive(PartialEq)]
struct Names {
    parties: BTreeMap<String, PartyIx>,
    services: BTreeMap<String, ServiceIx>,
    centres: BTreeMap<String, CentreIx>,
}

/// The rows of all files but services.csv, and the tables that they make by themselves.
struct Read {
    names: Names,
    participation: Vec<ParticipationRow>,
    drivers: (Vec<DriverLine>, Vec<DriverRow>),
    statistics: (Vec<Figure>, Arc<Statistics>),
    costs: (Vec<CostLine>, Arc<Vec<CostEntry>>),
    payments: (Vec<PaymentLine>, Vec<PaymentRow>),
    budget: (Vec<BudgetRow>, Vec<BudgetLine>),
    usage: Arc<Vec<UsageRow>>,
    counts: Vec<ReadCount>,
    said: Said,
}

impl<'f> RowCache<'f> {
    /// Opens the files that `[files]` names.
    pub(crate) fn open(
        node: Option<&Node>,
        files: &'f dyn Files,
        sources: &mut SourceMap,
    ) -> RowCache<'f> {
        let faults = Faults::default();
        let fields = node.and_then(|node| Fields::of_node("files".to_owned(), node, &faults));
        let data = DataFiles::open(fields, files, sources, &faults);
        let said = faults.into_said();
        let (services, read) = (OnceLock::new(), Mutex::default());
        RowCache { files, data, node: node.cloned(), said, services, read }
    }

    /// Makes one without files.
    pub(crate) fn empty(files: &'f dyn Files) -> RowCache<'f> {
        RowCache {
            files,
            data: DataFiles::default(),
            node: None,
            said: Said::default(),
            services: OnceLock::new(),
            read: Mutex::default(),
        }
    }

    /// Tells whether another `[files]` names the same.
    pub(crate) fn fits(&self, node: Option<&Node>) -> bool {
        match (&self.node, node) {
            (None, None) => true,
            (Some(own), Some(other)) => tree::same(own, other),
            _ => false,
        }
    }

    /// Reads services.csv, once.
    fn services(&self, sources: &SourceMap) -> Arc<ServiceRows> {
        let read = || {
            let (faults, mut counts) = (Faults::default(), Vec::new());
            let files = TableFiles {
                sources,
                files: self.data.of(&registry::SERVICES),
                added: &[],
                faults: &faults,
            };
            let rows = tables::read_services(&files, &mut counts);
            Arc::new((rows, counts, faults.into_said()))
        };
        Arc::clone(self.services.get_or_init(read))
    }

    /// Reads all other files; once for each meaning of the names, unless there is an error.
    fn rows(&self, directory: &Directory<'_>, sources: &mut SourceMap) -> Arc<Read> {
        let known = |read: &&Arc<Read>| {
            let names = &read.names;
            names.parties == directory.parties
                && names.services == directory.services
                && names.centres == directory.centres
        };
        let kept =
            self.read.lock().unwrap_or_else(PoisonError::into_inner).iter().find(known).cloned();
        if let Some(read) = kept {
            return read;
        }
        let faults = directory.faults.fresh();
        let read = self.read_all(&directory.with_faults(&faults), sources);
        let whole = faults.is_whole();
        let read = Arc::new(Read { said: faults.into_said(), ..read });
        let mut all = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if whole && all.len() < KEPT {
            all.push(Arc::clone(&read));
        }
        read
    }

    fn read_all(&self, directory: &Directory<'_>, sources: &mut SourceMap) -> Read {
        let (data, faults) = (&self.data, directory.faults);
        let mut counts = Vec::new();
        let table = |files| TableFiles { sources: &*sources, files, added: &[], faults };
        let participation = tables::read_participation(
            &table(data.of(&registry::PARTICIPATION)),
            directory,
            &mut counts,
        );
        let drivers =
            tables::read_drivers(&table(data.of(&registry::DRIVERS)), directory, &mut counts);
        let figures =
            tables::read_statistics(&table(data.of(&registry::STATISTICS)), directory, &mut counts);
        let costs = tables::read_costs(&table(data.of(&registry::COSTS)), directory, &mut counts);
        let payments =
            tables::read_payments(&table(data.of(&registry::PAYMENTS)), directory, &mut counts);
        let budget =
            tables::read_budget(&table(data.of(&registry::BUDGET)), directory, &mut counts);
        let mut sums =
            tables::read_usage(&table(data.of(&registry::USAGE)), directory, &mut counts);
        tables::tell_repeated(&sums, sources, data.of(&registry::USAGE), faults);
        for stream in &data.streams {
            counts.extend(usage_stream::read(self.files, stream, directory, sources, &mut sums));
        }
        let mut statistics = builtin::statistics(|id| directory.parties.get(id).copied());
        tables::extend_statistics(&mut statistics, &figures, data.replace, faults);
        let driver_rows = tables::drivers(&drivers, faults);
        let entries = tables::entries(&costs, directory);
        let payment_rows = tables::payments(&payments, directory);
        let budget_lines = tables::budget_lines(&budget, faults);
        Read {
            names: Names {
                parties: directory.parties.clone(),
                services: directory.services.clone(),
                centres: directory.centres.clone(),
            },
            participation,
            drivers: (drivers, driver_rows),
            statistics: (figures, Arc::new(statistics)),
            costs: (costs, Arc::new(entries)),
            payments: (payments, payment_rows),
            budget: (budget, budget_lines),
            usage: Arc::new(tables::usage_rows(sums)),
            counts,
            said: Said::default(),
        }
    }
}

/// Makes the tables of a project.
pub(crate) struct TableBuilder<'a> {
    pub(crate) row_cache: &'a RowCache<'a>,
    /// The rows that scenarios add.
    pub(crate) added: Vec<Added<'a>>,
    /// What was added, carried on and changed.
    pub(crate) effects: Vec<RowEffect>,
}

/// What scenarios do to the tables.
pub(crate) struct Work {
    pub(crate) changes: Vec<Change>,
    pub(crate) projection: Option<Projection>,
}

impl Work {
    fn on(&self, table: &str) -> Vec<&Change> {
        self.changes.iter().filter(|change| change.table == table).collect()
    }
}

impl<'a> TableBuilder<'a> {
    pub(crate) fn new(
        row_cache: &'a RowCache<'a>,
        added: Vec<Added<'a>>,
        faults: &Faults,
    ) -> TableBuilder<'a> {
        faults.repeat(&row_cache.said);
        TableBuilder { row_cache, added, effects: Vec::new() }
    }

    /// Reads the services of services.csv and those that scenarios add.
    pub(crate) fn services(
        &self,
        sources: &SourceMap,
        counts: &mut Vec<ReadCount>,
        faults: &Faults,
    ) -> Vec<Service> {
        let read = self.row_cache.services(sources);
        counts.extend(read.1.iter().cloned());
        faults.repeat(&read.2);
        let added = TableFiles { sources, files: &[], added: &self.added, faults };
        read.0.iter().cloned().chain(tables::read_services(&added, counts)).collect()
    }

    /// Reads the other rows and puts the tables into the project, but participation, which it
    /// returns.
    pub(crate) fn fill(
        &mut self,
        project: &mut Project,
        directory: &Directory<'_>,
        sources: &mut SourceMap,
        work: &Work,
    ) -> Vec<ParticipationRow> {
        let faults = directory.faults;
        let read = self.row_cache.rows(directory, sources);
        faults.repeat(&read.said);
        project.counts.extend(read.counts.iter().cloned());
        let added = std::mem::take(&mut self.added);
        let added_files = TableFiles { sources, files: &[], added: &added, faults };
        let mut files = (&added_files, directory);
        self.count_added(&added, project, sources);
        self.fill_statistics(&read, project, &mut files, work);
        self.fill_drivers(&read, project, &mut files, work);
        self.fill_costs(&read, project, &mut files, work);
        self.fill_payments(&read, project, &mut files, work);
        self.fill_budget(&read, project, &mut files, work);
        self.fill_usage(&read, project, &mut files, work);
        if let Some(projection) = &work.projection {
            projection.say_constant(directory);
        }
        let more = tables::read_participation(&added_files, directory, &mut Vec::new());
        read.participation.iter().cloned().chain(more).collect()
    }

    /// Counts the added rows as those of their scenario file.
    fn count_added(&mut self, added: &[Added<'_>], project: &mut Project, sources: &SourceMap) {
        let mut counts: BTreeMap<(&str, Option<crate::source::SourceId>), (u64, Loc)> =
            BTreeMap::new();
        for row in added {
            counts.entry((row.table, row.loc.source())).or_insert((0, row.loc)).0 += 1;
        }
        for ((table, source), (rows, _)) in counts {
            let file = source.map(|source| sources.get(source).name.clone()).unwrap_or_default();
            let table = table.to_owned();
            project.counts.push(ReadCount {
                file,
                table,
                read: rows,
                used: rows,
                left_out: Vec::new(),
            });
        }
        for row in added {
            let number = row.number();
            self.effects.push(RowEffect {
                kind: RowEffectKind::Added,
                table: row.table,
                loc: row.loc,
                rows: 1,
                before: Ratio::ZERO,
                after: number.0,
                money: number.1,
            });
        }
    }

    fn fill_costs(
        &mut self,
        read: &Read,
        project: &mut Project,
        files: &mut Given<'_, '_>,
        work: &Work,
    ) {
        let (files, directory) = files;
        let (changes, has_added) = (work.on("costs"), files.adds("costs"));
        if changes.is_empty() && !has_added && work.projection.is_none() {
            project.entries = Arc::clone(&read.costs.1);
            return;
        }
        let mut lines = read.costs.0.clone();
        let added = tables::read_costs(files, directory, &mut Vec::new());
        tables::check_added(&lines, &added, directory.faults);
        lines.extend(added);
        self.effects.extend(work.projection.as_ref().map(|it| it.costs(&mut lines, directory)));
        self.effects
            .extend(changes.iter().map(|change| change.apply(&mut lines.iter_mut(), directory)));
        project.entries = Arc::new(tables::entries(&lines, directory));
    }

    fn fill_payments(
        &mut self,
        read: &Read,
        project: &mut Project,
        files: &mut Given<'_, '_>,
        work: &Work,
    ) {
        let (files, directory) = files;
        let changes = work.on("payments");
        if changes.is_empty() && !files.adds("payments") {
            project.payments.clone_from(&read.payments.1);
            return;
        }
        let mut lines = read.payments.0.clone();
        lines.extend(tables::read_payments(files, directory, &mut Vec::new()));
        self.effects
            .extend(changes.iter().map(|change| change.apply(&mut lines.iter_mut(), directory)));
        project.payments = tables::payments(&lines, directory);
    }

    fn fill_budget(
        &mut self,
        read: &Read,
        project: &mut Project,
        files: &mut Given<'_, '_>,
        work: &Work,
    ) {
        let (files, directory) = files;
        let changes = work.on("budget");
        if changes.is_empty() && !files.adds("budget") {
            project.budget.lines.clone_from(&read.budget.1);
            return;
        }
        let mut rows = read.budget.0.clone();
        rows.extend(tables::read_budget(files, directory, &mut Vec::new()));
        self.effects
            .extend(changes.iter().map(|change| change.apply(&mut rows.iter_mut(), directory)));
        project.budget.lines = tables::budget_lines(&rows, directory.faults);
    }

    fn fill_drivers(
        &mut self,
        read: &Read,
        project: &mut Project,
        files: &mut Given<'_, '_>,
        work: &Work,
    ) {
        let (files, directory) = files;
        let changes = work.on("drivers");
        if changes.is_empty() && !files.adds("drivers") && work.projection.is_none() {
            project.drivers.clone_from(&read.drivers.1);
            return;
        }
        let mut lines = read.drivers.0.clone();
        lines.extend(tables::read_drivers(files, directory, &mut Vec::new()));
        let projected = work.projection.as_ref().map(|it| it.drivers(&mut lines, directory));
        self.effects.extend(projected.filter(|effect| effect.rows > 0));
        self.effects
            .extend(changes.iter().map(|change| change.apply(&mut lines.iter_mut(), directory)));
        project.drivers = tables::drivers(&lines, directory.faults);
    }

    fn fill_usage(
        &mut self,
        read: &Read,
        project: &mut Project,
        files: &mut Given<'_, '_>,
        work: &Work,
    ) {
        let (files, directory) = files;
        let changes = work.on("usage");
        if changes.is_empty() && !files.adds("usage") && work.projection.is_none() {
            project.usage = Arc::clone(&read.usage);
            return;
        }
        let mut rows = Vec::clone(&read.usage);
        add_usage(&mut rows, tables::read_usage(files, directory, &mut Vec::new()));
        let projected = work.projection.as_ref().map(|it| it.usage(&mut rows, directory));
        self.effects.extend(projected.filter(|effect| effect.rows > 0));
        rows.sort_by(|a, b| tables::usage_key(a).cmp(&tables::usage_key(b)));
        self.effects
            .extend(changes.iter().map(|change| change.apply(&mut rows.iter_mut(), directory)));
        project.usage = Arc::new(rows);
    }

    fn fill_statistics(
        &mut self,
        read: &Read,
        project: &mut Project,
        files: &mut Given<'_, '_>,
        work: &Work,
    ) {
        let (files, directory) = files;
        let changes = work.on("statistics");
        let (figures, statistics) = &read.statistics;
        project.statistics = Arc::clone(statistics);
        if files.adds("statistics") {
            let mut all = builtin::statistics(|id| directory.parties.get(id).copied());
            let more = tables::read_statistics(files, directory, &mut Vec::new());
            let figures: Vec<Figure> = figures.iter().cloned().chain(more).collect();
            tables::extend_statistics(
                &mut all,
                &figures,
                self.row_cache.data.replace,
                directory.faults,
            );
            project.statistics = Arc::new(all);
        }
        if let Some(projection) =
            work.projection.as_ref().filter(|projection| projection.grows("statistics"))
        {
            let statistics = Arc::make_mut(&mut project.statistics);
            self.effects.extend(projection.statistics(statistics, directory));
        }
        if !changes.is_empty() {
            let statistics = Arc::make_mut(&mut project.statistics);
            self.effects.extend(change::apply_to_statistics(&changes, statistics, directory));
        }
    }
}

/// The added rows, and what names mean.
type Given<'f, 'd> = (&'f TableFiles<'f>, &'f Directory<'d>);

/// Adds usage to that of the files, by key.
fn add_usage(rows: &mut Vec<UsageRow>, added: UsageSums) {
    for row in tables::usage_rows(added) {
        match rows.binary_search_by(|other| tables::usage_key(other).cmp(&tables::usage_key(&row)))
        {
            Ok(at) => {
                rows[at].quantity = &rows[at].quantity + &row.quantity;
                rows[at].places.extend(row.places);
            }
            Err(at) => rows.insert(at, row),
        }
    }
}
