//! Mutated inputs for every reader: whatever the bytes are, reading ends soon, with a project or
//! with faults, and never with a panic. `UMLAGE_CASES=1000000 cargo test --release --test main
//! mutation::toml -- --nocapture` runs that many; a seed that finds a fault is told
//! (`UMLAGE_CASES=17..18` repeats seed 17), and its input belongs into `tests/corpus`.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use umlage::diag::render;
use umlage::input::{Memory, load, preview};
use umlage::model::parse_period;
use umlage::money::{
    Cents, NumberStyle, Ratio, Share, parse_amount, parse_fraction, parse_number, parse_share,
};
use umlage::text::Lang;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::support::mutants::{Dice, fixtures, mutate, seeds};
use crate::support::readings::{Written, readings};
use crate::support::words::{CSV_WORDS, NUMBER_WORDS, TOML_WORDS, VALUES, XML_WORDS, ZIP_WORDS};

/// An input that takes longer is told.
const SLOW: Duration = Duration::from_secs(1);
/// An input that takes longer ends the tests.
const HANGING: Duration = Duration::from_secs(30);

/// Has inputs made from seeds and read; `each` tells whether one was accepted and panics where
/// something is wrong.
fn run(reader: &str, default: u64, each: impl Fn(&mut Dice) -> bool + Sync) {
    let (seeds, begun) = (seeds(default), Instant::now());
    let count = seeds.end - seeds.start;
    let (accepted, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let slowest = Mutex::new((Duration::ZERO, 0));
    let faults: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    let now_reading: Vec<AtomicU64> =
        (0..=rayon::current_num_threads()).map(|_| AtomicU64::new(u64::MAX)).collect();
    let one = |seed: u64| {
        let slot = &now_reading[rayon::current_thread_index().map_or(0, |index| index + 1)];
        slot.store(seed, Ordering::Relaxed);
        let read = || {
            let start = Instant::now();
            let good = catch_unwind(AssertUnwindSafe(|| each(&mut Dice::new(seed))));
            (start.elapsed(), good)
        };
        let (mut took, good) = read();
        if took > SLOW {
            // Perhaps the machine was busy.
            took = took.min(read().0);
        }
        match good {
            Ok(good) => drop(accepted.fetch_add(u64::from(good), Ordering::Relaxed)),
            Err(_) => faults.lock().unwrap().push(seed),
        }
        slot.store(u64::MAX, Ordering::Relaxed);
        if took > SLOW {
            println!("{reader}: seed {seed} took {took:?}");
        }
        if took > Duration::from_millis(1) {
            let mut slowest = slowest.lock().unwrap();
            *slowest = (*slowest).max((took, seed));
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| watch(reader, &now_reading, &done));
        seeds.into_par_iter().for_each(one);
        done.store(true, Ordering::Relaxed);
    });
    let (took, seed) = *slowest.lock().unwrap();
    let memory = peak_memory();
    println!(
        "{reader}: {count} inputs, {} accepted, {:.1?}, slowest {took:?} (seed {seed}), peak \
            memory {memory}",
        accepted.into_inner(),
        begun.elapsed()
    );
    let faults = faults.into_inner().unwrap();
    assert!(
        faults.is_empty(),
        "{reader}: {} seeds fail: {:?}",
        faults.len(),
        &faults[..faults.len().min(10)]
    );
}

/// Ends the tests where one input is read for too long, and tells its seed.
fn watch(reader: &str, now_reading: &[AtomicU64], done: &AtomicBool) {
    let mut since = vec![(u64::MAX, Instant::now()); now_reading.len()];
    while !done.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(20));
        for (slot, (known, begun)) in now_reading.iter().zip(&mut since) {
            let seed = slot.load(Ordering::Relaxed);
            if seed != *known {
                (*known, *begun) = (seed, Instant::now());
            } else if seed != u64::MAX && begun.elapsed() > HANGING {
                println!("{reader}: seed {seed} hangs");
                std::process::abort();
            }
        }
    }
}

/// The most memory that was resident so far, where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or("unknown".to_owned(), |line| line.trim().to_owned())
}

