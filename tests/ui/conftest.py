"""Fixtures of the browser tests: one JupyterLab, one Chromium, a fresh page and kernel for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from ui.files import long_file as make_long_file
from ui.jupyter import Server
from ui.notebook import Notebook

# without these Chromium looks for its maker's hosts at every start
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Server]:
    """A running JupyterLab."""
    server = Server(tmp_path_factory.mktemp("lab"), cache)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    path = os.environ.get("PYRUST_CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: `make test-ui` installs one or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a person's usual size, which fails its test when a script on it threw."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    ours = [text for text in thrown if "pyrust" in text.lower()]
    assert ours == []


@pytest.fixture
def notebook(
    page: Page, server: Server, artifacts: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Notebook]]:
    """A function: a notebook with these cells, open and with its kernel ready."""

    def make(*cells: str, kernel: bool = True) -> Notebook:
        made = Notebook(page, server, artifacts, request.node.name.removeprefix("test_").partition("[")[0], list(cells))
        if kernel:
            made.wait_for_kernel()
        return made

    yield make
    page.goto("about:blank")
    server.close_sessions()


@pytest.fixture(params=["light", "dark"])
def theme(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """Each theme in turn."""
    server.set("apputils-extension/themes", {"theme": f"JupyterLab {request.param.title()}"})
    yield request.param
    server.set("apputils-extension/themes", {"theme": "JupyterLab Light"})


@pytest.fixture(scope="session")
def long_file(cache: Path) -> Path:
    """A Parquet file of sixty million rows."""
    return make_long_file(cache)
