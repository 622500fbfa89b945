"""`pr.show_versions` prints what a report of a defect should have."""

import platform
import subprocess
import sys
from importlib.metadata import version

import pytest

import pyrust as pr


def test_versions_are_those_that_are_installed(capsys: pytest.CaptureFixture[str]) -> None:
    pr.show_versions()
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert lines["pyrust"] == pr.__version__
    assert lines["python"] == platform.python_version()
    assert lines["polars"] == version("polars")
    assert lines["datafusion"].startswith("55.")
    assert lines["arrow-rs"].startswith("59.")
    assert "GB for queries, 60 % of the " in lines["memory"]
    assert lines["threads"].startswith(f"{pr.options.engine.threads}, ")
    assert lines["temp_dir"].startswith(f"{pr.options.engine.temp_dir}, ")


def test_nothing_is_imported_to_find_them() -> None:
    code = (
        "import sys, pyrust as pr; pr.show_versions(); print(sorted({'numpy', 'polars', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
