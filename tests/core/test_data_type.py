"""`pr.DataType`: a type as a value, equal to its name, which everything that takes a type takes."""

import copy
import pickle
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import pyrust as pr

# each with its name, its kind, and Python that gives it again
TYPES = [
    (pr.Null, "null", "null"),
    (pr.Boolean, "bool", "boolean"),
    *((getattr(pr, f"Int{size}"), f"int{size}", "integer") for size in (8, 16, 32, 64)),
    *((getattr(pr, f"UInt{size}"), f"uint{size}", "integer") for size in (8, 16, 32, 64)),
    *((getattr(pr, f"Float{size}"), f"float{size}", "float") for size in (16, 32, 64)),
    (pr.String, "string", "string"),
    (pr.Binary, "binary", "binary"),
    (pr.Date, "date", "date"),
    (pr.Time(), "time[us]", "time"),
    (pr.Time("s"), "time[s]", "time"),
    (pr.Timestamp(), "timestamp[us]", "timestamp"),
    (pr.Timestamp("ns", "Europe/Berlin"), "timestamp[ns, Europe/Berlin]", "timestamp"),
    (pr.Duration("ms"), "duration[ms]", "duration"),
    (pr.Decimal(10, 2), "decimal(10,2)", "decimal"),
    (pr.Decimal(50), "decimal(50,0)", "decimal"),
    (pr.List(pr.Int64), "list<int64>", "list"),
    (pr.List(pr.List(str), 3), "list<list<string>, 3>", "list"),
    (pr.Struct({"a": int, "b": pr.List(float)}), "struct<a: int64, b: list<float64>>", "struct"),
    (pr.Struct({}), "struct<>", "struct"),
    (pr.Map(str, int), "map<string, int64>", "map"),
    (pr.Categorical(), "dictionary<string>", "categorical"),
    (pr.DataType("interval[month]"), "interval[month]", "interval"),
    (pr.DataType("binary(4)"), "binary(4)", "binary"),
]


@pytest.mark.parametrize(("dtype", "name", "kind"), TYPES, ids=[name for _, name, _ in TYPES])
def test_a_type_is_equal_to_its_name_and_can_be_written_again(dtype: pr.DataType, name: str, kind: str) -> None:
    assert dtype == name
    assert name == dtype
    assert (dtype != name) is False
    assert (str(dtype), f"{dtype:>40}", dtype.kind) == (name, f"{name:>40}", kind)
    assert hash(dtype) == hash(name)
    assert {name: 1}[dtype] == 1
    assert pr.DataType(name) == dtype
    assert eval(repr(dtype)) == dtype
    assert type(eval(repr(dtype))) is type(dtype) is type(pr.DataType(name))
    for again in (pickle.loads(pickle.dumps(dtype)), copy.copy(dtype), copy.deepcopy(dtype)):
        assert again == dtype
        assert type(again) is type(dtype)


@pytest.mark.parametrize("dtype", [dtype for dtype, _, _ in TYPES], ids=[name for _, name, _ in TYPES])
def test_a_frame_gives_the_types_of_its_columns(dtype: pr.DataType) -> None:
    frame = pr.DataFrame(schema={"a": dtype, "b": pr.Int64})
    assert frame.schema == {"a": dtype, "b": "int64"}
    assert frame.dtypes == [dtype, pr.Int64]
    assert type(frame.dtypes[0]) is type(dtype)
    assert pa.field(dtype).type == pa.schema(frame).field("a").type


def test_types_differ_from_other_things() -> None:
    assert pr.Int64 != pr.Int32
    assert pr.Int64 != "int32"
    assert pr.Int64 != 64
    assert pr.List(pr.Int64) != pr.List(pr.Int32)
    assert pr.Timestamp("us") != pr.Timestamp("us", "UTC")
    with pytest.raises(TypeError):
        pr.Int64 < pr.Int32  # noqa: B015
    with pytest.raises(AttributeError):
        pr.Int64.kind = "float"
    # one type in three layouts
    table = pa.table({name: pa.array(["x"], kind) for name, kind in LAYOUTS.items()})
    assert set(pr.DataFrame(table).dtypes) == {pr.String}
    for name, kind in LAYOUTS.items():
        found = pr.DataFrame(table).schema[name]
        assert pa.field(pickle.loads(pickle.dumps(found))).type == kind


