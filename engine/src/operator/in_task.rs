//! Partitions that are computed by tasks of their own.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::{RecordBatchReceiverStream, RecordBatchStreamAdapter};
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};
use futures::StreamExt;

/// How many batches a partition may be ahead of its reader.
const BATCHES_AHEAD: usize = 2;

/// Returns the partitions of `plan`, one after the other; the next ones are read ahead a little.
pub(crate) fn concat_partitions(plan: Arc<dyn ExecutionPlan>, context: &Arc<TaskContext>) -> SendableRecordBatchStream {
    let schema = plan.schema();
    let streams: Vec<_> = (0..plan.output_partitioning().partition_count())
        .map(|partition| {
            let (plan, context) = (Arc::clone(&plan), Arc::clone(context));
            in_task(Arc::clone(&schema), move || plan.execute(partition, context))
        })
        .collect();
    Box::pin(RecordBatchStreamAdapter::new(schema, futures::stream::iter(streams).flatten()))
}

/// Returns a stream that is computed by a task of its own. An operator may compute for seconds within one poll; whoever
/// waits for its rows must see a cancel meanwhile, and so must not be the one who polls it.
pub(crate) fn in_task(
    schema: SchemaRef,
    open: impl FnOnce() -> datafusion::error::Result<SendableRecordBatchStream> + Send + 'static,
) -> SendableRecordBatchStream {
    let mut builder = RecordBatchReceiverStream::builder(schema, BATCHES_AHEAD);
    let output = builder.tx();
    builder.spawn(async move {
        let mut batches = open()?;
        while let Some(batch) = batches.next().await {
            // An operator that has failed must not be polled again: a window's state is broken then, and panics.
            let failed = batch.is_err();
            if output.send(batch).await.is_err() || failed {
                break;
            }
        }
        Ok(())
    });
    builder.build()
}
