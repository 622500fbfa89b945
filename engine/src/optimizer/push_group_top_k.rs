//! Filters below the sort of a ranking window where only the first rows of each group are wanted.
//!
//! `WHERE place <= 2` above `row_number() OVER (PARTITION BY g ORDER BY x)` sorts all rows to discard most of them. A
//! [`GroupTopKExec`] below the sort, and below the repartition by group, removes those that cannot be among the first
//! of their group. Window and filter stay as they are and decide.
//!
//! DataFusion can replace such a sort by an operator (`enable_window_topn`). It is off there, and here: it keeps a heap
//! of rows for each group, which takes longer than the sort where there are many groups.

use std::sync::Arc;

use datafusion::common::ScalarValue;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::functions_window::rank::Rank;
use datafusion::functions_window::row_number::RowNumber;
use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{BinaryExpr, Column, Literal};
use datafusion::physical_expr::window::{StandardWindowExpr, WindowExpr};
use datafusion::physical_expr::{LexOrdering, PhysicalExpr, split_conjunction};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::execution_plan::replace_children_if_necessary;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec, WindowUDFExpr};

use crate::operator::GroupTopKExec;

/// The most rows of each group for which it pays: their keys are moved when a better one comes.
const MOST: usize = 100;

type Plan = Arc<dyn ExecutionPlan>;

/// The rule; it runs when sorts and repartitions are placed.
#[derive(Debug)]
pub(super) struct PushGroupTopK;

impl PhysicalOptimizerRule for PushGroupTopK {
    fn name(&self) -> &str {
        "numbered_groups"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Plan, _: &ConfigOptions) -> Result<Plan> {
        plan.transform_up(|node| {
            let Some(filter) = node.downcast_ref::<FilterExec>() else { return Ok(Transformed::no(node)) };
            let mut wanted = split_conjunction(filter.predicate()).into_iter().filter_map(first_rows);
            let below = wanted.find_map(|(column, fetch)| over(&node, below(filter.input(), column, fetch)?));
            Ok(below.map_or_else(|| Transformed::no(Arc::clone(&node)), Transformed::yes))
        })
        .data()
    }
}

/// Returns the column and `n` of a predicate `column <= n` or an equivalent one.
fn first_rows(condition: &Arc<dyn PhysicalExpr>) -> Option<(usize, usize)> {
    let comparison = condition.downcast_ref::<BinaryExpr>()?;
    let (column, op, most) = match comparison.left().downcast_ref::<Column>() {
        Some(column) => (column, *comparison.op(), comparison.right()),
        None => (comparison.right().downcast_ref::<Column>()?, comparison.op().swap()?, comparison.left()),
    };
    let most = match most.downcast_ref::<Literal>()?.value() {
        ScalarValue::UInt64(Some(most)) => usize::try_from(*most).ok()?,
        ScalarValue::Int64(Some(most)) => usize::try_from(*most).ok()?,
        _ => return None,
    };
    let most = match op {
        Operator::LtEq | Operator::Eq => most,
        Operator::Lt => most.checked_sub(1)?,
        _ => return None,
    };
    (1..=MOST).contains(&most).then_some((column.index(), most))
}

/// Returns `plan` with the filter below the window that numbers its rows in `column`; `None` if there is none.
fn below(plan: &Plan, column: usize, fetch: usize) -> Option<Plan> {
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        let column = projection.expr().get(column)?.expr.downcast_ref::<Column>()?.index();
        return over(plan, below(projection.input(), column, fetch)?);
    }
    let windows = match plan.downcast_ref::<BoundedWindowAggExec>() {
        Some(windows) => windows.window_expr(),
        None => plan.downcast_ref::<WindowAggExec>()?.window_expr(),
    };
    let input = only(plan)?;
    let number = windows.get(column.checked_sub(input.schema().fields().len())?)?;
    // Other functions of the same window would miss the rows that are removed.
    let all_number = windows.iter().all(|window| {
        is_ranking_function(window)
            && window.partition_by() == number.partition_by()
            && window.order_by() == number.order_by()
    });
    let order = LexOrdering::new(number.order_by().iter().cloned())?;
    let groups = number.partition_by().to_vec();
    if !all_number || groups.is_empty() || !GroupTopKExec::is_possible(&input.schema(), &groups, &order) {
        return None;
    }
    let filter = |plan| Arc::new(GroupTopKExec::new(plan, groups.clone(), order.clone(), fetch)) as Plan;
    over(plan, below_sort(&input, false, &filter)?)
}

/// Returns `plan` with a filter below its sorts and repartitions; `None` where nothing is `sorted`, here or above.
fn below_sort(plan: &Plan, sorted: bool, filter: &dyn Fn(Plan) -> Plan) -> Option<Plan> {
    let sorts = plan.downcast_ref::<SortExec>().is_some_and(|sort| sort.fetch().is_none());
    if sorts || preserves_rows(plan) {
        return over(plan, below_sort(&only(plan)?, sorted || sorts, filter)?);
    }
    sorted.then(|| filter(Arc::clone(plan)))
}

/// Returns whether an operator outputs exactly its input rows.
fn preserves_rows(plan: &Plan) -> bool {
    plan.is::<RepartitionExec>()
        || (plan.is::<SortPreservingMergeExec>() || plan.is::<CoalescePartitionsExec>()) && plan.fetch().is_none()
}

/// Returns whether a window function gives a row a number that is not smaller than that of any row before it: ties of
/// `rank` are equal.
fn is_ranking_function(window: &Arc<dyn WindowExpr>) -> bool {
    let function = window.as_any().downcast_ref::<StandardWindowExpr>().map(StandardWindowExpr::get_standard_func_expr);
    let function = function.and_then(|function| function.as_any().downcast_ref::<WindowUDFExpr>());
    function.is_some_and(|function| {
        let function = function.fun();
        function.inner().is::<RowNumber>() || function.inner().is::<Rank>() && function.name() == "rank"
    })
}

fn only(plan: &Plan) -> Option<Plan> {
    match plan.children().as_slice() {
        [input] => Some(Arc::clone(input)),
        _ => None,
    }
}

/// Returns `plan` over another input; `None` if it refuses it, as the rule saves work and no more.
fn over(plan: &Plan, input: Plan) -> Option<Plan> {
    replace_children_if_necessary(Arc::clone(plan), vec![input]).ok()
}
