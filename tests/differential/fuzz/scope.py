"""What an expression may name: the columns of the query it is in, and those of the queries around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from differential.fuzz.tree import Column
from differential.fuzz.world import World


@dataclass(frozen=True)
class Scope:
    """Columns by level.

    `identity` are those that tell any two rows apart (or rows that are the same throughout). Of a query with GROUP BY
    `columns` are the keys and `below` is what aggregates are made of.
    """

    columns: tuple[Column, ...] = ()
    identity: tuple[Column, ...] = ()
    outer: Scope | None = None
    below: Scope | None = None
    # the keys of a plain GROUP BY tell its rows apart, those of grouping sets do not
    unique: bool = True

    def of(self, *kinds: str) -> list[Column]:
        return [c for c in self.columns if c.kind in kinds]

    def around(self, *kinds: str) -> list[Column]:
        """The columns of all queries around, the nearest first."""
        found, scope, hidden = [], self.outer, {c.name for c in self.columns}
        while scope is not None:
            found += [c for c in scope.of(*kinds) if c.table or c.name not in hidden]
            hidden |= {c.name for c in scope.columns}
            scope = scope.outer
        return found

    def seen_from(self, inner: Scope) -> Scope:
        """Without the unqualified columns that a query inside hides by its own."""
        hidden = {c.name for c in inner.columns}
        return replace(self, columns=tuple(c for c in self.columns if c.table or c.name not in hidden))

    def kinds(self) -> list[str]:
        return sorted({c.kind for c in self.columns})


Output = tuple[str, str]


@dataclass
class Grower:
    """What all that grows has in common: chance, the tables, names that were not given yet, and what is asked for.

    `wanted` is taken by the first place that can give it, so that each query has the feature it is made for.
    """

    random: Random
    world: World
    wanted: dict[str, Any] = field(default_factory=dict)
    names: int = 0
    tall: bool = False
    # tables that WITH has made, by name
    shared: dict[str, list[Output]] = field(default_factory=dict)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, choices: Any) -> Any:
        return self.random.choice(choices)

    def weighted(self, **choices: float) -> str:
        return self.random.choices(list(choices), list(choices.values()))[0]

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    def take(self, what: str) -> Any:
        return self.wanted.pop(what, None)
