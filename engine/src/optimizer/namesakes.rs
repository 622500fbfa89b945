//! Columns of one name, kept apart where filters are pushed down.
//!
//! DataFusion's rule hands a filter from operator to operator by the *names* of its columns (`FilterRemapper::try_remap`), so
//! one over the second `k` of a join becomes one over the first, below the join. While the rule runs, each operator whose
//! output has a name twice stands behind one that stops such filters; all others pass (docs/upstream/namesakes.md).

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::internal_err;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::filter_pushdown::{ChildFilterDescription, FilterDescription, FilterPushdownPhase};
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PhysicalExpr, PlanProperties};

use super::Rule;

/// A rule that pushes filters down, without the filters that it would take for others.
#[derive(Debug)]
pub(super) struct ByName(pub(super) Rule);

impl PhysicalOptimizerRule for ByName {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        // An operator with the schema of its input has been looked at with that.
        let is_own = |node: &Arc<dyn ExecutionPlan>| {
            let schema = node.schema();
            !node.children().iter().any(|child| Arc::ptr_eq(&child.schema(), &schema))
        };
        if !plan.exists(|node| Ok(is_own(node) && !twice(node).is_empty()))? {
            return self.0.optimize(plan, config);
        }
        let guarded = plan.transform_up(|node| {
            let names = twice(&node);
            Ok(if names.is_empty() {
                Transformed::no(node)
            } else {
                Transformed::yes(Arc::new(Guard { input: node, names }) as Arc<dyn ExecutionPlan>)
            })
        });
        let plan = self.0.optimize(guarded.data()?, config)?;
        plan.transform_up(|node| {
            Ok(match node.downcast_ref::<Guard>() {
                Some(guard) => Transformed::yes(Arc::clone(&guard.input)),
                None => Transformed::no(node),
            })
        })
        .data()
    }

    fn name(&self) -> &str {
        self.0.name()
    }

    fn schema_check(&self) -> bool {
        self.0.schema_check()
    }
}

/// The names that more than one column of the output has.
fn twice(node: &Arc<dyn ExecutionPlan>) -> HashSet<String> {
    let schema = node.schema();
    let mut seen = HashSet::with_capacity(schema.fields().len());
    let names = schema.fields().iter().map(|field| field.name().as_str());
    names.filter(|name| !seen.insert(*name)).map(str::to_string).collect()
}

/// Passes filters on to its input, but for those over columns that have one of the names.
#[derive(Debug)]
struct Guard {
    input: Arc<dyn ExecutionPlan>,
    names: HashSet<String>,
}

impl DisplayAs for Guard {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl ExecutionPlan for Guard {
    fn name(&self) -> &str {
        "Guard"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, mut inputs: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        match inputs.pop() {
            Some(input) => Ok(Arc::new(Self { input, names: self.names.clone() })),
            None => internal_err!("a guard of nothing"),
        }
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.input.execute(partition, context)
    }

    fn gather_filters_for_pushdown(
        &self,
        _: FilterPushdownPhase,
        parent_filters: Vec<Arc<dyn PhysicalExpr>>,
        _: &ConfigOptions,
    ) -> Result<FilterDescription> {
        let schema = self.input.schema();
        let alone = schema.fields().iter().enumerate().filter(|(_, field)| !self.names.contains(field.name()));
        let alone = alone.map(|(at, _)| at).collect();
        let child = ChildFilterDescription::from_child_with_allowed_indices(&parent_filters, alone, &self.input)?;
        Ok(FilterDescription::new().with_child(child))
    }
}
