//! Time zones of timestamps: the same instant in another zone, or the same local time in another zone. A local time
//! that a zone has twice or never is an error unless the caller says what it stands for.

use std::str::FromStr;
use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::array::{Array, ArrayRef, AsArray, PrimitiveArray};
use arrow::datatypes::{
    ArrowTimestampType, DataType, Date32Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeZone};
use datafusion::logical_expr::Expr;
use datafusion::scalar::ScalarValue;

use super::{Function, text};
use crate::error::{Error, ErrorKind, Result};
use crate::render::per_second;

/// What a local time stands for that a zone has twice, when its clocks are put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ambiguous {
    /// An error.
    Raise,
    /// The first of the two instants.
    Earliest,
    /// The second of the two instants.
    Latest,
    /// Null.
    Null,
}

/// What a local time stands for that a zone never has, when its clocks are put forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An error.
    Raise,
    /// Null.
    Null,
}

static CONVERT: Function = Function {
    name: "convert_time_zone",
    wants: "timestamps",
    returns: zoned,
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    compute: |array, constants| relabelled(array, zone_of(constants)),
};

static REPLACE: Function = Function {
    name: "replace_time_zone",
    wants: "timestamps",
    returns: zoned,
    of_null: DataType::Timestamp(TimeUnit::Microsecond, None),
    compute: replaced,
};

/// Returns the same instants in another zone; a timestamp without a zone is taken as UTC.
///
/// # Errors
/// A `Value` error if there is no such zone.
pub fn convert_time_zone(expr: Expr, zone: &str) -> Result<Expr> {
    known(CONVERT.name, zone)?;
    Ok(CONVERT.call(expr, [ScalarValue::from(zone)]))
}

/// Returns the same local times in another zone, or without one.
///
/// # Errors
/// A `Value` error if there is no such zone.
pub fn replace_time_zone(expr: Expr, zone: Option<&str>, ambiguous: Ambiguous, missing: Missing) -> Result<Expr> {
    if let Some(zone) = zone {
        known(REPLACE.name, zone)?;
    }
    let ambiguous = match ambiguous {
        Ambiguous::Raise => "raise",
        Ambiguous::Earliest => "earliest",
        Ambiguous::Latest => "latest",
        Ambiguous::Null => "null",
    };
    let missing = if missing == Missing::Null { "null" } else { "raise" };
    Ok(REPLACE.call(expr, [ScalarValue::Utf8(zone.map(str::to_owned)), ambiguous.into(), missing.into()]))
}

fn known(operation: &str, zone: &str) -> Result<Tz> {
    Tz::from_str(zone).map_err(|_| {
        Error::new(ErrorKind::Value, operation, format!("there is no time zone \"{zone}\""))
            .with_hint("zones are named Europe/Berlin, UTC, or +02:00")
    })
}

fn zone_of(constants: &[ScalarValue]) -> Option<Arc<str>> {
    constants.first().and_then(|zone| zone.try_as_str().flatten()).map(Arc::from)
}

fn zoned(given: &DataType, constants: &[ScalarValue]) -> Option<DataType> {
    match given {
        DataType::Timestamp(unit, _) => Some(DataType::Timestamp(*unit, zone_of(constants))),
        _ => None,
    }
}

macro_rules! by_unit {
    ($array:expr, $unit:expr, $run:ident($($more:expr),*)) => {
        match $unit {
            TimeUnit::Second => $run($array.as_primitive::<TimestampSecondType>() $(, $more)*),
            TimeUnit::Millisecond => $run($array.as_primitive::<TimestampMillisecondType>() $(, $more)*),
            TimeUnit::Microsecond => $run($array.as_primitive::<TimestampMicrosecondType>() $(, $more)*),
            TimeUnit::Nanosecond => $run($array.as_primitive::<TimestampNanosecondType>() $(, $more)*),
        }
    };
}

