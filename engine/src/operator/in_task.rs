//! Plans that are computed by a task of their own.

use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use futures::StreamExt;

/// How many batches a partition may be ahead of its reader, whatever that one has taken.
pub(super) const BATCHES_AHEAD: usize = 2;

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
