//! One type for each column of a union.
//!
//! The planner gives a union the types of its first input and leaves it to the analyzer to find those that fit all. A frame
//! has said by then what its columns are, and would cast 0.5 to the integer that it was told.

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::{LogicalPlan, Union};
use datafusion::optimizer::analyzer::type_coercion::TypeCoercionRewriter;

/// `plan` with the types of its unions settled.
pub(crate) fn of_one_type(plan: LogicalPlan) -> Result<LogicalPlan> {
    if !plan.exists(|node| Ok(matches!(node, LogicalPlan::Union(union) if has_several_types(union))))? {
        return Ok(plan);
    }
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Union(union) if has_several_types(&union) => {
            TypeCoercionRewriter::coerce_union(union).map(Transformed::yes)
        }
        // What is above has changed with what is below.
        node => node.recompute_schema().map(Transformed::yes),
    })
    .data()
}

fn has_several_types(union: &Union) -> bool {
    let types = |plan: &LogicalPlan| -> Vec<_> {
        plan.schema().fields().iter().map(|field| field.data_type().clone()).collect()
    };
    let mut all = union.inputs.iter().map(|input| types(input));
    all.next().is_some_and(|first| all.any(|other| other != first))
}
