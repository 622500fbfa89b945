//! What a statement does that is not a query: it names a query, forgets a name, writes a file, changes a setting.
//!
//! The part of it that is a query is planned as any other; what is left is a [`Command`]. Whatever a clause asks for that
//! there is not is refused, never ignored.

use datafusion::sql::parser::{
    CopyToSource, CopyToStatement, CreateExternalTable, ResetStatement, Statement as Parsed,
};
use datafusion::sql::sqlparser::ast::helpers::stmt_create_table::CreateTableBuilder;
use datafusion::sql::sqlparser::ast::{
    ColumnDef, CreateTable, CreateTableOptions, CreateView, DataType, Expr, Ident, ObjectName, ObjectType, Query, Set,
    Spanned, Statement as SqlStatement, TableAlias, TableAliasColumnDef, TableFactor,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::call::Call;
use super::literal::Literal;
use crate::error::{Error, ErrorKind};
use crate::file_format::Format;
use crate::sql::rewrite::everything;

/// The setting that `SET TIME ZONE` means.
const TIME_ZONE: &str = "datafusion.execution.time_zone";

/// What happens to a table of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// The statement fails.
    Refuse,
    /// It is replaced.
    Replace,
    /// It stays, and nothing is done.
    Keep,
}

/// What a statement does besides its query.
#[derive(Clone, Debug)]
pub enum Command {
    /// Names the query.
    CreateView {
        /// The name.
        name: String,
        /// What happens to a table of that name.
        existing: Existing,
    },
    /// Computes the query and names its rows.
    CreateTable {
        /// The name.
        name: String,
        /// What happens to a table of that name.
        existing: Existing,
    },
    /// Names files.
    Attach {
        /// The name.
        name: String,
        /// What happens to a table of that name.
        existing: Existing,
        /// The reader.
        call: Call,
        /// The columns that are declared.
        columns: Vec<ColumnDef>,
    },
    /// Forgets names.
    Drop {
        /// The names, and whether each is quoted.
        names: Vec<(String, bool)>,
        /// Whether a name that does not exist is no error.
        if_exists: bool,
    },
    /// Writes the query's rows to a file.
    Copy(Call),
    /// Changes a setting.
    Set {
        /// The name.
        name: String,
        /// The value.
        value: String,
    },
    /// Gives a setting its first value; `None` stands for all settings.
    Reset(Option<String>),
}

impl Command {
    /// The words that the statement begins with.
    pub fn title(&self) -> &'static str {
        match self {
            Self::CreateView { .. } => "CREATE VIEW",
            Self::CreateTable { .. } => "CREATE TABLE",
            Self::Attach { .. } => "CREATE EXTERNAL TABLE",
            Self::Drop { .. } => "DROP",
            Self::Copy(_) => "COPY",
            Self::Set { .. } => "SET",
            Self::Reset(_) => "RESET",
        }
    }

    /// Returns whether it has a query.
    pub fn has_query(&self) -> bool {
        matches!(self, Self::CreateView { .. } | Self::CreateTable { .. } | Self::Copy(_))
    }
}

/// An error, and the words that it is about.
pub(super) type Refused = (Error, Span);
type Apart = std::result::Result<(Option<(Command, Span)>, Parsed), Refused>;

