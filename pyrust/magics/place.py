"""Where SQL is in a cell: the body of `%%pyrust`, what follows `%pyrust sql`, and where the words of the magics are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pyrust._core import Session, session

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_HEADER = re.compile(r"\s*%%(?P<magic>\w+)(?P<options>[^\n]*)(?P<body>\n)?")
_LINE = re.compile(r"(?:^|=)\s*%(?P<magic>pyrust)(?P<gap>[ \t]+)(?P<rest>.*)$")
_SQL = re.compile(r"(?:sql|format)\s+")
_SESSION = re.compile(r"--session[=\s]+(?P<name>\w+)")
# What a line of SQL begins with and no line of Python: some hosts send the line of the cursor alone.
_BEGINS = re.compile(
    r"\s*(select|where|group\s+by|order\s+by|having|limit|union|(left|right|inner|full|cross)?\s*join)\s", re.IGNORECASE
)


class Sql(NamedTuple):
    """A piece of SQL in a cell.

    Attributes:
        text: the SQL.
        start: how many characters of the cell are before it.
        session: whose tables it sees.
        is_sure: whether it is SQL beyond doubt.
    """

    text: str
    start: int
    session: Session
    is_sure: bool


class Words(NamedTuple):
    """The words of a magic.

    Attributes:
        magic: `%%pyrust` or `%pyrust`.
        text: what stands between it and the cursor.
    """

    magic: str
    text: str


def place(shell: InteractiveShell, code: str, cursor: int) -> Sql | Words | None:
    """Say what the cursor of a cell is in; None for Python."""
    header = _HEADER.match(code)
    if header is not None and is_ours(shell, "cell", header["magic"]):
        if cursor <= header.end("options"):
            text = code[header.end("magic") : cursor]
            return Words("%%pyrust", text) if text[:1].isspace() else None
        return Sql(code[header.end() :], header.end(), _session(shell, header["options"]), True)
    if header is not None:
        return None
    start = code.rfind("\n", 0, cursor) + 1
    end = code.find("\n", cursor)
    line = code[start : end if end >= 0 else len(code)]
    found = _LINE.search(line[: cursor - start])
    if found is not None and is_ours(shell, "line", found["magic"]):
        sql = _SQL.match(found["rest"])
        if sql is None:
            return Words("%pyrust", found["gap"] + found["rest"])
        begin = found.start("rest") + sql.end()
        return Sql(line[begin:], start + begin, session(), True)
    if "\n" not in code and _BEGINS.match(code) is not None:
        return Sql(code, 0, session(), False)
    return None


def is_ours(shell: InteractiveShell, kind: str, name: str) -> bool:
    """Check whether a magic is one of ours, under whatever name."""
    magic: Any = shell.magics_manager.magics.get(kind, {}).get(name)
    owner = getattr(magic, "__self__", None)
    return type(owner).__module__.startswith("pyrust.magics")


def _session(shell: InteractiveShell, options: str) -> Session:
    """Find the session that the header of a cell names."""
    named = _SESSION.search(options)
    found = shell.user_ns.get(named["name"]) if named is not None else None
    return found if type(found) is Session else session()
