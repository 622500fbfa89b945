"""What every layer of the tests stands on: a few folders, and the certainty that the *installed* wheel is tested."""

import importlib.util
import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
# they take minutes and prove nothing on a busy machine: `make bench` names their folder
collect_ignore = ["benchmarks"]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to test the sources: they lack the native module, or hold one that an old build left behind."""
    found = importlib.util.find_spec("pyrust")
    if found is None or found.origin is None:
        raise pytest.UsageError("pyrust is not installed in this Python: run `make develop`")
    if Path(found.origin).resolve().is_relative_to(CHECKOUT) and ".venv" not in found.origin:
        raise pytest.UsageError("`import pyrust` finds the sources, not the wheel: run the tests through make")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the source tree."""
    return CHECKOUT


@pytest.fixture(scope="session")
def cache() -> Path:
    """The folder for what is costly to make and safe to keep between runs."""
    folder = os.environ.get("PYRUST_CACHE")
    if folder is None:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pyrust"
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(scope="session")
def artifacts(checkout: Path) -> Path:
    """The folder where screenshots and the like are kept for a person to look at."""
    path = Path(os.environ.get("PYRUST_ARTIFACTS") or checkout / "build" / "artifacts")
    path.mkdir(parents=True, exist_ok=True)
    return path
