//! A column that one `SELECT` has twice. DataFusion requires unique names of all outputs; a frame makes two of one name
//! unique (`a`, `a_1`), and so does this for the statement where both are the same expression.

use std::ops::ControlFlow;

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArgExpr, Ident, Query, Select, SelectItem, SetExpr, SetQuantifier, Statement, VisitMut, VisitorMut,
    visit_expressions, visit_expressions_mut,
};

use super::star;
use crate::error::wording;
use crate::expr::names::distinct_names;

/// Returns whether DataFusion has refused a statement because names of columns are not unique, or missing.
pub(super) fn is_about_names(error: &DataFusionError) -> bool {
    match error.find_root() {
        DataFusionError::SchemaError(error, _) => matches!(
            error.as_ref(),
            SchemaError::AmbiguousReference { .. }
                | SchemaError::DuplicateQualifiedField { .. }
                | SchemaError::DuplicateUnqualifiedField { .. }
        ),
        DataFusionError::Collection(errors) => errors.iter().any(is_about_names),
        other => wording::is_about_names(&other.to_string()),
    }
}

/// Gives the columns of every query unique names.
pub(super) fn name_uniquely(statement: &mut Statement) {
    struct Apart;
    impl VisitorMut for Apart {
        type Break = ();

        fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
            let ordered = query.order_by.is_some();
            body(&mut query.body, ordered);
            ControlFlow::Continue(())
        }
    }
    let _ = statement.visit(&mut Apart);
}

/// Makes casts part of the names of expressions: DataFusion calls `avg(k)` and `avg(CAST(k AS DOUBLE))` the same. A
/// CASE of one value is that value, and has a name. A subquery is named after its column, and here as it is written.
pub(super) fn show_casts(statement: &mut Statement) {
    struct Named;
    impl VisitorMut for Named {
        type Break = ();

        fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
            let names: Vec<String> = select.projection.iter().map(name).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let apart = distinct_names(&names).unwrap_or_else(|| names.iter().map(|name| (*name).to_owned()).collect());
            for (item, apart) in select.projection.iter_mut().zip(apart) {
                if let SelectItem::UnnamedExpr(expr) = item
                    && (has_cast(expr) || matches!(expr, Expr::Subquery(_)))
                {
                    *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', apart) };
                }
            }
            ControlFlow::Continue(())
        }
    }
    let _ = statement.visit(&mut Named);
    let _ = visit_expressions_mut(statement, |expr| {
        if matches!(expr, Expr::Cast { .. }) {
            *expr = star::call("coalesce", vec![FunctionArgExpr::Expr(expr.clone())]);
        }
        ControlFlow::<()>::Continue(())
    });
}

fn has_cast(expr: &Expr) -> bool {
    let found = visit_expressions(expr, |part| match part {
        Expr::Cast { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    found.is_break()
}

/// Names the columns of a query; below a set operation only the first query names them.
fn body(of: &mut SetExpr, ordered: bool) {
    match of {
        SetExpr::Select(select) => name_uniquely_in(select, ordered),
        SetExpr::SetOperation { left, right, set_quantifier, .. } => {
            body(left, false);
            match set_quantifier {
                SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName => body(right, false),
                _ => rename(right),
            }
        }
        _ => {}
    }
}

/// Gives each expression that is in the output a second time a name of its own, and each that has the name of another
/// column. Two with the same explicit name stay: that is a mistake.
fn name_uniquely_in(select: &mut Select, ordered: bool) {
    let names: Vec<String> = select.projection.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(apart) = distinct_names(&names) else { return };
    // An order of DISTINCT rows is looked up in the output alone.
    let exactly = ordered && select.distinct.is_some();
    let mut seen: Vec<(&str, SelectItem)> = Vec::with_capacity(names.len());
    for ((item, name), apart) in select.projection.iter_mut().zip(&names).zip(apart) {
        let is_second = seen.iter().filter(|(seen, _)| seen == name).any(|(_, before)| is_same(before, item, exactly));
        seen.push((name, item.clone()));
        if is_second && let SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr) = item {
            *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', apart) };
        }
    }
}

fn is_computed(item: &SelectItem) -> bool {
    match item {
        SelectItem::UnnamedExpr(expr) => !matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_)),
        _ => false,
    }
}

