import { describe, expect, it } from 'vitest';
import { SIGNALS } from '../../src/sessions/signals.ts';
import { at, csv, type Export, hit, stageShop } from '../shop.ts';

interface Step {
  signals: string;
  earlier: string;
  stage: number;
  ends: number;
}

/** The page steps of all sessions in order; placebo left out unless it is asked for. */
async function stepsOf(events: Export, { parts = 1, withPlacebo = false } = {}): Promise<Step[]> {
  return stageShop({ events, parts }, async ({ rows }) => {
    const found = await rows(
      { signals: 'INTEGER', hard: 'INTEGER', soft: 'INTEGER', stage: 'INTEGER', ends: 'INTEGER' },
      `select cast(p.signals as integer) as signals, cast(p.earlier_hard as integer) as hard, cast(p.earlier_soft as integer) as soft,
         cast(p.stage as integer) as stage, cast(p.ends_stage as integer) as ends
       from page_steps as p join sessions as s on s.session_id = p.session_id order by s.started_at, s.visitor, p.step`,
    );
    return found.map(({ signals, hard, soft, stage, ends }) => ({
      signals:
        SIGNALS.filter(({ bit, class: kind }) => (withPlacebo || kind !== 'placebo') && (signals! & bit) > 0)
          .map(({ signal }) => signal)
          .join('+') || '-',
      earlier: `${hard}/${soft}`,
      stage: stage!,
      ends: ends!,
    }));
  });
}

const signals = async (events: Export) => (await stepsOf(events)).map((step) => step.signals);

describe('slow pages', () => {
  // Nine product pages of one device that take 1,000 ms: their median is 1,000, so 4,000 ms decide.
  const usual = (load: number) =>
    Array.from({ length: 9 }, (_, n) => hit(`u${n}`, `0${n}:00:00`, '/products/a', { load_ms: load, device: 'desktop' }));

  it('take more than four seconds and more than twice the usual time; exactly so long is not slow', async () => {
    const views = [4000, 4001].map((load, n) => hit(`v${n}`, `1${n}:00:00`, '/products/a', { load_ms: load, device: 'desktop' }));
    expect((await signals([...usual(1000), ...views])).slice(9)).toEqual(['-', 'slow']);
  });

  it('are measured against their own kind of page and device', async () => {
    // Where 3,000 ms are usual, 6,000 are not yet slow; on the other device nothing is usual but the view itself.
    const views = [
      hit('v1', '11:00:00', '/products/a', { load_ms: 6000, device: 'desktop' }),
      hit('v2', '12:00:00', '/products/a', { load_ms: 6001, device: 'desktop' }),
      hit('v3', '13:00:00', '/products/a', { load_ms: 9000, device: 'mobile' }),
    ];
    expect((await signals([...usual(3000), ...views])).slice(9)).toEqual(['-', 'slow', '-']);
  });

  it('are found where only a table of sessions tells the device', async () => {
    const session = (n: number) => `session-of-visitor-${n}`;
    const loads = [1000, 1000, 1000, 1000, 4001];
    const hits = loads.map((load_ms, n) => hit(`v${n}`, `1${n}:00:00`, '/products/a', { load_ms, session_id: session(n) }));
    const table = loads.map((_, n) => ({
      session_id: session(n),
      visitor_id: `v${n}`,
      session_start: at(`1${n}:00:00`),
      device: 'mobile',
    }));
    expect(await signals({ 'hits.csv': csv(hits), 'sessions.csv': csv(table) })).toEqual(['-', '-', '-', '-', 'slow']);
  });
});

describe('dead ends', () => {
  it('are products and lists that say so, empty lists, and landings that are gone', async () => {
    const events = [
      hit('v1', '10:00:00', '/products/oak-table-sold-out'),
      hit('v1', '10:01:00', '/category/ausverkauft'),
      // A word of the same letters in a longer word says nothing, and a guide is no offer.
      hit('v1', '10:02:00', '/products/unsold-outfit'),
      hit('v1', '10:03:00', '/about/sold-out'),
      hit('v2', '11:00:00', '/category/lamps', { search_results: 0 }),
      hit('v3', '12:00:00', '/category/old', { http_status: 410 }),
      hit('v3', '12:01:00', '/category/older', { http_status: 410 }),
    ];
    expect(await signals(events)).toEqual(['dead_end', 'dead_end', '-', '-', 'dead_end', 'error+dead_end', 'error']);
  });
});