/// Reads a project as a person would have it read, and tells whether it was accepted.
fn read(files: BTreeMap<String, Vec<u8>>, settings: &[String]) -> bool {
    let loaded = load(&Memory(files), settings);
    assert!(
        loaded.project.is_some() || loaded.diagnostics.has_errors(),
        "neither a project nor a fault"
    );
    for lang in [Lang::De, Lang::En] {
        render(loaded.diagnostics.iter().take(20), &loaded.sources, lang, false);
    }
    for count in loaded.project.iter().flat_map(|project| &project.counts) {
        let left_out: u64 = count.left_out.iter().map(|left| left.rows).sum();
        assert_eq!(count.read, count.used + left_out, "rows of {}", count.file);
    }
    loaded.project.is_some()
}

/// A project that has whatever the tables below name; `files` is its entry under `[files]`.
fn toml(files: &str) -> String {
    format!("[files]\n{files}\n{AGREEMENT}")
}

const AGREEMENT: &str = r#"
[party.HE]
member = true
[party.TH]
member = true
[service.wohngeld]
participants = ["HE", "RP"]
[service.bafoeg]
[centre.civento]
driver = { table = "civento" }
to = "services"
[cascade]
method = "direct"
[rule.r]
legal_basis = "Beschluss 1"
[[rule.r.step]]
id = "rest"
rest = true
among = "members"
key = "equal"
"#;

const COSTS: &str = "period,service,amount\n2024,wohngeld,100.00\n";

/// One file for every table.
const TABLES: [(&str, &str); 8] = [
    (
        "costs",
        "id,period,service,amount,kind,party,due,note\nc1,2024,wohngeld,1234.56,a,,2024-03-15,x\n\
            c2,2024-Q1,bafoeg,-0.50,b,,,\"y, z\"\n,2024-02,wohngeld,+7,,,,\n\
            ,2024-01-15/2024-03-14,wohngeld,1000000.00,a,,,\n",
    ),
    ("services", "service,name,leika,tags\nx,\"Ein \"\"X\"\"\",99012345678901,a;b\ny,,,\n"),
    (
        "participation",
        "service,party,from,to\nwohngeld,06,2020-01-01,\nbafoeg,Thüringen,,2024-06-30\n\
            bafoeg,DE-HE,,\n",
    ),
    (
        "usage",
        "period,service,party,quantity,measure\n2024-01,wohngeld,HE,17,a\n\
            2024-02,wohngeld,06,2.5,a\n2024,bafoeg,Thüringen,1000,\n\
            2024-Q1,bafoeg,Deutschland,1000,\n",
    ),
    (
        "statistics",
        "statistic,edition,party,value,source\nstudents,2023,HE,1234567,Amt\n\
            students,2023,TH,0.5,\nstudents,2023,Summe,1234567.5,\n",
    ),
    (
        "drivers",
        "driver,receiver,quantity,period\ncivento,wohngeld,3,2024\ncivento,bafoeg,1.25,2024\n",
    ),
    (
        "payments",
        "date,party,amount,purpose\n2024-03-15,HE,1000.00,Abschlag\n2024-04-01,TH,-5.25,\n",
    ),
    (
        "budget",
        "year,budget_chapter,budget_title,amount,name\n2024,0301,532 11,25000.00,IT\n\
            2024,0301,532 12,1080,\n",
    ),
];

/// Entries of `[files]` for a file, and how it is written under them: delimiter, line end, decimal
/// mark.
const LAYOUTS: [(&str, char, &str, char); 9] = [
    ("", ',', "\n", '.'),
    ("", ',', "\r\n", '.'),
    (", delimiter = \";\"", ';', "\r", '.'),
    (", format = \"de\"", ';', "\r\n", ','),
    (", format = \"de\", encoding = \"windows-1252\"", ';', "\r\n", ','),
    (", format = \"genesis\"", ';', "\n", ','),
    (
        ", delimiter = \"\\t\", decimal = \",\", thousands = \".\", dates = \"TT.MM.JJJJ\"",
        '\t',
        "\n",
        ',',
    ),
    (", header = 2", ',', "\n", '.'),
    (
        ", decimal = \".\", where = { service = [\"wohngeld\", \"x\"] }, set = { note = \"n\" }",
        ',',
        "\n",
        '.',
    ),
];

/// Writes a plain file in another layout.
fn laid_out(text: &str, (_, delimiter, end, decimal): (&str, char, &str, char)) -> String {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap).map(|row| {
        let fields = row.iter().map(|field| {
            let field = match parse_number(field) {
                Ok(_) => field.replace('.', &decimal.to_string()),
                Err(_) => field.to_owned(),
            };
            let open = field.contains([delimiter, '"']) || field == "HE";
            if open { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
        });
        fields.collect::<Vec<_>>().join(&delimiter.to_string())
    });
    rows.map(|row| row + end).collect()
}

