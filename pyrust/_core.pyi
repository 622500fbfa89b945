"""Signatures of the native module. The docstrings are those of the Rust: `make stubs` writes them here, for editors."""

import datetime as _datetime
from asyncio import Future
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from types import GenericAlias, ModuleType
from typing import (
    Any,
    Concatenate,
    Generic,
    Literal,
    Never,
    ParamSpec,
    Protocol,
    Self,
    TypeAlias,
    TypedDict,
    TypeVar,
    final,
    overload,
)

from typing_extensions import disjoint_base

from pyrust.typing import ArrowSchema, IntoDataType, IntoExpr, IntoFrame, Schema
from pyrust.widgets.grid import Grid

__version__: str
__datafusion_version__: str
__arrow_version__: str

__all__ = [
    "Array",
    "Asking",
    "BatchIterator",
    "BinNamespace",
    "Binary",
    "Boolean",
    "CancelledError",
    "CatNamespace",
    "Categorical",
    "ColumnNotFoundError",
    "Columns",
    "DataFrame",
    "DataType",
    "Date",
    "Datetime",
    "Decimal",
    "DtNamespace",
    "Duration",
    "DynamicGroupBy",
    "Expr",
    "Float16",
    "Float32",
    "Float64",
    "GroupBy",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "InvalidTypeError",
    "InvalidValueError",
    "List",
    "ListNamespace",
    "Look",
    "Map",
    "MapNamespace",
    "MissingFileError",
    "NameNamespace",
    "Null",
    "Operator",
    "OutOfRangeError",
    "Progress",
    "PyRustError",
    "ReadError",
    "Report",
    "ResourcesError",
    "RollingGroupBy",
    "RowIterator",
    "RowNotFoundError",
    "Run",
    "RunTimeoutError",
    "SchemaError",
    "Script",
    "Selector",
    "Session",
    "SqlError",
    "StrNamespace",
    "String",
    "Struct",
    "StructNamespace",
    "TableNotFoundError",
    "Task",
    "Then",
    "Time",
    "Timestamp",
    "UInt8",
    "UInt16",
    "UInt32",
    "UInt64",
    "UserFunction",
    "View",
    "When",
    "WriteError",
    "__arrow_version__",
    "__datafusion_version__",
    "__version__",
    "_read_again",
    "_restore_data_type",
    "_restore_frame",
    "_shutdown",
    "all",
    "col",
    "concat",
    "deregister",
    "engine_option",
    "frames_among",
    "from_pandas",
    "functions",
    "len",
    "lit",
    "memory_is_measured",
    "memory_snapshot",
    "range",
    "read_avro",
    "read_csv",
    "read_ipc",
    "read_json",
    "read_ndjson",
    "read_parquet",
    "refused_call",
    "register",
    "register_function",
    "runs",
    "scan_avro",
    "scan_csv",
    "scan_ipc",
    "scan_ndjson",
    "scan_parquet",
    "selectors",
    "session",
    "set_engine_option",
    "set_paused_seconds",
    "sql",
    "sql_diagnose",
    "sql_dialects",
    "sql_expr",
    "sql_format",
    "sql_items",
    "sql_meaning",
    "tables",
    "unknown_name",
    "when",
]

class _Readable(Protocol):
    def read(self, size: int, /) -> bytes | str: ...

class _Writable(Protocol):
    def write(self, data: Any, /) -> object: ...

_Path: TypeAlias = str | PathLike[str]
_Paths: TypeAlias = _Path | list[_Path] | list[str] | tuple[_Path, ...]
_Source: TypeAlias = _Paths | bytes | bytearray | memoryview | _Readable
_Compression: TypeAlias = Literal["gzip", "bz2", "xz", "zstd", "uncompressed"]
_Mode: TypeAlias = Literal["error", "overwrite"]
_Columns: TypeAlias = IntoExpr | Iterable[IntoExpr]
_Keys: TypeAlias = IntoExpr | Sequence[IntoExpr | tuple[IntoExpr, IntoExpr]]
_Names: TypeAlias = str | list[str] | tuple[str, ...]
_Chosen: TypeAlias = _Names | Selector | list[str | Selector]
# `Expr.str`, `.dt.date()` and `DataFrame.slice` hide the types of these names where the classes use them.
_Str: TypeAlias = str
_Breaks: TypeAlias = list[Any]
_Labels: TypeAlias = list[str]
_Shares: TypeAlias = list[float]
_Strategy: TypeAlias = Literal["forward", "backward", "min", "max", "mean", "zero", "one"]
_Order: TypeAlias = IntoExpr | list[str] | list[Expr] | list[IntoExpr] | tuple[IntoExpr, ...]
_List: TypeAlias = IntoExpr | list[Any]
_Slice: TypeAlias = slice
_Bound: TypeAlias = int | float | _datetime.timedelta | None
_Frame: TypeAlias = tuple[Literal["rows", "range", "groups"], _Bound, _Bound]
_Text: TypeAlias = str | Expr
_Whole: TypeAlias = int | Expr
_Formats: TypeAlias = _Text | list[str] | list[_Text] | tuple[_Text, ...]
_Span: TypeAlias = _datetime.timedelta | Expr
_Moment: TypeAlias = _datetime.date | _datetime.datetime | Expr
_Unit: TypeAlias = Literal[
    "year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond"
]
_Length: TypeAlias = str | _datetime.timedelta
_Closed: TypeAlias = Literal["left", "right", "both", "none"]
_StartBy: TypeAlias = Literal[
    "window", "datapoint", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
_Declared: TypeAlias = Mapping[str, IntoDataType | None] | Sequence[str | tuple[str, IntoDataType | None]] | ArrowSchema
_TimeUnit: TypeAlias = Literal["s", "ms", "us", "ns"]
_Bytes: TypeAlias = bytes
_P = ParamSpec("_P")
_T = TypeVar("_T")
_Row = TypeVar("_Row")

class _Input(TypedDict):
    name: str
    kind: str
    paths: list[str]
    columns: list[str]

class _Column(TypedDict):
    name: str
    type: str
    kind: Literal["number", "text", "bool", "temporal", "nested", "binary", "null"]
    nullable: bool

class _Cell(TypedDict):
    text: str
    kind: int
    cut: bool

_RunState: TypeAlias = Literal["queued", "planning", "running", "waiting", "cancelling", "done", "failed", "cancelled"]

class _Progress(TypedDict):
    phase: str
    phase_rows: int | None
    fraction: float | None
    rows: int
    bytes_read: int
    reserved: int
    spilled: int
    seconds_left: float | None

class _Problem(TypedDict):
    message: str
    hint: str | None
    line: int | None
    column: int | None

class _DescribedKey(TypedDict):
    problem: _Problem | None

class _DescribedFilter(TypedDict):
    words: str
    problem: _Problem | None

class _Description(TypedDict):
    sort: list[_DescribedKey]
    filters: list[_DescribedFilter]
    where: _DescribedKey

class _Values(TypedDict):
    values: list[tuple[str | None, int]]
    distinct: int

class _Status(TypedDict):
    epoch: int
    rows: int
    exact: bool
    total: int
    total_exact: bool
    state: _RunState
    paused: bool
    stopped: bool
    source: str
    ordered: bool
    seconds: float
    error: str | None
    progress: _Progress | None

class PyRustError(RuntimeError):
    """The base of every error of pyrust; `hint` is the next step, or None. `diagnostics` is all that is wrong with a query.

    Example:
        >>> import pyrust as pr
        >>> try:
        ...     pr.range(3).select("valu")
        ... except pr.PyRustError as error:
        ...     print(error.hint)
        did you mean value?
    """

    hint: str | None
    diagnostics: Sequence[dict[str, Any]]

class ColumnNotFoundError(PyRustError, KeyError):
    """A column that is named does not exist; the hint names the nearest.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).select("valu")
        Traceback (most recent call last):
            ...
        pyrust.ColumnNotFoundError: select: there is no column "valu"
        hint: did you mean value?
    """

class TableNotFoundError(PyRustError, KeyError):
    """A table that is named does not exist; the hint names the nearest.

    Example:
        >>> import pyrust as pr
        >>> pr.Session().table("t")
        Traceback (most recent call last):
            ...
        pyrust.TableNotFoundError: table: there is no table "t"...
    """

class RowNotFoundError(PyRustError, IndexError):
    """A row that is asked for by its number does not exist.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).row(3)
        Traceback (most recent call last):
            ...
        pyrust.RowNotFoundError: row: there is no row 3
        hint: the frame has 3 rows, counted from 0
    """

class SqlError(PyRustError, ValueError):
    """SQL that cannot be read or planned; `line`, `column` (both from 1) and `length` say where, or are None.

    Example:
        >>> import pyrust as pr
        >>> pr.sql("select 1 frm t")
        Traceback (most recent call last):
            ...
        pyrust.SqlError: sql: ...
    """

    line: int | None
    column: int | None
    length: int | None

class SchemaError(PyRustError, ValueError):
    """Columns or schemas that do not fit each other.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [1, 2], "b": [3]})
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: DataFrame: column "a" has 2 rows, column "b" has 1...
    """

class ReadError(PyRustError):
    """A file or stream that cannot be read.

    Example:
        >>> import pyrust as pr
        >>> pr.read_parquet(b"no Parquet")
        Traceback (most recent call last):
            ...
        pyrust.ReadError: read_parquet: bytes cannot be read as Parquet: ...
    """

class MissingFileError(ReadError, FileNotFoundError):
    """A file that does not exist.

    Example:
        >>> import pyrust as pr
        >>> pr.read_csv("missing.csv")
        Traceback (most recent call last):
            ...
        pyrust.MissingFileError: read_csv: no such file or folder: .../missing.csv
    """

class WriteError(PyRustError, OSError):
    """A file or stream that cannot be written; what was there is as it was.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).write_csv("no such folder/t.csv")
        Traceback (most recent call last):
            ...
        pyrust.WriteError: write_csv: ...
    """

class RunTimeoutError(CancelledError, TimeoutError):
    """The run took longer than its timeout allows, and was stopped; also a `TimeoutError`.

    Example:
        >>> import pyrust as pr
        >>> numbers = pr.range(1_000_000_000)
        >>> numbers.join(numbers, how="cross").collect(timeout=0.1)
        Traceback (most recent call last):
            ...
        pyrust.RunTimeoutError: collect: the run was stopped after 0.1 s, its timeout
    """

class CancelledError(PyRustError):
    """The run was cancelled.

    Example:
        >>> import pyrust as pr
        >>> session = pr.Session()
        >>> rows = session.range(1_000_000_000).iter_rows()
        >>> next(rows)
        (0,)
        >>> session.runs()[0].cancel()
        >>> sum(1 for _ in rows)
        Traceback (most recent call last):
            ...
        pyrust.CancelledError: iter_rows: the run was cancelled
    """

class ResourcesError(PyRustError, MemoryError):
    """The memory limit, or the disk that queries spill to, is exhausted; or the system is about to end the process.

    Example:
        >>> import pyrust as pr
        >>> issubclass(pr.ResourcesError, MemoryError)
        True
    """

class OutOfRangeError(PyRustError, OverflowError):
    """A value does not fit the type it has to become.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [2**64]})
        Traceback (most recent call last):
            ...
        pyrust.OutOfRangeError: DataFrame: column "a", row 0: 18446744073709551616 does not fit an int64...
    """

class InvalidTypeError(PyRustError, TypeError):
    """A value of the wrong type.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).select(7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: select: 7 is neither a column's name nor an expression...
    """

class InvalidValueError(PyRustError, ValueError):
    """A value of the right type that makes no sense.

    Example:
        >>> import pyrust as pr
        >>> pr.range(3).limit(-1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: limit: n must be 0 or more, got -1...
    """

@final
class Array:
    """The values of one column: what a user function gets, and may give back.

    It is Arrow data in memory that nothing changes: `pyarrow.array(x)`, `polars.Series(x)` and `numpy.asarray(x)`
    take it, over the same memory where they know the type.

    Args:
        values: A list, a numpy array, or anything with `__arrow_c_array__` or `__arrow_c_stream__`.
        dtype: The type the values become; where none is given, they keep or are given their own.

    Raises:
        TypeError: If the values are not a sequence, or mix types.
        PyRustError: If a value does not fit the type that is asked for.

    Example:
        >>> import pyrust as pr
        >>> values = pr.Array([1, None, 3])
        >>> len(values), values.dtype, values.null_count, values[2]
        (3, pr.Int64, 1, 3)
        >>> pr.Array([1, 2], dtype="float64").to_list()
        [1.0, 2.0]
        >>> pr.Array([1, "x"])
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: DataFrame: column "values", row 1: is a str, the rows before are int
        hint: make the values of a column one type; None stands for a missing one
    """
    def __new__(cls, values: Any, dtype: IntoDataType | None = None) -> Array: ...
    @property
    def dtype(self) -> DataType:
        """The type of the values, a `DataType`.

        Example:
            >>> import pyrust as pr
            >>> pr.Array(["a"]).dtype
            pr.String
        """
    @property
    def null_count(self) -> int:
        """How many values are missing.

        Example:
            >>> import pyrust as pr
            >>> pr.Array(["a", None]).null_count
            1
        """
    def to_list(self) -> list[Any]:
        """Return the values as Python's own, None where one is missing.

        Returns:
            A list.

        Example:
            >>> import pyrust as pr
            >>> pr.Array([1.5, None]).to_list()
            [1.5, None]
        """
    def to_numpy(self) -> Any:
        """Return the values as a numpy array, over the same memory (read-only) for numbers and times without nulls.

        A null becomes NaN (ints become float64 for it) or NaT; what numpy has no type for becomes an array of
        Python's own values, with None for null.

        Returns:
            A numpy.ndarray of one dimension.

        Raises:
            ImportError: If numpy is not installed.

        Example:
            >>> import pyrust as pr
            >>> pr.Array([1, None]).to_numpy()
            array([ 1., nan])
        """
    def to_pyarrow(self) -> Any:
        """Return the values as a pyarrow.Array over the same memory.

        Returns:
            A pyarrow.Array.

        Raises:
            ImportError: If pyarrow is not installed.

        Example:
            >>> import pyrust as pr
            >>> pr.Array([1, 2]).to_pyarrow().type
            DataType(int64)
        """

    to_arrow = to_pyarrow

    def to_polars(self) -> Any:
        """Return the values as a polars.Series, over the same memory where polars knows the type.

        Returns:
            A polars.Series.

        Raises:
            ImportError: If polars is not installed.
            SchemaError: If polars has no type for them.

        Example:
            >>> import pyrust as pr
            >>> pr.Array([1, 2]).to_polars().sum()
            3
        """
    def to_pandas(self) -> Any:
        """Return the values as a pandas.Series (by way of pyarrow).

        Returns:
            A pandas.Series.

        Raises:
            ImportError: If pandas or pyarrow is not installed.

        Example:
            >>> import pyrust as pr
            >>> int(pr.Array([1, 2]).to_pandas().sum())
            3
        """
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __getitem__(self, key: int | slice, /) -> Any: ...

@final
class Columns:
    """The columns of a frame as attributes: `df.c.price` is `pr.col("price")`, and Tab offers the names.

    They are not attributes of the frame itself, as a column may be called `count`; `df.price` is an error that names this.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"price": [1, 5], "a b": [2, 3]})
        >>> df.filter(df.c.price > 2, df.c["a b"] > 2).to_dict()
        {'price': [5], 'a b': [3]}
        >>> df.c.prise
        Traceback (most recent call last):
            ...
        AttributeError: c: there is no column "prise"
        hint: did you mean price?
    """
    def __getattr__(self, name: str, /) -> Expr: ...
    def __iter__(self) -> Never: ...
    def __getitem__(self, name: str, /) -> Expr: ...
    def __dir__(self) -> list[str]: ...
    def _ipython_key_completions_(self) -> list[str]: ...

@disjoint_base
class DataType:
    """The type of a column.

    `pr.Int64`, `pr.String` and the like are such types, also written `pr.Int64()`; `pr.List(pr.Int64)`, `pr.Timestamp("us", "UTC")` and others take
    arguments. A type is equal to its name, and to a type of the same values in another layout (strings of Arrow have
    three). Wherever a type is taken, its name, Python's classes (`int`, `str` ...) and types of numpy, pyarrow and polars
    are taken too.

    Args:
        given: A type in any of these forms.

    Raises:
        TypeError: If there is no such type.

    Example:
        >>> import pyrust as pr
        >>> pr.DataType("list<int64>")
        pr.List(pr.Int64)
        >>> pr.DataFrame({"a": [1]}).dtypes[0] == "int64"
        True
        >>> str(pr.DataType(float)), pr.DataType(float).kind
        ('float64', 'float')
        >>> pr.DataType("int46")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: DataType: there is no type "int46"
        hint: did you mean int64, ...
    """
    def __new__(cls, given: IntoDataType) -> Self: ...
    def __call__(self) -> Self: ...
    @property
    def kind(self) -> _Str:
        """The kind of the type: "integer", "float", "decimal", "boolean", "string", "binary", "date", "time", "timestamp",
        "duration", "interval", "list", "struct", "map", "union", "categorical" or "null".

        Example:
            >>> import pyrust as pr
            >>> pr.Int8.kind, pr.Timestamp("ns").kind
            ('integer', 'timestamp')
        """
    @property
    def unit(self) -> _Str | None:
        """The unit of a timestamp, a duration or a time: "s", "ms", "us" or "ns"; None for other types.

        Example:
            >>> import pyrust as pr
            >>> pr.Timestamp("ns").unit, pr.Int64.unit
            ('ns', None)
        """
    @property
    def zone(self) -> _Str | None:
        """The time zone of a timestamp; None for one without a zone, and for other types.

        Example:
            >>> import pyrust as pr
            >>> pr.Timestamp("us", "Europe/Berlin").zone
            'Europe/Berlin'
        """
    @property
    def inner(self) -> DataType | None:
        """The type of a list's elements, or of what a categorical encodes; None for other types.

        Example:
            >>> import pyrust as pr
            >>> pr.List(pr.String).inner
            pr.String
        """
    @property
    def fields(self) -> dict[_Str, DataType] | None:
        """The fields of a struct, as a dict of names and types; of a map "key" and "value". None for other types.

        Example:
            >>> import pyrust as pr
            >>> pr.Struct({"x": float, "y": float}).fields
            {'x': pr.Float64, 'y': pr.Float64}
        """
    @property
    def precision(self) -> int | None:
        """How many digits a decimal has; None for other types.

        Example:
            >>> import pyrust as pr
            >>> pr.Decimal(10, 2).precision
            10
        """
    @property
    def scale(self) -> int | None:
        """How many of a decimal's digits are after the point; None for other types.

        Example:
            >>> import pyrust as pr
            >>> pr.Decimal(10, 2).scale
            2
        """
    @property
    def size(self) -> int | None:
        """How many elements each list has, or how many bytes each value, where that is part of the type; else None.

        Example:
            >>> import pyrust as pr
            >>> pr.List(pr.Float32, 3).size, pr.List(pr.Float32).size
            (3, None)
        """
    def is_numeric(self) -> bool:
        """Check whether the values are numbers: integers, floats or decimals.

        Returns:
            A bool.

        Example:
            >>> import pyrust as pr
            >>> pr.Decimal(10, 2).is_numeric(), pr.Boolean.is_numeric()
            (True, False)
        """
    def is_integer(self) -> bool:
        """Check whether the values are integers, signed or not.

        Returns:
            A bool.

        Example:
            >>> import pyrust as pr
            >>> pr.UInt8.is_integer()
            True
        """
    def is_float(self) -> bool:
        """Check whether the values are floats.

        Returns:
            A bool.

        Example:
            >>> import pyrust as pr
            >>> pr.Float32.is_float()
            True
        """
    def is_temporal(self) -> bool:
        """Check whether the values are dates, times, timestamps, durations or intervals.

        Returns:
            A bool.

        Example:
            >>> import pyrust as pr
            >>> pr.Date.is_temporal()
            True
        """
    def is_nested(self) -> bool:
        """Check whether the values are lists, structs, maps or unions.

        Returns:
            A bool.

        Example:
            >>> import pyrust as pr
            >>> pr.List(pr.Int64).is_nested()
            True
        """
    def __arrow_c_schema__(self) -> object: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __format__(self, how: _Str, /) -> _Str: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any, /) -> Self: ...
    def __reduce__(self) -> tuple[Any, tuple[bytes]]: ...

@final
class Categorical(DataType):
    """The type of strings (or other values) that are few and repeat: each is stored once, rows hold its number.

    Args:
        inner: The type of the values.

    Raises:
        TypeError: If there is no such type.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": ["x", "y"]}, schema={"a": pr.Categorical}).schema
        {'a': pr.Categorical(pr.String)}
        >>> pr.Categorical("word")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: Categorical: there is no type "word"
        hint: ...
    """
    def __new__(cls, inner: IntoDataType | None = None) -> Self: ...

@final
class Decimal(DataType):
    """The type of decimal numbers with a fixed number of digits.

    Args:
        precision: How many digits there are, from 1 to 76.
        scale: How many of them are after the point.

    Raises:
        ValueError: If there is no such decimal.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"price": ["1.50"]}).cast({"price": pr.Decimal(10, 2)}).to_dict()
        {'price': [Decimal('1.50')]}
        >>> pr.Decimal(2, 3)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: Decimal: a decimal of 2 digits cannot have 3 after the point
        hint: the precision is from 1 to 76, the scale no more than it
    """
    def __new__(cls, precision: int, scale: int = 0) -> Self: ...

@final
class Duration(DataType):
    """The type of durations.

    Args:
        unit: What is counted: "s", "ms", "us" or "ns".

    Raises:
        ValueError: If it is not such a unit.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [90]}).cast({"a": pr.Duration("s")}).to_dict()
        {'a': [datetime.timedelta(seconds=90)]}
        >>> pr.Duration("min")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: Duration: the unit must be "s", "ms", "us" or "ns", got "min"
    """
    def __new__(cls, unit: _TimeUnit = "us") -> Self: ...

@final
class List(DataType):
    """The type of lists whose elements are of one type.

    Args:
        inner: The type of the elements.
        size: How many elements each list has; None for any number.

    Raises:
        TypeError: If there is no such type.
        ValueError: If the size is negative.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [[1], []]}, schema={"a": pr.List(pr.Int8)}).schema
        {'a': pr.List(pr.Int8)}
        >>> pr.List("in")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: List: there is no type "in"
        hint: ...
    """
    def __new__(cls, inner: IntoDataType, size: int | None = None) -> Self: ...

@final
class Map(DataType):
    """The type of maps from keys to values.

    Args:
        key: The type of the keys.
        value: The type of the values.

    Raises:
        TypeError: If there is no such type.

    Example:
        >>> import pyrust as pr
        >>> str(pr.Map(str, int))
        'map<string, int64>'
        >>> pr.Map(str, "number")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: Map: there is no type "number"
        hint: ...
    """
    def __new__(cls, key: IntoDataType, value: IntoDataType) -> Self: ...

@final
class Struct(DataType):
    """The type of structs: values of several named fields.

    Args:
        fields: A dict of names and types.

    Raises:
        TypeError: If it is not such a dict, or there is no such type.

    Example:
        >>> import pyrust as pr
        >>> pr.Struct({"x": pr.Int64, "y": pr.List(str)})
        pr.Struct({"x": pr.Int64, "y": pr.List(pr.String)})
        >>> pr.Struct("x")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: Struct: 'x' is not a schema
        hint: give a dict of names and types, or a pyarrow schema
    """
    def __new__(cls, fields: Schema) -> Self: ...

@final
class Time(DataType):
    """The type of times of day.

    Args:
        unit: What is counted: "s", "ms", "us" or "ns".

    Raises:
        ValueError: If it is not such a unit.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": ["08:30:00"]}).cast({"a": pr.Time("s")}).to_dict()
        {'a': [datetime.time(8, 30)]}
        >>> pr.Time("h")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: Time: the unit must be "s", "ms", "us" or "ns", got "h"
    """
    def __new__(cls, unit: _TimeUnit = "us") -> Self: ...

@final
class Timestamp(DataType):
    """The type of timestamps: dates with a time of day, in a time zone or without one. `pr.Datetime` is another name of
    it.

    Args:
        unit: What is counted since 1970: "s", "ms", "us" or "ns".
        zone: The time zone in which values are shown and their parts are taken, as "Europe/Berlin" or "+02:00"; None
            for the time on a clock that no zone is known of.

    Raises:
        ValueError: If it is not such a unit, or there is no such zone.

    Example:
        >>> import pyrust as pr
        >>> pr.Timestamp("ms", "UTC") == "timestamp[ms, UTC]"
        True
        >>> isinstance(pr.DataType("timestamp[ns]"), pr.Timestamp)
        True
        >>> pr.Timestamp("us", "Berlin")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: Timestamp: there is no time zone "Berlin"
        hint: zones are named as in "Europe/Berlin", "UTC", "+02:00"
    """
    def __new__(cls, unit: _TimeUnit = "us", zone: _Str | None = None) -> Self: ...

Datetime = Timestamp
Binary: DataType
Boolean: DataType
Date: DataType
Float16: DataType
Float32: DataType
Float64: DataType
Int8: DataType
Int16: DataType
Int32: DataType
Int64: DataType
Null: DataType
String: DataType
UInt8: DataType
UInt16: DataType
UInt32: DataType
UInt64: DataType

@final
class DataFrame:
    """An immutable, lazy table.

    A verb such as `filter` gives a new frame at once and runs nothing; `collect`, `count`, the `to_...`
    methods and the display run the query.

    Args:
        data: A dict of columns (a single value stands in every row); rows, as dicts, tuples, lists, named tuples or data
            classes, from a list, a generator or a database's cursor; an array of numpy; another frame; or any object with
            `__arrow_c_stream__` or `__arrow_c_array__` (pyarrow, polars, pandas from 2.2, duckdb ...), which is read
            without a copy. A stream that can be read only once is read into memory. None is a frame without rows.
        schema: The columns in their order: a list of names, a dict of names and types (None for a type that the values
            decide), or a schema of Arrow. Where data has names of its own, these must be the same. Of rows that are dicts,
            keys that the schema does not name are left out, and names that no dict has are null.
        schema_overrides: The types of some columns, by name.
        session: The session it belongs to; the default session where none is given.

    Raises:
        TypeError: If the data is not a table, or a column mixes types.
        SchemaError: If the columns or the rows differ in length, or the schema names other columns.
        ValueError: If a value does not fit the type that is declared.
        OverflowError: If an int does not fit 64 bits.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, None], "b": ["x", "y", "z"]})
        >>> df.schema
        {'a': pr.Int64, 'b': pr.String}
        >>> df.filter(pr.col("a") > 1).to_list()
        [{'a': 2, 'b': 'y'}]
        >>> pr.DataFrame([(1, "x"), (2, "y")], schema={"a": pr.Int8, "b": None}).to_dict()
        {'a': [1, 2], 'b': ['x', 'y']}
        >>> pr.DataFrame([(1, "x"), (2,)])
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: DataFrame: row 1 has 1 values, the rows before have 2
        hint: give all rows the same number of values, with None for a missing one
        >>> pr.DataFrame({"a": [1, 2], "b": [3]})
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: DataFrame: column "a" has 2 rows, column "b" has 1
        hint: give all columns the same number of values
    """
    def __new__(
        cls,
        data: IntoFrame | None = None,
        schema: _Declared | None = None,
        *,
        schema_overrides: Mapping[str, IntoDataType] | None = None,
        session: Session | None = None,
    ) -> DataFrame: ...
    @property
    def width(self) -> int:
        """The number of columns.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1], "b": [2]}).width
            2
        """
    @property
    def frame_id(self) -> int:
        """The number of this frame, unique in the process: it names the frame in the inspector.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).frame_id != pr.range(3).frame_id
            True
        """
    @property
    def c(self) -> Columns:
        """The columns as attributes, for Tab: `df.c.price` is `pr.col("price")`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"price": [1, 5]})
            >>> df.filter(df.c.price > 2).to_dict()
            {'price': [5]}
        """
    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1], "b": [2]}).columns
            ['a', 'b']
        """
    @property
    def dtypes(self) -> list[DataType]:
        """The types of the columns, in order: a list of `DataType`, each equal to its name.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1], "b": ["x"]}).dtypes
            [pr.Int64, pr.String]
            >>> pr.DataFrame({"a": [1]}).dtypes == ["int64"]
            True
        """
    @property
    def schema(self) -> dict[str, DataType]:
        """The columns and their types: a dict of name to `DataType`, in order.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).schema
            {'value': pr.Int64}
        """
    @property
    def session(self) -> Session:
        """The session the frame belongs to.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.range(3).session == session
            True
        """
    def select(self, *columns: _Columns, **named: Any) -> DataFrame:
        """Select these columns, or values computed from them. Lazy.

        Args:
            columns: Column names, expressions, selectors, or lists of them. Expressions that aggregate give one row.
            named: Expressions with the new column's name as keyword.

        Returns:
            A lazy frame with exactly these columns, in this order.

        Raises:
            ColumnNotFoundError: If a column does not exist; the hint names the nearest.
            TypeError: If a value is neither a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": [3, 4]})
            >>> df.select("a", (pr.col("b") * 2).alias("c"), d=pr.col("a") / 2).to_dict()
            {'a': [1, 2], 'c': [6, 8], 'd': [0.5, 1.0]}
            >>> df.select("A")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: select: there is no column "A"
            hint: did you mean a?
        """
    def filter(self, *predicates: _Columns) -> DataFrame:
        """Keep the rows where all predicates are true. Lazy.

        Args:
            predicates: Boolean expressions, or names of boolean columns. A null counts as not true.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If an expression is not boolean, or an aggregate stands in it without `.over()`.

        Example:
            >>> import pyrust as pr
            >>> pr.range(10).filter(pr.col("value") > 6, pr.col("value") != 8).to_dict()
            {'value': [7, 9]}
            >>> pr.range(10).filter(pr.col("value") + 1)
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: filter: value + 1 is int64, not a boolean
        """
    def with_columns(self, *columns: _Columns, **named: Any) -> DataFrame:
        """Add these columns to all others; one of the same name is replaced where it stands. Lazy.

        An expression without a name takes that of its column if it is computed from one column, row by row: `pr.col("a") * 10`
        replaces `a`. Over several columns, with an aggregate or in a window it is a new column, named as it is written.

        Args:
            columns: Expressions, which may be named with `.alias(...)`.
            named: Expressions or constants with the column's name as keyword.

        Returns:
            A lazy frame.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If two of the new columns have one name, or one is an aggregate without `.over()`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2]}).with_columns(pr.col("a") * 10, b=pr.col("a")).to_dict()
            {'a': [10, 20], 'b': [1, 2]}
            >>> pr.DataFrame({"a": [1]}).with_columns(b=pr.col("c"))
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: with_columns: there is no column "c"
            hint: the columns are a
        """
    def drop(self, *columns: _Chosen, strict: bool = True) -> DataFrame:
        """Drop these columns and keep all others. Lazy.

        Args:
            columns: Column names, selectors, or lists of them.
            strict: Whether a name that is not a column is an error; if not, it is ignored.

        Returns:
            A lazy frame with the other columns, in their order.

        Raises:
            ColumnNotFoundError: If a column does not exist.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1], "b": [2]}).drop("a").columns
            ['b']
            >>> pr.DataFrame({"a": [1], "b": [2]}).drop("a", "c", strict=False).columns
            ['b']
            >>> pr.DataFrame({"a": [1], "b": [2]}).drop("c")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: drop: there is no column "c"
            hint: the columns are a, b
        """
    def rename(self, names: dict[str, str] | Callable[[str], str]) -> DataFrame:
        """Rename columns. Lazy.

        Args:
            names: A dict of old name to new name, or a function that makes the new name of every old one.

        Returns:
            A lazy frame with the same columns in the same order.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If two columns would have one name.
            TypeError: If it is neither a dict nor a function, or a name is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1], "b": [2]})
            >>> df.rename({"a": "x"}).columns, df.rename(str.upper).columns
            (['x', 'b'], ['A', 'B'])
            >>> df.rename({"a": "b"})
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: rename: two columns would be called "b"
        """
    def cast(self, dtypes: Any, *, strict: bool = True) -> DataFrame:
        """Cast columns to other types. Lazy.

        Args:
            dtypes: A dict of column name or selector to type, or one type for all columns. A type is a
                `DataType` (`pr.Int64`), its name (`"int64"`, `"decimal(15,2)"` ...), a Python class (`int`, `float`, `str`
                ...), or a type of numpy, pyarrow or polars.
            strict: Whether a value that does not fit is an error when the query runs; if not, it becomes null.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            TypeError: If there is no such type.
            SchemaError: If no value of a column can become one of its new type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["1", "x"], "b": [1, 2]})
            >>> df.cast({"b": float}).dtypes
            [pr.String, pr.Float64]
            >>> df.cast({pr.selectors.integer(): float}).dtypes
            [pr.String, pr.Float64]
            >>> df.cast(int, strict=False).to_dict()
            {'a': [1, None], 'b': [1, 2]}
            >>> df.cast({"b": "number"})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: cast: there is no type "number"
            hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
        """
    def group_by(self, *keys: _Columns, **named: Any) -> GroupBy:
        """Group the rows by these keys; `.agg(...)` makes one row of each group. Lazy.

        Args:
            keys: Column names, expressions, or lists of them. Null is a group of its own.
            named: Expressions with the key's name as keyword.

        Returns:
            A `GroupBy`.

        Raises:
            ColumnNotFoundError: At the aggregation, if a column does not exist.
            TypeError: If a key is neither a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.range(10).group_by(odd=pr.col("value") % 2 == 1).agg(n=pr.functions.count())
            >>> df.sort("odd").to_list()
            [{'odd': False, 'n': 5}, {'odd': True, 'n': 5}]
            >>> pr.range(10).group_by(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: group_by: 7 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def rollup(self, *keys: _Columns, **named: Any) -> GroupBy:
        """Group the rows by all these keys, by all but the last, and so on to the whole frame: subtotals. Lazy.

        Args:
            keys: Column names, expressions, or lists of them, the most general first.
            named: Expressions with the key's name as keyword.

        Returns:
            A `GroupBy`. In the rows of subtotals the keys that are left out are null; `functions.grouping` tells such
            a null from one of the data.

        Raises:
            ColumnNotFoundError: At the aggregation, if a column does not exist.
            TypeError: If a key is neither a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"shop": ["x", "x", "y"], "n": [1, 2, 3]})
            >>> df.rollup("shop").agg(total=pr.col("n").sum()).sort("shop").to_dict()
            {'shop': ['x', 'y', None], 'total': [3, 3, 6]}
            >>> df.rollup(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: rollup: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def cube(self, *keys: _Columns, **named: Any) -> GroupBy:
        """Group the rows by every choice of these keys, down to the whole frame. Lazy.

        Args:
            keys: Column names, expressions, or lists of them.
            named: Expressions with the key's name as keyword.

        Returns:
            A `GroupBy`; a key that a group leaves out is null in its row.

        Raises:
            ColumnNotFoundError: At the aggregation, if a column does not exist.
            TypeError: If a key is neither a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1], "b": ["x", "y"]})
            >>> df.cube("a", "b").agg(n=pr.functions.count()).count()
            6
            >>> df.cube(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: cube: 7 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def grouping_sets(self, sets: Sequence[Sequence[IntoExpr]]) -> GroupBy:
        """Group the rows by each of these choices of keys. Lazy.

        Args:
            sets: A list of lists of column names or expressions; an empty one stands for the whole frame.

        Returns:
            A `GroupBy`; a key that a group leaves out is null in its row.

        Raises:
            TypeError: If it is not a list of lists.
            ValueError: If it names no key.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1], "b": ["x", "y"]})
            >>> df.grouping_sets([["a"], ["b"]]).agg(n=pr.functions.count()).sort("a", "b").to_list()
            [{'a': 1, 'b': None, 'n': 2}, {'a': None, 'b': 'x', 'n': 1}, {'a': None, 'b': 'y', 'n': 1}]
            >>> df.grouping_sets(["a", "b"])
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: grouping_sets: 'a' is not a list of keys
            hint: df.grouping_sets([["a", "b"], ["a"], []])
        """
    def group_by_dynamic(
        self,
        index_column: IntoExpr,
        *,
        every: _Length,
        period: _Length | None = None,
        offset: _Length | None = None,
        include_boundaries: bool = False,
        closed: _Closed = "left",
        label: Literal["left", "right", "datapoint"] = "left",
        group_by: _Order | None = None,
        start_by: _StartBy = "window",
    ) -> DynamicGroupBy:
        """Group the rows by windows of time that begin at regular intervals; `.agg(...)` makes one row of each. Lazy.

        A length of time is a `timedelta`, or a string of numbers with units: `"15m"`, `"1d12h"`, `"1mo"`; the units are
        `ns`, `us`, `ms`, `s`, `m` (minutes), `h`, `d`, `w`, `mo`, `q` and `y`, and `i` for an index of ints (`"5i"`). Days,
        weeks and months are those of the calendar, in the index's time zone.

        Args:
            index_column: The column, or expression, that places a row in time: dates, timestamps or ints. The rows need
                not be sorted; one without an index is in no window.
            every: How far the starts of windows are apart.
            period: How long a window is; `every` where none is given. Windows overlap if it is longer.
            offset: How far the starts are moved, also back (`"-6h"`).
            include_boundaries: Whether the result has the windows' bounds, as `_lower_boundary` and `_upper_boundary`.
            closed: Which ends belong to a window: `"left"`, `"right"`, `"both"` or `"none"`.
            label: What stands for a window in the result: its start (`"left"`), its end (`"right"`) or its first index
                (`"datapoint"`).
            group_by: Keys of groups with windows of their own: names, expressions, or a list of them.
            start_by: Where windows begin: `"window"`: `every` after `every` from 1970-01-01, weeks from a Monday;
                `"datapoint"`: at the first row; `"monday"` to `"sunday"`: at the last such day before the first row.

        Returns:
            A `DynamicGroupBy`. The first window is the last one that covers the first row.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            TypeError: If a length of time is not one. At the aggregation, if it does not fit the index.
            ValueError: If there is no such option, or a length of time is not longer than nothing.

        Example:
            >>> import pyrust as pr
            >>> import datetime as dt
            >>> days = [dt.date(2024, 1, 5), dt.date(2024, 1, 20), dt.date(2024, 3, 1)]
            >>> df = pr.DataFrame({"day": days, "n": [1, 2, 3]})
            >>> df.group_by_dynamic("day", every="1mo").agg(total=pr.col("n").sum()).rows()
            [(datetime.date(2024, 1, 1), 3), (datetime.date(2024, 3, 1), 3)]
            >>> df.group_by_dynamic("day", every="1month")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: group_by_dynamic: every="1month" has no unit "month"
            hint: write numbers with units: "15m", "1d12h", "3mo"; the units are ns, us, ms, s, m (minutes), h, d, w, ...
        """
    def rolling(
        self,
        index_column: IntoExpr,
        *,
        period: _Length,
        offset: _Length | None = None,
        closed: _Closed = "right",
        group_by: _Order | None = None,
    ) -> RollingGroupBy:
        """Give each row a window of time around it; `.agg(...)` makes one row of each. Lazy.

        Lengths of time are written as in `group_by_dynamic`. For windows of a number of rows, see `Expr.over` with a frame.

        Args:
            index_column: The column, or expression, that places a row in time: dates, timestamps or ints. The rows need
                not be sorted; one without an index is left out.
            period: How long a window is.
            offset: How far a window's start is from its row; by default as long as the window back, so that it ends at the
                row.
            closed: Which ends belong to a window: `"left"`, `"right"`, `"both"` or `"none"`.
            group_by: Keys of groups with windows of their own: names, expressions, or a list of them.

        Returns:
            A `RollingGroupBy`.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            TypeError: If a length of time is not one. At the aggregation, if it does not fit the index.
            ValueError: If there is no such option, or a length of time is not longer than nothing.

        Example:
            >>> import pyrust as pr
            >>> import datetime as dt
            >>> days = [dt.date(2024, 1, 1), dt.date(2024, 1, 2), dt.date(2024, 1, 9)]
            >>> df = pr.DataFrame({"day": days, "n": [1, 2, 3]})
            >>> df.rolling("day", period="1w").agg(total=pr.col("n").sum()).to_dict()["total"]
            [1, 3, 3]
            >>> df.rolling("day", period="0d")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling: period must be longer than nothing
            hint: "15m", "1d", "1mo", "5i"
        """
    def upsample(self, time_column: str, *, every: _Length, group_by: _Chosen | None = None) -> DataFrame:
        """Add rows, so that there is one for each step of time from the first to the last; nulls where the frame has none. Lazy.

        Args:
            time_column: The column of dates, timestamps or ints.
            every: How long a step is, written as in `group_by_dynamic`.
            group_by: The columns of groups with a range of time of their own: a name, a selector, or a list of them.

        Returns:
            A lazy frame with the same columns, sorted by the groups and the time. Rows between the steps are not in it.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            TypeError: If the step is not a length of time, or does not fit the column.
            ValueError: If the step is not longer than nothing.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
            >>> df.upsample("t", every="1i").to_dict()
            {'t': [1, 2, 3, 4, 5], 'v': [10, 20, None, None, 30]}
            >>> df.upsample("t", every="1d")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: upsample: every does not fit the index "t", which is int64
            hint: write a number of ints: "5i"
        """
    @overload
    def partition_by(self, *by: _Chosen, include_key: bool = True, as_dict: Literal[False] = False) -> list[DataFrame]:
        """Run the query and split its rows: a frame in memory for each combination of values of some columns.

        The query runs once, and all its rows are in memory then. For one part of a large frame, `filter` is better.

        Args:
            by: The columns: names, selectors, or lists of them. Null is a value of its own.
            include_key: Whether the frames have these columns too.
            as_dict: Whether to return a dict, whose keys are tuples of the values.

        Returns:
            A list of frames, or a dict of them, in the order of their first rows; each has its rows in the frame's order. Of a
            frame without order they come in any order.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If there is no column to split by, or none is left.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [1, 2, 3]})
            >>> [part.to_dict() for part in df.partition_by("k")]
            [{'k': ['x', 'x'], 'a': [1, 3]}, {'k': ['y'], 'a': [2]}]
            >>> df.partition_by("k", as_dict=True, include_key=False)[("y",)].to_dict()
            {'a': [2]}
            >>> df.partition_by("b")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: partition_by: there is no column "b"
            hint: the columns are k, a
        """
    @overload
    def partition_by(
        self, *by: _Chosen, include_key: bool = True, as_dict: Literal[True]
    ) -> dict[tuple[Any, ...], DataFrame]:
        """Run the query and split its rows: a frame in memory for each combination of values of some columns.

        The query runs once, and all its rows are in memory then. For one part of a large frame, `filter` is better.

        Args:
            by: The columns: names, selectors, or lists of them. Null is a value of its own.
            include_key: Whether the frames have these columns too.
            as_dict: Whether to return a dict, whose keys are tuples of the values.

        Returns:
            A list of frames, or a dict of them, in the order of their first rows; each has its rows in the frame's order. Of a
            frame without order they come in any order.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If there is no column to split by, or none is left.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [1, 2, 3]})
            >>> [part.to_dict() for part in df.partition_by("k")]
            [{'k': ['x', 'x'], 'a': [1, 3]}, {'k': ['y'], 'a': [2]}]
            >>> df.partition_by("k", as_dict=True, include_key=False)[("y",)].to_dict()
            {'a': [2]}
            >>> df.partition_by("b")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: partition_by: there is no column "b"
            hint: the columns are k, a
        """
    def join(
        self,
        other: IntoFrame,
        on: _Keys | None = None,
        how: Literal["inner", "left", "right", "full", "outer", "semi", "anti", "cross"] = "inner",
        *,
        left_on: _Keys | None = None,
        right_on: _Keys | None = None,
        where: IntoExpr | None = None,
        suffix: str = "_right",
        nulls_equal: bool = False,
        validate: Literal["1:1", "1:m", "m:1", "m:m"] | None = None,
        coalesce: bool | None = None,
    ) -> DataFrame:
        """Join the rows of two frames that belong together. Lazy; the order of the rows is not defined.

        Args:
            other: A frame, or anything that can become one.
            on: The keys that must be equal: a column name, an expression that is computed on both sides, or a list of
                these, in which a tuple `("a", "b")` is this frame's key and the other's.
            how: `"inner"`, `"left"`, `"right"`, `"full"`, `"semi"` (rows with a partner), `"anti"` (rows without one)
                or `"cross"` (all with all).
            left_on: In place of `on`: the keys of this frame, names or expressions.
            right_on: The keys of the other frame, in the same order.
            where: A further condition, or the only one: an expression over the columns as they are called afterwards.
                Without keys every pair of rows is looked at.
            suffix: The suffix of the other frame's columns whose name is taken.
            nulls_equal: Whether a null key equals a null key; if not, it equals nothing.
            validate: `"1:1"`, `"1:m"`, `"m:1"`: runs a query at once that makes sure that the keys are unique on the
                side of the 1.
            coalesce: Whether two key columns become one, under this frame's name; by default those of one name do.

        Returns:
            A lazy frame: the columns of this frame, then those of the other. Of a key without partner on this side
            (`"right"`, `"full"`) the other's value is shown.

        Raises:
            ColumnNotFoundError: If a key does not exist.
            SchemaError: If keys cannot be compared, two columns have one name, or `validate` finds a repeated key.
            ValueError: If the keys do not pair up, or there is no such `how`.

        Example:
            >>> import pyrust as pr
            >>> left = pr.DataFrame({"k": [1, 2], "a": ["x", "y"]})
            >>> right = pr.DataFrame({"k": [2, 3], "b": [10, 20]})
            >>> left.join(right, on="k").to_list()
            [{'k': 2, 'a': 'y', 'b': 10}]
            >>> left.join(right, where=pr.col("k") < pr.col("k_right"), how="inner").count()
            3
            >>> left.join(right, on="b")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: join: there is no column "b"
            hint: the columns are k, a
        """
    def join_where(self, other: IntoFrame, *predicates: _Columns, suffix: str = "_right") -> DataFrame:
        """Join the pairs of rows for which all predicates are true: `join(other, where=...)`. Lazy; the order of the rows is not
        defined.

        Args:
            other: A frame, or anything that can become one.
            predicates: Boolean expressions over the columns as they are called afterwards. Where one is an equality it is a
                key; without one every pair of rows is looked at.
            suffix: The suffix of the other frame's columns whose name is taken.

        Returns:
            A lazy frame: the columns of this frame, then those of the other.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If an expression is not boolean, or two columns have one name.
            TypeError: If there is no predicate.

        Example:
            >>> import pyrust as pr
            >>> shifts = pr.DataFrame({"shift": ["early", "late"], "start": [6, 14], "end": [14, 22]})
            >>> calls = pr.DataFrame({"t": [7, 15, 23]})
            >>> found = calls.join_where(shifts, pr.col("t") >= pr.col("start"), pr.col("t") < pr.col("end"))
            >>> found.select("t", "shift").sort("t").rows()
            [(7, 'early'), (15, 'late')]
            >>> calls.join_where(shifts)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: join_where: no predicate was given
            hint: df.join_where(other, pr.col("a") > pr.col("b")); how="cross" of join() gives all pairs
        """
    def update(
        self,
        other: IntoFrame,
        on: _Chosen | None = None,
        how: Literal["left", "inner", "full"] = "left",
        *,
        left_on: _Chosen | None = None,
        right_on: _Chosen | None = None,
        include_nulls: bool = False,
    ) -> DataFrame:
        """Replace values by those of another frame, where these are not null. Lazy.

        Columns of one name are updated; others of the other frame are ignored.

        Args:
            other: A frame, or anything that can become one.
            on: The columns that say which rows belong together: a name, a selector, or a list of them. Without any, rows of
                the same number do.
            how: `"left"`: this frame's rows; `"inner"`: only those with a partner; `"full"`: also the other's without one.
            left_on: In place of `on`: the columns of this frame.
            right_on: The columns of the other frame, in the same order.
            include_nulls: Whether nulls of the other frame replace values too.

        Returns:
            A lazy frame with the same columns; the rows keep this frame's order, those of the other come last. A row with
            several partners comes once for each. A column becomes of the type that holds the values of both.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If the types of a column have none in common.
            ValueError: If there is no such `how`, or the keys do not pair up.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "z"], "a": [1, 2, 3]})
            >>> df.update({"k": ["z", "y"], "a": [30, None]}, on="k").to_dict()
            {'k': ['x', 'y', 'z'], 'a': [1, 2, 30]}
            >>> df.update({"a": [10]}).to_dict()["a"]
            [10, 2, 3]
            >>> df.update({"k": ["z"], "a": ["?"]}, on="k")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: update: column "a": int64 and string have no type in common
            hint: cast one of them first
        """
    def join_asof(
        self,
        other: IntoFrame,
        on: IntoExpr | None = None,
        *,
        left_on: IntoExpr | None = None,
        right_on: IntoExpr | None = None,
        by: str | Sequence[str | tuple[str, str]] | None = None,
        strategy: Literal["backward", "forward", "nearest"] = "backward",
        tolerance: float | _datetime.timedelta | None = None,
        allow_exact_matches: bool = True,
        suffix: str = "_right",
    ) -> DataFrame:
        """Join each row with the nearest row of another frame. Lazy; the rows keep their order, and neither side has to be
        sorted.

        The other frame is held in memory while the query runs. Where it has several rows of the same key, the last
        counts (`"forward"`: the first).

        Args:
            other: A frame, or anything that can become one.
            on: The key that is compared: a column name or an expression of numbers, dates or times. A null matches
                nothing.
            left_on: In place of `on`: the key of this frame.
            right_on: The key of the other frame.
            by: Columns that must be equal on both sides: a name, a list of names, or tuples of this frame's name and
                the other's. A null equals nothing.
            strategy: `"backward"`: the last row whose key is not greater; `"forward"`: the first whose key is not
                less; `"nearest"`: the one with the smaller distance, of two at the same distance the later.
            tolerance: The largest distance that counts: a number, or a `timedelta` where the keys are dates or times.
            allow_exact_matches: Whether a row with an equal key counts.
            suffix: The suffix of the other frame's columns whose name is taken.

        Returns:
            A lazy frame: every row once, with nulls where there is no such row. Key columns of one name appear once.

        Raises:
            ColumnNotFoundError: If a key does not exist.
            SchemaError: If keys cannot be compared.
            ValueError: If there is no such strategy, or the tolerance does not fit the keys.

        Example:
            >>> import pyrust as pr
            >>> trades = pr.DataFrame({"t": [3, 7, 1], "n": [10, 20, 30]})
            >>> quotes = pr.DataFrame({"t": [2, 5, 6], "price": [1.0, 1.5, 2.0]})
            >>> trades.join_asof(quotes, on="t").to_dict()
            {'t': [3, 7, 1], 'n': [10, 20, 30], 'price': [1.0, 2.0, None]}
            >>> trades.join_asof(quotes, on="t", strategy="before")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: join_asof: there is no strategy "before"
            hint: strategy is one of backward, forward, nearest
        """
    def sort(
        self,
        *by: _Columns,
        descending: bool | Sequence[bool] | None = None,
        nulls_last: bool | Sequence[bool] | None = None,
    ) -> DataFrame:
        """Sort the rows. Lazy.

        By default the smallest come first, and nulls come last in both directions. A NaN counts as larger than every
        number. Rows with equal keys come in any order.

        Args:
            by: Column names or expressions, most important first; `pr.col("a").desc()` carries its own order.
            descending: Largest first, for all keys or one flag a key.
            nulls_last: Whether nulls come after everything else (they do, in both directions), for all or each.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If there are not as many flags as keys.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, None], "b": [3, 4, 5]})
            >>> df.sort("a", descending=True).to_dict()
            {'a': [2, 1, None], 'b': [4, 3, 5]}
            >>> df.sort("a", "b", descending=[True])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: sort: descending has 1 flags for 2 keys
        """
    def reverse(self) -> DataFrame:
        """Reverse the order of the rows. Lazy.

        Returns:
            A lazy frame; the rows it reverses are in the order of its source, or that of a sort.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).reverse().to_dict()
            {'value': [2, 1, 0]}
        """
    def top_k(self, k: int, *, by: _Order, reverse: bool | Sequence[bool] | None = None) -> DataFrame:
        """Take the rows with the largest values, the largest first. Lazy; no more than these rows are held.

        Args:
            k: How many rows.
            by: A name, an expression, or a list of them, most important first. A null is taken after all values, and a NaN
                counts as larger than every number.
            reverse: Whether the smallest come first, for all keys or one flag a key.

        Returns:
            A lazy frame with the same columns, sorted by the keys.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If k is negative, or there are not as many flags as keys.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 3, None, 2], "b": ["w", "x", "y", "z"]})
            >>> df.top_k(2, by="a").rows()
            [(3, 'x'), (2, 'z')]
            >>> df.top_k(-1, by="a")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: top_k: k must be 0 or more, got -1
            hint: it is a number of rows
        """
    def bottom_k(self, k: int, *, by: _Order, reverse: bool | Sequence[bool] | None = None) -> DataFrame:
        """Take the rows with the smallest values, the smallest first. Lazy; no more than these rows are held.

        Args:
            k: How many rows.
            by: A name, an expression, or a list of them, most important first. A null is taken after all values, and a NaN
                counts as larger than every number.
            reverse: Whether the largest come first, for all keys or one flag a key.

        Returns:
            A lazy frame with the same columns, sorted by the keys.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If k is negative, or there are not as many flags as keys.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 3, None, 2], "b": ["w", "x", "y", "z"]})
            >>> df.bottom_k(2, by="a").rows()
            [(1, 'w'), (2, 'z')]
            >>> df.bottom_k(2, by="a", reverse=[True, False])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: bottom_k: reverse has 2 flags for 1 keys
        """
    def merge_sorted(self, other: IntoFrame, key: _Order) -> DataFrame:
        """Append the rows of another frame with the same columns, and sort all by some of them. Lazy.

        Neither frame has to be sorted.

        Args:
            other: A frame, or anything that can become one; its columns are matched by name.
            key: A name, an expression, or a list of them, most important first. Nulls come last.

        Returns:
            A lazy frame.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If the columns do not fit each other.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 5]}).merge_sorted(pr.DataFrame({"a": [3]}), "a").to_dict()
            {'a': [1, 3, 5]}
            >>> pr.DataFrame({"a": [1]}).merge_sorted(pr.DataFrame({"b": [3]}), "a")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: merge_sorted: columns b do not fit a
            hint: how="diagonal" matches columns by name; df.union(other) goes by their place
        """
    def with_row_index(self, name: str = "index", *, offset: int = 0) -> DataFrame:
        """Number the rows in a new first column. Lazy.

        Args:
            name: The new column's name; its type is int64.
            offset: The number of the first row.

        Returns:
            A lazy frame: the number, then the columns of this frame.

        Raises:
            SchemaError: If there is a column of this name.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": ["x", "y"]}).with_row_index(offset=1).to_list()
            [{'index': 1, 'a': 'x'}, {'index': 2, 'a': 'y'}]
            >>> pr.DataFrame({"a": ["x"]}).with_row_index("a")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: with_row_index: there is a column "a" already
            hint: give the new column another name: with_row_index("row")
        """
    def limit(self, n: int, *, offset: int = 0) -> DataFrame:
        """Take at most `n` rows. Lazy.

        Args:
            n: How many rows.
            offset: How many rows are left out before.

        Returns:
            A lazy frame.

        Raises:
            ValueError: If one of them is negative.

        Example:
            >>> import pyrust as pr
            >>> pr.range(10).limit(2, offset=5).to_dict()
            {'value': [5, 6]}
            >>> pr.range(10).limit(-2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: limit: n must be 0 or more, got -2
            hint: head(-n) leaves out the last rows, tail(n) takes them
        """
    def head(self, n: int = 5) -> DataFrame:
        """Take the first rows. Lazy.

        Args:
            n: How many rows; below 0, all but the last `-n`.

        Returns:
            A lazy frame.

        Raises:
            TypeError: If it is not an int.

        Example:
            >>> import pyrust as pr
            >>> pr.range(1_000_000_000).head(3).to_dict(), pr.range(5).head(-3).to_dict()
            ({'value': [0, 1, 2]}, {'value': [0, 1]})
            >>> pr.range(5).head("value")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: head: n must be an integer, got 'value'
        """
    def tail(self, n: int = 5) -> DataFrame:
        """Take the last rows, in their order. Lazy; where the number of rows is not known, all are read when it runs, but
        no more than these are held.

        Args:
            n: How many rows; below 0, all but the first `-n`.

        Returns:
            A lazy frame.

        Raises:
            TypeError: If it is not an int.

        Example:
            >>> import pyrust as pr
            >>> pr.range(1_000_000_000).tail(2).to_dict(), pr.range(5).tail(-3).to_dict()
            ({'value': [999999998, 999999999]}, {'value': [3, 4]})
            >>> pr.range(5).tail(0.5)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: tail: n must be an integer, got 0.5
        """
    def slice(self, offset: int, length: int | None = None) -> DataFrame:
        """Take the rows from a place on. Lazy.

        Args:
            offset: The first row's place; a negative one counts from the end.
            length: How many rows at most; all that follow where it is None.

        Returns:
            A lazy frame. Places before the first row hold none: of 5 rows, `slice(-7, 3)` is the first one.

        Raises:
            ValueError: If the length is negative.

        Example:
            >>> import pyrust as pr
            >>> pr.range(10).slice(2, 3).to_dict()
            {'value': [2, 3, 4]}
            >>> pr.range(10).slice(-3, 2).to_dict()
            {'value': [7, 8]}
            >>> pr.range(10).slice(2, -1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: slice: length must be 0 or more, got -1
            hint: head(-n) leaves out the last rows, tail(n) takes them
        """
    def gather_every(self, n: int, *, offset: int = 0) -> DataFrame:
        """Take every n-th row. Lazy.

        Args:
            n: How far the rows are apart, from 1.
            offset: The first row's place.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ValueError: If n is less than 1, or the offset negative.

        Example:
            >>> import pyrust as pr
            >>> pr.range(10).gather_every(4, offset=1).to_dict()
            {'value': [1, 5, 9]}
            >>> pr.range(10).gather_every(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: gather_every: the step must be at least 1
        """
    def clear(self, n: int = 0) -> DataFrame:
        """Make a frame with the same columns and no rows, or rows of nulls. Lazy; nothing of this frame is read.

        Args:
            n: How many rows of nulls.

        Returns:
            A lazy frame.

        Raises:
            ValueError: If n is negative.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2]})
            >>> df.clear().columns, df.clear(1).to_dict()
            (['a'], {'a': [None]})
            >>> df.clear(-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: clear: n must be 0 or more, got -1
            hint: it is a number of rows
        """
    def shift(self, n: int = 1, *, fill_value: Any = None) -> DataFrame:
        """Move the values of all columns some rows down, or up. Lazy.

        Args:
            n: How many rows down; below 0, how many up.
            fill_value: The value of rows into which none is moved; null where none is given.

        Returns:
            A lazy frame with as many rows, in their order.

        Raises:
            SchemaError: If a column cannot hold the fill value.
            ValueError: If the rows have no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3]})
            >>> df.shift().to_dict(), df.shift(-1, fill_value=0).to_dict()
            ({'a': [None, 1, 2]}, {'a': [2, 3, 0]})
            >>> df.shift(fill_value="none")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: shift: column "a" is int64 and cannot hold the fill value none
            hint: select the columns that can, or shift without one
        """
    def interpolate(self) -> DataFrame:
        """Replace the nulls of all columns of numbers by values on the line between their neighbours. Lazy.

        Returns:
            A lazy frame with the same columns; ints and decimals become floats. Nulls before the first value and after the
            last one stay.

        Raises:
            ValueError: If the rows have no order.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [None, 1, None, None, 7], "b": ["x", None, "y", "y", "z"]}).interpolate().to_dict()
            {'a': [None, 1.0, 3.0, 5.0, 7.0], 'b': ['x', None, 'y', 'y', 'z']}
        """
    def sample(
        self,
        n: int | None = None,
        *,
        fraction: float | None = None,
        seed: int | None = None,
        with_replacement: bool = False,
    ) -> DataFrame:
        """Take a random sample of the rows, in their order. Lazy; the same seed takes the same rows of a frame that has an
        order.

        Args:
            n: How many rows; all where the frame has fewer.
            fraction: In place of `n`: the probability, from 0 to 1, with which each row is taken. How many that are
                is left to chance.
            seed: The seed of the choice; without one, every call makes another.
            with_replacement: Whether a row may be taken several times; needs `n`.

        Returns:
            A lazy frame: the choice is made with the call, the rows are read when it runs.

        Raises:
            ValueError: If not exactly one of `n` and `fraction` is given, `n` is negative, or the fraction is not from 0
                to 1.

        Example:
            >>> import pyrust as pr
            >>> df = pr.range(1000)
            >>> df.sample(3, seed=1).count()
            3
            >>> df.sample(fraction=0.5, seed=1).to_dict() == df.sample(fraction=0.5, seed=1).to_dict()
            True
            >>> df.sample(fraction=2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: sample: fraction must be from 0 to 1, got 2
            hint: give n= for a number of rows
        """
    def distinct(
        self, *columns: _Chosen, subset: _Chosen | None = None, keep: Literal["any", "first", "last", "none"] = "any"
    ) -> DataFrame:
        """Keep each distinct row once. Lazy; the order of the rows is not defined.

        Args:
            columns: The columns that are compared, all by default; a null equals a null, a NaN a NaN.
            subset: The same in one argument: a name, a selector, or a list of them.
            keep: Which of several equal rows stays: `"any"`, `"first"`, `"last"`, or `"none"` of them.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If there is no such `keep`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1, 2], "b": [3, 4, 5]})
            >>> df.select("a").distinct().sort("a").to_dict()
            {'a': [1, 2]}
            >>> df.distinct("a", keep="last").sort("a").to_dict()
            {'a': [1, 2], 'b': [4, 5]}
            >>> df.distinct(keep="middle")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: distinct: there is no keep="middle"
            hint: keep is one of any, first, last, none
        """

    unique = distinct

    def is_unique(self) -> DataFrame:
        """Check for each row whether the frame has no other row with the same values in all columns. Lazy.

        Returns:
            A lazy frame of one boolean column, `is_unique`, in the order of the rows. A null equals a null, a NaN a NaN.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, 1]}).is_unique().to_dict()
            {'is_unique': [False, True, False]}
        """
    def is_duplicated(self) -> DataFrame:
        """Check for each row whether the frame has another row with the same values in all columns. Lazy.

        Returns:
            A lazy frame of one boolean column, `is_duplicated`, in the order of the rows. A null equals a null, a NaN a NaN.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, 1]}).is_duplicated().to_dict()
            {'is_duplicated': [True, False, True]}
        """
    def vstack(self, other: IntoFrame) -> DataFrame:
        """Append the rows of another frame with the same column names; `pr.concat` takes several frames. Lazy.

        Args:
            other: A frame, or anything that can become one.

        Returns:
            A lazy frame; the rows keep their order.

        Raises:
            SchemaError: If the columns do not fit each other.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1]}).vstack({"a": [2]}).to_dict()
            {'a': [1, 2]}
            >>> pr.DataFrame({"a": [1]}).vstack({"b": [2]})
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: vstack: columns b do not fit a
            hint: how="diagonal" matches columns by name; df.union(other) goes by their place
        """
    def hstack(self, other: IntoFrame) -> DataFrame:
        """Add the columns of another frame side by side; rows are matched by their number. Lazy.

        Args:
            other: A frame, or anything that can become one; a dict of lists adds columns of values.

        Returns:
            A lazy frame; the columns of a frame that has ended are null.

        Raises:
            SchemaError: If two columns have one name.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2]}).hstack({"b": [3, 4]}).to_dict()
            {'a': [1, 2], 'b': [3, 4]}
            >>> pr.DataFrame({"a": [1]}).hstack({"a": [2]})
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: hstack: two columns would be called "a"
            hint: rename one of them first
        """
    def union(self, other: IntoFrame) -> DataFrame:
        """Append the rows of another frame with the same columns. Lazy.

        Columns of different types become the type that holds both; numbers never become strings. Use `distinct()`
        afterwards for SQL's `UNION`, which leaves equal rows out.

        Args:
            other: A frame, or anything that can become one; its columns are matched by place.

        Returns:
            A lazy frame; the columns have this frame's names, and the rows keep their order.

        Raises:
            SchemaError: If the columns do not fit each other.

        Example:
            >>> import pyrust as pr
            >>> pr.range(2).union(pr.range(1)).to_dict()
            {'value': [0, 1, 0]}
            >>> pr.range(2).union(pr.DataFrame({"a": [1], "b": [2]}))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: union: 1 columns do not fit 2
            hint: select the same columns on both sides; union_by_name fills missing ones with null
        """
    def union_by_name(self, other: IntoFrame) -> DataFrame:
        """Append the rows of another frame; columns are matched by name. Lazy.

        Args:
            other: A frame, or anything that can become one. A column that one of the two lacks is null there.

        Returns:
            A lazy frame: the columns of this frame, then those that only the other has.

        Raises:
            SchemaError: If the types of a column have none in common.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1], "b": [2]}).union_by_name(pr.DataFrame({"b": [3], "c": [4]})).to_dict()
            {'a': [1, None], 'b': [2, 3], 'c': [None, 4]}
            >>> pr.DataFrame({"a": [1]}).union_by_name(pr.DataFrame({"a": [[1]]}))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: union_by_name: column "a": int64 and list<int64> have no type in common
            hint: cast one of them first
        """
    def intersect(self, other: IntoFrame, *, all: bool = False) -> DataFrame:
        """Keep the rows that another frame has too. Lazy; the order of the rows is not defined.

        Args:
            other: A frame, or anything that can become one; its columns are matched by place. A null equals a null.
            all: Whether a row comes as often as in the frame that has it less often; if not, it comes once.

        Returns:
            A lazy frame with this frame's columns.

        Raises:
            SchemaError: If the columns do not fit each other.

        Example:
            >>> import pyrust as pr
            >>> pr.range(5).intersect(pr.range(3, 9)).sort("value").to_dict()
            {'value': [3, 4]}
            >>> pr.range(5).intersect(pr.DataFrame({"a": [1], "b": [2]}))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: intersect: 1 columns do not fit 2
            hint: select the same columns on both sides; union_by_name fills missing ones with null
        """
    def except_(self, other: IntoFrame, *, all: bool = False) -> DataFrame:
        """Keep the rows that another frame does not have. Lazy; the order of the rows is not defined.

        Args:
            other: A frame, or anything that can become one; its columns are matched by place. A null equals a null.
            all: Whether a row comes as often as this frame has it more often; if not, it comes once.

        Returns:
            A lazy frame with this frame's columns.

        Raises:
            SchemaError: If the columns do not fit each other.

        Example:
            >>> import pyrust as pr
            >>> pr.range(5).except_(pr.range(3)).sort("value").to_dict()
            {'value': [3, 4]}
            >>> pr.range(5).except_(pr.DataFrame({"a": [1], "b": [2]}))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: except_: 1 columns do not fit 2
            hint: select the same columns on both sides; union_by_name fills missing ones with null
        """
    def pivot(
        self,
        on: _Chosen,
        *,
        index: _Chosen | None = None,
        values: _Chosen | None = None,
        aggregate: Literal["count", "first", "last", "len", "max", "mean", "median", "min", "n_unique", "sum"],
        on_columns: Sequence[Any] | None = None,
        max_columns: int = 1000,
    ) -> DataFrame:
        """Run a query for the distinct values of a column and make a column of each; the rest is lazy.

        Args:
            on: The column, or columns, whose values become the names of the new columns.
            index: The columns that make the rows; all that are left by default.
            values: The column, or columns, whose values fill the new columns; all that are left by default. With
                several, the new names are `value_on`.
            aggregate: How several values in one place are aggregated: `"sum"`, `"mean"`, `"min"`, `"max"`, `"median"`,
                `"first"`, `"last"`, `"count"`, `"n_unique"` or `"len"`.
            on_columns: The values that become columns, in this order: with them nothing runs. With several `on`
                columns each is a tuple.
            max_columns: More distinct values than this are an error.

        Returns:
            A lazy frame: the index, then the new columns, sorted by their values. Where there is no value a count is
            0, all else null. The order of the rows is not defined.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If two columns have one name.
            ValueError: If there is no such aggregate, or there are more than `max_columns` values.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"shop": ["x", "x", "y"], "year": [2024, 2025, 2024], "n": [1, 2, 3]})
            >>> df.pivot("year", index="shop", values="n", aggregate="sum").sort("shop").to_dict()
            {'shop': ['x', 'y'], '2024': [1, 3], '2025': [2, None]}
            >>> df.pivot("year", index="shop", values="n", aggregate="total")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: pivot: there is no aggregate "total"
            hint: aggregate is one of count, first, last, len, max, mean, median, min, n_unique, sum
        """
    def unpivot(
        self,
        on: _Chosen | None = None,
        *,
        index: _Chosen | None = None,
        variable_name: str = "variable",
        value_name: str = "value",
    ) -> DataFrame:
        """Turn columns into rows: for each row and each of these columns one row with the column's name and its value.
        Lazy.

        Args:
            on: The columns that become rows; all that are not in `index` by default.
            index: The columns that are repeated.
            variable_name: What the column of names is called.
            value_name: What the column of values is called; its type holds the values of all.

        Returns:
            A lazy frame. The rows that come of one row stand together, in the order of the columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If the columns have no type in common.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y"], "a": [1, 2], "b": [3, 4]})
            >>> df.unpivot(["a", "b"], index="k").to_dict()
            {'k': ['x', 'x', 'y', 'y'], 'variable': ['a', 'b', 'a', 'b'], 'value': [1, 3, 2, 4]}
            >>> df.unpivot(["a", "c"], index="k")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: unpivot: there is no column "c"
            hint: the columns are k, a, b
        """
    def transpose(
        self,
        *,
        include_header: bool = False,
        header_name: str = "column",
        column_names: str | Sequence[str] | None = None,
        max_columns: int = 1000,
    ) -> DataFrame:
        """Run the query and turn rows into columns and columns into rows.

        Args:
            include_header: Whether the names of the columns become a first column.
            header_name: What that column is called.
            column_names: The names of the new columns: a list with one for each row, or the name of a column whose values they
                are; `column_0`, `column_1` ... where none are given.
            max_columns: More rows than this are an error.

        Returns:
            A frame in memory: a row for each column, a column for each row. All values are of the type that holds those of
            all columns.

        Raises:
            ColumnNotFoundError: If there is no column `column_names`.
            SchemaError: If the columns have no type in common, or two new ones have one name.
            ValueError: If there are more than `max_columns` rows, or not as many names.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y"], "a": [1, 2], "b": [3, 4]})
            >>> df.transpose(include_header=True, column_names="k").to_dict()
            {'column': ['a', 'b'], 'x': [1, 3], 'y': [2, 4]}
            >>> df.transpose()
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: transpose: column "a": string and int64 have no type in common
            hint: cast one of them first
        """
    def to_dummies(
        self,
        *columns: _Chosen,
        separator: str = "_",
        drop_first: bool = False,
        drop_nulls: bool = False,
        max_columns: int = 1000,
    ) -> DataFrame:
        """Run a query for the distinct values of columns and make a column of 0 and 1 of each; the rest is lazy.

        Args:
            columns: Names, selectors, or lists of them; all where none is given.
            separator: What is between a column's name and a value in the name of a new column.
            drop_first: Whether the first value of each column gets none.
            drop_nulls: Whether null gets none.
            max_columns: More distinct values of a column than this are an error.

        Returns:
            A lazy frame with a column `column_value` of `uint8` for each value in place of its column: sorted, null last.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If two columns have one name.
            ValueError: If a column has more than `max_columns` values.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [1, 2, 3]})
            >>> df.to_dummies("k").to_dict()
            {'k_x': [1, 0, 1], 'k_y': [0, 1, 0], 'a': [1, 2, 3]}
            >>> df.to_dummies("b")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: to_dummies: there is no column "b"
            hint: the columns are k, a
        """
    def explode(self, *columns: _Chosen, empty_as_null: bool = False) -> DataFrame:
        """Make one row of each item of a list; the other columns are repeated. Lazy.

        Args:
            columns: Columns of lists. Several are opened side by side; where the lists of one row differ in length,
                the shorter ones end in nulls.
            empty_as_null: Whether an empty list gives one row with null; if not, it gives none.

        Returns:
            A lazy frame. A null list gives one row with null.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If a column is not a list.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "z"], "a": [[1, 2], [], None]})
            >>> df.explode("a").to_dict()
            {'k': ['x', 'x', 'z'], 'a': [1, 2, None]}
            >>> df.explode("a", empty_as_null=True).to_dict()
            {'k': ['x', 'x', 'y', 'z'], 'a': [1, 2, None, None]}
            >>> df.explode("k")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: explode: column "k" is not a list, but string
        """
    def unnest(self, *columns: _Chosen) -> DataFrame:
        """Replace structs by their fields as columns. Lazy.

        Args:
            columns: Columns of structs. A null struct gives nulls.

        Returns:
            A lazy frame.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If a column is not a struct, or a field has the name of another column.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"k": [1, 2], "s": [{"a": 3, "b": "x"}, None]}).unnest("s").to_dict()
            {'k': [1, 2], 'a': [3, None], 'b': ['x', None]}
            >>> pr.DataFrame({"a": [1]}).unnest("a")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: unnest: column "a" is not a struct, but int64
        """
    def map_batches(self, function: Callable[[Any], IntoFrame], schema: Schema | None = None) -> DataFrame:
        """Make a frame by calling a Python function with this frame's batches. Lazy.

        The function is called for one batch at a time, in order where the frame has one, and never twice at once; how
        many rows a batch has is up to DataFusion. It gets a frame over the batch, or the table of a library if its
        argument is annotated with one (`pa.Table`, `pl.DataFrame`, `pd.DataFrame`), and gives any table, of any number
        of rows.

        Args:
            function: A function of one batch.
            schema: The columns of its result: a dict of names and types, a frame, or an Arrow schema. Where none is
                given, the function is called once, now, with a batch of no rows.

        Returns:
            A lazy frame.

        Raises:
            TypeError: If it is not callable, or the schema is not one.
            PyRustError: What the function raises for a batch of no rows, as the cause. When the query runs, also
                `SchemaError` if a batch has other columns than the schema.

        Example:
            >>> import pyrust as pr
            >>> import polars as pl
            >>> def largest(batch: pl.DataFrame) -> pl.DataFrame:
            ...     return batch.top_k(2, by="value")
            >>> pr.range(10).map_batches(largest).to_dict()
            {'value': [9, 8]}
            >>> pr.range(10).map_batches(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: map_batches: int is not callable
            hint: give a function of one batch
        """
    def map_rows(self, function: Callable[[tuple[Any, ...]], Any], schema: Schema) -> DataFrame:
        """Make a frame by calling a Python function with each row. Lazy.

        Each row is made of Python values, one after the other: expressions, or `map_batches`, are many times faster.

        Args:
            function: A function of a tuple of the row's values. It gives a tuple of values, or one value.
            schema: The columns of its result: a dict of names and types, a frame, or an Arrow schema.

        Returns:
            A lazy frame with as many rows, in their order.

        Raises:
            TypeError: If it is not callable, or the schema is not one.
            PyRustError: When the query runs: what the function raises, as the cause; `SchemaError` if it gives another
                number of values.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "s": ["x", "y"]})
            >>> df.map_rows(lambda row: (row[1] * row[0], row[0] > 1), {"t": str, "big": bool}).rows()
            [('x', False), ('yy', True)]
            >>> df.map_rows("len", {"n": int})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: map_rows: str is not callable
            hint: give a function of one row
        """
    def submit(self, *, timeout: float | None = None) -> Task:
        """Collect the query in the background, and go on at once.

        Args:
            timeout: How many seconds it may take once it runs; None for the session's `timeout`.

        Returns:
            A `Task`: `result()` waits for the frame, and so does `await`; `run` tells how far it is. Who drops it before its
            end cancels it.

        Raises:
            ValueError: If the timeout is negative. Errors of the query are raised by `result()` and by `await`.

        Example:
            >>> import pyrust as pr
            >>> task = pr.range(3).filter(pr.col("value") > 0).submit()
            >>> task.result().to_dict()
            {'value': [1, 2]}
            >>> pr.range(3).submit(timeout=-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: submit: timeout must be 0 or more seconds, got -1
        """
    def collect_async(self, *, timeout: float | None = None) -> Task:
        """Collect the query in a loop of asyncio, as a notebook has it: `df = await query.collect_async()`. Cells and other tasks
        of the loop go on meanwhile; cancelling the wait cancels the run.

        Args:
            timeout: How many seconds it may take once it runs; None for the session's `timeout`.

        Returns:
            A `Task` to be awaited, as `submit` gives it.

        Raises:
            ValueError: If the timeout is negative. Errors of the query are raised by `await`.

        Example:
            >>> import asyncio
            >>> import pyrust as pr
            >>> async def main():
            ...     return await pr.range(3).collect_async()
            >>> asyncio.run(main()).rows()
            [(0,), (1,), (2,)]
            >>> async def hasty():
            ...     numbers = pr.range(1_000_000_000)
            ...     return await numbers.join(numbers, how="cross").collect_async(timeout=0.1)
            >>> asyncio.run(hasty())
            Traceback (most recent call last):
                ...
            pyrust.RunTimeoutError: collect: the run was stopped after 0.1 s, its timeout
        """
    def collect(self, *, timeout: float | None = None) -> DataFrame:
        """Run the query and keep its rows in memory.

        Args:
            timeout: How many seconds it may take; None for the session's `timeout`.

        Returns:
            A frame over the rows, which nothing computes again. A frame in memory is returned as it is.

        Raises:
            PyRustError: What the query fails with; `CancelledError` if its run is cancelled, `RunTimeoutError` if it takes
                longer than it may, `ResourcesError` if the memory limit is reached.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).filter(pr.col("value") > 0).collect().to_dict()
            {'value': [1, 2]}
            >>> pr.range(3).collect(timeout=-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: collect: timeout must be 0 or more seconds, got -1
        """
    def count(self) -> int:
        """Run the query and count its rows; where the source knows the number, nothing is read.

        Returns:
            The number of rows, an int.

        Example:
            >>> import pyrust as pr
            >>> pr.range(1_000_000_000).count()
            1000000000
        """

    @property
    def height(self) -> int:
        """The number of rows, as `count()` gives it: it runs the query, unless the source knows its rows.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, 3]}).height
            3
        """
    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and of columns; the rows are counted as by `count()`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "z"]}).shape
            (3, 2)
        """
    def is_empty(self) -> bool:
        """Run the query as far as its first row and return whether there is none.

        Returns:
            True or False.

        Example:
            >>> import pyrust as pr
            >>> pr.range(1_000_000_000).filter(pr.col("value") > 5).is_empty()
            False
        """
    def view(
        self,
        *,
        sort: _Str | dict[_Str, Any] | Iterable[_Str | dict[_Str, Any]] | None = None,
        descending: bool | Iterable[bool] | None = None,
        nulls_last: bool | Iterable[bool] | None = None,
        filters: dict[_Str, Any] | Iterable[dict[_Str, Any]] | None = None,
        where: _Str | None = None,
        search: _Str | None = None,
        columns: IntoExpr | Iterable[IntoExpr] | None = None,
        height: int | None = None,
        density: Literal["comfortable", "compact"] | None = None,
    ) -> Grid:
        """Show the rows as a live grid that can be sorted, filtered and searched: `pr.view(df)`. The arguments say what it shows
        at first.

        Args:
            sort: The columns to sort by, most important first: names, or dicts of `column`, `descending` and `nulls`.
            descending: Largest first, for all names or one flag a name.
            nulls_last: Whether nulls come after everything else (they do, in both directions), for all names or each.
            filters: Conditions on one column each, all of which a row must meet, as in
                `{"column": "price", "test": "between", "low": 10}`.
            where: One condition in SQL.
            search: What a string of the row must contain, in capitals or small letters.
            columns: The columns to show, names or expressions; all by default.
            height: How many rows are on screen.
            density: "comfortable" (the default) or "compact".

        Returns:
            The grid, a widget: `grid.frame` is what it shows, `grid.spec` can be saved and set, `grid.close()` ends it.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SqlError: If `where` cannot be read.
            ValueError: If a filter does not fit its column, or an argument is not one of its values.

        Example:
            >>> import pyrust as pr
            >>> grid = pr.DataFrame({"a": [1, 2, 3]}).view(sort="a", descending=True, where="a > 1")
            >>> grid.frame.to_dict()
            {'a': [3, 2]}
            >>> grid.close()
            >>> pr.range(3).view(sort="valu")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: view: there is no column "valu"
            hint: did you mean value?
        """
    @overload
    def glimpse(self, max_items: int = 10, *, return_as_string: Literal[False] = False) -> None:
        """Print the columns, their types and first values, a line each. Runs the query as far as these need.

        Args:
            max_items: How many rows are read; of their values a line shows as many as it has room for.
            return_as_string: Whether to return the text instead of printing it.

        Returns:
            None, or the text. The number of rows is in it if it is known without a run.

        Raises:
            ValueError: If `max_items` is negative.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"name": ["x", None], "n": [1, 2]}).glimpse()
            2 columns, 2 rows
            name  string  "x", null
            n     int64   1, 2
            >>> pr.range(5).glimpse(-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: glimpse: max_items must be 0 or more, got -1
            hint: it is a number of rows
        """
    @overload
    def glimpse(self, max_items: int = 10, *, return_as_string: Literal[True]) -> str:
        """Print the columns, their types and first values, a line each. Runs the query as far as these need.

        Args:
            max_items: How many rows are read; of their values a line shows as many as it has room for.
            return_as_string: Whether to return the text instead of printing it.

        Returns:
            None, or the text. The number of rows is in it if it is known without a run.

        Raises:
            ValueError: If `max_items` is negative.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"name": ["x", None], "n": [1, 2]}).glimpse()
            2 columns, 2 rows
            name  string  "x", null
            n     int64   1, 2
            >>> pr.range(5).glimpse(-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: glimpse: max_items must be 0 or more, got -1
            hint: it is a number of rows
        """
    @overload
    def estimated_size(self, unit: Literal["b"] = "b") -> int:
        """Run the query and measure how much memory its rows take in Arrow's format. No rows are held; of a frame in memory
        nothing runs.

        Args:
            unit: `"b"`, `"kb"`, `"mb"`, `"gb"` or `"tb"`, each 1024 of the one before.

        Returns:
            The number of bytes, an int, or of a larger unit, a float.

        Raises:
            ValueError: If there is no such unit.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
            >>> df.estimated_size(), df.estimated_size("kb")
            (32, 0.03125)
            >>> df.estimated_size("kib")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: estimated_size: there is no unit "kib"
            hint: unit is one of b, kb, mb, gb, tb
        """
    @overload
    def estimated_size(self, unit: Literal["kb", "mb", "gb", "tb"]) -> float:
        """Run the query and measure how much memory its rows take in Arrow's format. No rows are held; of a frame in memory
        nothing runs.

        Args:
            unit: `"b"`, `"kb"`, `"mb"`, `"gb"` or `"tb"`, each 1024 of the one before.

        Returns:
            The number of bytes, an int, or of a larger unit, a float.

        Raises:
            ValueError: If there is no such unit.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
            >>> df.estimated_size(), df.estimated_size("kb")
            (32, 0.03125)
            >>> df.estimated_size("kib")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: estimated_size: there is no unit "kib"
            hint: unit is one of b, kb, mb, gb, tb
        """
    @overload
    def iter_rows(self, *, named: Literal[False] = False, batch_rows: int = 1024) -> RowIterator[tuple[Any, ...]]:
        """Run the query and return an iterator of its rows, one by one, as they are asked for.

        Memory is bounded: the iterator holds one batch, and a few rows as Python values. The run starts with the first
        row and ends with the last, with `close()`, or when nothing refers to the iterator any more.

        Args:
            named: Whether a row is a dict by column name, and not a tuple.
            batch_rows: How many rows become Python values at a time.

        Returns:
            An iterator. Two threads cannot wait for its next row at once.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot; if `batch_rows` is 0.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", None]})
            >>> list(df.iter_rows())
            [(1, 'x'), (2, None)]
            >>> [row["a"] for row in df.iter_rows(named=True)]
            [1, 2]
            >>> df.iter_rows(batch_rows=0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: iter_rows: batch_rows must be at least 1
        """
    @overload
    def iter_rows(self, *, named: Literal[True], batch_rows: int = 1024) -> RowIterator[dict[str, Any]]:
        """Run the query and return an iterator of its rows, one by one, as they are asked for.

        Memory is bounded: the iterator holds one batch, and a few rows as Python values. The run starts with the first
        row and ends with the last, with `close()`, or when nothing refers to the iterator any more.

        Args:
            named: Whether a row is a dict by column name, and not a tuple.
            batch_rows: How many rows become Python values at a time.

        Returns:
            An iterator. Two threads cannot wait for its next row at once.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot; if `batch_rows` is 0.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", None]})
            >>> list(df.iter_rows())
            [(1, 'x'), (2, None)]
            >>> [row["a"] for row in df.iter_rows(named=True)]
            [1, 2]
            >>> df.iter_rows(batch_rows=0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: iter_rows: batch_rows must be at least 1
        """
    @overload
    def iter_rows(self, *, named: bool, batch_rows: int = 1024) -> RowIterator[Any]:
        """Run the query and return an iterator of its rows, one by one, as they are asked for.

        Memory is bounded: the iterator holds one batch, and a few rows as Python values. The run starts with the first
        row and ends with the last, with `close()`, or when nothing refers to the iterator any more.

        Args:
            named: Whether a row is a dict by column name, and not a tuple.
            batch_rows: How many rows become Python values at a time.

        Returns:
            An iterator. Two threads cannot wait for its next row at once.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot; if `batch_rows` is 0.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", None]})
            >>> list(df.iter_rows())
            [(1, 'x'), (2, None)]
            >>> [row["a"] for row in df.iter_rows(named=True)]
            [1, 2]
            >>> df.iter_rows(batch_rows=0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: iter_rows: batch_rows must be at least 1
        """
    def iter_batches(self, batch_rows: int | None = None) -> BatchIterator:
        """Run the query and return an iterator of its batches, each a frame in memory, as they are asked for.

        `pyarrow.table(batch)` and `polars.DataFrame(batch)` take a batch without a copy. The run starts with the
        first batch and ends with the last, with `close()`, or when nothing refers to the iterator any more.

        Args:
            batch_rows: The most rows of a batch; without it the batches are as DataFusion makes them.

        Returns:
            An iterator of frames that have at least one row.

        Raises:
            ValueError: If `batch_rows` is 0.

        Example:
            >>> import pyrust as pr
            >>> [batch.to_dict()["value"] for batch in pr.range(5).iter_batches(batch_rows=2)]
            [[0, 1], [2, 3], [4]]
            >>> pr.range(5).iter_batches(batch_rows=0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: iter_batches: batch_rows must be at least 1
        """
    @overload
    def rows(self, *, named: Literal[False] = False) -> list[tuple[Any, ...]]:
        """Run the query and return a list of its rows, each a tuple.

        Args:
            named: Whether a row is a dict by column name, as in `to_list()`.

        Returns:
            A list of tuples, or of dicts.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2], "b": ["x", "y"]}).rows()
            [(1, 'x'), (2, 'y')]
            >>> late = pr.DataFrame({"t": [2**62]}).cast({"t": "timestamp[s]"})
            >>> late.rows()
            Traceback (most recent call last):
                ...
            pyrust.OutOfRangeError: to Python: column "t" holds a value outside the range of Python's datetime
            hint: cast the column to string or int64 to see it
        """
    @overload
    def rows(self, *, named: Literal[True]) -> list[dict[str, Any]]:
        """Run the query and return a list of its rows, each a tuple.

        Args:
            named: Whether a row is a dict by column name, as in `to_list()`.

        Returns:
            A list of tuples, or of dicts.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2], "b": ["x", "y"]}).rows()
            [(1, 'x'), (2, 'y')]
            >>> late = pr.DataFrame({"t": [2**62]}).cast({"t": "timestamp[s]"})
            >>> late.rows()
            Traceback (most recent call last):
                ...
            pyrust.OutOfRangeError: to Python: column "t" holds a value outside the range of Python's datetime
            hint: cast the column to string or int64 to see it
        """
    @overload
    def rows(self, *, named: bool) -> list[Any]:
        """Run the query and return a list of its rows, each a tuple.

        Args:
            named: Whether a row is a dict by column name, as in `to_list()`.

        Returns:
            A list of tuples, or of dicts.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2], "b": ["x", "y"]}).rows()
            [(1, 'x'), (2, 'y')]
            >>> late = pr.DataFrame({"t": [2**62]}).cast({"t": "timestamp[s]"})
            >>> late.rows()
            Traceback (most recent call last):
                ...
            pyrust.OutOfRangeError: to Python: column "t" holds a value outside the range of Python's datetime
            hint: cast the column to string or int64 to see it
        """
    @overload
    def row(self, index: int, *, named: Literal[False] = False) -> tuple[Any, ...]:
        """Run the query as far as one row and return it.

        A row of a Parquet file is read in place, without those before it. In a frame without order (after a join or an
        aggregation) the number of a row means nothing before the frame is sorted or collected.

        Args:
            index: The number of the row, from 0; below 0 it counts from the end, for which the rows are counted first.
            named: Whether the row is a dict by column name, and not a tuple.

        Returns:
            A tuple, or a dict.

        Raises:
            RowNotFoundError: If there is no such row; it is an `IndexError` too.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
            >>> df.row(1)
            (2, 'y')
            >>> df.row(-1, named=True)
            {'a': 2, 'b': 'y'}
            >>> df.row(2)
            Traceback (most recent call last):
                ...
            pyrust.RowNotFoundError: row: there is no row 2
            hint: the frame has 2 rows, counted from 0
        """
    @overload
    def row(self, index: int, *, named: Literal[True]) -> dict[str, Any]:
        """Run the query as far as one row and return it.

        A row of a Parquet file is read in place, without those before it. In a frame without order (after a join or an
        aggregation) the number of a row means nothing before the frame is sorted or collected.

        Args:
            index: The number of the row, from 0; below 0 it counts from the end, for which the rows are counted first.
            named: Whether the row is a dict by column name, and not a tuple.

        Returns:
            A tuple, or a dict.

        Raises:
            RowNotFoundError: If there is no such row; it is an `IndexError` too.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
            >>> df.row(1)
            (2, 'y')
            >>> df.row(-1, named=True)
            {'a': 2, 'b': 'y'}
            >>> df.row(2)
            Traceback (most recent call last):
                ...
            pyrust.RowNotFoundError: row: there is no row 2
            hint: the frame has 2 rows, counted from 0
        """
    @overload
    def row(self, index: int, *, named: bool) -> Any:
        """Run the query as far as one row and return it.

        A row of a Parquet file is read in place, without those before it. In a frame without order (after a join or an
        aggregation) the number of a row means nothing before the frame is sorted or collected.

        Args:
            index: The number of the row, from 0; below 0 it counts from the end, for which the rows are counted first.
            named: Whether the row is a dict by column name, and not a tuple.

        Returns:
            A tuple, or a dict.

        Raises:
            RowNotFoundError: If there is no such row; it is an `IndexError` too.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
            >>> df.row(1)
            (2, 'y')
            >>> df.row(-1, named=True)
            {'a': 2, 'b': 'y'}
            >>> df.row(2)
            Traceback (most recent call last):
                ...
            pyrust.RowNotFoundError: row: there is no row 2
            hint: the frame has 2 rows, counted from 0
        """
    def item(self, row: int | None = None, column: str | int | None = None) -> Any:
        """Run the query as far as one value and return it.

        Args:
            row: The number of the row, from 0 or from the end; without it the frame must have one row.
            column: The name or the number of the column; without it the frame must have one column.

        Returns:
            The value as Python's own, None for null.

        Raises:
            RowNotFoundError: If there is no such row.
            ColumnNotFoundError: If there is no such column.
            ValueError: If a frame of several rows or columns is asked for its one value.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2], "b": ["x", "y"]})
            >>> df.item(1, "b"), df.select(pr.col("a").sum()).item()
            ('y', 3)
            >>> df.item(2, "b")
            Traceback (most recent call last):
                ...
            pyrust.RowNotFoundError: item: there is no row 2
            hint: the frame has 2 rows, counted from 0
        """
    def describe(self, percentiles: Sequence[float] = ...) -> DataFrame:
        """Describe every column: count, nulls, mean, deviation, smallest, quantiles and largest. Lazy, in one pass.

        Columns of numbers and booleans (as 0 and 1) are described by float64, so integers beyond 2 ** 53 are rounded;
        `min()` and `max()` give them exactly. Any other column is described by strings, and by what makes sense for it.
        The quantiles are exact: they need 8 bytes of memory for each value of these columns; `percentiles=()` needs
        none. NaN counts as a value, larger than all numbers.

        Args:
            percentiles: The quantiles, as numbers from 0 to 1.

        Returns:
            A lazy frame: the column `statistic`, then the columns of this frame.

        Raises:
            ValueError: If a percentile is outside 0 to 1.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, None], "b": ["x", "y", "z", "z"]})
            >>> for row in df.describe(percentiles=[0.5]).iter_rows():
            ...     print(row)
            ('count', 3.0, '4')
            ('null_count', 1.0, '0')
            ('mean', 2.0, None)
            ('std', 1.0, None)
            ('min', 1.0, 'x')
            ('50%', 2.0, None)
            ('max', 3.0, 'z')
            >>> df.describe(percentiles=[50])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: describe: there is no quantile 50
            hint: quantiles are numbers from 0 to 1: 0.5 is the median
        """
    def value_counts(
        self,
        *columns: _Chosen,
        sort: bool = True,
        normalize: bool = False,
        name: str | None = None,
    ) -> DataFrame:
        """Count how often each value of a column occurs, or each combination of several. Lazy.

        Args:
            columns: Column names, selectors, or lists of them. Null is a value of its own.
            sort: Whether the most frequent come first, equally frequent ones in the order of their values; if not, the
                order of the rows is not defined.
            normalize: Whether to give the share of all rows, and not their number.
            name: The name of the last column; `"count"`, or `"proportion"` for shares, where none is given.

        Returns:
            A lazy frame of these columns and the counts.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            ValueError: If one of the columns is called like the counts.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["x", "y", "y", "y"]})
            >>> df.value_counts("a").rows(), df.value_counts("a", normalize=True).rows()
            ([('y', 3), ('x', 1)], [('y', 0.75), ('x', 0.25)])
            >>> df.value_counts("b")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: value_counts: there is no column "b"
            hint: the columns are a
        """
    def null_count(self) -> DataFrame:
        """Count the nulls of every column. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None], "b": ["x", "y"]}).null_count().to_list()
            [{'a': 1, 'b': 0}]
        """
    def n_unique(self, *columns: _Chosen, subset: _Chosen | None = None) -> int:
        """Run the query and count its distinct rows.

        Args:
            columns: The columns that count: names, selectors, or lists of them; all where none is given. Null is a value of
                its own.
            subset: The same in one argument.

        Returns:
            The number of distinct rows, an int.

        Raises:
            ColumnNotFoundError: If a column does not exist.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1, 2], "b": ["x", "x", "x"]})
            >>> df.n_unique(), df.n_unique("b")
            (2, 1)
            >>> df.n_unique("c")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: n_unique: there is no column "c"
            hint: the columns are a, b
        """
    def quantile(self, q: float) -> DataFrame:
        """Compute a quantile of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.

        It is exact, linear between the two nearest values, and needs 8 bytes of memory for each value.

        Args:
            q: A number from 0 to 1: 0.5 is the median.

        Returns:
            A lazy frame of one row with the same columns.

        Raises:
            ValueError: If `q` is outside 0 to 1.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, 3, 4]}).quantile(0.25).item()
            1.75
            >>> pr.DataFrame({"a": [1, 2, 3, 4]}).quantile(25)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: quantile: there is no quantile 25
            hint: quantiles are numbers from 0 to 1: 0.5 is the median
        """
    def corr(self, method: Literal["pearson", "spearman"] = "pearson") -> DataFrame:
        """Compute the correlation of every two numeric columns, from -1 to 1, as a table. Lazy.

        Rows where one of two columns is null do not count for these two. Booleans are 0 and 1.

        Args:
            method: `"pearson"`: how near the points are to a line; or `"spearman"`: the same for the ranks of the values,
                so how near they are to any curve that only rises or only falls. It needs 9 bytes of memory for each
                value, and takes NaN for the largest number.

        Returns:
            A lazy frame: the names in a column `column`, then one column for each. Null stands where all values of a
            column are equal.

        Raises:
            SchemaError: If a column is not numeric.
            ValueError: If there is no such method.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3], "b": [6, 4, 2], "c": [1, 10, 100]})
            >>> df.select("a", "b").corr().rows()
            [('a', 1.0, -1.0), ('b', -1.0, 1.0)]
            >>> df.select("a", "c").corr("spearman").rows()
            [('a', 1.0, 1.0), ('c', 1.0, 1.0)]
            >>> pr.DataFrame({"s": ["x"]}).corr()
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: corr: column "s" is not numeric
            hint: select the numeric columns first: df.select(...).corr()
        """
    def max(self) -> DataFrame:
        """Compute the largest value of every column; null where a type has no order. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 3, None], "b": ["x", "y", "z"]})
            >>> df.max().to_list()
            [{'a': 3, 'b': 'z'}]
        """
    def mean(self) -> DataFrame:
        """Compute the mean of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, None], "b": ["x", "y", "z"]})
            >>> df.mean().to_list()
            [{'a': 1.5, 'b': None}]
        """
    def median(self) -> DataFrame:
        """Compute the median of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 9], "b": ["x", "y", "z"]})
            >>> df.median().to_list()
            [{'a': 2.0, 'b': None}]
        """
    def min(self) -> DataFrame:
        """Compute the smallest value of every column; null where a type has no order. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 3, None], "b": ["x", "y", "z"]})
            >>> df.min().to_list()
            [{'a': 1, 'b': 'x'}]
        """
    def std(self) -> DataFrame:
        """Compute the sample standard deviation (divided by n - 1) of every column of numbers or booleans, null for any
        other. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1.0, 4.0, 7.0]}).std().to_list()
            [{'a': 3.0}]
        """
    def sum(self) -> DataFrame:
        """Compute the sum of every column of numbers or booleans (as 0 and 1), null for any other. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, None], "b": [True, True, False]})
            >>> df.sum().to_list()
            [{'a': 3, 'b': 2}]
        """
    def var(self) -> DataFrame:
        """Compute the sample variance (divided by n - 1) of every column of numbers or booleans, null for any other. Lazy.

        Returns:
            A lazy frame of one row with the same columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 3.0], "b": ["x", "y"]})
            >>> df.var().to_list()
            [{'a': 2.0, 'b': None}]
        """
    def drop_nulls(self, *columns: _Chosen, subset: _Chosen | None = None) -> DataFrame:
        """Drop the rows with a null in any column, or in any of some. Lazy.

        Args:
            columns: The columns that are looked at: names, selectors, or lists of them; all where none is given. NaN is
                a value.
            subset: The same in one argument.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, None, 3], "b": [None, "y", "z"]})
            >>> df.drop_nulls().rows(), df.drop_nulls("a").rows()
            ([(3, 'z')], [(1, None), (3, 'z')])
            >>> df.drop_nulls("c")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: drop_nulls: there is no column "c"
            hint: the columns are a, b
        """
    def drop_nans(self, *columns: _Chosen, subset: _Chosen | None = None) -> DataFrame:
        """Drop the rows with NaN in any column of floats, or in any of some. Lazy; a null is not a NaN.

        Args:
            columns: The columns that are looked at: names, selectors, or lists of them; all columns of floats where none is
                given.
            subset: The same in one argument.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If a column holds no floats.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1.0, float("nan"), None]}).drop_nans().rows()
            [(1.0,), (None,)]
            >>> pr.DataFrame({"s": ["x"]}).drop_nans("s")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: drop_nans: column "s" holds no floats, so it has no NaN
        """
    def fill_null(
        self,
        value: Any = None,
        *,
        strategy: Literal["forward", "backward", "min", "max", "mean", "zero", "one"] | None = None,
    ) -> DataFrame:
        """Replace every null by a value. Lazy.

        Args:
            value: A value or expression for all columns of its kind (a number for numeric columns, a string for
                columns of strings ...), the others stay as they are; or a dict of column name to value. A column keeps
                its type where that holds the value exactly, else it becomes one that does: 0.5 makes a column of ints
                float64.
            strategy: Instead of a value: `"forward"` (the last value before), `"backward"` (the next one), `"min"`,
                `"max"` or `"mean"` of the column, `"zero"` or `"one"`; columns where that makes no sense stay as they
                are. The mean of ints is a float64.

        Returns:
            A lazy frame with the same columns.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If a column of the dict cannot hold its value.
            TypeError: If both, or neither, of value and strategy are given.
            ValueError: If there is no such strategy; for `"forward"` and `"backward"` if the frame has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, None, 4], "b": [None, "y", None]})
            >>> df.fill_null(0).rows()
            [(1, None), (0, 'y'), (4, None)]
            >>> df.fill_null({"a": -1, "b": "?"}).rows()
            [(1, '?'), (-1, 'y'), (4, '?')]
            >>> df.fill_null(strategy="forward").rows()
            [(1, None), (1, 'y'), (4, 'y')]
            >>> df.fill_null(strategy="nearest")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: fill_null: there is no strategy "nearest"
            hint: the strategies are forward, backward, min, max, mean, zero, one
        """
    def fill_nan(self, value: float | Expr | None) -> DataFrame:
        """Replace every NaN in columns of floats by a value. Lazy; a null stays a null.

        Args:
            value: A number or an expression; None makes nulls of NaN.

        Returns:
            A lazy frame with the same columns.

        Raises:
            TypeError: If the value cannot be held by a column.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1.0, float("nan"), None]}).fill_nan(0).rows()
            [(1.0,), (0.0,), (None,)]
            >>> pr.DataFrame({"a": [1.0]}).fill_nan(object())
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: fill_nan: an object cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def with_settings(self, settings: dict[str, str | float | bool]) -> DataFrame:
        """Change settings of DataFusion for the queries of this frame, and of those made from it. Lazy; the session keeps its own.

        A join that does not fit into memory runs again as a merge join, which can spill, with
        `{"datafusion.optimizer.prefer_hash_join": False}`.

        Args:
            settings: Values by name; `session.settings` lists the names.

        Returns:
            A lazy frame.

        Raises:
            ValueError: If there is no such setting, if it cannot have that value, or if answers depend on it.
            TypeError: If it is not a dict of strings, numbers and bools.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": [1, 2]})
            >>> df.join(df, on="k").with_settings({"datafusion.optimizer.prefer_hash_join": False}).sort("k").to_dict()
            {'k': [1, 2]}
            >>> df.with_settings({"datafusion.sql_parser.dialect": "mysql"})
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: with_settings: the setting datafusion.sql_parser.dialect cannot be changed: SQL means...
        """
    def cache(self) -> DataFrame:
        """Compute the rows once, at their first use, and share them among all frames made from this one. Lazy.

        Whatever needs the rows first (a `count()` of a filter above it, say) runs the query to its end and keeps what
        it gives: in memory within the session's limit, on disk beyond it, until no frame refers to it any more. If
        that run fails or is cancelled, nothing is kept and the next use tries again. `collect()` runs at once instead.

        Returns:
            A lazy frame. A frame in memory or of a range is returned as it is.

        Example:
            >>> import pyrust as pr
            >>> squares = pr.range(4).select(x=pr.col("value") * 3).cache()
            >>> squares.count(), squares.filter(pr.col("x") > 1).rows()
            (4, [(3,), (6,), (9,)])
        """
    @overload
    def explain(
        self,
        format: Literal["text", "tree", "json", "graphviz"],
        *,
        analyze: bool = False,
        optimized: bool = True,
    ) -> str:
        """Return the plan of the query as text. With `analyze` it runs the query and shows what each operator took.

        Args:
            format: None for text, or with `analyze` a `Report`, which a notebook shows as a table; `"text"` (an operator a line, below it what gives it rows), `"tree"` (the same as boxes), `"json"`
                (as PostgreSQL writes it) or `"graphviz"` (the DOT language). Text and tree show the operators that
                run, json and graphviz the plan before they are chosen.
            analyze: Whether to run it, for `"text"` and `"json"`.
            optimized: Whether the plan is shown as it runs, or as the verbs have made it.

        Returns:
            The plan, a str of several lines; with `analyze` and no format a `Report`.

        Raises:
            ValueError: If there is no such format, or it cannot show what is asked for.

        Example:
            >>> import pyrust as pr
            >>> df = pr.range(3).filter(pr.col("value") > 0)
            >>> print(df.explain(optimized=False))
            Filter: value > Int64(0)
              TableScan: unnamed
            >>> "FilterExec" in df.explain()
            True
            >>> df.explain(analyze=True).root.rows
            2
            >>> df.explain("picture")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: explain: there is no format "picture"
            hint: the formats are text, tree, json, graphviz
        """
    @overload
    def explain(self, format: None = None, *, analyze: Literal[False] = False, optimized: bool = True) -> str:
        """Return the plan of the query as text. With `analyze` it runs the query and shows what each operator took.

        Args:
            format: None for text, or with `analyze` a `Report`, which a notebook shows as a table; `"text"` (an operator a line, below it what gives it rows), `"tree"` (the same as boxes), `"json"`
                (as PostgreSQL writes it) or `"graphviz"` (the DOT language). Text and tree show the operators that
                run, json and graphviz the plan before they are chosen.
            analyze: Whether to run it, for `"text"` and `"json"`.
            optimized: Whether the plan is shown as it runs, or as the verbs have made it.

        Returns:
            The plan, a str of several lines; with `analyze` and no format a `Report`.

        Raises:
            ValueError: If there is no such format, or it cannot show what is asked for.

        Example:
            >>> import pyrust as pr
            >>> df = pr.range(3).filter(pr.col("value") > 0)
            >>> print(df.explain(optimized=False))
            Filter: value > Int64(0)
              TableScan: unnamed
            >>> "FilterExec" in df.explain()
            True
            >>> df.explain(analyze=True).root.rows
            2
            >>> df.explain("picture")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: explain: there is no format "picture"
            hint: the formats are text, tree, json, graphviz
        """
    @overload
    def explain(self, format: None = None, *, analyze: Literal[True], optimized: bool = True) -> Report:
        """Return the plan of the query as text. With `analyze` it runs the query and shows what each operator took.

        Args:
            format: None for text, or with `analyze` a `Report`, which a notebook shows as a table; `"text"` (an operator a line, below it what gives it rows), `"tree"` (the same as boxes), `"json"`
                (as PostgreSQL writes it) or `"graphviz"` (the DOT language). Text and tree show the operators that
                run, json and graphviz the plan before they are chosen.
            analyze: Whether to run it, for `"text"` and `"json"`.
            optimized: Whether the plan is shown as it runs, or as the verbs have made it.

        Returns:
            The plan, a str of several lines; with `analyze` and no format a `Report`.

        Raises:
            ValueError: If there is no such format, or it cannot show what is asked for.

        Example:
            >>> import pyrust as pr
            >>> df = pr.range(3).filter(pr.col("value") > 0)
            >>> print(df.explain(optimized=False))
            Filter: value > Int64(0)
              TableScan: unnamed
            >>> "FilterExec" in df.explain()
            True
            >>> df.explain(analyze=True).root.rows
            2
            >>> df.explain("picture")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: explain: there is no format "picture"
            hint: the formats are text, tree, json, graphviz
        """
    def lineage(self) -> dict[str, list[tuple[str, str]] | None]:
        """Show where the values of each column come from, by the plan: nothing runs.

        What decides whether a row is there (filters, the keys of joins) does not count, only what its values are made of.

        Returns:
            A dict: the name of each column and a list of pairs, the name of a source (see `sources()`) and of its
            column. The list is empty for a constant, and None stands for what the plan does not tell.

        Example:
            >>> import pyrust as pr
            >>> prices = pr.DataFrame({"id": [1, 2], "net": [10.0, 20.0], "tax": [1.0, 2.0]})
            >>> prices.select("id", gross=pr.col("net") + pr.col("tax"), one=pr.lit(1)).lineage()
            {'id': [('memory', 'id')], 'gross': [('memory', 'net'), ('memory', 'tax')], 'one': []}
        """
    def sources(self) -> list[_Input]:
        """List the files and tables that the query reads, by the plan: nothing runs.

        Returns:
            A list of dicts: `name` (the path, the name in SQL, or what it is), `kind` (`parquet`, `csv`, `memory`,
            `range` ...), `paths` (for files) and `columns` (those that the plan reads before it is optimised).

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).sources()
            [{'name': 'range', 'kind': 'range', 'paths': [], 'columns': ['value']}]
        """
    def equals(self, other: IntoFrame, *, any_order: bool = False) -> bool:
        """Run both queries, as far as the first difference, and return whether their contents are the same.

        Names and types of the columns, and the values row by row. A null equals a null, and NaN equals NaN.

        Args:
            other: A frame, or anything that can become one.
            any_order: Whether the order of the rows does not matter. It needs memory for the distinct rows.

        Returns:
            True or False.

        Raises:
            ValueError: If a frame has no order (after a join or an aggregation) and `any_order` is not given.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [2, 1, None]})
            >>> df.equals({"a": [2, 1, None]}), df.equals(df.sort("a")), df.equals(df.sort("a"), any_order=True)
            (True, False, True)
            >>> df.equals(df.select("a").distinct())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: equals: the rows of a frame have no order, so they cannot be compared one by one
            hint: sort both frames, or give any_order=True to compare them as collections of rows
        """
    def sql(self, query: str, /, **values: Any) -> DataFrame:
        """Run a query in SQL over this frame, which is called `self` in it. Lazy; see `pr.sql`.

        Args:
            query: One SELECT statement. Other tables are found as by `pr.sql`.
            values: Values for `$name` in the query; frames among them are tables.

        Returns:
            A lazy frame.

        Raises:
            SqlError: If the query cannot be read.
            ColumnNotFoundError: If there is no such column.

        Example:
            >>> import pyrust as pr
            >>> pr.range(5).sql("select sum(value) as total from self where value > $least", least=2).item()
            7
            >>> pr.range(5).sql("select valu from self")
            Traceback (most recent call last):
                ...
            pyrust.ColumnNotFoundError: sql: there is no column "valu"
            1 | select valu from self
              |        ^^^^
            hint: did you mean value?
        """
    def pipe(
        self,
        function: Callable[Concatenate[DataFrame, _P], _T],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> _T:
        """Call a function with this frame as the first argument, so that functions of one's own fit into a chain.

        Args:
            function: The function to call.
            args: Further arguments.
            kwargs: Further keyword arguments.

        Returns:
            What the function returns.

        Raises:
            TypeError: If it is not callable; otherwise what the function raises.

        Example:
            >>> import pyrust as pr
            >>> def above(df, least):
            ...     return df.filter(pr.col("value") > least)
            >>> pr.range(5).pipe(above, least=3).rows()
            [(4,)]
            >>> pr.range(5).pipe(above)
            Traceback (most recent call last):
                ...
            TypeError: above() missing 1 required positional argument: 'least'
        """
    def to_dict(self) -> dict[str, list[Any]]:
        """Run the query and return a dict: each column's name and a list of its values.

        Returns:
            A dict of lists, all as long as the frame has rows.

        Raises:
            OverflowError: If a value is outside what Python's type can hold (a year over 9999, say).
            ValueError: If a timestamp counts nanoseconds, which Python cannot.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None], "b": ["x", "y"]}).to_dict()
            {'a': [1, None], 'b': ['x', 'y']}
        """
    def to_list(self) -> list[dict[str, Any]]:
        """Run the query and return a list of its rows, each a dict.

        Returns:
            A list of dicts, one a row.

        Raises:
            OverflowError: If a value is outside what Python's type can hold.
            ValueError: If a timestamp counts nanoseconds, which Python cannot.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2], "b": ["x", "y"]}).to_list()
            [{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'}]
        """

    to_dicts = to_list

    def to_numpy(self) -> Any:
        """Run the query and return its values as one numpy array: a row for each row, a column for each column.

        Numbers and booleans become one type: their own where the columns share it, else float64. Columns of integers or
        booleans with nulls become float64 too, and a null becomes NaN. Where all columns are timestamps or durations of one
        unit they stay such, and a null becomes NaT. Any other mixture becomes an array of Python's own values, with None
        for null.

        Returns:
            A writable `numpy.ndarray` of shape (rows, columns), in column order.

        Raises:
            ImportError: If numpy is not installed.
            OverflowError: If an integer would be rounded on the way to float64.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2], "b": [0.5, None]}).to_numpy().tolist()
            [[1.0, 0.5], [2.0, nan]]
            >>> pr.DataFrame({"a": [1, 2], "s": ["x", None]}).to_numpy().tolist()
            [[1, 'x'], [2, None]]
        """
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any: ...
    def to_pyarrow(self) -> Any:
        """Run the query and return a pyarrow.Table over the same memory.

        Returns:
            A pyarrow.Table.

        Raises:
            ImportError: If pyarrow is not installed.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).to_pyarrow().num_rows
            3
        """

    to_arrow = to_pyarrow

    def to_pandas(self) -> Any:
        """Run the query and return a pandas.DataFrame (by way of pyarrow).

        Returns:
            A pandas.DataFrame.

        Raises:
            ImportError: If pandas or pyarrow is not installed.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).to_pandas().shape
            (3, 1)
        """
    def to_polars(self) -> Any:
        """Run the query and return a polars.DataFrame, over the same memory where polars knows the type.

        Returns:
            A polars.DataFrame.

        Raises:
            ImportError: If polars is not installed.
            SchemaError: If polars has no type for a column.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).to_polars().shape
            (3, 1)
        """
    def write_parquet(
        self,
        path: _Path | _Writable,
        *,
        compression: Literal["zstd", "snappy", "gzip", "brotli", "lz4", "uncompressed"] = "zstd",
        level: int | None = None,
        row_group_size: int = 1048576,
        statistics: bool = True,
        partition_by: _Chosen | None = None,
        mode: _Mode | None = None,
    ) -> int:
        """Run the query and write its rows as Parquet.

        The file is written next to `path` and renamed when it is complete: an interrupted or failed write leaves
        what was there, and a frame may be written over the file that it reads. An ordered frame is written in its
        order. Into a file object the bytes go as they come.

        Args:
            path: A path, a URL of an object store, or a file object that takes bytes.
            compression: zstd, snappy, gzip, brotli, lz4 or uncompressed.
            level: How hard zstd (1 to 22), gzip (0 to 9) or brotli (0 to 11) tries.
            row_group_size: The most rows of a row group; a group is also closed at 256 MB.
            statistics: Whether the least and greatest values of pages and row groups are kept.
            partition_by: Columns whose values name folders, `name=value`; `path` is the folder above them then.
            mode: "overwrite" or "error" for what exists. Left out, a file is replaced and a folder refused.

        Returns:
            The number of rows.

        Raises:
            WriteError: If the path cannot be written; an OSError too.
            SchemaError: If Parquet cannot hold a column; it is named.
            PyRustError: What the query fails with.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"day": ["mon", "tue", "mon"], "n": [1, 2, 3]})
            >>> df.write_parquet("days.parquet")
            3
            >>> df.write_parquet("days", partition_by="day")
            3
            >>> sorted(os.listdir("days"))
            ['day=mon', 'day=tue']
            >>> df.write_parquet("no such folder/days.parquet")  # doctest: +ELLIPSIS
            Traceback (most recent call last):
                ...
            pyrust.WriteError: write_parquet: ...
        """
    def write_csv(
        self,
        path: _Path | _Writable,
        *,
        delimiter: str | None = None,
        has_header: bool = True,
        quote: str = '"',
        null_value: str = "",
        compression: _Compression | None = None,
        level: int | None = None,
        partition_by: _Chosen | None = None,
        mode: _Mode | None = None,
    ) -> int:
        r"""Run the query and write its rows as CSV; as a whole or not at all, see `write_parquet`.

        Args:
            path: A path, a URL of an object store, or a file object that takes bytes or text.
            delimiter: The character between two values. None is a comma, or a tab in files called `.tsv`.
            has_header: Whether the first line names the columns.
            quote: The character around a value that holds a delimiter, a quote or a line break.
            null_value: What stands for a missing value. The empty string, which is the default, also stands for "".
            compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of the path.
            level: How hard it tries: 0 to 9, zstd 1 to 22.
            partition_by: Columns whose values name folders; see `write_parquet`.
            mode: "overwrite" or "error" for what exists; see `write_parquet`.

        Returns:
            The number of rows.

        Raises:
            WriteError: If the path cannot be written; an OSError too.
            SchemaError: If a column has no form in CSV (bytes, lists, structs); it is named.

        Example:
            >>> import io
            >>> import pyrust as pr
            >>> text = io.StringIO()
            >>> pr.DataFrame({"a": [1, None], "b": ["x", "y,z"]}).write_csv(text)
            2
            >>> text.getvalue()
            'a,b\n1,x\n,"y,z"\n'
            >>> pr.DataFrame({"a": [[1, 2]]}).write_csv(text)
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: write_csv: column "a" of type list<int64> has no form in CSV
            hint: write_parquet and write_ipc hold it; or drop the column, or cast it to a string first
        """
    def write_json(
        self,
        path: _Path | _Writable,
        *,
        compression: _Compression | None = None,
        level: int | None = None,
        partition_by: _Chosen | None = None,
        mode: _Mode | None = None,
    ) -> int:
        r"""Run the query and write its rows as JSON objects, one a line; as a whole or not at all, see `write_parquet`.

        Nulls are written. JSON has neither NaN nor infinities: they become null.

        Args:
            path: A path, a URL of an object store, or a file object that takes bytes or text.
            compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of the path.
            level: How hard it tries: 0 to 9, zstd 1 to 22.
            partition_by: Columns whose values name folders; see `write_parquet`.
            mode: "overwrite" or "error" for what exists; see `write_parquet`.

        Returns:
            The number of rows.

        Raises:
            WriteError: If the path cannot be written; an OSError too.
            SchemaError: If a column has no form in JSON; it is named.

        Example:
            >>> import io
            >>> import pyrust as pr
            >>> text = io.StringIO()
            >>> pr.DataFrame({"a": [1, None]}).write_json(text)
            2
            >>> text.getvalue()
            '{"a":1}\n{"a":null}\n'
            >>> pr.range(3).write_json(text, compression="rar")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: write_json: there is no compression "rar" for text
            hint: gzip, bz2, xz, zstd or uncompressed
        """

    write_ndjson = write_json

    def write_avro(
        self,
        path: _Path | _Writable,
        *,
        compression: Literal["zstd", "snappy", "deflate", "bzip2", "xz", "uncompressed"] = "uncompressed",
        partition_by: _Chosen | None = None,
        mode: _Mode | None = None,
    ) -> int:
        """Run the query and write its rows as Apache Avro; as a whole or not at all, see `write_parquet`.

        Args:
            path: A path, a URL of an object store, or a file object that takes bytes.
            compression: zstd, snappy, deflate, bzip2, xz or uncompressed.
            partition_by: Columns whose values name folders; see `write_parquet`.
            mode: "overwrite" or "error" for what exists; see `write_parquet`.

        Returns:
            The number of rows.

        Raises:
            WriteError: If the path cannot be written; an OSError too.
            SchemaError: If Avro cannot hold a column; it is named.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).write_avro("numbers.avro")
            3
            >>> pr.read_avro("numbers.avro").to_dict()
            {'value': [0, 1, 2]}
            >>> pr.range(3).write_avro("numbers.avro", compression="rar")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: write_avro: Avro has no compression "rar"
            hint: zstd, snappy, deflate, bzip2, xz or uncompressed
        """
    def write_ipc(
        self,
        path: _Path | _Writable,
        *,
        compression: Literal["zstd", "lz4", "uncompressed"] = "uncompressed",
        format: Literal["file", "stream"] = "file",
        partition_by: _Chosen | None = None,
        mode: _Mode | None = None,
    ) -> int:
        """Run the query and write its rows as Arrow IPC; as a whole or not at all, see `write_parquet`.

        Args:
            path: A path, a URL of an object store, or a file object that takes bytes.
            compression: zstd, lz4 or uncompressed.
            format: "file" (Feather version 2), or "stream".
            partition_by: Columns whose values name folders; see `write_parquet`.
            mode: "overwrite" or "error" for what exists; see `write_parquet`.

        Returns:
            The number of rows.

        Raises:
            WriteError: If the path cannot be written; an OSError too.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).write_ipc("numbers.arrow", compression="lz4")
            3
            >>> pr.read_ipc("numbers.arrow").count()
            3
            >>> pr.range(3).write_ipc("numbers.arrow", mode="add")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: write_ipc: there is no mode "add"
            hint: error or overwrite; left out, a file is replaced
        """
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __getitem__(self, key: str | Expr | list[str] | list[Expr] | _Slice, /) -> DataFrame: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __iter__(self) -> Never: ...
    def __contains__(self, _item: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> Never: ...
    def __ne__(self, other: object, /) -> Never: ...
    def __lt__(self, other: object, /) -> Never: ...
    def __le__(self, other: object, /) -> Never: ...
    def __gt__(self, other: object, /) -> Never: ...
    def __ge__(self, other: object, /) -> Never: ...
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __reduce__(self) -> Any: ...
    def _repr_html_(self) -> str: ...
    def _repr_llm_(self) -> str: ...
    def _ipython_key_completions_(self) -> list[str]: ...

# A selector is an expression, too; nothing else is.
@disjoint_base
class Expr:
    """A column, a constant, or a computation over them; nothing is computed before a frame uses it.

    Made by `pr.col(name)`, `pr.lit(value)` and `pr.functions`. The operators are Python's: `+ - * / // % **`,
    comparisons, and `& | ^ ~` for and, or, either, not. A plain Python value next to an operator is a constant.
    `/` divides truly (int / int is a float64), `//` and `%` follow Python's rounding and sign. Of integers,
    `& | ^ ~ << >>` work on the bits, and what does not fit its type is an error when the query runs.

    Raises:
        TypeError: In `and`, `or`, `not`, `if` and chained comparisons, which Python does not pass on.

    Example:
        >>> import pyrust as pr
        >>> price = pr.col("price")
        >>> pr.DataFrame({"price": [1.5, 4.0]}).select((price * 2).alias("double"), price > 2).to_list()
        [{'double': 3.0, 'price > 2': False}, {'double': 8.0, 'price > 2': True}]
    """

    __array_ufunc__: None
    __hash__: None  # type: ignore[assignment]
    def __add__(self, other: Any, /) -> Expr: ...
    def __radd__(self, other: Any, /) -> Expr: ...
    def __sub__(self, other: Any, /) -> Expr: ...
    def __rsub__(self, other: Any, /) -> Expr: ...
    def __mul__(self, other: Any, /) -> Expr: ...
    def __rmul__(self, other: Any, /) -> Expr: ...
    def __truediv__(self, other: Any, /) -> Expr: ...
    def __rtruediv__(self, other: Any, /) -> Expr: ...
    def __floordiv__(self, other: Any, /) -> Expr: ...
    def __rfloordiv__(self, other: Any, /) -> Expr: ...
    def __mod__(self, other: Any, /) -> Expr: ...
    def __rmod__(self, other: Any, /) -> Expr: ...
    def __pow__(self, other: Any, _modulo: None = None, /) -> Expr: ...
    def __rpow__(self, other: Any, _modulo: None = None, /) -> Expr: ...
    def __and__(self, other: Any, /) -> Expr: ...
    def __rand__(self, other: Any, /) -> Expr: ...
    def __or__(self, other: Any, /) -> Expr: ...
    def __ror__(self, other: Any, /) -> Expr: ...
    def __xor__(self, other: Any, /) -> Expr: ...
    def __rxor__(self, other: Any, /) -> Expr: ...
    def __lshift__(self, other: Any, /) -> Expr: ...
    def __rlshift__(self, other: Any, /) -> Expr: ...
    def __rshift__(self, other: Any, /) -> Expr: ...
    def __rrshift__(self, other: Any, /) -> Expr: ...
    def __lt__(self, other: Any, /) -> Expr: ...
    def __le__(self, other: Any, /) -> Expr: ...
    def __eq__(self, other: Any, /) -> Expr: ...  # type: ignore[override]
    def __ne__(self, other: Any, /) -> Expr: ...  # type: ignore[override]
    def __gt__(self, other: Any, /) -> Expr: ...
    def __ge__(self, other: Any, /) -> Expr: ...
    def __pos__(self) -> Expr: ...
    def __neg__(self) -> Expr: ...
    def __abs__(self) -> Expr: ...
    def __invert__(self) -> Expr: ...
    def __bool__(self) -> bool: ...
    def __getitem__(self, key: Never, /) -> Never: ...
    def __iter__(self) -> Any: ...
    def __contains__(self, _item: Any, /) -> bool: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __reduce__(self) -> Any: ...
    @property
    def name(self) -> NameNamespace:
        """How the expression's column is called, as methods: `pr.col("a").sum().name.suffix("_sum")`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2]}).select(pr.col("a").sum().name.suffix("_sum")).to_dict()
            {'a_sum': [3]}
        """
    def alias(self, name: _Str) -> Expr:
        """Give the values another name.

        Args:
            name: The new column's name.

        Returns:
            An expression.

        Raises:
            TypeError: If the name is not a string.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").alias("b")).columns
            ['b']
            >>> pr.col("a").alias(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: alias: name must be a string, got 1
        """
    def cast(self, dtype: IntoDataType, *, strict: bool = True) -> Expr:
        """Cast the values to another type.

        Args:
            dtype: A `DataType` (`pr.Int64`, `pr.Timestamp("us", "UTC")` ...), its name (`"int64"`, `"decimal(15,2)"` ...), a
                Python class (`int`, `float`, `str`, `date` ...), or a type of numpy, pyarrow or polars.
            strict: Whether a value that does not fit is an error when the query runs; if not, it becomes null.

        Returns:
            An expression.

        Raises:
            TypeError: If there is no such type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["1", "x"]})
            >>> df.select(pr.col("a").cast(int, strict=False).alias("a")).to_dict()
            {'a': [1, None]}
            >>> pr.col("a").cast("number")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: cast: there is no type "number"
            hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
        """
    def try_cast(self, dtype: IntoDataType) -> Expr:
        """Cast the values to another type, with null where a value does not fit: `cast(dtype, strict=False)`.

        Args:
            dtype: A type, as `cast` takes it.

        Returns:
            An expression.

        Raises:
            TypeError: If there is no such type.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": ["1", "x", None]}).select(x=pr.col("a").try_cast(int)).to_dict()
            {'x': [1, None, None]}
            >>> pr.col("a").try_cast("number")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: cast: there is no type "number"
            hint: types are named int64, float64, bool, string, binary, date, time, timestamp[us], timestamp[us, ...
        """
    def is_null(self) -> Expr:
        """Check whether the value is null. NaN is not null.

        Returns:
            A boolean expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").is_null()).to_dict()
            {'x': [False, True]}
        """
    def is_not_null(self) -> Expr:
        """Check whether there is a value. NaN is one.

        Returns:
            A boolean expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").is_not_null()).to_dict()
            {'x': [True, False]}
        """
    def fill_null(self, value: Any = None, strategy: _Strategy | None = None, limit: int | None = None) -> Expr:
        """Replace null by another value, or by one of the column's. NaN is not null: see `fill_nan`.

        Args:
            value: A constant or an expression.
            strategy: Instead of a value: `"forward"`, `"backward"` (the nearest value before or after, in the order of
                `.over(order_by=...)`), `"min"`, `"max"`, `"mean"` (those of all rows, or of the groups of `.over("k")`),
                `"zero"` or `"one"`.
            limit: How many nulls in a row are filled, for `"forward"` and `"backward"`; all where left out.

        Returns:
            An expression.

        Raises:
            TypeError: If both or none of value and strategy are given; where a frame uses it, if the two have no type in
                common.
            ValueError: If there is no such strategy.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, None, 4]})
            >>> df.select(x=pr.col("a").fill_null(0), y=pr.col("a").fill_null(strategy="max")).to_dict()
            {'x': [1, 0, 4], 'y': [1, 4, 4]}
            >>> pr.col("a").fill_null(strategy="median")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: fill_null: there is no strategy "median"
            hint: strategy is one of forward, backward, min, max, mean, zero, one
        """
    def is_not_nan(self) -> Expr:
        """Check whether a float is not NaN; null stays null.

        Returns:
            A boolean expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1.0, float("nan"), None]}).select(x=pr.col("a").is_not_nan()).to_dict()
            {'x': [True, False, None]}
        """
    def eq_missing(self, other: Any) -> Expr:
        """Check whether two values are equal, where null is equal to null: never null itself.

        Args:
            other: A constant or an expression.

        Returns:
            A boolean expression.

        Raises:
            TypeError: Where a frame uses it, if the two cannot be compared.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1, None], "b": [1, None, None]})
            >>> df.select(x=pr.col("a").eq_missing(pr.col("b")), y=pr.col("a") == pr.col("b")).to_dict()
            {'x': [True, False, True], 'y': [True, None, None]}
            >>> pr.DataFrame({"a": [[1]]}).select(pr.col("a").eq_missing(1))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a (list<int64>) and 1 (int64) cannot be compared
        """
    def ne_missing(self, other: Any) -> Expr:
        """Check whether two values differ, where null is equal to null: never null itself.

        Args:
            other: A constant or an expression.

        Returns:
            A boolean expression.

        Raises:
            TypeError: Where a frame uses it, if the two cannot be compared.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None]}).filter(pr.col("a").ne_missing(1)).to_dict()
            {'a': [None]}
            >>> pr.DataFrame({"a": [[1]]}).select(pr.col("a").ne_missing(1))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a (list<int64>) and 1 (int64) cannot be compared
        """
    def is_in(self, values: Iterable[Any]) -> Expr:
        """Check whether the value is one of these. A null is unknown: the answer is null.

        Args:
            values: A list, tuple, set or other collection of constants or expressions.

        Returns:
            A boolean expression.

        Raises:
            TypeError: If it is not a collection.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, 3]}).filter(pr.col("a").is_in([1, 3])).to_dict()
            {'a': [1, 3]}
            >>> pr.col("a").is_in(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: is_in: a int is not a collection of values
            hint: give a list: .is_in([1, 2])
        """
    def is_not_in(self, values: Iterable[Any]) -> Expr:
        """Check whether the value is none of these. A null is unknown: the answer is null, so `filter` drops it.

        Args:
            values: A list, tuple, set or other collection of constants or expressions. With a None among them no
                value is known to be none of these, as in SQL.

        Returns:
            A boolean expression.

        Raises:
            TypeError: If it is not a collection.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2, None]}).select(x=pr.col("a").is_not_in([1, 3])).to_dict()
            {'x': [False, True, None]}
            >>> pr.col("a").is_not_in(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: is_not_in: a int is not a collection of values
            hint: give a list: .is_not_in([1, 2])
        """
    def between(self, low: Any, high: Any) -> Expr:
        """Check whether the value lies between two others, both included.

        Args:
            low: The smallest value that counts.
            high: The largest value that counts.

        Returns:
            A boolean expression.

        Raises:
            TypeError: Where a frame uses it, if an end cannot be compared with the values.

        Example:
            >>> import pyrust as pr
            >>> pr.range(5).filter(pr.col("value").between(1, 3)).to_dict()
            {'value': [1, 2, 3]}
            >>> pr.range(5).filter(pr.col("value").between(1, "x"))
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: filter: ... (string) and ... (int64) cannot be compared
            hint: cast one of them
        """
    def is_between(self, low: Any, high: Any, *, closed: Literal["both", "left", "right", "none"] = "both") -> Expr:
        """Check whether the value lies between two others. NaN is larger than every number, as everywhere.

        Args:
            low: The lower end.
            high: The upper end.
            closed: Which ends count: `"both"`, `"left"`, `"right"` or `"none"`.

        Returns:
            A boolean expression.

        Raises:
            ValueError: If there is no such `closed`.

        Example:
            >>> import pyrust as pr
            >>> pr.range(5).filter(pr.col("value").is_between(1, 3, closed="left")).to_dict()
            {'value': [1, 2]}
            >>> pr.col("a").is_between(1, 3, closed="open")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: is_between: there is no closed="open"
            hint: closed is one of both, left, right, none
        """
    def clip(self, lower: Any = None, upper: Any = None) -> Expr:
        """Limit the values to a range: one outside becomes the nearer end. Null stays null; the column keeps its name.

        Args:
            lower: The smallest value, a constant or an expression; None for no such end. Where it is null in a row,
                it does not count.
            upper: The largest value, likewise. NaN is larger than every number, so it becomes this.

        Returns:
            An expression.

        Raises:
            ValueError: If there is neither end.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [-5, 2, None, 50]}).select(pr.col("a").clip(0, 10)).to_dict()
            {'a': [0, 2, None, 10]}
            >>> pr.col("a").clip()
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: clip: the range has no end
            hint: give lower=, upper= or both
        """
    def cut(self, breaks: _Breaks, labels: _Labels | None = None, *, left_closed: bool = False) -> Expr:
        """Bin numbers into classes, named as strings. Null stays null.

        Args:
            breaks: The ends of the classes, in rising order; there is one class more than breaks.
            labels: A name for each class; without them, `"(-inf, 1]"` and so on.
            left_closed: Whether an end belongs to the class above it; otherwise to the one below.

        Returns:
            An expression of strings.

        Raises:
            ValueError: If the breaks do not increase, or there are not as many labels as classes.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 5, 12, None]})
            >>> df.select(x=pr.col("a").cut([5, 10]), y=pr.col("a").cut([5, 10], ["low", "mid", "high"])).to_dict()
            {'x': ['(-inf, 5]', '(-inf, 5]', '(10, inf]', None], 'y': ['low', 'low', 'high', None]}
            >>> pr.col("a").cut([10, 5])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: cut: the breaks must increase: 10 comes before 5
        """
    def and_(self, other: Any) -> Expr:
        """Check whether both are true; the same as `&`. False with null is false, true with null is null.

        Args:
            other: A boolean expression or constant.

        Returns:
            A boolean expression.

        Raises:
            SchemaError: Where a frame uses it, if the two are not boolean.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [True, False, None]})
            >>> df.select(x=pr.col("a").and_(True), y=pr.col("a").and_(False)).to_dict()
            {'x': [True, False, None], 'y': [False, False, False]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").and_("x"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a (int64) and "x" (string) cannot be combined
        """
    def or_(self, other: Any) -> Expr:
        """Check whether one of them is true; the same as `|`. True with null is true, false with null is null.

        Args:
            other: A boolean expression or constant.

        Returns:
            A boolean expression.

        Raises:
            SchemaError: Where a frame uses it, if the two are not boolean.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [True, False, None]}).select(x=pr.col("a").or_(False)).to_dict()
            {'x': [True, False, None]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").or_("x"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a (int64) and "x" (string) cannot be combined
        """
    def xor(self, other: Any) -> Expr:
        """Check whether exactly one of them is true; the same as `^`. With a null it is null.

        Args:
            other: A boolean expression or constant.

        Returns:
            A boolean expression.

        Raises:
            SchemaError: Where a frame uses it, if the two are not boolean.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [True, False, None]}).select(x=pr.col("a").xor(True)).to_dict()
            {'x': [False, True, None]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").xor("x"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a (int64) and "x" (string) cannot be combined
        """
    def not_(self) -> Expr:
        """Negate a boolean; the same as `~`. Null stays null.

        Returns:
            A boolean expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [True, False, None]}).select(x=pr.col("a").not_()).to_dict()
            {'x': [False, True, None]}
        """
    def bitwise_and(self, other: Any) -> Expr:
        """Compute the bits that are set in both integers; the same as `&`.

        Args:
            other: An integer expression or constant.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if a value is neither an int nor a boolean.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [6, 5]}).select(x=pr.col("a").bitwise_and(3)).to_dict()
            {'x': [2, 1]}
            >>> pr.DataFrame({"a": [1.5]}).select(pr.col("a").bitwise_and(3))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a is float64, but bits need integers
        """
    def bitwise_or(self, other: Any) -> Expr:
        """Compute the bits that are set in either of the integers; the same as `|`.

        Args:
            other: An integer expression or constant.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if a value is neither an int nor a boolean.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [4, 5]}).select(x=pr.col("a").bitwise_or(3)).to_dict()
            {'x': [7, 7]}
            >>> pr.DataFrame({"a": [1.5]}).select(pr.col("a").bitwise_or(3))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a is float64, but bits need integers
        """
    def bitwise_xor(self, other: Any) -> Expr:
        """Compute the bits that are set in exactly one of the integers; the same as `^`.

        Args:
            other: An integer expression or constant.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if a value is neither an int nor a boolean.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [6, 5]}).select(x=pr.col("a").bitwise_xor(3)).to_dict()
            {'x': [5, 6]}
            >>> pr.DataFrame({"a": [1.5]}).select(pr.col("a").bitwise_xor(3))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a is float64, but bits need integers
        """
    def bitwise_not(self) -> Expr:
        """Invert every bit of the integer; the same as `~`.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [0, 5]}).select(x=pr.col("a").bitwise_not()).to_dict()
            {'x': [-1, -6]}
        """
    def hash(self, seed: int = 0) -> Expr:
        """Compute a hash of the value, the same for equal values of one type. It stays the same within a version of
        pyrust; `pr.functions.sha256` and its like stay the same for ever.

        Args:
            seed: Another seed gives other numbers.

        Returns:
            An expression of type uint64; null stays null.

        Raises:
            OverflowError: If the seed is below 0 or has more than 64 bits.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["x", "y", "x"]}).select(h=pr.col("a").hash())
            >>> df.distinct().count()
            2
            >>> pr.col("a").hash(seed=-1)
            Traceback (most recent call last):
                ...
            pyrust.OutOfRangeError: hash: seed must be 0 or more, got -1
        """
    def replace_strict(self, old: Any, new: Any = None, *, default: Any = ...) -> Expr:
        """Replace all values. The column keeps its name; null stays null where the mapping does not name it.

        Args:
            old: A dict of old to new values, or one old value, or a list of them. None stands for null.
            new: The new value, or a list of as many, where `old` is not a dict.
            default: The value for every other one, a constant or an expression. Without it, another value is an
                error when the query runs.

        Returns:
            An expression of the new values' type.

        Raises:
            TypeError: If there is no new value.
            ValueError: If two lists differ in length; when the query runs, if a value is not in the mapping.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3]})
            >>> df.select(pr.col("a").replace_strict({1: "one", 2: "two"}, default="many")).to_dict()
            {'a': ['one', 'two', 'many']}
            >>> df.select(pr.col("a").replace_strict({1: "one", 2: "two"})).to_dict()
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: replace_strict: nothing stands for the value 3, in replace_strict(a)
            hint: add it to the mapping, or give default=...
        """
    def like(self, pattern: Any, *, ignore_case: bool = False) -> Expr:
        """Check whether the string matches an SQL pattern: `%` stands for any string, `_` for one character.

        Args:
            pattern: The pattern.
            ignore_case: Whether capitals are the same as small letters.

        Returns:
            A boolean expression; null where the string or the pattern is null.

        Raises:
            SchemaError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": ["abc", "xbc"]}).filter(pr.col("a").like("a%")).to_dict()
            {'a': ['abc']}
            >>> pr.DataFrame({"a": [1]}).filter(pr.col("a").like("a%"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: filter: a is int64, but like() needs strings
        """
    def replace(self, old: Any, new: Any = None) -> Expr:
        """Replace some values; all others stay as they are. The column keeps its name.

        Args:
            old: A dict of old to new values, or one old value, or a list of them. None stands for null.
            new: The new value, or a list of as many, where `old` is not a dict.

        Returns:
            An expression. Its type holds the old values and the new ones.

        Raises:
            TypeError: If there is no new value.
            ValueError: If two lists differ in length.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["x", "y", None]})
            >>> df.select(pr.col("a").replace({"x": "X", None: "?"})).to_dict()
            {'a': ['X', 'y', '?']}
            >>> df.select(pr.col("a").replace(["x", "y"], "z")).to_dict()
            {'a': ['z', 'z', None]}
            >>> pr.col("a").replace(["x", "y"], ["z"])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: replace: 2 old values and 1 new ones
        """
    def asc(self, *, nulls_last: bool = True) -> Expr:
        """Sort by this expression, smallest first; for `sort`.

        Args:
            nulls_last: Whether nulls come after everything else.

        Returns:
            An expression with an order.

        Raises:
            TypeError: Where it is used for anything but an order.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [2, None, 1]}).sort(pr.col("a").asc(nulls_last=False)).to_dict()
            {'a': [None, 1, 2]}
            >>> pr.col("a").asc() + 1
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a has an order, which only sort() can use
            hint: leave out .asc() or .desc() here
        """
    def desc(self, *, nulls_last: bool = True) -> Expr:
        """Sort by this expression, largest first; for `sort`.

        Args:
            nulls_last: Whether nulls come after everything else.

        Returns:
            An expression with an order.

        Raises:
            TypeError: Where it is used for anything but an order.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [2, None, 1]}).sort(pr.col("a").desc()).to_dict()
            {'a': [2, 1, None]}
            >>> pr.col("a").desc() + 1
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a has an order, which only sort() can use
            hint: leave out .asc() or .desc() here
        """
    # the tables of functions
    @property
    def bin(self) -> BinNamespace:
        """Functions of bytes, as methods: `pr.col("a").bin.encode("hex")`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [b"hi"]}).select(x=pr.col("a").bin.encode("hex")).to_dict()
            {'x': ['6869']}
        """
    @property
    def cat(self) -> CatNamespace:
        """Functions of strings of few different values, as methods: `pr.col("a").cat.codes()`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": ["x", "y", "x"]}).select(x=pr.col("a").cat.get_categories()).to_dict()
            {'x': [['x', 'y']]}
        """
    @property
    def dt(self) -> DtNamespace:
        """Functions of dates and times, as methods: `pr.col("a").dt.year()`.

        Example:
            >>> import datetime
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [datetime.date(2024, 5, 1)]}).select(x=pr.col("a").dt.year()).to_dict()
            {'x': [2024]}
        """
    @property
    def list(self) -> ListNamespace:
        """Functions of lists, as methods: `pr.col("a").list.length()`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.length()).to_dict()
            {'x': [2, 0]}
        """
    @property
    def map(self) -> MapNamespace:
        """Functions of maps, as methods: `pr.col("a").map.keys()`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
            >>> df.select(x=pr.col("m").map.keys()).to_dict()
            {'x': [['x', 'y']]}
        """
    @property
    def str(self) -> StrNamespace:
        """Functions of strings, as methods: `pr.col("a").str.upper()`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": ["x"]}).select(x=pr.col("a").str.upper()).to_dict()
            {'x': ['X']}
        """
    @property
    def struct(self) -> StructNamespace:
        """Functions of structs, as methods: `pr.col("a").struct.field("x")`.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [{"x": 1}]}).select(x=pr.col("a").struct.field("x")).to_dict()
            {'x': [1]}
        """
    def abs(self) -> Expr:
        """Compute the absolute value.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [-1, 2]})
            >>> df.select(x=pr.col("a").abs()).to_dict()
            {'x': [1, 2]}
        """
    def acos(self) -> Expr:
        """Compute the angle in radians whose cosine the value is; NaN outside of -1 to 1.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 2.0]})
            >>> df.select(x=pr.col("a").acos()).to_dict()
            {'x': [0.0, nan]}
        """
    def acosh(self) -> Expr:
        """Compute the inverse of the hyperbolic cosine; NaN below 1.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0]})
            >>> df.select(x=pr.col("a").acosh()).to_dict()
            {'x': [0.0]}
        """
    def add(self, other: Any) -> Expr:
        """Add another value; the same as `+`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").add(1)).to_dict()
            {'x': [8, 3, None]}
            >>> pr.col("a").add({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def all(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Check whether all values that are not null are true; null where there is none.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [True, None, False]})
            >>> df.select(x=pr.col("a").all()).to_dict()
            {'x': [False]}
            >>> pr.col("a").all(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: all: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def any(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Check whether any value is true; null where all are null.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [True, None, False]})
            >>> df.select(x=pr.col("a").any()).to_dict()
            {'x': [True]}
            >>> pr.col("a").any(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: any: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def any_value(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Pick one of the values that are not null; which one is not defined.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [None, 5, 5]})
            >>> df.select(x=pr.col("a").any_value()).to_dict()
            {'x': [5]}
            >>> pr.col("a").any_value(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: any_value: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def approx_median(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Estimate the median (t-digest: a fixed, small memory).

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0]})
            >>> df.select(x=pr.col("a").approx_median()).to_dict()
            {'x': [2.0]}
            >>> pr.col("a").approx_median(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: approx_median: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def approx_n_unique(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Estimate the number of distinct values (HyperLogLog: a fixed, small memory).

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1, 2]})
            >>> df.select(x=pr.col("a").approx_n_unique()).to_dict()
            {'x': [2]}
            >>> pr.col("a").approx_n_unique(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: approx_n_unique: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def approx_percentile_cont(
        self,
        percentile: float,
        centroids: int = 100,
        *,
        filter: IntoExpr | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Estimate a percentile: the value below which a share of the values lies (t-digest: a fixed, small memory).

        Args:
            percentile: The share of the values that are smaller, from 0 to 1.
            centroids: How many points the sketch keeps: more are more accurate and slower.
            filter: A predicate; only rows for which it is true count.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            ValueError: If `percentile` is not from 0 to 1.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0]})
            >>> df.select(x=pr.col("a").approx_percentile_cont(0.5)).to_dict()
            {'x': [2.0]}
            >>> pr.col("a").approx_percentile_cont(1.5)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1
            hint: a percentile is a share: 0.9 for 90 %
        """
    def approx_percentile_cont_with_weight(
        self,
        weight: IntoExpr,
        percentile: float,
        *,
        filter: IntoExpr | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Estimate a weighted percentile: the value below which a share of the weight lies (t-digest: a fixed, small memory).

        Args:
            weight: A column's name or an expression: how often the value counts.
            percentile: The share of the weight below, from 0 to 1.
            filter: A predicate; only rows for which it is true count.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            ValueError: If `percentile` is not from 0 to 1.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0]})
            >>> df.select(x=pr.col("a").approx_percentile_cont_with_weight("a", 0.5)).to_dict()
            {'x': [2.5]}
            >>> pr.col("a").approx_percentile_cont_with_weight("a", 1.5)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1
            hint: a percentile is a share: 0.9 for 90 %
        """
    def arg_max(self, *, order_by: _Order | None = None, filter: IntoExpr | None = None) -> Expr:
        """Find the place of the largest value in an order, counted from 0. Nulls do not count.

        Args:
            order_by: Names or expressions, or a list of them: the order that the place is counted in, from 0.
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression of type int64; null where there is no value.

        Raises:
            ValueError: If no order is given: a frame promises none to aggregates.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [3, 1, 2], "a": [10, 30, 20]})
            >>> df.select(x=pr.col("a").arg_max(order_by="t")).to_dict()
            {'x': [0]}
            >>> pr.col("a").arg_max()
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: arg_max: the place depends on the order of the rows, and none is given
            hint: give it: .arg_max(order_by="...")
        """
    def arg_min(self, *, order_by: _Order | None = None, filter: IntoExpr | None = None) -> Expr:
        """Find the place of the smallest value in an order, counted from 0. Nulls do not count.

        Args:
            order_by: Names or expressions, or a list of them: the order that the place is counted in, from 0.
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression of type int64; null where there is no value.

        Raises:
            ValueError: If no order is given: a frame promises none to aggregates.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [3, 1, 2], "a": [10, 30, 20]})
            >>> df.select(x=pr.col("a").arg_min(order_by="t")).to_dict()
            {'x': [2]}
            >>> pr.col("a").arg_min()
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: arg_min: the place depends on the order of the rows, and none is given
            hint: give it: .arg_min(order_by="...")
        """
    def array_agg(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
        ignore_nulls: bool = False,
    ) -> Expr:
        """Collect the values to a list; null where there is no row.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
            distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
            ignore_nulls: Whether nulls are left out.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1, None]})
            >>> df.select(x=pr.col("a").array_agg()).to_dict()
            {'x': [[1, 1, None]]}
            >>> pr.col("a").array_agg(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: array_agg: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def asin(self) -> Expr:
        """Compute the angle in radians whose sine the value is; NaN outside of -1 to 1.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").asin()).to_dict()
            {'x': [0.0]}
        """
    def asinh(self) -> Expr:
        """Compute the inverse of the hyperbolic sine.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").asinh()).to_dict()
            {'x': [0.0]}
        """
    def atan(self) -> Expr:
        """Compute the angle in radians whose tangent the value is.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").atan()).to_dict()
            {'x': [0.0]}
        """
    def atan2(self, x: Any) -> Expr:
        """Compute the angle in radians of the point whose height is the value.

        Args:
            x: How far to the right the point lies, a constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `x` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").atan2(1.0)).to_dict()
            {'x': [0.0]}
            >>> pr.col("a").atan2({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def atanh(self) -> Expr:
        """Compute the inverse of the hyperbolic tangent; NaN outside of -1 to 1.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").atanh()).to_dict()
            {'x': [0.0]}
        """
    def backward_fill(self, limit: int | None = None) -> Expr:
        """Fill each null with the first value after it. NaN is a value.

        Args:
            limit: How many nulls in a row are filled; all where left out.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            OverflowError: If the limit is below 0.
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [None, 1, None, 3]})
            >>> df.select("t", x=pr.col("a").backward_fill().over(order_by="t")).sort("t").to_dict()["x"]
            [1, 1, 3, 3]
            >>> df.select(pr.col("a").backward_fill())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: backward_fill depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def bit_and(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the bits that all integers have.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 6, 12]})
            >>> df.select(x=pr.col("a").bit_and()).to_dict()
            {'x': [4]}
            >>> pr.col("a").bit_and(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: bit_and: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def bit_or(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the bits that any integer has.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 4]})
            >>> df.select(x=pr.col("a").bit_or()).to_dict()
            {'x': [7]}
            >>> pr.col("a").bit_or(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: bit_or: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def bit_xor(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the bits that an odd number of integers have.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 3, 4]})
            >>> df.select(x=pr.col("a").bit_xor()).to_dict()
            {'x': [6]}
            >>> pr.col("a").bit_xor(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: bit_xor: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def bottom_k(self, k: int, *, filter: IntoExpr | None = None) -> Expr:
        """Collect the k smallest values to a list, the smallest first; nulls are left out.

        Args:
            k: How many.
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            TypeError: If `k` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [3, 1, None, 2]})
            >>> df.select(x=pr.col("a").bottom_k(2)).to_dict()
            {'x': [[1, 2]]}
            >>> pr.col("a").bottom_k("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: bottom_k: k must be an integer, got 'x'
        """
    def cbrt(self) -> Expr:
        """Compute the cube root.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [27.0, -8.0]})
            >>> df.select(x=pr.col("a").cbrt()).to_dict()
            {'x': [3.0, -2.0]}
        """
    def ceil(self) -> Expr:
        """Round up to the nearest whole number; an int stays as it is.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.5, -1.5]})
            >>> df.select(x=pr.col("a").ceil()).to_dict()
            {'x': [2.0, -1.0]}
        """
    def chr(self) -> Expr:
        """Get the character that a code point stands for.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [65, 233]})
            >>> df.select(x=pr.col("a").chr()).to_dict()
            {'x': ['A', 'é']}
        """
    def cos(self) -> Expr:
        """Compute the cosine of an angle in radians.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").cos()).to_dict()
            {'x': [1.0]}
        """
    def cosh(self) -> Expr:
        """Compute the hyperbolic cosine.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").cosh()).to_dict()
            {'x': [1.0]}
        """
    def cot(self) -> Expr:
        """Compute the cotangent of an angle in radians.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").cot()).to_dict()
            {'x': [inf]}
        """
    def count(self, *, filter: IntoExpr | None = None, distinct: bool = False) -> Expr:
        """Count the values that are not null.

        Args:
            filter: A predicate; only rows for which it is true count.
            distinct: Whether each distinct value counts once.

        Returns:
            An expression of type int64; 0 where there are no rows.

        Raises:
            TypeError: If the filter is not an expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").count()).to_dict()
            {'x': [1]}
            >>> pr.col("a").count(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: count: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def cum_count(self, *, reverse: bool = False) -> Expr:
        """Count the values up to the row that are not null.

        Args:
            reverse: Whether it runs from the last row to the first.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [2, None, 1, 3]})
            >>> df.select("t", x=pr.col("a").cum_count().over(order_by="t")).sort("t").to_dict()["x"]
            [1, 1, 2, 3]
            >>> df.select(pr.col("a").cum_count())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: ... depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def cum_max(self, *, reverse: bool = False) -> Expr:
        """Compute the largest value up to the row; null where the value is.

        Args:
            reverse: Whether it runs from the last row to the first.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [2, None, 1, 3]})
            >>> df.select("t", x=pr.col("a").cum_max().over(order_by="t")).sort("t").to_dict()["x"]
            [2, None, 2, 3]
            >>> df.select(pr.col("a").cum_max())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: ... depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def cum_min(self, *, reverse: bool = False) -> Expr:
        """Compute the smallest value up to the row; null where the value is.

        Args:
            reverse: Whether it runs from the last row to the first.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [2, None, 1, 3]})
            >>> df.select("t", x=pr.col("a").cum_min().over(order_by="t")).sort("t").to_dict()["x"]
            [2, None, 1, 1]
            >>> df.select(pr.col("a").cum_min())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: ... depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def cum_prod(self, *, reverse: bool = False) -> Expr:
        """Compute the product of the values up to the row; null where the value is.

        Args:
            reverse: Whether it runs from the last row to the first.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [2, None, 1, 3]})
            >>> df.select("t", x=pr.col("a").cum_prod().over(order_by="t")).sort("t").to_dict()["x"]
            [2, None, 2, 6]
            >>> df.select(pr.col("a").cum_prod())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: ... depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def cum_sum(self, *, reverse: bool = False) -> Expr:
        """Compute the sum of the values up to the row; null where the value is.

        Args:
            reverse: Whether it runs from the last row to the first.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [2, None, 1, 3]})
            >>> df.select("t", x=pr.col("a").cum_sum().over(order_by="t")).sort("t").to_dict()["x"]
            [2, None, 3, 6]
            >>> df.select(pr.col("a").cum_sum())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: ... depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def degrees(self) -> Expr:
        """Convert an angle in radians to degrees.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").degrees()).to_dict()
            {'x': [0.0]}
        """
    def diff(self, n: int = 1) -> Expr:
        """Compute the difference to the value `n` rows before.

        Args:
            n: How many rows before; negative is after.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [10, 15, 13]})
            >>> df.select("t", x=pr.col("a").diff().over(order_by="t")).sort("t").to_dict()["x"]
            [None, 5, -2]
            >>> df.select(x=pr.col("a").diff())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: lag depends on the order of the rows, and none is given
            hint: give it: .over(order_by="..."), or .over("key", order_by="...")
        """
    def eq(self, other: Any) -> Expr:
        """Check whether the value equals another; the same as `==`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").eq(7)).to_dict()
            {'x': [True, False, None]}
            >>> pr.col("a").eq({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def ewm_mean(
        self,
        *,
        com: float | None = None,
        span: float | None = None,
        half_life: float | None = None,
        alpha: float | None = None,
        adjust: bool = True,
        min_samples: int = 1,
        ignore_nulls: bool = False,
    ) -> Expr:
        """Compute the exponentially weighted mean of the rows up to each one; null where the value is.

        Args:
            com: The centre of mass of the weights: alpha is 1 / (1 + com).
            span: How many rows a plain mean would have: alpha is 2 / (span + 1).
            half_life: After how many rows a weight is half as large.
            alpha: The weight of a row compared with all before it, above 0 and at most 1. One of these four is given.
            adjust: Whether the weights are those of a mean from the first row on; otherwise the first weighs as all before it.
            min_samples: How many values there must be; fewer give null.
            ignore_nulls: Whether a null makes the values before it no older.

        Returns:
            An expression of type float64 that needs `.over(order_by=...)`.

        Raises:
            TypeError: If not exactly one measure is given.
            ValueError: If the measure makes no sense.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, None, 3.0]})
            >>> df.select("t", x=pr.col("a").ewm_mean(alpha=0.5).over(order_by="t")).sort("t").to_dict()["x"]
            [1.0, None, 2.6]
            >>> pr.col("a").ewm_mean(alpha=2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ewm_mean: alpha cannot be 2
            hint: com is 0 or more, span 1 or more, half_life above 0, alpha above 0 and at most 1
        """
    def exp(self) -> Expr:
        """Compute e to the power of the value.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").exp()).to_dict()
            {'x': [1.0]}
        """
    def factorial(self) -> Expr:
        """Compute the factorial: the product of the whole numbers from 1 to the value; above 20 it does not fit an int64, which is an error.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0, 5]})
            >>> df.select(x=pr.col("a").factorial()).to_dict()
            {'x': [1, 120]}
        """
    def fill_nan(self, value: Any) -> Expr:
        """Replace NaN by another value. A null stays null.

        Args:
            value: The value for NaN, a constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `value` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, float("nan")]})
            >>> df.select(x=pr.col("a").fill_nan(0.0)).to_dict()
            {'x': [1.0, 0.0]}
            >>> pr.col("a").fill_nan({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def filter(self, *predicates: _Columns) -> Expr:
        """Take only the rows for which predicates are true, in the aggregate that the expression is or that follows.

        Args:
            predicates: Boolean expressions, all of which must be true.

        Returns:
            An expression; an aggregate of it has the filter.

        Raises:
            TypeError: If there is no predicate, or one is not an expression.
            ValueError: Where a frame uses it, if no aggregate is around it: `df.filter(...)` keeps whole rows.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 5, 7]})
            >>> df.group_by("k").agg(x=pr.col("a").filter(pr.col("a") > 1).sum(), y=pr.col("a").sum()).sort("k").to_dict()
            {'k': ['x', 'y'], 'x': [5, 7], 'y': [6, 7]}
            >>> df.select(pr.col("a").filter(pr.col("a") > 1))
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: filter(a, a > 1) says which rows an aggregate takes, and there is none around it
            hint: add one, as .filter(...).first(), or use df.filter(...) for whole rows
        """
    def first(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
        ignore_nulls: bool = False,
    ) -> Expr:
        """Get the first value in the order given; without one, the value of any row.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
            distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
            ignore_nulls: Whether nulls are left out.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1]})
            >>> df.select(x=pr.col("a").first()).to_dict()
            {'x': [1]}
            >>> pr.col("a").first(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: first: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def floor(self) -> Expr:
        """Round down to the nearest whole number; an int stays as it is.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.5, -1.5]})
            >>> df.select(x=pr.col("a").floor()).to_dict()
            {'x': [1.0, -2.0]}
        """
    def floordiv(self, other: Any) -> Expr:
        """Divide by another value and round down; the same as `//`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").floordiv(2)).to_dict()
            {'x': [3, 1, None]}
            >>> pr.col("a").floordiv({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def forward_fill(self, limit: int | None = None) -> Expr:
        """Fill each null with the last value before it. NaN is a value.

        Args:
            limit: How many nulls in a row are filled; all where left out.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            OverflowError: If the limit is below 0.
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [None, 1, None, 3]})
            >>> df.select("t", x=pr.col("a").forward_fill().over(order_by="t")).sort("t").to_dict()["x"]
            [None, 1, 1, 3]
            >>> df.select(pr.col("a").forward_fill())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: forward_fill depends on the order of the rows, and none is given
            hint: give it: ...
        """
    def gcd(self, other: Any) -> Expr:
        """Compute the greatest common divisor: the largest whole number that divides both.

        Args:
            other: The second number, a constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `other` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [12, 7]})
            >>> df.select(x=pr.col("a").gcd(8)).to_dict()
            {'x': [4, 1]}
            >>> pr.col("a").gcd({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def ge(self, other: Any) -> Expr:
        """Check whether the value is at least another; the same as `>=`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").ge(7)).to_dict()
            {'x': [True, False, None]}
            >>> pr.col("a").ge({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def gt(self, other: Any) -> Expr:
        """Check whether the value is larger than another; the same as `>`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").gt(2)).to_dict()
            {'x': [True, False, None]}
            >>> pr.col("a").gt({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def implode(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
        ignore_nulls: bool = False,
    ) -> Expr:
        """Collect the values to a list; the same as `array_agg`.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
            distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
            ignore_nulls: Whether nulls are left out.

        Returns:
            An aggregate expression; null where there is no row.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "x"], "a": [3, 2, 1]})
            >>> df.group_by("k").agg(a=pr.col("a").implode(order_by="a")).sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [[1, 3], [2]]}
            >>> pr.col("a").implode(order_by=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: implode: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def interpolate(self) -> Expr:
        """Fill each null between two values with the point on the line between them; the ends stay null.

        Returns:
            An expression that needs `.over(order_by=...)`: a float64 for numbers, the same type for dates and times.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": [1, None, None, 4]})
            >>> df.select("t", x=pr.col("a").interpolate().over(order_by="t")).sort("t").to_dict()["x"]
            [1.0, 2.0, 3.0, 4.0]
            >>> df.select(pr.col("a").interpolate())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: interpolate depends on the order of the rows, and none is given
            hint: give it: .over(order_by="..."), or .over("key", order_by="...")
        """
    def is_close(self, other: Any, *, abs_tol: float = 0.0, rel_tol: float = 1e-9, nans_equal: bool = False) -> Expr:
        """Check whether a number is close to another: nearer than a share of the larger of both, or than a distance.

        Args:
            other: A constant or an expression.
            abs_tol: The distance that always counts as close.
            rel_tol: The share of the larger of both, without their signs.
            nans_equal: Whether NaN is close to NaN.

        Returns:
            A boolean expression; an infinite number is close to itself only.

        Raises:
            ValueError: If a tolerance is negative, or `rel_tol` is 1 or more.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.1 + 0.2, 0.31, None]})
            >>> df.select(x=pr.col("a").is_close(0.3), y=pr.col("a").is_close(0.3, abs_tol=0.1)).to_dict()
            {'x': [True, False, None], 'y': [True, True, None]}
            >>> pr.col("a").is_close(1, abs_tol=-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: is_close: abs_tol must be 0 or more, got -1
        """
    def is_duplicated(self) -> Expr:
        """Check whether the value comes more than once. A null counts as a value.

        Returns:
            A boolean expression that is a window already; `.over("k")` looks inside of groups.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [5, 5, 6]})
            >>> df.select("t", x=pr.col("a").is_duplicated()).sort("t").to_dict()["x"]
            [True, True, False]
        """
    def is_finite(self) -> Expr:
        """Check whether a number is neither infinite nor NaN.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, float("inf"), float("nan")]})
            >>> df.select(x=pr.col("a").is_finite()).to_dict()
            {'x': [True, False, False]}
        """
    def is_first_distinct(self) -> Expr:
        """Check whether the row is the first one with its value, in the order given. A null counts as a value.

        Returns:
            A boolean expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [5, 5, 6]})
            >>> df.select("t", x=pr.col("a").is_first_distinct().over(order_by="t")).sort("t").to_dict()["x"]
            [True, False, True]
            >>> df.select(pr.col("a").is_first_distinct())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: row_number depends on the order of the rows, and none is given
            hint: give it: .over(order_by="..."), or .over("key", order_by="...")
        """
    def is_infinite(self) -> Expr:
        """Check whether a number is infinite, to either side.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, float("-inf"), float("nan")]})
            >>> df.select(x=pr.col("a").is_infinite()).to_dict()
            {'x': [False, True, False]}
        """
    def is_nan(self) -> Expr:
        """Check whether a float is NaN.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, float("nan")]})
            >>> df.select(x=pr.col("a").is_nan()).to_dict()
            {'x': [False, True]}
        """
    def is_unique(self) -> Expr:
        """Check whether the value comes only once. A null counts as a value.

        Returns:
            A boolean expression that is a window already; `.over("k")` looks inside of groups.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [5, 5, 6]})
            >>> df.select("t", x=pr.col("a").is_unique()).sort("t").to_dict()["x"]
            [False, False, True]
        """
    def is_zero(self) -> Expr:
        """Check whether a number is 0.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0, 1.5]})
            >>> df.select(x=pr.col("a").is_zero()).to_dict()
            {'x': [True, False]}
        """
    def kurtosis(self, fisher: bool = True, bias: bool = True, *, filter: IntoExpr | None = None) -> Expr:
        """Compute the kurtosis: how heavy the ends of the distribution are; NaN where all values are equal.

        Args:
            fisher: Whether a normal distribution has 0; otherwise it has 3.
            bias: Whether it is that of the values; otherwise that of the population they are a sample of.
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            TypeError: If `fisher` is not a bool.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, 9]})
            >>> df.select(x=pr.col("a").kurtosis()).to_dict()
            {'x': [-0.7980853277835589]}
            >>> pr.col("a").kurtosis("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: kurtosis: fisher must be True or False, got 'x'
        """
    def last(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
        ignore_nulls: bool = False,
    ) -> Expr:
        """Get the last value in the order given; without one, the value of any row.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
            distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
            ignore_nulls: Whether nulls are left out.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1]})
            >>> df.select(x=pr.col("a").last()).to_dict()
            {'x': [1]}
            >>> pr.col("a").last(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: last: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def lcm(self, other: Any) -> Expr:
        """Compute the least common multiple: the smallest whole number that both divide; one that does not fit an int64 is an error.

        Args:
            other: The second number, a constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `other` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [4, 7]})
            >>> df.select(x=pr.col("a").lcm(6)).to_dict()
            {'x': [12, 42]}
            >>> pr.col("a").lcm({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def le(self, other: Any) -> Expr:
        """Check whether the value is at most another; the same as `<=`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").le(2)).to_dict()
            {'x': [False, True, None]}
            >>> pr.col("a").le({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def len(self, *, filter: IntoExpr | None = None) -> Expr:
        """Count the rows, those with a null included.

        Args:
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression of type int64; 0 where there are no rows.

        Raises:
            TypeError: If the filter is not an expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, None]}).select(x=pr.col("a").len(), y=pr.col("a").count()).to_dict()
            {'x': [2], 'y': [1]}
            >>> pr.col("a").len(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: len: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def ln(self) -> Expr:
        """Compute the natural logarithm; -inf for 0 and NaN below.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0]})
            >>> df.select(x=pr.col("a").ln()).to_dict()
            {'x': [0.0]}
        """
    def log(self, base: Any = None) -> Expr:
        """Compute the logarithm to a base; without one, the natural logarithm.

        Args:
            base: The base, a constant or an expression; e by default.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `base` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [8.0]})
            >>> df.select(x=pr.col("a").log(2)).to_dict()
            {'x': [3.0]}
            >>> pr.col("a").log({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def log10(self) -> Expr:
        """Compute the logarithm to the base 10.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [100.0]})
            >>> df.select(x=pr.col("a").log10()).to_dict()
            {'x': [2.0]}
        """
    def log1p(self) -> Expr:
        """Compute the natural logarithm of 1 and the value, exact also for values next to 0.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0, 1e-20]})
            >>> df.select(x=pr.col("a").log1p()).to_dict()
            {'x': [0.0, 1e-20]}
        """
    def log2(self) -> Expr:
        """Compute the logarithm to the base 2.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [8.0]})
            >>> df.select(x=pr.col("a").log2()).to_dict()
            {'x': [3.0]}
        """
    def lt(self, other: Any) -> Expr:
        """Check whether the value is smaller than another; the same as `<`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").lt(7)).to_dict()
            {'x': [False, True, None]}
            >>> pr.col("a").lt({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def map_elements(
        self, function: Callable[[Any], Any], return_dtype: Any = None, *, skip_nulls: bool = True
    ) -> Expr:
        """Call a Python function for each value. It runs at Python's speed: prefer expressions, or `pr.udf` over arrays.

        Args:
            function: A function of one value that gives one value.
            return_dtype: The type of what it gives, as `cast` takes it.
            skip_nulls: Whether null stays null without a call; otherwise the function is given None.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a function, or the type of its result is not given.
            PyRustError: When the query runs, if the function raises or a value does not fit the type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["x", None, "yy"]})
            >>> df.select(x=pr.col("a").map_elements(len, return_dtype=int)).to_dict()
            {'x': [1, None, 2]}
            >>> pr.col("a").map_elements(len)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: map_elements: the type of its result is not given
            hint: say it: .map_elements(function, return_dtype=float)
        """
    def max(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Compute the largest value.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [3, 1, 2]})
            >>> df.select(x=pr.col("a").max()).to_dict()
            {'x': [3]}
            >>> pr.col("a").max(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: max: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def mean(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the mean of the values that are not null.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, None]})
            >>> df.select(x=pr.col("a").mean()).to_dict()
            {'x': [1.5]}
            >>> pr.col("a").mean(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: mean: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def median(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the median: the middle value, or the mean of the two middle ones.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
            >>> df.select(x=pr.col("a").median()).to_dict()
            {'x': [2.5]}
            >>> pr.col("a").median(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: median: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def min(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Compute the smallest value.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [3, 1, 2]})
            >>> df.select(x=pr.col("a").min()).to_dict()
            {'x': [1]}
            >>> pr.col("a").min(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: min: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def mod(self, other: Any) -> Expr:
        """Compute the remainder of a division, with the divisor's sign; the same as `%`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").mod(4)).to_dict()
            {'x': [3, 2, None]}
            >>> pr.col("a").mod({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def mode(self, *, filter: IntoExpr | None = None) -> Expr:
        """Get the value that comes most often, the smallest of several; nulls do not count.

        Args:
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [2, 1, 2, 1, 3, None, None, None]})
            >>> df.select(x=pr.col("a").mode()).to_dict()
            {'x': [1]}
            >>> pr.col("a").mode(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: mode: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def mul(self, other: Any) -> Expr:
        """Multiply by another value; the same as `*`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").mul(2)).to_dict()
            {'x': [14, 4, None]}
            >>> pr.col("a").mul({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def n_unique(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Count the distinct values; null is not counted.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 1, None]})
            >>> df.select(x=pr.col("a").n_unique()).to_dict()
            {'x': [1]}
            >>> pr.col("a").n_unique(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: n_unique: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def ne(self, other: Any) -> Expr:
        """Check whether the value differs from another; the same as `!=`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").ne(7)).to_dict()
            {'x': [False, True, None]}
            >>> pr.col("a").ne({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def nth_value(
        self,
        n: int,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
        ignore_nulls: bool = False,
    ) -> Expr:
        """Get the nth value in the order given, null where there are fewer.

        Args:
            n: Which value, counted from 1; negative from the end.
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values. Without it the order is not defined.
            distinct: Whether each distinct value counts once; `order_by` can only be the value itself then.
            ignore_nulls: Whether nulls are left out.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            TypeError: If `n` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [5, 5, 5]})
            >>> df.select(x=pr.col("a").nth_value(2)).to_dict()
            {'x': [5]}
            >>> pr.col("a").nth_value("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: nth_value: n must be an integer, got 'x'
        """
    def null_count(self, *, filter: IntoExpr | None = None) -> Expr:
        """Count the nulls.

        Args:
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, None, None]})
            >>> df.select(x=pr.col("a").null_count()).to_dict()
            {'x': [2]}
            >>> pr.col("a").null_count(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: null_count: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def over(
        self,
        partition_by: _Order | None = None,
        *,
        order_by: _Order | None = None,
        frame: _Frame | None = None,
    ) -> Expr:
        """Compute the aggregate or window function for each row, over the rows of its partition.

        Every aggregate and window function in the expression that has no window yet gets this one, so
        `(pr.col("a") - pr.col("a").mean()).over("k")` is the distance to the mean of the group. The order of the
        rows that come out is not defined: sort them.

        Args:
            partition_by: A name, an expression, or a list of them: rows for which these are equal belong together.
                All rows do where it is left out.
            order_by: A name, an expression (with `.desc()` or not), or a list of them: the order inside a partition.
                An aggregate then runs: it takes the rows up to the current one and those that tie with it.
            frame: Which rows around the current one count, as (unit, start, end). `("rows", -3, 0)` is the row and
                the three before it, None is without end, `("range", -1.5, 1.5)` counts in values of the order (a
                timedelta for times), `"groups"` in rows that tie.

        Returns:
            An expression for `select`, `with_columns`, `filter`, `sort` and `group_by`.

        Raises:
            ValueError: If there is nothing to compute over a window, an order is missing, or the frame makes no sense.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "t": [1, 2, 1], "a": [10, 20, 5]})
            >>> total, running = pr.col("a").sum().over("k"), pr.col("a").sum().over("k", order_by="t")
            >>> df.with_columns(total=total, running=running).sort("k", "t").to_dict()["running"]
            [10, 30, 5]
            >>> newest = pr.functions.row_number().over("k", order_by=pr.col("t").desc()) == 1
            >>> df.filter(newest).sort("k").to_dict()
            {'k': ['x', 'y'], 't': [2, 1], 'a': [20, 5]}
            >>> pr.col("a").over("k")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: over: a is computed row by row, so it has no window
            hint: it is for aggregates and window functions: pr.col("a").sum().over(...)
        """
    def pct_change(self, n: int = 1) -> Expr:
        """Compute the change from the value `n` rows before, relative to it: 0.1 is 10 % more.

        Args:
            n: How many rows before; negative is after.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if it has no order.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [10, 15, 30]})
            >>> df.select("t", x=pr.col("a").pct_change().over(order_by="t")).sort("t").to_dict()["x"]
            [None, 0.5, 1.0]
            >>> df.select(x=pr.col("a").pct_change())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: lag depends on the order of the rows, and none is given
            hint: give it: .over(order_by="..."), or .over("key", order_by="...")
        """
    def percentile_cont(self, percentile: float, *, filter: IntoExpr | None = None, distinct: bool = False) -> Expr:
        """Compute a percentile: the value below which a share of the values lies, interpolated linearly between two values (DataFusion computes the place between them to six decimals).

        Args:
            percentile: The share of the values that are smaller, from 0 to 1.
            filter: A predicate; only rows for which it is true count.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            ValueError: If `percentile` is not from 0 to 1.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 2.0, 3.0, 4.0]})
            >>> df.select(x=pr.col("a").percentile_cont(0.5)).to_dict()
            {'x': [2.5]}
            >>> pr.col("a").percentile_cont(1.5)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: 1.5 is not between 0 and 1
            hint: a percentile is a share: 0.9 for 90 %
        """
    def pow(self, exponent: Any) -> Expr:
        """Raise the number to the power of another, as `**`; always a float.

        Args:
            exponent: The exponent, a constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `exponent` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [2.0, 3.0]})
            >>> df.select(x=pr.col("a").pow(3)).to_dict()
            {'x': [8.0, 27.0]}
            >>> pr.col("a").pow({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def product(self, *, filter: IntoExpr | None = None) -> Expr:
        """Compute the product of the values that are not null: an int for ints, or an error where it does not fit.

        Args:
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [2, 3, None]})
            >>> df.select(x=pr.col("a").product()).to_dict()
            {'x': [6]}
            >>> pr.col("a").product(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: product: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def qcut(self, quantiles: int | _Shares, labels: _Labels | None = None, *, left_closed: bool = False) -> Expr:
        """Bin numbers into classes by quantiles, named as strings. Null stays null.

        Args:
            quantiles: The shares of the values that lie below the ends of the classes, in rising order; or an int, for so
                many classes of the same size.
            labels: A name for each class; without them, `"(-inf, 1.5]"` and so on.
            left_closed: Whether an end belongs to the class above it; otherwise to the one below.

        Returns:
            An expression of strings that is a window already; `.over("k")` takes the quantiles of groups.

        Raises:
            ValueError: If the quantiles do not increase from 0 to 1, or there are not as many labels as classes.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, 10, None]})
            >>> df.select("a", x=pr.col("a").qcut(2, ["low", "high"]), y=pr.col("a").qcut([0.5])).sort("a").to_dict()
            {'a': [1, 2, 3, 10, None], 'x': ['low', 'low', 'high', 'high', None],
             'y': ['(-inf, 2.5]', '(-inf, 2.5]', '(2.5, inf]', '(2.5, inf]', None]}
            >>> pr.col("a").qcut([0.5, 0.25])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: qcut: the quantiles must increase: 0.5 comes before 0.25
        """
    def quantile(
        self,
        q: float,
        interpolation: Literal["linear", "lower", "higher", "nearest", "midpoint"] = "linear",
        *,
        filter: IntoExpr | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute a quantile: the value below which a share of the values lies.

        Args:
            q: The share of the values that are smaller, from 0 to 1.
            interpolation: How to interpolate between two values: `"linear"`, `"lower"`, `"higher"`, `"nearest"`, `"midpoint"`.
            filter: A predicate; only rows for which it is true count.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            ValueError: If there is no such interpolation, or `q` is not from 0 to 1.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3, 4]})
            >>> df.select(x=pr.col("a").quantile(0.5, "lower")).to_dict()
            {'x': [2]}
            >>> pr.col("a").quantile(0.5, "cubic")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: there is no interpolation "cubic"
            hint: interpolation is one of linear, lower, higher, nearest, midpoint
        """
    def radians(self) -> Expr:
        """Convert an angle in degrees to radians.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").radians()).to_dict()
            {'x': [0.0]}
        """
    def rank(
        self,
        method: Literal["average", "min", "max", "dense"] = "average",
        *,
        descending: bool = False,
    ) -> Expr:
        """Rank the value among the others, from 1; null where the value is.

        Args:
            method: The rank of values that tie: `"average"` (the mean of their places), `"min"`, `"max"` (the first or
                last of their places), `"dense"` (the first, and no place is left out after them) or `"ordinal"` (each has a
                place of its own, in any order).
            descending: Whether the largest value is first.

        Returns:
            An expression that is a window already; `.over("k")` ranks inside of groups.

        Raises:
            ValueError: If there is no such method.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [30, 10, 10]})
            >>> df.select("a", pr.col("a").rank().alias("x")).sort("a").to_dict()["x"]
            [1.5, 1.5, 3.0]
            >>> pr.col("a").rank("first")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rank: there is no method "first"
            hint: method is one of average, min, max, dense, ordinal
        """
    def rolling_max(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the largest value of the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_max(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 3.0, 8.0]
            >>> pr.col("a").rolling_max(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_max: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def rolling_mean(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the mean over the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_mean(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 2.0, 5.5]
            >>> pr.col("a").rolling_mean(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_mean: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def rolling_median(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the median over the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_median(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 2.0, 5.5]
            >>> pr.col("a").rolling_median(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_median: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def rolling_min(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the smallest value of the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_min(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 1.0, 3.0]
            >>> pr.col("a").rolling_min(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_min: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def rolling_quantile(
        self, quantile: float, window_size: int, *, min_samples: int | None = None, center: bool = False
    ) -> Expr:
        """Compute a quantile of the row and those before it, between the two values next to its place.

        Args:
            quantile: The share of the values below it: 0.5 is the median.
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression of type float64 that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the quantile is not from 0 to 1, or the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_quantile(0.25, 2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 1.5, 4.25]
            >>> pr.col("a").rolling_quantile(1.5, 2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_quantile: 1.5 is not between 0 and 1
            hint: a percentile is a share: 0.9 for 90 %
        """
    def rolling_std(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the standard deviation (n - 1) over the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_std(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 1.4142135623730951, 3.5355339059327378]
            >>> pr.col("a").rolling_std(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_std: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def rolling_sum(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the sum over the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_sum(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 4.0, 11.0]
            >>> pr.col("a").rolling_sum(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_sum: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def rolling_var(self, window_size: int, *, min_samples: int | None = None, center: bool = False) -> Expr:
        """Compute the variance (n - 1) over the row and those before it.

        Args:
            window_size: How many rows, the current one included.
            min_samples: How many of them must have a value; fewer give null. All of them where left out.
            center: Whether the row stands in the middle of its window, not at its end.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: If the window has no row, or less than `min_samples`.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3], "a": [1.0, 3.0, 8.0]})
            >>> df.select("t", x=pr.col("a").rolling_var(2).over(order_by="t")).sort("t").to_dict()["x"]
            [None, 2.0, 12.5]
            >>> pr.col("a").rolling_var(0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: rolling_var: a window of 0 rows cannot have 0 values
            hint: give a larger window_size
        """
    def round(self, decimals: int = 0) -> Expr:
        """Round the number to `decimals` decimals, halves away from zero.

        Args:
            decimals: How many digits after the point are kept; below 0, how many before it become 0.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `decimals` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [2.5, 1.25]})
            >>> df.select(x=pr.col("a").round(1)).to_dict()
            {'x': [2.5, 1.3]}
            >>> pr.col("a").round("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: round: decimals must be an integer, got 'x'
        """
    def shift(self, n: int = 1, *, fill_value: Any = None) -> Expr:
        """Get the value of the row `n` rows before.

        Args:
            n: How many rows before; negative is after.
            fill_value: A constant for rows that have no such row.

        Returns:
            An expression that needs `.over(order_by=...)`.

        Raises:
            ValueError: Where a frame uses it, if no order is given: a frame promises no order to windows.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [2, 1, 3], "a": [20, 10, 30]})
            >>> df.with_columns(x=pr.col("a").shift().over(order_by="t")).sort("t").to_dict()["x"]
            [None, 10, 20]
            >>> df.with_columns(x=pr.col("a").shift())
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: with_columns: lag depends on the order of the rows, and none is given
            hint: give it: .over(order_by="..."), or .over("key", order_by="...")
        """
    def sign(self) -> Expr:
        """Get the sign of a number: -1 below 0, 0 for 0 and 1 above.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [-2.5, 0.0, 3.0]})
            >>> df.select(x=pr.col("a").sign()).to_dict()
            {'x': [-1.0, 0.0, 1.0]}
        """
    def sin(self) -> Expr:
        """Compute the sine of an angle in radians.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").sin()).to_dict()
            {'x': [0.0]}
        """
    def sinh(self) -> Expr:
        """Compute the hyperbolic sine.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").sinh()).to_dict()
            {'x': [0.0]}
        """
    def skew(self, bias: bool = True, *, filter: IntoExpr | None = None) -> Expr:
        """Compute the skewness: above 0 where the larger values reach further; NaN where all values are equal.

        Args:
            bias: Whether it is that of the values; otherwise that of the population they are a sample of.
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            TypeError: If `bias` is not a bool.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 2.0, 4.0]})
            >>> df.select(x=pr.col("a").skew()).to_dict()
            {'x': [0.38180177416060634]}
            >>> pr.col("a").skew("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: skew: bias must be True or False, got 'x'
        """
    def sort_by(self, *by: _Columns, descending: bool = False, nulls_last: bool = True) -> Expr:
        """Put the rows in an order, for the aggregate that the expression is or that follows.

        Args:
            by: Names or expressions (with `.desc()` or not), or lists of them.
            descending: Whether the largest is first, for keys that do not say.
            nulls_last: Whether nulls come after everything else, for keys that do not say.

        Returns:
            An expression; an aggregate of it, as `first` or `implode`, has the order.

        Raises:
            TypeError: If there is no key, or one is neither a name nor an expression.
            ValueError: Where a frame uses it, if no aggregate is around it: `df.sort(...)` sorts whole rows.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [2, 1, 3], "a": ["y", "x", "z"]})
            >>> df.select(x=pr.col("a").sort_by("t").first(), y=pr.col("a").sort_by("t", descending=True).implode()).to_dict()
            {'x': ['x'], 'y': [['z', 'y', 'x']]}
            >>> pr.col("a").sort_by()
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: sort_by: no key was given
            hint: sort_by("t")
        """
    def sqrt(self) -> Expr:
        """Compute the square root; of a number below 0 it is an error.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [4.0, 9.0]})
            >>> df.select(x=pr.col("a").sqrt()).to_dict()
            {'x': [2.0, 3.0]}
        """
    def std(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Compute the standard deviation of a sample (divided by n - 1); null for fewer than two values.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 4.0, 7.0]})
            >>> df.select(x=pr.col("a").std()).to_dict()
            {'x': [3.0]}
            >>> pr.col("a").std(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: std: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def stddev_pop(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the standard deviation of a population (divided by n).

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 3.0]})
            >>> df.select(x=pr.col("a").stddev_pop()).to_dict()
            {'x': [1.0]}
            >>> pr.col("a").stddev_pop(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: stddev_pop: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def string_agg(
        self,
        delimiter: _Text | None = None,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Concatenate the strings, without the nulls. Give `order_by`: the order is not defined without.

        Args:
            delimiter: The separator; none by default.
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            TypeError: If `delimiter` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["x", None, "y"]})
            >>> df.select(x=pr.col("a").string_agg("-")).to_dict()
            {'x': ['x-y']}
            >>> pr.col("a").string_agg(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def sub(self, other: Any) -> Expr:
        """Subtract another value; the same as `-`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").sub(1)).to_dict()
            {'x': [6, 1, None]}
            >>> pr.col("a").sub({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def sum(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Compute the sum of the values that are not null; null where there is none.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, None]})
            >>> df.select(x=pr.col("a").sum()).to_dict()
            {'x': [3]}
            >>> pr.col("a").sum(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: sum: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def tan(self) -> Expr:
        """Compute the tangent of an angle in radians.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").tan()).to_dict()
            {'x': [0.0]}
        """
    def tanh(self) -> Expr:
        """Compute the hyperbolic tangent.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [0.0]})
            >>> df.select(x=pr.col("a").tanh()).to_dict()
            {'x': [0.0]}
        """
    def to_hex(self) -> Expr:
        """Format a whole number in hexadecimal digits; one below 0 as its two's complement.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [255, 16]})
            >>> df.select(x=pr.col("a").to_hex()).to_dict()
            {'x': ['ff', '10']}
        """
    def top_k(self, k: int, *, filter: IntoExpr | None = None) -> Expr:
        """Collect the k largest values to a list, the largest first; nulls are left out, and NaN is the largest.

        Args:
            k: How many.
            filter: A predicate; only rows for which it is true count.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.
            TypeError: If `k` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [3, 1, None, 2]})
            >>> df.select(x=pr.col("a").top_k(2)).to_dict()
            {'x': [[3, 2]]}
            >>> pr.col("a").top_k("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: top_k: k must be an integer, got 'x'
        """
    def truediv(self, other: Any) -> Expr:
        """Divide by another value; the same as `/`.

        Args:
            other: An expression, or a constant.

        Returns:
            An expression.

        Raises:
            TypeError: If the value cannot be held by a column.
            SchemaError: Where a frame uses it, if it is not computed of these types.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [7, 2, None]})
            >>> df.select(x=pr.col("a").truediv(2)).to_dict()
            {'x': [3.5, 1.0, None]}
            >>> pr.col("a").truediv({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: expression: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def trunc(self, decimals: int = 0) -> Expr:
        """Truncate the number after some decimals, towards zero.

        Args:
            decimals: How many digits after the point are kept; below 0, how many before it become 0.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not numbers.
            TypeError: If `decimals` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.79, -1.79]})
            >>> df.select(x=pr.col("a").trunc(1)).to_dict()
            {'x': [1.7, -1.7]}
            >>> pr.col("a").trunc("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: trunc: decimals must be an integer, got 'x'
        """
    def var(self, *, filter: IntoExpr | None = None, order_by: _Order | None = None, distinct: bool = False) -> Expr:
        """Compute the variance of a sample (divided by n - 1); null for fewer than two values.

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 3.0]})
            >>> df.select(x=pr.col("a").var()).to_dict()
            {'x': [2.0]}
            >>> pr.col("a").var(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: var: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def var_pop(
        self,
        *,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr:
        """Compute the variance of a population (divided by n).

        Args:
            filter: A predicate; only rows for which it is true count.
            order_by: Names or expressions, or a list of them: the order of the values, where the result depends on it.
            distinct: Whether each distinct value counts once.

        Returns:
            An aggregate expression, which `.over(...)` makes a window of.

        Raises:
            TypeError: If a column or the filter is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the function is not computed of the values' type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1.0, 3.0]})
            >>> df.select(x=pr.col("a").var_pop()).to_dict()
            {'x': [1.0]}
            >>> pr.col("a").var_pop(filter=1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: var_pop: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """

@final
class BinNamespace:
    """Functions of bytes, as methods: `pr.col("a").bin.encode("hex")`.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [b"hi"]}).select(x=pr.col("a").bin.encode("hex")).to_dict()
        {'x': ['6869']}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def digest(self, algorithm: _Text) -> Expr:
        r"""Compute a hash of the bytes, as bytes.

        Args:
            algorithm: `md5`, `sha224`, `sha256`, `sha384`, `sha512`, `blake2s`, `blake2b` or `blake3`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.
            TypeError: If `algorithm` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [b""]})
            >>> df.select(x=pr.col("a").bin.digest("md5")).to_dict()
            {'x': [b'\xd4\x1d\x8c\xd9\x8f\x00\xb2\x04\xe9\x80\t\x98\xec\xf8B~']}
            >>> pr.col("a").bin.digest(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def encode(self, encoding: _Text) -> Expr:
        """Encode the bytes as a string; `.str.decode` is the inverse.

        Args:
            encoding: `"base64"`, `"base64pad"` (with `=` at the end) or `"hex"`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.
            TypeError: If `encoding` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [b"hi"]})
            >>> df.select(x=pr.col("a").bin.encode("hex")).to_dict()
            {'x': ['6869']}
            >>> pr.col("a").bin.encode(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def md5(self) -> Expr:
        """Compute the MD5 hash of the bytes, in hexadecimal digits. MD5 is broken: use it as a checksum, not for protection.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [b""]})
            >>> df.select(x=pr.col("a").bin.md5()).to_dict()
            {'x': ['d41d8cd98f00b204e9800998ecf8427e']}
        """
    def sha224(self) -> Expr:
        r"""Compute the SHA-224 hash of the bytes, 28 bytes.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [b""]})
            >>> df.select(x=pr.col("a").bin.sha224()).to_dict()
            {'x': [b'\xd1J\x02\x8c*:+\xc9Ga\x02\xbb(\x824\xc4\x15\xa2\xb0\x1f\x82\x8e\xa6*\xc5\xb3\xe4/']}
        """
    def sha256(self) -> Expr:
        r"""Compute the SHA-256 hash of the bytes, 32 bytes.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [b""]})
            >>> df.select(x=pr.col("a").bin.sha256()).to_dict()
            {'x': [b"\xe3\xb0\xc4B\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99o\xb9$'\xaeA\xe4d\x9b\x93L\xa4\x95\x99\x1bxR\xb8U"]}
        """
    def sha384(self) -> Expr:
        """Compute the SHA-384 hash of the bytes, 48 bytes.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [None]})
            >>> df.select(x=pr.col("a").bin.sha384()).to_dict()
            {'x': [None]}
        """
    def sha512(self) -> Expr:
        """Compute the SHA-512 hash of the bytes, 64 bytes.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are neither bytes nor strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [None]})
            >>> df.select(x=pr.col("a").bin.sha512()).to_dict()
            {'x': [None]}
        """

@final
class CatNamespace:
    """Functions of strings of few different values, as methods: `pr.col("a").cat.codes()`.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": ["x", "y", "x"]}).select(x=pr.col("a").cat.get_categories()).to_dict()
        {'x': [['x', 'y']]}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def codes(self) -> Expr:
        """Number the categories that occur in their order, from 0; null where the value is.

        Returns:
            An expression of type int64 that is a window already; `.over("k")` numbers those of groups.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 3, 4], "a": ["y", "x", None, "y"]})
            >>> df.select("t", x=pr.col("a").cat.codes()).sort("t").to_dict()["x"]
            [1, 0, None, 1]
        """
    def get_categories(self) -> Expr:
        """Collect the categories that occur to a list, in their order; null is none.

        Returns:
            An aggregate expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["y", "x", None, "y"]})
            >>> df.select(x=pr.col("a").cat.get_categories()).to_dict()
            {'x': [['x', 'y']]}
        """

@final
class DtNamespace:
    """Functions of dates and times, as methods: `pr.col("a").dt.year()`.

    Example:
        >>> import datetime
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [datetime.date(2024, 5, 1)]}).select(x=pr.col("a").dt.year()).to_dict()
        {'x': [2024]}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def bin(self, interval: _Span, origin: _Moment | None = None) -> Expr:
        """Truncate a timestamp to the start of its bin; all bins have one length.

        Args:
            interval: How long a bin is, a `timedelta`.
            origin: Where a bin starts; without it, 1970-01-01 00:00 UTC.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            TypeError: If `interval` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 52)]})
            >>> df.select(x=pr.col("a").dt.bin(__import__("datetime").timedelta(minutes = 15))).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 45)]}
            >>> pr.col("a").dt.bin({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def combine(self, time: _datetime.time | Expr) -> Expr:
        """Make a timestamp (in microseconds, without a zone) of the date of the value and a time of day.

        Args:
            time: The time of day: a `time`, or an expression of such.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.
            TypeError: If `time` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.combine(__import__("datetime").time(13, 5))).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").dt.combine({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def convert_time_zone(self, zone: str) -> Expr:
        """Convert a timestamp to another zone: the same instant as the clocks there show it; a timestamp without a zone is taken as UTC.

        Args:
            zone: The zone's name, as `Europe/Berlin`, `UTC` or `+02:00`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            ValueError: If there is no such zone.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 7, 1, 12)]})
            >>> df.select(x=pr.col("a").dt.convert_time_zone("Asia/Tokyo")).to_dict()
            {'x': [datetime.datetime(2024, 7, 1, 21, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Tokyo'))]}
            >>> pr.col("a").dt.convert_time_zone("Nowhere/Land")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: there is no time zone "Nowhere/Land"
            hint: zones are named Europe/Berlin, UTC, or +02:00
        """
    def date(self) -> Expr:
        """Extract the date of a timestamp.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13)]})
            >>> df.select(x=pr.col("a").dt.date()).to_dict()
            {'x': [datetime.date(2024, 2, 29)]}
        """
    def day(self) -> Expr:
        """Extract the day of the month, 1 to 31.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.day()).to_dict()
            {'x': [29]}
        """
    def days_in_month(self) -> Expr:
        """Count the days of the month, 28 to 31.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 5)]})
            >>> df.select(x=pr.col("a").dt.days_in_month()).to_dict()
            {'x': [29]}
        """
    def epoch(self, unit: Literal["d", "s", "ms", "us", "ns"] = "us") -> Expr:
        """Count the units between 1970-01-01 00:00 UTC and a moment, rounded down.

        Args:
            unit: `"d"`, `"s"`, `"ms"`, `"us"` or `"ns"`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            ValueError: If there is no such unit.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(1970, 1, 2)]})
            >>> df.select(x=pr.col("a").dt.epoch("s")).to_dict()
            {'x': [86400]}
            >>> pr.col("a").dt.epoch("fortnight")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: there is no unit "fortnight"
            hint: the units are d, s, ms, us and ns
        """
    def hour(self) -> Expr:
        """Extract the hour of the day, 0 to 23.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5)]})
            >>> df.select(x=pr.col("a").dt.hour()).to_dict()
            {'x': [13]}
        """
    def is_leap_year(self) -> Expr:
        """Check whether the year has 366 days.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 5), __import__("datetime").date(1900, 1, 1)]})
            >>> df.select(x=pr.col("a").dt.is_leap_year()).to_dict()
            {'x': [True, False]}
        """
    def iso_year(self) -> Expr:
        """Extract the year that the ISO week belongs to.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 12, 30)]})
            >>> df.select(x=pr.col("a").dt.iso_year()).to_dict()
            {'x': [2025]}
        """
    def microsecond(self) -> Expr:
        """Extract the part below the second, in whole microseconds, 0 to 999999.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7, 123456)]})
            >>> df.select(x=pr.col("a").dt.microsecond()).to_dict()
            {'x': [123456]}
        """
    def millisecond(self) -> Expr:
        """Extract the part below the second, in whole milliseconds, 0 to 999.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7, 123456)]})
            >>> df.select(x=pr.col("a").dt.millisecond()).to_dict()
            {'x': [123]}
        """
    def minute(self) -> Expr:
        """Extract the minute of the hour, 0 to 59.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5)]})
            >>> df.select(x=pr.col("a").dt.minute()).to_dict()
            {'x': [5]}
        """
    def month(self) -> Expr:
        """Extract the month, 1 to 12.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.month()).to_dict()
            {'x': [2]}
        """
    def month_end(self) -> Expr:
        """Move to the last day of the month, at the same time of day.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 5)]})
            >>> df.select(x=pr.col("a").dt.month_end()).to_dict()
            {'x': [datetime.date(2024, 2, 29)]}
        """
    def month_start(self) -> Expr:
        """Move to the first day of the month, at the same time of day; `truncate("month")` moves to midnight.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 5)]})
            >>> df.select(x=pr.col("a").dt.month_start()).to_dict()
            {'x': [datetime.date(2024, 2, 1)]}
        """
    def nanosecond(self) -> Expr:
        """Extract the part below the second, in whole nanoseconds, 0 to 999999999.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7, 5)]})
            >>> df.select(x=pr.col("a").dt.nanosecond()).to_dict()
            {'x': [5000]}
        """
    def offset_by(self, by: str) -> Expr:
        """Move a date or a timestamp by a length of time.

        Args:
            by: How far: `"1mo2d"`, `"-15m"`; the units are y, q, mo, w, d, h, m, s, ms, us and ns. Months end with their last day at the latest, and a day is as long as the clocks of the zone make it.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.
            ValueError: If it is not a length of time.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 1, 31)]})
            >>> df.select(x=pr.col("a").dt.offset_by("1mo")).to_dict()
            {'x': [datetime.date(2024, 2, 29)]}
            >>> pr.col("a").dt.offset_by("1 month")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: "1 month" is not a length of time
            hint: ...
        """
    def ordinal_day(self) -> Expr:
        """Extract the day of the year, 1 to 366.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 12, 31)]})
            >>> df.select(x=pr.col("a").dt.ordinal_day()).to_dict()
            {'x': [366]}
        """
    def quarter(self) -> Expr:
        """Extract the quarter of the year, 1 to 4.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 5, 1)]})
            >>> df.select(x=pr.col("a").dt.quarter()).to_dict()
            {'x': [2]}
        """
    def replace_time_zone(
        self,
        zone: str | None,
        ambiguous: Literal["raise", "earliest", "latest", "null"] = "raise",
        non_existent: Literal["raise", "null"] = "raise",
    ) -> Expr:
        """Replace the time zone and keep what the clocks show; None removes the zone.

        Args:
            zone: The zone's name, or None for no zone.
            ambiguous: How an hour that comes twice is read: `"raise"`, `"earliest"`, `"latest"` or `"null"`.
            non_existent: How an hour that the clocks skip is read: `"raise"` or `"null"`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            ValueError: If there is no such zone.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 7, 1, 12)]})
            >>> df.select(x=pr.col("a").dt.replace_time_zone("Asia/Tokyo")).to_dict()
            {'x': [datetime.datetime(2024, 7, 1, 12, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Tokyo'))]}
            >>> pr.col("a").dt.replace_time_zone("Nowhere/Land")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: there is no time zone "Nowhere/Land"
            hint: zones are named Europe/Berlin, UTC, or +02:00
        """
    def round(self, every: str) -> Expr:
        """Round a date or a timestamp to the nearest start of a period; the middle is rounded up.

        Args:
            every: The length of a period: `"15m"`, `"1h"`, `"1mo"`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not dates or timestamps.
            ValueError: If it is not the length of a period.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 38)]})
            >>> df.select(x=pr.col("a").dt.round("15m")).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 45)]}
            >>> pr.col("a").dt.round("quarter")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: "quarter" is not a length of time
            hint: ...
        """
    def second(self) -> Expr:
        """Extract the whole second of the minute, 0 to 59.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13, 5, 7)]})
            >>> df.select(x=pr.col("a").dt.second()).to_dict()
            {'x': [7]}
        """
    def strftime(self, format: _Text) -> Expr:
        """Format a date, a time or a timestamp as a string.

        Args:
            format: The format, as in Python's `strftime`: `%Y-%m-%d %H:%M:%S`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.strftime("%d.%m.%Y")).to_dict()
            {'x': ['29.02.2024']}
            >>> pr.col("a").dt.strftime("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def time(self) -> Expr:
        """Extract the time of day of a timestamp.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13)]})
            >>> df.select(x=pr.col("a").dt.time()).to_dict()
            {'x': [datetime.time(13, 0)]}
        """
    def to_local_time(self) -> Expr:
        """Convert a timestamp with a zone to one without, which shows what the clocks of that zone show.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 7, 1, 12)]})
            >>> df.select(x=pr.col("a").dt.to_local_time()).to_dict()
            {'x': [datetime.datetime(2024, 7, 1, 12, 0)]}
        """
    def to_string(self, format: _Text) -> Expr:
        """Format a date, a time or a timestamp as a string; the same as `strftime`.

        Args:
            format: The format, as in Python's `strftime`: `%Y-%m-%d %H:%M:%S`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.to_string("%d.%m.%Y")).to_dict()
            {'x': ['29.02.2024']}
            >>> pr.col("a").dt.to_string("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_unixtime(self) -> Expr:
        """Compute the seconds between 1970-01-01 00:00 UTC and a moment, cut towards zero; `epoch` rounds down.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(1970, 1, 2)]})
            >>> df.select(x=pr.col("a").dt.to_unixtime()).to_dict()
            {'x': [86400]}
        """
    def total_days(self) -> Expr:
        """Count the whole days (24 hours) of a duration, cut towards zero.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(hours=-50)]})
            >>> df.select(x=pr.col("a").dt.total_days()).to_dict()
            {'x': [-2]}
        """
    def total_hours(self) -> Expr:
        """Count the whole hours of a duration, cut towards zero.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(minutes=90)]})
            >>> df.select(x=pr.col("a").dt.total_hours()).to_dict()
            {'x': [1]}
        """
    def total_microseconds(self) -> Expr:
        """Count the whole microseconds of a duration, cut towards zero.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(seconds=1)]})
            >>> df.select(x=pr.col("a").dt.total_microseconds()).to_dict()
            {'x': [1000000]}
        """
    def total_milliseconds(self) -> Expr:
        """Count the whole milliseconds of a duration, cut towards zero.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(seconds=1)]})
            >>> df.select(x=pr.col("a").dt.total_milliseconds()).to_dict()
            {'x': [1000]}
        """
    def total_minutes(self) -> Expr:
        """Count the whole minutes of a duration, cut towards zero.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(hours=1, seconds=30)]})
            >>> df.select(x=pr.col("a").dt.total_minutes()).to_dict()
            {'x': [60]}
        """
    def total_nanoseconds(self) -> Expr:
        """Count the nanoseconds of a duration; more than an int64 can count is an error.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(seconds=1)]})
            >>> df.select(x=pr.col("a").dt.total_nanoseconds()).to_dict()
            {'x': [1000000000]}
        """
    def total_seconds(self) -> Expr:
        """Count the whole seconds of a duration, cut towards zero.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").timedelta(minutes=1, milliseconds=900)]})
            >>> df.select(x=pr.col("a").dt.total_seconds()).to_dict()
            {'x': [60]}
        """
    def truncate(self, every: _Unit | str) -> Expr:
        """Truncate a moment to the start of its year, month, day, hour ..., or of a period of several of them; weeks start on Monday. A date stays a date.

        Args:
            every: `"year"`, `"quarter"`, `"month"`, `"week"`, `"day"`, `"hour"`, `"minute"`, `"second"`, `"millisecond"` or `"microsecond"`; or a length of time, as `"15m"`, `"2w"` or `"6mo"`.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.
            ValueError: If there is no such unit.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").datetime(2024, 2, 29, 13)]})
            >>> df.select(x=pr.col("a").dt.truncate("month")).to_dict()
            {'x': [datetime.datetime(2024, 2, 1, 0, 0)]}
            >>> pr.col("a").dt.truncate("fortnight")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: date_trunc: there is no unit "fortnight"
            hint: the units are year, quarter, month, week, day, hour, minute, second, millisecond, microsecond
        """
    def week(self) -> Expr:
        """Extract the ISO week of the year, 1 to 53.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 12, 30)]})
            >>> df.select(x=pr.col("a").dt.week()).to_dict()
            {'x': [1]}
        """
    def weekday(self) -> Expr:
        """Extract the day of the week, from Monday = 1 to Sunday = 7.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.weekday()).to_dict()
            {'x': [4]}
        """
    def year(self) -> Expr:
        """Extract the year of a date or timestamp.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values have no such part.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [__import__("datetime").date(2024, 2, 29)]})
            >>> df.select(x=pr.col("a").dt.year()).to_dict()
            {'x': [2024]}
        """

@final
class ListNamespace:
    """Functions of lists, as methods: `pr.col("a").list.length()`.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.length()).to_dict()
        {'x': [2, 0]}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def __getitem__(self, key: int | _Slice | Expr, /) -> Expr: ...
    def add(self, other: _List) -> Expr:
        """Add the elements of two lists, place by place.

        Args:
            other: A list of the same length: a Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
            >>> df.select(x=pr.col("a").list.add([0.5, 0.5])).to_dict()
            {'x': [[1.5, 2.5]]}
            >>> pr.col("a").list.add({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def any_match(self, function: Callable[[Expr], Any]) -> Expr:
        """Check whether a function is true for any element.

        Args:
            function: A predicate on an element. It is called once, with an expression.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a function of one argument.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
            >>> df.select(x=pr.col("a").list.any_match(lambda x: x > 2)).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").list.any_match(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: any_match: 7 is not a function
            hint: give a function of an element: lambda x: x * 2
        """
    def any_value(self) -> Expr:
        """Get the first element that is not null.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[None, 5], [3]]})
            >>> df.select(x=pr.col("a").list.any_value()).to_dict()
            {'x': [5, 3]}
        """
    def append(self, element: Any) -> Expr:
        """Append an element to the list.

        Args:
            element: A constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `element` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]})
            >>> df.select(x=pr.col("a").list.append(3)).to_dict()
            {'x': [[1, 2, 3]]}
            >>> pr.col("a").list.append({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def arg_max(self) -> Expr:
        """Find the place of the largest element, counted from 0; null where there is none.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 3], []]})
            >>> df.select(x=pr.col("a").list.arg_max()).to_dict()
            {'x': [1, None]}
        """
    def arg_min(self) -> Expr:
        """Find the place of the smallest element, counted from 0; null where there is none.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 3], []]})
            >>> df.select(x=pr.col("a").list.arg_min()).to_dict()
            {'x': [0, None]}
        """
    def cardinality(self) -> Expr:
        """Count the elements of the list, those of nested lists one by one; or the entries of a map.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[[1, 2], [3]]]})
            >>> df.select(x=pr.col("a").list.cardinality()).to_dict()
            {'x': [3]}
        """
    def concat(self, *others: _Columns) -> Expr:
        """Concatenate the list and others; null where any of them is.

        Args:
            others: Column names or expressions.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[1]], "b": [[2, 3]]}).select(x=pr.col("a").list.concat("b")).to_dict()
            {'x': [[1, 2, 3]]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.concat([1]))
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: concat: 1 is neither a column's name nor an expression
            hint: use pr.lit(...) for a constant, pr.col(...) for a column
        """
    def contains(self, element: Any) -> Expr:
        """Check whether the list has the element.

        Args:
            element: The element to look for.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `element` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
            >>> df.select(x=pr.col("a").list.contains(2)).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").list.contains({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def contains_all(self, elements: _List) -> Expr:
        """Check whether the list has all of the elements.

        Args:
            elements: A Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `elements` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
            >>> df.select(x=pr.col("a").list.contains_all([1, 2])).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").list.contains_all({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def contains_any(self, elements: _List) -> Expr:
        """Check whether the list has any of the elements.

        Args:
            elements: A Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `elements` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2], [3]]})
            >>> df.select(x=pr.col("a").list.contains_any([2, 4])).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").list.contains_any({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def cosine_distance(self, other: _List) -> Expr:
        """Compute the cosine distance of two vectors: 1 minus the cosine of the angle between them.

        Args:
            other: A list of the same length: a Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1.0, 0.0]]})
            >>> df.select(x=pr.col("a").list.cosine_distance([0.0, 1.0])).to_dict()
            {'x': [1.0]}
            >>> pr.col("a").list.cosine_distance({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def dims(self) -> Expr:
        """Get the length of the list in each of its dimensions.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[[1], [2]]]})
            >>> df.select(x=pr.col("a").list.dims()).to_dict()
            {'x': [[2, 1]]}
        """
    def distance(self, other: _List) -> Expr:
        """Compute the Euclidean distance between two vectors.

        Args:
            other: A list of the same length: a Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[0.0, 0.0]]})
            >>> df.select(x=pr.col("a").list.distance([3.0, 4.0])).to_dict()
            {'x': [5.0]}
            >>> pr.col("a").list.distance({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def distinct(self) -> Expr:
        """Keep each distinct element once, in the order of its first occurrence.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[2, 1, 2]]})
            >>> df.select(x=pr.col("a").list.distinct()).to_dict()
            {'x': [[2, 1]]}
        """

    unique = distinct

    def dot(self, other: _List) -> Expr:
        """Compute the dot product: the sum of the products of the elements in the same places.

        Args:
            other: A list of the same length: a Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
            >>> df.select(x=pr.col("a").list.dot([3.0, 4.0])).to_dict()
            {'x': [11.0]}
            >>> pr.col("a").list.dot({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def drop_nulls(self) -> Expr:
        """Drop the elements that are null.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, None, 2]]})
            >>> df.select(x=pr.col("a").list.drop_nulls()).to_dict()
            {'x': [[1, 2]]}
        """
    def eval(self, expr: Expr) -> Expr:
        """Evaluate an expression for each element, which `pr.element()` stands for.

        Args:
            expr: What is computed from an element; `pr.element().filter(...)` keeps some of them.

        Returns:
            An expression of lists.

        Raises:
            TypeError: If it is not an expression.
            SchemaError: Where a frame uses it, if it aggregates: `.list.sum()` and its like do.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3], [], None]})
            >>> df.select(x=pr.col("a").list.eval(pr.element() ** 2)).to_dict()
            {'x': [[1.0, 4.0, 9.0], [], None]}
            >>> df.select(x=pr.col("a").list.eval(pr.element().filter(pr.element() > 1))).to_dict()
            {'x': [[2, 3], [], None]}
            >>> pr.col("a").list.eval(lambda x: x * 2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: eval: expected an expression of pr.element(), got a function
            hint: .list.transform(function) takes a function of an element
        """
    def except_(self, other: _List) -> Expr:
        """Keep each distinct element that is not in the other list once.

        Args:
            other: A Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]})
            >>> df.select(x=pr.col("a").list.except_([2, 3])).to_dict()
            {'x': [[1]]}
            >>> pr.col("a").list.except_({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def filter(self, function: Callable[[Expr], Any]) -> Expr:
        """Keep the elements for which a function is true.

        Args:
            function: A predicate on an element. It is called once, with an expression.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a function of one argument.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
            >>> df.select(x=pr.col("a").list.filter(lambda x: x > 1)).to_dict()
            {'x': [[2, 3], []]}
            >>> pr.col("a").list.filter(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: filter: 7 is not a function
            hint: give a function of an element: lambda x: x * 2
        """
    def first(self) -> Expr:
        """Get the first element, null where the list is empty.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.first()).to_dict()
            {'x': [1, None]}
        """
    def first_match(self, function: Callable[[Expr], Any]) -> Expr:
        """Get the first element for which a function is true.

        Args:
            function: A predicate on an element. It is called once, with an expression.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a function of one argument.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
            >>> df.select(x=pr.col("a").list.first_match(lambda x: x > 1)).to_dict()
            {'x': [2, None]}
            >>> pr.col("a").list.first_match(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: first_match: 7 is not a function
            hint: give a function of an element: lambda x: x * 2
        """
    def flatten(self) -> Expr:
        """Flatten a list of lists into one list of their elements.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[[1, 2], [3]]]})
            >>> df.select(x=pr.col("a").list.flatten()).to_dict()
            {'x': [[1, 2, 3]]}
        """
    def gather(self, indices: Expr | Sequence[int]) -> Expr:
        """Take the elements in several places, counted from 0; null for a place that the list does not have.

        Args:
            indices: The places: ints, or an expression of lists of ints; negative from the end.

        Returns:
            An expression of lists.

        Raises:
            TypeError: If they are neither ints nor an expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[5, 6, 7], [8]]}).select(x=pr.col("a").list.gather([0, -1, 2])).to_dict()
            {'x': [[5, 7, 7], [8, 8, None]]}
            >>> pr.col("a").list.gather(["x"])
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: gather: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def get(self, index: _Whole) -> Expr:
        """Get the element in a place, counted from 0; null where there is none.

        Args:
            index: The place: 0 is the first element, -1 the last.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2], [3], []]})
            >>> df.select(first=pr.col("a").list.get(0), last=pr.col("a").list[-1]).to_dict()
            {'first': [1, 3, None], 'last': [2, 3, None]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.get(0))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: array_element cannot be computed from a (int64), 1 (int64)
        """
    def intersect(self, other: _List) -> Expr:
        """Keep each distinct element that is in both lists once.

        Args:
            other: A Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]})
            >>> df.select(x=pr.col("a").list.intersect([2, 3])).to_dict()
            {'x': [[2]]}
            >>> pr.col("a").list.intersect({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def is_empty(self) -> Expr:
        """Check whether the list has no elements.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[], [1]]})
            >>> df.select(x=pr.col("a").list.is_empty()).to_dict()
            {'x': [True, False]}
        """
    def join(self, delimiter: _Text, null_value: _Text | None = None) -> Expr:
        """Join the elements to one string.

        Args:
            delimiter: The separator.
            null_value: The string for null, which is left out by default.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `delimiter` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [["x", None, "y"]]})
            >>> df.select(x=pr.col("a").list.join("-")).to_dict()
            {'x': ['x-y']}
            >>> pr.col("a").list.join(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def last(self) -> Expr:
        """Get the last element, null where the list is empty.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[1, 2], []]}).select(x=pr.col("a").list.last()).to_dict()
            {'x': [2, None]}
        """
    def length(self, dimension: int | None = None) -> Expr:
        """Count the elements of the list.

        Args:
            dimension: Which dimension of lists in lists is counted, from 1.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `dimension` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2], [], None]})
            >>> df.select(x=pr.col("a").list.length()).to_dict()
            {'x': [2, 0, None]}
            >>> pr.col("a").list.length("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: dimension must be an integer, got 'x'
        """

    len = length

    def max(self) -> Expr:
        """Get the largest element.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3, 1], [2]]})
            >>> df.select(x=pr.col("a").list.max()).to_dict()
            {'x': [3, 2]}
        """
    def mean(self) -> Expr:
        """Compute the mean of the elements.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3, 1], [2]]})
            >>> df.select(x=pr.col("a").list.mean()).to_dict()
            {'x': [2.0, 2.0]}
        """
    def median(self) -> Expr:
        """Compute the median of the elements that are not null: a float.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 9], [1, None, 2], []]})
            >>> df.select(x=pr.col("a").list.median()).to_dict()
            {'x': [2.0, 1.5, None]}
        """
    def min(self) -> Expr:
        """Get the smallest element.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3, 1], [2]]})
            >>> df.select(x=pr.col("a").list.min()).to_dict()
            {'x': [1, 2]}
        """
    def n_unique(self) -> Expr:
        """Count the distinct elements; null counts as one.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 1, None], [], None]})
            >>> df.select(x=pr.col("a").list.n_unique()).to_dict()
            {'x': [2, 0, None]}
        """
    def ndims(self) -> Expr:
        """Count the dimensions of the list: 2 for a list of lists.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[[1], [2]]]})
            >>> df.select(x=pr.col("a").list.ndims()).to_dict()
            {'x': [2]}
        """
    def normalize(self) -> Expr:
        """Scale the list to a vector of length 1 (divided by its Euclidean length).


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3.0, 4.0]]})
            >>> df.select(x=pr.col("a").list.normalize()).to_dict()
            {'x': [[0.6, 0.8]]}
        """
    def pop_back(self) -> Expr:
        """Drop the last element of the list.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
            >>> df.select(x=pr.col("a").list.pop_back()).to_dict()
            {'x': [[1, 2]]}
        """
    def pop_front(self) -> Expr:
        """Drop the first element of the list.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
            >>> df.select(x=pr.col("a").list.pop_front()).to_dict()
            {'x': [[2, 3]]}
        """
    def position(self, element: Any) -> Expr:
        """Find the first place of an element, counted from 0; null where the list does not have it.

        Args:
            element: A constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[5, 7], [5]]}).select(x=pr.col("a").list.position(7)).to_dict()
            {'x': [1, None]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.position(1))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: array_position cannot be computed from a (int64), 1 (int64)
        """
    def prepend(self, element: Any) -> Expr:
        """Prepend an element to the list.

        Args:
            element: A constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[1, 2]]}).select(x=pr.col("a").list.prepend(0)).to_dict()
            {'x': [[0, 1, 2]]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.prepend(1))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: array_prepend cannot be computed from 1 (int64), a (int64)
        """
    def product(self) -> Expr:
        """Compute the product of the elements: an int for ints, or an error where it does not fit 64 bits.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3, 2], [2], []]})
            >>> df.select(x=pr.col("a").list.product()).to_dict()
            {'x': [6, 2, None]}
        """
    def remove(self, element: Any) -> Expr:
        """Remove the first occurrence of an element from the list.

        Args:
            element: The element to remove.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `element` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
            >>> df.select(x=pr.col("a").list.remove(1)).to_dict()
            {'x': [[2, 1]]}
            >>> pr.col("a").list.remove({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def remove_all(self, element: Any) -> Expr:
        """Remove every occurrence of an element from the list.

        Args:
            element: The element to remove.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `element` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
            >>> df.select(x=pr.col("a").list.remove_all(1)).to_dict()
            {'x': [[2]]}
            >>> pr.col("a").list.remove_all({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def remove_n(self, element: Any, n: _Whole) -> Expr:
        """Remove the first `n` occurrences of an element from the list.

        Args:
            element: The element to remove.
            n: How many times.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `n` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 1, 1]]})
            >>> df.select(x=pr.col("a").list.remove_n(1, 2)).to_dict()
            {'x': [[2, 1]]}
            >>> pr.col("a").list.remove_n(1, "x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def replace(self, old: Any, new: Any) -> Expr:
        """Replace the first occurrence of one element by another.

        Args:
            old: The element to replace.
            new: The replacement.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `old` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
            >>> df.select(x=pr.col("a").list.replace(1, 9)).to_dict()
            {'x': [[9, 2, 1]]}
            >>> pr.col("a").list.replace({1}, 9)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def replace_all(self, old: Any, new: Any) -> Expr:
        """Replace every occurrence of one element by another.

        Args:
            old: The element to replace.
            new: The replacement.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `old` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 1]]})
            >>> df.select(x=pr.col("a").list.replace_all(1, 9)).to_dict()
            {'x': [[9, 2, 9]]}
            >>> pr.col("a").list.replace_all({1}, 9)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def replace_n(self, old: Any, new: Any, n: _Whole) -> Expr:
        """Replace the first `n` occurrences of one element by another.

        Args:
            old: The element to replace.
            new: The replacement.
            n: How many times.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `n` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 1, 1]]})
            >>> df.select(x=pr.col("a").list.replace_n(1, 9, 2)).to_dict()
            {'x': [[9, 2, 9, 1]]}
            >>> pr.col("a").list.replace_n(1, 9, "x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def resize(self, size: _Whole, fill: Any = None) -> Expr:
        """Resize the list to a length: truncate it or fill it up.

        Args:
            size: The new length.
            fill: The element to fill up with; null by default.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `size` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3], [4]]})
            >>> df.select(x=pr.col("a").list.resize(2, 0)).to_dict()
            {'x': [[1, 2], [4, 0]]}
            >>> pr.col("a").list.resize("x", 0)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def reverse(self) -> Expr:
        """Reverse the order of the elements.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3]]})
            >>> df.select(x=pr.col("a").list.reverse()).to_dict()
            {'x': [[3, 2, 1]]}
        """
    def scale(self, factor: Any) -> Expr:
        """Multiply each element by a number.

        Args:
            factor: A number or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `factor` is a value that no column can hold.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
            >>> df.select(x=pr.col("a").list.scale(2.0)).to_dict()
            {'x': [[2.0, 4.0]]}
            >>> pr.col("a").list.scale({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def slice(self, offset: int, length: int | None = None) -> Expr:
        """Take `length` elements from a place on.

        Args:
            offset: The first place, counted from 0; negative from the end.
            length: How many elements; all that follow where it is left out.

        Returns:
            An expression. `pr.col("a").list[1:3]` is the same with Python's slices.

        Raises:
            ValueError: If the length is negative.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3, 4]]})
            >>> df.select(x=pr.col("a").list.slice(1, 2), y=pr.col("a").list[-2:]).to_dict()
            {'x': [[2, 3]], 'y': [[3, 4]]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").list.slice(1))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: array_slice cannot be computed from a (int64), 2 (int64), -1 (int64)
        """
    def sort(self, descending: bool = False, nulls_last: bool = True) -> Expr:
        """Sort the elements.

        Args:
            descending: Whether the largest element is first.
            nulls_last: Whether nulls come after everything else.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `descending` is not a bool.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3, None, 1]]})
            >>> df.select(x=pr.col("a").list.sort()).to_dict()
            {'x': [[1, 3, None]]}
            >>> pr.col("a").list.sort("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: descending must be True or False, got 'x'
        """
    def std(self, ddof: int = 1) -> Expr:
        """Compute the standard deviation of the elements that are not null; null where there are too few.

        Args:
            ddof: What the number of elements is reduced by: 1 for a sample, 0 for a population.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `ddof` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 4, 7], [1]]})
            >>> df.select(x=pr.col("a").list.std()).to_dict()
            {'x': [3.0, None]}
            >>> pr.col("a").list.std("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: std: ddof must be an integer, got 'x'
        """
    def subtract(self, other: _List) -> Expr:
        """Subtract the elements of another list, place by place.

        Args:
            other: A list of the same length: a Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1.0, 2.0]]})
            >>> df.select(x=pr.col("a").list.subtract([0.5, 0.5])).to_dict()
            {'x': [[0.5, 1.5]]}
            >>> pr.col("a").list.subtract({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def sum(self) -> Expr:
        """Compute the sum of the elements: an int for ints, or an error where it does not fit 64 bits.


        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[3, None, 1], [2], []]})
            >>> df.select(x=pr.col("a").list.sum()).to_dict()
            {'x': [4, 2, None]}
        """
    def to_struct(self, fields: int | Sequence[str]) -> Expr:
        """Make a struct of the first elements of the list; null for those that it does not have.

        Args:
            fields: A name for each element, or how many there are, which are then called `field_0`, `field_1` ...

        Returns:
            An expression of structs.

        Raises:
            ValueError: If there is no field.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [[1, 2], [3], None]}).select(x=pr.col("a").list.to_struct(["lat", "lon"])).to_dict()
            {'x': [{'lat': 1, 'lon': 2}, {'lat': 3, 'lon': None}, None]}
            >>> pr.col("a").list.to_struct([])
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: to_struct: no field was given
            hint: give names, or how many fields there are: to_struct(["x", "y"]), to_struct(2)
        """
    def transform(self, function: Callable[[Expr], Any]) -> Expr:
        """Transform each element by a function.

        Args:
            function: What is computed from an element. It is called once, with an expression.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a function of one argument.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2, 3], []]})
            >>> df.select(x=pr.col("a").list.transform(lambda x: x * 2)).to_dict()
            {'x': [[2, 4, 6], []]}
            >>> pr.col("a").list.transform(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: transform: 7 is not a function
            hint: give a function of an element: lambda x: x * 2
        """
    def union(self, other: _List) -> Expr:
        """Keep each distinct element of both lists once.

        Args:
            other: A Python list, a column's name or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `other` is neither a list, a name nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]})
            >>> df.select(x=pr.col("a").list.union([2, 3])).to_dict()
            {'x': [[1, 2, 3]]}
            >>> pr.col("a").list.union({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def var(self, ddof: int = 1) -> Expr:
        """Compute the variance of the elements that are not null; null where there are too few.

        Args:
            ddof: What the number of elements is reduced by: 1 for a sample, 0 for a population.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not lists.
            TypeError: If `ddof` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 4, 7], [1]]})
            >>> df.select(x=pr.col("a").list.var()).to_dict()
            {'x': [9.0, None]}
            >>> pr.col("a").list.var("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: var: ddof must be an integer, got 'x'
        """

@final
class MapNamespace:
    """Functions of maps, as methods: `pr.col("a").map.keys()`.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
        >>> df.select(x=pr.col("m").map.keys()).to_dict()
        {'x': [['x', 'y']]}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def __getitem__(self, key: Any, /) -> Expr: ...
    def contains(self, key: Any) -> Expr:
        """Check whether the map has a key.

        Args:
            key: A constant or an expression.

        Returns:
            An expression.

        Raises:
            SchemaError: Where a frame uses it, if the values are not maps.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
            >>> df.select(x=pr.col("m").map.contains("y")).to_dict()
            {'x': [True]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").map.contains("x"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: map_keys cannot be computed from a (int64)
        """
    def entries(self) -> Expr:
        """Get the entries as a list of structs with `key` and `value`.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1]]}).select(m=pr.functions.map(["x"], "a"))
            >>> df.select(x=pr.col("m").map.entries()).to_dict()
            {'x': [[{'key': 'x', 'value': 1}]]}
        """
    def get(self, key: Any) -> Expr:
        """Get the value of a key; null where the map does not have it.

        Args:
            key: A constant or an expression; a str is the key itself, not a column's name.

        Returns:
            An expression. `pr.col("m").map["x"]` is the same.

        Raises:
            SchemaError: Where a frame uses it, if the values are not maps.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
            >>> df.select(x=pr.col("m").map.get("y"), none=pr.col("m").map["z"]).to_dict()
            {'x': [2], 'none': [None]}
            >>> pr.DataFrame({"a": [1]}).select(pr.col("a").map.get("x"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: map_extract cannot be computed from a (int64), "x" (string)
        """
    def keys(self) -> Expr:
        """Get the keys as a list.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
            >>> df.select(x=pr.col("m").map.keys()).to_dict()
            {'x': [['x', 'y']]}
        """
    def length(self) -> Expr:
        """Count the entries of the map.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
            >>> df.select(x=pr.col("m").map.length()).to_dict()
            {'x': [2]}
        """
    def values(self) -> Expr:
        """Get the values as a list.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [[1, 2]]}).select(m=pr.functions.map(["x", "y"], "a"))
            >>> df.select(x=pr.col("m").map.values()).to_dict()
            {'x': [[1, 2]]}
        """

@final
class StrNamespace:
    """Functions of strings, as methods: `pr.col("a").str.upper()`.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": ["x"]}).select(x=pr.col("a").str.upper()).to_dict()
        {'x': ['X']}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def __getitem__(self, key: int | _Slice, /) -> Expr: ...
    def ascii(self) -> Expr:
        """Get the code point of the first character; 0 for an empty string.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["A", "é", ""]})
            >>> df.select(x=pr.col("a").str.ascii()).to_dict()
            {'x': [65, 233, 0]}
        """
    def bit_length(self) -> Expr:
        """Count the bits of the string in UTF-8.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["é"]})
            >>> df.select(x=pr.col("a").str.bit_length()).to_dict()
            {'x': [16]}
        """
    def contains(self, text: _Text, literal: bool = True) -> Expr:
        """Check whether the string contains another, or a match of a regular expression.

        Args:
            text: The string to look for.
            literal: Whether it is taken as it is; otherwise it is a regular expression.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `text` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["50%", "50"]})
            >>> df.select(x=pr.col("a").str.contains("%")).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").str.contains(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def count_matches(self, pattern: _Text, start: int = 1, flags: _Text | None = None) -> Expr:
        """Count the matches of a regular expression.

        Args:
            pattern: A regular expression.
            start: The first character that is looked at, counted from 1.
            flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `pattern` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a1b22"]})
            >>> df.select(x=pr.col("a").str.count_matches("[0-9]")).to_dict()
            {'x': [3]}
            >>> pr.col("a").str.count_matches(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def decode(self, encoding: _Text) -> Expr:
        """Decode the bytes that the string spells out.

        Args:
            encoding: `"base64"`, `"base64pad"` (with `=` at the end) or `"hex"`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `encoding` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["6869"]})
            >>> df.select(x=pr.col("a").str.decode("hex")).to_dict()
            {'x': [b'hi']}
            >>> pr.col("a").str.decode(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def ends_with(self, text: _Text) -> Expr:
        """Check whether the string ends with another.

        Args:
            text: The string to look for.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `text` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["ab", "a"]})
            >>> df.select(x=pr.col("a").str.ends_with("b")).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").str.ends_with(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def extract(self, pattern: str, group: int = 1) -> Expr:
        """Extract what a group of a regular expression's first match has captured; null where nothing matches.

        Args:
            pattern: A regular expression.
            group: Which of its groups, counted from 1; 0 is the whole match.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If the pattern cannot be read.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["x=12", "x="]})
            >>> df.select(x=pr.col("a").str.extract("=([0-9]+)")).to_dict()
            {'x': ['12', None]}
            >>> pr.col("a").str.extract("(")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group
            hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()
        """
    def extract_all(self, pattern: str) -> Expr:
        """Extract every match of a regular expression, as a list of strings.

        Args:
            pattern: A regular expression.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If the pattern cannot be read.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a1b22"]})
            >>> df.select(x=pr.col("a").str.extract_all("[0-9]+")).to_dict()
            {'x': [['1', '22']]}
            >>> pr.col("a").str.extract_all("(")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group
            hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()
        """
    def extract_groups(self, pattern: str) -> Expr:
        """Extract what every group of a regular expression's first match has captured, as a struct: a field is named as its group is, `(?P<name>...)`, or numbered; all are null where nothing matches.

        Args:
            pattern: A regular expression with groups.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If the pattern cannot be read, or has no group.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["k=12", "k", None]})
            >>> df.select(x=pr.col("a").str.extract_groups("(?P<key>.)=(.+)")).to_dict()
            {'x': [{'key': 'k', '2': '12'}, {'key': None, '2': None}, None]}
            >>> pr.col("a").str.extract_groups("k")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: the pattern k has no group
            hint: put brackets around what is to be found: ...
        """
    def find(self, text: _Text, literal: bool = True) -> Expr:
        """Find the first place of another string, or of a match of a regular expression, counted from 0; null where there is none.

        Args:
            text: The string to look for.
            literal: Whether it is taken as it is; otherwise it is a regular expression.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `text` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["hello", "x"]})
            >>> df.select(x=pr.col("a").str.find("l")).to_dict()
            {'x': [2, None]}
            >>> pr.col("a").str.find(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def find_in_set(self, texts: _Text) -> Expr:
        """Find the string in a list of strings with commas between them, from 1; 0 where it is not there.

        Args:
            texts: Strings with commas between them.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `texts` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["b", "x"]})
            >>> df.select(x=pr.col("a").str.find_in_set("a,b,c")).to_dict()
            {'x': [2, 0]}
            >>> pr.col("a").str.find_in_set(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def initcap(self) -> Expr:
        """Capitalize the first letter of each word and lowercase the rest.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["hello wORLD"]})
            >>> df.select(x=pr.col("a").str.initcap()).to_dict()
            {'x': ['Hello World']}
        """

    title = initcap
    to_titlecase = initcap

    def json_decode(self, dtype: Any) -> Expr:
        """Parse the JSON in a string as values of a type. A field that the type lacks is left out, one that the JSON lacks is null.

        Args:
            dtype: The type of the values, as `cast` takes it: `"struct<a: int64, b: list<string>>"`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If there is no such type.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ['{"n": 1}', "{}", None]})
            >>> df.select(x=pr.col("a").str.json_decode("struct<n: int64>")).to_dict()
            {'x': [{'n': 1}, {'n': None}, None]}
            >>> pr.col("a").str.json_decode("object")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: there is no type "object"
            hint: ...
        """
    def json_path_match(self, path: str) -> Expr:
        """Find the first value at a path in the JSON of a string, as a string; null where there is none, it is null, or the string is not JSON.

        Args:
            path: A JSONPath (RFC 9535): `$.items[0].name`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If the path cannot be read.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ['{"a": [1, "x"]}', "{}"]})
            >>> df.select(x=pr.col("a").str.json_path_match("$.a[1]")).to_dict()
            {'x': ['x', None]}
            >>> pr.col("a").str.json_path_match("a[1]")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: the path a[1] cannot be read: ...
            hint: ...
        """
    def left(self, n: _Whole) -> Expr:
        """Take the first characters of the string.

        Args:
            n: How many characters; below 0, all but the last `-n`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `n` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["héllo"]})
            >>> df.select(x=pr.col("a").str.left(2)).to_dict()
            {'x': ['hé']}
            >>> pr.col("a").str.left("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def len_bytes(self) -> Expr:
        """Count the bytes of the string in UTF-8.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["é"]})
            >>> df.select(x=pr.col("a").str.len_bytes()).to_dict()
            {'x': [2]}
        """
    def len_chars(self) -> Expr:
        """Count the characters of the string; the same as `length`.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["héllo"]})
            >>> df.select(x=pr.col("a").str.len_chars()).to_dict()
            {'x': [5]}
        """
    def length(self) -> Expr:
        """Count the characters of the string.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["héllo", ""]})
            >>> df.select(x=pr.col("a").str.length()).to_dict()
            {'x': [5, 0]}
        """
    def levenshtein(self, other: _Text) -> Expr:
        """Compute the Levenshtein distance: how many characters have to be changed, inserted or deleted to make the other string.

        Args:
            other: The other string.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `other` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["kitten"]})
            >>> df.select(x=pr.col("a").str.levenshtein("sitting")).to_dict()
            {'x': [3]}
            >>> pr.col("a").str.levenshtein(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def lower(self) -> Expr:
        """Convert the string to lower case.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["Ab"]})
            >>> df.select(x=pr.col("a").str.lower()).to_dict()
            {'x': ['ab']}
        """

    to_lowercase = lower

    def lpad(self, length: _Whole, fill: _Text | None = None) -> Expr:
        """Pad the string on the left to a number of characters, or truncate it on the right.

        Args:
            length: How many characters the result has.
            fill: The string to pad with; a space by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `length` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["7", "1234"]})
            >>> df.select(x=pr.col("a").str.lpad(3, "0")).to_dict()
            {'x': ['007', '123']}
            >>> pr.col("a").str.lpad("x", "0")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def ltrim(self, characters: _Text | None = None) -> Expr:
        """Strip certain characters from the start of the string.

        Args:
            characters: The characters to strip; spaces by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `characters` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [" x "]})
            >>> df.select(x=pr.col("a").str.ltrim()).to_dict()
            {'x': ['x ']}
            >>> pr.col("a").str.ltrim(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def overlay(self, text: _Text, start: _Whole, length: _Whole | None = None) -> Expr:
        """Replace characters of the string, from a place on, by another string.

        Args:
            text: The string to insert.
            start: The first character that is replaced, counted from 1.
            length: How many characters are replaced; by default as many as are inserted.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `text` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["Txxxxas"]})
            >>> df.select(x=pr.col("a").str.overlay("hom", 2, 4)).to_dict()
            {'x': ['Thomas']}
            >>> pr.col("a").str.overlay(1, 2, 4)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """

    def pad_end(self, length: int, fill_char: str = " ") -> Expr:
        """Pad the string at its end to a number of characters; a longer one stays as it is, where `rpad` cuts it.

        Args:
            length: How many characters the result has at least.
            fill_char: The character to pad with.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If `fill_char` is not one character.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["7", "1234"]})
            >>> df.select(x=pr.col("a").str.pad_end(3, "0")).to_dict()
            {'x': ['700', '1234']}
            >>> pr.col("a").str.pad_end(3, "ab")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: pad_end: fill_char must be one character, got "ab"
        """
    def pad_start(self, length: int, fill_char: str = " ") -> Expr:
        """Pad the string at its start to a number of characters; a longer one stays as it is, where `lpad` cuts it.

        Args:
            length: How many characters the result has at least.
            fill_char: The character to pad with.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If `fill_char` is not one character.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["7", "1234"]})
            >>> df.select(x=pr.col("a").str.pad_start(3, "0")).to_dict()
            {'x': ['007', '1234']}
            >>> pr.col("a").str.pad_start(3, "ab")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: pad_start: fill_char must be one character, got "ab"
        """
    def regexp_instr(self, pattern: _Text, start: int = 1, n: int = 1, flags: str = "", group: int = 0) -> Expr:
        """Find where a regular expression matches, counted from 1; 0 where it does not.

        Args:
            pattern: A regular expression.
            start: The first character that is looked at, counted from 1.
            n: Which match, counted from 1.
            flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.
            group: Which of its groups, counted from 1; 0 is the whole match.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `pattern` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["abc12", "abc"]})
            >>> df.select(x=pr.col("a").str.regexp_instr("[0-9]")).to_dict()
            {'x': [4, 0]}
            >>> pr.col("a").str.regexp_instr(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def regexp_like(self, pattern: _Text, flags: _Text | None = None) -> Expr:
        """Check whether a regular expression matches anywhere in the string.

        Args:
            pattern: A regular expression.
            flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `pattern` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["Köln", "Bonn"]})
            >>> df.select(x=pr.col("a").str.regexp_like("^K.+n$")).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").str.regexp_like(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def regexp_match(self, pattern: _Text, flags: _Text | None = None) -> Expr:
        """Extract what the groups of a regular expression's first match have captured, as a list; without groups, the match itself. Null where nothing matches. A group that takes no part in the match is left out; `regexp_extract` asks for one.

        Args:
            pattern: A regular expression.
            flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `pattern` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["k=v", "kv"]})
            >>> df.select(x=pr.col("a").str.regexp_match("(.)=(.)")).to_dict()
            {'x': [['k', 'v'], None]}
            >>> pr.col("a").str.regexp_match(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def regexp_replace(self, pattern: _Text, replacement: _Text, flags: _Text | None = None) -> Expr:
        r"""Replace the first match of a regular expression, or every match by the flag `g`.

        Args:
            pattern: A regular expression.
            replacement: The replacement; `\\1` is what the first group has captured.
            flags: Letters that change how the pattern matches: `i`, `m`, `s`, `x`; `g` replaces every match, not the first alone.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `pattern` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a1b22"]})
            >>> df.select(x=pr.col("a").str.regexp_replace("[0-9]+", "#", "g")).to_dict()
            {'x': ['a#b#']}
            >>> pr.col("a").str.regexp_replace(1, "#", "g")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def regexp_split(self, pattern: str) -> Expr:
        """Split the string at the matches of a regular expression, into a list.

        Args:
            pattern: A regular expression.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If the pattern cannot be read.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a, b;c"]})
            >>> df.select(x=pr.col("a").str.regexp_split("[,;] *")).to_dict()
            {'x': [['a', 'b', 'c']]}
            >>> pr.col("a").str.regexp_split("(")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: the pattern ( cannot be read: unclosed group
            hint: to find a string as it is, use .str.contains(), .str.replace() or .str.split()
        """
    def repeat(self, n: _Whole) -> Expr:
        """Repeat the string `n` times.

        Args:
            n: How many times.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `n` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["ab"]})
            >>> df.select(x=pr.col("a").str.repeat(3)).to_dict()
            {'x': ['ababab']}
            >>> pr.col("a").str.repeat("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def replace(self, old: _Text, new: _Text) -> Expr:
        """Replace every occurrence of one string by another.

        Args:
            old: The string to replace.
            new: The replacement.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `old` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a-b-c"]})
            >>> df.select(x=pr.col("a").str.replace("-", "+")).to_dict()
            {'x': ['a+b+c']}
            >>> pr.col("a").str.replace(1, "+")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def reverse(self) -> Expr:
        """Reverse the characters of the string.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["abc"]})
            >>> df.select(x=pr.col("a").str.reverse()).to_dict()
            {'x': ['cba']}
        """
    def right(self, n: _Whole) -> Expr:
        """Take the last characters of the string.

        Args:
            n: How many characters; below 0, all but the first `-n`.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `n` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["héllo"]})
            >>> df.select(x=pr.col("a").str.right(2)).to_dict()
            {'x': ['lo']}
            >>> pr.col("a").str.right("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def rpad(self, length: _Whole, fill: _Text | None = None) -> Expr:
        """Pad the string on the right to a number of characters, or truncate it there.

        Args:
            length: How many characters the result has.
            fill: The string to pad with; a space by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `length` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["7"]})
            >>> df.select(x=pr.col("a").str.rpad(3, ".")).to_dict()
            {'x': ['7..']}
            >>> pr.col("a").str.rpad("x", ".")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def rtrim(self, characters: _Text | None = None) -> Expr:
        """Strip certain characters from the end of the string.

        Args:
            characters: The characters to strip; spaces by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `characters` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [" x "]})
            >>> df.select(x=pr.col("a").str.rtrim()).to_dict()
            {'x': [' x']}
            >>> pr.col("a").str.rtrim(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def slice(self, offset: int, length: int | None = None) -> Expr:
        """Take a part of the string, counted as Python does; `.str[1:3]` is written as Python's slices are.

        Args:
            offset: The first character, counted from 0; below 0, from the end.
            length: How many characters; without it, all that follow.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `offset` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["alphabet"]})
            >>> df.select(x=pr.col("a").str.slice(-3, 2)).to_dict()
            {'x': ['be']}
            >>> pr.col("a").str.slice("x", 2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: slice: offset must be an integer, got 'x'
        """
    def split(self, delimiter: str) -> Expr:
        """Split the string at a delimiter, into a list; `regexp_split` splits at a pattern.

        Args:
            delimiter: The delimiter, taken as it is.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `delimiter` is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a-b", ""]})
            >>> df.select(x=pr.col("a").str.split("-")).to_dict()
            {'x': [['a', 'b'], ['']]}
            >>> pr.col("a").str.split(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: split: delimiter must be a string, got 1
        """
    def split_part(self, delimiter: _Text, index: _Whole) -> Expr:
        """Split the string at a delimiter and get one of the parts; an empty string where there is no such part.

        Args:
            delimiter: The delimiter.
            index: Which part, counted from 1; below 0, from the end.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `delimiter` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a-b-c"]})
            >>> df.select(x=pr.col("a").str.split_part("-", 2)).to_dict()
            {'x': ['b']}
            >>> pr.col("a").str.split_part(1, 2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def starts_with(self, text: _Text) -> Expr:
        """Check whether the string starts with another.

        Args:
            text: The string to look for.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `text` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["ab", "b"]})
            >>> df.select(x=pr.col("a").str.starts_with("a")).to_dict()
            {'x': [True, False]}
            >>> pr.col("a").str.starts_with(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def string_to_array(self, delimiter: _Text, null_value: _Text | None = None) -> Expr:
        """Split the string at a delimiter, into a list; of an empty string it is empty, where `.str.split` gives `['']`, as Python does.

        Args:
            delimiter: The delimiter, taken as it is.
            null_value: A part that becomes null; without it, none does.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `delimiter` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["a-b", ""]})
            >>> df.select(x=pr.col("a").str.string_to_array("-")).to_dict()
            {'x': [['a', 'b'], []]}
            >>> pr.col("a").str.string_to_array(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """

    def strip_chars(self, characters: str | None = None) -> Expr:
        r"""Strip whitespace, or certain characters, from both ends of the string.

        Args:
            characters: The characters to strip; whitespace by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `characters` is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [" x\n", "xx"]})
            >>> df.select(x=pr.col("a").str.strip_chars()).to_dict()
            {'x': ['x', 'xx']}
            >>> pr.col("a").str.strip_chars(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: strip_chars: characters must be a string, got 1
        """

    strip = strip_chars

    def strip_chars_end(self, characters: str | None = None) -> Expr:
        """Strip whitespace, or certain characters, from the end of the string.

        Args:
            characters: The characters to strip; whitespace by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `characters` is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [" x ", "xyx"]})
            >>> df.select(x=pr.col("a").str.strip_chars_end()).to_dict()
            {'x': [' x', 'xyx']}
            >>> pr.col("a").str.strip_chars_end(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: strip_chars_end: characters must be a string, got 1
        """

    rstrip = strip_chars_end

    def strip_chars_start(self, characters: str | None = None) -> Expr:
        """Strip whitespace, or certain characters, from the start of the string.

        Args:
            characters: The characters to strip; whitespace by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `characters` is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [" x ", "xyx"]})
            >>> df.select(x=pr.col("a").str.strip_chars_start()).to_dict()
            {'x': ['x ', 'xyx']}
            >>> pr.col("a").str.strip_chars_start(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: strip_chars_start: characters must be a string, got 1
        """

    lstrip = strip_chars_start

    def strip_prefix(self, prefix: str) -> Expr:
        """Remove a prefix from the string, if it starts with it.

        Args:
            prefix: What is removed, once.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `prefix` is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["ab", "b"]})
            >>> df.select(x=pr.col("a").str.strip_prefix("a")).to_dict()
            {'x': ['b', 'b']}
            >>> pr.col("a").str.strip_prefix(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: strip_prefix: prefix must be a string, got 1
        """
    def strip_suffix(self, suffix: str) -> Expr:
        """Remove a suffix from the string, if it ends with it.

        Args:
            suffix: What is removed, once.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `suffix` is not a string.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["ab", "a"]})
            >>> df.select(x=pr.col("a").str.strip_suffix("b")).to_dict()
            {'x': ['a', 'a']}
            >>> pr.col("a").str.strip_suffix(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: strip_suffix: suffix must be a string, got 1
        """
    def strpos(self, text: _Text) -> Expr:
        """Find another string in the string, counted from 1; 0 where it is not there.

        Args:
            text: The string to look for.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `text` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["hello", "x"]})
            >>> df.select(x=pr.col("a").str.strpos("l")).to_dict()
            {'x': [3, 0]}
            >>> pr.col("a").str.strpos(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def strptime(self, dtype: Any, format: _Formats | None = None) -> Expr:
        """Parse a string as a date, a time of day or a timestamp.

        Args:
            dtype: The type of the result: a date, a time or a timestamp, as `cast` takes it.
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            TypeError: If it is the type of something else.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["29.02.2024"]})
            >>> df.select(x=pr.col("a").str.strptime("date", "%d.%m.%Y")).to_dict()
            {'x': [datetime.date(2024, 2, 29)]}
            >>> pr.col("a").str.strptime("int64")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: int64 is not a type of dates or times
            hint: give "date", "time", "timestamp[us]" or the like
        """
    def substr(self, start: _Whole, length: _Whole | None = None) -> Expr:
        """Take a part of the string; `slice` counts as Python does.

        Args:
            start: The first character, counted from 1.
            length: How many characters; without it, all that follow.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `start` is neither an int nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["alphabet"]})
            >>> df.select(x=pr.col("a").str.substr(3, 2)).to_dict()
            {'x': ['ph']}
            >>> pr.col("a").str.substr("x", 2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 'x' is not a whole number
            hint: give an int, or pr.col(...) for a column of ints
        """
    def substr_index(self, delimiter: _Text, count: _Whole) -> Expr:
        """Take the string before the `count`-th delimiter.

        Args:
            delimiter: The delimiter.
            count: How many delimiters are counted; below 0 they are counted from the end, and what follows is taken.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `delimiter` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["www.example.org"]})
            >>> df.select(x=pr.col("a").str.substr_index(".", 2)).to_dict()
            {'x': ['www.example']}
            >>> pr.col("a").str.substr_index(1, 2)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def to_date(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a date.

        Args:
            format: The format, or a list of formats that are tried in turn; `YYYY-MM-DD` by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["29.02.2024"]})
            >>> df.select(x=pr.col("a").str.to_date("%d.%m.%Y")).to_dict()
            {'x': [datetime.date(2024, 2, 29)]}
            >>> pr.col("a").str.to_date("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_datetime(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a timestamp in microseconds; an offset in it is converted to UTC. With a format the years 1677 to 2262 can be read.

        Args:
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["29.02.2024 13:05"]})
            >>> df.select(x=pr.col("a").str.to_datetime("%d.%m.%Y %H:%M")).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").str.to_datetime("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_integer(self, base: int = 10, strict: bool = True) -> Expr:
        """Parse the string as an integer of some base.

        Args:
            base: From 2 to 36: 16 reads hexadecimal digits.
            strict: Whether what is no integer is an error when the query runs; if not, it becomes null.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            ValueError: If the base is not from 2 to 36.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["ff", "-10", None]})
            >>> df.select(x=pr.col("a").str.to_integer(16)).to_dict()
            {'x': [255, -16, None]}
            >>> pr.col("a").str.to_integer(37)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: base must be from 2 to 36, got 37
        """
    def to_time(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a time of day.

        Args:
            format: The format, or a list of formats that are tried in turn; `HH:MM:SS` by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["13:05"]})
            >>> df.select(x=pr.col("a").str.to_time("%H:%M")).to_dict()
            {'x': [datetime.time(13, 5)]}
            >>> pr.col("a").str.to_time("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_timestamp(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a timestamp in nanoseconds (years 1677 to 2262); a number is taken as seconds from 1970.

        Args:
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
            >>> df.select(x=pr.col("a").str.to_timestamp()).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").str.to_timestamp("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_timestamp_micros(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a timestamp in microseconds; a number is taken as microseconds from 1970.

        Args:
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["29.02.2024 13:05"]})
            >>> df.select(x=pr.col("a").str.to_timestamp_micros("%d.%m.%Y %H:%M")).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").str.to_timestamp_micros("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_timestamp_millis(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a timestamp in milliseconds; a number is taken as milliseconds from 1970.

        Args:
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
            >>> df.select(x=pr.col("a").str.to_timestamp_millis()).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").str.to_timestamp_millis("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_timestamp_nanos(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a timestamp in nanoseconds (years 1677 to 2262); a number is taken as nanoseconds from 1970.

        Args:
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
            >>> df.select(x=pr.col("a").str.to_timestamp_nanos()).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").str.to_timestamp_nanos("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def to_timestamp_seconds(self, format: _Formats | None = None) -> Expr:
        """Parse a string as a timestamp in seconds; a number is taken as seconds from 1970.

        Args:
            format: The format, or a list of formats that are tried in turn; ISO 8601 by default.

        Returns:
            An expression.

        Raises:
            PyRustError: When the query runs, if a string cannot be parsed.
            ValueError: If `format` is not a valid format of dates and times.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["2024-02-29T13:05:00"]})
            >>> df.select(x=pr.col("a").str.to_timestamp_seconds()).to_dict()
            {'x': [datetime.datetime(2024, 2, 29, 13, 5)]}
            >>> pr.col("a").str.to_timestamp_seconds("%Q")
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: ...: '%Q' is not a valid format of dates and times
            hint: formats are written as in Python's strftime: "%d.%m.%Y %H:%M"
        """
    def translate(self, old: _Text, new: _Text) -> Expr:
        """Replace single characters of the string by others.

        Args:
            old: The characters that are replaced.
            new: What each becomes, in the same order; a character without one is removed.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `old` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["twice"]})
            >>> df.select(x=pr.col("a").str.translate("wic", "her")).to_dict()
            {'x': ['there']}
            >>> pr.col("a").str.translate(1, "her")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def trim(self, characters: _Text | None = None) -> Expr:
        """Strip certain characters from both ends of the string.

        Args:
            characters: The characters to strip; spaces by default.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `characters` is neither a string nor an expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["  x ", "xx"]})
            >>> df.select(x=pr.col("a").str.trim()).to_dict()
            {'x': ['x', 'xx']}
            >>> pr.col("a").str.trim(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: ...: 1 is not a string
            hint: give a str, or pr.col(...) for a column of strings
        """
    def upper(self) -> Expr:
        """Convert the string to upper case.


        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["Ab"]})
            >>> df.select(x=pr.col("a").str.upper()).to_dict()
            {'x': ['AB']}
        """

    to_uppercase = upper

    def zfill(self, length: int) -> Expr:
        """Pad the string with zeros at its start, behind a sign, to a number of characters.

        Args:
            length: How many characters the result has at least.

        Returns:
            An expression.

        Raises:
            TypeError: Where a frame uses it, if the values are not strings.
            TypeError: If `length` is not an int.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": ["7", "-7", "1234"]})
            >>> df.select(x=pr.col("a").str.zfill(3)).to_dict()
            {'x': ['007', '-07', '1234']}
            >>> pr.col("a").str.zfill("x")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: zfill: length must be an integer, got 'x'
        """

@final
class StructNamespace:
    """Functions of structs, as methods: `pr.col("a").struct.field("x")`.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [{"x": 1}]}).select(x=pr.col("a").struct.field("x")).to_dict()
        {'x': [1]}
    """
    def __contains__(self, item: Never, /) -> Never: ...
    def __iter__(self) -> Never: ...
    def __getitem__(self, name: _Str, /) -> Expr: ...
    def field(self, *names: str) -> Expr:
        """Get a field of the struct, or of a struct inside of it.

        Args:
            names: The field's name; more names lead further inside.

        Returns:
            An expression, called as the field is. `pr.col("a").struct["x"]` is the same.

        Raises:
            SchemaError: Where a frame uses it, if there is no such field.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [{"x": 1, "y": {"z": 2}}]})
            >>> df.select(x=pr.col("a").struct.field("x"), z=pr.col("a").struct.field("y", "z")).to_dict()
            {'x': [1], 'z': [2]}
            >>> df.select(pr.col("a").struct.field("w"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: a has no field "w"
            hint: its fields are x, y
        """
    def json_encode(self) -> Expr:
        """Write the struct as a JSON object, with its nulls.

        Returns:
            An expression of strings; null stays null.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [{"x": 1, "y": None}]}).select(x=pr.col("a").struct.json_encode()).to_dict()
            {'x': ['{"x":1,"y":null}']}
        """
    def rename_fields(self, names: Sequence[_Str]) -> Expr:
        """Give the fields of the struct other names.

        Args:
            names: A name for each field, in their order.

        Returns:
            An expression, called as the struct is.

        Raises:
            TypeError: If the names are not strings.
            ValueError: Where a frame uses it, if there are not as many names as fields.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [{"x": 1, "y": 2}, None]})
            >>> df.select(pr.col("a").struct.rename_fields(["lat", "lon"])).to_dict()
            {'a': [{'lat': 1, 'lon': 2}, None]}
            >>> df.select(pr.col("a").struct.rename_fields(["lat"]))
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: select: rename_fields has 1 names for the 2 fields of a
            hint: its fields are x, y
        """
    def with_fields(self, *exprs: _Columns, **named: Any) -> Expr:
        """Add fields to the struct, or replace those of the same name.

        Args:
            exprs: Column names or expressions; the field is called as the expression is.
            named: Expressions or constants with the field's name as keyword.

        Returns:
            An expression, called as the struct is.

        Raises:
            TypeError: If no field is given, or one is neither a name nor an expression.
            SchemaError: Where a frame uses it, if the values are not structs.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [{"x": 1}, None], "b": [2, 3]})
            >>> df.select(pr.col("a").struct.with_fields("b", x=pr.col("a").struct["x"] * 10)).to_dict()
            {'a': [{'x': 10, 'b': 2}, None]}
            >>> df.select(pr.col("b").struct.with_fields("a"))
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: select: with_fields needs a struct, got b (int64)
        """

@final
class NameNamespace:
    """How an expression's column is called, as methods: `pr.col("a").sum().name.suffix("_sum")`. The name is made of that
    of the expression's first column, so it works for selectors as well.
    """
    def keep(self) -> Expr:
        """Keep the name of the column that the expression begins with.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1], "b": [2]})
            >>> df.with_columns((pr.selectors.all() * 10).name.keep()).to_dict()
            {'a': [10], 'b': [20]}
        """
    def prefix(self, prefix: str) -> Expr:
        """Put a prefix before the column's name.

        Args:
            prefix: The prefix.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a string.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2]}).select(pr.col("a").max().name.prefix("max_")).to_dict()
            {'max_a': [2]}
            >>> pr.col("a").name.prefix(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: prefix: prefix must be a string, got 1
        """
    def suffix(self, suffix: str) -> Expr:
        """Put a suffix after the column's name.

        Args:
            suffix: The suffix.

        Returns:
            An expression.

        Raises:
            TypeError: If it is not a string.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1, 2]}).select(pr.col("a").sum().name.suffix("_sum")).to_dict()
            {'a_sum': [3]}
            >>> pr.col("a").name.suffix(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: suffix: suffix must be a string, got 1
        """
    def to_lowercase(self) -> Expr:
        """Convert the column's name to lower case.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"A": [1]}).select(pr.selectors.all().name.to_lowercase()).columns
            ['a']
        """
    def to_uppercase(self) -> Expr:
        """Convert the column's name to upper case.

        Returns:
            An expression.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"a": [1]}).select(pr.selectors.all().name.to_uppercase()).columns
            ['A']
        """

@final
class Selector(Expr):
    """Columns that are chosen by name, type or place; made by the functions of `pr.selectors`.

    A verb takes it wherever it takes columns: it stands for each of them, in the frame's order. Selectors are
    combined as sets with `|`, `&`, `-`, `^` and `~`. Everything else makes an expression of it, which is then
    computed for every column.

    Raises:
        ColumnNotFoundError: Where a frame uses it, if a column is chosen by name that is not there.
        ValueError: Where a frame uses it, if two different selectors stand in one expression.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1], "b": [2], "s": ["x"]})
        >>> df.select(pr.selectors.numeric() - pr.selectors.by_name("a")).columns
        ['b']
        >>> df.select((pr.selectors.numeric() * 10).name.keep()).to_dict()
        {'a': [10], 'b': [20]}
    """
    @overload
    def __and__(self, other: Selector, /) -> Selector: ...
    @overload
    def __and__(self, other: Any, /) -> Expr: ...
    @overload
    def __or__(self, other: Selector, /) -> Selector: ...
    @overload
    def __or__(self, other: Any, /) -> Expr: ...
    @overload
    def __xor__(self, other: Selector, /) -> Selector: ...
    @overload
    def __xor__(self, other: Any, /) -> Expr: ...
    @overload
    def __sub__(self, other: Selector, /) -> Selector: ...
    @overload
    def __sub__(self, other: Any, /) -> Expr: ...
    def __invert__(self) -> Selector: ...
    def __hash__(self) -> int: ...  # type: ignore[override]
    def exclude(self, *columns: Any) -> Selector:
        """Exclude columns from the chosen ones.

        Args:
            columns: Names, types, selectors, or lists of them. A name that is not there is not an error.

        Returns:
            A selector.

        Raises:
            TypeError: If one is neither a name, a type nor a selector.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1], "b": [2], "s": ["x"]})
            >>> df.select(pr.selectors.numeric().exclude("a")).columns
            ['b']
            >>> pr.selectors.numeric().exclude(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: exclude: 1 is neither a column's name, a type nor a selector
        """

@final
class Then(Expr):
    """A choice between values, null where no condition is true: an expression that may be given more branches.

    Example:
        >>> import pyrust as pr
        >>> from pyrust.functions import when
        >>> pr.DataFrame({"a": [3, -1]}).select(when(pr.col("a") > 0).then("plus").alias("sign")).to_dict()
        {'sign': ['plus', None]}
    """
    def when(self, condition: Any) -> When:
        """Add a condition, which is checked where the ones before are not true.

        Args:
            condition: A boolean expression.

        Returns:
            A `When`; `then` gives the condition its value.

        Raises:
            TypeError: If the condition cannot be held by a column.

        Example:
            >>> import pyrust as pr
            >>> from pyrust.functions import when
            >>> size = when(pr.col("a") > 5).then("big").when(pr.col("a") > 2).then("some").otherwise("few")
            >>> pr.DataFrame({"a": [1, 4, 9]}).select(x=size).rows()
            [('few',), ('some',), ('big',)]
            >>> when(pr.col("a") > 5).then("big").when({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: when: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """
    def otherwise(self, value: Any = None) -> Expr:
        """Give the value where no condition is true.

        Args:
            value: An expression, or a constant; null where left out.

        Returns:
            The expression.

        Raises:
            TypeError: If the value cannot be held by a column.

        Example:
            >>> import pyrust as pr
            >>> from pyrust.functions import when
            >>> pr.DataFrame({"a": [1, 5]}).select(x=when(pr.col("a") > 2).then("more").otherwise("less")).rows()
            [('less',), ('more',)]
            >>> when(pr.col("a") > 2).then("more").otherwise({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: when: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """

@final
class When:
    """A condition on the way to an expression, after the branches before it: `then` gives it its value.

    Example:
        >>> import pyrust as pr
        >>> from pyrust.functions import when
        >>> sign = when(pr.col("a") > 0).then("plus").when(pr.col("a") < 0).then("minus").otherwise("zero")
        >>> pr.DataFrame({"a": [3, -1, 0]}).select(sign=sign).to_dict()
        {'sign': ['plus', 'minus', 'zero']}
    """
    def then(self, value: Any) -> Then:
        """Give the condition before its value; a plain Python value is a constant, also a str.

        Args:
            value: An expression, or a constant; a str is a constant, not a column.

        Returns:
            An expression, null where no condition is true; `when` adds a branch to it, `otherwise` the value for the rest.

        Raises:
            TypeError: If the value cannot be held by a column.

        Example:
            >>> import pyrust as pr
            >>> from pyrust.functions import when
            >>> pr.DataFrame({"a": [1, 5]}).select(x=when(pr.col("a") > 2).then("more")).rows()
            [(None,), ('more',)]
            >>> when(pr.col("a") > 2).then({1})
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: when: a set cannot become a value of a table
            hint: convert it to str, int, float, list or dict first
        """

@final
class GroupBy:
    """A frame with the keys of its groups; `agg` makes one row of each group.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"k": ["x", "y", "x"], "v": [1, 2, 3]})
        >>> df.group_by("k").agg(total=pr.col("v").sum()).sort("k").to_list()
        [{'k': 'x', 'total': 4}, {'k': 'y', 'total': 2}]
    """
    def agg(self, *aggregates: _Columns, **named: Any) -> DataFrame:
        """Make one row of each group: the keys, then these aggregates. The order of the groups is not defined: sort it.

        Args:
            aggregates: Expressions that aggregate, such as `pr.col("a").sum()`; also constants, and what is made of keys.
            named: The same with the new column's name as keyword.

        Returns:
            A lazy frame.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If an expression does not aggregate.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": [1, 1, 2], "v": [1.0, 3.0, 5.0]})
            >>> df.group_by("k").agg(pr.functions.mean("v"), share=pr.col("v").sum() / 9).sort("k").to_dict()
            {'k': [1, 2], 'mean(v)': [2.0, 5.0], 'share': [0.4444444444444444, 0.5555555555555556]}
            >>> df.group_by("k").agg("v")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: agg: v does not make one value of a group
            hint: wrap it: .sum(), .mean(), .min(), .first() ...
        """
    def having(self, *predicates: _Columns) -> GroupBy:
        """Keep only the groups for which all predicates are true. Lazy; the next call aggregates them.

        Args:
            predicates: Boolean expressions of aggregates and keys, such as `pr.col("a").sum() > 10`. A null counts as not
                true.

        Returns:
            A `GroupBy` with the same keys.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If an expression is not boolean.
            TypeError: If there is no predicate.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "y", "x"], "v": [1, 2, 3]})
            >>> df.group_by("k").having(pr.col("v").sum() > 2).agg(n=pr.functions.count()).to_dict()
            {'k': ['x'], 'n': [2]}
            >>> df.group_by("k").having(pr.col("v").sum())
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: having: sum(v) is int64, not a boolean
        """
    def count(self) -> DataFrame:
        """Count the rows of each group, as a column `count`. Lazy.

        Returns:
            A lazy frame: the keys, then the number.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"k": ["x", "y", "x"]}).group_by("k").count().sort("k").to_dict()
            {'k': ['x', 'y'], 'count': [2, 1]}
        """
    def len(self, name: str = "len") -> DataFrame:
        """Count the rows of each group, as a column of this name. Lazy.

        Args:
            name: The column's name.

        Returns:
            A lazy frame: the keys, then the number.

        Raises:
            SchemaError: If a key has this name.

        Example:
            >>> import pyrust as pr
            >>> pr.DataFrame({"k": ["x", "y", "x"]}).group_by("k").len("n").sort("k").to_dict()
            {'k': ['x', 'y'], 'n': [2, 1]}
            >>> pr.DataFrame({"k": ["x"]}).group_by("k").len("k")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: agg: two columns would be called "k"
            hint: give one another name with .alias(...)
        """
    def sum(self) -> DataFrame:
        """Compute the sums of all other columns of numbers. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").sum().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [3, 4]}
        """
    def mean(self) -> DataFrame:
        """Compute the means of all other columns of numbers. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").mean().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [1.5, 4.0]}
        """
    def median(self) -> DataFrame:
        """Compute the medians of all other columns of numbers. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").median().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [1.5, 4.0]}
        """
    def min(self) -> DataFrame:
        """Compute the smallest values of all other columns but nested ones. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").min().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [1, 4]}
        """
    def max(self) -> DataFrame:
        """Compute the largest values of all other columns but nested ones. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").max().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [2, 4]}
        """
    def first(self) -> DataFrame:
        """Get the values of each group's first row, nulls included. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").first().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [1, 4]}
        """
    def last(self) -> DataFrame:
        """Get the values of each group's last row, nulls included. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").last().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [2, 4]}
        """
    def n_unique(self) -> DataFrame:
        """Count the distinct values of all other columns; null is not counted. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").n_unique().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [2, 1]}
        """
    def std(self) -> DataFrame:
        """Compute the sample standard deviations (divided by n - 1) of all other columns of numbers; null for fewer than two
        values. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "x", "y"], "a": [1.0, 4.0, 7.0, 4.0]})
            >>> df.group_by("k").std().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [3.0, None]}
        """
    def var(self) -> DataFrame:
        """Compute the sample variances (divided by n - 1) of all other columns of numbers; null for fewer than two values. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1.0, 3.0, 4.0]})
            >>> df.group_by("k").var().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [2.0, None]}
        """
    def quantile(
        self, q: float, *, interpolation: Literal["linear", "lower", "higher", "nearest", "midpoint"] = "linear"
    ) -> DataFrame:
        """Compute a quantile of all other columns of numbers: the value below which a share of the values lies. Lazy.

        Args:
            q: The share of the values that are smaller, from 0 to 1.
            interpolation: How to interpolate between two values: `"linear"`, `"lower"`, `"higher"`, `"nearest"`,
                `"midpoint"`.

        Returns:
            A lazy frame: the keys, then those columns.

        Raises:
            ValueError: If `q` is not from 0 to 1, or there is no such interpolation.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, 2, 4]})
            >>> df.group_by("k").quantile(0.25).sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [1.25, 4.0]}
            >>> df.group_by("k").quantile(25)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: quantile: 25 is not between 0 and 1
            hint: a percentile is a share: 0.9 for 90 %
        """
    def all(self) -> DataFrame:
        """Gather the values of all other columns into lists, in the order of the frame if it has one, nulls included. Lazy.

        Returns:
            A lazy frame: the keys, then those columns.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [1, None, 4]})
            >>> df.group_by("k").all().sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [[1, None], [4]]}
        """
    def head(self, n: int = 5) -> DataFrame:
        """Take the first rows of each group, in the order of the frame. Lazy.

        Args:
            n: How many rows of each group.

        Returns:
            A lazy frame: the keys, then the other columns.

        Raises:
            ValueError: If n is negative.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3], "k": ["x", "x", "y"]})
            >>> df.group_by("k").head(1).to_dict()
            {'k': ['x', 'y'], 'a': [1, 3]}
            >>> df.group_by("k").head(-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: head: n must be 0 or more, got -1
            hint: it is a number of rows of each group
        """
    def tail(self, n: int = 5) -> DataFrame:
        """Take the last rows of each group, in the order of the frame. Lazy.

        Args:
            n: How many rows of each group.

        Returns:
            A lazy frame: the keys, then the other columns.

        Raises:
            ValueError: If n is negative.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"a": [1, 2, 3], "k": ["x", "x", "y"]})
            >>> df.group_by("k").tail(1).to_dict()
            {'k': ['x', 'y'], 'a': [2, 3]}
            >>> df.group_by("k").tail(-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: tail: n must be 0 or more, got -1
            hint: it is a number of rows of each group
        """
    def map_groups(self, function: Callable[[Any], IntoFrame], schema: Schema | None = None) -> DataFrame:
        """Make a frame by calling a Python function with the rows of each group. Lazy; the order of the groups is not defined.

        The function is called for one group at a time. It gets a frame in memory with all columns, or the table of a
        library if its argument is annotated with one (`pa.Table`, `pl.DataFrame`, `pd.DataFrame`), and gives any table, of
        any number of rows. All groups are held in memory while the query runs.

        Args:
            function: A function of the rows of one group.
            schema: The columns of its result: a dict of names and types, a frame, or an Arrow schema. Where none is
                given, the function is called once, now, with a group of no rows.

        Returns:
            A lazy frame: what the function gives for each group, one after the other.

        Raises:
            TypeError: If it is not callable, or the schema is not one.
            PyRustError: What the function raises for a group of no rows, as the cause. When the query runs, also
                `SchemaError` if a result has other columns than the schema.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"k": ["x", "x", "y"], "a": [3, 1, 2]})
            >>> df.group_by("k").map_groups(lambda group: group.sort("a").head(1)).sort("k").to_dict()
            {'k': ['x', 'y'], 'a': [1, 2]}
            >>> df.group_by("k").map_groups(7)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: map_groups: int is not callable
            hint: give a function of the rows of one group
        """
    def __iter__(self) -> Iterator[tuple[tuple[Any, ...], DataFrame]]: ...

@final
class DynamicGroupBy:
    """A frame with windows of time that begin at regular intervals; `agg` makes one row of each that has rows.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
        >>> df.group_by_dynamic("t", every="3i").agg(total=pr.col("v").sum()).to_list()
        [{'t': 0, 'total': 30}, {'t': 3, 'total': 30}]
    """
    def agg(self, *aggregates: _Columns, **named: Any) -> DataFrame:
        """Make one row of each window: the keys, the window, then these aggregates; sorted by keys and windows. Lazy.

        Args:
            aggregates: Expressions that aggregate, such as `pr.col("a").sum()`.
            named: The same with the new column's name as keyword.

        Returns:
            A lazy frame; a window without rows is not in it.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If an expression does not aggregate.
            TypeError: If the windows do not fit the index.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
            >>> df.group_by_dynamic("t", every="3i").agg(pr.col("v").max()).to_dict()
            {'t': [0, 3], 'max(v)': [20, 30]}
            >>> df.group_by_dynamic("t", every="3i").agg("v")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: agg: v does not make one value of a group
            hint: wrap it: .sum(), .mean(), .min(), .first() ...
        """

@final
class RollingGroupBy:
    """A frame with a window of time for each of its rows; `agg` makes one row of each.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
        >>> df.rolling("t", period="3i").agg(total=pr.col("v").sum()).to_list()
        [{'t': 1, 'total': 10}, {'t': 2, 'total': 30}, {'t': 5, 'total': 30}]
    """
    def agg(self, *aggregates: _Columns, **named: Any) -> DataFrame:
        """Make one row of each row's window: the keys, the index, then these aggregates; sorted by keys and index. Lazy.

        Args:
            aggregates: Expressions that aggregate, such as `pr.col("a").sum()`.
            named: The same with the new column's name as keyword.

        Returns:
            A lazy frame with as many rows as the frame has with an index.

        Raises:
            ColumnNotFoundError: If a column does not exist.
            SchemaError: If an expression does not aggregate.
            TypeError: If the windows do not fit the index.

        Example:
            >>> import pyrust as pr
            >>> df = pr.DataFrame({"t": [1, 2, 5], "v": [10, 20, 30]})
            >>> df.rolling("t", period="2i").agg(pr.col("v").mean()).to_dict()
            {'t': [1, 2, 5], 'mean(v)': [10.0, 15.0, 30.0]}
            >>> df.rolling("t", period="2i").agg("v")
            Traceback (most recent call last):
                ...
            pyrust.SchemaError: agg: v does not make one value of a window
            hint: wrap it: .sum(), .mean(), .min(), .first() ...
        """

@final
class BatchIterator:
    """The rows of a frame in batches, each a frame in memory; made by `DataFrame.iter_batches`.

    In a loop of asyncio, as a notebook has it, `async for` lets others go on while a batch is waited for.

    Example:
        >>> import pyrust as pr
        >>> [batch.count() for batch in pr.DataFrame({"a": [1, 2, 3]}).iter_batches(batch_rows=2)]
        [2, 1]
        >>> import asyncio
        >>> async def counts():
        ...     return [batch.count() async for batch in pr.range(5).iter_batches(batch_rows=3)]
        >>> asyncio.run(counts())
        [3, 2]
    """
    def __iter__(self) -> Self: ...
    def __next__(self) -> DataFrame: ...
    def __aiter__(self) -> Self: ...
    def __anext__(self) -> Future[DataFrame]: ...
    def close(self) -> None:
        """End the run; there are no more batches.

        Example:
            >>> import pyrust as pr
            >>> batches = pr.range(1_000_000_000).iter_batches(batch_rows=2)
            >>> next(batches).rows()
            [(0,), (1,)]
            >>> batches.close()
            >>> list(batches)
            []
        """

@final
class RowIterator(Generic[_Row]):
    """The rows of a frame, one by one; made by `DataFrame.iter_rows`.

    It holds a few rows as Python values and one batch. Its run ends with it, or with `close()`.

    Example:
        >>> import pyrust as pr
        >>> rows = pr.range(1_000_000_000).iter_rows()
        >>> next(rows), next(rows)
        ((0,), (1,))
        >>> rows.close()
    """
    def __class_getitem__(cls, row: Any) -> GenericAlias: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> _Row: ...
    def close(self) -> None:
        """End the run and forget the rows; there are no more.

        Example:
            >>> import pyrust as pr
            >>> rows = pr.range(1_000_000_000).iter_rows()
            >>> next(rows)
            (0,)
            >>> rows.close()
            >>> list(rows)
            []
        """

@final
class Progress:
    """What a run did at one moment, and how far it was.

    Attributes:
        phase: What it does, in words: `reading`, `sorting`, `building the join` ...
        phase_rows: How many rows have come into the operator of the phase; None if it is none that waits for all of them.
        fraction: The share of its sources that has been read, from 0 to 1; None if one of them does not know its size.
            What is skipped makes it jump forward, and it never goes back.
        rows: How many rows it has returned.
        bytes_read: How many bytes it has read from files.
        reserved: How many bytes of memory its operators have reserved.
        spilled: How many bytes it has written to temporary files.
        seconds: How long it has run.
        seconds_left: How long it will go on; None where that cannot be known.

    Example:
        >>> import pyrust as pr
        >>> task = pr.range(3).submit()
        >>> task.run.wait(), task.run.progress
        (True, <Progress done, 3 rows>)
    """
    @property
    def phase(self) -> str:
        """What it does, in words."""
    @property
    def phase_rows(self) -> int | None:
        """How many rows have come into the operator of the phase."""
    @property
    def fraction(self) -> float | None:
        """The share of its sources that has been read, from 0 to 1."""
    @property
    def rows(self) -> int:
        """How many rows it has returned."""
    @property
    def bytes_read(self) -> int:
        """How many bytes it has read from files."""
    @property
    def reserved(self) -> int:
        """How many bytes of memory its operators have reserved."""
    @property
    def spilled(self) -> int:
        """How many bytes it has written to temporary files."""
    @property
    def seconds(self) -> float:
        """How long it has run, in seconds."""
    @property
    def seconds_left(self) -> float | None:
        """How long it will go on, in seconds."""
    def to_dict(self) -> dict[str, Any]:
        """Return the figures by name.

        Returns:
            A dict of the attributes.

        Example:
            >>> import pyrust as pr
            >>> task = pr.range(3).submit()
            >>> task.run.wait(), task.run.progress.to_dict()["rows"]
            (True, 3)
        """

@final
class Operator:
    """What one operator of a plan has done.

    Attributes:
        name: Its name, as DataFusion calls it.
        detail: What it was asked for; cut where it is long.
        rows: How many rows it has returned; None if it does not count them.
        expected: How many the planner expected; None if it could not know.
        seconds: How long it has computed, summed over threads.
        memory: The most bytes it has had, as far as it counts them.
        spilled: How many bytes it has written to temporary files.
        figures: All of its figures by name, as text.
        inputs: The operators whose rows it has read.

    Example:
        >>> import pyrust as pr
        >>> _ = pr.range(10).sort("value", descending=True).collect()
        >>> sort = pr.runs()[-1].report.root
        >>> sort.name, sort.rows, [source.name for source in sort.inputs]
        ('Sort', 10, ['DataSource'])
    """
    @property
    def name(self) -> str:
        """Its name, as DataFusion calls it."""
    @property
    def detail(self) -> str:
        """What it was asked for; cut where it is long."""
    @property
    def rows(self) -> int | None:
        """How many rows it has returned; None if it does not count them."""
    @property
    def expected(self) -> int | None:
        """How many the planner expected; None if it could not know."""
    @property
    def seconds(self) -> float:
        """How long it has computed, summed over threads."""
    @property
    def memory(self) -> int:
        """The most bytes it has had, as far as it counts them."""
    @property
    def spilled(self) -> int:
        """How many bytes it has written to temporary files."""
    @property
    def figures(self) -> dict[str, str]:
        """All of its figures by name, as text."""
    @property
    def inputs(self) -> list[Operator]:
        """The operators whose rows it has read."""

@final
class Report:
    """What the operators of a run's plan have done: rows, rows that the planner expected, time, memory and bytes that went to
    temporary files. It holds words and numbers only; of a run of less than 20 ms it has no words, and no expectations.

    As text it is a table with an operator a line, each below the one that reads its rows; in a notebook the same in HTML.
    Marked are the operators that most of the time went to, and where numbers of rows begin to be ten times what was
    expected, or a tenth. A column without any figure is left out.

    Attributes:
        root: The operator that returned the rows of the query.

    Example:
        >>> import pyrust as pr
        >>> _ = pr.range(10).filter(pr.col("value") > 6).collect()
        >>> str(pr.runs()[-1].report).splitlines()[0].split()[:2]
        ['operator', 'time']
    """
    @property
    def root(self) -> Operator:
        """The operator that returned the rows of the query."""
    def _repr_html_(self) -> str: ...

@final
class Run:
    """One execution of a query. It holds no rows: keeping it costs nothing, and keeps nothing running.

    `pr.runs()` lists those that live and the last hundred that have ended.

    Example:
        >>> import pyrust as pr
        >>> session = pr.Session()
        >>> rows = session.range(1_000_000_000).iter_rows()
        >>> next(rows)
        (0,)
        >>> run = session.runs()[-1]
        >>> run.what, run.state, run.rows > 0, run.seconds > 0
        ('iter_rows', 'waiting', True, True)
        >>> run.cancel()
        >>> run.wait(), run.state
        (True, 'cancelled')
    """
    @property
    def id(self) -> int:
        """The number of the run, unique in the process."""
    @property
    def what(self) -> str:
        """What runs: `collect`, `count`, `show` ..."""
    @property
    def session(self) -> int:
        """The number of its session, as `Session.id` has it."""
    @property
    def cell(self) -> int | None:
        """The number of the cell that asked for it, as in `In [5]`; None outside of a notebook."""
    @property
    def line(self) -> int | None:
        """The line of your code that asked for it, counted from 1; None if no such line is known."""
    @property
    def file(self) -> str | None:
        """The file of that line; in a notebook what Python calls the cell."""
    @property
    def sql(self) -> str | None:
        """The text of the SQL cell that asked for it; None where none did."""
    @property
    def text(self) -> str:
        """The text of that line, of a SQL cell the first of its SQL; empty if it cannot be read any more."""
    @property
    def state(self) -> _RunState:
        """`queued` (others are ahead of it), `planning`, `running`, `waiting` (it has rows that nobody has taken yet),
        `cancelling` (some of its tasks or of its memory is still there), `done`, `failed` or `cancelled`.
        """
    @property
    def lane(self) -> str:
        """Who waits for it, and so when it computes: `look` (the first page of a query that is shown, or rows that somebody
        scrolls to), `query` (a cell waits) or `background` (nobody does: it computes while nobody waits for another run).

        Example:
            >>> import pyrust as pr
            >>> _ = pr.range(10).filter(pr.col("value") > 6).collect()
            >>> pr.runs()[-1].lane
            'query'
        """
    @property
    def rows(self) -> int:
        """How many rows it has returned so far."""
    @property
    def seconds(self) -> float:
        """How long it has run, or ran, in seconds; it does not run while it is queued."""
    @property
    def reserved(self) -> int:
        """How many bytes its operators have reserved now."""
    @property
    def peak(self) -> int:
        """The most bytes its operators have had reserved."""
    @property
    def gil_wait(self) -> float:
        """How long its user functions have waited for the GIL, in seconds, summed over its threads."""
    @property
    def error(self) -> BaseException | None:
        """The error that it ended with, an exception; None if there was none."""
    @property
    def progress(self) -> Progress:
        """What it does now, and how far it is.

        Example:
            >>> import pyrust as pr
            >>> rows = pr.range(1_000_000_000).iter_rows()
            >>> next(rows)
            (0,)
            >>> now = pr.runs()[-1].progress
            >>> now.phase, now.fraction < 0.1
            ('waiting for its rows to be taken', True)
            >>> rows.close()
        """
    @property
    def report(self) -> Report | None:
        """What its operators have done so far, or did; None before its plan is made. As the last line of a cell it shows
        itself as a table.

        Example:
            >>> import pyrust as pr
            >>> _ = pr.range(10).filter(pr.col("value") > 6).collect()
            >>> report = pr.runs()[-1].report
            >>> report.root.name, report.root.rows
            ('Filter', 3)
        """
    def cancel(self) -> None:
        """Ask the run to stop; whoever waits for it gets a `CancelledError`. Its state is `cancelling` until its tasks have
        ended and its memory is free. One that has ended stays as it is.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> rows = session.range(1_000_000_000).iter_rows()
            >>> next(rows)
            (0,)
            >>> session.runs()[-1].cancel()
            >>> sum(1 for _ in rows)
            Traceback (most recent call last):
                ...
            pyrust.CancelledError: iter_rows: the run was cancelled
        """
    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing of the run is left: it is done, failed or cancelled.

        Args:
            timeout: How many seconds at most; None for as long as it takes.

        Returns:
            Whether it has ended, a bool.

        Raises:
            ValueError: If the timeout is negative or not a number.

        Example:
            >>> import pyrust as pr
            >>> task = pr.range(3).submit()
            >>> task.run.wait(timeout=10)
            True
            >>> task.run.wait(-1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: wait: timeout must be 0 or more seconds, got -1
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Task:
    """A frame that is collected in the background; made by `DataFrame.submit`.

    One task of a session runs at a time, the others wait in their order; one that somebody waits for, by `result()` or
    `await`, runs at once. The task holds the result, its run does not. Dropping the last reference to a task that has not
    ended cancels it. An error is raised by `result()` and by `await`; one that nobody fetches stays in `run.error`, which
    `pr.runs()` lists.

    Example:
        >>> import pyrust as pr
        >>> task = pr.range(1_000).filter(pr.col("value") > 997).submit()
        >>> task.result().to_dict()
        {'value': [998, 999]}
        >>> task.done(), task.run.state
        (True, 'done')
    """
    @property
    def run(self) -> Run:
        """Its run, to be watched and stopped.

        Example:
            >>> import pyrust as pr
            >>> task = pr.range(3).submit()
            >>> task.run.what, task.run.wait()
            ('collect', True)
        """
    def done(self) -> bool:
        """Return whether it has ended: with its rows, an error, or because it was cancelled. It never waits.

        Returns:
            A bool.

        Example:
            >>> import pyrust as pr
            >>> task = pr.range(3).submit()
            >>> _ = task.result()
            >>> task.done()
            True
        """
    def result(self, timeout: float | None = None) -> DataFrame:
        """Wait for the rows. Ctrl-C ends the wait, not the task.

        Args:
            timeout: How many seconds to wait at most; None for as long as it takes.

        Returns:
            A frame over the rows in memory, the same one each time.

        Raises:
            PyRustError: What the query failed with; `CancelledError` if it was cancelled.
            TimeoutError: If it takes longer; the task goes on.

        Example:
            >>> import pyrust as pr
            >>> pr.range(3).submit().result().rows()
            [(0,), (1,), (2,)]
            >>> pr.range(3).select(pr.col("value") // 0).submit().result()
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: division: the divisor is 0, in value // 0
        """
    def cancel(self) -> None:
        """Ask it to stop, as `run.cancel()` does. One that has ended stays as it is.

        Returns:
            None, at once; `run.wait()` waits until nothing of it is left.

        Example:
            >>> import pyrust as pr
            >>> task = pr.range(100_000_000_000).filter(pr.col("value") * 7 % 11 == 12).submit()
            >>> task.cancel()
            >>> task.run.wait(), task.run.state
            (True, 'cancelled')
        """
    def __await__(self) -> Generator[Any, None, DataFrame]: ...

@final
class Session:
    """A catalog of named tables of its own. `pr.sql`, `%%pyrust` and `pr.read_...` use the default one, `pr.session()`; most
    people need no other. All share the memory and the disk of the process (`pr.options.engine`).

    Args:
        memory_limit: How much of that memory its queries may reserve: a number of bytes, or a string such as `"2 GB"` or
            `"50 %"`; None for all of it.
        settings: DataFusion's settings by name, as `settings` shows them. Those that rows and answers depend on cannot be
            changed.

    Raises:
        ValueError: If the limit is less than 1 MB or more than the process has, if there is no such setting, or it cannot
            have that value.
        TypeError: If an argument is of another type.

    Example:
        >>> import pyrust as pr
        >>> session = pr.Session()
        >>> session.register("numbers", {"n": [1, 2, 3]})
        >>> session.sql("select sum(n) as total from numbers").to_dict()
        {'total': [6]}
        >>> pr.Session(memory_limit="200 MB").memory_limit
        200000000
        >>> pr.Session(settings={"datafusion.execution.batchsize": 100})
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: Session: there is no setting "datafusion.execution.batchsize"
        hint: did you mean datafusion.execution.batch_size...
    """
    def __new__(
        cls,
        *,
        memory_limit: int | str | None = None,
        settings: dict[str, str | float | bool] | None = None,
    ) -> Session: ...
    @property
    def id(self) -> int:
        """The number of this session, unique in the process.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().id != pr.Session().id
            True
        """
    @property
    def tables(self) -> list[str]:
        """The names of the registered tables, sorted.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.register("t", pr.range(3))
            >>> session.tables
            ['t']
        """
    @property
    def memory_limit(self) -> int:
        """How many bytes the operators of this session's queries may reserve together: its own limit, or that of the process.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().memory_limit > 0
            True
        """
    @property
    def settings(self) -> dict[str, str | None]:
        """DataFusion's settings by name, as strings, `None` for one that is not set: how many rows a batch has, how many
        partitions a query is divided into ([why they are as they are](decisions/0015-settings-of-the-engine.md)). They are
        changed where a session begins, `Session(settings=)`, by SQL's `SET` and `RESET`, or for one frame, `df.with_settings`.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().settings["datafusion.execution.batch_size"]
            '8192'
        """
    @property
    def reserved(self) -> int:
        """How many bytes they have reserved now.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().reserved
            0
        """
    @property
    def timeout(self) -> float | None:
        """How many seconds a run of this session may take, those of grids too; None, as at first, for as long as it takes.
        It counts for the runs that begin after it is set.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.timeout = 0.1
            >>> session.range(100_000_000_000).filter(pr.col("value") * 7 % 11 == 12).count()
            Traceback (most recent call last):
                ...
            pyrust.RunTimeoutError: count: the run was stopped after 0.1 s, its timeout
        """
    @timeout.setter
    def timeout(self, timeout: float | None) -> None:
        """How many seconds a run of this session may take, those of grids too; None, as at first, for as long as it takes.
        It counts for the runs that begin after it is set.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.timeout = 0.1
            >>> session.range(100_000_000_000).filter(pr.col("value") * 7 % 11 == 12).count()
            Traceback (most recent call last):
                ...
            pyrust.RunTimeoutError: count: the run was stopped after 0.1 s, its timeout
        """
    def runs(self, *, ended: bool = True) -> list[Run]:
        """List the runs of this session, as `pr.runs` lists those of all.

        Args:
            ended: Whether those that have ended are listed, too.

        Returns:
            A list of `Run`, oldest first.

        Raises:
            TypeError: If `ended` is not a bool.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> rows = session.range(1_000_000_000).iter_rows()
            >>> next(rows), [run.what for run in session.runs(ended=False)]
            ((0,), ['iter_rows'])
            >>> rows.close()
            >>> session.runs(ended="no")
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: runs: ended must be True or False, got 'no'
        """
    def register(self, name: str, data: IntoFrame) -> None:
        """Give a table a name that this session's queries can use; a table of that name is replaced.

        Args:
            name: The name, exactly as queries write it.
            data: A frame, or anything that `DataFrame` takes.

        Raises:
            TypeError: If the data is not a table.
            ValueError: If the name is empty.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.register("t", pr.range(3))
            >>> session.tables
            ['t']
            >>> session.register("", pr.range(3))
            Traceback (most recent call last):
                ...
            pyrust.InvalidValueError: register: a table needs a name
        """
    def deregister(self, name: str) -> bool:
        """Forget a table's name; frames made from it stay as they are.

        Args:
            name: The name.

        Returns:
            Whether there was a table of that name.

        Raises:
            TypeError: If the name is not a string.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().deregister("t")
            False
            >>> pr.Session().deregister(1)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: deregister: name must be a string, got 1
        """
    def register_function(self, function: UserFunction) -> UserFunction:
        """Give this session's SQL a user function, under its name; one of that name, DataFusion's own too, is replaced.

        The session keeps the function until it is deregistered. Without this, SQL finds functions in the variables of
        the code that calls it.

        Args:
            function: A function made by `pr.udf`, `pr.udaf` or `pr.udwf`.

        Returns:
            The function, so that this can stand above it as a decorator.

        Raises:
            TypeError: If it is not a function made by `pr.udf`, `pr.udaf` or `pr.udwf`.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> size = session.register_function(pr.udf(len, args=["string"], returns="int64", name="batch_size"))
            >>> session.functions
            ['batch_size']
            >>> session.sql("select batch_size(a) as n from t", t=pr.DataFrame({"a": ["x", "y"]})).to_dict()
            {'n': [2, 2]}
            >>> session.register_function(len)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: register_function: function must be a UserFunction, got <built-in function len>
        """
    def deregister_function(self, name: str) -> bool:
        """Forget a user function; frames made with it stay as they are.

        Args:
            name: Its name.

        Returns:
            Whether there was a function of that name.

        Raises:
            TypeError: If the name is not a string.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().deregister_function("f")
            False
            >>> pr.Session().deregister_function(len)
            Traceback (most recent call last):
                ...
            pyrust.InvalidTypeError: deregister_function: name must be a string, got <built-in function len>
        """
    @property
    def functions(self) -> list[str]:
        """The names of the registered user functions, sorted.

        Example:
            >>> import pyrust as pr
            >>> pr.Session().functions
            []
        """
    def table(self, name: str) -> DataFrame:
        """Get a registered table.

        Args:
            name: Its name.

        Returns:
            A lazy frame over it.

        Raises:
            TableNotFoundError: If there is none; the hint names the nearest.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.register("t", pr.range(3))
            >>> session.table("t").count()
            3
            >>> session.table("u")
            Traceback (most recent call last):
                ...
            pyrust.TableNotFoundError: table: there is no table "u"
            hint: the tables are t
        """
    def range(self, start: int, stop: int | None = None, step: int = 1) -> DataFrame:
        """Make a frame of ints, counted as Python's `range` does; see `pr.range`."""
    def read_avro(
        self,
        path: _Source,
        *,
        hive_partitioning: bool | None = None,
        columns: _Names | None = None,
        n_rows: int | None = None,
        row_index: str | None = None,
        include_file_paths: str | None = None,
    ) -> DataFrame:
        """Read files into this session; see `pr.read_avro`."""

    scan_avro = read_avro

    def read_csv(
        self,
        path: _Source,
        *,
        delimiter: str | None = None,
        has_header: bool = True,
        quote: str = '"',
        escape: str | None = None,
        comment: str | None = None,
        null_values: str | list[str] | None = None,
        skip_rows: int = 0,
        column_names: list[str] | None = None,
        schema: Schema | None = None,
        schema_overrides: Mapping[str, IntoDataType] | None = None,
        truncated_rows: bool = False,
        encoding: str = "utf-8",
        infer_rows: int = 1000,
        compression: _Compression | None = None,
        hive_partitioning: bool | None = None,
        ignore_errors: bool = False,
        columns: _Names | None = None,
        n_rows: int | None = None,
        row_index: str | None = None,
        include_file_paths: str | None = None,
    ) -> DataFrame:
        """Read files into this session; see `pr.read_csv`."""

    scan_csv = read_csv

    def read_ipc(
        self,
        path: _Source,
        *,
        hive_partitioning: bool | None = None,
        columns: _Names | None = None,
        n_rows: int | None = None,
        row_index: str | None = None,
        include_file_paths: str | None = None,
    ) -> DataFrame:
        """Read files into this session; see `pr.read_ipc`."""

    scan_ipc = read_ipc

    def read_json(
        self,
        path: _Source,
        *,
        schema: Schema | None = None,
        schema_overrides: Mapping[str, IntoDataType] | None = None,
        infer_rows: int = 1000,
        compression: _Compression | None = None,
        hive_partitioning: bool | None = None,
        columns: _Names | None = None,
        n_rows: int | None = None,
        row_index: str | None = None,
        include_file_paths: str | None = None,
    ) -> DataFrame:
        """Read files into this session; see `pr.read_json`."""

    read_ndjson = read_json
    scan_ndjson = read_json

    def read_parquet(
        self,
        path: _Source,
        *,
        schema: Schema | None = None,
        hive_partitioning: bool | None = None,
        columns: _Names | None = None,
        n_rows: int | None = None,
        row_index: str | None = None,
        include_file_paths: str | None = None,
    ) -> DataFrame:
        """Read files into this session; see `pr.read_parquet`."""

    scan_parquet = read_parquet

    def sql(self, query: str, /, *numbered: Any, **values: Any) -> DataFrame:
        """Run a query in SQL over this session's tables, files, and the caller's variables; see `pr.sql`."""
    @property
    def read_only(self) -> bool:
        """Whether SQL may only query: `COPY`, `CREATE`, `DROP`, `SET` and `RESET` are refused; at first it may do them.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.read_only = True
            >>> session.sql("copy (select 1 as a) to 'a.csv'")
            Traceback (most recent call last):
                ...
            pyrust.SqlError: sql: COPY is refused: SQL may only query here...
        """
    @read_only.setter
    def read_only(self, value: bool) -> None:
        """Whether SQL may only query: `COPY`, `CREATE`, `DROP`, `SET` and `RESET` are refused; at first it may do them.

        Example:
            >>> import pyrust as pr
            >>> session = pr.Session()
            >>> session.read_only = True
            >>> session.sql("copy (select 1 as a) to 'a.csv'")
            Traceback (most recent call last):
                ...
            pyrust.SqlError: sql: COPY is refused: SQL may only query here...
        """
    def _script(
        self,
        text: str,
        *,
        dialect: str | None = None,
        settings: Mapping[str, Any] | None = None,
        read_only: bool = False,
    ) -> Script: ...
    def _settings(self) -> list[tuple[str, str | None, str | None, str, str | None]]: ...
    def _set(self, name: str, value: str | None) -> None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class UserFunction:
    """A Python function that queries can call, made by `@pr.udf`, `@pr.udaf` or `@pr.udwf`.

    Called with columns it gives an expression; the function itself is its `__wrapped__`. It belongs to the frames
    that use it: with the last of them it is freed, and so is all that it refers to.

    Raises:
        TypeError: If it is called with what is not a column, or with too many or too few.

    Example:
        >>> import pyrust as pr
        >>> import numpy as np
        >>> @pr.udf
        ... def double(x: np.ndarray) -> float:
        ...     return x * 2
        >>> double
        <udf double(any) -> float64>
        >>> pr.DataFrame({"a": [1.0, 2.5]}).select(b=double("a")).to_dict()
        {'b': [2.0, 5.0]}
    """
    def __new__(
        cls,
        kind: Literal["udf", "udaf", "udwf"],
        code: Callable[..., Any],
        *,
        name: str,
        arguments: list[tuple[Any, str]],
        variadic: bool,
        returns: Any,
        state: list[tuple[Any, str]] | None,
        pure: bool,
    ) -> UserFunction: ...
    @property
    def name(self) -> str:
        """The name in plans, messages and SQL.

        Example:
            >>> import pyrust as pr
            >>> pr.udf(len, returns="int64", args=["string"], name="size").name
            'size'
        """
    @property
    def kind(self) -> Literal["udf", "udaf", "udwf"]:
        """`udf`, `udaf` or `udwf`.

        Example:
            >>> import pyrust as pr
            >>> pr.udaf(len, returns="int64", args=["string"]).kind
            'udaf'
        """
    @property
    def __wrapped__(self) -> Callable[..., Any]: ...
    @property
    def __name__(self) -> str: ...
    def __call__(
        self,
        *columns: Any,
        filter: IntoExpr | None = None,
        order_by: _Order | None = None,
        distinct: bool = False,
    ) -> Expr: ...

@final
class Asking:
    """Have the runs that begin within a `with` block carry the text of a cell, and end after a time.

    Args:
        sql: The text.
        timeout: How many seconds each run may take; None for the session's timeout.

    Example:
        >>> import pyrust as pr
        >>> from pyrust._core import Asking
        >>> with Asking("select 1"):
        ...     _ = pr.range(3).filter(pr.col("value") > 1).collect()
        >>> pr.runs()[-1].sql
        'select 1'
    """
    def __new__(cls, sql: str, timeout: float | None = None) -> Asking: ...
    def __enter__(self) -> None: ...
    def __exit__(self, *_error: object) -> None: ...

@final
class Script:
    """The statements of a SQL cell, parsed and not yet done."""
    @property
    def queries(self) -> int:
        """How many of its statements are queries, which give rows."""
    @property
    def commands(self) -> list[str]:
        """The words that its other statements begin with."""
    @property
    def texts(self) -> list[str]:
        """The text of each statement, without the comments around it."""
    @property
    def notes(self) -> list[str]:
        """What is worth knowing about the statements that were done: warnings, and what was taken for what."""
    def run(self, variables: Sequence[Mapping[str, Any]]) -> list[DataFrame | str]:
        """Do the statements in their order, once.

        Args:
            variables: The names that the statements may use, a dict each, the innermost first.

        Returns:
            For each statement a frame, or a line that says what it has done.
        """

@final
class Look:
    """One look at rows, which can be stopped while they are waited for. It stops the waiting and never the query.

    Example:
        >>> import pyrust as pr
        >>> from pyrust._core import Look, View
        >>> look = Look()
        >>> look.stop()
        >>> look.stopped
        True
        >>> slow = pr.range(10**12).filter(pr.col("value") < 0)
        >>> View(slow).page(0, 10, [0], look)
        Traceback (most recent call last):
            ...
        pyrust.CancelledError: show: nobody waits for these rows any more
    """
    def __new__(cls) -> Look: ...
    def stop(self) -> None:
        """Stop waiting; what has been answered already stays so."""
    @property
    def stopped(self) -> bool:
        """Whether it has been stopped."""

@final
class View:
    """A frame being looked at: its rows by number, and how far they are. All views of one frame share its rows, and
    a query runs once for them. Every method may be called from any thread.

    Args:
        frame: The frame to look at.

    Example:
        >>> import pyrust as pr
        >>> from pyrust._core import View
        >>> View(pr.range(1_000_000_000)).status()["rows"]
        1000000000
    """
    def __new__(cls, frame: DataFrame) -> View: ...
    @property
    def frame_id(self) -> int:
        """The number of the frame."""
    @property
    def is_dropped(self) -> bool:
        """Whether its rows were dropped to make room for others, as nobody had looked at them for long: a new view of the frame
        has them.
        """
    def arranged(self, spec: str) -> View:
        """Make another view of the same rows, sorted and filtered; its order is computed in the background. Filters and keys
        that do not fit the frame do nothing: `described` says why.

        Args:
            spec: What it shows, as JSON (docs/protocol.md).
        """
    @staticmethod
    def derived(frame: DataFrame, spec: str) -> DataFrame:
        """Make the frame of the rows that a view of `frame` shows, lazily.

        Args:
            frame: The frame.
            spec: What the view shows, as JSON.
        """
    @staticmethod
    def described(frame: DataFrame, spec: str) -> _Description:
        """Describe what a view of `frame` shows: a dict of `sort` (for each key its `problem`), `filters` (for each its `words`,
        which follow the column's name, and its `problem`) and `where` (its `problem`). A problem is None, or a dict of
        `message`, `hint`, `line` and `column`.

        Args:
            frame: The frame.
            spec: What the view shows, as JSON.
        """
    @staticmethod
    def functions(frame: DataFrame) -> list[str]:
        """List the functions that a condition over a frame may call, by name.

        Args:
            frame: The frame, whose session has functions of its own.
        """
    def values(
        self,
        spec: str,
        column: str,
        search: str = "",
        offset: int = 0,
        limit: int = 100,
        look: Look | None = None,
    ) -> _Values:
        """List values of a column in the rows that pass all filters but its own, the most frequent first: a dict of `values`
        (each a pair of its text, None for null, and in how many rows it is) and `distinct`, how many different ones there are.

        Args:
            spec: The filters, as JSON.
            column: The name of the column.
            search: What the text of a value must contain.
            offset: How many of them are left out.
            limit: How many there may be.
            look: How to stop waiting for them.
        """
    def find(
        self, text: str, row: int, column: int, backwards: bool = False, look: Look | None = None
    ) -> tuple[int, int] | None:
        """Find the next cell, row by row, whose text contains another, in capitals or small letters; after the last one the
        first. Returns its row and the index of its column, or None.

        Args:
            text: What to look for.
            row: The row to look from.
            column: The index of the column to look from.
            backwards: Whether to look for the cell before it.
            look: How to stop waiting for it.
        """
    @staticmethod
    def columns(frame: DataFrame, first: int, count: int) -> list[_Column]:
        """Describe some columns of a frame: a dict of `name`, `type`, `kind` and `nullable` for each, and of `label` where a
        name is shown in another way than it is written. Of a longer name they have the first 200 characters.

        Args:
            frame: The frame; its rows need not have been opened.
            first: The place of the first column.
            count: How many columns; fewer at the end.
        """
    def page(self, first: int, count: int, columns: list[int], look: Look | None = None) -> bytes:
        """Write rows as a page for the grid (docs/protocol.md); fewer than asked for where the rows end, or where the page would
        be more than 4 MB: then its flags say so.

        Args:
            first: The number of the first row.
            count: How many rows.
            columns: Which columns, by place.
            look: How to stop waiting for them.
        """
    def cell(self, row: int, column: int, look: Look | None = None) -> _Cell:
        """Write one value as text, up to a megabyte: a dict of `text`, `kind` and `cut`."""
    def copy(self, first: int, count: int, columns: list[int], look: Look | None = None) -> str:
        """Write values as text for the clipboard: tabs between columns, a line a row; at most 100,000 cells and 32 MB, each
        whole.
        """
    def status(self) -> _Status:
        """Report how far the rows are: a dict of `epoch` (the number of these rows: another one once they are computed anew),
        `rows`, `exact`, `total` and `total_exact` (the rows of the frame, however few pass the filters), `state`, `paused`, `stopped` (a paused run has ended; more rows are computed by another one),
        `source`, `ordered`, `seconds`, `error`, and `progress`: None, or what the run does and how far it is.
        """
    def resume(self, rows: int = 0) -> None:
        """Continue a computation that has paused.

        Args:
            rows: How many rows there should be at least after this step.
        """
    def cancel(self) -> None:
        """Stop the computation; the rows that are there stay."""
    def html(self, rows: int = 10) -> str:
        """Write the first rows as a static HTML table: escaped, without script.

        Args:
            rows: How many rows it shows.
        """
    def text(self, rows: int = 10, width: int | None = None, most: int = ...) -> str:
        """Write the first rows as text.

        Args:
            rows: How many rows it shows.
            width: How wide it may be; the terminal's width where none is given.
            most: How many bytes it may have: fewer rows are shown then.
        """

functions: ModuleType
selectors: ModuleType

def all() -> Selector:
    """Refer to every column: what is made of it is computed for each.

    Returns:
        A `Selector`; the same as `pr.selectors.all()`.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [1, 2], "b": [3, 4]}).select(pr.all().sum().name.keep()).to_dict()
        {'a': [3], 'b': [7]}
    """

def len() -> Expr:
    """Count the rows: of the frame, or of each group. The column is called `len`.

    Returns:
        An aggregate expression, which `.over(...)` makes a window of.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"k": ["x", "y", "x"]})
        >>> df.group_by("k").agg(pr.len()).sort("k").to_dict()
        {'k': ['x', 'y'], 'len': [2, 1]}
        >>> df.select(pr.len()).item()
        3
    """

def col(*names: str | IntoDataType | Sequence[str] | Sequence[IntoDataType]) -> Expr:
    """Refer to the column of this name, exactly: dots, capitals and quotes are just characters.

    Several names, or a list of them, refer to each of these columns, in this order; `"*"` refers to all columns, and types
    (`pr.Int64`, `str`) to those of these types. Such an expression is computed for every column.

    Args:
        names: The column's name, or several names or types.

    Returns:
        An expression; a `Selector` for several columns. Whether they exist is checked where a frame uses it.

    Raises:
        TypeError: If it is neither a name nor a type, or names and types are mixed.
        ColumnNotFoundError: Where a frame uses it, if there is no such column.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"A.b": [1]}).select(pr.col("A.b")).to_dict()
        {'A.b': [1]}
        >>> df = pr.DataFrame({"a": [1, 2], "b": [3, 4], "s": ["x", "y"]})
        >>> df.select(pr.col("b", "a").sum().name.keep()).to_dict()
        {'b': [7], 'a': [3]}
        >>> df.select(pr.col(pr.String)).columns, df.select(pr.col("*")).width
        (['s'], 3)
        >>> pr.col(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: col: 1 is neither a column's name nor a type
    """

def concat(
    frames: Iterable[IntoFrame],
    *,
    how: Literal["vertical", "vertical_relaxed", "diagonal", "diagonal_relaxed", "horizontal", "align"] = "vertical",
) -> DataFrame:
    """Concatenate several frames. Lazy.

    Args:
        frames: A list of frames, or of anything that can become one; the first frame's session runs the query.
        how: `"vertical"` for the rows of one frame after the other, all with the same column names in the same order;
            `"diagonal"` for the same with columns matched by name, and nulls where a frame lacks one;
            `"horizontal"` for the columns side by side, with nulls where a frame has ended; `"align"` for the columns of
            rows whose common columns are equal, sorted by these. Columns of different types become the one that holds both,
            so `"vertical_relaxed"` and `"diagonal_relaxed"` mean the same as without.

    Returns:
        A lazy frame; the rows keep their order.

    Raises:
        ValueError: If there is no frame, or no such `how`.
        SchemaError: If the frames do not fit each other.

    Example:
        >>> import pyrust as pr
        >>> pr.concat([pr.range(2), pr.range(1), {"value": [7]}]).to_dict()
        {'value': [0, 1, 0, 7]}
        >>> pr.concat([{"a": [1, 2]}, {"b": [3]}], how="horizontal").to_dict()
        {'a': [1, 2], 'b': [3, None]}
        >>> pr.concat([{"k": [1, 2], "a": [3, 4]}, {"k": [2, 5], "b": [6, 7]}], how="align").to_dict()
        {'k': [1, 2, 5], 'a': [3, 4, None], 'b': [None, 6, 7]}
        >>> pr.concat([])
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: concat: no frame was given
    """

def lit(value: Any, dtype: IntoDataType | None = None) -> Expr:
    """Make a constant of a Python value.

    Args:
        value: Any value that a column can hold; None is null.
        dtype: The type of the constant; None is the value's own.

    Returns:
        An expression.

    Raises:
        TypeError: If the value cannot be held by a column, or there is no such type.
        OverflowError: If an int does not fit 64 bits.
        ValueError: If the value does not fit the type.

    Example:
        >>> import pyrust as pr
        >>> pr.DataFrame({"a": [1, 2]}).with_columns(b=pr.lit("x")).to_dict()
        {'a': [1, 2], 'b': ['x', 'x']}
        >>> pr.DataFrame({"a": [1]}).select(pr.lit(1, pr.Int8).alias("one")).schema
        {'one': pr.Int8}
        >>> pr.lit(2**64)
        Traceback (most recent call last):
            ...
        pyrust.OutOfRangeError: lit: the value 18446744073709551616 does not fit an int64
        hint: use float, decimal.Decimal or str for larger numbers
        >>> pr.lit(300, pr.Int8)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: lit: the value 300 does not fit int8
        hint: declare a type that holds it, or leave the type out and cast afterwards
    """

def when(condition: Any) -> When:
    """Start a choice between values: `when(condition).then(value).otherwise(value)`.

    Args:
        condition: A boolean expression.

    Returns:
        A `When`; `then` makes an expression of it.

    Raises:
        TypeError: If the condition cannot be held by a column.
        SchemaError: Where a frame uses it, if the condition is not boolean.

    Example:
        >>> import pyrust as pr
        >>> from pyrust.functions import when
        >>> pr.DataFrame({"a": [1, 5]}).select(big=when(pr.col("a") > 2).then("yes").otherwise("no")).to_dict()
        {'big': ['no', 'yes']}
        >>> pr.DataFrame({"a": [1]}).select(when(pr.col("a")).then("yes").otherwise("no"))
        Traceback (most recent call last):
            ...
        pyrust.SchemaError: select: a is int64, not a boolean
    """

def range(start: int, stop: int | None = None, step: int = 1) -> DataFrame:
    """Make a frame of one int64 column `value`, counted as Python's `range` does. No row is made before it is needed, so a
    billion is instant.

    Args:
        start: The first number, or the end where it is the only argument (then counting starts at 0).
        stop: The end, which is not included.
        step: The distance between two numbers.

    Returns:
        A lazy frame.

    Raises:
        ValueError: If the step is 0.

    Example:
        >>> import pyrust as pr
        >>> pr.range(2, 10, 3).to_dict()
        {'value': [2, 5, 8]}
        >>> pr.range(2, 10, 0)
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: range: the step must not be 0
    """

def sql_diagnose(query: str, /, *, dialect: str = "generic") -> list[dict[str, Any]]:
    """Find what is wrong with a text of SQL, without running it: no file is opened, no row is read.

    Names mean what they mean in `pr.sql`: tables of the session, and variables of the calling code. A variable of another
    library is a table whose columns are not looked at.

    Args:
        query: A query, or several statements. All of them are looked at, also after one that is wrong.
        dialect: The name of the dialect.

    Returns:
        A dict for each thing that is wrong or worth knowing, in the order of the text: `severity` (`error`, `warning` or
        `note`), `message`, `hint` (or None), `notes`; `start` and `end`, the characters of the text that it is about, or None;
        `line`, `column`, `end_line` and `end_column`, counted from 1, and `utf16`, start and end as editors count; `fix`, a dict with
        a `text` that should be there instead, or None.

    Raises:
        InvalidValueError: If there is no such dialect.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"price": [1], "amount": [2]})
        >>> for found in pr.sql_diagnose("select pric, amont from df; select * frm df"):
        ...     print(found["start"], found["end"], found["message"], "/", found["hint"])
        7 11 there is no column "pric" / did you mean price?
        13 18 there is no column "amont" / did you mean amount?
        37 40 Expected: end of statement, found: frm / did you mean FROM?
        >>> pr.sql_diagnose("select 1", dialect="oracel")
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: sql: there is no dialect "oracel"
        hint: did you mean oracle?
    """

def sql(query: str, /, *numbered: Any, **values: Any) -> DataFrame:
    """Run a query in SQL. Lazy: it is checked and planned now, and runs when its rows are needed.

    Several statements are divided by `;` and done in their order; the frame is that of the last query. Besides queries there
    are `CREATE [OR REPLACE] VIEW` and `TABLE ... AS`, `CREATE EXTERNAL TABLE`, `DROP`, `COPY ... TO`, `SET` and `RESET`, which are
    done at once; where there are no others, the frame tells what they have done. If one fails, those before it stay done.

    A table is one of the keyword arguments, a table of the default session, a variable of the calling code that
    is a frame or has Arrow data (pyarrow, polars, pandas ...), or a file by its path in quotes. What is found in
    variables is used for this query only and never registered. Names keep their case. A function that the engine
    does not have is looked for in the same variables: what `pr.udf`, `pr.udaf` or `pr.udwf` has made.

    Args:
        query: A query, or several statements.
        numbered: Values for `$1`, `$2` ... in the query.
        values: Values for `$name` in the query, bound with their types and never pasted as text; a list stands
            for several values, as in `x in ($list)`. Frames among them are tables. What is not given is looked for among
            the variables of the calling code.

    Returns:
        A lazy frame.

    Raises:
        SqlError: If the query cannot be read, before anything is done; `line` and `column` say where, and the message shows it.
        TableNotFoundError: If there is no such table; the hint names the nearest.
        ColumnNotFoundError: If there is no such column.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, 3], "b": ["x", "y", "x"]})
        >>> pr.sql("select b, sum(a) as total from df where a > $least group by b order by b", least=0).to_list()
        [{'b': 'x', 'total': 4}, {'b': 'y', 'total': 2}]
        >>> pr.sql("create or replace view large as select * from df where a > 1; select count(*) as n from large; drop view large").item()
        2
        >>> pr.sql("select a from df where")
        Traceback (most recent call last):
            ...
        pyrust.SqlError: sql: Expected: an expression, found: EOF...
    """

def from_pandas(data: Any, *, index: bool = False) -> DataFrame:
    """Make a frame of a pandas.DataFrame or Series, whose rows are converted by way of pyarrow.

    `pr.DataFrame(data)` takes a pandas frame as pandas gives it to Arrow: an index that counts the rows
    (RangeIndex) goes, any other becomes a column, called `__index_level_0__` where it has no name. This function
    does not depend on the kind of the index.

    Args:
        data: The pandas object. Column labels that are not strings become strings.
        index: False drops the index, whatever it is. True makes it columns before the others: one called by the
            index's name, or `index` where it has none; of a MultiIndex one for each level, `level_0` and so on
            where they have no names; of a RangeIndex the row numbers.

    Returns:
        A frame in memory.

    Raises:
        TypeError: If the data is not of pandas.
        ValueError: If the index has the name of a column.
        ImportError: If pyarrow is not installed.

    Example:
        >>> import pandas as pd
        >>> import pyrust as pr
        >>> data = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["a", "b"], name="key"))
        >>> pr.from_pandas(data).columns
        ['n']
        >>> pr.from_pandas(data, index=True).to_dict()
        {'key': ['a', 'b'], 'n': [1, 2]}
        >>> pr.from_pandas([1, 2])
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: from_pandas: expected a pandas DataFrame or Series, got list
        hint: pr.DataFrame takes what other libraries have
    """

def read_avro(
    path: _Source,
    *,
    hive_partitioning: bool | None = None,
    columns: _Names | None = None,
    n_rows: int | None = None,
    row_index: str | None = None,
    include_file_paths: str | None = None,
) -> DataFrame:
    """Make a lazy frame over Apache Avro files: the schema in their heads is read now.

    Args:
        path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
            from its current position to its end.
        hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
        columns: The names of the columns to read, in the order that they are to have; None is all.
        n_rows: The most rows to read, the first ones; None is all.
        row_index: The name of a first column that numbers the rows from 0; None is none.
        include_file_paths: The name of a last column with the path of the file of each row; None is none.

    Returns:
        A lazy frame.

    Raises:
        FileNotFoundError: If a file does not exist.
        ReadError: If a file cannot be read.
        SchemaError: If the files have different columns.

    Example:
        >>> import pyrust as pr
        >>> pr.read_avro("no such file.avro")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        pyrust.MissingFileError: read_avro: ...
    """

scan_avro = read_avro

def read_csv(
    path: _Source,
    *,
    delimiter: str | None = None,
    has_header: bool = True,
    quote: str = '"',
    escape: str | None = None,
    comment: str | None = None,
    null_values: str | list[str] | None = None,
    skip_rows: int = 0,
    column_names: list[str] | None = None,
    schema: Schema | None = None,
    schema_overrides: Mapping[str, IntoDataType] | None = None,
    truncated_rows: bool = False,
    encoding: str = "utf-8",
    infer_rows: int = 1000,
    compression: _Compression | None = None,
    hive_partitioning: bool | None = None,
    ignore_errors: bool = False,
    columns: _Names | None = None,
    n_rows: int | None = None,
    row_index: str | None = None,
    include_file_paths: str | None = None,
) -> DataFrame:
    r"""Make a lazy frame over CSV files: their first rows are read now, to find the types.

    Values may hold line breaks where they are quoted. An empty value is null. In several files the headers
    must be the same.

    Args:
        path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
            from its current position to its end.
        delimiter: The character between two values. None is a comma, or a tab in files called `.tsv`.
        has_header: Whether the first line names the columns; they are `column_1` and so on where it does not.
        quote: The character around a value that holds a delimiter; an empty string for none.
        escape: The character before a quote that belongs to the value; None if it is doubled.
        comment: The prefix of lines that are skipped.
        null_values: A string, or a list of strings, that mean null, as the empty one does.
        skip_rows: How many lines before the header are skipped.
        column_names: The names of the columns, instead of those in the header.
        schema: All columns and their types in order, as a dict or a pyarrow schema; nothing is inferred then.
        schema_overrides: Types of some columns, by name.
        truncated_rows: Whether rows may end early; what they lack is null.
        encoding: How the text is written in bytes: utf-8, utf-16, utf-16-be, shift_jis, euc-jp, iso-2022-jp, gbk, gb18030,
            big5, euc-kr, or any encoding of Python's in which a byte is a character (latin-1, cp1252, iso8859-2 ...).
        infer_rows: How many rows of each file are read to find the types; with 0 all columns are strings.
        compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of each path.
        hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
        ignore_errors: Whether a value that does not fit its column's type is null, and bytes that are no character of the
            encoding are read as U+FFFD; if not, they are errors.
        columns: The names of the columns to read, in the order that they are to have; None is all.
        n_rows: The most rows to read, the first ones; None is all.
        row_index: The name of a first column that numbers the rows from 0; None is none.
        include_file_paths: The name of a last column with the path of the file of each row; None is none.

    Returns:
        A lazy frame.

    Raises:
        FileNotFoundError: If a file does not exist.
        ReadError: If a file cannot be read; while the query runs, if a value does not fit its column's type.
        SchemaError: If the headers of the files differ.

    Example:
        >>> import pyrust as pr
        >>> pr.read_csv(b"a,b\n1,x\nNA,y\n", null_values="NA").to_dict()
        {'a': [1, None], 'b': ['x', 'y']}
        >>> pr.read_csv(b"a\n1\nx\n", schema={"a": "int64"}).collect()  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        pyrust.ReadError: read_csv: ...
    """

scan_csv = read_csv

def read_ipc(
    path: _Source,
    *,
    hive_partitioning: bool | None = None,
    columns: _Names | None = None,
    n_rows: int | None = None,
    row_index: str | None = None,
    include_file_paths: str | None = None,
) -> DataFrame:
    """Make a lazy frame over Arrow IPC files, in the file format (Feather version 2) or the stream format.

    Args:
        path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
            from its current position to its end.
        hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
        columns: The names of the columns to read, in the order that they are to have; None is all.
        n_rows: The most rows to read, the first ones; None is all.
        row_index: The name of a first column that numbers the rows from 0; None is none.
        include_file_paths: The name of a last column with the path of the file of each row; None is none.

    Returns:
        A lazy frame.

    Raises:
        FileNotFoundError: If a file does not exist.
        ReadError: If a file cannot be read.
        SchemaError: If the files have different columns.

    Example:
        >>> import pyrust as pr
        >>> _ = pr.range(3).write_ipc("numbers.arrow")
        >>> pr.read_ipc("numbers.arrow").to_dict()
        {'value': [0, 1, 2]}
        >>> pr.read_ipc("missing.arrow")
        Traceback (most recent call last):
            ...
        pyrust.MissingFileError: read_ipc: no such file or folder: .../missing.arrow
    """

scan_ipc = read_ipc

def read_json(
    path: _Source,
    *,
    schema: Schema | None = None,
    schema_overrides: Mapping[str, IntoDataType] | None = None,
    infer_rows: int = 1000,
    compression: _Compression | None = None,
    hive_partitioning: bool | None = None,
    columns: _Names | None = None,
    n_rows: int | None = None,
    row_index: str | None = None,
    include_file_paths: str | None = None,
) -> DataFrame:
    r"""Make a lazy frame over files of JSON objects, one a line; their first rows are read now, to find the types.

    The objects may also be the items of one list: a file that begins with `[` is read so. `explain()` says which of
    the two it found, as `form=lines` or `form=a list`.

    Integers are `int64`, `uint64` or decimals as they need it, and floats where one has a point. A later value that would
    be cut or rounded, and a key that is new, are errors.

    Args:
        path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
            from its current position to its end.
        schema: All columns and their types, as a dict or a pyarrow schema; nothing is inferred then. A key
            that is not in it is skipped, one that a row lacks is null.
        schema_overrides: Types of some columns, by name.
        infer_rows: How many rows of each file are read to find the types.
        compression: gzip, bz2, xz, zstd or uncompressed; None goes by the ending of the paths.
        hive_partitioning: Whether folders called `name=value` are columns; see `read_parquet`.
        columns: The names of the columns to read, in the order that they are to have; None is all.
        n_rows: The most rows to read, the first ones; None is all.
        row_index: The name of a first column that numbers the rows from 0; None is none.
        include_file_paths: The name of a last column with the path of the file of each row; None is none.

    Returns:
        A lazy frame.

    Raises:
        FileNotFoundError: If a file does not exist.
        ReadError: If a file cannot be read; while the query runs, if a value does not fit its column, or a key is new.
        SchemaError: If the files disagree about a column.

    Example:
        >>> import pyrust as pr
        >>> pr.read_json(b'{"a": 1}\n{"a": 2, "b": [true]}\n').to_dict()
        {'a': [1, 2], 'b': [None, [True]]}
        >>> pr.read_json(b'{"a": 1}\n{"a": ')
        Traceback (most recent call last):
            ...
        pyrust.ReadError: read_json: bytes cannot be read as JSON: read as lines, line 2: it ends in the middle of a row
        hint: the file may be truncated, or of another format
    """

read_ndjson = read_json
scan_ndjson = read_json

def read_parquet(
    path: _Source,
    *,
    schema: Schema | None = None,
    hive_partitioning: bool | None = None,
    columns: _Names | None = None,
    n_rows: int | None = None,
    row_index: str | None = None,
    include_file_paths: str | None = None,
) -> DataFrame:
    """Make a lazy frame over Parquet files: only their footers are read now.

    Args:
        path: A path, a glob, a folder, a URL, or a list of them; or `bytes`, or a file object, which is copied
            from its current position to its end.
        schema: The columns and their types, as a dict or a pyarrow schema. Columns are found by name and cast;
            one that a file lacks is null. Left out, they are those of the footers.
        hive_partitioning: Whether folders called `name=value` are columns. None takes them for columns if all
            files agree on the names.
        columns: The names of the columns to read, in the order that they are to have; None is all.
        n_rows: The most rows to read, the first ones; None is all.
        row_index: The name of a first column that numbers the rows from 0; None is none.
        include_file_paths: The name of a last column with the path of the file of each row; None is none.

    Returns:
        A frame. Files are read in the order of their paths; new and rewritten ones are seen at the next run.

    Raises:
        FileNotFoundError: If a file does not exist.
        ReadError: If a file is empty, cut off, or not a Parquet file.
        SchemaError: If the files disagree about a column.

    Example:
        >>> import pyrust as pr
        >>> _ = pr.range(3).write_parquet("numbers.parquet")
        >>> pr.read_parquet("numbers.parquet").to_dict()
        {'value': [0, 1, 2]}
        >>> pr.read_parquet("no such file.parquet")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        pyrust.MissingFileError: read_parquet: ...
    """

scan_parquet = read_parquet

def session() -> Session:
    """Get the default session: the one that `pr.sql`, `%%pyrust`, `pr.DataFrame` and `pr.read_...` use.

    Returns:
        A `Session`, the same at each call.

    Example:
        >>> import pyrust as pr
        >>> pr.session() == pr.range(3).session
        True
        >>> pr.session().register("numbers", pr.range(3))
        >>> pr.sql("select count(*) as n from numbers").item()
        3
        >>> pr.session().deregister("numbers")
        True
    """

def register(name: str, data: IntoFrame) -> None:
    """Give a table a name that `pr.sql` and `%%pyrust` can use; see `Session.register`.

    Args:
        name: The name, exactly as queries write it.
        data: A frame, or anything that `DataFrame` takes.

    Raises:
        TypeError: If the data is not a table.
        ValueError: If the name is empty.

    Example:
        >>> import pyrust as pr
        >>> pr.register("numbers", pr.range(3))
        >>> pr.sql("select sum(value) as total from numbers").item()
        3
        >>> pr.tables(), pr.deregister("numbers")
        (['numbers'], True)
        >>> pr.register("", pr.range(3))
        Traceback (most recent call last):
            ...
        pyrust.InvalidValueError: register: a table needs a name
    """

def deregister(name: str) -> bool:
    """Forget the name of a table of the default session; frames made from it stay as they are.

    Args:
        name: The name.

    Returns:
        Whether there was a table of that name.

    Raises:
        TypeError: If the name is not a string.

    Example:
        >>> import pyrust as pr
        >>> pr.deregister("numbers")
        False
        >>> pr.deregister(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: deregister: name must be a string, got 1
    """

def _read_again(reader: str, path: Any, options: dict[str, Any]) -> DataFrame: ...
def _restore_data_type(bytes: _Bytes) -> DataType: ...
def _restore_frame(bytes: _Bytes) -> DataFrame: ...
def sql_expr(text: str) -> Expr:
    """Read an expression as SQL writes it: `pr.sql_expr("a > 1 AND k LIKE 'x%'")`.

    It has the functions of the default session's SQL, and its operators mean what they mean in SQL: `/` of integers
    truncates. Names are columns of the frame that uses it, as they are written; those with capitals may stand without quotes.
    Values do not belong into the text: compare the expression with them, or use `pr.sql` with `$name`.

    Args:
        text: One expression, with a name after `AS` if it has one.

    Returns:
        An expression, which verbs take as any other; its name is its text.

    Raises:
        SqlError: If it is not an expression of SQL; where a frame uses it, if it makes no sense there.
        ColumnNotFoundError: Where a frame uses it, if there is no such column.

    Example:
        >>> import pyrust as pr
        >>> df = pr.DataFrame({"a": [1, 2, 3], "k": ["x", "y", "x"]})
        >>> df.filter(pr.sql_expr("a BETWEEN 2 AND 3 AND k = 'x'")).to_dict()
        {'a': [3], 'k': ['x']}
        >>> df.group_by("k").agg(pr.sql_expr("sum(a) + 1 AS total")).sort("k").to_dict()
        {'k': ['x', 'y'], 'total': [5, 3]}
        >>> pr.sql_expr("a >")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        pyrust.SqlError: sql: ...
    """

def sql_dialects() -> list[str]:
    """The dialects that SQL can be read in."""

def sql_format(text: str) -> str:
    """Write SQL in other white space: each clause on a line of its own, and what belongs to it indented.

    Nothing but white space changes: words keep their case, comments and `$name` stay. A text that the formatter would
    change in any other way comes back as it is, and so does one that is not finished.

    Args:
        text: One statement, or several.

    Returns:
        The text.

    Raises:
        TypeError: If the text is not a string.

    Example:
        >>> import pyrust as pr
        >>> print(pr.sql_format("select a, b from t where a > $least order by b"))
        select a, b
        from t
        where a > $least
        order by b
        >>> pr.sql_format("select 'not closed")
        "select 'not closed"
        >>> pr.sql_format(1)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: sql_format: text must be a string, got 1
    """

def sql_items(session: Session, text: str, cursor: int, names: Any) -> list[dict[str, Any]]:
    """What may be written at a cursor, which counts characters: for each item a dict."""

def sql_meaning(session: Session, text: str, cursor: int, names: Any) -> dict[str, Any] | None:
    """What the word at a cursor means, as a dict; None where it means nothing."""

def tables() -> list[str]:
    """List the names of the tables that are registered in the default session, sorted.

    Returns:
        A list of str.

    Example:
        >>> import pyrust as pr
        >>> pr.tables()
        []
    """

def register_function(function: UserFunction) -> UserFunction:
    """Give the default session's SQL a user function; see `Session.register_function`.

    Args:
        function: A function made by `pr.udf`, `pr.udaf` or `pr.udwf`.

    Returns:
        The function, so that this can stand above it as a decorator.

    Raises:
        TypeError: If it is not a function made by `pr.udf`, `pr.udaf` or `pr.udwf`.

    Example:
        >>> import pyrust as pr
        >>> @pr.register_function
        ... @pr.udf(args=["int64"], returns="int64")
        ... def triple(x):
        ...     return x.to_numpy() * 3
        >>> pr.sql("select triple(value) as x from t", t=pr.range(3)).to_dict()
        {'x': [0, 3, 6]}
        >>> pr.session().deregister_function("triple")
        True
        >>> pr.register_function(len)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: register_function: function must be a UserFunction, got <built-in function len>
    """

def runs(*, ended: bool = True) -> list[Run]:
    """List the runs of every session: those that live, and the last hundred that have ended; oldest first.

    Args:
        ended: Whether those that have ended are listed, too.

    Returns:
        A list of `Run`.

    Raises:
        TypeError: If `ended` is not a bool.

    Example:
        >>> import pyrust as pr
        >>> rows = pr.range(1_000_000_000).iter_rows()
        >>> next(rows), [run.what for run in pr.runs(ended=False)]
        ((0,), ['iter_rows'])
        >>> rows.close()
        >>> pr.runs(ended="no")
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: runs: ended must be True or False, got 'no'
    """

def engine_option(name: str) -> tuple[Any, str]:
    """Return the value of an option of the engine, and where it came from.

    Args:
        name: `memory_limit`, `threads`, `temp_dir` or `disk_limit`.

    Returns:
        A tuple of the value and a str.

    Raises:
        ValueError: If there is no such option, or its environment variable has no possible value.

    Example:
        >>> from pyrust._core import engine_option
        >>> value, source = engine_option("memory_limit")
        >>> value > 0
        True
    """

def set_engine_option(name: str, value: Any) -> None:
    """Set an option of the engine.

    Args:
        name: `memory_limit`, `threads`, `temp_dir` or `disk_limit`.
        value: Its value; None for what the environment or the machine says.

    Raises:
        TypeError: If the value is of another type than the option takes.
        ValueError: If there is no such option, or it cannot have this value now.

    Example:
        >>> from pyrust._core import set_engine_option
        >>> set_engine_option("memory_limit", None)
    """

def memory_snapshot() -> dict[str, Any]:
    """Report what the core holds now: sizes in bytes, every live frame, every run that has not ended.

    Returns:
        A dict of `time`, `allocated`, `peak`, `reserved`, `limit`, `disk`, `disk_limit`, `rss`, `frames` and `runs`.

    Example:
        >>> from pyrust._core import memory_snapshot
        >>> memory_snapshot()["allocated"] > 0
        True
    """

def memory_is_measured() -> bool:
    """Whether a snapshot needs no first walk through the buffers of a frame, which takes a while if they are many. What is
    measured by somebody else at this moment is not known yet.

    Example:
        >>> from pyrust._core import memory_is_measured, memory_snapshot
        >>> _ = memory_snapshot()
        >>> memory_is_measured()
        True
    """

def set_paused_seconds(seconds: int) -> None:
    """Set how long a query that has paused waits for somebody who wants more of its rows before it ends:
    `options.display.paused_seconds`.

    Args:
        seconds: How many seconds.

    Example:
        >>> from pyrust._core import set_paused_seconds
        >>> set_paused_seconds(30)
    """

def frames_among(names: dict[Any, Any]) -> list[tuple[Any, int]]:
    """Find the frames among the values of `names`: their keys, each with the frame's number. It is done in one step of the
    interpreter and runs no Python, so that a panel's thread may ask while a cell assigns: no value is kept from going
    by this, and lazy ones do not notice.

    Args:
        names: A namespace, or any other dict.

    Example:
        >>> import pyrust as pr
        >>> from pyrust._core import frames_among
        >>> df = pr.range(3)
        >>> frames_among({"df": df, "n": 3}) == [("df", df.frame_id)]
        True
    """

def refused_call(module: str, signature: str, text: str) -> InvalidTypeError | None:
    """Make the error of a call that a function written in Python does not take: of the module that it is called by, its signature
    and what Python has said; None where Python has said something else.
    """

def unknown_name(module: ModuleType, name: str) -> AttributeError:
    """The error for a name that a module of the package does not have."""

def _shutdown() -> None: ...
