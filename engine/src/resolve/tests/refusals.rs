//! Expressions without a meaning for given columns are refused, with the part, its type and a hint.

use datafusion::functions::expr_fn::{character_length, date_trunc};
use datafusion::functions_aggregate::expr_fn::{min, stddev, sum};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{Expr, Operator, binary_expr, case, lit};
use datafusion::scalar::ScalarValue;

use super::{column, row};
use crate::error::ErrorKind;
use crate::resolve::{
    AggregateOptions, Aggregation, Selector, TypeFamily, Window, check_condition, placeholder, resolve_aggregates,
    resolve_all, resolve_some,
};

#[test]
fn what_has_no_meaning_says_why() {
    let whole = |left, operator, right| binary_expr(column(left), operator, column(right));
    let two = binary_expr(
        placeholder(Selector::Family(TypeFamily::Integer)),
        Operator::Plus,
        placeholder(Selector::Family(TypeFamily::Float)),
    );
    let cases = [
        (whole("s", Operator::Lt, "i"), ErrorKind::Type, "s (string) and i (int64) cannot be compared"),
        (whole("b", Operator::BitwiseAnd, "f"), ErrorKind::Schema, "f is float64, but bits need integers"),
        (Expr::Not(Box::new(column("s"))), ErrorKind::Schema, "s is string, not a boolean"),
        (Expr::Negative(Box::new(column("u"))), ErrorKind::Schema, "u is uint32, which has no negative"),
        (character_length(column("i")), ErrorKind::Type, "expected strings, got i (int64)"),
        (
            case(column("i")).when(lit(1i64), column("s")).otherwise(column("f")).unwrap(),
            ErrorKind::Type,
            "a choice between s (string) and f (float64) is not a column of one type",
        ),
        (
            Expr::Literal(ScalarValue::UInt8(Some(1)), None).is_null().and(column("i")),
            ErrorKind::Schema,
            "is_null(1) (bool) and i (int64) cannot be combined",
        ),
        (two, ErrorKind::Value, "integer() and float() stand in one expression, and each means several columns"),
        (sum(column("i")), ErrorKind::Schema, "sum(i) makes one value of many rows"),
        (row_number(), ErrorKind::Value, "row_number depends on the order of the rows, and none is given"),
    ];
    for (expr, kind, message) in cases {
        let error = resolve_all("test", &row().1, vec![expr.clone()]).expect_err(message);
        assert_eq!((error.kind(), error.message()), (kind, message), "{expr}");
    }
}

#[test]
fn a_column_that_is_not_there_is_left_to_the_verb() {
    let missing = binary_expr(column("nope"), Operator::Plus, lit(1i64));
    assert!(resolve_all("test", &row().1, vec![missing]).is_ok());
    let unit = date_trunc(lit("day"), column("nope"));
    assert!(resolve_all("test", &row().1, vec![unit]).is_ok());
}

#[test]
fn a_verb_with_nothing_left_names_the_columns_that_there_are() {
    let none = || vec![placeholder(Selector::Family(TypeFamily::Nested))];
    assert!(resolve_all("test", &row().1, none()).is_ok_and(|chosen| chosen.is_empty()));
    let error = resolve_some("test", &row().1, none()).unwrap_err();
    assert_eq!(error.message(), "nested() chooses no column");
    assert_eq!(error.hint(), Some("the frame has the columns i, u, f, s, b, d, t"));
    assert!(resolve_aggregates("test", &row().1, vec![min(column("i"))]).is_ok());
}

#[test]
fn a_condition_is_boolean() {
    let (_, schema) = row();
    assert!(check_condition("filter", &schema, &column("b")).is_ok());
    let error = check_condition("filter", &schema, &column("i")).unwrap_err();
    assert_eq!(error.to_string(), "filter: i is int64, not a boolean");
}

#[test]
fn a_group_has_one_value_of_each() {
    let (_, schema) = row();
    let stray = binary_expr(sum(column("i")), Operator::Plus, column("u"));
    let error = Aggregation::new("agg", &schema, &[column("s")], vec![stray]).unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Schema, "u does not make one value of a group"));
    let missing = binary_expr(sum(column("i")), Operator::Plus, column("uu"));
    let error = Aggregation::new("agg", &schema, &[column("s")], vec![missing]).unwrap_err();
    assert_eq!((error.kind(), error.hint()), (ErrorKind::ColumnNotFound, Some("did you mean u?")));
}

#[test]
fn options_are_for_the_aggregates_that_know_them() {
    let distinct = || AggregateOptions { distinct: true, ..AggregateOptions::default() };
    let told = |expr| distinct().applied("sum", expr).map(|expr| crate::resolve::label(&expr));
    assert_eq!(told(sum(column("i"))).unwrap(), "sum(i, distinct=True)");
    // A repeated value does not change it.
    assert_eq!(told(min(column("i"))).unwrap(), "min(i)");
    assert_eq!(told(stddev(column("i"))).unwrap(), "sqrt(var(i, distinct=True))");
    let refused = distinct().applied("approx", datafusion::functions_aggregate::expr_fn::approx_median(column("i")));
    assert_eq!(refused.unwrap_err().message(), "approx cannot be computed of distinct values only");
}

#[test]
fn a_window_is_for_what_looks_at_other_rows() {
    let window = Window { partition_by: vec![column("s")], order_by: Vec::new(), frame: None };
    assert!(window.around(sum(column("i"))).is_ok());
    let error = window.around(column("i")).unwrap_err();
    assert_eq!(error.message(), "i is computed row by row, so it has no window");
    let twice = window.around(window.around(sum(column("i"))).unwrap()).unwrap_err();
    assert!(twice.message().ends_with("has its window already"), "{twice}");
}
