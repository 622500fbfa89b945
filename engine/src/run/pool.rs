//! The memory pool of one run, within the session's.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation};
use datafusion::execution::runtime_env::RuntimeEnv;
use parking_lot::Mutex;

use crate::error::wording;
use crate::memory::reclaim;

/// The memory of a partial aggregation on each thread: about the size of a processor's cache. Beyond it, it emits its
/// groups and starts with an empty table (docs/decisions/0015).
const PARTIAL_AGGREGATE_MEMORY: usize = 16 << 20;

/// The pool of one query: it counts what the query has reserved and the most it ever had, and passes every request on
/// to the session's pool. DataFusion names its consumers by operator and partition only, so only a pool per run tells
/// them apart.
#[derive(Debug)]
pub(crate) struct RunPool {
    session: Arc<dyn MemoryPool>,
    reserved: AtomicUsize,
    peak: AtomicUsize,
    /// The partial aggregations that were refused and have not flushed their groups yet.
    full: Mutex<BTreeSet<usize>>,
}

impl RunPool {
    pub(crate) fn new(session: Arc<dyn MemoryPool>) -> Self {
        Self { session, reserved: AtomicUsize::new(0), peak: AtomicUsize::new(0), full: Mutex::default() }
    }

    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Ordering::Relaxed)
    }

    /// Returns whether a partial aggregation has used up its memory. A refusal makes it flush its groups; its next
    /// request is granted, since an empty table cannot shrink further.
    fn should_flush(&self, reservation: &MemoryReservation, additional: usize) -> bool {
        if !is_partial_aggregate(reservation) || reservation.size() + additional <= PARTIAL_AGGREGATE_MEMORY {
            return false;
        }
        let (mut full, id) = (self.full.lock(), reservation.consumer().id());
        !full.remove(&id) && full.insert(id)
    }

    fn grown(&self, additional: usize) {
        let now = self.reserved.fetch_add(additional, Ordering::Relaxed) + additional;
        self.peak.fetch_max(now, Ordering::Relaxed);
    }

    /// Returns the session's runtime with this pool in place of its own; caches, disk and object stores are shared.
    pub(crate) fn runtime(self: &Arc<Self>, base: &RuntimeEnv) -> Arc<RuntimeEnv> {
        Arc::new(RuntimeEnv { memory_pool: Arc::clone(self) as Arc<dyn MemoryPool>, ..base.clone() })
    }
}

fn is_partial_aggregate(reservation: &MemoryReservation) -> bool {
    wording::is_partial_aggregate(reservation.consumer().name())
}

impl std::fmt::Display for RunPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "run({})", self.session)
    }
}

impl MemoryPool for RunPool {
    fn name(&self) -> &str {
        "run"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.session.register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.session.unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.session.grow(reservation, additional);
        self.grown(additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.session.shrink(reservation, shrink);
        if is_partial_aggregate(reservation) {
            self.full.lock().remove(&reservation.consumer().id());
        }
        self.reserved.fetch_sub(shrink, Ordering::Relaxed);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> datafusion::error::Result<()> {
        if self.should_flush(reservation, additional) {
            return Err(DataFusionError::ResourcesExhausted(format!(
                "a partial aggregation holds {PARTIAL_AGGREGATE_MEMORY} bytes"
            )));
        }
        if let Err(refused) = self.session.try_grow(reservation, additional) {
            // Results that nobody looks at give way to a query.
            if reclaim(additional) == 0 {
                return Err(refused);
            }
            self.session.try_grow(reservation, additional)?;
        }
        self.grown(additional);
        Ok(())
    }

    fn reserved(&self) -> usize {
        self.reserved.load(Ordering::Relaxed)
    }

    fn memory_limit(&self) -> MemoryLimit {
        self.session.memory_limit()
    }
}

#[cfg(test)]
mod tests {
    use datafusion::execution::memory_pool::FairSpillPool;

    use super::*;
    use crate::session::Session;

    fn pool() -> Arc<dyn MemoryPool> {
        Arc::new(RunPool::new(Arc::new(FairSpillPool::new(4 * PARTIAL_AGGREGATE_MEMORY))))
    }

    #[test]
    fn the_first_stage_of_a_grouping_is_refused_until_it_hands_on() {
        let first = MemoryConsumer::new(format!("{}[0]", wording::PARTIAL_AGGREGATE)).register(&pool());
        first.try_resize(PARTIAL_AGGREGATE_MEMORY).unwrap();
        assert!(matches!(first.try_resize(PARTIAL_AGGREGATE_MEMORY + 1), Err(DataFusionError::ResourcesExhausted(_))));
        first.try_resize(100).unwrap();
        assert!(first.try_resize(PARTIAL_AGGREGATE_MEMORY + 1).is_err());
        // Its groups are flushed, and what is left of it needs this much.
        first.try_resize(PARTIAL_AGGREGATE_MEMORY + 1).unwrap();
        assert!(first.try_resize(PARTIAL_AGGREGATE_MEMORY + 2).is_err());
    }

    /// A pool that grants everything, and records the consumers.
    #[derive(Debug, Default)]
    struct Asked(Mutex<BTreeSet<String>>);

    impl std::fmt::Display for Asked {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("asked")
        }
    }

    impl MemoryPool for Asked {
        fn name(&self) -> &str {
            "asked"
        }

        fn grow(&self, _: &MemoryReservation, _: usize) {}

        fn shrink(&self, _: &MemoryReservation, _: usize) {}

        fn try_grow(&self, reservation: &MemoryReservation, _: usize) -> datafusion::error::Result<()> {
            let is_first = if is_partial_aggregate(reservation) { "first" } else { "other" };
            self.0.lock().insert(format!("{is_first} {}", reservation.consumer().name()));
            Ok(())
        }

        fn reserved(&self) -> usize {
            0
        }
    }

    #[tokio::test]
    async fn the_first_stage_of_a_real_grouping_is_known_by_its_name() {
        use crate::frame::Frame;
        use datafusion::execution::TaskContext;
        use datafusion::logical_expr::{LogicalPlanBuilder, col};
        use datafusion::physical_plan::collect;

        let session = Session::try_new().unwrap();
        let frame = Frame::range(&session, 0, 200_000, 1).unwrap();
        let none: [datafusion::logical_expr::Expr; 0] = [];
        let grouped = LogicalPlanBuilder::from(frame.plan().clone()).aggregate([col("value")], none).unwrap();
        let mut state = session.state().clone();
        state.config_mut().options_mut().execution.target_partitions = 2;
        let plan = state.create_physical_plan(&grouped.build().unwrap()).await.unwrap();
        let asked = Arc::new(Asked::default());
        let pool = Arc::new(RunPool::new(Arc::clone(&asked) as Arc<dyn MemoryPool>));
        let context = TaskContext::from(&state).with_runtime(pool.runtime(session.state().runtime_env()));
        let groups = collect(plan, Arc::new(context)).await.unwrap();
        assert_eq!(groups.iter().map(|batch| batch.num_rows()).sum::<usize>(), 200_000);
        let asked = asked.0.lock();
        assert!(asked.iter().any(|name| name.starts_with("first ")), "{asked:?}");
    }

    #[test]
    fn other_operators_have_what_the_session_grants() {
        let others = MemoryConsumer::new("FinalHashAggregateStream[0]").with_can_spill(true).register(&pool());
        others.try_resize(2 * PARTIAL_AGGREGATE_MEMORY).unwrap();
    }
}
