use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Decimal128Type, Field, Int64Type, Schema};
use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::logical_expr::{Expr, Operator, binary_expr, cast};
use datafusion::prelude::{ident, lit};
use pyrust_engine::frame::PlanFormat;
use pyrust_engine::{Error, ErrorKind, Frame};

use crate::{batch, collected, in_memory, integers, parquet, query, session, wait, write_parquet};

const TOP: i64 = i64::MAX;

/// Batches of the columns `a` and `b`; nothing is null, and the schema says so.
fn pairs(batches: &[&[(i64, i64)]]) -> Arc<Frame> {
    let schema =
        Arc::new(Schema::new(vec![Field::new("a", DataType::Int64, false), Field::new("b", DataType::Int64, false)]));
    let batches = batches.iter().map(|rows| {
        let column = |pick: fn(&(i64, i64)) -> i64| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values(rows.iter().map(pick)))
        };
        RecordBatch::try_new(Arc::clone(&schema), vec![column(|row| row.0), column(|row| row.1)]).unwrap()
    });
    Frame::from_batches(&session(), Arc::clone(&schema), batches.collect()).unwrap()
}

fn failed(frame: &Arc<Frame>) -> Error {
    let error = wait(frame.collect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Overflow, "{error}");
    error
}

#[test]
fn an_operator_gives_its_number_or_says_why_not() {
    let frame = pairs(&[&[(TOP, 1)]]);
    let operations: [(Expr, &str); 5] = [
        (ident("a") + ident("b"), "addition: 9223372036854775807 + 1 does not fit int64"),
        (lit(-2i64) - ident("a"), "subtraction: -2 - 9223372036854775807 does not fit int64"),
        (ident("a") * lit(2i64), "multiplication: 9223372036854775807 * 2 does not fit int64"),
        (-(-ident("a") - ident("b")), "negation: -(-9223372036854775808) does not fit int64"),
        (binary_expr(ident("b"), Operator::BitwiseShiftLeft, lit(63i64)), "shift: 1 << 63 does not fit int64"),
    ];
    for (expr, message) in operations {
        let error = failed(&frame.select(vec![expr.alias("x")]).unwrap());
        assert!(error.to_string().starts_with(message), "{error}");
    }
}

#[test]
fn the_result_is_the_plan_that_was_asked_for() {
    let frame = pairs(&[&[(1, 2), (3, 4)]]);
    let sums = frame.select(vec![(ident("a") + ident("b")) * lit(2i64)]).unwrap();
    let batches = collected(&sums);
    assert_eq!(integers(&batches, 0), [6, 14]);
    // A column that cannot be null stays one.
    assert!(!batches[0].schema().field(0).is_nullable());
    assert_eq!(batches[0].schema().field(0).name(), sums.schema().field(0).name());
}

#[test]
fn a_sum_is_exact_in_every_division_of_the_rows() {
    let frame = pairs(&[&[(TOP, 1)], &[(TOP, 1)], &[(-TOP, 1), (-TOP, 1)], &[(5, 1)]]);
    for keys in [vec![], vec![ident("b")]] {
        let total = frame.aggregate(keys.clone(), vec![sum(ident("a")).alias("total")]).unwrap();
        assert_eq!(integers(&collected(&total), keys.len()), [5]);
        let over = frame.filter(ident("a").not_eq(lit(-TOP))).unwrap();
        let error = failed(&over.aggregate(keys, vec![sum(ident("a"))]).unwrap());
        assert!(error.to_string().starts_with("sum: the total 18446744073709551619 does not fit int64"), "{error}");
    }
}

#[test]
fn many_groups_are_spilled_into_partial_totals_and_added_again() {
    // More groups than rows a group, so that the engine gives up partial aggregation on the way.
    let session = session();
    let frame = in_memory(&session, vec![batch(0, 300_000), batch(0, 300_000)]);
    let grouped = frame.aggregate(vec![ident("n")], vec![sum(ident("n")).alias("total")]).unwrap();
    let whole = grouped.aggregate(vec![], vec![sum(ident("total")).alias("all")]).unwrap();
    assert_eq!(integers(&collected(&whole), 0), [299_999 * 300_000]);
    let doubled = grouped.filter(ident("total").eq(ident("n") * lit(2i64))).unwrap();
    assert_eq!(wait(doubled.count()).unwrap(), 300_000);
}

#[test]
fn filters_on_files_are_checked_and_keep_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write_parquet(&path, 0, 50_000, 1_000);
    let frame = parquet(&session(), &[&path]);
    let kept = frame.filter((ident("n") * lit(3i64)).gt(lit(149_000i64))).unwrap();
    assert!(kept.is_ordered());
    assert_eq!(integers(&collected(&kept), 0), (49_667..50_000).collect::<Vec<i64>>());
    failed(&frame.filter((ident("n") + lit(TOP)).gt(lit(0i64))).unwrap());
    failed(&frame.filter((-ident("n") - lit(TOP)).lt(lit(0i64))).unwrap());
}

#[test]
fn a_failed_window_ends_the_run_with_its_own_error() {
    // A window operator that is asked again after an error panics.
    let frame = pairs(&[&[(1, TOP), (2, -TOP), (3, 7), (4, TOP)]]);
    frame.session().register("t", &frame).unwrap();
    let text = "select sum(b) over (order by a rows between 1 preceding and current row) as s from t order by a";
    let error = failed(&query(frame.session(), text).unwrap());
    assert!(error.to_string().starts_with("sum: the total 9223372036854775814"), "{error}");
}

