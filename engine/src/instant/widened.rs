//! Constants of SQL beyond what nanoseconds can say, in microseconds: they reach from 290,308 BC to 294,247.

use datafusion::sql::sqlparser::ast::{DataType, Expr, TypedString, Value, ValueWithSpan};

use super::constant::read;

/// How many digits of a second a microsecond has.
const MICROSECONDS: Option<u64> = Some(6);

/// Makes `TIMESTAMP '3000-01-01'`, and a cast of such a text, count microseconds; whatever nanoseconds can say stays.
pub(crate) fn widened(expr: &mut Expr) {
    let (value, data_type) = match expr {
        Expr::TypedString(TypedString { data_type, value, .. }) => (&*value, data_type),
        Expr::Cast { expr: text, data_type, .. } => match &**text {
            Expr::Value(value) => (value, data_type),
            _ => return,
        },
        _ => return,
    };
    if let DataType::Timestamp(precision @ None, _) = data_type
        && is_far(value)
    {
        *precision = MICROSECONDS;
    }
}

fn is_far(value: &ValueWithSpan) -> bool {
    let Value::SingleQuotedString(text) = &value.value else { return false };
    let Some(moment) = read(text, None) else { return false };
    i64::try_from(moment).is_err() && i64::try_from(moment / 1_000).is_ok()
}
