/** The bar of a cell whose call takes long: what it does, how far it is, and a button that stops it. */
import { Channel } from "./lib/channel";
import { mount, node, once, setText, show, word } from "./lib/dom";
import { setLine } from "./lib/format";
import type { Props } from "./lib/model";
import { doing, type Doing, ProgressLine } from "./lib/progress";
import { PROGRESSBAR } from "./lib/progressbarstyle";
import { followTheme, THEME } from "./lib/theme";

/** The push `progress`. */
interface Now {
  what: string;
  status: Doing;
  /** Whether the kernel hears the button while the cell runs. */
  stops: boolean;
}

class ProgressView {
  readonly #host: HTMLElement;
  readonly #channel: Channel;
  readonly #line = new ProgressLine();
  readonly #what = node("b");
  readonly #words = node("span", "words");
  readonly #stop = word("stop", () => this.#cancel());

  constructor({ model, el }: Props) {
    const { host, root } = mount(el, THEME, PROGRESSBAR);
    this.#host = host;
    const frame = node("div", "root", this.#line.el, node("div", "line", this.#what, this.#words, this.#stop));
    root.append(frame);
    show(this.#stop, false);
    followTheme(host, frame);
    const { view } = model.get("now") as { view?: string };
    this.#channel = new Channel(model, view ?? "progress", {
      version: () => ({ epoch: 0, rev: 0 }),
      pushed: (message) => {
        if (message.push === "progress") this.#draw(message as unknown as Now);
      },
      turned: () => undefined,
    });
  }

  dispose(): void {
    this.#channel.dispose();
    this.#host.remove();
  }

  #draw({ what, status, stops }: Now): void {
    setText(this.#what, what);
    setLine(this.#words, doing(status));
    this.#line.draw(true, status);
    show(this.#stop, stops);
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
