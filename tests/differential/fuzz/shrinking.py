"""A query with a wrong answer, made as small as it stays wrong: first its tree, then the rows and the sources.

Any smaller tree is tried, whether it makes sense or not: what the judge refuses is no smaller finding.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from differential.fuzz import tree as t
from differential.fuzz.asking import Asker, described
from differential.fuzz.engines import second_opinion
from differential.fuzz.growing import QUERIES_OF_A_WORLD, Asked
from differential.fuzz.kinds import literal, nothing
from differential.fuzz.metamorphic import CHECKS
from differential.fuzz.verdicts import DIFFER, PANIC, Verdict
from differential.fuzz.world import Made, World

SIMPLE = {"int": 1, "bool": True, "text": "a", "float": 1.0}


def size(query: t.Query) -> int:
    """How much there is to read."""
    flags = sum(
        bool(getattr(node, name, None))
        for _, node in t.walk(query)
        for name in (
            "distinct",
            "negated",
            "bound",
            "bare",
            "ignore_nulls",
            "lateral",
            "every",
            "natural",
            "descending",
            "nulls_first",
            "insensitive",
            "escape",
            "columns",
            "sets",
            "how",
            "using",
            "distinct_on",
            "excluded",
        )
    )
    limits = sum(getattr(n, "limit", None) is not None for _, n in t.walk(query)) + sum(
        getattr(n, "offset", None) is not None for _, n in t.walk(query)
    )
    starred = sum(isinstance(n, t.Select) and n.spelled != "list" for _, n in t.walk(query))
    numbers = sum(isinstance(n, t.Literal) and n not in plain_literals() for _, n in t.walk(query))
    return 4 * sum(1 for _ in t.walk(query)) + flags + limits + starred + numbers


def plain_literals() -> tuple[t.Literal, ...]:
    return tuple(literal(value, kind) for kind, value in SIMPLE.items())


def smaller(query: t.Query) -> Iterator[t.Query]:
    """Trees with one thing less, the biggest cuts first."""
    nodes = sorted(t.walk(query), key=lambda found: -sum(1 for _ in t.walk(found[1])))
    for path, node in nodes:
        if in_an_order(query, path):
            continue
        for instead in replacements(node):
            yield t.put(query, path, instead)
        yield from (t.put(query, path, cut) for cut in cuts(node))


def in_an_order(query: t.Query, path: tuple[Any, ...]) -> bool:
    """Whether a node belongs to an order that leaves nothing to chance, and without which any answer would do."""
    node: Any = query
    for step in path:
        if step == "arguments" and isinstance(node, t.Aggregate) and node.name in ("lead", "lag", "nth_value", "ntile"):
            return True
        if step == "order" and (limited(node) or not isinstance(node, t.Query)):
            return True
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return False


def limited(node: t.Node) -> bool:
    """Whether the order of a query decides which of its rows there are."""
    parts = (getattr(node, name, None) for name in ("limit", "offset", "distinct_on"))
    return any(part not in (None, ()) for part in parts)


def replacements(node: t.Node) -> Iterator[t.Node]:
    """What can stand in the place of a node."""
    if isinstance(node, t.Query):
        yield from (below for path, below in t.walk(node) if path and isinstance(below, t.Query))
        if isinstance(node, t.With):
            yield node.body
    elif isinstance(node, t.Source):
        yield from (below for path, below in t.walk(node) if path and isinstance(below, t.Table | t.Derived))
    elif isinstance(node, t.Expression):
        if node.kind in SIMPLE:
            yield literal(SIMPLE[node.kind], node.kind)
        if node.kind == "bool":
            yield literal(False, "bool")
        yield from (
            below
            for path, below in t.walk(node)
            if path and isinstance(below, t.Expression) and below.kind == node.kind
        )
        if not isinstance(node, t.Literal | t.Column | t.Cast):
            yield nothing(node.kind)
        if isinstance(node, t.Literal) and node.sql == "NULL":
            return
        if isinstance(node, t.Cast | t.Prefix | t.Between | t.InList | t.Like | t.Is) and isinstance(
            node.of, t.Expression
        ):
            yield node.of


NEEDED = {"items", "rows", "values", "whens", "ctes", "arguments"}
PLAIN: dict[str, Any] = {
    "distinct": False,
    "negated": False,
    "bound": False,
    "bare": False,
    "ignore_nulls": False,
    "lateral": False,
    "every": False,
    "descending": False,
    "nulls_first": None,
    "insensitive": False,
    "escape": "",
    "spelled": "list",
    "columns": (),
    "recursive": False,
}


def cuts(node: Any) -> Iterator[t.Node]:
    """A node with one of its own parts left out."""
    if isinstance(node, t.Query) and (node.order or limited(node)):
        rest = {"distinct_on": ()} if isinstance(node, t.Select) else {}
        yield replace(node, order=(), limit=None, offset=None, **rest)
    if isinstance(node, t.Select) and len(node.items) > 1:
        for at in range(len(node.items)):
            if not limited(node):
                yield replace(node, items=(node.items[at],), order=())
            yield replace(node, items=(node.items[at],))
    for name in ("where", "having", "qualify", "group", "filter", "frame", "otherwise", "limit", "offset", "operand"):
        if getattr(node, name, None) is not None:
            yield replace(node, **{name: None})
    kept = isinstance(node, t.Window | t.Aggregate) or limited(node)
    for name, value in vars(node).items():
        if name == "order" and kept:
            continue
        if isinstance(value, tuple) and (len(value) > 1 or (value and name not in NEEDED)):
            yield from (replace(node, **{name: (*value[:at], *value[at + 1 :])}) for at in range(len(value)))
        elif name in PLAIN and value != PLAIN[name]:
            yield replace(node, **{name: PLAIN[name]})
    if isinstance(node, t.Grouping) and node.how:
        yield replace(node, how="", sets=())
    if isinstance(node, t.Join) and (node.using or node.natural):
        yield replace(node, natural=False, using=(), on=literal(True, "bool"))
    if isinstance(node, t.Join) and node.how not in ("INNER", "CROSS", ","):
        yield replace(node, how="INNER")


@dataclass
class Shrinker:
    """Tries what is smaller until the time is over."""

    asker: Asker
    first: Verdict
    until: float
    trials: int = 0

    @property
    def name(self) -> str:
        """That of the world, as the files' layout is drawn by it."""
        return str(self.first.number // QUERIES_OF_A_WORLD)

    def same(self, asked: Asked) -> Verdict | None:
        """Whether it is still wrong in the same way."""
        self.trials += 1
        try:
            theirs = self.asker.judge.answer(asked.query)
        except Exception as error:
            if self.first.theirs != "an error":
                return None
            theirs = error
        found = self.asker.compare(
            asked,
            theirs,
            replace(self.first, text="", message="", ours="", theirs="", status="agree", check="", checked=[]),
            [check for check in CHECKS if check[0] == self.first.check][:1],
        )
        if found.status != self.first.status or found.check != self.first.check:
            return None
        if found.status not in (DIFFER, PANIC) and found.kind != self.first.kind:
            return None
        return found

    def late(self) -> bool:
        return time.monotonic() > self.until

    def tree(self, asked: Asked) -> Asked:
        progress = True
        while progress and not self.late():
            progress = False
            for query in smaller(asked.query):
                if size(query) >= size(asked.query) or self.late():
                    continue
                trial = replace(asked, query=query)
                try:
                    found = self.same(trial)
                except Exception:  # a tree that cannot be printed
                    continue
                if found is not None:
                    asked, progress = trial, True
                    break
        return asked

    def sources(self, asked: Asked) -> Asked:
        used = {n.name for _, n in t.walk(asked.query) if isinstance(n, t.Table)}
        asked = replace(asked, sources={table: s for table, s in asked.sources.items() if table in used})
        for table, source in asked.sources.items():
            for plainer in ("memory", "parquet"):
                if source not in ("memory", plainer):
                    trial = replace(asked, sources=asked.sources | {table: plainer})
                    if self.same(trial) is not None:
                        asked = trial
                        break
        return asked

    def rows(self, asked: Asked) -> None:
        """Fewer rows and columns of the tables; the asker keeps them."""
        for name in asked.sources:
            step = max(self.asker.world.tables[name].data.num_rows // 2, 1)
            while step and not self.late():
                at = 0
                while at < self.asker.world.tables[name].data.num_rows and not self.late():
                    if not self.smaller_world(asked, name, without_rows(self.asker.world.tables[name], at, step)):
                        at += step
                step //= 2
            named = {n.name for _, n in t.walk(asked.query) if isinstance(n, t.Column)}
            for column in self.asker.world.tables[name].columns:
                if column not in named and len(self.asker.world.tables[name].columns) > 1:
                    self.smaller_world(asked, name, without_column(self.asker.world.tables[name], column))

    def smaller_world(self, asked: Asked, name: str, made: Made) -> bool:
        before = self.asker.world
        self.asker.settle(World(before.tables | {name: made}), self.name)
        if self.same(asked) is not None:
            return True
        self.asker.settle(before, self.name)
        return False


def without_rows(made: Made, at: int, count: int) -> Made:
    data = pa.concat_tables([made.data.slice(0, at), made.data.slice(at + count)]).combine_chunks()
    parts = tuple((first - max(0, min(first, at + count) - at), lost) for first, lost in made.parts)
    return replace(made, data=data, parts=parts)


def without_column(made: Made, column: str) -> Made:
    return replace(
        made, data=made.data.drop_columns([column]), parts=tuple((first, lost - {column}) for first, lost in made.parts)
    )


def shrink(asker: Asker, verdict: Verdict, seconds: float = 20.0) -> Verdict:
    """The smallest query and tables found for a verdict, written down in it."""
    asked, _, _ = asker.draw(verdict.number)
    shrinker = Shrinker(asker, verdict, time.monotonic() + seconds)
    try:
        # on several cores an answer may be wrong only now and then
        if not any(shrinker.same(asked) for _ in range(3)):
            return replace(verdict, text=f"{verdict.text}\n  (not wrong when it was asked again)")
        asked = shrinker.tree(asked)
        asked = shrinker.sources(asked)
        if verdict.status in (DIFFER, PANIC):
            shrinker.rows(asked)
            asked = shrinker.tree(shrinker.sources(asked))
        found = shrinker.same(asked)
        tables = "".join(
            f"\n  {name}: {listed(asker.world.tables[name], asked.query, whole=verdict.status == DIFFER)}"
            for name in asked.sources
            if name in asker.world.tables
        )
        extra = "" if found is None or "\n" not in found.text else found.text[found.text.index("\n") :]
        second = opinion(asker.world, asked.query) if verdict.status == DIFFER and not verdict.check else ""
        return replace(found or verdict, text=described(asked) + extra + tables, second=second)
    finally:
        # the next query has whole tables again
        asker.known = -1


def opinion(world: World, query: t.Query) -> str:
    """What SQLite says, if it takes the query."""
    try:
        return str(sorted(second_opinion(world, query), key=repr)[:8])
    except Exception as error:  # whatever it is: no opinion
        return f"none ({error})"


def listed(made: Made, query: t.Query, *, whole: bool) -> str:
    """What a query names of a table, in one line."""
    named = {node.name for _, node in t.walk(query) if isinstance(node, t.Column)} or set(made.columns)
    columns = (
        f"{name} {column.type} {column.to_pylist()[:30] if whole else ''}"
        for name, column in zip(made.columns, made.data.columns, strict=True)
        if name in named
    )
    parts = (
        f" in {len(made.parts)} parts from rows {[(first, sorted(lost)) for first, lost in made.parts]}"
        if len(made.parts) > 1
        else ""
    )
    return "; ".join(columns) + parts
