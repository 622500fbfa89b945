//! A filter below the sort that numbers the rows of groups: where only the first `fetch` rows of each group are wanted,
//! a row behind that many rows of its group need not be sorted.
//!
//! It keeps prefixes of the sort keys of the best rows of each group and no row: what may still be wanted passes as it
//! comes, with ties of the last place, so the operator above finds the same first rows in the same order. It only saves
//! work, so it stops filtering where it saves none or gets no memory.

use std::fmt;
use std::sync::Arc;

use super::unary::unary_exec;
use arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use arrow::buffer::BooleanBuffer;
use arrow::compute::BatchCoalescer;
use arrow::datatypes::{FieldRef, Schema};
use arrow::row::{RowConverter, Rows, SortField};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{LexOrdering, PhysicalExpr};
use datafusion::physical_expr_common::physical_expr::format_physical_expr_list;
use datafusion::physical_plan::aggregates::group_values::{GroupValues, new_group_values};
use datafusion::physical_plan::aggregates::order::GroupOrdering;
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet, RecordOutput};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, apply_expression_roots};
use futures::StreamExt;

/// After every `TRIAL` rows, check that the filter removed enough of them to be worth its cost; the first window is
/// exempt, as it only fills the heaps.
const TRIAL: usize = 500_000;

type Expr = Arc<dyn PhysicalExpr>;

/// Removes rows that are not among the first `fetch` of their group.
#[derive(Debug)]
pub(crate) struct GroupTopKExec {
    input: Arc<dyn ExecutionPlan>,
    group_by: Vec<Expr>,
    order: LexOrdering,
    fetch: usize,
    metrics: ExecutionPlanMetricsSet,
}

impl GroupTopKExec {
    pub(crate) fn new(input: Arc<dyn ExecutionPlan>, group_by: Vec<Expr>, order: LexOrdering, fetch: usize) -> Self {
        Self { input, group_by, order, fetch, metrics: ExecutionPlanMetricsSet::new() }
    }

    /// Returns whether groups and order have types that it distinguishes as a window does. Floats as groups have not:
    /// 0.0 and -0.0 are two keys for a window and one for an aggregate.
    pub(crate) fn is_possible(input: &Schema, group_by: &[Expr], order: &LexOrdering) -> bool {
        let by_keys = || group_by.iter().map(|key| key.data_type(input));
        let can_group = by_keys().all(|of| of.is_ok_and(|of| !of.is_nested() && !of.is_floating()));
        let fields: Result<Vec<_>> = by_keys().map(|of| Ok(SortField::new(of?))).collect();
        can_group
            && fields.is_ok_and(|fields| RowConverter::supports_fields(&fields))
            && sort_fields(input, order).is_ok_and(|fields| RowConverter::supports_fields(&fields))
    }
}

fn sort_fields(input: &Schema, order: &LexOrdering) -> Result<Vec<SortField>> {
    order.iter().map(|key| Ok(SortField::new_with_options(key.expr.data_type(input)?, key.options))).collect()
}

impl DisplayAs for GroupTopKExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = format_physical_expr_list(&self.group_by);
        write!(f, "GroupTopKExec: fetch={}, by={groups}, order=[{}]", self.fetch, self.order)
    }
}

impl ExecutionPlan for GroupTopKExec {
    unary_exec!("GroupTopKExec", input, |exec, input| {
        Self::new(input, exec.group_by.clone(), exec.order.clone(), exec.fetch)
    });

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn apply_expressions(&self, f: &mut dyn FnMut(&Expr) -> Result<TreeNodeRecursion>) -> Result<TreeNodeRecursion> {
        apply_expression_roots(self.group_by.iter().chain(self.order.iter().map(|key| &key.expr)), f)
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let batch_size = context.session_config().batch_size();
        let state = State {
            input: Some(self.input.execute(partition, Arc::clone(&context))?),
            filter: Some(Filter::new(self, &context)?),
            // As in DataFusion's filter: a batch that is at least half full is not copied again.
            passed: BatchCoalescer::new(self.schema(), batch_size)
                .with_biggest_coalesce_batch_size(Some(batch_size / 2)),
            metrics: BaselineMetrics::new(&self.metrics, partition),
        };
        let stream = futures::stream::try_unfold(state, |mut state| async move {
            Ok(state.next().await?.map(|batch| (batch, state)))
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), stream)))
    }
}

