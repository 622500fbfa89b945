//! Tables without a file: batches in memory, a computed sequence of integers, the kept rows of a run.
//!
//! DataFusion's own memory table sorts its batches by size when it spreads them over partitions, so the order of a
//! frame would change from run to run. Here a partition is a contiguous range of rows: nothing is regrouped or
//! reordered, and reading the partitions in turn gives the rows as they were put in. The same ranges give the grid
//! random access.

mod nans;
mod scan;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use arrow::array::{Array, Int64Array, RecordBatch, RecordBatchOptions, UInt64Array};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::error::Result as EngineResult;

use nans::Nans;
pub use scan::RowsTable;

use crate::error::{Error, ErrorKind, Result};
use crate::store::ResultStore;
use crate::store::row_source::{RowSource, SourceStatus};
use futures::future::BoxFuture;

/// Rows that are in memory or can be computed from their number.
#[derive(Clone, Debug)]
pub struct Rows {
    schema: SchemaRef,
    content: RowsKind,
    /// The size of the values, once somebody has asked.
    bytes: Arc<OnceLock<usize>>,
}

#[derive(Clone, Debug)]
enum RowsKind {
    /// The batches, the number of the first row of each, with the total at the end, and what is known of their NaN.
    Batches { batches: Arc<[RecordBatch]>, starts: Arc<[u64]>, nans: Arc<Nans> },
    /// `start`, `start + step`, ... with `count` values.
    Sequence { start: i64, step: i64, count: u64 },
    /// The kept rows of a run.
    Stored(Arc<ResultStore>),
    /// Other rows, and the number of each as the last column.
    Numbered(Arc<Rows>),
}

impl Rows {
    /// Returns the rows of `batches`, in their order.
    ///
    /// # Errors
    /// A `Schema` error when a batch has other types than `schema`.
    pub fn try_from_batches(schema: SchemaRef, batches: Vec<RecordBatch>) -> Result<Self> {
        let mut starts = vec![0];
        let mut total = 0;
        for batch in &batches {
            let same = batch.num_columns() == schema.fields().len()
                && batch.columns().iter().zip(schema.fields()).all(|(a, f)| a.data_type() == f.data_type());
            if !same {
                return Err(Error::new(
                    ErrorKind::Schema,
                    "DataFrame",
                    format!("a batch has other types than the frame: {} and {schema}", batch.schema()),
                ));
            }
            total += batch.num_rows() as u64;
            starts.push(total);
        }
        let nans = Arc::new(Nans::of(&schema, &batches));
        let content = RowsKind::Batches { batches: batches.into(), starts: starts.into(), nans };
        Ok(Self { schema, content, bytes: Arc::default() })
    }

    /// Returns the rows that a store has now.
    pub(crate) fn from_stored(stored: Arc<ResultStore>) -> Self {
        Self { schema: Arc::clone(stored.schema()), content: RowsKind::Stored(stored), bytes: Arc::default() }
    }

    /// Returns one column `value`: the integers from `start` to before `stop` in steps of `step`.
    ///
    /// # Errors
    /// A `Value` error when `step` is 0.
    pub fn try_sequence(start: i64, stop: i64, step: i64) -> Result<Self> {
        let span = i128::from(stop) - i128::from(start);
        let step_wide = i128::from(step);
        let count = match step {
            0 => return Err(Error::new(ErrorKind::Value, "range", "the step must not be 0")),
            1.. => (span.max(0) + step_wide - 1) / step_wide,
            _ => ((-span).max(0) - step_wide - 1) / -step_wide,
        };
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let schema = Arc::new(Schema::new(vec![Field::new("value", DataType::Int64, false)]));
        Ok(Self { schema, content: RowsKind::Sequence { start, step, count }, bytes: Arc::default() })
    }

    /// Returns the rows with the number of each, as a last column of this name: `uint64`, the first row has 0.
    pub(crate) fn numbered(&self, name: &str) -> Self {
        let number = Arc::new(Field::new(name, DataType::UInt64, false));
        let fields: Vec<_> = self.schema.fields().iter().cloned().chain([number]).collect();
        let schema = Arc::new(Schema::new_with_metadata(fields, self.schema.metadata().clone()));
        Self { schema, content: RowsKind::Numbered(Arc::new(self.clone())), bytes: Arc::default() }
    }

    /// The schema.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Returns how many rows there are.
    pub fn count(&self) -> u64 {
        match &self.content {
            RowsKind::Batches { starts, .. } => starts.last().copied().unwrap_or(0),
            RowsKind::Sequence { count, .. } => *count,
            RowsKind::Stored(stored) => stored.count(),
            RowsKind::Numbered(rows) => rows.count(),
        }
    }

    /// The batches as they were given; `None` if the rows are not batches in memory.
    pub fn batches(&self) -> Option<&[RecordBatch]> {
        match &self.content {
            RowsKind::Batches { batches, .. } => Some(batches),
            RowsKind::Sequence { .. } | RowsKind::Stored(_) | RowsKind::Numbered(_) => None,
        }
    }

