import { describe, expect, it } from 'vitest';
import { overlapping, spansOf } from '../../src/attribution/release-spans.ts';
import type { Release } from '../../src/config/releases.ts';

const us = (iso: string) => Date.parse(`${iso}Z`) * 1000;
const data = { first_at: us('2026-11-02T00:00:00'), last_at: us('2026-11-30T00:00:00') };
const shown = (at: string, until: string | null = null, within = data) => {
  const spans = spansOf({ at: us(at), until: until === null ? null : us(until) }, within);
  return (
    spans &&
    [spans.before, spans.after].map(({ from_at, until_at }) =>
      [from_at, until_at].map((time) => new Date(time / 1000).toISOString().slice(5, 16)).join(' to '),
    )
  );
};

describe('the times that are compared', () => {
  it('are whole weeks, as many after as before', () => {
    expect(shown('2026-11-20T00:00:00')).toEqual(['11-13T00:00 to 11-20T00:00', '11-20T00:00 to 11-27T00:00']);
  });

  it('are the same hours a week before for what lasted less, and days where a week does not fit', () => {
    expect(shown('2026-11-20T10:00:00', '2026-11-20T12:00:00')).toEqual(['11-13T10:00 to 11-13T12:00', '11-20T10:00 to 11-20T12:00']);
    expect(shown('2026-11-04T12:00:00')).toEqual(['11-02T12:00 to 11-04T12:00', '11-04T12:00 to 11-06T12:00']);
  });

  it('are not there where the data do not reach back, or end before', () => {
    expect(shown('2026-11-02T10:00:00')).toBeNull();
    expect(shown('2026-11-01T10:00:00')).toBeNull();
    expect(shown('2026-12-01T10:00:00')).toBeNull();
  });
});

describe('another change at the same time', () => {
  const release = (name: string, at: string, page: string | null): Release => ({
    kind: 'release',
    name,
    at: us(at),
    until: null,
    page,
    arms: [],
  });
  const own = release('own', '2026-11-20T00:00:00', '/checkout');
  const others = [
    own,
    release('below', '2026-11-21T00:00:00', '/checkout/shipping'),
    release('elsewhere', '2026-11-21T00:00:00', '/search'),
    release('like a name', '2026-11-21T00:00:00', '/checkout-v2'),
    release('everywhere', '2026-11-15T00:00:00', null),
    release('long before', '2026-11-03T00:00:00', '/checkout'),
  ];

  it('counts where it touched the same pages', () => {
    expect(overlapping(own, spansOf(own, data)!, others).map(({ name }) => name)).toEqual(['below', 'everywhere']);
  });
});
