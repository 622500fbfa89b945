/** The two boxes that change what rows there are: a condition in SQL, and a search in all columns of strings. */
import type { Parts } from "../lib/commands";
import type { Trouble } from "../lib/model";
import type { Spec } from "../lib/spec";
import { Box } from "./box";
import { Completion } from "./complete";

export class SpecBox extends Box {
  readonly #completion: Completion | null;

  constructor(
    parts: Parts,
    private readonly what: "where" | "search",
    placeholder: string,
    private readonly change: (edit: (spec: Spec) => Spec) => Promise<Trouble | null>,
  ) {
    super(parts, what, placeholder);
    this.el.classList.add("wide");
    this.#completion = what === "where" ? new Completion(parts.root, this.input, parts.state) : null;
  }

  override close(): void {
    this.#completion?.close();
    super.close();
  }

  begin(): void {
    this.show(this.parts.state.arrangement.shown().spec[this.what] ?? "");
  }

  protected override taken(text: string): void {
    this.#completion?.close();
    this.say("…");
    void this.change((spec) => ({ ...spec, [this.what]: text.trim() || null })).then((trouble) => {
      this.say("");
      if (trouble) this.wrong(trouble);
      else this.close();
    });
  }
}
