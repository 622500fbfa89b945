"""The tests of the core stand where their sources do: `tests/core/expr/test_bits.py` is about `src/expr/bits.rs`,
`tests/core/engine/query/test_cache.py` about `engine/src/query/cache.rs`.

A name may say more after that of its source (`read/test_read_damaged.py`), and begin with the folder's own.
"""

from itertools import accumulate
from pathlib import Path

import pytest

CORE = Path("tests/core")
# Rooms of `src` that are seen through another one only.
SEEN_ELSEWHERE = {
    "aggregation": "what `agg` and `select` make is in test_group_by",
    "awaitable": "whatever is awaited is a task (test_task) or a batch",
    "origin": "the line of a run is in run/test_run, its cell in tests/kernel/test_progress",
    "progress_bar": "a bar needs somebody who looks: tests/kernel/test_progress, tests/package/test_progress",
    "attribute_slot": "what the classes answer is in test_foreign_names",
    "trampoline": "what stands behind it is in test_refused_call",
    "batches": "whoever pulls a query batch by batch is an iterator (test_iterators) or a stream (test_arrow)",
}


@pytest.fixture(scope="module")
def tests(files: list[Path]) -> list[Path]:
    """The tests of the core, relative to their folder."""
    found = [path.relative_to(CORE) for path in files if path.is_relative_to(CORE) and path.name.startswith("test_")]
    assert len(found) > 50
    return found


def _source(test: Path, modules: set[Path]) -> Path | None:
    """The module that a test is about: in the folder of the same name, the first words of the test's."""
    in_engine = test.parts[0] == "engine"
    folder = Path("engine/src" if in_engine else "src", *test.parts[in_engine:-1])
    words = accumulate(test.stem.removeprefix("test_").split("_"), "{}_{}".format)
    candidates = [folder if word == folder.name else folder / word for word in words]
    return next((path for path in candidates if path in modules), None)


@pytest.fixture(scope="module")
def modules(files: list[Path]) -> set[Path]:
    """Every module of both crates, as a path without an ending."""
    sources = [path for path in files if path.suffix == ".rs" and path.parts[0] in ("src", "engine")]
    return {path.parent if path.name == "mod.rs" else path.with_suffix("") for path in sources}


def test_each_test_is_about_a_source(tests: list[Path], modules: set[Path]) -> None:
    lost = [str(path) for path in tests if _source(path, modules) is None]
    assert lost == [], "named after no module of src or engine/src"


def test_each_room_of_the_binding_has_tests(tests: list[Path], modules: set[Path]) -> None:
    rooms = {path.name for path in modules if path.parent == Path("src")} - {"lib"}
    assert len(rooms) > 20
    tested = {source.parts[1] for path in tests if (source := _source(path, modules)) and source.parts[0] == "src"}
    assert rooms - tested == set(SEEN_ELSEWHERE), "write tests/core/test_<room>.py, or say who sees it"
