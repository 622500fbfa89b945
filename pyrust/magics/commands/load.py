"""`%pyrust load`: does the statements of a file of SQL, such as the views that `%pyrust save` has written."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import DataFrame
from pyrust.magics.commands.word import Notebook, Word, argument, counted
from pyrust.magics.query import outcomes
from pyrust.magics.text import Text


def _run(notebook: Notebook, options: Namespace) -> None:
    path = Path(options.file).expanduser()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"%pyrust load: {path} cannot be read: {error}") from None
    if options.show:
        if notebook.shell is not None:
            notebook.shell.set_next_input(f"%%pyrust\n{text}")
        return
    found = outcomes(notebook.variables, text)
    lines = [each for each in found if isinstance(each, str)]
    queries = sum(isinstance(each, DataFrame) for each in found)
    if queries:
        lines.append(f"{counted(queries, 'query is', 'queries are')} not run: %pyrust load --show {path}")
    display(Text("\n".join(lines)))


WORD = Word(
    "load",
    "do the statements of a file of SQL: views that were saved",
    _run,
    (
        argument("file", metavar="FILE", help="the file"),
        argument("--show", action="store_true", help="put its text into the next cell instead"),
    ),
)
