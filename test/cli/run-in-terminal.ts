import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { BINARY, type Place } from './run.ts';

export interface TerminalSettings {
  columns?: number;
  environment?: Record<string, string>;
  /** Called with all that was shown so far, whenever there is more; its answer is typed. */
  type?: (seen: string) => string | undefined;
}

export interface TerminalRun {
  code: number | null;
  /** All that the program sent to the terminal, escape codes too. */
  sent: string;
  /** The lines on the screen at the end, and after every piece that was sent the line with the cursor. */
  screen: string[];
  passing: string[];
}

/**
 * Runs the program on a pseudo-terminal, where standard input, output and error are one.
 * @throws Error when the program `script` is not installed: these tests must not pass without a terminal
 */
export async function runInTerminal(place: Place, args: readonly string[], settings: TerminalSettings = {}): Promise<TerminalRun> {
  const { columns = 80, environment = {}, type } = settings;
  const command = [process.execPath, BINARY, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols ${columns} rows 24; exec ${command}`, '/dev/null'], {
    cwd: place.folder,
    env: place.environment({ TERM: 'xterm', ...environment }),
  });
  let sent = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (piece: string) => {
    sent += piece;
    const answer = type?.(sent);
    if (answer !== undefined) child.stdin.write(answer);
  });
  child.stdin.on('error', () => {});
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', (cause) => fail(new Error('script is not installed; on Debian it is in bsdutils', { cause })));
    child.on('close', done);
  });
  expect(readdirSync(place.temporary), 'temporary files left behind').toEqual([]);
  return { code, sent, ...show(sent) };
}

/** What a terminal does with the few codes that the program may send; any other fails. */
function show(sent: string): { screen: string[]; passing: string[] } {
  const screen: string[][] = [[]];
  const passing: string[] = [];
  let column = 0;
  for (const [token] of sent.matchAll(/\u001b\[[\d;]*[A-Za-z]|./gsu)) {
    const line = screen.at(-1)!;
    if (token === '\r') {
      passing.push(line.join(''));
      column = 0;
    } else if (token === '\n') {
      screen.push([]);
    } else if (token === '\u001b[K') {
      line.splice(column);
    } else if (!/^\u001b\[[\d;]*m$/.test(token)) {
      expect(token, 'a control code').not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      line[column] = token;
      column += 1;
    }
  }
  return { screen: screen.map((line) => line.join('').trimEnd()), passing: passing.filter((line) => line !== '') };
}
