//! SQL as a frame.
//!
//! A statement is parsed first and asks for what it does not know: tables by name, values of `$name`. The owner of a
//! scope (the binding) answers, and only then is the statement planned, against a catalog made for it alone. So nothing
//! is registered by accident, and planning never calls back into Python.

mod call;
mod command;
mod diagnose;
mod execute;
mod expression;
mod functions;
mod given;
mod literal;
mod nonnegative_scale;
mod parse;
mod planning;
mod script;
mod show;
mod tables;
mod text;
mod values;

use std::ops::Range;
use std::sync::Arc;

use datafusion::common::TableReference;
use datafusion::sql::parser::Statement as Parsed;

use crate::error::Result;
use crate::session::Session;
use crate::sql::edits::Edits;
use crate::sql::location::StatementText;
use crate::sql::reading::sql_statement;
use crate::sql::script::{Part, Script};
use crate::sql::tables::Named;

pub use call::Call;
pub use command::{Command, Existing};
pub use execute::{Done, declared_types, execute, kept, table_of};
pub use expression::expression;
use functions::unknown_functions;
pub use given::{Given, Planned, Value};
pub use literal::Literal;
pub use parse::Site;
pub use script::Statements;
pub use tables::Wanted;

pub use crate::sql::dialect::SqlDialect;

/// The quantiles of `SUMMARIZE`.
const QUARTILES: [f64; 3] = [0.25, 0.5, 0.75];

/// A parsed statement that has not been planned.
pub struct Statement {
    session: Arc<Session>,
    script: Arc<Script>,
    part: Part,
    dialect: SqlDialect,
    /// Names that are read in another case than they are written.
    edits: Edits,
    parsed: Parsed,
    /// The tables, in the order of the text where they are known to be there.
    references: Vec<(TableReference, Option<Named>)>,
    /// The calls of readers among its tables, each with the name that it has there.
    calls: Vec<(String, Call)>,
    /// What it does besides its query, and where in the text that stands.
    command: Option<(Command, Range<usize>)>,
    /// What it asks for instead of its rows.
    instead: Option<Instead>,
}

/// What a statement asks for instead of the rows of its query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Instead {
    /// The columns.
    Columns,
    /// Figures of each column.
    Summary,
}

impl Statement {
    /// Parses the one SQL statement of `text`.
    ///
    /// # Errors
    /// `Sql`, with the location in the text.
    pub fn parse(session: &Arc<Session>, text: &str) -> Result<Self> {
        Statements::read(session, text, SqlDialect::default())?.only()
    }

    /// What it does besides its query; `None` for a query.
    pub fn command(&self) -> Option<&Command> {
        self.command.as_ref().map(|(command, _)| command)
    }

    /// The name of the table that it makes.
    pub fn creates(&self) -> Option<&str> {
        match self.command()? {
            Command::CreateView { name, .. } | Command::CreateTable { name, .. } | Command::Attach { name, .. } => {
                Some(name)
            }
            _ => None,
        }
    }

    /// The calls of readers among its tables, each with the name by which [`plan`](Self::plan) is given its table.
    pub fn calls(&self) -> &[(String, Call)] {
        &self.calls
    }

    /// Returns where it is in its text, for errors of what is done with it.
    pub fn site(&self) -> Site {
        let (script, part) = (Arc::clone(&self.script), self.part.clone());
        Site { script, part, command: self.command.as_ref().map(|(_, range)| range.clone()) }
    }

    /// Returns whether it lists tables, and so the names that [`Statement::plan`] is given.
    pub fn asks_for_tables(&self) -> bool {
        matches!(&self.parsed, Parsed::Statement(statement) if show::is_tables(statement))
    }

    /// The functions that neither DataFusion nor the session has, as they are written.
    pub fn unknown_functions(&self) -> Vec<String> {
        sql_statement(&self.parsed).map_or_else(Vec::new, |statement| unknown_functions(&self.session, statement))
    }

    fn text(&self) -> StatementText<'_> {
        StatementText { script: &self.script, part: &self.part }
    }
}
