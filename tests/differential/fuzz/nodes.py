"""What any tree of dataclasses has: its nodes from the top down, and itself with something else in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Node:
    """Anything in a tree."""


Path = tuple[Any, ...]


@cache
def names(of: type[Node]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


def inner(node: Node) -> Iterator[tuple[Path, Node]]:
    """The nodes directly below one, each with the way to it."""
    for name in names(type(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield (name,), value
        elif isinstance(value, tuple):
            yield from (((name, at), part) for at, part in enumerate(value) if isinstance(part, Node))


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node, from the top down, each with the way to it."""
    yield path, node
    for step, part in inner(node):
        yield from walk(part, path + step)


def put(node: Any, path: Path, value: Any) -> Any:
    """The tree with something else in one place."""
    if not path:
        return value
    if isinstance(path[0], int):
        return (*node[: path[0]], put(node[path[0]], path[1:], value), *node[path[0] + 1 :])
    assert is_dataclass(node)
    return replace(node, **{path[0]: put(getattr(node, path[0]), path[1:], value)})
