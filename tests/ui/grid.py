"""A live grid as a person uses it: what its rows say, the wheel, the keyboard."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from ui.notebook import Notebook

ROWS = """host => [...host.shadowRoot.querySelectorAll('.body .row')]
    .filter(row => !row.hidden)
    .map(row => ({
        row: Number(row.querySelector('.n').textContent),
        cells: [...row.querySelectorAll('.c')]
            .sort((a, b) => parseFloat(a.style.left) - parseFloat(b.style.left))
            .map(cell => cell.classList.contains('away') ? undefined : cell.textContent),
    }))
    .sort((a, b) => a.row - b.row)"""


class Grid:
    """The live grid in the output of a cell."""

    def __init__(self, notebook: Notebook, index: int) -> None:
        """Find the grid; the cell at `index` has been run."""
        self.page: Page = notebook.page
        self.until: Callable[..., None] = notebook.until
        self.host: Locator = notebook.cell(index).locator(".pyrust-live")

    def ready(self, seconds: float = 20) -> "Grid":
        """Wait until every row in sight is there."""
        expect(self.host).to_have_attribute("data-state", "ready", timeout=seconds * 1000)
        return self

    @property
    def state(self) -> str:
        """What the grid says of itself: ready, loading, busy, gone, error."""
        return self.host.get_attribute("data-state") or ""

    @property
    def first_row(self) -> int:
        """The number of the first row in sight."""
        return int(self.host.get_attribute("data-first-row") or -1)

    def rows(self) -> dict[int, list[str]]:
        """The rows in sight by their numbers, as texts."""
        found: list[dict[str, Any]] = self.host.evaluate(ROWS)
        return {entry["row"]: entry["cells"] for entry in found}

    def cut_numbers(self) -> list[str]:
        """Numbers in sight that do not fit their column: a number whose end is missing is another number."""
        return list(
            self.host.evaluate(
                """host => [...host.shadowRoot.querySelectorAll('.body .row:not([hidden]) .c.r')]
                    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""
            )
        )

    def text(self) -> str:
        """Everything the grid says, header and footer included."""
        return str(self.host.evaluate("host => host.shadowRoot.querySelector('.root').innerText"))

    def focus(self) -> None:
        """Put the keyboard into the grid."""
        self.host.locator(".scroller").focus()

    def press(self, *keys: str) -> None:
        """Press keys in the grid, one after the other."""
        self.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def use_tools(self) -> "Grid":
        """Come to the grid, and wait for what it asks the kernel for then."""
        self.focus()
        expect(self.host.locator(".words")).to_be_attached(timeout=20_000)
        return self

    def go_to(self, row: int) -> None:
        """Type a row's number after `g`, as one would."""
        self.press("g")
        self.page.keyboard.type(str(row))
        self.page.keyboard.press("Enter")
        self.until(lambda: row in self.rows(), f"row {row} did not come in sight")

    def wheel(self, notches: int = 1, pixels: int = 120) -> None:
        """Turn the wheel over the rows."""
        box = self.host.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for _ in range(abs(notches)):
            self.page.mouse.wheel(0, pixels if notches > 0 else -pixels)
            self.page.wait_for_timeout(60)

    def settle(self) -> int:
        """Wait until scrolling has ended; returns the first row in sight."""
        seen: list[int] = []

        def still() -> bool:
            seen.append(self.first_row)
            return len(seen) > 4 and len(set(seen[-4:])) == 1

        self.until(still, "the grid does not come to rest")
        return seen[-1]


def probe(page: Page) -> dict[str, float]:
    """The counters that the front end keeps for tests."""
    return dict(page.evaluate("() => ({...globalThis.__pyrust__?.probe})"))


def readable_tables(page: Page) -> int:
    """How many tables a person sees in the outputs: live grids with rows, and static tables."""
    live = sum(host.is_visible() and bool(host.evaluate(ROWS)) for host in page.locator(".pyrust-live").all())
    return live + sum(table.is_visible() for table in page.locator(".pyrust-static table").all())


def contrast(page: Page, of: Locator) -> float:
    """The contrast ratio of an element's text on what lies behind it, as WCAG defines it."""
    colours = of.evaluate(
        """element => {
            // A canvas knows every way to write a colour; one pixel of it says which colour that is.
            const pixel = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
            const parse = text => {
                pixel.clearRect(0, 0, 1, 1);
                pixel.fillStyle = text;
                pixel.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = pixel.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
            };
            let ground = [255, 255, 255], up = element;
            while (up) {
                const [r, g, b, a = 1] = parse(getComputedStyle(up).backgroundColor);
                if (a > 0.95) { ground = [r, g, b]; break; }
                up = up.parentElement ?? up.getRootNode().host;
            }
            let opacity = 1;
            for (let e = element; e; e = e.parentElement ?? e.getRootNode().host) {
                opacity *= getComputedStyle(e).opacity;
            }
            const [r, g, b, a = 1] = parse(getComputedStyle(element).color);
            const mix = (text, behind) => text * a * opacity + behind * (1 - a * opacity);
            return [[mix(r, ground[0]), mix(g, ground[1]), mix(b, ground[2])], ground];
        }"""
    )
    light, dark = sorted((_luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[float]) -> float:
    linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def number_in(text: str, pattern: str) -> int:
    """The number that a pattern's group finds, its separating spaces dropped."""
    match = re.search(pattern, text)
    assert match, f"{pattern} is not in {text!r}"
    return int(re.sub(r"\D", "", match.group(1)))
