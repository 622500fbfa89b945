//! A table that is computed once, at its first use, and shared by everything above it.
//!
//! The run belongs to those who wait for it: the cache itself holds it weakly until it is complete. So when the last of
//! them gives up, or the run fails or is cancelled, nothing is left and the next use starts anew; and when one of two
//! gives up, the other still gets the rows. Rows are kept in memory as far as the session's pool grants it and on disk
//! beyond that ([`ResultStore`]), in the order in which they came: every use sees the same rows in the same order.

use std::fmt;
use std::sync::{Arc, Weak};

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session as Planning, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Column, Statistics, project_schema};
use datafusion::datasource::source::{DataSource, DataSourceExec};
use datafusion::datasource::{TableType, provider_as_source, source_as_provider};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::projection::ProjectionExprs;
use datafusion::physical_plan::{DisplayFormatType, ExecutionPlan, Partitioning, PhysicalExpr};
use futures::future::BoxFuture;
use parking_lot::Mutex;

use super::lineage::{Origins, origins_of};
use super::start;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::relation::Relation;
use crate::session::Session;
use crate::store::ResultStore;
use crate::table::{Rows, RowsTable};

/// The name of a scan of a common subplan.
const SHARED: &str = "shared";

/// Marks a session's state that only plans: a cache that has not been computed stays so.
pub(crate) struct PlanOnly;

/// The size of a cache that has been computed.
#[derive(Clone, Copy, Debug)]
pub struct CacheSize {
    /// How many rows it has.
    pub rows: u64,
    /// How many batches they are in.
    pub batches: usize,
    /// The bytes that those in memory keep alive.
    pub retained: usize,
}

/// Rows that are computed at most once.
#[derive(Debug)]
pub struct Cache {
    schema: SchemaRef,
    /// The operation that needs the rows, for its run and its errors.
    what: String,
    /// Where the columns come from; the plan itself is dropped once the rows have come.
    origins: Origins,
    /// Weak: a session may keep the cache under a name, and must not keep itself alive by it.
    session: Weak<Session>,
    state: Mutex<State>,
    /// Held while a run is set up, so that two concurrent uses start one.
    starting: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
enum State {
    /// The plan, and the run that somebody waits for.
    Open(Arc<Relation>, Weak<ResultStore>),
    Complete(Arc<ResultStore>),
}

/// Returns the subplan `part` of a plan of `what` as a scan of rows that are computed once, at first use, with the same
/// columns.
pub(crate) fn shared(session: &Arc<Session>, part: &LogicalPlan, what: &str) -> EngineResult<LogicalPlan> {
    let columns = part.schema().columns();
    // A table has one qualifier for all its columns; a subplan has several, and some columns without.
    let numbered = |(number, column): (usize, &Column)| Expr::Column(column.clone()).alias(number.to_string());
    let plan = LogicalPlanBuilder::from(part.clone()).project(columns.iter().enumerate().map(numbered))?.build()?;
    let content = Arc::new(Relation::new(plan, None, SHARED));
    let cache = Cache::new(session, content, what)?;
    let table = provider_as_source(Arc::new(CacheTable(Arc::new(cache))));
    let named = |(number, column): (usize, &Column)| {
        Expr::Column(Column::new(Some(SHARED), number.to_string()))
            .alias_qualified(column.relation.clone(), &column.name)
    };
    LogicalPlanBuilder::scan(SHARED, table, None)?.project(columns.iter().enumerate().map(named))?.build()
}

impl Cache {
    /// Returns a cache of the rows of `content`, not yet computed.
    pub(crate) fn new(session: &Arc<Session>, content: Arc<Relation>, what: &str) -> Result<Self> {
        Ok(Self {
            schema: Arc::clone(&content.schema),
            what: what.to_string(),
            origins: origins_of(&content.plan)?,
            session: Arc::downgrade(session),
            state: Mutex::new(State::Open(content, Weak::new())),
            starting: tokio::sync::Mutex::default(),
        })
    }

    /// Returns the cache that `plan` scans, if it is just that scan.
    pub(crate) fn of(plan: &LogicalPlan) -> Option<Arc<Self>> {
        match plan {
            LogicalPlan::TableScan(scan) if scan.filters.is_empty() && scan.fetch.is_none() => {
                Self::behind(&source_as_provider(&scan.source).ok()?)
            }
            _ => None,
        }
    }

    /// Returns the cache that a table reads.
    pub(crate) fn behind(table: &Arc<dyn TableProvider>) -> Option<Arc<Self>> {
        table.downcast_ref::<CacheTable>().map(|table| Arc::clone(&table.0))
    }

    pub(crate) fn origins(&self) -> &Origins {
        &self.origins
    }

