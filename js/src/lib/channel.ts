/**
 * The one message channel of a model: a request gets exactly one reply, or an error once the kernel is known to be gone.
 * Requests carry a nonce of this page, because every tab on the kernel hears every reply. A message can be lost (a
 * printing cell makes the server drop some, a stale subshell swallows some), so an unanswered one is sent again. A kernel
 * that is at work on it says so then: only when nothing at all is answered is it busy, and only when the connection says
 * so, or after a very long silence, is it gone.
 */
import type { Callback, Kernel, Model, Trouble, Version } from "./model";
import { probe } from "./probe";

export const PROTOCOL = 2;
export type Health = "live" | "busy" | "gone";
export type Message = Record<string, unknown>;
export type Reply = Message & { buffers: unknown[] };

/** What a channel tells its model, and asks of it. */
export interface Hooks {
  /** Which rows are shown. A reply about others is none. */
  version(): Version;
  /** Any message of the kernel, before anything else is made of it: it may carry news. */
  heard?(message: Message): void;
  pushed?(message: Message): void;
  /** The connection is there again, or the kernel: whatever was sent meanwhile is lost. */
  resumed?(): void;
  turned(health: Health): void;
}

export class RequestError extends Error {
  readonly trouble: Trouble;
  constructor(trouble: Trouble) {
    super(trouble.message);
    this.trouble = trouble;
  }
}

export interface Request {
  reply: Promise<Reply>;
  /** No longer of interest: no retry, and the reply, if one comes, is ignored. */
  drop(): void;
}

interface Waiting {
  message: Message;
  /** Since when it is without a word: when it was first sent, or first again after the kernel said it is at work on it. */
  asked: number | null;
  tries: number;
  timer: ReturnType<typeof setTimeout>;
  /** The notice comes in time, whenever the retries are. */
  notice: ReturnType<typeof setTimeout>;
  settle(reply: Reply | null, trouble?: Trouble): void;
}

const FIRST_RETRY = 400;
const LATER_RETRY = 2000;
/** While a cell runs for hours, what was sent in vain lies in the kernel's queue. */
const LAST_RETRY = 10_000;
const BUSY_AFTER = 1000;
/** A machine that swaps lets an idle kernel wait for many seconds. */
const GONE_AFTER = 60_000;

export const GONE = "Gone";
export const SUPERSEDED = "Superseded";
export const STALE = "Stale";

export class Channel {
  readonly nonce = random();
  health: Health;
  /** Whether the kernel has ever said anything to this page. */
  heard = false;
  /** Whether the kernel was started anew: then it does not know this model, however well it is. */
  restarted = false;
  #lastWord = 0;
  #lastAnswer = 0;
  readonly #kernel: Kernel | null;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  readonly #listen: Callback;
  readonly #relive: Callback;
  readonly #reconnect: Callback;

