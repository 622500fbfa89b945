/** Figures for people. Digits are set apart by styling alone: what is selected or copied stays the raw value. */
import { node } from "./dom";

const LONG = /^([-+]?)(\d{5,})(.*)$/s;

/** Groups of three from five digits on: `["2", "974", "082"]`, and what follows them; null when there is nothing to set apart. */
export function groups(text: string): { parts: string[]; rest: string } | null {
  const found = LONG.exec(text);
  if (!found) return null;
  const [, sign = "", digits = "", rest = ""] = found;
  const head = digits.length % 3 || 3;
  const parts = [sign + digits.slice(0, head)];
  for (let at = head; at < digits.length; at += 3) parts.push(digits.slice(at, at + 3));
  return { parts, rest };
}

export function setNumber(target: Element, text: string): void {
  const found = groups(text);
  if (!found) {
    target.textContent = text;
    return;
  }
  target.textContent = found.parts[0] ?? "";
  for (const part of found.parts.slice(1)) target.append(node("span", "g", part));
  if (found.rest) target.append(found.rest);
}

/** A line of text in which every long number is set apart. */
export function setLine(target: HTMLElement, text: string): void {
  if (target.dataset.line === text) return;
  target.dataset.line = text;
  target.textContent = "";
  for (const piece of text.split(/(\d{5,})/)) {
    const found = groups(piece);
    if (!found) target.append(piece);
    else found.parts.forEach((part, at) => target.append(at ? node("span", "g", part) : part));
  }
}

export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = Math.max(0, count);
  let unit = 0;
  // 999.6 would print as 1000 of the smaller unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function duration(seconds: number): string {
  if (seconds < 0.0995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 0.9995) return `${Math.round(seconds * 100) * 10} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
