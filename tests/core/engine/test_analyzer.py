"""Plans that would give other rows than they say: each query has the rows that it names."""

from datetime import time

import pyarrow as pa
import pytest

import pyrust as pr

TIME = pa.array([36_000, 1, None], pa.time32("s"))
TABLES = {
    "t": pa.table({"k": [1, 1, 3], "j": [1, 2, 3]}),
    "u": pa.table({"k": [1, 3], "l": [5, 6]}),
    "n": pa.table({"k": [1, None, 2], "x": [1, None, 3]}),
    "empty": pa.table({"k": pa.array([], pa.int64())}),
    "f": pa.table({"n": [8, 9], "v": [-0.0, 0.0], "small": pa.array([1, None], pa.uint8())}),
    "odd": pa.table({"s": [1, 2, 3], "time": TIME, "bin": pa.array([b"b", b"a", b"a"], pa.binary())}),
}


def rows(query: str) -> list[tuple]:
    return pr.sql(query, **{name: pr.DataFrame(table) for name, table in TABLES.items()}).rows()


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select 1 as n union all select 0.5 order by 1", [(0.5,), (1.0,)]),
        ("select n from (select 1 as n union all select 0.5) where n < 1", [(0.5,)]),
        ("select small from f union all select -1 order by 1", [(-1,), (1,), (None,)]),
        ("select case n when 8 then small else -1 end as x from f order by n", [(1,), (-1,)]),
        ("select sum(case when n = 8 then small else -1000 end) as x from f", [(-999,)]),
        ("with c as (select 1 as n union select 2.25) select max(n) from c", [(2.25,)]),
    ],
)
def test_unions_and_choices_have_a_type_that_fits_all_of_their_values(query, right):
    assert rows(query) == right


def test_a_choice_of_a_verb_has_it_too():
    choice = pr.functions.when(pr.col("n") == 8).then(pr.col("small")).otherwise(-1)
    made = pr.DataFrame(TABLES["f"]).select(x=choice)
    assert made.to_dict() == {"x": [1, -1]}
    assert str(made.to_pyarrow().schema.field("x").type) == "int64"


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select k from t where k in (1) and k not in (null)", []),
        ("select k from t where k in (1, null) and k in (1, 3)", [(1,), (1,)]),
        ("select k from t where k not in (3, null)", []),
        (
            "select distinct k, k in (1, null) as x, k not in (1, null) as y from t order by k",
            [(1, True, False), (3, None, None)],
        ),
        ("select n from f where v in (2.5, -0.0) order by n", [(8,), (9,)]),
        ("select n from f where v not in (2.5, 0.0)", []),
        ("select v in (0.0, null) as x from f", [(True,), (True,)]),
    ],
)
def test_null_and_zero_in_lists(query, right):
    assert rows(query) == right


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select k, count(*) n from t where k = 1 group by rollup(k) order by k nulls last, n", [(1, 2), (None, 2)]),
        (
            "select t.k x, u.k y, count(*) n from t join u on t.k = u.k group by grouping sets ((t.k), (u.k), ()) "
            "order by t.k nulls last, u.k nulls last",
            [(1, None, 2), (3, None, 1), (None, 1, 2), (None, 3, 1), (None, None, 3)],
        ),
        (
            "select k, j, count(*) n from t where k = j group by rollup(k, j) "
            "order by k desc nulls last, j nulls first",
            [(3, None, 1), (3, 3, 1), (1, None, 1), (1, 1, 1), (None, None, 2)],
        ),
        ("select k, grouping(k) as g from t where k = 1 group by cube(k) order by g desc", [(None, 1), (1, 0)]),
    ],
)
def test_rows_of_grouping_sets_are_sorted(query, right):
    assert rows(query) == right


