//! The aggregation that `agg` and `select` make.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyrust_engine::frame::Grouping;
use pyrust_engine::{Error, Frame};

use crate::exceptions::{schema_error, to_python};
use crate::expr::label;
use crate::input::column;

/// Whether an expression makes one value of many rows.
pub fn is_aggregate(expr: &Expr) -> bool {
    expr.exists(|node| Ok(matches!(node, Expr::AggregateFunction(_)))).unwrap_or(false)
}

/// The aggregation. The engine's takes bare aggregates only, so what is computed from them
/// (`sum(a) / count(b)`) becomes a selection above it.
pub fn aggregate(
    operation: &'static str,
    frame: &Arc<Frame>,
    keys: Vec<Expr>,
    grouping: &Grouping,
    aggregates: Vec<Expr>,
) -> PyResult<Arc<Frame>> {
    let mut inner: Vec<Expr> = Vec::new();
    let mut outer: Vec<Expr> = keys.iter().map(|key| column(&label(key))).collect();
    let mut known: HashSet<String> = keys.iter().map(label).collect();
    let mut computed = false;
    for expr in aggregates {
        let name = label(&expr);
        let mut expr = expr;
        while let Expr::Alias(named) = expr {
            expr = *named.expr;
        }
        if matches!(expr, Expr::AggregateFunction(_)) {
            inner.push(expr.alias(&name));
            outer.push(column(&name));
            known.insert(name);
            continue;
        }
        computed = true;
        let taken = expr.transform_down(|node| {
            Ok(match node {
                Expr::AggregateFunction(_) => {
                    let name = format!("?aggregate {}?", inner.len());
                    inner.push(node.alias(&name));
                    let taken = column(&name);
                    known.insert(name);
                    Transformed::new(taken, true, TreeNodeRecursion::Jump)
                }
                other => Transformed::no(other),
            })
        });
        let taken = taken.map_err(|error| to_python(Error::from_datafusion(operation, error)))?.data;
        // What is no aggregate must be a constant, or made of keys.
        if let Some(stray) = taken.column_refs().into_iter().find(|found| !known.contains(&found.name)) {
            let missing = frame.schema().column_with_name(&stray.name).is_none();
            let columns = frame.schema().fields().iter().map(|field| field.name().as_str());
            return Err(match missing {
                true => to_python(Error::column_not_found(operation, &stray.name, columns)),
                false => no_aggregate(operation, &stray.name),
            });
        }
        outer.push(taken.alias(&name));
    }
    let aggregated = frame.aggregate_by(keys, grouping, inner).map_err(to_python)?;
    if computed { aggregated.select(outer).map_err(to_python) } else { Ok(aggregated) }
}

/// What is said of a value of every row where one of a group is meant.
fn no_aggregate(operation: &str, name: &str) -> PyErr {
    let hint = "wrap it: .sum(), .mean(), .min(), .first() ...; an aggregate beside every row is .over()";
    schema_error(operation, format!("{name} does not make one value of a group"), hint)
}
