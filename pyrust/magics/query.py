"""`%%pyrust`: a cell of SQL over the notebook's variables and over files."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from keyword import iskeyword
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from pyrust._core import DataFrame, View, session
from pyrust.exceptions import PyRustError, _in_words
from pyrust.magics.text import Text

# What stands in SQL between the words: strings, quoted names and comments, where `$name` is text; then `$name`.
_LEXEME = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | \$([A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)


def parameters(query: str) -> list[str]:
    """Find the names of the values a query asks for.

    >>> parameters("select '$no' from t where a = $low and b < $high -- $neither")
    ['low', 'high']
    """
    found = (match.group(1) for match in _LEXEME.finditer(query))
    return list(dict.fromkeys(name for name in found if name))


# What IPython keeps in the namespace for itself and writes anew: `In`, `_`, `__`, `_12`, `_i3`, `_oh`.
_SHELLS = re.compile(r"In|Out|get_ipython|exit|quit|_+\d*|_i+\d*|_[dio]h|__\w*__")


def _name(options: Namespace) -> str | None:
    """Check the name after `-o` before the query runs, not after."""
    if options.output is None:
        return None
    name = str(options.output)
    if not name.isidentifier() or iskeyword(name):
        raise UsageError(f"%%pyrust -o takes the name of a variable, got {name!r}")
    if _SHELLS.fullmatch(name):
        raise UsageError(f"%%pyrust -o: {name!r} is IPython's own; take another name")
    return name


def _options(method: Any) -> Any:
    """Give the cell its options; one decorator with a type, where IPython's have none."""
    parts = (
        argument("-h", "--help", action="store_true", help="show this text instead of running the query"),
        argument("-x", "--explain", action="store_true", help="show the plan instead of running the query"),
        argument("-n", "--limit", metavar="N", type=int, help="show the first N rows of the result only"),
        argument("-o", "--output", metavar="NAME", help="bind the result to NAME, as a lazy frame"),
        # IPython puts one % before it
        magic_arguments("%pyrust"),
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
        if options.help:
            display(Text(self.pyrust.parser.format_help().removeprefix("::\n\n")))
            return
        name = _name(options)
        if options.limit is not None and options.limit < 0:
            raise UsageError(f"%%pyrust --limit must be 0 or more, got {options.limit}")
        outcome = self._outcome(options, cell, {} if local_ns is None else local_ns)
        if isinstance(outcome, Exception):
            try:
                raise outcome
            finally:
                # Else the error would hold itself, by its traceback, until the collector comes.
                del outcome
        frame, shown, _rows = outcome
        try:
            display(shown)
            if name is not None:
                self._names[name] = frame
        finally:
            # An error would bring them along, by its traceback.
            del outcome, frame, shown, _rows

    def _outcome(
        self, options: Namespace, cell: str, local: dict[str, Any]
    ) -> tuple[DataFrame, DataFrame | Text, View | None] | Exception:
        """Plan the query, and wait for its first rows if its display does not: one that fails fails the cell.

        Returns:
            The query, what to show of it, and the rows that the display is to find; or the error, which is raised
            elsewhere: it would bring all of this along, and with it the rows.
        """
        try:
            frame = self._plan(cell, local)
            if options.explain:
                return frame, Text(frame.explain()), None
            part = frame if options.limit is None else frame.limit(options.limit)
            view = View(part)
            if getattr(self.shell, "kernel", None) is None:
                # There a frame shows no rows: its repr never runs a query.
                return frame, Text(view.text()), None
            formatter = getattr(self.shell, "display_formatter", None)
            if not hasattr(getattr(formatter, "format", None), "is_pyrusts"):
                view.page(0, 1, [])
            return frame, part, view
        except PyRustError as error:
            return _in_words(error)

    @property
    def _names(self) -> dict[str, Any]:
        return self.shell.user_ns if self.shell is not None else {}

    def _plan(self, query: str, local: dict[str, Any]) -> DataFrame:
        scope = self._scope(local)
        values = {name: value for name in parameters(query) if (value := scope(name, _MISSING)) is not _MISSING}
        return session()._sql(
            query,
            values,
            lambda wanted: scope(wanted, None),
            lambda: [name for name, value in {**self._names, **local}.items() if _is_table(name, value)],
        )

    def _scope(self, local: dict[str, Any]) -> Callable[[str, Any], Any]:
        everything = self._names
        return lambda name, default: local.get(name, everything.get(name, default))


_MISSING = object()


def _is_table(name: str, value: object) -> bool:
    """Check whether a hint may offer a variable. Asks the class only: some objects compute attributes at a look."""
    arrow = ("__arrow_c_stream__", "__arrow_c_array__")
    return not name.startswith("_") and any(hasattr(type(value), method) for method in arrow)