/// A table of data: the agreement's entry for its file, the file's name and content.
struct Table {
    entry: String,
    name: String,
    content: Vec<u8>,
}

impl Table {
    /// The project around the table: whatever it needs is there.
    fn project(&self, content: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
        BTreeMap::from([
            ("umlage.toml".to_owned(), toml(&self.entry).into_bytes()),
            ("costs.csv".to_owned(), COSTS.into()),
            ("drivers.csv".to_owned(), TABLES[5].1.into()),
            (self.name.clone(), content),
        ])
    }
}

/// All tables in all layouts in which they can be read.
fn tables() -> Vec<Table> {
    let pairs = TABLES.iter().flat_map(|table| LAYOUTS.iter().map(move |layout| (table, layout)));
    let all = pairs.map(|((table, text), layout)| {
        let name = format!("{table}.csv");
        let above = if layout.0.contains("header") { "Stand 2024\n" } else { "" };
        let content = format!("{above}{}", laid_out(text, *layout)).into_bytes();
        Table { entry: format!("{table} = {{ path = \"{name}\"{} }}", layout.0), name, content }
    });
    all.filter(|table| read(table.project(table.content.clone()), &[])).collect()
}

#[test]
fn csv() {
    let (tables, fixtures) =
        (tables(), fixtures(&["cases", "agreements", "errors", "published"], "csv"));
    assert!(tables.len() > 45, "only {} tables can be read", tables.len());
    run("csv", 4000, |dice| {
        let table = &tables[dice.below(tables.len())];
        let other =
            if dice.below(2) == 0 { &table.content } else { &fixtures[dice.below(fixtures.len())] };
        let mut bytes = table.content.clone();
        mutate(dice, &mut bytes, &CSV_WORDS, other);
        preview(
            &Memory(BTreeMap::from([(table.name.clone(), bytes.clone())])),
            &table.name,
            &table.name,
        );
        read(table.project(bytes), &[])
    });
}

/// Small projects as fixtures have them; most of them are good.
fn projects() -> Vec<BTreeMap<String, Vec<u8>>> {
    let mut found = Vec::new();
    let pattern = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/*/*/umlage.toml");
    for path in glob::glob(pattern).unwrap().map(Result::unwrap) {
        let folder = path.parent().unwrap();
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let is_text = |path: &std::path::PathBuf| {
            path.is_file()
                && path.extension().is_some_and(|ending| ending == "toml" || ending == "csv")
        };
        let wanted = files.filter(is_text);
        let project: BTreeMap<String, Vec<u8>> = wanted
            .map(|path| {
                (
                    path.file_name().unwrap().to_str().unwrap().to_owned(),
                    std::fs::read(path).unwrap(),
                )
            })
            .collect();
        let small = project.values().map(Vec::len).sum::<usize>() < 4000;
        if small && (load(&Memory(project.clone()), &[]).project.is_some() || found.len() % 4 == 0)
        {
            found.push(project);
        }
    }
    assert!(found.len() > 80, "projects are missing: {}", found.len());
    found
}

/// Changes whole lines, so that what comes out is TOML more often than not.
fn mutate_lines(dice: &mut Dice, text: &mut Vec<u8>, other: &[u8]) {
    let (old, other) = (String::from_utf8_lossy(text).into_owned(), String::from_utf8_lossy(other));
    let mut lines: Vec<&str> = old.lines().collect();
    let others: Vec<&str> = other.lines().collect();
    let mut made = String::new();
    for _ in 0..=dice.below(3) {
        let at = dice.below(lines.len());
        match dice.below(8) {
            0 => drop(lines.drain(at..lines.len().min(at + 1))),
            1 => lines.insert(at, dice.pick(&others)),
            2 => lines.insert(at, lines[dice.below(lines.len())]),
            3 => lines.swap(at, dice.below(1)),
            _ => made = dice.pick(&VALUES).to_owned(),
        }
    }
    let values: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(" = ")).collect();
    let changed = values.get(dice.below(values.len())).copied().filter(|_| !made.is_empty());
    let lines = lines.iter().enumerate().map(|(at, line)| match line.split_once(" = ") {
        Some((field, _)) if changed == Some(at) => format!("{field} = {made}\n"),
        _ => format!("{line}\n"),
    });
    *text = lines.collect::<String>().into_bytes();
}

