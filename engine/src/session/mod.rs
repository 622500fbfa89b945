//! A configured DataFusion session: its settings, its named tables, its memory pool, and how long its runs may take.
//!
//! The named tables are frames in a map of our own. No query ever registers anything with DataFusion: each statement is
//! planned against a snapshot of the map plus what it found in its caller's scope ([`crate::statement`]), so a name is
//! never left behind, and a lookup never waits for a lock.
//!
//! - `runtime`: memory, files and caches, which all sessions share; `settings`: DataFusion's settings by name; `state`: what
//!   DataFusion plans with, which changes with them.

mod function;
mod runtime;
mod settings;
mod state;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use datafusion::execution::SessionStateBuilder;
use datafusion::execution::memory_pool::MemoryLimit;
use datafusion::execution::runtime_env::RuntimeEnv;
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
use state::{Own, States};

pub use function::UserFunction;
pub use settings::Setting;

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
    states: Arc<States>,
    own: Own,
    tables: Arc<RwLock<BTreeMap<String, Arc<Relation>>>>,
    functions: Arc<RwLock<BTreeMap<String, UserFunction>>>,
    timeout: Arc<Mutex<Option<Duration>>>,
    is_read_only: Arc<AtomicBool>,
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
            states: Arc::new(States::new(state)),
            own: Own::default(),
            tables: Arc::default(),
            functions: Arc::default(),
            timeout: Arc::default(),
            is_read_only: Arc::default(),
        }))
    }

    /// Returns this session with some settings of its own, over those that the session has or will have: the same number,
    /// tables, functions and memory.
    ///
    /// # Errors
    /// `Value` for a setting that cannot be.
    pub fn with_settings(&self, settings: &BTreeMap<String, String>) -> Result<Arc<Self>> {
        Ok(Arc::new(Self { own: self.own.and("with_settings", settings, &self.states.now())?, ..self.shared() }))
    }

    /// Returns this session without the settings of its own.
    fn shared(&self) -> Self {
        Self {
            id: self.id,
            states: Arc::clone(&self.states),
            own: Own::default(),
            tables: Arc::clone(&self.tables),
            functions: Arc::clone(&self.functions),
            timeout: Arc::clone(&self.timeout),
            is_read_only: Arc::clone(&self.is_read_only),
        }
    }

    /// Sets one of DataFusion's settings for all queries of the session that begin from now on.
    ///
    /// # Errors
    /// `Value` for a setting that does not exist, cannot be changed or does not take that value.
    pub fn set(&self, operation: &str, name: &str, value: &str) -> Result<()> {
        self.states.change(operation, |changed| {
            changed.insert(name.to_owned(), value.to_owned());
        })
    }

    /// Gives a setting the value that it had when the session began; `None` stands for all settings.
    ///
    /// # Errors
    /// `Value` for a setting that does not exist or cannot be changed.
    pub fn reset(&self, operation: &str, name: Option<&str>) -> Result<()> {
        let Some(name) = name else { return self.states.change(operation, BTreeMap::clear) };
        settings::check(operation, self.states.first().config_options(), name)?;
        self.states.change(operation, |changed| {
            changed.remove(name);
        })
    }

    /// Returns whether SQL may only query: it is refused to write files, and to change tables and settings.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only.load(Ordering::Relaxed)
    }

    /// Sets whether SQL may only query.
    pub fn set_read_only(&self, is_read_only: bool) {
        self.is_read_only.store(is_read_only, Ordering::Relaxed);
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
        match self.runtime().memory_pool.memory_limit() {
            MemoryLimit::Finite(bytes) => bytes,
            MemoryLimit::Infinite | MemoryLimit::Unknown => usize::MAX,
        }
    }

    /// The settings of DataFusion by name, ours where they differ from its defaults; `None` for one that is not set.
    pub fn settings(&self) -> BTreeMap<String, Option<String>> {
        self.described_settings().into_iter().map(|setting| (setting.name, setting.value)).collect()
    }

    /// Returns the settings of DataFusion with what each is for, in the order of their names.
    pub fn described_settings(&self) -> Vec<Setting> {
        settings::described(self.state().config_options(), self.states.first().config_options())
    }

    /// Returns how many bytes the operators of this session's runs have reserved now, and its caches.
    pub fn reserved(&self) -> usize {
        self.runtime().memory_pool.reserved()
    }

    /// Lists a run of this session, which waits for its turn.
    pub(crate) fn queue(&self, what: &str) -> RunOwner {
        let owner = self.queue_unlisted(what);
        owner.list();
        owner
    }

    /// Returns a run for some rows that somebody looks at, of which there are many and none takes long.
    pub(crate) fn queue_unlisted(&self, what: &str) -> RunOwner {
        let pool = RunPool::new(Arc::clone(&self.runtime().memory_pool));
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

    /// Returns DataFusion's session state as it is now, with which plans are made and executed.
    pub fn state(&self) -> Arc<SessionState> {
        self.own.over(self.states.now())
    }

    /// Returns the memory, the files and the object stores of the session, which no setting changes.
    pub fn runtime(&self) -> &Arc<RuntimeEnv> {
        self.states.first().runtime_env()
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("id", &self.id).finish_non_exhaustive()
    }
}