@pytest.mark.parametrize(
    ("query", "right"),
    [
        (
            "select count(*) over (partition by k rows between 1 preceding and current row) as c from t order by c",
            [(1,), (1,), (2,)],
        ),
        (
            "select max(j) over (partition by k order by j rows between 1 preceding and current row) as c "
            "from t order by c desc",
            [(3,), (2,), (1,)],
        ),
        ("select count(*) over (partition by v) as c from f", [(2,), (2,)]),
        ("select rank() over (order by v) as c from f", [(1,), (1,)]),
        ("select sum(n) over (order by v) as c from f", [(17,), (17,)]),
        ("select s, max(s) over (order by time) as c from odd order by s", [(1, 2), (2, 2), (3, 3)]),
        ("select s, sum(s) over (order by bin) as c from odd order by s", [(1, 6), (2, 5), (3, 5)]),
    ],
)
def test_windows(query, right):
    assert rows(query) == right


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select a.k from n a join n b on a.k is not distinct from b.k where a.x = b.x order by 1", [(1,), (2,)]),
        ("select a.k from n a join n b on a.k is not distinct from b.k join n c on c.x = b.x order by 1", [(1,), (2,)]),
        (
            "select a.k, c.x from n a join n b on a.k is not distinct from b.k "
            "join n c on c.x is not distinct from b.x order by 1",
            [(1, 1), (2, 3), (None, None)],
        ),
    ],
)
def test_null_is_null_only_where_a_join_says_so(query, right):
    assert rows(query) == right


@pytest.mark.parametrize(
    "condition", ["not (s = s)", "s = s", "(s <> s)", "nullif(1, 1) = 1", "s is null and nullif(1, 1) = 1"]
)
def test_a_condition_without_a_row_leaves_no_row_of_totals(condition):
    assert rows(f"select * from (select sum(k) as s from empty) d where {condition}") == []


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select (select 1 from empty) is null as x", [(True,)]),
        ("select (select 1 from empty) as x", [(None,)]),
        ("select k from u where (select 1 from empty) is null order by k", [(1,), (3,)]),
        ("select coalesce((select count(*) from t having count(*) > 5), -1) as x", [(-1,)]),
        ("select (select date '2024-01-02' from t where false) is not null as x", [(False,)]),
    ],
)
def test_a_value_that_has_no_row_is_null(query, right):
    assert rows(query) == right


MEETING = pa.table(
    {
        "n": [1, 2, 3],
        "s": pa.array([36_000, 1, None], pa.time32("s")),
        "u": pa.array([36_000_000_000, 2, None], pa.time64("us")),
        "bin": pa.array([b"ab", b"b", None], pa.binary()),
        "large": pa.array([b"ab", b"c", None], pa.large_binary()),
        "view": pa.array([b"ab", b"c", None], pa.binary_view()),
        "fixed": pa.array([b"ab", b"cd", None], pa.binary(2)),
    }
)


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("s = time '10:00:00'", [True, False, None]),
        ("time '10:00:00' < u", [False, False, None]),
        ("s = u", [True, False, None]),
        ("s is distinct from u", [False, True, False]),
        ("u is not distinct from time '10:00:00'", [True, False, False]),
        ("s between time '00:00:00' and u", [True, False, None]),
        ("s in (time '10:00:00', time '11:00:00')", [True, False, None]),
        ("u in (select s from m)", [True, None, None]),
        ("(select max(s) from m) = u", [True, False, None]),
        ("s >= all (select u from m where n < 3)", [True, False, None]),
        ("cast(coalesce(s, time '11:00:00') as varchar)", ["10:00:00", "00:00:01", "11:00:00"]),
        ("cast(nullif(s, time '10:00:00') as varchar)", [None, "00:00:01", None]),
        ("cast(greatest(s, u) as varchar)", ["10:00:00", "00:00:01", None]),
        ("cast(case n when 1 then s else time '11:00:00' end as varchar)", ["10:00:00", "11:00:00", "11:00:00"]),
        ("case s when time '10:00:00' then 1 else 0 end", [1, 0, 0]),
        ("coalesce(bin, large)", [b"ab", b"b", None]),
        ("coalesce(fixed, large)", [b"ab", b"cd", None]),
        ("coalesce(view, fixed)", [b"ab", b"c", None]),
        ("case n when 2 then large else fixed end", [b"ab", b"c", None]),
        ("fixed = large", [True, False, None]),
        ("bin in (select fixed from m where n < 3)", [True, False, None]),
    ],
)
def test_times_of_two_units_and_bytes_of_two_layouts_meet(value, right):
    assert [row[0] for row in pr.sql(f"select {value} as x from m order by n", m=pr.DataFrame(MEETING)).rows()] == right


