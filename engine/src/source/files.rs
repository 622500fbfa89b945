//! Files as a table of DataFusion.
//!
//! DataFusion's own listing table sorts its files by path, knows no null in the name of a folder, and matches `*`
//! across folders; here files are read in the order they were given, by the same formats. The files are listed again at
//! every scan: one that was added or rewritten since is seen.

use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNode;
use datafusion::common::{DFSchema, Statistics, project_schema};
use datafusion::datasource::TableType;
use datafusion::datasource::file_format::FileFormat;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder};
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::Result as EngineResult;
use datafusion::execution::cache::TableScopedPath;
use datafusion::execution::cache::cache_manager::CachedFileMetadata;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::scalar::ScalarValue;
use datafusion_datasource::compute_all_files_statistics;
use datafusion_execution::cache::SchemaFingerprint;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt};
use object_store::ObjectStore;
use tempfile::NamedTempFile;

use crate::file_format::Format;
use crate::local::held;
use crate::local::held::MOST_HELD;
use crate::local::{is_local, shown_at, store_of};
use crate::source::listing::{ListedFile, list};
use crate::source::numbered::Numbers;
use crate::source::{Place, hive};

/// How often files are listed again because some vanish before they are opened.
const LOOKS: usize = 4;
/// How many footers are read at once.
const FOOTERS_AT_ONCE: usize = 16;

/// A column with the path of the file that each row is from.
#[derive(Debug)]
pub(crate) struct FilePaths {
    /// The name of the column.
    pub(super) name: String,
    pub(super) is_local: bool,
    /// What is said instead of the path of a copy.
    pub(super) origin: Option<String>,
}

/// Files of one format in one store.
#[derive(Debug)]
pub(crate) struct Files {
    pub(super) format: Format,
    pub(super) places: Vec<Place>,
    pub(super) store: ObjectStoreUrl,
    pub(super) reader: Arc<dyn FileFormat>,
    /// The columns in the files.
    pub(super) schema: SchemaRef,
    /// The partition columns, from the names of folders.
    pub(super) partitions: Vec<Field>,
    /// Both.
    pub(super) table_schema: SchemaRef,
    pub(super) fingerprint: Arc<SchemaFingerprint>,
    /// The column that has the path of each file, one of the partition columns.
    pub(super) paths: Option<FilePaths>,
    /// A copy that is dropped with the table: it was read from a file object.
    pub(super) _spooled: Option<NamedTempFile>,
}

