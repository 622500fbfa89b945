//! Tables for SQL with columns of decimals that have a negative scale.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::logical_expr::Expr;

use crate::cast;
use crate::error::Result;
use crate::frame::Frame;
use crate::functions;
use crate::plan::relation::Relation;
use crate::session::Session;

/// Returns a table whose decimals with a negative scale are cast to scale 0: DataFusion compares the others wrongly, or
/// divides by zero where it computes the number of their digits.
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
