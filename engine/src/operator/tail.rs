//! A limit that counts from the end: the last `fetch` rows before the last `skip`. It holds no more rows than it has to
//! return, and needs no row count.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::common::DFSchemaRef;
use datafusion::error::Result;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{LogicalPlan, UserDefinedLogicalNodeCore};
use datafusion::physical_plan::distribution_requirements::InputDistributionRequirements;
use datafusion::physical_plan::execution_plan::EmissionType;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, Distribution, ExecutionPlan, ExecutionPlanProperties, PlanProperties,
};
use futures::StreamExt;

use super::only;
use super::unary::{unary_exec, unary_node, without_expressions};
use crate::memory::Footprint;

/// Of the rows before the last `skip`, the last `fetch`, or all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tail {
    input: Arc<LogicalPlan>,
    skip: usize,
    fetch: Option<usize>,
}

impl Tail {
    pub(crate) fn new(input: Arc<LogicalPlan>, skip: usize, fetch: Option<usize>) -> Self {
        Self { input, skip, fetch }
    }

    pub(super) fn physical(&self, inputs: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(TailExec::new(only(inputs)?, self.skip, self.fetch)))
    }
}

impl PartialOrd for Tail {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl UserDefinedLogicalNodeCore for Tail {
    unary_node!("Tail", input, |node, input| Self::new(Arc::new(input), node.skip, node.fetch));

    fn schema(&self) -> &DFSchemaRef {
        self.input.schema()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Tail: skip={}", self.skip)?;
        self.fetch.map_or(Ok(()), |fetch| write!(f, ", fetch={fetch}"))
    }

    fn necessary_children_exprs(&self, output_columns: &[usize]) -> Option<Vec<Vec<usize>>> {
        Some(vec![output_columns.to_vec()])
    }
}

#[derive(Debug)]
pub(super) struct TailExec {
    input: Arc<dyn ExecutionPlan>,
    skip: usize,
    fetch: Option<usize>,
    properties: Arc<PlanProperties>,
}

impl TailExec {
    fn new(input: Arc<dyn ExecutionPlan>, skip: usize, fetch: Option<usize>) -> Self {
        let emission = if fetch.is_some() { EmissionType::Final } else { input.pipeline_behavior() };
        let properties = PlanProperties::new(
            input.equivalence_properties().clone(),
            input.output_partitioning().clone(),
            emission,
            input.boundedness(),
        );
        Self { input, skip, fetch, properties: Arc::new(properties) }
    }
}

impl DisplayAs for TailExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TailExec: skip={}", self.skip)?;
        self.fetch.map_or(Ok(()), |fetch| write!(f, ", fetch={fetch}"))
    }
}

impl ExecutionPlan for TailExec {
    unary_exec!("TailExec", input, |exec, input| Self::new(input, exec.skip, exec.fetch));
    without_expressions!();

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn input_distribution_requirements(&self) -> InputDistributionRequirements {
        InputDistributionRequirements::new(vec![Distribution::SinglePartition])
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let held = Held {
            input: Some(self.input.execute(partition, Arc::clone(&context))?),
            skip: self.skip,
            fetch: self.fetch,
            batches: VecDeque::new(),
            rows: 0,
            footprint: Footprint::default(),
            reservation: MemoryConsumer::new("Tail").register(context.memory_pool()),
        };
        let stream =
            futures::stream::try_unfold(
                held,
                |mut held| async move { Ok(held.next().await?.map(|batch| (batch, held))) },
            );
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), stream)))
    }
}

/// The rows that may still have to be returned.
struct Held {
    /// `None` once it has ended.
    input: Option<SendableRecordBatchStream>,
    skip: usize,
    fetch: Option<usize>,
    batches: VecDeque<RecordBatch>,
    rows: usize,
    footprint: Footprint,
    reservation: MemoryReservation,
}

impl Held {
    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if self.fetch.is_none()
                && self.input.is_some()
                && let Some(batch) = self.pop_before(self.skip)
            {
                return Ok(Some(batch));
            }
            let Some(input) = &mut self.input else { break };
            let Some(batch) = input.next().await.transpose()? else {
                self.input = None;
                self.trim();
                break;
            };
            self.rows += batch.num_rows();
            self.footprint.add(&batch);
            self.batches.push_back(batch);
            // Batches that are too far from the end are dropped.
            while let Some(fetch) = self.fetch
                && self.pop_before(self.skip.saturating_add(fetch)).is_some()
            {}
            self.reservation.try_resize(self.footprint.bytes())?;
        }
        Ok(self.batches.pop_front())
    }

    /// Removes the first batch, if the others alone have `needed` rows.
    fn pop_before(&mut self, needed: usize) -> Option<RecordBatch> {
        let first = self.batches.front()?;
        if self.rows - first.num_rows() < needed {
            return None;
        }
        self.rows -= first.num_rows();
        self.footprint.remove(first);
        self.batches.pop_front()
    }

    /// Cuts what is held to what is returned, now that the end is known.
    fn trim(&mut self) {
        let end = self.rows.saturating_sub(self.skip);
        let start = self.fetch.map_or(0, |fetch| end.saturating_sub(fetch));
        let mut at = 0;
        let held = std::mem::take(&mut self.batches);
        self.batches = held
            .into_iter()
            .filter_map(|batch| {
                let (first, last) = (at, at + batch.num_rows());
                at = last;
                let (from, to) = (start.max(first), end.min(last));
                (from < to).then(|| batch.slice(from - first, to - from))
            })
            .collect();
    }
}