impl Files {
    pub(super) fn new(
        format: Format,
        (places, store): (Vec<Place>, ObjectStoreUrl),
        reader: Arc<dyn FileFormat>,
        schema: SchemaRef,
        partitions: Vec<Field>,
        spooled: Option<NamedTempFile>,
    ) -> Self {
        let fields = schema.fields().iter().cloned().chain(partitions.iter().cloned().map(Arc::new));
        let table_schema = Arc::new(Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone()));
        let fingerprint = Arc::new(SchemaFingerprint::from_schema(&schema));
        Self {
            format,
            places,
            store,
            reader,
            schema,
            partitions,
            table_schema,
            fingerprint,
            paths: None,
            _spooled: spooled,
        }
    }

    /// Adds the column of paths, which is the last partition column.
    pub(super) fn with_paths(self, paths: Option<FilePaths>) -> Self {
        Self { paths, ..self }
    }

    /// The format's name in lower case: `parquet`, `csv` ...
    pub(crate) fn kind(&self) -> &'static str {
        self.format.operation().trim_start_matches("read_")
    }

    /// The paths that are listed; none if the rows were read from a file object.
    pub(crate) fn places(&self) -> &[Place] {
        if self._spooled.is_some() { &[] } else { &self.places }
    }

    /// Fails if a folder has a value that is not of its column's type.
    pub(super) fn check(&self, found: &[ListedFile]) -> crate::error::Result<()> {
        let convert = |e| crate::error::Error::from_datafusion(self.format.operation(), e);
        found.iter().try_for_each(|found| self.partitioned(found.clone()).map(drop).map_err(convert))
    }

    fn is_about_folders(&self, filter: &Expr) -> bool {
        let named = |column: &datafusion::common::Column| self.partitions.iter().any(|p| p.name() == column.name());
        let columns = filter.column_refs();
        !columns.is_empty()
            && columns.into_iter().all(named)
            && !filter.is_volatile()
            && !filter
                .exists(|e| Ok(matches!(e, Expr::ScalarSubquery(_) | Expr::InSubquery(_) | Expr::Exists(_))))
                .unwrap_or(true)
    }

    fn partitioned(&self, found: ListedFile) -> EngineResult<PartitionedFile> {
        let values = self
            .partitions
            .iter()
            .map(|field| {
                if let Some(paths) = self.paths.as_ref().filter(|paths| paths.name == *field.name()) {
                    let path = || shown_at(paths.is_local, &found.meta.location);
                    return Ok(ScalarValue::Utf8(Some(paths.origin.clone().unwrap_or_else(path))));
                }
                let value = found.folders.iter().find(|(name, _)| name == field.name());
                let value = value.and_then(|(_, value)| value.as_deref());
                Ok(hive::scalar(self.format.operation(), field.name(), value, field.data_type())?)
            })
            .collect::<EngineResult<Vec<_>>>()?;
        Ok(PartitionedFile::from(found.meta).with_partition_values(values))
    }

    /// Returns the files whose partition values satisfy `filters`.
    fn prune(
        &self,
        state: &dyn Session,
        files: Vec<PartitionedFile>,
        filters: &[Expr],
    ) -> EngineResult<Vec<PartitionedFile>> {
        let Some(filter) = conjunction(filters.iter().filter(|filter| self.is_about_folders(filter)).cloned()) else {
            return Ok(files);
        };
        if files.is_empty() {
            return Ok(files);
        }
        let schema = DFSchema::from_unqualified_fields(self.partitions.clone().into(), Default::default())?;
        let columns = (0..self.partitions.len())
            .map(|at| {
                ScalarValue::iter_to_array(files.iter().filter_map(|file| file.partition_values.get(at).cloned()))
            })
            .collect::<EngineResult<Vec<_>>>()?;
        let batch = RecordBatch::try_new(Arc::clone(schema.inner()), columns)?;
        let expr = state.create_physical_expr(filter, &schema)?;
        let kept = expr.evaluate(&batch)?.into_array(files.len())?;
        let kept = kept.as_boolean();
        let picked = files.into_iter().zip(kept.iter()).filter(|(_, kept)| *kept == Some(true));
        Ok(picked.map(|(file, _)| file).collect())
    }

    async fn with_statistics(
        &self,
        state: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        file: PartitionedFile,
    ) -> EngineResult<PartitionedFile> {
        let cache = state.runtime_env().cache_manager.get_file_statistic_cache();
        let path = TableScopedPath { table: None, path: file.object_meta.location.clone() };
        let cached = cache.as_ref().and_then(|cache| cache.get(&path));
        let known = cached.filter(|known| known.is_valid_for(&file.object_meta, &self.fingerprint));
        let statistics = match known {
            Some(known) => known.statistics,
            None => {
                let schema = Arc::clone(&self.schema);
                let store = store_of(store, &file);
                let read = self.reader.infer_stats_and_ordering(state, &store, schema, &file.object_meta).await?;
                let statistics = Arc::new(read.statistics);
                if let Some(cache) = cache {
                    let (meta, fingerprint) = (file.object_meta.clone(), Arc::clone(&self.fingerprint));
                    let entry = CachedFileMetadata::new(meta, fingerprint, Arc::clone(&statistics), read.ordering);
                    cache.put(&path, entry);
                }
                statistics
            }
        };
        let mut file = file.with_statistics(statistics);
        // DataFusion assumes that a partition value is never null and that each folder has a row; the statistics are
        // corrected where that is not so.
        let (values, first) = (&file.partition_values, self.schema.fields().len());
        if let Some(statistics) = file.statistics.as_mut().filter(|_| !values.is_empty()) {
            let statistics = Arc::make_mut(statistics);
            let has_rows = statistics.num_rows != Precision::Exact(0);
            for (column, value) in statistics.column_statistics.iter_mut().skip(first).zip(values) {
                column.distinct_count = column.distinct_count.to_inexact();
                if value.is_null() {
                    column.null_count = statistics.num_rows;
                }
                if value.is_null() || !has_rows {
                    column.min_value = Precision::Absent;
                    column.max_value = Precision::Absent;
                }
            }
        }
        Ok(file)
    }

    /// Makes those statistics of several files inexact that may be wrong.
    fn sure(&self, statistics: &mut Statistics) {
        for (column, field) in statistics.column_statistics.iter_mut().zip(self.schema.fields()) {
            column.null_count = column.null_count.to_inexact();
            column.distinct_count = column.distinct_count.to_inexact();
            for bound in [&mut column.min_value, &mut column.max_value] {
                let is_sure = is_counted(field.data_type()) && bound.get_value().is_some_and(|value| !value.is_null());
                if !is_sure {
                    *bound = std::mem::take(bound).to_inexact();
                }
            }
        }
    }

    /// Returns the files that exist now and satisfy `filters`, held open if they are not too many.
    async fn now(
        &self,
        state: &dyn Session,
        store: &Arc<dyn ObjectStore>,
        filters: &[Expr],
    ) -> EngineResult<Vec<PartitionedFile>> {
        for attempt in 1.. {
            let found = list(store, &self.places, self.format).await?;
            let files = found.into_iter().filter(|found| found.meta.size > 0).map(|found| self.partitioned(found));
            let files = self.prune(state, files.collect::<EngineResult<Vec<_>>>()?, filters)?;
            if !is_local(store) || files.len() > MOST_HELD {
                return Ok(files);
            }
            match files.iter().map(held::hold).collect::<Option<Vec<_>>>() {
                Some(held) => return Ok(held),
                // If a folder is replaced, its files are missing between two listings.
                None if attempt < LOOKS => {}
                None => return Ok(files),
            }
        }
        Ok(Vec::new())
    }

    /// Plans a scan.
    ///
    /// # Arguments
    /// * `numbered` - columns that number the rows, and the columns of the table with these.
    pub(super) async fn plan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
        numbered: Option<(&Numbers, &SchemaRef)>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let (numbers, schema) = numbered.map_or((None, &self.table_schema), |(numbers, all)| (Some(numbers), all));
        let empty =
            |projection| Ok(Arc::new(EmptyExec::new(project_schema(schema, projection)?)) as Arc<dyn ExecutionPlan>);
        let store = state.runtime_env().object_store(&self.store)?;
        let files = self.now(state, &store, filters).await?;
        if files.is_empty() {
            return empty(projection);
        }
        let files = match numbers {
            Some(numbers) => numbers.given(files)?,
            None => files,
        };
        // Statistics know nothing of numbers.
        let collect = state.config_options().execution.collect_statistics && numbers.is_none();
        let files: Vec<PartitionedFile> = match collect {
            true => {
                futures::stream::iter(files)
                    .map(|file| self.with_statistics(state, &store, file))
                    .buffered(FOOTERS_AT_ONCE)
                    .try_collect()
                    .await?
            }
            false => files,
        };
        let each = files.len().div_ceil(state.config_options().execution.target_partitions.max(1));
        let groups = files.chunks(each).map(|files| FileGroup::new(files.to_vec())).collect();
        let (mut groups, mut statistics) = compute_all_files_statistics(groups, Arc::clone(schema), collect, !collect)?;
        self.sure(&mut statistics);
        groups.iter_mut().filter_map(FileGroup::statistics_mut).for_each(|statistics| self.sure(statistics));
        let first = numbers.map(|numbers| numbers.first.clone());
        let partitions = self.partitions.iter().cloned().chain(first).map(Arc::new).collect::<Vec<_>>();
        let counted = numbers.iter().map(|numbers| Arc::new(numbers.row.clone())).collect::<Vec<_>>();
        let columns = TableSchema::builder(Arc::clone(&self.schema)).with_table_partition_cols(partitions);
        let source = self.reader.file_source(columns.with_virtual_columns(counted).build());
        let statistics = if collect { statistics } else { Statistics::new_unknown(schema) };
        let config = FileScanConfigBuilder::new(self.store.clone(), source)
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        self.reader.create_physical_plan(state, config).await
    }
}

/// Returns whether files store values of the type as integers: all writers agree on their minimum, and none truncates
/// it.
fn is_counted(data_type: &DataType) -> bool {
    data_type.is_integer() || matches!(data_type, DataType::Date32 | DataType::Timestamp(..))
}

// A boxed future by hand: `#[async_trait]` on a provider makes rustc prove Send for the whole plan type again.
impl TableProvider for Files {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.table_schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> EngineResult<Vec<TableProviderFilterPushDown>> {
        let answer = |filter: &&Expr| match self.is_about_folders(filter) {
            true => TableProviderFilterPushDown::Exact,
            false => TableProviderFilterPushDown::Inexact,
        };
        Ok(filters.iter().map(answer).collect())
    }

    fn scan<'a, 'b, 'c, 'd, 'f>(
        &'a self,
        state: &'b dyn Session,
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
        Box::pin(self.plan(state, projection, filters, limit, None))
    }
}
