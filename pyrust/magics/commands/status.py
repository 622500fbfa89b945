"""`%pyrust`: version, host, tables, frames and running queries."""

from __future__ import annotations

from argparse import Namespace

from IPython.display import display

import pyrust
from pyrust._core import memory_snapshot, session
from pyrust._memory import size
from pyrust.magics.commands.word import Notebook, Word, counted
from pyrust.magics.text import Text


def _run(_notebook: Notebook, _options: Namespace) -> None:
    figures = memory_snapshot()
    frames = counted(len(figures["frames"]), "frame", "frames")
    rows = [
        ("version", pyrust.__version__),
        *_host(),
        ("tables", ", ".join(session().tables) or "none registered"),
        ("frames", f"{frames}, {size(figures['allocated'])} in the core"),
        ("queries", f"{len(figures['runs'])} running"),
        ("more", "%pyrust help"),
    ]
    display(Text.table(rows))


def _host() -> list[tuple[str, str]]:
    try:
        from pyrust.widgets import host
    except (ImportError, pyrust.PyRustError) as error:
        return [("display", f"static tables: {error}")]
    return list(host().items())


WORD = Word("status", "version, host, tables, frames and running queries", _run)
