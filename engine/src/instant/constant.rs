//! The value of a constant date or timestamp, in nanoseconds since 1970-01-01 as `i128`, which all types fit.

use arrow::array::timezone::Tz;
use arrow::compute::kernels::cast_utils::string_to_datetime;
use arrow::datatypes::{DataType, TimeUnit};
use chrono::Utc;
use datafusion::logical_expr::expr::Cast;
use datafusion::logical_expr::{Expr, Operator};
use datafusion::scalar::ScalarValue;

const SECOND: i128 = 1_000_000_000;

/// Returns how many nanoseconds are between two neighbouring values of a type of dates or timestamps.
pub(super) fn step(data_type: &DataType) -> Option<i128> {
    Some(match data_type {
        DataType::Date32 => 86_400 * SECOND,
        DataType::Date64 | DataType::Timestamp(TimeUnit::Millisecond, _) => SECOND / 1_000,
        DataType::Timestamp(TimeUnit::Second, _) => SECOND,
        DataType::Timestamp(TimeUnit::Microsecond, _) => SECOND / 1_000_000,
        DataType::Timestamp(TimeUnit::Nanosecond, _) => 1,
        _ => return None,
    })
}

/// Returns the result of `left op right`.
pub(super) fn held(left: i128, op: Operator, right: i128) -> Option<bool> {
    Some(match op {
        Operator::Eq | Operator::IsNotDistinctFrom => left == right,
        Operator::NotEq | Operator::IsDistinctFrom => left != right,
        Operator::Lt => left < right,
        Operator::LtEq => left <= right,
        Operator::Gt => left > right,
        Operator::GtEq => left >= right,
        _ => return None,
    })
}

/// Returns the zone of a timestamp type, if it has one.
pub(super) fn zone(data_type: &DataType) -> Option<&str> {
    match data_type {
        DataType::Timestamp(_, zone) => zone.as_deref(),
        _ => None,
    }
}

/// Returns the value of a constant date or timestamp, through any number of casts.
pub(super) fn moment(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Literal(value, _) => moment_of(value),
        Expr::Cast(Cast { expr: inner, field }) => {
            let to = field.data_type();
            if let Expr::Literal(value, _) = inner.as_ref()
                && let Some(text) = value.try_as_str()
            {
                // For a date, the string may have a time of day.
                return read(text?, zone(to))
                    .filter(|moment| step(to).is_some_and(|step| moment.rem_euclid(step) == 0));
            }
            let from = type_of(inner)?;
            // A cast to a coarser unit truncates, and adding or removing a zone shifts the time.
            let moment = moment(inner).filter(|_| zone(&from) == zone(to))?;
            (moment.rem_euclid(step(to)?) == 0).then_some(moment)
        }
        _ => None,
    }
}

/// Returns the type of such a constant.
fn type_of(expr: &Expr) -> Option<DataType> {
    match expr {
        Expr::Literal(value, _) => Some(value.data_type()),
        Expr::Cast(Cast { field, .. }) => Some(field.data_type().clone()),
        _ => None,
    }
}

fn moment_of(value: &ScalarValue) -> Option<i128> {
    let count = match value {
        ScalarValue::Date32(days) => i128::from((*days)?),
        ScalarValue::Date64(count)
        | ScalarValue::TimestampSecond(count, _)
        | ScalarValue::TimestampMillisecond(count, _)
        | ScalarValue::TimestampMicrosecond(count, _)
        | ScalarValue::TimestampNanosecond(count, _) => i128::from((*count)?),
        _ => return None,
    };
    Some(count * step(&value.data_type())?)
}

/// Returns the value of a string, as DataFusion's casts parse it.
pub(super) fn read(text: &str, zone: Option<&str>) -> Option<i128> {
    let (seconds, nanoseconds) = match zone {
        Some(zone) => {
            let read = string_to_datetime(&zone.parse::<Tz>().ok()?, text).ok()?;
            (read.timestamp(), read.timestamp_subsec_nanos())
        }
        None => {
            let read = string_to_datetime(&Utc, text).ok()?;
            (read.timestamp(), read.timestamp_subsec_nanos())
        }
    };
    Some(i128::from(seconds) * SECOND + i128::from(nanoseconds))
}

/// Returns the constant of a type that is `count` of its steps from 1970-01-01, if the type has it.
pub(super) fn constant(data_type: &DataType, count: i128) -> Option<ScalarValue> {
    let wide = || i64::try_from(count).ok();
    Some(match data_type {
        DataType::Date32 => ScalarValue::Date32(Some(i32::try_from(count).ok()?)),
        DataType::Date64 => ScalarValue::Date64(Some(wide()?)),
        DataType::Timestamp(TimeUnit::Second, zone) => ScalarValue::TimestampSecond(Some(wide()?), zone.clone()),
        DataType::Timestamp(TimeUnit::Millisecond, zone) => {
            ScalarValue::TimestampMillisecond(Some(wide()?), zone.clone())
        }
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            ScalarValue::TimestampMicrosecond(Some(wide()?), zone.clone())
        }
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => {
            ScalarValue::TimestampNanosecond(Some(wide()?), zone.clone())
        }
        _ => return None,
    })
}
