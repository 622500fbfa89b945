/** A table made of its row numbers: what TPC-H's lineitem looks like, any number of rows and columns of it. */
import type { Column } from "../../src/lib/model";
import type { FakeCell } from "./wire";

const NAMES: [string, string, Column["kind"]][] = [
  ["l_orderkey", "int64", "number"],
  ["l_linenumber", "int32", "number"],
  ["l_quantity", "decimal(15,2)", "number"],
  ["l_extendedprice", "decimal(15,2)", "number"],
  ["l_discount", "float64", "number"],
  ["l_returnflag", "string", "text"],
  ["l_open", "bool", "bool"],
  ["l_shipdate", "date", "temporal"],
  ["l_shipmode", "string", "text"],
  ["l_comment", "string", "text"],
  ["l_tags", "list<string>", "nested"],
  ["l_raw", "binary", "binary"],
];
const WORDS = "iously special ironic packages haggle about the carefully final accounts furious quickly even".split(" ");

export function fakeColumns(count: number): Column[] {
  return Array.from({ length: count }, (_, index) => {
    const [name, type, kind] = NAMES[index % NAMES.length] ?? ["value", "int64", "number"];
    return { name: index < NAMES.length ? name : `${name}_${index}`, type, kind, nullable: true };
  });
}

/** @param epoch another one than 1 shows in the texts of the ninth column. */
export function fakeCell(row: number, column: number, epoch = 1): FakeCell {
  const noise = Math.imul(row + 1, 2654435761) >>> 0;
  switch (column % NAMES.length) {
    case 0:
      return { text: String(row * 14 + 3), kind: 1 };
    case 1:
      return { text: String((noise % 7) + 1), kind: 1 };
    case 2:
      return { text: `${(noise % 50) + 1}.00`, kind: 1 };
    case 3:
      return { text: ((noise % 10_000_000) / 100 + 900).toFixed(2), kind: 1 };
    case 4:
      if (row % 17 === 4) return { text: "", kind: 2 };
      if (row % 23 === 11) return { text: "NaN", kind: 4 };
      return { text: ["0.05", "0.1", "0.075", "1.0"][noise % 4] ?? "0.0", kind: 1 };
    case 5:
      return { text: "NRA"[noise % 3] ?? "N", kind: 0 };
    case 6:
      return { text: noise % 2 ? "true" : "false", kind: 5 };
    case 7:
      return { text: new Date(Date.UTC(1992, 0, 1 + (noise % 2500))).toISOString().slice(0, 10), kind: 6 };
    case 8:
      if (epoch !== 1) return { text: `epoch ${epoch}`, kind: 0 };
      return row % 13 === 7 ? { text: "", kind: 3 } : { text: ["AIR", "RAIL", "null", "TRUCK"][noise % 4] ?? "", kind: 0 };
    case 9:
      if (row === 3) return { text: "<img src=x onerror=window.hacked=1> ⟨U+202E⟩ \"'&", kind: 0 };
      if (row % 29 === 9) return { text: "x".repeat(200), kind: 0, cut: true };
      return { text: Array.from({ length: 2 + (noise % 5) }, (_, at) => WORDS[(noise >>> at) % WORDS.length]).join(" "), kind: 0 };
    case 10:
      return { text: `["${WORDS[noise % WORDS.length] ?? ""}", "b"]`, kind: 7 };
    default:
      return { text: `0x${noise.toString(16)}`, kind: 8 };
  }
}
