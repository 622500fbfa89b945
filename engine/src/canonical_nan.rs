//! One NaN. IEEE 754 has many: processors set the sign of what `0.0 / 0.0` gives, and files contain what others have
//! computed. DataFusion compares, sorts and groups floats by their bits, to which each NaN is a value of its own, and
//! one with a sign is the smallest of all. So every NaN gets the bits of one before anything looks at them: those that
//! come in ([`with_one`], which tables and an operator above files call), and those that are computed
//! ([`canonical_nan`], a function that an analyzer rule puts around the computation).

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, ArrowPrimitiveType, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, FieldRef, Float16Type, Float32Type, Float64Type};
use arrow::error::ArrowError;
use datafusion::common::internal_err;
use datafusion::error::Result;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The NaN that stays: positive and quiet, without a payload, as it is written and read from text.
const NAN_64: u64 = 0x7FF8_0000_0000_0000;
const NAN_32: u32 = 0x7FC0_0000;
const NAN_16: u16 = 0x7E00;

/// Returns the array with one NaN; `None` if it has no other, or is not of floats.
fn canonical(array: &ArrayRef) -> Option<ArrayRef> {
    match array.data_type() {
        DataType::Float64 => replaced::<Float64Type>(array, is_other_64, f64::from_bits(NAN_64)),
        DataType::Float32 => replaced::<Float32Type>(array, is_other_32, f32::from_bits(NAN_32)),
        DataType::Float16 => {
            replaced::<Float16Type>(array, is_other_16, <Float16Type as ArrowPrimitiveType>::Native::from_bits(NAN_16))
        }
        _ => None,
    }
}

/// Returns the batch with one NaN in these of its columns.
///
/// # Errors
/// None: types and lengths stay.
pub(crate) fn with_one(batch: RecordBatch, columns: impl Iterator<Item = usize>) -> Result<RecordBatch, ArrowError> {
    let mut changed: Option<Vec<ArrayRef>> = None;
    for at in columns {
        if let Some(column) = canonical(batch.column(at)) {
            changed.get_or_insert_with(|| batch.columns().to_vec())[at] = column;
        }
    }
    match changed {
        Some(columns) => RecordBatch::try_new(batch.schema(), columns),
        None => Ok(batch),
    }
}

/// Returns whether rows of `array` are a NaN with other bits.
pub(crate) fn has_other(array: &ArrayRef) -> bool {
    match array.data_type() {
        DataType::Float64 => any(array.as_primitive::<Float64Type>().values(), is_other_64),
        DataType::Float32 => any(array.as_primitive::<Float32Type>().values(), is_other_32),
        DataType::Float16 => any(array.as_primitive::<Float16Type>().values(), is_other_16),
        _ => false,
    }
}

fn is_other_64(value: f64) -> bool {
    (value.to_bits() << 1) > (f64::INFINITY.to_bits() << 1) && value.to_bits() != NAN_64
}

fn is_other_32(value: f32) -> bool {
    (value.to_bits() << 1) > (f32::INFINITY.to_bits() << 1) && value.to_bits() != NAN_32
}

fn is_other_16(value: <Float16Type as ArrowPrimitiveType>::Native) -> bool {
    const INFINITY: u16 = 0x7C00;
    (value.to_bits() << 1) > (INFINITY << 1) && value.to_bits() != NAN_16
}

/// How many values are looked at between two branches.
const LANES: usize = 64;

/// Returns whether a value is a NaN with other bits. Most columns have no NaN at all, and to know that takes one
/// instruction for two values and no branch.
#[expect(clippy::eq_op, reason = "what is not equal to itself is NaN")]
fn any<T: Copy + PartialEq>(values: &[T], is_other: impl Fn(T) -> bool) -> bool {
    values.chunks(LANES).any(|lanes| {
        lanes.iter().fold(false, |found, value| found | (*value != *value))
            && lanes.iter().any(|value| is_other(*value))
    })
}

fn replaced<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    is_other: impl Fn(T::Native) -> bool,
    nan: T::Native,
) -> Option<ArrayRef> {
    let values = array.as_primitive::<T>();
    if !any(values.values(), &is_other) {
        return None;
    }
    Some(Arc::new(values.unary::<_, T>(|value| if is_other(value) { nan } else { value })))
}

