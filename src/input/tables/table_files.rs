//! The files of one table, and the rows that scenarios add to it.

use crate::input::edits::added::Added;
use crate::input::faults::Faults;
use crate::input::names::directory::Directory;
use crate::input::records::data_file::DataFile;
use crate::input::records::read::read_rows;
use crate::input::records::row::Row;
use crate::input::records::schema::Schema;
use crate::input::records::swapped;
use crate::model::ReadCount;
use crate::source::SourceMap;

/// The files of one table, and the counts of what was read.
pub(in crate::input) struct TableFiles<'a> {
    /// All sources.
    pub(in crate::input) sources: &'a SourceMap,
    /// Those of this table, in the order in which they are named.
    pub(in crate::input) files: &'a [DataFile],
    /// The rows that scenarios add.
    pub(in crate::input) added: &'a [Added<'a>],
    /// What is wrong so far.
    pub(in crate::input) faults: &'a Faults,
}

impl TableFiles<'_> {
    /// Tells whether a scenario adds rows to a table.
    pub(in crate::input) fn adds(&self, table: &str) -> bool {
        self.added.iter().any(|added| added.table == table)
    }

    /// Reads the rows of all files; `each` tells whether it could use the row.
    pub(super) fn rows(
        &self,
        schema: &Schema,
        directory: Option<&Directory<'_>>,
        counts: &mut Vec<ReadCount>,
        mut each: impl FnMut(&Row<'_>) -> bool,
    ) {
        let is_name = |text: &str| directory.is_some_and(|directory| directory.is_name(text));
        for file in self.files {
            let each = |row: &Row<'_>| swapped::used(row, schema, directory, &mut each);
            counts.extend(read_rows(self.sources, file, schema, self.faults, &is_name, each));
        }
        for added in self.added.iter().filter(|added| added.table == schema.table) {
            added.row(self.faults).is_used(schema, &mut each);
        }
    }
}
