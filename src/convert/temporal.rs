//! Dates, times and spans: Python's `datetime` types to Arrow's and back, in microseconds.
//!
//! Python counts microseconds and years 1 to 9999; Arrow can hold more of both. What does not fit on the way to
//! Python is an error that names the column, never a rounded value.

use std::str::FromStr;

use arrow::array::timezone::Tz;
use arrow::datatypes::TimeUnit;
use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDelta, PyString, PyTime, PyTzInfo};

use crate::exceptions::{overflow_error, value_error};

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;
/// The day 1970-01-01 in Python's and chrono's count from the year 1.
const EPOCH_DAY: i32 = 719_163;

/// The name under which Arrow knows a zone: its IANA name, a fixed offset such as `+02:00`, or `UTC` where a
/// `tzinfo` has neither (the instant is the same).
pub fn zone_name(tzinfo: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = tzinfo.py();
    for attribute in [intern!(py, "key"), intern!(py, "zone")] {
        if let Some(name) = tzinfo.getattr_opt(attribute)?
            && let Ok(name) = name.cast::<PyString>()
            && Tz::from_str(name.to_str()?).is_ok()
        {
            return Ok(name.to_string());
        }
    }
    let fixed = tzinfo.call_method1(intern!(py, "utcoffset"), (py.None(),)).ok().filter(|offset| !offset.is_none());
    let Some(offset) = fixed else { return Ok("UTC".to_owned()) };
    let seconds = delta_micros(&offset)?.unwrap_or(0) / MICROS_PER_SECOND;
    if seconds == 0 || seconds % 60 != 0 {
        return Ok("UTC".to_owned());
    }
    let minutes = seconds.abs() / 60;
    Ok(format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, minutes / 60, minutes % 60))
}

/// Days from 1970-01-01.
pub fn date_days(value: &Bound<'_, PyAny>) -> PyResult<i32> {
    let ordinal: i32 = value.call_method0(intern!(value.py(), "toordinal"))?.extract()?;
    Ok(ordinal - EPOCH_DAY)
}

/// Microseconds from midnight of a `time`, or of the time in a `datetime`.
pub fn time_micros(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    let py = value.py();
    let part = |name: &Bound<'_, PyString>| value.getattr(name)?.extract::<i64>();
    let seconds = part(intern!(py, "hour"))? * 3600 + part(intern!(py, "minute"))? * 60 + part(intern!(py, "second"))?;
    Ok(seconds * MICROS_PER_SECOND + part(intern!(py, "microsecond"))?)
}

/// Microseconds from the epoch: of the wall clock for a naive `datetime`, in UTC for one with a zone.
pub fn datetime_micros(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    let wall = i64::from(date_days(value)?) * MICROS_PER_DAY + time_micros(value)?;
    if value.getattr(intern!(value.py(), "tzinfo"))?.is_none() {
        return Ok(wall);
    }
    let offset = value.call_method0(intern!(value.py(), "utcoffset"))?;
    Ok(wall - if offset.is_none() { 0 } else { delta_micros(&offset)?.unwrap_or(0) })
}

/// The microseconds of a `timedelta`; None where an int64 cannot hold them.
pub fn delta_micros(value: &Bound<'_, PyAny>) -> PyResult<Option<i64>> {
    let py = value.py();
    let part = |name: &Bound<'_, PyString>| value.getattr(name)?.extract::<i64>();
    let (days, seconds) = (part(intern!(py, "days"))?, part(intern!(py, "seconds"))?);
    let rest = seconds * MICROS_PER_SECOND + part(intern!(py, "microseconds"))?;
    Ok(days.checked_mul(MICROS_PER_DAY).and_then(|micros| micros.checked_add(rest)))
}

/// A count of `unit` as microseconds; an error where Python's microseconds cannot hold it.
pub fn micros(name: &str, value: i64, unit: TimeUnit) -> PyResult<i64> {
    let exact = match unit {
        TimeUnit::Second => value.checked_mul(MICROS_PER_SECOND),
        TimeUnit::Millisecond => value.checked_mul(1_000),
        TimeUnit::Microsecond => Some(value),
        TimeUnit::Nanosecond if value % 1_000 == 0 => Some(value / 1_000),
        TimeUnit::Nanosecond => {
            let message = format!("column \"{name}\" holds nanoseconds, which Python's datetime cannot");
            return Err(value_error("to Python", message, "cast the column to microseconds first"));
        }
    };
    exact.ok_or_else(|| out_of_range(name, "datetime"))
}

