"""Values of `$name`: each has its type while the query is planned, and is a value wherever one may stand."""

import datetime as dt
from decimal import Decimal

import pytest

import pyrust as pr

N = None
T = pr.DataFrame({"k": [1, 2, N], "s": ["a", "b", N]})
DAY = dt.date(2024, 2, 29)
MOMENT = dt.datetime(2024, 2, 29, 12, 30)


@pytest.mark.parametrize(
    ("query", "values", "expected"),
    [
        ("select sum($p), avg($p), max($p), count($p), count(*) from t", {"p": 2}, [(6, 2.0, 2, 3, 3)]),
        ("select sum($p) from t", {"p": 0.5}, [(1.5,)]),
        ("select sum($p) from t", {"p": Decimal("0.10")}, [(Decimal("0.30"),)]),
        ("select sum($p + k), sum(k * $p) from t", {"p": 2}, [(7, 6)]),
        ("select sum($p + $q) from t", {"p": 2, "q": 3}, [(15,)]),
        ("select sum($p) filter (where k > $q) from t", {"p": 2, "q": 1}, [(2,)]),
        ("select sum($p) over (order by k), ntile($n) over (order by k) from t", {"p": 2, "n": 3},
         [(2, 1), (4, 2), (6, 3)]),
        ("select lag(k, $n) over (order by k), lead(k, 1, $p) over (order by k) from t", {"n": 1, "p": 9},
         [(N, 2), (1, N), (2, 9)]),
        ("select sum($p) over (order by k), sum($q) over (order by k) from t", {"p": 2, "q": 2},
         [(2, 2), (4, 4), (6, 6)]),
        ("select bool_and($p), bool_or($p) from t", {"p": True}, [(True, True)]),
        ("select string_agg($p, ',') from t", {"p": "x"}, [("x,x,x",)]),
        ("select string_agg(s, $p order by k) from t", {"p": "; "}, [("a; b",)]),
        ("select upper($p), $p || s, coalesce(s, $p) from t order by k", {"p": "z"},
         [("Z", "za", "a"), ("Z", "zb", "b"), ("Z", N, "z")]),
        ("select abs($p), round($p), -$p, $p / 2 from t limit 1", {"p": -2.5}, [(2.5, -3.0, 2.5, -1.25)]),
        ("select $p / 2, $p % 2", {"p": 7}, [(3, 1)]),
        ("select extract(year from $p), date_trunc('month', $p), $p + interval '1 day'", {"p": DAY},
         [(2024, dt.datetime(2024, 2, 1), dt.date(2024, 3, 1))]),
        ("select date_part('hour', $p), extract(minute from $p)", {"p": MOMENT}, [(12, 30)]),
        ("select case when k > $p then $q else 'less' end from t order by k", {"p": 1, "q": "more"},
         [("less",), ("more",), ("less",)]),
        ("select k from t where k in ($p, $q) order by k limit $n offset $o", {"p": 1, "q": 2, "n": 1, "o": 1}, [(2,)]),
        ("select k + $p, count(*) from t group by k + $p order by 1", {"p": 1}, [(2, 1), (3, 1), (N, 1)]),
        ("select $p, count(*) from t group by $p", {"p": "x"}, [("x", 3)]),
        ("select k, $p from t union all select $q, s from t order by 1, 2", {"p": "p", "q": 7},
         [(1, "p"), (2, "p"), (7, "a"), (7, "b"), (7, N), (N, "p")]),
        ("with recursive r(n) as (select $p union all select n + $q from r where n < $m) select * from r",
         {"p": 1, "q": 2, "m": 5}, [(1,), (3,), (5,)]),
        ("values ($p, $q), ($q, $p)", {"p": 1, "q": 2}, [(1, 2), (2, 1)]),
        ("select k from t where exists (select 1 from t u where u.k = t.k + $p)", {"p": 1}, [(1,)]),
        ("select (select max(u.k) + $p from t u where u.k < t.k) from t order by k", {"p": 10}, [(N,), (11,), (N,)]),
        ("select distinct on (k > $p) k from t where k is not null order by k > $p, k", {"p": 5}, [(1,)]),
        ("select array_length($p), $p[1]", {"p": [3, 4]}, [(2, 3)]),
        ("select sum($p) from t where s in ($w)", {"p": 1, "w": ["a", "b"]}, [(2,)]),
        ("select $p is null, $p = $q", {"p": 1, "q": 1.0}, [(False, True)]),
        ("select $d + $p, $d - $p, $p + $d", {"d": dt.date(2024, 2, 28), "p": dt.timedelta(days=2)},
         [(dt.date(2024, 3, 1), dt.date(2024, 2, 26), dt.date(2024, 3, 1))]),
    ],
)  # fmt: skip
def test_a_value_has_its_type_wherever_it_stands(query, values, expected):
    assert pr.sql(query, t=T, **values).rows() == expected


def test_a_column_of_a_value_has_its_name_and_no_more():
    frame = pr.sql("select $p, sum($p), k + $p from t group by k", t=T, p=2)
    assert frame.columns == ["$p", "sum($p)", "k + $p"]
    assert "$p()" not in frame.explain()


def test_a_value_is_never_read_as_sql():
    text = "x' or 1 = 1 --"
    assert pr.sql("select upper($p) as x, length($p) as n", p=text).rows() == [(text.upper(), len(text))]


@pytest.mark.parametrize(
    ("query", "says"),
    [("select sum($p) from t", r"sum cannot be computed from \$p \(string\)"), ("select $p + true", r"\$p \(string\)")],
)
def test_what_a_value_cannot_be_asked_is_said_with_its_name_and_type(query, says):
    with pytest.raises(pr.PyRustError, match=says):
        pr.sql(query, t=T, p="text").rows()
