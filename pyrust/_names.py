"""The names that SQL can use, found without running anything: what help for SQL asks while somebody types.

An object is judged by its class, and looked at only where its class is known: no data is read, no attribute of an
unknown object is looked up, no code of a user runs. Where a class has more tricks than Python's own, the object is no
table here.
"""

from __future__ import annotations

import inspect
import re
from abc import ABCMeta
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pyrust import _core

# The classes of classes whose members are found in their dicts alone.
_PLAIN = (type, ABCMeta)
_PLAIN_BY_NAME = {("pybind11_builtins", "pybind11_type")}
_STREAM, _ARRAY, _SCHEMA = "__arrow_c_stream__", "__arrow_c_array__", "__arrow_c_schema__"
_VALUES = (bool, int, float, str, bytes, date, datetime, time, timedelta, Decimal, type(None))
_SEVERAL = (list, tuple, set, frozenset, range)
# What IPython puts into the namespace.
_SHELLS = {"In", "Out", "exit", "quit", "get_ipython"}
# How many columns of Python's own values are looked at.
_MOST = 10_000
# The types of pandas and of DuckDB as we write them; of others nothing is said.
_TYPES = {
    "bool": "bool", "boolean": "bool", "int8": "int8", "int16": "int16", "int32": "int32", "int64": "int64",
    "uint8": "uint8", "uint16": "uint16", "uint32": "uint32", "uint64": "uint64", "float32": "float32",
    "float64": "float64", "string": "string", "str": "string", "datetime64[ns]": "timestamp[ns]",
    "datetime64[us]": "timestamp[us]", "datetime64[ms]": "timestamp[ms]", "datetime64[s]": "timestamp[s]",
    "timedelta64[ns]": "duration[ns]", "tinyint": "int8", "smallint": "int16", "integer": "int32", "bigint": "int64",
    "float": "float32", "double": "float64", "varchar": "string", "date": "date", "blob": "binary",
    "timestamp": "timestamp[us]",
}  # fmt: skip


class Names:
    """The variables of somebody who writes SQL; the first of several scopes that has a name decides."""

    def __init__(self, *scopes: dict[str, Any]) -> None:
        """Take the scopes."""
        self._names: dict[str, Any] = {}
        for scope in scopes:
            for name, value in list(scope.items()):
                if type(name) is str and not name.startswith("_") and name not in _SHELLS:
                    self._names.setdefault(name, value)

    def tables(self) -> list[tuple[str, str]]:
        """Give the variables that a query can name as tables, with what they are."""
        found = ((name, _table(value)) for name, value in self._names.items())
        return [(name, what) for name, what in found if what]

    def schema(self, name: str) -> Any:
        """Give what describes the columns of a variable: a frame of ours, a dict of types, or an Arrow schema."""
        value = self._names.get(name)
        return None if value is None or not _table(value) else _schema(value)

    def values(self) -> list[tuple[str, str]]:
        """Give the variables that can be bound to `$name`, with their types."""
        found = ((name, _value(value)) for name, value in self._names.items())
        return [(name, what) for name, what in found if what]

    def functions(self) -> list[tuple[str, str]]:
        """Give the user functions."""
        return [(name, "user function") for name, value in self._names.items() if type(value) is _core.UserFunction]

    def options(self, function: str) -> list[tuple[str, str]]:
        """Give the options of a reader, which are its keywords, with what they are for."""
        reader = getattr(_core, function, None) if function.startswith("read_") else None
        if reader is None:
            return []
        section = re.search(r"Args:\n(.*?)\n\n", inspect.getdoc(reader) or "", re.DOTALL)
        entries = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", section[1] if section else "", re.MULTILINE)
        return [(name, re.sub(r"\s+", " ", text)) for name, text in entries if name != "path"]


def _is_plain(value: object) -> bool:
    """Check whether the class of a value is one whose members are just those in its dicts."""
    meta = type(type(value))
    return meta in _PLAIN or (meta.__module__, meta.__name__) in _PLAIN_BY_NAME


def _has(value: object, *names: str) -> bool:
    """Check whether the class of a value has one of some members, without a look-up that it may have made its own."""
    bases = type.__dict__["__mro__"].__get__(type(value))
    return any(name in type.__dict__["__dict__"].__get__(base) for base in bases for name in names)


def _origin(value: object) -> tuple[str, str]:
    """Give the library and the name of a class."""
    kind = type(value)
    return str(kind.__module__).split(".")[0].lstrip("_"), kind.__name__


def _table(value: object) -> str:
    """Say what a table is; nothing of what is none."""
    kind = type(value)
    if kind is _core.DataFrame:
        return "frame"
    if kind is dict:
        columns = list(value.items())[:_MOST]  # type: ignore[attr-defined]
        is_table = columns and all(type(name) is str and type(items) in (list, tuple, range) for name, items in columns)
        return "dict of columns" if is_table else ""
    if kind is list:
        return "list of rows" if value and type(value[0]) is dict else ""  # type: ignore[index]
    if not _is_plain(value):
        return ""
    if _origin(value) != ("polars", "LazyFrame") and not _has(value, _STREAM, _ARRAY):
        return ""
    return ".".join(_origin(value))


def _schema(value: Any) -> Any:
    if type(value) is _core.DataFrame:
        return value
    if type(value) is dict:
        return dict.fromkeys(list(value)[:_MOST], "null")
    if type(value) is list:
        return dict.fromkeys([name for name in list(value[0])[:_MOST] if type(name) is str], "null")
    origin = _origin(value)
    if origin == ("pandas", "DataFrame"):
        kinds = list(value.dtypes)
        # A type of numpy takes its time to write its name, and most columns share theirs.
        types = {id(kind): kind for kind in kinds}
        named = {key: _TYPES.get(str(kind), "null") for key, kind in types.items()}
        columns = zip(value.columns, kinds, strict=True)
        return {str(name): named[id(kind)] for name, kind in columns if _is_label(name)}
    if origin == ("polars", "DataFrame"):
        # Without its rows: the schema is all that is left.
        return _core.DataFrame(value.clear())
    if origin in (("pyarrow", "Table"), ("pyarrow", "RecordBatch"), ("pyarrow", "RecordBatchReader")):
        return value.schema
    if origin == ("duckdb", "DuckDBPyRelation"):
        columns = zip(value.columns, value.types, strict=True)
        return {name: _TYPES.get(str(kind).lower(), "null") for name, kind in columns}
    return value if _has(value, _SCHEMA) else None


def _is_label(name: object) -> bool:
    """Check whether a label of pandas writes itself by no code of a user."""
    return type(name) in _VALUES or _origin(name)[0] in ("numpy", "pandas")


def _value(value: object) -> str:
    """Say what type a value has that can be bound; nothing of what cannot."""
    kind = type(value)
    if kind in _VALUES:
        return "None" if value is None else kind.__name__
    if kind in _SEVERAL and _table(value) == "":
        return f"{kind.__name__} of {len(value)}"  # type: ignore[arg-type]
    return ""
