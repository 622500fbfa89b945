//! Functions that are given a function for the elements of a list. It is called once, with an expression that stands
//! for an element, and what it returns is computed by the engine for all of them.

use datafusion::functions_nested::array_any_match::array_any_match_higher_order_function;
use datafusion::functions_nested::array_filter::array_filter_higher_order_function;
use datafusion::functions_nested::array_first::array_first_higher_order_function;
use datafusion::functions_nested::array_transform::array_transform_higher_order_function;
use datafusion::logical_expr::expr::HigherOrderFunction;
use datafusion::logical_expr::{Expr, lambda, lambda_var};
use pyo3::prelude::*;
use pyrust_engine::resolve::{is_aggregate, label, split_filter};

use crate::argument::{Argument, Column, into_operand};
use crate::boundary::guard;
use crate::exceptions::{schema_error, short, type_error};
use crate::expr::{PyExpr, PyList};

/// Python's function as the engine's: its parameters keep their names, so that a function inside another sees both.
fn into_lambda(operation: &'static str, function: &Bound<'_, PyAny>) -> PyResult<Expr> {
    if !function.is_callable() {
        let hint = "give a function of an element: lambda x: x * 2";
        return Err(type_error(operation, format!("{} is not a function", short(function)), hint));
    }
    let named = || -> PyResult<Vec<String>> {
        let code = function.getattr("__code__")?;
        let count: usize = code.getattr("co_argcount")?.extract()?;
        Ok(code.getattr("co_varnames")?.extract::<Vec<String>>()?.into_iter().take(count).collect())
    };
    let names = named().unwrap_or_else(|_| vec!["x".to_owned()]);
    let [name] = names.as_slice() else {
        let message = format!("expected a function of one argument, got one of {}", names.len());
        return Err(type_error(operation, message, "give a function of one argument: lambda x: x * 2"));
    };
    let body = function.call1((PyExpr::new(lambda_var(name)),))?;
    Ok(lambda([name], into_operand(operation, &body)?))
}

macro_rules! no_function {
    ($name:ident) => {
        concat!(
            "    Traceback (most recent call last):\n        ...\n    pyrust.InvalidTypeError: ",
            stringify!($name),
            ": 7 is not a function\n    hint: give a function of an element: lambda x: x * 2\n"
        )
    };
}

macro_rules! each {
    ($($name:ident $method:ident $function:ident, $gives:literal, $meaning:literal, $call:literal => $result:literal;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\nArgs:\n    expr: A column's name or an expression.\n    function: ", $meaning,
                " It is called once, with an expression.\n\nReturns:\n    An expression.\n\n",
                "Raises:\n    TypeError: If it is not a function of one argument.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": [[1, 2, 3], []]})\n",
                "    >>> df.select(x=pr.functions.", stringify!($name), "(\"a\", ", $call, ")).to_dict()\n    {'x': ",
                $result, "}\n    >>> pr.functions.", stringify!($name), "(\"a\", 7)\n", no_function!($name)
            )]
            #[pyfunction]
            fn $name(expr: Column<'_>, function: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
                const NAME: &str = stringify!($name);
                guard(|| {
                    let arguments = vec![expr.seen(NAME)?, into_lambda(NAME, function)?];
                    Ok(PyExpr::new(Expr::HigherOrderFunction(HigherOrderFunction::new($function(), arguments))))
                })
            }
        )*

        #[pymethods]
        impl PyList {
            $(
                #[doc = concat!(
                    $gives, "\n\nArgs:\n    function: ", $meaning,
                    " It is called once, with an expression.\n\nReturns:\n    An expression.\n\n",
                    "Raises:\n    TypeError: If it is not a function of one argument.\n\n",
                    "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": [[1, 2, 3], []]})\n",
                    "    >>> df.select(x=pr.col(\"a\").list.", stringify!($method), "(", $call,
                    ")).to_dict()\n    {'x': ", $result, "}\n    >>> pr.col(\"a\").list.", stringify!($method),
                    "(7)\n", no_function!($method)
                )]
                fn $method(&self, function: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
                    const NAME: &str = stringify!($method);
                    guard(|| {
                        let arguments = vec![self.plain(NAME)?, into_lambda(NAME, function)?];
                        Ok(PyExpr::new(Expr::HigherOrderFunction(HigherOrderFunction::new($function(), arguments))))
                    })
                }
            )*
        }

        /// Adds the functions to the module.
        pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            module.add_function(wrap_pyfunction!(element, module)?)
        }
    };
}

