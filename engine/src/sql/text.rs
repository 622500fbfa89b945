//! The text of a query and the positions in it: the only place that converts between bytes, characters, UTF-16, lines
//! with columns, and the parser's spans.

use std::ops::Range;

use datafusion::sql::sqlparser::tokenizer::{Location as At, Span};

use crate::error::{Error, Location, Place};

/// The byte order mark, which some editors write before a text. It is part of the text and of no line.
const MARK: char = '\u{feff}';
/// How many characters are between two known offsets of a line that is not ASCII.
const STEP: usize = 256;

/// A query's text with its lines. A line ends with `\n`, as for the parser; a `\r` before that is no part of it.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    source: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    start: usize,
    /// Without `\r\n`.
    end: usize,
    /// The offset of each `STEP`-th character, if there is any that is not ASCII.
    steps: Option<Vec<usize>>,
}

impl Text {
    /// Reads the lines of a text.
    pub(crate) fn new(source: &str) -> Self {
        let mut lines = Vec::new();
        let mut start = source.len() - source.strip_prefix(MARK).unwrap_or(source).len();
        for written in source[start..].split('\n') {
            let whole = written.strip_suffix('\r').unwrap_or(written);
            let steps = || written.char_indices().step_by(STEP).map(|(at, _)| start + at).collect();
            let steps = (!written.is_ascii()).then(steps);
            lines.push(Line { start, end: start + whole.len(), steps });
            start += written.len() + 1;
        }
        Self { source: source.to_owned(), lines }
    }

    /// Returns the whole text.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Returns the offset of the first byte after a byte order mark.
    pub(crate) fn first(&self) -> usize {
        self.lines.first().map_or(0, |line| line.start)
    }

    /// Returns a line, counted from 1, without its end; nothing for one that does not exist.
    pub(crate) fn line(&self, number: usize) -> &str {
        let line = number.checked_sub(1).and_then(|at| self.lines.get(at));
        line.map_or("", |line| &self.source[line.start..line.end])
    }

    /// Returns the byte offset of a line and a column, both counted from 1 in characters; what lies beyond the text is
    /// moved into it.
    pub(crate) fn offset(&self, line: usize, column: usize) -> usize {
        let Some(line) = self.lines.get(line.saturating_sub(1)) else { return self.source.len() };
        let count = column.saturating_sub(1);
        let Some(steps) = &line.steps else { return (line.start + count).min(line.end) };
        let Some(from) = steps.get(count / STEP) else { return line.end };
        let rest = &self.source[*from..line.end.max(*from)];
        rest.char_indices().nth(count % STEP).map_or(line.end, |(at, _)| from + at)
    }

