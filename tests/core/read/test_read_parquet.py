"""Parquet files beside the same rows in memory: what a footer says is no value, and no reason for another answer."""

import base64
import datetime as dt
import math
import struct
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pyrust as pr

NAN = math.nan


def same(answer, expected):
    """Whether two lists of rows are equal, NaN to NaN."""
    return repr(answer) == repr(expected)


def kept(folder, name):
    """A file of tests/core/read/files, as the file it is."""
    path = folder / name
    path.write_bytes(base64.b64decode((Path(__file__).parent / "files" / f"{name}.base64").read_text(encoding="ascii")))
    return path


def ask(query, **tables):
    return pr.sql(query, **tables).rows()


# NaN, which is the largest number and which no statistics hold


FLOATS = [1.0, NAN, -0.0, 2.5, None, -math.inf, 0.0, math.inf, 1.0, NAN]
QUESTIONS = [
    "select f from t order by k",
    "select max(f), min(f), count(f), count(*) from t",
    "select k from t where f > 2 order by k",
    "select k from t where f >= 1e300 order by k",
    "select k from t where f = 'NaN'::double order by k",
    "select k from t where f <> 1 order by k",
    "select k from t where not (f <= 2) order by k",
    "select k from t where f = 0 order by k",
    "select k from t where f < 0 order by k",
    "select k from t where f <= '-0'::double order by k",
    "select k from t where f in (0, 'NaN'::double) order by k",
    "select k from t where f not in (1, 2.5) order by k",
    "select k from t where f between 2 and 'NaN'::double order by k",
    "select k from t where f is not null and f is distinct from 1 order by k",
    "select k from t where isnan(f) order by k",
    "select k, f from t order by f desc, k limit 3",
    "select k, f from t order by f, k limit 3",
    "select f, count(*) from t group by f order by f",
    "select a.k, b.k from t a join t b on a.f = b.f order by 1, 2",
    "select k from t where f in (select f from t where k in (1, 7)) order by k",
    "select k from t where f > (select avg(k) from t) order by k",
    "select k from t where f is null order by k",
]


def float_files(folder, kind, name="t"):
    table = pa.table({"k": range(len(FLOATS)), "f": pa.array(FLOATS, pa.float64()).cast(kind)})
    one, groups, own = (folder / f"{name}-{part}.parquet" for part in ("one", "groups", "own"))
    pq.write_table(table, one, write_page_index=True)
    pq.write_table(table, groups, row_group_size=2, write_page_index=True, data_page_size=1)
    pr.DataFrame(table).write_parquet(own, row_group_size=3)
    many = folder / f"{name}-many"
    many.mkdir()
    for at in range(0, len(FLOATS), 2):
        pq.write_table(table.slice(at, 2), many / f"{at}.parquet")
    return table, [one, groups, own, many]


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32(), pa.float16()], ids=str)
def test_nan_in_a_file_is_found_as_in_memory(tmp_path, kind):
    table, files = float_files(tmp_path, kind)
    memory = pr.DataFrame(table)
    for query in QUESTIONS:
        expected = ask(query, t=memory)
        for file in files:
            assert same(ask(query, t=pr.read_parquet(file)), expected), (query, file.name)


def test_nan_in_a_file_is_found_by_verbs(tmp_path):
    table, files = float_files(tmp_path, pa.float64())
    f = pr.col("f")
    verbs = [
        lambda t: t.filter(f > 2),
        lambda t: t.filter(f == NAN),
        lambda t: t.filter(~(f <= 2)),
        lambda t: t.filter(f.is_in([NAN, 1.0])),
        lambda t: t.filter(f.is_between(3, NAN)),
        lambda t: t.sort(f, "k", descending=[True, False]).limit(3),
        lambda t: t.select(low=f.min(), high=f.max(), n=f.count()),
        lambda t: t.join(t.filter(f > 2).select("f", m=pr.col("k")), on="f").sort("k", "m"),
        lambda t: t.describe(),
    ]
    for number, verb in enumerate(verbs):
        expected = verb(pr.DataFrame(table)).rows()
        for file in files:
            assert same(verb(pr.read_parquet(file)).rows(), expected), (number, file.name)


