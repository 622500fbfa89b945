"""`USING` and `NATURAL` in SQL: the pair is one column of the result, wherever its name stands."""

import pyarrow as pa
import pytest

import pyrust as pr

TABLES = {
    "a": pa.table({"k": pa.array([1, 2, None], "int32"), "x": [10, 20, 30]}),
    "b": pa.table({"k": pa.array([2, 4, None], "int64"), "y": [200, 400, 500]}),
    "c": pa.table({"k": pa.array([4, 9], "int32"), "z": [1, 2]}),
    "p": pa.table({"x": [1, 30], "k": [1, 2]}),
    "t": pa.table({"k": [1, 2, 4], "i": [5, 6, 7]}),
    "upper": pa.table({"K": [2, 3], "v": [1, 2]}),
}


def rows(query: str) -> list[tuple]:
    """The rows in the order of their values, nulls last."""
    made = pr.sql(query, **TABLES).to_list()
    return sorted((tuple(row.values()) for row in made), key=lambda row: [(v is None, v) for v in row])


def columns(query: str) -> list[str]:
    return pr.sql(query, **TABLES).columns


N = None
FULL = "a full join b using (k)"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"select k from {FULL}", [(1,), (2,), (4,), (N,), (N,)]),
        (f"select * from {FULL}", [(1, 10, N), (2, 20, 200), (4, N, 400), (N, 30, N), (N, N, 500)]),
        ("select * from a natural full join b", [(1, 10, N), (2, 20, 200), (4, N, 400), (N, 30, N), (N, N, 500)]),
        (f"select k, a.k, b.k from {FULL}", [(1, 1, N), (2, 2, 2), (4, N, 4), (N, N, N), (N, N, N)]),
        (f"select a.* from {FULL}", [(1, 10), (2, 20), (N, 30), (N, N), (N, N)]),
        (f"select b.* from {FULL} where k < 4", [(2, 200), (N, N)]),
        (f"select k from {FULL} where k = 4", [(4,)]),
        (f"select x, y from {FULL} where k is null", [(30, N), (N, 500)]),
        (f"select k + 1 from {FULL} where k is not null", [(2,), (3,), (5,)]),
        (f"select k as m from {FULL} where k > 1", [(2,), (4,)]),
        (f"select k, count(*) from {FULL} group by k", [(1, 1), (2, 1), (4, 1), (N, 2)]),
        (f"select k, count(*) from {FULL} group by rollup(k)", [(1, 1), (2, 1), (4, 1), (N, 2), (N, 5)]),
        (f"select k, x, count(*) from {FULL} group by cube(k, x) having k = 4", [(4, N, 1), (4, N, 1)]),
        (f"select k, count(*) from {FULL} group by grouping sets ((k), ()) having count(*) > 1", [(N, 2), (N, 5)]),
        (f"select max(k), sum(k), count(k) from {FULL}", [(4, 7, 3)]),
        (f"select k, row_number() over (order by k) from {FULL} where k is not null", [(1, 1), (2, 2), (4, 3)]),
        (f"select k from {FULL} where k is not null qualify row_number() over (order by k desc) = 1", [(4,)]),
        (f"select distinct k from {FULL}", [(1,), (2,), (4,), (N,)]),
        (f"select distinct on (k) k from {FULL} where k is not null order by k", [(1,), (2,), (4,)]),
        (f"select case when k > 1 then k end from {FULL} where k is not null", [(2,), (4,), (N,)]),
        (f"select k from {FULL} where k in (2, 4) and k between 2 and 3", [(2,)]),
        (f"select * exclude (k) from {FULL} where k = 4", [(N, 400)]),
        (f"select * except (x, k) from {FULL} where k = 4", [(400,)]),
        (f"select * replace (k + 1 as k) from {FULL} where k = 4", [(5, N, 400)]),
        (f"select x as k, k as m from {FULL} where k = 2 order by k", [(20, 2)]),
        ("select k from a right join b using (k)", [(2,), (4,), (N,)]),
        ("select k, a.k, b.k from a right join b using (k)", [(2, 2, 2), (4, N, 4), (N, N, N)]),
        ("select * from a right join b using (k)", [(2, 20, 200), (4, N, 400), (N, N, 500)]),
        ("select k, x, y from a natural right join b where k > 1", [(2, 20, 200), (4, N, 400)]),
        ("select k, x, y from a left join b using (k)", [(1, 10, N), (2, 20, 200), (N, 30, N)]),
        ("select k, x, y from a join b using (k) where k = 2 group by k, x, y", [(2, 20, 200)]),
    ],
)
def test_the_pair_is_one_column(query, expected):
    assert rows(query) == expected


