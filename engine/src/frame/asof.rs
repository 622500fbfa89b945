//! The verb of the as-of join: each row with the nearest row of another frame.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::common::{JoinType, ScalarValue};
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, cast};

use crate::error::{Error, ErrorKind, Result};
use crate::frame::Frame;
use crate::frame::join::{LEFT, Output, RIGHT, aliased, check_comparable, of_side};
use crate::frame::verbs::type_name;
use crate::operator::{AsofJoin, AsofOptions, AsofStrategy, Keys, has_distance, plan_of, tolerance_in};
use crate::plan::order::in_sequence;

/// The keys and the options of an as-of join.
#[derive(Clone, Debug)]
pub struct Asof {
    /// The key of the left frame that is compared.
    pub left_on: Expr,
    /// The key of the right frame that is compared.
    pub right_on: Expr,
    /// Columns of both frames that must be equal.
    pub by: Vec<(String, String)>,
    /// Which row is the nearest.
    pub strategy: AsofStrategy,
    /// Whether an equal key counts.
    pub exact: bool,
    /// The largest distance that counts: a number, or a duration if the keys are times.
    pub tolerance: Option<ScalarValue>,
    /// The suffix of the right frame's columns whose names are taken.
    pub suffix: String,
}

impl Frame {
    /// Returns each row with the nearest row of the other frame, or with nulls if there is none. The rows keep their
    /// order.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Schema` error when keys cannot be compared or two columns have one name; a `Value` error
    /// when the tolerance does not fit the keys.
    pub fn join_asof(self: &Arc<Self>, other: &Arc<Self>, asof: &Asof) -> Result<Arc<Self>> {
        const NAME: &str = "join_asof";
        self.check(NAME, [&asof.left_on])?;
        other.check(NAME, [&asof.right_on])?;
        self.check_names(NAME, asof.by.iter().map(|(left, _)| left))?;
        other.check_names(NAME, asof.by.iter().map(|(_, right)| right))?;
        let mut left = Vec::new();
        let mut right = Vec::new();
        let column = crate::expr::names::column;
        let by = asof.by.iter().map(|(left, right)| (column(left), column(right)));
        for (own, others) in std::iter::once((asof.left_on.clone(), asof.right_on.clone())).chain(by) {
            let types = (self.expr_type(NAME, &own)?, other.expr_type(NAME, &others)?);
            let compared = check_comparable(NAME, &types.0, &types.1)?;
            let typed = |key: Expr, from, side| {
                let key = of_side(&key, side);
                if from == compared { key } else { cast(key, compared.clone()) }
            };
            if left.is_empty() && !has_distance(&compared) {
                let message = format!("a key of type {} has no nearest value", type_name(&compared));
                return Err(Error::new(ErrorKind::Schema, NAME, message)
                    .with_hint("on= takes numbers, dates and times; by= takes what must be equal"));
            }
            left.push((typed(own, types.0, LEFT), compared.clone()));
            right.push(typed(others, types.1, RIGHT));
        }
        let tolerance = match (&asof.tolerance, left.first()) {
            (Some(tolerance), Some((_, compared))) => Some(tolerance_in(compared, tolerance).ok_or_else(|| {
                let message =
                    format!("{tolerance} is not a valid distance between keys of type {}", type_name(compared));
                Error::new(ErrorKind::Value, NAME, message)
                    .with_hint("give a number that is not negative, or a timedelta where the keys are times")
            })?),
            _ => None,
        };
        let mut merged: HashMap<String, String> = asof.by.iter().cloned().collect();
        if let (Expr::Column(own), Expr::Column(others)) = (&asof.left_on, &asof.right_on)
            && own.name == others.name
        {
            merged.insert(own.name.clone(), others.name.clone());
        }
        let shown = Output::named(self, other, merged, &asof.suffix).all(NAME, self, JoinType::Left)?;
        let keys = |mut keys: Vec<Expr>| Keys { on: keys.remove(0), by: keys };
        let left = keys(left.into_iter().map(|(key, _)| key).collect());
        let right = keys(right);
        let wanted = AsofOptions { strategy: asof.strategy, exact: asof.exact, tolerance };
        let sides = (aliased(self, LEFT)?, aliased(other, RIGHT)?);
        self.derive(NAME, |_| {
            let sides = (in_sequence(&sides.0)?, in_sequence(&sides.1)?);
            let joined = AsofJoin::try_new((sides.0, left), (sides.1, right), wanted)?;
            LogicalPlanBuilder::from(plan_of(joined)).project(shown)
        })
    }
}
