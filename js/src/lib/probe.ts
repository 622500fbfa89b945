/** Counters that the UI tests and benchmarks read from the page; nothing in the product depends on them. */

export interface Probe {
  renders: number;
  draws: number;
  drawMs: number;
  worstDrawMs: number;
  requests: number;
  retries: number;
  replies: number;
  listeners: number;
  painted: number;
  offset: number;
}

const page = globalThis as unknown as { __pyrust__?: { probe?: Probe } };

export const probe: Probe = ((page.__pyrust__ ??= {}).probe ??= {
  renders: 0,
  draws: 0,
  drawMs: 0,
  worstDrawMs: 0,
  requests: 0,
  retries: 0,
  replies: 0,
  listeners: 0,
  painted: 0,
  offset: 0,
});

export function drawn(since: number, offset: number): void {
  const took = performance.now() - since;
  probe.offset = offset;
  probe.draws += 1;
  probe.drawMs = took;
  probe.worstDrawMs = Math.max(probe.worstDrawMs, took);
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
