//! `UserFunction`: a Python function that queries can call. The decorators of `pyrust.udf` make it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::datatypes::DataType;
use datafusion::logical_expr::expr::{AggregateFunction, ScalarFunction, WindowFunction};
use datafusion::logical_expr::{Expr, WindowFunctionDefinition};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use pyrust_engine::UserFunction;
use pyrust_engine::render::type_name;

use super::aggregate::Aggregate;
use super::owner::Handle;
use super::scalar::Scalar;
use super::signature::{Argument, Definition, Form, Kind};
use super::window::Window;
use crate::argument::{column, into_expr, into_operand, into_sort_keys};
use crate::boundary::guard;
use crate::data_type::into_data_type;
use crate::exceptions::{type_error, value_error};
use crate::expr::PyExpr;

/// A Python function that queries can call, made by `@pr.udf`, `@pr.udaf` or `@pr.udwf`.
///
/// Called with columns it gives an expression; the function itself is its `__wrapped__`. It belongs to the frames
/// that use it: with the last of them it is freed, and so is all that it refers to.
///
/// Raises:
///     TypeError: If it is called with what is not a column, or with too many or too few.
///
/// Example:
///     >>> import pyrust as pr
///     >>> import numpy as np
///     >>> @pr.udf
///     ... def double(x: np.ndarray) -> float:
///     ...     return x * 2
///     >>> double
///     <udf double(any) -> float64>
///     >>> pr.DataFrame({"a": [1.0, 2.5]}).select(b=double("a")).to_dict()
///     {'b': [2.0, 5.0]}
#[pyclass(name = "UserFunction", module = "pyrust", frozen, weakref)]
pub struct PyFunction {
    /// What it is.
    pub definition: Arc<Definition>,
    /// The user's function or class.
    pub code: Py<PyAny>,
}

/// A type, if one is said, and the library in whose form the argument is wanted.
type Written<'py> = (Option<Bound<'py, PyAny>>, String);

fn argument(written: Written<'_>) -> PyResult<Argument> {
    let (data_type, library) = written;
    let data_type = data_type.as_ref().map(|given| into_data_type("udf", given)).transpose()?;
    let Some(form) = Form::of(&library) else {
        let hint = "an argument is passed as pyrust, numpy, pyarrow, polars or pandas";
        return Err(value_error("udf", format!("there is no form \"{library}\""), hint));
    };
    Ok(Argument { data_type, form })
}

impl PyFunction {
    /// A function of a kind that no decorator makes.
    pub fn internal(kind: Kind, name: String, form: Form, code: Py<PyAny>) -> Self {
        let arguments = vec![Argument { data_type: None, form }];
        Self::define(kind, code, name, arguments, false, DataType::Null, None, true)
    }

    #[expect(clippy::too_many_arguments, reason = "one place where a definition is put together from its parts")]
    fn define(
        kind: Kind,
        code: Py<PyAny>,
        name: String,
        arguments: Vec<Argument>,
        variadic: bool,
        returns: DataType,
        state: Option<Vec<Argument>>,
        pure: bool,
    ) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(1);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        let signature = Definition::signature(pure);
        Self {
            definition: Arc::new(Definition { id, kind, name, arguments, variadic, returns, state, signature }),
            code,
        }
    }
}

#[pymethods]
impl PyFunction {
    #[new]
    #[pyo3(signature = (kind, code, *, name, arguments, variadic, returns, state, pure))]
    #[expect(clippy::too_many_arguments, reason = "the decorators' side of a definition; nobody writes this call")]
    fn py_new(
        kind: &str,
        code: Py<PyAny>,
        name: String,
        arguments: Vec<Written<'_>>,
        variadic: bool,
        returns: &Bound<'_, PyAny>,
        state: Option<Vec<Written<'_>>>,
        pure: bool,
    ) -> PyResult<Self> {
        guard(|| {
            let Some(kind) = Kind::of(kind) else {
                return Err(value_error("udf", format!("there is no kind \"{kind}\""), ""));
            };
            let all = |written: Vec<Written<'_>>| written.into_iter().map(argument).collect::<PyResult<Vec<_>>>();
            let (arguments, state) = (all(arguments)?, state.map(all).transpose()?);
            Ok(Self::define(kind, code, name, arguments, variadic, into_data_type("udf", returns)?, state, pure))
        })
    }

    /// The name in plans, messages and SQL.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.udf(len, returns="int64", args=["string"], name="size").name
    ///     'size'
    #[getter]
    fn name(&self) -> &str {
        &self.definition.name
    }

