//! The runs of this process: those that live, and the last that have ended.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use parking_lot::Mutex;

use super::ceiling;
use crate::run::Run;

/// How many runs are remembered after their end.
const REMEMBERED: usize = 100;

#[derive(Default)]
struct History {
    living: BTreeMap<u64, Arc<Run>>,
    ended: VecDeque<Arc<Run>>,
}

static RUNS: Mutex<History> = Mutex::new(History { living: BTreeMap::new(), ended: VecDeque::new() });

/// Lists a run that begins.
pub(super) fn begun(run: &Arc<Run>) {
    RUNS.lock().living.insert(run.id(), Arc::clone(run));
    ceiling::watch();
}

/// Moves a run to those that have ended.
pub(super) fn ended(run: &Run) {
    let forgotten = {
        let mut runs = RUNS.lock();
        let Some(run) = runs.living.remove(&run.id()) else { return };
        runs.ended.push_back(run);
        if runs.ended.len() > REMEMBERED { runs.ended.pop_front() } else { None }
    };
    // Dropped after the lock: it is the last hold on a report.
    drop(forgotten);
}

/// Returns the runs that live, oldest first.
pub(super) fn living() -> Vec<Arc<Run>> {
    RUNS.lock().living.values().map(Arc::clone).collect()
}

/// Returns the runs that live and the last hundred that have ended, oldest first. A run that was cancelled is among the
/// living until nothing of it is left.
pub fn runs() -> Vec<Arc<Run>> {
    let runs = RUNS.lock();
    let mut all: Vec<_> = runs.ended.iter().chain(runs.living.values()).map(Arc::clone).collect();
    drop(runs);
    all.sort_unstable_by_key(|run| run.id());
    all
}
