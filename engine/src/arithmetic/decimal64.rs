//! Sums and products of 128-bit decimals whose values fit in 64 bits, as those of most columns do.
//!
//! arrow multiplies two decimals by a function call that checks for an overflow of 128 bits, and it aligns the scales
//! of a sum by two such calls for each row. Where both values fit in 64 bits nothing can overflow, and one instruction
//! multiplies them. Whether they fit is collected along with the results; a batch with one value that does not is left
//! to arrow, so errors are the same.

use arrow::array::{Array, AsArray, Decimal128Array};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL128_MAX_SCALE, DataType, Decimal128Type};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{ColumnarValue, Operator};

/// The largest constant of a sum: what is added to it stays below 2^124.
const LARGEST_CONSTANT: u128 = 1 << 125;

/// One side of an operator. Its digits are the precision and the scale.
struct Side<'a> {
    values: Values<'a>,
    precision: u8,
    scale: i8,
}

enum Values<'a> {
    Column(&'a Decimal128Array),
    Constant(i128),
}

/// Returns `left operator right`, exact; `None` where arrow has to compute it, or to refuse it.
pub(super) fn compute(operator: Operator, left: &ColumnarValue, right: &ColumnarValue) -> Option<Decimal128Array> {
    let (left, right) = (Side::of(left)?, Side::of(right)?);
    let (values, precision, scale) = match operator {
        Operator::Multiply => {
            let precision = (left.precision + right.precision + 1).min(DECIMAL128_MAX_PRECISION);
            let scale = left.scale + right.scale;
            if scale > DECIMAL128_MAX_SCALE {
                return None;
            }
            (product(&left.values, &right.values)?, precision, scale)
        }
        Operator::Plus | Operator::Minus => {
            let scale = left.scale.max(right.scale);
            let whole = left.whole_digits()?.max(right.whole_digits()?);
            let precision = (u8::try_from(scale).ok()? + whole + 1).min(DECIMAL128_MAX_PRECISION);
            let (left_factor, right_factor) = (power(scale - left.scale)?, power(scale - right.scale)?);
            let right_factor = if operator == Operator::Minus { -right_factor } else { right_factor };
            (sum(&left.values, left_factor, &right.values, right_factor)?, precision, scale)
        }
        _ => return None,
    };
    let nulls = NullBuffer::union(left.nulls(), right.nulls());
    Decimal128Array::try_new(values.into(), nulls).ok()?.with_precision_and_scale(precision, scale).ok()
}

impl<'a> Side<'a> {
    /// Returns a column or a constant of decimals. Negative scales are rare enough to be left to arrow.
    fn of(value: &'a ColumnarValue) -> Option<Self> {
        let (values, precision, scale) = match value {
            ColumnarValue::Array(array) => match array.data_type() {
                DataType::Decimal128(precision, scale) => {
                    (Values::Column(array.as_primitive::<Decimal128Type>()), *precision, *scale)
                }
                _ => return None,
            },
            ColumnarValue::Scalar(ScalarValue::Decimal128(Some(value), precision, scale)) => {
                (Values::Constant(*value), *precision, *scale)
            }
            ColumnarValue::Scalar(_) => return None,
        };
        (scale >= 0).then_some(Self { values, precision, scale })
    }

    /// Returns how many digits are before the decimal point.
    fn whole_digits(&self) -> Option<u8> {
        self.precision.checked_sub(u8::try_from(self.scale).ok()?)
    }

    fn nulls(&self) -> Option<&NullBuffer> {
        match &self.values {
            Values::Column(array) => array.nulls(),
            Values::Constant(_) => None,
        }
    }
}

/// Returns the power of ten that aligns scales, if it fits in 64 bits.
fn power(digits: i8) -> Option<i64> {
    10i64.checked_pow(digits.try_into().ok()?)
}

