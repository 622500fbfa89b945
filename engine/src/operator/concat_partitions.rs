//! Partitions concatenated in their order. DataFusion merges them as they come, so that a limit or a row number above
//! would mean other rows in each run; where the rows below have an order, this operator replaces DataFusion's.

use std::fmt;
use std::sync::Arc;

use datafusion::common::Statistics;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{LexOrdering, OrderingRequirements};
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::distribution_requirements::InputDistributionRequirements;
use datafusion::physical_plan::limit::{GlobalLimitExec, LimitStream, LocalLimitExec};
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet};
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::scalar_subquery::ScalarSubqueryExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::statistics::{ChildStats, StatisticsArgs};
use datafusion::physical_plan::union::UnionExec;
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowAggExec};
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, Distribution, ExecutionPlan, ExecutionPlanProperties, Partitioning, PlanProperties,
};

use super::asof::AsofJoinExec;
use super::in_order::concat_partitions;
use super::map::MapExec;
use super::ranges::in_small_ranges;
use super::tail::TailExec;
use super::unary::{unary_exec, without_expressions};

type Plan = Arc<dyn ExecutionPlan>;

/// Returns `plan` with its partitions concatenated in order where that makes a difference: below operators that count
/// rows, and, if `ordered`, on the way to the root. The sources that are read in order are divided into small ranges.
pub(crate) fn preserve_partition_order(plan: Plan, ordered: bool, config: &ConfigOptions) -> Result<Plan> {
    let plan = preserved(plan, ordered)?.data.transform_up(|node| {
        // What has a limit ends soon.
        let concatenates = node.downcast_ref().is_some_and(|concat: &ConcatPartitionsExec| concat.fetch.is_none());
        let counts = node.is::<MapExec>()
            || node.is::<TailExec>()
            || node.is::<BoundedWindowAggExec>()
            || node.is::<WindowAggExec>();
        if !concatenates && !counts {
            return Ok(Transformed::no(node));
        }
        node.map_children(|input| {
            if counts && input.output_partitioning().partition_count() > 1 {
                return Ok(Transformed::no(input));
            }
            let divided = in_small_ranges(input, config)?;
            let is_one = divided.output_partitioning().partition_count() == 1;
            Ok(Transformed::yes(match concatenates || is_one {
                true => divided,
                false => Arc::new(ConcatPartitionsExec::new(divided, None)) as Plan,
            }))
        })
    })?;
    if ordered { in_small_ranges(plan.data, config) } else { Ok(plan.data) }
}

fn preserved(plan: Plan, matters: bool) -> Result<Transformed<Plan>> {
    let joined = plan.downcast_ref::<CoalescePartitionsExec>();
    let counts = plan.is::<GlobalLimitExec>()
        || plan.is::<LocalLimitExec>()
        || plan.is::<ConcatPartitionsExec>()
        || plan.is::<TailExec>()
        || plan.is::<BoundedWindowAggExec>()
        || plan.is::<WindowAggExec>()
        || joined.is_some_and(|joined| ExecutionPlan::fetch(joined).is_some());
    let passed = passed_on(&plan);
    let is_asof = plan.is::<AsofJoinExec>();
    // Of the right rows of an as-of join with equal keys, the position decides.
    let matters_below = |child: usize| {
        counts || (is_asof && child == 1) || (matters && passed.get(child).is_some_and(|passed| *passed))
    };
    let replaced = joined
        .filter(|joined| (counts || matters) && has_order(joined.input()))
        .map(|joined| (Arc::clone(joined.input()), ExecutionPlan::fetch(joined)));
    if let Some((input, fetch)) = replaced {
        let input = preserved(input, matters_below(0))?.data;
        return Ok(Transformed::yes(Arc::new(ConcatPartitionsExec::new(input, fetch)) as Plan));
    }
    let mut place = 0;
    plan.map_children(|child| {
        place += 1;
        preserved(child, matters_below(place - 1))
    })
}

