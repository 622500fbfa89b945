//! The rows in the order of a sort below, which the optimizer must keep: DataFusion removes a sort whose order it sees
//! no use for, as below a union, and an operator that counts rows requires no order. The functional dependencies of the
//! rows end here too: above it are operators for which they do not hold.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use datafusion::common::{DFSchemaRef, FunctionalDependencies};
use datafusion::error::Result;
use datafusion::logical_expr::{LogicalPlan, UserDefinedLogicalNodeCore};
use datafusion::physical_plan::ExecutionPlan;

use super::concat_partitions::ConcatPartitionsExec;
use super::only;
use super::unary::unary_node;

/// The rows of its input, in its input's order, as one partition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sequence {
    input: Arc<LogicalPlan>,
    schema: DFSchemaRef,
}

impl Sequence {
    pub(crate) fn new(input: Arc<LogicalPlan>) -> Self {
        let none = FunctionalDependencies::empty();
        let schema = input.schema().as_ref().clone().with_functional_dependencies(none);
        let schema = schema.map_or_else(|_| Arc::clone(input.schema()), Arc::new);
        Self { input, schema }
    }

    pub(super) fn physical(&self, inputs: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(ConcatPartitionsExec::new(only(inputs)?, None)))
    }
}

impl PartialOrd for Sequence {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self == other).then_some(Ordering::Equal)
    }
}

impl UserDefinedLogicalNodeCore for Sequence {
    unary_node!("Sequence", input, |_, input| Self::new(Arc::new(input)));

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn prevent_predicate_push_down_columns(&self) -> std::collections::HashSet<String> {
        std::collections::HashSet::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Sequence")
    }

    fn necessary_children_exprs(&self, output_columns: &[usize]) -> Option<Vec<Vec<usize>>> {
        Some(vec![output_columns.to_vec()])
    }

    fn supports_limit_pushdown(&self) -> bool {
        true
    }
}
