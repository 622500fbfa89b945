/** The filters of a view by hand: the editor of one, beside what it is about, and the chips of those there are. */
import type { Parts } from "../lib/commands";
import type { Trouble } from "../lib/model";
import { filtered, switched, unfiltered, type Filter, type Spec } from "../lib/spec";
import { ColumnLayer } from "./columns";
import { FilterLayer } from "./filter";
import { late, type Late } from "./layer";
import { boxOf, columnOf } from "./now";

export interface FilterChanges {
  /** Changes the spec; why it was refused. */
  change(edit: (spec: Spec) => Spec): Promise<Trouble | null>;
  /** The same, and says why in the footer. */
  tell(edit: (spec: Spec) => Spec): void;
}

export class Filters {
  readonly #editor: Late<FilterLayer>;
  readonly #columns: Late<ColumnLayer>;

  constructor(
    private readonly parts: Parts,
    private readonly changes: FilterChanges,
    /** The word of the toolbar that adds one. */
    private readonly word: () => DOMRect,
    closed: () => void,
  ) {
    const { root, state } = parts;
    this.#editor = late(() => new FilterLayer(root, state, closed));
    this.#columns = late(() => new ColumnLayer(root, closed, (column) => this.#edit(column, word())));
  }

  /** What may be open. */
  get layers(): (FilterLayer | ColumnLayer | undefined)[] {
    return [this.#editor.made, this.#columns.made];
  }

  /** The first filter of the column at the cursor, or a new one. */
  open(): void {
    const { selection } = this.parts;
    const { active } = selection;
    if (!active) return this.add();
    const name = columnOf(this.parts)?.name;
    const kept = this.#filters().findIndex(({ column }) => column === name);
    this.#edit(active.column, boxOf(this.parts, active), kept < 0 ? undefined : kept);
  }

  add(): void {
    const { state, layout } = this.parts;
    state.schema.want(0, layout.count);
    this.#columns.get().begin(layout.columns, this.word());
  }

  /** A chip was clicked. */
  chip(at: number, chip: HTMLElement): void {
    const name = this.#filters()[at]?.column;
    const column = this.parts.layout.columns.findIndex((each) => each?.name === name);
    // Of a column that is gone there is nothing to edit: it can be switched, removed, and come back.
    if (column >= 0) this.#edit(column, chip.getBoundingClientRect(), at);
    else this.changes.tell((spec) => switched(spec, at));
  }

  #filters(): readonly Filter[] {
    return this.parts.state.arrangement.shown().spec.filters ?? [];
  }

  #edit(column: number, beside: DOMRect, at?: number): void {
    const info = this.parts.layout.columns[column];
    const kept = at === undefined ? undefined : this.#filters()[at];
    if (!info) return;
    this.#editor.get().edit(info, column, kept ?? null, beside, {
      apply: (filter) => this.changes.change((spec) => filtered(spec, filter, kept && at)),
      remove: () => this.changes.tell((spec) => (at === undefined ? spec : unfiltered(spec, at))),
    });
  }
}
