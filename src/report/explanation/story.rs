//! The derivation for people.

use super::Matching;
use crate::report::{Block, Material};

/// Tells how the sum comes about.
pub(super) fn page(matching: &Matching<'_>, material: &Material<'_>) -> Vec<Block> {
    vec![Block::Title(material.project.title.clone()), Block::Paragraph(material.lang.amount(matching.total))]
}
