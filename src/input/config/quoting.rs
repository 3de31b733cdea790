//! Names as umlage.toml writes them.

/// Writes an id as a part of a TOML path, in quotation marks where it needs them.
pub(crate) fn toml_key(id: &str) -> String {
    let is_bare =
        !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { id.to_owned() } else { format!("\"{id}\"") }
}
