/** What the notebook gives a widget, and the shapes that travel in it. The other side is `pyrust/widgets/`. */

export type Callback = (...args: never[]) => void;

/** The part of a host's connection to its kernel that is used here. */
export interface Kernel {
  id?: string;
  status?: string;
  statusChanged?: Signal;
  connectionStatus?: string;
  connectionStatusChanged?: Signal;
}

interface Signal {
  connect(slot: Callback): unknown;
  disconnect(slot: Callback): unknown;
}

/** What finds other models, and knows of the kernel where the host lets it be seen. */
export interface Manager {
  get_model(id: string): Promise<{ get(name: string): unknown }>;
  kernel?: Kernel | null;
}

/** The part of an anywidget model that is used here. Hosts pass a fresh proxy to every call, so never key by it. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  send(content: unknown): void;
  on(event: string, callback: Callback): void;
  off(event: string, callback: Callback): void;
  comm_live?: boolean;
  widget_manager?: Manager;
}

export interface Props {
  model: Model;
  el: HTMLElement;
  signal?: AbortSignal;
}

/** Which rows, and which view of them: those of another epoch or revision are others, though they lie in the same places. */
export interface Version {
  epoch: number;
  rev: number;
}

/** How far a run is, where that is known: each part may be missing, and none is ever made up. */
export interface Progress {
  phase?: string;
  /** How many rows have come into the operator that the phase is about. */
  phase_rows?: number | null;
  /** 0 to 1. */
  fraction?: number | null;
  rows?: number;
  bytes_read?: number;
  reserved?: number;
  spilled?: number;
  seconds_left?: number | null;
}

/** What every message about a grid carries: the newest state, by its number. */
export interface Status extends Version {
  seq: number;
  rows: number;
  exact: boolean;
  /** The rows before any filter, and whether that is all of them. */
  total?: number;
  total_exact?: boolean;
  state: "queued" | "planning" | "running" | "waiting" | "cancelling" | "done" | "failed" | "cancelled";
  paused: boolean;
  /** Whether the paused run has ended: more rows are computed by another one. */
  stopped?: boolean;
  source: string;
  ordered: boolean;
  seconds: number;
  error: string | null;
  progress?: Progress | null;
}

export const NOTHING: Status = {
  epoch: 0,
  rev: 0,
  seq: 0,
  rows: 0,
  exact: true,
  state: "done",
  paused: false,
  source: "",
  ordered: true,
  seconds: 0,
  error: null,
};

const ENDED: readonly string[] = ["done", "failed", "cancelled"];

/** Whether more rows may come. */
export function isOpen(status: Pick<Status, "state">): boolean {
  return !ENDED.includes(status.state);
}

export type Kind = "number" | "text" | "bool" | "temporal" | "nested" | "binary" | "null";

export interface Column {
  name: string;
  /** The name as it is shown, where that is another: what cannot be seen in it is marked. */
  label?: string;
  type: string;
  kind: Kind;
  nullable?: boolean;
}

export function label(column: Column | undefined): string {
  return column?.label ?? column?.name ?? "";
}

export interface Trouble {
  type?: string;
  message: string;
  hint?: string | null;
  retry?: boolean;
  /** Where in a text that was sent, from 1. */
  line?: number;
  column?: number;
}

/** The trait `grid`: all that is needed to draw the first frame, and nothing that has to be asked for. */
export interface GridInfo {
  protocol: number;
  view: string;
  /** The first ones; `count` is how many there are. */
  columns: Column[];
  count: number;
  status: Status;
  rows_visible?: number;
  density?: "comfortable" | "compact";
  /** How many rows there were when the cell ran last. */
  rows_expected?: number | null;
}

/** The trait `ui`: written here only; what a view must find again after it was taken off the page. */
export interface Ui {
  row: number;
  left: number;
  widths: Record<string, number>;
  cell: [number, number] | null;
  /** How many rows are seen at once, where that was changed by hand. */
  height?: number | null;
}

export interface FrameMemory {
  frame: number;
  rows: number | null;
  columns: number;
  kind: string;
  arcs: number;
  batches: number;
  retained: number;
  source: string;
  names?: string[];
}

export interface RunMemory {
  run: number;
  what: string;
  state: string;
  rows: number;
  reserved: number;
  seconds: number;
}

/** The trait `snapshot` and the push `memory`. */
export interface Snapshot {
  /** The name requests carry, in the first snapshot. */
  view?: string;
  time: number;
  allocated: number;
  peak: number;
  reserved: number;
  limit: number;
  rss: number;
  /** All live frames and the bytes they keep; `frames` may be the largest of them only. */
  count: number;
  retained: number;
  frames: FrameMemory[];
  runs: RunMemory[];
}
