//! How a function answers for arguments that it does not take, at no cost for those that it takes.
//!
//! PyO3 reads the arguments and raises its own errors before a line of ours runs. So each method and function is put
//! behind a function of ours, which calls it and looks at what was raised where it has failed
//! (docs/decisions/0026-names-in-with-columns.md). A function of C knows nothing but its arguments, so there is one for
//! each that stands behind it: they are made of a number, by which they find it.

#![expect(unsafe_code, reason = "PyO3 has no place where the errors of arguments are made")]

use std::ffi::{CStr, CString, c_int};
use std::mem::transmute;
use std::ptr::{self, NonNull, null_mut};
use std::slice;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::impl_::pyclass::PyClassImpl;
use pyo3::impl_::pymethods::PyMethodDefType;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyString, PyTuple, PyType};
use pyo3::{PyClass, ffi};

use crate::boundary::guard;
use crate::exceptions::type_error;
use crate::interpreter::attach;
use crate::refused_call::{Call, Function, NEW, answer, unwanted};

/// A trampoline, which is called as functions with arguments are.
type Trampoline = ffi::PyCFunctionFastWithKeywords;

const WITH_ARGUMENTS: c_int = ffi::METH_FASTCALL | ffi::METH_KEYWORDS;
const WITH_NAMED: c_int = ffi::METH_VARARGS | ffi::METH_KEYWORDS;

/// What Python has called a trampoline with: `count` values and one more for each of the keywords, a tuple or null.
#[derive(Clone, Copy)]
struct Given {
    this: *mut ffi::PyObject,
    values: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    keywords: *mut ffi::PyObject,
}

impl Given {
    /// # Safety
    /// It is what Python has called a trampoline with, which has not returned.
    unsafe fn read<'py>(self, py: Python<'py>) -> Call<'py> {
        // SAFETY: null, or a tuple that lives as long as the call.
        let keywords = unsafe { Bound::from_borrowed_ptr_or_opt(py, self.keywords) };
        let keywords = keywords.and_then(|keywords| keywords.cast_into::<PyTuple>().ok());
        let named = keywords.as_ref().map_or(0, |keywords| keywords.len());
        let values = match usize::try_from(self.count).unwrap_or(0) + named {
            0 => &[][..],
            // SAFETY: so many are there, as Python promises.
            all => unsafe { slice::from_raw_parts(self.values, all) },
        };
        // SAFETY: they live as long as the call.
        let values = values.iter().map(|value| unsafe { Bound::from_borrowed_ptr(py, *value) }).collect();
        Call { values, keywords }
    }
}

/// A function of PyO3's, by the way in which it is called.
#[derive(Clone, Copy)]
enum Called {
    WithArguments(ffi::PyCFunctionFastWithKeywords),
    /// With `**named`: it takes a tuple and a dict.
    WithNamed(ffi::PyCFunctionWithKeywords),
    Without(ffi::PyCFunction),
    /// A constructor: it takes the class, a tuple and a dict.
    New(ffi::newfunc),
}

impl Called {
    /// # Safety
    /// The flags are those of the function.
    unsafe fn of(flags: c_int, function: ffi::PyMethodDefPointer) -> Option<Self> {
        match flags {
            // SAFETY: the flags say which one of the union it is.
            WITH_ARGUMENTS => Some(Self::WithArguments(unsafe { function.PyCFunctionFastWithKeywords })),
            // SAFETY: as above.
            WITH_NAMED => Some(Self::WithNamed(unsafe { function.PyCFunctionWithKeywords })),
            // SAFETY: as above.
            ffi::METH_NOARGS => Some(Self::Without(unsafe { function.PyCFunction })),
            _ => None,
        }
    }

    /// Calls it. Without arguments it is not called with some: no error is set then.
    ///
    /// # Safety
    /// As that of [`Given::read`].
    unsafe fn call(self, given: Given) -> *mut ffi::PyObject {
        match self {
            // SAFETY: it is called as Python calls it.
            Self::WithArguments(called) => unsafe { called(given.this, given.values, given.count, given.keywords) },
            // SAFETY: Python calls it with a null.
            Self::Without(called) if given.count == 0 && given.keywords.is_null() => unsafe {
                called(given.this, null_mut())
            },
            Self::Without(_) => null_mut(),
            Self::WithNamed(_) | Self::New(_) => {
                // SAFETY: Python has called the trampoline attached.
                let py = unsafe { Python::assume_attached() };
                // SAFETY: as promised.
                unsafe { self.call_with_tuple(py, given) }.unwrap_or_else(|error| {
                    error.restore(py);
                    null_mut()
                })
            }
        }
    }

