//! Windows of rows of Parquet files, read in place.
//!
//! DataFusion pushes no OFFSET into a Parquet scan (apache/datafusion#19654): it would decode every row before the
//! window. So the scan that DataFusion has planned gets, for each file, the row groups and rows to read
//! (`ParquetAccessPlan`), found by adding up the row counts of the footers. Whatever else DataFusion does for a file
//! (view types, schema evolution, several files, object stores) stays as it is, and the grid shows what `collect()`
//! returns.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::{ParquetAccessPlan, RowGroupAccess};
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfig, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::Expr;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt};
use object_store::{ObjectStore, ObjectStoreExt};
use parking_lot::Mutex;
use parquet::arrow::arrow_reader::{RowSelection, RowSelector};
use parquet::file::metadata::RowGroupMetaData;

use crate::error::{Error, ErrorKind, Result};
use crate::execute::{start_physical, state_of};
use crate::local::shown;
use crate::plan::order::Order;
use crate::run::lane::Lane;
use crate::session::Session;
use crate::source::numbered::{Numbers, numbered};
use crate::source::parquet::footer::Footers;
use crate::source::parquet::rowwise::{without_filters, without_limits};
use crate::store::row_source::{RowSource, SourceStatus};

/// How many footers are read at once.
const FOOTERS_AT_ONCE: usize = 16;
/// How many plans, one for each set of columns, are kept: a grid that scrolls sideways uses them again.
const PLANS_KEPT: usize = 8;
const WHAT: &str = "show";

/// The rows of Parquet files under projections and limits.
pub struct ParquetRows {
    session: Arc<Session>,
    /// The plan without its limits.
    plan: LogicalPlan,
    store: Arc<dyn ObjectStore>,
    is_local: bool,
    files: Vec<File>,
    /// The rows of the files within the frame's limits.
    visible: Range<u64>,
    epoch: u64,
    /// Whether one of the files is another one now.
    has_changed: AtomicBool,
    plans: Mutex<Vec<Plan>>,
}

/// DataFusion's plan for a set of columns.
struct Plan {
    columns: Vec<usize>,
    physical: Arc<dyn ExecutionPlan>,
}

struct File {
    file: PartitionedFile,
    /// The number of the first row of each row group among all files, with the total at the end.
    starts: Vec<u64>,
    /// Whether its row groups have their number, so that the reader can count their rows.
    is_counted: bool,
}

impl File {
    /// The numbers of its rows.
    fn rows(&self) -> Range<u64> {
        let ends = (self.starts.first(), self.starts.last());
        ends.0.copied().unwrap_or_default()..ends.1.copied().unwrap_or_default()
    }
}

impl ParquetRows {
    /// Opens the files of `plan`; `None` if it is more than files, projections and limits.
    ///
    /// # Errors
    /// When a footer cannot be read.
    pub(crate) async fn try_open(session: &Arc<Session>, plan: &LogicalPlan) -> Result<Option<Self>> {
        let mut limits = Vec::new();
        let Some(plan) = without_limits(plan, &mut limits) else { return Ok(None) };
        let physical = physical_plan(session, &plan, &[]).await?;
        let Some(config) = scan_of(&physical) else { return Ok(None) };
        let env = session.runtime();
        let convert = |e| Error::from_datafusion(WHAT, e);
        let store = env.object_store(&config.object_store_url).map_err(convert)?;
        let files: Vec<PartitionedFile> = config.file_groups.iter().flat_map(|g| g.files().to_vec()).collect();
        let epoch = epoch_of(&files);
        let known = Footers::new(env, &store);
        let footers: Vec<(Vec<u64>, bool)> = futures::stream::iter(files.clone())
            .map(|file| {
                let known = &known;
                async move {
                    let metadata = known.of(&file.object_meta).await?.metadata;
                    let groups = metadata.row_groups();
                    let rows = groups.iter().map(|group| group.num_rows().max(0) as u64).collect();
                    let in_order = |(at, group): (usize, &RowGroupMetaData)| group.ordinal() == i16::try_from(at).ok();
                    Ok((rows, groups.iter().enumerate().all(in_order)))
                }
            })
            .buffered(FOOTERS_AT_ONCE)
            .try_collect()
            .await
            .map_err(convert)?;
        let mut total = 0;
        let files = files
            .into_iter()
            .zip(footers)
            .map(|(file, (counts, is_counted))| {
                let mut starts = vec![total];
                for count in counts {
                    total += count;
                    starts.push(total);
                }
                File { file, starts, is_counted }
            })
            .collect();
        let visible = limits.into_iter().rev().fold(0..total, |rows, (skip, fetch)| {
            let start = rows.end.min(rows.start.saturating_add(skip));
            start..fetch.map_or(rows.end, |fetch| rows.end.min(start.saturating_add(fetch)))
        });
        let is_local = config.object_store_url == ObjectStoreUrl::local_filesystem();
        let session = Arc::clone(session);
        let (has_changed, plans) = (AtomicBool::new(false), Mutex::default());
        Ok(Some(Self { session, plan, store, is_local, files, visible, epoch, has_changed, plans }))
    }

