//! Operators over durations with dates, integers and each other, where DataFusion has none.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::logical_expr::{Expr, Operator, binary_expr, cast, lit};
use datafusion::scalar::ScalarValue;

/// Returns the operation in a form that DataFusion has; `None` if it is not one of these.
pub(super) fn binary(left: (&Expr, &DataType), op: Operator, right: (&Expr, &DataType)) -> Option<Expr> {
    use DataType::{Date32, Date64, Duration};
    use Operator::{Divide, Minus, Multiply, Plus};
    Some(match (left.1, op, right.1) {
        (Date32 | Date64, Plus | Minus, Duration(unit)) => moved(left.0, *unit, op, right.0),
        (Duration(unit), Plus, Date32 | Date64) => moved(right.0, *unit, op, left.0),
        (Duration(unit), Multiply, number) if number.is_integer() => times(left.0, *unit, right.0),
        (number, Multiply, Duration(unit)) if number.is_integer() => times(right.0, *unit, left.0),
        (Duration(one), Divide, Duration(other)) => {
            let unit = if one > other { *one } else { *other };
            let number = |span: &Expr| cast(ticks(cast(span.clone(), Duration(unit))), DataType::Float64);
            binary_expr(number(left.0), Divide, number(right.0))
        }
        _ => return None,
    })
}

/// Returns the negated duration; `unit` is its own.
pub(super) fn negative(span: Expr, unit: TimeUnit) -> Expr {
    cast(Expr::Negative(Box::new(ticks(span))), DataType::Duration(unit))
}

/// Returns a date plus or minus a duration: a date if that is known to be whole days, else a timestamp, which loses
/// nothing.
fn moved(date: &Expr, unit: TimeUnit, op: Operator, span: &Expr) -> Expr {
    match whole_days(span) {
        Some(days) => binary_expr(date.clone(), op, lit(days)),
        None => binary_expr(cast(date.clone(), DataType::Timestamp(unit, None)), op, span.clone()),
    }
}

/// Returns the duration times a number, or an error where it does not fit.
fn times(span: &Expr, unit: TimeUnit, number: &Expr) -> Expr {
    let product = binary_expr(ticks(span.clone()), Operator::Multiply, cast(number.clone(), DataType::Int64));
    cast(product, DataType::Duration(unit))
}

/// Returns the number of units of a duration.
fn ticks(span: Expr) -> Expr {
    cast(span, DataType::Int64)
}

/// Returns the days of a constant that is a whole number of days.
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
