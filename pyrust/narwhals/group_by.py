"""Groups: one GROUP BY over the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyrust.narwhals.base import SQLGroupBy
from pyrust.narwhals.sql import Sql, quote

if TYPE_CHECKING:
    from pyrust.narwhals.expr import PyRustExpr
    from pyrust.narwhals.frame import PyRustLazyFrame


class PyRustGroupBy(SQLGroupBy["PyRustLazyFrame", "PyRustExpr", Sql]):
    """A frame with the keys of its groups.

    Args:
        df: The frame.
        keys: Names of columns, or expressions.
        drop_null_keys: Whether rows with a null among the keys are left out.
    """

    def __init__(
        self, df: PyRustLazyFrame, keys: Sequence[PyRustExpr] | Sequence[str], /, *, drop_null_keys: bool
    ) -> None:
        frame, self._keys, self._output_key_names = self._parse_keys(df, keys)
        self._compliant_frame = frame.drop_nulls(self._keys) if drop_null_keys else frame

    def agg(self, *exprs: PyRustExpr) -> PyRustLazyFrame:
        """Make one row of each group: the keys, then these."""
        frame = self.compliant
        keys = ", ".join(quote(key) for key in self._keys)
        # `_alias_native` has put the names into the text.
        values = [value.text for value in self._evaluate_exprs(exprs)]
        grouped = frame._query(f"SELECT {', '.join([keys, *values])} FROM frame GROUP BY {keys}")
        return grouped.rename(dict(zip(self._keys, self._output_key_names, strict=True)))
