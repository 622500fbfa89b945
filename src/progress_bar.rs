//! The bar that a call shows while it is waited for: `pyrust._progress` draws it, here is when.

use std::time::{Duration, Instant};

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::intern;
use pyo3::prelude::*;
use pyrust_engine::RunWatch;

use crate::run::PyRun;

/// How long a call takes before it shows a bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the bar is drawn.
const PERIOD: Duration = Duration::from_millis(200);

/// The bar of one call.
pub struct ProgressBar {
    due: Instant,
    state: State,
}

enum State {
    /// The call has not taken long yet.
    Pending,
    Open(Py<PyAny>),
    /// Nobody would see it, or it could not be drawn.
    Off,
}

impl ProgressBar {
    /// A bar for a call that begins now; one that stays away if the call is not `shown`.
    pub fn new(shown: bool) -> Self {
        Self { due: Instant::now() + PATIENCE, state: if shown { State::Pending } else { State::Off } }
    }

    /// Draws the bar if it is time to.
    ///
    /// # Errors
    /// The `KeyboardInterrupt` of a signal that came while it was drawn. No other error ends a call.
    pub fn draw(&mut self, py: Python<'_>, watch: &RunWatch) -> PyResult<()> {
        if matches!(self.state, State::Off) || Instant::now() < self.due {
            return Ok(());
        }
        self.due = Instant::now() + PERIOD;
        // The last one that was started: what it waits for was started after it.
        let Some(run) = watch.runs().into_iter().rev().find(|run| !run.state().is_over()) else { return Ok(()) };
        let drawn = self.open(py).and_then(|bar| match bar {
            Some(bar) => bar.call_method1(intern!(py, "update"), (PyRun::new(run),)).map(drop),
            None => Ok(()),
        });
        drawn.or_else(|error| self.give_up(py, error))
    }

    /// The bar, opened now if it is not open.
    fn open<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        if let State::Open(bar) = &self.state {
            return Ok(Some(bar.bind(py).clone()));
        }
        let bar = py.import(intern!(py, "pyrust._progress"))?.call_method0(intern!(py, "begin"))?;
        let open = (!bar.is_none()).then_some(bar);
        self.state = open.clone().map_or(State::Off, |bar| State::Open(bar.unbind()));
        Ok(open)
    }

    /// Leaves nothing on the screen.
    ///
    /// # Errors
    /// That of [`draw`](Self::draw).
    pub fn end(&mut self, py: Python<'_>) -> PyResult<()> {
        match std::mem::replace(&mut self.state, State::Off) {
            State::Open(bar) => {
                bar.call_method0(py, intern!(py, "end")).map(drop).or_else(|error| interrupt(py, error))
            }
            _ => Ok(()),
        }
    }

    fn give_up(&mut self, py: Python<'_>, error: PyErr) -> PyResult<()> {
        self.end(py)?;
        interrupt(py, error)
    }
}

fn interrupt(py: Python<'_>, error: PyErr) -> PyResult<()> {
    if error.is_instance_of::<PyKeyboardInterrupt>(py) { Err(error) } else { Ok(()) }
}
