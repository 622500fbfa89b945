/** Counters that the UI tests and benchmarks read from the page; nothing in the product depends on them. */

export interface Probe {
  draws: number;
  drawMs: number;
  listeners: number;
  painted: number;
  offset: number;
}

const page = globalThis as unknown as { __pyrust__?: { probe?: Probe } };

export const probe: Probe = ((page.__pyrust__ ??= {}).probe ??= {
  draws: 0,
  drawMs: 0,
  listeners: 0,
  painted: 0,
  offset: 0,
});

export function drawn(since: number, offset: number): void {
  probe.offset = offset;
  probe.draws += 1;
  probe.drawMs = performance.now() - since;
}

/** Marks the time when the first rows are on the screen: after the frame that holds them, not before it. */
export function markPainted(): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      probe.painted = performance.now();
      performance.mark("pyrust:painted");
    }, 0),
  );
}
