/**
 * The second bundle: what opens, finds and changes. It is asked from the kernel when somebody comes to a grid or the page is
 * idle, once per page, and is in no notebook. What it shares with this one it is handed, by the names of the modules.
 */
import * as channel from "./channel";
import type { Commands, Parts } from "./commands";
import * as dom from "./dom";
import * as format from "./format";
import * as model from "./model";
import * as page from "./page";
import type { GridState } from "./state";
import type { ChipKey } from "./toolbar";

const SHARED: Record<string, unknown> = { channel, dom, format, model, page };

/** The tools of one view. */
export interface Tools {
  /** Does what the table of actions calls so. */
  run(id: string): void;
  /** Whether a key has a meaning, which is then carried out. */
  pressed(event: KeyboardEvent): boolean;
  /** Does what keys mean that were pressed before: what follows one that opens something is typed into it. */
  replay(keys: readonly KeyboardEvent[]): void;
  chip(key: ChipKey, chip: HTMLElement, remove: boolean): void;
  /** Closes what is open over the rows; false when nothing is. */
  escape(): boolean;
  moved(): void;
  drawn(): void;
  dispose(): void;
}

export interface Toolbox {
  open(parts: Parts, commands: Commands): Tools;
}

const kept = ((globalThis as { __pyrust__?: Record<string, unknown> }).__pyrust__ ??= {});

export function toolbox(state: GridState): Promise<Toolbox> {
  const key = `${state.hash}-tools`;
  return ((kept[key] as Promise<Toolbox> | undefined) ??= load(state).catch((reason: unknown) => {
    // Forgotten, so that the next try is one.
    delete kept[key];
    throw reason;
  }));
}

async function load(state: GridState): Promise<Toolbox> {
  const bytes = page.asBytes((await state.ask("tools")).buffers[0]);
  if (!bytes) throw new Error("the kernel sent none");
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "text/javascript" }));
  const found = await import(/* @vite-ignore */ url).finally(() => URL.revokeObjectURL(url));
  return (found as { default(share: (name: string) => unknown): Toolbox }).default((name) => SHARED[name]);
}
