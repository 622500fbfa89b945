//! Values of `$name`.

use std::collections::HashMap;
use std::ops::ControlFlow;

use datafusion::common::ScalarValue;
use datafusion::logical_expr::ScalarUDF;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{Expr, Value as SqlValue, visit_expressions, visit_expressions_mut};

use super::{Statement, Value};
use crate::error::{Diagnostic, Error, ErrorKind, Result};
use crate::instant;
use crate::sql::bound;
use crate::sql::reading::{placeholder, sql_statement, sql_statement_mut};
use crate::trial::Mend;

/// Values by the names of their parameters.
pub(super) type Values = HashMap<String, Value>;

impl Statement {
    /// The names of the parameters, without `$`, each once, in the order of the text.
    pub fn parameters(&self) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(statement) = sql_statement(&self.parsed) {
            let _ = visit_expressions(statement, |expr| {
                if let Some(name) = placeholder(expr) {
                    names.push(name.to_owned());
                }
                ControlFlow::<()>::Continue(())
            });
        }
        let place = |name: &String| {
            let all = self.script.tokens().all()[self.part.tokens.clone()].iter();
            all.clone().position(|token| token.parameter() == Some(name)).unwrap_or(usize::MAX)
        };
        names.sort_by_cached_key(place);
        names.dedup();
        names
    }

    /// Fails with all parameters that have no value.
    pub(super) fn check_values(&self, values: &Values) -> Result<()> {
        let names = self.parameters();
        let mut missing = names.iter().filter(|name| !values.contains_key(*name)).map(|name| self.without_value(name));
        let Some(first) = missing.next() else { return Ok(()) };
        let others: Vec<Diagnostic> = missing.map(|error| error.diagnostic()).collect();
        Err(first.with_others(others))
    }

    fn without_value(&self, name: &str) -> Error {
        let hint = match name.bytes().all(|byte| byte.is_ascii_digit()) {
            true => "give the values after the query: pr.sql(query, first, second); in a cell, write $name".to_owned(),
            false => format!("set the variable {name}, or give it as a keyword: pr.sql(..., {name}=...)"),
        };
        let error = Error::new(ErrorKind::Sql, "sql", format!("${name} has no value")).with_hint(hint);
        self.site().of_parameter(error, name)
    }
}

/// Puts values into a statement: a list in `IN (...)` becomes several placeholders. Returns functions with the values.
pub(super) fn bind(parsed: &mut Parsed, values: &Values) -> Vec<ScalarUDF> {
    if let Some(statement) = sql_statement_mut(parsed) {
        let _ = visit_expressions_mut(statement, |expr| {
            spread_lists(expr, values);
            if Mend::InMicroseconds.is_on() {
                instant::in_microseconds(expr);
            }
            // A null without a type: the planner knows what NULL may stand for.
            if placeholder(expr).and_then(|name| values.get(name)).is_some_and(Value::is_nothing) {
                *expr = Expr::Value(SqlValue::Null.with_empty_span());
            }
            ControlFlow::<()>::Continue(())
        });
    }
    let mut bound = Vec::with_capacity(values.len());
    for (name, value) in values {
        match value {
            Value::Scalar(value) => bound.push(bound::function(name, value.clone())),
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    bound.push(bound::function(&format!("{name}[{i}]"), item.clone()));
                }
                let kind = items.first().map_or(arrow::datatypes::DataType::Null, ScalarValue::data_type);
                let list = ScalarValue::List(ScalarValue::new_list_nullable(items, &kind));
                bound.push(bound::function(name, list));
            }
        }
    }
    bound
}

/// Replaces `x IN ($list)` by `x IN ($list[0], $list[1] ...)`; for an empty list by false, or true if it is negated.
fn spread_lists(expr: &mut Expr, values: &Values) {
    let Expr::InList { list, negated, .. } = expr else { return };
    let mut spread = Vec::with_capacity(list.len());
    for item in list.iter() {
        match placeholder(item).and_then(|name| Some((name, values.get(name)?))) {
            Some((name, Value::List(items))) => spread.extend(
                (0..items.len()).map(|i| Expr::Value(SqlValue::Placeholder(format!("${name}[{i}]")).with_empty_span())),
            ),
            _ => spread.push(item.clone()),
        }
    }
    if spread.is_empty() && !list.is_empty() {
        *expr = Expr::Value(SqlValue::Boolean(*negated).with_empty_span());
    } else {
        *list = spread;
    }
}
