//! `pr.col("a").name`: the name of the column that an expression makes, from that of its first column.

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyrust_engine::resolve::{Naming, renamed};

use super::PyExpr;
use crate::udf::Owned;

/// How an expression's column is called, as methods: `pr.col("a").sum().name.suffix("_sum")`. The name is made of that
/// of the expression's first column, so it works for selectors as well.
#[pyclass(name = "NameNamespace", module = "pyrust", frozen)]
pub struct PyName(Owned);

#[pymethods]
impl PyExpr {
    /// How the expression's column is called, as methods: `pr.col("a").sum().name.suffix("_sum")`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2]}).select(pr.col("a").sum().name.suffix("_sum")).to_dict()
    ///     {'a_sum': [3]}
    #[getter]
    fn name(&self) -> PyResult<PyName> {
        Ok(PyName(Owned::new(self.plain("name")?)))
    }
}

impl PyName {
    fn renamed(&self, naming: Naming) -> PyExpr {
        PyExpr::new(renamed(self.0.expr().clone(), naming))
    }
}

#[pymethods]
impl PyName {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.traverse(&visit)
    }

    /// Keep the name of the column that the expression begins with.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [1], "b": [2]})
    ///     >>> df.with_columns((pr.selectors.all() * 10).name.keep()).to_dict()
    ///     {'a': [10], 'b': [20]}
    fn keep(&self) -> PyExpr {
        self.renamed(Naming::Keep)
    }

    /// Put a prefix before the column's name.
    ///
    /// Args:
    ///     prefix: The prefix.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If it is not a string.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2]}).select(pr.col("a").max().name.prefix("max_")).to_dict()
    ///     {'max_a': [2]}
    ///     >>> pr.col("a").name.prefix(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: prefix: prefix must be a string, got 1
    fn prefix(&self, prefix: String) -> PyExpr {
        self.renamed(Naming::Prefix(prefix))
    }

    /// Put a suffix after the column's name.
    ///
    /// Args:
    ///     suffix: The suffix.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If it is not a string.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1, 2]}).select(pr.col("a").sum().name.suffix("_sum")).to_dict()
    ///     {'a_sum': [3]}
    ///     >>> pr.col("a").name.suffix(1)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: suffix: suffix must be a string, got 1
    fn suffix(&self, suffix: String) -> PyExpr {
        self.renamed(Naming::Suffix(suffix))
    }

    /// Convert the column's name to lower case.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"A": [1]}).select(pr.selectors.all().name.to_lowercase()).columns
    ///     ['a']
    fn to_lowercase(&self) -> PyExpr {
        self.renamed(Naming::Lower)
    }

    /// Convert the column's name to upper case.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.selectors.all().name.to_uppercase()).columns
    ///     ['A']
    fn to_uppercase(&self) -> PyExpr {
        self.renamed(Naming::Upper)
    }
}
