"""The first groups by floats, and by their smallest and largest, with NaN among them."""

import math

import pytest

import pyrust as pr

NAN = math.nan
T = pr.DataFrame({"k": [1, 2, 3, 4], "v": [1.0, NAN, NAN, 2.0]})


def rows(query: str) -> list[tuple]:
    return pr.sql(query, t=T).rows()


@pytest.mark.parametrize("direction", ["", "desc"])
@pytest.mark.parametrize("limit", [1, 2, 3, 4])
@pytest.mark.parametrize("query", ["select distinct v from t", "select v from t group by v", "select v from narrow"])
def test_the_first_values_are_those_of_all(query, direction, limit):
    narrow = "with narrow as (select distinct cast(v as real) as v from t) "
    found = [v for (v,) in rows(f"{narrow}{query} order by v {direction} limit {limit}")]
    expected = [1.0, 2.0, NAN] if not direction else [NAN, 2.0, 1.0]
    assert str(found) == str(expected[:limit])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select k, min(v) from t group by k order by min(v) limit 1", [(1, 1.0)]),
        ("select k, min(v) from t group by k order by min(v) limit 2", [(1, 1.0), (4, 2.0)]),
        ("select max(v) from t group by k order by max(v) desc limit 3", [(NAN,), (NAN,), (2.0,)]),
        ("select v, min(k) from t group by v order by min(k) limit 3", [(1.0, 1), (NAN, 2), (2.0, 4)]),
        ("select v, max(k) from t group by v order by max(k) desc limit 2", [(2.0, 4), (NAN, 3)]),
    ],
)
def test_the_first_groups_are_those_of_all(query, expected):
    assert str(rows(query)) == str(expected)


def test_the_first_groups_by_integers_are_still_all_that_is_kept():
    plan = pr.sql("select k, max(k) from t group by k order by max(k) desc limit 1", t=T).explain()
    assert "lim=[1]" in plan
