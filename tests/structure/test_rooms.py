"""The order of the engine's rooms: DESIGN.md lists them, `lib.rs` declares them so, each imports only from above."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Under = Callable[..., dict[Path, str]]
Imports = dict[str, dict[str, set[str]]]
ENGINE = Path("engine/src")


@pytest.fixture(scope="module")
def listed(checkout: Path) -> list[str]:
    """The rooms as DESIGN.md lists them."""
    section = re.search(
        r"### The rooms of the engine\n.*?```\n(.*?)```", (checkout / "DESIGN.md").read_text(), re.DOTALL
    )
    assert section, "DESIGN.md has lost the list of the engine's rooms"
    return [line.split()[0] for line in section.group(1).splitlines()]


@pytest.fixture(scope="module")
def imports(under: Under, shipped: Callable[[str], str]) -> Imports:
    """For each room the rooms that it names, with the files that do."""
    sources = {path.relative_to(ENGINE): shipped(text) for path, text in under("engine/src", endings=(".rs",)).items()}
    root = _at_the_root(sources[Path("lib.rs")])
    found: Imports = defaultdict(lambda: defaultdict(set))
    for path, code in sources.items():
        room = path.parts[0].removesuffix(".rs")
        if room == "lib" or "tests" in path.parts:
            continue
        for name in _names(code, len(path.parts) - (path.name == "mod.rs")):
            other = root.get(name, name)
            if other != room:
                found[room][other].add(str(path))
    return found


def _at_the_root(library: str) -> dict[str, str]:
    """What `lib.rs` re-exports, with the room that it is from."""
    root = {}
    for tree in re.findall(r"pub use ([^;]+);", library):
        for path in _leaves(tree):
            parts = path.split("::")
            root[parts[-1]] = parts[0]
    return root


def _names(code: str, depth: int) -> Iterator[str]:
    """The first name after `crate` of every path, `super` counted up to it; `depth` is that of the file's module."""
    for tree in re.findall(r"\buse\s+([^;]+);", code):
        yield from (name for path in _leaves(tree) for name in _first(path, depth))
    for path in re.findall(r"\b(?:crate|super)(?:::\w+)+", re.sub(r"\buse\s+[^;]+;", "", code)):
        yield from _first(path, depth)


def _first(path: str, depth: int) -> Iterator[str]:
    parts = path.split("::")
    ups = sum(1 for part in parts if part == "super")
    if parts[0] == "crate" or (parts[0] == "super" and ups == depth):
        yield parts[max(1, ups)]


def _leaves(tree: str) -> Iterator[str]:
    """The paths of a `use`: `a::{b, c::d}` is `a::b` and `a::c::d`."""
    tree = re.sub(r"\s+", " ", tree).strip()
    prefix, brace, rest = tree.partition("{")
    if not brace:
        yield tree.split(" as ")[0].strip()
        return
    depth, start = 0, 0
    body = rest[: rest.rindex("}")]
    for at, character in enumerate(body + ","):
        depth += (character == "{") - (character == "}")
        if character == "," and depth == 0:
            if piece := body[start:at].strip():
                yield from (prefix.strip() + leaf for leaf in _leaves(piece))
            start = at + 1


def test_every_room_has_its_place_in_the_order(under: Under, listed: list[str]) -> None:
    paths = [path.relative_to(ENGINE) for path in under("engine/src", endings=(".rs",))]
    rooms = {path.parts[0].removesuffix(".rs") for path in paths} - {"lib"}
    assert rooms - set(listed) == set(), (
        "a new room of the engine: give it its place in the list of DESIGN.md (The rooms of the engine), "
        "below everything that it imports, and declare it there in engine/src/lib.rs"
    )
    assert set(listed) - rooms == set(), "DESIGN.md lists rooms that are gone"


def test_the_library_declares_the_rooms_in_that_order(checkout: Path, listed: list[str]) -> None:
    declared = re.findall(r"^(?:pub )?mod (\w+);", (checkout / ENGINE / "lib.rs").read_text(), re.MULTILINE)
    assert declared == listed


def test_a_room_imports_only_from_those_before_it(imports: Imports, listed: list[str]) -> None:
    graph = "\n".join(f"{room}: {', '.join(sorted(others))}" for room, others in sorted(imports.items()))
    against = [
        f"{room} -> {other} ({', '.join(sorted(files))})"
        for room, others in imports.items()
        for other, files in others.items()
        if listed.index(other) >= listed.index(room)
    ]
    assert len(imports) > 20, "no imports found: this rule reads the wrong files"
    assert against == [], f"against the order of DESIGN.md; the whole graph:\n{graph}"


def test_modules_are_folders_with_a_mod_file(under: Under) -> None:
    paths = set(under("engine/src", "src", endings=(".rs",)))
    beside = [path for path in paths if any(other.is_relative_to(path.with_suffix("")) for other in paths - {path})]
    assert [path for path in beside if path.name not in ("lib.rs", "mod.rs")] == []
