"""Generated queries that join: many tables, inner and outer joins, conditions across tables, filtering subqueries."""

from dataclasses import dataclass

import pyarrow as pa
from hypothesis import strategies as st

COLUMNS = ["a", "b", "c"]
OPERATORS = ["<", "<=", "<>", "="]


@dataclass(frozen=True)
class Query:
    """A text, and the tables that it is about by their names."""

    text: str
    tables: dict[str, pa.Table]

    def __repr__(self) -> str:
        return self.text


@st.composite
def tables(draw: st.DrawFn, least: int = 2, most: int = 6) -> dict[str, pa.Table]:
    """Tables of very different sizes; few values, so that they meet, some of them null."""
    found = {}
    for at in range(draw(st.integers(least, most))):
        rows = draw(st.sampled_from([0, 1, 2, 5, 12, 25]))
        values = st.one_of(st.none(), st.integers(0, draw(st.sampled_from([1, 4, 12]))))
        column = st.lists(values, min_size=rows, max_size=rows)
        found[f"t{at}"] = pa.table({name: pa.array(draw(column), pa.int64()) for name in COLUMNS})
    return found


@st.composite
def conditions(draw: st.DrawFn, left: str, right: str, *, equal: bool = True) -> str:
    """What must hold between two tables: at least one equation if they are `equal`, now and then more."""
    column = st.sampled_from(COLUMNS)
    parts = [f"{left}.{draw(column)} = {right}.{draw(column)}"] if equal else []
    if not equal or draw(st.integers(0, 3)) == 0:
        parts.append(f"{left}.{draw(column)} {draw(st.sampled_from(OPERATORS))} {right}.{draw(column)}")
    if draw(st.integers(0, 5)) == 0:
        parts.append(f"{left}.{draw(column)} + {right}.{draw(column)} < {draw(st.integers(0, 20))}")
    return " AND ".join(parts)


@st.composite
def filters(draw: st.DrawFn, visible: list[str], names: list[str]) -> str:
    """A condition of WHERE: on one table, on two, or a subquery over a third."""
    column = st.sampled_from(COLUMNS)
    table, other = draw(st.sampled_from(visible)), draw(st.sampled_from(names))
    kind = draw(st.sampled_from(["one", "two", "exists", "exists", "in", "group", "scalar"]))
    negated = draw(st.sampled_from(["", "", "NOT "]))
    if kind == "one":
        return f"{table}.{draw(column)} {draw(st.sampled_from(OPERATORS))} {draw(st.integers(0, 12))}"
    if kind == "two":
        return draw(conditions(table, draw(st.sampled_from(visible)), equal=False))
    if kind == "exists":
        return f"{negated}EXISTS (SELECT 1 FROM {other} AS s WHERE {draw(conditions(table, 's'))})"
    if kind == "in":
        return f"{table}.{draw(column)} {negated}IN (SELECT {draw(column)} FROM {other} WHERE {draw(column)} > 1)"
    if kind == "group":
        key = draw(column)
        having = f"HAVING sum({draw(column)}) > {draw(st.integers(0, 9))}"
        return f"{table}.{draw(column)} IN (SELECT {key} FROM {other} GROUP BY {key} {having})"
    return f"{table}.{draw(column)} <= (SELECT avg(s.{draw(column)}) FROM {other} AS s WHERE s.a = {table}.b)"


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A join of all tables; one may be there twice."""
    found = draw(tables())
    names = list(found)
    visible, text = [names[0]], names[0]
    for name in [*names[1:], *draw(st.lists(st.sampled_from(names), max_size=1))]:
        alias = name if name not in visible else f"{name}_again"
        kind = draw(st.sampled_from(["JOIN", "JOIN", "JOIN", "JOIN", "LEFT JOIN", "FULL JOIN"]))
        text += f" {kind} {name} AS {alias} ON {draw(conditions(draw(st.sampled_from(visible)), alias))}"
        visible.append(alias)
    where = " AND ".join(draw(st.lists(filters(visible, names), max_size=3)))
    columns = ", ".join(f"{table}.{column} AS {table}_{column}" for table in visible for column in COLUMNS)
    if draw(st.booleans()):
        key, value = (f"{draw(st.sampled_from(visible))}.{draw(st.sampled_from(COLUMNS))}" for _ in range(2))
        columns, group = f"{key} AS k, count(*) AS n, sum({value}) AS total", f" GROUP BY {key}"
    else:
        group = ""
    return Query(f"SELECT {columns} FROM {text}" + (f" WHERE {where}" if where else "") + group, found)
