//! `Selector`: columns of a frame that is not known yet, by name, type or place. It is an expression that stands for
//! several; a verb puts the columns in its place (`pyrust_engine::resolve::expand`) before it does anything else.

mod functions;

use pyo3::IntoPyObjectExt;
use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use pyrust_engine::render::type_name;
use pyrust_engine::resolve::{Selector, placeholder};

pub use functions::register;

use crate::argument::into_items;
use crate::boundary::guard;
use crate::data_type::into_data_type;
use crate::exceptions::{short, type_error};
use crate::expr::PyExpr;

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
    selector: Selector,
}

/// A new selector as Python sees it.
pub fn selector(py: Python<'_>, selector: Selector) -> PyResult<Py<PySelector>> {
    let base = PyExpr::new(placeholder(selector.clone()));
    Py::new(py, PyClassInitializer::from(base).add_subclass(PySelector { selector }))
}

/// What selectors are made of where columns are named: names, types and other selectors.
fn selector_of(operation: &'static str, items: &[Bound<'_, PyAny>]) -> PyResult<Selector> {
    let mut names = Vec::new();
    let mut types = Vec::new();
    let mut selectors = Vec::new();
    for item in items {
        if let Ok(other) = item.cast::<PySelector>() {
            selectors.push(other.get().selector.clone());
        } else if let Ok(name) = item.cast::<PyString>() {
            names.push(name.to_str()?.to_owned());
        } else if let Ok(data_type) = into_data_type(operation, item) {
            types.push(type_name(&data_type));
        } else {
            let message = format!("{} is neither a column's name, a type nor a selector", short(item));
            return Err(type_error(operation, message, ""));
        }
    }
    selectors.push(Selector::Types(types));
    let names = Selector::Names(names, false);
    Ok(selectors.into_iter().fold(names, |one, other| Selector::Either(Box::new(one), Box::new(other))))
}

type Pair = fn(Box<Selector>, Box<Selector>) -> Selector;

impl PySelector {
    /// The set of both selectors, or what the operator makes of expressions.
    fn combined(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>, name: &str, pair: Pair) -> PyResult<Py<PyAny>> {
        guard(|| match other.cast::<Self>() {
            Ok(other) => {
                let (left, right) = (slf.get().selector.clone(), other.get().selector.clone());
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
        Self::combined(slf, other, "__and__", Selector::Both)
    }

    fn __rand__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__rand__"))
    }

    fn __or__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__or__", Selector::Either)
    }

    fn __ror__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__ror__"))
    }

    fn __xor__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__xor__", Selector::OneOf)
    }

    fn __rxor__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__rxor__"))
    }

    fn __sub__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Self::combined(slf, other, "__sub__", Selector::Without)
    }

    fn __rsub__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| Self::computed(slf, other, "__rsub__"))
    }

    fn __invert__(slf: &Bound<'_, Self>) -> PyResult<Py<Self>> {
        guard(|| selector(slf.py(), Selector::Not(Box::new(slf.get().selector.clone()))))
    }

    /// Exclude columns from the chosen ones.
    ///
    /// Args:
    ///     columns: Names, types, selectors, or lists of them. A name that is not there is not an error.
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
            let others = selector_of("exclude", &into_items(columns)?)?;
            selector(slf.py(), Selector::Without(Box::new(slf.get().selector.clone()), Box::new(others)))
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
        format!("<Selector {}>", self.selector)
    }
}
