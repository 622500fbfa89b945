//! Common subplans: aggregations that occur in a plan more than once are computed once.
//!
//! DataFusion inlines a `WITH` wherever it is named, and optimizes every copy by itself: predicates and columns of its
//! surroundings are pushed into it. What is still equal after that is the same work. Only aggregations are looked for,
//! as they turn many rows into few; rows that are merely read or joined may be too many to be kept.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNodeRecursion};
use datafusion::datasource::source_as_provider;
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan};

/// Returns the optimized `plan`, with every occurrence of each repeated aggregation replaced by what `shared` makes of
/// it.
///
/// # Errors
/// Errors of `shared`.
pub(crate) fn share_subplans(
    plan: LogicalPlan,
    shared: impl Fn(&LogicalPlan) -> Result<LogicalPlan>,
) -> Result<LogicalPlan> {
    let repeated = repeated(&plan)?;
    if repeated.is_empty() {
        return Ok(plan);
    }
    let mut made: Vec<Option<LogicalPlan>> = vec![None; repeated.len()];
    plan.transform_down_with_subqueries(|node| {
        let Some(at) = repeated.iter().position(|part| is_same(part, &node)) else { return Ok(Transformed::no(node)) };
        let scan = match &made[at] {
            Some(scan) => scan.clone(),
            None => made[at].insert(shared(&node)?).clone(),
        };
        Ok(Transformed::new(scan, true, TreeNodeRecursion::Jump))
    })
    .data()
}

/// Returns the aggregations that occur more than once, each once.
fn repeated(plan: &LogicalPlan) -> Result<Vec<LogicalPlan>> {
    let (mut met, mut repeated) = (Vec::new(), Vec::new());
    let is_among = |groupings: &[LogicalPlan], node: &LogicalPlan| groupings.iter().any(|other| is_same(other, node));
    plan.apply_with_subqueries(|node| {
        if matches!(node, LogicalPlan::Aggregate(_)) && !is_among(&repeated, node) {
            let of = if is_among(&met, node) { &mut repeated } else { &mut met };
            of.push(node.clone());
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    repeated.retain(gives_the_same_again);
    Ok(repeated)
}

/// Plans are equal by the names of their tables; two tables of the same name need not be one.
fn is_same(one: &LogicalPlan, other: &LogicalPlan) -> bool {
    let tables = || Some(tables(one)?.into_iter().zip(tables(other)?));
    one == other && tables().is_some_and(|mut pairs| pairs.all(|(one, other)| Arc::ptr_eq(&one, &other)))
}

fn tables(plan: &LogicalPlan) -> Option<Vec<Arc<dyn TableProvider>>> {
    let mut tables = Vec::new();
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            tables.push(source_as_provider(&scan.source)?);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    walked.ok().map(|_| tables)
}

/// Returns whether `plan` can be computed by itself and returns the same rows in each run.
fn gives_the_same_again(plan: &LogicalPlan) -> bool {
    let mut same = plan.all_out_ref_exprs().is_empty();
    let walked = plan.apply_with_subqueries(|node| {
        // Operators of ours may contain user code, a recursion has a table that changes.
        let opaque = matches!(node, LogicalPlan::Extension(_) | LogicalPlan::RecursiveQuery(_));
        same &= !opaque && !node.expressions().iter().any(Expr::is_volatile);
        Ok(if same { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    });
    same && walked.is_ok()
}
