//! What an aggregation computes: bare aggregates, and above them what is made of them.

use std::collections::HashSet;

use datafusion::common::DFSchema;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::Expr;

use super::label::label;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::names::column;

/// Whether an expression makes one value of many rows.
pub fn is_aggregate(expr: &Expr) -> bool {
    expr.exists(|node| Ok(matches!(node, Expr::AggregateFunction(_)))).unwrap_or(false)
}

/// An aggregation in two steps: a plan's takes bare aggregates only, so what is computed from them
/// (`sum(a) / count(b)`) becomes a selection above it.
#[derive(Debug)]
pub struct Aggregation {
    /// The aggregates, each under the name of its column.
    pub aggregates: Vec<Expr>,
    /// What is selected above them, keys included; nothing where that is just what they give.
    pub selection: Option<Vec<Expr>>,
}

impl Aggregation {
    /// The steps that give `exprs` for each group of the rows of `schema`; keys and expressions are resolved.
    ///
    /// # Errors
    /// A `ColumnNotFound` or `Schema` error for a column that is neither aggregated nor a key.
    pub fn new(operation: &str, schema: &DFSchema, keys: &[Expr], exprs: Vec<Expr>) -> Result<Self> {
        let mut inner: Vec<Expr> = Vec::new();
        let mut outer: Vec<Expr> = keys.iter().map(|key| column(&label(key))).collect();
        let mut known: HashSet<String> = keys.iter().map(label).collect();
        let mut computed = false;
        for expr in exprs {
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
            let taken = taken.map_err(|error| Error::from_datafusion(operation, error))?.data;
            // What is no aggregate must be a constant, or made of keys.
            if let Some(stray) = taken.column_refs().into_iter().find(|found| !known.contains(&found.name)) {
                let columns = schema.fields().iter().map(|field| field.name().as_str());
                return Err(match columns.clone().any(|name| name == stray.name) {
                    false => Error::column_not_found(operation, &stray.name, columns),
                    true => not_an_aggregate(operation, &stray.name),
                });
            }
            outer.push(taken.alias(&name));
        }
        Ok(Self { aggregates: inner, selection: computed.then_some(outer) })
    }
}

/// What is said of a value of every row where one of a group is meant.
fn not_an_aggregate(operation: &str, name: &str) -> Error {
    let hint = "wrap it: .sum(), .mean(), .min(), .first() ...; for an aggregate in every row use .over()";
    Error::new(ErrorKind::Schema, operation, format!("{name} does not make one value of a group")).with_hint(hint)
}
