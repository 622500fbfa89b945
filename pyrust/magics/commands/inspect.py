"""`%pyrust inspect`: the inspector, or its figures as text where no notebook is."""

from __future__ import annotations

from argparse import Namespace

from IPython.display import display

import pyrust
from pyrust.magics.commands.word import Notebook, Word


def _run(notebook: Notebook, _options: Namespace) -> None:
    if getattr(notebook.shell, "kernel", None) is None:
        display(pyrust.memory())
        return
    try:
        from pyrust.widgets import inspect
    except (ImportError, pyrust.PyRustError):
        display(pyrust.memory())
        return
    display(inspect())


WORD = Word("inspect", "the inspector: memory, tables and queries, live", _run)
