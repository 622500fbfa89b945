"""Tab after a frame and the beginning of a column in Python: `df.pri` becomes `df.c.price`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.guarded_eval import EVALUATION_POLICIES

from pyrust import _core
from pyrust._core import DataFrame

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# a variable, a dot and the beginning of a name, and nothing before them that the variable would be a part of
_WORD = re.compile(r"(?:^|[^\w.\])])(?P<frame>[^\W\d]\w*)\.(?P<start>\w*)$")


class Columns:
    """Offers the columns of the frames among a shell's variables; it looks at variables only and calls nothing."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    @context_matcher()  # type: ignore[untyped-decorator] # IPython has none
    def matches(self, context: CompletionContext) -> SimpleMatcherResult:
        """Give what the word before the cursor may become, as IPython asks it."""
        found = _WORD.search(context.text_until_cursor)
        frame = None if found is None else self.shell.user_ns.get(found["frame"])
        if found is None or not isinstance(frame, DataFrame) or context.full_text.lstrip().startswith("%%"):
            return {"completions": []}
        fragment = context.text_until_cursor[found.start("frame") :]
        names = [name for name in dir(frame.c) if name.startswith(found["start"])]
        offered = [SimpleCompletion(f"{found['frame']}.c.{name}") for name in names if name.isidentifier()]
        return {"completions": offered, "matched_fragment": fragment}


def register(shell: InteractiveShell) -> None:
    """Have a shell that completes ask for columns, too, and look into our objects: `df.c.pri`."""
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(Columns(shell).matches)
        _allowed().update(_answering())


def unregister(shell: InteractiveShell) -> None:
    """Take that away again, and nothing else."""
    if shell.Completer is not None:
        matchers = shell.Completer.custom_matchers
        matchers[:] = [matcher for matcher in matchers if not isinstance(getattr(matcher, "__self__", None), Columns)]
        _allowed().difference_update(_answering())


def _allowed() -> set[Any]:
    """Give the classes whose attributes IPython looks up to complete a line, beside those with Python's own look-up."""
    allowed: set[Any] = getattr(EVALUATION_POLICIES["limited"], "allowed_getattr", set())
    return allowed


def _answering() -> set[type]:
    """Give our classes that answer for names that they lack: their look-up runs nothing, but is not Python's own."""
    classes = (each for each in vars(_core).values() if isinstance(each, type))
    return {each for each in classes if "__getattribute__" in vars(each)}
