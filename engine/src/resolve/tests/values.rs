//! Operators compute Python's values, whatever DataFusion's own would be.

use arrow::util::display::array_value_to_string;
use datafusion::logical_expr::{Expr, Operator, binary_expr, lit};
use datafusion::prelude::SessionContext;
use datafusion::scalar::ScalarValue;

use super::{column, row};
use crate::resolve::resolve;

/// Returns the value of an expression in the one row, as text.
fn value(expr: Expr) -> String {
    let (batch, schema) = row();
    let resolved = resolve("test", &schema, expr).unwrap().unalias();
    let computed = SessionContext::new().create_physical_expr(resolved, &schema).unwrap();
    let array = computed.evaluate(&batch).unwrap().into_array(1).unwrap();
    array_value_to_string(&array, 0).unwrap()
}

#[test]
fn operators_give_pythons_values() {
    use Operator::{And, BitwiseXor, Divide, IntegerDivide, Minus, Modulo, Multiply, Or, Plus};
    let seconds = |seconds| Expr::Literal(ScalarValue::DurationSecond(Some(seconds)), None);
    let cases = [
        (column("i"), Divide, lit(2i64), "-3.5"),
        (column("i"), IntegerDivide, lit(2i64), "-4"),
        (column("i"), Modulo, lit(2i64), "1"),
        (column("u"), IntegerDivide, lit(2u32), "3"),
        (column("f"), IntegerDivide, lit(2.0), "-4.0"),
        (column("f"), Modulo, lit(2.0), "1.0"),
        (column("s"), Plus, lit("y"), "xy"),
        (column("i"), And, lit(12i64), "8"),
        (column("i"), Or, lit(6i64), "-1"),
        (column("b"), And, lit(false), "false"),
        (column("b"), BitwiseXor, lit(true), "false"),
        (column("d"), Plus, seconds(86_400), "1970-01-03"),
        (column("d"), Minus, seconds(90), "1970-01-01T23:58:30"),
        (column("t"), Divide, seconds(60), "1.5"),
    ];
    for (left, operator, right, expected) in cases {
        let expr = binary_expr(left, operator, right);
        assert_eq!(value(expr.clone()), expected, "{expr}");
    }
    let doubled = binary_expr(column("t"), Multiply, lit(2i64));
    assert_eq!(value(binary_expr(doubled, Divide, seconds(1))), "180.0");
}

#[test]
fn not_is_of_bits_for_integers_and_of_truth_for_booleans() {
    assert_eq!(value(Expr::Not(Box::new(column("i")))), "6");
    assert_eq!(value(Expr::Not(Box::new(column("u")))), "4294967288");
    assert_eq!(value(Expr::Not(Box::new(column("b")))), "false");
}