LAYOUTS = {"short": pa.string(), "long": pa.large_string(), "view": pa.string_view()}


def test_what_a_type_is_made_of() -> None:
    zoned, struct = pr.Timestamp("ms", "UTC"), pr.Struct({"x": int, "tags": pr.List(str)})
    assert (zoned.unit, zoned.zone, zoned.inner, zoned.fields, zoned.precision) == ("ms", "UTC", None, None, None)
    assert struct.fields == {"x": "int64", "tags": "list<string>"}
    assert struct.fields["tags"].inner == pr.String
    assert pr.Map(str, float).fields == {"key": "string", "value": "float64"}
    assert pr.Categorical(pr.Int64).inner == pr.Int64
    assert (pr.Decimal(12, 3).precision, pr.Decimal(12, 3).scale) == (12, 3)
    assert (pr.List(int, 3).size, pr.DataType("binary(7)").size, pr.List(int).size) == (3, 7, None)
    assert pr.Datetime is pr.Timestamp
    assert isinstance(pr.DataFrame({"a": [datetime(2024, 1, 1)]}).dtypes[0], pr.Timestamp)


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("is_numeric", {"integer", "float", "decimal"}),
        ("is_integer", {"integer"}),
        ("is_float", {"float"}),
        ("is_temporal", {"date", "time", "timestamp", "duration", "interval"}),
        ("is_nested", {"list", "struct", "map"}),
    ],
)
def test_families_are_those_of_the_selectors(question: str, yes: set[str]) -> None:
    found = {dtype.kind for dtype, _, _ in TYPES if getattr(dtype, question)()}
    assert found == yes
    # an encoding is of the family of its values
    assert getattr(pr.Categorical(pr.Int64), question)() == ("integer" in yes)


GIVEN = [
    (int, pr.Int64),
    (float, pr.Float64),
    (str, pr.String),
    (bool, pr.Boolean),
    (bytes, pr.Binary),
    (date, pr.Date),
    (datetime, pr.Timestamp()),
    (time, pr.Time()),
    (timedelta, pr.Duration()),
    (Decimal, pr.Decimal(38, 10)),
    (np.int8, pr.Int8),
    (np.dtype("float32"), pr.Float32),
    (np.dtype("datetime64[ns]"), pr.Timestamp("ns")),
    (np.dtype("timedelta64[s]"), pr.Duration("s")),
    (pa.int16(), pr.Int16),
    (pa.list_(pa.int8()), pr.List(pr.Int8)),
    (pa.timestamp("s", "UTC"), pr.Timestamp("s", "UTC")),
    (pl.UInt8, pr.UInt8),
    (pl.Int64(), pr.Int64),
    (pl.String, pr.String),
    (pl.Datetime, pr.Timestamp("us")),
    (pl.Datetime("ns", "Europe/Berlin"), pr.Timestamp("ns", "Europe/Berlin")),
    (pl.Duration("ms"), pr.Duration("ms")),
    (pl.Decimal(10, 2), pr.Decimal(10, 2)),
    (pl.List(pl.Int8), pr.List(pr.Int8)),
    (pl.Array(pl.Int8, 2), pr.List(pr.Int8, 2)),
    (pl.Struct({"a": pl.Int8, "b": pl.String}), pr.Struct({"a": pr.Int8, "b": str})),
    (pl.Categorical, pr.Categorical()),
    (pr.Timestamp, pr.Timestamp("us")),
    (pr.Categorical, pr.Categorical(str)),
    ("datetime64[ns]", pr.Timestamp("ns")),
]


@pytest.mark.parametrize(("given", "expected"), GIVEN, ids=[repr(given) for given, _ in GIVEN])
def test_types_of_others_are_taken_everywhere(given: object, expected: pr.DataType) -> None:
    assert pr.DataType(given) == expected
    empty = pr.DataFrame(schema={"a": given})
    assert empty.dtypes == [expected]
    nothing = pr.DataFrame({"a": [None]})
    assert nothing.cast({"a": given}).dtypes == [expected]
    assert nothing.select(pr.col("a").cast(given)).dtypes == [expected]
    assert nothing.select(pr.lit(None, given).alias("a")).dtypes == [expected]
    assert empty.select(pr.selectors.by_dtype(given)).columns == ["a"]
    if not isinstance(given, str):
        assert empty.select(pr.col(given)).columns == ["a"]


