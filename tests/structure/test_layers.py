"""Who may use whom: the engine knows no Python, pyo3 lives in the binding alone, widgets never import magics."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

Under = Callable[..., dict[Path, str]]
HEAVY = ["IPython", "anywidget", "ipykernel", "ipywidgets", "numpy", "pandas", "polars", "pyarrow"]


def test_the_engine_depends_on_no_python_binding(checkout: Path) -> None:
    manifest = tomllib.loads((checkout / "engine/Cargo.toml").read_text())
    names = [
        name
        for section in ("dependencies", "dev-dependencies", "build-dependencies")
        for name in manifest.get(section, {})
    ]
    assert names
    assert [name for name in names if name.startswith(("pyo3", "numpy", "cpython"))] == []


def test_pyo3_is_named_in_the_binding_alone(under: Under, shipped: Callable[[str], str]) -> None:
    sources = under("engine", endings=(".rs",))
    assert [path for path, text in sources.items() if re.search(r"\bpyo3\b", shipped(text))] == []
    assert any("pyo3" in text for text in under("src", endings=(".rs",)).values())


def test_the_engine_resolves_without_pyo3(checkout: Path) -> None:
    tree = subprocess.run(
        ["cargo", "tree", "--offline", "--locked", "-p", "pyrust-engine", "--prefix", "none", "--format", "{p}"],
        cwd=checkout,
        capture_output=True,
        text=True,
    )
    assert tree.returncode == 0, tree.stderr
    names = {line.split()[0] for line in tree.stdout.splitlines() if line.strip()}
    assert "datafusion" in names
    assert {name for name in names if name.startswith("pyo3")} == set()


def test_one_tokio_runtime(under: Under, shipped: Callable[[str], str]) -> None:
    sources = under("src", "engine/src", endings=(".rs",))
    building = re.compile(r"\b(runtime::Builder|Runtime::new|Builder::new_(multi_thread|current_thread))\b")
    homes = [path for path, text in sources.items() if path.stem != "tests" and building.search(shipped(text))]
    assert homes == [Path("src/runtime.rs")]


def _imports(tree: ast.AST, package: str) -> list[str]:
    """Every module that a file imports, relative names resolved."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parent = package.split(".")[: -(node.level - 1) or None] if node.level else []
            base = ".".join([*parent, node.module] if node.module else parent)
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return names


def test_widgets_never_import_magics(under: Under) -> None:
    for path, text in under("pyrust/widgets", endings=(".py",)).items():
        used = _imports(ast.parse(text), "pyrust.widgets")
        assert [name for name in used if name.startswith("pyrust.magics")] == [], path


def test_magics_use_no_private_module_of_the_widgets(under: Under) -> None:
    for path, text in under("pyrust/magics", endings=(".py",)).items():
        used = _imports(ast.parse(text), "pyrust.magics")
        private = [
            name
            for name in used
            if re.match(r"pyrust\.widgets\.(.*\.)?_", name) and not name.startswith("pyrust.widgets._host")
        ]
        assert private == [], path


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    """The modules that a bare `import pyrust` leaves in a fresh interpreter."""
    code = "import sys, json; import pyrust; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_import_is_light(loaded: list[str]) -> None:
    assert "pyrust._core" in loaded
    assert [name for name in loaded if name.split(".")[0] in HEAVY] == []


def test_making_a_frame_needs_no_other_library() -> None:
    code = (
        "import sys, json; import pyrust as pr; df = pr.DataFrame({'a': [1, None], 'b': ['x', 'y']});"
        "assert df.to_dict() == {'a': [1, None], 'b': ['x', 'y']}; repr(df); df._repr_html_(); pr.memory();"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [name for name in json.loads(done.stdout) if name.split(".")[0] in HEAVY] == []
