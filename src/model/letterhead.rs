//! How the documents to hand in look: `[report]`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::PartyIx;
use crate::source::Sourced;

/// What stands around the figures of a document to hand in (Briefkopf): `[report]`. Nothing here
/// changes an amount.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Letterhead {
    /// Who sends it, line by line (Absender).
    pub sender: Vec<String>,
    /// Whom to ask, line by line (Auskunft).
    pub contact: Vec<String>,
    /// Where to pay, line by line (Zahlungsweg).
    pub bank: Vec<String>,
    /// The file reference (Aktenzeichen).
    pub reference: Option<String>,
    /// The date of the documents; none is invented.
    pub date: Option<Sourced<Date>>,
    /// The file of the logo, in the project folder.
    pub logo: Option<Sourced<String>>,
    /// The folder with texts of one's own, in the project folder.
    pub texts: Option<Sourced<String>>,
    /// To whom the document of a party goes, line by line (Anschrift); else to its name.
    pub recipients: BTreeMap<PartyIx, Vec<String>>,
}
