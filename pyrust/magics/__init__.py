"""The IPython extension: `%load_ext pyrust` adds `%%pyrust`, `%pyrust`, Tab for columns and the live display.

What the display needs is imported here, at load, so that the first frame on screen does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics
from IPython.display import display

from pyrust.exceptions import PyRustError
from pyrust.magics import columns
from pyrust.magics.command import CommandMagics
from pyrust.magics.query import QueryMagics
from pyrust.magics.text import Text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MAGICS: tuple[type[Magics], ...] = (QueryMagics, CommandMagics)


def load(shell: InteractiveShell) -> None:
    """Register the magics and Tab, and the display where widgets are installed. Loading twice changes nothing."""
    for magics in MAGICS:
        shell.register_magics(magics)
    columns.unregister(shell)
    columns.register(shell)
    try:
        from pyrust.widgets.display import register, unregister
    except (ImportError, PyRustError) as error:
        # A terminal needs no widgets, and a notebook still has the static table.
        if getattr(shell, "kernel", None) is not None:
            display(Text(f"pyrust shows static tables only: {error}"))
        return
    unregister(shell)
    register(shell)


def unload(shell: InteractiveShell) -> None:
    """Remove what `load` added, and nothing else. Grids that are on screen go on working."""
    for kind, magics in shell.magics_manager.magics.items():
        if "pyrust" in magics and isinstance(getattr(magics["pyrust"], "__self__", None), MAGICS):
            del shell.magics_manager.magics[kind]["pyrust"]
    for owner in MAGICS:
        shell.magics_manager.registry.pop(owner.__name__, None)
    columns.unregister(shell)
    try:
        from pyrust.widgets.display import unregister
    except (ImportError, PyRustError):
        return
    unregister(shell)
