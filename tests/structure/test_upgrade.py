"""Each defect that is mended here has a test that fails once it is mended upstream, and names the file of the mend."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Under = Callable[..., dict[Path, str]]
CANARIES = "engine/tests/engine/upgrade"
# Pages without such a test, and why.
WITHOUT = {
    "ipc-byte-order": "nothing here writes a file of the other order of bytes",
    "missing-sorts": "random queries find it, in plans that are too large for a test",
    "spilled-partitions": "a race of two threads, which a query of half a second loses in one of three tries",
    "ipc-lengths": "what it would show ends the process",
    "null-buffers": "the C data interface is unsafe code, which no test of the engine contains",
}


@pytest.fixture(scope="module")
def named(under: Under) -> set[tuple[str, str]]:
    """The pages that the tests name, each with the file of its mend."""
    forms = r'Defect::new\(\s*"([^"]+)",\s*"([^"]+)"|page: "([^"]+)",\s*mend: "([^"]+)"'
    found = {
        (match[0] or match[2], match[1] or match[3])
        for text in under(CANARIES, endings=(".rs",)).values()
        for match in re.findall(forms, text)
    }
    assert len(found) > 40
    return found


def test_each_page_has_a_test(checkout: Path, named: set[tuple[str, str]]) -> None:
    pages = {path.stem for path in (checkout / "docs/upstream").glob("*.md")} - {"index"}
    tested = {page for page, _ in named}
    assert pages - tested == set(WITHOUT), f"a defect belongs into {CANARIES}, or say here why it cannot"


def test_pages_and_mends_are_there(checkout: Path, named: set[tuple[str, str]]) -> None:
    for page, mend in named:
        assert (checkout / "docs/upstream" / f"{page}.md").exists(), page
        assert (checkout / "engine/src" / mend).exists(), mend
