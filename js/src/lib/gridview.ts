/** One view of a grid's rows, put together from its parts. What its model keeps is in `state`. */
import { Body } from "./body";
import type { Missing } from "./cache";
import { ColumnLayout } from "./columns";
import { Commands } from "./commands";
import { mount, node, on, setText } from "./dom";
import { Footer } from "./footer";
import { GRID } from "./gridstyle";
import { Header } from "./header";
import { Hold } from "./hold";
import { HEADER, isHosts } from "./keyboard";
import { isOpen } from "./model";
import { Notice } from "./notice";
import { Place } from "./place";
import { bindPointer } from "./pointer";
import { drawn, markPainted } from "./probe";
import { ProgressLine } from "./progress";
import { Selection } from "./selection";
import { Sizing } from "./sizing";
import { type Change, type GridState } from "./state";
import { Toolbar } from "./toolbar";
import { followTheme, THEME } from "./theme";
import { Viewport } from "./viewport";
import { Waiting } from "./waiting";
import { Widths } from "./widths";

let views = 0;

export class GridView {
  readonly #host: HTMLElement;
  readonly #root = node("div", "root");
  readonly #progress = new ProgressLine();
  readonly #none = node("div", "none");
  readonly #notice: Notice;
  readonly #toolbar: Toolbar;
  readonly #footer: Footer;
  readonly #view: Viewport;
  readonly #selection = new Selection();
  readonly #place: Place;
  readonly #hold = new Hold();
  readonly #commands: Commands;
  readonly #activeId = `pyrust-${++views}`;
  readonly #layout: ColumnLayout;
  readonly #widths: Widths;
  readonly #header: Header;
  readonly #body: Body;
  readonly #sizing: Sizing;
  #frame = 0;
  readonly #waiting = new Waiting(() => this.#draw());
  readonly #unwatch: () => void;
  #painted = false;

