//! The content of a frame: a plan, or rows that need none.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::TableProvider;
use datafusion::datasource::{ViewTable, source_as_provider};
use datafusion::logical_expr::LogicalPlan;

use crate::error::{Error, Result};
use crate::table::Rows;

/// The name of a scan to which the user has given none; it never becomes part of a column's name.
pub(crate) const UNNAMED: &str = "?table?";

/// The content of a frame, without the session it runs on: a session can register it without keeping itself alive.
#[derive(Debug)]
pub(crate) struct Relation {
    pub(crate) plan: Arc<LogicalPlan>,
    pub(crate) schema: SchemaRef,
    /// Set where the frame is just these rows, with no plan to run.
    pub(crate) rows: Option<Rows>,
    pub(crate) origin: String,
}

impl Relation {
    /// Returns the rows of `plan`; `rows` if it is a scan of just these.
    pub(crate) fn new(plan: LogicalPlan, rows: Option<Rows>, origin: &str) -> Self {
        let schema = match &rows {
            Some(rows) => Arc::clone(rows.schema()),
            None => {
                Arc::new(Schema::new_with_metadata(plan.schema().fields().clone(), plan.schema().metadata().clone()))
            }
        };
        Self { plan: Arc::new(plan), schema, rows, origin: origin.to_string() }
    }

    /// The schema.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// A table for planning SQL: its own table if the plan is just that, else a view of the plan.
    pub(crate) fn as_table(&self) -> Result<Arc<dyn TableProvider>> {
        match self.plan.as_ref() {
            LogicalPlan::TableScan(scan) if scan.filters.is_empty() && scan.projection.is_none() => {
                source_as_provider(&scan.source).map_err(|e| Error::from_datafusion("sql", e))
            }
            plan => Ok(Arc::new(ViewTable::new(plan.clone(), None))),
        }
    }
}
