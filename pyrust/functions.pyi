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
    "btrim",
    "cardinality",
    "cbrt",
    "ceil",
    "char_length",
    "character_length",
    "chr",
    "coalesce",
    "concat",
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
    "md5",
    "mean",
    "median",
    "microsecond",
    "millisecond",
    "min",
    "minute",
    "month",
    "n_unique",
    "named_struct",
    "nanosecond",
    "nanvl",
    "now",
    "nth_value",
    "ntile",
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

def abs(expr: _Column) -> Expr: ...
def acos(expr: _Column) -> Expr: ...
def acosh(expr: _Column) -> Expr: ...
def any_value(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def approx_distinct(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def approx_median(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def approx_percentile_cont(
    expr: _Column,
    percentile: float,
    centroids: int = 100,
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr: ...
def approx_percentile_cont_with_weight(
    expr: _Column,
    weight: _Column,
    percentile: float,
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr: ...
def array_add(expr: _Column, other: _List) -> Expr: ...
def array_agg(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr: ...
def array_any_match(list: _Column, function: Callable[[Expr], Any]) -> Expr: ...
def array_any_value(expr: _Column) -> Expr: ...
def array_append(expr: _Column, element: Any) -> Expr: ...
def array_avg(expr: _Column) -> Expr: ...
def array_compact(expr: _Column) -> Expr: ...
def array_concat(*lists: _Columns) -> Expr: ...
def array_dims(expr: _Column) -> Expr: ...
def array_distance(expr: _Column, other: _List) -> Expr: ...
def array_distinct(expr: _Column) -> Expr: ...
def array_element(list: _Column, index: _Whole) -> Expr: ...
def array_except(expr: _Column, other: _List) -> Expr: ...
def array_filter(list: _Column, function: Callable[[Expr], Any]) -> Expr: ...
def array_first(list: _Column, function: Callable[[Expr], Any]) -> Expr: ...
def array_has(expr: _Column, element: Any) -> Expr: ...
def array_has_all(expr: _Column, elements: _List) -> Expr: ...
def array_has_any(expr: _Column, elements: _List) -> Expr: ...
def array_intersect(expr: _Column, other: _List) -> Expr: ...
def array_length(expr: _Column, dimension: int | None = None) -> Expr: ...
def array_max(expr: _Column) -> Expr: ...
def array_min(expr: _Column) -> Expr: ...
def array_ndims(expr: _Column) -> Expr: ...
def array_normalize(expr: _Column) -> Expr: ...
def array_pop_back(expr: _Column) -> Expr: ...
def array_pop_front(expr: _Column) -> Expr: ...
def array_position(list: _Column, element: Any, start: _Whole | None = None) -> Expr: ...
def array_positions(list: _Column, element: Any) -> Expr: ...
def array_prepend(element: Any, list: _Column) -> Expr: ...
def array_product(expr: _Column) -> Expr: ...
def array_remove(expr: _Column, element: Any) -> Expr: ...
def array_remove_all(expr: _Column, element: Any) -> Expr: ...
def array_remove_n(expr: _Column, element: Any, n: _Whole) -> Expr: ...
def array_repeat(element: _Column, count: _Whole) -> Expr: ...
def array_replace(expr: _Column, old: Any, new: Any) -> Expr: ...
def array_replace_all(expr: _Column, old: Any, new: Any) -> Expr: ...
def array_replace_n(expr: _Column, old: Any, new: Any, n: _Whole) -> Expr: ...
def array_resize(expr: _Column, size: _Whole, fill: Any = None) -> Expr: ...
def array_reverse(expr: _Column) -> Expr: ...
def array_scale(expr: _Column, factor: Any) -> Expr: ...
def array_slice(list: _Column, begin: _Whole, end: _Whole, stride: _Whole | None = None) -> Expr: ...
def array_sort(expr: _Column, descending: bool = False, nulls_last: bool = True) -> Expr: ...
def array_subtract(expr: _Column, other: _List) -> Expr: ...
def array_sum(expr: _Column) -> Expr: ...
def array_to_string(expr: _Column, delimiter: _Text, null_text: _Text | None = None) -> Expr: ...
def array_transform(list: _Column, function: Callable[[Expr], Any]) -> Expr: ...
def array_union(expr: _Column, other: _List) -> Expr: ...
def arrays_zip(*lists: _Columns) -> Expr: ...
def arrow_field(expr: _Column) -> Expr: ...
def arrow_metadata(expr: _Column, key: str | None = None) -> Expr: ...
def arrow_typeof(expr: _Column) -> Expr: ...
def ascii(expr: _Column) -> Expr: ...
def asin(expr: _Column) -> Expr: ...
def asinh(expr: _Column) -> Expr: ...
def atan(expr: _Column) -> Expr: ...
def atan2(expr: _Column, x: Any) -> Expr: ...
def atanh(expr: _Column) -> Expr: ...
def bit_and(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def bit_length(expr: _Column) -> Expr: ...
def bit_or(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def bit_xor(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def bool_and(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def bool_or(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def btrim(expr: _Column, characters: _Text | None = None) -> Expr: ...
def cardinality(expr: _Column) -> Expr: ...
def cbrt(expr: _Column) -> Expr: ...
def ceil(expr: _Column) -> Expr: ...
def character_length(expr: _Column) -> Expr: ...
def chr(expr: _Column) -> Expr: ...
def coalesce(*exprs: _Columns) -> Expr: ...
def concat(*exprs: _Columns) -> Expr: ...
def concat_ws(separator: _Text, *exprs: _Columns) -> Expr: ...
def contains(expr: _Column, text: _Text) -> Expr: ...
def convert_time_zone(expr: _Column, zone: str) -> Expr: ...
def corr(
    y: _Column, x: _Column, *, method: Literal["pearson", "spearman"] = "pearson", filter: _Column | None = None
) -> Expr: ...
def cos(expr: _Column) -> Expr: ...
def cosh(expr: _Column) -> Expr: ...
def cosine_distance(expr: _Column, other: _List) -> Expr: ...
def cot(expr: _Column) -> Expr: ...
def count(expr: _Column | None = None, *, filter: _Column | None = None, distinct: bool = False) -> Expr: ...
def covar_pop(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def covar_samp(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def cume_dist() -> Expr: ...
def current_date() -> Expr: ...
def current_time() -> Expr: ...
def date(expr: _Column) -> Expr: ...
def date_bin(interval: _Span, expr: _Column, origin: _Moment | None = None) -> Expr: ...
def date_part(part: str, expr: _Column) -> Expr: ...
def date_trunc(unit: _Unit, expr: _Column) -> Expr: ...
def day(expr: _Column) -> Expr: ...
def decode(expr: _Column, encoding: _Text) -> Expr: ...
def degrees(expr: _Column) -> Expr: ...
def dense_rank() -> Expr: ...
def digest(expr: _Column, algorithm: _Text) -> Expr: ...
def empty(expr: _Column) -> Expr: ...
def encode(expr: _Column, encoding: _Text) -> Expr: ...
def ends_with(expr: _Column, text: _Text) -> Expr: ...
def epoch(expr: _Column, unit: Literal["d", "s", "ms", "us", "ns"] = "us") -> Expr: ...
def exp(expr: _Column) -> Expr: ...
def factorial(expr: _Column) -> Expr: ...
def file_row_index() -> Expr: ...
def find_in_set(expr: _Column, texts: _Text) -> Expr: ...
def first(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr: ...
def flatten(expr: _Column) -> Expr: ...
def floor(expr: _Column) -> Expr: ...
def from_unixtime(seconds: _Column, zone: str | None = None) -> Expr: ...
def gcd(expr: _Column, other: Any) -> Expr: ...
def generate_series(start: Any, stop: Any, step: Any = None) -> Expr: ...
def get_field(expr: _Column, *names: str) -> Expr: ...
def greatest(*exprs: _Columns) -> Expr: ...
def grouping(*keys: _Columns) -> Expr: ...
def hour(expr: _Column) -> Expr: ...
def initcap(expr: _Column) -> Expr: ...
def inner_product(expr: _Column, other: _List) -> Expr: ...
def input_file_name() -> Expr: ...
def is_finite(expr: _Column) -> Expr: ...
def is_infinite(expr: _Column) -> Expr: ...
def isnan(expr: _Column) -> Expr: ...
def iso_year(expr: _Column) -> Expr: ...
def iszero(expr: _Column) -> Expr: ...
def lag(expr: _Column, n: int = 1, default: Any = None, *, ignore_nulls: bool = False) -> Expr: ...
def last(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr: ...
def lcm(expr: _Column, other: Any) -> Expr: ...
def lead(expr: _Column, n: int = 1, default: Any = None, *, ignore_nulls: bool = False) -> Expr: ...
def least(*exprs: _Columns) -> Expr: ...
def left(expr: _Column, n: _Whole) -> Expr: ...
def levenshtein(expr: _Column, other: _Text) -> Expr: ...
def ln(expr: _Column) -> Expr: ...
def log(expr: _Column, base: Any) -> Expr: ...
def log10(expr: _Column) -> Expr: ...
def log2(expr: _Column) -> Expr: ...
def lower(expr: _Column) -> Expr: ...
def lpad(expr: _Column, length: _Whole, fill: _Text | None = None) -> Expr: ...
def ltrim(expr: _Column, characters: _Text | None = None) -> Expr: ...
def make_array(*exprs: _Columns) -> Expr: ...
def make_date(year: _Number, month: _Number, day: _Number) -> Expr: ...
def make_time(hour: _Number, minute: _Number, second: _Number) -> Expr: ...
def map(keys: _List, values: _List) -> Expr: ...
def map_entries(map: _Column) -> Expr: ...
def map_extract(map: _Column, key: Any) -> Expr: ...
def map_keys(map: _Column) -> Expr: ...
def map_values(map: _Column) -> Expr: ...
def max(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def md5(expr: _Column) -> Expr: ...
def mean(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def median(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def microsecond(expr: _Column) -> Expr: ...
def millisecond(expr: _Column) -> Expr: ...
def min(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def minute(expr: _Column) -> Expr: ...
def month(expr: _Column) -> Expr: ...
def n_unique(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def named_struct(*pairs: Any) -> Expr: ...
def nanosecond(expr: _Column) -> Expr: ...
def nanvl(expr: _Column, value: Any) -> Expr: ...
def now() -> Expr: ...
def nth_value(
    expr: _Column,
    n: int,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
    ignore_nulls: bool = False,
) -> Expr: ...
def ntile(n: int) -> Expr: ...
def nullif(expr: _Column, value: Any) -> Expr: ...
def nvl(expr: _Column, value: Any) -> Expr: ...
def nvl2(expr: _Column, value: Any, otherwise: Any) -> Expr: ...
def octet_length(expr: _Column) -> Expr: ...
def ordinal_day(expr: _Column) -> Expr: ...
def overlay(expr: _Column, text: _Text, start: _Whole, length: _Whole | None = None) -> Expr: ...
def percent_rank() -> Expr: ...
def percentile_cont(
    expr: _Column,
    percentile: float,
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr: ...
def pi() -> Expr: ...
def power(expr: _Column, exponent: Any) -> Expr: ...
def quantile(
    expr: _Column,
    q: float,
    interpolation: Literal["linear", "lower", "higher", "nearest", "midpoint"] = "linear",
    *,
    filter: _Column | None = None,
    distinct: bool = False,
) -> Expr: ...
def quarter(expr: _Column) -> Expr: ...
def radians(expr: _Column) -> Expr: ...
def random() -> Expr: ...
def range(start: _Whole, stop: _Whole, step: int = 1) -> Expr: ...
def rank() -> Expr: ...
def regexp_count(expr: _Column, pattern: _Text, start: int = 1, flags: _Text | None = None) -> Expr: ...
def regexp_extract(expr: _Column, pattern: str, group: int = 1) -> Expr: ...
def regexp_extract_all(expr: _Column, pattern: str) -> Expr: ...
def regexp_instr(
    expr: _Column, pattern: _Text, start: int = 1, n: int = 1, flags: str = "", group: int = 0
) -> Expr: ...
def regexp_like(expr: _Column, pattern: _Text, flags: _Text | None = None) -> Expr: ...
def regexp_match(expr: _Column, pattern: _Text, flags: _Text | None = None) -> Expr: ...
def regexp_replace(expr: _Column, pattern: _Text, replacement: _Text, flags: _Text | None = None) -> Expr: ...
def regexp_split(expr: _Column, pattern: str) -> Expr: ...
def regr_avgx(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_avgy(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_count(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_intercept(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_r2(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_slope(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_sxx(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_sxy(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def regr_syy(y: _Column, x: _Column, *, filter: _Column | None = None) -> Expr: ...
def repeat(expr: _Column, n: _Whole) -> Expr: ...
def replace(expr: _Column, old: _Text, new: _Text) -> Expr: ...
def replace_time_zone(
    expr: _Column,
    zone: str | None,
    ambiguous: Literal["raise", "earliest", "latest", "null"] = "raise",
    non_existent: Literal["raise", "null"] = "raise",
) -> Expr: ...
def reverse(expr: _Column) -> Expr: ...
def right(expr: _Column, n: _Whole) -> Expr: ...
def round(expr: _Column, decimals: int = 0) -> Expr: ...
def row_number() -> Expr: ...
def rpad(expr: _Column, length: _Whole, fill: _Text | None = None) -> Expr: ...
def rtrim(expr: _Column, characters: _Text | None = None) -> Expr: ...
def second(expr: _Column) -> Expr: ...
def sha224(expr: _Column) -> Expr: ...
def sha256(expr: _Column) -> Expr: ...
def sha384(expr: _Column) -> Expr: ...
def sha512(expr: _Column) -> Expr: ...
def signum(expr: _Column) -> Expr: ...
def sin(expr: _Column) -> Expr: ...
def sinh(expr: _Column) -> Expr: ...
def split_part(expr: _Column, delimiter: _Text, index: _Whole) -> Expr: ...
def sqrt(expr: _Column) -> Expr: ...
def starts_with(expr: _Column, text: _Text) -> Expr: ...
def std(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def stddev_pop(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def string_agg(
    expr: _Column,
    delimiter: _Text | None = None,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def string_to_array(expr: _Column, delimiter: _Text, null: _Text | None = None) -> Expr: ...
def strip_prefix(expr: _Column, prefix: str) -> Expr: ...
def strip_suffix(expr: _Column, suffix: str) -> Expr: ...
def strpos(expr: _Column, text: _Text) -> Expr: ...
def struct(*exprs: _Columns, **named: Any) -> Expr: ...
def substr(expr: _Column, start: _Whole, length: _Whole | None = None) -> Expr: ...
def substr_index(expr: _Column, delimiter: _Text, count: _Whole) -> Expr: ...
def sum(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def tan(expr: _Column) -> Expr: ...
def tanh(expr: _Column) -> Expr: ...
def time(expr: _Column) -> Expr: ...
def to_char(expr: _Column, format: _Text) -> Expr: ...
def to_date(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_hex(expr: _Column) -> Expr: ...
def to_local_time(expr: _Column) -> Expr: ...
def to_time(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_timestamp(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_timestamp_micros(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_timestamp_millis(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_timestamp_nanos(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_timestamp_seconds(expr: _Column, format: _Formats | None = None) -> Expr: ...
def to_unixtime(expr: _Column) -> Expr: ...
def total_days(expr: _Column) -> Expr: ...
def total_hours(expr: _Column) -> Expr: ...
def total_microseconds(expr: _Column) -> Expr: ...
def total_milliseconds(expr: _Column) -> Expr: ...
def total_minutes(expr: _Column) -> Expr: ...
def total_nanoseconds(expr: _Column) -> Expr: ...
def total_seconds(expr: _Column) -> Expr: ...
def translate(expr: _Column, old: _Text, new: _Text) -> Expr: ...
def trunc(expr: _Column, decimals: int = 0) -> Expr: ...
def union_extract(expr: _Column, name: str) -> Expr: ...
def union_tag(expr: _Column) -> Expr: ...
def upper(expr: _Column) -> Expr: ...
def uuid() -> Expr: ...
def var(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def var_pop(
    expr: _Column,
    *,
    filter: _Column | None = None,
    order_by: _Order | None = None,
    distinct: bool = False,
) -> Expr: ...
def version() -> Expr: ...
def week(expr: _Column) -> Expr: ...
def weekday(expr: _Column) -> Expr: ...
def when(condition: Any) -> When: ...
def with_metadata(expr: _Column, metadata: dict[str, str]) -> Expr: ...
def year(expr: _Column) -> Expr: ...

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
