//! `unnest` of a struct without fields, at which DataFusion's planner panics (docs/upstream/calls-that-panic.md).

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, resume_unwind};

use datafusion::error::Result;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{Expr, visit_expressions};
use futures::FutureExt;

use super::reading::sql_statement;
use crate::error::{Error, ErrorKind};

/// Plans a statement.
///
/// # Errors
/// Errors of the planner; `Sql` if there is nothing to make columns of.
pub(super) async fn planned(state: &SessionState, parsed: &Parsed) -> Result<LogicalPlan> {
    match AssertUnwindSafe(state.statement_to_plan(parsed.clone())).catch_unwind().await {
        Ok(planned) => planned,
        Err(_) if opens(parsed) => {
            let message = "unnest of a struct without fields: there is nothing to make columns of";
            Err(Error::new(ErrorKind::Sql, "sql", message).with_hint("leave the column out").into())
        }
        Err(panic) => resume_unwind(panic),
    }
}

fn opens(parsed: &Parsed) -> bool {
    let is_unnest = |expr: &Expr| match expr {
        Expr::Function(call) if call.name.to_string().eq_ignore_ascii_case("unnest") => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    sql_statement(parsed).is_some_and(|statement| visit_expressions(statement, is_unnest).is_break())
}
