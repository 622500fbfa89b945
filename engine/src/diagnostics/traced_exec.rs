//! Wraps a node that was rebuilt with [`TracedExpr`](crate::diagnostics::traced_expr::TracedExpr)s but reports the
//! original's `PlanProperties`, because nodes above compare their sort keys with the original expressions.
//! `downcast_ref` sees the rebuilt node.
//!
//! Errors that are raised outside of expressions, where a total does not fit or a window function fails on its
//! arguments, get their context here.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use datafusion::common::Statistics;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::execution_plan::{ChildrenPropertiesMode, ReplaceChildrenOptions};
use datafusion::physical_plan::metrics::MetricsSet;
use datafusion::physical_plan::statistics::{ChildStats, StatisticsArgs};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::{StreamExt, TryStreamExt};

use crate::diagnostics::scan::no_sense;

type Plan = Arc<dyn ExecutionPlan>;

/// Adds context to an error of a node itself.
pub(crate) type Explain = Arc<dyn Fn(DataFusionError) -> DataFusionError + Send + Sync>;

/// A node with the properties of another.
pub(crate) struct TracedExec {
    plan: Plan,
    properties: Arc<PlanProperties>,
    explain: Option<Explain>,
    /// Whether it decodes bytes of files: a panic over them is not a defect of ours.
    decodes: bool,
}

impl TracedExec {
    /// Returns `plan`, which replaces `replaced`.
    pub(crate) fn new(plan: Plan, replaced: &Plan, explain: Option<Explain>) -> Self {
        Self { plan, properties: Arc::clone(replaced.properties()), explain, decodes: false }
    }

    /// Returns the same for a scan that decodes bytes of files.
    pub(crate) fn of_scan(plan: Plan, replaced: &Plan, explain: Explain) -> Self {
        Self { decodes: true, ..Self::new(plan, replaced, Some(explain)) }
    }

    fn with(&self, plan: Plan) -> Plan {
        let (properties, explain) = (Arc::clone(&self.properties), self.explain.clone());
        Arc::new(Self { plan, properties, explain, decodes: self.decodes })
    }
}

impl fmt::Debug for TracedExec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt(f)
    }
}

impl DisplayAs for TracedExec {
    fn fmt_as(&self, format: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.plan.fmt_as(format, f)
    }
}

impl ExecutionPlan for TracedExec {
    fn name(&self) -> &str {
        self.plan.name()
    }

    fn downcast_delegate(&self) -> Option<&dyn ExecutionPlan> {
        Some(self.plan.as_ref())
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        self.plan.maintains_input_order()
    }

    fn children(&self) -> Vec<&Plan> {
        self.plan.children()
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        self.plan.apply_expressions(f)
    }

    fn replace_children(self: Arc<Self>, children: Vec<Plan>, options: ReplaceChildrenOptions) -> Result<Plan> {
        Ok(self.with(Arc::clone(&self.plan).replace_children(children, options)?))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Plan>) -> Result<Plan> {
        self.replace_children(children, ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute))
    }

    fn reset_state(self: Arc<Self>) -> Result<Plan> {
        Ok(self.with(Arc::clone(&self.plan).reset_state()?))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let batches = self.plan.execute(partition, context);
        let Some(explain) = self.explain.clone() else { return batches };
        let batches = batches.map_err(|error| explain(error))?;
        let batches = match self.decodes {
            true => {
                AssertUnwindSafe(batches).catch_unwind().map(|batch| batch.unwrap_or_else(|_| Err(no_sense()))).boxed()
            }
            false => batches.boxed(),
        };
        let batches = batches.map_err(move |error| explain(error));
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.plan.schema(), batches)))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        self.plan.metrics()
    }

    fn child_stats_requests(&self, partition: Option<usize>) -> Vec<ChildStats> {
        self.plan.child_stats_requests(partition)
    }

    fn statistics_from_inputs(&self, inputs: &[Arc<Statistics>], args: &StatisticsArgs) -> Result<Arc<Statistics>> {
        self.plan.statistics_from_inputs(inputs, args)
    }

    fn fetch(&self) -> Option<usize> {
        self.plan.fetch()
    }
}
