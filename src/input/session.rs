//! A project that is read once and resolved many times: for each scenario and each point of a
//! sweep.
//!
//! Rules: rules.md#same-checks.

use super::faults::{Faults, Said};
use super::{Files, Loaded, resolve};
use crate::input::config::layers::{Layer, Layering, Stack};
use crate::input::config::{setting, tree};
use crate::input::files::decode::{self, Charset};
use crate::input::tables::rows::RowCache;
use crate::model::{Project, RowEffect};
use crate::source::{Loc, SourceMap};

/// umlage.toml with the layers that all runs have in common, and the data files. What was read of
/// these is kept and shared between runs; only a run with another `[files]`, or whose names mean
/// something else, reads them again.
pub struct Session<'f> {
    files: &'f dyn Files,
    sources: SourceMap,
    /// The tree and where it begins; `None` where umlage.toml cannot be read.
    base: Option<(Stack, Loc)>,
    said: Said,
    row_cache: RowCache<'f>,
}

impl<'f> Session<'f> {
    /// Reads umlage.toml, lays scenario files over it and opens the data files.
    pub fn open(files: &'f dyn Files, layers: &[Layer]) -> Session<'f> {
        let (mut sources, faults) = (SourceMap::default(), Faults::default());
        let source = decode::open(files, "umlage.toml", Charset::Utf8Only, &mut sources, &faults);
        let base = source.and_then(|source| {
            let tree = tree::parse(&sources, source, &faults)?;
            let mut stack = Stack::new(tree, &faults);
            let start = sources.loc(source, 0..0);
            let mut layering = Layering { files, sources: &mut sources, faults: &faults };
            layers.iter().for_each(|layer| layering.lay(layer, &mut stack));
            Some((stack, start))
        });
        let node = base.as_ref().and_then(|(stack, _)| stack.tree.get("files"));
        let row_cache = match &base {
            Some(_) => RowCache::open(node, files, &mut sources),
            None => RowCache::empty(files),
        };
        let said = faults.into_said();
        Session { files, sources, base, said, row_cache }
    }

    /// Lays further scenario files and settings over the tree and resolves it.
    pub fn with(&self, layers: &[Layer], settings: &[String]) -> Loaded {
        let (mut sources, faults) = (self.sources.clone(), Faults::default());
        faults.repeat(&self.said);
        let mut stack = Stack::default();
        let (project, effects) = match &self.base {
            Some((base, start)) => {
                stack = base.clone();
                self.lay(&mut stack, layers, settings, &mut sources, &faults);
                self.resolve(&stack, *start, !settings.is_empty(), &mut sources, &faults)
            }
            None => (None, Vec::new()),
        };
        let diagnostics = faults.into_inner();
        let project = project.filter(|_| !diagnostics.has_errors());
        let base = self.base.as_ref().and_then(|(_, start)| start.source());
        Loaded { project, sources, diagnostics, effects, stack, base }
    }

    /// Lays scenarios and settings over the tree.
    fn lay(
        &self,
        stack: &mut Stack,
        layers: &[Layer],
        settings: &[String],
        sources: &mut SourceMap,
        faults: &Faults,
    ) {
        let mut layering = Layering { files: self.files, sources, faults };
        layers.iter().for_each(|layer| layering.lay(layer, stack));
        for setting in settings {
            setting::apply(&mut stack.tree, setting, sources, faults);
        }
    }

    /// Resolves a tree; `deviates` tells whether settings changed it.
    fn resolve(
        &self,
        stack: &Stack,
        start: Loc,
        deviates: bool,
        sources: &mut SourceMap,
        faults: &Faults,
    ) -> (Option<Project>, Vec<RowEffect>) {
        let node = stack.tree.get("files");
        let other = match self.row_cache.fits(node) {
            true => None,
            false => Some(RowCache::open(node, self.files, sources)),
        };
        let row_cache = other.as_ref().unwrap_or(&self.row_cache);
        let (mut project, effects) =
            resolve::resolve(&stack.tree, start, row_cache, sources, faults);
        project.scenarios = std::sync::Arc::new(stack.scenarios.clone());
        if deviates {
            project.deviations = std::sync::Arc::new(stack.set(sources));
        }
        (Some(project), effects)
    }
}
