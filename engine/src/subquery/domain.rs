//! The distinct values of the outer columns that a subquery names: what it is computed for.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, DFSchema};
use datafusion::error::Result;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, Projection};

use super::dependent::Dependent;
use super::is_of;
use super::shape::{Names, named};
use crate::error::{Error, ErrorKind};
use crate::expr::scope::{has_part, is_part};
use crate::functions::is_may_be_null;

/// Those values, each once, and the names of their columns outside.
#[derive(Debug)]
pub(super) struct Domain<'a> {
    outer: Vec<Column>,
    rows: Arc<LogicalPlan>,
    pub(super) names: &'a Names,
}

impl<'a> Domain<'a> {
    /// Returns the distinct values of `columns` in the rows of `input`.
    ///
    /// # Errors
    /// When `input` is volatile: it is evaluated here once more, and would return other rows.
    fn new(input: &Arc<LogicalPlan>, columns: Vec<Column>, names: &'a Names) -> Result<Self> {
        check_repeats(input)?;
        let keys = columns.iter().cloned().map(Expr::Column).collect();
        let rows = Aggregate::try_new(Arc::clone(input), keys, Vec::new())?;
        Ok(Self { outer: columns, rows: Arc::new(LogicalPlan::Aggregate(rows)), names })
    }

    /// The names of the columns outside of the subquery.
    pub(super) fn outer(&self) -> &[Column] {
        &self.outer
    }

    /// The values as rows, under names that are unique.
    pub(super) fn rows(&self) -> Result<(Arc<LogicalPlan>, Vec<Column>)> {
        let keys = self.names.columns("outer", self.outer.len());
        let named = self.outer.iter().zip(&keys).map(|(outer, key)| named(Expr::Column(outer.clone()), key));
        let rows = Projection::try_new(named.collect(), Arc::clone(&self.rows))?;
        Ok((Arc::new(LogicalPlan::Projection(rows)), keys))
    }

    /// Returns whether an expression of `plan` names one of the outer columns.
    pub(super) fn is_named_in(&self, plan: &LogicalPlan) -> Result<bool> {
        plan.exists(|node| Ok(has_part(node, |part| self.is_outer(part))))
    }

    /// Returns whether `expr` names one of the outer columns.
    pub(super) fn is_named_by(&self, expr: &Expr) -> bool {
        is_part(expr, |part| self.is_outer(part))
    }

    fn is_outer(&self, part: &Expr) -> bool {
        matches!(part, Expr::OuterReferenceColumn(_, column) if self.outer.contains(column))
    }

    /// Returns `expr` with `keys` in place of the outer columns.
    pub(super) fn bound(&self, expr: Expr, keys: &[Column]) -> Result<Expr> {
        expr.transform(|part| match &part {
            Expr::OuterReferenceColumn(_, column) => {
                match self.outer.iter().zip(keys).find(|(outer, _)| *outer == column) {
                    Some((_, key)) => Ok(Transformed::yes(Expr::Column(key.clone()))),
                    None => Ok(Transformed::no(part)),
                }
            }
            _ => Ok(Transformed::no(part)),
        })
        .data()
    }
}

/// Returns `plan` for all rows of `input`: the columns of these that it names, and its rows for their values. Without
/// any, it is the same for all.
pub(super) fn for_rows_of(
    input: &Arc<LogicalPlan>,
    plan: &LogicalPlan,
    names: &Names,
) -> Result<(Vec<Column>, Dependent)> {
    let outer = outer_columns(plan, input.schema());
    if outer.is_empty() {
        return Ok((outer, Dependent { plan: Arc::new(plan.clone()), keys: Vec::new() }));
    }
    let dependent = Domain::new(input, outer.clone(), names)?.applied_to(plan)?;
    Ok((outer, dependent))
}

/// Returns the columns of `schema` that `plan` names as outer ones, each once.
pub(super) fn outer_columns(plan: &LogicalPlan, schema: &DFSchema) -> Vec<Column> {
    let mut columns = Vec::new();
    for expr in plan.all_out_ref_exprs() {
        if let Expr::OuterReferenceColumn(_, column) = expr
            && is_of(schema, &column)
            && !columns.contains(&column)
        {
            columns.push(column);
        }
    }
    columns
}

fn check_repeats(input: &LogicalPlan) -> Result<()> {
    let by_chance = |part: &Expr| part.is_volatile_node() && !is_may_be_null(part);
    if input.exists(|node| Ok(has_part(node, by_chance)))? {
        let message = "a subquery names columns of rows that come out differently each time they are computed";
        let hint = "compute these rows once: make a frame of them with .cache(), and query that";
        return Err(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint).into());
    }
    Ok(())
}
