"""Generated tables and generated pipelines: each step is applied to a pyrust frame, a polars frame and a SQL text."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa
from differential.expressions import Node, expressions
from hypothesis import strategies as st

import pyrust as pr
from pyrust import functions as f

# what a column can be: its kind in expressions ("" for one that is only carried, sorted and grouped), its type, values
TYPES: dict[str, tuple[str, pa.DataType, st.SearchStrategy[Any]]] = {
    "i8": ("int", pa.int8(), st.integers(-128, 127)),
    "i64": ("int", pa.int64(), st.integers(-1000, 1000)),
    "i16": ("int", pa.int16(), st.integers(-32_768, 32_767)),
    "i32": ("int", pa.int32(), st.integers(-1000, 1000)),
    "u8": ("int", pa.uint8(), st.integers(0, 255)),
    "u16": ("int", pa.uint16(), st.integers(0, 65_535)),
    "u32": ("int", pa.uint32(), st.integers(0, 2**32 - 1)),
    "u64": ("int", pa.uint64(), st.integers(0, 1000)),
    "f32": ("float", pa.float32(), st.sampled_from([0.5, -2.0, 1024.0, 3.25])),
    "f64": ("float", pa.float64(), st.sampled_from([0.1, -1.5, 1e9, 0.0])),
    "text": ("str", pa.string(), st.sampled_from(["", "a", "b", "B", "ab", "it's", "Öre", "日本"])),
    "view": ("str", pa.string_view(), st.sampled_from(["a", "a long text that is kept apart", ""])),
    "large": ("str", pa.large_string(), st.sampled_from(["", "a", "zz"])),
    "word": ("", pa.dictionary(pa.int8(), pa.string()), st.sampled_from(["red", "green", "blue"])),
    "flag": ("bool", pa.bool_(), st.booleans()),
    "day": ("", pa.date32(), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    "time": ("", pa.timestamp("us"), st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))),
    "moment": ("", pa.timestamp("us", "UTC"), st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))),
    "clock": ("", pa.time64("us"), st.times()),
    "cents": ("", pa.decimal128(12, 2), st.integers(-100_000, 100_000).map(lambda n: Decimal(n).scaleb(-2))),
    "bytes": ("", pa.binary(), st.binary(max_size=3)),
}
KEYS = ["i8", "i32", "i64", "u16", "u64", "text", "large", "flag", "day", "moment", "clock", "cents"]


@st.composite
def tables(draw: st.DrawFn, prefix: str = "") -> pa.Table:
    """A table of some of these columns, nulls among them, sometimes empty, sometimes in several batches."""
    names = draw(st.lists(st.sampled_from(list(TYPES)), min_size=2, max_size=6, unique=True))
    rows = draw(st.integers(0, 12))
    columns = {}
    for name in ["key", *names]:
        _, of, values = TYPES["i64"] if name == "key" else TYPES[name]
        values = st.integers(0, 4) if name == "key" else values
        drawn = draw(st.lists(st.one_of(st.none(), values), min_size=rows, max_size=rows))
        columns[prefix + name] = pa.array(drawn, of)
    table = pa.table(columns)
    cut = draw(st.integers(0, rows))
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)]) if cut else table


@dataclass(frozen=True)
class Pipeline:
    """The same query three times, with the kinds of its columns."""

    ours: pr.DataFrame
    polars: pl.LazyFrame
    sql: str
    columns: dict[str, str]
    steps: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return " | ".join(self.steps) or "the table"

    def then(self, what: str, **changes: Any) -> "Pipeline":
        return replace(self, steps=[*self.steps, what], **changes)


def start(table: pa.Table, name: str) -> Pipeline:
    kinds = {c: "int" if c.endswith("key") else TYPES[c.removeprefix("r_")][0] for c in table.column_names}
    return Pipeline(pr.DataFrame(table), pl.from_arrow(table).lazy(), f"(SELECT * FROM {name})", kinds)


def keep(p: Pipeline, node: Node) -> Pipeline:
    sql = f"(SELECT * FROM {p.sql} WHERE {node.sql})"
    return p.then(f"filter {node}", ours=p.ours.filter(node.ours), polars=p.polars.filter(node.polars), sql=sql)


def add(p: Pipeline, name: str, node: Node) -> Pipeline:
    return p.then(
        f"{name} = {node}",
        ours=p.ours.with_columns(node.ours.alias(name)),
        polars=p.polars.with_columns(node.polars.alias(name)),
        sql=f'(SELECT *, {node.sql} AS "{name}" FROM {p.sql})',
        columns={**p.columns, name: node.kind},
    )


def unique(p: Pipeline) -> Pipeline:
    return p.then("distinct", ours=p.ours.distinct(), polars=p.polars.unique(), sql=f"(SELECT DISTINCT * FROM {p.sql})")


def first(p: Pipeline, rows: int, skipped: int, descending: bool) -> Pipeline:
    """Some rows of all in order: every column is a key, so that ties are equal rows."""
    names = list(p.columns)
    order = ", ".join(f'"{name}" {"DESC" if descending else "ASC"} NULLS LAST' for name in names)
    return p.then(
        f"sort, limit {rows} offset {skipped}",
        ours=p.ours.sort(names, descending=descending).limit(rows, offset=skipped),
        polars=p.polars.sort(names, descending=descending, nulls_last=True).slice(skipped, rows),
        sql=f"(SELECT * FROM {p.sql} ORDER BY {order} LIMIT {rows} OFFSET {skipped})",
    )


def grouped(p: Pipeline, keys: list[str], value: str) -> Pipeline:
    listed = ", ".join(f'"{key}"' for key in keys)
    ours, theirs, v = pr.col(value), pl.col(value), f'"{value}"'
    numeric = p.columns[value] in ("int", "float")
    aggregates = [
        ("n", f.count(), pl.len().cast(pl.Int64), "count(*)"),
        ("values", ours.count(), theirs.count().cast(pl.Int64), f"count({v})"),
        ("different", ours.n_unique(), theirs.drop_nulls().n_unique().cast(pl.Int64), f"count(DISTINCT {v})"),
        ("low", ours.min(), theirs.min(), f"min({v})"),
        ("high", ours.max(), theirs.max(), f"max({v})"),
    ]
    if numeric:
        # the sum of no value is null in SQL and 0 in polars
        total = pl.when(theirs.count() > 0).then(theirs.cast(pl.Float64).sum())
        aggregates += [
            ("total", ours.cast("float64").sum(), total, f"sum(CAST({v} AS DOUBLE))"),
            ("middle", ours.mean(), theirs.mean(), f"avg({v})"),
        ]
    columns = {key: p.columns[key] for key in keys} | {"n": "int", "values": "int", "different": "int"}
    columns |= {"low": p.columns[value], "high": p.columns[value]}
    columns |= {"total": "float", "middle": "float"} if numeric else {}
    selected = ", ".join(f'{sql} AS "{name}"' for name, _, _, sql in aggregates)
    return p.then(
        f"group by {listed} of {value}",
        ours=p.ours.group_by(keys).agg(*(a.alias(name) for name, a, _, _ in aggregates)),
        polars=p.polars.group_by(keys).agg(*(a.alias(name) for name, _, a, _ in aggregates)),
        sql=f"(SELECT {listed}, {selected} FROM {p.sql} GROUP BY {listed})",
        columns=columns,
    )


def matched(p: Pipeline, other: Pipeline, how: str) -> Pipeline:
    sql_how = {"inner": "INNER", "left": "LEFT", "semi": "SEMI", "anti": "ANTI"}[how]
    with_right = how in ("inner", "left")
    kept = "l.*, r.* EXCLUDE (r_key)" if with_right else "l.*"
    columns = p.columns | {n: k for n, k in other.columns.items() if n != "r_key"} if with_right else p.columns
    return p.then(
        f"{how} join",
        ours=p.ours.join(other.ours, left_on="key", right_on="r_key", how=how).select(list(columns)),
        polars=p.polars.join(other.polars, left_on="key", right_on="r_key", how=how),
        sql=f"(SELECT {kept} FROM {p.sql} l {sql_how} JOIN {other.sql} r ON l.key = r.r_key)",
        columns=columns,
    )


@st.composite
def pipelines(draw: st.DrawFn, left: pa.Table, right: pa.Table) -> Pipeline:
    """A few steps over a table."""
    p = start(left, "first_table")
    other = start(right, "second_table")
    for number in range(draw(st.integers(1, 5))):
        choices = ["filter", "add", "distinct", "first"]
        keys = [name for name in p.columns if name in KEYS or name == "key"]
        if keys and len(p.columns) > 1:
            choices.append("group")
        if "key" in p.columns and not any(name.startswith("r_") for name in p.columns):
            choices.append("join")
        match draw(st.sampled_from(choices)):
            case "filter":
                p = keep(p, draw(expressions(p.columns, "bool")))
            case "add":
                p = add(
                    p,
                    f"new_{number}",
                    draw(expressions(p.columns, draw(st.sampled_from(["int", "float", "str", "bool"])))),
                )
            case "distinct":
                p = unique(p)
            case "first":
                p = first(p, draw(st.integers(0, 8)), draw(st.integers(0, 3)), draw(st.booleans()))
            case "group":
                chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True))
                rest = [n for n, kind in p.columns.items() if n not in chosen and kind != "bool" and n != "bytes"]
                # the new columns must not be called as a key is
                if rest and not {"n", "values", "different", "low", "high", "total", "middle"} & set(chosen):
                    p = grouped(p, chosen, draw(st.sampled_from(rest)))
            case "join":
                p = matched(p, other, draw(st.sampled_from(["inner", "left", "semi", "anti"])))
    return p


__all__ = ["Pipeline", "pipelines", "tables"]
