"""Calls at the edge of what they are defined for: the right value, or an error that names the cause."""

import datetime
from decimal import Decimal

import pyarrow as pa
import pytest

import pyrust as pr

MOST = 2**64 - 1
t = pa.table({"k": [1, 1, 2], "x": [3, 1, 2], "y": [1, 2, 3]})
quarters = pa.table({"x": [1, 2, 4, 4], "k": [1, 1, 1, 2]})
wide = pa.table({
    "d": pa.array([Decimal("9" * 28 + "." + "9" * 10)], pa.decimal128(38, 10)),
    "e": pa.array([Decimal("-" + "9" * 76)], pa.decimal256(76, 0)),
})  # fmt: skip
hollow = pa.table({"s": pa.array([{}, None], pa.struct([])), "n": [1, 2]})
lists = pa.table({
    "nested": pa.array([[[1, 2], [3]], [], None, [None], [[]]], pa.list_(pa.list_(pa.int64()))),
    "level": [2, 2, 2, 2, 3],
})  # fmt: skip


def values(query: str) -> list:
    return [row[0] if len(row) == 1 else row for row in pr.sql(query).rows()]


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select count(x order by y) as n from t group by k order by k", [2, 1]),
        ("select sum(x order by y desc) as n from t group by k order by k", [4, 2]),
        ("select var(x order by y) as n from t group by k order by k", [2.0, None]),
        ("select median(x order by y) as n from t group by k order by k", [2.0, 2.0]),
        ("select array_agg(x order by x) as n from t group by k order by k", [[1, 3], [2]]),
        ("select first_value(x order by y, y desc) as n from t group by k order by k", [3, 2]),
        ("select distinct on (k) x as n from t order by k, y desc, k desc, y", [1, 2]),
        ("select avg(x order by y) filter (where x > 1) as n from t", [2.5]),
        (f"select sum(x) over (order by y rows between {MOST} preceding and current row) as n from t", [3, 4, 6]),
        (f"select count(*) over (order by y rows between 1 preceding and {MOST} following) as n from t", [3, 3, 2]),
        (f"select count(*) over (order by y groups between {MOST} preceding and current row) as n from t", [1, 2, 3]),
        ("select percentile_cont(0.3) within group (order by x) as n from quarters", [1.9]),
        ("select percentile_cont(0.3) within group (order by x desc) as n from quarters", [4.0]),
        ("select percentile_cont(0.3) within group (order by x) as n from quarters group by k order by k", [1.6, 4.0]),
        ("select map(['a'], arrow_cast([1], 'FixedSizeList(1, Int64)')) as n", [[("a", 1)]]),
        ("select list_length(nested, level) as n from lists", [2, None, None, None, None]),
        ("select array_length(nested, 5) as n from lists", [None] * 5),
        ("select array_length(nested) as n from lists", [2, 0, None, 1, 1]),
        ("select try_cast(-1 as time) as n", [None]),
        ("select try_cast_to_type(-1, cast('12:34:56' as time)) as n", [None]),
        ("select arrow_try_cast(-1, 'Time64(Nanosecond)') as n", [None]),
        ("select arrow_cast(86399999999, 'Time64(Microsecond)') as n", [datetime.time(23, 59, 59, 999999)]),
        ("select arrow_cast(1, 'Date64') as n", [datetime.date(1970, 1, 1)]),
        ("select arrow_cast(-1, 'Date64') as n", [datetime.date(1969, 12, 31)]),
        ("select max(n) as n from hollow", [2]),
        ("select list_concat([[1], null, []], arrow_cast([2], 'LargeList(Int32)')) as n", [[[1], None, [], [2]]]),
        ("select array_concat([1], arrow_cast([2, 3], 'FixedSizeList(2, Int64)')) as n", [[1, 2, 3]]),
    ],
)  # fmt: skip
def test_the_right_value(query, right):
    assert values(query) == right


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select first_value() over () as n from t", "first_value: it takes the column"),
        ("select last_value() over (order by x) as n from t", "last_value: it takes the column"),
        ("select nth_value(x) over () as n from t", "and the number of a row"),
        ("select nth_value(x, 0) over () as n from t", "there is no row 0"),
        ("select grouping(k) over () as n from t", "grouping: it says which keys"),
        ("select regexp_replace('a', 'a', 'b', 'gq') as n", 'there is no flag "q"'),
        ("select d + 1 as n from wide", "does not fit decimal"),
        ("select e - 100 as n from wide", "does not fit decimal"),
        ("select distinct s from hollow", "struct without fields"),
        ("select s, count(*) as n from hollow group by s", "struct without fields"),
        ("select unnest(s) as n from hollow", "unnest of a struct without fields"),
        ("select n from (select unnest(s), n from hollow)", "unnest of a struct without fields"),
        ("select cast_to_type(-1, cast('12:34:56' as time)) as n", "-1 nanoseconds from midnight"),
        ("select nvl2(arrow_cast(1, 'Timestamp(Second, None)'), date '2020-01-01') as n", "nvl2 cannot be computed"),
        ("select max(s) as n from hollow", "structs without fields have no order"),
        ("select arrow_cast(-1, 'Time64(Nanosecond)') as n", "-1 nanoseconds from midnight"),
        ("select cast(86400000000000 as time) as n", "86400000000000 nanoseconds from midnight"),
        ("select arrow_cast(arrow_cast(86400, 'Int32'), 'Time32(Second)') as n", "86400 seconds from midnight"),
    ],
)
def test_an_error_names_the_cause(query, words):
    with pytest.raises(pr.PyRustError, match=words) as caught:
        pr.sql(query).collect()
    assert "report" not in str(caught.value)
    assert "panic" not in str(caught.value)


def test_a_sample_of_none_has_the_columns():
    assert pr.DataFrame(t).sample(0).to_dict() == {"k": [], "x": [], "y": []}
    assert values("select count(*) as n from t tablesample (0 rows)") == [0]


def test_verbs_have_the_same_words():
    with pytest.raises(pr.PyRustError, match="struct without fields"):
        pr.DataFrame(hollow).distinct().collect()
    with pytest.raises(pr.OutOfRangeError, match="does not fit decimal"):
        pr.DataFrame(wide).select(pr.col("d") + 1).collect()
    assert pr.DataFrame(quarters).quantile(0.3).item(0, "x") == 1.9


def test_names_in_messages_are_visible():
    frame = pr.DataFrame({"\x1b[31mred\u202e": [1]})
    with pytest.raises(pr.ColumnNotFoundError) as caught:
        frame.select("\x1b[31m")
    assert "\x1b" not in str(caught.value)
    assert "\u202e" not in str(caught.value)
    assert "␛[31m" in str(caught.value)
    with pytest.raises(pr.PyRustError) as caught:
        pr.sql('select "\x1b[32mx" from t')
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("cast(s as varchar)", "ba"),
        ("try_cast(s as varchar)", "ba"),
        ("regexp_replace(s, 'a', 'x')", "bx"),
        ("lpad(s, 3, 'x')", "xba"),
        ("left(s, 1)", "b"),
        ("regexp_count(s, 'a')", 1),
    ],
)
def test_a_null_among_a_dictionarys_values_is_null(call, right):
    s = pa.DictionaryArray.from_arrays(pa.array([0, 1, None], pa.int8()), pa.array([None, "ba"]))
    assert pr.sql(f"select {call} from texts", texts=pa.table({"s": s})).rows() == [(None,), (right,), (None,)]