#[test]
fn agreements() {
    let projects = projects();
    run("toml", 4000, |dice| {
        let mut project = projects[dice.below(projects.len())].clone();
        let other = &projects[dice.below(projects.len())]["umlage.toml"];
        let toml = project.get_mut("umlage.toml").unwrap();
        match dice.below(2) {
            0 => mutate(dice, toml, &TOML_WORDS, other),
            _ => mutate_lines(dice, toml, other),
        }
        let mut settings = Vec::new();
        if dice.below(8) == 0 {
            let setting = [
                "rule.r.step.rest.cap=\"5 %\"",
                "key.k.weights={ HE = 1 }",
                "party.HE.member=true",
            ];
            let mut bytes = dice.pick(&setting).as_bytes().to_vec();
            mutate(dice, &mut bytes, &TOML_WORDS, other);
            settings.push(String::from_utf8_lossy(&bytes).into_owned());
        }
        read(project, &settings)
    });
}

/// A workbook as its parts.
type Parts = Vec<(String, Vec<u8>)>;

fn unpacked(bytes: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let all = 0..archive.len();
    all.map(|index| {
        let mut part = archive.by_index(index).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        (name, content)
    })
    .collect()
}

fn packed(parts: &Parts, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(name.as_str(), SimpleFileOptions::default().compression_method(method))
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A small workbook with all kinds of cells.
fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Kosten").unwrap();
    for (column, name) in (0..).zip(["period", "service", "amount", "due", "note"]) {
        sheet.write(0, column, name).unwrap();
    }
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let percent = Format::new().set_num_format("0.00%");
    for row in 1..5 {
        sheet.write(row, 0, 2024).unwrap();
        sheet.write(row, 1, "wohngeld").unwrap();
        sheet.write(row, 2, 100 * row).unwrap();
        sheet
            .write_with_format(row, 3, ExcelDateTime::from_ymd(2024, 3, 15).unwrap(), &day)
            .unwrap();
    }
    sheet.write(4, 4, "Größe").unwrap();
    sheet.write(5, 0, "Summe").unwrap();
    sheet.write(5, 2, Formula::new("=SUM(C2:C5)").set_result("1000")).unwrap();
    sheet.write_with_format(3, 4, 1, &percent).unwrap();
    sheet.set_row_hidden(2).unwrap();
    book.add_worksheet().set_name("Leer").unwrap();
    book.save_to_buffer().unwrap()
}

const CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:number="n"><office:automatic-styles><number:date-style style:name="N1"><number:month/><number:text>.</number:text><number:year/></number:date-style><style:style style:name="ce1" style:data-style-name="N1"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Kosten"><table:table-column table:number-columns-repeated="16384"/><table:table-row><table:table-cell office:value-type="string"><text:p>period</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>service</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>amount</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="2024"><text:p>2024</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>wohn<text:s text:c="0"/>geld</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="12.5"><text:p>12,50</text:p></table:table-cell></table:table-row><table:table-row table:visibility="collapse"><table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2024-03-01"><text:p>03.2024</text:p></table:table-cell><table:table-cell office:value-type="string"><office:annotation><text:p>n</text:p></office:annotation><text:p>wohngeld</text:p></table:table-cell><table:table-cell table:formula="of:=[.C2]" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

const MANIFEST: &str = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="/"/></manifest:manifest>"#;

/// Damages a workbook in the bytes of its archive, or in its parts.
fn damaged(dice: &mut Dice, whole: &[u8], parts: &Parts) -> Vec<u8> {
    if dice.below(4) == 0 {
        let mut bytes = whole.to_vec();
        mutate(dice, &mut bytes, &ZIP_WORDS, whole);
        return bytes;
    }
    let mut parts = parts.clone();
    for _ in 0..=dice.below(2) {
        let other = parts[dice.below(parts.len())].1.clone();
        let at = dice.below(parts.len());
        match dice.below(30) {
            0 => drop(parts.remove(at)),
            1 => parts[at].1 = other,
            _ => mutate(dice, &mut parts[at].1, &XML_WORDS, &other),
        }
    }
    packed(&parts, CompressionMethod::Stored)
}

