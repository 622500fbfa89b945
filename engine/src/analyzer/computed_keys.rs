//! Windows, sorts and ordered aggregates by expressions: each becomes a column below.
//!
//! DataFusion finds an order by an expression only if it can tell the range of every part of it, and refuses to run its
//! own plan otherwise: `ORDER BY sqrt(x)` and `ORDER BY -(n % 7)` over several partitions (docs/upstream/computed-keys.md).
//! It also sorts by `f(b)` where the partitions are by `f(a)` and `a = b` is known, and then does not find `f(a)` among
//! the sort keys (docs/upstream/window-keys.md). It finds a column.

use std::sync::Arc;

use datafusion::common::Column;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::error::Result;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, Projection, Sort, Window};

use crate::expr::scope::is_part;

/// Returns `plan` with columns for such keys; the columns of each operator keep their names. The added columns have
/// unique names: the optimizer may leave several of them in one schema above.
pub(super) fn as_columns(plan: LogicalPlan) -> Result<LogicalPlan> {
    let mut keys = Keys::default();
    plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Window(window) if window.window_expr.iter().any(is_by_computed) => {
            over_columns(window, &mut keys).map(Transformed::yes)
        }
        LogicalPlan::Sort(sort) if sort.expr.iter().any(|key| is_computed(&key.expr)) => {
            by_columns(sort, &mut keys).map(Transformed::yes)
        }
        LogicalPlan::Aggregate(aggregate) if aggregate.aggr_expr.iter().any(is_by_computed) => {
            of_columns(aggregate, &mut keys).map(Transformed::yes)
        }
        node => Ok(Transformed::no(node)),
    })
    .data()
}

/// Returns whether a node has keys that become columns, or may have some.
pub(super) fn is_concerned(node: &LogicalPlan) -> bool {
    match node {
        LogicalPlan::Window(_) => true,
        LogicalPlan::Sort(sort) => sort.expr.iter().any(|key| is_computed(&key.expr)),
        LogicalPlan::Aggregate(aggregate) => aggregate.aggr_expr.iter().any(is_by_computed),
        _ => false,
    }
}

fn is_by_computed(expr: &Expr) -> bool {
    is_part(expr, |part| match part {
        Expr::WindowFunction(function) => {
            let mut orders = function.params.order_by.iter();
            function.params.partition_by.iter().any(is_computed) || orders.any(|key| is_computed(&key.expr))
        }
        // One of distinct values must be ordered by what it is given.
        Expr::AggregateFunction(function) => {
            !function.params.distinct && function.params.order_by.iter().any(|key| is_computed(&key.expr))
        }
        _ => false,
    })
}

fn is_computed(key: &Expr) -> bool {
    !matches!(key, Expr::Column(_)) && key.any_column_refs()
}

/// The keys of one node that become columns.
#[derive(Default)]
struct Keys {
    /// How many keys of other nodes have a name.
    named: usize,
    exprs: Vec<Expr>,
}

impl Keys {
    fn column(&self, at: usize) -> Column {
        Column::new_unqualified(format!("__key_{}", self.named + at))
    }

    /// Puts a column in the place of a key that is computed.
    fn replace(&mut self, key: &mut Expr) {
        if is_computed(key) {
            let at = self.exprs.iter().position(|known| known == key).unwrap_or(self.exprs.len());
            let column = Expr::Column(self.column(at));
            let computed = std::mem::replace(key, column);
            if at == self.exprs.len() {
                self.exprs.push(computed);
            }
        }
    }

    /// Puts columns in the place of the keys of each function within `exprs`.
    fn replace_within(&mut self, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
        let replaced = exprs.into_iter().map(|expr| {
            expr.transform_up(|part| match part {
                Expr::WindowFunction(mut function) => {
                    function.params.partition_by.iter_mut().for_each(|key| self.replace(key));
                    function.params.order_by.iter_mut().for_each(|key| self.replace(&mut key.expr));
                    Ok(Transformed::yes(Expr::WindowFunction(function)))
                }
                Expr::AggregateFunction(mut function) if !function.params.distinct => {
                    function.params.order_by.iter_mut().for_each(|key| self.replace(&mut key.expr));
                    Ok(Transformed::yes(Expr::AggregateFunction(function)))
                }
                other => Ok(Transformed::no(other)),
            })
            .data()
        });
        replaced.collect()
    }

    /// Returns `input` with the keys as columns behind its own; the next node's have other names.
    fn below(&mut self, input: Arc<LogicalPlan>) -> Result<Arc<LogicalPlan>> {
        let mut columns: Vec<Expr> = input.schema().columns().into_iter().map(Expr::Column).collect();
        let names: Vec<_> = (0..self.exprs.len()).map(|at| self.column(at).name).collect();
        self.named += names.len();
        columns.extend(self.exprs.drain(..).zip(names).map(|(key, name)| key.alias(name)));
        Ok(Arc::new(LogicalPlan::Projection(Projection::try_new(columns, input)?)))
    }
}

fn over_columns(window: Window, keys: &mut Keys) -> Result<LogicalPlan> {
    let passed = window.input.schema().fields().len();
    let functions = keys.replace_within(window.window_expr)?;
    let added = keys.exprs.len();
    let made = LogicalPlan::Window(Window::try_new(functions, keys.below(window.input)?)?);
    let given = made.schema().columns().into_iter().enumerate();
    let given = given.filter(|(at, _)| *at < passed || *at >= passed + added).map(|(_, column)| column).collect();
    named(made, given, window.schema.columns())
}

fn by_columns(mut sort: Sort, keys: &mut Keys) -> Result<LogicalPlan> {
    let columns = sort.input.schema().columns();
    sort.expr.iter_mut().for_each(|key| keys.replace(&mut key.expr));
    sort.input = keys.below(sort.input)?;
    named(LogicalPlan::Sort(sort), columns.clone(), columns)
}

fn of_columns(aggregate: Aggregate, keys: &mut Keys) -> Result<LogicalPlan> {
    let functions = keys.replace_within(aggregate.aggr_expr)?;
    let input = keys.below(aggregate.input)?;
    let made = LogicalPlan::Aggregate(Aggregate::try_new(input, aggregate.group_expr, functions)?);
    let given = made.schema().columns();
    named(made, given, aggregate.schema.columns())
}

/// Returns these columns of `plan` under these names.
fn named(plan: LogicalPlan, given: Vec<Column>, names: Vec<Column>) -> Result<LogicalPlan> {
    let columns = given.into_iter().zip(names).map(|(given, name)| match given == name {
        true => Expr::Column(given),
        false => Expr::Column(given).alias_qualified(name.relation, name.name),
    });
    Ok(LogicalPlan::Projection(Projection::try_new(columns.collect(), Arc::new(plan))?))
}
