//! A union of which only one input may have rows becomes that input, under the names of the union.
//!
//! DataFusion looks up the union's names in the input, which has them only if it was the first: "there is no column"
//! (docs/upstream/empty-parts.md).

use std::sync::Arc;

use datafusion::common::tree_node::Transformed;
use datafusion::error::Result;
use datafusion::logical_expr::{EmptyRelation, Expr, LogicalPlan, Projection};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::propagate_empty_relation::PropagateEmptyRelation;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};

/// DataFusion's rule that removes empty inputs, except from such unions.
#[derive(Debug, Default)]
pub(super) struct EmptyParts(PropagateEmptyRelation);

impl OptimizerRule for EmptyParts {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        let LogicalPlan::Union(union) = &plan else { return self.0.rewrite(plan, config) };
        let is_empty = |part: &LogicalPlan| {
            matches!(part, LogicalPlan::EmptyRelation(EmptyRelation { produce_one_row: false, .. }))
        };
        let mut left = union.inputs.iter().filter(|part| !is_empty(part));
        let (Some(only), None, true) = (left.next(), left.next(), union.inputs.len() > 1) else {
            return self.0.rewrite(plan, config);
        };
        let columns = only.schema().columns().into_iter().zip(union.schema.columns());
        let columns = columns.map(|(part, whole)| Expr::Column(part).alias_qualified(whole.relation, whole.name));
        let projection = Projection::try_new(columns.collect(), Arc::clone(only))?;
        Ok(Transformed::yes(LogicalPlan::Projection(projection)))
    }
}
