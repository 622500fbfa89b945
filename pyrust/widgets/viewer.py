"""`pr.view`: a grid that belongs to whoever makes it."""

from __future__ import annotations

from pyrust._calls import answering
from pyrust._core import DataFrame
from pyrust.widgets.grid import Grid


@answering
def view(frame: DataFrame) -> Grid:
    """Make a live grid that can be put into boxes with other widgets.

    Args:
        frame: a pyrust DataFrame, or anything `pyrust.DataFrame` takes.

    Returns:
        The grid. It is yours: running the cell again does not close it, `close()` does.

    Raises:
        TypeError: If it is not a table.
        PyRustError: If its first rows cannot be computed.

    Example:
        >>> import pyrust as pr
        >>> grid = pr.view({"a": [1, 2]})
        >>> grid.close()
        >>> pr.view(7)
        Traceback (most recent call last):
            ...
        pyrust.InvalidTypeError: DataFrame: ...
    """
    return Grid(frame if isinstance(frame, DataFrame) else DataFrame(frame))
