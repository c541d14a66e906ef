import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { type Cells, csv, diagnoseText, hit, type Shop, SITE } from '../shop.ts';

const report = async (shop: Shop): Promise<Report> => (await diagnoseText(shop)).report;
const said = ({ caveats }: Report, words: string) => caveats.filter((sentence) => sentence.includes(words));
/** Rows used and left out of the first file. */
const books = ({ inputs }: Report, file = 0) => ({ used: inputs[file]!.rows_used, filtered: inputs[file]!.filtered });
const view = (visitor_id: string, event_time: string, path = '/', more: Cells = {}) => ({
  visitor_id,
  event_time,
  page_url: SITE + path,
  ...more,
});

describe('a record that stands twice in an export', () => {
  const once = [
    view('v1', '2026-11-02T10:00:00.123Z'),
    view('v1', '2026-11-02T10:01:00.456Z', '/a'),
    view('v2', '2026-11-02T10:00:30.789Z'),
  ];

  it('is one hit where times are finer than a second: the sessions are those of the clean export', async () => {
    const clean = await report({ events: once });
    const dirty = await report({ events: [...once, once[1]!, once[0]!, once[1]!] });
    expect(books(dirty)).toEqual({ used: 3, filtered: [{ rule: 'repeats another row', rows: 3 }] });
    expect(dirty.inputs[0]!.quality).toMatchObject({ repeats_left_out: 3, repeats_kept: 0 });
    expect(said(dirty, 'repeat another row')[0]).toMatch(/^3 rows repeat .* count once: .*events\.csv \(3\)\.$/);
    expect({ ...dirty, inputs: null, caveats: null, checks: null }).toEqual({ ...clean, inputs: null, caveats: null, checks: null });
  });

  it('stays two hits in times of whole seconds, and the report says so', async () => {
    const hits = [hit('v1', '10:00:00', '/'), hit('v1', '10:01:00', '/a'), hit('v1', '10:01:00', '/a')];
    const found = await report({ events: hits });
    expect(books(found)).toEqual({ used: 3, filtered: [] });
    expect(found.inputs[0]!.quality).toMatchObject({ repeats_left_out: 0, repeats_kept: 1 });
    expect(said(found, 'looks like a second hit')).toHaveLength(1);
  });

  it('is one hit in times of whole seconds where each hit has a number of its own', async () => {
    const numbered = (number: number, clock: string) => hit('v1', clock, '/a', { hit_number: number });
    const found = await report({
      events: [numbered(1, '10:00:00'), numbered(2, '10:00:00'), numbered(2, '10:00:00'), numbered(3, '10:01:00')],
    });
    expect(books(found)).toEqual({ used: 3, filtered: [{ rule: 'repeats another row', rows: 1 }] });
  });

  it('differs in what is read of it: another page, event or visitor at the same instant is another hit', async () => {
    const instant = '2026-11-02T10:00:00.123Z';
    const found = await report({ events: [view('v1', instant), view('v1', instant, '/a'), view('v2', instant)] });
    expect(books(found)).toEqual({ used: 3, filtered: [] });
  });
});

describe('files that overlap', () => {
  const hour = (clock: string) =>
    Array.from({ length: 24 }, (_, index) => hit(`v${index % 6}`, `${clock}:${String(2 * index).padStart(2, '0')}:00`, `/p${index % 4}`));
  const overlapping = { 'a.csv': csv([...hour('09'), ...hour('10')]), 'b.csv': csv([...hour('10'), ...hour('11')]) };

  it('count the hours that both have once, also in times of whole seconds', async () => {
    const clean = await report({ events: [...hour('09'), ...hour('10'), ...hour('11')] });
    const found = await report({ events: overlapping });
    expect([books(found, 0), books(found, 1)]).toEqual([
      { used: 48, filtered: [] },
      { used: 24, filtered: [{ rule: 'repeats another row', rows: 24 }] },
    ]);
    expect({ ...found, inputs: null, caveats: null, checks: null }).toEqual({ ...clean, inputs: null, caveats: null, checks: null });
  });
});

