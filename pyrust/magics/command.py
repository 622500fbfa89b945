"""`%pyrust`: one line that says what is loaded, runs and is held, and that changes it."""

from __future__ import annotations

from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class, needs_local_scope, no_var_expand
from IPython.display import display

from pyrust.exceptions import PyRustError, _in_words
from pyrust.magics.commands import HELP, WORDS
from pyrust.magics.commands.word import Notebook
from pyrust.magics.text import Text


@magics_class
class CommandMagics(Magics):
    """Home of the line magic."""

    @no_var_expand
    @needs_local_scope
    @line_magic
    def pyrust(self, line: str, local_ns: dict[str, Any] | None = None) -> object:
        """Say what is loaded, or do what one of the words says; `HELP` lists them."""
        name, _, rest = line.strip().partition(" ")
        name = "help" if name in ("-h", "--help") else name or WORDS[0].name
        word = next((word for word in WORDS if word.name == name), None)
        if word is None:
            raise UsageError(f"%pyrust {name}: not known; there are {', '.join(word.name for word in WORDS[1:])}")
        options = word.read(rest.strip())
        if options.help:
            display(Text(word.parser().format_help()))
            return None
        try:
            return word.run(Notebook(self.shell, {} if local_ns is None else local_ns), options)
        except PyRustError as error:
            failed = _in_words(error)
        raise failed


# what `%pyrust?` shows
CommandMagics.pyrust.__doc__ = HELP
