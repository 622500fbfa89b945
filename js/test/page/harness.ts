/**
 * A fake notebook: a model with the manners of anywidget's (a new proxy per call, DataViews, messages later, never at
 * once), and a fake kernel behind it that can be slow, silent, failing or gone.
 */
import { Arranged } from "./arranged";
import { fakeCell, fakeColumns } from "./table";
import { encodePage } from "./wire";

type Listener = (...args: unknown[]) => void;
type Message = Record<string, unknown> & { op: string; rid: number; nonce: string };

/** The models that hold the bundles, one for each kind of widget. */
const CODE = "c0de-";
const PROTOCOL = 2;
/** What asks for rows by their places, and means those of one epoch and revision. */
const OF_ROWS = ["rows", "cell", "copy", "keep", "values", "find"];

export class FakeKernel {
  latency = 5;
  /** Requests are read and not answered, as in a cell that holds the interpreter. */
  silent = false;
  /** Says that it is at work on a request that takes longer than this. */
  moment = 300;
  /** Every answer comes twice, the second so much later. */
  double = 0;
  /** The most rows of a page, as if more of them were too many bytes. */
  mostRows = Infinity;
  /** What a retry makes of the status. */
  onRetry: Record<string, unknown> = {};
  /** Swallows this many messages, as a server does whose message rate is exceeded. */
  lose = 0;
  fail: Record<string, unknown> | null = null;
  log: Message[] = [];
  status: Record<string, unknown> = {};
  columns: unknown[] = [];
  /** What the rows are, and what they were and may be again. */
  readonly arranged = new Arranged(this);
  #seq = 1;
  #told = "";
  /** The number of the state that was pushed last. */
  pushed = 1;

