//! `Selector`: columns of a frame that is not known yet, by name, type or place. It is an expression that stands for
//! several; a verb puts the columns in its place (`crate::expr::expand`) before it does anything else.

mod choice;
mod functions;

use pyo3::IntoPyObjectExt;
use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

pub use choice::Choice;
pub use functions::register;

use crate::boundary::guard;
use crate::convert;
use crate::exceptions::type_error;
use crate::expr::{PyExpr, placeholder};
use crate::input::{into_items, short};
use choice::Kind;
use pyrust_engine::render::type_name;

/// Columns that are chosen by name, type or place; made by the functions of `pr.selectors`.
///
/// A verb takes it wherever it takes columns: it stands for each of them, in the frame's order. Selectors are
/// combined as sets with `|`, `&`, `-`, `^` and `~`. Everything else makes an expression of it, which is then
/// computed for every column.
///
/// Raises:
///     ColumnNotFoundError: Where a frame uses it, if a column is chosen by name that is not there.
///     ValueError: Where a frame uses it, if two different selectors stand in one expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1], "b": [2], "s": ["x"]})
///     >>> df.select(pr.selectors.numeric() - pr.selectors.by_name("a")).columns
///     ['b']
///     >>> df.select((pr.selectors.numeric() * 10).name.keep()).to_dict()
///     {'a': [10], 'b': [20]}
#[pyclass(name = "Selector", module = "pyrust", frozen, extends = PyExpr)]
pub struct PySelector {
    choice: Choice,
}

/// A new selector as Python sees it.
fn selector(py: Python<'_>, choice: Choice) -> PyResult<Py<PySelector>> {
    let base = PyExpr::new(placeholder(choice.clone()));
    Py::new(py, PyClassInitializer::from(base).add_subclass(PySelector { choice }))
}

/// What selectors are made of where columns are named: names, types and other selectors.
fn choice_of(operation: &'static str, items: &[Bound<'_, PyAny>]) -> PyResult<Choice> {
    let mut names = Vec::new();
    let mut types = Vec::new();
    let mut choices = Vec::new();
    for item in items {
        if let Ok(other) = item.cast::<PySelector>() {
            choices.push(other.get().choice.clone());
        } else if let Ok(name) = item.cast::<PyString>() {
            names.push(name.to_str()?.to_owned());
        } else if let Ok(data_type) = convert::data_type(item) {
            types.push(type_name(&data_type));
        } else {
            let message = format!("{} is neither a column's name, a type nor a selector", short(item));
            return Err(type_error(operation, message, ""));
        }
    }
    choices.push(Choice::Types(types));
    let names = Choice::Names(names, false);
    Ok(choices.into_iter().fold(names, |one, other| Choice::Either(Box::new(one), Box::new(other))))
}

type Pair = fn(Box<Choice>, Box<Choice>) -> Choice;

impl PySelector {
    /// The set of both selectors, or what the operator makes of expressions.
    fn combined(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>, name: &str, pair: Pair) -> PyResult<Py<PyAny>> {
        guard(|| match other.cast::<Self>() {
            Ok(other) => {
                let (left, right) = (slf.get().choice.clone(), other.get().choice.clone());
                selector(slf.py(), pair(Box::new(left), Box::new(right)))?.into_py_any(slf.py())
            }
            Err(_) => Self::computed(slf, other, name),
        })
    }

    /// The operator of expressions, which the operators of sets hide.
    fn computed(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>, name: &str) -> PyResult<Py<PyAny>> {
        let method = slf.py().get_type::<PyExpr>().getattr(name)?;
        Ok(method.call1((slf, other))?.unbind())
    }
}

#[pymethods]
impl PySelector {
    fn __and__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__and__", Choice::Both)
    }

    fn __rand__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__rand__"))
    }

    fn __or__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__or__", Choice::Either)
    }

    fn __ror__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__ror__"))
    }

    fn __xor__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__xor__", Choice::OneOf)
    }

    fn __rxor__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__rxor__"))
    }

    fn __sub__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__sub__", Choice::Without)
    }

    fn __rsub__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__rsub__"))
    }

    fn __invert__(slf: &Bound<'_, Self>) -> PyResult<Py<Self>> {
        guard(|| selector(slf.py(), Choice::Not(Box::new(slf.get().choice.clone()))))
    }

    /// The chosen columns but for these.
    ///
    /// Args:
    ///     columns: Names, types, selectors, or lists of them. A name that is not there is no mistake.
    ///
    /// Returns:
    ///     A selector.
    ///
    /// Raises:
    ///     TypeError: If one is neither a name, a type nor a selector.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1], "b": [2], "s": ["x"]})
    ///     >>> df.select(pr.selectors.numeric().exclude("a")).columns
    ///     ['b']
    ///     >>> pr.selectors.numeric().exclude(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: exclude: 1 is neither a column's name, a type nor a selector
    #[pyo3(signature = (*columns))]
    fn exclude(slf: &Bound<'_, Self>, columns: &Bound<'_, PyTuple>) -> PyResult<Py<Self>> {
        guard(|| {
            let others = choice_of("exclude", &into_items(columns)?)?;
            selector(slf.py(), Choice::Without(Box::new(slf.get().choice.clone()), Box::new(others)))
        })
    }

    /// A key of a dict, as in `df.cast({selectors.integer(): "float64"})`: each is one of its own.
    fn __hash__(slf: &Bound<'_, Self>) -> usize {
        slf.as_ptr() as usize
    }

    /// What the comparison of expressions makes; a class with a hash of its own does not inherit it.
    fn __richcmp__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>, operator: CompareOp) -> PyResult<Py<PyAny>> {
        let name = match operator {
            CompareOp::Lt => "__lt__",
            CompareOp::Le => "__le__",
            CompareOp::Eq => "__eq__",
            CompareOp::Ne => "__ne__",
            CompareOp::Gt => "__gt__",
            CompareOp::Ge => "__ge__",
        };
        guard(|| Self::computed(slf, other, name))
    }

    fn __repr__(&self) -> String {
        format!("<Selector {}>", self.choice)
    }
}
