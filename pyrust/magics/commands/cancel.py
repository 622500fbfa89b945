"""`%pyrust cancel`: stops one running query, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import runs
from pyrust.magics.commands.word import Word, counted, take_nothing
from pyrust.magics.text import Text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def _run(_shell: InteractiveShell | None, rest: list[str]) -> None:
    number = _number(rest)
    wanted = [run for run in runs(ended=False) if number is None or run.id == number]
    for run in wanted:
        run.cancel()
    if number is not None and not wanted:
        raise UsageError(f"%pyrust cancel: no query {number} is running")
    display(Text(f"cancelled {counted(len(wanted), 'query', 'queries')}"))


def _number(rest: list[str]) -> int | None:
    """Read which query is meant; none stands for all."""
    take_nothing("cancel", rest[1:])
    if rest and not rest[0].isdigit():
        raise UsageError(f"%pyrust cancel takes the number of a query, got {rest[0]!r}: see %pyrust queries")
    return int(rest[0]) if rest else None


WORD = Word("cancel", "cancel query N, or all of them", _run, takes="[N]")
