//! Columns get the names that were written, and selectors stand for the columns that they choose.

use datafusion::functions_aggregate::expr_fn::{avg, sum};
use datafusion::logical_expr::{Expr, Operator, binary_expr, lit};

use super::{column, row};
use crate::error::{Error, ErrorKind};
use crate::resolve::{
    Naming, Position, Selector, TypeFamily, fit_patterns, label, placeholder, renamed, resolve, resolve_all,
};

fn names(exprs: Vec<Expr>) -> Vec<String> {
    resolve_all("test", &row().1, exprs).unwrap().iter().map(label).collect()
}

#[test]
fn a_column_is_called_as_it_was_written() {
    let half = |of| binary_expr(of, Operator::Divide, lit(2i64));
    let cases = [
        (column("i"), "i"),
        (half(column("i")), "i / 2"),
        (half(half(column("i"))), "(i / 2) / 2"),
        (binary_expr(column("i"), Operator::IntegerDivide, lit(2i64)), "i // 2"),
        (column("s").eq(lit("x")), "s == \"x\""),
        (column("b").and(lit(true)), "b & True"),
        (column("b").alias("yes"), "yes"),
    ];
    for (expr, expected) in cases {
        assert_eq!(label(&expr), expected);
        assert_eq!(names(vec![expr]), [expected]);
    }
    assert_eq!(label(&avg(column("i"))), "mean(i)");
    assert_eq!(label(&lit("a".repeat(50))), format!("\"{}…\"", "a".repeat(40)));
}

#[test]
fn a_selector_stands_for_each_column_that_it_chooses() {
    let of = |family| Selector::Family(family);
    let without = |one, other| Selector::Without(Box::new(one), Box::new(other));
    let cases: [(Selector, &[&str]); 7] = [
        (Selector::First, &["i"]),
        (of(TypeFamily::Numeric), &["i", "u", "f"]),
        (of(TypeFamily::Temporal), &["d", "t"]),
        (Selector::Types(vec!["string".to_owned()]), &["s"]),
        (Selector::Text(Position::Start, vec!["u".to_owned(), "s".to_owned()]), &["u", "s"]),
        (without(of(TypeFamily::Numeric), of(TypeFamily::Integer)), &["f"]),
        (Selector::Not(Box::new(Selector::All)), &[]),
    ];
    for (selector, expected) in cases {
        assert_eq!(names(vec![placeholder(selector.clone())]), expected, "{selector}");
    }
}

#[test]
fn what_is_made_of_a_selector_is_made_of_each_column() {
    let doubled = binary_expr(placeholder(Selector::Family(TypeFamily::Integer)), Operator::Multiply, lit(2i64));
    assert_eq!(names(vec![doubled.clone()]), ["i * 2", "u * 2"]);
    assert_eq!(names(vec![renamed(doubled.clone(), Naming::Suffix("_2".to_owned()))]), ["i_2", "u_2"]);
    let one = resolve("test", &row().1, doubled).unwrap_err();
    assert_eq!(one.to_string(), "test: integer() * 2 chooses 2 columns where one is needed");
}

#[test]
fn a_pattern_fits_the_names_that_its_maker_says() {
    let pattern = Selector::Pattern { text: "[is]".to_owned(), fitting: None };
    let not = placeholder(Selector::Not(Box::new(pattern)));
    let asked = fit_patterns(vec![not.clone()], |text| -> Result<_, Error> {
        assert_eq!(text, "[is]");
        Ok(vec!["i".to_owned(), "s".to_owned()])
    });
    assert_eq!(names(asked.unwrap()), ["u", "f", "b", "d", "t"]);
    assert_eq!(fit_patterns(vec![not.clone()], |_| Err("no such language")).unwrap_err(), "no such language");
    let unasked = resolve_all("test", &row().1, vec![not]).unwrap_err();
    assert_eq!(unasked.kind(), ErrorKind::Internal);
}

#[test]
fn aggregates_are_told_from_what_is_computed_of_them() {
    use crate::resolve::{Aggregation, is_aggregate};
    let share = binary_expr(sum(column("i")), Operator::Divide, sum(column("u")));
    assert!(is_aggregate(&share));
    assert!(!is_aggregate(&column("i")));
    let (_, schema) = row();
    let plain = Aggregation::new("agg", &schema, &[column("s")], vec![sum(column("i"))]).unwrap();
    assert!(plain.selection.is_none());
    let computed = Aggregation::new("agg", &schema, &[column("s")], vec![share]).unwrap();
    assert_eq!(computed.aggregates.len(), 2);
    let selected: Vec<String> = computed.selection.unwrap().iter().map(label).collect();
    assert_eq!(selected, ["s", "sum(i) / sum(u)"]);
}
