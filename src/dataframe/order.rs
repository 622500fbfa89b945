//! The lazy verbs that put rows in an order or number them.

use datafusion::logical_expr::SortExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyTuple};

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{short, type_error, value_error};
use crate::expr::{Ordering, PyExpr, resolve_some};
use crate::foreign_names::refuse_keywords;

#[pymethods]
impl PyDataFrame {
    /// Sort the rows. Lazy.
    ///
    /// By default the smallest come first, and nulls come last in both directions. A NaN counts as larger than every
    /// number. Rows with equal keys come in any order.
    ///
    /// Args:
    ///     by: Column names or expressions, most important first; `pr.col("a").desc()` carries its own order.
    ///     descending: Largest first, for all keys or one flag a key.
    ///     nulls_last: Whether nulls come after everything else (they do, in both directions), for all or each.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If there are not as many flags as keys.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 2, None], "b": [3, 4, 5]})
    ///     >>> df.sort("a", descending=True).to_dict()
    ///     {'a': [2, 1, None], 'b': [4, 3, 5]}
    ///     >>> df.sort("a", "b", descending=[True])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: sort: descending has 1 flags for 2 keys
    #[pyo3(
        signature = (*by, descending = None, nulls_last = None, **others),
        text_signature = "($self, *by, descending=None, nulls_last=None)"
    )]
    fn sort(
        &self,
        by: &Bound<'_, PyTuple>,
        descending: Option<&Bound<'_, PyAny>>,
        nulls_last: Option<&Bound<'_, PyAny>>,
        others: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        guard(|| {
            refuse_keywords::<Self>("sort", others)?;
            let items = argument::into_items(by)?;
            if items.is_empty() {
                return Err(type_error("sort", "there is no column to sort by", "df.sort(\"a\")"));
            }
            let descending = flags("descending", descending, false, items.len())?;
            let nulls_last = flags("nulls_last", nulls_last, true, items.len())?;
            let mut keys = Vec::with_capacity(items.len());
            for (item, (descending, nulls_last)) in items.iter().zip(descending.into_iter().zip(nulls_last)) {
                let default = Ordering { descending, nulls_first: !nulls_last };
                let key = match item.cast::<PyExpr>() {
                    Ok(expr) => expr.get().to_sort(default),
                    _ => PyExpr::new(argument::into_expr("sort", item)?).to_sort(default),
                };
                for expr in resolve_some("sort", &self.frame, vec![key.expr])? {
                    keys.push(SortExpr::new(expr.unalias(), key.asc, key.nulls_first));
                }
            }
            Self::derived(self.frame.sort(keys))
        })
    }

    /// Reverse the order of the rows. Lazy.
    ///
    /// Returns:
    ///     A lazy frame; the rows it reverses are in the order of its source, or that of a sort.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(3).reverse().to_dict()
    ///     {'value': [2, 1, 0]}
    fn reverse(&self) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.reverse()))
    }

    /// Number the rows in a new first column. Lazy.
    ///
    /// Args:
    ///     name: The new column's name; its type is int64.
    ///     offset: The number of the first row.
    ///
    /// Returns:
    ///     A lazy frame: the number, then the columns of this frame.
    ///
    /// Raises:
    ///     SchemaError: If there is a column of this name.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["x", "y"]}).with_row_index(offset=1).to_list()
    ///     [{'index': 1, 'a': 'x'}, {'index': 2, 'a': 'y'}]
    ///     >>> pr.DataFrame({"a": ["x"]}).with_row_index("a")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: with_row_index: there is a column "a" already
    ///     hint: give the new column another name: with_row_index("row")
    #[pyo3(signature = (name = "index", *, offset = 0))]
    fn with_row_index(&self, name: &str, offset: i64) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.with_row_index(name, offset)))
    }
}

/// One flag for every key, from one for all or a list.
fn flags(name: &str, given: Option<&Bound<'_, PyAny>>, default: bool, count: usize) -> PyResult<Vec<bool>> {
    let Some(given) = given else { return Ok(vec![default; count]) };
    if given.is_instance_of::<PyBool>() {
        return Ok(vec![given.extract()?; count]);
    }
    let flags: Vec<bool> = given.extract().map_err(|_| {
        let message = format!("{name} is {}, neither a bool nor a list of bools", short(given));
        type_error("sort", message, "df.sort(\"a\", \"b\", descending=[True, False])")
    })?;
    if flags.len() != count {
        return Err(value_error("sort", format!("{name} has {} flags for {count} keys", flags.len()), ""));
    }
    Ok(flags)
}
