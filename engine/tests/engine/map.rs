//! Functions of somebody else's making: what a plan calls them with, and what they know about their run.

use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::compute::concat_batches;
use datafusion::logical_expr::{col, lit};
use parking_lot::Mutex;
use pyrust_engine::BatchMap;
use pyrust_engine::{RunState, RunWatch, current};

use super::*;

/// Gives each batch as it is, and notes its first value and the run it works for.
#[derive(Debug, Default)]
struct Noted {
    firsts: Mutex<Vec<i64>>,
    runs: Mutex<Vec<u64>>,
    at_once: AtomicUsize,
    cancels: bool,
}

#[derive(Debug)]
struct Handle(Arc<Noted>);

impl BatchMap for Handle {
    fn id(&self) -> u64 {
        Arc::as_ptr(&self.0) as u64
    }

    fn name(&self) -> &str {
        "noted"
    }

    fn held(&self) -> Arc<dyn BatchMap> {
        Arc::new(Self(Arc::clone(&self.0)))
    }

    fn map(&self, batch: RecordBatch) -> pyrust_engine::Result<Vec<RecordBatch>> {
        assert_eq!(self.0.at_once.fetch_add(1, Ordering::SeqCst), 0);
        self.0.firsts.lock().push(batch.column(0).as_primitive::<Int64Type>().value(0));
        if let Some(run) = current() {
            self.0.runs.lock().push(run.id());
            if self.0.cancels {
                run.cancel();
            }
        }
        self.0.at_once.fetch_sub(1, Ordering::SeqCst);
        Ok(vec![batch])
    }
}

fn mapped(frame: &Arc<Frame>, noted: &Arc<Noted>) -> Arc<Frame> {
    frame.map_batches(Arc::new(Handle(Arc::clone(noted))), frame.schema()).unwrap()
}

#[test]
fn batches_are_mapped_in_order_and_one_at_a_time() {
    let (session, noted) = (session(), Arc::new(Noted::default()));
    let source =
        Frame::range(&session, 0, 500_000, 1).unwrap().filter((col("value") % lit(2i64)).eq(lit(0i64))).unwrap();
    let frame = mapped(&source, &noted);
    assert!(frame.is_ordered());
    let rows = wait(frame.collect()).unwrap();
    let all = concat_batches(rows.schema(), rows.batches().unwrap()).unwrap();
    assert!(all.column(0).as_primitive::<Int64Type>().values().iter().copied().eq((0..500_000).step_by(2)));
    assert!(noted.firsts.lock().is_sorted());
    noted.firsts.lock().clear();
    let above = frame.aggregate(
        vec![col("value") % lit(10i64)],
        vec![datafusion::functions_aggregate::expr_fn::count(col("value"))],
    );
    assert_eq!(wait(above.unwrap().count()).unwrap(), 5);
    assert!(noted.firsts.lock().len() > 1 && noted.firsts.lock().is_sorted());
}

#[test]
fn a_function_knows_the_run_it_works_for_and_can_be_cancelled_with_it() {
    let (session, noted) = (session(), Arc::new(Noted { cancels: true, ..Noted::default() }));
    let frame = mapped(&Frame::range(&session, 0, 1_000_000, 1).unwrap(), &noted);
    let (run, stream) = wait(frame.start("test")).unwrap();
    assert!(wait(stream.collect()).is_err());
    assert!(soon(|| run.state() == RunState::Cancelled));
    assert!(noted.runs.lock().iter().all(|id| *id == run.id()));
    assert!(!noted.runs.lock().is_empty());
    assert!(current().is_none());
}

#[test]
fn a_watch_cancels_the_runs_that_were_waited_for_and_no_others() {
    let session = session();
    let frame = Frame::range(&session, 0, 1 << 40, 1).unwrap();
    let watch = RunWatch::default();
    let (other, _other_stream) = wait(frame.start("other")).unwrap();
    let started = Arc::clone(&frame);
    let (run, _stream) = wait(watch.over(async move { started.start("watched").await })).unwrap();
    watch.cancel();
    assert!(soon(|| run.state() == RunState::Cancelled));
    assert_eq!(other.state(), RunState::Running);
}
