import { describe, expect, it } from 'vitest';
import * as format from '../../src/report/format.ts';

const interval = (value: number, low: number, high: number) => ({ value, low, high });

describe('numbers in words', () => {
  it('groups thousands and shows a dash for what is not known', () => {
    expect(format.formatCount(2541)).toBe('2,541');
    expect(format.formatCount(0)).toBe('0');
    expect(format.formatCount(-1204)).toBe('−1,204');
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(format.formatCount)).toEqual(['–', '–', '–']);
  });

  it('writes a rate in percent with its interval', () => {
    // Wilson, 95 %: 79 of 2,541 is 0.0311 (0.0250 to 0.0386).
    expect(format.formatRate(interval(0.03109, 0.02503, 0.03857))).toBe('3.1 % (2.5–3.9)');
    expect(format.formatRate(null)).toBe('–');
  });

  it('shows no more digits than the interval deserves', () => {
    expect(format.formatRate(interval(0.3142, 0.251, 0.388))).toBe('31 % (25–39)');
    expect(format.formatRate(interval(0.0052, 0.0034, 0.0071))).toBe('0.52 % (0.34–0.71)');
    expect(format.formatRate(interval(0.5, 0, 1))).toBe('50 % (0–100)');
    expect(format.formatEstimate(interval(23.41, 10.02, 36.9))).toBe('23 (10–37)');
    expect(format.formatEstimate(interval(3120.4, 2480.2, 3911.9))).toBe('3,100 (2,500–3,900)');
    expect(format.formatEstimate(interval(2541, 2541, 2541))).toBe('2,541');
  });

  it('writes true minus signs, a plus where gains matter, and "to" between ends that can be negative', () => {
    expect(format.formatEstimate(interval(2.31, -0.42, 5.04), { signed: true })).toBe('+2.3 (−0.4 to 5.0)');
    expect(format.formatEstimate(interval(-8.2, -21.6, 5.2), { signed: true })).toBe('−8 (−22 to 5)');
    expect(format.formatEstimate(interval(-0.001, -2, 2))).toBe('0.0 (−2.0 to 2.0)');
  });

  it('puts the unit before the interval', () => {
    expect(format.formatEstimate(interval(12.4, 4.8, 20.1), { unit: 'orders' })).toBe('12 orders (5–20)');
  });

  it('writes money with its currency and its minor unit', () => {
    expect(format.formatMoney({ amount: 49.99, low: null, high: null, currency: 'EUR' })).toBe('49.99 EUR');
    expect(format.formatMoney({ amount: 5200, low: null, high: null, currency: 'JPY' })).toBe('5,200 JPY');
    expect(format.formatMoney({ amount: 1243.2, low: 890, high: 1650, currency: 'EUR' })).toBe('1,240 EUR (890–1,650)');
    expect(format.formatMoney({ amount: 3, low: null, high: null, currency: 'Euro?' })).toBe('3.00 Euro?');
    expect(format.formatMoney(null)).toBe('–');
  });

  it('writes lengths of time in the units they have', () => {
    expect([120, 90, 0, 3900, 45, -60].map(format.formatSeconds)).toEqual(['2 min', '1 min 30 s', '0 s', '1 h 5 min', '45 s', '−1 min']);
    expect(format.formatBand(120, 420)).toBe('2 to 7 minutes');
    expect(format.formatBand(90, 420)).toBe('1 min 30 s to 7 min');
  });

  it('never writes a q-value as zero', () => {
    expect([0, 0.0009, 0.031, 1, null].map(format.formatQ)).toEqual(['<0.001', '<0.001', '0.031', '1.000', '–']);
  });

  it('shows a moment as the clock of its time zone did, and says UTC where it cannot', () => {
    expect(format.formatMoment('2026-11-08T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-09 00:30');
    expect(format.formatMoment('2026-11-08T23:30:00Z', 'UTC')).toBe('2026-11-08 23:30');
    expect(format.formatMoment('2026-11-08T23:30:00Z', 'Middle/Earth')).toBe('2026-11-08 23:30 UTC');
  });
});