  constructor(
    private readonly model: Model,
    private readonly view: string,
    private readonly hooks: Hooks,
  ) {
    this.#kernel = model.widget_manager?.kernel ?? null;
    this.health = this.#gone() === true ? "gone" : "live";
    this.#listen = (content: unknown, buffers: unknown) => this.#receive(content, buffers);
    this.#relive = () => this.#check();
    this.#reconnect = () => {
      if (this.#kernel?.connectionStatus !== "connected") return this.#check();
      if (this.health === "gone" && this.#gone() !== true) this.#turn("live");
      for (const rid of [...this.#waiting.keys()]) this.#again(rid);
      this.hooks.resumed?.();
    };
    this.#kernel?.statusChanged?.connect(this.#relive);
    this.#kernel?.connectionStatusChanged?.connect(this.#reconnect);
    model.on("msg:custom", this.#listen);
    // ipywidgets says this when a kernel was restarted under its models.
    model.on("comm_live_update", this.#relive);
    probe.listeners += 1;
  }

  request(op: string, args: Message = {}): Request {
    const rid = ++this.#last;
    const { epoch, rev } = this.hooks.version();
    const message = { pyrust: PROTOCOL, nonce: this.nonce, view: this.view, rid, epoch, rev, op, ...args };
    const reply = new Promise<Reply>((resolve, reject) => {
      const settle = (result: Reply | null, trouble?: Trouble) => {
        const entry = this.#waiting.get(rid);
        if (!entry) return;
        clearTimeout(entry.timer);
        clearTimeout(entry.notice);
        this.#waiting.delete(rid);
        if (result) resolve(result);
        else reject(new RequestError(trouble ?? { type: SUPERSEDED, message: "", retry: false }));
      };
      const timer = setTimeout(() => this.#again(rid), FIRST_RETRY);
      const notice = setTimeout(() => this.#check(), BUSY_AFTER);
      this.#waiting.set(rid, { message, asked: performance.now(), tries: 0, timer, notice, settle });
    });
    if (this.#gone() === true) this.#fail();
    else this.#post(message);
    return { reply, drop: () => this.#waiting.get(rid)?.settle(null) };
  }

  dispose(): void {
    this.model.off("msg:custom", this.#listen);
    this.model.off("comm_live_update", this.#relive);
    this.#kernel?.statusChanged?.disconnect(this.#relive);
    this.#kernel?.connectionStatusChanged?.disconnect(this.#reconnect);
    probe.listeners -= 1;
    for (const entry of [...this.#waiting.values()]) entry.settle(null);
  }

  #post(message: Message): void {
    try {
      this.model.send(message);
    } catch {
      // A closed comm throws here; the retry finds out whether it stays closed.
    }
  }

  #again(rid: number): void {
    const entry = this.#waiting.get(rid);
    if (!entry) return;
    entry.tries += 1;
    entry.asked ??= performance.now();
    this.#post(entry.message);
    // More and more rarely for as long as nobody hears it.
    const wait = entry.tries < 2 ? FIRST_RETRY : Math.min(LAST_RETRY, Math.max(LATER_RETRY, silence(entry) / 4));
    this.#askAgain(rid, entry, wait);
    this.#check();
  }

  #askAgain(rid: number, entry: Waiting, wait: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => this.#again(rid), wait);
  }

  #check(): void {
    const now = performance.now();
    // One request may wait for long while others are answered: then nobody is busy.
    const unanswered = Math.min(Math.max(0, ...[...this.#waiting.values()].map(silence)), now - this.#lastAnswer);
    const known = this.#gone();
    if (known === true) this.#fail();
    else if (known !== "busy" && Math.min(unanswered, now - this.#lastWord) >= GONE_AFTER) this.#turn("gone");
    else if (unanswered >= BUSY_AFTER && this.health === "live") this.#turn("busy");
  }

  /** Whether the kernel is known to be at work: what can wait does. */
  get working(): boolean {
    return this.#gone() === "busy";
  }

  /** True when there certainly is no kernel for this model; else what it is doing, where the host tells. */
  #gone(): true | "idle" | "busy" | undefined {
    const { comm_live, widget_manager } = this.model;
    if (comm_live === false || this.restarted) return true;
    if (!widget_manager || !("kernel" in widget_manager)) return undefined;
    const { status, id, connectionStatus } = widget_manager.kernel ?? {};
    const another = id !== undefined && id !== (this.#kernel?.id ?? id);
    this.restarted = status === "restarting" || status === "autorestarting" || another;
    const ended = status === "dead" || status === "terminating" || connectionStatus === "disconnected";
    if (this.restarted || widget_manager.kernel === null || ended) return true;
    return status === "idle" || status === "busy" ? status : undefined;
  }

  #fail(): void {
    this.#turn("gone");
    const trouble = { type: GONE, message: "the kernel does not answer", retry: true };
    for (const entry of [...this.#waiting.values()]) entry.settle(null, trouble);
  }

  #turn(health: Health): void {
    if (health === this.health) return;
    this.health = health;
    this.hooks.turned(health);
  }

  #receive(content: unknown, buffers: unknown): void {
    if (typeof content !== "object" || content === null) return;
    const message = content as Message;
    if (message.pyrust !== PROTOCOL) return;
    if (typeof message.push === "string") {
      // It comes from beside the queue of messages: a request may wait all the same.
      this.#hear(this.health === "busy" ? "busy" : "live");
      this.hooks.pushed?.(message);
      return;
    }
    // Whoever asked for it.
    this.hooks.heard?.(message);
    if (message.nonce !== this.nonce || typeof message.rid !== "number") return;
    this.#lastAnswer = performance.now();
    this.#hear("live");
    const entry = this.#waiting.get(message.rid);
    if (!entry) return;
    entry.asked = null;
    if (message.working === true) {
      // It is asked again only to see that it still is.
      this.#askAgain(message.rid, entry, LATER_RETRY);
      return;
    }
    const { epoch, rev } = this.hooks.version();
    if (message.ok !== true) entry.settle(null, (message.error as Trouble | undefined) ?? { message: "the kernel sent no reason", retry: true });
    else if (message.epoch === epoch && message.rev === rev) entry.settle({ ...message, buffers: Array.isArray(buffers) ? buffers : [] });
    else entry.settle(null, { type: STALE, message: "the rows are others now", retry: true });
  }

  #hear(health: Health): void {
    const back = this.health === "gone";
    this.heard = true;
    this.restarted = false;
    this.#lastWord = performance.now();
    this.#turn(health);
    if (back) this.hooks.resumed?.();
  }
}

function silence(entry: Waiting): number {
  return entry.asked === null ? 0 : performance.now() - entry.asked;
}

function random(): string {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(words, (value) => value.toString(36)).join("");
}
