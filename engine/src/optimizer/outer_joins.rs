//! What is not known above an outer join: that a column of its nullable side is constant, or equal to an expression.
//!
//! DataFusion passes up what it knows of the rows of either side, though such a column is NULL in the rows without a
//! match: a sort or a window by it loses a key (docs/upstream/outer-constants.md). A column is constant by what is
//! written (`x = 3`), by ranges (`x between 3 and 3`), and by the statistics of files, so it is looked for in the
//! physical plan: each such column goes through a function of which nothing is known.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::JoinType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::utils::collect_columns;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::joins::{HashJoinExec, NestedLoopJoinExec, SortMergeJoinExec};
use datafusion::physical_plan::projection::{ProjectionExec, ProjectionExpr};
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};

use crate::functions::unknown;

type Plan = Arc<dyn ExecutionPlan>;

/// The rule; it runs before sorts are placed.
#[derive(Debug)]
pub(super) struct OuterJoins;

impl PhysicalOptimizerRule for OuterJoins {
    fn name(&self) -> &str {
        "outer_joins"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Plan, config: &ConfigOptions) -> Result<Plan> {
        plan.transform_up(|node| {
            let wrong = wrongly_known(&node);
            if wrong.is_empty() {
                return Ok(Transformed::no(node));
            }
            let schema = node.schema();
            let columns = schema.fields().iter().enumerate().map(|(index, field)| {
                let column = Arc::new(Column::new(field.name(), index));
                let expr = if wrong.contains(&index) { unknown(column, field, config) } else { column };
                ProjectionExpr { expr, alias: field.name().clone() }
            });
            Ok(Transformed::yes(Arc::new(ProjectionExec::try_new(columns, Arc::clone(&node))?) as Plan))
        })
        .data()
    }
}

/// Returns the columns of an outer join's nullable side that it takes for constant, or for part of an expression that
/// is constant or equal to another one.
fn wrongly_known(plan: &Plan) -> HashSet<usize> {
    let Some((join_type, projection)) = join_of(plan) else { return HashSet::new() };
    let left = plan.children().first().map_or(0, |left| left.schema().fields().len());
    let is_nullable = |index: &usize| {
        let of_left = projection.and_then(|columns| columns.get(*index)).unwrap_or(index) < &left;
        match join_type {
            JoinType::Left => !of_left,
            JoinType::Right => of_left,
            JoinType::Full => true,
            _ => false,
        }
    };
    let known = plan.equivalence_properties().eq_group();
    // Columns that are equal to each other are so where both are NULL, too.
    let is_wrong = |expr| known.is_expr_constant(expr).is_some() || !expr.is::<Column>();
    let wrong = known.iter().filter(|class| class.iter().any(is_wrong));
    let columns = wrong.flat_map(|class| class.iter().flat_map(collect_columns));
    columns.map(|column| column.index()).filter(is_nullable).collect()
}

/// Returns the type of a join, and which of its columns it returns if not all.
fn join_of(plan: &Plan) -> Option<(JoinType, Option<&[usize]>)> {
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        return Some((*join.join_type(), join.projection.as_deref()));
    }
    if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        return Some((*join.join_type(), join.projection().as_deref()));
    }
    plan.downcast_ref::<SortMergeJoinExec>().map(|join| (join.join_type(), None))
}
