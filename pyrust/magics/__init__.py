"""The IPython extension: `%load_ext pyrust` adds `%%pyrust`, `%pyrust`, Tab and Shift+Tab, and the live display.

What the display needs is imported here, at load, so that the first frame on screen does not wait for it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from IPython.core.magic import Magics
from IPython.display import display

from pyrust.exceptions import PyRustError
from pyrust.magics import columns, completion, inspection
from pyrust.magics.command import CommandMagics
from pyrust.magics.query import QueryMagics, with_body
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
    if with_body not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(with_body)
    completion.unregister(shell)
    completion.register(shell)
    try:
        from pyrust.widgets import _host
        from pyrust.widgets.display import register, unregister
    except (ImportError, PyRustError) as error:
        # A terminal needs no widgets, and a notebook still has the static table.
        if getattr(shell, "kernel", None) is not None:
            display(Text(f"pyrust shows static tables only: {error}"))
        return
    unregister(shell)
    register(shell)
    _host.leave_inspection()
    _host.answer_inspection(partial(inspection.meaning, shell))


def unload(shell: InteractiveShell) -> None:
    """Remove what `load` added, and nothing else. Grids that are on screen go on working."""
    for magics in shell.magics_manager.magics.values():
        # `%pyrust alias` has given some of them other names.
        ours = [name for name, magic in magics.items() if isinstance(getattr(magic, "__self__", None), MAGICS)]
        for name in ours:
            del magics[name]
    for owner in MAGICS:
        shell.magics_manager.registry.pop(owner.__name__, None)
    columns.unregister(shell)
    if with_body in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(with_body)
    completion.unregister(shell)
    try:
        from pyrust.widgets import _host
        from pyrust.widgets.display import unregister
    except (ImportError, PyRustError):
        return
    unregister(shell)
    _host.leave_inspection()
