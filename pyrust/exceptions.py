"""The exceptions of pyrust, under one name to import them from.

Each derives from `PyRustError`, a `RuntimeError`; where a built-in says the same thing the class is both,
so that `except KeyError` catches a `ColumnNotFoundError`.
"""

from pyrust._core import (
    CancelledError,
    ColumnNotFoundError,
    InvalidTypeError,
    InvalidValueError,
    MissingFileError,
    OutOfRangeError,
    PyRustError,
    ReadError,
    ResourcesError,
    RowNotFoundError,
    SchemaError,
    SqlError,
    TableNotFoundError,
    WriteError,
)

__all__ = [
    "CancelledError",
    "ColumnNotFoundError",
    "InvalidTypeError",
    "InvalidValueError",
    "MissingFileError",
    "OutOfRangeError",
    "PyRustError",
    "ReadError",
    "ResourcesError",
    "RowNotFoundError",
    "SchemaError",
    "SqlError",
    "TableNotFoundError",
    "WriteError",
]
