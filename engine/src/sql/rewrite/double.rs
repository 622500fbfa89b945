//! A column that one `SELECT` has twice. The engine wants every output under a name of its own; a frame tells two of one
//! name apart (`a`, `a_1`), and so does the statement where both are the same expression.

use datafusion::sql::sqlparser::ast::{Expr, Ident, Select, SelectItem};

use crate::frame::distinct_names;

/// Gives each expression that stands in the output a second time a name of its own, and each that has the name of a
/// column beside it. Two that were given one name stay: that is a mistake.
pub(super) fn tell_apart(select: &mut Select) {
    let is_column = |item: &SelectItem| matches!(item, SelectItem::UnnamedExpr(_));
    if select.projection.len() < 2 || !select.projection.iter().any(is_column) {
        return;
    }
    // One expression alone has no equal, and its text may be long.
    let computed = select.projection.iter().filter(|item| is_computed(item)).count() > 1;
    let shown = |item| if computed || !is_computed(item) { name(item) } else { String::new() };
    let names: Vec<String> = select.projection.iter().map(shown).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(apart) = distinct_names(&names) else { return };
    // An order of different rows is looked for in the output alone.
    let whole = select.distinct.is_some();
    let mut seen: Vec<(&str, SelectItem)> = Vec::with_capacity(names.len());
    for ((item, name), apart) in select.projection.iter_mut().zip(&names).zip(apart) {
        let is_second = seen.iter().filter(|(seen, _)| seen == name).any(|(_, before)| is_same(before, item, whole));
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

/// Whether the engine refuses two outputs of one name, though both are meant. A name without a table may be that of any,
/// but with `whole` only equal ones are the same.
fn is_same(before: &SelectItem, item: &SelectItem, whole: bool) -> bool {
    match (before, item) {
        (SelectItem::UnnamedExpr(before), SelectItem::UnnamedExpr(expr)) => match (parts(before), parts(expr)) {
            (Some(before), Some(parts)) => {
                let shared = if whole { usize::MAX } else { before.len().min(parts.len()) };
                let ends = |parts: &[Ident]| parts.iter().rev().take(shared).map(|part| part.value.clone()).collect();
                let (before, parts): (Vec<String>, Vec<String>) = (ends(before), ends(parts));
                before == parts
            }
            _ => before == expr,
        },
        (SelectItem::UnnamedExpr(_), SelectItem::ExprWithAlias { .. })
        | (SelectItem::ExprWithAlias { .. }, SelectItem::UnnamedExpr(_)) => true,
        _ => false,
    }
}

fn parts(expr: &Expr) -> Option<&[Ident]> {
    match expr {
        Expr::Identifier(name) => Some(std::slice::from_ref(name)),
        Expr::CompoundIdentifier(parts) => Some(parts),
        _ => None,
    }
}

/// Gives every output a name of its own, whatever it was called: nobody sees it.
pub(super) fn rename(select: &mut Select) {
    let named = |item: &SelectItem| matches!(item, SelectItem::ExprWithAlias { .. } | SelectItem::UnnamedExpr(_));
    if !select.projection.iter().all(named) {
        return;
    }
    let names: Vec<String> = select.projection.iter().map(name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(apart) = distinct_names(&names) else { return };
    let renamed: Vec<bool> = names.iter().zip(&apart).map(|(name, apart)| name != apart).collect();
    for ((item, name), renamed) in select.projection.iter_mut().zip(apart).zip(renamed) {
        let (SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr)) = item else { continue };
        if renamed {
            *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', name) };
        }
    }
}

/// The name that an output has.
fn name(item: &SelectItem) -> String {
    match item {
        SelectItem::UnnamedExpr(Expr::Identifier(ident)) | SelectItem::ExprWithAlias { alias: ident, .. } => {
            ident.value.clone()
        }
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(idents)) => {
            idents.last().map(|ident| ident.value.clone()).unwrap_or_default()
        }
        other => other.to_string(),
    }
}
