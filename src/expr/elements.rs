//! `map_elements`: a Python function of one value, called for each of them. It is a user function over arrays whose
//! Python side goes through the values.

use pyo3::intern;
use pyo3::prelude::*;

use super::PyExpr;
use crate::boundary::guard;
use crate::exceptions::type_error;

const NAME: &str = "map_elements";

#[pymethods]
impl PyExpr {
    /// Call a Python function for each value. It runs at Python's speed: prefer expressions, or `pr.udf` over arrays.
    ///
    /// Args:
    ///     function: A function of one value that gives one value.
    ///     return_dtype: The type of what it gives, as `cast` takes it.
    ///     skip_nulls: Whether null stays null without a call; otherwise the function is given None.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     TypeError: If it is not a function, or the type of its result is not given.
    ///     PyRustError: When the query runs, if the function raises or a value does not fit the type.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": ["x", None, "yy"]})
    ///     >>> df.select(x=pr.col("a").map_elements(len, return_dtype=int)).to_dict()
    ///     {'x': [1, None, 2]}
    ///     >>> pr.col("a").map_elements(len)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: map_elements: the type of its result is not given
    ///     hint: say it: .map_elements(function, return_dtype=float)
    #[pyo3(signature = (function, return_dtype = None, *, skip_nulls = true))]
    fn map_elements(
        slf: &Bound<'_, Self>,
        function: &Bound<'_, PyAny>,
        return_dtype: Option<&Bound<'_, PyAny>>,
        skip_nulls: bool,
    ) -> PyResult<Self> {
        guard(|| {
            let py = slf.py();
            if !function.is_callable() {
                let message = format!("{} is not a function", crate::exceptions::short(function));
                return Err(type_error(NAME, message, "give a function of one value: lambda x: x * 2"));
            }
            let Some(return_dtype) = return_dtype else {
                let hint = "say it: .map_elements(function, return_dtype=float)";
                return Err(type_error(NAME, "the type of its result is not given", hint));
            };
            let make = py.import(intern!(py, "pyrust._udf"))?.getattr(intern!(py, "of_elements"))?;
            let made = make.call1((function, return_dtype, skip_nulls))?.call1((slf,))?;
            Ok(Self::new(made.cast::<Self>()?.get().plain(NAME)?))
        })
    }
}