    /// The size of the values in memory: of slices only their own values, not all that they keep alive.
    fn bytes(&self) -> usize {
        *self.bytes.get_or_init(|| {
            let columns = self.batches().into_iter().flatten().flat_map(RecordBatch::columns);
            columns.map(|column| column.to_data().get_slice_memory_size().unwrap_or(0)).sum()
        })
    }

    /// Returns the rows of `range` and these columns as one batch; a range beyond the end is cut.
    ///
    /// # Errors
    /// When the batches cannot be concatenated.
    pub fn window(&self, range: Range<u64>, columns: &[usize]) -> Result<RecordBatch> {
        let slices = self
            .slices(range, Some(columns), usize::MAX)
            .collect::<EngineResult<Vec<_>>>()
            .map_err(|e| Error::from_datafusion("rows", e))?;
        match slices.as_slice() {
            [one] => Ok(one.clone()),
            _ => {
                let schema = Arc::new(self.schema.project(columns).map_err(|e| Error::from_arrow("rows", e))?);
                concat_batches(&schema, &slices).map_err(|e| Error::from_arrow("rows", e))
            }
        }
    }

    /// Returns the rows of `range` in order, in batches of at most `size` for a sequence, and in the existing batches
    /// otherwise (a slice shares its buffers).
    fn slices(
        &self,
        range: Range<u64>,
        columns: Option<&[usize]>,
        size: usize,
    ) -> Box<dyn Iterator<Item = EngineResult<RecordBatch>> + Send> {
        let range = range.start.min(self.count())..range.end.min(self.count());
        let columns = columns.map(<[usize]>::to_vec);
        match &self.content {
            RowsKind::Batches { batches, starts, nans } => {
                let (batches, starts, nans) = (Arc::clone(batches), Arc::clone(starts), Arc::clone(nans));
                let first = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
                let last = starts.partition_point(|start| *start < range.end).min(batches.len());
                Box::new((first..last).filter_map(move |i| {
                    let from = range.start.max(starts[i]) - starts[i];
                    let to = range.end.min(starts[i + 1]).saturating_sub(starts[i]);
                    let rows = from as usize..to as usize;
                    let slice = (from < to).then(|| nans.slice(i, &batches[i], rows, columns.as_deref()))?;
                    Some(slice.map_err(Into::into).and_then(|slice| project(slice, columns.as_deref())))
                }))
            }
            RowsKind::Sequence { start, step, .. } => {
                let (start, step, schema) = (*start, *step, Arc::clone(&self.schema));
                let size = size.min(1 << 20) as u64;
                let mut at = range.start;
                Box::new(std::iter::from_fn(move || {
                    let end = range.end.min(at.saturating_add(size));
                    let rows = at..end;
                    at = end;
                    (rows.start < rows.end).then(|| {
                        let value = |row| (i128::from(start) + i128::from(step) * i128::from(row)) as i64;
                        let values = Int64Array::from_iter_values(rows.map(value));
                        let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(values)])?;
                        project(batch, columns.as_deref())
                    })
                }))
            }
            RowsKind::Stored(stored) => {
                Box::new(stored.slices(&range, columns.as_deref()).map(|slice| slice.map_err(Into::into)))
            }
            RowsKind::Numbered(rows) => rows.numbered_slices(&self.schema, range, columns, size),
        }
    }

    /// Returns slices of these columns of `schema`, whose last one is the number of the row.
    fn numbered_slices(
        &self,
        schema: &SchemaRef,
        range: Range<u64>,
        columns: Option<Vec<usize>>,
        size: usize,
    ) -> Box<dyn Iterator<Item = EngineResult<RecordBatch>> + Send> {
        let number = self.schema.fields().len();
        let wanted = columns.unwrap_or_else(|| (0..=number).collect());
        let read: Vec<usize> = wanted.iter().copied().filter(|column| *column != number).collect();
        let schema = match schema.project(&wanted) {
            Ok(schema) => Arc::new(schema),
            Err(error) => return Box::new(std::iter::once(Err(error.into()))),
        };
        let mut next = range.start;
        Box::new(self.slices(range, Some(&read), size).map(move |slice| {
            let slice = slice?;
            let (first, rows) = (next, slice.num_rows());
            next += rows as u64;
            let mut given = slice.columns().iter();
            let made = wanted.iter().filter_map(|column| match *column == number {
                true => Some(Arc::new(UInt64Array::from_iter_values(first..next)) as _),
                false => given.next().cloned(),
            });
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            Ok(RecordBatch::try_new_with_options(Arc::clone(&schema), made.collect(), &options)?)
        }))
    }

    fn kind(&self) -> &'static str {
        match &self.content {
            RowsKind::Batches { .. } => "memory",
            RowsKind::Sequence { .. } => "sequence",
            RowsKind::Stored(_) => "cache",
            RowsKind::Numbered(rows) => rows.kind(),
        }
    }

    fn is_on_disk(&self) -> bool {
        match &self.content {
            RowsKind::Stored(stored) => stored.is_on_disk(),
            RowsKind::Numbered(rows) => rows.is_on_disk(),
            RowsKind::Batches { .. } | RowsKind::Sequence { .. } => false,
        }
    }
}

