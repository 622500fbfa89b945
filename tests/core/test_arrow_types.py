"""Every Arrow type: in, shown, filtered and out again as it was, and through every format that holds it.

What does not come back the same is in a table with the words of its refusal; nothing else may differ.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

LISTS = [[1, 2], None, [], [3, None]]
WORDS = ["a", None, "", "x" * 30]
BYTES = [b"a", None, b"", b"\x00\xff" * 20]


def counted(values: list, kind: pa.DataType, width: pa.DataType | None = None) -> pa.Array:
    """Numbers as a type that counts something."""
    return pa.array(values, width or pa.int64()).cast(kind)


def arrays() -> dict[str, pa.Array]:
    """Four values of each type, the second a null where the type has nulls, some of them at the type's edge."""
    made: dict[str, pa.Array] = {"null": pa.nulls(4), "bool": pa.array([True, None, False, True])}
    for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        kind = getattr(pa, name)()
        signed = not name.startswith("u")
        top = 2 ** (kind.bit_width - signed) - 1
        made[name] = pa.array([-top - 1 if signed else 0, None, top, 7], kind)
    made["float16"] = pa.array([np.float16(1.5), None, np.float16("inf"), np.float16(-0.0)], pa.float16())
    made["float32"] = pa.array([1.5, None, float("inf"), 3e38], pa.float32())
    made["float64"] = pa.array([1.5, None, float("-inf"), 1e308])
    made["decimal32"] = pa.array([Decimal("1.23"), None, Decimal("-9999999.99"), Decimal(0)], pa.decimal32(9, 2))
    made["decimal64"] = pa.array([Decimal("1.23"), None, Decimal("-" + "9" * 16 + ".99"), 0], pa.decimal64(18, 2))
    made["decimal128"] = pa.array([Decimal("1.23"), None, Decimal("-" + "9" * 35 + ".999"), 0], pa.decimal128(38, 3))
    made["decimal256"] = pa.array([Decimal("1.23"), None, Decimal("-" + "9" * 70 + ".5"), 0], pa.decimal256(76, 6))
    made["decimal of hundreds"] = counted([100, None, 300, 0], pa.decimal128(19, 0)).cast(pa.decimal128(21, -2))
    made["date32"] = counted([0, None, 2_932_896, -719_162], pa.date32(), pa.int32())
    made["date32 far"] = counted([0, None, 2**31 - 1, -(2**31)], pa.date32(), pa.int32())
    made["date64"] = counted([0, None, 86_400_000 * 400_000, -86_400_000], pa.date64())
    for unit in ("s", "ms"):
        made[f"time[{unit}]"] = counted([0, None, 86_399, 1], pa.time32(unit), pa.int32())
    for unit in ("us", "ns"):
        made[f"time[{unit}]"] = counted([0, None, 86_399_999_999, 1], pa.time64(unit))
    for unit in ("s", "ms", "us", "ns"):
        for zone in (None, "UTC", "Europe/Berlin", "+05:30"):
            made[f"timestamp[{unit}, {zone}]"] = counted([0, None, 1_700_000_000, -1], pa.timestamp(unit, zone))
        made[f"duration[{unit}]"] = counted([0, None, 2**62, -1], pa.duration(unit))
    made["timestamp far"] = counted([2**55, None, -(2**55), 0], pa.timestamp("s"))
    made["timestamp far, zone"] = counted([2**62, None, -(2**62), 0], pa.timestamp("us", "Europe/Berlin"))
    spans = [pa.MonthDayNano([1, 2, 3]), None, pa.MonthDayNano([-1, 2**31 - 1, -5]), pa.MonthDayNano([0, 0, 0])]
    made["interval"] = pa.array(spans, pa.month_day_nano_interval())
    made |= {"string": pa.array(WORDS), "large string": pa.array(WORDS, pa.large_string())}
    made |= {"string view": pa.array(WORDS, pa.string_view()), "binary view": pa.array(BYTES, pa.binary_view())}
    made |= {"binary": pa.array(BYTES), "large binary": pa.array(BYTES, pa.large_binary())}
    made["fixed binary"] = pa.array([b"abc", None, b"\x00\x01\x02", b"xyz"], pa.binary(3))
    return made | nested() | encoded() | extensions()


