//! Addresses of other files.

/// Writes the name of a file as an address relative to the document.
pub(super) fn address(file: &str) -> String {
    let mut out = String::new();
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_a_file_of_the_folder() {
        assert_eq!(address("HE-2023.html"), "HE-2023.html");
        assert_eq!(address("javascript:a(\"ä\")"), "javascript%3Aa%28%22%C3%A4%22%29");
    }
}