/// Reads damaged workbooks of one ending.
fn workbooks(ending: &str, default: u64, whole: &[u8]) {
    let all = unpacked(whole);
    let good = Table {
        entry: format!("costs = \"costs.{ending}\""),
        name: format!("costs.{ending}"),
        content: whole.to_vec(),
    };
    assert!(read(good.project(good.content.clone()), &[]), "the original is refused");
    // The parts that are read come up more often.
    let sheets: Vec<usize> = (0..all.len())
        .filter(|at| all[*at].0.contains("sheet1") || all[*at].0 == "content.xml")
        .collect();
    run(ending, default, |dice| {
        let bytes = if dice.below(2) == 0 {
            let mut parts = all.clone();
            let at = sheets[dice.below(sheets.len())];
            mutate(dice, &mut parts[at].1, &XML_WORDS, &all[at].1);
            packed(&parts, CompressionMethod::Stored)
        } else {
            damaged(dice, whole, &all)
        };
        let pick = dice.pick(&[
            "",
            "",
            ", sheet = \"Kosten\"",
            ", range = \"A1:E5\"",
            ", range = \"B2:XFD1048576\"",
        ]);
        let name = format!("costs.{ending}");
        let entry = format!("costs = {{ path = \"{name}\"{pick} }}");
        let table = Table { entry, name, content: bytes };
        read(table.project(table.content.clone()), &[])
    });
}

#[test]
fn xlsx_workbooks() {
    workbooks("xlsx", 1000, &xlsx());
}

#[test]
fn ods_workbooks() {
    let parts = [("content.xml", CONTENT), ("META-INF/manifest.xml", MANIFEST)];
    let parts = parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    workbooks("ods", 1000, &packed(&parts.to_vec(), CompressionMethod::Deflated));
}

