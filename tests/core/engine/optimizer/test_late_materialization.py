"""What a join tells the other side about its keys takes no row that the join keeps: 0.0 and -0.0 are one key."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pyrust as pr

TABLES = {
    "t": pa.table({"v": [2.5, 0.0, 1.0, -0.0], "n": [4, 2, 1, 3], "s": ["a", "b", "c", "d"]}),
    "u": pa.table({"z": [-0.0], "o": [0.0], "k": [1]}),
}


@pytest.fixture(params=["memory", "file"])
def tables(request, tmp_path) -> dict[str, pr.DataFrame]:
    if request.param == "memory":
        return {name: pr.DataFrame(table) for name, table in TABLES.items()}
    for name, table in TABLES.items():
        pq.write_table(table, tmp_path / f"{name}.parquet", row_group_size=1)
    return {name: pr.read_parquet(tmp_path / f"{name}.parquet") for name in TABLES}


@pytest.mark.parametrize("key", ["z", "o"])
@pytest.mark.parametrize(
    "query",
    [
        "select n from t where v in (select {} from u) order by n",
        "select n from t where exists (select 1 from u where u.{} = t.v) order by n",
        "select t.n from u join t on t.v = u.{} order by t.n",
        "select n from (select n, row_number() over (order by n) from t where v in (select {} from u)) order by n",
        "select n from (select * from t order by n desc, s) where v in (select {} from u) order by n",
        "select n from t where v in (select {} from u) and n > 1 order by n, s limit 3",
    ],
)
def test_both_zeros_are_found_where_the_rows_are_sorted(tables, query, key):
    assert pr.sql(query.format(key), **tables).rows() == [(2,), (3,)]


def test_other_keys_are_still_told(tables):
    rows = pr.sql("select n from t where n in (select k from u) order by s", **tables)
    assert rows.rows() == [(1,)]
    assert "DynamicFilter" in rows.explain()
