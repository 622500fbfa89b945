"""Python values to columns and back: exact, or an error that names column and row."""

import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyrust as pr

BERLIN = ZoneInfo("Europe/Berlin")

COLUMNS = {
    "bool": ([True, None, False], "bool"),
    "int": ([2**63 - 1, None, -(2**63)], "int64"),
    "float": ([1.5, None, math.inf], "float64"),
    "int_and_float": ([1, 2.5, None], "float64"),
    "str": (["", "é\x00\n", None], "string"),
    "bytes": ([b"", b"\x00\xff", None], "binary"),
    "decimal": ([Decimal("1.50"), Decimal("-2"), None], "decimal(3,2)"),
    "decimal_and_int": ([Decimal("0.5"), 10**20, None], "decimal(22,1)"),
    "decimal_long": ([Decimal("1" * 60), None, Decimal(0)], "decimal(60,0)"),
    "date": ([date(1, 1, 1), date(9999, 12, 31), None], "date"),
    "time": ([time(0, 0), time(23, 59, 59, 999999), None], "time[us]"),
    "naive": ([datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), None], "timestamp[us]"),
    "utc": ([datetime(2024, 7, 1, 12, tzinfo=UTC), None, datetime(1969, 1, 1, tzinfo=UTC)], "timestamp[us, UTC]"),
    "zoned": (
        [datetime(2024, 10, 27, 2, 30, tzinfo=BERLIN), datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=BERLIN), None],
        "timestamp[us, Europe/Berlin]",
    ),
    "offset": ([datetime(2024, 7, 1, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))], "timestamp[us, -03:30]"),
    "timedelta": ([timedelta(days=-1, microseconds=1), timedelta(0), None], "duration[us]"),
    "list": ([[1, None], [], None], "list<int64>"),
    "nested": ([[[1], None], [[]], None], "list<list<int64>>"),
    "dict": ([{"a": 1, "b": "x"}, {"a": None, "b": None}, None], "struct<a: int64, b: string>"),
    "list_of_dict": ([[{"a": 1}], None, []], "list<struct<a: int64>>"),
    "empty": ([], "null"),
    "none": ([None, None], "null"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_values_come_back_as_they_went_in(name):
    values, dtype = COLUMNS[name]
    frame = pr.DataFrame({"x": values})
    assert frame.dtypes == [dtype]
    back = frame.to_dict()["x"]
    assert back == values
    # 1 == 1.0 == Decimal(1), so equality alone would not see a changed type
    assert len({type(value) for value in back if value is not None}) <= 1
    assert [row["x"] for row in frame.to_list()] == back


def test_fold_and_zone_survive():
    values = COLUMNS["zoned"][0]
    back = pr.DataFrame({"x": values}).to_dict()["x"]
    assert [value.fold for value in back[:2]] == [0, 1]
    assert back[0].utcoffset() != back[1].utcoffset()
    assert back[0].tzinfo == BERLIN


def test_several_zones_become_utc_with_the_same_instants():
    values = [datetime(2024, 7, 1, 12, tzinfo=BERLIN), datetime(2024, 7, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo"))]
    frame = pr.DataFrame({"x": values})
    assert frame.dtypes == ["timestamp[us, UTC]"]
    assert frame.to_dict()["x"] == values


def test_missing_keys_are_null_and_keys_keep_their_order():
    frame = pr.DataFrame([{"b": 1}, {"a": "x", "b": None}, {}])
    assert frame.columns == ["b", "a"]
    assert frame.to_list() == [{"b": 1, "a": None}, {"b": None, "a": "x"}, {"b": None, "a": None}]
    assert pr.DataFrame({"s": [{"x": 1}, {"y": 2}]}).to_dict() == {"s": [{"x": 1, "y": None}, {"x": None, "y": 2}]}


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ([2**63], OverflowError, "row 0"),
        ([1, -(2**63) - 1], OverflowError, "row 1"),
        ([10**5000], OverflowError, "digits"),
        ([1, "x"], TypeError, "row 1"),
        ([True, 1], TypeError, "bool"),
        ([date(2024, 1, 1), datetime(2024, 1, 1)], TypeError, "datetime"),
        ([datetime(2024, 1, 1), datetime(2024, 1, 1, tzinfo=UTC)], TypeError, "zone"),
        ([object()], TypeError, "object"),
        ([{1, 2}], TypeError, "set"),
        ([time(1, tzinfo=UTC)], TypeError, "time"),
        ([{1: 2}], TypeError, "key"),
        ([Decimal("NaN")], ValueError, "NaN"),
        ([Decimal("1e80")], OverflowError, "digits"),
        ([Decimal("1E-99999999")], OverflowError, "digits"),
        ([1.5, 10**400], OverflowError, "float64"),
        ([timedelta.max], OverflowError, "duration"),
        (["\ud800"], ValueError, "surrogate"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_the_column(values, error, words):
    with pytest.raises(error, match=words) as caught:
        pr.DataFrame({"price": values})
    assert isinstance(caught.value, pr.PyRustError)
    assert "price" in str(caught.value)


def test_a_list_that_holds_itself_is_an_error():
    loop = []
    loop.append(loop)
    with pytest.raises(ValueError, match="nested"):
        pr.DataFrame({"x": [loop]})


def test_unequal_lengths_name_the_columns():
    with pytest.raises(pr.SchemaError, match='"a" has 1 rows, column "b" has 2'):
        pr.DataFrame({"a": [1], "b": [1, 2]})
    assert issubclass(pr.SchemaError, ValueError)


@pytest.mark.parametrize("data", [5, "abc", {1, 2}, [{"a": 1}, 2], {"a": {1, 2}}, {"a": {"b": 1}}, {1: [1]}])
def test_what_is_no_table_is_a_type_error(data):
    with pytest.raises(TypeError):
        pr.DataFrame(data)


def test_any_sequence_is_a_column():
    frame = pr.DataFrame({"r": range(3), "t": (1, 2, 3), "g": (i for i in "abc"), "m": map(str, range(3))})
    assert frame.to_list()[2] == {"r": 2, "t": 3, "g": "c", "m": "2"}


def test_numpy_scalars_and_missing_markers():
    values = {
        "i": [np.int8(1), np.uint64(2), 3],
        "f": [np.float32(0.5), np.float64(1.5), None],
        "b": [np.bool_(True), False, None],
        "s": [np.str_("x"), "y", None],
        "d": [np.datetime64("2024-01-02T03:04:05.000006"), None, pd.NaT],
        "n": [1, pd.NA, None],
    }
    assert pr.DataFrame(values).to_dict() == {
        "i": [1, 2, 3],
        "f": [0.5, 1.5, None],
        "b": [True, False, None],
        "s": ["x", "y", None],
        "d": [datetime(2024, 1, 2, 3, 4, 5, 6), None, None],
        "n": [1, None, None],
    }


def test_nanoseconds_are_never_cut_in_silence():
    with pytest.raises(ValueError, match="nanoseconds"):
        pr.DataFrame({"x": [pd.Timestamp("2024-01-01 00:00:00.000000001")]})
    with pytest.raises(ValueError, match="nanoseconds"):
        pr.DataFrame({"x": [np.datetime64("2024-01-01T00:00:00.000000001")]})
    with pytest.raises(ValueError, match="nanoseconds"):
        pr.DataFrame({"x": pa.array([1], pa.timestamp("ns"))}).to_dict()
    assert pr.DataFrame({"x": pa.array([1000], pa.timestamp("ns"))}).to_dict()["x"] == [
        datetime(1970, 1, 1, 0, 0, 0, 1)
    ]


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f4", "f8"])
def test_numpy_numbers_are_taken_without_a_copy(dtype):
    array = np.arange(1000, dtype=dtype)
    table = pr.DataFrame({"x": array}).to_pyarrow()
    assert table["x"].chunk(0).buffers()[1].address == array.ctypes.data
    assert table["x"].to_numpy().tolist() == array.tolist()


def test_other_numpy_arrays_are_converted():
    times = np.array(["2024-01-01", "NaT"], dtype="datetime64[ns]")
    frame = pr.DataFrame(
        {
            "b": np.array([True, False]),
            "s": np.array(["x", "yy"]),
            "o": np.array([1, None], dtype=object),
            "t": times,
            "d": np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[D]"),
            "td": np.array([1, 2], dtype="timedelta64[s]"),
            "h": np.array([0.5, 1.5], dtype="f2"),
            "strided": np.arange(4)[::2],
            "big_endian": np.array([1, 2], dtype=">i4"),
        }
    )
    assert frame.to_list()[0] == {
        "b": True,
        "s": "x",
        "o": 1,
        "t": datetime(2024, 1, 1),
        "d": date(2024, 1, 1),
        "td": timedelta(seconds=1),
        "h": 0.5,
        "strided": 0,
        "big_endian": 1,
    }
    assert frame.to_dict()["t"][1] is None
    assert frame.schema["t"] == "timestamp[ns]"
    with pytest.raises(ValueError, match="dimension"):
        pr.DataFrame({"x": np.zeros((2, 2))})


def test_columns_of_other_libraries():
    frame = pr.DataFrame(
        {
            "pandas": pd.Series([1, 2, 3]),
            "polars": pl.Series(["x", None, "z"]),
            "pyarrow": pa.chunked_array([[1.5], [2.5, None]]),
            "list": [1, 2, 3],
        }
    )
    assert frame.to_list()[1] == {"pandas": 2, "polars": None, "pyarrow": 2.5, "list": 2}
    assert frame.count() == 3


ARROW = {
    "int8": pa.array([1, None], pa.int8()),
    "uint64": pa.array([2**64 - 1, None], pa.uint64()),
    "float16": pa.array([np.float16(0.5), None], pa.float16()),
    "decimal32": pa.array([Decimal("1.5"), None], pa.decimal32(5, 2)),
    "decimal256": pa.array([Decimal("1.5"), None], pa.decimal256(60, 2)),
    "large_string": pa.array(["x", None], pa.large_string()),
    "string_view": pa.array(["a string of more than twelve bytes", None], pa.string_view()),
    "binary_view": pa.array([b"bytes that are more than twelve", None], pa.binary_view()),
    "fixed": pa.array([b"ab", None], pa.binary(2)),
    "date64": pa.array([date(2024, 1, 1), None], pa.date64()),
    "time32": pa.array([time(1, 2, 3), None], pa.time32("s")),
    "seconds": pa.array([datetime(2024, 1, 1), None], pa.timestamp("s")),
    "duration": pa.array([timedelta(seconds=1), None], pa.duration("ms")),
    "dictionary": pa.array(["x", None, "x"]).dictionary_encode(),
    "large_list": pa.array([[1], None], pa.large_list(pa.int64())),
    "fixed_list": pa.array([[1, 2], None], pa.list_(pa.int64(), 2)),
    "map": pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())),
    "struct": pa.array([{"a": [1]}, None], pa.struct({"a": pa.list_(pa.int64())})),
}


@pytest.mark.parametrize("name", ARROW)
def test_every_arrow_type_becomes_what_pyarrow_says(name):
    array = ARROW[name]
    assert pr.DataFrame({"x": array}).to_dict()["x"] == array.to_pylist()
    assert pr.DataFrame({"x": array[1:]}).to_dict()["x"] == array.to_pylist()[1:]


def test_what_python_cannot_hold_names_the_column():
    frame = pr.DataFrame({"when": pa.array([2**62], pa.timestamp("s"))})
    with pytest.raises(OverflowError, match="when"):
        frame.to_dict()
    frame = pr.DataFrame({"day": pa.array([2**30], pa.date32())})
    with pytest.raises(OverflowError, match="day"):
        frame.to_list()


def test_intervals_are_months_days_and_nanoseconds():
    frame = pr.sql("select interval '1 month 2 days 3 seconds' as i")
    assert frame.to_dict()["i"] == [(1, 2, 3_000_000_000)]


leaves = (
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(min_value=timedelta(days=-100_000_000), max_value=timedelta(days=100_000_000)),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6),
)
columns = st.one_of(
    [st.lists(st.none() | leaf) for leaf in leaves]
    + [st.lists(st.none() | st.lists(st.none() | leaf)) for leaf in leaves]
    + [st.lists(st.none() | st.fixed_dictionaries({"a": leaf, "b": st.none() | leaf})) for leaf in leaves]
)


@given(columns)
@settings(max_examples=150, deadline=None)
def test_any_column_comes_back_equal(values):
    assert pr.DataFrame({"x": values}).to_dict()["x"] == values


def test_masked_values_of_numpy_are_missing():
    masked = np.ma.masked_array([1, 2, 3], mask=[False, True, False])
    assert pr.DataFrame({"a": masked}).rows() == [(1,), (None,), (3,)]
    assert pr.Array(np.ma.masked_array([0.5, math.nan], mask=False)).null_count == 0
    times = np.ma.masked_array(np.array(["2024-01-01", "2024-01-02"], "datetime64[us]"), mask=[True, False])
    assert pr.DataFrame({"t": times}).rows() == [(None,), (datetime(2024, 1, 2),)]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("map<string, int64>", "map<string, int64>"),
        ("list<int64, 3>", "list<int64, 3>"),
        (
            "struct<a: map<string, list<int8>>, b: decimal(40,2)>",
            "struct<a: map<string, list<int8>>, b: decimal(40,2)>",
        ),
        ("run_end_encoded<int64>", "run_end_encoded<int64>"),
        ("struct<>", "struct<>"),
        (np.float32, "float32"),
        (np.dtype("uint8"), "uint8"),
        (np.dtype("int16").type, "int16"),
        (pl.Int64, "int64"),
        (pl.Int64(), "int64"),
        (pl.String, "string"),
    ],
)
def test_types_by_all_their_names(given, name):
    assert pr.DataFrame(pa.table({"a": pa.nulls(1)})).cast({"a": given}).dtypes == [name]


def test_an_array_of_a_type_holds_what_the_type_holds():
    assert pr.Array([2**64 - 1, None], "uint64").to_list() == [2**64 - 1, None]
    assert pr.Array([2**70], "decimal(38,0)").to_list() == [2**70]
    assert pr.Array(np.array([255], "u1"), "uint64").to_list() == [255]
    for values, dtype in (([300], "int8"), ([-1], "uint8"), ([2**64], "uint64"), (["a"], "int64")):
        with pytest.raises(pr.PyRustError):
            pr.Array(values, dtype)


@pytest.mark.parametrize("value", [7, 0.5, "ab", b"ab", True, [1], {"a": 1}, date(2024, 1, 1)], ids=repr)
def test_values_take_no_more_memory_than_they_need(value):
    array = pr.Array([value] * 100_000).to_pyarrow()
    assert sum(memory.size for memory in array.buffers() if memory is not None) <= array.nbytes + 1024


@pytest.mark.parametrize("dtype", ["i8", "f4", "u2", "?", "M8[us]", "U1"])
def test_a_numpy_array_without_values_is_a_column(dtype):
    assert pr.DataFrame({"a": np.array([], dtype)}).to_dict() == {"a": []}
