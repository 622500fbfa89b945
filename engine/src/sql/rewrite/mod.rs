//! What is decided on the statement: it is written anew before the engine plans it.
//!
//! In a plan a bare `k` has become one side's column, `INTERSECT ALL` a semi join, and a sample nothing at all. On the
//! statement each still says what it means. What it becomes is a statement again; parts that have no form in SQL are
//! table factors that [`Relations`] plans.

mod double;
mod everyday;
mod names;
mod pattern;
mod relation;
mod sampling;
mod scope;
mod star;

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::logical_expr::ScalarUDF;
use datafusion::sql::sqlparser::ast::Statement;

pub(super) use everyday::verb_instead;
pub(crate) use relation::Relations;

use crate::error::Result;
use crate::frame::Content;

/// Writes `statement` anew, over `tables` by the names it gives them.
///
/// # Errors
/// `Sql` and `ColumnNotFound`: what the engine would refuse in words that do not help, or answer wrongly.
pub(super) fn rewrite(statement: &mut Statement, tables: &BTreeMap<String, Arc<Content>>) -> Result<()> {
    names::resolve(statement, tables)?;
    everyday::write_out(statement)
}

/// The functions that a rewritten statement calls and no user can.
pub(super) fn functions(statement: &Statement) -> Option<ScalarUDF> {
    pattern::is_called(statement).then(pattern::function)
}
