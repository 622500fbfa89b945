//! From the tokens of a statement to what is planned, what is done besides, and what is read first.

use std::ops::Range;
use std::sync::Arc;

use datafusion::sql::parser::{CopyToSource, CopyToStatement, Statement as Parsed};
use datafusion::sql::sqlparser::ast::Statement as SqlStatement;

use super::{Call, Instead, Statement, call, command, show};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::depth;
use crate::session::Session;
use crate::sql::dialect::SqlDialect;
use crate::sql::location::located;
use crate::sql::reading::{sql_statement, sql_statement_mut};
use crate::sql::script::{Part, Script};
use crate::sql::{reading, rewrite};

impl Statement {
    /// Parses one statement of a script.
    ///
    /// # Errors
    /// `Sql`, with the location in the text.
    pub(super) fn of(session: &Arc<Session>, script: &Arc<Script>, part: Part, dialect: SqlDialect) -> Result<Self> {
        let text = script.text().source();
        let convert = |error| located(error, text);
        let limit = session.state().config_options().sql_parser.recursion_limit.get();
        let parsed = reading::statement(script, &part, dialect, limit)
            .map_err(|error| rewrite::verb_instead(script.written(&part)).unwrap_or_else(|| located(error, text)))?;
        if let Err(error) = check_depth(&parsed) {
            depth::dropped(parsed, text.len());
            return Err(error);
        }
        let of_span = |span| script.text().range(span).unwrap_or_else(|| part.range.clone());
        let refused = |(error, span)| script.text().located(error, &of_span(span));
        let (command, mut parsed) = command::take_apart(parsed).map_err(refused)?;
        if command.is_none() {
            check_is_query(&parsed)?;
        }
        let describes = sql_statement_mut(&mut parsed).is_some_and(show::describes);
        let instead = if describes {
            Some(Instead::Columns)
        } else {
            reading::is_summary(script, &part).then_some(Instead::Summary)
        };
        let calls = sql_statement_mut(&mut parsed).map(call::take_calls).transpose().map_err(refused)?.unwrap_or_default();
        let has_query = command.as_ref().is_none_or(|(command, _)| command.has_query());
        let mut references = match has_query {
            true => session.state().resolve_table_references(&parsed).map_err(convert)?,
            false => Vec::new(),
        };
        let functions = sql_statement(&parsed).map(call::table_functions).unwrap_or_default();
        references.retain(|reference| functions.iter().all(|function| function != reference.table()));
        let command = command.map(|(command, span)| (command, of_span(span)));
        let (session, script) = (Arc::clone(session), Arc::clone(script));
        Ok(Self { session, script, parsed, references, calls, command, instead })
    }
}

/// Where a statement is in its text.
#[derive(Clone)]
pub struct Site {
    pub(super) script: Arc<Script>,
    /// The words that its command is about.
    pub(super) command: Option<Range<usize>>,
}

impl Site {
    /// Returns an error with the location of a call, or of what the command is about; one that has a location keeps it.
    #[must_use]
    pub fn located(&self, error: Error, call: Option<&Call>) -> Error {
        let of_call = call.and_then(|call| self.script.text().range(call.span));
        match of_call.or_else(|| self.command.clone()) {
            Some(range) if error.location().is_none() => self.script.text().located(error, &range),
            _ => error,
        }
    }
}

/// Fails if the query of a statement is too deep.
fn check_depth(parsed: &Parsed) -> Result<()> {
    match parsed {
        Parsed::CopyTo(CopyToStatement { source: CopyToSource::Query(query), .. }) => depth::check(query),
        other => sql_statement(other).map_or(Ok(()), depth::check),
    }
}

/// Fails unless it is a query: a statement that would change or write something is refused with a hint.
fn check_is_query(parsed: &Parsed) -> Result<()> {
    if sql_statement(parsed).is_some_and(is_query) {
        return Ok(());
    }
    let message = "this is neither a query (SELECT, WITH, VALUES, EXPLAIN, SHOW, DESCRIBE, SUMMARIZE) nor CREATE VIEW, CREATE TABLE, \
                   CREATE EXTERNAL TABLE, DROP, COPY, SET or RESET";
    let hint = match parsed {
        Parsed::Explain(_) => "a query can be explained",
        _ => "tables do not change: write what a query gives to a table or a file of another name",
    };
    Err(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint))
}

fn is_query(statement: &SqlStatement) -> bool {
    match statement {
        SqlStatement::Explain { statement, .. } => is_query(statement),
        SqlStatement::Query(_)
        | SqlStatement::ExplainTable { .. }
        | SqlStatement::ShowTables { .. }
        | SqlStatement::ShowColumns { .. }
        | SqlStatement::ShowFunctions { .. }
        | SqlStatement::ShowVariable { .. } => true,
        _ => false,
    }
}
