import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RENDERERS } from '../../src/report/renderers.ts';
import type { Report } from '../../src/report/report.ts';
import { type Cells, diagnoseText, hit } from '../shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'midfunnel-releases-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function reportOn(events: Cells[], releases: object[]): Promise<Report> {
  const path = join(folder, 'releases.json');
  writeFileSync(path, JSON.stringify(releases));
  return (await diagnoseText({ events, options: { releases: path } })).report;
}

/** So many visitors a day from 2 to 5 November, each with a view of `/guide` and one of the page; `leaves` says who leaves on the page, the others go on to `/home`. */
function shop(
  page: (day: number, visitor: number) => string,
  leaves: (day: number, visitor: number) => boolean,
  source: (day: number) => string = () => 'news',
): Cells[] {
  return [2, 3, 4, 5].flatMap((day) =>
    Array.from({ length: 200 }, (_, visitor) => {
      const more = { day, utm_source: source(day), utm_medium: 'email' };
      const minute = String(10 + (visitor % 40)).padStart(2, '0');
      return [
        hit(`v${day}-${visitor}`, `0${1 + (visitor % 9)}:${minute}:00`, '/guide', more),
        hit(`v${day}-${visitor}`, `0${1 + (visitor % 9)}:${minute}:20`, page(day, visitor), more),
        ...(leaves(day, visitor) ? [] : [hit(`v${day}-${visitor}`, `0${1 + (visitor % 9)}:${minute}:40`, '/home', more)]),
      ];
    }).flat(),
  );
}

const release = { at: '2026-11-04', kind: 'release', name: 'Fewer fields', page: '/form' };
/** Half of the visitors leave on the page before 4 November, three of ten from then on. */
const improved = (day: number, visitor: number) => visitor % 10 < (day < 4 ? 5 : 3);

describe('a release', () => {
  it('of some pages is a variation: what changed there, less what changed elsewhere', async () => {
    const report = await reportOn(
      shop(() => '/form', improved),
      [release],
    );
    const [line] = report.releases!;
    expect(line).toMatchObject({ in_period: true, evidence_kind: 'variation', exit_rate_before: { events: 200, trials: 400 } });
    // Two whole days on each side, although the first hit is at 01:10 and the last at 09:49.
    expect(line!.exit_rate_after!.value).toBeCloseTo(0.3, 6);
    expect(line!.change!.observed.value).toBeCloseTo(-0.2, 6);
    expect(line!.change!.within.high).toBeLessThan(0);
    expect(report.verdict.evidence_kind).not.toBe('variation');
    const text = RENDERERS.terminal(report, { columns: 80, colour: 0, unicode: true, detail: 'full' });
    expect(text).toContain('Releases, incidents and experiments');
    expect(text).toContain('A variation: these pages changed');
  });

  it('is an association where the arrivals changed with it, the whole site was touched, or something else changed too', async () => {
    // The newcomers of 4 November are all of another source, which never leaves on the page; inside the sources nothing changes.
    const mixed = await reportOn(
      shop(
        () => '/form',
        (day, visitor) => visitor % 10 < (day < 4 ? 5 : 3),
        (day) => (day < 4 ? 'news' : 'cpc-partner'),
      ),
      [release, { ...release, at: '2026-11-04T06:00', name: 'Other' }],
    );
    expect(mixed.releases!.map(({ evidence_kind }) => evidence_kind)).toEqual(['association', 'association']);
    expect(mixed.releases![0]!.why).toContain('other changes fall into the same time (Other)');
    const everywhere = await reportOn(
      shop(() => '/form', improved),
      [{ ...release, page: undefined }],
    );
    expect(everywhere.releases![0]).toMatchObject({ evidence_kind: 'association', change: { elsewhere: null, net: null } });
    expect(everywhere.releases![0]!.why).toContain('whole site');
  });

  it('outside the data, of unseen pages, or with few exits is not compared', async () => {
    const report = await reportOn(
      shop(
        () => '/form',
        (_, visitor) => visitor % 10 === 0,
      ),
      [{ ...release, at: '2026-10-01' }, release, { ...release, page: '/nowhere' }],
    );
    expect(report.releases!.map(({ in_period, evidence_kind, change }) => [in_period, evidence_kind, change])).toEqual([
      [false, null, null],
      [true, null, null],
      [true, null, null],
    ]);
    expect(report.releases!.map(({ why }) => why)).toEqual([
      'It lies outside the time of these data.',
      expect.stringContaining('Too few exits to compare'),
      expect.stringContaining('of /nowhere'),
    ]);
  });
});

describe('an experiment', () => {
  const experiment = (share: number) => ({
    ...{ at: '2026-11-01', kind: 'experiment', name: 'New form' },
    arms: [
      { name: 'old', page: '/form', share: 1 - share },
      { name: 'new', page: '/form-new', share },
    ],
  });
  const isNew = (visitor: number) => visitor % 2 === 1;
  /** On the old page 60 of 100 leave, on the new one 20. */
  const events = shop(
    (_, visitor) => (isNew(visitor) ? '/form-new' : '/form'),
    (_, visitor) => Math.floor(visitor / 2) % 10 < (isNew(visitor) ? 2 : 6),
  );

  it('compares its arms by the pages that their visitors saw', async () => {
    const [line] = (await reportOn(events, [experiment(0.5)])).releases!;
    expect(line).toMatchObject({
      evidence_kind: 'experiment',
      arms: [
        { visitors: 400, exit_rate: { events: 240 } },
        { visitors: 400, exit_rate: { events: 80 } },
      ],
    });
    expect(line!.arms[0]!.exit_rate_difference).toBeNull();
    expect(line!.arms[1]!.exit_rate_difference!.value).toBeCloseTo(-0.4, 6);
    expect(line!.arms[1]!.exit_rate_difference!.high).toBeLessThan(-0.2);
  });

  it('is none where the visitors do not divide as they should, or where no page tells the arms', async () => {
    const [unfair] = (await reportOn(events, [experiment(0.3)])).releases!;
    expect(unfair).toMatchObject({ evidence_kind: 'association', why: expect.stringContaining('do not divide into the arms') });
    const [unknown] = (await reportOn(events, [{ ...experiment(0.5), arms: [{ name: 'old' }, { name: 'new' }] }])).releases!;
    expect(unknown).toMatchObject({ evidence_kind: null, arms: [], why: expect.stringContaining('cannot tell who was in which arm') });
  });
});
