//! What is wrong with a text, or worth knowing about it: one thing, its place, and how to mend it.

use std::fmt;
use std::ops::Range;

use super::{ErrorKind, Location, excerpt, invisible};

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The statement cannot run.
    Error,
    /// It runs, and is probably not what is meant.
    Warning,
    /// It runs; this says what was taken for what.
    Note,
}

impl Severity {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Where something is in a text, in all the ways that its readers count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Characters from 0, as Python counts.
    pub chars: Range<usize>,
    /// UTF-16 units from 0, as editors count.
    pub utf16: Range<usize>,
    /// Line and column of the end, both from 1.
    pub end: (usize, usize),
    /// Line, column and length in the line where it begins.
    pub location: Location,
    /// That line, cut to what fits a screen.
    pub line: String,
    /// The line below it, with a caret under the place.
    pub caret: String,
}

impl Place {
    /// Returns a place in the line `line`, which is at `location`.
    pub(crate) fn new(
        chars: Range<usize>,
        utf16: Range<usize>,
        end: (usize, usize),
        location: Location,
        line: &str,
    ) -> Self {
        let (line, caret) = excerpt::excerpt(&invisible::legible_code(line), location);
        Self { chars, utf16, end, location, line, caret }
    }
}

/// A change of a text that mends something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub place: Place,
    /// By what.
    pub text: String,
}

/// One thing that is wrong with a text, or worth knowing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of error it is; of a note, what it would be as an error.
    pub kind: ErrorKind,
    /// What is wrong.
    pub message: String,
    /// What to try next.
    pub hint: Option<String>,
    /// What else helps to understand it.
    pub notes: Vec<String>,
    /// Where it is.
    pub place: Option<Place>,
    /// How to mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Returns a diagnostic without a place.
    pub fn new(severity: Severity, kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = invisible::legible(message.into());
        Self { severity, kind, message, hint: None, notes: Vec::new(), place: None, fix: None }
    }

    /// Returns the same with what to try next; an empty hint changes nothing.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        let hint = invisible::legible(hint.into());
        if !hint.is_empty() {
            self.hint = Some(hint);
        }
        self
    }

    /// Returns the same at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Returns the same with a change that mends it.
    #[must_use]
    pub fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }
}

/// The message, the line with a caret under the place, notes and the hint. An error has no word before its message: who
/// shows it has said that it is one.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.severity {
            Severity::Error => {}
            other => write!(f, "{}: ", other.name())?,
        }
        f.write_str(&self.message)?;
        if let Some(place) = &self.place {
            write_place(f, place)?;
        }
        for note in &self.notes {
            write!(f, "\nnote: {note}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Writes the line of a place, and below it the caret.
fn write_place(f: &mut fmt::Formatter<'_>, place: &Place) -> fmt::Result {
    let number = place.location.line.to_string();
    write!(f, "\n{number} | {}\n{:width$} | {}", place.line, "", place.caret, width = number.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_that_it_is_one() {
        let location = Location { line: 1, column: 3, length: 2 };
        let place = Place::new(2..4, 2..4, (1, 5), location, "a bc");
        let mut note = Diagnostic::new(Severity::Note, ErrorKind::Sql, "one").with_hint("two").at(place);
        note.notes.push("three".to_owned());
        assert_eq!(note.to_string(), "note: one\n1 | a bc\n  |   ^^\nnote: three\nhint: two");
    }
}
