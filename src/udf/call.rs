//! A call of a user's Python code from a thread of the engine.
//!
//! The interpreter is attached once for a call, which is one batch; how long that takes (all partitions want the one
//! GIL) is counted to the run. Nothing is locked meanwhile. Every call is on a list while it runs, so that the call
//! of a cancelled run can be ended: Python raises an exception in that thread at its next instruction, the way a
//! signal does in the main thread. It reaches this call only, as the thread belongs to the interpreter for no longer.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::intern;
use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind, Run, RunState, current};

/// How long the end of the interpreter waits for calls that are in native code and cannot be ended.
const LAST_WAIT: Duration = Duration::from_secs(2);

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

struct Call {
    number: u64,
    thread: u64,
    run: Option<Arc<Run>>,
    ended: bool,
}

struct Calls {
    next: u64,
    /// How many threads of the engine are attached, or wait to be.
    attaching: usize,
    open: Vec<Call>,
}

/// Held for a few instructions at a time, never while Python runs or is waited for.
static CALLS: Mutex<Calls> = Mutex::new(Calls { next: 0, attaching: 0, open: Vec::new() });
static CHANGED: Condvar = Condvar::new();
/// Set when the interpreter goes down: whoever would attach after that ends with its thread.
static ENDING: AtomicBool = AtomicBool::new(false);

fn calls() -> MutexGuard<'static, Calls> {
    CALLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A thread of the engine that attaches: counted before it asks for the GIL, as the end of the interpreter must not
/// come while it waits there.
struct Attaching;

impl Attaching {
    /// None when the interpreter goes down.
    fn count() -> Option<Self> {
        let mut calls = calls();
        if is_ending() {
            return None;
        }
        calls.attaching += 1;
        Some(Self)
    }
}

impl Drop for Attaching {
    fn drop(&mut self) {
        calls().attaching -= 1;
        CHANGED.notify_all();
    }
}

/// Attaches a thread of the engine; not when the interpreter goes down.
pub fn attach<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    let _counted = Attaching::count()?;
    Python::try_attach(work)
}

/// On the list until it is dropped.
struct Listed(u64);

impl Listed {
    fn add(py: Python<'_>, run: Option<Arc<Run>>) -> PyResult<Self> {
        let thread = thread_number(py)?;
        let mut calls = calls();
        calls.next += 1;
        let number = calls.next;
        calls.open.push(Call { number, thread, run, ended: false });
        Ok(Self(number))
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        calls().open.retain(|call| call.number != self.0);
    }
}

/// The number by which Python knows this thread.
fn thread_number(py: Python<'_>) -> PyResult<u64> {
    thread_local! {
        static NUMBER: Cell<Option<u64>> = const { Cell::new(None) };
    }
    if let Some(number) = NUMBER.get() {
        return Ok(number);
    }
    let number = py.import(intern!(py, "_thread"))?.call_method0(intern!(py, "get_ident"))?.extract()?;
    NUMBER.set(Some(number));
    Ok(number)
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
            if run.state() == RunState::Cancelled {
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

/// Ends the calls whose run was cancelled; all of them when the interpreter goes down.
pub fn end_cancelled(py: Python<'_>) {
    let all = is_ending();
    let mut threads = Vec::new();
    for call in &mut calls().open {
        let cancelled = call.run.as_ref().is_some_and(|run| run.state() == RunState::Cancelled);
        if (all || cancelled) && !call.ended {
            call.ended = true;
            threads.push(call.thread);
        }
    }
    for thread in threads {
        // Where ctypes is missing, the call goes on to the end of its batch; nothing waits for it.
        let _ = interrupt(py, thread, true);
    }
}

/// Raises KeyboardInterrupt in a thread, or takes it back. The GIL is held, so the thread is still in the call that was
/// looked up.
fn interrupt(py: Python<'_>, thread: u64, raise_it: bool) -> PyResult<()> {
    let ctypes = py.import(intern!(py, "ctypes"))?;
    let raise = ctypes.getattr(intern!(py, "pythonapi"))?.getattr(intern!(py, "PyThreadState_SetAsyncExc"))?;
    let thread = ctypes.getattr(intern!(py, "c_ulong"))?.call1((thread,))?;
    let class = match raise_it {
        true => Some(ctypes.getattr(intern!(py, "py_object"))?.call1((py.get_type::<PyKeyboardInterrupt>(),))?),
        false => None,
    };
    raise.call1((thread, class)).map(drop)
}

/// What a call of a cancelled run raises where it waits in the engine: one interrupt, and not a second on its heels.
pub fn ended_here(py: Python<'_>) -> PyErr {
    if let Ok(thread) = thread_number(py) {
        calls().open.iter_mut().filter(|call| call.thread == thread).for_each(|call| call.ended = true);
        let _ = interrupt(py, thread, false);
    }
    PyKeyboardInterrupt::new_err("the run was cancelled")
}

/// Whether the interpreter is going down.
pub fn is_ending() -> bool {
    ENDING.load(Ordering::Acquire)
}

/// Ends all calls and waits for them: a thread that came back from native code to an interpreter that is gone would
/// take the process with it.
pub fn shut_down(py: Python<'_>) {
    {
        let _nobody_begins = calls();
        ENDING.store(true, Ordering::Release);
    }
    end_cancelled(py);
    py.detach(|| {
        let _ = CHANGED.wait_timeout_while(calls(), LAST_WAIT, |calls| calls.attaching > 0);
    });
}