    /// `udf`, `udaf` or `udwf`.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.udaf(len, returns="int64", args=["string"]).kind
    ///     'udaf'
    #[getter]
    fn kind(&self) -> &'static str {
        self.definition.kind.as_str()
    }

    /// The function or class that was decorated, to be called without a query.
    #[getter]
    fn __wrapped__<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        self.code.bind(py).clone()
    }

    #[getter]
    fn __name__(&self) -> &str {
        &self.definition.name
    }

    /// Make an expression of a call: names are columns, other values constants. The options are those of an aggregate.
    #[pyo3(signature = (*columns, filter = None, order_by = None, distinct = false))]
    fn __call__(
        slf: &Bound<'_, Self>,
        columns: &Bound<'_, PyTuple>,
        filter: Option<&Bound<'_, PyAny>>,
        order_by: Option<&Bound<'_, PyAny>>,
        distinct: bool,
    ) -> PyResult<PyExpr> {
        guard(|| {
            let definition = &slf.get().definition;
            let kind = definition.kind.as_str();
            if definition.kind != Kind::Aggregate && (filter.is_some() || order_by.is_some() || distinct) {
                let message =
                    format!("{} is not an aggregate: it has no filter, order_by or distinct", definition.name);
                return Err(type_error(kind, message, ""));
            }
            let (given, expected) = (columns.len(), definition.arguments.len());
            let enough = if definition.variadic { given + 1 >= expected } else { given == expected };
            if !enough {
                let message = format!("{} takes {expected} columns, got {given}", definition.name);
                return Err(type_error(kind, message, ""));
            }
            let argument = |value: Bound<'_, PyAny>| match value.cast::<PyString>() {
                Ok(name) => Ok(column(name.to_str()?)),
                Err(_) => into_operand(kind, &value),
            };
            let args = columns.iter().map(argument).collect::<PyResult<Vec<Expr>>>()?;
            let handle = Arc::new(Handle::strong(slf));
            Ok(PyExpr::new(match definition.kind {
                Kind::Scalar | Kind::Batches | Kind::Groups | Kind::Rows => {
                    Expr::ScalarFunction(ScalarFunction::new_udf(Arc::new(Scalar(handle).into()), args))
                }
                Kind::Aggregate => {
                    let function = Arc::new(Aggregate(handle).into());
                    let filter = filter.map(|filter| into_expr(kind, filter)).transpose()?.map(Box::new);
                    let order = order_by.map(|keys| into_sort_keys(kind, keys)).transpose()?.unwrap_or_default();
                    Expr::AggregateFunction(AggregateFunction::new_udf(function, args, distinct, filter, order, None))
                }
                Kind::Window => {
                    let function = WindowFunctionDefinition::WindowUDF(Arc::new(Window(handle).into()));
                    Expr::WindowFunction(Box::new(WindowFunction::new(function, args)))
                }
            }))
        })
    }

    fn __repr__(&self) -> String {
        let definition = &self.definition;
        let mut arguments: Vec<String> = definition
            .arguments
            .iter()
            .map(|argument| argument.data_type.as_ref().map_or_else(|| "any".to_owned(), type_name))
            .collect();
        if let Some(last) = arguments.last_mut().filter(|_| definition.variadic) {
            last.insert(0, '*');
        }
        format!("<{}({}) -> {}>", definition.title(), arguments.join(", "), type_name(&definition.returns))
    }

    fn __reduce__(&self) -> PyResult<Py<PyAny>> {
        Err(type_error("pickle", "a user function cannot be pickled", "send the function it wraps: f.__wrapped__"))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.code)
    }
}

/// The function as SQL calls it; `called` is how the query writes its name. Only weakly held where a frame will own
/// it, for good where a session does.
pub fn for_sql(function: &Bound<'_, PyFunction>, called: &str, for_good: bool) -> PyResult<UserFunction> {
    let mut handle = if for_good { Handle::strong(function) } else { Handle::weak(function)? };
    // Written without quotes, a function's name reaches the planner in small letters.
    let names = [called.to_owned(), called.to_lowercase(), handle.definition.name.to_lowercase()];
    handle.aliases = names.into_iter().filter(|name| *name != handle.definition.name).collect();
    handle.aliases.dedup();
    let handle = Arc::new(handle);
    Ok(match handle.definition.kind {
        Kind::Scalar | Kind::Batches | Kind::Groups | Kind::Rows => {
            UserFunction::Scalar(Arc::new(Scalar(handle).into()))
        }
        Kind::Aggregate => UserFunction::Aggregate(Arc::new(Aggregate(handle).into())),
        Kind::Window => UserFunction::Window(Arc::new(Window(handle).into())),
    })
}
