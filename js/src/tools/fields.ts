/** Fields of a form with their words. */
import { node } from "../lib/dom";

export interface Field {
  el: HTMLElement;
  input: HTMLInputElement;
}

export function field(words: string, placeholder = ""): Field {
  const input = node("input");
  input.placeholder = placeholder;
  input.spellcheck = false;
  input.autocomplete = "off";
  return { el: node("label", "", node("span", "m", words), input), input };
}

/** A box to tick. */
export function tick(words: string): Field {
  const input = node("input");
  input.type = "checkbox";
  return { el: node("label", "tick", input, words), input };
}
