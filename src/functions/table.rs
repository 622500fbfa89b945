//! The form in which functions are written down. One row gives a function of `pyrust.functions` whose first argument
//! is a column, the method of the same name, and the docstrings of both with an example that CI runs.

/// A family of functions, and the class that has them as methods.
///
/// `family! { PyStr, "str."; ROWS }` makes `register_family(module)`, which adds the functions, and the methods of
/// `PyStr`: a class with `fn plain(&self, operation: &str) -> PyResult<Expr>`, reached as `pr.col("a").str.`
/// (`""` for `Expr` itself). A row says the arguments after the column, each with its meaning; what the function
/// gives, in a sentence or several; the example's column `a`, its further arguments and its result; and how the
/// engine's expression is built. The arguments' types are those of [`super::argument`].
///
/// ```text
/// split_part(delimiter: Value, "What the text is split at."; index: i64 = 1, "Which part, counted from 1."),
///     "The part of the text between two delimiters.",
///     "[\"a-b\"]", ("-", 2) => "['b']",
///     |e, delimiter, index| scalar_fn::split_part(e, delimiter, index);
/// ```
macro_rules! family {
    ($class:ty, $path:literal;
     $($name:ident($($argument:ident: $kind:ty $(= $default:expr)?, $what:literal);*), $gives:literal,
       $column:literal, ($($call:expr),*) => $result:literal, |$this:ident $(, $seen:ident)*| $build:expr;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\nArgs:\n    expr: A column's name or an expression.\n",
                $("    ", stringify!($argument), ": ", $what, "\n",)*
                "\nReturns:\n    An expression.\n\nRaises:\n    TypeError: If `expr` is neither a name nor an expression.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                "    >>> df.select(x=pr.functions.", stringify!($name), "(\"a\"", $(", ", stringify!($call),)*
                ")).to_dict()\n    {'x': ", $result, "}\n"
            )]
            #[pyfunction]
            #[pyo3(signature = (expr $(, $argument $(= $default)?)*))]
            fn $name(expr: $crate::functions::argument::Column $(, $argument: $kind)*) -> PyResult<PyExpr> {
                guard(|| {
                    let $this = Argument::seen(expr);
                    $(let $seen = Argument::seen($argument);)*
                    Ok(PyExpr::new($build))
                })
            }
        )*

        #[pymethods]
        impl $class {
            $(
                #[doc = concat!(
                    $gives, "\n\n", $crate::functions::table::heading!($($argument)*),
                    $("    ", stringify!($argument), ": ", $what, "\n",)*
                    "Returns:\n    An expression.\n\n",
                    "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                    "    >>> df.select(x=pr.col(\"a\").", $path, stringify!($name), "(", stringify!($($call),*),
                    ")).to_dict()\n    {'x': ", $result, "}\n"
                )]
                #[pyo3(signature = ($($argument $(= $default)?),*))]
                fn $name(&self $(, $argument: $kind)*) -> PyResult<PyExpr> {
                    guard(|| {
                        let $this = self.plain(stringify!($name))?;
                        $(let $seen = Argument::seen($argument);)*
                        Ok(PyExpr::new($build))
                    })
                }
            )*
        }

        /// Adds the functions to the module.
        pub fn register_family(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

/// The heading of the arguments, where there are any.
macro_rules! heading {
    () => {
        ""
    };
    ($($argument:ident)+) => {
        "Args:\n"
    };
}

pub(crate) use {family, heading};
