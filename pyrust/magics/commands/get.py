"""`%pyrust get`: the settings of the session and the options, each with what it is for."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust.magics.commands.word import Notebook, Word, argument
from pyrust.magics.settings import Setting, settings
from pyrust.magics.text import Text


def _run(_notebook: Notebook, options: Namespace) -> None:
    words = [word.lower() for word in options.words]
    found = [each for each in settings() if all(word in each.name.lower() for word in words)]
    if not found:
        raise UsageError(f"%pyrust get: no setting has {' and '.join(options.words)} in its name")
    exact = [each for each in found if words == [each.name.lower()]]
    if exact or len(found) == 1:
        display(Text("\n\n".join(map(_whole, exact or found))))
        return
    display(Text.table([(each.name, _mark(each) + each.value) for each in found]))


def _mark(setting: Setting) -> str:
    return "* " if setting.is_changed else "  "


def _whole(setting: Setting) -> str:
    lines = [f"{setting.name} = {setting.value}", setting.help]
    if setting.is_changed:
        lines.insert(1, f"at first: {setting.first}")
    if setting.fixed is not None:
        lines.append(f"It cannot be changed: {setting.fixed}.")
    return "\n".join(lines)


WORD = Word(
    "get",
    "the settings, or one with what it is for",
    _run,
    (argument("words", metavar="WORD", nargs="*", help="parts of a setting's name; * marks one that was changed"),),
)
