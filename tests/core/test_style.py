"""`pr.options.display` in the static tables: the format of floats, the text of null, the width of a cell."""

import pytest

import pyrust as pr

DATA = {"price": [1234.565, None, float("nan"), -0.5], "n": [1, None, 3, 4], "s": ["x" * 50, None, "", "y"]}


def _text() -> str:
    return repr(pr.DataFrame(DATA))


def _html() -> str:
    return pr.DataFrame(DATA)._repr_html_()


@pytest.mark.parametrize(
    ("float_format", "shown"),
    [
        (None, "1234.565"),
        (".2f", f"{1234.565:.2f}"),
        (",.1f", f"{1234.565:,.1f}"),
        (".0f", f"{1234.565:.0f}"),
        (".3e", f"{1234.565:.3e}"),
        (".1%", f"{1234.565:.1%}"),
        (",.0%", f"{1234.565:,.0%}"),
        ("f", f"{1234.565:f}"),
        ("e", f"{1234.565:e}"),
    ],
)
def test_floats_are_written_as_python_does(float_format: str | None, shown: str) -> None:
    with pr.options.display(float_format=float_format):
        assert shown in _text()
        assert shown in _html().replace('<span style="margin-left:0.17em">', "").replace("</span>", "")
        assert "NaN" in _text()
        # integers are no floats
        assert " 3" in _text()
        assert "3.0" not in _text()
    assert "1234.565" in _text()


def test_null_has_the_text_that_is_asked_for() -> None:
    assert _text().count("null") == 3
    with pr.options.display(null_text="-"):
        assert "null" not in _text()
        assert "null" not in _html()
        assert _html().count(">-</i>") == 3
    with pr.options.display(null_text="<b>\u202e"):
        assert "<b>" not in _html()
        assert "&lt;b&gt;⟨U+202E⟩" in _html()
        assert "\u202e" not in _text()
    with pr.options.display(null_text=""):
        assert _html().count("></i>") == 3


def test_a_cell_is_no_wider_than_that() -> None:
    assert "x" * 50 in _html()
    with pr.options.display(column_width=8):
        assert "x" * 8 + "…" in _html()
        assert "x" * 9 not in _html() + _text()


def test_rows_are_those_of_the_option() -> None:
    with pr.options.display(rows_static=3):
        assert "first 3 of 100 rows" in repr(pr.range(100).collect())
        assert pr.range(100)._repr_html_().count("<td") == 3
    assert "first 10 of 100 rows" in repr(pr.range(100).collect())


def test_options_are_set_back_at_the_end_of_a_block() -> None:
    display = pr.options.display
    before = repr(display)
    with display(float_format=".1f", null_text="?", rows_static=2):
        assert (display.float_format, display.null_text, display.rows_static) == (".1f", "?", 2)
        with display(null_text="!"):
            assert (display.float_format, display.null_text) == (".1f", "!")
        assert display.null_text == "?"
        with pytest.raises(ZeroDivisionError), display(null_text="!"):
            raise ZeroDivisionError
        assert display.null_text == "?"
    assert repr(display) == before
    display(null_text="kept")
    assert display.null_text == "kept"
    display.null_text = "null"


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("float_format", "2", ValueError),
        ("float_format", ".2", ValueError),
        ("float_format", ".2g", ValueError),
        ("float_format", ".99f", ValueError),
        ("float_format", "{:.2f}", ValueError),
        ("float_format", "", ValueError),
        ("float_format", 2, ValueError),
        ("null_text", None, ValueError),
        ("column_width", 0, ValueError),
        ("column_width", "wide", ValueError),
        ("colour", "red", AttributeError),
    ],
)
def test_what_is_not_an_option_changes_nothing(option: str, value: object, error: type[Exception]) -> None:
    before = repr(pr.options)
    with pytest.raises(error, match=option):
        pr.options.display(null_text="changed", **{option: value}) if option != "null_text" else pr.options.display(
            **{option: value}
        )
    assert repr(pr.options) == before
