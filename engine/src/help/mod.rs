//! Help for whoever writes SQL: what may be written at a cursor, and what the word at a cursor means.
//!
//! Nothing here reads data or runs code of a user. The owner of a scope (the binding) is asked for names and schemas
//! first, on the thread that asks for help; parts of the query are then planned over tables without rows, to learn the
//! columns of subqueries. What is not known within [`BUDGET`] is left out.
//!
//! - `known`: what the session and the scope know of the tables that a statement mentions; `columns`: the columns of its
//!   relations;
//! - `complete`: what is offered; `inspect`: what a word means; `functions`: signatures and descriptions; `paths`: files.

mod columns;
mod complete;
mod functions;
mod inspect;
mod known;
mod paths;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use arrow::datatypes::SchemaRef;

pub use crate::sql::complete::{Item, ItemKind};
pub use complete::{Completion, complete};
pub use functions::FunctionHelp;
pub use inspect::{Meaning, inspect};
pub use known::Asked;

use crate::session::Session;
use crate::sql::dialect::SqlDialect;
use crate::sql::format::formatted;
use crate::sql::text::Text;

/// How long help may take for what it has to plan or to look up in files.
pub const BUDGET: Duration = Duration::from_millis(35);

/// A name in the scope of whoever asks for help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What it is, in a word or two: the type of a value, the class of a table.
    pub what: String,
}

/// What is in the scope of whoever asks for help. It is asked on that thread, and looks at names and schemas only.
pub trait Names {
    /// The variables that a query can name as tables.
    fn tables(&self) -> Vec<Named>;

    /// The columns of one of them, if they are known without its data.
    fn schema(&self, table: &str) -> Option<SchemaRef>;

    /// The variables that can be bound to `$name`.
    fn values(&self) -> Vec<Named>;

    /// The functions that a query can call.
    fn functions(&self) -> Vec<Named>;

    /// The options of a table function, by its name.
    fn options(&self, function: &str) -> Vec<Named>;
}

/// Returns what `names` and the session know of the statement at a cursor, which has so many characters before it;
/// nothing where nothing can be written.
pub fn ask(session: &Arc<Session>, source: &str, cursor: usize, names: &dyn Names) -> Option<Asked> {
    known::at_cursor(session, source, Text::new(source).after_chars(cursor), names)
}

/// Returns the same for the word that a cursor is in, or for the function whose arguments it is among.
pub fn ask_about(session: &Arc<Session>, source: &str, cursor: usize, names: &dyn Names) -> Option<Asked> {
    known::about_word(session, source, Text::new(source).after_chars(cursor), names)
}

/// Returns a range of bytes in characters.
fn characters(source: &str, range: &Range<usize>) -> Range<usize> {
    let text = Text::new(source);
    text.chars(range.start)..text.chars(range.end)
}

/// Returns SQL with its white space changed, and nothing else: comments and values stay. A text that the formatter would
/// change in another way is returned as it is.
pub fn format(source: &str) -> String {
    formatted(source, SqlDialect::default().parser().as_ref())
}
