//! Exact solution of the linear systems in which cost centres pass cost to one another.

use super::Ratio;

/// Follows what is passed on to the end. Row i of `table` says which part centre i gives to each centre and then to
/// each end; the rows add to one. For each of the wanted rows the result says which part reaches each end.
pub fn passed_on(table: &[Vec<Ratio>], wanted: &[usize]) -> Vec<Vec<Ratio>> {
    let size = table.len();
    let mut rows: Vec<Vec<Ratio>> = table
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let entry = |(j, value): (usize, &Ratio)| match j {
                _ if j >= size => value.clone(),
                _ if j == i => &Ratio::ONE - value,
                _ => -value,
            };
            row.iter().enumerate().map(entry).collect()
        })
        .collect();
    for pivot in 0..size {
        let Some(found) = (pivot..size).find(|row| !rows[*row][pivot].is_zero()) else { return Vec::new() };
        rows.swap(pivot, found);
        let lead = rows[pivot][pivot].clone();
        let scaled = rows[pivot].iter().map(|value| value.checked_div(&lead).unwrap_or(Ratio::ZERO));
        rows[pivot] = scaled.collect();
        let top = rows[pivot].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != pivot) {
            let factor = row[pivot].clone();
            if !factor.is_zero() {
                row.iter_mut().zip(&top).for_each(|(value, above)| *value = &*value - &(&factor * above));
            }
        }
    }
    wanted.iter().map(|row| rows[*row][size..].to_vec()).collect()
}
