//! Lengths of time as people write them, `"1mo2d"`, and what is done with them: `pr.col("a").dt.offset_by("1mo")`.

use arrow::datatypes::{DataType, IntervalMonthDayNano, TimeUnit};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Expr, cast, lit, when};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::functions::{self as native_fn, Span};
use pyrust_engine::resolve::label;

use super::built;
use super::table::methods;
use crate::argument::{Argument, Value};
use crate::boundary::guard;
use crate::exceptions::value_error;
use crate::expr::{PyDt, PyExpr};

const HINT: &str = "a length is a number and a unit, several times: \"1mo2d\", \"-15m\"; the units are y, q, mo, w, d, h, \
     m, s, ms, us, ns";

/// How many months, days and nanoseconds a unit is.
fn unit_of(unit: &str) -> Option<(i32, i32, i64)> {
    Some(match unit {
        "y" => (12, 0, 0),
        "q" => (3, 0, 0),
        "mo" => (1, 0, 0),
        "w" => (0, 7, 0),
        "d" => (0, 1, 0),
        "h" => (0, 0, 3_600_000_000_000),
        "m" => (0, 0, 60_000_000_000),
        "s" => (0, 0, 1_000_000_000),
        "ms" => (0, 0, 1_000_000),
        "us" => (0, 0, 1_000),
        "ns" => (0, 0, 1),
        _ => return None,
    })
}

/// Reads a length of time; `None` where it is none, or too long.
fn parse(text: &str) -> Option<Span> {
    let (sign, mut rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    if rest.is_empty() {
        return None;
    }
    let mut span = Span::default();
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !character.is_ascii_digit())?;
        let (number, after) = rest.split_at(digits);
        let number = sign * number.parse::<i64>().ok()?;
        let letters = after.find(|character: char| !character.is_ascii_lowercase()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let (months, days, nanoseconds) = unit_of(unit)?;
        let fitting = i32::try_from(number).ok();
        if months != 0 {
            span.months = span.months.checked_add(fitting?.checked_mul(months)?)?;
        } else if days != 0 {
            span.days = span.days.checked_add(fitting?.checked_mul(days)?)?;
        } else {
            span.nanoseconds = span.nanoseconds.checked_add(number.checked_mul(nanoseconds)?)?;
        }
        rest = after;
    }
    Some(span)
}

fn span_of(operation: &str, text: &str) -> PyResult<Span> {
    parse(text).ok_or_else(|| value_error(operation, format!("{text:?} is not a length of time"), HINT))
}

/// The length of a period: more than nothing, in months, in days or in what has a fixed length.
pub(super) fn period_of(operation: &str, text: &str) -> PyResult<Span> {
    let span = span_of(operation, text)?;
    let parts = [i64::from(span.months), i64::from(span.days), span.nanoseconds];
    if parts.iter().filter(|part| **part != 0).count() != 1 || parts.iter().any(|part| *part < 0) {
        let message = format!("{text:?} is not the length of a period");
        let hint = "give one number of months (y, q, mo), of days (w, d), or of smaller units (h, m, s ...), above 0";
        return Err(value_error(operation, message, hint));
    }
    Ok(span)
}

fn moved(e: Expr, span: Span) -> Expr {
    let Span { months, days, nanoseconds } = span;
    let interval = IntervalMonthDayNano::new(months, days, nanoseconds);
    e + lit(ScalarValue::IntervalMonthDayNano(Some(interval)))
}

fn rounded(e: Expr, every: Span) -> PyResult<Expr> {
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
            let last = moved(first, Span { months: 12, days: -1, nanoseconds: 0 });
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
            moved(e, span_of(NAME, by)?).alias(name)
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
