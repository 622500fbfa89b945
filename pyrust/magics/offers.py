"""What may be written behind `%%pyrust` and `%pyrust`: options from their parser, words from their list."""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser
from typing import TYPE_CHECKING, Any

from pyrust._core import Session, sql_dialects
from pyrust.magics.commands import WORDS
from pyrust.magics.place import Words
from pyrust.magics.settings import settings

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_LAST = re.compile(r"\S*$")


def offered(shell: InteractiveShell, words: Words, offset: int) -> list[dict[str, Any]]:
    """Give what the last word before the cursor may become."""
    found = _LAST.search(words.text)
    typed = "" if found is None else found[0]
    before = words.text[: len(words.text) - len(typed)].split()
    items = _of_cell(shell, before) if words.magic == "%%pyrust" else _of_line(before)
    items = [item for item in items if item["text"].startswith(typed)]
    return [{**item, "start": offset - len(typed), "end": offset} for item in items]


def _of_cell(shell: InteractiveShell, before: list[str]) -> list[dict[str, Any]]:
    """Give the options of the cell, or the values of the one before the cursor."""
    magic = shell.magics_manager.magics["cell"]["pyrust"]
    return _of_parser(getattr(magic, "parser", None), before, shell)


def _of_parser(
    parser: ArgumentParser | None, before: list[str], shell: InteractiveShell | None
) -> list[dict[str, Any]]:
    actions: list[Action] = [] if parser is None else parser._actions
    last = next((each for each in actions if before and before[-1] in each.option_strings), None)
    if last is not None and last.nargs != 0:
        if last.dest == "session" and shell is not None:
            sessions = [name for name, value in shell.user_ns.items() if type(value) is Session]
            return [_item(name, "variable", "a session") for name in sessions if not name.startswith("_")]
        if last.dest == "set":
            of_queries = [each for each in settings() if each.name.startswith("datafusion.") and each.fixed is None]
            return [_item(f"{each.name}=", "setting", each.value) for each in of_queries]
        if last.dest == "dialect":
            return [_item(name, "option", "") for name in sql_dialects()]
        return [_item(str(choice), "option", "") for choice in last.choices or ()]
    given = {word.split("=")[0] for word in before}
    options = [each for each in actions if given.isdisjoint(each.option_strings)]
    return [
        _item(max(each.option_strings, key=len), "option", each.help or "") for each in options if each.option_strings
    ]


def _of_line(before: list[str]) -> list[dict[str, Any]]:
    """Give the words of the line magic, or what may follow one."""
    if not before:
        return [_item(word.name, "command", word.says) for word in WORDS]
    word = next((word for word in WORDS if word.name == before[0]), None)
    if word is None:
        return []
    names = []
    if word.name in ("set", "get") and len(before) == 1:
        names = [_item(each.name, "setting", each.value) for each in settings()]
    return names + _of_parser(word.parser(), before[1:], None)


def _item(text: str, kind: str, doc: str) -> dict[str, Any]:
    return {"text": text, "kind": kind, "type": doc, "doc": doc}
