"""Where pictures are taken: a real JupyterLab in a real Chromium, light or dark, over sixty million rows."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright
from ui.jupyter import Server
from ui.notebook import LOAD, Notebook

THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
# CSS pixels: what a page of documentation has room for
WIDTH, HEIGHT = 1140, 1400
MOST_BYTES = 200_000
# JupyterLab's buttons over the active cell hide what it says
UNSEEN = ".jp-cell-toolbar { display: none !important }"
Scene = Callable[["Studio"], None]


class Studio:
    """One theme's browser page; a scene opens a notebook, brings it into a state, and takes one picture."""

    def __init__(self, page: Page, server: Server, folder: Path, theme: str) -> None:
        """Take pictures of this page.

        Args:
            page: The browser's page, of two device pixels for each CSS pixel.
            server: The JupyterLab; `lineitem.parquet` lies in its folder.
            folder: Where pictures go.
            theme: light or dark.
        """
        self.page, self.server, self.folder, self.theme = page, server, folder, theme
        self.scene = ""

    def notebook(self, *cells: str) -> Notebook:
        """Open a notebook with these cells, its kernel ready and pyrust loaded, which nobody sees."""
        book = Notebook(self.page, self.server, self.folder, f"{self.scene}-{self.theme}", [LOAD, *cells])
        book.wait_for_kernel()
        # the files at the left
        self.page.keyboard.press("Control+b")
        book.run()
        return book

    def take(self, first: Locator, last: Locator, margin: int = 4) -> None:
        """Keep a picture of the page from the first of two elements to the last, as wide as the notebook."""
        notebook = self.page.locator(".jp-Notebook").bounding_box()
        top, bottom = first.bounding_box(), last.bounding_box()
        if not (notebook and top and bottom):
            raise AssertionError("what the picture shows is not on the page")
        y, end = max(top["y"] - margin, notebook["y"]), bottom["y"] + bottom["height"] + margin
        assert end <= HEIGHT, f"{self.scene} ends at {end}, below the page"
        clip = {"x": notebook["x"], "y": y, "width": notebook["width"], "height": end - y}
        self.keep(self.page.screenshot(clip=clip, animations="disabled", style=UNSEEN))

    def keep(self, png: bytes) -> None:
        """Write a picture with as many colours as its size allows."""
        path = self.folder / f"{self.scene}-{self.theme}.png"
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        for colours in (256, 128, 64, 32, 16):
            picture.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size < MOST_BYTES:
                print(
                    f"{path.name}: {picture.width}x{picture.height}, {path.stat().st_size:,} bytes, {colours} colours"
                )
                return
        raise AssertionError(f"{path.name} is larger than {MOST_BYTES:,} bytes in 16 colours")


@contextmanager
def opened(work: Path, cache: Path, table: Path, folder: Path, chromium: str) -> Iterator[Callable[[Scene, str], None]]:
    """Start JupyterLab and Chromium. Gives a function that plays a scene in a theme.

    Args:
        work: An empty folder for notebooks and settings.
        cache: The folder of `PYRUST_CACHE`.
        table: The file that the notebooks know as lineitem.parquet.
        folder: Where pictures go.
        chromium: The browser's path.
    """
    server = Server(work, cache)
    (server.root / "lineitem.parquet").symlink_to(table)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

            def play(scene: Scene, theme: str) -> None:
                server.set("apputils-extension/themes", {"theme": THEMES[theme]})
                context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2)
                context.set_default_timeout(30_000)
                try:
                    studio = Studio(context.new_page(), server, folder, theme)
                    studio.scene = scene.__name__.replace("_", "-")
                    scene(studio)
                finally:
                    context.close()
                    server.close_sessions()

            yield play
            browser.close()
    finally:
        server.stop()
