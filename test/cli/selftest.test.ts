import { describe, expect, it } from 'vitest';
import { makePlace } from './run.ts';

const place = makePlace();

describe('selftest', () => {
  it('plants a cause, finds it in the exports it wrote, and leaves nothing behind', { timeout: 120_000 }, async () => {
    const args = [
      'selftest',
      '--scenario',
      'checkout_form_only',
      '--replications',
      '1',
      '--sessions',
      '12000',
      '--quiet',
      '--format',
      'json',
    ];
    const run = await place.run(args);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { scores, misses } = JSON.parse(run.stdout) as {
      scores: { scenario: string; wrong_leads: number; quantities: { quantity: string; truth: number; bias: number }[] }[];
      misses: string[];
    };
    expect(misses).toEqual([]);
    expect(scores).toMatchObject([{ scenario: 'checkout_form_only', replications: 1, withheld: 0, wrong_leads: 0 }]);
    const hard = scores[0]!.quantities.find(({ quantity }) => quantity === 'v(N), hard only')!;
    expect(hard.truth).toBeGreaterThan(0.01);
    expect(Math.abs(hard.bias)).toBeLessThan(0.5 * hard.truth);
    expect((await place.run(args)).stdout).toBe(run.stdout);
  });

  it.each([
    ['an unknown scenario', ['--scenario', 'nowhere'], 'nowhere'],
    ['no whole number', ['--replications', '0'], '--replications'],
    ['an unknown format', ['--format', 'html'], 'html'],
  ])('refuses %s', async (_, flags, named) => {
    const run = await place.run(['selftest', ...flags]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(named);
  });
});