fn product(left: &Values<'_>, right: &Values<'_>) -> Option<Vec<i128>> {
    match (left, right) {
        (Values::Column(left), Values::Column(right)) => {
            of_two(left.values(), right.values(), |left, right| i128::from(left) * i128::from(right))
        }
        (Values::Column(values), Values::Constant(constant)) | (Values::Constant(constant), Values::Column(values)) => {
            let constant = i64::try_from(*constant).ok()?;
            of_one(values.values(), |value| i128::from(value) * i128::from(constant))
        }
        (Values::Constant(_), Values::Constant(_)) => None,
    }
}

/// Returns `left * left_factor + right * right_factor`. A factor is at most 10^18, so both products stay below 2^123.
fn sum(left: &Values<'_>, left_factor: i64, right: &Values<'_>, right_factor: i64) -> Option<Vec<i128>> {
    match (left, right) {
        (Values::Column(left), Values::Column(right)) => {
            let (left, right) = (left.values(), right.values());
            match (left_factor, right_factor) {
                (1, 1) => of_two(left, right, |left, right| i128::from(left) + i128::from(right)),
                (1, -1) => of_two(left, right, |left, right| i128::from(left) - i128::from(right)),
                _ => of_two(left, right, |left, right| {
                    i128::from(left) * i128::from(left_factor) + i128::from(right) * i128::from(right_factor)
                }),
            }
        }
        (Values::Column(values), Values::Constant(constant)) => {
            plus_constant(values.values(), left_factor, *constant, right_factor)
        }
        (Values::Constant(constant), Values::Column(values)) => {
            plus_constant(values.values(), right_factor, *constant, left_factor)
        }
        (Values::Constant(_), Values::Constant(_)) => None,
    }
}

fn plus_constant(values: &[i128], factor: i64, constant: i128, constant_factor: i64) -> Option<Vec<i128>> {
    let constant = constant.checked_mul(constant_factor.into()).filter(|c| c.unsigned_abs() <= LARGEST_CONSTANT)?;
    match factor {
        1 => of_one(values, |value| constant + i128::from(value)),
        -1 => of_one(values, |value| constant - i128::from(value)),
        _ => of_one(values, |value| constant + i128::from(value) * i128::from(factor)),
    }
}

/// Returns the lower half of a value, and a number that is not 0 if the value does not fit into it.
#[expect(clippy::cast_possible_truncation, reason = "the halves of a value are what is wanted")]
#[inline] // called for each row; nothing is inlined across codegen units without it
fn halves(value: i128) -> (i64, i64) {
    let low = value as i64;
    (low, (value >> 64) as i64 ^ (low >> 63))
}

fn of_one(values: &[i128], result: impl Fn(i64) -> i128) -> Option<Vec<i128>> {
    let mut beyond = 0;
    let results = values.iter().map(|value| {
        let (value, more) = halves(*value);
        beyond |= more;
        result(value)
    });
    let results = results.collect();
    (beyond == 0).then_some(results)
}

