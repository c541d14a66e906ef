import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe } from 'vitest';
import { itRefuses, type Refusal } from './it-refuses.ts';
import { clickstream, HEADER, hits, makePlace, orders } from './run.ts';

const place = makePlace();
const lines = hits();
/** Bytes that are the same in every run and hold a NUL. */
const NOISE = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 73 + (i >> 3)) % 256));
const openQuote = (line: string) => line.replace(/,https/, ',"https');

const CASES: Refusal[] = [
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
    title: 'a page to sign in',
    files: { 'e.csv': '\n<!DOCTYPE html>\n<html><head><title>Sign in, please</title></head></html>\n' },
    says: /e\.csv is a web page or XML, not CSV\n {2}A download that needs a sign-in/,
  },
  {
    title: 'an old workbook',
    files: { 'e.xls': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), NOISE]) },
    args: ['--events', 'e.xls'],
    says: /e\.xls is an old Excel workbook \(\.xls\), not CSV\n {2}Open it in Excel/,
  },
  {
    title: 'one column',
    files: { 'e.csv': 'words\nmore\nwords\n' },
    says: /e\.csv has only one column when divided by comma, semicolon, tab or \|\. .*: words\n {2}Export it with one of these/,
  },
  {
    title: 'a delimiter that the file does not have',
    files: { 'e.csv': clickstream() },
    args: ['--events', 'e.csv', '--delimiter', ';'],
    says: /e\.csv has only one column when divided by ";"\. .*\n {2}Leave --delimiter out/,
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
    title: 'times of which half are none',
    files: {
      'e.csv': clickstream(lines.map((line, i) => (i % 2 ? line.replace(/2026[^,]*/, i % 4 === 1 ? 'never' : '2026-13-45') : line))),
    },
    says: /e\.csv, column "timestamp": these are not times: "never", "2026-13-45"\n {2}Name the column of the times with --column/,
  },
  {
    title: 'rows that all have no visitor, also when all may be rejected',
    files: { 'e.csv': clickstream(lines.map((line) => line.replace(/^\w+/, ''))) },
    args: ['--events', 'e.csv', '--column', 'events.visitor_id=visitor_id', '--max-rejected', '1'],
    says: /e\.csv: no row that can be read has a visitor or a session id\n {2}If another column tells the visitor, name it/,
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
    title: 'orders with a header only',
    files: { 'e.csv': clickstream(), 'o.csv': orders(0) },
    args: ['--events', 'e.csv', '--orders', 'o.csv'],
    says: /o\.csv has a header but no data\n/,
  },
  { title: 'an empty standard input', args: ['--events', '-'], says: /standard input is empty\n/ },
];

describe('a file that cannot be read ends the run with exit code 3, and what, where and what to do:', () => {
  mkdirSync(join(place.folder, 'folder'));
  itRefuses(place, CASES);
});
