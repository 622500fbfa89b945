"""The history of a grid: a value, bounded, whose revision never repeats."""

from __future__ import annotations

from pyrust.widgets.grid.history import History
from pyrust.widgets.grid.spec import natural


def test_undo_and_redo_go_to_specs_that_were_and_count_up() -> None:
    history = History().changed({"search": "a"}).changed({"search": "b"})
    assert (history.rev, history.spec, history.can_undo, history.can_redo) == (2, {"search": "b"}, True, False)
    back = history.moved(-1).moved(-1)
    assert (back.rev, back.spec, back.can_undo, back.can_redo) == (4, natural(), False, True)
    assert back.moved(-1) is back
    assert back.moved(1).spec == {"search": "a"}


def test_a_change_takes_the_place_of_what_was_undone() -> None:
    history = History().changed({"search": "a"}).moved(-1).changed({"search": "c"})
    assert (history.rev, history.can_redo) == (3, False)
    assert history.moved(-1).spec == natural()


def test_the_oldest_of_more_than_a_hundred_are_forgotten() -> None:
    history = History()
    for number in range(250):
        history = history.changed({"search": str(number)})
    assert (len(history.specs), history.rev) == (100, 250)
    for _ in range(250):
        history = history.moved(-1)
    assert (history.spec, history.can_undo) == ({"search": "150"}, False)
