"""Expressions: operators mean what they mean in Python."""

import functools
import math
import operator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

import pyrust as pr
from pyrust import functions as f

PAIRS = [(7, 2), (-7, 2), (7, -2), (-7, -2), (6, 3), (-6, 3), (0, 5), (2**62, 3), (-(2**63), 7)]


def one(expr, **columns):
    frame = pr.DataFrame({name: [value] for name, value in columns.items()} or {"unused": [0]})
    return frame.select(x=expr).to_dict()["x"][0]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_division_of_ints_is_pythons(a, b):
    assert one(pr.col("a") / pr.col("b"), a=a, b=b) == a / b
    assert one(pr.col("a") // pr.col("b"), a=a, b=b) == a // b
    assert one(pr.col("a") % pr.col("b"), a=a, b=b) == a % b
    assert one(pr.col("a") // b, a=a) == a // b
    assert one(pr.col("a") % b, a=a) == a % b


@pytest.mark.parametrize(("a", "b"), [(7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-1.0, 3.0)])
def test_division_of_floats_is_pythons(a, b):
    assert one(pr.col("a") // b, a=a) == a // b
    assert math.isclose(one(pr.col("a") % b, a=a), a % b)


def test_null_stays_null_in_arithmetic():
    frame = pr.DataFrame({"a": [None, 1]})
    found = frame.select(d=pr.col("a") / 2, f=pr.col("a") // 2, m=pr.col("a") % 2).to_list()
    assert found[0] == {"d": None, "f": None, "m": None}


def test_operators_work_from_both_sides():
    assert one(10 - pr.col("a"), a=3) == 7
    assert one(10 / pr.col("a"), a=4) == 2.5
    assert one(2 ** pr.col("a"), a=3) == 8
    assert one(-pr.col("a"), a=3) == -3
    assert one(abs(pr.col("a")), a=-3) == 3
    assert one("x" + pr.col("a"), a="y") == "xy"
    assert one(np.int64(10) - pr.col("a"), a=3) == 7
    assert one(np.float64(1.5) * pr.col("a"), a=2) == 3.0


def test_comparisons_and_logic():
    frame = pr.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]})
    assert frame.filter((pr.col("a") > 1) & (pr.col("b") >= 2)).to_dict() == {"a": [2], "b": [2]}
    assert frame.filter((pr.col("a") == 1) | ~(pr.col("b") != 1)).to_dict() == {"a": [1, 3], "b": [3, 1]}
    assert frame.filter(pr.col("a") <= pr.col("b"), pr.col("b") < 3).to_dict() == {"a": [2], "b": [2]}


@pytest.mark.parametrize(
    "use",
    [
        lambda e: bool(e > 1),
        lambda e: (e > 1) and (e < 2),
        lambda e: 1 < e < 3,
        lambda e: not e,
    ],
)
def test_truth_of_an_expression_names_the_operators(use):
    with pytest.raises(TypeError) as caught:
        use(pr.col("a"))
    assert "&" in str(caught.value)
    assert "|" in str(caught.value)


def test_an_expression_is_neither_iterable_nor_hashable():
    with pytest.raises(TypeError):
        list(pr.col("a"))
    with pytest.raises(TypeError):
        {pr.col("a")}
    with pytest.raises(TypeError):
        1 in pr.col("a")  # noqa: B015


def test_names_are_exact_and_never_parsed():
    frame = pr.DataFrame({"A.b": [1], 'q"x': [2], "a": [3]})
    assert frame.select(pr.col("A.b"), pr.col('q"x')).to_dict() == {"A.b": [1], 'q"x': [2]}
    with pytest.raises(pr.ColumnNotFoundError):
        frame.select(pr.col("A"))


def test_unnamed_columns_are_called_as_they_are_written():
    frame = pr.DataFrame({"a": [1], "s": ["x"]})
    made = frame.select(pr.col("a") + 1, pr.col("a") / 2, f.upper("s"), (pr.col("a") * 2 + 1) // 2)
    assert made.columns == ["a + 1", "a / 2", "upper(s)", "((a * 2) + 1) // 2"]
    assert frame.select(f.sum("a"), f.mean("a"), f.count(), f.n_unique("a")).columns == [
        "sum(a)",
        "mean(a)",
        "count(*)",
        "n_unique(a)",
    ]
    assert repr(pr.col("a") > 1) == "<Expr a > 1>"


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (True, "bool"),
        (1, "int64"),
        (1.5, "float64"),
        ("x", "string"),
        (b"x", "binary"),
        (None, "null"),
        (Decimal("1.50"), "decimal(3,2)"),
        (date(2024, 1, 1), "date"),
        (datetime(2024, 1, 1), "timestamp[us]"),
        ([1, 2], "list<int64>"),
        ({"a": 1}, "struct<a: int64>"),
    ],
)
def test_literals_keep_their_type(value, dtype):
    frame = pr.range(1).select(x=pr.lit(value))
    assert frame.dtypes == [dtype]
    assert frame.to_dict() == {"x": [value]}


