//! Plans that work row by row over Parquet files: which rows of the files are theirs.

use datafusion::common::tree_node::TreeNode;
use datafusion::datasource::source_as_provider;
use datafusion::logical_expr::{FetchType, LogicalPlan, SkipType};
use datafusion::prelude::Expr;

use crate::session::Session;
use crate::source::Files;

/// Returns the plan without its limits, which are put into `limits` from the outermost in; `None` if the plan has more
/// than a scan of files, projections and limits. A projection works row by row, so it may stay above.
pub(super) fn without_limits(plan: &LogicalPlan, limits: &mut Vec<(u64, Option<u64>)>) -> Option<LogicalPlan> {
    match plan {
        LogicalPlan::Limit(limit) => {
            let (SkipType::Literal(skip), FetchType::Literal(fetch)) =
                (limit.get_skip_type().ok()?, limit.get_fetch_type().ok()?)
            else {
                return None;
            };
            limits.push((skip as u64, fetch.map(|f| f as u64)));
            without_limits(&limit.input, limits)
        }
        LogicalPlan::Projection(_) | LogicalPlan::SubqueryAlias(_) => {
            let expressions = plan.expressions();
            let rowwise = |e: &Expr| !e.is_volatile() && !looks_further(e);
            let input = without_limits(plan.inputs().first()?, limits)?;
            expressions.iter().all(rowwise).then(|| plan.with_new_exprs(expressions, vec![input]).ok())?
        }
        LogicalPlan::TableScan(_) if is_of_files(plan) => Some(plan.clone()),
        _ => None,
    }
}

/// Returns the plan without its filters; `None` if it has more than a scan of files, columns and filters. Filters may be
/// computed again, so they have no function of a user's; and rows that do not pass may be computed, so nothing that can
/// fail is computed of them.
pub(super) fn without_filters(session: &Session, plan: &LogicalPlan) -> Option<LogicalPlan> {
    match plan {
        LogicalPlan::Filter(filter) => {
            let state = session.state();
            let is_users = |e: &Expr| match e {
                Expr::ScalarFunction(called) => {
                    state.scalar_functions().get(called.name()).is_none_or(|known| *known != called.func)
                }
                _ => false,
            };
            let predicate = &filter.predicate;
            let is_users = predicate.exists(|e| Ok(is_users(e))).unwrap_or(true);
            let is_sure = !predicate.is_volatile() && !looks_further(predicate) && !is_users;
            if is_sure { without_filters(session, &filter.input) } else { None }
        }
        LogicalPlan::Projection(_) | LogicalPlan::SubqueryAlias(_) => {
            let expressions = plan.expressions();
            let input = without_filters(session, plan.inputs().first()?)?;
            expressions.iter().all(is_column).then(|| plan.with_new_exprs(expressions, vec![input]).ok())?
        }
        LogicalPlan::TableScan(_) if is_of_files(plan) => Some(plan.clone()),
        _ => None,
    }
}

fn is_of_files(plan: &LogicalPlan) -> bool {
    let LogicalPlan::TableScan(scan) = plan else { return false };
    let table = source_as_provider(&scan.source);
    scan.filters.is_empty() && scan.fetch.is_none() && table.is_ok_and(|table| table.downcast_ref::<Files>().is_some())
}

fn is_column(expr: &Expr) -> bool {
    match expr {
        Expr::Column(_) => true,
        Expr::Alias(alias) => is_column(&alias.expr),
        _ => false,
    }
}

/// Returns whether an expression needs more than its row.
fn looks_further(expr: &Expr) -> bool {
    let further = expr.exists(|e| {
        let subquery = matches!(e, Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_));
        Ok(subquery || matches!(e, Expr::WindowFunction(_)))
    });
    further.unwrap_or(true)
}
