//! The functions that there are, and the unknown ones that a statement calls.

use std::collections::BTreeSet;

use datafusion::sql::sqlparser::ast::Statement;

use crate::session::Session;
use crate::sql::calls::unknown_calls;

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
    let names: BTreeSet<String> = unknown_calls(statement, known).into_iter().map(|name| name.value).collect();
    names.into_iter().collect()
}
