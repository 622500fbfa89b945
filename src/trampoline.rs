//! How a function answers for arguments that it does not take, at no cost for those that it takes.
//!
//! PyO3 reads the arguments and raises its own errors before a line of ours runs. So each method and function is put
//! behind a function of ours, which calls it and looks at what was raised where it has failed
//! (docs/decisions/0026-names-in-with-columns.md). A function of C knows nothing but its arguments, so there is one for
//! each that stands behind it: they are made of a number, by which they find it.

#![expect(unsafe_code, reason = "PyO3 has no place where the errors of arguments are made")]

use std::ffi::{CStr, CString, c_int};
use std::ptr::{self, null_mut};
use std::slice;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::impl_::pyclass::PyClassImpl;
use pyo3::impl_::pymethods::PyMethodDefType;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyTuple};
use pyo3::{PyClass, ffi};

use crate::boundary::guard;
use crate::interpreter::attach;
use crate::refused_call::{Call, Function, answer, unwanted};

/// A trampoline, which is called as functions with arguments are.
type Trampoline = ffi::PyCFunctionFastWithKeywords;

const WITH_ARGUMENTS: c_int = ffi::METH_FASTCALL | ffi::METH_KEYWORDS;
const WITH_NAMED: c_int = ffi::METH_VARARGS | ffi::METH_KEYWORDS;

/// A function of PyO3's, by the way in which it is called.
#[derive(Clone, Copy)]
enum Called {
    WithArguments(ffi::PyCFunctionFastWithKeywords),
    /// With `**named`: it takes a tuple and a dict.
    WithNamed(ffi::PyCFunctionWithKeywords),
    Without(ffi::PyCFunction),
}

impl Called {
    /// # Safety
    /// The flags are those of the function.
    unsafe fn of(flags: c_int, function: ffi::PyMethodDefPointer) -> Option<Self> {
        match flags & !ffi::METH_STATIC {
            // SAFETY: the flags say which one of the union it is.
            WITH_ARGUMENTS => Some(Self::WithArguments(unsafe { function.PyCFunctionFastWithKeywords })),
            // SAFETY: as above.
            WITH_NAMED => Some(Self::WithNamed(unsafe { function.PyCFunctionWithKeywords })),
            // SAFETY: as above.
            ffi::METH_NOARGS => Some(Self::Without(unsafe { function.PyCFunction })),
            _ => None,
        }
    }
}

/// What stands behind a trampoline.
struct Behind {
    called: Called,
    function: Function,
}

/// How many there may be: twice as many as there are.
const ROOM: usize = 2048;

static BEHIND: [OnceLock<Behind>; ROOM] = [const { OnceLock::new() }; ROOM];

/// How many of them are taken.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// The trampoline of that number.
///
/// # Safety
/// Python calls it, attached, with `count` values and one more for each of the keywords, a tuple or null.
unsafe extern "C" fn trampoline<const NUMBER: usize>(
    this: *mut ffi::PyObject,
    values: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: it is called as this one.
    unsafe { call(&BEHIND[NUMBER], this, values, count, keywords) }
}

/// Calls what is behind a trampoline, and answers where it fails.
///
/// # Safety
/// As that of the trampoline.
unsafe fn call(
    behind: &OnceLock<Behind>,
    this: *mut ffi::PyObject,
    values: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let Some(behind) = behind.get() else { return null_mut() };
    let result = match behind.called {
        // SAFETY: it is called as Python calls this one.
        Called::WithArguments(called) => unsafe { called(this, values, count, keywords) },
        // SAFETY: as above.
        Called::WithNamed(called) => unsafe { call_with_named(called, this, values, count, keywords) },
        // SAFETY: Python calls it with a null.
        Called::Without(called) if count == 0 && keywords.is_null() => unsafe { called(this, null_mut()) },
        Called::Without(_) => null_mut(),
    };
    if result.is_null() {
        // SAFETY: as above; nothing of it is kept.
        unsafe { refused(behind, values, count, keywords) };
    }
    result
}

