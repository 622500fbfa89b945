"""What a grid leaves to the one that its cell shows next: how it looked, and how its rows were sorted and filtered."""

from __future__ import annotations

from typing import Any, NamedTuple

from pyrust.widgets.grid.spec import Spec, natural


class Remembered(NamedTuple):
    """What is known of a grid when it goes.

    Attributes:
        names: the names of its columns.
        spec: how its rows were sorted and filtered.
        ui: where it was scrolled to, the widths of its columns, its height.
        rows: how many rows there were, if that was known.
    """

    names: list[str]
    spec: Spec
    ui: dict[str, Any]
    rows: int | None

    def spec_over(self, columns: list[str]) -> Spec:
        """Give the spec for a frame of these columns. One that has none of the columns is another table.

        >>> Remembered(["a"], {"sort": [{"column": "a"}]}, {}, None).spec_over(["b"])["sort"]
        []
        """
        return natural() if set(self.names).isdisjoint(columns) else self.spec

    def ui_over(self, columns: list[str]) -> dict[str, Any]:
        """Keep of the scroll place, the widths and the height what still makes sense over these columns.

        >>> ui = {"row": 9, "left": 1, "widths": {"a": 80, "b": 90}, "height": 30}
        >>> Remembered(["a", "b"], {}, ui, None).ui_over(["b", "c"])
        {'widths': {'b': 90}, 'height': 30}
        """
        if self.names == columns:
            return dict(self.ui)
        if set(self.names).isdisjoint(columns):
            return {}
        widths = {name: wide for name, wide in dict(self.ui.get("widths") or {}).items() if name in columns}
        kept = {"widths": widths, "height": self.ui.get("height")}
        return {name: value for name, value in kept.items() if value}
