//! Lengths of time as people write them, `"1mo2d"`, and what is done with them: `pr.col("a").dt.offset_by("1mo")`.

use arrow::datatypes::{DataType, IntervalMonthDayNano, TimeUnit};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Expr, cast, lit, when};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::functions as native_fn;
use pyrust_engine::resolve::{Span, label};

use super::built;
use super::table::methods;
use crate::argument::{Argument, Value};
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::expr::{PyDt, PyExpr};

const HINT: &str = "a length is a number and a unit, several times: \"1mo2d\", \"-15m\"; the units are y, q, mo, w, d, h, \
     m, s, ms, us, ns";

/// The length of time that a text says.
fn interval_of(operation: &str, text: &str) -> PyResult<IntervalMonthDayNano> {
    let interval = match Span::parse(operation, "by", text) {
        Ok(Span::Time(time)) => time.checked_interval(),
        // Whole numbers move no date.
        Ok(Span::Count(_)) | Err(_) => None,
    };
    interval.ok_or_else(|| value_error(operation, format!("{text:?} is not a length of time"), HINT))
}

/// The length of a period: more than nothing, in months, in days or in what has a fixed length.
pub(super) fn period_of(operation: &str, text: &str) -> PyResult<IntervalMonthDayNano> {
    let period = interval_of(operation, text)?;
    let parts = [i64::from(period.months), i64::from(period.days), period.nanoseconds];
    if parts.iter().filter(|part| **part != 0).count() != 1 || parts.iter().any(|part| *part < 0) {
        let message = format!("{text:?} is not the length of a period");
        let hint = "give one number of months (y, q, mo), of days (w, d), or of smaller units (h, m, s ...), above 0";
        return Err(value_error(operation, message, hint));
    }
    Ok(period)
}

fn moved(e: Expr, by: IntervalMonthDayNano) -> Expr {
    e + lit(ScalarValue::IntervalMonthDayNano(Some(by)))
}

fn rounded(e: Expr, every: IntervalMonthDayNano) -> PyResult<Expr> {
    let start = native_fn::truncate_to(e.clone(), every);
    let next = moved(start.clone(), every);
    let nearer = (e.clone() - start.clone()).lt(next.clone() - e);
    built(when(nearer, start).otherwise(next))
}

methods! { PyDt, "dt.", "TypeError: Where a frame uses it, if the values are not dates or timestamps.";
    combine(
        time: Value<'_>, "The time of day: a `time`, or an expression of such."
    ), "Make a timestamp (in microseconds, without a zone) of the date of the value and a time of day.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", (__import__("datetime").time(13, 5)) =>
        "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ({1}) "TypeError: If `time` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |e, time| combined(e, time);
    days_in_month(), "Count the days of the month, 28 to 31.",
        "[__import__(\"datetime\").date(2024, 2, 5)]", () => "[29]", |e| {
            let name = format!("days_in_month({})", label(&e));
            scalar_fn::date_part(lit("day"), native_fn::month_end(e)).alias(name)
        };
    is_leap_year(), "Check whether the year has 366 days.",
        "[__import__(\"datetime\").date(2024, 2, 5), __import__(\"datetime\").date(1900, 1, 1)]", () => "[True, False]",
        |e| {
            let name = format!("is_leap_year({})", label(&e));
            // The last day of a leap year has this number.
            let first = scalar_fn::date_trunc(lit("year"), cast(e, DataType::Date32));
            let last = moved(first, IntervalMonthDayNano::new(12, -1, 0));
            scalar_fn::date_part(lit("doy"), last).eq(lit(366i32)).alias(name)
        };
    month_end(), "Move to the last day of the month, at the same time of day.",
        "[__import__(\"datetime\").date(2024, 2, 5)]", () => "[datetime.date(2024, 2, 29)]",
        |e| native_fn::month_end(e);
    month_start(), "Move to the first day of the month, at the same time of day; `truncate(\"month\")` moves to midnight.",
        "[__import__(\"datetime\").date(2024, 2, 5)]", () => "[datetime.date(2024, 2, 1)]",
        |e| native_fn::month_start(e);
    offset_by(by: &str, "How far: `\"1mo2d\"`, `\"-15m\"`; the units are y, q, mo, w, d, h, m, s, ms, us and ns. Months end \
        with their last day at the latest, and a day is as long as the clocks of the zone make it."),
        "Move a date or a timestamp by a length of time.",
        "[__import__(\"datetime\").date(2024, 1, 31)]", ("1mo") => "[datetime.date(2024, 2, 29)]",
        fails ("1 month") "ValueError: If it is not a length of time." =>
        "pyrust.InvalidValueError: ...: \"1 month\" is not a length of time\n    hint: ...",
        |e, by| {
            let name = format!("offset_by({}, \"{by}\")", label(&e));
            moved(e, interval_of(NAME, by)?).alias(name)
        };
    round(every: &str, "The length of a period: `\"15m\"`, `\"1h\"`, `\"1mo\"`."),
        "Round a date or a timestamp to the nearest start of a period; the middle is rounded up.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 38)]", ("15m") => "[datetime.datetime(2024, 2, 29, 13, 45)]",
        fails ("quarter") "ValueError: If it is not the length of a period." =>
        "pyrust.InvalidValueError: ...: \"quarter\" is not a length of time\n    hint: ...",
        |e, every| {
            let name = format!("round({}, \"{every}\")", label(&e));
            rounded(e, period_of(NAME, every)?)?.alias(name)
        };
}

/// The date of one value and the time of another, counted in microseconds.
fn combined(e: Expr, time: Expr) -> Expr {
    let name = format!("combine({}, {})", label(&e), label(&time));
    let micros = DataType::Timestamp(TimeUnit::Microsecond, None);
    let midnight = cast(cast(cast(e, DataType::Date32), micros.clone()), DataType::Int64);
    let since = cast(cast(time, DataType::Time64(TimeUnit::Microsecond)), DataType::Int64);
    cast(midnight + since, micros).alias(name)
}
