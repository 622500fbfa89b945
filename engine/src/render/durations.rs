//! Durations and intervals in readable units: `1d 2h 3m 4s 5ms`.
//!
//! Every component has its own sign, since the components of an interval may differ in it.

use arrow::array::{Array, ArrayRef};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::{
    ArrowNativeType, DataType, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, IntervalDayTime, IntervalDayTimeType, IntervalMonthDayNano, IntervalMonthDayNanoType,
    IntervalUnit, IntervalYearMonthType, TimeUnit,
};

use super::cells::{CellKind, Values};
use super::sink::Sink;
use super::temporal::{native, per_second};
use crate::error::Result;

pub(super) fn values(array: &ArrayRef) -> Result<Box<dyn Values>> {
    use TimeUnit::*;
    Ok(match array.data_type() {
        DataType::Interval(IntervalUnit::YearMonth) => Box::new(Spans(native::<IntervalYearMonthType>(array)?, Second)),
        DataType::Interval(IntervalUnit::DayTime) => Box::new(Spans(native::<IntervalDayTimeType>(array)?, Second)),
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            Box::new(Spans(native::<IntervalMonthDayNanoType>(array)?, Second))
        }
        DataType::Duration(Second) => Box::new(Spans(native::<DurationSecondType>(array)?, Second)),
        DataType::Duration(Millisecond) => Box::new(Spans(native::<DurationMillisecondType>(array)?, Millisecond)),
        DataType::Duration(Microsecond) => Box::new(Spans(native::<DurationMicrosecondType>(array)?, Microsecond)),
        _ => Box::new(Spans(native::<DurationNanosecondType>(array)?, Nanosecond)),
    })
}

const NANOS: u64 = 1_000_000_000;
const DAY: u64 = 86_400;

/// A value that is a sum of components.
trait Span: Copy + Send + Sync {
    fn parts(self, unit: TimeUnit, parts: &mut Parts<'_, '_>);
}

/// Spans of one type; the unit counts for durations only.
struct Spans<S: ArrowNativeType>(ScalarBuffer<S>, TimeUnit);

impl<S: ArrowNativeType + Span> Values for Spans<S> {
    fn write(&self, row: usize, out: &mut Sink<'_>) -> CellKind {
        let mut parts = Parts { out, any: false };
        self.0[row].parts(self.1, &mut parts);
        if !parts.any {
            parts.out.ascii("0s");
        }
        CellKind::Temporal
    }

    fn write_item(&self, row: usize, out: &mut Sink<'_>) {
        out.ascii("\"");
        self.write(row, out);
        out.ascii("\"");
    }
}

/// A duration, of which a day is 24 hours.
impl Span for i64 {
    fn parts(self, unit: TimeUnit, parts: &mut Parts<'_, '_>) {
        let per_second = per_second(unit).unsigned_abs();
        let (negative, amount) = (self < 0, self.unsigned_abs());
        let (seconds, rest) = (amount / per_second, amount % per_second);
        parts.part(negative, seconds / DAY, "d");
        parts.clock(negative, seconds % DAY, rest * (NANOS / per_second));
    }
}

/// An interval of months.
impl Span for i32 {
    fn parts(self, _unit: TimeUnit, parts: &mut Parts<'_, '_>) {
        parts.months(self);
    }
}

impl Span for IntervalDayTime {
    fn parts(self, _unit: TimeUnit, parts: &mut Parts<'_, '_>) {
        parts.days(self.days);
        let (negative, amount) = (self.milliseconds < 0, u64::from(self.milliseconds.unsigned_abs()));
        parts.clock(negative, amount / 1_000, amount % 1_000 * 1_000_000);
    }
}

impl Span for IntervalMonthDayNano {
    fn parts(self, _unit: TimeUnit, parts: &mut Parts<'_, '_>) {
        parts.months(self.months);
        parts.days(self.days);
        let (negative, amount) = (self.nanoseconds < 0, self.nanoseconds.unsigned_abs());
        parts.clock(negative, amount / NANOS, amount % NANOS);
    }
}

struct Parts<'a, 'b> {
    out: &'a mut Sink<'b>,
    any: bool,
}

impl Parts<'_, '_> {
    fn part(&mut self, negative: bool, amount: u64, unit: &str) {
        if amount > 0 {
            let space = if self.any { " " } else { "" };
            let sign = if negative { "-" } else { "" };
            self.out.format(format_args!("{space}{sign}{amount}{unit}"));
            self.any = true;
        }
    }

    fn months(&mut self, months: i32) {
        let amount = u64::from(months.unsigned_abs());
        self.part(months < 0, amount / 12, "y");
        self.part(months < 0, amount % 12, "mo");
    }

    fn days(&mut self, days: i32) {
        self.part(days < 0, days.unsigned_abs().into(), "d");
    }

    /// Writes hours to nanoseconds; the hours of an interval never become days, as a day may have 23 or 25 of them.
    fn clock(&mut self, negative: bool, seconds: u64, nanos: u64) {
        self.part(negative, seconds / 3600, "h");
        self.part(negative, seconds / 60 % 60, "m");
        self.part(negative, seconds % 60, "s");
        self.part(negative, nanos / 1_000_000, "ms");
        self.part(negative, nanos / 1_000 % 1_000, "us");
        self.part(negative, nanos % 1_000, "ns");
    }
}
