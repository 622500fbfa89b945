"""The readers: lazy, several files at once, and clear about what is wrong."""

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


@pytest.mark.parametrize("reader", [pr.read_parquet, pr.read_csv, pr.read_json, pr.read_ipc])
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