def test_star_shows_the_pair_once_where_the_left_side_has_it():
    assert columns(f"select * from {FULL}") == ["k", "x", "y"]
    assert columns("select * from p full join b using (k)") == ["x", "k", "y"]
    assert columns("select * from p join a using (k, x)") == ["x", "k"]
    assert columns("select *, k as again from a right join b using (k)") == ["k", "x", "y", "again"]
    assert columns(f"select max(k), k + 1 from {FULL} group by k") == ["max(k)", "k + Int64(1)"]
    assert rows("select * from p full join b using (k)") == [(1, 1, N), (30, 2, 200), (N, 4, 400), (N, N, 500)]


def test_columns_of_one_name_that_are_no_pair_stay_two():
    assert columns("select * from a full join p using (k)") == ["k", "x", "x_1"]
    assert rows("select * from a full join p using (k) where k = 1") == [(1, 10, 1)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            f"select * from {FULL} full join c using (k)",
            [(1, 10, N, N), (2, 20, 200, N), (4, N, 400, 1), (9, N, N, 2), (N, 30, N, N), (N, N, 500, N)],
        ),
        ("select k, z from a full join b using (k) left join c using (k) where k > 1", [(2, N), (4, 1)]),
        ("select * from a left join b using (k) right join c using (k)", [(4, N, N, 1), (9, N, N, 2)]),
        ("select k, x, z from a right join b using (k) join c using (k)", [(4, N, 1)]),
        ("select k from a join b using (k) full join c using (k)", [(2,), (4,), (9,)]),
        (f"select k, i from {FULL} join t using (k)", [(1, 5), (2, 6), (4, 7)]),
        (f"select k, d.z from {FULL} join (select z from c) d on d.z = k", [(1, 1), (2, 2)]),
        (f"select k, c.z from {FULL} join c on c.z = k", "k"),
        (f"select b.k, c.z from {FULL} join c on c.k = b.k", [(4, 1)]),
        ("select k from (a full join b using (k)) left join c using (k) where z = 1", [(4,)]),
        ("select k from c right join (a full join b using (k)) using (k) where k > 1", [(2,), (4,)]),
        ("select j.k, j.y from (a full join b using (k)) j where j.k = 4", [(4, 400)]),
        (f"select k, z from {FULL}, c where c.z = 1 and a.k = 1", "c.k"),
    ],
)
def test_chains_go_on_with_the_pair(query, expected):
    if isinstance(expected, str):
        with pytest.raises(pr.ColumnNotFoundError, match="k"):
            rows(query)
    else:
        assert rows(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"with j as (select * from {FULL}) select k from j where k > 1", [(2,), (4,)]),
        (f"select d.k, d.y from (select * from {FULL}) d where d.k = 4", [(4, 400)]),
        (f"select k from {FULL} where k = 4 union all select k from c", [(4,), (4,), (9,)]),
        (f"select z from c where z in (select k from {FULL})", [(1,), (2,)]),
        (f"select (select max(k) from {FULL}) from c where z = 1", [(4,)]),
        (f"with j as (select k, y from {FULL}) select j.k from j full join c using (k) where k = 4", [(4,)]),
        (
            "with recursive r as (select k from a full join b using (k) where k = 1 "
            "union all select t.k + 1 from r join t using (k)) select * from r",
            [(1,), (2,), (3,)],
        ),
    ],
)
def test_wherever_a_query_can_stand(query, expected):
    assert rows(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"select k from {FULL} where exists (select 1 from (select z from c) d where z = k)", [(1,), (2,)]),
        (f"select k from {FULL} where k in (select z from c)", [(1,), (2,)]),
        (f"select k from {FULL} where not exists (select 1 from c where c.k = a.k) and k = 4", [(4,)]),
        # The table of the subquery has a k of its own, which is nearer.
        (f"select k from {FULL} where (select count(*) from c where c.k = k) = 2 and k > 1", [(2,), (4,)]),
        (
            "select k from a join b using (k) where exists (select 1 from (select x from p) a where a.x = 15 * k)",
            [(2,)],
        ),
        (
            "select k from a left join b using (k) where exists (select 1 from (select i from t) b where b.i = 3 * k)",
            [(2,)],
        ),
    ],
)
def test_a_subquery_sees_the_pair_of_the_query_around_it(query, expected):
    assert rows(query) == expected


