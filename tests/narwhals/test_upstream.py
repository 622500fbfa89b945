"""narwhals' own tests of lazy frames, run over pyrust frames.

Their source comes from PyPI by the installed version, once, into the cache. They run in a process of their own: their
settings are theirs, and `upstream_plugin.py` gives them the constructor and the table of exclusions.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def upstream(cache: Path) -> Path:
    """The source of the installed narwhals, tests included."""
    name = f"narwhals-{version('narwhals')}"
    if not (cache / name).exists():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            wanted = name.replace("-", "==", 1)
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "narwhals"]
            subprocess.run([*command, "--dest", folder, wanted], check=True)
            with tarfile.open(Path(folder) / f"{name}.tar.gz") as archive:
                archive.extractall(folder, filter="data")
            # Put in place whole: a run that was interrupted leaves nothing behind.
            (Path(folder) / name).rename(cache / name)
    return cache / name


def test_narwhals_own_tests_pass_or_are_excluded_with_a_reason(
    upstream: Path, at_the_end: Callable[[str], None]
) -> None:
    command = [sys.executable, "-m", "pytest", "tests", "-p", "upstream_plugin", "--use-external-constructor"]
    quiet = [
        "-q",
        "--tb=short",
        "-p",
        "no:cacheprovider",
        "-o",
        "pythonpath=",
        "-W",
        "ignore::pytest.PytestConfigWarning",
    ]
    path = os.pathsep.join([str(HERE), str(upstream), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([*command, *quiet], cwd=upstream, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-2_000:]
    counts = re.search(r"^counts: (.*)$", done.stdout, re.MULTILINE)
    assert counts, done.stdout[-2_000:]
    passed = int(counts[1].split()[0])
    assert passed > 1_200, counts[0]
    at_the_end(f"narwhals {version('narwhals')}, its own tests of lazy frames: {counts[1]}")