fn of_two(left: &[i128], right: &[i128], result: impl Fn(i64, i64) -> i128) -> Option<Vec<i128>> {
    let mut beyond = 0;
    let results = left.iter().zip(right).map(|(left, right)| {
        let ((left, more_left), (right, more_right)) = (halves(*left), halves(*right));
        beyond |= more_left | more_right;
        result(left, right)
    });
    let results = results.collect();
    (beyond == 0).then_some(results)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Datum};
    use arrow::compute::kernels::numeric;
    use arrow::error::ArrowError;
    use datafusion::physical_expr_common::datum::apply;

    use super::*;

    type Kernel = fn(&dyn Datum, &dyn Datum) -> Result<ArrayRef, ArrowError>;

    const KERNELS: [(Operator, Kernel); 3] =
        [(Operator::Plus, numeric::add), (Operator::Minus, numeric::sub), (Operator::Multiply, numeric::mul)];
    const DIGITS: [(u8, i8); 10] =
        [(1, 0), (1, 1), (15, 2), (18, 18), (20, 0), (23, 2), (38, 0), (38, 19), (38, 38), (9, -3)];
    const EDGE: i128 = 1 << 63;

    fn column(values: &[Option<i128>], (precision, scale): (u8, i8)) -> ColumnarValue {
        let array: Decimal128Array = values.iter().copied().collect();
        ColumnarValue::Array(Arc::new(array.with_precision_and_scale(precision, scale).unwrap()))
    }

    fn constant(value: Option<i128>, (precision, scale): (u8, i8)) -> ColumnarValue {
        ColumnarValue::Scalar(ScalarValue::Decimal128(value, precision, scale))
    }

    /// Returns whether it was computed here; then asserts that arrow's result is the same.
    fn agrees(operator: Operator, kernel: Kernel, left: &ColumnarValue, right: &ColumnarValue) -> bool {
        let Some(ours) = compute(operator, left, right) else { return false };
        let theirs = apply(left, right, kernel).unwrap().into_array(ours.len()).unwrap();
        assert_eq!(ours.data_type(), theirs.data_type(), "{left:?} {operator} {right:?}");
        assert_eq!(&ours, theirs.as_primitive::<Decimal128Type>(), "{left:?} {operator} {right:?}");
        true
    }

    #[test]
    fn what_is_computed_here_is_what_arrow_gives() {
        let small = [Some(0), None, Some(1), Some(-1), Some(12_345), Some(EDGE - 1), Some(-EDGE), Some(-7)];
        let turned: Vec<_> = small.iter().rev().copied().collect();
        let mut computed = 0;
        for left in DIGITS {
            for right in DIGITS {
                for (operator, kernel) in KERNELS {
                    let sides = [
                        (column(&small, left), column(&turned, right)),
                        (column(&small, left), constant(Some(-EDGE), right)),
                        (constant(Some(3), left), column(&turned, right)),
                        (column(&[], left), column(&[], right)),
                        (column(&[None], left), column(&[Some(5)], right)),
                    ];
                    for (left, right) in &sides {
                        computed += usize::from(agrees(operator, kernel, left, right));
                    }
                }
            }
        }
        // Some batches are left to arrow, and some are computed here.
        assert!((900..1500).contains(&computed), "{computed}");
    }

    #[test]
    fn a_value_of_more_than_64_bits_is_left_to_arrow() {
        let digits = (38, 2);
        for wide in [EDGE, -EDGE - 1, i128::MAX, i128::MIN, 1 << 64, -1 << 64] {
            for (operator, _) in KERNELS {
                let (wide, narrow) = (column(&[Some(1), Some(wide)], digits), column(&[Some(1), Some(2)], digits));
                assert!(compute(operator, &wide, &narrow).is_none());
                assert!(compute(operator, &narrow, &wide).is_none());
                assert!(compute(operator, &wide, &constant(Some(1), digits)).is_none());
                assert!(compute(operator, &constant(Some(1), digits), &wide).is_none());
            }
        }
        let top = constant(Some(i128::MAX), digits);
        for (operator, _) in KERNELS {
            assert!(compute(operator, &column(&[Some(1)], digits), &top).is_none());
            assert!(compute(operator, &column(&[Some(1)], digits), &constant(None, digits)).is_none());
            assert!(compute(operator, &top, &constant(Some(1), digits)).is_none());
        }
    }

    #[test]
    fn constants_of_a_sum_may_be_wider() {
        for value in [1i128 << 100, -(1i128 << 125), 1 << 125] {
            for (operator, kernel) in &KERNELS[..2] {
                let (values, constant) =
                    (column(&[Some(-EDGE), None, Some(EDGE - 1)], (38, 4)), constant(Some(value), (38, 4)));
                assert!(agrees(*operator, *kernel, &values, &constant));
                assert!(agrees(*operator, *kernel, &constant, &values));
            }
        }
    }

    #[test]
    fn scales_are_aligned_where_64_bits_hold_the_factor() {
        let aligned = |scale| {
            let (left, right) = (column(&[Some(EDGE - 1)], (38, 0)), column(&[Some(-EDGE)], (38, scale)));
            KERNELS[..2].iter().all(|(operator, kernel)| agrees(*operator, *kernel, &left, &right))
        };
        assert!(aligned(18));
        assert!(!aligned(19));
    }
}