def test_a_literal_too_large_is_an_overflow_error():
    with pytest.raises(OverflowError):
        pr.col("a") + 2**64
    with pytest.raises(TypeError):
        pr.lit(object())


@pytest.mark.parametrize(
    ("given", "dtype"),
    [
        (int, "int64"),
        (float, "float64"),
        (str, "string"),
        ("int8", "int8"),
        ("decimal(10,2)", "decimal(10,2)"),
        ("timestamp[ms]", "timestamp[ms]"),
        ("string", "string"),
        (bool, "bool"),
    ],
)
def test_cast_takes_names_and_classes(given, dtype):
    assert pr.DataFrame({"a": [1]}).select(x=pr.col("a").cast(given)).dtypes == [dtype]


def test_every_name_of_a_type_can_be_cast_to():
    names = ["timestamp[us, Europe/Berlin]", "list<int64>", "struct<a: int64, b: string>", "duration[ms]", "date"]
    for name in names:
        assert pr.range(1).select(x=pr.lit(None).cast(name)).dtypes == [name]


def test_an_unknown_type_is_a_type_error():
    with pytest.raises(TypeError, match="no type"):
        pr.col("a").cast("integer64")


def test_a_cast_that_fails_is_an_error_or_null():
    frame = pr.DataFrame({"a": ["1", "x"]})
    with pytest.raises(pr.PyRustError):
        frame.select(pr.col("a").cast(int)).collect()
    assert frame.select(x=pr.col("a").cast(int, strict=False)).to_dict() == {"x": [1, None]}


def test_membership_and_ranges():
    frame = pr.DataFrame({"a": [1, 2, None, 4]})
    assert frame.filter(pr.col("a").is_in([1, 4])).to_dict() == {"a": [1, 4]}
    assert frame.filter(pr.col("a").is_in({2})).to_dict() == {"a": [2]}
    assert frame.filter(pr.col("a").is_in([])).to_dict() == {"a": []}
    assert frame.filter(pr.col("a").between(2, 4)).to_dict() == {"a": [2, 4]}
    assert frame.filter(pr.col("a").is_null()).count() == 1
    assert frame.select(x=pr.col("a").fill_null(0)).to_dict() == {"x": [1, 2, 0, 4]}
    with pytest.raises(TypeError):
        pr.col("a").is_in("abc")


def test_an_ordered_expression_belongs_to_sort_only(sales):
    with pytest.raises(TypeError, match="sort"):
        sales.select(pr.col("n").desc())


def test_when_takes_the_first_true_branch():
    expr = f.when(pr.col("a") > 2).then("big").when(pr.col("a") > 1).then("mid").otherwise(None)
    assert pr.DataFrame({"a": [1, 2, 3]}).select(x=expr).to_dict() == {"x": [None, "mid", "big"]}


