//! Names of columns that differ only in case from those that there are, where [`lookup`](super::lookup) does not know the
//! columns: the planner does, and says so with each name that it does not find.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{Expr, Ident, visit_expressions_mut};

use super::bound;
use super::edits::is_same_in_any_case;
use super::opened::planned;
use super::reading::sql_statement_mut;

/// How many column names of one statement may be corrected this way: with each, it is planned anew.
const MOST: usize = 8;

/// Plans the statement. Names keep their case, so `userid` does not find `UserID`: where exactly one column differs
/// only in case, that one is meant, and the statement is planned again with its name in that one place.
pub(crate) async fn planned_in_any_case(
    state: &SessionState,
    mut parsed: Parsed,
) -> datafusion::error::Result<LogicalPlan> {
    bound::with_calls(state, &mut parsed);
    for _ in 0..MOST {
        let error = match planned(state, &parsed).await {
            Ok(plan) => return Ok(plan),
            Err(error) => error,
        };
        let DataFusionError::SchemaError(schema_error, _) = error.find_root() else { return Err(error) };
        let SchemaError::FieldNotFound { field, valid_fields } = schema_error.as_ref() else { return Err(error) };
        let wanted = field.name();
        let same: BTreeSet<&str> = valid_fields
            .iter()
            .map(|valid| valid.name())
            .filter(|name| *name != wanted && is_same_in_any_case(name, wanted))
            .collect();
        let (Some(found), 1, Some(statement)) = (same.first(), same.len(), sql_statement_mut(&mut parsed)) else {
            return Err(error);
        };
        let end = field.spans.first().map(|span| (span.end.line, span.end.column));
        let mut mended = false;
        let _ = visit_expressions_mut(statement, |expr| {
            let ident: Option<&mut Ident> = match expr {
                Expr::Identifier(ident) => Some(ident),
                Expr::CompoundIdentifier(idents) => idents.last_mut(),
                _ => None,
            };
            let is_meant = |ident: &&mut Ident| {
                let here = (ident.span.end.line, ident.span.end.column);
                ident.quote_style.is_none() && ident.value == *wanted && end.is_none_or(|end| end == here)
            };
            if let Some(ident) = ident.filter(is_meant) {
                ident.value = (*found).to_string();
                mended = true;
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        if !mended {
            return Err(error);
        }
    }
    planned(state, &parsed).await
}
