//! What a cell of SQL asks for, while it does: its text, and how long it may take. Runs that begin on its thread have both.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;

use crate::argument::seconds;
use crate::boundary::guard;

thread_local! {
    static ASKED: RefCell<Asked> = const { RefCell::new(Asked { sql: None, timeout: None }) };
}

/// What is asked for on a thread.
#[derive(Clone, Default)]
pub struct Asked {
    /// The text of the cell.
    pub sql: Option<Arc<str>>,
    /// How long each of its runs may take.
    pub timeout: Option<Duration>,
}

/// What is asked for on this thread.
pub fn asked() -> Asked {
    ASKED.try_with(|asked| asked.borrow().clone()).unwrap_or_default()
}

/// Have the runs that begin within a `with` block carry the text of a cell, and end after a time.
///
/// Args:
///     sql: The text.
///     timeout: How many seconds each run may take; None for the session's timeout.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust._core import Asking
///     >>> with Asking("select 1"):
///     ...     _ = pr.range(3).filter(pr.col("value") > 1).collect()
///     >>> pr.runs()[-1].sql
///     'select 1'
#[pyclass(name = "Asking", module = "pyrust._core", frozen)]
pub struct PyAsking {
    asked: Asked,
    outer: Mutex<Asked>,
}

#[pymethods]
impl PyAsking {
    #[new]
    #[pyo3(signature = (sql, timeout = None))]
    fn new(sql: &str, timeout: Option<f64>) -> PyResult<Self> {
        guard(|| {
            let asked = Asked { sql: Some(sql.into()), timeout: seconds("timeout", timeout)? };
            Ok(Self { asked, outer: Mutex::default() })
        })
    }

    fn __enter__(&self) {
        self.exchange(self.asked.clone());
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, _error: &Bound<'_, PyAny>) {
        let outer = std::mem::take(&mut *self.outer.lock().unwrap_or_else(PoisonError::into_inner));
        let _ = ASKED.try_with(|now| now.replace(outer));
    }
}

impl PyAsking {
    fn exchange(&self, asked: Asked) {
        let outer = ASKED.try_with(|now| now.replace(asked)).unwrap_or_default();
        *self.outer.lock().unwrap_or_else(PoisonError::into_inner) = outer;
    }
}
