/** The bar of a cell whose call takes long: what it does, how far it is, and a button that stops it. */
import { Channel } from "./lib/channel";
import { mount, node, once, setText, show, word } from "./lib/dom";
import type { Props } from "./lib/model";
import { PROGRESSBAR } from "./lib/progressbarstyle";
import { followTheme, THEME } from "./lib/theme";

/** The push `progress`. */
interface Now {
  what: string;
  fraction: number | null;
  words: string;
  /** Whether the kernel hears the button while the cell runs. */
  stops: boolean;
}

class ProgressView {
  readonly #host: HTMLElement;
  readonly #channel: Channel;
  readonly #bar = node("i");
  readonly #track = node("div", "track", this.#bar);
  readonly #what = node("b");
  readonly #words = node("span", "words");
  readonly #stop = word("stop", () => this.#cancel());

  constructor({ model, el }: Props) {
    const { host, root } = mount(el, THEME, PROGRESSBAR);
    this.#host = host;
    const frame = node("div", "root", this.#track, node("div", "line", this.#what, this.#words, this.#stop));
    this.#track.setAttribute("role", "progressbar");
    this.#track.setAttribute("aria-label", "progress");
    root.append(frame);
    show(this.#stop, false);
    followTheme(host, frame);
    const { view } = model.get("now") as { view?: string };
    this.#channel = new Channel(
      model,
      view ?? "progress",
      (message) => {
        if (message.push === "progress") this.#draw(message.progress as Now);
      },
      () => undefined,
    );
  }

  dispose(): void {
    this.#channel.dispose();
    this.#host.remove();
  }

  #draw({ what, fraction, words, stops }: Now): void {
    show(this.#stop, stops);
    setText(this.#what, what);
    setText(this.#words, words);
    const known = fraction !== null;
    this.#track.classList.toggle("going", !known);
    this.#bar.style.transform = known ? `scaleX(${fraction})` : "";
    if (known) this.#track.setAttribute("aria-valuenow", String(Math.floor(fraction * 100)));
    else this.#track.removeAttribute("aria-valuenow");
    this.#track.setAttribute("aria-valuetext", words);
  }

  #cancel(): void {
    setText(this.#stop, "stopping");
    this.#stop.disabled = true;
    // Where it ended by itself in between, the bar goes.
    this.#channel.request("cancel").reply.catch(() => undefined);
  }
}

export const progress = {
  initialize: () => undefined,

  render(props: Props) {
    const view = new ProgressView(props);
    const end = once(() => view.dispose());
    props.signal?.addEventListener("abort", end, { once: true });
    return end;
  },
};
