"""Types for the annotations of functions that work with pyrust: what its own arguments take.

Example:
    >>> import pyrust as pr
    >>> from pyrust.typing import IntoExpr
    >>> def share(value: IntoExpr) -> pr.Expr:
    ...     return pr.functions.sum(value) / pr.functions.sum(value).over()
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from pyrust._core import DataFrame, Expr

__all__ = ["ArrowArray", "ArrowSchema", "ArrowStream", "DataType", "IntoExpr", "IntoFrame", "Schema"]


class ArrowStream(Protocol):
    """A table that other libraries can read through Arrow's C stream: of pyarrow, polars, pandas, duckdb ..."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the stream in a capsule."""


class ArrowArray(Protocol):
    """A column or record batch that other libraries can read through Arrow's C data interface."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Give schema and data in capsules."""


class ArrowSchema(Protocol):
    """A schema, field or type of a library that speaks Arrow."""

    def __arrow_c_schema__(self) -> object:
        """Give the schema in a capsule."""


# A type by its name ("int64", "decimal(15,2)"), as Python's class, or of another library.
DataType: TypeAlias = str | type | ArrowSchema
# A column by its name, or an expression.
IntoExpr: TypeAlias = str | Expr
# Whatever can be a frame: one of ours or of another library, columns by their names, or rows.
IntoFrame: TypeAlias = DataFrame | ArrowStream | ArrowArray | dict[str, Any] | list[dict[str, Any]]
# Columns with their types.
Schema: TypeAlias = Mapping[str, DataType] | ArrowSchema