fn out_of_range(name: &str, what: &str) -> PyErr {
    let message = format!("column \"{name}\" holds a value outside the range of Python's {what}");
    overflow_error("to Python", message, "cast the column to string or int64 to see it")
}

/// A Python date.
pub fn date<'py>(py: Python<'py>, name: &str, days: i64) -> PyResult<Bound<'py, PyAny>> {
    let found = i32::try_from(days)
        .ok()
        .and_then(|days| days.checked_add(EPOCH_DAY))
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .filter(|date| (1..=9999).contains(&date.year()))
        .ok_or_else(|| out_of_range(name, "date"))?;
    Ok(PyDate::new(py, found.year(), found.month() as u8, found.day() as u8)?.into_any())
}

/// A Python time of day.
pub fn time<'py>(py: Python<'py>, name: &str, micros: i64) -> PyResult<Bound<'py, PyAny>> {
    if !(0..MICROS_PER_DAY).contains(&micros) {
        return Err(out_of_range(name, "time"));
    }
    let seconds = micros / MICROS_PER_SECOND;
    let fraction = (micros % MICROS_PER_SECOND) as u32;
    let (hour, minute, second) = ((seconds / 3600) as u8, (seconds / 60 % 60) as u8, (seconds % 60) as u8);
    Ok(PyTime::new(py, hour, minute, second, fraction, None)?.into_any())
}

/// A Python span of time.
pub fn delta<'py>(py: Python<'py>, micros: i64) -> PyResult<Bound<'py, PyAny>> {
    let (days, rest) = (micros.div_euclid(MICROS_PER_DAY), micros.rem_euclid(MICROS_PER_DAY));
    let (seconds, fraction) = (rest / MICROS_PER_SECOND, rest % MICROS_PER_SECOND);
    Ok(PyDelta::new(py, days as i32, seconds as i32, fraction as i32, false)?.into_any())
}

/// The `tzinfo` for an Arrow zone.
pub fn zone<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyTzInfo>> {
    if matches!(name, "UTC" | "utc" | "Z" | "+00:00") {
        return Ok(PyTzInfo::utc(py)?.to_owned());
    }
    if let Some(minutes) = offset_minutes(name) {
        return PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, minutes * 60, 0, true)?);
    }
    PyTzInfo::timezone(py, name).map_err(|error| {
        let failed = value_error(
            "to Python",
            format!("the time zone \"{name}\" is not known to Python's zoneinfo"),
            "install the package tzdata, or cast the column to another zone",
        );
        failed.set_cause(py, Some(error));
        failed
    })
}

fn offset_minutes(name: &str) -> Option<i32> {
    let sign = match name.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = name.chars().skip(1).filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes))
}

/// A Python datetime: naive, or in `zone`.
pub fn datetime<'py>(
    py: Python<'py>,
    name: &str,
    micros: i64,
    zone: Option<&Bound<'py, PyTzInfo>>,
) -> PyResult<Bound<'py, PyAny>> {
    let at = DateTime::from_timestamp_micros(micros)
        .map(|at| at.naive_utc())
        .filter(|at| (1..=9999).contains(&at.year()))
        .ok_or_else(|| out_of_range(name, "datetime"))?;
    let utc = zone.map(|_| PyTzInfo::utc(py)).transpose()?;
    let made = PyDateTime::new(
        py,
        at.year(),
        at.month() as u8,
        at.day() as u8,
        at.hour() as u8,
        at.minute() as u8,
        at.second() as u8,
        at.nanosecond() / 1_000,
        utc.as_deref(),
    )?;
    match zone {
        None => Ok(made.into_any()),
        // Python's own conversion sets `fold` where a wall clock shows an hour twice.
        Some(zone) => made.call_method1(intern!(py, "astimezone"), (zone,)).map_err(|_| out_of_range(name, "datetime")),
    }
}
