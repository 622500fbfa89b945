"""Subqueries of every kind in every place, correlated by anything: DuckDB's rows, and the values of known reports."""

import duckdb
import pyarrow as pa
import pytest

import pyrust as pr

T = {"k": [1, 2, 2, 3, None, 5], "a": [10, 20, None, 5, 7, 0]}
U = {"k": [1, 1, 2, 3, 3, None, 4], "b": [10, 12, None, 5, 1, 7, 20], "s": ["x", "y", "x", None, "z", "x", "y"]}
V = {"k": [2, 3, 9], "c": [1, None, 4]}
TABLES = {"t": pa.table(T), "u": pa.table(U), "v": pa.table(V), "e": pa.table({"k": pa.array([], pa.int64())})}

# What a subquery gives, by what it is made of; it names the outer columns t.k and t.a.
BODIES = {
    "uncorrelated": "select b from u",
    "equal": "select b from u where u.k = t.k",
    "smaller": "select b from u where u.k < t.k",
    "unequal": "select b from u where u.k <> t.k and u.b is not null",
    "expression": "select b + t.a from u where u.k + 1 = t.k",
    "outer_value": "select t.a from u where u.k = t.k",
    "outer_alone": "select b from u where t.a > 6",
    "group": "select max(b) from u where u.k = t.k group by s",
    "having": "select max(b) from u where u.k <= t.k group by s having count(*) > t.a / 10",
    "distinct": "select distinct b from u where u.k <= t.k",
    "limit": "select b from u where u.k >= t.k order by b, s limit 2",
    "offset": "select b from u where u.k <= t.k order by b, s limit 2 offset 1",
    "union": "select b from u where u.k = t.k union all select c from v where v.k = t.k",
    "union_distinct": "select b from u where u.k = t.k union select t.a",
    "except": "select b from u where u.k <= t.k except select t.a",
    "intersect": "select b from u where u.k <= t.k intersect select t.a",
    "window": "select sum(b) over (partition by s order by b) from u where u.k <= t.k",
    "join": "select u.b from u join v on u.k = v.k and v.k <= t.k",
    "outer_join": "select v.c from u left join v on u.k = v.k and v.k = t.k",
    "full_join": "select v.c from (select * from u where u.k = t.k) u full join v on u.k = v.k",
    "derived": "select b from (select b, k from u where u.k = t.k) d where d.b < 11",
    "nested": "select b from u where exists (select 1 from v where v.k = u.k and v.k = t.k)",
    "nested_value": "select (select max(c) from v where v.k >= t.k and v.k <> u.k) from u where u.k = t.k",
    "cte": "with d as (select b from u where u.k = t.k) select b from d",
    "empty": "select k from e where e.k = t.k",
    "values": "select x from (values (t.a), (t.k), (3)) w(x) where x > 2",
}
TOTALS = {
    "count": "select count(*) from u where u.k = t.k",
    "count_column": "select count(b) from u where u.k < t.k",
    "sum": "select sum(b) from u where u.k <> t.k",
    "mixed": "select coalesce(max(b), 0) + count(*) from u where u.k = t.k",
    "of_outer": "select sum(b * t.a) from u where u.k < t.k",
    "filtered": "select count(*) filter (where b > t.a) from u where u.k <= t.k",
    "having_true": "select count(*) from u where u.k = t.k having count(*) = 0",
    "having_outer": "select count(*) from u where u.k = t.k having count(*) < t.a",
    "one": "select b from u where u.k >= t.k order by b, s limit 1",
    "second": "select b from u where u.k >= t.k order by b desc, s limit 1 offset 1",
    "ungrouped": "select max(n) from (select count(*) n from u where u.k = t.k group by s) g",
    "two_levels": "select count(*) from u where u.k = (select min(v.k) from v where v.k >= t.k)",
    "no_rows": "select count(*) from e where e.k = t.k",
    "union_of_totals": "select sum(n) from (select count(*) n from u where u.k = t.k union all select t.a) w",
}
CONDITIONS = {
    "exists": "exists ({})",
    "not_exists": "not exists ({})",
    "in": "t.a in ({})",
    "not_in": "t.a not in ({})",
    "constant_in": "10 in ({})",
    "constant_not_in": "3 not in ({})",
    "null_not_in": "null not in ({})",
    "expression_in": "t.a + t.k in ({})",
    "any": "t.a > any ({})",
    "all": "t.a <= all ({})",
    "not_equal_any": "t.a <> any ({})",
    "equal_all": "t.a = all ({})",
}
PLACES = {
    "where": "select k, a from t where {}",
    "where_or": "select k, a from t where t.k = 5 or {}",
    "where_not": "select k, a from t where not ({})",
    "where_is_null": "select k, a from t where ({}) is null",
    "select": "select k, a, {} as x from t",
    "case": "select k, case when {} then 'yes' when a > 6 then 'no' end as x from t",
    "order_by": "select k, a from t order by ({}) nulls last, k nulls last, a nulls last",
    "aggregate": "select count(*) filter (where {}), sum(case when {} then 1 else 0 end) from t",
    "group_by": "select {} as x, count(*) from t group by 1",
    "on": "select t.k, v.c from t join v on t.k >= v.k and {}",
    "left_on": "select t.k, v.c from t left join v on t.k >= v.k and {}",
    "distinct_on": "select distinct on (t.k) t.k, {} as x from t order by t.k, t.a",
    "distinct_on_it": "select distinct on ({}) t.k, t.a from t order by {}, t.k, t.a",
}
VALUES = {
    "where": "select k, a from t where a >= ({})",
    "select": "select k, a, ({}) as x from t",
    "expression": "select k, coalesce(({}), -1) + 1 as x from t",
    "order_by": "select k, a from t order by ({}) nulls last, k nulls last, a nulls last",
    "aggregate": "select sum(({})) from t",
    "group_by": "select ({}) as x, count(*) from t group by 1",
    "case": "select case when ({}) > 1 then k else a end as x from t",
    "on": "select t.k, v.c from t join v on v.k < ({})",
    "left_on": "select t.k, v.c from t left join v on t.k = v.k and 1 < ({})",
    "distinct_on": "select distinct on (t.k) t.k, ({}) as x from t order by t.k, t.a",
    "distinct_on_it": "select distinct on (({})) t.k, t.a from t order by ({}), t.k, t.a",
}


