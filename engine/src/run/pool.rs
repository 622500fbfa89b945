//! The memory pool of one run, within the session's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation};
use datafusion::execution::runtime_env::RuntimeEnv;
use parking_lot::Mutex;

use crate::budget::size;
use crate::error::HINT;
use crate::error::wording::consumers;
use crate::memory::reclaim;
use crate::run::history::living;

/// The memory of a partial aggregation on each thread: about the size of a processor's cache. Beyond it, it emits its
/// groups and starts with an empty table (docs/decisions/0015).
const PARTIAL_AGGREGATE_MEMORY: usize = 16 << 20;
/// How many operators and other runs an error names.
const NAMED: usize = 5;

/// The pool of one query: it counts what the query has reserved and the most it ever had, and passes every request on
/// to the session's pool. DataFusion names its consumers by operator and partition only, so only a pool per run tells
/// them apart.
#[derive(Debug)]
pub(crate) struct RunPool {
    session: Arc<dyn MemoryPool>,
    reserved: AtomicUsize,
    peak: AtomicUsize,
    /// What each consumer has reserved, by its number.
    held: Mutex<BTreeMap<usize, Held>>,
    /// The partial aggregations that were refused and have not flushed their groups yet.
    full: Mutex<BTreeSet<usize>>,
}

#[derive(Debug)]
struct Held {
    name: String,
    bytes: usize,
}

