//! The rows of a run for somebody who looks at them: the first ones at once, later ones in batches that are worth keeping.
//! A filter that returns what it finds at once would fill a store with a batch for every row.

use std::sync::Arc;
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use futures::StreamExt;

use super::WHAT;
use crate::error::{Error, Result};
use crate::memory::value_bytes;
use crate::run::{BatchStream, Run};

/// How long rows wait for others: a page is told of new ones as often.
const MOMENT: Duration = Duration::from_millis(100);
/// A batch of as many rows and as many bytes waits for no other: each that is kept has a cost of its own.
const ENOUGH_ROWS: usize = 4096;
const ENOUGH_BYTES: usize = 256 << 10;

pub(super) struct Gathered {
    stream: BatchStream,
    /// What came after the rows that were returned last.
    ahead: Option<Option<Result<RecordBatch>>>,
    has_begun: bool,
}

impl Gathered {
    pub(super) fn new(stream: BatchStream) -> Self {
        Self { stream, ahead: None, has_begun: false }
    }

    pub(super) fn run(&self) -> &Arc<Run> {
        self.stream.run()
    }

    /// Returns whether no rows come after those that were returned last, if that is known in a moment.
    pub(super) async fn has_ended(&mut self) -> bool {
        if self.ahead.is_none() {
            self.ahead = tokio::time::timeout(MOMENT, self.stream.next()).await.ok();
        }
        matches!(self.ahead, Some(None | Some(Err(_))))
    }

    /// Returns the next rows; `None` at the end.
    ///
    /// # Errors
    /// The error of the run, after the rows that came before it.
    pub(super) async fn next(&mut self) -> Option<Result<RecordBatch>> {
        let first = match self.ahead.take() {
            Some(ahead) => ahead?,
            None => self.stream.next().await?,
        };
        let first = match first {
            Ok(batch) if batch.num_rows() > 0 && self.has_begun => batch,
            other => {
                self.has_begun |= other.as_ref().is_ok_and(|batch| batch.num_rows() > 0);
                return Some(other);
            }
        };
        let (mut rows, mut bytes, mut parts) = (first.num_rows(), value_bytes(&first), vec![first]);
        let moment = tokio::time::sleep(MOMENT);
        tokio::pin!(moment);
        while rows < ENOUGH_ROWS || bytes < ENOUGH_BYTES {
            tokio::select! {
                () = &mut moment => break,
                next = self.stream.next() => match next {
                    Some(Ok(batch)) => {
                        rows += batch.num_rows();
                        bytes += value_bytes(&batch);
                        parts.push(batch);
                    }
                    other => {
                        self.ahead = Some(other);
                        break;
                    }
                }
            }
        }
        match parts.as_slice() {
            [one] => Some(Ok(one.clone())),
            _ => Some(concat_batches(&parts[0].schema(), &parts).map_err(|e| Error::from_arrow(WHAT, e))),
        }
    }
}
