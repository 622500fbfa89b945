"""A race as a picture: for each question what every engine took relative to the reference, in time and in memory.

Dots on a logarithmic axis, since 2x slower and 2x faster are equally far from the line. The SVG brings its own ground
and follows the reader's choice of light or dark; shapes differ as well as colours.
"""

import math
from collections.abc import Callable, Iterator

from benchmarks import figures
from benchmarks.figures import Cost, Costs
from benchmarks.suite import REFERENCE

SHAPES = {"datafusion": "square", "polars": "diamond", "pyrust": "circle"}  # the last one is drawn on top
LEFT, PANEL, GAP, RIGHT = 52, 350, 44, 20
ROW, TOP, BOTTOM = 19, 86, 36
STYLE = """
  svg { --ground: #ffffff; --band: #f3f4f6; --grid: #dfe2e6; --title: #16181b; --text: #3b3f45; --small: #5d636b;
        --pyrust: #d1462f; --datafusion: #8a929c; --polars: #2f6fd1 }
  @media (prefers-color-scheme: dark) {
    svg { --ground: #16181b; --band: #1f2226; --grid: #33383e; --title: #f2f3f5; --text: #c6cad0; --small: #9aa1aa;
          --pyrust: #ff7a5c; --datafusion: #8f98a3; --polars: #6fa8ff }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--text) }
  .title { font-size: 15px; font-weight: 600; fill: var(--title) }
  .small { font-size: 12px; fill: var(--small) }
  .ground { fill: var(--ground) } .band { fill: var(--band) }
  .grid { stroke: var(--grid) } .one { stroke: var(--title); stroke-width: 1.5 }
  .mark { stroke: var(--ground) } .cannot { stroke-width: 2 }
  .pyrust { --own: var(--pyrust) } .datafusion { --own: var(--datafusion) } .polars { --own: var(--polars) }
  .mark { fill: var(--own) } .cannot { stroke: var(--own); fill: none }
"""


class Axis:
    """Where a ratio lies on a panel: a power of two to each side covers them all."""

    def __init__(self, start: float, ratios: list[float]) -> None:
        self.start = start
        self.low = min(-1, math.floor(math.log2(min(ratios, default=1))))
        self.high = max(1, math.ceil(math.log2(max(ratios, default=1))))

    def place(self, ratio: float) -> float:
        """The x of a ratio; the last stretch is kept for those that cannot."""
        return self.start + (math.log2(ratio) - self.low) / (self.high - self.low) * (PANEL - 70)

    def ticks(self) -> list[float]:
        """The powers of two."""
        return [2.0**power for power in range(self.low, self.high + 1)]


def plot(title: str, questions: dict[str, Costs]) -> str:
    """The picture as SVG."""
    width, height = LEFT + 2 * PANEL + GAP + RIGHT, TOP + ROW * len(questions) + BOTTOM
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}" rx="6"/>',
        f'<text class="title" x="14" y="25">{title}</text>',
        *_legend(width),
    ]
    for number, question in enumerate(questions):
        y = TOP + ROW * number
        if number % 2 == 0:
            lines.append(f'<rect class="band" x="8" y="{y}" width="{width - 16}" height="{ROW}"/>')
        lines.append(f'<text x="14" y="{y + 14}">{question}</text>')
    lines += _panel(LEFT, "time", figures.best, questions)
    lines += _panel(LEFT + PANEL + GAP, "peak memory", figures.peak, questions)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _legend(width: int) -> Iterator[str]:
    """Which shape is whose."""
    x = width - 352
    for engine in ("pyrust", "datafusion", "polars"):
        yield _dot(engine, x, 20.5)
        yield f'<text class="small" x="{x + 10}" y="25">{engine}</text>'
        x += 34 + 7 * len(engine)
    yield f'<text class="small" x="{x}" y="25">line: {REFERENCE}</text>'


def _panel(start: int, name: str, figure: Callable[[Cost], float], questions: dict[str, Costs]) -> Iterator[str]:
    """One figure of all questions."""
    ratios = {
        (question, engine): figures.ratio(costs, engine, figure)
        for engine in SHAPES
        for question, costs in questions.items()
        if engine in costs
    }
    axis, end = Axis(start + 10, [ratio for ratio in ratios.values() if ratio]), TOP + ROW * len(questions)
    yield f'<text x="{start}" y="52">{name} relative to {REFERENCE}\'s: less is better</text>'
    for tick in axis.ticks():
        x, kind = axis.place(tick), "one" if tick == 1 else "grid"
        yield f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{end + 4}"/>'
        for y in (TOP - 11, end + 19):
            yield f'<text class="small" text-anchor="middle" x="{x:.1f}" y="{y}">{tick:g}x</text>'
    if any("cannot" in costs[engine] for costs in questions.values() for engine in SHAPES if engine in costs):
        yield f'<text class="small" text-anchor="middle" x="{start + PANEL - 17}" y="{TOP - 11}">cannot</text>'
    for (question, engine), ratio in ratios.items():
        y = TOP + ROW * list(questions).index(question) + ROW / 2
        if ratio:
            yield _dot(engine, axis.place(ratio), y, f"{question} {engine}: {ratio:.2f}x")
        elif "cannot" in questions[question][engine]:
            x = start + PANEL - 6 - 11 * list(SHAPES).index(engine)
            cross = f"M{x - 3.5} {y - 3.5}l7 7m0 -7l-7 7"
            yield f'<path class="cannot {engine}" d="{cross}"><title>{question} {engine}: cannot</title></path>'


def _dot(engine: str, x: float, y: float, says: str = "") -> str:
    """An engine's mark; what it says is shown where the pointer rests on it."""
    title, shape = f"<title>{says}</title>", SHAPES[engine]
    if shape == "circle":
        return f'<circle class="mark {engine}" cx="{x:.1f}" cy="{y}" r="5.5">{title}</circle>'
    turned = f' transform="rotate(45 {x:.1f} {y})"' if shape == "diamond" else ""
    return f'<rect class="mark {engine}" x="{x - 4:.1f}" y="{y - 4}" width="8" height="8"{turned}>{title}</rect>'
