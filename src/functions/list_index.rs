//! Places in lists. The functions count from 1 as SQL does, the methods of `pr.col("a").list` from 0 as Python does;
//! negative numbers count from the end in both.

use datafusion::functions::core::named_struct;
use datafusion::functions_nested::array_transform::array_transform_higher_order_function;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::functions_nested::extract::array_slice_udf;
use datafusion::functions_nested::position::array_position_udf;
use datafusion::logical_expr::expr::HigherOrderFunction;
use datafusion::logical_expr::{Expr, lambda, lambda_var, lit, when};
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyTuple};
use pyrust_engine::Error;
use pyrust_engine::resolve::label;

use super::list::{first_place, of_list};
use super::table::functions;
use crate::argument::{Argument, Column, Value, Whole, into_exprs, slice_bounds};
use crate::boundary::guard;
use crate::exceptions::{short, to_python, type_error, value_error};
use crate::expr::{PyExpr, PyList};

functions! {
    array_element(expr: Column<'_>, "A column's name or an expression.";
                  index: Whole<'_>, "The place, counted from 1; negative from the end."),
        "Get the element in a place, counted from 1 as in SQL; null where there is none. `.list.get` counts from 0.",
        "{\"a\": [[1, 2], [3]]}", ("a", 1) => "[1, 3]",
        fails ("a", "x") "TypeError: If `index` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |expr, index| nested_fn::array_element(expr, index);
    array_slice(expr: Column<'_>, "A column's name or an expression.";
                begin: Whole<'_>, "The first place, counted from 1; negative from the end.";
                end: Whole<'_>, "The last place, which is included.";
                stride: Option<Whole<'_>> = None, "The step between places; 1 by default."),
        "Take the elements between two places, counted from 1 and both included, as in SQL. `.list.slice` counts from \
         0.",
        "{\"a\": [[1, 2, 3]]}", ("a", 2, 3) => "[[2, 3]]",
        fails ("a", "x", 3) "TypeError: If `begin` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |expr, begin, end, stride| {
            array_slice_udf().call([expr, begin, end].into_iter().chain(stride).collect())
        };
    array_position(expr: Column<'_>, "A column's name or an expression."; element: Value<'_>, "The element to look \
        for.";
                   start: Option<Whole<'_>> = None, "Where the search begins, counted from 1."),
        "Find the first place of an element, counted from 1 as in SQL; null where it is not. `.list.position` counts \
         from 0.",
        "{\"a\": [[5, 7], [7]]}", ("a", 7) => "[2, 1]",
        fails ("a", 7, "x") "TypeError: If `start` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |expr, element, start| {
            array_position_udf().call([expr, element].into_iter().chain(start).collect())
        };
    array_positions(expr: Column<'_>, "A column's name or an expression."; element: Value<'_>, "The element to look \
        for."),
        "Find all places of an element, counted from 1 as in SQL.",
        "{\"a\": [[7, 5, 7]]}", ("a", 7) => "[[1, 3]]",
        fails (1, 7) "TypeError: If `expr` is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |expr, element| nested_fn::array_positions(expr, element);
}

/// The fields of a struct: their names, or how many there are.
#[derive(FromPyObject)]
enum StructFields {
    Count(u32),
    Names(Vec<String>),
}

/// Python's place as SQL's: 0 is 1, -1 stays.
fn from_zero(index: Expr) -> PyResult<Expr> {
    if let Expr::Literal(datafusion::common::ScalarValue::Int64(Some(index)), _) = index {
        return Ok(lit(if index < 0 { index } else { index.saturating_add(1) }));
    }
    when(index.clone().lt(lit(0i64)), index.clone())
        .otherwise(index + lit(1i64))
        .map_err(|error| to_python(Error::from_datafusion("list", error)))
}

#[pymethods]
impl PyList {
    /// Get the element in a place, counted from 0; null where there is none.
    ///
    /// Args:
    ///     index: The place: 0 is the first element, -1 the last.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not lists.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2], [3], []]})
    ///     >>> df.select(first=pr.col("a").list.get(0), last=pr.col("a").list[-1]).to_dict()
    ///     {'first': [1, 3, None], 'last': [2, 3, None]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.get(0))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: array_element cannot be computed from a (int64), 1 (int64)
    fn get(&self, index: Whole<'_>) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::array_element(self.plain("get")?, from_zero(index.seen("get")?)?))))
    }

    /// Get the first element, null where the list is empty.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.first()).to_dict()
    ///     {'x': [1, None]}
    fn first(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::array_element(self.plain("first")?, lit(1i64)))))
    }

    /// Get the last element, null where the list is empty.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.last()).to_dict()
    ///     {'x': [2, None]}
    fn last(&self) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(nested_fn::array_element(self.plain("last")?, lit(-1i64)))))
    }

    /// Take `length` elements from a place on.
    ///
    /// Args:
    ///     offset: The first place, counted from 0; negative from the end.
    ///     length: How many elements; all that follow where it is left out.
    ///
    /// Returns:
    ///     An expression. `pr.col("a").list[1:3]` is the same with Python's slices.
    ///
    /// Raises:
    ///     ValueError: If the length is negative.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> df = pr.DataFrame({"a": [[1, 2, 3, 4]]})
    ///     >>> df.select(x=pr.col("a").list.slice(1, 2), y=pr.col("a").list[-2:]).to_dict()
    ///     {'x': [[2, 3]], 'y': [[3, 4]]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.slice(1))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: array_slice cannot be computed from a (int64), 2 (int64), -1 (int64)
    #[pyo3(signature = (offset, length = None))]
    fn slice(&self, offset: i64, length: Option<i64>) -> PyResult<PyExpr> {
        guard(|| {
            if length.is_some_and(|length| length < 0) {
                return Err(value_error("slice", "a list cannot have a negative length", ""));
            }
            let stop = match length {
                // From -2 on, 5 elements: the end is past the list's, not a place before it.
                Some(length) if offset < 0 && length >= offset.saturating_neg() => None,
                length => length.map(|length| offset.saturating_add(length)),
            };
            self.between("slice", Some(offset), stop).map(PyExpr::new)
        })
    }

    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
        let Ok(slice) = key.cast::<PySlice>() else {
            return self.get(key.extract()?);
        };
        guard(|| {
            let hint = "use .list.reverse(), or pr.functions.array_slice(list, begin, end, stride)";
            let (start, stop) = slice_bounds("list[...]", slice, hint)?;
            self.between("slice", start, stop).map(PyExpr::new)
        })
    }

    /// Find the first place of an element, counted from 0; null where the list does not have it.
    ///
    /// Args:
    ///     element: A constant or an expression.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not lists.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[5, 7], [5]]}).select(x=pr.col("a").list.position(7)).to_dict()
    ///     {'x': [1, None]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.position(1))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: array_position cannot be computed from a (int64), 1 (int64)
    fn position(&self, element: Value<'_>) -> PyResult<PyExpr> {
        guard(|| Ok(PyExpr::new(first_place(self.plain("position")?, element.seen("position")?))))
    }

    /// Take the elements in several places, counted from 0; null for a place that the list does not have.
    ///
    /// Args:
    ///     indices: The places: ints, or an expression of lists of ints; negative from the end.
    ///
    /// Returns:
    ///     An expression of lists.
    ///
    /// Raises:
    ///     TypeError: If they are neither ints nor an expression.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[5, 6, 7], [8]]}).select(x=pr.col("a").list.gather([0, -1, 2])).to_dict()
    ///     {'x': [[5, 7, 7], [8, 8, None]]}
    ///     >>> pr.col("a").list.gather(["x"])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: gather: 'x' is not a whole number
    ///     hint: give an int, or pr.col(...) for a column of ints
    fn gather(&self, indices: &Bound<'_, PyAny>) -> PyResult<PyExpr> {
        const NAME: &str = "gather";
        guard(|| {
            let list = self.plain(NAME)?;
            let name = format!("{NAME}({})", label(&list));
            let made = match indices.cast::<PyExpr>() {
                Ok(places) => {
                    const PLACE: &str = "place";
                    let places = places.get().plain(NAME)?;
                    let element = nested_fn::array_element(list.clone(), from_zero(lambda_var(PLACE))?);
                    let function = array_transform_higher_order_function();
                    let arguments = vec![places, lambda([PLACE], element)];
                    Expr::HigherOrderFunction(HigherOrderFunction::new(function, arguments))
                }
                Err(_) => {
                    let one = |index: Bound<'_, PyAny>| {
                        let index = Whole::extract(index.as_borrowed())?.seen(NAME)?;
                        Ok(nested_fn::array_element(list.clone(), from_zero(index)?))
                    };
                    let Ok(indices) = indices.try_iter() else {
                        let message = format!("indices must be a list of ints, got {}", short(indices));
                        return Err(type_error(NAME, message, "or an expression of such lists"));
                    };
                    nested_fn::make_array(indices.map(|index| one(index?)).collect::<PyResult<_>>()?)
                }
            };
            Ok(PyExpr::new(of_list(&list, made)?.alias(name)))
        })
    }

    /// Make a struct of the first elements of the list; null for those that it does not have.
    ///
    /// Args:
    ///     fields: A name for each element, or how many there are, which are then called `field_0`, `field_1` ...
    ///
    /// Returns:
    ///     An expression of structs.
    ///
    /// Raises:
    ///     ValueError: If there is no field.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1, 2], [3], None]}).select(x=pr.col("a").list.to_struct(["lat", "lon"])).to_dict()
    ///     {'x': [{'lat': 1, 'lon': 2}, {'lat': 3, 'lon': None}, None]}
    ///     >>> pr.col("a").list.to_struct([])
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidValueError: to_struct: no field was given
    ///     hint: give names, or how many fields there are: to_struct(["x", "y"]), to_struct(2)
    fn to_struct(&self, fields: StructFields) -> PyResult<PyExpr> {
        const NAME: &str = "to_struct";
        guard(|| {
            let list = self.plain(NAME)?;
            let names: Vec<String> = match fields {
                StructFields::Count(count) => (0..count).map(|index| format!("field_{index}")).collect(),
                StructFields::Names(names) => names,
            };
            if names.is_empty() {
                let hint = "give names, or how many fields there are: to_struct([\"x\", \"y\"]), to_struct(2)";
                return Err(value_error(NAME, "no field was given", hint));
            }
            let name = format!("{NAME}({})", label(&list));
            let fields = names.into_iter().zip(1i64..);
            let fields =
                fields.flat_map(|(name, place)| [lit(name), nested_fn::array_element(list.clone(), lit(place))]);
            let made = named_struct().call(fields.collect());
            Ok(PyExpr::new(of_list(&list, made)?.alias(name)))
        })
    }

    /// Prepend an element to the list.
    ///
    /// Args:
    ///     element: A constant or an expression.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not lists.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1, 2]]}).select(x=pr.col("a").list.prepend(0)).to_dict()
    ///     {'x': [[0, 1, 2]]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.prepend(1))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.SchemaError: select: array_prepend cannot be computed from 1 (int64), a (int64)
    fn prepend(&self, element: Value<'_>) -> PyResult<PyExpr> {
        guard(|| {
            let list = self.plain("prepend")?;
            let made = nested_fn::array_prepend(element.seen("prepend")?, list.clone());
            of_list(&list, made).map(PyExpr::new)
        })
    }

    /// Concatenate the list and others; null where any of them is.
    ///
    /// Args:
    ///     others: Column names or expressions.
    ///
    /// Returns:
    ///     An expression.
    ///
    /// Raises:
    ///     SchemaError: Where a frame uses it, if the values are not lists.
    ///
    /// Example:
    ///     >>> import pyrust as pr
    ///     >>> pr.DataFrame({"a": [[1]], "b": [[2, 3]]}).select(x=pr.col("a").list.concat("b")).to_dict()
    ///     {'x': [[1, 2, 3]]}
    ///     >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.concat([1]))
    ///     Traceback (most recent call last):
    ///         ...
    ///     pyrust.InvalidTypeError: concat: 1 is neither a column's name nor an expression
    ///     hint: use pr.lit(...) for a constant, pr.col(...) for a column
    #[pyo3(signature = (*others))]
    fn concat(&self, others: &Bound<'_, PyTuple>) -> PyResult<PyExpr> {
        guard(|| {
            let lists: Vec<Expr> =
                std::iter::once(self.plain("concat")?).chain(into_exprs("concat", others, None)?).collect();
            let made = nested_fn::array_concat(lists.clone());
            lists.iter().try_fold(made, |made, list| of_list(list, made)).map(PyExpr::new)
        })
    }
}

impl PyList {
    /// The elements between two of Python's places, the second not included.
    fn between(&self, operation: &'static str, start: Option<i64>, stop: Option<i64>) -> PyResult<Expr> {
        let list = self.plain(operation)?;
        // SQL's last place is included, so Python's end is the same number, unless it counts from the end.
        let begin = start.map_or(1, |start| if start < 0 { start } else { start.saturating_add(1) });
        let end = match stop {
            None => -1,
            Some(stop) if stop < 0 => stop.saturating_sub(1),
            Some(stop) => stop,
        };
        Ok(nested_fn::array_slice(list, lit(begin), lit(end), None))
    }
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_functions(module)
}
