//! One sum, of all values or of the distinct ones, from which values can be removed again: the accumulator of `sum`
//! without groups and over window frames.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, PrimitiveArray};
use arrow::datatypes::{
    DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Decimal128Type, Decimal256Type, DecimalType, i256,
};
use datafusion::common::ScalarValue;
use datafusion::common::utils::SingleRowListArrayBuilder;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::Accumulator;

use super::overflow;
use crate::render::type_name;

/// How many values of 32 bits can be added in 64 bits.
const VALUES_A_PIECE: usize = 1 << 30;

const MORE_DIGITS: &str =
    "compute with more digits: .cast(\"decimal(60,2)\") in an expression, CAST(x AS DECIMAL(60, 2)) in SQL";

/// Returns a total as a value of its type.
///
/// # Errors
/// `Overflow` where it does not fit.
pub(super) fn narrowed<N: TryFrom<i128>>(total: i128, data_type: &DataType) -> Result<N> {
    let fits = match digits(data_type) {
        Some((precision, _)) => 10u128.checked_pow(precision.into()).is_none_or(|end| total.unsigned_abs() < end),
        None => true,
    };
    N::try_from(total).ok().filter(|_| fits).ok_or_else(|| {
        let said = |text: String| overflow("sum", format!("the total {text} does not fit {}", type_name(data_type)));
        let error = match digits(data_type) {
            Some((_, scale)) => {
                // Formatted as 256 bits, as the formatter of 128 bits drops the excess digit.
                let text = Decimal256Type::format_decimal(i256::from_i128(total), DECIMAL256_MAX_PRECISION, scale);
                said(text).with_hint(MORE_DIGITS)
            }
            None => said(total.to_string()),
        };
        error.into()
    })
}

/// Returns the precision and the scale of a decimal.
fn digits(data_type: &DataType) -> Option<(u8, i8)> {
    match data_type {
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale) => Some((*precision, *scale)),
        _ => None,
    }
}

/// The error of a total that does not fit into 128 bits, which only decimals reach.
pub(super) fn beyond_128_bits() -> DataFusionError {
    overflow("sum", format!("a total has more than {DECIMAL128_MAX_PRECISION} digits")).with_hint(MORE_DIGITS).into()
}

/// Returns the exact sum of some values, if it fits into 128 bits. High and low halves of 64 bits are added separately,
/// which the compiler vectorizes.
fn sum_of_piece<N: Copy + Into<i128>>(values: &[N]) -> Option<i128> {
    if size_of::<N>() > size_of::<i64>() {
        return values.iter().try_fold(0i128, |sum, value| sum.checked_add((*value).into()));
    }
    let chunks = values.chunks(VALUES_A_PIECE).map(|chunk| {
        let (mut high, mut low) = (0i64, 0u64);
        for value in chunk {
            let value: i128 = (*value).into();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a value in two halves")]
            {
                high += (value >> 32) as i64;
                low += (value & 0xffff_ffff) as u64;
            }
        }
        (i128::from(high) << 32) + i128::from(low)
    });
    Some(chunks.sum())
}

/// Returns the exact sum of an array's values.
fn sum_of<T>(values: &PrimitiveArray<T>) -> Result<i128>
where
    T: ArrowPrimitiveType,
    T::Native: Into<i128>,
{
    let sum = match values.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => sum_of_piece(values.values()),
        Some(nulls) => nulls
            .valid_slices()
            .try_fold(0i128, |sum, (from, to)| sum.checked_add(sum_of_piece(&values.values()[from..to])?)),
    };
    sum.ok_or_else(beyond_128_bits)
}

/// The sum of all values.
pub(super) struct SumAccumulator<T> {
    total: i128,
    count: usize,
    data_type: DataType,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<T> SumAccumulator<T> {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self { total: 0, count: 0, data_type: data_type.clone(), kind: std::marker::PhantomData }
    }

    fn add(&mut self, more: i128) -> Result<()> {
        self.total = self.total.checked_add(more).ok_or_else(beyond_128_bits)?;
        Ok(())
    }
}

impl<T> fmt::Debug for SumAccumulator<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SumAccumulator({})", self.data_type)
    }
}

impl<T> Accumulator for SumAccumulator<T>
where
    T: ArrowPrimitiveType,
    T::Native: Into<i128> + TryFrom<i128>,
{
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = values[0].as_primitive::<T>();
        self.count += values.len() - values.null_count();
        self.add(sum_of(values)?)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let values = values[0].as_primitive::<T>();
        self.count -= values.len() - values.null_count();
        self.add(-sum_of(values)?)
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for total in states[0].as_primitive::<Decimal128Type>().iter().flatten() {
            self.count += 1;
            self.add(total)?;
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let total = (self.count > 0).then_some(self.total);
        Ok(vec![ScalarValue::Decimal128(total, DECIMAL128_MAX_PRECISION, 0)])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let total = (self.count > 0).then(|| narrowed(self.total, &self.data_type)).transpose()?;
        ScalarValue::new_primitive::<T>(total, &self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

/// The sum of the distinct values.
pub(super) struct DistinctTotal<T: ArrowPrimitiveType> {
    total: i128,
    counts: HashMap<T::Native, usize>,
    data_type: DataType,
}

impl<T: ArrowPrimitiveType> DistinctTotal<T> {
    pub(super) fn new(data_type: &DataType) -> Self {
        Self { total: 0, counts: HashMap::new(), data_type: data_type.clone() }
    }
}

impl<T: ArrowPrimitiveType> fmt::Debug for DistinctTotal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DistinctTotal({})", self.data_type)
    }
}

impl<T> Accumulator for DistinctTotal<T>
where
    T: ArrowPrimitiveType,
    T::Native: Into<i128> + TryFrom<i128> + Eq + Hash,
{
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for value in values[0].as_primitive::<T>().iter().flatten() {
            let count = self.counts.entry(value).or_default();
            if *count == 0 {
                self.total = self.total.checked_add(value.into()).ok_or_else(beyond_128_bits)?;
            }
            *count += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        for value in values[0].as_primitive::<T>().iter().flatten() {
            if let Some(count) = self.counts.get_mut(&value) {
                *count -= 1;
                if *count == 0 {
                    self.counts.remove(&value);
                    self.total = self.total.checked_sub(value.into()).ok_or_else(beyond_128_bits)?;
                }
            }
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        states[0].as_list::<i32>().iter().flatten().try_for_each(|values| self.update_batch(&[values]))
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values = PrimitiveArray::<T>::from_iter_values(self.counts.keys().copied());
        let values = Arc::new(values.with_data_type(self.data_type.clone()));
        Ok(vec![SingleRowListArrayBuilder::new(values).with_nullable(true).build_list_scalar()])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let any = !self.counts.is_empty();
        let total = any.then(|| narrowed(self.total, &self.data_type)).transpose()?;
        ScalarValue::new_primitive::<T>(total, &self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.counts.capacity() * size_of::<(T::Native, usize)>()
    }
}
