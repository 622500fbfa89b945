//! Work of the engine as a future of asyncio, for the loop that runs in this thread.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict, PyTuple};

use crate::interpreter::attach;
use crate::runtime::{self, SIGNAL_POLL};

/// Returns a future of the running loop that gets what `work` returns. `give_up` is called where the future is cancelled.
///
/// # Errors
/// A `RuntimeError` where no loop runs in this thread.
pub fn awaitable<'py, T, F>(
    py: Python<'py>,
    work: F,
    convert: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
    give_up: impl Fn(Python<'_>) + Send + Sync + 'static,
) -> PyResult<Bound<'py, PyAny>>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let event_loop = py.import(intern!(py, "asyncio"))?.call_method0(intern!(py, "get_running_loop"))?;
    let future = event_loop.call_method0(intern!(py, "create_future"))?;
    let done = move |given: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| -> PyResult<()> {
        let future = given.get_item(0)?;
        if future.call_method0(intern!(future.py(), "cancelled"))?.is_truthy()? {
            give_up(future.py());
        }
        Ok(())
    };
    future.call_method1(intern!(py, "add_done_callback"), (PyCFunction::new_closure(py, None, None, done)?,))?;
    Tick::again(&Bound::new(py, Tick { event_loop: event_loop.clone().unbind(), future: future.clone().unbind() })?)?;
    let (event_loop, waiting) = (event_loop.unbind(), future.clone().unbind());
    runtime::spawn(async move {
        let result = work.await;
        attach(|py| {
            let settled = match convert(py, result) {
                Ok(value) => settle(py, &waiting, intern!(py, "set_result"), value),
                Err(error) => settle(py, &waiting, intern!(py, "set_exception"), error.into_value(py).into_any()),
            };
            // A loop that is closed by now has nobody who waits.
            let _ = settled
                .and_then(|settle| event_loop.bind(py).call_method1(intern!(py, "call_soon_threadsafe"), (settle,)));
            // Dropped here, where the interpreter is held.
            drop((event_loop, waiting));
        });
    })?;
    Ok(future)
}

/// Wakes the loop now and then as long as a future is not done. A kernel cancels an async cell from within the handler of
/// the signal, in a way that is noticed when the loop does something next: one that only waits for us would not.
#[pyclass(frozen)]
struct Tick {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
}

impl Tick {
    fn again(this: &Bound<'_, Self>) -> PyResult<()> {
        let py = this.py();
        let event_loop = this.get().event_loop.bind(py);
        event_loop.call_method1(intern!(py, "call_later"), (SIGNAL_POLL.as_secs_f64(), this)).map(drop)
    }
}

#[pymethods]
impl Tick {
    fn __call__(this: &Bound<'_, Self>) -> PyResult<()> {
        let py = this.py();
        match this.get().future.bind(py).call_method0(intern!(py, "done"))?.is_truthy()? {
            true => Ok(()),
            false => Self::again(this),
        }
    }
}

/// Returns a function that settles a future, unless it was cancelled meanwhile.
fn settle<'py>(
    py: Python<'py>,
    future: &Py<PyAny>,
    how: &Bound<'py, pyo3::types::PyString>,
    value: Py<PyAny>,
) -> PyResult<Bound<'py, PyCFunction>> {
    let (future, how) = (future.clone_ref(py), how.clone().unbind());
    let settle = move |given: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| -> PyResult<()> {
        let py = given.py();
        let future = future.bind(py);
        if !future.call_method0(intern!(py, "done"))?.is_truthy()? {
            future.call_method1(how.bind(py), (value.clone_ref(py),))?;
        }
        Ok(())
    };
    PyCFunction::new_closure(py, None, None, settle)
}
