//! What the session and the scope know of a statement: tables, their schemas, values and functions.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use arrow::datatypes::SchemaRef;

use super::{Named, Names};
use crate::session::Session;
use crate::sql::complete::{Cursor, ItemKind, Place, Question, Typed};

/// Of how many tables the schema is asked for.
const MOST_SCHEMAS: usize = 64;
/// The same, for a query that has no FROM yet and may become one over any table.
const MOST_GUESSES: usize = 24;

/// A table that a query can name.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) kind: ItemKind,
    pub(super) what: String,
    pub(super) schema: Option<SchemaRef>,
}

/// A question about a statement, with what is known about its names.
#[derive(Clone)]
pub struct Asked {
    pub(super) session: Arc<Session>,
    pub(super) source: String,
    pub(super) question: Question,
    pub(super) tables: BTreeMap<String, Table>,
    pub(super) values: Vec<Named>,
    pub(super) functions: Vec<Named>,
    pub(super) options: Vec<Named>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").field("question", &self.question).finish_non_exhaustive()
    }
}

impl Asked {
    /// Returns the table of a name: exactly, or the only one that differs in case alone.
    pub(super) fn table(&self, name: &str) -> Option<(&str, &Table)> {
        let (name, table) = in_any_case(&self.tables, name)?;
        Some((name.as_str(), table))
    }
}

/// Returns the entry of a name, or the only one that differs from it in case alone.
pub(super) fn in_any_case<'a, T>(entries: &'a BTreeMap<String, T>, name: &str) -> Option<(&'a String, &'a T)> {
    if let Some(exact) = entries.get_key_value(name) {
        return Some(exact);
    }
    let mut same = entries.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
    same.next().filter(|_| same.next().is_none())
}

pub(super) fn at_cursor(session: &Arc<Session>, source: &str, offset: usize, names: &dyn Names) -> Option<Asked> {
    let cursor = Cursor::find(source, offset)?;
    Some(known(session, source, Question::of(source, cursor), names))
}

pub(super) fn about_word(session: &Arc<Session>, source: &str, offset: usize, names: &dyn Names) -> Option<Asked> {
    let cursor = Cursor::word(source, offset).or_else(|| Cursor::find(source, offset))?;
    let mut asked = known(session, source, Question::of(source, cursor), names);
    let word = asked.question.cursor.typed.letters().to_owned();
    asked.learn(&word, names);
    Some(asked)
}

fn known(session: &Arc<Session>, source: &str, question: Question, names: &dyn Names) -> Asked {
    let mut tables = BTreeMap::new();
    for Named { name, what } in names.tables() {
        tables.insert(name, Table { kind: ItemKind::Variable, what, schema: None });
    }
    for name in session.tables() {
        tables.insert(name, Table { kind: ItemKind::Table, what: "table of the session".to_owned(), schema: None });
    }
    let wants_values = matches!(question.cursor.typed, Typed::Parameter(_) | Typed::Nothing | Typed::Word(_))
        && matches!(question.place, Place::Value(_) | Place::Argument(_));
    let values = if wants_values { names.values() } else { Vec::new() };
    let functions = if wants_values { names.functions() } else { Vec::new() };
    let options = match &question.place {
        Place::Argument(function) => names.options(&function.to_lowercase()),
        _ => Vec::new(),
    };
    let (session, source) = (Arc::clone(session), source.to_owned());
    let mut asked = Asked { session, source, question, tables, values, functions, options };
    let known: HashSet<String> = asked.tables.keys().map(|name| name.to_lowercase()).collect();
    let mut wanted: Vec<String> = asked
        .question
        .words()
        .into_iter()
        .filter(|word| known.contains(&word.to_lowercase()))
        .map(str::to_owned)
        .collect();
    // With no FROM yet, the query may become one over any table.
    if asked.question.own == 0
        && asked.question.cursor.qualifier.is_empty()
        && matches!(asked.question.place, Place::Value(_))
    {
        wanted.extend(asked.tables.keys().take(MOST_GUESSES).cloned());
    }
    for name in wanted.into_iter().take(MOST_SCHEMAS) {
        asked.learn(&name, names);
    }
    asked
}

impl Asked {
    /// Asks for the schema of a table, if there is one of that name.
    fn learn(&mut self, name: &str, names: &dyn Names) {
        let Some((name, table)) = self.table(name) else { return };
        if table.schema.is_some() {
            return;
        }
        let name = name.to_owned();
        let schema = match table.kind {
            ItemKind::Table => self.session.named(&name).ok().map(|table| Arc::clone(table.schema())),
            _ => names.schema(&name),
        };
        if let Some(table) = self.tables.get_mut(&name) {
            table.schema = schema;
        }
    }
}
