//! Charts of a report's tables, with their alternatives in words.

use crate::money::Cents;
use crate::report::{Block, Chart, Drawing};
use crate::text::{Lang, Phrase};

/// The most curves that can be told apart.
const MOST_CURVES: usize = 8;

/// For each label the amounts of the series.
pub(crate) type Rows = Vec<(String, Vec<Option<Cents>>)>;

/// Draws bars; `None` where there is nothing to draw.
pub(crate) fn bars(title: &str, series: Vec<String>, bars: Rows, lang: Lang) -> Option<Block> {
    let amounts = || {
        bars.iter().flat_map(|(label, amounts)| {
            amounts.iter().flatten().map(move |amount| (*amount, label))
        })
    };
    let tell = |(amount, label): (Cents, &String)| format!("{label} {}", lang.amount(amount));
    let most = amounts().rev().max_by_key(|(amount, _)| *amount).map(tell)?;
    let least = amounts().min_by_key(|(amount, _)| *amount).map(tell)?;
    let title = title.to_owned();
    let count = bars.len().to_string();
    let alternative =
        Phrase::BarsAlternative { title: title.clone(), count, most, least }.get(lang);
    Some(Block::Chart(Chart { title, alternative, drawing: Drawing::Bars { series, bars } }))
}

/// Draws curves, of many those with the widest span; `None` where there is nothing to draw.
pub(crate) fn curves(axis: &str, points: Vec<String>, curves: Rows, lang: Lang) -> Option<Block> {
    let all = curves.len();
    let curves = widest(curves);
    let mut title = Phrase::CourseBy { axis: axis.to_owned() }.get(lang);
    if curves.len() < all {
        title = Phrase::WidestCourses { title, count: curves.len().to_string() }.get(lang);
    }
    let course = |(name, amounts): &(String, Vec<Option<Cents>>)| {
        let (from, to) = (amounts.first().copied().flatten()?, amounts.last().copied().flatten()?);
        let (from, to) = (lang.amount(from), lang.amount(to));
        Some(Phrase::CourseFromTo { name: name.clone(), from, to }.get(lang))
    };
    let courses: Vec<String> = curves.iter().filter_map(course).collect();
    let count = points.len().to_string();
    let (about, axis) = (title.clone(), axis.to_owned());
    let told = Phrase::CurvesAlternative {
        title: about,
        axis: axis.clone(),
        count,
        curves: courses.join("; "),
    };
    let chart = Chart {
        title,
        alternative: told.get(lang),
        drawing: Drawing::Curves { axis, points, curves },
    };
    (!courses.is_empty()).then_some(Block::Chart(chart))
}

/// Of more curves than can be told apart keeps those with the widest span, in their order; flat
/// ones, which say nothing, first of all make room.
fn widest(curves: Rows) -> Rows {
    if curves.len() <= MOST_CURVES {
        return curves;
    }
    let span = |amounts: &[Option<Cents>]| {
        let amounts = || amounts.iter().flatten().map(|amount| amount.get());
        amounts().max().unwrap_or(0).abs_diff(amounts().min().unwrap_or(0))
    };
    let mut order: Vec<(usize, u128)> =
        curves.iter().enumerate().map(|(at, (_, amounts))| (at, span(amounts))).collect();
    order.sort_by_key(|(at, span)| (std::cmp::Reverse(*span), *at));
    if order.iter().any(|(_, span)| *span > 0) {
        order.retain(|(_, span)| *span > 0);
    }
    order.truncate(MOST_CURVES);
    let is_kept = |at: usize| order.iter().any(|(kept, _)| *kept == at);
    curves.into_iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, curve)| curve).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, cents: &[i128]) -> (String, Vec<Option<Cents>>) {
        (label.to_owned(), cents.iter().map(|cents| Some(Cents::new(*cents))).collect())
    }

    fn chart(block: Option<Block>) -> Chart {
        match block {
            Some(Block::Chart(chart)) => chart,
            _ => panic!("no chart"),
        }
    }

    #[test]
    fn the_alternative_names_the_largest_and_the_smallest() {
        let rows = vec![row("HE", &[500]), row("SL", &[-100]), row("TH", &[500])];
        let chart = chart(bars("Anteile", vec!["Betrag".to_owned()], rows, Lang::De));
        assert_eq!(
            chart.alternative,
            "Balkendiagramm: Anteile, 3 Zeilen. Größter Betrag: HE 5,00; kleinster: SL -1,00. \
                Alle Beträge stehen in der Tabelle."
        );
        assert!(bars("", Vec::new(), Vec::new(), Lang::De).is_none());
    }

    fn chart_of(rows: Rows) -> Chart {
        chart(curves("Quote", vec!["0 %".to_owned(), "5 %".to_owned()], rows, Lang::De))
    }

    #[test]
    fn of_many_curves_the_widest_are_drawn_and_the_title_says_so() {
        let names: Vec<String> = (0..10).map(|at| format!("P{at}")).collect();
        let rows = (0..10).map(|at| row(&names[at], &[0, i128::try_from(at).unwrap()])).collect();
        let chart = chart_of(rows);
        assert_eq!(chart.title, "Verlauf nach Quote (die 8 mit der größten Spanne)");
        let Drawing::Curves { curves, .. } = chart.drawing else { panic!("no curves") };
        assert_eq!(
            curves.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            names[2..].iter().collect::<Vec<_>>()
        );
        let rows = (0..10).map(|at| row(&names[at], &[0, i128::from(at < 3)])).collect();
        let chart = chart_of(rows);
        assert_eq!(
            chart.title, "Verlauf nach Quote (die 3 mit der größten Spanne)",
            "flat ones say nothing"
        );
        assert!(self::curves("Quote", Vec::new(), Vec::new(), Lang::De).is_none());
    }
}
