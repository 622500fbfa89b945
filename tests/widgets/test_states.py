"""The states of a view: each another number, one after the other, however many look at once."""

from __future__ import annotations

import itertools
import threading

from pyrust.widgets.states import States, computes


def test_what_has_not_changed_is_no_news() -> None:
    states = States()
    news = states.news(lambda: {"rows": 1})
    assert news == ({"rows": 1, "seq": 1}, 0)
    assert states.news(lambda: {"rows": 1}) is None
    # Seen in between, and so part of an answer: the pages that did not ask hear of it with the next push.
    assert states.newest(lambda: {"rows": 2})["seq"] == 2
    assert states.news(lambda: {"rows": 3}) == ({"rows": 3, "seq": 3}, 1)
    assert states.last == {"rows": 3}


def test_what_was_seen_later_has_the_later_number() -> None:
    states, rows = States(), itertools.count()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        for _ in range(500):
            state = states.newest(lambda: {"rows": next(rows)})
            seen.append((state["seq"], state["rows"]))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.sort()
    assert [number for number, _ in seen] == list(range(1, 2001))
    assert [rows for _, rows in seen] == sorted(rows for _, rows in seen)


def test_a_query_that_waits_computes_nothing() -> None:
    for state in ("queued", "planning", "running", "cancelling"):
        assert computes({"state": state, "paused": False})
        assert not computes({"state": state, "paused": True})
    assert not computes({"state": "done", "paused": False})