/// Calls a function that takes a tuple and a dict.
///
/// # Safety
/// As that of the trampoline.
unsafe fn call_with_named(
    called: ffi::PyCFunctionWithKeywords,
    this: *mut ffi::PyObject,
    values: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: Python has called the trampoline attached.
    let py = unsafe { Python::assume_attached() };
    // SAFETY: it is what the trampoline was called with.
    match unsafe { given(py, values, count, keywords) }.as_tuple_and_dict(py) {
        Ok((values, named)) => {
            let named = named.as_ref().map_or(null_mut(), Bound::as_ptr);
            // SAFETY: it is called as Python calls it; both live until it has returned.
            unsafe { called(this, values.as_ptr(), named) }
        }
        Err(error) => {
            error.restore(py);
            null_mut()
        }
    }
}

/// What a function is called with.
///
/// # Safety
/// As that of the trampoline.
unsafe fn given<'py>(
    py: Python<'py>,
    values: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut ffi::PyObject,
) -> Call<'py> {
    // SAFETY: null, or a tuple that lives as long as the call.
    let keywords = unsafe { Bound::from_borrowed_ptr_or_opt(py, keywords) };
    let keywords = keywords.and_then(|keywords| keywords.cast_into::<PyTuple>().ok());
    let named = keywords.as_ref().map_or(0, |keywords| keywords.len());
    let values = match usize::try_from(count).unwrap_or(0) + named {
        0 => &[][..],
        // SAFETY: so many are there, as Python promises.
        all => unsafe { slice::from_raw_parts(values, all) },
    };
    // SAFETY: they live as long as the call.
    let values = values.iter().map(|value| unsafe { Bound::from_borrowed_ptr(py, *value) }).collect();
    Call { values, keywords }
}

/// Replaces the error of a failed call, if it is one of its arguments. None is set where a function without arguments was
/// not called.
///
/// # Safety
/// As that of the trampoline.
#[cold]
unsafe fn refused(
    behind: &Behind,
    values: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut ffi::PyObject,
) {
    // SAFETY: attached; the two classes live as long as the interpreter, and all three are only compared.
    let is_plain = unsafe {
        let raised = ffi::PyErr_Occurred();
        raised.is_null() || ptr::eq(raised, ffi::PyExc_TypeError) || ptr::eq(raised, ffi::PyExc_OverflowError)
    };
    if !is_plain {
        return;
    }
    attach(|py| {
        let answered = guard(|| -> PyResult<()> {
            let error = PyErr::take(py);
            // SAFETY: it is what the trampoline was called with.
            let call = unsafe { given(py, values, count, keywords) };
            let function = &behind.function;
            Err(error.map_or_else(|| unwanted(function, &call), |error| answer(py, function, &call, error)))
        });
        if let Err(error) = answered {
            error.restore(py);
        }
    });
}

/// A definition like `raw`, of a trampoline before `called`; None where no more may be made.
fn before(called: Called, function: Function, raw: ffi::PyMethodDef) -> Option<*mut ffi::PyMethodDef> {
    let number = TAKEN.fetch_add(1, Ordering::Relaxed);
    let trampoline = TRAMPOLINES.as_flattened().as_flattened().get(number)?;
    BEHIND[number].set(Behind { called, function }).ok()?;
    let ml_meth = ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: *trampoline };
    // It lives as long as the class or the module: to the end.
    let ml_flags = WITH_ARGUMENTS | (raw.ml_flags & ffi::METH_STATIC);
    Some(Box::leak(Box::new(ffi::PyMethodDef { ml_meth, ml_flags, ..raw })))
}

/// Adds a class to the module, and puts its methods behind trampolines.
pub fn add_class<T: PyClass>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<T>()?;
    let (py, class) = (module.py(), module.py().get_type::<T>());
    for method in <T as PyClassImpl>::items_iter().flat_map(|items| items.methods) {
        let PyMethodDefType::Method(definition) = method else { continue };
        let raw = definition.into_raw();
        // SAFETY: both are texts of the program, which end with a zero.
        let (name, doc) = unsafe { (CStr::from_ptr(raw.ml_name), CStr::from_ptr(raw.ml_doc)) };
        let Ok(name) = name.to_str() else { continue };
        if name.starts_with('_') || raw.ml_flags & ffi::METH_STATIC != 0 {
            continue;
        }
        // SAFETY: the definition has both.
        let Some(called) = (unsafe { Called::of(raw.ml_flags, raw.ml_meth) }) else { continue };
        let function = Function::new(<T as PyClass>::NAME, name, doc);
        let Some(definition) = before(called, function, raw) else { return Ok(()) };
        // SAFETY: the class is one, and the definition stays; a null is an error that is set.
        let made = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyDescr_NewMethod(class.as_type_ptr(), definition)) };
        class.setattr(name, made?)?;
    }
    Ok(())
}