/// Takes a statement apart: what it does besides its query, with the words that its errors are about, and the query.
///
/// # Errors
/// `Sql` for a command that is not possible, with the words that are.
pub(super) fn take_apart(parsed: Parsed) -> Apart {
    match parsed {
        Parsed::CopyTo(copy) => copied(copy),
        Parsed::CreateExternalTable(table) => {
            let command = (attached(&table)?, table.name.span());
            Ok((Some(command), Parsed::CreateExternalTable(table)))
        }
        Parsed::Reset(ResetStatement::Variable(name)) => {
            let written = whole_name(&name);
            let all = written.eq_ignore_ascii_case("all");
            let command = (Command::Reset((!all).then_some(written)), name.span());
            Ok((Some(command), Parsed::Reset(ResetStatement::Variable(name))))
        }
        Parsed::Statement(statement) => match *statement {
            SqlStatement::CreateView(view) => viewed(view),
            SqlStatement::CreateTable(table) => tabled(table),
            SqlStatement::Drop { object_type, if_exists, names, cascade, restrict, purge, temporary, table } => {
                let span = names.first().map_or_else(Span::empty, Spanned::span);
                let command = (dropped(object_type, if_exists, &names, span)?, span);
                let statement =
                    SqlStatement::Drop { object_type, if_exists, names, cascade, restrict, purge, temporary, table };
                Ok((Some(command), Parsed::Statement(Box::new(statement))))
            }
            SqlStatement::Set(set) => Ok((Some(assigned(&set)?), Parsed::Statement(Box::new(SqlStatement::Set(set))))),
            other => Ok((None, Parsed::Statement(Box::new(other)))),
        },
        other => Ok((None, other)),
    }
}

fn query(query: Query) -> Parsed {
    Parsed::Statement(Box::new(SqlStatement::Query(Box::new(query))))
}

fn refused(span: Span, message: impl Into<String>, hint: &str) -> Refused {
    (Error::new(ErrorKind::Sql, "sql", message).with_hint(hint), span)
}

fn existing(span: Span, or_replace: bool, if_not_exists: bool) -> std::result::Result<Existing, Refused> {
    match (or_replace, if_not_exists) {
        (true, true) => Err(refused(span, "OR REPLACE and IF NOT EXISTS exclude each other", "leave one of them out")),
        (true, false) => Ok(Existing::Replace),
        (false, true) => Ok(Existing::Keep),
        (false, false) => Ok(Existing::Refuse),
    }
}

fn viewed(view: CreateView) -> Apart {
    let name = table_name(&view.name)?.0;
    let span = view.name.span();
    let existing = existing(span, view.or_replace, view.if_not_exists)?;
    if view.materialized {
        let hint = "CREATE TABLE name AS ... computes a query once and keeps its rows";
        return Err(refused(span, "there are no materialized views", hint));
    }
    let (columns, query_of_it) = (view.columns.clone(), view.query.clone());
    if columns.iter().any(|column| column.data_type.is_some() || column.options.is_some()) {
        return Err(refused(span, "the columns of a view have names only", "cast them in its query"));
    }
    let plain = CreateView {
        or_alter: false,
        or_replace: view.or_replace,
        materialized: false,
        secure: false,
        name: view.name.clone(),
        name_before_not_exists: view.name_before_not_exists,
        columns: view.columns.clone(),
        query: view.query.clone(),
        options: CreateTableOptions::None,
        cluster_by: Vec::new(),
        comment: None,
        with_no_schema_binding: false,
        if_not_exists: view.if_not_exists,
        temporary: view.temporary,
        copy_grants: false,
        to: None,
        params: None,
    };
    if plain != view {
        let message = "a view has a name, names of columns and a query, and nothing else";
        return Err(refused(span, message, "CREATE [OR REPLACE] [TEMP] VIEW name [(columns)] AS SELECT ..."));
    }
    let names = columns.into_iter().map(|column| column.name).collect();
    Ok((Some((Command::CreateView { name, existing }, span)), query(renamed(*query_of_it, names))))
}

fn tabled(table: CreateTable) -> Apart {
    let name = table_name(&table.name)?.0;
    let span = table.name.span();
    let existing = existing(span, table.or_replace, table.if_not_exists)?;
    let Some(query_of_it) = table.query.clone() else {
        let message = format!("CREATE TABLE {name} has no query, and rows cannot be inserted");
        return Err(refused(
            span,
            message,
            "CREATE TABLE name AS SELECT ...; or name a frame: pr.register(name, frame)",
        ));
    };
    let has_types = |column: &ColumnDef| !column.options.is_empty() || column.data_type != DataType::Unspecified;
    if table.columns.iter().any(has_types) {
        let message = "a table that is made of a query has the types of the query";
        return Err(refused(span, message, "leave the types out, and cast the columns in the query"));
    }
    let plain = CreateTableBuilder::new(table.name.clone())
        .or_replace(table.or_replace)
        .if_not_exists(table.if_not_exists)
        .temporary(table.temporary)
        .columns(table.columns.clone())
        .hive_formats(table.hive_formats.clone())
        .query(table.query.clone())
        .build();
    if plain != table {
        let message = "a table has a name, names of columns and a query, and nothing else";
        return Err(refused(span, message, "CREATE [OR REPLACE] [TEMP] TABLE name [(columns)] AS SELECT ..."));
    }
    let names = table.columns.into_iter().map(|column| column.name).collect();
    Ok((Some((Command::CreateTable { name, existing }, span)), query(renamed(*query_of_it, names))))
}

