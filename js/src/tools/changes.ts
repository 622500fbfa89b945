/**
 * Changes of how the rows are arranged. One is seen at once, and what the kernel answers is the truth: what it refuses is
 * taken back. One is on its way at a time; of those that are made meanwhile the last is sent.
 */
import type { Arrangement } from "../lib/arrangement";
import { GONE, RequestError, STALE, type Message } from "../lib/channel";
import type { Trouble } from "../lib/model";
import { same, type Arranged, type Spec } from "../lib/spec";

/** All views of a model change the same rows. */
const known = new WeakMap<Arrangement, Changes>();

export class Changes {
  /** What is asked is asked when the one before is answered: it is against what that has made. */
  #before: Promise<unknown> = Promise.resolve();
  #next: { spec: Spec; done(trouble: Trouble | null): void } | null = null;

  static of(arrangement: Arrangement): Changes {
    const found = known.get(arrangement) ?? new Changes(arrangement);
    known.set(arrangement, found);
    return found;
  }

  private constructor(private readonly arrangement: Arrangement) {}

  /** Why it was refused; null when it was not, and when a later change has come before it. */
  change(spec: Spec): Promise<Trouble | null> {
    const { arrangement } = this;
    if (!arrangement.changing && same(spec, arrangement.known.spec)) return Promise.resolve(null);
    const shown = arrangement.shown();
    arrangement.changing = true;
    arrangement.shown.set({ ...shown, spec, described: described(shown, spec) });
    const first = this.#next === null;
    this.#next?.done(null);
    return new Promise((done) => {
      this.#next = { spec, done };
      if (first) void this.#after(() => this.#send());
    });
  }

  /** A change that the kernel makes: `undo`, `redo`, `keep`. */
  act(op: string, args: Message = {}): Promise<Trouble | null> {
    return this.#after(() => this.#ask(op, args));
  }

  #after<T>(ask: () => Promise<T>): Promise<T> {
    const asked = this.#before.then(ask);
    this.#before = asked;
    return asked;
  }

  async #ask(op: string, args: Message): Promise<Trouble | null> {
    try {
      this.arrangement.take((await this.arrangement.ask(op, args)).view);
      return null;
    } catch (reason) {
      return trouble(reason);
    }
  }

  async #send(): Promise<void> {
    const { arrangement } = this;
    const next = this.#next;
    this.#next = null;
    if (!next) return;
    let found = await this.#ask("change", { spec: next.spec });
    // Somebody else was first, or word of a later change came before the answer: then there is another spec.
    if (found?.type === STALE) {
      await this.#ask("spec", {});
      found = same(arrangement.known.spec, next.spec) ? null : { message: "it was changed in another place meanwhile", retry: false };
    }
    // Another one that was made meanwhile is on its way, and seen.
    arrangement.changing = this.#next !== null;
    if (!arrangement.changing) arrangement.shown.set(arrangement.known);
    next.done(found);
  }
}

function trouble(reason: unknown): Trouble {
  if (!(reason instanceof RequestError)) return { message: String(reason), retry: false };
  return reason.trouble.type === GONE ? { ...reason.trouble, message: "there is no kernel that could do it" } : reason.trouble;
}

/** The words of the filters that stay; of new ones the kernel will tell. */
function described({ spec: before, described: words }: Arranged, spec: Spec): Arranged["described"] {
  const filters = (spec.filters ?? []).map((filter) => {
    const at = (before.filters ?? []).indexOf(filter);
    return words.filters?.[at] ?? { words: "…" };
  });
  return { filters };
}
