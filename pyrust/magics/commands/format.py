"""`%pyrust format`: SQL in other white space, a clause on each line."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import sql_format
from pyrust.magics.commands.word import REST, Notebook, Word, argument
from pyrust.magics.text import Text


def _run(_notebook: Notebook, options: Namespace) -> None:
    if not options.query:
        raise UsageError("%pyrust format: there is no SQL after it; %%pyrust --format is for a cell")
    display(Text(sql_format(options.query)))


WORD = Word(
    "format",
    "write SQL in other white space; %%pyrust --format does so with a cell",
    _run,
    (argument("query", nargs=REST, help="SQL, as in a cell"),),
)
