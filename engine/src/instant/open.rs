//! `TIMESTAMP` of SQL, which says no unit: six digits of a second, as in the standard, but for what has more.
//!
//! Nanoseconds end in 2262, and dates and constants do not. So a constant counts microseconds unless it is written in finer
//! ones ([`in_microseconds`]), and so does what is cast from a date or a timestamp without nanoseconds; a text, a number
//! or a timestamp in nanoseconds keeps these. Which of them it is, only the plan knows: [`closed`].

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion::error::Result;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::expr::{Cast, TryCast};
use datafusion::logical_expr::planner::TypePlanner;
use datafusion::sql::sqlparser::ast::{
    DataType as SqlType, Expr as SqlExpr, Statement, TableFactor, TimezoneInfo, TypedString, Value, ValueWithSpan,
    VisitMut, VisitorMut,
};

use super::constant::read;
use crate::cast::plain;

/// How many digits of a second a microsecond has.
const MICROSECONDS: Option<u64> = Some(6);
/// What a field is called whose unit is open.
const OPEN: &str = "unit open";

/// Plans a `TIMESTAMP` as one whose unit is open.
#[derive(Debug)]
pub(crate) struct OpenUnits;

impl TypePlanner for OpenUnits {
    fn plan_type_field(&self, sql_type: &SqlType) -> Result<Option<FieldRef>> {
        Ok(match sql_type {
            SqlType::Timestamp(None, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone) => {
                Some(Arc::new(Field::new(OPEN, DataType::Timestamp(TimeUnit::Nanosecond, None), true)))
            }
            _ => None,
        })
    }
}

/// Whether `expr` is a cast to a `TIMESTAMP` whose unit is open.
pub(crate) fn is_open(expr: &Expr) -> bool {
    matches!(expr, Expr::Cast(Cast { field, .. }) | Expr::TryCast(TryCast { field, .. }) if field.name() == OPEN)
}

/// Such a cast with its unit; in nanoseconds where others have been told so.
pub(crate) fn closed(expr: Expr, type_of: impl Fn(&Expr) -> DataType, is_told: bool) -> Expr {
    let unit = |value: &Expr| match plain(&type_of(value)) {
        _ if is_told => TimeUnit::Nanosecond,
        DataType::Null | DataType::Date32 | DataType::Date64 => TimeUnit::Microsecond,
        DataType::Timestamp(unit, _) if *unit != TimeUnit::Nanosecond => TimeUnit::Microsecond,
        _ => TimeUnit::Nanosecond,
    };
    match expr {
        Expr::Cast(Cast { expr, .. }) => {
            let to = DataType::Timestamp(unit(&expr), None);
            Expr::Cast(Cast::new(expr, to))
        }
        Expr::TryCast(TryCast { expr, .. }) => {
            let to = DataType::Timestamp(unit(&expr), None);
            Expr::TryCast(TryCast::new(expr, to))
        }
        other => other,
    }
}

/// Makes the constants of `statement` that have no more digits count microseconds.
pub(crate) fn in_microseconds(statement: &mut Statement) {
    let _ = statement.visit(&mut Constants::default());
}

/// Table functions know nanoseconds alone.
#[derive(Default)]
struct Constants {
    within_functions: usize,
}

impl VisitorMut for Constants {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        self.within_functions += usize::from(is_function(factor));
        ControlFlow::Continue(())
    }

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        self.within_functions -= usize::from(is_function(factor));
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut SqlExpr) -> ControlFlow<()> {
        if self.within_functions == 0 {
            count_microseconds(expr);
        }
        ControlFlow::Continue(())
    }
}

fn is_function(factor: &TableFactor) -> bool {
    matches!(factor, TableFactor::Table { args: Some(_), .. } | TableFactor::Function { .. })
}

fn count_microseconds(expr: &mut SqlExpr) {
    let (value, data_type) = match expr {
        SqlExpr::TypedString(TypedString { data_type, value, .. }) => (&*value, data_type),
        SqlExpr::Cast { expr: text, data_type, .. } => match &**text {
            SqlExpr::Value(value) => (value, data_type),
            _ => return,
        },
        _ => return,
    };
    if let SqlType::Timestamp(precision @ None, _) = data_type
        && has_microseconds(value)
    {
        *precision = MICROSECONDS;
    }
}

fn has_microseconds(value: &ValueWithSpan) -> bool {
    let Value::SingleQuotedString(text) = &value.value else { return false };
    read(text, None).is_some_and(|moment| moment.rem_euclid(1_000) == 0 && i64::try_from(moment / 1_000).is_ok())
}
