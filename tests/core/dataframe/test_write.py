"""The writers: what they write is read again, and a file is there as a whole or not at all."""

import gzip
import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq
import pytest
from waiting import until

import pyrust as pr

WRITERS = ["write_parquet", "write_csv", "write_json", "write_ipc"]
READERS = {writer: getattr(pr, writer.replace("write", "read")) for writer in WRITERS}
ROWS = [{"a": 1, "b": "x"}, {"a": None, "b": 'y,"z"\n'}, {"a": 3, "b": None}]


@pytest.fixture
def frame() -> pr.DataFrame:
    return pr.DataFrame(ROWS)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_is_read_again(tmp_path, frame, writer):
    path = tmp_path / "file"
    assert getattr(frame, writer)(path) == 3
    assert READERS[writer](path).to_list() == ROWS
    assert names(tmp_path) == ["file"]


def test_other_libraries_read_it(tmp_path, frame):
    frame.write_parquet(tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == ROWS
    assert pl.read_parquet(tmp_path / "t.parquet").to_dicts() == ROWS
    frame.write_ipc(tmp_path / "t.arrow", compression="lz4")
    assert feather.read_table(tmp_path / "t.arrow").to_pylist() == ROWS
    frame.write_ipc(tmp_path / "t.arrows", format="stream", compression="zstd")
    assert pa.ipc.open_stream(tmp_path / "t.arrows").read_all().to_pylist() == ROWS
    frame.write_csv(tmp_path / "t.csv")
    assert pl.read_csv(tmp_path / "t.csv").to_dicts() == ROWS
    frame.write_json(tmp_path / "t.json")
    assert duckdb.read_json(str(tmp_path / "t.json")).fetchall() == [tuple(row.values()) for row in ROWS]


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "brotli", "lz4", "uncompressed"])
def test_parquet_compressions(tmp_path, frame, compression):
    frame.write_parquet(tmp_path / "t", compression=compression)
    found = pq.ParquetFile(tmp_path / "t").metadata.row_group(0).column(0).compression
    assert found == {"lz4": "LZ4"}.get(compression, compression.upper())
    assert pr.read_parquet(tmp_path / "t").to_list() == ROWS


def test_parquet_row_groups_and_statistics(tmp_path):
    pr.range(2500).write_parquet(tmp_path / "t", row_group_size=1000)
    metadata = pq.ParquetFile(tmp_path / "t").metadata
    assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [1000, 1000, 500]
    assert metadata.row_group(1).column(0).statistics.min == 1000
    pr.range(5).write_parquet(tmp_path / "t", statistics=False)
    assert pq.ParquetFile(tmp_path / "t").metadata.row_group(0).column(0).statistics is None


def test_a_level_is_an_effort(tmp_path):
    words = pr.range(20_000).select(s=pr.col("value").cast(str))
    for writer, suffix in (("write_parquet", ""), ("write_csv", ".zst"), ("write_csv", ".gz")):
        sizes = []
        for level in (1, 9):
            options = {"compression": "zstd"} if not suffix else {}
            getattr(words, writer)(tmp_path / f"t{suffix}", level=level, **options)
            sizes.append((tmp_path / f"t{suffix}").stat().st_size)
        assert sizes[0] > sizes[1]
    with pytest.raises(ValueError, match="level"):
        words.write_parquet(tmp_path / "t", compression="snappy", level=3)
    with pytest.raises(ValueError, match="level"):
        words.write_csv(tmp_path / "t.gz", level=20)


@pytest.mark.parametrize(("name", "ending"), [("gzip", ".gz"), ("bz2", ".bz2"), ("xz", ".xz"), ("zstd", ".zst")])
@pytest.mark.parametrize("writer", ["write_csv", "write_json"])
def test_text_is_packed_by_its_ending_or_by_name(tmp_path, frame, writer, name, ending):
    by_ending, by_name = tmp_path / f"t{ending}", tmp_path / "t"
    getattr(frame, writer)(by_ending)
    getattr(frame, writer)(by_name, compression=name)
    assert by_ending.read_bytes() == by_name.read_bytes()
    assert READERS[writer](by_ending).to_list() == ROWS
    assert READERS[writer](by_name, compression=name).to_list() == ROWS


def test_csv_options():
    text = io.StringIO()
    frame = pr.DataFrame({"a": [1.5, None], "b": ["x;y", "'"]})
    frame.write_csv(text, delimiter=";", has_header=False, quote="'", null_value="NULL")
    assert text.getvalue() == "1.5;'x;y'\nNULL;''''\n"


