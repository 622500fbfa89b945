"""`%pyrust tables`: tables of the session, and frames among the user's variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.display import display

from pyrust._core import session
from pyrust._memory import snapshot
from pyrust.magics.commands.word import Word, counted, take_nothing
from pyrust.magics.text import Text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def _run(_shell: InteractiveShell | None, rest: list[str]) -> None:
    take_nothing("tables", rest)
    rows = [(name, "table of the session") for name in session().tables]
    for frame in snapshot()["frames"]:
        what = f"{frame['kind']}, {counted(frame['columns'], 'column', 'columns')}, {frame['source']}"
        rows += [(name, what) for name in frame["names"] if name.isidentifier() and name != "_"]
    none = [("no tables", "read a file, or name one in the query: select * from 'file.parquet'")]
    display(Text.table(rows or none))


WORD = Word("tables", "tables of the session, and frames among your variables", _run)