impl RowSource for Rows {
    fn status(&self) -> SourceStatus {
        SourceStatus::complete(self.count())
    }

    fn window<'a>(&'a self, range: Range<u64>, columns: &'a [usize]) -> BoxFuture<'a, Result<RecordBatch>> {
        Box::pin(std::future::ready(Self::window(self, range, columns)))
    }
}

fn project(batch: RecordBatch, columns: Option<&[usize]>) -> EngineResult<RecordBatch> {
    match columns {
        None => Ok(batch),
        Some([]) => {
            let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
            Ok(RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &options)?)
        }
        Some(columns) => Ok(batch.project(columns)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::AsArray;
    use arrow::array::Float64Array;
    use arrow::datatypes::{Float64Type, Int64Type, UInt64Type};

    fn values(batch: &RecordBatch) -> Vec<i64> {
        batch.column(0).as_primitive::<Int64Type>().values().to_vec()
    }

    #[test]
    fn a_sequence_counts_as_python_does() {
        for (start, stop, step, count) in
            [(0, 10, 3, 4), (0, 0, 1, 0), (5, 0, 1, 0), (10, 0, -3, 4), (0, 1_000_000_000, 1, 1_000_000_000)]
        {
            assert_eq!(Rows::try_sequence(start, stop, step).unwrap().count(), count, "{start} {stop} {step}");
        }
        assert!(Rows::try_sequence(0, 1, 0).is_err());
        assert_eq!(Rows::try_sequence(i64::MIN, i64::MAX, 1).unwrap().count(), u64::MAX);
    }

    #[test]
    fn windows_cross_batches_and_stop_at_the_end() {
        let schema = Arc::new(Schema::new(vec![Field::new("value", DataType::Int64, false)]));
        let batch = |from: i64, to: i64| {
            RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(Int64Array::from_iter_values(from..to))]).unwrap()
        };
        let rows =
            Rows::try_from_batches(Arc::clone(&schema), vec![batch(0, 3), batch(3, 3), batch(3, 10), batch(10, 11)])
                .unwrap();
        assert_eq!(values(&rows.window(2..5, &[0]).unwrap()), [2, 3, 4]);
        assert_eq!(values(&rows.window(9..99, &[0]).unwrap()), [9, 10]);
        assert_eq!(rows.window(11..12, &[0]).unwrap().num_rows(), 0);
        assert_eq!(rows.window(0..5, &[]).unwrap().num_rows(), 5);
    }

    #[test]
    fn a_slice_is_as_large_as_what_it_shows() {
        let schema = Arc::new(Schema::new(vec![Field::new("value", DataType::Int64, false)]));
        let values = Arc::new(Int64Array::from_iter_values(0..100_000));
        let batch = RecordBatch::try_new(Arc::clone(&schema), vec![values]).unwrap().slice(500, 10);
        assert_eq!(Rows::try_from_batches(schema, vec![batch.clone(), batch]).unwrap().bytes(), 160);
    }

    #[test]
    fn a_nan_with_a_sign_is_read_as_the_one_and_stays_in_the_batch() {
        let schema = Arc::new(Schema::new(vec![
            Field::new("clean", DataType::Float64, false),
            Field::new("computed", DataType::Float64, false),
        ]));
        let mut values = vec![1.0; 200_000];
        values[150_000] = -f64::NAN;
        let clean = Arc::new(Float64Array::from(vec![f64::NAN; 200_000]));
        let batch =
            RecordBatch::try_new(Arc::clone(&schema), vec![clean, Arc::new(Float64Array::from(values))]).unwrap();
        let rows = Rows::try_from_batches(schema, vec![batch.clone()]).unwrap();
        for _ in 0..2 {
            for (columns, place) in [(&[0, 1][..], 1), (&[1, 0], 0), (&[1], 0)] {
                let window = rows.window(149_999..150_002, columns).unwrap();
                let computed = window.column(place).as_primitive::<Float64Type>();
                assert!(computed.value(1).is_nan() && computed.value(1).is_sign_positive());
            }
        }
        assert!(batch.column(1).as_primitive::<Float64Type>().value(150_000).is_sign_negative());
    }

    #[test]
    fn rows_are_numbered_wherever_one_begins_to_read() {
        let rows = Rows::try_sequence(0, 100, 2).unwrap().numbered("n");
        let window = rows.window(10..13, &[1, 0]).unwrap();
        assert_eq!(window.column(0).as_primitive::<UInt64Type>().values(), &[10, 11, 12]);
        assert_eq!(window.column(1).as_primitive::<Int64Type>().values(), &[20, 22, 24]);
        assert_eq!(rows.window(48..99, &[1]).unwrap().num_rows(), 2);
    }

    #[test]
    fn the_last_row_of_a_billion_is_there_at_once() {
        let rows = Rows::try_sequence(0, 1_000_000_000, 1).unwrap();
        assert_eq!(values(&rows.window(999_999_999..1_000_000_005, &[0]).unwrap()), [999_999_999]);
    }
}
