//! The one place where a panic stops.
//!
//! PyO3 turns a panic into `PanicException`, which `except Exception` does not catch, and in an exported C
//! stream a panic aborts the process. So every method that touches the engine runs inside [`guard`]: what
//! panics there is raised as `PyRustError` with a request to report it, and the session goes on.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, Once, PoisonError};

use pyo3::prelude::*;
use pyrust_engine::{Error, ErrorKind};

use crate::exceptions;

/// Where the last panic happened: the hook sees the place, the catcher sees only the payload.
static LAST_PLACE: Mutex<Option<String>> = Mutex::new(None);

thread_local! {
    static GUARDED: Cell<usize> = const { Cell::new(0) };
}

/// Runs `work`; a panic in it is returned as an error.
pub fn guard<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    install_hook();
    GUARDED.with(|depth| depth.set(depth.get() + 1));
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.with(|depth| depth.set(depth.get() - 1));
    result.unwrap_or_else(|payload| Err(exceptions::to_python(defect(&*payload))))
}

/// What a caught panic becomes.
pub fn defect(payload: &(dyn Any + Send)) -> Error {
    let what = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let place = LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    Error::new(ErrorKind::Internal, "pyrust", format!("a defect in the native core: {what}{place}"))
        .with_hint("the session can be used further; please report this message together with the call that led to it")
}

/// Remembers the place of a panic in our threads instead of printing it; others print as before.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            let ours = GUARDED.try_with(|depth| depth.get() > 0).unwrap_or(false)
                || std::thread::current().name().is_some_and(|name| name.starts_with("pyrust"));
            if ours {
                let place = info.location().map(ToString::to_string);
                *LAST_PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
            } else {
                previous(info);
            }
        }));
    });
}
