//! Recursive common table expressions whose terms have different types. Their columns have the types of the first term,
//! and DataFusion casts the second to them: a fraction would be cut off silently, and a query that counts in halves
//! would never end.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::logical_expr::{Expr as PlanExpr, ExprSchemable, LogicalPlan, Projection, RecursiveQuery};
use datafusion::sql::sqlparser::ast::{Expr, Query, SelectItem, SetExpr, Statement, Visit, Visitor};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::unaliased;
use crate::render::type_name;

/// Fails where fractions of a recursive term would be cut off without a cast by the user.
pub(crate) fn check(statement: &Statement, plan: &LogicalPlan) -> Result<()> {
    let mut cast = Casts::default();
    let _ = statement.visit(&mut cast);
    let mut found = None;
    let walked = plan.apply_with_subqueries(|node| {
        if let LogicalPlan::RecursiveQuery(query) = node {
            found = cut_off(query, &cast);
        }
        Ok(if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue })
    });
    walked.map_err(|error| Error::from_datafusion("sql", error))?;
    found.map_or(Ok(()), Err)
}

fn cut_off(query: &RecursiveQuery, cast: &Casts) -> Option<Error> {
    let LogicalPlan::Projection(Projection { expr, input, .. }) = query.recursive_term.as_ref() else { return None };
    for (at, (expr, field)) in expr.iter().zip(query.static_term.schema().fields()).enumerate() {
        let PlanExpr::Cast(given) = unaliased(expr) else { continue };
        let from = given.expr.get_type(input.schema()).ok()?;
        let has_fractions = from.is_floating() || from.is_decimal();
        if has_fractions && field.data_type().is_integer() && !cast.written.contains(&(query.name.clone(), at)) {
            let (ours, theirs) = (type_name(field.data_type()), type_name(&from));
            let message =
                format!("column \"{}\" of {} is {ours} at first and {theirs} later", field.name(), query.name);
            let hint = "cast it in the first SELECT: its columns have the types for all";
            return Some(Error::new(ErrorKind::Sql, "sql", message).with_hint(hint));
        }
    }
    None
}

/// The columns of recursive terms that are casts in the statement.
#[derive(Default)]
struct Casts {
    written: BTreeSet<(String, usize)>,
}

impl Visitor for Casts {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let recursive = query.with.iter().filter(|with| with.recursive);
        for common in recursive.flat_map(|with| &with.cte_tables) {
            let SetExpr::SetOperation { right, .. } = common.query.body.as_ref() else { continue };
            let SetExpr::Select(select) = right.as_ref() else { continue };
            for (at, item) in select.projection.iter().enumerate() {
                if let SelectItem::UnnamedExpr(Expr::Cast { .. })
                | SelectItem::ExprWithAlias { expr: Expr::Cast { .. }, .. } = item
                {
                    self.written.insert((common.alias.name.value.clone(), at));
                }
            }
        }
        ControlFlow::Continue(())
    }
}
