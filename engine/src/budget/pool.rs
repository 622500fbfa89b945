//! The memory pool of the process, and the share of a session in it.
//!
//! Both are made of two pools of DataFusion's: one counts all memory, the other divides what operators that can spill may
//! have. Their sizes are fixed, so they are made larger than any machine, and what the limit leaves out is withheld from
//! them by reservations that can be changed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use datafusion::error::{DataFusionError, Result};
use datafusion::execution::memory_pool::{
    FairSpillPool, GreedyMemoryPool, MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation,
};
use parking_lot::Mutex;

use super::{memory_limit, size};

/// More than any machine has, and few enough that sums of reservations do not overflow.
const ALL: usize = usize::MAX >> 2;
/// The part of the limit that operators that can spill leave to the others. To spill, a sort merges the rows that it has,
/// with their keys in another form next to them: that takes half as much again, and must not be refused.
const LEFT: usize = 3;

/// The memory of all queries of this process.
pub(crate) static PROCESS: LazyLock<Arc<LimitedPool>> = LazyLock::new(Arc::default);

/// Returns how many bytes the queries of this process have reserved now.
pub fn reserved() -> usize {
    PROCESS.reserved()
}

/// A pool with a limit that can be changed.
#[derive(Debug)]
pub(crate) struct LimitedPool {
    /// Counts everything.
    all: Arc<dyn MemoryPool>,
    /// Divides evenly among the operators that can spill what the others leave of most of the limit.
    fair: Arc<dyn MemoryPool>,
    withheld: Mutex<[MemoryReservation; 2]>,
}

impl Default for LimitedPool {
    /// Returns a pool without a limit.
    fn default() -> Self {
        let all: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(ALL));
        let fair: Arc<dyn MemoryPool> = Arc::new(FairSpillPool::new(ALL));
        let withheld = Mutex::new([&all, &fair].map(|pool| MemoryConsumer::new("withheld").register(pool)));
        Self { all, fair, withheld }
    }
}

impl LimitedPool {
    fn new(limit: usize) -> Self {
        let pool = Self::default();
        pool.set_limit(limit);
        pool
    }

    /// Sets the limit; what is reserved beyond a smaller one stays so until it is given back.
    pub(super) fn set_limit(&self, bytes: usize) {
        let bytes = bytes.min(ALL);
        let [all, fair] = &*self.withheld.lock();
        all.resize(ALL - bytes);
        fair.resize(ALL - (bytes - bytes / LEFT));
    }

    pub(crate) fn limit(&self) -> usize {
        let [all, _] = &*self.withheld.lock();
        ALL - all.size()
    }
}

impl std::fmt::Display for LimitedPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "limited({})", size(self.limit() as u64))
    }
}

impl MemoryPool for LimitedPool {
    fn name(&self) -> &str {
        "limited"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.all.register(consumer);
        self.fair.register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.all.unregister(consumer);
        self.fair.unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.all.grow(reservation, additional);
        self.fair.grow(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.all.shrink(reservation, shrink);
        self.fair.shrink(reservation, shrink);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        if reservation.consumer().can_spill() {
            self.fair.try_grow(reservation, additional)?;
            self.all.grow(reservation, additional);
        } else {
            self.all.try_grow(reservation, additional)?;
            self.fair.grow(reservation, additional);
        }
        Ok(())
    }

    fn reserved(&self) -> usize {
        let [all, _] = &*self.withheld.lock();
        self.all.reserved().saturating_sub(all.size())
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.limit())
    }
}

/// The pool of one session within that of the process. It refuses by naming the limit that is reached, for
/// [`crate::run`] to say by whom.
#[derive(Debug)]
pub(crate) struct SessionPool {
    process: Arc<LimitedPool>,
    cap: Option<LimitedPool>,
    reserved: AtomicUsize,
}

impl SessionPool {
    /// Returns the pool of a session that may reserve no more than `cap`, or as much as the process may.
    pub(crate) fn new(cap: Option<usize>) -> Self {
        Self::within(Arc::clone(&PROCESS), cap)
    }

    fn within(process: Arc<LimitedPool>, cap: Option<usize>) -> Self {
        Self { process, cap: cap.map(LimitedPool::new), reserved: AtomicUsize::new(0) }
    }

    /// Returns the pools that must grant a request.
    fn pools(&self) -> impl Iterator<Item = &LimitedPool> {
        self.cap.iter().chain([&*self.process])
    }
}

