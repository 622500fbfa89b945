//! Joins: the rows of two frames that match, by equal keys or by a condition, or the cross product.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, JoinType, NullEquality, TableReference};
use datafusion::functions::expr_fn::coalesce;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::type_coercion::binary::comparison_coercion;
use datafusion::logical_expr::{
    Expr, ExprSchemable, Join as JoinNode, JoinConstraint, LogicalPlan, LogicalPlanBuilder, lit,
};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::common_type::of_choice;
use crate::expr::names::{check_once, column, qualified};
use crate::frame::Frame;
use crate::frame::sets::are_unlike;
use crate::frame::verbs::type_name;
use crate::query::start;

pub(super) const LEFT: &str = "left";
pub(super) const RIGHT: &str = "right";

/// The suffix of columns that a verb joins for itself and does not show.
pub(super) const HIDDEN: &str = "?right?";

/// The keys and the options of a join.
#[derive(Clone, Debug)]
pub struct Join {
    /// Which rows without a match are kept.
    pub how: JoinType,
    /// The keys of the left frame.
    pub left_on: Vec<Expr>,
    /// The keys of the right frame, each equal to the left one at its index.
    pub right_on: Vec<Expr>,
    /// A further condition, over the columns by their names in the result.
    pub condition: Option<Expr>,
    /// The suffix of the right frame's columns whose names are taken.
    pub suffix: String,
    /// Whether a null key equals a null key.
    pub nulls_equal: bool,
    /// Whether a pair of key columns becomes one column: all, none, or those of one name.
    pub coalesce: Option<bool>,
}

impl Join {
    /// Returns the join by these keys, in which each pair becomes one column, and columns of the right frame whose names
    /// are taken are [`HIDDEN`].
    pub(super) fn of_keys(how: JoinType, left_on: Vec<Expr>, right_on: Vec<Expr>) -> Self {
        let (suffix, coalesce) = (HIDDEN.to_owned(), Some(true));
        Self { how, left_on, right_on, condition: None, suffix, nulls_equal: false, coalesce }
    }
}

impl Frame {
    /// Returns the rows of both frames that match.
    ///
    /// # Errors
    /// `ColumnNotFound`; a `Value` error when the keys do not pair up; a `Schema` error when two keys cannot be
    /// compared, the condition is not boolean, or two columns have one name.
    pub fn join(self: &Arc<Self>, other: &Arc<Self>, join: &Join) -> Result<Arc<Self>> {
        let (left, right) = (&join.left_on, &join.right_on);
        if left.len() != right.len() || (left.is_empty() && join.condition.is_none()) {
            let message = format!("{} keys on the left and {} on the right", left.len(), right.len());
            return Err(Error::new(ErrorKind::Value, "join", message).with_hint(
                "give the same number of keys on both sides, at least one, or a condition with where=; \
                 or use how=\"cross\"",
            ));
        }
        self.check("join", left)?;
        other.check("join", right)?;
        for (left, right) in left.iter().zip(right) {
            check_comparable("join", &self.expr_type("join", left)?, &other.expr_type("join", right)?)?;
        }
        let output = Output::new(self, other, join);
        let one_sided = matches!(join.how, JoinType::LeftSemi | JoinType::LeftAnti);
        let shown = if one_sided { output.left(self) } else { output.all("join", self, join.how)? };
        let condition = join.condition.clone().map(|condition| output.condition(self, other, condition)).transpose()?;
        let on = left.iter().zip(right).map(|(left, right)| (of_side(left, LEFT), of_side(right, RIGHT)));
        let on = on.collect::<Vec<_>>();
        let nulls = if join.nulls_equal { NullEquality::NullEqualsNull } else { NullEquality::NullEqualsNothing };
        let (left, right) = (aliased(self, LEFT)?, aliased(other, RIGHT)?);
        self.derive("join", |_| {
            let joined = JoinNode::try_new(left, right, on, condition, join.how, JoinConstraint::On, nulls, false)?;
            LogicalPlanBuilder::from(LogicalPlan::Join(joined)).project(shown)
        })
    }