    /// Its size, once it is computed.
    pub(crate) fn size(&self) -> Option<CacheSize> {
        match &*self.state.lock() {
            State::Complete(stored) => {
                // Batches may have gone to disk meanwhile.
                let (batches, retained) = stored.size();
                Some(CacheSize { rows: stored.count(), batches, retained })
            }
            State::Open(..) => None,
        }
    }

    /// The store of the rows, complete or still filling; it is started if there is none.
    pub(crate) async fn store(self: &Arc<Self>) -> Result<Arc<ResultStore>> {
        let _one_at_a_time = self.starting.lock().await;
        let content = match &*self.state.lock() {
            State::Complete(stored) => return Ok(Arc::clone(stored)),
            State::Open(content, running) => match running.upgrade().filter(|stored| is_sound(stored)) {
                Some(stored) => return Ok(stored),
                None => Arc::clone(content),
            },
        };
        let session = self.session.upgrade().ok_or_else(|| {
            Error::new(ErrorKind::Other, &self.what, "the session that this frame belongs to is gone")
                .with_hint("keep the session in a variable as long as its frames")
        })?;
        let stream = start(&session, &content.plan, &self.what).await?;
        let pool = &session.runtime().memory_pool;
        let stored = Arc::new(ResultStore::whole(stream, Arc::clone(&self.schema), pool));
        if let State::Open(_, running) = &mut *self.state.lock() {
            *running = Arc::downgrade(&stored);
        }
        // A reader of the rows as they come does not wait for the last one.
        let (cache, ended, running) = (Arc::downgrade(self), stored.ended(), Arc::downgrade(&stored));
        tokio::spawn(async move {
            ended.await;
            if let (Some(cache), Some(stored)) = (cache.upgrade(), running.upgrade()) {
                cache.keep_if_complete(&stored);
            }
        });
        Ok(stored)
    }

    /// All rows.
    async fn rows(self: &Arc<Self>) -> Result<Rows> {
        let stored = self.store().await?;
        stored.complete().await?;
        self.keep_if_complete(&stored);
        Ok(Rows::from_stored(stored))
    }

    fn keep_if_complete(&self, stored: &Arc<ResultStore>) {
        if self.size().is_some() || !stored.is_complete() {
            return;
        }
        // The old state is dropped after the lock: a plan may hold large batches.
        let before = std::mem::replace(&mut *self.state.lock(), State::Complete(Arc::clone(stored)));
        drop(before);
    }
}

fn is_sound(stored: &ResultStore) -> bool {
    use crate::store::row_source::RowSource;
    !stored.status().state.is_broken()
}

/// A cache as a table of DataFusion.
#[derive(Debug)]
pub(crate) struct CacheTable(pub(crate) Arc<Cache>);

impl TableProvider for CacheTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.0.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn scan<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Planning,
        projection: Option<&'c Vec<usize>>,
        filters: &'d [Expr],
        limit: Option<usize>,
    ) -> BoxFuture<'f, EngineResult<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        Box::pin(async move {
            let open = matches!(&*self.0.state.lock(), State::Open(..));
            if open && state.config().get_extension::<PlanOnly>().is_some() {
                let shown = NotComputed(project_schema(&self.0.schema, projection)?);
                return Ok(DataSourceExec::from_data_source(shown) as Arc<dyn ExecutionPlan>);
            }
            RowsTable(self.0.rows().await?).scan(state, projection, filters, limit).await
        })
    }

    fn statistics(&self) -> Option<Statistics> {
        let size = self.0.size()?;
        let mut statistics = Statistics::new_unknown(&self.0.schema);
        statistics.num_rows = Precision::Exact(usize::try_from(size.rows).unwrap_or(usize::MAX));
        Some(statistics)
    }
}

/// The operator of a plan that is only shown, in place of rows that have not been computed.
#[derive(Clone, Debug)]
struct NotComputed(SchemaRef);

impl DataSource for NotComputed {
    fn open(&self, _: usize, _: Arc<TaskContext>) -> EngineResult<SendableRecordBatchStream> {
        Err(DataFusionError::Internal("a plan that was made to be shown has been run".into()))
    }

    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cache, not computed yet")
    }

    fn output_partitioning(&self) -> Partitioning {
        Partitioning::UnknownPartitioning(1)
    }

    fn eq_properties(&self) -> EquivalenceProperties {
        EquivalenceProperties::new(Arc::clone(&self.0))
    }

    fn partition_statistics(&self, _: Option<usize>) -> EngineResult<Arc<Statistics>> {
        Ok(Arc::new(Statistics::new_unknown(&self.0)))
    }

    fn with_fetch(&self, _: Option<usize>) -> Option<Arc<dyn DataSource>> {
        None
    }

    fn fetch(&self) -> Option<usize> {
        None
    }

    fn try_swapping_with_projection(&self, _: &ProjectionExprs) -> EngineResult<Option<Arc<dyn DataSource>>> {
        Ok(None)
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> EngineResult<TreeNodeRecursion>,
    ) -> EngineResult<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }
}
