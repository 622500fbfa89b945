//! A configured engine: its settings, its named tables, its memory pool, and the runs in flight.
//!
//! The named tables are frames in a map of our own. No query ever registers anything with DataFusion: each
//! statement is planned against a snapshot of the map plus what it found in its caller's scope
//! ([`crate::sql`]), so a name is never left behind, and a lookup never waits for a lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use datafusion::error::DataFusionError;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::cache::cache_manager::CacheManagerConfig;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{
    FairSpillPool, MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation, TrackConsumersPool,
};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::SessionState;
use datafusion::prelude::SessionConfig;
use parking_lot::{Mutex, RwLock};

use crate::analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::foreign::Function;
use crate::frame::{Content, Frame};
use crate::functions;
use crate::memory;
use crate::operator;
use crate::optimizer;
use crate::run::Run;
use crate::sql::Relations;

/// How many of a full pool's largest consumers an error names.
const CONSUMERS_NAMED: usize = 5;
/// What the first stage of a grouping may hold on each thread: about what stays in a processor's cache. Beyond it, it
/// hands its groups on and starts anew (docs/decisions/0015).
const FIRST_GROUPING: usize = 16 << 20;
/// How the engine names that stage's share of the pool.
const FIRST_GROUPING_NAME: &str = "PartialHashAggregateStream";

/// A configured engine with its catalog and memory pool.
pub struct Session {
    id: u64,
    state: SessionState,
    memory_limit: usize,
    tables: RwLock<BTreeMap<String, Arc<Content>>>,
    functions: RwLock<BTreeMap<String, Function>>,
    runs: Mutex<BTreeMap<u64, Weak<Run>>>,
}

