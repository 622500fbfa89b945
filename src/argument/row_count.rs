//! Numbers of rows that a user gives: Python's ints, of which the negative ones are refused.

use pyo3::prelude::*;

use crate::exceptions::value_error;

/// The number of rows that was given as the argument `name`; the hint says what it counts, or what to use instead.
pub fn row_count(operation: &str, name: &str, number: i64, hint: &str) -> PyResult<usize> {
    usize::try_from(number).map_err(|_| value_error(operation, format!("{name} must be 0 or more, got {number}"), hint))
}
