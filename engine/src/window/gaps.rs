//! Nulls filled from the rows before and after them: with the nearest value on one side, or on a line between both.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Int64Array, UInt64Array};
use arrow::compute::{cast, take};
use arrow::datatypes::{DataType, Field, FieldRef, Float64Type, Int64Type};
use datafusion::common::plan_err;
use datafusion::error::Result;
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{Expr, PartitionEvaluator, Signature, Volatility, WindowUDF, WindowUDFImpl, lit};
use datafusion::scalar::ScalarValue;

use super::{constant, whole};
use crate::cast::value_type;
use crate::render::type_name;

/// Where the value for a null comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum From {
    Before,
    After,
    Both,
}

/// The window function.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Gaps {
    from: From,
    signature: Signature,
}

fn function(from: From) -> WindowUDF {
    WindowUDF::new_from_impl(Gaps { from, signature: Signature::user_defined(Volatility::Immutable) })
}

/// Returns the value, or the last one before it that is not null, at most `limit` rows away.
pub fn forward_fill(expr: Expr, limit: Option<u64>) -> Expr {
    function(From::Before).call(vec![expr, lit(ScalarValue::UInt64(limit))])
}

/// Returns the value, or the first one after it that is not null, at most `limit` rows away.
pub fn backward_fill(expr: Expr, limit: Option<u64>) -> Expr {
    function(From::After).call(vec![expr, lit(ScalarValue::UInt64(limit))])
}

/// Returns the value, or the point in its row on the line between the values around it.
pub fn interpolate(expr: Expr) -> Expr {
    function(From::Both).call(vec![expr])
}

/// Returns the type of interpolated values; `None` for values that nothing lies between.
fn between(data_type: &DataType) -> Option<DataType> {
    match value_type(data_type) {
        DataType::Null => Some(DataType::Float64),
        number if number.is_numeric() => Some(DataType::Float64),
        time @ (DataType::Date32 | DataType::Timestamp(..) | DataType::Time64(_) | DataType::Duration(_)) => {
            Some(time.clone())
        }
        _ => None,
    }
}

impl WindowUDFImpl for Gaps {
    fn name(&self) -> &str {
        match self.from {
            From::Before => "forward_fill",
            From::After => "backward_fill",
            From::Both => "interpolate",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match (self.from, given) {
            (From::Both, [values]) => match between(values) {
                Some(between) => Ok(vec![between]),
                None => plan_err!("interpolate takes numbers, dates and timestamps, not {}", type_name(values)),
            },
            (From::Before | From::After, [values, _limit]) => Ok(vec![values.clone(), DataType::UInt64]),
            _ => plan_err!("{} takes one column", self.name()),
        }
    }

    fn partition_evaluator(&self, args: PartitionEvaluatorArgs<'_>) -> Result<Box<dyn PartitionEvaluator>> {
        let limit = match constant(args.input_exprs(), 1) {
            Some(ScalarValue::UInt64(Some(limit))) => usize::try_from(*limit).unwrap_or(usize::MAX),
            _ => usize::MAX,
        };
        Ok(match self.from {
            From::Before => whole(move |values| filled(values, 0..values.len(), limit)),
            From::After => whole(move |values| filled(values, (0..values.len()).rev(), limit)),
            From::Both => whole(interpolated),
        })
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        let given = args.get_input_field(0).map_or(DataType::Null, |field| field.data_type().clone());
        Ok(Arc::new(Field::new(args.name(), given, true)))
    }
}

/// Returns the values with each null replaced by the value that was met last, at most `limit` rows ago.
fn filled(values: &ArrayRef, rows: impl Iterator<Item = usize>, limit: usize) -> Result<ArrayRef> {
    let Some(nulls) = values.logical_nulls().filter(|nulls| nulls.null_count() > 0) else {
        return Ok(Arc::clone(values));
    };
    let mut sources: Vec<Option<u64>> = vec![None; values.len()];
    let (mut last, mut distance) = (None, 0);
    for row in rows {
        if nulls.is_valid(row) {
            (last, distance) = (Some(row as u64), 0);
        } else {
            distance += 1;
        }
        sources[row] = last.filter(|_| distance <= limit);
    }
    Ok(take(values, &UInt64Array::from(sources), None)?)
}

fn interpolated(values: &ArrayRef) -> Result<ArrayRef> {
    match values.data_type() {
        DataType::Float64 => {
            let numbers = values.as_primitive::<Float64Type>();
            let known: Vec<Option<f64>> = numbers.iter().collect();
            let line = |first: f64, last: f64, step: usize, steps: usize| {
                #[expect(clippy::cast_precision_loss, reason = "no partition has 2^53 rows")]
                let share = step as f64 / steps as f64;
                first + (last - first) * share
            };
            Ok(Arc::new(Float64Array::from(on_lines(known, line))))
        }
        time => {
            let counted = match time {
                DataType::Date32 => cast(&cast(values, &DataType::Int32)?, &DataType::Int64)?,
                _ => cast(values, &DataType::Int64)?,
            };
            let known: Vec<Option<i64>> = counted.as_primitive::<Int64Type>().iter().collect();
            let line = |first: i64, last: i64, step: usize, steps: usize| {
                let (first, last) = (i128::from(first), i128::from(last));
                let point = first + (last - first) * step as i128 / steps as i128;
                // It lies between two numbers of 64 bits.
                i64::try_from(point).unwrap_or(i64::MAX)
            };
            let counted: ArrayRef = Arc::new(Int64Array::from(on_lines(known, line)));
            let stored = match time {
                DataType::Date32 => cast(&counted, &DataType::Int32)?,
                _ => counted,
            };
            Ok(cast(&stored, time)?)
        }
    }
}

/// Returns the values with each gap between two of them filled by `line`, which is given both, how many rows the
/// place is after the first, and how many rows lie between the two.
fn on_lines<T: Copy>(mut values: Vec<Option<T>>, line: impl Fn(T, T, usize, usize) -> T) -> Vec<Option<T>> {
    let mut before: Option<(usize, T)> = None;
    for row in 0..values.len() {
        let Some(value) = values[row] else { continue };
        if let Some((start, first)) = before {
            for (step, place) in (1..).zip(&mut values[start + 1..row]) {
                *place = Some(line(first, value, step, row - start));
            }
        }
        before = Some((row, value));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_counts_rows_and_not_gaps() {
        let values: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, None, Some(4), None]));
        let found = filled(&values, 0..5, 1).unwrap();
        assert_eq!(
            found.as_primitive::<Int64Type>(),
            &Int64Array::from(vec![Some(1), Some(1), None, Some(4), Some(4)])
        );
    }

    #[test]
    fn nothing_is_made_up_outside_of_what_is_known() {
        let line =
            |first: i64, last: i64, step: usize, steps: usize| first + (last - first) * step as i64 / steps as i64;
        assert_eq!(on_lines(vec![None, Some(2), None, Some(6), None], line), [None, Some(2), Some(4), Some(6), None]);
    }
}
