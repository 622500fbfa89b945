"""The settings that `%pyrust get` and `%pyrust set` know: those of the default session, and the options."""

from __future__ import annotations

import ast
import difflib
from typing import Any, NamedTuple

from IPython.core.error import UsageError

from pyrust._core import session
from pyrust._options import DisplayOptions, options

_SESSION = {
    "session.timeout": "How many seconds a run of the session may take; None for as long as it takes.",
    "session.read_only": "Whether SQL may only query: COPY, CREATE, DROP, SET and RESET are refused.",
}


class Setting(NamedTuple):
    """One setting.

    Attributes:
        name: its name.
        value: its value, as it is written.
        first: the value that it had at first.
        help: what it is for.
        fixed: why it cannot be changed, or None.
    """

    name: str
    value: str
    first: str
    help: str
    fixed: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it has another value than at first."""
        return self.value != self.first


def settings() -> list[Setting]:
    """List all settings: ours, then DataFusion's."""
    found = [
        Setting("session.timeout", str(session().timeout), "None", _SESSION["session.timeout"]),
        Setting("session.read_only", str(session().read_only), "False", _SESSION["session.read_only"]),
    ]
    first = DisplayOptions()
    helps = _described(DisplayOptions)
    for name in sorted(DisplayOptions.__slots__):
        value = repr(getattr(options.display, name))
        found.append(Setting(f"display.{name}", value, repr(getattr(first, name)), helps.get(name, "")))
    helps = _described(type(options.engine))
    for name, source in options.engine.sources.items():
        value = repr(getattr(options.engine, name))
        found.append(Setting(f"engine.{name}", value, value, f"{helps.get(name, '')} (from {source})"))
    for name, now, begun, text, fixed in session()._settings():
        found.append(Setting(name, _written(now), _written(begun), text, fixed))
    return found


def named(name: str) -> Setting:
    """Give the setting of a name.

    Raises:
        UsageError: there is none; the nearest are named.
    """
    known = {each.name: each for each in settings()}
    if name not in known:
        near = difflib.get_close_matches(name, known, 3) or [each for each in known if each.rpartition(".")[2] == name]
        hint = f"did you mean {', '.join(near)}?" if near else "%pyrust get lists them"
        raise UsageError(f"there is no setting {name!r}; {hint}")
    return known[name]


def change(name: str, value: str | None) -> None:
    """Change a setting; None gives it its first value.

    Raises:
        UsageError: there is none of that name, or it cannot have that value.
        PyRustError: the session refuses it.
    """
    setting = named(name)
    topic, _, part = name.partition(".")
    if topic not in ("session", "display", "engine"):
        session()._set(name, value)
        return
    holder: Any = {"session": session(), "display": options.display, "engine": options.engine}[topic]
    # The engine's options go back to what the environment says.
    given = None if topic == "engine" and value is None else _read(setting.first if value is None else value)
    try:
        setattr(holder, part, given)
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(str(error)) from None


def _read(text: str) -> object:
    """Read a value as Python writes it; other words are strings."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return {"true": True, "false": False, "none": None}.get(text.lower(), text)


def _written(value: str | None) -> str:
    return "" if value is None else value


def _described(of: type) -> dict[str, str]:
    """Read what each attribute is for from the docstring of its class."""
    found: dict[str, str] = {}
    name = ""
    for line in (of.__doc__ or "").partition("Attributes:\n")[2].splitlines():
        if not line.strip():
            break
        begun, colon, text = line.strip().partition(": ")
        if colon and begun.isidentifier() and len(line) - len(line.lstrip()) <= 8:
            name = begun
            found[name] = text
        elif name:
            found[name] += " " + line.strip()
    return found
