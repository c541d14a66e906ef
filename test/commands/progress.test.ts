import { describe, expect, it } from 'vitest';
import { startProgress } from '../../src/commands/progress.ts';
import type { Streams } from '../../src/commands/terminal.ts';

function listen(isTTY: boolean): { streams: Streams; said: string[] } {
  const said: string[] = [];
  const stderr = { isTTY, columns: 80, write: (text: string) => said.push(text) };
  return { said, streams: { stderr, environment: {} } as unknown as Streams };
}

describe('progress', () => {
  it('is a line for every stage, elsewhere than on a terminal', () => {
    const { streams, said } = listen(false);
    const progress = startProgress(streams, false);
    for (const name of ['reading', 'reading', 'counting']) progress.stage(name);
    expect(said.map((line) => line.replace(/\d+\.\d s/, 'n s'))).toEqual(['midfunnel: reading (n s)\n', 'midfunnel: counting (n s)\n']);
  });

  it.each([true, false])('says nothing more once the run is stopped (terminal: %s)', (isTTY) => {
    const { streams, said } = listen(isTTY);
    const stop = new AbortController();
    const progress = startProgress(streams, false, stop.signal);
    progress.stage('reading');
    expect(said).toHaveLength(1);
    stop.abort();
    progress.stage('counting');
    expect(said).toHaveLength(1);
    progress.done();
  });
});
