use std::sync::Arc;

use crate::{batch, collected, in_memory, integers, session};
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::functions_window::expr_fn::lag;
use datafusion::logical_expr::expr::WindowFunction;
use datafusion::logical_expr::{ExprFunctionExt, WindowFrame};
use datafusion::prelude::{Expr, ident, lit};
use pyrust_engine::Frame;

fn frame() -> Arc<Frame> {
    in_memory(&session(), vec![batch(0, 5), batch(5, 10)])
}

/// `n` of the row before, by `n`; 0 for the first.
fn before() -> Expr {
    lag(ident("n"), Some(1), Some(0i64.into())).order_by(vec![ident("n").sort(true, false)]).build().unwrap()
}

/// The running sum of an expression, by `n`.
fn running(expr: Expr) -> Expr {
    let mut window = WindowFunction::new(sum_udaf(), vec![expr]);
    window.params.order_by = vec![ident("n").sort(true, false)];
    window.params.window_frame = WindowFrame::new(Some(false));
    Expr::from(window)
}

#[test]
fn windows_leave_no_column_behind() {
    let names = |frame: &Arc<Frame>| frame.schema().fields().iter().map(|f| f.name().clone()).collect::<Vec<_>>();
    let late = frame().filter(before().gt(lit(6))).unwrap();
    assert_eq!(names(&late), ["n", "Word"]);
    assert_eq!(first_column(&late), [8, 9]);
    let sorted = frame().sort(vec![before().sort(false, false)]).unwrap();
    assert_eq!(names(&sorted), ["n", "Word"]);
    assert!(sorted.is_ordered());
    let seen = frame().with_columns(vec![before().alias("n")]).unwrap();
    assert_eq!(names(&seen), ["n", "Word"]);
    assert_eq!(first_column(&seen), [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
}

/// The expression inside the sum occurs twice: the engine's elimination of common expressions must not pull it below the
/// window that it reads.
#[test]
fn a_window_may_read_another() {
    let step = (ident("n") - before()) * lit(2i64);
    let both = step.clone() + step;
    let frame = frame().select(vec![running(both).alias("x")]).unwrap();
    let expected: Vec<i64> = (0..10).map(|n| n * 4).collect();
    assert_eq!(first_column(&frame), expected);
}

#[test]
fn a_window_is_a_key_and_an_argument_of_an_aggregation() {
    let keys = vec![before().gt(lit(6)).alias("late")];
    let grouped = frame().aggregate(keys, vec![sum_udaf().call(vec![before()]).alias("x")]).unwrap();
    let sorted = grouped.sort(vec![ident("late").sort(true, false)]).unwrap();
    assert_eq!(integers(&collected(&sorted), 1), [21, 15]);
}

fn first_column(frame: &Arc<Frame>) -> Vec<i64> {
    let mut found = integers(&collected(frame), 0);
    found.sort_unstable();
    found
}