def test_nan_in_nested_fields_is_found(tmp_path):
    rows = [{"s": {"f": f}, "l": [f]} for f in FLOATS]
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=2)
    for query in (
        "select s['f'] from t where s['f'] > 2",
        "select max(s['f']), min(s['f']) from t",
        "select l from t where l[1] > 2",
        "select l from t where l = ['NaN'::double]",
        "select s['f'] from t order by s['f'] desc limit 2",
    ):
        expected = ask(query, t=pr.DataFrame(table))
        assert same(ask(query, t=pr.read_parquet(tmp_path / "t.parquet")), expected), query


def test_a_bloom_filter_does_not_hide_a_float(tmp_path):
    path = tmp_path / "t.parquet"
    duckdb.sql(
        "copy (select case i % 3 when 0 then 0.0 when 1 then 'nan'::double else -0.0::double end as f"
        f" from range(3000) r(i)) to '{path}' (row_group_size 1000)"
    )
    metadata = pq.ParquetFile(path).metadata.row_group(0).column(0)
    assert metadata.bloom_filter_offset is not None
    table = pq.read_table(path)
    for query in ("select count(*) from t where f = 0", "select count(*) from t where f = '-0'::double"):
        assert ask(query, t=pr.read_parquet(path)) == ask(query, t=pr.DataFrame(table))
        assert ask(query, t=pr.read_parquet(path)) == [(2000,)]


def test_a_filter_leaves_out_row_groups_by_other_columns_still(tmp_path):
    table = pa.table({"k": range(1000), "s": [f"{i:04}" for i in range(1000)]})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=100)
    frame = pr.read_parquet(tmp_path / "t.parquet")
    for condition in (pr.col("k") == 150, pr.col("s") == "0150"):
        plan = frame.filter(condition).explain("text", analyze=True)
        assert "row_groups_pruned_statistics=10 total → 1 matched" in plan, plan


# what a footer says is no value


def patched(path, before, after, count):
    data = path.read_bytes()
    assert data.count(before) == count, data.count(before)
    path.write_bytes(data.replace(before, after))


def test_a_column_is_not_the_constant_of_its_footer(tmp_path):
    path = tmp_path / "t.parquet"
    table = pa.table({"a": pa.array([5, 7, 5], pa.int64())})
    pq.write_table(table, path, use_dictionary=False, compression="none", store_schema=False)
    data = path.read_bytes()
    # the footer's smallest and largest values, after the one page
    pages = data.index(struct.pack("<3q", 5, 7, 5)) + 24
    path.write_bytes(data[:pages] + data[pages:].replace(struct.pack("<q", 7), struct.pack("<q", 5)))
    statistics = pq.ParquetFile(path).metadata.row_group(0).column(0).statistics
    assert (statistics.min, statistics.max, statistics.null_count) == (5, 5, 0)
    frame = pr.read_parquet(path)
    assert frame.to_dict() == {"a": [5, 7, 5]}
    assert ask("select min(a), max(a), sum(a) from t", t=frame) == [(5, 7, 17)]
    assert ask("select a + 1 from t where a > 0", t=frame) == [(6,), (8,), (6,)]


