use crate::{RUNTIME, batch, collected, in_memory, integers, living, parquet, session, soon, wait, write_parquet};
use datafusion::functions_aggregate::expr_fn::sum;
use datafusion::logical_expr::JoinType;
use datafusion::prelude::{col, ident, lit};
use pyrust_engine::frame::Join;
use pyrust_engine::{ErrorKind, Frame, RunState};

fn equal(how: JoinType, key: &str) -> Join {
    let on = vec![ident(key)];
    let (left_on, right_on, suffix) = (on.clone(), on, "_right".to_string());
    Join { how, left_on, right_on, condition: None, suffix, nulls_equal: false, coalesce: None }
}

#[test]
fn batches_keep_their_order_and_division() {
    let session = session();
    let sizes = [(0, 10), (10, 70_000), (70_000, 70_001), (70_001, 150_000)];
    let frame = in_memory(&session, sizes.iter().map(|(a, b)| batch(*a, *b)).collect());
    let rows: Vec<usize> = collected(&frame).iter().map(arrow::array::RecordBatch::num_rows).collect();
    assert_eq!(rows, [10, 69_990, 1, 79_999]);
    let kept = frame.filter((ident("n") % lit(2)).eq(lit(0))).unwrap();
    assert!(kept.is_ordered());
    assert_eq!(integers(&collected(&kept), 0), (0..150_000).step_by(2).collect::<Vec<i64>>());
}

#[test]
fn parquet_files_keep_their_order_when_they_are_read_in_parallel() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    write_parquet(&a, 0, 400_000, 20_000);
    write_parquet(&b, 400_000, 500_000, 9_999);
    let frame = parquet(&session(), &[&a, &b]);
    for _ in 0..3 {
        let kept = frame.filter(ident("n").not_eq(lit(7))).unwrap();
        let expected: Vec<i64> = (0..500_000).filter(|n| *n != 7).collect();
        assert_eq!(integers(&collected(&kept), 0), expected);
    }
    let head = frame.filter(ident("n").gt(lit(9))).unwrap().limit(5, Some(3)).unwrap();
    assert_eq!(integers(&collected(&head), 0), [15, 16, 17]);
}

#[test]
fn counting_a_billion_reads_nothing() {
    let frame = Frame::range(&session(), 0, 1_000_000_000, 1).unwrap();
    assert_eq!(wait(frame.count()).unwrap(), 1_000_000_000);
    let shown = frame.select(vec![(ident("value") * lit(2)).alias("twice")]).unwrap();
    assert_eq!(wait(shown.count()).unwrap(), 1_000_000_000);
}

#[test]
fn aggregates_carry_the_names_the_user_wrote() {
    let frame = in_memory(&session(), vec![batch(0, 100)]);
    let grouped = frame
        .aggregate(vec![(ident("n") % lit(2)).alias("odd")], vec![sum(ident("n")), sum(ident("n")).alias("total")])
        .unwrap();
    let names: Vec<&str> = grouped.schema().fields().iter().map(|f| f.name().as_str()).collect();
    assert_eq!(names, ["odd", "sum(n)", "total"]);
    let sorted = grouped.sort(vec![col("odd").sort(true, false)]).unwrap();
    assert_eq!(integers(&collected(&sorted), 1), [2450, 2500]);
}

#[test]
fn a_wrong_name_is_found_when_the_verb_is_called() {
    let frame = in_memory(&session(), vec![batch(0, 3)]);
    let error = frame.select(vec![ident("word")]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ColumnNotFound);
    assert!(error.to_string().contains("Word"), "{error}");
}

#[test]
fn a_join_gives_the_key_once_and_tells_names_apart() {
    let session = session();
    let left = in_memory(&session, vec![batch(0, 5)]);
    let right = in_memory(&session, vec![batch(3, 8)]);
    for (how, keys) in
        [(JoinType::Inner, vec![3, 4]), (JoinType::Full, (0..8).collect()), (JoinType::LeftAnti, vec![0, 1, 2])]
    {
        let joined = left.join(&right, &equal(how, "n")).unwrap();
        let joined = joined.sort(vec![ident("n").sort(true, false)]).unwrap();
        assert_eq!(integers(&collected(&joined), 0), keys, "{how}");
        let names = joined.schema().fields().iter().map(|f| f.name().clone()).collect::<Vec<_>>();
        assert_eq!(names, if how == JoinType::LeftAnti { vec!["n", "Word"] } else { vec!["n", "Word", "Word_right"] });
    }
}

#[test]
fn a_cancelled_run_says_so_and_gives_its_memory_back() {
    let session = session();
    let frame = Frame::range(&session, 0, 1_000_000_000_000, 1).unwrap();
    let slow = frame.aggregate(vec![ident("value") % lit(1_000_003)], vec![sum(ident("value"))]).unwrap();
    let (run, stream) = wait(slow.start("collect")).unwrap();
    assert_eq!(living(&session).len(), 1);
    let canceller = std::sync::Arc::clone(&run);
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        canceller.cancel();
    });
    let started = std::time::Instant::now();
    let error = wait(stream.collect()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(started.elapsed().as_secs() < 10);
    assert!(run.is_cancelled());
    assert!(soon(|| run.state() == RunState::Cancelled), "{} bytes are still reserved", run.reserved());
    assert_eq!(run.reserved(), 0);
    assert!(living(&session).is_empty());
}

#[test]
fn a_cancelled_cross_join_gives_its_worker_back() {
    let session = session();
    let many = Frame::range(&session, 0, 400_000, 1).unwrap();
    let pairs = many.cross_join(&many, "_right").unwrap();
    let added = pairs.aggregate(vec![], vec![sum(ident("value") * ident("value_right") % lit(7))]).unwrap();
    // As many as the runtime has workers, so that none is left if one of them is not given back.
    let workers = RUNTIME.metrics().num_workers();
    let running: Vec<_> =
        (0..workers).map(|_| RUNTIME.spawn(wait(added.start("collect")).unwrap().1.collect())).collect();
    std::thread::sleep(std::time::Duration::from_millis(300));
    living(&session).iter().for_each(|run| run.cancel());
    let started = std::time::Instant::now();
    for run in running {
        assert_eq!(wait(run).unwrap().unwrap_err().kind(), ErrorKind::Cancelled);
    }
    let next = Frame::range(&session, 0, 1_000, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap();
    assert_eq!(wait(next.collect()).unwrap().batches().unwrap().iter().map(|b| b.num_rows()).sum::<usize>(), 994);
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

#[test]
fn dropping_the_rows_ends_the_run() {
    let session = session();
    let frame = Frame::range(&session, 0, 1_000_000_000_000, 1).unwrap();
    let (run, stream) = wait(frame.filter(ident("value").gt(lit(5))).unwrap().start("show")).unwrap();
    drop(stream);
    assert!(soon(|| run.state() == RunState::Cancelled));
}

#[test]
fn a_dropped_frame_is_no_longer_listed() {
    let frame = in_memory(&session(), vec![batch(0, 3)]);
    let id = frame.id();
    assert!(pyrust_engine::frame::frames().iter().any(|f| f.id() == id));
    drop(frame);
    assert!(!pyrust_engine::frame::frames().iter().any(|f| f.id() == id));
}

#[test]
fn a_session_with_tables_goes_when_nobody_holds_it() {
    let session = session();
    session.register("t", &in_memory(&session, vec![batch(0, 3)])).unwrap();
    let alive = std::sync::Arc::downgrade(&session);
    assert_eq!(wait(session.table("t").unwrap().count()).unwrap(), 3);
    drop(session);
    assert!(alive.upgrade().is_none());
}
