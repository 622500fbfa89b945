//! Numbers from dates, times and durations: counts of a unit, rounded as their documentation says, and the start of the
//! period that a date is in.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Int32Array, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type, TimeUnit};
use chrono::{Datelike, NaiveDate};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::{Function, text};
use crate::error::{Error, ErrorKind, Result};
use crate::render::{per_second, type_name};

/// The units in which durations and timestamps are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 24 hours.
    Day,
    /// 60 minutes.
    Hour,
    /// 60 seconds.
    Minute,
    /// A second.
    Second,
    /// A thousandth of a second.
    Millisecond,
    /// A millionth of a second.
    Microsecond,
    /// A billionth of a second.
    Nanosecond,
}

const PARTS: [(&str, Part, i128); 7] = [
    ("days", Part::Day, 86_400 * NANOS),
    ("hours", Part::Hour, 3_600 * NANOS),
    ("minutes", Part::Minute, 60 * NANOS),
    ("seconds", Part::Second, NANOS),
    ("milliseconds", Part::Millisecond, 1_000_000),
    ("microseconds", Part::Microsecond, 1_000),
    ("nanoseconds", Part::Nanosecond, 1),
];
const NANOS: i128 = 1_000_000_000;

static EPOCH: Function = Function {
    name: "epoch",
    wants: "dates and timestamps",
    returns: |given, _| {
        matches!(given, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)).then_some(DataType::Int64)
    },
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    // Rounded down, so that the unit before 1970 is -1 and not a second 0.
    compute: |array, constants| counted(EPOCH.name, array, nanoseconds(text(constants.first())), i128::div_euclid),
};

static TRUNCATE: Function = Function {
    name: "date_trunc",
    wants: "dates",
    returns: |given, _| matches!(given, DataType::Date32 | DataType::Date64).then_some(DataType::Date32),
    of_null: DataType::Date32,
    compute: truncated,
};

static BIN: Function = Function {
    name: "date_bin",
    wants: "dates and timestamps",
    returns: |given, _| matches!(given, DataType::Date32 | DataType::Timestamp(..)).then(|| given.clone()),
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    compute: binned,
};

/// Returns the start of the bin that a date or timestamp is in, for bins of `interval` (a duration) counted from
/// `origin` (a date or timestamp; null for 1970-01-01). The type stays the same, and any timestamp is in range.
pub fn bin(expr: Expr, interval: ScalarValue, origin: ScalarValue) -> Expr {
    BIN.call(expr, [interval, origin])
}

/// Returns how many whole units a duration has, rounded towards zero.
pub fn total(expr: Expr, part: Part) -> Expr {
    macro_rules! function {
        ($name:literal, $unit:literal) => {{
            static TOTAL: Function = Function {
                name: $name,
                wants: "durations",
                returns: |given, _| matches!(given, DataType::Duration(_)).then_some(DataType::Int64),
                of_null: DataType::Duration(TimeUnit::Microsecond),
                // Towards zero: -90 s are one minute and a half, negated.
                compute: |array, _| counted($name, array, nanoseconds($unit), |value, unit| value / unit),
            };
            &TOTAL
        }};
    }
    let function: &'static Function = match part {
        Part::Day => function!("total_days", "days"),
        Part::Hour => function!("total_hours", "hours"),
        Part::Minute => function!("total_minutes", "minutes"),
        Part::Second => function!("total_seconds", "seconds"),
        Part::Millisecond => function!("total_milliseconds", "milliseconds"),
        Part::Microsecond => function!("total_microseconds", "microseconds"),
        Part::Nanosecond => function!("total_nanoseconds", "nanoseconds"),
    };
    function.call(expr, [])
}

/// Returns how many units are between 1970-01-01 (UTC, if there is a zone) and a date or timestamp, rounded down.
pub fn epoch(expr: Expr, part: Part) -> Expr {
    EPOCH.call(expr, [name(part).into()])
}

/// Returns the part of a timestamp below the second, in whole units.
pub fn fraction(expr: Expr, part: Part) -> Expr {
    macro_rules! function {
        ($name:literal, $unit:literal) => {{
            static FRACTION: Function = Function {
                name: $name,
                wants: "timestamps and times",
                returns: |given, _| {
                    matches!(given, DataType::Timestamp(..) | DataType::Time32(_) | DataType::Time64(_))
                        .then_some(DataType::Int32)
                },
                of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
                compute: |array, _| fractions($name, array, nanoseconds($unit)),
            };
            &FRACTION
        }};
    }
    let function: &'static Function = match part {
        Part::Millisecond => function!("millisecond", "milliseconds"),
        Part::Microsecond => function!("microsecond", "microseconds"),
        _ => function!("nanosecond", "nanoseconds"),
    };
    function.call(expr, [])
}

/// Returns the first day of the period that a date is in.
pub fn truncate(expr: Expr, unit: &str) -> Expr {
    TRUNCATE.call(expr, [unit.into()])
}

fn name(part: Part) -> &'static str {
    PARTS.iter().find(|(_, known, _)| *known == part).map_or("seconds", |(name, ..)| name)
}

