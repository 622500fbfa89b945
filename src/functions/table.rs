//! The forms in which functions are written down. One row gives a function of `pyrust.functions`, the method that goes
//! with it, and the docstrings of both with an example that CI runs.

/// A family of functions of a column, and the class that has them as methods.
///
/// `family! { PyStr, "str.", RAISES; ROWS }` makes `register_family(module)`, which adds the functions, and the methods of
/// `PyStr`: a class with `fn plain(&self, operation: &str) -> PyResult<Expr>`, reached as `pr.col("a").str.`
/// (`""` for `Expr` itself); RAISES says which columns are refused. A row says the arguments after the column, each with
/// its meaning; what the function does, in a sentence or several; the example's column `a`, its further arguments and
/// its result; where an argument can be wrong, a call with such a one, what it raises, and how Python shows that; and how
/// the engine's expression is built. The arguments' types are those of [`crate::argument`], or whatever PyO3 reads.
///
/// ```text
/// split_part(delimiter: Text, "The delimiter."; index: i64 = 1, "Which part, counted from 1."),
///     "Split the string at a delimiter and get one of the parts.",
///     "[\"a-b\"]", ("-", 2) => "['b']",
///     fails ("-", "x") "TypeError: If the index is not an int." => "pyrust.InvalidTypeError: ...",
///     |e, delimiter, index| scalar_fn::split_part(e, delimiter, index);
/// ```
///
/// `character_length as "length"(...)` gives the method another name than the function; `deviation = "std"(...)` is for
/// a name that Rust cannot take (a row has one of the two). A default is one token: `1`, `" "`, `None`, `true`.
macro_rules! family {
    ($class:ty, $path:literal, $refused:literal;
     $($name:ident $(= $python:tt)? $(as $method:tt)?
       ($($argument:ident: $kind:ty $(= $default:tt)?, $what:literal);* $(;)?), $gives:literal,
       $column:literal, ($($call:expr),*) => $result:literal,
       $(fails ($($bad:expr),*) $raises:literal => $failure:literal,)?
       |$this:ident $(, $seen:ident)*| $build:expr;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\nArgs:\n    expr: A column's name or an expression.\n",
                $("    ", stringify!($argument), ": ", $what, "\n",)*
                "\nReturns:\n    An expression.\n\nRaises:\n    TypeError: If `expr` is neither a name nor an expression.\n",
                $("    ", $raises, "\n",)?
                "\nExample:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                "    >>> df.select(x=pr.functions.", $crate::functions::table::named!($name $($python)?),
                "(\"a\"", $(", ", stringify!($call),)*
                ")).to_dict()\n    {'x': ", $result, "}\n",
                "    >>> pr.functions.", $crate::functions::table::named!($name $($python)?),
                $("(\"a\"", $(", ", stringify!($bad),)* ")", $crate::functions::table::raised!(), $failure, "\n",)?
                $crate::functions::table::by_default!([$($failure)?]
                    "(1", $(", ", stringify!($call),)* ")", $crate::functions::table::raised!(),
                    "pyrust.InvalidTypeError: ", $crate::functions::table::named!($name $($python)?),
                    $crate::functions::table::no_column!()
                )
            )]
            #[pyfunction]
            #[pyo3($(name = $python,)? signature = (expr $(, $argument $(= $default)?)*))]
            fn $name(expr: $crate::argument::Column<'_> $(, $argument: $kind)*) -> PyResult<PyExpr> {
                const NAME: &str = $crate::functions::table::named!($name $($python)?);
                guard(|| {
                    let $this = Argument::seen(expr, NAME)?;
                    $(let $seen = Argument::seen($argument, NAME)?;)*
                    Ok(PyExpr::new($build))
                })
            }
        )*

        $crate::functions::table::methods! { $class, $path, $refused;
            $($name $(= $python)? $(as $method)? ($($argument: $kind $(= $default)?, $what);*), $gives,
              $column, ($($call),*) => $result, $(fails ($($bad),*) $raises => $failure,)?
              |$this $(, $seen)*| $build;)*
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
    ($class:ty, $path:literal, $refused:literal;
     $($name:ident $(= $python:tt)? $(as $method:tt)?
       ($($argument:ident: $kind:ty $(= $default:tt)?, $what:literal);* $(;)?), $gives:literal,
       $column:literal, ($($call:expr),*) => $result:literal,
       $(fails ($($bad:expr),*) $raises:literal => $failure:literal,)?
       |$this:ident $(, $seen:ident)*| $build:expr;)*) => {
        #[pymethods]
        impl $class {
            $(
                #[doc = concat!(
                    $gives, "\n\n", $crate::functions::table::heading!($($argument)*),
                    $("    ", stringify!($argument), ": ", $what, "\n",)*
                    "\nReturns:\n    An expression.\n\nRaises:\n    ", $refused, "\n", $("    ", $raises, "\n",)?
                    "\nExample:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                    "    >>> df.select(x=pr.col(\"a\").", $path,
                    $crate::functions::table::named!($name $($python)? $($method)?), "(",
                    $crate::functions::table::listed!($($call),*),
                    ")).to_dict()\n    {'x': ", $result, "}\n",
                    $crate::functions::table::if_given!([$($failure)?]
                        "    >>> pr.col(\"a\").", $path,
                        $crate::functions::table::named!($name $($python)? $($method)?), "(",
                        $crate::functions::table::listed!($($($bad),*)?), ")", $crate::functions::table::raised!(),
                        $($failure,)? "\n"
                    )
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
       $table:literal, ($($call:expr),*) => $result:literal,
       $(fails ($($bad:expr),*) $raises:literal => $failure:literal,)?
       |$($seen:ident),*| $build:expr;)*) => {
        $(
            #[doc = concat!(
                $gives, "\n\n", $crate::functions::table::heading!($($argument)*),
                $("    ", stringify!($argument), ": ", $what, "\n",)*
                "\nReturns:\n    An expression.\n", $("\nRaises:\n    ", $raises, "\n",)?
                "\nExample:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame(", $table, ")\n",
                "    >>> df.select(x=pr.functions.", $crate::functions::table::named!($name $($python)?), "(",
                $crate::functions::table::listed!($($call),*), ")).to_dict()\n    {'x': ", $result, "}\n",
                $crate::functions::table::if_given!([$($failure)?]
                    "    >>> pr.functions.", $crate::functions::table::named!($name $($python)?), "(",
                    $crate::functions::table::listed!($($($bad),*)?), ")", $crate::functions::table::raised!(),
                    $($failure,)? "\n"
                )
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

/// What Python shows of an error before its own words.
macro_rules! raised {
    () => {
        "\n    Traceback (most recent call last):\n        ...\n    "
    };
}

/// What an error says, after the function's name, where a column is wanted and a number is given.
macro_rules! no_column {
    () => {
        ": 1 is neither a column's name nor an expression\n    \
         hint: use pr.lit(...) for a constant, pr.col(...) for a column\n"
    };
}

/// Text for a row that says nothing of its own.
macro_rules! by_default {
    ([] $($text:tt)*) => {
        concat!($($text)*)
    };
    ([$given:literal] $($text:tt)*) => {
        ""
    };
}

/// Text for a row that says something of its own.
macro_rules! if_given {
    ([] $($text:tt)*) => {
        ""
    };
    ([$given:literal] $($text:tt)*) => {
        concat!($($text)*)
    };
}

pub(crate) use {by_default, family, functions, heading, if_given, listed, methods, named, no_column, raised};
