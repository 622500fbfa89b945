"""What a user can set: one object, `pyrust.options`, whose fields are checked when they are set.

There is no file behind it: an option holds for the process that set it.
"""

from __future__ import annotations

from typing import Any

from pyrust._changed import Changed, change
from pyrust._core import set_paused_seconds
from pyrust._engine_options import EngineOptions

TWO_OUTPUTS = ("auto", "always", "never")
_FORMS = "a format of floats is written as in Python: '.2f', ',.2f', '.3e', '.1%'"


class DisplayOptions:
    """How a frame shows itself.

    Attributes:
        live: whether a frame shows itself as a live grid. `False` leaves the static tables, and pyrust then takes
            no part in the kernel's messages.
        two_outputs: `"always"` publishes the static table and the grid as two outputs, of which the notebook
            shows one; `"never"` puts both into one bundle; `"auto"` takes two in JupyterLab and Notebook.
        rows_static: rows in the static table that is saved with the notebook, and of `repr`.
        rows_visible: rows of the live grid that are on screen at once.
        grids_with_data: how many grids may keep results; the one unused for longest asks again when seen.
        paused_seconds: how long a query that has paused keeps its working memory. Then it ends; its rows stay, and
            going on runs it again.
        float_format: how the static tables write floats, as Python's `format` does: `".2f"`, `",.2f"`, `".3e"`,
            `".1%"`. None writes the fewest digits that read back as the same value. A grid shows every digit.
        null_text: what stands for null in the static tables.
        progress: whether a call that takes longer than half a second shows how far it is: a bar with a stop button in a
            notebook, a line in a terminal.
        column_width: the most characters of a cell in the static tables.

    Called with some of them, it sets these and gives a context manager that sets them back at its end:

    >>> df = pr.DataFrame({"price": [1234.5, None]})
    >>> with pr.options.display(float_format=",.2f", null_text="-"):
    ...     print(df)
       price
     float64
    ────────
    1,234.50
           -
    2 rows × 1 column
    """

    # No dataclass: importing that module takes longer than the rest of pyrust.
    __slots__ = (
        "column_width",
        "float_format",
        "grids_with_data",
        "live",
        "null_text",
        "paused_seconds",
        "progress",
        "rows_static",
        "rows_visible",
        "two_outputs",
    )
    live: bool
    two_outputs: str
    rows_static: int
    rows_visible: int
    grids_with_data: int
    paused_seconds: int
    float_format: str | None
    null_text: str
    progress: bool
    column_width: int

    def __init__(self) -> None:
        """Start with the defaults."""
        self.live = True
        self.two_outputs = "auto"
        self.rows_static = 10
        self.rows_visible = 18
        self.grids_with_data = 32
        self.paused_seconds = 30
        self.float_format = None
        self.null_text = "null"
        self.progress = True
        self.column_width = 60

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse a name that is not an option and a value that is not one of its values.

        Raises:
            AttributeError: no option has this name.
            ValueError: the value is not one the option takes.

        >>> DisplayOptions().two_outputs = "maybe"
        Traceback (most recent call last):
        ValueError: two_outputs must be one of auto, always, never, got 'maybe'
        """
        if name not in self.__slots__:
            raise AttributeError(f"no display option is called {name!r}; there are {', '.join(self.__slots__)}")
        if name == "float_format":
            if value is not None and not _is_float_format(value):
                raise ValueError(f"float_format must be None or a format such as '.2f', got {value!r}\nhint: {_FORMS}")
        elif name == "null_text":
            if not isinstance(value, str):
                raise ValueError(f"null_text must be a str, got {value!r}")
        elif name == "two_outputs":
            if value not in TWO_OUTPUTS:
                raise ValueError(f"two_outputs must be one of {', '.join(TWO_OUTPUTS)}, got {value!r}")
        elif name in ("live", "progress"):
            if not isinstance(value, bool):
                raise ValueError(f"{name} must be True or False, got {value!r}")
        elif isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
            raise ValueError(f"{name} must be a whole number from 1 to 1000, got {value!r}")
        if name == "paused_seconds":
            set_paused_seconds(value)
        object.__setattr__(self, name, value)

    def __call__(self, **changes: Any) -> Changed[DisplayOptions]:
        """Set these options now, and give a context manager that sets them back at its end.

        Raises:
            AttributeError: no option has such a name.
            ValueError: a value is not one the option takes; none is changed then.

        >>> with pr.options.display(null_text="-"):
        ...     pr.options.display.null_text
        '-'
        >>> pr.options.display.null_text
        'null'
        >>> pr.options.display(float_format="2")
        Traceback (most recent call last):
        ValueError: float_format must be None or a format such as '.2f', got '2'
        """
        return change(self, changes, {name: getattr(self, name, None) for name in changes})

    def __repr__(self) -> str:
        """Show every option with its value."""
        return "\n".join(f"display.{name} = {getattr(self, name)!r}" for name in self.__slots__)


def _is_float_format(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    digits = value.removeprefix(",")[:-1]
    is_count = digits[:1] == "." and digits[1:].isascii() and digits[1:].isdigit() and int(digits[1:]) <= 30
    return value[-1:] in ("f", "e", "%") and (not digits or is_count)


class Options:
    """All options, by topic."""

    __slots__ = ("_display", "_engine")

    def __init__(self) -> None:
        """Start with the defaults."""
        self._display = DisplayOptions()
        self._engine = EngineOptions()

    @property
    def display(self) -> DisplayOptions:
        """How a frame shows itself."""
        return self._display

    @property
    def engine(self) -> EngineOptions:
        """What the process may take: memory, threads, disk."""
        return self._engine

    def __repr__(self) -> str:
        """Show every option with its value."""
        return f"{self._display!r}\n{self._engine!r}"


options = Options()
