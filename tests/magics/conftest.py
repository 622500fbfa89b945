"""An IPython shell in this process, with the extension loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output
from traitlets.config import Config


class Cells:
    """Runs cells and keeps what they show."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.result: ExecutionResult
        self.shown: CapturedIO

    def run(self, code: str) -> str:
        """Run a cell and return everything it shows, as text."""
        with capture_output() as self.shown:
            self.result = self.shell.run_cell(code, store_history=True)
        outputs = [str(output.data.get("text/plain", "")) for output in self.shown.outputs]
        return "\n".join([self.shown.stdout, self.shown.stderr, *outputs]).strip()

    @property
    def error(self) -> BaseException | None:
        """What the last cell raised."""
        return self.result.error_in_exec

    @property
    def names(self) -> dict[str, object]:
        """The variables of the notebook."""
        return self.shell.user_ns


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cells]:
    """A notebook without a front end."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    shell = InteractiveShell.instance(config=config)
    shell.run_line_magic("load_ext", "pyrust")
    try:
        yield Cells(shell)
    finally:
        shell.run_line_magic("unload_ext", "pyrust")
        shell.reset()
        InteractiveShell.clear_instance()
