"""The types of Arrow and of narwhals, both ways."""

from __future__ import annotations

from importlib.metadata import entry_points

import narwhals as nw
import pyarrow as pa
import pytest

import pyrust as pr

PAIRS = [
    (pa.bool_(), nw.Boolean()),
    (pa.int8(), nw.Int8()),
    (pa.uint64(), nw.UInt64()),
    (pa.float16(), nw.Float16()),
    (pa.float32(), nw.Float32()),
    (pa.float64(), nw.Float64()),
    (pa.string(), nw.String()),
    (pa.binary(), nw.Binary()),
    (pa.date32(), nw.Date()),
    (pa.time64("ns"), nw.Time()),
    (pa.timestamp("s"), nw.Datetime("s")),
    (pa.timestamp("ns", "Asia/Kathmandu"), nw.Datetime("ns", "Asia/Kathmandu")),
    (pa.duration("ms"), nw.Duration("ms")),
    (pa.decimal128(20, 4), nw.Decimal(20, 4)),
    (pa.list_(pa.int16()), nw.List(nw.Int16())),
    (pa.list_(pa.float32(), 3), nw.Array(nw.Float32(), 3)),
    (
        pa.struct([("a", pa.int8()), ("b c", pa.list_(pa.string()))]),
        nw.Struct({"a": nw.Int8(), "b c": nw.List(nw.String())}),
    ),
    (pa.dictionary(pa.uint32(), pa.string()), nw.Categorical()),
]


@pytest.mark.parametrize(("arrow", "narwhals"), PAIRS, ids=str)
def test_a_type_is_read_and_cast_to(arrow: pa.DataType, narwhals: nw.dtypes.DType) -> None:
    frame = pr.DataFrame(pa.table({"a": pa.nulls(1, arrow)}))
    assert nw.from_native(frame).collect_schema() == {"a": narwhals}
    null = nw.from_native(pr.range(1)).select(a=nw.lit(None).cast(narwhals))
    assert null.collect_schema() == {"a": narwhals}
    assert null.collect("pyarrow").to_native()["a"].to_pylist() == [None]


@pytest.mark.parametrize(
    ("arrow", "narwhals"),
    [
        (pa.large_string(), nw.String()),
        (pa.string_view(), nw.String()),
        (pa.large_binary(), nw.Binary()),
        (pa.binary(4), nw.Binary()),
        (pa.time32("s"), nw.Time()),
        (pa.large_list(pa.int8()), nw.List(nw.Int8())),
        (pa.map_(pa.string(), pa.int64()), nw.Map(nw.String(), nw.Int64())),
        (pa.decimal256(60, 2), nw.Unknown()),
        (pa.null(), nw.Unknown()),
    ],
    ids=str,
)
def test_other_encodings_are_read_as_what_they_hold(arrow: pa.DataType, narwhals: nw.dtypes.DType) -> None:
    frame = pr.DataFrame(pa.table({"a": pa.nulls(1, arrow)}))
    assert nw.from_native(frame).collect_schema() == {"a": narwhals}


def test_the_package_names_its_plugin() -> None:
    [plugin] = [point for point in entry_points(group="narwhals.plugins") if point.name == "pyrust"]
    assert plugin.value == "pyrust.narwhals"
