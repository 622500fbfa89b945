//! `LATERAL`: a subquery in FROM that names columns of what precedes it.

use std::sync::Arc;

use datafusion::common::{Column, TableReference};
use datafusion::error::Result;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Join, JoinType, LogicalPlan, SubqueryAlias};

use super::dependent::{Dependent, requalified};
use super::domain::{for_rows_of, outer_columns};
use super::native;
use super::shape::{Names, equation, joined, pairs, shaped};
use crate::trial::Mend;

/// The right side of a join that is such a subquery.
pub(super) struct Side<'a> {
    plan: &'a LogicalPlan,
    alias: Option<&'a TableReference>,
}

/// Returns the lateral side of a join, if it has one that DataFusion cannot compute. The planner marks it by a node of
/// its own, but not where only a subquery within it names the other side; in the `outermost` query such a reference can
/// be nothing else.
pub(super) fn side(join: &Join, outermost: bool) -> Option<Side<'_>> {
    let side = match join.right.as_ref() {
        LogicalPlan::Subquery(subquery) => Side { plan: &subquery.subquery, alias: None },
        LogicalPlan::SubqueryAlias(alias) => match alias.input.as_ref() {
            LogicalPlan::Subquery(subquery) => Side { plan: &subquery.subquery, alias: Some(&alias.alias) },
            _ => unmarked(join, outermost)?,
        },
        _ => unmarked(join, outermost)?,
    };
    let is_native = join.join_type == JoinType::Inner
        && join.on.is_empty()
        && join.filter.is_none()
        && native::is_lateral(side.plan, join.left.schema());
    (!is_native && Mend::Lateral.is_on()).then_some(side)
}

fn unmarked(join: &Join, outermost: bool) -> Option<Side<'_>> {
    let names_left = outermost && !outer_columns(&join.right, join.left.schema()).is_empty();
    names_left.then_some(Side { plan: &join.right, alias: None })
}

/// Returns the join of all values that the subquery names with its rows for them.
pub(super) fn unnested(join: &Join, side: &Side<'_>, names: &Names) -> Result<LogicalPlan> {
    let (outer, Dependent { mut plan, mut keys }) = for_rows_of(&join.left, side.plan, names)?;
    if let Some(alias) = side.alias {
        keys = requalified(&keys, alias);
        plan = Arc::new(LogicalPlan::SubqueryAlias(SubqueryAlias::try_new(plan, alias.clone())?));
    }
    let mut conditions: Vec<_> = join.filter.iter().cloned().collect();
    conditions.extend(join.on.iter().cloned().map(|(left, right)| equation(left, right, join.null_equality)));
    let made = joined(Arc::clone(&join.left), plan, pairs(&outer, &keys), conjunction(conditions), join.join_type)?;
    let columns: Vec<Column> = join.schema.columns();
    Ok(Arc::unwrap_or_clone(shaped(made, columns)?))
}
