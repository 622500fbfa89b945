//! The options that every aggregate takes after its arguments, as Python gives them.

use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::{Expr, SortExpr};
use pyo3::prelude::*;
use pyrust_engine::resolve::AggregateOptions;

use crate::argument::{Argument, Column, into_sort_keys};
use crate::exceptions::to_python;
use crate::expr::PyExpr;

/// Column names, expressions with or without `.asc()` and `.desc()`, or a list of them.
pub struct SortKeys<'py>(Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for SortKeys<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(value.to_owned()))
    }
}

impl Argument for SortKeys<'_> {
    type Seen = Vec<SortExpr>;

    fn seen(self, operation: &'static str) -> PyResult<Vec<SortExpr>> {
        into_sort_keys(operation, &self.0)
    }
}

/// The options of one call.
#[derive(Default)]
pub struct Options<'py> {
    /// Only rows for which this is true count.
    pub filter: Option<Column<'py>>,
    /// The order in which the values come.
    pub order_by: Option<SortKeys<'py>>,
    /// Each different value once.
    pub distinct: bool,
    /// Nulls are left out.
    pub ignore_nulls: bool,
}

impl Options<'_> {
    /// `expr` with the options in every aggregate it is made of.
    pub fn applied(self, operation: &'static str, expr: Expr) -> PyResult<PyExpr> {
        let options = AggregateOptions {
            filter: self.filter.seen(operation)?,
            order_by: self.order_by.seen(operation)?.unwrap_or_default(),
            distinct: self.distinct,
            ignore_nulls: self.ignore_nulls,
        };
        options.applied(operation, expr).map(PyExpr::new).map_err(to_python)
    }
}

/// The sum. Every sum of a frame is made here, so that what a sum is, is decided in one place.
pub fn total(expr: Expr) -> Expr {
    aggregate_fn::sum(expr)
}
