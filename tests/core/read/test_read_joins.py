"""Joins over files whose columns have one name: a condition that goes down to a scan is about the right one."""

import pyarrow as pa
import pyarrow.parquet as pq

import pyrust as pr


def test_a_condition_is_pushed_to_the_column_that_it_is_about(tmp_path):
    large = pa.table(
        {"i": range(400), "f": [None if i % 3 else i for i in range(400)], "s": [f"s{i % 5}" for i in range(400)]}
    )
    pq.write_table(large, tmp_path / "t.parquet")
    for number in range(3):
        small = pa.table({"f": [number, 2, 3], "s": [f"s{number}", "s1", "x"], "d": [number] * 3})
        pq.write_table(small, tmp_path / f"u{number}.parquet")
    files = {"t": pr.read_parquet(tmp_path / "t.parquet"), "u": pr.read_parquet(str(tmp_path / "u*.parquet"))}
    memory = {name: frame.collect() for name, frame in files.items()}
    for query in (
        "select t.i, t.s, u.f, u.d from t right join u on t.s = u.s where t.f is null",
        "select t.i, t.s, u.f, u.d from t right join u on t.s = u.s where t.f > 100 or t.f is null",
        "select t.f, u.f, v.f from t right join u on t.s = u.s left join u v on t.s = v.s and v.d = u.d"
        " where v.f is null",
        "select t.f, u.f from t right join u on t.s = u.s order by t.f nulls first, u.f, t.i limit 5",
        "select t.f, t.s from t where exists (select 1 from u where u.f = t.i and u.s <> t.s) order by t.f limit 3",
        "select f, s from (select f, s from t union all select d as f, s from u) where f = 3 order by f, s limit 3",
    ):
        expected, found = (sorted(map(repr, pr.sql(query, **tables).rows())) for tables in (memory, files))
        assert found == expected, query
    keyed = lambda t: t.group_by(i=pr.col("i") // 7).agg(n=pr.col("i").count()).sort("i", descending=True).limit(3)  # noqa: E731
    assert keyed(files["t"]).rows() == keyed(memory["t"]).rows()


def test_a_join_finds_the_zero_of_the_other_sign_in_files(tmp_path):
    """The join's filter, applied to rows of the scan, would look for the bits of 0.0 alone."""
    rows = pa.table({"s": ["c", "abc"], "v": [-0.0, 1.0]})
    for number, part in enumerate([rows.slice(0, 1), rows.slice(0, 0), rows.slice(1, 1)]):
        pq.write_table(part, tmp_path / f"{number}.parquet")
    files = pr.read_parquet(str(tmp_path / "*.parquet"))
    query = (
        "select v, count(*) from t group by v"
        " having exists (select u.s from t as u where u.v = t.v group by rollup(u.s)) order by v"
    )
    assert pr.sql(query, t=files).rows() == pr.sql(query, t=rows).rows() == [(0.0, 1), (1.0, 1)]