impl Session {
    /// A session with pyrust's defaults: the pool is limited to 60 % of what the machine or cgroup allows, SQL
    /// names keep their case, nulls sort last, and nothing is cached that could go stale unseen.
    ///
    /// # Errors
    /// When the spill folder cannot be set up.
    pub fn try_new() -> Result<Arc<Self>> {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let memory_limit = memory::memory_limit_of_machine() / 10 * 6;
        let consumers = std::num::NonZeroUsize::new(CONSUMERS_NAMED).unwrap_or(std::num::NonZeroUsize::MIN);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(TrackConsumersPool::new(FairSpillPool::new(memory_limit), consumers)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::OsTmpDirectory))
            // Listings have no expiry: a cached one would hide that a file was added or rewritten.
            .with_cache_manager(CacheManagerConfig::default().with_list_files_cache_limit(0))
            .build_arc()
            .map_err(|e| Error::from_datafusion("session", e))?;
        let mut builder = SessionStateBuilder::new()
            .with_config(configuration())
            .with_runtime_env(runtime)
            .with_default_features()
            .with_analyzer_rules(analyzer::rules())
            .with_optimizer_rules(optimizer::logical_rules())
            .with_physical_optimizer_rules(optimizer::physical_rules())
            .with_relation_planners(vec![Arc::new(Relations)])
            .with_query_planner(Arc::new(operator::Planner));
        // The last of a name is the one that stays.
        builder.scalar_functions().get_or_insert_default().extend(functions::in_sql());
        let state = builder.build();
        Ok(Arc::new(Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            state,
            memory_limit,
            tables: RwLock::default(),
            functions: RwLock::default(),
            runs: Mutex::default(),
        }))
    }

    /// The number of this session, unique in the process.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Gives `frame` a name that queries of this session can use; a table of that name is replaced.
    ///
    /// # Errors
    /// A `Value` error for an empty name.
    pub fn register(&self, name: &str, frame: &Arc<Frame>) -> Result<()> {
        if name.is_empty() {
            return Err(Error::new(ErrorKind::Value, "register", "a table needs a name"));
        }
        let replaced = self.tables.write().insert(name.to_string(), Arc::clone(frame.content()));
        // Dropped after the lock: a table may hold functions of an interpreter, whose code may call the session.
        drop(replaced);
        Ok(())
    }

    /// Forgets the name; says whether it was there.
    pub fn deregister(&self, name: &str) -> bool {
        let removed = self.tables.write().remove(name);
        removed.is_some()
    }

    /// The names of the registered tables, sorted.
    pub fn tables(&self) -> Vec<String> {
        self.tables.read().keys().cloned().collect()
    }

    /// A frame over the table registered as `name`.
    ///
    /// # Errors
    /// `TableNotFound`, with the nearest names.
    pub fn table(self: &Arc<Self>, name: &str) -> Result<Arc<Frame>> {
        let tables = self.tables.read();
        match tables.get(name) {
            Some(content) => Ok(Frame::from_content(self, Arc::clone(content))),
            None => Err(Error::table_not_found("table", name, tables.keys().map(String::as_str))),
        }
    }

    /// All registered tables, as they are now.
    pub(crate) fn snapshot(&self) -> BTreeMap<String, Arc<Content>> {
        self.tables.read().clone()
    }

    /// Gives queries of this session a function; one of that name, the engine's own too, is replaced.
    pub fn register_function(&self, function: Function) {
        let replaced = self.functions.write().insert(function.name().to_string(), function);
        drop(replaced);
    }

    /// Forgets the function of that name; says whether it was there.
    pub fn deregister_function(&self, name: &str) -> bool {
        let removed = self.functions.write().remove(name);
        removed.is_some()
    }

    /// The functions that this session adds to the engine's, by name.
    pub fn functions(&self) -> BTreeMap<String, Function> {
        self.functions.read().clone()
    }

    /// How many bytes the engine's operators may reserve together.
    pub fn memory_limit(&self) -> usize {
        self.memory_limit
    }

    /// The engine's settings by name, ours where [`configuration`] differs from its defaults; none for one that is not set.
    pub fn settings(&self) -> BTreeMap<String, Option<String>> {
        self.state.config_options().entries().into_iter().map(|entry| (entry.key, entry.value)).collect()
    }

    /// How many bytes the engine's operators have reserved now.
    pub fn reserved(&self) -> usize {
        self.state.runtime_env().memory_pool.reserved()
    }

    /// The runs that are alive, oldest first.
    pub fn runs(&self) -> Vec<Arc<Run>> {
        let mut runs = self.runs.lock();
        runs.retain(|_, run| run.strong_count() > 0);
        runs.values().filter_map(Weak::upgrade).filter(|run| run.is_running()).collect()
    }

    pub(crate) fn track(&self, run: &Arc<Run>) {
        let mut runs = self.runs.lock();
        runs.retain(|_, run| run.strong_count() > 0);
        runs.insert(run.id(), Arc::downgrade(run));
    }

    /// The engine's state: what plans are made and executed with.
    pub fn state(&self) -> &SessionState {
        &self.state
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("id", &self.id).finish_non_exhaustive()
    }
}

fn configuration() -> SessionConfig {
    let mut config = SessionConfig::new().with_information_schema(true);
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    options.sql_parser.enable_ident_normalization = false;
    options.sql_parser.default_null_ordering = "nulls_last".into();
    // A sorted frame is a table whose rows have an order: a query over it must not forget that.
    options.sql_parser.enable_subquery_sort_elimination = false;
    // One table for all threads up to this size; above, both sides are divided by their keys first.
    options.optimizer.hash_join_single_partition_threshold_rows = 1_000_000;
    options.optimizer.hash_join_single_partition_threshold = 64 << 20;
    // Which side of a join is the smaller one, `crate::optimizer` has decided already.
    options.optimizer.join_reordering = false;
    // Integer keys that fill a twentieth of their range are looked up in an array, which takes no more memory than a hash
    // table of so many and less time (docs/decisions/0015).
    options.execution.perfect_hash_join_min_key_density = 0.05;
    // The filter that an aggregation hands to its scan for min and max takes no note of the other aggregates beside them, of
    // their FILTER clauses, nor of values that are still null (docs/upstream/aggregate-filter.md).
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    // Optimised, a column may be NULL less often than it said, which is no fault of the plan.
    options.execution.skip_physical_aggregate_schema_check = true;
    // A file stream that another has emptied must not take over its neighbour's rows: see `crate::run`.
    options.execution.enable_file_stream_work_stealing = false;
    config
}

