"""Frames in memory and frames over files are pickled; others are refused in words."""

import copy
import multiprocessing
import pickle
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

import pyrust as pr


def _again(frame: pr.DataFrame) -> pr.DataFrame:
    return pickle.loads(pickle.dumps(frame))


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_frame_in_memory_keeps_its_rows_and_types(protocol: int) -> None:
    frame = pr.DataFrame(
        {
            "i": [1, None, 3],
            "f": [0.5, float("nan"), None],
            "s": ["x", "", None],
            "d": [Decimal("1.50"), None, Decimal("-2")],
            "t": [datetime(2024, 1, 1), None, datetime(1, 1, 1)],
            "l": [[1, None], [], None],
            "n": [{"a": 1}, None, {"a": None}],
            "z": [None] * 3,
        }
    )
    made = pickle.loads(pickle.dumps(frame, protocol))
    assert made.equals(frame)
    assert made.schema == frame.schema


def test_batches_and_layouts_stay() -> None:
    table = pa.concat_tables(
        [
            pa.table({"v": pa.array(["a", "b"], pa.string_view()), "c": pa.array(["x", "y"]).dictionary_encode()}),
            pa.table({"v": pa.array(["c"], pa.string_view()), "c": pa.array(["z"]).dictionary_encode()}),
        ]
    )
    made = _again(pr.DataFrame(table))
    assert [batch.count() for batch in made.iter_batches()] == [2, 1]
    assert pa.schema(made) == pa.schema(pr.DataFrame(table))
    assert made.equals(table)


@pytest.mark.parametrize("frame", [pr.DataFrame(), pr.DataFrame(schema={"a": int}), pr.range(0).collect()])
def test_frames_without_rows_or_columns(frame: pr.DataFrame) -> None:
    made = _again(frame)
    assert (made.schema, made.count()) == (frame.schema, 0)


def test_a_slice_is_not_pickled_with_the_rows_around_it() -> None:
    whole = pr.DataFrame({"a": list(range(100_000))})
    assert len(pickle.dumps(whole[10:20].collect())) < 10_000


def test_a_frame_over_files_is_pickled_as_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x;y\n1;p\n2;q\n3;NA\n")
    frame = pr.read_csv(
        path, delimiter=";", null_values=["NA"], schema_overrides={"x": pr.Int8}, n_rows=3, row_index="n"
    )
    content = pickle.dumps(frame)
    assert b"1;p" not in content
    made = pickle.loads(content)
    assert made.equals(frame)
    assert made.schema == {"n": "int64", "x": "int8", "y": "string"}
    pr.range(3).write_parquet(tmp_path / "b.parquet")
    assert _again(pr.read_parquet([tmp_path / "b.parquet"])).to_dict() == {"value": [0, 1, 2]}
    assert copy.copy(frame) is frame
    path.unlink()
    with pytest.raises(FileNotFoundError):
        pickle.loads(content)


def test_a_query_is_refused_in_words(tmp_path: Path) -> None:
    pr.range(3).write_parquet(tmp_path / "b.parquet")
    queries = [
        pr.range(3),
        pr.DataFrame({"a": [1]}).filter(pr.col("a") > 0),
        pr.read_parquet(tmp_path / "b.parquet").filter(pr.col("value") > 0),
    ]
    for query in queries:
        with pytest.raises(TypeError, match="a frame that has not run cannot be pickled") as caught:
            pickle.dumps(query)
        assert "df.collect()" in caught.value.hint
        assert _again(query.collect()).equals(query)
    # bytes are copied to a file that is this process's own
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(pr.read_csv(b"a\n1\n"))


def _total(frame: pr.DataFrame) -> int:
    return frame.select(pr.col("value").sum()).item()


def test_another_process_takes_both(tmp_path: Path) -> None:
    pr.range(100).write_parquet(tmp_path / "a.parquet")
    frames = [pr.range(10).collect(), pr.read_parquet(tmp_path / "a.parquet")]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(pickle.loads, [pickle.dumps(frame) for frame in frames])[1].count() == 100
        assert pool.apply(pickle.loads, (pickle.dumps(frames[0]),)).to_dict() == {"value": list(range(10))}


def test_joblib_takes_frames() -> None:
    joblib = pytest.importorskip("joblib")
    frames = [pr.DataFrame({"value": [1, 2, number]}) for number in range(3)]
    assert joblib.hash(frames[0]) == joblib.hash(_again(frames[0]))
    assert joblib.Parallel(n_jobs=1)(joblib.delayed(_total)(frame) for frame in frames) == [3, 4, 5]
