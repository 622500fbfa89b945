//! The operators that DataFusion lacks, added through its extension points: a node of the logical plan, an operator of
//! the physical one, and a planner that makes the second of the first.
//!
//! - [`Sequence`]: the rows in the order of its input, in one partition; [`preserve_partition_order`] does it in
//!   physical plans, and [`concat_partitions`] computes them side by side;
//! - [`Tail`]: a limit that counts from the end;
//! - [`AsofJoin`]: each row with the nearest row of another table;
//! - [`GroupTopKExec`]: a filter that keeps the first rows of each group, which a rule of `optimizer` puts into plans;
//! - [`with_time_slices`]: pauses between the rows of joins, so that a task does not keep its thread for minutes;
//! - [`with_row_numbers`]: rows with their number;
//! - [`with_spread_sorts`]: sorts of one partition on all cores;
//! - [`with_gates`]: sources that are read while their run may compute;
//! - [`with_canonical_nans`]: files with one NaN;
//! - [`unbuffered`]: filters that return what they find at once;
//! - [`MapNode`]: a function over batches.

mod asof;
mod canonical_nan;
mod concat_partitions;
mod gate;
mod group_top_k;
mod in_order;
mod in_task;
mod long_lists;
mod map;
mod ranges;
mod row_number;
mod sequence;
mod spread_sort;
mod tail;
mod time_slice;
mod unary;
mod unbuffered;

use std::sync::Arc;

use datafusion::catalog::Session;
use datafusion::error::Result;
use datafusion::execution::context::QueryPlanner;
use datafusion::logical_expr::physical_planning_context::PhysicalPlanningContext;
use datafusion::logical_expr::{Extension, LogicalPlan, UserDefinedLogicalNode, UserDefinedLogicalNodeCore};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_planner::{DefaultPhysicalPlanner, ExtensionPlanner, PhysicalPlanner};
use futures::future::BoxFuture;

pub use asof::AsofStrategy;
pub(crate) use asof::{AsofJoin, Keys};
pub(crate) use asof::{AsofOptions, has_distance, tolerance_in};
pub(crate) use canonical_nan::{with_canonical_nans, without_canonical_nans};
pub(crate) use concat_partitions::preserve_partition_order;
pub(crate) use gate::{gated, with_gates};
pub(crate) use group_top_k::GroupTopKExec;
pub(crate) use in_order::concat_partitions;
pub(crate) use in_task::in_task;
use map::MapExec;
pub use map::{BatchMap, MapNode};
pub(crate) use row_number::with_row_numbers;
pub(crate) use sequence::Sequence;
pub(crate) use spread_sort::with_spread_sorts;
pub(crate) use tail::Tail;
pub(crate) use time_slice::with_time_slices;
pub(crate) use unary::{unary_exec, without_expressions};
pub(crate) use unbuffered::unbuffered;

/// Returns a logical plan of one of our nodes.
pub(crate) fn plan_of(node: impl UserDefinedLogicalNodeCore) -> LogicalPlan {
    LogicalPlan::Extension(Extension { node: Arc::new(node) })
}

/// Makes physical plans: DataFusion's planner with our operators.
#[derive(Debug)]
pub(crate) struct Planner;

// Boxed futures by hand: `#[async_trait]` makes rustc prove Send for the whole plan type again.
impl QueryPlanner for Planner {
    fn create_physical_plan<'a, 'b, 'c, 'f>(
        &'a self,
        plan: &'b LogicalPlan,
        session: &'c dyn Session,
    ) -> BoxFuture<'f, Result<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
    {
        Box::pin(async move {
            let planner = DefaultPhysicalPlanner::with_extension_planners(vec![Arc::new(Operators)]);
            planner.create_physical_plan(plan, session).await
        })
    }
}

struct Operators;

impl ExtensionPlanner for Operators {
    fn plan_extension<'a, 'b, 'c, 'd, 'e, 'g, 'h, 'i, 'f>(
        &'a self,
        planner: &'b dyn PhysicalPlanner,
        node: &'c dyn UserDefinedLogicalNode,
        _: &'d [&'e LogicalPlan],
        inputs: &'g [Arc<dyn ExecutionPlan>],
        session: &'h dyn Session,
        context: &'i PhysicalPlanningContext,
    ) -> BoxFuture<'f, Result<Option<Arc<dyn ExecutionPlan>>>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
        'e: 'f,
        'g: 'f,
        'h: 'f,
        'i: 'f,
    {
        let (node, inputs) = (node.as_any(), inputs.to_vec());
        let made = if let Some(node) = node.downcast_ref::<MapNode>() {
            only(inputs).map(|input| Some(node.physical(input)))
        } else if let Some(node) = node.downcast_ref::<Sequence>() {
            node.physical(inputs).map(Some)
        } else if let Some(node) = node.downcast_ref::<Tail>() {
            node.physical(inputs).map(Some)
        } else if let Some(node) = node.downcast_ref::<AsofJoin>() {
            let compile = |expr: &_, schema: &_| planner.create_physical_expr(expr, schema, session, context);
            node.physical(inputs, compile).map(Some)
        } else {
            Ok(None)
        };
        Box::pin(std::future::ready(made))
    }
}

/// Returns whether an operator of ours, which keeps the order of its rows, returns others if these come in another
/// order.
pub(crate) fn is_of_places(plan: &Arc<dyn ExecutionPlan>) -> bool {
    plan.is::<tail::TailExec>() || plan.is::<concat_partitions::ConcatPartitionsExec>() || plan.is::<MapExec>()
}

/// Returns the only input of a node that has one.
pub(crate) fn only<T>(mut inputs: Vec<T>) -> Result<T> {
    match (inputs.pop(), inputs.is_empty()) {
        (Some(input), true) => Ok(input),
        _ => datafusion::common::internal_err!("an operator of one input was given another number"),
    }
}
