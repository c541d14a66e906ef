import type { Quality } from '../intake/account-rows.ts';
import type { RenamedRole, RoleGap } from '../intake/compare-roles.ts';
import { inWords } from './document-rows.ts';
import type { Material } from './material.ts';

/** What the dirt in the exports does to the answer: repeated rows, wrong clocks, changed columns, order ids used twice. */
export function qualityCaveats({ accounts, facts, shared_ids }: Material): (string | false)[] {
  const told = (field: keyof Quality, least = 0) => {
    const files = accounts.filter((account) => account.quality[field] > least * account.rows_read);
    const rows = files.reduce((sum, account) => sum + account.quality[field], 0);
    const named = files.map((account) => `${account.staged.file.opened.shown} (${count(account.quality[field])})`);
    return { rows, files: shorten(named) };
  };
  const [repeats, kept, clock] = [told('repeats_left_out'), told('repeats_kept', LEAST_REPEATS), told('wrong_clock')];
  const [twice, skipped] = [told('ambiguous_times'), told('skipped_times')];
  return [
    ...facts.role_gaps.flatMap(gapCaveats),
    ...facts.renamed_roles.map(renamedCaveat),
    repeats.rows > 0 &&
      `${count(repeats.rows)} rows repeat another row in everything that is read of it, and count once: ${repeats.files}.`,
    kept.rows > 0 &&
      `${count(kept.rows)} rows repeat another row, but in times of whole seconds a repeat looks like a second hit, so they count: ${kept.files}. If the export doubles rows, export finer times or a number per hit.`,
    clock.rows > 0 &&
      `${count(clock.rows)} hits lie far before or after all others, as from a device with a wrong clock, and are left out: ${clock.files}. If they are real, name the period with --from and --to.`,
    twice.rows > 0 &&
      `${count(twice.rows)} times without offset lie in the hour that the clock went through twice, and are read as its second pass: ${twice.files}. Export times with an offset or in UTC.`,
    skipped.rows > 0 &&
      `${count(skipped.rows)} times without offset lie in an hour that the clock skipped, so --time-zone may not be theirs: ${skipped.files}. They are read as an hour later.`,
    shared_ids > 0 &&
      `${count(shared_ids)} order ids stand for several orders (another amount or customer on another day or in another file), and each of these counts. Such an id leads to a session only within a day of the order.`,
  ];
}

/** Share of the rows of a file: fewer repeats than one in a thousand change nothing. */
const LEAST_REPEATS = 0.001;

/** What it does when one file has no column for a role that others have. */
const EFFECTS: readonly (readonly [roles: readonly string[], effect: string])[] = [
  [['utm_source', 'utm_medium', 'utm_campaign', 'referrer'], 'sessions there without such a tag in the address count as direct'],
  [['device', 'user_agent'], 'sessions there have no device, or are not told from bots by it'],
  [
    ['http_status', 'search_results', 'load_ms'],
    'what only some files can show is not counted as absent in the others, so its signals are not shown at all; leave the file out to see them',
  ],
  [['session_id'], 'sessions there are rebuilt from gaps'],
  [['visitor_id'], 'visitors there are known by session only'],
  [['url'], 'hits there tell kinds of pages only'],
];
/** One of these is enough: a till knows customers, not browsers. */
const ORDER_IDS = ['visitor_id', 'session_id', 'customer_id'];
const ORDER_EFFECTS: typeof EFFECTS = [
  [['status'], 'every row there counts as bought'],
  [['revenue'], 'orders there have no value, so revenue is not added up'],
  [ORDER_IDS, 'fewer orders there find their session'],
  [['sales_channel'], 'orders there count as placed on the web'],
];

function gapCaveats({ file, side, roles, has }: RoleGap): string[] {
  return (side === 'orders' ? ORDER_EFFECTS : EFFECTS).flatMap(([concerned, effect]) => {
    const isHarmless = concerned === ORDER_IDS && ORDER_IDS.some((role) => has.includes(role));
    const lacking = isHarmless ? [] : roles.filter((role) => concerned.includes(role));
    return lacking.length === 0 ? [] : [`${file} has no column for ${list(lacking)}, which other files have: ${effect}.`];
  });
}

/** Names change; only where ids do, the same visitor may go by two. */
function renamedCaveat({ side, role, columns }: RenamedRole): string | false {
  if (!/_id$/.test(role)) return false;
  const places = columns.map(({ name, files }) => `"${name}" in ${shorten(files)}`);
  return `The ${inWords(role)} of the ${side} is ${places.join(', ')}; if these are different ids, what belongs together is counted apart.`;
}

function list(roles: readonly string[]): string {
  return roles.map(inWords).join(', ');
}

function shorten(files: readonly string[]): string {
  return files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${count(files.length - 3)} more files` : files.join(', ');
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
