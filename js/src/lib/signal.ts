/** A value that tells whoever has read it when it is another one. Effects run at once, one after the other. */

export interface Signal<T> {
  (): T;
  set(value: T): void;
}

interface Run {
  (): void;
  /** The readers of every signal it has read: where it is taken out before it runs again. */
  among: Set<Set<Run>>;
}

let current: Run | null = null;

export function signal<T>(value: T): Signal<T> {
  const readers = new Set<Run>();
  const read = () => {
    if (current) current.among.add(readers.add(current));
    return value;
  };
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const run of [...readers]) run();
  };
  return Object.assign(read, { set });
}

/** Runs now, and again whenever a signal that it has read is set; returns what ends that. */
export function effect(act: () => void): () => void {
  const end = () => {
    for (const readers of run.among) readers.delete(run);
    run.among.clear();
  };
  const again = () => {
    end();
    const before = current;
    current = run;
    try {
      act();
    } finally {
      current = before;
    }
  };
  const run: Run = Object.assign(again, { among: new Set<Set<Run>>() });
  run();
  return end;
}
