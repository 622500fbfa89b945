//! The aggregation that `agg` and `select` make, and the aggregates that users ask for by name.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::functions_aggregate::count::count_all;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::Expr;
use pyo3::prelude::*;
use pyrust_engine::Frame;
use pyrust_engine::frame::Grouping;
use pyrust_engine::resolve::Aggregation;

use crate::exceptions::{to_python, value_error};

/// One row for each group; keys and expressions are resolved already.
pub fn aggregated(
    operation: &str,
    frame: &Arc<Frame>,
    keys: Vec<Expr>,
    grouping: &Grouping,
    exprs: Vec<Expr>,
) -> PyResult<Arc<Frame>> {
    let steps = Aggregation::new(operation, frame.plan().schema(), &keys, exprs).map_err(to_python)?;
    let aggregated = frame.aggregate_by(keys, grouping, steps.aggregates).map_err(to_python)?;
    match steps.selection {
        Some(exprs) => aggregated.select(exprs).map_err(to_python),
        None => Ok(aggregated),
    }
}

/// An aggregate by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedAggregate {
    Count,
    First,
    Last,
    Len,
    Max,
    Mean,
    Median,
    Min,
    NUnique,
    Sum,
}

impl NamedAggregate {
    const ALL: [Self; 10] = [
        Self::Count,
        Self::First,
        Self::Last,
        Self::Len,
        Self::Max,
        Self::Mean,
        Self::Median,
        Self::Min,
        Self::NUnique,
        Self::Sum,
    ];

    /// The aggregate that a user names.
    pub fn from_name(operation: &str, name: &str) -> PyResult<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name).ok_or_else(|| {
            let hint = format!("aggregate is one of {}", Self::ALL.map(Self::name).join(", "));
            value_error(operation, format!("there is no aggregate \"{name}\""), &hint)
        })
    }

    /// Its name in Python.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::First => "first",
            Self::Last => "last",
            Self::Len => "len",
            Self::Max => "max",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::Min => "min",
            Self::NUnique => "n_unique",
            Self::Sum => "sum",
        }
    }

    /// The aggregate of an expression's values.
    pub fn of(self, expr: Expr) -> Expr {
        match self {
            Self::Count => aggregate_fn::count(expr),
            Self::First => aggregate_fn::first_value(expr, vec![]),
            Self::Last => aggregate_fn::last_value(expr, vec![]),
            Self::Len => count_all(),
            Self::Max => aggregate_fn::max(expr),
            Self::Mean => aggregate_fn::avg(expr),
            Self::Median => aggregate_fn::median(expr),
            Self::Min => aggregate_fn::min(expr),
            Self::NUnique => aggregate_fn::count_distinct(expr),
            Self::Sum => aggregate_fn::sum(expr),
        }
    }

    /// Whether values of this type can be aggregated so.
    pub fn takes(self, data_type: &DataType) -> bool {
        match self {
            Self::Mean | Self::Median | Self::Sum => data_type.is_numeric(),
            Self::Max | Self::Min => !data_type.is_nested(),
            _ => true,
        }
    }
}
