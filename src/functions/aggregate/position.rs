//! Where the smallest and the largest value are, in an order; how many rows there are; and which rows an aggregate takes.

use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::expr_fn as aggregate_fn;
use datafusion::logical_expr::{Expr, ExprFunctionExt};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::resolve::{filtered, label, sorted};

use super::options::{Options, SortKeys};
use crate::argument::{Argument, Column, into_exprs, into_items, into_sort_key};
use crate::boundary::guard;
use crate::exceptions::{to_python, type_error, value_error};
use crate::expr::{Ordering, PyExpr};
use crate::functions::built;
use crate::functions::list::place_in;

macro_rules! positions {
    ($($name:ident, $extreme:ident, $gives:literal, $result:literal;)*) => {
        #[pymethods]
        impl PyExpr {
            $(
                #[doc = concat!(
                    $gives, " Nulls do not count.\n\nArgs:\n",
                    "    order_by: Names or expressions, or a list of them: the order that the place is counted in, from 0.\n",
                    "    filter: A predicate; only rows for which it is true count.\n\n",
                    "Returns:\n    An aggregate expression of type int64; null where there is no value.\n\n",
                    "Raises:\n    ValueError: If no order is given: a frame promises none to aggregates.\n\n",
                    "Example:\n    >>> import pyrust as pr\n",
                    "    >>> df = pr.DataFrame({\"t\": [3, 1, 2], \"a\": [10, 30, 20]})\n",
                    "    >>> df.select(x=pr.col(\"a\").", stringify!($name), "(order_by=\"t\")).to_dict()\n    {'x': ",
                    $result, "}\n    >>> pr.col(\"a\").", stringify!($name), "()\n",
                    "    Traceback (most recent call last):\n        ...\n    pyrust.InvalidValueError: ", stringify!($name),
                    ": the place depends on the order of the rows, and none is given\n",
                    "    hint: give it: .", stringify!($name), "(order_by=\"...\")\n"
                )]
                #[pyo3(signature = (*, order_by = None, filter = None))]
                fn $name(&self, order_by: Option<SortKeys<'_>>, filter: Option<Column<'_>>) -> PyResult<PyExpr> {
                    const NAME: &str = stringify!($name);
                    guard(|| {
                        let expr = self.plain(NAME)?;
                        let Some(keys) = order_by.seen(NAME)?.filter(|keys| !keys.is_empty()) else {
                            let message = "the place depends on the order of the rows, and none is given";
                            return Err(value_error(NAME, message, &format!("give it: .{NAME}(order_by=\"...\")")));
                        };
                        let name = format!("{NAME}({})", label(&expr));
                        let extreme = || aggregate_fn::$extreme(expr.clone());
                        let all = built(array_agg_udaf().call(vec![expr.clone()]).order_by(keys).build())?;
                        let found = place_in(all, extreme())?.alias(name);
                        Options { filter, ..Options::default() }.applied(NAME, found)
                    })
                }
            )*
        }
    };
}

positions! {
    arg_min, min, "Find the place of the smallest value in an order, counted from 0.", "[2]";
    arg_max, max, "Find the place of the largest value in an order, counted from 0.", "[0]";
}

#[pymethods]
impl PyExpr {
    /// Count the rows, those with a null included.
    ///
    /// Args:
    ///     filter: A predicate; only rows for which it is true count.
    ///
    /// Returns:
    ///     An aggregate expression of type int64; 0 where there are no rows.
    ///
    /// Raises:
    ///     TypeError: If the filter is not an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").len(), y=pr.col("a").count()).to_dict()
    ///     {'x': [2], 'y': [1]}
    ///     >>> pr.col("a").len(filter=1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: len: 1 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*, filter = None))]
    fn len(&self, filter: Option<Column<'_>>) -> PyResult<PyExpr> {
        guard(|| {
            let expr = self.plain("len")?;
            let name = format!("len({})", label(&expr));
            // Whether it is null is never null, so every row counts.
            let rows = aggregate_fn::count(expr.is_null()).alias(name);
            Options { filter, ..Options::default() }.applied("len", rows)
        })
    }

