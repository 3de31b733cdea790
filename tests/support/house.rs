//! The figures of a source tree: its lines, its long functions, its functions with tuples for
//! parameters, and the circles between its files.
//!
//! An arrow leads from a file to the file that defines what it names. `mod` lines and re-exports
//! are no arrows: they say where things are, and need nothing of them. Code of tests is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The most columns of a line.
pub const MOST_COLUMNS: usize = 100;
/// The most lines of a function.
pub const MOST_LINES: usize = 60;

/// What is counted.
#[derive(Debug, Default)]
pub struct Figures {
    /// Lines without those of test modules.
    pub lines: usize,
    /// Places of lines that are too long.
    pub wide: Vec<String>,
    /// Places of functions that are too long.
    pub long: Vec<String>,
    /// Places of functions with a tuple for a parameter.
    pub tuples: Vec<String>,
    /// Files that need one another, one list for each circle.
    pub circles: Vec<Vec<String>>,
    /// All arrows: from, to.
    pub arrows: BTreeSet<(String, String)>,
}

/// Names of a module: `crate` is the empty path.
type Module = Vec<String>;

/// One source file.
struct Source {
    name: String,
    module: Module,
    tree: syn::File,
    text: String,
}

/// What a name in a module stands for.
#[derive(Clone, Debug)]
enum Named {
    Here,
    Elsewhere(Vec<String>),
}

/// Counts a tree; `src` is the folder with `lib.rs`.
pub fn count(src: &Path) -> Figures {
    let mut sources: Vec<Source> = Vec::new();
    for path in rust_files(src) {
        let name = path.strip_prefix(src).unwrap().to_str().unwrap().replace('\\', "/");
        let module = module_of(&name);
        if module.last().is_some_and(|last| last == "tests" || last == "testing") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let tree = syn::parse_file(&text).unwrap();
        if is_for_tests(&tree.attrs) {
            continue;
        }
        sources.push(Source { name, module, tree, text });
    }
    let mut figures = Figures::default();
    for source in &sources {
        let tests = lines_of_tests(&source.tree);
        for (index, line) in source.text.lines().enumerate() {
            if tests.contains(&(index + 1)) {
                continue;
            }
            figures.lines += 1;
            if line.chars().count() > MOST_COLUMNS {
                figures.wide.push(format!("{}:{}", source.name, index + 1));
            }
        }
        let mut functions = Functions { name: &source.name, figures: &mut figures };
        functions.visit_file(&source.tree);
    }
    figures.arrows = arrows(&sources);
    figures.circles = circles(&figures.arrows);
    figures
}

/// Lists the Rust files below a folder.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn module_of(name: &str) -> Module {
    let stem = name.trim_end_matches(".rs");
    let mut parts: Module = stem.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string().trim() == "test")
    })
}

fn lines_of_tests(tree: &syn::File) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for item in &tree.items {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            _ => continue,
        };
        if is_for_tests(attributes) {
            lines.extend(item.span().start().line..=item.span().end().line);
        }
    }
    lines
}

/// Looks at the functions of a file.
struct Functions<'a> {
    name: &'a str,
    figures: &'a mut Figures,
}

impl Functions<'_> {
    fn look(&mut self, signature: &syn::Signature, block: Option<&syn::Block>) {
        let first = signature.span().start().line;
        let place = format!("{}:{first} {}", self.name, signature.ident);
        if let Some(block) = block {
            let lines = block.span().end().line + 1 - first;
            if lines > MOST_LINES {
                self.figures.long.push(format!("{place} ({lines})"));
            }
        }
        let is_tuple = |argument: &syn::FnArg| match argument {
            syn::FnArg::Typed(typed) => {
                matches!(&*typed.pat, syn::Pat::Tuple(_)) || tuple(&typed.ty)
            }
            syn::FnArg::Receiver(_) => false,
        };
        if signature.inputs.iter().any(is_tuple) {
            self.figures.tuples.push(place);
        }
    }
}

fn tuple(kind: &syn::Type) -> bool {
    match kind {
        syn::Type::Tuple(tuple) => !tuple.elems.is_empty(),
        syn::Type::Reference(inner) => tuple(&inner.elem),
        syn::Type::Paren(inner) => tuple(&inner.elem),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            self.look(&item.sig, Some(&item.block));
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.look(&item.sig, Some(&item.block));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.look(&item.sig, item.default.as_ref());
        visit::visit_trait_item_fn(self, item);
    }
}

/// What every module names, and where each module stands.
struct Names {
    files: BTreeMap<Module, String>,
    names: BTreeMap<Module, BTreeMap<String, Named>>,
}

fn arrows(sources: &[Source]) -> BTreeSet<(String, String)> {
    let mut known = Names { files: BTreeMap::new(), names: BTreeMap::new() };
    for source in sources.iter().filter(|source| source.name != "main.rs") {
        known.files.insert(source.module.clone(), source.name.clone());
        let mut names = BTreeMap::new();
        for item in &source.tree.items {
            match item {
                syn::Item::Use(item) if !is_for_tests(&item.attrs) => {
                    each_use(&item.tree, &mut Vec::new(), &mut |path, name| {
                        names.insert(name.to_owned(), Named::Elsewhere(path.to_vec()));
                    });
                }
                _ => {
                    if let Some(name) = name_of(item) {
                        names.insert(name, Named::Here);
                    }
                }
            }
        }
        known.names.insert(source.module.clone(), names);
    }
    let mut arrows = BTreeSet::new();
    for source in sources {
        let mut paths = Paths { paths: Vec::new() };
        paths.visit_file(&source.tree);
        for path in paths.paths {
            if let Some(file) = known.file_of(&source.module, &path, 0)
                && file != source.name
            {
                arrows.insert((source.name.clone(), file));
            }
        }
    }
    arrows
}