/// Returns the same stored numbers under another zone's name.
fn relabelled(array: &ArrayRef, zone: Option<Arc<str>>) -> Result<ArrayRef> {
    fn relabel<T: ArrowTimestampType>(array: &PrimitiveArray<T>, zone: Option<Arc<str>>) -> ArrayRef {
        Arc::new(array.clone().with_timezone_opt(zone))
    }
    let DataType::Timestamp(unit, _) = array.data_type() else { return Ok(Arc::clone(array)) };
    Ok(by_unit!(array, unit, relabel(zone)))
}

fn replaced(array: &ArrayRef, constants: &[ScalarValue]) -> Result<ArrayRef> {
    let DataType::Timestamp(unit, from) = array.data_type() else { return Ok(Arc::clone(array)) };
    let to = zone_of(constants);
    let clock = Clock {
        from: from.as_deref().map(|zone| known(REPLACE.name, zone)).transpose()?,
        to: to.as_deref().map(|zone| known(REPLACE.name, zone)).transpose()?,
        zone: to.clone(),
        per_second: per_second(*unit),
        ambiguous: match text(constants.get(1)) {
            "earliest" => Ambiguous::Earliest,
            "latest" => Ambiguous::Latest,
            "null" => Ambiguous::Null,
            _ => Ambiguous::Raise,
        },
        missing: if text(constants.get(2)) == "null" { Missing::Null } else { Missing::Raise },
    };
    by_unit!(array, unit, moved(&clock))
}

fn moved<T: ArrowTimestampType>(array: &PrimitiveArray<T>, clock: &Clock) -> Result<ArrayRef> {
    let moved: Result<PrimitiveArray<T>> =
        array.iter().map(|value| value.map_or(Ok(None), |value| clock.moved(value))).collect();
    Ok(Arc::new(moved?.with_timezone_opt(clock.zone.clone())))
}

/// How a local time is converted from one zone to another.
struct Clock {
    from: Option<Tz>,
    to: Option<Tz>,
    zone: Option<Arc<str>>,
    per_second: i64,
    ambiguous: Ambiguous,
    missing: Missing,
}

impl Clock {
    fn moved(&self, value: i64) -> Result<Option<i64>> {
        let (seconds, rest) = (value.div_euclid(self.per_second), value.rem_euclid(self.per_second));
        let wall = match &self.from {
            Some(zone) => seconds + offset(zone.offset_from_utc_datetime(&naive(seconds)?)),
            None => seconds,
        };
        let seconds = match &self.to {
            Some(zone) => match self.instant(zone, wall)? {
                Some(seconds) => seconds,
                None => return Ok(None),
            },
            None => wall,
        };
        let moved = seconds.checked_mul(self.per_second).and_then(|value| value.checked_add(rest));
        moved.map(Some).ok_or_else(|| too_far(seconds))
    }

    /// Returns the instant whose local time is that of `value`, changed.
    fn changed(&self, value: i64, name: &str, change: impl Fn(i64) -> Option<i64>) -> Result<i64> {
        let Some(zone) = &self.to else { return change(value).ok_or_else(|| outside(name)) };
        let at = |value: i64| Ok(offset(zone.offset_from_utc_datetime(&naive(value.div_euclid(self.per_second))?)));
        let shift = at(value)?;
        let in_unit = |seconds: i64| seconds.checked_mul(self.per_second);
        let local = in_unit(shift).and_then(|shift| value.checked_add(shift)).and_then(change);
        let local = local.ok_or_else(|| outside(name))?;
        let same = in_unit(shift).and_then(|shift| local.checked_sub(shift)).ok_or_else(|| outside(name))?;
        if at(same)? == shift {
            return Ok(same);
        }
        let found = self.instant(zone, local.div_euclid(self.per_second))?.and_then(in_unit);
        found.and_then(|start| start.checked_add(local.rem_euclid(self.per_second))).ok_or_else(|| outside(name))
    }

