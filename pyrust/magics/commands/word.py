"""What a word of `%pyrust` is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from IPython.core.error import UsageError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class Word(NamedTuple):
    """One word.

    Attributes:
        name: the word itself.
        says: what it does, for the help.
        run: does it, with what stands after the word; it raises `UsageError` for what it does not take.
        takes: what may stand after it, for the help.
    """

    name: str
    says: str
    run: Callable[[InteractiveShell | None, list[str]], None]
    takes: str = ""


def take_nothing(name: str, rest: list[str]) -> None:
    """Refuse whatever stands after a word that stands alone."""
    if rest:
        raise UsageError(f"%pyrust {name} takes no {rest[-1]!r}")


def counted(count: int, one: str, many: str) -> str:
    """Write a number of things.

    >>> counted(1, "query", "queries"), counted(0, "query", "queries")
    ('1 query', '0 queries')
    """
    return f"{count} {one if count == 1 else many}"
