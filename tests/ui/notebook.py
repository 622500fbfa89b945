"""A notebook in JupyterLab as a person uses it: cells run with Shift+Enter, outputs looked at."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Locator, Page, expect
from ui.jupyter import Server

LOAD = "import pyrust as pr\n%load_ext pyrust"
# A quick cell shows its star for less than the time between two looks, and a cell run again can end with the number
# it had: only an observer in the page sees every start.
_WATCH = """prompt => {
    window.cellStarted = false
    new MutationObserver((_, observer) => {
        if (!prompt.textContent.includes("*")) return
        window.cellStarted = true
        observer.disconnect()
    }).observe(prompt, { childList: true, characterData: true, subtree: true })
}"""


class Notebook:
    """One notebook file, open in one page."""

    def __init__(self, page: Page, server: Server, artifacts: Path, name: str, cells: list[str]) -> None:
        """Write the file and open it.

        Args:
            page: The browser page.
            server: The JupyterLab that serves it.
            artifacts: Where screenshots go.
            name: The file's name without its ending, used for screenshots too.
            cells: The sources of its code cells.
        """
        self.page, self.server, self.artifacts, self.name = page, server, artifacts, name
        self.path = server.root / f"{name}.ipynb"
        document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        document.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(document, self.path)
        self._next = 0
        self.open()

    def open(self) -> None:
        """Open (or open again) the file in a fresh workspace."""
        self.page.goto(f"{self.server.url}/lab/tree/{self.path.name}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self._next = 0

    def wait_for_kernel(self) -> None:
        """Wait until the kernel is there and idle."""
        self.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)
        # the page says idle before it has a kernel; what it runs then is lost
        self.until(self._connected, "no kernel", 60)

    def _connected(self) -> bool:
        kernels = [session["kernel"] for session in self.server.request("GET", "/api/sessions")]
        return any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels)

    def cell(self, index: int) -> Locator:
        """The cell at a position from 0."""
        return self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')

    def output(self, index: int) -> Locator:
        """The output area of the cell at a position from 0."""
        return self.cell(index).locator(".jp-OutputArea")

    def focus(self, index: int) -> None:
        """Put the cursor in a cell's editor."""
        self.cell(index).locator(".cm-content").click()
        self._next = index

    def start(self, index: int | None = None) -> int:
        """Press Shift+Enter in a cell (the next one), without waiting for its end."""
        index = self._next if index is None else index
        self.focus(index)
        self._prompt(index).evaluate(_WATCH)
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function("window.cellStarted", timeout=10_000)
        self._next = index + 1
        return index

    def _prompt(self, index: int) -> Locator:
        return self.cell(index).locator(".jp-InputPrompt")

    def run(self, index: int | None = None, seconds: float = 60) -> Locator:
        """Run a cell (the next one), wait for its end, and return its output area."""
        index = self.start(index)
        self.wait_for_cell(index, seconds)
        return self.output(index)

    def wait_for_cell(self, index: int, seconds: float = 60) -> None:
        """Wait until a started cell has ended."""
        expect(self._prompt(index)).to_have_text(re.compile(r"\[\d+\]:?"), timeout=seconds * 1000)

    def interrupt(self, index: int, seconds: float = 45) -> None:
        """Stop a running cell as a person does, with `i i` in command mode, and wait for its end."""
        self.focus(index)
        for key in ("Escape", "i", "i"):
            self.page.keyboard.press(key)
        self.wait_for_cell(index, seconds)

    def restart(self) -> None:
        """Restart the kernel as a person does, with `0 0` in command mode, and wait until it is there again."""
        kernel = self._kernel()["id"]
        born = self._kernel()["last_activity"]
        self.focus(0)
        for key in ("Escape", "0", "0"):
            self.page.keyboard.press(key)
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.until(
            lambda: self._kernel()["last_activity"] > born and self._connected(), f"{kernel} is not there again", 60
        )

    def _kernel(self) -> dict[str, Any]:
        [session] = [one for one in self.server.request("GET", "/api/sessions") if one["path"] == self.path.name]
        return session["kernel"]

    def is_running(self, index: int) -> bool:
        """Whether the cell shows the star of a running one."""
        return "*" in self._prompt(index).inner_text()

    def save(self) -> None:
        """Save, and wait until the file on disk is the new one."""
        before = self.path.stat().st_mtime_ns
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+s")
        self.until(lambda: self.path.stat().st_mtime_ns > before, "the notebook was not saved")

    def until(self, condition: Callable[[], bool], otherwise: str, seconds: float = 45) -> None:
        """Look again and again until a condition holds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(otherwise)

    def screenshot(self, what: str, of: Locator | None = None) -> Path:
        """Keep a picture for a person to look at."""
        path = self.artifacts / f"{what}.png"
        (of or self.page).screenshot(path=path)
        return path
