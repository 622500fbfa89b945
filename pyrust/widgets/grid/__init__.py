"""The grid: a window on a frame of any size. The page asks for the rows and columns on screen, no others."""

from pyrust.widgets.grid.widget import Grid

__all__ = ["Grid"]
