"""`%pyrust queries`: the queries that run and the last hundred that have ended, and one of them anew."""

from __future__ import annotations

from argparse import Namespace

from IPython.core.error import UsageError
from IPython.display import display

from pyrust._core import Run, runs
from pyrust._memory import size
from pyrust.magics.commands.word import Notebook, Word, argument
from pyrust.magics.text import Text, legible, shortened

# How many characters of a query are shown in its row.
_WIDE = 60


def _run(notebook: Notebook, options: Namespace) -> None:
    if options.rerun is not None:
        return _again(notebook, _wanted(options.rerun))
    if options.number is not None:
        display(Text(_whole(_wanted(options.number))))
        return None
    listed = runs(ended=not options.running)
    if not listed:
        display(Text("no queries: nothing is running" + ("" if options.running else ", and none has ended")))
        return None
    head = ("query", "state", "seconds", "rows", "read", "memory", "text")
    display(Text.table([head, *map(_row, listed)], right=(0, 2, 3, 4, 5)))
    return None


def _row(run: Run) -> tuple[str, ...]:
    cell = "" if run.cell is None else f"In [{run.cell}] "
    said = run.sql or run.text or run.what
    text = cell + shortened(said, _WIDE)
    read = size(run.progress.bytes_read)
    return str(run.id), run.state, f"{run.seconds:.1f}", str(run.rows), read, size(run.peak), text


def _wanted(number: int) -> Run:
    found = next((run for run in runs() if run.id == number), None)
    if found is None:
        raise UsageError(f"%pyrust queries: query {number} is not known; the last hundred are")
    return found


def _whole(run: Run) -> str:
    where = "" if run.cell is None else f" of In [{run.cell}]"
    lines = [f"query {run.id}{where}: {run.what}, {run.state}, {run.seconds:.1f} s, {run.rows} rows", ""]
    lines += [legible(line) for line in (run.sql or run.text).strip().splitlines()]
    if run.error is not None:
        lines += ["", f"{type(run.error).__name__}: {run.error}"]
    return "\n".join(lines)


def _again(notebook: Notebook, run: Run) -> None:
    if run.sql is None:
        raise UsageError(f"%pyrust queries: query {run.id} is not of a SQL cell but of Python, and cannot be run again")
    if notebook.shell is not None:
        notebook.shell.run_cell_magic("pyrust", "", run.sql)


WORD = Word(
    "queries",
    "the queries that run and those that have ended: text, time, rows, bytes",
    _run,
    (
        argument("number", metavar="N", nargs="?", type=int, help="show the whole text of query N, and its error"),
        argument("--running", action="store_true", help="list only those that run"),
        argument("--rerun", metavar="N", type=int, help="run the SQL cell of query N again"),
    ),
)
