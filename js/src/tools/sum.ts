/** Exact sums of shown decimals: 0.1 + 0.2 is 0.3 in a footer that stands beside the values. */

const PLAIN = /^([-+]?)(\d+)(?:\.(\d+))?$/;

/** Null when a text is no number at all; `exact` is false when an exponent made it a floating-point sum. */
export function sum(texts: readonly string[]): { text: string; exact: boolean } | null {
  let digits = 0;
  for (const text of texts) {
    const found = PLAIN.exec(text);
    if (!found) return rough(texts);
    digits = Math.max(digits, found[3]?.length ?? 0);
  }
  let total = 0n;
  for (const text of texts) {
    const [, sign, whole = "0", fraction = ""] = PLAIN.exec(text) ?? [];
    const value = BigInt(whole + fraction.padEnd(digits, "0"));
    total += sign === "-" ? -value : value;
  }
  const sign = total < 0n ? "-" : "";
  const all = (total < 0n ? -total : total).toString().padStart(digits + 1, "0");
  const text = digits ? `${all.slice(0, -digits)}.${all.slice(-digits)}` : all;
  return { text: sign + text, exact: true };
}

function rough(texts: readonly string[]): { text: string; exact: boolean } | null {
  let total = 0;
  for (const text of texts) {
    if (text.trim() === "" || Number.isNaN(Number(text))) return null;
    total += Number(text);
  }
  return { text: String(Number(total.toPrecision(12))), exact: false };
}
