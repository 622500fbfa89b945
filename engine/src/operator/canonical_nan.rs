//! One NaN among what comes from outside: an operator above sources that are not in memory, and above functions over
//! batches. What has one already is handed on as it is.

use std::fmt;
use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::StreamExt;

use super::map::MapExec;
use super::unary::{unary_exec, without_expressions};
use crate::canonical_nan::with_one;

type Plan = Arc<dyn ExecutionPlan>;

/// Returns `plan` with one NaN in what its files and its functions over batches return. Tables in memory see to it
/// themselves.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn with_canonical_nans(plan: Plan) -> Result<Plan> {
    plan.transform_up(|node| {
        let is_file = node
            .downcast_ref::<DataSourceExec>()
            .is_some_and(|scan| scan.data_source().downcast_ref::<FileScanConfig>().is_some());
        if !is_file && !node.is::<MapExec>() {
            return Ok(Transformed::no(node));
        }
        Ok(Transformed::yes(above(node)))
    })
    .data()
}

/// Returns `plan` as it was before.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn without_canonical_nans(plan: Plan) -> Result<Plan> {
    plan.transform_down(|node| match node.downcast_ref::<CanonicalNanExec>() {
        Some(exec) => Ok(Transformed::yes(Arc::clone(&exec.input))),
        None => Ok(Transformed::no(node)),
    })
    .data()
}

fn above(input: Plan) -> Plan {
    let has_floats = input.schema().fields().iter().any(|field| field.data_type().is_floating());
    if has_floats { Arc::new(CanonicalNanExec { input }) } else { input }
}

/// The rows of its input, with one NaN.
#[derive(Debug)]
pub(super) struct CanonicalNanExec {
    input: Plan,
}

impl DisplayAs for CanonicalNanExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for CanonicalNanExec {
    unary_exec!("CanonicalNanExec", input, |_, input| Self { input });
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    // A source may choose columns; what is computed of them must see one NaN, and so is computed above.
    fn try_swapping_with_projection(&self, projection: &ProjectionExec) -> Result<Option<Plan>> {
        if !projection.expr().iter().all(|expr| expr.expr.is::<Column>()) {
            return Ok(None);
        }
        let Some(input) = self.input.try_swapping_with_projection(projection)? else { return Ok(None) };
        Ok(Some(above(input)))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let input = self.input.execute(partition, context)?;
        let schema = input.schema();
        let rows = input.map(|batch| {
            let batch = batch?;
            let columns = 0..batch.num_columns();
            Ok(with_one(batch, columns)?)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, rows)))
    }
}
