//! Sources in many small ranges, where partitions are read one after the other.
//!
//! A source has one range for each core. Read in order, the last range would have to wait, as a whole, for all before
//! it; of small ranges only a few wait. A range of a source starts no task and holds nothing before it is read.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfig, FileScanConfigBuilder};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::Result;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::limit::LocalLimitExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::union::UnionExec;
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};

use super::gate::GateExec;
use super::time_slice::TimeSliceExec;

/// The size of a range of files, in bytes: large enough that opening the file again is nothing.
const RANGE_BYTES: u64 = 8 << 20;
/// The size of a range in rows, where their number is known.
const RANGE_ROWS: usize = 1 << 19;
/// The most ranges of a source: each of them has figures of its own.
const MOST_RANGES: usize = 1_024;

type Plan = Arc<dyn ExecutionPlan>;

/// Returns `plan` with its sources in small ranges, if its partitions are computed independently of each other.
///
/// # Errors
/// When DataFusion cannot rebuild a node.
pub(super) fn in_small_ranges(plan: Plan, config: &ConfigOptions) -> Result<Plan> {
    match is_independent(&plan) {
        true => with_small_ranges(plan, config),
        false => Ok(plan),
    }
}

fn with_small_ranges(plan: Plan, config: &ConfigOptions) -> Result<Plan> {
    if let Some(scan) = plan.downcast_ref::<DataSourceExec>() {
        return Ok(divided(scan, config)?.unwrap_or(plan));
    }
    // What has a limit may have it for all of its rows, if they are one partition; and it ends soon.
    if !computes_each_partition_alone(&plan) || plan.fetch().is_some() {
        return Ok(plan);
    }
    let divided = plan.map_children(|input| {
        let before = Arc::clone(&input);
        let input = with_small_ranges(input, config)?;
        let is_divided = !Arc::ptr_eq(&input, &before);
        Ok(Transformed::new_transformed(input, is_divided))
    })?;
    Ok(divided.data)
}

/// Returns whether no partition of `plan` waits for another one to be read.
pub(super) fn is_independent(plan: &Plan) -> bool {
    plan.output_partitioning().partition_count() == 1
        || plan.children().is_empty()
        || (computes_each_partition_alone(plan) && plan.children().into_iter().all(is_independent))
}

fn computes_each_partition_alone(plan: &Plan) -> bool {
    plan.is::<FilterExec>()
        || plan.is::<ProjectionExec>()
        || plan.is::<LocalLimitExec>()
        || plan.is::<UnionExec>()
        || plan.is::<UnnestExec>()
        || plan.is::<CooperativeExec>()
        || plan.is::<TimeSliceExec>()
        || plan.is::<GateExec>()
}

/// Returns a scan in smaller ranges, if it can be divided.
fn divided(scan: &DataSourceExec, config: &ConfigOptions) -> Result<Option<Plan>> {
    let partitions = scan.data_source().output_partitioning().partition_count();
    let files: Option<&FileScanConfig> = scan.data_source().downcast_ref();
    if ExecutionPlan::fetch(scan).is_some() {
        return Ok(None);
    }
    let rows = StatisticsContext::new().compute(scan, &StatisticsArgs::new())?.num_rows;
    let bytes: u64 = files
        .map_or(0, |files| files.file_groups.iter().flat_map(FileGroup::iter).map(|file| file.effective_size()).sum());
    let by_bytes = usize::try_from(bytes / RANGE_BYTES).unwrap_or(MOST_RANGES);
    let by_rows = rows.get_value().map_or(0, |rows| rows / RANGE_ROWS);
    let wanted = by_bytes.max(by_rows).min(MOST_RANGES);
    if wanted <= partitions {
        return Ok(None);
    }
    let mut config = config.clone();
    // A small file may have many rows.
    config.optimizer.repartition_file_min_size = 0;
    let divided = scan.repartitioned(wanted, &config)?;
    let divided = divided.or_else(|| by_files(files?, wanted));
    Ok(divided.filter(|divided| divided.output_partitioning().partition_count() > partitions))
}

