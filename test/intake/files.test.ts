import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defineStatement } from '../../src/engine/query.ts';
import { InputError } from '../../src/errors.ts';
import { TemporaryFolder } from '../../src/io/temporary-folder.ts';
import { at, csv, diagnoseText, type Export, hit, openTestEngine, type Shop } from '../shop.ts';

/** Two sessions: 10:00–10:05 of v1 with two pages, 11:00 of v2. */
const HITS = [hit('v1', '10:00:00', '/'), hit('v1', '10:05:00', '/a'), hit('v2', '11:00:00', '/')];

async function shape(events: Export, options: Shop['options'] = {}) {
  const { report, rejects } = await diagnoseText({ events, options });
  return {
    sessions: report.sessions.total,
    used: report.inputs.map(({ rows_used }) => rows_used),
    rejects: rejects.map(({ line, reason }) => `${line}: ${reason}`),
  };
}

const GOOD = { sessions: 2, used: [3], rejects: [] };

describe('files', () => {
  it.each<[string, Export]>([
    ['gzip', { 'clicks.csv.gz': gzipSync(csv(HITS)) }],
    ['gzip under another name', { 'clicks.csv': gzipSync(csv(HITS)) }],
    [
      'tabs',
      { 'clicks.tsv': csv(HITS).replaceAll('","', '"\t"').replace('visitor_id,event_time,page_url', 'visitor_id\tevent_time\tpage_url') },
    ],
    [
      'semicolons',
      { 'clicks.csv': csv(HITS).replaceAll('","', '";"').replace('visitor_id,event_time,page_url', 'visitor_id;event_time;page_url') },
    ],
    ['CRLF and a byte order mark', { 'clicks.csv': `\uFEFF${csv(HITS).replaceAll('\n', '\r\n')}` }],
    ['UTF-16', { 'clicks.csv': Buffer.from(`\uFEFF${csv(HITS)}`, 'utf16le') }],
    ['JSON lines', { 'clicks.jsonl': HITS.map((cells) => `${JSON.stringify(cells)}\n`).join('') }],
    ['a name with signs of patterns', { 'a[1]*?.csv': csv(HITS) }],
  ])('are read with %s', async (_, events) => {
    expect(await shape(events)).toEqual(GOOD);
  });

  it('are read from Parquet', async () => {
    const folder = TemporaryFolder.create();
    const made = mkdtempSync(join(tmpdir(), 'midfunnel-made-'));
    const engine = await openTestEngine(folder, [join(made, 'clicks.parquet')]);
    try {
      const rows = HITS.map(
        ({ visitor_id, event_time, page_url }) => `('${visitor_id}', timestamp '${String(event_time).slice(0, 19)}', '${page_url}')`,
      );
      const sql = `copy (select * from (values ${rows.join(', ')}) as t(visitor_id, event_time, page_url)) to '${join(folder.path, 'clicks.parquet')}' (format parquet)`;
      await engine.run(defineStatement({ name: 'write', grain: 'none', sql }));
      const content = readFileSync(join(folder.path, 'clicks.parquet'));
      expect(await shape({ 'clicks.parquet': content })).toEqual(GOOD);
      expect(await shape({ 'clicks[1].parquet': content })).toEqual(GOOD);
    } finally {
      engine.close();
      folder.dispose();
      rmSync(made, { recursive: true, force: true });
    }
  });

  it('need little memory', async () => {
    expect(await shape(HITS, { memory_mb: 256 })).toEqual(GOOD);
  });
});

describe('rows that cannot be used', () => {
  it('are named with their line and reason, in CSV', async () => {
    // Lines: 1 header, 2 good, 3 too few fields, 4 good, 5 no time, 6 no visitor (left out, no fault of the file), 7 good
    const good = `v1,${at('10:00:00')},/a`;
    const events = `visitor_id,event_time,page_url\n${good}\nbroken\n${good}\nv1,,/a\n,${at('10:00:00')},/a\n${good}\n`;
    expect(await shape(events, { max_rejected_share: 0.9 })).toEqual({
      sessions: 1,
      used: [3],
      rejects: ['3: too few fields: 1 instead of 3', '5: time is empty or cannot be read'],
    });
  });

  it('are named with their line and reason, in JSON lines', async () => {
    const lines = [JSON.stringify(HITS[0]), '{"visitor_id": "v1", ', JSON.stringify(HITS[1]), JSON.stringify(HITS[2])];
    expect(await shape({ 'clicks.jsonl': `${lines.join('\n')}\n` }, { max_rejected_share: 0.9 })).toEqual({
      ...GOOD,
      rejects: ['2: the line is not valid JSON'],
    });
  });

  it('stop the run when they are more than the allowed share', async () => {
    const rows = [...HITS, { ...HITS[0]!, event_time: '' }];
    await expect(shape(rows)).rejects.toThrow(/25\.0 % of the 4 rows/);
    expect((await shape(rows, { max_rejected_share: 0.25 })).used).toEqual([3]);
  });
});

describe('exports that cannot be used', () => {
  it('twice the same file is refused', async () => {
    await expect(shape({ 'a.csv': csv(HITS), 'b.csv': csv(HITS) })).rejects.toThrow(/same content/);
  });

  it('totals are refused with what to export instead', async () => {
    const run = shape('page,views,sessions\n/a,10,5\n/b,3,2\n');
    await expect(run).rejects.toThrow(InputError);
    await expect(run).rejects.toThrow(/no session can be rebuilt/);
    await expect(run).rejects.toMatchObject({ hint: expect.stringContaining('one row per hit') });
  });

  it('two columns for one role are a question that an option answers', async () => {
    const rows = HITS.map((cells, index) => ({ ...cells, client_id: `other${index}` }));
    const run = shape(rows);
    await expect(run).rejects.toThrow(/visitor_id could be "visitor_id" .* or "client_id"/);
    await expect(run).rejects.toMatchObject({ hint: expect.stringContaining('--column events.visitor_id=') });
    expect((await shape(rows, { columns: { events: { visitor_id: 'client_id' } } })).sessions).toBe(3);
  });

  it('a missing role is named with the columns that are left', async () => {
    const run = shape('who,when,page_url\nv1,x,/a\n');
    await expect(run).rejects.toThrow(/no column for the visitor_id or the session_id/);
    await expect(run).rejects.toMatchObject({ hint: expect.stringContaining('"who", "when"') });
  });

  it('orders in several currencies are refused', async () => {
    const orders = ['EUR', 'USD'].map((currency) => ({ order_id: currency, ordered_at: at('10:00:00'), revenue: '1.00', currency }));
    await expect(diagnoseText({ events: HITS, orders })).rejects.toThrow(/several currencies: EUR, USD/);
  });
});
