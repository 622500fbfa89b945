//! The forms in which aggregates are written down: those of [`crate::functions::table`], and for each the options
//! after the arguments.

/// A family of aggregates of a column, as functions and as methods of `Expr`.
///
/// `aggregates! { (OPTIONS) ROWS }` makes `register_aggregates(module)`. An option is a field of
/// [`super::options::Options`] with its type, the value where it is left out, and its meaning; a row is that of
/// `family!`.
macro_rules! aggregates {
    ($options:tt
     $($name:ident $(= $python:tt)? $(as $method:tt)?
       ($($argument:ident: $kind:ty $(= $default:tt)?, $what:literal);* $(;)?), $gives:literal,
       $column:literal, ($($call:expr),*) => $result:literal,
       $(fails ($($bad:expr),*) $raises:literal => $failure:literal,)?
       |$this:ident $(, $seen:ident)*| $build:expr;)*) => {
        $(
            $crate::functions::aggregate::table::aggregate! {
                $options $name [$($python)?] [$($method)?] [$($argument: $kind [$($default)?], $what;)*] $gives,
                $column, [$($call),*], $result, [$(($($bad),*) $raises => $failure)?] $this [$($seen)*] $build
            }
        )*

        /// Adds the functions to the module.
        pub fn register_aggregates(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

/// One row of [`aggregates`].
macro_rules! aggregate {
    (($($option:ident: $type:ty = $off:tt, $meaning:literal);* $(;)?)
     $name:ident [$($python:tt)?] [$($method:tt)?] [$($argument:ident: $kind:ty [$($default:tt)?], $what:literal;)*]
     $gives:literal, $column:literal, [$($call:expr),*], $result:literal,
     [$(($($bad:expr),*) $raises:literal => $failure:literal)?] $this:ident [$($seen:ident)*] $build:expr) => {
        #[doc = concat!(
            $gives, "\n\nArgs:\n    expr: A column's name or an expression.\n",
            $("    ", stringify!($argument), ": ", $what, "\n",)*
            $("    ", stringify!($option), ": ", $meaning, "\n",)*
            "\nReturns:\n    An aggregate expression, which `.over(...)` makes a window of.\n\nRaises:\n    ",
            $crate::functions::aggregate::table::refused!(), $("    ", $raises, "\n",)?
            "\nExample:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
            "    >>> df.select(x=pr.functions.", $crate::functions::table::named!($name $($python)?),
            "(\"a\"", $(", ", stringify!($call),)* ")).to_dict()\n    {'x': ", $result, "}\n",
            "    >>> pr.functions.", $crate::functions::table::named!($name $($python)?),
            $("(\"a\"", $(", ", stringify!($bad),)* ")", $crate::functions::table::raised!(), $failure, "\n",)?
            $crate::functions::table::by_default!([$($failure)?]
                "(1", $(", ", stringify!($call),)* ")", $crate::functions::table::raised!(),
                "pyrust.InvalidTypeError: ", $crate::functions::table::named!($name $($python)?),
                $crate::functions::table::no_column!()
            )
        )]
        #[pyfunction]
        #[pyo3($(name = $python,)? signature = (expr $(, $argument $(= $default)?)*, *, $($option = $off),*))]
        fn $name(expr: Column<'_> $(, $argument: $kind)* $(, $option: $type)*) -> PyResult<PyExpr> {
            const NAME: &str = $crate::functions::table::named!($name $($python)?);
            guard(|| {
                let $this = Argument::seen(expr, NAME)?;
                $(let $seen = Argument::seen($argument, NAME)?;)*
                let mut options = Options::default();
                $(options.$option = $option;)*
                options.applied(NAME, $build)
            })
        }

        #[pymethods]
        impl PyExpr {
            #[doc = concat!(
                $gives, "\n\nArgs:\n",
                $("    ", stringify!($argument), ": ", $what, "\n",)*
                $("    ", stringify!($option), ": ", $meaning, "\n",)*
                "\nReturns:\n    An aggregate expression, which `.over(...)` makes a window of.\n\nRaises:\n    ",
                $crate::functions::aggregate::table::refused!(), $("    ", $raises, "\n",)?
                "\nExample:\n    >>> import pyrust as pr\n    >>> df = pr.DataFrame({\"a\": ", $column, "})\n",
                "    >>> df.select(x=pr.col(\"a\").",
                $crate::functions::table::named!($name $($python)? $($method)?), "(",
                $crate::functions::table::listed!($($call),*),
                ")).to_dict()\n    {'x': ", $result, "}\n",
                "    >>> pr.col(\"a\").", $crate::functions::table::named!($name $($python)? $($method)?), "(",
                $($crate::functions::table::listed!($($bad),*), ")", $crate::functions::table::raised!(),
                  $failure, "\n",)?
                $crate::functions::table::by_default!([$($failure)?]
                    $(stringify!($call), ", ",)* "filter=1)", $crate::functions::table::raised!(),
                    "pyrust.InvalidTypeError: ", $crate::functions::table::named!($name $($python)? $($method)?),
                    $crate::functions::table::no_column!()
                )
            )]
            #[pyo3($(name = $python,)? $(name = $method,)?
                   signature = ($($argument $(= $default)?,)* *, $($option = $off),*))]
            fn $name(&self $(, $argument: $kind)* $(, $option: $type)*) -> PyResult<PyExpr> {
                const NAME: &str = $crate::functions::table::named!($name $($python)? $($method)?);
                guard(|| {
                    let $this = self.plain(NAME)?;
                    $(let $seen = Argument::seen($argument, NAME)?;)*
                    let mut options = Options::default();
                    $(options.$option = $option;)*
                    options.applied(NAME, $build)
                })
            }
        }
    };
}

/// What every aggregate refuses.
macro_rules! refused {
    () => {
        "TypeError: If a column or the filter is neither a name nor an expression.\n    \
         SchemaError: Where a frame uses it, if the function is not computed of the values' type.\n"
    };
}

pub(crate) use {aggregate, aggregates, refused};