def test_the_inner_pair_is_nearer_than_the_name_outside():
    query = "select k, (select max(z) from c join b bb using (k) where k = bb.k) from a"
    assert rows(query) == [(1, 1), (2, 1), (N, 1)]


def test_a_lateral_query_sees_the_pair():
    query = f"select k, d.i from {FULL}, lateral (select i from (select i, i - 4 as j from t) t where t.j = k) d"
    assert rows(query) == [(1, 5), (2, 6)]


def test_the_order_is_that_of_the_pair_or_of_a_given_name():
    made = pr.sql(f"select k, x from {FULL} where k is not null order by k desc", **TABLES).to_dict()
    assert made["k"] == [4, 2, 1]
    made = pr.sql(f"select -k as k, b.k as m from {FULL} where k is not null order by k", **TABLES).to_dict()
    assert made["k"] == [-4, -2, -1]
    made = pr.sql(f"select x from {FULL} where k is not null order by k desc nulls last", **TABLES).to_dict()
    assert made["x"] == [N, 20, 10]


def test_the_pair_has_the_type_of_both():
    assert str(pr.sql(f"select k from {FULL}", **TABLES).schema["k"]) == "int64"
    mixed = {"l": pa.table({"k": pa.array([1, 300], "int16")}), "r": pa.table({"k": [0.5, 300.0]})}
    assert sorted(pr.sql("select k from l full join r using (k)", **mixed).to_dict()["k"]) == [0.5, 1.0, 300.0]


@pytest.mark.parametrize("kind", ["semi", "left semi", "anti", "left anti"])
def test_semi_and_anti_joins_have_the_left_sides_columns(kind):
    expected = [(2, 20)] if "semi" in kind else [(1, 10), (N, 30)]
    assert rows(f"select * from a {kind} join b using (k)") == expected
    assert rows(f"select k, x from a {kind} join b on a.k = b.k") == expected
    assert rows(f"select k, x from a {kind} join b using (k) where k is null or k > 0") == expected


def test_natural_joins_are_on_every_common_column_or_on_none():
    assert rows("select * from p natural join a") == []
    assert rows("select k, x from p natural full join a where k = 1") == [(1, 1), (1, 10)]
    assert rows("select * from t natural join upper") == [(2, 6, 1)]
    assert len(rows("select * from b natural join (select 1 as q union all select 2) d")) == 6
    assert rows("select z, q from c natural left join (select 1 as q where false) d") == [(1, N), (2, N)]


def test_a_name_in_another_case_is_found_where_it_is_the_only_one():
    assert rows("select k, v from t full join upper using (k) where k > 1") == [(2, 1), (3, 2), (4, N)]
    assert rows("select K, x from a full join b using (K) where K = 4") == [(4, N)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select * from a join b using (q)", 'the left side of the join has no column "q"'),
        ("select * from a join b using (x)", 'the right side of the join has no column "x"'),
        ("select * from a join b on true join c using (k)", '"k" fits more than one column of the join\'s left side'),
        ("select * from a join b using (k, k)", 'USING names "k" twice'),
        ("select * exclude (q) from a full join b using (k)", 'no column "q"'),
    ],
)
def test_what_is_no_pair_is_named(query, words):
    with pytest.raises(pr.PyRustError, match=words):
        rows(query)


def test_a_join_that_names_its_columns_is_planned_as_one_with_a_condition():
    def plan(join: str) -> str:
        return pr.sql(f"explain select x, y from a {join}", **TABLES).to_list()[-1]["plan"]

    for kind in ("join", "left join", "right join"):
        assert plan(f"{kind} b using (k)") == plan(f"{kind} b on a.k = b.k")