def test_a_frame_without_rows(tmp_path):
    empty = pr.DataFrame(pa.table({"a": pa.array([], pa.int64()), "b": pa.array([], pa.string())}))
    for writer in ("write_parquet", "write_csv", "write_ipc"):
        assert getattr(empty, writer)(tmp_path / "t") == 0
        assert READERS[writer](tmp_path / "t").to_dict() == {"a": [], "b": []}
    assert empty.write_json(tmp_path / "t.json") == 0
    assert (tmp_path / "t.json").read_bytes() == b""


def test_file_objects_take_bytes_and_text(frame):
    for writer in WRITERS:
        taken = io.BytesIO()
        assert getattr(frame, writer)(taken) == 3
        assert READERS[writer](taken.getvalue()).to_list() == ROWS
    text = io.StringIO()
    frame.write_json(text)
    assert text.getvalue().count("\n") == 3
    with pytest.raises(TypeError, match="binary mode"):
        frame.write_parquet(io.StringIO())


def test_an_error_of_a_file_object_is_passed_on(frame):
    class Full:
        def write(self, _data: bytes) -> int:
            raise ZeroDivisionError("their own")

    with pytest.raises(ZeroDivisionError, match="their own"):
        frame.write_csv(Full())


def test_a_raw_file_that_takes_little_at_a_time():
    class Slow(io.RawIOBase):
        taken = b""

        def write(self, data) -> int:
            self.taken += bytes(data[:7])
            return min(len(data), 7)

    slow = Slow()
    pr.range(100).write_csv(slow)
    assert pr.read_csv(slow.taken).count() == 100


def test_an_object_store(frame):
    assert frame.write_parquet("memory:///folder/t.parquet") == 3
    assert pr.read_parquet("memory:///folder/t.parquet").to_list() == ROWS
    with pytest.raises(pr.WriteError, match="exists"):
        frame.write_parquet("memory:///folder/t.parquet", mode="error")
    with pytest.raises(ValueError, match="object store"):
        frame.write_parquet("memory:///folder", partition_by="a")


def test_an_ordered_frame_is_written_in_its_order(tmp_path):
    pr.range(300_000).filter(pr.col("value") % 3 == 0).write_parquet(tmp_path / "t", row_group_size=10_000)
    assert pq.read_table(tmp_path / "t")["value"].to_pylist() == list(range(0, 300_000, 3))
    pr.range(100_000).sort("value", descending=True).write_csv(tmp_path / "c")
    assert pr.read_csv(tmp_path / "c").head(2).to_dict() == {"value": [99_999, 99_998]}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_file_is_written_over_while_it_is_read(tmp_path, writer):
    path = tmp_path / "t"
    getattr(pr.range(50_000), writer)(path)
    read = READERS[writer](path)
    assert getattr(read.filter(pr.col("value") % 2 == 0), writer)(path) == 25_000
    assert READERS[writer](path).count() == 25_000
    assert names(tmp_path) == ["t"]


