//! Functions of lists: `pr.col("a").list`. The functions carry the engine's names and count places from 1, as SQL
//! does; the methods count from 0 and from the end with negative numbers, as Python does. Those for which that makes
//! a difference are in [`super::list_index`], those that take a function in [`super::each`].

use arrow::datatypes::DataType;
use datafusion::functions_nested::expr_fn as nested_fn;
use datafusion::functions_nested::length::array_length_udf;
use datafusion::functions_nested::position::array_position_udf;
use datafusion::functions_nested::range::{gen_series_udf, range_udf};
use datafusion::functions_nested::resize::array_resize_udf;
use datafusion::functions_nested::sort::array_sort_udf;
use datafusion::functions_nested::string::array_to_string_udf;
use datafusion::functions_nested::{all_default_higher_order_functions, all_default_nested_functions};
use datafusion::logical_expr::{Expr, cast, lit, when};
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyrust_engine::functions as native_fn;
use pyrust_engine::resolve::label;

use super::built;
use super::table::{family, functions, methods};
use crate::argument::{Argument, Column, Columns, Text, Value, Whole, into_expr, into_operand};
use crate::boundary::guard;
use crate::expr::{PyExpr, PyList};

/// A list for every row: a column's name, an expression, or one Python list for all of them.
pub struct List<'py>(Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for List<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(value.to_owned()))
    }
}

impl Argument for List<'_> {
    type Seen = Expr;

    fn seen(self, operation: &'static str) -> PyResult<Expr> {
        if self.0.is_instance_of::<PyString>() {
            into_expr(operation, &self.0)
        } else {
            into_operand(operation, &self.0)
        }
    }
}

/// A call with the arguments that were given; those at the end may be left out.
fn called<const N: usize>(
    function: &datafusion::logical_expr::ScalarUDF,
    first: Vec<Expr>,
    more: [Option<Expr>; N],
) -> Expr {
    function.call(first.into_iter().chain(more.into_iter().map_while(|argument| argument)).collect())
}

/// What is made of a list, null where the list is. The engine adds elements to a null list as well, and to what may lie
/// hidden under it.
pub(super) fn of_list(list: &Expr, made: Expr) -> PyResult<Expr> {
    let name = label(&made);
    Ok(built(when(list.clone().is_not_null(), made).end())?.alias(name))
}

fn sorted(list: Expr, descending: bool, nulls_last: bool) -> Expr {
    let order = lit(if descending { "DESC" } else { "ASC" });
    array_sort_udf().call(vec![list, order, lit(if nulls_last { "NULLS LAST" } else { "NULLS FIRST" })])
}