each! {
    array_transform transform array_transform_higher_order_function, "Transform each element by a function.",
        "What is computed from an element.", "lambda x: x * 2" => "[[2, 4, 6], []]";
    array_filter filter array_filter_higher_order_function, "Keep the elements for which a function is true.",
        "A predicate on an element.", "lambda x: x > 1" => "[[2, 3], []]";
    array_any_match any_match array_any_match_higher_order_function, "Check whether a function is true for any \
     element.",
        "A predicate on an element.", "lambda x: x > 2" => "[True, False]";
    array_first first_match array_first_higher_order_function, "Get the first element for which a function is true.",
        "A predicate on an element.", "lambda x: x > 1" => "[2, None]";
}

/// What stands for an element in `.list.eval(...)`.
const ELEMENT: &str = "element";

/// Refer to an element of a list, in `.list.eval(...)`.
///
/// Returns:
///     An expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.eval(pr.element() * 10)).to_dict()
///     {'x': [[10, 20], []]}
#[pyfunction]
pub fn element() -> PyExpr {
    PyExpr::new(lambda_var(ELEMENT))
}

#[pymethods]
impl PyList {
    /// Evaluate an expression for each element, which `pr.element()` stands for.
    ///
    /// Args:
    ///     expr: What is computed from an element; `pr.element().filter(...)` keeps some of them.
    ///
    /// Returns:
    ///     An expression of lists.
    ///
    /// Raises:
    ///     TypeError: If it is not an expression.
    ///     SchemaError: Where a frame uses it, if it aggregates: `.list.sum()` and its like do.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2, 3], [], None]})
    ///     >>> df.select(x=pr.col("a").list.eval(pr.element() ** 2)).to_dict()
    ///     {'x': [[1.0, 4.0, 9.0], [], None]}
    ///     >>> df.select(x=pr.col("a").list.eval(pr.element().filter(pr.element() > 1))).to_dict()
    ///     {'x': [[2, 3], [], None]}
    ///     >>> pr.col("a").list.eval(lambda x: x * 2)
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: eval: expected an expression of pr.element(), got a function
    ///     hint: .list.transform(function) takes a function of an element
    fn eval(&self, expr: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
        const NAME: &str = "eval";
        guard(|| {
            let list = self.plain(NAME)?;
            let Ok(given) = expr.cast::<PyExpr>() else {
                let message = format!("expected an expression of pr.element(), got a {}", expr.get_type().name()?);
                return Err(type_error(NAME, message, ".list.transform(function) takes a function of an element"));
            };
            let body = given.get().plain(NAME)?;
            let name = format!("{NAME}({}, {})", label(&list), label(&body));
            if is_aggregate(&body) {
                let hint = "the figures of lists are methods of .list: sum, mean, min, max, median, n_unique ...";
                return Err(schema_error(NAME, format!("{} makes one value of many", label(&body)), hint));
            }
            let apply = |function, list, body| {
                let arguments = vec![list, lambda([ELEMENT], body)];
                Expr::HigherOrderFunction(HigherOrderFunction::new(function, arguments))
            };
            let made = match split_filter(&body) {
                Some((value, predicate)) => {
                    let kept = apply(array_filter_higher_order_function(), list, predicate);
                    match value {
                        Expr::LambdaVariable(_) => kept,
                        value => apply(array_transform_higher_order_function(), kept, value),
                    }
                }
                None => apply(array_transform_higher_order_function(), list, body),
            };
            Ok(PyExpr::new(made.alias(name)))
        })
    }
}
