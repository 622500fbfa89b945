/** Finds a value: the next cell that has a text in it, over all rows, from the cursor on. The newest question counts. */
import { RequestError, SUPERSEDED, type Request } from "../lib/channel";
import type { Commands, Parts } from "../lib/commands";
import { word } from "../lib/dom";
import { label } from "../lib/model";
import type { Cell } from "../lib/selection";
import { Box } from "./box";

/** What is found sooner needs no word that it is looked for. */
const SOON = 150;

export class Find extends Box {
  #asked: Request | null = null;
  #text = "";

  constructor(
    parts: Parts,
    private readonly commands: Commands,
  ) {
    super(parts, "find", "find a value", word("previous", () => this.step(true), "↑"), word("next", () => this.step(false), "↓ or Enter"));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      this.step(event.key === "ArrowUp");
    });
  }

  begin(): void {
    this.show(this.#text);
  }

  override close(): void {
    this.#stop();
    super.close();
  }

  /** Nobody waits for what is looked for: a question without a text ends it. */
  #stop(): void {
    this.#asked?.drop();
    if (this.#asked) this.parts.state.channel.request("find", { text: "", row: 0, column: 0, backwards: false }).reply.catch(() => undefined);
    this.#asked = null;
  }

  protected override taken(): void {
    this.step(false);
  }

  step(backwards: boolean): void {
    if (this.open) this.#text = this.input.value;
    else this.begin();
    if (!this.#text) return;
    this.#asked?.drop();
    const asked = this.parts.state.channel.request("find", { text: this.#text, ...this.#from(), backwards });
    this.#asked = asked;
    const slow = setTimeout(() => this.say("looking for it …"), SOON);
    asked.reply
      .then(
        (found) => {
          if (typeof found.row !== "number") return this.say("not found");
          const cell = { row: found.row, column: Number(found.column) };
          this.commands.select(cell, false);
          this.say(`row ${cell.row} · ${label(this.parts.layout.columns[cell.column])}`);
        },
        (reason: unknown) => {
          if (reason instanceof RequestError && reason.trouble.type === SUPERSEDED) return;
          if (this.#asked === asked) this.wrong({ message: (reason as Error).message });
        },
      )
      .finally(() => {
        clearTimeout(slow);
        if (this.#asked === asked) this.#asked = null;
      });
  }

  /** The cell to look on from: the cursor, or the one before the first in sight. */
  #from(): Cell {
    const { state, selection, layout } = this.parts;
    if (selection.active && selection.active.row >= 0) return selection.active;
    const { first, left } = this.commands.seen();
    if (left > 0) return { row: first, column: left - 1 };
    return { row: (first || state.status.rows) - 1, column: layout.count - 1 };
  }
}
