"""Scalar user functions: what they are handed, what they may give back, how they fail, and who keeps them."""

import datetime as dt
import gc
import threading
import time
import traceback
import weakref
from decimal import Decimal
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import pyrust as pr

MANY = 200_000


def test_each_library_gets_its_own_form():
    seen = []

    @pr.udf
    def by_numpy(x: np.ndarray) -> float:
        seen.append(type(x))
        return x * 2

    @pr.udf
    def by_pyarrow(x: pa.Array) -> float:
        seen.append(type(x))
        return pc.multiply(x, 2)

    @pr.udf
    def by_polars(x: pl.Series) -> float:
        seen.append(type(x))
        return x * 2

    @pr.udf
    def by_pandas(x: pd.Series) -> float:
        seen.append(type(x))
        return x * 2

    @pr.udf
    def by_hand(x) -> float:
        seen.append(type(x))
        return [value * 2 for value in x]

    df = pr.DataFrame({"a": [1.0, 2.5]})
    for function in (by_numpy, by_pyarrow, by_polars, by_pandas, by_hand):
        assert df.select(x=function("a")).to_dict() == {"x": [2.0, 5.0]}, function
    assert [kind.__name__ for kind in seen] == ["ndarray", "DoubleArray", "Series", "Series", "Array"]
    assert seen[3] is pd.Series


def test_types_are_said_by_annotations_or_explicitly():
    @pr.udf
    def said(a: float, b: int | None, c: "decimal(10,2)", d: Annotated[np.ndarray, "int32"]) -> str:  # noqa: F821
        return ",".join(str(x.dtype) for x in (a, b, c, d))

    df = pr.DataFrame({"i": [1], "s": ["x"]})
    assert df.select(x=said("i", "i", "i", "i")).to_dict() == {"x": ["float64,int64,decimal(10,2),int32"]}
    explicit = pr.udf(lambda x: x.dtype, args=["float32"], returns="string", name="explicit")
    assert df.select(x=explicit("i")).to_dict() == {"x": ["float32"]}
    assert repr(explicit) == "<udf explicit(float32) -> string>"

    for kind in (np.int16, pl.Int16, pl.Int16(), pa.int16()):

        def of_library(a: pl.Series, b):
            return a

        of_library.__annotations__ |= {"b": kind, "return": kind}
        assert repr(pr.udf(of_library)) == "<udf of_library(any, int16) -> int16>"
        assert df.select(x=pr.udf(of_library)("i", "i")).dtypes == ["int16"]

    @pr.udf
    def typed(a: npt.NDArray[np.float64], *more: int) -> list[int]:
        return pa.array([[len(more)]] * len(a), pa.list_(pa.int64()))

    assert repr(typed) == "<udf typed(float64, *int64) -> list<int64>>"
    assert df.select(x=typed("i", "i", "i")).to_dict() == {"x": [[2]]}


def test_numpy_sees_the_same_memory():
    values = pa.array(range(MANY), pa.int64())
    inside = []

    @pr.udf
    def look(x: np.ndarray) -> int:
        inside.append(x.__array_interface__["data"][0])
        assert not x.flags.writeable
        return x

    assert pr.DataFrame({"a": values}).select(x=look("a")).count() == MANY
    start = values.buffers()[1].address
    table = pr.DataFrame({"a": values}).select(x=look("a")).to_pyarrow()
    assert table["x"].to_pylist() == values.to_pylist()
    assert inside
    assert all(start <= address < start + values.nbytes for address in inside)


@pytest.mark.parametrize(
    ("given", "dtype"),
    [
        (lambda x: x, "int64"),
        (lambda x: x.to_numpy() + 0, "int64"),
        (lambda x: pa.chunked_array([x.to_pyarrow()[:1], x.to_pyarrow()[1:]]), "int64"),
        (lambda x: x.to_polars(), "int64"),
        (lambda x: x.to_list(), "float64"),
        (lambda x: tuple(x), "decimal(20,0)"),
        (lambda x: x.to_numpy().astype("int8"), "int64"),
    ],
)
def test_what_may_come_back(given, dtype):
    function = pr.udf(given, args=["int64"], returns=dtype)
    out = pr.DataFrame({"a": [1, 2, 3]}).select(x=function("a"))
    assert out.dtypes == [dtype]
    assert out.to_dict() == {"x": [1, 2, 3]}


