"""`%pyrust save`: names the query of the last SQL cell, as a view of the session and in a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from IPython.core.error import UsageError
from IPython.display import display

from pyrust.magics.commands.word import Notebook, Word, argument
from pyrust.magics.query import last_query, outcomes
from pyrust.magics.text import Text
from pyrust.magics.views import saved


def _run(notebook: Notebook, options: Namespace) -> None:
    query = last_query(notebook.shell)
    if query is None:
        raise UsageError("%pyrust save: no SQL cell with one query has run yet")
    name = options.name.replace('"', '""')
    statement = f'create or replace view "{name}" as\n{query}'
    [done] = outcomes(notebook.variables, statement)
    lines = [str(done)]
    if options.file is not None:
        path = Path(options.file).expanduser()
        try:
            saved(path, options.name, statement)
        except OSError as error:
            raise UsageError(f"%pyrust save: {path} cannot be written: {error.strerror or error}") from None
        lines.append(f"wrote it to {path}: %pyrust load {path}")
    display(Text("\n".join(lines)))


WORD = Word(
    "save",
    "name the query of the last SQL cell: a view, and with FILE a file to load it from",
    _run,
    (
        argument("name", metavar="NAME", help="the name of the view; one of that name is replaced"),
        argument("file", metavar="FILE", nargs="?", help="a file of SQL that has the view from then on"),
    ),
)
