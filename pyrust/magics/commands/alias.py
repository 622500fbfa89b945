"""`%pyrust alias`: another name for the SQL cell, `%%sql`, for this kernel."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust.magics.commands.word import Notebook, Word, argument
from pyrust.magics.text import Text


def _run(notebook: Notebook, options: Namespace) -> None:
    name = options.name
    if notebook.shell is None:
        return
    if not name.isidentifier() or name == "pyrust":
        raise UsageError(f"%pyrust alias: a magic cannot be called {name!r}")
    cells = notebook.shell.magics_manager.magics["cell"]
    own = cells.get("pyrust")
    if name in cells and cells[name] != own:
        raise UsageError(f"%pyrust alias: %%{name} is another extension's; unload that first")
    cells[name] = own
    display(Text(f"%%{name} is %%pyrust now, until the kernel ends"))


WORD = Word(
    "alias",
    "have %%NAME be %%pyrust, until the kernel ends: %pyrust alias sql",
    _run,
    (argument("name", metavar="NAME", help="the name, such as sql"),),
)