impl std::fmt::Display for SessionPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "session({})", self.process)
    }
}

impl MemoryPool for SessionPool {
    fn name(&self) -> &str {
        "session"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.pools().for_each(|pool| pool.register(consumer));
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.pools().for_each(|pool| pool.unregister(consumer));
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.pools().for_each(|pool| pool.grow(reservation, additional));
        self.reserved.fetch_add(additional, Ordering::Relaxed);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.pools().for_each(|pool| pool.shrink(reservation, shrink));
        self.reserved.fetch_sub(shrink, Ordering::Relaxed);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        let exhausted = |limit: String| DataFusionError::ResourcesExhausted(limit);
        if let Some(cap) = &self.cap {
            cap.try_grow(reservation, additional)
                .map_err(|_| exhausted(format!("the session's memory limit of {}", size(cap.limit() as u64))))?;
        }
        if self.process.try_grow(reservation, additional).is_err() {
            if let Some(cap) = &self.cap {
                cap.shrink(reservation, additional);
            }
            let source = memory_limit().map(|limit| format!(" ({})", limit.source)).unwrap_or_default();
            let limit = size(self.process.limit() as u64);
            return Err(exhausted(format!("the memory limit of {limit}{source}")));
        }
        self.reserved.fetch_add(additional, Ordering::Relaxed);
        Ok(())
    }

    fn reserved(&self) -> usize {
        self.reserved.load(Ordering::Relaxed)
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.pools().map(LimitedPool::limit).min().unwrap_or(ALL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: usize = 1_000_000;

    fn consumer(name: &str, spills: bool, pool: &Arc<dyn MemoryPool>) -> MemoryReservation {
        MemoryConsumer::new(name).with_can_spill(spills).register(pool)
    }

    #[test]
    fn operators_that_can_spill_share_what_the_others_leave_and_the_limit_can_be_changed() {
        let limited = Arc::new(LimitedPool::new(90 * MB));
        let pool: Arc<dyn MemoryPool> = Arc::clone(&limited) as _;
        let [one, two] = ["one", "two"].map(|name| consumer(name, true, &pool));
        let other = consumer("other", false, &pool);
        other.try_grow(30 * MB).unwrap();
        // A third stays free, so each of the two has 15 MB.
        one.try_grow(15 * MB).unwrap();
        assert!(one.try_grow(1).is_err());
        two.try_grow(15 * MB).unwrap();
        assert_eq!(limited.reserved(), 60 * MB);
        other.try_grow(30 * MB).unwrap();
        assert!(other.try_grow(1).is_err());
        limited.set_limit(180 * MB);
        one.try_grow(15 * MB).unwrap();
        assert!(one.try_grow(1).is_err());
        limited.set_limit(60 * MB);
        assert_eq!((limited.limit(), limited.reserved()), (60 * MB, 105 * MB));
        assert!(other.try_grow(1).is_err() && two.try_grow(1).is_err());
        drop((one, two));
        assert!(other.try_grow(1).is_err());
        other.shrink(10 * MB);
        other.try_grow(10 * MB).unwrap();
        assert_eq!(limited.reserved(), 60 * MB);
    }

    #[test]
    fn a_session_has_its_cap_and_no_more_than_the_process() {
        let process = Arc::new(LimitedPool::new(100 * MB));
        let within = |cap| -> Arc<dyn MemoryPool> { Arc::new(SessionPool::within(Arc::clone(&process), cap)) };
        let (free, capped) = (within(None), within(Some(60 * MB)));
        let (mine, theirs) = (consumer("mine", false, &capped), consumer("theirs", false, &free));
        let refused = mine.try_grow(61 * MB).unwrap_err().to_string();
        assert!(refused.contains("the session's memory limit of 60 MB"), "{refused}");
        theirs.try_grow(50 * MB).unwrap();
        let refused = mine.try_grow(55 * MB).unwrap_err().to_string();
        assert!(refused.contains("the memory limit of 100 MB ("), "{refused}");
        // What the process has refused is not taken from the cap.
        drop(theirs);
        mine.try_grow(60 * MB).unwrap();
        assert_eq!((capped.reserved(), free.reserved(), process.reserved()), (60 * MB, 0, 60 * MB));
        drop(mine);
        assert_eq!((capped.reserved(), process.reserved()), (0, 0));
    }
}
