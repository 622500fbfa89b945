/** The line over the header: something is going on, and how far it is where that is known. */
import { node, show } from "./dom";

export class Progress {
  readonly #bar = node("i");
  readonly el = node("div", "progress", this.#bar);

  draw(going: boolean, fraction: number | undefined): void {
    show(this.el, going);
    this.el.classList.toggle("going", going && fraction === undefined);
    this.#bar.style.transform = fraction === undefined ? "" : `scaleX(${fraction})`;
  }
}