/// Puts the functions of a module behind trampolines; second names of one stay such.
pub fn replace_functions(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let (py, mut second) = (module.py(), Vec::new());
    for (name, value) in module.dict() {
        let (Ok(name), Ok(function)) = (name.extract::<String>(), value.cast::<PyCFunction>()) else { continue };
        // SAFETY: it is a function of C; Python gives every such one as one of the simplest.
        let (ml_flags, found) =
            unsafe { (ffi::PyCFunction_GetFlags(function.as_ptr()), ffi::PyCFunction_GetFunction(function.as_ptr())) };
        let Some(found) = found.filter(|_| !name.starts_with('_')) else { continue };
        let own: String = value.getattr("__name__")?.extract()?;
        if own != name {
            second.push((name, own));
            continue;
        }
        let ml_meth = ffi::PyMethodDefPointer { PyCFunction: found };
        // SAFETY: it has given both.
        let Some(called) = (unsafe { Called::of(ml_flags, ml_meth) }) else { continue };
        let signature: String = value.getattr("__text_signature__")?.extract()?;
        let doc: String = value.getattr("__doc__")?.extract()?;
        let doc = CString::new(format!("{name}{signature}\n--\n\n{doc}"))?;
        // They live as long as the module: to the end.
        let own: &'static str = Box::leak(own.into_boxed_str());
        let written: &'static CStr = Box::leak(CString::new(own)?.into_boxed_c_str());
        let doc: &'static CStr = Box::leak(doc.into_boxed_c_str());
        let raw = ffi::PyMethodDef { ml_name: written.as_ptr(), ml_meth, ml_flags, ml_doc: doc.as_ptr() };
        let function = Function::new("", own, doc);
        let Some(definition) = before(called, function, raw) else { return Ok(()) };
        // SAFETY: the definition stays; a null is an error that is set.
        let made = unsafe {
            let full = module.name()?;
            Bound::from_owned_ptr_or_err(py, ffi::PyCFunction_NewEx(definition, module.as_ptr(), full.as_ptr()))
        };
        module.setattr(&*name, made?)?;
    }
    second.into_iter().try_for_each(|(name, own)| module.setattr(&*name, module.getattr(&*own)?))
}

/// The number of the one at `position` in the sixteen of that number.
const fn within(sixteen: usize, position: usize) -> usize {
    sixteen * 16 + position
}

/// Sixteen of what `$one` makes of a number.
macro_rules! sixteen {
    ($one:ident, $at:expr) => {
        [
            $one!(within($at, 0)),
            $one!(within($at, 1)),
            $one!(within($at, 2)),
            $one!(within($at, 3)),
            $one!(within($at, 4)),
            $one!(within($at, 5)),
            $one!(within($at, 6)),
            $one!(within($at, 7)),
            $one!(within($at, 8)),
            $one!(within($at, 9)),
            $one!(within($at, 10)),
            $one!(within($at, 11)),
            $one!(within($at, 12)),
            $one!(within($at, 13)),
            $one!(within($at, 14)),
            $one!(within($at, 15)),
        ]
    };
}

macro_rules! made {
    ($number:expr) => {
        trampoline::<{ $number }>
    };
}

macro_rules! row {
    ($at:expr) => {
        sixteen!(made, $at)
    };
}

macro_rules! block {
    ($at:expr) => {
        sixteen!(row, $at)
    };
}

static TRAMPOLINES: [[[Trampoline; 16]; 16]; ROOM / 256] =
    [block!(0), block!(1), block!(2), block!(3), block!(4), block!(5), block!(6), block!(7)];
