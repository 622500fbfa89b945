"""`%pyrust describe`: count, mean, quantiles and more of each column of a table or a query."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import Asking, View
from pyrust.magics.commands.word import REST, Notebook, Word, argument
from pyrust.magics.query import frames_of
from pyrust.magics.text import Text


def _run(notebook: Notebook, options: Namespace) -> None:
    text = options.table
    if not text:
        raise UsageError("%pyrust describe: there is no table after it")
    with Asking(f"summarize {text}"):
        [figures] = frames_of(notebook.variables, f"summarize {text}")
        # Few rows, which are all computed by now; a terminal shows no rows of a frame by itself.
        shown = Text(View(figures).text()) if getattr(notebook.shell, "kernel", None) is None else figures.collect()
    display(shown)


WORD = Word(
    "describe",
    "count, mean, quantiles ... of the columns of a table or a query",
    _run,
    (argument("table", nargs=REST, help="a table as a query names it, or a query"),),
)
