/**
 * What belongs to a grid's model rather than to one of its views: channel, pages at hand, status, and the `ui` trait.
 * It outlives views, because JupyterLab takes cells off the page that are scrolled out of sight.
 */
import { Channel, RequestError, type Health, type Reply } from "./channel";
import { PageCache } from "./cache";
import { Fetcher } from "./fetcher";
import type { GridInfo, Model, Status, Trouble, Ui } from "./model";
import { asBytes, Page } from "./page";
import type { Rect } from "./selection";

export type Change = "rows" | "status" | "health" | "trouble";
export interface Listener {
  changed(what: Change): void;
}

const SAVE_AFTER = 600;
const CATCH_UP = 500;
/** A run that says nothing for this long is asked: the push that tells of its end can be lost. */
const QUIET = 2000;
const QUIET_PAUSE = 10_000;
const EMPTY: Status = {
  rows: 0,
  exact: true,
  state: "done",
  paused: false,
  source: "",
  ordered: true,
  seconds: 0,
  error: null,
};

/** Hosts hand out a new proxy per call; the value of the trait is the one thing two proxies of a model share. */
const known = new WeakMap<object, GridState>();

export class GridState {
  readonly info: GridInfo;
  status: Status;
  readonly ui: Ui;
  readonly cache = new PageCache();
  readonly views = new Set<Listener>();
  readonly channel: Channel;
  readonly fetcher: Fetcher;
  trouble: Trouble | null = null;
  /** What the last page cost: the whole way, and the engine's part of it. */
  cost: { took: number; engine: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  /** How many rows there were when more was last asked for. */
  #asked = -1;

  static of(model: Model): GridState {
    const grid = model.get("grid") as object;
    return known.get(grid) ?? new GridState(model);
  }

  static has(model: Model): boolean {
    return known.has(model.get("grid") as object);
  }

  private constructor(private readonly model: Model) {
    const saved = (model.get("ui") ?? {}) as Partial<Ui>;
    this.ui = { row: saved.row ?? 0, left: saved.left ?? 0, widths: { ...saved.widths }, cell: saved.cell ?? null };
    this.info = model.get("grid") as GridInfo;
    // The state of the first frame, and how the run ended if it has since.
    this.status = { ...EMPTY, ...this.info.status, ...(model.get("status") as Partial<Status> | undefined) };
    this.trouble = this.#statusTrouble();
    this.channel = new Channel(
      model,
      this.info.view,
      (message) => this.#pushed(message),
      () => {
        this.#expect();
        this.#tell("health");
      },
    );
    this.fetcher = new Fetcher(
      this.channel,
      this.cache,
      () => ({ rows: this.status.rows, columns: this.info.columns.length }),
      (reply, rect, took) => this.#arrived(reply, rect, took),
      (trouble) => this.fail(trouble),
    );
    known.set(this.info, this);
    this.#readPage();
    // After a reload of the page the first frame may be long ago.
    this.#expect(CATCH_UP);
  }

  /** Whether the rows there are are all there will be. */
  get done(): boolean {
    return this.status.exact && this.status.state !== "running";
  }

  get health(): Health {
    return this.channel.health;
  }

  ask(op: string, args: Record<string, unknown> = {}): Promise<Reply> {
    return this.channel.request(op, args).reply;
  }

  /** An operation whose answer is a status, and whose failure is shown over the rows. */
  async act(op: "status" | "cancel" | "more", args: Record<string, unknown> = {}): Promise<void> {
    try {
      this.#setStatus((await this.ask(op, args)).status);
    } catch (reason) {
      if (reason instanceof RequestError && reason.trouble.message && op !== "status") this.fail(reason.trouble);
    }
  }

  /** Goes on with a run that waits: once for each length, however often the end of the rows is looked at. */
  more(rows?: number): void {
    if (rows === undefined && (!this.status.paused || this.#asked === this.status.rows)) return;
    this.#asked = this.status.rows;
    void this.act("more", rows === undefined ? {} : { rows });
  }

  /** The `retry` word: a run that failed or was stopped begins anew, and what could not be read is read again. */
  async retry(): Promise<void> {
    const broken = this.status.state === "failed" || this.status.state === "cancelled";
    try {
      const { status } = await this.ask("retry");
      if (broken) this.cache.clear();
      this.#setStatus(status);
      this.trouble = this.#statusTrouble();
      this.#tell("trouble");
      this.fetcher.retry();
    } catch (reason) {
      if (reason instanceof RequestError && reason.trouble.message) this.fail(reason.trouble);
    }
  }

  settle(): void {
    this.trouble = null;
    this.#tell("trouble");
  }

  fail(trouble: Trouble): void {
    this.trouble = trouble;
    this.#tell("trouble");
  }

  /** Written at most every 600 ms: a scroll is many changes and one thing to remember. */
  save(change: Partial<Ui>): void {
    Object.assign(this.ui, change);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), SAVE_AFTER);
  }

  dispose(): void {
    if (this.#timer !== undefined) this.#flush();
    clearTimeout(this.#watch);
    this.fetcher.stop();
    this.channel.dispose();
    known.delete(this.info);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.model.set("ui", { ...this.ui, widths: { ...this.ui.widths } });
      this.model.save_changes();
    } catch {
      // Without a kernel there is nobody to tell; the page still remembers.
    }
  }

  #readPage(): void {
    const bytes = asBytes(this.model.get("page"));
    if (!bytes) return;
    try {
      this.cache.add(new Page(bytes, this.info.page?.columns[0] ?? 0));
    } catch (reason) {
      this.trouble = { message: (reason as Error).message, retry: true };
    }
  }

  /** Looks after a run that goes on, unless word of it comes before. */
  #expect(after = this.status.paused ? QUIET_PAUSE : QUIET): void {
    clearTimeout(this.#watch);
    if (this.status.state !== "running" || this.health === "gone") return;
    this.#watch = setTimeout(() => {
      if (this.views.size) void this.act("status").then(() => this.#expect());
      else this.#expect();
    }, after);
  }

  #arrived(reply: Reply, rect: Rect, took: number): void {
    const bytes = asBytes(reply.buffers[0]);
    const columns = reply.columns as [number, number] | undefined;
    if (!bytes) throw new Error("the reply holds no rows");
    this.cache.add(new Page(bytes, columns?.[0] ?? rect.left));
    this.cost = { took: took / 1000, engine: Number(reply.ms ?? 0) / 1000 };
    if (this.trouble && !this.#statusTrouble()) this.settle();
    if (reply.status) this.#setStatus(reply.status);
    this.#tell("rows");
  }

  #pushed(message: Record<string, unknown>): void {
    if (message.view !== undefined && message.view !== this.info.view) return;
    if (message.push === "status") this.#setStatus(message.status);
  }

  #setStatus(status: unknown): void {
    if (typeof status !== "object" || status === null) return;
    const before = this.status.error;
    this.status = { ...this.status, ...(status as Partial<Status>) };
    if (this.status.error !== before) {
      this.trouble = this.#statusTrouble();
      this.#tell("trouble");
    }
    this.#expect();
    this.#tell("status");
  }

  #statusTrouble(): Trouble | null {
    return this.status.error ? { message: this.status.error, retry: true } : null;
  }

  #tell(what: Change): void {
    for (const view of this.views) view.changed(what);
  }
}
