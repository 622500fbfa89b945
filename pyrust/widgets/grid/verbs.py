"""The words of Python: verbs and expressions of pyrust and of polars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from pyrust._core import DataType
from pyrust.widgets.grid.language import Language, digits
from pyrust.widgets.grid.moments import Moment


class _Chain(Language):
    """The verbs and expressions of Python."""

    package: ClassVar[str]
    module: ClassVar[str]
    tests: ClassVar[dict[str, str]] = {"contains": "contains", "starts": "starts_with", "ends": "ends_with"}

    def column(self, name: str) -> str:
        return f"{self.module}.col({name!r})"

    def string(self, text: str) -> str:
        return repr(text)

    def boolean(self, value: bool) -> str:
        return f"{self.module}.lit({value})"

    def special(self, text: str) -> str:
        return f"float({text!r})"

    def both(self, conditions: list[str]) -> str:
        return conditions[0] if len(conditions) == 1 else " & ".join(f"({each})" for each in conditions)

    def either(self, conditions: Iterable[str]) -> str:
        found = list(conditions)
        return found[0] if len(found) == 1 else " | ".join(f"({each})" for each in found)

    def negated(self, condition: str) -> str:
        return f"~({condition})"

    def certain(self, condition: str) -> str:
        return f"({condition}).fill_null(False)"

    def is_null(self, value: str) -> str:
        return f"{value}.is_null()"

    def as_string(self, name: str) -> str:
        column = self.column(name)
        return column if self.types[name].kind == "string" else f"{column}.cast({self.module}.String)"

    def lower(self, value: str) -> str:
        return f"{value}.str.to_lowercase()"

    def holds(self, test: str, value: str, text: str) -> str:
        if test in ("contains", "regex"):
            return f"{value}.str.contains({text}, literal={test == 'contains'})"
        return f"{value}.str.{self.tests[test]}({text})"

    def part(self, part: str, value: str) -> str:
        return f"{value}.dt.{part}()"

    def condition(self, text: str) -> str:
        return f"{self.module}.sql_expr({text!r})"

    def chain(self, conditions: list[str], sort: list[dict[str, Any]]) -> str:
        verbs = [f".filter({condition})" for condition in conditions]
        if sort:
            names = ", ".join(self._key(key["column"]) for key in sort)
            descending = [key["descending"] for key in sort]
            last = [key["nulls"] == "last" for key in sort]
            flags = f"descending={descending if len(sort) > 1 else descending[0]}"
            verbs.append(f".sort({names}, {flags}, nulls_last={last if len(sort) > 1 else last[0]})")
        body = "df" if not verbs else "(\n    df\n" + "".join(f"    {verb}\n" for verb in verbs) + ")"
        return f"import {self.package} as {self.module}\n\n{body}"

    def _key(self, name: str) -> str:
        column = self.column(name)
        return repr(name) if column == f"{self.module}.col({name!r})" else column


class _Pyrust(_Chain):
    """pyrust."""

    package, module = "pyrust", "pr"

    def column(self, name: str) -> str:
        # `pr.col("*")` is all columns
        return "df.c['*']" if name == "*" else super().column(name)

    def typed(self, text: str, kind: DataType) -> str:
        if kind.kind == "decimal":
            return f"pr.lit({text!r}).cast(pr.Decimal({', '.join(map(str, digits(text, kind)))}))"
        return f"pr.lit({text!r}).cast({kind!r})"

    def is_in(self, value: str, known: list[str], _: DataType) -> str:
        return f"{value}.is_in([{', '.join(known)}])"

    def is_without_items(self, value: str, kind: DataType) -> str:
        return f"{value}.list.len() == 0" if kind.kind == "list" else f"{value} == b''"


class _Polars(_Chain):
    """polars."""

    package, module = "polars", "pl"

    def column(self, name: str) -> str:
        # these are patterns
        is_pattern = name == "*" or (name.startswith("^") and name.endswith("$"))
        return f"pl.nth({list(self.types).index(name)})" if is_pattern else super().column(name)

    def typed(self, text: str, kind: DataType) -> str:
        if kind.kind == "decimal":
            return f"pl.lit({text!r}).cast(pl.Decimal({', '.join(map(str, digits(text, kind)))}))"
        if kind.kind == "date":
            return f"pl.lit({text!r}).str.to_date()"
        if kind.kind == "time":
            return f"pl.lit({text!r}).str.to_time()"
        unit = "ms" if kind.unit == "s" else kind.unit
        zone = f", time_zone={kind.zone!r}" if kind.zone else ""
        return f"pl.lit({Moment(text, kind).local()!r}).str.to_datetime(time_unit={unit!r}{zone})"

    def is_in(self, value: str, known: list[str], kind: DataType) -> str:
        # a list takes values, and these are expressions
        if kind.kind in ("decimal", "date", "time", "timestamp", "boolean"):
            return self.either(f"{value} == {each}" for each in known)
        return f"{value}.is_in([{', '.join(known)}])"

    def is_without_items(self, value: str, kind: DataType) -> str:
        return f"{value}.list.len() == 0" if kind.kind == "list" else f"{value} == b''"


def pyrust(types: dict[str, DataType]) -> Language:
    """Write for pyrust."""
    return _Pyrust(types)


def polars(types: dict[str, DataType]) -> Language:
    """Write for polars."""
    return _Polars(types)