/// Returns whether DataFusion refuses two outputs of one name, though both are meant.
fn is_same(before: &SelectItem, item: &SelectItem, exactly: bool) -> bool {
    match (before, item) {
        (SelectItem::UnnamedExpr(before), SelectItem::UnnamedExpr(expr)) => {
            let (before, columns) = (columns(before), columns(expr));
            before.len() == columns.len() && before.iter().zip(&columns).all(|(one, other)| may_be(one, other, exactly))
        }
        (SelectItem::UnnamedExpr(_), SelectItem::ExprWithAlias { .. })
        | (SelectItem::ExprWithAlias { .. }, SelectItem::UnnamedExpr(_)) => true,
        _ => false,
    }
}

/// Returns whether two columns may be the same: a name without a table may be that of any.
fn may_be(one: &[String], other: &[String], exactly: bool) -> bool {
    let shared = if exactly { one.len().max(other.len()) } else { one.len().min(other.len()) };
    one.iter().rev().take(shared).eq(other.iter().rev().take(shared))
}

/// Returns the columns of an expression, in their order.
fn columns(expr: &Expr) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let _ = visit_expressions(expr, |expr| {
        match expr {
            Expr::Identifier(name) => found.push(vec![name.value.clone()]),
            Expr::CompoundIdentifier(parts) => found.push(parts.iter().map(|part| part.value.clone()).collect()),
            _ => {}
        }
        ControlFlow::<()>::Continue(())
    });
    found
}

/// Gives every output of a query that names no columns a unique name, whatever it was called. Expressions get one too,
/// or DataFusion names them after the first query's column, whose name another column here may have.
pub(super) fn rename(of: &mut SetExpr) {
    let select = match of {
        SetExpr::Select(select) => select,
        SetExpr::Query(query) => return rename(&mut query.body),
        SetExpr::SetOperation { left, right, .. } => {
            rename(left);
            return rename(right);
        }
        _ => return,
    };
    let names: Vec<String> = select.projection.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let apart = distinct_names(&names).unwrap_or_else(|| names.iter().map(|name| (*name).to_owned()).collect());
    for ((item, name), apart) in select.projection.iter_mut().zip(&names).zip(&apart) {
        let is_renamed = name != apart || (is_computed(item) && !is_many(item));
        let (SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr)) = item else { continue };
        if is_renamed {
            *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', apart.as_str()) };
        }
    }
}

/// Returns whether an output may become several: `unnest` of a struct.
fn is_many(item: &SelectItem) -> bool {
    matches!(item, SelectItem::UnnamedExpr(Expr::Function(function))
        if function.name.to_string().eq_ignore_ascii_case("unnest"))
}

/// Returns the name of an output, without the names of tables.
fn name(item: &SelectItem) -> String {
    match item {
        SelectItem::UnnamedExpr(Expr::Identifier(ident)) | SelectItem::ExprWithAlias { alias: ident, .. } => {
            ident.value.clone()
        }
        SelectItem::UnnamedExpr(expr) => {
            let mut expr = expr.clone();
            let _ = visit_expressions_mut(&mut expr, |expr| {
                if let Expr::CompoundIdentifier(parts) = expr
                    && let Some(name) = parts.pop()
                {
                    *expr = Expr::Identifier(Ident::new(name.value));
                }
                ControlFlow::<()>::Continue(())
            });
            match expr {
                Expr::Identifier(name) => name.value,
                other => other.to_string(),
            }
        }
        other => other.to_string(),
    }
}
