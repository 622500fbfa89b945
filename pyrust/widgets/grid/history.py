"""The specs that a grid has had: which one it shows, and those that undo and redo go to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pyrust.widgets.grid.spec import Spec, natural

_MOST = 100


@dataclass(frozen=True)
class History:
    """A value: each change makes another one.

    Attributes:
        specs: the specs, oldest first.
        at: the index of the one that is shown.
        rev: the number of changes so far, an undo included.
    """

    specs: tuple[Spec, ...] = (natural(),)
    at: int = 0
    rev: int = 0

    @property
    def spec(self) -> Spec:
        """The spec that is shown."""
        return self.specs[self.at]

    @property
    def can_undo(self) -> bool:
        """Whether there is one before it."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is one after it."""
        return self.at + 1 < len(self.specs)

    def changed(self, spec: Spec) -> History:
        """Add a spec after the one that is shown, in place of those that came after it.

        >>> History().changed({"search": "a"}).changed({"search": "b"}).moved(-1).spec
        {'search': 'a'}
        """
        specs = (*self.specs[: self.at + 1], spec)[-_MOST:]
        return History(specs, len(specs) - 1, self.rev + 1)

    def moved(self, by: int) -> History:
        """Show the spec before (-1) or after (1) this one; the same history where there is none."""
        possible = self.can_undo if by < 0 else self.can_redo
        return replace(self, at=self.at + by, rev=self.rev + 1) if possible else self
