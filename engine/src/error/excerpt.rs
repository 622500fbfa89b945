//! The line of a query that an error is about, with a caret under the word: cut to what fits a screen, and aligned by
//! display width, as some characters take two columns.

use unicode_width::UnicodeWidthChar;

use super::Location;

/// How many characters of a line are shown: a generated query may be one line of a megabyte.
const MOST: usize = 160;
/// How many of them precede the location.
const BEFORE: usize = 60;

/// Returns the part of `line` around the location, and the line below it with the caret.
pub(super) fn excerpt(line: &str, place: Location) -> (String, String) {
    let at = place.column.saturating_sub(1);
    let first = if line.chars().nth(MOST).is_some() { at.saturating_sub(BEFORE) } else { 0 };
    let mut chars = line.chars().skip(first);
    let mut text: String = if first > 0 { "…".to_owned() } else { String::new() };
    text.extend(chars.by_ref().take(MOST));
    if chars.next().is_some() {
        text.push('…');
    }
    // Tabs are kept, so that the caret stands under its word whatever their width.
    let at = at - first + usize::from(first > 0);
    let mut below = String::new();
    for character in text.chars().take(at) {
        match character {
            '\t' => below.push('\t'),
            wide => below.extend(std::iter::repeat_n(' ', wide.width().unwrap_or(0))),
        }
    }
    let word = text.chars().skip(at).take(place.length.max(1)).filter_map(|c| c.width()).sum::<usize>();
    below.push_str(&"^".repeat(word.max(1)));
    (text, below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, column: usize, length: usize) -> (String, String) {
        excerpt(line, Location { line: 1, column, length })
    }

    #[test]
    fn a_short_line_is_whole() {
        assert_eq!(shown("select x from t", 8, 1), ("select x from t".into(), "       ^".into()));
        assert_eq!(shown("\tx y", 2, 1), ("\tx y".into(), "\t^".into()));
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_place() {
        let line = format!("{}wrong{}", "a".repeat(1000), "b".repeat(1_000_000));
        let (text, below) = shown(&line, 1001, 5);
        assert_eq!(text.chars().count(), MOST + 2);
        let place = below.find('^').unwrap();
        let seen: String = text.chars().skip(place).take(5).collect();
        assert_eq!((seen.as_str(), below.len()), ("wrong", place + 5));
    }

    #[test]
    fn a_wide_character_takes_two_columns() {
        assert_eq!(shown("select '日本', y", 14, 1).1, format!("{}^", " ".repeat(15)));
    }

    #[test]
    fn a_place_beyond_the_line_has_a_caret_after_it() {
        assert_eq!(shown("ab", 9, 3), ("ab".into(), "  ^".into()));
    }
}
