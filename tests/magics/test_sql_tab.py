"""Tab in SQL cells, in a real IPython shell."""

from __future__ import annotations

import pytest
from IPython.core.completer import provisionalcompleter
from magics.conftest import Cells


@pytest.fixture
def offered(cells: Cells):
    """A function: what a cell may become, `|` being the cursor."""
    cells.run("import pyrust as pr\ndf = pr.DataFrame({'price': [1], 'a b': [2]})\nlow = 1\nmine = pr.Session()")

    def ask(code: str) -> list[str]:
        at = code.index("|")
        code = code[:at] + code[at + 1 :]
        completer = cells.shell.Completer
        assert completer is not None
        with provisionalcompleter():
            found = list(completer.completions(code, at))
        return [code[: one.start] + one.text + code[one.end :] for one in found]

    return ask


def test_columns_in_a_cell(offered) -> None:
    assert offered("%%pyrust\nselect pri| from df") == ["%%pyrust\nselect price from df"]
    assert offered("%%pyrust -o x\nselect d.| from df d")[0] == "%%pyrust -o x\nselect d.price from df d"
    assert offered('%%pyrust\nselect "a|" from df') == ['%%pyrust\nselect "a b" from df']


def test_python_stays_out_of_sql(offered) -> None:
    assert offered("%%pyrust\nselect no_such| from df") == []
    assert offered("%%pyrust\nselect df.pri|") == ["%%pyrust\nselect df.price"]
    assert "%%pyrust\nselect low from df" not in offered("%%pyrust\nselect lo| from df")


def test_other_cells_are_pythons(offered) -> None:
    assert "df.price" not in offered("df.pri|")
    assert offered("df.pri|") == ["df.c.price"]
    assert "import pyrust.magics" in offered("import pyrust.mag|")
    assert not any("price" in found for found in offered("%%bash\nselect pri| from df"))


def test_values_of_the_notebook(offered) -> None:
    assert offered("%%pyrust\nselect * from df where price > $lo|") == ["%%pyrust\nselect * from df where price > $low"]


def test_options_of_the_cell(offered) -> None:
    found = offered("%%pyrust --|\nselect 1")
    assert "%%pyrust --limit\nselect 1" in found
    assert "%%pyrust --output\nselect 1" in found
    assert offered("%%pyrust --ex|\n") == ["%%pyrust --explain\n"]


def test_words_of_the_line_magic(offered) -> None:
    found = offered("%pyrust |")
    assert {"%pyrust status", "%pyrust tables", "%pyrust cancel"} <= set(found)
    assert offered("%pyrust stat|") == ["%pyrust status"]
    assert offered("x = 1\n%pyrust tab|") == ["x = 1\n%pyrust tables"]


def test_a_host_that_sends_one_line(offered) -> None:
    assert "select pri" not in offered("select pri| from df")
    assert "select price from df" in offered("select pri| from df")
    assert "where %load" in offered("where lo|"), "it may be something else, too"


def test_the_older_way_to_ask(cells: Cells, offered) -> None:
    completer = cells.shell.Completer
    assert completer is not None
    text, matches = completer.complete(line_buffer="%%pyrust\nselect pri from df", cursor_pos=19)[:2]
    assert (text, list(matches)) == ("pri", ["price"])


def test_unloading_takes_it_away(cells: Cells, offered) -> None:
    cells.run("%load_ext pyrust\n%reload_ext pyrust")
    assert offered("%%pyrust\nselect pri| from df") == ["%%pyrust\nselect price from df"]
    cells.run("%unload_ext pyrust")
    assert offered("%%pyrust\nselect pri| from df") == []
    cells.run("%load_ext pyrust")