    fn instant(&self, zone: &Tz, wall: i64) -> Result<Option<i64>> {
        let local = naive(wall)?;
        match (zone.offset_from_local_datetime(&local), self.ambiguous, self.missing) {
            (MappedLocalTime::Single(only), ..) => Ok(Some(wall - offset(only))),
            (MappedLocalTime::Ambiguous(first, _), Ambiguous::Earliest, _) => Ok(Some(wall - offset(first))),
            (MappedLocalTime::Ambiguous(_, second), Ambiguous::Latest, _) => Ok(Some(wall - offset(second))),
            (MappedLocalTime::Ambiguous(..), Ambiguous::Null, _) => Ok(None),
            (MappedLocalTime::Ambiguous(..), Ambiguous::Raise, _) => {
                Err(self.refused(local, "twice", "ambiguous=\"earliest\", \"latest\" or \"null\""))
            }
            (MappedLocalTime::None, _, Missing::Null) => Ok(None),
            (MappedLocalTime::None, _, Missing::Raise) => {
                Err(self.refused(local, "never", "non_existent=\"null\" for null in its place"))
            }
        }
    }

    fn refused(&self, local: NaiveDateTime, how_often: &str, hint: &str) -> Error {
        let zone = self.zone.as_deref().unwrap_or("UTC");
        let message = format!("the clocks of {zone} show {local} {how_often}");
        Error::new(ErrorKind::Value, REPLACE.name, message).with_hint(format!("say what it means: {hint}"))
    }
}

/// Returns the timestamps, or dates, with what the clocks of their zone show changed by `change`, in the column's unit. A
/// time that the zone has twice is that with the offset from before, or else the first.
///
/// # Errors
/// `Overflow` where `change` gives none or the result does not fit, `Value` for a time that the zone never has.
pub(super) fn on_the_clock(
    name: &'static str,
    array: &ArrayRef,
    change: impl Fn(i64) -> Option<i64>,
) -> Result<ArrayRef> {
    let DataType::Timestamp(unit, zone) = array.data_type() else {
        let days = array.as_primitive::<Date32Type>();
        let one =
            |day: i32| change(i64::from(day)).and_then(|day| i32::try_from(day).ok()).ok_or_else(|| outside(name));
        return Ok(Arc::new(days.try_unary::<_, Date32Type, Error>(one)?));
    };
    let clock = Clock {
        from: None,
        to: zone.as_deref().map(|zone| known(name, zone)).transpose()?,
        zone: zone.clone(),
        per_second: per_second(*unit),
        ambiguous: Ambiguous::Earliest,
        missing: Missing::Raise,
    };
    by_unit!(array, unit, changed(&clock, name, change))
}

fn changed<T: ArrowTimestampType>(
    array: &PrimitiveArray<T>,
    clock: &Clock,
    name: &'static str,
    change: impl Fn(i64) -> Option<i64>,
) -> Result<ArrayRef> {
    let one = |value: i64| clock.changed(value, name, &change);
    let changed = array.try_unary::<_, T, Error>(one)?;
    Ok(Arc::new(changed.with_timezone_opt(clock.zone.clone())))
}

fn outside(name: &str) -> Error {
    let message = "the result lies outside the calendar, or outside what the column's unit can count";
    Error::new(ErrorKind::Overflow, name, message)
}

fn offset(offset: impl Offset) -> i64 {
    i64::from(offset.fix().local_minus_utc())
}

fn naive(seconds: i64) -> Result<NaiveDateTime> {
    DateTime::from_timestamp(seconds, 0).map(|moment| moment.naive_utc()).ok_or_else(|| too_far(seconds))
}

fn too_far(seconds: i64) -> Error {
    let message =
        format!("{seconds} s from 1970 lie outside the calendar, or outside what the column's unit can count");
    Error::new(ErrorKind::Overflow, REPLACE.name, message)
}