impl Names {
    /// Finds the file that defines what a path names, as seen from a module.
    fn file_of(&self, from: &[String], path: &[String], depth: usize) -> Option<String> {
        if depth > 12 {
            return None;
        }
        let (mut module, mut rest): (Module, &[String]) = match path.first()?.as_str() {
            "crate" | "umlage" => (Vec::new(), &path[1..]),
            "self" => (from.to_vec(), &path[1..]),
            "super" => (from[..from.len().checked_sub(1)?].to_vec(), &path[1..]),
            _ => (from.to_vec(), path),
        };
        while rest.first().is_some_and(|first| first == "super") {
            module.pop()?;
            rest = &rest[1..];
        }
        loop {
            let Some(name) = rest.first() else { return self.files.get(&module).cloned() };
            let mut child = module.clone();
            child.push(name.clone());
            let named = self.names.get(&module).and_then(|names| names.get(name));
            let is_module = rest.len() > 1 && self.files.contains_key(&child);
            match named.filter(|_| !is_module) {
                Some(Named::Here) => return self.files.get(&module).cloned(),
                Some(Named::Elsewhere(path)) => {
                    let mut whole = path.clone();
                    whole.extend(rest[1..].iter().cloned());
                    if whole == rest && path.len() == 1 {
                        return None;
                    }
                    return self.file_of(&module, &whole, depth + 1);
                }
                None if self.files.contains_key(&child) => {
                    module = child;
                    rest = &rest[1..];
                }
                None => {
                    let names = self.names.get(&module)?;
                    let globs = names.iter().filter(|(name, _)| name.starts_with('*'));
                    for (_, named) in globs {
                        if let Named::Elsewhere(path) = named {
                            let mut whole = path.clone();
                            whole.extend(rest.iter().cloned());
                            if let Some(file) = self.file_of(&module, &whole, depth + 1) {
                                return Some(file);
                            }
                        }
                    }
                    return None;
                }
            }
        }
    }
}

fn name_of(item: &syn::Item) -> Option<String> {
    Some(match item {
        syn::Item::Const(item) => item.ident.to_string(),
        syn::Item::Enum(item) => item.ident.to_string(),
        syn::Item::Fn(item) => item.sig.ident.to_string(),
        syn::Item::Static(item) => item.ident.to_string(),
        syn::Item::Struct(item) => item.ident.to_string(),
        syn::Item::Trait(item) => item.ident.to_string(),
        syn::Item::Type(item) => item.ident.to_string(),
        syn::Item::Macro(item) => item.ident.as_ref()?.to_string(),
        syn::Item::Mod(item) if item.content.is_some() => item.ident.to_string(),
        _ => return None,
    })
}

fn each_use(tree: &syn::UseTree, path: &mut Vec<String>, found: &mut impl FnMut(&[String], &str)) {
    match tree {
        syn::UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            each_use(&inner.tree, path, found);
            path.pop();
        }
        syn::UseTree::Name(inner) if inner.ident == "self" => {
            found(path, &path.last().cloned().unwrap_or_default());
        }
        syn::UseTree::Name(inner) => {
            path.push(inner.ident.to_string());
            found(path, &inner.ident.to_string());
            path.pop();
        }
        syn::UseTree::Rename(inner) => {
            if inner.ident != "self" {
                path.push(inner.ident.to_string());
            }
            found(path, &inner.rename.to_string());
            if inner.ident != "self" {
                path.pop();
            }
        }
        syn::UseTree::Glob(_) => found(path, &format!("*{}", path.join("::"))),
        syn::UseTree::Group(group) => {
            for inner in &group.items {
                each_use(inner, path, found);
            }
        }
    }
}

/// Collects the paths that a file names.
struct Paths {
    paths: Vec<Vec<String>>,
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if is_for_tests(&item.attrs) || !matches!(item.vis, syn::Visibility::Inherited) {
            return;
        }
        each_use(&item.tree, &mut Vec::new(), &mut |path, _| self.paths.push(path.to_vec()));
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.push(path.segments.iter().map(|part| part.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let mut found = Vec::new();
        words(item.tokens.clone(), &mut found);
        self.paths.append(&mut found);
        visit::visit_macro(self, item);
    }
}

/// Collects the paths among the words of a macro.
fn words(tokens: proc_macro2::TokenStream, paths: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(word) => {
                if colons != 2 {
                    paths.push(std::mem::take(&mut path));
                }
                path.push(word.to_string());
                colons = 0;
            }
            proc_macro2::TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            proc_macro2::TokenTree::Group(group) => {
                paths.push(std::mem::take(&mut path));
                colons = 0;
                words(group.stream(), paths);
            }
            _ => {
                paths.push(std::mem::take(&mut path));
                colons = 0;
            }
        }
    }
    paths.push(path);
    paths.retain(|path| path.len() > 1);
}

/// Finds the files that need one another: the strongly connected parts of more than one file.
fn circles(arrows: &BTreeSet<(String, String)>) -> Vec<Vec<String>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in arrows {
        next.entry(from).or_default().push(to);
        next.entry(to).or_default();
    }
    let reach = |start: &str| {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut open = vec![start.to_owned()];
        while let Some(file) = open.pop() {
            for to in next.get(file.as_str()).into_iter().flatten() {
                if seen.insert((*to).to_owned()) {
                    open.push((*to).to_owned());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<String>> =
        next.keys().map(|file| (*file, reach(file))).collect();
    let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, reaches) in &reached {
        if !reaches.contains(*file) {
            continue;
        }
        let circle: Vec<String> = reaches
            .iter()
            .filter(|other| reached[other.as_str()].contains(*file))
            .cloned()
            .collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}
