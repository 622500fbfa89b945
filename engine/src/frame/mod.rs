//! A frame: an immutable, lazy table. Every verb returns a new frame over a larger plan and runs nothing.

mod asof;
pub(crate) mod base;
mod cache;
mod catalog;
mod compare;
mod correlation;
mod dummies;
mod dynamic;
mod explain;
mod group;
mod join;
mod keys;
mod lineage;
mod map;
mod missing;
mod open;
mod partition;
pub mod read;
mod repeats;
mod reshape;
mod rolling;
mod sample;
mod sets;
mod shift;
mod slice;
mod statistics;
mod submit;
mod time_index;
mod transpose;
mod update;
mod upsample;
mod verbs;
mod window;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use arrow::array::{AsArray, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::{Int64Type, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::common::TableReference;
use datafusion::datasource::provider_as_source;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, lit};
use futures::StreamExt;
use parking_lot::Mutex;

use crate::cast::batch::cast_to_schema;
use crate::error::{Error, Result};
use crate::expr::names::with_distinct_names;
use crate::frame::base::Base;
use crate::memory;
use crate::plan::order::{Order, order_of};
use crate::plan::relation::{Relation, UNNAMED};
use crate::plan::size;
use crate::query::start;
use crate::run::{self, BatchStream, Run};
use crate::session::Session;
use crate::source::ParquetRows;
use crate::store::row_source::RowSource;
use crate::table::{Rows, RowsTable};

pub use asof::Asof;
pub use base::ViewStatus;
pub use correlation::{Correlation, spearman};
pub use dummies::Dummies;
pub use dynamic::{Closed, DynamicWindows, StartBy, WindowLabel};
pub use explain::PlanFormat;
pub use group::Grouping;
pub use join::Join;
pub use missing::Strategy;
pub use partition::rows_of;
pub use reshape::Cell;
pub use rolling::RollingWindows;
pub use sets::Keep;
pub use transpose::TransposedNames;

/// An immutable, lazy table.
pub struct Frame {
    id: u64,
    session: Arc<Session>,
    content: Arc<Relation>,
    /// The rows of this frame for a grid or a repr; owned by their users, so that `Out` cannot pin a result.
    base: Mutex<Weak<Base>>,
}

static FRAMES: Mutex<BTreeMap<u64, Weak<Frame>>> = Mutex::new(BTreeMap::new());

/// Every live frame of the process, oldest first. Each has one reference more while it is in the list.
pub fn frames() -> Vec<Arc<Frame>> {
    FRAMES.lock().values().filter_map(Weak::upgrade).collect()
}

impl Frame {
    fn make(session: &Arc<Session>, plan: LogicalPlan, rows: Option<Rows>, origin: &str) -> Arc<Self> {
        Self::from_content(session, Arc::new(Relation::new(plan, rows, origin)))
    }

    /// Returns a new frame over the content that a session has registered.
    pub(crate) fn from_content(session: &Arc<Session>, content: Arc<Relation>) -> Arc<Self> {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let frame = Arc::new(Self { id, session: Arc::clone(session), content, base: Mutex::default() });
        FRAMES.lock().insert(id, Arc::downgrade(&frame));
        frame
    }

    pub(crate) fn content(&self) -> &Arc<Relation> {
        &self.content
    }

    /// Returns a frame over a plan. Columns of one name are made unique (`a`, `a_1`), as a name must mean one column.
    ///
    /// # Errors
    /// When the plan cannot be extended.
    pub fn from_plan(session: &Arc<Session>, plan: LogicalPlan, origin: &str) -> Result<Arc<Self>> {
        let plan = with_distinct_names(plan)?;
        Ok(Self::make(session, plan, None, origin))
    }

    /// Returns a frame over the plan of a whole query.
    ///
    /// # Errors
    /// Those of [`Frame::from_plan`]; a `Schema` error if it groups or sorts by values that cannot be compared.
    pub(crate) fn from_query(session: &Arc<Session>, plan: LogicalPlan) -> Result<Arc<Self>> {
        keys::check("sql", &plan, None)?;
        Self::from_plan(session, plan, "query")
    }

