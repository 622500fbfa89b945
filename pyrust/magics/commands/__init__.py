"""The words of `%pyrust`: one file a word, which reads what stands after it and does it.

A new word is a file with a `WORD` and its place in `WORDS`, which is the order in which `%pyrust help` lists them; the
first is what `%pyrust` alone means.
"""

from pyrust.magics.commands import cancel, help, mem, queries, status, tables  # noqa: A004 - the words as users type them
from pyrust.magics.commands.word import Word

_DOING = (status.WORD, mem.WORD, tables.WORD, queries.WORD, cancel.WORD)
WORDS: tuple[Word, ...] = (*_DOING, help.word(_DOING))
HELP = help.text(WORDS)

__all__ = ["HELP", "WORDS"]
