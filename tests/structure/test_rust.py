"""What the compiler's lints cannot say alone: where unsafe code may be, and that nothing shipped panics on purpose."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

Under = Callable[..., dict[Path, str]]
UNSAFE_HOMES = (
    Path("src/arrow"),
    Path("src/attribute_slot.rs"),
    Path("src/interpreter.rs"),
    Path("src/trampoline.rs"),
    Path("engine/src/memory"),
)
# implementing GlobalAlloc is unsafe only in memory/; the binding just names the allocator it is given


def _shipped_files(under: Under) -> dict[Path, str]:
    """The sources but for modules that are tests as a whole."""
    sources = under("src", "engine/src", endings=(".rs",))
    return {path: text for path, text in sources.items() if "tests" not in path.parts and path.stem != "tests"}


def test_nothing_shipped_unwraps_or_panics(under: Under, shipped: Callable[[str], str]) -> None:
    banned = re.compile(
        r"\.(unwrap|expect|unwrap_err|expect_err)\(|\b(panic|unreachable|todo|unimplemented)!|\bdbg!|\bprintln!"
    )
    found = []
    for path, text in _shipped_files(under).items():
        for number, line in enumerate(shipped(text).splitlines(), 1):
            found += [f"{path}:{number}: {line.strip()}"] if banned.search(line) else []
    assert found == []


def test_unsafe_code_is_where_it_may_be_and_says_why(under: Under, shipped: Callable[[str], str]) -> None:
    seen = 0
    for path, text in under("src", "engine/src", endings=(".rs",)).items():
        code, lines = shipped(text).splitlines(), text.splitlines()
        for number, line in enumerate(code):
            if not re.search(r"\bunsafe\b(?!_code)", line) or "unsafe_code" in line or "unsafe_op" in line:
                continue
            seen += 1
            assert any(path == home or path.is_relative_to(home) for home in UNSAFE_HOMES), f"{path}:{number + 1}"
            near = "\n".join(lines[max(0, number - 8) : number + 2])
            assert "SAFETY" in near or "# Safety" in near, f"{path}:{number + 1} has no SAFETY comment"
    assert seen, "no unsafe code found: the allocator alone has some, so this rule reads the wrong files"


def test_lints_are_expected_with_a_reason_never_just_allowed(under: Under, shipped: Callable[[str], str]) -> None:
    for path, text in _shipped_files(under).items():
        code = shipped(text)
        assert not re.search(r"#!?\[allow\(", code), f"{path}: #[expect(.., reason = ..)] instead of #[allow]"
        for match in re.finditer(r"#!?\[expect\((.*?)\)\]", code, re.DOTALL):
            assert "reason" in match.group(1), f"{path}: {match.group()}"


def test_both_crates_take_the_workspace_lints(checkout: Path) -> None:
    for manifest in ("Cargo.toml", "engine/Cargo.toml"):
        assert re.search(r"^\[lints\]\nworkspace = true", (checkout / manifest).read_text(), re.MULTILINE), manifest


def test_what_is_installed_cannot_be_told_to_leave_out_a_mend(checkout: Path) -> None:
    for manifest in ("Cargo.toml", "engine/Cargo.toml"):
        features = tomllib.loads((checkout / manifest).read_text())["features"]
        assert "trial" in features
        assert "default" not in features
    import pyrust._core as core

    native = Path(core.__file__).read_bytes()
    assert re.search(rb"PYRUST_(WITHOUT|BATCH_ROWS)", native) is None
    assert b"unnest_subqueries" in native, "this is not the native module, or its texts are packed"


def test_every_pyclass_is_frozen(under: Under) -> None:
    sources = under("src", endings=(".rs",))
    classes = [
        (path, args or "") for path, text in sources.items() for args in re.findall(r"#\[pyclass(\([^\]]*\))?\]", text)
    ]
    assert classes
    assert [path for path, args in classes if "frozen" not in args] == []


def test_the_binding_has_one_doorway_to_python(under: Under, shipped: Callable[[str], str]) -> None:
    """Who comes in elsewhere is not counted when the interpreter ends, and hears nobody."""
    doorway = Path("src/interpreter.rs")
    ways = re.compile(r"\bPython::(try_)?attach\(|\bcheck_signals\(|SetAsyncExc|PyGILState")
    sources = under("src", endings=(".rs",))
    assert ways.search(shipped(sources[doorway]))
    assert [path for path, text in sources.items() if path != doorway and ways.search(shipped(text))] == []
