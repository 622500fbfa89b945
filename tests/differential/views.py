"""Generated tables, and generated views of them: each as the spec of a grid and as the SQL of DuckDB.

The SQL is written here once more, not taken from the code of a view, which would share its faults.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from hypothesis import strategies as st

ZONE = "Europe/Berlin"
WORDS = ["", "a", "b", "B", "ab", "Ab", "aab", "it's", "50%", "a_b", "Öre", "öre", "日本", "null", " a", "\\", "x\ty"]
DAYS = [date(2024, 2, 29), date(2024, 3, 31), date(1969, 12, 31), date(2031, 1, 1)]
# The hours of a change to summer time, and the end of a year.
TIMES = [datetime(2024, 3, 31, 0, 30), datetime(2024, 3, 31, 1, 30), datetime(1969, 12, 31, 23, 59, 59, 999_999),
         datetime(2024, 12, 30, 22, 0), datetime(2024, 12, 31, 23, 30)]  # fmt: skip
UTC = ZoneInfo("UTC")

# What a column holds: its type, its values, and how each is written in a spec and in SQL.
COLUMNS: dict[str, tuple[pa.DataType, list[Any]]] = {
    "i": (pa.int32(), [-2, -1, 0, 1, 2, 3, 2**31 - 1]),
    "u": (pa.uint64(), [0, 1, 2, 2**63]),
    "f": (pa.float64(), [1.5, -2.25, 0.0, -0.0, float("nan"), float("inf"), float("-inf"), 1e300]),
    "s": (pa.string(), WORDS),
    "w": (pa.string_view(), ["a", "a long text that is kept apart", "A LONG TEXT that is kept apart", ""]),
    "n": (pa.decimal128(12, 2), [Decimal("1.50"), Decimal("-0.01"), Decimal("0.00"), Decimal("100.25")]),
    "b": (pa.bool_(), [True, False]),
    "d": (pa.date32(), DAYS),
    "t": (pa.timestamp("us"), TIMES),
    "z": (pa.timestamp("us", ZONE), [moment.replace(tzinfo=UTC) for moment in TIMES]),
    "c": (pa.time64("us"), [time(0, 0), time(8, 30), time(23, 59, 59)]),
}


def text(value: Any) -> str:
    """A value as a spec has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, float) else str(value)


def quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def literal(name: str, value: Any) -> str:
    """A value as DuckDB has it, with the type of its column."""
    types = {"i": "INTEGER", "u": "UBIGINT", "f": "DOUBLE", "n": "DECIMAL(12, 2)", "b": "BOOLEAN", "d": "DATE",
             "t": "TIMESTAMP", "z": "TIMESTAMPTZ", "c": "TIME"}  # fmt: skip
    return f"CAST({quoted(text(value))} AS {types[name]})" if name in types else quoted(value)


@dataclass(frozen=True)
class Condition:
    """A filter of a view, and its SQL."""

    spec: dict[str, Any]
    sql: str

    @property
    def column(self) -> str:
        return str(self.spec["column"])


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """A table of some columns with nulls, sometimes empty, in one or two batches; `row` numbers its rows."""
    names = sorted(draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=1, max_size=5, unique=True)))
    rows = draw(st.integers(0, 25))
    columns: dict[str, Any] = {"row": pa.array(range(rows), pa.int64())}
    for name in names:
        of, values = COLUMNS[name]
        drawn = draw(st.lists(st.one_of(st.none(), *[st.sampled_from(values)] * 3), min_size=rows, max_size=rows))
        columns[name] = pa.array(drawn, of)
    table = pa.table(columns)
    cut = draw(st.integers(0, rows))
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)]) if cut else table


@st.composite
def conditions(draw: st.DrawFn, names: list[str]) -> Condition:
    name = draw(st.sampled_from(names))
    values = COLUMNS[name][1]
    tests = ["between", "in", "null"]
    tests += ["contains", "starts", "ends", "regex", "empty"] if name in "sw" else []
    tests += ["part"] if name in "dtz" else []
    tests += ["true"] if name == "b" else []
    test = draw(st.sampled_from(tests))
    fields, sql = draw(SQL[test](name, values))
    negated = draw(st.booleans())
    spec = {"column": name, "test": test, **fields, "negated": negated}
    return Condition(spec, f"NOT ({sql})" if negated else f"({sql})")


@st.composite
def between(draw: st.DrawFn, name: str, values: list[Any]) -> Any:
    low, high = (draw(st.one_of(st.none(), st.sampled_from(values))) for _ in range(2))
    if low is None and high is None:
        low = values[0]
    bounds = [f"{name} >= {literal(name, low)}"] if low is not None else []
    bounds += [f"{name} <= {literal(name, high)}"] if high is not None else []
    written = {key: None if value is None else text(value) for key, value in (("low", low), ("high", high))}
    return written, " AND ".join(bounds)