    /// Returns every row of one frame with every row of the other.
    ///
    /// # Errors
    /// A `Schema` error when two columns have one name.
    pub fn cross_join(self: &Arc<Self>, other: &Arc<Self>, suffix: &str) -> Result<Arc<Self>> {
        let output = Output::named(self, other, HashMap::new(), suffix);
        let shown = output.all("join", self, JoinType::Inner)?;
        let (left, right) = (aliased(self, LEFT)?, aliased(other, RIGHT)?);
        self.derive("join", |_| {
            LogicalPlanBuilder::new_from_arc(left).cross_join(Arc::unwrap_or_clone(right))?.project(shown)
        })
    }

    /// Runs a query that asks whether any combination of these keys' values occurs in more than one row. A null is
    /// ignored, unless nulls are equal.
    ///
    /// # Errors
    /// `ColumnNotFound`, or the error of the query.
    pub async fn has_repeats(self: &Arc<Self>, keys: &[Expr], nulls_equal: bool) -> Result<bool> {
        self.check("join", keys)?;
        let names: Vec<String> = (0..keys.len()).map(|at| format!("?key {at}?")).collect();
        let keys = keys.iter().zip(&names).map(|(key, name)| key.clone().unalias().alias(name));
        let plan = LogicalPlanBuilder::new_from_arc(self.shared_plan()).project(keys).and_then(|plan| {
            let present = names.iter().map(|name| column(name).is_not_null()).reduce(Expr::and);
            let plan = match present {
                Some(present) if !nulls_equal => plan.filter(present)?,
                _ => plan,
            };
            let copies = count(lit(1i64)).alias("?copies?");
            let plan = plan.aggregate(names.iter().map(|name| column(name)), [copies])?;
            plan.filter(column("?copies?").gt(lit(1i64)))?.limit(0, Some(1))?.build()
        });
        let plan = plan.map_err(|e| Error::from_datafusion("join", e))?;
        let batches = start(self.session(), &plan, "join").await?.collect().await?;
        Ok(batches.iter().any(|batch| batch.num_rows() > 0))
    }

    /// Returns the type of an expression over this frame.
    pub(super) fn expr_type(&self, operation: &str, expr: &Expr) -> Result<DataType> {
        expr.get_type(self.plan().schema().as_ref()).map_err(|e| Error::from_datafusion(operation, e))
    }
}

/// The columns of a join: their sources and their names.
pub(super) struct Output {
    /// The right column that is merged with a left column.
    merged: HashMap<String, String>,
    /// The right frame's columns in the result, with their new names.
    right: Vec<(String, String)>,
}

impl Output {
    fn new(left: &Frame, right: &Frame, join: &Join) -> Self {
        let pairs = join.left_on.iter().zip(&join.right_on).filter_map(|(left, right)| match (left, right) {
            (Expr::Column(left), Expr::Column(right)) => Some((left.name.clone(), right.name.clone())),
            _ => None,
        });
        let merged = pairs.filter(|(left, right)| join.coalesce.unwrap_or(left == right)).collect();
        Self::named(left, right, merged, &join.suffix)
    }

    /// Returns the columns of a join; `merged` names the right column that is merged with a left column.
    pub(super) fn named(left: &Frame, right: &Frame, merged: HashMap<String, String>, suffix: &str) -> Self {
        let taken: HashSet<&str> = left.names().collect();
        let hidden: HashSet<&str> = merged.values().map(String::as_str).collect();
        let shown = right.names().filter(|name| !hidden.contains(name)).map(|name| {
            let shown = if taken.contains(name) { format!("{name}{suffix}") } else { name.to_string() };
            (name.to_string(), shown)
        });
        let right = shown.collect();
        Self { merged, right }
    }

    fn left(&self, left: &Frame) -> Vec<Expr> {
        left.names().map(|name| Expr::Column(qualified(LEFT, name)).alias(name)).collect()
    }