describe('requests for information', () => {
  it('are registrations asked for before the cart and after it', async () => {
    const events = [
      hit('v1', '10:00:00', '/account/register'),
      hit('v1', '10:01:00', '/cart'),
      hit('v1', '10:02:00', '/account/register'),
      hit('v1', '10:03:00', '/checkout/shipping'),
    ];
    expect(await signals(events)).toEqual(['information_request', '-', 'information_request', '-']);
  });

  it('are no products or articles whose name holds such a word', async () => {
    const events = [
      hit('v1', '10:00:00', '/cart'),
      hit('v1', '10:01:00', '/products/cash-register'),
      hit('v1', '10:02:00', '/blog/how-to-register-a-domain'),
      hit('v1', '10:03:00', '/checkout/register'),
      hit('v1', '10:04:00', '/cr%C3%A9er-un-compte'),
    ];
    expect(await signals(events)).toEqual(['-', '-', '-', 'information_request', 'information_request']);
  });

  it('end with the purchase', async () => {
    const events = [
      hit('v1', '10:00:00', '/cart'),
      hit('v1', '10:01:00', '/checkout/thank-you'),
      hit('v1', '10:02:00', '/account/register'),
    ];
    expect(await signals(events)).toEqual(['-', '-', '-']);
  });
});

describe('searches without a result', () => {
  it('fail when the same term has results elsewhere, in whatever letters', async () => {
    const events = [
      hit('v1', '10:00:00', '/search', { search_term: 'Lamp', search_results: 0 }),
      hit('v2', '11:00:00', '/search', { search_term: 'lamp', search_results: 12 }),
      hit('v3', '12:00:00', '/search', { search_term: 'lmap', search_results: 0 }),
      hit('v4', '13:00:00', '/search', { search_results: 0 }),
    ];
    expect(await signals(events)).toEqual(['search_failure', '-', 'zero_result', 'zero_result']);
  });
});

describe('the key of a search term', () => {
  it('is compared with all its 64 bits', async () => {
    // The lower half of this term's key is so close to 2^32 that a double would round it into the upper half.
    const events = [0, 5].map((search_results, n) =>
      hit(`v${n}`, `1${n}:00:00`, '/search', { search_term: 'lamp 2302919', search_results }),
    );
    expect(await signals(events)).toEqual(['search_failure', '-']);
  });
});

describe('rejected entries told by an event', () => {
  it('belong to the view at which they happened, once, and are earlier trouble for the views after it', async () => {
    const events = [
      hit('v1', '10:00:00', '/cart', { event_name: 'page_view' }),
      hit('v1', '10:01:00', '/checkout/shipping', { event_name: 'page_view' }),
      hit('v1', '10:01:30', '/checkout/shipping', { event_name: 'form_error' }),
      hit('v1', '10:01:40', '/checkout/shipping', { event_name: 'form_error' }),
      hit('v1', '10:02:00', '/checkout/billing', { event_name: 'page_view' }),
    ];
    const steps = await stepsOf(events);
    expect(steps.map((step) => step.signals)).toEqual(['-', 'form_reject', '-']);
    expect(steps.map((step) => step.earlier)).toEqual(['0/0', '0/0', '1/0']);
  });
});

describe('earlier trouble', () => {
  it('is counted by view, hard and soft apart, up to two', async () => {
    const events = [
      hit('v1', '10:00:00', '/a', { http_status: 500 }),
      hit('v1', '10:01:00', '/b', { http_status: 500 }),
      hit('v1', '10:02:00', '/c', { http_status: 503 }),
      hit('v1', '10:03:00', '/c', { http_status: 200 }),
      hit('v1', '10:04:00', '/d', { http_status: 200 }),
    ];
    expect((await stepsOf(events)).map((step) => step.earlier)).toEqual(['0/0', '1/0', '2/0', '2/0', '2/1']);
  });
});

describe('the end of a stage', () => {
  it('is marked in the looking phase and from the cart on', async () => {
    const events = [
      hit('v1', '10:00:00', '/'),
      hit('v1', '10:01:00', '/products/a'),
      hit('v1', '10:02:00', '/cart'),
      hit('v1', '10:03:00', '/products/b'),
    ];
    expect((await stepsOf(events)).map(({ stage, ends }) => `${stage}${ends === 1 ? ' end' : ''}`)).toEqual(['1', '1 end', '2', '2 end']);
  });
});

describe('the placebo', () => {
  const events = Array.from({ length: 2000 }, (_, n) => ({
    visitor_id: `v${n % 400}`,
    event_time: at(`10:${String(Math.floor(n / 400) * 2).padStart(2, '0')}:00`),
    page_url: `https://www.shop.example/p${n % 7}`,
  }));

  it('falls on one view in twenty, and on the same ones whatever the number of parts', async () => {
    const drawn = (await stepsOf(events, { withPlacebo: true })).map((step) => step.signals.includes('placebo'));
    const share = drawn.filter(Boolean).length / drawn.length;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.07);
    expect((await stepsOf(events, { parts: 3, withPlacebo: true })).map((step) => step.signals.includes('placebo'))).toEqual(drawn);
  });
});
