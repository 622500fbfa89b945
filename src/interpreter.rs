//! The one doorway to Python: who comes in, how others get their turn meanwhile, and how a call is ended.
//!
//! Threads of the engine come in by [`attach`], which counts them, as the interpreter must not go down while one of
//! them is inside or on its way. Long work that holds the interpreter calls [`breathe`]: signals are heard, and other
//! threads run. A call of a user's code is [`Listed`] while it runs, so that the call of a cancelled run can be ended:
//! Python raises an exception in that thread at its next instruction, the way a signal does in the main thread.

#![expect(unsafe_code, reason = "two functions of Python's that PyO3 does not wrap")]

use std::cell::Cell;
use std::ffi::c_long;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyrust_engine::{Run, current};

/// How many values become Python's, or Arrow's, before signals are heard: a millisecond's, or a few.
const BREATH: usize = 16 * 1024;
/// How long this thread keeps the interpreter before others get their turn. A thread that waits asks for it only after
/// 5 ms in which it was not let go; and one that is woken finds it taken again, unless it is left free for a moment.
const TURN: Duration = Duration::from_millis(10);
/// That moment: what it takes to wake a thread.
const MOMENT: Duration = Duration::from_micros(50);
/// How long the end of the interpreter waits for calls that are in native code and cannot be ended.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// A call of a user's code that runs now.
struct Call {
    number: u64,
    /// The number by which Python knows its thread.
    thread: c_long,
    run: Option<Arc<Run>>,
    /// Whether the exception that ends it has been sent.
    ended: bool,
}

struct Calls {
    next: u64,
    /// How many threads of the engine are inside, or wait to be.
    attaching: usize,
    open: Vec<Call>,
}

/// Held for a few instructions at a time, never while Python runs or is waited for.
static CALLS: Mutex<Calls> = Mutex::new(Calls { next: 0, attaching: 0, open: Vec::new() });
static CHANGED: Condvar = Condvar::new();
/// Set when the interpreter goes down: whoever would come in after that ends with its thread.
static ENDING: AtomicBool = AtomicBool::new(false);

fn calls() -> MutexGuard<'static, Calls> {
    CALLS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A thread of the engine that comes in: counted before it asks for the interpreter, whose end must not come while it
/// waits there.
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

/// Whether Python knows this thread: it is one of Python's own, or is inside already.
pub fn knows_this_thread() -> bool {
    // SAFETY: it asks for nothing but this thread's own storage, with or without the interpreter, and its answer is
    // only compared with null.
    !unsafe { ffi::PyGILState_GetThisThreadState() }.is_null()
}

