//! What expressions mean in the language of the verbs: Python's operators, functions and names over given columns.
//!
//! An expression is made before its columns are known, so a verb resolves it against its schema: selectors become columns
//! (`expand`), operators and functions become those that give Python's values for these types (`operators`, `duration`,
//! `overload`, `window`), each column gets the name that was written (`label`), and what has no meaning is refused in words
//! (`refusal`); `span` reads lengths of time. Nothing here knows Python itself: another front end has the same language.

mod aggregate_options;
mod aggregation;
mod choice;
mod duration;
mod expand;
mod fields;
mod horizontal;
mod label;
mod operators;
mod overload;
mod refusal;
mod root;
mod selector;
mod span;
mod window;

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result as EngineResult;
use datafusion::logical_expr::{Expr, ExprSchemable};

use crate::error::{Error, ErrorKind, Result};
use crate::expr::scope::find_part;
use operators::Scope;
use refusal::{check_type, list_error};
use root::name_after_root;
use window::check_order;

pub use aggregate_options::AggregateOptions;
pub use aggregation::{Aggregation, is_aggregate};
pub use choice::{filtered, sorted, split_filter};
pub use expand::{Deferred, Naming, deferred, expand, fit_patterns, placeholder, renamed};
pub use fields::{rename_fields, with_fields};
pub use horizontal::Horizontal;
pub use label::label;
pub use refusal::check_condition;
pub use selector::{Position, Selector, TypeFamily};
pub use span::{Span, TimeSpan};
pub use window::{Window, with_own_order, with_own_partition};

/// How many columns a hint names.
const COLUMNS_NAMED: usize = 8;

/// The expressions for the columns of `schema`, under the names they have in Python, each with a value for every row. A
/// selector becomes one expression for each column that it chooses, so there may be more than were given, or none.
///
/// # Errors
/// A `Schema` or `Type` error for what has no meaning for these columns, and for an aggregate.
pub fn resolve_all(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    let resolved = resolve_exprs(operation, schema, exprs)?;
    refuse_aggregates(operation, &resolved)?;
    Ok(resolved)
}

/// The same for columns that join those of `schema`: an expression that is computed from one column, row by row, and has no
/// name takes that column's, and so replaces it.
///
/// # Errors
/// The same.
pub fn resolve_joining(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    let exprs = expand(operation, schema, exprs)?.into_iter().map(name_after_root).collect::<EngineResult<_>>();
    let exprs = exprs.map_err(|error| Error::from_datafusion(operation, error))?;
    let resolved = resolve_expanded(operation, schema, exprs)?;
    refuse_aggregates(operation, &resolved)?;
    Ok(resolved)
}

/// The same, where nothing would be left of a verb if selectors choose no column.
///
/// # Errors
/// The same, and a `Schema` error where none is chosen.
pub fn resolve_some(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    let resolved = resolve_aggregates(operation, schema, exprs)?;
    refuse_aggregates(operation, &resolved)?;
    Ok(resolved)
}

/// The same, where expressions may make one value of many rows.
///
/// # Errors
/// The same, but for aggregates.
pub fn resolve_aggregates(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    let labels = exprs.iter().map(label).collect::<Vec<_>>();
    let resolved = resolve_exprs(operation, schema, exprs)?;
    if resolved.is_empty() && !labels.is_empty() {
        let names = schema.fields().iter().map(|field| field.name().as_str()).take(COLUMNS_NAMED);
        let hint = format!("the frame has the columns {}", names.collect::<Vec<_>>().join(", "));
        let message = format!("{} chooses no column", labels.join(", "));
        return Err(Error::new(ErrorKind::Schema, operation, message).with_hint(hint));
    }
    Ok(resolved)
}

/// One expression with a value for every row; a selector must choose exactly one.
///
/// # Errors
/// The same, and a `Value` error where there is not one column.
pub fn resolve(operation: &str, schema: &DFSchema, expr: Expr) -> Result<Expr> {
    let name = label(&expr);
    let mut resolved = resolve_all(operation, schema, vec![expr])?;
    match (resolved.pop(), resolved.len()) {
        (Some(only), 0) => Ok(only),
        (last, others) => {
            let count = others + usize::from(last.is_some());
            let message = format!("{name} chooses {count} columns where one is needed");
            Err(Error::new(ErrorKind::Value, operation, message))
        }
    }
}

