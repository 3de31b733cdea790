//! The derivation of shares as trees of sentences. What was told once is referred to by its number,
//! even where another pool derives the same anew.

use std::collections::{BTreeMap, BTreeSet};

use super::view::{Items, View, item, share_line};
use crate::report::{Emphasis, Line, Material};
use crate::source::Loc;
use crate::text::{Phrase, Term, term};
use crate::trace::{Input, StepId};

/// How many values are listed below one step; the machine form has all.
const LISTED: usize = 20;

/// The block and line of a sentence.
type Position = (usize, usize);

/// Steps that are told in the same words, down to the last line, have one wording.
type Wording = usize;

/// Writes derivations.
pub(crate) struct DerivationText<'a> {
    material: &'a Material<'a>,
    wordings: BTreeMap<(String, Vec<Wording>), Wording>,
    wording_of: BTreeMap<StepId, Wording>,
    /// Where each wording was told first.
    first_told: BTreeMap<Wording, Position>,
    /// The lines that refer to a wording told before.
    references: Vec<(Position, Wording)>,
    blocks: Vec<Vec<Line>>,
    /// What the rows of costs and payments rest on, by place.
    papers: BTreeMap<Loc, String>,
    /// Whether shares are left to a page of their own.
    shares_elsewhere: bool,
}

impl<'a> DerivationText<'a> {
    pub(crate) fn new(material: &'a Material<'a>) -> DerivationText<'a> {
        DerivationText {
            material,
            wordings: BTreeMap::new(),
            wording_of: BTreeMap::new(),
            first_told: BTreeMap::new(),
            references: Vec::new(),
            blocks: Vec::new(),
            papers: papers(material),
            shares_elsewhere: false,
        }
    }

    /// Leaves shares to a page of their own: each is told in one line, with the command that
    /// explains it.
    pub(crate) fn but_shares(self) -> DerivationText<'a> {
        DerivationText { shares_elsewhere: true, ..self }
    }

    /// Starts a block, with lines before the derivation.
    pub(crate) fn block(&mut self, lines: Vec<Line>) {
        self.blocks.push(lines);
    }

    /// Returns the blocks, with a number at whatever is referred to.
    pub(crate) fn finish(mut self) -> Vec<Vec<Line>> {
        let position = |wording: &Wording| self.first_told.get(wording).copied();
        let targets: BTreeSet<Position> =
            self.references.iter().filter_map(|(_, wording)| position(wording)).collect();
        let numbers: BTreeMap<Position, usize> = targets.into_iter().zip(1..).collect();
        let links: Vec<(Position, usize)> = self
            .references
            .iter()
            .filter_map(|(at, wording)| Some((*at, *numbers.get(&position(wording)?)?)))
            .collect();
        for ((block, line), number) in numbers {
            self.blocks[block][line].text.insert_str(0, &format!("[{number}] "));
        }
        for ((block, line), number) in links {
            let see = Phrase::See { number: number.to_string() }.get(self.material.lang);
            self.blocks[block][line].text.push_str(&format!(", {see}"));
        }
        self.blocks
    }

    /// Tells a step and what it is made of.
    pub(crate) fn tell(&mut self, id: StepId, depth: usize) {
        if self.shares_elsewhere
            && let Some(share) = share_line(id, self.material)
        {
            self.line(depth, share);
            return;
        }
        let view = View::of(id, self.material);
        let wording = self.wording(id);
        if !view.parts.is_empty() && self.first_told.contains_key(&wording) {
            let at = self.line(depth, view.head);
            self.references.push((at, wording));
            return;
        }
        let at = self.line(depth, format!("{}{}{}", view.head, view.how, self.paper(view.id)));
        self.first_told.entry(wording).or_insert(at);
        for part in view.parts.iter().take(LISTED) {
            if view.items == Items::Steps {
                self.tell(*part, depth + 1);
            } else {
                let (id, text) = item(*part, view.items, self.material);
                self.line(depth + 1, format!("{text}{}", self.paper(id)));
            }
        }
        if view.parts.len() > LISTED {
            let count = (view.parts.len() - LISTED).to_string();
            self.line(depth + 1, Phrase::AndMore { count }.get(self.material.lang));
        }
    }

    /// Names the document and the supplier of the row that a step reads.
    fn paper(&self, id: StepId) -> String {
        let inputs = self.material.run.trace.inputs_of(id);
        let read = inputs.iter().find_map(|input| match input {
            Input::Place(loc) => self.papers.get(loc),
            Input::Step(_) => None,
        });
        read.map(|paper| format!(", {paper}")).unwrap_or_default()
    }

    fn wording(&mut self, id: StepId) -> Wording {
        if let Some(wording) = self.wording_of.get(&id) {
            return *wording;
        }
        let view = View::of(id, self.material);
        let parts = view.parts.iter().map(|part| self.wording(*part)).collect();
        let next = self.wordings.len();
        let wording =
            *self.wordings.entry((format!("{}{}", view.head, view.how), parts)).or_insert(next);
        self.wording_of.insert(id, wording);
        wording
    }

    fn line(&mut self, depth: usize, text: String) -> Position {
        let block = self.blocks.len() - 1;
        self.blocks[block].push(Line { depth, text, emphasis: Emphasis::Plain });
        (block, self.blocks[block].len() - 1)
    }
}

/// Lists the document and the supplier of each row of costs and payments that has one.
fn papers(material: &Material<'_>) -> BTreeMap<Loc, String> {
    let project = material.project;
    let costs = project.entries.iter().map(|entry| (&entry.rows, &entry.document, &entry.supplier));
    let paid = project.payments.iter().map(|payment| (&payment.rows, &payment.document, &None));
    let mut papers = BTreeMap::new();
    for (rows, document, supplier) in costs.chain(paid) {
        let document = document.as_deref();
        let document = document
            .map(|number| format!("{} {number}", term(Term::DocumentNumber, material.lang)));
        let words: Vec<String> =
            document.into_iter().chain(supplier.as_deref().map(str::to_owned)).collect();
        if !words.is_empty() {
            papers.extend(rows.iter().map(|row| (row.loc, words.join(", "))));
        }
    }
    papers
}
