//! Correlation of columns: Pearson's of their values, or Spearman's of their ranks.
//!
//! Ranks need all values at once. The values are kept once for all pairs of columns, about 9 bytes each, and ranked at
//! the end, for 24 bytes more of each; both are counted in the memory limit. Where a value is missing, the other rows
//! are ranked anew for each pair that the column is part of.

use std::mem::size_of;
use std::sync::Arc;

use arrow::array::{Array, ArrayBuilder, ArrayRef, AsArray, Float64Array, Float64Builder, LargeListArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Float64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result as EngineResult;
use datafusion::functions_aggregate::expr_fn::corr;
use datafusion::functions_nested::expr_fn::array_element;
use datafusion::logical_expr::{Accumulator, Expr, Volatility, cast, create_udaf, lit, when};

use crate::aggregate::quantiles::{item, list, list_type};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::frame::statistics::{as_float, is_number};
use crate::run::reservation::room;

/// The kind of correlation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Correlation {
    /// Of the values: how close the points are to a line.
    #[default]
    Pearson,
    /// Of their ranks: how close they are to any rising or falling curve.
    Spearman,
}

impl Frame {
    /// Returns the correlation of every column with every other: a table with the names in the first column. Rows where
    /// one of two is null do not count for these two.
    ///
    /// # Errors
    /// A `Schema` error for a column that is not numeric.
    pub fn correlation(self: &Arc<Self>, method: Correlation) -> Result<Arc<Self>> {
        let fields = self.schema().fields();
        if let Some(field) = fields.iter().find(|field| !is_number(field.data_type())) {
            let message = format!("column \"{}\" is not numeric", field.name());
            return Err(Error::new(ErrorKind::Schema, "corr", message)
                .with_hint("select the numeric columns first: df.select(...).corr()"));
        }
        let names: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
        let numbers = fields.iter().map(|field: &Arc<Field>| as_float(&column(field.name()), field.data_type()));
        let numbers: Vec<Expr> = numbers.collect();
        let (aggregates, cells) = match method {
            Correlation::Pearson => of_values(&numbers),
            Correlation::Spearman => of_ranks(numbers),
        };
        let mut columns = Vec::with_capacity(names.len());
        for (a, name) in names.iter().enumerate() {
            let mut made = Vec::with_capacity(names.len());
            for b in 0..names.len() {
                let cell = cells[place(a.min(b), a.max(b), names.len())].clone();
                made.push(match a == b {
                    // The correlation of a column with itself is 1, without rounding.
                    true => when(cell.clone().is_null(), cell)
                        .otherwise(lit(1.0))
                        .map_err(|e| Error::from_datafusion("corr", e))?,
                    false => cell,
                });
            }
            columns.push((name.clone(), made));
        }
        self.aggregate(Vec::new(), aggregates)?.laid_out("corr", (self.free_name("column"), names), columns)
    }
}

/// Returns Spearman's correlation of two numeric expressions, as an aggregate: of the pairs without a null. Null where
/// all values of one side are equal, and so for less than two pairs.
pub fn spearman(y: Expr, x: Expr) -> Expr {
    // Of the triangle of two columns, the cell of both.
    array_element(ranked(vec![y, x]), lit(2i64))
}

/// Returns the index of the pair of columns `a` and `b`, with `a <= b`, in a list of all pairs of `count` columns.
fn place(a: usize, b: usize, count: usize) -> usize {
    (0..a).map(|row| count - row).sum::<usize>() + b - a
}

/// Returns the aggregates of the table, and its cells: one for each pair of columns, by [`place`].
fn of_values(numbers: &[Expr]) -> (Vec<Expr>, Vec<Expr>) {
    let pairs = numbers.iter().enumerate().flat_map(|(a, left)| numbers[a..].iter().map(move |right| (left, right)));
    let made = pairs.enumerate().map(|(at, (left, right))| {
        let name = format!("corr {at}");
        (corr(left.clone(), right.clone()).alias(&name), column(&name))
    });
    made.unzip()
}

fn of_ranks(numbers: Vec<Expr>) -> (Vec<Expr>, Vec<Expr>) {
    const NAME: &str = "corr";
    if numbers.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let pairs = numbers.len() * (numbers.len() + 1) / 2;
    let cells = (0..pairs).map(|at| array_element(column(NAME), lit(at as i64 + 1))).collect();
    (vec![ranked(numbers).alias(NAME)], cells)
}

/// Returns an aggregate that computes the list of Spearman's correlations of these expressions, for each pair by
/// [`place`].
fn ranked(numbers: Vec<Expr>) -> Expr {
    let count = numbers.len();
    let function = create_udaf(
        "spearman",
        vec![DataType::Float64; count],
        Arc::new(list_type()),
        Volatility::Immutable,
        Arc::new(move |_| Ok(Box::new(Ranked::new(count)) as _)),
        // The state that is exchanged between partitions may exceed a list of 32-bit offsets.
        Arc::new(vec![DataType::LargeList(item()); count]),
    );
    function.call(numbers.into_iter().map(|number| cast(number, DataType::Float64)).collect())
}

/// The accumulator: the values of some columns, row by row.
#[derive(Debug)]
struct Ranked {
    columns: Vec<Float64Builder>,
}

