"""What every reader can be told: which columns, how many rows, a number and a path for each row."""

from pathlib import Path

import polars as pl
import pytest

import pyrust as pr

DATA = {"a": [1, 2, 3], "b": ["x", None, "z"], "c": [0.5, 1.5, 2.5]}
READERS = {
    "csv": (pr.DataFrame.write_csv, pr.read_csv),
    "json": (pr.DataFrame.write_json, pr.read_json),
    "parquet": (pr.DataFrame.write_parquet, pr.read_parquet),
    "arrow": (pr.DataFrame.write_ipc, pr.read_ipc),
    "avro": (pr.DataFrame.write_avro, pr.read_avro),
}


@pytest.fixture(params=READERS)
def files(request: pytest.FixtureRequest, tmp_path: Path):
    """Two files of one format, and their reader."""
    write, read = READERS[request.param]
    paths = [tmp_path / f"{number}.{request.param}" for number in range(2)]
    write(pr.DataFrame(DATA), paths[0])
    write(pr.DataFrame({"a": [4], "b": ["w"], "c": [3.5]}), paths[1])
    return paths, read


def test_columns_and_rows(files) -> None:
    paths, read = files
    assert read(paths, columns=["c", "a"]).to_dict() == {"c": [0.5, 1.5, 2.5, 3.5], "a": [1, 2, 3, 4]}
    assert read(paths, columns="b").columns == ["b"]
    assert read(paths, n_rows=2).to_dict()["a"] == [1, 2]
    assert read(paths, n_rows=0).count() == 0
    assert read(paths, n_rows=100).count() == 4
    numbered = read(paths, row_index="row", columns=["b"], n_rows=3)
    assert numbered.to_dict() == {"row": [0, 1, 2], "b": ["x", None, "z"]}
    assert pr.Session().read_csv(b"a,b\n1,2\n", columns=["b"], n_rows=1, row_index="i").rows() == [(0, 2)]


def test_the_plan_reads_no_more_than_that(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pr.range(100_000).with_columns(b=pr.col("value") * 2).write_parquet(path)
    plan = pr.read_parquet(path, columns=["b"], n_rows=5).explain()
    assert "projection=[b]" in plan
    assert "limit=5" in plan.replace(" ", "") or "fetch=5" in plan.replace(" ", "")


def test_paths_of_files(files) -> None:
    paths, read = files
    frame = read(paths, include_file_paths="file")
    assert frame.columns == ["a", "b", "c", "file"]
    assert frame.to_dict()["file"] == [str(paths[0])] * 3 + [str(paths[1])]
    assert frame.filter(pr.col("file").str.ends_with(paths[1].name)).to_dict()["a"] == [4]
    grouped = frame.group_by("file").agg(n=pr.len()).sort("file")
    assert grouped.to_dict() == {"file": [str(path) for path in paths], "n": [3, 1]}
    assert read(paths, columns=["a"], include_file_paths="file").columns == ["a", "file"]
    assert read(paths, columns=["file", "a"], include_file_paths="file").columns == ["file", "a"]
    with pytest.raises(pr.SchemaError, match='have a column "a" already'):
        read(paths, include_file_paths="a")


def test_paths_beside_folders_that_are_columns(tmp_path: Path) -> None:
    pr.DataFrame({"k": ["x", "y"], "n": [1, 2]}).write_parquet(tmp_path / "t", partition_by="k")
    frame = pr.read_parquet(tmp_path / "t", include_file_paths="file")
    assert frame.columns == ["n", "k", "file"]
    assert [Path(file).parent.name for file in frame.sort("n").to_dict()["file"]] == ["k=x", "k=y"]
    assert frame.filter(pr.col("k") == "y").select("n").to_dict() == {"n": [2]}


def test_bytes_have_a_name_instead_of_a_path() -> None:
    assert pr.read_csv(b"a\n1\n", include_file_paths="file").to_dict() == {"a": [1], "file": ["bytes"]}


def test_paths_are_those_of_polars(tmp_path: Path) -> None:
    for number in range(3):
        pr.DataFrame({"a": [number] * (number + 1)}).write_parquet(tmp_path / f"{number}.parquet")
    theirs = (
        pl.scan_parquet(tmp_path / "*.parquet", include_file_paths="p", row_index_name="i")
        .select("i", "a", "p")
        .collect()
    )
    ours = pr.read_parquet(tmp_path / "*.parquet", include_file_paths="p", row_index="i")
    assert ours.to_dict() == theirs.to_dict(as_series=False)


def test_names_that_are_not_there(files) -> None:
    paths, read = files
    with pytest.raises(pr.ColumnNotFoundError, match='no column "A"') as caught:
        read(paths, columns=["A"])
    assert caught.value.hint == "did you mean a?"
    with pytest.raises(TypeError, match="columns is 1, not a string or a list of strings"):
        read(paths, columns=1)
    with pytest.raises(OverflowError):
        read(paths, n_rows=-1)
    with pytest.raises(pr.PyRustError, match='"a"'):
        read(paths, row_index="a")


def test_values_that_do_not_fit_can_be_null(tmp_path: Path) -> None:
    rows = "\n".join(f"{number},2024-01-01,true" for number in range(1200))
    text = f"n,d,b\n{rows}\nx,someday,perhaps\n7,2024-01-02,false\n".encode()
    with pytest.raises(pr.ReadError, match="line 1202"):
        pr.read_csv(text).collect()
    frame = pr.read_csv(text, ignore_errors=True)
    assert frame.schema == {"n": "int64", "d": "date", "b": "bool"}
    last = frame.tail(2).to_dict()
    assert last["n"] == [None, 7]
    assert [str(day) for day in last["d"]] == ["None", "2024-01-02"]
    assert last["b"] == [None, False]
    assert pr.read_csv(b"a\n1\nx\n", schema={"a": "int8"}, ignore_errors=True).to_dict() == {"a": [1, None]}
    assert pr.read_csv(b"a\n1.5\nx\n", infer_rows=1, ignore_errors=True).to_dict() == {"a": [1.5, None]}