/// Returns the query with other names for its columns.
fn renamed(query: Query, names: Vec<Ident>) -> Query {
    if names.is_empty() {
        return query;
    }
    let columns = names.into_iter().map(|name| TableAliasColumnDef { name, data_type: None }).collect();
    let alias = TableAlias { explicit: true, name: Ident::with_quote('"', "query"), columns, at: None };
    everything(TableFactor::Derived { lateral: false, subquery: Box::new(query), alias: Some(alias), sample: None })
}

fn copied(copy: CopyToStatement) -> Apart {
    let (span, query_of_it) = match &copy.source {
        CopyToSource::Relation(name) => (name.span(), everything(named(name))),
        CopyToSource::Query(query) => (query.span(), query.as_ref().clone()),
    };
    let mut options: Vec<(String, Literal)> = Vec::with_capacity(copy.options.len() + 1);
    let mut written = copy.stored_as.clone();
    for (key, value) in &copy.options {
        match option_name(key).as_str() {
            "format" if written.is_none() => written = value.clone().into_string(),
            name => options.push((name.to_owned(), Literal::of_option(value))),
        }
    }
    let format = match &written {
        Some(format) => format_of(format),
        None => Format::from_path(&copy.target),
    };
    let Some(format) = format else {
        let (message, hint) = match written {
            Some(format) => (format!("there is no file format {format}"), "parquet, csv, json, arrow or avro"),
            None => (
                format!("the name '{}' does not say which format the file is to have", copy.target),
                "STORED AS PARQUET, CSV, JSON, ARROW or AVRO after it",
            ),
        };
        return Err(refused(span, message, hint));
    };
    if !copy.partitioned_by.is_empty() {
        let columns = copy.partitioned_by.into_iter().map(Literal::String).collect();
        options.push(("partition_by".to_owned(), Literal::List(columns)));
    }
    let verb = format.operation().replacen("read", "write", 1);
    let call = Call { verb, values: vec![Literal::String(copy.target)], named: options, span };
    Ok((Some((Command::Copy(call), span)), query(query_of_it)))
}

fn attached(table: &CreateExternalTable) -> std::result::Result<Command, Refused> {
    let name = table_name(&table.name)?.0;
    let span = table.name.span();
    let existing = existing(span, table.or_replace, table.if_not_exists)?;
    let Some(format) = format_of(&table.file_type) else {
        let message = format!("there is no file format {}", table.file_type);
        return Err(refused(span, message, "PARQUET, CSV, JSON, ARROW or AVRO"));
    };
    if !table.order_exprs.is_empty() || !table.constraints.is_empty() || table.unbounded {
        let message = "an external table has columns, a format, options and a location, and nothing else";
        return Err(refused(span, message, "sort in the query that needs an order"));
    }
    let mut named: Vec<(String, Literal)> =
        table.options.iter().map(|(key, value)| (option_name(key), Literal::of_option(value))).collect();
    if !table.table_partition_cols.is_empty() {
        named.push(("hive_partitioning".to_owned(), Literal::Boolean(true)));
    }
    let paths = table.locations.iter().cloned().map(Literal::String).collect();
    let call = Call { verb: format.operation().to_owned(), values: vec![Literal::List(paths)], named, span };
    Ok(Command::Attach { name, existing, call, columns: table.columns.clone() })
}

