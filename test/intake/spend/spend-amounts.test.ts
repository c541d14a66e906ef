import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideDecimal, parseMicros } from '../../../src/intake/spend/spend-amounts.ts';

it('reads back every amount exactly, in each way of writing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 * 10 ** 11 }), fc.constantFrom('.', ' ', '\u202f', "'"), (cents, thousands) => {
      const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, thousands);
      expect(parseMicros(`${whole},${String(cents % 100).padStart(2, '0')} €`, 'comma')).toBe(cents * 10_000);
    }),
  );
});

it('takes a sign in a count as one of thousands', () => {
  expect(decideDecimal(['1,234'], ['1,204'], null, 'x.csv')).toBe('point');
  expect(decideDecimal(['1.234'], ['1.204'], null, 'x.csv')).toBe('comma');
});

it.each(['', '--', ' --', '—'])('takes %j for not reported', (text) => expect(parseMicros(text, 'point')).toBeNull());

it('refuses what is no number', () => expect(() => parseMicros('12 apples', 'point')).toThrow(RangeError));
