/** The inspector: what the Rust core holds, live. Four figures, one timeline, one table, and the runs in flight. */
import { mount, node, once, setText, show, word } from "./lib/dom";
import { Feed } from "./lib/feed";
import { bytes, duration, plural, setLine } from "./lib/format";
import { INSPECTOR } from "./lib/inspectorstyle";
import { isHosts } from "./lib/keyboard";
import type { FrameMemory, Props, RunMemory, Snapshot } from "./lib/model";
import { markPainted } from "./lib/probe";
import { followTheme, THEME } from "./lib/theme";
import { Timeline } from "./lib/timeline";

const ASSUMED_WIDTH = 1000;

class Figure {
  readonly #label = node("div");
  readonly #value = node("div", "value");
  readonly #note = node("div");
  readonly el = node("div", "figure", this.#label, this.#value, this.#note);

  draw(label: string, value: string, note: string): void {
    setText(this.#label, label);
    setText(this.#value, value);
    setText(this.#note, note);
  }
}

/** Keeps one node per key, in order, and changes the text of those that stay: nothing flickers, a click hits. */
function keep<T, N extends HTMLElement>(
  parent: HTMLElement,
  kept: Map<number, N>,
  items: readonly T[],
  key: (item: T) => number,
  make: (item: T) => N,
  draw: (element: N, item: T) => void,
): void {
  const seen = new Set(items.map(key));
  for (const [id, element] of kept) {
    if (seen.has(id)) continue;
    element.remove();
    kept.delete(id);
  }
  items.forEach((item, at) => {
    let element = kept.get(key(item));
    if (!element) kept.set(key(item), (element = make(item)));
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null);
    draw(element, item);
  });
}

const COLUMNS = ["frame", "rows × columns", "Arcs", "batches", "retained", "source"];
const NUMERIC = new Set([1, 2, 3, 4]);

class InspectorView {
  readonly #host: HTMLElement;
  readonly #figures = [new Figure(), new Figure(), new Figure(), new Figure()];
  readonly #timeline = new Timeline();
  readonly #rows = node("tbody");
  readonly #empty = node("td", "quiet");
  readonly #runs = node("div", "runs");
  readonly #count = node("span");
  readonly #beat = node("span");
  readonly #frames = new Map<number, HTMLTableRowElement>();
  readonly #flights = new Map<number, HTMLElement>();
  readonly #observer: ResizeObserver;
  readonly #update = () => this.#draw();
  readonly #timer: ReturnType<typeof setInterval>;
  #width = ASSUMED_WIDTH;

  constructor(
    private readonly feed: Feed,
    el: HTMLElement,
  ) {
    const { host, root } = mount(el, THEME, INSPECTOR);
    this.#host = host;
    const frame = node("div", "root");
    const heads = COLUMNS.map((name, at) => node("th", NUMERIC.has(at) ? "num" : "", name));
    const none = node("tbody", "", node("tr", "", this.#empty));
    this.#empty.colSpan = COLUMNS.length;
    const table = node("table", "", node("thead", "", node("tr", "", ...heads)), this.#rows, none);
    this.#beat.setAttribute("role", "status");
    frame.append(
      node("div", "figures", ...this.#figures.map((figure) => figure.el)),
      this.#timeline.el,
      node("div", "scroll", table),
      this.#runs,
      node("div", "foot", this.#count, this.#beat),
    );
    root.append(frame);
    followTheme(host, frame);
    host.addEventListener("keydown", (event) => {
      if (!isHosts(event)) event.stopPropagation();
    });
    this.#observer = new ResizeObserver(([entry]) => {
      this.#width = entry?.contentRect.width || this.#width;
      this.#timeline.draw(feed.points, this.#width);
    });
    this.#observer.observe(this.#timeline.el);
    feed.watch(this.#update);
    // The footer must also say when nothing comes any more.
    this.#timer = setInterval(() => this.#drawBeat(), 1000);
    this.#draw();
    markPainted();
  }

  dispose(): void {
    this.feed.leave(this.#update);
    this.#observer.disconnect();
    clearInterval(this.#timer);
    this.#host.remove();
  }

  #draw(): void {
    const { snapshot } = this.feed;
    this.#drawFigures(snapshot);
    this.#timeline.draw(this.feed.points, this.#width);
    const byId = (frame: FrameMemory) => frame.frame;
    const { frames, count, retained } = snapshot;
    keep(this.#rows, this.#frames, frames, byId, makeRow, drawRow);
    // A loop can make frames by the thousand: the kernel lists the largest and counts the others.
    const others = count - frames.length;
    show(this.#empty, others > 0 || count === 0);
    setLine(this.#empty, others > 0 ? `and ${others} more, none of them larger` : "no frames");
    const flying = snapshot.runs;
    keep(this.#runs, this.#flights, flying, (run) => run.run, (run) => this.#makeRun(run), drawRun);
    show(this.#runs, flying.length > 0);
    setLine(this.#count, `${plural(count, "frame")}, ${bytes(retained)} retained`);
    this.#drawBeat();
    Object.assign(this.#host.dataset, { frames: count, runs: flying.length });
  }

  #drawFigures(now: Snapshot): void {
    const flying = now.runs.length;
    const [core, reserved, third, process] = this.#figures;
    core?.draw("Rust core, allocated", bytes(now.allocated), `peak ${bytes(now.peak)}`);
    const flight = flying === 0 ? "no run in flight" : `${plural(flying, "run")} in flight`;
    reserved?.draw("of it reserved by queries", bytes(now.reserved), flight);
    const share = now.limit > 0 ? Math.round((now.reserved / now.limit) * 100) : 0;
    third?.draw("limit for queries", now.limit > 0 ? bytes(now.limit) : "none", `${share} % in use`);
    // What the core has asked for and not written to yet is in no memory.
    const beyond = now.rss - now.allocated;
    process?.draw("process (RSS)", bytes(now.rss), beyond < 0 ? "the core has not touched all of its" : `${bytes(beyond)} outside the core`);
  }

  #drawBeat(): void {
    const { health, channel, rate } = this.feed;
    const gone = channel.heard ? "the kernel is gone: the last figures" : "no kernel: the figures that were saved";
    const text = health === "gone" ? gone : rate > 0 ? `live, ${Math.max(1, Math.round(rate))} Hz` : "waiting for the kernel";
    setText(this.#beat, text);
    this.#beat.className = health === "gone" ? "warm" : "";
    this.#host.dataset.state = health === "gone" ? "gone" : rate > 0 ? "live" : "waiting";
  }

  #makeRun(run: RunMemory): HTMLElement {
    const cancel = word("cancel", () => {
      setText(cancel, "cancelling");
      cancel.disabled = true;
      void this.feed.cancel(run.run);
    });
    return node("div", "run", node("b"), node("span"), cancel);
  }
}

function makeRow(): HTMLTableRowElement {
  return node("tr", "", ...COLUMNS.map((_, at) => node("td", NUMERIC.has(at) ? "num" : "")));
}

function drawRow(row: HTMLTableRowElement, frame: FrameMemory): void {
  const [name, shape, arcs, batches, retained, source] = row.cells;
  if (!name || !shape || !arcs || !batches || !retained || !source) return;
  const names = frame.names ?? [];
  setText(name, names.join(", ") || "unnamed");
  name.className = names.length ? "name" : "unnamed";
  name.title = names.join(", ");
  setLine(shape, `${frame.rows === null ? "?" : frame.rows} × ${frame.columns}`);
  setText(arcs, `×${frame.arcs}`);
  arcs.className = "num warm";
  setText(batches, String(frame.batches));
  setText(retained, bytes(frame.retained));
  setText(source, frame.source);
  source.className = "source";
  source.title = frame.source;
}

function drawRun(element: HTMLElement, run: RunMemory): void {
  const [what, about] = element.children;
  if (what) setText(what, run.what);
  if (about instanceof HTMLElement) {
    const state = run.state === "running" ? "" : `${run.state}, `;
    setLine(about, `${state}${plural(run.rows, "row")}, ${bytes(run.reserved)} reserved, ${duration(run.seconds)}`);
  }
}

export const inspector = {
  initialize({ model, signal }: Props) {
    const feed = Feed.of(model);
    const end = once(() => feed.dispose());
    signal?.addEventListener("abort", end, { once: true });
    return end;
  },

  render({ model, el, signal }: Props) {
    const orphan = !Feed.has(model);
    const feed = Feed.of(model);
    const view = new InspectorView(feed, el);
    const end = once(() => {
      view.dispose();
      if (orphan && feed.views.size === 0) feed.dispose();
    });
    signal?.addEventListener("abort", end, { once: true });
    return end;
  },
};
