//! `to_dummies`: a column of 0 and 1 for each value of a column.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::logical_expr::{Expr, cast};

use super::reshape::{is_cell, label};
use crate::error::Result;
use crate::expr::names::{check_once, column};
use crate::frame::Frame;

const WHAT: &str = "to_dummies";

/// How dummies are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dummies {
    /// What is between the column's name and the value.
    pub separator: String,
    /// Whether the first value of each column gets none.
    pub drop_first: bool,
    /// Whether null gets none.
    pub drop_nulls: bool,
    /// More values of a column than this are an error.
    pub limit: usize,
}

impl Frame {
    /// Runs a query for the distinct values of each of these columns, and returns the frame with a column of 0 and 1 for each
    /// value in their place: sorted, null last.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Value` error for too many values; a `Schema` error when two columns would have one name; the error
    /// of the query.
    pub async fn to_dummies(self: &Arc<Self>, names: &[String], dummies: &Dummies) -> Result<Arc<Self>> {
        self.check_names(WHAT, names)?;
        let mut shown: Vec<(String, Expr)> = Vec::new();
        for name in self.names() {
            if !names.iter().any(|chosen| chosen == name) {
                shown.push((name.to_owned(), column(name)));
                continue;
            }
            let one = [name.to_owned()];
            let cells = self.distinct_values(WHAT, &one, dummies.limit).await?;
            let kept = cells.iter().filter(|cell| !(dummies.drop_nulls && cell.iter().any(|value| value.is_null())));
            for cell in kept.skip(usize::from(dummies.drop_first)) {
                let title = format!("{name}{}{}", dummies.separator, label(cell)?);
                let made = cast(is_cell(&one, cell), DataType::UInt8).alias(&title);
                shown.push((title, made));
            }
        }
        let hint = "rename a column, or choose another separator=";
        check_once(WHAT, shown.iter().map(|(title, _)| title.as_str()), hint)?;
        self.select(shown.into_iter().map(|(_, made)| made).collect())
    }
}
