//! What is offered at a cursor.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use super::columns::{Column, Finder, fields};
use super::functions::functions;
use super::known::Asked;
use super::paths::paths;
use super::{BUDGET, Named, characters};
use crate::session::Session;
use crate::sql::complete::{Candidate, Item, ItemKind, Place, Typed, offered};

/// The types that a cast can name.
const TYPES: &[&str] = &[
    "BIGINT",
    "INT",
    "SMALLINT",
    "TINYINT",
    "INT UNSIGNED",
    "BIGINT UNSIGNED",
    "DOUBLE",
    "REAL",
    "FLOAT",
    "DECIMAL",
    "VARCHAR",
    "TEXT",
    "CHAR",
    "BOOLEAN",
    "DATE",
    "TIME",
    "TIMESTAMP",
    "TIMESTAMPTZ",
    "INTERVAL",
    "BYTEA",
];
/// The tables of `information_schema`.
const INFORMATION: &[&str] = &["tables", "columns", "views", "schemata", "df_settings", "routines", "parameters"];
/// What may be written at a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// The characters of the text that each item replaces.
    pub replaced: Range<usize>,
    /// The items, the best first; at most 300.
    pub items: Vec<Item>,
}

/// Returns what may be written where something was [asked](super::ask), within the [budget](BUDGET) of help.
pub async fn complete(asked: Asked) -> Completion {
    let until = Instant::now() + BUDGET;
    let cursor = &asked.question.cursor;
    let candidates = match &cursor.typed {
        Typed::Text(typed) => match takes_path(&asked) {
            Some(all) => paths(typed, all, until.saturating_duration_since(Instant::now())).await,
            None => Vec::new(),
        },
        Typed::Parameter(_) => parameters(&asked, 0),
        _ if matches!(asked.question.place, Place::Setting(_)) => in_place(&asked).await,
        _ if !cursor.qualifier.is_empty() => members(&asked).await,
        _ => in_place(&asked).await,
    };
    let items = offered(&cursor.typed, candidates, &asked.question.words(), cursor.is_lower);
    Completion { replaced: characters(&asked.source, &cursor.replaced), items }
}

/// Returns whether a string is a path here, and whether it may be that of any file.
fn takes_path(asked: &Asked) -> Option<bool> {
    match &asked.question.place {
        Place::Path => Some(true),
        Place::Table(_) => Some(false),
        Place::Argument(name) => name.to_lowercase().starts_with("read_").then_some(false),
        _ => None,
    }
}

async fn in_place(asked: &Asked) -> Vec<Candidate> {
    let session = asked.session.as_ref();
    match &asked.question.place {
        Place::Value(words) => {
            let mut found = values(asked).await;
            found.extend(keywords(words, 3));
            found
        }
        Place::Words(words) => keywords(words, 0),
        Place::Table(words) => {
            let mut found = tables(asked);
            found.extend(functions_of(session, 2, |kind| kind == ItemKind::TableFunction));
            found.extend(keywords(words, 3));
            found.push(
                candidate("information_schema", ItemKind::Keyword, 3)
                    .described("tables, columns and settings as tables"),
            );
            found
        }
        Place::Registered(words) => {
            let mut found: Vec<Candidate> =
                tables(asked).into_iter().filter(|each| each.kind == ItemKind::Table).collect();
            found.extend(keywords(words, 3));
            found
        }
        Place::Column => own_columns(asked).await,
        Place::Type => keywords_of(TYPES, ItemKind::Type),
        Place::Setting(words) => {
            let mut found = settings(asked);
            found.extend(keywords(words, 0));
            found
        }
        Place::SettingValue(name) => setting_values(session, name),
        Place::Argument(_) => {
            let options = asked.options.iter();
            let option =
                |named: &Named| candidate(&format!("{} =>", named.name), ItemKind::Option, 0).described(&named.what);
            let mut found: Vec<Candidate> = options.map(option).collect();
            found.extend(values(asked).await);
            found
        }
        Place::Path => Vec::new(),
    }
}

