//! The lazy verbs that put rows in an order or number them.

use datafusion::logical_expr::SortExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyTuple};

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{short, type_error, value_error};
use crate::expr::{Ordering, resolve_some};

impl PyDataFrame {
    /// The keys of a sort, each with its order unless it carries one.
    fn sort_keys(
        &self,
        operation: &'static str,
        items: &[Bound<'_, PyAny>],
        orders: impl Iterator<Item = Ordering>,
    ) -> PyResult<Vec<SortExpr>> {
        let mut keys = Vec::with_capacity(items.len());
        for (item, default) in items.iter().zip(orders) {
            let key = argument::into_sort_key(operation, item, default)?;
            for expr in resolve_some(operation, &self.frame, vec![key.expr])? {
                keys.push(SortExpr::new(expr.unalias(), key.asc, key.nulls_first));
            }
        }
        Ok(keys)
    }

    /// The first rows by these keys.
    fn first_by(
        &self,
        operation: &'static str,
        k: i64,
        by: &Bound<'_, PyAny>,
        reverse: Option<&Bound<'_, PyAny>>,
        descending: bool,
    ) -> PyResult<Self> {
        let k = argument::row_count(operation, "k", k, "it is a number of rows")?;
        let items = argument::into_items(&PyTuple::new(by.py(), [by])?)?;
        if items.is_empty() {
            return Err(type_error(
                operation,
                "there is no column to order by",
                &format!("df.{operation}(5, by=\"a\")"),
            ));
        }
        let reverse = flags(operation, "reverse", reverse, false, items.len())?;
        let orders =
            reverse.into_iter().map(|reverse| Ordering { descending: reverse != descending, nulls_first: false });
        let keys = self.sort_keys(operation, &items, orders)?;
        Self::derived(self.frame.sort(keys).and_then(|sorted| sorted.limit(0, Some(k))))
    }
}

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
    #[pyo3(signature = (*by, descending = None, nulls_last = None))]
    fn sort(
        &self,
        by: &Bound<'_, PyTuple>,
        descending: Option<&Bound<'_, PyAny>>,
        nulls_last: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let items = argument::into_items(by)?;
            if items.is_empty() {
                return Err(type_error("sort", "there is no column to sort by", "df.sort(\"a\")"));
            }
            let descending = flags("sort", "descending", descending, false, items.len())?;
            let nulls_last = flags("sort", "nulls_last", nulls_last, true, items.len())?;
            let orders = descending.into_iter().zip(nulls_last);
            let orders = orders.map(|(descending, nulls_last)| Ordering { descending, nulls_first: !nulls_last });
            Self::derived(self.frame.sort(self.sort_keys("sort", &items, orders)?))
        })
    }

    /// Take the rows with the largest values, the largest first. Lazy; no more than these rows are held.
    ///
    /// Args:
    ///     k: How many rows.
    ///     by: A name, an expression, or a list of them, most important first. A null is taken after all values, and a NaN
    ///         counts as larger than every number.
    ///     reverse: Whether the smallest come first, for all keys or one flag a key.
    ///
    /// Returns:
    ///     A lazy frame with the same columns, sorted by the keys.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If k is negative, or there are not as many flags as keys.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 3, None, 2], "b": ["w", "x", "y", "z"]})
    ///     >>> df.top_k(2, by="a").rows()
    ///     [(3, 'x'), (2, 'z')]
    ///     >>> df.top_k(-1, by="a")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: top_k: k must be 0 or more, got -1
    ///     hint: it is a number of rows
    #[pyo3(signature = (k, *, by, reverse = None))]
    fn top_k(&self, k: i64, by: &Bound<'_, PyAny>, reverse: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| self.first_by("top_k", k, by, reverse, true))
    }

    /// Take the rows with the smallest values, the smallest first. Lazy; no more than these rows are held.
    ///
    /// Args:
    ///     k: How many rows.
    ///     by: A name, an expression, or a list of them, most important first. A null is taken after all values, and a NaN
    ///         counts as larger than every number.
    ///     reverse: Whether the largest come first, for all keys or one flag a key.
    ///
    /// Returns:
    ///     A lazy frame with the same columns, sorted by the keys.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If k is negative, or there are not as many flags as keys.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 3, None, 2], "b": ["w", "x", "y", "z"]})
    ///     >>> df.bottom_k(2, by="a").rows()
    ///     [(1, 'w'), (2, 'z')]
    ///     >>> df.bottom_k(2, by="a", reverse=[True, False])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: bottom_k: reverse has 2 flags for 1 keys
    #[pyo3(signature = (k, *, by, reverse = None))]
    fn bottom_k(&self, k: i64, by: &Bound<'_, PyAny>, reverse: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| self.first_by("bottom_k", k, by, reverse, false))
    }

    /// Append the rows of another frame with the same columns, and sort all by some of them. Lazy.
    ///
    /// Neither frame has to be sorted.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one; its columns are matched by name.
    ///     key: A name, an expression, or a list of them, most important first. Nulls come last.
    ///
    /// Returns:
    ///     A lazy frame.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If the columns do not fit each other.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 5]}).merge_sorted(pr.DataFrame({"a": [3]}), "a").to_dict()
    ///     {'a': [1, 3, 5]}
    ///     >>> pr.DataFrame({"a": [1]}).merge_sorted(pr.DataFrame({"b": [3]}), "a")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: merge_sorted: columns b do not fit a
    ///     hint: how="diagonal" matches columns by name; df.union(other) goes by their place
    fn merge_sorted(&self, other: &Bound<'_, PyAny>, key: &Bound<'_, PyAny>) -> PyResult<Self> {
        const NAME: &str = "merge_sorted";
        guard(|| {
            let both = self.stacked(NAME, &[self.other(other)?])?;
            let items = argument::into_items(&PyTuple::new(key.py(), [key])?)?;
            if items.is_empty() {
                return Err(type_error(NAME, "there is no column to sort by", "df.merge_sorted(other, \"a\")"));
            }
            let orders = std::iter::repeat_n(Ordering::default(), items.len());
            let keys = both.sort_keys(NAME, &items, orders)?;
            Self::derived(both.frame.sort(keys))
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
fn flags(
    operation: &str,
    name: &str,
    given: Option<&Bound<'_, PyAny>>,
    default: bool,
    count: usize,
) -> PyResult<Vec<bool>> {
    let Some(given) = given else { return Ok(vec![default; count]) };
    if given.is_instance_of::<PyBool>() {
        return Ok(vec![given.extract()?; count]);
    }
    let flags: Vec<bool> = given.extract().map_err(|_| {
        let message = format!("{name} is {}, neither a bool nor a list of bools", short(given));
        type_error(operation, message, "give a flag for each key: [True, False]")
    })?;
    if flags.len() != count {
        return Err(value_error(operation, format!("{name} has {} flags for {count} keys", flags.len()), ""));
    }
    Ok(flags)
}
