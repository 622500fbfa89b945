//! The functions that make selectors: `pyrust.selectors`.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyrust_engine::render::type_name;
use pyrust_engine::resolve::{Position, Selector, TypeFamily};

use super::{PySelector, selector, selector_of};
use crate::argument::{into_items, into_names};
use crate::boundary::guard;
use crate::data_type::into_data_type;
use crate::exceptions::value_error;
use crate::trampoline::{add_class, replace_functions};

/// Selectors of one family of types each: a row says the name, the family, what it holds, and the columns that the
/// example finds.
macro_rules! families {
    ($($name:ident, $family:ident, $what:literal, $found:literal;)*) => {
        $(
            #[doc = concat!(
                "Select columns of ", $what, ".\n\nReturns:\n    A selector.\n\n",
                "Example:\n    >>> import pyrust as pr\n    >>> from datetime import date, datetime, time, timedelta\n",
                "    >>> from decimal import Decimal\n",
                "    >>> df = pr.DataFrame({\"i\": [1], \"f\": [0.5], \"n\": [Decimal(1)], \"s\": [\"x\"], \"b\": [True], ",
                "\"y\": [b\"z\"], \"l\": [[1]],\n    ...     \"d\": [date.min], \"c\": [time.min], \"t\": [datetime.min], ",
                "\"e\": [timedelta(1)]})\n",
                "    >>> df.select(pr.selectors.", stringify!($name), "()).columns\n    ", $found, "\n"
            )]
            #[pyfunction]
            fn $name(py: Python<'_>) -> PyResult<Py<PySelector>> {
                guard(|| selector(py, Selector::Family(TypeFamily::$family)))
            }
        )*

        fn register_families(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_function(wrap_pyfunction!($name, module)?)?;)*
            Ok(())
        }
    };
}

families! {
    numeric, Numeric, "numbers: integers, floats and decimals", "['i', 'f', 'n']";
    integer, Integer, "integers of any width, signed or not", "['i']";
    float, Float, "floats of any width", "['f']";
    decimal, Decimal, "decimals", "['n']";
    string, String, "strings, in each of their encodings", "['s']";
    boolean, Boolean, "booleans", "['b']";
    binary, Binary, "bytes", "['y']";
    temporal, Temporal, "dates, times, timestamps, durations and intervals", "['d', 'c', 't', 'e']";
    date, Date, "dates", "['d']";
    time, Time, "times of day", "['c']";
    datetime, Datetime, "timestamps, with a zone or without", "['t']";
    duration, Duration, "durations", "['e']";
    nested, Nested, "lists, structs, maps and unions", "['l']";
}

/// Select every column.
///
/// Returns:
///     A selector.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1, 2], "b": [3, None]})
///     >>> df.select(pr.selectors.all().count().name.keep()).to_dict()
///     {'a': [2], 'b': [1]}
#[pyfunction]
fn all(py: Python<'_>) -> PyResult<Py<PySelector>> {
    guard(|| selector(py, Selector::All))
}

/// Select the first column.
///
/// Returns:
///     A selector.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1], "b": [2]}).select(pr.selectors.first()).columns
///     ['a']
#[pyfunction]
fn first(py: Python<'_>) -> PyResult<Py<PySelector>> {
    guard(|| selector(py, Selector::First))
}

/// Select the last column.
///
/// Returns:
///     A selector.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1], "b": [2]}).select(pr.selectors.last()).columns
///     ['b']
#[pyfunction]
fn last(py: Python<'_>) -> PyResult<Py<PySelector>> {
    guard(|| selector(py, Selector::Last))
}

/// Select columns of these names, in the frame's order.
///
/// Args:
///     names: Names, or lists of them.
///     require_all: Whether a name that is not there is an error.
///
/// Returns:
///     A selector.
///
/// Raises:
///     TypeError: If one is not a name.
///     ColumnNotFoundError: Where a frame uses it, if a column is not there.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1], "b": [2]})
///     >>> df.select(~pr.selectors.by_name("a")).columns
///     ['b']
///     >>> df.select(pr.selectors.by_name("A"))
///     Traceback (most recent call last):
///         ...
///     pyrust.ColumnNotFoundError: select: there is no column "A"
///     hint: did you mean a?
#[pyfunction]
#[pyo3(signature = (*names, require_all = true))]
fn by_name(names: &Bound<'_, PyTuple>, require_all: bool) -> PyResult<Py<PySelector>> {
    guard(|| selector(names.py(), Selector::Names(into_names("by_name", names)?, require_all)))
}

/// Select columns of these types.
///
/// Args:
///     types: Types as `cast` takes them: `pr.Int64`, names such as `"int64"`, Python's classes, or pyarrow's types.
///
/// Returns:
///     A selector.
///
/// Raises:
///     TypeError: If there is no such type.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a": [1], "b": [0.5], "s": ["x"]}).select(pr.selectors.by_dtype(int, "string")).columns
///     ['a', 's']
///     >>> pr.selectors.by_dtype("number")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: by_dtype: there is no type "number"
///     hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
#[pyfunction]
#[pyo3(signature = (*types))]
fn by_dtype(types: &Bound<'_, PyTuple>) -> PyResult<Py<PySelector>> {
    guard(|| {
        let items = into_items(types)?;
        let names = items.iter().map(|item| Ok(type_name(&into_data_type("by_dtype", item)?)));
        selector(types.py(), Selector::Types(names.collect::<PyResult<_>>()?))
    })
}

