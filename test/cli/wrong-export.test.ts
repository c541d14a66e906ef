import { describe } from 'vitest';
import { itRefuses, type Refusal } from './it-refuses.ts';
import { clickstream, hits, makePlace, orders } from './run.ts';

const place = makePlace();
const lines = hits();
const column = (position: number) => (line: string) => line.split(',')[position]!;

const CASES: Refusal[] = [
  {
    title: 'no visitor',
    files: {
      'e.csv': clickstream(
        lines.map((line) => line.slice(line.indexOf(',') + 1)),
        'timestamp,page_url',
      ),
    },
    says: /e\.csv has no column for the visitor_id or the session_id\n {2}Name it: --column events\.visitor_id=NAME\. Columns without a role: none\./,
  },
  {
    title: 'no time',
    files: {
      'e.csv': clickstream(
        lines.map((line) => `${column(0)(line)},${column(2)(line)}`),
        'visitor_id,page_url',
      ),
    },
    says: /e\.csv has no column for the time\n {2}Name it: --column events\.time=NAME/,
  },
  {
    title: 'a first record so long that no record ends in what is looked at',
    files: { 'e.csv': `visitor_id,timestamp,page_url\nv1,2026-11-02T10:00:00Z,/${'x'.repeat(2 ** 21)}\nv1,2026-11-02T10:00:05Z,/b\n` },
    says: /e\.csv: the first record is longer than 1 MiB, .*\n {2}No event or order is that long: look for a quote/,
  },
  {
    title: 'neither page nor event',
    files: {
      'e.csv': clickstream(
        lines.map((line) => `${column(0)(line)},${column(1)(line)},red`),
        'visitor_id,timestamp,colour',
      ),
    },
    says: /e\.csv has no column for the url or the event_name\n {2}.*Columns without a role: "colour"\./,
  },
  {
    title: 'a visitor column without a visitor',
    files: { 'e.csv': clickstream(lines.map((line) => line.replace(/^\w+/, ''))) },
    says: /no column for the visitor_id .*\n.*"visitor_id" \(empty\)/,
  },
  {
    title: 'times that are all empty',
    files: { 'e.csv': clickstream(lines.map((line) => line.replace(/2026[^,]*/, ''))) },
    says: /e\.csv has no column for the time\n {2}Name it: --column events\.time=NAME\. .*"timestamp" \(empty\)/,
  },
  {
    title: 'a report of the GA4 interface',
    files: {
      'e.csv':
        '# ----------\n# Pages\n# Start date: 20261101\n# End date: 20261107\n# ----------\nPage path,Views,Active users\n/,10,5\n/a,3,2\n',
    },
    says: /e\.csv is a report or exploration of the GA4 interface.*\n {2}Export the raw events instead/,
  },
  {
    title: 'a Plausible export',
    files: { 'e.csv': 'date,visitors,pageviews,bounce_rate\n2026-11-01,10,20,50\n2026-11-02,11,21,51\n' },
    says: /e\.csv is a Plausible dashboard export.*\n {2}Plausible’s dashboard keeps no visitors/,
  },
  {
    title: 'a table of totals by source',
    files: { 'e.csv': 'Source,Sessions,Bounces\ngoogle / cpc,10,5\n(direct) / (none),3,2\n' },
    says: /e\.csv is a table of totals .*; no session can be rebuilt from it\n {2}Export one row per hit/,
  },
  {
    title: 'an Umami export',
    files: { 'e.csv': 'x,y\n/,10\n/a,3\n' },
    says: /e\.csv is an Umami export.*\n {2}Export the table website_event/,
  },
  {
    title: 'the same content twice',
    files: { 'e.csv': clickstream(), 'f.csv': clickstream() },
    args: ['--events', 'e.csv', 'f.csv'],
    says: /f\.csv has the same content as .*e\.csv\n {2}Give each export once|e\.csv has the same content as f\.csv\n {2}Give each export once/,
  },
  {
    title: 'orders in several currencies',
    files: { 'e.csv': clickstream(), 'o.csv': orders(4, (i) => (i % 2 ? 'EUR' : 'USD')) },
    args: ['--events', 'e.csv', '--orders', 'o.csv'],
    says: /the orders are in several currencies: EUR, USD\n {2}Give their rates with --rates FILE/,
  },
  {
    title: 'orders without a number',
    files: { 'e.csv': clickstream(), 'o.csv': orders().replace(/^[^,]*,/gm, '') },
    args: ['--events', 'e.csv', '--orders', 'o.csv'],
    says: /o\.csv has no column for the order_id\n {2}Name it: --column orders\.order_id=NAME/,
  },
  {
    title: 'orders without a time',
    files: { 'e.csv': clickstream(), 'o.csv': orders().replace(/,[^,]*/gm, (cell) => (/created|2026/.test(cell) ? '' : cell)) },
    args: ['--events', 'e.csv', '--orders', 'o.csv'],
    says: /o\.csv has no column for the time\n {2}Name it: --column orders\.time=NAME/,
  },
  {
    title: 'no hit in the period',
    files: { 'e.csv': clickstream() },
    args: ['--events', 'e.csv', '--from', '2027-01-01'],
    says: /no session is left to look at between 2027-01-01 and the end of the data\n {2}Check --from, --to/,
  },
  {
    title: 'orders given as events',
    files: { 'o.csv': orders() },
    args: ['--events', 'o.csv'],
    says: /o\.csv was given as a clickstream, but looks like orders\n {2}Give it with --orders instead of --events/,
  },
  {
    title: 'events given as orders',
    files: { 'e.csv': clickstream(), 'f.csv': clickstream(hits(4)) },
    args: ['--events', 'e.csv', '--orders', 'f.csv'],
    says: /f\.csv was given as orders, but looks like a clickstream\n {2}Give it with --events instead of --orders/,
  },
  {
    title: 'a column named by flag that no file has',
    files: { 'e.csv': clickstream() },
    args: ['--events', 'e.csv', '--column', 'events.visitor_id=vistor'],
    says: /no file of --events has the column "vistor" .*\n {2}Correct --column, .*Columns: "visitor_id", "timestamp", "page_url"\./,
  },
];

describe('a file that can be read, but is not the export that is needed, ends the run with exit code 3, and what, where and what to do:', () => {
  itRefuses(place, CASES);
});
