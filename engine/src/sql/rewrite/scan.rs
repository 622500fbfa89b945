//! Whether a statement needs to be rewritten: one pass over it, as most do not.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, Expr, GroupByExpr, JoinOperator, Query, Select, SetExpr, SetOperator, SetQuantifier, Statement,
    Subscript, TableFactor, TableWithJoins, Visit, Visitor, visit_expressions,
};

use super::everyday::is_nothing;
use super::names::pairs;
use super::rows;

/// What a statement contains.
#[derive(Clone, Copy, Default)]
pub(super) struct Needs {
    /// Joins with USING or NATURAL.
    pub(super) pairs: bool,
    /// Forms that DataFusion does not have.
    pub(super) forms: bool,
    /// Recursive common table expressions.
    pub(super) recursion: bool,
}

pub(super) fn needs(statement: &Statement) -> Needs {
    let mut needs = Needs::default();
    let _ = statement.visit(&mut needs);
    needs
}

impl Needs {
    fn joins(&mut self, table: &TableWithJoins) {
        self.pairs |= pairs(table);
        let short = |operator: &JoinOperator| matches!(operator, JoinOperator::Semi(_) | JoinOperator::Anti(_));
        self.forms |= table.joins.iter().any(|join| short(&join.join_operator));
    }
}

impl Visitor for Needs {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.recursion |= query.with.as_ref().is_some_and(|with| with.recursive);
        self.forms |= !query.pipe_operators.is_empty() || counts(&query.body);
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        select.from.iter().for_each(|table| self.joins(table));
        self.forms |= matches!(&select.group_by, GroupByExpr::Expressions(keys, _) if keys.iter().any(is_nothing));
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::NestedJoin { table_with_joins, .. } => self.joins(table_with_joins),
            TableFactor::Pivot { .. }
            | TableFactor::Unpivot { .. }
            | TableFactor::Table { sample: Some(_), .. }
            | TableFactor::Derived { sample: Some(_), .. } => self.forms = true,
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        self.forms |= match expr {
            Expr::Like { escape_char, .. } | Expr::ILike { escape_char, .. } => escape_char.is_some(),
            Expr::CompoundFieldAccess { access_chain, .. } => access_chain.iter().any(is_open),
            Expr::InSubquery { .. } => rows::is_within(expr),
            Expr::Array(array) => array.elem.iter().any(names_column),
            _ => false,
        };
        ControlFlow::Continue(())
    }
}

/// Returns whether `expr` contains a name.
fn names_column(expr: &Expr) -> bool {
    let found = visit_expressions(expr, |part| match part {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    found.is_break()
}

/// Returns whether a slice has no beginning or no end.
fn is_open(access: &AccessExpr) -> bool {
    match access {
        AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, .. }) => {
            lower_bound.is_none() || upper_bound.is_none()
        }
        _ => false,
    }
}

/// Returns whether a set operation counts copies.
fn counts(body: &SetExpr) -> bool {
    match body {
        SetExpr::SetOperation { op, set_quantifier, left, right } => {
            let here = *op != SetOperator::Union && *set_quantifier == SetQuantifier::All;
            here || counts(left) || counts(right)
        }
        _ => false,
    }
}