@st.composite
def among(draw: st.DrawFn, name: str, values: list[Any]) -> Any:
    chosen = draw(st.lists(st.one_of(st.none(), st.sampled_from(values)), max_size=4))
    known = [literal(name, value) for value in chosen if value is not None]
    sql = f"coalesce({name} IN ({', '.join(known)}), false)" if known else "false"
    if None in chosen:
        sql = f"{sql} OR {name} IS NULL"
    elif known:
        sql = f"{name} IN ({', '.join(known)})"
    return {"values": [None if value is None else text(value) for value in chosen]}, sql


@st.composite
def textual(draw: st.DrawFn, name: str, test: str) -> Any:
    words = draw(st.sampled_from(["a", "A", "b", "ö", "%", "_", "'", "本", "", "ab", "\\", "\t"]))
    case = draw(st.booleans())
    function = {"contains": "contains", "starts": "starts_with", "ends": "ends_with"}[test]
    sides = (name, quoted(words)) if case else (f"lower({name})", f"lower({quoted(words)})")
    return {"text": words, "case": case}, f"{function}({sides[0]}, {sides[1]})"


@st.composite
def patterns(draw: st.DrawFn, name: str) -> Any:
    pattern = draw(st.sampled_from(["^a", "b$", "^$", "a.*b", "[ab]{2}", "ö|本", "\\\\", "\\d"]))
    case = draw(st.booleans())
    return {"text": pattern, "case": case}, f"regexp_matches({name}, {quoted(pattern)}, {quoted('c' if case else 'i')})"


@st.composite
def parts(draw: st.DrawFn, name: str) -> Any:
    known = ["year", "quarter", "month", "day", "weekday", *(["hour"] if name != "d" else [])]
    part = draw(st.sampled_from(known))
    values = draw(st.lists(st.sampled_from(["1", "2", "3", "7", "12", "23", "30", "31", "2024", "1969"]), min_size=1))
    sql = f"date_part('{'isodow' if part == 'weekday' else part}', {name}) IN ({', '.join(values)})"
    return {"part": part, "values": values}, sql


SQL: dict[str, Any] = {
    "between": between,
    "in": among,
    "null": lambda name, _: st.just(({}, f"{name} IS NULL")),
    "true": lambda name, _: st.just(({}, name)),
    "empty": lambda name, _: st.just(({}, f"{name} = ''")),
    "regex": lambda name, _: patterns(name),
    "part": lambda name, _: parts(name),
    **{test: (lambda name, _, test=test: textual(name, test)) for test in ("contains", "starts", "ends")},
}
WHERE = {
    "i": ["i > 0", "i % 2 = 0 or i is null", "abs(i + 0.5) < 2"],
    "s": ["s like 'a%'", "s <> '' and s < 'b' -- said"],
    "n": ["n + 1 > 2", "n between 0 and 2"],
    "b": ["b", "not b"],
    "d": ["d >= date '2024-01-01'"],
    "f": ["f > 0", "f = f"],
}


@dataclass(frozen=True)
class Arranged:
    """A view: its filters, and the rest of its spec."""

    filters: list[Condition]
    where: str | None
    search: str | None
    sort: list[dict[str, Any]]
    searched: list[str]

    @property
    def spec(self) -> dict[str, Any]:
        filters = [each.spec for each in self.filters]
        return {"sort": self.sort, "filters": filters, "where": self.where, "search": self.search}

    def passing(self, but: str | None = None) -> str:
        """The condition that a row meets, without the filters of one column."""
        tests = [each.sql for each in self.filters if each.column != but]
        tests += [f"({self.where}\n)"] if self.where else []
        if self.search:
            found = [
                f"coalesce(contains(lower({name}), lower({quoted(self.search)})), false)" for name in self.searched
            ]
            tests.append(f"({' OR '.join(found)})")
        return " AND ".join(tests) or "true"

    @property
    def sql(self) -> str:
        """Its rows: those that are equal stay in the order of the table."""
        keys = []
        for key in self.sort:
            # The negative zero is equal to the other and comes before it, as in every sort of pyrust's.
            zero = ["(f = 0 AND NOT signbit(f))"] if key["column"] == "f" else []
            order = f"{'DESC' if key['descending'] else 'ASC'} NULLS {key['nulls'].upper()}"
            keys += [f"{each} {order}" for each in [key["column"], *zero]]
        return f"SELECT row FROM t WHERE {self.passing()} ORDER BY {', '.join([*keys, 'row'])}"


@st.composite
def views(draw: st.DrawFn, table: pa.Table) -> Arranged:
    names = table.column_names[1:]
    filters = draw(st.lists(conditions(names), max_size=3))
    known = [condition for name in names for condition in WHERE.get(name, [])]
    where = draw(st.one_of(st.none(), st.sampled_from(known))) if known else None
    searched = [name for name in names if name in "sw"]
    search = draw(st.one_of(st.none(), st.sampled_from(["a", "B", "ö", "'", "%"]))) if searched else None
    keys = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    sort = [
        {"column": key, "descending": draw(st.booleans()), "nulls": draw(st.sampled_from(["last", "first"]))}
        for key in keys
    ]
    return Arranged(filters, where, search, sort, searched)
