//! The batches of a frame as somebody asks for them: those of a frame that is just batches as they are, any other's by
//! a run that starts with the first one asked for and ends when nobody can ask any more.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use futures::StreamExt;
use pyo3::prelude::*;
use pyrust_engine::frame::conform;
use pyrust_engine::{BatchStream, Error, Frame};

use crate::exceptions::to_python;
use crate::runtime::wait;
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

impl FrameBatches {
    /// All batches of `frame`; its run, if it needs one, is called `what`.
    pub fn new(frame: &Arc<Frame>, what: &'static str) -> Self {
        let source = match frame.batches() {
            Some(_) => Source::Batches { frame: Arc::clone(frame), next: 0 },
            // What iterates may outlive the frame's Python face, which owns the user functions.
            None => Source::Frame(udf::held(frame).unwrap_or_else(|_| Arc::clone(frame))),
        };
        Self { schema: Arc::clone(frame.schema()), what, source }
    }

    /// The columns of every batch.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next batch, waited for if need be; none after the last and after an error.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        let (running, frame) = match std::mem::replace(&mut self.source, Source::Ended) {
            Source::Batches { frame, next } => {
                let Some(batch) = frame.batches().and_then(|batches| batches.get(next)).cloned() else {
                    return Ok(None);
                };
                self.source = Source::Batches { frame, next: next + 1 };
                return Ok(Some(batch));
            }
            Source::Ended => return Ok(None),
            Source::Frame(frame) => (None, Some(frame)),
            Source::Running(stream) => (Some(stream), None),
        };
        let what = self.what;
        let next = async move {
            let mut stream = match (running, frame) {
                (Some(stream), _) => stream,
                (None, Some(frame)) => Box::new(frame.start(what).await?.1),
                (None, None) => return Ok(None),
            };
            let batch = stream.next().await.transpose()?;
            Ok(batch.map(|batch| (stream, batch)))
        };
        let Some((stream, batch)) = wait(py, next)? else { return Ok(None) };
        self.source = Source::Running(stream);
        conform(&self.schema, batch).map(Some).map_err(|error| to_python(Error::from_arrow(what, error)))
    }

    /// Ends the run; there are no more batches.
    pub fn end(&mut self) {
        self.source = Source::Ended;
    }
}
