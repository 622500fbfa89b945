//! The target of cells: a text that stops growing at a limit, and that contains nothing invisible.
//!
//! Once the limit is reached every further write does nothing, so a formatter needs no error path; a loop over many
//! items asks [`Sink::is_cut`] and ends early. So the work is bounded by what is shown, not by the value.

use std::borrow::Cow;
use std::fmt;

use crate::error::invisible::{Mark, mark, name};

/// A bounded text. For display it counts characters and makes invisible ones visible; raw it counts bytes and leaves
/// every character unchanged.
pub(super) struct Sink<'a> {
    out: &'a mut String,
    room: usize,
    marks: bool,
    cut: bool,
}

impl<'a> Sink<'a> {
    /// Returns a sink that appends to `out` for display: at most `max_chars` characters, all of them visible.
    pub fn shown(out: &'a mut String, max_chars: usize) -> Self {
        Self { out, room: max_chars, marks: true, cut: false }
    }

    /// Returns a sink that appends to `out` unchanged, at most `max_bytes`.
    pub fn raw(out: &'a mut String, max_bytes: usize) -> Self {
        Self { out, room: max_bytes, marks: false, cut: false }
    }

    /// Returns whether something did not fit. After that nothing is written.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Writes our own text, known to be printable ASCII.
    pub fn ascii(&mut self, text: &str) {
        if self.cut {
            return;
        }
        let fits = text.len().min(self.room);
        self.out.push_str(&text[..fits]);
        self.room -= fits;
        self.cut = fits < text.len();
    }

    /// Writes a formatted value, known to be printable ASCII.
    pub fn format(&mut self, value: fmt::Arguments<'_>) {
        // Only an argument's own formatter could fail, and those of numbers do not.
        let _ = fmt::Write::write_fmt(self, value);
    }

    /// Writes text of unknown origin.
    pub fn text(&mut self, text: &str) {
        if self.cut {
            return;
        }
        if !self.marks {
            let fits = text.floor_char_boundary(self.room);
            self.out.push_str(&text[..fits]);
            self.room -= fits;
            self.cut = fits < text.len();
            return;
        }
        let mut rest = text;
        loop {
            let plain = plain_prefix(rest, self.room);
            self.out.push_str(&rest[..plain]);
            self.room -= plain;
            rest = &rest[plain..];
            let Some(next) = rest.chars().next() else { return };
            self.visible(next);
            if self.cut {
                return;
            }
            rest = &rest[next.len_utf8()..];
        }
    }

    /// Writes text of unknown origin as a JSON string.
    pub fn quoted(&mut self, text: &str) {
        self.ascii("\"");
        // Every character takes at least one place, so no more than these can be written: the search for characters to
        // escape need not read ten megabytes.
        let window = text.floor_char_boundary(self.room.saturating_add(1).saturating_mul(4));
        let mut rest = &text[..window];
        while !rest.is_empty() && !self.cut {
            let plain = rest.bytes().position(|b| b < 0x20 || b == b'"' || b == b'\\').unwrap_or(rest.len());
            self.text(&rest[..plain]);
            rest = &rest[plain..];
            if let Some(special) = rest.bytes().next() {
                self.escape(special);
                rest = &rest[1..];
            }
        }
        self.ascii("\"");
    }

    /// Writes bytes as `\x01ff`, never half of one.
    pub fn hex(&mut self, bytes: &[u8]) {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        self.ascii("\\x");
        for byte in bytes {
            let pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
            if self.cut || self.room < pair.len() {
                self.cut = true;
                return;
            }
            self.out.extend(pair.map(char::from));
            self.room -= pair.len();
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'\n' => self.ascii("\\n"),
            b'\r' => self.ascii("\\r"),
            b'\t' => self.ascii("\\t"),
            b'"' => self.ascii("\\\""),
            b'\\' => self.ascii("\\\\"),
            other => self.format(format_args!("\\u{other:04x}")),
        }
    }

    fn visible(&mut self, character: char) {
        match mark(character) {
            Mark::None => self.one(character),
            Mark::Picture(picture) => self.one(picture),
            Mark::Name if self.room < NAME_CHARS => self.cut = true,
            Mark::Name => {
                self.room -= NAME_CHARS;
                self.out.push_str(&name(character));
            }
        }
    }

    fn one(&mut self, character: char) {
        if self.room == 0 {
            self.cut = true;
        } else {
            self.out.push(character);
            self.room -= 1;
        }
    }
}

impl fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.ascii(text);
        Ok(())
    }
}

/// Returns how many bytes at the start of `text`, at most `most`, are printable ASCII and shown unchanged.
pub(super) fn plain_prefix(text: &str, most: usize) -> usize {
    let window = &text.as_bytes()[..text.len().min(most)];
    window.iter().position(|byte| !(0x20..0x7f).contains(byte)).unwrap_or(window.len())
}

