//! Which plans are small: of so few rows that splitting them between threads costs more than it gains, or of so few
//! operators and columns that planning them takes no time.

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::datasource::source_as_provider;
use datafusion::logical_expr::LogicalPlan;

/// How many columns all operators of a plan may have together to be planned in well under a tenth of a second.
const QUICK: usize = 10_000;

/// Returns whether `plan` is planned so quickly that nobody would cancel it.
pub(crate) fn plans_quickly(plan: &LogicalPlan) -> bool {
    let mut columns = 0;
    let walked = plan.apply_with_subqueries(|node| {
        columns += 1 + node.schema().fields().len();
        Ok(if columns <= QUICK { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    });
    walked.is_ok() && columns <= QUICK
}

/// Returns whether `plan` reads at most `most` rows, all in memory, and no operator adds rows.
pub(crate) fn fits_one_batch(plan: &LogicalPlan, most: usize) -> bool {
    let mut left = Some(most);
    let walked = plan.apply_with_subqueries(|node| {
        left = left.and_then(|left| left.checked_sub(rows_of(node)?));
        Ok(if left.is_some() { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    });
    walked.is_ok() && left.is_some()
}

/// Returns how many rows an operator adds to those of its inputs; `None` if unknown.
fn rows_of(node: &LogicalPlan) -> Option<usize> {
    match node {
        LogicalPlan::TableScan(scan) => {
            source_as_provider(&scan.source).ok()?.statistics()?.num_rows.get_value().copied()
        }
        LogicalPlan::Values(values) => Some(values.values.len()),
        LogicalPlan::EmptyRelation(_) => Some(1),
        LogicalPlan::Join(_)
        | LogicalPlan::Subquery(_)
        | LogicalPlan::Unnest(_)
        | LogicalPlan::RecursiveQuery(_)
        | LogicalPlan::Extension(_) => None,
        _ => Some(0),
    }
}
