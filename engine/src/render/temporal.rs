//! Dates, times and timestamps, in ISO form.

use std::str::FromStr;

use arrow::array::timezone::Tz;
use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::{
    ArrowNativeType, DataType, Date32Type, Date64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType,
    Time64NanosecondType, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType,
};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike};

use super::cells::{CellKind, Values, typed};
use super::sink::Sink;
use super::types::unit_name;
use crate::error::Result;

pub(super) fn values(array: &ArrayRef) -> Result<Box<dyn Values>> {
    use TimeUnit::*;
    Ok(match array.data_type() {
        DataType::Date32 => Box::new(Calendar(Dates(native::<Date32Type>(array)?))),
        DataType::Time32(Second) => Box::new(Calendar(Times(native::<Time32SecondType>(array)?, Second))),
        DataType::Time32(unit) => Box::new(Calendar(Times(native::<Time32MillisecondType>(array)?, *unit))),
        DataType::Time64(Microsecond) => {
            Box::new(Calendar(Times(native::<Time64MicrosecondType>(array)?, Microsecond)))
        }
        DataType::Time64(unit) => Box::new(Calendar(Times(native::<Time64NanosecondType>(array)?, *unit))),
        DataType::Timestamp(unit, zone) => {
            let values = match unit {
                Second => native::<TimestampSecondType>(array)?,
                Millisecond => native::<TimestampMillisecondType>(array)?,
                Microsecond => native::<TimestampMicrosecondType>(array)?,
                Nanosecond => native::<TimestampNanosecondType>(array)?,
            };
            Box::new(Calendar(Timestamps { values, unit: *unit, zone: zone.as_deref().map(Zone::new) }))
        }
        // What remains is Date64.
        _ => Box::new(Calendar(DateTimes(native::<Date64Type>(array)?))),
    })
}

/// Returns the numbers that an array of a fixed-width type stores.
pub(super) fn native<T: ArrowPrimitiveType>(array: &ArrayRef) -> Result<ScalarBuffer<T::Native>> {
    Ok(typed::<PrimitiveArray<T>>(array)?.values().clone())
}

/// Returns how many of `unit` are in a second.
pub(crate) fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// Returns how many nanoseconds a tick of `unit` has.
pub(crate) fn nanoseconds_in(unit: TimeUnit) -> i64 {
    NANOS / per_second(unit)
}

const NANOS: i64 = 1_000_000_000;

/// A value outside the calendar: its number and its unit.
type Meaningless = (i64, &'static str);

/// The values of one temporal type.
trait Moments: Send + Sync {
    /// Writes the value, if it is within the calendar.
    fn moment(&self, row: usize, out: &mut Sink<'_>) -> std::result::Result<(), Meaningless>;
}

/// Temporal values; quoted inside a nested value.
struct Calendar<M>(M);

impl<M: Moments> Values for Calendar<M> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        match self.0.moment(row, out) {
            Ok(()) => CellKind::Temporal,
            Err((number, unit)) => {
                out.format(format_args!("{number} {unit}"));
                CellKind::Invalid
            }
        }
    }

    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        out.ascii("\"");
        self.write(row, out);
        out.ascii("\"");
    }
}

struct Dates(ScalarBuffer<i32>);

impl Moments for Dates {
    fn moment(&self, row: usize, out: &mut Sink<'_>) -> std::result::Result<(), Meaningless> {
        let days = self.0[row];
        write_date(NaiveDate::from_epoch_days(days).ok_or((days.into(), "days"))?, out);
        Ok(())
    }
}

/// Date64: milliseconds that should be whole days. Where they are not, the time of day is shown.
struct DateTimes(ScalarBuffer<i64>);

impl Moments for DateTimes {
    fn moment(&self, row: usize, out: &mut Sink<'_>) -> std::result::Result<(), Meaningless> {
        let value = self.0[row];
        let moment = instant(value, TimeUnit::Millisecond).ok_or((value, "ms"))?;
        write_date(moment.date(), out);
        if moment.time() != NaiveTime::MIN {
            out.ascii(" ");
            write_time(moment.time(), out);
        }
        Ok(())
    }
}

