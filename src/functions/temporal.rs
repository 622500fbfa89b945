//! Functions of dates and times: `pr.col("a").dt`. A timestamp with a zone is read as the clocks of its zone show it.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::functions::datetime::date_bin as date_bin_fn;
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Expr, cast, lit};
use datafusion::scalar::ScalarValue;
use pyo3::prelude::*;
use pyrust_engine::functions::{self as native_fn, Ambiguous, Missing, Part};
use pyrust_engine::resolve::label;

use super::period::period_of;
use super::table::{family, functions, methods};
use crate::argument::{Argument, Column, Format, Number, Value};
use crate::boundary::guard;
use crate::exceptions::{to_python, value_error};
use crate::expr::{PyDt, PyExpr};

family! { PyDt, "dt.", "SchemaError: Where a frame uses it, if the values have no such part.";
    convert_time_zone(zone: &str, "The zone's name, as `Europe/Berlin`, `UTC` or `+02:00`."),
        "Convert a timestamp to another zone: the same instant as the clocks there show it; a timestamp without a \
         zone is taken as UTC.",
        "[__import__(\"datetime\").datetime(2024, 7, 1, 12)]", ("Asia/Tokyo") =>
        "[datetime.datetime(2024, 7, 1, 21, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Tokyo'))]",
        fails ("Nowhere/Land") "ValueError: If there is no such zone." =>
        "pyrust.InvalidValueError: ...: there is no time zone \"Nowhere/Land\"\n    hint: zones are named Europe/Berlin, UTC, or +02:00",
        |e, zone| native_fn::convert_time_zone(e, zone).map_err(to_python)?;
    date(), "Extract the date of a timestamp.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13)]", () => "[datetime.date(2024, 2, 29)]",
        |e| cast(e, DataType::Date32);
    day(), "Extract the day of the month, 1 to 31.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[29]", |e| part("day", e);
    epoch(unit: &str = "us", "`\"d\"`, `\"s\"`, `\"ms\"`, `\"us\"` or `\"ns\"`."),
        "Count the units between 1970-01-01 00:00 UTC and a moment, rounded down.",
        "[__import__(\"datetime\").datetime(1970, 1, 2)]", ("s") => "[86400]",
        fails ("fortnight") "ValueError: If there is no such unit." =>
        "pyrust.InvalidValueError: ...: there is no unit \"fortnight\"\n    hint: the units are d, s, ms, us and ns",
        |e, unit| native_fn::epoch(e, unit_of(unit)?);
    hour(), "Extract the hour of the day, 0 to 23.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5)]", () => "[13]", |e| part("hour", e);
    iso_year(), "Extract the year that the ISO week belongs to.",
        "[__import__(\"datetime\").date(2024, 12, 30)]", () => "[2025]", |e| part("isoyear", e);
    microsecond(), "Extract the part below the second, in whole microseconds, 0 to 999999.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5, 7, 123456)]", () => "[123456]",
        |e| native_fn::fraction(e, Part::Microsecond);
    millisecond(), "Extract the part below the second, in whole milliseconds, 0 to 999.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5, 7, 123456)]", () => "[123]",
        |e| native_fn::fraction(e, Part::Millisecond);
    minute(), "Extract the minute of the hour, 0 to 59.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5)]", () => "[5]", |e| part("minute", e);
    month(), "Extract the month, 1 to 12.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[2]", |e| part("month", e);
    nanosecond(), "Extract the part below the second, in whole nanoseconds, 0 to 999999999.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5, 7, 5)]", () => "[5000]",
        |e| native_fn::fraction(e, Part::Nanosecond);
    ordinal_day(), "Extract the day of the year, 1 to 366.",
        "[__import__(\"datetime\").date(2024, 12, 31)]", () => "[366]", |e| part("doy", e);
    quarter(), "Extract the quarter of the year, 1 to 4.",
        "[__import__(\"datetime\").date(2024, 5, 1)]", () => "[2]", |e| part("quarter", e);
    replace_time_zone(
        zone: Option<&str>, "The zone's name, or None for no zone.";
        ambiguous: &str = "raise", "How an hour that comes twice is read: `\"raise\"`, `\"earliest\"`, `\"latest\"` \
            or `\"null\"`.";
        non_existent: &str = "raise", "How an hour that the clocks skip is read: `\"raise\"` or `\"null\"`."
    ), "Replace the time zone and keep what the clocks show; None removes the zone.",
        "[__import__(\"datetime\").datetime(2024, 7, 1, 12)]", ("Asia/Tokyo") =>
        "[datetime.datetime(2024, 7, 1, 12, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Tokyo'))]",
        fails ("Nowhere/Land") "ValueError: If there is no such zone." =>
        "pyrust.InvalidValueError: ...: there is no time zone \"Nowhere/Land\"\n    hint: zones are named Europe/Berlin, UTC, or +02:00",
        |e, zone, ambiguous, non_existent| replaced(e, zone, ambiguous, non_existent)?;
    second(), "Extract the whole second of the minute, 0 to 59.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 5, 7)]", () => "[7]", |e| part("second", e);
    time(), "Extract the time of day of a timestamp.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13)]", () => "[datetime.time(13, 0)]",
        |e| cast(e, DataType::Time64(TimeUnit::Nanosecond));
    to_char as "strftime"(format: Format<'_>, "The format, as in Python's `strftime`: `%Y-%m-%d %H:%M:%S`."),
        "Format a date, a time or a timestamp as a string.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", ("%d.%m.%Y") => "['29.02.2024']",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_char(e, format);
    to_local_time(), "Convert a timestamp with a zone to one without, which shows what the clocks of that zone show.",
        "[__import__(\"datetime\").datetime(2024, 7, 1, 12)]", () => "[datetime.datetime(2024, 7, 1, 12, 0)]",
        |e| scalar_fn::to_local_time(vec![e]);
    to_unixtime(),
        "Compute the seconds between 1970-01-01 00:00 UTC and a moment, cut towards zero; `epoch` rounds down.",
        "[__import__(\"datetime\").datetime(1970, 1, 2)]", () => "[86400]",
        |e| scalar_fn::to_unixtime(vec![e]);
    total_days(), "Count the whole days (24 hours) of a duration, cut towards zero.",
        "[__import__(\"datetime\").timedelta(hours=-50)]", () => "[-2]", |e| native_fn::total(e, Part::Day);
    total_hours(), "Count the whole hours of a duration, cut towards zero.",
        "[__import__(\"datetime\").timedelta(minutes=90)]", () => "[1]", |e| native_fn::total(e, Part::Hour);
    total_microseconds(), "Count the whole microseconds of a duration, cut towards zero.",
        "[__import__(\"datetime\").timedelta(seconds=1)]", () => "[1000000]",
        |e| native_fn::total(e, Part::Microsecond);
    total_milliseconds(), "Count the whole milliseconds of a duration, cut towards zero.",
        "[__import__(\"datetime\").timedelta(seconds=1)]", () => "[1000]",
        |e| native_fn::total(e, Part::Millisecond);
    total_minutes(), "Count the whole minutes of a duration, cut towards zero.",
        "[__import__(\"datetime\").timedelta(hours=1, seconds=30)]", () => "[60]",
        |e| native_fn::total(e, Part::Minute);
    total_nanoseconds(), "Count the nanoseconds of a duration; more than an int64 can count is an error.",
        "[__import__(\"datetime\").timedelta(seconds=1)]", () => "[1000000000]",
        |e| native_fn::total(e, Part::Nanosecond);
    total_seconds(), "Count the whole seconds of a duration, cut towards zero.",
        "[__import__(\"datetime\").timedelta(minutes=1, milliseconds=900)]", () => "[60]",
        |e| native_fn::total(e, Part::Second);
    week(), "Extract the ISO week of the year, 1 to 53.",
        "[__import__(\"datetime\").date(2024, 12, 30)]", () => "[1]", |e| part("week", e);
    weekday(), "Extract the day of the week, from Monday = 1 to Sunday = 7.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[4]", |e| part("isodow", e);
    year(), "Extract the year of a date or timestamp.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", () => "[2024]", |e| part("year", e);
}

methods! { PyDt, "dt.", "SchemaError: Where a frame uses it, if the values have no such part.";
    bin(
        interval: Value<'_>, "How long a bin is, a `timedelta`.";
        origin: Option<Value<'_>> = None, "Where a bin starts; without it, 1970-01-01 00:00 UTC."
    ), "Truncate a timestamp to the start of its bin; all bins have one length.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13, 52)]", (__import__("datetime").timedelta(minutes = 15)) =>
        "[datetime.datetime(2024, 2, 29, 13, 45)]",
        fails ({1}) "TypeError: If `interval` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |e, interval, origin| binned(interval, e, origin);
    truncate(every: &str, "`\"year\"`, `\"quarter\"`, `\"month\"`, `\"week\"`, `\"day\"`, `\"hour\"`, `\"minute\"`, \
            `\"second\"`, `\"millisecond\"` or `\"microsecond\"`; or a length of time, as `\"15m\"`, `\"2w\"` or `\"6mo\"`."),
        "Truncate a moment to the start of its year, month, day, hour ..., or of a period of several of them; weeks start on \
         Monday. A date stays a date.",
        "[__import__(\"datetime\").datetime(2024, 2, 29, 13)]", ("month") => "[datetime.datetime(2024, 2, 1, 0, 0)]",
        fails ("fortnight") "ValueError: If there is no such unit." =>
        "pyrust.InvalidValueError: date_trunc: there is no unit \"fortnight\"\n    hint: the units are year, quarter, month, week, day, hour, minute, second, millisecond, microsecond",
        |e, every| truncated_to(e, every)?;
    to_string(format: Format<'_>, "The format, as in Python's `strftime`: `%Y-%m-%d %H:%M:%S`."),
        "Format a date, a time or a timestamp as a string; the same as `strftime`.",
        "[__import__(\"datetime\").date(2024, 2, 29)]", ("%d.%m.%Y") => "['29.02.2024']",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_char(e, format);
}

functions! {
    current_date(), "Get the date when the query starts, in UTC.",
        "{\"a\": []}", () => "[]", | | scalar_fn::current_date();
    current_time(), "Get the time of day when the query starts, in UTC and microseconds.",
        "{\"a\": []}", () => "[]",
        | | cast(scalar_fn::current_time(), DataType::Time64(TimeUnit::Microsecond)).alias("current_time()");
    date_bin(
        interval: Value<'_>, "How long a bin is, a `timedelta`.";
        expr: Column<'_>, "A column's name or an expression.";
        origin: Option<Value<'_>> = None, "Where a bin starts; without it, 1970-01-01 00:00 UTC."
    ), "Truncate a timestamp to the start of its bin; all bins have one length.",
        "{\"a\": [__import__(\"datetime\").datetime(2024, 2, 29, 13, 52)]}",
        (__import__("datetime").timedelta(minutes = 15), "a") => "[datetime.datetime(2024, 2, 29, 13, 45)]",
        fails ({1}, "a") "TypeError: If `interval` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |interval, expr, origin| binned(interval, expr, origin);
    date_part(
        part: &str, "`\"year\"`, `\"isoyear\"`, `\"quarter\"`, `\"month\"`, `\"week\"`, `\"day\"`, `\"hour\"`, `\"minute\"`, \
            `\"second\"`, `\"millisecond\"`, `\"microsecond\"`, `\"nanosecond\"`, `\"dow\"` (Sunday is 0), `\"isodow\"` \
            (Monday is 1), `\"doy\"` or `\"epoch\"`.";
        expr: Column<'_>, "A column's name or an expression."
    ), "Extract a part of a date, time, timestamp, interval or duration. As in SQL, the units below the second count \
     from the start of the minute; `.dt.millisecond()` and its like count from the second.",
        "{\"a\": [__import__(\"datetime\").date(2024, 2, 29)]}", ("doy", "a") => "[60]",
        fails (1, "a") "TypeError: If `part` is not a string." =>
        "pyrust.InvalidTypeError: date_part: part must be a string, got 1",
        |name, expr| scalar_fn::date_part(lit(name), expr);
    date_trunc(
        unit: &str, "`\"year\"`, `\"quarter\"`, `\"month\"`, `\"week\"`, `\"day\"`, `\"hour\"`, `\"minute\"`, `\"second\"`, \
            `\"millisecond\"` or `\"microsecond\"`.";
        expr: Column<'_>, "A column's name or an expression."
    ), "Truncate a moment to the start of its year, month, day, hour ...; weeks start on Monday. A date stays a date.",
        "{\"a\": [__import__(\"datetime\").datetime(2024, 2, 29, 13)]}", ("month", "a") =>
        "[datetime.datetime(2024, 2, 1, 0, 0)]",
        fails ("fortnight", "a") "ValueError: If there is no such unit." =>
        "pyrust.InvalidValueError: ...: there is no unit \"fortnight\"\n    hint: the units are year, quarter, month, week, day, hour, minute, second, millisecond, microsecond",
        |unit, expr| truncated(unit, expr)?;
    from_unixtime(
        seconds: Column<'_>, "A column's name or an expression: seconds from 1970-01-01 00:00 UTC.";
        zone: Option<&str> = None, "The zone of the timestamp; without it, it has none."
    ), "Convert a number of seconds from 1970 to a timestamp.",
        "{\"a\": [86400]}", ("a") => "[datetime.datetime(1970, 1, 2, 0, 0)]",
        fails ("a", "Nowhere/Land") "ValueError: If there is no such zone." =>
        "pyrust.InvalidValueError: convert_time_zone: there is no time zone \"Nowhere/Land\"\n    hint: zones are named Europe/Berlin, UTC, or +02:00",
        |seconds, zone| match zone {
            Some(zone) => native_fn::convert_time_zone(scalar_fn::from_unixtime(seconds), zone).map_err(to_python)?,
            None => scalar_fn::from_unixtime(seconds),
        };
    make_date(
        year: Number<'_>, "The year, a number, a column's name or an expression.";
        month: Number<'_>, "Extract the month, 1 to 12.";
        day: Number<'_>, "The day, 1 to 31."
    ), "Make a date of a year, a month and a day.",
        "{\"y\": [2024]}", ("y", 2, 29) => "[datetime.date(2024, 2, 29)]",
        fails ({1}, 2, 29) "TypeError: If `year` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |year, month, day| scalar_fn::make_date(year, month, day);
    make_time(
        hour: Number<'_>, "The hour, 0 to 23, a number, a column's name or an expression.";
        minute: Number<'_>, "The minute, 0 to 59.";
        second: Number<'_>, "The second, 0 to 59."
    ), "Make a time of day of an hour, a minute and a second.",
        "{\"h\": [13]}", ("h", 30, 0) => "[datetime.time(13, 30)]",
        fails ({1}, 30, 0) "TypeError: If `hour` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |hour, minute, second| scalar_fn::make_time(hour, minute, second);
    now(), "Get the instant when the query starts, the same in all rows, in UTC and microseconds.",
        "{\"a\": []}", () => "[]", | | {
            let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
            cast(scalar_fn::now(), utc).alias("now()")
        };
}

fn part(name: &str, expr: Expr) -> Expr {
    scalar_fn::date_part(lit(name), expr)
}

fn binned(interval: Expr, e: Expr, origin: Option<Expr>) -> Expr {
    match (interval, origin.unwrap_or(lit(ScalarValue::Null))) {
        (
            Expr::Literal(interval @ (ScalarValue::Null | ScalarValue::DurationMicrosecond(_)), _),
            Expr::Literal(origin, _),
        ) => native_fn::bin(e, interval, origin),
        (interval, origin) => {
            let origin = if origin == lit(ScalarValue::Null) { None } else { Some(origin) };
            date_bin_fn().call([interval, e].into_iter().chain(origin).collect())
        }
    }
}

const UNITS: [&str; 10] =
    ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"];

fn truncated(unit: &str, e: Expr) -> PyResult<Expr> {
    if !UNITS.contains(&unit) {
        let message = format!("there is no unit \"{unit}\"");
        return Err(value_error("date_trunc", message, &format!("the units are {}", UNITS.join(", "))));
    }
    Ok(scalar_fn::date_trunc(lit(unit), e))
}

/// The start of a unit, or of a period that begins with a number.
fn truncated_to(e: Expr, every: &str) -> PyResult<Expr> {
    if !every.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        return truncated(every, e);
    }
    let name = format!("truncate({}, \"{every}\")", label(&e));
    Ok(native_fn::truncate_to(e, period_of("truncate", every)?).alias(name))
}

fn unit_of(unit: &str) -> PyResult<Part> {
    Ok(match unit {
        "d" => Part::Day,
        "s" => Part::Second,
        "ms" => Part::Millisecond,
        "us" => Part::Microsecond,
        "ns" => Part::Nanosecond,
        _ => {
            let message = format!("there is no unit \"{unit}\"");
            return Err(value_error("epoch", message, "the units are d, s, ms, us and ns"));
        }
    })
}

fn replaced(e: Expr, zone: Option<&str>, ambiguous: &str, non_existent: &str) -> PyResult<Expr> {
    let wrong = |name: &str, given: &str, hint: &str| {
        Err(value_error("replace_time_zone", format!("{name} cannot be \"{given}\""), hint))
    };
    let ambiguous = match ambiguous {
        "raise" => Ambiguous::Raise,
        "earliest" => Ambiguous::Earliest,
        "latest" => Ambiguous::Latest,
        "null" => Ambiguous::Null,
        other => return wrong("ambiguous", other, "it is raise, earliest, latest or null"),
    };
    let missing = match non_existent {
        "raise" => Missing::Raise,
        "null" => Missing::Null,
        other => return wrong("non_existent", other, "it is raise or null"),
    };
    native_fn::replace_time_zone(e, zone, ambiguous, missing).map_err(to_python)
}
