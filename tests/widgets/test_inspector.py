"""The inspector: figures with names, pushed while a page shows the panel."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from waiting import until
from widgets.conftest import RecordingComm

import pyrust as pr
from pyrust import _core
from pyrust.widgets import Inspector


def pushes(comm: RecordingComm) -> int:
    return sum(content.get("push") == "memory" for content, _ in comm.customs())


def test_figures_travel_with_the_widget(comms: list[RecordingComm]) -> None:
    Inspector()
    snapshot = comms[0].sent[0]["data"]["state"]["snapshot"]
    assert {"allocated", "peak", "reserved", "limit", "rss", "frames", "runs", "time"} <= snapshot.keys()


def test_thousands_of_frames_make_no_large_message(comms: list[RecordingComm]) -> None:
    many = [pr.range(3) for _ in range(2000)]
    Inspector()
    snapshot = comms[0].sent[0]["data"]["state"]["snapshot"]
    assert snapshot["count"] >= len(many)
    assert len(snapshot["frames"]) == 100
    assert snapshot["retained"] >= max(frame["retained"] for frame in snapshot["frames"])


def test_it_pushes_for_as_long_as_a_page_shows_it(comms: list[RecordingComm]) -> None:
    Inspector()
    time.sleep(0.3)
    assert pushes(comms[0]) == 0
    comms[0].bring({"method": "update", "state": {"_view_count": 1}})
    until(lambda: pushes(comms[0]) >= 3)
    comms[0].bring({"method": "update", "state": {"_view_count": 0}})
    time.sleep(0.4)
    seen = pushes(comms[0])
    time.sleep(0.4)
    assert pushes(comms[0]) == seen


def test_a_grid_is_named_where_it_holds_a_frame(comms: list[RecordingComm]) -> None:
    grid = pr.view({"a": [1, 2, 3]})  # type: ignore[arg-type]
    [names] = [frame["names"] for frame in pr.memory().frames if frame["frame"] == grid.base.frame_id]
    assert names == ["grid"]
    grid.close()
    assert "grid" not in repr(pr.memory())


def test_a_click_does_not_wait_for_a_first_look(comms: list[RecordingComm]) -> None:
    panel = Inspector()
    assert panel.lane("cancel") == "quick"
    assert panel.lane("snapshot") == "rows"


def test_closing_ends_the_pushes(comms: list[RecordingComm]) -> None:
    panel = Inspector()
    comms[0].bring({"method": "update", "state": {"_view_count": 1}})
    until(lambda: pushes(comms[0]) >= 1)
    panel.close()
    seen = pushes(comms[0])
    time.sleep(0.4)
    assert pushes(comms[0]) == seen


def test_the_panel_is_readable_without_script(comms: list[RecordingComm]) -> None:
    frame = pr.DataFrame({"a": [1, 2, 3]})
    panel = pr.inspect()
    for text in (panel.static_html(), panel.static_text()):
        assert f"frame {frame.frame_id}" in text
    assert "<script" not in panel.static_html()
    assert "style=" not in panel.static_html()


def test_a_first_walk_does_not_hold_up_the_pump(comms: list[RecordingComm], monkeypatch: pytest.MonkeyPatch) -> None:
    panel, walked, walk = Inspector(), threading.Event(), _core.memory_snapshot

    def slow() -> dict[str, Any]:
        walked.wait(10)
        return walk()

    monkeypatch.setattr(_core, "memory_is_measured", walked.is_set)
    monkeypatch.setattr(_core, "memory_snapshot", slow)
    monkeypatch.setattr(panel, "latest", lambda _name: 1)
    started = time.monotonic()
    assert panel.push()
    assert panel.push()
    assert time.monotonic() - started < 2
    assert pushes(comms[0]) == 0
    walked.set()
    until(lambda: panel.push() and pushes(comms[0]) > 0)
