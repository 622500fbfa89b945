"""Frames for libraries that are bound to `narwhals.stable.v1`: altair, plotly and others that draw.

Such a library takes its data as an eager frame and refuses a lazy one. So it gets one, over pyarrow, whose columns and
types come from the plan, and whose rows are collected when they are first asked for, once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyrust.narwhals.base import Implementation
from pyrust.narwhals.frame import PyRustLazyFrame

if TYPE_CHECKING:
    from narwhals.dtypes import DType

    import pyrust as pr
    from pyrust.narwhals.base import Version


class CollectedFrame:
    """A pyrust frame that is collected into pyarrow when its rows are needed.

    Args:
        native: The frame.
        version: The version of narwhals' API.
    """

    # What it is to a library that asks: its rows and its native object are pyarrow's.
    _implementation = Implementation.PYARROW

    def __init__(self, native: pr.DataFrame, *, version: Version) -> None:
        self._version = version
        self._lazy = PyRustLazyFrame(native, version=version)

    @cached_property
    def _collected(self) -> Any:
        return self._lazy.collect(None)

    def __narwhals_dataframe__(self) -> CollectedFrame:
        return self

    def _with_version(self, version: Version) -> CollectedFrame:
        return self if version is self._version else CollectedFrame(self._lazy.native, version=version)

    @property
    def columns(self) -> list[str]:
        return self._lazy.columns

    @property
    def schema(self) -> dict[str, DType]:
        return self._lazy.schema

    def collect_schema(self) -> dict[str, DType]:
        return self.schema

    def get_column(self, name: str) -> CollectedColumn:
        return CollectedColumn(self, name)

    def lazy(self, backend: Any = None, **_: Any) -> PyRustLazyFrame:
        return self._lazy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._collected, name)


class CollectedColumn:
    """A column of such a frame; its type needs no rows.

    Args:
        frame: The frame.
        name: The column's name.
    """

    def __init__(self, frame: CollectedFrame, name: str) -> None:
        self._version, self._implementation = frame._version, frame._implementation
        self._frame = frame
        self._name = name

    def __narwhals_series__(self) -> CollectedColumn:
        return self

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> DType:
        return self._frame.schema[self._name]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._frame._collected.get_column(self._name), name)
