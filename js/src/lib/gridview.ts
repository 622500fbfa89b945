/** One view of a grid's rows, put together from its parts. What its model keeps is in `state`. */
import { Body } from "./body";
import type { Missing } from "./cache";
import { ColumnLayout } from "./columns";
import { Commands } from "./commands";
import { mount, node, setText } from "./dom";
import { Footer } from "./footer";
import { GRID } from "./gridstyle";
import { Header } from "./header";
import { Hold } from "./hold";
import { isHosts } from "./keyboard";
import { isOpen } from "./model";
import { Notice } from "./notice";
import { Place } from "./place";
import { bindPointer } from "./pointer";
import { Popover } from "./popover";
import { drawn, markPainted, probe } from "./probe";
import { ProgressLine } from "./progress";
import { Selection } from "./selection";
import { type Change, type GridState } from "./state";
import { Summary } from "./summary";
import { followTheme, THEME } from "./theme";
import { Viewport } from "./viewport";
import { Widths } from "./widths";

const PATIENCE = 80;
let views = 0;

export class GridView {
  readonly #host: HTMLElement;
  readonly #root = node("div", "root");
  readonly #progress = new ProgressLine();
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
  readonly #hold = new Hold();
  readonly #commands: Commands;
  readonly #activeId = `pyrust-${++views}`;
  readonly #layout: ColumnLayout;
  readonly #widths: Widths;
  readonly #header: Header;
  readonly #body: Body;
  /** How many rows are seen at once. */
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
      more: () => state.more(state.status.rows + 1),
      copy: () => this.#commands.copy(),
      go: (row) => this.#commands.goTo(row),
      back: () => this.#view.focus(),
    });
    const { ui, cache } = state;
    this.#layout = new ColumnLayout(state.schema.columns);
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
    this.#view.el.setAttribute("aria-colcount", String(this.#layout.count + 1));
    this.#body.el.append(this.#none);
    this.#widths.layOut();
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

  changed(what: Change, first = 0, end = 0): void {
    if (what === "status") {
      this.#fit();
      this.#place.step();
    } else if (what === "columns") this.#learn(first, end);
    else if (what === "rows" && this.#widths.grow()) this.#fit();
    else if (what === "health" && this.state.health === "live") this.state.fetcher.retry();
    this.#schedule();
  }

  dispose(): void {
    this.#hold.gone();
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
    const { info, status, done } = this.state;
    const { rows, exact } = status;
    const most = info.rows_visible ?? 18;
    // As high as it will be: mostly that is known at the start, and else it is as it was when the cell ran last.
    this.#visible = Math.max(1, Math.min(most, done ? rows : Math.max(rows, info.rows_expected ?? most)));
    this.#view.size(rows, this.#visible, this.#layout.total, this.#widths.gutter(rows));
    this.#view.el.setAttribute("aria-rowcount", String(exact ? rows + 1 : -1));
  }

  /** Columns are known that were not before. They may be of another width: what is seen stays where it is. */
  #learn(first: number, end: number): void {
    const [layout, view, { active }] = [this.#layout, this.#view, this.#selection];
    const seen = this.#commands.seen();
    const into = view.left - layout.start(seen.left);
    this.#widths.learn(first, end);
    this.#fit();
    view.scrollLeft(layout.start(seen.left) + into);
    const inSight = active && active.row >= seen.first && active.row < seen.end && active.column >= seen.left && active.column < seen.right;
    if (inSight) view.reveal(active.row, layout.start(active.column), layout.start(active.column + 1));
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
    this.#hold.seen(this.#host);
    if (health !== "gone") this.state.schema.want(seen.left, seen.right);
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
    const { status, cost, health, channel, cache } = this.state;
    const { heard, restarted } = channel;
    const { columns, count } = this.#layout;
    const selected = this.#summary.of(this.#selection.rect, columns, cache);
    const { seeking } = this.#place;
    this.#footer.draw({ row, columns: count, status, cost, health, heard, restarted, seeking, selected });
  }

  #drawState(missing: Missing): void {
    const { status, trouble, health } = this.state;
    const loading = missing !== "none" && health !== "gone";
    this.#notice.draw(trouble);
    const away = health === "gone" && missing === "all" && this.#view.space.rows > 0;
    setText(this.#none, away ? "these rows were not loaded while there was a kernel" : "no rows");
    const running = isOpen(status);
    this.#none.hidden = !away && (status.rows > 0 || this.#layout.count === 0 || running || trouble !== null);
    const going = health !== "gone" && ((running && !status.paused) || loading) && !trouble;
    // A page that comes at once shows no line: only a run, or rows that are late.
    const late = this.#missingSince > 0 && performance.now() - this.#missingSince >= PATIENCE;
    this.#progress.draw(going && (running || late), status);
    this.#host.dataset.state = trouble ? "error" : health === "live" ? (loading ? "loading" : "ready") : health;
    const active = this.#body.el.querySelector(`#${this.#activeId}`);
    if (active) this.#view.el.setAttribute("aria-activedescendant", this.#activeId);
    else this.#view.el.removeAttribute("aria-activedescendant");
  }
}
