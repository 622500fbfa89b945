"""`%%pyrust`: a cell of SQL over the notebook's variables and over files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from IPython.core.magic import Magics, cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import parse_argstring
from IPython.display import display

from pyrust._core import Asking, DataFrame, View, session
from pyrust.exceptions import PyRustError, _in_words
from pyrust.magics.diagnostics import publish
from pyrust.magics.options import SKIPPED, cell_options, check, chosen_session, fit, settings
from pyrust.magics.text import Text

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_Variables = Sequence[Mapping[str, Any]]


class _Outcome(NamedTuple):
    """What a cell has given.

    Attributes:
        words: what its statements that are no queries have done, a line each, and what is worth knowing.
        shown: what to show.
        bound: the values of names.
        rows: the rows that the display is to find.
        query: the text of its query, if it has one and nothing else.
    """

    words: list[str]
    shown: object
    bound: dict[str, object]
    rows: View | None
    query: str | None


@magics_class
class QueryMagics(Magics):
    """Home of the SQL cell."""

    last: str | None = None

    # Not `output_can_be_silenced`: a query may end in a semicolon, and would lose its result.
    @no_var_expand
    @needs_local_scope
    @cell_options
    @cell_magic
    def pyrust(self, line: str, cell: str, local_ns: dict[str, Any] | None = None) -> None:
        """Run SQL and show the result of its last query.

        Tables are variables of the notebook (anything with Arrow data), tables of the session, and files by
        path. `$name` is the value of the Python variable `name`, bound with its type, never pasted as text.
        Several statements are divided by `;`.
        """
        options = parse_argstring(self.pyrust, line)
        if options.help:
            display(Text(self.pyrust.parser.format_help().removeprefix("::\n\n")))
            return
        names = check(options)
        outcome = self._outcome(options, names, cell, {} if local_ns is None else local_ns)
        if isinstance(outcome, Exception):
            publish(outcome, self.shell)
            try:
                raise outcome
            finally:
                # Else the error would hold itself, by its traceback, until the collector comes.
                del outcome
        try:
            if outcome.words:
                display(Text("\n".join(outcome.words)))
            if outcome.shown is not None:
                display(outcome.shown)
            self._names.update(outcome.bound)
            self.last = outcome.query or self.last
        finally:
            # An error would bring it along, by its traceback.
            del outcome

    def _outcome(self, options: Namespace, names: list[str], cell: str, local: dict[str, Any]) -> _Outcome | Exception:
        """Do the statements, and wait for the first rows of the last query if its display does not.

        Returns:
            What they gave; or the error, which is raised elsewhere: it would bring all of this along, and its rows.
        """
        variables: _Variables = [local, self._names]
        chosen, done = chosen_session(options, variables), 0
        try:
            with Asking(cell, options.timeout):
                script = chosen._script(
                    cell, dialect=options.dialect, settings=settings(options), read_only=options.read_only
                )
                fit(options, names, script)
                found = script.run(variables)
                words = [each for each in found if isinstance(each, str)]
                frames = [each for each in found if isinstance(each, DataFrame)]
                del found
                done = len(words)
                words += script.notes
                kept = dict(zip(names, frames if len(names) > 1 else frames[-1:], strict=False))
                kept.pop(SKIPPED, None)
                query = script.texts[0] if len(frames) == 1 and not done else None
                frames, kept = _prepared(options, frames[-1:], kept)
                shown, rows = self._shown(options, frames[0]) if frames else (None, None)
                bound = {name: _of_library(frame, options.library) for name, frame in kept.items()}
                return _Outcome(words, shown, bound, rows, query)
        except PyRustError as error:
            return _in_words(_with_note(error, done))

    def _shown(self, options: Namespace, frame: DataFrame) -> tuple[object, View | None]:
        """Give what to show of a frame, and the rows that its display is to find."""
        if options.explain:
            return Text(frame.explain()), None
        if options.analyze:
            return frame.explain(analyze=True), None
        if options.no_display:
            return None, None
        part = frame if options.limit is None else frame.limit(options.limit)
        view = View(part)
        if getattr(self.shell, "kernel", None) is None:
            # There a frame shows no rows: its repr never runs a query.
            return Text(view.text()), None
        formatter = getattr(self.shell, "display_formatter", None)
        if not hasattr(getattr(formatter, "format", None), "is_pyrusts"):
            view.page(0, 1, [])
        return part, view

    @property
    def _names(self) -> dict[str, Any]:
        return self.shell.user_ns if self.shell is not None else {}


def _prepared(
    options: Namespace, last: list[DataFrame], kept: dict[str, DataFrame]
) -> tuple[list[DataFrame], dict[str, DataFrame]]:
    """Have frames computed once that are shown and bound, or used later."""
    if options.explain or not (options.cache or options.library):
        return last, kept
    cached: dict[int, DataFrame] = {}
    for frame in (*last, *kept.values()):
        if frame.frame_id not in cached:
            cached[frame.frame_id] = frame.cache()
    return [cached[frame.frame_id] for frame in last], {name: cached[each.frame_id] for name, each in kept.items()}


def _of_library(frame: DataFrame, library: str | None) -> object:
    if library is None:
        return frame
    made: object = getattr(frame, f"to_{library}")()
    return made


def _with_note(error: PyRustError, done: int) -> PyRustError:
    """Add to an error of a query's rows that other statements of its cell are done."""
    if done:
        error.args = (f"{error}\nnote: the other statements of the cell are done", *error.args[1:])
    return error


def outcomes(variables: _Variables, text: str) -> list[DataFrame | str]:
    """Do statements over the default session: a frame for each query, a line for whatever else was done."""
    return session()._script(text).run(variables)


def frames_of(variables: _Variables, text: str) -> list[DataFrame]:
    """Give the frames of queries over the default session."""
    return [each for each in outcomes(variables, text) if isinstance(each, DataFrame)]


def last_query(shell: InteractiveShell | None) -> str | None:
    """Give the text of the last SQL cell that was one query."""
    own = None if shell is None else shell.magics_manager.registry.get(QueryMagics.__name__)
    return own.last if isinstance(own, QueryMagics) else None


def with_body(lines: list[str]) -> list[str]:
    r"""Give a SQL cell without a body an empty line: IPython would not let it say what it lacks, or show its help.

    >>> with_body(["%%pyrust --help\n"])
    ['%%pyrust --help\n', '\n']
    """
    is_ours = bool(lines) and lines[0].startswith("%%pyrust") and lines[0].split(maxsplit=1)[0] == "%%pyrust"
    if not is_ours or any(line.strip() for line in lines[1:]):
        return lines
    return [lines[0].rstrip("\n") + "\n", "\n"]