  /** The newest state, with the next number if it is another one. */
  state(): Record<string, unknown> {
    const { seq: _, ...status } = this.status;
    const text = JSON.stringify(status);
    if (this.#told && text !== this.#told) this.#seq += 1;
    this.#told = text;
    return { epoch: status.epoch ?? 0, rev: status.rev ?? 0, status: { ...status, seq: this.#seq } };
  }
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
      connectionStatus: "connected",
      connectionStatusChanged: {
        connect: (slot: Listener) => void this.connections.add(slot),
        disconnect: (slot: Listener) => void this.connections.delete(slot),
      },
    },
  };
  private readonly connections = new Set<Listener>();
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

  /** The websocket goes, or comes back. */
  connect(status: string): void {
    this.manager.kernel.connectionStatus = status;
    for (const slot of this.connections) slot();
  }

  /** What the run has come to, pushed to all pages; or known to the kernel only, as if that push were lost. */
  tell(changes: Record<string, unknown>, lost = false): void {
    const { kernel } = this;
    Object.assign(kernel.status, changes);
    const state = kernel.state();
    const after = kernel.pushed;
    kernel.pushed = (state.status as { seq: number }).seq;
    if (!lost) this.push({ push: "state", after, ...state });
  }

  /** Changes what the rows are, as Python does it. */
  arrange(spec: object): void {
    this.kernel.arranged.change(spec);
    this.tell({});
    this.push({ push: "view", ...this.kernel.state(), view: this.kernel.arranged.view });
  }

  /** As the kernel sets traits. */
  update(state: Record<string, unknown>): void {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.emit(`change:${name}`);
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
    const { bundles } = globalThis as unknown as { bundles: Record<string, string> };
    const bundle = bundles[id.slice(CODE.length)];
    if (!bundle) throw new Error(`no model ${id}`);
    return { get: (name: string) => (name === "bundle" ? bundle : undefined) };
  }

  get listenerCount(): number {
    return [...this.listeners.values()].reduce((sum, each) => sum + each.size, this.slots.size + this.connections.size);
  }

  emit(event: string, ...args: unknown[]): void {
    for (const callback of [...(this.listeners.get(event) ?? [])]) callback(...args);
  }

  push(message: Record<string, unknown>): void {
    this.emit("msg:custom", { pyrust: PROTOCOL, epoch: 0, rev: 0, ...message }, []);
  }

  private receive(message: Message): void {
    const { kernel } = this;
    kernel.log.push(message);
    if (this.comm_live === false || this.manager.kernel.connectionStatus !== "connected") return;
    if (kernel.lose > 0) {
      kernel.lose -= 1;
      return;
    }
    if (kernel.silent) return;
    if (kernel.latency > kernel.moment) setTimeout(() => this.say(message, { working: true }), kernel.moment);
    setTimeout(() => this.answer(message), kernel.latency);
    if (kernel.double) setTimeout(() => this.answer(message), kernel.latency + kernel.double);
  }

  private say(message: Message, content: object, buffers: unknown[] = []): void {
    if (this.manager.kernel.connectionStatus !== "connected") return;
    this.emit("msg:custom", { pyrust: PROTOCOL, nonce: message.nonce, rid: message.rid, ...this.kernel.state(), ...content }, buffers);
  }

  private answer(message: Message): void {
    const { kernel } = this;
    const { epoch, rev } = kernel.state();
    const stale = OF_ROWS.includes(message.op) && (message.epoch !== epoch || message.rev !== rev);
    const error = stale ? { type: "Stale", message: "these rows were computed anew", retry: true } : (kernel.fail ?? kernel.arranged.refuse(message));
    if (error) return this.say(message, { ok: false, error });
    const [result, ...buffers] = this.result(message);
    this.say(message, { ok: true, ...(result as object) }, buffers);
  }

  private result(message: Message): unknown[] {
    const status = this.kernel.status;
    const columns = message.columns as [number, number];
    const first = Number(message.first);
    switch (message.op) {
      case "rows": {
        const asked = Math.max(0, Math.min(Number(message.count), Number(status.rows) - first));
        const count = Math.min(asked, this.kernel.mostRows);
        const page = encodePage(first, count, columns[1] - columns[0], (row, column) => fakeCell(this.kernel.arranged.base(first + row), columns[0] + column, Number(status.epoch ?? 0)));
        return [{ first, count, columns, cut: count < asked ? "bytes" : null, ms: 2.5 }, new DataView(page.buffer)];
      }
      case "cell": {
        const cell = fakeCell(this.kernel.arranged.base(Number(message.row)), Number(message.column));
        return [{ ...cell, text: cell.cut ? "x".repeat(5000) : cell.text, cut: null }];
      }
      case "copy": {
        const lines = Array.from({ length: Number(message.count) }, (_, row) =>
          Array.from({ length: columns[1] - columns[0] }, (_, at) => fakeCell(first + row, columns[0] + at).text).join("\t"),
        );
        return [{ text: lines.join("\n"), cut: null }];
      }
      case "tools": {
        const { bundles } = globalThis as unknown as { bundles: Record<string, string> };
        return [{}, new DataView(new TextEncoder().encode(bundles.tools).buffer)];
      }
      case "cancel":
        Object.assign(status, { state: "cancelled" });
        return [{ ...this.kernel.state() }];
      case "retry":
        if (status.state === "failed" || status.state === "cancelled") Object.assign(status, { epoch: Number(status.epoch ?? 0) + 1 }, this.kernel.onRetry);
        return [{ ...this.kernel.state() }];
      case "more":
        Object.assign(status, { paused: false });
        return [{ ...this.kernel.state() }];
      case "schema":
        return [{ first, columns: this.kernel.columns.slice(first, first + Number(message.count)) }];
      case "snapshot":
        return [{ snapshot: { ...(this.state.snapshot as object), time: 2_000_000 + performance.now() / 1000 } }];
      default:
        return [this.kernel.arranged.answer(message) ?? {}];
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
  /** What the host says that the kernel is doing. */
  doing?: string;
}

let serial = 0;

export function gridModel(options: Options = {}): FakeModel {
  const rows = options.rows ?? 60_000_000;
  const columns = fakeColumns(options.columns ?? 12);
  const status = { epoch: 1, rev: 0, rows, exact: true, state: "done", paused: false, source: "lineitem.parquet, 2.5 GB", ordered: true, seconds: 0, error: null, ...options.status };
  // As little as the kernel sends.
  const count = Math.min(rows, 40);
  const width = Math.min(columns.length, 40);
  const page = encodePage(0, count, width, fakeCell);
  const model = new FakeModel({
    ...shared("grid"),
    grid: { protocol: PROTOCOL, view: `g${++serial}`, columns: columns.slice(0, 200), count: columns.length, status: { ...status, seq: 1 }, rows_visible: options.shown ?? 18, ...options.grid },
    page: new DataView(page.buffer),
    status: {},
    ui: {},
    ...options.state,
  });
  model.kernel.status = { ...status };
  model.kernel.columns = columns;
  if (model.state.view_state) model.kernel.arranged.begin(model.state.view_state);
  model.kernel.state();
  model.manager.kernel.status = options.doing;
  if (options.comm_live !== undefined) model.comm_live = options.comm_live;
  return model;
}

export function inspectorModel(snapshot: Record<string, unknown>): FakeModel {
  return new FakeModel({ ...shared("inspector"), snapshot });
}

export function progressModel(): FakeModel {
  return new FakeModel({ ...shared("progress"), now: { view: "g7" } });
}

function shared(kind: string): Record<string, unknown> {
  return { _widget: kind, _code: `IPY_MODEL_${CODE}${kind}`, _bundle_hash: `hash-of-${kind}` };
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

Object.assign(globalThis, { harness: { gridModel, inspectorModel, progressModel, open, view } });
