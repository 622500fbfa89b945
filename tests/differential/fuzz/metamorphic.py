"""Checks that need no judge: two ways to ask for the same rows give the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pyarrow as pa
from differential.fuzz import tree as t
from differential.fuzz.answers import differ, rows, shown
from differential.fuzz.growing import Asked
from differential.fuzz.kinds import TYPES
from differential.fuzz.printing import Printer
from differential.fuzz.queries import Queries
from differential.fuzz.scope import Scope
from differential.fuzz.selects import sortable
from differential.fuzz.spelling import Inexpressible
from differential.fuzz.verbs import Verbs
from differential.fuzz.world import SOURCES


class Contradiction(AssertionError):  # noqa: N818 - what it is
    """Two answers of ours that cannot both be right."""

    def __init__(self, message: str, text: str, ours: str) -> None:
        super().__init__(message)
        self.text, self.ours = text, ours


def same(found: pa.Table, ours: pa.Table, text: str) -> None:
    if what := differ(found, ours):
        raise Contradiction(what, text, shown(found))


def around(asked: Asked) -> tuple[t.Derived, Scope]:
    """The query as a table, with names for its columns."""
    names = tuple(f"o{at}" for at in range(len(asked.outputs)))
    columns = tuple(t.Column(kind, name, "whole") for name, (_, kind) in zip(names, asked.outputs, strict=True))
    return t.Derived(asked.query, "whole", False, names), Scope(columns, columns)


class Unanswered(Exception):  # noqa: N818 - no error of ours
    """A second way to ask that the judge refuses as we do."""


class Refusal(Exception):  # noqa: N818 - what it is
    """A second way to ask that we refuse and the judge does not."""


def asked_of_us(asker: Any, asked: Asked, query: t.Query, sources: dict[str, str] | None = None) -> pa.Table:
    try:
        return asker.ours.answer(query, asked.sources if sources is None else sources)
    except Exception as error:
        try:
            asker.judge.answer(query)
        except Exception as other:
            raise Unanswered from other
        raise Refusal(Printer("pyrust").query(query)) from error


def parts(asker: Any, asked: Asked, ours: pa.Table) -> bool:
    """The rows for which a condition is true, false and null are all rows."""
    derived, scope = around(asked)
    if len(asked.outputs) != ours.num_columns:
        return False
    random = Random(f"{asker.seed}/{asked.number}/parts")
    condition = Queries(random, asker.world, {}, names=900, tall=True).condition(scope, 1)
    used = {n.name for _, n in t.walk(condition) if isinstance(n, t.Table)}
    sources = {table: random.choice(SOURCES) for table in sorted(used)} | asked.sources
    items = tuple(t.Item(c) for c in scope.columns)
    pieces, text = [], ""
    for where in (condition, t.Prefix("bool", "NOT", condition), t.Is("bool", condition, "NULL")):
        query = t.Select(items=items, source=derived, where=where)
        text += f"\n  {Printer('pyrust').of(where)}"
        pieces.append(asked_of_us(asker, asked, query, sources))
    same(
        pa.concat_tables(
            [piece.rename_columns([*map(str, range(piece.num_columns))]) for piece in pieces],
            promote_options="permissive",
        ),
        ours,
        f"by{text}",
    )
    return True


def counted(asker: Any, asked: Asked, ours: pa.Table) -> bool:
    """count(*) over the query is the number of its rows."""
    derived, _ = around(asked)
    if len(asked.outputs) != ours.num_columns:
        return False
    query = t.Select(items=(t.Item(t.Aggregate("int", "count", ()), "n"),), source=derived)
    found = asked_of_us(asker, asked, query)
    if found.num_rows != 1 or found.column(0)[0].as_py() != ours.num_rows:
        raise Contradiction(
            f"count(*) is {found.column(0).to_pylist()}, rows {ours.num_rows}",
            Printer("pyrust").query(query),
            shown(found),
        )
    return True


def ordered(asker: Any, asked: Asked, ours: pa.Table) -> bool:
    """In order, the rows are the same, and in order."""
    kinds = [kind for _, kind in asked.outputs]
    if (
        asked.query.order
        or not sortable(kinds)
        or not set(kinds) <= set(TYPES)
        or len(kinds) != ours.num_columns
        or isinstance(asked.query, t.With)
    ):
        return False
    random = Random(f"{asker.seed}/{asked.number}/ordered")
    keys = random.sample(range(1, len(kinds) + 1), random.randint(1, len(kinds)))
    # -0.0 comes before 0.0 here and beside it in DuckDB
    keys.sort(key=lambda key: kinds[key - 1] == "wild")
    query = replace(asked.query, order=tuple(t.Sort(key, random.random() < 0.5, random.random() < 0.5) for key in keys))
    if isinstance(query, t.Select) and query.spelled != "list":
        return False
    found = asked_of_us(asker, asked, query)
    same(found, ours, Printer("pyrust").query(query))
    theirs = asker.judge.answer(query)
    if what := differ(found, theirs, tuple(keys)):
        raise Contradiction(what, Printer("pyrust").query(query), shown(found))
    return True


def sampled(asker: Any, asked: Asked, ours: pa.Table) -> bool:
    """A sample has as many of the rows as it is to have."""
    if len(asked.outputs) != ours.num_columns:
        return False
    random = Random(f"{asker.seed}/{asked.number}/sampled")
    wanted = random.choice((0, 1, 2, 5, 100))
    text, query = [f"({wanted} ROWS)", "(50 PERCENT)"][random.randrange(2)], around(asked)[0]
    sample = t.Sample(query, text, random.randrange(9))
    drawn = asked_of_us(asker, asked, t.Select(items=(t.Item(t.Column("int", "*")),), source=sample))
    left = Counter(rows(ours, drawn))
    left.subtract(rows(drawn, ours))
    if min(left.values(), default=0) < 0:
        raise Contradiction("rows that are not there", text, shown(drawn))
    if "ROWS" in text and drawn.num_rows != min(wanted, ours.num_rows):
        raise Contradiction(f"{drawn.num_rows} rows of {ours.num_rows}", text, shown(drawn))
    return True


def sources(asker: Any, asked: Asked, ours: pa.Table) -> bool:
    """From other sources, the rows are the same."""
    random = Random(f"{asker.seed}/{asked.number}/sources")
    others = {table: random.choice([s for s in SOURCES if s != source]) for table, source in asked.sources.items()}
    if not others:
        return False
    same(asked_of_us(asker, asked, asked.query, others), ours, f"from {others}")
    return True


def verbs(asker: Any, asked: Asked, ours: pa.Table) -> bool:
    """Through the verbs, the rows are the same."""
    try:
        frame = Verbs(asker.ours, asked.sources).query(asked.query)
    except Inexpressible:
        return False
    same(frame.to_pyarrow(), ours, "through verbs")
    return True


Check = tuple[str, Callable[[Any, Asked, pa.Table], bool]]
# the first that fits a query, in an order by chance
CHECKS: list[Check] = [
    ("parts", parts),
    ("counted", counted),
    ("ordered", ordered),
    ("sources", sources),
    ("sampled", sampled),
    ("verbs", verbs),
    ("verbs", verbs),
]