/// One query's share of the session's pool: it counts what that query has reserved and the most it ever had,
/// and passes every request on. The engine names its consumers by operator and partition only, so a pool for
/// each run is what tells them apart.
#[derive(Debug)]
pub(crate) struct RunPool {
    session: Arc<dyn MemoryPool>,
    reserved: AtomicUsize,
    peak: AtomicUsize,
    /// The first stages of groupings that were refused and have not handed on their groups yet.
    full: Mutex<BTreeSet<usize>>,
}

impl RunPool {
    pub(crate) fn new(session: Arc<dyn MemoryPool>) -> Self {
        Self { session, reserved: AtomicUsize::new(0), peak: AtomicUsize::new(0), full: Mutex::default() }
    }

    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Ordering::Relaxed)
    }

    /// Whether a grouping's first stage has enough. One that was refused and asks again has handed its groups on, and
    /// cannot do with less.
    fn has_enough(&self, reservation: &MemoryReservation, additional: usize) -> bool {
        if !is_first_grouping(reservation) || reservation.size() + additional <= FIRST_GROUPING {
            return false;
        }
        let (mut full, id) = (self.full.lock(), reservation.consumer().id());
        !full.remove(&id) && full.insert(id)
    }

    fn grown(&self, additional: usize) {
        let now = self.reserved.fetch_add(additional, Ordering::Relaxed) + additional;
        self.peak.fetch_max(now, Ordering::Relaxed);
    }

    /// The session's runtime with this pool in front of its own; caches, disk and object stores are shared.
    pub(crate) fn runtime(self: &Arc<Self>, base: &RuntimeEnv) -> Arc<RuntimeEnv> {
        Arc::new(RuntimeEnv { memory_pool: Arc::clone(self) as Arc<dyn MemoryPool>, ..base.clone() })
    }
}

fn is_first_grouping(reservation: &MemoryReservation) -> bool {
    reservation.consumer().name().starts_with(FIRST_GROUPING_NAME)
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
        if is_first_grouping(reservation) {
            self.full.lock().remove(&reservation.consumer().id());
        }
        self.reserved.fetch_sub(shrink, Ordering::Relaxed);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> datafusion::error::Result<()> {
        if self.has_enough(reservation, additional) {
            return Err(DataFusionError::ResourcesExhausted(format!("a first grouping holds {FIRST_GROUPING} bytes")));
        }
        self.session.try_grow(reservation, additional)?;
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
    use super::*;

    fn pool() -> Arc<dyn MemoryPool> {
        Arc::new(RunPool::new(Arc::new(FairSpillPool::new(4 * FIRST_GROUPING))))
    }

    #[test]
    fn the_first_stage_of_a_grouping_is_refused_until_it_hands_on() {
        let first = MemoryConsumer::new(format!("{FIRST_GROUPING_NAME}[0]")).register(&pool());
        first.try_resize(FIRST_GROUPING).unwrap();
        assert!(matches!(first.try_resize(FIRST_GROUPING + 1), Err(DataFusionError::ResourcesExhausted(_))));
        first.try_resize(100).unwrap();
        assert!(first.try_resize(FIRST_GROUPING + 1).is_err());
        // Its groups are gone, and what is left of it needs that much.
        first.try_resize(FIRST_GROUPING + 1).unwrap();
        assert!(first.try_resize(FIRST_GROUPING + 2).is_err());
    }

    #[test]
    fn other_operators_have_what_the_session_grants() {
        let others = MemoryConsumer::new("FinalHashAggregateStream[0]").with_can_spill(true).register(&pool());
        others.try_resize(2 * FIRST_GROUPING).unwrap();
    }
}