fn nanoseconds(wanted: &str) -> i128 {
    PARTS.iter().find(|(name, ..)| *name == wanted).map_or(NANOS, |(.., nanoseconds)| *nanoseconds)
}

/// Returns how many nanoseconds one step of the stored numbers is.
pub(super) fn step(data_type: &DataType) -> i128 {
    match data_type {
        DataType::Date32 => 86_400 * NANOS,
        DataType::Date64 => 1_000_000,
        DataType::Timestamp(unit, _) | DataType::Duration(unit) | DataType::Time32(unit) | DataType::Time64(unit) => {
            NANOS / i128::from(per_second(*unit))
        }
        _ => 1,
    }
}

/// Returns the numbers that an array of dates, times or durations stores.
fn stored(name: &str, array: &ArrayRef) -> Result<Int64Array> {
    let numbers = match array.data_type() {
        DataType::Date32 | DataType::Time32(_) => {
            cast(&cast(array, &DataType::Int32).map_err(of(name))?, &DataType::Int64)
        }
        _ => cast(array, &DataType::Int64),
    };
    Ok(numbers.map_err(of(name))?.as_primitive::<Int64Type>().clone())
}

fn of(name: &str) -> impl Fn(arrow::error::ArrowError) -> Error + '_ {
    move |error| Error::from_arrow(name, error)
}

fn counted(name: &'static str, array: &ArrayRef, unit: i128, divide: fn(i128, i128) -> i128) -> Result<ArrayRef> {
    let step = step(array.data_type());
    let count = |value: i64| {
        i64::try_from(divide(i128::from(value) * step, unit)).map_err(|_| {
            Error::new(ErrorKind::Overflow, name, "the count does not fit 64 bits").with_hint("count a larger unit")
        })
    };
    let counts = stored(name, array)?.try_unary::<_, Int64Type, Error>(count)?;
    Ok(Arc::new(counts))
}

fn fractions(name: &str, array: &ArrayRef, unit: i128) -> Result<ArrayRef> {
    let step = step(array.data_type());
    let below = |value: i64| {
        let nanoseconds = (i128::from(value) * step).rem_euclid(NANOS);
        i32::try_from(nanoseconds / unit).unwrap_or(i32::MAX)
    };
    let fractions: Int32Array = stored(name, array)?.unary::<_, Int32Type>(below);
    Ok(Arc::new(fractions))
}

/// Returns a constant duration or timestamp in nanoseconds.
fn of_constant(constant: Option<&ScalarValue>) -> Result<Option<i128>> {
    let Some(constant) = constant.filter(|constant| !constant.is_null()) else { return Ok(None) };
    let array = constant.to_array().map_err(|error| Error::from_datafusion(BIN.name, error))?;
    let step = step(array.data_type());
    Ok(stored(BIN.name, &array)?.iter().next().flatten().map(|value| i128::from(value) * step))
}

pub(super) fn binned(array: &ArrayRef, constants: &[ScalarValue]) -> Result<ArrayRef> {
    let step = step(array.data_type());
    let interval = of_constant(constants.first())?.unwrap_or(0);
    let origin = of_constant(constants.get(1))?.unwrap_or(0);
    if interval <= 0 {
        return Err(Error::new(ErrorKind::Value, BIN.name, "the interval has to be longer than nothing"));
    }
    if interval % step != 0 || origin % step != 0 {
        let message = format!("bins of that length have no exact start in {}", type_name(array.data_type()));
        return Err(Error::new(ErrorKind::Value, BIN.name, message).with_hint("cast the column to a finer unit first"));
    }
    let (interval, origin) = (interval / step, origin / step);
    let start = |value: i64| {
        let start = (i128::from(value) - origin).div_euclid(interval) * interval + origin;
        i64::try_from(start).map_err(|_| {
            Error::new(ErrorKind::Overflow, BIN.name, "the bin starts before what the column's unit can count")
        })
    };
    let starts = stored(BIN.name, array)?.try_unary::<_, Int64Type, Error>(start)?;
    let numbers: ArrayRef = match array.data_type() {
        DataType::Date32 => cast(&starts, &DataType::Int32).map_err(of(BIN.name))?,
        _ => Arc::new(starts),
    };
    cast(&numbers, array.data_type()).map_err(of(BIN.name))
}

pub(super) fn truncated(array: &ArrayRef, constants: &[ScalarValue]) -> Result<ArrayRef> {
    let unit = text(constants.first());
    let days = cast(array, &DataType::Date32).map_err(of(TRUNCATE.name))?;
    let first = |days: i32| {
        let start = NaiveDate::from_epoch_days(days).and_then(|date| match unit {
            "year" => NaiveDate::from_ymd_opt(date.year(), 1, 1),
            "quarter" => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            "month" => date.with_day(1),
            "week" => Some(date.week(chrono::Weekday::Mon).first_day()),
            _ => Some(date),
        });
        start.map(|start| start.to_epoch_days()).ok_or_else(|| {
            Error::new(ErrorKind::Overflow, TRUNCATE.name, format!("{days} days from 1970 lie outside the calendar"))
        })
    };
    let starts: Date32Array = days.as_primitive::<Date32Type>().try_unary::<_, Date32Type, Error>(first)?;
    Ok(Arc::new(starts))
}
