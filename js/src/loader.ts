/**
 * The text every widget carries as `_esm`. A host imports it anew for each instance and never frees it, so it is tiny:
 * the real code is in the model that `_code` names, is imported once per page, and is kept on `globalThis` under its hash.
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

async function load(model: Model): Promise<Bundle> {
  const manager = model.widget_manager;
  if (!manager) throw new Error("this notebook does not let a widget find another one");
  const code = await manager.get_model(String(model.get("_code")).slice("IPY_MODEL_".length));
  const url = URL.createObjectURL(new Blob([String(code.get("bundle"))], { type: "text/javascript" }));
  return import(/* @vite-ignore */ url).finally(() => URL.revokeObjectURL(url));
}

function bundle(model: Model): Bundle | Promise<Bundle> {
  const hash = String(model.get("_bundle_hash"));
  return (kept[hash] ??= load(model).then(
    (loaded) => (kept[hash] = loaded),
    (reason: unknown) => {
      // Forgotten, so that the next view tries again.
      delete kept[hash];
      throw reason;
    },
  ));
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
