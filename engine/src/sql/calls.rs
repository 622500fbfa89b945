//! The functions that a statement calls.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Expr, Ident, Statement, visit_expressions};

/// Returns the names of the functions that a statement calls and that are not known, neither as they are written nor in
/// small letters.
pub(crate) fn unknown_calls(statement: &Statement, is_known: impl Fn(&str) -> bool) -> Vec<Ident> {
    let mut names = Vec::new();
    let _ = visit_expressions(statement, |expr| {
        if let Expr::Function(call) = expr
            && let [part] = call.name.0.as_slice()
            && let Some(name) = part.as_ident()
            && !is_known(&name.value)
            && !is_known(&name.value.to_lowercase())
        {
            names.push(name.clone());
        }
        ControlFlow::<()>::Continue(())
    });
    names
}
