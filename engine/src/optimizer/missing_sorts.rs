//! Sorts the inputs that lack the order that their operator asks for.
//!
//! DataFusion places sorts in one rule. The rules after it may change what an input is known to be sorted by, and the
//! plan is then refused (docs/upstream/missing-sorts.md). So the last rule before that check sorts such inputs.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::physical_expr::LexOrdering;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::execution_plan::replace_children_if_necessary;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties};

/// Sorts such inputs.
#[derive(Debug)]
pub(super) struct MissingSorts;

impl PhysicalOptimizerRule for MissingSorts {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let mut is_sorted = true;
            let required = node.required_input_ordering().into_iter();
            let sorted = node.children().into_iter().zip(required).map(|(input, required)| {
                let Some(required) = required.map(|required| required.into_single()) else {
                    return Ok(Arc::clone(input));
                };
                if input.equivalence_properties().ordering_satisfy_requirement(required.clone())? {
                    return Ok(Arc::clone(input));
                }
                is_sorted = false;
                let in_partitions = input.output_partitioning().partition_count() > 1;
                let sort = SortExec::new(LexOrdering::from(required), Arc::clone(input));
                Ok(Arc::new(sort.with_preserve_partitioning(in_partitions)) as Arc<dyn ExecutionPlan>)
            });
            let sorted = sorted.collect::<Result<Vec<_>>>()?;
            Ok(match is_sorted {
                true => Transformed::no(node),
                false => Transformed::yes(replace_children_if_necessary(node, sorted)?),
            })
        })
        .data()
    }

    fn name(&self) -> &str {
        "missing_sorts"
    }

    fn schema_check(&self) -> bool {
        true
    }
}
