import type { Streams } from './terminal.ts';

/** Exit codes of a program that a signal ended: 128 + number. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Turns Ctrl-C and SIGTERM into an abort, so that the run can clean up behind itself; a second one ends the process at once.
 *
 * @returns the signal to pass on, the exit code of the signal that came (null before), and a function that lets go of both
 */
export function listenForStop(streams: Streams): { signal: AbortSignal; code: () => number | null; release: () => void } {
  const controller = new AbortController();
  let code: number | null = null;
  const stop = (name: keyof typeof CODES) => {
    if (controller.signal.aborted) process.exit(CODES[name]);
    code = CODES[name];
    streams.stderr.write('\nmidfunnel: stopping …\n');
    controller.abort();
  };
  const listeners = Object.keys(CODES).map((name) => [name, () => stop(name as keyof typeof CODES)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    code: () => code,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
