"""`%%pyrust`: a cell of SQL over the notebook's variables and over files."""

from __future__ import annotations

import keyword
import re
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from pyrust._core import DataFrame, View, session
from pyrust.exceptions import PyRustError
from pyrust.magics.text import Text

# What stands in SQL between the words: strings, quoted names and comments, where `$name` is text; then `$name`.
_LEXEME = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | \$([A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)

# Names without which the shell or its history does not work.
_KEPT = re.compile(r"In|Out|get_ipython|exit|quit|_+|_\d+|_i+|_i\d+|_[dio]h|__\w+__")


def parameters(query: str) -> list[str]:
    """Find the names of the values a query asks for.

    >>> parameters("select '$no' from t where a = $low and b < $high -- $neither")
    ['low', 'high']
    """
    found = (match.group(1) for match in _LEXEME.finditer(query))
    return list(dict.fromkeys(name for name in found if name))


def render(error: PyRustError) -> PyRustError:
    """Make an error show itself as its own words in a notebook, without the Python that led to it."""
    lines = f"{type(error).__name__}: {error}".splitlines()
    error._render_traceback_ = lines.copy  # type: ignore[attr-defined]
    return error.with_traceback(None)


def _name(options: Namespace) -> str | None:
    """Check the name after `-o` before the query runs, not after."""
    name = options.output
    if name is None:
        return None
    if not str(name).isidentifier() or keyword.iskeyword(str(name)):
        raise UsageError(f"%%pyrust -o takes the name of a variable, not {name!r}")
    if _KEPT.fullmatch(str(name)):
        raise UsageError(f"%%pyrust -o cannot take {name}, which the notebook needs itself: choose another name")
    return str(name)


def _options(method: Any) -> Any:
    """Give the cell its options; one decorator with a type, where IPython's have none."""
    parts = (
        argument("-x", "--explain", action="store_true", help="show the plan instead of running the query"),
        argument("-n", "--limit", metavar="N", type=int, help="take the first N rows of the result only"),
        argument("-o", "--output", metavar="NAME", help="bind the result to NAME, as a lazy frame"),
        magic_arguments("pyrust"),
    )
    for part in parts:
        method = part(method)
    return method


@magics_class
class QueryMagics(Magics):
    """Home of the SQL cell."""

    # Not `output_can_be_silenced`: a query may end in a semicolon, and would lose its result.
    @no_var_expand
    @needs_local_scope
    @_options
    @cell_magic
    def pyrust(self, line: str, cell: str, local_ns: dict[str, Any] | None = None) -> None:
        """Run a SQL query and show its result.

        Tables are variables of the notebook (anything with Arrow data), tables of the session, and files by
        path. `$name` is the value of the Python variable `name`, bound with its type, never pasted as text.
        """
        options = parse_argstring(self.pyrust, line)
        name = _name(options)
        if options.limit is not None and options.limit < 0:
            raise UsageError(f"%%pyrust --limit takes a whole number from 0 on, not {options.limit}")
        # Raised outside the `except`: else the error would bring the one it was raised from along.
        failure: PyRustError | None = None
        try:
            frame = self._plan(cell, {} if local_ns is None else local_ns)
            if options.limit is not None:
                frame = frame.limit(options.limit)
            view = None if options.explain else View(frame)
            shown = Text(frame.explain()) if view is None else self._first_rows(frame, view)
        except PyRustError as error:
            failure = render(error)
        if failure is not None:
            raise failure
        if name is not None:
            self._names[name] = frame
        display(shown)

    def _first_rows(self, frame: DataFrame, view: View) -> DataFrame | Text:
        """Wait for the first rows, so that a query that fails fails the cell; the display finds them in the view."""
        if getattr(self.shell, "kernel", None) is None:
            # There a frame shows no rows: its repr never runs a query.
            return Text(view.text())
        try:
            view.page(0, 1, [])
        except KeyboardInterrupt:
            # The traceback that the shell keeps holds the view, and with it the run.
            view.cancel()
            raise
        return frame

    @property
    def _names(self) -> dict[str, Any]:
        return self.shell.user_ns if self.shell is not None else {}

    def _plan(self, query: str, local: dict[str, Any]) -> DataFrame:
        scope = self._scope(local)
        values = {name: value for name in parameters(query) if (value := scope(name, _MISSING)) is not _MISSING}
        names = [name for name, value in {**self._names, **local}.items() if _is_table(name, value)]
        return session()._sql(query, values, lambda wanted: scope(wanted, None), names)

    def _scope(self, local: dict[str, Any]) -> Callable[[str, Any], Any]:
        everything = self._names
        return lambda name, default: local.get(name, everything.get(name, default))


_MISSING = object()


def _is_table(name: str, value: object) -> bool:
    """Whether a hint may offer a variable. Asks the class only: some objects compute attributes at a look."""
    arrow = ("__arrow_c_stream__", "__arrow_c_array__")
    return not name.startswith("_") and any(hasattr(type(value), method) for method in arrow)
