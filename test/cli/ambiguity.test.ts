import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { clickstream, HEADER, hits, makePlace, orders } from './run.ts';

const place = makePlace();
const lines = hits();
/** Orders with one more column. */
const wider = (name: string, cell: (order: number) => string) =>
  orders()
    .trimEnd()
    .split('\n')
    .map((line, i) => (i === 0 ? `${line},${name}` : `${line},${cell(i - 1)}`))
    .join('\n');

interface Case {
  title: string;
  events?: string;
  orders?: string;
  /** All of standard error: the candidates and the flag that decides. */
  says: RegExp;
  /** Each way to decide, and what the report then says. */
  decided: { flags: string[]; gives: (report: Report) => unknown; value: unknown }[];
}

const period = ({ period: { from, to } }: Report) => [from, to];
const revenue = ({ ledger }: Report) => ledger.revenue?.amount;
const visitors = ({ sessions }: Report) => sessions.visitors;
const counted = ({ ledger }: Report) => [ledger.counted, ledger.duplicate];
const pages = ({ where }: Report) => where.pages.map(({ page }) => page).sort();

const CASES: Case[] = [
  {
    title: 'the order of day and month',
    events: clickstream(lines.map((line) => line.replace(/2026-11-02T(\d\d:\d\d:\d\d)Z/, '03/04/2026 $1'))),
    says: /e\.csv, column "timestamp": day and month could be either way round in every date\n {2}Say it with --date-order dmy or --date-order mdy\.\n/,
    decided: [
      { flags: ['--date-order', 'dmy'], gives: period, value: ['2026-04-03T10:00:00.000Z', '2026-04-03T19:05:00.000Z'] },
      { flags: ['--date-order', 'mdy'], gives: period, value: ['2026-03-04T10:00:00.000Z', '2026-03-04T19:05:00.000Z'] },
    ],
  },
  {
    title: 'the decimal sign',
    orders: orders().replaceAll('12.50', '"1,250"'),
    says: /o\.csv, column "total": 1,250 can be 1\.250 or 1250\n {2}Say it with --decimal point \(the comma groups thousands\) or --decimal comma\.\n/,
    decided: [
      { flags: ['--decimal', 'point'], gives: revenue, value: 3750 },
      { flags: ['--decimal', 'comma'], gives: revenue, value: 3.75 },
    ],
  },
  {
    title: 'the visitor',
    events: clickstream(
      lines.map((line, i) => `c${i % 5},${line}`),
      `client_id,${HEADER}`,
    ),
    says: /e\.csv: the visitor_id could be "client_id" \(c0, c1, c2\) or "visitor_id" \(v0, v1, v2\)\n {2}Say which: --column events\.visitor_id=client_id\n/,
    decided: [
      { flags: ['--column', 'events.visitor_id=client_id'], gives: visitors, value: 5 },
      { flags: ['--column', 'events.visitor_id=visitor_id'], gives: visitors, value: 10 },
    ],
  },
  {
    title: 'the time',
    events: clickstream(
      lines.map((line) => `${line},${line.split(',')[1]!.replace('11-02', '11-09')}`),
      `${HEADER},event_time`,
    ),
    says: /e\.csv: the time could be "timestamp" \(2026-11-02T.*\) or "event_time" \(2026-11-09T.*\)\n {2}Say which: --column events\.time=timestamp\n/,
    decided: [
      { flags: ['--column', 'events.time=timestamp'], gives: period, value: ['2026-11-02T10:00:00.000Z', '2026-11-02T19:05:00.000Z'] },
      { flags: ['--column', 'events.time=event_time'], gives: period, value: ['2026-11-09T10:00:00.000Z', '2026-11-09T19:05:00.000Z'] },
    ],
  },
  {
    title: 'the page',
    events: clickstream(
      lines.map((line, i) => `${line},https://shop.example/${i % 2 ? 'a' : 'b'}`),
      `${HEADER},url`,
    ),
    says: /e\.csv: the url could be "page_url" \(https.*\) or "url" \(https:\/\/shop\.example\/b, https:\/\/shop\.example\/a\)\n {2}Say which: --column events\.url=/,
    decided: [{ flags: ['--column', 'events.url=url'], gives: pages, value: ['/a', '/b'] }],
  },
  {
    title: 'the amount of an order',
    orders: wider('amount', () => '13.00'),
    says: /o\.csv: the revenue could be "total" \(12\.50\) or "amount" \(13\.00\)\n {2}Say which: --column orders\.revenue=total\n/,
    decided: [
      { flags: ['--column', 'orders.revenue=total'], gives: revenue, value: 37.5 },
      { flags: ['--column', 'orders.revenue=amount'], gives: revenue, value: 39 },
    ],
  },
  {
    title: 'the number of an order',
    orders: wider('order_number', (order) => `n${order % 2}`),
    says: /o\.csv: the order_id could be "order_id" \(o0, o1, o2\) or "order_number" \(n0, n1\)\n {2}Say which: --column orders\.order_id=order_id\n/,
    decided: [
      { flags: ['--column', 'orders.order_id=order_id'], gives: counted, value: [3, 0] },
      { flags: ['--column', 'orders.order_id=order_number'], gives: counted, value: [2, 1] },
    ],
  },
];

describe('two ways to read an export are a question with its candidates, and the flag it names decides:', () => {
  it.each(CASES)('$title', async ({ events = clickstream(), orders: text = orders(), says, decided }) => {
    place.write({ 'e.csv': events, 'o.csv': text });
    const args = ['-q', '--format', 'json', '--events', 'e.csv', '--orders', 'o.csv'];
    const open = await place.run(args);
    expect(open.stderr).toMatch(says);
    expect(open.stderr).toMatch(/^midfunnel: [^\n]+\n {2}[^\n]+\n$/);
    expect(open).toMatchObject({ code: 3, stdout: '' });
    for (const { flags, gives, value } of decided) {
      const run = await place.run([...args, ...flags, '--time-zone', 'UTC']);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(gives(JSON.parse(run.stdout) as Report)).toEqual(value);
    }
  });

  it('but two columns with the same cells are none', async () => {
    place.write({
      'e.csv': clickstream(
        lines.map((line) => `${line},${line.split(',')[1]}`),
        `${HEADER},event_time`,
      ),
    });
    expect(await place.run(['-q', '--events', 'e.csv'])).toMatchObject({ code: 0, stderr: '' });
  });
});
