//! Partitions one after the other, computed side by side.
//!
//! As many workers as there are cores take the partitions in their order; the first one that is not read out has its
//! turn. What the others compute meanwhile waits, counted in the memory pool, and is bounded by what the reader has
//! taken so far: one that wants few rows lets nobody read far ahead, one that wants all soon has every core at work.
//! Where there is no more room the workers pause, so that nothing that waits has to be written to disk; the partition
//! whose turn it is always goes on. Of several errors the first in order is the one that is returned.

use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::pin::{Pin, pin};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Waker, ready};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::runtime::JoinSet;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation};
use datafusion::execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};
use futures::{Stream, StreamExt};
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::in_task::{BATCHES_AHEAD, in_task};
use super::ranges::is_independent;
use crate::memory::value_bytes;

/// The most bytes that wait for each worker.
const WAITING_BYTES: usize = 32 << 20;
/// What waits takes no more than this part of the memory limit.
const PART_OF_MEMORY: usize = 8;
/// What a batch counts besides its values.
const BATCH_BYTES: usize = 256;

/// Returns the partitions of `plan`, one after the other.
pub(crate) fn concat_partitions(plan: Arc<dyn ExecutionPlan>, context: &Arc<TaskContext>) -> SendableRecordBatchStream {
    let (schema, count) = (plan.schema(), plan.output_partitioning().partition_count());
    if count == 1 {
        let context = Arc::clone(context);
        return in_task(schema, move || plan.execute(0, context));
    }
    // Partitions that share an operator may wait for each other's rows, so all of them are computed at once.
    let cores = context.session_config().target_partitions();
    let workers = if is_independent(&plan) { cores.clamp(1, count.max(1)) } else { count };
    let line = Arc::new(Line::new(count, workers, context.memory_pool()));
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        tasks.spawn(work(Arc::clone(&line), Arc::clone(&plan), Arc::clone(context)));
    }
    Box::pin(InOrder { schema, line: Arc::downgrade(&line), tasks })
}

/// Computes partitions until all of them are read out.
async fn work(line: Arc<Line>, plan: Arc<dyn ExecutionPlan>, context: Arc<TaskContext>) {
    while let Some(partition) = line.begin().await {
        match plan.execute(partition, Arc::clone(&context)) {
            // An operator that has failed must not be polled again: a window's state is broken then, and panics.
            Ok(mut batches) => {
                while let Some(batch) = batches.next().await {
                    if !line.put(partition, batch).await {
                        break;
                    }
                }
            }
            Err(error) => {
                line.put(partition, Err(error)).await;
            }
        }
        line.end(partition);
    }
}

/// The rows of all partitions, for one reader. They belong to the workers: those of a run that is cancelled are dropped,
/// with what they hold, though nobody may poll its rows any more.
struct InOrder {
    schema: SchemaRef,
    line: Weak<Line>,
    tasks: JoinSet<()>,
}

