/**
 * How the rows are arranged, as far as the kernel has told. A change of it (`tools/changes`) is seen before the kernel has
 * answered: until then that is shown, and what the kernel tells is only noted.
 */
import type { Message, Reply } from "./channel";
import { effect, signal } from "./signal";
import type { Arranged } from "./spec";

const PLAIN: Arranged = { rev: 0, spec: {}, described: {}, undo: false, redo: false };
/** Word of a change mostly comes with its rows, or right after. */
const SOON = 150;

export class Arrangement {
  readonly shown = signal(PLAIN);
  known = PLAIN;
  /** Whether a change is on its way. */
  changing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly ask: (op: string, args?: Message) => Promise<Reply>) {}

  watch(act: (view: Arranged) => void): () => void {
    return effect(() => act(this.shown()));
  }

  /** From the model, a push or a reply; they may come in any order. */
  take(view: unknown): void {
    const found = view as Arranged | null | undefined;
    if (typeof found?.rev !== "number" || found.rev < this.known.rev) return;
    this.known = { ...PLAIN, ...found };
    if (!this.changing) this.shown.set(this.known);
  }

  /** The rows are of this revision. If its spec was missed it is asked for. */
  at(rev: number): void {
    if (rev <= this.known.rev) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (rev <= this.known.rev) return;
      this.ask("spec").then(
        ({ view }) => this.take(view),
        // Word of rows comes again, and with it another try.
        () => undefined,
      );
    }, SOON);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
