"""Set operations in SQL: copies are counted, nulls are equal, and they bind as in the standard."""

import datetime as dt
import decimal

import pyarrow as pa
import pytest

import pyrust as pr

N = None
TABLES = {
    "a": pa.table({"v": [1, 1, 1, 2, N, N, 3]}),
    "b": pa.table({"v": [1, 1, 2, 2, N, 4]}),
    "l": pa.table({"v": ["x", "x", N, "y"], "w": pa.array([1, 1, N, 2], "int8")}),
    "r": pa.table({"v": ["x", "y", "y", N, N], "w": pa.array([1, 2, 2, N, N], "int64")}),
}


def rows(query: str, **tables) -> list[tuple]:
    made = pr.sql(query, **(tables or TABLES)).to_list()
    return sorted((tuple(row.values()) for row in made), key=lambda row: [(v is None, v) for v in row])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select v from a intersect all select v from b", [1, 1, 2, N]),
        ("select v from a except all select v from b", [1, 3, N]),
        ("select v from b except all select v from a", [2, 4]),
        ("select v from a intersect select v from b", [1, 2, N]),
        ("select v from a except select v from b", [3]),
        ("select v from a except all select v from b where v is null", [1, 1, 1, 2, 3, N]),
        ("select v from a except all (select v from b except all select v from b)", [1, 1, 1, 2, 3, N, N]),
        ("select v from a intersect all select v from b intersect all select v from a where v = 1", [1, 1]),
        ("select v from a except all select v from b union all select 9", [1, 3, 9, N]),
        ("select 1 as v union all select 2 intersect all select 2", [1, 2]),
        ("(select 1 as v union all select 2) intersect all select 2", [2]),
        ("select 1 as v except select 2 intersect select 1", [1]),
        ("with c as (select v from a intersect all select v from b) select v from c where v is not null", [1, 1, 2]),
        ("select v from (select v from a except all select v from b) d where v < 3", [1]),
        ("select v from a where v in (select v from a except all select v from b)", [1, 1, 1, 3]),
        ("select v from b where exists (select v from a except all select v from b) and v = 4", [4]),
        ("select v from a intersect all select v::int from b", [1, 1, 2, N]),
        ("select v from a intersect all select v * 1.0 from b", [1, 1, 2, N]),
        ("select v from a intersect all values (1), (1), (1), (1)", [1, 1, 1]),
        ("select v from a intersect all select v from b order by v desc limit 2", [1, 2]),
    ],
)
def test_copies_are_counted_and_nulls_are_equal(query, expected):
    assert [value for (value,) in rows(query)] == expected


def test_rows_of_several_columns_and_other_types():
    assert rows("select * from l intersect all select * from r") == [("x", 1), ("y", 2), (N, N)]
    assert rows("select * from l except all select * from r") == [("x", 1)]
    assert rows("select * from r except all select * from l") == [("y", 2), (N, N)]
    assert pr.sql("select v, w as other from l intersect all select * from r", **TABLES).columns == ["v", "other"]


def test_a_column_may_be_there_twice():
    assert rows("select v, v from a intersect all select v, v from b") == [(1, 1), (1, 1), (2, 2), (N, N)]
    made = rows("select a.v, b.v from a, b where a.v = 3 except all select 3, 4")
    assert made == [(3, 1), (3, 1), (3, 2), (3, 2), (3, N)]


def test_an_order_by_place_and_name_is_kept():
    made = pr.sql("select v from a except all select v from b order by v desc nulls last", **TABLES)
    assert made.to_dict() == {"v": [3, 1, N]}
    made = pr.sql("select v as w from a except all select v from b order by 1", **TABLES)
    assert made.to_dict() == {"w": [1, 3, N]}


