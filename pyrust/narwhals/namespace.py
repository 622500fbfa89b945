"""The functions of narwhals for a pyrust frame: `nw.lit`, `nw.len`, `nw.concat`, `nw.scan_parquet` ..."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import pyrust as pr
from pyrust.narwhals.arithmetic import total
from pyrust.narwhals.base import (
    AlignDiagonal,
    CompliantSelector,
    Implementation,
    LazySelectorNamespace,
    SQLNamespace,
    Version,
    WindowInputs,
    check_column_names_are_unique,
    combine_alias_output_names,
    combine_evaluate_output_names,
    evaluate_output_names_and_aliases,
    refuse,
    validate_separators,
)
from pyrust.narwhals.dtypes import to_arrow
from pyrust.narwhals.expr import PyRustExpr
from pyrust.narwhals.frame import PyRustLazyFrame
from pyrust.narwhals.functions import function
from pyrust.narwhals.sql import Sql, call, case, literal, window

if TYPE_CHECKING:
    from narwhals.typing import ConcatMethod, CorrelationMethod, IntoDType


class PyRustSelector(CompliantSelector["PyRustLazyFrame", Sql], PyRustExpr):  # type: ignore[misc]
    """Columns chosen by their types or names."""

    _window_function = None

    def _to_expr(self) -> PyRustExpr:
        return PyRustExpr(
            self._call,
            self._window_function,
            evaluate_output_names=self._evaluate_output_names,
            alias_output_names=self._alias_output_names,
            version=self._version,
        )


class PyRustSelectorNamespace(LazySelectorNamespace["PyRustLazyFrame", Sql]):
    """narwhals' selectors."""

    @property
    def _selector(self) -> type[PyRustSelector]:
        return PyRustSelector


