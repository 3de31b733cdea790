//! A data file: its bytes as text, its header against the columns of its table, and its rows.

use super::data_file::DataFile;
use super::header::Header;
use super::notes::{LeftOuts, Notes};
use super::row::Row;
use super::schema::Schema;
use super::text::{MOST_FAULTS, controls, may_be_cut_off, too_many};
use super::totals::Totals;
use crate::diag::Fault;
use crate::input::faults::Faults;
use crate::input::records::outside_table::Beside;
use crate::model::ReadCount;
use crate::source::SourceMap;

/// Reads the rows of a file; `each` tells whether it could use the row. `is_name` tells the names
/// of parties, services and centres, which no row of totals can have.
pub(crate) fn read_rows(
    sources: &SourceMap,
    file: &DataFile,
    schema: &Schema,
    faults: &Faults,
    is_name: &dyn Fn(&str) -> bool,
    mut each: impl FnMut(&Row<'_>) -> bool,
) -> Option<ReadCount> {
    let data_file = file;
    let DataFile { source, layout, sheet } = file;
    let file = &sources.get(*source).name;
    let before = faults.errors();
    controls(sources, *source, faults);
    let mut records = data_file.lines(sources, faults);
    let Some(header) = Header::read(&mut records, file, layout, schema, faults) else {
        faults.lose_all(schema.table);
        return None;
    };
    let (notes, mut skipped) = (Notes::default(), LeftOuts::default());
    let mut totals = Totals::new(schema, &header, is_name);
    let (name, table) = (file.clone(), schema.table.to_owned());
    let mut count = ReadCount { file: name, table, ..ReadCount::default() };
    let mut last = header.loc;
    while let Some(fields) = records.next() {
        count.read += 1;
        last = fields.first().map_or(last, |field| field.loc);
        let is_refused = records.is_refused(&fields, &header.columns, faults);
        let row = Row::quiet(fields, &header, layout, &notes, faults);
        if is_refused || !row.is_whole() {
            row.refuse(schema);
        } else if totals.takes(&row, &header) {
            skipped.total();
        } else if let Some(filter) = header.failed_filter(&row.fields) {
            skipped.filtered(filter, row.left(schema));
        } else {
            count.used += u64::from(each(&row));
        }
        if faults.errors() > before + MOST_FAULTS {
            break;
        }
    }
    if too_many(file, before, faults) {
        faults.lose_all(schema.table);
        return None;
    }
    if count.read == 0 && !data_file.leaves_out_rows() && faults.errors() == before {
        faults.at(Fault::HeaderOnly { file: file.clone() }, header.loc);
    }
    if sheet.is_none() {
        may_be_cut_off(count.read + header.lines_above, last, faults);
    }
    notes.say(file, faults);
    let beside = Beside { sources, file: data_file, header: &header, schema, faults };
    count.read += beside.count(&totals, &mut skipped);
    if faults.errors() == before {
        totals.control(data_file.lines(sources, faults), file, layout, faults);
    }
    count.left_out = skipped.into_list();
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::testing::{TOML, faults_in, found, load_files, whole};
    use crate::input::{Memory, load};

    fn costs(text: &str) -> Vec<String> {
        faults_in(&[("costs.csv", text)])
    }

    fn bytes(text: &[u8]) -> Vec<String> {
        let mut memory = Memory::default();
        memory.0.insert("umlage.toml".to_owned(), TOML.into());
        memory.0.insert("costs.csv".to_owned(), text.to_vec());
        found(load(&memory, &[]))
    }

    #[test]
    fn a_file_is_utf_8_text_with_a_header_and_rows() {
        assert_eq!(
            bytes(b"period,service,amount\n2024,wohngeld,1\n2024,w\xf6hngeld,1\n"),
            ["E105 costs.csv:3:7"]
        );
        assert_eq!(bytes(b"\xff\xfep\0e"), ["E106"]);
        assert_eq!(bytes(b"p\0e\0r\0"), ["E106"]);
        assert_eq!(bytes(b"\xef\xbb\xbf"), ["E108"]);
        assert_eq!(costs(""), ["E108"]);
        assert_eq!(costs("\r\n\r\n"), ["E108"]);
        assert_eq!(costs("\nperiod,service,amount\r\n"), ["E109 costs.csv:2:1"]);
        assert_eq!(
            costs("period,service,amount\n2024,wohngeld,1\0\n\u{85}"),
            ["E107 costs.csv:2:16", "E107 costs.csv:3:1"]
        );
    }

    #[test]
    fn tabulators_and_quoted_line_breaks_are_text() {
        let text = "period,service,amount,note\n2024,wohngeld,1,\"a\tb\r\nc\"\n";
        let project = whole(load_files(TOML, &[("costs.csv", text)]));
        assert_eq!(project.entries[0].note.as_deref(), Some("a\tb\r\nc"));
    }

    #[test]
    fn the_header_has_the_columns_once() {
        assert_eq!(costs("period,service,ammount\n2024,wohngeld,1\n"), ["E304 costs.csv:1:1"]);
        assert_eq!(
            costs("Kosten 2024,,\nperiod,service,amount\n2024,wohngeld,1\n"),
            ["E322 costs.csv:2:1"]
        );
        assert_eq!(costs("period,amount\n2024,1\n"), ["E304 costs.csv:1:1"]);
        assert_eq!(
            costs("period,service,amount,service\n2024,wohngeld,1,x\n"),
            ["E306 costs.csv:1:23"]
        );
        assert_eq!(costs("period;service;amount\n2024;wohngeld;1,50\n"), ["E305 costs.csv:1:1"]);
        assert_eq!(costs("period\tservice\tamount\n2024\twohngeld\t1\n"), ["E305 costs.csv:1:1"]);
        assert_eq!(
            costs("sep=;\nperiod;service;amount\n2024;wohngeld;1\n"),
            ["E305 costs.csv:1:1"]
        );
        let good = "SEP=,\r\n\"period\", service ,amount,region,\r\n2024,wohngeld,1,x,\r\n";
        assert_eq!(
            costs(good),
            ["N302 costs.csv:1:1", "N301 costs.csv:2:27", "N301 costs.csv:2:34"]
        );
    }

    #[test]
    fn every_row_has_as_many_fields_as_the_header() {
        let text = "period,service,amount\n2024,wohngeld,1,5\n\n2024,wohngeld\n,,\n";
        assert_eq!(
            costs(text),
            ["E303 costs.csv:2:17", "E303 costs.csv:4:6", "E307 costs.csv:5:1"]
        );
    }

    #[test]
    fn numbers_and_periods_are_never_guessed() {
        let cases = [
            ("1,50", "E303 costs.csv:2:17"),
            ("\"1,50\"", "E310 costs.csv:2:15"),
            ("1.234.567", "E310 costs.csv:2:15"),
            ("1.080", "E309 costs.csv:2:15"),
            ("0.0001", "E309 costs.csv:2:15"),
            ("1e3", "E310 costs.csv:2:15"),
            ("1_000", "E310 costs.csv:2:15"),
            ("10 EUR", "E310 costs.csv:2:15"),
            ("1000000000000000", "E311 costs.csv:2:15"),
        ];
        for (amount, expected) in cases {
            let text = format!("period,service,amount\n2024,wohngeld,{amount}\n");
            assert_eq!(costs(&text), [expected], "{amount}");
        }
        let text = "period,service,amount\n2024-13,wohngeld,1\n2024-06-30/2024-01-01,wohngeld,1\n\
            1.3.2024,wohngeld,1\n";
        assert_eq!(costs(text), ["E308 costs.csv:2:1", "E210 costs.csv:3:1", "E308 costs.csv:4:1"]);
        assert_eq!(
            costs("period,service,amount\n 2024\u{a0},\twohngeld , +5.5 \n"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn names_that_look_alike_are_not_told_apart_by_what_cannot_be_seen() {
        let text = "period,service,amount,kind,note\n2024,wohngeld,1,a\u{200b},b\u{200b}\n";
        assert_eq!(costs(text), ["E107 costs.csv:2:18"]);
        let quoted = "period,service,amount,kind\n2024,wohngeld,1,\"a\u{200b}\"\n";
        assert_eq!(costs(quoted), ["E107 costs.csv:2:19"]);
    }

    #[test]
    fn a_file_full_of_faults_is_not_read_to_its_end() {
        let text = format!("period,service,amount\n{}", "2024,wohngeld,x\n".repeat(5000));
        let found = costs(&text);
        assert_eq!(found.len(), MOST_FAULTS + 2);
        assert_eq!(found.iter().filter(|line| line.starts_with("E320")).count(), 1);
    }
}
