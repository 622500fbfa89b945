//! The error type of the crate.
//!
//! A message says which operation failed and why; a line of its own that begins with `hint:` says what to try next.
//! DataFusion's and arrow's errors are converted in one place: by their variant, and by their wording where one variant
//! stands for everything, so that a caller can tell a missing column from a full memory pool.

mod carried;
mod convert;
mod diagnostic;
mod excerpt;
pub(crate) mod invisible;
pub(crate) mod second_row;
mod suggestion;
pub(crate) mod wording;

use std::fmt;
use std::sync::Arc;

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;

pub use diagnostic::{Diagnostic, Fix, Place, Severity};
pub use suggestion::nearest;

use convert::{convert, convert_arrow};
use invisible::legible;
use suggestion::suggestion;

/// Separates the hint in the text of an error that DataFusion must know by its variant, and that is ours.
pub(crate) const HINT: &str = "\nhint: ";

/// How many characters of a message about a query are told.
const LONGEST_IN_TEXT: usize = 600;
/// How many further mistakes of a query a message shows.
const MOST_SHOWN: usize = 5;

/// What went wrong, as far as a program needs to tell the cases apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A column does not exist, or its name is ambiguous.
    ColumnNotFound,
    /// A table does not exist.
    TableNotFound,
    /// SQL that cannot be parsed or planned.
    Sql,
    /// Schemas that do not match, or a schema that is not possible.
    Schema,
    /// A file or stream that cannot be read.
    Read,
    /// A file or stream that cannot be written.
    Write,
    /// The run was cancelled.
    Cancelled,
    /// The run took longer than it may.
    Timeout,
    /// The memory pool or the disk for spilling is exhausted.
    Resources,
    /// A number does not fit its type.
    Overflow,
    /// A value of the wrong type.
    Type,
    /// A value of the right type that is not allowed.
    Value,
    /// A defect of pyrust or of DataFusion.
    Internal,
    /// Anything else, mostly an error while rows were computed.
    Other,
}

/// A location in an SQL text: line and column count from 1, the length is in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// How many characters the location covers, at least 1.
    pub length: usize,
}

/// The text of a query, for errors that come when it runs: a run knows expressions, and not where they are written.
pub(crate) trait QueryText: fmt::Debug + Send + Sync {
    /// Returns an error of a value at the expression that it comes from, if that is found.
    fn locate(&self, error: Error) -> Error;
}

/// An error of this crate.
#[derive(Clone, Debug)]
pub struct Error(Box<Detail>);

#[derive(Clone, Debug)]
struct Detail {
    kind: ErrorKind,
    operation: String,
    message: String,
    hint: Option<String>,
    notes: Vec<String>,
    place: Option<Place>,
    fix: Option<Fix>,
    /// What else is wrong with the same text.
    others: Vec<Diagnostic>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
    within: bool,
    blamed: Option<String>,
}