@pytest.mark.parametrize(
    ("one", "other", "rows"), [("s", "u", 4), ("s", "time '10:00:00'", 3), ("bin", "fixed", 4), ("view", "large", 3)]
)
def test_they_meet_in_unions_and_joins(one, other, rows):
    frame = pr.DataFrame(MEETING)
    union = pr.sql(f"select {one} as x from m union select {other} from m", m=frame)
    assert len(union.rows()) == rows
    joined = pr.sql(f"select a.n from m a join m b on a.{one} = b.{one if 'time' in other else other}", m=frame)
    assert 1 in [row[0] for row in joined.rows()]


def test_they_meet_in_verbs():
    frame = pr.DataFrame(MEETING)
    assert frame.filter(pr.col("s") == pr.col("u")).to_dict()["n"] == [1]
    assert frame.filter(pr.col("s") == time(10)).to_dict()["n"] == [1]
    assert frame.filter(pr.col("s").is_in([time(10), time(11)])).to_dict()["n"] == [1]
    assert frame.filter(pr.col("u").between(time(9), pr.col("s"))).to_dict()["n"] == [1]
    filled = frame.select(x=pr.functions.coalesce(pr.col("s"), pr.lit(time(11))))
    assert filled.to_dict()["x"] == [time(10), time(0, 0, 1), time(11)]
    chosen = frame.select(x=pr.functions.when(pr.col("n") == 1).then(pr.col("s")).otherwise(pr.col("u")))
    assert chosen.to_dict()["x"] == [time(10), time(0, 0, 0, 2), None]


@pytest.mark.parametrize("order", ["order by s", "order by s desc nulls last"])
def test_different_texts_of_a_dictionary_are_put_together_in_order(order):
    frame = pr.DataFrame(pa.table({"s": pa.array(["b", "a", "b"]).dictionary_encode()}))
    expected = "a,b" if order == "order by s" else "b,a"
    assert pr.sql(f"select string_agg(distinct s, ',' {order}) as x from t", t=frame).rows() == [(expected,)]


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("select count(*) filter (where c > 100) from (select count(*) c from t) a", [(0,)]),
        ("select min(c) filter (where c > 2) from (select max(k) c from t) a", [(3,)]),
        (
            "select sum(c) filter (where c > 9), max(c) from (select count(*) c, max(k) from t where k > 5) a",
            [(None, 0)],
        ),
        (
            "select min(1) filter (where c is null) from (select max(k) c from t where false) a "
            "having regexp_like(min('ab'), '^a')",
            [(1,)],
        ),
        ("select count(*), min(k), max(j) from t", [(3, 1, 3)]),
    ],
)
def test_an_aggregate_is_not_answered_with_the_one_below_it(query, right):
    assert rows(query) == right


@pytest.mark.parametrize("key", ["a.k + 1", "b.k + 1", "abs(b.k)"])
@pytest.mark.parametrize("order", ["a.k", "b.k desc", "a.k nulls first"])
@pytest.mark.parametrize("other", ["t", "(select distinct k from u)"])
def test_partitions_may_be_computed_from_a_key_of_the_join_below(key, order, other):
    rank = f"rank() over (partition by {key}, a.j order by {order})"
    query = f"select a.k, a.j, {rank} as r from t a join {other} b on a.k = b.k"
    expected = [(1, 1, 1), (1, 2, 1), (3, 3, 1)] if other != "t" else [(1, 1, 1)] * 2 + [(1, 2, 1)] * 2 + [(3, 3, 1)]
    assert sorted(rows(query)) == expected


def test_windows_keep_their_names_where_their_partitions_are_columns():
    frame = pr.sql(
        "select k, count(*) over (partition by k % 2, j), sum(j) over (partition by k % 2) from t",
        t=pr.DataFrame(TABLES["t"]),
    )
    assert sorted(frame.rows()) == [(1, 1, 6), (1, 1, 6), (3, 1, 6)]
    assert [name.split("]")[0] for name in frame.columns[1:]] == [
        "count(*) PARTITION BY [k % Int64(2), j",
        "sum(j) PARTITION BY [k % Int64(2)",
    ]
    assert pr.sql(
        "select * from (select k, rank() over (partition by k % 2 order by j) r from t) where r = 1",
        t=pr.DataFrame(TABLES["t"]),
    ).rows() == [(1, 1)]


