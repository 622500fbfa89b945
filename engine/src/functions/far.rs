//! `date_trunc` and `date_bin` of timestamps outside the range of 64-bit nanoseconds: DataFusion's `date_trunc` refuses
//! them, and its `date_bin` gives null. These are its own functions, but each such value is computed with the calendar.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Int64Type, IntervalDayTimeType, IntervalMonthDayNanoType};
use chrono::{DateTime, Datelike, Months, Utc};
use datafusion::error::Result as EngineResult;
use datafusion::functions::datetime::date_bin::DateBinFunc;
use datafusion::functions::datetime::date_trunc::DateTruncFunc;
use datafusion::logical_expr::sort_properties::{ExprProperties, SortProperties};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};
use datafusion::scalar::ScalarValue;

use super::guarded::is_truncation;
use super::time::{binned, step, truncated};
use crate::error::{Error, ErrorKind, Result};

const NANOS: i128 = 1_000_000_000;
const DAY: i128 = 86_400 * NANOS;
/// The units that begin at midnight.
const OF_DAYS: [&str; 5] = ["week", "month", "quarter", "year", "day"];

/// Returns the function that replaces one of DataFusion's, if it is one of these two.
pub(crate) fn far(function: &Arc<ScalarUDF>) -> Option<Arc<ScalarUDF>> {
    let engine = function.inner();
    let compute: Compute = if engine.is::<DateTruncFunc>() || is_truncation(function) {
        truncated_far
    } else if engine.is::<DateBinFunc>() {
        binned_far
    } else {
        return None;
    };
    Some(Arc::new(ScalarUDF::new_from_impl(Far { engine: Arc::clone(function), compute: Computed(compute) })))
}

type Compute = fn(&ScalarUDF, ScalarFunctionArgs) -> EngineResult<ColumnarValue>;

#[derive(Debug, PartialEq, Eq, Hash)]
struct Far {
    engine: Arc<ScalarUDF>,
    compute: Computed,
}

/// The implementation, which follows from DataFusion's function.
#[derive(Debug)]
struct Computed(Compute);

impl PartialEq for Computed {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Computed {}

impl std::hash::Hash for Computed {
    fn hash<H: std::hash::Hasher>(&self, _state: &mut H) {}
}

impl ScalarUDFImpl for Far {
    fn name(&self) -> &str {
        self.engine.name()
    }

    fn aliases(&self) -> &[String] {
        self.engine.aliases()
    }

    fn signature(&self) -> &Signature {
        self.engine.signature()
    }

