//! Rows with their number. DataFusion's operator for windows keeps the rows of a batch and evaluates them one by one for any
//! function; a number over all rows in their order needs neither.

use std::fmt;
use std::sync::Arc;

use arrow::array::{RecordBatch, UInt64Array};
use datafusion::common::Statistics;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::functions_window::row_number::RowNumber;
use datafusion::physical_expr::window::StandardWindowExpr;
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet};
use datafusion::physical_plan::statistics::{ChildStats, StatisticsArgs};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::windows::{BoundedWindowAggExec, WindowUDFExpr};
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, PlanProperties};
use futures::StreamExt;

use super::unary::{unary_exec, without_expressions};

/// Returns `plan` with this operator in place of each window that numbers all rows and does no more.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn with_row_numbers(plan: Arc<dyn ExecutionPlan>) -> Result<Arc<dyn ExecutionPlan>> {
    plan.transform_up(|node| {
        let window = node.downcast_ref::<BoundedWindowAggExec>().filter(|window| numbers_all_rows(window));
        Ok(match window {
            Some(window) => {
                let input = Arc::clone(window.input());
                Transformed::yes(Arc::new(RowNumberExec::new(input, Arc::clone(node.properties()))) as _)
            }
            None => Transformed::no(node),
        })
    })
    .data()
}

fn numbers_all_rows(window: &BoundedWindowAggExec) -> bool {
    let [function] = window.window_expr() else { return false };
    let is_over_all = function.partition_by().is_empty() && function.order_by().is_empty();
    let function =
        function.as_any().downcast_ref::<StandardWindowExpr>().map(StandardWindowExpr::get_standard_func_expr);
    let function = function.and_then(|function| function.as_any().downcast_ref::<WindowUDFExpr>());
    is_over_all
        && function.is_some_and(|function| function.fun().inner().is::<RowNumber>())
        && window.input().output_partitioning().partition_count() == 1
}

/// The rows of its input and, as the last column, the number of each: a `uint64`, the first row has 1.
#[derive(Debug)]
struct RowNumberExec {
    input: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl RowNumberExec {
    fn new(input: Arc<dyn ExecutionPlan>, properties: Arc<PlanProperties>) -> Self {
        Self { input, properties, metrics: ExecutionPlanMetricsSet::new() }
    }
}

impl DisplayAs for RowNumberExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for RowNumberExec {
    unary_exec!("RowNumberExec", input, |exec, input| Self::new(input, Arc::clone(&exec.properties)));
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let schema = self.schema();
        let metrics = BaselineMetrics::new(&self.metrics, partition);
        let numbered = Arc::clone(&schema);
        let mut next = 1;
        let rows = self.input.execute(partition, context)?.map(move |batch| {
            let batch = batch?;
            let end = next + batch.num_rows() as u64;
            let numbers = UInt64Array::from_iter_values(next..end);
            next = end;
            metrics.record_output(batch.num_rows());
            let columns = batch.columns().iter().cloned().chain([Arc::new(numbers) as _]).collect();
            Ok(RecordBatch::try_new(Arc::clone(&numbered), columns)?)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn child_stats_requests(&self, _: Option<usize>) -> Vec<ChildStats> {
        vec![ChildStats::At(None)]
    }

    fn statistics_from_inputs(&self, inputs: &[Arc<Statistics>], _: &StatisticsArgs) -> Result<Arc<Statistics>> {
        let mut statistics = Statistics::new_unknown(&self.schema());
        if let [input] = inputs {
            statistics.num_rows = input.num_rows;
        }
        Ok(Arc::new(statistics))
    }
}