impl Ranked {
    fn new(count: usize) -> Self {
        Self { columns: (0..count).map(|_| Float64Builder::new()).collect() }
    }
}

impl Accumulator for Ranked {
    fn update_batch(&mut self, values: &[ArrayRef]) -> EngineResult<()> {
        for (column, values) in self.columns.iter_mut().zip(values) {
            column.append_array(values.as_primitive::<Float64Type>());
        }
        Ok(())
    }

    fn evaluate(&mut self) -> EngineResult<ScalarValue> {
        let values: usize = self.columns.iter().map(Float64Builder::len).sum();
        // A copy of each value, its rank and the order of all.
        let _room = room("corr", values.saturating_mul(9 + size_of::<f64>() + size_of::<usize>()))?;
        let columns: Vec<Float64Array> = self.columns.iter().map(Float64Builder::finish_cloned).collect();
        Ok(ScalarValue::List(list(correlations(&columns))))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.columns.iter().map(|column| column.capacity() * 9).sum::<usize>()
    }

    fn state(&mut self) -> EngineResult<Vec<ScalarValue>> {
        let state = self.columns.iter_mut().map(|column| {
            let values = column.finish();
            let offsets = OffsetBuffer::from_lengths([values.len()]);
            let list = LargeListArray::try_new(item(), offsets, Arc::new(values), None)?;
            Ok(ScalarValue::LargeList(Arc::new(list)))
        });
        state.collect()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> EngineResult<()> {
        for (column, states) in self.columns.iter_mut().zip(states) {
            for values in states.as_list::<i64>().iter().flatten() {
                column.append_array(values.as_primitive::<Float64Type>());
            }
        }
        Ok(())
    }
}

fn correlations(columns: &[Float64Array]) -> Vec<Option<f64>> {
    // A column without missing values has the same ranks in every pair.
    let whole: Vec<Option<Vec<f64>>> =
        columns.iter().map(|column| (column.null_count() == 0).then(|| ranks(column.values()))).collect();
    let mut found = Vec::with_capacity(columns.len() * (columns.len() + 1) / 2);
    for (a, left) in columns.iter().enumerate() {
        for (b, right) in columns.iter().enumerate().skip(a) {
            found.push(match (&whole[a], &whole[b]) {
                (Some(left), Some(right)) => of_ranked(left, right),
                _ => {
                    let pairs = left.iter().zip(right).filter_map(|(left, right)| Some((left?, right?)));
                    let (left, right): (Vec<f64>, Vec<f64>) = pairs.unzip();
                    of_ranked(&ranks(&left), &ranks(&right))
                }
            });
        }
    }
    found
}

/// Returns the rank of each value, from 1; ties share the mean of their ranks. NaN counts as the largest number.
fn ranks(values: &[f64]) -> Vec<f64> {
    // One NaN and one zero, so that equal numbers are equal in the total order too.
    let key = |at: &usize| if values[*at].is_nan() { f64::NAN } else { values[*at] + 0.0 };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| key(a).total_cmp(&key(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|a, b| key(a).total_cmp(&key(b)).is_eq()) {
        let shared = before as f64 + (tied.len() as f64 + 1.0) / 2.0;
        tied.iter().for_each(|at| ranks[*at] = shared);
        before += tied.len();
    }
    ranks
}

/// Pearson's correlation of ranks, whose mean is known.
fn of_ranked(left: &[f64], right: &[f64]) -> Option<f64> {
    let mean = (left.len() as f64 + 1.0) / 2.0;
    let (mut both, mut of_left, mut of_right) = (0.0, 0.0, 0.0);
    for (left, right) in left.iter().zip(right) {
        let (left, right) = (left - mean, right - mean);
        both += left * right;
        of_left += left * left;
        of_right += right * right;
    }
    let spread = (of_left * of_right).sqrt();
    (spread > 0.0).then(|| (both / spread).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_tie_share_their_places() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(ranks(&[-0.0, 0.0, f64::NAN, f64::INFINITY, -f64::NAN]), [1.5, 1.5, 4.5, 3.0, 4.5]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn a_pair_with_a_null_does_not_count_for_its_two_columns() {
        let column = |values: &[Option<f64>]| Float64Array::from(values.to_vec());
        let rising = column(&[Some(1.0), Some(2.0), Some(9.0), Some(10.0)]);
        let falling = column(&[Some(5.0), None, Some(3.0), Some(-1.0)]);
        assert_eq!(correlations(&[rising, falling]), [Some(1.0), Some(-1.0), Some(1.0)]);
    }

    #[test]
    fn equal_values_go_with_nothing() {
        let column = |values: &[f64]| Float64Array::from(values.to_vec());
        assert_eq!(correlations(&[column(&[1.0])]), [None]);
        assert_eq!(correlations(&[column(&[])]), [None]);
        assert_eq!(correlations(&[column(&[1.0, 1.0]), column(&[1.0, 2.0])]), [None, None, Some(1.0)]);
    }

    #[test]
    fn a_pair_has_one_place() {
        let places: Vec<usize> = (0..3).flat_map(|a| (a..3).map(move |b| place(a, b, 3))).collect();
        assert_eq!(places, [0, 1, 2, 3, 4, 5]);
    }
}
