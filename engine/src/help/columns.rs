//! The columns of the relations of a statement. Those of a subquery are found by planning it alone, over tables without
//! rows; one that cannot be planned, as it is not finished, is read by its words.

use std::collections::VecDeque;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use parking_lot::Mutex;
use tokio::runtime::Handle;

use super::BUDGET;
use super::known::Asked;
use crate::file_format::Format;
use crate::frame::Frame;
use crate::frame::read::read;
use crate::source::ReadOptions;
use crate::sql::complete::{Named, Origin, Output, Relation, quoted, shape};
use crate::statement::{Given, Statement, Value};

/// How deep queries may be in queries.
const DEEPEST: usize = 8;
/// How many columns the tables of a query may have that is planned: beyond, its words have to do.
const MOST_COLUMNS: usize = 1000;
/// How many planned queries are remembered.
const MOST_REMEMBERED: usize = 64;

/// A column; of one that is known by its words alone the type is not.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) data_type: Option<DataType>,
}

/// What finds columns, for as long as help may take.
pub(super) struct Finder<'a> {
    asked: &'a Asked,
    until: Instant,
}

type Found<'f> = Pin<Box<dyn Future<Output = Vec<Column>> + Send + 'f>>;
type Read<'f> = Pin<Box<dyn Future<Output = (Vec<Column>, bool)> + Send + 'f>>;

impl<'a> Finder<'a> {
    pub(super) fn new(asked: &'a Asked) -> Self {
        Self { asked, until: Instant::now() + BUDGET }
    }

    /// Returns the columns of a relation of the statement.
    pub(super) async fn of(&self, relation: &Relation) -> Vec<Column> {
        self.relation(relation, &self.asked.question.named, DEEPEST).await
    }

    /// Returns the columns of the last of some common table expressions.
    pub(super) async fn of_named(&self, named: &[Named]) -> Vec<Column> {
        self.named(named, DEEPEST).await
    }