def rows(found: list[tuple], *, ordered: bool) -> list[tuple]:
    plain = [tuple(None if value is None else value for value in row) for row in found]
    return plain if ordered else sorted(plain, key=lambda row: [(value is None, str(value)) for value in row])


def ours(query: str, **more: pa.Table) -> list[tuple]:
    made = pr.sql(query, **{name: pr.DataFrame(table) for name, table in (TABLES | more).items()})
    columns = made.to_pyarrow().columns
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


@pytest.fixture(scope="module")
def theirs():
    with duckdb.connect() as connection:
        for name, table in TABLES.items():
            connection.register(name, table)
        yield lambda query: [
            tuple(float(v) if type(v).__name__ == "Decimal" else v for v in row)
            for row in connection.sql(query).fetchall()
        ]


def check(query: str, theirs) -> None:
    ordered = "order by (" in query.split(" from t", 1)[1] if query.startswith("select k, a from t order") else False
    expected = rows(theirs(query), ordered=ordered)
    assert rows(ours(query), ordered=ordered) == expected, query


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_is_duckdbs_in_every_place(body, condition, theirs):
    for place in PLACES.values():
        asked = CONDITIONS[condition].format(BODIES[body])
        check(place.format(*[asked] * place.count("{}")), theirs)


@pytest.mark.parametrize("total", TOTALS)
def test_a_value_is_duckdbs_in_every_place(total, theirs):
    for place in VALUES.values():
        check(place.format(*[TOTALS[total]] * place.count("{}")), theirs)


@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_subquery_that_has_one_row_is_asked_as_duckdb_asks(total, condition, theirs):
    for place in ("where", "select", "where_not"):
        check(PLACES[place].format(CONDITIONS[condition].format(TOTALS[total])), theirs)


