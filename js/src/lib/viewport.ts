/**
 * The scroll area. A native scroller gives bars, wheel and touch; what is seen lies in one layer that sticks to its
 * corner and is drawn from the offset. So header, row numbers and cells cannot come apart, and a scaled space is only
 * another way to compute the offset.
 */
import { node, on } from "./dom";
import { bindWheel } from "./pointer";
import { COMPACT, HEAD, ROW, ScrollSpace } from "./scroll";

/** The width of the grid that last came on the page: mostly the next one's too, which is drawn before it is there. */
let assumedWidth = 1000;
const TURNING = 300;
const SETTLED = 140;

export class Viewport {
  readonly el = node("div", "scroller");
  readonly layer = node("div", "layer");
  readonly space: ScrollSpace;
  left = 0;
  /** Width of the row numbers. */
  gutter = 0;
  width = assumedWidth;
  readonly #stuffing = node("div", "space", this.layer);
  #attached = false;
  #mirrored = 0;
  #turned = -TURNING;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #observer: ResizeObserver;
  #content = 0;

  constructor(
    compact: boolean,
    private readonly moved: () => void,
  ) {
    this.space = new ScrollSpace(undefined, compact ? COMPACT : ROW);
    this.el.style.setProperty("--row", `${this.space.row}px`);
    this.el.tabIndex = 0;
    this.el.role = "grid";
    this.el.ariaMultiSelectable = "true";
    this.el.ariaLabel = "rows";
    this.#stuffing.role = this.layer.role = "presentation";
    this.el.append(this.#stuffing);
    on(this.el, "scroll", () => this.#scrolled());
    bindWheel(
      this.el,
      this.space,
      (x) => {
        if (x) this.el.scrollLeft += x;
        this.#mirror();
        this.moved();
      },
      () => (this.#turned = performance.now()),
    );
    this.#observer = new ResizeObserver(() => this.#resized());
    this.#observer.observe(this.el);
  }

  /** Width left for cells. */
  get cells(): number {
    return Math.max(0, this.width - this.gutter);
  }

  size(rows: number, visible: number, content: number, gutter: number): void {
    this.space.resize(rows, visible * this.space.row);
    this.#content = content;
    this.gutter = gutter;
    this.#apply();
  }

  scrollTo(offset: number): void {
    if (this.space.moveTo(offset)) this.#mirror();
  }

  scrollBy(x: number, y: number): void {
    this.scrollLeft(this.left + x);
    this.scrollTo(this.space.offset + y);
    this.moved();
  }

  /** @param row less than 0 for the header, which is always there. */
  reveal(row: number, start: number, end: number): void {
    if (row >= 0 && this.space.reveal(row)) this.#mirror();
    if (start < this.left) this.scrollLeft(start);
    else if (end > this.left + this.cells) this.scrollLeft(Math.min(start, end - this.cells));
  }

  scrollLeft(left: number): void {
    this.left = Math.min(Math.max(0, this.#content + this.gutter - this.width), Math.max(0, left));
    if (this.#attached) this.el.scrollLeft = this.left;
  }

  focus(): void {
    this.el.focus({ preventScroll: true });
  }

  dispose(): void {
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }

  #resized(): void {
    const attached = this.el.clientWidth > 0;
    const back = attached && !this.#attached;
    this.#attached = attached;
    if (!attached) return;
    this.#apply();
    assumedWidth = this.width;
    if (back) {
      // Taking a node off the page forgets its scroll position.
      this.el.scrollLeft = this.left;
      this.#mirror();
    }
    this.moved();
  }

  #apply(): void {
    const { el, space } = this;
    const full = this.#content + this.gutter;
    // Bars are asked for, never left to the browser, so that the height is the same before and after they come.
    el.style.overflowY = space.total > space.view ? "scroll" : "hidden";
    if (this.#attached) this.width = el.clientWidth;
    el.style.overflowX = full > this.width ? "scroll" : "hidden";
    const bar = this.#attached ? el.offsetHeight - el.clientHeight : 0;
    el.style.height = `${HEAD + space.view + bar}px`;
    this.#stuffing.style.height = `${HEAD + space.height}px`;
    this.#stuffing.style.width = `${full}px`;
    this.layer.style.height = `${HEAD + space.view}px`;
    this.layer.style.width = this.#attached ? `${this.width}px` : "100%";
    this.layer.style.setProperty("--gutter", `${this.gutter}px`);
    if (this.#attached && space.scaled) this.#mirror();
  }

  #scrolled(): void {
    if (!this.#attached) return;
    const top = this.el.scrollTop;
    // Our own mirroring comes back as an event too.
    if (Math.abs(top - this.#mirrored) > 0.5) {
      this.space.scrolled(top, this.#mirrored, performance.now() - this.#turned < TURNING);
      this.#mirrored = top;
      clearTimeout(this.#timer);
      if (this.space.scaled) this.#timer = setTimeout(() => this.#mirror(), SETTLED);
    }
    this.left = this.el.scrollLeft;
    this.moved();
  }

  #mirror(): void {
    if (!this.#attached) return;
    this.el.scrollTop = this.space.top;
    this.#mirrored = this.el.scrollTop;
  }
}
