//! The entry under `[files]` that would read a file: which table it is, and what its columns are called.

use super::decode::{Charset, WESTERN};
use super::tables;
use crate::model::{FieldKind, Preview};

/// Names that files have for our columns; compared without regard to case.
const NAMES: [(&str, &[&str]); 22] = [
    ("period", &["zeitraum", "periode", "jahr", "monat", "haushaltsjahr", "zeit", "time", "year", "month"]),
    ("amount", &["betrag", "kosten", "brutto", "betrag brutto", "betrag in eur", "betrag in euro", "cost"]),
    ("service", &["leistung", "dienst", "online-dienst", "onlinedienst"]),
    ("centre", &["kostenstelle", "center", "cost centre"]),
    ("party", &["land", "bundesland", "beteiligter", "teilnehmer", "state"]),
    ("quantity", &["anzahl", "menge", "fälle", "fallzahl", "nutzung", "nutzungen", "count"]),
    ("measure", &["messgröße", "messgroesse", "kennzahl"]),
    ("value", &["wert"]),
    ("edition", &["stand", "stichtag", "zeit", "time", "jahr"]),
    ("statistic", &["statistik"]),
    ("date", &["datum", "buchungsdatum", "zahlungsdatum", "valuta"]),
    ("driver", &["bezugsgröße", "bezugsgroesse"]),
    ("receiver", &["empfänger", "empfaenger"]),
    ("kind", &["kostenart"]),
    ("supplier", &["lieferant", "dienstleister", "auftragnehmer"]),
    ("document", &["beleg", "belegnummer", "belegnr", "beleg-nr."]),
    ("note", &["bemerkung", "anmerkung", "hinweis"]),
    ("due", &["fälligkeit", "faelligkeit", "fällig am"]),
    ("budget_chapter", &["kapitel"]),
    ("budget_title", &["titel"]),
    ("purpose", &["zweck", "verwendungszweck"]),
    ("name", &["bezeichnung"]),
];

/// The tables, in the order in which they are preferred where several would do.
const TABLES: [&str; 7] =
    ["costs", "usage", "payments", "statistics", "drivers", "participation", "services"];

/// Fills in the table, its columns and the entry.
pub(super) fn entry(preview: &mut Preview, blank_above: bool, charset: Charset) {
    let stem = preview.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default().to_lowercase();
    let rank = |table: &&str| {
        let columns = named(preview, &tables::columns(table));
        let missing = tables::missing(table, |column| columns.contains(&Some(column)));
        (stem == **table, usize::MAX - missing.len(), columns.iter().flatten().count())
    };
    let best = TABLES.iter().rev().max_by_key(|table| rank(table)).copied().unwrap_or("costs");
    let known = tables::columns(best);
    let mut columns = named(preview, &known);
    by_kind(preview, best, &known, &mut columns);
    preview.table = best;
    preview.missing = tables::missing(best, |column| columns.contains(&Some(column)));
    for (column, found) in preview.columns.iter_mut().zip(&columns) {
        column.column = *found;
    }
    preview.entry = written(preview, blank_above, charset);
}

/// Finds for each column of the file the column of the table, by its name.
fn named(preview: &Preview, known: &[&'static str]) -> Vec<Option<&'static str>> {
    let mut found: Vec<Option<&'static str>> = vec![None; preview.columns.len()];
    let synonyms =
        |column: &str| NAMES.iter().find(|(ours, _)| *ours == column).map_or(&[][..], |(_, names)| names);
    for ours in known {
        let own = preview.columns.iter().position(|column| column.name == *ours);
        let other = || {
            let is_meant = |name: &str| synonyms(ours).contains(&name.to_lowercase().as_str());
            preview.columns.iter().position(|column| is_meant(&column.name))
        };
        if let Some(index) = own.or_else(other)
            && let Some(place @ None) = found.get_mut(index)
        {
            *place = Some(ours);
        }
    }
    found
}

/// Takes columns that are still missing by what the fields are, where only one column comes into question.
fn by_kind(preview: &Preview, table: &str, known: &[&'static str], columns: &mut [Option<&'static str>]) {
    let kinds: [(&[&'static str], fn(FieldKind) -> bool); 3] = [
        (&["party"], |kind| matches!(kind, FieldKind::Party | FieldKind::Municipality)),
        (&["amount", "quantity", "value"], FieldKind::is_number),
        (&["period", "date"], |kind| {
            matches!(kind, FieldKind::Period | FieldKind::Date | FieldKind::GermanDate)
        }),
    ];
    for (wanted, fits) in kinds {
        let missing = tables::missing(table, |column| columns.contains(&Some(column)));
        let ours = known.iter().find(|column| wanted.contains(column) && missing.contains(column));
        let free = preview.columns.iter().zip(columns.iter()).enumerate();
        let mut fitting = free.filter(|(_, (column, taken))| taken.is_none() && fits(column.kind));
        if let (Some(ours), Some((index, _)), None) = (ours, fitting.next(), fitting.next()) {
            columns[index] = Some(ours);
        }
    }
}

/// Writes the entry.
fn written(preview: &Preview, blank_above: bool, charset: Charset) -> String {
    let mut parts = vec![format!("path = {}", quoted(&preview.file))];
    parts.extend(style(preview));
    if charset == WESTERN {
        parts.push("encoding = \"windows-1252\"".to_owned());
    }
    if !blank_above {
        parts.push(format!("header = {}", preview.header));
    }
    let renamed: Vec<String> = preview
        .columns
        .iter()
        .filter(|column| !is_key(column.kind, column.column))
        .filter_map(|column| Some((column.column.filter(|ours| *ours != column.name)?, &column.name)))
        .map(|(ours, theirs)| format!("{ours} = {}", quoted(theirs)))
        .collect();
    if !renamed.is_empty() {
        parts.push(format!("columns = {{ {} }}", renamed.join(", ")));
    }
    if let Some(column) = preview.columns.iter().find(|column| is_key(column.kind, column.column)) {
        parts.push(format!("party = {{ ags = {} }}", quoted(&column.name)));
    }
    format!("{} = {{ {} }}", preview.table, parts.join(", "))
}

fn is_key(kind: FieldKind, column: Option<&str>) -> bool {
    kind == FieldKind::Municipality && column == Some("party")
}

/// Says how the file is written: in one word where that fits, else sign by sign.
fn style(preview: &Preview) -> Vec<String> {
    let has = |kind: FieldKind| preview.columns.iter().any(|column| column.kind == kind);
    let comma = preview.decimal_comma == Some(true);
    let plain = preview.columns.iter().all(|column| column.plain || !column.kind.is_number());
    let points = has(FieldKind::PointNumber) || preview.decimal_comma.is_none();
    let genesis = preview
        .columns
        .iter()
        .any(|column| matches!(column.name.as_str(), "statistics_code" | "Statistik_Code"));
    if preview.delimiter == Some(';') && !points {
        return vec![format!("format = \"{}\"", if genesis { "genesis" } else { "de" })];
    }
    let mut parts = Vec::new();
    if let Some(delimiter) = preview.delimiter.filter(|delimiter| *delimiter != ',') {
        parts.push(format!("delimiter = {}", quoted(&delimiter.to_string())));
    }
    if comma {
        parts.push("decimal = \",\"".to_owned());
    } else if preview.decimal_comma == Some(false) && !plain {
        parts.push("decimal = \".\"".to_owned());
    }
    if has(FieldKind::GermanDate) {
        parts.push("dates = \"TT.MM.JJJJ\"".to_owned());
    }
    parts
}

/// Writes a text as TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
