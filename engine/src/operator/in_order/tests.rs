//! Workers and their reader, over partitions that do as they are told.

use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::{AsArray, Int64Array};
use arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::execution::memory_pool::{GreedyMemoryPool, UnboundedMemoryPool};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::physical_plan::Partitioning;
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use datafusion::prelude::SessionConfig;
use futures::FutureExt;
use tokio::task::yield_now;

use super::*;
use crate::splitmix::Numbers;

/// What a partition does next.
#[derive(Clone, Debug)]
enum Step {
    Rows(Vec<i64>),
    /// It lets others have its thread.
    Pause,
    Fail(&'static str),
    Panic,
}

/// A partition that does as it is told.
#[derive(Debug)]
struct Scripted {
    schema: SchemaRef,
    steps: Vec<Step>,
    /// How many partitions were begun, and how many batches were made.
    begun: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
}

impl PartitionStream for Scripted {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        self.begun.fetch_add(1, Ordering::Relaxed);
        let (schema, made) = (Arc::clone(&self.schema), Arc::clone(&self.made));
        let steps = futures::stream::iter(self.steps.clone()).filter_map(move |step| {
            let (schema, made) = (Arc::clone(&schema), Arc::clone(&made));
            async move {
                match step {
                    Step::Rows(rows) => {
                        made.fetch_add(1, Ordering::Relaxed);
                        Some(Ok(RecordBatch::try_new(schema, vec![Arc::new(Int64Array::from(rows))]).unwrap()))
                    }
                    Step::Pause => {
                        yield_now().await;
                        None
                    }
                    Step::Fail(why) => Some(Err(DataFusionError::Execution(why.to_owned()))),
                    Step::Panic => panic!("a defect"),
                }
            }
        });
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), steps.boxed()))
    }
}

/// A plan of scripted partitions, where it is executed, and what it has done.
struct Trial {
    plan: Arc<dyn ExecutionPlan>,
    context: Arc<TaskContext>,
    begun: Arc<AtomicUsize>,
    made: Arc<AtomicUsize>,
}

impl Trial {
    fn new(partitions: Vec<Vec<Step>>, workers: usize, pool: Arc<dyn MemoryPool>) -> Self {
        let schema = Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, false)]));
        let (begun, made) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let scripted = |steps| {
            let (schema, begun, made) = (Arc::clone(&schema), Arc::clone(&begun), Arc::clone(&made));
            Arc::new(Scripted { schema, steps, begun, made }) as Arc<dyn PartitionStream>
        };
        let partitions = partitions.into_iter().map(scripted).collect();
        let plan = StreamingTableExec::try_new(Arc::clone(&schema), partitions, None, [], false, None).unwrap();
        let runtime = RuntimeEnvBuilder::new().with_memory_pool(pool).build_arc().unwrap();
        let config = SessionConfig::new().with_target_partitions(workers);
        let context = TaskContext::default().with_session_config(config).with_runtime(runtime);
        Self { plan: Arc::new(plan), context: Arc::new(context), begun, made }
    }

    fn rows(&self) -> SendableRecordBatchStream {
        concat_partitions(Arc::clone(&self.plan), &self.context)
    }

    fn reserved(&self) -> usize {
        self.context.memory_pool().reserved()
    }

    /// Waits until nothing is done any more, and returns how many batches were made.
    async fn settled(&self) -> usize {
        loop {
            let before = self.made.load(Ordering::Relaxed);
            for _ in 0..100 {
                yield_now().await;
            }
            if self.made.load(Ordering::Relaxed) == before {
                return before;
            }
        }
    }
}

fn numbers(batch: &RecordBatch) -> Vec<i64> {
    batch.column(0).as_primitive::<Int64Type>().values().to_vec()
}

/// Partitions of so many batches of a thousand numbers each, which count on.
fn counting(partitions: usize, batches: usize) -> Vec<Vec<Step>> {
    let batch = |at: usize| Step::Rows((at as i64 * 1_000..(at as i64 + 1) * 1_000).collect());
    (0..partitions).map(|partition| (0..batches).map(|at| batch(partition * batches + at)).collect()).collect()
}

fn unlimited() -> Arc<dyn MemoryPool> {
    Arc::new(UnboundedMemoryPool::default())
}

#[test]
fn rows_come_in_order_whatever_the_partitions_the_batches_the_reader_and_the_memory() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).build().unwrap();
    for seed in 1..200 {
        let mut random = Numbers(seed);
        let mut dice = |limit| random.below(limit);
        let mut count = 0i64;
        let partitions: Vec<Vec<Step>> = (0..dice(20))
            .map(|_| {
                let mut steps = Vec::new();
                for _ in 0..dice(8) {
                    let rows = dice(300) as i64;
                    steps.push(Step::Rows((count..count + rows).collect()));
                    count += rows;
                    (0..dice(4)).for_each(|_| steps.push(Step::Pause));
                }
                steps
            })
            .collect();
        let pool: Arc<dyn MemoryPool> = match dice(3) {
            0 => unlimited(),
            limit => Arc::new(GreedyMemoryPool::new(limit as usize * 4_000)),
        };
        let (slow, trial) = (dice(2) == 0, Trial::new(partitions, 1 + dice(5) as usize, pool));
        let read = runtime.block_on(async {
            let (mut rows, mut read) = (trial.rows(), Vec::new());
            while let Some(batch) = rows.next().await {
                read.extend(numbers(&batch.unwrap()));
                for _ in 0..if slow { dice(20) } else { 0 } {
                    yield_now().await;
                }
            }
            read
        });
        assert_eq!(read, (0..count).collect::<Vec<_>>(), "{seed}");
        assert_eq!(trial.reserved(), 0, "{seed}");
    }
}