@pytest.mark.parametrize(
    ("value", "dtype", "expected"),
    [(7, "int64", 7), (None, "string", None), ("é", "string", "é"), (np.float32(1.5), "float64", 1.5),
     (b"x", "binary", b"x"), ({"a": 1}, "struct<a: int64>", {"a": 1}), (np.array(4), "int64", 4)],
)  # fmt: skip
def test_one_value_stands_for_all_rows(value, dtype, expected):
    function = pr.udf(lambda _: value, args=["int64"], returns=dtype)
    assert pr.range(3).select(x=function("value")).to_dict() == {"x": [expected] * 3}


def test_nulls_arrive_as_nulls():
    @pr.udf
    def count(x) -> int:
        return x.null_count

    @pr.udf
    def numbers(x: np.ndarray) -> float:
        assert x.dtype == np.float64
        return x

    df = pr.DataFrame({"a": pa.array([1, None, 3])})
    assert df.select(x=count("a")).to_dict() == {"x": [1, 1, 1]}
    out = df.select(x=numbers("a")).to_dict()["x"]
    assert out[0] == 1.0
    assert np.isnan(out[1])
    empty = pr.DataFrame({"a": pa.nulls(3)})
    assert empty.select(x=count("a")).to_dict() == {"x": [3, 3, 3]}
    assert empty.select(x=pr.udf(lambda x: x, args=["float64"], returns="float64")("a")).to_dict() == {"x": [None] * 3}


VALUES = {
    "string": ["a", None, "é"],
    "binary": [b"a", None, b""],
    "bool": [True, None, False],
    "decimal(10,2)": [Decimal("1.25"), None, Decimal("-3.00")],
    "date": [dt.date(2020, 1, 1), None, dt.date(1970, 1, 1)],
    "timestamp[us]": [dt.datetime(2020, 1, 1, 2, 3), None, dt.datetime(1960, 1, 1)],
    "timestamp[us, UTC]": [dt.datetime(2020, 1, 1, tzinfo=dt.UTC), None, dt.datetime(1960, 1, 1, tzinfo=dt.UTC)],
    "duration[us]": [dt.timedelta(seconds=1), None, dt.timedelta(days=-2)],
    "list<int64>": [[1, 2], None, []],
    "struct<a: int64, b: string>": [{"a": 1, "b": "x"}, None, {"a": None, "b": None}],
}


@pytest.mark.parametrize("dtype", VALUES)
@pytest.mark.parametrize("form", ["own", "list", "pyarrow", "polars"])
def test_every_type_goes_in_and_out(dtype, form):
    through = {
        "own": lambda x: x,
        "list": lambda x: x.to_list(),
        "pyarrow": lambda x: x.to_pyarrow(),
        "polars": lambda x: x.to_polars(),
    }[form]
    df = pr.DataFrame({"a": VALUES[dtype]}).select(a=pr.col("a").cast(dtype))
    out = df.select(x=pr.udf(through, args=[dtype], returns=dtype)("a"))
    assert out.dtypes == df.dtypes
    assert out.to_dict() == {"x": df.to_dict()["a"]}


def test_many_partitions_and_batches_agree_with_one():
    @pr.udf
    def scaled(x: np.ndarray, y: np.ndarray) -> int:
        return x * 3 + y

    df = pr.range(MANY).select(a=pr.col("value"), b=pr.col("value") % 7)
    out = df.with_columns(c=scaled("a", "b")).filter(scaled("a", "b") > 10)
    expected = np.arange(MANY) * 3 + np.arange(MANY) % 7
    assert out.to_pyarrow()["c"].to_numpy().tolist() == expected[expected > 10].tolist()


def test_an_empty_frame_needs_no_call():
    function = pr.udf(lambda _: 1 / 0, args=["int64"], returns="float64")
    assert pr.range(0).select(x=function("value")).to_dict() == {"x": []}


def test_constants_and_columns_mix():
    plus = pr.udf(lambda a, b: a.to_numpy() + b.to_numpy(), args=["int64", "int64"], returns="int64")
    assert pr.range(3).select(x=plus("value", 10)).to_dict() == {"x": [10, 11, 12]}
    assert pr.range(2).select(x=plus(pr.lit(1), pr.lit(2))).to_dict() == {"x": [3, 3]}
    assert pr.range(3).filter(plus("value", 1) >= 2).to_dict() == {"value": [1, 2]}
    assert pr.range(4).group_by(k=plus("value", 0) // 2).agg(n=pr.functions.count()).sort("k").to_dict() == {
        "k": [0, 1],
        "n": [2, 2],
    }


