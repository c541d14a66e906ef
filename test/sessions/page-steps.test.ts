import { describe, expect, it } from 'vitest';
import { SIGNALS } from '../../src/sessions/signals.ts';
import { type Cells, hit, stageShop } from '../shop.ts';

/** `page stage signal+signal`, with `(exit)` on the last view of each session; ends of sessions of one visitor each, in order of visitor start. */
async function stepsOf(events: Cells[]): Promise<string[]> {
  return stageShop({ events }, async ({ rows, pages }) => {
    const found = await rows(
      { page_id: 'INTEGER', stage: 'INTEGER', signals: 'INTEGER', is_last: 'INTEGER' },
      `select p.page_id, cast(p.stage as integer) as stage, cast(p.signals as integer) as signals, cast(p.is_last as integer) as is_last
       from page_steps as p join sessions as s on s.session_id = p.session_id order by s.started_at, p.step`,
    );
    return found.map(({ page_id, stage, signals, is_last }) => {
      const names = SIGNALS.filter(({ bit, class: kind }) => kind !== 'placebo' && (signals! & bit) > 0).map(({ signal }) => signal);
      return [pages.get(page_id!), stage, names.join('+') || '-', ...(is_last === 1 ? ['(exit)'] : [])].join(' ');
    });
  });
}

const found = (results: number, term: string): Cells => ({ search_term: term, search_results: results });

describe('signals of page views', () => {
  it('error: by the status, by the page; not by a redirect', async () => {
    const events = [
      hit('v1', '10:00:00', '/', { http_status: 200 }),
      hit('v1', '10:00:10', '/products/a', { http_status: 500 }),
      hit('v1', '10:00:20', '/about', { http_status: 301 }),
      hit('v1', '10:00:30', '/404', { http_status: 200 }),
    ];
    expect(await stepsOf(events)).toEqual(['/ 1 -', '/products/:id 1 error', '/about 1 -', '/404 1 error (exit)']);
  });

  it('repeat_search: a search after another without a product in between, not paging through it and not reloading it', async () => {
    const search = (clock: string, query: string) => hit('v1', clock, `/search?${query}`);
    const events = [
      search('10:00:00', 'q=lamp'),
      // The next page of the same term: no search of its own.
      search('10:00:10', 'q=lamp&page=2'),
      search('10:00:20', 'q=desk+lamp'),
      search('10:00:30', 'q=desk+lamp'),
      hit('v1', '10:01:00', '/products/a'),
      search('10:02:00', 'q=chair'),
    ];
    // The chair came after a product.
    expect(await stepsOf(events)).toEqual([
      '/search 1 -',
      '/search 1 -',
      '/search 1 repeat_search',
      '/search 1 reload',
      '/products/:id 1 -',
      '/search 1 - (exit)',
    ]);
  });

  it('zero_result: a search that found nothing', async () => {
    const events = [hit('v1', '10:00:00', '/search', found(0, 'lmap')), hit('v1', '10:01:00', '/search', found(7, 'lamp'))];
    expect(await stepsOf(events)).toEqual(['/search 1 zero_result', '/search 1 repeat_search (exit)']);
  });

  it('backtrack: from a product back to the list it came from, after 30 s but not after 31 s', async () => {
    const journey = (visitor: string, hour: string, back: string): Cells[] => [
      hit(visitor, `${hour}:00:00`, '/category/lamps'),
      hit(visitor, `${hour}:01:00`, '/products/a'),
      hit(visitor, `${hour}:${back}`, '/category/lamps'),
    ];
    const other = [
      hit('v3', '12:00:00', '/category/lamps'),
      hit('v3', '12:00:10', '/products/a'),
      // Another list than the one it came from.
      hit('v3', '12:00:20', '/category/chairs'),
    ];
    expect(await stepsOf([...journey('v1', '10', '01:30'), ...journey('v2', '11', '01:31'), ...other])).toEqual([
      ...['/category/lamps 1 -', '/products/:id 1 -', '/category/lamps 1 backtrack (exit)'],
      ...['/category/lamps 1 -', '/products/:id 1 -', '/category/lamps 1 - (exit)'],
      ...['/category/lamps 1 -', '/products/:id 1 -', '/category/chairs 1 - (exit)'],
    ]);
  });

  it('loop: the third view of a page and every later one; reload: the same page at once, which is no further view', async () => {
    // /a at 10:00, 10:02 (second view), reloaded at 10:03, 10:05 (third), 10:07 (fourth).
    const events = [
      hit('v1', '10:00:00', '/a'),
      hit('v1', '10:01:00', '/b'),
      hit('v1', '10:02:00', '/a'),
      hit('v1', '10:03:00', '/a'),
      hit('v1', '10:04:00', '/b'),
      hit('v1', '10:05:00', '/a'),
      hit('v1', '10:06:00', '/c'),
      hit('v1', '10:07:00', '/a'),
    ];
    expect(await stepsOf(events)).toEqual([
      '/a 1 -',
      '/b 1 -',
      '/a 1 -',
      '/a 1 reload',
      '/b 1 -',
      '/a 1 loop',
      '/c 1 -',
      '/a 1 loop (exit)',
    ]);
  });

  it('form_reject: the same form step at once again; the cart is no form', async () => {
    const events = [
      hit('v1', '10:00:00', '/cart'),
      hit('v1', '10:00:10', '/cart'),
      hit('v1', '10:00:20', '/checkout/shipping'),
      hit('v1', '10:00:30', '/checkout/shipping'),
    ];
    expect(await stepsOf(events)).toEqual([
      '/cart 2 -',
      '/cart 2 reload',
      '/checkout/shipping 2 -',
      '/checkout/shipping 2 form_reject (exit)',
    ]);
  });

  it('counts nothing across sessions and visitors', async () => {
    // The same page in two sessions of v1 and one of v2: no reload, no loop.
    const events = [hit('v1', '10:00:00', '/a'), hit('v1', '12:00:00', '/a'), hit('v1', '14:00:00', '/a'), hit('v2', '15:00:00', '/a')];
    expect(await stepsOf(events)).toEqual(['/a 1 - (exit)', '/a 1 - (exit)', '/a 1 - (exit)', '/a 1 - (exit)']);
  });
});

