//! The distinct values of the outer columns that a subquery names: what it has to be computed for.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, TableReference};
use datafusion::error::Result;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, Projection};

use super::is_of;
use super::shape::Names;
use crate::error::{Error, ErrorKind};
use crate::functions::is_may_be_null;

/// Those values, each once, and what they are called out there.
#[derive(Debug)]
pub(super) struct Domain<'a> {
    outer: Vec<Column>,
    rows: Arc<LogicalPlan>,
    pub(super) names: &'a Names,
}

impl<'a> Domain<'a> {
    /// The values that `columns` have in the rows of `input`.
    ///
    /// # Errors
    /// When `input` would give other rows the second time: it is computed here once more.
    pub(super) fn new(input: &Arc<LogicalPlan>, columns: Vec<Column>, names: &'a Names) -> Result<Self> {
        check_repeats(input)?;
        let keys = columns.iter().cloned().map(Expr::Column).collect();
        let rows = Aggregate::try_new(Arc::clone(input), keys, Vec::new())?;
        Ok(Self { outer: columns, rows: Arc::new(LogicalPlan::Aggregate(rows)), names })
    }

    /// What the columns are called outside of the subquery.
    pub(super) fn outer(&self) -> &[Column] {
        &self.outer
    }

    /// The values as rows, under names that occur nowhere else.
    pub(super) fn rows(&self) -> Result<(Arc<LogicalPlan>, Vec<Column>)> {
        let name = self.names.next("outer");
        let keys: Vec<Column> = (0..self.outer.len()).map(|at| key(&name, at)).collect();
        let named =
            self.outer.iter().zip(&keys).map(|(outer, key)| {
                Expr::Column(outer.clone()).alias_qualified(key.relation.clone(), key.name.clone())
            });
        let rows = Projection::try_new(named.collect(), Arc::clone(&self.rows))?;
        Ok((Arc::new(LogicalPlan::Projection(rows)), keys))
    }

    /// Whether an expression of `plan` names one of the outer columns.
    pub(super) fn is_named_in(&self, plan: &LogicalPlan) -> Result<bool> {
        plan.exists(|node| {
            let mut named = false;
            node.apply_expressions(|expr| {
                named |= self.is_named_by(expr);
                Ok(if named { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
            })?;
            Ok(named)
        })
    }

    /// Whether `expr` names one of the outer columns.
    pub(super) fn is_named_by(&self, expr: &Expr) -> bool {
        let mut named = false;
        // It cannot fail: the closure does not.
        let _ = expr.apply(|part| {
            named |= matches!(part, Expr::OuterReferenceColumn(_, column) if self.outer.contains(column));
            Ok(if named { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
        });
        named
    }

    /// `expr` with `keys` in the place of the outer columns.
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

/// The columns of `schema` that `plan` names as outer ones, each once.
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

/// The name of the key at a place: unique also without its qualifier, which an alias around it replaces.
fn key(name: &str, at: usize) -> Column {
    Column::new(Some(TableReference::bare(name)), format!("{name}_{at}"))
}

fn check_repeats(input: &LogicalPlan) -> Result<()> {
    if input.exists(|node| {
        let mut by_chance = false;
        node.apply_expressions(|expr| {
            by_chance = by_chance || expr.exists(|part| Ok(part.is_volatile_node() && !is_may_be_null(part)))?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(by_chance)
    })? {
        let message = "a subquery names columns of rows that come out differently each time they are computed";
        let hint = "compute these rows once: make a frame of them with .cache(), and query that";
        return Err(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint).into());
    }
    Ok(())
}
