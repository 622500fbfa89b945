//! What operators mean for durations beside dates, whole numbers and each other, where the engine has no answer.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::logical_expr::{Expr, Operator, binary_expr, cast, lit};
use datafusion::scalar::ScalarValue;

/// The operation as the engine knows it; None where it is not one of these.
pub(super) fn resolve_binary(left: (&Expr, &DataType), op: Operator, right: (&Expr, &DataType)) -> Option<Expr> {
    use DataType::{Date32, Date64, Duration};
    use Operator::{Divide, Minus, Multiply, Plus};
    Some(match (left.1, op, right.1) {
        (Date32 | Date64, Plus | Minus, Duration(unit)) => shift_date(left.0, *unit, op, right.0),
        (Duration(unit), Plus, Date32 | Date64) => shift_date(right.0, *unit, op, left.0),
        (Duration(unit), Multiply, number) if number.is_integer() => multiply(left.0, *unit, right.0),
        (number, Multiply, Duration(unit)) if number.is_integer() => multiply(right.0, *unit, left.0),
        (Duration(one), Divide, Duration(other)) => {
            let unit = if one > other { *one } else { *other };
            let number = |span: &Expr| cast(count_ticks(cast(span.clone(), Duration(unit))), DataType::Float64);
            binary_expr(number(left.0), Divide, number(right.0))
        }
        _ => return None,
    })
}

/// The duration the other way; `unit` is its own.
pub(super) fn negate(span: Expr, unit: TimeUnit) -> Expr {
    cast(Expr::Negative(Box::new(count_ticks(span))), DataType::Duration(unit))
}

/// A date some time later or earlier: a date where that is known to be whole days, else a timestamp, which loses nothing.
fn shift_date(date: &Expr, unit: TimeUnit, op: Operator, span: &Expr) -> Expr {
    match whole_days(span) {
        Some(days) => binary_expr(date.clone(), op, lit(days)),
        None => binary_expr(cast(date.clone(), DataType::Timestamp(unit, None)), op, span.clone()),
    }
}

/// So many times the duration, or an error where it does not fit.
fn multiply(span: &Expr, unit: TimeUnit, number: &Expr) -> Expr {
    let product = binary_expr(count_ticks(span.clone()), Operator::Multiply, cast(number.clone(), DataType::Int64));
    cast(product, DataType::Duration(unit))
}

/// How many of its units a duration is.
fn count_ticks(span: Expr) -> Expr {
    cast(span, DataType::Int64)
}

/// The days of a constant that has nothing but days.
fn whole_days(span: &Expr) -> Option<i64> {
    const DAY: i64 = 86_400;
    let (ticks, day) = match span {
        Expr::Literal(ScalarValue::DurationSecond(ticks), _) => (*ticks, DAY),
        Expr::Literal(ScalarValue::DurationMillisecond(ticks), _) => (*ticks, DAY * 1_000),
        Expr::Literal(ScalarValue::DurationMicrosecond(ticks), _) => (*ticks, DAY * 1_000_000),
        Expr::Literal(ScalarValue::DurationNanosecond(ticks), _) => (*ticks, DAY * 1_000_000_000),
        _ => return None,
    };
    ticks.filter(|ticks| ticks % day == 0).map(|ticks| ticks / day)
}
