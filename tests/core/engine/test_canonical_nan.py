# ruff: noqa: F841 - SQL finds what it names in the variables of the test
"""All NaN are one value, the largest: wherever they come from, and whatever sign and payload their bits have."""

import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

import pyrust as pr

NAN = math.nan
NEGATIVE = -math.nan
PAYLOAD = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_07A2))[0]
VALUES = [1.0, NEGATIVE, 7.0, NAN, None, PAYLOAD, 3.0]


def _signs(values: list[float | None]) -> list[float]:
    return [math.copysign(1, value) for value in values if value is not None and math.isnan(value)]


def _in_memory(table: pa.Table, _folder: Path) -> pr.DataFrame:
    return pr.DataFrame(table)


def _parquet(table: pa.Table, folder: Path) -> pr.DataFrame:
    pq.write_table(table, folder / "t.parquet", row_group_size=3)
    return pr.read_parquet(folder / "t.parquet")


def _ipc(table: pa.Table, folder: Path) -> pr.DataFrame:
    pyarrow.feather.write_feather(table, folder / "t.arrow", compression="uncompressed")
    return pr.read_ipc(folder / "t.arrow")


SOURCES = {"memory": _in_memory, "parquet": _parquet, "ipc": _ipc}


@pytest.fixture(params=SOURCES)
def frame(request: pytest.FixtureRequest, tmp_path: Path) -> pr.DataFrame:
    x = pa.array(VALUES, pa.float64())
    assert _signs(x.to_pylist()) == [-1, 1, 1], "the source has NaN of both signs"
    table = pa.table({"x": x, "y": x.cast(pa.float32()), "i": pa.array(range(len(VALUES)))})
    return SOURCES[request.param](table, tmp_path)


def _i(frame: pr.DataFrame) -> list[int]:
    return sorted(frame.to_dict()["i"])


@pytest.mark.parametrize("column", ["x", "y"])
def test_nan_of_any_sign_is_the_largest_and_equal_to_itself(frame: pr.DataFrame, column: str) -> None:
    value = pr.col(column)
    assert _i(frame.filter(value > 5)) == [1, 2, 3, 5]
    assert _i(frame.filter(value < 5)) == [0, 6]
    assert _i(frame.filter(value <= 7)) == [0, 2, 6]
    assert _i(frame.filter(value == NAN)) == [1, 3, 5]
    assert _i(frame.filter(value == 7)) == [2]
    assert _i(frame.filter(value != 7)) == [0, 1, 3, 5, 6]
    assert _i(frame.filter(value.is_in([NAN, 1.0]))) == [0, 1, 3, 5]
    assert _i(frame.filter(value.is_between(2, NAN))) == [1, 2, 3, 5, 6]
    assert frame.sort(column, "i").to_dict()["i"] == [0, 6, 2, 1, 3, 5, 4]
    assert frame.sort(column, "i", descending=[True, False]).to_dict()["i"] == [1, 3, 5, 2, 6, 0, 4]
    assert _i(frame.top_k(2, by=[column, "i"])) == [3, 5]
    assert frame.select(column).distinct().count() == 5
    assert sorted(frame.group_by(column).agg(n=pr.col("i").count()).to_dict()["n"]) == [1, 1, 1, 1, 3]
    assert frame.join(pr.DataFrame({column: [NAN, 3.0]}), on=column).count() == 4
    low, high = frame.select(low=value.min(), high=value.max()).rows()[0]
    assert low == 1
    assert math.isnan(high)
    ranked = frame.with_columns(r=value.rank("min"), n=value.count().over(column)).sort("i")
    assert ranked.to_dict()["r"] == [1, 4, 3, 4, None, 4, 2]
    assert [n for n in ranked.to_dict()["n"] if n] == [1, 3, 1, 3, 3, 1]


