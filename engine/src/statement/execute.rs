//! Commands over the tables and settings of a session, each done by the verb that does the same elsewhere.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use datafusion::sql::sqlparser::ast::{CastKind, ColumnDef, Expr, ExprWithAlias, Value as SqlValue};

use super::command::{Command, Existing};
use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::render::type_name;
use crate::session::Session;

const WHAT: &str = "sql";

/// What a command has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The words that the statement begins with.
    pub title: &'static str,
    /// The table, the file or the setting.
    pub name: String,
    /// How many rows it has computed or written.
    pub rows: Option<u64>,
    /// The same as a line that a user reads.
    pub words: String,
}

impl Done {
    /// Returns what a command has done to `name`.
    pub fn new(command: &Command, name: impl Into<String>, rows: Option<u64>, words: impl Into<String>) -> Self {
        Self { title: command.title(), name: name.into(), rows, words: words.into() }
    }
}

/// Returns what several commands have done, a row each: `statement`, `name`, `rows`.
///
/// # Errors
/// When the frame cannot be made.
pub fn table_of(session: &Arc<Session>, done: &[Done]) -> Result<Arc<Frame>> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("statement", DataType::Utf8, false),
        Field::new("name", DataType::Utf8, false),
        Field::new("rows", DataType::Int64, true),
    ]));
    let titles: StringArray = done.iter().map(|done| Some(done.title)).collect();
    let names: StringArray = done.iter().map(|done| Some(done.name.as_str())).collect();
    let rows: Int64Array = done.iter().map(|done| done.rows.and_then(|rows| i64::try_from(rows).ok())).collect();
    let columns: Vec<ArrayRef> = vec![Arc::new(titles), Arc::new(names), Arc::new(rows)];
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns)
        .map_err(|error| Error::from_datafusion(WHAT, error.into()))?;
    Frame::from_batches(session, schema, vec![batch])
}

/// Carries out a command over the session; `frame` is its query.
///
/// # Errors
/// `Sql` for a table that exists, `TableNotFound` for one that does not, `Value` for a setting that cannot be, errors of
/// computing a table.
pub async fn execute(session: &Arc<Session>, command: &Command, frame: Option<&Arc<Frame>>) -> Result<Done> {
    match (command, frame) {
        (Command::CreateView { name, existing }, Some(frame)) => attach(session, command, name, *existing, frame, None),
        (Command::CreateTable { name, existing }, Some(frame)) => {
            if kept(session, name, *existing)? {
                return Ok(Done::new(command, name, None, format!("kept the table {name}, which exists")));
            }
            let kept = frame.cache()?;
            let rows = kept.count().await?;
            attach(session, command, name, *existing, &kept, Some(rows))
        }
        (Command::Attach { name, existing, .. }, Some(frame)) => attach(session, command, name, *existing, frame, None),
        (Command::Drop { names, if_exists }, _) => drop_tables(session, command, names, *if_exists),
        (Command::Set { name, value }, _) => {
            session.set(WHAT, name, value)?;
            Ok(Done::new(command, name, None, format!("set {name} to {value}")))
        }
        (Command::Reset(name), _) => {
            session.reset(WHAT, name.as_deref())?;
            let words = name.as_ref().map_or_else(|| "reset all settings".to_owned(), |name| format!("reset {name}"));
            Ok(Done::new(command, name.clone().unwrap_or_default(), None, words))
        }
        (Command::Copy(_) | Command::CreateView { .. } | Command::CreateTable { .. } | Command::Attach { .. }, _) => {
            Err(Error::new(ErrorKind::Internal, WHAT, format!("{} was given no query", command.title())))
        }
    }
}

/// Returns whether a table of that name exists and stays.
///
/// # Errors
/// `Sql` if it exists and may not be replaced.
pub fn kept(session: &Session, name: &str, existing: Existing) -> Result<bool> {
    match existing {
        Existing::Replace => Ok(false),
        _ if session.tables().binary_search_by(|known| known.as_str().cmp(name)).is_err() => Ok(false),
        Existing::Keep => Ok(true),
        Existing::Refuse => Err(Error::new(ErrorKind::Sql, WHAT, format!("there is a table \"{name}\" already"))
            .with_hint("CREATE OR REPLACE, or CREATE ... IF NOT EXISTS")),
    }
}

fn attach(
    session: &Session,
    command: &Command,
    name: &str,
    existing: Existing,
    frame: &Arc<Frame>,
    rows: Option<u64>,
) -> Result<Done> {
    let kind = if matches!(command, Command::CreateView { .. }) { "view" } else { "table" };
    if kept(session, name, existing)? {
        return Ok(Done::new(command, name, None, format!("kept the {kind} {name}, which exists")));
    }
    session.register(name, frame)?;
    let with = rows.map_or_else(String::new, |rows| format!(" with {rows} {}", if rows == 1 { "row" } else { "rows" }));
    Ok(Done::new(command, name, rows, format!("created the {kind} {name}{with}")))
}

/// Forgets all of the tables, or none where one does not exist.
fn drop_tables(session: &Session, command: &Command, names: &[(String, bool)], if_exists: bool) -> Result<Done> {
    let known = session.tables();
    let mut found = Vec::with_capacity(names.len());
    for (name, is_quoted) in names {
        let same = |other: &&String| if *is_quoted { *other == name } else { other.eq_ignore_ascii_case(name) };
        let mut others = known.iter().filter(same);
        let exact = known.iter().find(|other| *other == name);
        match exact.or_else(|| others.next().filter(|_| others.next().is_none())) {
            Some(table) => found.push(table.clone()),
            None if if_exists => {}
            None => return Err(Error::table_not_found(WHAT, name, known.iter().map(String::as_str))),
        }
    }
    for name in &found {
        session.deregister(name);
    }
    let listed = |names: Vec<&str>| names.join(", ");
    let words = match found.is_empty() {
        true => format!("there was no table {}", listed(names.iter().map(|(name, _)| name.as_str()).collect())),
        false => format!("dropped {}", listed(found.iter().map(String::as_str).collect())),
    };
    Ok(Done::new(command, found.join(", "), None, words))
}

/// Returns the names and the types of declared columns, as readers take them.
///
/// # Errors
/// `Sql` for a type that does not exist.
pub fn declared_types(session: &Session, columns: &[ColumnDef]) -> Result<Vec<(String, String)>> {
    let (state, none) = (session.state(), datafusion::common::DFSchema::empty());
    let convert = |error| Error::from_datafusion(WHAT, error);
    let type_of = |column: &ColumnDef| {
        let cast = Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(Expr::Value(SqlValue::Null.with_empty_span())),
            data_type: column.data_type.clone(),
            array: false,
            format: None,
        };
        let expr = state.create_logical_expr_from_sql_expr(ExprWithAlias { expr: cast, alias: None }, &none);
        let data_type = expr.and_then(|expr| {
            use datafusion::logical_expr::ExprSchemable;
            expr.get_type(&none)
        });
        Ok((column.name.value.clone(), type_name(&data_type.map_err(convert)?)))
    };
    columns.iter().map(type_of).collect()
}
