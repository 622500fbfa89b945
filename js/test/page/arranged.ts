/**
 * What a fake kernel makes of a spec: every filter halves the rows (every other one stays), a sort that descends turns them
 * round, and what says so is exact. So a page that shows rows of another spec is found out.
 */
import type { Arranged as View, Described, Filter, Spec } from "../../src/lib/spec";
import type { FakeKernel } from "./harness";
import { fakeCell } from "./table";

type Message = Record<string, unknown>;
/** Where a condition is wrong. */
const WRONG = "!!";

export class Arranged {
  #past: Spec[] = [];
  #future: Spec[] = [];
  #spec: Spec = {};
  #rev = 0;
  #total = 0;

  constructor(private readonly kernel: FakeKernel) {}

  begin(view: unknown): void {
    ({ rev: this.#rev, spec: this.#spec } = view as View);
    this.#settle();
  }

  get view(): View {
    const { spec } = { spec: this.#spec };
    return { rev: this.#rev, spec, described: describe(spec, this.kernel.columns as { name: string }[]), undo: this.#past.length > 0, redo: this.#future.length > 0 };
  }

  /** Which row of the table a row of the view is. */
  base(row: number): number {
    const place = row * 2 ** this.#halvings;
    return this.#spec.sort?.[0]?.descending ? this.#total - 1 - place : place;
  }

  get #halvings(): number {
    const { filters = [], where, search } = this.#spec;
    return filters.filter(({ off }) => !off).length + (where ? 1 : 0) + (search ? 1 : 0);
  }

  /** Why a request cannot be carried out. */
  refuse({ op, rev, spec }: Message): Message | null {
    if (op !== "change") return null;
    const { where } = spec as Spec;
    const at = where?.indexOf(WRONG) ?? -1;
    if (at >= 0) return { type: "PlanError", message: `sql: expected an expression, found ${WRONG}`, hint: "a condition is true or false", line: 1, column: at + 1, retry: false };
    if (rev === this.#rev || JSON.stringify(spec) === JSON.stringify(this.#spec)) return null;
    return { type: "Stale", message: "another change was first", retry: true };
  }

  answer(message: Message): Message | null {
    const now = message.rev === this.#rev;
    switch (message.op) {
      case "change":
        if (JSON.stringify(message.spec) !== JSON.stringify(this.#spec)) this.change(message.spec as Spec);
        return { view: this.view, ...this.kernel.state() };
      case "keep": {
        const { kind, text } = fakeCell(this.base(Number(message.row)), Number(message.column));
        const column = (this.kernel.columns as { name: string }[])[Number(message.column)]?.name ?? "";
        const filter: Filter = { column, test: "in", values: [kind === 2 ? null : text], negated: message.negated === true };
        this.change({ ...this.#spec, filters: [...(this.#spec.filters ?? []), filter] });
        return { view: this.view, ...this.kernel.state() };
      }
      case "undo":
      case "redo": {
        const [from, to] = message.op === "undo" ? [this.#past, this.#future] : [this.#future, this.#past];
        const spec = now ? from.pop() : undefined;
        if (spec) {
          to.push(this.#spec);
          this.#set(spec);
        }
        return { view: this.view, ...this.kernel.state() };
      }
      case "code":
        return { text: `${String(message.language)}: ${JSON.stringify(this.#spec)}` };
      case "complete": {
        const text = String(message.text);
        const prefix = /\w*$/.exec(text)?.[0] ?? "";
        const columns = (this.kernel.columns as { name: string; type: string }[]).map(({ name, type }) => ({ text: name, kind: "column", about: type }));
        const items = [...columns, { text: "lower", kind: "function" }, { text: "LIKE", kind: "keyword" }].filter((item) => item.text.toLowerCase().startsWith(prefix.toLowerCase()));
        const compared = /(\w+) = $/.exec(text)?.[1];
        const column = columns.findIndex((each) => each.text === compared);
        return { prefix, items, values: column < 0 ? null : { column, quoted: true, search: "" } };
      }
      case "spec":
        return { view: this.view };
      case "values": {
        const search = String(message.search ?? "").toLowerCase();
        const all = [null, "", ...Array.from({ length: 1000 }, (_, at) => `value ${at}`)].filter((text) => !search || text?.includes(search));
        const offset = Number(message.offset);
        return { values: all.slice(offset, offset + Number(message.limit)).map((text, at) => ({ text, count: 1_000_000 - (offset + at) * 7 })), distinct: all.length };
      }
      case "find":
        // Every hundredth row has it.
        if (!message.text || message.text === "nowhere") return { row: null };
        return { row: Number(message.row) + (message.backwards ? -100 : 100), column: 2 };
      default:
        return null;
    }
  }

  change(spec: Spec): void {
    this.#past.push(this.#spec);
    this.#future = [];
    this.#set(spec);
  }

  #set(spec: Spec): void {
    if (this.#rev === 0) this.#total = Number(this.kernel.status.rows);
    this.#spec = spec;
    this.#rev += 1;
    this.#settle();
  }

  #settle(): void {
    this.#total ||= Number(this.kernel.status.rows);
    const rows = Math.ceil(this.#total / 2 ** this.#halvings);
    Object.assign(this.kernel.status, { rev: this.#rev, rows, total: this.#total, total_exact: this.kernel.status.exact });
  }
}

function describe({ sort = [], filters = [], where }: Spec, columns: { name: string }[]): Described {
  const problem = (column: string) => (columns.some(({ name }) => name === column) ? null : `there is no column ${column}`);
  return {
    sort: sort.map(({ column }) => ({ problem: problem(column) })),
    filters: filters.map((filter) => ({ words: (filter.negated ? "not " : "") + words(filter), problem: problem(filter.column) })),
    where: where ? { problem: null } : null,
  };
}

function words({ test, low, high, values = [], text, part }: Filter): string {
  if (test === "between") return `${low ?? ""} … ${high ?? ""}`;
  if (test === "in") return `is ${values.map((value) => value ?? "null").join(", ")}`;
  if (test === "part") return `${part} ${values.join(", ")}`;
  return text === undefined ? `is ${test}` : `${test} ${text}`;
}
