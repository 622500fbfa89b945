"""The words of SQL, as pyrust and DuckDB read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from pyrust._core import DataType
from pyrust.widgets.grid.language import Language, digits
from pyrust.widgets.grid.moments import Moment


class _Sql(Language):
    """SQL, as pyrust and DuckDB read it."""

    equal = "="
    tests: ClassVar[dict[str, str]] = {
        "contains": "contains",
        "starts": "starts_with",
        "ends": "ends_with",
        "regex": "regexp_like",
    }

    def column(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def string(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def boolean(self, value: bool) -> str:
        return str(value).lower()

    def special(self, text: str) -> str:
        return f"CAST('{text}' AS DOUBLE)"

    def typed(self, text: str, kind: DataType) -> str:
        if kind.kind == "decimal":
            return f"CAST({self.string(text)} AS DECIMAL({', '.join(map(str, digits(text, kind)))}))"
        if kind.kind == "timestamp":
            moment = Moment(text, kind)
            # TIMESTAMPTZ '...' has no zone in DataFusion; a string becomes what the column is
            return f"'{moment.local()}{moment.offset()}'" if kind.zone else f"TIMESTAMP '{moment.local()}'"
        return f"{kind.kind.upper()} {self.string(text)}"

    def both(self, conditions: list[str]) -> str:
        return conditions[0] if len(conditions) == 1 else "(" + " AND ".join(conditions) + ")"

    def either(self, conditions: Iterable[str]) -> str:
        found = list(conditions)
        return found[0] if len(found) == 1 else "(" + " OR ".join(found) + ")"

    def negated(self, condition: str) -> str:
        return f"NOT ({condition})"

    def certain(self, condition: str) -> str:
        return f"({condition}) IS TRUE"

    def is_null(self, value: str) -> str:
        return f"{value} IS NULL"

    def is_in(self, value: str, known: list[str], _: DataType) -> str:
        return f"{value} IN ({', '.join(known)})"

    def is_without_items(self, value: str, kind: DataType) -> str:
        return f"array_length({value}) = 0" if kind.kind == "list" else f"octet_length({value}) = 0"

    def as_string(self, name: str) -> str:
        column = self.column(name)
        return column if self.types[name].kind == "string" else f"CAST({column} AS VARCHAR)"

    def lower(self, value: str) -> str:
        return f"lower({value})"

    def holds(self, test: str, value: str, text: str) -> str:
        return f"{self.tests[test]}({value}, {text})"

    def part(self, part: str, value: str) -> str:
        return f"date_part('{'isodow' if part == 'weekday' else part}', {value})"

    def condition(self, text: str) -> str:
        # a comment at its end hides no bracket
        return f"({text}\n)" if "--" in text else f"({text})"

    def chain(self, conditions: list[str], sort: list[dict[str, Any]]) -> str:
        lines = ["SELECT * FROM df"]
        if conditions:
            lines.append("WHERE " + "\n  AND ".join(conditions))
        if sort:
            keys = [
                f"{self.column(key['column'])}{' DESC' if key['descending'] else ''} NULLS {key['nulls'].upper()}"
                for key in sort
            ]
            lines.append("ORDER BY " + ", ".join(keys))
        return "\n".join(lines)


def sql(types: dict[str, DataType]) -> Language:
    """Write SQL."""
    return _Sql(types)
