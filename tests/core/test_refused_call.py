"""An argument that a function does not take is refused in our words, by every public function and method."""

import inspect
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import pyrust as pr


class Odd:
    """A value that nothing takes."""

    def __repr__(self) -> str:
        return "<odd>"


FRAME = pr.DataFrame({"a": [1, 2], "s": ["x", "y"]})
COLUMN = pr.col("a")
OBJECTS = {
    "DataFrame": FRAME,
    "GroupBy": FRAME.group_by("a"),
    "Expr": COLUMN,
    "Session": pr.Session(),
    "Selector": pr.selectors.all(),
    **{
        type(space).__name__: space
        for space in (COLUMN.str, COLUMN.dt, COLUMN.list, COLUMN.struct, COLUMN.map, COLUMN.bin)
    },
    "CatNamespace": COLUMN.cat,
    "NameNamespace": COLUMN.name,
    "When": pr.when(COLUMN > 1),
    "Array": pr.Array([1, 2]),
    "DataType": pr.Int64,
}
# What calls whatever it is given.
TAKES_ALL = {"DataFrame.pipe"}
# PyO3's words.
BARE = re.compile("object cannot be interpreted|is not an instance of|Can't extract|must be real number")


def _native() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions and methods of the core, each to be called."""
    for name, thing in OBJECTS.items():
        for inner in dir(thing):
            if not inner.startswith("_") and inspect.isbuiltin(method := getattr(thing, inner)):
                yield f"{name}.{inner}", method
    for module, names in ((pr, pr.__all__), (pr.functions, pr.functions.__all__), (pr.selectors, dir(pr.selectors))):
        written = module.__name__.replace("pyrust", "pr")
        for inner in names:
            if inspect.isbuiltin(function := getattr(module, inner)):
                yield f"{written}.{inner}", function


NATIVE = dict(_native())
# What is called to make an object.
MADE = {
    name: thing
    for name in pr.__all__
    if isinstance(thing := getattr(pr, name), type)
    if thing.__module__ == "pyrust" and "__new__" in vars(thing) and not issubclass(thing, BaseException)
    if name != "UserFunction"  # the decorators call it; `inspect` looks through it
}


def _calls(function: Callable[..., Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Calls with something odd: for everything that is required, then for each option, and a keyword of no one."""
    parameters = list(inspect.signature(function).parameters.values())
    required = [p for p in parameters if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    by_place = tuple(Odd() for p in required if p.kind is not p.KEYWORD_ONLY)
    by_name = {p.name: Odd() for p in required if p.kind is p.KEYWORD_ONLY}
    if required:
        yield by_place, by_name
    for option in parameters:
        if option.default is not option.empty:
            yield by_place, {**by_name, option.name: Odd()}
    if not any(p.kind is p.VAR_KEYWORD for p in parameters):
        yield by_place, {**by_name, "zzz_keyword": Odd()}
    if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
        yield (Odd(),) * 30, {}


@pytest.mark.parametrize("name", [*NATIVE, *MADE])
def test_what_is_not_taken_is_refused_in_our_words(name):
    function = NATIVE.get(name) or MADE[name]
    bare = []
    for values, named in _calls(function):
        try:
            function(*values, **named)
        except Exception as error:  # whatever is raised is looked at
            is_ours = isinstance(error, pr.PyRustError) and not BARE.search(str(error))
            bare += [] if is_ours else [f"{type(error).__name__}: {error}"]
    assert bare == [] or name in TAKES_ALL, f"{name}{inspect.signature(function)}"


def test_most_functions_are_looked_at():
    assert len(NATIVE) > 600
    assert {"DataFrame", "Session", "Array", "DataType", "List", "Struct", "Timestamp"} <= set(MADE)
    for name in (
        "DataFrame.head",
        "Expr.alias",
        "StrNamespace.split",
        "Session.read_csv",
        "pr.read_csv",
        "pr.functions.round",
    ):
        assert name in NATIVE


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda df: df.head("3"), "head: n must be an integer, got '3'"),
        (lambda df: df.head(n="3"), "head: n must be an integer, got '3'"),
        (lambda df: df.tail(0.5), "tail: n must be an integer, got 0.5"),
        (lambda df: df.head(None), "head: n must be an integer, got None"),
        (lambda df: df.limit(1, offset="x"), "limit: offset must be an integer, got 'x'"),
        (lambda df: df.sample(n="x"), "sample: n must be an integer, got 'x'"),
        (lambda df: df.drop("a", strict="no"), "drop: strict must be True or False, got 'no'"),
        (lambda df: df.quantile("x"), "quantile: q must be a number, got 'x'"),
        (lambda df: df.describe("x"), "describe: percentiles must be a list, got 'x'"),
        (lambda df: df.describe([0.5, "x"]), "describe: each item of percentiles must be a number, got [0.5, 'x']"),
        (lambda df: df.describe(5), "describe: percentiles must be a list, got 5"),
        (lambda df: df.with_row_index(5), "with_row_index: name must be a string, got 5"),
        (lambda df: pr.DataFrame.head(df, "x"), "head: n must be an integer, got 'x'"),
        (lambda _: pr.col("a").alias(1), "alias: name must be a string, got 1"),
        (
            lambda _: pr.register_function(len),
            "register_function: function must be a UserFunction, got <built-in function len>",
        ),
        (lambda _: pr.sql(5), "sql: query must be a string, got 5"),
        (lambda _: pr.read_csv(b"", has_header="x"), "read_csv: has_header must be True or False, got 'x'"),
        (
            lambda _: pr.read_csv(b"", column_names=["a", 1]),
            "read_csv: each item of column_names must be a string, got ['a', 1]",
        ),
    ],
)
def test_the_argument_is_named_with_what_it_must_be(call, says):
    with pytest.raises(TypeError) as caught:
        call(FRAME)
    assert type(caught.value) is pr.InvalidTypeError
    assert str(caught.value).split("\nhint:")[0] == says
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pr.DataFrame(session=5), "DataFrame: session must be a Session, got 5"),
        (
            lambda: pr.DataFrame({"a": [1]}, columns=["b"]),
            'DataFrame: columns: pyrust calls it schema\nhint: for example pr.DataFrame([(1, "x")], schema=["a", "k"])',
        ),
        (lambda: pr.DataFrame(datas={}), 'DataFrame: there is no argument "datas"\nhint: did you mean data?'),
        (lambda: pr.Session(foo=1), 'Session: there is no argument "foo"'),
        (lambda: pr.Session(1), "Session: takes 0 positional arguments but 1 was given"),
        (lambda: pr.Array(), "Array: missing 1 required positional argument: 'values'\nhint: it is called as Array("),
        (lambda: pr.Array([1], type="int8"), "Array: type: pyrust calls it dtype"),
        (lambda: pr.Timestamp(5), "Timestamp: unit must be a string, got 5"),
        (lambda: pr.Datetime("ms", time_zone="UTC"), "Timestamp: time_zone: pyrust calls it zone"),
        (lambda: pr.Decimal("x"), "Decimal: precision must be an integer, got 'x'"),
        (lambda: pr.List(pr.Int8, size=2**70), "List: size is too large, got"),
        (lambda: pr.List(), "List: missing 1 required positional argument: 'inner'"),
        (lambda: pr.DataFrame(None, None, None, None, None), "DataFrame: takes from 0 to 2 positional arguments but 5"),
    ],
)
def test_constructors_answer_as_functions_do(call, says):
    with pytest.raises(pr.PyRustError) as caught:
        call()
    assert type(caught.value) in (pr.InvalidTypeError, pr.OutOfRangeError)
    assert str(caught.value).startswith(says)


