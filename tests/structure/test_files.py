"""The size, the name and the place of every file, and what none of them may hold."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Under = Callable[..., dict[Path, str]]
LONGEST = {".rs": 400, ".py": 300, ".ts": 250}
SAYS_NOTHING = re.compile(r"^(utils?|helpers?|common|misc|manager|handlers?|data)$")
AT_THE_ROOT = {
    ".cargo", ".ci", ".github", ".gitignore", ".rustfmt.toml", "CHANGELOG.md", "CONTRIBUTING.md", "Cargo.lock",
    "Cargo.toml", "DESIGN.md", "LICENSE", "Makefile", "NOTICE", "README.md", "SECURITY.md", "docs", "engine", "js",
    "labextension", "notebooks", "pyproject.toml", "pyrust", "src", "tests",
}  # fmt: skip
PICTURES = {".png", ".ico", ".svg", ".parquet", ".avro"}


def test_no_source_file_is_over_its_length(under: Under) -> None:
    sources = under("src", "engine", "pyrust", "js/src", endings=tuple(LONGEST))
    assert {path.suffix for path in sources} == set(LONGEST)
    lengths = {path: len(text.splitlines()) for path, text in sources.items()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST[path.suffix]} == {}


def test_every_source_file_says_what_it_is(under: Under) -> None:
    sources = under("src", "engine/src", "pyrust", "js/src", endings=(".rs", ".py", ".ts"))
    opening = {".rs": "//!", ".py": '"""', ".ts": ("//", "/*")}
    assert [path for path, text in sources.items() if not text.startswith(opening[path.suffix])] == []


def test_names_say_something(files: list[Path]) -> None:
    parts = [(path, Path(part).stem) for path in files for part in path.parts]
    assert parts
    assert [path for path, stem in parts if SAYS_NOTHING.match(stem)] == []


def test_the_root_holds_what_the_house_lists(files: list[Path]) -> None:
    assert {path.parts[0] for path in files} - AT_THE_ROOT == set()


def test_no_text_holds_a_machine_path_or_a_network_address(checkout: Path, files: list[Path]) -> None:
    # built from pieces, or this file would be its own first finding
    machine = re.compile(r"(?<![\w.~}/-])/(" + "|".join(["work", "root", "home", "Users", "farm"]) + r")/")
    # nothing is fetched from these: the licence's text, cargo's crate index, the project's home, name spaces
    harmless = re.compile(
        r"https?://(www\.)?(apache\.org/licenses|github\.com/|w3\.org/|json-schema\.org/|127\.0\.0\.1|localhost|example\.(com|org)|peps?\.python\.org|docs\.rs/|jupyter-client\.readthedocs)"
        r"|registry\+ht" + r"tps://github\.com/rust-lang/crates\.io-index"
    )
    address = re.compile("ht" + r"tps?://[^\s\"')>]+")
    checked, found = 0, []
    for path in files:
        if path.suffix in PICTURES:
            continue
        text = (checkout / path).read_text(encoding="utf-8")
        checked += 1
        if machine.search(text):
            found.append((path, machine.search(text).group()))
        found += [(path, match.group()) for match in address.finditer(text) if not harmless.search(match.group())]
    assert checked > 50
    assert found == []


def test_nothing_is_unfinished(under: Under) -> None:
    marks = re.compile(r"\b(todo!|unimplemented!|Not" + r"ImplementedError|FIX" + r"ME|XX" + r"X|TO" + r"DO)\b")
    sources = under("src", "engine", "pyrust", "js/src", "tests", endings=(".rs", ".py", ".ts"))
    # the word is also what a peer prints for a decimal, which a test may quote
    assert [
        (path, m.group()) for path, text in sources.items() for m in marks.finditer(text) if path.parts[0] != "tests"
    ] == []


def test_notebooks_are_committed_without_outputs(checkout: Path, files: list[Path]) -> None:
    notebooks = [path for path in files if path.suffix == ".ipynb"]
    assert notebooks
    for path in notebooks:
        assert re.match(r"^\d\d_[a-z_]+\.ipynb$", path.name), path
        document = json.loads((checkout / path).read_text(encoding="utf-8"))
        code = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
        assert code, path
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code), path
        assert "widgets" not in document["metadata"], path


@pytest.fixture(scope="module")
def static() -> Path:
    """The built front end, as the installed wheel brings it."""
    import pyrust

    return Path(pyrust.__file__).parent / "widgets" / "static"


def test_the_bundles_are_small(static: Path) -> None:
    assert 1_000 < (static / "grid.js").stat().st_size < 56_001
    assert 1_000 < (static / "tools.js").stat().st_size < 80_000
    assert 1_000 < (static / "inspector.js").stat().st_size < 24_000
    assert 100 < (static / "loader.js").stat().st_size < 4_000


def test_the_front_end_fetches_nothing(static: Path) -> None:
    for name in ("grid.js", "tools.js", "inspector.js", "loader.js"):
        text = (static / name).read_text(encoding="utf-8")
        assert re.findall(r"\bfetch\(|XMLHttpRequest|WebSocket|import\s*\(\s*[\"']", text) == [], name
        assert [url for url in re.findall("ht" + r"tps?://[^\s\"'`)]+", text) if "w3.org" not in url] == [], name


def test_the_front_end_writes_no_markup(under: Under) -> None:
    sources = under("js/src", endings=(".ts",))
    markup = re.compile(r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(")
    assert [path for path, text in sources.items() if markup.search(text)] == []