#[tokio::test]
async fn who_wants_few_rows_lets_nobody_read_far() {
    let trial = Trial::new(counting(100, 50), 4, unlimited());
    let mut rows = trial.rows();
    // Each worker has two batches waiting, and one in its hand.
    assert_eq!(trial.settled().await, 4 * 3);
    rows.next().await.unwrap().unwrap();
    let made = trial.settled().await;
    assert!(made <= 4 * 3 + 1 + 4, "{made}");
    assert_eq!(trial.begun.load(Ordering::Relaxed), 4);
}

#[tokio::test]
async fn what_waits_grows_with_what_was_taken_and_is_counted() {
    let trial = Trial::new(counting(10, 100), 2, unlimited());
    let mut rows = trial.rows();
    for _ in 0..30 {
        rows.next().await.unwrap().unwrap();
    }
    trial.settled().await;
    let batch = 8_000 + BATCH_BYTES;
    assert!((30 * batch..=60 * batch).contains(&trial.reserved()), "{} batches", trial.reserved() / batch);
    drop(rows);
    trial.settled().await;
    assert_eq!(trial.reserved(), 0);
}

#[tokio::test]
async fn where_the_pool_refuses_the_workers_wait_and_all_rows_come() {
    let trial = Trial::new(counting(10, 100), 4, Arc::new(GreedyMemoryPool::new(1)));
    let (mut rows, mut read) = (trial.rows(), 0);
    while let Some(batch) = rows.next().await {
        assert_eq!(numbers(&batch.unwrap())[0], read * 1_000);
        read += 1;
        // Two of each partition that is being computed.
        assert!(trial.reserved() <= 4 * BATCHES_AHEAD * (8_000 + BATCH_BYTES), "{}", trial.reserved());
    }
    assert_eq!(read, 1_000);
}

#[tokio::test]
async fn a_partition_without_rows_keeps_nobody_waiting() {
    let mut partitions = counting(300, 1);
    partitions.iter_mut().enumerate().filter(|(at, _)| *at != 299).for_each(|(_, steps)| steps.clear());
    let trial = Trial::new(partitions, 3, unlimited());
    let read: Vec<_> = trial.rows().collect().await;
    assert_eq!(numbers(read[0].as_ref().unwrap())[0], 299_000);
    assert_eq!(read.len(), 1);
}

#[tokio::test]
async fn of_several_errors_the_first_in_order_is_returned() {
    let mut partitions = counting(20, 10);
    partitions[3].extend([Step::Pause, Step::Pause, Step::Fail("late"), Step::Fail("polled again")]);
    partitions[4].insert(0, Step::Fail("soon"));
    partitions[5].insert(0, Step::Fail("soon, and behind"));
    let trial = Trial::new(partitions, 8, unlimited());
    let (mut rows, mut read) = (trial.rows(), 0);
    let error = loop {
        match rows.next().await.unwrap() {
            Ok(_) => read += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((read, error.to_string().as_str()), (40, "Execution error: late"));
    assert!(rows.next().await.is_none());
    // Nothing behind the first of them was begun.
    assert!(trial.begun.load(Ordering::Relaxed) <= 8);
    trial.settled().await;
    assert_eq!(trial.reserved(), 0);
}

#[tokio::test]
async fn a_defect_in_a_worker_is_that_of_the_reader() {
    let mut partitions = counting(10, 2);
    partitions[6] = vec![Step::Panic];
    let trial = Trial::new(partitions, 2, unlimited());
    let read = std::panic::AssertUnwindSafe(trial.rows().collect::<Vec<_>>()).catch_unwind().await;
    assert_eq!(*read.unwrap_err().downcast::<&str>().unwrap(), "a defect");
}

#[tokio::test]
async fn who_stops_reading_stops_the_workers() {
    let trial = Trial::new(counting(1_000, 100), 2, unlimited());
    let mut rows = trial.rows();
    for _ in 0..50 {
        rows.next().await.unwrap().unwrap();
    }
    drop(rows);
    let made = trial.settled().await;
    assert!(made < 500, "{made}");
    assert_eq!(trial.reserved(), 0);
}

#[tokio::test]
async fn partitions_that_share_an_operator_are_computed_at_once() {
    let trial = Trial::new(counting(4, 200), 1, unlimited());
    let shared = RepartitionExec::try_new(Arc::clone(&trial.plan), Partitioning::RoundRobinBatch(3)).unwrap();
    let (plan, context): (Arc<dyn ExecutionPlan>, _) = (Arc::new(shared), &trial.context);
    assert!(is_independent(&trial.plan) && !is_independent(&plan));
    let rows: usize = concat_partitions(plan, context)
        .map(|batch| batch.unwrap().num_rows())
        .fold(0, |a, b| async move { a + b })
        .await;
    assert_eq!(rows, 800_000);
}
