/**
 * What belongs to a grid's model rather than to one of its views: channel, pages at hand, status, and the `ui` trait.
 * It outlives views, because JupyterLab takes cells off the page that are scrolled out of sight.
 */
import { Arrangement } from "./arrangement";
import { Channel, PROTOCOL, RequestError, STALE, type Health, type Message, type Reply } from "./channel";
import { PageCache } from "./cache";
import { Fetcher } from "./fetcher";
import { isOpen, NOTHING, type Callback, type GridInfo, type Model, type Status, type Trouble, type Ui } from "./model";
import { asBytes, Page } from "./page";
import { Schema } from "./schema";
import type { Rect } from "./selection";
import { Sync } from "./sync";

export type Change = "rows" | "status" | "view" | "health" | "trouble" | "columns";
export interface Listener {
  changed(what: Change, first?: number, end?: number): void;
}

const SAVE_AFTER = 600;
const CATCH_UP = 500;

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
  readonly schema: Schema;
  readonly arrangement = new Arrangement((op, args) => this.ask(op, args));
  trouble: Trouble | null = null;
  /** What the last page cost: the whole way, and the engine's part of it. */
  cost: { took: number; engine: number } | null = null;
  readonly #sync: Sync;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How many rows there were when more was last asked for. */
  #asked = -1;
  /** The kernel has put the first page into the model, which was opened before it was there. */
  readonly #filled: Callback = () => {
    this.#setStatus(this.model.get("status"));
    this.#readPage();
    this.#tell("rows");
  };
  readonly #arranged: Callback = () => this.arrangement.take(this.model.get("view_state"));

  static of(model: Model): GridState {
    const grid = model.get("grid") as object;
    return known.get(grid) ?? new GridState(model);
  }

  static has(model: Model): boolean {
    return known.has(model.get("grid") as object);
  }

  private constructor(private readonly model: Model) {
    const saved = (model.get("ui") ?? {}) as Partial<Ui>;
    this.ui = { row: 0, left: 0, cell: null, ...saved, widths: { ...saved.widths } };
    this.info = model.get("grid") as GridInfo;
    // The state of the first frame, and how the run ended if it has since.
    this.status = { ...NOTHING, ...this.info.status, ...(model.get("status") as Partial<Status> | undefined) };
    this.trouble = this.#statusTrouble();
    this.#sync = new Sync(
      () => (this.views.size ? this.ask("sync") : Promise.resolve()),
      () => (this.channel.health === "gone" ? null : this.status),
    );
    this.channel = new Channel(model, this.info.view, {
      version: () => this.status,
      heard: (message) => this.#setStatus(message.status),
      pushed: (message) => this.#pushed(message),
      resumed: () => this.#sync.now(),
      turned: () => {
        this.#sync.expect();
        this.#tell("health");
      },
    });
    this.fetcher = new Fetcher(
      this.channel,
      this.cache,
      () => ({ rows: this.status.rows, columns: this.schema.count }),
      (reply, rect, took) => this.#arrived(reply, rect, took),
      (trouble) => this.fail(trouble),
    );
    this.schema = new Schema(
      this.info.columns,
      this.info.count,
      (first, count) => this.ask("schema", { first, count }).then(({ columns }) => columns),
      (first, end) => this.#tell("columns", first, end),
    );
    known.set(this.info, this);
    model.on("change:page", this.#filled);
    model.on("change:view_state", this.#arranged);
    this.#arranged();
    this.#readPage();
    // After a reload of the page the first frame may be long ago.
    this.#sync.expect(CATCH_UP);
  }

  /** Whether the rows there are are all there will be. */
  get done(): boolean {
    return this.status.exact && !isOpen(this.status);
  }

  /** What the page keeps the code under that goes with this grid. */
  get hash(): string {
    return String(this.model.get("_bundle_hash"));
  }

  get health(): Health {
    return this.channel.health;
  }

  ask(op: string, args: Message = {}): Promise<Reply> {
    return this.channel.request(op, args).reply;
  }

  /** An operation that changes how the run goes on. The answer carries the new state, as every message does. */
  async act(op: "cancel" | "more" | "retry", args: Message = {}): Promise<boolean> {
    try {
      await this.ask(op, args);
      return true;
    } catch (reason) {
      if (reason instanceof RequestError && reason.trouble.message && reason.trouble.type !== STALE) this.fail(reason.trouble);
      return false;
    }
  }

  /** Goes on with a run that waits, for some more rows or until there are so many: once for each length. */
  more(rows?: number): void {
    if (rows === undefined && (!this.status.paused || this.#asked === this.status.rows)) return;
    this.#asked = this.status.rows;
    void this.act("more", { rows: rows ?? this.status.rows + 1 });
  }

  /** The `retry` word: a run that failed or was stopped begins anew, and what could not be read is read again. */
  async retry(): Promise<void> {
    if (!(await this.act("retry"))) return;
    this.trouble = this.#statusTrouble();
    this.#tell("trouble");
    this.fetcher.retry();
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
    this.#sync.stop();
    this.fetcher.stop();
    this.channel.dispose();
    this.arrangement.stop();
    this.model.off("change:page", this.#filled);
    this.model.off("change:view_state", this.#arranged);
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

  /** The page in the model is of the rows that the state in the model is of. */
  #readPage(): void {
    const bytes = asBytes(this.model.get("page"));
    const { epoch, rev } = { ...this.info.status, ...(this.model.get("status") as Partial<Status> | undefined) };
    if (!bytes || epoch !== this.status.epoch || rev !== this.status.rev) return;
    try {
      this.cache.add(new Page(bytes, 0));
    } catch (reason) {
      this.trouble = { message: (reason as Error).message, retry: true };
    }
  }

  #arrived(reply: Reply, rect: Rect, took: number): void {
    const bytes = asBytes(reply.buffers[0]);
    const columns = reply.columns as [number, number] | undefined;
    if (!bytes) throw new Error("the reply holds no rows");
    this.cache.add(new Page(bytes, columns?.[0] ?? rect.left));
    this.cost = { took: took / 1000, engine: Number(reply.ms ?? 0) / 1000 };
    if (this.trouble && !this.#statusTrouble()) this.settle();
    this.#tell("rows");
  }

  #pushed({ push, view, status, after }: Message): void {
    if (push !== "state" && push !== "view") return;
    // One that was pushed in between is missing.
    const gap = Number(after) > this.status.seq;
    this.arrangement.take(view);
    this.#setStatus(status);
    if (gap) this.#sync.now();
  }

  /** Takes a state that is newer than the one at hand; messages may come in any order. */
  #setStatus(found: unknown): void {
    if (typeof found !== "object" || found === null) return;
    const status = found as Partial<Status>;
    if (status.seq === undefined || status.seq < this.status.seq) return;
    if (status.seq === this.status.seq) return this.#sync.expect();
    const { epoch, rev, error } = this.status;
    this.status = { ...this.status, ...status };
    // Not before: a run that this tells of first is looked after, too.
    this.#sync.expect();
    if (this.status.epoch !== epoch || this.status.rev !== rev) {
      this.cache.clear();
      this.fetcher.renew();
    }
    if (this.status.rev !== rev) {
      this.arrangement.at(this.status.rev);
      this.#tell("view");
    }
    if (this.status.error !== error) {
      this.trouble = this.#statusTrouble();
      this.#tell("trouble");
    }
    this.#tell("status");
  }

  #statusTrouble(): Trouble | null {
    if (this.info.protocol !== PROTOCOL) return { message: "this grid is of another version of pyrust", hint: "reload the page", retry: false };
    return this.status.error ? { message: this.status.error, retry: true } : null;
  }

  #tell(what: Change, first?: number, end?: number): void {
    for (const view of this.views) view.changed(what, first, end);
  }
}
