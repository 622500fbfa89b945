"""Tab after a frame and the beginning of a column: `df.pri` becomes `df.c.price`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyrust._core import DataFrame

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# a variable, a dot and the beginning of a name, and nothing before them that the variable would be a part of
_WORD = re.compile(r"(?:^|[^\w.\])])(?P<frame>[^\W\d]\w*)\.(?P<start>\w*)$")


class Columns:
    """Offers the columns of the frames among a shell's variables; it looks at variables only and calls nothing."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def matches(self, text: str) -> list[str]:
        """Give what the text may become, as IPython asks it."""
        found = _WORD.search(text)
        frame = None if found is None else self.shell.user_ns.get(found["frame"])
        if found is None or not isinstance(frame, DataFrame):
            return []
        before = text[: found.start("frame")]
        names = [name for name in dir(frame.c) if name.startswith(found["start"])]
        return [f"{before}{found['frame']}.c.{name}" for name in names]


def register(shell: InteractiveShell) -> None:
    """Have a shell that completes ask for columns, too."""
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(Columns(shell).matches)


def unregister(shell: InteractiveShell) -> None:
    """Take that away again, and nothing else."""
    if shell.Completer is not None:
        matchers = shell.Completer.custom_matchers
        matchers[:] = [matcher for matcher in matchers if not isinstance(getattr(matcher, "__self__", None), Columns)]
