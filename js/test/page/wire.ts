/** Writes pages in the wire format of the engine, for tests that have no engine. */

export interface FakeCell {
  text: string;
  kind: number;
  cut?: boolean;
}

export function encodePage(first: number, rows: number, columns: number, cell: (row: number, column: number) => FakeCell): Uint8Array<ArrayBuffer> {
  const cells: FakeCell[] = [];
  for (let column = 0; column < columns; column += 1) for (let row = 0; row < rows; row += 1) cells.push(cell(row, column));
  const encoder = new TextEncoder();
  const texts = cells.map(({ text, kind }) => encoder.encode(kind === 2 || kind === 3 ? "" : text));
  const textBytes = texts.reduce((sum, text) => sum + text.length, 0);
  const at = (32 + cells.length + 3) & ~3;
  const out = new Uint8Array(at + 4 * (cells.length + 1) + textBytes);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0x31505250, true);
  view.setUint32(4, rows, true);
  view.setUint32(8, columns, true);
  view.setBigUint64(16, BigInt(first), true);
  view.setBigUint64(24, BigInt(textBytes), true);
  let offset = 0;
  cells.forEach(({ kind, cut }, index) => {
    out[32 + index] = kind | (cut ? 0x80 : 0);
    view.setUint32(at + 4 * index, offset, true);
    const text = texts[index] ?? new Uint8Array();
    out.set(text, at + 4 * (cells.length + 1) + offset);
    offset += text.length;
  });
  view.setUint32(at + 4 * cells.length, offset, true);
  return out;
}