def nested() -> dict[str, pa.Array]:
    pair = pa.struct([pa.field("a", pa.int64(), nullable=False, metadata={"m": "n"}), pa.field("b", pa.string())])
    kinds = [pa.int8(), pa.int32()]
    tags, offsets = pa.array([0, 1, 0, 1], kinds[0]), pa.array([0, 0, 1, 1], kinds[1])
    return {
        "list": pa.array(LISTS, pa.list_(pa.int64())),
        "large list": pa.array(LISTS, pa.large_list(pa.int64())),
        "fixed list": pa.array([[1, 2], None, [3, None], [4, 5]], pa.list_(pa.int32(), 2)),
        "list view": pa.array(LISTS, pa.list_view(pa.int64())),
        "large list view": pa.array(LISTS, pa.large_list_view(pa.int64())),
        "list of lists": pa.array([[[1], []], None, [], [None, [2]]], pa.list_(pa.list_(pa.int64()))),
        "struct": pa.array([{"a": 1, "b": "x"}, None, {"a": 3, "b": "y"}, {"a": 2, "b": None}], pair),
        "list of structs": pa.array(
            [[{"a": 1}], None, [], [None, {"a": None}]], pa.list_(pa.struct({"a": pa.int64()}))
        ),
        "map": pa.array([[("a", 1)], None, [], [("b", None), ("c", 3)]], pa.map_(pa.string(), pa.int64())),
        "dense union": pa.UnionArray.from_dense(tags, offsets, [pa.array([1, 2]), pa.array(["x", None])], ["i", "s"]),
        "sparse union": pa.UnionArray.from_sparse(tags, [pa.array([1, 2, 3, 4]), pa.array(["x", None, "y", "z"])]),
    }


def encoded() -> dict[str, pa.Array]:
    words = pa.array(["a", None, "b", "a"]).dictionary_encode()
    keys, offsets = pa.array([0, None, 1, 0], pa.int8()), pa.array([0, 1, 1, 2, 4], pa.int32())
    runs = pa.array([1, 2, 4], pa.int32())
    return {
        "dictionary": words,
        "dictionary of ints": pa.DictionaryArray.from_arrays(keys, pa.array([10, 20])),
        "dictionary, ordered": pa.DictionaryArray.from_arrays(keys, pa.array(["x", "y"]), ordered=True),
        "dictionary, unsigned": pa.DictionaryArray.from_arrays(keys.cast(pa.uint32()), pa.array(["x", "y"])),
        "dictionary of structs": pa.DictionaryArray.from_arrays(keys, pa.array([{"a": 1}, {"a": 2}])),
        "list of dictionaries": pa.ListArray.from_arrays(offsets, words),
        "struct of dictionaries": pa.StructArray.from_arrays([words], ["d"]),
        "run-end encoded": pa.RunEndEncodedArray.from_arrays(runs, pa.array(["a", None, "b"])),
    }


def extensions() -> dict[str, pa.Array]:
    wrap = pa.ExtensionArray.from_storage
    ids = pa.array([uuid.UUID(int=n).bytes if n != 1 else None for n in range(4)], pa.binary(16))
    pairs = pa.array([[1, 2], None, [3, None], [4, 5]], pa.list_(pa.int32(), 2))
    return {
        "uuid": wrap(pa.uuid(), ids),
        "json": wrap(pa.json_(), pa.array(['{"a":1}', None, "2", "[]"])),
        "tensor": wrap(pa.fixed_shape_tensor(pa.int32(), [2]), pairs),
        "bool8": wrap(pa.bool8(), pa.array([1, None, 0, 1], pa.int8())),
        "of somebody": wrap(pa.opaque(pa.int64(), "their type", "their system"), pa.array([1, None, 3, 4])),
    }


