//! A call of a user's Python code from a thread of the engine.
//!
//! The interpreter is attached once for a call, which is one batch; how long that takes (all partitions want the one
//! GIL) is counted to the run. Nothing is locked meanwhile, and the call is listed, so that it can be ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind, current};

use crate::interpreter::{Listed, attach, is_ending};

/// Why a call gave nothing.
pub enum Failure {
    /// The user's code raised it.
    Raised(PyErr),
    /// What it gave is not what was announced, or it could not be called.
    Refused(Error),
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// How long a thread watches for the end of another's call before it waits for the interpreter like any thread.
const WATCHED: Duration = Duration::from_micros(100);

/// A call's turn. A thread that waits for the GIL sleeps, and waking it takes longer than most calls: with two threads
/// that call for each batch, each would sleep after every call of its own. So it watches for a moment instead. It is
/// only a courtesy, and no lock: whoever has watched for long enough goes on, as a function that runs a query of its
/// own waits for calls of that query.
struct Turn(bool);

/// Whether it is somebody's turn.
static TAKEN: AtomicBool = AtomicBool::new(false);

impl Turn {
    fn take() -> Self {
        let asked = Instant::now();
        loop {
            if !TAKEN.load(Ordering::Relaxed) && !TAKEN.swap(true, Ordering::Acquire) {
                return Self(true);
            }
            if asked.elapsed() > WATCHED {
                return Self(false);
            }
            (0..16).for_each(|_| std::hint::spin_loop());
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.0 {
            TAKEN.store(false, Ordering::Release);
        }
    }
}

/// Calls Python: `name` is who it is in messages (`udf slug`).
///
/// # Errors
/// What the code raised, with it as the cause; `Cancelled` when the run has ended meanwhile.
pub fn call<T>(name: &str, work: impl FnOnce(Python<'_>) -> Result<T, Failure>) -> Result<T, Error> {
    let down = || Error::new(ErrorKind::Cancelled, name, "the interpreter is shutting down");
    let run = current();
    let asked = Instant::now();
    let turn = Turn::take();
    let answer = attach(|py| {
        if is_ending() {
            return Err(down());
        }
        if let Some(run) = &run {
            run.add_waited(asked.elapsed());
            if run.is_cancelled() {
                return Err(Error::cancelled(name));
            }
        }
        let listed = Listed::add(py, run).map_err(|error| raised(py, name, error))?;
        let result = work(py);
        drop(listed);
        result.map_err(|failure| match failure {
            Failure::Raised(error) => raised(py, name, error),
            Failure::Refused(error) => error,
        })
    });
    drop(turn);
    answer.unwrap_or_else(|| Err(down()))
}

/// The engine's error for an exception of the user's code; the exception itself becomes its `__cause__`.
pub fn raised(py: Python<'_>, name: &str, error: PyErr) -> Error {
    let class = error.get_type(py).name().map_or_else(|_| "error".to_owned(), |name| name.to_string());
    let text = error.value(py).to_string();
    let message = if text.is_empty() { class } else { format!("{class}: {text}") };
    Error::new(ErrorKind::Other, name, message).with_cause(Arc::new(error))
}
