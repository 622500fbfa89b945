//! `product`, which DataFusion has of lists only: of integers exact or an error, of other numbers a float.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, Field, FieldRef, Float64Type};
use datafusion::common::{not_impl_err, plan_err};
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Expr, ReversedUDAF, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use super::queue::{Queue, Summary};
use super::refuse_distinct;
use crate::error::{Error, ErrorKind};
use crate::render::type_name;

const NAME: &str = "product";
/// What holds any integer of 64 bits, and [`LARGEST`].
const WIDE: DataType = DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0);
/// Fits no 64 bits, and no factor but 0 brings a product as large or larger back into them: it stands for all of these.
const LARGEST: i128 = 1 << 64;

/// The aggregate.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Product {
    signature: Signature,
}

/// Returns the function.
pub(super) fn function() -> Arc<AggregateUDF> {
    let signature = Signature::user_defined(Volatility::Immutable);
    Arc::new(AggregateUDF::new_from_impl(Product { signature }))
}

/// Returns the product of the values that are not null.
pub fn product(expr: Expr) -> Expr {
    function().call(vec![expr])
}

impl AggregateUDFImpl for Product {
    fn name(&self) -> &str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        Ok(vec![match given {
            [unsigned] if unsigned.is_unsigned_integer() => DataType::UInt64,
            [integer] if integer.is_integer() || matches!(integer, DataType::Boolean | DataType::Null) => {
                DataType::Int64
            }
            [number] if number.is_numeric() => DataType::Float64,
            _ => return plan_err!("{NAME} takes one column of numbers"),
        }])
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        Ok(given.first().cloned().unwrap_or(DataType::Int64))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let of_product = if args.return_type() == &DataType::Float64 { DataType::Float64 } else { WIDE };
        Ok(vec![Arc::new(Field::new(format!("{}[product]", args.name), of_product, true))])
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        refuse_distinct(NAME, &args)?;
        let to = args.return_type().clone();
        Ok(match to {
            DataType::Float64 => Box::new(Whole { to, total: Floats::default() }),
            _ => Box::new(Whole { to, total: Integers::default() }),
        })
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        let to = args.return_type().clone();
        Ok(match to {
            DataType::Float64 => Box::new(Sliding { to, rows: Queue::<Floats>::default() }),
            _ => Box::new(Sliding { to, rows: Queue::<Integers>::default() }),
        })
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

/// The product of some values.
trait Factors: Summary + std::fmt::Debug + Send + Sync + 'static {
    /// Returns the values of an array that are not null, each by itself.
    fn read(values: &ArrayRef) -> Result<Vec<Self>>;

    /// Returns the product for another accumulator, which reads it as a value.
    fn state(self) -> ScalarValue;

    /// Returns the product in its type; null where there is no value.
    fn value(self, to: &DataType) -> Result<ScalarValue>;
}

#[derive(Clone, Copy, Debug, Default)]
struct Floats(Option<f64>);

impl Summary for Floats {
    fn with(self, later: Self) -> Self {
        match (self.0, later.0) {
            (Some(one), Some(other)) => Self(Some(one * other)),
            (one, other) => Self(one.or(other)),
        }
    }
}

impl Factors for Floats {
    fn read(values: &ArrayRef) -> Result<Vec<Self>> {
        Ok(values.as_primitive::<Float64Type>().iter().flatten().map(|value| Self(Some(value))).collect())
    }

    fn state(self) -> ScalarValue {
        ScalarValue::Float64(self.0)
    }

    fn value(self, _to: &DataType) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.0))
    }
}

/// A product that is exact, or [`LARGEST`] with its sign.
#[derive(Clone, Copy, Debug, Default)]
struct Integers(Option<i128>);

impl Summary for Integers {
    fn with(self, later: Self) -> Self {
        match (self.0, later.0) {
            (Some(one), Some(other)) => Self(Some(one.saturating_mul(other).clamp(-LARGEST, LARGEST))),
            (one, other) => Self(one.or(other)),
        }
    }
}

impl Factors for Integers {
    fn read(values: &ArrayRef) -> Result<Vec<Self>> {
        let values = cast(values, &WIDE)?;
        let values = values.as_primitive::<Decimal128Type>();
        Ok(values.iter().flatten().map(|value| Self(Some(value))).collect())
    }

    fn state(self) -> ScalarValue {
        ScalarValue::Decimal128(self.0, DECIMAL128_MAX_PRECISION, 0)
    }

    fn value(self, to: &DataType) -> Result<ScalarValue> {
        let Some(product) = self.0 else { return ScalarValue::try_from(to) };
        let fitting = match to {
            DataType::UInt64 => u64::try_from(product).ok().map(ScalarValue::from),
            _ => i64::try_from(product).ok().map(ScalarValue::from),
        };
        fitting.ok_or_else(|| {
            let message = format!("the product does not fit {}", type_name(to));
            Error::new(ErrorKind::Overflow, NAME, message).with_hint("cast the column first: .cast(float)").into()
        })
    }
}

/// The accumulator of a group.
#[derive(Debug)]
struct Whole<F> {
    to: DataType,
    total: F,
}

impl<F: Factors> Accumulator for Whole<F> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let Some(values) = values.first() else { return Ok(()) };
        self.total = F::read(values)?.into_iter().fold(self.total, F::with);
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.total.state()])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.total.value(&self.to)
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

/// The accumulator over the rows that are in a frame.
#[derive(Debug)]
struct Sliding<F> {
    to: DataType,
    rows: Queue<F>,
}

impl<F: Factors> Accumulator for Sliding<F> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let Some(values) = values.first() else { return Ok(()) };
        F::read(values)?.into_iter().for_each(|value| self.rows.push(value));
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.rows.pop(values.first().map_or(0, |values| values.len() - values.null_count()));
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.rows.total().value(&self.to)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.rows.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        not_impl_err!("a frame is computed in one place")
    }

    fn merge_batch(&mut self, _states: &[ArrayRef]) -> Result<()> {
        not_impl_err!("a frame is computed in one place")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[i128]) -> Result<ScalarValue> {
        let values = values.iter().map(|value| Integers(Some(*value)));
        values.fold(Integers::default(), Integers::with).value(&DataType::Int64)
    }

    #[test]
    fn the_smallest_integer_is_reached_from_beyond_the_largest() {
        assert_eq!(of(&[1 << 62, 2, -1]).unwrap(), ScalarValue::Int64(Some(i64::MIN)));
    }

    #[test]
    fn what_is_too_large_is_an_error_unless_a_zero_comes() {
        assert!(of(&[1 << 62, 1 << 62, 1 << 62]).is_err());
        assert!(of(&[1 << 62, 1 << 62, 1 << 62, -1]).is_err());
        assert_eq!(of(&[1 << 62, 1 << 62, 1 << 62, 0, 5]).unwrap(), ScalarValue::Int64(Some(0)));
    }
}
