"""What is wrong with a SQL cell, for editors and other programs: a bundle beside the error's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.display import display

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

MIME = "application/vnd.pyrust.diagnostics+json"


def publish(error: Exception, shell: InteractiveShell | None) -> None:
    """Show the diagnostics of an error where somebody may read them: a terminal has the words."""
    found: list[dict[str, Any]] = list(getattr(error, "diagnostics", ()))
    if not found or getattr(shell, "kernel", None) is None:
        return
    # The text is the error's: without any a page would say that it cannot show the bundle.
    display({MIME: {"version": 1, "diagnostics": found}, "text/plain": ""}, raw=True)
