//! `pr.col("a").str`, `.dt` ...: the functions for one kind of value, as methods. The methods are written down in
//! `crate::functions`; here are the classes that carry them.

use datafusion::logical_expr::Expr;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyType;

use super::{PyExpr, refused_iteration, refused_membership};
use crate::trampoline::add_class;
use crate::udf::Owned;

macro_rules! namespaces {
    ($($(#[$doc:meta])* $class:ident $python:literal $getter:literal $rust:ident;)*) => {
        $(
            $(#[$doc])*
            #[pyclass(name = $python, module = "pyrust", frozen)]
            pub struct $class(Owned);

            impl $class {
                /// The expression that the methods are about.
                pub fn plain(&self, _operation: &str) -> PyResult<Expr> {
                    Ok(self.0.expr().clone())
                }
            }

            #[pymethods]
            impl $class {
                fn __iter__(&self) -> PyResult<Py<PyAny>> {
                    Err(refused_iteration())
                }

                fn __contains__(&self, _item: &Bound<'_, PyAny>) -> PyResult<bool> {
                    Err(refused_membership())
                }

                fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
                    self.0.traverse(&visit)
                }
            }
        )*

        #[pymethods]
        impl PyExpr {
            $(
                $(#[$doc])*
                #[getter]
                #[pyo3(name = $getter)]
                fn $rust(&self) -> PyResult<$class> {
                    Ok($class(Owned::new(self.plain($getter)?)))
                }
            )*
        }

        /// The classes, each by the attribute of an expression that it is found under.
        pub fn namespaces(py: Python<'_>) -> Vec<(&'static str, Bound<'_, PyType>)> {
            vec![$(($getter, py.get_type::<$class>())),*]
        }

        /// Adds the classes to the module.
        pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(add_class::<$class>(module)?;)*
            Ok(())
        }
    };
}

namespaces! {
    /// Functions of strings, as methods: `pr.col("a").str.upper()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["x"]}).select(x=pr.col("a").str.upper()).to_dict()
    ///     {'x': ['X']}
    PyStr "StrNamespace" "str" text;
    /// Functions of dates and times, as methods: `pr.col("a").dt.year()`.
    ///
    /// Example:
    ///     >>> import datetime
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [datetime.date(2024, 5, 1)]}).select(x=pr.col("a").dt.year()).to_dict()
    ///     {'x': [2024]}
    PyDt "DtNamespace" "dt" dt;
    /// Functions of lists, as methods: `pr.col("a").list.length()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.length()).to_dict()
    ///     {'x': [2, 0]}
    PyList "ListNamespace" "list" list;
    /// Functions of structs, as methods: `pr.col("a").struct.field("x")`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [{"x": 1}]}).select(x=pr.col("a").struct.field("x")).to_dict()
    ///     {'x': [1]}
    PyStruct "StructNamespace" "struct" fields;
    /// Functions of maps, as methods: `pr.col("a").map.keys()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
    ///     >>> df.select(x=pr.col("m").map.keys()).to_dict()
    ///     {'x': [['x', 'y']]}
    PyMap "MapNamespace" "map" map;
    /// Functions of bytes, as methods: `pr.col("a").bin.encode("hex")`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [b"hi"]}).select(x=pr.col("a").bin.encode("hex")).to_dict()
    ///     {'x': ['6869']}
    PyBin "BinNamespace" "bin" bin;
    /// Functions of strings of few different values, as methods: `pr.col("a").cat.codes()`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": ["x", "y", "x"]}).select(x=pr.col("a").cat.get_categories()).to_dict()
    ///     {'x': [['x', 'y']]}
    PyCat "CatNamespace" "cat" cat;
}