describe('a clock that is wrong', () => {
  const many = Array.from({ length: 300 }, (_, index) =>
    hit(`v${index}`, `10:${String(index % 60).padStart(2, '0')}:00`, '/', { day: 1 + (index % 7) }),
  );

  it('does not stretch the period: hits years away are left out, counted and said', async () => {
    const clean = await report({ events: many });
    const stray = [view('future', '2035-01-01T00:00:00Z'), view('past', '2001-01-01T00:00:00Z')];
    const found = await report({ events: [...many, ...stray] });
    expect(found.period).toEqual(clean.period);
    expect(books(found)).toEqual({ used: 300, filtered: [{ rule: 'time far from all others', rows: 2 }] });
    expect(said(found, 'wrong clock')[0]).toContain('2 hits lie far');
  });

  it('is believed where the period is named, and within a month', async () => {
    const early = view('early', '2026-10-10T00:00:00Z');
    expect(books(await report({ events: [...many, early] })).used).toBe(301);
    const past = view('past', '2001-01-01T00:00:00Z');
    const named = await report({ events: [...many, past], options: { from: '2001-01-01', to: '2026-11-30' } });
    expect(books(named).used).toBe(301);
  });
});

describe('times without offset around the change of the clock', () => {
  const local = (...clocks: string[]) =>
    clocks.map((clock, index) => ({ visitor_id: `v${index}`, event_time: clock, page_url: `${SITE}/` }));

  it.each([
    ['ISO times', local('2026-10-25 01:30:00', '2026-10-25 02:30:00', '2026-10-25 02:59:59', '2026-10-25 03:00:00'), 2, 0],
    ['times with the day first', local('25.10.2026 02:30:00', '25.10.2026 03:30:00', '26.10.2026 02:30:00'), 1, 0],
    ['an hour that was skipped', local('2026-03-29 01:59:59', '2026-03-29 02:30:00', '2026-03-29 03:00:00'), 0, 1],
    ['times far from a change', local('2026-11-02 02:30:00', '2026-11-03 02:30:00'), 0, 0],
    ['times with an offset', local('2026-10-25 02:30:00+01:00', '2026-10-25 02:30:00+02:00'), 0, 0],
  ])('counts %s of the doubtful hours', async (_, events, ambiguous_times, skipped_times) => {
    const found = await report({ events, options: { time_zone: 'Europe/Berlin' } });
    expect(found.inputs[0]!.quality).toMatchObject({ ambiguous_times, skipped_times });
    expect(said(found, 'went through twice')).toHaveLength(ambiguous_times > 0 ? 1 : 0);
    expect(said(found, 'that the clock skipped')).toHaveLength(skipped_times > 0 ? 1 : 0);
  });

  it('counts file by file, orders too, and nothing in a zone without summer time', async () => {
    const events = { 'a.csv': csv(local('2026-10-25 02:30:00')), 'b.csv': csv(local('2026-10-26 02:30:00', '2026-10-26 02:31:00')) };
    const orders = [{ order_id: 'A', ordered_at: '2026-10-25 02:10:00', revenue: '20.00' }];
    const found = await report({ events, orders, options: { time_zone: 'Europe/Berlin', currency: 'EUR' } });
    expect(found.inputs.map(({ file, quality }) => [file.split('/').pop(), quality.ambiguous_times])).toEqual([
      ['a.csv', 1],
      ['b.csv', 0],
      ['orders.csv', 1],
    ]);
    const india = await report({ events, orders, options: { time_zone: 'Asia/Kolkata', currency: 'EUR' } });
    expect(india.inputs.map(({ quality }) => quality.ambiguous_times)).toEqual([0, 0, 0]);
  });

  it('knows the half hour of Lord Howe Island', async () => {
    const found = await report({
      events: local('2026-04-05 01:29:00', '2026-04-05 01:31:00'),
      options: { time_zone: 'Australia/Lord_Howe' },
    });
    expect(found.inputs[0]!.quality.ambiguous_times).toBe(1);
  });
});

