"""`%pyrust format` and `%%pyrust --format`: SQL in other white space."""

from __future__ import annotations

from magics.conftest import Cells

LONG = (
    "select a, b, sum(c) as total from some_table left join other on some_table.id = other.id where a > $low group by 1"
)


def test_the_line_writes_what_stands_after_it(cells: Cells) -> None:
    shown = cells.run(f"%pyrust format {LONG}")
    assert shown.splitlines()[:2] == ["select a, b, sum(c) as total", "from some_table"]
    assert "'a  b'" in cells.run("%pyrust format select 'a  b' as x")


def test_the_line_wants_sql(cells: Cells) -> None:
    cells.run("%pyrust format")
    assert "there is no SQL after it" in str(cells.error)


def test_the_cell_is_replaced_and_not_run(cells: Cells, monkeypatch) -> None:
    replaced = []
    monkeypatch.setattr(cells.shell, "set_next_input", lambda text, replace: replaced.append((text, replace)))
    assert cells.run(f"%%pyrust -o out --format\n{LONG} -- why\n") == ""
    [(text, replace)] = replaced
    assert replace
    assert text.startswith("%%pyrust -o out\nselect a, b")
    assert text.endswith("-- why")
    assert "out" not in cells.names


def test_what_cannot_be_formatted_stays(cells: Cells, monkeypatch) -> None:
    replaced = []
    monkeypatch.setattr(cells.shell, "set_next_input", lambda text, **_: replaced.append(text))
    cells.run("%%pyrust --format\nselect 'not closed")
    assert replaced == ["%%pyrust\nselect 'not closed"]