@pytest.mark.parametrize(
    "expression",
    [
        "x - x",
        "0 * x",
        "-(x - x)",
        "asin(x)",
        "sin(x)",
        "x % 0.0",
        "case when x > 0 then x - x else x end",
        "coalesce(x - x, x)",
        "cast('-nan' as double)",
        "cast(x - x as float)",
        "nullif(x - x, 5)",
    ],
)
def test_what_is_computed_is_the_same_nan(expression: str) -> None:
    infinite = pr.DataFrame({"x": [math.inf, math.inf, math.inf], "i": [0, 1, 2]})
    assert pr.sql(f"select i from infinite where ({expression}) > 1e300").count() == 3
    found = pr.sql(f"select ({expression}) as v, i from infinite").to_dict()["v"]
    assert _signs(found) == [1, 1, 1]
    both = pr.DataFrame({"v": [NAN]})
    assert pr.sql(f"select 1 from infinite join both on v = ({expression})", both=both).count() == 3
    assert (
        pr.sql(f"select distinct v from (select ({expression}) v from infinite union all select v from both)").count()
        == 1
    )
    assert pr.sql(f"select count(*) from infinite group by ({expression})").rows() == [(3,)]
    assert pr.sql(f"select count(*) over (partition by {expression}) c from infinite").to_dict()["c"] == [3, 3, 3]
    assert pr.sql(f"select ({expression}) as v from infinite union all select 5 order by v").to_dict()["v"][0] == 5
    assert math.isnan(pr.sql(f"select max({expression}) from infinite").rows()[0][0])
    assert math.isnan(pr.sql(f"select greatest({expression}, 5) from infinite").rows()[0][0])


@pytest.mark.parametrize("figure", ["sum", "avg", "var", "stddev", "median", "skew", "kurtosis"])
def test_figures_of_infinities_are_the_same_nan(figure: str) -> None:
    opposite = pr.DataFrame({"x": [math.inf, -math.inf], "g": [1, 1]})
    grouped = f"select g, {figure}(x) as f from opposite group by g"
    found = pr.sql(grouped).to_dict()["f"]
    if found == [None]:
        pytest.skip("null, not NaN")
    assert _signs(found) == [1]
    assert pr.sql(f"{grouped} having {figure}(x) > 5").count() == 1
    assert pr.sql(f"select * from ({grouped}) where f = cast('nan' as double)").count() == 1
    assert _signs(pr.sql(f"select {figure}(x) over (partition by g) as f from opposite").to_dict()["f"]) == [1, 1]
    assert pr.sql(f"select g from ({grouped}) union all select 2 order by 1").to_dict()["g"] == [1, 2]


def test_what_python_returns_is_the_same_nan() -> None:
    frame = pr.DataFrame({"x": [1.0, 2.0]})
    negative = pr.udf(lambda x: np.full(len(x), NEGATIVE), args=["float64"], returns="float64", name="negative")
    assert _signs(frame.select(v=negative("x")).to_dict()["v"]) == [1, 1]
    assert frame.filter(negative("x") > 5).count() == 2


def test_what_batches_are_mapped_to_is_the_same_nan() -> None:
    def negative(_batch: Any) -> pa.RecordBatch:
        return pa.record_batch({"x": pa.array([NEGATIVE])})

    frame = pr.DataFrame({"x": [1.0]}).map_batches(negative, schema={"x": pr.Float64})
    assert frame.filter(pr.col("x") > 5).count() == 1


def test_a_scan_that_filters_itself_finds_every_nan(tmp_path: Path) -> None:
    """A filter that keeps few rows of a wide table is applied by the scan, which compares what is in the file."""
    x = pa.array([float(i) for i in range(20_000)] + [NEGATIVE, NAN])
    wide = {f"c{i}": pa.array(range(20_002)) for i in range(12)}
    pq.write_table(pa.table({"x": x, **wide}), tmp_path / "t.parquet", row_group_size=5_000)
    frame = pr.read_parquet(tmp_path / "t.parquet")
    assert frame.filter(pr.col("x") > 19_998).count() == 3
    assert frame.filter((pr.col("x") > 19_998) & (pr.col("c0") > 19_999)).to_dict()["c1"] == [20_000, 20_001]
    assert frame.filter(pr.col("x") < 2).count() == 2
    assert [row[1] for row in frame.sort("x", "c0", descending=[True, False]).head(3).rows()] == [
        20_000,
        20_001,
        19_999,
    ]


def test_exported_rows_of_memory_are_untouched() -> None:
    table = pa.table({"x": pa.array([NEGATIVE, 1.0])})
    frame = pr.DataFrame(table)
    frame.filter(pr.col("x") > 5).count()
    assert _signs(table["x"].to_pylist()) == [-1], "arrays that are shared with others are never written to"


def test_a_scan_computes_nothing_of_floats(tmp_path: Path) -> None:
    """DataFusion has the scan compute the side of a join's condition that is about one table."""
    pq.write_table(pa.table({"v": pa.array([NEGATIVE, 1.0]), "n": [19, 20]}), tmp_path / "t.parquet")
    files, other = pr.read_parquet(tmp_path / "t.parquet"), pr.DataFrame({"m": [2]})
    joined = pr.sql("select n from files join other on n = m or v < -2", files=files, other=other)
    assert joined.count() == 0
    assert pr.sql("select v < -2 as low, v + 1 > 5 as high from files").rows() == [(False, True), (False, False)]
