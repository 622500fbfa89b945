//! The as-of join: each left row with the nearest right row, by one key that is compared and any number that must be
//! equal. The right side is held in memory and indexed once; the left side streams past it in its own order and
//! partitions, so the join keeps the order of its left side.

mod index;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::SchemaRef;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DFSchema, DFSchemaRef, JoinType, internal_err};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::builder::build_join_schema;
use datafusion::logical_expr::{Expr, LogicalPlan, UserDefinedLogicalNodeCore};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::distribution_requirements::InputDistributionRequirements;
use datafusion::physical_plan::execution_plan::EmissionType;
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet, RecordOutput};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, Distribution, ExecutionPlan, ExecutionPlanProperties, PlanProperties,
};
use futures::{StreamExt, TryStreamExt};
use tokio::sync::OnceCell;

use index::AsofIndex;

use crate::memory::Footprint;
pub use index::AsofStrategy;
pub(crate) use index::{AsofOptions, has_distance, tolerance_in};

/// The keys of one side: the one that is compared, and those that must be equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Keys {
    pub(crate) on: Expr,
    pub(crate) by: Vec<Expr>,
}

/// Each row of the left input with the nearest of the right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AsofJoin {
    left: Arc<LogicalPlan>,
    right: Arc<LogicalPlan>,
    left_keys: Keys,
    right_keys: Keys,
    wanted: AsofOptions,
    schema: DFSchemaRef,
}

impl AsofJoin {
    pub(crate) fn try_new(
        (left, left_keys): (Arc<LogicalPlan>, Keys),
        (right, right_keys): (Arc<LogicalPlan>, Keys),
        wanted: AsofOptions,
    ) -> Result<Self> {
        let schema = Arc::new(build_join_schema(left.schema(), right.schema(), &JoinType::Left)?);
        Ok(Self { left, right, left_keys, right_keys, wanted, schema })
    }

    /// The side whose order the join keeps.
    pub(crate) fn left(&self) -> &LogicalPlan {
        &self.left
    }

    pub(super) fn physical(
        &self,
        inputs: Vec<Arc<dyn ExecutionPlan>>,
        compile: impl Fn(&Expr, &DFSchema) -> Result<Arc<dyn PhysicalExpr>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let compiled = |keys: &Keys, schema: &DFSchema| {
            let by = keys.by.iter().map(|key| compile(key, schema)).collect::<Result<_>>()?;
            Ok::<_, DataFusionError>(Compiled { on: compile(&keys.on, schema)?, by })
        };
        let keys = (compiled(&self.left_keys, self.left.schema())?, compiled(&self.right_keys, self.right.schema())?);
        let schema = Arc::clone(self.schema.inner());
        Ok(Arc::new(AsofJoinExec::try_new(inputs, Arc::new(keys), self.wanted.clone(), schema)?))
    }
}

impl PartialOrd for AsofJoin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl UserDefinedLogicalNodeCore for AsofJoin {
    fn name(&self) -> &str {
        "AsofJoin"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.left, &self.right]
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        let side = |keys: &Keys| std::iter::once(keys.on.clone()).chain(keys.by.clone()).collect::<Vec<_>>();
        [side(&self.left_keys), side(&self.right_keys)].concat()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "AsofJoin: {:?} {} ~ {}", self.wanted.strategy, self.left_keys.on, self.right_keys.on)?;
        let pairs = self.left_keys.by.iter().zip(&self.right_keys.by);
        pairs.into_iter().try_for_each(|(left, right)| write!(f, ", {left} = {right}"))
    }

    fn with_exprs_and_inputs(&self, exprs: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        let mut exprs = exprs.into_iter();
        let mut side = |by: usize| Some(Keys { on: exprs.next()?, by: exprs.by_ref().take(by).collect() });
        let keys = (side(self.left_keys.by.len()), side(self.right_keys.by.len()));
        let Ok([left, right]) = <[LogicalPlan; 2]>::try_from(inputs) else {
            return internal_err!("an asof join has two inputs");
        };
        let (left, right) = (Arc::new(left), Arc::new(right));
        match keys {
            (Some(left_keys), Some(right_keys)) => {
                Self::try_new((left, left_keys), (right, right_keys), self.wanted.clone())
            }
            _ => internal_err!("an asof join has keys on both sides"),
        }
    }

    fn necessary_children_exprs(&self, output_columns: &[usize]) -> Option<Vec<Vec<usize>>> {
        let width = self.left.schema().fields().len();
        let (left, right): (Vec<usize>, Vec<usize>) = output_columns.iter().partition(|column| **column < width);
        Some(vec![left, right.into_iter().map(|column| column - width).collect()])
    }
}

#[derive(Debug)]
struct Compiled {
    on: Arc<dyn PhysicalExpr>,
    by: Vec<Arc<dyn PhysicalExpr>>,
}

impl Compiled {
    fn evaluate(&self, batch: &RecordBatch) -> Result<(ArrayRef, Vec<ArrayRef>)> {
        let array = |expr: &Arc<dyn PhysicalExpr>| expr.evaluate(batch)?.into_array(batch.num_rows());
        Ok((array(&self.on)?, self.by.iter().map(array).collect::<Result<_>>()?))
    }
}

