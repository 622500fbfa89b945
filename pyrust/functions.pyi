"""Signatures of the functions. The docstrings are those of the Rust: `make stubs` writes them here, for editors."""

from collections.abc import Callable
from datetime import date as _date
from datetime import datetime as _datetime
from datetime import timedelta as _timedelta
from typing import Any, Literal, TypeAlias

from pyrust._core import Expr, When

_Column: TypeAlias = str | Expr
_Columns: TypeAlias = _Column | list[str] | list[_Column] | tuple[_Column, ...]
_Order: TypeAlias = _Column | list[str] | list[Expr] | list[_Column] | tuple[_Column, ...]
_List: TypeAlias = _Column | list[Any]
_Text: TypeAlias = str | Expr
_Whole: TypeAlias = int | Expr
_Number: TypeAlias = int | str | Expr
_Formats: TypeAlias = _Text | list[str] | list[_Text] | tuple[_Text, ...]
_Span: TypeAlias = _timedelta | Expr
_Moment: TypeAlias = _date | _datetime | Expr
_Unit: TypeAlias = Literal[
    "year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"
]

__all__ = [
    "abs",
    "acos",
    "acosh",
    "all_horizontal",
    "any_horizontal",
    "any_match",
    "any_value",
    "approx_distinct",
    "approx_median",
    "approx_percentile_cont",
    "approx_percentile_cont_with_weight",
    "approx_quantile",
    "array_add",
    "array_agg",
    "array_any_match",
    "array_any_value",
    "array_append",
    "array_avg",
    "array_cat",
    "array_compact",
    "array_concat",
    "array_contains",
    "array_dims",
    "array_distance",
    "array_distinct",
    "array_element",
    "array_empty",
    "array_except",
    "array_extract",
    "array_filter",
    "array_first",
    "array_has",
    "array_has_all",
    "array_has_any",
    "array_indexof",
    "array_intersect",
    "array_join",
    "array_length",
    "array_max",
    "array_min",
    "array_ndims",
    "array_normalize",
    "array_pop_back",
    "array_pop_front",
    "array_position",
    "array_positions",
    "array_prepend",
    "array_product",
    "array_push_back",
    "array_push_front",
    "array_remove",
    "array_remove_all",
    "array_remove_n",
    "array_repeat",
    "array_replace",
    "array_replace_all",
    "array_replace_n",
    "array_resize",
    "array_reverse",
    "array_scale",
    "array_slice",
    "array_sort",
    "array_subtract",
    "array_sum",
    "array_to_string",
    "array_transform",
    "array_union",
    "arrays_overlap",
    "arrays_zip",
    "arrow_field",
    "arrow_metadata",
    "arrow_typeof",
    "ascii",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "avg",
    "bit_and",
    "bit_length",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "bottom_k",
    "btrim",
    "cardinality",
    "cbrt",
    "ceil",
    "char_length",
    "character_length",
    "chr",
    "coalesce",
    "concat",
    "concat_list",
    "concat_str",
    "concat_ws",
    "contains",
    "convert_time_zone",
    "corr",
    "cos",
    "cosh",
    "cosine_distance",
    "cot",
    "count",
    "count_distinct",
    "covar",
    "covar_pop",
    "covar_samp",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "date_bin",
    "date_format",
    "date_part",
    "date_trunc",
    "datepart",
    "datetrunc",
    "day",
    "decode",
    "degrees",
    "dense_rank",
    "digest",
    "dot_product",
    "element",
    "element_at",
    "empty",
    "encode",
    "ends_with",
    "epoch",
    "exp",
    "factorial",
    "file_row_index",
    "find_in_set",
    "first",
    "first_value",
    "flatten",
    "floor",
    "from_unixtime",
    "gcd",
    "generate_series",
    "get_field",
    "greatest",
    "grouping",
    "hour",
    "ifnull",
    "initcap",
    "inner_product",
    "input_file_name",
    "instr",
    "is_finite",
    "is_infinite",
    "isnan",
    "iso_year",
    "iszero",
    "kurtosis",
    "lag",
    "last",
    "last_value",
    "lcm",
    "lead",
    "least",
    "left",
    "length",
    "levenshtein",
    "list_add",
    "list_any_match",
    "list_any_value",
    "list_append",
    "list_avg",
    "list_cat",
    "list_compact",
    "list_concat",
    "list_contains",
    "list_dims",
    "list_distance",
    "list_distinct",
    "list_element",
    "list_empty",
    "list_except",
    "list_extract",
    "list_filter",
    "list_first",
    "list_has",
    "list_has_all",
    "list_has_any",
    "list_indexof",
    "list_intersect",
    "list_join",
    "list_length",
    "list_max",
    "list_ndims",
    "list_normalize",
    "list_pop_back",
    "list_pop_front",
    "list_position",
    "list_positions",
    "list_prepend",
    "list_product",
    "list_push_back",
    "list_push_front",
    "list_remove",
    "list_remove_all",
    "list_remove_n",
    "list_repeat",
    "list_replace",
    "list_replace_all",
    "list_replace_n",
    "list_resize",
    "list_reverse",
    "list_scale",
    "list_slice",
    "list_sort",
    "list_subtract",
    "list_sum",
    "list_to_string",
    "list_transform",
    "list_union",
    "list_zip",
    "ln",
    "log",
    "log1p",
    "log2",
    "log10",
    "lower",
    "lpad",
    "ltrim",
    "make_array",
    "make_date",
    "make_list",
    "make_map",
    "make_time",
    "map",
    "map_entries",
    "map_extract",
    "map_keys",
    "map_values",
    "max",
    "max_horizontal",
    "md5",
    "mean",
    "mean_horizontal",
    "median",
    "microsecond",
    "millisecond",
    "min",
    "min_horizontal",
    "minute",
    "mode",
    "month",
    "n_unique",
    "named_struct",
    "nanosecond",
    "nanvl",
    "now",
    "nth_value",
    "ntile",
    "null_count",
    "nullif",
    "nvl",
    "nvl2",
    "octet_length",
    "ordinal_day",
    "overlay",
    "percent_rank",
    "percentile_cont",
    "pi",
    "position",
    "pow",
    "power",
    "product",
    "quantile",
    "quantile_cont",
    "quarter",
    "radians",
    "rand",
    "random",
    "range",
    "rank",
    "regexp_count",
    "regexp_extract",
    "regexp_extract_all",
    "regexp_instr",
    "regexp_like",
    "regexp_match",
    "regexp_replace",
    "regexp_split",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "repeat",
    "replace",
    "replace_time_zone",
    "reverse",
    "right",
    "round",
    "row",
    "row_number",
    "rpad",
    "rtrim",
    "second",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "signum",
    "sin",
    "sinh",
    "skew",
    "split_part",
    "sqrt",
    "starts_with",
    "std",
    "std_pop",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "string_to_array",
    "string_to_list",
    "strip_prefix",
    "strip_suffix",
    "strpos",
    "struct",
    "struct_",
    "substr",
    "substr_index",
    "substring",
    "substring_index",
    "sum",
    "sum_horizontal",
    "tan",
    "tanh",
    "time",
    "to_char",
    "to_date",
    "to_hex",
    "to_local_time",
    "to_time",
    "to_timestamp",
    "to_timestamp_micros",
    "to_timestamp_millis",
    "to_timestamp_nanos",
    "to_timestamp_seconds",
    "to_unixtime",
    "today",
    "top_k",
    "total_days",
    "total_hours",
    "total_microseconds",
    "total_milliseconds",
    "total_minutes",
    "total_nanoseconds",
    "total_seconds",
    "translate",
    "trim",
    "trunc",
    "union_extract",
    "union_tag",
    "upper",
    "uuid",
    "var",
    "var_pop",
    "var_population",
    "var_samp",
    "var_sample",
    "version",
    "week",
    "weekday",
    "when",
    "with_metadata",
    "year",
]

