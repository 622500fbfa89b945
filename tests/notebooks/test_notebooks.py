"""Every notebook runs whole, alone, within a minute, and leaves a table that a reader without script can read."""

import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("samples", ["with samples", "without samples"])
def test_notebook_runs(path: Path, samples: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if samples == "without samples":
        monkeypatch.setenv("PYRUST_DATA", str(tmp_path / "nothing"))
    document = nbformat.read(path, 4)
    started = time.monotonic()
    NotebookClient(
        document, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    assert time.monotonic() - started < 60

    outputs = [output for cell in document.cells if cell.cell_type == "code" for output in cell.outputs]
    bundles = [output["data"] for output in outputs if "data" in output]
    assert any("<table" in bundle.get("text/html", "") for bundle in bundles)
    expected = {cell.id for cell in document.cells if "raises-exception" in cell.metadata.get("tags", [])}
    failed = {cell.id for cell in document.cells if any(o.output_type == "error" for o in cell.get("outputs", []))}
    assert failed == expected