@pytest.mark.parametrize("body", {**BODIES, **TOTALS})
@pytest.mark.parametrize(
    "join",
    [
        "cross join lateral ({}) l(x)",
        "left join lateral ({}) l(x) on true",
        "left join lateral ({}) l(x) on l.x > t.k",
        ", lateral ({}) l(x)",
    ],
)
def test_lateral_is_duckdbs(body, join, theirs):
    subquery = {**BODIES, **TOTALS}[body]
    check(f"select t.k, t.a, l.x from t {join.format(subquery)}", theirs)


def test_a_value_of_two_rows_is_an_error():
    with pytest.raises(pr.PyRustError, match="more than one row"):
        ours("select k, (select b from u where u.k = t.k) from t")
    with pytest.raises(pr.PyRustError, match="more than one row"):
        ours("select k from t where a = (select b from u where u.k <= t.k)")
    for query in ("select k, (select b from u) from t", "select k from t where a = (select b from u)"):
        with pytest.raises(pr.PyRustError, match=r"used as one value gives more than one row\nhint: take one"):
            ours(query)
    assert rows(ours("select k, (select c from v where v.k = t.k) from t"), ordered=False) == [
        (1, None),
        (2, 1),
        (2, 1),
        (3, None),
        (5, None),
        (None, None),
    ]


ONE = {"t1": pa.table({"a": [1, 2, 3]}), "t2": pa.table({"b": [2]}), "n": pa.table({"x": [1, None]})}


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select a from t1 where exists (select count(*) from t2 where b = a)", [1, 2, 3]),
        ("select a from t1 where not exists (select count(*) from t2 where b = a)", []),
        ("select a from t1 where exists (select max(b) from t2 where b = a having max(b) is null)", [1, 3]),
        ("select a from t1 where exists (select b from t2 where b = a offset 1)", []),
        ("select a from t1 where exists (select b from t2 where b = a limit 0)", []),
        ("select a from t1 where exists (select count(*) from t2 where b = a group by rollup(b))", [1, 2, 3]),
        ("select a from t1 where 0 in (select count(*) from t2 where b = a)", [1, 3]),
        ("select a from t1 where 3 not in (select x from n)", []),
        ("select a from t1 where null not in (select x from n)", []),
        ("select a from t1 where null not in (select x from n where x > 5)", [1, 2, 3]),
        ("select a from t1 where a + 1 not in (select x from n)", []),
        ("select a from t1 where a not in (select x from n where x <= a)", [2, 3]),
    ],
)
def test_reported_wrong_answers_are_right(query, right):
    assert sorted(a for (a,) in ours(query, **ONE)) == right


@pytest.mark.parametrize(("value", "right"), [(None, []), (3, []), (1, [])])
def test_a_bound_value_is_looked_for_as_a_written_one(value, right):
    frames = {name: pr.DataFrame(table) for name, table in ONE.items()}
    assert pr.sql("select a from t1 where $v not in (select x from n)", v=value, **frames).rows() == right
    found = pr.sql("select a from t1 where ($v in (select x from n)) is null", v=value, **frames).rows()
    assert len(found) == (0 if value == 1 else 3)


def test_rows_keep_their_order_beside_a_value_that_is_computed_once():
    r = pr.range(400_000)  # noqa: F841 - the query names it
    query = "select value, (select max(value) from r) as most from r where value % 3 = 0 limit 4 offset 100000"
    for _ in range(5):
        assert pr.sql(query).rows() == [(value, 399_999) for value in range(300_000, 300_012, 3)]


UNITS = ["s", "ms", "us", "ns"]


@pytest.mark.parametrize("outer", UNITS)
@pytest.mark.parametrize("inner", [*UNITS, "date"])
def test_a_value_is_looked_up_by_timestamps_of_two_units(outer, inner):
    def frame(unit: str) -> pr.DataFrame:
        days = pa.array([19_723, 19_724, None], pa.date32())
        return pr.DataFrame(pa.table({"n": [1, 2, 3], "u": days if unit == "date" else days.cast(pa.timestamp(unit))}))

    query = "select n, (select min(i.n) from i where i.u = o.u) as x from o order by n"
    assert pr.sql(query, o=frame(outer), i=frame(inner)).rows() == [(1, 1), (2, 2), (3, None)]
    kept = "select n from o where (select count(*) from i where o.u = i.u) = 1 order by n"
    assert pr.sql(kept, o=frame(outer), i=frame(inner)).rows() == [(1,), (2,)]
