//! What runs and is probably not what is meant.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Statement, Value, visit_expressions};

use super::blame::range_of;
use super::location::StatementText;
use crate::error::{Diagnostic, ErrorKind, Severity};

/// Returns the warnings of a statement, in the order of its text.
pub(crate) fn warnings(text: StatementText<'_>, statement: &Statement) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let _ = visit_expressions(statement, |expr| {
        if let Some((message, hint)) = of_null(expr) {
            let warning = Diagnostic::new(Severity::Warning, ErrorKind::Sql, message).with_hint(hint);
            let place = range_of(text, expr).map(|range| text.script.text().place(&range));
            found.push(match place {
                Some(place) => warning.at(place),
                None => warning,
            });
        }
        ControlFlow::<()>::Continue(())
    });
    found.sort_by_key(|warning| warning.place.as_ref().map(|place| place.chars.start));
    found
}

/// Returns what is wrong with a comparison with NULL: nothing is equal to it, not even NULL.
fn of_null(expr: &Expr) -> Option<(String, &'static str)> {
    use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
    match expr {
        Expr::BinaryOp { left, op, right } if is_null(left) || is_null(right) => {
            let hint = match op {
                Eq => "IS NULL is true for NULL",
                NotEq => "IS NOT NULL is true for what is not NULL",
                Gt | GtEq | Lt | LtEq => "no value is larger or smaller than NULL",
                _ => return None,
            };
            Some((format!("a comparison with NULL by {op} is never true"), hint))
        }
        Expr::InList { list, negated: true, .. } if list.iter().any(is_null) => {
            Some(("NOT IN with a NULL in its list is never true".to_owned(), "leave NULL out of the list"))
        }
        _ => None,
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if value.value == Value::Null)
}