def test_a_query_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    words = pr.DataFrame({"s": ["1"] * 100_000 + ["no number"]})
    with pytest.raises(pr.PyRustError, match="no number"):
        words.select(n=pr.col("s").cast(int)).write_csv(path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["t.csv"]


def test_mode_error_refuses_what_exists(tmp_path, frame):
    path = tmp_path / "t"
    assert frame.write_csv(path, mode="error") == 3
    with pytest.raises(pr.WriteError, match="exists"):
        frame.write_csv(path, mode="error")
    assert frame.write_csv(path, mode="overwrite") == frame.write_csv(path) == 3
    with pytest.raises(ValueError, match="mode"):
        frame.write_csv(path, mode="append")


def test_places_that_cannot_be_written(tmp_path, frame):
    with pytest.raises(OSError, match="no folder") as missing:
        frame.write_parquet(tmp_path / "no folder" / "t")
    assert isinstance(missing.value, pr.WriteError)
    with pytest.raises(pr.WriteError, match="is a folder"):
        frame.write_parquet(tmp_path)
    for wrong in ([], 5, ["a", "b"]):
        with pytest.raises(TypeError):
            frame.write_parquet(wrong)


def test_a_place_that_no_store_knows_is_an_error_of_the_write(frame):
    with pytest.raises(pr.WriteError, match="cannot be opened"):
        frame.write_parquet("nowhere://there/t.parquet")


def test_a_link_stays_a_link_and_rights_stay_rights(tmp_path, frame):
    path, link = tmp_path / "t.csv", tmp_path / "link.csv"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    frame.write_csv(link)
    assert link.is_symlink()
    assert pr.read_csv(path).count() == 3
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_is_no_file_is_written_to_directly(tmp_path, frame):
    assert frame.write_csv("/dev/null") == 3
    assert Path("/dev/null").is_char_device()


def test_copy_in_sql_writes_as_the_verbs_do(tmp_path, frame):
    pr.sql(f"copy frame to '{tmp_path / 'x.csv'}'")
    frame.write_csv(tmp_path / "y.csv")
    assert (tmp_path / "x.csv").read_bytes() == (tmp_path / "y.csv").read_bytes()
    with pytest.raises(pr.WriteError):
        pr.sql(f"copy frame to '{tmp_path / 'no' / 'x.csv'}'")


# partitions


@pytest.mark.parametrize("writer", WRITERS)
def test_partitions_are_folders_and_come_back(tmp_path, writer):
    rows = [{"n": n, "k": key, "d": n % 2} for n, key in enumerate(["x", None, "a/b=c %", "", "x"])]
    folder = tmp_path / "out"
    assert getattr(pr.DataFrame(rows), writer)(folder, partition_by=["k", "d"]) == 5
    assert names(tmp_path) == ["out"]
    assert "k=__HIVE_DEFAULT_PARTITION__" in names(folder)
    assert "k=a%2Fb%3Dc %25" in names(folder)
    back = READERS[writer](folder)
    assert back.schema == {"n": "int64", "k": "string", "d": "int64"}
    assert sorted(back.to_list(), key=lambda row: row["n"]) == rows
    assert back.filter(pr.col("k").is_null()).select("n").to_dict() == {"n": [1]}
    assert back.filter((pr.col("k") == "x") & (pr.col("d") == 0)).count() == 2


def test_other_libraries_read_partitions(tmp_path):
    pr.DataFrame({"n": [1, 2, 3], "k": ["x", "y", "x"]}).write_parquet(tmp_path / "out", partition_by="k")
    expected = [(1, "x"), (2, "y"), (3, "x")]
    files = str(tmp_path / "out" / "**" / "*.parquet")
    assert (
        duckdb.sql(f"select n, k from read_parquet('{files}', hive_partitioning = true) order by n").fetchall()
        == expected
    )
    assert pl.read_parquet(files, hive_partitioning=True).sort("n").rows() == expected


def test_rows_of_a_partition_keep_their_order_with_more_partitions_than_open_files(tmp_path):
    frame = pr.range(40_000).select("value", k=pr.col("value") % 300)
    assert frame.write_parquet(tmp_path / "out", partition_by="k") == 40_000
    back = pr.read_parquet(tmp_path / "out")
    assert back.count() == 40_000
    assert back.filter(pr.col("k") == 7).to_dict()["value"] == list(range(7, 40_000, 300))


def test_a_folder_is_replaced_only_on_request_and_only_if_it_holds_data(tmp_path, frame):
    folder = tmp_path / "out"
    frame.write_parquet(folder, partition_by="b")
    with pytest.raises(pr.WriteError, match="not empty"):
        frame.write_parquet(folder, partition_by="a")
    assert frame.limit(1).write_parquet(folder, partition_by="a", mode="overwrite") == 1
    assert names(folder) == ["a=1"]
    assert names(tmp_path) == ["out"]
    (folder / "thesis.txt").write_text("four years of work")
    with pytest.raises(pr.WriteError, match=r"thesis\.txt"):
        frame.write_parquet(folder, partition_by="a", mode="overwrite")


@pytest.mark.parametrize("entry", [".git", ".env", "notes.txt", "old"])
def test_a_folder_with_more_than_data_is_never_replaced(tmp_path: Path, entry: str) -> None:
    folder = tmp_path / "table"
    frame = pr.DataFrame({"a": [1, 2], "b": [3, 4]})
    frame.write_parquet(folder, partition_by="a")
    for harmless in ("_SUCCESS", ".part-0.parquet.crc"):
        (folder / harmless).touch()
    assert frame.limit(1).write_parquet(folder, partition_by="a", mode="overwrite") == 1
    kept = folder / entry
    kept.mkdir() if entry in (".git", "old") else kept.write_text("mine")
    with pytest.raises(pr.WriteError, match=entry.replace(".", r"\.")):
        frame.write_parquet(folder, partition_by="a", mode="overwrite")
    assert kept.exists()


def test_columns_that_cannot_be_partitions(tmp_path, frame):
    with pytest.raises(pr.ColumnNotFoundError, match="there is no column"):
        frame.write_csv(tmp_path / "t", partition_by="c")
    with pytest.raises(ValueError, match="every column"):
        frame.write_csv(tmp_path / "t", partition_by=["a", "b"])
    with pytest.raises(pr.SchemaError, match=r'"a" of type float64'):
        pr.DataFrame({"a": [1.5], "b": [1]}).write_csv(tmp_path / "t", partition_by="a")
    with pytest.raises(ValueError, match="file object"):
        frame.write_csv(io.BytesIO(), partition_by="a")
    assert names(tmp_path) == []


# interrupts


def endless() -> pr.DataFrame:
    return pr.range(20_000_000_000).select("value", k=pr.col("value") % 3)


@pytest.mark.parametrize("options", [{}, {"partition_by": "k"}], ids=["file", "folder"])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_cancelled_write_leaves_nothing(tmp_path, writer, options):
    def cancel() -> None:
        until(lambda: len(names(tmp_path)) == 1 and pr.runs(ended=False))
        time.sleep(0.1)
        for run in pr.runs(ended=False):
            run.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    with pytest.raises(pr.CancelledError):
        getattr(endless(), writer)(tmp_path / "t", **options)
    thread.join()
    assert names(tmp_path) == []


def test_ctrl_c_leaves_what_was_there(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("old")
    timer = threading.Timer(0.5, lambda: signal.raise_signal(signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        endless().write_csv(path)
    timer.join()
    until(lambda: names(tmp_path) == ["t.csv"])
    assert path.read_text() == "old"


def writing(path: Path, writer: str, options: str = "") -> subprocess.Popen:
    """Another process that writes to `path` and does not end."""
    program = f"""
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import pyrust as pr
frame = pr.range(20_000_000_000).select("value", k=pr.col("value") % 3)
print("begins", flush=True)
try:
    frame.{writer}({str(path)!r}{options})
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    until(lambda: any(".tmp" in name for name in names(path.parent)))
    time.sleep(0.2)
    return process


@pytest.mark.parametrize("options", ["", ", partition_by='k', mode='overwrite'"], ids=["file", "folder"])
@pytest.mark.parametrize("writer", WRITERS)
def test_an_interrupted_process_leaves_what_was_there(tmp_path, writer, options):
    path = tmp_path / "t"
    getattr(endless().limit(9), writer)(path, **({"partition_by": "k"} if options else {}))
    process = writing(path, writer, options)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert "interrupted" in out
    assert names(tmp_path) == ["t"]
    assert READERS[writer](path).count() == 9


@pytest.mark.parametrize("options", ["", ", partition_by='k', mode='overwrite'"], ids=["file", "folder"])
@pytest.mark.parametrize("writer", WRITERS)
def test_what_a_killed_process_leaves_is_named_and_swept(tmp_path, writer, options):
    path = tmp_path / "t"
    more = {"partition_by": "k", "mode": "overwrite"} if options else {}
    getattr(endless().limit(9), writer)(path, **more)
    process = writing(path, writer, options)
    # a write by somebody else does not sweep what is still being written
    getattr(endless().limit(9), writer)(path, **more)
    assert len(names(tmp_path)) == 2
    process.kill()
    process.communicate(timeout=20)
    left = names(tmp_path)
    assert left[0].startswith(".t.pyrust-")
    assert left[0].endswith(".tmp")
    assert left[1:] == ["t"]
    assert READERS[writer](path).count() == 9
    getattr(endless().limit(6), writer)(path, **more)
    assert names(tmp_path) == ["t"]
    assert READERS[writer](path).count() == 6


def test_text_of_another_packer_is_read(tmp_path):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"a\n1\n") + gzip.compress(b"2\n"))
    assert pr.read_csv(tmp_path / "t.csv.gz").to_dict() == {"a": [1, 2]}


@pytest.mark.parametrize("form", ["file", "stream"])
def test_texts_that_batches_share_are_written_once(tmp_path, form):
    """Each batch of a join refers to all texts of the other side."""
    rows = 100_000
    names = pa.table({"k": range(rows), "name": [f"a name that is rather long {n}" for n in range(rows)]})
    keys = pa.table({"k": [n * 7919 % rows for n in range(rows)]})
    pq.write_table(names, tmp_path / "names.parquet")
    pq.write_table(keys, tmp_path / "keys.parquet")
    joined = pr.read_parquet(tmp_path / "names.parquet").join(pr.read_parquet(tmp_path / "keys.parquet"), on="k")
    assert joined.write_ipc(tmp_path / "joined", format=form) == rows
    assert (tmp_path / "joined").stat().st_size < 1.5 * names.nbytes
    assert pr.read_ipc(tmp_path / "joined").equals(pr.DataFrame(names), any_order=True)


@pytest.mark.parametrize("name", ["t.tsv", "t.tsv.gz"])
def test_a_tsv_comes_back(tmp_path, name):
    frame = pr.DataFrame({"a": [1, 2], "b": ["x,y", "z"]})
    frame.write_csv(tmp_path / name)
    assert pr.read_csv(tmp_path / name).to_dict() == frame.to_dict()
    frame.write_csv(tmp_path / "t.tsv", delimiter=";")
    assert (tmp_path / "t.tsv").read_text().startswith("a;b\n")