def abs(expr: _Column) -> Expr:
    """Compute the absolute value.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [-1, 2]})
        >>> df.select(x=pr.functions.abs("a")).to_dict()
        {'x': [1, 2]}
        >>> pr.functions.abs(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: abs: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def acos(expr: _Column) -> Expr:
    """Compute the angle in radians whose cosine the value is; NaN outside of -1 to 1.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 2.0]})
        >>> df.select(x=pr.functions.acos("a")).to_dict()
        {'x': [0.0, nan]}
        >>> pr.functions.acos(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: acos: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def acosh(expr: _Column) -> Expr:
    """Compute the inverse of the hyperbolic cosine; NaN below 1.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0]})
        >>> df.select(x=pr.functions.acosh("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.acosh(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: acosh: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def all_horizontal(*exprs: _Columns) -> Expr:
    """Check whether all values of the row are true; null if none is false and one is null.

    Args:
        exprs: Names, expressions or selectors of boolean columns.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [True, True, None], "b": [True, False, True]})
        >>> df.select(x=pr.functions.all_horizontal("a", "b")).to_dict()
        {'x': [True, False, None]}
        >>> pr.functions.all_horizontal(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def any_horizontal(*exprs: _Columns) -> Expr:
    """Check whether any value of the row is true; null if none is and one is null.

    Args:
        exprs: Names, expressions or selectors of boolean columns.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [True, False, None], "b": [False, False, True]})
        >>> df.select(x=pr.functions.any_horizontal("a", "b")).to_dict()
        {'x': [True, False, True]}
        >>> pr.functions.any_horizontal(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def any_value(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Pick one of the values that are not null; which one is not defined.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [None, 5, 5]})
        >>> df.select(x=pr.functions.any_value("a")).to_dict()
        {'x': [5]}
        >>> pr.functions.any_value(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: any_value: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def approx_distinct(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Estimate the number of distinct values (HyperLogLog: a fixed, small memory).

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 1, 2]})
        >>> df.select(x=pr.functions.approx_distinct("a")).to_dict()
        {'x': [2]}
        >>> pr.functions.approx_distinct(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: approx_distinct: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def approx_median(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Estimate the median (t-digest: a fixed, small memory).

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0]})
        >>> df.select(x=pr.functions.approx_median("a")).to_dict()
        {'x': [2.0]}
        >>> pr.functions.approx_median(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: approx_median: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def approx_percentile_cont(
    expr: _Column,
    percentile: float,
    centroids: int = 100,
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr:
    """Estimate a percentile: the value below which a share of the values lies (t-digest: a fixed, small memory).

    Args:
        expr: A column's name or an expression.
        percentile: The share of the values that are smaller, from 0 to 1.
        centroids: How many points the sketch keeps: more are more accurate and slower.
        filter: A predicate; only rows for which it is true count.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        ValueError: If `percentile` is not from 0 to 1.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0]})
        >>> df.select(x=pr.functions.approx_percentile_cont("a", 0.5)).to_dict()
        {'x': [2.0]}
        >>> pr.functions.approx_percentile_cont("a", 1.5)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1
        hint: a percentile is a share: 0.9 for 90 %
    """

def approx_percentile_cont_with_weight(
    expr: _Column,
    weight: _Column,
    percentile: float,
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr:
    """Estimate a weighted percentile: the value below which a share of the weight lies (t-digest: a fixed, small memory).

    Args:
        expr: A column's name or an expression.
        weight: A column's name or an expression: how often the value counts.
        percentile: The share of the weight below, from 0 to 1.
        filter: A predicate; only rows for which it is true count.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        ValueError: If `percentile` is not from 0 to 1.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0]})
        >>> df.select(x=pr.functions.approx_percentile_cont_with_weight("a", "a", 0.5)).to_dict()
        {'x': [2.5]}
        >>> pr.functions.approx_percentile_cont_with_weight("a", "a", 1.5)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1
        hint: a percentile is a share: 0.9 for 90 %
    """

def array_add(expr: _Column, other: _List) -> Expr:
    """Add the elements of two lists, place by place.

    Args:
        expr: A column's name or an expression.
        other: A list of the same length: a Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
        >>> df.select(x=pr.functions.array_add("a", [0.5, 0.5])).to_dict()
        {'x': [[1.5, 2.5]]}
        >>> pr.functions.array_add("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_agg(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr:
    """Collect the values to a list; null where there is no row.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
        distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
        ignore_nulls: Whether nulls are left out.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 1, None]})
        >>> df.select(x=pr.functions.array_agg("a")).to_dict()
        {'x': [[1, 1, None]]}
        >>> pr.functions.array_agg(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_agg: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_any_match(expr: _Column, function: Callable[[Expr], Any]) -> Expr:
    """Check whether a function is true for any element.

    Args:
        expr: A column's name or an expression.
        function: A predicate on an element. It is called once, with an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If it is not a function of one argument.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
        >>> df.select(x=pr.functions.array_any_match("a", lambda x: x > 2)).to_dict()
        {'x': [True, False]}
        >>> pr.functions.array_any_match("a", 7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_any_match: 7 is not a function
        hint: give a function of an element: lambda x: x * 2
    """

def array_any_value(expr: _Column) -> Expr:
    """Get the first element that is not null.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[None, 5], [3]]})
        >>> df.select(x=pr.functions.array_any_value("a")).to_dict()
        {'x': [5, 3]}
        >>> pr.functions.array_any_value(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_any_value: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_append(expr: _Column, element: Any) -> Expr:
    """Append an element to the list.

    Args:
        expr: A column's name or an expression.
        element: A constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `element` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.array_append("a", 3)).to_dict()
        {'x': [[1, 2, 3]]}
        >>> pr.functions.array_append("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_avg(expr: _Column) -> Expr:
    """Compute the mean of the elements.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3, 1], [2]]})
        >>> df.select(x=pr.functions.array_avg("a")).to_dict()
        {'x': [2.0, 2.0]}
        >>> pr.functions.array_avg(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_avg: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_compact(expr: _Column) -> Expr:
    """Drop the elements that are null.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, None, 2]]})
        >>> df.select(x=pr.functions.array_compact("a")).to_dict()
        {'x': [[1, 2]]}
        >>> pr.functions.array_compact(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_compact: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_concat(*lists: _Columns) -> Expr:
    """Concatenate the lists of the row; a null list counts as empty.

    Args:
        lists: Column names or expressions.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1], [2]], "b": [[3], None]})
        >>> df.select(x=pr.functions.array_concat("a", "b")).to_dict()
        {'x': [[1, 3], [2]]}
        >>> pr.functions.array_concat(1, "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_dims(expr: _Column) -> Expr:
    """Get the length of the list in each of its dimensions.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[[1], [2]]]})
        >>> df.select(x=pr.functions.array_dims("a")).to_dict()
        {'x': [[2, 1]]}
        >>> pr.functions.array_dims(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_dims: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_distance(expr: _Column, other: _List) -> Expr:
    """Compute the Euclidean distance between two vectors.

    Args:
        expr: A column's name or an expression.
        other: A list of the same length: a Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[0.0, 0.0]]})
        >>> df.select(x=pr.functions.array_distance("a", [3.0, 4.0])).to_dict()
        {'x': [5.0]}
        >>> pr.functions.array_distance("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_distinct(expr: _Column) -> Expr:
    """Keep each distinct element once, in the order of its first occurrence.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[2, 1, 2]]})
        >>> df.select(x=pr.functions.array_distinct("a")).to_dict()
        {'x': [[2, 1]]}
        >>> pr.functions.array_distinct(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_distinct: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_element(expr: _Column, index: _Whole) -> Expr:
    """Get the element in a place, counted from 1 as in SQL; null where there is none. `.list.get` counts from 0.

    Args:
        expr: A column's name or an expression.
        index: The place, counted from 1; negative from the end.

    Returns:
        An expression.

    Raises:
        TypeError: If `index` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
        >>> df.select(x=pr.functions.array_element("a", 1)).to_dict()
        {'x': [1, 3]}
        >>> pr.functions.array_element("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_except(expr: _Column, other: _List) -> Expr:
    """Keep each distinct element that is not in the other list once.

    Args:
        expr: A column's name or an expression.
        other: A Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.array_except("a", [2, 3])).to_dict()
        {'x': [[1]]}
        >>> pr.functions.array_except("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_filter(expr: _Column, function: Callable[[Expr], Any]) -> Expr:
    """Keep the elements for which a function is true.

    Args:
        expr: A column's name or an expression.
        function: A predicate on an element. It is called once, with an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If it is not a function of one argument.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
        >>> df.select(x=pr.functions.array_filter("a", lambda x: x > 1)).to_dict()
        {'x': [[2, 3], []]}
        >>> pr.functions.array_filter("a", 7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_filter: 7 is not a function
        hint: give a function of an element: lambda x: x * 2
    """

def array_first(expr: _Column, function: Callable[[Expr], Any]) -> Expr:
    """Get the first element for which a function is true.

    Args:
        expr: A column's name or an expression.
        function: A predicate on an element. It is called once, with an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If it is not a function of one argument.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
        >>> df.select(x=pr.functions.array_first("a", lambda x: x > 1)).to_dict()
        {'x': [2, None]}
        >>> pr.functions.array_first("a", 7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_first: 7 is not a function
        hint: give a function of an element: lambda x: x * 2
    """

def array_has(expr: _Column, element: Any) -> Expr:
    """Check whether the list has the element.

    Args:
        expr: A column's name or an expression.
        element: The element to look for.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `element` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
        >>> df.select(x=pr.functions.array_has("a", 2)).to_dict()
        {'x': [True, False]}
        >>> pr.functions.array_has("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_has_all(expr: _Column, elements: _List) -> Expr:
    """Check whether the list has all of the elements.

    Args:
        expr: A column's name or an expression.
        elements: A Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `elements` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
        >>> df.select(x=pr.functions.array_has_all("a", [1, 2])).to_dict()
        {'x': [True, False]}
        >>> pr.functions.array_has_all("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_has_any(expr: _Column, elements: _List) -> Expr:
    """Check whether the list has any of the elements.

    Args:
        expr: A column's name or an expression.
        elements: A Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `elements` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
        >>> df.select(x=pr.functions.array_has_any("a", [2, 4])).to_dict()
        {'x': [True, False]}
        >>> pr.functions.array_has_any("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_intersect(expr: _Column, other: _List) -> Expr:
    """Keep each distinct element that is in both lists once.

    Args:
        expr: A column's name or an expression.
        other: A Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.array_intersect("a", [2, 3])).to_dict()
        {'x': [[2]]}
        >>> pr.functions.array_intersect("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_length(expr: _Column, dimension: int | None = None) -> Expr:
    """Count the elements of the list.

    Args:
        expr: A column's name or an expression.
        dimension: Which dimension of lists in lists is counted, from 1.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `dimension` is not an int.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], [], None]})
        >>> df.select(x=pr.functions.array_length("a")).to_dict()
        {'x': [2, 0, None]}
        >>> pr.functions.array_length("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: dimension must be an integer, got 'x'
    """

def array_max(expr: _Column) -> Expr:
    """Get the largest element.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3, 1], [2]]})
        >>> df.select(x=pr.functions.array_max("a")).to_dict()
        {'x': [3, 2]}
        >>> pr.functions.array_max(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_max: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_min(expr: _Column) -> Expr:
    """Get the smallest element.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3, 1], [2]]})
        >>> df.select(x=pr.functions.array_min("a")).to_dict()
        {'x': [1, 2]}
        >>> pr.functions.array_min(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_min: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_ndims(expr: _Column) -> Expr:
    """Count the dimensions of the list: 2 for a list of lists.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[[1], [2]]]})
        >>> df.select(x=pr.functions.array_ndims("a")).to_dict()
        {'x': [2]}
        >>> pr.functions.array_ndims(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_ndims: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_normalize(expr: _Column) -> Expr:
    """Scale the list to a vector of length 1 (divided by its Euclidean length).

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3.0, 4.0]]})
        >>> df.select(x=pr.functions.array_normalize("a")).to_dict()
        {'x': [[0.6, 0.8]]}
        >>> pr.functions.array_normalize(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_normalize: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_pop_back(expr: _Column) -> Expr:
    """Drop the last element of the list.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
        >>> df.select(x=pr.functions.array_pop_back("a")).to_dict()
        {'x': [[1, 2]]}
        >>> pr.functions.array_pop_back(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_pop_back: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_pop_front(expr: _Column) -> Expr:
    """Drop the first element of the list.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
        >>> df.select(x=pr.functions.array_pop_front("a")).to_dict()
        {'x': [[2, 3]]}
        >>> pr.functions.array_pop_front(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_pop_front: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_position(expr: _Column, element: Any, start: _Whole | None = None) -> Expr:
    """Find the first place of an element, counted from 1 as in SQL; null where it is not. `.list.position` counts from 0.

    Args:
        expr: A column's name or an expression.
        element: The element to look for.
        start: Where the search begins, counted from 1.

    Returns:
        An expression.

    Raises:
        TypeError: If `start` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[5, 7], [7]]})
        >>> df.select(x=pr.functions.array_position("a", 7)).to_dict()
        {'x': [2, 1]}
        >>> pr.functions.array_position("a", 7, "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_positions(expr: _Column, element: Any) -> Expr:
    """Find all places of an element, counted from 1 as in SQL.

    Args:
        expr: A column's name or an expression.
        element: The element to look for.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[7, 5, 7]]})
        >>> df.select(x=pr.functions.array_positions("a", 7)).to_dict()
        {'x': [[1, 3]]}
        >>> pr.functions.array_positions(1, 7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_prepend(element: Any, expr: _Column) -> Expr:
    """Prepend an element to the list.

    Args:
        element: A constant or an expression.
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `element` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.array_prepend(0, "a")).to_dict()
        {'x': [[0, 1, 2]]}
        >>> pr.functions.array_prepend({1}, "a")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_product(expr: _Column) -> Expr:
    """Compute the product of the elements: an int for ints, or an error where it does not fit 64 bits.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3, 2], [2], []]})
        >>> df.select(x=pr.functions.array_product("a")).to_dict()
        {'x': [6, 2, None]}
        >>> pr.functions.array_product(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_product: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_remove(expr: _Column, element: Any) -> Expr:
    """Remove the first occurrence of an element from the list.

    Args:
        expr: A column's name or an expression.
        element: The element to remove.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `element` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
        >>> df.select(x=pr.functions.array_remove("a", 1)).to_dict()
        {'x': [[2, 1]]}
        >>> pr.functions.array_remove("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_remove_all(expr: _Column, element: Any) -> Expr:
    """Remove every occurrence of an element from the list.

    Args:
        expr: A column's name or an expression.
        element: The element to remove.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `element` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
        >>> df.select(x=pr.functions.array_remove_all("a", 1)).to_dict()
        {'x': [[2]]}
        >>> pr.functions.array_remove_all("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_remove_n(expr: _Column, element: Any, n: _Whole) -> Expr:
    """Remove the first `n` occurrences of an element from the list.

    Args:
        expr: A column's name or an expression.
        element: The element to remove.
        n: How many times.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `n` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 1, 1]]})
        >>> df.select(x=pr.functions.array_remove_n("a", 1, 2)).to_dict()
        {'x': [[2, 1]]}
        >>> pr.functions.array_remove_n("a", 1, "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_repeat(expr: _Column, count: _Whole) -> Expr:
    """Make a list of one value, repeated `count` times.

    Args:
        expr: A column's name or an expression.
        count: How many times.

    Returns:
        An expression.

    Raises:
        TypeError: If `count` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2]})
        >>> df.select(x=pr.functions.array_repeat("a", 2)).to_dict()
        {'x': [[1, 1], [2, 2]]}
        >>> pr.functions.array_repeat("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_replace(expr: _Column, old: Any, new: Any) -> Expr:
    """Replace the first occurrence of one element by another.

    Args:
        expr: A column's name or an expression.
        old: The element to replace.
        new: The replacement.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `old` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
        >>> df.select(x=pr.functions.array_replace("a", 1, 9)).to_dict()
        {'x': [[9, 2, 1]]}
        >>> pr.functions.array_replace("a", {1}, 9)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_replace_all(expr: _Column, old: Any, new: Any) -> Expr:
    """Replace every occurrence of one element by another.

    Args:
        expr: A column's name or an expression.
        old: The element to replace.
        new: The replacement.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `old` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
        >>> df.select(x=pr.functions.array_replace_all("a", 1, 9)).to_dict()
        {'x': [[9, 2, 9]]}
        >>> pr.functions.array_replace_all("a", {1}, 9)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_replace_n(expr: _Column, old: Any, new: Any, n: _Whole) -> Expr:
    """Replace the first `n` occurrences of one element by another.

    Args:
        expr: A column's name or an expression.
        old: The element to replace.
        new: The replacement.
        n: How many times.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `n` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 1, 1]]})
        >>> df.select(x=pr.functions.array_replace_n("a", 1, 9, 2)).to_dict()
        {'x': [[9, 2, 9, 1]]}
        >>> pr.functions.array_replace_n("a", 1, 9, "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_resize(expr: _Column, size: _Whole, fill: Any = None) -> Expr:
    """Resize the list to a length: truncate it or fill it up.

    Args:
        expr: A column's name or an expression.
        size: The new length.
        fill: The element to fill up with; null by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `size` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3], [4]]})
        >>> df.select(x=pr.functions.array_resize("a", 2, 0)).to_dict()
        {'x': [[1, 2], [4, 0]]}
        >>> pr.functions.array_resize("a", "x", 0)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_reverse(expr: _Column) -> Expr:
    """Reverse the order of the elements.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
        >>> df.select(x=pr.functions.array_reverse("a")).to_dict()
        {'x': [[3, 2, 1]]}
        >>> pr.functions.array_reverse(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_reverse: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_scale(expr: _Column, factor: Any) -> Expr:
    """Multiply each element by a number.

    Args:
        expr: A column's name or an expression.
        factor: A number or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `factor` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
        >>> df.select(x=pr.functions.array_scale("a", 2.0)).to_dict()
        {'x': [[2.0, 4.0]]}
        >>> pr.functions.array_scale("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_slice(expr: _Column, begin: _Whole, end: _Whole, stride: _Whole | None = None) -> Expr:
    """Take the elements between two places, counted from 1 and both included, as in SQL. `.list.slice` counts from 0.

    Args:
        expr: A column's name or an expression.
        begin: The first place, counted from 1; negative from the end.
        end: The last place, which is included.
        stride: The step between places; 1 by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `begin` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
        >>> df.select(x=pr.functions.array_slice("a", 2, 3)).to_dict()
        {'x': [[2, 3]]}
        >>> pr.functions.array_slice("a", "x", 3)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def array_sort(expr: _Column, descending: bool = False, nulls_last: bool = True) -> Expr:
    """Sort the elements.

    Args:
        expr: A column's name or an expression.
        descending: Whether the largest element is first.
        nulls_last: Whether nulls come after everything else.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `descending` is not a bool.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3, None, 1]]})
        >>> df.select(x=pr.functions.array_sort("a")).to_dict()
        {'x': [[1, 3, None]]}
        >>> pr.functions.array_sort("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: descending must be True or False, got 'x'
    """

def array_subtract(expr: _Column, other: _List) -> Expr:
    """Subtract the elements of another list, place by place.

    Args:
        expr: A column's name or an expression.
        other: A list of the same length: a Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
        >>> df.select(x=pr.functions.array_subtract("a", [0.5, 0.5])).to_dict()
        {'x': [[0.5, 1.5]]}
        >>> pr.functions.array_subtract("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def array_sum(expr: _Column) -> Expr:
    """Compute the sum of the elements: an int for ints, or an error where it does not fit 64 bits.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[3, None, 1], [2], []]})
        >>> df.select(x=pr.functions.array_sum("a")).to_dict()
        {'x': [4, 2, None]}
        >>> pr.functions.array_sum(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_sum: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def array_to_string(expr: _Column, delimiter: _Text, null_value: _Text | None = None) -> Expr:
    """Join the elements to one string.

    Args:
        expr: A column's name or an expression.
        delimiter: The separator.
        null_value: The string for null, which is left out by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `delimiter` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [["x", None, "y"]]})
        >>> df.select(x=pr.functions.array_to_string("a", "-")).to_dict()
        {'x': ['x-y']}
        >>> pr.functions.array_to_string("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def array_transform(expr: _Column, function: Callable[[Expr], Any]) -> Expr:
    """Transform each element by a function.

    Args:
        expr: A column's name or an expression.
        function: What is computed from an element. It is called once, with an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If it is not a function of one argument.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
        >>> df.select(x=pr.functions.array_transform("a", lambda x: x * 2)).to_dict()
        {'x': [[2, 4, 6], []]}
        >>> pr.functions.array_transform("a", 7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: array_transform: 7 is not a function
        hint: give a function of an element: lambda x: x * 2
    """

def array_union(expr: _Column, other: _List) -> Expr:
    """Keep each distinct element of both lists once.

    Args:
        expr: A column's name or an expression.
        other: A Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.array_union("a", [2, 3])).to_dict()
        {'x': [[1, 2, 3]]}
        >>> pr.functions.array_union("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def arrays_zip(*lists: _Columns) -> Expr:
    """Zip lists to a list of structs, of which the first holds the first element of every list, and so on; the shorter lists are filled up with null.

    Args:
        lists: Column names or expressions.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]], "b": [[3, 4]]})
        >>> df.select(x=pr.functions.arrays_zip("a", "b")).to_dict()
        {'x': [[{'1': 1, '2': 3}, {'1': 2, '2': 4}]]}
        >>> pr.functions.arrays_zip(1, "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def arrow_field(expr: _Column) -> Expr:
    """Get the column's Arrow field: its name, type, nullability and metadata as a struct, the same in all rows.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1]})
        >>> df.select(x=pr.functions.arrow_field("a")).to_dict()
        {'x': [{'name': 'a', 'data_type': 'Int64', 'nullable': True, 'metadata': []}]}
        >>> pr.functions.arrow_field(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def arrow_metadata(expr: _Column, key: str | None = None) -> Expr:
    """Get the metadata of the column's Arrow field, the same in all rows; null where there is none.

    Args:
        expr: A column's name or an expression.
        key: The key; by default all of them, as a map.

    Returns:
        An expression.

    Raises:
        TypeError: If `key` is not a string.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1]})
        >>> df.select(x=pr.functions.arrow_metadata("a", "unit")).to_dict()
        {'x': [None]}
        >>> pr.functions.arrow_metadata("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: arrow_metadata: key must be a string, got 1
    """

def arrow_typeof(expr: _Column) -> Expr:
    """Get the name of the column's Arrow type as DataFusion writes it, the same in all rows; `df.schema` has ours.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1]})
        >>> df.select(x=pr.functions.arrow_typeof("a")).to_dict()
        {'x': ['Int64']}
        >>> pr.functions.arrow_typeof(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def ascii(expr: _Column) -> Expr:
    """Get the code point of the first character; 0 for an empty string.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["A", "é", ""]})
        >>> df.select(x=pr.functions.ascii("a")).to_dict()
        {'x': [65, 233, 0]}
        >>> pr.functions.ascii(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ascii: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def asin(expr: _Column) -> Expr:
    """Compute the angle in radians whose sine the value is; NaN outside of -1 to 1.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.asin("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.asin(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: asin: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def asinh(expr: _Column) -> Expr:
    """Compute the inverse of the hyperbolic sine.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.asinh("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.asinh(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: asinh: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def atan(expr: _Column) -> Expr:
    """Compute the angle in radians whose tangent the value is.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.atan("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.atan(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: atan: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def atan2(expr: _Column, x: Any) -> Expr:
    """Compute the angle in radians of the point whose height is the value.

    Args:
        expr: A column's name or an expression.
        x: How far to the right the point lies, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `x` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.atan2("a", 1.0)).to_dict()
        {'x': [0.0]}
        >>> pr.functions.atan2("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def atanh(expr: _Column) -> Expr:
    """Compute the inverse of the hyperbolic tangent; NaN outside of -1 to 1.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.atanh("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.atanh(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: atanh: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bit_and(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the bits that all integers have.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [7, 6, 12]})
        >>> df.select(x=pr.functions.bit_and("a")).to_dict()
        {'x': [4]}
        >>> pr.functions.bit_and(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bit_and: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bit_length(expr: _Column) -> Expr:
    """Count the bits of the string in UTF-8.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["é"]})
        >>> df.select(x=pr.functions.bit_length("a")).to_dict()
        {'x': [16]}
        >>> pr.functions.bit_length(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bit_length: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bit_or(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the bits that any integer has.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, 4]})
        >>> df.select(x=pr.functions.bit_or("a")).to_dict()
        {'x': [7]}
        >>> pr.functions.bit_or(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bit_or: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bit_xor(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the bits that an odd number of integers have.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 3, 4]})
        >>> df.select(x=pr.functions.bit_xor("a")).to_dict()
        {'x': [6]}
        >>> pr.functions.bit_xor(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bit_xor: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bool_and(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Check whether all values that are not null are true; null where there is none.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [True, None, False]})
        >>> df.select(x=pr.functions.bool_and("a")).to_dict()
        {'x': [False]}
        >>> pr.functions.bool_and(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bool_and: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bool_or(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Check whether any value is true; null where all are null.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [True, None, False]})
        >>> df.select(x=pr.functions.bool_or("a")).to_dict()
        {'x': [True]}
        >>> pr.functions.bool_or(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bool_or: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def bottom_k(expr: _Column, k: int, *, filter: _Column | None = None) -> Expr:
    """Collect the k smallest values to a list, the smallest first; nulls are left out.

    Args:
        expr: A column's name or an expression.
        k: How many.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        TypeError: If `k` is not an int.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [3, 1, None, 2]})
        >>> df.select(x=pr.functions.bottom_k("a", 2)).to_dict()
        {'x': [[1, 2]]}
        >>> pr.functions.bottom_k("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: bottom_k: k must be an integer, got 'x'
    """

def btrim(expr: _Column, characters: _Text | None = None) -> Expr:
    """Strip certain characters from both ends of the string.

    Args:
        expr: A column's name or an expression.
        characters: The characters to strip; spaces by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `characters` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["  x ", "xx"]})
        >>> df.select(x=pr.functions.btrim("a")).to_dict()
        {'x': ['x', 'xx']}
        >>> pr.functions.btrim("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def cardinality(expr: _Column) -> Expr:
    """Count the elements of the list, those of nested lists one by one; or the entries of a map.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[[1, 2], [3]]]})
        >>> df.select(x=pr.functions.cardinality("a")).to_dict()
        {'x': [3]}
        >>> pr.functions.cardinality(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: cardinality: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def cbrt(expr: _Column) -> Expr:
    """Compute the cube root.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [27.0, -8.0]})
        >>> df.select(x=pr.functions.cbrt("a")).to_dict()
        {'x': [3.0, -2.0]}
        >>> pr.functions.cbrt(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: cbrt: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def ceil(expr: _Column) -> Expr:
    """Round up to the nearest whole number; an int stays as it is.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.5, -1.5]})
        >>> df.select(x=pr.functions.ceil("a")).to_dict()
        {'x': [2.0, -1.0]}
        >>> pr.functions.ceil(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ceil: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def character_length(expr: _Column) -> Expr:
    """Count the characters of the string.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["héllo", ""]})
        >>> df.select(x=pr.functions.character_length("a")).to_dict()
        {'x': [5, 0]}
        >>> pr.functions.character_length(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: character_length: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def chr(expr: _Column) -> Expr:
    """Get the character that a code point stands for.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [65, 233]})
        >>> df.select(x=pr.functions.chr("a")).to_dict()
        {'x': ['A', 'é']}
        >>> pr.functions.chr(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: chr: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def coalesce(*exprs: _Columns) -> Expr:
    """Get the first of the values that is not null, row by row.

    Args:
        exprs: Column names or expressions; a constant is `pr.lit(...)`.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [None, 1], "b": [2, 3]})
        >>> df.select(x=pr.functions.coalesce("a", "b")).to_dict()
        {'x': [2, 1]}
        >>> pr.functions.coalesce(1, "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def concat(*exprs: _Columns) -> Expr:
    """Concatenate the strings of the row; a null counts as an empty string.

    Args:
        exprs: Column names or expressions; a constant string is `pr.lit("...")`.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["x"], "b": ["y"]})
        >>> df.select(x=pr.functions.concat("a", pr.lit("-"), "b")).to_dict()
        {'x': ['x-y']}
        >>> pr.functions.concat(1, pr.lit("-"), "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def concat_list(*exprs: _Columns) -> Expr:
    """Make a list of the values of the row, where a list stands for its elements; null if a list is null.

    Args:
        exprs: Names, expressions or selectors of columns of one type, or of lists of that type.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], []], "b": [3, None]})
        >>> df.select(x=pr.functions.concat_list("a", "b")).to_dict()
        {'x': [[1, 2, 3], [None]]}
        >>> pr.functions.concat_list(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def concat_str(*exprs: _Columns, separator: str = "", ignore_nulls: bool = False) -> Expr:
    """Concatenate the values of the row as strings.

    Args:
        exprs: Names, expressions or selectors; what is not a string is cast to one.
        separator: The separator.
        ignore_nulls: Whether a null is left out, its separator too; otherwise it makes the result null.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["x", None], "b": [1, 2]})
        >>> df.select(x=pr.functions.concat_str("a", "b", separator = "-")).to_dict()
        {'x': ['x-1', None]}
        >>> pr.functions.concat_str(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def concat_ws(separator: _Text, *exprs: _Columns) -> Expr:
    """Concatenate the strings of the row with a separator between them; a null is left out, its separator too.

    Args:
        separator: The separator.
        exprs: Column names or expressions.

    Returns:
        An expression.

    Raises:
        TypeError: If `separator` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["x", None], "b": ["y", "z"]})
        >>> df.select(x=pr.functions.concat_ws("-", "a", "b")).to_dict()
        {'x': ['x-y', 'z']}
        >>> pr.functions.concat_ws(1, "a", "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def contains(expr: _Column, text: _Text, literal: bool = True) -> Expr:
    """Check whether the string contains another, or a match of a regular expression.

    Args:
        expr: A column's name or an expression.
        text: The string to look for.
        literal: Whether it is taken as it is; otherwise it is a regular expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `text` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["50%", "50"]})
        >>> df.select(x=pr.functions.contains("a", "%")).to_dict()
        {'x': [True, False]}
        >>> pr.functions.contains("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def convert_time_zone(expr: _Column, zone: str) -> Expr:
    """Convert a timestamp to another zone: the same instant as the clocks there show it; a timestamp without a zone is taken as UTC.

    Args:
        expr: A column's name or an expression.
        zone: The zone's name, as `Europe/Berlin`, `UTC` or `+02:00`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If there is no such zone.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 7, 1, 12)]})
        >>> df.select(x=pr.functions.convert_time_zone("a", "Asia/Tokyo")).to_dict()
        {'x': [datetime.datetime(2024, 7, 1, 21, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Tokyo'))]}
        >>> pr.functions.convert_time_zone("a", "Nowhere/Land")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: there is no time zone "Nowhere/Land"
        hint: zones are named Europe/Berlin, UTC, or +02:00
    """

def corr(
    y: _Column, x: _Column, *, method: Literal["pearson", "spearman"] = "pearson", filter: _Column | None = None
) -> Expr:
    """Compute the correlation of two columns, from -1 to 1. A pair with a null does not count.

    Args:
        y: A column's name or an expression.
        x: A column's name or an expression.
        method: `"pearson"`: how near the points are to a line; or `"spearman"`: the same for the ranks of the values,
            which are held in memory.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        ValueError: If there is no such method.
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [1.0, 10.0, 100.0]})
        >>> df.select(p=pr.functions.corr("y", "x").round(3), s=pr.functions.corr("y", "x", method="spearman")).to_dict()
        {'p': [0.904], 's': [1.0]}
        >>> pr.functions.corr("y", "x", method="kendall")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: corr: there is no method "kendall"
        hint: the method is "pearson" or "spearman"
    """

def cos(expr: _Column) -> Expr:
    """Compute the cosine of an angle in radians.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.cos("a")).to_dict()
        {'x': [1.0]}
        >>> pr.functions.cos(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: cos: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def cosh(expr: _Column) -> Expr:
    """Compute the hyperbolic cosine.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.cosh("a")).to_dict()
        {'x': [1.0]}
        >>> pr.functions.cosh(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: cosh: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def cosine_distance(expr: _Column, other: _List) -> Expr:
    """Compute the cosine distance of two vectors: 1 minus the cosine of the angle between them.

    Args:
        expr: A column's name or an expression.
        other: A list of the same length: a Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1.0, 0.0]]})
        >>> df.select(x=pr.functions.cosine_distance("a", [0.0, 1.0])).to_dict()
        {'x': [1.0]}
        >>> pr.functions.cosine_distance("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def cot(expr: _Column) -> Expr:
    """Compute the cotangent of an angle in radians.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.cot("a")).to_dict()
        {'x': [inf]}
        >>> pr.functions.cot(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: cot: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def count(expr: _Column | None = None, *, filter: _Column | None = None, distinct: bool = False) -> Expr:
    """Count the rows, or the values that are not null.

    Args:
        expr: A column's name or an expression; without it, rows are counted.
        filter: A predicate; only rows for which it is true count.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If the filter is not an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None, 1]})
        >>> df.select(rows=pr.functions.count(), values=pr.functions.count("a")).to_list()
        [{'rows': 3, 'values': 2}]
        >>> df.select(big=pr.functions.count(filter=pr.col("a") > 1)).to_dict()
        {'big': [0]}
        >>> pr.col("a").count(filter=1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: count: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def covar_pop(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the covariance of a population (divided by n). A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.covar_pop("y", "x")).to_dict()
        {'z': [1.3333333333333333]}
        >>> pr.functions.covar_pop("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: covar_pop: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def covar_samp(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the covariance of a sample (divided by n - 1). A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.covar_samp("y", "x")).to_dict()
        {'z': [2.0]}
        >>> pr.functions.covar_samp("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: covar_samp: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def cume_dist() -> Expr:
    """Compute the share of the rows that come before or tie, the row itself included.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [10, 20, 20, 30]})
        >>> df.select("a", x=pr.functions.cume_dist().over(order_by="a")).sort("a", "x").to_dict()["x"]
        [0.25, 0.75, 0.75, 1.0]
    """

def current_date() -> Expr:
    """Get the date when the query starts, in UTC.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": []})
        >>> df.select(x=pr.functions.current_date()).to_dict()
        {'x': []}
    """

def current_time() -> Expr:
    """Get the time of day when the query starts, in UTC and microseconds.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": []})
        >>> df.select(x=pr.functions.current_time()).to_dict()
        {'x': []}
    """

def date(expr: _Column) -> Expr:
    """Extract the date of a timestamp.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13)]})
        >>> df.select(x=pr.functions.date("a")).to_dict()
        {'x': [datetime.date(2024, 2, 29)]}
        >>> pr.functions.date(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: date: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def date_bin(interval: _Span, expr: _Column, origin: _Moment | None = None) -> Expr:
    """Truncate a timestamp to the start of its bin; all bins have one length.

    Args:
        interval: How long a bin is, a `timedelta`.
        expr: A column's name or an expression.
        origin: Where a bin starts; without it, 1970-01-01 00:00 UTC.

    Returns:
        An expression.

    Raises:
        TypeError: If `interval` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 52)]})
        >>> df.select(x=pr.functions.date_bin(__import__("datetime").timedelta(minutes = 15), "a")).to_dict()
        {'x': [datetime.datetime(2024, 2, 29, 13, 45)]}
        >>> pr.functions.date_bin({1}, "a")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def date_part(part: str, expr: _Column) -> Expr:
    """Extract a part of a date, time, timestamp, interval or duration. As in SQL, the units below the second count from the start of the minute; `.dt.millisecond()` and its like count from the second.

    Args:
        part: `"year"`, `"isoyear"`, `"quarter"`, `"month"`, `"week"`, `"day"`, `"hour"`, `"minute"`, `"second"`, `"millisecond"`, `"microsecond"`, `"nanosecond"`, `"dow"` (Sunday is 0), `"isodow"` (Monday is 1), `"doy"` or `"epoch"`.
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `part` is not a string.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
        >>> df.select(x=pr.functions.date_part("doy", "a")).to_dict()
        {'x': [60]}
        >>> pr.functions.date_part(1, "a")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: date_part: part must be a string, got 1
    """

def date_trunc(unit: _Unit, expr: _Column) -> Expr:
    """Truncate a moment to the start of its year, month, day, hour ...; weeks start on Monday. A date stays a date.

    Args:
        unit: `"year"`, `"quarter"`, `"month"`, `"week"`, `"day"`, `"hour"`, `"minute"`, `"second"`, `"millisecond"` or `"microsecond"`.
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        ValueError: If there is no such unit.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13)]})
        >>> df.select(x=pr.functions.date_trunc("month", "a")).to_dict()
        {'x': [datetime.datetime(2024, 2, 1, 0, 0)]}
        >>> pr.functions.date_trunc("fortnight", "a")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: there is no unit "fortnight"
        hint: the units are year, quarter, month, week, day, hour, minute, second, millisecond, microsecond
    """

def day(expr: _Column) -> Expr:
    """Extract the day of the month, 1 to 31.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
        >>> df.select(x=pr.functions.day("a")).to_dict()
        {'x': [29]}
        >>> pr.functions.day(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: day: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def decode(expr: _Column, encoding: _Text) -> Expr:
    """Decode the bytes that the string spells out.

    Args:
        expr: A column's name or an expression.
        encoding: `"base64"`, `"base64pad"` (with `=` at the end) or `"hex"`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `encoding` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["6869"]})
        >>> df.select(x=pr.functions.decode("a", "hex")).to_dict()
        {'x': [b'hi']}
        >>> pr.functions.decode("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def degrees(expr: _Column) -> Expr:
    """Convert an angle in radians to degrees.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.degrees("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.degrees(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: degrees: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def dense_rank() -> Expr:
    """Rank the row, from 1; rows that tie share a rank, and no rank is left out.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [10, 20, 20, 30]})
        >>> df.select("a", x=pr.functions.dense_rank().over(order_by="a")).sort("a", "x").to_dict()["x"]
        [1, 2, 2, 3]
    """

def digest(expr: _Column, algorithm: _Text) -> Expr:
    r"""Compute a hash of the bytes, as bytes.

    Args:
        expr: A column's name or an expression.
        algorithm: `md5`, `sha224`, `sha256`, `sha384`, `sha512`, `blake2s`, `blake2b` or `blake3`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `algorithm` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [b""]})
        >>> df.select(x=pr.functions.digest("a", "md5")).to_dict()
        {'x': [b'\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\t\x98\xec\xf8B~']}
        >>> pr.functions.digest("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def element() -> Expr:
    """Refer to an element of a list, in `.list.eval(...)`.

    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.eval(pr.element() * 10)).to_dict()
        {'x': [[10, 20], []]}
    """

def empty(expr: _Column) -> Expr:
    """Check whether the list has no elements.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[], [1]]})
        >>> df.select(x=pr.functions.empty("a")).to_dict()
        {'x': [True, False]}
        >>> pr.functions.empty(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: empty: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def encode(expr: _Column, encoding: _Text) -> Expr:
    """Encode the bytes as a string; `.str.decode` is the inverse.

    Args:
        expr: A column's name or an expression.
        encoding: `"base64"`, `"base64pad"` (with `=` at the end) or `"hex"`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `encoding` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [b"hi"]})
        >>> df.select(x=pr.functions.encode("a", "hex")).to_dict()
        {'x': ['6869']}
        >>> pr.functions.encode("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def ends_with(expr: _Column, text: _Text) -> Expr:
    """Check whether the string ends with another.

    Args:
        expr: A column's name or an expression.
        text: The string to look for.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `text` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["ab", "a"]})
        >>> df.select(x=pr.functions.ends_with("a", "b")).to_dict()
        {'x': [True, False]}
        >>> pr.functions.ends_with("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def epoch(expr: _Column, unit: Literal["d", "s", "ms", "us", "ns"] = "us") -> Expr:
    """Count the units between 1970-01-01 00:00 UTC and a moment, rounded down.

    Args:
        expr: A column's name or an expression.
        unit: `"d"`, `"s"`, `"ms"`, `"us"` or `"ns"`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If there is no such unit.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(1970, 1, 2)]})
        >>> df.select(x=pr.functions.epoch("a", "s")).to_dict()
        {'x': [86400]}
        >>> pr.functions.epoch("a", "fortnight")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: there is no unit "fortnight"
        hint: the units are d, s, ms, us and ns
    """

def exp(expr: _Column) -> Expr:
    """Compute e to the power of the value.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.exp("a")).to_dict()
        {'x': [1.0]}
        >>> pr.functions.exp(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: exp: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def factorial(expr: _Column) -> Expr:
    """Compute the factorial: the product of the whole numbers from 1 to the value; above 20 it does not fit an int64, which is an error.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0, 5]})
        >>> df.select(x=pr.functions.factorial("a")).to_dict()
        {'x': [1, 120]}
        >>> pr.functions.factorial(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: factorial: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def file_row_index() -> Expr:
    """Count the rows that come before the row in its own file; only over a frame that reads Parquet files.

    Returns:
        An expression.

    Raises:
        PyRustError: When the query runs, if the rows come from no such file.

    Example:
        >>> import pyarrow as pa, pyarrow.parquet as pq, pyrust as pr
        >>> pq.write_table(pa.table({"a": [7, 8]}), "t.parquet")
        >>> df = pr.read_parquet("t.parquet")
        >>> df.filter(pr.col("a") > 7).select(x=pr.functions.file_row_index()).to_dict()
        {'x': [1]}
    """

def find_in_set(expr: _Column, texts: _Text) -> Expr:
    """Find the string in a list of strings with commas between them, from 1; 0 where it is not there.

    Args:
        expr: A column's name or an expression.
        texts: Strings with commas between them.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `texts` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["b", "x"]})
        >>> df.select(x=pr.functions.find_in_set("a", "a,b,c")).to_dict()
        {'x': [2, 0]}
        >>> pr.functions.find_in_set("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def first(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr:
    """Get the first value in the order given; without one, the value of any row.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
        distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
        ignore_nulls: Whether nulls are left out.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 1]})
        >>> df.select(x=pr.functions.first("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.first(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: first: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def flatten(expr: _Column) -> Expr:
    """Flatten a list of lists into one list of their elements.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[[1, 2], [3]]]})
        >>> df.select(x=pr.functions.flatten("a")).to_dict()
        {'x': [[1, 2, 3]]}
        >>> pr.functions.flatten(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: flatten: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def floor(expr: _Column) -> Expr:
    """Round down to the nearest whole number; an int stays as it is.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.5, -1.5]})
        >>> df.select(x=pr.functions.floor("a")).to_dict()
        {'x': [1.0, -2.0]}
        >>> pr.functions.floor(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: floor: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def from_unixtime(seconds: _Column, zone: str | None = None) -> Expr:
    """Convert a number of seconds from 1970 to a timestamp.

    Args:
        seconds: A column's name or an expression: seconds from 1970-01-01 00:00 UTC.
        zone: The zone of the timestamp; without it, it has none.

    Returns:
        An expression.

    Raises:
        ValueError: If there is no such zone.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [86400]})
        >>> df.select(x=pr.functions.from_unixtime("a")).to_dict()
        {'x': [datetime.datetime(1970, 1, 2, 0, 0)]}
        >>> pr.functions.from_unixtime("a", "Nowhere/Land")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: convert_time_zone: there is no time zone "Nowhere/Land"
        hint: zones are named Europe/Berlin, UTC, or +02:00
    """

def gcd(expr: _Column, other: Any) -> Expr:
    """Compute the greatest common divisor: the largest whole number that divides both.

    Args:
        expr: A column's name or an expression.
        other: The second number, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [12, 7]})
        >>> df.select(x=pr.functions.gcd("a", 8)).to_dict()
        {'x': [4, 1]}
        >>> pr.functions.gcd("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def generate_series(start: Any, stop: Any, step: Any = None) -> Expr:
    """Make a list of the values from one to another, both included.

    Args:
        start: The first value: a number, a date or a timestamp, or an expression.
        stop: The last value, which is included.
        step: The distance between two: a number, or a timedelta for times.

    Returns:
        An expression.

    Raises:
        TypeError: If `start` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [2, 3]})
        >>> df.select(x=pr.functions.generate_series(1, pr.col("a"))).to_dict()
        {'x': [[1, 2], [1, 2, 3]]}
        >>> pr.functions.generate_series({1}, pr.col("a"))
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def get_field(expr: _Column, *names: str) -> Expr:
    """Get a field of a struct, or of a struct inside of it.

    Args:
        expr: A column's name or an expression.
        names: The field's name; more names lead further inside.

    Returns:
        An expression, called as the field is.

    Raises:
        SchemaError: Where a frame uses it, if there is no such field.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [{"x": {"y": 1}}]})
        >>> df.select(x=pr.functions.get_field("a", "x", "y")).to_dict()
        {'x': [1]}
        >>> df.select(pr.functions.get_field("a", "z"))
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: select: a has no field "z"
        hint: its fields are x
    """

