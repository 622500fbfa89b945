//! Which columns the expressions of a plan's node can name.

use std::sync::Arc;

use datafusion::common::{DFSchema, DFSchemaRef};
use datafusion::error::Result;
use datafusion::logical_expr::LogicalPlan;
use datafusion::logical_expr::utils::merge_schema;

/// The columns that the expressions of `plan`'s own node are about.
pub(crate) fn scope_of(plan: &LogicalPlan) -> Result<DFSchemaRef> {
    Ok(match (plan.inputs().as_slice(), plan) {
        ([only], _) => Arc::clone(only.schema()),
        // The filters of a scan are about the columns of its source, also those that it does not give on.
        ([], LogicalPlan::TableScan(scan)) if !scan.filters.is_empty() => {
            Arc::new(DFSchema::try_from_qualified_schema(scan.table_name.clone(), &scan.source.schema())?)
        }
        (inputs, _) => Arc::new(merge_schema(inputs)),
    })
}
