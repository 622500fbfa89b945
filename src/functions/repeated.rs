//! Whether a value comes once or more often, in the whole frame or, with `.over("k")`, in its group. A null is a value here,
//! as in `distinct`.

use datafusion::functions_aggregate::count::count_all_window;
use datafusion::functions_window::expr_fn as window_fn;
use datafusion::logical_expr::{Expr, lit};
use pyo3::prelude::*;
use pyrust_engine::resolve::{label, with_own_partition};

use crate::boundary::guard;
use crate::expr::PyExpr;

macro_rules! repeated {
    ($($name:ident, $gives:literal, $result:literal, |$times:ident| $build:expr;)*) => {
        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, " A null counts as a value.\n\nReturns:\n",
                    "    A boolean expression that is a window already; `.over(\"k\")` looks inside of groups.\n\n",
                    "Example:\n    >>> import pyrust as pr\n",
                    "    >>> df = pr.DataFrame({\"t\": [1, 2, 3], \"a\": [5, 5, 6]})\n",
                    "    >>> df.select(\"t\", x=pr.col(\"a\").", stringify!($name), "()).sort(\"t\").to_dict()[\"x\"]\n    ",
                    $result, "\n"
                )]
                fn $name(&self) -> PyResult<Self> {
                    const NAME: &str = stringify!($name);
                    guard(|| {
                        let expr = self.plain(NAME)?;
                        let name = format!("{NAME}({})", label(&expr));
                        let $times = with_own_partition(count_all_window(), vec![expr]);
                        Ok(Self::new(Expr::alias($build, name)))
                    })
                }
            )*
        }
    };
}

repeated! {
    is_unique, "Check whether the value comes only once.", "[False, False, True]", |times| times.eq(lit(1i64));
    is_duplicated, "Check whether the value comes more than once.", "[True, True, False]", |times| times.gt(lit(1i64));
}

#[pymethods]
impl PyExpr {
    /// Check whether the row is the first one with its value, in the order given. A null counts as a value.
    ///
    /// Returns:
    ///     A boolean expression that needs `.over(order_by=...)`.
    ///
    /// Raises:
    ///     ValueError: Where a frame uses it, if it has no order.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [5, 5, 6]})
    ///     >>> df.select("t", x=pr.col("a").is_first_distinct().over(order_by="t")).sort("t").to_dict()["x"]
    ///     [True, False, True]
    ///     >>> df.select(pr.col("a").is_first_distinct())
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: select: row_number depends on the order of the rows, and none is given
    ///     hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    fn is_first_distinct(&self) -> PyResult<Self> {
        const NAME: &str = "is_first_distinct";
        guard(|| {
            let expr = self.plain(NAME)?;
            let name = format!("{NAME}({})", label(&expr));
            let number = with_own_partition(window_fn::row_number(), vec![expr]);
            Ok(Self::new(number.eq(lit(1u64)).alias(name)))
        })
    }
}
