// A minute in the life of a session: a query fills memory, its result stays, an old frame is let go.
const MB = 1e6;

export function snapshot(at, more = {}) {
  const query = at >= 40 && at < 110;
  const held = at < 40 ? 248 : at < 110 ? 60 + (at - 40) * 7 : at < 180 ? 300 : 248;
  return {
    time: 1_000_000 + at / 4,
    allocated: held * MB,
    peak: 611 * MB,
    reserved: query ? (at - 40) * 3.4 * MB : 0,
    limit: 9e9,
    rss: (at < 40 ? 586 : Math.max(586, held + 200)) * MB,
    count: 4,
    retained: 307.2 * MB,
    frames: [
      { frame: 1, rows: 15_000_000, columns: 4, kind: "memory", arcs: 3, batches: 12, retained: 184 * MB, source: "12 batches in memory", names: ["orders"] },
      { frame: 2, rows: 1000, columns: 4, kind: "memory", arcs: 1, batches: 1, retained: 112 * MB, source: "1 batch in memory", names: ["top", "Out[5]"] },
      { frame: 3, rows: 60_175, columns: 16, kind: "memory", arcs: 4, batches: 8, retained: 9.1 * MB, source: "8 batches in memory", names: [] },
      { frame: 4, rows: null, columns: 16, kind: "file", arcs: 2, batches: 0, retained: 2.1 * MB, source: "lineitem.parquet, 2.5 GB", names: ["lineitem"] },
    ],
    runs: query ? [{ run: 7, what: "collect: select … from lineitem join orders", state: "running", rows: at * 51_000, reserved: (at - 40) * 3.4 * MB, seconds: (at - 40) / 4 }] : [],
    ...more,
  };
}
