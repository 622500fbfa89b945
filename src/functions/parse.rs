//! Formats read as dates and times: `pr.col("a").str.to_date("%d.%m.%Y")`. Formats are those of chrono, which are Python's
//! and a few more; a text that fits none is an error when the query runs.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::functions::expr_fn as scalar_fn;
use datafusion::logical_expr::{Expr, cast};
use pyo3::prelude::*;
use pyrust_engine::render::type_name;
use pyrust_engine::resolve::label;

use super::table::{family, methods};
use crate::argument::{Argument, Dtype, Formats};
use crate::boundary::guard;
use crate::exceptions::type_error;
use crate::expr::{PyExpr, PyStr};

family! { PyStr, "str.", "PyRustError: When the query runs, if a string cannot be parsed.";
    to_date(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; \
        `YYYY-MM-DD` by default."),
        "Parse a string as a date.",
        "[\"29.02.2024\"]", ("%d.%m.%Y") => "[datetime.date(2024, 2, 29)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_date(formatted(e, format));
    to_time(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; `HH:MM:SS` \
        by default."),
        "Parse a string as a time of day.",
        "[\"13:05\"]", ("%H:%M") => "[datetime.time(13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_time(formatted(e, format));
    to_timestamp(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; ISO \
        8601 by default."),
        "Parse a string as a timestamp in nanoseconds (years 1677 to 2262); a number is taken as seconds from 1970.",
        "[\"2024-02-29T13:05:00\"]", () => "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_timestamp(formatted(e, format));
    to_timestamp_micros(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; \
        ISO 8601 by default."),
        "Parse a string as a timestamp in microseconds; a number is taken as microseconds from 1970.",
        "[\"29.02.2024 13:05\"]", ("%d.%m.%Y %H:%M") => "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_timestamp_micros(formatted(e, format));
    to_timestamp_millis(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; \
        ISO 8601 by default."),
        "Parse a string as a timestamp in milliseconds; a number is taken as milliseconds from 1970.",
        "[\"2024-02-29T13:05:00\"]", () => "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_timestamp_millis(formatted(e, format));
    to_timestamp_nanos(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; \
        ISO 8601 by default."),
        "Parse a string as a timestamp in nanoseconds (years 1677 to 2262); a number is taken as nanoseconds from \
         1970.",
        "[\"2024-02-29T13:05:00\"]", () => "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_timestamp_nanos(formatted(e, format));
    to_timestamp_seconds(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in \
        turn; ISO 8601 by default."),
        "Parse a string as a timestamp in seconds; a number is taken as seconds from 1970.",
        "[\"2024-02-29T13:05:00\"]", () => "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| scalar_fn::to_timestamp_seconds(formatted(e, format));
}

methods! { PyStr, "str.", "PyRustError: When the query runs, if a string cannot be parsed.";
    strptime(
        dtype: Dtype<'_>, "The type of the result: a date, a time or a timestamp, as `cast` takes it.";
        format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; ISO 8601 by default."
    ), "Parse a string as a date, a time of day or a timestamp.",
        "[\"29.02.2024\"]", ("date", "%d.%m.%Y") => "[datetime.date(2024, 2, 29)]",
        fails ("int64") "TypeError: If it is the type of something else." =>
        "pyrust.InvalidTypeError: ...: int64 is not a type of dates or times\n    hint: give \"date\", \"time\", \"timestamp[us]\" or the like",
        |e, dtype, format| parsed(e, &dtype, format)?;
    to_datetime(format: Option<Formats<'_>> = None, "The format, or a list of formats that are tried in turn; ISO \
        8601 by default."),
        "Parse a string as a timestamp in microseconds; an offset in it is converted to UTC. With a format the years \
         1677 to 2262 can be read.",
        "[\"29.02.2024 13:05\"]", ("%d.%m.%Y %H:%M") => "[datetime.datetime(2024, 2, 29, 13, 5)]",
        fails ("%Q") "ValueError: If `format` is not a valid format of dates and times." =>
        "pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times\n    hint: formats are written as in Python's strftime: \"%d.%m.%Y %H:%M\"",
        |e, format| match format {
            Some(_) => scalar_fn::to_timestamp_micros(formatted(e, format)),
            // The engine's function reads nanoseconds first, whatever it gives.
            None => cast(e, DataType::Timestamp(TimeUnit::Microsecond, None)),
        };
}

/// A string as a value of a type of dates and times.
fn parsed(e: Expr, to: &DataType, format: Option<Vec<Expr>>) -> PyResult<Expr> {
    const NAME: &str = "strptime";
    let name = format!("{NAME}({}, {})", label(&e), type_name(to));
    let read = match to {
        DataType::Date32 | DataType::Date64 => scalar_fn::to_date(formatted(e, format)),
        DataType::Time32(_) | DataType::Time64(_) => scalar_fn::to_time(formatted(e, format)),
        // The engine's functions read nanoseconds first, whatever they give.
        DataType::Timestamp(..) if format.is_none() => e,
        DataType::Timestamp(TimeUnit::Nanosecond, _) => scalar_fn::to_timestamp_nanos(formatted(e, format)),
        DataType::Timestamp(..) => scalar_fn::to_timestamp_micros(formatted(e, format)),
        other => {
            let hint = "give \"date\", \"time\", \"timestamp[us]\" or the like";
            return Err(type_error(NAME, format!("{} is not a type of dates or times", type_name(other)), hint));
        }
    };
    Ok(cast(read, to.clone()).alias(name))
}

fn formatted(e: Expr, format: Option<Vec<Expr>>) -> Vec<Expr> {
    [e].into_iter().chain(format.into_iter().flatten()).collect()
}
