/** What belongs to an inspector's model: its channel and the last minute of figures, for as many views as there are. */
import { Channel, type Health } from "./channel";
import type { Callback, Model, Snapshot } from "./model";

export interface Point {
  time: number;
  allocated: number;
  reserved: number;
  rss: number;
}

export const SPAN = 60;
/** Without a push for this long we ask: not every host counts the views of a model. */
const QUIET = 1500;
const ASK_EVERY = 500;

const known = new WeakMap<object, Feed>();

export class Feed {
  snapshot: Snapshot;
  readonly points: Point[] = [];
  readonly views = new Set<() => void>();
  readonly channel: Channel;
  #arrived = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #asking = false;
  #heard = performance.now();
  readonly #replaced: Callback = () => {
    const { snapshot } = this;
    this.#key(this.model.get("snapshot") as Snapshot);
    if (this.snapshot !== snapshot) this.#tell();
  };

  static of(model: Model): Feed {
    return known.get(model.get("snapshot") as object) ?? new Feed(model);
  }

  static has(model: Model): boolean {
    return known.has(model.get("snapshot") as object);
  }

  private constructor(private readonly model: Model) {
    this.snapshot = model.get("snapshot") as Snapshot;
    this.channel = new Channel(model, this.snapshot.view ?? "inspector", {
      version: () => ({ epoch: 0, rev: 0 }),
      pushed: (message) => {
        if (message.push === "memory") this.#receive(message.snapshot);
      },
      turned: () => this.#tell(),
    });
    this.#key(this.snapshot);
    model.on("change:snapshot", this.#replaced);
  }

  /** Tells a view of every change, and looks for one only while there is a view. */
  watch(view: () => void): void {
    this.views.add(view);
    this.#timer ??= setInterval(() => this.#poll(), ASK_EVERY);
  }

  leave(view: () => void): void {
    this.views.delete(view);
    if (this.views.size) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  get health(): Health {
    return this.channel.health;
  }

  /** Updates per second over the last three, by the kernel's clock; 0 when none came for that long. */
  get rate(): number {
    const last = this.points.at(-1);
    if (!last || this.points.length < 2 || performance.now() - this.#arrived > 3000) return 0;
    const recent = this.points.filter(({ time }) => time > last.time - 3);
    const [first] = recent;
    return first && last.time > first.time ? (recent.length - 1) / (last.time - first.time) : 0;
  }

  async cancel(run: number): Promise<void> {
    try {
      await this.channel.request("cancel", { run }).reply;
    } catch {
      // It ended by itself in between: the next snapshot shows so.
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.channel.dispose();
    this.model.off("change:snapshot", this.#replaced);
    known.delete(this.model.get("snapshot") as object);
  }

  #poll(): void {
    if (this.#asking || this.health === "gone" || performance.now() - this.#heard < QUIET) return;
    this.#asking = true;
    this.channel
      .request("snapshot")
      .reply.then(({ snapshot }) => this.#receive(snapshot, false), () => this.#tell())
      .finally(() => (this.#asking = false));
  }

  #receive(snapshot: unknown, pushed = true): void {
    if (typeof snapshot !== "object" || snapshot === null) return;
    const now = performance.now();
    if (pushed) this.#heard = now;
    this.#arrived = now;
    this.#take(snapshot as Snapshot);
    this.#tell();
  }

  /** The trait's value is what two proxies of one model share. */
  #key(snapshot: Snapshot): void {
    known.set(snapshot, this);
    this.#take(snapshot);
  }

  #take(snapshot: Snapshot): void {
    const last = this.points.at(-1);
    // A kernel that was restarted, or a snapshot that is older than what was pushed.
    if (last && snapshot.time < last.time - SPAN) this.points.length = 0;
    else if (last && snapshot.time <= last.time) return;
    this.snapshot = snapshot;
    const { time, allocated, reserved, rss } = snapshot;
    this.points.push({ time, allocated, reserved, rss });
    // One point before the span stays, so that the lines begin at the edge.
    while ((this.points[1]?.time ?? time) < time - SPAN) this.points.shift();
  }

  #tell(): void {
    for (const view of this.views) view();
  }
}
