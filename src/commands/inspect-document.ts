import type { Block } from '../report/blocks.ts';
import { formatCount } from '../report/format.ts';
import { EVENT_ROLES, ORDER_ROLES } from '../roles.ts';
import type { Inspection } from './inspect-file.ts';

const SHOWN_PAGES = 25;
const SHOWN_NAMES = 15;

/** What `inspect` shows of one file. */
export function inspectionBlocks(inspection: Inspection): Block[] {
  const { opened, recognition, obstacle } = inspection;
  const blocks: Block[] = [
    { kind: 'heading', text: opened.shown, id: 'file' },
    { kind: 'list', items: fileFacts(inspection) },
  ];
  if (obstacle)
    blocks.push({
      kind: 'paragraph',
      text: `Cannot be used as it is: ${sentence(obstacle.message)} ${obstacle.hint ?? ''}`,
      tone: 'warning',
    });
  if (recognition.roles.length > 0) blocks.push(roleTable(inspection));
  const needless = recognition.unused.length > 0 ? `Columns without a role: ${listNames(recognition.unused)}.` : 'Every column has a role.';
  blocks.push({ kind: 'paragraph', text: needless, tone: 'muted' });
  if (inspection.staged && inspection.staged.rejects.length > 0) {
    blocks.push({
      kind: 'list',
      caption: 'Rows that cannot be used',
      items: inspection.staged.rejects.slice(0, 5).map(({ line, reason }) => (line === null ? reason : `line ${line}: ${reason}`)),
      ...(inspection.staged.rejects.length > 5 ? { more: `… and ${formatCount(inspection.staged.rejects.length - 5)} more` } : {}),
    });
  }
  if (inspection.pages.length > 0) blocks.push(pageTable(inspection));
  if (inspection.facts) blocks.push({ kind: 'list', caption: 'What this file can answer', items: answers(inspection) });
  const caveats = recognition.platform?.caveats ?? [];
  if (caveats.length > 0) blocks.push({ kind: 'list', caption: 'What to know of such exports', items: [...caveats] });
  return blocks;
}

function fileFacts({ opened, recognition, understood, staged, period, domains }: Inspection): string[] {
  const kind = { csv: 'CSV', json_lines: 'JSON lines', parquet: 'Parquet', log_lines: 'log lines' }[opened.kind];
  const packing = opened.compression === 'none' ? '' : `, packed with ${opened.compression}`;
  const delimiter = opened.csv
    ? `, fields separated by ${{ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }[opened.csv.delimiter]}`
    : '';
  const encoding = opened.kind === 'parquet' ? '' : `, ${opened.encoding}`;
  const header = opened.csv && opened.csv.header_line > 1 ? `, header in line ${opened.csv.header_line}` : '';
  const grain = {
    hits: 'a clickstream: one row per hit',
    sessions: 'a table of sessions, to be joined to hits by session id',
    orders: 'orders',
  }[recognition.grain];
  const facts = [`${kind}${packing}${encoding}${delimiter}${header}; recognised as ${recognition.platform?.name ?? grain}`];
  if (staged) {
    const bad = staged.malformed > 0 ? `, ${formatCount(staged.malformed)} of them broken` : '';
    facts.push(`${formatCount(staged.records)} rows${bad}; sha256 ${opened.survey.sha256.slice(0, 16)}…`);
  }
  if (understood?.time) {
    const zone = understood.time.naive ? '; no offset: read as UTC unless --time-zone says otherwise' : '';
    facts.push(`times: ${understood.time.words}${zone}`);
  }
  if (period) facts.push(`hits from ${moment(period.first_at)} to ${moment(period.last_at)} (UTC)`);
  if (domains.length > 0) facts.push(`pages of ${domains.join(', ')}`);
  return facts;
}

function roleTable({ recognition }: Inspection): Block {
  const words: Record<string, string> = { ...EVENT_ROLES, ...(recognition.side === 'orders' ? ORDER_ROLES : {}) };
  return {
    kind: 'table',
    caption: 'Which column plays which role',
    columns: [
      { title: 'Column', align: 'left', narrow: 'cut' },
      { title: 'Role', align: 'left' },
      { title: 'Why', align: 'left' },
      { title: 'For example', align: 'left', narrow: 'cut' },
      { title: 'Meaning', align: 'left', narrow: 'drop' },
    ],
    rows: recognition.roles.map(({ name, role, why, look }) => [
      name || '(every row)',
      role,
      why,
      look.examples[0] ?? '(empty)',
      words[role] ?? '',
    ]),
  };
}

function pageTable({ pages }: Inspection): Block {
  const sorted = [...pages].sort((a, b) => b.views - a.views || (a.page < b.page ? -1 : 1));
  return {
    kind: 'table',
    caption: 'Pages and their groups',
    columns: [
      { title: 'Page', align: 'left', narrow: 'cut' },
      { title: 'Group', align: 'left' },
      { title: 'Hits', align: 'right' },
      { title: 'Why', align: 'left', narrow: 'cut' },
    ],
    rows: sorted.slice(0, SHOWN_PAGES).map(({ page, group, views, rule }) => [page, group, formatCount(views), rule]),
    ...(sorted.length > SHOWN_PAGES ? { more: `… and ${formatCount(sorted.length - SHOWN_PAGES)} more` } : {}),
    note: 'A wrong group is corrected in the config: "pages": { "/the-page": "product" }.',
  };
}

function answers({ facts, recognition }: Inspection): string[] {
  if (facts === null) return [];
  const say = (can: boolean, yes: string, no: string) => `${can ? 'yes' : 'no'}: ${can ? yes : no}`;
  if (recognition.grain === 'orders') {
    const has = (role: string) => recognition.roles.some((finding) => finding.role === role);
    return [
      say(
        has('session_id') || has('visitor_id') || has('customer_id'),
        'orders can be joined to sessions by session, visitor or customer',
        'orders can be joined only where a page shows the order id',
      ),
      say(has('revenue'), 'revenue is there', 'no revenue'),
      say(has('status'), 'cancelled and test orders can be told', 'every row counts as bought: there is no status'),
    ];
  }
  if (recognition.grain === 'sessions') return ['visitors, sources and devices for the hits of another file with the same session ids'];
  return [
    say(facts.has_native_sessions, 'sessions come with the export', 'sessions are rebuilt from gaps of 30 minutes'),
    say(facts.has_urls, 'single pages can be told', 'kinds of pages only: there are no addresses'),
    say(facts.has_traffic_source, 'traffic sources can be told', 'traffic cannot be judged: no campaign tags, click ids or referrers'),
    say(facts.has_device, 'devices can be told', 'no device'),
    say(facts.has_search_results, 'searches without results can be told', 'searches without results cannot be told'),
    say(facts.has_status, 'error pages can be told by their status', 'errors can be told by the page’s name only'),
  ];
}

/** Names for a sentence; wide exports have eighty columns. */
function listNames(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  return names.length > SHOWN_NAMES ? `${shown} and ${formatCount(names.length - SHOWN_NAMES)} more` : shown;
}

function moment(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString().slice(0, 16).replace('T', ' ');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
