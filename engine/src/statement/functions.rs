//! The functions that there are, and the unknown ones that a statement calls.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Expr, Statement, visit_expressions};

use crate::session::Session;

/// Returns the names of the functions that a condition may call: of the values of one row, those of the session among them.
pub fn of_a_row(session: &Session) -> Vec<String> {
    let state = session.state();
    let built_in = state.scalar_functions().keys().cloned();
    let names: BTreeSet<String> = built_in.chain(session.functions().into_keys()).collect();
    names.into_iter().collect()
}

/// Returns the functions that `statement` calls and neither DataFusion nor the session has, as they are written.
pub(crate) fn unknown_functions(session: &Session, statement: &Statement) -> Vec<String> {
    let (state, registered) = (session.state(), session.functions());
    let known = |name: &str| {
        registered.contains_key(name)
            || state.scalar_functions().contains_key(name)
            || state.aggregate_functions().contains_key(name)
            || state.window_functions().contains_key(name)
            || state.table_functions().contains_key(name)
    };
    let mut names = BTreeSet::new();
    let _ = visit_expressions(statement, |expr| {
        if let Expr::Function(function) = expr
            && let [part] = function.name.0.as_slice()
            && let Some(ident) = part.as_ident()
            && !known(&ident.value)
            && !known(&ident.value.to_lowercase())
        {
            names.insert(ident.value.clone());
        }
        ControlFlow::<()>::Continue(())
    });
    names.into_iter().collect()
}
