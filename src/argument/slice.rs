//! What stands in the brackets of `pr.col("a").list[1:3]`.

use pyo3::prelude::*;
use pyo3::types::PySlice;

use crate::exceptions::{short, type_error, value_error};

/// The start and the stop of a slice without a step; the hint says what to write for one with a step.
pub fn slice_bounds(operation: &str, slice: &Bound<'_, PySlice>, hint: &str) -> PyResult<(Option<i64>, Option<i64>)> {
    let bound = |name: &str| -> PyResult<Option<i64>> {
        let value = slice.getattr(name)?;
        let refused = |_| type_error(operation, format!("the {name} must be an integer, got {}", short(&value)), "");
        if value.is_none() { Ok(None) } else { value.extract().map(Some).map_err(refused) }
    };
    match bound("step")? {
        None | Some(1) => Ok((bound("start")?, bound("stop")?)),
        Some(step) => Err(value_error(operation, format!("the step must be 1, got {step}"), hint)),
    }
}
