//! Several frames as one: `pr.concat`, and the verbs that stand for one of its ways.

use std::sync::Arc;

use pyo3::prelude::*;
use pyrust_engine::Frame;

use super::PyDataFrame;
use crate::argument;
use crate::boundary::guard;
use crate::exceptions::{no_choice, schema_error, short, to_python, type_error, value_error};
use crate::session::PySession;

impl PyDataFrame {
    /// The rows of this frame, then those of others with the same column names.
    pub(super) fn stacked(&self, operation: &str, others: &[Arc<Frame>]) -> PyResult<Self> {
        let own = self.frame.names();
        if let Some(other) = others.iter().find(|other| !other.names().eq(own.clone())) {
            let listed = |frame: &Frame| frame.names().collect::<Vec<_>>().join(", ");
            let message = format!("columns {} do not fit {}", listed(other), listed(&self.frame));
            let hint = "how=\"diagonal\" matches columns by name; df.union(other) goes by their place";
            return Err(schema_error(operation, message, hint));
        }
        Self::derived(self.frame.union(others, operation))
    }
}

#[pymethods]
impl PyDataFrame {
    /// Append the rows of another frame with the same column names; `pr.concat` takes several frames. Lazy.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one.
    ///
    /// Returns:
    ///     A lazy frame; the rows keep their order.
    ///
    /// Raises:
    ///     SchemaError: If the columns do not fit each other.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1]}).vstack({"a": [2]}).to_dict()
    ///     {'a': [1, 2]}
    ///     >>> pr.DataFrame({"a": [1]}).vstack({"b": [2]})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: vstack: columns b do not fit a
    ///     hint: how="diagonal" matches columns by name; df.union(other) goes by their place
    fn vstack(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| self.stacked("vstack", &[self.other(other)?]))
    }

    /// Add the columns of another frame side by side; rows are matched by their number. Lazy.
    ///
    /// Args:
    ///     other: A frame, or anything that can become one; a dict of lists adds columns of values.
    ///
    /// Returns:
    ///     A lazy frame; the columns of a frame that has ended are null.
    ///
    /// Raises:
    ///     SchemaError: If two columns have one name.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2]}).hstack({"b": [3, 4]}).to_dict()
    ///     {'a': [1, 2], 'b': [3, 4]}
    ///     >>> pr.DataFrame({"a": [1]}).hstack({"a": [2]})
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: hstack: two columns would be called "a"
    ///     hint: rename one of them first
    fn hstack(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::derived(self.frame.side_by_side(&[self.other(other)?], "hstack")))
    }
}

/// Concatenate several frames. Lazy.
///
/// Args:
///     frames: A list of frames, or of anything that can become one; the first frame's session runs the query.
///     how: `"vertical"` for the rows of one frame after the other, all with the same column names in the same order;
///         `"diagonal"` for the same with columns matched by name, and nulls where a frame lacks one;
///         `"horizontal"` for the columns side by side, with nulls where a frame has ended; `"align"` for the columns of
///         rows whose common columns are equal, sorted by these. Columns of different types become the one that holds both,
///         so `"vertical_relaxed"` and `"diagonal_relaxed"` mean the same as without.
///
/// Returns:
///     A lazy frame; the rows keep their order.
///
/// Raises:
///     ValueError: If there is no frame, or no such `how`.
///     SchemaError: If the frames do not fit each other.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.concat([pr.range(2), pr.range(1), {"value": [7]}]).to_dict()
///     {'value': [0, 1, 0, 7]}
///     >>> pr.concat([{"a": [1, 2]}, {"b": [3]}], how="horizontal").to_dict()
///     {'a': [1, 2], 'b': [3, None]}
///     >>> pr.concat([{"k": [1, 2], "a": [3, 4]}, {"k": [2, 5], "b": [6, 7]}], how="align").to_dict()
///     {'k': [1, 2, 5], 'a': [3, 4, None], 'b': [None, 6, 7]}
///     >>> pr.concat([])
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: concat: no frame was given
#[pyfunction]
#[pyo3(signature = (frames, *, how = "vertical"))]
pub fn concat(py: Python<'_>, frames: &Bound<'_, PyAny>, how: &str) -> PyResult<PyDataFrame> {
    const NAME: &str = "concat";
    guard(|| {
        if frames.is_instance_of::<PyDataFrame>() {
            return Err(type_error(NAME, "a frame is not a list of frames", "pr.concat([df, other])"));
        }
        let Ok(given) = frames.try_iter() else {
            let message = format!("frames must be a list of frames, got {}", short(frames));
            return Err(type_error(NAME, message, "pr.concat([df, other])"));
        };
        let given = given.collect::<PyResult<Vec<_>>>()?;
        let session = given.iter().find_map(|value| value.cast::<PyDataFrame>().ok());
        let session = match session {
            Some(frame) => Arc::clone(frame.get().frame().session()),
            None => PySession::shared(py)?,
        };
        let frames = given.iter().map(|value| argument::into_frame(&session, value)).collect::<PyResult<Vec<_>>>()?;
        let Some((first, others)) = frames.split_first() else {
            return Err(value_error(NAME, "no frame was given", ""));
        };
        let joined = match how {
            _ if others.is_empty() => Ok(Arc::clone(first)),
            "vertical" | "vertical_relaxed" => return PyDataFrame::new(Arc::clone(first)).stacked(NAME, others),
            "diagonal" | "diagonal_relaxed" => first.union_by_name(others, NAME),
            "horizontal" => first.side_by_side(others, NAME),
            "align" => first.aligned(others),
            other => return Err(no_choice(NAME, "how", other, &["vertical", "diagonal", "horizontal", "align"])),
        };
        joined.map(PyDataFrame::new).map_err(to_python)
    })
}
