"""The line magic."""

from __future__ import annotations

import pytest
from magics.conftest import Cells

import pyrust as pr
from pyrust.magics.commands import WORDS


def test_alone_it_says_what_is_loaded(cells: Cells) -> None:
    text = cells.run("%pyrust")
    assert cells.result.result is None
    assert pr.__version__ in text
    for word in ("kernel", "display", "tables", "frames", "queries", "%pyrust help"):
        assert word in text


def test_mem_shows_the_figures_where_there_is_no_notebook(cells: Cells) -> None:
    text = cells.run("import pyrust as pr\nheld = pr.DataFrame({'a': [1, 2, 3]})\n%pyrust mem")
    assert "held" in text
    assert "rust " in text


def test_tables_lists_the_session_and_the_variables(cells: Cells) -> None:
    cells.run("import pyrust as pr\nmine = pr.range(4)")
    text = cells.run("%pyrust tables")
    assert "mine" in text


def test_queries_and_cancel_without_any(cells: Cells) -> None:
    assert "nothing is running" in cells.run("%pyrust queries")
    assert "cancelled 0 queries" in cells.run("%pyrust cancel")


@pytest.mark.parametrize("asked", ["help", "-h", "--help"])
def test_help_lists_every_word(cells: Cells, asked: str) -> None:
    text = cells.run(f"%pyrust {asked}")
    for word in ("mem", "tables", "queries", "cancel [N]", "help"):
        assert f"%pyrust {word}" in text
    words = [line.split()[1] for line in text.splitlines() if line.startswith("%pyrust ")]
    assert words[1:] == [word.name for word in WORDS[1:]]
    assert "%%pyrust?" in text
    assert cells.shell.find_line_magic("pyrust").__doc__ == text.rstrip("\n")


@pytest.mark.parametrize("line", ["nonsense", "mem now", "cancel x", "cancel 999999", "cancel 1 2", "__class__"])
def test_a_wrong_word_is_one_line(cells: Cells, line: str) -> None:
    text = cells.run(f"%pyrust {line}")
    assert type(cells.error).__name__ == "UsageError"
    assert "Traceback" not in text


def test_loading_twice_and_unloading_leave_the_shell_as_it_was(cells: Cells) -> None:
    cells.run("%reload_ext pyrust\n%load_ext pyrust")
    cells.run("%unload_ext pyrust")
    assert "pyrust" not in cells.shell.magics_manager.magics["line"]
    assert "pyrust" not in cells.shell.magics_manager.magics["cell"]
    formatters = cells.shell.display_formatter
    assert formatters is not None
    assert pr.DataFrame not in formatters.mimebundle_formatter.type_printers
    assert pr.DataFrame not in formatters.formatters["text/html"].type_printers
    cells.run("%load_ext pyrust")


def test_in_a_terminal_a_frame_is_text(cells: Cells) -> None:
    cells.run("import pyrust as pr\nframe = pr.DataFrame({'a': [1, 2]})")
    assert cells.run("frame")
    assert cells.run("display(frame)")
    assert not any("widget" in kind for output in cells.shown.outputs for kind in output.data)
