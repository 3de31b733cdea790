//! `[files]`: which files hold which data.
//!
//! Rules: rules.md#file-once, rules.md#folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::registry::{self, COSTS};
use crate::diag::{Diagnostic, Fault};
use crate::input::config::fields::{self, Fields};
use crate::input::config::tree::{Node, Value};
use crate::input::faults::Faults;
use crate::input::files::access::{self, Files, Identity, STANDARD_INPUT};
use crate::input::files::recorder::{self, Seen};
use crate::input::files::search::{self, Matches};
use crate::input::files::{decode, reasons};
use crate::input::records::data_file::DataFile;
use crate::input::records::layout::{ADDED_UP, Layout};
use crate::input::records::schema::Schema;
use crate::input::spreadsheet::{self, Area, Pick, Wanted};
use crate::input::usage_stream;
use crate::source::{Loc, SourceMap, Sourced};
use crate::text::Text;

/// The data files of a project, read and taken into the map of sources.
#[derive(Debug, Default)]
pub(crate) struct DataFiles {
    /// The files of each table, by its name.
    tables: BTreeMap<&'static str, Vec<DataFile>>,
    /// What was used, in large files, which are not read yet.
    pub(crate) streams: Vec<DataFile>,
    /// Whether statistics may change built-in values.
    pub(crate) replace: bool,
}

impl DataFiles {
    /// Opens the files that `[files]` names, else those beside umlage.toml.
    pub(crate) fn open(
        table: Option<Fields<'_>>,
        files: &dyn Files,
        sources: &mut SourceMap,
        faults: &Faults,
    ) -> DataFiles {
        let mut opener =
            Opener { files, sources, faults, streams: Vec::new(), kinds: [None, None] };
        let before = faults.errors();
        let (mut tables, mut replace) = (BTreeMap::new(), false);
        for Schema { table: name, .. } in registry::ALL {
            let (files, may_replace) = opener.table(name, table.as_ref());
            replace |= may_replace;
            if files.is_empty() && *name == COSTS.table && faults.errors() == before {
                faults.push(costs_missing(table.as_ref()));
            }
            tables.insert(*name, files);
        }
        if let Some(table) = table {
            table.finish();
        }
        let streams = opener.streams;
        forget_read_sheets(&mut tables, sources);
        DataFiles { tables, streams, replace }
    }

    /// Lists the files of a table.
    pub(crate) fn of(&self, schema: &Schema) -> &[DataFile] {
        self.tables.get(schema.table).map_or(&[], Vec::as_slice)
    }
}

/// Takes the sheets that hold another table of the project out of those that are told not to be
/// read.
fn forget_read_sheets(tables: &mut BTreeMap<&'static str, Vec<DataFile>>, sources: &SourceMap) {
    let place = |file: &DataFile| {
        let source = sources.get(file.source);
        Some((source.name.as_str(), source.cells.as_ref()?.sheet.as_str()))
    };
    let read: BTreeSet<(&str, &str)> = tables.values().flatten().filter_map(place).collect();
    for file in tables.values_mut().flatten() {
        let name = sources.get(file.source).name.as_str();
        if let Some(sheet) = file.sheet.as_mut() {
            Arc::make_mut(sheet)
                .others
                .retain(|other| !read.contains(&(name, other.name.as_str())));
        }
    }
}

/// The fault of a project without cost data, at the field that names none.
fn costs_missing(files: Option<&Fields<'_>>) -> Diagnostic {
    let fault = |de: &str, en: &str| Fault::CostsMissing { why: Text::new(de, en) };
    match files.map(|files| files.present(&["costs"])).unwrap_or_default().first() {
        Some((_, loc)) => Diagnostic::at(
            fault("`files.costs` nennt keine Datei", "`files.costs` names no file"),
            *loc,
        ),
        None => Diagnostic::new(fault("`costs.csv` fehlt", "`costs.csv` is missing")),
    }
}

/// Finds and opens files.
struct Opener<'a> {
    files: &'a dyn Files,
    sources: &'a mut SourceMap,
    faults: &'a Faults,
    /// Large files of usage.
    streams: Vec<DataFile>,
    /// The last text file and the last workbook of the table.
    kinds: [Option<String>; 2],
}

