//! A plan node that passes batches through a function opaque to DataFusion: `map_batches`.
//!
//! One node of the logical plan, one operator. The function is called for one batch at a time, and in order if the
//! input has one: it may keep a state from batch to batch, and Python runs one thread at a time anyway.

use std::any::Any;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::DFSchemaRef;
use datafusion::error::Result as EngineResult;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{LogicalPlan, UserDefinedLogicalNode, UserDefinedLogicalNodeCore};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning, PlanProperties,
};
use futures::StreamExt;
use futures::stream::iter;

use super::plan_of;
use super::unary::{unary_exec, unary_node, without_expressions};
use crate::error::Result;

/// A function over batches.
pub trait BatchMap: fmt::Debug + Send + Sync + Any {
    /// The identity of the function.
    fn id(&self) -> u64;

    /// The name of the function in plans.
    fn name(&self) -> &str;

    /// The function as a run holds it; a plan may hold a weak reference.
    fn held(&self) -> Arc<dyn BatchMap>;

    /// Returns the batches that it makes of one, with the announced columns.
    ///
    /// # Errors
    /// Errors of the function.
    fn map(&self, batch: RecordBatch) -> Result<Vec<RecordBatch>>;
}

/// The node of the logical plan.
#[derive(Clone, Debug)]
pub struct MapNode {
    input: LogicalPlan,
    map: Arc<dyn BatchMap>,
    schema: DFSchemaRef,
}

impl MapNode {
    /// Returns the node over `input`, whose batches have `schema`.
    pub(crate) fn new(input: LogicalPlan, map: Arc<dyn BatchMap>, schema: DFSchemaRef) -> Self {
        Self { input, map, schema }
    }

    /// Returns `node` as this type, if it is one.
    pub fn of(node: &dyn UserDefinedLogicalNode) -> Option<&Self> {
        node.as_any().downcast_ref()
    }

    /// The function.
    pub fn map(&self) -> &Arc<dyn BatchMap> {
        &self.map
    }

    /// Returns the operator of this node.
    pub(crate) fn physical(&self, input: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
        Arc::new(MapExec::new(input, self.map.held(), Arc::clone(self.schema.inner())))
    }

    /// Returns the same node with another reference to its function.
    #[must_use]
    pub fn with_map(&self, map: Arc<dyn BatchMap>) -> LogicalPlan {
        plan_of(Self { map, ..self.clone() })
    }
}

impl PartialEq for MapNode {
    fn eq(&self, other: &Self) -> bool {
        self.map.id() == other.map.id() && self.schema == other.schema && self.input == other.input
    }
}

impl Eq for MapNode {}

impl PartialOrd for MapNode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl Hash for MapNode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.map.id().hash(state);
        self.input.hash(state);
    }
}

impl UserDefinedLogicalNodeCore for MapNode {
    unary_node!("MapBatches", input, |node, input| Self { input, ..node.clone() });

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MapBatches: {}", self.map.name())
    }
}

/// The operator: one partition, whatever its input has.
#[derive(Debug)]
pub(crate) struct MapExec {
    input: Arc<dyn ExecutionPlan>,
    map: Arc<dyn BatchMap>,
    schema: SchemaRef,
    properties: Arc<PlanProperties>,
}

impl MapExec {
    fn new(input: Arc<dyn ExecutionPlan>, map: Arc<dyn BatchMap>, schema: SchemaRef) -> Self {
        let properties = Arc::new(PlanProperties::new(
            EquivalenceProperties::new(Arc::clone(&schema)),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        ));
        Self { input, map, schema, properties }
    }
}

impl DisplayAs for MapExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MapBatchesExec: {}", self.map.name())
    }
}

impl ExecutionPlan for MapExec {
    unary_exec!("MapBatchesExec", input, |exec, input| {
        Self::new(input, Arc::clone(&exec.map), Arc::clone(&exec.schema))
    });
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![self.input.output_partitioning().partition_count() == 1]
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> EngineResult<SendableRecordBatchStream> {
        // An input that has an order is one partition; of any other the partitions are taken as they come.
        let batches = match self.input.output_partitioning().partition_count() {
            1 => self.input.execute(0, context)?,
            _ => CoalescePartitionsExec::new(Arc::clone(&self.input)).execute(0, context)?,
        };
        let map = Arc::clone(&self.map);
        let mapped = batches.flat_map(move |batch| {
            let made: Vec<EngineResult<RecordBatch>> = match batch {
                Ok(batch) if batch.num_rows() == 0 => Vec::new(),
                Ok(batch) => match map.map(batch) {
                    Ok(batches) => batches.into_iter().map(Ok).collect(),
                    Err(error) => vec![Err(error.into())],
                },
                Err(error) => vec![Err(error)],
            };
            iter(made)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), mapped)))
    }
}