    /// Calls one that takes a tuple and a dict.
    ///
    /// # Safety
    /// As that of [`Given::read`].
    unsafe fn call_with_tuple(self, py: Python<'_>, given: Given) -> PyResult<*mut ffi::PyObject> {
        // SAFETY: as promised.
        let (mut call, this) = unsafe { (given.read(py), Bound::from_borrowed_ptr(py, given.this)) };
        let class = match self {
            Self::New(_) => Some(class_to_make(this, &mut call)?),
            _ => None,
        };
        let (values, named) = call.as_tuple_and_dict(py)?;
        let named = named.as_ref().map_or(null_mut(), Bound::as_ptr);
        Ok(match (self, class) {
            // SAFETY: it is called as Python calls it; all live until it has returned.
            (Self::WithNamed(called), _) => unsafe { called(given.this, values.as_ptr(), named) },
            // SAFETY: as above; the class is one that it makes objects of.
            (Self::New(called), Some(class)) => unsafe { called(class.as_type_ptr(), values.as_ptr(), named) },
            _ => null_mut(),
        })
    }
}

/// The class that `__new__` of `owner` is called with: itself, or one that Python code has derived from it. Any other
/// has another constructor, and its objects another form.
fn class_to_make<'py>(owner: Bound<'py, PyAny>, call: &mut Call<'py>) -> PyResult<Bound<'py, PyType>> {
    let class = call.without_first().and_then(|class| class.cast_into::<PyType>().ok());
    let is_made_here = |base: &Bound<'py, PyAny>| {
        let new = base.getattr("__dict__").and_then(|names| names.get_item(NEW));
        new.is_ok_and(|new| new.is_instance_of::<PyCFunction>())
    };
    let is_ours =
        |class: &Bound<'py, PyType>| class.mro().iter().find(is_made_here).is_some_and(|base| base.is(&owner));
    class.filter(is_ours).ok_or_else(|| {
        type_error(
            NEW,
            "the first argument is the class, or one that Python code has derived from it",
            "call the class",
        )
    })
}

/// What stands behind a trampoline.
struct Behind {
    called: Called,
    function: Function<'static>,
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
    // SAFETY: it is what Python has called this one with.
    unsafe { call(&BEHIND[NUMBER], Given { this, values, count, keywords }) }
}

/// Calls what is behind a trampoline, and answers where it fails.
///
/// # Safety
/// As that of [`Given::read`].
unsafe fn call(behind: &OnceLock<Behind>, given: Given) -> *mut ffi::PyObject {
    let Some(behind) = behind.get() else { return null_mut() };
    // SAFETY: as promised.
    let result = unsafe { behind.called.call(given) };
    if result.is_null() {
        // SAFETY: as above; nothing of it is kept.
        unsafe { refused(behind, given) };
    }
    result
}

/// Replaces the error of a failed call, if it is one of its arguments. None is set where a function without arguments was
/// not called.
///
/// # Safety
/// As that of [`Given::read`].
#[cold]
unsafe fn refused(behind: &Behind, given: Given) {
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
            // SAFETY: as promised.
            let mut call = unsafe { given.read(py) };
            if matches!(behind.called, Called::New(_)) {
                call.without_first();
            }
            let function = &behind.function;
            Err(error.map_or_else(|| unwanted(function, &call), |error| answer(py, function, &call, error)))
        });
        if let Err(error) = answered {
            error.restore(py);
        }
    });
}

/// A definition, of that name and doc, of a trampoline before `called`; None where no more may be made.
fn before(
    called: Called,
    function: Function<'static>,
    name: &'static CStr,
    doc: &'static CStr,
) -> Option<*mut ffi::PyMethodDef> {
    let number = TAKEN.fetch_add(1, Ordering::Relaxed);
    let trampoline = TRAMPOLINES.as_flattened().as_flattened().get(number)?;
    BEHIND[number].set(Behind { called, function }).ok()?;
    let ml_meth = ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: *trampoline };
    let (ml_name, ml_doc) = (name.as_ptr(), doc.as_ptr());
    // It lives as long as the class or the module: to the end.
    Some(Box::leak(Box::new(ffi::PyMethodDef { ml_name, ml_meth, ml_flags: WITH_ARGUMENTS, ml_doc })))
}

