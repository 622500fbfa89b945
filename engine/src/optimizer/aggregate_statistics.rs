//! Aggregates without keys that statistics answer, and the steps of one aggregate.
//!
//! DataFusion looks below the final step of an aggregate for its first one, and where that cannot be answered it goes
//! on to the next aggregate below: that one's answer then replaces both (docs/upstream/aggregate-statistics.md). Here
//! the search ends at the first.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::physical_expr::expressions::lit;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateInputMode, AggregateMode};
use datafusion::physical_plan::placeholder_row::PlaceholderRowExec;
use datafusion::physical_plan::projection::{ProjectionExec, ProjectionExpr};
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::udaf::{AggregateFunctionExpr, StatisticsArgs as FunctionArgs};

type Plan = Arc<dyn ExecutionPlan>;

/// The rule; it replaces DataFusion's of the same name.
#[derive(Debug)]
pub(super) struct AggregateStatistics;

impl PhysicalOptimizerRule for AggregateStatistics {
    fn name(&self) -> &str {
        "aggregate_statistics"
    }

    /// Constants are less often nullable than columns.
    fn schema_check(&self) -> bool {
        false
    }

    fn optimize(&self, plan: Plan, _config: &ConfigOptions) -> Result<Plan> {
        answered(plan)
    }
}

fn answered(plan: Plan) -> Result<Plan> {
    if let Some(first) = first_stage(&plan)
        && let Some(values) = values_of(first)?
    {
        return Ok(Arc::new(ProjectionExec::try_new(values, Arc::new(PlaceholderRowExec::new(plan.schema())))?));
    }
    Ok(plan.map_children(|child| answered(child).map(Transformed::yes))?.data)
}

/// Returns the step of an aggregate without keys that reads its input, if `plan` is the final step.
fn first_stage(plan: &Plan) -> Option<&AggregateExec> {
    let last = plan.downcast_ref::<AggregateExec>()?;
    let mut stage = last;
    if last.mode().input_mode() == AggregateInputMode::Partial {
        let mut below = last.input();
        stage = loop {
            match below.downcast_ref::<AggregateExec>() {
                Some(stage) => break stage,
                None => match below.children().as_slice() {
                    [only] => below = *only,
                    _ => return None,
                },
            }
        };
    } else if !matches!(last.mode(), AggregateMode::Single | AggregateMode::SinglePartitioned) {
        return None;
    }
    let is_of_all = |aggregate: &AggregateExec| aggregate.group_expr().is_empty();
    let is_first = stage.mode().input_mode() == AggregateInputMode::Raw;
    (is_first && is_of_all(last) && is_of_all(stage) && stage.filter_expr().iter().all(Option::is_none))
        .then_some(stage)
}

/// Returns the value of every function by statistics; `None` if one is unknown.
fn values_of(stage: &AggregateExec) -> Result<Option<Vec<ProjectionExpr>>> {
    let statistics = StatisticsContext::new().compute(stage.input().as_ref(), &StatisticsArgs::new())?;
    let value = |function: &Arc<AggregateFunctionExpr>| {
        let field = function.field();
        let arguments = function.expressions();
        let asked = FunctionArgs {
            statistics: &statistics,
            return_type: field.data_type(),
            is_distinct: function.is_distinct(),
            exprs: arguments.as_slice(),
        };
        let value = function.fun().value_from_stats(&asked)?;
        Some(ProjectionExpr { expr: lit(value), alias: function.name().to_owned() })
    };
    Ok(stage.aggr_expr().iter().map(value).collect())
}
