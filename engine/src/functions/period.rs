//! The start of the period that a date or timestamp is in, for periods of several units, and the first and last day of
//! its month. What counts is what the clocks of the column's zone show.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Date32Array};
use arrow::datatypes::{DataType, Date32Type, IntervalMonthDayNano, TimeUnit};
use chrono::{Datelike, NaiveDate};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::Function;
use super::time::step;
use super::zone::on_the_clock;
use crate::error::{Error, ErrorKind, Result};

const DAY: i128 = 86_400_000_000_000;
/// The year that all but weeks are counted from.
const EPOCH_YEAR: i64 = 1970;
/// The Monday that weeks are counted from.
const MONDAY: i64 = 4;

static TRUNCATE: Function = Function {
    name: "truncate",
    wants: "dates and timestamps",
    returns: dated,
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    compute: |array, constants| {
        let number = |index: usize| match constants.get(index) {
            Some(ScalarValue::Int64(Some(number))) => *number,
            _ => 0,
        };
        let (months, days, nanoseconds) = (number(0), number(1), i128::from(number(2)));
        if months > 0 {
            return on_days(TRUNCATE.name, array, false, |date| first_of_months(date, months));
        }
        if days > 0 {
            let origin = if days % 7 == 0 { MONDAY } else { 0 };
            return on_days(TRUNCATE.name, array, false, |date| {
                let day = i64::from(date.to_epoch_days()) - origin;
                let start = day.div_euclid(days) * days + origin;
                i32::try_from(start).ok().and_then(NaiveDate::from_epoch_days)
            });
        }
        let step = step(array.data_type());
        on_the_clock(TRUNCATE.name, array, |value| {
            let value = i128::from(value) * step;
            i64::try_from(value.div_euclid(nanoseconds.max(1)) * nanoseconds.max(1) / step).ok()
        })
    },
};

static MONTH_START: Function = Function {
    name: "month_start",
    wants: "dates and timestamps",
    returns: dated,
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    compute: |array, _| on_days(MONTH_START.name, array, true, |date| date.with_day(1)),
};

static MONTH_END: Function = Function {
    name: "month_end",
    wants: "dates and timestamps",
    returns: dated,
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    compute: |array, _| on_days(MONTH_END.name, array, true, |date| date.with_day(u32::from(date.num_days_in_month()))),
};

/// Returns the start of the period of length `every` that a date or timestamp is in; it is a number of months, of days, or
/// of nanoseconds. Weeks are counted from a Monday, all else from 1970.
pub fn truncate_to(expr: Expr, every: IntervalMonthDayNano) -> Expr {
    let numbers = [i64::from(every.months), i64::from(every.days), every.nanoseconds];
    TRUNCATE.call(expr, numbers.map(|number| ScalarValue::Int64(Some(number))))
}

/// Returns the first day of the month, at the same time of day.
pub fn month_start(expr: Expr) -> Expr {
    MONTH_START.call(expr, [])
}

/// Returns the last day of the month, at the same time of day.
pub fn month_end(expr: Expr) -> Expr {
    MONTH_END.call(expr, [])
}

fn dated(given: &DataType, _constants: &[ScalarValue]) -> Option<DataType> {
    matches!(given, DataType::Date32 | DataType::Timestamp(..)).then(|| given.clone())
}

fn first_of_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let month = (i64::from(date.year()) - EPOCH_YEAR) * 12 + i64::from(date.month0());
    let start = month.div_euclid(months) * months;
    let (year, month) = (start.div_euclid(12) + EPOCH_YEAR, start.rem_euclid(12));
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month + 1).ok()?, 1)
}

/// Returns the dates or timestamps with another day, and the same time of day or midnight.
fn on_days(
    name: &'static str,
    array: &ArrayRef,
    keeps_time: bool,
    other: impl Fn(NaiveDate) -> Option<NaiveDate>,
) -> Result<ArrayRef> {
    let moved = |day: i64| {
        let date = i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days).and_then(&other)?;
        Some(i64::from(date.to_epoch_days()))
    };
    if array.data_type() == &DataType::Date32 {
        let one = |day: i32| {
            let day = moved(i64::from(day)).and_then(|day| i32::try_from(day).ok());
            day.ok_or_else(|| Error::new(ErrorKind::Overflow, name, "the day lies outside the calendar"))
        };
        let dates: Date32Array = array.as_primitive::<Date32Type>().try_unary::<_, Date32Type, Error>(one)?;
        return Ok(Arc::new(dates));
    }
    let per_day = i64::try_from(DAY / step(array.data_type())).unwrap_or(i64::MAX);
    on_the_clock(name, array, |value| {
        let time = if keeps_time { value.rem_euclid(per_day) } else { 0 };
        moved(value.div_euclid(per_day))?.checked_mul(per_day)?.checked_add(time)
    })
}
