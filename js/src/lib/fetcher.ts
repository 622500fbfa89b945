/**
 * Which rows to ask for, and when. Views say what they see; whole blocks around it that are not at hand are asked for in
 * one request. One request is in flight: a newer wish replaces it, because nobody waits for rows scrolled past.
 */
import { GONE, RequestError, STALE, SUPERSEDED, type Channel, type Reply, type Request } from "./channel";
import type { PageCache } from "./cache";
import type { Rect } from "./selection";
import type { Trouble } from "./model";

const ROW_BLOCK = 64;
const COLUMN_BLOCK = 16;
const ROW_MARGIN = 36;
const COLUMN_MARGIN = 3;
const PACE = 50;
const AHEAD_AFTER = 120;
/** How often in a row rows may turn out to be others before that is trouble. */
const MOST_STALE = 5;

interface Extent {
  rows: number;
  columns: number;
}

/** The smallest run of whole blocks that holds everything of `seen` and its margin that is not at hand; null if all is. */
export function plan(seen: Rect, extent: Extent, cache: Pick<PageCache, "covers">, margin = true): Rect | null {
  const down = (value: number, block: number) => Math.floor(value / block) * block;
  const first = down(Math.max(0, seen.first - (margin ? ROW_MARGIN : 0)), ROW_BLOCK);
  const end = Math.min(extent.rows, seen.end + (margin ? ROW_MARGIN : 0));
  const left = down(Math.max(0, seen.left - (margin ? COLUMN_MARGIN : 0)), COLUMN_BLOCK);
  const right = Math.min(extent.columns, seen.right + (margin ? COLUMN_MARGIN : 0));
  let need: Rect | null = null;
  for (let row = first; row < end; row += ROW_BLOCK) {
    for (let column = left; column < right; column += COLUMN_BLOCK) {
      const rowEnd = Math.min(extent.rows, row + ROW_BLOCK);
      const columnEnd = Math.min(extent.columns, column + COLUMN_BLOCK);
      if (cache.covers(row, rowEnd, column, columnEnd)) continue;
      need = need
        ? {
            first: Math.min(need.first, row),
            end: Math.max(need.end, rowEnd),
            left: Math.min(need.left, column),
            right: Math.max(need.right, columnEnd),
          }
        : { first: row, end: rowEnd, left: column, right: columnEnd };
    }
  }
  return need;
}

interface Flight {
  rect: Rect;
  /** The part of it that is missing in sight: it is what counts as failed. */
  cause: Rect;
  request: Request;
}

export class Fetcher {
  readonly #wishes = new Map<object, Rect>();
  #flight: Flight | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent = -PACE;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #moved = false;
  #stale = 0;
  /** Windows that failed, whichever view wanted them. */
  readonly #failed = new Set<string>();

  constructor(
    private readonly channel: Channel,
    private readonly cache: PageCache,
    private readonly extent: () => Extent,
    private readonly arrived: (reply: Reply, rect: Rect, took: number) => void,
    private readonly failing: (trouble: Trouble) => void,
  ) {}

  wish(view: object, seen: Rect): void {
    const before = this.#wishes.get(view);
    if (before && (before.first !== seen.first || before.left !== seen.left)) this.#moved = true;
    this.#wishes.delete(view);
    this.#wishes.set(view, seen);
    this.#next();
  }

  forget(view: object): void {
    this.#wishes.delete(view);
  }

  retry(): void {
    this.#failed.clear();
    this.#stale = 0;
    this.#next();
  }

  /** The rows are others now: nothing that was asked for is wanted, and nothing has failed. */
  renew(): void {
    this.#failed.clear();
    this.#flight?.request.drop();
    this.#flight = null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#idle);
    this.#idle = undefined;
    this.#flight?.request.drop();
    this.#flight = null;
    this.#wishes.clear();
  }

