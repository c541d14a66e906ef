import { EXIT } from '../errors.ts';
import type { Streams } from './terminal.ts';

/** Exit codes of a program that a signal ended: 128 + number. */
const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/**
 * Turns Ctrl-C and SIGTERM into an abort, so that the run can clean up behind itself; a second one ends the process at once.
 *
 * Sets the exit code of the process to that of the signal; the error that the abort causes keeps it.
 *
 * @returns the signal to pass on, and a function that lets go of both
 */
export function listenForStop(streams: Streams): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = (name: keyof typeof CODES) => {
    if (controller.signal.aborted) process.exit(CODES[name]);
    process.exitCode = CODES[name];
    // The terminal has shown ^C in the line of the progress.
    streams.stderr.write(`${streams.stderr.isTTY ? '\n' : ''}midfunnel: stopping …\n`);
    controller.abort();
  };
  const listeners = Object.keys(CODES).map((name) => [name, () => stop(name as keyof typeof CODES)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
