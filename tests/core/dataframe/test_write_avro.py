"""`write_avro`: what it writes is what other readers of Avro, and ours, find."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

DATA = {
    "i": [1, None, -3],
    "f": [0.5, None, float("inf")],
    "s": ["x", "", None],
    "y": [b"\x00", None, b"z"],
    "b": [True, None, False],
    "d": [date(2024, 1, 1), None, date(1, 1, 1)],
    "l": [[1, None], [], None],
    "r": [{"a": 1, "b": "p"}, {"a": None, "b": None}, {"a": 3, "b": "q"}],
}


@pytest.mark.parametrize("compression", ["uncompressed", "zstd", "snappy", "deflate", "bzip2", "xz"])
def test_the_rows_come_back(tmp_path: Path, compression: str) -> None:
    frame = pr.DataFrame(DATA)
    assert frame.write_avro(tmp_path / "a.avro", compression=compression) == 3
    assert pr.read_avro(tmp_path / "a.avro").to_dict() == frame.to_dict()
    if compression in ("uncompressed", "snappy", "deflate"):
        assert (
            pl.read_avro(tmp_path / "a.avro").select("i", "f", "s", "b").rows()
            == frame.select("i", "f", "s", "b").rows()
        )


def test_more_types_batches_and_no_rows(tmp_path: Path) -> None:
    moments = {"t": [datetime(2024, 1, 1, tzinfo=UTC), None], "n": [Decimal("1.50"), None]}
    pr.DataFrame(moments).write_avro(tmp_path / "m.avro")
    assert pr.read_avro(tmp_path / "m.avro").to_dict() == moments
    query = pr.range(20_000).filter(pr.col("value") % 2 == 0)
    assert query.write_avro(tmp_path / "q.avro") == 10_000
    assert pr.read_avro(tmp_path / "q.avro").equals(query)
    # the schema of the file that was read is not that of what is written
    assert pr.read_avro(tmp_path / "q.avro").with_columns(s=pr.lit("x")).write_avro(tmp_path / "r.avro") == 10_000
    assert pr.read_avro(tmp_path / "r.avro").columns == ["value", "s"]
    views = pr.DataFrame(pa.table({"v": pa.array(["a", None], pa.string_view())}))
    stream = io.BytesIO()
    views.write_avro(stream)
    assert pr.read_avro(stream.getvalue()).to_dict() == {"v": ["a", None]}
    pr.DataFrame(schema={"a": int}).write_avro(tmp_path / "e.avro")
    assert pr.read_avro(tmp_path / "e.avro").to_dict() == {"a": []}
    with pytest.raises(pr.PyRustError):
        pr.DataFrame({"u": [2**64 - 1]}, schema={"u": pr.UInt64}).write_avro(tmp_path / "u.avro")
    pr.DataFrame({"k": ["x", "y"], "n": [1, 2]}).write_avro(tmp_path / "parts", partition_by="k")
    assert sorted(path.parent.name for path in (tmp_path / "parts").rglob("*.avro")) == ["k=x", "k=y"]


def test_what_avro_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='no compression "rar"'):
        pr.range(1).write_avro(tmp_path / "a.avro", compression="rar")
    for odd in (pr.DataFrame({"n": [None]}), pr.DataFrame({"n": ["x"]}, schema={"n": pr.Categorical})):
        with pytest.raises(pr.SchemaError, match=r'column "n" of type .* has no form in Avro'):
            odd.write_avro(tmp_path / "a.avro")
    with pytest.raises(pr.WriteError):
        pr.range(1).write_avro(tmp_path / "no such folder" / "a.avro")
    assert list(tmp_path.iterdir()) == []
