"""What a call that takes long shows while it is waited for: a line in a terminal, a bar in a notebook, else nothing.

The native module calls `begin` after half a second, `update` a few times a second, and `end`. One bar is shown at a
time: that of the outermost call.
"""

from __future__ import annotations

import shutil
import sys
import threading
from typing import Any, Protocol, TextIO

from pyrust._memory import size
from pyrust._options import options

_UNITS = ("", " k", " M", " G", " T")


class Bar(Protocol):
    """What shows the progress of one call."""

    def update(self, run: Any) -> None:
        """Show how far a run is."""

    def end(self) -> None:
        """Leave nothing behind."""


class _Shown:
    """Which bar is there now; a thread that is not the main one shows none."""

    bar: Bar | None = None


def begin() -> Bar | None:
    """Open a bar for a call of this thread.

    Returns:
        The bar; None where nobody would see it: off the main thread, within another call, with the option
        `display.progress` off, or where neither a notebook nor a terminal reads the output.

    >>> begin() is None
    True
    """
    if _Shown.bar is not None or not options.display.progress:
        return None
    if threading.current_thread() is not threading.main_thread():
        return None
    _Shown.bar = _in_notebook() or _in_terminal()
    return _Shown.bar


def _in_notebook() -> Bar | None:
    # Without IPython there is no notebook, and a script does not wait for the import.
    if "IPython" not in sys.modules:
        return None
    from pyrust.widgets import _host

    if _host.front_end() in ("none", "static"):
        return None
    from pyrust.widgets.progress import CellBar

    return CellBar(_ended)


def _in_terminal() -> Bar | None:
    out = sys.stderr
    try:
        return Line(out) if out is not None and out.isatty() else None
    except (AttributeError, ValueError):
        return None


def _ended() -> None:
    _Shown.bar = None


class Line:
    """The last line of a terminal, which is written over and cleared at the end."""

    def __init__(self, out: TextIO) -> None:
        """Write to `out`, which is a terminal."""
        self._out = out

    def update(self, run: Any) -> None:
        """Write over the line."""
        now = run.progress
        columns = shutil.get_terminal_size().columns
        share = "" if now.fraction is None else f"{_bar(now.fraction)} {_percent(now.fraction)}  "
        text = f"{run.what}  {share}{words(now)}"
        self._out.write(f"\r{text[: columns - 1]:<{columns - 1}}")
        self._out.flush()

    def end(self) -> None:
        """Clear the line."""
        _ended()
        columns = shutil.get_terminal_size().columns
        self._out.write("\r" + " " * (columns - 1) + "\r")
        self._out.flush()


def _bar(fraction: float, width: int = 20) -> str:
    done = int(fraction * width)
    return "█" * done + "░" * (width - done)


def _percent(fraction: float) -> str:
    """Write a share so that only what is whole says 100 %.

    >>> _percent(0.999), _percent(1.0)
    ('99 %', '100 %')
    """
    return f"{int(fraction * 100)} %"


def words(now: Any) -> str:
    """Say what a run does and how far it is, from its `Progress`."""
    phase = now.phase if now.phase_rows is None else f"{now.phase}: {count(now.phase_rows)} rows"
    parts = [phase]
    if now.rows:
        parts.append(f"{count(now.rows)} rows out")
    if now.bytes_read:
        parts.append(f"{size(now.bytes_read)} read")
    if now.reserved:
        parts.append(f"{size(now.reserved)} reserved")
    if now.spilled:
        parts.append(f"{size(now.spilled)} spilled")
    parts.append(time(now.seconds))
    # What is over in a moment needs no estimate.
    if now.seconds_left is not None and now.seconds_left >= 1:
        parts.append(f"about {time(now.seconds_left)} left")
    return " · ".join(parts)


def count(number: int) -> str:
    """Write a number of rows as a person reads it.

    >>> count(999), count(41_200_000)
    ('999', '41.2 M')
    """
    amount = float(number)
    for unit in _UNITS:
        if amount < 1000 or unit == _UNITS[-1]:
            return f"{number}" if not unit else f"{amount:.3g}{unit}"
        amount /= 1000
    return str(number)


def time(seconds: float) -> str:
    """Write a length of time as a person reads it.

    >>> time(3.2), time(75), time(7300)
    ('3 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
