//! `ewm_mean`: a mean of the rows so far that weighs each less than the one after it, as pandas and Polars compute it.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Float64Array};
use arrow::datatypes::{DataType, Field, FieldRef, Float64Type};
use datafusion::common::plan_err;
use datafusion::error::Result;
use datafusion::logical_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion::logical_expr::{Expr, PartitionEvaluator, Signature, Volatility, WindowUDF, WindowUDFImpl, lit};
use datafusion::scalar::ScalarValue;

use super::{constant, whole};

/// How quickly the mean forgets, and what it does with nulls.
#[derive(Clone, Copy, Debug)]
pub struct Smoothing {
    /// The weight of a row compared with all before it, above 0 and at most 1.
    pub alpha: f64,
    /// Whether the weights are those of a mean from the first row on; otherwise the first row weighs as all before it.
    pub adjust: bool,
    /// How many values there must be; fewer give null.
    pub min_samples: u64,
    /// Whether a null makes the values before it no older.
    pub ignore_nulls: bool,
}

/// The window function.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Smooth {
    signature: Signature,
}

/// Returns the exponentially weighted mean of the rows up to each one; null where the value is.
pub fn ewm_mean(expr: Expr, smoothing: Smoothing) -> Expr {
    let Smoothing { alpha, adjust, min_samples, ignore_nulls } = smoothing;
    let function = WindowUDF::new_from_impl(Smooth { signature: Signature::user_defined(Volatility::Immutable) });
    function.call(vec![expr, lit(alpha), lit(adjust), lit(min_samples), lit(ignore_nulls)])
}

impl WindowUDFImpl for Smooth {
    fn name(&self) -> &str {
        "ewm_mean"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        use DataType::{Boolean, Float64, UInt64};
        match given.first() {
            Some(values) if values.is_numeric() || values.is_null() => {
                Ok(vec![Float64, Float64, Boolean, UInt64, Boolean])
            }
            _ => plan_err!("ewm_mean takes numbers"),
        }
    }

    fn partition_evaluator(&self, args: PartitionEvaluatorArgs<'_>) -> Result<Box<dyn PartitionEvaluator>> {
        let constant = |index| constant(args.input_exprs(), index);
        let flag = |index| matches!(constant(index), Some(ScalarValue::Boolean(Some(true))));
        let smoothing = Smoothing {
            alpha: if let Some(ScalarValue::Float64(Some(alpha))) = constant(1) { *alpha } else { 1.0 },
            adjust: flag(2),
            min_samples: if let Some(ScalarValue::UInt64(Some(samples))) = constant(3) { *samples } else { 1 },
            ignore_nulls: flag(4),
        };
        Ok(whole(move |values| Ok(smoothed(values.as_primitive::<Float64Type>(), smoothing))))
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        Ok(Arc::new(Field::new(args.name(), DataType::Float64, true)))
    }
}

fn smoothed(values: &Float64Array, smoothing: Smoothing) -> ArrayRef {
    let Smoothing { alpha, adjust, min_samples, ignore_nulls } = smoothing;
    let fresh = if adjust { 1.0 } else { alpha };
    let (mut mean, mut weight, mut seen) = (None::<f64>, 1.0, 0u64);
    let each = values.iter().map(|value| {
        if mean.is_some() && (value.is_some() || !ignore_nulls) {
            weight *= 1.0 - alpha;
        }
        let value = value?;
        seen += 1;
        let next = match mean {
            // Equal values stay equal: a mean of them would round.
            Some(old) if old == value => value,
            Some(old) => (weight * old + fresh * value) / (weight + fresh),
            None => value,
        };
        weight = match mean {
            Some(_) if adjust => weight + fresh,
            _ => 1.0,
        };
        mean = Some(next);
        mean.filter(|_| seen >= min_samples)
    });
    Arc::new(each.collect::<Float64Array>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_weighs_less_than_the_one_after_it() {
        let smoothing = Smoothing { alpha: 0.5, adjust: true, min_samples: 1, ignore_nulls: false };
        let found = smoothed(&Float64Array::from(vec![Some(1.0), None, Some(3.0)]), smoothing);
        let found = found.as_primitive::<Float64Type>();
        // The null has aged the 1 by a row: (0.25 * 1 + 3) / 1.25.
        assert_eq!(found, &Float64Array::from(vec![Some(1.0), None, Some(2.6)]));
    }
}