def test_an_impure_function_is_called_for_each_use():
    calls = []

    def noted(x):
        calls.append(len(x))
        return [len(calls)] * len(x)

    function = pr.udf(noted, args=["int64"], returns="int64", pure=False)
    out = pr.range(2).select(a=function("value"), b=function("value")).to_dict()
    assert sorted([out["a"][0], out["b"][0]]) == [1, 2]
    clock = pr.udf(lambda: 5, returns="int64", pure=False, name="clock")
    assert pr.range(2).select(x=clock()).to_dict() == {"x": [5, 5]}


def test_the_users_error_is_the_cause_with_its_traceback():
    def inner(x):
        raise LookupError("no such thing")

    @pr.udf
    def outer(x: np.ndarray) -> float:
        return inner(x)

    frame = pr.range(MANY).select(x=outer("value"))
    with pytest.raises(pr.PyRustError, match=r"^udf outer: LookupError: no such thing$") as caught:
        frame.collect()
    cause = caught.value.__cause__
    assert type(cause) is LookupError
    assert [entry.name for entry in traceback.extract_tb(cause.__traceback__)] == ["outer", "inner"]
    with pytest.raises(pr.PyRustError, match="LookupError") as caught:
        frame.to_dict()
    assert isinstance(caught.value.__cause__, LookupError)


@pytest.mark.parametrize(
    ("result", "error", "message"),
    [
        ([1], pr.InvalidValueError, "udf f: the result has 1 values for 3 rows"),
        (["a", "b", "c"], pr.InvalidTypeError, "udf f: the result is string, expected int64"),
        ([1.5, 2.0, 3.0], pr.InvalidTypeError, "udf f: the result is float64, expected int64"),
        (np.zeros((3, 2)), pr.InvalidTypeError, "udf f: the result (ndarray) is not a column of int64"),
        ([1, "a", 2], pr.InvalidTypeError, "udf f: the result (list) is not a column of int64"),
        (object(), pr.InvalidTypeError, "udf f: the result (object) is not a column of int64"),
        (
            np.array([1, 2, 2**63], "uint64"),
            OverflowError,
            "udf f: a value does not fit int64: Can't cast value 9223372",
        ),
    ],
)
def test_a_wrong_result_says_what_was_expected(result, error, message):
    function = pr.udf(lambda _: result, args=["int64"], returns="int64", name="f")
    with pytest.raises(error) as caught:
        pr.range(3).select(x=function("value")).collect()
    assert message in str(caught.value)


def test_wrong_calls_are_found_when_they_are_made():
    function = pr.udf(lambda a: a, args=["int64"], returns="int64", name="f")
    with pytest.raises(TypeError, match="udf: f takes 1 columns, got 2"):
        function("a", "b")
    with pytest.raises(TypeError, match="udf f: argument 1 is string, expected int64"):
        pr.DataFrame({"a": ["x"]}).select(function("a"))
    with pytest.raises(TypeError, match="argument 1 is float64, expected int64"):
        pr.DataFrame({"a": [1.0]}).select(function("a"))
    with pytest.raises(pr.ColumnNotFoundError):
        pr.range(1).select(function("a"))
    with pytest.raises(TypeError, match=r'udf g: the type of its result is not given\nhint: .*returns="float64"'):
        pr.udf(lambda a: a, name="g")
    with pytest.raises(TypeError, match="is not callable"):
        pr.udf(3)
    with pytest.raises(TypeError, match='there is no type "flot"'):
        pr.udf(lambda a: a, args=["flot"], returns="int64")


def test_names_in_results_are_those_of_the_call():
    function = pr.udf(lambda a: a, args=["int64"], returns="int64", name="f")
    assert pr.range(1).select(function("value")).columns == ["f(value)"]
    assert pr.range(1).select(function(pr.col("value") + 1).alias("b")).columns == ["b"]