@pytest.mark.parametrize(
    "expr",
    [
        pr.col("s") == 1,
        pr.col("a") < "2",
        pr.col("s") != pr.col("a"),
        pr.col("s").eq_missing(1),
        pr.col("a").is_in(["1", "2"]),
        pr.col("a").between("0", "3"),
        pr.col("b") == "true",
        f.when(pr.col("a") > 0).then(1).otherwise("x"),
        f.coalesce("a", "s"),
        f.greatest("s", "a"),
        pr.col("a").fill_null("x"),
    ],
)
def test_texts_beside_numbers_are_refused_where_one_would_become_the_other(expr):
    frame = pr.DataFrame({"a": [1], "s": ["1"], "b": [True]})
    with pytest.raises(pr.InvalidTypeError, match="cast one of them"):
        frame.select(expr)
    assert frame.select(x=pr.col("s").cast(int) == pr.col("a"), y=f.coalesce(pr.col("a").cast(str), "s")).rows() == [
        (True, "1")
    ]


def test_a_clock_without_a_zone_beside_an_instant_is_refused():
    there = datetime(2024, 1, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    frame = pr.DataFrame({"clock": [datetime(2024, 1, 1)], "instant": [there]})
    clock, instant = pr.col("clock"), pr.col("instant")
    for expr in (
        clock == instant,
        instant > datetime(2024, 1, 1),
        instant.is_between(clock, clock),
        instant.is_in([datetime(2024, 1, 1)]),
        instant - clock,
        pr.functions.coalesce("clock", "instant"),
        pr.when(clock.is_null()).then(clock).otherwise(instant),
    ):
        with pytest.raises(
            TypeError, match=r"\(timestamp\[us\]\) and .*\(timestamp\[us, Europe/Berlin\]\).*\n.*replace_time_zone"
        ):
            frame.select(x=expr)
    same = clock.dt.replace_time_zone("UTC")
    assert frame.select(a=same == instant, b=instant - same, c=instant > date(2023, 1, 1)).rows() == [
        (True, timedelta(0), True)
    ]


def test_a_text_beside_what_is_no_number_is_compared_as_before():
    frame = pr.DataFrame({"s": ["a", None], "d": [date(2024, 1, 1), None]})
    assert frame.select(x=pr.col("s") == "a", y=pr.col("d") == date(2024, 1, 1), z=pr.col("s") == None).rows() == [  # noqa: E711
        (True, True, None),
        (None, None, None),
    ]


@pytest.mark.parametrize("condition", [pr.col("a"), pr.col("a") + 1, pr.col("s"), pr.col("x")])
def test_a_condition_is_a_boolean(condition):
    frame = pr.DataFrame({"a": [1], "s": ["x"], "x": [0.5]})
    with pytest.raises(pr.SchemaError, match="not a boolean"):
        frame.select(f.when(condition).then(1).otherwise(2))
    assert frame.select(x=f.when(pr.lit(None)).then(1).otherwise(2)).rows() == [(2,)]


def test_patterns_are_for_texts():
    frame = pr.DataFrame({"a": [1], "s": ["abc"]})
    with pytest.raises(pr.SchemaError, match="needs strings"):
        frame.filter(pr.col("a").like("1%"))
    with pytest.raises(pr.SchemaError, match="needs strings"):
        frame.filter(pr.col("s").like(1))
    assert frame.select(x=pr.col("s").cast("dictionary<string>").like("a%")).rows() == [(True,)]


def test_floats_have_no_bits():
    frame = pr.DataFrame({"a": [1.5], "n": [6]})
    for expr in (pr.col("a").bitwise_and(3), pr.col("n").bitwise_or(pr.col("a")), pr.col("a").bitwise_xor(1)):
        with pytest.raises(pr.SchemaError, match="but bits need integers"):
            frame.select(expr)


@pytest.mark.parametrize("values", [np.arange(3), pl.Series([1, 2, 3]), pr.Array([1, 2, 3])], ids=type)
def test_an_array_is_no_value_of_every_row(values):
    frame = pr.DataFrame({"a": [1, 2, 3]})
    for call in (frame.select, frame.with_columns):
        with pytest.raises(TypeError, match=r"x is a \w+ of values.*\nhint: .*horizontal"):
            call(x=values)
    assert frame.with_columns(x=np.int8(1), y=[1, 2], z=b"ab").rows()[0] == (1, 1, [1, 2], b"ab")


def test_dates_and_durations_are_added():
    start, span = date(2024, 2, 28), timedelta(days=2)
    frame = pr.DataFrame({"d": [start, None], "t": [timedelta(hours=36), timedelta(days=-1)], "n": [3, -1]})
    made = frame.select(a=pr.col("d") + span, b=span + pr.col("d"), c=pr.col("d") - span)
    assert made.to_list()[0] == {"a": start + span, "b": start + span, "c": start - span}
    assert made.dtypes == ["date"] * 3
    noon = datetime(2024, 2, 28)
    made = frame.select(a=pr.col("d") + timedelta(hours=5), b=pr.col("d") - pr.col("t"), c=pr.col("t") + pr.col("d"))
    assert made.rows()[0] == (noon + timedelta(hours=5), noon - timedelta(hours=36), noon + timedelta(hours=36))
    assert made.rows()[1] == (None, None, None)
    far = pr.DataFrame({"d": [2**31 - 1]}).cast("int32").cast("date")
    with pytest.raises(OverflowError):
        far.select(pr.col("d") + timedelta(days=1)).collect()


def test_durations_are_multiplied_divided_and_turned():
    frame = pr.DataFrame({"t": [timedelta(hours=36), timedelta(seconds=-5), None], "n": [3, -1, 2]})
    spans = frame.to_dict()["t"]
    made = frame.select(
        twice=pr.col("t") * 2, by=pr.col("n") * pr.col("t"), back=-pr.col("t"), hours=pr.col("t") / timedelta(hours=1)
    ).to_dict()
    assert made["twice"] == [spans[0] * 2, spans[1] * 2, None]
    assert made["by"] == [spans[0] * 3, -spans[1], None]
    assert made["back"] == [-spans[0], -spans[1], None]
    assert made["hours"] == [36.0, spans[1] / timedelta(hours=1), None]
    assert frame.select(x=pr.col("t").cast("duration[s]") / pr.col("t")).to_dict() == {"x": [1.0, 1.0, None]}
    long = pr.DataFrame({"t": [timedelta(days=100_000_000)]})
    with pytest.raises(OverflowError):
        long.select(pr.col("t") * 10).collect()


def is_one_of(values):
    """As somebody may write it who does not know `is_in`."""
    return functools.reduce(operator.or_, [pr.col("a") == value for value in values])


def test_many_conditions_are_one():
    assert pr.DataFrame({"a": [1, -1]}).filter(is_one_of(range(1_900))).rows() == [(1,)]


def test_what_is_nested_too_deep_is_refused_before_the_stack_ends():
    """Its end would be that of the kernel, with everything in it."""
    with pytest.raises(ValueError, match=r"more than 2000 operations are within each other\nhint: .*is_in"):
        is_one_of(range(50_000))


@pytest.mark.parametrize(
    "query",
    [
        "select " + "+".join(["a"] * 100_000) + " from t",
        "select a from t where " + " or ".join(f"a = {value}" for value in range(20_000)),
        " union all ".join(["select a from t"] * 5_000),
    ],
    ids=["sum", "or", "union"],
)
def test_sql_that_is_nested_too_deep_is_refused_before_the_stack_ends(query):
    with pytest.raises(pr.SqlError, match="within each other, or more than 1000 queries are added up"):
        pr.sql(query, t=pr.DataFrame({"a": [1]}))


def test_the_largest_numbers_without_a_sign_are_constants_too():
    df = pr.DataFrame({"u": [1]}).cast({"u": "uint64"}).select(u=pr.col("u") * 0 + pr.lit(2**64 - 1))
    assert df.filter(pr.col("u") == 2**64 - 1).rows() == [(2**64 - 1,)]
    assert df.filter(pr.col("u") < 2**63).count() == 0
    with pytest.raises(OverflowError, match="does not fit an int64"):
        pr.lit(2**64)
