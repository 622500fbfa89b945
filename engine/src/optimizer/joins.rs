//! The rule that reorders joins and chooses their build sides.
//!
//! DataFusion joins in the order in which a query is written, and leaves a semi-join where the subquery was. Here the
//! joins of the physical plan become a graph ([`JoinGraph`]), the cheapest tree is searched ([`JoinSearch`]), and built
//! of the same operators ([`JoinPlan`]). This is done in the physical plan and not in the logical one, since only there
//! the scans know how many rows they have. DataFusion then pushes down the dynamic filter of a join's hash table to the
//! scans below its other side, through aggregates and further joins; so the order decides about that too.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::joins::{CrossJoinExec, HashJoinExec, NestedLoopJoinExec, PartitionMode};

use super::estimate::Estimate;
use super::join_graph::JoinGraph;
use super::join_plan::JoinPlan;
use super::join_search::JoinSearch;

type Plan = Arc<dyn ExecutionPlan>;

/// The rule.
#[derive(Debug)]
pub(super) struct JoinOrder;

impl PhysicalOptimizerRule for JoinOrder {
    fn name(&self) -> &str {
        "join_order"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(&self, plan: Plan, config: &ConfigOptions) -> Result<Plan> {
        ordered(plan, config)
    }
}

fn ordered(plan: Plan, config: &ConfigOptions) -> Result<Plan> {
    if let Some(join) = plan.downcast_ref::<HashJoinExec>()
        && let Some(better) = reordered(&plan, join, config)?
    {
        return Ok(better);
    }
    let plan = plan.map_children(|child| ordered(child, config).map(Transformed::yes))?.data;
    sided(plan, config)
}

fn reordered(plan: &Plan, join: &HashJoinExec, config: &ConfigOptions) -> Result<Option<Plan>> {
    let Some((graph, output)) = JoinGraph::of(plan, |relation| ordered(relation, config))? else {
        return Ok(None);
    };
    let Some(tree) = JoinSearch::new(&graph).tree() else { return Ok(None) };
    let mode = |build: &Plan| mode_of(*join.partition_mode(), build, config);
    JoinPlan::new(&graph, &mode).make(&tree, &output, &plan.schema()).map(Some)
}

/// Returns a join that keeps its place, with the smaller side as its build side.
fn sided(plan: Plan, config: &ConfigOptions) -> Result<Plan> {
    if let Some(join) = plan.downcast_ref::<HashJoinExec>() {
        let swap = join.join_type().supports_swap() && !join.null_aware && is_larger(join.left(), join.right());
        let build = if swap { join.right() } else { join.left() };
        let mode = match join.null_aware {
            true => PartitionMode::CollectLeft,
            false => mode_of(*join.partition_mode(), build, config),
        };
        return if swap { join.swap_inputs(mode) } else { join.builder().with_partition_mode(mode).build_exec() };
    }
    if let Some(join) = plan.downcast_ref::<CrossJoinExec>() {
        return if is_larger(join.left(), join.right()) { join.swap_inputs() } else { Ok(plan) };
    }
    if let Some(join) = plan.downcast_ref::<NestedLoopJoinExec>() {
        let swap = join.join_type().supports_swap() && is_larger(join.left(), join.right());
        return if swap { join.swap_inputs() } else { Ok(plan) };
    }
    Ok(plan)
}

fn is_larger(left: &Plan, right: &Plan) -> bool {
    let bytes = |plan| {
        let estimate = Estimate::of(plan);
        estimate.rows * estimate.width()
    };
    bytes(left) > bytes(right)
}

/// Returns the partition mode of a join: one hash table for all threads if it is small, as the other side then needs no
/// hash partitioning.
fn mode_of(planned: PartitionMode, build: &Plan, config: &ConfigOptions) -> PartitionMode {
    if planned == PartitionMode::CollectLeft {
        return planned;
    }
    let estimate = Estimate::of(build);
    let options = &config.optimizer;
    let small = estimate.rows <= options.hash_join_single_partition_threshold_rows as f64
        && estimate.rows * estimate.width() <= options.hash_join_single_partition_threshold as f64;
    if small { PartitionMode::CollectLeft } else { PartitionMode::Partitioned }
}
