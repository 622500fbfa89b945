//! The lazy verbs for frames as sets of rows.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::Frame;
use pyrust_engine::frame::Keep;

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::no_choice;

impl PyDataFrame {
    pub(super) fn other(&self, other: &Bound<'_, PyAny>) -> PyResult<Arc<Frame>> {
        argument::into_frame(self.frame.session(), other)
    }
}

#[pymethods]
impl PyDataFrame {
    /// Keep each distinct row once. Lazy; the order of the rows is not defined.
    ///
    /// Args:
    ///     columns: The columns that are compared, all by default; a null equals a null, a NaN a NaN.
    ///     subset: The same in one argument: a name, a selector, or a list of them.
    ///     keep: Which of several equal rows stays: `"any"`, `"first"`, `"last"`, or `"none"` of them.
    ///
    /// Returns:
    ///     A lazy frame with the same columns.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     ValueError: If there is no such `keep`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1, 1, 2], "b": [3, 4, 5]})
    ///     >>> df.select("a").distinct().sort("a").to_dict()
    ///     {'a': [1, 2]}
    ///     >>> df.distinct("a", keep="last").sort("a").to_dict()
    ///     {'a': [1, 2], 'b': [4, 5]}
    ///     >>> df.distinct(keep="middle")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: distinct: there is no keep="middle"
    ///     hint: keep is one of any, first, last, none
    #[pyo3(signature = (*columns, subset = None, keep = "any"))]
    fn distinct(&self, columns: &Bound<'_, PyTuple>, subset: Option<&Bound<'_, PyAny>>, keep: &str) -> PyResult<Self> {
        guard(|| {
            let keep = match keep {
                "any" => Keep::Any,
                "first" => Keep::First,
                "last" => Keep::Last,
                "none" => Keep::None,
                other => return Err(no_choice("distinct", "keep", other, &["any", "first", "last", "none"])),
            };
            let subset = self.subset("distinct", columns, subset)?;
            Self::derived(self.frame.distinct(subset.as_deref(), keep))
        })
    }

    /// Append the rows of another frame with the same columns. Lazy.
    ///
    /// Columns of different types become the type that holds both; numbers never become strings. Use `distinct()`
    /// afterwards for SQL's `UNION`, which leaves equal rows out.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one; its columns are matched by place.
    ///
    /// Returns:
    ///     A lazy frame; the columns have this frame's names, and the rows keep their order.
    ///
    /// Raises:
    ///     SchemaError: If the columns do not fit each other.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(2).union(pr.range(1)).to_dict()
    ///     {'value': [0, 1, 0]}
    ///     >>> pr.range(2).union(pr.DataFrame({"a": [1], "b": [2]}))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: union: 1 columns do not fit 2
    ///     hint: select the same columns on both sides; union_by_name fills missing ones with null
    fn union(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.union(&[self.other(other)?], "union")))
    }

    /// Append the rows of another frame; columns are matched by name. Lazy.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one. A column that one of the two lacks is null there.
    ///
    /// Returns:
    ///     A lazy frame: the columns of this frame, then those that only the other has.
    ///
    /// Raises:
    ///     SchemaError: If the types of a column have none in common.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1], "b": [2]}).union_by_name(pr.DataFrame({"b": [3], "c": [4]})).to_dict()
    ///     {'a': [1, None], 'b': [2, 3], 'c': [None, 4]}
    ///     >>> pr.DataFrame({"a": [1]}).union_by_name(pr.DataFrame({"a": [[1]]}))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: union_by_name: column "a": int64 and list<int64> have no type in common
    ///     hint: cast one of them first
    fn union_by_name(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.union_by_name(&[self.other(other)?], "union_by_name")))
    }

    /// Check for each row whether the frame has no other row with the same values in all columns. Lazy.
    ///
    /// Returns:
    ///     A lazy frame of one boolean column, `is_unique`, in the order of the rows. A null equals a null, a NaN a NaN.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, 1]}).is_unique().to_dict()
    ///     {'is_unique': [False, True, False]}
    fn is_unique(&self) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.repeats("is_unique", true)))
    }

    /// Check for each row whether the frame has another row with the same values in all columns. Lazy.
    ///
    /// Returns:
    ///     A lazy frame of one boolean column, `is_duplicated`, in the order of the rows. A null equals a null, a NaN a NaN.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2, 1]}).is_duplicated().to_dict()
    ///     {'is_duplicated': [True, False, True]}
    fn is_duplicated(&self) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.repeats("is_duplicated", false)))
    }

    /// Keep the rows that another frame has too. Lazy; the order of the rows is not defined.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one; its columns are matched by place. A null equals a null.
    ///     all: Whether a row comes as often as in the frame that has it less often; if not, it comes once.
    ///
    /// Returns:
    ///     A lazy frame with this frame's columns.
    ///
    /// Raises:
    ///     SchemaError: If the columns do not fit each other.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(5).intersect(pr.range(3, 9)).sort("value").to_dict()
    ///     {'value': [3, 4]}
    ///     >>> pr.range(5).intersect(pr.DataFrame({"a": [1], "b": [2]}))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: intersect: 1 columns do not fit 2
    ///     hint: select the same columns on both sides; union_by_name fills missing ones with null
    #[pyo3(signature = (other, *, all = false))]
    fn intersect(&self, other: &Bound<'_, PyAny>, all: bool) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.intersect(&self.other(other)?, all)))
    }

    /// Keep the rows that another frame does not have. Lazy; the order of the rows is not defined.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one; its columns are matched by place. A null equals a null.
    ///     all: Whether a row comes as often as this frame has it more often; if not, it comes once.
    ///
    /// Returns:
    ///     A lazy frame with this frame's columns.
    ///
    /// Raises:
    ///     SchemaError: If the columns do not fit each other.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.range(5).except_(pr.range(3)).sort("value").to_dict()
    ///     {'value': [3, 4]}
    ///     >>> pr.range(5).except_(pr.DataFrame({"a": [1], "b": [2]}))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: except_: 1 columns do not fit 2
    ///     hint: select the same columns on both sides; union_by_name fills missing ones with null
    #[pyo3(signature = (other, *, all = false))]
    fn except_(&self, other: &Bound<'_, PyAny>, all: bool) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.except(&self.other(other)?, all)))
    }
}
