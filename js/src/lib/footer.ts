/** The line under the rows: where one is, how far it goes, what it cost, what is running, what is selected. */
import type { Health } from "./channel";
import { node, setText, show, word } from "./dom";
import { duration, parseRow, plural, setLine, setNumber } from "./format";
import { isOpen, type Status } from "./model";
import { doing } from "./progress";

export interface FooterActs {
  stop(): void;
  more(): void;
  copy(): void;
  go(row: number): void;
  /** Focus goes back to the rows. */
  back(): void;
}

export interface FooterFacts {
  row: number;
  columns: number;
  status: Status;
  cost: { took: number; engine: number } | null;
  health: Health;
  heard: boolean;
  restarted: boolean;
  /** The row that is on its way, if one was asked for. */
  seeking: number | null;
  selected: string;
}

export class Footer {
  readonly el = node("div", "foot");
  readonly #row = node("b");
  readonly #before = node("span", "", "row ");
  readonly #extent = node("span");
  readonly #columns = node("span");
  readonly #source = node("span", "long");
  readonly #cost = node("span");
  readonly #running = node("span", "long");
  readonly #stop: HTMLElement;
  readonly #more: HTMLElement;
  readonly #notice = node("span", "warm");
  readonly #selected = node("span", "right");
  readonly #copy: HTMLElement;
  readonly #go: HTMLElement;
  readonly #input = node("input");
  #flashing: ReturnType<typeof setTimeout> | undefined;
  #flashed = "";
  #rows = 0;
  #all = true;

  constructor(private readonly acts: FooterActs) {
    this.#stop = word("stop", acts.stop, "stop this run");
    this.#more = word("load more", acts.more);
    this.#copy = word("copy", acts.copy, "copy the selected cells");
    this.#go = word("go to row", () => this.ask(), "g");
    this.#input.placeholder = "row";
    this.#input.setAttribute("aria-label", "go to row");
    this.#input.spellcheck = false;
    this.#input.hidden = true;
    this.#input.addEventListener("keydown", (event) => this.#typed(event));
    this.#input.addEventListener("blur", () => this.#close());
    this.#notice.setAttribute("role", "status");
    const where = node("span", "", this.#before, this.#row, this.#extent);
    this.el.append(where, this.#columns, this.#source, this.#cost, this.#running, this.#stop, this.#more);
    this.el.append(this.#notice, this.#selected, this.#copy, this.#input, this.#go);
  }

  draw(facts: FooterFacts): void {
    const { status } = facts;
    this.#rows = status.rows;
    this.#all = status.exact || !isOpen(status);
    show(this.#before, status.rows > 0);
    show(this.#row, status.rows > 0);
    if (this.#row.dataset.row !== String(facts.row)) {
      this.#row.dataset.row = String(facts.row);
      setNumber(this.#row, this.#row.dataset.row);
    }
    setLine(this.#extent, extent(status, facts.columns));
    show(this.#columns, facts.columns > 0);
    setLine(this.#columns, plural(facts.columns, "column"));
    setText(this.#source, status.source);
    this.#source.title = status.source;
    show(this.#source, status.source !== "");
    setText(this.#cost, cost(facts));
    show(this.#cost, this.#cost.textContent !== "");
    if (facts.cost) this.#cost.title = `${duration(facts.cost.engine)} of it in the engine`;
    // Without its kernel nothing runs, whatever was said last.
    const running = isOpen(status) && facts.health !== "gone";
    const words = running || status.state === "cancelled" ? doing(status) : "";
    show(this.#running, words !== "");
    setLine(this.#running, words);
    const later = status.stopped ? "it runs again at the end of these rows" : "it goes on at the end of these rows";
    this.#running.title = running && status.paused ? later : words;
    show(this.#stop, running && !status.paused && status.state !== "cancelling");
    setText(this.#more, status.stopped ? "go on" : "load more");
    show(this.#more, running && status.paused);
    setText(this.#notice, this.#flashed || notice(facts));
    show(this.#notice, this.#notice.textContent !== "");
    setLine(this.#selected, facts.selected);
    show(this.#copy, facts.selected !== "" && facts.health !== "gone");
    show(this.#go, status.rows > 0 && this.#input.hidden === true);
  }

  /** A word about something just done. */
  flash(text: string): void {
    clearTimeout(this.#flashing);
    this.#flashed = text;
    setText(this.#notice, text);
    show(this.#notice, true);
    this.#flashing = setTimeout(() => {
      this.#flashed = "";
      setText(this.#notice, "");
      show(this.#notice, false);
    }, 2000);
  }

  ask(): void {
    if (this.#rows === 0) return;
    this.#input.value = "";
    show(this.#input, true);
    show(this.#go, false);
    this.#input.focus();
  }

  #typed(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    const row = event.key === "Enter" ? parseRow(this.#input.value, this.#rows, this.#all) : null;
    if (event.key === "Enter" && row === null && this.#input.value.trim()) {
      this.#input.select();
      this.flash("a row is a number: 25000, 50%, or -1 for the last");
      return;
    }
    this.acts.back();
    if (row !== null) this.acts.go(row);
  }

  #close(): void {
    show(this.#input, false);
    show(this.#go, true);
  }
}

function extent(status: Status, columns: number): string {
  if (columns === 0) return "nothing to show";
  if (status.rows === 0) return isOpen(status) ? "no rows yet" : "no rows";
  return status.exact ? ` of ${status.rows}` : ` of ${status.rows} so far`;
}

function cost(facts: FooterFacts): string {
  const parts: string[] = [];
  if (facts.status.state === "done" && facts.status.seconds >= 0.0005) parts.push(`run in ${duration(facts.status.seconds)}`);
  if (facts.cost) parts.push(`page in ${duration(facts.cost.took)}`);
  return parts.join(" · ");
}

function notice(facts: FooterFacts): string {
  if (facts.health === "gone") {
    if (facts.restarted) return "the kernel was restarted: run the cell again";
    return facts.heard ? "the kernel is gone: showing the rows at hand" : "no kernel: showing the first rows";
  }
  if (facts.seeking !== null) return `row ${facts.seeking} is not there yet`;
  return facts.health === "busy" ? "the kernel is busy, rows load when it is free" : "";
}
