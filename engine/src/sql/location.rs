//! The location of an error in a query's text: from DataFusion's own span, from the parser's message, or by the name
//! that the message quotes.

use datafusion::error::DataFusionError;

use crate::error::{Error, ErrorKind, Location, wording};

/// Returns DataFusion's error with its location in the text: from its own span, from the parser's message, or by its
/// name.
pub(crate) fn located(error: DataFusionError, text: &str) -> Error {
    let span = error.diagnostic().and_then(|diagnostic| diagnostic.span);
    let converted = Error::from_datafusion("sql", error);
    let converted = match converted.kind() {
        ErrorKind::Schema | ErrorKind::Other | ErrorKind::Read => retold(&converted),
        _ => converted,
    };
    match span {
        Some(span) if wording::parser_location(converted.message()).is_none() => {
            let same_line = span.start.line == span.end.line;
            let length = if same_line { span.end.column.saturating_sub(span.start.column).max(1) } else { 1 };
            place(converted, text, span.start.line as usize, span.start.column as usize, length as usize)
        }
        _ => relocated(converted, text),
    }
}

/// Returns an error of planning as an error in the SQL.
fn retold(error: &Error) -> Error {
    let (message, hint) = match wording::suggested(error.message()) {
        Some((message, name)) => (message, Some(format!("did you mean {name}"))),
        None => (error.message(), error.hint().map(str::to_string)),
    };
    if let Some(name) = wording::repeated_name(message) {
        return Error::new(ErrorKind::Sql, "sql", format!("two columns would be called \"{name}\""))
            .with_hint("give one another name: ... AS name");
    }
    Error::new(ErrorKind::Sql, "sql", message).with_hint(hint.unwrap_or_default())
}

pub(crate) fn relocated(error: Error, text: &str) -> Error {
    if let Some((line, column)) = wording::parser_location(error.message()) {
        let message = wording::without_location(error.message()).to_string();
        let moved = Error::new(error.kind(), "sql", message).with_hint(error.hint().unwrap_or_default());
        return place(moved, text, line, column, word_length(text, line, column));
    }
    let word = wording::quoted(error.message()).map(str::to_string);
    match word {
        Some(word) => point(error, text, &word),
        None => error,
    }
}

fn word_length(text: &str, line: usize, column: usize) -> usize {
    let rest = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().chars().skip(column.saturating_sub(1));
    rest.take_while(|c| c.is_alphanumeric() || *c == '_').count().max(1)
}

pub(crate) fn place(error: Error, text: &str, line: usize, column: usize, length: usize) -> Error {
    match text.lines().nth(line.saturating_sub(1)) {
        Some(sql_line) if line > 0 && column > 0 => {
            error.with_location(Location { line, column, length }, sql_line.to_string())
        }
        _ => error,
    }
}

/// Points at the first occurrence of `word` as a whole word.
pub(crate) fn point(error: Error, text: &str, word: &str) -> Error {
    if word.is_empty() || error.location().is_some() {
        return error;
    }
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    for (number, line) in text.lines().enumerate() {
        for (at, _) in line.match_indices(word) {
            if !is_part(line[..at].chars().next_back()) && !is_part(line[at + word.len()..].chars().next()) {
                let column = line[..at].chars().count() + 1;
                return place(error, text, number + 1, column, word.chars().count());
            }
        }
    }
    error
}
