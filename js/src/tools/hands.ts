/** The hands of a view: what the table of actions does with it. One of a kind of each thing that opens. */
import type { Commands, Parts } from "../lib/commands";
import { adopt, on } from "../lib/dom";
import { label, type Trouble } from "../lib/model";
import { nulled, sorted, turned, unfiltered, type Spec } from "../lib/spec";
import type { ChipKey } from "../lib/toolbar";
import { ACTIONS, meaning, named, type Action } from "./actions";
import { SpecBox } from "./boxes";
import { Cells } from "./cells";
import { Changes } from "./changes";
import { CodeLayer } from "./code";
import { bindDrag } from "./drag";
import { Filters } from "./filters";
import { Find } from "./find";
import { Foot } from "./foot";
import { GoTo } from "./goto";
import { Grip } from "./grip";
import { Help } from "./help";
import { late, type Late } from "./layer";
import { Menu } from "./menu";
import { boxOf, columnOf, nowOf } from "./now";
import { TOOLS } from "./style";
import { typed } from "./typed";
import { Words } from "./words";

export class Hands {
  readonly #changes: Changes;
  readonly #words: Words;
  readonly #foot: Foot;
  readonly #goTo: GoTo;
  readonly #find: Find;
  readonly #where: SpecBox;
  readonly #search: SpecBox;
  readonly #grip: Grip;
  readonly #release: () => void;
  readonly #cells: Cells;
  readonly #filters: Filters;
  readonly #menu: Late<Menu>;
  readonly #help: Late<Help>;
  readonly #code: Late<CodeLayer>;