def greatest(*exprs: _Columns) -> Expr:
    """Get the largest of the values, row by row; nulls are left out, and NaN is larger than every number.

    Args:
        exprs: Column names or expressions; a constant is `pr.lit(...)`.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None], "b": [2, 3]})
        >>> df.select(x=pr.functions.greatest("a", "b")).to_dict()
        {'x': [2, 3]}
        >>> pr.functions.greatest(1, "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def grouping(*keys: _Columns) -> Expr:
    """Tell which of the keys a row of a rollup, cube or grouping set was not grouped by: 0 where it was, 1 where not; over
    several keys one bit each, the last key the lowest.

    Args:
        keys: Names of keys, or the expressions that were given as keys.

    Returns:
        An aggregate expression, for `agg` after a grouping with sets.

    Raises:
        TypeError: If a key is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> pr.functions.grouping("k")
        <Expr grouping(k)>
        >>> pr.functions.grouping(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: grouping: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def hour(expr: _Column) -> Expr:
    """Extract the hour of the day, 0 to 23.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5)]})
        >>> df.select(x=pr.functions.hour("a")).to_dict()
        {'x': [13]}
        >>> pr.functions.hour(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: hour: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def initcap(expr: _Column) -> Expr:
    """Capitalize the first letter of each word and lowercase the rest.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["hello wORLD"]})
        >>> df.select(x=pr.functions.initcap("a")).to_dict()
        {'x': ['Hello World']}
        >>> pr.functions.initcap(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: initcap: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def inner_product(expr: _Column, other: _List) -> Expr:
    """Compute the dot product: the sum of the products of the elements in the same places.

    Args:
        expr: A column's name or an expression.
        other: A list of the same length: a Python list, a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
        >>> df.select(x=pr.functions.inner_product("a", [3.0, 4.0])).to_dict()
        {'x': [11.0]}
        >>> pr.functions.inner_product("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def input_file_name() -> Expr:
    r"""Get the path of the file that the row was read from; only over a frame that reads files.

    Returns:
        An expression.

    Raises:
        PyRustError: When the query runs, if the rows come from no file.

    Example:
        >>> import pathlib, pyrust as pr
        >>> _ = pathlib.Path("t.csv").write_text("a\n7\n")
        >>> pr.read_csv("t.csv").select(x=pr.functions.input_file_name()).to_dict()
        {'x': ['...t.csv']}
    """

def is_finite(expr: _Column) -> Expr:
    """Check whether a number is neither infinite nor NaN.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, float("inf"), float("nan")]})
        >>> df.select(x=pr.functions.is_finite("a")).to_dict()
        {'x': [True, False, False]}
        >>> pr.functions.is_finite(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: is_finite: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def is_infinite(expr: _Column) -> Expr:
    """Check whether a number is infinite, to either side.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, float("-inf"), float("nan")]})
        >>> df.select(x=pr.functions.is_infinite("a")).to_dict()
        {'x': [False, True, False]}
        >>> pr.functions.is_infinite(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: is_infinite: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def isnan(expr: _Column) -> Expr:
    """Check whether a float is NaN.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, float("nan")]})
        >>> df.select(x=pr.functions.isnan("a")).to_dict()
        {'x': [False, True]}
        >>> pr.functions.isnan(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: isnan: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def iso_year(expr: _Column) -> Expr:
    """Extract the year that the ISO week belongs to.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 12, 30)]})
        >>> df.select(x=pr.functions.iso_year("a")).to_dict()
        {'x': [2025]}
        >>> pr.functions.iso_year(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: iso_year: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def iszero(expr: _Column) -> Expr:
    """Check whether a number is 0.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0, 1.5]})
        >>> df.select(x=pr.functions.iszero("a")).to_dict()
        {'x': [True, False]}
        >>> pr.functions.iszero(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: iszero: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def kurtosis(expr: _Column, fisher: bool = True, bias: bool = True, *, filter: _Column | None = None) -> Expr:
    """Compute the kurtosis: how heavy the ends of the distribution are; NaN where all values are equal.

    Args:
        expr: A column's name or an expression.
        fisher: Whether a normal distribution has 0; otherwise it has 3.
        bias: Whether it is that of the values; otherwise that of the population they are a sample of.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        TypeError: If `fisher` is not a bool.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, 3, 9]})
        >>> df.select(x=pr.functions.kurtosis("a")).to_dict()
        {'x': [-0.7980853277835589]}
        >>> pr.functions.kurtosis("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: kurtosis: fisher must be True or False, got 'x'
    """

def lag(expr: _Column, n: int = 1, default: Any = None, *, ignore_nulls: bool = False) -> Expr:
    """Get the value of an earlier row of the partition.

    Args:
        expr: A column's name or an expression.
        n: How many rows before; negative is after.
        default: A constant for rows that have no such row before them.
        ignore_nulls: Whether only rows with a value are counted.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Raises:
        TypeError: If `default` cannot be held by a column.
        ValueError: Where a frame uses it, if it has no order.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).select("value", x=pr.functions.lag("value", default=-1).over(order_by="value")).sort("value").to_dict()
        {'value': [0, 1, 2], 'x': [-1, 0, 1]}
        >>> pr.range(3).select(pr.functions.lag("value"))
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: select: lag depends on the order of the rows, and none is given
        hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    """

def last(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr:
    """Get the last value in the order given; without one, the value of any row.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
        distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
        ignore_nulls: Whether nulls are left out.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 1]})
        >>> df.select(x=pr.functions.last("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.last(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: last: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def lcm(expr: _Column, other: Any) -> Expr:
    """Compute the least common multiple: the smallest whole number that both divide; one that does not fit an int64 is an error.

    Args:
        expr: A column's name or an expression.
        other: The second number, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [4, 7]})
        >>> df.select(x=pr.functions.lcm("a", 6)).to_dict()
        {'x': [12, 42]}
        >>> pr.functions.lcm("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def lead(expr: _Column, n: int = 1, default: Any = None, *, ignore_nulls: bool = False) -> Expr:
    """Get the value of a later row of the partition.

    Args:
        expr: A column's name or an expression.
        n: How many rows after; negative is before.
        default: A constant for rows that have no such row after them.
        ignore_nulls: Whether only rows with a value are counted.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Raises:
        TypeError: If `default` cannot be held by a column.
        ValueError: Where a frame uses it, if it has no order.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).select("value", x=pr.functions.lead("value", 2).over(order_by="value")).sort("value").to_dict()
        {'value': [0, 1, 2], 'x': [2, None, None]}
        >>> pr.range(3).select(pr.functions.lead("value"))
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: select: lead depends on the order of the rows, and none is given
        hint: give it: .over(order_by="..."), or .over("key", order_by="...")
    """

def least(*exprs: _Columns) -> Expr:
    """Get the smallest of the values, row by row; nulls are left out.

    Args:
        exprs: Column names or expressions; a constant is `pr.lit(...)`.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None], "b": [2, 3]})
        >>> df.select(x=pr.functions.least("a", "b")).to_dict()
        {'x': [1, 3]}
        >>> pr.functions.least(1, "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def left(expr: _Column, n: _Whole) -> Expr:
    """Take the first characters of the string.

    Args:
        expr: A column's name or an expression.
        n: How many characters; below 0, all but the last `-n`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `n` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["héllo"]})
        >>> df.select(x=pr.functions.left("a", 2)).to_dict()
        {'x': ['hé']}
        >>> pr.functions.left("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def levenshtein(expr: _Column, other: _Text) -> Expr:
    """Compute the Levenshtein distance: how many characters have to be changed, inserted or deleted to make the other string.

    Args:
        expr: A column's name or an expression.
        other: The other string.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `other` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["kitten"]})
        >>> df.select(x=pr.functions.levenshtein("a", "sitting")).to_dict()
        {'x': [3]}
        >>> pr.functions.levenshtein("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def ln(expr: _Column) -> Expr:
    """Compute the natural logarithm; -inf for 0 and NaN below.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0]})
        >>> df.select(x=pr.functions.ln("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.ln(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ln: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def log(expr: _Column, base: Any = None) -> Expr:
    """Compute the logarithm to a base; without one, the natural logarithm.

    Args:
        expr: A column's name or an expression.
        base: The base, a constant or an expression; e by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `base` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [8.0]})
        >>> df.select(x=pr.functions.log("a", 2)).to_dict()
        {'x': [3.0]}
        >>> pr.functions.log("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def log10(expr: _Column) -> Expr:
    """Compute the logarithm to the base 10.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [100.0]})
        >>> df.select(x=pr.functions.log10("a")).to_dict()
        {'x': [2.0]}
        >>> pr.functions.log10(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: log10: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def log1p(expr: _Column) -> Expr:
    """Compute the natural logarithm of 1 and the value, exact also for values next to 0.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0, 1e-20]})
        >>> df.select(x=pr.functions.log1p("a")).to_dict()
        {'x': [0.0, 1e-20]}
        >>> pr.functions.log1p(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: log1p: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def log2(expr: _Column) -> Expr:
    """Compute the logarithm to the base 2.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [8.0]})
        >>> df.select(x=pr.functions.log2("a")).to_dict()
        {'x': [3.0]}
        >>> pr.functions.log2(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: log2: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def lower(expr: _Column) -> Expr:
    """Convert the string to lower case.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["Ab"]})
        >>> df.select(x=pr.functions.lower("a")).to_dict()
        {'x': ['ab']}
        >>> pr.functions.lower(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: lower: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def lpad(expr: _Column, length: _Whole, fill: _Text | None = None) -> Expr:
    """Pad the string on the left to a number of characters, or truncate it on the right.

    Args:
        expr: A column's name or an expression.
        length: How many characters the result has.
        fill: The string to pad with; a space by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `length` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["7", "1234"]})
        >>> df.select(x=pr.functions.lpad("a", 3, "0")).to_dict()
        {'x': ['007', '123']}
        >>> pr.functions.lpad("a", "x", "0")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def ltrim(expr: _Column, characters: _Text | None = None) -> Expr:
    """Strip certain characters from the start of the string.

    Args:
        expr: A column's name or an expression.
        characters: The characters to strip; spaces by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `characters` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [" x "]})
        >>> df.select(x=pr.functions.ltrim("a")).to_dict()
        {'x': ['x ']}
        >>> pr.functions.ltrim("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def make_array(*exprs: _Columns) -> Expr:
    """Make a list of the values of the row.

    Args:
        exprs: Column names or expressions of one type.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2], "b": [3, 4]})
        >>> df.select(x=pr.functions.make_array("a", "b")).to_dict()
        {'x': [[1, 3], [2, 4]]}
        >>> pr.functions.make_array(1, "b")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def make_date(year: _Number, month: _Number, day: _Number) -> Expr:
    """Make a date of a year, a month and a day.

    Args:
        year: The year, a number, a column's name or an expression.
        month: Extract the month, 1 to 12.
        day: The day, 1 to 31.

    Returns:
        An expression.

    Raises:
        TypeError: If `year` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"y": [2024]})
        >>> df.select(x=pr.functions.make_date("y", 2, 29)).to_dict()
        {'x': [datetime.date(2024, 2, 29)]}
        >>> pr.functions.make_date({1}, 2, 29)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def make_time(hour: _Number, minute: _Number, second: _Number) -> Expr:
    """Make a time of day of an hour, a minute and a second.

    Args:
        hour: The hour, 0 to 23, a number, a column's name or an expression.
        minute: The minute, 0 to 59.
        second: The second, 0 to 59.

    Returns:
        An expression.

    Raises:
        TypeError: If `hour` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"h": [13]})
        >>> df.select(x=pr.functions.make_time("h", 30, 0)).to_dict()
        {'x': [datetime.time(13, 30)]}
        >>> pr.functions.make_time({1}, 30, 0)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def map(keys: _List, values: _List) -> Expr:
    """Make a map from two lists.

    Args:
        keys: The keys: a list column's name, an expression of lists, or one Python list.
        values: The values, as many.

    Returns:
        An expression.

    Raises:
        TypeError: If `keys` is neither a list, a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2], [3, 4]]})
        >>> df.select(x=pr.functions.map(["x", "y"], "a")).to_dict()
        {'x': [[('x', 1), ('y', 2)], [('x', 3), ('y', 4)]]}
        >>> pr.functions.map({1}, "a")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def map_entries(expr: _Column) -> Expr:
    """Get the entries of the map as a list of structs with `key` and `value`.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1]]})
        >>> df.select(x=pr.functions.map_entries(pr.functions.map(["x"], "a"))).to_dict()
        {'x': [[{'key': 'x', 'value': 1}]]}
        >>> pr.functions.map_entries(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def map_extract(expr: _Column, key: Any) -> Expr:
    """Get a list of the value of a key, or of null where the map does not have it, as in SQL. `.map.get` gives the value itself.

    Args:
        expr: A column's name or an expression.
        key: A constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.map_extract(pr.functions.map(["x", "y"], "a"), "x")).to_dict()
        {'x': [[1]]}
        >>> pr.functions.map_extract(1, "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def map_keys(expr: _Column) -> Expr:
    """Get the keys of the map as a list.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.map_keys(pr.functions.map(["x", "y"], "a"))).to_dict()
        {'x': [['x', 'y']]}
        >>> pr.functions.map_keys(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def map_values(expr: _Column) -> Expr:
    """Get the values of the map as a list.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]})
        >>> df.select(x=pr.functions.map_values(pr.functions.map(["x", "y"], "a"))).to_dict()
        {'x': [[1, 2]]}
        >>> pr.functions.map_values(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def max(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the largest value.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [3, 1, 2]})
        >>> df.select(x=pr.functions.max("a")).to_dict()
        {'x': [3]}
        >>> pr.functions.max(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: max: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def max_horizontal(*exprs: _Columns) -> Expr:
    """Get the largest value of the row; nulls are left out, and NaN is larger than every number.

    Args:
        exprs: Names, expressions or selectors of columns that can be compared.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None], "b": [2, 3]})
        >>> df.select(x=pr.functions.max_horizontal("a", "b")).to_dict()
        {'x': [2, 3]}
        >>> pr.functions.max_horizontal(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def md5(expr: _Column) -> Expr:
    """Compute the MD5 hash of the bytes, in hexadecimal digits. MD5 is broken: use it as a checksum, not for protection.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [b""]})
        >>> df.select(x=pr.functions.md5("a")).to_dict()
        {'x': ['d41d8cd98f00b204e9800998ecf8427e']}
        >>> pr.functions.md5(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: md5: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def mean(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the mean of the values that are not null.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, None]})
        >>> df.select(x=pr.functions.mean("a")).to_dict()
        {'x': [1.5]}
        >>> pr.functions.mean(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: mean: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def mean_horizontal(*exprs: _Columns, ignore_nulls: bool = True) -> Expr:
    """Compute the mean of the values of the row; null where all are null.

    Args:
        exprs: Names, expressions or selectors of columns of numbers.
        ignore_nulls: Whether nulls are left out; otherwise one makes the mean null.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None], "b": [2, 3]})
        >>> df.select(x=pr.functions.mean_horizontal("a", "b")).to_dict()
        {'x': [1.5, 3.0]}
        >>> pr.functions.mean_horizontal(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def median(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the median: the middle value, or the mean of the two middle ones.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
        >>> df.select(x=pr.functions.median("a")).to_dict()
        {'x': [2.5]}
        >>> pr.functions.median(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: median: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def microsecond(expr: _Column) -> Expr:
    """Extract the part below the second, in whole microseconds, 0 to 999999.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7, 123456)]})
        >>> df.select(x=pr.functions.microsecond("a")).to_dict()
        {'x': [123456]}
        >>> pr.functions.microsecond(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: microsecond: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def millisecond(expr: _Column) -> Expr:
    """Extract the part below the second, in whole milliseconds, 0 to 999.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7, 123456)]})
        >>> df.select(x=pr.functions.millisecond("a")).to_dict()
        {'x': [123]}
        >>> pr.functions.millisecond(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: millisecond: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def min(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the smallest value.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [3, 1, 2]})
        >>> df.select(x=pr.functions.min("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.min(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: min: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def min_horizontal(*exprs: _Columns) -> Expr:
    """Get the smallest value of the row; nulls are left out.

    Args:
        exprs: Names, expressions or selectors of columns that can be compared.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None], "b": [2, 3]})
        >>> df.select(x=pr.functions.min_horizontal("a", "b")).to_dict()
        {'x': [1, 3]}
        >>> pr.functions.min_horizontal(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def minute(expr: _Column) -> Expr:
    """Extract the minute of the hour, 0 to 59.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5)]})
        >>> df.select(x=pr.functions.minute("a")).to_dict()
        {'x': [5]}
        >>> pr.functions.minute(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: minute: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def mode(expr: _Column, *, filter: _Column | None = None) -> Expr:
    """Get the value that comes most often, the smallest of several; nulls do not count.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [2, 1, 2, 1, 3, None, None, None]})
        >>> df.select(x=pr.functions.mode("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.mode(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: mode: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def month(expr: _Column) -> Expr:
    """Extract the month, 1 to 12.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
        >>> df.select(x=pr.functions.month("a")).to_dict()
        {'x': [2]}
        >>> pr.functions.month(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: month: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def n_unique(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Count the distinct values; null is not counted.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 1, None]})
        >>> df.select(x=pr.functions.n_unique("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.n_unique(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: n_unique: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def named_struct(*pairs: Any) -> Expr:
    """Make a struct of named values: a name, its value, the next name, its value ...

    Args:
        pairs: Each name as a str, then a column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If a name has no value, or is not a str.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1]})
        >>> df.select(x=pr.functions.named_struct("one", "a", "two", pr.lit(2))).to_dict()
        {'x': [{'one': 1, 'two': 2}]}
        >>> pr.functions.named_struct("one")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: named_struct: a name has no value
        hint: named_struct("a", expression, "b", expression)
    """

def nanosecond(expr: _Column) -> Expr:
    """Extract the part below the second, in whole nanoseconds, 0 to 999999999.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7, 5)]})
        >>> df.select(x=pr.functions.nanosecond("a")).to_dict()
        {'x': [5000]}
        >>> pr.functions.nanosecond(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: nanosecond: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def nanvl(expr: _Column, value: Any) -> Expr:
    """Replace NaN by another value. A null stays null.

    Args:
        expr: A column's name or an expression.
        value: The value for NaN, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `value` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, float("nan")]})
        >>> df.select(x=pr.functions.nanvl("a", 0.0)).to_dict()
        {'x': [1.0, 0.0]}
        >>> pr.functions.nanvl("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def now() -> Expr:
    """Get the instant when the query starts, the same in all rows, in UTC and microseconds.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": []})
        >>> df.select(x=pr.functions.now()).to_dict()
        {'x': []}
    """

def nth_value(
    expr: _Column,
    n: int,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr:
    """Get the nth value in the order given, null where there are fewer.

    Args:
        expr: A column's name or an expression.
        n: Which value, counted from 1; negative from the end.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
        distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
        ignore_nulls: Whether nulls are left out.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        TypeError: If `n` is not an int.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [5, 5, 5]})
        >>> df.select(x=pr.functions.nth_value("a", 2)).to_dict()
        {'x': [5]}
        >>> pr.functions.nth_value("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: nth_value: n must be an integer, got 'x'
    """

def ntile(n: int) -> Expr:
    """Get the number of the bucket that the row falls into, from 1, where the partition is divided into buckets of one
    size.

    Args:
        n: How many buckets; where the rows cannot be divided evenly, the first ones have a row more.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Raises:
        ValueError: If `n` is less than 1.

    Example:
        >>> import pyrust as pr
        >>> pr.range(5).select(x=pr.functions.ntile(2).over(order_by="value")).sort("x").to_dict()
        {'x': [1, 1, 1, 2, 2]}
        >>> pr.functions.ntile(0)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ntile: n must be 1 or more, got 0
    """

def null_count(expr: _Column, *, filter: _Column | None = None) -> Expr:
    """Count the nulls.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None, None]})
        >>> df.select(x=pr.functions.null_count("a")).to_dict()
        {'x': [2]}
        >>> pr.functions.null_count(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: null_count: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def nullif(expr: _Column, value: Any) -> Expr:
    """Replace the value by null where it equals another.

    Args:
        expr: A column's name or an expression.
        value: The value that becomes null, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0, 1]})
        >>> df.select(x=pr.functions.nullif("a", 0)).to_dict()
        {'x': [None, 1]}
        >>> pr.functions.nullif(1, 0)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def nvl(expr: _Column, value: Any) -> Expr:
    """Replace null by another value; as a method it is `fill_null`.

    Args:
        expr: A column's name or an expression.
        value: The value for null, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [None, 1]})
        >>> df.select(x=pr.functions.nvl("a", 0)).to_dict()
        {'x': [0, 1]}
        >>> pr.functions.nvl(1, 0)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def nvl2(expr: _Column, value: Any, otherwise: Any) -> Expr:
    """Choose between two values: the first where the column has a value, the second where it is null.

    Args:
        expr: A column's name or an expression.
        value: The result where there is a value, a constant or an expression.
        otherwise: The result where there is none, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [None, 1]})
        >>> df.select(x=pr.functions.nvl2("a", "yes", "no")).to_dict()
        {'x': ['no', 'yes']}
        >>> pr.functions.nvl2(1, "yes", "no")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def octet_length(expr: _Column) -> Expr:
    """Count the bytes of the string in UTF-8.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["é"]})
        >>> df.select(x=pr.functions.octet_length("a")).to_dict()
        {'x': [2]}
        >>> pr.functions.octet_length(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: octet_length: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def ordinal_day(expr: _Column) -> Expr:
    """Extract the day of the year, 1 to 366.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 12, 31)]})
        >>> df.select(x=pr.functions.ordinal_day("a")).to_dict()
        {'x': [366]}
        >>> pr.functions.ordinal_day(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ordinal_day: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def overlay(expr: _Column, text: _Text, start: _Whole, length: _Whole | None = None) -> Expr:
    """Replace characters of the string, from a place on, by another string.

    Args:
        expr: A column's name or an expression.
        text: The string to insert.
        start: The first character that is replaced, counted from 1.
        length: How many characters are replaced; by default as many as are inserted.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `text` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["Txxxxas"]})
        >>> df.select(x=pr.functions.overlay("a", "hom", 2, 4)).to_dict()
        {'x': ['Thomas']}
        >>> pr.functions.overlay("a", 1, 2, 4)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def percent_rank() -> Expr:
    """Compute the share of the other rows that come before: (rank - 1) / (rows - 1).

    Returns:
        An expression that needs `.over(order_by=...)`.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [10, 20, 20, 30]})
        >>> df.select("a", x=pr.functions.percent_rank().over(order_by="a")).sort("a", "x").to_dict()["x"]
        [0.0, 0.3333333333333333, 0.3333333333333333, 1.0]
    """

def percentile_cont(
    expr: _Column,
    percentile: float,
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute a percentile: the value below which a share of the values lies, interpolated linearly between two values (DataFusion computes the place between them to six decimals).

    Args:
        expr: A column's name or an expression.
        percentile: The share of the values that are smaller, from 0 to 1.
        filter: A predicate; only rows for which it is true count.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        ValueError: If `percentile` is not from 0 to 1.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0, 4.0]})
        >>> df.select(x=pr.functions.percentile_cont("a", 0.5)).to_dict()
        {'x': [2.5]}
        >>> pr.functions.percentile_cont("a", 1.5)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1
        hint: a percentile is a share: 0.9 for 90 %
    """

