"""What cannot be computed, over every type: it works, or the refusal names the column and its type as they are known.

The words of the engine are about its own parts: a test that finds one of them fails.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from core.test_types import ARRAYS

import pyrust as pr
from pyrust import functions as f

C, I = pr.col("c"), pr.col("i")  # noqa: E741
ENGINE = re.compile(
    r"Internal|mplemented|support|defect|coerce|DataType|SortField|Arrow|Utf8|Int\d|UInt|Float\d|Date\d|Struct\(|List\("
    r"|Dictionary\(|Timestamp\(|automatically|Cannot (infer|get)|Invalid arg|accumulator"
)
NAMES_IT = re.compile(r"\bc\b|\"c\"")
# values at the edge of their type, which are another matter
EDGE = (pr.OutOfRangeError,)

Operation = Callable[[pr.DataFrame], Any]


def of(name: str) -> Operation:
    """The method of the column."""
    return lambda df: df.select(getattr(C, name)())


OPERATIONS: dict[str, Operation] = {
    "group_by": lambda df: df.group_by("c").agg(I.sum()),
    "rollup": lambda df: df.rollup("c", "i").agg(I.sum().alias("n")),
    "distinct": lambda df: df.select("c").distinct(),
    "distinct(keep)": lambda df: df.distinct("c", keep="first"),
    "n_unique": lambda df: df.select(C.n_unique()),
    "value_counts": lambda df: df.value_counts("c"),
    "intersect": lambda df: df.select("c").intersect(df.select("c")),
    "except": lambda df: df.select("c").except_(df.select("c")),
    "sort": lambda df: df.sort("c").head(2),
    "over": lambda df: df.select(I.sum().over("c")),
    "sql group": lambda df: pr.sql("select c, count(*) as n from df group by c", df=df),
    "sql distinct": lambda df: pr.sql("select distinct c from df", df=df),
    "forward": lambda df: df.fill_null(strategy="forward"),
    "backward": lambda df: df.fill_null(strategy="backward"),
    "describe": lambda df: df.describe(),
    "means": lambda df: df.mean(),
    "-": lambda df: df.select(-C),
    "+": lambda df: df.select(C + C),
    "+ 1": lambda df: df.select(C + 1),
    "*": lambda df: df.select(C * C),
    "/": lambda df: df.select(C / C),
    "~": lambda df: df.select(~C),
    "&": lambda df: df.select(C & C),
    "<": lambda df: df.select(C < C),
    "filter": lambda df: df.filter(C),
    "when": lambda df: df.select(x=pr.when(I > 1).then(C).otherwise(1.5)),
    "replace": lambda df: df.select(C.replace({1: 2})),
    "abs": lambda df: df.select(C.abs()),
    "round": lambda df: df.select(C.round(1)),
    "is_nan": lambda df: df.select(C.is_nan()),
    "upper": lambda df: df.select(C.str.upper()),
    "year": lambda df: df.select(C.dt.year()),
    "list.length": lambda df: df.select(C.list.length()),
    "list.mean": lambda df: df.select(C.list.mean()),
    "list.sum": lambda df: df.select(C.list.sum()),
    "list.sort": lambda df: df.select(C.list.sort()),
    "map.keys": lambda df: df.select(C.map.keys()),
    "cast(int)": lambda df: df.select(C.cast("date").alias("x")),
    "cast(list)": lambda df: df.select(C.cast("list<date>").alias("x")),
    **{name: of(name) for name in ("min", "max", "sum", "mean", "median", "std", "first", "last", "count")},
    "min by group": lambda df: df.group_by("i").agg(C.min()),
    "min over": lambda df: df.select(C.min().over("i")),
}
# what the engine says of values, not of types, or of a frame's place
OF_VALUES = re.compile(
    r"Divide by zero|Cannot cast string|Error parsing|Cannot cast value|depends on the order|Cast error|Parser error"
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_type_works_or_is_refused_in_words(operation):
    refused = {}
    for name, array in ARRAYS.items():
        df = pr.DataFrame(pa.table({"c": array, "i": pa.array([0, 1, 2, 3])}))
        try:
            OPERATIONS[operation](df).collect()
        except EDGE:
            continue
        except pr.PyRustError as error:
            text = str(error)
            if not OF_VALUES.search(text):
                refused[name] = text
    wrong = {name: text for name, text in refused.items() if ENGINE.search(text) or not NAMES_IT.search(text)}
    assert wrong == {}


def test_a_dictionary_of_structs_is_no_key_but_its_values_are():
    df = pr.DataFrame(pa.table({"c": ARRAYS["dictionary of structs"], "i": pa.array([0, 1, 2, 3])}))
    words = (
        r'group_by: column "c" is dictionary<struct<a: int64>>, which has no order to group or sort by'
        r'\nhint: cast it to its values first: \.cast\("struct<a: int64>"\)'
    )
    with pytest.raises(pr.SchemaError, match=words):
        df.group_by("c").agg(I.sum())
    with pytest.raises(pr.SchemaError, match=words.replace("group_by", "distinct")):
        df.select("c").distinct()
    with pytest.raises(pr.SchemaError, match="sql: column"):
        pr.sql("select c, sum(i) from df group by c")
    keys = C.cast("struct<a: int64>")
    assert sorted(df.group_by(keys.alias("k")).agg(I.sum()).rows(), key=str) == [
        (None, 1),
        ({"a": 1}, 3),
        ({"a": 2}, 2),
    ]
    assert df.select(keys.alias("k")).distinct().count() == 3


def test_values_in_runs_are_filled_from_their_neighbours_and_stay_in_runs():
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([1, 3, 5, 6], pa.int32()), pa.array([None, "a", None, "b"]))
    frame = pr.DataFrame(pa.table({"c": runs, "i": range(6)}))
    forward, backward = (frame.fill_null(strategy=way).to_pyarrow() for way in ("forward", "backward"))
    assert forward["c"].to_pylist() == [None, "a", "a", "a", "a", "b"]
    assert backward["c"].to_pylist() == ["a", "a", "a", "b", "b", "b"]
    assert forward.schema.field("c").type == runs.type
    assert frame.select(C.min(), x=C.max()).rows() == [("a", "b")]


def test_the_part_that_is_to_blame_is_named():
    df = pr.DataFrame({"a": [[1]], "b": [1], "t": [True]})
    with pytest.raises(pr.SchemaError, match=r"select: abs cannot be computed from a \(list<int64>\)"):
        df.select(pr.col("b") + pr.col("a").abs())
    with pytest.raises(pr.SchemaError, match=r"with_columns: b \(int64\) and a \(list<int64>\) cannot be added"):
        df.with_columns(x=(pr.col("b") + pr.col("a")).abs())
    with pytest.raises(pr.SchemaError, match=r"agg: sum cannot be computed from a \(list<int64>\)"):
        df.group_by("b").agg(pr.col("a").sum())
    with pytest.raises(pr.SchemaError, match=r"filter: b \+ 1 is int64, no condition"):
        df.filter(pr.col("b") + 1)
    with pytest.raises(pr.SchemaError, match="select: b is uint8, which has no negative"):
        df.cast({"b": "uint8"}).select(-pr.col("b"))
    with pytest.raises(pr.ColumnNotFoundError, match='"A"'):
        df.select(pr.col("A").abs() + pr.col("b"))


def test_a_mean_of_decimals_in_hundreds():
    hundreds = pa.array([100, None, 300], pa.int64()).cast(pa.decimal128(19, 0)).cast(pa.decimal128(21, -2))
    frame = pr.DataFrame(pa.table({"c": hundreds}))
    assert [float(frame.select(C.mean()).item()), float(frame.mean().item())] == [200.0, 200.0]


def test_a_median_of_the_largest_unsigned_ints():
    assert pr.DataFrame(pa.table({"c": pa.array([2**64 - 1, 1], pa.uint64())})).select(C.median()).item() == 2.0**63


def test_a_part_is_found_where_a_whole_has_a_type_whatever_its_parts_are():
    df = pr.DataFrame({"a": [[1]], "b": [1], "s": ["x"]})
    a, b, s = pr.col("a"), pr.col("b"), pr.col("s")
    for expr, words in (
        (~a.is_nan(), r"isnan cannot be computed from a \(list<int64>\)"),
        (b.list.position(1), r"array_position cannot be computed from b \(int64\), 1 \(int64\)"),
        (a.abs().cast("int8"), r"abs cannot be computed from a \(list<int64>\)"),
        (pr.when(a.abs() > 1).then(1).otherwise(2), r"abs cannot be computed from a \(list<int64>\)"),
        (a.abs().is_null(), r"abs cannot be computed from a \(list<int64>\)"),
        (b.list.filter(lambda x: x > 1), r"array_filter cannot be computed from b \(int64\)"),
        (
            a.list.transform(lambda x: x.sin() + x.list.length()),
            r"array_transform cannot be computed from a \(list<int64>\), lambda x: sin\(x\) \+ array_length\(x\)",
        ),
        (b.is_in([dt.time(1)]), r"b \(int64\) and .* \(time\[us\]\) cannot be compared"),
        (b.is_between(dt.time(1), dt.time(2)), r"b \(int64\) and .* \(time\[us\]\) cannot be compared"),
        (b.str.to_date(), None),
        (a.str.to_date(), r"to_date: it is computed from texts, not from a \(list<int64>\)"),
        (f.string_agg(a, ","), r"string_agg cannot be computed from a \(list<int64>\)\nhint: cast it to text"),
        (f.approx_distinct(b * 1.5), r"cannot be computed from b \* 1.5 \(float64\)\nhint: n_unique"),
        (s.list.mean(), r"array_avg cannot be computed from s \(string\)"),
        (
            f.make_array("s").list.mean(),
            r"array_avg: it is computed from lists of numbers, not from .* \(list<string>\)",
        ),
    ):
        if words is None:
            df.select(x=expr).collect()
            continue
        with pytest.raises(pr.PyRustError, match=words):
            df.select(x=expr)
