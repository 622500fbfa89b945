"""Tab in SQL cells and behind the magics, in every host that asks IPython.

`IPCompleter.completions` is what terminals and kernels ask. Ours is in front of it, as a matcher cannot keep Python's
completions out of SQL where it has none to offer itself; hosts that ask the older way get the matcher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from IPython.core.completer import (
    Completion,
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)

from pyrust import _core
from pyrust._names import Names
from pyrust.magics.offers import offered
from pyrust.magics.place import Sql, Words, place

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

Completions = Callable[[str, int], Iterator[Completion]]


class SqlCompleter:
    """Offers what may be written at a cursor in SQL; nothing that it looks at is read or run."""

    def __init__(self, shell: InteractiveShell, behind: Completions | None) -> None:
        """Take the shell, and what answers for Python."""
        self._shell = shell
        self._behind = behind

    def completions(self, text: str, offset: int) -> Iterator[Completion]:
        """Give what a cell may go on with at an offset, as IPython is asked."""
        where = place(self._shell, text, offset)
        found = [] if where is None else self._items(where, offset)
        for item in found:
            yield Completion(
                item["start"],
                item["end"],
                item["text"],
                type=item["kind"],
                _origin="pyrust",
                signature=_signature(item),
            )
        is_python = where is None or (isinstance(where, Sql) and not where.is_sure)
        if is_python and self._behind is not None:
            yield from self._behind(text, offset)

    @context_matcher()  # type: ignore[untyped-decorator] # IPython has none
    def matches(self, context: CompletionContext) -> SimpleMatcherResult:
        """Give the same as IPython asks its matchers."""
        lines = context.full_text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: context.cursor_line]) + context.cursor_position
        where = place(self._shell, context.full_text, offset)
        items = [] if where is None else self._items(where, offset)
        if not items:
            return {"completions": []}
        start, end = items[0]["start"], items[0]["end"]
        behind = context.full_text[offset:end]
        return {
            "completions": [SimpleCompletion(item["text"].removesuffix(behind), type=item["kind"]) for item in items],
            "matched_fragment": context.full_text[start:offset],
            "ordered": True,
            "suppress": True,
        }

    def _items(self, where: Sql | Words, offset: int) -> list[dict[str, Any]]:
        """Give the items with their places in the cell."""
        if isinstance(where, Words):
            return offered(self._shell, where, offset)
        cursor = offset - where.start
        if not 0 <= cursor <= len(where.text):
            return []
        items = _core.sql_items(where.session, where.text, cursor, Names(self._shell.user_ns))
        return [{**item, "start": item["start"] + where.start, "end": item["end"] + where.start} for item in items]


def _signature(item: dict[str, Any]) -> str:
    """Give what a list of completions shows beside one: its type, or how it is called."""
    return str(item["type"])


def register(shell: InteractiveShell) -> None:
    """Put ours in front of the completer of a shell that has one."""
    completer = shell.Completer
    if completer is None:
        return
    ours = SqlCompleter(shell, completer.completions)
    completer.custom_matchers.append(ours.matches)
    # Of this one completer: a matcher that finds nothing leaves Python's own completions.
    vars(completer)["completions"] = ours.completions


def unregister(shell: InteractiveShell) -> None:
    """Take it away again, unless somebody has since come in front of it."""
    completer = shell.Completer
    if completer is None:
        return
    matchers = completer.custom_matchers
    matchers[:] = [each for each in matchers if not isinstance(getattr(each, "__self__", None), SqlCompleter)]
    if isinstance(getattr(vars(completer).get("completions"), "__self__", None), SqlCompleter):
        del completer.completions
