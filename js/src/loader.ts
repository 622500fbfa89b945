/**
 * The text every widget carries as `_esm`. A host imports it anew for each instance and never frees it, so it is tiny:
 * the real code comes in the trait `_bundle`, is imported once per page, and is kept on `globalThis` under its hash.
 */
import type { Model } from "./lib/model";

interface Props {
  model: Model;
  el: HTMLElement;
  signal?: AbortSignal;
}
type Part = Record<"initialize" | "render", (props: Props) => (() => void) | undefined>;
type Bundle = Record<string, Part>;

const page = globalThis as unknown as { __pyrust__?: Record<string, Bundle | Promise<Bundle>> };
const kept = (page.__pyrust__ ??= {});

function bundle(model: Model): Bundle | Promise<Bundle> {
  const hash = String(model.get("_bundle_hash"));
  const known = kept[hash];
  if (known) return known;
  const url = URL.createObjectURL(new Blob([String(model.get("_bundle"))], { type: "text/javascript" }));
  const coming = import(/* @vite-ignore */ url)
    .then(
      (loaded: Bundle) => (kept[hash] = loaded),
      (reason: unknown) => {
        // Forgotten, so that the next view tries again.
        delete kept[hash];
        throw reason;
      },
    )
    .finally(() => URL.revokeObjectURL(url));
  return (kept[hash] = coming);
}

async function part(model: Model): Promise<Part> {
  const found = (await bundle(model))[String(model.get("_widget"))];
  if (!found) throw new Error("pyrust: this widget needs a newer page; reload it");
  return found;
}

export default {
  async initialize(props: Props) {
    return (await part(props.model)).initialize(props);
  },
  async render(props: Props) {
    try {
      return (await part(props.model)).render(props);
    } catch (reason) {
      props.el.textContent = `pyrust could not start here: ${String(reason)}`;
      throw reason;
    }
  },
};
