"""What a word of `%pyrust` is, and how its arguments are read."""

from __future__ import annotations

import shlex
from argparse import REMAINDER, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from IPython.core.error import UsageError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class Notebook(NamedTuple):
    """Where a word is used.

    Attributes:
        shell: the shell.
        local: the variables of the function whose line it is, if it is one's.
    """

    shell: InteractiveShell | None
    local: dict[str, Any]

    @property
    def variables(self) -> list[dict[str, Any]]:
        """The names that SQL may use, the innermost first."""
        return [self.local, self.shell.user_ns if self.shell is not None else {}]


class Argument(NamedTuple):
    """An argument of a word, as `ArgumentParser.add_argument` takes it."""

    names: tuple[str, ...]
    settings: dict[str, Any]


def argument(*names: str, **settings: Any) -> Argument:
    """Describe an argument of a word."""
    return Argument(names, settings)


# The rest of the line as it is written: SQL has quotes of its own.
REST: Any = REMAINDER


class Word(NamedTuple):
    """One word.

    Attributes:
        name: the word itself.
        says: what it does, for the help.
        run: does it, with what stands after the word; what it returns is the value of the line.
        arguments: what may stand after it.
    """

    name: str
    says: str
    run: Callable[[Notebook, Namespace], object]
    arguments: tuple[Argument, ...] = ()

    def parser(self) -> Parser:
        """Make the parser of its arguments."""
        parser = Parser(self.name, self.says)
        for names, settings in self.arguments:
            parser.add_argument(*names, **settings)
        return parser

    def takes(self) -> str:
        """Write what may stand after it."""
        usage = " ".join(self.parser().format_usage().split())
        return usage.removeprefix(f"usage: %pyrust {self.name}").replace("[-h]", "").strip()

    def read(self, rest: str) -> Namespace:
        """Read what stands after it.

        Raises:
            UsageError: it does not take that.
        """
        raw = next((names[0] for names, settings in self.arguments if settings.get("nargs") is REST), None)
        if raw is not None:
            return Namespace(help=rest in ("-h", "--help"), **{raw: rest})
        parser = self.parser()
        try:
            given = shlex.split(rest)
        except ValueError as error:
            parser.error(str(error).lower())
        # Not the parser's own: it would say first what is missing.
        return Namespace(help=True) if {"-h", "--help"} & set(given) else parser.parse_args(given)


class Parser(ArgumentParser):
    """A parser that says what is wrong in one line, and never ends the process."""

    def __init__(self, name: str, says: str) -> None:
        """Take the word and what it does."""
        described = {"description": says[:1].upper() + says[1:] + ".", "formatter_class": RawDescriptionHelpFormatter}
        super().__init__(prog=f"%pyrust {name}", add_help=False, allow_abbrev=False, **described)  # type: ignore[arg-type]
        self.add_argument("-h", "--help", action="store_true", help="show this text")

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong."""
        raise UsageError(f"{self.prog}: {message}; see {self.prog} --help")


def counted(count: int, one: str, many: str) -> str:
    """Write a number of things.

    >>> counted(1, "query", "queries"), counted(0, "query", "queries")
    ('1 query', '0 queries')
    """
    return f"{count} {one if count == 1 else many}"
