/**
 * A fake notebook: a model with the manners of anywidget's (a new proxy per call, DataViews, messages later, never at
 * once), and a fake kernel behind it that can be slow, silent, failing or gone.
 */
import { encodePage } from "./wire";
import { fakeCell, fakeColumns } from "./table";

type Listener = (...args: unknown[]) => void;
type Message = Record<string, unknown> & { op: string; rid: number; nonce: string };

/** The model that holds the bundle. */
const CODE = "c0de";

class FakeKernel {
  latency = 5;
  /** Requests are read and not answered, as in a cell that holds the interpreter. */
  silent = false;
  /** What a retry makes of the status. */
  onRetry: Record<string, unknown> = {};
  /** Swallows this many messages, as a server does whose message rate is exceeded. */
  lose = 0;
  fail: Record<string, unknown> | null = null;
  log: Message[] = [];
  status: Record<string, unknown> = {};
}

class FakeModel {
  readonly listeners = new Map<string, Set<Listener>>();
  readonly kernel = new FakeKernel();
  readonly saved: unknown[] = [];
  comm_live: boolean | undefined = undefined;
  readonly manager = {
    get_model: (id: string) => this.find(id),
    kernel: {
      id: "k",
      // As a host that does not tell.
      status: undefined as string | undefined,
      statusChanged: {
        connect: (slot: Listener) => void this.slots.add(slot),
        disconnect: (slot: Listener) => void this.slots.delete(slot),
      },
    },
  };
  private readonly slots = new Set<Listener>();
  constructor(readonly state: Record<string, unknown>) {}

  /** As JupyterLab does it: the connection says so, later it is idle, and nobody answers. */
  restart(): void {
    this.kernel.silent = true;
    for (const status of ["restarting", "starting", "idle"]) {
      this.manager.kernel.status = status;
      for (const slot of this.slots) slot();
    }
  }

  proxy() {
    const real = this;
    return {
      get: (name: string) => this.state[name],
      set: (name: string, value: unknown) => void (this.state[name] = value),
      save_changes: () => void this.saved.push(structuredClone(this.state.ui)),
      send: (content: unknown) => this.receive(content as Message),
      on: (event: string, callback: Listener) => {
        const found = this.listeners.get(event) ?? new Set<Listener>();
        this.listeners.set(event, found.add(callback));
      },
      off: (event: string, callback: Listener) => void this.listeners.get(event)?.delete(callback),
      get comm_live() {
        return real.comm_live;
      },
      widget_manager: real.manager,
    };
  }

  private async find(id: string) {
    const { bundle } = globalThis as unknown as { bundle: string };
    if (id !== CODE) throw new Error(`no model ${id}`);
    return { get: (name: string) => (name === "bundle" ? bundle : undefined) };
  }

  get listenerCount(): number {
    return [...this.listeners.values()].reduce((sum, each) => sum + each.size, this.slots.size);
  }

  emit(event: string, ...args: unknown[]): void {
    for (const callback of [...(this.listeners.get(event) ?? [])]) callback(...args);
  }

  push(message: Record<string, unknown>): void {
    this.emit("msg:custom", { pyrust: 1, ...message }, []);
  }

  private receive(message: Message): void {
    const { kernel } = this;
    kernel.log.push(message);
    if (this.comm_live === false) return;
    if (kernel.lose > 0) {
      kernel.lose -= 1;
      return;
    }
    if (!kernel.silent) setTimeout(() => this.answer(message), kernel.latency);
  }

  private answer(message: Message): void {
    const { kernel } = this;
    const head = { pyrust: 1, nonce: message.nonce, rid: message.rid };
    if (kernel.fail) {
      this.emit("msg:custom", { ...head, ok: false, error: kernel.fail }, []);
      return;
    }
    const [result, ...buffers] = this.result(message);
    this.emit("msg:custom", { ...head, ok: true, ...(result as object) }, buffers);
  }

