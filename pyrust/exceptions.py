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
    RunTimeoutError,
    SchemaError,
    SqlError,
    TableNotFoundError,
    WriteError,
)


def _in_words(error: Exception) -> Exception:
    """Make an error of ours show itself as its own words in a notebook, without the Python that led to it."""
    if isinstance(error, PyRustError) and error.__cause__ is None:
        lines = f"{type(error).__name__}: {error}".splitlines()
        error._render_traceback_ = lines.copy  # type: ignore[attr-defined]
    # Where a user's own function failed its Python is what helps, and that is the cause's.
    return error.with_traceback(None) if isinstance(error, PyRustError) else error


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
    "RunTimeoutError",
    "SchemaError",
    "SqlError",
    "TableNotFoundError",
    "WriteError",
]
