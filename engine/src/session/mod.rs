//! A configured DataFusion session: its settings, its named tables, its memory pool, and how long its runs may take.
//!
//! The named tables are frames in a map of our own. No query ever registers anything with DataFusion: each statement is
//! planned against a snapshot of the map plus what it found in its caller's scope ([`crate::statement`]), so a name is
//! never left behind, and a lookup never waits for a lock.
//!
//! - `runtime`: memory, files and caches, which all sessions share; `settings`: DataFusion's settings by name.

mod function;
mod runtime;
mod settings;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use datafusion::execution::SessionStateBuilder;
use datafusion::execution::memory_pool::MemoryLimit;
use datafusion::execution::session_state::SessionState;
use parking_lot::{Mutex, RwLock};

use crate::aggregate;
use crate::analyzer;
use crate::budget::{self, Amount};
use crate::error::{Error, Result};
use crate::functions;
use crate::instant::OpenUnits;
use crate::operator;
use crate::optimizer;
use crate::plan::relation::Relation;
use crate::run::history::runs;
use crate::run::pool::RunPool;
use crate::run::{Run, RunOwner};
use crate::sql::{Operators, Relations};

pub use function::UserFunction;

/// What a session may be told when it begins.
#[derive(Clone, Debug, Default)]
pub struct SessionOptions {
    /// How much of the process's memory its queries may reserve; `None` for all.
    pub memory_limit: Option<Amount>,
    /// Settings of DataFusion by name.
    pub settings: BTreeMap<String, String>,
}

/// A configured DataFusion session with its catalog and memory pool.
pub struct Session {
    id: u64,
    state: SessionState,
    tables: Arc<RwLock<BTreeMap<String, Arc<Relation>>>>,
    functions: Arc<RwLock<BTreeMap<String, UserFunction>>>,
    timeout: Arc<Mutex<Option<Duration>>>,
}

impl Session {
    /// A session with pyrust's defaults: it may reserve all memory that the process may, SQL names keep their case, nulls
    /// sort last, and nothing is cached that could become stale silently.
    ///
    /// # Errors
    /// When an environment variable of the budget has no possible value, or DataFusion lacks a rule that ours are placed by.
    pub fn try_new() -> Result<Arc<Self>> {
        Self::with_options(SessionOptions::default())
    }

    /// A session with these options.
    ///
    /// # Errors
    /// Those of [`try_new`](Self::try_new); `Value` for an option that cannot be.
    pub fn with_options(options: SessionOptions) -> Result<Arc<Self>> {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let failed = |error| Error::from_datafusion("Session", error);
        let cap = options.memory_limit.map(budget::session_limit).transpose()?;
        let runtime = runtime::runtime(cap)?;
        let memory = cap.unwrap_or(budget::memory_limit()?.value);
        let mut config = settings::configuration(budget::threads()?.value, memory);
        settings::apply("Session", config.options_mut(), &options.settings)?;
        let zones = Arc::new(OpenUnits::of(config.options()));
        let mut builder = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(runtime)
            .with_default_features()
            .with_analyzer_rules(analyzer::rules())
            .with_optimizer_rules(optimizer::logical_rules().map_err(failed)?)
            .with_physical_optimizer_rules(optimizer::physical_rules().map_err(failed)?)
            .with_relation_planners(vec![Arc::new(Relations)])
            .with_type_planner(zones)
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
            tables: Arc::default(),
            functions: Arc::default(),
            timeout: Arc::default(),
        }))
    }

    /// Returns this session with some settings changed: the same number, tables, functions and memory.
    ///
    /// # Errors
    /// `Value` for a setting that cannot be.
    pub fn with_settings(&self, settings: &BTreeMap<String, String>) -> Result<Arc<Self>> {
        let mut state = self.state.clone();
        let zone = state.config_options().execution.time_zone.clone();
        settings::apply("with_settings", state.config_mut().options_mut(), settings)?;
        if state.config_options().execution.time_zone != zone {
            let zones = Arc::new(OpenUnits::of(state.config_options()));
            state = SessionStateBuilder::new_from_existing(state).with_type_planner(zones).build();
        }
        Ok(Arc::new(Self {
            id: self.id,
            state,
            tables: Arc::clone(&self.tables),
            functions: Arc::clone(&self.functions),
            timeout: Arc::clone(&self.timeout),
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

    /// Returns how many bytes the operators of this session's runs may reserve together.
    pub fn memory_limit(&self) -> usize {
        match self.state.runtime_env().memory_pool.memory_limit() {
            MemoryLimit::Finite(bytes) => bytes,
            MemoryLimit::Infinite | MemoryLimit::Unknown => usize::MAX,
        }
    }

    /// The settings of DataFusion by name, ours where they differ from its defaults; `None` for one that is not set.
    pub fn settings(&self) -> BTreeMap<String, Option<String>> {
        self.state.config_options().entries().into_iter().map(|entry| (entry.key, entry.value)).collect()
    }

    /// Returns how many bytes the operators of this session's runs have reserved now, and its caches.
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
