"""Types for the annotations of functions that work with pyrust: what its own arguments take.

Example:
    >>> import pyrust as pr
    >>> from pyrust.typing import IntoExpr
    >>> def share(value: IntoExpr) -> pr.Expr:
    ...     return pr.functions.sum(value) / pr.functions.sum(value).over()
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol, TypeAlias

from pyrust._core import DataFrame, DataType, Expr

__all__ = ["ArrowArray", "ArrowSchema", "ArrowStream", "IntoDataType", "IntoExpr", "IntoFrame", "NumpyArray", "Schema"]


class ArrowStream(Protocol):
    """A table that other libraries can read through Arrow's C stream: of pyarrow, polars, pandas, duckdb ..."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the stream in a capsule."""


class ArrowArray(Protocol):
    """A column or record batch that other libraries can read through Arrow's C data interface."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Give schema and data in capsules."""


class NumpyArray(Protocol):
    """An array of numpy, or what numpy takes for one."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """Give the array."""


class ArrowSchema(Protocol):
    """A schema, field or type of a library that speaks Arrow."""

    def __arrow_c_schema__(self) -> object:
        """Give the schema in a capsule."""


# A type: one of ours (`pr.Int64`), its name ("int64", "decimal(15,2)"), Python's class, or that of another library.
IntoDataType: TypeAlias = DataType | str | type | ArrowSchema
# A column by its name, or an expression.
IntoExpr: TypeAlias = str | Expr
# Whatever can be a frame: one of ours or of another library, columns by their names, an array, or rows.
IntoFrame: TypeAlias = (
    DataFrame | ArrowStream | ArrowArray | NumpyArray | dict[str, Any] | list[Any] | tuple[Any, ...] | Iterator[Any]
)
# Columns with their types.
Schema: TypeAlias = Mapping[str, IntoDataType] | ArrowSchema
