import { InterruptedError } from '../errors.ts';

/**
 * Stops the work when the user has stopped the run; call it between two chunks.
 *
 * @throws InterruptedError when the signal is aborted, with the signal's reason as its cause
 */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  if (signal.reason instanceof InterruptedError) throw signal.reason;
  throw new InterruptedError('the run was stopped', {
    hint: 'Start it again when you are ready; nothing was left half-written.',
    cause: signal.reason,
  });
}
