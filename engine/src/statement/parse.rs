//! From the tokens of a statement to what is planned, what is done besides, and what is read first.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use datafusion::sql::parser::{CopyToSource, CopyToStatement, Statement as Parsed};
use datafusion::sql::sqlparser::ast::Statement as SqlStatement;
use datafusion::sql::sqlparser::keywords::Keyword;

use super::{Call, Instead, Statement, call, command, show};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::depth;
use crate::session::Session;
use crate::sql::dialect::SqlDialect;
use crate::sql::edits::Edits;
use crate::sql::location::StatementText;
use crate::sql::lookup::look_up;
use crate::sql::reading::{sql_statement, sql_statement_mut};
use crate::sql::script::{Part, Script};
use crate::sql::{forms, reading, rewrite};

impl Statement {
    /// Parses one statement of a script.
    ///
    /// # Errors
    /// `Sql`, with the location in the text.
    pub(super) fn of(session: &Arc<Session>, script: &Arc<Script>, part: Part, dialect: SqlDialect) -> Result<Self> {
        let statement = Self::read(session, script, part.clone(), dialect, Edits::default())?;
        // A common table expression may be named in another case, and is no table that anybody is asked for.
        let has_commons = script.solid(&part).any(|token| token.keyword() == Keyword::WITH);
        let edits = match sql_statement(&statement.parsed).filter(|_| has_commons) {
            Some(parsed) => look_up(parsed, script.text(), &BTreeMap::new()).edits,
            None => Edits::default(),
        };
        if edits.is_empty() { Ok(statement) } else { Self::read(session, script, part, dialect, edits) }
    }

    /// Parses one statement of a script with names in another case.
    ///
    /// # Errors
    /// `Sql`, with the location in the text.
    pub(super) fn read(
        session: &Arc<Session>,
        script: &Arc<Script>,
        part: Part,
        dialect: SqlDialect,
        edits: Edits,
    ) -> Result<Self> {
        let text = StatementText { script, part: &part };
        if let Some(error) = text.mistakes() {
            return Err(error);
        }
        let limit = session.state().config_options().sql_parser.recursion_limit.get();
        let parsed = reading::statement(script, &part, dialect, limit, &edits).map_err(|error| {
            match rewrite::verb_instead(script.written(&part)) {
                Some(instead) => text.at_first(instead),
                None => text.located(error),
            }
        })?;
        if let Err(error) = check_depth(&parsed) {
            depth::dropped(parsed, part.range.len());
            return Err(error);
        }
        let of_span = |span| script.text().range(span).unwrap_or_else(|| part.range.clone());
        let refused = |(error, span)| script.text().located(error, &of_span(span));
        let (command, mut parsed) = command::take_apart(parsed).map_err(refused)?;
        if command.is_none() {
            check_is_query(&parsed).map_err(|error| text.at_first(error))?;
        }
        let describes = sql_statement_mut(&mut parsed).is_some_and(show::describes);
        let instead = if describes {
            Some(Instead::Columns)
        } else {
            forms::is_summary(script, &part).then_some(Instead::Summary)
        };
        let calls =
            sql_statement_mut(&mut parsed).map(call::take_calls).transpose().map_err(refused)?.unwrap_or_default();
        let has_query = command.as_ref().is_none_or(|(command, _)| command.has_query());
        let mut references = match has_query {
            true => session.state().resolve_table_references(&parsed).map_err(|error| text.located(error))?,
            false => Vec::new(),
        };
        let functions = sql_statement(&parsed).map(call::table_functions).unwrap_or_default();
        references.retain(|reference| functions.iter().all(|function| function != reference.table()));
        let command = command.map(|(command, span)| (command, of_span(span)));
        let (session, script) = (Arc::clone(session), Arc::clone(script));
        let mut statement =
            Self { session, script, part, dialect, edits, parsed, references: Vec::new(), calls, command, instead };
        statement.references = statement.placed(references);
        Ok(statement)
    }
}

/// Where a statement is in its text.
#[derive(Clone)]
pub struct Site {
    pub(super) script: Arc<Script>,
    pub(super) part: Part,
    /// The words that its command is about.
    pub(super) command: Option<Range<usize>>,
}

impl Site {
    /// Returns an error with the location of the first word that is a table's name.
    #[must_use]
    pub fn of_table(&self, error: Error, name: &str) -> Error {
        StatementText { script: &self.script, part: &self.part }.naming(error, name)
    }

    /// Returns an error with the location of the first `$name`.
    #[must_use]
    pub fn of_parameter(&self, error: Error, name: &str) -> Error {
        let mut tokens = self.script.solid(&self.part);
        match tokens.find(|token| token.parameter() == Some(name)) {
            Some(token) if error.location().is_none() => self.script.text().located(error, &token.range),
            _ => error,
        }
    }

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
