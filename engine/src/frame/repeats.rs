//! Rows by their group: whether a row is unique, and the first or last rows of each group.

use std::sync::Arc;

use datafusion::functions_aggregate::count::count_all;
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{Expr, lit};

use crate::error::Result;
use crate::expr::names::column;
use crate::frame::Frame;
use crate::resolve::{Window, label};

/// The hidden column of the numbers of rows.
const ROW: &str = "?row?";

impl Frame {
    /// Returns a boolean column `name` with a value for each row, in the frame's order: whether the frame has another row
    /// with equal values in all columns, or if `unique`, whether it has none.
    ///
    /// # Errors
    /// A `Schema` error for columns that cannot be compared.
    pub fn repeats(self: &Arc<Self>, name: &str, unique: bool) -> Result<Arc<Self>> {
        let window = Window { partition_by: self.names().map(column).collect(), order_by: Vec::new(), frame: None };
        let copies = window.around(count_all())?;
        let found = if unique { copies.eq(lit(1i64)) } else { copies.gt(lit(1i64)) }.alias(name);
        if !self.is_ordered() {
            return self.select(vec![found]);
        }
        let rows = self.with_row_index(ROW, 0)?.select(vec![column(ROW), found])?;
        rows.sort(vec![column(ROW).sort(true, false)])?.select(vec![column(name)])
    }

    /// Returns the first or the last `count` rows of each group, in the frame's order: the keys, then the other columns.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error for keys that cannot be compared, or for two columns of one name.
    pub fn ends_of_groups(self: &Arc<Self>, keys: Vec<Expr>, count: usize, last: bool) -> Result<Arc<Self>> {
        let key_names: Vec<String> = keys.iter().map(label).collect();
        let others = self.names().filter(|name| !key_names.iter().any(|key| key == name)).map(column);
        let shown: Vec<Expr> = keys.iter().cloned().chain(others).collect();
        let rows = self.with_row_index(ROW, 0)?;
        let window = Window {
            partition_by: keys.into_iter().map(Expr::unalias).collect(),
            order_by: vec![column(ROW).sort(!last, false)],
            frame: None,
        };
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let kept = rows.filter(window.around(row_number())?.lt_eq(lit(count)))?;
        let kept = if self.is_ordered() { kept.sort(vec![column(ROW).sort(true, false)])? } else { kept };
        kept.select(shown)
    }
}
