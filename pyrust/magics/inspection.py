"""Shift+Tab in SQL: the signature of a function, the columns of a table, as text and as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pyrust import _core
from pyrust._names import Names
from pyrust.magics.place import Sql, place

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# How many columns of a table are listed.
_MOST = 100
# Notebooks set the cells of tables to the right.
_LEFT = '<td style="text-align: left">'


def meaning(shell: InteractiveShell, code: str, cursor: int) -> dict[str, str] | None:
    """Say what the word at a cursor of a cell means, as a MIME bundle; None for Python, an empty one if nothing."""
    where = place(shell, code, cursor)
    if not isinstance(where, Sql):
        return None
    within = cursor - where.start
    found = None
    if 0 <= within <= len(where.text):
        found = _core.sql_meaning(where.session, where.text, within, Names(shell.user_ns))
    if found is None:
        return {} if where.is_sure else None
    return {"text/plain": text(found), "text/html": html(found)}


def text(found: dict[str, Any]) -> str:
    """Write a meaning as text."""
    blocks = [_title(found), found["doc"]]
    parts = found["parts"][:_MOST]
    if parts:
        wide = min(max(len(name) for name, _ in parts), 40)
        blocks.append("\n".join(f"  {name.ljust(wide)}  {what}".rstrip() for name, what in parts))
    blocks += [_more(found), found["example"] or ""]
    return "\n\n".join(block for block in blocks if block)


def html(found: dict[str, Any]) -> str:
    """Write the same as HTML; whatever comes from data is text."""
    blocks = [f"<p><code>{escape(_title(found))}</code></p>"]
    if found["doc"]:
        blocks.append(f"<p>{escape(found['doc'])}</p>")
    rows = "".join(
        f"<tr>{_LEFT}<code>{escape(name)}</code></td>{_LEFT}{escape(what)}</td></tr>"
        for name, what in found["parts"][:_MOST]
    )
    blocks += [f"<table>{rows}</table>"] if rows else []
    blocks += [f"<p>{escape(_more(found))}</p>"] if _more(found) else []
    blocks += [f"<pre>{escape(found['example'])}</pre>"] if found["example"] else []
    return "".join(blocks)


def _title(found: dict[str, Any]) -> str:
    """Write what it is in a line."""
    if "function" in found["kind"] or found["kind"] == "aggregate":
        return f"{found['type'] or found['name']}   {found['kind']}"
    return f"{found['name']}: {found['type']}" if found["type"] else f"{found['name']}   {found['kind']}"


def _more(found: dict[str, Any]) -> str:
    """Say how many columns are not listed."""
    rest = len(found["parts"]) - _MOST
    return f"and {rest} more" if rest > 0 else ""