#[test]
fn an_aggregate_of_nothing_is_null() {
    let frame = pairs(&[&[(1, 1)]]).filter(ident("a").gt(lit(5i64))).unwrap();
    let total = frame.aggregate(vec![], vec![sum(ident("a")).alias("x")]).unwrap();
    let batches = collected(&total);
    assert_eq!(batches[0].column(0).as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [None]);
}

/// One column `d` of 38 digits, 2 of them behind the point, which is never null.
fn decimals(values: &[i128]) -> Arc<Frame> {
    let schema = Arc::new(Schema::new(vec![Field::new("d", DataType::Decimal128(38, 2), false)]));
    let column = Decimal128Array::from_iter_values(values.iter().copied()).with_precision_and_scale(38, 2).unwrap();
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(column)]).unwrap();
    Frame::from_batches(&session(), schema, vec![batch]).unwrap()
}

#[test]
fn decimals_keep_their_names_types_and_errors() {
    let frame = decimals(&[150, -275]);
    let product = ident("d") * (ident("d") + ident("d"));
    let products = frame.select(vec![product.clone()]).unwrap();
    let batches = collected(&products);
    assert_eq!(batches[0].schema().field(0).data_type(), &DataType::Decimal128(38, 4));
    assert!(!batches[0].schema().field(0).is_nullable());
    assert_eq!(batches[0].schema().field(0).name(), products.schema().field(0).name());
    assert_eq!(batches[0].column(0).as_primitive::<Decimal128Type>().values(), &[45_000, 151_250]);
    let total = frame.aggregate(vec![], vec![sum(product.clone()).alias("x")]).unwrap();
    assert_eq!(collected(&total)[0].column(0).as_primitive::<Decimal128Type>().value(0), 196_250);
    let wide = decimals(&[1, 10i128.pow(37)]);
    failed(&wide.select(vec![product.clone().alias("x")]).unwrap());
    failed(&wide.aggregate(vec![], vec![sum(product)]).unwrap());
}

#[test]
fn decimals_in_filters_are_the_engines_own() {
    // Ours is in parentheses in the text of a plan, the engine's own is not.
    let frame = decimals(&[150]).filter((ident("d") + ident("d")).gt(ident("d"))).unwrap();
    let frame = frame.select(vec![(ident("d") + ident("d")).alias("x")]).unwrap();
    let text = wait(frame.explain(PlanFormat::Text, false, true)).unwrap();
    assert!(text.contains("expr=[(d@0 + d@0) as x]"), "{text}");
    assert!(text.contains("FilterExec: d@0 + d@0 > "), "{text}");
}

/// The shortest of some times of planning a sum of 400 terms.
fn planning(frame: &Arc<Frame>) -> Duration {
    let sum = (1..400).fold(ident("n"), |sum, _| sum + ident("n"));
    let sums = frame.select(vec![sum.alias("x")]).unwrap();
    let plan = || {
        let started = Instant::now();
        wait(sums.explain(PlanFormat::Text, false, true)).unwrap();
        started.elapsed()
    };
    (0..5).map(|_| plan()).min().unwrap()
}

#[test]
fn planning_a_long_sum_of_integers_takes_no_longer_than_one_of_floats() {
    // Floats are not checked. What the engine itself takes grows with the square of the length.
    let integers = in_memory(&session(), vec![batch(0, 10)]);
    let floats = integers.select(vec![cast(ident("n"), DataType::Float64).alias("n")]).unwrap();
    let floats = wait(floats.collect()).unwrap();
    let (checked, plain) = (planning(&integers), planning(&floats));
    assert!(checked < plain * 2 + Duration::from_millis(5), "{checked:?} beside {plain:?}");
}

#[test]
fn a_chain_is_checked_step_by_step_and_named_as_it_was_written() {
    let frame = pairs(&[&[(5, 2), (-3, 7)]]);
    for terms in [7usize, 8, 9, 63, 64, 65, 66, 500] {
        let mut chain = ident("a");
        let mut expected = [5i64, -3];
        for at in 1..terms {
            chain = match at % 3 {
                0 => chain + ident("b"),
                1 => chain - lit(4i64),
                _ => chain * lit(-1i64),
            };
            let step = |value: i64, b: i64| match at % 3 {
                0 => value + b,
                1 => value - 4,
                _ => -value,
            };
            expected = [step(expected[0], 2), step(expected[1], 7)];
        }
        let name = chain.schema_name().to_string();
        let frame = frame.select(vec![chain.clone()]).unwrap();
        let batches = collected(&frame);
        assert_eq!(integers(&batches, 0), expected, "{terms}");
        assert_eq!(batches[0].schema().field(0).name(), &name);
        assert!(!batches[0].schema().field(0).is_nullable());
        // What goes over the edge on the way is an error, whatever comes after it.
        let over = chain * lit(0i64) + lit(TOP) + lit(1i64) - lit(TOP);
        let error = failed(&pairs(&[&[(5, 2)]]).select(vec![over.alias("x")]).unwrap());
        assert!(error.to_string().starts_with("addition: 9223372036854775807 + 1 does not fit int64"), "{error}");
    }
    let nothing = (0..20).fold(ident("a"), |sum, _| sum + lit(ScalarValue::Int64(None)));
    assert_eq!(collected(&frame.select(vec![nothing.alias("x")]).unwrap())[0].column(0).null_count(), 2);
}
