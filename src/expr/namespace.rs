//! `pr.col("a").str`, `.dt` ...: the functions for one kind of value, as methods. The methods are written down in
//! `crate::functions`; here are the classes that carry them.

use datafusion::logical_expr::Expr;
use pyo3::prelude::*;

use super::PyExpr;

macro_rules! namespaces {
    ($($(#[$doc:meta])* $class:ident $python:literal $getter:literal $rust:ident;)*) => {
        $(
            $(#[$doc])*
            #[pyclass(name = $python, module = "pyrust", frozen)]
            pub struct $class(Expr);

            impl $class {
                /// The expression that the methods are about.
                pub fn plain(&self, _operation: &str) -> PyResult<Expr> {
                    Ok(self.0.clone())
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
                    Ok($class(self.plain($getter)?))
                }
            )*
        }

        /// Adds the classes to the module.
        pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$class>()?;)*
            Ok(())
        }
    };
}

namespaces! {
    /// Functions of texts, as methods: `pr.col("a").str.upper()`.
    PyStr "StrNamespace" "str" text;
    /// Functions of dates and times, as methods: `pr.col("a").dt.year()`.
    PyDt "DtNamespace" "dt" dt;
    /// Functions of lists, as methods: `pr.col("a").list.length()`.
    PyList "ListNamespace" "list" list;
    /// Functions of structs, as methods: `pr.col("a").struct.field("x")`.
    PyStruct "StructNamespace" "struct" fields;
    /// Functions of maps, as methods: `pr.col("a").map.keys()`.
    PyMap "MapNamespace" "map" map;
    /// Functions of bytes, as methods: `pr.col("a").bin.encode("hex")`.
    PyBin "BinNamespace" "bin" bin;
}
