//! The forms in which functions are written down. One row gives a function of `pyrust.functions`, the method that goes
//! with it, and the docstrings of both with an example that CI runs.

/// A family of functions of a column, and the class that has them as methods.
///
/// `family! { PyStr, "str."; ROWS }` makes `register_family(module)`, which adds the functions, and the methods of
/// `PyStr`: a class with `fn plain(&self, operation: &str) -> PyResult<Expr>`, reached as `pr.col("a").str.`
/// (`""` for `Expr` itself). A row says the arguments after the column, each with its meaning; what the function
/// gives, in a sentence or several; the example's column `a`, its further arguments and its result; and how the
/// engine's expression is built. The arguments' types are those of [`super::argument`], or whatever PyO3 reads.
///
/// ```text
/// split_part(delimiter: Text, "What the text is split at."; index: i64 = 1, "Which part, counted from 1."),
///     "The part of the text between two delimiters.",
///     "[\"a-b\"]", ("-", 2) => "['b']",
///     |e, delimiter, index| scalar_fn::split_part(e, delimiter, index);
/// ```
///
/// `character_length as "length"(...)` gives the method another name than the function; `deviation = "std"(...)` is for
/// a name that Rust cannot take (a row has one of the two). A default is one token: `1`, `" "`, `None`, `true`.
macro_rules! family {
    ($class:ty, $path:literal;
     $($name:ident $(= $python:tt)? $(as $method:tt)?
       ($($argument:ident: $kind:ty $(= $default:tt)?, $what:literal);* $(;)?), $gives:literal,
       $column:literal, ($($call:expr),*) => $result:literal, |$this:ident $(, $seen:ident)*| $build:expr;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\nArgs:\n    expr: A column's name or an expression.\n",
                $("    ", stringify!($argument), ": ", $what, "\n",)*
                "\nReturns:\n    An expression.\n\nRaises:\n    TypeError: If `expr` is neither a name nor an expression.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                "    >>> df.select(x=pr.functions.", $crate::functions::table::named!($name $($python)?),
                "(\"a\"", $(", ", stringify!($call),)*
                ")).to_dict()\n    {'x': ", $result, "}\n"
            )]
            #[pyfunction]
            #[pyo3($(name = $python,)? signature = (expr $(, $argument $(= $default)?)*))]
            fn $name(expr: $crate::functions::argument::Column<'_> $(, $argument: $kind)*) -> PyResult<PyExpr> {
                const NAME: &str = $crate::functions::table::named!($name $($python)?);
                guard(|| {
                    let $this = Argument::seen(expr, NAME)?;
                    $(let $seen = Argument::seen($argument, NAME)?;)*
                    Ok(PyExpr::new($build))
                })
            }
        )*

        $crate::functions::table::methods! { $class, $path;
            $($name $(= $python)? $(as $method)? ($($argument: $kind $(= $default)?, $what);*), $gives,
              $column, ($($call),*) => $result, |$this $(, $seen)*| $build;)*
        }

        /// Adds the functions to the module.
        pub fn register_family(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

/// Methods without a function of their own: another name for one, or another order of its arguments. A row is that of
/// [`family`].
macro_rules! methods {
    ($class:ty, $path:literal;
     $($name:ident $(= $python:tt)? $(as $method:tt)?
       ($($argument:ident: $kind:ty $(= $default:tt)?, $what:literal);* $(;)?), $gives:literal,
       $column:literal, ($($call:expr),*) => $result:literal, |$this:ident $(, $seen:ident)*| $build:expr;)*) => {
        #[pymethods]
        impl $class {
            $(
                #[doc = concat!(
                    $gives, "\n\n", $crate::functions::table::heading!($($argument)*),
                    $("    ", stringify!($argument), ": ", $what, "\n",)*
                    "\nReturns:\n    An expression.\n\n",
                    "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                    "    >>> df.select(x=pr.col(\"a\").", $path,
                    $crate::functions::table::named!($name $($python)? $($method)?), "(",
                    $crate::functions::table::listed!($($call),*),
                    ")).to_dict()\n    {'x': ", $result, "}\n"
                )]
                #[pyo3($(name = $python,)? $(name = $method,)? signature = ($($argument $(= $default)?),*))]
                fn $name(&self $(, $argument: $kind)*) -> PyResult<PyExpr> {
                    const NAME: &str = $crate::functions::table::named!($name $($python)? $($method)?);
                    guard(|| {
                        let $this = self.plain(NAME)?;
                        $(let $seen = Argument::seen($argument, NAME)?;)*
                        Ok(PyExpr::new($build))
                    })
                }
            )*
        }
    };
}

/// Functions that belong to no column alone: without arguments, or over several. A row is that of [`family`] without
/// the column; its example is a whole table and a whole call, and `@* exprs: Columns` takes any number.
macro_rules! functions {
    ($($name:ident $(= $python:tt)?
       ($($(@ $star:tt)? $argument:ident: $kind:ty $(= $default:tt)?, $what:literal);* $(;)?), $gives:literal,
       $table:literal, ($($call:expr),*) => $result:literal, |$($seen:ident),*| $build:expr;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\n", $crate::functions::table::heading!($($argument)*),
                $("    ", stringify!($argument), ": ", $what, "\n",)*
                "\nReturns:\n    An expression.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame(", $table, ")\n",
                "    >>> df.select(x=pr.functions.", $crate::functions::table::named!($name $($python)?), "(",
                $crate::functions::table::listed!($($call),*), ")).to_dict()\n    {'x': ", $result, "}\n"
            )]
            #[pyfunction]
            #[pyo3($(name = $python,)? signature = ($($($star)? $argument $(= $default)?),*))]
            fn $name($($argument: $kind),*) -> PyResult<PyExpr> {
                const _NAME: &str = $crate::functions::table::named!($name $($python)?);
                guard(|| {
                    $(let $seen = Argument::seen($argument, _NAME)?;)*
                    Ok(PyExpr::new($build))
                })
            }
        )*

        /// Adds the functions to the module.
        pub fn register_functions(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

/// The name in Python.
macro_rules! named {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $python:tt) => {
        $python
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

/// The arguments of an example's call.
macro_rules! listed {
    () => {
        ""
    };
    ($first:expr $(, $more:expr)*) => {
        concat!(stringify!($first) $(, ", ", stringify!($more))*)
    };
}

pub(crate) use {family, functions, heading, listed, methods, named};