/// The right side: its rows, and the index over them.
#[derive(Debug)]
struct Right {
    rows: RecordBatch,
    index: AsofIndex,
    /// Frees the memory with the last reader.
    _reservation: MemoryReservation,
}

#[derive(Debug)]
pub(super) struct AsofJoinExec {
    left: Arc<dyn ExecutionPlan>,
    right: Arc<dyn ExecutionPlan>,
    keys: Arc<(Compiled, Compiled)>,
    wanted: AsofOptions,
    /// Made by whichever partition comes first.
    indexed: Arc<OnceCell<Arc<Right>>>,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl AsofJoinExec {
    fn try_new(
        inputs: Vec<Arc<dyn ExecutionPlan>>,
        keys: Arc<(Compiled, Compiled)>,
        wanted: AsofOptions,
        schema: SchemaRef,
    ) -> Result<Self> {
        let Ok([left, right]) = <[Arc<dyn ExecutionPlan>; 2]>::try_from(inputs) else {
            return internal_err!("an asof join has two inputs");
        };
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            left.output_partitioning().clone(),
            EmissionType::Incremental,
            left.boundedness(),
        );
        let metrics = ExecutionPlanMetricsSet::new();
        Ok(Self { left, right, keys, wanted, indexed: Arc::default(), properties: Arc::new(properties), metrics })
    }
}

impl DisplayAs for AsofJoinExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AsofJoinExec: {:?}, {} ~ {}", self.wanted.strategy, self.keys.0.on, self.keys.1.on)?;
        let pairs = self.keys.0.by.iter().zip(&self.keys.1.by);
        pairs.into_iter().try_for_each(|(left, right)| write!(f, ", {left} = {right}"))
    }
}

impl ExecutionPlan for AsofJoinExec {
    fn name(&self) -> &str {
        "AsofJoinExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn input_distribution_requirements(&self) -> InputDistributionRequirements {
        InputDistributionRequirements::new(vec![Distribution::UnspecifiedDistribution, Distribution::SinglePartition])
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        // Of two right rows with the same key the later wins, so the right side's order matters too.
        vec![true, true]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![true, false]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.left, &self.right]
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        let mut next = TreeNodeRecursion::Continue;
        for side in [&self.keys.0, &self.keys.1] {
            for expr in std::iter::once(&side.on).chain(&side.by) {
                next = f(expr)?;
                if next == TreeNodeRecursion::Stop {
                    return Ok(next);
                }
            }
        }
        Ok(next)
    }

    fn with_new_children(self: Arc<Self>, inputs: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        let (keys, wanted) = (Arc::clone(&self.keys), self.wanted.clone());
        Ok(Arc::new(Self::try_new(inputs, keys, wanted, self.schema())?))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let left = self.left.execute(partition, Arc::clone(&context))?;
        let (right, keys) = (Arc::clone(&self.right), Arc::clone(&self.keys));
        let (cell, wanted, schema) = (Arc::clone(&self.indexed), self.wanted.clone(), self.schema());
        let metrics = BaselineMetrics::new(&self.metrics, partition);
        let opened = async move {
            let right = Arc::clone(cell.get_or_try_init(|| index(right, &keys.1, context)).await?);
            let mut starts = right.index.starts();
            Ok::<_, DataFusionError>(left.map(move |batch| {
                let _timer = metrics.elapsed_compute().timer();
                joined(&batch?, &keys.0, &right, &wanted, &mut starts, &schema).record_output(&metrics)
            }))
        };
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), futures::stream::once(opened).try_flatten())))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }
}

/// Reads the right side and indexes it.
async fn index(right: Arc<dyn ExecutionPlan>, keys: &Compiled, context: Arc<TaskContext>) -> Result<Arc<Right>> {
    let reservation = MemoryConsumer::new("AsofJoin").register(context.memory_pool());
    let mut stream = right.execute(0, context)?;
    let (mut batches, mut footprint) = (Vec::new(), Footprint::default());
    while let Some(batch) = stream.next().await.transpose()? {
        footprint.add(&batch);
        reservation.try_resize(footprint.bytes())?;
        batches.push(batch);
    }
    let rows = match batches.as_slice() {
        [one] => one.clone(),
        _ => concat_batches(&right.schema(), &batches)?,
    };
    drop(batches);
    let (on, by) = keys.evaluate(&rows)?;
    let index = AsofIndex::try_new(&on, &by)?;
    reservation.try_resize(rows.get_array_memory_size() + index.bytes())?;
    Ok(Arc::new(Right { rows, index, _reservation: reservation }))
}

fn joined(
    left: &RecordBatch,
    keys: &Compiled,
    right: &Right,
    wanted: &AsofOptions,
    starts: &mut [usize],
    schema: &SchemaRef,
) -> Result<RecordBatch> {
    let (on, by) = keys.evaluate(left)?;
    let found = right.index.find(&on, &by, wanted, starts)?;
    let mut columns = left.columns().to_vec();
    for column in right.rows.columns() {
        columns.push(take(column, &found, None)?);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(left.num_rows()));
    Ok(RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)?)
}