  constructor(
    private readonly parts: Parts,
    private readonly commands: Commands,
  ) {
    const { root, state, toolbar, view } = parts;
    adopt(root.getRootNode() as ShadowRoot, TOOLS);
    const back = () => view.focus();
    const change = (edit: (spec: Spec) => Spec) => this.#changes.change(edit(state.arrangement.shown().spec));
    this.#changes = Changes.of(state.arrangement);
    this.#words = new Words(toolbar, (action) => this.#run(action));
    this.#grip = new Grip(parts);
    this.#foot = new Foot(parts, (id) => this.run(id));
    this.#goTo = new GoTo(parts, commands, this.#foot.go);
    this.#find = new Find(parts, commands);
    this.#where = new SpecBox(parts, "where", "a condition in SQL: price > 3 and name like 'x%'", change);
    this.#search = new SpecBox(parts, "search", "in all columns of strings", change);
    this.#cells = new Cells(parts, back);
    this.#filters = new Filters(parts, { change, tell: (edit) => void this.#change(edit) }, () => this.#words.box("add"), back);
    this.#menu = late(() => new Menu(root, back, (action) => this.#run(action)));
    this.#code = late(() => new CodeLayer(root, state, back));
    this.#help = late(() => new Help(root, back));
    this.#release = bindDrag(parts, commands, () => this.run("open"));
    on(view.el, "contextmenu", (event) => this.#menuAt(event));
  }

  run(id: string): void {
    const action = ACTIONS.find((each) => each.id === id);
    if (action && (action.when?.(nowOf(this.parts)) ?? true)) this.#run(action);
  }

  pressed(event: KeyboardEvent): boolean {
    const action = meaning(named(event), nowOf(this.parts));
    if (action) this.#run(action);
    return action !== undefined;
  }

  replay(keys: readonly KeyboardEvent[]): void {
    for (const key of keys) {
      const focused = (this.parts.root.getRootNode() as ShadowRoot).activeElement;
      if (focused instanceof HTMLInputElement) typed(focused, key);
      else this.commands.pressed(key);
    }
  }

  chip(key: ChipKey, chip: HTMLElement, remove: boolean): void {
    if (remove) {
      void this.#change((spec) => (typeof key === "number" ? unfiltered(spec, key) : { ...spec, [key]: null }));
      this.parts.view.focus();
    } else if (key === "where") this.where();
    else if (key === "search") this.search();
    else this.#filters.chip(key, chip);
  }

  escape(): boolean {
    const open = [this.#cells.layer, ...this.#filters.layers, this.#menu.made, this.#help.made, this.#code.made, this.#find, this.#where, this.#search].find((each) => each?.open);
    open?.close();
    return open !== undefined;
  }

  moved(): void {
    this.#cells.moved();
  }

  drawn(): void {
    this.#words.draw(nowOf(this.parts));
    this.#foot.draw();
  }

  dispose(): void {
    while (this.escape());
    this.#release();
    this.#words.dispose();
    this.#grip.remove();
  }

  // --- what the table does --------------------------------------------------------------------------------

  open(): void {
    this.#cells.open();
  }

  copy(): void {
    this.#cells.copy();
  }

  all(): void {
    const { state, layout, selection } = this.parts;
    if (state.status.rows && layout.count) selection.all(state.status.rows, layout.count);
    this.parts.redraw();
  }

  go(): void {
    this.#goTo.open();
  }

  fit(): void {
    const { active } = this.parts.selection;
    if (active) this.parts.fit(active.column);
  }

  widen(by: number): void {
    this.#grip.widen(by);
  }

  grow(rows: number): void {
    this.#grip.grow(rows);
  }

  turn(add: boolean): void {
    this.#ofColumn((spec, name) => turned(spec, name, add));
  }

  sort(way: "up" | "down" | null, add = false): void {
    this.#ofColumn((spec, name) => sorted(spec, name, way, add));
  }

  nulls(nulls: "first" | "last"): void {
    this.#ofColumn((spec, name) => nulled(spec, name, nulls));
  }

  keep(negated: boolean): void {
    void this.act("keep", { ...this.parts.selection.active, negated });
  }

  async act(op: string, args: Record<string, unknown> = {}): Promise<void> {
    this.#tell(await this.#changes.act(op, args));
  }

  filter(): void {
    this.#filters.open();
  }

  add(): void {
    this.#filters.add();
  }

  menu(beside?: DOMRect): void {
    const { active } = this.parts.selection;
    const [column, now] = [columnOf(this.parts), nowOf(this.parts)];
    if (!active || !column) return;
    const able = ACTIONS.filter(({ menu, when }) => menu && (when?.(now) ?? true)).map((action): [Action, string] => [action, this.#cells.said(action)]);
    const parts = (["cell", "column"] as const).map((part) => able.filter(([{ menu }]) => menu === part));
    this.#menu.get().fill(label(column), parts, beside ?? boxOf(this.parts, active));
  }

  search(): void {
    this.#boxes(this.#search).begin();
  }

  where(): void {
    this.#boxes(this.#where).begin();
  }

  find(): void {
    this.#boxes(this.#find).begin();
  }

  step(backwards: boolean): void {
    this.#find.step(backwards);
  }

  code(): void {
    this.#code.get().begin(this.#words.box("code"));
  }

  help(): void {
    this.#help.get().begin(this.#words.box("help"));
  }

  /** The menu of what the pointer is on; without a kernel the browser's own, for what can be done without. */
  #menuAt(event: MouseEvent): void {
    const { header, selection, state } = this.parts;
    const cell = this.commands.cellAt(event) ?? header.at(event);
    if (!cell || state.health === "gone") return;
    event.preventDefault();
    event.stopPropagation();
    if (!selection.has(cell.row, cell.column)) this.commands.select(cell, false);
    this.menu(new DOMRect(event.clientX, event.clientY, 0, 0));
  }

  // --- its parts --------------------------------------------------------------------------------------------

  #run(action: Action): void {
    action.run(this);
  }

  /** One box at a time: they share the toolbar. */
  #boxes<T extends Find | SpecBox>(opened: T): T {
    for (const box of [this.#find, this.#where, this.#search]) if (box !== opened) box.close();
    return opened;
  }

  #ofColumn(edit: (spec: Spec, name: string) => Spec): void {
    const name = columnOf(this.parts)?.name;
    if (name !== undefined) void this.#change((spec) => edit(spec, name));
  }

  async #change(edit: (spec: Spec) => Spec): Promise<void> {
    this.#tell(await this.#changes.change(edit(this.parts.state.arrangement.shown().spec)));
  }

  #tell(trouble: Trouble | null): void {
    if (trouble) this.parts.footer.flash([trouble.message, trouble.hint].filter(Boolean).join(": "));
  }
}
