"""`%pyrust queries`: running queries, each with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.display import display

from pyrust._core import memory_snapshot
from pyrust._memory import size
from pyrust.magics.commands.word import Word, take_nothing
from pyrust.magics.text import Text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def _run(_shell: InteractiveShell | None, rest: list[str]) -> None:
    take_nothing("queries", rest)
    rows = [
        (
            str(run["run"]),
            f"{run['state']} {run['seconds']:.1f} s, {run['rows']} rows, {size(run['reserved'])}: {run['what']}",
        )
        for run in memory_snapshot()["runs"]
    ]
    display(Text.table(rows or [("no queries", "nothing is running")]))


WORD = Word("queries", "running queries, each with its number", _run)
