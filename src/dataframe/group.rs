//! The lazy verbs that make groups; what is made of them is said to the `GroupBy` that they give.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyrust_engine::frame::Grouping;
use pyrust_engine::resolve::label;

use super::PyDataFrame;
use crate::argument::into_exprs;
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error, value_error};
use crate::expr::{PyExpr, resolve_some};
use crate::foreign_names::foreign_keyword;
use crate::group_by::PyGroupBy;
use crate::refused_call::Function;

impl PyDataFrame {
    fn grouped(
        &self,
        operation: &'static str,
        keys: &Bound<'_, PyTuple>,
        named: Option<&Bound<'_, PyDict>>,
        grouping: Grouping,
    ) -> PyResult<PyGroupBy> {
        for (name, value) in named.into_iter().flatten().filter(|(_, value)| !value.is_instance_of::<PyExpr>()) {
            let function = Function::new("DataFrame", operation, c"(*keys)");
            if let Some(error) = foreign_keyword(&function, &name.to_string()) {
                return Err(error);
            }
            // A constant makes no groups: it is an option of another library.
            if !value.is_instance_of::<PyString>() {
                let message = format!("{name}={} is neither a column's name nor an expression", short(&value));
                return Err(type_error(operation, message, "keywords name keys"));
            }
        }
        let keys = resolve_some(operation, &self.frame, into_exprs(operation, keys, named)?)?;
        // A wrong name should be found here, not at agg().
        self.frame.select(keys.clone()).map_err(to_python)?;
        Ok(PyGroupBy::new(Arc::clone(&self.frame), keys, grouping))
    }
}

#[pymethods]
impl PyDataFrame {
    /// Group the rows by these keys; `.agg(...)` makes one row of each group. Lazy.
    ///
    /// Args:
    ///     keys: Column names, expressions, or lists of them. Null is a group of its own.
    ///     named: Expressions with the key's name as keyword.
    ///
    /// Returns:
    ///     A `GroupBy`.
    ///
    /// Raises:
    ///     ColumnNotFoundError: At the aggregation, if a column does not exist.
    ///     TypeError: If a key is neither a name nor an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.range(10).group_by(odd=pr.col("value") % 2 == 1).agg(n=pr.functions.count())
    ///     >>> df.sort("odd").to_list()
    ///     [{'odd': False, 'n': 5}, {'odd': True, 'n': 5}]
    ///     >>> pr.range(10).group_by(7)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: group_by: 7 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*keys, **named))]
    fn group_by(&self, keys: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyGroupBy> {
        guard(|| self.grouped("group_by", keys, named, Grouping::Keys))
    }

    /// Group the rows by all these keys, by all but the last, and so on to the whole frame: subtotals. Lazy.
    ///
    /// Args:
    ///     keys: Column names, expressions, or lists of them, the most general first.
    ///     named: Expressions with the key's name as keyword.
    ///
    /// Returns:
    ///     A `GroupBy`. In the rows of subtotals the keys that are left out are null; `functions.grouping` tells such
    ///     a null from one of the data.
    ///
    /// Raises:
    ///     ColumnNotFoundError: At the aggregation, if a column does not exist.
    ///     TypeError: If a key is neither a name nor an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"shop": ["x", "x", "y"], "n": [1, 2, 3]})
    ///     >>> df.rollup("shop").agg(total=pr.col("n").sum()).sort("shop").to_dict()
    ///     {'shop': ['x', 'y', None], 'total': [3, 3, 6]}
    ///     >>> df.rollup(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: rollup: 1 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*keys, **named))]
    fn rollup(&self, keys: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyGroupBy> {
        guard(|| self.grouped("rollup", keys, named, Grouping::Rollup))
    }

    /// Group the rows by every choice of these keys, down to the whole frame. Lazy.
    ///
    /// Args:
    ///     keys: Column names, expressions, or lists of them.
    ///     named: Expressions with the key's name as keyword.
    ///
    /// Returns:
    ///     A `GroupBy`; a key that a group leaves out is null in its row.
    ///
    /// Raises:
    ///     ColumnNotFoundError: At the aggregation, if a column does not exist.
    ///     TypeError: If a key is neither a name nor an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 1], "b": ["x", "y"]})
    ///     >>> df.cube("a", "b").agg(n=pr.functions.count()).count()
    ///     6
    ///     >>> df.cube(7)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: cube: 7 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*keys, **named))]
    fn cube(&self, keys: &Bound<'_, PyTuple>, named: Option<&Bound<'_, PyDict>>) -> PyResult<PyGroupBy> {
        guard(|| self.grouped("cube", keys, named, Grouping::Cube))
    }

    /// Group the rows by each of these choices of keys. Lazy.
    ///
    /// Args:
    ///     sets: A list of lists of column names or expressions; an empty one stands for the whole frame.
    ///
    /// Returns:
    ///     A `GroupBy`; a key that a group leaves out is null in its row.
    ///
    /// Raises:
    ///     TypeError: If it is not a list of lists.
    ///     ValueError: If it names no key.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 1], "b": ["x", "y"]})
    ///     >>> df.grouping_sets([["a"], ["b"]]).agg(n=pr.functions.count()).sort("a", "b").to_list()
    ///     [{'a': 1, 'b': None, 'n': 2}, {'a': None, 'b': 'x', 'n': 1}, {'a': None, 'b': 'y', 'n': 1}]
    ///     >>> df.grouping_sets(["a", "b"])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: grouping_sets: 'a' is not a list of keys
    ///     hint: df.grouping_sets([["a", "b"], ["a"], []])
    fn grouping_sets(&self, sets: Vec<Bound<'_, PyAny>>) -> PyResult<PyGroupBy> {
        guard(|| {
            let mut keys = Vec::new();
            let mut places = Vec::with_capacity(sets.len());
            for set in &sets {
                let Ok(items) = set.extract::<Vec<Bound<'_, PyAny>>>() else {
                    let message = format!("{} is not a list of keys", short(set));
                    return Err(type_error(
                        "grouping_sets",
                        message,
                        "df.grouping_sets([[\"a\", \"b\"], [\"a\"], []])",
                    ));
                };
                let mut place = Vec::with_capacity(items.len());
                let given = into_exprs("grouping_sets", &PyTuple::new(set.py(), items)?, None)?;
                for key in resolve_some("grouping_sets", &self.frame, given)? {
                    let at = keys.iter().position(|known| label(known) == label(&key)).unwrap_or_else(|| {
                        keys.push(key);
                        keys.len() - 1
                    });
                    place.push(at);
                }
                places.push(place);
            }
            if keys.is_empty() {
                return Err(value_error("grouping_sets", "no key was given", "use select for the whole frame"));
            }
            self.frame.select(keys.clone()).map_err(to_python)?;
            Ok(PyGroupBy::new(Arc::clone(&self.frame), keys, Grouping::Sets(places)))
        })
    }
}
