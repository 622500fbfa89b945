//! Casts to times of day and to dates. DataFusion accepts any integer: a time before midnight or beyond 24 hours, a
//! date with hours, which no other library accepts and which equal no other value; and a timestamp beyond the calendar
//! is an error even in a TRY_CAST.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, PrimitiveArray};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Date64Type, Field, FieldRef, Int32Type, Int64Type, Time32MillisecondType, Time32SecondType,
    Time64MicrosecondType, Time64NanosecondType, TimeUnit,
};
use arrow::error::ArrowError;
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::render::{per_second, type_name};

const MILLISECONDS_A_DAY: i64 = 86_400_000;

/// Returns a cast of integers or timestamps to times of day or dates, which makes no value outside the range of the
/// type: null if `or_null`, else an error. `None` for other types.
pub(crate) fn valid(value: Expr, from: &DataType, to: &DataType, or_null: bool) -> Option<Expr> {
    let times = from.is_integer() && matches!(to, DataType::Time32(_) | DataType::Time64(_));
    let dates = (from.is_integer() || matches!(from, DataType::Timestamp(..))) && *to == DataType::Date64;
    let signature = Signature::any(1, Volatility::Immutable);
    let function = || ScalarUDF::new_from_impl(Valid { to: to.clone(), or_null, signature });
    let moments = or_null && matches!(from, DataType::Timestamp(..)) && is_of_calendar(to);
    (times || dates || moments).then(|| function().call(vec![value]))
}

/// Returns whether DataFusion computes days on the way to a type.
fn is_of_calendar(to: &DataType) -> bool {
    matches!(to, DataType::Date32 | DataType::Date64 | DataType::Time32(_) | DataType::Time64(_))
}

/// Timestamps with those beyond DataFusion's calendar made null.
fn within_calendar(array: &ArrayRef) -> std::result::Result<ArrayRef, ArrowError> {
    // The years from -262143 to 262142, less the largest offset of a zone.
    const MOST_SECONDS: i64 = 8_210_000_000_000;
    let DataType::Timestamp(unit, _) = array.data_type() else { return Ok(Arc::clone(array)) };
    let most = MOST_SECONDS.saturating_mul(per_second(*unit));
    let numbers = cast(array, &DataType::Int64)?;
    let numbers = numbers.as_primitive::<Int64Type>();
    if numbers.iter().flatten().all(|number| (-most..=most).contains(&number)) {
        return Ok(Arc::clone(array));
    }
    let near: PrimitiveArray<Int64Type> =
        numbers.iter().map(|number| number.filter(|number| (-most..=most).contains(number))).collect();
    cast(&near, array.data_type())
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Valid {
    to: DataType,
    or_null: bool,
    signature: Signature,
}

impl ScalarUDFImpl for Valid {
    fn name(&self) -> &str {
        "valid"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> EngineResult<DataType> {
        Ok(self.to.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        let nullable = self.or_null || args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), self.to.clone(), nullable)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let [value] = args.args.as_slice() else {
            return Err(Error::new(ErrorKind::Internal, self.name(), "it takes one column").into());
        };
        Ok(match value {
            ColumnarValue::Array(array) => ColumnarValue::Array(self.made(array)?),
            ColumnarValue::Scalar(scalar) => {
                ColumnarValue::Scalar(ScalarValue::try_from_array(&self.made(&scalar.to_array()?)?, 0)?)
            }
        })
    }
}

impl Valid {
    fn made(&self, array: &ArrayRef) -> Result<ArrayRef> {
        let failed = |error| Error::from_arrow("cast", error);
        let array = &if self.or_null { within_calendar(array).map_err(failed)? } else { Arc::clone(array) };
        if matches!(array.data_type(), DataType::Timestamp(..)) && self.to != DataType::Date64 {
            return cast(array, &self.to).map_err(failed);
        }
        if self.to == DataType::Date64 {
            // A timestamp belongs to its day.
            let whole = |time: i64| time - time.rem_euclid(MILLISECONDS_A_DAY);
            let dates = cast(array, &DataType::Date64).map_err(failed)?;
            return Ok(Arc::new(dates.as_primitive::<Date64Type>().unary::<_, Date64Type>(whole)));
        }
        let (unit, a_day) = match &self.to {
            DataType::Time32(TimeUnit::Second) => ("seconds", 86_400),
            DataType::Time32(_) => ("milliseconds", MILLISECONDS_A_DAY),
            DataType::Time64(TimeUnit::Microsecond) => ("microseconds", 1_000 * MILLISECONDS_A_DAY),
            _ => ("nanoseconds", 1_000_000 * MILLISECONDS_A_DAY),
        };
        let numbers = cast(array, &DataType::Int64).map_err(failed)?;
        let numbers = numbers.as_primitive::<Int64Type>();
        let wrong = numbers.iter().flatten().find(|number| !(0..a_day).contains(number));
        let numbers: PrimitiveArray<Int64Type> = match wrong {
            None => numbers.clone(),
            Some(_) if self.or_null => {
                numbers.iter().map(|number| number.filter(|number| (0..a_day).contains(number))).collect()
            }
            Some(number) => {
                let message = format!("{number} {unit} from midnight is not a valid {}", type_name(&self.to));
                let hint = "a day has 24 hours: compute the remainder first, or use try_cast for null in its place";
                return Err(Error::new(ErrorKind::Overflow, "cast", message).with_hint(hint));
            }
        };
        let short = || numbers.unary::<_, Int32Type>(|number| i32::try_from(number).unwrap_or_default());
        Ok(match &self.to {
            DataType::Time32(TimeUnit::Second) => Arc::new(short().reinterpret_cast::<Time32SecondType>()),
            DataType::Time32(_) => Arc::new(short().reinterpret_cast::<Time32MillisecondType>()),
            DataType::Time64(TimeUnit::Microsecond) => Arc::new(numbers.reinterpret_cast::<Time64MicrosecondType>()),
            _ => Arc::new(numbers.reinterpret_cast::<Time64NanosecondType>()),
        })
    }
}
