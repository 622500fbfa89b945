"""What cannot be computed, over every type: it works, or the refusal names the column and its type as they are known.

The words of the engine are about its own parts: a test that finds one of them fails.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest
from core.test_arrow_types import ARRAYS

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
IN_SQL = {
    "group by c": "select c, count(*) as n from df group by c",
    **{name: f"select {name}(c) from df" for name in ("min", "max", "sum", "avg", "abs", "upper", "median", "stddev")},
    **{op: f"select c {op} c from df" for op in ("+", "-", "*", "<", "||")},
    "+ 1": "select c + 1 from df",
    "negative": "select -c from df",
    "where": "select i from df where c",
    "not": "select not c from df",
    "in": "select i from df where c in (1, 2)",
    "between": "select i from df where c between 1 and 2",
    "case": "select case when i > 1 then c else 1.5 end from df",
    "coalesce": "select coalesce(c, 1) from df",
    "round": "select round(c, 1) from df",
    "like": "select i from df where c like 'a%'",
    "is true": "select c is true from df",
    "filter": "select sum(i) filter (where c) from df",
    "having": "select i from df group by i having max(c) is not null",
    "min over": "select min(c) over (partition by i) from df",
    "over order": "select sum(i) over (order by c) from df",
    "order": "select i from df order by c",
    "join": "select a.i from df a join df b on a.c = b.c",
    "union": "select c from df union all select i from df",
    "intersect": "select c from df intersect select c from df",
    "cast": "select cast(c as date) as x from df",
    "year": "select extract(year from c) from df",
    "date_trunc": "select date_trunc('hour', c) from df",
    "approx_distinct": "select approx_distinct(c) from df",
    "string_agg": "select string_agg(c, ',') from df",
    "bit_and": "select bit_and(c) from df",
    "corr": "select corr(c, i) from df",
    "unnest": "select unnest(c) from df",
    "item": "select c[1] from df",
    "length": "select length(c) from df",
}
# what the engine says of values, not of types, or of a frame's place
OF_VALUES = re.compile(
    r"Divide by zero|Cannot cast string|Error parsing|Cannot cast value|depends on the order|Cast error|Parser error"
)


# where the words of the engine come from deeper than anybody looks
ENGINES_OWN = {"avg": {"null"}, "over order": {"list of lists", "list of structs"}, "item": {"map"}}


def check(operation: Operation, without: set[str]) -> None:
    refused = {}
    for name, array in ARRAYS.items():
        if name in without:
            continue
        df = pr.DataFrame(pa.table({"c": array, "i": pa.array([0, 1, 2, 3])}))
        try:
            operation(df).collect()
        except EDGE:
            continue
        except pr.PyRustError as error:
            text = str(error)
            if not OF_VALUES.search(text):
                refused[name] = text
    wrong = {name: text for name, text in refused.items() if ENGINE.search(text) or not NAMES_IT.search(text)}
    assert wrong == {}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_type_works_or_is_refused_in_words(operation):
    check(OPERATIONS[operation], set())


@pytest.mark.parametrize("query", IN_SQL)
def test_every_type_works_or_is_refused_in_words_in_sql(query):
    check(lambda df: pr.sql(IN_SQL[query], df=df), ENGINES_OWN.get(query, set()))


def test_sql_points_at_the_part_that_is_to_blame():
    df = pr.DataFrame({"a": [[1]], "b": [1], "t": [True], "m": ["x"]})
    for query, words in (
        (
            "select b, abs(a) from df",
            r"sql: abs cannot be computed from a \(list<int64>\)\n1 \| .*\n  \|           \^\^\^\^\^\^",
        ),
        ("select b from df where b + t > 1", r"b \(int64\) and t \(bool\) cannot be added"),
        ("select * from df where b", r"sql: b is int64, not a boolean\n"),
        ("select -t from df", r"sql: t is bool, which has no negative\n"),
        (
            "with r as (select a as x from df) select sum(x) from r",
            r"sql: sum cannot be computed from x \(list<int64>\)",
        ),
        (
            "select * from (select sum(a) as s from df) where s > 1",
            r"sql: sum cannot be computed from a \(list<int64>\)",
        ),
        (
            "select case when t then b else [b] end from df",
            r"a choice between b \(int64\) and .* is not a column of one type",
        ),
        ("select b from df union all select a from df", r"column \"b\" is int64 above and list<int64> below"),
        ("select count(*) from df where b between 1 and a", r"cannot be compared"),
        ("select 1 as x, 2 as x from df", r'sql: two columns would be called "x"\n.*\n.*\nhint: give one another name'),
    ):
        with pytest.raises(pr.PyRustError, match=words):
            pr.sql(query, df=df).collect()


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


def test_what_is_not_about_types_keeps_its_own_words_in_sql():
    df = pr.DataFrame({"a": [1], "s": ["x"]})
    for query, words in (
        ("select abss(a) from df", r"abss.*"),
        ("select cast(a as banana) from df", "banana"),
        ("select a from df where a in (select a, s from df)", "one column"),
        ("select a from df where sum(a) > 1", "WHERE"),
        ("select interval 'x' from df", "interval"),
    ):
        with pytest.raises(pr.SqlError, match=words) as raised:
            pr.sql(query, df=df).collect()
        assert "cannot be computed" not in str(raised.value)
    with pytest.raises(pr.InvalidValueError, match=r'cast: "x" is not a valid date\n'):
        pr.sql("select date 'x'").collect()
    with pytest.raises(pr.InvalidValueError, match=r'cast: "x" is not a valid timestamp: '):
        pr.sql("select timestamp 'x'").collect()


def test_the_part_that_is_to_blame_is_named():
    df = pr.DataFrame({"a": [[1]], "b": [1], "t": [True]})
    with pytest.raises(pr.SchemaError, match=r"select: abs cannot be computed from a \(list<int64>\)"):
        df.select(pr.col("b") + pr.col("a").abs())
    with pytest.raises(pr.SchemaError, match=r"with_columns: b \(int64\) and a \(list<int64>\) cannot be added"):
        df.with_columns(x=(pr.col("b") + pr.col("a")).abs())
    with pytest.raises(pr.SchemaError, match=r"agg: sum cannot be computed from a \(list<int64>\)"):
        df.group_by("b").agg(pr.col("a").sum())
    with pytest.raises(pr.SchemaError, match=r"filter: b \+ 1 is int64, not a boolean"):
        df.filter(pr.col("b") + 1)
    with pytest.raises(pr.SchemaError, match="select: b is uint8, which has no negative"):
        df.cast({"b": "uint8"}).select(-pr.col("b"))
    with pytest.raises(pr.ColumnNotFoundError, match='"A"'):
        df.select(pr.col("A").abs() + pr.col("b"))


def in_hundreds() -> pr.DataFrame:
    hundreds = pa.array([100, None, 300], pa.int64()).cast(pa.decimal128(19, 0)).cast(pa.decimal128(21, -2))
    return pr.DataFrame(pa.table({"c": hundreds, "i": pa.array([1, 100, 300])}))


def test_a_mean_of_decimals_in_hundreds():
    frame = in_hundreds()
    assert [float(frame.select(C.mean()).item()), float(frame.select("c").mean().item())] == [200.0, 200.0]


@pytest.mark.parametrize(
    ("condition", "sql"),
    [
        (C == 100, "c = 100"),
        (C < 150, "c < 150"),
        (C.is_in([100, 150]), "c in (100, 150)"),
        (C.is_between(1, 299), "c between 1 and 299"),
        (C + 1 == 101, "c + 1 = 101"),
        (C * 2 < 300, "c * 2 < 300"),
        (C - I == 99, "c - i = 99"),
        (pr.when(I == 1).then(C).otherwise(7) == 100, "case when i = 1 then c else 7 end = 100"),
        (C // 7 == 14, "floor(c / 7) = 14"),
    ],
    ids=str,
)
def test_decimals_in_hundreds_are_compared_by_value(condition, sql):
    df = in_hundreds()
    assert df.filter(condition).select("i").rows() == [(1,)]
    assert pr.sql(f"select i from df where {sql}", df=df).rows() == [(1,)]


def test_decimals_in_hundreds_stand_beside_others_by_value():
    df = in_hundreds()
    assert [int(c or 0) for (c,) in df.select(pr.when(I == 1).then(C).otherwise(7)).rows()] == [100, 7, 7]
    sql = lambda query: [int(c) for (c,) in pr.sql(query, df=df).rows() if c is not None]  # noqa: E731
    assert sql("select case when i = 1 then c else 7 end from df") == [100, 7, 7]
    assert sql("select c from df union all select i from df") == [100, 300, 1, 100, 300]
    assert sql("select avg(c) from df") == [200]
    assert sql("select coalesce(c, 7) from df") == [100, 7, 300]
    assert sql("select max(a.c) from df a join df b on a.c = b.i") == [300]
    assert df.select("c").schema == {"c": "decimal(21,-2)"}


def test_a_union_is_cast_to_text_only_in_sql_too():
    arrays = [pa.array([5, 7]), pa.array(["x"])]
    union = pa.UnionArray.from_dense(
        pa.array([0, 1, 0], pa.int8()), pa.array([0, 0, 1], pa.int32()), arrays, ["n", "s"]
    )
    df = pr.DataFrame(pa.table({"c": union}))
    for cast in ("cast(c as bigint)", "try_cast(c as bigint)", "c::bigint"):
        with pytest.raises(
            pr.SchemaError, match=r"c is union<n: int64, s: string> and cannot become int64\nhint: .*union_extract"
        ):
            pr.sql(f"select {cast} as x from df", df=df).collect()
    assert pr.sql("select cast(c as varchar) as x from df", df=df).to_dict() == {"x": ["5", "x", "7"]}


def test_a_range_of_another_type_is_refused_by_name():
    df = pr.DataFrame({"a": [1]})
    with pytest.raises(
        pr.InvalidTypeError, match=r'clip: a \(int64\) cannot be limited to a range of "x" \(string\)\nhint: cast one'
    ):
        df.select(pr.col("a").clip("x", "y"))


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
        (a.str.to_date(), r"to_date: expected strings, got a \(list<int64>\)"),
        (f.string_agg(a, ","), r"string_agg cannot be computed from a \(list<int64>\)\nhint: cast it to a string"),
        (f.approx_distinct(b * 1.5), r"cannot be computed from b \* 1.5 \(float64\)\nhint: n_unique"),
        (s.list.mean(), r"array_avg cannot be computed from s \(string\)"),
        (
            f.make_array("s").list.mean(),
            r"array_avg: expected lists of numbers, got .* \(list<string>\)",
        ),
    ):
        if words is None:
            df.select(x=expr).collect()
            continue
        with pytest.raises(pr.PyRustError, match=words):
            df.select(x=expr)
