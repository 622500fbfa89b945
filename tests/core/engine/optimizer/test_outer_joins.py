"""Columns that are constant on the nullable side of an outer join are NULL in some rows above it."""

from itertools import product

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pyrust as pr

N = None
TABLES = {
    "a": pa.table({"k": [1, 2, 3, 1, 5], "n": [0, 1, 2, 3, 4]}),
    "b": pa.table({"k": [1, 3, 9], "x": [3, 3, 7], "p": [True, True, False], "m": [1, 2, 3]}),
}
WHERE = ["x = 3", "x between 3 and 3", "x > 2 and x < 4", "x <= 3 and m > 0", "p", "p = true", "x + 1 = 4"]
# how `n` of `a`, and `x` and `m` of `b` come, where there is no `x` first, and last
FIRST = [(N, 1), (N, 4), (3, 0), (3, 2), (3, 3)]
LAST = [(3, 0), (3, 2), (3, 3), (N, 1), (N, 4)]
JOINS = ["a left join c on a.k = c.k", "c right join a on a.k = c.k", "c full join a on a.k = c.k",
         "a left join c on a.k = c.k and a.n < c.m + 9"]  # fmt: skip


@pytest.fixture(params=["memory", "file"])
def tables(request, tmp_path) -> dict[str, pr.DataFrame]:
    if request.param == "memory":
        return {name: pr.DataFrame(table) for name, table in TABLES.items()}
    for name, table in TABLES.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    return {name: pr.read_parquet(tmp_path / f"{name}.parquet") for name in TABLES}


@pytest.mark.parametrize("where", WHERE)
def test_a_sort_by_such_a_column_is_kept(tables, where):
    for join, key in product(JOINS, ("c.x", "c.p", "c.x + 1")):
        of = f"with c as (select * from b where {where}) select c.x, a.n from {join} order by {key} nulls"
        assert pr.sql(f"{of} first, a.n", **tables).rows() == FIRST, (join, key)
        assert pr.sql(f"{of} last, a.n", **tables).rows() == LAST, (join, key)


@pytest.mark.parametrize("where", WHERE)
def test_a_window_by_such_a_column_is_over_its_rows(tables, where):
    for join in JOINS:
        of = f"with c as (select * from b where {where}) select a.n, {{}} from {join}"
        numbered = pr.sql(of.format("row_number() over (order by c.x nulls first, a.n)"), **tables).rows()
        assert sorted(numbered) == [(0, 3), (1, 1), (2, 4), (3, 5), (4, 2)], join
        summed = pr.sql(of.format("sum(a.n) over (partition by c.x order by a.n)"), **tables).rows()
        assert sorted(summed) == [(0, 0), (1, 1), (2, 2), (3, 5), (4, 5)], join
        counted = pr.sql(
            f"with c as (select * from b where {where}) select c.x, count(*) from {join} group by c.x", **tables
        )
        assert sorted(counted.rows(), key=str) == [(3, 3), (N, 2)], join


def test_an_expression_that_was_equal_to_a_column_is_not_above(tables):
    rows = pr.sql(
        "select a.n from a left join (select * from b where coalesce(x, 9) = m + 1 and x is not null) c on a.k = c.k "
        "order by coalesce(c.x, 2), a.n",
        **tables,
    ).rows()
    assert [n for (n,) in rows] == [0, 1, 3, 4, 2]
