//! Division that rounds as in Python: the quotient down, and the remainder with the sign of the divisor. DataFusion
//! truncates towards zero. No expression corrects it: one that names its operands several times doubles with each
//! level, and draws a random number anew.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Datum, Decimal128Array, Float64Array, Int64Array, Scalar, make_array,
};
use arrow::compute::kernels::cmp::lt;
use arrow::compute::kernels::numeric::{add, add_wrapping, div, rem, sub_wrapping};
use arrow::compute::kernels::zip::zip;
use arrow::compute::{and, and_not, cast, or};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type};
use arrow::error::ArrowError;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::type_coercion::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind};

/// Returns the integer quotient of two integers, rounded down: -7 and 2 give -4.
pub fn floor_divide(left: Expr, right: Expr) -> Expr {
    call(Part::Quotient, left, right)
}

/// Returns the remainder of two numbers, with the sign of the second: -7 and 2 give 1.
pub fn modulo(left: Expr, right: Expr) -> Expr {
    call(Part::Remainder, left, right)
}

fn call(part: Part, left: Expr, right: Expr) -> Expr {
    let signature = Signature::user_defined(Volatility::Immutable);
    ScalarUDF::new_from_impl(Division { part, signature }).call(vec![left, right])
}

/// The names of the two functions.
pub(crate) const QUOTIENT: &str = "floor_divide";
pub(crate) const REMAINDER: &str = "modulo";

/// Which result of a division is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Quotient,
    Remainder,
}

impl Part {
    fn operator(self) -> Operator {
        match self {
            Self::Quotient => Operator::Divide,
            Self::Remainder => Operator::Modulo,
        }
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Division {
    part: Part,
    signature: Signature,
}

impl ScalarUDFImpl for Division {
    fn name(&self) -> &str {
        match self.part {
            Part::Quotient => QUOTIENT,
            Part::Remainder => REMAINDER,
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> EngineResult<Vec<DataType>> {
        let [left, right] = given else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes two numbers").into());
        };
        let (left, right) = BinaryTypeCoercer::new(left, &self.part.operator(), right).get_input_types()?;
        Ok(vec![left, right])
    }

    fn return_type(&self, given: &[DataType]) -> EngineResult<DataType> {
        let [left, right] = given else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes two numbers").into());
        };
        match (self.part, left, right) {
            // An unsigned integer and a signed one: their quotient has as many digits as the first.
            (Part::Quotient, DataType::Decimal128(..), DataType::Decimal128(..)) => Ok(WIDE),
            _ => BinaryTypeCoercer::new(left, &self.part.operator(), right).get_result_type(),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let single = args.args.iter().all(|given| matches!(given, ColumnarValue::Scalar(_)));
        let rows = if single { 1 } else { args.number_rows };
        let [left, right] = args.args.as_slice() else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes two numbers").into());
        };
        let divided = match self.part {
            Part::Quotient => quotient(&Operand::new(left, rows)?, &Operand::new(right, rows)?)?,
            Part::Remainder => remainder(&Operand::new(left, rows)?, &Operand::new(right, rows)?)?,
        };
        let divided = cast(&divided, args.return_field.data_type())?;
        Ok(match single {
            true => ColumnarValue::Scalar(ScalarValue::try_from_array(&divided, 0)?),
            false => ColumnarValue::Array(divided),
        })
    }
}

const WIDE: DataType = DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0);

/// A column, or a constant for all rows of the other operand.
enum Operand {
    Column(ArrayRef),
    Constant(Scalar<ArrayRef>),
}

impl Operand {
    /// Returns the operand; a constant becomes a column if the other one is a constant too.
    fn new(value: &ColumnarValue, rows: usize) -> EngineResult<Self> {
        Ok(match value {
            ColumnarValue::Scalar(scalar) if rows != 1 => Self::Constant(scalar.to_scalar()?),
            other => Self::Column(other.to_array(rows)?),
        })
    }

