//! Charts as pictures within the page. Every place is a whole number of thousandths: across of a
//! percent, so that the text keeps its size on a narrow screen, and down of a pixel.

use super::page::{Page, put};
use super::text::{cut, escaped};
use crate::money::Cents;
use crate::render::wrap::wrap;
use crate::report::{Chart, Drawing};
use crate::text::Lang;

mod bars;
mod curves;
mod flow;

/// The room for a picture on A4 across, in pixels.
const LOWEST_PAGE: u64 = 590;
/// How many looks there are for series.
const LOOKS: usize = 6;
/// From one line of a name to the next, in pixels, and the most lines of a name.
const LEADING: usize = 14;
const LINES: usize = 3;

/// A picture that is being drawn.
struct Picture {
    out: String,
    /// Its height in thousandths of a pixel.
    height: u64,
    lang: Lang,
}

impl Page<'_> {
    pub(super) fn chart(&mut self, chart: &Chart) {
        let id = self.id();
        let mut picture = Picture { out: String::new(), height: 0, lang: self.lang };
        let legend = match &chart.drawing {
            Drawing::Bars { series, bars } => picture.bars(series, bars),
            Drawing::Curves { axis, points, curves } => picture.curves(axis, points, curves),
            Drawing::Flow { layers, flows } => picture.flow(layers, flows),
        };
        self.out.push_str("<figure>\n");
        // The heading above may say the same.
        if chart.title != self.about {
            put!(self, "<figcaption>{}</figcaption>\n", escaped(&chart.title));
        }
        self.out.push_str(&legend);
        let is_wide = matches!(chart.drawing, Drawing::Flow { .. });
        if is_wide {
            let name = self.unique(&chart.title);
            let name = escaped(&name);
            put!(
                self,
                "<div class=\"scroll\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">\n"
            );
        }
        put!(
            self,
            "<svg role=\"img\" aria-labelledby=\"c{id}t c{id}d\" width=\"100%\" height=\"{}\" \
                style=\"--zoom:{}\">\n\
             <title id=\"c{id}t\">{}</title>\n<desc id=\"c{id}d\">{}</desc>\n{}</svg>\n",
            decimal(picture.height),
            decimal(zoom(picture.height)),
            escaped(&chart.title),
            escaped(&chart.alternative),
            picture.out,
        );
        self.out.push_str(if is_wide { "</div>\n</figure>\n" } else { "</figure>\n" });
    }
}

impl Picture {
    /// Writes a text at a place; what does not fit is cut and stands whole in its title.
    fn text(&mut self, x: u64, y: u64, look: &str, text: &str, most: usize) {
        let (x, y, short) = (decimal(x), decimal(y), cut(text, most));
        put!(self, "<text x=\"{x}%\" y=\"{y}\"{look}>");
        if short != text {
            put!(self, "<title>{}</title>", escaped(text));
        }
        put!(self, "{}</text>\n", escaped(&short));
    }

    /// Writes lines below each other, the first at a place and `dx` pixels from it; what is not
    /// there stands in the title.
    fn lines(
        &mut self,
        (x, y): (u64, u64),
        (look, dx): (&str, i32),
        lines: &[String],
        whole: &str,
    ) {
        let (x, y) = (decimal(x), decimal(y));
        put!(self, "<text x=\"{x}%\" y=\"{y}\" dx=\"{dx}\"{look}>");
        if lines.concat().contains('…') {
            put!(self, "<title>{}</title>", escaped(whole));
        }
        for (at, line) in lines.iter().enumerate() {
            match at {
                0 => put!(self, "{}", escaped(line)),
                _ => put!(
                    self,
                    "<tspan x=\"{x}%\" dx=\"{dx}\" dy=\"{LEADING}\">{}</tspan>",
                    escaped(line)
                ),
            }
        }
        self.out.push_str("</text>\n");
    }

    fn line(&mut self, class: &str, x1: u64, y1: u64, x2: u64, y2: u64) {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(decimal);
        put!(self, "<line class=\"{class}\" x1=\"{x1}%\" y1=\"{y1}\" x2=\"{x2}%\" y2=\"{y2}\"/>\n");
    }
}

/// Breaks a name into at most so many lines of so many signs; what goes beyond is cut with a mark.
fn broken(name: &str, signs: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(name, signs, 0);
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line, signs)).collect()
}

/// Returns the scale in thousandths at which a picture is printed: smaller where it is taller than
/// a page.
fn zoom(height: u64) -> u64 {
    (LOWEST_PAGE * 1000).checked_div(height / 1000).unwrap_or(850).clamp(600, 850)
}

/// Returns the part of a length that an amount is of a whole, rounded down.
fn part(amount: u128, whole: u128, length: u64) -> u64 {
    let shift = 64_u32.saturating_sub(whole.leading_zeros());
    let (amount, whole) = (amount >> shift, whole >> shift);
    if whole == 0 {
        return 0;
    }
    u64::try_from(amount.min(whole) * u128::from(length) / whole).unwrap_or(length)
}

/// Returns the least and the most of some amounts, zero always among them.
fn range(amounts: impl Iterator<Item = Cents>) -> (i128, i128) {
    amounts.fold((0, 0), |(least, most), amount| (least.min(amount.get()), most.max(amount.get())))
}

/// Writes thousandths as a decimal number.
fn decimal(thousandths: u64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn pixels(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(1000)
}

/// Writes the names of series beside signs for them.
fn legend<'a>(names: impl Iterator<Item = &'a String>, sign: impl Fn(usize) -> String) -> String {
    let mut out = String::from("<ul class=\"legend\">\n");
    for (at, name) in names.enumerate() {
        let sign = sign(at);
        out.push_str(&format!(
            "<li><svg aria-hidden=\"true\">{sign}</svg>{}</li>\n",
            escaped(name)
        ));
    }
    out.push_str("</ul>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_broken_and_cut_with_a_mark() {
        assert_eq!(
            broken("Bauvorbescheid und Bauantrag", 18, 2),
            ["Bauvorbescheid und", "Bauantrag"]
        );
        assert_eq!(broken("eins zwei drei vier fünf", 9, 2), ["eins zwei", "drei vie…"]);
        assert_eq!(broken("Wohngeld", 18, 2), ["Wohngeld"]);
        assert_eq!(broken(&"x".repeat(40), 5, 2), ["xxxx…"]);
    }

    #[test]
    fn parts_of_a_length_are_exact_and_never_overflow() {
        assert_eq!(part(1, 3, 66_000), 22_000);
        assert_eq!(part(2, 3, 100_000), 66_666);
        assert_eq!(part(0, 0, 100_000), 0);
        assert_eq!(part(u128::MAX, u128::MAX, 100_000), 100_000);
        assert_eq!(part(u128::MAX / 2, u128::MAX, 100_000), 49_999);
        assert_eq!(part(5, 3, 1000), 1000);
        assert_eq!([decimal(0), decimal(12_340), decimal(5)], ["0", "12.34", "0.005"]);
    }
}
