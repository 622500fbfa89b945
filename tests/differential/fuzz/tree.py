"""The tree of a query: what the generator grows, the printer writes, the shrinker cuts and the verbs are made of.

Plain frozen dataclasses, so that a tree can be walked, compared and rebuilt by its fields alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as replace
from typing import Any

from differential.fuzz.nodes import Node
from differential.fuzz.nodes import inner as inner
from differential.fuzz.nodes import put as put
from differential.fuzz.nodes import walk as walk


@dataclass(frozen=True)
class Expression(Node):
    """A value; `kind` is what it is to the generator (see kinds.py)."""

    kind: str


@dataclass(frozen=True)
class Column(Expression):
    name: str
    table: str = ""


@dataclass(frozen=True)
class Literal(Expression):
    """A constant: its SQL, and whether our engine gets it as a bound value instead of text."""

    sql: str
    value: Any = None
    bound: bool = False


@dataclass(frozen=True)
class Operation(Expression):
    """An infix operator; `bare` leaves out the parentheses that precedence makes superfluous."""

    operator: str
    left: Expression
    right: Expression
    bare: bool = False


@dataclass(frozen=True)
class Prefix(Expression):
    """NOT or minus."""

    operator: str
    of: Expression


@dataclass(frozen=True)
class Is(Expression):
    """IS [NOT] NULL, TRUE, FALSE."""

    of: Expression
    what: str


@dataclass(frozen=True)
class Between(Expression):
    of: Expression
    low: Expression
    high: Expression
    negated: bool = False


@dataclass(frozen=True)
class InList(Expression):
    of: Expression
    items: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True)
class Like(Expression):
    of: Expression
    pattern: Expression
    escape: str = ""
    negated: bool = False
    insensitive: bool = False


@dataclass(frozen=True)
class When(Node):
    condition: Expression
    then: Expression


@dataclass(frozen=True)
class Case(Expression):
    whens: tuple[When, ...]
    otherwise: Expression | None = None
    operand: Expression | None = None


@dataclass(frozen=True)
class Cast(Expression):
    of: Expression
    type: str
    gentle: bool = False


@dataclass(frozen=True)
class Call(Expression):
    """A scalar function."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Sliced(Expression):
    """An element of a part of a list: [a, b, c][1:2][1]; either end may be left out."""

    items: tuple[Expression, ...]
    start: int | None
    end: int | None
    index: int


@dataclass(frozen=True)
class RowValue(Expression):
    """Several values as one: (a, b)."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Extract(Expression):
    part: str
    of: Expression


@dataclass(frozen=True)
class Sort(Node):
    """A key of ORDER BY: an expression, or the number of an output column. Nulls come last if nothing is said."""

    by: Expression | int
    descending: bool = False
    nulls_first: bool | None = False


@dataclass(frozen=True)
class Aggregate(Expression):
    name: str
    arguments: tuple[Expression, ...]
    distinct: bool = False
    filter: Expression | None = None
    order: tuple[Sort, ...] = ()


@dataclass(frozen=True)
class Frame(Node):
    unit: str
    start: str
    end: str


@dataclass(frozen=True)
class Window(Expression):
    function: Aggregate
    partition: tuple[Expression, ...] = ()
    order: tuple[Sort, ...] = ()
    frame: Frame | None = None
    ignore_nulls: bool = False


@dataclass(frozen=True)
class Exists(Expression):
    query: Query
    negated: bool = False


@dataclass(frozen=True)
class In(Expression):
    of: Expression
    query: Query
    negated: bool = False


@dataclass(frozen=True)
class Scalar(Expression):
    query: Query


@dataclass(frozen=True)
class Quantified(Expression):
    of: Expression
    operator: str
    quantifier: str
    query: Query


SUBQUERIES = (Exists, In, Scalar, Quantified)


@dataclass(frozen=True)
class Source(Node):
    """What stands in FROM."""


@dataclass(frozen=True)
class Table(Source):
    name: str
    alias: str


@dataclass(frozen=True)
class Derived(Source):
    query: Query
    alias: str
    lateral: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample(Source):
    """Rows drawn by chance of another source, from a seed."""

    of: Source
    share: str
    seed: int


@dataclass(frozen=True)
class Join(Source):
    how: str
    left: Source
    right: Source
    on: Expression | None = None
    using: tuple[str, ...] = ()
    natural: bool = False


@dataclass(frozen=True)
class Item(Node):
    of: Expression
    alias: str = ""


@dataclass(frozen=True)
class Grouping(Node):
    """GROUP BY: plain keys, rollup, cube or sets, which name keys by their number."""

    keys: tuple[Expression, ...]
    how: str = ""
    sets: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Query(Node):
    order: tuple[Sort, ...] = ()
    limit: int | None = None
    offset: int | None = None


@dataclass(frozen=True, kw_only=True)
class Select(Query):
    """`spelled` is how its columns are asked for: a list, "*", "from" (FROM t without SELECT) or "table" (TABLE t).

    A star leaves out what is `excluded`, and has an expression instead of a column where an item is none.
    """

    items: tuple[Item, ...]
    source: Source | None = None
    where: Expression | None = None
    group: Grouping | None = None
    having: Expression | None = None
    qualify: Expression | None = None
    distinct: bool = False
    distinct_on: tuple[Expression, ...] = ()
    spelled: str = "list"
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SetOperation(Query):
    operator: str
    every: bool
    left: Query
    right: Query


@dataclass(frozen=True)
class Row(Node):
    values: tuple[Expression, ...]


@dataclass(frozen=True, kw_only=True)
class Values(Query):
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Cte(Node):
    name: str
    query: Query
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class With(Query):
    ctes: tuple[Cte, ...]
    body: Query
    recursive: bool = False