/// Adds a class to the module, and puts its methods and its constructor behind trampolines.
pub fn add_class<T: PyClass>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<T>()?;
    let (py, class) = (module.py(), module.py().get_type::<T>());
    for method in <T as PyClassImpl>::items_iter().flat_map(|items| items.methods) {
        let PyMethodDefType::Method(definition) = method else { continue };
        let raw = definition.into_raw();
        // SAFETY: both are texts of the program, which end with a zero.
        let (name, doc) = unsafe { (CStr::from_ptr(raw.ml_name), CStr::from_ptr(raw.ml_doc)) };
        let Some(public) = name.to_str().ok().filter(|name| !name.starts_with('_')) else { continue };
        // SAFETY: the definition has both.
        let Some(called) = (unsafe { Called::of(raw.ml_flags, raw.ml_meth) }) else { continue };
        let function = Function::new(<T as PyClass>::NAME, public, doc);
        let Some(definition) = before(called, function, name, doc) else { return Ok(()) };
        // SAFETY: the class is one, and the definition stays; a null is an error that is set.
        let made = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyDescr_NewMethod(class.as_type_ptr(), definition)) };
        class.setattr(public, made?)?;
    }
    replace_constructor(&class, <T as PyClass>::NAME, <T as PyClassImpl>::DOC)
}

/// Puts the constructor of a class, if it has one, behind a trampoline: a `__new__` of its own, as one of Python's would
/// be, which calls what was in the slot.
fn replace_constructor(class: &Bound<'_, PyType>, name: &'static str, doc: &'static CStr) -> PyResult<()> {
    if !class.getattr("__dict__")?.contains(NEW)? {
        return Ok(());
    }
    // SAFETY: the class is one that is made at run time; what the slot holds is of this form.
    let slot = unsafe { ffi::PyType_GetSlot(class.as_type_ptr(), ffi::Py_tp_new) };
    let Some(slot) = NonNull::new(slot) else { return Ok(()) };
    // SAFETY: as above.
    let new = unsafe { transmute::<NonNull<std::ffi::c_void>, ffi::newfunc>(slot) };
    let of_all = c"__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.";
    let Some(definition) = before(Called::New(new), Function::new(name, NEW, doc), c"__new__", of_all) else {
        return Ok(());
    };
    class.setattr(NEW, function_of(class, definition, None)?)
}

/// The function of a definition, which belongs to a class or a module.
fn function_of<'py>(
    owner: &Bound<'py, PyAny>,
    definition: *mut ffi::PyMethodDef,
    module: Option<&Bound<'py, PyString>>,
) -> PyResult<Bound<'py, PyAny>> {
    let module = module.map_or(null_mut(), Bound::as_ptr);
    // SAFETY: the definition stays, and the function owns the two others; a null is an error that is set.
    unsafe { Bound::from_owned_ptr_or_err(owner.py(), ffi::PyCFunction_NewEx(definition, owner.as_ptr(), module)) }
}

/// Puts the functions of a module behind trampolines; second names of one stay such.
pub fn replace_functions(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let (full, mut second) = (module.name()?, Vec::new());
    for (name, value) in module.dict() {
        let (Ok(name), Ok(function)) = (name.extract::<String>(), value.cast::<PyCFunction>()) else { continue };
        // SAFETY: it is a function of C; Python gives every such one as one of the simplest.
        let (flags, found) =
            unsafe { (ffi::PyCFunction_GetFlags(function.as_ptr()), ffi::PyCFunction_GetFunction(function.as_ptr())) };
        let Some(found) = found.filter(|_| !name.starts_with('_')) else { continue };
        let own: String = value.getattr("__name__")?.extract()?;
        if own != name {
            second.push((name, own));
            continue;
        }
        // SAFETY: it has given both.
        let called = unsafe { Called::of(flags & !ffi::METH_STATIC, ffi::PyMethodDefPointer { PyCFunction: found }) };
        let Some(called) = called else { continue };
        let signature: String = value.getattr("__text_signature__")?.extract()?;
        let doc: String = value.getattr("__doc__")?.extract()?;
        let doc = CString::new(format!("{name}{signature}\n--\n\n{doc}"))?;
        // They live as long as the module: to the end.
        let written: &'static CStr = Box::leak(CString::new(own)?.into_boxed_c_str());
        let doc: &'static CStr = Box::leak(doc.into_boxed_c_str());
        let Ok(plain) = written.to_str() else { continue };
        let function = Function::new("", plain, doc);
        let Some(definition) = before(called, function, written, doc) else { return Ok(()) };
        module.setattr(&*name, function_of(module, definition, Some(&full))?)?;
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