    /// Returns all columns of both sides.
    pub(super) fn all(&self, operation: &str, left: &Frame, how: JoinType) -> Result<Vec<Expr>> {
        let hint = "give the other frame's columns another suffix=, or rename one of them first";
        check_once(operation, left.names().chain(self.right.iter().map(|(_, shown)| shown.as_str())), hint)?;
        let merged = |name: &str| {
            let (own, other) = (Expr::Column(qualified(LEFT, name)), self.merged.get(name)?);
            let other = Expr::Column(qualified(RIGHT, other));
            match how {
                JoinType::Right => Some(other),
                JoinType::Full => Some(coalesce(vec![own, other])),
                _ => None,
            }
        };
        let own =
            left.names().map(|name| merged(name).unwrap_or_else(|| Expr::Column(qualified(LEFT, name))).alias(name));
        let other = self.right.iter().map(|(name, shown)| Expr::Column(qualified(RIGHT, name)).alias(shown));
        Ok(own.chain(other).collect())
    }

    /// Returns the condition over the two sides, from one over the columns by their names in the result.
    fn condition(&self, left: &Frame, right: &Frame, condition: Expr) -> Result<Expr> {
        let mut known: HashMap<&str, Column> =
            self.right.iter().map(|(name, shown)| (shown.as_str(), qualified(RIGHT, name))).collect();
        known.extend(left.names().map(|name| (name, qualified(LEFT, name))));
        if let Some(missing) = condition.column_refs().into_iter().find(|column| !known.contains_key(column.name())) {
            let names = left.names().chain(self.right.iter().map(|(_, shown)| shown.as_str()));
            return Err(Error::column_not_found("join", missing.name(), names));
        }
        let convert = |e| Error::from_datafusion("join", e);
        let placed = condition.transform(|node| {
            Ok(match node {
                Expr::Column(column) => match known.get(column.name()) {
                    Some(place) => Transformed::yes(Expr::Column(place.clone())),
                    None => Transformed::no(Expr::Column(column)),
                },
                other => Transformed::no(other),
            })
        });
        let condition = placed.map_err(convert)?.data.unalias();
        let both = aliased(left, LEFT)?.schema().join(aliased(right, RIGHT)?.schema()).map_err(convert)?;
        match condition.get_type(&both).map_err(convert)? {
            DataType::Boolean | DataType::Null => Ok(condition),
            other => {
                let message = format!("the condition is {}, not a boolean", type_name(&other));
                Err(Error::new(ErrorKind::Schema, "join", message))
            }
        }
    }
}

/// Returns the plan of one side under an alias.
pub(super) fn aliased(frame: &Frame, side: &str) -> Result<Arc<LogicalPlan>> {
    LogicalPlanBuilder::new_from_arc(frame.shared_plan())
        .alias(TableReference::bare(side))
        .and_then(LogicalPlanBuilder::build)
        .map(Arc::new)
        .map_err(|e| Error::from_datafusion("join", e))
}

/// Returns a key of one side, without an alias.
pub(super) fn of_side(key: &Expr, side: &str) -> Expr {
    let placed = key.clone().unalias().transform(|node| {
        Ok(match node {
            Expr::Column(column) => Transformed::yes(Expr::Column(qualified(side, column.name()))),
            other => Transformed::no(other),
        })
    });
    // Nothing in the closure fails.
    placed.map_or_else(|_| key.clone(), |changed| changed.data)
}

/// Returns the type in which both are compared; an error if values of the types are never equal, or only after a
/// conversion that nobody has asked for.
pub(super) fn check_comparable(operation: &str, left: &DataType, right: &DataType) -> Result<DataType> {
    let ours = || of_choice(&[left.clone(), right.clone()]);
    comparison_coercion(left, right).or_else(ours).filter(|_| !are_unlike(left, right)).ok_or_else(|| {
        let message = format!("keys of {} and {} cannot be compared", type_name(left), type_name(right));
        Error::new(ErrorKind::Schema, operation, message).with_hint("cast one of them first")
    })
}
