//! The index of rows in time: a column of dates, timestamps or whole numbers, along which windows are laid.
//!
//! Windows are computed in the index's domain: whole numbers as they are, dates as timestamps at midnight, timestamps of a
//! zone by the clocks of that zone, as their days begin at midnight there. The exception are windows that an hour is a
//! multiple of: they are counted in UTC, as the hour that a zone has twice in autumn is not one window.

use std::sync::Arc;

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::functions::datetime::date_bin;
use datafusion::logical_expr::{Expr, Operator, binary_expr, cast, lit};
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::functions::{Ambiguous, Missing, bin, floor_divide, replace_time_zone};
use crate::render::{per_second, type_name};
use crate::resolve::{Span, TimeSpan, label};

const HOUR: i128 = 3_600_000_000_000;
const DAY: i128 = 24 * HOUR;
/// 1970-01-05, the first Monday after the epoch, in seconds: where weeks are counted from.
const MONDAY: i64 = 4 * 86_400;

/// The index of a frame's rows.
#[derive(Debug)]
pub(super) struct TimeIndex {
    operation: &'static str,
    expr: Expr,
    /// The type of the index, which the results have too.
    data_type: DataType,
    /// The type of its domain.
    domain: DataType,
    /// The zone by whose clocks the windows are laid.
    zone: Option<Arc<str>>,
}

impl TimeIndex {
    /// Returns the index `expr` of `frame`; `every` is the grid of windows, if they are laid on one, and `spans` are all
    /// spans that are added to it, with the names of their arguments.
    ///
    /// # Errors
    /// A `Type` error if the spans do not fit the type of the index.
    pub(super) fn new(
        operation: &'static str,
        frame: &Arc<Frame>,
        expr: Expr,
        every: Option<Span>,
        spans: &[(&str, Span)],
    ) -> Result<Self> {
        let data_type = frame.expr_type(operation, &expr)?;
        let name = label(&expr);
        let refused =
            |message: String, hint: &str| Err(Error::new(ErrorKind::Type, operation, message).with_hint(hint));
        let (domain, tick) = match &data_type {
            number if number.is_integer() => (DataType::Int64, 1),
            DataType::Date32 | DataType::Date64 => (DataType::Timestamp(TimeUnit::Microsecond, None), DAY),
            DataType::Timestamp(unit, _) => (data_type.clone(), 1_000_000_000 / i128::from(per_second(*unit))),
            other => {
                let message = format!("the index \"{name}\" is {}", type_name(other));
                return refused(message, "an index is a column of dates, timestamps or ints");
            }
        };
        for (argument, span) in spans {
            let message =
                || format!("{argument} does not fit the index \"{name}\", which is {}", type_name(&data_type));
            match (span, &domain) {
                (Span::Count(_), DataType::Int64) => {}
                (Span::Count(_), _) => return refused(message(), "write a length of time: \"15m\", \"1d\", \"1mo\""),
                (Span::Time(_), DataType::Int64) => {
                    return refused(message(), "write a number of ints: \"5i\"");
                }
                (Span::Time(time), _) if i128::from(time.nanoseconds) % tick != 0 => {
                    return refused(message(), "it is finer than the index: cast that to a timestamp of a finer unit");
                }
                _ => {}
            }
        }
        let of_hours = |span: TimeSpan| span.fixed().is_some_and(|length| length > 0 && HOUR % length == 0);
        let zone = match (&data_type, every) {
            (DataType::Timestamp(_, Some(zone)), Some(Span::Time(every))) if !of_hours(every) => Some(Arc::clone(zone)),
            _ => None,
        };
        let domain = match (domain, &zone) {
            (DataType::Timestamp(unit, _), Some(_)) => DataType::Timestamp(unit, None),
            (domain, _) => domain,
        };
        Ok(Self { operation, expr: expr.unalias(), data_type, domain, zone })
    }

    /// Returns the values of the index in its domain.
    pub(super) fn values(&self) -> Result<Expr> {
        if self.zone.is_some() {
            return replace_time_zone(self.expr.clone(), None, Ambiguous::Raise, Missing::Raise);
        }
        Ok(if self.domain == self.data_type { self.expr.clone() } else { cast(self.expr.clone(), self.domain.clone()) })
    }

    /// Returns values of the domain as values of the index's type.
    pub(super) fn restored(&self, expr: Expr) -> Result<Expr> {
        match &self.zone {
            // Of an hour that a zone has twice, a window begins with the first.
            Some(zone) => replace_time_zone(expr, Some(zone), Ambiguous::Earliest, Missing::Raise),
            None if self.domain == self.data_type => Ok(expr),
            None => Ok(cast(expr, self.data_type.clone())),
        }
    }

