"""Everyday SQL: short queries, slices, semi joins, names of columns, recursion."""

import pyarrow as pa
import pytest
from core.test_runtime import interrupted
from waiting import until

import pyrust as pr

N = None
TABLES = {
    "t": pa.table({"x": [1, 3, N, -1], "y": [2, 4, 5, 0]}),
    "u": pa.table({"x": [3, 3, 7], "z": ["a", "b", "c"]}),
}


def rows(query: str, **tables) -> list[tuple]:
    return [tuple(row.values()) for row in pr.sql(query, **(tables or TABLES)).to_list()]


def value(expression: str):
    [(found,)] = rows(f"select {expression}")
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from t", [(1, 2), (3, 4), (N, 5), (-1, 0)]),
        ("from t where x > 1 limit 5", [(3, 4)]),
        ("FROM t ORDER BY y LIMIT 1", [(-1, 0)]),
        ("from t select y where x > 1", [(4,)]),
        ("from t select x, y + 1 as z where x > 0 order by z desc", [(3, 5), (1, 3)]),
        ("from (from t select y, x) select * except (x) order by y limit 1", [(0,)]),
        ("select (from t select max(x)) + 1", [(4,)]),
        ("select n from (from (from t select x as n) select n * 2 as n) where n > 2", [(6,)]),
        ("from t, u where t.x = u.x and z = 'b'", [(3, 4, 3, "b")]),
        ("from t join u using (x) select x, z order by z", [(3, "a"), (3, "b")]),
        ("(from t where x = 1) union all from t where x = 3", [(1, 2), (3, 4)]),
        ("from t where x = 1 union all select 8, 9", [(1, 2), (8, 9)]),
        ("with c as (from t where x = 1) from c", [(1, 2)]),
        ("select * from (from t where x = 3) d", [(3, 4)]),
        ("select y from t where exists (from u where u.x = t.x)", [(4,)]),
        ("select y from t where x in (from u select x)", [(4,)]),
        ("select extract(year from date '2024-05-06')", [(2024,)]),
        ("select trim(both 'x' from 'xax'), substring('abc' from 2)", [("a", "bc")]),
        ("table t", [(1, 2), (3, 4), (N, 5), (-1, 0)]),
        ("table t order by y limit 1", [(-1, 0)]),
        ("with c as (table u) table c", [(3, "a"), (3, "b"), (7, "c")]),
        ("(table t) intersect select 1, 2", [(1, 2)]),
        ('table "t" limit 1', [(1, 2)]),
    ],
)
def test_a_query_may_begin_with_its_table(query, expected):
    assert rows(query) == expected


def test_explain_takes_the_short_forms():
    assert "Filter" in str(rows("explain from t where x > 1"))


@pytest.mark.parametrize(
    ("slice_", "expected"),
    [
        ("[:2]", [1, 2]),
        ("[2:]", [2, 3]),
        ("[:]", [1, 2, 3]),
        ("[2:2]", [2]),
        ("[-2:]", [2, 3]),
        ("[:-2]", [1, 2]),
        ("[0:2]", [1, 2]),
        ("[2:1]", []),
        ("[5:]", []),
        ("[-5:2]", [1, 2]),
        ("[1:3:2]", [1, 3]),
        ("[1 + 1:]", [2, 3]),
    ],
)
def test_slices_may_leave_out_their_ends(slice_, expected):
    assert value(f"[1, 2, 3]{slice_}") == expected
    assert rows(f"select l{slice_} from w", w=pa.table({"l": [[1, 2, 3], N]})) == [(expected,), (N,)]


def test_a_slice_of_nothing_is_nothing():
    assert rows("select l[:2], l[2:] from w", w=pa.table({"l": pa.array([[]], pa.list_(pa.int64()))})) == [([], [])]


def test_semi_and_anti_joins_keep_rows_of_the_left_side():
    assert rows("select * from t semi join u on t.x = u.x") == [(3, 4)]
    assert sorted(rows("select y from t anti join u on t.x = u.x")) == [(0,), (2,), (5,)]
    assert rows("select x, y from t semi join u using (x)") == [(3, 4)]
    assert rows("select count(*) from t anti join u using (x) where y > 0") == [(2,)]


def test_names_given_to_the_columns_of_common_tables():
    assert rows("with c(p, q) as (select x, y from t) select q from c where p = 3") == [(4,)]
    assert rows("with c(p) as (select x, y from t) select p, y from c where p = 3") == [(3, 4)]
    assert rows("with c(p) as (values (1, 2)) select p, column2 from c") == [(1, 2)]
    assert rows("select p, y from t as d(p) where p = 1") == [(1, 2)]
    assert rows("select p, y from (select x, y from t) as d(p) where p = 1") == [(1, 2)]
    query = "with recursive r(n, m) as (select 1, 1 union all select n + 1, m * 2 from r where n < 4) select * from r"
    assert sorted(rows(query)) == [(1, 1), (2, 2), (3, 4), (4, 8)]
    query = "with recursive r(n) as (select 1, 'a' as s union all select n + 1, s || 'b' from r where n < 3) from r"
    assert sorted(rows(query)) == [(1, "a"), (2, "ab"), (3, "abb")]


