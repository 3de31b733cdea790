//! Curves over points in order, told apart by dashes and marks as well as by colour.

use super::{Picture, decimal, legend, part, pixels, put, range};
use crate::money::Cents;

/// The height of the plot, and what stands above and below it, in pixels.
const PLOT: usize = 300;
const ABOVE: usize = 18;
const BELOW: usize = 40;
/// The gap at both sides, in thousandths of a percent: to the left stand the amounts.
const LEFT: u64 = 14_000;
const RIGHT: u64 = 2_000;
/// How many looks there are for curves: each its own colour, dash and mark.
const LOOKS: usize = 8;
/// About so many lines across.
const LINES: u128 = 4;
/// The most labels below the plot, and the most signs of one.
const LABELS: usize = 6;
const LONGEST: usize = 12;
/// The most marks of a curve.
const MARKS: usize = 24;
/// Marks around their place: circle, square, triangle, diamond, triangle upside down, cross, bar,
/// hourglass.
const SHAPES: [&str; LOOKS] = [
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.5-3.5h7v7h-7z",
    "M0-5l5 8.5h-10z",
    "M0-5.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",
    "M0 5l5-8.5h-10z",
    "M-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
    "M-5-2h10v4h-10z",
    "M-4.5-4.5h9l-9 9h9z",
];

/// Where amounts stand.
struct Axes {
    points: usize,
    least: i128,
    most: i128,
}

impl Axes {
    fn x(&self, point: usize) -> u64 {
        let last = u128::try_from(self.points.saturating_sub(1)).unwrap_or(u128::MAX);
        match last {
            0 => LEFT.midpoint(100_000 - RIGHT),
            _ => LEFT + part(u128::try_from(point).unwrap_or(last), last, 100_000 - LEFT - RIGHT),
        }
    }

    fn y(&self, amount: i128) -> u64 {
        pixels(ABOVE)
            + part(self.most.abs_diff(amount), self.most.abs_diff(self.least), pixels(PLOT))
    }
}

impl Picture {
    /// Draws curves; returns the legend.
    pub(super) fn curves(
        &mut self,
        axis: &str,
        points: &[String],
        curves: &[(String, Vec<Option<Cents>>)],
    ) -> String {
        let (least, most) =
            range(curves.iter().flat_map(|(_, amounts)| amounts).copied().flatten());
        let axes = Axes { points: points.len(), least, most: most.max(least.saturating_add(1)) };
        self.height = pixels(ABOVE + PLOT + BELOW);
        self.amounts(&axes);
        self.labels(&axes, points);
        let below = pixels(ABOVE + PLOT + BELOW - 5);
        self.text(100_000, below, " class=\"soft\" text-anchor=\"end\"", axis, 60);
        for (at, (_, amounts)) in curves.iter().enumerate() {
            self.curve(at, amounts, &axes);
        }
        match curves {
            [] => String::new(),
            _ => legend(curves.iter().map(|(name, _)| name), |at| {
                let line = format!(
                    "<line class=\"curve s{}\" x1=\"0\" y1=\"6\" x2=\"28\" y2=\"6\"/>",
                    at % LOOKS
                );
                format!(
                    "{line}<path class=\"m{}\" transform=\"translate(14 6)\" d=\"{}\"/>",
                    at % LOOKS,
                    shape(at)
                )
            }),
        }
    }

    /// Draws a line across for each round amount.
    fn amounts(&mut self, axes: &Axes) {
        let span = axes.most.abs_diff(axes.least);
        let Some(step) =
            round_above(span.div_ceil(LINES)).and_then(|step| i128::try_from(step).ok())
        else {
            return;
        };
        let mut next = Some(axes.least / step * step);
        while let Some(amount) = next.filter(|amount| *amount <= axes.most) {
            let y = axes.y(amount);
            self.line(if amount == 0 { "axis" } else { "grid" }, LEFT, y, 100_000, y);
            let text = match step % 100 {
                0 => self.lang.number(&(amount / 100).to_string()),
                _ => self.lang.amount(Cents::new(amount)),
            };
            self.text(0, y.saturating_add(4_000), " class=\"soft halo\"", &text, usize::MAX);
            next = amount.checked_add(step);
        }
    }

    /// Writes some of the points below the plot, at even distances.
    fn labels(&mut self, axes: &Axes, points: &[String]) {
        let last = points.len().saturating_sub(1);
        for point in (0..points.len()).step_by(stride(last)) {
            let anchor = match (point, last) {
                (_, 0) => "middle",
                (0, _) => "start",
                _ if point == last => "end",
                _ => "middle",
            };
            let look = format!(" class=\"soft\" text-anchor=\"{anchor}\"");
            self.text(axes.x(point), pixels(ABOVE + PLOT + 16), &look, &points[point], LONGEST);
        }
    }

    /// Draws a curve; where an amount is missing it is broken.
    fn curve(&mut self, at: usize, amounts: &[Option<Cents>], axes: &Axes) {
        let places: Vec<Option<(u64, u64)>> = amounts
            .iter()
            .take(axes.points)
            .enumerate()
            .map(|(point, amount)| amount.map(|amount| (axes.x(point), axes.y(amount.get()))))
            .collect();
        let height = decimal(self.height);
        put!(self, "<svg width=\"100%\" height=\"{height}\" viewBox=\"0 0 100 {height}\" ");
        self.out.push_str("preserveAspectRatio=\"none\">\n");
        for run in places.split(Option::is_none).filter(|run| run.len() > 1) {
            let points =
                run.iter().flatten().map(|(x, y)| format!("{},{}", decimal(*x), decimal(*y)));
            let points = points.collect::<Vec<_>>().join(" ");
            put!(self, "<polyline class=\"curve s{}\" points=\"{points}\"/>\n", at % LOOKS);
        }
        self.out.push_str("</svg>\n");
        let every = places.len().div_ceil(MARKS).max(1);
        for (x, y) in places.iter().step_by(every).flatten() {
            let (x, y) = (decimal(*x), decimal(*y));
            put!(self, "<svg x=\"{x}%\" y=\"{y}\" overflow=\"visible\">");
            put!(self, "<path class=\"m{}\" d=\"{}\"/></svg>\n", at % LOOKS, shape(at));
        }
    }
}

/// Returns by how many points labels are apart: such that the last has one, too, unless that leaves
/// only the two ends.
fn stride(last: usize) -> usize {
    let least = last.div_ceil(LABELS - 1).max(1);
    let even = (least..=last / 2).find(|stride| last.is_multiple_of(*stride));
    even.unwrap_or(least)
}

fn shape(at: usize) -> &'static str {
    SHAPES[at % SHAPES.len()]
}

/// Returns the least of 1, 2, 5, 10, 20, 50, … that is not below a number.
fn round_above(number: u128) -> Option<u128> {
    let mut power = 1_u128;
    loop {
        for digit in [1, 2, 5] {
            let round = power.checked_mul(digit)?;
            if round >= number {
                return Some(round);
            }
        }
        power = power.checked_mul(10)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_at_even_distances() {
        let labelled = |last: usize| (0..=last).step_by(stride(last)).collect::<Vec<_>>();
        assert_eq!(labelled(10), [0, 2, 4, 6, 8, 10]);
        assert_eq!(labelled(50), [0, 10, 20, 30, 40, 50]);
        assert_eq!(labelled(4), [0, 1, 2, 3, 4]);
        assert_eq!(labelled(11), [0, 3, 6, 9]);
        assert_eq!([labelled(0), labelled(1)], [vec![0], vec![0, 1]]);
    }
}