#[test]
fn compressed_streams() {
    let usage = TABLES[3].1.replace("2024-Q1,bafoeg,Deutschland,1000,\n", "");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(usage.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstandard = ruzstd::encoding::compress_to_vec(
        usage.as_bytes(),
        ruzstd::encoding::CompressionLevel::Fastest,
    );
    run("compressed", 1000, |dice| {
        let (ending, original) = [("gz", &gzip), ("zst", &zstandard)][dice.below(2)];
        let mut bytes = original.clone();
        mutate(dice, &mut bytes, &ZIP_WORDS, original);
        let name = format!("usage.csv.{ending}");
        let table = Table { entry: format!("usage = \"{name}\""), name, content: bytes };
        read(table.project(table.content.clone()), &[])
    });
}

/// The styles that a layout can give.
fn styles() -> Vec<NumberStyle> {
    let german = NumberStyle::with_decimal(',');
    vec![
        NumberStyle::default(),
        german.clone(),
        NumberStyle::with_decimal('.'),
        NumberStyle { thousands: vec!['.'], ..german.clone() },
        NumberStyle { thousands: Vec::new(), ..german },
        NumberStyle { thousands: vec!['\''], ..NumberStyle::with_decimal('.') },
        NumberStyle::with_decimal('\''),
    ]
}

/// Makes a number of any grammar: one that is good in some style, or words of numbers, damaged or
/// not.
fn number(dice: &mut Dice) -> String {
    let mut text = if dice.below(2) == 0 {
        let digits = 10_i128.pow(u32::try_from(dice.below(18)).unwrap());
        let cents = i128::try_from(dice.below(usize::MAX)).unwrap() % digits - digits / 3;
        let marks = [('.', ','), (',', '.'), (' ', ','), ('\u{a0}', ','), ('\'', '.'), ('’', ',')];
        let (thousands, decimal) = marks[dice.below(marks.len())];
        Cents::new(cents).grouped(thousands, decimal)
    } else {
        (0..=dice.below(6)).map(|_| dice.pick(&NUMBER_WORDS)).collect()
    };
    for _ in 0..dice.below(4) {
        let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let at = places[dice.below(places.len())];
        match dice.below(3) {
            0 => drop((at < text.len()).then(|| text.remove(at))),
            1 => text.insert_str(at, dice.pick(&NUMBER_WORDS)),
            _ => text = dice.pick(&["€ ", "EUR", "-", "+", "(", "\u{2212}"]).to_owned() + &text,
        }
        if dice.below(4) == 0 {
            text.push_str(dice.pick(&[" €", "EUR", "-", ")", "\u{2013}", ",00", ".5"]));
        }
    }
    text
}

/// The value of a written number as an exact fraction; `None` where it has more digits than are
/// promised.
fn value((negative, whole, part): &Written) -> Option<Ratio> {
    let digits: i128 =
        (whole.len() + part.len() <= 28).then(|| format!("{whole}{part}").parse().ok())??;
    let signed = if *negative { -digits } else { digits };
    Some(Ratio::new(signed, 10_i128.pow(u32::try_from(part.len()).unwrap())))
}

/// Holds one text against its readings in one style, and tells whether it is a number there.
fn check_number(text: &str, style: &NumberStyle) -> bool {
    let all = readings(text, style);
    assert!(all.len() < 2, "two readings of {text:?} in {style:?}: {all:?}");
    let plain = style.plain(text).map(|(plain, _)| plain);
    let found = plain.as_ref().map_err(|fault| *fault).and_then(|plain| parse_number(plain));
    let amount = plain.as_ref().map_err(|fault| *fault).and_then(|plain| parse_amount(plain));
    let Some(written) = all.first() else {
        assert!(
            found.is_err() && amount.is_err(),
            "{text:?} is no number in {style:?} but read as {found:?}"
        );
        return false;
    };
    let Some(value) = value(written) else {
        let digits = written.1.len() + written.2.len();
        assert!(
            found.is_err() || digits < 30 || written.1.starts_with('0'),
            "{text:?} read as {found:?}"
        );
        return found.is_ok();
    };
    assert_eq!(found.map(Ratio::from), Ok(value.clone()), "{text:?} in {style:?}");
    let fits = written.2.len() <= 2 && written.1.trim_start_matches('0').len() <= 15;
    assert_eq!(amount.is_ok(), fits, "{text:?} as an amount in {style:?}: {amount:?}");
    if let Ok(amount) = amount {
        assert_eq!(Ratio::new(amount.get(), 100), value, "{text:?}");
        assert_eq!(parse_amount(&amount.plain()), Ok(amount));
        for mark in &style.thousands {
            let written = amount.grouped(*mark, style.decimal);
            assert_eq!(
                style.plain(&written).map(|(plain, _)| plain.into_owned()),
                Ok(amount.plain()),
                "{written}"
            );
        }
    }
    true
}

/// Shares and fractions of umlage.toml: what is accepted has the value of its digits.
fn check_share(text: &str) {
    let plain = NumberStyle::default();
    if let Ok(Share::Percent(found)) = parse_share(text) {
        let digits = text.strip_suffix('%').unwrap().trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let all = readings(digits, &plain);
        assert_eq!(all.len(), 1, "{text:?}");
        if let Some(value) = value(all.first().unwrap()) {
            assert_eq!(found, &value * &Ratio::new(1, 100), "{text:?}");
        }
    }
    if let Ok(found) = parse_fraction(text) {
        let (top, bottom) = text.split_once('/').unwrap();
        let [top, bottom] =
            [top, bottom].map(|part| part.trim_matches(' ').parse::<i128>().unwrap());
        assert_eq!(&found * &Ratio::from(bottom), Ratio::from(top), "{text:?}");
    }
}

/// Periods: what is read is written so that it reads the same.
fn check_period(text: &str) {
    if let Ok(period) = parse_period(text) {
        assert_eq!(parse_period(&period.to_string()), Ok(period), "{text:?}");
        assert!(period.from <= period.to && period.days() > 0, "{text:?}");
    }
}

#[test]
fn numbers() {
    let styles = styles();
    const PERIODS: [&str; 12] =
        ["2024", "9999", "0000", "0001", "-", "Q1", "Q4", "02", "12", "31", "/", "-12-31"];
    run("numbers", 60_000, |dice| {
        if dice.below(8) == 0 {
            let text: String = (0..=dice.below(8)).map(|_| dice.pick(&PERIODS)).collect();
            check_period(&text);
            return parse_period(&text).is_ok();
        }
        let text = number(dice);
        check_share(&text);
        check_number(&text, &styles[dice.below(styles.len())])
    });
}

/// What was found once must never be found again.
#[test]
fn the_corpus_is_read() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let numbers = std::fs::read_to_string(corpus.join("numbers.txt")).unwrap();
    for text in numbers.lines() {
        styles().iter().for_each(|style| _ = check_number(text, style));
        check_share(text);
        check_period(text);
    }
    for folder in std::fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
    {
        let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let project: BTreeMap<String, Vec<u8>> =
            files.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect();
        let (start, files) = (Instant::now(), Memory(project.clone()));
        project.keys().for_each(|name| drop(preview(&files, name, name)));
        read(project, &[]);
        assert!(start.elapsed() < Duration::from_secs(10), "{} takes too long", folder.display());
    }
}