    fn relation<'f>(&'f self, relation: &'f Relation, named: &'f [Named], depth: usize) -> Found<'f> {
        Box::pin(async move {
            let mut columns = match &relation.origin {
                Origin::Table(parts) => match parts.as_slice() {
                    [name] => self.table(name, named, depth).await,
                    _ => Vec::new(),
                },
                Origin::Path(path) => self.file(path).await.map_or_else(Vec::new, |schema| of_schema(&schema)),
                Origin::Query(text) => self.query(text, named, depth).await,
                Origin::Function(name, arguments) => self.function(name, arguments, named).await,
            };
            for (column, name) in columns.iter_mut().zip(&relation.columns) {
                column.name.clone_from(name);
            }
            columns
        })
    }

    async fn table(&self, name: &str, named: &[Named], depth: usize) -> Vec<Column> {
        if let Some(at) = named.iter().rposition(|each| each.name.eq_ignore_ascii_case(name)) {
            return self.named(&named[..=at], depth).await;
        }
        let schema = self.asked.table(name).and_then(|(_, table)| table.schema.as_ref());
        schema.map_or_else(Vec::new, |schema| of_schema(schema))
    }

    async fn named(&self, named: &[Named], depth: usize) -> Vec<Column> {
        let Some((last, before)) = named.split_last() else { return Vec::new() };
        let text = format!("{}SELECT * FROM {}", with(named), quoted(&last.name));
        let (mut columns, is_sure) = self.by_words(&last.text, before, depth).await;
        if !is_sure && let Some(schema) = self.planned(&text).await {
            columns = of_schema(&schema);
        }
        for (column, name) in columns.iter_mut().zip(&last.columns) {
            column.name.clone_from(name);
        }
        // One that cannot be planned may still have names.
        let missing = last.columns.iter().skip(columns.len());
        columns.extend(missing.map(|name| Column { name: name.clone(), data_type: None }));
        columns
    }

    async fn query(&self, text: &str, named: &[Named], depth: usize) -> Vec<Column> {
        let (columns, is_sure) = self.by_words(text, named, depth).await;
        if is_sure {
            return columns;
        }
        let planned = self.planned(&format!("{}SELECT * FROM ({text}\n) AS query", with(named))).await;
        planned.map_or(columns, |schema| of_schema(&schema))
    }

    async fn function(&self, name: &str, arguments: &str, named: &[Named]) -> Vec<Column> {
        let path = arguments.split('\'').nth(1).filter(|path| Format::from_path(path).is_some());
        if name.to_lowercase().starts_with("read_")
            && let Some(path) = path
        {
            return self.file(path).await.map_or_else(Vec::new, |schema| of_schema(&schema));
        }
        let planned = self.planned(&format!("{}SELECT * FROM {name}({arguments}\n)", with(named))).await;
        planned.map_or_else(Vec::new, |schema| of_schema(&schema))
    }

    /// Returns the columns of a query by its words, and whether these are all of them, with their types: each is one of
    /// a table, by its name or by `*`.
    fn by_words<'f>(&'f self, text: &'f str, named: &'f [Named], depth: usize) -> Read<'f> {
        Box::pin(async move {
            let Some(depth) = depth.checked_sub(1) else { return (Vec::new(), false) };
            let (outputs, relations, inner) = shape(text);
            let named: Vec<Named> = named.iter().cloned().chain(inner).collect();
            let mut known = Vec::new();
            for relation in &relations {
                known.push((relation.name(), self.relation(relation, &named, depth).await));
            }
            let (mut found, mut is_sure) = (Vec::new(), true);
            for output in outputs {
                match output {
                    Output::Named(name, is_made) => {
                        let same = known.iter().flat_map(|(_, columns)| columns).find(|column| column.name == name);
                        let data_type = same.filter(|_| !is_made).and_then(|column| column.data_type.clone());
                        is_sure &= data_type.is_some();
                        found.push(Column { name, data_type });
                    }
                    Output::Star(of, is_whole) => {
                        is_sure &= is_whole;
                        for (name, columns) in &known {
                            let is_it = |of: &String| name.is_some_and(|name| name.eq_ignore_ascii_case(of));
                            if of.as_ref().is_none_or(is_it) {
                                found.extend(columns.iter().cloned());
                            }
                        }
                    }
                    Output::Unknown => is_sure = false,
                }
            }
            is_sure &= !found.is_empty() && found.iter().all(|column| column.data_type.is_some());
            (found, is_sure)
        })
    }

    /// Returns the columns of a query over tables without rows, if it can be planned in time.
    async fn planned(&self, text: &str) -> Option<SchemaRef> {
        let statement = Statement::parse(&self.asked.session, text).ok()?;
        if !statement.unknown_functions().is_empty() {
            return None;
        }
        let (mut tables, mut hasher) = (Vec::new(), DefaultHasher::new());
        for wanted in statement.unknown_tables() {
            let (name, table) = self.asked.table(&wanted.name)?;
            tables.push((name.to_owned(), table.schema.clone()?));
        }
        // What a file has is known by its footer, and a part of the key.
        for path in statement.paths() {
            let schema = self.file(&path).await?;
            tables.push((path, schema));
        }
        for (name, call) in statement.calls() {
            tables.push((name.clone(), self.file(call.target()).await?));
        }
        for (name, schema) in &tables {
            (name, schema.fields()).hash(&mut hasher);
        }
        for (name, table) in &self.asked.tables {
            if let Some(schema) = &table.schema {
                (name, schema.fields()).hash(&mut hasher);
            }
        }
        let key = Key { session: self.asked.session.id(), text: text.to_owned(), schemas: hasher.finish() };
        if let Some(known) = remembered(&key) {
            return known;
        }
        let session = &self.asked.session;
        let of_session = statement.session_tables();
        let widths = of_session.iter().filter_map(|name| Some(session.named(name).ok()?.schema().fields().len()));
        let widths = widths.chain(tables.iter().map(|(_, schema)| schema.fields().len()));
        if widths.sum::<usize>() > MOST_COLUMNS {
            return None;
        }
        let frames =
            tables.into_iter().map(|(name, schema)| Some((name, Frame::from_batches(session, schema, vec![]).ok()?)));
        let frames = frames.collect::<Option<Vec<_>>>()?;
        let values = statement.parameters().into_iter().map(|name| (name, Value::nothing())).collect();
        let given = Given { tables: frames, values, ..Given::default() };
        let turn = Turn::take()?;
        let handle = Handle::current();
        // On a thread of its own, as a plan yields to nobody and others wait for their pages. It goes on where it takes
        // longer, for whoever asks again.
        let work = tokio::task::spawn_blocking(move || {
            let planned = handle.block_on(statement.plan(given));
            let schema = planned.ok().map(|planned| Arc::clone(planned.frame.schema()));
            remember(key, schema.clone());
            drop(turn);
            schema
        });
        tokio::time::timeout(self.left(), work).await.ok()?.ok()?
    }

    /// Returns the columns of a local file whose footer names them; its data is not read.
    async fn file(&self, path: &str) -> Option<SchemaRef> {
        let format = Format::from_path(path).filter(|format| matches!(format, Format::Parquet | Format::Ipc))?;
        if path.contains("://") || path.contains(['*', '?', '[']) {
            return None;
        }
        let (session, path) = (Arc::clone(&self.asked.session), path.to_owned());
        let work = tokio::spawn(async move {
            let is_file = tokio::fs::metadata(&path).await.is_ok_and(|found| found.is_file());
            if !is_file {
                return None;
            }
            let frame = read(&session, format, vec![path.into()], ReadOptions::default()).await;
            frame.ok().map(|frame| Arc::clone(frame.schema()))
        });
        tokio::time::timeout(self.left(), work).await.ok()?.ok()?
    }

    fn left(&self) -> std::time::Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

