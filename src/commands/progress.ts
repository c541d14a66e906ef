import { cutToWidth } from '../report/text-width.ts';
import { printable, type Streams } from './terminal.ts';

/** Tells on standard error how far a run is. */
export interface Progress {
  stage(name: string, share?: () => number | null): void;
  /** Something to know that stops nothing; a line of its own. */
  warn(sentence: string): void;
  /** Removes the line of a terminal. */
  done(): void;
}

const TICK_MS = 150;

/**
 * On a terminal one line that is rewritten, with stage, percentage and seconds; elsewhere (CI logs) a plain line per stage. Quiet: nothing.
 *
 * @param stop - once it is aborted nothing more is said: a stage may still begin before its run sees it
 */
export function startProgress(streams: Streams, quiet: boolean, stop?: AbortSignal): Progress {
  if (quiet) return { stage: () => {}, warn: () => {}, done: () => {} };
  const { stderr } = streams;
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  let current = { name: '', share: (): number | null => null };
  if (!stderr.isTTY || streams.environment.TERM === 'dumb' || streams.environment.CI) {
    return {
      stage(name) {
        if (name !== current.name && stop?.aborted !== true) stderr.write(`midfunnel: ${printable(name)} (${seconds()} s)\n`);
        current = { ...current, name };
      },
      warn: (sentence) => stderr.write(warning(sentence)),
      done: () => {},
    };
  }
  const draw = () => {
    if (stop?.aborted === true) return;
    const share = current.share();
    // 0 and 1 are what the engine says before a statement and after the one before it.
    const percent = share === null || share <= 0 || share >= 1 ? '' : ` ${String(Math.floor(share * 100)).padStart(3)} %`;
    const end = `${percent}  ${seconds()} s`;
    // One cell short of the width: a full line makes some terminals go to the next one, where it cannot be removed.
    stderr.write(`${CLEAR}${cutToWidth(printable(current.name), (stderr.columns || 80) - 1 - end.length, '…')}${end}`);
  };
  let finished = false;
  const timer = setInterval(draw, TICK_MS);
  timer.unref();
  return {
    stage(name, share = () => null) {
      current = { name, share };
      draw();
    },
    warn(sentence) {
      stderr.write(`${CLEAR}${warning(sentence)}`);
      draw();
    },
    done() {
      if (finished) return;
      finished = true;
      clearInterval(timer);
      stderr.write(CLEAR);
    },
  };
}

/** Back to the first column, and clear to the end of the line. */
const CLEAR = '\r\u001b[K';

function warning(sentence: string): string {
  return `midfunnel: warning: ${printable(sentence)}\n`;
}
