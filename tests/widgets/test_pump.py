"""The pump: pushes at the pace of each source, and no thread when there is nothing to push."""

from __future__ import annotations

import threading
import time

from waiting import until

from pyrust.widgets.pump import Pump


class Source:
    """Pushes a number of times."""

    def __init__(self, period: float, pushes: int) -> None:
        self.period, self.left = period, pushes
        self.times: list[float] = []

    def push(self) -> bool:
        self.times.append(time.monotonic())
        self.left -= 1
        return self.left > 0


def threads() -> int:
    return sum(thread.name == "pyrust-pump" for thread in threading.enumerate())


def test_each_source_is_pushed_at_its_pace_until_it_is_done() -> None:
    pump, slow, fast = Pump(), Source(0.1, 3), Source(0.02, 10)
    pump.add(slow)
    pump.add(fast)
    assert threads() == 1
    until(lambda: slow.left == 0 and fast.left == 0)
    gaps = [late - early for early, late in zip(slow.times, slow.times[1:], strict=False)]
    assert min(gaps) >= 0.09
    until(lambda: threads() == 0)


def test_a_source_can_be_added_twice_taken_out_and_added_again() -> None:
    pump, source = Pump(), Source(0.02, 1000)
    pump.add(source)
    pump.add(source)
    until(lambda: len(source.times) > 2)
    pump.remove(source)
    until(lambda: threads() == 0)
    pushed = len(source.times)
    pump.add(source)
    until(lambda: len(source.times) > pushed)
    pump.remove(source)


def test_an_error_ends_only_its_own_source() -> None:
    class Broken(Source):
        def push(self) -> bool:
            raise RuntimeError("gone")

    pump, broken, sound = Pump(), Broken(0.01, 1), Source(0.02, 4)
    pump.add(broken)
    pump.add(sound)
    until(lambda: sound.left == 0)
    until(lambda: threads() == 0)