  private result(message: Message): unknown[] {
    const status = this.kernel.status;
    const columns = message.columns as [number, number];
    const first = Number(message.first);
    switch (message.op) {
      case "rows": {
        const count = Math.max(0, Math.min(Number(message.count), Number(status.rows) - first));
        const page = encodePage(first, count, columns[1] - columns[0], (row, column) => fakeCell(first + row, columns[0] + column));
        return [{ first, count, columns, status, ms: 2.5 }, new DataView(page.buffer)];
      }
      case "cell": {
        const cell = fakeCell(Number(message.row), Number(message.column));
        return [{ ...cell, text: cell.cut ? "x".repeat(5000) : cell.text, cut: false }];
      }
      case "copy": {
        const lines = Array.from({ length: Number(message.count) }, (_, row) =>
          Array.from({ length: columns[1] - columns[0] }, (_, at) => fakeCell(first + row, columns[0] + at).text).join("\t"),
        );
        return [{ text: lines.join("\n") }];
      }
      case "cancel":
        Object.assign(status, { state: "cancelled" });
        return [{ status }];
      case "retry":
        Object.assign(status, this.kernel.onRetry);
        return [{ status }];
      case "more":
        Object.assign(status, { paused: false });
        return [{ status }];
      case "snapshot":
        return [{ snapshot: { ...(this.state.snapshot as object), time: 2_000_000 + performance.now() / 1000 } }];
      default:
        return [{ status }];
    }
  }
}

interface Options {
  rows?: number;
  columns?: number;
  shown?: number;
  status?: Record<string, unknown>;
  state?: Record<string, unknown>;
  grid?: Record<string, unknown>;
  comm_live?: boolean;
}

let serial = 0;

export function gridModel(options: Options = {}): FakeModel {
  const rows = options.rows ?? 60_000_000;
  const columns = fakeColumns(options.columns ?? 12);
  const status = { rows, exact: true, state: "done", paused: false, source: "lineitem.parquet, 2.5 GB", ordered: true, seconds: 0, error: null, ...options.status };
  // As little as the kernel sends.
  const count = Math.min(rows, 40);
  const width = Math.min(columns.length, 40);
  const page = encodePage(0, count, width, fakeCell);
  const model = new FakeModel({
    ...shared(),
    _widget: "grid",
    grid: { protocol: 1, view: `g${++serial}`, columns, status: { ...status }, page: { first: 0, count, columns: [0, width] }, rows_visible: options.shown ?? 18, ...options.grid },
    page: new DataView(page.buffer),
    ui: {},
    ...options.state,
  });
  model.kernel.status = { ...status };
  if (options.comm_live !== undefined) model.comm_live = options.comm_live;
  return model;
}

export function inspectorModel(snapshot: Record<string, unknown>): FakeModel {
  return new FakeModel({ ...shared(), _widget: "inspector", snapshot });
}

function shared(): Record<string, unknown> {
  const { bundleHash } = globalThis as unknown as { bundleHash?: string };
  return { _code: `IPY_MODEL_${CODE}`, _bundle_hash: bundleHash ?? "hash-of-the-bundle" };
}

interface Widget {
  initialize(props: object): Promise<(() => void) | undefined>;
  render(props: object): Promise<(() => void) | undefined>;
}

/** As a notebook does it: the loader's own text as a fresh module per instance. */
export async function open(model: FakeModel): Promise<{ initialised: (() => void) | undefined; widget: Widget }> {
  const { loader } = globalThis as unknown as { loader: string };
  const url = URL.createObjectURL(new Blob([loader], { type: "text/javascript" }));
  const widget = ((await import(/* @vite-ignore */ url)) as { default: Widget }).default;
  URL.revokeObjectURL(url);
  return { initialised: await widget.initialize({ model: model.proxy() }), widget };
}

export async function view(widget: Widget, model: FakeModel, width?: number) {
  const el = document.createElement("div");
  if (width) el.style.width = `${width}px`;
  // A notebook renders first and attaches later.
  const cleanup = await widget.render({ model: model.proxy(), el });
  document.querySelector("main")?.append(el);
  return { el, cleanup, host: el.querySelector(".pyrust-live") as HTMLElement };
}

Object.assign(globalThis, { harness: { gridModel, inspectorModel, open, view } });