def test_a_column_is_not_null_because_its_footer_counts_so_many_nulls(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": pa.array([11, 22, 33], pa.int64())}), path, store_schema=False)
    # null_count 0 becomes 3, before the largest value, in the footer and in the page
    patched(path, b"\x16\x00\x28\x08" + struct.pack("<q", 33), b"\x16\x06\x28\x08" + struct.pack("<q", 33), 2)
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).statistics.null_count == 3
    frame = pr.read_parquet(path)
    assert frame.to_dict() == {"a": [11, 22, 33]}
    assert ask("select count(a), count(*) from t", t=frame) == [(3, 3)]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a" * 100 + "b", "a" * 100 + "c"], pa.string()),
        ([b"\xff" * 80, b"\x00" * 80], pa.binary()),
        ([2**64 - 1, 0, 2**63], pa.uint64()),
        ([2**32 - 1, 1], pa.uint32()),
        ([dt.datetime(2262, 5, 1), dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)], pa.timestamp("us")),
        ([dt.date(9999, 12, 31), dt.date(1, 1, 1)], pa.date32()),
        ([True, False], pa.bool_()),
        ([None, None], pa.int32()),
        ([], pa.int32()),
    ],
    ids=str,
)
def test_smallest_and_largest_are_those_of_the_values(tmp_path, values, kind):
    table = pa.table({"a": pa.array(values, kind), "k": range(len(values))})
    pq.write_table(table, tmp_path / "t.parquet")
    pr.DataFrame(table).write_parquet(tmp_path / "own.parquet")
    query = "select min(a), max(a), count(a), count(distinct a), count(*) from t"
    for file in ("t.parquet", "own.parquet"):
        frame = pr.read_parquet(tmp_path / file)
        assert ask(query, t=frame) == ask(query, t=pr.DataFrame(table))
        for value in values:
            one = ask("select k from t where a = $v", t=frame.with_columns(v=pr.lit(0)), v=value)
            assert one == ask("select k from t where a = $v", t=pr.DataFrame(table), v=value)


def test_the_number_of_rows_comes_from_the_footer(tmp_path):
    pq.write_table(pa.table({"a": range(10)}), tmp_path / "t.parquet")
    assert "DataSourceExec" not in pr.sql("select count(*) from t", t=pr.read_parquet(tmp_path / "t.parquet")).explain()


# files of different columns


def test_a_file_without_the_column_changes_no_smallest_or_largest(tmp_path):
    tables = [{"other": [1]}, {"latency": [500, 504]}, {"latency": [1, 5]}, {"other": [2]}]
    for number, columns in enumerate(tables):
        pq.write_table(pa.table(columns), tmp_path / f"{number}.parquet")
    frame = pr.read_parquet(tmp_path)
    memory = pr.DataFrame({"other": [1, None, None, None, None, 2], "latency": [None, 500, 504, 1, 5, None]})
    for query in (
        "select min(latency), max(latency), count(latency), count(*), sum(latency) from t",
        "select min(other), max(other), count(distinct other) from t",
        "select * from t where latency < 10 order by latency",
        "select * from t where latency is null order by other",
        "select * from t where latency is null and other > 1",
        "select * from t where not (latency > 10) order by latency",
        "select * from t where coalesce(latency, 0) = 0 order by other",
        "select latency from t order by latency desc nulls last limit 1",
        "select latency from t order by latency nulls last limit 1",
        "select other, count(*) from t group by other order by other",
        "select a.latency from t a join t b on a.latency = b.latency + 4 order by 1",
        "select a.other from t a where not exists (select 1 from t b where b.latency = a.other) order by 1",
    ):
        assert ask(query, t=frame) == ask(query, t=memory), query


