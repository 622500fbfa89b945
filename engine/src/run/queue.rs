//! The queue of runs that were submitted: of each session one computes at a time, the others wait in the order in which
//! they were submitted. One that somebody waits for leaves the queue and computes at once: who waits may be what the
//! run before it waits for.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::error::Result;
use crate::run::Run;

/// The numbers of the runs of a session, each with what tells it to begin; the first one computes.
type Queue = VecDeque<(u64, Arc<Notify>)>;

/// The queue of each session that has one.
static QUEUES: Mutex<BTreeMap<u64, Queue>> = Mutex::new(BTreeMap::new());

/// The place of a run in the queue of its session, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    run: Arc<Run>,
    begin: Arc<Notify>,
}

impl Place {
    /// Returns the last place of the queue.
    pub(crate) fn last(run: &Arc<Run>) -> Self {
        let begin = Arc::new(Notify::new());
        let mut queues = QUEUES.lock();
        let queue = queues.entry(run.session()).or_default();
        if queue.is_empty() {
            begin.notify_one();
        }
        queue.push_back((run.id(), Arc::clone(&begin)));
        Self { run: Arc::clone(run), begin }
    }

    /// Waits until nobody is before the run.
    ///
    /// # Errors
    /// `Cancelled`, if the run is cancelled while it waits.
    pub(crate) async fn turn(&self) -> Result<()> {
        tokio::select! {
            biased;
            error = self.run.cancelled() => Err(error),
            () = self.begin.notified() => Ok(()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        bring_forward(&self.run);
    }
}

/// Takes a run out of the queue of its session, if it is in it: it computes at once.
pub fn bring_forward(run: &Run) {
    let mut queues = QUEUES.lock();
    let Some(queue) = queues.get_mut(&run.session()) else { return };
    let Some(place) = queue.iter().position(|(id, _)| *id == run.id()) else { return };
    if let Some((_, begin)) = queue.remove(place) {
        begin.notify_one();
    }
    match queue.front() {
        Some((_, begin)) if place == 0 => begin.notify_one(),
        Some(_) => {}
        None => {
            queues.remove(&run.session());
        }
    }
}

/// Returns how many runs are before this one in the queue of its session.
pub(super) fn ahead_of(run: &Run) -> usize {
    let queues = QUEUES.lock();
    let place = queues.get(&run.session()).and_then(|queue| queue.iter().position(|(id, _)| *id == run.id()));
    place.unwrap_or(0)
}
