"""Checks that need no judge: two ways to ask for the same rows give the same rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CHECKS: list[tuple[str, Callable[..., bool]]] = [("none", lambda *_: False)]


class Contradiction(AssertionError):
    """Two answers of ours that cannot both be right."""

    def __init__(self, message: str, text: str, ours: str) -> None:
        super().__init__(message)
        self.text, self.ours = text, ours
