//! How a class answers for names that it does not have, at no cost for those that it has.
//!
//! `__getattr__` would cost every look-up: a call of `df.width` takes twice as long with PyO3's, or with one that is set on
//! the class. This is the slot underneath: Python's own look-up, and an answer where that has failed
//! (docs/decisions/0026-names-in-with-columns.md).

#![expect(unsafe_code, reason = "PyO3 has no attribute for the slot of look-ups alone")]

use std::ffi::c_void;
use std::ptr::null_mut;

use pyo3::exceptions::PyAttributeError;
use pyo3::impl_::pyclass::{PyClassImpl, PyClassItems};
use pyo3::prelude::*;
use pyo3::{PyClass, ffi};

use crate::boundary::guard;
use crate::interpreter::attach;

/// A class that says what to write instead of a name that it does not have.
pub trait Answering: PyClass {
    /// The error for `name`.
    fn unknown(this: &Bound<'_, Self>, name: &str) -> PyErr;

    /// The method behind a name that `hasattr` finds and a look into the class does not.
    fn hidden(_name: &str) -> Option<&'static str> {
        None
    }
}

/// The slot: looks `name` up as every class does.
///
/// # Safety
/// Python calls it, attached, with an object of the class `T` and a string.
pub unsafe extern "C" fn look_up<T: Answering>(
    this: *mut ffi::PyObject,
    name: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: both are live objects, as Python promises of what it gives a slot; this is the slot of classes without one.
    let found = unsafe { ffi::PyObject_GenericGetAttr(this, name) };
    if found.is_null() { answer::<T>(this, name) } else { found }
}

/// Answers for a missing name, mostly with another error than the one that Python has raised; any other error stays.
#[cold]
fn answer<T: Answering>(this: *mut ffi::PyObject, name: *mut ffi::PyObject) -> *mut ffi::PyObject {
    attach(|py| {
        let Some(error) = PyErr::take(py) else { return null_mut() };
        // SAFETY: both are live while the slot runs, and are borrowed no longer.
        let (this, name) = unsafe { (Bound::from_borrowed_ptr(py, this), Bound::from_borrowed_ptr(py, name)) };
        // One with a traceback was raised in the Python code of a registered namespace.
        let is_missing = error.is_instance_of::<PyAttributeError>(py) && error.traceback(py).is_none();
        let answered = match (is_missing, this.cast::<T>(), name.str()) {
            (true, Ok(this), Ok(name)) => guard(|| {
                let name = name.to_string_lossy();
                T::hidden(&name).map_or_else(|| Err(T::unknown(this, &name)), |method| this.as_any().getattr(method))
            }),
            _ => Err(error),
        };
        answered.map_or_else(
            |error| {
                error.restore(py);
                null_mut()
            },
            Bound::into_ptr,
        )
    })
    .unwrap_or(null_mut())
}

/// A slot, as PyO3 takes it.
pub type Slot = ffi::PyType_Slot;

/// The slot of a class.
pub const fn slot<T: Answering>() -> Slot {
    Slot { slot: ffi::Py_tp_getattro, pfunc: look_up::<T> as ffi::getattrofunc as *mut c_void }
}

/// The inventory in which PyO3 collects the parts of a class.
pub type Inventory<T> = <T as PyClassImpl>::Inventory;

/// The slots of a class as a part of it.
pub const fn items(slots: &'static [Slot]) -> PyClassItems {
    PyClassItems { methods: &[], slots }
}
