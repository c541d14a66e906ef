import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { clickstream, HEADER, hits, makePlace, orders } from './run.ts';

const place = makePlace();
const lines = hits();
const column = (position: number) => (line: string) => line.split(',')[position]!;
/** Bytes that are the same in every run and hold a NUL. */
const NOISE = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 73 + (i >> 3)) % 256));
const openQuote = (line: string) => line.replace(/,https/, ',"https');

interface Case {
  title: string;
  files?: Record<string, string | Buffer>;
  args?: string[];
  /** All of standard error without the lines of progress. */
  says: RegExp;
}

const CASES: Case[] = [
  {
    title: 'no such file',
    args: ['--events', 'nope.csv'],
    says: /^midfunnel: --events: there is no file nope\.csv\n {2}Check the spelling and the current folder/,
  },
  { title: 'a pattern without a match', args: ['--events', 'nope-*.csv'], says: /no file matches nope-\*\.csv\n {2}Check the pattern/ },
  {
    title: 'a folder',
    args: ['--events', 'folder'],
    says: /folder is a folder\n {2}Name the files in it, for example --events 'folder\/\*\.csv'/,
  },
  { title: 'an empty file', files: { 'e.csv': '' }, says: /e\.csv is empty\n {2}Check that the export has finished/ },
  { title: 'only a byte order mark', files: { 'e.csv': '\ufeff' }, says: /e\.csv is empty\n/ },
  { title: 'only a header', files: { 'e.csv': `${HEADER}\n` }, says: /e\.csv has a header but no data\n {2}Check that the date range/ },
  { title: 'binary', files: { 'e.csv': NOISE }, says: /e\.csv is not text: it has a NUL byte\n {2}Export the data as CSV/ },
  {
    title: 'a workbook renamed to .csv',
    files: { 'e.csv': Buffer.concat([Buffer.from('PK\x03\x04'), NOISE.subarray(0, 30), Buffer.from('[Content_Types].xml'), NOISE]) },
    says: /e\.csv is an Excel workbook .*\n {2}In Excel: File, Save As/,
  },
  {
    title: 'a PDF',
    files: { 'e.csv': Buffer.concat([Buffer.from('%PDF-1.7\n'), NOISE]) },
    says: /e\.csv is a PDF document, not CSV\n {2}Export/,
  },
  {
    title: 'a zstd file',
    files: { 'e.csv.zst': Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0]) },
    args: ['--events', 'e.csv.zst'],
    says: /packed with zstd, .*\n {2}Unpack it first: zstd -d/,
  },
  {
    title: 'a gzip that is cut off',
    files: { 'e.csv': gzipSync(clickstream()).subarray(0, 150) },
    says: /e\.csv is cut off: the gzip data ends in the middle\n {2}Download/,
  },
  {
    title: 'a JSON array',
    files: { 'e.json': '[{"visitor_id":"v1"}]' },
    args: ['--events', 'e.json'],
    says: /e\.json is one JSON array, not JSON lines\n {2}.*jq -c/,
  },
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
    title: 'rows that are all wider than the header',
    files: { 'e.csv': clickstream(lines.map((line) => `${line},x`)) },
    says: /e\.csv has 3 column names in line 1 but 4 cells in the rows below it\n {2}Give every column one name/,
  },
  {
    title: 'rows of which too many are too short',
    files: { 'e.csv': clickstream(lines.map((line, i) => (i % 3 === 0 ? 'v1,2026-11-02T10:00:00Z' : line))) },
    says: /e\.csv: 35\.0 % of the 40 rows cannot be used \(line 2: too few fields: 2 instead of 3; line 5: .*\)\n {2}See them all with --rejects FILE/,
  },
  {
    title: 'times that are none',
    files: { 'e.csv': clickstream(lines.map((line) => line.replace(/2026[^,]*/, 'yesterday'))) },
    says: /e\.csv, column "timestamp": these are not times: "yesterday".*\n {2}Name the column of the times with --column/,
  },
  {
    title: 'days and months either way round',
    files: { 'e.csv': clickstream(lines.map((line) => line.replace(/2026[^,]*/, '03/04/2026 10:00:00'))) },
    says: /e\.csv, column "timestamp": day and month could be either way round.*\n {2}Say it with --date-order dmy or --date-order mdy/,
  },
  {
    title: 'two columns for the visitor',
    files: {
      'e.csv': clickstream(
        lines.map((line, i) => `c${i},${line}`),
        `client_id,${HEADER}`,
      ),
    },
    says: /e\.csv: the visitor_id could be "client_id" \(c0, c1, c2\) or "visitor_id" \(v0.*\)\n {2}Say which: --column events\.visitor_id=client_id/,
  },
  {
    title: 'two columns of one name',
    files: {
      'e.csv': clickstream(
        lines.map((line) => `${line},x`),
        `${HEADER},Page_URL`,
      ),
    },
    says: /two columns with one name: column 3 is "page_url" and column 4 is "Page_URL"\n {2}Rename one/,
  },
  {
    title: 'a quote in the middle that is never closed',
    files: { 'e.csv': clickstream(lines.map((line, i) => (i === 20 ? openQuote(line) : line))) },
    says: /e\.csv: the quote that opens in line 22 is never closed.*\n {2}Correct that line/,
  },
  {
    title: 'a report of the GA4 interface',
    files: {
      'e.csv':
        '# ----------\n# Pages\n# Start date: 20261101\n# End date: 20261107\n# ----------\nPage path,Views,Active users\n/,10,5\n/a,3,2\n',
    },
    says: /e\.csv is a report of the GA4 interface.*\n {2}Export the raw events instead/,
  },
  {
    title: 'a Plausible export',
    files: { 'e.csv': 'date,visitors,pageviews,bounce_rate\n2026-11-01,10,20,50\n2026-11-02,11,21,51\n' },
    says: /e\.csv is a Plausible dashboard export.*\n {2}Plausible’s dashboard keeps no visitors/,
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
    says: /the orders are in several currencies: EUR, USD\n {2}Export the orders of one currency/,
  },
  {
    title: 'amounts that can be read in two ways',
    files: { 'e.csv': clickstream(), 'o.csv': orders().replaceAll('12.50', '"1,234"') },
    args: ['--events', 'e.csv', '--orders', 'o.csv'],
    says: /o\.csv, column "total": 1,234 can be 1\.234 or 1234\n {2}Say it with --decimal point/,
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
  { title: 'an empty standard input', args: ['--events', '-'], says: /standard input is empty\n/ },
];

describe('input that cannot be used ends with exit code 3, nothing on standard output, and what, where and what to do:', () => {
  mkdirSync(join(place.folder, 'folder'));
  it.each(CASES)('$title', async ({ files = {}, args = ['--events', 'e.csv'], says }) => {
    place.write(files);
    const run = await place.run(['-q', ...args]);
    expect(run.stderr).toMatch(says);
    // One message and one hint, nothing else.
    expect(run.stderr).toMatch(/^midfunnel: [^\n]+\n {2}[^\n]+\n$/);
    expect(run.stdout).toBe('');
    expect(run.code).toBe(3);
  });
});
