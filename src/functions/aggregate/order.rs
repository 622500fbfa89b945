//! Aggregates whose value depends on the order of the rows.

use datafusion::functions_aggregate::array_agg::array_agg_udaf;
use datafusion::functions_aggregate::first_last::{first_value_udaf, last_value_udaf};
use datafusion::functions_aggregate::nth_value::nth_value_udaf;
use pyo3::prelude::*;

use super::options::{Options, SortKeys};
use super::table::aggregates;
use crate::argument::{Argument, Column};
use crate::boundary::guard;
use crate::expr::PyExpr;

aggregates! {
    (filter: Option<Column<'_>> = None, "A predicate; only rows for which it is true count.";
     order_by: Option<SortKeys<'_>> = None,
        "Names or expressions, or a list of them: the order of the values. Without it the order is not defined.";
     distinct: bool = false, "Whether each distinct value counts once; `order_by` can only be the value itself then.";
     ignore_nulls: bool = false, "Whether nulls are left out.")

    first(), "Get the first value in the order given; without one, the value of any row.",
        "[1, 1]", () => "[1]", |e| first_value_udaf().call(vec![e]);
    last(), "Get the last value in the order given; without one, the value of any row.",
        "[1, 1]", () => "[1]", |e| last_value_udaf().call(vec![e]);
    nth_value(n: i64, "Which value, counted from 1; negative from the end."),
        "Get the nth value in the order given, null where there are fewer.",
        "[5, 5, 5]", (2) => "[5]",
        fails ("x") "TypeError: If `n` is not an int." =>
        "pyrust.InvalidTypeError: nth_value: n must be an integer, got 'x'", |e, n| nth_value_udaf().call(vec![e, n]);
    array_agg(), "Collect the values to a list; null where there is no row.",
        "[1, 1, None]", () => "[[1, 1, None]]", |e| array_agg_udaf().call(vec![e]);
}
