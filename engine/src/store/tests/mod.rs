//! Stores under pressure: of memory, of the disk, of time, and of readers who come and go.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{ArrayRef, DictionaryArray, Int64Array, RecordBatch, StringViewArray};
use arrow::compute::concat_batches;
use arrow::datatypes::Int32Type;
use datafusion::execution::memory_pool::{GreedyMemoryPool, MemoryConsumer, MemoryPool};
use datafusion::prelude::{ident, lit};
use futures::FutureExt;

use super::chunks::Stage;
use super::kept::{Means, Purpose};
use super::row_source::RowSource;
use super::{Again, ResultStore};
use crate::ErrorKind;
use crate::frame::Frame;
use crate::run::pool::RunPool;
use crate::session::Session;
use crate::spill::Unnamed;
use crate::splitmix::Numbers;

/// Rows from `from` to `to`: numbers, some of them null, texts of many lengths, and a dictionary of their own.
fn batch(from: i64, to: i64) -> RecordBatch {
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(from..to));
    let some: ArrayRef = Arc::new(Int64Array::from_iter((from..to).map(|n| (n % 5 != 0).then_some(n * 3))));
    let texts: ArrayRef =
        Arc::new(StringViewArray::from_iter_values((from..to).map(|n| "text ".repeat(n as usize % 9))));
    let words: Vec<String> = (from..to).map(|n| format!("{from} {}", n % 3)).collect();
    let words: DictionaryArray<Int32Type> = words.iter().map(String::as_str).collect();
    let columns = [("n", numbers, true), ("some", some, true), ("s", texts, true), ("w", Arc::new(words) as _, true)];
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// A frame whose rows are computed, in batches of these ranges.
fn frame_of(ranges: &[Range<i64>]) -> Arc<Frame> {
    let batches: Vec<RecordBatch> = ranges.iter().map(|rows| batch(rows.start, rows.end)).collect();
    let session = Session::try_new().unwrap();
    let frame = Frame::from_batches(&session, batches[0].schema(), batches).unwrap();
    frame.filter((ident("n") % lit(7i64)).not_eq(lit(3i64))).unwrap()
}

/// The same, in batches of these sizes.
fn frame(sizes: &[i64]) -> Arc<Frame> {
    let ranges = sizes.iter().scan(0, |at, rows| {
        *at += rows;
        Some(*at - rows..*at)
    });
    frame_of(&ranges.collect::<Vec<_>>())
}

/// A store of the rows of `first`, and of `second` where the run begins anew.
async fn store(first: &Arc<Frame>, second: &Arc<Frame>, means: Means) -> ResultStore {
    let (_, stream) = first.start("show").await.unwrap();
    let (schema, second) = (Arc::clone(stream.schema()), Arc::clone(second));
    let again: Again = Box::new(move || {
        let second = Arc::clone(&second);
        async move { Ok(second.start("show").await?.1) }.boxed()
    });
    ResultStore::over(stream, Some(again), schema, Purpose::Shown, means)
}

fn means(memory: usize, disk: u64, eager: usize) -> Means {
    Means { pool: Arc::new(GreedyMemoryPool::new(memory)), files: Arc::new(Unnamed::with_limit(disk)), eager }
}

async fn rows_of(frame: &Arc<Frame>) -> RecordBatch {
    let rows = frame.collect().await.unwrap();
    concat_batches(rows.schema(), rows.batches().unwrap()).unwrap()
}