impl Opener<'_> {
    /// Opens the files of a table; tells also whether they may replace what is built in. Where one
    /// cannot be opened, nobody knows which names it has.
    fn table(&mut self, name: &'static str, files: Option<&Fields<'_>>) -> (Vec<DataFile>, bool) {
        let before = self.faults.errors();
        let opened = self.files_of(name, files);
        if self.faults.errors() > before {
            self.faults.lose_all(name);
        }
        opened
    }

    fn files_of(
        &mut self,
        name: &'static str,
        files: Option<&Fields<'_>>,
    ) -> (Vec<DataFile>, bool) {
        let field = format!("files.{name}");
        let plain = Arc::<Layout>::default();
        let pick = self.pick(name, &plain).unwrap_or_default();
        let Some(node) = files.and_then(|files| files.get(name)) else {
            return (self.default(name, &plain, &pick), false);
        };
        let Value::Table(table) = &node.value else {
            return (self.named(name, &field, node, &plain, &pick), false);
        };
        let fields = Fields::new(field.clone(), node.loc, table, self.faults);
        let replace = name == "statistics" && fields.flag("replace").is_some_and(|flag| flag.value);
        let layout = Arc::new(Layout::read(name, &registry::columns(name), &fields));
        let path = fields.get("path");
        let for_one = [
            fields.present(&["delimiter", "encoding"]),
            fields.present(&["sheet", "range", "left_out"]),
        ];
        fields.finish();
        let Some(pick) = self.pick(name, &layout) else { return (Vec::new(), replace) };
        self.kinds = [None, None];
        let found = match path {
            Some(node) => self.named(name, &format!("{field}.path"), node, &layout, &pick),
            None => self.default(name, &layout, &pick),
        };
        self.useless(&field, for_one);
        (found, replace)
    }

    /// Finds out which part of a workbook is meant; `None` where that cannot be read.
    fn pick(&self, table: &str, layout: &Layout) -> Option<Pick> {
        let wanted =
            registry::schema(table).map(|schema| Wanted::new(layout, schema)).unwrap_or_default();
        let sheet = layout.sheet.as_ref().map(|sheet| sheet.value.clone());
        let mut pick = Pick { sheet, header: layout.header, wanted, ..Pick::default() };
        if let Some(text) = &layout.range {
            pick.range = Area::parse(&text.value);
            if pick.range.is_none() {
                self.faults.at(Fault::BadRange { value: text.value.clone() }, text.loc);
                return None;
            }
        }
        for text in &layout.left_out {
            match Area::parse(&text.value) {
                Some(area) => pick.cells_left_out.push(Sourced::new(area, text.loc)),
                None => pick.sheets_left_out.push(text.clone()),
            }
        }
        Some(pick)
    }

    /// Refuses the fields of a layout for text files, or for workbooks, where the table has no such
    /// file.
    fn useless(&self, table: &str, [for_text, for_books]: [Vec<(&str, Loc)>; 2]) {
        let (useless, file, what) = match &self.kinds {
            [Some(file), None] => (for_books, file, Text::new("Arbeitsmappen", "workbooks")),
            [None, Some(file)] => (for_text, file, Text::new("Textdateien", "text files")),
            _ => return,
        };
        for (field, loc) in useless {
            let (field, file) = (format!("{table}.{field}"), file.clone());
            self.faults.at(Fault::UselessField { field, file, what: what.clone() }, loc);
        }
    }

    /// Opens a file that is there, or says why it cannot be opened.
    fn open(
        &mut self,
        name: &str,
        file: &Named,
        layout: &Arc<Layout>,
        pick: &Pick,
    ) -> Option<DataFile> {
        let path = file.path.as_str();
        let may_stream = name == "usage" && layout.is_plain();
        let size = match self.files.size(path) {
            Err(_) if may_stream && path == STANDARD_INPUT => u64::MAX,
            Err(reason) => {
                self.say(reasons::unreadable(path, &reason), file);
                return None;
            }
            Ok(size) => size,
        };
        let is_workbook = spreadsheet::is_workbook(path);
        self.kinds[usize::from(is_workbook)] = Some(path.to_owned());
        if is_workbook {
            let (source, sheet) =
                spreadsheet::open(self.files, path, pick, self.sources, self.faults)?;
            return Some(DataFile {
                source,
                layout: Arc::clone(layout),
                sheet: Some(Arc::new(sheet)),
            });
        }
        if may_stream && usage_stream::is_stream(path, size) {
            let source = self.sources.add_excerpt(path, String::new(), 1);
            self.streams.push(DataFile { source, layout: Arc::clone(layout), sheet: None });
            return None;
        }
        let source = decode::open(self.files, path, layout.charset, self.sources, self.faults)?;
        Some(DataFile { source, layout: Arc::clone(layout), sheet: None })
    }

    /// Opens the file beside umlage.toml, if there is one.
    fn default(&mut self, table: &str, layout: &Arc<Layout>, pick: &Pick) -> Vec<DataFile> {
        let endings = ["csv", "csv.gz", "csv.zst"].into_iter().chain(spreadsheet::ENDINGS);
        let paths = endings.map(|ending| format!("{table}.{ending}"));
        let found: Vec<String> = paths.filter(|path| self.files.exists(path)).collect();
        match found.as_slice() {
            [] => Vec::new(),
            [path] => {
                let file = Named { path: path.clone(), loc: None };
                self.open(table, &file, layout, pick).into_iter().collect()
            }
            several => {
                let list = |word| format!("`{}`", several.join(&format!("` {word} `")));
                let (files, first) = (Text::new(list("und"), list("and")), several[0].clone());
                let fault = Fault::SeveralCandidates { table: table.to_owned(), files, first };
                self.faults.push(Diagnostic::new(fault));
                Vec::new()
            }
        }
    }

    /// Opens the files of a path, a pattern or a list of them; each once, however often it is
    /// named.
    fn named(
        &mut self,
        name: &str,
        field: &str,
        node: &Node,
        layout: &Arc<Layout>,
        pick: &Pick,
    ) -> Vec<DataFile> {
        let single = std::slice::from_ref(node);
        let nodes = match &node.value {
            Value::List(list) => list,
            _ => single,
        };
        let mut named = Vec::new();
        for node in nodes {
            if let Some(text) = fields::text(self.faults, field, node) {
                named.extend(self.matches(text.value, node));
            }
        }
        let files = self.distinct(named);
        if ADDED_UP.contains(&name) && !layout.repeated {
            self.tell_copies(&files);
        }
        files.iter().filter_map(|file| self.open(name, file, layout, pick)).collect()
    }

    /// Lists what a path or pattern means.
    fn matches(&self, text: &str, node: &Node) -> Vec<Named> {
        let path = self.tidy(text);
        let named = |path: String| Named { path, loc: Some(node.loc) };
        if !search::is_pattern(&path) || self.files.exists(&path) {
            return vec![named(path)];
        }
        let found = self.files.matches(&path).unwrap_or_else(|reason| Matches {
            paths: Vec::new(),
            unread: vec![(text.to_owned(), reason)],
        });
        if found.paths.is_empty() && found.unread.is_empty() {
            self.faults.at(Fault::NoFileMatches { pattern: text.to_owned() }, node.loc);
        }
        for (name, reason) in &found.unread {
            self.faults.at(reasons::unreadable(name, reason), node.loc);
        }
        found.paths.into_iter().map(named).collect()
    }

    /// Keeps each file once, by whatever paths it is reached: under its own, if that is among them.
    fn distinct(&self, named: Vec<Named>) -> Vec<Named> {
        let mut places = BTreeMap::new();
        let mut kept: Vec<(bool, Named)> = Vec::new();
        for file in named {
            let Identity { file: id, is_direct } = self.files.identity(&file.path);
            match places.get(&id) {
                None => {
                    places.insert(id, kept.len());
                    kept.push((!is_direct, file));
                }
                Some(place) => {
                    let (is_detour, own) = &mut kept[*place];
                    if (!is_direct, &file.path) < (*is_detour, &own.path) {
                        (*is_detour, own.path) = (!is_direct, file.path);
                    }
                }
            }
        }
        kept.into_iter().map(|(_, file)| file).collect()
    }

    /// Tells files of a table that hold the same. Only those of one size are looked into.
    fn tell_copies(&self, files: &[Named]) {
        let mut sizes: BTreeMap<u64, Vec<&Named>> = BTreeMap::new();
        for file in files {
            if let Some(size) = self.files.size(&file.path).ok().filter(|size| *size > 0) {
                sizes.entry(size).or_default().push(file);
            }
        }
        for alike in sizes.values().filter(|alike| alike.len() > 1) {
            let mut first: BTreeMap<String, &Named> = BTreeMap::new();
            for file in alike {
                let Ok(Seen { sha256: digest, .. }) =
                    recorder::digest_of_file(self.files, &file.path)
                else {
                    continue;
                };
                match first.get(&digest) {
                    None => drop(first.insert(digest, file)),
                    Some(other) => {
                        let (copy, other) = (file.path.clone(), other.path.clone());
                        self.say(Fault::SameContent { file: copy, other }, file);
                    }
                }
            }
        }
    }

    /// Writes a path in its shortest form, unless a link on the way makes that another file.
    fn tidy(&self, path: &str) -> String {
        let (plain, short) = (access::plain(path), access::shortest(path));
        let file = |path: &str| self.files.identity(path).file;
        let is_same = short == plain || search::is_pattern(&short) || file(&short) == file(&plain);
        if is_same { short } else { plain }
    }

    /// Says something about a file, where `[files]` names it.
    fn say(&self, fault: Fault, file: &Named) {
        self.faults.push(match file.loc {
            Some(loc) => Diagnostic::at(fault, loc),
            None => Diagnostic::new(fault),
        });
    }
}

/// A file that `[files]` names, and where.
struct Named {
    path: String,
    /// `None` where it is taken by default.
    loc: Option<Loc>,
}
