"""Waiting in tests: what other threads do is looked for until it is there, and never expected at once."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(look: Callable[[], Found], seconds: float = 20) -> Found:
    """Look again and again until there is something, and return it.

    Memory that a run held is given back by the engine's threads, which may be a moment behind the last answer.
    """
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)
    return found
