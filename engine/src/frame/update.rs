//! `update`: the values of another frame in place of a frame's own.

use std::sync::Arc;

use datafusion::common::JoinType;
use datafusion::functions::expr_fn::coalesce;
use datafusion::logical_expr::{Expr, cast, lit, when};

use crate::error::{Error, Result};
use crate::expr::names::column;
use crate::frame::sets::common_type;
use crate::frame::{Frame, Join};

const WHAT: &str = "update";
/// Hidden columns: the number of a row, whether the other frame has one for it.
const ROW: &str = "?row?";
const FOUND: &str = "?found?";

impl Frame {
    /// Returns the frame with the values of `other` in the columns that both have, in the rows whose keys are equal, or
    /// without keys in the rows of the same number; with `nulls` its nulls too. `how` says which rows there are: those of
    /// this frame, those of both, or of either. The rows keep the frame's order.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error if the types of a column have none in common.
    pub fn update(
        self: &Arc<Self>,
        other: &Arc<Self>,
        keys: (&[String], &[String]),
        how: JoinType,
        nulls: bool,
    ) -> Result<Arc<Self>> {
        let (left_on, right_on) = keys;
        self.check_names(WHAT, left_on)?;
        other.check_names(WHAT, right_on)?;
        let is_given = |name: &str| {
            !left_on.iter().any(|key| key == name)
                && !right_on.iter().any(|key| key == name)
                && other.schema().index_of(name).is_ok()
        };
        let given: Vec<&str> = self.names().filter(|name| is_given(name)).collect();
        let new_name = |name: &str| format!("?new {name}?");
        let by_row = left_on.is_empty();
        let ordered = by_row || self.is_ordered();
        let left = if ordered { self.with_row_index(ROW, 0)? } else { Arc::clone(self) };
        let right = if by_row { other.with_row_index(ROW, 0)? } else { Arc::clone(other) };
        let right_keys: Vec<Expr> =
            if by_row { vec![column(ROW)] } else { right_on.iter().map(|key| column(key)).collect() };
        let left_keys: Vec<Expr> =
            if by_row { vec![column(ROW)] } else { left_on.iter().map(|key| column(key)).collect() };
        let new = given.iter().map(|name| column(name).alias(new_name(name)));
        let right = right.select(right_keys.iter().cloned().chain(new).chain([lit(true).alias(FOUND)]).collect())?;
        let joined = left.join(&right, &Join::of_keys(how, left_keys, right_keys))?;
        let joined = if ordered { joined.sort(vec![column(ROW).sort(true, false)])? } else { joined };
        let mut shown = Vec::with_capacity(self.schema().fields().len());
        for name in self.names() {
            if !given.contains(&name) {
                shown.push(column(name));
                continue;
            }
            let types = (self.expr_type(WHAT, &column(name))?, other.expr_type(WHAT, &column(name))?);
            let common = common_type(WHAT, name, &types.0, &types.1)?;
            let (old, new) = (cast(column(name), common.clone()), cast(column(&new_name(name)), common));
            let value = match nulls {
                true => when(column(FOUND).is_not_null(), new).otherwise(old),
                false => Ok(coalesce(vec![new, old])),
            };
            shown.push(value.map_err(|e| Error::from_datafusion(WHAT, e))?.alias(name));
        }
        joined.select(shown)
    }
}