/// Returns what a value can be: columns, aliases, tables as qualifiers, functions, parameters.
async fn values(asked: &Asked) -> Vec<Candidate> {
    let question = &asked.question;
    let finder = Finder::new(asked);
    let mut found = Vec::new();
    for (place, relation) in question.relations.iter().enumerate() {
        // Those of the query itself before those of the queries around it.
        let rank = u8::from(place >= question.own);
        let of = relation.name().map(Arc::from);
        found.extend(finder.of(relation).await.into_iter().map(|column| of_column(column, of.as_ref(), rank)));
    }
    found.extend(
        question.aliases.iter().map(|name| candidate(name, ItemKind::Alias, 1).described("named in this query")),
    );
    for relation in &question.relations {
        if let Some(name) = relation.name() {
            found.push(candidate(name, ItemKind::Table, 2).described("a table of this query"));
        }
    }
    if question.own == 0 {
        for (name, table) in &asked.tables {
            let of = Arc::from(name.as_str());
            for field in table.schema.iter().flat_map(|schema| schema.fields()) {
                let column = Column { name: field.name().clone(), data_type: Some(field.data_type().clone()) };
                found.push(of_column(column, Some(&of), 2));
            }
        }
    }
    found.extend(functions_of(&asked.session, 4, |kind| kind != ItemKind::TableFunction));
    let of_user = asked.functions.iter();
    found.extend(of_user.map(|named| candidate(&named.name, ItemKind::Function, 4).typed("").described(&named.what)));
    if question.cursor.typed == Typed::Nothing {
        found.extend(parameters(asked, 3));
    }
    found
}

/// Returns what is behind a dot: columns of a relation, fields of a struct, tables of `information_schema`.
async fn members(asked: &Asked) -> Vec<Candidate> {
    let question = &asked.question;
    let names: Vec<&str> = question.cursor.qualifier.iter().map(String::as_str).collect();
    let [first, rest @ ..] = names.as_slice() else { return Vec::new() };
    if let Place::Table(_) = question.place {
        let is_information = rest.is_empty() && first.eq_ignore_ascii_case("information_schema");
        return if is_information { keywords_of(INFORMATION, ItemKind::Table) } else { Vec::new() };
    }
    let finder = Finder::new(asked);
    let named = question.relations.iter().find(|relation| relation.name() == Some(first));
    let in_any_case = || {
        let same = |name: &str| name.eq_ignore_ascii_case(first);
        question.relations.iter().find(|relation| relation.name().is_some_and(same))
    };
    let (mut columns, mut path) = (Vec::new(), names.as_slice());
    if let Some(relation) = named.or_else(in_any_case) {
        columns = finder.of(relation).await;
        path = rest;
    } else {
        for relation in &question.relations {
            columns.extend(finder.of(relation).await);
        }
        let is_column = columns.iter().any(|column| column.name.eq_ignore_ascii_case(first));
        // A table that the query does not name yet: its FROM is still to be written.
        if !is_column && let Some(schema) = asked.table(first).and_then(|(_, table)| table.schema.clone()) {
            let column = |field: &arrow::datatypes::FieldRef| Column {
                name: field.name().clone(),
                data_type: Some(field.data_type().clone()),
            };
            columns = schema.fields().iter().map(column).collect();
            path = rest;
        }
    }
    let (mut of, mut kind) = (*first, ItemKind::Column);
    for name in path {
        let exact = columns.iter().find(|column| column.name == *name);
        let found = exact.or_else(|| columns.iter().find(|column| column.name.eq_ignore_ascii_case(name)));
        let Some(data_type) = found.and_then(|column| column.data_type.clone()) else { return Vec::new() };
        (columns, of, kind) = (fields(&data_type), name, ItemKind::Field);
    }
    let of = Arc::from(of);
    let members = columns.into_iter().map(|column| Candidate { kind, ..of_column(column, Some(&of), 0) });
    let mut found: Vec<Candidate> = members.collect();
    if kind == ItemKind::Column {
        found.push(candidate("*", ItemKind::Keyword, 1).described("all columns"));
    }
    found
}

