"""The private names of IPython's display: what is being shown can fail its cell, or have been shown already."""

from __future__ import annotations

import sys
import threading
from typing import Any

_shown = threading.local()


def publishes() -> bool:
    """Check whether what is being shown becomes an output at once, beside which there can be others."""
    return getattr(_shown, "publishes", True)


def done() -> None:
    """Let what is being shown have no output besides those that have been published for it."""
    _shown.done = True


def fail(error: Exception) -> None:
    """Let what is being shown fail its cell. A formatter cannot: IPython prints its error and goes on."""
    _shown.error = error


def watch(formatter: Any) -> None:
    """Put ourselves around the method of a shell that makes the outputs of an object, so that `fail` has an effect."""
    make_outputs = formatter.format

    def watched(shown: Any, *args: Any, **keys: Any) -> Any:
        # `display` and the display hook publish what they are given at once, as one new output. Others keep it,
        # such as an Output widget, or put it in the place of an earlier one: an output beside it would go astray.
        caller, before = sys._getframe(1), dict(vars(_shown))
        at_once = caller.f_globals.get("__name__", "").startswith("IPython.core.display")
        _shown.publishes = at_once and not caller.f_locals.get("transient")
        _shown.error, _shown.done = None, False
        try:
            outputs = make_outputs(shown, *args, **keys)
            if _shown.error is not None:
                raise _shown.error
            return ({}, {}) if _shown.done else outputs
        except KeyboardInterrupt as interrupt:
            raise interrupt.with_traceback(None) from None  # no reader wants to know which wait of ours it ended
        finally:
            vars(_shown).clear()
            vars(_shown).update(before)
            del caller, shown  # the error's traceback must not keep what could not be shown

    vars(watched)["is_pyrusts"] = True
    formatter.format = watched


def unwatch(formatter: Any) -> None:
    """Take ourselves out of the way again, unless somebody has since put himself around us."""
    if hasattr(vars(formatter).get("format"), "is_pyrusts"):
        del formatter.format
