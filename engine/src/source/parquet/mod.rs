//! Parquet files, read by DataFusion, with footers that claim no more than they can know ([`footer`]).
//!
//! DataFusion takes the statistics of a footer for the column's values: a column whose minimum and maximum are equal
//! becomes that constant, one with as many nulls as rows becomes null, and `min`, `max` and `count` of a column are
//! answered without reading it. Here statistics are used to skip row groups and for the number of rows; values come
//! from the pages, except the minimum and maximum of integers, dates and times (docs/decisions/0019).

mod claims;
pub(crate) mod footer;
mod heading;
pub(crate) mod rows;
mod rowwise;
mod thrift;

use std::sync::Arc;

use arrow::datatypes::{DataType, Schema, SchemaRef};
use datafusion::catalog::Session;
use datafusion::common::stats::Precision;
use datafusion::common::{ColumnStatistics, Statistics};
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::file_format::file_compression_type::FileCompressionType;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::physical_plan::parquet::metadata::DFParquetMetadata;
use datafusion::datasource::physical_plan::parquet::transform_schema_to_view;
use datafusion::datasource::physical_plan::{FileScanConfig, FileScanConfigBuilder, FileSource, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::scalar::ScalarValue;
use futures::future::BoxFuture;
use object_store::{ObjectMeta, ObjectStore};
use parquet::arrow::{parquet_column, parquet_to_arrow_schema};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};

use crate::local::held;
use crate::local::store_of;
use footer::{Footer, Footers};

use crate::trial::Mend;

/// The format of Parquet files.
#[derive(Debug)]
pub(super) struct Parquet(ParquetFormat);

impl Parquet {
    pub(super) fn new() -> Self {
        // The metadata of columns has their meaning, such as extension types.
        Self(ParquetFormat::default().with_skip_metadata(false))
    }
}

/// Returns the schema of a footer.
fn schema_of(footer: &Footer) -> EngineResult<Schema> {
    let file = footer.metadata.file_metadata();
    Ok(parquet_to_arrow_schema(file.schema_descr(), file.key_value_metadata())?)
}

/// Returns the statistics of a footer for the columns of `schema`. The number of rows is exact. Bounds are exact if
/// each row group has them: by them the file may be skipped. The rest is for estimates.
fn statistics_of(footer: &Footer, schema: &SchemaRef) -> EngineResult<Statistics> {
    let mut statistics = DFParquetMetadata::statistics_from_parquet_metadata(&footer.metadata, schema)?;
    let (leaves, file) = (footer.metadata.file_metadata().schema_descr(), schema_of(footer)?);
    let groups = footer.metadata.row_groups();
    for (field, column) in schema.fields().iter().zip(&mut statistics.column_statistics) {
        // Without an exact null count, no column is taken for a constant.
        if Mend::FooterConstants.is_on() {
            column.null_count = column.null_count.to_inexact();
            column.distinct_count = column.distinct_count.to_inexact();
            column.sum_value = Precision::Absent;
        }
        let leaf = parquet_column(leaves, &file, field.name()).map(|(leaf, _)| leaf);
        let is_bounded = leaf.is_some_and(|leaf| groups.iter().all(|group| is_bounded(group, leaf)));
        if Mend::Bounds.is_on() {
            column.min_value = bound(&column.min_value, is_bounded, field.data_type());
            column.max_value = bound(&column.max_value, is_bounded, field.data_type());
        }
        let range = leaf.and_then(|leaf| footer.ranges.get(leaf).copied().flatten());
        estimate_range(column, field.data_type(), range);
    }
    Ok(statistics)
}