/// The state of one partition.
struct State {
    /// `None` once it has ended.
    input: Option<SendableRecordBatchStream>,
    /// `None` once it has stopped filtering.
    filter: Option<Filter>,
    passed: BatchCoalescer,
    metrics: BaselineMetrics,
}

impl State {
    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(batch) = self.passed.next_completed_batch() {
                return Ok(Some(batch.record_output(&self.metrics)));
            }
            let Some(input) = &mut self.input else { return Ok(None) };
            let batch = input.next().await.transpose()?;
            let _timer = self.metrics.elapsed_compute().timer();
            match (batch, &mut self.filter) {
                (Some(batch), Some(filter)) => {
                    let wanted = filter.wanted(&batch)?;
                    self.passed.push_batch_with_filter(batch, &wanted)?;
                    if !filter.is_worth_it {
                        self.filter = None;
                    }
                }
                (Some(batch), None) => self.passed.push_batch(batch)?,
                (None, _) => {
                    (self.input, self.filter) = (None, None);
                    self.passed.finish_buffered_batch()?;
                }
            }
        }
    }
}

/// What is known of the groups so far.
struct Filter {
    group_by: Vec<Expr>,
    order: LexOrdering,
    fetch: usize,
    groups: Box<dyn GroupValues>,
    converter: RowConverter,
    /// For each group the [`start`]s of its best rows' keys, the best first: `fetch` places, the last of which decides.
    best: Vec<u128>,
    /// How many rows it has seen, and how many of them have passed since the last check.
    seen: usize,
    passed: usize,
    reservation: MemoryReservation,
    /// Whether it removes enough rows, and has the memory for it.
    is_worth_it: bool,
    /// Reused from batch to batch: the rows' groups and keys.
    ids: Vec<usize>,
    keys: Rows,
}

impl Filter {
    fn new(exec: &GroupTopKExec, context: &TaskContext) -> Result<Self> {
        let schema = exec.input.schema();
        let fields: Result<Vec<FieldRef>> = exec.group_by.iter().map(|key| key.return_field(&schema)).collect();
        let converter = RowConverter::new(sort_fields(&schema, &exec.order)?)?;
        Ok(Self {
            group_by: exec.group_by.clone(),
            order: exec.order.clone(),
            fetch: exec.fetch,
            groups: new_group_values(Arc::new(Schema::new(fields?)), &GroupOrdering::None)?,
            keys: converter.empty_rows(0, 0),
            converter,
            best: Vec::new(),
            seen: 0,
            passed: 0,
            reservation: MemoryConsumer::new("GroupTopK").register(context.memory_pool()),
            is_worth_it: true,
            ids: Vec::new(),
        })
    }

    /// Returns which rows of `batch` may be among the first of their groups.
    fn wanted(&mut self, batch: &RecordBatch) -> Result<BooleanArray> {
        let rows = batch.num_rows();
        let values = |expr: &Expr| -> Result<ArrayRef> { expr.evaluate(batch)?.into_array(rows) };
        let groups: Vec<_> = self.group_by.iter().map(values).collect::<Result<_>>()?;
        let keys: Vec<_> = self.order.iter().map(|key| values(&key.expr)).collect::<Result<_>>()?;
        self.groups.intern(&groups, &mut self.ids)?;
        self.best.resize(self.groups.len() * self.fetch, u128::MAX);
        self.keys.clear();
        self.converter.append(&mut self.keys, &keys)?;
        let wanted = BooleanBuffer::collect_bool(rows, |row| {
            let place = self.ids[row] * self.fetch;
            offer(&mut self.best[place..place + self.fetch], start(self.keys.row(row).as_ref()))
        });
        self.is_worth_it = self.saves(rows, wanted.count_set_bits())
            && self.reservation.try_resize(self.groups.size() + size_of_val(self.best.as_slice())).is_ok();
        Ok(BooleanArray::from(wanted))
    }

    /// Counts rows; returns whether the filter still pays: at the end of each window, whether it removed at least half.
    fn saves(&mut self, rows: usize, passed: usize) -> bool {
        let trials = self.seen / TRIAL;
        self.seen += rows;
        self.passed += passed;
        if self.seen / TRIAL == trials {
            return true;
        }
        let most_passed = std::mem::take(&mut self.passed) > TRIAL / 2;
        trials == 0 || !most_passed
    }
}

