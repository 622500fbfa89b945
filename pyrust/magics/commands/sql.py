"""`%pyrust sql`: a query in one line, whose value is a frame: `df = %pyrust sql select ...`."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import Asking, DataFrame
from pyrust.magics.commands.word import REST, Notebook, Word, argument
from pyrust.magics.query import outcomes
from pyrust.magics.text import Text


def _run(notebook: Notebook, options: Namespace) -> DataFrame | None:
    text = options.query
    if not text:
        raise UsageError("%pyrust sql: there is no query after it")
    with Asking(text):
        found = outcomes(notebook.variables, text)
    done = [each for each in found if isinstance(each, str)]
    if done:
        display(Text("\n".join(done)))
    frames = [each for each in found if isinstance(each, DataFrame)]
    return frames[-1] if frames else None


WORD = Word(
    "sql",
    "a query in one line; its value is a frame: df = %pyrust sql select 1",
    _run,
    (argument("query", nargs=REST, help="SQL, as in a cell"),),
)
