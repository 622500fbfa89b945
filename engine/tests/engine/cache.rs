use arrow::array::RecordBatch;
use datafusion::prelude::{ident, lit};
use pyrust_engine::{ErrorKind, Frame};

use crate::budget::{all_but, capped};
use crate::{RUNTIME, batch, collected, in_memory, integers, living, session, soon, wait};

#[test]
fn a_cache_beyond_the_memory_limit_goes_to_disk_and_gives_the_same_rows() {
    let session = capped(100);
    let _others = all_but(&session, 1 << 20);
    let source = in_memory(&session, vec![batch(0, 150_000), batch(150_000, 400_000)]);
    let cached = source.filter(ident("n").not_eq(lit(7))).unwrap().cache().unwrap();
    let expected: Vec<i64> = (0..400_000).filter(|n| *n != 7).collect();
    for _ in 0..2 {
        assert_eq!(integers(&collected(&cached), 0), expected);
    }
    let size = cached.cached().unwrap();
    assert_eq!(size.rows, 399_999);
    assert!(size.retained <= 1 << 20, "{size:?}");
    let some = cached.filter(ident("n").gt(lit(399_990))).unwrap();
    let words = |frame: &std::sync::Arc<Frame>| collected(frame).iter().map(RecordBatch::num_rows).sum::<usize>();
    assert_eq!(words(&some), 9);
    assert_eq!(integers(&[wait(cached.window(300_000, 2)).unwrap()], 0), [300_001, 300_002]);
}

#[test]
fn what_a_cache_reserves_is_given_back() {
    let session = session();
    let cached = in_memory(&session, vec![batch(0, 50_000)]).filter(ident("n").gt(lit(5))).unwrap().cache().unwrap();
    assert_eq!((session.reserved(), cached.cached().is_some()), (0, false));
    assert_eq!(wait(cached.count()).unwrap(), 49_994);
    assert!(session.reserved() > 8 * 49_994);
    drop(cached);
    assert!(soon(|| session.reserved() == 0), "{} bytes are still reserved", session.reserved());
}

#[test]
fn a_cache_does_not_keep_its_session_alive() {
    let session = session();
    let cached = Frame::range(&session, 0, 10, 1).unwrap().filter(ident("value").gt(lit(5))).unwrap().cache().unwrap();
    session.register("cached", &cached).unwrap();
    let weak = std::sync::Arc::downgrade(&session);
    drop((cached, session));
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_waiter_that_gives_up_leaves_the_run_to_the_others() {
    let session = session();
    let slow = Frame::range(&session, 0, 30_000_000, 1).unwrap();
    let cached = slow.filter((ident("value") % lit(1_000_003)).eq(lit(3))).unwrap().cache().unwrap();
    wait(async {
        let (one, two) = (cached.count(), cached.count());
        tokio::pin!(two);
        let impatient = tokio::time::timeout(std::time::Duration::from_millis(5), one);
        let (_, count) = tokio::join!(impatient, &mut two);
        assert_eq!(count.unwrap(), 30);
    });
}

#[test]
fn who_waits_for_a_run_that_is_cancelled_is_told_and_the_next_one_computes_it_anew() {
    let session = session();
    let slow = Frame::range(&session, 0, 60_000_000, 1).unwrap();
    let cached = slow.filter((ident("value") % lit(1_000_003)).eq(lit(3))).unwrap().cache().unwrap();
    // A plan with the cache in it twice, and one more that waits for the same rows.
    let twice = cached.union(std::slice::from_ref(&cached), "concat").unwrap();
    let (first, second) = (twice.clone(), cached.clone());
    let waiting = RUNTIME.spawn(async move { tokio::join!(first.count(), second.count()) });
    let computes = || living(&session).into_iter().find(|run| run.what() == "cache");
    assert!(soon(|| computes().is_some()));
    assert_eq!(living(&session).iter().filter(|run| run.what() == "cache").count(), 1);
    computes().unwrap().cancel();
    let (one, two) = wait(waiting).unwrap();
    let told = [one.map(|count| count / 2), two].map(|counted| counted.map_err(|error| error.kind()));
    // One that asks only after that has them computed anew.
    assert!(told.contains(&Err(ErrorKind::Cancelled)), "{told:?}");
    assert!(told.iter().all(|counted| matches!(counted, Err(ErrorKind::Cancelled) | Ok(60))), "{told:?}");
    assert!(soon(|| living(&session).is_empty() && session.reserved() == 0));
    assert_eq!(wait(twice.count()).unwrap(), 2 * 60);
}

#[test]
fn rows_of_unlike_frames_are_never_equal() {
    let session = session();
    let frame = in_memory(&session, vec![batch(0, 10)]);
    let cut = in_memory(&session, vec![batch(0, 4), batch(4, 10)]);
    assert!(wait(frame.equals(&cut, false)).unwrap());
    assert!(!wait(frame.equals(&in_memory(&session, vec![batch(0, 9)]), false)).unwrap());
    let grouped = frame.aggregate(vec![ident("n")], Vec::new()).unwrap();
    assert_eq!(wait(grouped.equals(&grouped, false)).unwrap_err().kind(), ErrorKind::Value);
}
