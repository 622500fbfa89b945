"""`%pyrust mem`: the inspector, or its figures as text where no notebook is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.display import display

import pyrust
from pyrust.magics.commands.word import Word, take_nothing

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def _run(shell: InteractiveShell | None, rest: list[str]) -> None:
    take_nothing("mem", rest)
    if getattr(shell, "kernel", None) is None:
        display(pyrust.memory())
        return
    try:
        from pyrust.widgets import inspect
    except (ImportError, pyrust.PyRustError):
        display(pyrust.memory())
        return
    display(inspect())


WORD = Word("mem", "the inspector: memory of the Rust core, live", _run)
