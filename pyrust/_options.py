"""What a user can set: one object, `pyrust.options`, whose fields are checked when they are set.

There is no file and no environment variable behind it: an option holds for the process that set it.
"""

from __future__ import annotations

from typing import Any

TWO_OUTPUTS = ("auto", "always", "never")


class DisplayOptions:
    """How a frame shows itself.

    Attributes:
        live: whether a frame shows itself as a live grid. `False` leaves the static tables, and pyrust then takes
            no part in the kernel's messages.
        two_outputs: `"always"` publishes the static table and the grid as two outputs, of which the notebook
            shows one; `"never"` puts both into one bundle; `"auto"` takes two in JupyterLab and Notebook.
        rows_static: rows in the static table that is saved with the notebook.
        rows_visible: rows of the live grid that are on screen at once.
        grids_with_data: how many grids may keep results; the one unused for longest asks again when seen.
    """

    # No dataclass: importing that module takes longer than the rest of pyrust.
    __slots__ = ("grids_with_data", "live", "rows_static", "rows_visible", "two_outputs")
    live: bool
    two_outputs: str
    rows_static: int
    rows_visible: int
    grids_with_data: int

    def __init__(self) -> None:
        """Start with the defaults."""
        self.live = True
        self.two_outputs = "auto"
        self.rows_static = 10
        self.rows_visible = 18
        self.grids_with_data = 32

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
        if name == "two_outputs":
            if value not in TWO_OUTPUTS:
                raise ValueError(f"two_outputs must be one of {', '.join(TWO_OUTPUTS)}, got {value!r}")
        elif name == "live":
            if not isinstance(value, bool):
                raise ValueError(f"live must be True or False, got {value!r}")
        elif isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
            raise ValueError(f"{name} must be a whole number from 1 to 1000, got {value!r}")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Show every option with its value."""
        return "\n".join(f"display.{name} = {getattr(self, name)!r}" for name in self.__slots__)


class Options:
    """All options, by topic."""

    __slots__ = ("_display",)

    def __init__(self) -> None:
        """Start with the defaults."""
        self._display = DisplayOptions()

    @property
    def display(self) -> DisplayOptions:
        """How a frame shows itself."""
        return self._display

    def __repr__(self) -> str:
        """Show every option with its value."""
        return repr(self._display)


options = Options()
