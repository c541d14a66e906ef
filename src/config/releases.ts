import * as z from 'zod/mini';
import { InputError } from '../errors.ts';
import { readSmallFile, type SmallFile } from '../io/read-small-file.ts';
import { checkEntry } from './check-entry.ts';
import { dayAfter, instantOf } from './wall-time.ts';

/** One arm of an experiment: what its visitors saw in place of the others' pages. */
export interface Arm {
  name: string;
  /** Path that only this arm saw, with all below it; null where the file does not say, and then no export can tell who was in it. */
  page: string | null;
  /** Share of the visitors that were sent to it, 0 to 1. */
  share: number;
}

/** Something dated that happened to the site. Times in microseconds since 1970. */
export interface Release {
  kind: 'release' | 'incident' | 'experiment';
  name: string;
  at: number;
  /** End, not in; null while it lasts. */
  until: number | null;
  /** Path that it touched, with all below it; null for the whole site. */
  page: string | null;
  /** Of an experiment; the first is what the others are compared with. */
  arms: Arm[];
}

/** What a releases file says, in order of time. */
export interface Releases {
  source: SmallFile;
  releases: Release[];
}

const HINT =
  'An entry has at, kind (release, incident or experiment) and name, and may have until, page (a path such as /checkout) and, for an experiment, arms; see docs/formats/releases.md.';

const share = z.number().check(z.gt(0), z.lt(1));
const path = z.string().check(z.regex(/^\/[^\s?#]*$/, 'must be a path that begins with /, without the part after ?'));
const name = z.string().check(z.regex(/\S/, 'must not be empty'), z.maxLength(200));
const time = z
  .string()
  .check(
    z.refine(
      (text) => TIME.test(text) && !Number.isNaN(Date.parse(asIso(text))),
      'must be a day or a time, as 2026-11-02 or 2026-11-02 13:45',
    ),
  );
const entrySchema = z.strictObject({
  at: time,
  until: z.optional(time),
  kind: z.enum(['release', 'incident', 'experiment']),
  name,
  page: z.optional(path),
  arms: z.optional(z.array(z.strictObject({ name, page: z.optional(path), share: z.optional(share) })).check(z.minLength(2))),
});
type Entry = z.infer<typeof entrySchema>;

const TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Reads the dated changes of `--releases`: a JSON list of objects, or a table with the columns at, until, kind, name, page and arms.
 *
 * @param timeZone - of times without an offset
 * @throws InputError with file and place, for a time that cannot be read, an end before its start, arms that are no experiment's or whose shares do not add up to 1
 */
export async function readReleases(file: string, timeZone: string): Promise<Releases> {
  const source = await readSmallFile(file);
  const written =
    source.json === undefined
      ? source.rows.map(({ line, cells }) => {
          const place = `${file}, line ${line}`;
          return {
            place,
            entry: { ...cells, ...(cells.arms === undefined ? {} : { arms: cells.arms.split(';').map((arm) => readArm(arm, place)) }) },
          };
        })
      : listOf(source.json, file).map((entry, index) => ({ place: `${file}, entry ${index + 1}`, entry }));
  if (written.length === 0) throw new InputError(`${file} has no entry`, { hint: HINT });
  const releases = written.map(({ place, entry }) => toRelease(checkEntry(entrySchema, entry, place, HINT), place, timeZone));
  return { source, releases: releases.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)) };
}

function listOf(json: unknown, file: string): unknown[] {
  if (Array.isArray(json)) return json;
  throw new InputError(`${file} must be a list of entries`, { hint: HINT });
}

/** `new=/checkout-v2@50%` as name, page and share. */
function readArm(text: string, place: string): { name: string; page?: string; share?: number } {
  const parts = /^\s*([^=@]+?)\s*(?:=\s*([^@\s]+)\s*)?(?:@\s*(\d+(?:\.\d+)?)\s*%\s*)?$/.exec(text);
  if (parts === null)
    throw new InputError(`${place}, arms: "${text.trim()}" is no arm`, {
      hint: 'Write name=/path@share, as control=/checkout@50%; new=/checkout-v2@50%.',
    });
  const [, armName, page, percent] = parts;
  return { name: armName!, ...(page === undefined ? {} : { page }), ...(percent === undefined ? {} : { share: Number(percent) / 100 }) };
}

function toRelease({ at, until, kind, name, page, arms = [] }: Entry, place: string, zone: string): Release {
  const release = { kind, name, at: startOf(at, zone), until: until === undefined ? null : endOf(until, zone), page: page ?? null };
  if (release.until !== null && release.until <= release.at)
    throw new InputError(`${place}: it ends (${until}) before it begins (${at})`, { hint: 'Exchange at and until.' });
  if (kind !== 'experiment' && arms.length > 0)
    throw new InputError(`${place}, arms: a ${kind} has none`, { hint: 'Call it an experiment, or leave arms out.' });
  if (new Set(arms.map((arm) => arm.name)).size < arms.length)
    throw new InputError(`${place}, arms: two have the same name`, { hint: 'Give each arm a name of its own.' });
  const open = arms.filter((arm) => arm.share === undefined).length;
  const said = arms.reduce((sum, arm) => sum + (arm.share ?? 0), 0);
  if (open === 0 ? arms.length > 0 && Math.abs(said - 1) > 0.005 : said >= 1)
    throw new InputError(`${place}, arms: the shares add up to ${Number((said * 100).toFixed(2))} %`, {
      hint: 'The shares of all arms must add up to 100 %.',
    });
  return { ...release, arms: arms.map((arm) => ({ name: arm.name, page: arm.page ?? null, share: arm.share ?? (1 - said) / open })) };
}

/** A day begins at midnight in the zone. */
function startOf(text: string, zone: string): number {
  const iso = asIso(text);
  return 1000 * (/(Z|[+-]\d\d:\d\d)$/.test(iso) && iso.length > 10 ? Date.parse(iso) : instantOf(iso, zone));
}

/** A day that ends something is part of it, as with `--to`. */
function endOf(text: string, zone: string): number {
  return startOf(text.length === 10 ? dayAfter(text) : text, zone);
}

function asIso(text: string): string {
  const iso = text.replace(' ', 'T');
  return iso.replace(/T(\d\d:\d\d)(?=$|Z|[+-])/, 'T$1:00');
}

/** Whether a page key lies at or below a path: `/checkout` holds `/checkout/shipping` and not `/checkout-v2`. */
export function isAtOrBelow(page: string, path: string): boolean {
  const base = path.replace(/\/+$/, '');
  return base === '' ? page === '/' : page === base || page.startsWith(`${base}/`);
}
