//! Rewrites of a statement before DataFusion plans it.
//!
//! In a plan a bare `k` has become one side's column, `INTERSECT ALL` a semi join, and a sample nothing at all. In the
//! statement each still has its meaning. The result is a statement again; parts that have no form in SQL are table
//! factors that [`Relations`] plans.

mod double;
mod everyday;
pub(super) mod names;
mod pattern;
mod relation;
mod rows;
mod sampling;
mod scan;
mod scope;
mod star;

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::logical_expr::ScalarUDF;
use datafusion::sql::sqlparser::ast::Statement;

pub(crate) use everyday::verb_instead;
pub(crate) use relation::Relations;
pub(super) use star::call;
pub(crate) use star::everything;

use crate::error::Result;
use crate::plan::relation::Relation;
use crate::trial::Mend;

/// What a rewritten statement needs.
pub(crate) struct Rewritten {
    /// A function that it calls and no user can.
    pub(crate) function: Option<ScalarUDF>,
    /// Whether it has recursive common table expressions.
    pub(crate) is_recursive: bool,
}

/// Rewrites `statement`, over `tables` by the names it uses for them.
///
/// # Errors
/// `Sql` and `ColumnNotFound`, for what DataFusion would answer wrongly or refuse with an unhelpful message.
pub(crate) fn rewrite(statement: &mut Statement, tables: &BTreeMap<String, Arc<Relation>>) -> Result<Rewritten> {
    let needs = scan::needs(statement);
    if needs.pairs && Mend::Names.is_on() {
        names::resolve(statement, tables)?;
    }
    if needs.forms {
        everyday::write_out(statement)?;
    }
    let function = (needs.forms && pattern::is_called(statement)).then(pattern::function);
    Ok(Rewritten { function, is_recursive: needs.recursion })
}

/// Returns the statement with unique column names, in the ways that may help where DataFusion has refused it because of
/// them.
pub(crate) fn with_unique_names(
    statement: &Statement,
    tables: &BTreeMap<String, Arc<Relation>>,
    error: &DataFusionError,
) -> Vec<Statement> {
    if !double::is_about_names(error) || !Mend::Double.is_on() {
        return Vec::new();
    }
    let mut apart = statement.clone();
    if names::resolve(&mut apart, tables).is_err() {
        return Vec::new();
    }
    double::name_uniquely(&mut apart);
    let mut shown = apart.clone();
    double::show_casts(&mut shown);
    let shown = (shown != apart).then_some(shown);
    Some(apart).filter(|apart| apart != statement).into_iter().chain(shown).collect()
}