VALUES = {
    "bool": pa.array([True, True, N]),
    "uint64": pa.array([2**64 - 1, 2**64 - 1, N], "uint64"),
    "float": pa.array([float("nan"), float("nan"), -0.0]),
    "decimal": pa.array([decimal.Decimal("1.50"), decimal.Decimal("1.50"), N]),
    "binary": pa.array([b"\x00", b"\x00", N]),
    "date": pa.array([dt.date(2024, 1, 1), dt.date(2024, 1, 1), N]),
    "timestamp": pa.array([dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1), N]),
    "zoned": pa.array([dt.datetime(2024, 1, 1, tzinfo=dt.UTC)] * 2 + [N]),
    "time": pa.array([dt.time(1), dt.time(1), N]),
    "duration": pa.array([dt.timedelta(1), dt.timedelta(1), N]),
    "list": pa.array([[1, N], [1, N], N]),
    "struct": pa.array([{"x": 1}, {"x": 1}, N]),
    "dictionary": pa.array(["x", "x", N]).dictionary_encode(),
    "view": pa.array(["a long text, not inlined", "a long text, not inlined", N], pa.string_view()),
    "null": pa.nulls(3),
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_type_that_can_be_compared(kind):
    whole = pa.table({"v": VALUES[kind]})
    tables = {"whole": whole, "one": whole.slice(0, 1)}
    assert pr.sql("select v from whole intersect all select v from one", **tables).count() == 1
    assert pr.sql("select v from whole intersect all select v from whole", **tables).count() == 3
    assert pr.sql("select v from whole except all select v from one", **tables).count() == 2
    left = pr.sql("select v from whole except all (select v from one union all select v from one)", **tables)
    assert left.count() == 1


def test_queries_of_different_width_are_refused():
    with pytest.raises(pr.PyRustError, match="different number of columns"):
        rows("select v from a intersect all select v, w from l")


def test_a_union_takes_a_column_twice_and_sorts():
    tables = {"t": pa.table({"x": [1, 3, N], "y": [2, 4, 5]})}
    query = "select x, x from t union all select x, y from t order by 1, 2"
    made = [tuple(row.values()) for row in pr.sql(query, **tables).to_list()]
    assert made == [(1, 1), (1, 2), (3, 3), (3, 4), (N, 5), (N, N)]
    assert pr.sql(query, **tables).columns == ["x", "x_1"]
    made = rows("select x, y from t union select y as z, y as z from t", **tables)
    assert made == [(1, 2), (2, 2), (3, 4), (4, 4), (5, 5), (N, 5)]
    assert rows("select x, y from t except select count(*), count(*) from t", **tables) == [(1, 2), (3, 4), (N, 5)]


def test_what_is_computed_in_a_later_query_does_not_take_the_name_of_a_column():
    tables = {"t": pa.table({"x": [1, 3], "y": [2, 4]})}
    assert rows("select x, y from t union all select y + 1, x from t", **tables) == [(1, 2), (3, 1), (3, 4), (5, 3)]
    assert rows("select x, y from t except (select y - 1, x + 1 from t where x = 1)", **tables) == [(3, 4)]


def test_a_column_may_be_selected_twice():
    tables = {"t": pa.table({"x": [1, 3], "y": [2, 4]})}
    made = pr.sql("select x, x, y as x from t order by x", **tables)
    assert made.to_dict() == {"x": [1, 3], "x_1": [1, 3], "x_2": [2, 4]}
    assert pr.sql("select x, t.x, y from t order by t.x", **tables).to_dict() == {
        "x": [1, 3],
        "x_1": [1, 3],
        "y": [2, 4],
    }
    assert pr.sql("select *, x from t", **tables).to_dict() == {"x": [1, 3], "y": [2, 4], "x_1": [1, 3]}
    assert pr.sql("select x, * from t", **tables).columns == ["x", "x_1", "y"]
    assert pr.sql("select t.*, y as x, 1 from t", **tables).columns == ["x", "y", "x_1", "Int64(1)"]
    assert rows("select distinct t.x, x, x + 1, t.x + 1 from t", **tables) == [(1, 1, 2, 2), (3, 3, 4, 4)]
    assert rows("select t.x, d.x from t, (select 9 as x) d", **tables) == [(1, 9), (3, 9)]
    assert pr.sql("select count(*), count(*) from t", **tables).to_list()[0] == {"count(*)": 2, "count(*)_1": 2}
    assert rows("select d.x from (select x, x from t) d", **tables) == [(1,), (3,)]


def test_union_by_name():
    assert rows("select 1 as p, 2 as q union by name select 3 as q, 4 as p") == [(1, 2), (4, 3)]
    assert rows("select 1 as p union all by name select 1 as p, 3 as q") == [(1, 3), (1, N)]
