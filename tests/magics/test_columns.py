"""Tab offers the columns of a frame, where the extension is loaded."""

from __future__ import annotations

import pytest
from IPython.core.completer import provisionalcompleter
from magics.conftest import Cells


@pytest.fixture
def offered(cells: Cells):
    """A function: what a line of code may become."""
    cells.run("import pyrust as pr\ndf = pr.DataFrame({'price': [1], 'a b': [2], 'count': [3]})\nother = [df]")

    def ask(code: str) -> list[str]:
        completer = cells.shell.Completer
        assert completer is not None
        with provisionalcompleter():
            found = list(completer.completions(code, len(code)))
        return [code[: one.start] + one.text + code[one.end :] for one in found]

    return ask


@pytest.mark.parametrize("jedi", [True, False])
def test_a_column_is_offered_by_its_beginning(cells: Cells, offered, jedi: bool) -> None:
    cells.shell.Completer.use_jedi = jedi
    assert offered("df.pri") == ["df.c.price"]
    assert offered("x = df.filter(df.pri") == ["x = df.filter(df.c.price"]
    assert set(offered("df.cou")) == {"df.c.count", "df.count"}
    assert offered("df.c.pri") == ["df.c.price"]
    cells.run("price = pr.col('price')")
    assert "price.str.to_uppercase" in offered("price.str.to_upper")
    assert {"df.c.price", "df.c.count", "df.select"} <= set(offered("df."))


@pytest.mark.parametrize("code", ["other.pri", "nothing.pri", "x.df.pri", "df.head().pri", "other[0].pri"])
def test_nothing_is_offered_after_what_is_no_frame_of_that_name(offered, code: str) -> None:
    assert not any(".c." in found for found in offered(code))


def test_unloading_takes_it_away(cells: Cells, offered) -> None:
    cells.run("%load_ext pyrust\n%reload_ext pyrust")
    assert offered("df.pri") == ["df.c.price"]
    cells.run("%unload_ext pyrust")
    assert offered("df.pri") == []
    cells.run("%load_ext pyrust")
