"""`pr.memory()`: the figures, and the names that hold each frame."""

from __future__ import annotations

import subprocess
import sys

import pytest

import pyrust as pr
from pyrust._memory import size


def test_the_figures_are_numbers_that_follow_the_data() -> None:
    before = pr.memory()
    frame = pr.range(200_000).collect()
    held = pr.memory()
    assert held.allocated > before.allocated + 1_000_000
    assert held.rss > 0
    assert held.limit > held.reserved
    [mine] = [each for each in held.frames if each["frame"] == frame.frame_id]
    assert mine["retained"] >= 1_600_000
    assert mine["rows"] == 200_000


def test_it_names_variables_of_a_script() -> None:
    code = "import pyrust as pr\nheld = pr.DataFrame({'a': [1]})\nalias = held\nprint(pr.memory())"
    printed = subprocess.run([sys.executable, "-P", "-c", code], check=True, capture_output=True, text=True).stdout
    assert "held, alias" in printed


def test_looking_for_names_touches_no_value() -> None:
    # Run apart, as it fills the namespace of the main module.
    code = """
import threading, pyrust as pr
from pyrust._memory import holders
touched = []
class Lazy:
    @property
    def __class__(self):
        touched.append("class")
        return int
class Last:
    def __del__(self):
        touched.append(threading.current_thread().name)
lazy, df = Lazy(), pr.range(3)
done = False
def look():
    while not done:
        holders()
thread = threading.Thread(target=look, name="panel")
thread.start()
for _ in range(20_000):
    last = Last()
    del last
done = True
thread.join()
print(set(touched), holders()[df.frame_id])
"""
    printed = subprocess.run([sys.executable, "-P", "-c", code], check=True, capture_output=True, text=True).stdout
    assert printed.split() == ["{'MainThread'}", "['df']"]


def test_it_shows_itself_as_text_and_as_a_plain_table() -> None:
    frame = pr.DataFrame({"a": [1]})
    memory = pr.memory()
    assert f"frame {frame.frame_id}" in repr(memory)
    html = memory._repr_html_()
    assert html.count("<table>") == 1
    for word in ("<script", "style", "color"):
        assert word not in html


def test_no_number_in_the_table_breaks() -> None:
    held = pr.range(1_000_000_000)
    assert "<td>1\u00a0000\u00a0000\u00a0000</td>" in pr.memory()._repr_html_()
    assert "1 000 000 000" in repr(pr.memory())
    del held


def test_of_thousands_of_frames_the_largest_are_shown_and_all_are_listed() -> None:
    many = [pr.range(3) for _ in range(1000)]
    large = pr.DataFrame({"a": list(range(100_000))})
    memory = pr.memory()
    assert len(memory.frames) > len(many)
    text = repr(memory)
    assert f"frame {large.frame_id}" in text
    assert len(text.splitlines()) < 150
    assert "more, none of them larger" in text
    assert "more, none of them larger" in memory._repr_html_()


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        pr.memory().allocated = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (2_500_000_000, "2.5 GB"), (10**18, "1e+03 PB")]
)
def test_sizes_are_in_units_a_person_reads(count: int, text: str) -> None:
    assert size(count) == text


def test_importing_pyrust_brings_no_notebook_and_no_other_frames() -> None:
    heavy = {"IPython", "anywidget", "ipywidgets", "pyarrow", "pandas", "polars", "numpy", "traitlets", "comm"}
    code = "import sys, pyrust; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    printed = subprocess.run([sys.executable, "-P", "-c", code], check=True, capture_output=True, text=True).stdout
    assert "pyrust" in printed.split()
    assert not heavy & set(printed.split())
