"""`%pyrust help`: the words there are, each with what it does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from IPython.display import display

from pyrust.magics.commands.word import Word, take_nothing
from pyrust.magics.text import Text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def text(words: Iterable[Word]) -> str:
    """List words as the help does; the first is what `%pyrust` alone means."""
    lines = ["Say what is loaded, or do one of these.", ""]
    for number, word in enumerate(words):
        call = f"%pyrust {word.name} {word.takes}".strip() if number else "%pyrust"
        lines.append(f"{call:<20} {word.says}")
    lines += ["", "%%pyrust?            a cell of SQL, and its options"]
    return "\n".join(lines)


def word(words: Iterable[Word]) -> Word:
    """Make the word that lists these, and itself."""

    def run(_shell: InteractiveShell | None, rest: list[str]) -> None:
        take_nothing("help", rest)
        display(Text(text([*words, own])))

    own = Word("help", "this text", run)
    return own
