//! Joins whose keys are equal where both are null (`IS NOT DISTINCT FROM`), kept from rules that ignore it.
//!
//! In DataFusion the equality of nulls is a property of a whole join. Two of its rules give a join keys for which it
//! was not meant (docs/upstream/null-safe-joins.md): one makes keys of all equations of both sides, so that rows match
//! for which the equation is not true; the other flattens trees of inner joins and rebuilds them with the property of
//! the topmost one.

use std::sync::Arc;

use datafusion::common::NullEquality;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::{Join, JoinType, Limit, LogicalPlan};
use datafusion::optimizer::eliminate_cross_join::EliminateCrossJoin;
use datafusion::optimizer::extract_equijoin_predicate::ExtractEquijoinPredicate;
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};

/// DataFusion's rule that makes keys of equations, except for such joins.
#[derive(Debug, Default)]
pub(super) struct Keys(ExtractEquijoinPredicate);

impl OptimizerRule for Keys {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        match &plan {
            LogicalPlan::Join(join) if is_null_safe(join) => Ok(Transformed::no(plan)),
            _ => self.0.rewrite(plan, config),
        }
    }
}

/// DataFusion's rule that makes joins of cross joins and predicates, except through such joins.
#[derive(Debug, Default)]
pub(super) struct CrossJoins(EliminateCrossJoin);

impl OptimizerRule for CrossJoins {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        let has_any =
            plan.exists(|node| Ok(matches!(node, LogicalPlan::Join(join) if is_inner_and_null_safe(join))))?;
        if !has_any {
            return self.0.rewrite(plan, config);
        }
        let guarded = plan.transform_up(|node| match node {
            LogicalPlan::Join(mut join) if is_inner_and_null_safe(&join) => {
                join.left = Arc::new(guarded(Arc::unwrap_or_clone(join.left)));
                join.right = Arc::new(guarded(Arc::unwrap_or_clone(join.right)));
                Ok(Transformed::yes(guarded(LogicalPlan::Join(join))))
            }
            node => Ok(Transformed::no(node)),
        });
        self.0.rewrite(guarded.data()?, config)?.map_data(|plan| {
            plan.transform_up(|node| match node {
                LogicalPlan::Limit(Limit { skip: None, fetch: None, input }) => {
                    Ok(Transformed::yes(Arc::unwrap_or_clone(input)))
                }
                node => Ok(Transformed::no(node)),
            })
            .data()
        })
    }
}

/// Returns `plan` under a node that the rule does not look through: a limit that lets all rows pass.
fn guarded(plan: LogicalPlan) -> LogicalPlan {
    LogicalPlan::Limit(Limit { skip: None, fetch: None, input: Arc::new(plan) })
}

fn is_inner_and_null_safe(join: &Join) -> bool {
    join.join_type == JoinType::Inner && is_null_safe(join)
}

fn is_null_safe(join: &Join) -> bool {
    join.null_equality == NullEquality::NullEqualsNull && !join.on.is_empty()
}
