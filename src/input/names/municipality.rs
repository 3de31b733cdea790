//! Municipality keys as names of parties: the first two digits of an AGS or ARS are the Land.

use crate::diag::{Diagnostic, Fault};
use crate::input::faults::{Faults, Reported};
use crate::source::Sourced;

/// How many digits a key may have: Land, district, municipality (AGS), municipality (ARS).
const LENGTHS: [usize; 4] = [2, 5, 8, 12];
/// The numbers of the Länder.
const LAENDER: std::ops::RangeInclusive<u8> = 1..=16;

/// Returns the Land of a key as its two digits; a key that lost its leading zero is refused, never
/// mended.
pub(crate) fn land<'t>(
    key: Sourced<&'t str>,
    faults: &Faults,
) -> Result<Sourced<&'t str>, Reported> {
    let digits = key.value.bytes().all(|b| b.is_ascii_digit());
    let land = key.value.get(..2).and_then(|land| land.parse().ok());
    if digits
        && LENGTHS.contains(&key.value.len())
        && land.is_some_and(|land| LAENDER.contains(&land))
    {
        return Ok(key.map(|text| &text[..2]));
    }
    let diagnostic =
        Diagnostic::at(Fault::BadMunicipality { value: key.value.to_owned() }, key.loc);
    let lost = digits && LENGTHS.contains(&(key.value.len() + 1)) && !key.value.starts_with('0');
    faults.push(if lost {
        let meant = format!("0{}", key.value);
        diagnostic.note(
            format!(
                "gemeint {meant}? Eine Tabellenkalkulation behält führende Nullen nur in Spalten, \
                    die als Text \
                 formatiert sind"
            ),
            format!(
                "{meant} meant? A spreadsheet keeps leading zeros only in columns that are \
                formatted as text"
            ),
        )
    } else {
        diagnostic
    });
    Err(Reported)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Loc;

    #[test]
    fn the_first_two_digits_name_the_land() {
        let land = |key: &str| {
            let faults = Faults::default();
            let found = land(Sourced::new(key, Loc::Builtin("x")), &faults)
                .map(|land| land.value.to_owned());
            (found.ok(), faults.into_inner().iter().map(|d| d.notes.len()).sum::<usize>())
        };
        for (key, expected) in
            [("06", "06"), ("01001", "01"), ("06611000", "06"), ("160515001001", "16")]
        {
            assert_eq!(land(key), (Some(expected.to_owned()), 0), "{key}");
        }
        for key in ["1001", "6611000", "10515001001", "6"] {
            assert_eq!(land(key), (None, 1), "{key}");
        }
        for key in ["00", "17000", "99999999", "0661100", "066 11000", "DG", "0661100a", "ä6", ""]
        {
            assert_eq!(land(key), (None, 0), "{key}");
        }
    }
}