class PyRustNamespace(
    SQLNamespace[PyRustLazyFrame, PyRustExpr, pr.DataFrame, Sql], AlignDiagonal[PyRustLazyFrame, PyRustExpr]
):
    """What narwhals calls for functions that start from no column.

    Args:
        version: The version of narwhals' API.
    """

    _implementation = Implementation.UNKNOWN

    def __init__(self, *, version: Version) -> None:
        self._version = version

    def from_native(self, data: Any, /) -> Any:
        if self._version is Version.V1 and self.is_native(data):
            from pyrust.narwhals.stable import CollectedFrame

            return CollectedFrame(data, version=self._version)
        return super().from_native(data)

    @property
    def selectors(self) -> PyRustSelectorNamespace:
        return PyRustSelectorNamespace.from_namespace(self)

    @property
    def _expr(self) -> type[PyRustExpr]:
        return PyRustExpr

    @property
    def _lazyframe(self) -> type[PyRustLazyFrame]:
        return PyRustLazyFrame

    def _function(self, name: str, *args: Any) -> Sql:
        return function(name, *args)

    def _lit(self, value: Any) -> Sql:
        return literal(value)

    def _when(self, condition: Sql, value: Sql, otherwise: Sql | None = None) -> Sql:
        return case(condition, value, otherwise)

    def _coalesce(self, *exprs: Sql) -> Sql:
        return call("coalesce", *exprs)

    # --- readers ---

    def scan_csv(self, source: Any, *, separator: str = ",", **kwds: Any) -> PyRustLazyFrame:
        validate_separators(separator, ("delimiter",), kwds)
        return PyRustLazyFrame(pr.read_csv(source, **{"delimiter": separator, **kwds}), version=self._version)

    def scan_parquet(self, source: Any, **kwds: Any) -> PyRustLazyFrame:
        return PyRustLazyFrame(pr.read_parquet(source, **kwds), version=self._version)

    # --- expressions ---

    def _constant(
        self, call: Callable[[PyRustLazyFrame], Sequence[Sql]], name: str, windowed: Any = None
    ) -> PyRustExpr:
        return PyRustExpr(
            call,
            windowed,
            evaluate_output_names=lambda _df: [name],
            alias_output_names=None,
            version=self._version,
        )

    def lit(self, value: Any, dtype: IntoDType | None) -> PyRustExpr:
        constant = literal(value)
        if dtype is not None:
            constant = constant.arrow_cast(to_arrow(dtype, self._version))
        return self._constant(lambda _df: [constant], "literal", lambda _df, _inputs: [constant])

    def len(self) -> PyRustExpr:
        return self._constant(lambda _df: [call("count", Sql("*"))], "len")

    def _combined(self, call: Any, *exprs: PyRustExpr, windowed: Any = None) -> PyRustExpr:
        return PyRustExpr(
            call,
            windowed,
            evaluate_output_names=combine_evaluate_output_names(*exprs),
            alias_output_names=combine_alias_output_names(*exprs),
            version=self._version,
        )

    def _of_two(
        self, a: PyRustExpr, b: PyRustExpr, build: Callable[[Sql, Sql, Callable[[Sql], Sql]], Sql]
    ) -> PyRustExpr:
        def evaluate(df: PyRustLazyFrame, wrap: Callable[[Sql], Sql]) -> Sequence[Sql]:
            return [build(df._evaluate_single_output_expr(a), df._evaluate_single_output_expr(b), wrap)]

        def windowed(df: PyRustLazyFrame, inputs: WindowInputs[Sql]) -> Sequence[Sql]:
            return evaluate(df, lambda value: window(value, inputs.partition_by, "", ""))

        return self._combined(lambda df: evaluate(df, lambda value: value), a, b, windowed=windowed)

    def corr(self, a: PyRustExpr, b: PyRustExpr, *, method: CorrelationMethod) -> PyRustExpr:
        if method != "pearson":
            refuse(f"corr(method={method!r})", "Use method='pearson'.")
        return self._of_two(a, b, lambda x, y, wrap: wrap(call("corr", x, y)))

    def cov(self, a: PyRustExpr, b: PyRustExpr, *, ddof: int) -> PyRustExpr:
        def build(x: Sql, y: Sql, wrap: Callable[[Sql], Sql]) -> Sql:
            if ddof == 0:
                return wrap(call("covar_pop", x, y))
            sample = wrap(call("covar_samp", x, y))
            if ddof == 1:
                return sample
            pairs = wrap(call("count", case(x.is_not_null() & y.is_not_null(), 1)))
            return case(pairs > ddof, sample * ((pairs - 1) / (pairs - ddof)))

        return self._of_two(a, b, build)

    def concat_str(self, *exprs: PyRustExpr, separator: str, ignore_nulls: bool) -> PyRustExpr:
        def build(cols: Sequence[Sql]) -> Sql:
            texts = [value.cast("VARCHAR") for value in cols]
            joined = call("concat_ws", separator, *texts)
            return joined if ignore_nulls else case(reduce(and_, (value.is_not_null() for value in cols)), joined)

        return PyRustExpr._from_elementwise_horizontal_op(build, *exprs)

    def sum_horizontal(self, *exprs: PyRustExpr) -> PyRustExpr:
        return PyRustExpr._from_elementwise_horizontal_op(total, *exprs)

    def mean_horizontal(self, *exprs: PyRustExpr) -> PyRustExpr:
        def build(cols: Sequence[Sql]) -> Sql:
            return total(cols) / call("nullif", total([value.is_not_null().cast("BIGINT") for value in cols]), 0)

        return PyRustExpr._from_elementwise_horizontal_op(build, *exprs)

    def struct(self, *exprs: PyRustExpr) -> PyRustExpr:
        def evaluate(df: PyRustLazyFrame) -> Sequence[Sql]:
            fields = [
                (alias, value)
                for expr in exprs
                for value, _, alias in zip(expr(df), *evaluate_output_names_and_aliases(expr, df, []), strict=True)
            ]
            check_column_names_are_unique([name for name, _ in fields])
            return [call("named_struct", *(part for field in fields for part in field))]

        return self._combined(evaluate, *exprs)

    def list(self, *exprs: PyRustExpr) -> PyRustExpr:
        return self._combined(lambda df: [call("make_array", *(value for expr in exprs for value in expr(df)))], *exprs)

    # --- frames ---

    def concat(self, items: Iterable[PyRustLazyFrame], *, how: ConcatMethod) -> PyRustLazyFrame:
        frames = list(items)
        if how == "diagonal":
            frames = list(self.align_diagonal(frames))
        elif how == "vertical" and any(frame.schema != frames[0].schema for frame in frames[1:]):
            message = "inputs should all have the same schema"
            raise TypeError(message)
        return frames[0]._with_native(reduce(pr.DataFrame.union, (frame.native for frame in frames)))
