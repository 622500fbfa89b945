"""`%pyrust tables`: the tables that a query can name, with their columns and sizes."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from IPython.display import display

from pyrust._core import DataFrame, Session, session
from pyrust._memory import size, snapshot
from pyrust.magics.commands.word import Notebook, Word, argument, counted
from pyrust.magics.query import frames_of
from pyrust.magics.text import Text


def _run(notebook: Notebook, options: Namespace) -> None:
    if options.name is not None:
        display(_columns(notebook, options.name))
        return
    # Kept until the figures are there: they are of frames that live.
    kept: list[DataFrame] = []
    where: dict[int, list[tuple[str, str]]] = {}
    for of, each in _sessions(notebook).items():
        for name in each.tables:
            kept.append(each.table(name))
            where.setdefault(kept[-1].frame_id, []).append((name, of))
    rows = []
    for frame in snapshot()["frames"]:
        variables = [(name, "variable") for name in frame["names"] if name.isidentifier() and name != "_"]
        rows += [(name, of, *_figures(frame)) for name, of in where.get(frame["frame"], variables)]
    if not rows:
        display(Text("no tables: read a file, or name one in the query: select * from 'file.parquet'"))
        return
    head = ("table", "where", "columns", "rows", "memory", "source")
    display(Text.table([head, *sorted(rows, key=lambda row: (row[1], row[0]))], right=(2, 3, 4)))


def _figures(frame: dict[str, Any]) -> tuple[str, ...]:
    rows = "?" if frame["rows"] is None else str(frame["rows"])
    return str(frame["columns"]), rows, size(frame["retained"]), str(frame["source"])


def _sessions(notebook: Notebook) -> dict[str, Session]:
    """Give the sessions by what they are called: the default one, and those among the variables."""
    found = {"session": session()}
    for variables in reversed(notebook.variables):
        for name, value in list(variables.items()):
            if type(value) is Session and value != session() and not name.startswith("_"):
                found[f"session {name}"] = value
    return found


def _columns(notebook: Notebook, name: str) -> Text:
    """List the columns of a table, which is named as in a query."""
    if name.isidentifier():
        text = f'describe "{name}"' if any(name in each for each in notebook.variables) else f"describe {name}"
    else:
        text = "describe '" + name.replace("'", "''") + "'"
    [described] = frames_of(notebook.variables, text)
    found = described.to_dict()
    columns = list(zip(found["column_name"], found["data_type"], strict=True))
    return Text.table([(counted(len(columns), "column", "columns"), "type"), *columns])


WORD = Word(
    "tables",
    "the tables of the sessions and among your variables: columns, rows, sizes",
    _run,
    (argument("name", metavar="NAME", nargs="?", help="list the columns of this table, variable or file"),),
)