impl RunPool {
    pub(crate) fn new(session: Arc<dyn MemoryPool>) -> Self {
        Self {
            session,
            reserved: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            held: Mutex::default(),
            full: Mutex::default(),
        }
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

    fn grown(&self, reservation: &MemoryReservation, additional: usize) {
        if let Some(held) = self.held.lock().get_mut(&reservation.consumer().id()) {
            held.bytes += additional;
        }
        let now = self.reserved.fetch_add(additional, Ordering::Relaxed) + additional;
        self.peak.fetch_max(now, Ordering::Relaxed);
    }

    /// Returns what the operators hold, the largest first.
    pub(crate) fn operators(&self) -> Vec<(String, usize)> {
        let mut bytes: BTreeMap<String, usize> = BTreeMap::new();
        for held in self.held.lock().values().filter(|held| held.bytes > 0) {
            *bytes.entry(consumers::operator_of(&held.name).to_owned()).or_default() += held.bytes;
        }
        let mut operators: Vec<_> = bytes.into_iter().collect();
        operators.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        operators
    }

    /// Returns what the operators hold in words: `1.4 GB (hash join 1.2 GB, sort 200 MB)`.
    pub(crate) fn holding(&self) -> String {
        let operators = self.operators();
        let named = operators.iter().take(NAMED).map(|(name, bytes)| format!("{name} {}", size(*bytes as u64)));
        with_parts(self.reserved(), named.collect())
    }

    /// Returns the error of a request that the session refuses by naming its limit: who holds what, and what to try.
    fn refused(&self, reservation: &MemoryReservation, additional: usize, limit: &str) -> DataFusionError {
        let others: Vec<_> =
            living().into_iter().filter(|run| run.reserved() > 0 && !std::ptr::eq(&**run.pool(), self)).collect();
        let bytes: usize = others.iter().map(|run| run.reserved()).sum();
        let named = others.iter().take(NAMED).map(|run| format!("run {}, {}", run.id(), run.what()));
        let message = format!(
            "the {} needs {} more than {limit} leaves it; this run holds {}, other runs {}",
            consumers::operator_of(reservation.consumer().name()),
            size(additional as u64),
            self.holding(),
            with_parts(bytes, named.collect()),
        );
        let has_hash_join = self.operators().iter().any(|(name, _)| consumers::is_hash_join(name));
        let hint = match has_hash_join {
            true => {
                "df.with_settings({\"datafusion.optimizer.prefer_hash_join\": False}) joins by sorting, which can \
                 spill; or raise the limit, or select fewer columns or rows first"
            }
            false => {
                "raise the limit (pr.options.engine.memory_limit), free frames that are no longer needed, or select \
                      fewer columns or rows first"
            }
        };
        DataFusionError::ResourcesExhausted(format!("{message}{HINT}{hint}"))
    }

    /// Returns the session's runtime with this pool in place of its own; caches, disk and object stores are shared.
    pub(crate) fn runtime(self: &Arc<Self>, base: &RuntimeEnv) -> Arc<RuntimeEnv> {
        Arc::new(RuntimeEnv { memory_pool: Arc::clone(self) as Arc<dyn MemoryPool>, ..base.clone() })
    }
}

fn with_parts(bytes: usize, parts: Vec<String>) -> String {
    let whole = size(bytes as u64);
    if parts.is_empty() { whole } else { format!("{whole} ({})", parts.join(", ")) }
}

fn is_partial_aggregate(reservation: &MemoryReservation) -> bool {
    consumers::is_partial_aggregate(reservation.consumer().name())
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
        let held = Held { name: consumer.name().to_owned(), bytes: 0 };
        self.held.lock().insert(consumer.id(), held);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.session.unregister(consumer);
        self.held.lock().remove(&consumer.id());
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.session.grow(reservation, additional);
        self.grown(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.session.shrink(reservation, shrink);
        if let Some(held) = self.held.lock().get_mut(&reservation.consumer().id()) {
            held.bytes = held.bytes.saturating_sub(shrink);
        }
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
        let mut granted = self.session.try_grow(reservation, additional);
        // Results that nobody looks at give way to a query.
        if granted.is_err() && reclaim(additional) > 0 {
            granted = self.session.try_grow(reservation, additional);
        }
        granted.map_err(|error| match error {
            DataFusionError::ResourcesExhausted(limit) => self.refused(reservation, additional, &limit),
            other => other,
        })?;
        self.grown(reservation, additional);
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
    use crate::error::{Error, ErrorKind};

    fn pool() -> Arc<dyn MemoryPool> {
        Arc::new(RunPool::new(Arc::new(FairSpillPool::new(4 * PARTIAL_AGGREGATE_MEMORY))))
    }

    #[test]
    fn the_first_stage_of_a_grouping_is_refused_until_it_hands_on() {
        let first = MemoryConsumer::new(format!("{}[0]", consumers::PARTIAL_AGGREGATE)).register(&pool());
        first.try_resize(PARTIAL_AGGREGATE_MEMORY).unwrap();
        assert!(matches!(first.try_resize(PARTIAL_AGGREGATE_MEMORY + 1), Err(DataFusionError::ResourcesExhausted(_))));
        first.try_resize(100).unwrap();
        assert!(first.try_resize(PARTIAL_AGGREGATE_MEMORY + 1).is_err());
        // Its groups are flushed, and what is left of it needs this much.
        first.try_resize(PARTIAL_AGGREGATE_MEMORY + 1).unwrap();
        assert!(first.try_resize(PARTIAL_AGGREGATE_MEMORY + 2).is_err());
    }

    #[test]
    fn other_operators_have_what_the_session_grants() {
        let others = MemoryConsumer::new("FinalHashAggregateStream[0]").with_can_spill(true).register(&pool());
        others.try_resize(2 * PARTIAL_AGGREGATE_MEMORY).unwrap();
    }

    #[test]
    fn an_error_says_who_holds_what_and_what_to_try() {
        let pool: Arc<dyn MemoryPool> = Arc::new(RunPool::new(Arc::new(FairSpillPool::new(100_000_000))));
        let [one, two, sort] = ["HashJoinInput[0]", "HashJoinInput[1]", "ExternalSorter[0]"]
            .map(|name| MemoryConsumer::new(name).register(&pool));
        one.try_grow(30_000_000).unwrap();
        two.try_grow(40_000_000).unwrap();
        sort.try_grow(20_000_000).unwrap();
        let error = Error::from_datafusion("collect", sort.try_grow(20_000_000).unwrap_err());
        assert_eq!(error.kind(), ErrorKind::Resources);
        let message = error.message();
        assert!(message.starts_with("the sort needs 20 MB more than "), "{message}");
        assert!(message.contains("this run holds 90 MB (hash join 70 MB, sort 20 MB), other runs "), "{message}");
        assert!(error.hint().is_some_and(|hint| hint.contains("prefer_hash_join")), "{error}");
        drop((one, two));
        let error = Error::from_datafusion("collect", sort.try_grow(90_000_000).unwrap_err());
        assert!(error.message().contains("this run holds 20 MB (sort 20 MB)"), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("pr.options.engine.memory_limit")), "{error}");
    }
}