def test_sql_finds_functions_in_variables_and_in_the_session():
    df = pr.range(3)

    @pr.udf
    def Twice(x: np.ndarray) -> int:  # noqa: N802 - a name with a capital
        return x * 2

    other = Twice
    assert pr.sql("select Twice(value) as a, other(value) + 1 as b from df where twice(value) > 0").to_dict() == {
        "a": [2, 4],
        "b": [3, 5],
    }
    assert df.session.functions == []
    session = pr.Session()
    assert session.register_function(Twice) is Twice
    assert session.functions == ["Twice"]
    assert session.sql("select sum(Twice(value)) as s from df").to_dict() == {"s": [6]}
    assert session.deregister_function("Twice")
    del Twice, other
    with pytest.raises(pr.PyRustError, match=r"[Tt]wice"):
        session.sql("select twice(value) from df")


def test_the_sql_cell_finds_functions_in_its_scope():
    scope = {"df": pr.range(3), "triple": pr.udf(lambda x: x.to_numpy() * 3, args=["int64"], returns="int64")}
    [out] = pr.session()._script("select triple(value) as x from df").run([scope])
    scope.clear()
    gc.collect()
    assert out.to_dict() == {"x": [0, 3, 6]}


def freed(*references):
    """Whether all are gone; what a thread of the engine drops is given back at the next call from Python."""
    deadline = time.monotonic() + 5
    while any(reference() is not None for reference in references) and time.monotonic() < deadline:
        gc.collect()
        pr.range(1).count()
        time.sleep(0.01)
    return all(reference() is None for reference in references)


def total(session):
    """Away from the test's own variables: before Python 3.13 a look at a frame's variables keeps what they held."""
    return session.sql("select sum(x) as s from t").to_dict()


def test_a_function_lives_as_long_as_what_uses_it():
    def make():
        def body(x):
            return [1] * len(x)

        return pr.udf(body, returns="int64"), weakref.ref(body)

    function, alive = make()
    frame = pr.range(3).select(x=function("value"))
    derived = frame.filter(pr.col("x") > 0).with_columns(y=pr.col("x") + 1)
    del function, frame
    gc.collect()
    assert derived.to_dict() == {"x": [1, 1, 1], "y": [2, 2, 2]}
    stream = pa.RecordBatchReader.from_stream(derived)
    session = pr.Session()
    session.register("t", derived)
    grouped = derived.group_by("x")
    del derived
    gc.collect()
    assert stream.read_all().num_rows == 3
    assert total(session) == {"s": [3]}
    assert grouped.agg(n=pr.functions.count()).to_dict() == {"x": [1], "n": [3]}
    assert alive() is not None
    session.deregister("t")
    del stream, grouped
    assert freed(alive)


def test_a_temporary_function_works_to_the_end():
    out = pr.range(2).select(x=pr.udf(lambda x: ["a"] * len(x), args=["int64"], returns="string")("value").str.upper())
    gc.collect()
    assert out.to_dict() == {"x": ["A", "A"]}


def test_a_frame_in_the_closure_of_its_own_function_is_freed():
    class Marker:
        pass

    def make():
        marker = Marker()

        def body(x):
            return [holder["frame"].width, marker][:1] * len(x)

        holder = {}
        function = pr.udf(body, returns="int64")
        holder["frame"] = pr.range(2).select(x=function("value"))
        holder["derived"] = holder["frame"].filter(pr.col("x") > 0).group_by("x")
        assert holder["frame"].to_dict() == {"x": [1, 1]}
        return weakref.ref(marker), weakref.ref(function)

    assert freed(*make())


def test_a_function_that_runs_queries_works():
    lookup = pr.DataFrame({"k": [0, 1, 2], "v": ["a", "b", "c"]})

    @pr.udf
    def named(x) -> str:
        names = lookup.filter(pr.col("k") >= 0).to_dict()["v"]
        return [names[value % 3] for value in x.to_list()]

    out = pr.range(MANY).select(x=named("value")).group_by("x").agg(n=pr.functions.count()).sort("x")
    assert out.to_dict()["x"] == ["a", "b", "c"]
    assert sum(out.to_dict()["n"]) == MANY


def test_the_wait_for_the_gil_is_counted():
    seen = {}

    def body(x):
        seen["run"] = pr.runs(ended=False)[-1]
        return x

    pr.range(10).select(x=pr.udf(body, args=["int64"], returns="int64")("value")).collect()
    assert 0 <= seen["run"].gil_wait < 60


