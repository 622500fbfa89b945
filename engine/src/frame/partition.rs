//! Groups as frames of their own: `partition_by`, `map_groups`, and a loop over a `group_by`. The rows of each group are
//! gathered into a list by one aggregation, in the frame's order; each list is then a batch, without a copy where the rows
//! came in order.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, RecordBatchOptions, StructArray};
use arrow::compute::{sort_to_indices, take};
use arrow::datatypes::{Int64Type, SchemaRef};
use datafusion::functions::expr_fn::named_struct;
use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::expr_fn::min;
use datafusion::logical_expr::{Expr, lit};

use crate::cast::batch::cast_to_schema;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::{column, named, split_alias};
use crate::frame::Frame;
use crate::frame::keys::check_given;
use crate::operator::BatchMap;

/// Hidden columns: the number of a row, the rows of a group, the number of its first one.
const ROW: &str = "?row?";
const ROWS: &str = "?rows?";
const FIRST: &str = "?first?";

/// A group: the values of its keys, as an array of one value each, and its rows.
pub type Part = (Vec<ArrayRef>, Arc<Frame>);

impl Frame {
    /// Runs the query and returns its rows as one frame in memory for each combination of the keys' values, in the order of
    /// their first rows if the frame has an order.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for keys that cannot be compared; the error of the query.
    pub async fn partition_by(self: &Arc<Self>, operation: &'static str, keys: Vec<Expr>) -> Result<Vec<Part>> {
        let count = keys.len();
        let gathered = self.gathered(operation, keys)?.collect().await?;
        let mut parts: Vec<(i64, Part)> = Vec::new();
        for batch in gathered.batches().unwrap_or_default() {
            let first = batch.column(count + 1).as_primitive_opt::<Int64Type>();
            for row in 0..batch.num_rows() {
                let rows = rows_of(operation, batch.column(count), row, self.schema())?;
                let frame = Self::from_batches(self.session(), Arc::clone(self.schema()), vec![rows])?;
                let keys = batch.columns()[..count].iter().map(|key| key.slice(row, 1)).collect();
                parts.push((first.map_or(0, |first| first.value(row)), (keys, frame)));
            }
        }
        parts.sort_by_key(|(first, _)| *first);
        Ok(parts.into_iter().map(|(_, part)| part).collect())
    }

    /// Returns the batches that `map` makes of batches of whole groups: of each it is given one, whose only column
    /// [`rows_of`] reads. `schema` is that of its results.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for keys that cannot be compared, or a schema that names a column twice.
    pub fn map_groups(
        self: &Arc<Self>,
        keys: Vec<Expr>,
        map: Arc<dyn BatchMap>,
        schema: &SchemaRef,
    ) -> Result<Arc<Self>> {
        self.gathered("map_groups", keys)?.select(vec![column(ROWS)])?.map_batches(map, schema)
    }

    /// Returns a row for each group: the keys under hidden names, its rows as a list, the number of the first one.
    fn gathered(self: &Arc<Self>, operation: &str, keys: Vec<Expr>) -> Result<Arc<Self>> {
        self.check(operation, &keys)?;
        let keys: Vec<(Expr, String)> = keys.into_iter().map(named).map(split_alias).collect();
        check_given(operation, self.plan().schema(), keys.iter().map(|(key, name)| (key, name)))?;
        let names: Vec<String> = (0..keys.len()).map(key_name).collect();
        let rows = if self.is_ordered() {
            self.with_row_index(ROW, 0)?
        } else {
            self.select(self.names().map(column).chain([lit(0i64).alias(ROW)]).collect())?
        };
        let hidden = keys.into_iter().zip(&names).map(|((key, _), name)| key.alias(name));
        let all = self.names().chain([ROW]).map(column).chain(hidden).collect();
        let rows = rows.select(all)?;
        let parts = self.names().chain([ROW]).flat_map(|name| [lit(name), column(name)]).collect();
        let listed = array_agg_udaf().call(vec![named_struct(parts)]).alias(ROWS);
        // Not by `aggregate`: it would have the lists sorted value by value.
        let keys = || names.iter().map(|name| column(name)).collect::<Vec<_>>();
        rows.derive(operation, |plan| {
            let plan = plan.aggregate(keys(), [listed, min(column(ROW)).alias(FIRST)])?;
            plan.project(keys().into_iter().chain([column(ROWS), column(FIRST)]))
        })
    }
}

fn key_name(at: usize) -> String {
    format!("?key {at}?")
}

/// Returns the rows of the group in one row of a column of groups, in their order, as a batch of `schema`.
///
/// # Errors
/// An `Internal` error for a column that is not one of groups.
pub fn rows_of(operation: &str, groups: &ArrayRef, row: usize, schema: &SchemaRef) -> Result<RecordBatch> {
    let convert = |e| Error::from_arrow(operation, e);
    let list = match groups.as_list_opt::<i32>() {
        Some(lists) => lists.value(row),
        None => return Err(Error::new(ErrorKind::Internal, operation, "a group is not a list of rows")),
    };
    let Some(rows) = list.as_any().downcast_ref::<StructArray>() else {
        return Err(Error::new(ErrorKind::Internal, operation, "the rows of a group are not structs"));
    };
    let (mut columns, numbers) = match rows.columns().split_last() {
        Some((numbers, columns)) => (columns.to_vec(), numbers),
        None => return Err(Error::new(ErrorKind::Internal, operation, "the rows of a group have no numbers")),
    };
    let in_order = numbers.as_primitive_opt::<Int64Type>().is_some_and(|numbers| numbers.values().is_sorted());
    if !in_order {
        let order = sort_to_indices(numbers, None, None).map_err(convert)?;
        columns = columns.iter().map(|values| take(values, &order, None).map_err(convert)).collect::<Result<_>>()?;
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
    let fields: Vec<_> = rows.fields().iter().take(columns.len()).cloned().collect();
    let given = Arc::new(arrow::datatypes::Schema::new(fields));
    let batch = RecordBatch::try_new_with_options(given, columns, &options).map_err(convert)?;
    cast_to_schema(schema, batch).map_err(convert)
}
