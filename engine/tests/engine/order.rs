//! Rows in the order of their source, computed on all cores.

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::UInt64Type;
use datafusion::prelude::{Expr, ident, lit};
use futures::StreamExt;
use pyrust_engine::file_format::Format;
use pyrust_engine::run::report::Operator;
use pyrust_engine::{ErrorKind, Frame, RunState, Session};

use crate::budget::{all_but, capped};
use crate::{batch, collected, in_memory, integers, living, opened, parquet, query, session, soon, wait};

const ROWS: i64 = 3_000_000;

fn third() -> Expr {
    (ident("value") % lit(3)).eq(lit(1))
}

fn numbers(session: &Arc<Session>) -> Arc<Frame> {
    Frame::range(session, 0, ROWS, 1).unwrap()
}

fn thirds() -> impl Iterator<Item = i64> {
    (0..ROWS).filter(|value| value % 3 == 1)
}

#[test]
fn rows_of_every_source_keep_their_order() {
    let (folder, session) = (tempfile::tempdir().unwrap(), session());
    let (csv, first, second) =
        (folder.path().join("a.csv"), folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    let mut text = String::from("n,Word\n");
    (0..ROWS).for_each(|n| writeln!(text, "{n},word {n}").unwrap());
    std::fs::write(&csv, text).unwrap();
    crate::write_parquet(&first, 0, ROWS / 2, 50_000);
    crate::write_parquet(&second, ROWS / 2, ROWS, 99_999);
    let sources = [
        numbers(&session).select(vec![ident("value").alias("n")]).unwrap(),
        in_memory(&session, (0..30).map(|at| batch(at * ROWS / 30, (at + 1) * ROWS / 30)).collect()),
        opened(&session, Format::Csv, &[&csv]).unwrap(),
        parquet(&session, &[&first, &second]),
    ];
    for frame in sources {
        let kept = frame.filter((ident("n") % lit(3)).eq(lit(1))).unwrap();
        assert!(integers(&collected(&kept), 0).into_iter().eq(thirds()), "{}", frame.describe_source());
        let cached = kept.cache().unwrap();
        assert!(integers(&collected(&cached), 0).into_iter().eq(thirds()));
        let whole = collected(&frame);
        assert!(integers(&whole, 0).into_iter().eq(0..ROWS), "{}", frame.describe_source());
        session.register("source", &frame).unwrap();
        let numbered = collected(&query(&session, "select n, row_number() over () as at from source").unwrap());
        let places = numbered.iter().flat_map(|batch| batch.column(1).as_primitive::<UInt64Type>().values().to_vec());
        assert!(integers(&numbered, 0).into_iter().eq(0..ROWS) && places.eq(1..=ROWS as u64));
    }
}

#[test]
fn a_union_and_a_numbering_keep_the_order_of_their_sources() {
    let session = session();
    let kept = numbers(&session).filter(third()).unwrap();
    session.register("kept", &kept).unwrap();
    let both = query(&session, "select value from kept union all select -value from kept").unwrap();
    assert!(both.is_ordered());
    assert!(integers(&collected(&both), 0).into_iter().eq(thirds().chain(thirds().map(|value| -value))));
    let numbered = query(&session, "select value, row_number() over () as at from kept").unwrap();
    let rows = collected(&numbered);
    let places = rows.iter().flat_map(|batch| batch.column(1).as_primitive::<UInt64Type>().values().to_vec());
    assert!(integers(&rows, 0).into_iter().eq(thirds()));
    assert!(places.eq(1..=ROWS as u64 / 3));
}

#[test]
fn a_pool_without_room_takes_nothing_from_the_rows() {
    let session = capped(200);
    let others = all_but(&session, 1_000);
    let rows = collected(&numbers(&session).filter(third()).unwrap());
    assert!(integers(&rows, 0).into_iter().eq(thirds()));
    drop(others);
    assert!(soon(|| session.reserved() == 0));
}

#[test]
fn a_run_that_is_cancelled_in_the_middle_gives_everything_back() {
    let session = session();
    let frame = Frame::range(&session, 0, 1_000_000_000_000, 1).unwrap().filter(third()).unwrap();
    let (run, mut stream) = wait(frame.start("collect")).unwrap();
    for _ in 0..200 {
        wait(stream.next()).unwrap().unwrap();
    }
    assert!(soon(|| run.reserved() > 0));
    run.cancel();
    // Nobody polls its rows.
    assert!(soon(|| run.state() == RunState::Cancelled), "{} bytes are reserved", run.reserved());
    assert_eq!(session.reserved(), 0);
    drop(stream);
    assert!(living(&session).is_empty());
}

#[test]
fn an_error_comes_after_the_rows_before_it() {
    const BAD: i64 = 2_900_001;
    let session = session();
    let divided = (lit(1) / (ident("value") - lit(BAD))).alias("x");
    let failing = numbers(&session).select(vec![ident("value"), divided]).unwrap();
    let (run, mut stream) = wait(failing.start("collect")).unwrap();
    let mut seen = 0;
    let error = loop {
        match wait(stream.next()).unwrap() {
            Ok(batch) => {
                let rows = batch.num_rows() as i64;
                assert!(integers(&[batch], 0).into_iter().eq(seen..seen + rows));
                seen += rows;
            }
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Value, "{error}");
    assert!((BAD - 8_192..BAD).contains(&seen), "{seen}");
    assert!(soon(|| run.state() == RunState::Failed && run.reserved() == 0));
}

/// Returns how many rows the scan of a plan has returned.
fn read(operator: &Operator) -> u64 {
    match operator.inputs.as_slice() {
        [] => operator.rows.unwrap_or(0),
        inputs => inputs.iter().map(read).sum(),
    }
}

#[test]
fn a_limit_reads_little_of_its_source() {
    let session = session();
    let few = numbers(&session).filter(third()).unwrap().limit(0, Some(10)).unwrap();
    let report = wait(few.analyze()).unwrap();
    assert_eq!(report.root().rows, Some(10));
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    assert!(read(report.root()) <= cores * 4 * 8_192, "{}", read(report.root()));
}

#[test]
fn a_reader_that_pauses_stops_the_run() {
    let session = session();
    let frame = Frame::range(&session, 0, 1_000_000_000_000, 1).unwrap().filter(third()).unwrap();
    let (run, mut stream) = wait(frame.start("show")).unwrap();
    for _ in 0..100 {
        wait(stream.next()).unwrap().unwrap();
    }
    let quiet = || {
        let before = run.reserved();
        std::thread::sleep(std::time::Duration::from_millis(100));
        before > 0 && run.reserved() == before
    };
    assert!(soon(quiet));
    // What waits is in proportion to what was taken.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    assert!(run.reserved() <= (100 + 3) * (cores + 1) * 8_192 * 9, "{}", run.reserved());
}
