//! The rows of a run as they come.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool};
use futures::{Stream, StreamExt, TryStreamExt};

use crate::error::{Error, Result};
use crate::memory;
use crate::run::current::record_wait;
use crate::run::{Run, RunOwner};

/// Collected rows are reserved in steps of as many bytes: the pool is shared by all threads.
const STEP: usize = 4 << 20;

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

    /// Collects the remaining rows, which count in the memory of the run meanwhile.
    ///
    /// # Errors
    /// The first error of the run; `Resources` if the memory limit leaves no room for the rows.
    pub async fn collect(mut self) -> Result<Vec<RecordBatch>> {
        let run = Arc::clone(self.run());
        let pool = Arc::clone(run.pool()) as Arc<dyn MemoryPool>;
        let reservation = MemoryConsumer::new("collected rows").register(&pool);
        let (before, mut values, mut batches) = (memory::allocated(), 0, Vec::new());
        while let Some(batch) = self.try_next().await? {
            values += memory::value_bytes(&batch);
            batches.push(batch);
            // Rows of a frame in memory are slices of it, for which nothing is allocated.
            let taken = values.min(memory::allocated().saturating_sub(before));
            if taken > reservation.size().saturating_add(STEP) {
                let granted = reservation.try_resize(taken);
                granted.map_err(|error| run.failed(Error::from_datafusion(run.what(), error)))?;
            }
        }
        Ok(batches)
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
