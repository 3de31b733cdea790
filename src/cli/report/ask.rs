//! What is asked of a report.

/// What is asked of a report beside the options of every command.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Ask {
    /// Whose statement alone is wanted.
    pub(in crate::cli) party: Option<String>,
    /// With which scenarios it is compared.
    pub(in crate::cli) compare: Vec<String>,
    /// Whether nothing outside the folder of the project may be read.
    pub(in crate::cli) stay_within: bool,
}
