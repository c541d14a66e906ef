import type { Engine } from './engine.ts';

/** What one call took: CPU seconds of the whole process (all threads), wall seconds, and the memory it had afterwards. */
export interface CallTiming {
  name: string;
  cpu_seconds: number;
  wall_seconds: number;
  /** Resident memory of the process after the call, and the most it ever was until then, in MiB. */
  resident_mb: number;
  peak_mb: number;
}

/**
 * The same engine, telling of every call what it took. What the process does between two calls (checking files, classifying texts) is told as a call
 * of the name `(between)`.
 */
export function timeEngine(engine: Engine, tell: (timing: CallTiming) => void): Engine {
  // CPU time spent before the engine was there belongs to nobody else than the files that were checked.
  let last = { cpu: 0, wall: performance.now() / 1000 - process.uptime() };
  const mark = (name: string) => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const now = { cpu: (userCPUTime + systemCPUTime) / 1e6, wall: performance.now() / 1000 };
    const timing = { name, cpu_seconds: now.cpu - last.cpu, wall_seconds: now.wall - last.wall };
    last = now;
    if (name !== BETWEEN || timing.wall_seconds > 0.01) {
      tell({ ...timing, resident_mb: process.memoryUsage.rss() / MEBIBYTE, peak_mb: maxRSS / 1024 });
    }
  };
  async function timed<T>(name: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      mark(name);
    }
  }
  mark(BETWEEN);
  const call =
    (method: keyof Engine) =>
    (...values: readonly unknown[]): unknown => {
      mark(BETWEEN);
      const [first] = values;
      const name = typeof first === 'string' ? first : isNamed(first) ? first.name : method;
      const run = engine[method] as (...values: readonly unknown[]) => Promise<unknown>;
      return timed(method === 'append' || method === 'appendArrays' ? `append ${name}` : name, run.apply(engine, values as unknown[]));
    };
  return new Proxy(engine, {
    get(target, property) {
      const method = property as keyof Engine;
      // Batches are work of the engine and of the reader in turn: they count as what lies between two calls.
      if (method === 'batches' || method === 'arrays' || method === 'progress' || method === 'close') return target[method].bind(target);
      // A promise asks every value that it gives for "then".
      if (typeof target[method] !== 'function') return target[method];
      return call(method);
    },
  });
}

/** Does some work that is no call of the engine, and tells what it took; nothing is measured where nobody wants to know. */
export function timeWork<T>(name: string, tell: ((timing: CallTiming) => void) | undefined, work: () => T): T {
  if (tell === undefined) return work();
  const before = { usage: process.resourceUsage(), wall: performance.now() };
  const result = work();
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  tell({
    name,
    cpu_seconds: (userCPUTime + systemCPUTime - before.usage.userCPUTime - before.usage.systemCPUTime) / 1e6,
    wall_seconds: (performance.now() - before.wall) / 1000,
    resident_mb: process.memoryUsage.rss() / MEBIBYTE,
    peak_mb: maxRSS / 1024,
  });
  return result;
}

const BETWEEN = '(between)';
const MEBIBYTE = 1024 * 1024;

function isNamed(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}
