"""What the Rust core holds right now: `pyrust.memory()` and the snapshot the inspector shows.

The figures come from the core in one call. Python adds the only thing it alone knows: which names in the
user's namespace, and which cells' outputs, refer to each frame.
"""

from __future__ import annotations

import sys
from html import escape
from typing import Any, NamedTuple

from pyrust import _core
from pyrust._calls import answering

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def size(count: int) -> str:
    """Write a number of bytes as a person reads it.

    >>> size(999), size(2_500_000_000)
    ('999 B', '2.5 GB')
    """
    amount = float(count)
    for unit in _UNITS:
        if abs(amount) < 1000 or unit == _UNITS[-1]:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.3g} {unit}"
        amount /= 1000
    return f"{count} B"


def _namespace() -> tuple[dict[str, Any], dict[int, Any]]:
    """Find the user's names and cached outputs: those of IPython where it runs, else those of `__main__`."""
    # Only asked for if somebody else imported it: a script pays nothing.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        outputs = shell.user_ns.get("_oh")
        return shell.user_ns, outputs if isinstance(outputs, dict) else {}
    main = sys.modules.get("__main__")
    return vars(main) if main is not None else {}, {}


def _is_cache_name(name: str) -> bool:
    """Check whether IPython's display hook made this name (`_`, `__`, `_12`): `Out[12]` says the same better."""
    return name.strip("_") == "" or (name.startswith("_") and name[1:].isdigit())


def holders() -> dict[int, list[str]]:
    """Find the names that refer to each live frame, by the frame's number; grids on screen are among them."""
    names, outputs = _namespace()
    found: dict[int, list[str]] = {}
    # In the core, in one step of the interpreter: the panel asks from its own thread. Values taken out here would
    # run the code of lazy ones, and what a cell deletes meanwhile would be finalised on the panel's thread.
    for name, number in _core.frames_among(names):
        if not _is_cache_name(name) or name == "_":
            found.setdefault(number, []).append(name)
    for key, number in _core.frames_among(outputs):
        found.setdefault(number, []).append(f"Out[{key}]")
    # Only asked for if somebody imported it, as above.
    shelf = sys.modules.get("pyrust.widgets.shelf")
    for number, name in shelf.SHELF.frames() if shelf is not None else []:
        found.setdefault(number, []).append(name)
    return found


def snapshot(most: int | None = None) -> dict[str, Any]:
    """Take the core's figures and add the names that refer to each frame. Safe on any thread.

    Args:
        most: How many frames are listed, the largest if there are more; a loop can make them by the thousand.
    """
    figures = dict(_core.memory_snapshot())
    frames = figures["frames"]
    figures["count"] = len(frames)
    figures["retained"] = sum(frame["retained"] for frame in frames)
    if most is not None and len(frames) > most:
        frames = sorted(frames, key=lambda frame: frame["retained"], reverse=True)[:most]
    names = holders()
    figures["frames"] = [{**frame, "names": names.get(frame["frame"], [])} for frame in frames]
    return figures


class Memory(NamedTuple):
    """Figures of one moment. Sizes are in bytes.

    Attributes:
        allocated: bytes the Rust core holds, counted at its allocator.
        peak: the most it has held so far.
        reserved: bytes that queries and caches have reserved from the pool of the process.
        limit: what the pool may give in all: `pr.options.engine.memory_limit`.
        rss: resident memory of the whole process, Python included.
        frames: one dict per live frame: its number, names, kind, source, rows, columns, `Arc` count (`arcs`),
            batches and bytes retained.
        runs: one dict per query that is running.
        disk: bytes that temporary files take now.
        disk_limit: what they may take in all: `pr.options.engine.disk_limit`.

    Example:
        >>> import pyrust as pr
        >>> now = pr.memory()
        >>> now.allocated <= now.peak, now.runs
        (True, ())
    """

    allocated: int
    peak: int
    reserved: int
    limit: int
    rss: int
    frames: tuple[dict[str, Any], ...]
    runs: tuple[dict[str, Any], ...]
    disk: int
    disk_limit: int

    def _summary(self) -> str:
        return (
            f"rust {size(self.allocated)} (peak {size(self.peak)}) · reserved {size(self.reserved)} of "
            f"{size(self.limit)} · disk {size(self.disk)} · process {size(self.rss)}"
        )

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                ", ".join(frame["names"]) or f"frame {frame['frame']}",
                str(frame["kind"]),
                "?" if frame["rows"] is None else f"{frame['rows']:,}".replace(",", " "),
                str(frame["columns"]),
                f"×{frame['arcs']}",
                str(frame["batches"]),
                size(frame["retained"]),
                str(frame["source"]),
            )
            for frame in self._largest()
        ]

    @staticmethod
    def _unbroken(row: tuple[str, ...]) -> list[str]:
        # A browser would break a line within a number.
        blank = {name: " " if name in ("frame", "source") else "\u00a0" for name in _HEAD}
        return [escape(cell).replace(" ", blank[name]) for name, cell in zip(_HEAD, row, strict=True)]

    def _largest(self) -> list[dict[str, Any]]:
        if len(self.frames) <= _SHOWN:
            return list(self.frames)
        return sorted(self.frames, key=lambda frame: int(frame["retained"]), reverse=True)[:_SHOWN]

    def _others(self) -> list[str]:
        others = len(self.frames) - _SHOWN
        return [f"and {others} more, none of them larger"] if others > 0 else []

    def __repr__(self) -> str:
        """Show the totals, then one line per frame; of thousands, the largest."""
        lines = [self._summary()]
        rows = [_HEAD, *self._rows()]
        if len(rows) > 1:
            widths = [max(len(row[index]) for row in rows) for index in range(len(_HEAD))]
            lines += [
                "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows
            ]
        lines += self._others()
        lines += [f"run {run['run']} {run['state']} {run['seconds']:.1f} s: {run['what']}" for run in self.runs]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Show the same as a table without script or colours of its own, so it reads well in any theme."""
        head = "".join(f"<th>{escape(cell)}</th>" for cell in _HEAD)
        body = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in self._unbroken(row)) + "</tr>" for row in self._rows()
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""
        others = "".join(f"<p>{line}</p>" for line in self._others())
        runs = "".join(
            f"<p>run {run['run']} {escape(str(run['state']))} {run['seconds']:.1f} s: {escape(str(run['what']))}</p>"
            for run in self.runs
        )
        return f"<div><p>{escape(self._summary())}</p>{table}{others}{runs}</div>"


# A loop can make frames by the thousand; a table that long is read by nobody.
_SHOWN = 100
_HEAD = ("frame", "kind", "rows", "columns", "arcs", "batches", "retained", "source")


@answering
def memory() -> Memory:
    """Report what the Rust core holds now, and which of your names hold it.

    Returns:
        A plain object: its fields are numbers, it shows itself as text and as a table.

    Example:
        >>> import pyrust as pr
        >>> numbers = pr.DataFrame({"a": list(range(1000))})
        >>> 8000 < pr.memory().allocated < pr.memory().limit
        True
    """
    figures = snapshot()
    return Memory(
        allocated=figures["allocated"],
        peak=figures["peak"],
        reserved=figures["reserved"],
        limit=figures["limit"],
        rss=figures["rss"],
        frames=tuple(figures["frames"]),
        runs=tuple(figures["runs"]),
        disk=figures["disk"],
        disk_limit=figures["disk_limit"],
    )
