"""Kernels of several versions of ipykernel, all over the pyrust and the other packages that are installed here.

Each version is installed once, alone, into the user's cache folder and put in front of the path.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kernel.front_end import FrontEnd

VERSIONS = ("6.31.0", "7.1.0", "7.3.0", "7.4.0")
# On a busy machine the first page of the simplest frame can take longer than a grid waits for it.
PATIENT = "import pyrust.widgets.display as shows; shows._AT_ONCE = 15"


def _installed(cache: Path, version: str) -> Path:
    folder = cache / "ipykernel" / version
    if not (folder / "ipykernel").is_dir():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
        subprocess.run([*command, f"ipykernel=={version}"], check=True)
    return folder


@pytest.fixture(scope="session", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Each version of ipykernel in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def kernel(version: str, cache: Path) -> Iterator[FrontEnd]:
    """A kernel with the extension loaded, shared by the tests of one file."""
    path = [str(_installed(cache, version)), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    environment.pop("JPY_SESSION_NAME", None)
    front_end = FrontEnd([sys.executable, "-m", "ipykernel_launcher"], environment)
    try:
        assert front_end.said("import ipykernel; print(ipykernel.__version__)") == version
        front_end.good(f"import pyrust as pr, time\n%load_ext pyrust\n{PATIENT}")
        yield front_end
    finally:
        front_end.close()


@pytest.fixture
def listens(version: str) -> bool:
    """Whether this version can answer while a cell runs."""
    return not version.startswith("6.")
