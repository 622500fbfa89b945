//! The verbs that take rows by position, or number them: `limit`, `tail`, `slice`, `reverse`, `with_row_index`.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions, new_null_array};
use arrow::datatypes::Schema;
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, lit};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;
use crate::frame::Frame;
use crate::operator::{Tail, plan_of};
use crate::plan::order::in_sequence;
use crate::plan::order::numbered;

impl Frame {
    /// Returns at most `fetch` rows after the first `skip`.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn limit(self: &Arc<Self>, skip: usize, fetch: Option<usize>) -> Result<Arc<Self>> {
        self.derive("limit", |plan| plan.limit(skip, fetch))
    }

    /// Returns, of the rows before the last `skip`, the last `fetch`, or all. If the number of rows is known this
    /// becomes a limit, which can be read in place.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn tail(self: &Arc<Self>, skip: usize, fetch: Option<usize>) -> Result<Arc<Self>> {
        if let Some(rows) = self.rows() {
            let end = usize::try_from(rows.count()).unwrap_or(usize::MAX).saturating_sub(skip);
            let start = fetch.map_or(0, |fetch| end.saturating_sub(fetch));
            return self.limit(start, Some(end - start));
        }
        self.derive("tail", |_| {
            Ok(LogicalPlanBuilder::from(plan_of(Tail::new(in_sequence(&self.shared_plan())?, skip, fetch))))
        })
    }

    /// Returns at most `length` rows from `offset` on; a negative offset counts from the end.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn slice(self: &Arc<Self>, offset: i64, length: Option<usize>) -> Result<Arc<Self>> {
        let distance = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        match (offset < 0, length) {
            (false, length) => self.limit(distance, length),
            (true, Some(length)) if length < distance => self.tail(distance - length, Some(length)),
            (true, _) => self.tail(0, Some(distance)),
        }
    }

    /// Returns a frame in memory with the same columns and `count` rows of nulls.
    ///
    /// # Errors
    /// When Arrow has no null of a type.
    pub fn cleared(self: &Arc<Self>, count: usize) -> Result<Arc<Self>> {
        let schema = self.schema();
        let nulls = schema.fields().iter().map(|field| field.as_ref().clone().with_nullable(true));
        let schema = Arc::new(Schema::new_with_metadata(nulls.collect::<Vec<_>>(), schema.metadata().clone()));
        let columns = schema.fields().iter().map(|field| new_null_array(field.data_type(), count)).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), columns, &options);
        let batch = batch.map_err(|e| Error::from_arrow("clear", e))?;
        Self::from_batches(self.session(), schema, vec![batch])
    }

    /// Returns every `step`-th row from `offset` on.
    ///
    /// # Errors
    /// A `Value` error for a step of 0.
    pub fn gather_every(self: &Arc<Self>, step: usize, offset: usize) -> Result<Arc<Self>> {
        let Some(step) = i64::try_from(step).ok().filter(|step| *step > 0) else {
            return Err(Error::new(ErrorKind::Value, "gather_every", "the step must be at least 1"));
        };
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        let all: Vec<Expr> = self.names().map(column).collect();
        self.derive("gather_every", |_| {
            let (plan, row) = self.numbered()?;
            let wanted = row.clone().gt_eq(lit(offset)).and(((row - lit(offset)) % lit(step)).eq(lit(0i64)));
            plan.filter(wanted)?.project(all)
        })
    }

    /// Returns the frame with the number of each row, counted from `offset`, as a first column of this name.
    ///
    /// # Errors
    /// A `Schema` error if the name is taken.
    pub fn with_row_index(self: &Arc<Self>, name: &str, offset: i64) -> Result<Arc<Self>> {
        if self.schema().index_of(name).is_ok() {
            let message = format!("there is a column \"{name}\" already");
            return Err(Error::new(ErrorKind::Schema, "with_row_index", message)
                .with_hint("give the new column another name: with_row_index(\"row\")"));
        }
        let all: Vec<Expr> = self.names().map(column).collect();
        self.derive("with_row_index", |_| {
            let (plan, row) = self.numbered()?;
            let row = if offset == 0 { row } else { row + lit(offset) };
            plan.project(std::iter::once(row.alias(name)).chain(all))
        })
    }

    /// The rows from the last to the first.
    ///
    /// # Errors
    /// When the query cannot be built.
    pub fn reverse(self: &Arc<Self>) -> Result<Arc<Self>> {
        let all: Vec<Expr> = self.names().map(column).collect();
        self.derive("reverse", |_| {
            let (plan, row) = self.numbered()?;
            plan.sort([row.sort(false, false)])?.project(all)
        })
    }

    /// The plan with one more column, and an expression for the number of each row: an int64, the first row has 0.
    pub(super) fn numbered(&self) -> datafusion::error::Result<(LogicalPlanBuilder, Expr)> {
        numbered(&self.shared_plan())
    }
}