describe('an export whose columns change from some day on', () => {
  const search = { search_term: 'shoe', search_results: 0, http_status: 200, utm_source: 'news' };
  const before = [hit('v1', '10:00:00', '/search?q=shoe', search), hit('v1', '10:01:00', '/a', search)];
  const after = [hit('v2', '10:00:00', '/search?q=shoe', { day: 3, search_term: 'shoe' }), hit('v2', '10:01:00', '/a', { day: 3 })];
  const lacking = { 'a.csv': csv(before), 'b.csv': csv(after) };

  it('says which file lacks what and what that does to the answer', async () => {
    const found = await report({ events: lacking });
    expect(found.inputs.map(({ lacks }) => lacks)).toEqual([[], ['http_status', 'search_results', 'utm_source']]);
    expect(said(found, 'has no column for')).toEqual([
      expect.stringMatching(/b\.csv has no column for utm source, .*: sessions there .* count as direct\.$/),
      expect.stringMatching(/b\.csv has no column for http status, search results, .* its signals are not shown at all/),
    ]);
  });

  it('does not count a signal as absent that only some files can show', async () => {
    const signals = async (events: Shop['events']) =>
      (await report({ events })).friction.signals.filter(({ available }) => available).map(({ signal }) => signal);
    expect(await signals({ 'a.csv': lacking['a.csv'] })).toContain('zero_result');
    expect(await signals(lacking)).not.toContain('zero_result');
  });

  it('follows a renamed column by name, file by file, and asks whether the ids are the same', async () => {
    const renamed = after.map(({ visitor_id, ...rest }) => ({ client_id: visitor_id!, ...rest }));
    const found = await report({ events: { 'a.csv': csv(before), 'b.csv': csv(renamed) } });
    expect(found.sessions.total).toBe(2);
    expect(found.inputs.map(({ columns }) => columns.visitor_id)).toEqual(['visitor_id', 'client_id']);
    expect(said(found, 'different ids')[0]).toMatch(/visitor id of the events is "visitor_id" in .*a\.csv, "client_id" in .*b\.csv/);
  });

  it('does not take two kinds of files for one that changed', async () => {
    const searches = [
      { visitor_id: 'v1', ts: '2026-11-02T10:00:30Z', event_name: 'search', search_term: 'shoe', search_results: 3, load_ms: 20 },
    ];
    const pages = [hit('v1', '10:00:00', '/', { referrer: 'https://www.google.com/', device: 'mobile' }), hit('v1', '10:01:00', '/a')];
    const found = await report({ events: { 'pages.csv': csv(pages), 'searches.csv': csv(searches) } });
    expect(found.inputs.map(({ lacks }) => lacks)).toEqual([[], []]);
  });

  it('tells of orders files too', async () => {
    const order = (order_id: string, more: Cells) => ({ order_id, ordered_at: '2026-11-02T10:05:00Z', revenue: '20.00', ...more });
    const orders = { 'o1.csv': csv([order('A', { status: 'paid', visitor_id: 'v1' })]), 'o2.csv': csv([order('B', { visitor_id: 'v2' })]) };
    const found = await report({ events: [...before, ...after], orders, options: { currency: 'EUR' } });
    expect(said(found, 'every row there counts as bought')[0]).toContain('o2.csv has no column for status');
  });
});

describe('an order id that stands for several orders', () => {
  const events = [
    hit('v1', '10:00:00', '/'),
    hit('v1', '10:04:00', '/thank-you?order_id=7'),
    hit('v2', '10:00:00', '/', { day: 5 }),
    hit('v2', '10:04:00', '/a', { day: 5 }),
  ];
  const order = (day: number, clock: string, revenue: string, more: Cells = {}) => ({
    order_id: '7',
    ordered_at: `2026-11-0${day}T${clock}Z`,
    revenue,
    ...more,
  });
  const options = { currency: 'EUR' };

  it('counts each, and leads to a session only around its own day', async () => {
    const found = await report({ events, orders: [order(2, '10:04:00', '20.00'), order(5, '10:04:00', '35.00')], options });
    // The order of the 5th has no visitor; the confirmation page of the 2nd is not its own.
    expect(found.ledger).toMatchObject({ orders_read: 2, counted: 2, duplicate: 0, shared_ids: 1, matched: 1, no_session: 1 });
    expect(found.ledger.revenue?.amount).toBe(55);
    expect(said(found, 'order ids stand for several orders')).toHaveLength(1);
  });

  it.each([
    ['another day, same amount and no customer', [order(2, '10:04:00', '20.00'), order(5, '10:04:00', '20.00')], 1, 0],
    ['another amount on the same day', [order(2, '10:04:00', '20.00'), order(2, '14:04:00', '25.00')], 1, 0],
    [
      'another day and customer',
      [order(2, '10:04:00', '20.00', { customer_id: 'c1' }), order(5, '10:04:00', '20.00', { customer_id: 'c2' })],
      2,
      1,
    ],
    [
      'a failed attempt days before',
      [order(2, '10:04:00', '20.00', { status: 'failed' }), order(5, '10:04:00', '25.00', { status: 'paid' })],
      1,
      0,
    ],
    ['three orders', [order(2, '10:04:00', '20.00'), order(4, '10:04:00', '25.00'), order(6, '10:04:00', '20.00')], 3, 1],
    ['two orders, each told twice', [2, 2, 5, 5].map((day) => order(day, '10:04:00', day === 2 ? '20.00' : '35.00')), 2, 1],
  ])('%s', async (_, orders, counted, shared_ids) => {
    expect((await report({ events, orders, options })).ledger).toMatchObject({ counted, shared_ids });
  });

  it('is seen within an hour where the orders are of two stores', async () => {
    const stores = (clock: string) => ({ 'web.csv': csv([order(2, '10:04:00', '20.00')]), 'till.csv': csv([order(2, clock, '99.00')]) });
    expect((await report({ events, orders: stores('16:00:00'), options })).ledger).toMatchObject({ counted: 2, shared_ids: 1 });
    // An order that was changed between two exports.
    expect((await report({ events, orders: stores('10:04:00'), options })).ledger).toMatchObject({
      counted: 1,
      duplicate: 1,
      shared_ids: 0,
    });
  });
});

