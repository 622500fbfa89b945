//! The results of statements about tables: `SHOW TABLES`, `SHOW COLUMNS FROM t`, `DESCRIBE t`, `DESCRIBE SELECT ...`.
//!
//! DataFusion lists the tables of its own catalog, in which nothing is registered, and prints types as arrow-rs does.
//! Here the tables are those that a query can name, and a type has the name that it has everywhere else.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use datafusion::sql::sqlparser::ast::{DescribeAlias, ShowStatementIn, ShowStatementOptions, Statement};

use crate::error::{Error, Result};
use crate::frame::Frame;
use crate::render::type_name;
use crate::session::Session;

/// Returns whether a statement lists the tables.
pub(super) fn is_tables(statement: &Statement) -> bool {
    match statement {
        Statement::ShowTables {
            terse: false,
            history: false,
            extended: false,
            full: false,
            external: false,
            show_options,
        } => show_options.show_in.is_none() && is_plain(show_options),
        _ => false,
    }
}

/// Replaces a statement that describes a query by that query, and returns whether it was one; `SHOW COLUMNS FROM t`
/// becomes `DESCRIBE t`.
pub(super) fn describes(statement: &mut Statement) -> bool {
    use DescribeAlias::{Desc, Describe};
    match statement {
        Statement::ShowColumns { show_options, .. } if is_plain(show_options) => {
            if let Some(ShowStatementIn { parent_type: None, parent_name: Some(table), .. }) = &show_options.show_in {
                let (describe_alias, hive_format, table_name) = (Describe, None, table.clone());
                *statement =
                    Statement::ExplainTable { describe_alias, hive_format, has_table_keyword: false, table_name };
            }
            false
        }
        Statement::Explain { describe_alias: Describe | Desc, statement: query, .. } => {
            let Statement::Query(query) = query.as_ref() else { return false };
            *statement = Statement::Query(query.clone());
            true
        }
        _ => false,
    }
}

fn is_plain(options: &ShowStatementOptions) -> bool {
    options.filter_position.is_none() && options.starts_with.is_none() && options.limit.is_none()
}

/// Returns the tables of the session, and the variables that a query can name as tables.
pub(super) fn tables(session: &Arc<Session>, mut variables: Vec<String>) -> Result<Arc<Frame>> {
    let registered = session.tables();
    variables.retain(|name| registered.binary_search(name).is_err());
    variables.sort_unstable();
    variables.dedup();
    let kinds = registered.iter().map(|_| "session").chain(variables.iter().map(|_| "variable"));
    let kinds: StringArray = kinds.map(Some).collect();
    let names: StringArray = registered.iter().chain(&variables).map(Some).collect();
    frame(session, &["name", "kind"], vec![names, kinds])
}

/// Returns the columns of a table or a query.
pub(super) fn columns(session: &Arc<Session>, schema: &Schema) -> Result<Arc<Frame>> {
    let fields = schema.fields();
    let names = fields.iter().map(|field| Some(field.name())).collect();
    let types = fields.iter().map(|field| Some(type_name(field.data_type()))).collect();
    let nullable = fields.iter().map(|field| Some(if field.is_nullable() { "YES" } else { "NO" })).collect();
    frame(session, &["column_name", "data_type", "is_nullable"], vec![names, types, nullable])
}

fn frame(session: &Arc<Session>, names: &[&str], columns: Vec<StringArray>) -> Result<Arc<Frame>> {
    let fields = names.iter().map(|name| Field::new(*name, DataType::Utf8, false));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|column| Arc::new(column) as ArrayRef).collect();
    let batch =
        RecordBatch::try_new(Arc::clone(&schema), columns).map_err(|e| Error::from_datafusion("sql", e.into()))?;
    Frame::from_batches(session, schema, vec![batch])
}