/// Runs `work` inside; not when the interpreter goes down, unless this thread is one of Python's own, for which Python
/// itself answers.
pub fn attach<T>(work: impl FnOnce(Python<'_>) -> T) -> Option<T> {
    let _counted = if knows_this_thread() { None } else { Some(Attaching::count()?) };
    Python::try_attach(work)
}

/// Counts `values` of long work; every [`BREATH`] of them signals are heard and a cancelled run that called this work ends
/// it, and every [`TURN`] other threads have the interpreter. Native code holds it for as long as it likes otherwise, and a grid that
/// is scrolled, or Ctrl-C, would wait for a whole column.
///
/// # Errors
/// What a signal's handler raised: `KeyboardInterrupt`.
pub fn breathe(py: Python<'_>, values: usize) -> PyResult<()> {
    thread_local! {
        static COUNTED: Cell<usize> = const { Cell::new(0) };
        static GAVE: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    let counted = COUNTED.get().saturating_add(values);
    if counted < BREATH {
        COUNTED.set(counted);
        return Ok(());
    }
    COUNTED.set(0);
    hear(py)?;
    if GAVE.get().is_none_or(|gave| gave.elapsed() >= TURN) {
        py.detach(|| std::thread::sleep(MOMENT));
        GAVE.set(Some(Instant::now()));
    }
    Ok(())
}

/// Hears signals, and the end of the run of which this is a user function.
///
/// # Errors
/// What a signal's handler raised; `KeyboardInterrupt` where the run was cancelled.
pub fn hear(py: Python<'_>) -> PyResult<()> {
    match current() {
        Some(run) if run.is_cancelled() || is_ending() => Err(ended_here(py)),
        _ => py.check_signals(),
    }
}

/// A call on the list until it is dropped, which must be while its thread is still inside.
pub struct Listed {
    number: u64,
    thread: c_long,
}

impl Listed {
    /// Lists a call for `run` in this thread.
    ///
    /// # Errors
    /// What Python raised when it was asked for the thread's number.
    pub fn add(py: Python<'_>, run: Option<Arc<Run>>) -> PyResult<Self> {
        let thread = thread_number(py)?;
        let mut calls = calls();
        calls.next += 1;
        let number = calls.next;
        calls.open.push(Call { number, thread, run, ended: false });
        Ok(Self { number, thread })
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut calls = calls();
        let Some(place) = calls.open.iter().position(|call| call.number == self.number) else { return };
        let was_ended = calls.open.swap_remove(place).ended;
        // An exception that came too late for this call must not end what the thread does next: a function that
        // asked for another query, or the planning that the user's own thread does.
        if was_ended && !calls.open.iter().any(|call| call.thread == self.thread && call.ended) {
            send(&calls, self.thread, None);
        }
    }
}

/// The number by which Python knows this thread.
fn thread_number(py: Python<'_>) -> PyResult<c_long> {
    thread_local! {
        static NUMBER: Cell<Option<c_long>> = const { Cell::new(None) };
    }
    if let Some(number) = NUMBER.get() {
        return Ok(number);
    }
    let number: u64 = py.import(intern!(py, "_thread"))?.call_method0(intern!(py, "get_ident"))?.extract()?;
    // Python counts in `unsigned long`, its function takes the same bits.
    let number = number as c_long;
    NUMBER.set(Some(number));
    Ok(number)
}

/// Sends an exception of this class to a thread, or takes back (None) the one that it has not seen yet. The list is
/// locked meanwhile: no call ends or begins between the look at the list and this.
fn send(_locked: &MutexGuard<'_, Calls>, thread: c_long, class: Option<&Bound<'_, PyAny>>) {
    let class = class.map_or(ptr::null_mut(), Bound::as_ptr);
    // SAFETY: the interpreter is held: every caller is inside (`Listed` is dropped there). The class is borrowed for
    // the call, and Python takes a reference of its own; null takes an exception back. It runs no code of Python: what
    // it lets go of is a class that the interpreter keeps.
    unsafe { ffi::PyThreadState_SetAsyncExc(thread, class) };
}

/// Ends the calls whose run was cancelled; all of them when the interpreter goes down.
pub fn end_cancelled(py: Python<'_>) {
    let all = is_ending();
    let class = py.get_type::<PyKeyboardInterrupt>();
    let mut calls = calls();
    let mut threads = Vec::new();
    for call in &mut calls.open {
        let cancelled = call.run.as_ref().is_some_and(|run| run.is_cancelled());
        if (all || cancelled) && !call.ended {
            call.ended = true;
            threads.push(call.thread);
        }
    }
    for thread in threads {
        send(&calls, thread, Some(&class));
    }
}

/// What a call of a cancelled run raises where it waits in the engine: one interrupt, and not a second on its heels.
fn ended_here(py: Python<'_>) -> PyErr {
    if let Ok(thread) = thread_number(py) {
        let mut calls = calls();
        calls.open.iter_mut().filter(|call| call.thread == thread).for_each(|call| call.ended = true);
        send(&calls, thread, None);
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
        let _nobody_comes_in = calls();
        ENDING.store(true, Ordering::Release);
    }
    end_cancelled(py);
    py.detach(|| {
        let _ = CHANGED.wait_timeout_while(calls(), LAST_WAIT, |calls| calls.attaching > 0);
    });
}