def test_files_of_different_row_groups_and_columns_answer_as_memory_does(tmp_path):
    rows = [{"k": i % 7, **({"a": i, "s": f"s{i % 5}"} if i // 20 % 2 else {"b": i / 2})} for i in range(120)]
    table = pa.Table.from_pylist([{"k": None, "a": None, "s": None, "b": None} | row for row in rows])
    memory = pr.DataFrame(table)
    for number in range(12):
        part = table.slice(number * 10, 10)
        drop = [name for name in part.column_names if part[name].null_count == len(part)]
        pq.write_table(part.drop_columns(drop), tmp_path / f"{number:02}.parquet", row_group_size=1 + number % 4)
    frame = pr.read_parquet(tmp_path)
    for query in (
        "select min(a), max(a), min(b), max(b), min(s), max(s), count(a), count(b), count(s) from t",
        "select k, count(a), sum(b), min(s) from t group by k order by k",
        "select a, b from t where a > 100 or b > 50 order by a, b",
        "select x.a, y.b from t x join t y on x.a = y.b order by 1, 2",
        "select a from t where s = 's1' and a % 2 = 0 order by a",
        "select * from (select a from t order by a desc nulls last limit 5) order by a",
        "select max(a + k), min(a) from t",
        "select max(a), min(b), max(-a) from t",
        "select max(a) filter (where k = 3), min(b) from t",
    ):
        assert ask(query, t=frame) == ask(query, t=memory), query


def test_an_aggregate_does_not_hide_rows_from_another(tmp_path):
    rows = 200_000
    table = pa.table({"a": range(rows), "b": range(rows, 0, -1), "late": [None] * (rows // 2) + list(range(rows // 2))})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=5000)
    for query in (
        "select min(a), max(a + 1) from t",
        "select min(a) filter (where a > 150000), max(b) from t",
        "select max(a) filter (where b < 10), min(a) from t",
        "select min(a), max(case when a > 5 then a end) from t",
        "select min(b), max(late), min(-a) from t",
    ):
        assert ask(query, t=pr.read_parquet(tmp_path / "t.parquet")) == ask(query, t=pr.DataFrame(table)), query


def test_folders_say_what_their_columns_hold(tmp_path):
    for year, values in (("2023", [1]), ("2024", []), ("__HIVE_DEFAULT_PARTITION__", [3])):
        folder = tmp_path / f"year={year}"
        folder.mkdir()
        pq.write_table(pa.table({"a": pa.array(values, pa.int64())}), folder / "t.parquet")
    frame = pr.read_parquet(tmp_path)
    query = "select min(year), max(year), count(year), count(distinct year), count(*) from t"
    assert ask(query, t=frame) == [(2023, 2023, 1, 1, 2)]
    (tmp_path / "year=__HIVE_DEFAULT_PARTITION__" / "t.parquet").unlink()
    assert ask(query, t=pr.read_parquet(tmp_path)) == [(2023, 2023, 1, 1, 1)]


# names


def test_columns_of_one_name_are_told_apart(tmp_path):
    table = pa.Table.from_arrays([pa.array([1, 2]), pa.array(["x", "y"]), pa.array([3.5, 4.5])], ["a", "b", "a"])
    pq.write_table(table, tmp_path / "1.parquet")
    frame = pr.read_parquet(tmp_path / "1.parquet")
    assert frame.to_dict() == {"a": [1, 2], "b": ["x", "y"], "a_1": [3.5, 4.5]}
    with pytest.warns(UserWarning, match="told apart"):
        assert pr.DataFrame(table).columns == frame.columns
    assert ask("select a_1 from t where a_1 > 4 and a < 5", t=frame) == [(4.5,)]
    pq.write_table(pa.table({"a": [3], "c": [True]}), tmp_path / "2.parquet", store_schema=False)
    assert pr.read_parquet(tmp_path).rows() == [(1, "x", 3.5, None), (2, "y", 4.5, None), (3, None, None, True)]
    same_type = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], ["a", "a", "a_1"])
    pq.write_table(same_type, tmp_path / "3.parquet", store_schema=False)
    assert pr.read_parquet(tmp_path / "3.parquet").to_dict() == {"a": [1], "a_2": [2], "a_1": [3]}


def test_nested_columns_of_one_name_are_told_apart(tmp_path):
    nested = pa.array([{"x": [1, 2], "y": "z"}])
    table = pa.Table.from_arrays(
        [nested, pa.array([[1.5]]), pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int8()))], ["a"] * 3
    )
    pq.write_table(table, tmp_path / "t.parquet")
    frame = pr.read_parquet(tmp_path / "t.parquet")
    assert frame.rows() == [({"x": [1, 2], "y": "z"}, [1.5], [("k", 1)])]
    assert ask("select a['y'], a_1[1] from t", t=frame) == [("z", 1.5)]


# dates and fields of old writers


FAR = [dt.datetime(9999, 12, 31, 23, 59, 59, 999999), dt.datetime(1, 1, 1), dt.datetime(2024, 2, 29, 1, 2, 3, 4), None]


@pytest.mark.parametrize("store_schema", [True, False], ids=["arrow", "spark"])
def test_timestamps_of_96_bits_hold_every_year(tmp_path, store_schema):
    path = tmp_path / "t.parquet"
    table = pa.table({"u": pa.array(FAR, pa.timestamp("us")), "l": pa.array([[value] for value in FAR])})
    pq.write_table(table, path, use_deprecated_int96_timestamps=True, store_schema=store_schema)
    frame = pr.read_parquet(path)
    assert frame.schema == {"u": "timestamp[us]", "l": "list<timestamp[us]>"}
    assert frame.to_dict() == table.to_pydict()
    assert ask("select min(u), max(u), count(u) from t", t=frame) == [(FAR[1], FAR[0], 3)]
    assert frame.filter(pr.col("u") == FAR[0]).rows() == [(FAR[0], [FAR[0]])]
    frame.write_parquet(tmp_path / "again.parquet")
    assert pr.read_parquet(tmp_path / "again.parquet").to_dict() == table.to_pydict()


def test_timestamps_of_spark_are_read_to_year_290000(tmp_path):
    frame = pr.read_parquet(kept(tmp_path, "int96_from_spark.parquet"))
    assert frame.select(pr.col("a").cast("int64")).to_dict()["cast(a, int64)"] == [
        1704141296123456,
        1704070800000000,
        253402225200000000,
        1735599600000000,
        None,
        9089380393200000000,
    ]
    assert ask("select count(*) from t where a > timestamp '2024-12-01'", t=frame) == [(3,)]


def test_nanoseconds_that_arrow_announces_are_kept(tmp_path):
    table = pa.table({"u": pa.array([1_700_000_000_123_456_789], pa.timestamp("ns"))})
    pq.write_table(table, tmp_path / "t.parquet", use_deprecated_int96_timestamps=True)
    assert pr.read_parquet(tmp_path / "t.parquet").to_pyarrow().equals(table)


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_far_timestamps_are_written_and_read(tmp_path, unit):
    values = [value and value.replace(microsecond=0) for value in FAR]
    table = pa.table({"u": pa.array(values, pa.timestamp(unit)), "d": pa.array(FAR, pa.date32())})
    for name in ("own.parquet", "arrow.parquet"):
        pr.DataFrame(table).write_parquet(tmp_path / name) if name == "own.parquet" else pq.write_table(
            table, tmp_path / name
        )
        frame = pr.read_parquet(tmp_path / name)
        assert frame.to_dict() == table.to_pydict()
        assert frame.filter(pr.col("u") == values[0]).count() == 1
        assert frame.filter(pr.col("d") < dt.date(1000, 1, 1)).count() == 1


def test_repeated_fields_without_an_annotation_are_lists(tmp_path):
    groups = kept(tmp_path, "repeated_no_annotation.parquet")
    fields = kept(tmp_path, "repeated_primitive_no_list.parquet")
    frame = pr.read_parquet(groups)
    rows = pq.read_table(groups).to_pylist()
    assert frame.count() == 6
    assert frame.to_list() == rows
    assert ask('select id from t where "phoneNumbers" is null order by id', t=frame) == [(1,), (2,)]
    assert ask("""select id, "phoneNumbers"['phone'][1]['number'] from t where id > 4 order by id""", t=frame) == [
        (5, 1111111111),
        (6, 1111111111),
    ]
    frame = pr.read_parquet(fields)
    assert frame.to_list() == pq.read_table(fields).to_pylist()
    assert frame.select("String_list").to_list()[0] == {"String_list": ["foo", "zero", "one", "two"]}


@pytest.mark.parametrize(
    "types", [("int64", "int16", "int16"), ("int16", "int64", "int16"), ("int16", "int16", "int64")]
)
def test_bounds_of_files_in_narrower_types_count(types, tmp_path):
    for at, (name, values) in enumerate(zip(types, ([0], [1, 2], [-5]), strict=True)):
        pq.write_table(pa.table({"n": pa.array(values, name)}), tmp_path / f"{at}.parquet")
    frame = pr.read_parquet(tmp_path, schema={"n": "int64"})
    assert pr.sql("select max(n) from frame", frame=frame).rows() == [(2,)]
    assert pr.sql("select min(n) from frame", frame=frame).rows() == [(-5,)]
    assert pr.sql("select max(n), min(n) from frame", frame=frame).rows() == [(2, -5)]