    /// Returns a frame over a table.
    pub(crate) fn from_table(
        session: &Arc<Session>,
        table: Arc<dyn TableProvider>,
        rows: Option<Rows>,
        origin: &str,
    ) -> Result<Arc<Self>> {
        let plan = LogicalPlanBuilder::scan(TableReference::bare(UNNAMED), provider_as_source(table), None)
            .and_then(LogicalPlanBuilder::build)
            .map_err(|e| Error::from_datafusion("DataFrame", e))?;
        Ok(Self::make(session, plan, rows, origin))
    }

    /// Returns a frame that is just `batches`: their order and their boundaries stay, nothing is copied.
    ///
    /// # Errors
    /// A `Schema` error when the batches do not fit `schema`, or it names a column twice.
    pub fn from_batches(session: &Arc<Session>, schema: SchemaRef, batches: Vec<RecordBatch>) -> Result<Arc<Self>> {
        let origin = match batches.len() {
            1 => "memory".to_string(),
            n => format!("{n} batches in memory"),
        };
        let rows = Rows::try_from_batches(schema, batches)?;
        Self::from_table(session, Arc::new(RowsTable(rows.clone())), Some(rows), &origin)
    }

    /// Returns one int64 column `value`, counted as Python's `range` does; no row is made before it is asked for.
    ///
    /// # Errors
    /// A `Value` error for a step of 0.
    pub fn range(session: &Arc<Session>, start: i64, stop: i64, step: i64) -> Result<Arc<Self>> {
        let rows = Rows::try_sequence(start, stop, step)?;
        Self::from_table(session, Arc::new(RowsTable(rows.clone())), Some(rows), "range")
    }

    /// The number of this frame, unique in the process.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The session it runs on.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// The columns, their types and metadata.
    pub fn schema(&self) -> &SchemaRef {
        &self.content.schema
    }

    /// The plan of the rows.
    pub fn plan(&self) -> &LogicalPlan {
        &self.content.plan
    }

    /// The same plan, shared: a larger plan contains it without a copy.
    pub(crate) fn shared_plan(&self) -> Arc<LogicalPlan> {
        Arc::clone(&self.content.plan)
    }

    /// The batches of a frame that is just batches in memory.
    pub fn batches(&self) -> Option<&[RecordBatch]> {
        self.content.rows.as_ref().and_then(Rows::batches)
    }

    /// The rows of a frame that can be read without a run.
    pub fn rows(&self) -> Option<&Rows> {
        self.content.rows.as_ref()
    }

    /// A short description of the source: `lineitem.parquet, 249 MB`, `3 batches in memory`, `query`.
    pub fn describe_source(&self) -> &str {
        &self.content.origin
    }

    /// Returns whether its plan is planned so quickly that nobody would cancel it.
    pub fn plans_quickly(&self) -> bool {
        self.rows().is_some() || size::plans_quickly(self.plan())
    }

    /// Returns whether every run returns the rows in the same order.
    pub fn is_ordered(&self) -> bool {
        order_of(&self.content.plan) != Order::None
    }

    /// How many rows are known without a run, and whether these are all.
    pub fn known_rows(&self) -> Option<(u64, bool)> {
        let exact =
            self.rows().map(Rows::count).or_else(|| self.cached().map(|size| size.rows)).map(|rows| (rows, true));
        let looked_at = || self.base.lock().upgrade().map(|base| base.status());
        exact.or_else(|| looked_at().map(|status| (status.total, status.total_exact)))
    }

    pub(crate) fn base_slot(&self) -> &Mutex<Weak<Base>> {
        &self.base
    }

    /// Starts a run of the frame; `what` names it in messages and panels.
    ///
    /// # Errors
    /// When the plan cannot be planned.
    pub async fn start(self: &Arc<Self>, what: &str) -> Result<(Arc<Run>, BatchStream)> {
        let stream = start(&self.session, &self.content.plan, what).await?;
        Ok((Arc::clone(stream.run()), stream))
    }