def pi() -> Expr:
    """Get the number pi, the circle's circumference over its diameter.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1]})
        >>> df.select(x=pr.functions.pi()).to_dict()
        {'x': [3.141592653589793]}
    """

def power(expr: _Column, exponent: Any) -> Expr:
    """Raise the number to the power of another, as `**`; always a float.

    Args:
        expr: A column's name or an expression.
        exponent: The exponent, a constant or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `exponent` is a value that no column can hold.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [2.0, 3.0]})
        >>> df.select(x=pr.functions.power("a", 3)).to_dict()
        {'x': [8.0, 27.0]}
        >>> pr.functions.power("a", {1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: a set cannot become a value of a table
        hint: convert it to str, int, float, list or dict first
    """

def product(expr: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the product of the values that are not null: an int for ints, or an error where it does not fit.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [2, 3, None]})
        >>> df.select(x=pr.functions.product("a")).to_dict()
        {'x': [6]}
        >>> pr.functions.product(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: product: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def quantile(
    expr: _Column,
    q: float,
    interpolation: Literal["linear", "lower", "higher", "nearest", "midpoint"] = "linear",
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute a quantile: the value below which a share of the values lies.

    Args:
        expr: A column's name or an expression.
        q: The share of the values that are smaller, from 0 to 1.
        interpolation: How to interpolate between two values: `"linear"`, `"lower"`, `"higher"`, `"nearest"`, `"midpoint"`.
        filter: A predicate; only rows for which it is true count.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        ValueError: If there is no such interpolation, or `q` is not from 0 to 1.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
        >>> df.select(x=pr.functions.quantile("a", 0.5, "lower")).to_dict()
        {'x': [2]}
        >>> pr.functions.quantile("a", 0.5, "cubic")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: there is no interpolation "cubic"
        hint: interpolation is one of linear, lower, higher, nearest, midpoint
    """

def quarter(expr: _Column) -> Expr:
    """Extract the quarter of the year, 1 to 4.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 5, 1)]})
        >>> df.select(x=pr.functions.quarter("a")).to_dict()
        {'x': [2]}
        >>> pr.functions.quarter(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: quarter: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def radians(expr: _Column) -> Expr:
    """Convert an angle in degrees to radians.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.radians("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.radians(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: radians: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def random() -> Expr:
    """Draw a random number from 0 up to, but not including, 1; another in each row and at each run.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": []})
        >>> df.select(x=pr.functions.random()).to_dict()
        {'x': []}
    """

def range(start: _Whole, stop: _Whole, step: int = 1) -> Expr:
    """Make a list of whole numbers, counted as Python's `range` does.

    Args:
        start: The first number.
        stop: The end, which is not included.
        step: The distance between two numbers.

    Returns:
        An expression.

    Raises:
        TypeError: If `start` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [2, 3]})
        >>> df.select(x=pr.functions.range(0, pr.col("a"))).to_dict()
        {'x': [[0, 1], [0, 1, 2]]}
        >>> pr.functions.range("x", pr.col("a"))
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def rank() -> Expr:
    """Rank the row, from 1; rows that tie share a rank, and the ranks after it are left out.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [10, 20, 20, 30]})
        >>> df.select("a", x=pr.functions.rank().over(order_by="a")).sort("a", "x").to_dict()["x"]
        [1, 2, 2, 4]
    """

