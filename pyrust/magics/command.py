"""`%pyrust`: one line that says what is loaded, what runs and what is held, and that can end it."""

from __future__ import annotations

from collections.abc import Callable
from inspect import cleandoc
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.display import display

import pyrust
from pyrust._core import memory_snapshot, session
from pyrust.magics.text import Text
from pyrust._memory import size, snapshot


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _show(rows: list[tuple[str, str]]) -> None:
    display(Text.table(rows))


@magics_class
class CommandMagics(Magics):
    """Home of the line magic."""

    @no_var_expand
    @line_magic
    def pyrust(self, line: str) -> None:
        """Say what is loaded, or do one of these.

        %pyrust              version, host, tables, frames and running queries
        %pyrust mem          the inspector: memory of the Rust core, live
        %pyrust tables       tables of the session, and frames among your variables
        %pyrust queries      running queries, each with its number
        %pyrust cancel [N]   cancel query N, or all of them
        %pyrust help         this text
        """
        word, *rest = line.split() or ["status"]
        command: Callable[..., None] | None = getattr(self, f"_{word}", None) if word in _WORDS else None
        if command is None:
            raise UsageError(f"%pyrust {word}: not known; there are {', '.join(_WORDS[1:])}")
        if (rest and word != "cancel") or len(rest) > 1:
            raise UsageError(f"%pyrust {word} takes no {rest[-1]!r}")
        command(*rest)

    def _status(self) -> None:
        figures = memory_snapshot()
        rows = [("version", pyrust.__version__), *self._host()]
        rows.append(("tables", ", ".join(session().tables) or "none registered"))
        rows.append(
            (
                "frames",
                _count(len(figures["frames"]), "frame", "frames") + f", {size(figures['allocated'])} in the core",
            )
        )
        rows.append(("queries", f"{len(figures['runs'])} running"))
        rows.append(("more", "%pyrust help"))
        _show(rows)

    def _host(self) -> list[tuple[str, str]]:
        try:
            from pyrust.widgets import host
        except (ImportError, pyrust.PyRustError) as error:
            return [("display", f"static tables: {error}")]
        return list(host().items())

    def _mem(self) -> None:
        if getattr(self.shell, "kernel", None) is None:
            display(pyrust.memory())
            return
        try:
            from pyrust.widgets import inspect
        except (ImportError, pyrust.PyRustError):
            display(pyrust.memory())
            return
        display(inspect())

    def _tables(self) -> None:
        rows = [(name, "table of the session") for name in session().tables]
        for frame in snapshot()["frames"]:
            what = f"{frame['kind']}, {_count(frame['columns'], 'column', 'columns')}, {frame['source']}"
            rows += [(name, what) for name in frame["names"] if name.isidentifier() and name != "_"]
        _show(rows or [("no tables", "read a file, or name one in the query: select * from 'file.parquet'")])

    def _queries(self) -> None:
        runs = memory_snapshot()["runs"]
        rows = [
            (
                str(run["run"]),
                f"{run['state']} {run['seconds']:.1f} s, {run['rows']} rows, {size(run['reserved'])}: {run['what']}",
            )
            for run in runs
        ]
        _show(rows or [("no queries", "nothing is running")])

    def _cancel(self, number: str | None = None) -> None:
        if number is not None and not number.isdigit():
            raise UsageError(f"%pyrust cancel takes the number of a query, not {number!r}: see %pyrust queries")
        wanted = [run for run in _runs() if number is None or run.id == int(number)]
        for run in wanted:
            run.cancel()
        if number is not None and not wanted:
            raise UsageError(f"%pyrust cancel: no query {number} is running")
        display(Text(f"cancelled {_count(len(wanted), 'query', 'queries')}"))

    def _help(self) -> None:
        display(Text(cleandoc(_HELP)))


_WORDS = ("status", "mem", "tables", "queries", "cancel", "help")


def _runs() -> list[Any]:
    return list(pyrust._core.runs())


_HELP = CommandMagics.pyrust.__doc__ or ""
