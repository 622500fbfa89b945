"""The words of `%pyrust`: one file a word, with the parser of what stands after it.

A new word is a file with a `WORD` and its place in `WORDS`, which is the order in which `%pyrust help` lists them; the
first is what `%pyrust` alone means.
"""

from pyrust.magics.commands import (
    alias,
    cancel,
    describe,
    format,  # noqa: A004
    get,
    help,  # noqa: A004 - the words as users type them
    inspect,
    load,
    mem,
    queries,
    save,
    set,  # noqa: A004
    sql,
    status,
    tables,
)
from pyrust.magics.commands.word import Word

_DOING = (
    status.WORD,
    sql.WORD,
    tables.WORD,
    describe.WORD,
    queries.WORD,
    cancel.WORD,
    mem.WORD,
    inspect.WORD,
    get.WORD,
    set.WORD,
    save.WORD,
    load.WORD,
    format.WORD,
    alias.WORD,
)
WORDS: tuple[Word, ...] = (*_DOING, help.word(_DOING))
HELP = help.text(WORDS)

__all__ = ["HELP", "WORDS"]