    /// Collect the values to a list; the same as `array_agg`.
    ///
    /// Args:
    ///     filter: A predicate; only rows for which it is true count.
    ///     order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
    ///     distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
    ///     ignore_nulls: Whether nulls are left out.
    ///
    /// Returns:
    ///     An aggregate expression; null where there is no row.
    ///
    /// Raises:
    ///     TypeError: If a column or the filter is neither a name nor an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [3, 2, 1]})
    ///     >>> df.group_by("k").agg(a=pr.col("a").implode(order_by="a")).sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'a': [[1, 3], [2]]}
    ///     >>> pr.col("a").implode(order_by=1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: implode: 1 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*, filter = None, order_by = None, distinct = false, ignore_nulls = false))]
    fn implode(
        &self,
        filter: Option<Column<'_>>,
        order_by: Option<SortKeys<'_>>,
        distinct: bool,
        ignore_nulls: bool,
    ) -> PyResult<PyExpr> {
        guard(|| {
            let list = array_agg_udaf().call(vec![self.plain("implode")?]);
            Options { filter, order_by, distinct, ignore_nulls }.applied("implode", list)
        })
    }

    /// Take only the rows for which predicates are true, in the aggregate that the expression is or that follows.
    ///
    /// Args:
    ///     predicates: Boolean expressions, all of which must be true.
    ///
    /// Returns:
    ///     An expression; an aggregate of it has the filter.
    ///
    /// Raises:
    ///     TypeError: If there is no predicate, or one is not an expression.
    ///     ValueError: Where a frame uses it, if no aggregate is around it: `df.filter(...)` keeps whole rows.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 5, 7]})
    ///     >>> df.group_by("k").agg(x=pr.col("a").filter(pr.col("a") > 1).sum(), y=pr.col("a").sum()).sort("k").to_dict()
    ///     {'k': ['x', 'y'], 'x': [5, 7], 'y': [6, 7]}
    ///     >>> df.select(pr.col("a").filter(pr.col("a") > 1))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: select: filter(a, a > 1) says which rows an aggregate takes, and there is none around it
    ///     hint: add one, as .filter(...).first(), or use df.filter(...) for whole rows
    #[pyo3(signature = (*predicates))]
    fn filter(&self, predicates: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
        guard(|| {
            let predicates = into_exprs("filter", predicates, None)?;
            let Some(predicate) = predicates.into_iter().reduce(Expr::and) else {
                return Err(type_error("filter", "no predicate was given", "filter(pr.col(\"a\") > 1)"));
            };
            filtered(self.plain("filter")?, predicate).map(PyExpr::new).map_err(to_python)
        })
    }

    /// Put the rows in an order, for the aggregate that the expression is or that follows.
    ///
    /// Args:
    ///     by: Names or expressions (with `.desc()` or not), or lists of them.
    ///     descending: Whether the largest is first, for keys that do not say.
    ///     nulls_last: Whether nulls come after everything else, for keys that do not say.
    ///
    /// Returns:
    ///     An expression; an aggregate of it, as `first` or `implode`, has the order.
    ///
    /// Raises:
    ///     TypeError: If there is no key, or one is neither a name nor an expression.
    ///     ValueError: Where a frame uses it, if no aggregate is around it: `df.sort(...)` sorts whole rows.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"t": [2, 1, 3], "a": ["y", "x", "z"]})
    ///     >>> df.select(x=pr.col("a").sort_by("t").first(), y=pr.col("a").sort_by("t", descending=True).implode()).to_dict()
    ///     {'x': ['x'], 'y': [['z', 'y', 'x']]}
    ///     >>> pr.col("a").sort_by()
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: sort_by: no key was given
    ///     hint: sort_by("t")
    #[pyo3(signature = (*by, descending = false, nulls_last = true))]
    fn sort_by(&self, by: &Bound<'_, PyTuple>, descending: bool, nulls_last: bool) -> PyResult<PyExpr> {
        const NAME: &str = "sort_by";
        guard(|| {
            let default = Ordering { descending, nulls_first: !nulls_last };
            let keys = into_items(by)?;
            let keys = keys.iter().map(|item| into_sort_key(NAME, item, default)).collect::<PyResult<Vec<_>>>()?;
            if keys.is_empty() {
                return Err(type_error(NAME, "no key was given", "sort_by(\"t\")"));
            }
            sorted(self.plain(NAME)?, keys).map(PyExpr::new).map_err(to_python)
        })
    }
}
