//! The edge at which the binary floating-point numbers of workbooks become decimal text.

/// So many significant digits Excel knows.
const DIGITS: usize = 15;
/// From this power of ten on, that many digits do not reach the cent.
const BEYOND_CENTS: i32 = 13;

/// Why a stored number cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is none.
    NoNumber,
    /// It has more digits than Excel knows, and they are not the noise of binary fractions; as it
    /// is written.
    TooLong(String),
}

/// Writes a stored number in plain decimal digits: the shortest that mean it, with at most the 15
/// significant ones that Excel knows, so that 7.0000000000000009 is 7. `shift` moves the decimal
/// point to the right.
#[expect(clippy::disallowed_types, reason = "a cell holds an f64; nothing is counted with it")]
pub(crate) fn decimal(value: f64, shift: i32) -> Result<String, Unread> {
    if !value.is_finite() {
        return Err(Unread::NoNumber);
    }
    if is_too_long(&format!("{value:e}")) {
        return Err(Unread::TooLong(value.to_string()));
    }
    rounded(value, shift).ok_or(Unread::NoNumber)
}

/// Tells a number whose digits beyond the fifteenth are cents or more.
fn is_too_long(written: &str) -> bool {
    let Some((mantissa, exponent)) = written.split_once('e') else { return false };
    let digits = mantissa.chars().filter(char::is_ascii_digit).count();
    digits > DIGITS && exponent.parse::<i32>().is_ok_and(|exponent| exponent >= BEYOND_CENTS)
}

#[expect(clippy::disallowed_types, reason = "a cell holds an f64; nothing is counted with it")]
fn rounded(value: f64, shift: i32) -> Option<String> {
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
pub(crate) fn decimal_of(text: &str, shift: i32) -> Result<String, Unread> {
    decimal(text.trim().parse::<f64>().map_err(|_| Unread::NoNumber)?, shift)
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
            ("84250", "84250"),
            ("12345678901234.5", "12345678901234.5"),
            ("1234567890123.456", "1234567890123.46"),
            ("100.10000000000001", "100.1"),
        ] {
            assert_eq!(decimal_of(stored, 0).as_deref(), Ok(text), "{stored}");
        }
        assert_eq!(decimal_of("0.12966620000000001", 2).as_deref(), Ok("12.96662"));
        assert_eq!(decimal_of("1e5", -2).as_deref(), Ok("1000"));
        assert_eq!(decimal_of("0.5", -2).as_deref(), Ok("0.005"));
        for text in ["", "NaN", "inf", "1,5", "x"] {
            assert_eq!(decimal_of(text, 0), Err(Unread::NoNumber), "{text}");
        }
        for (stored, held) in [
            ("12345678901234.56", "12345678901234.56"),
            ("99999999999999.99", "99999999999999.98"), // what a spreadsheet makes of it
            ("-999999999999999.9", "-999999999999999.9"),
            ("1234567890123456", "1234567890123456"),
        ] {
            assert_eq!(decimal_of(stored, 0), Err(Unread::TooLong(held.to_owned())), "{stored}");
        }
    }
}
