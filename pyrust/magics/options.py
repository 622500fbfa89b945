"""The options of the SQL cell, and what of them is refused before anything runs."""

from __future__ import annotations

import math
import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from keyword import iskeyword
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic_arguments import argument, magic_arguments

from pyrust._core import Script, Session, session

# What IPython keeps in the namespace for itself and writes anew: `In`, `_`, `__`, `_12`, `_i3`, `_oh`.
_SHELLS = re.compile(r"In|Out|get_ipython|exit|quit|_+\d*|_i+\d*|_[dio]h|__\w*__")
# The name that takes no result.
SKIPPED = "_"
LIBRARIES = ("pandas", "polars", "pyarrow")

_PARTS = (
    argument("-h", "--help", action="store_true", help="show this text instead of running anything"),
    argument(
        "-o",
        "--output",
        metavar="NAME[,NAME]",
        help="bind the result of the last query to NAME, as a lazy frame; with several names that of each query, in "
        "their order, and _ for one that is to have no name",
    ),
    argument("-n", "--limit", metavar="N", type=int, help="show the first N rows of the result only; NAME has all"),
    argument("-q", "--no-display", action="store_true", help="show no rows"),
    argument("-c", "--cache", action="store_true", help="compute results once, and keep them for whatever uses NAME"),
    argument("-x", "--explain", action="store_true", help="show the plan instead of running the query"),
    argument("-a", "--analyze", action="store_true", help="run the query and show what its operators took"),
    argument(
        "-s", "--session", metavar="NAME", help="a variable that is the Session to use instead of the default one"
    ),
    argument("-t", "--timeout", metavar="SECONDS", type=float, help="stop what takes longer"),
    argument("--as", dest="library", choices=LIBRARIES, help="bind NAME to a table of this library instead"),
    argument("--dialect", metavar="NAME", help="read the SQL as duckdb, postgres, mysql, sqlite ... would"),
    argument(
        "--set",
        metavar="SETTING=VALUE",
        action="append",
        default=[],
        help="a setting for this cell alone; SET is for the session",
    ),
    argument("--read-only", action="store_true", help="refuse what is not a query: COPY, CREATE, DROP, SET"),
)


def cell_options(method: Any) -> Any:
    """Give the cell its options; one decorator with a type, where IPython's have none."""
    # The last is the first of the help; IPython puts one % before the name.
    for part in (*reversed(_PARTS), magic_arguments("%pyrust")):
        method = part(method)
    return method


def check(options: Namespace) -> list[str]:
    """Check what can be checked without the SQL, and give the names after `-o`.

    Raises:
        UsageError: an option has a value that it cannot have, or two exclude each other.
    """
    if options.limit is not None and options.limit < 0:
        raise UsageError(f"%%pyrust --limit must be 0 or more, got {options.limit}")
    if options.timeout is not None and not (0 <= options.timeout < math.inf):
        raise UsageError(f"%%pyrust --timeout must be 0 or more seconds, got {options.timeout}")
    if options.explain and options.analyze:
        raise UsageError("%%pyrust --explain runs nothing, and --analyze runs the query: take one of them")
    names = [] if options.output is None else [_name(each.strip()) for each in str(options.output).split(",")]
    twice = [name for at, name in enumerate(names) if name != SKIPPED and name in names[:at]]
    if twice:
        raise UsageError(f"%%pyrust -o names {twice[0]!r} twice")
    if names == [SKIPPED]:
        raise UsageError("%%pyrust -o: '_' is IPython's own, and skips one result of several; take another name")
    if options.library is not None and not names:
        raise UsageError("%%pyrust --as says what NAME is: give one, -o NAME")
    if options.library is not None and options.explain:
        raise UsageError("%%pyrust --as computes the result, and --explain runs nothing: take one of them")
    return names


def _name(name: str) -> str:
    if name == SKIPPED:
        return name
    if not name.isidentifier() or iskeyword(name):
        raise UsageError(f"%%pyrust -o takes the name of a variable, got {name!r}")
    if _SHELLS.fullmatch(name):
        raise UsageError(f"%%pyrust -o: {name!r} is IPython's own; take another name")
    return name


def settings(options: Namespace) -> dict[str, str] | None:
    """Read the settings of the cell.

    Raises:
        UsageError: one has no value.
    """
    found = {}
    for each in options.set:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"%%pyrust --set takes SETTING=VALUE, got {each!r}")
        found[name.strip()] = value.strip()
    return found or None


def chosen_session(options: Namespace, variables: Sequence[Mapping[str, Any]]) -> Session:
    """Give the session that the cell is to use.

    Raises:
        UsageError: there is no variable of that name, or it is not a session.
    """
    if options.session is None:
        return session()
    for each in variables:
        if options.session in each:
            found = each[options.session]
            if isinstance(found, Session):
                return found
            raise UsageError(f"%%pyrust --session: {options.session} is a {type(found).__name__}, not a Session")
    raise UsageError(f"%%pyrust --session: there is no variable {options.session!r}; {options.session} = pr.Session()")


def fit(options: Namespace, names: list[str], script: Script) -> None:
    """Check the options against the statements, before these are done.

    Raises:
        UsageError: there are not as many results as names, or there is nothing to explain.
    """
    if (options.explain or options.analyze) and (script.commands or not script.queries):
        option = "--explain" if options.explain else "--analyze"
        other = script.commands[0] if script.commands else "nothing"
        raise UsageError(f"%%pyrust {option} is for queries, and the cell has {other}")
    if names and not script.queries:
        raise UsageError(f"%%pyrust -o: the cell has no query whose result {names[0]} could be")
    if len(names) > 1 and len(names) != script.queries:
        count = "one query" if script.queries == 1 else f"{script.queries} queries"
        raise UsageError(
            f"%%pyrust -o has {len(names)} names, and the cell has {count}: _ stands for one without a name"
        )
