//! Characters that are invisible or reorder the text around them, and how they are shown.

/// How a character is shown.
pub(crate) enum Mark {
    /// As it is.
    None,
    /// As another character.
    Picture(char),
    /// By its number: `⟨U+202E⟩`.
    Name,
}

/// Returns how `character` is shown.
pub(crate) fn mark(character: char) -> Mark {
    match character {
        '\n' => Mark::Picture('↵'),
        '\t' => Mark::Picture('⇥'),
        '\0'..='\x1f' => Mark::Picture(char::from_u32(0x2400 + u32::from(character)).unwrap_or('␀')),
        '\x7f' => Mark::Picture('␡'),
        // C1 controls, bidirectional controls, line and paragraph separators, the invisible operators and spaces
        // of no width. The joiners U+200C and U+200D stay: scripts and emoji need them.
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Mark::Name,
        _ => Mark::None,
    }
}

/// Returns the mark of a character by its number: eight characters, as all that are marked this way have four hex
/// digits.
pub(crate) fn name(character: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(character))
}

/// Returns a message with its invisible characters marked, except line ends: it may quote names of any origin.
pub(super) fn legible(text: String) -> String {
    let hides = |character: char| !matches!(character, '\n' | '\t') && !matches!(mark(character), Mark::None);
    if !text.contains(hides) {
        return text;
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match mark(character) {
            Mark::Picture(picture) if hides(character) => shown.push(picture),
            Mark::Name => shown.push_str(&name(character)),
            _ => shown.push(character),
        }
    }
    shown
}

/// Returns a line of code in a message: each character stays one character, so that a caret below stays under its word.
pub(super) fn legible_code(line: &str) -> String {
    let shown = |character| match mark(character) {
        Mark::None => character,
        _ if character == '\t' => character,
        _ => char::REPLACEMENT_CHARACTER,
    };
    line.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_visible_but_for_the_ends_of_its_lines() {
        assert_eq!(legible("a\x1b[31m\n\u{202e}b\t".to_string()), "a␛[31m\n⟨U+202E⟩b\t");
        assert_eq!(legible_code("a\u{202e}\tb"), "a\u{fffd}\tb");
    }
}
