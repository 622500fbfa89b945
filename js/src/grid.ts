/** The grid: one view of a model's rows, put together from its parts. What a model keeps is in `lib/state`. */
import { Body } from "./lib/body";
import type { Missing } from "./lib/cache";
import { ColumnLayout } from "./lib/columns";
import { Commands } from "./lib/commands";
import { mount, node, once, setText } from "./lib/dom";
import { Footer } from "./lib/footer";
import { GRID } from "./lib/gridstyle";
import { Header } from "./lib/header";
import { isHosts } from "./lib/keyboard";
import type { Props } from "./lib/model";
import { Notice } from "./lib/notice";
import { Place } from "./lib/place";
import { bindPointer } from "./lib/pointer";
import { Popover } from "./lib/popover";
import { drawn, markPainted, probe } from "./lib/probe";
import { Progress } from "./lib/progress";
import { Selection } from "./lib/selection";
import { type Change, GridState } from "./lib/state";
import { Summary } from "./lib/summary";
import { followTheme, THEME } from "./lib/theme";
import { Viewport } from "./lib/viewport";
import { Widths } from "./lib/widths";

const PATIENCE = 80;
let views = 0;

class GridView {
  readonly #host: HTMLElement;
  readonly #root = node("div", "root");
  readonly #progress = new Progress();
  readonly #none = node("div", "none");
  readonly #notice: Notice;
  readonly #footer: Footer;
  readonly #popover = new Popover(() => this.#view.focus());
  readonly #view = new Viewport(() => {
    this.#commands.moved();
    this.#schedule();
  });
  readonly #selection = new Selection();
  readonly #summary = new Summary();
  readonly #place: Place;
  readonly #release: () => void;
  readonly #commands: Commands;
  readonly #activeId = `pyrust-${++views}`;
  readonly #layout: ColumnLayout;
  readonly #widths: Widths;
  readonly #header: Header;
  readonly #body: Body;
  #visible = 1;
  #frame = 0;
  #missingSince = 0;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #painted = false;

  constructor(
    private readonly state: GridState,
    el: HTMLElement,
  ) {
    const { host, root } = mount(el, THEME, GRID);
    this.#host = host;
    root.append(this.#root);
    this.#notice = new Notice(() => void state.retry(), () => state.settle());
    this.#footer = new Footer({
      stop: () => void state.act("cancel"),
      more: () => void state.act("more"),
      copy: () => this.#commands.copy(),
      go: (row) => this.#commands.goTo(row),
      back: () => this.#view.focus(),
    });
    const { info, ui, cache } = state;
    this.#layout = new ColumnLayout(info.columns);
    this.#widths = new Widths(cache, this.#layout, () => ui.widths);
    this.#body = new Body(cache, this.#layout, this.#selection, this.#activeId);
    this.#place = new Place(state, this.#view, this.#selection, this.#layout, (row) => this.#commands.arrive(row));
    this.#commands = new Commands({
      host,
      state,
      view: this.#view,
      selection: this.#selection,
      footer: this.#footer,
      popover: this.#popover,
      place: this.#place,
      layout: this.#layout,
      body: this.#body.el,
      page: () => Math.max(1, this.#visible - 1),
      redraw: () => this.#schedule(),
    });
    this.#header = new Header(this.#layout, {
      resized: (column, done) => this.#widened(column, done),
      fit: (column) => {
        const { first, end } = this.#commands.seen();
        this.#widths.fit(column, first, end);
        this.#widened(column, true);
      },
    });
    this.#root.append(this.#progress.el, this.#view.el, this.#notice.el, this.#footer.el, this.#popover.el);
    this.#view.layer.append(this.#header.el, this.#body.el);
    this.#view.el.setAttribute("aria-colcount", String(info.columns.length + 1));
    this.#body.el.append(this.#none);
    this.#widths.layOut(info.page);
    const most = info.rows_visible ?? 18;
    this.#visible = Math.max(1, state.done ? Math.min(most, state.status.rows) : most);
    this.#fit();
    this.#release = this.#bind();
    this.#place.restore();
    followTheme(host, this.#root, () => {
      if (this.#widths.refit()) this.#fit();
      this.#schedule();
    });
    state.views.add(this);
    this.#draw();
  }

  changed(what: Change): void {
    if (what === "status") {
      this.#fit();
      this.#place.step();
    } else if (what === "rows" && this.#widths.grow()) this.#fit();
    else if (what === "health" && this.state.health === "live") this.state.fetcher.retry();
    this.#schedule();
  }

  dispose(): void {
    this.#release();
    this.state.views.delete(this);
    this.state.fetcher.forget(this);
    this.#view.dispose();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#patience);
    this.#popover.close();
    this.#host.remove();
  }

  #fit(): void {
    const { rows, exact } = this.state.status;
    this.#view.size(rows, this.#visible, this.#layout.total, this.#widths.gutter(rows));
    this.#view.el.setAttribute("aria-rowcount", String(exact ? rows + 1 : -1));
  }

  #bind(): () => void {
    const area = this.#view.el;
    area.addEventListener("keydown", (event) => this.#commands.pressed(event));
    // Nothing typed in here may reach the notebook's command mode, but for its own keys and the Esc that leaves.
    this.#host.addEventListener("keydown", (event) => {
      if (event !== this.#commands.passing && !isHosts(event)) event.stopPropagation();
    });
    return bindPointer(area, this.#body.el, {
      cellAt: (x, y) => this.#commands.cellAt(x, y),
      select: (cell, extend) => this.#commands.select(cell, extend),
      open: (cell) => this.#commands.open(cell),
      scroll: (x, y) => this.#view.scrollBy(x, y),
    });
  }

  #widened(column: number, done: boolean): void {
    this.#fit();
    const name = this.#layout.columns[column]?.name;
    if (done && name !== undefined) {
      this.state.save({ widths: { ...this.state.ui.widths, [name]: this.#layout.width(column) } });
    }
    this.#schedule();
  }

  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const began = performance.now();
    const seen = this.#commands.seen();
    const { cache, fetcher, health, status } = this.state;
    const missing = cache.missing(seen.first, seen.end, seen.left, seen.right);
    if (seen.end > seen.first) fetcher.wish(this, seen);
    // At the end of the rows there are, if somebody has scrolled there.
    if (seen.end >= status.rows && this.#view.space.offset > 0) this.state.more();
    clearTimeout(this.#patience);
    if (missing === "none") this.#missingSince = 0;
    else this.#missingSince ||= began;
    const waited = this.#missingSince ? began - this.#missingSince : 0;
    const patient = missing !== "none" && waited < PATIENCE;
    if (patient) this.#patience = setTimeout(() => this.#draw(), PATIENCE - waited);
    // After a jump the old rows stay for a moment: mostly the new ones are here before one would see a gap.
    if (!(patient && missing === "all" && this.#painted)) {
      this.#view.layer.style.setProperty("--x", `${this.#view.gutter - Math.round(this.#view.left)}px`);
      this.#header.draw(seen.left, seen.right);
      this.#body.draw({ ...seen, offset: this.#view.space.offset, bars: !patient && missing !== "none" && health !== "gone" });
      this.#drawFooter(seen.first);
      Object.assign(this.#host.dataset, { firstRow: seen.first, rowsShown: seen.end - seen.first });
      this.#place.remember(seen.first, seen.left);
    }
    this.#drawState(missing);
    if (!this.#painted && missing !== "all") {
      this.#painted = true;
      markPainted();
    }
    probe.offset = this.#view.space.offset;
    drawn(began);
  }

  #drawFooter(row: number): void {
    const { info, status, cost, health, channel, cache } = this.state;
    const { heard, restarted } = channel;
    const selected = this.#summary.of(this.#selection.rect, info.columns, cache);
    const { seeking } = this.#place;
    this.#footer.draw({ row, columns: info.columns.length, status, cost, health, heard, restarted, seeking, selected });
  }

  #drawState(missing: Missing): void {
    const { status, trouble, health } = this.state;
    const loading = missing !== "none" && health !== "gone";
    this.#notice.draw(trouble);
    const away = health === "gone" && missing === "all" && this.#view.space.rows > 0;
    setText(this.#none, away ? "these rows were not loaded while there was a kernel" : "no rows");
    this.#none.hidden = !away && (status.rows > 0 || this.#layout.count === 0 || status.state === "running" || trouble !== null);
    const going = health !== "gone" && ((status.state === "running" && !status.paused) || loading) && !trouble;
    // A page that comes at once shows no line: only a run, or rows that are late.
    const late = this.#missingSince > 0 && performance.now() - this.#missingSince >= PATIENCE;
    this.#progress.draw(going && (status.state === "running" || late), status.fraction);
    this.#host.dataset.state = trouble ? "error" : health === "live" ? (loading ? "loading" : "ready") : health;
    const active = this.#body.el.querySelector(`#${this.#activeId}`);
    if (active) this.#view.el.setAttribute("aria-activedescendant", this.#activeId);
    else this.#view.el.removeAttribute("aria-activedescendant");
  }
}

export const grid = {
  initialize({ model, signal }: Props) {
    const state = GridState.of(model);
    const end = once(() => state.dispose());
    signal?.addEventListener("abort", end, { once: true });
    return end;
  },

  render({ model, el, signal }: Props) {
    probe.renders += 1;
    const orphan = !GridState.has(model);
    const state = GridState.of(model);
    const view = new GridView(state, el);
    const end = once(() => {
      view.dispose();
      // A host that never called `initialize` will not end the state either.
      if (orphan && state.views.size === 0) state.dispose();
    });
    signal?.addEventListener("abort", end, { once: true });
    return end;
  },
};
