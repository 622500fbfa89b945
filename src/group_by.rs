//! `GroupBy`: a frame with its keys, on the way to `agg`; and the aggregation itself, which `select` shares.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyrust_engine::{Error, Frame};

use crate::boundary::guard;
use crate::dataframe::PyDataFrame;
use crate::exceptions::{schema_error, to_python, value_error};
use crate::expr::{label, resolve_some};
use crate::input::{column, into_exprs};

/// A frame with the keys of its groups; `agg` makes one row of each group.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"k": ["x", "y", "x"], "v": [1, 2, 3]})
///     >>> df.group_by("k").agg(total=pr.col("v").sum()).sort("k").to_list()
///     [{'k': 'x', 'total': 4}, {'k': 'y', 'total': 2}]
#[pyclass(name = "GroupBy", module = "pyrust", frozen)]
pub struct PyGroupBy {
    frame: Arc<Frame>,
    keys: Vec<Expr>,
}

impl PyGroupBy {
    /// Groups `frame` by keys that are resolved already.
    pub fn new(frame: Arc<Frame>, keys: Vec<Expr>) -> Self {
        Self { frame, keys }
    }
}

#[pymethods]
impl PyGroupBy {
    /// One row a group: the keys, then these aggregates. The order of the groups is not defined: sort it.
    ///
    /// Args:
    ///     aggregates: Expressions that aggregate, such as `pr.col("a").sum()`.
    ///     named: The same with the new column's name as keyword.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If an expression does not aggregate.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": [1, 1, 2], "v": [1.0, 3.0, 5.0]})
    ///     >>> df.group_by("k").agg(pr.functions.mean("v"), share=pr.col("v").sum() / 9).sort("k").to_dict()
    ///     {'k': [1, 2], 'mean(v)': [2.0, 5.0], 'share': [0.4444444444444444, 0.5555555555555556]}
    #[pyo3(signature = (*aggregates, **named))]
    fn agg(&self, aggregates: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyDataFrame> {
        guard(|| {
            let aggregates = into_exprs("agg", aggregates, named)?;
            if aggregates.is_empty() {
                return Err(value_error(
                    "agg",
                    "there is nothing to aggregate",
                    "use df.select(keys).distinct() for the keys alone",
                ));
            }
            let aggregates = resolve_some("agg", &self.frame, aggregates)?;
            aggregate("agg", &self.frame, self.keys.clone(), aggregates).map(PyDataFrame::new)
        })
    }

    fn __repr__(&self) -> String {
        format!("<GroupBy {}>", self.keys.iter().map(label).collect::<Vec<_>>().join(", "))
    }
}

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
    aggregates: Vec<Expr>,
) -> PyResult<Arc<Frame>> {
    let mut inner: Vec<Expr> = Vec::new();
    let mut outer: Vec<Expr> = keys.iter().map(|key| column(&label(key))).collect();
    let mut computed = false;
    for expr in aggregates {
        let name = label(&expr);
        let expr = expr.unalias();
        if matches!(expr, Expr::AggregateFunction(_)) {
            inner.push(expr.alias(&name));
            outer.push(column(&name));
            continue;
        }
        if !is_aggregate(&expr) {
            let hint = "wrap it: .sum(), .mean(), .min(), .first() ...";
            return Err(schema_error(operation, format!("{name} does not make one value of a group"), hint));
        }
        computed = true;
        let taken = expr.transform_down(|node| {
            Ok(match node {
                Expr::AggregateFunction(_) => {
                    let name = format!("?aggregate {}?", inner.len());
                    inner.push(node.alias(&name));
                    Transformed::new(column(&name), true, datafusion::common::tree_node::TreeNodeRecursion::Jump)
                }
                other => Transformed::no(other),
            })
        });
        outer.push(taken.map_err(|error| to_python(Error::from_datafusion(operation, error)))?.data.alias(&name));
    }
    let aggregated = frame.aggregate(keys, inner).map_err(to_python)?;
    if computed { aggregated.select(outer).map_err(to_python) } else { Ok(aggregated) }
}
