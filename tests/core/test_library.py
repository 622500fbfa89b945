"""A library that is not installed is asked for by its name, with the way to get it."""

import sys

import pytest

import pyrust as pr


@pytest.mark.parametrize("name", ["numpy", "pyarrow", "pandas", "polars"])
def test_a_missing_library_is_named(monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=f"{name} is not installed\nhint: pip install {name}"):
        getattr(pr.DataFrame({"a": [1]}), f"to_{name}")()
