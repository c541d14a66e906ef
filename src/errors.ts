/** What a reader needs besides the message: the remedy, the place, and the cause that is kept for `--debug`. */
export interface ErrorDetails {
  /** One or two sentences that say what to do about it. */
  hint?: string;
  cause?: unknown;
}

/** Exit codes of the program; see docs/exit-codes in the README. */
export const EXIT = {
  done: 0,
  gate_failed: 1,
  usage: 2,
  input: 3,
  insufficient: 4,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** Base of every error that is meant for a reader: says what and where, the hint says what to do, the exit code says whose turn it is. */
export abstract class MidfunnelError extends Error {
  abstract readonly exitCode: number;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.hint = details.hint;
  }
}

/** Wrong flag, wrong value, wrong config: exit code 2. */
export class UsageError extends MidfunnelError {
  readonly exitCode = EXIT.usage;
}

/** An export that cannot be used, or a question about it that only a person can answer: exit code 3. */
export class InputError extends MidfunnelError {
  readonly exitCode = EXIT.input;
}

/** The user stopped the run: exit code 130, or 143 when the signal was SIGTERM. */
export class InterruptedError extends MidfunnelError {
  readonly exitCode = EXIT.interrupted;
}

/** Arguments that a statistical function cannot take; our own fault, so exit code 70. */
export class StatisticsError extends MidfunnelError {
  readonly exitCode = EXIT.internal;
}

/** Something that must always hold did not (rows lost, a query with other columns than it promised): exit code 70. */
export class InternalError extends MidfunnelError {
  readonly exitCode = EXIT.internal;
}