/// Select columns whose name matches a regular expression somewhere, as Python's `re.search` finds it.
///
/// Args:
///     pattern: The regular expression; `^` and `$` hold it to the ends of the name.
///
/// Returns:
///     A selector.
///
/// Raises:
///     ValueError: If it is not a valid regular expression.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"q1": [1], "q2": [2], "all": [3]}).select(pr.selectors.matches(r"^q\d$")).columns
///     ['q1', 'q2']
///     >>> pr.selectors.matches("q(")
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidValueError: matches: "q(" is not a valid regular expression: missing ), unterminated subpattern at ...
#[pyfunction]
fn matches(py: Python<'_>, pattern: String) -> PyResult<Py<PySelector>> {
    guard(|| match py.import("re")?.call_method1("compile", (&pattern,)) {
        Ok(_) => selector(py, Selector::Pattern { text: pattern, fitting: None }),
        Err(error) => Err(value_error(
            "matches",
            format!("\"{pattern}\" is not a valid regular expression: {}", error.value(py)),
            "",
        )),
    })
}

/// Select columns whose name starts with one of these strings.
///
/// Args:
///     texts: Strings, or lists of them; the case matters.
///
/// Returns:
///     A selector.
///
/// Raises:
///     TypeError: If one is not a string.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"x_a": [1], "x_b": [2], "y": [3]}).select(pr.selectors.starts_with("x_")).columns
///     ['x_a', 'x_b']
///     >>> pr.selectors.starts_with(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: starts_with: 1 is not a column name
#[pyfunction]
#[pyo3(signature = (*texts))]
fn starts_with(texts: &Bound<'_, PyTuple>) -> PyResult<Py<PySelector>> {
    guard(|| selector(texts.py(), Selector::Text(Position::Start, into_names("starts_with", texts)?)))
}

/// Select columns whose name ends with one of these strings.
///
/// Args:
///     texts: Strings, or lists of them; the case matters.
///
/// Returns:
///     A selector.
///
/// Raises:
///     TypeError: If one is not a string.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"a_id": [1], "b_id": [2], "y": [3]}).select(pr.selectors.ends_with("_id")).columns
///     ['a_id', 'b_id']
///     >>> pr.selectors.ends_with(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: ends_with: 1 is not a column name
#[pyfunction]
#[pyo3(signature = (*texts))]
fn ends_with(texts: &Bound<'_, PyTuple>) -> PyResult<Py<PySelector>> {
    guard(|| selector(texts.py(), Selector::Text(Position::End, into_names("ends_with", texts)?)))
}

/// Select columns whose name contains one of these strings.
///
/// Args:
///     texts: Strings, or lists of them; the case matters.
///
/// Returns:
///     A selector.
///
/// Raises:
///     TypeError: If one is not a string.
///
/// Example:
///     >>> import pyrust as pr
///     >>> pr.DataFrame({"net_price": [1], "price_net": [2], "y": [3]}).select(pr.selectors.contains("price")).columns
///     ['net_price', 'price_net']
///     >>> pr.selectors.contains(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: contains: 1 is not a column name
#[pyfunction]
#[pyo3(signature = (*texts))]
fn contains(texts: &Bound<'_, PyTuple>) -> PyResult<Py<PySelector>> {
    guard(|| selector(texts.py(), Selector::Text(Position::Anywhere, into_names("contains", texts)?)))
}

/// Select every column but these.
///
/// Args:
///     columns: Names, types, selectors, or lists of them. A name that is not there is not an error.
///
/// Returns:
///     A selector.
///
/// Raises:
///     TypeError: If one is neither a name, a type nor a selector.
///
/// Example:
///     >>> import pyrust as pr
///     >>> df = pr.DataFrame({"a": [1], "b": [0.5], "s": ["x"]})
///     >>> df.select(pr.selectors.exclude("a", float)).columns
///     ['s']
///     >>> pr.selectors.exclude(1)
///     Traceback (most recent call last):
///         ...
///     pyrust.InvalidTypeError: exclude: 1 is neither a column's name, a type nor a selector
#[pyfunction]
#[pyo3(signature = (*columns))]
fn exclude(columns: &Bound<'_, PyTuple>) -> PyResult<Py<PySelector>> {
    guard(|| selector(columns.py(), Selector::Not(Box::new(selector_of("exclude", &into_items(columns)?)?))))
}

/// Makes the submodule.
pub fn register(parent: &Bound<'_, PyModule>) -> PyResult<()> {
    let module = PyModule::new(parent.py(), "selectors")?;
    register_families(&module)?;
    module.add_function(wrap_pyfunction!(all, &module)?)?;
    module.add_function(wrap_pyfunction!(by_dtype, &module)?)?;
    module.add_function(wrap_pyfunction!(by_name, &module)?)?;
    module.add_function(wrap_pyfunction!(contains, &module)?)?;
    module.add_function(wrap_pyfunction!(ends_with, &module)?)?;
    module.add_function(wrap_pyfunction!(exclude, &module)?)?;
    module.add_function(wrap_pyfunction!(first, &module)?)?;
    module.add_function(wrap_pyfunction!(last, &module)?)?;
    module.add_function(wrap_pyfunction!(matches, &module)?)?;
    module.add_function(wrap_pyfunction!(starts_with, &module)?)?;
    replace_functions(&module)?;
    add_class::<PySelector>(parent)?;
    parent.add_submodule(&module)
}
