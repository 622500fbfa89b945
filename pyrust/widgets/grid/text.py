"""A frame as the text beside its grid: for terminals, and for programs that read nothing else."""

from __future__ import annotations

from pyrust._core import DataFrame, View
from pyrust._options import options

# Programs that read notebooks cut or drop longer ones.
MOST_BYTES = 2_048


def brief(frame: DataFrame, view: View | None) -> str:
    """Write the first rows of a view as far as they are there, else the columns: at most 2 KB, and no query is run.

    Args:
        frame: the frame.
        view: its rows, as they are shown; None where there are none.
    """
    rows = options.display.rows_static
    if view is not None:
        state = view.status()
        if state["rows"] >= rows or state["exact"]:
            return view.text(rows, most=MOST_BYTES)
    return within(repr(frame))


def within(text: str) -> str:
    """Cut a text to 2 KB."""
    whole = text.encode()
    return text if len(whole) <= MOST_BYTES else whole[: MOST_BYTES - 3].decode(errors="ignore") + "…"
