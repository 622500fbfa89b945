/** The tools of a grid, as its first bundle gets them: see `lib/toolbox`. */
import type { Commands, Parts } from "./lib/commands";
import { Hands } from "./tools/hands";

export function open(parts: Parts, commands: Commands): Hands {
  return new Hands(parts, commands);
}