/// Refuses an aggregate where every row has a value of its own.
fn refuse_aggregates(operation: &str, exprs: &[Expr]) -> Result<()> {
    let aggregate = |part: &Expr| matches!(part, Expr::AggregateFunction(_)).then(|| label(part));
    let Some(name) = exprs.iter().find_map(|expr| find_part(expr, aggregate)) else { return Ok(()) };
    let hint = "for a value in every row use .over(): of all rows, or .over(\"key\"): of its group";
    let message = format!("{name} makes one value of many rows");
    Err(Error::new(ErrorKind::Schema, operation, message).with_hint(hint))
}

fn resolve_exprs(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    resolve_expanded(operation, schema, expand(operation, schema, exprs)?)
}

fn resolve_expanded(operation: &str, schema: &DFSchema, exprs: Vec<Expr>) -> Result<Vec<Expr>> {
    exprs.into_iter().map(|expr| resolve_expr(operation, schema, expr)).collect()
}

/// The expression with the types of what its functions of elements are given; most expressions have none of these.
fn resolve_lambdas(operation: &str, schema: &DFSchema, expr: Expr) -> EngineResult<Expr> {
    if !expr.exists(|node| Ok(matches!(node, Expr::HigherOrderFunction(_) | Expr::LambdaVariable(_))))? {
        return Ok(expr);
    }
    with_lambda_types(schema, expr.clone()).map_err(|error| list_error(operation, schema, &expr, error))
}

/// The expression with the types of the variables of its lambdas. DataFusion asks for the type of a list before it has
/// resolved the lambdas in that list, so those are resolved first.
fn with_lambda_types(schema: &DFSchema, expr: Expr) -> EngineResult<Expr> {
    let resolved = expr.transform_down(|node| {
        let node = match node {
            Expr::HigherOrderFunction(mut function) => {
                let args = std::mem::take(&mut function.args).into_iter().map(|arg| match arg {
                    lambda @ Expr::Lambda(_) => Ok(lambda),
                    value => with_lambda_types(schema, value),
                });
                function.args = args.collect::<EngineResult<_>>()?;
                Expr::HigherOrderFunction(function)
            }
            variable @ Expr::LambdaVariable(_) => variable,
            other => return Ok(Transformed::no(other)),
        };
        Ok(Transformed::new(node.resolve_lambda_variables(schema)?.data, true, TreeNodeRecursion::Jump))
    });
    Ok(resolved?.data)
}

/// The type that an expression has once it is resolved.
fn resolved_type(operation: &str, schema: &DFSchema, expr: &Expr) -> Result<DataType> {
    let resolved = resolve_operators(operation, schema, expr.clone());
    let resolved = resolved.map_err(|error| Error::from_datafusion(operation, error))?;
    // A column that is not there is found by the verb itself, with the nearest names.
    Ok(resolved.get_type(schema).unwrap_or(DataType::Null))
}

/// The expression with what its operators and functions mean for these columns.
fn resolve_operators(operation: &str, schema: &DFSchema, expr: Expr) -> EngineResult<Expr> {
    let scope = Scope::new(operation, schema);
    let resolved = resolve_lambdas(operation, schema, expr)?;
    Ok(resolved.transform_up(|node| operators::resolve_node(scope, node))?.data)
}

fn resolve_expr(operation: &str, schema: &DFSchema, expr: Expr) -> Result<Expr> {
    let name = label(&expr);
    check_order(operation, &expr)?;
    let resolved = resolve_operators(operation, schema, expr)
        .and_then(|resolved| check_type(operation, schema, &resolved).map(|()| resolved))
        .map_err(|error| Error::from_datafusion(operation, error))?;
    Ok(match resolved {
        plain @ (Expr::Column(_) | Expr::Alias(_)) => plain,
        other => other.alias(name),
    })
}

#[cfg(test)]
mod tests;
