"""What an expression of this backend is: functions that give SQL once a frame and its types are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pyrust.narwhals.base import Implementation, SQLExpr, Version, WindowInputs
from pyrust.narwhals.sql import Sql, window

if TYPE_CHECKING:
    from typing import Self

    import pyarrow as pa

    from pyrust.narwhals.frame import PyRustLazyFrame

    Call = Callable[[PyRustLazyFrame], Sequence[Sql]]
    Windowed = Callable[[PyRustLazyFrame, WindowInputs[Sql]], Sequence[Sql]]


class TypedExpr(SQLExpr["PyRustLazyFrame", Sql]):
    """An expression over a frame that is not known yet.

    Args:
        call: Gives the SQL of each output, once the frame is known.
        window_function: The same inside `over(...)`.
        evaluate_output_names: Gives the names of the outputs.
        alias_output_names: Changes them.
        version: The version of narwhals' API.
        implementation: narwhals' name of the backend; always that of a plugin.
    """

    _implementation = Implementation.UNKNOWN

    def __init__(
        self,
        call: Call,
        window_function: Windowed | None = None,
        *,
        evaluate_output_names: Any,
        alias_output_names: Any,
        version: Version,
        implementation: Implementation = Implementation.UNKNOWN,
    ) -> None:
        self._call = call
        self._window_function = window_function
        self._evaluate_output_names = evaluate_output_names
        self._alias_output_names = alias_output_names
        self._version = version

    def _with_type(self, build: Callable[[Sql, pa.DataType], Sql]) -> Self:
        """Make an elementwise function of a value and of its type."""

        def plain(df: PyRustLazyFrame) -> Sequence[Sql]:
            return [build(value, df._arrow_type(value)) for value in self(df)]

        def windowed(df: PyRustLazyFrame, inputs: WindowInputs[Sql]) -> Sequence[Sql]:
            return [build(value, df._arrow_type(value)) for value in self.window_function(df, inputs)]

        return self._with_both(plain, windowed)

    def _with_both(self, plain: Call, windowed: Windowed | None) -> Self:
        return type(self)(
            plain,
            windowed,
            evaluate_output_names=self._evaluate_output_names,
            alias_output_names=self._alias_output_names,
            version=self._version,
        )

    def _with_types(self, build: Callable[..., Sql], other: Self) -> Self:
        """Make an elementwise function of two values and of their types."""

        def plain(df: PyRustLazyFrame) -> Sequence[Sql]:
            right = df._evaluate_single_output_expr(other)
            return [build(left, right, df._arrow_type(left), df._arrow_type(right)) for left in self(df)]

        def windowed(df: PyRustLazyFrame, inputs: WindowInputs[Sql]) -> Sequence[Sql]:
            right, lefts = df._evaluate_window_expr(other, inputs), self.window_function(df, inputs)
            return [build(left, right, df._arrow_type(left), df._arrow_type(right)) for left in lefts]

        return self._with_both(plain, windowed)

    def _aggregate(self, build: Callable[[Sql, Callable[[Sql], Sql]], Sql]) -> Self:
        """Make an aggregate of several: inside `over` each of them gets the window."""

        def windowed(df: PyRustLazyFrame, inputs: WindowInputs[Sql]) -> Sequence[Sql]:
            return [build(expr, lambda value: window(value, inputs.partition_by, "", "")) for expr in self(df)]

        return self._with_both(lambda df: [build(expr, lambda value: value) for expr in self(df)], windowed)
