//! Rows as a table of DataFusion: one contiguous range of rows per partition.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Statistics, project_schema};
use datafusion::datasource::TableType;
use datafusion::datasource::source::{DataSource, DataSourceExec};
use datafusion::error::Result as EngineResult;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::{EquivalenceProperties, LexOrdering};
use datafusion::physical_plan::coop::cooperative;
use datafusion::physical_plan::execution_plan::SchedulingType;
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet};
use datafusion::physical_plan::projection::ProjectionExprs;
use datafusion::physical_plan::stream::{RecordBatchReceiverStream, RecordBatchStreamAdapter};
use datafusion::physical_plan::{DisplayFormatType, ExecutionPlan, Partitioning, PhysicalExpr};
use futures::future::BoxFuture;

use super::Rows;

/// Fewer rows than this are one partition: splitting them costs more than it gains.
const ROWS_WORTH_SPLITTING: u64 = 32_768;

/// Rows as a table of DataFusion.
#[derive(Debug)]
pub struct RowsTable(pub Rows);

// A boxed future by hand: `#[async_trait]` on a provider makes rustc prove Send for the whole plan type again.
impl TableProvider for RowsTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.0.schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn scan<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
        projection: Option<&'c Vec<usize>>,
        _filters: &'d [Expr],
        limit: Option<usize>,
    ) -> BoxFuture<'f, EngineResult<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        let scan = Scan::try_new(self.0.clone(), projection.cloned(), state.config().target_partitions(), limit);
        Box::pin(std::future::ready(scan.map(|s| DataSourceExec::from_data_source(s) as Arc<dyn ExecutionPlan>)))
    }

    fn statistics(&self) -> Option<Statistics> {
        let mut statistics = Statistics::new_unknown(self.0.schema());
        statistics.num_rows = Precision::Exact(usize::try_from(self.0.count()).unwrap_or(usize::MAX));
        Some(statistics)
    }
}

/// A scan of [`Rows`]: contiguous ranges of rows, one per partition.
#[derive(Clone, Debug)]
struct Scan {
    rows: Rows,
    projection: Option<Vec<usize>>,
    projected: SchemaRef,
    ranges: Vec<Range<u64>>,
    fetch: Option<usize>,
    metrics: ExecutionPlanMetricsSet,
}

impl Scan {
    fn try_new(
        rows: Rows,
        projection: Option<Vec<usize>>,
        partitions: usize,
        fetch: Option<usize>,
    ) -> EngineResult<Self> {
        let projected = project_schema(rows.schema(), projection.as_ref())?;
        let ranges = ranges(rows.count(), partitions);
        Ok(Self { rows, projection, projected, ranges, fetch, metrics: ExecutionPlanMetricsSet::new() })
    }
}

/// Returns up to so many ranges of about as many rows.
fn ranges(rows: u64, most: usize) -> Vec<Range<u64>> {
    let count = (rows / ROWS_WORTH_SPLITTING).clamp(1, most.max(1) as u64);
    let at = |place: u64| (u128::from(rows) * u128::from(place) / u128::from(count)) as u64;
    (0..count).map(|place| at(place)..at(place + 1)).collect()
}

impl DataSource for Scan {
    fn open(&self, partition: usize, context: Arc<TaskContext>) -> EngineResult<SendableRecordBatchStream> {
        let range = self.ranges.get(partition).cloned().unwrap_or(0..0);
        let end = self.fetch.map_or(range.end, |fetch| range.end.min(range.start + fetch as u64));
        let size = context.session_config().batch_size();
        let counted = BaselineMetrics::new(&self.metrics, partition);
        let slices = self.rows.slices(range.start..end, self.projection.as_deref(), size).inspect(move |slice| {
            if let Ok(slice) = slice {
                counted.record_output(slice.num_rows());
            }
        });
        if self.rows.is_on_disk() {
            let mut reading = RecordBatchReceiverStream::builder(Arc::clone(&self.projected), 1);
            let output = reading.tx();
            reading.spawn_blocking(move || {
                for slice in slices {
                    if output.blocking_send(slice).is_err() {
                        break;
                    }
                }
                Ok(())
            });
            return Ok(reading.build());
        }
        let stream = RecordBatchStreamAdapter::new(Arc::clone(&self.projected), futures::stream::iter(slices));
        Ok(Box::pin(cooperative(stream)))
    }

    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, rows={}, partitions={}", self.rows.kind(), self.rows.count(), self.ranges.len())?;
        self.fetch.map_or(Ok(()), |fetch| write!(f, ", fetch={fetch}"))
    }

    fn repartitioned(
        &self,
        partitions: usize,
        _: usize,
        _: Option<LexOrdering>,
    ) -> EngineResult<Option<Arc<dyn DataSource>>> {
        let ranges = ranges(self.rows.count(), partitions);
        let is_finer = ranges.len() > self.ranges.len();
        Ok(is_finer.then(|| Arc::new(Self { ranges, ..self.clone() }) as _))
    }

    fn output_partitioning(&self) -> Partitioning {
        Partitioning::UnknownPartitioning(self.ranges.len())
    }

    fn eq_properties(&self) -> EquivalenceProperties {
        EquivalenceProperties::new(Arc::clone(&self.projected))
    }

    fn metrics(&self) -> ExecutionPlanMetricsSet {
        self.metrics.clone()
    }

    fn scheduling_type(&self) -> SchedulingType {
        SchedulingType::Cooperative
    }

    fn partition_statistics(&self, partition: Option<usize>) -> EngineResult<Arc<Statistics>> {
        let count = match partition {
            Some(partition) => self.ranges.get(partition).map_or(0, |range| range.end - range.start),
            None => self.rows.count(),
        };
        let mut statistics = Statistics::new_unknown(&self.projected);
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        statistics.num_rows = match (self.fetch, partition) {
            (None, _) => Precision::Exact(count),
            (Some(fetch), Some(_)) => Precision::Exact(count.min(fetch)),
            (Some(_), None) => Precision::Inexact(count),
        };
        if partition.is_none() && self.rows.bytes() > 0 {
            statistics.total_byte_size = Precision::Inexact(self.rows.bytes());
        }
        Ok(Arc::new(statistics))
    }

    fn with_fetch(&self, fetch: Option<usize>) -> Option<Arc<dyn DataSource>> {
        Some(Arc::new(Self { fetch, ..self.clone() }))
    }

    fn fetch(&self) -> Option<usize> {
        self.fetch
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