def test_constructors_are_what_they_were():
    assert str(inspect.signature(pr.DataFrame)) == ("(data=None, schema=None, *, schema_overrides=None, session=None)")
    assert str(inspect.signature(pr.Session)) == "(*, memory_limit=None, settings=None)"
    assert pr.List(inner=pr.Int64) == pr.List.__new__(pr.List, pr.Int64) == "list<int64>"
    assert pr.DataFrame({"a": [1]}, None, schema_overrides={"a": "int8"}).dtypes == ["int8"]

    class Own(pr.DataType):
        pass

    class Checked(pr.DataType):
        def __new__(cls, given):
            return super().__new__(cls, given)

    assert Own("int64") == Checked("int64") == pr.Int64
    for wrong in (int, pr.List, pr.Session, 5):
        with pytest.raises(TypeError):
            pr.DataType.__new__(wrong, "int64")
    with pytest.raises(TypeError):
        pr.DataType.__new__()
    with pytest.raises(TypeError, match="cannot create"):
        pr.Expr()


def test_the_error_of_what_a_constructor_was_given_stays_its_own():
    def rows():
        yield {"a": 1}
        raise TypeError("DataFrame.__new__() got an unexpected keyword argument 'x'")

    class Odder:
        def __arrow_c_stream__(self, requested_schema=None):
            raise TypeError("mine")

    with pytest.raises(TypeError, match=r"^DataFrame.__new__\(\) got") as caught:
        pr.DataFrame(rows())
    assert type(caught.value) is TypeError
    with pytest.raises(pr.SchemaError, match=r"Odder cannot be imported: mine$"):
        pr.DataFrame(Odder())


def test_a_number_out_of_range_is_named():
    with pytest.raises(pr.OutOfRangeError, match="hash: seed must be 0 or more, got -1"):
        pr.col("a").hash(seed=-1)
    with pytest.raises(pr.OutOfRangeError, match="head: n is too large, got 1180591620717411303424"):
        FRAME.head(2**70)


def test_arguments_that_are_missing_or_too_many():
    with pytest.raises(
        TypeError,
        match=r"head: takes from 0 to 1 positional arguments but 2 were given\nhint: it is called as head\(n=5\)",
    ):
        FRAME.head(1, 2)
    with pytest.raises(
        pr.InvalidTypeError,
        match=r"join: missing 1 required positional argument: 'other'\nhint: it is called as join\(other, on=None",
    ):
        FRAME.join()
    with pytest.raises(pr.InvalidTypeError, match="count: takes no arguments, got 1"):
        FRAME.count(1)
    with pytest.raises(pr.InvalidTypeError, match="head: got multiple values for argument 'n'"):
        FRAME.head(1, n=2)
    with pytest.raises(pr.InvalidTypeError, match='count: there is no argument "zzz"\nhint: it takes no arguments'):
        FRAME.count(zzz=1)


def test_the_error_of_a_function_of_the_user_stays_its_own():
    def wrong(_: object) -> object:
        raise TypeError("head() got an unexpected keyword argument 'x'")

    with pytest.raises(TypeError) as caught:
        FRAME.rename(wrong)
    assert type(caught.value) is TypeError


def test_functions_are_what_they_were():
    assert inspect.ismethoddescriptor(pr.DataFrame.head)
    assert str(inspect.signature(pr.DataFrame.head)) == "(self, /, n=5)"
    assert str(inspect.signature(pr.DataFrame.count)) == "(self, /)"
    assert pr.DataFrame.head.__qualname__ == "DataFrame.head"
    assert pr.read_csv.__module__ == "pyrust._core"
    assert pickle.loads(pickle.dumps(pr.read_csv)) is pr.read_csv
    assert pr.DataFrame.head.__doc__.startswith("Take the first rows")
    assert pr.functions.length is pr.functions.character_length
