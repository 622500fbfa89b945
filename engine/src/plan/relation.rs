//! What a frame is: a plan, or rows that need none.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::datasource::{ViewTable, source_as_provider};
use datafusion::logical_expr::LogicalPlan;

use crate::error::{Error, Result};
use crate::table::Rows;

/// The name a scan carries where the user has given none; it never reaches a column's name.
pub(crate) const UNNAMED: &str = "?table?";

/// What a frame is, without the session it runs on: a session can keep it under a name without keeping itself
/// alive by it.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) plan: Arc<LogicalPlan>,
    pub(crate) schema: SchemaRef,
    /// Set where the frame is just these rows, with no plan to run.
    pub(crate) rows: Option<Rows>,
    pub(crate) origin: String,
}

impl Relation {
    /// The rows of `plan`; `rows` where they are just these.
    pub(crate) fn new(plan: LogicalPlan, rows: Option<Rows>, origin: &str) -> Self {
        let schema = match &rows {
            Some(rows) => Arc::clone(rows.schema()),
            None => {
                Arc::new(Schema::new_with_metadata(plan.schema().fields().clone(), plan.schema().metadata().clone()))
            }
        };
        Self { plan: Arc::new(plan), schema, rows, origin: origin.to_string() }
    }

    /// The columns.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// As a table for planning SQL: its own table where it is just that, else its plan as a view.
    pub(crate) fn as_table(&self) -> Result<Arc<dyn TableProvider>> {
        match self.plan.as_ref() {
            LogicalPlan::TableScan(scan) if scan.filters.is_empty() && scan.projection.is_none() => {
                source_as_provider(&scan.source).map_err(|e| Error::from_datafusion("sql", e))
            }
            plan => Ok(Arc::new(ViewTable::new(plan.clone(), None))),
        }
    }
}
