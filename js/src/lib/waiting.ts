/** How long rows in sight have been missing: for a moment nothing is made of it, as mostly they come at once. */
import type { Missing } from "./cache";

const PATIENCE = 80;

export class Waiting {
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param over is called when it has been a moment. */
  constructor(private readonly over: () => void) {}

  /** Whether that moment has passed. */
  get late(): boolean {
    return this.#since > 0 && performance.now() - this.#since >= PATIENCE;
  }

  /** Whether rows are missing, and have not been for long. */
  patient(missing: Missing): boolean {
    clearTimeout(this.#timer);
    this.#since = missing === "none" ? 0 : this.#since || performance.now();
    if (!this.#since || this.late) return false;
    this.#timer = setTimeout(this.over, PATIENCE + this.#since - performance.now());
    return true;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