/// Returns a bound in the type of the table, where a file may have a narrower one: bounds of several files are
/// compared, and those of two types never are. A NULL is no bound: DataFusion has not found it, or there is no value.
fn bound(claimed: &Precision<ScalarValue>, is_exact: bool, data_type: &DataType) -> Precision<ScalarValue> {
    let bound = match claimed.get_value() {
        Some(value) if value.is_null() => Precision::Absent,
        Some(value) if value.data_type() != *data_type => claimed.cast_to(data_type).unwrap_or(Precision::Absent),
        _ => claimed.clone(),
    };
    if is_exact { bound } else { bound.to_inexact() }
}

/// Returns whether a row group has the minimum and the maximum of a leaf. One that has rows and neither may contain any
/// values.
fn is_bounded(group: &RowGroupMetaData, leaf: usize) -> bool {
    let claimed = group.columns().get(leaf).and_then(ColumnChunkMetaData::statistics);
    claimed.is_some_and(|claimed| claimed.min_bytes_opt().is_some() && claimed.max_bytes_opt().is_some())
}

fn estimate_range(column: &mut ColumnStatistics, data_type: &DataType, range: Option<(f64, f64)>) {
    let Some((low, high)) = range else { return };
    let bound = |value: f64| match data_type {
        DataType::Float64 => Precision::Inexact(ScalarValue::from(value)),
        DataType::Float32 => Precision::Inexact(ScalarValue::from(value as f32)),
        _ => Precision::Absent,
    };
    (column.min_value, column.max_value) = (bound(low), bound(high));
}

// Boxed futures by hand, as for providers: `#[async_trait]` costs minutes of compilation.
impl FileFormat for Parquet {
    fn get_ext(&self) -> String {
        self.0.get_ext()
    }

    fn get_ext_with_compression(&self, compression: &FileCompressionType) -> EngineResult<String> {
        self.0.get_ext_with_compression(compression)
    }

    fn compression_type(&self) -> Option<FileCompressionType> {
        None
    }

    fn infer_schema<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
        store: &'c Arc<dyn ObjectStore>,
        objects: &'d [ObjectMeta],
    ) -> BoxFuture<'f, EngineResult<SchemaRef>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        Box::pin(async move {
            let mut schemas = Vec::with_capacity(objects.len());
            for object in objects {
                let file = held::at_hand(store, object);
                let footers = Footers::new(state.runtime_env(), &store_of(store, &file));
                schemas.push(schema_of(&footers.of(&file.object_meta).await?)?);
            }
            Ok(Arc::new(transform_schema_to_view(&Schema::try_merge(schemas)?)))
        })
    }

    fn infer_stats<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
        store: &'c Arc<dyn ObjectStore>,
        schema: SchemaRef,
        object: &'d ObjectMeta,
    ) -> BoxFuture<'f, EngineResult<Statistics>>
    where
        'a: 'f,
        'b: 'f,
        'c: 'f,
        'd: 'f,
    {
        let footers = Footers::new(state.runtime_env(), store);
        Box::pin(async move { statistics_of(&footers.of(object).await?, &schema) })
    }

    fn create_physical_plan<'a, 'b, 'f>(
        &'a self,
        state: &'b dyn Session,
        config: FileScanConfig,
    ) -> BoxFuture<'f, EngineResult<Arc<dyn ExecutionPlan>>>
    where
        'a: 'f,
        'b: 'f,
    {
        let planned = || {
            let source = config.file_source().downcast_ref::<ParquetSource>().cloned();
            let source =
                source.ok_or_else(|| DataFusionError::Internal("this is not a scan of Parquet files".into()))?;
            let env = state.runtime_env();
            let footers = Footers::new(env, &env.object_store(&config.object_store_url)?);
            let source = Arc::new(source.with_parquet_file_reader_factory(Arc::new(footers)));
            let config = FileScanConfigBuilder::from(config).with_source(source).build();
            Ok(DataSourceExec::from_data_source(config) as Arc<dyn ExecutionPlan>)
        };
        Box::pin(std::future::ready(planned()))
    }

    fn file_source(&self, schema: TableSchema) -> Arc<dyn FileSource> {
        self.0.file_source(schema)
    }
}
