//! A configured DataFusion session: its settings, its named tables, its memory pool, and how long its runs may take.
//!
//! The named tables are frames in a map of our own. No query ever registers anything with DataFusion: each statement is
//! planned against a snapshot of the map plus what it found in its caller's scope ([`crate::statement`]), so a name is
//! never left behind, and a lookup never waits for a lock.

mod function;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use datafusion::common::config::ConfigNonZeroUsize;
use datafusion::execution::SessionStateBuilder;
use datafusion::execution::cache::cache_manager::CacheManagerConfig;
use datafusion::execution::disk_manager::DiskManagerBuilder;
use datafusion::execution::memory_pool::{FairSpillPool, TrackConsumersPool};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionState;
use datafusion::prelude::SessionConfig;
use parking_lot::{Mutex, RwLock};

use crate::aggregate;
use crate::analyzer;
use crate::error::{Error, Result};
use crate::functions;
use crate::instant::OpenUnits;
use crate::local::Local;
use crate::memory;
use crate::operator;
use crate::optimizer;
use crate::plan::relation::Relation;
use crate::run::history::runs;
use crate::run::pool::RunPool;
use crate::run::{Run, RunOwner};
use crate::spill;
use crate::sql::{Operators, Relations};
use crate::trial::{self, Mend};

pub use function::UserFunction;

/// How many of the largest consumers of a full pool an error names.
const CONSUMERS_NAMED: usize = 5;

/// A configured DataFusion session with its catalog and memory pool.
pub struct Session {
    id: u64,
    state: SessionState,
    memory_limit: usize,
    tables: RwLock<BTreeMap<String, Arc<Relation>>>,
    functions: RwLock<BTreeMap<String, UserFunction>>,
    timeout: Mutex<Option<Duration>>,
}