/// Returns the name of a column for display, distinct from any other: as [`visible`] shows it, with leading and
/// trailing blanks as `␣`, and a pair of quotes for the empty name.
pub fn shown_name(name: &str, max_chars: usize) -> Cow<'_, str> {
    if name.is_empty() {
        return Cow::Borrowed("\"\"");
    }
    let inner = name.trim_matches(' ');
    if inner.len() == name.len() {
        return visible(name, max_chars);
    }
    let before = name.len() - name.trim_start_matches(' ').len();
    let after = name.len() - before - inner.len();
    let blanks = |count: usize| "␣".repeat(count.min(max_chars.saturating_add(1)));
    let marked = [&blanks(before), inner, &blanks(after)].concat();
    Cow::Owned(visible(&marked, max_chars).into_owned())
}

/// Returns a name or note of unknown origin for display: visible, and cut with an ellipsis at `max_chars`.
pub fn visible(text: &str, max_chars: usize) -> Cow<'_, str> {
    if plain_prefix(text, max_chars) == text.len() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    let mut sink = Sink::shown(&mut shown, max_chars);
    sink.text(text);
    if sink.is_cut() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

/// The number of characters of a mark such as `⟨U+202E⟩`; all characters marked by number have four hex digits.
const NAME_CHARS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, max_chars: usize) -> (String, bool) {
        let mut out = String::new();
        let mut sink = Sink::shown(&mut out, max_chars);
        sink.text(text);
        let cut = sink.is_cut();
        (out, cut)
    }

    fn quoted(text: &str, max_chars: usize) -> (String, bool) {
        let mut out = String::new();
        let mut sink = Sink::shown(&mut out, max_chars);
        sink.quoted(text);
        let cut = sink.is_cut();
        (out, cut)
    }

    #[test]
    fn text_is_cut_at_characters() {
        assert_eq!(shown("hello", 5), ("hello".into(), false));
        assert_eq!(shown("hello", 4), ("hell".into(), true));
        assert_eq!(shown("größe", 4), ("größ".into(), true));
        assert_eq!(shown("日本語", 3), ("日本語".into(), false));
        assert_eq!(shown("日本語", 2), ("日本".into(), true));
        assert_eq!(shown("", 0), ("".into(), false));
        assert_eq!(shown("a", 0), ("".into(), true));
    }

    #[test]
    fn raw_text_is_cut_at_bytes_between_characters() {
        for (most, wanted) in [(0, ""), (2, ""), (3, "日"), (5, "日"), (6, "日本"), (100, "日本語")] {
            let mut out = String::new();
            let mut sink = Sink::raw(&mut out, most);
            sink.text("日本語");
            assert_eq!(sink.is_cut(), most < 9);
            assert_eq!(out, wanted);
        }
    }

    #[test]
    fn the_invisible_is_made_visible() {
        assert_eq!(shown("a\nb\tc\0\x1b[31m\x7f", 100).0, "a↵b⇥c␀␛[31m␡");
        assert_eq!(shown("\u{202e}evil\u{2069}", 100).0, "⟨U+202E⟩evil⟨U+2069⟩");
        for control in "\u{80}\u{9f}\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{2066}\u{2067}\u{2068}\u{feff}".chars() {
            assert_eq!(shown(&control.to_string(), 8).0, format!("⟨U+{:04X}⟩", u32::from(control)));
            assert_eq!(shown(&control.to_string(), 7), (String::new(), true));
        }
        assert_eq!(shown("👩\u{200d}👧", 10).0, "👩\u{200d}👧");
    }

    #[test]
    fn quoted_text_is_json() {
        assert_eq!(quoted("say \"hi\"\\\n\u{1}", 100).0, r#""say \"hi\"\\\n\u0001""#);
        assert_eq!(quoted("\u{202e}", 100).0, "\"⟨U+202E⟩\"");
        assert_eq!(quoted("hello", 4), ("\"hel".into(), true));
        assert_eq!(quoted("hello", 6), ("\"hello".into(), true));
        assert_eq!(quoted("日本語", 5), ("\"日本語\"".into(), false));
    }

    #[test]
    fn bytes_are_never_halved() {
        let mut out = String::new();
        let mut sink = Sink::shown(&mut out, 5);
        sink.hex(&[1, 255, 16]);
        sink.ascii("more");
        assert!(sink.is_cut());
        assert_eq!(out, "\\x01");
    }

    #[test]
    fn nothing_follows_a_cut() {
        let mut out = String::new();
        let mut sink = Sink::shown(&mut out, 3);
        sink.ascii("ab");
        sink.text("\u{202e}");
        sink.ascii("c");
        sink.text("d");
        sink.format(format_args!("{}", 5));
        assert!(sink.is_cut());
        assert_eq!(out, "ab");
    }

    #[test]
    fn names_end_in_an_ellipsis() {
        assert_eq!(visible("price", 5), "price");
        assert_eq!(visible("prices", 5), "price…");
        assert_eq!(visible("a\nb", 5), "a↵b");
    }

    #[test]
    fn names_can_be_told_from_each_other() {
        assert_eq!(shown_name("price", 5), "price");
        assert_eq!(shown_name("", 5), "\"\"");
        assert_eq!(shown_name(" a b  ", 10), "␣a b␣␣");
        assert_eq!(shown_name("   ", 10), "␣␣␣");
        assert_eq!(shown_name("  \u{202e}", 10), "␣␣⟨U+202E⟩");
        assert_eq!(shown_name(&" ".repeat(1 << 20), 3), "␣␣␣…");
    }
}