/// The name of the function in plans.
const NAME: &str = "canonical_nan";

static FUNCTION: LazyLock<Arc<ScalarUDF>> = LazyLock::new(|| {
    Arc::new(ScalarUDF::new_from_impl(CanonicalNan { signature: Signature::any(1, Volatility::Immutable) }))
});

/// Returns the expression with one NaN; its name stays.
pub(crate) fn canonical_nan(expr: Expr) -> Expr {
    Expr::ScalarFunction(ScalarFunction { func: function(), args: vec![expr] })
}

/// Returns the function, for expressions of physical plans.
pub(crate) fn function() -> Arc<ScalarUDF> {
    Arc::clone(&FUNCTION)
}

/// Returns whether `function` is that of [`canonical_nan`].
pub(crate) fn is_canonical_nan(function: &ScalarUDF) -> bool {
    function.inner().is::<CanonicalNan>()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct CanonicalNan {
    signature: Signature,
}

impl ScalarUDFImpl for CanonicalNan {
    fn name(&self) -> &str {
        NAME
    }

    fn display_name(&self, args: &[Expr]) -> Result<String> {
        Ok(args.first().map(Expr::to_string).unwrap_or_default())
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        Ok(args.first().map(|arg| arg.schema_name().to_string()).unwrap_or_default())
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        match arg_types {
            [only] => Ok(only.clone()),
            _ => internal_err!("{NAME} takes one value"),
        }
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        match args.arg_fields {
            [only] => Ok(Arc::new(Field::new(NAME, only.data_type().clone(), only.is_nullable()))),
            _ => internal_err!("{NAME} takes one value"),
        }
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        use datafusion::common::ScalarValue::{Float16, Float32, Float64};
        let Ok([value]) = <[ColumnarValue; 1]>::try_from(args.args) else {
            return internal_err!("{NAME} takes one value");
        };
        Ok(match value {
            ColumnarValue::Array(array) => ColumnarValue::Array(canonical(&array).unwrap_or(array)),
            ColumnarValue::Scalar(Float64(Some(x))) if is_other_64(x) => Float64(Some(f64::from_bits(NAN_64))).into(),
            ColumnarValue::Scalar(Float32(Some(x))) if is_other_32(x) => Float32(Some(f32::from_bits(NAN_32))).into(),
            ColumnarValue::Scalar(Float16(Some(x))) if is_other_16(x) => {
                Float16(Some(<Float16Type as ArrowPrimitiveType>::Native::from_bits(NAN_16))).into()
            }
            scalar @ ColumnarValue::Scalar(_) => scalar,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Array, Float32Array, Float64Array};

    #[test]
    fn every_nan_gets_the_same_bits_and_nothing_else_changes() {
        let others = [f64::NAN, -f64::NAN, f64::from_bits(NAN_64 | 1954), f64::from_bits(0xFFF0_0000_0000_0001)];
        let numbers = [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, 5e-324];
        let array: ArrayRef = Arc::new(Float64Array::from_iter_values(others.into_iter().chain(numbers)));
        let bits = |array: &ArrayRef| -> Vec<u64> {
            array.as_primitive::<Float64Type>().values().iter().map(|value| value.to_bits()).collect()
        };
        let one = canonical(&array).unwrap();
        assert_eq!(bits(&one)[..4], [NAN_64; 4]);
        assert_eq!(bits(&one)[4..], bits(&array)[4..]);
        assert!(canonical(&one).is_none());
    }

    #[test]
    fn an_array_without_another_nan_is_not_copied() {
        let array: ArrayRef = Arc::new(Float32Array::from(vec![Some(1.0), None, Some(f32::from_bits(NAN_32))]));
        assert!(canonical(&array).is_none());
        let array: ArrayRef = Arc::new(Float32Array::from(vec![Some(1.0), None, Some(-f32::NAN)]));
        let one = canonical(&array).unwrap();
        assert!(one.is_null(1));
        assert_eq!(one.as_primitive::<Float32Type>().value(2).to_bits(), NAN_32);
    }
}
