//! Exact quantiles of one column: all of them from one buffer of its values.
//!
//! `percentile_cont` keeps the values once for each quantile. Here they are kept once, 8 bytes each and counted in the
//! memory limit.

use std::mem::size_of;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, LargeListArray, ListArray};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Float64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::functions_nested::expr_fn::array_element;
use datafusion::logical_expr::{Accumulator, Expr, Volatility, cast, create_udaf, lit};

/// Returns an aggregate that computes the list of the quantiles `levels` (0 to 1) of a numeric expression: null where
/// there is no value, else linear between the two nearest values. NaN counts as the largest number.
pub(crate) fn quantiles(value: Expr, levels: &[f64]) -> Expr {
    let named: Vec<String> = levels.iter().map(f64::to_string).collect();
    let levels: Arc<[f64]> = levels.into();
    let function = create_udaf(
        &format!("quantiles({})", named.join(", ")),
        vec![DataType::Float64],
        Arc::new(list_type()),
        Volatility::Immutable,
        Arc::new(move |_| Ok(Box::new(Quantiles { levels: Arc::clone(&levels), values: Vec::new() }) as _)),
        // The state that is exchanged between partitions may exceed a list of 32-bit offsets.
        Arc::new(vec![DataType::LargeList(item())]),
    );
    function.call(vec![cast(value, DataType::Float64)])
}

/// Returns one of the quantiles in the result of [`quantiles`], counted from 0.
pub(crate) fn quantile_at(list: Expr, index: usize) -> Expr {
    array_element(list, lit(index as i64 + 1))
}

#[derive(Debug)]
struct Quantiles {
    levels: Arc<[f64]>,
    values: Vec<f64>,
}

impl Accumulator for Quantiles {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let column = values[0].as_primitive::<Float64Type>();
        if column.null_count() == 0 {
            self.values.extend_from_slice(column.values());
        } else {
            self.values.extend(column.iter().flatten());
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let values = &mut self.values;
        let found: Vec<Option<f64>> = self.levels.iter().map(|level| quantile(values, *level)).collect();
        Ok(ScalarValue::List(list(found)))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.values.capacity() * size_of::<f64>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values = std::mem::take(&mut self.values);
        let length = values.len();
        let values = Float64Array::new(ScalarBuffer::from(values), None);
        let offsets = OffsetBuffer::from_lengths([length]);
        let list = LargeListArray::try_new(item(), offsets, Arc::new(values), None)?;
        Ok(vec![ScalarValue::LargeList(Arc::new(list))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for values in states[0].as_list::<i64>().iter().flatten() {
            self.update_batch(&[values])?;
        }
        Ok(())
    }
}

pub(crate) fn item() -> Arc<Field> {
    Arc::new(Field::new_list_field(DataType::Float64, true))
}

pub(crate) fn list_type() -> DataType {
    DataType::List(item())
}

pub(crate) fn list(values: Vec<Option<f64>>) -> Arc<ListArray> {
    Arc::new(ListArray::from_iter_primitive::<Float64Type, _, _>([Some(values)]))
}

/// Returns the quantile `level` of `values`, which are reordered.
pub(crate) fn quantile(values: &mut [f64], level: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = level.clamp(0.0, 1.0) * last as f64;
    let below = (place.floor() as usize).min(last);
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let weight = place - below as f64;
    if weight == 0.0 {
        return Some(low);
    }
    let high = above.iter().copied().min_by(f64::total_cmp)?;
    // Of two equal infinities the difference would be NaN.
    Some(if low == high { low } else { low + (high - low) * weight })
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn a_quantile_lies_between_the_two_nearest_values() {
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 0.25), Some(1.75));
        assert_eq!(quantile(&mut [4.0, 1.0, 3.0, 2.0], 1.0), Some(4.0));
        assert_eq!(quantile(&mut [7.0], 0.9), Some(7.0));
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(quantile(&mut [f64::INFINITY; 4], 0.5), Some(f64::INFINITY));
        assert!(quantile(&mut [1.0, f64::NAN], 1.0).is_some_and(f64::is_nan));
    }
}
