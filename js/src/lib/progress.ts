/** The line over the header: something is going on, and how far it is where that is known; and the words for it. */
import { node, show } from "./dom";
import { bytes, duration, plural } from "./format";
import { isOpen, type Progress, type Status } from "./model";

export type Doing = Pick<Status, "state" | "paused" | "stopped" | "seconds" | "progress">;

export class ProgressLine {
  readonly #bar = node("i");
  readonly el = node("div", "progress", this.#bar);

  constructor() {
    this.el.role = "progressbar";
    this.el.ariaLabel = "progress of the query";
  }

  draw(going: boolean, status: Doing): void {
    const fraction = status.progress?.fraction ?? null;
    show(this.el, going);
    this.el.classList.toggle("going", going && fraction === null);
    this.#bar.style.transform = fraction === null ? "" : `scaleX(${fraction})`;
    this.el.ariaValueNow = fraction === null ? null : String(Math.round(fraction * 100));
    this.el.ariaValueText = doing(status);
  }
}

/** What a run is at, in words; empty once it has ended as it should. */
export function doing(status: Doing): string {
  const { state, paused, stopped, seconds, progress } = status;
  if (state === "cancelled") return "stopped";
  if (!isOpen(status)) return "";
  if (paused) return stopped ? "stopped after these rows" : "paused";
  if (state === "cancelling") return "stopping";
  const rows = progress?.phase_rows;
  const words = [(progress?.phase || state) + (rows == null ? "" : `: ${plural(rows, "row")}`)];
  if (seconds >= 0.0005) words.push(duration(seconds));
  if (progress) words.push(...figures(progress));
  return words.join(", ");
}

function figures({ rows, fraction, bytes_read, reserved, spilled, seconds_left }: Progress): string[] {
  const found: string[] = [];
  if (fraction != null) found.push(`${Math.floor(fraction * 100)} %`);
  if (rows) found.push(plural(rows, "row"));
  if (bytes_read) found.push(`${bytes(bytes_read)} read`);
  if (reserved) found.push(`${bytes(reserved)} of memory`);
  if (spilled) found.push(`${bytes(spilled)} on disk`);
  // What is over in a moment needs no estimate.
  if (seconds_left != null && seconds_left >= 1) found.push(`about ${duration(seconds_left)} left`);
  return found;
}
