//! Lines of words for a given width.

use unicode_width::UnicodeWidthStr;

/// Breaks a text at its blanks into lines of at most `width` columns; later lines are indented by
/// `hang`. A word is never broken, so a number stays whole even where it does not fit.
pub(super) fn wrap(text: &str, width: usize, hang: usize) -> Vec<String> {
    wrap_words(text.split(' '), width, hang)
}

/// Sets words, which may hold blanks themselves, into lines.
pub(super) fn wrap_words<'a>(
    words: impl IntoIterator<Item = &'a str>,
    width: usize,
    hang: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words {
        let joined = line.width() + usize::from(!line.is_empty()) + word.width();
        if joined > width && !line.trim().is_empty() {
            lines.push(std::mem::replace(&mut line, " ".repeat(hang)));
            line.push_str(word);
        } else {
            if !lines.is_empty() || !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.push(line);
    lines
}

/// Returns the width of the longest word.
pub(super) fn longest_word(text: &str) -> usize {
    text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrap("eins zwei drei", 9, 2), ["eins zwei", "  drei"]);
        assert_eq!(wrap("1.234.567,89", 4, 0), ["1.234.567,89"]);
        assert_eq!(wrap("a 1.234.567,89 b", 4, 1), ["a", " 1.234.567,89", " b"]);
        assert_eq!(wrap("", 4, 1), [""]);
        assert_eq!(longest_word("Käse und Brot"), 4);
    }
}
