"""The widgets: a live grid over a frame, and a live panel of memory. They need ipywidgets and anywidget."""

from pyrust.widgets._host import capabilities as host
from pyrust.widgets.grid import Grid
from pyrust.widgets.inspector import Inspector, inspect
from pyrust.widgets.viewer import view
from pyrust.widgets.widget import PyrustWidget

__all__ = ["Grid", "Inspector", "PyrustWidget", "host", "inspect", "view"]
