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


def _in_words(error: Exception) -> Exception:
    """Make an error of ours show itself as its own words in a notebook, without the Python that led to it."""
    if not isinstance(error, PyRustError):
        # From a user's own function: there its Python is what helps.
        return error
    lines = f"{type(error).__name__}: {error}".splitlines()
    error._render_traceback_ = lines.copy  # type: ignore[attr-defined]
    return error.with_traceback(None)


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