/// The result of an operation of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns an error of `kind`: `operation` is the verb that failed (`select`, `read_parquet`), `message` says why.
    pub fn new(kind: ErrorKind, operation: impl Into<String>, message: impl Into<String>) -> Self {
        let (operation, message) = (operation.into(), legible(message.into()));
        Self(Box::new(Detail {
            kind,
            operation,
            message,
            hint: None,
            notes: Vec::new(),
            place: None,
            fix: None,
            others: Vec::new(),
            cause: None,
            within: false,
            blamed: None,
        }))
    }

    /// Returns an error for a run that was cancelled.
    pub fn cancelled(operation: &str) -> Self {
        Self::new(ErrorKind::Cancelled, operation, "the run was cancelled")
    }

    /// Returns an error for a run that took longer than it may.
    pub fn timed_out(operation: &str, limit: std::time::Duration) -> Self {
        let message = format!("the run was stopped after {} s, its timeout", limit.as_secs_f64());
        Self::new(ErrorKind::Timeout, operation, message)
    }

    /// Returns an error for a column that is not among `candidates`, with the most similar names as the hint.
    pub fn column_not_found<'a>(operation: &str, name: &str, candidates: impl Iterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.collect();
        let computed = |name: &str| name.contains(['<', '>', '=']);
        let hint = match name {
            pattern if pattern.starts_with('^') && pattern.ends_with('$') => {
                format!("a string is a name; columns by a pattern are pr.selectors.matches(\"{pattern}\")")
            }
            // A computed column has such a name, too.
            condition if computed(condition) && !candidates.iter().any(|name| computed(name)) => {
                format!("a string is a name; as SQL it is pr.sql_expr(\"{condition}\")")
            }
            _ => suggestion(name, &candidates, "columns"),
        };
        Self::new(ErrorKind::ColumnNotFound, operation, format!("there is no column \"{name}\"")).with_hint(hint)
    }

    /// Returns an error for a table that is not among `candidates`, with the most similar names as the hint.
    pub fn table_not_found<'a>(operation: &str, name: &str, candidates: impl Iterator<Item = &'a str>) -> Self {
        let candidates: Vec<&str> = candidates.collect();
        Self::new(ErrorKind::TableNotFound, operation, format!("there is no table \"{name}\"")).with_hint(suggestion(
            name,
            &candidates,
            "tables",
        ))
    }

    /// Returns the same error with a hint for the user; an empty hint changes nothing.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        let hint = legible(hint.into());
        if !hint.is_empty() {
            self.0.hint = Some(hint);
        }
        self
    }

    /// Returns the same error with what else helps to understand it.
    #[must_use]
    pub fn with_notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.0.notes.extend(notes.into_iter().map(legible));
        self
    }

    /// Returns the same error at a place of the query.
    #[must_use]
    pub fn with_place(mut self, place: Place) -> Self {
        // A name in a generated query may be a megabyte.
        if let Some((end, _)) = self.0.message.char_indices().nth(LONGEST_IN_TEXT) {
            self.0.message.truncate(end);
            self.0.message.push('…');
        }
        self.0.place = Some(place);
        self
    }

    /// Returns the same error with a change of the query that mends it.
    #[must_use]
    pub fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.0.fix = fix;
        self
    }

    /// Returns the same error with what else is wrong with the query.
    #[must_use]
    pub fn with_others(mut self, others: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.0.others.extend(others);
        self
    }

    /// Returns the same error with its cause, for callers that can say more about it than its text.
    #[must_use]
    pub fn with_cause(mut self, cause: Arc<dyn std::error::Error + Send + Sync>) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// Returns the same error of a value, with the expression in which it was computed (`None`: it is named already).
    /// An error that names its expression keeps it.
    #[must_use]
    pub(crate) fn within(mut self, expression: Option<&str>) -> Self {
        if let Some(expression) = expression.filter(|_| !self.0.within) {
            self.0.blamed = Some(expression.to_owned());
            self.0.message = legible(format!("{}, in {expression}", self.0.message));
        }
        self.0.within = true;
        self
    }

    /// Returns the same error with the expression that it is about, which its message tells already.
    #[must_use]
    pub(crate) fn about(mut self, expression: Option<&str>) -> Self {
        self.0.blamed = expression.map(str::to_owned);
        self
    }

    /// Returns whether the error is about a value that could not be computed, and not one that user code has raised.
    pub(crate) fn is_of_value(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Overflow | ErrorKind::Value) && self.0.cause.is_none()
    }

    /// The cause.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The verb that failed.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// The reason, without location and hint.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The hint for the user.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The location in the SQL text.
    pub fn location(&self) -> Option<Location> {
        self.0.place.as_ref().map(|place| place.location)
    }

    /// The expression in which a value could not be computed.
    pub(crate) fn blamed(&self) -> Option<&str> {
        self.0.blamed.as_deref()
    }

    /// Returns all that is wrong, this error first.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        std::iter::once(self.diagnostic()).chain(self.0.others.iter().cloned()).collect()
    }

    /// Returns whether it is about the text of a query.
    pub fn is_in_text(&self) -> bool {
        self.0.place.is_some() || !self.0.others.is_empty()
    }

    /// Returns the error as a diagnostic, without what else is wrong.
    pub fn diagnostic(&self) -> Diagnostic {
        let detail = &self.0;
        Diagnostic {
            severity: Severity::Error,
            kind: detail.kind,
            message: detail.message.clone(),
            hint: detail.hint.clone(),
            notes: detail.notes.clone(),
            place: detail.place.clone(),
            fix: detail.fix.clone(),
        }
    }

    /// Converts a DataFusion error, by its variant and its wording.
    pub fn from_datafusion(operation: &str, error: DataFusionError) -> Self {
        convert(operation, &error)
    }

    /// Converts an arrow error, by its variant and its wording.
    pub fn from_arrow(operation: &str, error: ArrowError) -> Self {
        convert_arrow(operation, &error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail = &self.0;
        write!(f, "{}: {}", detail.operation, self.diagnostic())?;
        for other in detail.others.iter().take(MOST_SHOWN) {
            write!(f, "\n\n{other}")?;
        }
        match detail.others.len().saturating_sub(MOST_SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n\nand {more} more"),
        }
    }
}

impl std::error::Error for Error {}

/// Lets a stream of this crate carry our error through DataFusion and out again unchanged.
impl From<Error> for DataFusionError {
    fn from(error: Error) -> Self {
        DataFusionError::External(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_word() {
        let location = Location { line: 2, column: 8, length: 4 };
        let place = Place::new(7..11, 7..11, (2, 12), location, "select pric from t");
        let error = Error::new(ErrorKind::Sql, "sql", "no such thing").with_place(place);
        assert_eq!(error.to_string(), "sql: no such thing\n2 | select pric from t\n  |        ^^^^");
    }

    #[test]
    fn an_engine_message_is_made_readable() {
        let error = DataFusionError::Plan(
            "Internal error: Function 'sum' failed to match any signature, errors: Error during planning: Function \
             'sum' requires Decimal, but received String (DataType: Utf8).,Error during planning: ..."
                .into(),
        );
        assert_eq!(Error::from_datafusion("agg", error).to_string(), "agg: sum cannot be computed from string");
        let error = Error::from_datafusion("filter", DataFusionError::Plan("no boolean: '?table?.a'.".into()));
        assert_eq!(error.to_string(), "filter: no boolean: 'a'");
    }

    #[test]
    fn our_own_error_survives_the_engine() {
        let inner = Error::cancelled("count");
        let outer = DataFusionError::Context("x".into(), Box::new(inner.into()));
        assert_eq!(Error::from_datafusion("other", outer).kind(), ErrorKind::Cancelled);
    }
}