impl Session {
    /// A session with pyrust's defaults: the pool is limited to 60 % of what the machine or cgroup allows, SQL names
    /// keep their case, nulls sort last, and nothing is cached that could become stale silently.
    ///
    /// # Errors
    /// When the spill folder cannot be set up, or DataFusion lacks a rule that ours are placed by.
    pub fn try_new() -> Result<Arc<Self>> {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let failed = |error| Error::from_datafusion("session", error);
        let memory_limit = memory::memory_limit_of_machine() / 10 * 6;
        let consumers = std::num::NonZeroUsize::new(CONSUMERS_NAMED).unwrap_or(std::num::NonZeroUsize::MIN);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(TrackConsumersPool::new(FairSpillPool::new(memory_limit), consumers)))
            .with_disk_manager_builder(
                DiskManagerBuilder::default().with_temp_file_factory(Arc::clone(spill::files()) as _),
            )
            // Listings have no expiry: a cached one would hide that a file was added or rewritten.
            .with_cache_manager(CacheManagerConfig::default().with_list_files_cache_limit(0))
            .build_arc()
            .map_err(failed)?;
        runtime.register_object_store(ObjectStoreUrl::local_filesystem().as_ref(), Arc::new(Local::default()));
        let mut builder = SessionStateBuilder::new()
            .with_config(configuration())
            .with_runtime_env(runtime)
            .with_default_features()
            .with_analyzer_rules(analyzer::rules())
            .with_optimizer_rules(optimizer::logical_rules().map_err(failed)?)
            .with_physical_optimizer_rules(optimizer::physical_rules().map_err(failed)?)
            .with_relation_planners(vec![Arc::new(Relations)])
            .with_type_planner(Arc::new(OpenUnits))
            .with_query_planner(Arc::new(operator::Planner));
        // The last function of a name is the one that stays.
        builder.scalar_functions().get_or_insert_default().extend(functions::in_sql());
        builder.aggregate_functions().get_or_insert_default().extend(aggregate::in_sql());
        // The first planner that plans an expression decides.
        builder.expr_planners().get_or_insert_default().insert(0, Arc::new(Operators));
        let state = builder.build();
        Ok(Arc::new(Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            state,
            memory_limit,
            tables: RwLock::default(),
            functions: RwLock::default(),
            timeout: Mutex::default(),
        }))
    }

    /// The number of this session, unique in the process.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Registers a table under a name for queries of this session; it replaces any other of that name.
    pub(crate) fn insert(&self, name: &str, table: Arc<Relation>) {
        let replaced = self.tables.write().insert(name.to_string(), table);
        // Dropped after the lock: a table may hold functions of an interpreter, whose code may call the session.
        drop(replaced);
    }

    /// Removes the name; returns whether it was there.
    pub fn deregister(&self, name: &str) -> bool {
        let removed = self.tables.write().remove(name);
        removed.is_some()
    }

    /// The names of the registered tables, sorted.
    pub fn tables(&self) -> Vec<String> {
        self.tables.read().keys().cloned().collect()
    }

    /// Returns the table registered as `name`.
    ///
    /// # Errors
    /// `TableNotFound`, with the most similar names.
    pub(crate) fn named(&self, name: &str) -> Result<Arc<Relation>> {
        let tables = self.tables.read();
        let found = tables.get(name).map(Arc::clone);
        found.ok_or_else(|| Error::table_not_found("table", name, tables.keys().map(String::as_str)))
    }

    /// All registered tables, as they are now.
    pub(crate) fn snapshot(&self) -> BTreeMap<String, Arc<Relation>> {
        self.tables.read().clone()
    }

    /// Registers a function for queries of this session; it replaces one of that name, DataFusion's own too.
    pub fn register_function(&self, function: UserFunction) {
        let replaced = self.functions.write().insert(function.name().to_string(), function);
        drop(replaced);
    }

    /// Removes the function of that name; returns whether it was there.
    pub fn deregister_function(&self, name: &str) -> bool {
        let removed = self.functions.write().remove(name);
        removed.is_some()
    }

    /// The functions that this session adds to DataFusion's, by name.
    pub fn functions(&self) -> BTreeMap<String, UserFunction> {
        self.functions.read().clone()
    }

    /// Returns how many bytes the operators of all runs may reserve together.
    pub fn memory_limit(&self) -> usize {
        self.memory_limit
    }

    /// The settings of DataFusion by name, ours where [`configuration`] differs from its defaults; `None` for one that
    /// is not set.
    pub fn settings(&self) -> BTreeMap<String, Option<String>> {
        self.state.config_options().entries().into_iter().map(|entry| (entry.key, entry.value)).collect()
    }

    /// Returns how many bytes the operators of all runs have reserved now.
    pub fn reserved(&self) -> usize {
        self.state.runtime_env().memory_pool.reserved()
    }

    /// Lists a run of this session, which waits for its turn.
    pub(crate) fn queue(&self, what: &str) -> RunOwner {
        let owner = self.queue_unlisted(what);
        owner.list();
        owner
    }

    /// Returns a run for some rows that somebody looks at, of which there are many and none takes long.
    pub(crate) fn queue_unlisted(&self, what: &str) -> RunOwner {
        let pool = RunPool::new(Arc::clone(&self.state.runtime_env().memory_pool));
        RunOwner::queue(self.id, what, pool, *self.timeout.lock())
    }

    /// Returns how long a run of this session may take; `None` without a limit.
    pub fn timeout(&self) -> Option<Duration> {
        *self.timeout.lock()
    }

    /// Sets how long the runs that begin from now on may take.
    pub fn set_timeout(&self, timeout: Option<Duration>) {
        *self.timeout.lock() = timeout;
    }

    /// The runs of this session that live and those of the last ones that have ended, oldest first.
    pub fn runs(&self) -> Vec<Arc<Run>> {
        runs().into_iter().filter(|run| run.session() == self.id).collect()
    }

    /// Returns DataFusion's session state, with which plans are made and executed.
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
    // A sorted frame is a table whose rows have an order: a query over it must keep it.
    options.sql_parser.enable_subquery_sort_elimination = false;
    // One hash table for all threads up to this size; above, both sides are partitioned by their keys first.
    options.optimizer.hash_join_single_partition_threshold_rows = 1_000_000;
    options.optimizer.hash_join_single_partition_threshold = 64 << 20;
    // `crate::optimizer` has already decided which side of a join is the smaller one.
    options.optimizer.join_reordering = false;
    // Integer keys that fill a twentieth of their range are looked up in an array, which takes no more memory than a
    // hash table of as many and less time (docs/decisions/0015).
    options.execution.perfect_hash_join_min_key_density = 0.05;
    // The dynamic filter that an aggregation pushes down to its scan for min and max ignores the other aggregates next
    // to them, their FILTER clauses, and values that are still null (docs/upstream/aggregate-filter.md).
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = !Mend::AggregateFilter.is_on();
    // After optimization a column may be nullable less often than announced, which is not a defect of the plan.
    options.execution.skip_physical_aggregate_schema_check = true;
    // A file stream that has ended must not take over rows of another: see `crate::execute`.
    options.execution.enable_file_stream_work_stealing = false;
    // The parser does not report that it gave up, and ends the statement where it did: fifty levels are soon reached by
    // a CASE within a CASE. `crate::expr::depth` knows how many the stack allows.
    if let Ok(levels) = ConfigNonZeroUsize::try_new(300) {
        options.sql_parser.recursion_limit = levels;
    }
    match trial::batch_rows() {
        Some(rows) => config.with_batch_size(rows),
        None => config,
    }
}
