"""The query of a number: the same for the same seed, made for one feature after the other."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from differential.fuzz import tree as t
from differential.fuzz.features import FEATURES, features
from differential.fuzz.queries import Queries
from differential.fuzz.selects import PLACES
from differential.fuzz.subqueries import KINDS
from differential.fuzz.world import SOURCES, World, world

# a world of tables is costly to set up, so that many queries are asked about each
QUERIES_OF_A_WORLD = 40
NAMES = tuple(FEATURES)


@dataclass(frozen=True)
class Asked:
    """A query, the tables it is about, and from which source each of them comes."""

    number: int
    feature: str
    query: t.Query
    outputs: list[tuple[str, str]]
    sources: dict[str, str]

    @property
    def features(self) -> set[str]:
        return features(self.query) | {f"from {source}" for source in self.sources.values()}


def world_of(seed: int, number: int) -> World:
    return world(f"{seed}/world/{number // QUERIES_OF_A_WORLD}")


def grow(tables: World, seed: int, number: int, attempt: int = 0, feature: str | None = None) -> Asked:
    """The query of a number; another `attempt` is another query for the same feature."""
    name = feature or NAMES[number % len(NAMES)]
    for again in range(6):
        random = Random(f"{seed}/{number}/{attempt}/{again}")
        wanted = dict(FEATURES[name])
        if "subquery" in wanted:
            kind, place = wanted["subquery"]
            wanted["subquery"] = (kind or random.choice(KINDS), place or random.choice(PLACES))
        source = wanted.pop("source", None)
        query, outputs = Queries(random, tables, wanted).top()
        used = sorted({n.name for _, n in t.walk(query) if isinstance(n, t.Table) and n.name in tables.tables})
        sources = {table: source if source and random.random() < 0.8 else random.choice(SOURCES) for table in used}
        if source and used:
            sources[used[0]] = source
        asked = Asked(number, name, query, outputs, sources)
        if name in asked.features:
            break
    return asked
