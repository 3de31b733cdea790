//! The entry under `[files]` that would read a file: which table it is, and what its columns are
//! called.

use crate::input::files::decode::{Charset, WESTERN};
use crate::input::records::schema::Schema;
use crate::input::tables::registry;
use crate::model::{FieldKind, Preview, PreviewColumn};

/// Names that files have for our columns; compared without regard to case.
const NAMES: [(&str, &[&str]); 23] = [
    ("year", &["haushaltsjahr", "jahr"]),
    (
        "period",
        &["zeitraum", "periode", "jahr", "monat", "haushaltsjahr", "zeit", "time", "year", "month"],
    ),
    (
        "amount",
        &["betrag", "kosten", "brutto", "betrag brutto", "betrag in eur", "betrag in euro", "cost"],
    ),
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

/// Fills in the table, its columns and the entry; none where neither the name of the file nor a
/// column speaks for one.
pub(crate) fn entry(preview: &mut Preview, blank_above: bool, charset: Charset) {
    let stem = preview.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default().to_lowercase();
    let rank = |table: &'static str| {
        let (by_name, all) = taken(preview, table);
        let missing = registry::missing(table, |column| all.contains(&Some(column)));
        let found = |columns: &[Option<&'static str>]| columns.iter().flatten().count();
        (stem.starts_with(table), usize::MAX - missing.len(), found(&all), found(&by_name))
    };
    let rank = |schema: &Schema| (rank(schema.table), u8::MAX - schema.rank);
    let best = registry::ALL.into_iter().max_by_key(|schema| rank(schema));
    let best = best.map_or("costs", |schema| schema.table);
    let (_, columns) = taken(preview, best);
    if !stem.starts_with(best) && columns.iter().all(Option::is_none) {
        return;
    }
    preview.table = best;
    preview.missing = registry::missing(best, |column| columns.contains(&Some(column)));
    for (column, found) in preview.columns.iter_mut().zip(&columns) {
        column.column = *found;
    }
    preview.entry = written(preview, blank_above, charset);
}

/// Finds for each column of the file the column of a table: by its name alone, and by what it
/// holds, too.
type Taken = Vec<Option<&'static str>>;

fn taken(preview: &Preview, table: &str) -> (Taken, Taken) {
    let known = registry::columns(table);
    let by_name = named(preview, &known);
    let mut all = by_name.clone();
    by_kind(preview, table, &known, &mut all);
    (by_name, all)
}

/// Finds for each column of the file the column of the table, by its name or a word of it.
fn named(preview: &Preview, known: &[&'static str]) -> Taken {
    let mut found: Taken = vec![None; preview.columns.len()];
    let synonyms = |column: &str| {
        NAMES.iter().find(|(ours, _)| *ours == column).map_or(&[][..], |(_, names)| names)
    };
    for ours in known {
        let own = preview.columns.iter().position(|column| column.name == *ours);
        let whole = |name: &str| synonyms(ours).contains(&name.to_lowercase().as_str());
        let word = |name: &str| name.split([' ', '(', ')', '_', '/']).any(whole);
        let by = |is_meant: &dyn Fn(&str) -> bool| {
            preview.columns.iter().position(|column| is_meant(&column.name))
        };
        if let Some(index) = own.or_else(|| by(&whole)).or_else(|| by(&word))
            && let Some(place @ None) = found.get_mut(index)
        {
            *place = Some(ours);
        }
    }
    found
}

/// Tells whether fields of a kind can be a column.
type Fits = fn(FieldKind) -> bool;

/// Takes columns that are still missing by what the fields are, where only one column comes into
/// question.
fn by_kind(
    preview: &Preview,
    table: &str,
    known: &[&'static str],
    columns: &mut [Option<&'static str>],
) {
    let kinds: [(&[&str], Fits); 3] = [
        (&["party"], |kind| matches!(kind, FieldKind::Party | FieldKind::Municipality)),
        (&["amount", "quantity", "value"], FieldKind::is_number),
        (&["period", "date"], |kind| {
            matches!(kind, FieldKind::Period | FieldKind::Date | FieldKind::GermanDate)
        }),
    ];
    for (wanted, fits) in kinds {
        let missing = registry::missing(table, |column| columns.contains(&Some(column)));
        let ours = known.iter().find(|column| wanted.contains(column) && missing.contains(column));
        let free = preview.columns.iter().zip(columns.iter()).enumerate();
        // A column without a name cannot be named.
        let is_free = |column: &PreviewColumn| !column.name.is_empty() && fits(column.kind);
        let mut fitting = free.filter(|(_, (column, taken))| taken.is_none() && is_free(column));
        if let (Some(ours), Some((index, _)), None) = (ours, fitting.next(), fitting.next()) {
            columns[index] = Some(ours);
        }
    }
}

/// Writes the entry, one field a line so that it can be copied from a narrow page.
fn written(preview: &Preview, blank_above: bool, charset: Charset) -> String {
    let mut lines =
        vec![format!("[files.{}]", preview.table), format!("path = {}", quoted(&preview.file))];
    lines.extend(style(preview));
    if charset == WESTERN {
        lines.push("encoding = \"windows-1252\"".to_owned());
    }
    if !blank_above {
        lines.push(format!("header = {}", preview.header));
    }
    for column in &preview.columns {
        let Some(ours) = column.column else { continue };
        if is_key(column.kind, column.column) {
            lines.push(format!("party.ags = {}", quoted(&column.name)));
        } else if ours != column.name {
            lines.push(format!("columns.{ours} = {}", quoted(&column.name)));
        }
    }
    lines.join("\n")
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
