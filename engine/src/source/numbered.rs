//! Parquet files with the number of each row among all of them, which every core computes for the rows that it reads: the
//! reader numbers the rows of a file, and a file has the number of its first row, as a folder has the value of its column.
//! A window function, which counts the rows that come to it, needs them one after the other.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::{TableType, provider_as_source, source_as_provider};
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::scalar::ScalarValue;
use futures::future::BoxFuture;
use object_store::ObjectMeta;
use object_store::path::Path;
use parquet::arrow::RowNumber;

use crate::error::{Error, ErrorKind};
use crate::source::Files;

/// The columns that number the rows of files.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    /// The number of the first row of the file that a row is in.
    pub(super) first: Field,
    /// The number of the row in its file.
    pub(super) row: Field,
    /// Each file, and the number of its first row.
    files: HashMap<Path, (ObjectMeta, u64)>,
}

impl Numbers {
    /// Returns the columns for these files; `None` if one of them is there twice, so that a row has two numbers.
    ///
    /// # Arguments
    /// * `names` - the names of the columns: of the first row's number, and of the row's in its file.
    pub(super) fn of<'a>(names: [&str; 2], files: impl Iterator<Item = (&'a ObjectMeta, u64)>) -> Option<Self> {
        let mut known = HashMap::new();
        for (file, first) in files {
            if known.insert(file.location.clone(), (file.clone(), first)).is_some() {
                return None;
            }
        }
        let [first, row] = names.map(|name| Field::new(name, DataType::Int64, false));
        Some(Self { first, row: row.with_extension_type(RowNumber), files: known })
    }

    /// Returns the files, each with the number of its first row after the values of its folders.
    ///
    /// # Errors
    /// When one of them is not among those that were numbered.
    pub(super) fn given(&self, files: Vec<PartitionedFile>) -> EngineResult<Vec<PartitionedFile>> {
        let numbered = files.into_iter().map(|mut file| {
            let now = &file.object_meta;
            let first = self.files.get(&now.location).and_then(|(known, first)| {
                let is_same = known.size == now.size && known.last_modified == now.last_modified;
                i64::try_from(*first).ok().filter(|_| is_same)
            });
            let first = first.ok_or_else(|| {
                let error = Error::new(ErrorKind::Read, "show", "the files have changed since this frame was read");
                DataFusionError::from(error.with_hint("read them again"))
            })?;
            file.partition_values.push(ScalarValue::Int64(Some(first)));
            Ok(file)
        });
        numbered.collect()
    }
}

/// The files of another table, and these columns at the end.
#[derive(Debug)]
struct NumberedFiles {
    files: Arc<dyn TableProvider>,
    numbers: Numbers,
    schema: SchemaRef,
}

// A boxed future by hand: `#[async_trait]` on a provider makes rustc prove Send for the whole plan type again.
impl TableProvider for NumberedFiles {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> EngineResult<Vec<TableProviderFilterPushDown>> {
        self.files.supports_filters_pushdown(filters)
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
        Box::pin(async move {
            match self.files.downcast_ref::<Files>() {
                Some(files) => files.plan(state, projection, filters, limit, Some((&self.numbers, &self.schema))).await,
                None => datafusion::common::internal_err!("only files are numbered"),
            }
        })
    }
}

/// Returns a plan of files, projections, filters and other names with two more columns, the last ones, which number its rows.
///
/// # Errors
/// When the plan cannot be built.
pub(super) fn numbered(plan: &LogicalPlan, numbers: &Numbers) -> EngineResult<LogicalPlan> {
    match plan {
        LogicalPlan::TableScan(scan) => {
            let files = source_as_provider(&scan.source)?;
            let known = files.schema();
            let fields = known.fields().iter().cloned();
            let fields = fields.chain([numbers.first.clone(), numbers.row.clone()].map(Arc::new)).collect::<Vec<_>>();
            let schema = Arc::new(Schema::new_with_metadata(fields, known.metadata().clone()));
            let count = known.fields().len();
            let columns = scan.projection.clone().map(|picked| picked.into_iter().chain([count, count + 1]).collect());
            let table = Arc::new(NumberedFiles { files, numbers: numbers.clone(), schema });
            LogicalPlanBuilder::scan(scan.table_name.clone(), provider_as_source(table), columns)?.build()
        }
        LogicalPlan::Projection(projection) => {
            let input = numbered(&projection.input, numbers)?;
            let all = input.schema().columns();
            let added = all.into_iter().rev().take(2).rev().map(Expr::Column);
            let exprs: Vec<Expr> = projection.expr.iter().cloned().chain(added).collect();
            LogicalPlanBuilder::from(input).project(exprs)?.build()
        }
        LogicalPlan::Filter(filter) => {
            let input = numbered(&filter.input, numbers)?;
            LogicalPlanBuilder::from(input).filter(filter.predicate.clone())?.build()
        }
        LogicalPlan::SubqueryAlias(alias) => {
            LogicalPlanBuilder::from(numbered(&alias.input, numbers)?).alias(alias.alias.clone())?.build()
        }
        _ => datafusion::common::internal_err!("only files, projections and filters are numbered"),
    }
}
