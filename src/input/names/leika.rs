//! LeiKa keys of services.

/// Tells whether a text is a LeiKa key: 14 digits.
pub(crate) fn is_leika(text: &str) -> bool {
    text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit())
}