    /// Returns the line and the column of a byte offset, both counted from 1 in characters.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let number = self.lines.partition_point(|line| line.start <= offset).max(1);
        let Some(line) = self.lines.get(number - 1) else { return (1, 1) };
        let column = match &line.steps {
            None => offset.saturating_sub(line.start),
            Some(steps) => {
                let passed = steps.partition_point(|step| *step <= offset).saturating_sub(1);
                let from = steps.get(passed).copied().unwrap_or(line.start);
                passed * STEP + self.source.get(from..offset).map_or(0, |between| between.chars().count())
            }
        };
        (number, column + 1)
    }

    /// Returns the bytes that a span of the parser covers, unless it is empty, as spans of what nobody wrote are.
    pub(crate) fn range(&self, span: Span) -> Option<Range<usize>> {
        if span.start.line == 0 || span.end.line == 0 {
            return None;
        }
        let number = |counted: u64| usize::try_from(counted).unwrap_or(usize::MAX);
        let offset = |at: At| self.offset(number(at.line), number(at.column));
        let (start, end) = (offset(span.start), offset(span.end));
        Some(start..end.max(start))
    }

    /// Returns where a range of bytes is, as an error says it: what continues on another line is cut.
    pub(crate) fn location(&self, range: &Range<usize>) -> Location {
        let (line, column) = self.position(range.start);
        let end = self.lines.get(line - 1).map_or(range.end, |line| line.end.min(range.end));
        let length = self.source.get(self.floor(range.start)..self.floor(end)).map_or(0, |part| part.chars().count());
        Location { line, column, length: length.max(1) }
    }

    /// Returns where a range of bytes is, in all the ways that readers count.
    pub(crate) fn place(&self, range: &Range<usize>) -> Place {
        let location = self.location(range);
        let (start, end) = (self.floor(range.start), self.floor(range.end.max(range.start)));
        let within = &self.source[start..end];
        let (chars, utf16) = (self.chars(start), self.utf16(start));
        let end_of = |begin: usize, count: usize| begin..begin + count;
        Place::new(
            end_of(chars, within.chars().count()),
            end_of(utf16, within.chars().map(char::len_utf16).sum()),
            self.position(end),
            location,
            self.line(location.line),
        )
    }

    /// Returns an error at a range of bytes.
    pub(crate) fn located(&self, error: Error, range: &Range<usize>) -> Error {
        error.with_place(self.place(range))
    }

    /// Returns the number of UTF-16 units before a byte offset, as editors count.
    pub(crate) fn utf16(&self, offset: usize) -> usize {
        self.source[..self.floor(offset)].chars().map(char::len_utf16).sum()
    }

    /// Returns the number of characters before a byte offset, as Python counts.
    pub(crate) fn chars(&self, offset: usize) -> usize {
        self.source[..self.floor(offset)].chars().count()
    }

    /// Returns the byte offset of a number of characters.
    pub(crate) fn after_chars(&self, count: usize) -> usize {
        self.source.char_indices().nth(count).map_or(self.source.len(), |(at, _)| at)
    }

    /// Returns an offset, moved back to where a character begins.
    fn floor(&self, offset: usize) -> usize {
        (0..=offset.min(self.source.len())).rev().find(|at| self.source.is_char_boundary(*at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_of_characters() {
        let text = Text::new("select 'é日'\r\n  , b\n");
        assert_eq!(text.line(1), "select 'é日'");
        assert_eq!((text.line(2), text.line(3), text.line(4)), ("  , b", "", ""));
        for (offset, position) in [(0, (1, 1)), (8, (1, 9)), (10, (1, 10)), (13, (1, 11)), (16, (2, 1)), (22, (3, 1))] {
            assert_eq!(text.position(offset), position, "{offset}");
            assert_eq!(text.offset(position.0, position.1), offset);
        }
        assert_eq!((text.offset(1, 99), text.offset(9, 1)), (14, 22));
        assert_eq!(text.position(9), (1, 9), "the middle of a character is where it begins");
    }

    #[test]
    fn a_byte_order_mark_is_before_the_first_column() {
        let text = Text::new("\u{feff}select x");
        assert_eq!((text.first(), text.position(10), text.line(1)), (3, (1, 8), "select x"));
        assert_eq!((text.chars(10), text.utf16(10)), (8, 8), "and is counted by editors and by Python");
    }

    #[test]
    fn utf16_counts_a_character_beyond_the_first_plane_twice() {
        let text = Text::new("a😀b");
        assert_eq!((text.utf16(5), text.chars(5)), (3, 2));
        assert_eq!((text.after_chars(2), text.after_chars(99)), (5, 6));
    }

    #[test]
    fn a_long_line_that_is_not_ascii_is_found_in_steps() {
        let line = "é日x".repeat(1000);
        let text = Text::new(&line);
        for (count, (at, _)) in line.char_indices().enumerate() {
            assert_eq!((text.position(at), text.offset(1, count + 1)), ((1, count + 1), at));
        }
    }

    #[test]
    fn a_location_ends_with_its_line_and_covers_a_character_at_least() {
        let text = Text::new("select (\n1)");
        assert_eq!(text.location(&(7..10)), Location { line: 1, column: 8, length: 1 });
        assert_eq!(text.location(&(11..11)), Location { line: 2, column: 3, length: 1 });
    }
}
