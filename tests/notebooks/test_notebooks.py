"""Every notebook runs whole, alone, within a minute, and leaves a table that a reader without script can read.

`make` has run them once, beside the sample data, for the documentation, and says in PYRUST_NOTEBOOKS where they are.
"""

import os
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


def _seconds(document: nbformat.NotebookNode) -> float:
    """From the first cell's begin to the last one's end, as nbclient has written it down."""
    moments = [
        datetime.fromisoformat(moment)
        for cell in document.cells
        for moment in cell.metadata.get("execution", {}).values()
    ]
    return (max(moments) - min(moments)).total_seconds()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("samples", ["with samples", "without samples"])
def test_notebook_runs(path: Path, samples: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = os.environ.get("PYRUST_NOTEBOOKS")
    if samples == "with samples" and made:
        document = nbformat.read(Path(made) / path.name, 4)
        assert [cell.source for cell in document.cells] == [cell.source for cell in nbformat.read(path, 4).cells]
    else:
        if samples == "without samples":
            monkeypatch.setenv("PYRUST_DATA", str(tmp_path / "nothing"))
        document = nbformat.read(path, 4)
        NotebookClient(
            document, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
    assert 0 < _seconds(document) < 60

    code = [cell for cell in document.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    bundles = [output["data"] for cell in code for output in cell.outputs if "data" in output]
    assert any("<table" in bundle.get("text/html", "") for bundle in bundles)
    expected = {cell.id for cell in document.cells if "raises-exception" in cell.metadata.get("tags", [])}
    failed = {cell.id for cell in document.cells if any(o.output_type == "error" for o in cell.get("outputs", []))}
    assert failed == expected
