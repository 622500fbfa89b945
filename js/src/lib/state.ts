/**
 * What belongs to a grid's model rather than to one of its views: channel, pages at hand, status, and the `ui` trait.
 * It outlives views, because JupyterLab takes cells off the page that are scrolled out of sight.
 */
import { Channel, RequestError, type Health, type Reply } from "./channel";
import { PageCache } from "./cache";
import { Fetcher } from "./fetcher";
import type { Callback, GridInfo, Model, Status, Trouble, Ui } from "./model";
import { asBytes, Page } from "./page";
import type { Rect } from "./selection";

export type Change = "grid" | "rows" | "status" | "health" | "trouble";
export interface Listener {
  changed(what: Change): void;
}

const SAVE_AFTER = 600;
const CATCH_UP = 500;
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
  info: GridInfo;
  status: Status;
  readonly ui: Ui;
  readonly cache = new PageCache();
  readonly views = new Set<Listener>();
  readonly channel: Channel;
  readonly fetcher: Fetcher;
  trouble: Trouble | null = null;
  /** Why no more rows can come, when Python said so. */
  ended = "";
  /** What the last page cost: the whole way, and the engine's part of it. */
  cost: { took: number; engine: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #catchUp: ReturnType<typeof setTimeout> | undefined;
  readonly #replaced: Callback = () => this.#read();

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
    this.status = { ...EMPTY, ...this.info.status };
    this.channel = new Channel(
      model,
      this.info.view,
      (message) => this.#pushed(message),
      () => this.#tell("health"),
    );
    this.fetcher = new Fetcher(
      this.channel,
      this.cache,
      () => ({ rows: this.status.rows, columns: this.info.columns.length }),
      (reply, rect, took) => this.#arrived(reply, rect, took),
      (trouble) => this.fail(trouble),
    );
    model.on("change:grid", this.#replaced);
    this.#read();
    // The trait holds the status of the first frame. After a reload of the page that may be long ago.
    if (this.status.state === "running" || !this.status.exact) this.#catchUp = setTimeout(() => void this.act("status"), CATCH_UP);
  }

  get health(): Health {
    return this.channel.health;
  }

  ask(op: string, args: Record<string, unknown> = {}): Promise<Reply> {
    return this.channel.request(op, args).reply;
  }

  /** An operation whose answer is a status, and whose failure is shown over the rows. */
  async act(op: "status" | "cancel" | "more"): Promise<void> {
    try {
      this.#setStatus((await this.ask(op)).status);
    } catch (reason) {
      if (reason instanceof RequestError && reason.trouble.message && op !== "status") this.fail(reason.trouble);
    }
  }

  /** The `retry` word: the answer to `status` says whether the trouble is over. */
  async retry(): Promise<void> {
    try {
      const { status } = await this.ask("status");
      // A frame that could not be opened at all is opened again by asking for rows; its columns then come as state.
      if (this.info.error) await this.ask("rows", { first: 0, count: 0, columns: [0, 0] });
      this.trouble = null;
      this.#setStatus(status);
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
    clearTimeout(this.#catchUp);
    this.fetcher.stop();
    this.channel.dispose();
    this.model.off("change:grid", this.#replaced);
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

  #read(): void {
    known.delete(this.info);
    this.info = this.model.get("grid") as GridInfo;
    known.set(this.info, this);
    this.status = { ...EMPTY, ...this.info.status };
    this.ended = "";
    this.cache.clear();
    this.trouble = this.info.error ? { retry: true, ...this.info.error } : this.#statusTrouble();
    const bytes = asBytes(this.model.get("page"));
    if (bytes) {
      try {
        this.cache.add(new Page(bytes, this.info.page?.columns[0] ?? 0));
      } catch (reason) {
        this.trouble = { message: (reason as Error).message, retry: true };
      }
    }
    this.#tell("grid");
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
    if (message.push === "closed" || message.push === "replaced") {
      this.ended =
        message.push === "closed" ? "closed: run the cell again for more rows" : "a newer run of this cell replaced it";
      this.fetcher.stop();
      this.#tell("status");
    }
  }

  #setStatus(status: unknown): void {
    if (typeof status !== "object" || status === null) return;
    const before = this.status.error;
    this.status = { ...this.status, ...(status as Partial<Status>) };
    if (this.status.error !== before) {
      this.trouble = this.#statusTrouble();
      this.#tell("trouble");
    }
    this.#tell("status");
  }

  #statusTrouble(): Trouble | null {
    return this.status.error ? { message: this.status.error, retry: true } : null;
  }

  #tell(what: Change): void {
    for (const view of this.views) view.changed(what);
  }
}
