import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactEmails, redactPath } from '../../src/sessions/redact-path.ts';

describe('redactPath', () => {
  it.each([
    ['/products/red-shoe', '/products/red-shoe'],
    ['/u/jane@mail.example/orders', '/u/:email/orders'],
    ['/u/jane.doe+shop@mail.example', '/u/:email'],
    ['/u/jane%40mail.example', '/u/:email'],
    ['/u/jane%2540mail.example', '/u/:email'],
    ['/u/%6a%61ne%25252540mail.example', '/u/:email'],
    ['/u/j%C3%B6rg@mail.example', '/u/:email'],
    ['/u/jörg＠mail.example', '/u/:email'],
    ['/u/jane@@mail.example', '/u/:email'],
    ['/u?m=a&@c.com', '/u?m=a&:email'],
    ['/@brand', '/@brand'],
    ['mailto:jane@mail.example', 'mailto::email'],
    ['/call/4915112345678', '/call/:number'],
    ['/call/123456', '/call/123456'],
    ['/call/1234567', '/call/:number'],
    ['/call/%31%32%33%34%35%36%37', '/call/:number'],
    ['/call/me1234567now', '/call/me:numbernow'],
    ['/x/550e8400-e29b-41d4-a716-446655440000', '/x/:token'],
    ['/x/0f1e2d3c4b5a6978', '/x/:token'],
    ['/x/eyJhbGciOiJIUzI1NiJ9abc.eyJzdWIiOiIxMjM0NTY3ODkw', '/x/:token.:token'],
    ['/reset?token=abc&x=1', '/reset?token=:token&x=1'],
    ['/reset?token%3Dabc', '/reset?token%3D:token'],
    ['/reset?email=nobody', '/reset?email=:email'],
    ['/land?gclid=Cj0K&q=hat', '/land?gclid=:token&q=hat'],
    ['/land?payment_intent=pi_1&state=CA', '/land?payment_intent=:token&state=:token'],
    ['/Nike-Air-Max-270-Womens-Running-Shoe', '/Nike-Air-Max-270-Womens-Running-Shoe'],
    ['/donaudampfschifffahrtsgesellschaft', '/donaudampfschifffahrtsgesellschaft'],
    ['100%', '100%'],
    ['', ''],
  ])('turns %s into %s', (text, redacted) => expect(redactPath(text)).toBe(redacted));

  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '@',
          '%40',
          '%2540',
          '%',
          '%25',
          '%3',
          '1234567',
          '%31',
          'a',
          '.',
          ':',
          ':email',
          ':number',
          '/',
          '=',
          'token',
          '&',
          'deadbeef',
          '0',
          'aB3',
          '-',
          '_',
          'é',
        ),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(''));

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(redactPath(redactPath(text))).toBe(redactPath(text));
        expect(redactEmails(redactEmails(text))).toBe(redactEmails(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('leaves no seven digits in a row', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        // The digits of an escape (%a1) are no digits of the text.
        expect(redactPath(text).replace(/%(?:25)*[0-9A-Fa-f]{2}/g, ' ')).not.toMatch(/\d{7}/);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps numbers where only addresses are taken out', () => {
    expect(redactEmails('120210123456789|jane@mail.example')).toBe('120210123456789|:email');
  });

  it.each(['@', 'a@', '%25', '%2', '1', '1-', 'aB1', 'a', 'token=', '=', '-', '0123456789abcdef-', 'deadbeef-'])(
    'needs time in proportion to the length of %s',
    (unit) => {
      const started = performance.now();
      redactPath(unit.repeat(Math.ceil(100_000 / unit.length)));
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});