family! { PyList, "list.", "SchemaError: Where a frame uses it, if the values are not lists.";
    array_length as "length"(dimension: Option<i64> = None, "Which dimension of lists in lists is counted, from 1."),
        "Count the elements of the list.",
        "[[1, 2], [], None]", () => "[2, 0, None]",
        fails ("x") "TypeError: If `dimension` is not an int." =>
        "pyrust.InvalidTypeError: ...: dimension must be an integer, got 'x'", |e, dimension| called(&array_length_udf(), vec![e], [dimension]);
    cardinality(), "Count the elements of the list, those of nested lists one by one; or the entries of a map.",
        "[[[1, 2], [3]]]", () => "[3]", |e| nested_fn::cardinality(e);
    array_ndims as "ndims"(), "Count the dimensions of the list: 2 for a list of lists.",
        "[[[1], [2]]]", () => "[2]", |e| nested_fn::array_ndims(e);
    array_dims as "dims"(), "Get the length of the list in each of its dimensions.",
        "[[[1], [2]]]", () => "[[2, 1]]", |e| nested_fn::array_dims(e);
    empty as "is_empty"(), "Check whether the list has no elements.",
        "[[], [1]]", () => "[True, False]", |e| nested_fn::array_empty(e);
    array_has as "contains"(element: Value<'_>, "The element to look for."), "Check whether the list has the element.",
        "[[1, 2], [3]]", (2) => "[True, False]",
        fails ({1}) "TypeError: If `element` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, element| nested_fn::array_has(e, element);
    array_has_all as "contains_all"(elements: List<'_>, "A Python list, a column's name or an expression."),
        "Check whether the list has all of the elements.",
        "[[1, 2], [3]]", ([1, 2]) => "[True, False]",
        fails ({1}) "TypeError: If `elements` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, elements| nested_fn::array_has_all(e, elements);
    array_has_any as "contains_any"(elements: List<'_>, "A Python list, a column's name or an expression."),
        "Check whether the list has any of the elements.",
        "[[1, 2], [3]]", ([2, 4]) => "[True, False]",
        fails ({1}) "TypeError: If `elements` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, elements| nested_fn::array_has_any(e, elements);
    array_any_value as "any_value"(), "Get the first element that is not null.",
        "[[None, 5], [3]]", () => "[5, 3]", |e| nested_fn::array_any_value(e);
    array_min as "min"(), "Get the smallest element.",
        "[[3, 1], [2]]", () => "[1, 2]", |e| nested_fn::array_min(e);
    array_max as "max"(), "Get the largest element.",
        "[[3, 1], [2]]", () => "[3, 2]", |e| nested_fn::array_max(e);
    array_sum as "sum"(),
        "Compute the sum of the elements: an int for ints, or an error where it does not fit 64 bits.",
        "[[3, None, 1], [2], []]", () => "[4, 2, None]", |e| native_fn::array_sum(e);
    array_product as "product"(),
        "Compute the product of the elements: an int for ints, or an error where it does not fit 64 bits.",
        "[[3, 2], [2], []]", () => "[6, 2, None]", |e| native_fn::array_product(e);
    array_avg as "mean"(), "Compute the mean of the elements.",
        "[[3, 1], [2]]", () => "[2.0, 2.0]", |e| nested_fn::array_avg(e);
    array_sort as "sort"(descending: bool = false, "Whether the largest element is first.";
                         nulls_last: bool = true, "Whether nulls come after everything else."),
        "Sort the elements.",
        "[[3, None, 1]]", () => "[[1, 3, None]]",
        fails ("x") "TypeError: If `descending` is not a bool." =>
        "pyrust.InvalidTypeError: ...: descending must be True or False, got 'x'", |e, descending, nulls_last| sorted(e, descending, nulls_last);
    array_reverse as "reverse"(), "Reverse the order of the elements.",
        "[[1, 2, 3]]", () => "[[3, 2, 1]]", |e| nested_fn::array_reverse(e);
    array_distinct as "distinct"(), "Keep each distinct element once, in the order of its first occurrence.",
        "[[2, 1, 2]]", () => "[[2, 1]]", |e| nested_fn::array_distinct(e);
    array_compact as "drop_nulls"(), "Drop the elements that are null.",
        "[[1, None, 2]]", () => "[[1, 2]]", |e| nested_fn::array_compact(e);
    array_append as "append"(element: Value<'_>, "A constant or an expression."), "Append an element to the list.",
        "[[1, 2]]", (3) => "[[1, 2, 3]]",
        fails ({1}) "TypeError: If `element` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, element| of_list(&e, nested_fn::array_append(e.clone(), element))?;
    array_pop_front as "pop_front"(), "Drop the first element of the list.",
        "[[1, 2, 3]]", () => "[[2, 3]]", |e| nested_fn::array_pop_front(e);
    array_pop_back as "pop_back"(), "Drop the last element of the list.",
        "[[1, 2, 3]]", () => "[[1, 2]]", |e| nested_fn::array_pop_back(e);
    array_remove as "remove"(element: Value<'_>, "The element to remove."),
        "Remove the first occurrence of an element from the list.",
        "[[1, 2, 1]]", (1) => "[[2, 1]]",
        fails ({1}) "TypeError: If `element` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, element| nested_fn::array_remove(e, element);
    array_remove_n as "remove_n"(element: Value<'_>, "The element to remove."; n: Whole<'_>, "How many times."),
        "Remove the first `n` occurrences of an element from the list.",
        "[[1, 2, 1, 1]]", (1, 2) => "[[2, 1]]",
        fails (1, "x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, element, n| nested_fn::array_remove_n(e, element, n);
    array_remove_all as "remove_all"(element: Value<'_>, "The element to remove."),
        "Remove every occurrence of an element from the list.",
        "[[1, 2, 1]]", (1) => "[[2]]",
        fails ({1}) "TypeError: If `element` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, element| nested_fn::array_remove_all(e, element);
    array_replace as "replace"(old: Value<'_>, "The element to replace."; new: Value<'_>, "The replacement."),
        "Replace the first occurrence of one element by another.",
        "[[1, 2, 1]]", (1, 9) => "[[9, 2, 1]]",
        fails ({1}, 9) "TypeError: If `old` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, old, new| nested_fn::array_replace(e, old, new);
    array_replace_n as "replace_n"(old: Value<'_>, "The element to replace."; new: Value<'_>, "The replacement.";
                                   n: Whole<'_>, "How many times."),
        "Replace the first `n` occurrences of one element by another.",
        "[[1, 2, 1, 1]]", (1, 9, 2) => "[[9, 2, 9, 1]]",
        fails (1, 9, "x") "TypeError: If `n` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |e, old, new, n| nested_fn::array_replace_n(e, old, new, n);
    array_replace_all as "replace_all"(old: Value<'_>, "The element to replace."; new: Value<'_>, "The replacement."),
        "Replace every occurrence of one element by another.",
        "[[1, 2, 1]]", (1, 9) => "[[9, 2, 9]]",
        fails ({1}, 9) "TypeError: If `old` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, old, new| nested_fn::array_replace_all(e, old, new);
    array_resize as "resize"(size: Whole<'_>, "The new length.";
                             fill: Option<Value<'_>> = None, "The element to fill up with; null by default."),
        "Resize the list to a length: truncate it or fill it up.",
        "[[1, 2, 3], [4]]", (2, 0) => "[[1, 2], [4, 0]]",
        fails ("x", 0) "TypeError: If `size` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints",
        |e, size, fill| called(&array_resize_udf(), vec![e, size], [fill]);
    array_to_string as "join"(delimiter: Text<'_>, "The separator.";
                              null_value: Option<Text<'_>> = None, "The string for null, which is left out by default."),
        "Join the elements to one string.",
        "[[\"x\", None, \"y\"]]", ("-") => "['x-y']",
        fails (1) "TypeError: If `delimiter` is neither a string nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is not a string\n    hint: give a str, or pr.col(...) for a column of strings",
        |e, delimiter, null_value| called(&array_to_string_udf(), vec![e, delimiter], [null_value]);
    flatten(), "Flatten a list of lists into one list of their elements.",
        "[[[1, 2], [3]]]", () => "[[1, 2, 3]]", |e| nested_fn::flatten(e);
    array_union as "union"(other: List<'_>, "A Python list, a column's name or an expression."),
        "Keep each distinct element of both lists once.",
        "[[1, 2]]", ([2, 3]) => "[[1, 2, 3]]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::array_union(e, other);
    array_intersect as "intersect"(other: List<'_>, "A Python list, a column's name or an expression."),
        "Keep each distinct element that is in both lists once.",
        "[[1, 2]]", ([2, 3]) => "[[2]]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::array_intersect(e, other);
    array_except as "except_"(other: List<'_>, "A Python list, a column's name or an expression."),
        "Keep each distinct element that is not in the other list once.",
        "[[1, 2]]", ([2, 3]) => "[[1]]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::array_except(e, other);
    array_add as "add"(other: List<'_>, "A list of the same length: a Python list, a column's name or an expression."),
        "Add the elements of two lists, place by place.",
        "[[1.0, 2.0]]", ([0.5, 0.5]) => "[[1.5, 2.5]]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::array_add(e, other);
    array_subtract as "subtract"(other: List<'_>, "A list of the same length: a Python list, a column's name or an expression."),
        "Subtract the elements of another list, place by place.",
        "[[1.0, 2.0]]", ([0.5, 0.5]) => "[[0.5, 1.5]]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::array_subtract(e, other);
    array_scale as "scale"(factor: Value<'_>, "A number or an expression."), "Multiply each element by a number.",
        "[[1.0, 2.0]]", (2.0) => "[[2.0, 4.0]]",
        fails ({1}) "TypeError: If `factor` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, factor| nested_fn::array_scale(e, factor);
    array_normalize as "normalize"(), "Scale the list to a vector of length 1 (divided by its Euclidean length).",
        "[[3.0, 4.0]]", () => "[[0.6, 0.8]]", |e| nested_fn::array_normalize(e);
    inner_product as "dot"(other: List<'_>, "A list of the same length: a Python list, a column's name or an expression."),
        "Compute the dot product: the sum of the products of the elements in the same places.",
        "[[1.0, 2.0]]", ([3.0, 4.0]) => "[11.0]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::inner_product(e, other);
    array_distance as "distance"(other: List<'_>, "A list of the same length: a Python list, a column's name or an expression."),
        "Compute the Euclidean distance between two vectors.",
        "[[0.0, 0.0]]", ([3.0, 4.0]) => "[5.0]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| distance(e, other);
    cosine_distance(other: List<'_>, "A list of the same length: a Python list, a column's name or an expression."),
        "Compute the cosine distance of two vectors: 1 minus the cosine of the angle between them.",
        "[[1.0, 0.0]]", ([0.0, 1.0]) => "[1.0]",
        fails ({1}) "TypeError: If `other` is neither a list, a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |e, other| nested_fn::cosine_distance(e, other);
}

fn distance(left: Expr, right: Expr) -> Expr {
    datafusion::functions_nested::distance::array_distance_udf().call(vec![left, right])
}

functions! {
    make_array(@* exprs: Columns<'_>, "Column names or expressions of one type."),
        "Make a list of the values of the row.",
        "{\"a\": [1, 2], \"b\": [3, 4]}", ("a", "b") => "[[1, 3], [2, 4]]",
        fails (1, "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |exprs| nested_fn::make_array(exprs);
    array_concat(@* lists: Columns<'_>, "Column names or expressions."),
        "Concatenate the lists of the row; a null list counts as empty.",
        "{\"a\": [[1], [2]], \"b\": [[3], None]}", ("a", "b") => "[[1, 3], [2]]",
        fails (1, "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column", |lists| nested_fn::array_concat(lists);
    arrays_zip(@* lists: Columns<'_>, "Column names or expressions."),
        "Zip lists to a list of structs, of which the first holds the first element of every list, and so on; the \
         shorter lists are filled up with null.",
        "{\"a\": [[1, 2]], \"b\": [[3, 4]]}", ("a", "b") => "[[{'1': 1, '2': 3}, {'1': 2, '2': 4}]]",
        fails (1, "b") "TypeError: If one of them is neither a name nor an expression." =>
        "pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression\n    hint: use pr.lit(...) for a constant, pr.col(...) for a column",
        |lists| nested_fn::arrays_zip(lists);
    array_prepend(element: Value<'_>, "A constant or an expression."; expr: Column<'_>, "A column's name or an expression."),
        "Prepend an element to the list.",
        "{\"a\": [[1, 2]]}", (0, "a") => "[[0, 1, 2]]",
        fails ({1}, "a") "TypeError: If `element` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first", |element, expr| of_list(&expr, nested_fn::array_prepend(element, expr.clone()))?;
    array_repeat(expr: Column<'_>, "A column's name or an expression."; count: Whole<'_>, "How many times."),
        "Make a list of one value, repeated `count` times.",
        "{\"a\": [1, 2]}", ("a", 2) => "[[1, 1], [2, 2]]",
        fails ("a", "x") "TypeError: If `count` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints", |expr, count| nested_fn::array_repeat(expr, count);
    number_range = "range"(start: Whole<'_>, "The first number.";
                           stop: Whole<'_>, "The end, which is not included.";
                           step: i64 = 1, "The distance between two numbers."),
        "Make a list of whole numbers, counted as Python's `range` does.",
        "{\"a\": [2, 3]}", (0, pr.col("a")) => "[[0, 1], [0, 1, 2]]",
        fails ("x", pr.col("a")) "TypeError: If `start` is neither an int nor an expression." =>
        "pyrust.InvalidTypeError: ...: 'x' is not a whole number\n    hint: give an int, or pr.col(...) for a column of ints",
        |start, stop, step| range_udf().call(vec![start, stop, step]);
    generate_series(start: Value<'_>, "The first value: a number, a date or a timestamp, or an expression.";
                    stop: Value<'_>, "The last value, which is included.";
                    step: Option<Value<'_>> = None, "The distance between two: a number, or a timedelta for times."),
        "Make a list of the values from one to another, both included.",
        "{\"a\": [2, 3]}", (1, pr.col("a")) => "[[1, 2], [1, 2, 3]]",
        fails ({1}, pr.col("a")) "TypeError: If `start` is a value that no column can hold." =>
        "pyrust.InvalidTypeError: ...: a set cannot become a value of a table\n    hint: convert it to str, int, float, list or dict first",
        |start, stop, step| called(&gen_series_udf(), vec![start, stop], [step]);
}

/// Adds the functions to the module.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_family(module)?;
    register_functions(module)
}

/// Adds the engine's other names for functions of nested values: `list_length` for `array_length` ...
pub fn register_aliases(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let functions = all_default_nested_functions().into_iter().map(|f| (f.name().to_owned(), f.aliases().to_vec()));
    let of_functions =
        all_default_higher_order_functions().into_iter().map(|f| (f.name().to_owned(), f.aliases().to_vec()));
    for (name, aliases) in functions.chain(of_functions) {
        let function = module.getattr(name)?;
        for alias in aliases {
            module.add(alias, &function)?;
        }
    }
    Ok(())
}

methods! { PyList, "list.", "SchemaError: Where a frame uses it, if the values are not lists.";
    arg_max(), "Find the place of the largest element, counted from 0; null where there is none.",
        "[[1, 3], []]", () => "[1, None]", |e| place_of("arg_max", &e, nested_fn::array_max(e.clone()))?;
    arg_min(), "Find the place of the smallest element, counted from 0; null where there is none.",
        "[[1, 3], []]", () => "[0, None]", |e| place_of("arg_min", &e, nested_fn::array_min(e.clone()))?;
    median(), "Compute the median of the elements that are not null: a float.",
        "[[1, 2, 9], [1, None, 2], []]", () => "[2.0, 1.5, None]", |e| native_fn::list_median(e);
    n_unique(), "Count the distinct elements; null counts as one.",
        "[[1, 1, None], [], None]", () => "[2, 0, None]", |e| {
            let name = format!("n_unique({})", label(&e));
            array_length_udf().call(vec![nested_fn::array_distinct(e)]).alias(name)
        };
    deviation = "std"(ddof: u32 = 1, "What the number of elements is reduced by: 1 for a sample, 0 for a population."),
        "Compute the standard deviation of the elements that are not null; null where there are too few.",
        "[[1, 4, 7], [1]]", () => "[3.0, None]",
        fails ("x") "TypeError: If `ddof` is not an int." =>
        "pyrust.InvalidTypeError: std: ddof must be an integer, got 'x'",
        |e, ddof| native_fn::list_std(e, ddof);
    var(ddof: u32 = 1, "What the number of elements is reduced by: 1 for a sample, 0 for a population."),
        "Compute the variance of the elements that are not null; null where there are too few.",
        "[[1, 4, 7], [1]]", () => "[9.0, None]",
        fails ("x") "TypeError: If `ddof` is not an int." =>
        "pyrust.InvalidTypeError: var: ddof must be an integer, got 'x'",
        |e, ddof| native_fn::list_var(e, ddof);
}

/// Where a list has its extreme, from 0, by the name of the operation.
fn place_of(operation: &str, list: &Expr, extreme: Expr) -> PyResult<Expr> {
    let name = format!("{operation}({})", label(list));
    Ok(place_in(list.clone(), extreme)?.alias(name))
}

/// Where a list has its extreme, from 0; null where there is none.
pub(super) fn place_in(list: Expr, extreme: Expr) -> PyResult<Expr> {
    built(when(extreme.clone().is_not_null(), first_place(list, extreme)).end())
}

/// The first place of an element in a list, from 0.
pub(super) fn first_place(list: Expr, element: Expr) -> Expr {
    cast(array_position_udf().call(vec![list, element]), DataType::Int64) - lit(1i64)
}