ARRAYS = arrays()
NO_BYTES = "has no form in CSV"
BEYOND = "outside the years 0 to 9999"
UNREADABLE = "cannot be read from"
# what a format refuses, by the beginning of the type's name; the longest beginning counts
REFUSED: dict[str, dict[str, str]] = {
    "parquet": dict.fromkeys(
        ("decimal of hundreds", "interval", "dense union", "sparse union", "dictionary of structs"),
        "has no form in Parquet",
    ),
    "ipc": {},
    "stream": {},
    "csv": dict.fromkeys(
        ("binary", "large binary", "fixed binary", "list", "large list", "fixed list", "struct", "map", "dense union",
         "sparse union", "dictionary of structs", "uuid", "tensor"), NO_BYTES,
    ) | dict.fromkeys(("date32 far", "timestamp far"), BEYOND)
    | dict.fromkeys(("duration", "interval", "decimal of hundreds", "dictionary of ints", "run-end"), UNREADABLE),
    "json": dict.fromkeys(("date32 far", "timestamp far"), BEYOND)
    | dict.fromkeys(("dense union", "sparse union"), "has no form in JSON")
    | dict.fromkeys(
        ("duration", "interval", "decimal of hundreds", "dictionary", "list of dict", "struct of dict", "run-end"),
        UNREADABLE,
    ),
}  # fmt: skip
# what comes back as something else, as the documentation says
DIFFERENT: dict[str, dict[str, list]] = {
    "csv": {name: ["a", None, None, "x" * 30] for name in ("string", "large string", "string view")},
    "json": {
        "float16": [1.5, None, None, -0.0],
        "float32": [1.5, None, None, float(np.float32(3e38))],
        "float64": [1.5, None, None, 1e308],
    },
}


@pytest.fixture(params=ARRAYS, ids=str)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def table(name: str) -> pa.Table:
    """The values beside their numbers, with metadata on the column and on the table."""
    column = pa.field("c", ARRAYS[name].type, metadata={"unit": "m"})
    schema = pa.schema([column, pa.field("i", pa.int64(), nullable=False)], metadata={"made": "here"})
    return pa.table([ARRAYS[name], pa.array([0, 1, 2, 3])], schema=schema)


def layout(kind: pa.DataType) -> pa.DataType:
    """One type for all layouts of text and bytes: a scan of files gives views."""
    if isinstance(kind, pa.BaseExtensionType):
        return kind if kind.extension_name != "arrow.json" else pa.json_()
    if pa.types.is_string_view(kind) or pa.types.is_large_string(kind):
        return pa.string()
    return pa.binary() if pa.types.is_binary_view(kind) or pa.types.is_large_binary(kind) else kind


def assert_same(out: pa.Table, expected: pa.Table) -> None:
    """Equal in types, nullability, metadata and values."""
    assert out.column_names == expected.column_names
    for got, wanted in zip(out.schema, expected.schema, strict=True):
        assert layout(got.type) == layout(wanted.type)
        assert (got.nullable, got.metadata) == (wanted.nullable, wanted.metadata)
    assert out.schema.metadata == expected.schema.metadata
    assert values(out) == values(expected)


def values(table: pa.Table) -> list[str]:
    """The values of the column as texts: exact for all types, NaN and -0.0 included."""
    column = table["c"].combine_chunks()
    if isinstance(column.type, pa.BaseExtensionType):
        column = column.storage
    if pa.types.is_temporal(column.type) and not pa.types.is_interval(column.type):
        # Python's own datetime cannot hold what is far
        column = column.view(pa.int32() if column.type.bit_width == 32 else pa.int64())
    return [repr(value) for value in column.to_pylist()]


def rows(table: pa.Table, numbers: list[int]) -> pa.Table:
    """Some rows; slices and not `take`, which pyarrow has not for every type."""
    return pa.concat_tables([table.slice(number, 1) for number in numbers])


def test_it_goes_through_as_it_is(table):
    frame = pr.DataFrame(table)
    out = pa.table(frame)
    assert out.schema.equals(table.schema, check_metadata=True)
    assert_same(out, table)


