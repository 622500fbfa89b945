"""Rows that the engine below gets wrong, in plans of several parts: each as the generator of queries has found it."""

import pyarrow as pa
import pytest

import pyrust as pr

N = None
T = pr.DataFrame({"k": [1, 2, N], "n": [1, 2, 3]})
U = pr.DataFrame({"k": [1, 1, 3], "m": [1, 2, 3], "s": ["a", N, "c"]})
E = pr.DataFrame(pa.table({"k": pa.array([], pa.int64())}))


def rows(query: str, **more: pr.DataFrame) -> list[tuple]:
    return pr.sql(query, **({"t": T, "u": U, "e": E} | more)).rows()


@pytest.mark.parametrize(
    "constant",
    [
        "select distinct 5 from u where u.k = t.k",
        "select 5 from u where u.k = t.k order by 1 limit 1",
        "select 5 from u semi join u b on u.k = b.k where u.k = t.k limit 1",
        "select 5 from u, (select 1) b where u.k = t.k limit 1",
        "select max(m) from (select min(5) m, count(*) c from u) g where g.c = t.n + 2",
        "select min(5) from u having count(*) = t.n + 2",
    ],
)
def test_rows_without_a_constant_come_in_their_place(constant):
    found = rows(f"select ({constant}) as c, n from t order by c desc nulls first, n")
    assert [c for c, _ in found] == [N, N, 5]
    found = rows(f"select n from t order by ({constant}) nulls last, n desc limit 2")
    assert found == [(1,), (3,)]


@pytest.mark.parametrize("constant", ["5", "upper('a')", "coalesce(2, 3)", "cast('5' as bigint) + 1"])
def test_rows_without_a_computed_constant_come_in_their_place(constant):
    pairs = pr.DataFrame({"k": [0, 0, 1, 1], "n": [4, 3, 9, 1]})
    joined = f"left join (select {constant} as c, n as m from t where n > 3) as w on t.n = w.m"
    subquery = f"(select {constant} from u as v where v.k + t.n > 3 limit 1)"
    low = pr.DataFrame({"k": [0, None]})
    for query in (
        f"select k, n from t {joined} order by c, k, n desc limit 2",
        f"select k, n from t order by {subquery}, k, n desc limit 2",
    ):
        assert rows(query, t=pairs, u=low) == [(0, 4), (1, 9)], query


@pytest.mark.parametrize("kind", ["exists", "not exists"])
def test_a_subquery_compares_the_column_that_it_names(kind):
    one, other = pr.DataFrame({"k": [3]}), pr.DataFrame({"k": [0]})
    query = f"select k from a where {kind} (select b.k from a b cross join z where z.k = a.k)"
    assert rows(query, a=one, z=other) == ([] if kind == "exists" else [(3,)])
    query = "select k from a where 3 in (select b.k from a b cross join z where z.k = a.k)"
    assert rows(query, a=one, z=other) == []


@pytest.mark.parametrize(
    ("quotient", "expected"),
    [
        ("u / 2", [0, 1, 2**63 - 1]),
        ("7 / u", [7, 2, 0]),
        ("u / u", [1, 1, 1]),
        ("w / i", [1, 1, 9]),
        ("i / w", [1, 0, 0]),
        ("w / $p", [0, 1, 4]),
        ("w / -2", [0, -1, -4]),
    ],
)
def test_integers_are_divided_as_integers_however_they_are_stored(quotient, expected):
    u, w = pa.array([1, 3, 2**64 - 1], pa.uint64()), pa.array([1, 3, 9], pa.uint64())
    d = pr.DataFrame(pa.table({"u": u, "w": w, "i": [1, 2, 1]}))
    p = {"p": 2} if "$p" in quotient else {}
    assert pr.sql(f"select {quotient} as q from d order by w", d=d, **p).to_dict()["q"] == expected
    with pytest.raises(pr.OutOfRangeError):
        pr.sql("select i / u as q from d", d=d).rows()


@pytest.mark.parametrize(
    "condition",
    [
        "x in (1) and x not in (1, 3)",
        "x in (1, 2) and x in (3, 4)",
        "x not in (1) or x not in (2)",
        "x in (1, 2) or x not in (1)",
        "not (x in (1, 3) or x not in (1))",
        "not (x in (1, 2)) and x in (1, 2)",
        "x in (1, 2) and x in (2, 3)",
    ],
)
def test_two_lists_of_which_nothing_is_left_know_null(condition):
    t = pr.DataFrame({"x": [N, 1, 2]})
    assert rows(f"select x from t where ({condition}) is null", t=t) == [(N,)]
    assert rows(f"select ({condition}) is null as x from t", t=t) == [(True,), (False,), (False,)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select c from (select k as c from t where false union all select m as d from u) where c > 1", [(2,), (3,)]),
        ("select c, d from (select k as c, 1 as d from e union all select m, k from u) where d = 3", [(3, 3)]),
        ("select c + 1 from (select m as c from u union all select k from t where 1 = 2) where c = 1", [(2,)]),
        (
            "select k from t where k = any (select m from u where m = t.k and 2 > 3 union all select n from t)",
            [(1,), (2,)],
        ),
    ],
)
def test_a_union_of_which_one_part_has_rows_keeps_its_names(query, expected):
    assert sorted(rows(query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select n, x from t cross join lateral (select [t.n, u.m][1:][2] as x from u where u.m = t.n) l",
         [(1, 1), (2, 2), (3, 3)]),
        ("select n from t where 2 = (select max([t.n, 1][1]) from u)", [(2,)]),
        ("select n, (select [t.n, 7][:1][1]) as x from t", [(1, 1), (2, 2), (3, 3)]),
    ],
)  # fmt: skip
def test_lists_in_subqueries_hold_columns_of_the_rows_around(query, expected):
    assert sorted(rows(query)) == expected


def test_a_grouping_in_a_subquery_knows_its_sets():
    query = (
        "select t.n, l.g, l.c from t join lateral "
        "(select grouping(s) g, count(*) c from u where u.k = t.k group by rollup(s) having grouping(s) = 1) l on true"
    )
    assert sorted(rows(query)) == [(1, 1, 2), (2, 1, 0), (3, 1, 0)]


def test_a_list_that_gets_both_zeros_keeps_its_name():
    t = pr.DataFrame({"x": [0.0, 1.0], "n": [1, 2]})
    query = (
        "select sum(case when x in (0.0, 2.0, 3.0, 4.0) then n else 0 end) as s from t group by rollup(n) order by s"
    )
    assert rows(query, t=t) == [(0,), (1,), (1,)]
    query = "select n, bool_or(x in (0.0, 2.0, 3.0, 4.0)) over (order by n) as b from t order by n"
    assert rows(query, t=t) == [(1, True), (2, True)]


def test_texts_of_two_layouts_are_looked_up():
    dictionary = pr.DataFrame(pa.table({"s": pa.array(["a", "b", N]).dictionary_encode(), "n": [1, 2, 3]}))
    views = pr.DataFrame(pa.table({"s": pa.array(["a", N, "c"], pa.string_view())}))
    query = "select s, (select min(n) from d where d.s = v.s) as n from v order by s"
    assert rows(query, d=dictionary, v=views) == [("a", 1), ("c", N), (N, N)]
