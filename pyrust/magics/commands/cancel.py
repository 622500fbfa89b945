"""`%pyrust cancel`: stops one running query, or all of them."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import runs
from pyrust.magics.commands.word import Notebook, Word, argument, counted
from pyrust.magics.text import Text


def _run(_notebook: Notebook, options: Namespace) -> None:
    wanted = [run for run in runs(ended=False) if options.number in (None, run.id)]
    for run in wanted:
        run.cancel()
    if options.number is not None and not wanted:
        raise UsageError(f"%pyrust cancel: no query {options.number} is running: see %pyrust queries")
    display(Text(f"cancelled {counted(len(wanted), 'query', 'queries')}"))


WORD = Word(
    "cancel",
    "cancel query N, or all of them",
    _run,
    (argument("number", metavar="N", nargs="?", type=int, help="the number of a query, as %%pyrust queries lists it"),),
)
