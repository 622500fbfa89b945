//! Tables as SQL sees them where a column is of decimals in tens or hundreds.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::logical_expr::Expr;

use crate::cast;
use crate::error::Result;
use crate::frame::Frame;
use crate::functions;
use crate::plan::relation::Relation;
use crate::session::Session;

/// A table whose decimals in tens or hundreds are counted in ones, by value the same: the engine compares the others
/// wrongly, or divides by zero where it looks for the number of their digits.
pub(crate) fn rescaled(session: &Arc<Session>, table: &Arc<Relation>) -> Result<Arc<Relation>> {
    let fields = table.schema().fields();
    if !fields.iter().any(|field| cast::with_nonnegative_scale(field.data_type()).is_some()) {
        return Ok(Arc::clone(table));
    }
    let columns = fields.iter().map(|field| {
        let column = Expr::Column(Column::from_name(field.name()));
        let is_whole = cast::with_nonnegative_scale(field.data_type()).is_none();
        if is_whole { column } else { functions::rescale_decimal(column).alias(field.name()) }
    });
    let counted = Frame::from_content(session, Arc::clone(table)).select(columns.collect())?;
    Ok(Arc::clone(counted.content()))
}
