//! Functions of strings of few different values, which other libraries call categories: `pr.col("a").cat`. A dictionary of
//! strings is such a column; a column of strings, or of anything that has an order, will do.

use arrow::datatypes::DataType;
use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_window::expr_fn as window_fn;
use datafusion::logical_expr::expr::NullTreatment;
use datafusion::logical_expr::{ExprFunctionExt, cast, lit, when};
use pyo3::prelude::*;
use pyrust_engine::resolve::{label, with_own_order};

use super::built;
use crate::boundary::guard;
use crate::expr::{Ordering, PyCat, PyExpr};

#[pymethods]
impl PyCat {
    /// Collect the categories that occur to a list, in their order; null is none.
    ///
    /// Returns:
    ///     An aggregate expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["y", "x", None, "y"]})
    ///     >>> df.select(x=pr.col("a").cat.get_categories()).to_dict()
    ///     {'x': [['x', 'y']]}
    fn get_categories(&self) -> PyResult<PyExpr> {
        const NAME: &str = "get_categories";
        guard(|| {
            let expr = self.plain(NAME)?;
            let name = format!("{NAME}({})", label(&expr));
            let list = array_agg_udaf().call(vec![expr.clone()]).distinct().order_by(vec![expr.sort(true, false)]);
            Ok(PyExpr::new(built(list.null_treatment(NullTreatment::IgnoreNulls).build())?.alias(name)))
        })
    }

    /// Number the categories that occur in their order, from 0; null where the value is.
    ///
    /// Returns:
    ///     An expression of type int64 that is a window already; `.over("k")` numbers those of groups.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": ["y", "x", None, "y"]})
    ///     >>> df.select("t", x=pr.col("a").cat.codes()).sort("t").to_dict()["x"]
    ///     [1, 0, None, 1]
    fn codes(&self) -> PyResult<PyExpr> {
        const NAME: &str = "codes";
        guard(|| {
            let expr = self.plain(NAME)?;
            let name = format!("{NAME}({})", label(&expr));
            let keys = vec![PyExpr::new(expr.clone()).to_sort(Ordering::default())];
            let place = cast(with_own_order(window_fn::dense_rank(), &keys), DataType::Int64) - lit(1i64);
            Ok(PyExpr::new(built(when(expr.is_not_null(), place).end())?.alias(name)))
        })
    }
}
