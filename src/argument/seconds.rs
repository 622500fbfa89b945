//! A length of time in seconds.

use std::time::Duration;

use pyo3::prelude::*;

use crate::exceptions::value_error;

/// How long something may take; none for as long as it likes.
///
/// # Errors
/// An `InvalidValueError` for a negative number, and for one that is none.
pub fn seconds(operation: &str, timeout: Option<f64>) -> PyResult<Option<Duration>> {
    match timeout {
        Some(seconds) if seconds.is_nan() || seconds < 0.0 => {
            Err(value_error(operation, format!("timeout must be 0 or more seconds, got {seconds}"), ""))
        }
        // One that does not fit is longer than anything runs.
        seconds => Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())),
    }
}
