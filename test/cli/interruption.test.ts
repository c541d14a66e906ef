import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, makePlace } from './run.ts';

const place = makePlace();
/** A second is the promise; a machine that runs other tests beside it gets three. */
const MOST_MS = 3_000;
const measured: [string, number][] = [];

type Signal = 'SIGINT' | 'SIGTERM';
const CODES = { SIGINT: 130, SIGTERM: 143 };

/** Starts the program, sends the signal when the time has come, and checks what every interrupted run owes. */
async function interrupt(title: string, args: string[], signal: Signal, moment: (child: Child) => Promise<void>): Promise<Child> {
  const child = start(args);
  await moment(child);
  expect(child.process.exitCode, `ended by itself before it was interrupted: ${child.stderr}`).toBeNull();
  const sent = performance.now();
  child.process.kill(signal);
  const code = await child.closed;
  const took = performance.now() - sent;
  measured.push([title, took]);
  expect(child.stderr).toMatch(/midfunnel: stopping …\nmidfunnel: [a-z ]*stopped\n( {2}[^\n]+\n)?$/);
  expect(child.stdout).toBe('');
  expect(code).toBe(CODES[signal]);
  expect(took).toBeLessThan(MOST_MS);
  expect(readdirSync(place.temporary), 'temporary files left behind').toEqual([]);
  return child;
}

interface Child {
  process: ChildProcessWithoutNullStreams;
  stdout: string;
  stderr: string;
  closed: Promise<number | null>;
}

function start(args: string[]): Child {
  const process_ = spawn(process.execPath, [BINARY, ...args], { cwd: place.folder, env: place.environment() });
  const closed = new Promise<number | null>((done) => process_.on('close', done));
  const child: Child = { process: process_, stdout: '', stderr: '', closed };
  process_.stdout.on('data', (chunk: Buffer) => (child.stdout += chunk.toString()));
  process_.stderr.on('data', (chunk: Buffer) => (child.stderr += chunk.toString()));
  process_.stdin.on('error', () => {});
  return child;
}

/** Some time after the first line of progress. */
const runFor = (milliseconds: number) => async (child: Child) => {
  await untilStage(1)(child);
  await wait(milliseconds);
};

/** When so many stages have begun, or the run is over. */
const untilStage = (number: number) => async (child: Child) => {
  while (child.process.exitCode === null && child.stderr.split('\n').length <= number) await wait(5);
};

beforeAll(async () => {
  for (const [folder, events] of [['shop', '1000000'] as const, ['small', '300000'] as const])
    expect(await place.run(['simulate', folder, '--events', events, '-q'])).toMatchObject({ code: 0 });
});

afterAll(() => {
  console.info(
    measured.map(([title, took]) => `${String(Math.round(took)).padStart(6)} ms from the signal to the end: ${title}`).join('\n'),
  );
});

const OLD = { 'old.json': 'old', 'old.md': 'older' };
const diagnose = (folder: string) =>
  [
    ['diagnose', '--events', `${folder}/clickstream.csv`, '--orders', `${folder}/orders.csv`],
    ['-o', 'old.json', 'old.md', 'new.txt', '--rejects', 'new.csv'],
  ].flat();

describe('an interrupted diagnosis of a million hits leaves nothing behind and older outputs as they were', () => {
  beforeEach(() => place.write(OLD));
  const check = () => {
    for (const [name, text] of Object.entries(OLD)) expect(readFileSync(join(place.folder, name), 'utf8')).toBe(text);
    expect(readdirSync(place.folder).filter((name) => /^new|\.tmp$/.test(name))).toEqual([]);
  };

  it.each<[Signal, number]>([
    ['SIGINT', 0],
    ['SIGINT', 1000],
    ['SIGTERM', 1000],
    ['SIGINT', 1800],
  ])('%s after %d ms', async (signal, milliseconds) => {
    await interrupt(`${signal} ${milliseconds} ms into a diagnosis of 1 M hits`, diagnose('shop'), signal, runFor(milliseconds));
    check();
  });

  it.each([1, 2, 5, 7])('SIGINT in stage %d', async (stage) => {
    const moment = async (child: Child) => {
      await untilStage(stage)(child);
      await wait(30);
    };
    await interrupt(`SIGINT in stage ${stage}, 0.3 M hits`, diagnose('small'), 'SIGINT', moment);
    check();
  });

  it('two at once end it at once', async () => {
    const child = start(diagnose('shop'));
    await runFor(1000)(child);
    child.process.kill('SIGINT');
    while (!child.stderr.includes('stopping')) await wait(1);
    child.process.kill('SIGINT');
    expect(await child.closed).toBe(130);
    expect(readdirSync(place.temporary)).toEqual([]);
    check();
  });
});

describe('an interruption', () => {
  it('ends the wait for standard input that never ends', async () => {
    await interrupt('SIGINT while standard input is open', ['--events', '-'], 'SIGINT', async (child) => {
      child.process.stdin.write('visitor_id,timestamp,page_url\n'.repeat(50_000));
      await runFor(200)(child);
      expect(readdirSync(place.temporary).length).toBe(1);
    });
  });

  it('ends the inspection of a file', async () => {
    await interrupt('SIGINT while inspecting', ['inspect', 'shop/clickstream.csv'], 'SIGINT', runFor(700));
  });

  it.each<Signal>(['SIGINT', 'SIGTERM'])('by %s of a simulation leaves no file, and no folder that it made', async (signal) => {
    await interrupt(`${signal} while simulating`, ['simulate', 'made/deep', '--events', '2000000'], signal, async (child) => {
      await runFor(500)(child);
      expect(readdirSync(join(place.folder, 'made/deep'))).toContain('clickstream.csv.partial');
    });
    expect(existsSync(join(place.folder, 'made'))).toBe(false);
  });

  it('of a simulation leaves an earlier one as it was', async () => {
    mkdirSync(join(place.folder, 'kept'));
    place.write({ 'kept/clickstream.csv': 'kept', 'kept/truth.json': '{}' });
    await interrupt('SIGINT while simulating again', ['simulate', 'kept', '--events', '2000000'], 'SIGINT', runFor(500));
    expect(readdirSync(join(place.folder, 'kept'))).toEqual(['clickstream.csv', 'truth.json']);
    expect(readFileSync(join(place.folder, 'kept/clickstream.csv'), 'utf8')).toBe('kept');
  });
});