def test_a_function_may_write_all_its_batches_into_one_array():
    rooms = threading.local()

    @pr.udf
    def twice(x: np.ndarray) -> int:
        if not hasattr(rooms, "array"):
            rooms.array = np.empty(100_000, "int64")
        return np.multiply(x, 2, out=rooms.array[: len(x)])

    frame = pr.range(50_000).select("value", y=twice("value")).collect()
    assert frame.filter(pr.col("y") != pr.col("value") * 2).count() == 0


@pytest.mark.parametrize("kind", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "?", ">i4", ">f8"])
@pytest.mark.parametrize("way", [slice(None), slice(None, None, -1), slice(None, None, 2)], ids=str)
def test_arrays_of_every_layout_come_back_as_they_are(kind, way):
    values = (np.arange(12) % 2 if kind == "?" else np.arange(12)).astype(kind)[way]

    @pr.udf(returns={"?": "bool"}.get(kind, "float64" if "f" in kind else "uint64" if kind == "u8" else "int64"))
    def given(x):
        return values

    assert pr.range(len(values)).select(x=given("value")).to_dict()["x"] == values.tolist()


def test_an_array_of_two_dimensions_is_no_column():
    @pr.udf(returns="int64")
    def square(x):
        return np.zeros((2, 2))

    with pytest.raises(pr.PyRustError, match="2 dimensions"):
        pr.range(2).select(x=square("value")).collect()


def test_functions_take_turns_and_do_not_wait_for_themselves():
    inner = pr.udf(lambda x: x, returns="int64", args=["int64"], name="inner")

    @pr.udf(returns="int64")
    def outer(x):
        # the query's own calls come while this one is still going on
        return [pr.range(100).filter(inner("value") >= 0).count()] * len(x)

    table = pa.concat_tables([pa.table({"a": [n]}) for n in range(16)])
    assert pr.DataFrame(table).filter(pr.col("a") >= 0).select(x=outer("a")).to_dict()["x"] == [100] * 16


def test_an_expression_and_a_function_that_refer_to_each_other_are_collected():
    class Witness:
        pass

    def make():
        witness = Witness()
        held = []
        function = pr.udf(lambda x: (held, witness) and x, args=["int64"], returns="int64")
        held += [
            function("value") + 1,
            function("value").dt,
            function("value").name,
            pr.when(function("value") > 1).then(2),
        ]
        return weakref.ref(witness)

    witness = make()
    gc.collect()
    assert witness() is None


@pytest.mark.parametrize("verb", ["iter_rows", "iter_batches"])
def test_an_iterator_and_a_function_that_refer_to_each_other_are_collected(verb):
    class Witness:
        pass

    def make(begin):
        witness = Witness()
        held = []
        function = pr.udf(lambda x: (held, witness) and x, args=["int64"], returns="int64")
        rows = getattr(pr.range(3).select(x=function("value")), verb)()
        if begin:
            assert next(rows) is not None
            rows.close()
        held.append(rows)
        return weakref.ref(witness)

    for begin in (False, True):
        assert freed(make(begin))


@pytest.mark.parametrize("verb", ["iter_rows", "iter_batches"])
def test_an_iterator_keeps_its_function(verb):
    rows = getattr(pr.range(3).select(x=pr.udf(lambda x: x, args=["int64"], returns="int64")("value")), verb)()
    gc.collect()
    assert len(list(rows)) == (3 if verb == "iter_rows" else 1)


@pytest.mark.parametrize("made", ["operator", "namespace", "name", "when"])
def test_an_expression_keeps_its_function(made):
    def function():
        return pr.udf(lambda x: x, args=["int64"], returns="int64")("value")

    if made == "operator":
        expr = function() + 0
    elif made == "namespace":
        namespace = function().map
        gc.collect()
        assert namespace is not None
        expr = function()
    elif made == "name":
        expr = function().name
        gc.collect()
        expr = expr.suffix("_x")
    else:
        expr = pr.when(function() >= 0)
        gc.collect()
        expr = expr.then(function())
        gc.collect()
        expr = expr.otherwise(-1)
    gc.collect()
    frame = pr.range(3).select(expr)
    del expr
    gc.collect()
    assert [row[0] for row in frame.rows()] == [0, 1, 2]