/// Returns a scan of files that cannot be divided, with few of them in each partition.
fn by_files(scan: &FileScanConfig, wanted: usize) -> Option<Plan> {
    let files: Vec<_> = scan.file_groups.iter().flat_map(FileGroup::iter).cloned().collect();
    let groups =
        files.chunks(files.len().div_ceil(wanted).max(1)).map(|files| FileGroup::new(files.to_vec())).collect();
    let scan = FileScanConfigBuilder::from(scan.clone()).with_file_groups(groups).build();
    Some(DataSourceExec::from_data_source(scan))
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::{DataType, Field, Schema};
    use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
    use datafusion::datasource::listing::PartitionedFile;
    use datafusion::datasource::physical_plan::CsvSource;
    use datafusion::execution::object_store::ObjectStoreUrl;
    use datafusion::logical_expr::{ident, lit};

    use super::*;
    use crate::frame::Frame;
    use crate::session::Session;

    async fn partitions(session: &Session, frame: &Frame) -> (usize, usize) {
        let plan = session.state().create_physical_plan(frame.plan()).await.unwrap();
        let divided = in_small_ranges(Arc::clone(&plan), session.state().config_options()).unwrap();
        assert!(is_independent(&divided) || Arc::ptr_eq(&plan, &divided));
        (plan.output_partitioning().partition_count(), divided.output_partitioning().partition_count())
    }

    #[tokio::test]
    async fn a_source_that_is_only_filtered_is_divided_by_its_rows() {
        let session = Session::try_new().unwrap();
        let rows = 40 * RANGE_ROWS as i64;
        let filtered = Frame::range(&session, 0, rows, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap();
        assert_eq!(partitions(&session, &filtered).await.1, 40);
        let few = Frame::range(&session, 0, 1_000, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap();
        let (before, after) = partitions(&session, &few).await;
        assert_eq!(before, after);
        let none: Vec<datafusion::prelude::Expr> = Vec::new();
        let (before, after) = partitions(&session, &filtered.aggregate(vec![ident("value")], none).unwrap()).await;
        assert_eq!(before, after);
    }

    #[tokio::test]
    async fn what_has_a_limit_for_all_of_its_rows_is_not_divided() {
        let session = Session::try_new().unwrap();
        let mut state = session.state().as_ref().clone();
        state.config_mut().options_mut().execution.target_partitions = 1;
        let rows = Frame::range(&session, 0, 40 * RANGE_ROWS as i64, 1).unwrap();
        let few = rows.filter(ident("value").gt(lit(5))).unwrap().limit(0, Some(10)).unwrap();
        let plan = state.create_physical_plan(few.plan()).await.unwrap();
        let divided = in_small_ranges(plan, state.config_options()).unwrap();
        let found = datafusion::physical_plan::collect(divided, state.task_ctx()).await.unwrap();
        assert_eq!(found.iter().map(|batch| batch.num_rows()).sum::<usize>(), 10);
    }

    #[test]
    fn files_are_divided_by_their_bytes_and_compressed_ones_by_their_number() {
        let scan = |compression| {
            let schema = Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, true)]));
            let files = (0..10).map(|at| PartitionedFile::new(format!("{at}.csv"), 2 * RANGE_BYTES)).collect();
            let source = Arc::new(CsvSource::new(schema));
            let scan = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), source)
                .with_file_group(FileGroup::new(files))
                .with_file_compression_type(compression)
                .build();
            let plan: Plan = DataSourceExec::from_data_source(scan);
            let divided = in_small_ranges(plan, &ConfigOptions::default()).unwrap();
            divided.output_partitioning().partition_count()
        };
        assert_eq!((scan(FileCompressionType::UNCOMPRESSED), scan(FileCompressionType::GZIP)), (20, 10));
    }
}
