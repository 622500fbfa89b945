"""Every error is a PyRustError, says the operation, and carries a hint."""

import pytest

import pyrust as pr
from pyrust import _core


@pytest.mark.parametrize(
    ("name", "builtin"),
    [
        ("ColumnNotFoundError", KeyError),
        ("TableNotFoundError", KeyError),
        ("SqlError", ValueError),
        ("SchemaError", ValueError),
        ("ReadError", RuntimeError),
        ("MissingFileError", FileNotFoundError),
        ("CancelledError", RuntimeError),
        ("ResourcesError", MemoryError),
        ("OutOfRangeError", OverflowError),
        ("InvalidTypeError", TypeError),
        ("InvalidValueError", ValueError),
    ],
)
def test_classes_are_also_the_builtin_that_fits(name, builtin):
    found = getattr(_core, name)
    assert issubclass(found, pr.PyRustError)
    assert issubclass(found, builtin)
    assert found.__module__ == "pyrust"
    assert found.hint is None


def test_pyrust_error_is_a_runtime_error():
    assert issubclass(pr.PyRustError, RuntimeError)


def test_a_hint_stands_on_its_own_line_even_in_a_key_error(sales):
    with pytest.raises(KeyError) as caught:
        sales.select("pricee")
    message = str(caught.value)
    assert message.startswith("select: ")
    assert "\nhint: did you mean price" in message
    assert caught.value.hint == "did you mean price?"


def test_an_sql_error_says_where():
    with pytest.raises(pr.SqlError) as caught:
        pr.sql("select 1 as a,\n       nosuch(2)")
    error = caught.value
    assert error.line == 2
    assert error.column == 8
    assert error.length >= 1
    assert "^" in str(error)


def test_a_missing_file_is_a_file_not_found_error(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        pr.read_parquet(tmp_path / "none.parquet")
    assert isinstance(caught.value, pr.ReadError)
    assert "none.parquet" in str(caught.value)
