/**
 * The one message channel of a model: a request gets exactly one reply, or an error after the kernel is known to be gone.
 * Requests carry a nonce of this page, because every tab on the kernel hears every reply. A message can be lost (a
 * printing cell makes the server drop some, a stale subshell swallows some), so an unanswered one is sent again.
 */
import type { Callback, Model, Trouble } from "./model";
import { probe } from "./probe";

export type Health = "live" | "busy" | "gone";
export type Reply = Record<string, unknown> & { buffers: unknown[] };

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
  message: Record<string, unknown>;
  since: number;
  tries: number;
  timer: ReturnType<typeof setTimeout>;
  /** The notice comes in time, whenever the retries are. */
  notice: ReturnType<typeof setTimeout>;
  settle(reply: Reply | null, trouble?: Trouble): void;
}

const FIRST_RETRY = 400;
const LATER_RETRY = 2000;
const BUSY_AFTER = 1000;
const GONE_AFTER = 5000;

export const GONE = "Gone";
export const SUPERSEDED = "Superseded";

export class Channel {
  readonly nonce = random();
  health: Health;
  /** Whether the kernel has ever said anything to this page. */
  heard = false;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  readonly #listen: Callback;
  readonly #relive: Callback;

  constructor(
    private readonly model: Model,
    private readonly view: string,
    private readonly onPush: (message: Record<string, unknown>) => void,
    private readonly onHealth: (health: Health) => void,
  ) {
    this.health = gone(model) === true ? "gone" : "live";
    this.#listen = (content: unknown, buffers: unknown) => this.#receive(content, buffers);
    this.#relive = () => this.#check(0);
    model.on("msg:custom", this.#listen);
    // ipywidgets says this when a kernel was restarted under its models.
    model.on("comm_live_update", this.#relive);
    probe.listeners += 1;
  }

  request(op: string, args: Record<string, unknown> = {}): Request {
    const rid = ++this.#last;
    const message = { pyrust: 1, nonce: this.nonce, view: this.view, rid, op, ...args };
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
      const notice = setTimeout(() => this.#check(BUSY_AFTER), BUSY_AFTER);
      this.#waiting.set(rid, { message, since: performance.now(), tries: 0, timer, notice, settle });
    });
    probe.requests += 1;
    this.#post(message);
    if (gone(this.model) === true) this.#fail();
    return { reply, drop: () => this.#waiting.get(rid)?.settle(null) };
  }

  dispose(): void {
    this.model.off("msg:custom", this.#listen);
    this.model.off("comm_live_update", this.#relive);
    probe.listeners -= 1;
    for (const entry of [...this.#waiting.values()]) entry.settle(null);
  }

  #post(message: Record<string, unknown>): void {
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
    probe.retries += 1;
    this.#post(entry.message);
    entry.timer = setTimeout(() => this.#again(rid), entry.tries < 2 ? FIRST_RETRY : LATER_RETRY);
    this.#check(performance.now() - entry.since);
  }

  #check(age: number): void {
    const known = gone(this.model);
    if (known === true) this.#fail();
    // An idle kernel that stays silent does not know this comm: it was restarted. A busy one only needs time.
    else if (age >= GONE_AFTER && (known === "idle" || (known === undefined && !this.heard))) this.#fail();
    else if (age >= BUSY_AFTER && this.health === "live") this.#turn("busy");
  }

  #fail(): void {
    this.#turn("gone");
    const trouble = { type: GONE, message: "the kernel does not answer", retry: true };
    for (const entry of [...this.#waiting.values()]) entry.settle(null, trouble);
  }

  #turn(health: Health): void {
    if (health === this.health) return;
    this.health = health;
    this.onHealth(health);
  }

  #receive(content: unknown, buffers: unknown): void {
    if (typeof content !== "object" || content === null) return;
    const message = content as Record<string, unknown>;
    if (message.pyrust !== 1) return;
    if (typeof message.push === "string") {
      this.#hear();
      this.onPush(message);
      return;
    }
    if (message.nonce !== this.nonce || typeof message.rid !== "number") return;
    this.#hear();
    const entry = this.#waiting.get(message.rid);
    if (!entry) return;
    probe.replies += 1;
    if (message.ok === true) entry.settle({ ...message, buffers: Array.isArray(buffers) ? buffers : [] });
    else entry.settle(null, (message.error as Trouble | undefined) ?? { message: "the kernel sent no reason", retry: true });
  }

  #hear(): void {
    this.heard = true;
    this.#turn("live");
  }
}

/** True when there certainly is no kernel; else what it is doing, where the host tells. */
function gone(model: Model): true | "idle" | "busy" | undefined {
  if (model.comm_live === false) return true;
  const manager = model.widget_manager;
  if (!manager || !("kernel" in manager)) return undefined;
  const status = manager.kernel?.status;
  if (manager.kernel === null || status === "dead" || status === "terminating") return true;
  return status === "idle" || status === "busy" ? status : undefined;
}

function random(): string {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(words, (value) => value.toString(36)).join("");
}