  #next(): void {
    clearTimeout(this.#timer);
    const missing = this.#missing();
    // What is only near may wait, and a grid that nobody has scrolled asks for nothing at all.
    if (!missing) {
      if (this.#moved && !this.#flight && !this.#idle) this.#idle = setTimeout(() => this.#ahead(), AHEAD_AFTER);
      return;
    }
    if (this.#flight && holds(this.#flight.rect, missing.cause)) return;
    const wait = this.#sent + PACE - performance.now();
    if (this.#flight && wait > 0) this.#timer = setTimeout(() => this.#next(), wait);
    else this.#send(missing.rect, missing.cause);
  }

  /** Around what is in sight, when all of that is at hand. */
  #ahead(): void {
    this.#idle = undefined;
    if (this.#flight || this.#missing()) return;
    for (const seen of this.#latest()) {
      const near = plan(seen, this.extent(), this.cache);
      if (!near || this.#failed.has(this.#key(near))) continue;
      this.#send(near, near);
      return;
    }
  }

  /** What is in sight of a view, not at hand and did not fail, and the window to ask for because of it. */
  #missing(): { cause: Rect; rect: Rect } | null {
    for (const seen of this.#latest()) {
      // The first page is no whole block, and still all that is seen.
      if (this.cache.missing(seen.first, seen.end, seen.left, seen.right) === "none") continue;
      const cause = plan(seen, this.extent(), this.cache, false);
      if (cause && !this.#failed.has(this.#key(cause))) return { cause, rect: plan(seen, this.extent(), this.cache) ?? cause };
    }
    return null;
  }

  /** The view that moved last is served first. */
  #latest(): Rect[] {
    return [...this.#wishes.values()].reverse();
  }

  #send(rect: Rect, cause: Rect): void {
    this.#flight?.request.drop();
    this.#sent = performance.now();
    const request = this.channel.request("rows", {
      first: rect.first,
      count: rect.end - rect.first,
      columns: [rect.left, rect.right],
    });
    const flight: Flight = { rect, cause, request };
    const sent = this.#sent;
    this.#flight = flight;
    request.reply.then(
      (reply) =>
        this.#land(flight, () => {
          this.#stale = 0;
          this.arrived(reply, rect, performance.now() - sent);
          // Of a page that would be too large the rest is asked for next. Else there are fewer rows than there should be:
          // asking again at once would bring no more.
          if (reply.cut == null && plan(cause, this.extent(), this.cache, false)) this.#failed.add(this.#key(cause));
        }),
      (reason: unknown) => {
        const trouble = reason instanceof RequestError ? reason.trouble : { message: String(reason), retry: true };
        this.#land(flight, () => {
          // What is stale is asked for again, by then of the rows that there are now.
          if (trouble.type === STALE && ++this.#stale <= MOST_STALE) return;
          if (trouble.type !== SUPERSEDED) this.#fail(flight, trouble);
        });
      },
    );
  }

  #land(flight: Flight, then: () => void): void {
    const current = this.#flight === flight;
    if (current) this.#flight = null;
    try {
      then();
    } catch (reason) {
      this.#fail(flight, { message: reason instanceof Error ? reason.message : String(reason), retry: true });
    }
    if (current) this.#next();
  }

  /** A window that failed is not asked for again before `retry`. Nobody is told of one that is not in sight. */
  #fail(flight: Flight, trouble: Trouble): void {
    const { cause } = flight;
    this.#failed.add(this.#key(cause));
    const seen = this.#latest().some((rect) => rect.first < cause.end && rect.end > cause.first && rect.left < cause.right && rect.right > cause.left);
    if (trouble.type !== GONE && seen) this.failing(trouble);
  }

  /** Of another length the table is another one: then what failed may be tried. */
  #key(rect: Rect): string {
    return `${rect.first} ${rect.end} ${rect.left} ${rect.right} ${this.extent().rows}`;
  }
}

function holds(outer: Rect, inner: Rect): boolean {
  return inner.first >= outer.first && inner.end <= outer.end && inner.left >= outer.left && inner.right <= outer.right;
}