    /// Opens all rows of the files of `plan`, of which it filters some; `None` if it is more than files, columns and filters
    /// that have the same result whenever they are computed.
    ///
    /// # Errors
    /// When a footer cannot be read.
    pub(crate) async fn try_open_unfiltered(session: &Arc<Session>, plan: &LogicalPlan) -> Result<Option<Self>> {
        match without_filters(session, plan) {
            Some(all) => Self::try_open(session, &all).await,
            None => Ok(None),
        }
    }

    /// Returns a plan of these rows, filtered or not, with two more columns, whose sum is the number of a row: the last ones, of
    /// these names. `None` where the reader cannot count them.
    ///
    /// # Errors
    /// When the plan cannot be built.
    pub(crate) fn numbered(&self, plan: &LogicalPlan, names: [&str; 2]) -> Result<Option<LogicalPlan>> {
        let total = self.files.last().map_or(0, |file| file.rows().end);
        if self.visible != (0..total) || !self.files.iter().all(|file| file.is_counted) {
            return Ok(None);
        }
        let files = self.files.iter().map(|file| (&file.file.object_meta, file.rows().start));
        let Some(numbers) = Numbers::of(names, files) else { return Ok(None) };
        numbered(plan, &numbers).map(Some).map_err(|e| Error::from_datafusion(WHAT, e))
    }

    /// Returns the rows of these ranges, which are in ascending order and apart.
    async fn read(&self, ranges: &[Range<u64>], columns: &[usize]) -> Result<RecordBatch> {
        let within = |row: u64| self.visible.end.min(self.visible.start.saturating_add(row));
        let ranges: Vec<Range<u64>> = ranges.iter().map(|range| within(range.start)..within(range.end)).collect();
        let plan = self.plan_for(columns).await?;
        let schema = plan.schema();
        let mut picked = Vec::new();
        for file in &self.files {
            let wanted = overlapping(&ranges, &file.rows());
            if !wanted.is_empty() {
                self.check_unchanged(&file.file)
                    .await
                    .inspect_err(|_| self.has_changed.store(true, Ordering::Relaxed))?;
                picked.push(file.file.clone().with_extension(access(&file.starts, wanted)));
            }
        }
        if picked.is_empty() {
            return Ok(RecordBatch::new_empty(schema));
        }
        let plan = with_files(plan, picked).map_err(|e| Error::from_datafusion(WHAT, e))?;
        let session = &self.session;
        let (state, owner) = (in_one_partition(session), session.queue_unlisted(WHAT).in_lane(Lane::Look));
        let batches = start_physical(session, &state, owner, plan, Order::Kept)?.collect().await?;
        concat_batches(&schema, &batches).map_err(|e| Error::from_arrow(WHAT, e))
    }

    async fn plan_for(&self, columns: &[usize]) -> Result<Arc<dyn ExecutionPlan>> {
        let kept = self.plans.lock().iter().find(|plan| plan.columns == columns).map(|plan| Arc::clone(&plan.physical));
        if let Some(plan) = kept {
            return Ok(plan);
        }
        let physical = physical_plan(&self.session, &self.plan, columns).await?;
        let mut plans = self.plans.lock();
        if plans.len() == PLANS_KEPT {
            plans.remove(0);
        }
        plans.push(Plan { columns: columns.to_vec(), physical: Arc::clone(&physical) });
        Ok(physical)
    }

    /// Fails for a file that was rewritten, which would give rows of two versions on one screen. Size and time of a
    /// local file cost microseconds; of a remote one, a request, so there the reader's own check must do.
    async fn check_unchanged(&self, file: &PartitionedFile) -> Result<()> {
        if !self.is_local {
            return Ok(());
        }
        let known = &file.object_meta;
        let fail = |what: &str| {
            Error::new(
                ErrorKind::Read,
                WHAT,
                format!("{} {what} since this frame was read", shown(&self.store, &known.location)),
            )
            .with_hint("read it again")
        };
        match self.store.head(&known.location).await {
            Ok(now) if now.size == known.size && now.last_modified == known.last_modified => Ok(()),
            Ok(_) => Err(fail("has changed")),
            Err(_) => Err(fail("has been moved or deleted")),
        }
    }
}

impl RowSource for ParquetRows {
    fn status(&self) -> SourceStatus {
        // Opened anew, the rows are those of the files as they are now.
        let dropped = self.has_changed.load(Ordering::Relaxed);
        SourceStatus { dropped, ..SourceStatus::complete(self.visible.end - self.visible.start) }
    }

