//! `Look`: the way to stop waiting for rows that nobody wants to see any more.

use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind, Result};
use tokio::sync::watch;

/// One look at rows, which can be stopped while they are waited for. It stops the waiting and never the query.
///
/// Example:
///     >>> import pyrust as pr
///     >>> from pyrust._core import Look, View
///     >>> look = Look()
///     >>> look.stop()
///     >>> look.stopped
///     True
///     >>> slow = pr.range(10**12).filter(pr.col("value") < 0)
///     >>> View(slow).page(0, 10, [0], look)
///     Traceback (most recent call last):
///         ...
///     pyrust.CancelledError: show: nobody waits for these rows any more
#[pyclass(name = "Look", module = "pyrust", frozen)]
pub struct PyLook {
    stopped: watch::Sender<bool>,
}

#[pymethods]
impl PyLook {
    #[new]
    fn new() -> Self {
        Self { stopped: watch::channel(false).0 }
    }

    /// Stop waiting; what has been answered already stays so.
    fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// Whether it has been stopped.
    #[getter]
    fn stopped(&self) -> bool {
        *self.stopped.borrow()
    }
}

/// Waits for what `future` gives, or until `look` is stopped. What is there at once is given, stopped or not.
pub fn until_stopped<T, F>(look: Option<&PyLook>, future: F) -> impl Future<Output = Result<T>> + use<T, F>
where
    F: Future<Output = Result<T>>,
{
    let stopped = look.map(|look| look.stopped.subscribe());
    async move {
        let Some(mut stopped) = stopped else { return future.await };
        let stopping = async {
            // The sender goes where nobody can stop it any more.
            if stopped.wait_for(|stopped| *stopped).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            biased;
            result = future => result,
            () = stopping => Err(Error::new(ErrorKind::Cancelled, "show", "nobody waits for these rows any more")),
        }
    }
}