/// Returns the columns of the query's own relations, each name once.
async fn own_columns(asked: &Asked) -> Vec<Candidate> {
    let (finder, mut found) = (Finder::new(asked), Vec::new());
    for relation in asked.question.relations.iter().take(asked.question.own) {
        let of = relation.name().map(Arc::from);
        found.extend(finder.of(relation).await.into_iter().map(|column| of_column(column, of.as_ref(), 0)));
    }
    found
}

fn tables(asked: &Asked) -> Vec<Candidate> {
    let named = asked
        .question
        .named
        .iter()
        .map(|each| candidate(&each.name, ItemKind::Query, 0).described("WITH of this query"));
    let known = asked.tables.iter().map(|(name, table)| candidate(name, table.kind, 1).described(&table.what));
    named.chain(known).collect()
}

fn parameters(asked: &Asked, rank: u8) -> Vec<Candidate> {
    let values = asked.values.iter();
    values.map(|named| candidate(&named.name, ItemKind::Parameter, rank).typed(&named.what)).collect()
}

fn functions_of(session: &Session, rank: u8, wanted: impl Fn(ItemKind) -> bool) -> Vec<Candidate> {
    let known = functions(session).into_values().filter(|function| wanted(function.kind));
    let described = known.map(|function| {
        let doc = function.sentence();
        candidate(&function.name, function.kind, rank).typed(&function.signature).described(&doc)
    });
    described.collect()
}

/// Returns the settings, without the names before the word and their dots.
fn settings(asked: &Asked) -> Vec<Candidate> {
    let before: String = asked.question.cursor.qualifier.iter().map(|name| format!("{name}.")).collect();
    let mut found = Vec::new();
    for setting in asked.session.described_settings().into_iter().filter(|setting| setting.fixed.is_none()) {
        if let Some(name) = setting.name.strip_prefix(&before) {
            let value = setting.value.as_deref().unwrap_or("not set");
            found.push(candidate(name, ItemKind::Setting, 1).typed(value).described(setting.help));
        }
    }
    found
}

fn setting_values(session: &Session, name: &str) -> Vec<Candidate> {
    let now = session.described_settings().into_iter().find(|known| known.name == name).and_then(|known| known.value);
    match now.as_deref() {
        Some("true" | "false") => keywords_of(&["true", "false"], ItemKind::Option),
        _ => Vec::new(),
    }
}

fn keywords(words: &[&str], rank: u8) -> Vec<Candidate> {
    let mut seen = BTreeSet::new();
    words.iter().filter(|word| seen.insert(**word)).map(|word| candidate(word, ItemKind::Keyword, rank)).collect()
}

fn keywords_of(words: &[&str], kind: ItemKind) -> Vec<Candidate> {
    words.iter().map(|word| candidate(word, kind, 0)).collect()
}

fn of_column(column: Column, of: Option<&Arc<str>>, rank: u8) -> Candidate {
    let known = Some((column.data_type, of.cloned()));
    let (name, kind) = (column.name, ItemKind::Column);
    Candidate { name, kind, data_type: String::new(), doc: String::new(), rank, column: known }
}

fn candidate(name: &str, kind: ItemKind, rank: u8) -> Candidate {
    Candidate { name: name.to_owned(), kind, data_type: String::new(), doc: String::new(), rank, column: None }
}

impl Candidate {
    fn typed(self, data_type: &str) -> Self {
        Self { data_type: data_type.to_owned(), ..self }
    }

    fn described(self, doc: &str) -> Self {
        Self { doc: doc.to_owned(), ..self }
    }
}