def test_a_query_leaves_it_as_it_is(table):
    frame = pr.DataFrame(table)
    assert_same(pa.table(frame.select("c", "i")), table)
    assert_same(frame.filter(pr.col("i") >= 0).collect().to_pyarrow(), table)
    assert_same(pa.table(frame.filter(pr.col("i") != 2)), rows(table, [0, 1, 3]))
    assert_same(pa.table(frame.sort("i", descending=True)), rows(table, [3, 2, 1, 0]))
    assert_same(pa.table(frame.limit(2, offset=1)), rows(table, [1, 2]))


def test_it_is_filtered_by_its_nulls(table):
    there = [row for row, value in enumerate(values(table)) if value != "None"]
    expected = rows(table, there) if there else table.slice(0, 0)
    assert_same(pa.table(pr.DataFrame(table).filter(pr.col("c").is_not_null())), expected)


def test_it_is_shown(table):
    frame = pr.DataFrame(table)
    assert len(repr(frame).splitlines()) >= 4
    assert "<table" in frame._repr_html_()
    page = frame.filter(pr.col("i") >= 0)._repr_html_()
    assert page.count("<tr") >= 4


Through = tuple[Callable[[pr.DataFrame, Path], int], Callable[[Path, pa.Schema], pr.DataFrame]]
FORMATS: dict[str, Through] = {
    "parquet": (lambda frame, path: frame.write_parquet(path), lambda path, _: pr.read_parquet(path)),
    "ipc": (lambda frame, path: frame.write_ipc(path), lambda path, _: pr.read_ipc(path)),
    "stream": (lambda frame, path: frame.write_ipc(path, format="stream"), lambda path, _: pr.read_ipc(path)),
    "csv": (lambda frame, path: frame.write_csv(path), lambda path, schema: pr.read_csv(path, schema=schema)),
    "json": (lambda frame, path: frame.write_json(path), lambda path, schema: pr.read_json(path, schema=schema)),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_format_holds_it_or_says_that_it_cannot(tmp_path, name, table, kind):
    write, read = FORMATS[kind]
    path = tmp_path / "file"
    refusals = REFUSED[kind]
    known = max((beginning for beginning in refusals if name.startswith(beginning)), key=len, default=None)

    def through() -> pa.Table:
        assert write(pr.DataFrame(table), path) == 4
        return pa.table(read(path, table.schema).collect())

    if known is not None:
        with pytest.raises((pr.SchemaError, pr.WriteError), match=refusals[known]) as refused:
            through()
        assert 'column "c" of type ' in str(refused.value)
    elif name in DIFFERENT.get(kind, {}):
        assert through()["c"].to_pylist() == DIFFERENT[kind][name]
    elif (kind, name) == ("parquet", "run-end encoded"):
        # the values, without the runs
        out = through()
        assert layout(out.schema.field("c").type) == pa.string()
        assert out["c"].to_pylist() == table["c"].to_pylist()
    else:
        assert_same(through(), table)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("interval[month]", "14 months", (14, 0, 0)), ("interval[day, ms]", "3 days 5 milliseconds", (0, 3, 5_000_000))],
)
def test_intervals_that_pyarrow_cannot_make_go_through_too(tmp_path, kind, text, value):
    frame = pr.DataFrame({"s": [text, None], "i": [0, 1]}).select(c=pr.col("s").cast(kind), i="i").collect()
    frame.write_parquet(tmp_path / "p")
    frame.write_ipc(tmp_path / "i")
    for made in (frame, pr.DataFrame(frame), pr.read_parquet(tmp_path / "p"), pr.read_ipc(tmp_path / "i")):
        assert made.schema == {"c": kind, "i": "int64"}
        assert made.rows() == [(value, 0), (None, 1)]
        assert made.filter(pr.col("c").is_not_null()).rows() == [(value, 0)]
        assert made.sort("i", descending=True).rows() == [(None, 1), (value, 0)]


def test_polars_and_pandas_get_what_they_know():
    frame = pr.DataFrame({"a": [1, None], "s": ["x", "y"], "d": [dt.date(2024, 1, 1), None]})
    assert frame.to_polars().schema == {"a": pl.Int64, "s": pl.String, "d": pl.Date}
    assert frame.to_pandas()["s"].tolist() == ["x", "y"]


