/** The grid, as a notebook opens it: a state for each model, and views of it. */
import { once } from "./lib/dom";
import { GridView } from "./lib/gridview";
import type { Props } from "./lib/model";
import { GridState } from "./lib/state";

export const grid = {
  initialize({ model, signal }: Props) {
    const state = GridState.of(model);
    const end = once(() => state.dispose());
    signal?.addEventListener("abort", end, { once: true });
    return end;
  },

  render({ model, el, signal }: Props) {
    const orphan = !GridState.has(model);
    const state = GridState.of(model);
    const view = new GridView(state, el);
    const end = once(() => {
      view.dispose();
      // A host that never called `initialize` will not end the state either.
      if (orphan && state.views.size === 0) state.dispose();
    });
    signal?.addEventListener("abort", end, { once: true });
    return end;
  },
};
