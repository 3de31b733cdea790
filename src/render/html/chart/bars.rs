//! Horizontal bars: the label above, the amount to the right, negative amounts to the left of a
//! zero line.

use super::{LEADING, LINES, LOOKS, Picture, broken, decimal, legend, part, pixels, put, range};
use crate::money::Cents;

/// The width that bars may take, in thousandths of a percent.
const AREA: u64 = 66_000;
/// Heights in pixels: of the line with the label, of a bar with its gap, of a bar, of the gap
/// between groups.
const LABEL: usize = 18;
const STEP: usize = 17;
const BAR: usize = 14;
const GAP: usize = 8;
/// The most signs of a line of a label: as many as stand across a narrow screen.
const LONGEST: usize = 40;

impl Picture {
    /// Draws bars; returns the legend where there are several series.
    pub(super) fn bars(
        &mut self,
        series: &[String],
        bars: &[(String, Vec<Option<Cents>>)],
    ) -> String {
        let (least, most) = range(bars.iter().flat_map(|(_, amounts)| amounts).copied().flatten());
        let whole = most.abs_diff(least);
        let zero = part(least.unsigned_abs(), whole, AREA);
        let mut top = 0;
        for (label, amounts) in bars {
            let lines = broken(label, LONGEST, LINES);
            self.lines((0, pixels(top + LABEL - 5)), ("", 0), &lines, label);
            top += LABEL + LEADING * (lines.len() - 1);
            let bottom = top + STEP * amounts.len();
            self.line("axis", zero, pixels(top.saturating_sub(2)), zero, pixels(bottom));
            for (at, amount) in amounts.iter().enumerate() {
                if let Some(amount) = amount {
                    let width = part(amount.get().unsigned_abs(), whole, AREA);
                    let left = if amount.signum() < 0 { zero.saturating_sub(width) } else { zero };
                    self.bar(at, left, pixels(top), width);
                    let text = self.lang.amount(*amount);
                    self.text(
                        100_000,
                        pixels(top + BAR - 2),
                        " text-anchor=\"end\"",
                        &text,
                        usize::MAX,
                    );
                }
                top += STEP;
            }
            top += GAP;
        }
        self.height = pixels(top);
        match series {
            [_, _, ..] => legend(series.iter(), |at| {
                format!("<rect class=\"bar f{}\" width=\"26\" height=\"12\"/>", at % LOOKS)
            }),
            _ => String::new(),
        }
    }

    fn bar(&mut self, series: usize, x: u64, y: u64, width: u64) {
        let (look, [x, y, width]) = (series % LOOKS, [x, y, width].map(decimal));
        put!(
            self,
            "<rect class=\"bar f{look}\" x=\"{x}%\" y=\"{y}\" width=\"{width}%\" \
                height=\"{BAR}\"/>\n"
        );
    }
}