def regexp_count(expr: _Column, pattern: _Text, start: int = 1, flags: _Text | None = None) -> Expr:
    """Count the matches of a regular expression.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.
        start: The first character that is looked at, counted from 1.
        flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `pattern` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a1b22"]})
        >>> df.select(x=pr.functions.regexp_count("a", "[0-9]")).to_dict()
        {'x': [3]}
        >>> pr.functions.regexp_count("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def regexp_extract(expr: _Column, pattern: str, group: int = 1) -> Expr:
    """Extract what a group of a regular expression's first match has captured; null where nothing matches.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.
        group: Which of its groups, counted from 1; 0 is the whole match.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If the pattern cannot be read.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["x=12", "x="]})
        >>> df.select(x=pr.functions.regexp_extract("a", "=([0-9]+)")).to_dict()
        {'x': ['12', None]}
        >>> pr.functions.regexp_extract("a", "(")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group
        hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()
    """

def regexp_extract_all(expr: _Column, pattern: str) -> Expr:
    """Extract every match of a regular expression, as a list of strings.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If the pattern cannot be read.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a1b22"]})
        >>> df.select(x=pr.functions.regexp_extract_all("a", "[0-9]+")).to_dict()
        {'x': [['1', '22']]}
        >>> pr.functions.regexp_extract_all("a", "(")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group
        hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()
    """

def regexp_instr(expr: _Column, pattern: _Text, start: int = 1, n: int = 1, flags: str = "", group: int = 0) -> Expr:
    """Find where a regular expression matches, counted from 1; 0 where it does not.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.
        start: The first character that is looked at, counted from 1.
        n: Which match, counted from 1.
        flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.
        group: Which of its groups, counted from 1; 0 is the whole match.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `pattern` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["abc12", "abc"]})
        >>> df.select(x=pr.functions.regexp_instr("a", "[0-9]")).to_dict()
        {'x': [4, 0]}
        >>> pr.functions.regexp_instr("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def regexp_like(expr: _Column, pattern: _Text, flags: _Text | None = None) -> Expr:
    """Check whether a regular expression matches anywhere in the string.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.
        flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `pattern` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["Köln", "Bonn"]})
        >>> df.select(x=pr.functions.regexp_like("a", "^K.+n$")).to_dict()
        {'x': [True, False]}
        >>> pr.functions.regexp_like("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def regexp_match(expr: _Column, pattern: _Text, flags: _Text | None = None) -> Expr:
    """Extract what the groups of a regular expression's first match have captured, as a list; without groups, the match itself. Null where nothing matches. A group that takes no part in the match is left out; `regexp_extract` asks for one.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.
        flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `pattern` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["k=v", "kv"]})
        >>> df.select(x=pr.functions.regexp_match("a", "(.)=(.)")).to_dict()
        {'x': [['k', 'v'], None]}
        >>> pr.functions.regexp_match("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def regexp_replace(expr: _Column, pattern: _Text, replacement: _Text, flags: _Text | None = None) -> Expr:
    r"""Replace the first match of a regular expression, or every match by the flag `g`.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.
        replacement: The replacement; `\\1` is what the first group has captured.
        flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`; `g` replaces every match, not the first alone.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `pattern` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a1b22"]})
        >>> df.select(x=pr.functions.regexp_replace("a", "[0-9]+", "#", "g")).to_dict()
        {'x': ['a#b#']}
        >>> pr.functions.regexp_replace("a", 1, "#", "g")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def regexp_split(expr: _Column, pattern: str) -> Expr:
    """Split the string at the matches of a regular expression, into a list.

    Args:
        expr: A column's name or an expression.
        pattern: A regular expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If the pattern cannot be read.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a, b;c"]})
        >>> df.select(x=pr.functions.regexp_split("a", "[,;] *")).to_dict()
        {'x': [['a', 'b', 'c']]}
        >>> pr.functions.regexp_split("a", "(")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group
        hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()
    """

def regr_avgx(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the mean of x over the pairs. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_avgx("y", "x")).to_dict()
        {'z': [2.0]}
        >>> pr.functions.regr_avgx("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_avgx: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_avgy(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the mean of y over the pairs. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_avgy("y", "x")).to_dict()
        {'z': [5.0]}
        >>> pr.functions.regr_avgy("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_avgy: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_count(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Count the pairs. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_count("y", "x")).to_dict()
        {'z': [3]}
        >>> pr.functions.regr_count("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_count: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_intercept(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the intercept of the line nearest to the points: its value at x = 0. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_intercept("y", "x")).to_dict()
        {'z': [1.0]}
        >>> pr.functions.regr_intercept("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_intercept: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_r2(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the coefficient of determination: the share of the variance of y that the line nearest to the points explains, from 0 to 1. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_r2("y", "x")).to_dict()
        {'z': [1.0]}
        >>> pr.functions.regr_r2("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_r2: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_slope(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the slope of the line nearest to the points (least squares). A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_slope("y", "x")).to_dict()
        {'z': [2.0]}
        >>> pr.functions.regr_slope("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_slope: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_sxx(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the sum of the squared distances of x from its mean. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_sxx("y", "x")).to_dict()
        {'z': [2.0]}
        >>> pr.functions.regr_sxx("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_sxx: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_sxy(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the sum of the products of both distances from the means. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_sxy("y", "x")).to_dict()
        {'z': [4.0]}
        >>> pr.functions.regr_sxy("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_sxy: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def regr_syy(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr:
    """Compute the sum of the squared distances of y from its mean. A pair with a null does not count.

    Args:
        y: A column's name or an expression: the value that depends.
        x: A column's name or an expression: the value it depends on.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If `y` or `x` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"x": [1.0, 2.0, 3.0], "y": [3.0, 5.0, 7.0]})
        >>> df.select(z=pr.functions.regr_syy("y", "x")).to_dict()
        {'z': [8.0]}
        >>> pr.functions.regr_syy("y", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: regr_syy: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def repeat(expr: _Column, n: _Whole) -> Expr:
    """Repeat the string `n` times.

    Args:
        expr: A column's name or an expression.
        n: How many times.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `n` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["ab"]})
        >>> df.select(x=pr.functions.repeat("a", 3)).to_dict()
        {'x': ['ababab']}
        >>> pr.functions.repeat("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def replace(expr: _Column, old: _Text, new: _Text) -> Expr:
    """Replace every occurrence of one string by another.

    Args:
        expr: A column's name or an expression.
        old: The string to replace.
        new: The replacement.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `old` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a-b-c"]})
        >>> df.select(x=pr.functions.replace("a", "-", "+")).to_dict()
        {'x': ['a+b+c']}
        >>> pr.functions.replace("a", 1, "+")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def replace_time_zone(
    expr: _Column,
    zone: str | None,
    ambiguous: Literal["raise", "earliest", "latest", "null"] = "raise",
    non_existent: Literal["raise", "null"] = "raise",
) -> Expr:
    """Replace the time zone and keep what the clocks show; None removes the zone.

    Args:
        expr: A column's name or an expression.
        zone: The zone's name, or None for no zone.
        ambiguous: How an hour that comes twice is read: `"raise"`, `"earliest"`, `"latest"` or `"null"`.
        non_existent: How an hour that the clocks skip is read: `"raise"` or `"null"`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If there is no such zone.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 7, 1, 12)]})
        >>> df.select(x=pr.functions.replace_time_zone("a", "Asia/Tokyo")).to_dict()
        {'x': [datetime.datetime(2024, 7, 1, 12, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Tokyo'))]}
        >>> pr.functions.replace_time_zone("a", "Nowhere/Land")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: there is no time zone "Nowhere/Land"
        hint: zones are named Europe/Berlin, UTC, or +02:00
    """

def reverse(expr: _Column) -> Expr:
    """Reverse the characters of the string.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["abc"]})
        >>> df.select(x=pr.functions.reverse("a")).to_dict()
        {'x': ['cba']}
        >>> pr.functions.reverse(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: reverse: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def right(expr: _Column, n: _Whole) -> Expr:
    """Take the last characters of the string.

    Args:
        expr: A column's name or an expression.
        n: How many characters; below 0, all but the first `-n`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `n` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["héllo"]})
        >>> df.select(x=pr.functions.right("a", 2)).to_dict()
        {'x': ['lo']}
        >>> pr.functions.right("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def round(expr: _Column, decimals: int = 0) -> Expr:
    """Round the number to `decimals` decimals, halves away from zero.

    Args:
        expr: A column's name or an expression.
        decimals: How many digits after the point are kept; below 0, how many before it become 0.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `decimals` is not an int.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [2.5, 1.25]})
        >>> df.select(x=pr.functions.round("a", 1)).to_dict()
        {'x': [2.5, 1.3]}
        >>> pr.functions.round("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: round: decimals must be an integer, got 'x'
    """

def row_number() -> Expr:
    """Number the rows of a partition, from 1. Rows that tie are numbered in any order.

    Returns:
        An expression that needs `.over(order_by=...)`.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [10, 20, 20, 30]})
        >>> df.select("a", x=pr.functions.row_number().over(order_by="a")).sort("a", "x").to_dict()["x"]
        [1, 2, 3, 4]
    """

def rpad(expr: _Column, length: _Whole, fill: _Text | None = None) -> Expr:
    """Pad the string on the right to a number of characters, or truncate it there.

    Args:
        expr: A column's name or an expression.
        length: How many characters the result has.
        fill: The string to pad with; a space by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `length` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["7"]})
        >>> df.select(x=pr.functions.rpad("a", 3, ".")).to_dict()
        {'x': ['7..']}
        >>> pr.functions.rpad("a", "x", ".")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def rtrim(expr: _Column, characters: _Text | None = None) -> Expr:
    """Strip certain characters from the end of the string.

    Args:
        expr: A column's name or an expression.
        characters: The characters to strip; spaces by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `characters` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [" x "]})
        >>> df.select(x=pr.functions.rtrim("a")).to_dict()
        {'x': [' x']}
        >>> pr.functions.rtrim("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def second(expr: _Column) -> Expr:
    """Extract the whole second of the minute, 0 to 59.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7)]})
        >>> df.select(x=pr.functions.second("a")).to_dict()
        {'x': [7]}
        >>> pr.functions.second(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: second: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sha224(expr: _Column) -> Expr:
    r"""Compute the SHA-224 hash of the bytes, 28 bytes.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [b""]})
        >>> df.select(x=pr.functions.sha224("a")).to_dict()
        {'x': [b'\xd1J\x02\x8c*:+\xc9Ga\x02\xbb(\x824\xc4\x15\xa2\xb0\x1f\x82\x8e\xa6*\xc5\xb3\xe4/']}
        >>> pr.functions.sha224(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sha224: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sha256(expr: _Column) -> Expr:
    r"""Compute the SHA-256 hash of the bytes, 32 bytes.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [b""]})
        >>> df.select(x=pr.functions.sha256("a")).to_dict()
        {'x': [b"\xe3\xb0\xc4B\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99o\xb9$'\xaeA\xe4d\x9b\x93L\xa4\x95\x99\x1bxR\xb8U"]}
        >>> pr.functions.sha256(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sha256: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sha384(expr: _Column) -> Expr:
    """Compute the SHA-384 hash of the bytes, 48 bytes.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [None]})
        >>> df.select(x=pr.functions.sha384("a")).to_dict()
        {'x': [None]}
        >>> pr.functions.sha384(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sha384: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sha512(expr: _Column) -> Expr:
    """Compute the SHA-512 hash of the bytes, 64 bytes.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [None]})
        >>> df.select(x=pr.functions.sha512("a")).to_dict()
        {'x': [None]}
        >>> pr.functions.sha512(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sha512: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def signum(expr: _Column) -> Expr:
    """Get the sign of a number: -1 below 0, 0 for 0 and 1 above.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [-2.5, 0.0, 3.0]})
        >>> df.select(x=pr.functions.signum("a")).to_dict()
        {'x': [-1.0, 0.0, 1.0]}
        >>> pr.functions.signum(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: signum: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sin(expr: _Column) -> Expr:
    """Compute the sine of an angle in radians.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.sin("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.sin(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sin: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sinh(expr: _Column) -> Expr:
    """Compute the hyperbolic sine.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.sinh("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.sinh(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sinh: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def skew(expr: _Column, bias: bool = True, *, filter: _Column | None = None) -> Expr:
    """Compute the skewness: above 0 where the larger values reach further; NaN where all values are equal.

    Args:
        expr: A column's name or an expression.
        bias: Whether it is that of the values; otherwise that of the population they are a sample of.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        TypeError: If `bias` is not a bool.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 2.0, 4.0]})
        >>> df.select(x=pr.functions.skew("a")).to_dict()
        {'x': [0.38180177416060634]}
        >>> pr.functions.skew("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: skew: bias must be True or False, got 'x'
    """

def split_part(expr: _Column, delimiter: _Text, index: _Whole) -> Expr:
    """Split the string at a delimiter and get one of the parts; an empty string where there is no such part.

    Args:
        expr: A column's name or an expression.
        delimiter: The delimiter.
        index: Which part, counted from 1; below 0, from the end.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `delimiter` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a-b-c"]})
        >>> df.select(x=pr.functions.split_part("a", "-", 2)).to_dict()
        {'x': ['b']}
        >>> pr.functions.split_part("a", 1, 2)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def sqrt(expr: _Column) -> Expr:
    """Compute the square root; of a number below 0 it is an error.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [4.0, 9.0]})
        >>> df.select(x=pr.functions.sqrt("a")).to_dict()
        {'x': [2.0, 3.0]}
        >>> pr.functions.sqrt(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sqrt: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def starts_with(expr: _Column, text: _Text) -> Expr:
    """Check whether the string starts with another.

    Args:
        expr: A column's name or an expression.
        text: The string to look for.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `text` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["ab", "b"]})
        >>> df.select(x=pr.functions.starts_with("a", "a")).to_dict()
        {'x': [True, False]}
        >>> pr.functions.starts_with("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def std(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the standard deviation of a sample (divided by n - 1); null for fewer than two values.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 4.0, 7.0]})
        >>> df.select(x=pr.functions.std("a")).to_dict()
        {'x': [3.0]}
        >>> pr.functions.std(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: std: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def stddev_pop(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the standard deviation of a population (divided by n).

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 3.0]})
        >>> df.select(x=pr.functions.stddev_pop("a")).to_dict()
        {'x': [1.0]}
        >>> pr.functions.stddev_pop(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: stddev_pop: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def string_agg(
    expr: _Column,
    delimiter: _Text | None = None,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Concatenate the strings, without the nulls. Give `order_by`: the order is not defined without.

    Args:
        expr: A column's name or an expression.
        delimiter: The separator; none by default.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        TypeError: If `delimiter` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["x", None, "y"]})
        >>> df.select(x=pr.functions.string_agg("a", "-")).to_dict()
        {'x': ['x-y']}
        >>> pr.functions.string_agg("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def string_to_array(expr: _Column, delimiter: _Text, null_value: _Text | None = None) -> Expr:
    """Split the string at a delimiter, into a list; of an empty string it is empty, where `.str.split` gives `['']`, as Python does.

    Args:
        expr: A column's name or an expression.
        delimiter: The delimiter, taken as it is.
        null_value: A part that becomes null; without it, none does.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `delimiter` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["a-b", ""]})
        >>> df.select(x=pr.functions.string_to_array("a", "-")).to_dict()
        {'x': [['a', 'b'], []]}
        >>> pr.functions.string_to_array("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def strip_prefix(expr: _Column, prefix: str) -> Expr:
    """Remove a prefix from the string, if it starts with it.

    Args:
        expr: A column's name or an expression.
        prefix: What is removed, once.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `prefix` is not a string.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["ab", "b"]})
        >>> df.select(x=pr.functions.strip_prefix("a", "a")).to_dict()
        {'x': ['b', 'b']}
        >>> pr.functions.strip_prefix("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: strip_prefix: prefix must be a string, got 1
    """

def strip_suffix(expr: _Column, suffix: str) -> Expr:
    """Remove a suffix from the string, if it ends with it.

    Args:
        expr: A column's name or an expression.
        suffix: What is removed, once.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `suffix` is not a string.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["ab", "a"]})
        >>> df.select(x=pr.functions.strip_suffix("a", "b")).to_dict()
        {'x': ['a', 'a']}
        >>> pr.functions.strip_suffix("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: strip_suffix: suffix must be a string, got 1
    """

def strpos(expr: _Column, text: _Text) -> Expr:
    """Find another string in the string, counted from 1; 0 where it is not there.

    Args:
        expr: A column's name or an expression.
        text: The string to look for.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `text` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["hello", "x"]})
        >>> df.select(x=pr.functions.strpos("a", "l")).to_dict()
        {'x': [3, 0]}
        >>> pr.functions.strpos("a", 1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def struct(*exprs: _Columns, **named: Any) -> Expr:
    """Make a struct of the values of the row; each field is named as its expression would be.

    Args:
        exprs: Column names or expressions.
        named: Expressions or constants with the field's name as keyword.

    Returns:
        An expression.

    Raises:
        TypeError: If there is no field, or one is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1], "b": ["x"]})
        >>> df.select(x=pr.functions.struct("a", c=pr.col("b"))).to_dict()
        {'x': [{'a': 1, 'c': 'x'}]}
        >>> pr.functions.struct()
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: struct: no field was given
        hint: struct("a", b=pr.col("b"))
    """

def substr(expr: _Column, start: _Whole, length: _Whole | None = None) -> Expr:
    """Take a part of the string; `slice` counts as Python does.

    Args:
        expr: A column's name or an expression.
        start: The first character, counted from 1.
        length: How many characters; without it, all that follow.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `start` is neither an int nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["alphabet"]})
        >>> df.select(x=pr.functions.substr("a", 3, 2)).to_dict()
        {'x': ['ph']}
        >>> pr.functions.substr("a", "x", 2)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 'x' is not a whole number
        hint: give an int, or pr.col(...) for a column of ints
    """

def substr_index(expr: _Column, delimiter: _Text, count: _Whole) -> Expr:
    """Take the string before the `count`-th delimiter.

    Args:
        expr: A column's name or an expression.
        delimiter: The delimiter.
        count: How many delimiters are counted; below 0 they are counted from the end, and what follows is taken.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `delimiter` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["www.example.org"]})
        >>> df.select(x=pr.functions.substr_index("a", ".", 2)).to_dict()
        {'x': ['www.example']}
        >>> pr.functions.substr_index("a", 1, 2)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def sum(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the sum of the values that are not null; null where there is none.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, None]})
        >>> df.select(x=pr.functions.sum("a")).to_dict()
        {'x': [3]}
        >>> pr.functions.sum(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sum: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def sum_horizontal(*exprs: _Columns, ignore_nulls: bool = True) -> Expr:
    """Compute the sum of the values of the row; 0 where all are null.

    Args:
        exprs: Names, expressions or selectors of columns of numbers or durations.
        ignore_nulls: Whether a null counts as 0; otherwise one makes the sum null.

    Returns:
        An expression.

    Raises:
        TypeError: If one of them is neither a name nor an expression, or there is none.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, None], "b": [2, 3]})
        >>> df.select(x=pr.functions.sum_horizontal("a", "b")).to_dict()
        {'x': [3, 3]}
        >>> pr.functions.sum_horizontal(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def tan(expr: _Column) -> Expr:
    """Compute the tangent of an angle in radians.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.tan("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.tan(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: tan: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def tanh(expr: _Column) -> Expr:
    """Compute the hyperbolic tangent.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [0.0]})
        >>> df.select(x=pr.functions.tanh("a")).to_dict()
        {'x': [0.0]}
        >>> pr.functions.tanh(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: tanh: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def time(expr: _Column) -> Expr:
    """Extract the time of day of a timestamp.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13)]})
        >>> df.select(x=pr.functions.time("a")).to_dict()
        {'x': [datetime.time(13, 0)]}
        >>> pr.functions.time(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: time: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def to_char(expr: _Column, format: _Text) -> Expr:
    """Format a date, a time or a timestamp as a string.

    Args:
        expr: A column's name or an expression.
        format: The format, as in Python's `strftime`: `%Y-%m-%d %H:%M:%S`.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
        >>> df.select(x=pr.functions.to_char("a", "%d.%m.%Y")).to_dict()
        {'x': ['29.02.2024']}
        >>> pr.functions.to_char("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_date(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a date.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; `YYYY-MM-DD` by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["29.02.2024"]})
        >>> df.select(x=pr.functions.to_date("a", "%d.%m.%Y")).to_dict()
        {'x': [datetime.date(2024, 2, 29)]}
        >>> pr.functions.to_date("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_hex(expr: _Column) -> Expr:
    """Format a whole number in hexadecimal digits; one below 0 as its two's complement.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [255, 16]})
        >>> df.select(x=pr.functions.to_hex("a")).to_dict()
        {'x': ['ff', '10']}
        >>> pr.functions.to_hex(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: to_hex: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def to_local_time(expr: _Column) -> Expr:
    """Convert a timestamp with a zone to one without, which shows what the clocks of that zone show.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 7, 1, 12)]})
        >>> df.select(x=pr.functions.to_local_time("a")).to_dict()
        {'x': [datetime.datetime(2024, 7, 1, 12, 0)]}
        >>> pr.functions.to_local_time(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: to_local_time: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def to_time(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a time of day.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; `HH:MM:SS` by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["13:05"]})
        >>> df.select(x=pr.functions.to_time("a", "%H:%M")).to_dict()
        {'x': [datetime.time(13, 5)]}
        >>> pr.functions.to_time("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_timestamp(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a timestamp in nanoseconds (years 1677 to 2262); a number is taken as seconds from 1970.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
        >>> df.select(x=pr.functions.to_timestamp("a")).to_dict()
        {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
        >>> pr.functions.to_timestamp("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_timestamp_micros(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a timestamp in microseconds; a number is taken as microseconds from 1970.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["29.02.2024 13:05"]})
        >>> df.select(x=pr.functions.to_timestamp_micros("a", "%d.%m.%Y %H:%M")).to_dict()
        {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
        >>> pr.functions.to_timestamp_micros("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_timestamp_millis(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a timestamp in milliseconds; a number is taken as milliseconds from 1970.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
        >>> df.select(x=pr.functions.to_timestamp_millis("a")).to_dict()
        {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
        >>> pr.functions.to_timestamp_millis("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_timestamp_nanos(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a timestamp in nanoseconds (years 1677 to 2262); a number is taken as nanoseconds from 1970.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
        >>> df.select(x=pr.functions.to_timestamp_nanos("a")).to_dict()
        {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
        >>> pr.functions.to_timestamp_nanos("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_timestamp_seconds(expr: _Column, format: _Formats | None = None) -> Expr:
    """Parse a string as a timestamp in seconds; a number is taken as seconds from 1970.

    Args:
        expr: A column's name or an expression.
        format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        ValueError: If `format` is not a valid format of dates and times.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
        >>> df.select(x=pr.functions.to_timestamp_seconds("a")).to_dict()
        {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
        >>> pr.functions.to_timestamp_seconds("a", "%Q")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
        hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
    """

def to_unixtime(expr: _Column) -> Expr:
    """Compute the seconds between 1970-01-01 00:00 UTC and a moment, cut towards zero; `epoch` rounds down.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(1970, 1, 2)]})
        >>> df.select(x=pr.functions.to_unixtime("a")).to_dict()
        {'x': [86400]}
        >>> pr.functions.to_unixtime(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: to_unixtime: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def top_k(expr: _Column, k: int, *, filter: _Column | None = None) -> Expr:
    """Collect the k largest values to a list, the largest first; nulls are left out, and NaN is the largest.

    Args:
        expr: A column's name or an expression.
        k: How many.
        filter: A predicate; only rows for which it is true count.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.
        TypeError: If `k` is not an int.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [3, 1, None, 2]})
        >>> df.select(x=pr.functions.top_k("a", 2)).to_dict()
        {'x': [[3, 2]]}
        >>> pr.functions.top_k("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: top_k: k must be an integer, got 'x'
    """

def total_days(expr: _Column) -> Expr:
    """Count the whole days (24 hours) of a duration, cut towards zero.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(hours=-50)]})
        >>> df.select(x=pr.functions.total_days("a")).to_dict()
        {'x': [-2]}
        >>> pr.functions.total_days(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_days: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def total_hours(expr: _Column) -> Expr:
    """Count the whole hours of a duration, cut towards zero.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(minutes=90)]})
        >>> df.select(x=pr.functions.total_hours("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.total_hours(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_hours: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def total_microseconds(expr: _Column) -> Expr:
    """Count the whole microseconds of a duration, cut towards zero.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(seconds=1)]})
        >>> df.select(x=pr.functions.total_microseconds("a")).to_dict()
        {'x': [1000000]}
        >>> pr.functions.total_microseconds(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_microseconds: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def total_milliseconds(expr: _Column) -> Expr:
    """Count the whole milliseconds of a duration, cut towards zero.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(seconds=1)]})
        >>> df.select(x=pr.functions.total_milliseconds("a")).to_dict()
        {'x': [1000]}
        >>> pr.functions.total_milliseconds(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_milliseconds: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def total_minutes(expr: _Column) -> Expr:
    """Count the whole minutes of a duration, cut towards zero.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(hours=1, seconds=30)]})
        >>> df.select(x=pr.functions.total_minutes("a")).to_dict()
        {'x': [60]}
        >>> pr.functions.total_minutes(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_minutes: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def total_nanoseconds(expr: _Column) -> Expr:
    """Count the nanoseconds of a duration; more than an int64 can count is an error.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(seconds=1)]})
        >>> df.select(x=pr.functions.total_nanoseconds("a")).to_dict()
        {'x': [1000000000]}
        >>> pr.functions.total_nanoseconds(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_nanoseconds: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def total_seconds(expr: _Column) -> Expr:
    """Count the whole seconds of a duration, cut towards zero.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(minutes=1, milliseconds=900)]})
        >>> df.select(x=pr.functions.total_seconds("a")).to_dict()
        {'x': [60]}
        >>> pr.functions.total_seconds(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: total_seconds: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def translate(expr: _Column, old: _Text, new: _Text) -> Expr:
    """Replace single characters of the string by others.

    Args:
        expr: A column's name or an expression.
        old: The characters that are replaced.
        new: What each becomes, in the same order; a character without one is removed.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `old` is neither a string nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["twice"]})
        >>> df.select(x=pr.functions.translate("a", "wic", "her")).to_dict()
        {'x': ['there']}
        >>> pr.functions.translate("a", 1, "her")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: ...: 1 is not a string
        hint: give a str, or pr.col(...) for a column of strings
    """

def trunc(expr: _Column, decimals: int = 0) -> Expr:
    """Truncate the number after some decimals, towards zero.

    Args:
        expr: A column's name or an expression.
        decimals: How many digits after the point are kept; below 0, how many before it become 0.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.
        TypeError: If `decimals` is not an int.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.79, -1.79]})
        >>> df.select(x=pr.functions.trunc("a", 1)).to_dict()
        {'x': [1.7, -1.7]}
        >>> pr.functions.trunc("a", "x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: trunc: decimals must be an integer, got 'x'
    """

def union_extract(expr: _Column, name: str) -> Expr:
    """Get the value of a union where it is of this field, null where it is of another.

    Args:
        expr: A column's name or an expression.
        name: The field's name.

    Returns:
        An expression.

    Raises:
        SchemaError: Where a frame uses it, if the values are not a union, or it has no such field.

    Example:
        >>> import pyarrow as pa
        >>> import pyrust as pr
        >>> union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["x", "y"])], ["n", "s"])
        >>> pr.DataFrame(pa.table({"a": union})).select(x=pr.functions.union_extract("a", "s")).to_dict()
        {'x': [None, 'y']}
        >>> pr.DataFrame(pa.table({"a": union})).select(pr.functions.union_extract("a", "t"))
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: select: a has no field "t"
        hint: its fields are n, s
    """

def union_tag(expr: _Column) -> Expr:
    """Get the name of the field that a union's value is of.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression of strings.

    Raises:
        SchemaError: When the query runs, if the values are not a union.

    Example:
        >>> import pyarrow as pa
        >>> import pyrust as pr
        >>> union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["x", "y"])], ["n", "s"])
        >>> pr.DataFrame(pa.table({"a": union})).select(x=pr.functions.union_tag("a")).to_dict()
        {'x': ['n', 's']}
        >>> pr.DataFrame({"a": [1]}).select(pr.functions.union_tag("a")).rows()
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: union_tag: it cannot be computed from a (int64)
    """

def upper(expr: _Column) -> Expr:
    """Convert the string to upper case.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": ["Ab"]})
        >>> df.select(x=pr.functions.upper("a")).to_dict()
        {'x': ['AB']}
        >>> pr.functions.upper(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: upper: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def uuid() -> Expr:
    """Make a new random UUID (version 4) in each row and at each run, as a string.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": []})
        >>> df.select(x=pr.functions.uuid()).to_dict()
        {'x': []}
    """

def var(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the variance of a sample (divided by n - 1); null for fewer than two values.

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 3.0]})
        >>> df.select(x=pr.functions.var("a")).to_dict()
        {'x': [2.0]}
        >>> pr.functions.var(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: var: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def var_pop(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr:
    """Compute the variance of a population (divided by n).

    Args:
        expr: A column's name or an expression.
        filter: A predicate; only rows for which it is true count.
        order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
        distinct: Whether each distinct value counts once.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Raises:
        TypeError: If a column or the filter is neither a name nor an expression.
        SchemaError: Where a frame uses it, if the function is not computed of the values' type.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1.0, 3.0]})
        >>> df.select(x=pr.functions.var_pop("a")).to_dict()
        {'x': [1.0]}
        >>> pr.functions.var_pop(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: var_pop: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def version() -> Expr:
    """Get the version of DataFusion.


    Returns:
        An expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": []})
        >>> df.select(x=pr.functions.version()).to_dict()
        {'x': []}
    """

def week(expr: _Column) -> Expr:
    """Extract the ISO week of the year, 1 to 53.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 12, 30)]})
        >>> df.select(x=pr.functions.week("a")).to_dict()
        {'x': [1]}
        >>> pr.functions.week(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: week: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def weekday(expr: _Column) -> Expr:
    """Extract the day of the week, from Monday = 1 to Sunday = 7.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
        >>> df.select(x=pr.functions.weekday("a")).to_dict()
        {'x': [4]}
        >>> pr.functions.weekday(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: weekday: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

def when(condition: Any) -> When:
    """Start a choice between values: `when(condition).then(value).otherwise(value)`.

    Args:
        condition: A boolean expression.

    Returns:
        A `When`; `then` makes an expression of it.

    Raises:
        TypeError: If the condition cannot be held by a column.
        SchemaError: Where a frame uses it, if the condition is not boolean.

    Example:
        >>> import pyrust as pr
        >>> from pyrust.functions import when
        >>> pr.DataFrame({"a": [1, 5]}).select(big=when(pr.col("a") > 2).then("yes").otherwise("no")).to_dict()
        {'big': ['no', 'yes']}
        >>> pr.DataFrame({"a": [1]}).select(when(pr.col("a")).then("yes").otherwise("no"))
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: select: a is int64, not a boolean
    """

def with_metadata(expr: _Column, metadata: dict[str, str]) -> Expr:
    """Add metadata to the column's Arrow field, where other libraries and files see it.

    Args:
        expr: A column's name or an expression.
        metadata: Keys and values, both str.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression, or a key or value is not a str.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1]})
        >>> measured = pr.functions.with_metadata("a", {"unit": "m"})
        >>> df.select(a=measured, unit=pr.functions.arrow_metadata(measured, "unit")).to_dict()
        {'a': [1], 'unit': ['m']}
        >>> pr.functions.with_metadata("a", {"unit": 1})
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: with_metadata: metadata must be a dict of strings, got {'unit': 1}
    """

def year(expr: _Column) -> Expr:
    """Extract the year of a date or timestamp.

    Args:
        expr: A column's name or an expression.

    Returns:
        An expression.

    Raises:
        TypeError: If `expr` is neither a name nor an expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
        >>> df.select(x=pr.functions.year("a")).to_dict()
        {'x': [2024]}
        >>> pr.functions.year(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: year: 1 is neither a column's name nor an expression
        hint: use pr.lit(...) for a constant, pr.col(...) for a column
    """

# DataFusion's other names
any_match = array_any_match
approx_quantile = approx_percentile_cont
array_cat = array_concat
array_contains = array_has
array_empty = empty
array_extract = array_element
array_indexof = array_position
array_join = array_to_string
array_push_back = array_append
array_push_front = array_prepend
arrays_overlap = array_has_any
avg = mean
char_length = character_length
count_distinct = n_unique
covar = covar_samp
current_timestamp = now
date_format = to_char
datepart = date_part
datetrunc = date_trunc
dot_product = inner_product
element_at = map_extract
first_value = first
ifnull = nvl
instr = strpos
last_value = last
length = character_length
list_add = array_add
list_any_match = array_any_match
list_any_value = array_any_value
list_append = array_append
list_avg = array_avg
list_cat = array_concat
list_compact = array_compact
list_concat = array_concat
list_contains = array_has
list_dims = array_dims
list_distance = array_distance
list_distinct = array_distinct
list_element = array_element
list_empty = empty
list_except = array_except
list_extract = array_element
list_filter = array_filter
list_first = array_first
list_has = array_has
list_has_all = array_has_all
list_has_any = array_has_any
list_indexof = array_position
list_intersect = array_intersect
list_join = array_to_string
list_length = array_length
list_max = array_max
list_ndims = array_ndims
list_normalize = array_normalize
list_pop_back = array_pop_back
list_pop_front = array_pop_front
list_position = array_position
list_positions = array_positions
list_prepend = array_prepend
list_product = array_product
list_push_back = array_append
list_push_front = array_prepend
list_remove = array_remove
list_remove_all = array_remove_all
list_remove_n = array_remove_n
list_repeat = array_repeat
list_replace = array_replace
list_replace_all = array_replace_all
list_replace_n = array_replace_n
list_resize = array_resize
list_reverse = array_reverse
list_scale = array_scale
list_slice = array_slice
list_sort = array_sort
list_subtract = array_subtract
list_sum = array_sum
list_to_string = array_to_string
list_transform = array_transform
list_union = array_union
list_zip = arrays_zip
make_list = make_array
make_map = map
position = strpos
pow = power
quantile_cont = percentile_cont
rand = random
row = struct
std_pop = stddev_pop
stddev = std
stddev_samp = std
string_to_list = string_to_array
struct_ = struct
substring = substr
substring_index = substr_index
today = current_date
trim = btrim
var_population = var_pop
var_samp = var
var_sample = var
