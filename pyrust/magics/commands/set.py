"""`%pyrust set`: changes a setting of the default session, or an option."""

from __future__ import annotations

from argparse import Namespace

from IPython.display import display

from pyrust.magics.commands.word import Notebook, Word, argument
from pyrust.magics.settings import change, named
from pyrust.magics.text import Text


def _run(_notebook: Notebook, options: Namespace) -> None:
    change(options.name, options.value)
    setting = named(options.name)
    display(Text(f"{setting.name} = {setting.value}"))


WORD = Word(
    "set",
    "change a setting, or give it its first value",
    _run,
    (
        argument("name", metavar="NAME", help="the setting, as %%pyrust get lists it"),
        argument("value", metavar="VALUE", nargs="?", help="its value; left out, the one it had at first"),
    ),
)