    fn epoch(&self) -> u64 {
        self.epoch
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(async move { self.read(std::slice::from_ref(&range), columns).await })
    }

    fn windows<'a>(&'a self, ranges: &'a [Range<u64>], columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(self.read(ranges, columns))
    }
}

/// Returns a number that is another one when a file is: opened again, files that nobody has touched have the same rows.
/// JavaScript, which compares it, counts to 2^53.
fn epoch_of(files: &[PartitionedFile]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for PartitionedFile { object_meta: file, .. } in files {
        (file.location.as_ref(), file.size, file.last_modified).hash(&mut hasher);
    }
    hasher.finish() >> 11
}

/// Returns DataFusion's plan for these columns of `plan`, all files in one partition.
async fn physical_plan(session: &Session, plan: &LogicalPlan, columns: &[usize]) -> Result<Arc<dyn ExecutionPlan>> {
    let convert = |e| Error::from_datafusion(WHAT, e);
    let all = plan.schema().columns();
    let picked: Vec<Expr> = columns.iter().filter_map(|c| all.get(*c)).cloned().map(Expr::Column).collect();
    // A scan of no column would be answered from the footers, without a scan node.
    let picked = if picked.is_empty() { all.into_iter().take(1).map(Expr::Column).collect() } else { picked };
    let plan =
        LogicalPlanBuilder::from(plan.clone()).project(picked).and_then(LogicalPlanBuilder::build).map_err(convert)?;
    in_one_partition(session).create_physical_plan(&plan).await.map_err(convert)
}

/// Returns the state for windows: a file must not be split into partitions, as each gets the rows to read.
fn in_one_partition(session: &Session) -> SessionState {
    let mut state = state_of(session);
    state.config_mut().options_mut().execution.target_partitions = 1;
    state
}

/// Returns the one Parquet scan of a plan.
fn scan_of(plan: &Arc<dyn ExecutionPlan>) -> Option<&FileScanConfig> {
    match plan.downcast_ref::<DataSourceExec>() {
        Some(exec) => exec.downcast_to_file_source::<ParquetSource>().map(|(config, _)| config),
        None => match plan.children().as_slice() {
            [child] => scan_of(child),
            _ => None,
        },
    }
}

fn with_files(
    plan: Arc<dyn ExecutionPlan>,
    files: Vec<PartitionedFile>,
) -> datafusion::error::Result<Arc<dyn ExecutionPlan>> {
    plan.transform_up(|node| {
        let scan =
            node.downcast_ref::<DataSourceExec>().and_then(|exec| exec.downcast_to_file_source::<ParquetSource>());
        Ok(match scan {
            Some((config, _)) => {
                let config = FileScanConfigBuilder::from(config.clone())
                    .with_file_groups(vec![FileGroup::new(files.clone())])
                    .build();
                Transformed::yes(DataSourceExec::from_data_source(config) as Arc<dyn ExecutionPlan>)
            }
            None => Transformed::no(node),
        })
    })
    .data()
}

/// Returns those of the ranges, which are in ascending order and apart, that have rows in `rows`.
fn overlapping<'a>(ranges: &'a [Range<u64>], rows: &Range<u64>) -> &'a [Range<u64>] {
    let first = ranges.partition_point(|range| range.end <= rows.start);
    let end = ranges.partition_point(|range| range.start < rows.end);
    ranges.get(first..end).filter(|_| !rows.is_empty()).unwrap_or_default()
}

/// Returns the rows of each row group that are in `ranges`.
fn access(starts: &[u64], ranges: &[Range<u64>]) -> ParquetAccessPlan {
    let groups = starts
        .windows(2)
        .map(|group| {
            let rows = group[0]..group[1];
            match overlapping(ranges, &rows) {
                [] => RowGroupAccess::Skip,
                [one] if one.start <= rows.start && rows.end <= one.end => RowGroupAccess::Scan,
                wanted => RowGroupAccess::Selection(selection(&rows, wanted)),
            }
        })
        .collect();
    ParquetAccessPlan::new(groups)
}

/// Returns which of the rows of a row group are in `ranges`, each of which has some of them.
fn selection(rows: &Range<u64>, ranges: &[Range<u64>]) -> RowSelection {
    let mut at = rows.start;
    let mut selectors = Vec::with_capacity(2 * ranges.len() + 1);
    for range in ranges {
        let (first, end) = (range.start.max(rows.start), range.end.min(rows.end));
        selectors.push(RowSelector::skip((first - at) as usize));
        selectors.push(RowSelector::select((end - first) as usize));
        at = end;
    }
    selectors.push(RowSelector::skip((rows.end - at) as usize));
    RowSelection::from(selectors)
}
