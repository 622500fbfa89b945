"""Columns of one name on both sides of a join stay two, also where the engine pushes filters about."""

import pyarrow as pa
import pytest

import pyrust as pr

# The keys are of two types, so that the engine has a projection above the join.
TABLES = {
    "c": pa.table({"z": pa.array([1, 2, 3], "int16"), "k": [1, 2, 9]}),
    "a": pa.table({"z": pa.array([1, 2, 3], "int32"), "k": [10, -5, 0]}),
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("c right join a on c.z = a.z where coalesce(c.k, a.k) < 5 and a.z >= 1", [(1, 10), (2, -5)]),
        ("a left join c on c.z = a.z where coalesce(c.k, a.k) < 5 and a.z >= 1", [(1, 10), (2, -5)]),
        ("c left join a on c.z = a.z where coalesce(a.k, c.k) < 5 and c.z >= 1", [(2, -5), (9, 0)]),
        ("c full join a on c.z = a.z where coalesce(c.k, a.k) is not distinct from a.k + 7 and a.z > 1", [(2, -5)]),
    ],
)
def test_a_filter_stays_with_its_column(query, expected, tmp_path):
    for name, table in TABLES.items():
        pr.DataFrame(table).write_parquet(tmp_path / f"{name}.parquet")
    read = {name: pr.read_parquet(tmp_path / f"{name}.parquet") for name in TABLES}
    for tables in (TABLES, read):
        made = pr.sql(f"select c.k as ck, a.k as ak from {query}", **tables).to_list()
        assert sorted(tuple(row.values()) for row in made) == expected
