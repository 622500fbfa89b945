//! The queues of runs in the background: of each session one computes at a time, the others wait in the order in which
//! they came. What somebody has asked for is before rows that are computed ahead of their readers.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::run::lane::{Lane, Place, Standing, Turn};

/// The runs of a session, each with whether somebody has asked for it; the first one computes.
type Queue = VecDeque<(bool, Arc<Standing>)>;

/// The queue of each session that has one.
static QUEUES: Mutex<BTreeMap<u64, Queue>> = Mutex::new(BTreeMap::new());

/// Puts a run into the queue of its session, unless it is in it or over.
pub(super) fn join(run: &Arc<Standing>, is_asked_for: bool) {
    let mut queues = QUEUES.lock();
    // It is over before it leaves, and so never comes back.
    if run.is_over() || matches!(run.place().turn, Turn::First | Turn::Behind) {
        return;
    }
    let queue = queues.entry(run.session()).or_default();
    let place = if is_asked_for { queue.partition_point(|(asked_for, _)| *asked_for) } else { queue.len() };
    queue.insert(place, (is_asked_for, Arc::clone(run)));
    tell(queue);
}

/// Takes a run out of its queue, if it is in one, and to another place.
pub(super) fn leave(run: &Standing, place: Place) {
    let mut queues = QUEUES.lock();
    run.stand(place);
    let Some(queue) = queues.get_mut(&run.session()) else { return };
    queue.retain(|(_, other)| !std::ptr::eq(Arc::as_ptr(other), run));
    tell(queue);
    if queue.is_empty() {
        queues.remove(&run.session());
    }
}

/// Tells the runs of a queue whose turn it is.
fn tell(queue: &Queue) {
    for (ahead, (_, run)) in queue.iter().enumerate() {
        let turn = if ahead == 0 { Turn::First } else { Turn::Behind };
        run.stand(Place { lane: Lane::Background, turn });
    }
}

/// Returns how many runs are before this one in the queue of its session.
pub(super) fn ahead_of(run: &Standing) -> usize {
    let queues = QUEUES.lock();
    let queue = queues.get(&run.session());
    queue.and_then(|queue| queue.iter().position(|(_, other)| std::ptr::eq(Arc::as_ptr(other), run))).unwrap_or(0)
}