describe('totals and empty rows of an orders export', () => {
  const events = [hit('v1', '10:00:00', '/'), hit('v1', '10:04:00', '/a')];
  const rows = [
    'order_id,ordered_at,visitor_id,revenue',
    ...Array.from({ length: 10 }, (_, index) => `A${index},2026-11-02T10:0${index}:00Z,v1,5.00`),
  ];
  const options = { currency: 'EUR' };

  it.each([
    ['the word in place of the id', 'Total,,,50.00'],
    ['the word in place of the id beside a time', 'Grand total:,2026-11-02T10:02:00Z,,50.00'],
    ['the word in place of the time', ',Gesamt,,50.00'],
    ['neither id nor time', ',,,50.00'],
    ['an empty row', ',,,'],
  ])('are no orders and do not stop the run: %s', async (_, row) => {
    const found = await report({ events, orders: `${[...rows, row].join('\n')}\n`, options });
    expect(found.ledger).toMatchObject({ orders_read: 10, counted: 10, revenue: { amount: 50 } });
    expect(found.inputs[1]).toMatchObject({
      rows_used: 10,
      rows_rejected: 1,
      rejects: [{ line: 12, reason: 'totals or an empty row, not an order' }],
    });
  });

  it('leave alone an order whose id merely begins so', async () => {
    const found = await report({ events, orders: `${[...rows, 'TOTAL-7,2026-11-02T10:03:00Z,v1,10.00'].join('\n')}\n`, options });
    expect(found.ledger).toMatchObject({ orders_read: 11, counted: 11 });
  });

  it('stop the run where there is nothing else', async () => {
    await expect(diagnoseText({ events, orders: `${rows[0]}\nTotal,,,50.00\n`, options })).rejects.toThrow();
  });
});

describe('dirt in any order of the rows', () => {
  const clean = Array.from({ length: 60 }, (_, index) =>
    view(`v${index % 12}`, `2026-10-2${4 + (index % 3)} 02:${10 + (index % 45)}:0${index % 7}`, `/p${index % 5}`),
  );
  const dirty = [...clean, ...clean.slice(10, 25), view('late', '2035-01-01 00:00:00')];
  const order = (order_id: string, day: number, revenue: string) => ({
    order_id,
    ordered_at: `2026-10-${day} 02:30:00`,
    revenue,
    visitor_id: 'v3',
  });
  const orders = [order('7', 24, '20.00'), order('7', 26, '35.00'), order('7', 26, '35.00'), order('8', 25, '10.00')];
  const shop = (events: Cells[], given: Cells[]): Shop => ({
    events,
    orders: given,
    options: { time_zone: 'Europe/Berlin', currency: 'EUR' },
  });
  const text = async (events: Cells[], given: Cells[]) => {
    const found = await report(shop(events, given));
    const bytes = (sentence: string) => sentence.replace(/\S+\.csv/g, '');
    return JSON.stringify({
      ...found,
      caveats: found.caveats.map(bytes),
      inputs: found.inputs.map(({ quality, filtered }) => ({ quality, filtered })),
    });
  };

  it('gives the same bytes', async () => {
    const expected = await text(dirty, orders);
    expect(expected).toContain('"shared_ids":1');
    const order = { minLength: dirty.length, maxLength: dirty.length };
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(dirty, order), fc.shuffledSubarray(orders, { minLength: 4 }), async (events, given) => {
        expect(await text(events, given)).toBe(expected);
      }),
      { numRuns: 4 },
    );
  });
});
