"""The readers: lazy, several files at once, and clear about what is wrong."""

import bz2
import gzip
import io
import lzma
import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest

import pyrust as pr


@pytest.fixture
def table() -> pa.Table:
    return pa.table({"a": list(range(100)), "S": [f"s{i}" for i in range(100)]})


def test_parquet_by_path_list_and_glob(tmp_path, table):
    for name in ("x1", "x2"):
        pq.write_table(table, tmp_path / f"{name}.parquet")
    assert pr.read_parquet(tmp_path / "x1.parquet").count() == 100
    assert pr.read_parquet([tmp_path / "x1.parquet", str(tmp_path / "x2.parquet")]).count() == 200
    assert pr.read_parquet(str(tmp_path / "*.parquet")).count() == 200
    assert pr.read_parquet(tmp_path / "x1.parquet").columns == ["a", "S"]
    assert pr.read_parquet(tmp_path / "x1.parquet").to_dict() == table.to_pydict()


def test_csv_with_options(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("1;x;y'\n2;'a;b';z\n")
    frame = pr.read_csv(path, delimiter=";", has_header=False, quote="'")
    assert frame.width == 3
    assert list(frame.to_list()[1].values()) == [2, "a;b", "z"]
    with pytest.raises(ValueError, match="delimiter"):
        pr.read_csv(path, delimiter="ab")


def test_json_and_ipc(tmp_path, table):
    path = tmp_path / "t.json"
    path.write_text('{"a": 1, "b": {"c": [1]}}\n{"a": 2, "b": null}\n')
    assert pr.read_json(path).to_list() == [{"a": 1, "b": {"c": [1]}}, {"a": 2, "b": None}]
    feather.write_feather(table, str(tmp_path / "t.arrow"), compression="uncompressed")
    assert pr.read_ipc(tmp_path / "t.arrow").to_dict() == table.to_pydict()


@pytest.mark.parametrize(
    "content",
    [b"", b"not a parquet file at all", b"PAR1", b"PAR1" + b"x" * 20 + b"PAR1"],
    ids=["empty", "text", "cut", "garbage"],
)
def test_a_bad_parquet_file_is_one_read_error_with_its_name(tmp_path, content):
    path = tmp_path / "broken.parquet"
    path.write_bytes(content)
    with pytest.raises(pr.ReadError, match="broken"):
        pr.read_parquet(path).collect()


def test_a_truncated_file_is_a_read_error(tmp_path, table):
    path = tmp_path / "cut.parquet"
    pq.write_table(table, path)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(pr.ReadError):
        pr.read_parquet(path).collect()


READERS = [pr.read_avro, pr.read_csv, pr.read_ipc, pr.read_json, pr.read_parquet]


@pytest.mark.parametrize("reader", READERS)
def test_a_missing_file_and_a_wrong_argument(tmp_path, reader):
    with pytest.raises(FileNotFoundError, match="none"):
        reader(tmp_path / "none.file")
    with pytest.raises(TypeError):
        reader(5)
    with pytest.raises(TypeError):
        reader([])


def test_a_file_that_changes_is_read_again(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    assert pr.read_parquet(path).to_dict() == {"a": [1]}
    pq.write_table(pa.table({"a": [2, 3]}), path)
    assert pr.read_parquet(path).to_dict() == {"a": [2, 3]}


@pytest.mark.parametrize("reader", READERS)
def test_a_session_has_the_same_readers(reader):
    method = getattr(pr.Session, reader.__name__)
    assert method.__text_signature__.replace("$self, ", "") == reader.__text_signature__


# places


def test_files_come_in_the_order_they_are_given(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.csv").write_text(f"x\n{name}\n")
    paths = [tmp_path / f"{name}.csv" for name in ("c", "a", "b", "a")]
    assert pr.read_csv(paths).to_dict() == {"x": ["c", "a", "b"]}
    assert pr.read_csv(tmp_path).to_dict() == {"x": ["a", "b", "c"]}


def test_a_glob_stays_within_a_folder_and_two_stars_do_not(tmp_path):
    for folder in ("a", "a/b", "c"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "t.csv").write_text(f"x\n{folder}\n")
    found = lambda pattern: sorted(pr.read_csv(str(tmp_path / pattern)).to_dict()["x"])  # noqa: E731
    assert found("a/*.csv") == ["a"]
    assert found("*/t.csv") == ["a", "c"]
    assert found("**/*.csv") == ["a", "a/b", "c"]
    with pytest.raises(pr.ReadError, match="no CSV file matches"):
        found("*.csv")


def test_a_file_with_the_signs_of_a_glob_in_its_name_is_that_file(tmp_path):
    for name in ("a[1].csv", "a1.csv", "what?.csv", "50 %.csv", "ä b.csv"):
        (tmp_path / name).write_text(f"x\n{name}\n")
        assert pr.read_csv(tmp_path / name).to_dict() == {"x": [name]}


def test_a_folder_is_searched_for_files_of_the_format(tmp_path, table):
    pq.write_table(table, tmp_path / "a.parquet")
    for other in ("_SUCCESS", ".a.parquet.pyrust-1-1.tmp", ".hidden.parquet", "readme.txt"):
        (tmp_path / other).write_text("no data")
    assert pr.read_parquet(tmp_path).count() == 100
    with pytest.raises(pr.ReadError, match="no Arrow IPC file"):
        pr.read_ipc(tmp_path)


def test_a_file_that_is_added_or_removed_is_noticed(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    frame = pr.read_csv(tmp_path)
    (tmp_path / "b.csv").write_text("x\n2\n")
    assert frame.to_dict() == {"x": [1, 2]}
    (tmp_path / "a.csv").unlink()
    assert frame.to_dict() == {"x": [2]}


def test_parquet_files_are_put_together_by_name(tmp_path):
    pq.write_table(pa.table({"a": [1], "b": ["x"]}), tmp_path / "1.parquet")
    pq.write_table(pa.table({"c": [1.5], "a": [2]}), tmp_path / "2.parquet")
    frame = pr.read_parquet(tmp_path)
    assert frame.to_list() == [{"a": 1, "b": "x", "c": None}, {"a": 2, "b": None, "c": 1.5}]
    pq.write_table(pa.table({"a": ["no number"]}), tmp_path / "3.parquet")
    with pytest.raises(pr.SchemaError, match='"a" is int64 in one file and string'):
        pr.read_parquet(tmp_path)


def test_metadata_that_files_disagree_on_is_no_reason_to_refuse_them(tmp_path):
    for rows in (1, 2):
        pd.DataFrame({"a": range(rows)}).to_parquet(tmp_path / f"{rows}.parquet")
    assert pr.read_parquet(tmp_path).count() == 3


def test_csv_files_with_other_headers_are_refused(tmp_path):
    (tmp_path / "1.csv").write_text("a,b\n1,2\n")
    (tmp_path / "2.csv").write_text("b,a\n1,2\n")
    with pytest.raises(pr.SchemaError, match="headers differ"):
        pr.read_csv(tmp_path)
    with pytest.raises(pr.ReadError, match=r"2\.csv.*does not match"):
        pr.read_csv(tmp_path, schema={"a": int, "b": int}).collect()


# hive partitions


@pytest.fixture
def hive(tmp_path):
    for year, day, n in ((2023, "2023-05-01", 1), (2024, "2024-01-31", 2)):
        folder = tmp_path / f"year={year}" / f"day={day}"
        folder.mkdir(parents=True)
        (folder / "t.csv").write_text(f"n\n{n}\n")
    return tmp_path


def test_folders_are_columns_with_types(hive):
    frame = pr.read_csv(hive)
    assert frame.schema == {"n": "int64", "year": "int64", "day": "date"}
    assert frame.filter(pr.col("year") == 2024).select("n").to_dict() == {"n": [2]}
    assert "2023" not in frame.filter(pr.col("year") == 2024).explain().split("physical_plan")[1]
    assert pr.read_csv(str(hive / "*" / "*" / "*.csv")).schema == frame.schema
    assert pr.read_csv(hive, schema_overrides={"year": "string"}).schema["year"] == "string"
    given = pr.read_csv(hive, schema={"n": "int8", "year": "int16", "day": "string"})
    assert given.schema == {"n": "int8", "year": "int16", "day": "string"}
    assert given.to_list()[0] == {"n": 1, "year": 2023, "day": "2023-05-01"}


def test_folders_are_columns_only_if_wanted(hive):
    assert pr.read_csv(hive, hive_partitioning=False).columns == ["n"]
    (hive / "t.csv").write_text("n\n3\n")
    assert pr.read_csv(hive).columns == ["n"]
    with pytest.raises(pr.SchemaError, match="name different columns"):
        pr.read_csv(hive, hive_partitioning=True)
    with pytest.raises(pr.SchemaError, match="no folder"):
        pr.read_csv(hive / "t.csv", hive_partitioning=True)


def test_a_folder_speaks_for_a_column_that_the_file_has_too(tmp_path):
    (tmp_path / "a=1").mkdir()
    pq.write_table(pa.table({"a": [9], "b": [2]}), tmp_path / "a=1" / "t.parquet")
    assert pr.read_parquet(tmp_path).to_dict() == {"b": [2], "a": [1]}


# schemas


def test_a_schema_says_what_is_read(tmp_path, table):
    assert pr.read_csv(b"a,b\n1,2\n", schema={"a": "float64", "b": str}).to_dict() == {"a": [1.0], "b": ["2"]}
    schema = pa.schema({"b": pa.int32(), "z": pa.string()})
    assert pr.read_json(b'{"a": 1, "b": 2}\n', schema=schema).to_dict() == {"b": [2], "z": [None]}
    pq.write_table(table, tmp_path / "t.parquet")
    frame = pr.read_parquet(tmp_path / "t.parquet", schema={"a": "float64", "new": "date"})
    assert frame.limit(1).to_dict() == {"a": [0.0], "new": [None]}


def test_overrides_change_some_types_and_name_what_is_not_there():
    text = b"a,b\n007,1\n"
    assert pr.read_csv(text).to_dict() == {"a": [7], "b": [1]}
    assert pr.read_csv(text, schema_overrides={"a": "string"}).to_dict() == {"a": ["007"], "b": [1]}
    assert pr.read_json(b'{"a": 1}', schema_overrides={"a": "decimal(5,2)"}).schema == {"a": "decimal(5,2)"}
    with pytest.raises(pr.ColumnNotFoundError, match="did you mean"):
        pr.read_csv(b"price\n1\n", schema_overrides={"pric": "string"})
    with pytest.raises(TypeError, match="read_csv: there is no type"):
        pr.read_csv(text, schema={"a": "int65"})
    with pytest.raises(TypeError, match="not a schema"):
        pr.read_csv(text, schema=5)


def test_types_are_found_in_the_first_rows():
    text = b"a,b,c,d\n1,1.5,2024-01-01,\n2,x,2024-01-02,\n"
    assert list(pr.read_csv(text).schema.values()) == ["int64", "string", "date", "string"]
    assert set(pr.read_csv(text, infer_rows=0).schema.values()) == {"string"}
    with pytest.raises(pr.ReadError, match='column "b" at line 3') as refused:
        pr.read_csv(text, infer_rows=1).collect()
    assert "schema_overrides" in refused.value.hint


# text


@pytest.mark.parametrize(
    ("text", "options", "rows"),
    [
        (b"a\tb\n1\t2\n", {"delimiter": "\t"}, [{"a": 1, "b": 2}]),
        (b"1,2\n3,4\n", {"has_header": False}, [{"column_1": 1, "column_2": 2}, {"column_1": 3, "column_2": 4}]),
        (b"1,2\n", {"has_header": False, "column_names": ["x", "y"]}, [{"x": 1, "y": 2}]),
        (b"a,b\n1,2\n", {"column_names": ["x", "y"], "schema_overrides": {"y": str}}, [{"x": 1, "y": "2"}]),
        (b"a\n'x,y'\n", {"quote": "'"}, [{"a": "x,y"}]),
        (b'a,b\n"x,1\n', {"quote": ""}, [{"a": '"x', "b": 1}]),
        (b'a\n"x\\"y"\n', {"escape": "\\"}, [{"a": 'x"y'}]),
        (b'a,b\n"x ""y""\nz",1\n', {}, [{"a": 'x "y"\nz', "b": 1}]),
        (b"# by hand\na\n#1\n2\n", {"comment": "#"}, [{"a": 2}]),
        (b"title\n\na\n1\n", {"skip_rows": 2}, [{"a": 1}]),
        (b"a,b\n-,x\nNA,-\n", {"null_values": ["NA", "-"]}, [{"a": None, "b": "x"}, {"a": None, "b": None}]),
        (b"a,b\n1\n2,3\n", {"truncated_rows": True}, [{"a": 1, "b": None}, {"a": 2, "b": 3}]),
        (b"\xef\xbb\xbfa\r\n1\r\n", {}, [{"a": 1}]),
        (b"a,a,\n1,2,3\n", {}, [{"a": 1, "a_1": 2, "column_3": 3}]),
        (b"a,b\n", {}, []),
    ],
    ids=[
        "tab", "no header", "named", "renamed", "quote", "no quote", "escape", "line break", "comment", "skip", "nulls",
        "truncated", "byte order mark", "repeated names", "no rows",
    ],
)  # fmt: skip
def test_csv_as_people_write_it(text, options, rows):
    assert pr.read_csv(text, **options).to_list() == rows
    store = pr.read_csv
    assert store(io.BytesIO(text), **options).to_list() == rows


def test_rows_of_other_lengths_are_an_error_that_says_where():
    with pytest.raises(pr.ReadError, match="line 3") as refused:
        pr.read_csv(b"a,b\n1,2\n3\n").collect()
    assert "bytes" in str(refused.value)


@pytest.mark.parametrize(
    ("ending", "pack"),
    [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), (".zst", None)],
    ids=["gzip", "bz2", "xz", "zstd"],
)
def test_packed_text(tmp_path, ending, pack):
    if pack is None:
        pack = lambda text: pa.compress(text, codec="zstd", asbytes=True)  # noqa: E731
    name = {".gz": "gzip", ".zst": "zstd"}.get(ending, ending[1:])
    text, lines = pack(b"a\n1\n"), pack(b'{"a": 1}\n')
    (tmp_path / f"t.csv{ending}").write_bytes(text)
    (tmp_path / f"t.json{ending}").write_bytes(lines)
    for read in (
        pr.read_csv(tmp_path / f"t.csv{ending}"),
        pr.read_json(tmp_path / f"t.json{ending}"),
        pr.read_csv(text, compression=name),
        pr.read_json(io.BytesIO(lines), compression=name),
    ):
        assert read.to_dict() == {"a": [1]}
    with pytest.raises(ValueError, match="no compression"):
        pr.read_csv(text, compression="zip")


def test_csv_files_packed_in_different_ways_are_read_together(tmp_path):
    (tmp_path / "1.csv").write_text("a\n1\n")
    (tmp_path / "2.csv.gz").write_bytes(gzip.compress(b"a\n2\n"))
    assert pr.read_csv(tmp_path).to_dict() == {"a": [1, 2]}
    (tmp_path / "1.json").write_text('{"a": 1}\n')
    (tmp_path / "2.json.gz").write_bytes(gzip.compress(b'{"a": 2}\n'))
    with pytest.raises(pr.ReadError, match="different ways"):
        pr.read_json(tmp_path)


def test_a_remote_csv_goes_the_same_way():
    frame = pr.DataFrame({"a": list(range(20_000)), "s": ["x,y\n"] * 20_000})
    for path in ("memory:///big.csv", "memory:///big.csv.gz"):
        frame.write_csv(path)
        assert pr.read_csv(path).collect().to_dict() == frame.to_dict()
    assert pr.read_csv("memory:///big.csv", skip_rows=1, has_header=False).width == 2


def test_a_file_is_read_from_a_web_server(tmp_path, table):
    pq.write_table(table, tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_text("a\n1\n")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        assert pr.read_csv(f"{place}/t.csv").to_dict() == {"a": [1]}
        # Python's server knows no ranges of bytes
        with pytest.raises(pr.ReadError, match="Range request not supported"):
            pr.read_parquet(f"{place}/t.parquet")
        with pytest.raises(pr.ReadError, match=r"missing\.csv"):
            pr.read_csv(f"{place}/missing.csv")
        server.shutdown()


def test_a_column_that_is_empty_in_one_csv_file_has_the_type_of_the_others(tmp_path):
    for name, text in {"a": "n,s\n,\n", "b": "n,s\n1.5,\n", "c": "n,s\n2,\n"}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    frame = pr.read_csv(tmp_path)
    assert frame.schema == {"n": "float64", "s": "string"}
    assert frame.rows() == [(None, None), (1.5, None), (2.0, None)]


def test_json_without_rows_has_the_columns_of_its_schema(tmp_path):
    frame = pr.DataFrame({"a": [1]}).filter(pr.col("a") > 1)
    frame.write_json(tmp_path / "t.json")
    again = pr.read_json(tmp_path / "t.json", schema={"a": "int64"})
    assert (again.schema, again.rows()) == ({"a": "int64"}, [])
    with pytest.raises(pr.ReadError, match="empty"):
        pr.read_json(tmp_path / "t.json")


# what is no file


def test_bytes_and_file_objects(tmp_path, table):
    path = tmp_path / "t.parquet"
    pq.write_table(table, path)
    data = path.read_bytes()
    for source in (data, bytearray(data), memoryview(data), io.BytesIO(data)):
        assert pr.read_parquet(source).to_dict() == table.to_pydict()
    with path.open("rb") as file:
        frame = pr.read_parquet(file)
        assert not file.closed
        assert file.read() == b""
    assert frame.count() == 100
    assert pr.read_csv(io.StringIO("ä\nö\n")).to_dict() == {"ä": ["ö"]}
    with pytest.raises(pr.ReadError, match="bytes"):
        pr.read_parquet(b"no parquet")
    with pytest.raises(pr.ReadError, match="empty"):
        pr.read_csv(b"")


def test_a_file_object_is_read_from_where_it_stands():
    file = io.BytesIO(b"a note\na\n1\n")
    file.readline()
    assert pr.read_csv(file).to_dict() == {"a": [1]}


def test_the_copy_of_a_file_object_goes_with_its_frames(tmp_path):
    with pr.options.engine(temp_dir=tmp_path):
        frame = pr.read_csv(b"a\n1\n")
    other = frame.select(b=pr.col("a") + 1)
    assert len(list(tmp_path.iterdir())) == 1
    del frame
    assert other.to_dict() == {"b": [2]}
    del other
    assert list(tmp_path.iterdir()) == []


def test_an_error_names_the_file_by_its_whole_path(tmp_path):
    broken = {"parquet": b"PAR1junkPAR1", "csv": b"a,b\n1,2\n3\n", "json": b'{"a":1}\n{"a":'}
    for suffix, content in broken.items():
        path = tmp_path / f"t.{suffix}"
        path.write_bytes(content)
        with pytest.raises(pr.ReadError, match=f" {re.escape(str(path))} cannot be read"):
            getattr(pr, f"read_{suffix}")(path)
    path.write_bytes(b'{"a":1}\n{"a":"x"}\n')
    with pytest.raises(pr.ReadError, match='line 1: column "a": expected string, found 1\nhint: '):
        pr.read_json(path).collect()
    late = tmp_path / "late.csv"
    late.write_text("a\n" + "1\n" * 5000 + "x\n")
    with pytest.raises(pr.ReadError, match=f"{re.escape(str(late))}: "):
        pr.read_csv(late).collect()