describe('the stage', () => {
  it('is 2 from the first cart page on, also back among the products', async () => {
    const events = [
      hit('v1', '10:00:00', '/products/a'),
      hit('v1', '10:01:00', '/cart'),
      hit('v1', '10:02:00', '/products/b'),
      // The next session of the visitor looks again.
      hit('v1', '12:00:00', '/products/d'),
    ];
    expect(await stepsOf(events)).toEqual(['/products/:id 1 -', '/cart 2 -', '/products/:id 2 - (exit)', '/products/:id 1 - (exit)']);
  });
});

describe('another query of the same path', () => {
  it('is another address: paging through a list is no reload and no loop, the next step of a checkout is no form repeated', async () => {
    const list = (clock: string, page: number) => hit('v1', clock, `/category/lamps?page=${page}`);
    const events = [
      ...[list('10:00:00', 1), list('10:00:10', 2), list('10:00:20', 3), list('10:00:30', 3)],
      ...[hit('v1', '10:01:00', '/checkout?step=1'), hit('v1', '10:02:00', '/checkout?step=2'), hit('v1', '10:02:10', '/checkout?step=2')],
    ];
    expect(await stepsOf(events)).toEqual([
      '/category/lamps 1 -',
      '/category/lamps 1 -',
      '/category/lamps 1 -',
      '/category/lamps 1 reload',
      '/checkout 2 -',
      '/checkout 2 -',
      '/checkout 2 form_reject (exit)',
    ]);
  });

  it('is the same address where only campaign tags differ', async () => {
    const events = [hit('v1', '10:00:00', '/a?utm_source=news'), hit('v1', '10:00:10', '/a')];
    expect(await stepsOf(events)).toEqual(['/a 1 -', '/a 1 reload (exit)']);
  });
});