impl Stream for InOrder {
    type Item = Result<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(Poll::Ready(next)) = this.line.upgrade().map(|line| line.next(cx)) {
                return Poll::Ready(next);
            }
            match ready!(this.tasks.poll_join_next(cx)) {
                Some(Ok(())) => {}
                Some(Err(failed)) if failed.is_panic() => resume_unwind(failed.into_panic()),
                Some(Err(failed)) => return Poll::Ready(Some(Err(DataFusionError::External(Box::new(failed))))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl RecordBatchStream for InOrder {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// The partitions that have been begun and not been read out.
struct Line {
    count: usize,
    workers: usize,
    most_bytes: usize,
    memory: MemoryReservation,
    state: Mutex<State>,
    /// Tells the workers that they may go on.
    moved: Notify,
}

struct State {
    begun: VecDeque<Begun>,
    /// The number of the first of them, whose turn it is.
    first: usize,
    /// The number of the first partition that nobody wants, since one before it has failed.
    end: usize,
    taken_bytes: usize,
    waiting_bytes: usize,
    /// Whether the pool has refused memory since the turn last passed on; a refusal costs more than a batch.
    is_refused: bool,
    reader: Option<Waker>,
}

/// A partition that has been begun.
#[derive(Default)]
struct Begun {
    batches: VecDeque<(Result<RecordBatch>, usize)>,
    is_ended: bool,
}

impl State {
    fn partition(&mut self, number: usize) -> Option<&mut Begun> {
        number.checked_sub(self.first).and_then(|place| self.begun.get_mut(place))
    }

    fn wake_reader_of(&mut self, number: usize) {
        if number == self.first
            && let Some(reader) = self.reader.take()
        {
            reader.wake();
        }
    }
}

impl Line {
    fn new(count: usize, workers: usize, pool: &Arc<dyn MemoryPool>) -> Self {
        let share = match pool.memory_limit() {
            MemoryLimit::Finite(limit) => limit / PART_OF_MEMORY,
            _ => usize::MAX,
        };
        let state = State {
            begun: VecDeque::new(),
            first: 0,
            end: count,
            taken_bytes: 0,
            waiting_bytes: 0,
            is_refused: false,
            reader: None,
        };
        Self {
            count,
            workers,
            most_bytes: workers.saturating_mul(WAITING_BYTES).min(share),
            memory: MemoryConsumer::new("rows in order").register(pool),
            state: Mutex::new(state),
            moved: Notify::new(),
        }
    }

    /// Returns how many bytes may wait: each worker may be as far ahead as the reader is.
    fn allowed(&self, state: &State) -> usize {
        state.taken_bytes.saturating_mul(self.workers).min(self.most_bytes)
    }

    /// Waits until `attempt` succeeds.
    async fn until<T>(&self, mut attempt: impl FnMut(&mut State) -> Option<T>) -> T {
        if let Some(done) = attempt(&mut self.state.lock()) {
            return done;
        }
        loop {
            let mut moved = pin!(self.moved.notified());
            moved.as_mut().enable();
            if let Some(done) = attempt(&mut self.state.lock()) {
                return done;
            }
            moved.await;
        }
    }

    /// Returns the next partition, which is computed from now on; `None` once all of them are read out.
    async fn begin(&self) -> Option<usize> {
        self.until(|state| {
            if state.first >= self.count {
                return Some(None);
            }
            let next = state.first + state.begun.len();
            if next >= state.end {
                return None;
            }
            let may = state.begun.len() < self.workers || state.waiting_bytes <= self.allowed(state);
            may.then(|| {
                state.begun.push_back(Begun::default());
                Some(next)
            })
        })
        .await
    }

    /// Adds a batch to a partition as soon as there is room; returns whether the next one is wanted.
    async fn put(&self, partition: usize, batch: Result<RecordBatch>) -> bool {
        let bytes = BATCH_BYTES + batch.as_ref().map_or(0, value_bytes);
        let is_error = batch.is_err();
        let mut batch = Some(batch);
        self.until(|state| {
            if partition >= state.end {
                return Some(false);
            }
            if !is_error && !self.has_room(state, partition, bytes) {
                return None;
            }
            if is_error {
                self.memory.grow(bytes);
                state.end = partition + 1;
                self.moved.notify_waiters();
            }
            state.waiting_bytes += bytes;
            if let (Some(begun), Some(batch)) = (state.partition(partition), batch.take()) {
                begun.batches.push_back((batch, bytes));
            }
            state.wake_reader_of(partition);
            Some(!is_error)
        })
        .await
    }

    /// Reserves the bytes of a batch, if it may wait.
    fn has_room(&self, state: &mut State, partition: usize, bytes: usize) -> bool {
        let allowed = self.allowed(state);
        if state.partition(partition).is_some_and(|begun| begun.batches.len() < BATCHES_AHEAD) {
            self.memory.grow(bytes);
            return true;
        }
        if state.is_refused || state.waiting_bytes + bytes > allowed {
            return false;
        }
        state.is_refused = self.memory.try_grow(bytes).is_err();
        !state.is_refused
    }

    /// Ends a partition.
    fn end(&self, partition: usize) {
        let mut state = self.state.lock();
        if let Some(begun) = state.partition(partition) {
            begun.is_ended = true;
        }
        state.wake_reader_of(partition);
    }

    /// Returns the next batch, for the reader.
    fn next(&self, cx: &Context<'_>) -> Poll<Option<Result<RecordBatch>>> {
        let mut state = self.state.lock();
        loop {
            let next = state.begun.front_mut().map(|first| (first.batches.pop_front(), first.is_ended));
            match next {
                Some((Some((batch, bytes)), _)) => {
                    state.waiting_bytes -= bytes;
                    state.taken_bytes = state.taken_bytes.saturating_add(bytes);
                    self.memory.shrink(bytes);
                    if batch.is_err() {
                        state.begun.clear();
                        state.first = self.count;
                        self.memory.free();
                    }
                    self.moved.notify_waiters();
                    return Poll::Ready(Some(batch));
                }
                Some((None, true)) => {
                    state.begun.pop_front();
                    state.first += 1;
                    state.is_refused = false;
                    self.moved.notify_waiters();
                }
                None if state.first >= self.count => return Poll::Ready(None),
                Some((None, false)) | None => {
                    state.reader = Some(cx.waker().clone());
                    return Poll::Pending;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
