/** Keys as a person reads them. */
import type { Action } from "./actions";

const NAMES: Record<string, string> = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", ContextMenu: "Menu" };
const MAC = /mac/i.test(navigator.platform);

export function keyWords({ keys = [] }: Pick<Action, "keys">): string[] {
  return keys.map((key) =>
    key
      .split(/\+(?=.)/)
      .map((part) => (MAC && part === "Ctrl" ? "Cmd" : (NAMES[part] ?? (part.length === 1 && key.includes("Ctrl+") ? part.toUpperCase() : part))))
      .join("+"),
  );
}