    /// Returns the values some time later.
    pub(super) fn plus(&self, expr: Expr, span: Span) -> Expr {
        match span {
            Span::Count(0) => expr,
            Span::Count(count) => binary_expr(expr, Operator::Plus, lit(count)),
            Span::Time(time) if time.sign() == 0 => expr,
            Span::Time(time) => binary_expr(expr, Operator::Plus, Expr::Literal(time.to_interval(), None)),
        }
    }

    /// Returns the smallest distance of two values in the domain.
    pub(super) fn tick(&self) -> Span {
        match &self.domain {
            DataType::Timestamp(unit, _) => {
                let nanoseconds = 1_000_000_000 / per_second(*unit);
                Span::Time(TimeSpan { nanoseconds, ..TimeSpan::default() })
            }
            _ => Span::Count(1),
        }
    }

    /// Returns the last point of a grid that is not after the value; the grid's points are `every` apart, and `offset` off
    /// 1970-01-01 (weeks off a Monday) or off 0.
    ///
    /// # Errors
    /// A `Value` error for a grid that mixes months with days.
    pub(super) fn on_grid(&self, expr: Expr, every: Span, offset: Span) -> Result<Expr> {
        let back = match offset {
            Span::Time(time) => Span::Time(time.negated()),
            Span::Count(count) => Span::Count(count.saturating_neg()),
        };
        let shifted = self.plus(expr, back);
        let start = match every {
            Span::Count(every) => floor_divide(shifted, lit(every)) * lit(every),
            Span::Time(every) => match every.fixed() {
                Some(length) => bin(shifted, self.duration(length)?, self.origin(every)),
                None if every.weeks == 0 && every.days == 0 && every.nanoseconds == 0 => {
                    date_bin().call(vec![Expr::Literal(every.to_interval(), None), shifted])
                }
                None => {
                    let message = "every counts months and days, so its windows have no one start";
                    let hint = "use one of them: \"1mo\", or \"30d\"";
                    return Err(Error::new(ErrorKind::Value, self.operation, message).with_hint(hint));
                }
            },
        };
        Ok(self.plus(start, offset))
    }

    /// Returns the last point not after the value of a grid of a fixed length that begins at `origin`, an expression too.
    ///
    /// # Errors
    /// A `Value` error if the grid's length is not fixed.
    pub(super) fn on_grid_from(&self, expr: Expr, every: Span, origin: Expr) -> Result<Expr> {
        let step = self.ticks(every)?;
        let ticks = |expr: Expr| cast(expr, DataType::Int64);
        let steps = floor_divide(ticks(expr) - ticks(origin.clone()), lit(step));
        Ok(cast(ticks(origin) + steps * lit(step), self.domain.clone()))
    }

    /// Returns the Monday (0) to Sunday (6) at midnight not after the value.
    ///
    /// # Errors
    /// A `Type` error for an index of ints.
    pub(super) fn weekday_before(&self, expr: Expr, weekday: u32) -> Result<Expr> {
        if self.domain == DataType::Int64 {
            let message = "ints have no days of the week";
            let hint = "start_by is \"window\" or \"datapoint\" for them";
            return Err(Error::new(ErrorKind::Type, self.operation, message).with_hint(hint));
        }
        let origin = ScalarValue::TimestampSecond(Some(MONDAY + i64::from(weekday) * 86_400), None);
        Ok(bin(expr, self.duration(7 * DAY)?, origin))
    }

    /// Returns the number of ticks that a fixed span is.
    ///
    /// # Errors
    /// A `Value` error if it has no one length.
    pub(super) fn ticks(&self, span: Span) -> Result<i64> {
        let per_tick = match self.tick() {
            Span::Time(tick) => i128::from(tick.nanoseconds),
            Span::Count(_) => 1,
        };
        let length = match span {
            Span::Count(count) => Some(i128::from(count)),
            Span::Time(time) => time.fixed(),
        };
        length.and_then(|length| i64::try_from(length / per_tick).ok()).ok_or_else(|| {
            let message = "windows of months have no one length to count from the first row";
            Error::new(ErrorKind::Value, self.operation, message).with_hint("leave start_by out, or use days: \"30d\"")
        })
    }

    /// Returns the type of the domain.
    pub(super) fn domain(&self) -> &DataType {
        &self.domain
    }

    fn origin(&self, every: TimeSpan) -> ScalarValue {
        let weeks = every.weeks != 0 && every.days == 0 && every.nanoseconds == 0;
        ScalarValue::TimestampSecond(Some(if weeks { MONDAY } else { 0 }), None)
    }

    fn duration(&self, nanoseconds: i128) -> Result<ScalarValue> {
        let fitting = |length: i128| i64::try_from(length).ok();
        let found = match nanoseconds % 1_000 {
            0 => fitting(nanoseconds / 1_000).map(|length| ScalarValue::DurationMicrosecond(Some(length))),
            _ => fitting(nanoseconds).map(|length| ScalarValue::DurationNanosecond(Some(length))),
        };
        found.ok_or_else(|| Error::new(ErrorKind::Value, self.operation, "every is too long"))
    }
}
