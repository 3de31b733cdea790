//! The edge at which the binary floating-point numbers of workbooks become decimal text.

/// Writes a stored number in plain decimal digits: the shortest that mean it, with at most the 15 significant ones that
/// Excel knows, so that 7.0000000000000009 is 7. `shift` moves the decimal point to the right. `None`: no number.
#[expect(clippy::disallowed_types, reason = "a cell holds an f64; nothing is counted with it")]
pub(super) fn decimal(value: f64, shift: i32) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let written = format!("{value:.14e}");
    let (mantissa, exponent) = written.split_once('e')?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let whole = exponent.parse::<i32>().ok()?.checked_add(shift)?.checked_add(1)?;
    Some(match usize::try_from(whole) {
        Ok(whole) if whole >= digits.len() => format!("{sign}{digits:0<whole$}"),
        Ok(whole) if whole > 0 => format!("{sign}{}.{}", &digits[..whole], &digits[whole..]),
        _ => format!("{sign}0.{}{digits}", "0".repeat(usize::try_from(whole.checked_neg()?).ok()?)),
    })
}

/// Writes a number that stands in a file as text, such as `1.5E+3`, in the same way.
#[expect(clippy::disallowed_types, reason = "ODS writes what LibreOffice holds as an f64")]
pub(super) fn decimal_of(text: &str, shift: i32) -> Option<String> {
    decimal(text.trim().parse::<f64>().ok()?, shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_plainly_and_as_excel_shows_them() {
        for (stored, text) in [
            ("7.0000000000000009", "7"),
            ("0.1", "0.1"),
            ("0.30000000000000004", "0.3"),
            ("1234.5", "1234.5"),
            ("-0.05", "-0.05"),
            ("-0", "0"),
            ("1E+20", "100000000000000000000"),
            ("1e-7", "0.0000001"),
            ("99012345678901", "99012345678901"),
            ("123456789012345678", "123456789012346000"),
            ("84250", "84250"),
            ("999999999999999.9", "1000000000000000"),
            ("100.10000000000001", "100.1"),
        ] {
            assert_eq!(decimal_of(stored, 0).as_deref(), Some(text), "{stored}");
        }
        assert_eq!(decimal_of("0.12966620000000001", 2).as_deref(), Some("12.96662"));
        assert_eq!(decimal_of("1e5", -2).as_deref(), Some("1000"));
        assert_eq!(decimal_of("0.5", -2).as_deref(), Some("0.005"));
        for text in ["", "NaN", "inf", "1,5", "x"] {
            assert_eq!(decimal_of(text, 0), None, "{text}");
        }
    }
}