    fn array(&self) -> &dyn Array {
        self.get().0
    }
}

impl Datum for Operand {
    fn get(&self) -> (&dyn Array, bool) {
        match self {
            Self::Column(array) => array.get(),
            Self::Constant(scalar) => scalar.get(),
        }
    }
}

fn quotient(left: &Operand, right: &Operand) -> Result<ArrayRef, ArrowError> {
    if left.array().data_type().is_decimal() {
        return whole_quotient(left, right);
    }
    let quotient = div(left, right)?;
    let one = constant(quotient.data_type(), 1)?;
    // It was rounded up, and so is one too large, exactly where the remainder has the sign of the other number.
    let wrong = wrong_sign(&rem(left, right)?, right)?;
    zip(&wrong, &sub_wrapping(&quotient, &one)?, &quotient)
}

fn remainder(left: &Operand, right: &Operand) -> Result<ArrayRef, ArrowError> {
    let remainder = rem(left, right)?;
    let wrong = wrong_sign(&remainder, right)?;
    if wrong.true_count() == 0 {
        return Ok(remainder);
    }
    // They have different signs, so their sum lies between them and cannot overflow.
    let moved = match remainder.data_type().is_decimal() {
        true => cast(&add(&remainder, right)?, remainder.data_type())?,
        false => add_wrapping(&remainder, right)?,
    };
    zip(&wrong, &moved, &remainder)
}

/// Returns where a remainder has not the sign of its divisor. A 0 has any sign.
fn wrong_sign(remainder: &ArrayRef, divisor: &Operand) -> Result<BooleanArray, ArrowError> {
    let below = |numbers: &dyn Datum| lt(numbers, &least_zero(numbers.get().0.data_type())?);
    let negative = || below(remainder);
    let positive = || lt(&constant(remainder.data_type(), 0)?, remainder);
    let downwards = below(divisor)?;
    if divisor.get().1 {
        return if downwards.value(0) { positive() } else { negative() };
    }
    or(&and_not(&negative()?, &downwards)?, &and(&positive()?, &downwards)?)
}

/// Returns the smaller zero: in the total order of floats -0.0 comes before 0.0.
fn least_zero(data_type: &DataType) -> Result<Scalar<ArrayRef>, ArrowError> {
    if !data_type.is_floating() {
        return constant(data_type, 0);
    }
    let zero: ArrayRef = Arc::new(Float64Array::from(vec![-0.0]));
    Ok(Scalar::new(cast(&zero, data_type)?))
}

fn constant(data_type: &DataType, number: i64) -> Result<Scalar<ArrayRef>, ArrowError> {
    let number: ArrayRef = Arc::new(Int64Array::from(vec![number]));
    Ok(Scalar::new(cast(&number, data_type)?))
}

/// Returns the quotient of integers that are held as decimals, as DataFusion's division of decimals rounds to a scale.
fn whole_quotient(left: &Operand, right: &Operand) -> Result<ArrayRef, ArrowError> {
    let numbers = |operand: &Operand| -> Result<Decimal128Array, ArrowError> {
        let whole = cast(&make_array(operand.array().to_data()), &WIDE)?;
        Ok(whole.as_primitive::<Decimal128Type>().clone())
    };
    let (left, right, is_constant) = (numbers(left)?, numbers(right)?, (left.get().1, right.get().1));
    let rows = if is_constant.0 { right.len() } else { left.len() };
    let at = |numbers: &Decimal128Array, is_constant: bool, row: usize| {
        let row = if is_constant { 0 } else { row };
        numbers.is_valid(row).then(|| numbers.value(row))
    };
    let divided = (0..rows).map(|row| match (at(&left, is_constant.0, row), at(&right, is_constant.1, row)) {
        (Some(_), Some(0)) => Err(ArrowError::DivideByZero),
        (Some(left), Some(right)) => Ok(Some(left.div_euclid(right) - i128::from(right < 0 && left % right != 0))),
        _ => Ok(None),
    });
    let divided: Decimal128Array = divided.collect::<Result<_, _>>()?;
    Ok(Arc::new(divided.with_precision_and_scale(DECIMAL128_MAX_PRECISION, 0)?))
}

#[cfg(test)]
mod tests {
    use arrow::array::Int8Array;

    use super::*;

    #[test]
    fn a_remainder_of_floats_that_is_zero_stays_zero() {
        let left = Operand::Column(Arc::new(Float64Array::from(vec![-4.0, 4.0, -0.0, -3.5])) as ArrayRef);
        let right = Operand::Column(Arc::new(Float64Array::from(vec![2.0, -2.0, 2.0, 2.0])) as ArrayRef);
        let left = remainder(&left, &right).unwrap();
        let found: Vec<f64> = left.as_primitive::<arrow::datatypes::Float64Type>().values().to_vec();
        assert_eq!(found, [0.0, 0.0, 0.0, 0.5]);
    }

    #[test]
    fn every_pair_of_small_integers_is_divided_as_python_does() {
        let numbers: Vec<i8> = (-9..=9).chain([i8::MIN, i8::MAX]).collect();
        for divisor in numbers.iter().copied().filter(|divisor| ![0, -1].contains(divisor)) {
            let column = || Operand::Column(Arc::new(Int8Array::from(numbers.clone())) as ArrayRef);
            let constant: ArrayRef = Arc::new(Int8Array::from(vec![divisor]));
            let repeated: ArrayRef = Arc::new(Int8Array::from(vec![divisor; numbers.len()]));
            for right in [Operand::Constant(Scalar::new(constant)), Operand::Column(repeated)] {
                let (quotients, remainders) =
                    (quotient(&column(), &right).unwrap(), remainder(&column(), &right).unwrap());
                for (row, number) in numbers.iter().enumerate() {
                    let (number, divisor) = (i32::from(*number), i32::from(divisor));
                    let expected = (f64::from(number) / f64::from(divisor)).floor() as i32;
                    assert_eq!(i32::from(quotients.as_primitive::<arrow::datatypes::Int8Type>().value(row)), expected);
                    let left = i32::from(remainders.as_primitive::<arrow::datatypes::Int8Type>().value(row));
                    assert_eq!(left, number - expected * divisor);
                }
            }
        }
    }
}
