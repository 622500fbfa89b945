"""Views in a file of SQL: each has a block that begins with its name in a comment, and is replaced by it."""

from __future__ import annotations

import os
from pathlib import Path

_MARK = "-- %pyrust save "


def saved(path: Path, name: str, statement: str) -> None:
    """Write a view into a file, in place of the one of that name; whatever else is there stays.

    Raises:
        OSError: the file cannot be read or written; it is as it was.
    """
    mark = _MARK + " ".join(name.split())
    block = f"{mark}\n{statement};\n"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    blocks = _blocks(text)
    places = [at for at, each in enumerate(blocks) if each.splitlines()[0] == mark]
    if places:
        blocks[places[0]] = block
    else:
        blocks.append(block)
    staged = path.with_name(f".{path.name}.pyrust-{os.getpid()}.tmp")
    try:
        staged.write_text("\n".join(each.strip("\n") + "\n" for each in blocks), encoding="utf-8")
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _blocks(text: str) -> list[str]:
    blocks: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith(_MARK) or not blocks:
            blocks.append("")
        blocks[-1] += line
    return [block for block in blocks if block.strip()]
