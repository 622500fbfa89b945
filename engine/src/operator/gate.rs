//! Gates at the leaves of plans that may be in the background: no source is read while the run has to wait for others
//! (`run::lane`). What its operators have read already they may compute to its end.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::future::BoxFuture;
use futures::{FutureExt, Stream, StreamExt};

use super::unary::{unary_exec, without_expressions};
use crate::run::lane::Standing;

type Plan = Arc<dyn ExecutionPlan>;

/// Returns `plan` with a gate above each of its leaves.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(crate) fn with_gates(plan: Plan, run: &Arc<Standing>) -> Result<Plan> {
    plan.transform_up(|node| {
        if !node.children().is_empty() {
            return Ok(Transformed::no(node));
        }
        Ok(Transformed::yes(Arc::new(GateExec { input: node, run: Arc::clone(run) }) as Plan))
    })
    .data()
}

/// Returns the rows of `input`, each batch as soon as the run may compute.
pub(crate) fn gated(input: SendableRecordBatchStream, run: &Arc<Standing>) -> SendableRecordBatchStream {
    Box::pin(Gated { input, run: Arc::clone(run), opens: None })
}

/// The rows of its input, as soon as the run may compute.
#[derive(Debug)]
pub(super) struct GateExec {
    input: Plan,
    run: Arc<Standing>,
}

impl DisplayAs for GateExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for GateExec {
    unary_exec!("GateExec", input, |exec, input| Self { input, run: Arc::clone(&exec.run) });
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        Ok(gated(self.input.execute(partition, context)?, &self.run))
    }
}

struct Gated {
    input: SendableRecordBatchStream,
    run: Arc<Standing>,
    opens: Option<BoxFuture<'static, ()>>,
}

impl Stream for Gated {
    type Item = Result<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.opens.is_none() && !this.run.is_open() {
            let run = Arc::clone(&this.run);
            this.opens = Some(async move { run.opens().await }.boxed());
        }
        if let Some(opens) = &mut this.opens {
            ready!(opens.as_mut().poll(cx));
            this.opens = None;
        }
        this.input.poll_next_unpin(cx)
    }
}

impl RecordBatchStream for Gated {
    fn schema(&self) -> SchemaRef {
        self.input.schema()
    }
}
