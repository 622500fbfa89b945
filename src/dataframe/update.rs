//! `update`: the values of another frame in place of this one's. Lazy.

use datafusion::logical_expr::JoinType;
use pyo3::prelude::*;

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{no_choice, to_python, value_error};

const NAME: &str = "update";

#[pymethods]
impl PyDataFrame {
    /// Replace values by those of another frame, where these are not null. Lazy.
    ///
    /// Columns of one name are updated; others of the other frame are ignored.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///     on: The columns that say which rows belong together: a name, a selector, or a list of them. Without any, rows of
    ///         the same number do.
    ///     how: `"left"`: this frame's rows; `"inner"`: only those with a partner; `"full"`: also the other's without one.
    ///     left_on: In place of `on`: the columns of this frame.
    ///     right_on: The columns of the other frame, in the same order.
    ///     include_nulls: Whether nulls of the other frame replace values too.
    ///
    /// Returns:
    ///     A lazy frame with the same columns; the rows keep this frame's order, those of the other come last. A row with
    ///     several partners comes once for each. A column becomes of the type that holds the values of both.
    ///
    /// Raises:
    ///     ColumnNotFoundError: If a column does not exist.
    ///     SchemaError: If the types of a column have none in common.
    ///     ValueError: If there is no such `how`, or the keys do not pair up.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"k": ["x", "y", "z"], "a": [1, 2, 3]})
    ///     >>> df.update({"k": ["z", "y"], "a": [30, None]}, on="k").to_dict()
    ///     {'k': ['x', 'y', 'z'], 'a': [1, 2, 30]}
    ///     >>> df.update({"a": [10]}).to_dict()["a"]
    ///     [10, 2, 3]
    ///     >>> df.update({"k": ["z"], "a": ["?"]}, on="k")
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: update: column "a": int64 and string have no type in common
    ///     hint: cast one of them first
    #[pyo3(signature = (other, on = None, how = "left", *, left_on = None, right_on = None, include_nulls = false))]
    fn update(
        &self,
        other: &Bound<'_, PyAny>,
        on: Option<&Bound<'_, PyAny>>,
        how: &str,
        left_on: Option<&Bound<'_, PyAny>>,
        right_on: Option<&Bound<'_, PyAny>>,
        include_nulls: bool,
    ) -> PyResult<Self> {
        guard(|| {
            let how = match how {
                "left" => JoinType::Left,
                "inner" => JoinType::Inner,
                "full" => JoinType::Full,
                other => return Err(no_choice(NAME, "how", other, &["left", "inner", "full"])),
            };
            let other = Self::new(argument::into_frame(self.frame.session(), other)?);
            let (left, right) = match (on, left_on, right_on) {
                (None, None, None) => (Vec::new(), Vec::new()),
                (Some(on), None, None) => {
                    let names = self.name_list(NAME, on)?;
                    (names.clone(), names)
                }
                (None, Some(left), Some(right)) => (self.name_list(NAME, left)?, other.name_list(NAME, right)?),
                _ => {
                    let hint = "use on=, or left_on= and right_on= together";
                    return Err(value_error(NAME, "the keys are not given once for each side", hint));
                }
            };
            if left.len() != right.len() {
                let message = format!("{} keys on the left and {} on the right", left.len(), right.len());
                return Err(value_error(NAME, message, "give the same number of keys on both sides"));
            }
            let updated = self.frame.update(&other.frame, (&left, &right), how, include_nulls);
            updated.map(Self::new).map_err(to_python)
        })
    }
}