def test_recursive_terms_of_another_width():
    query = "with recursive r as (select {} as n union all select {} from r where n < 3) select n from r"
    assert sorted(rows(query.format("1::int", "n + 1::bigint"))) == [(1,), (2,), (3,)]
    assert sorted(rows(query.format("1::bigint", "(n + 1)::int"))) == [(1,), (2,), (3,)]
    assert sorted(rows(query.format("1.0", "n + 1"))) == [(1.0,), (2.0,), (3.0,)]
    assert sorted(rows(query.format("1", "cast(n * 1.5 + 1 as bigint)"))) == [(1,), (2,), (4,)]
    with pytest.raises(pr.SqlError, match='column "n" of r is int64 at first and float64 later'):
        rows(query.format("1", "n * 1.5"))
    with pytest.raises(pr.PyRustError, match=r"3000000000|int32|Int32"):
        rows(query.format("1::int", "n * 3000000000"))


@pytest.mark.parametrize(
    "query",
    [
        "with recursive r as (select 1 as x union all select x from r) select count(*) from r",
        "with recursive r as (select 1 as x union all select x + 1 from r) select * from r",
        "with recursive r as (select 1 as x union select x + 1 from r) select max(x) from r",
    ],
)
def test_ctrl_c_ends_a_recursion_without_end(query):
    assert interrupted(pr.sql(query).collect) < 2
    until(lambda: pr.runs(ended=False) == [])


@pytest.mark.parametrize(
    "query",
    [
        "select * from t pivot (sum(y) for x in (1, 3))",
        "select * from t unpivot (v for n in (x, y))",
        "pivot t on x using sum(y)",
        "unpivot t on x, y",
    ],
)
def test_pivot_is_refused_with_the_verb_that_does_it(query):
    with pytest.raises(pr.SqlError, match=r"hint: a frame does it: df\.(un)?pivot"):
        rows(query)


PAIRS = {
    "a": pa.table({"n": [1, 2, 3, 4], "x": [1, 1, N, 3], "y": [1, 2, 2, N]}),
    "b": pa.table({"x": [1, 1, N], "y": [1, N, 5]}),
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("(x, y) in (select x, y from b)", [True, None, None, None]),
        ("(x, y) not in (select x, y from b)", [False, None, None, None]),
        ("(x, y) in (select x, y from b where b.x is not null)", [True, None, None, False]),
        ("(x, y) in (select x, y from b where false)", [False, False, False, False]),
        ("(x, y) not in (select x, y from b where b.y = 5 and a.n < 3)", [True, True, True, True]),
        ("(x, y) in (select x, y from b where b.y = a.y)", [True, False, False, False]),
        ("(x, 1) in (select x, y from b where y = 1) and (n, n) in (select 1, 1)", [True, False, False, False]),
    ],
)
def test_rows_are_looked_for_in_subqueries(condition, expected):
    tables = {name: pr.DataFrame(table) for name, table in PAIRS.items()}
    assert rows(f"select n, {condition} as m from a order by n", **tables) == list(enumerate(expected, 1))
    kept = [(n,) for n, holds in enumerate(expected, 1) if holds]
    assert rows(f"select n from a where {condition} order by n", **tables) == kept


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select count(*) from t group by ()", [(4,)]),
        ("select count(*) from t where false group by ()", [(0,)]),
        ("select 1 from t group by ()", [(1,)]),
        ("select max(y) from t group by () having max(y) > 9", []),
        ("select y % 2 as p, count(*) from t group by (), p order by p", [(0, 3), (1, 1)]),
    ],
)
def test_group_by_nothing_is_one_group(query, expected):
    assert rows(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select sum($p), avg($p), count($p), max($p), count(*) from t", [(N, N, 0, N, 4)]),
        ("select sum(null), bool_or(null), string_agg(null, ',') from t", [(N, N, N)]),
        ("select sum($p) over (order by y) from t", [(N,)] * 4),
        ("select coalesce($p, y) from t order by y limit 1", [(0,)]),
        (
            "with recursive r(x, n) as (select 1, 1 union all select $p, n + 1 from r where n < 2) select * from r",
            [(1, 1), (N, 2)],
        ),
        ("select y from t where x = $p or (x is null and $p is null)", [(5,)]),
    ],
)
def test_a_parameter_that_is_null_is_null(query, expected):
    frames = {name: pr.DataFrame(table) for name, table in TABLES.items()}
    assert [tuple(row.values()) for row in pr.sql(query, p=None, **frames).to_list()] == expected


@pytest.mark.parametrize(
    ("query", "names", "expected"),
    [
        ("select y, cast(y as double) from t order by y limit 1", ["y", "CAST(y AS DOUBLE)"], [(0, 0.0)]),
        ("select avg(y), avg(cast(y as double)) from t", ["avg(y)", "avg(CAST(y AS DOUBLE))"], [(2.75, 2.75)]),
        ("select max(y) from t having max(cast(y as double)) > 1", ["max(y)"], [(5,)]),
        (
            "select y, (select y from t where y = 5) from t where y = 2",
            ["y", "(SELECT y FROM t WHERE y = 5)"],
            [(2, 5)],
        ),
        ("select y, y::double from t where y = 2 union select 7, 8", ["y", "y::DOUBLE"], [(2, 2.0), (7, 8.0)]),
    ],
)
def test_a_cast_is_another_column(query, names, expected):
    frame = pr.sql(query, t=pr.DataFrame(TABLES["t"]))
    assert frame.columns == names
    assert sorted(frame.rows()) == expected
