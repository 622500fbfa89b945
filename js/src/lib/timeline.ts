/** The last minute as a picture: queries in the accent, the Rust core behind them, the process as a line. */
import { node, setText } from "./dom";
import { bytes } from "./format";
import { SPAN, type Point } from "./feed";

const HEIGHT = 112;
const TOP = 10;
const RIGHT = 62;
const SPACE = "http://www.w3.org/2000/svg";

function shape(tag: string, className: string): SVGElement {
  const made = document.createElementNS(SPACE, tag);
  made.setAttribute("class", className);
  return made;
}

export class Timeline {
  readonly el = node("div", "timeline");
  readonly #picture = shape("svg", "picture");
  readonly #lines = [shape("path", "line"), shape("path", "line"), shape("path", "line")];
  readonly #labels = [shape("text", "label"), shape("text", "label"), shape("text", "label")];
  readonly #core = shape("path", "core");
  readonly #queries = shape("path", "queries");
  readonly #process = shape("path", "process");
  readonly #before = node("span", "", "60 s ago");
  #top = 1;

  constructor() {
    this.#picture.setAttribute("role", "img");
    this.#picture.append(...this.#lines, this.#core, this.#queries, this.#process, ...this.#labels);
    const key = (name: string, text: string) => node("span", `key ${name}`, node("i"), text);
    const legend = node("span", "legend", key("q", "queries"), key("c", "Rust core"), key("p", "process"));
    this.el.append(this.#picture, node("div", "axis", this.#before, legend, node("span", "", "now")));
  }

  draw(points: readonly Point[], width: number): void {
    const last = points.at(-1);
    if (!last || width <= RIGHT) return;
    const plot = width - RIGHT - 14;
    const floor = HEIGHT - 4;
    this.#top = ceiling(Math.max(...points.map((point) => Math.max(point.rss, point.allocated))), this.#top);
    const x = (time: number) => (14 + Math.max(0, 1 - (last.time - time) / SPAN) * plot).toFixed(1);
    const y = (value: number) => (floor - (value / this.#top) * (floor - TOP)).toFixed(1);
    const path = (pick: (point: Point) => number) => points.map((point) => `${x(point.time)} ${y(pick(point))}`).join("L");
    const from = x(points[0]?.time ?? last.time);
    const area = (pick: (point: Point) => number) => `M${from} ${floor}L${path(pick)}L${x(last.time)} ${floor}Z`;
    this.#picture.setAttribute("width", String(width));
    this.#picture.setAttribute("height", String(HEIGHT));
    this.#picture.setAttribute(
      "aria-label",
      `memory over the last minute: now ${bytes(last.allocated)} in the Rust core, ${bytes(last.rss)} in the process`,
    );
    this.#core.setAttribute("d", area((point) => point.allocated));
    this.#queries.setAttribute("d", area((point) => Math.min(point.reserved, point.allocated || point.reserved)));
    this.#process.setAttribute("d", `M${path((point) => point.rss)}`);
    this.#lines.forEach((line, at) => {
      const value = (this.#top * at) / 2;
      line.setAttribute("d", `M14 ${y(value)}H${14 + plot}`);
      const label = this.#labels[at];
      label?.setAttribute("x", String(14 + plot + 6));
      label?.setAttribute("y", String(Number(y(value)) + 4));
      if (label) setText(label, value ? bytes(value).replace(".0 ", " ") : "0");
    });
    setText(this.#before, "60 s ago");
  }
}

/** A round figure over the highest value; it goes down only when half of it would do, so that the picture stays calm. */
export function ceiling(value: number, current: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const round = [1, 2, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value * 1.04) ?? 10 * power * 1.2;
  return round > current || round <= current / 2 ? round : current;
}
