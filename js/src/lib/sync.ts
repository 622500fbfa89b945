/**
 * Sees to it that a page has the newest state though messages are lost: it asks when one is missing among those that were
 * pushed, when nothing is heard of a run that goes on, and after the connection was away.
 */
import { isOpen, type Status } from "./model";

/** A run that says nothing for this long is asked: the push that tells of its end can be lost. */
const QUIET = 2000;
const QUIET_PAUSE = 10_000;

export class Sync {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  /** @param ask gets the newest state; @param status the one at hand, or null where nobody can or need ask. */
  constructor(
    private readonly ask: () => Promise<unknown>,
    private readonly status: () => Status | null,
  ) {}

  /** Looks after a run that goes on, unless word of it comes before. */
  expect(after?: number): void {
    clearTimeout(this.#timer);
    const status = this.status();
    if (!status || !isOpen(status)) return;
    this.#timer = setTimeout(() => this.now(), after ?? (status.paused ? QUIET_PAUSE : QUIET));
  }

  /** Once at a time: the answer holds whatever was missed until then. */
  now(): void {
    if (this.#asking || !this.status()) return this.expect();
    this.#asking = true;
    const done = () => {
      this.#asking = false;
      this.expect();
    };
    this.ask().then(done, done);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
