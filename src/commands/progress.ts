import type { Streams } from './terminal.ts';

/** Tells on standard error how far a run is. */
export interface Progress {
  stage(name: string, share?: () => number | null): void;
  /** Removes the line of a terminal. */
  done(): void;
}

const TICK_MS = 150;

/**
 * On a terminal one line that is rewritten, with stage, percentage and seconds; elsewhere (CI logs) a plain line per stage. Quiet: nothing.
 */
export function startProgress(streams: Streams, quiet: boolean): Progress {
  if (quiet) return { stage: () => {}, done: () => {} };
  const { stderr } = streams;
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  let current = { name: '', share: (): number | null => null };
  if (!stderr.isTTY || streams.environment.TERM === 'dumb' || streams.environment.CI) {
    return {
      stage(name) {
        if (name !== current.name) stderr.write(`midfunnel: ${name} (${seconds()} s)\n`);
        current = { ...current, name };
      },
      done: () => {},
    };
  }
  const draw = () => {
    const share = current.share();
    const percent = share === null || share <= 0 ? '' : ` ${String(Math.min(100, Math.round(share * 100))).padStart(3)} %`;
    stderr.write(`\r\u001b[K${current.name.slice(0, 60)}${percent}  ${seconds()} s`);
  };
  const timer = setInterval(draw, TICK_MS);
  timer.unref();
  return {
    stage(name, share = () => null) {
      current = { name, share };
      draw();
    },
    done() {
      clearInterval(timer);
      stderr.write('\r\u001b[K');
    },
  };
}
