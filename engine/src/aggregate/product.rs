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
/// What holds any integer of 64 bits and the product of two of them.
const WIDE: DataType = DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0);
/// No product beyond this comes back into 64 bits, unless by a 0.
const LARGEST: u128 = 1 << 64;

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
        let field = |name: &str, data_type| Arc::new(Field::new(format!("{}[{name}]", args.name), data_type, true));
        Ok(vec![field("product", of_product), field("too_large", DataType::Boolean)])
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

    /// Returns the product for another accumulator, and what it lacks.
    fn state(self) -> [ScalarValue; 2];

    /// Returns the product that another accumulator has given.
    fn marked(self, too_large: bool) -> Self;

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

    fn state(self) -> [ScalarValue; 2] {
        [ScalarValue::Float64(self.0), ScalarValue::Boolean(Some(false))]
    }

    fn marked(self, _too_large: bool) -> Self {
        self
    }

    fn value(self, _to: &DataType) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.0))
    }
}

/// A product that is exact in 128 bits, or known to be too large unless a 0 comes.
#[derive(Clone, Copy, Debug, Default)]
struct Integers {
    product: Option<i128>,
    too_large: bool,
}

impl Summary for Integers {
    fn with(self, later: Self) -> Self {
        let (Some(one), Some(other)) = (self.product, later.product) else {
            return if self.product.is_some() { self } else { later };
        };
        if one == 0 || other == 0 {
            return Self { product: Some(0), too_large: false };
        }
        let product = one.checked_mul(other).filter(|product| product.unsigned_abs() <= LARGEST);
        let too_large = self.too_large || later.too_large || product.is_none();
        Self { product: product.or(Some(1)), too_large }
    }
}

impl Factors for Integers {
    fn read(values: &ArrayRef) -> Result<Vec<Self>> {
        let values = cast(values, &WIDE)?;
        let values = values.as_primitive::<Decimal128Type>();
        Ok(values.iter().flatten().map(|value| Self { product: Some(value), too_large: false }).collect())
    }

    fn state(self) -> [ScalarValue; 2] {
        let product = ScalarValue::Decimal128(self.product, DECIMAL128_MAX_PRECISION, 0);
        [product, ScalarValue::Boolean(Some(self.too_large))]
    }

    fn marked(self, too_large: bool) -> Self {
        Self { too_large, ..self }
    }

    fn value(self, to: &DataType) -> Result<ScalarValue> {
        let Some(product) = self.product else { return ScalarValue::try_from(to) };
        let fitting = match (self.too_large, to) {
            (true, _) => None,
            (false, DataType::UInt64) => u64::try_from(product).ok().map(ScalarValue::from),
            (false, _) => i64::try_from(product).ok().map(ScalarValue::from),
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
        let [products, too_large] = states else { return Ok(()) };
        let too_large = too_large.as_boolean();
        let marks = (0..products.len()).filter(|row| products.is_valid(*row));
        let marks = marks.map(|row| too_large.is_valid(row) && too_large.value(row));
        let parts = F::read(products)?.into_iter().zip(marks).map(|(part, mark)| part.marked(mark));
        self.total = parts.fold(self.total, F::with);
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(self.total.state().into())
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
        let values = values.iter().map(|value| Integers { product: Some(*value), too_large: false });
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
