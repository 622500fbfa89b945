//! What Python's own syntax means for a frame: `df.c.a`, and the questions (`len`, `==`, `in`, `for`, `if`) that would
//! have more than one answer, which are refused with the words that have one.

use std::sync::Arc;

use pyo3::basic::CompareOp;
use pyo3::exceptions::PyAttributeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyrust_engine::error::nearest;
use pyrust_engine::{Error, Frame};

use super::PyDataFrame;
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error};
use crate::expr::{PyExpr, column_named};

/// The columns of a frame as attributes: `df.c.price` is `pr.col("price")`, and Tab offers the names.
///
/// They are not attributes of the frame itself, as a column may be called `count`; `df.price` is an error that names this.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"price": [1, 5], "a b": [2, 3]})
///     >>> df.filter(df.c.price > 2, df.c["a b"] > 2).to_dict()
///     {'price': [5], 'a b': [3]}
///     >>> df.c.prise
///     Traceback (most recent call last):
///         ...
///     AttributeError: c: there is no column "prise"
///     hint: did you mean price?
#[pyclass(name = "Columns", module = "pyrust", frozen)]
pub struct PyColumns(Arc<Frame>);

#[pymethods]
impl PyColumns {
    fn __getattr__(&self, name: &str) -> PyResult<PyExpr> {
        guard(|| {
            if !is_protocol(name) && self.0.schema().index_of(name).is_ok() {
                return Ok(column_named(name));
            }
            let near = nearest(name, self.0.names());
            let hint =
                if near.is_empty() { String::new() } else { format!("\nhint: did you mean {}?", near.join(", ")) };
            Err(PyAttributeError::new_err(format!("c: there is no column \"{name}\"{hint}")))
        })
    }

    fn __getitem__(&self, name: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
        guard(|| {
            let Ok(name) = name.extract::<&str>() else {
                let message = format!("a column is taken by its name, got {}", short(name));
                return Err(type_error("df.c[...]", message, "as in df.c[\"a\"]"));
            };
            match self.0.schema().index_of(name) {
                Ok(_) => Ok(column_named(name)),
                Err(_) => Err(to_python(Error::column_not_found("c", name, self.0.names()))),
            }
        })
    }

    fn __iter__(&self) -> PyResult<Py<PyAny>> {
        Err(type_error("df.c", "the columns as attributes cannot be iterated over", "use df.columns for their names"))
    }

    fn __dir__<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyString>>> {
        guard(|| {
            let mut names = Vec::new();
            for name in self.0.names().filter(|name| !is_protocol(name)) {
                let name = PyString::new(py, name);
                if name.call_method0(intern!(py, "isidentifier"))?.extract()? {
                    names.push(name);
                }
            }
            Ok(names)
        })
    }

    fn _ipython_key_completions_(&self) -> Vec<String> {
        self.0.names().map(str::to_owned).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Columns {}>", self.0.names().collect::<Vec<_>>().join(", "))
    }
}

#[pymethods]
impl PyDataFrame {
    /// The columns as attributes, for Tab: `df.c.price` is `pr.col("price")`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"price": [1, 5]})
    ///     >>> df.filter(df.c.price > 2).to_dict()
    ///     {'price': [5]}
    #[getter]
    fn c(&self) -> PyColumns {
        PyColumns(Arc::clone(&self.frame))
    }

    fn _ipython_key_completions_(&self) -> Vec<String> {
        self.frame.names().map(str::to_owned).collect()
    }

    fn __len__(&self) -> PyResult<usize> {
        Err(type_error(
            "len",
            "a frame does not know its rows before its query has run",
            "use df.count() for rows, df.width for columns",
        ))
    }

    fn __bool__(&self) -> PyResult<bool> {
        Err(type_error(
            "bool",
            "a frame is neither true nor false",
            "use df.is_empty() to ask whether it has rows, `is not None` for a variable",
        ))
    }

    fn __iter__(&self) -> PyResult<Py<PyAny>> {
        Err(type_error(
            "iter",
            "a frame could be iterated over by row or by column",
            "use df.iter_rows() for rows, df.iter_batches() for batches, df.columns for the names of columns",
        ))
    }

    fn __contains__(&self, _item: &Bound<'_, PyAny>) -> PyResult<bool> {
        Err(type_error(
            "in",
            "a frame could be asked for a column or for a value",
            "use `name in df.columns` for columns, df.filter(...).is_empty() for values",
        ))
    }

    fn __setitem__(&self, _key: &Bound<'_, PyAny>, _value: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(type_error("df[...] =", "a frame never changes", "df = df.with_columns(name=...) makes a new one"))
    }

    fn __delitem__(&self, _key: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(type_error("del df[...]", "a frame never changes", "df = df.drop(\"name\") makes a new one"))
    }

    fn __richcmp__(&self, _other: &Bound<'_, PyAny>, operator: CompareOp) -> PyResult<bool> {
        let symbol = match operator {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        };
        // `df["price"] > 2` is a column's values to users of other libraries.
        let column = match self.frame.schema().fields().as_ref() {
            [only] => format!("pr.col(\"{}\") {symbol} ...", only.name()),
            _ => "pr.col(...)".to_owned(),
        };
        let hint =
            format!("use df.equals(other) for the contents, `is` for the object, {column} for a column's values");
        Err(type_error(symbol, "a frame cannot be compared as a whole", &hint))
    }

    /// Hash the frame as an object, so that frames can be keys.
    fn __hash__(&self) -> u64 {
        self.frame.id()
    }
}

/// Names by which Python, IPython and others ask what an object can do: never a column's.
fn is_protocol(name: &str) -> bool {
    name.starts_with("__") || name.starts_with("_repr_") || name.starts_with("_ipython_")
}