fn dropped(
    kind: ObjectType,
    if_exists: bool,
    names: &[ObjectName],
    span: Span,
) -> std::result::Result<Command, Refused> {
    if !matches!(kind, ObjectType::Table | ObjectType::View) {
        let message = format!("DROP {kind} is not possible here");
        return Err(refused(span, message, "DROP TABLE and DROP VIEW forget the name of a table of the session"));
    }
    Ok(Command::Drop { names: names.iter().map(table_name).collect::<std::result::Result<_, _>>()?, if_exists })
}

fn assigned(set: &Set) -> std::result::Result<(Command, Span), Refused> {
    let hint = "SET name = value, for one of the settings that Session.settings lists";
    match set {
        Set::SingleAssignment { scope: _, hivevar: false, variable, values } => {
            let (span, name) = (variable.span(), whole_name(variable));
            let [value] = values.as_slice() else {
                return Err(refused(span, format!("the setting {name} has one value"), hint));
            };
            if is_word(value, "default") {
                return Ok((Command::Reset(Some(name)), span));
            }
            match setting(value) {
                Some(value) => Ok((Command::Set { name, value }, span)),
                None => Err(refused(span, format!("the value of {name} is not a constant"), hint)),
            }
        }
        Set::SetTimeZone { value, .. } => match setting(value) {
            Some(text) => Ok((Command::Set { name: TIME_ZONE.to_owned(), value: text }, value.span())),
            None => Err(refused(value.span(), "the time zone is not a constant", "SET TIME ZONE 'Europe/Berlin'")),
        },
        other => Err(refused(Span::empty(), format!("{other} is not possible here"), hint)),
    }
}

/// Returns the value of a setting as a string.
fn setting(value: &Expr) -> Option<String> {
    if let Expr::Identifier(word) = value {
        return Some(word.value.clone());
    }
    match Literal::of(value)? {
        Literal::Boolean(is_true) => Some(is_true.to_string()),
        Literal::Number(text) | Literal::String(text) => Some(text),
        Literal::Null | Literal::Parameter(_) | Literal::List(_) | Literal::Map(_) => None,
    }
}

fn is_word(value: &Expr, word: &str) -> bool {
    matches!(value, Expr::Identifier(name) if name.quote_style.is_none() && name.value.eq_ignore_ascii_case(word))
}

/// Returns the name of a table of the session, and whether it is quoted.
fn table_name(name: &ObjectName) -> std::result::Result<(String, bool), Refused> {
    let idents: Option<Vec<&Ident>> = name.0.iter().map(|part| part.as_ident()).collect();
    match idents.as_deref() {
        Some([ident]) => Ok((ident.value.clone(), ident.quote_style.is_some())),
        Some([schema, ident]) if schema.value == "public" => Ok((ident.value.clone(), ident.quote_style.is_some())),
        _ => {
            Err(refused(name.span(), format!("{name} is in a schema, and there are none"), "write the last part only"))
        }
    }
}

fn named(name: &ObjectName) -> TableFactor {
    TableFactor::Table {
        name: name.clone(),
        alias: None,
        args: None,
        with_hints: Vec::new(),
        version: None,
        with_ordinality: false,
        partitions: Vec::new(),
        json_path: None,
        sample: None,
        index_hints: Vec::new(),
    }
}

/// Returns a name of several parts as it is written, without quotes.
fn whole_name(name: &ObjectName) -> String {
    let parts: Vec<String> = name
        .0
        .iter()
        .map(|part| part.as_ident().map_or_else(|| part.to_string(), |ident| ident.value.clone()))
        .collect();
    parts.join(".")
}

/// Returns the name of an option as our readers and writers have it: `'format.has_header'` is DataFusion's.
fn option_name(key: &str) -> String {
    let key = key.to_ascii_lowercase();
    key.strip_prefix("format.").map_or_else(|| key.clone(), str::to_owned)
}

fn format_of(name: &str) -> Option<Format> {
    Format::from_path(&format!("file.{}", name.to_ascii_lowercase()))
}
