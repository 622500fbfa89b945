"""Tables of the types that are not plain scalars, and pipelines that carry, choose, order, join and open their columns.

DuckDB and polars do the same as far as they know the types. For all types, those that neither knows included, a second
check needs no other engine: every row carries the number of the row that it came from, so a column that was only
carried must hold that row's value.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import strategies as st

import pyrust as pr

INT = st.one_of(st.none(), st.integers(-9, 9))
TEXT = st.one_of(st.none(), st.sampled_from(["", "a", "Öre", "a text that no view holds inline"]))


@dataclass(frozen=True)
class Kind:
    """A type, its values, and who else knows it so that its values come back as they went in."""

    type: pa.DataType
    values: st.SearchStrategy[Any]
    duckdb: bool = True
    polars: bool = True
    ordered: bool = False
    opens: str = ""


def structs(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(fields)


def lists(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=3)


INTS, TEXTS = pa.list_(pa.int64()), pa.list_(pa.string())
POINT = pa.struct([("x", pa.int64()), ("s", pa.string())])
KINDS = {
    "ints": Kind(INTS, lists(INT), opens="list"),
    "texts": Kind(pa.large_list(pa.large_string()), lists(TEXT), opens="list"),
    "views": Kind(pa.list_view(pa.string_view()), lists(TEXT), duckdb=False, polars=False, opens="list"),
    "two": Kind(pa.list_(pa.float64(), 2), st.lists(st.sampled_from([0.5, -1.0]), min_size=2, max_size=2)),
    "lists": Kind(pa.list_(INTS), lists(st.one_of(st.none(), lists(INT))), opens="list"),
    "points": Kind(pa.list_(POINT), lists(st.one_of(st.none(), structs(x=INT, s=TEXT))), opens="list"),
    "point": Kind(POINT, structs(x=INT, s=TEXT), opens="struct"),
    "holder": Kind(pa.struct([("l", TEXTS), ("p", POINT)]), structs(l=lists(TEXT), p=structs(x=INT, s=TEXT))),
    "map": Kind(
        pa.map_(pa.string(), pa.int64()), st.dictionaries(st.sampled_from("abc"), INT).map(lambda d: [*d.items()])
    ),
    "word": Kind(pa.dictionary(pa.int8(), pa.string()), st.sampled_from(["red", "green", "blue"])),
    "code": Kind(pa.dictionary(pa.int32(), pa.int64()), st.sampled_from([7, -3, 10**12]), polars=False),
    "cents": Kind(pa.decimal128(9, 2), st.integers(-500, 500).map(lambda n: Decimal(n).scaleb(-2)), ordered=True),
    "small": Kind(pa.decimal64(9, 1), st.integers(-50, 50).map(lambda n: Decimal(n).scaleb(-1)), False, False),
    "huge": Kind(
        pa.decimal256(50, 3), st.integers(-(10**45), 10**45).map(lambda n: Decimal(n).scaleb(-3)), False, False
    ),
    "span": Kind(pa.duration("us"), st.timedeltas(timedelta(-99), timedelta(99)), ordered=True),
    "clock": Kind(pa.time64("us"), st.times(), ordered=True),
    "second": Kind(pa.time32("s"), st.times().map(lambda t: t.replace(microsecond=0)), ordered=True),
    "half": Kind(pa.float16(), st.sampled_from([0.5, -2.0, 1024.0]), False, False),
    "interval": Kind(
        pa.month_day_nano_interval(),
        st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9)).map(pa.MonthDayNano),
        False,
        False,
    ),
    "runs": Kind(pa.run_end_encoded(pa.int32(), pa.string()), st.sampled_from(["x", "y"]), False, False),
    "nothing": Kind(pa.null(), st.none()),
}


def array(kind: Kind, values: list[Any]) -> pa.Array:
    if pa.types.is_run_end_encoded(kind.type):
        return pc.run_end_encode(pa.array(values, pa.string()))
    return pa.array(values, kind.type)


@st.composite
def tables(draw: st.DrawFn, prefix: str = "") -> pa.Table:
    """A table of a row number, a key, and some of these columns; sometimes empty, sometimes in several batches."""
    names = draw(st.lists(st.sampled_from(list(KINDS)), min_size=2, max_size=5, unique=True))
    rows = draw(st.integers(0, 8))
    keys = draw(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=rows, max_size=rows))
    columns = {f"{prefix}row": pa.array(range(rows), pa.int64()), f"{prefix}key": pa.array(keys, pa.int64())}
    for name in names:
        drawn = st.lists(st.one_of(st.none(), KINDS[name].values), min_size=rows, max_size=rows)
        columns[prefix + name] = array(KINDS[name], draw(drawn))
    table = pa.table(columns)
    cut = draw(st.integers(0, rows))
    return pa.concat_tables([table.slice(0, cut), table.slice(cut)]) if cut else table


def kind_of(name: str) -> Kind | None:
    return KINDS.get(name.removeprefix("r_"))


def known(table: pa.Table, engine: str) -> list[str]:
    """The columns that an engine knows."""
    return [name for name in table.column_names if (kind := kind_of(name)) is None or getattr(kind, engine)]


@dataclass(frozen=True)
class Pipeline:
    """The same query three times; `carried` are the columns that still hold the values of their row."""

    ours: pr.DataFrame
    polars: pl.LazyFrame
    sql: str
    carried: list[str]
    in_duckdb: list[str]
    in_polars: list[str]
    steps: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return " | ".join(self.steps) or "the table"

    def then(self, what: str, **changes: Any) -> "Pipeline":
        return replace(self, steps=[*self.steps, what], **changes)

    def knows(self, name: str) -> bool:
        return name in self.in_duckdb and name in self.in_polars


def start(table: pa.Table, name: str) -> Pipeline:
    in_duckdb, in_polars = known(table, "duckdb"), known(table, "polars")
    # polars reads a slice of lists of one size, that has nulls, wrongly; in one piece there is none
    lazy = pl.from_arrow(table.select(in_polars).combine_chunks()).lazy()
    return Pipeline(pr.DataFrame(table), lazy, f"(SELECT * FROM {name})", table.column_names, in_duckdb, in_polars)


def keep(p: Pipeline, name: str, rows: list[int], present: bool) -> Pipeline:
    """Rows by the nulls of a column; `rows` are those where the table has what is wanted, for who lacks the type."""
    ours = pr.col(name).is_not_null() if present else pr.col(name).is_null()
    number = "r_row" if name.startswith("r_") else "row"
    theirs = pl.col(name).is_not_null() if present else pl.col(name).is_null()
    listed = ", ".join(map(str, rows)) or "NULL"
    sql = f'"{name}" IS {"NOT " if present else ""}NULL' if name in p.in_duckdb else f"{number} IN ({listed})"
    return p.then(
        f"{name} is {'not ' if present else ''}null",
        ours=p.ours.filter(ours),
        polars=p.polars.filter(theirs if name in p.in_polars else pl.col(number).is_in(rows)),
        sql=f"(SELECT * FROM {p.sql} WHERE {sql})",
    )


def first(p: Pipeline, keys: list[str], rows: int, skipped: int, descending: bool) -> Pipeline:
    order = ", ".join(f'"{name}" {"DESC" if descending else "ASC"} NULLS LAST' for name in keys)
    return p.then(
        f"sort {keys}, limit {rows} offset {skipped}",
        ours=p.ours.sort(keys, descending=descending).limit(rows, offset=skipped),
        polars=p.polars.sort(keys, descending=descending, nulls_last=True).slice(skipped, rows),
        sql=f"(SELECT * FROM {p.sql} ORDER BY {order} LIMIT {rows} OFFSET {skipped})",
    )


def matched(p: Pipeline, other: Pipeline, how: str) -> Pipeline:
    sql_how = {"inner": "INNER", "left": "LEFT", "semi": "SEMI", "anti": "ANTI"}[how]
    both = how in ("inner", "left")
    more = {
        where: [*getattr(p, where), *(n for n in getattr(other, where) if n != "r_key")] if both else getattr(p, where)
        for where in ("carried", "in_duckdb", "in_polars")
    }
    return p.then(
        f"{how} join",
        ours=p.ours.join(other.ours, left_on="key", right_on="r_key", how=how).select(
            [*p.ours.columns, *(n for n in other.ours.columns if n != "r_key" and both)]
        ),
        polars=p.polars.join(other.polars, left_on="key", right_on="r_key", how=how),
        sql=f"(SELECT l.*{', r.* EXCLUDE (r_key)' if both else ''} FROM {p.sql} l "
        f"{sql_how} JOIN {other.sql} r ON l.key = r.r_key)",
        **more,
    )


def exploded(p: Pipeline, name: str, empty_as_null: bool) -> Pipeline:
    """A row for each item. DuckDB leaves out what has no item, so those rows are asked for apart."""
    lost = f'"{name}" IS NULL' + (f' OR len("{name}") = 0' if empty_as_null else "")
    sql = (
        f'(SELECT * REPLACE (unnest("{name}") AS "{name}") FROM {p.sql} WHERE len("{name}") > 0 '
        f'UNION ALL BY NAME SELECT * EXCLUDE ("{name}"), NULL AS "{name}" FROM {p.sql} WHERE {lost})'
    )
    return p.then(
        f"explode {name}, empty_as_null={empty_as_null}",
        ours=p.ours.explode(name, empty_as_null=empty_as_null),
        polars=p.polars.explode(name, empty_as_null=empty_as_null),
        sql=sql,
        carried=[n for n in p.carried if n != name],
    )


def opened(p: Pipeline, name: str) -> Pipeline:
    """The fields of a struct as columns."""
    fields = ["x", "s"]
    parts = ", ".join(f'"{name}"."{f}" AS "{f}"' for f in fields)
    return p.then(
        f"unnest {name}",
        ours=p.ours.unnest(name),
        polars=p.polars.unnest(name),
        sql=f'(SELECT * EXCLUDE ("{name}"), {parts} FROM {p.sql})',
        carried=[n for n in p.carried if n != name],
        in_duckdb=[*(n for n in p.in_duckdb if n != name), *fields],
        in_polars=[*(n for n in p.in_polars if n != name), *fields],
    )


def looked_into(p: Pipeline, name: str) -> Pipeline:
    """A value computed of a list or a struct, as a new column."""
    column, theirs = pr.col(name), pl.col(name)
    if kind_of(name).opens == "list":
        ours = column.list.length().cast("int64")
        other, sql = theirs.list.len().cast(pl.Int64), f'CAST(len("{name}") AS BIGINT)'
    else:
        ours, other, sql = column.struct.field("x"), theirs.struct.field("x"), f'"{name}"."x"'
    new = f"of_{name}"
    return p.then(
        f"{new}",
        ours=p.ours.with_columns(ours.alias(new)),
        polars=p.polars.with_columns(other.alias(new)),
        sql=f'(SELECT *, {sql} AS "{new}" FROM {p.sql})',
        in_duckdb=[*p.in_duckdb, new],
        in_polars=[*p.in_polars, new],
    )


@st.composite
def pipelines(draw: st.DrawFn, left: pa.Table, right: pa.Table) -> Pipeline:
    """A few steps over a table."""
    p, other = start(left, "first_table"), start(right, "second_table")
    sources = {"": left, "r_": right}
    for _ in range(draw(st.integers(1, 4))):
        steps = ["keep", "first"]
        shared = [n for n in p.carried if p.knows(n)]
        openable = [n for n in shared if (kind := kind_of(n)) and kind.opens]
        ordered = [n for n in shared if (kind := kind_of(n)) and kind.ordered]
        if not any(n.startswith("r_") for n in p.ours.columns) and p.carried[0] == "row":
            steps.append("join")
        steps += ["explode", "look"] if openable else []
        match draw(st.sampled_from(steps)):
            case "keep":
                name = draw(st.sampled_from(p.carried))
                prefix = "r_" if name.startswith("r_") else ""
                present = draw(st.booleans())
                values = sources[prefix][name].to_pylist()
                wanted = [at for at, value in enumerate(values) if (value is not None) == present]
                # a row without partner has no number either
                if name in p.in_duckdb or prefix == "" or present:
                    p = keep(p, name, wanted, present)
            case "first":
                keys = draw(st.lists(st.sampled_from(ordered), max_size=1)) if ordered else []
                numbers = [n for n in ("row", "r_row") if n in p.carried]
                exploded_before = len([s for s in p.steps if s.startswith("explode")])
                if not exploded_before:
                    p = first(
                        p, [*keys, *numbers], draw(st.integers(0, 6)), draw(st.integers(0, 2)), draw(st.booleans())
                    )
            case "join":
                p = matched(p, other, draw(st.sampled_from(["inner", "left", "semi", "anti"])))
            case "explode":
                name = draw(st.sampled_from(openable))
                if kind_of(name).opens == "list":
                    p = exploded(p, name, draw(st.booleans()))
                elif not {"x", "s"} & set(p.ours.columns):
                    p = opened(p, name)
            case "look":
                name = draw(st.sampled_from(openable))
                if f"of_{name}" not in p.ours.columns:
                    p = looked_into(p, name)
    return p


def plain(value: Any) -> Any:
    """A value in one form for all engines: spans as microseconds, the entries of a map as pairs."""
    if isinstance(value, pa.MonthDayNano):
        return ("interval", value.months, value.days, value.nanoseconds)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return (
            (value["key"], value["value"])
            if set(value) == {"key", "value"}
            else {k: plain(v) for k, v in value.items()}
        )
    return value


def spans(table: pa.Table) -> pa.Table:
    """DuckDB's intervals as the durations that went in."""
    for at, name in enumerate(table.column_names):
        if pa.types.is_interval(table.schema.field(at).type):
            values = [
                None if v is None else timedelta(days=v.days, microseconds=v.nanoseconds // 1000)
                for v in table.column(at).to_pylist()
            ]
            table = table.set_column(at, name, pa.array(values, pa.duration("us")))
    return table


def rows(table: pa.Table, names: list[str]) -> list[str]:
    """The rows in an order of their own, as a query without ORDER BY promises none."""
    return sorted(repr([plain(row[name]) for name in names]) for row in table.to_pylist())


__all__ = ["KINDS", "Pipeline", "array", "kind_of", "pipelines", "plain", "rows", "spans", "tables"]
