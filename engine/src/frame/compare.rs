//! Whether two frames have the same contents. Both run at once and are compared batch by batch as their rows come, so
//! neither is in memory as a whole.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, PrimitiveArray, RecordBatch, make_comparator};
use arrow::compute::{SortOptions, cast};
use arrow::datatypes::{DataType, Field, Float32Type, Float64Type};
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, lit};
use futures::StreamExt;

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::render::type_name;
use crate::run::BatchStream;

const WHAT: &str = "equals";
/// The hidden column that is summed to count the rows of one side up and of the other down.
const SIDE: &str = "?side?";

impl Frame {
    /// Returns whether both frames have the same columns with the same types and, row by row, the same values. A null
    /// equals a null and NaN equals NaN; layouts of one type (string, say) are equal.
    ///
    /// # Errors
    /// A `Value` error for a frame without order, unless `any_order` says that it does not matter; the first error of
    /// a run.
    pub async fn equals(self: &Arc<Self>, other: &Arc<Self>, any_order: bool) -> Result<bool> {
        let (left, right) = (self.schema().fields(), other.schema().fields());
        let same_columns = left.len() == right.len() && left.iter().zip(right).all(|(l, r)| is_same_column(l, r));
        if !same_columns {
            return Ok(false);
        }
        if any_order {
            return self.equals_as_bags(other).await;
        }
        if !(self.is_ordered() && other.is_ordered()) {
            let message = "the rows of a frame have no order, so they cannot be compared one by one";
            return Err(Error::new(ErrorKind::Value, WHAT, message)
                .with_hint("sort both frames, or give any_order=True to compare them as collections of rows"));
        }
        let (mut left, mut right) = (Rest::start(self).await?, Rest::start(other).await?);
        loop {
            match (left.fill().await?, right.fill().await?) {
                (0, 0) => return Ok(true),
                (0, _) | (_, 0) => return Ok(false),
                (l, r) => {
                    let rows = l.min(r);
                    if !is_same(&left.take(rows), &right.take(rows))? {
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Compares the frames as multisets: each distinct row is counted up on one side and down on the other.
    async fn equals_as_bags(self: &Arc<Self>, other: &Arc<Self>) -> Result<bool> {
        let names: Vec<String> = self.schema().fields().iter().map(|field| field.name().clone()).collect();
        let side = |frame: &Arc<Self>, count: i64| {
            let columns = names.iter().zip(self.schema().fields()).map(|(name, field)| {
                // Both sides in one layout.
                datafusion::logical_expr::cast(column(name), field.data_type().clone()).alias(name)
            });
            let columns: Vec<Expr> = columns.chain([lit(count).alias(SIDE)]).collect();
            LogicalPlanBuilder::from(frame.plan().clone()).project(columns).and_then(LogicalPlanBuilder::build)
        };
        let plan = (|| {
            let keys: Vec<Expr> = names.iter().map(|name| column(name)).collect();
            LogicalPlanBuilder::from(side(self, 1)?)
                .union(side(other, -1)?)?
                .aggregate(keys, [sum(column(SIDE)).alias(SIDE)])?
                .filter(column(SIDE).not_eq(lit(0i64)))?
                .build()
        })()
        .map_err(|e| Error::from_datafusion(WHAT, e))?;
        Self::from_plan(self.session(), plan, "query")?.is_empty().await
    }
}

fn is_same_column(left: &Field, right: &Field) -> bool {
    left.name() == right.name() && type_name(left.data_type()) == type_name(right.data_type())
}

/// The rest of a run's rows.
struct Rest {
    stream: BatchStream,
    batch: Option<RecordBatch>,
}

impl Rest {
    async fn start(frame: &Arc<Frame>) -> Result<Self> {
        Ok(Self { stream: frame.start(WHAT).await?.1, batch: None })
    }

    /// Reads the next batch if there are no rows left of the last; returns how many rows there are, 0 if the run has
    /// ended.
    async fn fill(&mut self) -> Result<usize> {
        loop {
            match &self.batch {
                Some(batch) if batch.num_rows() > 0 => return Ok(batch.num_rows()),
                _ => match self.stream.next().await.transpose()? {
                    Some(batch) => self.batch = Some(batch),
                    None => return Ok(0),
                },
            }
        }
    }

    fn take(&mut self, rows: usize) -> Vec<ArrayRef> {
        let Some(batch) = self.batch.take() else { return Vec::new() };
        self.batch = Some(batch.slice(rows, batch.num_rows() - rows));
        batch.slice(0, rows).columns().to_vec()
    }
}

fn is_same(left: &[ArrayRef], right: &[ArrayRef]) -> Result<bool> {
    for (left, right) in left.iter().zip(right) {
        if !is_same_array(left, right).map_err(|e| Error::from_arrow(WHAT, e))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_same_array(left: &ArrayRef, right: &ArrayRef) -> std::result::Result<bool, arrow::error::ArrowError> {
    let right = if left.data_type() == right.data_type() { Arc::clone(right) } else { cast(right, left.data_type())? };
    if left == &right {
        return Ok(true);
    }
    let (left, right) = (plain_floats(left), plain_floats(&right));
    let compare = make_comparator(&left, &right, SortOptions::default())?;
    Ok((0..left.len()).all(|row| compare(row, row) == Ordering::Equal))
}

/// Floats with one NaN, and no sign on a zero, as the comparison is by bits.
fn plain_floats(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        DataType::Float32 => {
            let plain: PrimitiveArray<Float32Type> =
                array.as_primitive::<Float32Type>().unary(|x| if x.is_nan() { f32::NAN } else { x + 0.0 });
            Arc::new(plain)
        }
        DataType::Float64 => {
            let plain: PrimitiveArray<Float64Type> =
                array.as_primitive::<Float64Type>().unary(|x| if x.is_nan() { f64::NAN } else { x + 0.0 });
            Arc::new(plain)
        }
        _ => Arc::clone(array),
    }
}
