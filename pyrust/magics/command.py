"""`%pyrust`: one line that says what is loaded, what runs and what is held, and that can end it."""

from __future__ import annotations

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand

from pyrust.magics.commands import HELP, WORDS


@magics_class
class CommandMagics(Magics):
    """Home of the line magic."""

    @no_var_expand
    @line_magic
    def pyrust(self, line: str) -> None:
        """Say what is loaded, or do what one of the words says; `HELP` lists them."""
        name, *rest = line.split() or [WORDS[0].name]
        name = "help" if name in ("-h", "--help") else name
        word = next((word for word in WORDS if word.name == name), None)
        if word is None:
            raise UsageError(f"%pyrust {name}: not known; there are {', '.join(word.name for word in WORDS[1:])}")
        word.run(self.shell, rest)


# what `%pyrust?` shows
CommandMagics.pyrust.__doc__ = HELP
