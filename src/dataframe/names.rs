//! What Python's own syntax means for a frame: `df.a`, and the questions (`len`, `==`, `in`, `for`, `if`) that would
//! have more than one answer, which are refused with the words that have one.

use pyo3::basic::CompareOp;
use pyo3::exceptions::PyAttributeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use pyrust_engine::error::nearest;

use super::PyDataFrame;
use crate::boundary::guard;
use crate::exceptions::type_error;
use crate::expr::{PyExpr, col};

#[pymethods]
impl PyDataFrame {
    /// `df.a` is `pr.col("a")`, for columns whose name is an identifier and no method's.
    fn __getattr__(&self, py: Python<'_>, name: &Bound<'_, PyString>) -> PyResult<PyExpr> {
        guard(|| {
            let name = name.to_str()?;
            if !is_protocol(name) {
                if self.frame.schema().index_of(name).is_ok() {
                    return Ok(col(name.to_owned()));
                }
                let columns = self.frame.schema().fields().iter().map(|field| field.name().as_str());
                let class = py.get_type::<Self>().dir()?.extract::<Vec<String>>()?;
                let known = columns.chain(class.iter().map(String::as_str).filter(|name| !name.starts_with('_')));
                let near = nearest(name, known);
                if !near.is_empty() {
                    let text = format!(
                        "a DataFrame has no attribute or column \"{name}\"\nhint: did you mean {}?",
                        near.join(", ")
                    );
                    return Err(PyAttributeError::new_err(text));
                }
            }
            Err(PyAttributeError::new_err(format!("a DataFrame has no attribute or column \"{name}\"")))
        })
    }

    fn __dir__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let names = py.get_type::<Self>().dir()?;
            for field in self.frame.schema().fields() {
                let name = PyString::new(py, field.name());
                let is_name: bool = name.call_method0(intern!(py, "isidentifier"))?.extract()?;
                if is_name && !is_protocol(field.name()) && !names.contains(&name)? {
                    names.append(name)?;
                }
            }
            Ok(names)
        })
    }

    fn _ipython_key_completions_(&self) -> Vec<String> {
        self.frame.schema().fields().iter().map(|field| field.name().clone()).collect()
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
            "use df.iter_rows() for rows, df.iter_batches() for pieces, df.columns for the names of columns",
        ))
    }

    fn __contains__(&self, _item: &Bound<'_, PyAny>) -> PyResult<bool> {
        Err(type_error(
            "in",
            "a frame could be asked for a column or for a value",
            "use `name in df.columns` for columns, df.filter(...).is_empty() for values",
        ))
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
        Err(type_error(
            symbol,
            "a frame cannot be compared as a whole",
            "use df.equals(other) for the contents, `is` for the object, pr.col(...) for a column's values",
        ))
    }

    /// The same object has the same hash; frames can be keys.
    fn __hash__(&self) -> u64 {
        self.frame.id()
    }
}

/// Names by which Python, IPython and others ask what an object can do: never a column's.
fn is_protocol(name: &str) -> bool {
    name.starts_with("__") || name.starts_with("_repr_") || name.starts_with("_ipython_")
}
