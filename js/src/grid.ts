/** The grid: one view of a model's rows, put together from its parts. What a model keeps is in `lib/state`. */
import { Body } from "./lib/body";
import { ColumnLayout } from "./lib/columns";
import { Commands } from "./lib/commands";
import { mount, node, once } from "./lib/dom";
import { Footer } from "./lib/footer";
import { GRID } from "./lib/gridstyle";
import { Header } from "./lib/header";
import type { Props } from "./lib/model";
import { Notice } from "./lib/notice";
import { bindPointer } from "./lib/pointer";
import { Popover } from "./lib/popover";
import { drawn, markPainted, probe } from "./lib/probe";
import { Progress } from "./lib/progress";
import { ROW } from "./lib/scroll";
import { Selection } from "./lib/selection";
import { type Change, GridState } from "./lib/state";
import { summary } from "./lib/summary";
import { followTheme, THEME } from "./lib/theme";
import { Viewport } from "./lib/viewport";
import { Widths } from "./lib/widths";

const PATIENCE = 80;
let views = 0;

class GridView {
  readonly #host: HTMLElement;
  readonly #root = node("div", "root");
  readonly #progress = new Progress();
  readonly #none = node("div", "none", "no rows");
  readonly #notice: Notice;
  readonly #footer: Footer;
  readonly #popover = new Popover(() => this.#view.focus());
  readonly #view = new Viewport(() => this.#schedule());
  readonly #selection = new Selection();
  readonly #commands: Commands;
  readonly #activeId = `pyrust-${++views}`;
  #layout!: ColumnLayout;
  #widths!: Widths;
  #header!: Header;
  #body!: Body;
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
    this.#commands = new Commands({
      host,
      state,
      view: this.#view,
      selection: this.#selection,
      footer: this.#footer,
      popover: this.#popover,
      layout: () => this.#layout,
      body: () => this.#body.el,
      page: () => Math.max(1, this.#visible - 1),
      redraw: () => this.#schedule(),
    });
    this.#root.append(this.#progress.el, this.#view.el, this.#notice.el, this.#footer.el, this.#popover.el);
    followTheme(host, this.#root);
    this.#bind();
    this.#build();
    state.views.add(this);
    this.#draw();
  }

  changed(what: Change): void {
    if (what === "grid") this.#build();
    else if (what === "status") this.#fit();
    else if (what === "rows" && this.#widths.grow()) this.#fit();
    else if (what === "health" && this.state.health === "live") this.state.fetcher.retry();
    this.#schedule();
  }

  dispose(): void {
    this.state.views.delete(this);
    this.state.fetcher.forget(this);
    this.#view.dispose();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#patience);
    this.#popover.close();
    this.#host.remove();
  }

  /** Everything that depends on the columns; again when Python put another result into the model. */
  #build(): void {
    const { info, ui, cache, status } = this.state;
    this.#layout = new ColumnLayout(info.columns);
    this.#widths = new Widths(cache, this.#layout, () => ui.widths);
    this.#header = new Header(this.#layout, {
      resized: (column, done) => this.#widened(column, done),
      fit: (column) => {
        const { first, end } = this.#commands.seen();
        this.#widths.fit(column, first, end);
        this.#widened(column, true);
      },
    });
    this.#body = new Body(cache, this.#layout, this.#selection, this.#activeId);
    this.#view.layer.replaceChildren(this.#header.el, this.#body.el);
    this.#body.el.append(this.#none);
    this.#widths.layOut(info.page);
    const most = info.rows_visible ?? 18;
    this.#visible = Math.max(info.error ? 5 : 1, status.exact && status.state !== "running" ? Math.min(most, status.rows) : most);
    this.#view.el.setAttribute("aria-colcount", String(info.columns.length + 1));
    this.#fit();
    this.#view.scrollTo(ui.row * ROW);
    this.#view.scrollLeft(this.#layout.start(ui.left));
    this.#selection.clear();
    const [row, column] = ui.cell ?? [status.rows, 0];
    if (row < status.rows && column < info.columns.length) this.#selection.set({ row, column });
    this.#painted = false;
  }

  #fit(): void {
    const { rows } = this.state.status;
    const digits = Math.max(2, String(Math.max(0, rows - 1)).length);
    const gutter = Math.ceil(21 + digits * 7.05 + (digits > 4 ? Math.floor((digits - 1) / 3) * 2 : 0));
    this.#view.size(rows, this.#visible, this.#layout.total, gutter);
    this.#view.el.setAttribute("aria-rowcount", String(this.state.status.exact ? rows + 1 : -1));
  }

  #bind(): void {
    const area = this.#view.el;
    area.addEventListener("keydown", (event) => this.#commands.pressed(event));
    // Nothing typed in here may reach the notebook's command mode, but for the Esc that leaves.
    this.#host.addEventListener("keydown", (event) => {
      if (event !== this.#commands.passing) event.stopPropagation();
    });
    bindPointer(area, () => this.#body.el, {
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
    const { cache, fetcher, ended } = this.state;
    const missing = cache.missing(seen.first, seen.end, seen.left, seen.right);
    if (seen.end > seen.first && !ended) fetcher.wish(this, seen);
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
      this.#body.draw({ ...seen, offset: this.#view.space.offset, bars: !patient && missing !== "none" });
      this.#drawFooter(seen.first);
      Object.assign(this.#host.dataset, { firstRow: seen.first, rowsShown: seen.end - seen.first });
      this.#remember(seen.first, seen.left);
    }
    this.#drawState(missing !== "none");
    if (!this.#painted && missing !== "all") {
      this.#painted = true;
      markPainted();
    }
    probe.offset = this.#view.space.offset;
    drawn(began);
  }

  #drawFooter(row: number): void {
    const { info, status, cost, health, channel, ended, cache } = this.state;
    const selected = summary(this.#selection.rect, info.columns, cache);
    this.#footer.draw({ row, columns: info.columns.length, status, cost, health, heard: channel.heard, ended, selected });
  }

  #drawState(loading: boolean): void {
    const { status, trouble, health, ended } = this.state;
    const bare = trouble !== null && this.#layout.count === 0;
    this.#root.classList.toggle("bare", bare);
    this.#notice.draw(trouble, bare);
    this.#none.hidden = status.rows > 0 || this.#layout.count === 0 || status.state === "running" || trouble !== null;
    const going = health !== "gone" && !ended && ((status.state === "running" && !status.paused) || loading) && !trouble;
    // A page that comes at once shows no line: only a run, or rows that are late.
    const late = this.#missingSince > 0 && performance.now() - this.#missingSince >= PATIENCE;
    this.#progress.draw(going && (status.state === "running" || late), status.fraction);
    this.#host.dataset.state = trouble ? "error" : health === "live" ? (loading ? "loading" : "ready") : health;
    const active = this.#body.el.querySelector(`#${this.#activeId}`);
    if (active) this.#view.el.setAttribute("aria-activedescendant", this.#activeId);
    else this.#view.el.removeAttribute("aria-activedescendant");
  }

  #remember(row: number, left: number): void {
    const { ui } = this.state;
    const { active } = this.#selection;
    const cell: [number, number] | null = active && [active.row, active.column];
    if (ui.row !== row || ui.left !== left || String(ui.cell) !== String(cell)) this.state.save({ row, left, cell });
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
