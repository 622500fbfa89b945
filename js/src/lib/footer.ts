/** The line under the rows: where one is, how far it goes, what it cost, what is running, what is selected. */
import type { Health } from "./channel";
import { node, setText, show, word } from "./dom";
import { duration, plural, setLine, setNumber } from "./format";
import { isOpen, type Status } from "./model";
import { doing } from "./progress";

export interface FooterActs {
  stop(): void;
  more(): void;
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
}

export class Footer {
  readonly el = node("div", "foot");
  readonly #row = node("b");
  readonly #before = node("span", "", "row ");
  readonly #extent = node("span");
  readonly #columns = node("span");
  readonly #order = node("span", "", "no order");
  readonly #source = node("span", "long");
  readonly #cost = node("span");
  readonly #running = node("span", "long");
  readonly #stop: HTMLElement;
  readonly #more: HTMLElement;
  readonly #notice = node("span", "warm");
  #flashing: ReturnType<typeof setTimeout> | undefined;
  #flashed = "";

  constructor(acts: FooterActs) {
    this.#stop = word("stop", acts.stop, "stop this run");
    this.#more = word("load more", acts.more);
    this.#notice.role = "status";
    const where = node("span", "", this.#before, this.#row, this.#extent);
    this.#order.title = "nothing says which rows come first: the same query may give them in another order";
    this.el.append(where, this.#columns, this.#order, this.#source, this.#cost, this.#running, this.#stop, this.#more);
    this.el.append(this.#notice);
  }

  draw(facts: FooterFacts): void {
    const { status } = facts;
    show(this.#before, status.rows > 0);
    show(this.#row, status.rows > 0);
    if (this.#row.dataset.row !== String(facts.row)) {
      this.#row.dataset.row = String(facts.row);
      setNumber(this.#row, this.#row.dataset.row);
    }
    setLine(this.#extent, facts.columns ? extent(status) + from(status) : "nothing to show");
    show(this.#columns, facts.columns > 0);
    setLine(this.#columns, plural(facts.columns, "column"));
    show(this.#order, !status.ordered && status.rows > 1);
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
    }, Math.max(2000, text.length * 70));
  }
}

function extent(status: Status): string {
  if (status.rows === 0) return isOpen(status) ? "no rows yet" : "no rows";
  return status.exact ? ` of ${status.rows}` : ` of ${status.rows} so far`;
}

/** Of how many rows those that pass the filters are. */
function from({ rows, total, total_exact }: Status): string {
  if (total === undefined || total === rows) return "";
  return ` · from ${total}${total_exact === false ? " so far" : ""}`;
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