    /// Runs the frame and counts its rows; if the source knows the number, nothing is read.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn count(self: &Arc<Self>) -> Result<u64> {
        if let Some(rows) = &self.content.rows {
            return Ok(rows.count());
        }
        let none: [datafusion::prelude::Expr; 0] = [];
        let plan = LogicalPlanBuilder::new_from_arc(self.shared_plan())
            .aggregate(none, [count(lit(1i64))])
            .and_then(LogicalPlanBuilder::build)
            .map_err(|e| Error::from_datafusion("count", e))?;
        let batches = start(&self.session, &plan, "count").await?.collect().await?;
        let value = batches.iter().find(|b| b.num_rows() > 0).and_then(|b| {
            let column = b.column(0).as_primitive_opt::<Int64Type>()?;
            u64::try_from(column.value(0)).ok()
        });
        value.ok_or_else(|| run::lost("count"))
    }

    /// Runs the frame as far as its first row, and returns whether there is none.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn is_empty(self: &Arc<Self>) -> Result<bool> {
        Ok(self.limit(0, Some(1))?.count().await? == 0)
    }

    /// Returns up to `count` rows from `first` on. They are taken from the view if there is one that has them; else they
    /// are read in place if the frame is just files, or the query runs as far as they need.
    ///
    /// # Errors
    /// Errors of reading or computing the rows.
    pub async fn window(self: &Arc<Self>, first: u64, count: usize) -> Result<RecordBatch> {
        let columns: Vec<usize> = (0..self.schema().fields().len()).collect();
        let looked_at = self.base.lock().upgrade().filter(|base| base.is_sound());
        let range = first..first.saturating_add(count as u64);
        // Rows further on would make the view keep all that are before them.
        if let Some(base) = looked_at
            && base.reaches(&range).await
        {
            return base.window(first, count, &columns).await;
        }
        if let Some(rows) = &self.content.rows {
            return rows.window(range, &columns);
        }
        if let Some(rows) = ParquetRows::try_open(&self.session, self.plan()).await? {
            return rows.window(range, &columns).await;
        }
        let rows = self.limit(usize::try_from(first).unwrap_or(usize::MAX), Some(count))?;
        let (_, stream) = rows.start("row").await?;
        let schema = Arc::clone(stream.schema());
        concat_batches(&schema, &stream.collect().await?).map_err(|e| Error::from_arrow("row", e))
    }

    /// Runs the frame, holding no rows, and returns how many bytes they take in Arrow's format; batches in memory are just
    /// measured.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn estimated_size(self: &Arc<Self>) -> Result<u64> {
        let mut bytes = 0;
        if let Some(batches) = self.batches() {
            for batch in batches {
                bytes += memory::value_bytes(batch) as u64;
            }
            return Ok(bytes);
        }
        let (_, mut stream) = self.start("estimated_size").await?;
        while let Some(batch) = stream.next().await.transpose()? {
            bytes += memory::value_bytes(&batch) as u64;
        }
        Ok(bytes)
    }

    /// Runs the frame into memory. A frame that is in memory is returned as it is.
    ///
    /// # Errors
    /// The first error of the run.
    pub async fn collect(self: &Arc<Self>) -> Result<Arc<Self>> {
        if self.batches().is_some() {
            return Ok(Arc::clone(self));
        }
        let (_, stream) = self.start("collect").await?;
        self.collected(stream).await
    }

    /// Returns the rows of a run of this frame as a frame in memory.
    async fn collected(&self, stream: BatchStream) -> Result<Arc<Self>> {
        let schema = self.schema();
        let batches = stream.collect().await?.into_iter().filter(|b| b.num_rows() > 0);
        let batches = batches.map(|batch| cast_to_schema(schema, batch)).collect::<std::result::Result<_, _>>();
        let batches = batches.map_err(|e| Error::from_arrow("collect", e))?;
        Self::from_batches(&self.session, Arc::clone(schema), batches)
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        FRAMES.lock().remove(&self.id);
    }
}

impl std::fmt::Debug for Frame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame").field("id", &self.id).field("origin", &self.content.origin).finish_non_exhaustive()
    }
}
