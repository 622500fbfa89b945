"""The lazy frame that narwhals works with: each verb is one query over the frame before it.

Verbs that compute become SQL over the pyrust frame, which is planned at once and runs nothing; those that pyrust has
with the same meaning are its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import pyrust as pr
from pyrust.narwhals.base import (
    Implementation,
    SQLLazyFrame,
    Version,
    check_column_names_are_unique,
    extend_bool,
    generate_temporary_column_name,
    parse_columns_to_drop,
)
from pyrust.narwhals.dtypes import to_narwhals
from pyrust.narwhals.reshape import exploded, unpivoted
from pyrust.narwhals.sql import Sql, call, column, ordering, window

if TYPE_CHECKING:
    from io import BytesIO
    from pathlib import Path
    from types import ModuleType
    from typing import Self

    import pyarrow as pa
    from narwhals.dataframe import LazyFrame
    from narwhals.dtypes import DType
    from narwhals.typing import AsofJoinStrategy, JoinStrategy, UniqueKeepStrategy
    from typing_extensions import TypeIs

    from pyrust.narwhals.expr import PyRustExpr
    from pyrust.narwhals.group_by import PyRustGroupBy
    from pyrust.narwhals.namespace import PyRustNamespace

_JOINS = {"inner": "JOIN", "left": "LEFT JOIN", "full": "FULL JOIN", "semi": "LEFT SEMI JOIN", "anti": "LEFT ANTI JOIN"}


class PyRustLazyFrame(SQLLazyFrame["PyRustExpr", pr.DataFrame, "LazyFrame[pr.DataFrame]"]):
    """A pyrust frame as narwhals sees it.

    Args:
        native: The frame.
        version: The version of narwhals' API that its user has asked for.
    """

    # narwhals has a name for each backend of its own; a plugin's is this.
    _implementation = Implementation.UNKNOWN

    def __init__(self, native: pr.DataFrame, *, version: Version) -> None:
        self._native_frame = native
        self._version = version
        self._types: dict[str, pa.DataType] = {}

    # --- what narwhals asks of every frame ---

    @staticmethod
    def _is_native(obj: object, /) -> TypeIs[pr.DataFrame]:
        return isinstance(obj, pr.DataFrame)

    @classmethod
    def from_native(cls, data: pr.DataFrame, /, *, context: Any) -> Self:
        return cls(data, version=context._version)

    def to_narwhals(self, *args: Any, **kwds: Any) -> LazyFrame[pr.DataFrame]:
        return self._version.lazyframe(self, level="lazy")

    def __narwhals_lazyframe__(self) -> Self:
        return self

    def __narwhals_namespace__(self) -> PyRustNamespace:
        from pyrust.narwhals.namespace import PyRustNamespace

        return PyRustNamespace(version=self._version)

    def __native_namespace__(self) -> ModuleType:
        return pr

    def _with_version(self, version: Version) -> Self:
        return type(self)(self.native, version=version)

    def _with_native(self, native: pr.DataFrame) -> Self:
        return type(self)(native, version=self._version)

    def _iter_columns(self) -> Iterator[Sql]:
        yield from map(column, self.columns)

    @property
    def columns(self) -> list[str]:
        return self.native.columns

    @property
    def schema(self) -> dict[str, DType]:
        return {field.name: to_narwhals(field.type, self._version) for field in self._arrow_schema()}

    def collect_schema(self) -> dict[str, DType]:
        return self.schema

    def _arrow_schema(self) -> pa.Schema:
        import pyarrow as pa

        return pa.schema(self.native)

    def _arrow_type(self, value: Sql) -> pa.DataType:
        """Give an expression's type over this frame: by types narwhals' operators mean more than SQL's."""
        if value.text not in self._types:
            self._types[value.text] = self._query(f"SELECT {value.named('value')} FROM frame")._arrow_schema()[0].type
        return self._types[value.text]

    # --- queries ---

    def _query(self, query: str, **others: pr.DataFrame) -> Self:
        """Make a frame by SQL, in which this one is called `frame`."""
        from narwhals.exceptions import ColumnNotFoundError, InvalidOperationError

        try:
            return self._with_native(self.native.session.sql(query, frame=self.native, **others))
        except pr.ColumnNotFoundError as error:
            missing = re.findall(r'no column "(.*)"', str(error))
            raise ColumnNotFoundError.from_missing_and_available_column_names(missing, self.columns) from error
        except pr.SqlError as error:
            # The text is ours and reads well: what fails is an operation on a type that it does not take.
            raise InvalidOperationError(str(error)) from error

    def _named(self, exprs: Iterable[PyRustExpr]) -> dict[str, Sql]:
        named: dict[str, Sql] = {}
        for expr in exprs:
            names = expr._evaluate_output_names(self)
            if expr._alias_output_names is not None:
                names = expr._alias_output_names(names)
            check_column_names_are_unique([*named, *names])
            named.update(zip(names, expr(self), strict=True))
        return named

    def _selected(self, items: Mapping[str, Sql], rest: str = "") -> Self:
        if not items:
            return self._with_native(self.native.select())
        return self._query(f"SELECT {', '.join(value.named(name) for name, value in items.items())} FROM frame {rest}")

    def _where(self, condition: Sql) -> Self:
        return self._query(f"SELECT * FROM frame WHERE {condition.text}")

    def select(self, *exprs: PyRustExpr) -> Self:
        return self._selected(self._named(exprs))

    # SQL tells one from the other by what is selected.
    aggregate = select

    def simple_select(self, *column_names: str) -> Self:
        return self._with_native(self.native.select(*column_names))

    def with_columns(self, *exprs: PyRustExpr) -> Self:
        return self._selected({name: column(name) for name in self.columns} | self._named(exprs))

    def _filter(self, predicate: PyRustExpr) -> Self:
        return self._where(predicate(self)[0])

    def drop_nulls(self, subset: Sequence[str] | None) -> Self:
        names = self.columns if subset is None else subset
        if error := self._check_columns_exist(names):
            raise error
        return self._where(reduce(and_, (column(name).is_not_null() for name in names)))

    def group_by(self, keys: Sequence[str] | Sequence[PyRustExpr], *, drop_null_keys: bool) -> PyRustGroupBy:
        from pyrust.narwhals.group_by import PyRustGroupBy

        return PyRustGroupBy(self, keys, drop_null_keys=drop_null_keys)

    def unique(self, subset: Sequence[str] | None, *, keep: UniqueKeepStrategy, order_by: Sequence[str] | None) -> Self:
        names = subset or self.columns
        if error := self._check_columns_exist(names):
            raise error
        if subset is None and keep == "any":
            return self._with_native(self.native.distinct())
        flags = extend_bool(keep == "last", len(order_by or ()))
        order = "" if keep == "none" else ordering(order_by or (), flags, flags)
        number = window(call("count", Sql("*")) if keep == "none" else call("row_number"), names, order, "")
        place = generate_temporary_column_name(8, self.columns, prefix="row_index_")
        numbered = self._query(f"SELECT *, {number.named(place)} FROM frame")
        return numbered._where(column(place) == 1).simple_select(*self.columns)

    def with_row_index(self, name: str, order_by: Sequence[str] | None) -> Self:
        if not order_by:
            message = "`with_row_index` needs `order_by` for pyrust: without it a row has no number of its own"
            raise TypeError(message)
        flags = extend_bool(False, len(order_by))
        number = window(call("row_number"), (), ordering(order_by, flags, flags), "") - 1
        return self._query(f"SELECT {number.named(name)}, * FROM frame")

    def join(
        self,
        other: Self,
        *,
        how: JoinStrategy,
        left_on: Sequence[str] | None,
        right_on: Sequence[str] | None,
        suffix: str,
    ) -> Self:
        keys = list(zip(left_on or (), right_on or (), strict=True))
        shown = [(column(name, "frame"), name) for name in self.columns]
        dropped = set() if how == "full" else set(right_on or ())
        if how not in ("semi", "anti"):
            rest = [name for name in other.columns if name not in dropped]
            taken = set(self.columns)
            shown += [(column(name, "rhs"), f"{name}{suffix}" if name in taken else name) for name in rest]
        check_column_names_are_unique([name for _, name in shown])
        items = ", ".join(value.named(name) for value, name in shown)
        if how == "cross":
            return self._query(f"SELECT {items} FROM frame CROSS JOIN rhs", rhs=other.native)
        equal = reduce(and_, (column(left, "frame") == column(right, "rhs") for left, right in keys))
        return self._query(f"SELECT {items} FROM frame {_JOINS[how]} rhs ON {equal.text}", rhs=other.native)

    def join_asof(
        self,
        other: Self,
        *,
        left_on: str,
        right_on: str,
        by_left: Sequence[str] | None,
        by_right: Sequence[str] | None,
        strategy: AsofJoinStrategy,
        suffix: str,
    ) -> Self:
        by = list(zip(by_left or (), by_right or (), strict=True))
        joined = self.native.join_asof(
            other.native, left_on=left_on, right_on=right_on, by=by or None, strategy=strategy, suffix=suffix
        )
        # pyrust keeps the other frame's keys where they have names of their own, narwhals keeps one of each pair.
        twice = [right for left, right in [(left_on, right_on), *by] if left != right]
        return self._with_native(joined.drop(*(f"{name}{suffix}" if name in self.columns else name for name in twice)))

    def explode(self, columns: Sequence[str], *, empty_as_null: bool = True, keep_nulls: bool = True) -> Self:
        name = self._validate_explode_columns(columns)
        return self._query(exploded(self.columns, name, empty_as_null=empty_as_null, keep_nulls=keep_nulls))

    def unpivot(
        self, on: Sequence[str] | None, index: Sequence[str] | None, variable_name: str, value_name: str
    ) -> Self:
        names = [name for name in self.columns if name not in (index or ())] if on is None else list(on)
        if error := self._check_columns_exist(names):
            raise error
        return self._query(unpivoted(names, index or (), variable_name, value_name))

    # --- verbs of pyrust that mean the same ---

    def head(self, n: int) -> Self:
        return self._with_native(self.native.limit(n))

    def drop(self, columns: Sequence[str], *, strict: bool) -> Self:
        dropped = parse_columns_to_drop(self, columns, strict=strict)
        return self._with_native(self.native.drop(*dropped))

    def rename(self, mapping: Mapping[str, str]) -> Self:
        check_column_names_are_unique([mapping.get(name, name) for name in self.columns])
        known = {old: new for old, new in mapping.items() if old in self.columns}
        return self._with_native(self.native.rename(known))

    def sort(self, *by: str, descending: bool | Sequence[bool], nulls_last: bool) -> Self:
        flags = list(extend_bool(descending, len(by)))
        return self._with_native(self.native.sort(*by, descending=flags, nulls_last=nulls_last))

    def top_k(self, k: int, *, by: Iterable[str], reverse: bool | Sequence[bool]) -> Self:
        names = list(by)
        flags = [not smallest for smallest in extend_bool(reverse, len(names))]
        return self._with_native(self.native.sort(*names, descending=flags, nulls_last=True).limit(k))

    def lazy(self, backend: None = None, **_: Any) -> Self:
        return self

    # --- out ---

    def collect(self, backend: Implementation | None, **kwargs: Any) -> Any:
        frame = self.native
        # narwhals has refused every other name before it asks.
        ways: dict[Implementation | None, Any] = {
            Implementation.PANDAS: frame.to_pandas,
            Implementation.POLARS: frame.to_polars,
        }
        native = ways.get(backend, frame.to_pyarrow)()
        return self._version.namespace.from_native_object(native).compliant.from_native(native)

    def sink_parquet(self, file: str | Path | BytesIO) -> None:
        self.native.write_parquet(file)