def test_dictionaries_that_change_from_batch_to_batch(tmp_path):
    first, second = (pa.array(words).dictionary_encode() for words in (["a", "b"], ["c", "b", None]))
    inner = pa.chunked_array([pa.StructArray.from_arrays([words], ["d"]) for words in (first, second)])
    table = pa.table({"d": pa.chunked_array([first, second]), "s": inner})
    frame = pr.DataFrame(table)
    assert pa.table(frame).to_pylist() == table.to_pylist()
    assert frame.filter(pr.col("d") == "b").count() == 2
    frame.write_parquet(tmp_path / "p")
    assert pa.table(pr.read_parquet(tmp_path / "p")).to_pylist() == table.to_pylist()
    frame.write_ipc(tmp_path / "s", format="stream")
    assert pa.table(pr.read_ipc(tmp_path / "s")).to_pylist() == table.to_pylist()
    frame.write_ipc(tmp_path / "f")
    assert pa.table(pr.read_ipc(tmp_path / "f")).to_pylist() == table.to_pylist()
    assert pa.ipc.open_file(tmp_path / "f").read_all().to_pylist() == table.to_pylist()


def test_avro_types(tmp_path):
    frame = pl.DataFrame(
        {
            "i": [1, None],
            "f": [1.5, 2.5],
            "b": [True, None],
            "s": ["x", None],
            "bytes": [b"\x00", b"y"],
            "day": [dt.date(2024, 1, 1), None],
            "at": [dt.datetime(2024, 1, 1, 1, 2, 3, 4), None],
            "l": [[1], [2, 3]],
            "r": [{"x": 1}, {"x": None}],
        }
    )
    frame.write_avro(tmp_path / "t.avro")
    assert pr.read_avro(tmp_path / "t.avro").to_list() == frame.to_dicts()


@pytest.mark.parametrize(
    ("name", "kind"), [("map", "map<string, int64>"), ("dense union", "union<.*>"), ("list view", "list<int64>")]
)
def test_what_cannot_be_computed_names_the_column_and_its_type(name, kind):
    frame = pr.DataFrame(pa.table({"c": ARRAYS[name]}))
    with pytest.raises(pr.SchemaError, match=f"select: c is {kind}, whose values have no order"):
        frame.select(pr.col("c").min())


SORTED = pa.map_(pa.string(), pa.int64(), keys_sorted=True)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SORTED, [("a", 1), ("b", 2)]),
        (pa.list_(SORTED), [[("a", 1)], None]),
        (pa.struct([("i", pa.int8()), ("m", SORTED)]), {"i": 1, "m": [("a", 1)]}),
        (pa.map_(pa.string(), SORTED), [("x", [("a", 1)])]),
    ],
    ids=str,
)
def test_a_sorted_map_says_so_by_every_way_out(kind, value):
    table = pa.table({"i": [1, 2], "c": pa.array([value, None], kind)})
    frame = pr.DataFrame(table)
    for out in (
        pa.table(frame),
        pa.table(frame.filter(pr.col("i") > 0)),
        pa.RecordBatchReader.from_stream(frame).read_all(),
    ):
        out.validate(full=True)
        assert out.schema.field("c").type == kind
        assert out.to_pylist() == table.to_pylist()
    assert pa.schema(frame).field("c").type == kind
    array = pr.Array(table["c"])
    assert pa.array(array).type == array.to_pyarrow().type == pa.field(array).type == kind


def test_a_stream_of_sorted_maps_ends_with_the_error_of_its_query():
    frame = pr.DataFrame(pa.table({"c": pa.array([[("a", 1)]], SORTED)}))

    def fails(batch):
        raise ValueError("not this one")

    with pytest.raises(pa.ArrowInvalid, match="not this one"):
        pa.table(frame.map_batches(fails, schema=frame))
    for _ in range(3):
        frame.__arrow_c_stream__()  # released unread
