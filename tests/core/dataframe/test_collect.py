"""How much memory the rows of a frame take."""

import pyarrow as pa
import pytest

import pyrust as pr


def test_the_size_is_that_of_the_values():
    frame = pr.DataFrame({"a": list(range(1000))})
    assert frame.estimated_size() == 8000
    assert frame.estimated_size("kb") == pytest.approx(8000 / 1024)
    assert frame.filter(pr.col("a") < 10).estimated_size() == 80
    assert frame.limit(0).estimated_size() == 0
    strings = pr.DataFrame({"s": ["x" * 100, None]})
    assert 100 <= strings.estimated_size() <= 200
    table = pa.table({"a": [1, 2, 3, 4]})
    halves = pr.DataFrame(pa.Table.from_batches(table.to_batches(max_chunksize=2)))
    assert halves.estimated_size() == 32


def test_rows_are_measured_and_not_held():
    assert pr.range(10_000_000).filter(pr.col("value") >= 0).estimated_size("mb") == pytest.approx(80e6 / 2**20)


def test_units_are_named():
    with pytest.raises(ValueError, match="unit is one of b, kb, mb, gb, tb"):
        pr.range(1).estimated_size("bytes")
