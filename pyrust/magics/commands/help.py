"""`%pyrust help`: the words there are, each with what it does."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from IPython.display import display

from pyrust.magics.commands.word import Notebook, Word
from pyrust.magics.text import Text

# How wide the calls are; one that is wider has what it does on a line of its own.
_WIDE = 34


def text(words: Iterable[Word]) -> str:
    """List words as the help does; the first is what `%pyrust` alone means."""
    lines = ["Say what is loaded, or do one of these.", ""]
    for number, word in enumerate(words):
        call = f"%pyrust {word.name} {word.takes()}".strip() if number else "%pyrust"
        if len(call) > _WIDE:
            lines.append(call)
            call = ""
        lines.append(f"{call:<{_WIDE}} {word.says}")
    lines += [
        "",
        f"{'%pyrust WORD --help':<{_WIDE}} what a word takes",
        f"{'%%pyrust?':<{_WIDE}} a cell of SQL, and its options",
    ]
    return "\n".join(lines)


def word(words: Iterable[Word]) -> Word:
    """Make the word that lists these, and itself."""

    def run(_notebook: Notebook, _options: Namespace) -> None:
        display(Text(text([*words, own])))

    own = Word("help", "this text", run)
    return own