fn of_schema(schema: &Schema) -> Vec<Column> {
    let column = |field: &FieldRef| Column { name: field.name().clone(), data_type: Some(field.data_type().clone()) };
    schema.fields().iter().map(column).collect()
}

/// Returns the fields of a struct, or those of the items of a list of structs.
pub(super) fn fields(data_type: &DataType) -> Vec<Column> {
    let of = |field: &Field| Column { name: field.name().clone(), data_type: Some(field.data_type().clone()) };
    match data_type {
        DataType::Struct(fields) => fields.iter().map(|field| of(field)).collect(),
        _ => Vec::new(),
    }
}

/// Returns the WITH of a query; nothing if there is none.
fn with(named: &[Named]) -> String {
    if named.is_empty() {
        return String::new();
    }
    let recursive = if named.iter().any(|each| each.is_recursive) { "RECURSIVE " } else { "" };
    let written = named.iter().map(|each| {
        let columns: Vec<String> = each.columns.iter().map(|name| quoted(name)).collect();
        let columns = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
        format!("{}{columns} AS ({}\n)", quoted(&each.name), each.text)
    });
    format!("WITH {recursive}{} ", written.collect::<Vec<_>>().join(", "))
}

/// A planned query: its text, and the schemas of all tables it may name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    session: u64,
    text: String,
    schemas: u64,
}

/// How many queries are planned at a time, and beyond the time of those who asked.
const MOST_TURNS: usize = 2;

static TURNS: AtomicUsize = AtomicUsize::new(0);

/// The right to plan a query, until it is dropped.
struct Turn;

impl Turn {
    fn take() -> Option<Self> {
        let free = |turns| (turns < MOST_TURNS).then_some(turns + 1);
        TURNS.fetch_update(Ordering::AcqRel, Ordering::Acquire, free).ok().map(|_| Self)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        TURNS.fetch_sub(1, Ordering::AcqRel);
    }
}

type Remembered = VecDeque<(Key, Option<SchemaRef>)>;

static PLANNED: LazyLock<Mutex<Remembered>> = LazyLock::new(Mutex::default);

fn remembered(key: &Key) -> Option<Option<SchemaRef>> {
    PLANNED.lock().iter().find(|(known, _)| known == key).map(|(_, schema)| schema.clone())
}

fn remember(key: Key, schema: Option<SchemaRef>) {
    let mut planned = PLANNED.lock();
    planned.retain(|(known, _)| *known != key);
    planned.push_front((key, schema));
    planned.truncate(MOST_REMEMBERED);
}