    fn return_type(&self, given: &[DataType]) -> EngineResult<DataType> {
        self.engine.return_type(given)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> EngineResult<FieldRef> {
        self.engine.return_field_from_args(args)
    }

    fn output_ordering(&self, inputs: &[ExprProperties]) -> EngineResult<SortProperties> {
        self.engine.output_ordering(inputs)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        (self.compute.0)(&self.engine, args)
    }
}

/// Returns the result in the shape of `like`: one value, or one for each row.
fn shaped(like: &ColumnarValue, values: ArrayRef) -> EngineResult<ColumnarValue> {
    Ok(match like {
        ColumnarValue::Scalar(_) => ColumnarValue::Scalar(ScalarValue::try_from_array(&values, 0)?),
        ColumnarValue::Array(_) => ColumnarValue::Array(values),
    })
}

fn truncated_far(engine: &ScalarUDF, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
    let (unit, moments) = match args.args.as_slice() {
        [ColumnarValue::Scalar(unit), moments] => (unit.clone(), moments.clone()),
        _ => return engine.invoke_with_args(args),
    };
    let refused = match engine.invoke_with_args(args) {
        Ok(starts) => return Ok(starts),
        Err(refused) => refused,
    };
    let unit = unit.try_as_str().flatten().unwrap_or_default().to_lowercase();
    // With a zone, a day begins at midnight of its clocks.
    let days = matches!(moments.data_type(), DataType::Timestamp(_, None)) && OF_DAYS.contains(&unit.as_str());
    if !days {
        return Err(refused);
    }
    let array = moments.to_array(1)?;
    let starts = truncated(&array, &[unit.into()])?;
    shaped(&moments, cast(&starts, array.data_type())?)
}

fn binned_far(engine: &ScalarUDF, args: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
    let given = args.args.clone();
    let bins = engine.invoke_with_args(args)?;
    let (Some(ColumnarValue::Scalar(stride)), Some(moments)) = (given.first(), given.get(1)) else { return Ok(bins) };
    let origin = match given.get(2) {
        Some(ColumnarValue::Scalar(origin)) => origin.clone(),
        _ => ScalarValue::Null,
    };
    let Some((months, nanoseconds)) = length(stride) else { return Ok(bins) };
    let array = moments.to_array(1)?;
    let lost = bins.to_array(array.len())?.null_count() > array.null_count();
    if !lost || !matches!(array.data_type(), DataType::Timestamp(..)) {
        return Ok(bins);
    }
    let starts = match months {
        0 => binned(&array, &[ScalarValue::DurationNanosecond(Some(nanoseconds)), origin])?,
        months => binned_by_months(&array, months, &origin)?,
    };
    shaped(moments, starts)
}

/// Returns the months and nanoseconds of an interval, of which DataFusion allows only one to be set.
fn length(stride: &ScalarValue) -> Option<(i32, i64)> {
    let (months, days, nanoseconds) = match stride {
        ScalarValue::IntervalMonthDayNano(Some(interval)) => IntervalMonthDayNanoType::to_parts(*interval),
        ScalarValue::IntervalDayTime(Some(interval)) => {
            let (days, milliseconds) = IntervalDayTimeType::to_parts(*interval);
            (0, days, i64::from(milliseconds) * 1_000_000)
        }
        _ => return None,
    };
    let nanoseconds = i64::try_from(i128::from(days) * DAY + i128::from(nanoseconds)).ok()?;
    Some((months, nanoseconds))
}

fn binned_by_months(array: &ArrayRef, months: i32, origin: &ScalarValue) -> Result<ArrayRef> {
    let failed = |error| Error::from_arrow("date_bin", error);
    let beyond = || Error::new(ErrorKind::Overflow, "date_bin", "a moment lies outside the calendar");
    let step = step(array.data_type());
    let origin = match origin {
        ScalarValue::TimestampNanosecond(Some(origin), _) => i128::from(*origin),
        _ => 0,
    };
    let origin = instant(origin).ok_or_else(beyond)?;
    let start = |value: i64| {
        let moment = instant(i128::from(value) * step).ok_or_else(beyond)?;
        let start = start_of(moment, origin, months).ok_or_else(beyond)?;
        let count = i128::from(start.timestamp()) * NANOS + i128::from(start.timestamp_subsec_nanos());
        i64::try_from(count.div_euclid(step)).map_err(|_| beyond())
    };
    let moments = cast(array, &DataType::Int64).map_err(failed)?;
    let starts: Int64Array = moments.as_primitive::<Int64Type>().try_unary::<_, Int64Type, Error>(start)?;
    cast(&starts, array.data_type()).map_err(failed)
}

fn instant(nanoseconds: i128) -> Option<DateTime<Utc>> {
    let seconds = i64::try_from(nanoseconds.div_euclid(NANOS)).ok()?;
    DateTime::from_timestamp(seconds, u32::try_from(nanoseconds.rem_euclid(NANOS)).ok()?)
}

/// Returns the last of the timestamps `months` apart, one of which is `origin`, that does not come after `moment`.
fn start_of(moment: DateTime<Utc>, origin: DateTime<Utc>, months: i32) -> Option<DateTime<Utc>> {
    let count = |at: DateTime<Utc>| at.year() * 12 + i32::try_from(at.month0()).unwrap_or(0);
    let whole = (count(moment) - count(origin)).checked_div_euclid(months)?;
    let shifted = |months: i32| match months < 0 {
        true => origin.checked_sub_months(Months::new(months.unsigned_abs())),
        false => origin.checked_add_months(Months::new(months.unsigned_abs())),
    };
    let start = shifted(whole.checked_mul(months)?)?;
    if start > moment { shifted((whole - 1).checked_mul(months)?) } else { Some(start) }
}
