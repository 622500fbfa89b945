//! `TIMESTAMP` in SQL, which names no unit: microseconds, as in the standard, unless more digits are needed.
//!
//! Nanoseconds end in 2262, and dates and constants do not. So a constant counts microseconds unless it is written with
//! finer digits ([`in_microseconds`]), and so does a cast from a date, a number of seconds or a timestamp without
//! nanoseconds; a string or a timestamp in nanoseconds keeps nanoseconds. Only the plan tells which it is: [`closed`].

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion::config::ConfigOptions;
use datafusion::error::Result;
use datafusion::logical_expr::expr::{Cast, TryCast};
use datafusion::logical_expr::planner::TypePlanner;
use datafusion::logical_expr::{Expr, cast};
use datafusion::sql::sqlparser::ast::{
    DataType as SqlType, Expr as SqlExpr, TimezoneInfo, TypedString, Value, ValueWithSpan,
};

use super::constant::read;
use crate::cast::value_type;
use crate::trial::Mend;

/// The digits of a second in microseconds, and in nanoseconds.
const MICROSECONDS: Option<u64> = Some(6);
const NANOSECONDS: Option<u64> = Some(9);
/// The name of a field whose unit is open.
const OPEN: &str = "unit open";

/// Plans a `TIMESTAMP` as one whose unit is open: microseconds, until it is known; and a `TIMESTAMPTZ` as one with the
/// zone of the session, UTC if it has none: DataFusion takes it for a `TIMESTAMP` then, without a word.
#[derive(Debug)]
pub(crate) struct OpenUnits {
    zone: Arc<str>,
}

impl OpenUnits {
    /// Returns the planner for a session with these settings.
    pub(crate) fn of(options: &ConfigOptions) -> Self {
        Self { zone: options.execution.time_zone.as_deref().unwrap_or("UTC").into() }
    }
}

impl TypePlanner for OpenUnits {
    fn plan_type_field(&self, sql_type: &SqlType) -> Result<Option<FieldRef>> {
        let field = |name, data_type| Some(Arc::new(Field::new(name, data_type, true)));
        let SqlType::Timestamp(precision, zone) = sql_type else { return Ok(None) };
        Ok(match (precision, zone) {
            (None, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => field(OPEN, in_unit(TimeUnit::Microsecond)),
            (precision, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz) if Mend::Zones.is_on() => {
                let unit = match precision {
                    Some(0) => TimeUnit::Second,
                    Some(3) => TimeUnit::Millisecond,
                    None | Some(6) => TimeUnit::Microsecond,
                    Some(9) => TimeUnit::Nanosecond,
                    Some(_) => return Ok(None),
                };
                field("", DataType::Timestamp(unit, Some(Arc::clone(&self.zone))))
            }
            _ => None,
        })
    }
}

fn in_unit(unit: TimeUnit) -> DataType {
    DataType::Timestamp(unit, None)
}

/// Returns whether `expr` is a cast to a `TIMESTAMP` whose unit is open.
pub(crate) fn is_open(expr: &Expr) -> bool {
    matches!(expr, Expr::Cast(Cast { field, .. }) | Expr::TryCast(TryCast { field, .. }) if field.name() == OPEN)
}

/// Returns the cast with its unit; microseconds if the type has been announced already.
pub(crate) fn closed(expr: Expr, type_of: impl Fn(&Expr) -> DataType, is_told: bool) -> Expr {
    let meant = |value: Box<Expr>| {
        let from = value_type(&type_of(&value)).clone();
        // Numbers are seconds, as in DataFusion.
        let value = if from == DataType::Int64 { Box::new(cast(*value, in_unit(TimeUnit::Second))) } else { value };
        let is_coarse = match from {
            DataType::Null | DataType::Date32 | DataType::Date64 | DataType::Int64 => true,
            DataType::Timestamp(unit, _) => unit != TimeUnit::Nanosecond,
            _ => false,
        };
        let unit = if is_coarse || is_told { TimeUnit::Microsecond } else { TimeUnit::Nanosecond };
        (value, in_unit(unit))
    };
    match expr {
        Expr::Cast(Cast { expr, .. }) => {
            let (value, to) = meant(expr);
            Expr::Cast(Cast::new(value, to))
        }
        Expr::TryCast(TryCast { expr, .. }) => {
            let (value, to) = meant(expr);
            Expr::TryCast(TryCast::new(value, to))
        }
        other => other,
    }
}

/// Gives a constant without finer digits the unit microseconds, and one that has them and a zone nanoseconds.
pub(crate) fn in_microseconds(expr: &mut SqlExpr) {
    let (value, data_type) = match expr {
        SqlExpr::TypedString(TypedString { data_type, value, .. }) => (&*value, data_type),
        SqlExpr::Cast { expr: text, data_type, .. } => match &**text {
            SqlExpr::Value(value) => (value, data_type),
            _ => return,
        },
        _ => return,
    };
    if let SqlType::Timestamp(precision @ None, zone) = data_type {
        match has_microseconds(value) {
            true => *precision = MICROSECONDS,
            false if matches!(zone, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz) => *precision = NANOSECONDS,
            false => {}
        }
    }
}

fn has_microseconds(value: &ValueWithSpan) -> bool {
    let Value::SingleQuotedString(text) = &value.value else { return false };
    read(text, None).is_some_and(|moment| moment.rem_euclid(1_000) == 0 && i64::try_from(moment / 1_000).is_ok())
}
