//! The batches of a frame as somebody asks for them: those of a frame that is just batches as they are, any other's by
//! a run that starts with the first one asked for and ends when nobody can ask any more.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt};
use pyo3::prelude::*;
use pyrust_engine::cast::batch::cast_to_schema;
use pyrust_engine::{BatchStream, Error, Frame, Result, RunWatch};

use crate::exceptions::to_python;
use crate::runtime::{wait, wait_outside};
use crate::udf;

/// What is left of a frame's batches.
pub struct FrameBatches {
    schema: SchemaRef,
    what: &'static str,
    source: Source,
}

enum Source {
    /// A frame that is just batches.
    Batches {
        frame: Arc<Frame>,
        next: usize,
    },
    /// Not asked for a batch yet.
    Frame(Arc<Frame>),
    Running(Box<BatchStream>),
    Ended,
}

/// A batch, and the stream that gives those after it.
type Next = Option<(Box<BatchStream>, RecordBatch)>;

impl FrameBatches {
    /// All batches of `frame`; its run, if it needs one, is called `what`. Whoever asks for them owns the user functions of
    /// the plan, as the frame's Python face may be gone by then.
    pub fn new(frame: &Arc<Frame>, what: &'static str) -> Self {
        let source = match frame.batches() {
            Some(_) => Source::Batches { frame: Arc::clone(frame), next: 0 },
            None => Source::Frame(Arc::clone(frame)),
        };
        Self { schema: Arc::clone(frame.schema()), what, source }
    }

    /// The same for somebody whom Python's collector cannot look into: the plan holds on to its functions itself.
    pub fn held(frame: &Arc<Frame>, what: &'static str) -> Self {
        Self::new(&udf::held(frame).unwrap_or_else(|_| Arc::clone(frame)), what)
    }

    /// The columns of every batch.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next batch, waited for if need be; none after the last and after an error.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        match self.take(|next| wait(py, next))? {
            Some(batch) => batch.map(Some).map_err(to_python),
            None => Ok(None),
        }
    }

    /// The next batch likewise, on a thread that Python does not know.
    pub fn next_outside(&mut self) -> Result<Option<RecordBatch>> {
        self.take(wait_outside)?.transpose()
    }

    /// The next batch likewise, for somebody who may give up meanwhile.
    pub fn next_watched(&mut self, watch: &RunWatch) -> Result<Option<RecordBatch>> {
        self.take(|next| wait_outside(watch.over(next)))?.transpose()
    }

    fn take<E>(
        &mut self,
        wait: impl FnOnce(BoxFuture<'static, Result<Next>>) -> std::result::Result<Next, E>,
    ) -> std::result::Result<Option<Result<RecordBatch>>, E> {
        let source = std::mem::replace(&mut self.source, Source::Ended);
        if let Source::Batches { frame, next } = source {
            let batch = frame.batches().and_then(|batches| batches.get(next)).cloned();
            self.source = Source::Batches { frame, next: next + 1 };
            return Ok(batch.map(Ok));
        }
        let what = self.what;
        let next = async move {
            let mut stream = match source {
                Source::Running(stream) => stream,
                Source::Frame(frame) => Box::new(frame.start(what).await?.1),
                Source::Batches { .. } | Source::Ended => return Ok(None),
            };
            let batch = stream.next().await.transpose()?;
            Ok(batch.map(|batch| (stream, batch)))
        };
        let Some((stream, batch)) = wait(next.boxed())? else { return Ok(None) };
        self.source = Source::Running(stream);
        Ok(Some(cast_to_schema(&self.schema, batch).map_err(|error| Error::from_arrow(what, error))))
    }

    /// End the run; there are no more batches.
    pub fn end(&mut self) {
        self.source = Source::Ended;
    }
}
