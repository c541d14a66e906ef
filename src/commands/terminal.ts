import type { RenderContext } from '../report/render-context.ts';

/** The two streams of the program and what they can show. */
export interface Streams {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  environment: NodeJS.ProcessEnv;
}

/** Messages can quote the data; its control characters must not reach the terminal, and a line break in a column name must not look like a second message. */
export function printable(text: string): string {
  return text
    .replace(/\s*[\r\n]\s*/g, ' ')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/**
 * Colour level of a stream: 0 without a terminal, with NO_COLOR, `--no-color` or TERM=dumb; FORCE_COLOR and `--color` win over the terminal.
 * Computed once here: chalk alone keeps colours under NO_COLOR on a terminal.
 */
export function colourLevel(isTty: boolean, environment: NodeJS.ProcessEnv, flag: boolean | undefined): 0 | 1 | 2 | 3 {
  if (flag === false) return 0;
  const forced = environment.FORCE_COLOR;
  const best = /truecolor|24bit/.test(environment.COLORTERM ?? '') ? 3 : /256/.test(environment.TERM ?? '') ? 2 : 1;
  if (flag === true) return best;
  if (environment.NO_COLOR) return 0;
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 0 : forced === '2' ? 2 : forced === '3' ? 3 : best;
  return isTty && environment.TERM !== 'dumb' ? best : 0;
}

/** What the report's renderers must know about standard output. */
export function renderContext(streams: Streams, flags: { color?: boolean | undefined; full: boolean }): RenderContext {
  const { environment, stdout } = streams;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return {
    columns: stdout.columns ?? (Number(environment.COLUMNS) || 80),
    colour: colourLevel(stdout.isTTY === true, environment, flags.color),
    // A locale that names another encoding, or the Linux console with its 256 signs; unset locales of CI machines show UTF-8.
    unicode: environment.TERM !== 'linux' && (locale === '' || /utf-?8/i.test(locale)),
    detail: flags.full ? 'full' : 'short',
  };
}
