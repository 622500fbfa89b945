//! The rows of a run as they come.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use futures::{Stream, StreamExt, TryStreamExt};

use crate::error::{Error, Result};
use crate::run::current::record_wait;
use crate::run::{Run, RunOwner};

/// The rows of a run as they come. Who drops it ends the run.
pub struct BatchStream {
    schema: SchemaRef,
    owner: RunOwner,
    inner: Option<SendableRecordBatchStream>,
    cancelled: Pin<Box<dyn Future<Output = Error> + Send>>,
}

impl BatchStream {
    /// Returns a stream of the rows of `inner`, as those of the run that has begun.
    pub(crate) fn new(owner: RunOwner, schema: SchemaRef, inner: SendableRecordBatchStream) -> Self {
        let run = Arc::clone(owner.run());
        record_wait(&run);
        let cancelled = Box::pin(async move { run.cancelled().await });
        Self { schema, owner, inner: Some(inner), cancelled }
    }

    /// The schema of the batches.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The run these rows come from.
    pub fn run(&self) -> &Arc<Run> {
        self.owner.run()
    }

    /// Collects the remaining rows.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn collect(self) -> Result<Vec<RecordBatch>> {
        self.try_collect().await
    }
}

impl Stream for BatchStream {
    type Item = Result<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(inner) = this.inner.as_mut() else { return Poll::Ready(None) };
        let run = this.owner.run();
        record_wait(run);
        if let Poll::Ready(error) = this.cancelled.as_mut().poll(cx) {
            this.inner = None;
            return Poll::Ready(Some(Err(error)));
        }
        run.waits_for_reader(false);
        match std::task::ready!(inner.poll_next_unpin(cx)) {
            Some(Ok(batch)) => {
                run.add_rows(batch.num_rows() as u64);
                run.waits_for_reader(true);
                Poll::Ready(Some(Ok(batch)))
            }
            Some(Err(error)) => {
                this.inner = None;
                Poll::Ready(Some(Err(run.failed(Error::from_datafusion(run.what(), error)))))
            }
            None => {
                this.inner = None;
                run.done();
                Poll::Ready(None)
            }
        }
    }
}
