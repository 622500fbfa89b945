"""`%pyrust mem`: what the Rust core holds, as text."""

from __future__ import annotations

from argparse import Namespace

from IPython.display import display

import pyrust
from pyrust.magics.commands.word import Notebook, Word


def _run(_notebook: Notebook, _options: Namespace) -> None:
    display(pyrust.memory())


WORD = Word("mem", "memory of the Rust core, as it is now", _run)
