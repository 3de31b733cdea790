//! Dates in the form that a layout declares, such as `TT.MM.JJJJ`.

use crate::model::parse_period;

/// A form of dates: the order of day, month and year, and what stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateForm {
    parts: [Part; 3],
    between: char,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    Year,
}

impl DateForm {
    /// Reads a form: `TT`, `MM` and `JJJJ` or `DD`, `MM` and `YYYY`, each once, with one sign
    /// between them.
    pub(crate) fn parse(text: &str) -> Option<DateForm> {
        let between = text.chars().find(|c| matches!(c, '.' | '/' | '-' | ' '))?;
        let part = |part: &str| match part {
            "TT" | "DD" => Some(Part::Day),
            "MM" => Some(Part::Month),
            "JJJJ" | "YYYY" => Some(Part::Year),
            _ => None,
        };
        let parts: Vec<Part> = text.split(between).map(part).collect::<Option<_>>()?;
        let parts: [Part; 3] = parts.try_into().ok()?;
        let whole = [Part::Day, Part::Month, Part::Year].iter().all(|part| parts.contains(part));
        whole.then_some(DateForm { parts, between })
    }

    /// Writes a date of this form as year-month-day; `None` where it has another form. Whether
    /// there is such a day is not asked.
    pub(crate) fn iso(&self, text: &str) -> Option<String> {
        let texts: Vec<&str> = text.split(self.between).collect();
        if texts.len() != self.parts.len() {
            return None;
        }
        let part = |wanted: Part| {
            let index = self.parts.iter().position(|part| *part == wanted)?;
            let text = *texts.get(index)?;
            let lengths = if wanted == Part::Year { 4..=4 } else { 1..=2 };
            (lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
                .then_some(text)
        };
        Some(format!("{}-{:0>2}-{:0>2}", part(Part::Year)?, part(Part::Month)?, part(Part::Day)?))
    }

    /// Writes the day of the examples in this form.
    pub(crate) fn example(&self) -> String {
        let part = |part: &Part| match part {
            Part::Day => "01",
            Part::Month => "08",
            Part::Year => "2021",
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join(&self.between.to_string())
    }
}

/// Finds the day or month that a text may mean, for a suggestion: `1.8.2021`, `01.02.24` and
/// `01.2024`. In the form of the file where that fits, else as year-month-day.
pub(crate) fn meant(text: &str, form: Option<&DateForm>) -> Option<String> {
    let parts: Vec<&str> = text.trim().split('.').collect();
    let (year, before) = parts.split_last()?;
    let year = if year.len() == 2 { format!("20{year}") } else { (*year).to_owned() };
    let plain = match before {
        [month] => format!("{year}-{month:0>2}"),
        [day, month] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => return None,
    };
    parse_period(&plain).ok()?;
    let whole = format!("{}.{year}", before.join("."));
    let fits = form.is_some_and(|form| form.iso(&whole).is_some());
    Some(if fits { whole } else { plain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_day_month_and_a_whole_year() {
        let iso = |form: &str, text: &str| DateForm::parse(form).unwrap().iso(text);
        assert_eq!(iso("TT.MM.JJJJ", "31.07.2026").as_deref(), Some("2026-07-31"));
        assert_eq!(iso("TT.MM.JJJJ", "1.8.2021").as_deref(), Some("2021-08-01"));
        assert_eq!(iso("MM/DD/YYYY", "07/31/2026").as_deref(), Some("2026-07-31"));
        assert_eq!(iso("JJJJ-MM-TT", "2026-07-31").as_deref(), Some("2026-07-31"));
        for text in [
            "31.07.26",
            "31.07",
            "31.07.2026.",
            "31/07/2026",
            "031.07.2026",
            "31. 7.2026",
            "31.٠٧.2026",
            "",
        ] {
            assert_eq!(iso("TT.MM.JJJJ", text), None, "{text}");
        }
        for form in ["TT.MM.JJ", "TT.MM", "TT.TT.JJJJ", "TTMMJJJJ", "tt.mm.jjjj", "TT.MM/JJJJ", ""]
        {
            assert_eq!(DateForm::parse(form), None, "{form}");
        }
        assert_eq!(DateForm::parse("MM/TT/JJJJ").unwrap().example(), "08/01/2021");
    }
}
