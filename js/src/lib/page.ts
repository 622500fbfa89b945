/**
 * A page of rows as the engine sends it: kinds, offsets and one run of UTF-8 text, column-major. It is read in place; a
 * cell becomes a string only when it is drawn.
 */
export const CellKind = {
  Text: 0,
  Number: 1,
  Null: 2,
  Empty: 3,
  Special: 4,
  Bool: 5,
  Temporal: 6,
  Nested: 7,
  Binary: 8,
  Invalid: 9,
} as const;

const MAGIC = 0x31505250;
const HEAD = 32;
const CUT = 0x80;
const decoder = new TextDecoder();

export class Page {
  readonly first: number;
  readonly rows: number;
  readonly left: number;
  readonly columns: number;
  readonly bytes: number;
  readonly #kinds: Uint8Array;
  readonly #offsets: Uint32Array;
  readonly #text: Uint8Array;
  /** The whole text when it is plain ASCII: then byte offsets are string offsets and a slice is enough. */
  readonly #ascii: string | null;

  constructor(buffer: Uint8Array, left: number) {
    if (buffer.byteLength < HEAD) throw new Error("the page of rows is too short");
    // Hosts hand out views at any address, and a Uint32Array needs a multiple of four.
    const data = buffer.byteOffset % 4 === 0 ? buffer : buffer.slice();
    const head = new DataView(data.buffer, data.byteOffset, HEAD);
    if (head.getUint32(0, true) !== MAGIC) throw new Error("the page of rows has an unknown format");
    this.rows = head.getUint32(4, true);
    this.columns = head.getUint32(8, true);
    this.first = Number(head.getBigUint64(16, true));
    this.left = left;
    const cells = this.rows * this.columns;
    const textBytes = Number(head.getBigUint64(24, true));
    const at = (HEAD + cells + 3) & ~3;
    const textAt = at + 4 * (cells + 1);
    if (data.byteLength < textAt + textBytes) throw new Error("the page of rows is cut off");
    this.#kinds = data.subarray(HEAD, HEAD + cells);
    this.#offsets = new Uint32Array(data.buffer, data.byteOffset + at, cells + 1);
    this.#text = data.subarray(textAt, textAt + textBytes);
    const whole = decoder.decode(this.#text);
    this.#ascii = whole.length === textBytes ? whole : null;
    this.bytes = data.byteLength;
  }

  has(row: number, column: number): boolean {
    return (
      row >= this.first && row < this.first + this.rows && column >= this.left && column < this.left + this.columns
    );
  }

  covers(first: number, end: number, left: number, right: number): boolean {
    return (
      first >= this.first && end <= this.first + this.rows && left >= this.left && right <= this.left + this.columns
    );
  }

  kind(row: number, column: number): number {
    return (this.#kinds[this.#index(row, column)] ?? 0) & ~CUT;
  }

  cut(row: number, column: number): boolean {
    return ((this.#kinds[this.#index(row, column)] ?? 0) & CUT) !== 0;
  }

  value(row: number, column: number): string {
    const cell = this.#index(row, column);
    const from = this.#offsets[cell] ?? 0;
    const to = this.#offsets[cell + 1] ?? from;
    if (to <= from) return "";
    return this.#ascii === null ? decoder.decode(this.#text.subarray(from, to)) : this.#ascii.slice(from, to);
  }

  #index(row: number, column: number): number {
    return (column - this.left) * this.rows + (row - this.first);
  }
}

/** The bytes of whatever a host hands out for a binary trait or message buffer; null when there are none. */
export function asBytes(value: unknown): Uint8Array | null {
  if (value instanceof ArrayBuffer) return value.byteLength ? new Uint8Array(value) : null;
  if (ArrayBuffer.isView(value) && value.byteLength) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return null;
}
