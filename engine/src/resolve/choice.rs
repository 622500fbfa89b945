//! Which rows an aggregate takes, and in which order, said before it: `pr.col("a").filter(p).sum()`, or
//! `pr.col("a").sort_by("t").first()`. The aggregate takes both over as its own filter and order.

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Expr, SortExpr};

use super::aggregate_options::AggregateOptions;
use super::aggregation::is_aggregate;
use super::expand::{Meaning, call_placeholder, meaning};
use super::label::label;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::scope::find_part;
use crate::functions::SAME_IN_ANY_ORDER;

/// What is said of the rows; the predicate, or the keys, follow the value as arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Rows {
    /// Those for which a predicate is true.
    Filtered,
    /// In the order of keys, each of which is ascending or not and has its nulls first or not.
    Sorted(Vec<(bool, bool)>),
}

impl Rows {
    /// The name of the method.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Filtered => "filter",
            Self::Sorted(_) => "sort_by",
        }
    }
}

/// The expression over the rows for which `predicate` is true: of an aggregate its filter, of a value that of the
/// aggregate around it.
///
/// # Errors
/// Those of the options of an aggregate.
pub fn filtered(expr: Expr, predicate: Expr) -> Result<Expr> {
    if is_aggregate(&expr) {
        let options = AggregateOptions { filter: Some(predicate), ..AggregateOptions::default() };
        return options.applied("filter", expr);
    }
    Ok(call_placeholder(Meaning::Rows(Rows::Filtered), vec![expr, predicate]))
}

/// The expression with its rows in the order of `keys`, for the aggregate that it is or that is around it.
///
/// # Errors
/// Those of the options of an aggregate.
pub fn sorted(expr: Expr, keys: Vec<SortExpr>) -> Result<Expr> {
    if is_aggregate(&expr) {
        let options = AggregateOptions { order_by: keys, ..AggregateOptions::default() };
        return options.applied("sort_by", expr);
    }
    let (flags, keys): (Vec<_>, Vec<_>) = keys.into_iter().map(|key| ((key.asc, key.nulls_first), key.expr)).unzip();
    Ok(call_placeholder(Meaning::Rows(Rows::Sorted(flags)), std::iter::once(expr).chain(keys).collect()))
}

/// The predicate and the elements of a list that an expression over its elements keeps, where it does.
pub fn split_filter(expr: &Expr) -> Option<(Expr, Expr)> {
    match meaning(expr)? {
        (Meaning::Rows(Rows::Filtered), [value, predicate]) => Some((value.clone(), predicate.clone())),
        _ => None,
    }
}

/// The aggregate with what is said of the rows in its arguments as its own filter and order.
pub(super) fn taken_over(mut aggregate: AggregateFunction) -> EngineResult<AggregateFunction> {
    let mut filters: Vec<Expr> = aggregate.params.filter.take().into_iter().map(|filter| *filter).collect();
    let mut order = std::mem::take(&mut aggregate.params.order_by);
    let mut bare = |node: Expr| {
        let Some((Meaning::Rows(rows), [value, said @ ..])) = meaning(&node) else { return Ok(Transformed::no(node)) };
        match rows {
            Rows::Filtered => filters.extend(said.first().filter(|said| !filters.contains(said)).cloned()),
            Rows::Sorted(flags) if order.is_empty() => {
                let keys = said.iter().cloned().zip(flags);
                order.extend(keys.map(|(key, (ascending, nulls_first))| SortExpr::new(key, *ascending, *nulls_first)));
            }
            Rows::Sorted(_) => {}
        }
        Ok(Transformed::yes(value.clone()))
    };
    let args = std::mem::take(&mut aggregate.params.args);
    aggregate.params.args =
        args.into_iter().map(|arg| Ok(arg.transform_up(&mut bare)?.data)).collect::<EngineResult<_>>()?;
    aggregate.params.filter = filters.into_iter().reduce(Expr::and).map(without_rows).transpose()?.map(Box::new);
    for key in &mut order {
        key.expr = without_rows(std::mem::take(&mut key.expr))?;
    }
    if !SAME_IN_ANY_ORDER.contains(&aggregate.func.name()) {
        aggregate.params.order_by = order;
    }
    Ok(aggregate)
}

/// The expression without what is said of its rows.
fn without_rows(expr: Expr) -> EngineResult<Expr> {
    let bare = expr.transform_up(|node| {
        Ok(match meaning(&node) {
            Some((Meaning::Rows(_), [value, ..])) => Transformed::yes(value.clone()),
            _ => Transformed::no(node),
        })
    });
    Ok(bare?.data)
}

/// Refuses what is said of the rows where no aggregate has taken it over.
pub(super) fn refuse_rows(operation: &str, expr: &Expr) -> Result<()> {
    let found = find_part(expr, |part| match meaning(part) {
        Some((Meaning::Rows(rows), _)) => Some((rows.name(), label(part))),
        _ => None,
    });
    match found {
        Some((name, what)) => {
            let verb = if name == "filter" { "filter" } else { "sort" };
            let message = format!("{what} says which rows an aggregate takes, and there is none around it");
            let hint = format!("add one, as .{name}(...).first(), or use df.{verb}(...) for whole rows");
            Err(Error::new(ErrorKind::Value, operation, message).with_hint(hint))
        }
        None => Ok(()),
    }
}