@pytest.mark.parametrize(
    "key",
    [
        "sqrt(x)",
        "ln(x + 1)",
        "abs(n % 7)",
        "-(n % 7)",
        "-length(s)",
        "abs(n | 3)",
        "length(s) > 3 and n > 3",
        "acos(x)",
    ],
)
def test_any_expression_may_be_sorted_by(key):
    """Of tables that several threads read: a small one has one partition, of which nothing is asked."""
    t = pr.range(100_000).select(n="value", x=pr.col("value") / 100_000.0, s=pr.col("value").cast("string")).collect()
    values = pr.sql(f"select {key} as k, n from t order by n", t=t).rows()
    expected = sorted(values)
    assert pr.sql(f"select {key} as k, n from t order by {key}, n", t=t).rows() == expected
    last = sorted(values, key=lambda row: (-row[0], row[1]))[:3]
    assert pr.sql(f"select n from t order by {key} desc, n limit 3", t=t).rows() == [(n,) for _, n in last]
    ranks = pr.sql(f"select n, row_number() over (order by {key}, n) as r from t order by r", t=t)
    assert ranks.columns == ["n", "r"]
    assert [n for n, _ in ranks.rows()] == [n for _, n in expected]
    lists = pr.sql(f"select n % 2, array_agg(n order by {key}, n) as a from t group by 1 order by 1", t=t).rows()
    assert [made for _, made in lists] == [[n for _, n in expected if n % 2 == odd] for odd in (0, 1)]


def test_a_key_that_is_computed_leaves_no_column():
    t = pr.range(100_000).collect()
    key = pr.col("value").cast("float64").sqrt()
    assert t.sort(key).columns == ["value"]
    assert t.sort(key, descending=True).head(2).to_dict() == {"value": [99_999, 99_998]}
    ranked = t.with_columns(r=pr.functions.row_number().over(order_by=-(pr.col("value") % 7)))
    assert ranked.columns == ["value", "r"]
    assert (
        pr.sql("select array_agg(value order by sqrt(value)) from t", t=t).columns
        == pr.sql("select array_agg(value order by sqrt(value)) from t limit 1", t=t.head(3)).columns
    )


@pytest.mark.parametrize(
    "condition", ["1 = a.n", "a.n = 1", "1 = b.m", "2 > a.n", "0 < b.m and 1 = a.n", "cast('1' as bigint) = a.n"]
)
@pytest.mark.parametrize("join", ["left", "right", "full", "inner"])
def test_a_condition_of_a_join_may_begin_with_its_constant(join, condition):
    """It is inferred for the other side twice, and is no contradiction to itself."""
    a, b = pr.DataFrame({"n": [1, 2]}), pr.DataFrame({"m": [1, 3]})
    rows = pr.sql(f"select n, m from a {join} join b on a.n = b.m and {condition} order by 1, 2", a=a, b=b).rows()
    alone = {"left": [(2, None)], "right": [(None, 3)], "full": [(2, None), (None, 3)], "inner": []}
    assert rows == [(1, 1), *alone[join]]


@pytest.mark.parametrize("value", ["upper('a')", "right('a', 1)", "concat('a', 'b')", "u", "'a'", "1 + 1"])
def test_a_constant_subquery_without_a_row_is_null(value):
    empty = pr.DataFrame({"x": [1]}).filter(pr.col("x") > 1).collect()
    query = f"(select {value} from (select upper('b') as u from empty))"
    sql = f"select {query} is null as a, {query} is not null as b, coalesce({query}::text, 'none') as c, {query} as d"
    assert pr.sql(sql, empty=empty).rows() == [(True, False, "none", None)]


@pytest.mark.parametrize(
    ("condition", "right"),
    [
        ("k in (1, j) and k not in (2, 5)", [1]),
        ("k not in (2, -1) and k in (2, 1, 2, k)", [1, 3]),
        ("k in (1, 2, j + 1) and k in (2, 3)", [2]),
        ("k in (j, j + 2) and k in (3, 4)", [3]),
        ("k not in (1, j) or k not in (1, 3)", [2, 3]),
        ("2 in (k, j)", [1, 2, 4]),
        ("k not in (j, null)", []),
    ],
)
def test_a_list_may_hold_what_is_computed(condition, right):
    """Which of its items are equal is not known before it is computed."""
    t = pr.DataFrame({"k": [1, 2, 3, None], "j": [2, 2, 1, 2], "n": [1, 2, 3, 4]})
    assert pr.sql(f"select n from t where {condition} order by n", t=t).to_dict()["n"] == right
