//! The location of an error in a statement: from DataFusion's own span, from the parser's message, or by the name that the
//! message quotes, which is looked for among the tokens of the statement.

use std::ops::Range;

use datafusion::common::{Column, SchemaError, Span};
use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Location as At, Span as Written, Token};

use super::keywords;
use super::retold::retold;
use super::script::{Part, Script};
use super::tokens::{Mistake, Placed, Unfinished};
use crate::error::{Diagnostic, Error, ErrorKind, Fix, wording};

/// A statement in its text.
#[derive(Clone, Copy)]
pub(crate) struct StatementText<'a> {
    pub(crate) script: &'a Script,
    pub(crate) part: &'a Part,
}

impl StatementText<'_> {
    /// Returns DataFusion's error with its location in the text.
    pub(crate) fn located(self, error: DataFusionError) -> Error {
        let span = error.diagnostic().and_then(|diagnostic| diagnostic.span).or_else(|| of_column(&error));
        let notes: Vec<String> = match error.diagnostic() {
            Some(diagnostic) if wording::is_about_sides(&diagnostic.message) => {
                diagnostic.notes.iter().map(|note| note.message.clone()).collect()
            }
            _ => Vec::new(),
        };
        let converted = Error::from_datafusion("sql", error);
        let converted = match converted.kind() {
            ErrorKind::Schema | ErrorKind::Other | ErrorKind::Read => retold(&converted),
            _ => converted,
        }
        .with_notes(notes);
        match span.and_then(|span| self.range(span)) {
            Some(range) if wording::parser_location(converted.message()).is_none() => self.at(converted, &range),
            _ => self.relocated(converted),
        }
    }

    /// Returns an error with the location that its message tells.
    pub(crate) fn relocated(self, error: Error) -> Error {
        if error.location().is_some() {
            return error;
        }
        if let Some((line, column)) = wording::parser_location(error.message()) {
            let offset = self.script.text().offset(line, column);
            let range = match self.script.tokens().of(&(offset..offset)) {
                Some(token) => self.script.tokens().all()[token].range.clone(),
                None => offset..offset,
            };
            return self.misread(error, &range);
        }
        if wording::is_end(error.message()) {
            let end = self.script.tokens().end_of(self.part.tokens.clone());
            return self.misread(error, &end);
        }
        let named = match wording::quoted(error.message()).map(str::to_owned) {
            Some(name) => self.naming(error, &name),
            None => error,
        };
        if named.location().is_some() { named } else { self.at_clause(named) }
    }

    /// Returns an error at the clause that its message names.
    fn at_clause(self, error: Error) -> Error {
        let clauses: Vec<Keyword> = wording::capitals(error.message()).filter_map(keywords::clause).collect();
        match self.script.solid(self.part).find(|token| clauses.contains(&token.keyword())) {
            Some(token) => self.at(error, &token.range),
            None => error,
        }
    }

    /// Returns an error at a range of bytes.
    pub(crate) fn at(self, error: Error, range: &Range<usize>) -> Error {
        self.script.text().located(error, range)
    }

    /// Returns an error at the first word of the statement; one that has a location keeps it.
    pub(crate) fn at_first(self, error: Error) -> Error {
        match self.script.solid(self.part).next() {
            Some(first) if error.location().is_none() => self.at(error, &first.range),
            _ => error,
        }
    }

    /// Returns an error at the first token that is this name, alone or after that of a table.
    pub(crate) fn naming(self, error: Error, name: &str) -> Error {
        if error.location().is_some() {
            return error;
        }
        let last = name.rsplit('.').next().unwrap_or(name);
        let is = |token: &&Placed, name: &str| match &token.token.token {
            Token::Word(word) => word.value == name,
            Token::SingleQuotedString(text) => text == name && text.contains(['/', '.']),
            _ => false,
        };
        let exact = self.script.solid(self.part).find(|token| is(token, name));
        match exact.or_else(|| self.script.solid(self.part).find(|token| is(token, last))) {
            Some(token) => self.at(error, &token.range),
            None => error,
        }
    }

    /// Returns the bytes that a span of DataFusion covers.
    pub(crate) fn range(self, span: Span) -> Option<Range<usize>> {
        let at = |at: datafusion::common::Location| At::new(at.line, at.column);
        self.script.text().range(Written::new(at(span.start), at(span.end)))
    }

    /// Returns what is no token in the statement, as errors.
    pub(crate) fn mistakes(self) -> Option<Error> {
        let within = |mistake: &&Mistake| {
            let last = self.script.tokens().all().get(self.part.tokens.clone()).and_then(<[Placed]>::last);
            mistake.range.start >= self.part.range.start && last.is_some_and(|last| mistake.range.end <= last.range.end)
        };
        let mut mistakes = self.script.tokens().mistakes().iter().filter(within);
        let first = self.mistake(mistakes.next()?);
        let others: Vec<Diagnostic> = mistakes.map(|mistake| self.mistake(mistake).diagnostic()).collect();
        Some(first.with_others(others))
    }

    fn mistake(self, mistake: &Mistake) -> Error {
        let start = mistake.range.start;
        let opening = self.script.text().source()[start..].chars().next().map_or(1, char::len_utf8);
        let (message, hint, length) = match mistake.unfinished {
            Some(Unfinished::String) => ("a string is not closed", "end it with '", opening),
            Some(Unfinished::Name) => {
                ("a quoted name is not closed", "end it with the quote that it begins with", opening)
            }
            Some(Unfinished::Comment) => ("a comment is not closed", "end it with */", 2),
            None => (mistake.reason.as_str(), "", mistake.range.len()),
        };
        let error = Error::new(ErrorKind::Sql, "sql", message).with_hint(hint);
        self.at(error, &(start..start + length))
    }

    /// Returns an error of the parser at a token; where a keyword is misspelled there or before, it says which.
    fn misread(self, error: Error, range: &Range<usize>) -> Error {
        let message = wording::without_location(error.message()).to_owned();
        let moved = Error::new(error.kind(), "sql", message).with_hint(error.hint().unwrap_or_default());
        let moved = match self.script.tokens().of(range).filter(|_| wording::is_no_operator(error.message())) {
            Some(token) => {
                let written = &self.script.text().source()[self.script.tokens().all()[token].range.clone()];
                Error::new(ErrorKind::Sql, "sql", format!("{written} is no operator"))
            }
            None => moved,
        };
        let count = |keyword| self.script.solid(self.part).filter(|token| token.keyword() == keyword).count();
        if count(Keyword::CASE) > count(Keyword::END) {
            return self.at(moved.with_hint("a CASE ends with END"), range);
        }
        let Some((wrong, keyword)) = self.misspelled(range) else { return self.at(moved, range) };
        let fix = Fix { place: self.script.text().place(&wrong), text: keyword.to_owned() };
        self.at(moved.with_hint(format!("did you mean {keyword}?")).with_fix(Some(fix)), range)
    }

    /// Returns the word at a place, or one of the two before it, that is no keyword and looks like one.
    fn misspelled(self, range: &Range<usize>) -> Option<(Range<usize>, &'static str)> {
        let here = self.script.solid(self.part).rev().skip_while(|token| token.range.start > range.start);
        // What is misspelled is mostly read as a name, and the next word is one too many.
        let (at, before): (Vec<&Placed>, Vec<&Placed>) = here.take(3).partition(|token| token.range == *range);
        before.into_iter().chain(at).find_map(|token| match &token.token.token {
            Token::Word(word) if word.keyword == Keyword::NoKeyword && word.quote_style.is_none() => {
                keywords::near(&word.value).map(|keyword| (token.range.clone(), keyword))
            }
            _ => None,
        })
    }
}

/// Returns where a column is that was not found: the planner keeps that with its name.
fn of_column(error: &DataFusionError) -> Option<Span> {
    let column = |column: &Column| column.spans.first();
    match error.find_root() {
        DataFusionError::SchemaError(error, _) => match error.as_ref() {
            SchemaError::FieldNotFound { field, .. } | SchemaError::AmbiguousReference { field } => column(field),
            _ => None,
        },
        _ => None,
    }
}