/// Whether a state comes true within ten seconds.
async fn soon(state: impl Fn() -> bool) -> bool {
    for _ in 0..1_000 {
        if state() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

async fn check(store: &ResultStore, range: Range<u64>, expected: &RecordBatch) {
    let columns = [3, 0, 2];
    let found = store.window(range.clone(), &columns).await.unwrap();
    let rows = expected.num_rows() as u64;
    let (start, end) = (range.start.min(rows), range.end.min(rows));
    let expected = expected.slice(start as usize, (end - start) as usize).project(&columns).unwrap();
    assert_eq!(found.columns(), expected.columns(), "{range:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_any_pressure_the_rows_are_the_same() {
    for seed in 0..30 {
        let mut numbers = Numbers(seed);
        let sizes: Vec<i64> = (0..2 + numbers.below(12)).map(|_| 1 + numbers.below(9_000) as i64).collect();
        let frame = frame(&sizes);
        let expected = rows_of(&frame).await;
        let all = expected.num_rows() as u64;
        let (memory, eager) = (numbers.below(3 << 20) as usize, 1 + numbers.below(1 << 20) as usize);
        let pool: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(memory));
        let files = Arc::new(Unnamed::with_limit(1 << 30));
        let means = || Means { pool: Arc::clone(&pool), files: Arc::clone(&files), eager };
        let mut open = store(&frame, &frame, means()).await;
        let mut epoch = open.epoch();
        let other = MemoryConsumer::new("other").register(&pool);
        for _ in 0..50 {
            let bytes = numbers.below(1 << 20) as usize;
            match numbers.below(9) {
                0 => drop(open.0.move_to_disk(bytes)),
                1 => drop(open.0.stop()),
                2 => open.resume(numbers.below(all + 10)),
                3 if numbers.below(3) == 0 && open.0.drop_rows(Duration::ZERO) != (0, 0) => {
                    let status = open.status();
                    assert!(status.dropped, "{status:?}");
                    assert!(open.window(0..1, &[0]).await.is_err());
                    open = store(&frame, &frame, means()).await;
                    assert!(open.epoch() > epoch);
                    epoch = open.epoch();
                }
                4 => drop(other.try_resize(bytes)),
                _ => {
                    let start = numbers.below(all + 10);
                    let most = if numbers.below(4) == 0 { all } else { 100 };
                    check(&open, start..start + numbers.below(most), &expected).await;
                }
            }
            assert_eq!(open.epoch(), epoch, "every run of this frame has the same rows");
            assert!(pool.reserved() <= memory);
        }
        check(&open, 0..all + 1, &expected).await;
        open.complete().await.unwrap();
        assert_eq!((open.status().rows, open.status().exact), (all, true));
        drop((open, other));
        assert!(soon(|| pool.reserved() == 0 && files.used() == 0).await, "{} {}", pool.reserved(), files.used());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_would_pause_after_its_last_row_is_complete() {
    for sizes in [vec![100], vec![9_000, 9_000]] {
        let frame = frame(&sizes);
        let open = store(&frame, &frame, means(1 << 20, 1 << 30, 1)).await;
        let all = rows_of(&frame).await.num_rows() as u64;
        check(&open, 0..all, &rows_of(&frame).await).await;
        assert!(soon(|| open.status().exact).await, "{:?}", open.status());
        assert!(!open.status().paused);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_anew_with_other_rows_has_another_epoch() {
    // Others from the first row on, from a later one on, more of them, and fewer.
    for second in [vec![14..9_000], vec![0..2_000, 70_000..90_000], vec![0..4_000, 4_001..30_000], vec![0..4_000]] {
        let (first, second) = (frame(&[9_000, 9_000]), frame_of(&second));
        let open = store(&first, &second, means(1 << 20, 1 << 30, 200_000)).await;
        assert!(soon(|| open.status().paused).await);
        let (before, rows) = (open.epoch(), open.status().rows);
        assert!(rows > 0 && rows < 15_428, "{rows}");
        check(&open, 0..rows, &rows_of(&first).await).await;
        assert!(open.0.stop().is_some());
        assert!(soon(|| open.0.run().state().is_over()).await);
        let status = open.status();
        assert!(status.stopped && status.paused && !status.exact && status.error.is_none(), "{status:?}");
        assert_eq!(status.rows, rows);
        check(&open, 0..rows, &rows_of(&first).await).await;
        open.resume(40_000);
        assert!(!open.status().paused);
        open.complete().await.unwrap();
        assert!(open.epoch() > before);
        let expected = rows_of(&second).await;
        assert_eq!(open.status().rows, expected.num_rows() as u64);
        check(&open, 0..40_000, &expected).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_waits_for_nobody_ends_and_goes_on_when_it_is_wanted() {
    let frame = frame(&[9_000; 4]);
    let open = store(&frame, &frame, means(1 << 20, 1 << 30, 100_000)).await;
    super::set_patience(Duration::from_millis(100));
    let stopped = soon(|| open.status().stopped).await;
    super::set_patience(Duration::from_secs(30));
    assert!(stopped);
    let (status, epoch) = (open.status(), open.epoch());
    assert!(status.paused && status.state.as_str() == "waiting", "{status:?}");
    assert!(soon(|| open.0.run().state().is_over() && open.0.run().reserved() == 0).await);
    // Its rows are there without a run, and scrolling past them goes on.
    check(&open, 0..status.rows, &rows_of(&frame).await).await;
    assert!(open.status().stopped);
    open.resume(status.rows + 1);
    assert!(soon(|| open.status().rows > status.rows).await);
    assert_eq!(open.epoch(), epoch);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_takes_the_memory_of_results_that_nobody_looks_at() {
    let frame = frame(&[9_000; 4]);
    let means = means(4 << 20, 1 << 30, 64 << 20);
    let pool = Arc::clone(&means.pool);
    let open = store(&frame, &frame, means).await;
    open.complete().await.unwrap();
    assert!(pool.reserved() > 1 << 20 && !open.is_on_disk(), "{}", pool.reserved());
    let run = Arc::new(RunPool::new(Arc::clone(&pool))) as Arc<dyn MemoryPool>;
    let query = MemoryConsumer::new("a join").register(&run);
    query.try_grow((4 << 20) - 1).unwrap();
    assert!(open.is_on_disk());
    assert_eq!(pool.reserved(), (4 << 20) - 1);
    open.0.look_away();
    assert!(query.try_grow(2).is_err());
    assert!(!open.status().dropped, "rows on disk leave no memory to a query");
    check(&open, 0..40_000, &rows_of(&frame).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn newer_rows_take_the_disk_of_results_that_nobody_looks_at() {
    let frame = frame(&[9_000; 4]);
    let expected = rows_of(&frame).await;
    let pool: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(0));
    let files = Arc::new(Unnamed::with_limit(4 << 20));
    let means = || Means { pool: Arc::clone(&pool), files: Arc::clone(&files), eager: 64 << 20 };
    let old = store(&frame, &frame, means()).await;
    old.complete().await.unwrap();
    let taken = files.used();
    assert!(taken > 1 << 20 && taken < 2 << 20, "{taken}");
    let newer = store(&frame, &frame, means()).await;
    newer.complete().await.unwrap();
    assert!(!old.status().dropped, "somebody has just looked at it");
    old.0.look_away();
    newer.0.look_away();
    newer.0.look();
    let newest = store(&frame, &frame, means()).await;
    newest.complete().await.unwrap();
    assert!(old.status().dropped && !newer.status().dropped);
    assert_eq!(old.window(0..1, &[0]).await.unwrap_err().kind(), ErrorKind::Resources);
    for open in [&newer, &newest] {
        check(open, 0..40_000, &expected).await;
    }
    assert_eq!(files.used(), 2 * taken);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_disk_does_not_take_ends_the_run_and_the_rows_so_far_stay() {
    let frame = frame(&[9_000; 4]);
    let open = store(&frame, &frame, means(0, 1 << 20, 64 << 20)).await;
    let error = open.complete().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Resources, "{error}");
    assert!(error.message().contains("than the limit of 1.0 MB"), "{error}");
    let status = open.status();
    assert!(status.rows > 0 && !status.exact && status.state.as_str() == "failed", "{status:?}");
    check(&open, 0..status.rows, &rows_of(&frame).await).await;
    assert_eq!(open.0.with(|chunks| chunks.stage), Stage::Ended);
}