  constructor(
    private readonly state: GridState,
    el: HTMLElement,
  ) {
    const { host, root } = mount(el, THEME, GRID);
    this.#host = host;
    root.append(this.#root);
    this.#view = new Viewport(state.info.density === "compact", () => {
      this.#commands.tools?.moved();
      this.#schedule();
    });
    this.#notice = new Notice(() => void state.retry(), () => state.settle());
    this.#toolbar = new Toolbar((key, chip, remove) => this.#commands.use((tools) => tools.chip(key, chip, remove)));
    this.#footer = new Footer({
      stop: () => void state.act("cancel"),
      more: () => state.more(state.status.rows + 1),
    });
    const { ui, cache } = state;
    this.#layout = new ColumnLayout(state.schema.columns);
    this.#widths = new Widths(cache, this.#layout, () => ui.widths);
    this.#sizing = new Sizing(state, this.#view, this.#layout, this.#widths);
    this.#body = new Body(cache, this.#layout, this.#selection, this.#activeId, this.#view.space.row);
    this.#place = new Place(state, this.#view, this.#selection, this.#layout);
    this.#header = new Header(this.#layout, this.#activeId, {
      resized: (column, done) => this.#widened(column, done),
      fit: (column) => this.#fitColumn(column),
      sort: (column, add) => this.#act(column, add ? "sortToo" : "sort"),
      menu: (column) => this.#act(column, "menu"),
    });
    this.#commands = new Commands({
      host,
      root: this.#root,
      state,
      view: this.#view,
      selection: this.#selection,
      toolbar: this.#toolbar,
      footer: this.#footer,
      place: this.#place,
      layout: this.#layout,
      sizing: this.#sizing,
      header: this.#header,
      body: this.#body.el,
      fit: (column) => this.#fitColumn(column),
      redraw: () => this.#schedule(),
    });
    this.#root.append(this.#toolbar.el, this.#progress.el, this.#view.el, this.#notice.el, this.#footer.el);
    this.#view.layer.append(this.#header.el, this.#body.el, this.#none);
    this.#view.el.ariaColCount = String(this.#layout.count + 1);
    this.#widths.layOut();
    this.#sizing.fit();
    this.#bind();
    this.#place.restore();
    followTheme(host, this.#root, () => {
      if (this.#widths.refit()) this.#sizing.fit();
      this.#schedule();
    });
    state.views.add(this);
    this.#unwatch = state.arrangement.watch(() => this.#schedule());
    this.#draw();
  }

  changed(what: Change, first = 0, end = 0): void {
    if (what === "status") {
      this.#sizing.fit();
      this.#place.step();
    } else if (what === "view") {
      this.#widths.others = true;
      this.#place.begin();
    } else if (what === "columns") this.#sizing.learn(first, end, this.#commands.seen(), this.#selection);
    else if (what === "rows" && this.#widths.grow()) this.#sizing.fit();
    else if (what === "health" && this.state.health === "live") this.state.fetcher.retry();
    this.#schedule();
  }

  dispose(): void {
    this.#hold.gone();
    this.state.views.delete(this);
    this.state.fetcher.forget(this);
    this.#view.dispose();
    this.#commands.dispose();
    this.#unwatch();
    cancelAnimationFrame(this.#frame);
    this.#waiting.stop();
    this.#host.remove();
  }

  #bind(): void {
    const area = this.#view.el;
    on(area, "keydown", (event) => this.#commands.pressed(event));
    // Nothing typed in here may reach the notebook's command mode, but for its own keys and the Esc that leaves.
    on(this.#host, "keydown", (event) => {
      if (event !== this.#commands.passing && !isHosts(event)) event.stopPropagation();
    });
    for (const name of ["pointerenter", "focusin"] as const) on(this.#host, name, () => this.#commands.prepare());
    bindPointer(area, {
      cellAt: (event) => this.#commands.cellAt(event),
      select: (cell, extend) => this.#commands.select(cell, extend),
    });
  }

  /** Does something with a column, the cursor in its header. */
  #act(column: number, id: string): void {
    this.#commands.select({ row: HEADER, column }, false);
    this.#commands.use((tools) => tools.run(id));
  }

  #fitColumn(column: number): void {
    const { first, end } = this.#commands.seen();
    this.#widths.fit(column, first, end);
    this.#widened(column, true);
  }

  #widened(column: number, done: boolean): void {
    this.#sizing.widened(column, done);
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
    const patient = this.#waiting.patient(missing);
    const held = this.#body.hold(status.rows === 0 && isOpen(status) && health !== "gone", status.epoch);
    // After a jump the old rows stay for a moment: mostly the new ones are here before one would see a gap.
    if (!(patient && missing === "all" && this.#painted)) {
      this.#view.layer.style.setProperty("--x", `${this.#view.gutter - Math.round(this.#view.left)}px`);
      this.#header.draw(seen.left, seen.right);
      if (!held) this.#body.draw({ ...seen, offset: this.#view.space.offset, bars: !patient && missing !== "none" && health !== "gone" });
      this.#drawFooter(seen.first);
      Object.assign(this.#host.dataset, { firstRow: seen.first, rowsShown: seen.end - seen.first });
      this.#place.remember(seen.first, seen.left);
    }
    const [view, { active }] = [this.state.arrangement.shown(), this.#selection];
    this.#header.mark(view.spec, active?.row === HEADER ? active.column : null);
    this.#toolbar.draw(view, health !== "gone");
    this.#commands.tools?.drawn();
    this.#drawState(missing, held);
    if (!this.#painted && missing !== "all") {
      this.#painted = true;
      markPainted();
    }
    drawn(began, this.#view.space.offset);
  }

  #drawFooter(row: number): void {
    const { status, cost, health, channel } = this.state;
    const { heard, restarted } = channel;
    const { seeking } = this.#place;
    this.#footer.draw({ row, columns: this.#layout.count, status, cost, health, heard, restarted, seeking });
  }

  #drawState(missing: Missing, held: boolean): void {
    const { status, trouble, health } = this.state;
    const loading = (missing !== "none" || held) && health !== "gone";
    this.#notice.draw(trouble);
    const away = health === "gone" && missing === "all" && this.#view.space.rows > 0;
    const none = status.total ? "no row passes the filters" : "no rows";
    setText(this.#none, away ? "these rows were not loaded while there was a kernel" : none);
    const running = isOpen(status);
    this.#none.hidden = !away && (status.rows > 0 || this.#layout.count === 0 || running || trouble !== null);
    const going = health !== "gone" && ((running && !status.paused) || loading) && !trouble;
    // A page that comes at once shows no line: only a run, or rows that are late.
    this.#progress.draw(going && (running || this.#waiting.late), status);
    this.#host.dataset.state = trouble ? "error" : health === "live" ? (loading ? "loading" : "ready") : health;
    if (this.#view.layer.querySelector(`#${this.#activeId}`)) this.#view.el.setAttribute("aria-activedescendant", this.#activeId);
    else this.#view.el.removeAttribute("aria-activedescendant");
  }
}