/// Returns whether the rows come in an order that must be kept.
fn has_order(plan: &Plan) -> bool {
    if plan.is::<SortExec>() || plan.is::<SortPreservingMergeExec>() {
        return true;
    }
    let (children, passed) = (plan.children(), passed_on(plan));
    let mut ordered = children.iter().zip(&passed).filter(|(_, passed)| **passed).map(|(child, _)| has_order(child));
    children.is_empty() || (passed.contains(&true) && ordered.all(|ordered| ordered))
}

/// Returns for each input of an operator whether its rows come out in the order in which they go in.
fn passed_on(plan: &Plan) -> Vec<bool> {
    let inputs = plan.children().len();
    // What these say about order is about sorted partitions and nothing else.
    if plan.is::<UnionExec>() || plan.is::<CoalescePartitionsExec>() || plan.is::<UnnestExec>() {
        return vec![true; inputs];
    }
    if plan.is::<AsofJoinExec>() {
        return vec![true, false];
    }
    // Groups come in the order of their keys and are spread over partitions: the order of all rows is lost.
    let mixes = plan.is::<AggregateExec>() || plan.is::<RepartitionExec>();
    let joins = inputs > 1 && !plan.is::<ScalarSubqueryExec>();
    if mixes || joins { vec![false; inputs] } else { plan.maintains_input_order() }
}

/// The partitions of its input, one after the other.
#[derive(Debug)]
pub(super) struct ConcatPartitionsExec {
    input: Arc<dyn ExecutionPlan>,
    fetch: Option<usize>,
    /// The order that the input had when it was planned: requiring it keeps the sort that makes it.
    ordering: Option<LexOrdering>,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl ConcatPartitionsExec {
    pub(super) fn new(input: Arc<dyn ExecutionPlan>, fetch: Option<usize>) -> Self {
        let ordering = input.output_ordering().cloned();
        Self::with_ordering(input, fetch, ordering)
    }

    fn with_ordering(input: Arc<dyn ExecutionPlan>, fetch: Option<usize>, ordering: Option<LexOrdering>) -> Self {
        let mut equivalences = input.equivalence_properties().clone();
        if input.output_partitioning().partition_count() > 1 {
            equivalences.clear_orderings();
            equivalences.clear_per_partition_constants();
        }
        let properties = PlanProperties::new(
            equivalences,
            Partitioning::UnknownPartitioning(1),
            input.pipeline_behavior(),
            input.boundedness(),
        )
        .with_scheduling_type(input.properties().scheduling_type);
        Self { input, fetch, ordering, properties: Arc::new(properties), metrics: ExecutionPlanMetricsSet::new() }
    }
}

impl DisplayAs for ConcatPartitionsExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConcatPartitionsExec")?;
        self.fetch.map_or(Ok(()), |fetch| write!(f, ": fetch={fetch}"))
    }
}

impl ExecutionPlan for ConcatPartitionsExec {
    unary_exec!("ConcatPartitionsExec", input, |exec, input| Self::with_ordering(
        input,
        exec.fetch,
        exec.ordering.clone()
    ));
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn input_distribution_requirements(&self) -> InputDistributionRequirements {
        // Sorted partitions are merged by their order, not concatenated.
        InputDistributionRequirements::new(vec![match self.ordering {
            Some(_) => Distribution::SinglePartition,
            None => Distribution::UnspecifiedDistribution,
        }])
    }

    fn required_input_ordering(&self) -> Vec<Option<OrderingRequirements>> {
        vec![self.ordering.clone().map(OrderingRequirements::from)]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let stream = match self.input.output_partitioning().partition_count() {
            1 => self.input.execute(0, context)?,
            _ => concat_partitions(Arc::clone(&self.input), &context),
        };
        let metrics = BaselineMetrics::new(&self.metrics, 0);
        Ok(Box::pin(LimitStream::new(stream, 0, self.fetch, metrics)))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn child_stats_requests(&self, _: Option<usize>) -> Vec<ChildStats> {
        vec![ChildStats::At(None)]
    }

    fn statistics_from_inputs(&self, inputs: &[Arc<Statistics>], _: &StatisticsArgs) -> Result<Arc<Statistics>> {
        match inputs {
            [input] => Ok(Arc::new(input.as_ref().clone().with_fetch(self.fetch, 0, 1)?)),
            _ => Ok(Arc::new(Statistics::new_unknown(&self.schema()))),
        }
    }
}
