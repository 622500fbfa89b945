//! `transpose`: columns as rows. The rows become columns, so the query runs first, and no more than so many rows.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow::compute::{concat_batches, interleave};
use arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, cast};

use super::reshape::label;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::{check_once, column};
use crate::frame::Frame;
use crate::frame::sets::common_type;

const WHAT: &str = "transpose";

/// What the columns of a transposed frame are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransposedNames {
    /// `column_0`, `column_1` ...
    Numbered,
    /// These.
    Given(Vec<String>),
    /// The values of a column, which is not transposed itself.
    Of(String),
}

impl Frame {
    /// Runs the query and returns a frame in memory with a row for each column and a column for each row; the names of
    /// the columns are one more column if `header` names it. All values are of the type that holds those of all columns.
    ///
    /// # Errors
    /// A `Value` error for more than `limit` rows, or if the names are not one for each; a `Schema` error if the columns have
    /// no type in common; the error of the query.
    pub async fn transpose(
        self: &Arc<Self>,
        header: Option<&str>,
        names: &TransposedNames,
        limit: usize,
    ) -> Result<Arc<Self>> {
        let named_by = match names {
            TransposedNames::Of(name) => Some(name.as_str()),
            _ => None,
        };
        self.check_names(WHAT, named_by)?;
        let turned: Vec<&str> = self.names().filter(|name| Some(*name) != named_by).collect();
        let Some(first) = turned.first() else {
            return Err(Error::new(ErrorKind::Value, WHAT, "there is no column to turn into a row"));
        };
        let mut data_type = self.expr_type(WHAT, &column(first))?;
        for name in &turned {
            data_type = common_type(WHAT, name, &data_type, &self.expr_type(WHAT, &column(name))?)?;
        }
        let values = turned.iter().map(|name| cast(column(name), data_type.clone()).alias(*name));
        let wanted: Vec<Expr> = values.chain(named_by.map(column)).collect();
        let rows = self.limit(0, Some(limit.saturating_add(1)))?.select(wanted)?.collect().await?;
        let batches = rows.batches().unwrap_or_default();
        let rows = concat_batches(rows.schema(), batches).map_err(|e| Error::from_arrow(WHAT, e))?;
        if rows.num_rows() > limit {
            let message = format!("the frame has more than {limit} rows, each a column");
            return Err(Error::new(ErrorKind::Value, WHAT, message)
                .with_hint("take some of them first: df.head(100), or allow more with max_columns="));
        }
        let titles = titles(names, &rows)?;
        let mut fields = Vec::with_capacity(titles.len() + 1);
        let mut columns: Vec<ArrayRef> = Vec::with_capacity(titles.len() + 1);
        if let Some(header) = header {
            fields.push(Field::new(header, DataType::Utf8, true));
            columns.push(Arc::new(StringArray::from(turned.clone())));
        }
        let parts: Vec<&dyn Array> = rows.columns()[..turned.len()].iter().map(AsRef::as_ref).collect();
        for (row, title) in titles.iter().enumerate() {
            let places: Vec<(usize, usize)> = (0..turned.len()).map(|part| (part, row)).collect();
            let made = interleave(&parts, &places).map_err(|e| Error::from_arrow(WHAT, e))?;
            fields.push(Field::new(title, made.data_type().clone(), true));
            columns.push(made);
        }
        let all = fields.iter().map(|field| field.name().as_str());
        check_once(WHAT, all, "give other names with column_names=")?;
        let schema = Arc::new(Schema::new(fields));
        if columns.is_empty() {
            return Self::from_batches(self.session(), schema, Vec::new());
        }
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns).map_err(|e| Error::from_arrow(WHAT, e))?;
        Self::from_batches(self.session(), schema, vec![batch])
    }
}

/// Returns the name for each of these rows.
fn titles(names: &TransposedNames, rows: &RecordBatch) -> Result<Vec<String>> {
    let count = rows.num_rows();
    match names {
        TransposedNames::Numbered => Ok((0..count).map(|row| format!("column_{row}")).collect()),
        TransposedNames::Given(names) if names.len() == count => Ok(names.clone()),
        TransposedNames::Given(names) => {
            let message = format!("column_names has {} names for {count} rows", names.len());
            Err(Error::new(ErrorKind::Value, WHAT, message).with_hint("give a name for each row, or a column's name"))
        }
        TransposedNames::Of(_) => {
            let Some(values) = rows.columns().last() else { return Ok(Vec::new()) };
            let title = |row| {
                let value = ScalarValue::try_from_array(values, row).map_err(|e| Error::from_datafusion(WHAT, e))?;
                label(&vec![value])
            };
            (0..count).map(title).collect()
        }
    }
}
