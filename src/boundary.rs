//! The one place where a panic stops.
//!
//! PyO3 turns a panic into `PanicException`, which `except Exception` does not catch, and in an exported C
//! stream a panic aborts the process. So every method that touches the engine runs inside [`guard`]: what
//! panics there is raised as `PyRustError` with a request to report it, and the session goes on. Nothing is printed;
//! with `PYRUST_BACKTRACE=1` the exception carries the calls that led to the panic as a note.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, Once, PoisonError};

use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind, memory};

use crate::exceptions::{self, Trace};

/// How many panics are remembered that nobody has caught yet.
const KEPT: usize = 16;

/// A panic as its thread saw it. Whoever catches it, often in another thread, has only what it said, by which it is
/// found again.
struct Panic {
    message: String,
    place: Option<String>,
    trace: Option<Trace>,
}

static PANICS: Mutex<VecDeque<Panic>> = Mutex::new(VecDeque::new());

/// How many guards this thread is inside. A thread of Python's that ends gives its share of the sum of bytes to the
/// others, as all that it allocates is allocated under a guard.
struct Depth(Cell<usize>);

impl Drop for Depth {
    fn drop(&mut self) {
        memory::flush_thread();
    }
}

thread_local! {
    static GUARDED: Depth = const { Depth(Cell::new(0)) };
}

/// Runs `work`; a panic in it is returned as an error.
pub fn guard<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    install_hook();
    // A thread in its last breath has no storage any more; its panics are caught all the same.
    let _ = GUARDED.try_with(|depth| depth.0.set(depth.0.get() + 1));
    let result = catch_unwind(AssertUnwindSafe(work));
    let _ = GUARDED.try_with(|depth| depth.0.set(depth.0.get() - 1));
    result.unwrap_or_else(|payload| Err(exceptions::to_python(defect(&*payload))))
}

/// What a caught panic becomes.
pub fn defect(payload: &(dyn Any + Send)) -> Error {
    let what = said(payload);
    let mut panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
    let seen = panics.iter().position(|panic| panic.message == what).and_then(|place| panics.remove(place));
    drop(panics);
    let (place, trace) = seen.map_or((None, None), |panic| (panic.place, panic.trace));
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    let error = Error::new(ErrorKind::Internal, "pyrust", format!("a defect in the native core: {what}{place}"))
        .with_hint("the session can be used further; please report this message together with the call that led to it");
    match trace {
        Some(trace) => error.with_cause(Arc::new(trace)),
        None => error,
    }
}

fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

/// Remembers a panic in our threads instead of printing it; others print as before.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            let ours = GUARDED.try_with(|depth| depth.0.get() > 0).unwrap_or(false)
                || std::thread::current().name().is_some_and(|name| name.starts_with("pyrust"));
            if ours {
                let traced = std::env::var_os("PYRUST_BACKTRACE").is_some_and(|value| value == "1");
                let panic = Panic {
                    message: said(info.payload()),
                    place: info.location().map(ToString::to_string),
                    trace: traced.then(|| Trace(Backtrace::force_capture().to_string())),
                };
                let mut panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
                if panics.len() == KEPT {
                    panics.pop_front();
                }
                panics.push_back(panic);
            } else {
                previous(info);
            }
        }));
    });
}