struct Times<N: ArrowNativeType>(ScalarBuffer<N>, TimeUnit);

impl<N: ArrowNativeType + Into<i64>> Moments for Times<N> {
    fn moment(&self, row: usize, out: &mut Sink<'_>) -> std::result::Result<(), Meaningless> {
        let value: i64 = self.0[row].into();
        let (seconds, nanos) = split(value, self.1);
        let time = u32::try_from(seconds).ok().and_then(|s| NaiveTime::from_num_seconds_from_midnight_opt(s, nanos));
        write_time(time.ok_or((value, unit_name(self.1)))?, out);
        Ok(())
    }
}

struct Timestamps {
    values: ScalarBuffer<i64>,
    unit: TimeUnit,
    zone: Option<Zone>,
}

impl Moments for Timestamps {
    fn moment(&self, row: usize, out: &mut Sink<'_>) -> std::result::Result<(), Meaningless> {
        let value = self.values[row];
        let invalid = (value, unit_name(self.unit));
        let moment = instant(value, self.unit).ok_or(invalid)?;
        let offset = self.zone.as_ref().map(|zone| zone.offset(&moment));
        let local = match offset {
            Some(offset) => moment.checked_add_offset(offset).ok_or(invalid)?,
            None => moment,
        };
        write_date(local.date(), out);
        out.ascii(" ");
        write_time(local.time(), out);
        if let Some(offset) = offset {
            write_offset(offset, out);
        }
        Ok(())
    }
}

/// A time zone by name or offset. An unknown one counts as UTC: the instant is exact without it, and the type of the
/// column shows the name.
struct Zone(Option<Tz>);

impl Zone {
    fn new(name: &str) -> Self {
        Self(Tz::from_str(name).ok())
    }

    fn offset(&self, moment: &NaiveDateTime) -> FixedOffset {
        self.0.map_or_else(|| chrono::Utc.fix(), |zone| zone.offset_from_utc_datetime(moment).fix())
    }
}

/// Returns whole seconds, and the nanoseconds after them.
fn split(value: i64, unit: TimeUnit) -> (i64, u32) {
    let per_second = per_second(unit);
    let nanos = value.rem_euclid(per_second) * (NANOS / per_second);
    // Less than a billion, so it fits.
    (value.div_euclid(per_second), u32::try_from(nanos).unwrap_or(0))
}

/// Returns the timestamp in UTC, if it is within chrono's calendar (about 262,000 years on either side).
fn instant(value: i64, unit: TimeUnit) -> Option<NaiveDateTime> {
    let (seconds, nanos) = split(value, unit);
    DateTime::from_timestamp(seconds, nanos).map(|moment| moment.naive_utc())
}

fn write_date(date: NaiveDate, out: &mut Sink<'_>) {
    let (year, month, day) = (date.year(), date.month(), date.day());
    if (0..=9999).contains(&year) {
        out.format(format_args!("{year:04}-{month:02}-{day:02}"));
    } else {
        out.format(format_args!("{year:+05}-{month:02}-{day:02}"));
    }
}

fn write_time(time: NaiveTime, out: &mut Sink<'_>) {
    out.format(format_args!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()));
    match time.nanosecond() {
        0 => {}
        nanos if nanos % 1_000_000 == 0 => out.format(format_args!(".{:03}", nanos / 1_000_000)),
        nanos if nanos % 1_000 == 0 => out.format(format_args!(".{:06}", nanos / 1_000)),
        nanos => out.format(format_args!(".{nanos:09}")),
    }
}

fn write_offset(offset: FixedOffset, out: &mut Sink<'_>) {
    let seconds = offset.local_minus_utc();
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    out.format(format_args!("{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60));
    // Before standard time, cities kept their own time: Amsterdam was at +00:19:32.
    if seconds % 60 != 0 {
        out.format(format_args!(":{:02}", seconds % 60));
    }
}