/// Returns whether a row with this key may be among the `best` of its group; a tie with the last place may.
#[inline]
fn offer(best: &mut [u128], key: u128) -> bool {
    let Some(worst) = best.last().filter(|worst| key <= **worst) else { return false };
    if key < *worst {
        let place = best.partition_point(|known| *known <= key);
        best.copy_within(place..best.len() - 1, place + 1);
        best[place] = key;
    }
    true
}

/// Returns the first 16 bytes of a key as a number, which keeps the order of keys. A single key of a fixed width is
/// shorter; of longer ones, rows pass that only the rest would have told apart.
#[inline]
fn start(key: &[u8]) -> u128 {
    if let Some(start) = key.first_chunk() {
        return u128::from_be_bytes(*start);
    }
    if let (Some(first), Some(last)) = (key.first_chunk(), key.last_chunk()) {
        // From 8 to 15 bytes: both halves are read at once; the shift drops the bytes that overlap.
        let rest = u64::from_be_bytes(*last).checked_shl(8 * (16 - key.len() as u32)).unwrap_or_default();
        return u128::from(u64::from_be_bytes(*first)) << 64 | u128::from(rest);
    }
    let mut start = [0; 16];
    start[..key.len()].copy_from_slice(key);
    u128::from_be_bytes(start)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, RecordBatch};
    use datafusion::datasource::memory::MemorySourceConfig;
    use datafusion::execution::TaskContext;
    use datafusion::execution::memory_pool::GreedyMemoryPool;
    use datafusion::execution::runtime_env::RuntimeEnvBuilder;
    use datafusion::physical_expr::expressions::col;
    use datafusion::physical_expr::{LexOrdering, PhysicalSortExpr};
    use datafusion::physical_plan::collect;

    use super::{GroupTopKExec, offer, start};

    /// Returns how many of 100 batches of one group, the best row first, pass with `memory` bytes.
    async fn passed(memory: usize) -> usize {
        let batch = |at: i64| {
            let columns = [("g", Int64Array::from(vec![1; 10])), ("x", Int64Array::from_iter_values(at..at + 10))];
            RecordBatch::try_from_iter(columns.map(|(name, values)| (name, Arc::new(values) as _))).unwrap()
        };
        let (batches, schema) = ((0..100).map(batch).collect(), batch(0).schema());
        let input = MemorySourceConfig::try_new_exec(&[batches], Arc::clone(&schema), None).unwrap();
        let order = LexOrdering::new([PhysicalSortExpr::new_default(col("x", &schema).unwrap())]).unwrap();
        let exec = GroupTopKExec::new(input, vec![col("g", &schema).unwrap()], order, 3);
        let pool = Arc::new(GreedyMemoryPool::new(memory));
        let runtime = RuntimeEnvBuilder::new().with_memory_pool(pool).build_arc().unwrap();
        let context = TaskContext::default().with_runtime(runtime);
        collect(Arc::new(exec), Arc::new(context)).await.unwrap().iter().map(RecordBatch::num_rows).sum()
    }

    #[tokio::test]
    async fn without_memory_all_rows_pass() {
        // 0, 1 and 2 of the first batch and 1 of the second.
        assert_eq!(passed(1 << 20).await, 4);
        // What the first batch does not need is removed before it is known that there is no memory.
        assert_eq!(passed(1).await, 3 + 99 * 10);
    }

    #[test]
    fn a_start_is_of_the_first_bytes_and_keeps_their_order() {
        let long: Vec<u8> = (1..=20).collect();
        for length in 0..=long.len() {
            let mut padded = [0; 16];
            let first = length.min(16);
            padded[..first].copy_from_slice(&long[..first]);
            assert_eq!(start(&long[..length]), u128::from_be_bytes(padded), "{length} bytes");
        }
    }

    #[test]
    fn ties_with_the_last_place_are_wanted_and_what_comes_after_is_not() {
        let mut best = [u128::MAX; 2];
        let offered = [5, 7, 7, 8, 6, 7, 5, 5, 6].map(|key| offer(&mut best, key));
        assert_eq!(offered, [true, true, true, false, true, false, true, true, false]);
        assert_eq!(best, [5, 5]);
    }
}