def test_annotations_of_user_functions_may_be_types() -> None:
    @pr.udf
    def doubled(x: pr.Int8) -> pr.List(pr.Int16):  # type: ignore[valid-type]
        return [[value, value] for value in x]

    made = pr.DataFrame({"a": [1, 2]}).select(b=doubled("a"))
    assert made.schema == {"b": pr.List(pr.Int16)}
    assert made.to_dict() == {"b": [[1, 1], [2, 2]]}
    assert pr.udf(lambda x: x, args=[pr.Decimal(5, 2)], returns=pr.Date, name="f").__repr__().endswith("-> date>")


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: pr.DataType("int46"), TypeError, r"no type \"int46\"\nhint: did you mean int64"),
        (lambda: pr.DataType("sting"), TypeError, "did you mean string"),
        (lambda: pr.DataType("colour"), TypeError, "types are named int64"),
        (lambda: pr.DataType(1), TypeError, "1 is not a type"),
        (lambda: pr.DataType(None), TypeError, "None is not a type"),
        (lambda: pr.DataType(pr.List), TypeError, r"pr.List alone is not a type"),
        (lambda: pr.DataType(pr.Decimal), TypeError, r"pr.Decimal alone is not a type"),
        (lambda: pr.DataType(pr.DataType), TypeError, r"alone is not a type"),
        (lambda: pr.DataType(pl.col("a")), TypeError, "not a type"),
        (lambda: pr.List(int, -1), ValueError, "from 0 to"),
        (lambda: pr.List("in"), TypeError, "List: there is no type"),
        (lambda: pr.Decimal(77), ValueError, "77 digits"),
        (lambda: pr.Decimal(0), ValueError, "0 digits"),
        (lambda: pr.Decimal(5, 6), ValueError, "6 after the point"),
        (lambda: pr.Decimal(-1, 2**40), ValueError, "-1 digits"),
        (lambda: pr.Timestamp("min"), ValueError, r"\"s\", \"ms\", \"us\" or \"ns\", got \"min\""),
        (lambda: pr.Timestamp("us", "Mars/Olympus"), ValueError, 'no time zone "Mars/Olympus"'),
        (lambda: pr.Struct({"a": "no"}), TypeError, "Struct: there is no type"),
        (lambda: pr.Struct({1: "int64"}), TypeError, "names must be strings"),
        (lambda: pr.col("a").cast("int46"), TypeError, "cast: there is no type"),
        (lambda: pr.lit(1, "int46"), TypeError, "lit: there is no type"),
        (lambda: pr.DataFrame({"a": [1]}, schema={"a": "int46"}), TypeError, "DataFrame: there is no type"),
    ],
)
def test_what_is_not_a_type_is_refused_in_words(make, error, words) -> None:
    with pytest.raises(error, match=words) as caught:
        make()
    assert isinstance(caught.value, pr.PyRustError)


def test_types_can_be_values() -> None:
    frame = pr.DataFrame({"column": ["a", "b"], "dtype": [pr.Int64, pr.List(str)]})
    assert frame.to_dict()["dtype"] == ["int64", "list<string>"]


def test_a_type_may_be_called_as_in_polars() -> None:
    assert pr.Int64() is pr.Int64
    assert pr.DataFrame({"a": [1]}, schema={"a": pr.Int8()}).dtypes == [pr.Int8]
    assert pr.Datetime("ms")() == pr.Datetime("ms") != pr.Datetime()
    with pytest.raises(pr.InvalidTypeError) as caught:
        pr.Int64(5)  # type: ignore[call-arg]
    assert str(caught.value) == (
        "pr.Int64: the type takes no arguments\nhint: pr.lit(5, dtype=pr.Int64) is a value of this type"
    )
    with pytest.raises(pr.InvalidTypeError, match="takes no arguments"):
        pr.String(value="x")  # type: ignore[call-arg]
